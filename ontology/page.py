"""The ontology as one page to read, made from the Turtle: each term with its meaning, source, example and alignment."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from .vocabulary import CANCU, NAMESPACES

_PARTS = (
    (OWL.Class, "Lớp", "Classes"),
    (OWL.ObjectProperty, "Quan hệ", "Object properties"),
    (OWL.DatatypeProperty, "Thuộc tính", "Datatype properties"),
    (OWL.NamedIndividual, "Giá trị", "Values"),
)
_STYLE = """
:root { color-scheme: light dark; --line: #c9ccd1; --quiet: #57606a; --mark: #f3f5f7; }
@media (prefers-color-scheme: dark) { :root { --line: #444c56; --quiet: #9aa4ae; --mark: #22272e; } }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { line-height: 1.2; } h2 { border-bottom: 2px solid var(--line); margin-top: 2.5rem; }
article { border-top: 1px solid var(--line); padding: .75rem 0; } article:target { background: var(--mark); }
h3 { margin: 0; font-size: 1.05rem; } h3 code { font-weight: 600; } h3 span { color: var(--quiet); font-weight: 400; }
p { margin: .25rem 0; } dl { display: grid; grid-template-columns: 9rem 1fr; gap: .1rem .75rem; margin: .4rem 0 0; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
nav ul { columns: 3 14rem; padding-left: 1.1rem; } a { color: inherit; }
"""


def ontology_page() -> str:
    """`cancu.ttl` with `alignment.ttl` as one HTML page that works offline. Equal Turtle gives an equal page."""
    ontology, alignment = _read("cancu.ttl"), _read("alignment.ttl")
    parts = [(vi, en, _terms(ontology, kind)) for kind, vi, en in _PARTS]
    body = [
        "<h1>Bản thể học cancu <span lang='en'>· The cancu ontology</span></h1>",
        f"<p>{_about(ontology, 'vi')}</p><p lang='en'>{_about(ontology, 'en')}</p>",
        f"<p>Namespace: <code>{escape(str(CANCU))}</code></p>",
    ]
    for vi, en, terms in parts:
        links = "".join(f"<li><a href='#{_name(t)}'><code>{_name(t)}</code></a></li>" for t in terms)
        body.append(
            f"<nav aria-label='{vi}'><h2>{vi} <span lang='en'>· {en}</span> ({len(terms)})</h2><ul>{links}</ul></nav>"
        )
        body += (_article(ontology, alignment, term) for term in terms)
    return (
        "<!DOCTYPE html>\n<html lang='vi'>\n<head>\n<meta charset='utf-8'>\n"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>\n"
        f"<title>Bản thể học cancu</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def _read(name: str) -> Graph:
    text = files(__name__.rpartition(".")[0]).joinpath(name).read_text(encoding="utf-8")
    return Graph().parse(data=text, format="turtle")


def _terms(graph: Graph, kind: URIRef) -> list[URIRef]:
    found = {s for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef) and s.startswith(str(CANCU))}
    return sorted(found, key=lambda term: _name(term).lower())


def _name(term: Node) -> str:
    return str(term).rpartition("#")[2]


def _about(graph: Graph, language: str) -> str:
    return " ".join(_texts(graph, URIRef("https://w3id.org/cancu/ns"), DCTERMS.description, language))


def _texts(graph: Graph, subject: Node, predicate: URIRef, language: str) -> list[str]:
    found = (o for o in graph.objects(subject, predicate) if isinstance(o, Literal) and o.language == language)
    return sorted(escape(str(text)) for text in found)


def _article(ontology: Graph, alignment: Graph, term: URIRef) -> str:
    label = ", ".join(_texts(ontology, term, RDFS.label, "vi"))
    english = ", ".join(_texts(ontology, term, RDFS.label, "en"))
    vi = " ".join(_texts(ontology, term, SKOS.definition, "vi"))
    en = " ".join(_texts(ontology, term, SKOS.definition, "en"))
    facts = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in _facts(ontology, alignment, term))
    return (
        f"<article id='{_name(term)}'><h3><code>cancu:{_name(term)}</code> {label} "
        f"<span lang='en'>· {english}</span></h3><p>{vi}</p><p lang='en'>{en}</p><dl>{facts}</dl></article>"
    )


def _facts(ontology: Graph, alignment: Graph, term: URIRef) -> Iterator[tuple[str, str]]:
    for name, graph, predicate in (
        ("Thuộc / Part of", ontology, RDFS.subClassOf),
        ("Thuộc / Part of", ontology, RDFS.subPropertyOf),
        ("Của / Domain", ontology, RDFS.domain),
        ("Tới / Range", ontology, RDFS.range),
        ("Tương ứng / Aligned", alignment, RDFS.subClassOf),
        ("Tương ứng / Aligned", alignment, RDFS.subPropertyOf),
        ("Nguồn / Source", ontology, DCTERMS.source),
        ("Ví dụ / Example", ontology, SKOS.example),
    ):
        values = sorted(_shown(value) for value in graph.objects(term, predicate))
        if values:
            yield name, ", ".join(values)


def _shown(value: Node) -> str:
    if isinstance(value, Literal):
        return escape(str(value))
    if str(value).startswith(str(CANCU)):
        return f"<a href='#{_name(value)}'><code>cancu:{_name(value)}</code></a>"
    for prefix, namespace in NAMESPACES.items():
        if str(value).startswith(namespace):
            return f"<code>{prefix}:{escape(str(value)[len(namespace) :])}</code>"
    return f"<code>{escape(str(value))}</code>"
