"""Measures that researchers ask of such a graph, each as rows: most cited, brokers, communities, depth, coverage."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import networkx as nx

from .engine import Engine
from .network import cooperation_network, document_network, network
from .rows import Rows, Value

# What carries an act down to those who do it: a plan implements a programme, a decision promulgates or approves one.
_DOWN = frozenset({"implements"})
_ISSUES = frozenset({"promulgates", "approves"})


def measure(engine: Engine, name: str) -> Rows:
    """The rows of a measure; `MEASURES` says what each one counts. Raises ValueError for an unknown name."""
    if name not in MEASURES:
        raise ValueError(f"there is no measure {name!r}; there are: {', '.join(MEASURES)}")
    return MEASURES[name](engine)


def simple(net: nx.MultiDiGraph) -> nx.DiGraph:
    """The network with parallel edges joined: `weight` counts them, `relations` names them."""
    out = nx.DiGraph(**net.graph)
    out.add_nodes_from(net.nodes(data=True))
    for one, other, data in net.edges(data=True):
        relation = str(data.get("relation", ""))
        if out.has_edge(one, other):
            edge = out.edges[one, other]
            edge["weight"] += 1
            edge["relations"] = " ".join(sorted({*edge["relations"].split(), relation}))
        else:
            out.add_edge(one, other, weight=1, relations=relation)
    return out


def most_cited(engine: Engine) -> Rows:
    """Documents by the number of citations, with how many documents cite them and how many are based on them."""
    net = network(engine, "implementation")
    rows: list[tuple[Any, ...]] = []
    for node, data in net.nodes(data=True):
        if data["citations"] and data["status"] != "unresolved":
            edges = list(net.in_edges(node, data="relation"))
            bases = {a for a, _, relation in edges if relation == "based_on"}
            rows.append((node, *_named(data), data["citations"], len({a for a, *_ in edges}), len(bases)))
    rows.sort(key=lambda r: (-r[5], -r[6], r[0]))
    return Rows(("document", *_NAMES, "citations", "documents", "based_on"), tuple(rows))


def brokers(engine: Engine) -> Rows:
    """Documents that others must pass through: betweenness centrality (Freeman 1977) in the network of all
    relations.
    """
    net = simple(network(engine, "implementation"))
    values = nx.betweenness_centrality(net)
    found = sorted((-value, node) for node, value in values.items() if value > 0)
    rows = [(node, *_named(net.nodes[node]), round(-value, 6)) for value, node in found]
    return Rows(("document", *_NAMES, "betweenness"), tuple(rows))


def communities(engine: Engine) -> Rows:
    """Documents that hang together, by the greedy modularity of Clauset, Newman and Moore (2004)."""
    net = simple(network(engine, "implementation")).to_undirected()
    parts = sorted(nx.community.greedy_modularity_communities(net), key=lambda part: (-len(part), min(part)))
    rows = [
        (number, len(part), node, *_named(net.nodes[node]))
        for number, part in enumerate(parts, 1)
        for node in sorted(part)
    ]
    return Rows(("community", "size", "document", *_NAMES), tuple(rows))


def chain_depth(engine: Engine) -> Rows:
    """How many steps of implementation lie between each document and the furthest act that it carries out.

    A step leads from a document to what it implements; a programme counts as the act that promulgates or approves it. A
    circle of documents that implement each other counts as one.
    """
    net = network(engine, "implementation")
    steps = nx.DiGraph()
    issued = {other: one for one, other, relation in net.edges(data="relation") if relation in _ISSUES}
    for one, other, relation in net.edges(data="relation"):
        if relation in _DOWN:
            steps.add_edge(one, issued.get(other, other))
    folded = nx.condensation(steps)
    depth: dict[int, int] = {}
    furthest: dict[int, int] = {}
    for part in reversed(list(nx.topological_sort(folded))):
        below = [(depth[n] + 1, furthest[n]) for n in folded.successors(part)]
        depth[part], furthest[part] = max(below, default=(0, part))
    members: Mapping[str, int] = folded.graph["mapping"]
    rows = []
    for node, part in members.items():
        if depth[part]:
            end = min(folded.nodes[furthest[part]]["members"])
            rows.append((node, *_named(net.nodes[node]), depth[part], end, net.nodes[end]["label"]))
    rows.sort(key=lambda r: (-r[5], r[0]))
    return Rows(("document", *_NAMES, "depth", "furthest", "furthest_label"), tuple(rows))


def coverage(engine: Engine) -> Rows:
    """Provinces by the documents read from them, those that these implement, and the tasks that they set; beside them
    the central documents ("trung ương") and those whose place is not known ("không rõ").
    """
    net, tasks = network(engine, "implementation"), network(engine, "agencies")
    plans: defaultdict[str, set[str]] = defaultdict(set)
    carried: defaultdict[str, set[str]] = defaultdict(set)
    for node, data in net.nodes(data=True):
        if data["kind"] == "document":
            place = data["province"] or ("(trung ương)" if data["level"] == "central" else "(không rõ)")
            plans[place].add(node)
            carried[place] |= {b for _, b, relation in net.out_edges(node, data="relation") if relation == "implements"}
    set_by = Counter(a for a, _, relation in tasks.edges(data="relation") if relation == "has_task")
    rows = [
        (province, len(plans[province]), len(carried[province]), sum(set_by[d] for d in plans[province]))
        for province in sorted(plans)
    ]
    return Rows(("province", "documents", "implements", "tasks"), tuple(rows))


def cooperation(engine: Engine) -> Rows:
    """Agencies by the tasks and the partners that they share, with their betweenness in the network of cooperation."""
    net = nx.Graph(cooperation_network(engine).to_undirected())
    between = nx.betweenness_centrality(net)
    rows: list[tuple[Value, ...]] = [
        (
            node,
            data["label"],
            data["province"],
            net.degree(node),
            net.degree(node, weight="weight"),
            round(between[node], 6),
        )
        for node, data in net.nodes(data=True)
    ]
    rows.sort(key=lambda r: (-int(str(r[4])), str(r[0])))
    return Rows(("agency", "name", "province", "partners", "shared_tasks", "betweenness"), tuple(rows))


def longest_chain(engine: Engine) -> Rows:
    """The documents of one longest chain of implementation, from the plan up to the act that it carries out."""
    net = document_network(engine, _DOWN | _ISSUES, view="implementation", title="")
    upward = nx.DiGraph()
    for one, other, relation in net.edges(data="relation"):
        upward.add_edge(*((one, other) if relation in _DOWN else (other, one)))
    folded = nx.condensation(upward)
    path = nx.dag_longest_path(folded) if folded else []
    nodes = [min(folded.nodes[part]["members"]) for part in path]
    steps = {(a, b): relation for a, b, relation in net.edges(data="relation")}
    said = [steps.get((a, b)) or steps.get((b, a), "") for a, b in pairwise(nodes)]
    rows = (
        [
            (at, node, *_named(net.nodes[node]), step)
            for at, (node, step) in enumerate(zip(nodes, [*said, None], strict=True), 1)
        ]
        if nodes
        else []
    )
    return Rows(("step", "document", *_NAMES, "relation"), tuple(rows))


_NAMES = ("label", "number", "type", "issuer")
MEASURES: Mapping[str, Callable[[Engine], Rows]] = {
    "most-cited": most_cited,
    "brokers": brokers,
    "communities": communities,
    "chain-depth": chain_depth,
    "longest-chain": longest_chain,
    "coverage": coverage,
    "cooperation": cooperation,
}


def _named(data: Mapping[str, Value]) -> tuple[Value, ...]:
    return tuple(data.get(name) or None for name in _NAMES)
