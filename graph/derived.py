"""What no single source says: the times that many name, the documents that have ended, where a target comes from.

Each source adds what it says while its own quads are written; when all have, what follows is written once, into the
graph of the entities.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..extract.records import Document, Target
from ..ontology.identifiers import Identifiers
from . import terms as t
from .entities import entities_iri
from .nquads import Lines

_Goal = tuple[str, str | None, str]  # comparator, year, node of a target


def last_signed(documents: Iterable[Document]) -> str | None:
    """The last day of signature among documents."""
    return max((d.date for d in documents if d.date), default=None)


@dataclass(slots=True)
class Derived:
    """What the sources have said so far. `signed` is the last day of signature of a document that was read."""

    ids: Identifiers
    signed: str | None = None
    _times: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    _recurring: dict[str, str] = field(default_factory=dict)
    _ended: dict[str, str] = field(default_factory=dict)
    _cut: dict[str, str] = field(default_factory=dict)
    _goals: dict[str, dict[tuple[str, str], list[_Goal]]] = field(default_factory=dict)
    _above: dict[str, set[str]] = field(default_factory=dict)

    def time(self, first: str | None, last: str | None) -> str:
        """The node of the time from one day to another; either may be open."""
        node = self.ids.time(first, last)
        self._times[node] = first, last
        return node

    def recurrence(self, name: str) -> str:
        """The node of the times of what comes back."""
        node = self.ids.recurrence(name)
        self._recurring[node] = name
        return node

    def end(self, document: str, day: str | None, *, partial: bool) -> None:
        """A document, or a part of it, can have been out of force from `day` on; of several days the first counts."""
        if day:
            days = self._cut if partial else self._ended
            days[document] = min(day, days.get(document, day))

    def step(self, document: str, upward: str) -> None:
        """A document carries out another one, or is issued by it."""
        self._above.setdefault(document, set()).add(upward)

    def target(self, document: str, target: Target, node: str) -> None:
        """A document sets a target."""
        if target.indicator:
            goals = self._goals.setdefault(document, {})
            goals.setdefault((target.indicator, target.unit), []).append((target.comparator, target.by, node))

    def quads(self) -> str:
        """What follows, as N-Quads text of the graph of the entities."""
        out = Lines(entities_iri(self.ids))
        self._write_times(out)
        self._write_force(out)
        for node, parent in self._derivations():
            out.link(node, t.DERIVED_FROM_TARGET, parent)
            out.link(node, t.DERIVED_FROM, parent)
        return out.text()

    def _write_times(self, out: Lines) -> None:
        days: set[str] = set()
        for node, (first, last) in sorted(self._times.items()):
            days |= {day for day in (first, last) if day}
            if first == last:
                continue
            out.link(node, t.TYPE, t.PROPER_INTERVAL)
            for end, day in ((t.HAS_BEGINNING, first), (t.HAS_END, last)):
                if day:
                    out.link(node, end, self.ids.time(day, day))
        for day in sorted(days):
            node = self.ids.time(day, day)
            out.link(node, t.TYPE, t.INSTANT)
            out.typed(node, t.IN_DATE, day, "date")
        for node, name in sorted(self._recurring.items()):
            out.link(node, t.TYPE, t.TEMPORAL_ENTITY)
            out.link(node, t.FREQUENCY, self.ids.concept("frequency", name))

    def _write_force(self, out: Lines) -> None:
        """`eli:in_force` has no date of its own: it holds on the last day that the sources know. Only an end is said;
        that none is known is no evidence of force.
        """
        if not self.signed:
            return
        out.typed(entities_iri(self.ids), t.AS_OF, self.signed, "date")
        ended = {document for document, day in self._ended.items() if day <= self.signed}
        cut = {document for document, day in self._cut.items() if day <= self.signed} - ended
        for documents, state in ((ended, t.NOT_IN_FORCE), (cut, t.PARTLY_IN_FORCE)):
            for document in sorted(documents):
                out.link(document, t.IN_FORCE, state)

    def _derivations(self) -> Iterator[tuple[str, str]]:
        """Each target with the one target of the same name and unit in the nearest document above that has it.

        Of several there the one of the same year and comparator counts; where that leaves more than one, or none,
        nothing is said.
        """
        for document in sorted(self._goals.keys() & self._above.keys()):
            levels = self._levels(document)
            for kind, goals in self._goals[document].items():
                found = next((at for level in levels if (at := self._named(level, kind))), [])
                for comparator, by, node in goals:
                    if len(found) > 1:
                        alike = [parent for sign, year, parent in found if (sign, year) == (comparator, by)]
                    else:
                        alike = [parent for _, _, parent in found]
                    if len(alike) == 1:
                        yield node, alike[0]

    def _named(self, documents: set[str], kind: tuple[str, str]) -> list[_Goal]:
        return [goal for document in sorted(documents) for goal in self._goals.get(document, {}).get(kind, ())]

    def _levels(self, document: str) -> list[set[str]]:
        """The documents one step up, two steps up, and so on, each once."""
        levels, seen = [], {document}
        level = self._above[document] - seen
        while level:
            levels.append(level)
            seen |= level
            level = {above for one in level for above in self._above.get(one, ())} - seen
        return levels
