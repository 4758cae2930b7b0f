"""The graph page: one HTML file that draws a network offline, with search, filters, evidence, a table and exports.

The file loads nothing: style, scripts and data stand in it, and a Content-Security-Policy inside lets only those
scripts run (by their SHA-256) and no request leave. Data travel as JSON in a block that no browser executes; the
scripts put them on the page as text, never as markup. Equal networks give equal bytes.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections import Counter
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

import jinja2
from markupsafe import Markup
from pyvis.network import Network

from ..ontology.confidence import measured
from .facts import edge_facts, node_facts, place_of, relation_of, safe
from .first import AROUND, best_linked
from .layout import Layout, by_year, layered, spread
from .look import LANGUAGES, asset, colours_css, look, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    import networkx

# Above this many nodes pyvis is 2x to 3x slower than a canvas (measured, benchmarks/pages.py).
PYVIS_NODES = 300
MOST_NODES = 2000
LONGEST_TEXT = 4000
SCRIPTS = ("model.js", "draw.js", "svg.js", "panel.js", "table.js", "page.js")
LAYOUTS = {"layered": layered, "spread": spread, "years": by_year}
RENDERERS = {"pyvis": "draw_pyvis.js", "canvas": "draw_canvas.js"}


def graph_page(
    network: networkx.MultiDiGraph,
    *,
    title: str,
    other_title: str = "",
    lang: str = "vi",
    view: str = "implementation",
    subtitle: str = "",
    layout: Literal["auto", "layered", "spread", "years"] = "auto",
    renderer: Literal["auto", "pyvis", "canvas"] = "auto",
    most: int | None = MOST_NODES,
    first: int | None = None,
) -> str:
    """The whole HTML page that shows `network`.

    `network` carries the attributes that `cancu.graph.network` writes; what is missing counts as unknown. `title` and
    `subtitle` are plain text. `lang` is the language of the first view ("vi", "en"); the reader can switch, and reads
    `other_title` in the other language (without it the same title). `view`
    picks the words and the layout; "auto" layout takes the view's own, "auto" renderer draws up to 300 nodes with
    pyvis and more on a canvas. Of a network with more than `most` nodes those with most arrows are shown, documents of
    the collection first, and the page says how many are left out; None shows all. With `first` the page begins with
    that many nodes, those with most neighbours; a click opens what is near, search finds the rest.
    Raises ValueError for a `lang`, `view`, `layout` or `renderer` that is none of these.
    """
    view_row = _chosen(view, lang, layout, renderer)
    whole = len(network) + network.graph.get("left_out", 0)
    network = bounded(network, most)
    begun = best_linked(network, first)
    drawn = renderer if renderer != "auto" else ("pyvis" if len(network) <= PYVIS_NODES else "canvas")
    kind = layout if layout != "auto" else view_row["layout"]
    around = AROUND.get(kind) if len(begun) < len(network) else None
    places = around(network, begun) if around else LAYOUTS[kind](network)
    order = sorted(network, key=lambda node: (places.positions[node][1], places.positions[node][0], str(node)))
    own = [{name: safe(v, longest=80) if isinstance(v, str) else v for name, v in row.items()} for row in _own(network)]
    nodes, edges = _nodes(network, order, places), _edges(network, order, {row["key"] for row in own})
    scripts = [*([_vis_network()] if drawn == "pyvis" else [asset("force-graph.min.js")]), asset(RENDERERS[drawn])]
    scripts = [_inline(script) for script in [*map(asset, SCRIPTS[:2]), *scripts, *map(asset, SCRIPTS[2:])]]
    style = colours_css() + asset("page.css")
    settings = {
        "view": view,
        "view_names": {name: view_row[name] for name in LANGUAGES},
        "titles": {name: safe(title if name == lang else other_title or title, longest=300) for name in LANGUAGES},
        "lang": lang,
        "renderer": drawn,
        "left_out": whole - len(network),
        "first": [at for at, node in enumerate(order) if node in begun] if len(begun) < len(network) else None,
        "lanes": [{"key": lane.key, "top": lane.top, "bottom": lane.bottom} for lane in places.lanes],
        "columns": [{"year": row.year, "left": row.left, "right": row.right} for row in places.columns],
        "look": {name: [dict(row) for row in look()[name]] for name in ("family", "level", "lane")}
        | {"relation": [*map(dict, look()["relation"]), *own]},
        "rules": _judged(edges),
        "words": {name: dict(words()[name]) for name in LANGUAGES},
    }
    templates = environment()
    templates.globals.update(
        title=safe(title, longest=300),
        subtitle=safe(subtitle or ("" if title == view_row[lang] else view_row[lang]), longest=500),
        own_subtitle=not subtitle,
        lang=lang,
        w=words()[lang],
        style=Markup(style),  # noqa: S704 - our own file
        scripts=[Markup(script) for script in scripts],  # noqa: S704 - our own files and pyvis's
        policy=content_policy(style, scripts),
        settings=settings,
    )
    if drawn == "pyvis":
        return _with_pyvis(nodes, edges, templates)
    return templates.get_template("page.html").render(nodes=nodes, edges=edges, options="{}")


def english_title(network: networkx.MultiDiGraph, view: str) -> str:
    """The English heading of a view: its name, after the label of the document that the network names in its title."""
    name = next((row["en"] for row in look()["view"] if row["key"] == view), view)
    title = str(network.graph.get("title") or "")
    one = view in ("document", "tasks", "delivery")
    labels = (str(label) for _, label in network.nodes(data="label") if label and one)
    about = max((label for label in labels if label in title), key=len, default="")
    return f"{about}: {name[:1].lower()}{name[1:]}" if about else name


def in_order(vietnamese: str, english: str, lang: str) -> tuple[str, str]:
    """The heading in `lang`, then the one in the other language."""
    return (vietnamese, english) if lang == "vi" else (english, vietnamese)


def frame(page: str, *, height: int = 640, title: str = "cancu") -> str:
    """`page` in an `<iframe srcdoc>`: how a notebook shows it, offline and apart from the notebook's own scripts."""
    return (
        f'<iframe title="{html.escape(title)}" sandbox="allow-scripts allow-downloads allow-modals" '
        f'width="100%" height="{int(height)}" style="border:1px solid #8884;border-radius:6px" '
        f'srcdoc="{html.escape(page)}"></iframe>'
    )


def _chosen(view: str, lang: str, layout: str, renderer: str) -> Any:
    views = {row["key"]: row for row in look()["view"]}
    for name, value, known in (
        ("lang", lang, LANGUAGES),
        ("view", view, views),
        ("layout", layout, ("auto", *LAYOUTS)),
        ("renderer", renderer, ("auto", *RENDERERS)),
    ):
        if value not in known:
            raise ValueError(f"{name} {value!r} is unknown; choose one of: {', '.join(known)}")
    return views[view]


def bounded(network: networkx.MultiDiGraph, most: int | None) -> networkx.MultiDiGraph:
    """The `most` nodes with most arrows, documents that were read first; None for all."""
    if most is None or len(network) <= most:
        return network
    read = {node for node, kind in network.nodes(data="kind") if kind == "document"}
    ranked = sorted(network, key=lambda node: (node not in read, -network.degree(node), str(node)))
    return network.subgraph(ranked[:most])


def _nodes(network: networkx.MultiDiGraph, order: Sequence[Any], places: Layout) -> list[dict[str, Any]]:
    """The nodes in `order`, each at its place with what the page says of it; their ids count them."""
    rows = []
    for index, node in enumerate(order):
        facts = node_facts(network, node)
        x, y = places.positions[node]
        if node in places.labelled_above:
            facts["above"] = True
        rows.append({"id": index, "x": x, "y": y, "color": facts.pop("fill"), **facts})
    return rows


def _own(network: networkx.MultiDiGraph) -> Sequence[Mapping[str, Any]]:
    """Relations that only this network has, as rows of look.toml (see `result_network`)."""
    return network.graph.get("relations") or ()


def _judged(edges: Iterable[Mapping[str, Any]]) -> dict[str, list[float]]:
    """The rules behind the edges' confidence, "relation: rule" -> how many statements were judged, 95 % interval."""
    names = {f"{edge['relation']}: {piece.get('rule')}" for edge in edges for piece in edge["evidence"]}
    known = ((name, measured().get(name.replace("has_task: ", "task: "))) for name in sorted(names))
    return {name: [found.n, *found.interval] for name, found in known if found and found.interval}


def _edges(
    network: networkx.MultiDiGraph, order: Sequence[Any], own: AbstractSet[str] = frozenset()
) -> list[dict[str, Any]]:
    """One arrow for all evidence of one relation between two nodes; `beside` counts arrows between the same two."""
    number = {node: index for index, node in enumerate(order)}
    arrows: dict[tuple[int, int, str], list[tuple[str, Any]]] = {}
    for subject, target, key, data in network.edges(keys=True, data=True):
        arrows.setdefault((number[subject], number[target], relation_of(data, own=own)), []).append((str(key), data))
    beside: Counter[tuple[int, int]] = Counter()
    rows = []
    for index, (subject, target, relation) in enumerate(sorted(arrows)):
        evidence = [edge_facts(data) for _, data in sorted(arrows[subject, target, relation], key=_evidence_order)]
        pair = (min(subject, target), max(subject, target))
        row = {"id": index, "from": subject, "to": target, "relation": relation, "evidence": evidence}
        rows.append(row | ({"beside": beside[pair]} if beside[pair] else {}))
        beside[pair] += 1
    return rows


def _with_pyvis(nodes: list[dict[str, Any]], edges: list[dict[str, Any]], templates: jinja2.Environment) -> str:
    """The page as pyvis makes it from our template: its network, its options, its vis-network; physics off."""
    graph = Network(directed=True, cdn_resources="in_line")
    graph.options = {  # a dict is taken as it is; the page adds what depends on its colours
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "nodes": {"shape": "custom"},
        "edges": {"arrows": {"to": {"enabled": True, "scaleFactor": 0.62}}, "selectionWidth": 1.4},
        "interaction": {"hover": True, "tooltipDelay": 150, "keyboard": False, "multiselect": False},
    }
    for node in nodes:
        values = {key: value for key, value in node.items() if key != "id"}
        graph.add_node(node["id"], label="\n".join(node["lines"]), shape="custom", **values)
    for edge in edges:
        graph.add_edge(edge["from"], edge["to"], **{key: edge[key] for key in edge if key not in ("from", "to")})
    graph.path, graph.templateEnv = "page.html", templates
    return graph.generate_html()


def _evidence_order(item: tuple[str, Any]) -> tuple[str, int, str]:
    key, data = item
    return (*place_of(data), key)


def environment() -> jinja2.Environment:
    """Templates of `viz/assets`: every value is escaped and cleared of characters that turn the text around it."""
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(asset),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")}
    return environment


def _shown(value: Any) -> Any:
    return safe(value, longest=LONGEST_TEXT) if isinstance(value, str) and not isinstance(value, Markup) else value


def _vis_network() -> str:
    """The vis-network that pyvis ships, without the banner's web address."""
    file = resources.files("pyvis").joinpath("templates/lib/vis-9.1.2/vis-network.min.js")
    return file.read_text(encoding="utf-8").replace("\r\n", "\n")


def _inline(script: str) -> str:
    """A script that can stand between tags: an HTML parser must find no end tag and no comment in it."""
    if "</script" in script.lower() or "<!--" in script:
        raise ValueError("a script of the page holds an end tag or a comment and cannot stand inline")
    return script


def content_policy(style: str, scripts: Sequence[str]) -> str:
    """A Content-Security-Policy under which only these scripts and this style run and nothing is fetched."""
    allowed = " ".join(_digest(script) for script in scripts)
    # force-graph adds two constant style elements, empty at first; they are allowed by their hash like everything else.
    own = [
        json.loads(text) for script in scripts for text in re.findall(r'createTextNode\(t\)\)\}\}\(("[^"]+")\)', script)
    ]
    styles = " ".join(_digest(text) for text in [style, *own, *([""] if own else [])])
    return (
        f"default-src 'none'; script-src {allowed}; style-src {styles}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
