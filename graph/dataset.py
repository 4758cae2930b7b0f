"""What a graph holds, for those who find it in a catalogue: DCAT 3 and VoID, as Turtle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pyoxigraph as ox

from .. import __version__
from ..ontology.vocabulary import CANCU, NAMESPACES, OWL, RDFS
from .nquads import escaped

# What `cancu export` writes: media type, and what it is in Vietnamese and English.
_FORMS = {
    "nq": ("application/n-quads", "N-Quads: các bộ ba và đồ thị chứa chúng", "N-Quads: triples and their graphs"),
    "trig": ("application/trig", "TriG: các đồ thị, dễ đọc", "TriG: the graphs, to be read"),
    "ttl": ("text/turtle", "Turtle: các bộ ba, không có tên đồ thị", "Turtle: the triples without the names of graphs"),
    "jsonld": ("application/ld+json", "JSON-LD có ngữ cảnh", "JSON-LD with a context"),
    "rdf12": ("application/n-quads", "RDF 1.2: bộ ba kèm khẳng định", "RDF 1.2: triples annotated by their claims"),
    "annotations": ("application/ld+json", "Chú giải Web (W3C) cho mỗi khẳng định", "Web Annotations, one a claim"),
    "reference": ("application/n-triples", "Danh mục, địa bàn và cơ quan", "Schemes, areas and bodies"),
    "akn": ("application/akn+xml", "Akoma Ntoso: khối references", "Akoma Ntoso: the references blocks"),
    "graphml": ("application/graphml+xml", "Mạng lưới dạng GraphML", "A network as GraphML"),
    "gexf": ("application/gexf+xml", "Mạng lưới dạng GEXF", "A network as GEXF"),
    "json": ("application/json", "Mạng lưới dạng JSON", "A network as node-link JSON"),
    "csv": ("text/csv", "Các bảng CSV và từ điển dữ liệu", "Tables as CSV with a data dictionary"),
    "parquet": (
        "application/vnd.apache.parquet",
        "Các bảng Parquet và từ điển dữ liệu",
        "Tables as Parquet with a data dictionary",
    ),
}


@dataclass(frozen=True, slots=True)
class Program:
    """The software that made a graph, as the graph of the run names it."""

    version: str
    rules: str

    def lines(self, node: str) -> Iterator[str]:
        """What is said of it in the description `node`, as Turtle."""
        iri = f"{node}#cancu-{quote(self.version)}-{self.rules[:12]}"
        said = f'<{CANCU.softwareVersion}> "{escaped(self.version)}" ; <{CANCU.rulesHash}> "{escaped(self.rules)}"'
        yield f"<{node}#build> prov:wasAssociatedWith <{iri}> ."
        yield f'<{iri}> a prov:SoftwareAgent ; <{RDFS.label}> "cancu {escaped(self.version)}" ; {said} .'


def description(quads: Iterable[ox.Quad], programs: Iterable[Program] = (), *, base: str) -> str:
    """A `dcat:Dataset` that is a `void:Dataset` with counts of triples, subjects, classes and properties, and one
    distribution for each form of export, made by the `programs`. Sorted, without blank nodes: equal graphs give equal
    bytes.
    """
    triples = {quad.triple for quad in quads}
    subjects = len({t.subject for t in triples})
    properties = Counter(str(t.predicate) for t in triples)
    rdf_type = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    classes = Counter(str(t.object) for t in triples if str(t.predicate) == rdf_type)
    used = sorted(ns for ns in NAMESPACES.values() if any(p.startswith(f"<{ns}") for p in (*properties, *classes)))
    node = f"{base}dataset"
    kinds = [(f"<{node}#class-{_short(c)}>", f"void:class {c} ; void:entities {n}") for c, n in sorted(classes.items())]
    links = [
        (f"<{node}#property-{_short(p)}>", f"void:property {p} ; void:triples {n}")
        for p, n in sorted(properties.items())
    ]
    forms = [
        (
            f"<{node}#{form}>",
            (
                f'a dcat:Distribution ; dct:identifier "{form}" ; dct:title "{vi}"@vi, "{en}"@en ;'
                f' dcat:mediaType "{media}"'
            ),
        )
        for form, (media, vi, en) in _FORMS.items()
    ]
    parts = (("void:classPartition", kinds), ("void:propertyPartition", links), ("dcat:distribution", forms))
    lines = [
        *(
            f"@prefix {name}: <{iri}> ."
            for name, iri in NAMESPACES.items()
            if name in ("dcat", "dct", "prov", "void", "xsd")
        ),
        "",
        f"<{node}> a dcat:Dataset, void:Dataset ;",
        '    dct:title "Đồ thị văn bản hành chính"@vi, "Graph of administrative documents"@en ;',
        '    dct:description "Văn bản, viện dẫn, quan hệ, nhiệm vụ, chỉ tiêu, mỗi điều kèm chứng cứ."@vi,',
        '        "Documents, citations, relations, tasks and targets, each with its evidence in the text."@en ;',
        '    dct:language "vi" ;',
        "    dct:license <https://creativecommons.org/publicdomain/zero/1.0/> ;",
        f"    prov:wasGeneratedBy <{node}#build> ;",
        f'    <{OWL.versionInfo}> "{escaped(f"cancu {__version__}")}" ;',
        f'    void:uriSpace "{escaped(base)}" ;',
        f"    void:triples {len(triples)} ;",
        f"    void:distinctSubjects {subjects} ;",
        f"    void:properties {len(properties)} ;",
        f"    void:classes {len(classes)} ;",
        *(f"    void:vocabulary <{ns}> ;" for ns in used),
        *(f"    {term} {part} ;" for term, described in parts for part, _ in described),
        "    .",
        *(f"{part} {said} ." for _, described in parts for part, said in described),
        # The graph of the run itself, with its clock times, is in no export: what made the data set is said here.
        f'<{node}#build> dct:title "Lần chạy đã tạo ra bộ dữ liệu"@vi, "The run that made the data set"@en .',
        *(line for program in programs for line in program.lines(node)),
    ]
    return "\n".join(lines) + "\n"


def _short(term: str) -> str:
    """A term as a part of an IRI: prefix and name."""
    for name, namespace in NAMESPACES.items():
        if term.startswith(f"<{namespace}"):
            return f"{name}-{term[len(namespace) + 1 : -1]}"
    return quote(term.strip("<>"), safe="")
