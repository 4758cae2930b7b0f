"""Rich Text Format (.rtf, and .doc files that are RTF inside): text with tables, list numbers, notes and heads apart.

Written by the RTF Specification 1.9.1; list numbers stand in the file as text ("listtext").
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..records import Finding
from ..source import Source
from . import active, encodings
from .errors import ReadError
from .layer import source_of
from .limits import Limits
from .page import Edged, Grid, Page, Para, TooManyCellsError, from_edges, is_page_number
from .rtf_words import (
    ACTIONS,
    APART,
    CHARSETS,
    HEARD,
    KEPT,
    LOADED,
    ROW_SWITCHES,
    SIGNS,
    SKIPPED,
    SWITCHES,
    SYMBOLS,
    TOKEN,
    Flow,
    Open,
    Row,
    State,
)

READER = "rtf 1"
_TWIPS = 140
_DEEPEST = 1_000


def read_rtf(data: bytes, *, name: str, limits: Limits) -> Source:
    """An RTF file as a `Source`. Raises ReadError for a damaged or hostile one."""
    page = Page()
    try:
        fonts = _fonts_used(data)
        page.warnings += fonts[1]
        reader = _Reader(data, name, limits, fonts[0])
        reader.run()
    except TooManyCellsError as error:
        raise ReadError(name, "a table of absurd size", "do not trust this file", code="unsafe") from error
    page.body, page.footnotes = reader.main.body, reader.notes
    page.headers = [p for p in reader.heads if not is_page_number(p.text)]
    page.footers = [p for p in reader.feet if not is_page_number(p.text)]
    page.warnings += reader.active_content()
    return source_of(page, name=name, data=data, media_type="application/rtf", reader=READER, limits=limits)


def _fonts_used(data: bytes) -> tuple[dict[str, bool], list[Finding]]:
    """Which of the old encodings that fonts name the text is set in: the bytes of the whole file decide."""
    names = re.findall(rb"\\f\d+[^;{}]{0,200}?\s([.\w][^;{}\\]{1,60});", data[:100_000])
    olds = {old[0] for n in names if (old := encodings.font_encoding(n.decode("latin-1").strip())) is not None}
    if not olds:
        return {}, []
    sample = re.sub(rb"\\'([0-9a-fA-F]{2})", lambda m: bytes([int(m[1], 16)]), data[:400_000])
    text = re.sub(r"\\[a-zA-Z]+-?\d* ?|[{}\r\n]", "", encodings.windows(sample))
    return encodings.believed_of({old: [text] for old in sorted(olds)})


class _Reader:
    def __init__(self, data: bytes, name: str, limits: Limits, believed: dict[str, bool]) -> None:
        self.data, self.name, self.limits, self.believed = data, name, limits, believed
        self.main = self.flow = Flow()
        self.notes: list[Para] = []
        self.heads: list[Para] = []
        self.feet: list[Para] = []
        self.state = State()
        self.stack: list[State] = []
        self.flows: list[tuple[int, Flow, list[Para]]] = []  # depth of the group, the flow outside, where it goes
        self.fonts: dict[int, tuple[str, str]] = {}  # number -> name, code page
        self.font_table = 0  # depth of the group of the font table, 0 outside of it
        self.font_name: list[str] = []
        self.page = "cp1252"
        self.bytes = bytearray()
        self.to_skip = 0
        self.rows: dict[int, Row] = {}  # the row as defined, by depth
        self.edge = False  # is the border that comes next one of a cell?
        self.begins = False  # does a group begin here?
        self.heard: list[tuple[str, list[str]]] = []  # destination and words of field codes and templates
        self.loaded: set[str] = set()

    def run(self) -> None:
        at, data = 0, self.data
        while at < len(data):
            match = TOKEN.match(data, at)
            if match is None:
                at += 1
                continue
            at = match.end()
            word, number, code, symbol, brace, text = match.groups()
            if code is not None:
                self._byte(int(code, 16))
                continue
            self._decode()
            if brace is not None:
                self._brace(brace)
            elif word is not None:
                name = word.decode("ascii")
                value = int(number) if number is not None else None
                if name == "bin":
                    at += max(0, value or 0)
                else:
                    self._word(name, value)
            elif symbol is not None:
                self._symbol(symbol)
            elif text is not None:
                self._plain(text)
        self._decode()
        while self.flows:
            self._leave()
        self._paragraph()
        self._close(self.flow, 0)

    def active_content(self) -> list[Finding]:
        """What the program that opens the file would run or load."""
        said = [(what, "".join(words)) for what, words in self.heard]
        found = [active.linked(LOADED[word], "") for word in sorted(self.loaded)]
        found += [
            active.linked("a template", text) for what, text in said if what == "template" and active.is_remote(text)
        ]
        return list(dict.fromkeys(found + active.fields(text for what, text in said if what == "fldinst")))

    # Groups ----------------------------------------------------------------------------------------------------------

    def _brace(self, brace: bytes) -> None:
        if brace == b"{":
            if len(self.stack) > _DEEPEST:
                raise ReadError(self.name, "nested absurdly deep", "do not trust this file", code="unsafe")
            self.stack.append(replace(self.state))
            self.begins = True
        elif self.stack:
            if self.font_table and len(self.stack) <= self.font_table:
                self.font_table = 0
            if self.flows and self.flows[-1][0] == len(self.stack):
                self._leave()
            self.state = self.stack.pop()
            self.begins = False

    def _enter(self, into: list[Para]) -> None:
        self.flows.append((len(self.stack), self.flow, into))
        self.flow = Flow()

    def _leave(self) -> None:
        _, outer, into = self.flows.pop()
        self._paragraph()
        self._close(self.flow, 0)
        text = "\n".join(
            part.text.strip() if isinstance(part, Para) else part.text() for part in self.flow.body
        ).strip()
        if text and all(text != para.text for para in into):
            into.append(Para(text))
        self.flow = outer

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.state.skip = True  # a destination to pass over, unless its name is known
            return
        shown = SYMBOLS.get(symbol)
        if symbol in (b"\n", b"\r"):
            self._end_paragraph()
        elif shown:
            self._put(shown)

    def _word(self, name: str, value: int | None) -> None:
        begins, self.begins = self.begins, False
        if begins or self.state.skip:
            self._destination(name)
        if name in LOADED:
            self.loaded.add(name)
        if self.state.skip:
            return
        if name in SIGNS:
            self._put(SIGNS[name])
        elif name in SWITCHES:
            setattr(self.state, SWITCHES[name], value != 0)
        elif name in ACTIONS:
            getattr(self, ACTIONS[name])(value or 0)
        elif name.startswith(("cl", "tr", "cellx", "brdr")):
            self._definition(name, value or 0)

    def _destination(self, name: str) -> None:
        """A group's first word says what the group is."""
        if name in SKIPPED:
            self.state.skip = True
            if name in HEARD:
                self.state.heard = name
                self.heard.append((name, []))
        elif name in KEPT:
            self.state.skip = False
            self.state.nested_row = self.state.nested_row or name == "nesttableprops"
        elif name in APART and not self.flows:
            self.state.skip = False
            self._enter(getattr(self, APART[name]))
        elif name == "fonttbl":
            self.state.skip = False
            self.font_table = len(self.stack)

    # Text ------------------------------------------------------------------------------------------------------------

    def _byte(self, byte: int) -> None:
        if self.to_skip:
            self.to_skip -= 1
        else:
            self.bytes.append(byte)

    def _decode(self) -> None:
        """Bytes gathered so far as text in the code page of their font."""
        if not self.bytes:
            return
        name, page = self.fonts.get(self.state.font, ("", self.page))
        data = bytes(self.bytes)
        self.bytes.clear()
        old = encodings.font_encoding(name) is not None
        self._put(encodings.windows(data) if old or page == "cp1252" else data.decode(page, "replace"))

    def _plain(self, text: bytes) -> None:
        self.begins = False
        if self.to_skip:
            gone = min(self.to_skip, len(text))
            text, self.to_skip = text[gone:], self.to_skip - gone
        if text.isascii():
            self._put(text.decode("ascii"))
        else:
            self.bytes += text
            self._decode()

    def _unicode(self, value: int) -> None:
        code = value % 0x10000
        self._put(chr(code) if not 0xD800 <= code < 0xE000 else "\ufffd")
        self.to_skip = self.state.unicode_skip

    def _unicode_skip(self, value: int) -> None:
        self.state.unicode_skip = min(value, 100)

    def _font(self, value: int) -> None:
        self.state.font = value

    def _code_page(self, value: int) -> None:
        self.page = encodings.known(f"cp{value}") or "cp1252"

    def _plain_letters(self, _: int) -> None:
        self.state.deleted = self.state.hidden = self.state.caps = False

    def _put(self, text: str) -> None:
        state = self.state
        if self.font_table:
            self._font_name(text)
        elif state.heard:
            self.heard[-1][1].append(text)
        elif not (state.skip or state.deleted or state.hidden):
            name = self.fonts.get(state.font, ("", ""))[0]
            self.flow.pieces.append((text.upper() if state.caps else text, name or None))

    def _font_name(self, text: str) -> None:
        if self.state.skip:
            return
        self.font_name.append(text)
        if text.rstrip().endswith(";"):
            _, page = self.fonts.get(self.state.font, ("", self.page))
            self.fonts[self.state.font] = "".join(self.font_name).strip(" ;"), page
            self.font_name = []

    def _charset(self, value: int) -> None:
        if self.font_table:
            self.fonts[self.state.font] = "", CHARSETS.get(value, self.page) if value != 1 else self.page

    # Paragraphs and tables -------------------------------------------------------------------------------------------

    def _paragraph(self) -> None:
        """The gathered pieces become a paragraph of the cell or flow under way."""
        flow, outline = self.flow, self.state.outline
        text = encodings.joined(flow.pieces, self.believed)
        flow.pieces = []
        depth = self.state.depth if self.state.in_table else 0
        if not text.strip():
            return
        self._close(flow, depth)
        para = Para(text, "heading", outline + 1) if outline is not None and outline < 9 and not depth else Para(text)
        if depth:
            self._table(depth).cell.append(para)
        else:
            flow.body.append(para)

    def _end_paragraph(self, _: int = 0) -> None:
        self._paragraph()
        if not self.state.in_table:
            self._close(self.flow, 0)

    def _new_paragraph(self, _: int) -> None:
        self.state.in_table, self.state.depth, self.state.outline = False, 1, None

    def _in_table(self, _: int) -> None:
        self.state.in_table = True

    def _depth(self, value: int) -> None:
        self.state.in_table, self.state.depth = value > 0, max(1, min(value, 50))

    def _outline(self, value: int) -> None:
        self.state.outline = value

    def _table(self, depth: int) -> Open:
        while len(self.flow.tables) < depth:
            self.flow.tables.append(Open())
        return self.flow.tables[depth - 1]

    def _close(self, flow: Flow, depth: int) -> None:
        """End the tables that are deeper than `depth`."""
        while len(flow.tables) > depth:
            table = flow.tables.pop()
            into = flow.tables[-1].cell if flow.tables else flow.body
            into += [part for cell in [*table.cells, table.cell] for part in cell]  # a row without its end
            if table.rows:
                cells, rows, columns = from_edges(table.rows, tolerance=_TWIPS, limit=self.limits.cells)
                into.append(Grid(cells, rows, columns, min(table.heads, rows), table.bordered))

    def _end_cell(self, _: int) -> None:
        self._cell(1)

    def _end_nested_cell(self, _: int) -> None:
        self._cell(max(2, self.state.depth))

    def _cell(self, depth: int) -> None:
        self.state.in_table, self.state.depth = True, depth
        self._paragraph()
        self._close(self.flow, depth)
        table = self._table(depth)
        table.cells.append(table.cell)
        table.cell = []

    def _end_row(self, _: int) -> None:
        self._row(1)

    def _end_nested_row(self, _: int) -> None:
        self._row(max(2, self.state.depth))

    def _row(self, depth: int) -> None:
        self._close(self.flow, depth)
        table, row = self._table(depth), self.rows.get(depth, Row())
        table.counting = table.counting and row.head
        table.heads += table.counting
        table.bordered = table.bordered or row.bordered
        found: list[Edged] = []
        left = row.left
        for at, content in enumerate(table.cells[:1000]):
            if not content and at >= len(row.edges) > 0:  # some programs end a row with one cell too many
                continue
            right = max(row.edges[at] if at < len(row.edges) else left + 1000, left + 1)
            down, along = row.merges[at] if at < len(row.merges) else (False, False)
            if along and found:
                found[-1].right = right
                found[-1].content += content
            else:
                found.append(Edged(left, right, content, down))
            left = right
        table.cells = []
        if found:
            table.rows.append(found)

    def _definition(self, name: str, value: int) -> None:
        """A word that defines the row under way."""
        depth = max(2, self.state.depth) if self.state.nested_row else 1
        if name == "trowd":
            self.rows[depth] = Row()
        row = self.rows.setdefault(depth, Row())
        if name.startswith(("clbrdr", "trbrdr")):
            self.edge = True
        elif name in ("brdrb", "brdrt", "brdrl", "brdrr"):
            self.edge = False
        elif name in ("brdrs", "brdrth", "brdrdb", "brdrdot", "brdrdash"):
            row.bordered = row.bordered or self.edge
        elif name == "cellx" and len(row.edges) < 1000:
            row.edges.append(value)
            row.merges.append((row.down, row.along))
            row.down = row.along = False
        elif name == "trleft":
            row.left = value
        elif name in ROW_SWITCHES:
            setattr(row, ROW_SWITCHES[name], True)
