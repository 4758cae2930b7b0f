"""What a person may decide on besides relations, and a record with the decisions applied.

A task, each agency in its role, a deadline, an output, a goal with its indicator and its year, an amount of money, and
which document a citation means: each is a `Part` of the record, found again by its words and the sentence around them.
Decisions change a copy of the record before its quads are written, so that every question and every network sees them
and none has to ask; the record that is kept stays as it was extracted.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from ..extract.parse import parse
from ..extract.records import Agency, Assignment, Bearer, Budget, Citation, Comparator, Record, Role, Span, Target
from ..extract.tasks.deadlines import read_deadline
from ..ontology.identifiers import Identifiers
from ..ontology.tables import Tables
from .quotes import line_of, sentence_of
from .review import Review, Verdicts
from .rules import OF_BUDGET, OF_TARGET, of_bearer, of_task

ROLES: tuple[Role, ...] = ("lead", "cooperate", "responsible", "monitor")
RESOLUTION = "resolution"
_WHOLE = ("task", "target")
KINDS = ("task", *ROLES, "deadline", "output", "target", "indicator", "by_year", "budget", RESOLUTION)
_GOAL = re.compile(r"(?P<sign>>=|<=|=|>|<|≥|≤)?\s*(?P<value>\d+(?:[.,]\d+)?)\s*(?P<unit>.*)", re.DOTALL)
_SIGNS: Mapping[str, Comparator] = {"≥": ">=", "≤": "<=", ">=": ">=", "<=": "<=", "=": "=", ">": ">", "<": "<"}


@dataclass(frozen=True, slots=True)
class Part:
    """One statement of a record: `owner` is the id of its task, goal, amount or citation, `number` counts bearers from
    1, `words` say it, `[start, end)` are its characters and `where` the sentence that a reader is shown.
    """

    kind: str
    owner: str
    number: int
    words: str
    start: int
    end: int
    where: Span
    rule: str | None


@dataclass(frozen=True, slots=True)
class Decided:
    """A part, the identifier of the claim that it is, and what was decided about it."""

    part: Part
    claim: str
    review: Review


def parts_of(record: Record, text: str) -> Iterator[Part]:
    """The parts of a record, in its order; `text` is the text layer that its offsets index."""
    for task in record.assignments:
        yield from _task_parts(task, record.agencies)
    for target in record.targets:
        where = sentence_of(text, target.start, target.end)
        said = (("target", target.text), ("indicator", target.indicator), ("by_year", target.by))
        for kind, words in said:
            if words:
                yield Part(kind, target.id, 0, _joined(words), target.start, target.end, where, OF_TARGET)
    for money in record.budgets:
        where = line_of(text, money.start, money.end)
        yield Part("budget", money.id, 0, _joined(money.text), money.start, money.end, where, OF_BUDGET)
    for c in record.citations:
        where = sentence_of(text, c.start, c.end)
        yield Part(RESOLUTION, c.id, 0, _joined(c.text), c.start, c.end, where, None)


def _task_parts(task: Assignment, agencies: tuple[Agency, ...]) -> Iterator[Part]:
    where, rule = (task.start, task.end), of_task(task)
    yield Part("task", task.id, 0, _joined(task.task), *where, where, rule)
    for number, bearer in enumerate(bearers_of(task, agencies), 1):
        span = (bearer.start, bearer.end) if bearer.end > bearer.start else where
        yield Part(bearer.role, task.id, number, _joined(bearer.text), *span, where, of_bearer(bearer.role, task))
    for kind, words in (("deadline", task.deadline or task.recurring), ("output", task.output)):
        if words:
            yield Part(kind, task.id, 0, _joined(words), *task.spans.get(kind, where), where, rule)


def numbered(record: Record, text: str, ids: Identifiers) -> Iterator[tuple[Part, str, int]]:
    """The parts with the identifier of their claims, and which one of equal words in equal sentences each is."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for part in parts_of(record, text):
        key = (part.kind, part.words, _joined(text[slice(*part.where)]))
        seen[key] += 1
        owner, kind = ids.in_source(record.source, part.owner), f"{part.kind} {part.number}"
        yield part, ids.claim(record.source, owner, kind, part.words, part.start, part.end), seen[key]


def decided(record: Record, text: str, verdicts: Verdicts, ids: Identifiers) -> tuple[Decided, ...]:
    """The parts that a person decided on."""
    if not verdicts.on_parts_of(record.source):
        return ()
    found: list[tuple[Part, str, Review | None]] = []
    for part, claim, nth in numbered(record, text, ids):
        said = {"relation": part.kind, "mention": part.words, "quote": text[slice(*part.where)]}
        review = verdicts.on(claim, source=record.source, nth=nth, **said)
        found.append((part, claim, review))
    # What hangs on a task or a goal that was rejected is rejected with it.
    gone = {part.owner: r for part, _, r in found if part.kind in _WHOLE and r and r.decision == "reject"}
    held = ((part, claim, review or gone.get(part.owner)) for part, claim, review in found)
    return tuple(Decided(part, claim, review) for part, claim, review in held if review)


def applied(record: Record, decisions: Iterable[Decided], tables: Tables) -> Record:
    """The record as people see it: what they rejected is gone, what they corrected says what they said. Which document
    a citation means is no part of the record (`resolving`).
    """
    told = {(d.part.owner, d.part.kind, d.part.number): d.review for d in decisions if d.review.decision != "accept"}
    told = {key: review for key, review in told.items() if key[1] != RESOLUTION}
    if not told:
        return record
    changes = _Changes(record, told, tables)
    tasks = tuple(filter(None, map(changes.task, record.assignments)))
    targets = tuple(filter(None, map(changes.target, record.targets)))
    budgets = tuple(filter(None, map(changes.budget, record.budgets)))
    gone = {part.id for part in (*record.assignments, *record.targets, *record.budgets)}
    gone -= {part.id for part in (*tasks, *targets, *budgets)}
    budgets = tuple(dataclasses.replace(b, assignment=None) if b.assignment in gone else b for b in budgets)
    warnings = tuple(
        dataclasses.replace(w, about=tuple(a for a in w.about if a not in gone)) if gone & {*w.about} else w
        for w in record.warnings
    )
    agencies = (*record.agencies, *changes.named.values())
    return dataclasses.replace(
        record, assignments=tasks, targets=targets, budgets=budgets, agencies=agencies, warnings=warnings
    )


class _Changes:
    """Decisions on their way into the parts of one record; `named` are the bodies that reviewers name."""

    def __init__(self, record: Record, told: Mapping[tuple[str, str, int], Review], tables: Tables) -> None:
        self.record, self.told, self.tables = record, told, tables
        self.named: dict[str, Agency] = {}
        self.periods = {document.id: document.period for document in record.documents}

    def task(self, task: Assignment) -> Assignment | None:
        """A task as decided; None where it was rejected."""
        whole = self.told.get((task.id, "task", 0))
        if whole and whole.decision == "reject":
            return None
        if whole:
            task = dataclasses.replace(task, task=whole.new_object)
        output = self.told.get((task.id, "output", 0))
        if output:
            task = dataclasses.replace(task, output=output.new_object or None)
        due = self.told.get((task.id, "deadline", 0))
        return self._borne(self._due(task, due) if due else task)

    def _due(self, task: Assignment, review: Review) -> Assignment:
        words = review.new_object
        known = read_deadline(words, years=self.periods.get(task.in_document or ""))
        day = _iso_day(words)
        when = (None, day) if day else known.range
        return dataclasses.replace(
            task, deadline=words or None, deadline_range=when, recurring=known.recurring if words else None
        )

    def _borne(self, task: Assignment) -> Assignment:
        """The bearers as decided. One that was rejected keeps its place in the list without an agency, because the
        others are known by their number.
        """
        if not any(owner == task.id and kind in ROLES for owner, kind, _ in self.told):
            return task
        bearers = tuple(
            self._bearer(bearer, self.told.get((task.id, bearer.role, n)))
            for n, bearer in enumerate(bearers_of(task, self.record.agencies), 1)
        )
        lists = {role: tuple(_joined(b.text) for b in bearers if b.agency and b.role == role) for role in ROLES}
        return dataclasses.replace(task, bearers=bearers, **lists)

    def _bearer(self, bearer: Bearer, review: Review | None) -> Bearer:
        if review is None:
            return bearer
        if review.decision == "reject":
            return dataclasses.replace(bearer, agency=None)
        role = cast(Role, review.new_relation or bearer.role)
        if not review.new_object:
            return dataclasses.replace(bearer, role=role)
        return dataclasses.replace(bearer, role=role, text=review.new_object, agency=self._agency(review.new_object))

    def _agency(self, name: str) -> str:
        """The id of the body that a reviewer names: one of the file, or a new one, which is resolved as any other."""
        for agency in self.record.agencies:
            if name in (agency.name, *agency.mentions_as):
                return agency.id
        if name not in self.named:
            # The words are read as an order would be, so that a collective is known for one.
            read = parse(f"Giao {name} chủ trì thực hiện.", tables=self.tables).agencies
            known = read[0] if len(read) == 1 and name in read[0].mentions_as else Agency("", name, "specific", ())
            self.named[name] = dataclasses.replace(
                known, id=f"{_prefix(self.record)}{len(self.named) + 1}", mentions_as=(), mentions=()
            )
        return self.named[name].id

    def target(self, target: Target) -> Target | None:
        """A goal as decided; None where it was rejected."""
        whole = self.told.get((target.id, "target", 0))
        if whole and whole.decision == "reject":
            return None
        if whole and (goal := goal_of(whole.new_object)):
            sign, value, unit = goal
            target = dataclasses.replace(
                target, value=value, comparator=sign or target.comparator, unit=unit or target.unit
            )
        indicator, by = (self.told.get((target.id, kind, 0)) for kind in ("indicator", "by_year"))
        if indicator:
            target = dataclasses.replace(target, indicator=indicator.new_object or None)
        return dataclasses.replace(target, by=by.new_object or None) if by else target

    def budget(self, budget: Budget) -> Budget | None:
        """An amount as decided; None where it was rejected."""
        review = self.told.get((budget.id, "budget", 0))
        if review and review.decision == "reject":
            return None
        return dataclasses.replace(budget, amount=int(review.new_object)) if review else budget


def _prefix(record: Record) -> str:
    """A prefix of ids that no agency of the record has."""
    prefix = "R"
    while any(agency.id.startswith(prefix) for agency in record.agencies):
        prefix += "R"
    return prefix


def bearers_of(task: Assignment, agencies: tuple[Agency, ...]) -> tuple[Bearer, ...]:
    """The bearers of a task; made from the lists of names where the record has no bearers."""
    if task.bearers:
        return task.bearers
    known = {surface: a.id for a in agencies for surface in (*a.mentions_as, a.name)}
    return tuple(Bearer(role, name, 0, 0, known.get(name)) for role in ROLES for name in getattr(task, role))


def goal_of(words: str) -> tuple[Comparator | None, float, str] | None:
    """A goal as a reviewer writes it (">= 85 %"): comparator, number, unit; None where it is none."""
    found = _GOAL.fullmatch(words.strip())
    if found is None:
        return None
    sign = _SIGNS[found["sign"]] if found["sign"] else None
    return sign, float(found["value"].replace(",", ".")), _joined(found["unit"])


def citation_of(words: str, tables: Tables) -> Citation | None:
    """The one numbered citation that a reviewer's words are; None where they are none, or more."""
    found = parse(f"Căn cứ {words};", tables=tables).citations
    return found[0] if len(found) == 1 and found[0].number else None


def restated(citation: Citation, said: Citation) -> Citation:
    """A mention with what a reviewer says that it means, at the place where it stands."""
    place = {name: getattr(citation, name) for name in ("id", "start", "end", "text", "in_document")}
    return dataclasses.replace(said, **place, provision=None, provisions=(), same_as=None, spans={})


def _iso_day(words: str) -> str | None:
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError:
        return None


def _joined(words: str) -> str:
    return " ".join(words.split())
