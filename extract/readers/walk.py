"""Files, folders and archives to named documents, one after the other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

from .errors import ReadError
from .limits import LIMITS, Limits

# What file managers, word processors and version control leave in folders; none is a document.
_LEFT_BEHIND = frozenset({"thumbs.db", "desktop.ini", "__macosx", "__pycache__"})


def sources(
    paths: str | Path | Iterable[str | Path],
    *,
    left_out: Callable[[ReadError], None] | None = None,
    limits: Limits = LIMITS,
) -> Iterator[tuple[str, Path | bytes]]:
    """The documents in `paths` (files, folders, zip archives), as (name, path) or (name, bytes out of an archive).

    Names are relative to what was given, with "/" between folders, in the order of the names; the same file is given
    once. Two given paths that would share a name keep as many of their own folders as tell them apart. Hidden files,
    lock files ("~$...") and symbolic links that lead out of a given folder are passed over; links are reported.

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

    def given(self, path: Path) -> Iterator[tuple[str, Path | bytes]]:
        if path.is_dir():
            root = path.resolve()
            for file in self.folder(root, root, path.name):
                yield from self.file(file, file.relative_to(root).as_posix(), path)
        elif path.exists():
            yield from self.file(path, path.name, path)
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
            if entry.name.startswith((".", "~$")) or entry.name.lower() in _LEFT_BEHIND:
                continue
            if entry.is_symlink() and not self._inside(Path(entry.path), root):
                continue
            if entry.is_dir():
                if not entry.is_symlink():  # a link to a folder inside is walked where that folder stands
                    yield from self.folder(Path(entry.path), root, given)
            elif entry.is_file():
                yield Path(entry.path)
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
        yield self._unique(name, given), path

    def _unique(self, name: str, given: Path) -> str:
        """`name`, with as many of the given path's own folders in front as it takes to be the only one."""
        folders = list(given.absolute().parts[1:] if given.is_dir() else given.absolute().parent.parts[1:])
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
