"""Files, folders and archives to named documents, one after the other."""

from __future__ import annotations

import io
import os
import stat
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

from .errors import ReadError
from .limits import LIMITS, Limits
from .package import DAMAGED, member_bytes, opened, safe_name

# What file managers, word processors and version control leave in folders; none is a document.
_LEFT_BEHIND = frozenset({"thumbs.db", "desktop.ini", "__macosx", "__pycache__"})


def sources(
    paths: str | Path | Iterable[str | Path],
    *,
    left_out: Callable[[ReadError], None] | None = None,
    limits: Limits = LIMITS,
) -> Iterator[tuple[str, Path | bytes]]:
    """The documents in `paths` (files, folders, zip archives), as (name, path) or (name, bytes out of an archive).

    Names are relative to what was given, composed (NFC), with "/" between folders, in the order of the names; the same
    file is given once. Two given paths that would share a name keep as many of their own folders as tell them apart.
    Hidden files, lock files ("~$...") and symbolic links that lead out of a given folder are passed over; links and
    pipes are reported.

    `left_out` is called with a ReadError for each path that cannot be used and the walk goes on; without it the error
    is raised. Lazy: nothing is opened before it is asked for.
    """
    walk = _Walk(left_out, limits)
    for path in [paths] if isinstance(paths, (str, Path)) else paths:
        yield from walk.given(Path(path))


class _Walk:
    def __init__(self, left_out: Callable[[ReadError], None] | None, limits: Limits) -> None:
        self.left_out, self.limits = left_out, limits
        self.names: set[str] = set()
        self.seen: set[str] = set()
        self.room = 0  # how many bytes the given archive, with all archives in it, may still unpack to

    def given(self, path: Path) -> Iterator[tuple[str, Path | bytes]]:
        if path.is_dir():
            root = path.resolve()
            for file in self.folder(root, root, path.name):
                yield from self.file(file, file.relative_to(root).as_posix(), path)
        elif path.is_file():
            yield from self.file(path, path.name, path)
        elif path.exists():
            self.refuse(ReadError(str(path), "this is no regular file", "check the path", code="missing"))
        else:
            self.refuse(ReadError(str(path), "there is no such file or folder", "check the path", code="missing"))

    def folder(self, folder: Path, root: Path, given: str) -> Iterator[Path]:
        """The files under `folder` in the order of their names; links are followed only within `root`."""
        try:
            entries = sorted(os.scandir(folder), key=lambda e: e.name)
        except OSError as error:
            name = folder.relative_to(root).as_posix()
            reason = error.strerror or str(error)
            return self.refuse(ReadError(f"{given}/{name}", reason, "check its permissions", code="missing"))
        for entry in entries:
            if _is_left_behind(entry.name):
                continue
            if entry.is_symlink() and not self._inside(Path(entry.path), root):
                continue
            if entry.is_dir():
                if not entry.is_symlink():  # a link to a folder inside is walked where that folder stands
                    yield from self.folder(Path(entry.path), root, given)
            elif entry.is_file():
                yield Path(entry.path)
            else:  # a pipe could be read for ever
                name = Path(entry.path).relative_to(root).as_posix()
                self.refuse(ReadError(name, "this is no regular file", "leave it out", code="unsupported"))
        return None

    def _inside(self, link: Path, root: Path) -> bool:
        try:
            target = link.resolve(strict=True)
        except (OSError, RuntimeError):
            target = None
        if target is not None and target.is_relative_to(root):
            return True
        reason = "a symbolic link out of the folder" if target else "a symbolic link to nothing"
        name = link.relative_to(root).as_posix()
        self.refuse(ReadError(name, reason, "copy the file into the folder", code="unsafe"))
        return False

    def file(self, path: Path, name: str, given: Path) -> Iterator[tuple[str, Path | bytes]]:
        key = os.path.realpath(path)
        if key in self.seen:
            return
        self.seen.add(key)
        try:
            if not _is_archive(path):
                yield self._unique(name, given), path
                return
            data = self._archive_bytes(path, name)
        except ReadError as error:
            return self.refuse(error)
        # An archive that was given stands for the folder in it; one that was found is a folder of its own.
        inside = "" if path == given else f"{name}/"
        self.room = max(self.limits.unpacked, self.limits.ratio * len(data))
        yield from self.archive(data, name, inside, given, 1)

    def _archive_bytes(self, path: Path, name: str) -> bytes:
        if path.stat().st_size > self.limits.file:
            reason = f"an archive larger than {self.limits.file // 2**20} MiB"
            raise ReadError(name, reason, "unpack it first", code="too-big")
        return path.read_bytes()

    def archive(
        self, data: bytes, name: str, inside: str, given: Path, depth: int
    ) -> Iterator[tuple[str, Path | bytes]]:
        """The documents in a zip archive, those of archives in it too, in the order of their names."""
        try:
            archive = opened(data, name=name, limits=self.limits)
            self._take(archive, name)
        except ReadError as error:
            return self.refuse(error)
        with archive:
            for path, member in sorted(
                ((_member_name(m), m) for m in archive.infolist() if not m.is_dir()), key=lambda pair: pair[0]
            ):
                full = f"{inside}{path}"
                if any(_is_left_behind(part) for part in path.split("/")):
                    continue
                try:
                    content = self._member(archive, member, path, full)
                except ReadError as error:
                    self.refuse(error)
                    continue
                if not _holds_archive(content):
                    yield self._unique(full, given), content
                elif depth >= self.limits.depth:
                    reason = f"more than {self.limits.depth} archives inside each other"
                    self.refuse(ReadError(full, reason, "unpack it first", code="unsafe"))
                else:
                    yield from self.archive(content, full, f"{full}/", given, depth + 1)
        return None

    def _take(self, archive: zipfile.ZipFile, name: str) -> None:
        """Count what an archive unpacks to: many small archives in one are a bomb as well as one that is large."""
        self.room -= sum(member.file_size for member in archive.infolist())
        if self.room < 0:
            raise ReadError(name, "archives in an archive: a zip bomb", "do not trust this archive", code="unsafe")

    def _member(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: str, full: str) -> bytes:
        if safe_name(path) is None:
            raise ReadError(full, "a path out of the archive", "do not trust this archive", code="unsafe")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise ReadError(full, "a symbolic link in an archive", "put the file itself into it", code="unsafe")
        if member.file_size > self.limits.file:
            raise ReadError(full, f"larger than {self.limits.file // 2**20} MiB", "split it", code="too-big")
        return member_bytes(archive, member, name=full)

    def _unique(self, name: str, given: Path) -> str:
        """`name`, with as many of the given path's own folders in front as it takes to be the only one."""
        above = given.absolute() if given.is_dir() else given.absolute().parent
        # Some systems store names decomposed; one folder gives one graph on all of them.
        name, *folders = (unicodedata.normalize("NFC", part) for part in (name, *above.parts[1:]))
        unique = name
        while unique in self.names and folders:
            unique = str(PurePosixPath(folders.pop(), unique))
        count = 2
        while unique in self.names:
            unique, count = f"{name} ({count})", count + 1
        self.names.add(unique)
        return unique

    def refuse(self, error: ReadError) -> None:
        if self.left_out is None:
            raise error
        self.left_out(error)


def _is_left_behind(name: str) -> bool:
    return (name.startswith((".", "~$")) and name not in (".", "..")) or name.lower() in _LEFT_BEHIND


def _is_archive(path: Path) -> bool:
    """Is a file a zip archive of documents, and not itself a document in a zip package (.docx, .odt)?"""
    try:
        with path.open("rb") as file:
            if file.read(4) not in (b"PK\x03\x04", b"PK\x05\x06"):
                return False
        with zipfile.ZipFile(path) as archive:
            return not _is_document(archive.namelist())
    except DAMAGED:
        return False  # reading it will say what is wrong


def _holds_archive(data: bytes) -> bool:
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return not _is_document(archive.namelist())
    except DAMAGED:
        return False


def _is_document(names: list[str]) -> bool:
    return "[Content_Types].xml" in names or "mimetype" in names


def _member_name(member: zipfile.ZipInfo) -> str:
    """A member's name; programs that do not mark UTF-8 names as such leave them read as code page 437."""
    name = member.filename
    if not member.flag_bits & 0x800 and not name.isascii():
        try:
            return name.encode("cp437").decode("utf-8")
        except UnicodeError:
            return name
    return name
