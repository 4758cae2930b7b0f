"""Records to RDF: N-Quads text, one line a quad, made by f-strings (5.6 times as fast as through rdflib terms).

Each source has two named graphs: what it says, and the claims, citations and spans that show where it says so. What
belongs to no single source stands in the entities graph (`entities.py`). Equal input gives equal text. Super-property
triples are written out, because endpoints do not infer.
"""

from __future__ import annotations

from datetime import date, timedelta

from ..extract.records import Agency, Assignment, Bearer, Budget, Document, Record, Span, Target
from ..ontology.identifiers import Identifiers
from ..ontology.tables import Tables
from . import terms as t
from .compared import indicator_key, task_key
from .decided_claims import PartClaims
from .decisions import applied, bearers_of, decided
from .derived import Derived, last_signed
from .entities import Facts, describe, entities, issuers, kinds_of
from .impacts import cited_provisions, provisions_graph, write_impact
from .named import named_when_gone
from .quotes import head_of, line_of, sentence_of
from .resolution import Resolution
from .resolve import resolve
from .review import Verdicts
from .rules import OF_BUDGET, OF_TARGET, of_bearer, of_task, rules_graph, rules_of


def quads(
    record: Record,
    text: str,
    *,
    resolution: Resolution,
    tables: Tables,
    ids: Identifiers,
    verdicts: Verdicts | None = None,
    derived: Derived | None = None,
    spans: set[Span] | None = None,
) -> str:
    """The two named graphs of one source as N-Quads text.

    `text` is the text layer that the offsets of `record` index, `resolution` what `resolve` gave for the corpus,
    `verdicts` what people decided about claims. To `derived` is added what the source says of times, ends and targets.
    `spans` are those that another source with the same text has written; those of this one are added. Pure but for
    these two.
    """
    kinds, verdicts, derived = kinds_of(tables), verdicts or Verdicts(), derived or Derived(ids)
    decisions = decided(record, text, verdicts, ids)
    told = applied(record, decisions, tables)
    source = _Source(told, text, resolution, kinds, ids, verdicts, derived, spans)
    for decision in decisions:
        source.decided(decision, record)
    for number, (document, body, where) in enumerate(named_when_gone(told, text, resolution, tables), 1):
        source.named(number, document, body, where)
    return source.quads()


def quads_alone(record: Record, text: str, *, tables: Tables, ids: Identifiers | None = None) -> str:
    """One record as a corpus of its own: its two graphs and its entities. Pure; the unit of work of distributed
    runs.
    """
    ids = ids or Identifiers()
    resolution = resolve([record], tables=tables, ids=ids)
    documents = [(record.source, d) for d in record.documents]
    derived = Derived(ids, last_signed(record.documents))
    return "".join(
        (
            quads(record, text, resolution=resolution, tables=tables, ids=ids, derived=derived),
            derived.quads(),
            entities(resolution, {d.type or "" for _, d in documents} | derived.types, tables=tables, ids=ids),
            issuers(resolution, documents, tables=tables, ids=ids),
            rules_graph(rules_of(record), ids),
            provisions_graph(cited_provisions(record), resolution, ids),
        )
    )


class _Source(PartClaims):
    """One source on its way into its two graphs: `said` for what it says, `claims` for where it says so."""

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
        layer = self.ids.text(record.text_sha256)
        out.links(layer, t.TYPE, (t.LAYER, t.ELI_FORMAT))
        out.link(layer, t.EXEMPLIFIED_BY, self.file)

    def document(self, document: Document) -> None:
        out, known = self.said, self.resolution.documents[self.record.source, document.id]
        node = known.iri
        describe(out, node, self.ids, Facts.of_document(document, known, self.kinds))
        out.link(node, t.STATUS, t.IN_CORPUS)
        out.link(node, t.IN_SOURCE, self.file)
        out.string(node, t.LOCAL_ID, document.id)
        out.string(node, t.IDENTITY_RULE, known.rule or None)
        out.string(node, t.PLACE, document.place)
        self.expression(node, document.title)
        if document.period:
            out.typed(node, t.PERIOD_START, f"{document.period[0]:04d}", "gYear")
            out.typed(node, t.PERIOD_END, f"{document.period[1]:04d}", "gYear")
            planned = self.derived.time(f"{document.period[0]:04d}-01-01", f"{document.period[1]:04d}-12-31")
            out.link(node, t.TEMPORAL, planned)
        if document.signer:
            out.string(node, t.SIGNER_NAME, document.signer.name)
            out.string(node, t.SIGNER_POSITION, document.signer.position)
            out.string(node, t.SIGNED_ON_BEHALF, document.signer.on_behalf)
            out.string(node, t.SIGNED_FOR, document.signer.for_)
        for recipient in document.recipients:
            out.string(node, t.RECIPIENT, recipient)
        self.day(node, t.FIRST_IN_FORCE, document.effective_from)
        self.day(node, t.EXPIRES_ON, document.expires_on)
        if document.expires_on:
            # ELI gives the last day in force, Vietnamese texts the first day without it.
            last = date.fromisoformat(document.expires_on) - timedelta(days=1)
            self.day(node, t.LAST_IN_FORCE, last.isoformat())
            self.expiry(node, document.expires_on, document.spans.get("effective_from"))
        if document.draft:
            out.boolean(node, t.DRAFT, value=True)
        parent = self.node(document.in_document)
        if parent and parent != node:
            out.link(parent, t.HAS_ANNEX, node)
        for part in ("number", "title"):
            if part in document.spans:
                self.evidence(node, *document.spans[part])
        head = head_of(self.raw, document)
        if head[0] < head[1]:
            self.sentence(node, head)

    def expression(self, node: str, title: str | None) -> None:
        """The Vietnamese text of a document as signed, which the text layer of the file holds (ELI: the work, its
        expression and the format).
        """
        out, expression = self.said, self.ids.expression(node)
        out.link(expression, t.TYPE, t.EXPRESSION)
        out.link(expression, t.REALIZES, node)
        out.link(expression, t.LANGUAGE, t.VIETNAMESE)
        out.string(expression, t.ELI_TITLE, title, "vi")
        out.link(self.ids.text(self.record.text_sha256), t.EMBODIES, expression)

    def expiry(self, node: str, day: str, where: Span | None) -> None:
        """The end that a document sets itself, with the sentence that says it."""
        impact = self.ids.impact(node)
        write_impact(
            self.said, impact, kind="expires", acting=node, target=node, effective_from=day, earliest_effect=day
        )
        self.derived.expire(node, impact, day)
        self.claims.link(impact, t.FROM_SOURCE, self.file)
        if where:
            self.evidence(impact, *where)
            self.sentence(impact, sentence_of(self.raw, *where))

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
        out.string(node, t.COMPARED_AS, task_key(assignment.task, assignment.deadline))
        out.string(node, t.LOCAL_ID, assignment.id)
        out.string(node, t.FOUND_IN, assignment.source)
        out.string(node, t.SECTION, assignment.section)
        out.string(node, t.DEADLINE_TEXT, assignment.deadline)
        out.string(node, t.RECURRENCE, assignment.recurring)
        first, last = assignment.deadline_range or (None, None)
        self.day(node, t.DEADLINE_START, first)
        self.day(node, t.DEADLINE, last)
        if first or last:
            out.link(node, t.HAS_TIME, self.derived.time(first, last))
        if assignment.recurring:
            out.link(node, t.HAS_TIME, self.derived.recurrence(assignment.recurring))
        if assignment.output:
            output = self.ids.deliverable(self.record.source, assignment.id)
            out.link(node, t.OUTPUT_VAR, output)
            out.links(output, t.TYPE, (t.DELIVERABLE, t.VARIABLE))
            out.string(output, t.DESCRIPTION, assignment.output)
            if kind := self.kinds.of_output(assignment.output):
                out.link(output, t.OF_TYPE, self.ids.type(kind))
                self.derived.types.add(kind)
        for number, bearer in enumerate(bearers_of(assignment, self.record.agencies), 1):
            self.bearer(node, assignment, number, bearer)
        self.claims.link(node, t.FROM_SOURCE, self.file)
        self.by_rule(node, of_task(assignment))
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
        self.by_rule(node, of_bearer(bearer.role, assignment))
        out.link(node, t.FROM_SOURCE, self.file)
        shown = bearer if bearer.end > bearer.start else assignment
        self.evidence(node, shown.start, shown.end)

    def target(self, target: Target) -> None:
        out, node = self.said, self.ids.in_source(self.record.source, target.id)
        out.link(node, t.TYPE, t.TARGET)
        plan = self.within(target.in_document)
        if plan:
            out.link(node, t.TARGET_OF, plan)
            self.derived.target(plan, target, node)
        out.string(node, t.LOCAL_ID, target.id)
        out.decimal(node, t.VALUE, target.value)
        out.string(node, t.UNIT, target.unit)
        out.string(node, t.COMPARATOR, target.comparator)
        out.string(node, t.DESCRIPTION, " ".join(target.text.split()))
        out.string(node, t.INDICATOR, target.indicator)
        out.string(node, t.COMPARED_AS, indicator_key(target.indicator or "") or None)
        out.string(node, t.SCOPE, target.scope)
        out.string(node, t.GROUP, target.group)
        self.year(node, t.BY_YEAR, target.by)
        self.claims.link(node, t.FROM_SOURCE, self.file)
        self.by_rule(node, OF_TARGET)
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
        if budget.part_of:
            out.link(node, t.IS_PART_OF, self.ids.in_source(self.record.source, budget.part_of))
        if budget.assignment:
            out.link(node, t.OF_TASK, self.ids.in_source(self.record.source, budget.assignment))
        self.year(node, t.BUDGET_YEAR, budget.year)
        self.claims.link(node, t.FROM_SOURCE, self.file)
        self.by_rule(node, OF_BUDGET)
        self.evidence(node, budget.start, budget.end)
        self.sentence(node, line_of(self.raw, budget.start, budget.end))

    def year(self, node: str, term: str, value: str | None) -> None:
        if value and len(value) == 4 and value.isascii() and value.isdigit():
            self.said.typed(node, term, value, "gYear")

    def named(self, number: int, document: str, body: str, where: Span) -> None:
        """The words by which a document names a body that is gone: a Web Annotation, for no statement is made of it."""
        plan = self.within(document)
        if plan is None:
            return
        out, node = self.claims, self.ids.mention(self.record.source, number)
        out.link(node, t.TYPE, t.ANNOTATION)
        out.link(node, t.MOTIVATED_BY, t.IDENTIFYING)
        out.link(node, t.HAS_BODY, body)
        out.link(node, t.HAS_TARGET, self.span(*where))
        out.link(node, t.IS_PART_OF, plan)
        out.link(node, t.FROM_SOURCE, self.file)
        self.sentence(node, line_of(self.raw, *where))

    def agency(self, agency: Agency) -> None:
        """The words by which this source names an agency."""
        known = self.resolution.agencies.get((self.record.source, agency.id))
        if known and agency.mentions_as:  # a body that only a reviewer names is not named by the file
            self.said.link(self.file, t.NAMES, known.iri)
            for name in agency.mentions_as:
                self.said.string(known.iri, t.ALT_LABEL, " ".join(name.split()), "vi")
