"""Goals in tables of indicators: a row for each indicator, its unit, and a column for each year.

"Chỉ tiêu | Đơn vị tính | Năm 2025 | Năm 2030": each number under a year that is planned is a goal. Columns of what has
been reached ("Thực hiện năm 2023", "Ước đạt", "Hiện trạng") hold none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..records import Comparator
from ..source import Cell, Table
from .amounts import NUMBER, number_of
from .measures import Goal

_INDICATOR = re.compile(
    r"(?:(?:tên|các|nội\s+dung|nhóm)\s+)?(?:chỉ\s+tiêu|chỉ\s+số|mục\s+tiêu|tiêu\s+chí)\b", re.IGNORECASE
)
# What they are called where a column of units stands beside them.
_ITEM = re.compile(
    r"(?:hạng\s+mục|nội\s+dung|danh\s+mục|sản\s+phẩm|loại\s+cây|cây\s+trồng|vật\s+nuôi)\b", re.IGNORECASE
)
_UNIT = re.compile(r"(?:đơn\s+vị(?:\s+tính)?|đvt|đ\.?\s*vị(?:\s+tính)?)(?:\s*\([^)]*\))?\Z", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d/.-])(?:20\d{2}\s*[-–]\s*)?(?P<year>20\d{2})(?![\d/.])")
_PLANNED = re.compile(
    r"(?:kế\s+hoạch|KH\b|mục\s+tiêu|chỉ\s+tiêu|phấn\s+đấu|dự\s+kiến|đến|năm|giai\s+đoạn|\d|\Z)", re.IGNORECASE
)
_REACHED = re.compile(
    r"thực\s+hiện|ước|kết\s+quả|hiện\s+trạng|hiện\s+tại|năm\s+gốc|đã\s+đạt|so\s+sánh|so\s+với|\bTH\b", re.IGNORECASE
)
_VALUE = re.compile(
    rf"(?:(?P<cue>trên|dưới|tối\s+thiểu|ít\s+nhất|không\s+dưới|không\s+quá|tối\s+đa|từ|đạt|khoảng|[>≥<≤]=?)\s*)?"
    rf"(?P<low>{NUMBER})\s*%?(?:\s*(?:-|–|đến)\s*(?P<top>{NUMBER}))?\s*(?P<unit>%|[^\W\d]+(?:\s+[^\W\d]+){{0,2}})?"
    r"(?P<up>\s+trở\s+lên)?\s*\Z",
    re.IGNORECASE,
)
_COMPARATORS: dict[str, Comparator] = {
    "trên": ">", ">": ">", "≥": ">=", ">=": ">=", "tối thiểu": ">=", "ít nhất": ">=", "không dưới": ">=", "từ": ">=",
    "dưới": "<", "<": "<", "≤": "<=", "<=": "<=", "không quá": "<=", "tối đa": "<=",
}  # fmt: skip
_TOP = 3  # rows among which the headings stand


@dataclass(frozen=True, slots=True)
class Indicated:
    """A goal of one cell [start, end), its year, and the words of its indicator."""

    goal: Goal
    start: int
    end: int
    year: str | None
    indicator: str


def indicated(text: str, table: Table) -> Iterator[Indicated]:
    """The goals of a table of indicators; none for any other table."""
    grid = table.grid()
    head = next((r for r, row in enumerate(grid[:_TOP]) if _named(text, row) is not None), None)
    if head is None:
        return
    name = _named(text, grid[head])
    last = head + 1 if head + 1 < len(grid) and _is_years(text, grid[head + 1]) else head
    words = [_words(text, grid, head, last, column) for column in range(len(grid[head]))]
    unit = next((c for c, w in enumerate(words) if _UNIT.match(w)), None)
    years = {c: y for c, w in enumerate(words) if c != name and (y := _planned(w)) is not None}
    if name is None or not years:
        return
    for row in grid[last + 1 :]:
        label = row[name]
        if label is None or not label.fragments:
            continue
        said = row[unit].text(text) if unit is not None and row[unit] is not None else ""  # type: ignore[union-attr]
        for column, year in years.items():
            cell = row[column]
            if cell is not None and cell is not label and len(cell.fragments) == 1:
                yield from _goals(text, cell, said, label.text(text), year)


def _named(text: str, row: Sequence[Cell | None]) -> int | None:
    """The column of the indicators, when this is the heading row of such a table: one column of a year beside it."""
    words = [cell.text(text) if cell else "" for cell in row]
    name = next((c for c, w in enumerate(words) if _INDICATOR.match(w) and _planned(w) is None), None)
    units = any(_UNIT.match(w) for w in words)
    if name is None and units and any(_planned(w) for w in words):
        return next((c for c, w in enumerate(words) if _ITEM.match(w)), None)
    beside = units or any(_planned(w) is not None for c, w in enumerate(words) if c != name)
    return name if beside else None


def _is_years(text: str, row: Sequence[Cell | None]) -> bool:
    """Is this the second line of the headings: years under "Giai đoạn", "Kế hoạch"?"""
    words = [w for cell in row if cell and (w := cell.text(text))]
    return any(_planned(w) for w in words) and all(_YEAR.search(w) or not re.search(r"\d", w) for w in words)


def _words(text: str, grid: Sequence[Sequence[Cell | None]], first: int, last: int, column: int) -> str:
    cells: list[Cell] = []
    for row in grid[first : last + 1]:
        cell = row[column]
        if cell is not None and cell not in cells:
            cells.append(cell)
    return " ".join(cell.text(text) for cell in cells)


def _planned(words: str) -> str | None:
    """The year that a heading plans for ("" for a plan without a year); None when it names no goal."""
    if not words or len(words) > 60 or _REACHED.search(words) or not _PLANNED.match(words):
        return None
    year = None
    for match in _YEAR.finditer(words):
        year = match["year"]
    if year is not None:
        return year
    return (
        ""
        if re.fullmatch(r"(?:kế\s+hoạch|mục\s+tiêu|chỉ\s+tiêu\s+(?:giao|phấn\s+đấu))", words, re.IGNORECASE)
        else None
    )


def _goals(text: str, cell: Cell, unit: str, indicator: str, year: str) -> Iterator[Indicated]:
    start, end = cell.fragments[0]
    match = _VALUE.match(text, start, end)
    if match is None:
        return
    said = unit or match["unit"] or ("%" if "tỷ lệ" in indicator.casefold() or "%" in indicator else "")
    if not said:
        return
    cue = " ".join((match["cue"] or "").casefold().split())
    whole = said != "%"
    if match["top"]:
        ends: tuple[tuple[str, Comparator], ...] = (("low", ">="), ("top", "<="))
    else:
        ends = (("low", ">=" if match["up"] else _COMPARATORS.get(cue, "=")),)
    for name, comparator in ends:
        value = float(number_of(match[name], whole=whole))
        group = start if match["top"] else None
        goal = Goal(match.start(name), match.end(), value, said, comparator, group)
        yield Indicated(goal, start, end, year or None, indicator)
