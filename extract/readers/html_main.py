"""Which part of a web page is the document, and what the page itself says of it.

Law portals are known by the element that holds the document (portals.toml). On other pages, what is certainly no
document goes first (menus, forms, what is hidden); then the page is narrowed as long as nothing but short pieces is
left outside.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from importlib.resources import files

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

_GONE = frozenset(
    (
        *(
            "script",
            "style",
            "noscript",
            "nav",
            "aside",
            "form",
            "button",
            "select",
            "textarea",
            "input",
            "svg",
            "iframe",
        ),
        *("object", "embed", "applet", "template", "head", "audio", "video", "canvas", "map"),
    )
)
_BOILERPLATE = re.compile(
    r"(?:^|[\s_-])(?:menu|nav|navbar|breadcrumbs?|side-?bar|footer|comments?|share|social|related|banner|adverts?|ads|cookie"
    r"|popup|modal|search|pagination|login|toolbar|mucluc|toc)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_SHORT = 80
_TITLE = re.compile(r"(?P<type>[^\W\d][^\d:;,]{2,40}?) số:? (?P<number>\d+(?:[/-]\w+)+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Portals:
    """What portals.toml holds."""

    roots: tuple[tuple[str, str], ...]
    anchors: re.Pattern[str]
    statuses: frozenset[str]
    labels: dict[str, str]
    meta: dict[str, str]


@functools.cache
def portals() -> Portals:
    """The table of portals, read once."""
    path = files(__package__ or "cancu.extract.readers").joinpath("portals.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Portals(
        tuple((root["attribute"], root["value"]) for root in data["roots"]),
        re.compile("|".join(map(re.escape, data["anchors"]))),
        frozenset(data["statuses"]),
        data["labels"],
        data["meta"],
    )


def main_of(root: etree._Element) -> tuple[list[etree._Element], bool]:
    """The elements of the page that hold the document, and whether anything was left out. Changes `root`."""
    for attribute, value in portals().roots:
        test = (
            f"@{attribute}"
            if value == "*"
            else f"contains(concat(' ', normalize-space(@{attribute}), ' '), ' {value} ')"
        )
        found = [e for e in root.xpath(f"//*[{test}]") if len(_text(e)) > 200]
        if found:
            _strip(found[0], web_page=False)
            return [found[0]], True
    bodies = root.xpath("//body")
    body = bodies[0] if bodies else root
    web_page = _is_web_page(body)
    _strip(body, web_page)
    if not web_page:
        return [body], False
    chosen = body
    while (inner := _narrower(chosen)) is not None:
        chosen = inner
    return [chosen], chosen is not body


def hints_of(root: etree._Element, main: etree._Element | None) -> dict[str, str]:
    """What the page says of the document outside the document: title, number, dates, issuer, status, address."""
    found: dict[str, str] = {}
    table = portals()
    for meta in root.iter("meta"):
        key = table.meta.get((meta.get("name") or meta.get("property") or "").lower())
        if key and meta.get("content"):
            found[key] = " ".join(meta.get("content", "").split())
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            found.setdefault("url", link.get("href", ""))
    title = next((t for e in root.iter("h1") if (t := _text(e))), None) or next(
        (_text(e) for e in root.iter("title")), ""
    )
    if main is None:
        return _of_title(title) | found
    pieces = list(_outside(root, main))
    for at, piece in enumerate(pieces):
        label, colon, value = piece.partition(":")
        key = table.labels.get(label.strip().lower())
        if piece in table.statuses:
            found.setdefault("status", piece)
        elif key and (colon or at + 1 < len(pieces)):
            value = value.strip() or (pieces[at + 1] if at + 1 < len(pieces) else "")
            if value and value.strip(" :").lower() not in table.labels and len(value) < 500:
                found.setdefault(key, value)
    return _of_title(title) | found


def _of_title(title: str) -> dict[str, str]:
    """The title, and the kind and the number that it begins with: "Thông tư số 52/2025/TT-NHNN Sửa đổi ..."."""
    titled = _TITLE.match(title)
    return ({"title": title} if title else {}) | (titled.groupdict() if titled else {})


def _outside(root: etree._Element, main: etree._Element) -> list[str]:
    """The texts of the page that stand outside the document, in their order."""
    pieces: list[str] = []
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        gone = element is main or element.tag in ("script", "style")
        if event == "start":
            depth += gone
            text = element.text
        else:
            depth -= gone
            text = element.tail
        if not depth and text and (piece := " ".join(text.split())):
            pieces.append(unicodedata.normalize("NFC", piece))
    return pieces


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _is_web_page(body: etree._Element) -> bool:
    """A page of a site, with menus and links, and not a document that a word processor saved as HTML?"""
    if next(body.iter("nav", "header", "footer", "aside", "form"), None) is not None:
        return True
    links = sum(len(_text(a)) for a in body.iter("a") if a.get("href") and not a.get("href", "").startswith("#"))
    return links > 0.05 * len(_text(body))


def _strip(body: etree._Element, web_page: bool) -> None:
    """Take out what is certainly no part of the document."""
    whole = len(_text(body)) or 1
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or element is body:
            continue
        gone = element.tag in _GONE or element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")
        if not gone and web_page:
            names = f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}"
            likely = element.tag in ("header", "footer") or _BOILERPLATE.search(names)
            gone = likely and len(_text(element)) < 0.4 * whole and not portals().anchors.search(_text(element).lower())
        elif gone and element.tag == "form":  # some portals wrap the whole page in a form
            gone = len(_text(element)) < 0.4 * whole
        if gone:
            drop(element)


def drop(element: etree._Element) -> None:
    """Take an element out and keep the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    previous = element.getprevious()
    if element.tail:
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _narrower(element: etree._Element) -> etree._Element | None:
    """The child that holds the document alone, or None when `element` itself is what to read."""
    children = [c for c in element if isinstance(c.tag, str)]
    if element.tag in ("table", "tbody", "ul", "ol", "p") or not children:
        return None
    sizes = {child: _prose(child) for child in children}
    best = max(children, key=lambda c: sizes[c])
    if sizes[best] < 0.5 * (sum(sizes.values()) or 1) or best.tag in ("p", "ul", "ol", "span"):
        return None
    if best.tag == "table":
        return _cell_of_layout(best) if all(child is best or _is_boilerplate(child) for child in children) else None
    own = [element.text or "", *(child.tail or "" for child in children)]
    if any(len(text.strip()) > _SHORT for text in own):
        return None
    return best if all(child is best or _is_boilerplate(child) for child in children) else None


def _cell_of_layout(table: etree._Element) -> etree._Element | None:
    """The cell that holds the document where a table lays out the page, as sites of the nineties do."""
    cells = [cell for cell in table.iter("td") if next(cell.iterancestors("table")) is table]
    best = max(cells, key=_prose, default=None)
    if best is None or _prose(best) < 0.7 * _prose(table) or next(best.iter("p", "div", "table"), None) is None:
        return None
    return best if all(cell is best or _is_boilerplate(cell) for cell in cells) else None


def _prose(element: etree._Element) -> int:
    """How many characters of an element stand outside links."""
    links = sum(len("".join(a.itertext())) for a in element.iter("a"))
    return max(0, len(_text(element)) - links)


def _is_boilerplate(element: etree._Element) -> bool:
    text = _text(element)
    if not text:
        return True
    if portals().anchors.search(unicodedata.normalize("NFC", text).lower()):
        return False
    if _is_properties(element):
        return True
    if any(_prose(table) > _SHORT for table in element.iter("table")):
        return False
    longest = max((len(t.strip()) for t in element.xpath(".//text()[not(parent::a)]")), default=0)
    return longest < _SHORT or _prose(element) < 0.3 * len(text)


def _is_properties(element: etree._Element) -> bool:
    """What a page says of the document, label by label? A list of documents has its labels in one row, over columns."""
    labels = portals().labels
    pieces = [unicodedata.normalize("NFC", " ".join(text.split())) for text in element.itertext()]
    pieces = [piece for piece in pieces if piece]
    labelled = sum(piece.partition(":")[0].strip().lower() in labels for piece in pieces)
    rows = [row for row in element.iter("tr") if any(_label(cell) in labels for cell in row)]
    return labelled >= 3 and 3 * labelled >= len(pieces) and len(rows) != 1


def _label(element: etree._Element) -> str:
    return unicodedata.normalize("NFC", _text(element)).partition(":")[0].strip().lower()
