"""Where the nodes of a picture stand: computed here, so that the first picture is steady at once.

`layered` puts Party and central State on top, then provinces, districts, communes, tasks and agencies; inside a band a
document stands below what it implements and below the decision that promulgates it, plans below other documents.
`spread` is a force layout for graphs without such an order. Both give the same positions for the same network.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx
import numpy

from .forces import apart, forces
from .levels import guessed_level
from .look import family_of, look

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

CELL_WIDTH = 172
CELL_HEIGHT = 116
LABEL = (CELL_WIDTH * 0.9, CELL_HEIGHT * 0.72)  # what a node and its label take
LANE_GAP = 30
LANE_HEAD = 34
LABEL_ROOM = 40
LANE_FOOT = 24  # labels that hang from the last row keep off the next band's name
SWEEPS = 12
TRIED_SHIFTS = (0.0, 0.25, -0.25, 0.5, -0.5)  # in cells
NEAR = 0.24  # of a cell: an arrow this close to a node seems to touch it
MOST_CROSSINGS = 4000
# Relations that order documents inside one band. Mere mentions do not: they would make a tower of a flat row.
ORDERING = frozenset({"implements", "promulgates", "approves", "based_on", "replaces"})


@dataclass(frozen=True, slots=True)
class Lane:
    """A band of the layered picture, from `top` to `bottom` in the units of the positions."""

    key: str
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Column:
    """A year of the picture over time, from `left` to `right`; None for what has no known year."""

    year: int | None
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions by node (x to the right, y downwards), the bands or the years behind them (none for a force layout),
    and the nodes whose label stands above them, because arrows reach them from below only.
    """

    positions: Mapping[Hashable, tuple[int, int]]
    lanes: tuple[Lane, ...] = ()
    columns: tuple[Column, ...] = ()
    labelled_above: frozenset[Hashable] = frozenset()


def layered(network: networkx.MultiDiGraph, *, aspect: float = 1.15) -> Layout:
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
        height = len(rows) * CELL_HEIGHT + len(lanes) * (LANE_GAP + LANE_HEAD)
        return abs(math.log(max(map(len, rows)) * CELL_WIDTH / height / aspect))

    columns = min(range(1, min(widest, 120) + 1), key=miss)
    bands = [(lane, _rows(nodes, above, columns)) for lane, nodes in lanes.items()]
    _untangle([row for _, rows in bands for row in rows], network)
    return _placed(bands, network)


def by_year(network: networkx.MultiDiGraph) -> Layout:
    """Years from left to right, those without a document left out, documents of unknown year last. Documents that
    arrows join stand in a block of rows of their own, around the one with most arrows.
    """
    years = {node: year_of(network.nodes[node]) for node in network}
    known = sorted({year for year in years.values() if year is not None})
    heads = [*known, *([None] if None in years.values() else [])]
    width, height = round(CELL_WIDTH * 1.15), round(CELL_HEIGHT * 1.4)  # arrows bow between the labels of two rows
    column = {node: heads.index(year) for node, year in years.items()}
    parts = [
        sorted(part, key=lambda node: _sort_key(network, node))
        for part in networkx.weakly_connected_components(network)
    ]
    positions: dict[Hashable, tuple[int, int]] = {}
    free = [0] * len(heads)  # the first free height of each year
    for part in sorted(parts, key=lambda part: (min(column[node] for node in part), _sort_key(network, part[0]))):
        rows = _around(part, column, network)
        first, last = min(column[node] for node in part), max(column[node] for node in part)
        top = max(free[first : last + 1])
        for node, row in rows.items():
            positions[node] = (column[node] * width, top + row * height)
        free[first : last + 1] = [top + (max(rows.values()) + 1) * height] * (last - first + 1)
    columns = (Column(year, at * width - width // 2, at * width + width // 2) for at, year in enumerate(heads))
    return Layout(positions, columns=tuple(columns))


def _around(
    part: Sequence[Hashable], column: Mapping[Hashable, int], network: networkx.MultiDiGraph
) -> dict[Hashable, int]:
    """A row for each node: on either side of the node with most arrows at most one in a row, so that none hides one."""
    hub = max(part, key=lambda node: (network.degree(node), -part.index(node)))
    side = {node: (column[node] > column[hub]) - (column[node] < column[hub]) for node in part}
    rows = {hub: 0}
    following = {-1: 0, 0: 1, 1: 0}
    for node in sorted(part, key=lambda node: (abs(column[node] - column[hub]), part.index(node))):
        if node != hub:
            rows[node] = following[side[node]]
            following[side[node]] += 1
    return rows


def year_of(attributes: Mapping[str, Any]) -> int | None:
    """The year of a document, from its year or its date."""
    year = attributes.get("year")
    if isinstance(year, int):
        return year
    date = str(attributes.get("date") or "")
    return int(date[:4]) if re.match(r"\d{4}", date) else None


def spread(network: networkx.MultiDiGraph) -> Layout:
    """A force layout (Fruchterman and Reingold 1991) from a fixed start, scaled so that labels have room.

    Beyond 600 nodes they push off the centres of the filled squares of a grid instead of each other, which keeps the
    time near linear.
    """
    order = sorted(network, key=lambda node: _sort_key(network, node))
    number = {node: index for index, node in enumerate(order)}
    parts = [sorted(part, key=number.__getitem__) for part in networkx.weakly_connected_components(network)]
    boxes = []
    for part in sorted(parts, key=lambda part: (-len(part), number[part[0]])):
        inside = {node: index for index, node in enumerate(part)}
        edges = network.edges(part)
        pairs = sorted({(min(inside[a], inside[b]), max(inside[a], inside[b])) for a, b in edges if a != b})
        spots = apart(forces(len(part), pairs) * (CELL_WIDTH * 1.1, CELL_WIDTH * 0.9), room=LABEL)
        boxes.append((part, spots - spots.min(axis=0)))
    return Layout(_packed(boxes))


def _packed(
    boxes: Sequence[tuple[list[Hashable], numpy.ndarray]], *, aspect: float = 1.2
) -> dict[Hashable, tuple[int, int]]:
    """Parts that nothing joins, set side by side in rows like words, largest first."""
    area = sum((spots[:, 0].max() + CELL_WIDTH) * (spots[:, 1].max() + CELL_HEIGHT) for _, spots in boxes)
    widest = max((spots[:, 0].max() for _, spots in boxes), default=0)
    room = max(math.sqrt(area * aspect), widest) * 1.02
    positions: dict[Hashable, tuple[int, int]] = {}
    left = top = depth = 0.0
    for part, spots in boxes:
        width, height = spots[:, 0].max(), spots[:, 1].max()
        if left and left + width > room:
            left, top, depth = 0.0, top + depth + CELL_HEIGHT * 1.2, 0.0
        for node, (x, y) in zip(part, spots, strict=True):
            positions[node] = (round(float(x + left)), round(float(y + top)))
        left, depth = left + width + CELL_WIDTH, max(depth, height)
    return positions


def lane_of(attributes: Mapping[str, Any]) -> str:
    """The band that a node stands in."""
    level = level_of(attributes)
    return next((row["key"] for row in look()["lane"] if level in row["levels"]), "unknown")


def level_of(attributes: Mapping[str, Any]) -> str:
    """The level that gives a node its shape; a law known by name is the State's, and where the issuer is not
    identified, its name or the symbol is believed: the picture only places it there.
    """
    kind = attributes.get("kind") or ""
    if kind in ("task", "agency", "thing"):
        return kind
    level = str(attributes.get("level") or "unknown")
    if level == "unknown":
        level = "central" if kind == "law" else guessed_level(attributes)
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
        str(
            attributes.get("date") or attributes.get("deadline") or ("9999" if attributes.get("kind") == "task" else "")
        ),
        str(attributes.get("label") or ""),
        str(node),
    )


def _above(network: networkx.MultiDiGraph, lane: Mapping[Hashable, str]) -> dict[Hashable, list[Hashable]]:
    """For each node, the nodes of its own band that must stand above it; circles are cut."""
    upward = {row["key"]: row["up"] for row in look()["relation"]}
    order = networkx.DiGraph()
    order.add_nodes_from(network)
    for subject, target, data in network.edges(data=True):
        relation = str(data.get("relation"))
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


def _placed(lanes: Sequence[tuple[str, list[list[Hashable]]]], network: networkx.MultiDiGraph) -> Layout:
    every = [row for _, rows in lanes for row in rows]
    row_of = {node: index for index, row in enumerate(every) for node in row}
    ups = {node for node in row_of if network.degree(node)}
    for a, b in network.edges():
        ups -= {a if row_of[a] > row_of[b] else b} if row_of[a] != row_of[b] else {a, b}
    heights: list[int] = []
    bands = []
    top = 0
    room_below = False
    for lane, rows in lanes:
        start = top
        top += LANE_HEAD
        for row in rows:
            if (room_below or row is rows[0]) and not ups.isdisjoint(row):
                top += LABEL_ROOM  # labels stand on this row, under the band's name or the labels of the row above
            heights.append(top + CELL_HEIGHT // 2)
            top += CELL_HEIGHT
            room_below = not ups.issuperset(row)
        top += LANE_FOOT if room_below else 0
        bands.append(Lane(lane, start, top))
        top += LANE_GAP
    shifts = _shifts(every, heights, network)
    positions = {
        node: (round((_centred(row, place) + shift) * CELL_WIDTH), height)
        for row, height, shift in zip(every, heights, shifts, strict=True)
        for place, node in enumerate(row)
    }
    return Layout(positions, tuple(bands), labelled_above=frozenset(ups))


def _shifts(rows: list[list[Hashable]], heights: Sequence[int], network: networkx.MultiDiGraph) -> list[float]:
    """How far each row moves sideways, in cells, so that few arrows run through a node that they do not mean."""
    shifts = [0.0] * len(rows)
    row_of = {node: index for index, row in enumerate(rows) for node in row}
    place = {node: _centred(row, index) for row in rows for index, node in enumerate(row)}
    pairs = sorted(
        {(min(row_of[a], row_of[b]), max(row_of[a], row_of[b]), str(a), str(b), a, b) for a, b in network.edges()},
        key=lambda item: item[:4],
    )
    crossing: list[list[tuple[Hashable, Hashable]]] = [[] for _ in rows]
    for upper, lower, _, _, a, b in pairs:
        for row in range(upper + 1, lower):
            crossing[row].append((a, b) if row_of[a] == upper else (b, a))
    if sum(map(len, crossing)) > MOST_CROSSINGS:
        return shifts  # a picture this dense has no free way through; the time is better saved

    def hits(row: int, shift: float) -> float:
        count = abs(shift) * 0.1
        for upper, lower in crossing[row]:
            way = (heights[row] - heights[row_of[upper]]) / (heights[row_of[lower]] - heights[row_of[upper]])
            start, end = place[upper] + shifts[row_of[upper]], place[lower] + shifts[row_of[lower]]
            at = start + (end - start) * way * way * (3 - 2 * way)  # close to the arrow's own curve
            nearest = min(max(round(at - shift - place[rows[row][0]]), 0), len(rows[row]) - 1)
            count += abs(at - shift - place[rows[row][nearest]]) < NEAR
        return count

    for _ in range(3):
        for row in range(len(rows)):
            shifts[row] = min(TRIED_SHIFTS, key=lambda shift, row=row: (hits(row, shift), TRIED_SHIFTS.index(shift)))
    return shifts
