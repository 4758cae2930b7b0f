"""Drawn rules to tables: where lines cross there are cells; where a line is missing, cells are merged."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from .pdf_glyphs import Glyph, PageGlyphs, Rule

_NEAR = 2.5  # points: lines closer than that are one
_OPEN = 8.0  # points: less than a line of text is a line drawn a little too long
_MOST_CROSSINGS = 1_000_000
_MOST_PLACES = 20_000


@dataclass(slots=True)
class Box:
    """A cell as drawn: its place in the grid, its spans, its edges, and the glyphs inside."""

    row: int
    column: int
    row_span: int
    column_span: int
    x0: float
    x1: float
    top: float
    bottom: float
    glyphs: list[Glyph]


@dataclass(slots=True)
class Drawn:
    """A table as drawn on one page."""

    xs: list[float]
    ys: list[float]
    boxes: list[Box]
    owners: dict[tuple[int, int], Box]

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.ys[-1]


def tables_on(page: PageGlyphs) -> tuple[list[Drawn], list[Glyph]]:
    """The tables of a page from top to bottom, and the glyphs outside of them."""
    across, down = _merged(page.horizontal), _merged(page.vertical)
    if len(across) * len(down) > _MOST_CROSSINGS:
        return [], page.glyphs
    found = [table for group in _groups(across, down) if (table := _table(*group)) is not None]
    found = _outermost(found)
    outside = [glyph for glyph in page.glyphs if not any(_take(table, glyph) for table in found)]
    kept = [t for t in found if _filled(t) > 1 or (_filled(t) == 1 and len(t.xs) > 3)]
    for table in found:
        if table not in kept:
            outside += [glyph for box in table.boxes for glyph in box.glyphs]
    return sorted(kept, key=lambda t: t.top), outside


def _filled(table: Drawn) -> int:
    """How many cells hold text: a frame around one text is no table, a last row on a page of its own is one."""
    return sum(1 for box in table.boxes if any(glyph.char != " " for glyph in box.glyphs))


def _outermost(tables: list[Drawn]) -> list[Drawn]:
    """Without the boxes drawn inside another table's cell."""

    def inside(a: Drawn, b: Drawn) -> bool:
        return b.xs[0] - 1 <= a.xs[0] and a.xs[-1] <= b.xs[-1] + 1 and b.top - 1 <= a.top and a.bottom <= b.bottom + 1

    return [a for a in tables if not any(a is not b and inside(a, b) for b in tables)]


def _merged(rules: list[Rule]) -> list[Rule]:
    """Pieces of one line put together."""
    found: list[Rule] = []
    rows: list[list[Rule]] = []
    for rule in sorted(rules):
        if rows and rule.at - rows[-1][0].at <= _NEAR:
            rows[-1].append(rule)
        else:
            rows.append([rule])
    for row in rows:
        at = sum(rule.at for rule in row) / len(row)
        start, end = float("-inf"), float("-inf")
        for rule in sorted(row, key=lambda r: r.start):
            if rule.start - end > _NEAR:
                if end > start:
                    found.append(Rule(at, start, end))
                start, end = rule.start, rule.end
            else:
                end = max(end, rule.end)
        found.append(Rule(at, start, end))
    return [rule for rule in found if rule.end - rule.start > 4]


def _groups(across: list[Rule], down: list[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Lines that hang together by crossing or touching."""
    parent = list(range(len(across) + len(down)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for i, h in enumerate(across):
        for j, v in enumerate(down):
            if h.start - _NEAR <= v.at <= h.end + _NEAR and v.start - _NEAR <= h.at <= v.end + _NEAR:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, h in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(v)
    for group in groups.values():
        if len(group[0]) >= 1 and len(group[1]) >= 2:
            yield group


def _lines(rules: list[Rule]) -> list[float]:
    found: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not found or at - found[-1] > _NEAR:
            found.append(at)
    return found


def _table(across: list[Rule], down: list[Rule]) -> Drawn | None:
    ys, xs = _lines(across), _lines(down)
    ys = [*_open_end(down, xs, ys[0], above=True), *ys, *_open_end(down, xs, ys[-1], above=False)]
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or not 2 <= rows * columns <= _MOST_PLACES:
        return None
    parent = list(range(rows * columns))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not _drawn(down, xs[column + 1], (ys[row] + ys[row + 1]) / 2):
                parent[root(here)] = root(here + 1)
            if row + 1 < rows and not _drawn(across, ys[row + 1], (xs[column] + xs[column + 1]) / 2):
                parent[root(here)] = root(here + columns)
    places: dict[int, list[tuple[int, int]]] = {}
    for at in range(rows * columns):
        places.setdefault(root(at), []).append(divmod(at, columns))
    boxes = [_box(found, xs, ys) for found in places.values()]
    boxes.sort(key=lambda b: (b.row, b.column))
    owners = {
        (box.row + i, box.column + j): box for box in boxes for i in range(box.row_span) for j in range(box.column_span)
    }
    return Drawn(xs, ys, boxes, owners) if len(boxes) > 1 else None


def _open_end(down: list[Rule], xs: list[float], edge: float, *, above: bool) -> list[float]:
    """Where a table ends without a line, as browsers print a row that a page cuts: its outer lines end together."""
    ends = [
        [(rule.start if above else rule.end) for rule in down if abs(rule.at - x) <= _NEAR] for x in (xs[0], xs[-1])
    ]
    first, last = (min(found) if above else max(found) for found in ends)
    beyond = edge - first if above else first - edge
    return [(first + last) / 2] if abs(first - last) <= _NEAR and beyond > _OPEN else []


def _drawn(rules: list[Rule], at: float, along: float) -> bool:
    return any(abs(r.at - at) <= _NEAR and r.start - _NEAR <= along <= r.end + _NEAR for r in rules)


def _box(places: list[tuple[int, int]], xs: list[float], ys: list[float]) -> Box:
    rows, columns = [row for row, _ in places], [column for _, column in places]
    row, column, below, beyond = min(rows), min(columns), max(rows) + 1, max(columns) + 1
    return Box(row, column, below - row, beyond - column, xs[column], xs[beyond], ys[row], ys[below], [])


def _take(table: Drawn, glyph: Glyph) -> bool:
    """Put a glyph into the cell that its middle lies in."""
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    if not (table.xs[0] <= x <= table.xs[-1] and table.ys[0] <= y <= table.ys[-1]):
        return False
    column, row = bisect_right(table.xs, x) - 1, bisect_right(table.ys, y) - 1
    box = table.owners.get((min(row, len(table.ys) - 2), min(column, len(table.xs) - 2)))
    if box is None:
        return False
    box.glyphs.append(glyph)
    return True
