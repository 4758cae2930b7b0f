"""Tables whose columns are kept apart by spaces, as text taken from a page: each cell wrapped under its heading.

The heading line tells where columns begin; a line's words belong to the column above them. A row begins with its
number.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from ..source import Cell, Table
from .columns import heading_field

Span = tuple[int, int]
_Line = tuple[int, int]
_CANDIDATE = re.compile(
    r"^[ ]*(?:(?:S?TT|Số TT|Số|Stt)[ ]{2,}\S[^\n]*|(?:Nội dung|NỘI DUNG|Nhiệm vụ|NHIỆM VỤ|Công việc|CÔNG VIỆC|Tên|TÊN"
    r"|Hoạt động|HOẠT ĐỘNG)[^\n]*)[ ]{2,}\S[^\n]*$",
    re.MULTILINE,
)
_BREAK = re.compile(r"\n(?=[ ]*(?:S?TT|Số|Stt|Nội|NỘI|Nhiệm|NHIỆM|Công|CÔNG|Tên|TÊN|Hoạt|HOẠT))")  # before such a line
_WORDS = re.compile(r"\S+(?:[ ]\S+)*")
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,6}|[A-HĐ])[.)]?")
_SECTION = re.compile(r"\s*(?:[IVX]{1,6}|[A-HĐ])\s*[./)]\s*\S")
_TITLE = re.compile(r"\s*\d{1,2}(?:\.\d{1,2})*[.)]?[ ]\S+(?:[ ]\S+)+\s*\Z")  # "1. Cải cách thể chế" alone on its line
_BEARING = {"lead", "responsible", "assigned", "cooperate"}
_MOST_BLANKS = 2
_HEAD_LINES = 3  # lines over which the headings may be wrapped
_LOOK_AHEAD = 60  # lines that show where the columns begin


def aligned_tables(text: str, taken: Sequence[Span]) -> Iterator[Table]:
    """Tables of columns kept apart by spaces, outside the ranges `taken`."""
    done = 0
    for match in _candidates(text):
        if match.start() < done or any(a <= match.start() < b for a, b in taken):
            continue
        head = _pieces(text, match.start(), match.end())
        if len(head) < 3 or not _is_head(text, match.start(), match.end(), head):
            continue
        table = _Reader(text, match.start(), head).table()
        if table:
            yield table
            done = table.end


def _candidates(text: str) -> Iterator[re.Match[str]]:
    """The lines that may hold headings, among those that begin with a word of one."""
    for at in (0, *(match.end() for match in _BREAK.finditer(text))):
        match = _CANDIDATE.match(text, at)
        if match:
            yield match


def _pieces(text: str, start: int, end: int) -> list[Span]:
    """Runs of words of one line that two spaces or more keep apart."""
    return [m.span() for m in _WORDS.finditer(text, start, end)]


def _is_head(text: str, start: int, stop: int, head: list[Span]) -> bool:
    """Do the words of this line, with what is wrapped under them, name a task and who bears it?"""
    words = [text[a:b] for a, b in head]
    edges = [a - start for a, _ in head]
    for _ in range(_HEAD_LINES):
        fields = [heading_field(w) for w in words]
        if "task" in fields and _BEARING & set(fields) and (fields[0] == "number" or None not in fields):
            return True
        begin, stop = stop + 1, text.find("\n", stop + 1)
        if stop < 0:
            return False
        for a, b in _pieces(text, begin, stop):
            column = min(range(len(edges)), key=lambda c: abs(edges[c] - (a - begin)))
            words[column] += " " + text[a:b]
    return False


def _edges(text: str, start: int, stop: int, head: list[Span]) -> list[int]:
    """Where the columns begin: under centred headings, left of them, where most of the lines have a cell begin."""
    counts: dict[int, int] = {}
    at = stop + 1
    for _ in range(_LOOK_AHEAD):
        end = text.find("\n", at)
        if end < 0:
            break
        for a, _end in _pieces(text, at, end)[:16]:
            counts[a - at] = counts.get(a - at, 0) + 1
        at = end + 1
    edges = [head[0][0] - start]
    for (_, before), (own, _end) in itertools.pairwise(head):
        left = [(n, -s) for s, n in counts.items() if before - start < s <= own - start and n > 1]
        edges.append(-max(left)[1] if left else own - start)
    return edges


class _Reader:
    """Reads the lines under one heading line."""

    def __init__(self, text: str, start: int, head: list[Span]) -> None:
        self.text = text
        self.start = start
        self.edges = _edges(text, start, head[-1][1], head)
        self.numbered = heading_field(text[slice(*head[0])]) == "number"
        self.task = 1 if self.numbered else 0
        self.head = [[span] for span in head]
        self.words = [text[a:b].casefold() for a, b in head]
        self.rows: list[list[list[Span]]] = []
        self.end = head[-1][1]
        self.titled: int | None = None  # where the table ended before the title of a section that is its last row

    def table(self) -> Table | None:
        at = self.text.find("\n", self.start) + 1
        heading = True
        blanks = 0
        while 0 < at < len(self.text):
            stop = self.text.find("\n", at)
            stop = len(self.text) if stop < 0 else stop
            if not self.text[at:stop].strip():
                blanks += 1
                if blanks > _MOST_BLANKS:
                    break
            else:
                taken = self._line(at, stop, heading=heading, blank=blanks > 0)
                if taken is None:
                    break
                heading, blanks = taken, 0
                self.end = at + len(self.text[at:stop].rstrip())
            at = stop + 1
        if self.titled is not None:  # a title with no row under it is what follows the table
            self.rows.pop()
            self.end = self.titled
        if not any(sum(1 for c in row if c) > 2 for row in self.rows):
            return None
        cells = [
            Cell(r, c, tuple(fragments))
            for r, row in enumerate([self.head, *self.rows])
            for c, fragments in enumerate(row)
            if fragments
        ]
        return Table(self.start, self.end, len(self.rows) + 1, len(self.edges), tuple(cells), 1)

    def _line(self, start: int, stop: int, *, heading: bool, blank: bool) -> bool | None:
        """Take in one line: True while the heading goes on, False for a row, None where the table ends."""
        text = self.text
        cells = self._cells(start, stop)
        if [text[a:b].casefold() for c in cells for a, b in c] == self.words:
            return True if self.rows else None  # the heading repeated on the next page
        if heading and not cells[0] and not blank:
            if not self.rows:
                for mine, more in zip(self.head, cells, strict=True):
                    mine.extend(more)
            return True
        if self._begins(cells):
            self.rows.append(cells)
            self.titled = None
            return False
        first = _pieces(text, start, stop)
        titled = _SECTION.match(text, start, stop) or (len(first) == 1 and _TITLE.match(text, start, stop))
        if titled and cells[0]:
            self.rows.append([[(first[0][0], first[-1][1])], *([] for _ in self.edges[1:])])
            self.titled = self.end if self.titled is None else self.titled
            return False
        if (cells[0] and self.numbered) or not self.rows or blank:
            return None
        for mine, more in zip(self.rows[-1], cells, strict=True):
            mine.extend(more)
        return False

    def _begins(self, cells: list[list[Span]]) -> bool:
        """Does a row begin here: with its number, or, without numbers, with a capital beside another cell?"""
        if not cells[0]:
            return False
        first = self.text[slice(*cells[0][0])]
        if self.numbered:
            return _NUMBER.fullmatch(first) is not None and any(cells[1:])
        return first[0].isupper() and sum(1 for c in cells[1:] if c and self.text[c[0][0]].isupper()) > 0

    def _cells(self, start: int, stop: int) -> list[list[Span]]:
        """The words of a line in the columns above them; words that run into the next column are cut at its edge."""
        cells: list[list[Span]] = [[] for _ in self.edges]
        for a, b in _pieces(self.text, start, stop):
            at = a
            for column in range(self._column(a - start), len(self.edges)):
                edge = start + self.edges[column + 1] if column + 1 < len(self.edges) else b
                if edge >= b or self.text[edge - 1] != " ":
                    cells[column].append((at, b))
                    break
                cells[column].append((at, edge - 1))
                at = edge
        return cells

    def _column(self, offset: int) -> int:
        return max((c for c, edge in enumerate(self.edges) if edge <= offset + 1), default=0)
