"""Tables for data frames: what records say, one finding a row, and labels beside the IRIs of an answer.

    tabulate([record], "tasks").to_pandas()
    labelled(kg.engine, kg.query("SELECT ?plan ?decree { ?plan cancu:implements ?decree }")).to_polars()

`graph/tables.py` gives the tables of a whole graph, where every document has an identity; these need no graph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from ..extract.records import Assignment, Citation, Document, Record
from ..ontology.vocabulary import NAMESPACES
from .engine import Engine
from .rows import Rows, Value

_AT_ONCE = 500  # IRIs in one VALUES block, so that an endpoint takes the query
_TERM = re.compile(r"[A-Za-z][\w-]*")
_NEVER = frozenset('<>"{}|^`\\')
_LABELS = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?iri (MIN(?vi) AS ?first) (MIN(?any) AS ?other) WHERE {{
  VALUES ?iri {{ {iris} }} ?iri rdfs:label ?label . BIND(STR(?label) AS ?any)
  BIND(IF(LANGMATCHES(LANG(?label), "vi"), STR(?label), ?unbound) AS ?vi)
}} GROUP BY ?iri"""


def tabulate(records: Record | Iterable[Record], name: str) -> Rows:
    """One table of what records say: documents, citations, relations, tasks, bearers, targets, budgets or findings.

    Every row has the source and, where there is one, the place `start` to `end` in its text. Several agencies of one
    role are joined by "; ". Raises ValueError for another name.
    """
    if name not in _TABLES:
        raise ValueError(f"there is no table {name!r} of records; there are: {', '.join(_TABLES)}")
    columns, rows = _TABLES[name]
    given = [records] if isinstance(records, Record) else records
    found = tuple((record.source, *row) for record in given for row in rows(record))
    return Rows(("source", *columns), found)


def labelled(engine: Engine, rows: Rows) -> Rows:
    """The rows with a column of labels behind each column that holds IRIs; the IRIs stay, so that links work.

    The Vietnamese label is taken where there is one; a term of a vocabulary without one is shortened to `prefix:name`.
    """
    held = [any(_is_iri(row[at]) for row in rows.rows) for at in range(len(rows.columns))]
    asked = {str(row[at]) for row in rows.rows for at, holds in enumerate(held) if holds and _is_iri(row[at])}
    known = labels(engine, asked)
    columns: list[str] = []
    for name, holds in zip(rows.columns, held, strict=True):
        columns += [name, _free(f"{name}_label", rows.columns)] if holds else [name]
    return Rows(tuple(columns), tuple(tuple(_with_labels(row, held, known)) for row in rows.rows))


def labels(engine: Engine, iris: Iterable[str]) -> dict[str, str]:
    """The label of each IRI that has one, or its short form where its namespace is known."""
    wanted = sorted({iri for iri in iris if _is_iri(iri)})
    found: dict[str, str] = {}
    for at in range(0, len(wanted), _AT_ONCE):
        answer = engine.query(_LABELS.format(iris=" ".join(f"<{iri}>" for iri in wanted[at : at + _AT_ONCE])))
        if isinstance(answer, Rows):
            found |= {str(row["iri"]): str(row["first"] or row["other"]) for row in answer if row["iri"]}
    return {iri: label for iri in wanted if (label := found.get(iri) or shortened(iri))}


def _is_iri(value: Value) -> bool:
    """Whether a value can stand in <> of a query: a web address without what would end it."""
    return (
        isinstance(value, str)
        and value.startswith(("http://", "https://"))
        and not any(letter <= " " or letter in _NEVER for letter in value)
    )


def shortened(iri: str) -> str | None:
    """`prefix:name` for a term of the vocabularies that the graph uses; None for any other IRI."""
    names = [(p, iri.removeprefix(space)) for p, space in NAMESPACES.items() if iri.startswith(space)]
    fit = [f"{prefix}:{name}" for prefix, name in names if _TERM.fullmatch(name)]
    return min(fit, key=len) if fit else None


def _free(name: str, taken: tuple[str, ...]) -> str:
    while name in taken:
        name += "_"
    return name


def _with_labels(row: tuple[Value, ...], held: list[bool], known: Mapping[str, str]) -> Iterator[Value]:
    for value, holds in zip(row, held, strict=True):
        yield value
        if holds:
            yield known.get(value) if isinstance(value, str) else None


def _day(text: str | None) -> date | None:
    """A whole date as a date; a month or a year alone is none."""
    try:
        return date.fromisoformat(text) if text and len(text) == len("2021-07-15") else None
    except ValueError:
        return None


def _documents(record: Record) -> Iterator[tuple[Value, ...]]:
    for d in record.documents:
        yield d.id, d.type, d.number, d.issuer, _day(d.date), d.place, d.title, d.draft, d.start, d.end


def _citations(record: Record) -> Iterator[tuple[Value, ...]]:
    """What is concluded stands beside what is stated, never in its place."""
    relations: dict[str, dict[str, None]] = {}
    for relation in record.relations:
        relations.setdefault(relation.object, {})[relation.predicate] = None
    for c in record.citations:
        stated = (c.type, c.number, _day(c.date), c.issuer, c.title, c.provision)
        concluded = "; ".join(f"{key}: {value}" for key, value in c.inferred.items()) or None
        said = "; ".join(relations.get(c.id, ())) or None
        yield c.id, c.in_document, said, c.kind, *stated, concluded, c.text, c.start, c.end


def _relations(record: Record) -> Iterator[tuple[Value, ...]]:
    named: dict[str, Document | Citation] = {d.id: d for d in record.documents}
    named |= {c.id: c for c in record.citations}
    for r in record.relations:
        one, other = named.get(r.subject), named.get(r.object)
        ends = (_called(one) or r.subject, r.predicate, _called(other) or r.object)
        yield (
            r.id,
            r.subject,
            r.object,
            *ends,
            r.basis,
            r.partial,
            _day(r.effective_from),
            r.effect,
            _day(r.effective_until),
            r.rule,
            r.evidence,
            r.start,
            r.end,
        )


def _called(what: Document | Citation | None) -> str | None:
    if what is None:
        return None
    return " ".join(filter(None, (what.type, what.number or what.title))) or None


def _tasks(record: Record) -> Iterator[tuple[Value, ...]]:
    for a in record.assignments:
        roles = (_joined(a.lead), _joined(a.cooperate), _joined(a.responsible), _joined(a.monitor))
        first, last = a.deadline_range or (None, None)
        when = (a.deadline, _day(first), _day(last), a.recurring)
        yield a.id, a.in_document, a.section, a.task, *roles, *when, a.output, a.source, a.rule, a.start, a.end


def _bearers(record: Record) -> Iterator[tuple[Value, ...]]:
    names = {agency.id: agency for agency in record.agencies}
    for a in record.assignments:
        for b in a.bearers:
            agency = names.get(b.agency or "")
            known = (agency.name, agency.kind, agency.level) if agency else (None, None, None)
            yield a.id, a.task, _last_day(a), b.role, *known, b.text, b.start, b.end


def _last_day(assignment: Assignment) -> date | None:
    return _day(assignment.deadline_range[1]) if assignment.deadline_range else None


def _targets(record: Record) -> Iterator[tuple[Value, ...]]:
    for t in record.targets:
        said = (t.indicator, t.scope, t.comparator, t.value, t.unit, t.by)
        yield t.id, t.in_document, *said, t.text, t.start, t.end


def _budgets(record: Record) -> Iterator[tuple[Value, ...]]:
    for b in record.budgets:
        yield b.id, b.in_document, b.assignment, b.amount, b.currency, b.source, b.year, b.text, b.start, b.end


def _findings(record: Record) -> Iterator[tuple[Value, ...]]:
    for f in record.warnings:
        yield f.code, f.message, _joined(f.about), f.start, f.end


def _joined(names: tuple[str, ...]) -> str | None:
    return "; ".join(names) or None


def _names(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_TABLES: Mapping[str, tuple[tuple[str, ...], Callable[[Record], Iterator[tuple[Value, ...]]]]] = {
    "documents": (
        _names("id type number issuer date place title draft start end"),
        _documents,
    ),
    "citations": (
        _names("id in_document relations kind type number date issuer title provision concluded text start end"),
        _citations,
    ),
    "relations": (
        _names(
            "id subject object subject_name predicate object_name basis partial effective_from effect effective_until "
            "rule cue start end"
        ),
        _relations,
    ),
    "tasks": (
        _names(
            "id in_document section task lead cooperate responsible monitor deadline_text deadline_start deadline "
            "recurrence output found_in rule start end"
        ),
        _tasks,
    ),
    "bearers": (
        _names("id task deadline role agency kind level text start end"),
        _bearers,
    ),
    "targets": (
        _names("id in_document indicator scope comparator value unit by text start end"),
        _targets,
    ),
    "budgets": (
        _names("id in_document task amount currency fund year text start end"),
        _budgets,
    ),
    "findings": (_names("code message about start end"), _findings),
}
