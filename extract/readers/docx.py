"""Word documents (.docx): the final text in the order of the page, tables with their merged cells, generated numbers.

ECMA-376 Part 1, read with lxml alone: what the body, its styles and its lists say is all that is needed.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from ..records import Finding
from ..source import Source
from . import encodings
from .docx_active import findings
from .docx_numbering import VAL, Numbering, W, number, numbering_of
from .docx_parts import Parts, R
from .docx_styles import Run, Styles, has_borders, list_of, on, run_of, styles_of
from .errors import ReadError
from .layer import source_of
from .limits import Limits
from .package import opened
from .page import Edged, Grid, Page, Para, TooManyCellsError, from_edges, is_page_number
from .symbols import symbol

READER = "docx 1"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MOST_COLUMNS = 4_096
_TWIPS = 140  # a quarter of a centimetre: edges closer than that are one
_PASSED = frozenset(
    W + tag
    for tag in ("hyperlink", "smartTag", "customXml", "ins", "moveTo", "sdt", "sdtContent", "fldSimple", "dir", "bdo")
)
_GONE = frozenset(W + tag for tag in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText"))
_SIGNS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "\u2011",
}


def read_docx(data: bytes, *, name: str, limits: Limits) -> Source:
    """A .docx file as a `Source`. Raises ReadError for a damaged, encrypted or hostile one."""
    archive = opened(data, name=name, limits=limits)
    document = _Document(archive, name, limits)
    try:
        page = document.page()
    except TooManyCellsError as error:
        raise ReadError(name, "a table of absurd size", "do not trust this file", code="unsafe") from error
    return source_of(page, name=name, data=data, media_type=MEDIA_TYPE, reader=READER, limits=limits)


class _Document:
    def __init__(self, archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
        self.name, self.limits = name, limits
        self.parts = Parts(archive, name, limits)
        self.styles: Styles = styles_of(self.parts.root(self.parts.related("styles", "styles.xml")))
        self.numbering: Numbering = numbering_of(self.parts.root(self.parts.related("numbering", "numbering.xml")))
        self.warnings: list[Finding] = []
        self.notes: list[tuple[str, str]] = []  # ("footnotes", id) in the order of their references
        self.boxes: list[Para | Grid] = []  # text boxes of the paragraph under way
        self.believed: dict[str, bool] = {}

    # The page --------------------------------------------------------------------------------------------------------

    def page(self) -> Page:
        root = self.parts.root(self.parts.main)
        body = root.find(f"{W}body") if root is not None else None
        if root is None or body is None:
            raise ReadError(self.name, "a zip package without a Word document in it", "give a .docx file")
        self.warnings += findings(self.parts, root)
        self._believe(root)
        page = Page(warnings=self.warnings)
        page.body = self.content(body)
        page.footnotes = self._footnotes()
        self._running_heads(root, page)
        return page

    def _believe(self, root: etree._Element) -> None:
        """Decide for each old encoding whether the text in its fonts is set in it: fonts outlive conversions."""
        texts: dict[str, list[str]] = {}
        default = self.styles.default.run
        for run in root.iter(f"{W}r"):
            style = self._run_style(run, default)
            font = encodings.font_encoding(style.font) if style.font else None
            if font is not None:
                texts.setdefault(font[0], []).extend(t.text or "" for t in run.iterfind(f"{W}t"))
        self.believed, found = encodings.believed_of(texts)
        self.warnings += found

    def content(self, parent: etree._Element) -> list[Para | Grid]:
        """Paragraphs and tables under `parent` in their order."""
        found: list[Para | Grid] = []
        joined: list[tuple[str, str | None]] = []
        for element in self._flow(parent):
            if element.tag == f"{W}tbl":
                found.append(self.table(element))
                continue
            pieces = [*joined, *self._pieces(element)]
            joined = []
            if self._mark_deleted(element):
                joined = pieces
                continue
            found.append(self._para(element, pieces))
            found += self.boxes
            self.boxes = []
        if joined:
            found.append(Para(self._text(joined)))
        return found

    def _flow(self, parent: etree._Element) -> Iterator[etree._Element]:
        for element in parent:
            if element.tag in (f"{W}p", f"{W}tbl"):
                yield element
            elif element.tag in _PASSED:
                yield from self._flow(element)
            elif element.tag == f"{_MC}AlternateContent":
                yield from self._flow(_chosen(element))

    @staticmethod
    def _mark_deleted(paragraph: etree._Element) -> bool:
        """Was the paragraph's end deleted under revision, so that its text goes on in the next one?"""
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        return mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None)

    def _para(self, paragraph: etree._Element, pieces: list[tuple[str, str | None]]) -> Para:
        properties = paragraph.find(f"{W}pPr")
        key = properties.find(f"{W}pStyle") if properties is not None else None
        style_id = key.get(VAL) if key is not None else None
        style = self.styles.of(style_id)
        outline = properties.find(f"{W}outlineLvl") if properties is not None else None
        level = number(outline, 9) if outline is not None else style.outline
        text = self._text(pieces)
        label = self._label(properties, style_id)
        if label is not None and text.strip():
            text = label[0] + text.lstrip()
        if level is not None and level < 9 and text.strip():
            return Para(text, "heading", level + 1)
        if label is not None and "\n" not in text and len(text) > len(label[0]):
            return Para(text, "list_item", label[2] + 1)
        return Para(text)

    def _label(self, properties: etree._Element | None, style_id: str | None) -> tuple[str, bool, int] | None:
        """The number that Word writes before the paragraph, whether it is a bullet, and its level."""
        own, styled = list_of(properties), self.styles.of(style_id).list
        if own is not None and not own[0] and styled is not None:
            own = (styled[0], own[1])
        if own is None and styled is not None:
            own = (styled[0], self._level_of_style(styled, style_id))
        if own is None or own[0] == "0":
            return None
        abstract = self.numbering.lists.get(own[0], "")
        if abstract in self.numbering.links:  # the levels stand with the numbering style that the list points to
            target = self.styles.of(self.numbering.links[abstract]).list
            if target is not None and target[0] in self.numbering.lists:
                self.numbering.lists[own[0]] = self.numbering.lists[target[0]]
        label = self.numbering.label(*own)
        return (*label, own[1]) if label is not None else None

    def _level_of_style(self, styled: tuple[str, int], style_id: str | None) -> int:
        levels = self.numbering.abstract.get(self.numbering.lists.get(styled[0], ""), {})
        return next((at for at, level in levels.items() if level.style == style_id), styled[1])

    # Runs ------------------------------------------------------------------------------------------------------------

    def _run_style(self, run: etree._Element, base: Run) -> Run:
        properties = run.find(f"{W}rPr")
        key = properties.find(f"{W}rStyle") if properties is not None else None
        if key is not None:
            styled = self.styles.found.get(key.get(VAL, ""))
            if styled is not None:
                font = styled.run.font if styled.run.font != self.styles.default.run.font else base.font
                base = Run(font or base.font, styled.run.caps or base.caps, styled.run.hidden or base.hidden)
        return run_of(properties, base)

    def _pieces(self, paragraph: etree._Element) -> list[tuple[str, str | None]]:
        """The paragraph's text as (text, font) pieces, revisions carried out."""
        properties = paragraph.find(f"{W}pPr")
        key = properties.find(f"{W}pStyle") if properties is not None else None
        base = self.styles.of(key.get(VAL) if key is not None else None).run
        pieces: list[tuple[str, str | None]] = []
        self._inline(paragraph, base, pieces)
        return pieces

    def _inline(self, parent: etree._Element, base: Run, pieces: list[tuple[str, str | None]]) -> None:
        for element in parent:
            tag = element.tag
            if tag == f"{W}r":
                style = self._run_style(element, base)
                if not style.hidden:
                    self._run(element, style, pieces)
            elif tag in _PASSED:
                self._inline(element, base, pieces)
            elif tag == f"{_MC}AlternateContent":
                self._inline(_chosen(element), base, pieces)
            elif isinstance(tag, str) and tag.endswith(("}oMath", "}oMathPara")):
                text = "".join(t.text or "" for t in element.iter("{*}t"))
                pieces.append((text, None))

    def _run(self, run: etree._Element, style: Run, pieces: list[tuple[str, str | None]]) -> None:
        for element in run:
            tag = element.tag
            if tag == f"{W}t":
                text = element.text or ""
                pieces.append((text.upper() if style.caps else text, style.font))
            elif tag in _SIGNS:
                pieces.append((_SIGNS[tag], style.font))
            elif tag == f"{W}sym":
                pieces.append((_symbol(element), None))
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                kind = "footnotes" if tag == f"{W}footnoteReference" else "endnotes"
                self.notes.append((kind, element.get(f"{W}id", "")))
            elif tag == f"{_MC}AlternateContent":
                self._run(_chosen(element), style, pieces)
            elif tag not in _GONE:
                self._text_boxes(element)

    def _text_boxes(self, drawing: etree._Element) -> None:
        outer, self.boxes = self.boxes, []
        found: list[Para | Grid] = []
        for box in _outermost(drawing, f"{W}txbxContent"):
            found += self.content(box)
        self.boxes = outer + found

    def _text(self, pieces: list[tuple[str, str | None]]) -> str:
        return encodings.joined(pieces, self.believed)

    # Tables ----------------------------------------------------------------------------------------------------------

    def table(self, table: etree._Element) -> Grid:
        """A table with its merged cells on a grid; rows and cells deleted under revision are left out."""
        widths = [number_of(column.get(f"{W}w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        edges = [0.0]
        for width in widths:
            edges.append(edges[-1] + (width or 1000))
        rows: list[list[Edged]] = []
        headers, counting, drawn = 0, True, self._bordered(table)
        for row in self._parts(table, f"{W}tr"):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                continue
            counting = counting and on(properties, "tblHeader")
            headers += counting
            cells, lines = self._row(row, properties, edges)
            drawn = drawn or lines
            if cells:
                rows.append(cells)
        cells, count, columns = from_edges(rows, tolerance=_TWIPS, limit=self.limits.cells)
        return Grid(cells, count, columns, min(headers, count), drawn)

    def _bordered(self, table: etree._Element) -> bool:
        properties = table.find(f"{W}tblPr")
        own = properties.find(f"{W}tblBorders") if properties is not None else None
        if own is not None:
            return has_borders(own)
        style = properties.find(f"{W}tblStyle") if properties is not None else None
        return style is not None and self.styles.of(style.get(VAL)).bordered

    def _parts(self, parent: etree._Element, tag: str) -> Iterator[etree._Element]:
        for element in parent:
            if element.tag == tag:
                yield element
            elif element.tag in _PASSED:
                yield from self._parts(element, tag)

    def _row(
        self, row: etree._Element, properties: etree._Element | None, edges: list[float]
    ) -> tuple[list[Edged], bool]:
        column = number(properties.find(f"{W}gridBefore")) if properties is not None else 0
        found: list[Edged] = []
        drawn = False
        for cell in self._parts(row, f"{W}tc"):
            cell_properties = cell.find(f"{W}tcPr")
            span, merged, along = 1, None, None
            if cell_properties is not None:
                if cell_properties.find(f"{W}cellDel") is not None:
                    continue  # Word moves the cells after it to the left
                span = min(1000, max(1, number(cell_properties.find(f"{W}gridSpan"), 1)))
                merged, along = cell_properties.find(f"{W}vMerge"), cell_properties.find(f"{W}hMerge")
                drawn = drawn or has_borders(cell_properties.find(f"{W}tcBorders"))
            if column + span > _MOST_COLUMNS:
                raise TooManyCellsError
            while len(edges) <= column + span:
                edges.append(edges[-1] + 1000)
            right = edges[column + span]
            if along is not None and along.get(VAL, "continue") == "continue" and found:
                found[-1].right = right
            else:
                continued = merged is not None and merged.get(VAL, "continue") == "continue"
                found.append(Edged(edges[column], right, self.content(cell), continued))
            column += span
        return found, drawn

    # Notes and running heads -----------------------------------------------------------------------------------------

    def _footnotes(self) -> list[Para]:
        found: list[Para] = []
        for kind in ("footnotes", "endnotes"):
            wanted = [key for k, key in self.notes if k == kind]
            root = self.parts.root(self.parts.related(kind, f"{kind}.xml")) if wanted else None
            notes = {n.get(f"{W}id", ""): n for n in root} if root is not None else {}
            for key in dict.fromkeys(wanted):
                content = self.content(notes[key]) if key in notes else []
                text = "\n".join(p.text.strip() if isinstance(p, Para) else p.text() for p in content)
                if text.strip():
                    found.append(Para(text.strip()))
        return found

    def _running_heads(self, root: etree._Element, page: Page) -> None:
        """Headers and footers of all sections, each text once; a letterhead set as a page header opens the body."""
        seen: set[str] = set()
        heads: list[Para] = []
        feet: list[Para] = []
        page.headers, page.footers = heads, feet
        for tag, into in (("headerReference", heads), ("footerReference", feet)):
            ids = dict.fromkeys(reference.get(f"{R}id", "") for reference in root.iter(f"{W}{tag}"))
            found = (self.parts.relations[key] for key in ids if key in self.parts.relations)
            for path in dict.fromkeys(target for _, target, external in found if not external):
                part_root = self.parts.root(path)
                if part_root is None:
                    continue
                content = self.content(part_root)
                text = "\n".join(p.text.strip() if isinstance(p, Para) else p.text() for p in content).strip()
                if text in seen or is_page_number(text):
                    continue
                seen.add(text)
                if "cộng hòa xã hội chủ nghĩa" in text.lower().replace("hoà", "hòa"):
                    page.body[:0] = content
                else:
                    into.append(Para(text))


def _chosen(alternate: etree._Element) -> etree._Element:
    """The branch of `mc:AlternateContent` to read: both show the same thing."""
    choice = alternate.find(f"{_MC}Choice")
    fallback = alternate.find(f"{_MC}Fallback")
    if choice is not None and (next(choice.iter(f"{W}t"), None) is not None or fallback is None):
        return choice
    return fallback if fallback is not None else alternate


def _outermost(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    if element.tag == tag:
        yield element
    elif element.tag == f"{_MC}AlternateContent":
        yield from _outermost(_chosen(element), tag) if len(element) else ()
    else:
        for child in element:
            yield from _outermost(child, tag)


def _symbol(element: etree._Element) -> str:
    code = element.get(f"{W}char", "")
    if not re.fullmatch(r"[0-9A-Fa-f]{1,4}", code):
        return ""
    place = int(code, 16)
    private = place < 0x100 or 0xE000 <= place < 0xF900
    return symbol(place, element.get(f"{W}font", "")) if private else chr(place)


def number_of(value: str | None) -> float:
    """A measure in twips; 0 where there is none."""
    return float(value) if value is not None and re.fullmatch(r"\d{1,6}(?:\.\d{1,4})?", value) else 0.0
