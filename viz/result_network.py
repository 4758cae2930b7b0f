"""The answer to any query as a network that the graph page draws: rows with IRIs in two columns or more, or triples.

An arrow runs from the first IRI of a row to each further one, as the graph view of the Wikidata Query Service draws
them. A column of relations (`?p`, `?relation` ...) names the arrows; so do the properties of triples. Literals of a
triple are facts about its subject. The columns `quote`, `source`, `start` and `end`, which the named questions have,
become the evidence of an arrow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import networkx
import pyoxigraph as ox

from ..graph.engine import to_value
from ..ontology.vocabulary import CANCU, DCTERMS, ELI, NAMESPACES, PREDICATES, RDF, RDFS
from .look import keys, words

_NAMING = frozenset({"p", "predicate", "property", "relation"})
_EVIDENCE = frozenset({"quote", "source", "start", "end"})
_ROLES = {
    CANCU.leadAgency: "lead",
    CANCU.cooperatingAgency: "cooperate",
    CANCU.responsibleAgency: "responsible",
    CANCU.monitoringAgency: "monitor",
}
_RELATIONS = {
    **{str(row.iri): key for key, row in PREDICATES.items()},
    **{str(name): role for name, role in _ROLES.items()},
    f"{NAMESPACES['p-plan']}isStepOfPlan": "step_of",
}
# Paul Tol's "bright" set: names of relations that the vocabulary has no look for are told apart by colour and dashes.
_COLOURS = (("#3366aa", "#77aaee"), ("#aa3377", "#ee88bb"), ("#1b7a3d", "#66cc88"), ("#8a6d00", "#ddbb44"))
_DASHES: tuple[list[int], ...] = ([], [7, 4], [2, 4], [10, 3, 2, 3])
_FACTS: Mapping[str, str] = {
    str(RDFS.label): "label",
    str(ELI.id_local): "number",
    str(CANCU.typeName): "type",
    str(CANCU.issuerName): "issuer",
    str(ELI.date_document): "date",
    str(DCTERMS.title): "title",
    str(DCTERMS.description): "task",
    str(CANCU.level): "level",
    str(CANCU.provinceName): "province",
    str(CANCU.year): "year",
    str(CANCU.deadline): "deadline",
}
_KINDS = {str(CANCU.Task): "task", str(CANCU.Agency): "agency", str(CANCU.AgencyGroup): "agency"}
_NODE_FACTS = f"""SELECT DISTINCT ?it ?p ?o {{ VALUES ?it {{ $nodes }}
  {{ VALUES ?p {{ <{RDF.type}> {" ".join(f"<{name}>" for name in _FACTS)} }} ?it ?p ?o }}
  UNION {{ ?it cancu:inSource/cancu:path ?o BIND(cancu:inSource AS ?p) }}
}} ORDER BY ?it ?p ?o"""


def rows_network(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, lang: str = "en") -> networkx.MultiDiGraph:
    """The network of the rows of a SELECT; values are pyoxigraph terms or None.

    Raises ValueError with the remedy, in `lang`, where no row has two IRIs to join.
    """
    net = networkx.MultiDiGraph()
    for number, row in enumerate(rows):
        named = dict(zip(columns, row, strict=True))
        plain = {key: _plain(value) for key, value in named.items()}
        proof = {key: plain[key] for key in _EVIDENCE & plain.keys() if plain[key] is not None}
        proof |= {"quote_start": 0, "quote_end": len(str(proof.get("quote", "")))}
        relation = next((str(plain[key]) for key in columns if key in _NAMING and plain[key] is not None), "")
        nodes = [(key, term) for key, term in named.items() if key not in _NAMING and _is_node(term)]
        for key, term in nodes[1:]:
            name = relation or f"?{nodes[0][0]} → ?{key}"
            net.add_edge(*map(_id, (nodes[0][1], term)), key=f"{number} {key}", relation=_relation(name), **proof)
    if not net:
        naming = ", ".join(f"?{key}" for key in columns if key in _NAMING)
        told = words()[lang]
        raise ValueError(" ".join([told["joins_nothing"], *([told["names_arrows"].format(naming)] if naming else [])]))
    return _named(net)


def triples_network(triples: Iterable[ox.Triple], *, lang: str = "en") -> networkx.MultiDiGraph:
    """The network of the triples of a CONSTRUCT or DESCRIBE. Raises ValueError where there is none to draw."""
    net = networkx.MultiDiGraph()
    facts: defaultdict[str, list[str]] = defaultdict(list)
    for number, triple in enumerate(triples):
        subject, predicate = _id(triple.subject), triple.predicate.value
        net.add_node(subject)
        if _is_node(triple.object) and predicate != str(RDF.type):
            net.add_edge(subject, _id(triple.object), key=str(number), relation=_relation(predicate))
        else:
            facts[subject].append(f"{shortened(predicate)}: {shortened(str(_plain(triple.object)))}")
    if not net:
        raise ValueError(words()[lang]["no_triple"])
    for node, said in facts.items():
        net.nodes[node]["facts"] = said
    return _named(net)


def describe_nodes(
    net: networkx.MultiDiGraph, ask: Callable[[str], Iterable[Mapping[str, Any]]], address: Callable[[str, str], str]
) -> None:
    """Give the nodes what the graph says of them; `address` makes a page's address of an IRI and a source name.

    `ask` runs a query of ours and gives rows.
    """
    known: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    named = " ".join(f"<{node}>" for node in net if not node.startswith("_:"))
    for row in ask(_NODE_FACTS.replace("$nodes", named)):
        said, predicate = known[str(row["it"])], str(row["p"])
        if predicate == str(RDF.type):
            said.setdefault("classes", []).append(str(row["o"]))
        elif predicate == str(CANCU.inSource):
            said.setdefault("source", str(row["o"]))
        else:
            said.setdefault(_FACTS[predicate], row["o"])
    for node, attributes in net.nodes(data=True):
        attributes.update(_described(node, known[node]))
        if not node.startswith("_:"):
            attributes["href"] = address(node, str(attributes.get("source") or ""))


def shortened(name: str) -> str:
    """An IRI of a known vocabulary with its prefix; anything else as it is."""
    for prefix, space in NAMESPACES.items():
        if name.startswith(space):
            return f"{prefix}:{name.removeprefix(space)}"
    return name


def _described(node: str, said: dict[str, Any]) -> dict[str, Any]:
    classes = said.pop("classes", [])
    kind = next((_KINDS[name] for name in classes if name in _KINDS), "")
    if not kind and str(CANCU.Document) in classes:
        kind = "document" if said.get("source") else "stub"
    if not kind:
        own = sorted(map(shortened, classes), key=lambda name: (not name.startswith("cancu:"), name))
        said.setdefault("type", own[0] if own else "")
    label = said.get("label") or said.get("title") or (node if node.startswith("_:") else _ending(node))
    title = said.get("title") or (label if kind == "agency" else "")
    return {**said, "iri": node, "kind": kind or "thing", "label": label, "title": title or (not kind and label) or ""}


def _ending(name: str) -> str:
    short = shortened(name)
    return short if short != name else name.rstrip("/#").rpartition("#")[2].rpartition("/")[2] or name


def _named(net: networkx.MultiDiGraph) -> networkx.MultiDiGraph:
    """`net` with the look of the relations that are its own."""
    own = sorted({name for _, _, name in net.edges(data="relation")} - keys("relation"))
    net.graph["relations"] = list(_looks(own))
    return net


def _looks(names: Iterable[str]) -> Iterator[dict[str, Any]]:
    for at, name in enumerate(names):
        colour, dark = _COLOURS[at % len(_COLOURS)]
        dashes = _DASHES[at // len(_COLOURS) % len(_DASHES)]
        passive = {"passive_vi": f"← {name}", "passive_en": f"← {name}"}
        look = {"colour": colour, "dark": dark, "width": 1.8, "dashes": dashes, "up": True}
        yield {"key": name, "vi": name, "en": name, **passive, **look}


def _relation(name: str) -> str:
    return _RELATIONS.get(name) or shortened(name)[:80]


def _is_node(term: Any) -> bool:
    return isinstance(term, (ox.NamedNode, ox.BlankNode))


def _id(term: Any) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _plain(term: Any) -> Any:
    if isinstance(term, ox.Literal):
        return to_value(term.value, term.datatype.value)
    return None if term is None else _id(term)
