"""Views of one document, cut out of the networks of a whole graph: its neighbourhood, who delivers it, its tasks.

A page shows what a question asks for; a hairball helps nobody. Each function takes networks as `cancu.graph.network`
makes them and returns a new one, with nodes and edges in the order of the networks that were given.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import networkx

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

MOST_NODES = 400
ROLES = frozenset({"lead", "cooperate", "responsible", "monitor"})


def neighbourhood(
    network: networkx.MultiDiGraph, document: str, *, steps: int = 1, most: int = MOST_NODES
) -> networkx.MultiDiGraph:
    """A document, what stands within `steps` arrows of it in either direction, and every arrow between those.

    At most `most` nodes, nearest first, so that a much-cited decree still gives a picture. Raises KeyError when the
    network has no such document.
    """
    _known(network, document)
    kept = {document: 0}
    queue = deque([document])
    while queue:
        node = queue.popleft()
        if kept[node] == steps:
            continue
        for other in sorted({*network.predecessors(node), *network.successors(node)}, key=str):
            if other not in kept and len(kept) < most:
                kept[other] = kept[node] + 1
                queue.append(other)
    return _cut(network, kept.keys(), view="document")


def implementation_chain(network: networkx.MultiDiGraph, document: str) -> networkx.MultiDiGraph:
    """A document with everything that it carries out, step by step up to the resolution, and everything that carries it
    out, down to the last plan; a promulgated or approved programme stands for the decision that issued it, and back.
    """
    _known(network, document)
    up = _reached(network, document, upward=True)
    down = _reached(network, document, upward=False)
    chain = networkx.MultiDiGraph(**network.graph)
    _copy(network, up | down, chain, relations={"implements", "promulgates", "approves"})
    chain.graph["view"] = "implementation"
    return chain


def delivery(
    documents: networkx.MultiDiGraph, tasks: networkx.MultiDiGraph, document: str, *, most: int = MOST_NODES
) -> networkx.MultiDiGraph:
    """Who carries out what a document asks: the documents that implement it, their tasks, the agencies in their roles.

    `documents` is the network "implementation", `tasks` the network "agencies". Tasks beyond `most` nodes are left out;
    the graph attribute `left_out` counts them.
    """
    _known(documents, document)
    below = _reached(documents, document, upward=False)
    joined = networkx.MultiDiGraph(view="delivery", left_out=0)
    _copy(documents, below, joined, relations={"implements", "promulgates", "approves"})
    for task, attributes in tasks.nodes(data=True):
        setters = [node for node in {*tasks.predecessors(task), *tasks.successors(task)} if node in below]
        if attributes.get("kind") != "task" or not setters:
            continue
        agencies = [node for node in tasks.successors(task) if tasks.nodes[node].get("kind") == "agency"]
        if len({*joined, task, *agencies}) > most:
            joined.graph["left_out"] += 1
            continue
        _copy(tasks, {task, *setters, *agencies}, joined, relations=ROLES | {"has_task", "step_of"})
    return joined


def tasks_of(tasks: networkx.MultiDiGraph, document: str) -> networkx.MultiDiGraph:
    """The tasks that one document sets, with their agencies. Raises KeyError when it sets none."""
    _known(tasks, document)
    near = {node for node in networkx.all_neighbors(tasks, document) if tasks.nodes[node].get("kind") == "task"}
    agencies = {node for task in near for node in tasks.successors(task) if tasks.nodes[node].get("kind") == "agency"}
    return _cut(tasks, {document, *near, *agencies}, view="tasks")


def _reached(network: networkx.MultiDiGraph, document: str, *, upward: bool) -> set[str]:
    """Documents reached by `implements` in one direction; `promulgates` and `approves` are walked from either end, but
    only once in a row, or one decision that issues two programmes would join their chains.
    """
    reached = {document}
    queue: deque[tuple[str, bool]] = deque([(document, True)])
    while queue:
        node, may_turn = queue.popleft()
        steps = network.out_edges(node, data="relation") if upward else network.in_edges(node, data="relation")
        ways = [((b if upward else a), True) for a, b, relation in steps if relation == "implements"]
        if may_turn:
            issued = {"promulgates", "approves"}
            ways += [(b, False) for _, b, relation in network.out_edges(node, data="relation") if relation in issued]
            ways += [(a, False) for a, _, relation in network.in_edges(node, data="relation") if relation in issued]
        for other, turn in ways:
            if other not in reached:
                reached.add(other)
                queue.append((other, turn))
    return reached


def _cut(network: networkx.MultiDiGraph, nodes: Iterable[str], *, view: str) -> networkx.MultiDiGraph:
    cut = networkx.MultiDiGraph(**network.graph)
    _copy(network, set(nodes), cut)
    cut.graph["view"] = view
    return cut


def _copy(
    network: networkx.MultiDiGraph,
    nodes: AbstractSet[str],
    into: networkx.MultiDiGraph,
    *,
    relations: AbstractSet[str] | None = None,
) -> None:
    into.add_nodes_from((node, data) for node, data in network.nodes(data=True) if node in nodes)
    for a, b, key, data in network.edges(keys=True, data=True):
        if a in nodes and b in nodes and (relations is None or data.get("relation") in relations):
            into.add_edge(a, b, key, **data)


def _known(network: networkx.MultiDiGraph, document: str) -> None:
    if document not in network:
        raise KeyError(
            f"the network has no document {document!r}; `kg.documents()` lists the IRIs of those that were read"
        )
