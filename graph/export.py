"""The graph in the forms that other tools read; equal graphs give equal bytes.

RDF: nq, trig, ttl, jsonld (with a context), rdf12 (N-Quads with the reified triples of RDF 1.2), annotations (Web
Annotation JSON-LD), void (a description of the data set), akn (Akoma Ntoso references),
reference (types, levels, roles, areas and bodies with their epochs, as N-Triples). Networks: graphml, gexf, json
(node-link). Tables are written by `tables.py`.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from typing import Any

import networkx as nx
import pyoxigraph as ox

from ..ontology.identifiers import Identifiers
from ..ontology.schemes import reference
from ..ontology.tables import Tables
from ..ontology.vocabulary import NAMESPACES
from .accounts import select
from .akoma import references
from .annotations import rdf12, web_annotations
from .dataset import Program, description
from .engine import Engine

RDF_FORMS = ("nq", "trig", "ttl", "jsonld", "rdf12", "annotations", "void", "akn", "reference")
NETWORK_FORMS = ("graphml", "gexf", "json")
_PROGRAMS = """
SELECT DISTINCT ?version ?rules WHERE {
  %s prov:wasAssociatedWith ?agent . ?agent cancu:softwareVersion ?version ; cancu:rulesHash ?rules .
} ORDER BY ?version ?rules"""
_LAWFUL_XML = {i: None for i in range(32) if i not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}


def rdf(engine: Engine, form: str, *, base: str, runs: bool = False) -> str:
    """The quads as text in one of `RDF_FORMS`, sorted; "ttl" loses the graph names.

    The run graphs, which hold clock times, are left out unless `runs`. Raises ValueError for another form.
    """
    if form not in RDF_FORMS:
        raise ValueError(f"there is no form {form!r}; there are: {', '.join((*RDF_FORMS, *NETWORK_FORMS))}")
    if form == "annotations":
        return web_annotations(engine)
    if form == "akn":
        return references(engine)
    if form == "reference":
        return reference(tables=Tables.load(), ids=Identifiers(base=base))
    lines = sorted({f"{quad} ." for quad in engine.quads() if runs or not _of_run(quad, base)})
    if form in ("nq", "rdf12"):
        return "".join(line + "\n" for line in (lines if form == "nq" else rdf12(lines)))
    quads = ox.parse("\n".join(lines), format=ox.RdfFormat.N_QUADS)
    if form == "void":
        made = select(engine, _PROGRAMS % f"<{base}run/build>")
        programs = [Program(str(row["version"]), str(row["rules"])) for row in made]
        return description(quads, programs, base=base)
    return jsonld(quads) if form == "jsonld" else _pretty(quads, form)


def _pretty(quads: Iterable[ox.Quad], form: str) -> str:
    prefixes = dict(NAMESPACES)
    if form == "trig":
        return _text(ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=prefixes))
    triples = sorted({str(q.triple) for q in quads})
    parsed = ox.parse("".join(f"{t} .\n" for t in triples), format=ox.RdfFormat.N_TRIPLES)
    return _text(ox.serialize((q.triple for q in parsed), format=ox.RdfFormat.TURTLE, prefixes=prefixes))


def jsonld(quads: Iterable[ox.Quad]) -> str:
    """JSON-LD 1.1 with a context: one object a named graph, its nodes by IRI."""
    graphs: dict[str, dict[str, dict[str, list[Any]]]] = {}
    for quad in quads:
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        subject = str(getattr(quad.subject, "value", quad.subject))
        node = graphs.setdefault(name, {}).setdefault(subject, {})
        term, value = _compact(quad.predicate.value), _json_term(quad.object)
        if term == "rdf:type":
            term, value = "@type", value["@id"]
        node.setdefault(term, []).append(value)
    body = [
        {
            **({"@id": name} if name else {}),
            "@graph": [
                {"@id": s, **{t: v[0] if len(v) == 1 else v for t, v in node.items()}} for s, node in nodes.items()
            ],
        }
        for name, nodes in graphs.items()
    ]
    return json.dumps({"@context": dict(NAMESPACES), "@graph": body}, ensure_ascii=False, indent=1) + "\n"


def network_text(net: nx.MultiDiGraph, form: str) -> str:
    """A network as GraphML, GEXF or node-link JSON. Raises ValueError for another form."""
    if form == "json":
        # "source" is the source file of an edge, so that its ends are called "subject" and "object".
        data = nx.node_link_data(net, source="subject", target="object", edges="edges")
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    if form not in NETWORK_FORMS:
        raise ValueError(f"there is no network form {form!r}; there are: {', '.join(NETWORK_FORMS)}")
    out, lawful = io.BytesIO(), _xml_safe(net)
    if form == "graphml":
        nx.write_graphml_xml(lawful, out, encoding="utf-8")
    else:
        nx.write_gexf(lawful, out, encoding="utf-8")
    text = out.getvalue().decode("utf-8")
    # networkx writes the day of the export into GEXF; equal networks are to give equal bytes.
    return _without_day(text) if form == "gexf" else text


def _of_run(quad: ox.Quad, base: str) -> bool:
    return isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value.startswith(f"{base}run/")


def _text(data: bytes | None) -> str:
    return (data or b"").decode("utf-8")


def _compact(iri: str) -> str:
    for prefix, namespace in NAMESPACES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _json_term(term: Any) -> Any:
    if isinstance(term, ox.Literal):
        if term.language:
            return {"@value": term.value, "@language": term.language}
        datatype = _compact(term.datatype.value)
        return term.value if datatype == "xsd:string" else {"@value": term.value, "@type": datatype}
    return {"@id": str(getattr(term, "value", term))}


def _xml_safe(net: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """A copy without the control characters that XML cannot hold."""
    out = nx.MultiDiGraph(**{k: _clean(v) for k, v in net.graph.items()})
    out.add_nodes_from((n, {k: _clean(v) for k, v in data.items()}) for n, data in net.nodes(data=True))
    for one, other, key, data in net.edges(keys=True, data=True):
        out.add_edge(one, other, key=key, **{k: _clean(v) for k, v in data.items()})
    return out


def _clean(value: Any) -> Any:
    return value.translate(_LAWFUL_XML) if isinstance(value, str) else value


def _without_day(text: str) -> str:
    start = text.find('lastmodifieddate="')
    if start < 0:
        return text
    end = text.index('"', start + len('lastmodifieddate="')) + 1
    return text[:start].rstrip() + text[end:] if text[end : end + 1] == ">" else text[:start] + text[end:].lstrip()
