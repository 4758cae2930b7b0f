"""Tables flattened to one cell per line, or one cell per paragraph, or cells between lines that hold only a pipe.

Web pages and converters write tables so. The only sign of the table is its heading row: three or more column
headings one after another. Rows are told apart by their numbers, or by the count of columns where no column is
numbered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..source import Block, Cell, Table
from .columns import heading_field

Span = tuple[int, int]
Unit = tuple[int, int, str]  # start, end, text; an empty cell has the text ""

_FIRST = re.compile(
    r"(?:\*\*)?(?:S?TT|Số|Nội|NỘI|Nhiệm|NHIỆM|Công việc|CÔNG VIỆC|Tên|TÊN|Cơ quan|CƠ QUAN|Đơn vị|ĐƠN VỊ|Hoạt"
    r"|HOẠT|Chủ trì|Danh|Thời|Giải|Nhóm)\b"
)
# The first two letters of such a heading.
_INITIALS = frozenset((
    "**", "ST", "TT", "Số", "Nộ", "NỘ", "Nh", "NH", "Cô", "CÔ", "Tê", "TÊ", "Cơ", "CƠ", "Đơ", "ĐƠ",
    "Ho", "HO", "Ch", "Da", "Th", "Gi",
))  # fmt: skip
_NUMBER = re.compile(r"\(?(\d{1,3}(?:\.\d{1,2})*)\s*[.)]?")
_SECTION = re.compile(r"(?:[IVX]{1,6}|[A-HĐ])\s*[.)]?")
_SECTION_LINE = re.compile(r"(?:[IVX]{1,6}|[A-HĐ])(?:\s*[./)]|\s*[–-]\s)\s*\S")
_STOPS = re.compile(
    r"(?:Nơi nhận|TM\.|KT\.|TL\.|TUQ\.|PHỤ LỤC|Phụ lục|T/M|Trên đây|Điều \d+\.|\(?Tổng (?:số|cộng)|Người lập)"
)
_COLUMN_NUMBER = re.compile(r"\(?\s*\d{1,2}\s*\)?")
_AGENCY = re.compile(
    r"(?:Các |các |Như |nt)?(?:Sở|sở|Bộ|bộ|UBND|Ủy ban|Uỷ ban|HĐND|Văn phòng|VP|Phòng|phòng|Ban|ban|Cục|Chi cục"
    r"|Công an|Thanh tra|Đài|Báo"
    r"|Trung tâm|Cơ quan|cơ quan|Đơn vị|đơn vị|Đội|Hội|Tỉnh|Thành|Quận|Huyện|Kho bạc|Bảo hiểm|Trường|Cổng|Tổ"
    r"|Chủ tịch|Thủ trưởng"
    r"|Giám đốc|Vụ|Viện|Liên|Mặt trận|Đoàn|Ngân hàng|Bưu điện|Thuế|Toàn|Tòa|Tất cả|Lãnh đạo|Doanh nghiệp|Ngành"
    r"|ngành|Bộ phận|nt\b|-nt-"
    r"|Học viện|Đại học|Bệnh viện|Nhà xuất bản|Nhà văn|Hiệp hội|Tổng|Tập đoàn|Công ty|Kiểm toán|Đảng|Chi ủy|Thị ủy"
    r"|TT\b|Thường trực|Bí thư|Hiệu trưởng|Trưởng|Phó|Chánh|Công chức|Kế toán|Xã|Phường|Thôn|Khu phố|Ấp|BQL|BCĐ|BCH"
    r"|BHXH|UBMT|MTTQ|Viễn thông|Điện lực|Hạt|Trạm|Hợp tác|Các|các|Trung ương|Quốc hội|Chính phủ|Cảnh sát|Quân"
    r"|Biên phòng)"
)
_WHEN = re.compile(
    r"(?i)(?:năm|quý|tháng|thường xuyên|hàng|hằng|định kỳ|trước|từ|đến|ngày|sau|khi|cuối|đầu|theo|trong"
    r"|giai đoạn|\d{4}|\d{1,2}/\d|[IV]+/|nt\b)"
)
_BODY_FIELDS = {"lead", "responsible", "assigned", "cooperate"}
_EMPTY = {"task": 3.0, "lead": 1.2, "responsible": 1.2}  # what it costs to take a column for empty
_LONGEST_NUMBERING = 12  # characters of the heading of the column of numbers
_MOST_COLUMNS = 16
_MOST_UNITS = 60  # paragraphs of one row
_MOST_ROWS = 3000


def stacked_tables(text: str, blocks: Sequence[Block], taken: Sequence[Span]) -> list[Table]:
    """Tables of one cell per line, outside the ranges `taken`."""
    found: list[Table] = []
    done = 0
    for start, end in _starts(text, blocks):
        if start < done or not _FIRST.match(text, start):
            continue
        if any(a <= start < b for a, b in taken):
            continue
        stop = text.find("\n", start)
        first = text[start : stop if 0 <= stop < end else end]
        if len(first) > 60 or heading_field(first.strip("* ")) is None:
            continue
        table = _table_at(text, _numbering_above(text, start, done))
        if table:
            found.append(table)
            done = table.end
    return found


def _starts(text: str, blocks: Sequence[Block]) -> Iterator[Span]:
    """Where a heading row may begin: with a block, or with a line of a heading ("PHỤ LỤC", and the table below it)."""
    for block in blocks:
        if text[block.start : block.start + 2] in _INITIALS:
            yield block.start, block.end
        at = text.find("\n", block.start, block.end) if block.kind == "heading" else -1
        while 0 <= at < block.end - 1:
            if text[at + 1 : at + 3] in _INITIALS:
                yield at + 1, block.end
            at = text.find("\n", at + 1, block.end)


def _numbering_above(text: str, start: int, done: int) -> int:
    """The line "STT" right above the first heading, where a paragraph swallowed it ("(Kèm theo …)"); else `start`."""
    line = text.rfind("\n", done, max(start - 1, done)) + 1
    above = text[line : start - 1].strip("* \r") if done < line < start else ""
    return line if 0 < len(above) <= _LONGEST_NUMBERING and heading_field(above) == "number" else start


def _table_at(text: str, start: int) -> Table | None:
    """The table whose heading row begins at `start`, or None when no heading row does."""
    units = _Units(text, start)
    head: list[Unit] = []
    fields: list[str] = []
    while (unit := units.take()) is not None:
        field = heading_field(unit[2].strip("* ")) if unit[2] else None
        if field is None:
            units.give_back(unit)
            break
        head.append(unit)
        fields.append(field)
        if len(head) > _MOST_COLUMNS:
            return None
    if len(head) < 3 or "task" not in fields or not _BODY_FIELDS & set(fields):
        return None
    while (unit := units.take()) is not None:  # the numbers of the columns under their headings
        if not (_COLUMN_NUMBER.fullmatch(unit[2]) and unit[2].startswith("(")):
            units.give_back(unit)
            break
    rows = _numbered(units, head, fields) if fields[0] == "number" else _counted(units, head, fields)
    if not rows:
        return None
    cells = [Cell(0, c, ((u[0], u[1]),)) for c, u in enumerate(head)]
    for r, row in enumerate(rows, 1):
        cells += [Cell(r, c, tuple(fragments)) for c, fragments in enumerate(row) if fragments]
    end = max(c.fragments[-1][1] for c in cells)
    return Table(start, end, len(rows) + 1, len(head), tuple(cells), 1)


class _Units:
    """The cells from a position on, one by one: lines, paragraphs or what stands between lone pipes."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.at = start
        self.held: list[Unit] = []
        self.style = self._style(start)

    def _style(self, start: int) -> str:
        stop = self.text.find("\n", start)
        after = self.text[stop + 1 : stop + 40] if stop >= 0 else ""
        if re.match(r"[ \t\r]*\|[ \t\r]*\n", after):
            return "pipe"
        return "blank" if re.match(r"[ \t\r]*\n", after) else "line"

    def give_back(self, unit: Unit) -> None:
        self.held.append(unit)

    def take(self) -> Unit | None:
        if self.held:
            return self.held.pop()
        return {"line": self._line, "blank": self._paragraph, "pipe": self._piped}[self.style]()

    def _raw_line(self) -> tuple[int, str] | None:
        if self.at >= len(self.text):
            return None
        stop = self.text.find("\n", self.at)
        stop = len(self.text) if stop < 0 else stop
        start, self.at = self.at, stop + 1
        return start, self.text[start:stop].rstrip("\r")

    def _unit(self, start: int, end: int) -> Unit:
        body = self.text[start:end]
        first = start + len(body) - len(body.lstrip())
        last = first + len(body.strip())
        return first, last, self.text[first:last]

    def _line(self) -> Unit | None:
        while (line := self._raw_line()) is not None:
            if line[1].strip():
                return self._unit(line[0], line[0] + len(line[1]))
        return None

    def _paragraph(self) -> Unit | None:
        """Lines up to an empty one; a line of spaces alone is an empty cell."""
        start = end = -1
        while (line := self._raw_line()) is not None:
            if line[1].strip():
                start = line[0] if start < 0 else start
                end = line[0] + len(line[1])
            elif start >= 0:
                self.at = line[0] if line[1] else self.at
                return self._unit(start, end)
            elif line[1]:
                return line[0], line[0], ""
        return self._unit(start, end) if start >= 0 else None

    def _piped(self) -> Unit | None:
        start, end = self.at, -1
        while (line := self._raw_line()) is not None:
            if line[1].strip() == "|":
                return self._unit(start, end) if end > 0 else (start, start, "")
            end = line[0] + len(line[1])
        return self._unit(start, end) if end > 0 else None


def _numbered(units: _Units, head: list[Unit], fields: list[str]) -> list[list[list[Span]]]:
    """Rows that begin with their number; a section row has a Roman number or a capital letter."""
    rows: list[list[list[Span]]] = []
    row: list[Unit] = []
    last = 0
    titles = {u[2].casefold() for u in head}
    width = len(head)
    while (unit := units.take()) is not None and len(rows) < _MOST_ROWS:
        body = unit[2]
        if body and _STOPS.match(body):
            break
        if body.casefold() in titles and len(row) > 1:
            continue
        number = _row_number(body, last)
        if number is not None or (_SECTION.fullmatch(body) and (not row or len(row) > 1)):
            if row:
                rows.append(_aligned(row, fields))
            row = [unit]
            last = last if number is None else number
            continue
        if _SECTION_LINE.match(body) and (not row or len(row) >= width - 1):
            if row:
                rows.append(_aligned(row, fields))
                row = []
            rows.append([[unit[:2]], *([] for _ in range(width - 1))])
            continue
        if not row or len(row) > _MOST_UNITS:
            break  # no row of this table
        row.append(unit)
    if row:
        rows.append(_aligned(row[:width] if len(row) > width + 2 else row, fields))
    return [r for r in rows if sum(1 for c in r if c) > 1 or (r[0] and len(r[0]) == 1)]


def _row_number(body: str, last: int) -> int | None:
    """The number of a row: one more than the last, or the first of a new group, or a number with parts ("2.1")."""
    match = _NUMBER.fullmatch(body)
    if match is None:
        return None
    number = int(match[1].split(".")[0])
    if "." in match[1]:
        return number if number in (last, last + 1) else None
    return number if number in (last + 1, 1) else None


def _counted(units: _Units, head: list[Unit], fields: list[str]) -> list[list[list[Span]]]:
    """Rows of a table without numbers: as many cells as headings."""
    rows: list[list[list[Span]]] = []
    width = len(head)
    agencies = [c for c, f in enumerate(fields) if f in _BODY_FIELDS]
    times = [c for c, f in enumerate(fields) if f == "deadline"]
    titles = [u[2].casefold() for u in head]
    while len(rows) < _MOST_ROWS:
        _skip_titles(units, titles)
        row: list[Unit] = []
        while len(row) < width and (unit := units.take()) is not None:
            if _STOPS.match(unit[2]) or (not row and _SECTION_LINE.match(unit[2])):
                if not row and _SECTION_LINE.match(unit[2]) and not _STOPS.match(unit[2]):
                    rows.append([[unit[:2]], *([] for _ in range(width - 1))])
                    continue
                break
            row.append(unit)
        if len(row) < width or not (
            any(_AGENCY.match(row[c][2]) for c in agencies) or (rows and any(_WHEN.match(row[c][2]) for c in times))
        ):
            return rows
        rows.append([[u[:2]] if u[2] else [] for u in row])
    return rows


def _skip_titles(units: _Units, titles: list[str]) -> None:
    """Pass over the headings where a page break repeats them."""
    taken: list[Unit] = []
    for title in titles:
        unit = units.take()
        if unit is None:
            break
        taken.append(unit)
        if unit[2].casefold() != title:
            break
    else:
        return
    for unit in reversed(taken):
        units.give_back(unit)


def _aligned(row: list[Unit], fields: list[str]) -> list[list[Span]]:
    """The cells of a numbered row in their columns; where cells are missing or cut in paragraphs, by what they say."""
    width = len(fields)
    if len(row) == width:
        return [[u[:2]] if u[2] else [] for u in row]
    if len(row) < width and len(row) > 1 and all(not u[2] for u in row[2:]):
        return [[u[:2]] if u[2] else [] for u in row] + [[] for _ in range(width - len(row))]
    units = [u for u in row[1:] if u[2]]
    cells: list[list[Span]] = [[row[0][:2]], *([] for _ in range(width - 1))]
    if not units:
        return cells
    if len(units) == 1 and _SECTION.fullmatch(row[0][2]):
        cells[1] = [units[0][:2]]
        return cells
    for unit, column in zip(units, _columns(units, fields[1:]), strict=True):
        cells[column + 1].append(unit[:2])
    return cells


def _columns(units: list[Unit], fields: list[str]) -> list[int]:
    """The column of each unit, never going back, so that what the units say fits the columns best."""
    empty = [_EMPTY.get(field, 0.4) for field in fields]
    ahead = [sum(empty[:column]) for column in range(len(fields) + 1)]  # the cost of leaving columns before one empty
    best: list[tuple[float, list[int]]] = [(-ahead[c], []) for c in range(len(fields))]
    for index, unit in enumerate(units):
        options: list[tuple[float, list[int]]] = []
        for column, field in enumerate(fields):
            fit = _fit(unit[2], field)
            if index == 0:
                options.append((best[column][0] + fit, [column]))
                continue
            options.append(
                max(
                    (value - _step(path[-1], column, ahead) + fit, [*path, column])
                    for value, path in best
                    if path[-1] <= column
                )
            )
        best = options
    return max((v - (ahead[-1] - ahead[p[-1] + 1]), p) for v, p in best)[1]


def _step(before: int, column: int, ahead: list[float]) -> float:
    """The cost of going from one column to the next: a cell of several paragraphs, or columns left empty."""
    return 0.4 if before == column else ahead[column] - ahead[before + 1]


def _fit(words: str, field: str) -> float:
    if field == "task":
        return 2.0 if len(words) > 30 else 0.5
    if field in _BODY_FIELDS or field == "monitor":
        return 2.5 if _AGENCY.match(words) else -1.5
    if field == "deadline":
        return 2.5 if len(words) < 60 and _WHEN.match(words) else -2.0
    return 0.5 if not _AGENCY.match(words) else -0.5
