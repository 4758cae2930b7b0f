"""OpenDocument text (.odt): the final text with lists, tables, notes and running heads (OpenDocument 1.3, part 3)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from ..records import Finding
from ..source import Source
from . import active, encodings
from .docx_numbering import LONGEST, bullet, written
from .docx_styles import Run
from .errors import ReadError
from .layer import source_of
from .limits import Limits
from .package import opened, part, xml
from .page import Grid, Page, Para, TooManyCellsError, is_page_number, placed

READER = "odt 1"
MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_T, _TABLE, _OFFICE = f"{{{_OASIS}text:1.0}}", f"{{{_OASIS}table:1.0}}", f"{{{_OASIS}office:1.0}}"
_STYLE, _FO, _DRAW = f"{{{_OASIS}style:1.0}}", f"{{{_OASIS}xsl-fo-compatible:1.0}}", f"{{{_OASIS}drawing:1.0}}"
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}
_XLINK, _META, _SCRIPT = "{http://www.w3.org/1999/xlink}", f"{{{_OASIS}meta:1.0}}", f"{{{_OASIS}script:1.0}}"
_DDE = frozenset((_OFFICE + "dde-source", _T + "dde-connection-decl"))
_LOADED = {
    _META + "template": "a template",
    _T + "section-source": "a linked section",
    _DRAW + "object": "a linked object",
    _DRAW + "object-ole": "a linked object",
    _DRAW + "floating-frame": "a frame",
    _DRAW + "plugin": "a plug-in",
    _DRAW + "applet": "an applet",
    _SCRIPT + "event-listener": "a macro",
    **dict.fromkeys(_DDE, "a DDE link"),
}
# Programs of the file itself; the lists of libraries ("script-lc.xml", "script-lb.xml") are there without any, too.
_MACRO = re.compile(r"Basic/(?!.*(?:script-l[bc]|dialog-l[bc])\.xml$).*[^/]$|Scripts/.*[^/]$")
_GONE = frozenset(
    (_T + "tracked-changes", _T + "sequence-decls", _OFFICE + "annotation", _OFFICE + "annotation-end", _T + "bookmark")
)


def read_odt(data: bytes, *, name: str, limits: Limits) -> Source:
    """An .odt file as a `Source`. Raises ReadError for a damaged, encrypted or hostile one."""
    archive = opened(data, name=name, limits=limits)
    manifest = part(archive, "META-INF/manifest.xml", name=name)
    if manifest is not None and b"encryption-data" in manifest:
        raise ReadError(name, "encrypted", "save it without a password", code="encrypted")
    content, styles = part(archive, "content.xml", name=name), part(archive, "styles.xml", name=name)
    if content is None:
        raise ReadError(name, "an OpenDocument package without content", "save it again")
    root = xml(content, name=name, limits=limits)
    style_root = xml(styles, name=name, limits=limits) if styles is not None else None
    try:
        page = _Reader(root, style_root, limits).page()
        page.warnings += _active_content(archive, name, limits, [root] if style_root is None else [root, style_root])
    except TooManyCellsError as error:
        raise ReadError(name, "a table of absurd size", "do not trust this file", code="unsafe") from error
    return source_of(page, name=name, data=data, media_type=MEDIA_TYPE, reader=READER, limits=limits)


def _active_content(archive: zipfile.ZipFile, name: str, limits: Limits, roots: list[etree._Element]) -> list[Finding]:
    """What the program that opens the file would run or load: macros, linked parts, a template on another machine."""
    found = [active.macros("Basic or scripts")] if any(map(_MACRO.match, archive.namelist())) else []
    meta = part(archive, "meta.xml", name=name)
    for root in [*roots, *([xml(meta, name=name, limits=limits)] if meta is not None else [])]:
        for element in root.iter(*_LOADED):
            what, address = _LOADED[element.tag], element.get(_XLINK + "href", "")
            if element.tag == _SCRIPT + "event-listener":
                found.append(active.macros("started by events"))
            elif element.tag in _DDE:
                found.append(active.linked(what, element.get(_OFFICE + "dde-topic", "")))
            elif element.tag == _META + "template":
                found += [active.linked(what, address)] if active.is_remote(address) else []
            elif address and not address.startswith(("./", "#", "Object")):
                found.append(active.linked(what, address))
    return list(dict.fromkeys(found))


class _Reader:
    def __init__(self, root: etree._Element, styles: etree._Element | None, limits: Limits) -> None:
        self.root, self.style_root, self.limits = root, styles, limits
        roots = [root] if styles is None else [root, styles]
        self.lists = {e.get(_STYLE + "name", ""): e for r in roots for e in r.iter(_T + "list-style")}
        self.styles = {e.get(_STYLE + "name", ""): e for r in roots for e in r.iter(_STYLE + "style")}
        self.counts: dict[tuple[str, int], int] = {}
        self.notes: list[Para] = []
        self.boxes: list[Para | Grid] = []
        self.warnings: list[Finding] = []
        self.believed = self._believe()

    def page(self) -> Page:
        body = self.root.find(f"{_OFFICE}body/{_OFFICE}text")
        page = Page(warnings=self.warnings)
        if body is not None:
            page.body = self.content(body)
        page.footnotes = self.notes
        heads: list[Para] = []
        feet: list[Para] = []
        page.headers, page.footers = heads, feet
        for tag, into in (("header", heads), ("footer", feet)):
            for element in self.style_root.iter(_STYLE + tag) if self.style_root is not None else ():
                text = "\n".join(p.text.strip() if isinstance(p, Para) else p.text() for p in self.content(element))
                if not is_page_number(text) and all(text != para.text for para in into):
                    into.append(Para(text))
        return page

    def content(self, parent: etree._Element, depth: int = 0, style: str = "") -> list[Para | Grid]:
        """Paragraphs, lists and tables under `parent` in their order."""
        found: list[Para | Grid] = []
        for element in parent:
            tag = element.tag
            if tag in (_T + "p", _T + "h"):
                found += self._paragraph(element)
            elif tag == _T + "list":
                found += self._list(element, depth, element.get(_T + "style-name") or style)
            elif tag == _TABLE + "table":
                found.append(self.table(element))
            elif tag == _T + "numbered-paragraph" or (isinstance(tag, str) and tag not in _GONE and len(element)):
                found += self.content(element, depth, style)
        return found

    def _paragraph(self, element: etree._Element, label: str = "", depth: int = 0) -> list[Para | Grid]:
        outer, self.boxes = self.boxes, []
        pieces: list[tuple[str, str | None]] = []
        self._inline(element, self._run(element, Run()), pieces)
        boxes, self.boxes = self.boxes, outer
        text = encodings.joined(pieces, self.believed)
        level = element.get(_T + "outline-level", "1") if element.tag == _T + "h" else ""
        if label and text.strip():
            text = label + text.lstrip()
        if level.isdigit() and text.strip():
            return [Para(text, "heading", int(level[:2])), *boxes]
        listed = bool(label) and "\n" not in text.strip()
        return [Para(text, "list_item", depth + 1) if listed else Para(text), *boxes]

    def _run(self, element: etree._Element, base: Run) -> Run:
        """What the style of a paragraph or span says of its letters; `base` is that of the text around it."""
        key, seen = element.get(_T + "style-name", ""), set()
        font, caps, hidden = None, None, None
        while key in self.styles and key not in seen:
            seen.add(key)
            style = self.styles[key]
            properties = style.find(_STYLE + "text-properties")
            if properties is not None:
                font = font or properties.get(_STYLE + "font-name") or properties.get(_FO + "font-family")
                caps = caps or properties.get(_FO + "text-transform")
                hidden = hidden or properties.get(_T + "display")
            key = style.get(_STYLE + "parent-style-name", "")
        shown = caps == "uppercase" if caps is not None else base.caps
        return Run(font or base.font, shown, hidden == "none" if hidden is not None else base.hidden)

    def _believe(self) -> dict[str, bool]:
        """Which of the old encodings the text is set in, by all paragraphs and spans in their fonts."""
        texts: dict[str, list[str]] = {}
        for tag in (_T + "p", _T + "h", _T + "span"):
            for element in self.root.iter(tag):
                font = self._run(element, Run()).font
                old = encodings.font_encoding(font) if font else None
                if old is not None:
                    texts.setdefault(old[0], []).append(" ".join(element.itertext()))
        believed, found = encodings.believed_of(texts)
        self.warnings += found
        return believed

    def _inline(self, element: etree._Element, run: Run, pieces: list[tuple[str, str | None]]) -> None:
        def put(text: str | None) -> None:
            if text and not run.hidden:
                text = _collapsed(text)
                pieces.append((text.upper() if run.caps else text, run.font))

        put(element.text)
        for child in element:
            tag = child.tag
            if tag == _T + "s":
                count = child.get(_T + "c", "1")
                pieces.append((" " * min(1000, int(count) if count.isdigit() else 1), run.font))
            elif tag in (_T + "tab", _T + "line-break"):
                pieces.append(("\t" if tag == _T + "tab" else "\n", run.font))
            elif tag == _T + "note":
                self._note(child)
            elif isinstance(tag, str) and tag.startswith(_DRAW):
                self.boxes += self.content(child)
            elif isinstance(tag, str) and tag not in _GONE:
                self._inline(child, self._run(child, run), pieces)
            put(child.tail)

    def _note(self, element: etree._Element) -> None:
        body = element.find(_T + "note-body")
        if body is not None:
            content = self.content(body)
            text = "\n".join(p.text.strip() if isinstance(p, Para) else p.text() for p in content).strip()
            if text:
                self.notes.append(Para(text))

    # Lists -----------------------------------------------------------------------------------------------------------

    def _list(self, element: etree._Element, depth: int, style: str) -> list[Para | Grid]:
        found: list[Para | Grid] = []
        key = (style, depth)
        if element.get(_T + "continue-numbering") != "true" and not element.get(_T + "continue-list") and depth:
            self.counts.pop(key, None)
        elif not depth and element.get(_T + "continue-numbering") != "true" and not element.get(_T + "continue-list"):
            self.counts = {k: v for k, v in self.counts.items() if k[0] != style}
        for item in element:
            if item.tag not in (_T + "list-item", _T + "list-header"):
                continue
            first = item.tag == _T + "list-item"
            for child in item:
                if child.tag in (_T + "p", _T + "h"):
                    found += self._paragraph(child, self._label(style, depth, item) if first else "", depth)
                    first = False
                elif child.tag == _T + "list":
                    found += self._list(child, depth + 1, child.get(_T + "style-name") or style)
                    first = False
        return found

    def _label(self, style: str, depth: int, item: etree._Element) -> str:
        level = self._level(style, depth)
        if level is None:
            return ""
        if level.tag == _T + "list-level-style-bullet":
            return bullet(level.get(_T + "bullet-char", "•")) + " "
        start = item.get(_T + "start-value") or ""
        first = level.get(_T + "start-value", "1")
        count = self.counts.get((style, depth), (int(first) if first.isdigit() else 1) - 1) + 1
        count = int(start) if start.isdigit() else count
        self.counts[style, depth] = count
        for key in [k for k in self.counts if k[0] == style and k[1] > depth]:
            del self.counts[key]
        shown = level.get(_T + "display-levels", "1")
        parts = []
        for at in range(max(0, depth + 1 - (int(shown) if shown.isdigit() else 1)), depth + 1):
            outer = self._level(style, at)
            form = _FORMATS.get(outer.get(_STYLE + "num-format", "1"), "decimal") if outer is not None else "decimal"
            parts.append(written(self.counts.get((style, at), 1), form))
        before, after = (level.get(_STYLE + key, "")[:LONGEST] for key in ("num-prefix", "num-suffix"))
        label = before + ".".join(filter(None, parts)) + after
        return f"{label} " if label.strip() else ""

    def _level(self, style: str, depth: int) -> etree._Element | None:
        found = self.lists.get(style)
        for level in found if found is not None else ():
            if level.get(_T + "level") == str(depth + 1):
                return level
        return None

    # Tables ----------------------------------------------------------------------------------------------------------

    def table(self, table: etree._Element) -> Grid:
        """A table with its spans; repeated empty rows and cells count once."""
        rows: list[list[tuple[list[Para | Grid], int, int]]] = []
        heads, bordered = 0, False
        for row, head in self._rows(table, is_head=False):
            cells: list[tuple[list[Para | Grid], int, int]] = []
            for cell in row:
                if cell.tag == _TABLE + "table-cell":
                    cells.append((self.content(cell), _number(cell, "rows"), _number(cell, "columns")))
                    bordered = bordered or self._bordered(cell.get(_TABLE + "style-name", ""))
            heads += head and heads == len(rows)
            rows.append(cells)
        found, count, columns = placed(rows, limit=self.limits.cells)
        return Grid(found, count, columns, heads, bordered)

    def _rows(self, parent: etree._Element, *, is_head: bool) -> Iterator[tuple[etree._Element, bool]]:
        for element in parent:
            if element.tag == _TABLE + "table-row":
                yield element, is_head
            elif element.tag in (_TABLE + "table-header-rows", _TABLE + "table-rows", _TABLE + "table-row-group"):
                yield from self._rows(element, is_head=is_head or element.tag.endswith("header-rows"))

    def _bordered(self, style: str) -> bool:
        element = self.styles.get(style)
        properties = element.find(_STYLE + "table-cell-properties") if element is not None else None
        if properties is None:
            return False
        lines = [value for key, value in properties.attrib.items() if key.startswith(_FO + "border")]
        return any(line != "none" for line in lines)


def _number(cell: etree._Element, what: str) -> int:
    value = cell.get(f"{_TABLE}number-{what}-spanned", "1")
    return max(1, min(int(value[:6]), 65_534)) if value.isdigit() else 1


def _collapsed(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text)
