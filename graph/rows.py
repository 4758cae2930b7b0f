"""What a query returns: rows with named columns, and their forms as CSV, JSON, table and data frame."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Value = str | int | float | bool | date | Decimal | None

# A formula that a spreadsheet would run when a person opens the CSV (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Rows(Sequence["dict[str, Value]"]):
    """The answer to a SELECT: `columns` name the values of each tuple in `rows`; an unbound value is None.

    Behaves as a sequence of dicts. IRIs are plain strings, dates `datetime.date`, numbers numbers.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, index: int) -> dict[str, Value]: ...
    @overload
    def __getitem__(self, index: slice) -> Rows: ...
    def __getitem__(self, index: int | slice) -> dict[str, Value] | Rows:
        if isinstance(index, slice):
            return Rows(self.columns, self.rows[index])
        return dict(zip(self.columns, self.rows[index], strict=True))

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def column(self, name: str) -> list[Value]:
        """The values of one column. Raises KeyError with the columns that there are."""
        if name not in self.columns:
            raise KeyError(f"no column {name!r}; there are: {', '.join(self.columns)}")
        at = self.columns.index(name)
        return [row[at] for row in self.rows]

    def to_csv(self) -> str:
        """RFC 4180 with a header row and line feeds; a text that a spreadsheet would take for a formula gets a "'"
        before it.
        """
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([[_csv_cell(value) for value in row] for row in self.rows])
        return out.getvalue()

    def to_json(self, *, indent: int | None = 2) -> str:
        """A JSON list of objects, keys in the order of the columns, null where a value is unbound."""
        return json.dumps(
            [{k: _json_value(v) for k, v in row.items()} for row in self], ensure_ascii=False, indent=indent
        )

    def to_table(self, *, width: int = _WIDEST) -> str:
        """Text in aligned columns for a terminal; a cell is cut at `width` characters, the last line counts the
        rows.
        """
        cells = [[_text(value) for value in row] for row in self.rows]
        cells = [[c if len(c) <= width else c[: width - 1] + "…" for c in row] for row in cells]
        columns = [[name, *(row[at] for row in cells)] for at, name in enumerate(self.columns)]
        widths = [max(map(_width, column)) for column in columns]
        rule = "  ".join("-" * w for w in widths)
        lines = [_padded(self.columns, widths), rule, *(_padded(row, widths) for row in cells)]
        noun = "row" if len(self.rows) == 1 else "rows"
        return "\n".join([*lines, f"({len(self.rows)} {noun})"]) + "\n"

    def to_list(self) -> str:
        """Text with a line for each value of each row, whole, for rows that are too wide for a terminal; values that
        are not bound are left out.
        """
        width = max(map(_width, self.columns), default=0)
        blocks = [
            "\n".join(
                f"  {name.ljust(width)}  {_text(value)}"
                for name, value in zip(self.columns, row, strict=True)
                if value is not None
            )
            for row in self.rows
        ]
        lines = [f"{number}\n{block}\n" for number, block in enumerate(blocks, 1)]
        noun = "row" if len(self.rows) == 1 else "rows"
        return "\n".join([*lines, f"({len(self.rows)} {noun})"]) + "\n"

    def to_pandas(self) -> pd.DataFrame:
        """A pandas data frame: dates as datetime64, whole numbers with gaps as Int64. Raises ModuleNotFoundError where
        pandas is missing.
        """
        try:
            import pandas as pd
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError("to_pandas needs pandas: pip install pandas") from error
        frame = pd.DataFrame(list(self.rows), columns=pd.Index(list(self.columns)), dtype=object)
        frame = frame.convert_dtypes() if len(frame) else frame
        for at, name in enumerate(self.columns):
            if _only([row[at] for row in self.rows], date):
                # seconds: nanoseconds end in 2262, and documents say 2999
                frame[name] = pd.Series([row[at] for row in self.rows], dtype="datetime64[s]")
        return frame

    def to_polars(self) -> pl.DataFrame:
        """A polars data frame, dates as Date; a column of mixed kinds becomes text. Raises ModuleNotFoundError where
        polars is missing.
        """
        try:
            import polars as pl
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError("to_polars needs polars: pip install polars") from error
        columns = [[row[at] for row in self.rows] for at in range(len(self.columns))]
        return pl.DataFrame(
            [pl.Series(n, _one_kind(c), strict=True) for n, c in zip(self.columns, columns, strict=True)]
        )

    def to_arrow(self) -> pa.Table:
        """A pyarrow table, dates as date32, a column of mixed kinds or of nothing as text. Raises ModuleNotFoundError
        where pyarrow is missing.
        """
        try:
            import pyarrow as pa
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError("to_arrow needs pyarrow: pip install 'cancu[parquet]'") from error
        columns = [_one_kind([row[at] for row in self.rows]) for at in range(len(self.columns))]
        arrays = [pa.array(values, None if any(v is not None for v in values) else pa.string()) for values in columns]
        return pa.Table.from_arrays(arrays, names=list(self.columns))

    def to_dicts(self) -> list[dict[str, Value]]:
        """The rows as a list of dicts."""
        return list(self)

    def __str__(self) -> str:
        return self.to_table()


def _only(values: Sequence[Value], kind: type) -> bool:
    """Whether there are values, and all of them are of exactly this kind or missing."""
    kinds = {type(value) for value in values if value is not None}
    return kinds == {kind}


def _one_kind(values: Sequence[Value]) -> Sequence[Value]:
    """The values where they are of one kind, numbers of several kinds as floats, anything else as text."""
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) < 2:
        return values
    if kinds <= {int, float, Decimal}:
        return [None if value is None else float(str(value)) for value in values]
    return [None if value is None else _text(value) for value in values]


def _csv_cell(value: Value) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _json_value(value: Value) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _text(value: Value) -> str:
    if value is None:
        return ""
    return " ".join(str(_csv_cell(value) if isinstance(value, bool) else value).split())


def _width(text: str) -> int:
    """Columns on a terminal: a combining mark takes none."""
    return sum(not unicodedata.combining(c) for c in text)


def _padded(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(c + " " * (w - _width(c)) for c, w in zip(cells, widths, strict=True)).rstrip()
