"""The columns of the flat tables: their types and what they hold, in Vietnamese."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Column:
    """The Frictionless type of a column ("string", "integer", "date") and what it holds."""

    type: str
    vi: str


@functools.cache
def _rows() -> Mapping[tuple[str, str], Column]:
    text = files(__name__.rpartition(".")[0]).joinpath("data/columns.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({(row["table"], row["column"]): Column(row["type"], row["vi"]) for row in rows})


def column_of(table: str, column: str) -> Column:
    """The row of a column in a table, or that of the name in all tables; of a table itself where `column` is empty.

    Raises KeyError for a column without a row.
    """
    rows = _rows()
    return rows[table, column] if (table, column) in rows else rows["", column]
