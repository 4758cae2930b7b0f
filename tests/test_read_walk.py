"""Folders and archives: every document once, under a name of its own, and nothing from outside."""

from __future__ import annotations

import os
import stat
import unicodedata
import zipfile
from pathlib import Path

import pytest

from cancu.extract.readers import Limits, ReadError, read, sources


@pytest.fixture
def tree(tmp_path):
    root = tmp_path / "given"
    (root / "b" / "c").mkdir(parents=True)
    for name in ("a.txt", "b/z.txt", "b/c/d.txt", "b/.hidden", "b/~$lock.docx", "Thumbs.db"):
        (root / name).write_text(name, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret")
    return root


def names(*paths, **options):
    return [name for name, _ in sources(paths, **options)]


def test_names_are_relative_and_in_order(tree):
    assert names(tree) == ["a.txt", "b/c/d.txt", "b/z.txt"]
    assert names(tree / "b" / "z.txt") == ["z.txt"]
    assert names(tree / "b", tree) == ["c/d.txt", "z.txt", "a.txt"]  # each file once


def test_names_are_composed_and_unique(tmp_path):
    (tmp_path / unicodedata.normalize("NFD", "kế hoạch.txt")).write_text("a")
    assert names(tmp_path) == ["kế hoạch.txt"]
    (tmp_path / "kế hoạch.txt").write_text("b")
    found = names(tmp_path)
    assert len(set(found)) == 2
    assert all(unicodedata.is_normalized("NFC", name) for name in found)


def test_files_of_one_name_keep_their_folders(tmp_path):
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "plan.txt").write_text(folder)
    assert names(tmp_path / "x" / "plan.txt", tmp_path / "y" / "plan.txt") == ["plan.txt", "y/plan.txt"]
    assert names(tmp_path / "x", tmp_path / "y") == ["plan.txt", "y/plan.txt"]


def test_links_out_of_the_folder_and_pipes_are_refused(tree, tmp_path):
    (tree / "out.txt").symlink_to(tmp_path / "secret.txt")
    (tree / "dead.txt").symlink_to(tmp_path / "none.txt")
    (tree / "in.txt").symlink_to(tree / "a.txt")
    (tree / "loop").symlink_to(tree)
    os.mkfifo(tree / "pipe.txt")
    refused: list[ReadError] = []
    assert names(tree, left_out=refused.append) == ["a.txt", "b/c/d.txt", "b/z.txt"]
    assert sorted((e.file, e.code) for e in refused) == [
        ("dead.txt", "unsafe"),
        ("out.txt", "unsafe"),
        ("pipe.txt", "unsupported"),
    ]
    with pytest.raises(ReadError):
        names(tree)


def archive(path: Path, files: dict[str, str | bytes], link: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name, text)
        if link:
            info = zipfile.ZipInfo(link)
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            made.writestr(info, "/etc/passwd")
    return path


def test_archives_are_walked_like_folders(tree, tmp_path):
    inner = archive(tmp_path / "inner.zip", {"sâu/x.txt": "x"})
    made = archive(
        tmp_path / "all.zip", {"thư mục/a.txt": "Căn cứ", "in.zip": inner.read_bytes(), "__MACOSX/a": "", ".b": ""}
    )
    assert names(made) == ["in.zip/sâu/x.txt", "thư mục/a.txt"]
    (tree / "all.zip").write_bytes(made.read_bytes())
    found = dict(sources(tree))
    assert list(found)[1:3] == ["all.zip/in.zip/sâu/x.txt", "all.zip/thư mục/a.txt"]
    assert read(found["all.zip/thư mục/a.txt"]).text == "Căn cứ"


def test_hostile_archives_are_refused_piece_by_piece(tmp_path):
    made = archive(
        tmp_path / "a.zip", {"../../evil.txt": "x", "/abs.txt": "x", "C:/x.txt": "x", "ok.txt": "x"}, link="l"
    )
    refused: list[ReadError] = []
    assert names(made, left_out=refused.append) == ["ok.txt"]
    assert [e.code for e in refused] == ["unsafe"] * 4
    bomb = archive(tmp_path / "bomb.zip", {"b.txt": b"0" * 100_000_000})
    deep = archive(tmp_path / "1.zip", {"2.zip": archive(tmp_path / "2.zip", {"3.zip": archive(tmp_path / "3.zip", {"a": "a"}).read_bytes()}).read_bytes()})  # fmt: skip
    many = archive(tmp_path / "many.zip", {f"{n}.txt": "" for n in range(50)})
    for path, limits in (
        (bomb, Limits()),
        (deep, Limits(depth=2)),
        (many, Limits(members=20)),
        (bomb, Limits(unpacked=99)),
    ):
        refused = []
        assert names(path, left_out=refused.append, limits=limits) == []
        assert [e.code for e in refused] in (["unsafe"], ["too-big"])


def test_many_small_archives_are_a_bomb_too(tmp_path):
    small = archive(tmp_path / "small.zip", {"b.txt": b" " * 1_000_000}).read_bytes()
    whole = archive(tmp_path / "a.zip", {f"{n:02}.zip": small for n in range(50)})
    refused: list[ReadError] = []
    taken = sum(1 for _ in sources(whole, left_out=refused.append, limits=Limits(unpacked=4_000_000, ratio=10)))
    assert 0 < taken < 5
    assert {e.code for e in refused} == {"unsafe"}


def test_a_broken_archive_is_left_to_the_reader(tmp_path):
    path = tmp_path / "broken.zip"
    path.write_bytes(b"PK\x03\x04" + os.urandom(50))
    ((name, found),) = sources(path)
    with pytest.raises(ReadError):
        read(found, name=name)


def test_paths_that_are_not_there(tmp_path):
    refused: list[ReadError] = []
    assert names(tmp_path / "none", tmp_path, left_out=refused.append) == []
    assert [e.code for e in refused] == ["missing"]
    with pytest.raises(ReadError):
        names(tmp_path / "none")


def test_the_walk_is_lazy(tree):
    walk = sources([tree, tree / "none"])
    assert next(walk)[0] == "a.txt"
