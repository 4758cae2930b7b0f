"""Word 97-2003 documents (.doc), read from their own structure; older ones through LibreOffice where it is there."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..records import Finding
from ..source import Source
from . import active, encodings
from .cfb import BrokenFileError, Compound
from .doc_format import Props, WordFile
from .errors import ReadError
from .layer import source_of
from .limits import Limits
from .page import Edged, Grid, Page, Para, TooManyCellsError, from_edges, is_page_number
from .symbols import symbol
from .vba import has_code

READER = "doc 1"
MEDIA_TYPE = "application/msword"
_TWIPS = 140
_SIGNS = {"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "\u2011", "\x1f": ""}
_SPLIT = re.compile(r"([\r\x07\x0c\x13\x14\x15\x01\x02\x05\x08])")


def read_doc(data: bytes, *, name: str, limits: Limits) -> Source:
    """A .doc file as a `Source`. Raises ReadError for a damaged, encrypted or hostile one."""
    try:
        compound = Compound(data)
        word = compound.stream("WordDocument") or b""
        identity, version, flags = struct.unpack_from("<HH6xH", word)
        if identity != 0xA5EC or version < 0xC1:
            from .office import converted

            return converted(data, name=name, limits=limits, what="a Word file older than Word 97")
        table = compound.stream("1Table" if flags & 0x0200 else "0Table") or b""
        _refuse_encrypted(flags, name)
        page = _Reader(WordFile(word, table), limits).page()
        if has_code(compound):
            page.warnings.append(active.macros())
        page.warnings += _template(word, table)
    except (BrokenFileError, struct.error, IndexError) as error:
        raise ReadError(name, f"a damaged Word file: {error}", "save it again, as .docx") from error
    except TooManyCellsError as error:
        raise ReadError(name, "a table of absurd size", "do not trust this file", code="unsafe") from error
    return source_of(page, name=name, data=data, media_type=MEDIA_TYPE, reader=READER, limits=limits)


def _refuse_encrypted(flags: int, name: str) -> None:
    if flags & 0x0100:
        raise ReadError(name, "encrypted", "save it without a password", code="encrypted")


def _template(word: bytes, table: bytes) -> list[Finding]:
    """The template that the file is attached to, where it lies on another machine (SttbfAssoc, [MS-DOC] 2.9.290)."""
    start, length = struct.unpack_from("<II", word, 0x19A)
    data, at = table[start : start + length], 6
    if data[:2] != b"\xff\xff":
        return []
    text = ""
    for _ in range(2):  # a name that is not used comes first
        size = 2 * int.from_bytes(data[at : at + 2], "little")
        text, at = data[at + 2 : at + 2 + size].decode("utf-16-le", "replace"), at + 2 + size
    return [active.linked("a template", text)] if active.is_remote(text) else []


@dataclass(slots=True)
class _Paragraph:
    """A paragraph as stored: its pieces of text by font, what ends it, and its properties."""

    pieces: list[tuple[str, str | None]]
    mark: str
    props: Props


@dataclass(slots=True)
class _Open:
    """A table under way at one depth: its rows so far, the cells of the row under way, the cell under way."""

    rows: list[list[Edged]] = field(default_factory=list)
    row: list[list[Para | Grid]] = field(default_factory=list)
    cell: list[Para | Grid] = field(default_factory=list)
    heads: int = 0
    counting: bool = True
    bordered: bool = False


class _Reader:
    def __init__(self, word: WordFile, limits: Limits) -> None:
        self.word, self.limits = word, limits
        self.believed: dict[str, bool] = {}
        self.codes: list[str] = []  # of the fields, in their order

    def page(self) -> Page:
        page = Page()
        main = list(self._paragraphs("text"))
        texts: dict[str, list[str]] = {}
        for paragraph in main:
            for text, font in paragraph.pieces:
                old = encodings.font_encoding(font) if font else None
                if old is not None:
                    texts.setdefault(old[0], []).append(text)
        self.believed, found = encodings.believed_of(texts)
        page.warnings += found
        page.body = self._body(main)
        for part in ("boxes",):
            page.body += [Para(text) for text in self._texts(part)]
        page.footnotes = [Para(text) for part in ("footnotes", "endnotes") for text in self._notes(part)]
        heads = [text for text in dict.fromkeys(self._texts("headers")) if not is_page_number(text)]
        page.headers = [Para(text) for text in heads]
        page.warnings += active.fields(self.codes)
        return page

    # Paragraphs ------------------------------------------------------------------------------------------------------

    def _paragraphs(self, part: str) -> Iterator[_Paragraph]:
        """The paragraphs of a part; codes of fields, deleted and hidden text are left out."""
        pieces: list[tuple[str, str | None]] = []
        fields: list[bool] = []  # for each field under way: is its code still going on?
        for text, props, offset, width in self.word.runs(part):
            style = self.word.styles.get(props.style) if props.style else None
            hidden = props.hidden if props.hidden is not None else bool(style and style.hidden)
            at = offset
            for piece in _SPLIT.split(text):
                if fields and fields[-1]:
                    self.codes[-1] += piece
                if piece in ("\x13", "\x14", "\x15"):
                    _field(piece, fields)
                    self.codes += [""] if piece == "\x13" else []
                elif piece in ("\r", "\x07") or (piece == "\x0c" and not any(fields)):
                    if not props.deleted or piece == "\x07":
                        yield _Paragraph(self._styled(pieces, at), piece, self.word.paragraph(at))
                        pieces = []
                elif piece and piece not in "\x01\x05\x08" and not any(fields) and not props.deleted and not hidden:
                    shown = symbol(*self._symbol(props)) if props.symbol and piece == "(" else piece
                    pieces.append(self._piece(shown, props, style))
                at += width * len(piece)
        if pieces:
            yield _Paragraph(self._styled(pieces, -1), "\r", Props())

    def _symbol(self, props: Props) -> tuple[int, str]:
        """The code of a symbol, and the name of its font."""
        fonts = self.word.fonts
        return props.symbol, fonts[props.symbol_font] if props.symbol_font < len(fonts) else ""

    def _piece(self, text: str, props: Props, style: Props | None) -> tuple[str, str | None]:
        for sign, shown in _SIGNS.items():
            if sign in text:
                text = text.replace(sign, shown)
        caps = props.caps if props.caps is not None else bool(style and style.caps)
        font = props.font if props.font is not None else style.font if style else None
        name = self.word.fonts[font] if font is not None and font < len(self.word.fonts) else None
        return (text.upper() if caps else text), name

    def _styled(self, pieces: list[tuple[str, str | None]], offset: int) -> list[tuple[str, str | None]]:
        """Pieces without a font of their own have that of the paragraph's style."""
        if all(font is not None for _, font in pieces):
            return pieces
        style = self.word.styles.get(self.word.paragraph(offset).style if offset >= 0 else 0)
        font = style.font if style is not None else None
        name = self.word.fonts[font] if font is not None and font < len(self.word.fonts) else None
        return [(text, own if own is not None else name) for text, own in pieces]

    def _text(self, paragraph: _Paragraph) -> str:
        return encodings.joined(paragraph.pieces, self.believed).replace("\x02", "")

    def _para(self, paragraph: _Paragraph) -> Para:
        text = self._text(paragraph)
        props = paragraph.props
        level = props.list_level or 0
        label = self.word.numbering.label(str(props.list), level) if props.list and props.list < 0x7FF else None
        if label is not None and text.strip():
            text = label[0] + text.lstrip()
        if props.outline is not None and props.outline < 9 and text.strip():
            return Para(text, "heading", props.outline + 1)
        if label is not None and "\n" not in text.strip() and len(text) > len(label[0]):
            return Para(text, "list_item", level + 1)
        return Para(text)

    # Tables ----------------------------------------------------------------------------------------------------------

    def _body(self, paragraphs: list[_Paragraph]) -> list[Para | Grid]:
        body: list[Para | Grid] = []
        tables: list[_Open] = []  # by depth
        for paragraph in paragraphs:
            props = paragraph.props
            depth = max(props.depth, 1) if props.in_table or props.row_end else 0
            while len(tables) > depth:
                self._close(tables, body)
            while len(tables) < depth:
                tables.append(_Open())
            if not depth:
                body.append(self._para(paragraph))
            elif props.row_end or props.inner_row_end:
                self._end_row(tables[-1], props)
            else:
                table = tables[-1]
                table.cell.append(self._para(paragraph))
                if paragraph.mark == "\x07" or props.inner_cell:
                    table.row.append(table.cell)
                    table.cell = []
        while tables:
            self._close(tables, body)
        return body

    def _close(self, tables: list[_Open], body: list[Para | Grid]) -> None:
        table = tables.pop()
        into = tables[-1].cell if tables else body
        if table.row or table.cell:  # a row without its end, in a damaged file: its words are kept
            into += [part for cell in [*table.row, table.cell] for part in cell]
        if table.rows:
            cells, rows, columns = from_edges(table.rows, tolerance=_TWIPS, limit=self.limits.cells)
            into.append(Grid(cells, rows, columns, min(table.heads, rows), table.bordered))

    def _end_row(self, table: _Open, props: Props) -> None:
        table.counting = table.counting and props.header_row
        table.heads += table.counting
        if props.bordered is None:
            # Old files draw the lines cell by cell: flags of the four edges stand after the merge flags.
            table.bordered = table.bordered or bool(props.cells)
        else:
            table.bordered = table.bordered or props.bordered
        row: list[Edged] = []
        for at, content in enumerate(table.row):
            left, right, flags = props.cells[at] if at < len(props.cells) else (at * 1000, at * 1000 + 1000, 0)
            if right <= left:
                right = left + 1
            vertical = props.merges.get(at)
            continued = vertical == 1 if vertical is not None else bool(flags & 0x20) and not flags & 0x40
            if flags & 0x02 and not flags & 0x01 and row:  # merged into the cell on its left
                row[-1].right = right
                row[-1].content += content
                continue
            row.append(Edged(left, right, content, continued))
        table.row = []
        if row:
            table.rows.append(row)

    # Other parts -----------------------------------------------------------------------------------------------------

    def _texts(self, part: str) -> list[str]:
        found = [self._text(p).strip() for p in self._paragraphs(part)]
        return [text for text in found if text]

    def _notes(self, part: str) -> list[str]:
        """Notes as paragraphs; one begins where its mark stands."""
        groups: list[list[str]] = []
        for paragraph in self._paragraphs(part):
            raw = "".join(text for text, _ in paragraph.pieces)
            text = self._text(paragraph).strip()
            if "\x02" in raw or not groups:
                groups.append([])
            if text:
                groups[-1].append(text)
        return ["\n".join(group) for group in groups if group]


def _field(piece: str, fields: list[bool]) -> None:
    """Open a field, go from its code to its result, or close it."""
    if piece == "\x13":
        fields.append(True)
    elif fields and piece == "\x14":
        fields[-1] = False
    elif fields:
        fields.pop()
