"""The numbers that Word generates ("1.", "a)", "Điều 5."), counted as Word counts them (ECMA-376 Part 1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
_PLACE = re.compile(r"%([1-9])")
LONGEST = 64  # characters around a number; without a bound one list could make a file of any size
_VIETNAMESE = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_ROMAN = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
_DASHES = ("-", "–", "—", "\u2212")


@dataclass(slots=True)
class Level:
    """One level of a list: how its number is written and where it starts."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class Numbering:
    """All lists of a document, with their running counts."""

    abstract: dict[str, dict[int, Level]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)  # list -> numbering style that holds its levels
    lists: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, Level]] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    used: set[tuple[str, int]] = field(default_factory=set)

    def label(self, list_id: str, at: int) -> tuple[str, bool] | None:
        """The next number of level `at` with what stands after it, and whether it is a bullet; None for no list."""
        abstract = self.lists.get(list_id)
        if abstract is None:
            return None
        levels = self.abstract.get(abstract, {}) | self.overrides.get(list_id, {})
        level = levels.get(at)
        if level is None:
            return None
        counts = self.counts.setdefault(abstract, {})
        self._count(list_id, at, level, levels, counts)
        if level.format == "bullet":
            return bullet(level.text) + " ", True
        if level.format == "none" and not level.text:
            return None
        text = _PLACE.sub(lambda m: self._written(int(m[1]) - 1, level, levels, counts), level.text[:LONGEST])
        return (text + ("" if level.suffix == "nothing" else " "), False) if text.strip() else None

    def _count(self, list_id: str, at: int, level: Level, levels: dict[int, Level], counts: dict[int, int]) -> None:
        restart = self.restarts.get(list_id, {}).get(at)
        if restart is not None and (list_id, at) not in self.used:
            counts[at] = restart
        else:
            counts[at] = counts[at] + 1 if at in counts else level.start
        self.used.add((list_id, at))
        for lower in [low for low in counts if low > at]:
            after = levels[lower].restart if lower in levels else None
            if after is None or (after != 0 and at < after):
                del counts[lower]

    @staticmethod
    def _written(at: int, level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
        shown = levels.get(at)
        if shown is None:
            return ""
        count = counts.get(at, shown.start)
        return written(count, "decimal" if level.legal else shown.format)


def bullet(text: str) -> str:
    """A bullet's glyph as a character: dashes and plus signs as they are, the rest "•"."""
    sign = text.strip()[:1]
    code = ord(sign) if sign else 0
    if 0xF000 <= code <= 0xF0FF:
        sign = {0x2D: "-", 0x2B: "+", 0x2A: "*"}.get(code - 0xF000, "•")
    if sign in _DASHES:
        return sign
    return sign if sign in ("+", "*") else "•"


def written(count: int, style: str) -> str:
    """A count in a numbering style of Word; unknown styles are written in digits."""
    if style in ("lowerLetter", "upperLetter"):
        if not 0 < count <= 780:
            return str(count)
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters.upper() if style == "upperLetter" else letters
    if style in ("lowerRoman", "upperRoman"):
        roman = _roman(count)
        return roman.lower() if style == "lowerRoman" else roman
    if style == "decimalZero":
        return f"{count:02d}"
    if style == "vietnameseCounting" and 0 <= count < len(_VIETNAMESE):
        return _VIETNAMESE[count]
    return "" if style == "none" else str(count)


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    found = ""
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    for value, sign in zip(values, _ROMAN, strict=True):
        while count >= value:
            found += sign
            count -= value
    return found


def number(element: etree._Element | None, default: int = 0) -> int:
    """The `w:val` of an element as a number."""
    value = element.get(VAL, "") if element is not None else ""
    return int(value) if re.fullmatch(r"-?\d{1,9}", value) else default


def numbering_of(root: etree._Element | None) -> Numbering:
    """The lists of numbering.xml."""
    found = Numbering()
    if root is None:
        return found
    for abstract in root.iterfind(f"{W}abstractNum"):
        key = abstract.get(f"{W}abstractNumId", "")
        found.abstract[key] = {_at(lvl): _level(lvl) for lvl in abstract.iterfind(f"{W}lvl")}
        link = abstract.find(f"{W}numStyleLink")
        if link is not None:
            found.links[key] = link.get(VAL, "")
    for num in root.iterfind(f"{W}num"):
        key = num.get(f"{W}numId", "")
        target = num.find(f"{W}abstractNumId")
        found.lists[key] = target.get(VAL, "") if target is not None else ""
        for override in num.iterfind(f"{W}lvlOverride"):
            at = _at(override)
            start, level = override.find(f"{W}startOverride"), override.find(f"{W}lvl")
            if level is not None:
                found.overrides.setdefault(key, {})[at] = _level(level)
            if start is not None:
                found.restarts.setdefault(key, {})[at] = number(start, 1)
    return found


def _at(element: etree._Element) -> int:
    value = element.get(f"{W}ilvl", "0")
    return int(value) if value.isdigit() and len(value) < 3 else 0


def _level(lvl: etree._Element) -> Level:
    def value(tag: str, default: str) -> str:
        element = lvl.find(f"{W}{tag}")
        return element.get(VAL, default) if element is not None else default

    restart = lvl.find(f"{W}lvlRestart")
    style = lvl.find(f"{W}pStyle")
    return Level(
        start=number(lvl.find(f"{W}start"), 1),
        format=value("numFmt", "decimal"),
        text=value("lvlText", ""),
        suffix=value("suff", "tab"),
        restart=number(restart) if restart is not None else None,
        legal=lvl.find(f"{W}isLgl") is not None,
        style=style.get(VAL) if style is not None else None,
    )
