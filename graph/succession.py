"""When bodies end and who takes over: from the tables of agencies and of areas to the graph.

A body ends with itself (ministries and departments merged on 2025-03-01, Resolution 176/2025/QH15) or with its area
(provinces merged and districts abolished on 2025-07-01, Resolution 202/2025/QH15, Law 72/2025/QH15).
"""

from __future__ import annotations

from collections.abc import Iterable

from ..ontology.areas import DISTRICTS_END, Areas, areas_of
from ..ontology.identifiers import Identifiers
from ..ontology.tables import Tables
from . import terms as t
from .nquads import Lines

_STEPS = 5  # mergers of mergers; the tables hold at most two


def write_succession(out: Lines, agencies: Iterable[tuple[str, str]], *, tables: Tables, ids: Identifiers) -> None:
    """For each agency (key, name) that ends: the first day on which it is gone, and its successors with their names."""
    known = _Endings(tables)
    todo = [(key, name, 0) for key, name in agencies]
    done: set[str] = set()
    while todo:
        key, name, step = todo.pop(0)
        if key in done:
            continue
        done.add(key)
        end, heirs = known.of(key, name)
        if end:
            out.typed(ids.agency(key), t.VALID_TO, end, "date")
        for heir, heir_name in heirs:
            out.link(ids.agency(key), t.SUCCESSOR, ids.agency(heir))
            out.link(ids.agency(heir), t.TYPE, t.AGENCY)
            out.string(ids.agency(heir), t.LABEL, heir_name, "vi")
            area = known.areas.get(heir.rpartition("/")[0])
            out.string(ids.agency(heir), t.PROVINCE_NAME, area.province_name if area else None)
            if step < _STEPS:
                todo.append((heir, heir_name, step + 1))


class _Endings:
    def __init__(self, tables: Tables) -> None:
        self.areas: Areas = areas_of(tables)
        rows = [*tables.issuers, *tables.agencies]
        self.rows = {row.key: row for row in rows}

    def of(self, key: str, name: str) -> tuple[str | None, list[tuple[str, str]]]:
        """The first day without the body, and who takes over; (None, []) while it lasts."""
        head, _, tail = key.partition("/")
        row = self.rows.get(tail or head)
        area = self.areas.place_of.get(head) if tail else None
        if row and row.valid_to and not (area and area.valid_to and area.valid_to < row.valid_to):
            heirs = [
                (f"{head}/{heir}" if tail else heir, self.rows[heir].name)
                for heir in row.successors
                if heir in self.rows
            ]
            return row.valid_to, heirs
        if area and area.valid_to:
            if "." in tail.split("/")[0]:  # a district goes with its province, and nothing takes its place
                return min(area.valid_to, DISTRICTS_END), []
            return area.valid_to, [
                (f"{heir}/{tail}", self._renamed(name, heir)) for heir in self.areas.successors(head)
            ]
        if tail and "." in tail.split("/")[0]:
            return DISTRICTS_END, []
        return None, []

    def _renamed(self, name: str, area: str) -> str:
        """The name of a body under its new area, where the old one ended in its place."""
        found = self.areas.get(area)
        for kind in ("tỉnh", "thành phố"):
            before, word, _ = name.rpartition(f" {kind} ")
            if word and found:
                return f"{before} {found.label}"
        return name
