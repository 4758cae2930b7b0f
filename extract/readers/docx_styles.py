"""What Word's styles say of a paragraph or a run: font, capitals, hidden, outline level, list, borders."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from .docx_numbering import VAL, W, number

_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Run:
    """The properties of a run that change what it shows."""

    font: str | None = None
    caps: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits: `list` is (list id, level) of a numbered style, `outline` counts from 0."""

    run: Run = Run()
    outline: int | None = None
    list: tuple[str, int] | None = None
    bordered: bool = False


@dataclass(slots=True)
class Styles:
    """The styles of a document by id."""

    found: dict[str, Style] = field(default_factory=dict)
    default: Style = field(default_factory=Style)

    def of(self, key: str | None) -> Style:
        """The style of that id, or the default one."""
        return self.found.get(key or "", self.default)


def on(properties: etree._Element | None, tag: str, default: bool = False) -> bool:
    """Is a toggle ("w:vanish", "w:caps") set?"""
    element = properties.find(f"{W}{tag}") if properties is not None else None
    return default if element is None else element.get(VAL, "1") not in _OFF


def run_of(properties: etree._Element | None, base: Run) -> Run:
    """The properties of a run over those of its style."""
    if properties is None:
        return base
    fonts = properties.find(f"{W}rFonts")
    font = base.font
    if fonts is not None:
        font = fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or font
    return Run(font, on(properties, "caps", base.caps), on(properties, "vanish", base.hidden))


def has_borders(borders: etree._Element | None) -> bool:
    """Does a `w:tblBorders` or `w:tcBorders` draw any line?"""
    return borders is not None and any(line.get(VAL, "nil") not in ("nil", "none") for line in borders)


def styles_of(root: etree._Element | None) -> Styles:
    """The styles of styles.xml, each with what it inherits (`basedOn`)."""
    styles = Styles()
    if root is None:
        return styles
    defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    styles.default = Style(run=run_of(defaults, Run()))
    elements = {e.get(f"{W}styleId", ""): e for e in root.iterfind(f"{W}style")}
    for key in elements:
        _resolve(key, elements, styles)
    for key, element in elements.items():
        if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default", "0") not in _OFF:
            styles.default = styles.found[key]
    return styles


def _resolve(key: str, elements: dict[str, etree._Element], styles: Styles) -> None:
    chain: list[str] = []
    while key in elements and key not in styles.found and key not in chain:  # a style based on itself ends the chain
        chain.append(key)
        parent = elements[key].find(f"{W}basedOn")
        key = parent.get(VAL, "") if parent is not None else ""
    base = styles.found.get(key, styles.default)
    for key in reversed(chain):
        base = styles.found[key] = _style(elements[key], base)


def _style(element: etree._Element, base: Style) -> Style:
    paragraph = element.find(f"{W}pPr")
    outline = paragraph.find(f"{W}outlineLvl") if paragraph is not None else None
    listed = list_of(paragraph)
    return replace(
        base,
        run=run_of(element.find(f"{W}rPr"), base.run),
        outline=number(outline, 9) if outline is not None else base.outline,
        list=listed or base.list,
        bordered=base.bordered or has_borders(element.find(f"{W}tblPr/{W}tblBorders")),
    )


def list_of(paragraph: etree._Element | None) -> tuple[str, int] | None:
    """(list id, level) of a paragraph's `w:numPr`; the id "0" takes a paragraph out of its style's list."""
    numbers = paragraph.find(f"{W}numPr") if paragraph is not None else None
    if numbers is None:
        return None
    key, level = numbers.find(f"{W}numId"), numbers.find(f"{W}ilvl")
    return (key.get(VAL, "0") if key is not None else ""), number(level)
