"""The knowledge-graph folder: published by a rename, never half-written, only changed files read again."""

import json
import os
import signal
import subprocess
import sys

import pyoxigraph as ox
import pytest

from cancu.extract.records import Record
from cancu.graph.store import Draft, Holding, Memory, StoreError, bulk_load, published

LINE = '<x:s> <x:p> "{}" <x:g> .\n'


def holding(name, key="k", text="t"):
    return Holding(name, key, "a" * 64, text)


def publish(folder, value, *names):
    with Draft(folder) as draft:
        for name in names:
            draft.put(
                holding(name, f"key-{name[0]}", f"text-{name[0]}"), Record(source=name), f"chữ của {name}\r\n\ufeff"
            )
        draft.load([LINE.format(value)])
        return draft.publish(base="https://example.org/")


def values(folder):
    return [quad.object.value for quad in published(folder).open()]


def test_a_published_store_is_read(tmp_path):
    made = publish(tmp_path / "kg", "một", "a.txt", "b/c.txt")
    assert made.name == "store-1"
    assert made.base == "https://example.org/"
    assert values(tmp_path / "kg") == ["một"]
    assert [h.name for h in made.holdings()] == ["a.txt", "b/c.txt"]
    assert made.record(made.holdings()[0]) == Record(source="a.txt")
    assert made.text(made.holdings()[1]) == "chữ của b/c.txt\r\n\ufeff"  # every character, as offsets count them


def test_a_reader_keeps_its_store_while_a_new_one_is_published(tmp_path):
    before = publish(tmp_path, "old", "a.txt").open()
    publish(tmp_path, "new", "a.txt")
    assert [q.object.value for q in before] == ["old"]
    assert values(tmp_path) == ["new"]


def test_old_stores_records_and_texts_go_but_the_last_stays(tmp_path):
    publish(tmp_path, "1", "a.txt")
    publish(tmp_path, "2", "b.txt")
    publish(tmp_path, "3", "c.txt")
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith("store-")) == ["store-2", "store-3"]
    assert sorted(p.stem for p in (tmp_path / "records").iterdir()) == ["key-b", "key-c"]
    assert sorted(p.stem for p in (tmp_path / "texts").iterdir()) == ["text-b", "text-c"]


def test_a_failed_build_leaves_the_published_store(tmp_path):
    publish(tmp_path, "old", "a.txt")
    with pytest.raises(SyntaxError), Draft(tmp_path) as draft:
        draft.load(["this is no quad\n"])
    assert values(tmp_path) == ["old"]
    assert not list(tmp_path.glob("store-2"))


def test_what_a_killed_build_left_is_cleared(tmp_path):
    publish(tmp_path, "old", "a.txt")
    (tmp_path / "store-2").mkdir()
    (tmp_path / "texts" / "x.txt.partial").write_text("ha", encoding="utf-8")
    publish(tmp_path, "new", "a.txt")
    assert values(tmp_path) == ["new"]
    assert not list(tmp_path.rglob("*.partial"))


def test_two_builds_at_once_are_refused(tmp_path):
    with Draft(tmp_path), pytest.raises(StoreError, match="another build"):
        Draft(tmp_path).__enter__()
    publish(tmp_path, "free again", "a.txt")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda p: None, "no such folder"),
        (lambda p: p.mkdir(), "no knowledge graph"),
        (lambda p: p.write_text("x", encoding="utf-8"), "no knowledge graph"),
        (lambda p: (p.mkdir(), (p / "current").write_text("store-9\n", encoding="utf-8")), "not there"),
        (lambda p: (p.mkdir(), (p / "current").write_text("../../etc\n", encoding="utf-8")), "not there"),
        (lambda p: (publish(p, "1", "a"), (p / "store-1/sources.json").write_text("{", encoding="utf-8")), "damaged"),
        (
            lambda p: (
                publish(p, "1", "a"),
                (p / "store-1/sources.json").write_text(
                    json.dumps({"format": 99, "base": "", "sources": []}), encoding="utf-8"
                ),
            ),
            "another version",
        ),
    ],
    ids=["missing", "empty", "file", "gone", "outside", "damaged", "version"],
)
def test_a_folder_that_is_none_is_named_with_the_remedy(tmp_path, make, reason):
    make(tmp_path / "kg")
    with pytest.raises(StoreError, match=reason) as caught:
        published(tmp_path / "kg")
    assert str(tmp_path / "kg") in str(caught.value)
    assert "build" in str(caught.value)


def test_a_damaged_store_is_named(tmp_path):
    made = publish(tmp_path, "1", "a")
    for file in (tmp_path / "store-1" / "quads").iterdir():
        file.write_bytes(b"")
    with pytest.raises(StoreError, match="cannot be opened"):
        made.open()


def test_a_folder_with_other_files_is_not_taken(tmp_path):
    (tmp_path / "thesis.docx").write_bytes(b"x")
    with pytest.raises(StoreError, match="other files"):
        publish(tmp_path, "1", "a")
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_is_not_taken_for_a_folder(tmp_path):
    (tmp_path / "kg").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="this is a file"):
        publish(tmp_path / "kg", "1", "a")


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="needs a user with limited rights")
def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="cannot be written"):
        publish(tmp_path / "kg", "1", "a")


def test_bulk_load_takes_chunks_of_any_size():
    store = ox.Store()
    bulk_load(store, (LINE.format("ế" * size) for size in (0, 1, 8191, 70_000, 3)))
    assert sorted(len(q.object.value) for q in store) == [0, 1, 3, 8191, 70_000]


def test_memory_keeps_records_and_texts():
    kept = Memory()
    kept.put(holding("b"), Record(source="b"), "bê")
    kept.put(holding("a"), Record(source="a"), "a")
    assert [h.name for h in kept.holdings()] == ["a", "b"]
    assert kept.text(kept.holdings()[1]) == "bê"


NURSERY = """
import os, shutil, sys
import cancu.api
from cancu.graph import store

old, new, folder = sys.argv[1:4]

cancu.api.build(old)  # in memory: tables are loaded and patterns compiled once, for all children

def child(work):
    # Forked before any store on disk is open, whose threads would be missing in the child.
    pid = os.fork()
    if pid == 0:
        work()
        os._exit(0)
    return os.waitpid(pid, 0)[1]

def watched(name, on_step):
    # Each call that the store makes, of Python or of C, and each return from C, is a step.
    steps = []
    def at(frame, event, arg):
        if frame.f_code.co_filename == store.__file__ and event in ("call", "c_call", "c_return"):
            steps.append(f"{event} {arg.__name__ if arg is not None else frame.f_code.co_name}")
            on_step(steps)
    def work():
        sys.setprofile(at)
        cancu.api.build(new, store=f"{folder}/{name}")
        sys.setprofile(None)
        with open(f"{folder}/{name}.steps", "w") as file:
            file.write("\\n".join(steps))
    return work

def killed(point):
    return watched(f"kg-{point}", lambda steps: len(steps) == point and os.kill(os.getpid(), 9))

child(lambda: cancu.api.build(old, store=f"{folder}/first"))
shutil.copytree(f"{folder}/first", f"{folder}/whole")
child(watched("whole", lambda steps: None))
with open(f"{folder}/whole.steps") as file:
    steps = file.read().splitlines()
published = steps.index("call publish")
# Two files are put in place by a rename: the list of sources, then "current", which publishes.
_, replaced = [i for i, step in enumerate(steps) if i > published and step == "c_return replace"]
points = {1, replaced, replaced + 1, len(steps)} | {1 + i * (len(steps) - 1) // 15 for i in range(16)}
at = published
while len(points) < 20:
    points.add(at)
    at += 1
for point in sorted(points):
    shutil.copytree(f"{folder}/first", f"{folder}/kg-{point}")
    print(point, child(killed(point)), replaced + 1)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked children")
def test_a_build_killed_at_any_point_leaves_the_old_graph_or_the_new_one(tmp_path):
    """Twenty builds, each ended by SIGKILL at a step of its own, before and behind each other and the publication."""
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, number in ((old, "63/2010/NĐ-CP"), (new, "61/2018/NĐ-CP")):
        folder.mkdir()
        (folder / "a.txt").write_text(f"Căn cứ Nghị định số {number} của Chính phủ;", encoding="utf-8")
    command = [sys.executable, "-c", NURSERY, str(old), str(new), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=True)
    ends = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
    assert len({point for point, *_ in ends}) == 20
    assert {end for _, end, _ in ends} == {signal.SIGKILL}
    survived = set()
    for point, _, is_new in ends:
        kept = published(tmp_path / f"kg-{point}").open()
        found = {q.object.value for q in kept if "citedNumber" in str(q.predicate)}
        assert found == {"61/2018/NĐ-CP" if point >= is_new else "63/2010/NĐ-CP"}, point
        survived |= found
    assert len(survived) == 2, "some kills come before the publication, some after"
