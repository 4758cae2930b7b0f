"""The chain of one document: what it carries out, step by step up to the resolution, and what carries it out."""

from __future__ import annotations

from collections import deque

import networkx

ISSUES = frozenset({"promulgates", "approves"})


def implementation_chain(network: networkx.MultiDiGraph, document: str) -> networkx.MultiDiGraph:
    """A document with everything that it carries out, step by step up to the resolution, and everything that carries it
    out, down to the last plan; a promulgated or approved programme stands for the decision that issued it, and back.

    `network` is the view "implementation". Raises KeyError when it has no such document.
    """
    if document not in network:
        raise KeyError(f"the network has no document {document!r}; `kg.documents()` lists those that were read")
    kept = _reached(network, document, upward=True) | _reached(network, document, upward=False)
    chain = networkx.MultiDiGraph(**network.graph)
    chain.add_nodes_from((node, data) for node, data in network.nodes(data=True) if node in kept)
    for subject, target, key, data in network.edges(keys=True, data=True):
        if subject in kept and target in kept and data.get("relation") in ISSUES | {"implements"}:
            chain.add_edge(subject, target, key, **data)
    return chain


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
            ways += [(b, False) for _, b, relation in network.out_edges(node, data="relation") if relation in ISSUES]
            ways += [(a, False) for a, _, relation in network.in_edges(node, data="relation") if relation in ISSUES]
        for other, turn in ways:
            if other not in reached:
                reached.add(other)
                queue.append((other, turn))
    return reached
