"""SHACL shapes as SPARQL, so that an Oxigraph store of any size is checked where it lies.

pySHACL asks each constraint anew for each node; the same shapes, each compiled to one SELECT, take a fraction of a
second. What is compiled is the part of SHACL that `ontology/shapes.ttl` uses; a shape beyond it raises.
The tests hold the results of both equal.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal as Choice

from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

Severity = Choice["Violation", "Warning", "Info"]
SHAPES = "shapes.ttl"
_SELECT = re.compile(r"SELECT\s+(.*?)\s*WHERE\s*\{", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Check:
    """One constraint of one shape as a query with the columns ?this, ?path and ?value (the last two may be unbound)."""

    shape: str
    component: str
    severity: str  # Violation, Warning, Info
    path: str | None
    vi: str
    en: str
    sparql: str

    @property
    def name(self) -> str:
        """The last part of the shape's IRI."""
        return self.shape.rpartition("#")[2]


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that a shape found. `document`, `source`, `quote` and `start` say where, as far as the graph knows;
    `sentence` is the sentence with the quote between « and », `called` the name of what `value` identifies,
    `until` the day from which that body is gone.
    """

    severity: Severity
    shape: str
    component: str
    focus: str
    path: str | None
    value: str | None
    message_vi: str
    message_en: str
    document: str = ""
    source: str = ""
    quote: str = ""
    start: int | None = None
    sentence: str = ""
    called: str = ""
    until: str = ""


@functools.cache
def shapes_text() -> str:
    """The shipped shapes as Turtle."""
    return files("cancu.ontology").joinpath(SHAPES).read_text(encoding="utf-8")


@functools.cache
def checks() -> tuple[Check, ...]:
    """The checks of the shipped shapes, in a fixed order."""
    return compiled(Graph().parse(data=shapes_text(), format="turtle"))


def compiled(shapes: Graph) -> tuple[Check, ...]:
    """The checks of a shapes graph. Raises ValueError for a part of SHACL that is not compiled."""
    found = [
        check
        for shape in shapes.subjects(RDF.type, SH.NodeShape)
        if isinstance(shape, URIRef)
        for check in _node_shape(shapes, shape)
    ]
    return tuple(sorted(found, key=lambda c: (c.shape, c.component, c.path or "", c.sparql)))


def _node_shape(shapes: Graph, shape: URIRef) -> Iterator[Check]:
    classes = sorted(str(c) for c in shapes.objects(shape, SH.targetClass))
    if not classes:
        raise ValueError(f"{shape}: only sh:targetClass is compiled")
    target = f"VALUES ?class {{ {' '.join(f'<{c}>' for c in classes)} }} ?this a ?class ."
    if len(classes) == 1:
        target = f"?this a <{classes[0]}> ."
    for constraint in shapes.objects(shape, SH.sparql):
        vi, en = _messages(shapes, constraint)
        select = str(shapes.value(constraint, SH.select)).replace("$this", "?this")
        yield Check(
            str(shape), "SPARQLConstraintComponent", _severity(shapes, shape), None, vi, en,
            _prefixes(shapes, constraint) + _SELECT.sub(rf"SELECT DISTINCT \1 WHERE {{ {target} ", select, count=1),
        )  # fmt: skip
    for node in shapes.objects(shape, SH.property):
        yield from _property_shape(shapes, shape, node, target)


def _property_shape(shapes: Graph, shape: URIRef, node: Node, target: str) -> Iterator[Check]:
    path = shapes.value(node, SH.path)
    if not isinstance(path, URIRef):
        raise ValueError(f"{shape}: only a path of one property is compiled")  # noqa: TRY004
    vi, en = _messages(shapes, node)
    for term, value in sorted(shapes.predicate_objects(node), key=lambda pair: str(pair[0])):
        if term in (SH.path, SH.message, SH.severity, RDF.type):
            continue
        build = _COMPONENTS.get(str(term).rpartition("#")[2])
        if build is None:
            raise ValueError(f"{shape}: {term} is not compiled; add it to the components or use sh:sparql")
        component, where, tail = build(shapes, path.n3(), value)
        sparql = f"SELECT DISTINCT ?this ?value WHERE {{ {target} {where} }}{tail}"
        if tail:
            sparql = f"SELECT ?this WHERE {{ {target} {where} }}{tail}"
        yield Check(str(shape), component, _severity(shapes, node), str(path), vi, en, sparql)


def _severity(shapes: Graph, node: Node) -> str:
    return str(shapes.value(node, SH.severity) or SH.Violation).rpartition("#")[2]


def _messages(shapes: Graph, node: Node) -> tuple[str, str]:
    said = {m.language: str(m) for m in shapes.objects(node, SH.message) if isinstance(m, Literal)}
    return said.get("vi", ""), said.get("en", "")


def _prefixes(shapes: Graph, constraint: Node) -> str:
    lines = [
        f"PREFIX {shapes.value(d, SH.prefix)}: <{shapes.value(d, SH.namespace)}>\n"
        for owner in shapes.objects(constraint, SH.prefixes)
        for d in shapes.objects(owner, SH.declare)
    ]
    return "".join(sorted(lines))


_Part = tuple[str, str, str]  # component, pattern, what follows the pattern


def _min_count(_: Graph, path: str, value: Node) -> _Part:
    if int(str(value)) == 1:
        return "MinCountConstraintComponent", f"FILTER NOT EXISTS {{ ?this {path} ?any }}", ""
    tail = f" GROUP BY ?this HAVING ( COUNT(DISTINCT ?any) < {value} )"
    return "MinCountConstraintComponent", f"OPTIONAL {{ ?this {path} ?any }}", tail


def _max_count(_: Graph, path: str, value: Node) -> _Part:
    tail = f" GROUP BY ?this HAVING ( COUNT(DISTINCT ?any) > {value} )"
    return "MaxCountConstraintComponent", f"?this {path} ?any .", tail


def _datatype(_: Graph, path: str, value: Node) -> _Part:
    test = f"isLiteral(?value) && DATATYPE(?value) = {value.n3()}"
    return "DatatypeConstraintComponent", _unless(path, test), ""


def _node_kind(_: Graph, path: str, value: Node) -> _Part:
    if value != SH.IRI:
        raise ValueError(f"sh:nodeKind {value} is not compiled")
    return "NodeKindConstraintComponent", _unless(path, "isIRI(?value)"), ""


def _class(_: Graph, path: str, value: Node) -> _Part:
    return "ClassConstraintComponent", f"?this {path} ?value . FILTER NOT EXISTS {{ ?value a {value.n3()} }}", ""


def _in(shapes: Graph, path: str, value: Node) -> _Part:
    items = ", ".join(item.n3() for item in Collection(shapes, value) if not isinstance(item, BNode))
    return "InConstraintComponent", f"?this {path} ?value . FILTER ( ?value NOT IN ( {items} ) )", ""


def _has_value(_: Graph, path: str, value: Node) -> _Part:
    return "HasValueConstraintComponent", f"FILTER NOT EXISTS {{ ?this {path} {value.n3()} }}", ""


def _min_inclusive(_: Graph, path: str, value: Node) -> _Part:
    return "MinInclusiveConstraintComponent", _unless(path, f"?value >= {value.n3()}"), ""


def _max_inclusive(_: Graph, path: str, value: Node) -> _Part:
    return "MaxInclusiveConstraintComponent", _unless(path, f"?value <= {value.n3()}"), ""


def _less_than(_: Graph, path: str, value: Node) -> _Part:
    return "LessThanConstraintComponent", _pair(path, value.n3(), "?value < ?other"), ""


def _less_than_or_equals(_: Graph, path: str, value: Node) -> _Part:
    return "LessThanOrEqualsConstraintComponent", _pair(path, value.n3(), "?value <= ?other"), ""


def _disjoint(_: Graph, path: str, value: Node) -> _Part:
    return "DisjointConstraintComponent", f"?this {path} ?value ; {value.n3()} ?value .", ""


def _min_length(_: Graph, path: str, value: Node) -> _Part:
    return "MinLengthConstraintComponent", _unless(path, f"STRLEN(STR(?value)) >= {value}"), ""


def _pattern(_: Graph, path: str, value: Node) -> _Part:
    return "PatternConstraintComponent", _unless(path, f"REGEX(STR(?value), {value.n3()})"), ""


def _unless(path: str, test: str) -> str:
    """Values that fail `test`; a value that cannot be tested fails it (SHACL 1.0, 4.3)."""
    return f"?this {path} ?value . FILTER ( !COALESCE({test}, false) )"


def _pair(path: str, other: str, test: str) -> str:
    return f"?this {path} ?value ; {other} ?other . FILTER ( !COALESCE({test}, false) )"


_COMPONENTS = {
    "minCount": _min_count,
    "maxCount": _max_count,
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "class": _class,
    "in": _in,
    "hasValue": _has_value,
    "minInclusive": _min_inclusive,
    "maxInclusive": _max_inclusive,
    "lessThan": _less_than,
    "lessThanOrEquals": _less_than_or_equals,
    "disjoint": _disjoint,
    "minLength": _min_length,
    "pattern": _pattern,
}
