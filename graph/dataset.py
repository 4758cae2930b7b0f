"""What a graph holds, for those who find it in a catalogue: DCAT 3 and VoID, as Turtle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pyoxigraph as ox

from .. import __version__
from ..ontology.vocabulary import NAMESPACES
from .nquads import escaped

_FORMS = {
    "nq": "application/n-quads",
    "trig": "application/trig",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
}


def description(quads: Iterable[ox.Quad], *, base: str) -> str:
    """A `dcat:Dataset` that is a `void:Dataset` with counts of triples, subjects, classes and properties; sorted."""
    triples = {quad.triple for quad in quads}
    subjects = len({t.subject for t in triples})
    properties = Counter(str(t.predicate) for t in triples)
    rdf_type = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    classes = Counter(str(t.object) for t in triples if str(t.predicate) == rdf_type)
    used = sorted(ns for ns in NAMESPACES.values() if any(p.startswith(f"<{ns}") for p in (*properties, *classes)))
    lines = [
        *(f"@prefix {name}: <{iri}> ." for name, iri in NAMESPACES.items() if name in ("dcat", "dct", "void", "xsd")),
        "",
        f"<{base}dataset> a dcat:Dataset, void:Dataset ;",
        '    dct:title "Đồ thị văn bản hành chính"@vi, "Graph of administrative documents"@en ;',
        '    dct:description "Văn bản, viện dẫn, quan hệ, nhiệm vụ, chỉ tiêu, mỗi điều kèm chứng cứ."@vi,',
        '        "Documents, citations, relations, tasks and targets, each with its evidence in the text."@en ;',
        '    dct:language "vi" ;',
        "    dct:license <https://creativecommons.org/publicdomain/zero/1.0/> ;",
        f'    dct:provenance "{escaped(f"cancu {__version__}")}" ;',
        f'    void:uriSpace "{escaped(base)}" ;',
        f"    void:triples {len(triples)} ;",
        f"    void:distinctSubjects {subjects} ;",
        f"    void:properties {len(properties)} ;",
        f"    void:classes {len(classes)} ;",
        *(f"    void:vocabulary <{ns}> ;" for ns in used),
        *(f"    void:classPartition [ void:class {c} ; void:entities {n} ] ;" for c, n in sorted(classes.items())),
        *(
            f"    void:propertyPartition [ void:property {p} ; void:triples {n} ] ;"
            for p, n in sorted(properties.items())
        ),
        *(
            f'    dcat:distribution [ a dcat:Distribution ; dcat:mediaType "{media}" ; dct:title "{form}" ] ;'
            for form, media in _FORMS.items()
        ),
        "    .",
    ]
    return "\n".join(lines) + "\n"
