"""What a reader hands to extraction: one text, its blocks and its tables.

Every offset indexes `Source.text`, a Python `str`. For a UTF-8 `.txt` file that is the decoded file itself (BOM and CR
kept); for every other format it is the text layer that the pinned reader of the format made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from .records import Finding

BlockKind = Literal["heading", "paragraph", "list_item", "table", "header", "footer", "footnote"]


class Block(NamedTuple):
    """A run of text that a reader of the page would take as one piece: a paragraph, a heading, a bullet, a table.

    `kind` "header" and "footer" are the running ones of a page, not the head of the document. `level` is the outline
    level of a heading or the depth of a list item, `page` counts from 1, `table` is the index in `Source.tables` of a
    block of kind "table", `confidence` is the recognition confidence (0 to 1) of a block read by OCR.
    A named tuple, because a text has as many as lines.
    """

    kind: BlockKind
    start: int
    end: int
    level: int | None = None
    page: int | None = None
    table: int | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its place in the grid, and the ranges of the text that it holds.

    A cell that a page break cuts in two has two `fragments`; an empty cell has none. Rows and columns count from 0.
    A merged cell is listed once, at its top left corner, with its spans.
    """

    row: int
    column: int
    fragments: tuple[tuple[int, int], ...] = ()
    row_span: int = 1
    column_span: int = 1

    @property
    def start(self) -> int | None:
        """Where the first fragment starts; None for an empty cell."""
        return self.fragments[0][0] if self.fragments else None

    @property
    def end(self) -> int | None:
        """Where the last fragment ends; None for an empty cell."""
        return self.fragments[-1][1] if self.fragments else None

    def text(self, raw: str) -> str:
        """The cell's text in `raw` (the text of its source), fragments joined, white space collapsed."""
        return " ".join(" ".join(raw[start:end] for start, end in self.fragments).split())


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells. `header_rows` counts the heading rows at its top; 0 when the reader could not tell."""

    start: int
    end: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    header_rows: int = 0

    def grid(self) -> list[list[Cell | None]]:
        """Rows of cells with merged cells repeated in every place that they cover; None where no cell is."""
        grid: list[list[Cell | None]] = [[None] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.row_span, self.rows)):
                for column in range(cell.column, min(cell.column + cell.column_span, self.columns)):
                    grid[row][column] = cell
        return grid


@dataclass(frozen=True, slots=True)
class Source:
    """One document as read: its text layer with blocks and tables, and where it came from.

    `name` is the path relative to what the user gave. `sha256` is of the bytes that were read, `text_sha256` of the
    text layer in UTF-8. `reader` names the reader and its version ("text 1"). `hints` hold what the container says of
    the document (a web page's own metadata), never mixed with what the text says.
    """

    name: str
    text: str
    sha256: str
    text_sha256: str
    media_type: str = "text/plain"
    reader: str = "text 1"
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    warnings: tuple[Finding, ...] = ()
    hints: Mapping[str, str] = field(default_factory=dict)


def text_hash(text: str) -> str:
    """SHA-256 of a text layer, as hexadecimal digits; lone surrogates are hashed as they are."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
