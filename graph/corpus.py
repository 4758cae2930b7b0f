"""Many files to records: a loop or a process pool over one pure function; a bad file never stops the run."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from .. import __version__
from ..extract.parse import parse_source
from ..extract.readers import ReadError, read, sources
from ..extract.records import Record
from ..ontology.tables import Tables
from .store import Holding

# A pool of processes pays for its start from about this many bytes on.
_POOL_FROM = 4 << 20
# Sources given out ahead of the one that is waited for, for each process.
_AHEAD = 8
_INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Extracted:
    """One source that was read, or that had not changed (`record` and `text` are None then: they are kept)."""

    holding: Holding
    record: Record | None
    text: str | None


Found = Extracted | ReadError
Progress = Callable[[int, int, str], None]


def rules_hash(tables: Tables) -> str:
    """SHA-256 of the rules: the code and the data of extraction, and the rows in use. Two equal ones read alike."""
    digest = hashlib.sha256(shipped_hash("extract", "ontology").encode("ascii"))
    digest.update(repr(getattr(tables, "_origin", None)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def extract_all(
    paths: str | Path | Iterable[str | Path],
    *,
    tables: Tables | None = None,
    encoding: str | None = None,
    allow_active: bool = False,
    known: Mapping[str, Holding] | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Found]:
    """Every document in `paths` (files, folders, archives) as an `Extracted`, or as the ReadError that says why not.

    `known` are the sources of an earlier run: a source with the same name, bytes and rules comes without record and
    text.
    `jobs` is the number of processes (default: one below 4 MiB of input, else one a core). `progress(done, total,
    name)`
    is called after each source. The order is that of the sources.
    """
    tables = tables or Tables.load()
    left_out: list[ReadError] = []
    found = list(sources(paths, left_out=left_out.append))
    yield from left_out
    task = _Task(rules_hash(tables), tables, encoding, allow_active)
    items = [_Item(name, where, known.get(name) if known else None) for name, where in found]
    size = sum(len(item.where) if isinstance(item.where, bytes) else _size(item.where) for item in items)
    jobs = jobs or (1 if size < _POOL_FROM else os.cpu_count() or 1)
    results = map(task, items) if jobs == 1 or len(items) < 2 else _pooled(task, items, jobs)
    for done, (item, result) in enumerate(zip(items, results, strict=True), 1):
        yield result
        if progress:
            progress(done, len(items), item.name)


@dataclass(frozen=True, slots=True)
class _Item:
    """A source to be read: its name, where its bytes are, and what an earlier run kept of it."""

    name: str
    where: Path | bytes
    before: Holding | None


@dataclass(frozen=True, slots=True)
class _Task:
    """The unit of work: a source to what was found in it. Picklable, pure but for the reading."""

    rules: str
    tables: Tables
    encoding: str | None
    allow_active: bool

    def __call__(self, item: _Item) -> Found:
        try:
            return self.extracted(item.name, item.where, item.before)
        except ReadError as error:
            return error
        except Exception as error:  # a fault in one file must not lose the others; it is reported as ours
            reason = f"{type(error).__name__}: {error}"
            remedy = "this is a fault of cancu: please report it with the file"
            return ReadError(item.name, reason, remedy, code=_INTERNAL)

    def extracted(self, name: str, where: Path | bytes, before: Holding | None) -> Extracted:
        if isinstance(where, Path) and not before:
            source = read(where, name=name, encoding=self.encoding, allow_active=self.allow_active)
        else:
            data = where if isinstance(where, bytes) else _bytes(where, name)
            if before and before.key == self.key(name, hashlib.sha256(data).hexdigest()):
                return Extracted(before, None, None)
            source = read(data, name=name, encoding=self.encoding, allow_active=self.allow_active)
        record = parse_source(source, self.tables)
        key = self.key(name, source.sha256)
        return Extracted(Holding(name, key, source.sha256, source.text_sha256), record, source.text)

    def key(self, name: str, sha256: str) -> str:
        """What a record is made from: the bytes, the name in it, how they were to be read, and the rules."""
        allowed = ("active",) if self.allow_active else ()
        parts = "\0".join((sha256, name, self.encoding or "", self.rules, *allowed))
        return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()


def _pooled(task: _Task, items: Sequence[_Item], jobs: int) -> Iterator[Found]:
    """The results in order. Where a worker process dies, the rest is tried one by one, and the culprit is left out.

    Only so many sources are given out ahead, so that memory does not grow with their number.
    """
    with ProcessPoolExecutor(jobs) as pool:
        given: deque[tuple[_Item, Future[Found] | None]] = deque()
        try:
            for item in items:
                given.append((item, _submitted(pool, task, item)))
                if len(given) >= _AHEAD * jobs:
                    yield _result(task, *given.popleft())
            while given:
                yield _result(task, *given.popleft())
        finally:  # also when the caller stops: what nobody waits for is not read
            pool.shutdown(wait=True, cancel_futures=True)


def _submitted(pool: ProcessPoolExecutor, task: _Task, item: _Item) -> Future[Found] | None:
    try:
        return pool.submit(task, item)
    except BrokenProcessPool:
        return None


def _result(task: _Task, item: _Item, future: Future[Found] | None) -> Found:
    try:
        return future.result() if future else _alone(task, item)
    except BrokenProcessPool:
        return _alone(task, item)


def _alone(task: _Task, item: _Item) -> Found:
    with ProcessPoolExecutor(1) as pool:
        try:
            return pool.submit(task, item).result()
        except BrokenProcessPool:
            reason = "the process that read it died, for want of memory or by a fault of a library"
            return ReadError(item.name, reason, "leave the file out, or convert it to .docx or .txt", code=_INTERNAL)


def _bytes(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReadError(name, reason, "check the path and its permissions", code="missing") from error


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


@cache
def shipped_hash(*rooms: str) -> str:
    """SHA-256 over the code and data of rooms of the package."""
    digest = hashlib.sha256(__version__.encode("ascii"))
    root = files("cancu")
    for room in rooms:
        for name, file in sorted(_files(root.joinpath(room), room)):
            digest.update(name.encode("utf-8"))
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(entry, f"{name}/{entry.name}")
        elif entry.name.endswith((".py", ".toml", ".csv", ".txt", ".ttl")):
            yield f"{name}/{entry.name}", entry
