"""The references of each document as Akoma Ntoso 3.0: what it amends, what it rests on, carries out or cites, with an
identifier that other tools parse.

Each block is valid by itself (akomantoso30.xsd, element references) and goes into the `<meta>` of a document as it is;
around the blocks stand elements of our own, which say whose they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from ..ontology.vocabulary import NAMESPACES
from .engine import Engine, QueryError
from .rows import Rows

_AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_AROUND = "https://w3id.org/cancu/references"
_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in NAMESPACES.items())
_REFERENCES = """
SELECT DISTINCT ?document ?name ?cited ?label ?alias ?relation WHERE {
  { ?citation cito:hasCitingEntity ?document ; cito:hasCitedEntity ?cited }
  UNION { ?claim a cancu:Claim ; rdf:subject ?document ; rdf:object ?cited ; cancu:predicateName ?relation ;
      cancu:reviewStatus ?status . FILTER(?status != cancu:Rejected && ?status != cancu:Corrected) }
  ?document rdfs:label ?name . ?cited rdfs:label ?label .
  OPTIONAL { ?cited dct:identifier ?alias . FILTER(STRSTARTS(?alias, "/akn/")) }
} ORDER BY ?document ?cited ?alias ?relation"""
_MODIFIES = frozenset({"amends", "replaces", "repeals"})


def references(engine: Engine) -> str:
    """The `<references>` blocks, one a document, as one XML text.

    What a document modifies is an `activeRef`, anything else a `TLCReference` whose `name` is the relation. `href` is
    the Akoma Ntoso identifier where there is one, else the IRI.
    """
    answer = engine.query(_HEAD + _REFERENCES)
    if not isinstance(answer, Rows):
        raise QueryError("expected rows")
    names: dict[str, str] = {}
    cited: dict[str, dict[str, tuple[str, str]]] = {}
    relations: dict[tuple[str, str], dict[str, None]] = {}
    for row in answer:
        document, other = str(row["document"]), str(row["cited"])
        names.setdefault(document, str(row["name"]))
        cited.setdefault(document, {}).setdefault(other, (str(row["alias"] or other), str(row["label"])))
        said = relations.setdefault((document, other), {})
        if row["relation"]:
            said[str(row["relation"])] = None
    ET.register_namespace("", _AKN)
    ET.register_namespace("cancu", _AROUND)
    root = ET.Element(f"{{{_AROUND}}}references")
    for document, others in cited.items():
        place = ET.SubElement(root, f"{{{_AROUND}}}document", {"iri": document, "label": names[document]})
        block = ET.SubElement(place, f"{{{_AKN}}}references", {"source": "#cancu"})
        for other, (href, label) in others.items():
            _refer(block, href, label, relations[document, other])
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _refer(block: ET.Element, href: str, label: str, relations: Iterable[str]) -> None:
    """One element for each way in which a document refers to another."""
    names = [name for name in relations if name not in _MODIFIES]
    modifies = not _MODIFIES.isdisjoint(relations)
    tags = [("activeRef", {})] if modifies else []
    tags += [("TLCReference", {"name": name}) for name in (names or ([] if modifies else ["refers_to"]))]
    for tag, named in tags:
        attributes = {"eId": f"ref_{len(block) + 1}", "href": href, "showAs": label, **named}
        ET.SubElement(block, f"{{{_AKN}}}{tag}", attributes)
