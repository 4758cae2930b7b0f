"""Networks of the graph for networkx: documents and their relations, agencies and their tasks, agencies that cooperate.

Every attribute is a string, a number or a truth value, so that a network survives GraphML, GEXF and node-link JSON.
Strings are always there, "" where unknown; `year` and `confidence` (of an edge: the measured precision of its rule) are
left out where unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from itertools import combinations
from typing import Any

import networkx as nx

from ..ontology.vocabulary import PREDICATES
from .attributes import (
    BEARERS,
    CLAIMS,
    TASKS,
    UNRESOLVED,
    agency_node,
    by_rule,
    claim_edge,
    document_nodes,
    marked,
    rows_of,
    short,
    shown,
    task_node,
)
from .engine import Engine
from .query import ask

_ROLES = {"Lead": "lead", "Cooperate": "cooperate", "Responsible": "responsible", "Monitor": "monitor"}


def network(
    engine: Engine,
    view: str = "implementation",
    *,
    document: str | None = None,
    relations: Collection[str] | None = None,
) -> nx.MultiDiGraph:
    """The network of a view; nodes and edges in the order of their IRIs, so that equal graphs give equal networks.

    implementation: documents and named instruments, with an edge for each claim; `relations` (names of the record:
    "guides", "refers_to") limits it to these.
    programmes: from the plan by the programme to the act that issues it: implements, promulgates, approves.
    bases: the same documents, only their legal bases.  amendments: only amendments, replacements and repeals.
    plan-bases: bipartite, documents (`bipartite` 0) and what they rest on (1); one that does both is there twice, as a
    basis with "#basis" behind its IRI.
    agencies: documents, the tasks that they set, the agencies that have them.
    cooperation: agencies that share a task, weighted by the number of tasks.
    document: one document and what is next to it.  tasks: the tasks of one document with their agencies.
    delivery: who carries one document out: documents, tasks, agencies. These three need `document`, an IRI.
    Raises ValueError for another view or relation, or where `document` is missing or not in the graph.
    """
    if view not in VIEWS:
        raise ValueError(f"there is no view {view!r}; there are: {', '.join(VIEWS)}")
    if view in ONE_DOCUMENT and document is None:
        raise ValueError(f"the view {view!r} shows one document: name it")
    net = VIEWS[view](engine, document) if relations is None else _by_relations(engine, view, frozenset(relations))
    if document is not None and document not in net:
        raise ValueError(f"the view {view!r} has nothing on {document}")
    return net


def document_network(
    engine: Engine, relations: frozenset[str] | None = None, *, view: str, title: str
) -> nx.MultiDiGraph:
    """Documents and their relations, each an edge with its sentence; `relations` limits them (None: all ten)."""
    net = nx.MultiDiGraph(view=view, title=title)
    nodes = document_nodes(engine)
    claims = [row for row in rows_of(engine, CLAIMS) if relations is None or row["relation"] in relations]
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
            net.add_edge(row["subject"], row["object"], key=row["claim"], **claim_edge(row))
    _add_unresolved(net, rows_of(engine, UNRESOLVED), relations, nodes)
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
            node = {"iri": citation, "label": short(text["number"] or row["text"]), **text, **known}
            node |= {"candidates": "", "warnings": ""}
            net.add_node(citation, **node)
        candidates = net.nodes[citation]["candidates"]
        if row["candidate"] and row["candidate"] not in candidates.split(" | "):
            net.nodes[citation]["candidates"] = " | ".join(filter(None, (candidates, row["candidate"])))
        if subject not in net:
            net.add_node(subject, **nodes[subject])
        blank = dict.fromkeys(("evidence", "rule", "confidence", "partial", "effective"))
        edge = claim_edge({**row, **blank, "status": "#unresolved"})
        net.add_edge(subject, citation, key=f"{citation}|{relation}", **edge)


def agency_network(engine: Engine) -> nx.MultiDiGraph:
    """Agencies, the tasks that they have, and the documents that set the tasks."""
    net = nx.MultiDiGraph(view="agencies", title="Cơ quan và nhiệm vụ")
    documents = document_nodes(engine)
    tasks = {row["task"]: row for row in reversed(rows_of(engine, TASKS))}
    for iri, row in sorted(tasks.items()):
        net.add_node(iri, **task_node(iri, row))
        document = row["document"]
        if document in documents:
            net.add_node(document, **documents[document])
            set_by = {"relation": "has_task", "label_vi": "giao nhiệm vụ", "label_en": "sets the task"}
            net.add_edge(document, iri, key=f"{iri}|has_task", **{**shown(row), **by_rule(row)}, **set_by)
    for row in rows_of(engine, BEARERS):
        if row["task"] not in net:
            continue
        if row["agency"] not in net:
            net.add_node(row["agency"], **agency_node(row))
        task = tasks[row["task"]]
        role = _ROLES[str(row["role"]).rpartition("#")[2]]
        said = {"relation": role, "label_vi": _ROLE_LABELS[role][0], "label_en": _ROLE_LABELS[role][1]}
        edge = {**shown(task), **marked(task, row["start"], row["end"]), **said}
        edge |= {"evidence": row["text"], **by_rule(row)}
        net.add_edge(row["task"], row["agency"], key=row["participation"], **edge)
    return net


def cooperation_network(engine: Engine) -> nx.MultiDiGraph:
    """Agencies joined by the tasks that they share; `weight` counts them, `tasks` names them."""
    net = nx.MultiDiGraph(view="cooperation", title="Cơ quan phối hợp")
    shared: dict[str, dict[str, None]] = {}
    for row in rows_of(engine, BEARERS):
        if row["agency"] not in net:
            net.add_node(row["agency"], **agency_node(row))
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
_PROGRAMMES = frozenset({"implements", "promulgates", "approves"})
_AMENDMENTS = frozenset(
    {"amends", "replaces", "repeals", "proposes_amendment", "suspends", "defers", "extends", "resumes"}
)
_MOST = 300  # nodes of a neighbourhood that a person can still read


def _all_documents(engine: Engine, _: str | None) -> nx.MultiDiGraph:
    return document_network(engine, view="implementation", title="Văn bản và quan hệ thực hiện")


def _by_relations(engine: Engine, view: str, relations: frozenset[str]) -> nx.MultiDiGraph:
    if view != "implementation":
        raise ValueError(f"the view {view!r} has relations of its own; choose them for the view 'implementation'")
    if unknown := sorted(relations - PREDICATES.keys()):
        raise ValueError(f"there is no relation {unknown[0]!r}; there are: {', '.join(PREDICATES)}")
    return document_network(engine, relations, view=view, title="Văn bản và quan hệ")


def _programmes(engine: Engine, _: str | None) -> nx.MultiDiGraph:
    title = "Kế hoạch, chương trình và văn bản ban hành"
    return document_network(engine, _PROGRAMMES, view="programmes", title=title)


def _plan_bases(engine: Engine, _: str | None) -> nx.MultiDiGraph:
    """Two sides: a document that rests on others and is a basis itself stands on both."""
    net = _bases(engine, None)
    resting = {one for one, _ in net.edges()}
    out = nx.MultiDiGraph(view="plan-bases", title="Văn bản và căn cứ, hai phía")
    out.add_nodes_from((one, {**net.nodes[one], "bipartite": 0}) for one in net if one in resting)
    for one, other, key, data in net.edges(keys=True, data=True):
        basis = f"{other}#basis" if other in resting else other
        out.add_node(basis, **net.nodes[other], bipartite=1)
        out.add_edge(one, basis, key=key, **data)
    return out


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
    "programmes": _programmes,
    "bases": _bases,
    "plan-bases": _plan_bases,
    "amendments": _amendments,
    "agencies": lambda engine, _: agency_network(engine),
    "cooperation": lambda engine, _: cooperation_network(engine),
    "document": _neighbourhood,
    "tasks": _tasks_of,
    "delivery": _delivery,
}
