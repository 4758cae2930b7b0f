"""Sentences and clauses around citations: the stretch of text in which a cue can govern one.

Legal sentences run over lines and hold colons, semicolons and numbers with points, so a boundary is looked for only
between one citation and the next, never in the whole text.
"""

from __future__ import annotations

import operator
import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from ..letters import CAPITALS
from ..records import Citation
from ..source import Block

_BEGIN = operator.attrgetter("start")
_WINDOW = 2000
_NEAR = 60
_BEHIND = 700  # characters behind a citation that its sentence may go on
_OPEN_WORDS = frozenset(("tại", "của", "theo", "và", "các", "số", "với", "về", "do", "một", "từ", "khoản", "điều"))
# A full stop before a capital ends a sentence, unless it ends an abbreviation or a number of a list.
_STOP = re.compile(
    rf"[.?!…](?<=[\w)\]\"”'%][.?!…])[.?!…]*[\"”’)]*\s+(?=[\"“(*-]*[{CAPITALS}])|\t|\||\n\s*(?=[-+•*]\s)|;\s*\n|\.\s*\n"
)
_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:TP|Tp|tp|TT|TX|Tx|Q|P|GS|PGS|TS|ThS|Th|CT|NĐ|QĐ|NQ|[A-ZĐ]|[IVX]{1,5}|\d{1,2}|Đ/c|[a-zđ])$"
)
_MARK = re.compile(
    r"\s*(?:(?:[-+*•●▪–]+|\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]|\(?[a-zđ]\d?[.)]|[IVX]{1,5}[.)]|Điều\s+\d+[a-z]?\s*[.:]|\d{1,2}(?:\.\d{1,2}){1,3}|“|\"|\*\*)\s*)*"
)


# What a paragraph of its own begins with, behind a line without a full stop.
_OPENS = re.compile(
    r"\s*(?:[-+*•●▪–|]|\(?\d{1,2}(?:\.\d{1,2})*[.)]\s|\(?[a-zđ][.)]\s|[IVX]{1,5}[.)]\s|Căn\s+cứ|Xét\s|Theo\s+đề|Thực\s+hiện|Điều\s+\d|"
    r"Chương\s+[IVX\d]|Phần\s|Mục\s+\d|Phụ\s+lục|PHỤ\s+LỤC|Nơi\s+nhận|\(?(?:Ban\s+hành\s+)?[Kk]èm\s+theo)"
)
_WIDE, _WIDEST, _MOST_BLOCKS = 45, 120, 8  # a wrapped line in characters; blocks that one paragraph may be cut into
_WIDE_LINES = re.compile(rf"\n[^\n]{{{_WIDE},}}")


def is_hard_wrapped(text: str) -> bool:
    """Are the paragraphs of a text broken into lines of about one width, as in a PDF or a scan?"""
    head = f"\n{text[:20000]}"
    lines = _WIDE_LINES.findall(head)
    if "|" in head or "\t" in head:  # rows of tables
        lines = [line for line in lines if "|" not in line and "\t" not in line]
    long = sum(map((_WIDEST + 1).__lt__, map(len, lines)))
    wide = len(lines) - long
    return wide >= 8 and long * 10 <= wide


class Small:
    """A text in small letters; a slice has the length that it has in the text, and only what is asked for is made."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __getitem__(self, at: slice) -> str:
        text = self._text[at]
        lower = text.lower()
        return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class Sentence(NamedTuple):
    """Where the sentence of a citation begins; `block` is the index of its block, -1 when it is in none."""

    start: int
    block: int
    first: bool  # is the citation the first one of its sentence?


class Sentences:
    """The sentences of citations that are asked for in order of their start."""

    def __init__(self, text: str, blocks: Sequence[Block], breaks: Sequence[int] = ()) -> None:
        self._text = text
        self._blocks = blocks
        self._breaks = sorted(breaks)  # offsets that always begin a sentence: titles, cells
        self.hard = is_hard_wrapped(text)
        self._last: tuple[Citation, Sentence] | None = None

    def of(self, citation: Citation) -> Sentence:
        """The sentence that `citation` stands in."""
        index = bisect_right(self._blocks, citation.start, key=_BEGIN) - 1
        begin = self._blocks[index].start if index >= 0 else 0
        if index >= 0 and self._blocks[index].end < citation.start:
            begin = self._blocks[index].end
        elif index > 0 and citation.start - begin < _NEAR and self._open_end(index - 1, begin):
            begin = self._blocks[index - 1].start  # a line that was taken for a paragraph of its own
        elif self.hard:
            begin = self._unwrapped(index, begin)
        at = bisect_right(self._breaks, citation.start) - 1
        begin = max(begin, self._breaks[at]) if at >= 0 else begin
        last = self._last
        same = last is not None and last[0].start >= begin
        search_from = max(begin, citation.start - _WINDOW)
        if same and last:
            search_from = max(search_from, min(last[0].end, citation.start))
        found = self._boundary(search_from, citation.start)
        if found is not None:
            sentence = Sentence(found, index, first=True)
        elif same and last:
            sentence = Sentence(last[1].start, index, first=False)
        else:
            sentence = Sentence(search_from, index, first=True)
        self._last = (citation, sentence)
        return sentence

    def _unwrapped(self, index: int, begin: int) -> int:
        """Where the paragraph begins that hard line breaks cut into several blocks."""
        for at in range(index, max(0, index - _MOST_BLOCKS), -1):
            previous = self._blocks[at - 1]
            words = self._text[max(previous.start, previous.end - _WIDEST) : previous.end].rstrip()
            line = words[words.rfind("\n") + 1 :]
            if begin - previous.end > 2 or len(line) < _WIDE or line.endswith((".", ";", ":", "!", "?")):
                break
            if "\t" in line or "|" in line:
                break  # a row of a table
            if previous.kind == "heading" or line.isupper() or _OPENS.match(self._text, begin):
                break
            begin = previous.start
        return begin

    def _open_end(self, index: int, begin: int) -> bool:
        """Does a block end in a word that cannot end a sentence, right before `begin`?"""
        block = self._blocks[index]
        if begin - block.end > 2:
            return False
        words = self._text[max(block.start, block.end - 12) : block.end].rsplit(None, 1)
        return len(words) == 2 and words[1].lower() in _OPEN_WORDS

    def _boundary(self, start: int, end: int) -> int | None:
        found = None
        for match in _STOP.finditer(self._text, start, end + 1):  # the capital behind a full stop may be at `end`
            if match.end() > end:
                break
            if match[0][0] in ".?!…" and _ABBREVIATED.search(self._text[max(0, match.start() - 6) : match.start()]):
                continue
            found = match.end()
        return found

    def limit(self, at: int) -> int:
        """Where the sentence that goes on at `at` ends at the latest: at the end of its block, or a bounded way on."""
        index = bisect_right(self._blocks, at, key=_BEGIN) - 1
        limit = min(len(self._text), at + _BEHIND)
        return min(limit, self._blocks[index].end) if index >= 0 and self._blocks[index].end >= at else limit

    def end(self, at: int) -> int:
        """Where the sentence that goes on at `at` ends: at a full stop, else at its limit."""
        limit = self.limit(at)
        for match in _STOP.finditer(self._text, at, limit):
            if match[0][0] in ".?!…" and _ABBREVIATED.search(self._text[max(0, match.start() - 6) : match.start()]):
                continue
            return match.start()
        return limit

    def block_text(self, index: int) -> str:
        """The last 400 characters of a block, white space at the end left out."""
        block = self._blocks[index]
        return self._text[max(block.start, block.end - 400) : block.end].rstrip(" *_|\t\r\n")


def after_mark(text: str, start: int, end: int) -> int:
    """`start` moved over the mark of a list item ("a)", "1.2.", "Điều 5.", "-")."""
    match = _MARK.match(text, start, end)
    return match.end() if match else start
