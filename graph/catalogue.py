"""A catalogue of known documents to resolve citations against: CSV with a header row, or JSON lines.

Keys: `number` and `issuer` must be there; `date`, `effective_from`, `expires_on` (ISO; the first day without force),
`type`, `title` and `status` may be. Vietnamese records of official documents name the same fields CodeNumber and
CodeNotation, OrganName, IssuedDate, TypeName, Subject (Decree 30/2020/NĐ-CP, Annex VI); these names are taken too.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ..ontology.identifiers import Identifiers
from .resolution import CatalogueEntry

GIVEN = "given"  # the name of rows that came from no file
_NAMES = {"OrganName": "issuer", "IssuedDate": "date", "TypeName": "type", "Subject": "title"}
_FIELDS = ("number", "issuer", "date", "type", "title", "status", "effective_from", "expires_on")
_DATES = ("date", "effective_from", "expires_on")


class CatalogueError(ValueError):
    """A catalogue that cannot be used; the message names file, line and remedy."""


def read_catalogue(path: str | Path, *, retrieved: str | date | None = None) -> tuple[CatalogueEntry, ...]:
    """The documents of a catalogue file, each with the name and the hash of the file, and the day `retrieved` on which
    the caller took it from its publisher. Raises CatalogueError with file and line.
    """
    path = Path(path)
    try:
        day = date.fromisoformat(str(retrieved)).isoformat() if retrieved else None
    except ValueError as error:
        raise CatalogueError(f"{path}: the day it was taken is written like 2026-06-30, not {retrieved!r}") from error
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise CatalogueError(f"{path}: {reason}; give a CSV or JSON lines file in UTF-8") from error
    rows = _json_rows(path, text) if path.suffix in (".jsonl", ".ndjson", ".json") else _csv_rows(text)
    known = hashlib.sha256(data).hexdigest()
    return tuple(
        dataclasses.replace(_entry(path, line, row), file=path.name, sha256=known, retrieved=day) for line, row in rows
    )


def entry(row: Mapping[str, Any]) -> CatalogueEntry:
    """One document from a mapping. Raises ValueError when number or issuer is missing, or the date is no ISO date."""
    values = {_NAMES.get(key, key): str(value).strip() for key, value in row.items() if value not in (None, "")}
    if "number" not in values and "CodeNumber" in values:
        values["number"] = "/".join(filter(None, (values["CodeNumber"], values.get("CodeNotation", ""))))
    for needed in ("number", "issuer"):
        if needed not in values:
            raise ValueError(f"no {needed}")
    for key in _DATES:
        if key in values and not _is_day(values[key]):
            raise ValueError(f"{key} {values[key]!r} is not written like 2021-07-15")
    return CatalogueEntry(**{field: values.get(field) for field in _FIELDS})  # type: ignore[arg-type]


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _entry(path: Path, line: int, row: Mapping[str, Any]) -> CatalogueEntry:
    try:
        return entry(row)
    except ValueError as error:
        raise CatalogueError(f"{path}, line {line}: {error}; each row needs number and issuer") from error


def _csv_rows(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reader = csv.DictReader(text.splitlines())
    for row in reader:
        yield reader.line_num, {key: value for key, value in row.items() if key}


def _json_rows(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise CatalogueError(f"{path}, line {number}: no JSON ({error}); write one object a line") from error
            if not isinstance(row, dict):
                raise CatalogueError(f"{path}, line {number}: no object; write one object a line")
            yield number, row


def catalogue_iri(entry: CatalogueEntry, ids: Identifiers) -> str:
    """The graph of the catalogue that a row stood in: named by its file, "given" for rows that came from no file."""
    return ids.catalogue(entry.file or GIVEN)


def listing_iri(document: str, entry: CatalogueEntry, ids: Identifiers) -> str:
    """The row of a catalogue about a document."""
    name = f"{entry.file or GIVEN}\0{document}"
    return ids.concept("listing", hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:24])
