"""What people decided on besides relations, as claims: what was extracted, and what was said in its place."""

from __future__ import annotations

from dataclasses import dataclass

from ..extract.records import Assignment, Record, Target
from . import terms as t
from .claims import SourceClaims
from .decisions import RESOLUTION, Decided, Part, bearers_of
from .nquads import decimal_of
from .resolution import REVIEWED
from .review import STATUS


@dataclass(frozen=True, slots=True)
class _Stated:
    """A statement as RDF: `form` is "iri", "string", or the XML Schema type of the value."""

    subject: str
    predicate: str
    value: str
    form: str


class PartClaims(SourceClaims):
    """The claims of a source with those that people made of it. The record is as decided."""

    def decided(self, decision: Decided, before: Record) -> None:
        """What a person decided on besides relations, as claims: what was extracted, with what became of it, and what
        the reviewer said in its place. The record is as decided, `before` as extracted.
        """
        part, review = decision.part, decision.review
        old, new = self.stated(part, before, extracted=True), self.stated(part, self.record)
        if part.kind == RESOLUTION and review.decision != "accept" and not self.is_reviewed(part.owner):
            return  # the rules give another document by now than the one that was rejected
        if old:
            status = STATUS[review.decision]
            self.part_claim(decision.claim, part, old, t.REJECTED if new is None and status == t.ACCEPTED else status)
        if review.decision == "correct" and new:
            node = self.ids.claim(self.record.source, new.subject, new.predicate, new.value, part.start, part.end)
            self.part_claim(node, part, new, t.ACCEPTED)
            if old is None:
                self.verdicts.matched[review.claim] = node

    def is_reviewed(self, citation: str) -> bool:
        """Whether a person said what a citation means."""
        return self.resolution.citations[self.record.source, citation].rule == REVIEWED

    def stated(self, part: Part, record: Record, *, extracted: bool = False) -> _Stated | None:
        """The statement of a part in a record; None where it says nothing."""
        node = self.ids.in_source(self.record.source, part.owner)
        if part.kind == RESOLUTION:
            known = self.resolution.citations[self.record.source, part.owner]
            means = known.extracted if extracted and known.rule == REVIEWED else known.iri
            return _Stated(node, t.HAS_CITED, means, "iri") if means else None
        owner = next((x for x in (*record.assignments, *record.targets, *record.budgets) if x.id == part.owner), None)
        if isinstance(owner, Assignment):
            return self.stated_task(part, owner, record, node)
        if isinstance(owner, Target):
            return {
                "target": _Stated(node, t.VALUE, decimal_of(owner.value), "decimal"),
                "indicator": owner.indicator and _Stated(node, t.INDICATOR, owner.indicator, "string"),
                "by_year": owner.by and _Stated(node, t.BY_YEAR, owner.by, "gYear"),
            }[part.kind] or None
        return _Stated(node, t.MONEY_VALUE, str(owner.amount), "integer") if owner else None

    def stated_task(self, part: Part, task: Assignment, record: Record, node: str) -> _Stated | None:
        """The statement of a part of a task."""
        if part.kind == "task":
            return _Stated(node, t.DESCRIPTION, task.task, "string")
        if part.kind == "output":
            output = self.ids.deliverable(self.record.source, task.id)
            return _Stated(output, t.DESCRIPTION, task.output, "string") if task.output else None
        if part.kind == "deadline":
            term = t.DEADLINE_TEXT if task.deadline else t.RECURRENCE
            words = task.deadline or task.recurring
            return _Stated(node, term, words, "string") if words else None
        bearer = bearers_of(task, record.agencies)[part.number - 1]
        known = self.resolution.agencies.get((self.record.source, bearer.agency or ""))
        return _Stated(node, t.ROLES[bearer.role][1][0], known.iri, "iri") if known else None

    def part_claim(self, node: str, part: Part, said: _Stated, status: str) -> None:
        """A reviewed statement that is no relation between documents, with its evidence."""
        out = self.claims
        out.links(node, t.TYPE, (t.CLAIM, t.STATEMENT))
        out.link(node, t.SUBJECT, said.subject)
        out.link(node, t.PREDICATE, said.predicate)
        if said.form == "iri":
            out.link(node, t.OBJECT, said.value)
        elif said.form == "string":
            out.string(node, t.OBJECT, said.value)
        else:
            out.typed(node, t.OBJECT, said.value, said.form)
        out.link(node, t.FROM_SOURCE, self.file)
        out.link(node, t.REVIEW_STATUS, status)
        self.by_rule(node, part.rule)
        self.evidence(node, part.start, part.end)
        self.sentence(node, part.where)
