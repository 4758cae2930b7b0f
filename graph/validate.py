"""Is the graph what it must be, and what should a reader of the documents know?

Violations are faults of the software, warnings and infos are findings about the documents. The shapes run as SPARQL on
Oxigraph (`shacl`), or in pySHACL on request (`by_pyshacl`); both give the same results, which a test shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from ..ontology.identifiers import Identifiers
from ..ontology.vocabulary import CANCU, DCAT, NAMESPACES, TERMS, VOID
from .shacl import Check, Result, checks

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib

Engine = Literal["compiled", "pyshacl"]
# What a build checks of itself: the constraints that hold the graph and its evidence together.
INVARIANTS = (
    "ReadHasSource",
    "ResolvedMeansCited",
    "ClaimHasTriple",
    "RejectedHasNone",
    "RelationHasClaim",
    "InsideText",
    "SuperPropertyIsWritten",
    "DeadlineHasText",
)
_SEVERITIES: Mapping[str, tuple[str, str]] = {
    "Violation": ("LỖI PHẦN MỀM", "FAULT OF THE SOFTWARE"),
    "Warning": ("CẢNH BÁO", "WARNING"),
    "Info": ("THÔNG TIN", "INFO"),
}
_CONTEXT = """
PREFIX cancu: <https://w3id.org/cancu/ns#>
PREFIX cito: <http://purl.org/spar/cito/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX p-plan: <http://purl.org/net/p-plan#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?focus (MIN(?name) AS ?document) (MIN(?words) AS ?quote) (MIN(?begin) AS ?start) (MIN(?path) AS ?source) WHERE {
  VALUES ?focus { %s }
  OPTIONAL {
    { ?focus a cancu:Document . BIND (?focus AS ?doc) }
    UNION { ?focus cito:hasCitingEntity ?doc }
    UNION { ?focus p-plan:isStepOfPlan ?doc }
    UNION { ?focus cancu:targetOf ?doc }
    UNION { ?focus cancu:budgetOf ?doc }
    UNION { ?focus cancu:task/p-plan:isStepOfPlan ?doc }
    UNION { ?focus a cancu:Claim ; rdf:subject ?doc }
    ?doc rdfs:label ?name .
    OPTIONAL { ?doc cancu:inSource/cancu:path ?path }
  }
  OPTIONAL { ?focus cancu:evidence ?span . ?span oa:hasSelector/oa:exact ?words ; oa:hasSelector/oa:start ?begin }
} GROUP BY ?focus
"""
_BATCH = 200
_SHOWN = 160  # letters of a sentence in the report for a person


@dataclass(frozen=True, slots=True)
class Breach:
    """An invariant of the graph that does not hold: a fault of the software."""

    name: str
    message: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All results, violations first, in a fixed order."""

    results: tuple[Result, ...]

    @property
    def conforms(self) -> bool:
        """True when the software made no fault; findings about documents do not count."""
        return not self.violations

    @property
    def violations(self) -> tuple[Result, ...]:
        """Faults of the software."""
        return tuple(r for r in self.results if r.severity == "Violation")

    @property
    def warnings(self) -> tuple[Result, ...]:
        """Findings about the documents."""
        return tuple(r for r in self.results if r.severity == "Warning")

    @property
    def infos(self) -> tuple[Result, ...]:
        """Remarks about the documents."""
        return tuple(r for r in self.results if r.severity == "Info")

    def text(self, lang: str = "vi", *, infos: bool = False) -> str:
        """The report for a person, in Vietnamese ("vi") or English ("en"): each finding with its sentence.

        `infos` adds the remarks, which are otherwise only counted.
        """
        english = lang == "en"
        lines = [_headline(self, english=english)]
        for message, group in _by_message([r for r in self.results if infos or r.severity != "Info"], english=english):
            lines.append(f"\n{_SEVERITIES[group[0].severity][english]}: {message} ({len(group)})")
            lines += dict.fromkeys(f"  - {_where(result, english=english)}" for result in group)
        return "\n".join(lines) + "\n"

    @property
    def graph(self) -> rdflib.Graph:
        """The report as a SHACL report graph."""
        from rdflib import RDF, SH, BNode, Graph, Literal, URIRef

        graph = Graph()
        graph.bind("sh", SH)
        report = BNode("report")
        graph.add((report, RDF.type, SH.ValidationReport))
        graph.add((report, SH.conforms, Literal(not self.results)))
        for number, result in enumerate(self.results):
            node = BNode(f"result{number}")
            graph.add((report, SH.result, node))
            graph.add((node, RDF.type, SH.ValidationResult))
            graph.add((node, SH.focusNode, URIRef(result.focus)))
            graph.add((node, SH.resultSeverity, SH[result.severity]))
            graph.add((node, SH.sourceShape, URIRef(result.shape)))
            graph.add((node, SH.sourceConstraintComponent, SH[result.component]))
            graph.add((node, SH.resultMessage, Literal(result.message_vi, lang="vi")))
            graph.add((node, SH.resultMessage, Literal(result.message_en, lang="en")))
            if result.path:
                graph.add((node, SH.resultPath, URIRef(result.path)))
            if result.value is not None:
                value = URIRef(result.value) if ":/" in result.value else Literal(result.value)
                graph.add((node, SH.value, value))
        return graph


def validate(
    graph: pyoxigraph.Store | rdflib.Graph, *, engine: Engine = "compiled", texts: Iterable[tuple[str, str]] = ()
) -> Report:
    """Check a graph (an Oxigraph store, or an rdflib graph or data set) against the shipped shapes.

    `engine` "compiled" runs the shapes as queries on the store, "pyshacl" runs them unchanged through pySHACL, which is
    slower. `texts` are text layers (hash, text): every quote of theirs is then held against the characters at its
    offsets. Raises ValueError for an engine that there is not.
    """
    if engine not in get_args(Engine):
        raise ValueError(f"engine {engine!r}: choose one of {', '.join(get_args(Engine))}")
    store = _as_store(graph)
    if engine == "pyshacl":
        from .by_pyshacl import results

        found = results(store)
    else:
        found = _by_compiled(store)
    found += _identity(store) + _vocabulary(store) + _published(store)
    for sha256, text in texts:
        found += _quotes(store, sha256, text)
    order = {"Violation": 0, "Warning": 1, "Info": 2}
    unique = {(r.shape, r.component, r.focus, r.path, r.value): r for r in found}
    results = sorted(unique.values(), key=lambda r: (order[r.severity], r.shape, r.component, r.focus, r.value or ""))
    return Report(tuple(_located(store, results)))


def invariants(query: Callable[[str], Iterable[Any]]) -> list[Breach]:
    """The invariants that do not hold. `query` runs a SPARQL SELECT over the union of all graphs and gives its rows."""
    found = []
    for check in checks():
        if check.name in INVARIANTS:
            rows = tuple(_cells(row) for row in query(check.sparql))
            if rows:
                found.append(Breach(check.name, f"{check.en} ({len(rows)}, first: {rows[0][0]})", rows))
    return [*found, *_unknown_terms(query)]


def _unknown_terms(query: Callable[[str], Iterable[Any]]) -> list[Breach]:
    """Predicates and classes that no ontology of ours defines, deprecated ones among them."""
    found = []
    for name, sparql in (
        ("KnownPredicates", "SELECT DISTINCT ?term WHERE { ?s ?term ?o }"),
        ("KnownClasses", "SELECT DISTINCT ?term WHERE { ?s a ?term }"),
    ):
        rows = tuple(cells for row in query(sparql) if (cells := _cells(row)) and cells[0] not in TERMS)
        if rows:
            found.append(
                Breach(name, f"terms that the vocabulary does not have: {', '.join(r[0] for r in rows)}", rows)
            )
    return found


def _cells(row: Any) -> tuple[str, ...]:
    return tuple(_plain(cell) or "" for cell in (row.values() if isinstance(row, dict) else row))


def _plain(term: Any) -> str | None:
    """The text of a term of pyoxigraph or rdflib."""
    if term is None or isinstance(term, str):  # the terms of rdflib are strings
        return None if term is None else str(term)
    return str(getattr(term, "value", term))


def _as_store(graph: pyoxigraph.Store | rdflib.Graph) -> pyoxigraph.Store:
    import pyoxigraph

    if isinstance(graph, pyoxigraph.Store):
        return graph
    store = pyoxigraph.Store()
    text = graph.serialize(format="nquads" if graph.context_aware else "nt")
    store.bulk_load(text.encode(), pyoxigraph.RdfFormat.N_QUADS)
    return store


def _select(store: pyoxigraph.Store, sparql: str) -> list[dict[str, str | None]]:
    solutions: Any = store.query(sparql, use_default_graph_as_union=True)
    names = [variable.value for variable in solutions.variables]
    return [{name: _plain(solution[name]) for name in names} for solution in solutions]


def _by_compiled(store: pyoxigraph.Store) -> list[Result]:
    return [_result(check, row) for check in checks() for row in _select(store, check.sparql)]


def _result(check: Check, row: Mapping[str, str | None]) -> Result:
    severity: Any = check.severity
    value = row.get("value")
    if check.component == "SPARQLConstraintComponent" and value is None:
        value = row["this"]
    path = row.get("path") or check.path
    return Result(severity, check.shape, check.component, row["this"] or "", path, value, check.vi, check.en)


def _identity(store: pyoxigraph.Store) -> list[Result]:
    """Canonical IRIs that are not what their own fields give: SHACL cannot compute one."""
    found = []
    rows = _select(
        store,
        f"SELECT DISTINCT ?this WHERE {{ ?this a <{CANCU.Document}> . FILTER ( CONTAINS( STR(?this), '/eli/vn/' ) ) }}",
    )
    for row in rows:
        iri = row["this"] or ""
        ids = Identifiers(iri[: iri.index("eli/vn/")])
        parsed = ids.parse(iri)
        if parsed and parsed.kind == "annex":
            continue
        again = None
        if parsed and parsed.issuer and parsed.number:
            again = ids.document(parsed.issuer, parsed.year, parsed.number, type=parsed.type)
        if again != iri:
            found.append(
                Result(
                    "Violation",
                    "https://w3id.org/cancu/shapes#CanonicalIri",
                    "IdentityCheck",
                    iri,
                    None,
                    again,
                    "Định danh không khớp với cơ quan, năm, số và ký hiệu.",
                    "The identifier is not what issuer, year and number give.",
                )
            )
    return found


def _vocabulary(store: pyoxigraph.Store) -> list[Result]:
    """Terms that no ontology of ours defines, or that theirs deprecates: a shape cannot list what it does not know."""
    rows = (cells for breach in _unknown_terms(lambda sparql: _select(store, sparql)) for cells in breach.rows)
    return [_fault("KnownTerm", "VocabularyCheck", term, None, _UNKNOWN) for (term,) in rows]


def _published(store: pyoxigraph.Store) -> list[Result]:
    """Blank nodes, which have no name to cite, and a description that miscounts the triples that it describes."""
    blank = "SELECT DISTINCT ?node WHERE { ?s ?p ?o . BIND(IF(isBlank(?s), ?s, ?o) AS ?node) FILTER(isBlank(?node)) }"
    found = [
        _fault("NoBlankNode", "PublicationCheck", row["node"] or "", None, _BLANK) for row in _select(store, blank)
    ]
    described = _select(store, f"SELECT ?set ?n WHERE {{ ?set a <{DCAT.Dataset}> ; <{VOID.triples}> ?n }}")
    for row in described:
        own = f"STRSTARTS(STR(?s), '{row['set']}')"
        counted = f"SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT ?s ?p ?o {{ ?s ?p ?o FILTER(!{own}) }} }}"
        (there,) = _select(store, counted)
        if there["n"] not in (row["n"], "0"):
            found.append(_fault("CountsAreTrue", "PublicationCheck", row["set"] or "", row["n"], _MISCOUNTED))
    return found


_UNKNOWN = ("Từ này không có trong từ vựng hoặc đã bị bỏ.", "The vocabulary does not have this term, or deprecates it.")
_BLANK = ("Nút trống không thể được trích dẫn.", "A blank node cannot be cited.")
_MISCOUNTED = ("Số bộ ba được mô tả không khớp với đồ thị.", "The description miscounts the triples of the graph.")


def _fault(shape: str, component: str, focus: str, value: str | None, message: tuple[str, str]) -> Result:
    return Result("Violation", f"https://w3id.org/cancu/shapes#{shape}", component, focus, None, value, *message)


_SPANS = """
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT DISTINCT ?span ?layer ?start ?end ?exact WHERE {
  ?file <https://w3id.org/cancu/ns#textSha256> "%s" ; <https://w3id.org/cancu/ns#textLayer> ?layer .
  ?span oa:hasSource ?layer ; oa:hasSelector ?position, ?quote .
  ?position oa:start ?start ; oa:end ?end .
  ?quote oa:exact ?exact .
}
"""


def _quotes(store: pyoxigraph.Store, sha256: str, text: str) -> list[Result]:
    """Spans whose words are not the characters at their offsets: SHACL does not see the text."""
    return [
        Result(
            "Violation",
            "https://w3id.org/cancu/shapes#QuoteIsText",
            "QuoteCheck",
            row["span"] or "",
            None,
            row["exact"],
            "Nguyên văn của đoạn trích không khớp với lớp văn bản.",
            "The words of a span are not the text at its offsets.",
        )
        for row in _select(store, _SPANS % sha256)
        if text[int(row["start"] or 0) : int(row["end"] or 0)] != row["exact"]
    ]


def _located(store: pyoxigraph.Store, results: Sequence[Result]) -> list[Result]:
    """The results with the document, the file and the sentence that each is about."""
    import dataclasses

    nodes = sorted({r.focus for r in results if "://" in r.focus})
    known: dict[str, dict[str, str | None]] = {}
    for at in range(0, len(nodes), _BATCH):
        values = " ".join(f"<{iri}>" for iri in nodes[at : at + _BATCH])
        for row in _select(store, _CONTEXT % values):
            known[row["focus"] or ""] = row
    located = []
    for result in results:
        row = known.get(result.focus, {})
        located.append(
            dataclasses.replace(
                result,
                document=row.get("document") or "",
                source=row.get("source") or "",
                quote=" ".join((row.get("quote") or "").split()),
                start=int(row["start"] or 0) if row.get("start") else None,
            )
        )
    return located


def _headline(report: Report, *, english: bool) -> str:
    counts = len(report.violations), len(report.warnings), len(report.infos)
    if english:
        return "{} faults of the software, {} warnings and {} remarks about the documents".format(*counts)
    return "{} lỗi phần mềm, {} cảnh báo và {} ghi nhận về tài liệu".format(*counts)


def _by_message(results: Sequence[Result], *, english: bool) -> list[tuple[str, list[Result]]]:
    groups: dict[tuple[str, str], list[Result]] = {}
    for result in results:
        message = result.message_en if english else result.message_vi
        groups.setdefault((result.severity, message), []).append(result)
    return [(message, group) for (_, message), group in groups.items()]


def _where(result: Result, *, english: bool) -> str:
    """One result in a line: document, file and place, words."""
    place = result.source + (f":{result.start}" if result.source and result.start is not None else "")
    quote = result.quote if len(result.quote) <= _SHOWN else result.quote[:_SHOWN].rsplit(" ", 1)[0] + " …"
    parts = [result.document or _short(result.focus), f"({place})" if place else "", f"“{quote}”" if quote else ""]
    if result.path and result.value and result.component == "SPARQLConstraintComponent":
        parts.append(f"{_short(result.path)} → {_short(result.value)}")
    elif result.value and result.value not in (result.focus, "true", "false"):
        parts.append(("value " if english else "giá trị ") + _short(result.value))
    return " ".join(part for part in parts if part)


def _short(iri: str) -> str:
    for prefix, namespace in NAMESPACES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
