"""A small network as one SVG, made in Python: for paper and for pages without scripts."""

from __future__ import annotations

import html
import math
from typing import TYPE_CHECKING, Any

from .facts import node_facts, relation_of
from .layout import layered
from .look import FACE, look

if TYPE_CHECKING:
    import networkx

DARK, PALE = "#14181d", "#ffffff"
_HALO = 'stroke="#ffffff" stroke-width="3.5" paint-order="stroke" stroke-linejoin="round"'
_PLAIN, _QUIET = f'fill="#1d2530" class="ink halo" {_HALO}', f'fill="#59636f" class="muted halo" {_HALO}'


def figure_svg(network: networkx.MultiDiGraph, *, lang: str = "vi", label: str = "") -> str:
    """The layered picture of a network with lanes, arrows and labels, in light colours; "" for an empty network.

    Shapes, colours and dashes are those of the graph page. `label` names the figure for screen readers.
    """
    if not network:
        return ""
    places = layered(network, aspect=1.7)
    spots = places.positions
    left, right = min(x for x, _ in spots.values()) - 110, max(x for x, _ in spots.values()) + 110
    top, bottom = places.lanes[0].top - 6, places.lanes[-1].bottom + 26
    lanes = {row["key"]: row for row in look()["lane"]}
    parts = []
    wide = right - left
    for index, lane in enumerate(places.lanes):
        if index % 2 == 0:
            high = lane.bottom - lane.top
            box = f'x="{left}" y="{lane.top}" width="{wide}" height="{high}"'
            parts.append(f'<rect {box} fill="#f7f6f2" class="band"/>')
        name = html.escape(lanes[lane.key][lang])
        parts.append(
            f'<text x="{left + 8}" y="{lane.top + 16}" font-size="12" font-weight="600" fill="#59636f" class="muted">'
            f"{name}</text>"
        )
    facts = {node: node_facts(network, node) for node in network}
    drawn = set()
    for subject, target, data in network.edges(data=True):
        arrow = (subject, target, relation_of(data))
        if arrow not in drawn and subject != target:
            drawn.add(arrow)
            parts.append(_arrow(spots[subject], spots[target], facts[subject]["r"], facts[target]["r"], arrow[2]))
    for node, values in facts.items():
        parts.append(_node(values, spots[node], above=node in places.labelled_above))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {wide} {bottom - top}" role="img" '
        f'aria-label="{html.escape(label)}" font-family="{FACE}">{"".join(parts)}</svg>'
    )


def figure_css() -> str:
    """Style under which figures follow the colours of a page (see `colours_css`); without it they are light."""
    arrows = "".join(
        f"figure .r-{row['key']}{{stroke:var(--r-{row['key']})}}figure .h-{row['key']}{{fill:var(--r-{row['key']})}}"
        for row in look()["relation"]
    )
    return (
        "figure .band{fill:var(--band)}figure .rim{stroke:var(--rim)}figure .halo{stroke:var(--ground)}"
        f"figure .ink{{fill:var(--ink)}}figure .muted{{fill:var(--muted)}}{arrows}\n"
    )


def _arrow(start: tuple[int, int], end: tuple[int, int], start_radius: int, end_radius: int, relation: str) -> str:
    """An arrow as an S between bands, as a bow inside a row; cut at the rims of its nodes."""
    row = next(row for row in look()["relation"] if row["key"] == relation)
    (x1, y1), (x2, y2) = start, end
    dx, dy = x2 - x1, y2 - y1
    bend = (
        [(x1, y1 + dy * 0.45), (x2, y2 - dy * 0.45)]
        if abs(dy) > 40
        else [(x1 + dx * 0.3, y1 - 40), (x2 - dx * 0.3, y2 - 40)]
    )
    tail = _toward(start, bend[0], start_radius + 1)
    tip = _toward(end, bend[1], end_radius + 4)
    base = _toward(tip, bend[1], 9)
    angle = math.atan2(tip[1] - base[1], tip[0] - base[0])
    wings = [(tip[0] - 10 * math.cos(angle + turn), tip[1] - 10 * math.sin(angle + turn)) for turn in (0.42, -0.42)]
    curve = f"M{_at(tail)}C{_at(bend[0])} {_at(bend[1])} {_at(base)}"
    dashes = f' stroke-dasharray="{" ".join(map(str, row["dashes"]))}"' if row["dashes"] else ""
    stroke = f'class="r-{relation}" fill="none" stroke="{row["colour"]}" stroke-width="{row["width"]}"{dashes}'
    head = f"M{_at(tip)}L{_at(wings[0])}L{_at(wings[1])}Z"
    return f'<path d="{curve}" {stroke}/><path d="{head}" class="h-{relation}" fill="{row["colour"]}"/>'


def _node(values: dict[str, Any], spot: tuple[int, int], *, above: bool) -> str:
    level = next(row for row in look()["level"] if row["key"] == values["level"])
    radius, code = values["r"], values.get("code", "")
    edge = 2.6 if values["kind"] == "document" else 1.1
    dashes = f' stroke-dasharray="{4 / radius:.3f} {3 / radius:.3f}"' if values.get("state") == "unresolved" else ""
    rim = f'class="rim" stroke="#2b3440" stroke-width="{edge / radius:.4f}" stroke-linejoin="round"{dashes}'
    parts = [
        f"<title>{html.escape(values['heading'])}</title>",
        f'<path d="{level["path"]}" transform="scale({radius})" fill="{values["fill"]}" {rim}/>',
    ]
    if code:
        size = radius * level["letters"] * (1, 1, 0.84, 0.64, 0.52, 0.44)[min(len(code), 5)]
        parts.append(_text(code, radius * 0.35, size, 700, f'fill="{_ink_on(values["fill"])}"'))
    lines = values["lines"]
    y = radius * 1.1 + 14 if not above else -radius * 1.1 - 6 - 14.5 * (len(lines) - 1)
    for index, line in enumerate(lines):
        quiet = "number" in values and index and index == len(lines) - 1
        parts.append(_text(line, y, 11 if quiet else 12.5, 400 if quiet else 600, _QUIET if quiet else _PLAIN))
        y += 14.5
    return f'<g transform="translate({spot[0]} {spot[1]})">{"".join(parts)}</g>'


def _text(text: str, y: float, size: float, weight: int, paint: str) -> str:
    return (
        f'<text text-anchor="middle" y="{y:.1f}" font-size="{size:.1f}" font-weight="{weight}" {paint}>'
        f"{html.escape(text)}</text>"
    )


def _toward(start: tuple[float, float], end: tuple[float, float], distance: float) -> tuple[float, float]:
    length = math.hypot(end[0] - start[0], end[1] - start[1]) or 1
    return start[0] + (end[0] - start[0]) / length * distance, start[1] + (end[1] - start[1]) / length * distance


def _at(point: tuple[float, float]) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _ink_on(fill: str) -> str:
    """Dark or pale letters, whichever reads better on the fill (relative luminance, WCAG 2)."""
    parts = [int(fill[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return DARK if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.3 else PALE
