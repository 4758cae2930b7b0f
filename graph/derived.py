"""What no single source says: the times that many name, the documents that have ended, how long a suspension lasts,
where a target comes from.

Each source adds what it says while its own quads are written; when all have, what follows is written once, into the
graph of the entities.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from ..extract.records import Document, Target
from ..ontology.identifiers import Identifiers
from . import terms as t
from .compared import indicator_key
from .entities import entities_iri
from .impacts import write_impact
from .nquads import Lines

LASTING = ("suspends", "defers", "extends")  # the impacts that last for a time
_Goal = tuple[str, str | None, str]  # comparator, year, node of a target


def last_signed(documents: Iterable[Document]) -> str | None:
    """The last day of signature among documents."""
    return max((d.date for d in documents if d.date), default=None)


@dataclass(frozen=True, slots=True)
class Lasting:
    """An impact that lasts for a time, and the claim that states it: the day `stated`, else the `first` on which it can
    have worked, and the last one where it is stated.
    """

    node: str
    claim: str
    kind: str
    acting: str
    target: str
    partial: bool
    stated: str | None
    first: str | None
    until: str | None

    @property
    def same(self) -> tuple[str, str, str, bool]:
        """What the title and the articles of a document say in several words."""
        return self.kind, self.acting, self.target, self.partial


@dataclass(slots=True)
class Derived:
    """What the sources have said so far. `signed` is the last day of signature of a document that was read, `types`
    are those that tasks are to produce.
    """

    ids: Identifiers
    signed: str | None = None
    types: set[str] = field(default_factory=set)
    _times: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    _recurring: dict[str, str] = field(default_factory=dict)
    _ended: dict[str, str] = field(default_factory=dict)
    _cut: dict[str, str] = field(default_factory=dict)
    _lasting: list[Lasting] = field(default_factory=list)
    _extended: dict[str, tuple[str, Lasting]] = field(default_factory=dict)
    _resumed: dict[str, set[str]] = field(default_factory=dict)
    _expiring: dict[str, tuple[str, str]] = field(default_factory=dict)
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

    def last(self, impact: Lasting) -> None:
        """A document stops another one, or prolongs it, for a time."""
        self._lasting.append(impact)
        if impact.kind == "extends" and impact.until and not impact.partial:
            latest = self._extended.get(impact.target)
            if latest is None or (impact.until, impact.node) > (latest[0], latest[1].node):
                self._extended[impact.target] = impact.until, impact

    def resume(self, document: str, day: str | None) -> None:
        """A document goes on in force from `day` on."""
        if day:
            self._resumed.setdefault(document, set()).add(day)

    def expire(self, document: str, impact: str, day: str) -> None:
        """A document sets its own end: from `day` on it is no longer in force, unless another one prolongs it."""
        self._expiring[document] = min((impact, day), self._expiring.get(document, (impact, day)))

    def step(self, document: str, upward: str) -> None:
        """A document carries out another one, or is issued by it."""
        self._above.setdefault(document, set()).add(upward)

    def target(self, document: str, target: Target, node: str) -> None:
        """A document sets a target."""
        if target.indicator:
            goals = self._goals.setdefault(document, {})
            goals.setdefault((indicator_key(target.indicator), target.unit), []).append(
                (target.comparator, target.by, node)
            )

    def quads(self) -> str:
        """What follows, as N-Quads text of the graph of the entities."""
        out = Lines(entities_iri(self.ids))
        self._write_times(out)
        self._write_expiries(out)
        self._write_force(out)
        self._write_lasting(out)
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

    def _write_expiries(self, out: Lines) -> None:
        """A text that is prolonged ends when the longer time is over, and not on the day that it set itself."""
        for document, (impact, day) in sorted(self._expiring.items()):
            prolonged = self._extended.get(document)
            if prolonged is None or prolonged[0] < day:
                out.link(impact, t.TYPE, t.TERMINATION)
                self.end(document, day, partial=False)
        for document, (until, impact) in sorted(self._extended.items()):
            expiry = self._expiring.get(document)
            if expiry and until < expiry[1]:
                continue
            ends = _day_after(until)
            node = self.ids.impact(f"{impact.node} {ends}")
            write_impact(
                out,
                node,
                kind="expires",
                acting=impact.acting,
                target=document,
                effective_from=ends,
                earliest_effect=ends,
            )
            out.link(node, t.TYPE, t.TERMINATION)
            out.link(node, t.DERIVED_FROM, impact.claim)
            self.end(document, ends, partial=False)

    def _write_lasting(self, out: Lines) -> None:
        """First and last day of each impact that lasts for a time. It is over on the stated day, or on the one before
        the text is in force again or the acting document ends, whichever is first (Luật 80/2015/QH13, Điều 153). A
        title that names no day means those of the articles.
        """
        first, last = dict[tuple[str, str, str, bool], str](), dict[tuple[str, str, str, bool], str]()
        for impact in self._lasting:
            if impact.stated:
                first[impact.same] = min(impact.stated, first.get(impact.same, impact.stated))
            if impact.until:
                last[impact.same] = max(impact.until, last.get(impact.same, impact.until))
        for impact in sorted(self._lasting, key=lambda one: one.node):
            begin = impact.stated or first.get(impact.same) or impact.first
            stated = impact.until or last.get(impact.same)
            over = self._resumed.get(impact.target, set()) | {self._ended.get(impact.acting, "")} - {""}
            days = {_day_before(day) for day in over if begin is None or day > begin} | ({stated} if stated else set())
            if begin:
                out.typed(impact.node, t.EARLIEST_EFFECT, begin, "date")
            if days:
                out.typed(impact.node, t.LATEST_EFFECT, min(days), "date")

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


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
