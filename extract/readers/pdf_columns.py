"""Text side by side on a page: columns of prose, letterheads and signatures; what else is, is set apart by tabs.

A page in two columns is read column by column. A letterhead, a signature and a table without lines are no such columns:
theirs are few rows, or short ones.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

from .page import Para
from .pdf_glyphs import Glyph
from .pdf_joints import TablePart
from .pdf_lines import Line, side_paragraphs

_GUTTER = 6.0  # points that stay white between the columns
_PLACES = 120  # where such a strip is looked for
_FEWEST = 10  # rows of each column
_ALIKE, _APART = 0.7, 0.1  # width of the narrower column to the other; the widest gutter, of both columns' width
_FULL = 0.6  # of the column's width: the usual line of prose fills more

SIDES = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN|Độc lập\s*-|N[ơƠ][iI] nhận|NƠI NHẬN|(?:^|\s)(?:T/?M|KT|TL|TUQ)\s*\."
)

Rows = list[list[Line]]


def in_columns(rows: Rows, lines_of: Callable[[list[Glyph]], Rows]) -> tuple[Rows, tuple[float, float] | None]:
    """The rows of a page in reading order, and the margins of a column where there are two.

    Lines of the right column are moved over the left one, so that a paragraph goes on from one to the other.
    """
    band = _band(rows)
    if band is None:
        return rows, None
    start, end, gutter = band
    glyphs = [glyph for row in rows[start:end] for line in row for glyph in line.pieces]
    left = lines_of([glyph for glyph in glyphs if glyph.x0 + glyph.x1 < 2 * gutter])
    right = lines_of([glyph for glyph in glyphs if glyph.x0 + glyph.x1 >= 2 * gutter])
    if min(len(left), len(right)) < _FEWEST:
        return rows, None
    margins = _margins(left), _margins(right)
    if not (_are_alike(*margins) and _is_prose(left, *margins[0]) and _is_prose(right, *margins[1])):
        return rows, None
    shift = margins[1][0] - margins[0][0]
    for line in itertools.chain.from_iterable(right):
        line.x0, line.x1 = line.x0 - shift, line.x1 - shift
    return [*rows[:start], *left, *right, *rows[end:]], (margins[0][0], max(margins[0][1], margins[1][1] - shift))


def _band(rows: Rows) -> tuple[int, int, float] | None:
    """The rows with most lines on both sides of one white strip: first row, row after the last, place of the strip."""
    spans = [_spans(row) for row in rows]
    x0 = min((x for row in spans for x, _ in row), default=0.0)
    x1 = max((x for row in spans for _, x in row), default=0.0)
    best, found = _FEWEST - 1, []
    for step in range(_PLACES):
        at = x0 + (0.3 + 0.4 * step / _PLACES) * (x1 - x0)
        for start, end in _runs(spans, at):
            left = sum(1 for row in spans[start:end] if any(x < at for x, _ in row))
            right = sum(1 for row in spans[start:end] if any(x > at for x, _ in row))
            if min(left, right) > best:
                best, found = min(left, right), []
            if min(left, right) == best:
                found.append((start, end, at))
    return found[len(found) // 2] if found else None


def _spans(row: list[Line]) -> list[tuple[float, float]]:
    """Where a row is printed; gaps too narrow for the strip between two columns are none."""
    found: list[tuple[float, float]] = []
    for x, end in sorted((g.x0, g.x1) for line in row for g in line.pieces if g.char != " "):
        if found and x - found[-1][1] < _GUTTER:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((x, end))
    return found


def _runs(spans: list[list[tuple[float, float]]], at: float) -> list[tuple[int, int]]:
    """The runs of rows, long enough for columns, that leave a strip at `at` white."""
    low, high = at - _GUTTER / 2, at + _GUTTER / 2
    found: list[tuple[int, int]] = []
    start = 0
    for index in range(len(spans) + 1):
        if index == len(spans) or any(x < high and end > low for x, end in spans[index]):
            if index - start >= _FEWEST:
                found.append((start, index))
            start = index + 1
    return found


def _margins(rows: Rows) -> tuple[float, float]:
    lefts, rights = sorted(row[0].x0 for row in rows), sorted(row[-1].x1 for row in rows)
    return lefts[len(lefts) // 10], rights[int(len(rights) * 0.9)]


def _are_alike(left: tuple[float, float], right: tuple[float, float]) -> bool:
    """Are two columns about as wide as each other, with little room between them?"""
    narrow, wide = sorted((left[1] - left[0], right[1] - right[0]))
    return narrow >= _ALIKE * wide and right[0] - left[1] <= _APART * (right[1] - left[0])


def _is_prose(rows: Rows, left: float, right: float) -> bool:
    widths = sorted(row[-1].x1 - row[0].x0 for row in rows)
    return widths[len(widths) // 2] >= _FULL * (right - left)


# Letterheads and signatures -------------------------------------------------------------------------------------------


def side_by_side(rows: list[list[Line]]) -> list[Line | Para | TablePart]:
    """Rows with text side by side, as columns where they are a letterhead or a signature, else with tabs."""
    flow: list[Line | Para | TablePart] = []
    at = 0
    while at < len(rows):
        left, right, end = _sides(rows, at)
        if right and SIDES.search("\n".join(line.text for line in left + right)):
            flow += side_paragraphs(left)
            flow += side_paragraphs(right)
            at = end
        else:
            flow += rows[at] if len(rows[at]) == 1 else [_tabbed(rows[at])]
            at += 1
    return flow


def _tabbed(row: list[Line]) -> Para:
    return Para("\t".join(line.text for line in row), "paragraph", page=row[0].page)


def _sides(rows: list[list[Line]], at: int) -> tuple[list[Line], list[Line], int]:
    """The lines of the left and the right column that begin at a row, and the row after them; none on the right where
    there are no two columns.
    """
    gap = _gap(rows, at)
    left: list[Line] = []
    right: list[Line] = []
    if gap is None:
        return left, right, at + 1
    edge, start = gap  # the rightmost end of the left column so far, the leftmost start of the right one
    end = at
    while end < len(rows):
        row = rows[end]
        if end > at and row[0].base - max(line.base for line in rows[end - 1]) > 6 * row[0].height:
            break
        if any(line.x1 > start - 2 and line.x0 < edge + 2 for line in row):
            break
        for line in row:
            on_left = line.x1 <= start - 2 and (line.x0 < edge + 2 or line.x0 + line.x1 < edge + start)
            (left if on_left else right).append(line)
        edge = max([edge, *(line.x1 for line in left)])
        start = min([start, *(line.x0 for line in right)])
        end += 1
    return left, right, end


def _gap(rows: list[list[Line]], at: int) -> tuple[float, float] | None:
    """The widest gap between lines that stand side by side in this row, or nearly in it."""
    row = rows[at]
    near = [*row]
    for other in rows[at + 1 : at + 3]:
        if min(line.top for line in other) < max(line.bottom for line in row) - 0.25 * row[0].height:
            near += other
    near.sort(key=lambda line: line.x0)
    gaps = [(b.x0 - max(line.x1 for line in near[: i + 1]), i) for i, (_, b) in enumerate(itertools.pairwise(near))]
    width, index = max(gaps, default=(0.0, 0))
    return (near[index + 1].x0 - width, near[index + 1].x0) if width > 0 else None
