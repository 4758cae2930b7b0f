"""PDF files with a text layer: paragraphs, tables over several pages, running heads and footnotes apart.

PDFium (through pypdfium2) gives glyphs and drawn lines; everything else is concluded from where they stand.
"""

from __future__ import annotations

import functools
import itertools
import re
import zlib
from collections import Counter
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pypdfium2.version import PDFIUM_INFO

from ..layout import MARK
from ..records import Finding
from ..source import Source
from . import active, encodings
from .errors import ReadError
from .layer import source_of
from .limits import Limits
from .page import Grid, GridCell, Page, Para, is_page_number
from .pdf_columns import SIDES, in_columns, side_by_side
from .pdf_glyphs import PageGlyphs, glyphs_of
from .pdf_joints import TablePart, joined_tables
from .pdf_lines import Line, Margins, cell_paragraphs, joined_lines, lines_of, paragraphs
from .pdf_tables import Box, Drawn, tables_on

READER = "pdf 1"
_STREAM = re.compile(rb"stream\r?\n")
_SCALE = 300 / 72  # to 300 dots per inch, which Tesseract is made for
# Letters: a page with fewer and a picture is a scan; so is a picture of a whole page on which nothing is written but
# who signed the copy and when (Decree 30/2020/NĐ-CP, Article 25: electronic copies of paper are scanned and signed).
_FEW, _STAMPS = 12, 300


@dataclass(slots=True)
class _Laid:
    """One page laid out: its rows of lines, its tables, and what was taken out of the flow."""

    number: int
    page: PageGlyphs
    rows: list[list[Line]]
    tables: list[Drawn]
    notes: list[Para] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    scanned: bool = False
    column: tuple[float, float] | None = None  # margins of the columns, where there are two


def read_pictures(data: bytes, *, name: str, limits: Limits) -> Source:
    """A PDF file by OCR of all its pages, whatever their text layer says: some scanners write one that is worthless."""
    return read_pdf(data, name=name, limits=limits, pictures=True)


def read_pdf(data: bytes, *, name: str, limits: Limits, pictures: bool = False) -> Source:
    """A PDF file as a `Source`; blocks carry page numbers.

    Raises ReadError for a damaged, encrypted or hostile file, and for a scan where no OCR is installed.
    """
    _refuse_bombs(data, name, limits)
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(name, "encrypted", "save it without a password", code="encrypted") from error
        raise ReadError(name, f"a damaged PDF file: {error}", "save or fetch it again") from error
    try:
        if len(document) > limits.pages:
            raise ReadError(name, f"{len(document):,} pages", "split it", code="too-big")
        page = _Reader(document, name, limits, pictures).page()
        if pdfium_c.FPDFDoc_GetJavaScriptActionCount(document) > 0:
            page.warnings.append(active.macros("JavaScript"))
        if pdfium_c.FPDFDoc_GetAttachmentCount(document) > 0:
            page.warnings.append(Finding("embedded", "files attached inside the file were not read"))
    finally:
        document.close()
    build = PDFIUM_INFO.build  # pyright: ignore[reportAttributeAccessIssue]
    reader = f"{READER}, pdfium {build}"  # another build may give other text
    if any(finding.code == "ocr" for finding in page.warnings):
        from .ocr import version

        reader = f"{reader}, {version()}"
    return source_of(page, name=name, data=data, media_type="application/pdf", reader=reader, limits=limits)


def _refuse_bombs(data: bytes, name: str, limits: Limits) -> None:
    """Unpack every deflated stream into nothing, to see how large it would become."""
    total = 0
    for match in _STREAM.finditer(data):
        start = match.end()
        if data[start : start + 1] not in (b"\x78", b"\x58", b"\x48", b"\x68", b"\x08", b"\x18", b"\x28", b"\x38"):
            continue
        inflate = zlib.decompressobj()
        rest, size = data[start : start + (1 << 16)], 0
        at = start + len(rest)
        try:
            while rest and not inflate.eof:
                size += len(inflate.decompress(rest, 1 << 20))
                rest = inflate.unconsumed_tail
                if not rest:
                    rest, at = data[at : at + (1 << 16)], at + (1 << 16)
                if size > limits.stream:
                    break
        except zlib.error:
            pass
        total += size
        if size > limits.stream or total > 8 * limits.stream:
            raise ReadError(name, "streams that unpack to absurd sizes", "do not trust this file", code="unsafe")


class _Reader:
    def __init__(self, document: pdfium.PdfDocument, name: str, limits: Limits, pictures: bool = False) -> None:
        self.document, self.name, self.limits, self.pictures = document, name, limits, pictures
        self.believed: dict[str, bool] = {}
        self.old: dict[str, list[str]] = {}
        self.warnings: list[Finding] = []

    def page(self) -> Page:
        laid = [self._laid(index) for index in range(len(self.document))]
        found = Page(warnings=self.warnings)
        found.headers = _running_heads(laid)
        for one in laid:
            _take_notes(one)
            if not one.tables:  # a page with tables has no columns
                relined = functools.partial(lines_of, fonts=one.page.fonts, believed=self.believed, page=one.number)
                one.rows, one.column = in_columns(one.rows, relined)
                _drop_marks(one)
        scans = self._scans(laid)
        found.footnotes = [note for one in laid for note in one.notes]
        margins = _margins(laid)
        flow: list[Line | Para | TablePart] = []
        for one in laid:
            flow += scans.get(one.number) or self._flow(one)
        found.body = _written(joined_tables(flow), margins)
        return found

    def _laid(self, index: int) -> _Laid:
        if self.pictures:
            return _Laid(index + 1, PageGlyphs(0, 0), [], [], scanned=True)
        try:
            page = self.document[index]
        except pdfium.PdfiumError:
            self.warnings.append(Finding("bad-page", f"page {index + 1} is damaged and was left out"))
            return _Laid(index + 1, PageGlyphs(0, 0), [], [])
        try:
            glyphs = glyphs_of(page)
        finally:
            page.close()
        if glyphs.cut:
            self.warnings.append(
                Finding("bad-page", f"page {index + 1} holds absurdly much text; its end was left out")
            )
        self._believe(glyphs)
        tables, outside = tables_on(glyphs)
        rows = lines_of(outside, glyphs.fonts, self.believed, index + 1)
        glyphs.glyphs = []
        letters = sum(len(line.text) for row in rows for line in row)
        scanned = (letters < _FEW and glyphs.pictures > 0.3) or (letters < _STAMPS and glyphs.pictures > 0.85)
        scanned = scanned and not tables
        return _Laid(index + 1, glyphs, rows, tables, scanned=scanned)

    def _believe(self, page: PageGlyphs) -> None:
        """Decide for fonts of old encodings whether their letters are still set in them; by all text up to here."""
        olds = {at: old[0] for at, font in enumerate(page.fonts) if (old := encodings.font_encoding(font)) is not None}
        if not olds:
            return
        for encoding in sorted(set(olds.values())):
            letters = "".join(g.char for g in page.glyphs if olds.get(g.font) == encoding)
            self.old.setdefault(encoding, []).append(letters)
        self.believed, found = encodings.believed_of(self.old)
        self.warnings += [finding for finding in found if finding not in self.warnings]

    # Scans -----------------------------------------------------------------------------------------------------------

    def _scans(self, laid: list[_Laid]) -> dict[int, list[Para]]:
        """The paragraphs of pages that are pictures, by page number."""
        scanned = [one.number for one in laid if one.scanned]
        if not scanned:
            return {}
        from . import ocr

        missing = ocr.missing()
        if missing and len(scanned) == len(laid):
            raise ReadError(self.name, "a scan without text", missing, code="no-text")
        pages = ", ".join(map(str, scanned[:20]))
        if missing:
            message = f"pages without text, not read: {pages} ({missing})"
            self.warnings.append(Finding("no-text", message))
            return {}
        self.warnings.append(Finding("ocr", f"read by OCR, to be checked: page {pages}"))
        found: dict[int, list[Para]] = {}
        for number in scanned:
            page = self.document[number - 1]
            try:
                bitmap = page.render(scale=_SCALE, grayscale=True)  # pyright: ignore[reportArgumentType]
                picture = bitmap.to_pil()
            finally:
                page.close()
            found[number] = ocr.paragraphs_of(picture, page=number, name=self.name, limits=self.limits)
        return found

    # Flow ------------------------------------------------------------------------------------------------------------

    def _flow(self, laid: _Laid) -> list[Line | Para | TablePart]:
        """What stands on a page from top to bottom; columns one after the other."""
        flow: list[Line | Para | TablePart] = []
        rows = laid.rows
        for table in [*laid.tables, None]:
            above = [row for row in rows if table is None or row[0].base < table.top]
            rows = rows[len(above) :]
            flow += side_by_side(above)
            if table is not None:
                flow.append(self._table(table, laid))
        return flow

    def _table(self, table: Drawn, laid: _Laid) -> TablePart:
        cells = [self._cell(box, laid) for box in table.boxes]
        grid = Grid(cells, len(table.ys) - 1, len(table.xs) - 1, 0, True, laid.number)
        return TablePart(grid, table.xs, laid.number)

    def _cell(self, box: Box, laid: _Laid) -> GridCell:
        lines: list[Line] = []
        for row in lines_of(box.glyphs, laid.page.fonts, self.believed, laid.number):
            line = row[0]
            for more in row[1:]:
                line.text, line.bare, line.x1 = f"{line.text} {more.text}", f"{line.bare} {more.bare}", more.x1
                line.raised += more.raised
            if set(line.raised) & laid.marks:
                line.text = line.bare
            lines.append(line)
        padding = max(2.0, min(8.0, min((line.x0 for line in lines), default=0.0) - box.x0))
        content: list[Para | Grid] = [*cell_paragraphs(lines, box.x1 - box.x0 - 2 * padding)]
        return GridCell(box.row, box.column, content, box.row_span, box.column_span)


def _running_heads(laid: list[_Laid]) -> list[Para]:
    """Take page numbers, running heads and feet out of the rows; return each distinct text once."""
    zones: list[list[tuple[int, str]]] = []
    counts: Counter[str] = Counter()
    for one in laid:
        zone = [(at, _key(one.rows[at])) for at in _edge_rows(one)]
        counts.update({key for _, key in zone})
        zones.append(zone)
    often = max(2, round(0.25 * len(laid)))
    found: dict[str, Para] = {}
    for one, zone in zip(laid, zones, strict=True):
        gone: set[int] = set()
        for at, key in zone:
            text = "  ".join(line.text for line in one.rows[at])
            if is_page_number(text):
                gone.add(at)
            elif len(laid) > 1 and counts[key] >= often and not SIDES.search(text):
                gone.add(at)
                found.setdefault(key, Para(text, page=one.number))
        one.rows = [row for at, row in enumerate(one.rows) if at not in gone]
    return list(found.values())


def _edge_rows(one: _Laid) -> list[int]:
    """The first two and the last two rows, where they stand at the page's edges and outside of its tables."""
    height = one.page.height
    tops = [t.top for t in one.tables]
    rows = one.rows
    first = [at for at in range(min(2, len(rows))) if rows[at][0].base < 0.13 * height]
    last = [at for at in range(max(0, len(rows) - 2), len(rows)) if rows[at][0].base > 0.88 * height]
    first = [at for at in first if not tops or rows[at][0].base < min(tops)]
    return sorted({*first, *last})


def _key(row: list[Line]) -> str:
    return re.sub(r"\d+", "#", "".join(line.text for line in row)).replace(" ", "")


_NOTE = re.compile(r"\[?(\d{1,3})\]?[.)]?\s*")


def _take_notes(one: _Laid) -> None:
    """Footnotes: what stands under a short rule at the left margin, in smaller letters or after a raised number.

    Their marks go out of the text: "NĐ-CP" with a raised 1 is no symbol "NĐ-CP1".
    """
    if not one.rows:
        return
    heights = sorted(line.height for row in one.rows for line in row)
    usual = heights[len(heights) // 2]
    left = min(row[0].x0 for row in one.rows)
    for rule in sorted(one.page.horizontal, reverse=True):
        under = [row for row in one.rows if row[0].top > rule.at - 2]
        if not 60 < rule.end - rule.start < 230 or abs(rule.start - left) > 12 or not under:
            continue
        head = under[0][0]
        smaller = bool(head.raised) or head.height < 0.93 * usual
        if _NOTE.match(head.text) and (smaller or not MARK.match(head.text)):
            one.rows = one.rows[: len(one.rows) - len(under)]
            one.notes = _note_paragraphs([line for row in under for line in row], one)
            break
    _drop_marks(one)


def _drop_marks(one: _Laid) -> None:
    for row in one.rows:
        for line in row:
            if set(line.raised) & one.marks:
                line.text = line.bare


def _note_paragraphs(lines: list[Line], one: _Laid) -> list[Para]:
    """The lines under the rule as notes without their numbers; the numbers go to `one.marks`."""
    groups: list[list[str]] = []
    last = 0
    for line in lines:
        mark = _NOTE.match(line.text)
        if mark and (not groups or int(mark[1]) == last + 1):
            last = int(mark[1])
            one.marks.add(mark[1])
            groups.append([line.text[mark.end() :]])
        else:
            groups[-1].append(line.text)
    return [Para(joined_lines(group).strip(), page=one.number) for group in groups]


def _margins(laid: list[_Laid]) -> Margins:
    """Left and right margin of every page, by its long lines; pages without any take those of the others."""
    found: Margins = {}
    for one in laid:
        lines = [row[0] for row in one.rows if len(row) == 1 and row[0].width > 0.5 * one.page.width]
        if len(lines) >= 3:
            lefts, rights = sorted(line.x0 for line in lines), sorted(line.x1 for line in lines)
            found[one.number] = lefts[len(lefts) // 10], rights[int(len(rights) * 0.9)]
        if one.column is not None:
            found[one.number] = one.column
    usual = sorted(found.values())[len(found) // 2] if found else None
    for one in laid:
        lines = [line for row in one.rows for line in row]
        own = (min((line.x0 for line in lines), default=0.0), max((line.x1 for line in lines), default=one.page.width))
        found.setdefault(one.number, usual or own)
    return found


def _written(flow: list[Line | Para | Grid], margins: Margins) -> list[Para | Grid]:
    """Runs of lines as paragraphs, over page breaks too."""
    found: list[Para | Grid] = []
    for is_line, run in itertools.groupby(flow, key=lambda item: isinstance(item, Line)):
        items = list(run)
        if is_line:
            found += paragraphs([item for item in items if isinstance(item, Line)], margins)
        else:
            found += [item for item in items if not isinstance(item, Line)]
    return found
