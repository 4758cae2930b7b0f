"""The claims as a table for a person to decide on, and the filled-in table as decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from ..extract.records import Record
from ..ontology.identifiers import Identifiers
from ..ontology.tables import Tables
from ..ontology.vocabulary import NAMESPACES, PREDICATES
from .decisions import RESOLUTION, ROLES, citation_of, goal_of, numbered
from .engine import Engine, QueryError
from .lookup import UnknownNameError, document_named
from .resolve import resolve
from .review import STATUS, Review, ReviewError, Verdicts
from .rows import Rows, Value

_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in NAMESPACES.items())
_RELATIONS = """
SELECT DISTINCT ?claim ?source ?subject ?subject_label ?relation ?object ?object_label ?mention ?quote ?start ?end
  ?status ?rule ?confidence WHERE {
  ?claim a cancu:Claim ; rdf:subject ?subject ; cancu:predicateName ?relation ; rdf:object ?object ;
    cancu:reviewStatus ?state ; cancu:fromSource/cancu:path ?source ; cancu:sentence ?span .
  ?span oa:hasSelector ?position, ?words . ?position oa:start ?start ; oa:end ?end . ?words oa:exact ?quote .
  BIND(STRAFTER(STR(?state), "#") AS ?status)
  OPTIONAL { ?subject rdfs:label ?s . BIND(STR(?s) AS ?subject_label) }
  OPTIONAL { ?object rdfs:label ?o . BIND(STR(?o) AS ?object_label) }
  OPTIONAL { ?claim cancu:citation/cancu:citedText ?mention }
  OPTIONAL { ?claim cancu:rule ?by . ?by skos:notation ?rule OPTIONAL { ?by cancu:confidence ?confidence } }
} ORDER BY ?source ?start ?end ?claim"""
_MEANT = """
SELECT DISTINCT ?citation ?means ?label ?rule WHERE {
  ?citation a cancu:Citation ; cancu:resolutionRule ?rule .
  OPTIONAL { ?citation cito:hasCitedEntity ?means . OPTIONAL { ?means rdfs:label ?label } }
} ORDER BY ?citation ?means ?label"""
_CITING = """
SELECT DISTINCT ?source ?id ?document ?label WHERE {
  ?document cancu:inSource/cancu:path ?source ; cancu:localId ?id . OPTIONAL { ?document rdfs:label ?label }
} ORDER BY ?source ?id ?document ?label"""
_RULES = """
SELECT DISTINCT ?name ?confidence WHERE {
  ?rule a cancu:Rule ; rdfs:label ?name . FILTER(LANG(?name) = "en") OPTIONAL { ?rule cancu:confidence ?confidence }
}"""
COLUMNS = (
    *("claim", "source", "subject", "subject_label", "relation", "object", "object_label", "mention", "quote"),
    *("start", "end", "status", "rule", "confidence"),
)
TO_FILL = ("decision", "new_relation", "new_object", "comment")

Texts = Iterable[tuple[Record, str]]
_Row = tuple[Value, ...]


def review_table(engine: Engine, texts: Texts = (), *, ids: Identifiers, verdicts: Verdicts | None = None) -> Rows:
    """What a person may decide on, a row each: relations between documents, tasks with their bearers, deadlines and
    outputs, goals, amounts, and which document each citation means. The columns `decision` (accept, reject, correct),
    `new_relation`, `new_object` and `comment` are empty, for a person to fill in.

    `texts` are the records with their text layers; without them (an endpoint) only relations are listed. `verdicts` are
    the decisions that were taken before.
    """
    answer = _select(engine, _RELATIONS)
    first = {row[0]: row for row in reversed(answer.rows)}
    kept: list[_Row] = [row for row in answer.rows if first[row[0]] is row]
    parts = _Parts(engine, ids, verdicts or Verdicts())
    for record, text in texts:
        kept += parts.rows(record, text)
    kept.sort(key=lambda row: (str(row[1]), row[9], row[10], str(row[4]), str(row[0])))
    return Rows((*COLUMNS, *TO_FILL), tuple((*row, *[None] * len(TO_FILL)) for row in kept))


class _Parts:
    """The rows of what is no relation: what the record says, and what the graph made of it."""

    def __init__(self, engine: Engine, ids: Identifiers, verdicts: Verdicts) -> None:
        self.ids, self.verdicts = ids, verdicts
        self.meant = {str(row[0]): row[1:] for row in reversed(_select(engine, _MEANT).rows)}
        self.citing = {row[:2]: row[2:] for row in reversed(_select(engine, _CITING).rows)}
        self.rules = {row[0]: row[1] for row in _select(engine, _RULES).rows}

    def rows(self, record: Record, text: str) -> Iterator[_Row]:
        tasks = {task.id: " ".join(task.task.split()) for task in record.assignments}
        holders = {x.id: x.in_document for x in (*record.citations, *record.targets, *record.budgets)}
        signs = {target.id: f"{target.comparator} {target.value:g} {target.unit}" for target in record.targets}
        amounts = {money.id: f"{money.amount} {money.currency}" for money in record.budgets}
        sole = record.documents[0].id if record.documents else None
        value: Value
        name: Value
        rule: Value
        for part, claim, nth in numbered(record, text, self.ids):
            node, quote = self.ids.in_source(record.source, part.owner), text[slice(*part.where)]
            _, label = self.citing.get((record.source, holders.get(part.owner) or sole), (None, None))
            value, name, rule = part.words, None, part.rule.partition(": ")[2] if part.rule else None
            if part.kind == RESOLUTION:
                value, name, rule = self.meant.get(node, (None, None, None))
            elif part.kind == "target":
                value = signs[part.owner]
            elif part.kind == "budget":
                value = amounts[part.owner]
            said = {"relation": part.kind, "mention": part.words, "quote": quote}
            review = self.verdicts.on(claim, source=record.source, nth=nth, **said)
            status = STATUS[review.decision].rpartition("#")[2] if review else "Extracted"
            what = (
                claim,
                record.source,
                node,
                tasks.get(part.owner, label),
                part.kind,
                value or None,
                name,
                part.words,
            )
            yield (*what, quote, *part.where, status, rule, self.rules.get(part.rule or ""))


def reviews_of(
    rows: Iterable[Mapping[str, Any]],
    table: Rows,
    engine: Engine,
    *,
    reviewer: str,
    on: date | None = None,
    tables: Tables | None = None,
    ids: Identifiers | None = None,
) -> list[Review]:
    """The decisions in `rows`, which were written from `table`; rows without a decision are passed over.

    Raises ReviewError with the row number.
    """
    day = (on or datetime.now(UTC).date()).isoformat()
    reading = _Filled(table, engine, reviewer, day, tables or Tables.load(), ids or Identifiers())
    found = []
    for number, row in enumerate(rows, 1):
        if not str(row.get("decision") or "").strip():
            continue
        try:
            found.append(reading.review(row))
        except (ReviewError, QueryError) as error:
            raise ReviewError(f"row {number}: {error}") from error
    return found


class _Filled:
    """Filled-in rows on their way to decisions."""

    def __init__(self, table: Rows, engine: Engine, reviewer: str, day: str, tables: Tables, ids: Identifiers) -> None:
        self.engine, self.reviewer, self.day, self.tables, self.ids = engine, reviewer, day, tables, ids
        self.known: dict[str, tuple[dict[str, Value], int]] = {}
        seen: Counter[tuple[object, ...]] = Counter()
        for row in table:
            key = (row["source"], row["relation"], row["mention"], " ".join(str(row["quote"]).split()))
            seen[key] += 1
            self.known[str(row["claim"])] = (row, seen[key])

    def review(self, row: Mapping[str, Any]) -> Review:
        """The decision in a row. Raises ReviewError, or QueryError for a document that is not known."""
        claim, decision = str(row.get("claim") or ""), str(row.get("decision") or "").strip().lower()
        relation, target = (" ".join(str(row.get(f"new_{part}") or "").split()) for part in ("relation", "object"))
        if claim not in self.known:
            raise ReviewError(f"there is no claim {claim!r}; export the table again")
        if decision not in STATUS:
            raise ReviewError(f"decision {decision!r} is none of: {', '.join(STATUS)}")
        of, nth = self.known[claim]
        kind = str(of["relation"])
        if decision == "correct":
            relation, target, said = self.corrected(kind, relation, target)
        elif kind == RESOLUTION and not of["object"] and of["status"] == "Extracted":
            raise ReviewError(f"the citation means no document yet, so that there is nothing to {decision}; correct it")
        else:
            relation = target = said = ""
        words = {name: str(of[name] or "") for name in ("source", "relation", "mention", "quote", "object")}
        comment = str(row.get("comment") or "").strip()
        return Review(
            claim=claim,
            decision=decision,  # type: ignore[arg-type]
            reviewer=self.reviewer,
            reviewed_on=self.day,
            new_relation=relation,
            new_object=target,
            said=said,
            comment=comment,
            nth=nth,
            **words,
        )

    def corrected(self, kind: str, relation: str, target: str) -> tuple[str, str, str]:
        """The relation and the object of a correction, and the words of a document that only they name."""
        if not (relation or target):
            raise ReviewError("a correction needs new_relation or new_object")
        allowed = PREDICATES if kind in PREDICATES else ROLES if kind in ROLES else ()
        if relation and relation not in allowed:
            why = f"is none of: {', '.join(allowed)}" if allowed else f"cannot be: a {kind} has no other relation"
            raise ReviewError(f"new_relation {relation!r} {why}")
        if kind in PREDICATES:
            return relation, document_named(self.engine, target) if target else "", ""
        if kind == RESOLUTION:
            return "", *self.document(target)
        if kind in _FORMS and not _FORMS[kind][0](target):
            raise ReviewError(f"new_object {target!r} is no {kind}; write it like {_FORMS[kind][1]}")
        return relation, target, ""

    def document(self, target: str) -> tuple[str, str]:
        """The IRI of a document of the graph; or of one that a full citation identifies, with its words."""
        try:
            return document_named(self.engine, target), ""
        except UnknownNameError as error:
            citation = citation_of(target, self.tables)
            if citation:
                alone = resolve([Record(source="review", citations=(citation,))], tables=self.tables, ids=self.ids)
                found = alone.citations["review", citation.id].iri
                if found:
                    return found, target
            raise ReviewError(
                f"{error}; a document that is not there is named in full: “Kế hoạch số 126/KH-UBND ngày 05/8/2011 của "
                "Ủy ban nhân dân thành phố Cần Thơ”"
            ) from error


def _year(words: str) -> bool:
    return len(words) == 4 and words.isascii() and words.isdigit()


def _amount(words: str) -> bool:
    return words.isascii() and words.isdigit()


# What a correction of these must look like, with an example for the message.
_FORMS: Mapping[str, tuple[Callable[[str], object], str]] = {
    "target": (goal_of, ">= 85 %"),
    "by_year": (_year, "2025"),
    "budget": (_amount, "500000000"),
}


def _select(engine: Engine, body: str) -> Rows:
    answer = engine.query(_HEAD + body)
    if not isinstance(answer, Rows):
        raise QueryError("expected rows")
    return answer
