"""The references of each document as Akoma Ntoso 3.0: what it cites, actively, with an identifier that other tools
parse.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from ..ontology.vocabulary import NAMESPACES
from .engine import Engine, QueryError
from .rows import Rows

_AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in NAMESPACES.items())
_REFERENCES = """
SELECT DISTINCT ?document ?name ?cited ?label ?alias WHERE {
  ?citation cito:hasCitingEntity ?document ; cito:hasCitedEntity ?cited .
  ?document rdfs:label ?name . ?cited rdfs:label ?label .
  OPTIONAL { ?cited dct:identifier ?alias . FILTER(STRSTARTS(?alias, "/akn/")) }
} ORDER BY ?document ?cited ?alias"""


def references(engine: Engine) -> str:
    """The `<references>` blocks, one a document, as one XML text.

    `href` is the Akoma Ntoso identifier where there is one, else the IRI. (Akoma Ntoso 1.0 Part 2, element references.)
    """
    answer = engine.query(_HEAD + _REFERENCES)
    if not isinstance(answer, Rows):
        raise QueryError("expected rows")
    ET.register_namespace("", _AKN)
    root = ET.Element(f"{{{_AKN}}}akomaNtoso")
    blocks: dict[Any, ET.Element] = {}
    seen: set[tuple[Any, Any]] = set()
    for row in answer:
        document, cited = row["document"], row["cited"]
        if (document, cited) in seen:
            continue
        seen.add((document, cited))
        if document not in blocks:
            attributes = {"source": "#cancu", "name": str(row["name"]), "href": str(document)}
            blocks[document] = ET.SubElement(root, f"{{{_AKN}}}references", attributes)
        block = blocks[document]
        attributes = {
            "eId": f"ref_{len(block) + 1}",
            "href": str(row["alias"] or cited),
            "showAs": str(row["label"]),
            "name": str(cited),
        }
        ET.SubElement(block, f"{{{_AKN}}}TLCReference", attributes)
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
