"""A catalogue of known documents to resolve citations against: CSV with a header row, or JSON lines.

Keys: `number` and `issuer` must be there; `date` (ISO), `type`, `title` and `status` may be. Vietnamese records of
official
documents name the same fields CodeNumber and CodeNotation, OrganName, IssuedDate, TypeName, Subject (Decree
30/2020/NĐ-CP,
Annex VI); these names are taken too.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from .resolution import CatalogueEntry

_NAMES = {"OrganName": "issuer", "IssuedDate": "date", "TypeName": "type", "Subject": "title"}
_FIELDS = ("number", "issuer", "date", "type", "title", "status")


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
    if "date" in values and not re.fullmatch(r"\d{4}-\d\d-\d\d", values["date"]):
        raise ValueError(f"date {values['date']!r} is not written like 2021-07-15")
    return CatalogueEntry(**{field: values.get(field) for field in _FIELDS})  # type: ignore[arg-type]


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
