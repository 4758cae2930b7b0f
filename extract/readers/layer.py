"""The text layer: what a reader found, written out as one text with blocks and tables by offset.

Paragraphs are lines. A row of a table is a line, its cells set apart by tabs (a place that a merged cell covers is
empty); paragraphs inside a cell are lines too. Tables that only place text side by side (letterheads, signatures) are
written as paragraphs, cell after cell, row after row. Footnotes, running heads and running feet follow the body.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import unicodedata
from dataclasses import replace

from ..layout import blocks as blocks_of
from ..records import Finding
from ..source import Block, Cell, Source, Table, text_hash
from ..view import fold_words
from . import encodings
from .errors import ReadError
from .limits import Limits
from .page import Grid, GridCell, Page, Para
from .plain import EMPTY
from .symbols import PRIVATE, symbol

# Controls, private-use glyphs without meaning, and characters that no text layer should hold.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\u2060\u00ad]")
# A tab after a number or a bullet is there for looks; elsewhere it sets columns apart.
_MARK_TAB = re.compile(r"^([-+*•–▪]|[\wÀ-ỹ.]{1,8}[.)/]|(?:Điều|Mục|Chương)\s\w{1,6}[.:]?)[ \t]*\t[ \t]*")
_SPACES = re.compile(r" {2,}")
_LETTERHEAD = re.compile(r"cộng h(?:òa|oà) xã hội chủ nghĩa|đảng cộng sản việt nam|độc lập\s*-\s*tự do")
_COLUMN_TITLE = re.compile(
    r"\s*(?:s?tt|số\s*tt|nội dung|nhiệm vụ|công việc|tên |cơ quan|đơn vị|thời (?:gian|hạn)|kết quả|sản phẩm"
    r"|chủ trì|phối hợp|ghi chú)"
)
_PLACE_AND_DATE = re.compile(r"^số\s*:|\bngày\b.{1,20}\btháng\b.{1,20}\bnăm\b|/[a-zđ]{2,6}-[a-zđ]{2,}")
_SIGNATURE = re.compile(r"(?:^|\n)\s*(?:nơi nhận\s*(?::|\n\s*-)|t/?m\s*\.|tm\. |kt\. |tl\. |tuq\. |thừa lệnh)")


def source_of(page: Page, *, name: str, data: bytes, media_type: str, reader: str, limits: Limits) -> Source:
    """The `Source` of a page. Raises ReadError when its text is longer than the limits allow."""
    content = list(page.walk())
    old = None if any(w.code == "encoding" for w in page.warnings) else encodings.misread(_sample(content))
    if old is not None:
        page.warnings.append(
            Finding("encoding", f"the letters were those of {encodings.title(old)} and were converted")
        )
    writer = _Writer(name, limits, old)
    writer.write(content)
    text = "".join(writer.parts)
    warnings = tuple(page.warnings) if text.strip() else (*page.warnings, EMPTY)
    return Source(
        name=name,
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        text_sha256=text_hash(text),
        media_type=media_type,
        reader=reader,
        blocks=tuple(writer.blocks),
        tables=tuple(writer.tables),
        warnings=tuple(_once(warnings)),
        hints=dict(page.hints),
    )


def cleaned(text: str) -> str:
    """A paragraph's text as it stands in the layer: composed letters, no controls, lines trimmed, none empty."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n").replace("\x85", "\n")
    text = _CONTROLS.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        text = PRIVATE.sub(lambda m: symbol(ord(m[0])), text)
    text = _SPACES.sub(" ", text)
    if "\n" not in text:
        return _MARK_TAB.sub(r"\1 ", text.strip()) if "\t" in text else text.strip()
    lines = (part.strip() for part in text.split("\n"))
    return "\n".join(_MARK_TAB.sub(r"\1 ", line) for line in lines if line)


def is_layout(grid: Grid) -> bool:
    """Is the table there only to place text side by side: one cell, a letterhead, a block of signatures?

    NĐ 30/2020/NĐ-CP, Phụ lục I sets the names of the issuer and of the State, and the recipients and the signature, in
    two columns; word processors do that with a table without lines.
    """
    if len([cell for cell in grid.cells if cell.text().strip()]) <= 1 or grid.columns == 1:
        return True
    if grid.columns > 4 or grid.rows > 8:
        return False
    text = fold_words(" ".join(cell.text() for cell in grid.cells if cell.row < 3)).lower()
    if _LETTERHEAD.search(text):
        return True
    cells = [unicodedata.normalize("NFC", cell.text()).lower() for cell in grid.cells]
    if any(_SIGNATURE.search(cell) for cell in cells):
        return True
    if grid.bordered is not False or any(
        _COLUMN_TITLE.match(c) for c, cell in zip(cells, grid.cells, strict=True) if cell.row == 0
    ):
        return False
    return grid.rows == 1 or (grid.rows <= 3 and grid.columns == 2)


def parted(grid: Grid) -> list[Grid]:
    """A table of which the first rows are a letterhead or the last ones a signature, in its parts; others whole."""
    if is_layout(grid):
        return [grid]
    rows = ["\n".join(cell.text() for cell in row) for row in grid.by_row()]
    folded = [fold_words(row).lower() for row in rows]
    top, bottom = 0, grid.rows
    if any(_LETTERHEAD.search(row) for row in folded[:3]):
        top = 1 + max(at for at, row in enumerate(folded[:5]) if _LETTERHEAD.search(row) or _PLACE_AND_DATE.search(row))
    for at in range(max(top + 2, grid.rows - 4), grid.rows):
        if _SIGNATURE.search(unicodedata.normalize("NFC", rows[at]).lower()):
            bottom = at
            break
    cuts = [cut for cut in (top, bottom) if 0 < cut < grid.rows and not _crossed(grid, cut)]
    edges = [0, *cuts, grid.rows]
    return [_rows_of(grid, first, end) for first, end in itertools.pairwise(edges)] if cuts else [grid]


def _crossed(grid: Grid, row: int) -> bool:
    return any(cell.row < row < cell.row + cell.row_span for cell in grid.cells)


def _rows_of(grid: Grid, first: int, end: int) -> Grid:
    cells = [replace(cell, row=cell.row - first) for cell in grid.cells if first <= cell.row < end]
    heads = max(0, min(end, grid.header_rows) - first)
    return Grid(cells, end - first, grid.columns, heads, grid.bordered, grid.page)


class _Writer:
    def __init__(self, name: str, limits: Limits, encoding: str | None) -> None:
        self.name, self.limits, self.encoding = name, limits, encoding
        self.parts: list[str] = []
        self.at = 0
        self.blocks: list[Block] = []
        self.tables: list[Table] = []

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)
        if self.at > self.limits.text:
            raise ReadError(self.name, f"more than {self.limits.text:,} characters of text", "split it", code="too-big")

    def write(self, content: list[Para | Grid]) -> None:
        for part in content:
            if isinstance(part, Para):
                self.paragraph(part)
                continue
            for grid in parted(part):
                if is_layout(grid):
                    for cell in sorted(grid.cells, key=lambda c: (c.row, c.column)):
                        self.write(cell.content)
                else:
                    self.table(grid)

    def paragraph(self, para: Para) -> None:
        text = self.cleaned(para.text)
        if not text:
            return
        start = self.at
        self.put(text)
        self.put("\n")
        if para.kind is not None:
            self.blocks.append(Block(para.kind, start, start + len(text), para.level, para.page, None, para.confidence))
            return
        for found in blocks_of(text):
            ends = start + found.start, start + found.end
            self.blocks.append(Block(found.kind, *ends, found.level, para.page, None, para.confidence))

    def table(self, grid: Grid) -> None:
        start = self.at
        index = len(self.tables)
        self.tables.append(Table(start, start, 0, 0, ()))  # its place among the tables, before those nested in it
        cells = [cell for row in grid.by_row() for cell in self.row(row, grid.columns)]
        end = self.at - 1
        self.tables[index] = Table(start, end, grid.rows, grid.columns, tuple(cells), grid.header_rows)
        self.blocks.append(Block("table", start, end, None, grid.page, index))

    def row(self, row: list[GridCell], columns: int) -> list[Cell]:
        found: list[Cell] = []
        column = 0
        for cell in row:
            if cell.column > column:
                self.put("\t" * (cell.column - column))
                column = cell.column
            fragments = self.cell(cell)
            found.append(Cell(cell.row, cell.column, fragments, cell.row_span, cell.column_span))
        whole = len(row) == 1 and row[0].column_span >= columns
        self.put("\n" if whole or column >= columns - 1 else "\t" * (columns - 1 - column) + "\n")
        return found

    def cell(self, cell: GridCell) -> tuple[tuple[int, int], ...]:
        start = self.at
        first = True
        for part in cell.content:
            if isinstance(part, Grid) and not is_layout(part):
                if not first:
                    self.put("\n")
                self.nested(part)
                first = False
                continue
            for text in self.texts(part):
                self.put(text if first else "\n" + text)
                first = False
        return () if self.at == start else ((start, self.at),)

    def nested(self, grid: Grid) -> None:
        """A table in a cell: a table of its own, whose text is part of the cell's."""
        blocks, self.blocks = self.blocks, []
        self.table(grid)
        self.blocks = blocks
        self.parts.append(self.parts.pop()[:-1])  # without the line break after its last row
        self.at -= 1

    def texts(self, part: Para | Grid) -> list[str]:
        if isinstance(part, Para):
            return [text] if (text := self.cleaned(part.text)) else []
        return [text for cell in part.cells for inner in cell.content for text in self.texts(inner)]

    def cleaned(self, text: str) -> str:
        return cleaned(encodings.convert(text, self.encoding) if self.encoding else text)


def _sample(content: list[Para | Grid]) -> str:
    """The first words of a page, enough to tell how its letters are encoded."""
    parts: list[str] = []
    for part in content:
        parts.append(part.text if isinstance(part, Para) else part.text())
        if sum(map(len, parts)) > 20_000:
            break
    return "\n".join(parts)


def _once(warnings: tuple[Finding, ...]) -> list[Finding]:
    return list(dict.fromkeys(warnings))
