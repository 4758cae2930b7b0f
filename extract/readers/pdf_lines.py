"""Glyphs to lines, lines to paragraphs: what a reader of the printed page sees.

A line goes on with the paragraph of the line before when its first word would not have fitted there any more. Symbols
that a line break cuts ("63/2010/NĐ-" and "CP") are joined without a space.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from ..layout import MARK
from . import encodings
from .page import Para
from .pdf_glyphs import Glyph

_WORD_GAP = 0.1  # of the box's height: letters stand closer than 0.07, words hardly ever closer than 0.12
_COLUMN_GAP = 2.0  # of the box's height: no justified line has gaps that wide
_STATE = re.compile(r"^(?:CỘNG H(?:ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN|Độc lập\s*[-–])")
_MARKS = frozenset("0123456789[]()*")
_CUT_SYMBOL = re.compile(r"[\w)][-/\u2010\u2011–]$")
_IN_SYMBOL = re.compile(r"[A-ZĐ\d]$")
_REST = re.compile(r"[-/\u2010\u2011][A-ZĐ\d]")
# A number with part of its symbol: what a narrow cell may cut in the middle of a word.
_OPEN_SYMBOL = re.compile(r"\d[a-zđ]?/(?:\d{4}/)?[A-ZĐ][A-ZĐ.\-\u2011]*$")
_ENDS = (".", ";", ":", "?", "!", "…")


@dataclass(slots=True)
class Line:
    """One printed line, or the part of it that stands in one column."""

    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    text: str
    page: int = 0
    bare: str = ""  # without raised digits: marks of footnotes
    raised: tuple[str, ...] = ()
    pieces: list[Glyph] = field(default_factory=list)

    @property
    def height(self) -> float:
        """The height of the line's box."""
        return self.bottom - self.top

    @property
    def width(self) -> float:
        """From the first glyph to the last one."""
        return self.x1 - self.x0


def rows_of(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs by printed row, from top to bottom, each row from left to right; raised digits stay in theirs."""
    rows: list[list[Glyph]] = []
    small: list[Glyph] = []
    heights = sorted(glyph.height for glyph in glyphs)
    usual = heights[len(heights) // 2] if heights else 0.0
    for glyph in sorted(glyphs, key=lambda g: (g.base, g.x0)):
        if glyph.height < 0.9 * usual:
            small.append(glyph)
        elif rows and glyph.base - rows[-1][0].base <= 0.28 * glyph.height:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    rows = [row for row in rows if any(glyph.char != " " for glyph in row)]
    _place_small(small, rows)
    rows = [row for row in rows if any(glyph.char != " " for glyph in row)]
    return [sorted(row, key=lambda g: g.x0) for row in sorted(rows, key=lambda r: max(g.base for g in r))]


def _place_small(small: list[Glyph], rows: list[list[Glyph]]) -> None:
    """Small glyphs join the row on whose line or beside which they stand, or make rows of their own (a footnote)."""
    own: list[list[Glyph]] = []
    bounds = [(r[0].base, r[0].top, r[0].bottom, min(g.x0 for g in r), max(g.x1 for g in r)) for r in rows]
    bases = [bound[0] for bound in bounds]
    reach = 1.5 * max((r[0].height for r in rows), default=0.0)
    for glyph in small:
        middle = (glyph.top + glyph.bottom) / 2
        for at in range(bisect_left(bases, glyph.base - reach), bisect_right(bases, glyph.base + reach)):
            row, (base, top, bottom, x0, x1) = rows[at], bounds[at]
            beside = top <= middle <= bottom and x0 - glyph.height <= glyph.x0 <= x1 + glyph.height
            if beside or abs(glyph.base - base) <= 0.28 * glyph.height:
                row.append(glyph)
                break
        else:
            if own and glyph.base - own[-1][0].base <= 0.3 * glyph.height:
                own[-1].append(glyph)
            else:
                own.append([glyph])
    rows += own


def lines_of(glyphs: list[Glyph], fonts: list[str], believed: dict[str, bool], page: int) -> list[list[Line]]:
    """The rows of a region, each as its lines: one, or more where wide gaps set columns apart."""
    return [_split(row, fonts, believed, page) for row in rows_of(glyphs)]


def _split(row: list[Glyph], fonts: list[str], believed: dict[str, bool], page: int) -> list[Line]:
    parts: list[list[Glyph]] = [[]]
    end = None
    for glyph in row:
        if glyph.char != " ":
            if end is not None and glyph.x0 - end > _COLUMN_GAP * glyph.height:
                parts.append([])
            end = max(end or glyph.x1, glyph.x1)
        parts[-1].append(glyph)
    lines = [_line(part, fonts, believed, page) for part in parts]
    return [half for line in lines for half in _letterhead(line, fonts, believed, page)]


def _letterhead(line: Line, fonts: list[str], believed: dict[str, bool], page: int) -> list[Line]:
    """A line cut before the name of the State, which long names of issuers leave no gap to."""
    words = _words(line.pieces)
    for at in range(1, min(len(words), 40)):
        rest = " ".join("".join(g.char for g in word) for word in words[at : at + 8])
        if _STATE.match(rest) and words[at][0].x0 - words[at - 1][-1].x1 > 0.3 * line.height:
            cut = line.pieces.index(words[at][0])
            return [_line(part, fonts, believed, page) for part in (line.pieces[:cut], line.pieces[cut:])]
    return [line]


def _words(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """The words of a row: set apart by spaces, and by gaps, because many programs print no spaces."""
    words: list[list[Glyph]] = []
    end = float("-inf")
    spaced = True
    for glyph in glyphs:
        if glyph.char == " ":
            spaced = spaced or glyph.x1 - glyph.x0 > 0.05 * glyph.height
            continue
        if spaced or glyph.x0 - end > _WORD_GAP * glyph.height:
            words.append([])
        words[-1].append(glyph)
        end = max(end, glyph.x1)
        spaced = False
    return words


def _line(glyphs: list[Glyph], fonts: list[str], believed: dict[str, bool], page: int) -> Line:
    spaced, glyphs = glyphs, [g for g in glyphs if g.char != " "]
    heights = sorted(g.height for g in glyphs)
    height = heights[len(heights) // 2]
    bases = sorted(g.base for g in glyphs)
    base = bases[len(bases) // 2]
    body = [g for g in glyphs if g.height >= 0.75 * height]
    raised = {
        id(g) for g in glyphs if g.char in _MARKS and g.height < 0.9 * height and g.base < base - 0.12 * height
    }  # digits of a smaller size above the base line
    text = _text(spaced, fonts, believed)
    marks = tuple("".join(g.char for g in run).strip("[]()") for is_mark, run in _runs(glyphs, raised) if is_mark)
    bare = _text([g for g in spaced if id(g) not in raised], fonts, believed) if raised else text
    top, bottom = min(g.top for g in body), max(g.bottom for g in body)
    return Line(glyphs[0].x0, max(g.x1 for g in glyphs), top, bottom, base, text, page, bare, marks, spaced)


def _runs(glyphs: list[Glyph], raised: set[int]) -> list[tuple[bool, list[Glyph]]]:
    return [(mark, list(run)) for mark, run in itertools.groupby(glyphs, key=lambda g: id(g) in raised)]


def _text(glyphs: list[Glyph], fonts: list[str], believed: dict[str, bool]) -> str:
    pieces: list[tuple[str, str | None]] = []
    for word in _words(glyphs):
        pieces += [(g.char, fonts[g.font]) for g in word]
        pieces.append((" ", fonts[word[-1].font]))
    return encodings.joined(pieces, believed).strip()


Margins = dict[int, tuple[float, float]]


def paragraphs(lines: list[Line], margins: Margins) -> list[Para]:
    """The lines of one column as paragraphs; `margins` are its left and right margin on each page."""
    groups: list[list[Line]] = []
    usual = _spacing(lines)
    for line in lines:
        if groups and _goes_on(groups[-1], line, margins, usual):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_para(group) for group in groups]


def _para(group: list[Line]) -> Para:
    return Para(joined_lines([line.text for line in group]), page=group[0].page)


def side_paragraphs(lines: list[Line]) -> list[Para]:
    """The lines of a letterhead's or a signature's column: each its own, unless it goes on with the one before."""
    groups: list[list[Line]] = []
    for line in lines:
        before = groups[-1][-1] if groups else None
        if before is not None and not before.text.endswith((";", ".", ":")) and line.text[0].islower():
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_para(group) for group in groups]


def cell_paragraphs(lines: list[Line], width: float) -> list[Para]:
    """The lines of a table's cell, `width` wide without its padding, as paragraphs."""
    groups: list[list[Line]] = []
    for line in lines:
        before = groups[-1][-1] if groups else None
        if before is None or _starts_in_cell(before, line, width):
            groups.append([line])
        else:
            groups[-1].append(line)
    return [Para(_cell_text(group, width), page=group[0].page) for group in groups]


def _cell_text(group: list[Line], width: float) -> str:
    """The text of one paragraph of a cell, a symbol longer than the line put together again ("QĐ.U" and "BNDT")."""
    texts = [group[0].text]
    for before, line in itertools.pairwise(group):
        full = width - before.width < 0.7 * before.height
        if full and _OPEN_SYMBOL.search(texts[-1]) and re.match(r"[A-ZĐ]{2,}\b", line.text):
            texts[-1] += line.text
        else:
            texts.append(line.text)
    return joined_lines(texts)


def _starts_in_cell(before: Line, line: Line, width: float) -> bool:
    if before.page == line.page and line.base - before.base > 2.2 * before.height:
        return True
    if MARK.match(line.text) and before.text.endswith(_ENDS):
        return True
    word = line.text.split(None, 1)[0]
    return before.width + _width(line, len(word)) + 0.25 * line.height <= width and not line.text[0].islower()


def _spacing(lines: list[Line]) -> float:
    """The usual distance of base lines, the smaller half deciding: it is that inside paragraphs."""
    gaps = sorted(
        b.base - a.base for a, b in itertools.pairwise(lines) if a.page == b.page and 0 < b.base - a.base < 3 * b.height
    )
    return gaps[len(gaps) // 3] if gaps else 0.0


def _goes_on(group: list[Line], line: Line, margins: Margins, spacing: float) -> bool:
    """Does `line` go on with the paragraph of the lines in `group`?"""
    before = group[-1]
    if before.page == line.page and spacing and line.base - before.base > 1.2 * spacing + 1.5:
        return False
    if abs(before.height - line.height) > 0.25 * before.height:
        return False
    left = margins[line.page][0]
    ended = before.text.endswith(_ENDS)
    if MARK.match(line.text) and (ended or line.x0 > left + 0.6 * line.height):
        return False
    left_before, right = margins[before.page]
    if before.x0 > left_before + 0.4 * (right - left_before) or _both_centred(before, line, margins):
        return line.text[0].islower() and not ended  # a signature, a title
    long = before.width > 0.5 * (right - left_before)
    if long and line.text[0].islower() and not ended and not MARK.match(line.text):
        return True
    if _fitted(before, line, margins[before.page]):
        return False
    indented = line.x0 - left > 0.8 * line.height
    before_indented = before.x0 - margins[before.page][0] > 0.5 * line.height
    if indented and (ended or not before_indented) and abs(line.x0 - before.x0) > 1:
        # A first line set in; but a hanging line stands under the first words of its own list item.
        return bool(MARK.match(group[0].text)) and line.x0 > group[0].x0 and not ended
    return True


def _is_centred(line: Line, margins: Margins) -> bool:
    left, right = margins[line.page]
    return abs((line.x0 - left) - (right - line.x1)) < line.height and line.x0 - left > 1.5 * line.height


def _both_centred(before: Line, line: Line, margins: Margins) -> bool:
    return before.page == line.page and _is_centred(before, margins) and _is_centred(line, margins)


def _fitted(before: Line, line: Line, margins: tuple[float, float]) -> bool:
    """Would the first word of `line` have found room at the end of the line before it?"""
    word = line.text.split(None, 1)[0]
    return _width(line, len(word)) + 0.25 * line.height <= margins[1] - before.x1


def _width(line: Line, letters: int) -> float:
    """The width of the line's first word, without the space after it."""
    found = [glyph for glyph in line.pieces[: 2 * letters + 1] if glyph.char != " "][:letters]
    return found[-1].x1 - found[0].x0 if found else 0.0


def joined_lines(texts: list[str]) -> str:
    """Lines of one paragraph as its text; "NĐ-" and "CP", "63/" and "2010" belong together."""
    found = texts[0] if texts else ""
    for text in texts[1:]:
        glued = (_CUT_SYMBOL.search(found) and text[:1].isalnum()) or (_IN_SYMBOL.search(found) and _REST.match(text))
        found += text if glued else f" {text}"
    return found
