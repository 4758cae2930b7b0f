"""Web pages: the document without the menus, tables with their spans, what the page says of it as hints."""

from __future__ import annotations

import email
import email.policy
import re

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]
from lxml import html as lxml_html

from ..records import Finding
from ..source import BlockKind, Source
from . import active, encodings
from .docx_numbering import written
from .errors import ReadError
from .html_main import drop, hints_of, main_of
from .layer import source_of
from .limits import Limits
from .page import Grid, Page, Para, TooManyCellsError, placed
from .plain import decoded

READER = "html 1"
_CHARSET = re.compile(rb"""<meta\b[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "blockquote",
            "body",
            "center",
            "dd",
            "dir",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
        ),
        *(
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "legend",
            "li",
            "main",
            "menu",
        ),
        *("ol", "p", "pre", "section", "ul"),
    )
)
_NOTE_LINK = re.compile(r"#_?(?:ftn|edn|sdfootnote|sdendnote|footnote|endnote|fn)(?:ref)?[-_:]?\d", re.IGNORECASE)
_NOTE = re.compile(r"_?(?:ftn|edn|sdfootnote|sdendnote|footnote|endnote|fn)[-_:]?\d+$", re.IGNORECASE)
_FONT = re.compile(r"font-family\s*:\s*[\"']?([^\"';,]+)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SINGLE_BYTE = frozenset({"iso8859-1", "cp1252", "ascii", "latin-1"})


def read_html(data: bytes, *, name: str, limits: Limits, encoding: str | None = None) -> Source:
    """A web page as a `Source`. Raises ReadError for one of absurd size or in an unknown encoding."""
    text, warnings = _decoded(data, name, encoding)
    return _source(text, warnings, data, name, limits)


def read_mhtml(data: bytes, *, name: str, limits: Limits) -> Source:
    """A web archive (.mht, also as .doc out of some registries): its first HTML part."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    parts = [(part, part.get_payload(decode=True)) for part in message.walk() if not part.is_multipart()]
    # Word packs the macros of a file that is saved as a web archive into a part of its own, "editdata.mso".
    packed = [part for part, payload in parts if isinstance(payload, bytes) and payload.startswith(b"ActiveMime")]
    programs = any("oledata.mso" not in part.get("Content-Location", "").lower() for part in packed)
    for part, payload in parts:
        if part.get_content_type() == "text/html":
            content = payload if isinstance(payload, bytes) else b""
            text, warnings = _decoded(content, name, part.get_content_charset())
            warnings += [active.macros()] if programs else []
            return _source(text, warnings, data, name, limits)
    raise ReadError(name, "a web archive without a page in it", "save the page as HTML")


def _decoded(data: bytes, name: str, encoding: str | None) -> tuple[str, list[Finding]]:
    """The page's text: as the caller says, as UTF-8 where it is that, else as the page itself says."""
    if encoding is None:
        declared = _CHARSET.search(data[:8192])
        known = encodings.known(declared[1].decode("ascii")) if declared else None
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            # Pages of the nineties call TCVN3 and VNI "iso-8859-1": the fonts decide then, or how the text reads.
            if known in _SINGLE_BYTE or (declared and declared[1].lower() == b"x-user-defined"):
                return encodings.windows(data), []
            if known is not None and known not in ("utf-8", *_SINGLE_BYTE) and not known.startswith("utf-16"):
                encoding = known
    text, _, warnings = decoded(data, name=name, encoding=encoding)
    # Letters of old fonts are converted by their fonts, or with the text layer: nobody has to read the page again.
    return text, [warning for warning in warnings if warning.code != "legacy-letters"]


def _source(text: str, warnings: list[Finding], data: bytes, name: str, limits: Limits) -> Source:
    if text.count("<") > 2 * limits.elements or len(text) > limits.xml:
        raise ReadError(name, "a page of absurd size", "split it", code="too-big")
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, no_network=True, recover=True)
    text = re.sub(r"^\s*<\?xml[^>]{0,200}>", "", text.removeprefix("\ufeff").replace("\0", ""), count=1)
    try:
        root = lxml_html.document_fromstring(text, parser=parser) if text.strip() else None
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(name, f"broken HTML: {error}", "save the page again") from error
    if any("depth" in error.message for error in parser.error_log):
        raise ReadError(name, "nested absurdly deep", "do not trust this file", code="unsafe")
    page = Page(warnings=warnings)
    if root is not None:
        try:
            _fill(page, root, limits)
        except TooManyCellsError as error:
            raise ReadError(name, "a table of absurd size", "do not trust this file", code="unsafe") from error
    return source_of(page, name=name, data=data, media_type="text/html", reader=READER, limits=limits)


def _fill(page: Page, root: etree._Element, limits: Limits) -> None:
    for element in list(root.iter("script", "style")):
        drop(element)
    main, cut = main_of(root)
    page.hints = hints_of(root, main[0] if cut else None)
    walker = _Walker(limits)
    walker.believed, found = encodings.believed_of(_old_fonts(main[0]))
    page.warnings += found
    for element in main:
        walker.walk(element)
    page.body, page.footnotes = walker.body, walker.notes
    page.headers, page.footers = walker.headers, walker.footers


def _old_fonts(root: etree._Element) -> dict[str, list[str]]:
    """The texts under each old encoding's fonts."""
    texts: dict[str, list[str]] = {}
    for element in root.iter():
        font = _font(element)
        old = encodings.font_encoding(font) if font else None
        if old is not None:
            texts.setdefault(old[0], []).append(" ".join(element.itertext()))
    return texts


def _font(element: etree._Element) -> str | None:
    face = element.get("face")
    if face:
        return face.split(",")[0].strip(" '\"")
    style = _FONT.search(element.get("style") or "")
    return style[1].strip() if style else None


class _Table:
    """A table under way: the rows that were read, and the cell that is open."""

    def __init__(self, element: etree._Element) -> None:
        self.rows: list[list[tuple[list[Para | Grid], int, int]]] = []
        self.heads = 0
        self.cell: tuple[int, int] | None = None
        self.caption: list[Para | Grid] = []
        border = element.get("border")
        self.bordered = None if border != "0" or "border" in (element.get("style") or "") else False

    def row(self, element: etree._Element) -> None:
        cells = [c for c in element if c.tag in ("td", "th")]
        head = (element.getparent().tag == "thead") or (bool(cells) and all(c.tag == "th" for c in cells))
        if head and self.heads == len(self.rows):
            self.heads += 1
        self.rows.append([])


class _Walker:
    """One pass over the elements: text gathers in `pieces` until a block begins or ends."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.body: list[Para | Grid] = []
        self.notes: list[Para] = []
        self.headers: list[Para] = []
        self.footers: list[Para] = []
        self.believed: dict[str, bool] = {}
        self.pieces: list[tuple[str, str | None]] = []
        self.fonts: list[str | None] = [None]
        self.into: list[list[Para | Grid]] = [self.body]
        self.tables: list[_Table] = []
        self.counts: list[int | None] = []  # of the lists that are open; None for one with bullets
        self.styles: list[str] = []
        self.label = ""
        self.kind: tuple[BlockKind, int] | None = None
        self.pre = 0

    def walk(self, root: etree._Element) -> None:
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                if self.start(element, root):
                    self.text(element.text)
                else:
                    walker.skip_subtree()
            else:
                if not self._skipped(element):
                    self.end(element)
                if element is not root:
                    self.text(element.tail)
        self.flush()

    @staticmethod
    def _skipped(element: etree._Element) -> bool:
        """A mark of a footnote, or what was taken out under revision (HTML, 4.7.2)?"""
        return element.tag == "del" or (element.tag == "a" and bool(_NOTE_LINK.search(element.get("href") or "")))

    def start(self, element: etree._Element, root: etree._Element) -> bool:
        tag = element.tag
        if self._skipped(element):
            return False
        self.fonts.append(_font(element) or self.fonts[-1])
        if tag == "br":
            self.pieces.append(("\n", self.fonts[-1]))
        elif tag == "table":
            self.flush()
            self.tables.append(_Table(element))
        elif tag in ("tr", "td", "th", "caption"):
            self._start_part(element)
        elif tag in _BLOCKS:
            self.flush()
            self._start_block(element, root)
        return True

    def _start_part(self, element: etree._Element) -> None:
        self.flush()
        if not self.tables:
            return
        table = self.tables[-1]
        if element.tag == "tr":
            table.row(element)
        elif element.tag == "caption":
            self.into.append(table.caption)
        else:
            if not table.rows:
                table.rows.append([])
            table.rows[-1].append(([], _span(element, "rowspan"), _span(element, "colspan")))
            self.into.append(table.rows[-1][-1][0])

    def _start_block(self, element: etree._Element, root: etree._Element) -> None:
        tag = element.tag
        if tag in ("ol", "ul", "menu", "dir"):
            start = element.get("start", "1")
            self.counts.append((int(start) if start.isdigit() else 1) if tag == "ol" else None)
            self.styles.append(element.get("type") or _list_style(element))
        elif tag == "li" and self.counts:
            self.label = self._item(element)
            self.kind = ("list_item", len(self.counts))
        elif re.fullmatch(r"h[1-6]", str(tag)):
            self.kind = ("heading", int(tag[1]))
        elif tag == "pre":
            self.pre += 1
        elif element is not root:
            apart = self._apart(element)
            if apart is not None:
                self.into.append(apart)

    def _apart(self, element: etree._Element) -> list[Para | Grid] | None:
        """Where the content of a footnote or a running head goes."""
        if _NOTE.match(element.get("id") or "") or "mso-element:footnote" in (element.get("style") or "").replace(
            " ", ""
        ):
            return self.notes  # type: ignore[return-value]
        title = (element.get("title") or "").lower()
        if element.tag == "div" and title in ("header", "footer"):
            return self.headers if title == "header" else self.footers  # type: ignore[return-value]
        return None

    def _item(self, element: etree._Element) -> str:
        count = self.counts[-1]
        if count is None:
            return "• "
        value = element.get("value", "")
        count = int(value) if value.isdigit() else count
        self.counts[-1] = count + 1
        style = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}.get(
            self.styles[-1], "decimal"
        )
        return "" if self.styles[-1] == "none" else written(count, style) + ". "

    def end(self, element: etree._Element) -> None:
        tag = element.tag
        self.fonts.pop()
        if tag == "table":
            self.flush()
            self._end_table()
        elif tag in ("td", "th", "caption") and self.tables:
            self.flush()
            self.into.pop()
        elif tag == "tr":
            self.flush()
        elif tag in _BLOCKS:
            self.flush()
            self.kind, self.label = None, ""
            if tag in ("ol", "ul", "menu", "dir") and self.counts:
                self.counts.pop()
                self.styles.pop()
            elif tag == "pre":
                self.pre -= 1
            elif len(self.into) > 1 and self._apart(element) is self.into[-1]:
                self.into.pop()

    def _end_table(self) -> None:
        table = self.tables.pop()
        cells, rows, columns = placed([row for row in table.rows if row], limit=self.limits.cells)
        self.into[-1] += table.caption
        if cells:
            self.into[-1].append(Grid(cells, rows, columns, min(table.heads, rows), table.bordered))

    def text(self, text: str | None) -> None:
        if not text:
            return
        if self.pre:
            self.pieces.append((text, self.fonts[-1]))
        else:
            self.pieces.append((_SPACE.sub(" ", text), self.fonts[-1]))

    def flush(self) -> None:
        """The gathered text becomes a paragraph."""
        if not self.pieces:
            return
        text = encodings.joined(self.pieces, self.believed)
        self.pieces = []
        if not text.strip():
            return
        text = self.label + text.strip() if self.label else text
        self.label = ""
        kind, level = self.kind or (None, None)
        self.into[-1].append(Para(text, None if "\n" in text.strip() else kind, level))


def _span(element: etree._Element, attribute: str) -> int:
    value = (element.get(attribute) or "1").strip()
    if not value.isdigit():
        return 1
    span = int(value[:6])
    if attribute == "rowspan" and span == 0:  # to the end of the table (HTML, 4.9.11)
        return 65534
    return max(1, min(span, 1000 if attribute == "colspan" else 65534))


def _list_style(element: etree._Element) -> str:
    style = re.search(r"list-style(?:-type)?\s*:\s*([\w-]+)", element.get("style") or "")
    names = {
        "lower-alpha": "a",
        "lower-latin": "a",
        "upper-alpha": "A",
        "lower-roman": "i",
        "upper-roman": "I",
        "none": "none",
    }
    return names.get(style[1], "1") if style else "1"
