"""When bodies end and who takes over: from the tables of agencies and of areas to the graph.

A body ends with itself (ministries and departments merged on 2025-03-01, Resolution 176/2025/QH15) or with its area
(provinces merged on 2025-07-01, Resolution 202/2025/QH15). Districts ended on that day, all of them, and their tasks
went to communes and provinces: a body of a district has no one successor then (Resolution 203/2025/QH15, Law
72/2025/QH15), and collectives of such bodies ended with them. Why is said of the event that ended a body.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..ontology.areas import DISTRICTS_END, Areas, areas_of
from ..ontology.identifiers import Identifiers
from ..ontology.issuers import PARTY_BODY, issuers_of
from ..ontology.tables import AgencyName, Issuer, Tables
from . import terms as t
from .nquads import Lines

_STEPS = 5  # mergers of mergers; the tables hold at most two
_DISTRICTS = "cap-huyen"
_NO_HEIR = {
    "vi": "Không tổ chức đơn vị hành chính cấp huyện từ ngày 01/7/2025 (Nghị quyết 203/2025/QH15, Luật 72/2025/QH15); "
    "nhiệm vụ được chuyển cho cấp xã và cấp tỉnh, nên không có một cơ quan kế thừa.",
    "en": "There are no districts since 2025-07-01 (Resolution 203/2025/QH15, Law 72/2025/QH15); their tasks went to "
    "communes and provinces, so that no one body took over.",
}
_COMMUNES = ("xa-", "phuong-", "thi-tran-", "dac-khu-")
_COMMITTEES = {
    "tỉnh": "Tỉnh ủy",
    "thành phố": "Thành ủy",
    "quận": "Quận ủy",
    "huyện": "Huyện ủy",
    "thị xã": "Thị ủy",
}
_UNIT = re.compile(r" (?:tỉnh|thành phố|[Qq]uận|huyện|thị xã) .*")


@dataclass(frozen=True, slots=True)
class _End:
    """The first day without a body or an area, the keys of what took over, and the event with the act that says so.

    `district` is true of the end of all districts.
    """

    day: str
    heirs: tuple[str, ...] = ()
    event: str = _DISTRICTS
    act: str = ""
    district: bool = False


_ALL_DISTRICTS = _End(DISTRICTS_END, district=True)


def write_succession(out: Lines, agencies: Iterable[tuple[str, str]], *, tables: Tables, ids: Identifiers) -> None:
    """For each agency (key, name) that ends: the first day on which it is gone, and its successors with their names."""
    known = endings_of(tables)
    todo = [(key, name, 0) for key, name in agencies]
    done: set[str] = set()
    while todo:
        key, name, step = todo.pop(0)
        if key in done:
            continue
        done.add(key)
        end = known.of(key)
        if end is None:
            continue
        _write_end(out, ids.agency(key), end, ids)
        for heir in end.heirs:
            heir_name = known.renamed(name, heir)
            out.link(ids.agency(key), t.SUCCESSOR, ids.agency(heir))
            out.link(ids.agency(heir), t.TYPE, t.AGENCY)
            out.string(ids.agency(heir), t.LABEL, heir_name, "vi")
            area = known.areas.get(known.area_path(heir))
            out.string(ids.agency(heir), t.PROVINCE_NAME, area.province_name if area else None)
            if step < _STEPS:
                todo.append((heir, heir_name, step + 1))


@functools.lru_cache(maxsize=4)
def endings_of(tables: Tables) -> Endings:
    """The ends that the tables know."""
    return Endings(tables)


def write_end_of_districts(out: Lines, agencies: Iterable[str], *, ids: Identifiers) -> None:
    """The end of bodies and collectives (IRIs) of districts of which nothing more is known than their level."""
    for iri in agencies:
        _write_end(out, iri, _ALL_DISTRICTS, ids)


def _write_end(out: Lines, agency: str, end: _End, ids: Identifiers) -> None:
    event = ids.change(end.event, end.day)
    out.typed(agency, t.VALID_TO, end.day, "date")
    out.link(agency, t.CHANGED_BY, event)
    out.links(event, t.TYPE, t.CHANGE_EVENTS)
    out.link(event, t.ORIGINAL, agency)
    for heir in end.heirs:
        out.link(event, t.RESULTING, ids.agency(heir))
    out.typed(event, t.DATE, end.day, "date")
    out.string(event, t.SOURCE, end.act or None)
    if end.district:
        for language, words in _NO_HEIR.items():
            out.string(event, t.DESCRIPTION, words, language)


class Endings:
    """When the bodies of the tables end."""

    def __init__(self, tables: Tables) -> None:
        self.areas: Areas = areas_of(tables)
        self.area_path = issuers_of(tables).area_path
        self.rows: dict[str, Issuer | AgencyName] = {row.key: row for row in (*tables.issuers, *tables.agencies)}

    def day(self, key: str) -> str | None:
        """The first day without the body; None while it lasts."""
        end = self.of(key)
        return end.day if end else None

    def of(self, key: str) -> _End | None:
        """When the body ends, by itself or with its area, whichever comes first; None while it lasts."""
        path = self.area_path(key)
        body = key.removeprefix(f"{path}/")
        row, end = self.rows.get(body), self._of_area(path)
        if row and row.valid_to and not (end and end.day < row.valid_to):
            heirs = tuple(f"{path}/{heir}" if path else heir for heir in row.successors if heir in self.rows)
            if end is None or end.day > row.valid_to or heirs:
                return _End(row.valid_to, heirs, row.key, row.ended_by)
        if end is None:
            return None
        return replace(end, heirs=tuple(f"{heir}/{self._body_of(body, heir)}" for heir in end.heirs))

    def _of_area(self, path: str) -> _End | None:
        """When an area ends, and which areas took over."""
        place = self.areas.place_of.get(path)
        if place:
            heirs = self.areas.successors(path)
            district = place.parent is not None and place.valid_to == DISTRICTS_END
            act = place.source.partition("; ")[2] or place.source  # behind the act of its beginning
            return _End(place.valid_to, heirs, path, act, district) if place.valid_to else None
        above, _, unit = path.rpartition("/")
        end = self._of_area(above) if above else None
        if not above:
            return None
        if (
            end and end.day < DISTRICTS_END
        ):  # a smaller unit goes on in what its province or district was made a part of
            heirs = [f"{heir}/{unit}" for heir in end.heirs]
            listed = [key for heir in heirs for key in self.areas.epochs(heir, end.day)]
            return replace(end, heirs=tuple(listed or heirs) if len(listed or heirs) == 1 else ())
        # Many communes were joined on that day, and some were not: which, no table says.
        return None if unit.startswith(_COMMUNES) else _ALL_DISTRICTS

    def _body_of(self, body: str, area: str) -> str:
        """The segment of a body in the area that took over: a Party committee is called by the kind of its area."""
        found = self.areas.get(area)
        return PARTY_BODY.get(found.kind, body) if found and body in PARTY_BODY.values() else body

    def renamed(self, name: str, heir: str) -> str:
        """The name of the body that took over: its own, or the old one with the place of its new area."""
        path = self.area_path(heir)
        body = heir.removeprefix(f"{path}/")
        row = self.rows.get(body)
        area = self.areas.get(path)
        unit = _UNIT.search(name)
        if area and body in PARTY_BODY.values():
            return f"{_COMMITTEES[area.kind]} {area.name}"
        if row is not None and (unit is None or not name.startswith(row.name)):
            return row.name
        return name[: unit.start()] + f" {area.label}" if unit and area else name
