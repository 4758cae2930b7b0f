"""Areas in time: which province or smaller unit a name means on a given day.

Neither name nor code identifies a province without a date: "tỉnh Lào Cai" is one unit from 1991 to 2025-06-30 and
another since (NQ 202/2025/QH15), and seven codes changed their meaning on that day. An area is therefore a row with its
epoch, and its key carries the year in which the epoch began: "lao-cai.1991", "lao-cai.2025".
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .identifiers import slug
from .tables import Place, Tables

PROVINCE_KINDS = ("tỉnh", "thành phố")
DISTRICT_KINDS = ("quận", "huyện", "thị xã", "thành phố")
_NOT_WORD = re.compile(r"[\W_]")
COMMUNE_KINDS = ("phường", "xã", "thị trấn", "đặc khu")
# Nghị quyết 203/2025/QH15, Điều 2; Luật Tổ chức chính quyền địa phương 72/2025/QH15: two levels since.
DISTRICTS_END = "2025-07-01"
_KINDS = sorted({*PROVINCE_KINDS, *DISTRICT_KINDS, *COMMUNE_KINDS}, key=len, reverse=True)
_KIND = re.compile(rf"\b({'|'.join(_KINDS)})\b")
_OF = re.compile(r"(?:^| )(?:trực )?(?:thuộc|của)$")  # "huyện mỹ xuyên thuộc tỉnh sóc trăng"
_NUMBERED = re.compile(r"quận \d+")


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


Unit = tuple[str, str]  # a unit as texts name it: ("huyện", "mỹ xuyên"); no kind or no name where it is not said


def units_of(words_: str, kind: str | None = None) -> list[Unit]:
    """The units that words in the form of `words` name, the smallest first; a bare level word has no name.

    `kind` is of the first unit, where the name of a body implies it ("huyện ủy").
    """
    if not words_:
        return []
    marks = list(_KIND.finditer(words_))
    found = []
    if not marks or marks[0].start() > 0:
        found.append((kind or "", words_[: marks[0].start()].strip() if marks else words_))
    ends = [mark.start() for mark in marks[1:]] + [len(words_)]
    return found + [
        (mark[1], _OF.sub("", words_[mark.end() : end].strip()))
        for mark, end in zip(marks, ends if marks else [], strict=True)
    ]


class Areas:
    """The places of one set of tables, by name and by key."""

    def __init__(self, tables: Tables) -> None:
        rows = (*tables.places, *tables.districts)
        self._by_ref = {f"{p.code}@{p.valid_from or ''}": p for p in rows}
        self._provinces: dict[str, list[Place]] = {}
        self._districts: dict[str, list[Place]] = {}
        self._by_key: dict[str, Area] = {}
        self.place_of: dict[str, Place] = {}
        for place in rows:
            names = self._districts if place.parent else self._provinces
            for name in {words(place.name), *map(words, place.variants)}:
                names.setdefault(name, []).append(place)
            area = self._area(place)
            self._by_key[area.key] = area
            self.place_of[area.key] = place
        self._before: dict[str, list[Place]] = {}
        for place in rows:
            for ref in (place.successor or "").split("|"):
                self._before.setdefault(ref, []).append(place)
        provinces = [place_key(place) for place in rows if place.parent is None]
        self._after = {key: _closure(self.successors(key), self.successors) for key in provinces}
        self._related = {
            key: {key, *self._after[key], *_closure(self._made_of(key), self._made_of)} for key in provinces
        }

    def _area(self, place: Place) -> Area:
        key = place_key(place)
        if place.parent is None:
            return Area(key, place.name, place.kind, "province", key, place.name, place.kind)
        parent = self._by_ref.get(place.parent)
        if parent is None:
            known = f"give code@valid_from of a row of places, such as {next(iter(self._by_ref), '94@1992-04-01')}"
            raise ValueError(f"{place.kind} {place.name}: no place is {place.parent!r}; {known}")
        province = place_key(parent)
        return Area(f"{province}/{key}", place.name, place.kind, "district", province, parent.name, parent.kind)

    def get(self, key: str) -> Area | None:
        """The area of a key that stands in the table."""
        return self._by_key.get(key)

    def all(self) -> Iterable[tuple[Area, Place]]:
        """Every row with its area."""
        return ((self._by_key[key], place) for key, place in self.place_of.items())

    def epochs(self, path: str, when: str) -> list[str]:
        """The keys of the epochs that last on `when` of an area given without its year ("ha-noi.2008/huyen-ba-vi")."""
        return [
            key
            for key, place in self.place_of.items()
            if (key == path or key.startswith(f"{path}.")) and _lasts(place, when)
        ]

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
        """A district by kind and name in the province that is said: from the table, else as a part of `province`.

        Without its province no district is known but the numbered ones, which one city alone has had.
        """
        label = name if words(name).startswith(kind) else f"{kind} {name}"
        if province is None and not _NUMBERED.fullmatch(words(label)):
            return Found((), f"the province of {label} is not said")
        rows = [p for p in self._called(kind, name) if province is None or self._parent(p).name == province.name]
        if rows:
            return self._choose(label, rows, when)
        if province is None:
            return Found((), f"the province of {label} is not said")
        if when is not None and when >= DISTRICTS_END and len(when) > 4:
            return Found((), f"{label}: there are no districts since {DISTRICTS_END}")
        return Found((self.part(province, kind, label, "district"),), f"{label} of {province.label}")

    def near(self, kind: str, name: str, home: Area, *, when: str | None = None, gone: bool = False) -> Found:
        """The district of a text of `home` that names it without its province: one that the table has in that province,
        or in those that it was made of or divided into. One that the table has elsewhere, or not at all, stays open.

        `gone` looks for the last that bore the name, where none does on `when`.
        """
        label = f"{kind} {name}"
        related = self._related.get(home.province, set())
        rows = [p for p in self._called(kind, name) if place_key(self._parent(p)) in related]
        lasting = [p for p in rows if _lasts(p, when)]
        if not lasting and gone and rows:
            last = max(p.valid_to or "" for p in rows)
            lasting = [p for p in rows if (p.valid_to or "") == last]
        if not rows:  # a town that is a city now: the table has the name with the kind of its last years
            same = {
                self._parent(p) for p in self._districts.get(words(name), []) if place_key(self._parent(p)) in related
            }
            found = [self._by_key[place_key(p)] for p in same if when is None or when < DISTRICTS_END or gone]
            areas = tuple(self.part(area, kind, label, "district") for area in found)
            return Found(areas, f"{label} of {home.province_name}" if areas else f"no {label} is known in {home.label}")
        if not lasting:
            return Found((), f"{label} did not exist on {when}")
        areas = tuple(dict.fromkeys(self._seen_from(home, p) for p in lasting))
        return Found(
            areas, f"{label} of {home.province_name}" if len(areas) == 1 else f"{label} is in several provinces"
        )

    def _seen_from(self, home: Area, place: Place) -> Area:
        """A district as a part of its own province; in a text older than that province, as a part of the one before."""
        area, province = self._area(place), self._by_key.get(home.province)
        if province and area.province in self._after[province.key] and area.province_name != province.name:
            return self.part(province, area.kind, area.label, "district")
        return self._by_key[area.key]

    def _called(self, kind: str, name: str) -> list[Place]:
        label = f"{kind} {name}"
        rows = [p for key in {words(name), words(label)} for p in self._districts.get(key, []) if p.kind == kind]
        return list(dict.fromkeys(rows))

    def _parent(self, place: Place) -> Place:
        return self._by_ref[place.parent or ""]

    def _made_of(self, key: str) -> tuple[str, ...]:
        """The areas that the area `key` took over from."""
        place = self.place_of.get(key)
        rows = self._before.get(f"{place.code}@{place.valid_from or ''}", []) if place else []
        return tuple(self._area(row).key for row in rows)

    def locate(
        self, units: list[Unit], when: str | None, *, home: Area | None = None, gone: bool = False
    ) -> tuple[tuple[Area, ...], str]:
        """The areas that a list of units may mean, and why: `home` is the place of the text where no province is said.

        More than one area leave it open, none says that it cannot be known. Before 2025-07-01 a commune is known with
        its district alone, because two districts of one province may have communes of one name.
        """
        kind, name = units[-1]
        province: Area | None = None
        if self.says_province(units):
            found = self.province(name, kind=kind or None, when=when)
            if len(units) == 1 or found.area is None:
                return found.areas, found.reason
            province, units, home = found.area, units[:-1], None
        area = province
        reason = ""
        for kind, name in reversed(units):
            if kind in COMMUNE_KINDS:
                found = self._commune(kind, name, area, home, when)
            elif home is not None and not _NUMBERED.fullmatch(words(f"{kind} {name}")):
                found = self.near(kind, name, home, when=when, gone=gone)
            else:
                found = self.district(kind, name, province, when=when)
            if found.area is None:
                return found.areas, found.reason
            area, reason = found.area, found.reason
        return ((area,) if area else ()), reason

    def says_province(self, units: list[Unit]) -> bool:
        """Does a list of units end in a province, or in a name that may be one?"""
        kind, name = units[-1]
        return kind == "" or (kind in PROVINCE_KINDS and self.is_province(name, kind))

    def says_where(self, units: list[Unit]) -> bool:
        """Does a list of units say its province, or need none ("quận 2")?"""
        return self.says_province(units) or bool(_NUMBERED.fullmatch(words(" ".join(units[-1]))))

    def _commune(self, kind: str, name: str, area: Area | None, home: Area | None, when: str | None) -> Found:
        label = f"{kind} {name}"
        if area is None and home is not None:
            above = home.key.rpartition("/")[0] if home.level == "commune" else home.key
            area = self._by_key.get(above) or (home if home.level != "commune" else None)
        if area is None:
            return Found((), f"the province of {label} is not said")
        if (
            area.level == "province"
            and not (when and when >= DISTRICTS_END and len(when) > 4)
            and (when or "") < "2026"
        ):
            return Found((), f"the district of {label} is not said")
        return Found((self.part(area, kind, label, "commune"),), f"{label} of {area.label}")

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


def _closure(first: Iterable[str], after: Callable[[str], Iterable[str]]) -> set[str]:
    """What is reached from `first` by `after`, in as many steps as there are."""
    found: set[str] = set()
    waiting = list(first)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += after(key)
    return found


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
