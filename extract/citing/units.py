"""Where a unit lies: "xã Đại Tâm, huyện Mỹ Xuyên, tỉnh Sóc Trăng" is one unit, with those that it lies in.

Units are named from the smallest up, with commas (NĐ 30/2020/NĐ-CP, Phụ lục II, mục III: names of units). A province
is one of the tables, so that a list ("UBND huyện A, thị xã B, thành phố C") is not taken for one unit.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from ...ontology.tables import Tables
from ..letters import CAPITALS
from .issuing import place_name

_NAME = rf"(?:[{CAPITALS}][\w'’]*|\d{{1,2}}(?!\w))(?:\s+(?:-\s+)?[{CAPITALS}][\w'’]*){{0,3}}"
_DISTRICT = rf"(?i:huyện|quận|thị\s+xã|thành\s+phố|TP\.?)\s+(?!(?i:đoàn|ủy|uỷ|hội)\b){_NAME}"
_COMMUNES = ("xã", "phường", "thị trấn", "đặc khu")
_DISTRICTS = ("huyện", "quận", "thị xã", "thành phố")
_SHORT = {"thị": "thị xã", "thành": "thành phố", "tp": "thành phố", "tp.": "thành phố"}  # "Thị ủy", "TP. Vinh"
_SIGNS = (",", "(", "-", "–")  # that part a unit from the one that it lies in
_KIND = rf"(?i:{'|'.join(_COMMUNES + _DISTRICTS)}|TP\.?|(?:huyện|quận|thị|thành)(?= (?:ủy|uỷ)\b))".replace(" ", r"\s+")
_UNIT = re.compile(rf"\b(?P<kind>{_KIND})(?i:\s+(?:ủy|uỷ)\b)?\s+(?P<name>{_NAME})\Z")
_LEVEL = re.compile(r"\b(tỉnh|thành\s+phố|tp\.?|huyện|quận|thị\s+xã)(?:\s+(?:ủy|uỷ)\b)?\s+(\S.*)\Z", re.IGNORECASE)


@functools.lru_cache(maxsize=8)
def _above(tables: Tables) -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str]]:
    """The names of cities that are provinces, what stands behind a district, and what behind a commune."""
    names: dict[str, set[str]] = {"tỉnh": set(), "thành phố": set()}
    for place in tables.places:
        if place.parent is None:
            names[place.kind] |= {place.name, *place.variants}
    listed = {
        kind: "|".join(
            r"\s+".join(map(re.escape, name.split())) for name in sorted(of_kind, key=lambda n: (-len(n), n))
        )
        for kind, of_kind in names.items()
    }
    province = (
        rf"(?:(?i:tỉnh)\s+(?i:{listed['tỉnh'] or '(?!)'})"
        rf"|(?i:thành\s+phố|TP\.?)\s*(?i:{listed['thành phố'] or '(?!)'}))(?!\w)"
    )
    province = rf"(?:(?:,\s+|\s+[-–]\s+){province}|\s*\({province}\))"
    cities = frozenset(name.casefold() for name in names["thành phố"])
    return cities, re.compile(province), re.compile(rf"(?:,\s+{_DISTRICT})(?:{province})?|{province}")


def end_above(text: str, end: int, kind: str, name: str, tables: Tables) -> int:
    """The end of the units that the unit `kind` `name`, which ends at `end`, is said to lie in; `end` when none is."""
    if text[end : end + 2].lstrip()[:1] not in _SIGNS:
        return end
    cities, behind_district, behind_commune = _above(tables)
    kind = " ".join(kind.casefold().split())
    kind = _SHORT.get(kind, kind)
    if kind in _COMMUNES:
        found = behind_commune.match(text, end)
    elif kind in _DISTRICTS and not (kind == "thành phố" and " ".join(name.split()).casefold() in cities):
        found = behind_district.match(text, end)
    else:
        found = None
    return found.end() if found else end


def end_of_place(text: str, at: int, end: int, tables: Tables) -> int:
    """The end of a name at [at, end) with the units that the unit in its last words is said to lie in."""
    unit = _UNIT.search(text, at, end) if text[end : end + 2].lstrip()[:1] in _SIGNS else None
    return end_above(text, end, unit["kind"], unit["name"], tables) if unit else end


def with_units_above(name: str, tables: Tables, lines: Sequence[str], *texts: str) -> str | None:
    """The name of a body of a district or commune with the units in which its unit lies, as the text says it.

    A line of the head may end in them ("ỦY BAN NHÂN DÂN HUYỆN MỸ XUYÊN / TỈNH SÓC TRĂNG", "TỈNH ỦY SÓC TRĂNG /
    HUYỆN ỦY MỸ XUYÊN"), or `texts` name the unit with them. None when nothing says it, or the name does.
    """
    unit = _UNIT.search(name)
    if unit is None or unit["name"].casefold() in _above(tables)[0]:
        return None
    for line in lines:
        level = _LEVEL.search(line)
        above = ", " + " ".join(f"{level[1]} {level[2]}".split()) if level else ""
        if above and end_above(above, 0, unit["kind"], unit["name"], tables) == len(above):
            return f"{name}, {place_name(above[2:], tables)}"
    words = " ".join(unit[0].split()).lower()
    for text in texts:
        flat = " ".join(text.split())
        at = flat.lower().find(words)
        while at >= 0:
            end = end_above(flat, at + len(words), unit["kind"], unit["name"], tables)
            if end > at + len(words):
                return name + flat[at + len(words) : end]
            at = flat.lower().find(words, at + 1)
    return None
