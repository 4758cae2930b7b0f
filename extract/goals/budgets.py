"""Amounts of money that a plan sets aside: in its sentences, and in the budget columns of its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...ontology.tables import Tables
from ..records import Assignment, Budget, Document
from ..source import Table
from ..tasks.drafts import document_at
from ..tasks.rows import fields_of
from .amounts import MONEY, Money, money_of, number_of
from .goals import is_rate

_CUE = re.compile(
    r"kinh\s+phí|ngân\s+sách|vốn|dự\s+toán|tổng\s+mức|chi\s+phí|đầu\s+tư\s+(?:công|xây\s+dựng)"
    r"|nguồn\s+lực",
    re.IGNORECASE,
)
_BODY = r"(?:nhà\s+nước|trung\s+ương|địa\s+phương|tỉnh|thành\s+phố|huyện|xã)"
_BEFORE = re.compile(
    rf"((?:ngân\s+sách\s+{_BODY}|vốn\s+[^\W\d]+(?:\s+[^\W\d]+){{0,3}}"
    rf"|nguồn\s+[^\W\d]+(?:\s+[^\W\d]+){{0,3}}))\s*(?:là|:|khoảng)?\s*\Z",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s*(?:\([^()]*\)\s*)?,?\s*(?:từ|bằng|trích\s+từ)\s+(?:nguồn\s+)?((?:ngân\s+sách|vốn"
    r"|nguồn)[^.;,()]{3,60})",
    re.IGNORECASE,
)
_UNIT = re.compile(r"(?:triệu|tỷ|tỉ|nghìn|ngàn|1\.000)?\s*(?:đồng|đ\b|VNĐ|USD)|triệu|tỷ", re.IGNORECASE)
_CELL = re.compile(r"\d[\d.,\s]*")
_SCALES = {"triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9, "nghìn": 10**3, "ngàn": 10**3, "1.000": 10**3}


def sentence_budgets(
    text: str, start: int, end: int, heads: str, document: Document | None, assignments: Sequence[Assignment]
) -> Iterator[Budget]:
    """The amounts of one clause that speaks of money to be spent, or stands under a heading that does."""
    previous = start
    for match in MONEY.finditer(text, start, end):
        if not (_CUE.search(text, start, end) or _CUE.search(heads)) or is_rate(text, start, match.start()):
            continue
        yield _budget(
            match.span(), match[0], money_of(match), document, assignments, _source(text, previous, match, end)
        )
        previous = match.end()


def _source(text: str, previous: int, match: re.Match[str], end: int) -> str | None:
    """Where the money comes from: named just before the amount ("ngân sách tỉnh 50 tỷ đồng") or behind it."""
    before, behind = _BEFORE.search(text, previous, match.start()), _BEHIND.match(text, match.end(), end)
    said = before or behind
    return " ".join(said[1].split()) if said else None


def table_budgets(
    text: str, table: Table, documents: Sequence[Document], assignments: Sequence[Assignment], tables: Tables
) -> Iterator[Budget]:
    """The amounts of the budget columns of a table, each with the task of its row."""
    grid = table.grid()
    if not table.header_rows:
        return
    fields = fields_of(text, grid, table.header_rows, tables)
    for column in (c for c, field in enumerate(fields) if field == "budget"):
        heading = " ".join(c.text(text) for row in grid[: table.header_rows] if (c := row[column]) is not None)
        unit = _UNIT.search(heading)
        for row in grid[table.header_rows :]:
            cell = row[column]
            if cell is None or len(cell.fragments) != 1:
                continue
            money = _cell_money(cell.text(text), unit[0] if unit else None)
            if money is None:
                continue
            inside = [c.start for c in row if c is not None and c.start is not None]
            owner = next((a for a in assignments if a.start in inside), None)
            document = document_at(documents, cell.fragments[0][0])
            yield _budget(
                cell.fragments[0], text[slice(*cell.fragments[0])], money, document, [owner] if owner else [], None
            )


def _cell_money(words: str, unit: str | None) -> Money | None:
    """The amount of a cell: with its own unit, or a bare number in the unit of the column's heading."""
    own = MONEY.search(words)
    if own:
        return money_of(own)
    if unit is None or not _CELL.fullmatch(words):
        return None
    unit = " ".join(unit.split())
    scale = _SCALES.get(unit.split()[0].casefold(), 1)
    value = number_of("".join(words.split()).strip(".,"), whole=scale == 1)
    return Money(int(value * scale), "USD" if unit.casefold().endswith("usd") else "VND", float(value), unit)


def _budget(
    span: tuple[int, int],
    words: str,
    money: Money,
    document: Document | None,
    assignments: Sequence[Assignment],
    source: str | None,
) -> Budget:
    start, end = span
    holders = assignments if len(assignments) == 1 else [a for a in assignments if a.start <= start < a.end]
    return Budget(
        id="",
        in_document=document.id if document else None,
        assignment=holders[0].id if holders else None,
        start=start,
        end=end,
        text=words,
        amount=money.amount,
        currency=money.currency,
        source=source,
    )
