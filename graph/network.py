"""Networks of the graph for networkx: documents and their relations, agencies and their tasks, agencies that cooperate.

Every attribute is a string, a number or a truth value, so that a network survives GraphML, GEXF and node-link JSON.
Strings are always there, "" where unknown; `year` and `confidence` (of an edge: the measured precision of its rule) are
left out where unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any

import networkx as nx

from ..ontology.vocabulary import NAMESPACES, PREDICATES
from .engine import Engine, QueryError
from .query import ask
from .rows import Rows

_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in NAMESPACES.items())
_STATUS = {"InCorpus": "document", "CitedOnly": "stub"}
_LAWS = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"})
_ROLES = {"Lead": "lead", "Cooperate": "cooperate", "Responsible": "responsible", "Monitor": "monitor"}
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
_CLAIMS = """
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
_UNRESOLVED = """
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
_TASKS = """
SELECT DISTINCT ?task ?text ?document ?deadline ?deadline_text ?output ?rule ?confidence ?source ?quote ?start
  ?end WHERE {
  ?task a cancu:Task ; dct:description ?text ; cancu:fromSource/cancu:path ?source ; cancu:evidence ?span .
  ?span oa:hasSelector ?p, ?q . ?p oa:start ?start ; oa:end ?end . ?q oa:exact ?quote .
  OPTIONAL { ?task p-plan:isStepOfPlan ?document } OPTIONAL { ?task cancu:deadline ?deadline }
  OPTIONAL { ?task cancu:deadlineText ?deadline_text }
  OPTIONAL { ?task p-plan:hasOutputVar/dct:description ?output }
  OPTIONAL { ?task cancu:rule ?by . ?by skos:notation ?rule OPTIONAL { ?by cancu:confidence ?confidence } }
} ORDER BY ?task ?start"""
_BEARERS = """
SELECT DISTINCT ?participation ?task ?agency ?name ?kind ?level ?province ?role ?text ?rule ?confidence
  ?source ?start ?end WHERE {
  ?participation cancu:task ?task ; cv:hasParticipant ?agency ; cancu:role ?role ; cancu:agencyText ?text ;
    cancu:fromSource/cancu:path ?source ; cancu:evidence/oa:hasSelector ?p .
  ?p oa:start ?start ; oa:end ?end .
  OPTIONAL { ?agency rdfs:label ?name } OPTIONAL { ?agency a ?kind } OPTIONAL { ?agency cancu:level ?level }
  OPTIONAL { ?agency cancu:provinceName ?province }
  OPTIONAL { ?participation cancu:rule ?by . ?by skos:notation ?rule OPTIONAL { ?by cancu:confidence ?confidence } }
} ORDER BY ?participation ?kind ?name ?start"""


def network(engine: Engine, view: str = "implementation", *, document: str | None = None) -> nx.MultiDiGraph:
    """The network of a view; nodes and edges in the order of their IRIs, so that equal graphs give equal networks.

    implementation: documents and named instruments, with an edge for each claim.
    bases: the same documents, only their legal bases.  amendments: only amendments, replacements and repeals.
    agencies: documents, the tasks that they set, the agencies that have them.
    cooperation: agencies that share a task, weighted by the number of tasks.
    document: one document and what is next to it.  tasks: the tasks of one document with their agencies.
    delivery: who carries one document out: documents, tasks, agencies. These three need `document`, an IRI.
    Raises ValueError for another view, or where `document` is missing or not in the graph.
    """
    if view not in VIEWS:
        raise ValueError(f"there is no view {view!r}; there are: {', '.join(VIEWS)}")
    if view in ONE_DOCUMENT and document is None:
        raise ValueError(f"the view {view!r} shows one document: name it")
    net = VIEWS[view](engine, document)
    if document is not None and document not in net:
        raise ValueError(f"the view {view!r} has nothing on {document}")
    return net


def document_network(
    engine: Engine, relations: frozenset[str] | None = None, *, view: str, title: str
) -> nx.MultiDiGraph:
    """Documents and their relations, each an edge with its sentence; `relations` limits them (None: all ten)."""
    net = nx.MultiDiGraph(view=view, title=title)
    nodes = _document_nodes(engine)
    claims = [row for row in _rows(engine, _CLAIMS) if relations is None or row["relation"] in relations]
    linked = {row[end] for row in claims for end in ("subject", "object")}
    for iri, attributes in nodes.items():
        if iri in linked or (relations is None and attributes["kind"] == "document"):
            net.add_node(iri, **attributes)
    for row in claims:
        if (
            row["subject"] in net
            and row["object"] in net
            and not net.has_edge(row["subject"], row["object"], row["claim"])
        ):
            net.add_edge(row["subject"], row["object"], key=row["claim"], **_claim_edge(row))
    _add_unresolved(net, _rows(engine, _UNRESOLVED), relations, nodes)
    return net


def _add_unresolved(
    net: nx.MultiDiGraph, rows: list[dict[str, Any]], relations: frozenset[str] | None, nodes: dict[str, dict[str, Any]]
) -> None:
    """Citations that mean no one document, each a node of its own with its candidates."""
    for row in rows:
        citation, subject, relation = row["citation"], row["subject"], row["relation"]
        if (relations is not None and relation not in relations) or subject not in nodes:
            continue
        if citation not in net:
            text = {k: str(row[k] or "") for k in ("number", "type", "issuer", "date", "title", "source")}
            known = {"province": "", "level": "unknown", "kind": "stub", "citations": 1, "status": "unresolved"}
            node = {"iri": citation, "label": _short(text["number"] or row["text"]), **text, **known}
            node |= {"candidates": "", "warnings": ""}
            net.add_node(citation, **node)
        candidates = net.nodes[citation]["candidates"]
        if row["candidate"] and row["candidate"] not in candidates.split(" | "):
            net.nodes[citation]["candidates"] = " | ".join(filter(None, (candidates, row["candidate"])))
        if subject not in net:
            net.add_node(subject, **nodes[subject])
        blank = dict.fromkeys(("evidence", "rule", "confidence", "partial", "effective"))
        edge = _claim_edge({**row, **blank, "status": "#unresolved"})
        net.add_edge(subject, citation, key=f"{citation}|{relation}", **edge)


def agency_network(engine: Engine) -> nx.MultiDiGraph:
    """Agencies, the tasks that they have, and the documents that set the tasks."""
    net = nx.MultiDiGraph(view="agencies", title="Cơ quan và nhiệm vụ")
    documents = _document_nodes(engine)
    tasks = {row["task"]: row for row in reversed(_rows(engine, _TASKS))}
    for iri, row in sorted(tasks.items()):
        net.add_node(iri, **_task_node(iri, row))
        document = row["document"]
        if document in documents:
            net.add_node(document, **documents[document])
            set_by = {"relation": "has_task", "label_vi": "giao nhiệm vụ", "label_en": "sets the task"}
            net.add_edge(document, iri, key=f"{iri}|has_task", **{**_shown(row), **_by_rule(row)}, **set_by)
    for row in _rows(engine, _BEARERS):
        if row["task"] not in net:
            continue
        if row["agency"] not in net:
            net.add_node(row["agency"], **_agency_node(row))
        task = tasks[row["task"]]
        role = _ROLES[str(row["role"]).rpartition("#")[2]]
        said = {"relation": role, "label_vi": _ROLE_LABELS[role][0], "label_en": _ROLE_LABELS[role][1]}
        edge = {**_shown(task), **_marked(task, row["start"], row["end"]), **said}
        edge |= {"evidence": row["text"], **_by_rule(row)}
        net.add_edge(row["task"], row["agency"], key=row["participation"], **edge)
    return net


def cooperation_network(engine: Engine) -> nx.MultiDiGraph:
    """Agencies joined by the tasks that they share; `weight` counts them, `tasks` names them."""
    net = nx.MultiDiGraph(view="cooperation", title="Cơ quan phối hợp")
    shared: dict[str, dict[str, None]] = {}
    for row in _rows(engine, _BEARERS):
        if row["agency"] not in net:
            net.add_node(row["agency"], **_agency_node(row))
        shared.setdefault(row["task"], {})[row["agency"]] = None
    pairs: dict[tuple[str, str], list[str]] = {}
    for task in sorted(shared):
        for pair in combinations(sorted(shared[task]), 2):
            pairs.setdefault(pair, []).append(task)
    for (one, other), tasks in sorted(pairs.items()):
        said = {"relation": "cooperates_with", "label_vi": "cùng làm", "label_en": "works with"}
        net.add_edge(one, other, key="cooperates_with", **said, weight=len(tasks), tasks=" ".join(tasks))
    return net


_ROLE_LABELS = {
    "lead": ("chủ trì", "leads"),
    "cooperate": ("phối hợp", "cooperates on"),
    "responsible": ("chịu trách nhiệm", "is responsible for"),
    "monitor": ("giám sát", "monitors"),
}
ONE_DOCUMENT = frozenset({"document", "tasks", "delivery"})
_AMENDMENTS = frozenset(
    {"amends", "replaces", "repeals", "proposes_amendment", "suspends", "defers", "extends", "resumes"}
)
_MOST = 300  # nodes of a neighbourhood that a person can still read


def _all_documents(engine: Engine, _: str | None) -> nx.MultiDiGraph:
    return document_network(engine, view="implementation", title="Văn bản và quan hệ thực hiện")


def _bases(engine: Engine, _: str | None) -> nx.MultiDiGraph:
    return document_network(engine, frozenset({"based_on"}), view="bases", title="Văn bản và căn cứ pháp lý")


def _amendments(engine: Engine, _: str | None) -> nx.MultiDiGraph:
    return document_network(engine, _AMENDMENTS, view="amendments", title="Sửa đổi, thay thế, bãi bỏ")


def _neighbourhood(engine: Engine, document: str | None) -> nx.MultiDiGraph:
    """Two steps around a document, one where two are more than a person can read."""
    net = _all_documents(engine, None)
    if document not in net:
        return net
    undirected = net.to_undirected(as_view=True)
    near = set(nx.single_source_shortest_path_length(undirected, document, cutoff=2))
    if len(near) > _MOST:
        near = set(nx.single_source_shortest_path_length(undirected, document, cutoff=1))
    return _part(net, near, "document", f"{net.nodes[document]['label']} và văn bản liên quan")


def _tasks_of(engine: Engine, document: str | None) -> nx.MultiDiGraph:
    net = agency_network(engine)
    if document not in net:
        return net
    tasks = set(net.successors(document))
    kept = {document, *tasks, *(agency for task in tasks for agency in net.successors(task))}
    return _part(net, kept, "tasks", f"Nhiệm vụ của {net.nodes[document]['label']}")


def _delivery(engine: Engine, document: str | None) -> nx.MultiDiGraph:
    """The documents that carry one document out, the tasks by which they do, the agencies that have them."""
    documents, agencies = _all_documents(engine, None), agency_network(engine)
    if document not in documents:
        return documents
    rows = ask(engine, "carried-by", {"document": document}, check=False)
    down, reached = [document], {document}
    while down:
        node = down.pop()
        below = [a for a, _, r in documents.in_edges(node, data="relation") if r == "implements"]
        below += [b for _, b, r in documents.out_edges(node, data="relation") if r in ("promulgates", "approves")]
        down += [n for n in below if n not in reached]
        reached |= set(below)
    tasks = {str(task) for task in rows.column("task")}
    bearers = {agency for task in tasks if task in agencies for agency in agencies.successors(task)}
    joined: Any = nx.compose(_part(agencies, reached | tasks | bearers, "", ""), _part(documents, reached, "", ""))
    return _part(joined, set(joined), "delivery", f"Ai thực hiện {documents.nodes[document]['label']}")


def _part(net: nx.MultiDiGraph, nodes: set[Any], view: str, title: str) -> nx.MultiDiGraph:
    """The part of a network that lies between `nodes`, in the order of the network."""
    out = nx.MultiDiGraph(view=view, title=title)
    out.add_nodes_from((n, data) for n, data in net.nodes(data=True) if n in nodes)
    for one, other, key, data in net.edges(keys=True, data=True):
        if one in nodes and other in nodes:
            out.add_edge(one, other, key=key, **data)
    return out


VIEWS: Mapping[str, Callable[[Engine, str | None], nx.MultiDiGraph]] = {
    "implementation": _all_documents,
    "bases": _bases,
    "amendments": _amendments,
    "agencies": lambda engine, _: agency_network(engine),
    "cooperation": lambda engine, _: cooperation_network(engine),
    "document": _neighbourhood,
    "tasks": _tasks_of,
    "delivery": _delivery,
}


def _document_nodes(engine: Engine) -> dict[str, dict[str, Any]]:
    counts = {row["document"]: row["citations"] for row in _rows(engine, _MENTIONS)}
    nodes: dict[str, dict[str, Any]] = {}
    for row in _rows(engine, _DOCUMENTS):
        if row["document"] in nodes:
            continue  # a document in two files, or with contradictory facts: the first one in order stands
        text = {k: str(row[k] or "") for k in ("number", "type", "issuer", "date", "title", "source", "province")}
        status = str(row["status"]).rpartition("#")[2]
        named = "law" if text["type"] in _LAWS else "programme"
        node = {
            "iri": row["document"],
            "label": text["number"] or _short(str(row["label"] or "")),
            **text,
            "level": str(row["level"] or "unknown"),
            "kind": _STATUS.get(status, named),
            **dict.fromkeys(("status", "candidates", "warnings"), ""),
            "citations": counts.get(row["document"], 0),
        }
        if row["year"]:
            node["year"] = row["year"]
        nodes[row["document"]] = node
    for row in _rows(engine, _DOUBTS):
        if doubted := nodes.get(row["document"]):
            doubted["warnings"] = " | ".join(filter(None, (doubted["warnings"], row["message"])))
            doubted["status"] = "contradictory"
    return nodes


def _claim_edge(row: dict[str, Any]) -> dict[str, Any]:
    predicate = PREDICATES[row["relation"]]
    return {
        **_shown(row),
        **_marked(row, row["from"], row["to"]),
        "relation": row["relation"],
        "label_vi": predicate.vi,
        "label_en": predicate.en,
        "evidence": row["evidence"] or "",
        **_by_rule(row),
        "status": str(row["status"]).rpartition("#")[2].lower(),
        "partial": bool(row["partial"]),
        "effective_from": str(row["effective"] or ""),
    }


def _by_rule(row: dict[str, Any]) -> dict[str, Any]:
    """The rule behind an edge, and its measured precision where there is one."""
    known = {} if row["confidence"] is None else {"confidence": float(row["confidence"])}
    return {"rule": row["rule"] or "", **known}


def _task_node(iri: str, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "iri": iri,
        "label": _short(row["text"]),
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


def _agency_node(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "iri": row["agency"],
        "label": row["name"] or row["text"],
        "title": row["name"] or row["text"],
        "kind": "agency",
        "group": str(row["kind"] or "").endswith("AgencyGroup"),
        "level": row["level"] or "unknown",
        "province": row["province"] or "",
    }


def _shown(row: dict[str, Any]) -> dict[str, Any]:
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


def _marked(row: dict[str, Any], start: int | None, end: int | None) -> dict[str, int]:
    """Where in the quote the words `[start, end)` of the text stand; nothing where they are outside."""
    low, high = row["start"], row["end"]
    if start is None or end is None or low is None or not low <= start <= end <= high:
        return {}
    return {"quote_start": start - low, "quote_end": end - low}


def _short(text: str) -> str:
    return text if len(text) <= _LABEL else text[: _LABEL - 1].rstrip() + "…"


def _rows(engine: Engine, body: str) -> list[dict[str, Any]]:
    answer = engine.query(_HEAD + body)
    if not isinstance(answer, Rows):
        raise QueryError("expected rows")
    return list(answer)
