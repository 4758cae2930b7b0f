"""The first picture of a large network: its best-linked nodes; the page holds the others and opens them on a click."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import networkx

from .layout import CELL_HEIGHT, CELL_WIDTH, Layout, lane_of, layered, spread

if TYPE_CHECKING:
    from collections.abc import Hashable
    from collections.abc import Set as AbstractSet

# More at once is a hairball: arrows cannot be followed, names cannot be read.
FIRST_NODES = 300


def best_linked(network: networkx.MultiDiGraph, most: int | None) -> frozenset[Hashable]:
    """The `most` nodes with most neighbours, as far as arrows join them; all nodes where there are no more, or None."""
    if most is None or len(network) <= most:
        return frozenset(network)
    near = {node: {*network.predecessors(node), *network.successors(node)} - {node} for node in network}
    ranked = sorted(
        network, key=lambda node: (-len(near[node]), network.nodes[node].get("kind") != "document", str(node))
    )
    best = set(ranked[:most])
    return frozenset(node for node in best if near[node] & best) or frozenset(best)


def layered_around(network: networkx.MultiDiGraph, first: AbstractSet[Hashable]) -> Layout:
    """The layered picture of `first`, and the other nodes at the ends of the rows of their bands, near what they are
    linked to: what is opened moves nothing. A band that holds none of `first` is laid out whole.
    """
    lane = {node: lane_of(attributes) for node, attributes in network.nodes(data=True)}
    begun = {lane[node] for node in first}
    core = network.subgraph(node for node in network if node in first or lane[node] not in begun)
    places = layered(core)
    positions: dict[Hashable, tuple[int, int]] = dict(places.positions)
    ends: defaultdict[str, dict[int, list[int]]] = defaultdict(dict)  # by band and height: the outermost places
    for node, (x, y) in sorted(positions.items(), key=lambda item: str(item[0])):
        left, right = ends[lane[node]].get(y, (x, x))
        ends[lane[node]][y] = [min(left, x), max(right, x)]
    for node in sorted(set(network) - set(positions), key=str):
        wish = _middle([positions[other] for other in _near(network, node) if other in core])
        rows = ends[lane[node]]
        free = [(x, y) for y, (left, right) in rows.items() for x in (left - CELL_WIDTH, right + CELL_WIDTH)]
        x, y = min(free, key=lambda spot: (abs(spot[0] - wish[0]) + abs(spot[1] - wish[1]), spot))
        rows[y] = [min(rows[y][0], x), max(rows[y][1], x)]
        positions[node] = (x, y)
    return replace(places, positions=positions)


def spread_around(network: networkx.MultiDiGraph, first: AbstractSet[Hashable]) -> Layout:
    """The force layout of `first`, and the other nodes in the free cells nearest to what they are linked to."""
    places = spread(network.subgraph(first))
    positions: dict[Hashable, tuple[int, int]] = dict(places.positions)
    taken = {_cell(spot) for spot in positions.values()}
    below = (0, max((y for _, y in positions.values()), default=0) + 2 * CELL_HEIGHT)
    links = networkx.Graph(network.to_undirected(as_view=True))
    steps = networkx.multi_source_dijkstra_path_length(links, set(first), weight=None) if first else {}
    for node in sorted(set(network) - set(positions), key=lambda node: (steps.get(node, len(network)), str(node))):
        near = [positions[other] for other in _near(network, node) if other in positions]
        cell = _free(_cell(_middle(near or [below])), taken)
        taken.add(cell)
        positions[node] = (cell[0] * CELL_WIDTH, cell[1] * CELL_HEIGHT)
    return replace(places, positions=positions)


AROUND = {"layered": layered_around, "spread": spread_around}


def _cell(spot: tuple[float, float]) -> tuple[int, int]:
    return round(spot[0] / CELL_WIDTH), round(spot[1] / CELL_HEIGHT)


def _free(middle: tuple[int, int], taken: AbstractSet[tuple[int, int]]) -> tuple[int, int]:
    """The free cell nearest to `middle`."""
    x, y = middle
    far, free = 0, {middle} - taken
    while not free:
        far += 1
        side = range(-far, far + 1)
        edge = [*((a, b) for a in side for b in (-far, far)), *((a, b) for a in (-far, far) for b in side)]
        free = {(x + a, y + b) for a, b in edge} - taken
    return min(free, key=lambda cell: (abs(cell[0] - x) + abs(cell[1] - y), cell))


def _near(network: networkx.MultiDiGraph, node: Any) -> list[Hashable]:
    return [*network.predecessors(node), *network.successors(node)]


def _middle(spots: list[tuple[int, int]]) -> tuple[float, float]:
    """The mean of places; the origin where there is none."""
    count = len(spots) or 1
    return sum(x for x, _ in spots) / count, sum(y for _, y in spots) / count
