"""A knowledge-graph folder: stores that are published by a rename and never written again, records, text layers.

    kg/
      current          one line, the name of the published store; changed by one `os.replace`
      store-3/quads/   the Oxigraph store
      store-3/sources.json   which source has which record and which text layer
      records/         the record of each source, under the hash of what it was made from
      texts/           the text layer of each source, under its hash

A build writes `store-4/` and publishes it when it is complete, so that a build that is killed leaves the old graph.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol, Self, cast

import pyoxigraph as ox

from ..extract.records import Record

_STORE = re.compile(r"store-(\d+)")
FORMAT = 1


class StoreError(ValueError):
    """A knowledge-graph folder that cannot be used; the message names it, the reason and the remedy."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What is kept of one source: `key` names its record, `text_sha256` its text layer."""

    name: str
    key: str
    sha256: str
    text_sha256: str


class Library(Protocol):
    """Where records and text layers are kept."""

    def holdings(self) -> tuple[Holding, ...]:
        """What is kept, in the order of the source names."""
        ...

    def record(self, holding: Holding) -> Record:
        """The record of a source."""
        ...

    def text(self, holding: Holding) -> str:
        """The text layer of a source, every character as the reader gave it."""
        ...


class Memory:
    """Records and texts of a graph that lives in memory."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Holding, Record, str]] = {}

    def put(self, holding: Holding, record: Record, text: str) -> None:
        """Keep one source; a source of the same name is replaced."""
        self._kept[holding.name] = (holding, record, text)

    def holdings(self) -> tuple[Holding, ...]:
        """See `Library.holdings`."""
        return tuple(self._kept[name][0] for name in sorted(self._kept))

    def record(self, holding: Holding) -> Record:
        """See `Library.record`."""
        return self._kept[holding.name][1]

    def text(self, holding: Holding) -> str:
        """See `Library.text`."""
        return self._kept[holding.name][2]


@dataclass(frozen=True, slots=True)
class Published:
    """The store that readers see: opened read-only, beside its library."""

    folder: Path
    name: str
    sources: Mapping[str, Holding] = field(default_factory=dict)
    base: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)

    def open(self) -> ox.Store:
        """The Oxigraph store, read-only. Raises StoreError when it is damaged."""
        try:
            return ox.Store.read_only(str(self.folder / self.name / "quads"))
        except (OSError, ValueError, RuntimeError) as error:
            raise StoreError(
                f"{self.folder}: the store {self.name} cannot be opened ({error}); build it again"
            ) from error

    def holdings(self) -> tuple[Holding, ...]:
        """See `Library.holdings`."""
        return tuple(self.sources[name] for name in sorted(self.sources))

    def record(self, holding: Holding) -> Record:
        """See `Library.record`."""
        return _record(self.folder, holding.key)

    def text(self, holding: Holding) -> str:
        """See `Library.text`."""
        return _text(self.folder, holding.text_sha256)


def published(folder: str | Path) -> Published:
    """The published store of a knowledge-graph folder. Raises StoreError when the folder is none."""
    folder = Path(folder)
    if not folder.exists():
        raise StoreError(f"{folder}: there is no such folder; make it with: cancu build PATH -o {folder}")
    current = folder / "current"
    if not current.is_file():
        raise StoreError(
            f"{folder}: this is no knowledge graph (no file 'current'); make one with: cancu build PATH -o DIR"
        )
    name = current.read_text(encoding="utf-8").strip()
    listing = folder / name / "sources.json"
    if not _STORE.fullmatch(name) or not listing.is_file():
        raise StoreError(f"{folder}: 'current' names {name!r}, which is not there; build it again")
    try:
        data = json.loads(listing.read_text(encoding="utf-8"))
        form, base = data["format"], data["base"]
        sources = {h["name"]: Holding(**h) for h in data["sources"]}
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{listing}: damaged ({error}); build it again") from error
    if form != FORMAT:
        raise StoreError(f"{folder}: made by another version of cancu (format {form}, not {FORMAT}); build it again")
    return Published(folder, name, sources, base, data.get("settings", {}))


class Draft:
    """A store under construction. Use it as a context manager; what is not published is removed.

    Raises StoreError when the folder cannot be written, holds something else, or another build is writing to it.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self._holdings: dict[str, Holding] = {}
        self._lock: IO[str] | None = None
        self._store: ox.Store | None = None
        self._made = False
        self.name = ""

    def __enter__(self) -> Self:
        folder = self.folder
        self._made = not folder.exists()
        if folder.exists() and not folder.is_dir():
            raise StoreError(f"{folder}: this is a file; give a folder for the knowledge graph")
        if folder.is_dir() and any(folder.iterdir()) and not _is_ours(folder):
            raise StoreError(
                f"{folder}: this folder holds other files and is no knowledge graph; give a new or empty one"
            )
        try:
            for part in (folder, folder / "records", folder / "texts"):
                part.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(folder)
        except OSError as error:
            raise StoreError(f"{folder}: cannot be written ({error.strerror or error}); give another folder") from error
        self._clear_unpublished()
        numbers = [int(m[1]) for p in folder.iterdir() if (m := _STORE.fullmatch(p.name))]
        self.name = f"store-{max(numbers, default=0) + 1}"
        (folder / self.name).mkdir()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store = None  # RocksDB closes its files when the last reference goes
        self._clear_unpublished()
        if self._lock:
            self._lock.close()
        if self._made and _current(self.folder) is None:
            shutil.rmtree(self.folder, ignore_errors=True)  # nothing came of it, so that nothing of it is left

    def put(self, holding: Holding, record: Record, text: str) -> None:
        """Keep a source that was read."""
        _write(self._record_path(holding), record.to_json().encode("utf-8", "surrogatepass"))
        _write(self._text_path(holding), text.encode("utf-8", "surrogatepass"))
        self._holdings[holding.name] = holding

    def has(self, holding: Holding) -> bool:
        """Whether record and text of a source of the last build are still there."""
        record, text = self._record_path(holding), self._text_path(holding)
        return record.is_file() and text.is_file()

    def keep(self, holding: Holding) -> None:
        """Keep a source that has not changed."""
        self._holdings[holding.name] = holding

    def _record_path(self, holding: Holding) -> Path:
        return self.folder / "records" / f"{holding.key}.json"

    def _text_path(self, holding: Holding) -> Path:
        return self.folder / "texts" / f"{holding.text_sha256}.txt"

    def holdings(self) -> tuple[Holding, ...]:
        """See `Library.holdings`."""
        return tuple(self._holdings[name] for name in sorted(self._holdings))

    def record(self, holding: Holding) -> Record:
        """See `Library.record`."""
        return _record(self.folder, holding.key)

    def text(self, holding: Holding) -> str:
        """See `Library.text`."""
        return _text(self.folder, holding.text_sha256)

    def load(self, lines: Iterable[str]) -> ox.Store:
        """Bulk-load N-Quads text into the new store and compact it; returns the store, for checks before it is
        published.
        """
        store = self._store = ox.Store(str(self.folder / self.name / "quads"))
        bulk_load(store, lines)
        store.optimize()
        return store

    def publish(self, *, base: str, settings: Mapping[str, Any] | None = None) -> Published:
        """Make the new store the one that readers see, and remove stores older than the one before.

        `base` is the base of the identifiers in it, for those who open it; `settings` what a build needs to be
        repeated.
        """
        if self._store is None:
            raise StoreError(f"{self.folder}: nothing was loaded")
        self._store.flush()
        self._store = None
        listing = {
            "format": FORMAT,
            "base": base,
            "settings": dict(settings or {}),
            "sources": [{f: getattr(h, f) for f in ("name", "key", "sha256", "text_sha256")} for h in self.holdings()],
        }
        listed = json.dumps(listing, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")
        _write(self.folder / self.name / "sources.json", listed, sync=True)
        before = _current(self.folder)
        _write(self.folder / "current", f"{self.name}\n".encode(), replace=True, sync=True)
        self._forget(before)
        return published(self.folder)

    def _clear_unpublished(self) -> None:
        """Remove what builds left that were killed: stores newer than the published one, and temporary files."""
        current = _current(self.folder)
        newest = int(m[1]) if current and (m := _STORE.fullmatch(current)) else 0
        for path in self.folder.iterdir():
            if (m := _STORE.fullmatch(path.name)) and int(m[1]) > newest:
                shutil.rmtree(path, ignore_errors=True)
        for path in self.folder.rglob("*.partial"):
            path.unlink(missing_ok=True)

    def _forget(self, before: str | None) -> None:
        """Remove older stores, and records and texts that neither the new store nor the one before it names."""
        keys, texts = {h.key for h in self.holdings()}, {h.text_sha256 for h in self.holdings()}
        with contextlib.suppress(OSError, ValueError, KeyError):
            old = json.loads((self.folder / (before or "") / "sources.json").read_text(encoding="utf-8"))
            keys |= {h["key"] for h in old["sources"]}
            texts |= {h["text_sha256"] for h in old["sources"]}
        for path in self.folder.iterdir():
            if _STORE.fullmatch(path.name) and path.name not in (before, self.name):
                shutil.rmtree(path, ignore_errors=True)
        for part, names in (("records", keys), ("texts", texts)):
            for path in (self.folder / part).iterdir():
                if path.stem not in names:
                    path.unlink(missing_ok=True)


def bulk_load(store: ox.Store, lines: Iterable[str]) -> None:
    """Load chunks of N-Quads text without holding them all. The chunks end with a line feed."""
    store.bulk_load(cast(IO[bytes], _Stream(lines)), format=ox.RdfFormat.N_QUADS)


class _Stream(io.RawIOBase):
    """An iterator of texts as a binary file to read from."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts, self._chunk, self._at = iter(texts), b"", 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            return b"".join(iter(lambda: self.read(1 << 20), b""))
        while self._at >= len(self._chunk):
            text = next(self._texts, None)
            if text is None:
                return b""
            self._chunk, self._at = text.encode("utf-8"), 0
        data = self._chunk[self._at : self._at + size]
        self._at += len(data)
        return data


def _is_ours(folder: Path) -> bool:
    """A folder that a build made, published or not."""
    ours = {"current", "records", "texts", "lock", "reviews.jsonl", "current.partial"}
    names = {p.name for p in folder.iterdir()}
    return "current" in names or all(n in ours or _STORE.fullmatch(n) for n in names)


def _current(folder: Path) -> str | None:
    path = folder / "current"
    return path.read_text(encoding="utf-8").strip() if path.is_file() else None


def _locked(folder: Path) -> IO[str]:
    """The folder's lock file, locked until it is closed; the system lets go of it when the process dies."""
    file = (folder / "lock").open("w", encoding="utf-8")
    try:
        import fcntl
    except ModuleNotFoundError:  # Windows: an open RocksDB store refuses a second writer by itself
        return file
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise StoreError(f"{folder}: another build is writing to it; wait until it is done") from error
    return file


def _write(path: Path, data: bytes, *, replace: bool = False, sync: bool = False) -> None:
    """Write a file so that it is there whole or not at all; content under its hash is written once."""
    if path.exists() and not replace:
        return
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        file.write(data)
        if sync:
            file.flush()
            os.fsync(file.fileno())
    os.replace(partial, path)  # noqa: PTH105 - the call that design and tests name


def _record(folder: Path, key: str) -> Record:
    path = folder / "records" / f"{key}.json"
    try:
        return Record.from_dict(json.loads(path.read_bytes().decode("utf-8", "surrogatepass")))
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: cannot be read ({error}); build it again") from error


def _text(folder: Path, digest: str) -> str:
    path = folder / "texts" / f"{digest}.txt"
    try:
        return path.read_bytes().decode("utf-8", "surrogatepass")
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: cannot be read ({error}); build it again") from error


def kept_reviews(folder: str | Path) -> str:
    """The decisions of people that are kept in a folder, as JSON lines; empty where nobody decided."""
    path = Path(folder) / "reviews.jsonl"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def keep_reviews(folder: str | Path, text: str) -> None:
    """Keep the decisions of people: the whole file is replaced."""
    _write(Path(folder) / "reviews.jsonl", text.encode("utf-8"), replace=True, sync=True)


def texts_of(library: Library) -> Iterator[tuple[Holding, Record, str]]:
    """Every source of a library with its record and its text, one at a time."""
    for holding in library.holdings():
        yield holding, library.record(holding), library.text(holding)
