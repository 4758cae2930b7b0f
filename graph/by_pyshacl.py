"""The shapes through pySHACL, the reference implementation: a second opinion on the compiled queries (`shacl`).

pySHACL asks each SPARQL constraint once for each node, and rdflib reads the words of the query every time: on the
samples that was nine tenths of the half minute that it took. `_Prepared` reads each query once; what is asked, and of
what, stays the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph
import pyshacl
from rdflib import RDF, SH, Graph, Literal
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result as Answer
from rdflib.term import Node

from .shacl import Result, checks, shapes_text

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Prepared(Graph):
    """A graph that reads the text of each query once."""

    def __init__(self) -> None:
        super().__init__()
        self._read: dict[str, Query] = {}

    def query(self, query_object: str | Query, *args: Any, **options: Any) -> Answer:
        """As in rdflib; the constraints declare their own prefixes."""
        if isinstance(query_object, str):
            if query_object not in self._read:
                self._read[query_object] = prepareQuery(query_object, initNs=dict(self.namespaces()))
            query_object = self._read[query_object]
        return super().query(query_object, *args, **options)


def results(store: pyoxigraph.Store) -> list[Result]:
    """What pySHACL finds in the union of the graphs of a store. Raises RuntimeError when it cannot run the shapes."""
    triples = {quad.triple for quad in store}
    text = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
    data = _Prepared().parse(data=text, format="nt")
    shapes = Graph().parse(data=shapes_text(), format="turtle")
    _, report, said = pyshacl.validate(data, shacl_graph=shapes)
    if not isinstance(report, Graph):
        raise RuntimeError(f"pySHACL could not run the shapes: {said}")  # noqa: TRY004
    owners = {node: shape for shape, node in shapes.subject_objects(SH.property)}
    words = {check.shape: (check.vi, check.en) for check in checks() if check.component == "SPARQLConstraintComponent"}
    return [_result(report, node, owners, words) for node in report.subjects(RDF.type, SH.ValidationResult)]


def _result(report: Graph, node: Node, owners: Mapping[Node, Node], words: Mapping[str, tuple[str, str]]) -> Result:
    """One result of the report. A property shape has no name: its result goes by the shape that holds it."""
    source = report.value(node, SH.sourceShape)
    shape = str(owners.get(source, source) if source is not None else source)
    said = {m.language: str(m) for m in report.objects(node, SH.resultMessage) if isinstance(m, Literal)}
    severity: Any = _name(report.value(node, SH.resultSeverity))
    path, value = report.value(node, SH.resultPath), report.value(node, SH.value)
    return Result(
        severity,
        shape,
        _name(report.value(node, SH.sourceConstraintComponent)),
        str(report.value(node, SH.focusNode)),
        None if path is None else str(path),
        None if value is None else str(value),
        *words.get(shape, (said.get("vi", ""), said.get("en", ""))),
    )


def _name(term: Node | None) -> str:
    return str(term).rpartition("#")[2]
