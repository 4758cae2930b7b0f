"""Areas in time: which province or smaller unit a name means on a given day.

Neither name nor code identifies a province without a date: "tỉnh Lào Cai" is one unit from 1991 to 2025-06-30 and
another since (NQ 202/2025/QH15), and seven codes changed their meaning on that day. An area is therefore a row with its
epoch, and its key carries the year in which the epoch began: "lao-cai.1991", "lao-cai.2025".
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from .identifiers import slug
from .tables import Place, Tables

PROVINCE_KINDS = ("tỉnh", "thành phố")
DISTRICT_KINDS = ("quận", "huyện", "thị xã", "thành phố")
_NOT_WORD = re.compile(r"[\W_]")
COMMUNE_KINDS = ("phường", "xã", "thị trấn", "đặc khu")
DISTRICTS_END = "2025-07-01"  # Luật Tổ chức chính quyền địa phương 72/2025/QH15: two levels since


@dataclass(frozen=True, slots=True)
class Area:
    """An area in one epoch. `key` is unique; `province` is the key of its province, its own when it is one."""

    key: str
    name: str
    kind: str
    level: str  # province, district, commune
    province: str
    province_name: str
    province_kind: str

    @property
    def label(self) -> str:
        """The name with its kind: "tỉnh Lào Cai", "Quận 2"."""
        return self.name if self.name.lower().startswith(self.kind) else f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Found:
    """What a name may mean: one area, or several that nothing said tells apart, or none."""

    areas: tuple[Area, ...]
    reason: str

    @property
    def area(self) -> Area | None:
        """The one area, or None."""
        return self.areas[0] if len(self.areas) == 1 else None


def place_key(place: Place) -> str:
    """The segment of an area key that a row of the table stands for."""
    return f"{place.slug}.{place.valid_from[:4]}" if place.valid_from else place.slug


def words(text: str) -> str:
    """Names in the form that is compared: lower case, one blank, no punctuation, one place of the tone mark."""
    text = text.lower().replace("uỷ", "ủy").replace("hoà", "hòa").replace("thuỷ", "thủy").replace("hoá", "hóa")
    return " ".join(_NOT_WORD.sub(" ", text).split())


class Areas:
    """The places of one set of tables, by name and by key."""

    def __init__(self, tables: Tables) -> None:
        self._rows = tables.places
        self._by_ref = {f"{p.code}@{p.valid_from or ''}": p for p in tables.places}
        self._provinces: dict[str, list[Place]] = {}
        self._districts: dict[str, list[Place]] = {}
        self._by_key: dict[str, Area] = {}
        self.place_of: dict[str, Place] = {}
        for place in tables.places:
            names = self._districts if place.parent else self._provinces
            for name in {words(place.name), *map(words, place.variants)}:
                names.setdefault(name, []).append(place)
            area = self._area(place)
            self._by_key[area.key] = area
            self.place_of[area.key] = place
        self._before: dict[str, list[Place]] = {}
        for place in tables.places:
            for ref in (place.successor or "").split("|"):
                self._before.setdefault(ref, []).append(place)

    def _area(self, place: Place) -> Area:
        key = place_key(place)
        if place.parent is None:
            return Area(key, place.name, place.kind, "province", key, place.name, place.kind)
        parent = self._by_ref[place.parent]
        province = place_key(parent)
        return Area(f"{province}/{key}", place.name, place.kind, "district", province, parent.name, parent.kind)

    def get(self, key: str) -> Area | None:
        """The area of a key that stands in the table."""
        return self._by_key.get(key)

    def all(self) -> Iterable[tuple[Area, Place]]:
        """Every row with its area."""
        return ((self._by_key[key], place) for key, place in self.place_of.items())

    def successors(self, key: str) -> tuple[str, ...]:
        """The keys of the areas that took over; empty while the area lasts or when it is not in the table."""
        place = self.place_of.get(key)
        if place is None or not place.successor:
            return ()
        return tuple(self._area(self._by_ref[ref]).key for ref in place.successor.split("|") if ref in self._by_ref)

    def is_province(self, name: str, kind: str | None = None) -> bool:
        """Does any province of any epoch bear this name? "thành phố Thanh Hóa" is the seat of tỉnh Thanh Hóa: a city
        (`kind`) is a province only where a province was a city.
        """
        rows = self._provinces.get(words(name), [])
        return bool(rows) and (kind != "thành phố" or any(p.kind == kind for p in rows))

    def province(self, name: str, *, kind: str | None = None, when: str | None = None) -> Found:
        """The province that `name` means on `when`, a day or a year; without it, every epoch is possible."""
        rows = self._provinces.get(words(name), [])
        rows = [p for p in rows if kind is None or p.kind == kind] or rows
        return self._choose(name, rows, when)

    def _choose(self, name: str, rows: list[Place], when: str | None) -> Found:
        if not rows:
            return Found((), f"no area of the table is called {name}")
        valid = [p for p in rows if _lasts(p, when)]
        areas = tuple(self._by_key[self._area(p).key] for p in valid)
        if not areas:
            return Found((), f"{name} did not exist on {when}")
        if len(areas) > 1:
            return Found(
                areas, f"{name} names {len(areas)} areas" + (f" in {when}" if when else ", and no date is known")
            )
        return Found(areas, f"{name} on {when}" if when else f"{name}, the only one of that name")

    def district(self, kind: str, name: str, province: Area | None, *, when: str | None = None) -> Found:
        """A district by kind and name: from the table, else as a part of `province`."""
        label = name if words(name).startswith(kind) else f"{kind} {name}"
        rows = [
            p
            for key in {words(name), words(label)}
            for p in self._districts.get(key, [])
            if p.kind == kind and (province is None or self._area(p).province_name == province.name)
        ]
        if rows:
            return self._choose(label, list(dict.fromkeys(rows)), when)
        if province is None:
            return Found((), f"the province of {label} is not said")
        if when is not None and when >= DISTRICTS_END and len(when) > 4:
            return Found((), f"{label}: there are no districts since {DISTRICTS_END}")
        return Found((self.part(province, kind, label, "district"),), f"{label} of {province.label}")

    def part(self, of: Area, kind: str, label: str, level: str) -> Area:
        """A district or commune that is in no table, as a part of the area that it lies in."""
        key = f"{of.key}/{slug(label)}"
        return self._by_key.get(key) or Area(
            key, label[0].upper() + label[1:], kind, level, of.province, of.province_name, of.province_kind
        )

    def on(self, area: Area, when: str | None, *, kind: str | None = None) -> tuple[Area, ...]:
        """What the area was on an earlier day: itself, or the areas that it was made of (those of `kind`).

        A text of the merged tỉnh Lào Cai that speaks of a decision "của tỉnh" of 2020 may mean Lào Cai or Yên Bái.
        """
        place = self.place_of.get(area.key)
        if place is None or when is None:
            return (area,)
        found: dict[str, Area] = {}
        waiting = [place]
        while waiting:
            row = waiting.pop()
            if _lasts(row, when):
                found[self._area(row).key] = self._area(row)
            if row.valid_from is not None and when[:10] <= row.valid_from[: len(when)]:
                waiting += self._before.get(f"{row.code}@{row.valid_from}", [])
        return tuple(a for a in found.values() if kind is None or a.kind == kind)


def _lasts(place: Place, when: str | None) -> bool:
    """Does the area exist on the day `when`, or on some day of the year `when`?"""
    if when is None:
        return True
    first, last = (when, when) if len(when) > 4 else (f"{when}-01-01", f"{when}-12-31")
    return (place.valid_from or "") <= last and (place.valid_to is None or place.valid_to > first)


@functools.lru_cache(maxsize=8)
def areas_of(tables: Tables) -> Areas:
    """The areas of one set of tables, compiled once."""
    return Areas(tables)
