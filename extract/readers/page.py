"""What a format says, before it is one text: paragraphs and grids in reading order, notes and running heads apart.

Every reader but the one for plain text makes a `Page`; `layer.py` turns it into the text layer with offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..records import Finding
from ..source import BlockKind


@dataclass(slots=True)
class Para:
    """A paragraph; a line feed in `text` is a break that the author set. `kind` None lets the text itself decide."""

    text: str
    kind: BlockKind | None = None
    level: int | None = None
    page: int | None = None
    confidence: float | None = None


@dataclass(slots=True)
class GridCell:
    """A cell at its top left corner; merged cells stand once, with their spans."""

    row: int
    column: int
    content: list[Para | Grid]
    row_span: int = 1
    column_span: int = 1

    def text(self) -> str:
        """All words of the cell, nested tables included."""
        return "\n".join(part.text if isinstance(part, Para) else part.text() for part in self.content)


@dataclass(slots=True)
class Grid:
    """A table. `bordered` is None where the format does not say whether its lines are drawn."""

    cells: list[GridCell]
    rows: int
    columns: int
    header_rows: int = 0
    bordered: bool | None = None
    page: int | None = None

    def text(self) -> str:
        """The cells' words, one cell after the other."""
        return "\n".join(cell.text() for cell in self.cells)

    def by_row(self) -> list[list[GridCell]]:
        """The cells that begin in each row, from left to right."""
        rows: list[list[GridCell]] = [[] for _ in range(self.rows)]
        for cell in sorted(self.cells, key=lambda c: (c.row, c.column)):
            rows[cell.row].append(cell)
        return rows


@dataclass(slots=True)
class Page:
    """A whole document as its format gives it."""

    body: list[Para | Grid] = field(default_factory=list)
    footnotes: Sequence[Para | Grid] = ()
    headers: Sequence[Para | Grid] = ()
    footers: Sequence[Para | Grid] = ()
    warnings: list[Finding] = field(default_factory=list)
    hints: Mapping[str, str] = field(default_factory=dict)

    def walk(self) -> Iterator[Para | Grid]:
        """Body, footnotes and running heads in the order in which they stand in the text layer."""
        yield from self.body
        kinds: tuple[tuple[Sequence[Para | Grid], BlockKind], ...]
        kinds = ((self.footnotes, "footnote"), (self.headers, "header"), (self.footers, "footer"))
        for parts, kind in kinds:
            for part in parts:
                para = part if isinstance(part, Para) else Para(part.text(), page=part.page)
                yield replace(para, kind=kind)


_PAGE_NUMBER = re.compile(
    r"[\s\-–—/|.]*(?:(?:trang|page|tr\.)\s*)?\d{0,4}(?:\s*/\s*\d{1,4})?[\s\-–—/|.]*", re.IGNORECASE
)


def is_page_number(text: str) -> bool:
    """Does a running head or foot say no more than a page number ("- 2 -", "Trang 3/12")?"""
    return len(text) < 40 and _PAGE_NUMBER.fullmatch(text) is not None


class TooManyCellsError(ValueError):
    """A table that asks for more cells than any real one has."""


def placed(rows: list[list[tuple[list[Para | Grid], int, int]]], *, limit: int) -> tuple[list[GridCell], int, int]:
    """Cells with spans put on the grid as browsers do it (HTML, 4.9.12: forming a table).

    `rows` holds (content, row span, column span) of each cell as it is listed; a place that a cell from above covers is
    skipped. Returns the cells and the numbers of rows and columns. Raises TooManyCellsError beyond `limit` places.
    """
    cells: list[GridCell] = []
    covered: dict[int, int] = {}  # column -> rows still covered by a cell from above
    columns = used = 0
    for at, row in enumerate(rows):
        column = 0
        fresh: dict[int, int] = {}
        for content, rows_down, column_span in row:
            while covered.get(column, 0) > 0:
                column += 1
            row_span = max(1, min(rows_down, len(rows) - at))
            used += row_span * column_span
            if used > limit:
                raise TooManyCellsError
            cells.append(GridCell(at, column, content, row_span, column_span))
            fresh.update(dict.fromkeys(range(column, column + column_span), row_span))
            column += column_span
        columns = max(columns, column)
        covered = {c: left - 1 for c, left in (covered | fresh).items() if left > 1}
    return cells, len(rows), columns


@dataclass(slots=True)
class Edged:
    """A cell known by where its edges are, in any unit; `continued` cells go on with the merged cell above."""

    left: float
    right: float
    content: list[Para | Grid]
    continued: bool = False


def from_edges(rows: list[list[Edged]], *, tolerance: float, limit: int) -> tuple[list[GridCell], int, int]:
    """Cells known by their edges put on a grid; edges closer than `tolerance` are one.

    Word processors keep an edge for every row that was drawn a little wider, which would give columns that nobody sees.
    Returns the cells and the numbers of rows and columns. Raises TooManyCellsError beyond `limit` places.
    """
    index = _columns(rows, tolerance)
    columns = max(1, max(index.values(), default=1))
    if len(rows) * columns > limit:
        raise TooManyCellsError
    cells: list[GridCell] = []
    open_cells: dict[int, GridCell] = {}  # column -> the cell that a continued cell below it would lengthen
    for at, row in enumerate(rows):
        column = 0
        for edged in row:
            start = max(column, index[edged.left])
            span = max(1, min(index[edged.right], columns) - start)
            above = open_cells.get(start)
            if edged.continued and above is not None and above.row + above.row_span == at:
                above.row_span += 1
                column = start + above.column_span
                continue
            cell = GridCell(at, min(start, columns - 1), edged.content, 1, span)
            cells.append(cell)
            open_cells[start] = cell
            column = start + span
    return cells, len(rows), max(columns, max((c.column + c.column_span for c in cells), default=1))


def _columns(rows: list[list[Edged]], tolerance: float) -> dict[float, int]:
    """Every edge to the number of the column line that it lies on."""
    lefts = {cell.left for row in rows for cell in row}
    rights = {cell.right for row in rows for cell in row}
    edges = sorted(lefts | rights)
    index: dict[float, int] = {}
    line, base = -1, float("-inf")
    for edge in edges:
        if edge - base > tolerance:
            line, base = line + 1, edge
        index[edge] = line
    # A row may begin or end a little beside the others: an edge that no cell begins (ends) at is the table's own.
    first, last = index[edges[0]] if edges else 0, index[edges[-1]] if edges else 0
    inner = {index[e] for e in lefts} & {index[e] for e in rights}
    kept = {line: at for at, line in enumerate(sorted(inner | {first, last}))}
    return {edge: kept.get(line, kept[last] if edge in rights else kept[first]) for edge, line in index.items()}
