"""The nodes and edges of networks with their attributes, as the graph has them.

Every attribute is a string, a number or a truth value. Strings are always there, "" where unknown.
"""

from __future__ import annotations

from typing import Any

from ..ontology.vocabulary import NAMESPACES, PREDICATES
from .engine import Engine, QueryError
from .rows import Rows

_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in NAMESPACES.items())
_STATUS = {"InCorpus": "document", "CitedOnly": "stub"}
_LAWS = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"})
_LABEL = 60

_DOCUMENTS = """
SELECT DISTINCT ?document ?label ?number ?type ?issuer ?date ?title ?level ?status ?source ?province ?year WHERE {
  ?document a cancu:Document ; cancu:status ?status .
  OPTIONAL { ?document rdfs:label ?label } OPTIONAL { ?document eli:id_local ?number }
  OPTIONAL { ?document cancu:typeName ?type } OPTIONAL { ?document cancu:issuerName ?issuer }
  OPTIONAL { ?document eli:date_document ?date } OPTIONAL { ?document dct:title ?title }
  OPTIONAL { ?document cancu:level ?level } OPTIONAL { ?document cancu:provinceName ?province }
  OPTIONAL { ?document cancu:year ?year } OPTIONAL { ?document cancu:inSource/cancu:path ?source }
} ORDER BY ?document ?source ?date ?title ?issuer"""
_DOUBTS = """
SELECT DISTINCT ?document ?message WHERE {
  ?f cancu:about ?document ; cancu:message ?message ; cancu:findingCode ?code
  FILTER(?code != "same-document" && LANG(?message) IN ("vi", "")) } ORDER BY ?document ?message"""
_MENTIONS = """
SELECT ?document (COUNT(DISTINCT ?citation) AS ?citations) WHERE { ?citation cito:hasCitedEntity ?document }
GROUP BY ?document"""
CLAIMS = """
SELECT DISTINCT ?claim ?subject ?object ?relation ?evidence ?rule ?confidence ?status ?partial ?effective ?source ?quote
  ?start ?end ?from ?to WHERE {
  ?claim a cancu:Claim ; rdf:subject ?subject ; rdf:object ?object ; cancu:predicateName ?relation ;
    cancu:reviewStatus ?status ; cancu:fromSource/cancu:path ?source .
  FILTER(?status != cancu:Rejected && ?status != cancu:Corrected)
  OPTIONAL { ?claim cancu:sentence ?span . ?span oa:hasSelector ?p, ?q . ?p oa:start ?start ; oa:end ?end . ?q
  oa:exact ?quote }
  OPTIONAL { ?claim cancu:citation/cancu:evidence/oa:hasSelector ?m . ?m oa:start ?from ; oa:end ?to }
  OPTIONAL { ?claim cancu:cueText ?evidence }
  OPTIONAL { ?claim cancu:rule ?by . ?by skos:notation ?rule OPTIONAL { ?by cancu:confidence ?confidence } }
  OPTIONAL { ?claim cancu:partial ?partial } OPTIONAL { ?claim cancu:effectiveFrom ?effective }
} ORDER BY ?claim ?start ?end"""
UNRESOLVED = """
SELECT DISTINCT ?citation ?subject ?relation ?text ?number ?type ?issuer ?date ?title ?candidate ?source ?quote
?start ?end
  ?from ?to WHERE {
  ?citation cancu:resolved false ; cito:hasCitingEntity ?subject ; cancu:predicateName ?relation ; cancu:citedText
  ?text ;
    cancu:fromSource/cancu:path ?source ; cancu:sentence ?span ; cancu:evidence/oa:hasSelector ?m .
  ?m oa:start ?from ; oa:end ?to . ?span oa:hasSelector ?p, ?q . ?p oa:start ?start ; oa:end ?end . ?q oa:exact ?quote .
  OPTIONAL { ?citation cancu:citedNumber ?number } OPTIONAL { ?citation cancu:citedType ?type }
  OPTIONAL { ?citation cancu:citedIssuer ?issuer } OPTIONAL { ?citation cancu:citedDate ?date }
  OPTIONAL { ?citation cancu:citedTitle ?title }
  OPTIONAL { ?citation cancu:candidate ?c . OPTIONAL { ?c rdfs:label ?l } BIND(COALESCE(STR(?l), STR(?c)) AS
  ?candidate) }
} ORDER BY ?citation ?candidate ?relation"""
TASKS = """
SELECT DISTINCT ?task ?text ?document ?deadline ?deadline_text ?output ?rule ?confidence ?source ?quote ?start
  ?end WHERE {
  ?task a cancu:Task ; dct:description ?text ; cancu:fromSource/cancu:path ?source ; cancu:evidence ?span .
  ?span oa:hasSelector ?p, ?q . ?p oa:start ?start ; oa:end ?end . ?q oa:exact ?quote .
  OPTIONAL { ?task p-plan:isStepOfPlan ?document } OPTIONAL { ?task cancu:deadline ?deadline }
  OPTIONAL { ?task cancu:deadlineText ?deadline_text }
  OPTIONAL { ?task p-plan:hasOutputVar/dct:description ?output }
  OPTIONAL { ?task cancu:rule ?by . ?by skos:notation ?rule OPTIONAL { ?by cancu:confidence ?confidence } }
} ORDER BY ?task ?start"""
BEARERS = """
SELECT DISTINCT ?participation ?task ?agency ?name ?kind ?level ?province ?role ?text ?rule ?confidence
  ?source ?start ?end WHERE {
  ?participation cancu:task ?task ; cv:hasParticipant ?agency ; cancu:role ?role ; cancu:agencyText ?text ;
    cancu:fromSource/cancu:path ?source ; cancu:evidence/oa:hasSelector ?p .
  ?p oa:start ?start ; oa:end ?end .
  OPTIONAL { ?agency rdfs:label ?name } OPTIONAL { ?agency a ?kind } OPTIONAL { ?agency cancu:level ?level }
  OPTIONAL { ?agency cancu:provinceName ?province }
  OPTIONAL { ?participation cancu:rule ?by . ?by skos:notation ?rule OPTIONAL { ?by cancu:confidence ?confidence } }
} ORDER BY ?participation ?kind ?name ?start"""


def document_nodes(engine: Engine) -> dict[str, dict[str, Any]]:
    """The attributes of every document, by its IRI."""
    counts = {row["document"]: row["citations"] for row in rows_of(engine, _MENTIONS)}
    nodes: dict[str, dict[str, Any]] = {}
    for row in rows_of(engine, _DOCUMENTS):
        if row["document"] in nodes:
            continue  # a document in two files, or with contradictory facts: the first one in order stands
        text = {k: str(row[k] or "") for k in ("number", "type", "issuer", "date", "title", "source", "province")}
        status = str(row["status"]).rpartition("#")[2]
        named = "law" if text["type"] in _LAWS else "programme"
        node = {
            "iri": row["document"],
            "label": text["number"] or short(str(row["label"] or "")),
            **text,
            "level": str(row["level"] or "unknown"),
            "kind": _STATUS.get(status, named),
            **dict.fromkeys(("status", "candidates", "warnings"), ""),
            "citations": counts.get(row["document"], 0),
        }
        if row["year"]:
            node["year"] = row["year"]
        nodes[row["document"]] = node
    for row in rows_of(engine, _DOUBTS):
        if doubted := nodes.get(row["document"]):
            doubted["warnings"] = " | ".join(filter(None, (doubted["warnings"], row["message"])))
            doubted["status"] = "contradictory"
    return nodes


def claim_edge(row: dict[str, Any]) -> dict[str, Any]:
    """The attributes of an edge from a row of `CLAIMS`."""
    predicate = PREDICATES[row["relation"]]
    return {
        **shown(row),
        **marked(row, row["from"], row["to"]),
        "relation": row["relation"],
        "label_vi": predicate.vi,
        "label_en": predicate.en,
        "evidence": row["evidence"] or "",
        **by_rule(row),
        "status": str(row["status"]).rpartition("#")[2].lower(),
        "partial": bool(row["partial"]),
        "effective_from": str(row["effective"] or ""),
    }


def by_rule(row: dict[str, Any]) -> dict[str, Any]:
    """The rule behind an edge, and its measured precision where there is one."""
    known = {} if row["confidence"] is None else {"confidence": float(row["confidence"])}
    return {"rule": row["rule"] or "", **known}


def task_node(iri: str, row: dict[str, Any]) -> dict[str, Any]:
    """The attributes of a task from a row of `TASKS`."""
    return {
        "iri": iri,
        "label": short(row["text"]),
        "task": row["text"],
        "kind": "task",
        "document": row["document"] or "",
        "deadline": str(row["deadline"] or ""),
        "deadline_text": row["deadline_text"] or "",
        "output": row["output"] or "",
        "source": row["source"],
        "start": row["start"],
        "end": row["end"],
    }


def agency_node(row: dict[str, Any]) -> dict[str, Any]:
    """The attributes of an agency from a row of `BEARERS`."""
    return {
        "iri": row["agency"],
        "label": row["name"] or row["text"],
        "title": row["name"] or row["text"],
        "kind": "agency",
        "group": str(row["kind"] or "").endswith("AgencyGroup"),
        "level": row["level"] or "unknown",
        "province": row["province"] or "",
    }


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """What an edge shows: the sentence and where it stands."""
    quote = row["quote"] or ""
    start = 0 if row["start"] is None else row["start"]
    return {
        "quote": quote,
        "quote_start": 0,
        "quote_end": len(quote),
        "source": row["source"],
        "start": start,
        "end": row["end"] or 0,
        "rule": "",
        "status": "extracted",
        "evidence": "",
    }


def marked(row: dict[str, Any], start: int | None, end: int | None) -> dict[str, int]:
    """Where in the quote the words `[start, end)` of the text stand; nothing where they are outside."""
    low, high = row["start"], row["end"]
    if start is None or end is None or low is None or not low <= start <= end <= high:
        return {}
    return {"quote_start": start - low, "quote_end": end - low}


def short(text: str) -> str:
    """A text as a label."""
    return text if len(text) <= _LABEL else text[: _LABEL - 1].rstrip() + "…"


def rows_of(engine: Engine, body: str) -> list[dict[str, Any]]:
    """The rows of a query without its prefixes."""
    answer = engine.query(_HEAD + body)
    if not isinstance(answer, Rows):
        raise QueryError("expected rows")
    return list(answer)
