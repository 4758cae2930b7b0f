"""Where the nodes of a picture stand: computed here, so that the first picture is steady at once.

`layered` puts Party and central State on top, then provinces, districts, communes, tasks and agencies; inside a band a
document stands below what it implements and below the decision that promulgates it, plans below other documents.
`spread` is a force layout for graphs without such an order. Both give the same positions for the same network.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx

from .look import family_of, look

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

CELL_WIDTH = 172
CELL_HEIGHT = 116
LANE_GAP = 34
SWEEPS = 12
# Relations that order documents inside one band. Mere mentions do not: they would make a tower of a flat row.
ORDERING = frozenset({"implements", "promulgates", "approves", "based_on", "step_of", "replaces"})


@dataclass(frozen=True, slots=True)
class Lane:
    """A band of the layered picture, from `top` to `bottom` in the units of the positions."""

    key: str
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions by node (x to the right, y downwards) and the bands behind them (none for a force layout)."""

    positions: Mapping[Hashable, tuple[int, int]]
    lanes: tuple[Lane, ...] = ()


def layered(network: networkx.MultiDiGraph, *, aspect: float = 1.2) -> Layout:
    """Bands by level, rows inside a band by who implements whom; `aspect` is the wished width : height."""
    lanes = _lanes(network)
    if not lanes:
        return Layout({})
    order = {node: place for place, node in enumerate(sorted(network, key=lambda node: _sort_key(network, node)))}
    above = _above(network, {node: lane for lane, nodes in lanes.items() for node in nodes})
    for lane, nodes in lanes.items():
        lanes[lane] = _downwards(nodes, above, order)
    widest = max(len(nodes) for nodes in lanes.values())

    def miss(columns: int) -> float:
        rows = [row for nodes in lanes.values() for row in _rows(nodes, above, columns)]
        height = len(rows) * CELL_HEIGHT + len(lanes) * LANE_GAP
        return abs(math.log(max(map(len, rows)) * CELL_WIDTH / height / aspect))

    columns = min(range(1, min(widest, 120) + 1), key=miss)
    bands = [(lane, _rows(nodes, above, columns)) for lane, nodes in lanes.items()]
    _untangle([row for _, rows in bands for row in rows], network)
    return _placed(bands)


def spread(network: networkx.MultiDiGraph) -> Layout:
    """A force layout from a fixed start, scaled so that labels have room."""
    if not network:
        return Layout({})
    simple = networkx.Graph()
    simple.add_nodes_from(sorted(network, key=lambda node: _sort_key(network, node)))
    simple.add_edges_from(sorted({(min(str(a), str(b)), max(str(a), str(b))) for a, b in network.edges() if a != b}))
    count = len(simple)
    names = {str(node): node for node in network}
    simple = networkx.relabel_nodes(simple, {node: str(node) for node in simple})
    rounds = 120 if count <= 500 else 40
    places = networkx.spring_layout(simple, seed=7, iterations=rounds, k=2.2 / math.sqrt(count), method="force")
    scale = 130 * math.sqrt(count)
    return Layout({names[node]: (round(x * scale), round(y * scale)) for node, (x, y) in places.items()})


def lane_of(attributes: Mapping[str, Any]) -> str:
    """The band that a node stands in."""
    level = level_of(attributes)
    return next((row["key"] for row in look()["lane"] if level in row["levels"]), "unknown")


def level_of(attributes: Mapping[str, Any]) -> str:
    """The level that gives a node its shape; a law known by name is the State's, whatever the rest says."""
    kind = attributes.get("kind") or ""
    if kind in ("task", "agency"):
        return kind
    level = str(attributes.get("level") or "unknown")
    if level == "unknown" and kind == "law":
        return "central"
    return level if any(row["key"] == level for row in look()["level"]) else "unknown"


def _lanes(network: networkx.MultiDiGraph) -> dict[str, list[Hashable]]:
    lanes: dict[str, list[Hashable]] = {row["key"]: [] for row in look()["lane"]}
    for node, attributes in network.nodes(data=True):
        lanes[lane_of(attributes)].append(node)
    return {key: nodes for key, nodes in lanes.items() if nodes}


def _sort_key(network: networkx.MultiDiGraph, node: Hashable) -> tuple[Any, ...]:
    attributes = network.nodes[node]
    plan = family_of(str(attributes.get("type") or "")) == "plan"
    return (
        plan,
        str(attributes.get("type") or ""),
        str(attributes.get("date") or ""),
        str(attributes.get("label") or ""),
        str(node),
    )


def _above(network: networkx.MultiDiGraph, lane: Mapping[Hashable, str]) -> dict[Hashable, list[Hashable]]:
    """For each node, the nodes of its own band that must stand above it; circles are cut."""
    upward = {row["key"]: row["up"] for row in look()["relation"]}
    order = networkx.DiGraph()
    order.add_nodes_from(network)
    for subject, target, data in network.edges(data=True):
        relation = data.get("relation")
        if subject == target or relation not in ORDERING or lane[subject] != lane[target]:
            continue
        order.add_edge(*((target, subject) if upward[relation] else (subject, target)))
    block = {node: index for index, part in enumerate(networkx.strongly_connected_components(order)) for node in part}
    return {node: [up for up in order.predecessors(node) if block[up] != block[node]] for node in order}


def _downwards(
    nodes: Sequence[Hashable], above: Mapping[Hashable, Sequence[Hashable]], order: Mapping[Hashable, int]
) -> list[Hashable]:
    """The nodes of a band, each after those that must stand above it."""
    graph = networkx.DiGraph((up, node) for node in nodes for up in above[node])
    graph.add_nodes_from(nodes)
    return list(networkx.lexicographical_topological_sort(graph, key=lambda node: order[node]))


def _rows(
    nodes: Sequence[Hashable], above: Mapping[Hashable, Sequence[Hashable]], columns: int
) -> list[list[Hashable]]:
    """Rows of at most `columns` nodes in which every node stands below those that must be above it."""
    rows: list[list[Hashable]] = []
    row_of: dict[Hashable, int] = {}
    first_open = 0
    for node in nodes:
        row = max((row_of[up] + 1 for up in above[node]), default=0)
        row = max(row, first_open)
        while row < len(rows) and len(rows[row]) >= columns:
            row += 1
        while row >= len(rows):
            rows.append([])
        rows[row].append(node)
        row_of[node] = row
        while first_open < len(rows) and len(rows[first_open]) >= columns:
            first_open += 1
    return [row for row in rows if row]


def _untangle(rows: list[list[Hashable]], network: networkx.MultiDiGraph) -> None:
    """Sort each row by where its neighbours stand (barycentre sweeps, Sugiyama 1981), in place."""
    near: dict[Hashable, list[Hashable]] = defaultdict(list)
    for subject, target in sorted({(a, b) for a, b in network.edges() if a != b}, key=str):
        near[subject].append(target)
        near[target].append(subject)
    at = {node: _centred(row, index) for row in rows for index, node in enumerate(row)}
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 else reversed(rows):
            inside = set(row)

            def wish(node: Hashable, inside: set[Hashable] = inside) -> float:
                others = [at[other] for other in near[node] if other not in inside]
                return sum(others) / len(others) if others else at[node]

            row.sort(key=lambda node: (wish(node), at[node]))
            at.update({node: _centred(row, index) for index, node in enumerate(row)})


def _centred(row: Sequence[Hashable], index: int) -> float:
    return index - (len(row) - 1) / 2


def _placed(lanes: Iterable[tuple[str, list[list[Hashable]]]]) -> Layout:
    positions: dict[Hashable, tuple[int, int]] = {}
    bands = []
    top = 0
    for lane, rows in lanes:
        for index, row in enumerate(rows):
            y = top + index * CELL_HEIGHT + CELL_HEIGHT // 2
            positions.update({node: (round(_centred(row, place) * CELL_WIDTH), y) for place, node in enumerate(row)})
        bottom = top + len(rows) * CELL_HEIGHT
        bands.append(Lane(lane, top, bottom))
        top = bottom + LANE_GAP
    return Layout(positions, tuple(bands))
