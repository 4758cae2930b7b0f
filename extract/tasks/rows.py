"""Assignments from the rows of a table: columns told by their headings, sections by rows that name no agency."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...ontology.tables import Tables
from ..agents.bearers import Item, Lists, lists_of
from ..records import Role
from ..source import Cell, Table
from ..tables.columns import heading_field, is_time
from .deadlines import says_when
from .drafts import Draft
from .roles import leads, partners

_NUMERAL = re.compile(r"(?:[IVXLivx]{1,6}|[A-HĐa-hđ]|\d{1,3}(?:\.\d{1,3})*)\s*[.)/]?")
_GROUP_MARK = re.compile(r"(?:[IVX]{1,6}|[A-HĐ])\s*[.)/]?")
_AMOUNT = re.compile(r"\d[\d., ]*(?:%|đồng|triệu(?:\s+đồng)?|tỷ(?:\s+đồng)?|tr\.?đ?|đ)?")
_SUM = re.compile(
    r"(?:tổng(?:\s+(?:cộng|số|kinh\s+phí|mức))?|cộng)(?!\w)(?!\s+(?:kết|hợp|rà|kiểm|điều|đài|công))", re.IGNORECASE
)
_FUNDS = re.compile(r"(?:ngân\s+sách|nguồn|vốn|kinh\s+phí)\s", re.IGNORECASE)  # rows that group tasks by who pays
_TICK = re.compile(r"[xX×*+✓✔√●•]")
_LEAD_LABEL = re.compile(r"(?:(?:(?:[Cc]ơ quan|[Đđ]ơn vị|CQ|ĐV)\s+)?[Cc]hủ trì|(?:CQ|ĐV)CT)\s*:\s*")
_WITH_LABEL = re.compile(r"(?:(?:(?:[Cc]ơ quan|[Đđ]ơn vị|CQ|ĐV)\s+)?[Pp]hối hợp(?:\s+thực hiện)?|(?:CQ|ĐV)PH)\s*:\s*")
# Fields of a heading that name who bears the task.
BEARING = ("lead", "cooperate", "responsible", "monitor")
# Headings that name a body and no role.
_UNSAID = frozenset(("đơn vị", "cơ quan", "bộ phận", "cơ quan/đơn vị", "phòng, ban", "sở, ngành"))
_DITTO = re.compile(r"(?:-\s*)?(?:nt|như trên|như\s+mục\s+trên|[\"”“]|-\"-|//)(?:\s*-)?", re.IGNORECASE)


def fields_of(text: str, grid: Sequence[Sequence[Cell | None]], count: int, tables: Tables) -> list[str | None]:
    """The field of each column, from the heading rows above it, the lowest known heading first."""
    width = len(grid[0]) if grid else 0
    fields: list[str | None] = []
    for column in range(width):
        words = [cell.text(text) for row in grid[:count] if (cell := row[column]) is not None]
        field = next((f for w in reversed(words) if (f := heading_field(w, tables))), None)
        fields.append(field)
    if not any(f in BEARING or f == "assigned" for f in fields):
        fields = _told_by_cells(text, grid, count, fields, tables)
    led = "lead" in fields
    fields = [("cooperate" if led else "responsible") if f == "assigned" else f for f in fields]
    if "task" not in fields and any(f in BEARING for f in fields):
        free = [i for i, f in enumerate(fields) if f in (None, "output", "note") and not (i == 0 and width > 2)]
        if free:
            fields[free[0]] = "task"
    return fields


def _told_by_cells(
    text: str, grid: Sequence[Sequence[Cell | None]], count: int, fields: list[str | None], tables: Tables
) -> list[str | None]:
    """The fields with the column "Đơn vị" as bearers, where half of its cells name bodies (it may be what counts)."""
    lists = lists_of(tables)
    for column, field in enumerate(fields):
        heading = [cell.text(text).casefold() for row in grid[:count] if (cell := row[column]) is not None]
        if field is not None or not any(words in _UNSAID for words in heading):
            continue
        cells = [c.fragments[0] for row in grid[count:] if (c := row[column]) is not None and c.fragments]
        if cells and sum(lists.begins(text, *span) for span in cells) * 2 >= len(cells):
            return [*fields[:column], "responsible", *fields[column + 1 :]]
    return fields


def drafts_of(text: str, table: Table, tables: Tables) -> Iterator[Draft]:
    """The tasks of one table; none when no column names who bears them."""
    grid = table.grid()
    fields = fields_of(text, grid, table.header_rows, tables)
    if not table.header_rows or "task" not in fields or not any(f in BEARING for f in fields):
        return
    lists = lists_of(tables)
    section: str | None = None
    above: Draft | None = None  # the row that merged cells come from: none across a section
    last: Draft | None = None  # the row that "như trên" points to
    years = _years(text, grid[: table.header_rows])
    for row in grid[table.header_rows :]:
        if _sums(text, row):
            continue
        title = _section(text, row, fields)
        if title is not None:
            section, above = title, None
            continue
        draft = _draft(text, row, fields, section, lists, last)
        if draft is None:
            continue
        _tick(text, row, years, draft)
        if above is not None:
            _inherit(draft, above, fields)
        if draft.answerable:
            yield draft
            above = last = draft
        elif _is_group(row, fields):
            section = draft.task


def _cells(row: Sequence[Cell | None], fields: Sequence[str | None], field: str) -> list[Cell]:
    found: list[Cell] = []
    for cell, name in zip(row, fields, strict=False):
        if name == field and cell is not None and cell.fragments and cell not in found:
            found.append(cell)
    return found


def _section(text: str, row: Sequence[Cell | None], fields: Sequence[str | None]) -> str | None:
    """The heading that a row consists of: one cell with words, alone but for its number; None for a row of a task."""
    filled: list[Cell] = []
    for cell in row:
        if cell is not None and cell.fragments and cell not in filled:
            filled.append(cell)
    worded = [cell for cell in filled if not _NUMERAL.fullmatch(cell.text(text))]
    plain = [cell for cell in worded if not _AMOUNT.fullmatch(cell.text(text))]
    if (
        len(plain) == 1 and len(filled) > 1 and filled[-1] is not plain[0]
    ):  # what is spent in a section stands beside its title
        titled = filled[0] is not plain[0] and _GROUP_MARK.fullmatch(filled[0].text(text))
        return plain[0].text(text) if titled or _FUNDS.match(plain[0].text(text)) else None
    if len(worded) != 1 or len(filled) > 2:
        return None
    cell = worded[0]
    words = cell.text(text)
    if cell.column_span >= len(fields) - 1 or cell.column == 0 or fields[cell.column] in ("number", "task"):
        return words
    return None


def _sums(text: str, row: Sequence[Cell | None]) -> bool:
    """Is this a row of sums ("Tổng cộng")? Its words stand alone but for amounts."""
    words = [cell.text(text) for cell in dict.fromkeys(row) if cell is not None and cell.fragments]
    worded = [w for w in words if not _NUMERAL.fullmatch(w) and not _AMOUNT.fullmatch(w)]
    return len(worded) == 1 and _SUM.match(worded[0]) is not None


def _years(text: str, head: Sequence[Sequence[Cell | None]]) -> dict[int, str]:
    """The columns of a roadmap, by their headings: "2021", "Quý I"."""
    return {
        column: words
        for row in head
        for column, cell in enumerate(row)
        if cell is not None and is_time(words := cell.text(text))
    }


def _tick(text: str, row: Sequence[Cell | None], years: dict[int, str], draft: Draft) -> None:
    """Give the task the years whose columns of a roadmap are ticked."""
    ticked = [(row[c], words) for c, words in years.items() if c < len(row) and row[c] is not None]
    cells = [(cell, words) for cell, words in ticked if cell is not None and _TICK.fullmatch(cell.text(text))]
    if cells:
        draft.deadline = cells[0][0].fragments[0][0], cells[-1][0].fragments[-1][1]
        draft.deadline_text = ", ".join(words for _, words in cells)


def _is_group(row: Sequence[Cell | None], fields: Sequence[str | None]) -> bool:
    return not _cells(row, fields, "deadline") and not _cells(row, fields, "output")


def _draft(
    text: str,
    row: Sequence[Cell | None],
    fields: Sequence[str | None],
    section: str | None,
    lists: Lists,
    last: Draft | None,
) -> Draft | None:
    tasks = _cells(row, fields, "task")
    if not tasks:
        return None
    cell = tasks[-1] if len(tasks) > 1 and len(tasks[-1].text(text)) > 10 else tasks[0]
    start, end = cell.fragments[0][0], cell.fragments[-1][1]
    draft = Draft("table", start, end, section, "table-row", task=cell.text(text))
    for role in BEARING:
        for bearer in _cells(row, fields, role):
            if _DITTO.fullmatch(bearer.text(text)):
                draft.give(role, last.borne(role) if last else [])
            elif role == "responsible" and says_when(bearer.text(text)):  # a column "Thực hiện" of times
                draft.deadline, draft.deadline_text = (
                    (bearer.fragments[0][0], bearer.fragments[-1][1]),
                    bearer.text(text),
                )
            else:
                _bear(text, bearer, role, draft, lists)
    for field in ("output", "deadline"):
        _say(text, row, fields, field, draft)
    if last is not None and draft.deadline_text and _DITTO.fullmatch(draft.deadline_text):
        draft.deadline, draft.deadline_text = last.deadline, last.deadline_text
    return draft


def _bear(text: str, cell: Cell, role: str, draft: Draft, lists: Lists) -> None:
    """Read the bearers of one cell; words of a role in the cell win over the heading of its column."""
    if len(cell.fragments) == 1:
        start, end = cell.fragments[0]
        for said, items in _said(text, start, end, role, lists):
            draft.give(said, items)
        return
    joined = _joined(text, cell, lists)
    for said, items in _said(joined, 0, len(joined), role, lists):
        draft.give(said, [_moved(item, joined, cell) for item in items])


def _joined(text: str, cell: Cell, lists: Lists) -> str:
    """The words of a cell in pieces: a piece that begins with a name is an item of its own, else a name goes on."""
    joined = text[slice(*cell.fragments[0])]
    for start, end in cell.fragments[1:]:
        whole = f"{joined} {text[start:end]}"
        across = any(b.start < len(joined) < b.end for b in lists.bodies.scan(whole, max(0, len(joined) - 60)))
        if not across and "<br" in text[max(0, start - 8) : start].casefold():
            joined = f"{joined}\n{text[start:end]}"
            continue
        goes_on = across or joined.endswith(("và", ",", "-", "của", "thuộc"))
        joined = whole if goes_on or not lists.begins(text, start, end) else f"{joined}\n{text[start:end]}"
    return joined


def _said(text: str, start: int, end: int, role: str, lists: Lists) -> Iterator[tuple[Role, list[Item]]]:
    lead, with_ = _LEAD_LABEL.search(text, start, end), _WITH_LABEL.search(text, start, end)
    if lead or with_:
        marks = sorted((m.start(), m.end(), r) for m, r in ((lead, "lead"), (with_, "cooperate")) if m)
        if marks[0][0] > start:
            yield role, lists.bounded(text, start, marks[0][0])  # type: ignore[misc]
        for (_, first, said), stop in zip(marks, [*(m[0] for m in marks[1:]), end], strict=True):
            yield said, lists.bounded(text, first, stop)  # type: ignore[misc]
    elif role == "responsible" and leads(text, start, end):
        items, stop = lists.leading(text, start, end)
        yield "lead", items
        yield "cooperate", partners(text, stop, end, lists)
    else:
        yield role, lists.bounded(text, start, end)  # type: ignore[misc]


def _moved(item: Item, joined: str, cell: Cell) -> Item:
    """An item of the joined fragments of a cell, with its range in the text."""

    def place(offset: int, *, last: bool) -> int:
        at = 0
        for start, end in cell.fragments:
            if offset < at + end - start + last:
                return start + offset - at
            at += end - start + 1
        return cell.fragments[-1][1]

    start, end = place(item.start, last=False), place(item.end, last=True)
    return Item(start, end, item.body, joined[item.start : item.end])


def _inherit(draft: Draft, above: Draft, fields: Sequence[str | None]) -> None:
    """A row with an empty cell for the lead stands under the merged cell of the row above; so do its empty partners."""
    if draft.borne("lead", "responsible"):
        return
    partners_too = not draft.borne("cooperate")
    for role in ("lead", "responsible", "cooperate") if partners_too else ("lead", "responsible"):
        if role in fields:
            draft.give(role, above.borne(role))


def _say(text: str, row: Sequence[Cell | None], fields: Sequence[str | None], field: str, draft: Draft) -> None:
    cells = _cells(row, fields, field)
    if not cells:
        return
    words = (
        " - ".join(cell.text(text) for cell in cells)
        if field == "deadline" and len(cells) == 2
        else cells[0].text(text)
    )
    span = (cells[0].fragments[0][0], cells[0].fragments[-1][1])
    if field == "output":
        draft.output, draft.output_text = span, words
    else:
        draft.deadline, draft.deadline_text = span, words
