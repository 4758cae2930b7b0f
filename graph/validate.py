"""Is the graph what it must be, and what should a reader of the documents know?

Violations are faults of the software, warnings and infos are findings about the documents. The shapes run as SPARQL on
Oxigraph (`shacl`), or in pySHACL on request (`by_pyshacl`); both give the same results, which a test shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from ..ontology.identifiers import Identifiers
from ..ontology.vocabulary import CANCU, DCAT, TERMS, VOID
from .report import SHOWN, Report, cut
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
_CONTEXT = """
PREFIX cancu: <https://w3id.org/cancu/ns#>
PREFIX cito: <http://purl.org/spar/cito/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX p-plan: <http://purl.org/net/p-plan#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?focus ?document ?source ?quote ?start ?end ?whole ?from WHERE {
  VALUES ?focus { %s }
  OPTIONAL {
    { ?focus a cancu:Document . BIND (?focus AS ?doc) }
    UNION { ?focus cito:hasCitingEntity ?doc }
    UNION { ?focus p-plan:isStepOfPlan ?doc }
    UNION { ?focus cancu:targetOf ?doc }
    UNION { ?focus cancu:budgetOf ?doc }
    UNION { ?focus cancu:task/p-plan:isStepOfPlan ?doc }
    UNION { ?focus a cancu:Claim ; rdf:subject ?doc }
    ?doc rdfs:label ?document .
    OPTIONAL { ?doc cancu:inSource/cancu:path ?source }
  }
  OPTIONAL {
    ?focus cancu:evidence ?span . ?span oa:hasSelector ?words, ?position .
    ?words oa:exact ?quote . ?position oa:start ?start ; oa:end ?end .
  }
  OPTIONAL {
    ?focus cancu:sentence ?around . ?around oa:hasSelector ?all, ?place . ?all oa:exact ?whole . ?place oa:start ?from .
  }
} ORDER BY ?focus ?source ?start ?from ?document
"""
_NAMES = """
PREFIX cancu: <https://w3id.org/cancu/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?node ?name ?gone WHERE {
  VALUES ?node { %s } ?node rdfs:label ?name . OPTIONAL { ?node cancu:validTo ?gone }
} ORDER BY ?node ?name ?gone
"""
_BATCH = 200
_IRI = re.compile(r"[a-z]+:[^\s<>\"{}|^`\\]+")


@dataclass(frozen=True, slots=True)
class Breach:
    """An invariant of the graph that does not hold: a fault of the software."""

    name: str
    message: str
    rows: tuple[tuple[str, ...], ...]


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
    """The results with the document, the file and the sentence that each is about, and the names of their values."""
    import dataclasses

    known = _first(store, _CONTEXT, "focus", (r.focus for r in results))
    named = _first(store, _NAMES, "node", (r.value for r in results if r.value != r.focus))
    located = []
    for result in results:
        row, name = known.get(result.focus, {}), named.get(result.value or "", {})
        located.append(
            dataclasses.replace(
                result,
                document=row.get("document") or "",
                source=row.get("source") or "",
                quote=" ".join((row.get("quote") or "").split()),
                start=int(row["start"] or 0) if row.get("start") else None,
                sentence=_marked(row),
                called=name.get("name") or "",
                until=name.get("gone") or "",
            )
        )
    return located


def _first(
    store: pyoxigraph.Store, sparql: str, key: str, wanted: Iterable[str | None]
) -> dict[str, dict[str, str | None]]:
    """The first row of each of some nodes."""
    nodes = sorted({iri for iri in wanted if iri and _IRI.fullmatch(iri)})
    found: dict[str, dict[str, str | None]] = {}
    for at in range(0, len(nodes), _BATCH):
        for row in _select(store, sparql % " ".join(f"<{iri}>" for iri in nodes[at : at + _BATCH])):
            found.setdefault(row[key] or "", row)
    return found


def _marked(row: Mapping[str, str | None]) -> str:
    """The sentence with the quote between « and », cut around it where it is long; the quote where there is none."""
    whole, quote = row.get("whole") or "", row.get("quote") or ""
    at = int(row.get("start") or 0) - int(row.get("from") or 0)
    if whole[at : at + len(quote)] != quote or at < 0 or whole == quote:
        return cut(" ".join((quote or whole).split()), SHOWN)
    before, after = (" ".join(part.split()) for part in (whole[:at], whole[at + len(quote) :]))
    room = max(SHOWN - len(quote), 40) // 2
    if len(before) > room:
        before = "… " + before[-room:].partition(" ")[2]
    apart = [" " if letter.isspace() else "" for letter in (whole[:at][-1:], whole[at + len(quote) :][:1])]
    return f"{before}{apart[0]}«{' '.join(quote.split())}»{apart[1]}{cut(after, room)}"
