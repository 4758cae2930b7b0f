"""Why the graph says so: the sentence with the span marked, the rules that fired, what people decided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from ..ontology.vocabulary import PREDICATES
from .accounts import HEAD, Texts, account, confidence, marked, reviews, select
from .engine import Engine, QueryError
from .frames import shortened
from .lookup import document_named
from .query import iri, literal
from .rows import Rows

_PART = re.compile(r"(?P<path>.+)#(?P<id>(?!D\d+\Z)[\w-]+)")
_CLAIMS = """
SELECT DISTINCT ?claim ?subject ?subject_label ?predicate ?relation ?object ?object_label ?status ?cue ?rule ?n
  ?confidence ?low ?high ?resolution ?reason ?path ?quote ?start ?end ?from ?to ?first ?last WHERE {
  %s
  ?claim a cancu:Claim ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;
    cancu:reviewStatus ?state ; cancu:fromSource/cancu:path ?path ; cancu:sentence ?span .
  ?span oa:hasSelector ?position, ?words . ?position oa:start ?start ; oa:end ?end . ?words oa:exact ?quote .
  BIND(STRAFTER(STR(?state), "#") AS ?status)
  OPTIONAL { ?claim cancu:predicateName ?relation }
  OPTIONAL { ?subject rdfs:label|cancu:citedText|dct:description ?subject_label }
  OPTIONAL { ?object rdfs:label ?object_label }
  OPTIONAL { ?claim cancu:evidence/oa:hasSelector ?shown . ?shown oa:start ?first ; oa:end ?last }
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
  ?row cancu:lists %s ; cancu:issuerName ?issuer ; prov:wasDerivedFrom ?catalogue . ?catalogue rdfs:label ?name .
  OPTIONAL { ?catalogue cancu:sha256 ?hash } OPTIONAL { ?catalogue cancu:retrievedOn ?taken }
  OPTIONAL { ?row cancu:typeName ?type } OPTIONAL { ?row eli:date_document ?date }
  OPTIONAL { ?row dct:title ?title } OPTIONAL { ?row cancu:catalogueStatus ?status }
} ORDER BY ?name"""


def explain(engine: Engine, what: str, other: str | None = None, *, texts: Texts = lambda _: None) -> str:
    """An account of a document, of the edges between two documents, of a claim, or of anything else that the graph
    holds a sentence for (a task, an agency in it, a goal, an amount, a citation, a body), as text.

    `what` is a number, an IRI, a source name, or a source name with the id of what is in it (plan.txt#A2); with
    `other`, a second document, only what relates the two. `texts` gives the text layer of a source, so that whole
    sentences are shown. Raises QueryError when nothing goes by a name.
    """
    if "/claim/" in what:
        claims = select(engine, _CLAIMS % f"VALUES ?claim {{ {iri(what)} }}")
        if not len(claims):
            raise QueryError(f"there is no claim <{what}>")
        return "\n".join(_account(engine, claims)).lstrip("\n") + "\n"
    part = None if other else _part_named(engine, what)
    if part:
        return "\n".join(account(engine, part, texts)) + "\n"
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
    body = list(_account(engine, select(engine, _CLAIMS % where)))
    return "\n".join([*head, *(body or ["  no relation is stated"])]) + "\n"


def _part_named(engine: Engine, given: str) -> str | None:
    """The IRI of what is no document: given as one, or as a source name with the id of a task, a goal, a citation.

    Raises QueryError for an id that the source does not have.
    """
    if re.match(r"https?://|urn:", given):
        held = f"ASK {{ {iri(given)} ?p ?o FILTER NOT EXISTS {{ {iri(given)} a cancu:Document }} }}"
        decided = f"ASK {{ ?claim rdf:subject {iri(given)} FILTER NOT EXISTS {{ {iri(given)} a cancu:Document }} }}"
        return given if _holds(engine, held) or _holds(engine, decided) else None
    found = _PART.fullmatch(given)
    files = select(engine, f"SELECT ?file WHERE {{ ?file cancu:path {literal(found['path'])} }}") if found else ()
    if not found or not files:
        return None
    node = f"{files[0]['file']}#{quote(found['id'], safe='-._~')}"
    if not _holds(engine, f"ASK {{ {{ {iri(node)} ?p ?o }} UNION {{ ?claim rdf:subject {iri(node)} }} }}"):
        raise QueryError(
            f"{found['path']} has no {found['id']!r}; ids are A1 (task), C1 (citation), T1 (goal), B1 (money)"
        )
    return node


def _holds(engine: Engine, question: str) -> bool:
    return bool(engine.query(HEAD + question))


def _identity(engine: Engine, document: str) -> Iterator[str]:
    for row in select(engine, _IDENTITY % iri(document)):
        where = f" in {row['path']}" if row["path"] else ""
        rule = f", identity by rule {row['rule']}" if row["rule"] else ""
        yield f"{row['label']} ({row['status']}{where}{rule})\n  {document}"
    for row in select(engine, _CATALOGUED.replace("%s", iri(document))):
        known = [f"sha256 {str(row['hash'])[:12]}…"] if row["hash"] else []
        known += [f"taken on {row['taken']}"] if row["taken"] else []
        said = (row[name] for name in ("type", "issuer", "date", "title", "status"))
        whence = f" ({', '.join(known)})" if known else ""
        yield f"  catalogue {row['name']}{whence}: {', '.join(str(value) for value in said if value)}"


def _account(engine: Engine, claims: Rows) -> Iterator[str]:
    for row in {row["claim"]: row for row in claims}.values():
        name = str(row["relation"] or "")
        relation = f"{PREDICATES[name].vi} ({name})" if name else shortened(str(row["predicate"])) or row["predicate"]
        yield f"\n{row['subject_label']} — {relation} → {row['object_label'] or row['object']}"
        yield f"  {row['path']} [{row['start']}:{row['end']}] “{_marked(row)}”"
        cue = f"cue “{row['cue']}”, " if row["cue"] else ""
        yield f"  {cue}rule {row['rule'] or 'not named'}, status {row['status']}"
        if row["rule"]:
            yield f"  {confidence(row)}"
        if row["resolution"]:
            yield f"  the mention means this document by rule {row['resolution']}: {row['reason'] or ''}"
        yield f"  {row['claim']}"
        yield from reviews(engine, str(row["claim"]))


def _marked(row: dict[str, Any]) -> str:
    """The sentence with the mention, or else the characters of the claim, between « and »."""
    low, high = (row["from"], row["to"]) if row["from"] is not None else (row["first"], row["last"])
    return marked(str(row["quote"]), row["start"], [(low, high)] if low is not None else [])
