"""Claims of one source: citations, relations between documents and findings, each tied to the characters that say so.

A claim is a reified statement with its sentence, its cue, the rule that drew it and what people decided about it
(W3C Web
Annotation for the spans).
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from ..extract.records import Citation, Record, Relation, Span
from ..extract.relating.force import recorded
from ..ontology.identifiers import Identifiers
from . import terms as t
from .derived import LASTING, Derived, Lasting
from .entities import Kinds
from .impacts import earliest, provisions_of, scope_of, write_impact
from .nquads import Lines
from .quotes import evidence_of, sentence_of
from .resolution import Resolution
from .review import STATUS, Review, Verdicts
from .rules import of_citation, of_relation, rule_iri

_AROUND = 30  # characters of context in a text quote selector (Web Annotation Data Model 4.2.4)


@dataclass(frozen=True, slots=True)
class _Said:
    """One relation between two IRIs as it is written: with its mention, the cue, the sentence and its status."""

    relation: Relation
    subject: str
    target: str
    mention: Citation | None
    cue: Span
    where: Span
    status: str


def _predicate(relation: Relation) -> str:
    """The property of a relation; where only provisions are touched, the one that says so."""
    known = t.PARTIAL.get(relation.name, t.RELATIONS[relation.name])
    return (known if relation.partial else t.RELATIONS[relation.name])[0]


class SourceClaims:
    """The two graphs of one source under construction: `said` for what it says, `claims` for where it says so."""

    def __init__(
        self,
        record: Record,
        text: str,
        resolution: Resolution,
        kinds: Kinds,
        ids: Identifiers,
        verdicts: Verdicts,
        derived: Derived,
        spans: set[Span] | None = None,
    ) -> None:
        self.record, self.raw, self.resolution, self.kinds, self.ids = record, text, resolution, kinds, ids
        self.verdicts, self.derived = verdicts, derived
        self.said, self.claims = Lines(ids.graph(record.source)), Lines(ids.claims(record.source))
        self.file = ids.source(record.source)
        self.citations = {c.id: c for c in record.citations}
        self.nodes: dict[str, str | None] = {
            **{d.id: resolution.documents[record.source, d.id].iri for d in record.documents},
            **{c.id: resolution.citations[record.source, c.id].iri for c in record.citations},
        }
        self.sole = self.nodes[record.documents[0].id] if record.documents else None
        self.spans: set[Span] = set() if spans is None else spans
        self.tasks = sorted((a.start, a.end, a.id) for a in record.assignments)
        self.seen: Counter[tuple[str, str, str]] = Counter()

    def node(self, name: str | None) -> str | None:
        """The IRI of a document or of what a citation means; None where it could not be resolved."""
        return self.nodes.get(name) if name else None

    def within(self, name: str | None) -> str | None:
        """The document that something stands in; the first of the file where the record does not say."""
        return self.node(name) or self.sole

    def citation(self, citation: Citation) -> None:
        """One mention of a document: as stated, as resolved, and where it stands."""
        out, node = self.claims, self.ids.in_source(self.record.source, citation.id)
        known = self.resolution.citations[self.record.source, citation.id]
        out.links(node, t.TYPE, (t.CITATION, t.CITO_CITATION))
        out.link(node, t.FROM_SOURCE, self.file)
        citing = self.within(citation.in_document)
        if citing:
            out.link(node, t.HAS_CITING, citing)
        for term, value in (
            (t.LOCAL_ID, citation.id),
            (t.CITED_TEXT, " ".join(citation.text.split())),
            (t.CITATION_KIND, citation.kind),
            (t.CITED_TYPE, citation.type),
            (t.CITED_NUMBER, citation.number),
            (t.CITED_ISSUER, citation.issuer),
            (t.CITED_TITLE, citation.title),
            (t.CITED_DATE_TEXT, citation.date_text),
            (t.PROVISION_TEXT, citation.provision),
            (t.RESOLUTION_RULE, known.rule or None),
            (t.RESOLUTION_REASON, known.reason or None),
        ):
            out.string(node, term, value)
        self.by_rule(node, of_citation(citation))
        if citation.date:
            out.typed(node, t.CITED_DATE, citation.date, "date")
        if citation.year:
            out.integer(node, t.CITED_YEAR, citation.year)
        for field, term in t.INFERRED.items():
            out.string(node, term, citation.inferred.get(field))
        if citation.same_as:
            out.link(node, t.SAME_MENTION_AS, self.ids.in_source(self.record.source, citation.same_as))
        out.boolean(node, t.RESOLVED, value=known.iri is not None)
        if known.iri:
            out.link(node, t.HAS_CITED, known.iri)
            out.links(node, t.CITED_PROVISION, provisions_of(citation, known.iri, self.ids))
        out.links(node, t.CANDIDATE, (c for c in known.candidates if c != known.iri))
        for task in self.tasks_around(citation):
            out.link(node, t.IN_TASK, self.ids.in_source(self.record.source, task))
        self.evidence(node, citation.start, citation.end)
        self.sentence(node, sentence_of(self.raw, citation.start, citation.end))

    def tasks_around(self, citation: Citation) -> list[str]:
        """The ids of the tasks whose words hold the citation; tasks seldom nest, so three starts before it are
        enough.
        """
        at = bisect_right(self.tasks, (citation.start, len(self.raw) + 1, ""))
        return [name for _, end, name in self.tasks[max(0, at - 3) : at] if end >= citation.end]

    def relation(self, relation: Relation) -> None:
        """A relation between two documents: the direct triples, and the claim that shows where it is said."""
        subject, target, rejected = self.node(relation.subject), self.node(relation.object), None
        if target is None and relation.object in self.citations:
            # What the sentence says of a document that could not be identified stays with the citation: no edge.
            citation = self.ids.in_source(self.record.source, relation.object)
            self.claims.string(citation, t.PREDICATE_NAME, relation.name)
            target = rejected = self.resolution.citations[self.record.source, relation.object].extracted
        if not subject or not target or subject == target:
            return
        # The mention that the relation is about: its object, or its subject where the object is a document of the file.
        mention = self.citations.get(relation.object) or self.citations.get(relation.subject)
        found = (mention.start, mention.end) if mention else None
        cue = (relation.start, relation.end) if relation.start < relation.end else found
        if cue is None:
            return
        where = evidence_of(self.raw, cue, found)
        verdict = self.verdict(relation, self.claim_iri(relation, subject, target), mention, where)
        # What rests on a meaning that a person rejected is rejected with it.
        status = t.REJECTED if rejected else STATUS[verdict.decision] if verdict else t.EXTRACTED
        said = _Said(relation, subject, target, mention, cue, where, status)
        self.claim(said)
        if verdict and verdict.decision == "correct" and not (rejected and not verdict.new_object):
            predicate, effect = recorded(verdict.new_relation or relation.name)
            as_told = dataclasses.replace(relation, predicate=predicate, effect=effect, rule=None)
            self.claim(
                dataclasses.replace(
                    said, relation=as_told, target=verdict.new_object or target, mention=None, status=t.ACCEPTED
                )
            )

    def verdict(self, relation: Relation, claim: str, mention: Citation | None, where: Span) -> Review | None:
        """What a person decided about a relation."""
        if not self.verdicts:
            return None
        words = " ".join(mention.text.split()) if mention else ""
        quote = " ".join(self.raw[slice(*where)].split())
        key = (relation.name, words, quote)
        self.seen[key] += 1
        source, name = self.record.source, relation.name
        return self.verdicts.on(claim, source=source, relation=name, mention=words, quote=quote, nth=self.seen[key])

    def direct(self, relation: Relation, subject: str, target: str) -> str:
        """Write the relation's own triples; returns the predicate."""
        name = relation.name
        predicate, supers = t.PARTIAL.get(name, t.RELATIONS[name]) if relation.partial else t.RELATIONS[name]
        for link in (predicate, *supers):
            self.said.link(subject, link, target)
        if name == "based_on" and relation.basis:
            self.said.link(subject, t.BASIS[relation.basis], target)
        if name == "implements":
            self.derived.step(subject, target)
        elif name in ("promulgates", "approves"):
            self.derived.step(target, subject)
        return predicate

    def claim_iri(self, relation: Relation, subject: str, target: str) -> str:
        """The identifier of what a relation claims."""
        return self.ids.claim(self.record.source, subject, _predicate(relation), target, relation.start, relation.end)

    def claim(self, said: _Said) -> None:
        """The claim with its evidence; the direct triples too, unless a person rejected or corrected it."""
        relation, out, ids = said.relation, self.claims, self.ids
        node = self.claim_iri(relation, said.subject, said.target)
        if said.status not in (t.REJECTED, t.CORRECTED):
            self.direct(relation, said.subject, said.target)
            self.impact(said, node)
        out.links(node, t.TYPE, (t.CLAIM, t.STATEMENT))
        out.link(node, t.SUBJECT, said.subject)
        out.link(node, t.PREDICATE, _predicate(relation))
        out.link(node, t.OBJECT, said.target)
        out.link(node, t.FROM_SOURCE, self.file)
        out.link(node, t.REVIEW_STATUS, said.status)
        out.string(node, t.PREDICATE_NAME, relation.name)
        out.string(node, t.LOCAL_ID, relation.id)
        out.string(node, t.CUE_TEXT, " ".join(relation.evidence.split()) or None)
        self.by_rule(node, of_relation(relation))
        out.string(node, t.BASIS_KIND, relation.basis)
        if relation.partial:
            out.boolean(node, t.PARTIAL_EFFECT, value=True)
        if relation.effective_from:
            out.typed(node, t.EFFECTIVE_FROM, relation.effective_from, "date")
        if relation.effective_until:
            out.typed(node, t.EFFECTIVE_UNTIL, relation.effective_until, "date")
        if said.mention:
            citation = ids.in_source(self.record.source, said.mention.id)
            out.link(node, t.OF_CITATION, citation)
            if said.status not in (t.REJECTED, t.CORRECTED):
                out.link(citation, t.HAS_CHARACTERIZATION, _predicate(relation))
        self.evidence(node, *said.cue)
        self.sentence(node, said.where)

    def impact(self, said: _Said, claim: str) -> None:
        """The legal impact that a claim states, where the relation changes or ends its object."""
        relation, kind = said.relation, said.relation.name
        if kind not in t.IMPACTS:
            return
        # What a reviewer puts in the place of the object has provisions of its own, which nobody stated.
        mention = self.citations.get(relation.object) if said.mention else None
        provisions = provisions_of(mention, said.target, self.ids)
        node, first = self.ids.impact(claim), earliest(relation, said.subject, self.resolution)
        write_impact(
            self.said,
            node,
            kind=kind,
            acting=said.subject,
            target=said.target,
            scope=scope_of(provisions, partial=relation.partial, kind=kind),
            partial=relation.partial,
            effective_from=relation.effective_from,
            earliest_effect=None if kind in LASTING else first,
            effective_until=relation.effective_until,
        )
        if kind in ("replaces", "repeals"):
            self.derived.end(said.target, first, partial=relation.partial)
        elif kind in LASTING:
            days = relation.effective_from, first, relation.effective_until
            self.derived.last(Lasting(node, claim, kind, said.subject, said.target, relation.partial, *days))
        elif kind == "resumes":
            self.derived.resume(said.target, first)
        self.claims.link(node, t.DERIVED_FROM, claim)

    def findings(self) -> None:
        """What the reader of the document should know."""
        out = self.claims
        for number, finding in enumerate(self.record.warnings, 1):
            node = self.ids.in_source(self.record.source, f"W{number}")
            out.link(node, t.TYPE, t.FINDING)
            out.link(node, t.FROM_SOURCE, self.file)
            out.string(node, t.FINDING_CODE, finding.code)
            out.string(node, t.MESSAGE, finding.message)
            out.links(node, t.ABOUT, (self.ids.in_source(self.record.source, about) for about in finding.about))
            if finding.start is not None and finding.end is not None and finding.start < finding.end:
                self.evidence(node, finding.start, finding.end)

    def by_rule(self, node: str, rule: str | None) -> None:
        """Tie a statement to the rule that drew it."""
        if rule:
            self.claims.link(node, t.RULE, rule_iri(self.ids, rule))

    # Spans

    def evidence(self, node: str, start: int, end: int) -> None:
        """Tie a node to the characters `[start, end)` of the text layer."""
        self.claims.link(node, t.EVIDENCE, self.span(start, end))

    def sentence(self, node: str, where: Span) -> None:
        """Tie a claim or a citation to the sentence that a reader is shown."""
        self.claims.link(node, t.SENTENCE, self.span(*where))

    def span(self, start: int, end: int) -> str:
        """A Web Annotation resource of the text layer with its position and its words; written once a source."""
        node = self.ids.span(self.record.text_sha256, start, end)
        if (start, end) in self.spans:
            return node
        self.spans.add((start, end))
        out, position, quote = self.claims, self.ids.position(node), self.ids.quote(node)
        out.link(node, t.TYPE, t.SPECIFIC_RESOURCE)
        out.link(node, t.HAS_SOURCE, self.ids.text(self.record.text_sha256))
        out.links(node, t.HAS_SELECTOR, (position, quote))
        out.link(position, t.TYPE, t.POSITION_SELECTOR)
        out.typed(position, t.OA_START, str(start), "nonNegativeInteger")
        out.typed(position, t.OA_END, str(end), "nonNegativeInteger")
        out.link(quote, t.TYPE, t.QUOTE_SELECTOR)
        out.string(quote, t.EXACT, self.raw[start:end])
        out.string(quote, t.PREFIX, self.raw[max(0, start - _AROUND) : start])
        out.string(quote, t.SUFFIX, self.raw[end : end + _AROUND])
        return node
