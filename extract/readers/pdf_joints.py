"""Tables that page breaks cut: one table again, the repeated heading rows dropped, cut rows joined."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .page import Grid, GridCell, Para
from .pdf_lines import Line, joined_lines

_ENDS = (".", ";", ":", "!", "?", "…")


@dataclass(slots=True)
class TablePart:
    """The part of a table that stands on one page; `xs` are its column lines."""

    grid: Grid
    xs: list[float]
    page: int


def joined_tables(flow: list[Line | Para | TablePart]) -> list[Line | Para | Grid]:
    """The flow with the parts of one table put together; nothing may stand between them."""
    found: list[Line | Para | Grid] = []
    open_part: TablePart | None = None
    for item in flow:
        if not isinstance(item, TablePart):
            open_part = None
            found.append(item)
        elif open_part is not None and _same(open_part, item):
            _append(open_part, item)
        else:
            open_part = replace(item)
            found.append(item.grid)
    return found


def _same(above: TablePart, below: TablePart) -> bool:
    """Does a table go on with the one that ended the page before: the same columns?"""
    if below.page != above.page + 1 or above.grid.columns != below.grid.columns:
        return False
    width = above.xs[-1] - above.xs[0]
    starts = [(x - above.xs[0], y - below.xs[0]) for x, y in zip(above.xs, below.xs, strict=True)]
    return all(abs(a - b) < 0.03 * width for a, b in starts)


def _append(above: TablePart, below: TablePart) -> None:
    grid, more = above.grid, below.grid
    heads = _repeated(grid, more)
    grid.header_rows = max(grid.header_rows, heads)
    cells = [cell for cell in more.cells if cell.row >= heads]
    shift = grid.rows - heads
    if _cut(grid, more, heads):
        first = [cell for cell in cells if cell.row == heads]
        _join_row(grid, first)
        cells = [cell for cell in cells if cell.row > heads]
        for cell in first:  # a merged cell that goes on below the cut row
            if cell.row_span > 1:
                above_cell = _at(grid, grid.rows - 1, cell.column)
                if above_cell is not None:
                    above_cell.row_span += cell.row_span - 1
        shift -= 1
    grid.cells += [replace(cell, row=cell.row + shift) for cell in cells]
    grid.rows += more.rows - heads - (shift != grid.rows - heads)
    above.page = below.page


def _text(grid: Grid, row: int) -> list[tuple[int, str]]:
    return [(c.column, " ".join(c.text().split())) for c in sorted(grid.cells, key=lambda c: c.column) if c.row == row]


def _repeated(grid: Grid, more: Grid) -> int:
    """How many rows at the top of a part repeat those at the top of the table."""
    heads = 0
    while heads < min(4, grid.rows, more.rows - 1):
        own = _text(grid, heads)
        if own != _text(more, heads) or not any(text for _, text in own):
            break
        heads += 1
    return heads


def _at(grid: Grid, row: int, column: int) -> GridCell | None:
    for cell in grid.cells:
        if cell.row <= row < cell.row + cell.row_span and cell.column <= column < cell.column + cell.column_span:
            return cell
    return None


def _cut(grid: Grid, more: Grid, row: int) -> bool:
    """Is the first row of a part the rest of the row that the page break cut?

    Its first cell is empty then, and its longest text goes on in the middle of a sentence.
    """
    cells = [cell for cell in more.cells if cell.row == row]
    first = next((cell for cell in cells if cell.column == 0), None)
    filled = [cell for cell in cells if cell.text().strip()]
    if first is None or first.text().strip() or not filled or len(cells) < 2:
        return False
    longest = max(filled, key=lambda cell: len(cell.text()))
    above = _at(grid, grid.rows - 1, longest.column)
    if above is None or not above.text().strip():
        return False
    if any(_at(grid, grid.rows - 1, cell.column) is None for cell in filled):
        return False
    return longest.text().strip()[0].islower() or not above.text().strip().endswith(_ENDS)


def _join_row(grid: Grid, cells: list[GridCell]) -> None:
    for cell in cells:
        above = _at(grid, grid.rows - 1, cell.column)
        if above is None or not cell.content:
            continue
        last, first = (above.content[-1] if above.content else None), cell.content[0]
        goes_on = isinstance(last, Para) and isinstance(first, Para) and not last.text.endswith(_ENDS)
        if goes_on and isinstance(last, Para) and isinstance(first, Para):
            above.content[-1] = replace(last, text=joined_lines([last.text, first.text]))
            above.content += cell.content[1:]
        else:
            above.content += cell.content
