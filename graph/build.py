"""Records to RDF: N-Quads text, one line a quad, made by f-strings (5.6 times as fast as through rdflib terms).

Each source has two named graphs: what it says, and the claims, citations and spans that show where it says so. What
belongs to no single source stands in the entities graph (`entities.py`). Equal input gives equal text. Super-property
triples are written out, because endpoints do not infer.
"""

from __future__ import annotations

from bisect import bisect_right

from ..extract.records import (
    Agency,
    Assignment,
    Bearer,
    Budget,
    Citation,
    Document,
    Record,
    Relation,
    Role,
    Span,
    Target,
)
from ..ontology.identifiers import Identifiers
from ..ontology.tables import Tables
from . import terms as t
from .entities import Facts, describe, entities, issuers, plan_types
from .nquads import Lines
from .quotes import evidence_of, sentence_of
from .resolution import Resolution
from .resolve import resolve

_AROUND = 30  # characters of context in a text quote selector (Web Annotation Data Model 4.2.4)


def quads(record: Record, text: str, *, resolution: Resolution, tables: Tables, ids: Identifiers) -> str:
    """The two named graphs of one source as N-Quads text.

    `text` is the text layer that the offsets of `record` index, `resolution` what `resolve` gave for the corpus. Pure.
    """
    return _Source(record, text, resolution, plan_types(tables), ids).quads()


def quads_alone(record: Record, text: str, *, tables: Tables, ids: Identifiers | None = None) -> str:
    """One record as a corpus of its own: its two graphs and its entities. Pure; the unit of work of distributed
    runs.
    """
    ids = ids or Identifiers()
    resolution = resolve([record], tables=tables, ids=ids)
    documents = [(record.source, d) for d in record.documents]
    return "".join(
        (
            quads(record, text, resolution=resolution, tables=tables, ids=ids),
            entities(resolution, (d.type or "" for _, d in documents), tables=tables, ids=ids),
            issuers(resolution, documents, ids),
        )
    )


class _Source:
    """One source on its way into its two graphs: `said` for what it says, `claims` for where it says so."""

    def __init__(
        self, record: Record, text: str, resolution: Resolution, plans: frozenset[str], ids: Identifiers
    ) -> None:
        self.record, self.raw, self.resolution, self.plans, self.ids = record, text, resolution, plans, ids
        self.said, self.claims = Lines(ids.graph(record.source)), Lines(ids.claims(record.source))
        self.file = ids.source(record.source)
        self.citations = {c.id: c for c in record.citations}
        self.nodes: dict[str, str | None] = {
            **{d.id: resolution.documents[record.source, d.id].iri for d in record.documents},
            **{c.id: resolution.citations[record.source, c.id].iri for c in record.citations},
        }
        self.sole = self.nodes[record.documents[0].id] if record.documents else None
        self.spans: set[Span] = set()
        self.tasks = sorted((a.start, a.end, a.id) for a in record.assignments)

    def quads(self) -> str:
        record = self.record
        self.source_file()
        for document in record.documents:
            self.document(document)
        for citation in record.citations:
            self.citation(citation)
        for relation in record.relations:
            self.relation(relation)
        for assignment in record.assignments:
            self.task(assignment)
        for target in record.targets:
            self.target(target)
        for budget in record.budgets:
            self.budget(budget)
        for agency in record.agencies:
            self.agency(agency)
        self.findings()
        return self.said.text() + self.claims.text()

    def node(self, name: str | None) -> str | None:
        """The IRI of a document or of what a citation means; None where it could not be resolved."""
        return self.nodes.get(name) if name else None

    def within(self, name: str | None) -> str | None:
        """The document that something stands in; the first of the file where the record does not say."""
        return self.node(name) or self.sole

    # What the source says

    def source_file(self) -> None:
        record, out = self.record, self.said
        out.link(self.file, t.TYPE, t.SOURCE_FILE)
        out.string(self.file, t.PATH, record.source)
        out.string(self.file, t.SHA256, record.sha256)
        out.string(self.file, t.TEXT_SHA256, record.text_sha256)
        out.string(self.file, t.FORMAT, record.media_type)
        out.string(self.file, t.READER, record.reader)
        out.link(self.file, t.TEXT_LAYER, self.ids.text(record.text_sha256))
        out.integer(self.file, t.TEXT_LENGTH, len(self.raw))

    def document(self, document: Document) -> None:
        out, known = self.said, self.resolution.documents[self.record.source, document.id]
        node = known.iri
        describe(out, node, self.ids, Facts.of_document(document, known, self.plans))
        out.link(node, t.STATUS, t.IN_CORPUS)
        out.link(node, t.IN_SOURCE, self.file)
        out.string(node, t.LOCAL_ID, document.id)
        out.string(node, t.IDENTITY_RULE, known.rule or None)
        out.string(node, t.PLACE, document.place)
        if document.period:
            out.typed(node, t.PERIOD_START, f"{document.period[0]:04d}", "gYear")
            out.typed(node, t.PERIOD_END, f"{document.period[1]:04d}", "gYear")
        if document.signer:
            out.string(node, t.SIGNER_NAME, document.signer.name)
            out.string(node, t.SIGNER_POSITION, document.signer.position)
        for recipient in document.recipients:
            out.string(node, t.RECIPIENT, recipient)
        self.day(node, t.FIRST_IN_FORCE, document.effective_from)
        self.day(node, t.EXPIRES_ON, document.expires_on)
        if document.draft:
            out.boolean(node, t.DRAFT, value=True)
        parent = self.node(document.in_document)
        if parent and parent != node:
            out.link(parent, t.HAS_ANNEX, node)
        for part in ("number", "title"):
            if part in document.spans:
                self.evidence(node, *document.spans[part])

    def day(self, node: str, term: str, value: str | None) -> None:
        if value:
            self.said.typed(node, term, value, "date")

    def task(self, assignment: Assignment) -> None:
        out, node = self.said, self.ids.in_source(self.record.source, assignment.id)
        out.links(node, t.TYPE, (t.TASK, t.STEP))
        plan = self.within(assignment.in_document)
        if plan:
            out.link(node, t.STEP_OF, plan)
        out.string(node, t.DESCRIPTION, assignment.task)
        out.string(node, t.LOCAL_ID, assignment.id)
        out.string(node, t.FOUND_IN, assignment.source)
        out.string(node, t.SECTION, assignment.section)
        out.string(node, t.DEADLINE_TEXT, assignment.deadline)
        out.string(node, t.RECURRENCE, assignment.recurring)
        first, last = assignment.deadline_range or (None, None)
        self.day(node, t.DEADLINE_START, first)
        self.day(node, t.DEADLINE, last)
        if assignment.output:
            output = self.ids.deliverable(self.record.source, assignment.id)
            out.link(node, t.OUTPUT_VAR, output)
            out.links(output, t.TYPE, (t.DELIVERABLE, t.VARIABLE))
            out.string(output, t.DESCRIPTION, assignment.output)
        for number, bearer in enumerate(_bearers(assignment, self.record.agencies), 1):
            self.bearer(node, assignment, number, bearer)
        self.claims.link(node, t.FROM_SOURCE, self.file)
        self.evidence(node, assignment.start, assignment.end)

    def bearer(self, task: str, assignment: Assignment, number: int, bearer: Bearer) -> None:
        """One agency in one role: the short-cut triples, and the participation that carries words and span."""
        known = self.resolution.agencies.get((self.record.source, bearer.agency or ""))
        if known is None:
            return
        role, links = t.ROLES[bearer.role]
        for link in links:
            self.said.link(task, link, known.iri)
        out, node = self.claims, self.ids.participation(self.record.source, assignment.id, number)
        out.link(node, t.TYPE, t.PARTICIPATION)
        out.link(node, t.OF_TASK, task)
        out.link(node, t.HAS_PARTICIPANT, known.iri)
        out.link(node, t.ROLE, role)
        out.string(node, t.AGENCY_TEXT, " ".join(bearer.text.split()))
        out.string(node, t.RULE, assignment.rule)
        out.link(node, t.FROM_SOURCE, self.file)
        shown = bearer if bearer.end > bearer.start else assignment
        self.evidence(node, shown.start, shown.end)

    def target(self, target: Target) -> None:
        out, node = self.said, self.ids.in_source(self.record.source, target.id)
        out.link(node, t.TYPE, t.TARGET)
        plan = self.within(target.in_document)
        if plan:
            out.link(node, t.TARGET_OF, plan)
        out.string(node, t.LOCAL_ID, target.id)
        out.decimal(node, t.VALUE, target.value)
        out.string(node, t.UNIT, target.unit)
        out.string(node, t.COMPARATOR, target.comparator)
        out.string(node, t.DESCRIPTION, " ".join(target.text.split()))
        out.string(node, t.INDICATOR, target.indicator)
        out.string(node, t.SCOPE, target.scope)
        self.year(node, t.BY_YEAR, target.by)
        self.claims.link(node, t.FROM_SOURCE, self.file)
        self.evidence(node, target.start, target.end)

    def budget(self, budget: Budget) -> None:
        out, node = self.said, self.ids.in_source(self.record.source, budget.id)
        out.links(node, t.TYPE, (t.BUDGET, t.MONETARY_AMOUNT))
        plan = self.within(budget.in_document)
        if plan:
            out.link(node, t.BUDGET_OF, plan)
        out.string(node, t.LOCAL_ID, budget.id)
        out.integer(node, t.MONEY_VALUE, budget.amount)
        out.string(node, t.CURRENCY, budget.currency)
        out.string(node, t.FUNDING_SOURCE, budget.source)
        out.string(node, t.AMOUNT_TEXT, " ".join(budget.text.split()))
        if budget.assignment:
            out.link(node, t.OF_TASK, self.ids.in_source(self.record.source, budget.assignment))
        self.year(node, t.BUDGET_YEAR, budget.year)
        self.claims.link(node, t.FROM_SOURCE, self.file)
        self.evidence(node, budget.start, budget.end)

    def year(self, node: str, term: str, value: str | None) -> None:
        if value and len(value) == 4 and value.isascii() and value.isdigit():
            self.said.typed(node, term, value, "gYear")

    def agency(self, agency: Agency) -> None:
        """The words by which this source names an agency."""
        known = self.resolution.agencies.get((self.record.source, agency.id))
        if known:
            self.said.link(self.file, t.NAMES, known.iri)
            for name in agency.mentions_as:
                self.said.string(known.iri, t.ALT_LABEL, " ".join(name.split()), "vi")

    # Where it says so

    def citation(self, citation: Citation) -> None:
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
        if citation.date:
            out.typed(node, t.CITED_DATE, citation.date, "date")
        for field, term in t.INFERRED.items():
            out.string(node, term, citation.inferred.get(field))
        if citation.same_as:
            out.link(node, t.SAME_MENTION_AS, self.ids.in_source(self.record.source, citation.same_as))
        out.boolean(node, t.RESOLVED, value=known.iri is not None)
        if known.iri:
            out.link(node, t.HAS_CITED, known.iri)
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
        subject, target = self.node(relation.subject), self.node(relation.object)
        if target is None and relation.object in self.citations:
            # What the sentence says of a document that could not be identified stays with the citation: no edge.
            citation = self.ids.in_source(self.record.source, relation.object)
            self.claims.string(citation, t.PREDICATE_NAME, relation.predicate)
        if not subject or not target or subject == target:
            return
        name = relation.predicate
        predicate, supers = t.PARTIAL.get(name, t.RELATIONS[name]) if relation.partial else t.RELATIONS[name]
        for link in (predicate, *supers):
            self.said.link(subject, link, target)
        if name == "based_on" and relation.basis:
            self.said.link(subject, t.BASIS[relation.basis], target)
        self.claim(relation, subject, predicate, target)

    def claim(self, relation: Relation, subject: str, predicate: str, target: str) -> None:
        source, out, ids = self.record.source, self.claims, self.ids
        node = ids.claim(source, subject, predicate, target, relation.start, relation.end)
        out.links(node, t.TYPE, (t.CLAIM, t.STATEMENT))
        out.link(node, t.SUBJECT, subject)
        out.link(node, t.PREDICATE, predicate)
        out.link(node, t.OBJECT, target)
        out.link(node, t.FROM_SOURCE, self.file)
        out.link(node, t.REVIEW_STATUS, t.EXTRACTED)
        out.string(node, t.PREDICATE_NAME, relation.predicate)
        out.string(node, t.LOCAL_ID, relation.id)
        out.string(node, t.CUE_TEXT, " ".join(relation.evidence.split()) or None)
        out.string(node, t.RULE, relation.rule)
        out.string(node, t.BASIS_KIND, relation.basis)
        if relation.partial:
            out.boolean(node, t.PARTIAL_EFFECT, value=True)
        if relation.effective_from:
            out.typed(node, t.EFFECTIVE_FROM, relation.effective_from, "date")
        # The mention that the relation is about: its object, or its subject where the object is a document of the file.
        mention = self.citations.get(relation.object) or self.citations.get(relation.subject)
        if mention:
            out.link(node, t.OF_CITATION, ids.in_source(source, mention.id))
        found = (mention.start, mention.end) if mention else None
        cue = (relation.start, relation.end) if relation.start < relation.end else found
        if cue:
            self.evidence(node, *cue)
            self.sentence(node, evidence_of(self.raw, cue, found))

    def findings(self) -> None:
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


def _bearers(assignment: Assignment, agencies: tuple[Agency, ...]) -> tuple[Bearer, ...]:
    """The bearers of a task; made from the lists of names where the record has no bearers."""
    if assignment.bearers:
        return assignment.bearers
    known = {surface: a.id for a in agencies for surface in (*a.mentions_as, a.name)}
    roles: tuple[tuple[Role, tuple[str, ...]], ...] = (
        ("lead", assignment.lead),
        ("cooperate", assignment.cooperate),
        ("responsible", assignment.responsible),
        ("monitor", assignment.monitor),
    )
    return tuple(Bearer(role, name, 0, 0, known.get(name)) for role, names in roles for name in names)
