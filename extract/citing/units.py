"""Where a unit lies: "xã Đại Tâm, huyện Mỹ Xuyên, tỉnh Sóc Trăng" is one unit, with those that it lies in.

Units are named from the smallest up, with commas (NĐ 30/2020/NĐ-CP, Phụ lục II, mục III: names of units). A province
is one of the tables, so that a list ("UBND huyện A, thị xã B, thành phố C") is not taken for one unit.
"""

from __future__ import annotations

import functools
import re

from ...ontology.tables import Tables
from ..letters import CAPITALS

_NAME = rf"(?:[{CAPITALS}][\w'’]*|\d{{1,2}}(?!\w))(?:\s+(?:-\s+)?[{CAPITALS}][\w'’]*){{0,3}}"
_DISTRICT = rf"(?i:huyện|quận|thị\s+xã|thành\s+phố|TP\.?)\s+(?!(?i:đoàn|ủy|uỷ|hội)\b){_NAME}"
_COMMUNES = ("xã", "phường", "thị trấn", "đặc khu")
_DISTRICTS = ("huyện", "quận", "thị xã", "thành phố")
_UNIT = re.compile(rf"\b(?P<kind>(?i:{'|'.join(_COMMUNES + _DISTRICTS)}))\s+(?P<name>{_NAME})\Z".replace(" ", r"\s+"))


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
        rf",\s+(?:(?i:tỉnh)\s+(?i:{listed['tỉnh'] or '(?!)'})"
        rf"|(?i:thành\s+phố|TP\.?)\s*(?i:{listed['thành phố'] or '(?!)'}))(?!\w)"
    )
    cities = frozenset(name.casefold() for name in names["thành phố"])
    return cities, re.compile(province), re.compile(rf"(?:,\s+{_DISTRICT})(?:{province})?|{province}")


def end_above(text: str, end: int, kind: str, name: str, tables: Tables) -> int:
    """The end of the units that the unit `kind` `name`, which ends at `end`, is said to lie in; `end` when none is."""
    if text[end : end + 1] != ",":
        return end
    cities, behind_district, behind_commune = _above(tables)
    kind = " ".join(kind.casefold().split())
    if kind in _COMMUNES:
        found = behind_commune.match(text, end)
    elif kind in _DISTRICTS and not (kind == "thành phố" and " ".join(name.split()).casefold() in cities):
        found = behind_district.match(text, end)
    else:
        found = None
    return found.end() if found else end


def end_of_place(text: str, at: int, end: int, tables: Tables) -> int:
    """The end of a name at [at, end) with the units that the unit in its last words is said to lie in."""
    unit = _UNIT.search(text, at, end) if text[end : end + 1] == "," else None
    return end_above(text, end, unit["kind"], unit["name"], tables) if unit else end
