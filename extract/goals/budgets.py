"""Amounts of money that a plan sets aside: in its sentences, and in the budget columns of its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...ontology.tables import Tables
from ..records import Assignment, Budget, Document
from ..source import Cell, Table
from ..tasks.drafts import document_at
from ..tasks.rows import fields_of
from .amounts import MONEY, Money, money_of, number_of, said_again
from .funds import fund_of, source_of
from .measures import is_rate_of_money

_CUE = re.compile(
    r"kinh\s+phí|ngân\s+sách|vốn|dự\s+toán|tổng\s+mức|chi\s+phí|đầu\s+tư\s+(?:công|xây\s+dựng)|nguồn\s+lực"
    r"|xã\s+hội\s+h(?:óa|oá)|tài\s+trợ|viện\s+trợ|đối\s+ứng|(?<!\w)(?:bố\s+trí|phân\s+bổ|(?:bảo|đảm)\s+(?:đảm|bảo)|cân\s+đối|dành|chi|cấp|đầu\s+tư)(?:\s+(?:khoảng|thêm|bổ\s+sung))?"
    r"\s+(?=\d)",
    re.IGNORECASE,
)
# Money that is taken in or produced, not set aside.
_INCOME = re.compile(
    r"(?<!\w)(?:thu\s+(?:ngân\s+sách|nội\s+địa|thuế|từ|nhập|hút|hồi)|(?:tổng|số|dự\s+toán)\s+thu|doanh\s+thu|doanh\s+số"
    r"|kim\s+ngạch|giá\s+trị|GRDP|GDP|tổng\s+sản\s+phẩm|nộp\s+ngân\s+sách|toàn\s+xã\s+hội|vốn\s+(?:điều\s+lệ|đăng\s+ký|pháp\s+định|FDI)"
    r"|dư\s+nợ|tiết\s+kiệm|thiệt\s+hại|thất\s+thoát|lợi\s+nhuận)(?!\w)",
    re.IGNORECASE,
)
_UNIT = re.compile(r"(?:triệu|tỷ|tỉ|nghìn|ngàn|1\.000)?\s*(?:đồng|đ\b|VNĐ|VND|USD)|triệu|tỷ|trđ", re.IGNORECASE)
# The unit of a whole table, said above it: "Đơn vị tính: triệu đồng".
_CAPTION = re.compile(r"(?:ĐVT|Đơn\s+vị(?:\s+tính)?)\s*:?\s*(?P<unit>[^\n()]{3,30})", re.IGNORECASE)
_ABOVE = 160  # characters above a table where its unit stands
_CELL = re.compile(r"\d[\d.,\s]*")
_SHORT = re.compile(r"(?P<number>\d[\d.,]*)\s*tr\.?", re.IGNORECASE)  # "500tr"
_SCALES = {"triệu": 10**6, "trđ": 10**6, "tỷ": 10**9, "tỉ": 10**9, "nghìn": 10**3, "ngàn": 10**3, "1.000": 10**3}
_SUM = re.compile(r"(?:tổng\s+(?:số|cộng|tiền)|cộng|số\s+tiền|năm\s+20\d{2})", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d/.-])(20\d{2})(?![\d/.-])")
_FUNDS = re.compile(
    r"(?:các\s+)?nguồn(?:\s+(?:kinh\s+phí|vốn|lực|tài\s+chính|ngân\s+sách))?(?:\s*\([^)]*\))?", re.IGNORECASE
)


def sentence_budgets(
    text: str, start: int, end: int, heads: str, document: Document | None, assignments: Sequence[Assignment]
) -> Iterator[Budget]:
    """The amounts of one clause that speaks of money to be spent, or stands under a heading that does.

    Of a range ("2 - 3 tỷ đồng") the amount is its upper end: what is set aside at most.
    """
    previous = start
    for match in MONEY.finditer(text, start, end):
        money = money_of(match)
        first = match.start() if money.low is not None or not match["low"] else match.start("number")
        source = source_of(text, previous, first, match.end(), end)
        if not (source or _CUE.search(text, start, end) or _CUE.search(heads)):
            continue
        income = _INCOME.search(text, previous, match.start())
        if income or is_rate_of_money(text, start, match) or said_again(text, start, match, money):
            continue
        yield _budget((first, match.end()), text[first : match.end()], money, document, assignments, source)
        previous = match.end()


def table_budgets(
    text: str, table: Table, documents: Sequence[Document], assignments: Sequence[Assignment], tables: Tables
) -> Iterator[Budget]:
    """The amounts of the budget columns of a table, each with the task of its row, its source and its year."""
    grid = table.grid()
    if not table.header_rows:
        return
    fields = fields_of(text, grid, table.header_rows, tables)
    headings = [_headings(text, grid[: table.header_rows], column) for column in range(len(fields))]
    funds = next((c for c, words in enumerate(headings) if words and _FUNDS.fullmatch(words[-1])), None)
    caption = _caption(text, table)
    for column, words in enumerate(headings):
        summed = caption and fields[column] is None and words and (fund_of(words[-1]) or _SUM.fullmatch(words[-1]))
        if column == funds or not (fields[column] == "budget" or summed):
            continue
        unit = _UNIT.search(" ".join(words)) or caption
        year = _YEAR.search(headings[column][-1]) if headings[column] else None
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
            said = row[funds].text(text) if funds is not None and row[funds] is not None else ""  # type: ignore[union-attr]
            source = said or next((f for words in reversed(headings[column]) if (f := fund_of(words))), None)
            yield _budget(
                cell.fragments[0],
                text[slice(*cell.fragments[0])],
                money,
                document,
                [owner] if owner else [],
                source or None,
                year[1] if year else None,
            )


def _headings(text: str, rows: Sequence[Sequence[Cell | None]], column: int) -> list[str]:
    """The words of the headings over a column, from the top, each once."""
    return [*dict.fromkeys(cell.text(text) for row in rows if (cell := row[column]) is not None)]


def _caption(text: str, table: Table) -> re.Match[str] | None:
    """The unit that stands above a table for all its amounts."""
    found = None
    for match in _CAPTION.finditer(text, max(0, table.start - _ABOVE), table.start):
        found = match
    return _UNIT.search(found["unit"]) if found else None


def _cell_money(words: str, unit: str | None) -> Money | None:
    """The amount of a cell: with its own unit, or a bare number in the unit of the column's heading."""
    own = MONEY.search(words)
    if own:
        return money_of(own)
    short = _SHORT.fullmatch(words)
    if short:
        words, unit = short["number"], "triệu"
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
    year: str | None = None,
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
        year=year,
    )
