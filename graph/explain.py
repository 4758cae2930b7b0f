"""Why the graph says so: the sentence with the span marked, the rules that fired, what people decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..ontology.vocabulary import NAMESPACES, PREDICATES
from .engine import Engine, QueryError
from .lookup import document_named
from .query import iri
from .rows import Rows

_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in NAMESPACES.items())
_CLAIMS = """
SELECT DISTINCT ?claim ?subject ?subject_label ?relation ?object ?object_label ?status ?cue ?rule ?n ?confidence
  ?low ?high ?resolution ?reason ?path ?quote ?start ?end ?from ?to WHERE {
  %s
  ?claim a cancu:Claim ; rdf:subject ?subject ; cancu:predicateName ?relation ; rdf:object ?object ;
    cancu:reviewStatus ?state ; cancu:fromSource/cancu:path ?path ; cancu:sentence ?span .
  ?span oa:hasSelector ?position, ?words . ?position oa:start ?start ; oa:end ?end . ?words oa:exact ?quote .
  BIND(STRAFTER(STR(?state), "#") AS ?status)
  OPTIONAL { ?subject rdfs:label ?subject_label } OPTIONAL { ?object rdfs:label ?object_label }
  OPTIONAL { ?claim cancu:cueText ?cue }
  OPTIONAL {
    ?claim cancu:rule ?by . ?by skos:notation ?rule ; cancu:sampleSize ?n .
    OPTIONAL { ?by cancu:confidence ?confidence ; cancu:confidenceLow ?low ; cancu:confidenceHigh ?high }
  }
  OPTIONAL {
    ?claim cancu:citation ?citation . ?citation cancu:evidence/oa:hasSelector ?mention .
    ?mention oa:start ?from ; oa:end ?to .
    OPTIONAL { ?citation cancu:resolutionRule ?resolution } OPTIONAL { ?citation cancu:resolutionReason ?reason }
  }
} ORDER BY ?path ?start ?end ?relation ?claim"""
_IDENTITY = """
SELECT DISTINCT ?label ?rule ?path ?status WHERE {
  VALUES ?document { %s }
  ?document rdfs:label ?label ; cancu:status ?state . BIND(STRAFTER(STR(?state), "#") AS ?status)
  OPTIONAL { ?document cancu:identityRule ?rule } OPTIONAL { ?document cancu:inSource/cancu:path ?path }
} ORDER BY ?path"""
_CATALOGUED = """
SELECT DISTINCT ?name ?hash ?taken ?type ?issuer ?date ?title ?status WHERE {
  GRAPH ?catalogue {
    ?catalogue a cancu:Catalogue ; rdfs:label ?name . %s cancu:issuerName ?issuer .
    OPTIONAL { ?catalogue cancu:sha256 ?hash } OPTIONAL { ?catalogue cancu:retrievedOn ?taken }
    OPTIONAL { %s cancu:typeName ?type } OPTIONAL { %s eli:date_document ?date }
    OPTIONAL { %s dct:title ?title } OPTIONAL { %s cancu:catalogueStatus ?status }
  }
} ORDER BY ?name"""
_REVIEWS = """
SELECT DISTINCT ?decision ?reviewer ?day ?comment WHERE {
  ?review cancu:reviews %s ; cancu:decision ?decision ; cancu:reviewer ?reviewer ; cancu:reviewedOn ?day .
  OPTIONAL { ?review cancu:comment ?comment }
} ORDER BY ?day"""


def explain(engine: Engine, what: str, other: str | None = None) -> str:
    """An account of a document, of the edges between two documents, or of a claim, as text.

    `what` is a number, an IRI, a source name, or the IRI of a claim; with `other`, a second document, only what
    relates the
    two. Raises QueryError when nothing goes by a name.
    """
    if "/claim/" in what:
        claims = _select(engine, _CLAIMS % f"VALUES ?claim {{ {iri(what)} }}")
        if not len(claims):
            raise QueryError(f"there is no claim <{what}>")
        return "\n".join(_account(engine, claims))
    document = document_named(engine, what)
    head = list(_identity(engine, document))
    if other is None:
        where = f"{{ ?claim rdf:subject {iri(document)} }} UNION {{ ?claim rdf:object {iri(document)} }}"
    else:
        second = document_named(engine, other)
        head += _identity(engine, second)
        one, two = iri(document), iri(second)
        where = (
            f"{{ ?claim rdf:subject {one} ; rdf:object {two} }} UNION {{ ?claim rdf:subject {two} ; rdf:object {one} }}"
        )
    body = list(_account(engine, _select(engine, _CLAIMS % where)))
    return "\n".join([*head, *(body or ["  no relation is stated"])]) + "\n"


def _identity(engine: Engine, document: str) -> Iterator[str]:
    for row in _select(engine, _IDENTITY % iri(document)):
        where = f" in {row['path']}" if row["path"] else ""
        rule = f", identity by rule {row['rule']}" if row["rule"] else ""
        yield f"{row['label']} ({row['status']}{where}{rule})\n  {document}"
    for row in _select(engine, _CATALOGUED.replace("%s", iri(document))):
        known = [f"sha256 {str(row['hash'])[:12]}…"] if row["hash"] else []
        known += [f"taken on {row['taken']}"] if row["taken"] else []
        said = (row[name] for name in ("type", "issuer", "date", "title", "status"))
        whence = f" ({', '.join(known)})" if known else ""
        yield f"  catalogue {row['name']}{whence}: {', '.join(str(value) for value in said if value)}"


def _account(engine: Engine, claims: Rows) -> Iterator[str]:
    for row in {row["claim"]: row for row in claims}.values():
        relation = PREDICATES[str(row["relation"])]
        yield f"\n{row['subject_label']} — {relation.vi} ({row['relation']}) → {row['object_label']}"
        yield f"  {row['path']} [{row['start']}:{row['end']}] “{_marked(row)}”"
        yield f"  cue “{row['cue'] or ''}”, rule {row['rule'] or 'not named'}, status {row['status']}"
        if row["rule"]:
            yield f"  {_confidence(row)}"
        if row["resolution"]:
            yield f"  the mention means this document by rule {row['resolution']}: {row['reason'] or ''}"
        yield f"  {row['claim']}"
        for review in _select(engine, _REVIEWS % iri(str(row["claim"]))):
            comment = f": {review['comment']}" if review["comment"] else ""
            yield f"  {review['decision']} by {review['reviewer']} on {review['day']}{comment}"


def _confidence(row: dict[str, Any]) -> str:
    """How often the rule was right where people judged what it says."""
    if row["confidence"] is None:
        return f"confidence: not given, only {row['n']} statements by this rule were judged"
    interval = f"95 % interval {row['low']:.2f} to {row['high']:.2f}"
    return f"confidence {row['confidence']:.2f}: the rule on annotated documents, n = {row['n']}, {interval}"


def _marked(row: dict[str, Any]) -> str:
    """The sentence with the mention between « and »."""
    quote, start = str(row["quote"]), row["start"]
    low, high = row["from"], row["to"]
    if low is None or high is None or not start <= low <= high <= row["end"]:
        return " ".join(quote.split())
    at, to = low - start, high - start
    return " ".join(f"{quote[:at]}«{quote[at:to]}»{quote[to:]}".split())


def _select(engine: Engine, body: str) -> Rows:
    answer = engine.query(_HEAD + body)
    if not isinstance(answer, Rows):
        raise QueryError("expected rows")
    return answer
