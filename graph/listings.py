"""What catalogues say of the documents of a graph: a graph of its own for each file, so that it is never taken for what
texts say.

Each row is a `cancu:CatalogueEntry` with its values. Of the document itself the graph states only what no text does, so
that no document has two dates or titles; where text and catalogue differ, a finding gives both (`contradictions.py`).
A status that ends or suspends a document is a legal impact, derived from the row.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..ontology.identifiers import Identifiers
from ..ontology.schemes import force_state, in_force
from ..ontology.tables import Tables
from . import terms as t
from .catalogue import GIVEN, catalogue_iri, listing_iri
from .entities import Facts, describe, kinds_of
from .nquads import Lines
from .resolution import CatalogueEntry, Resolution
from .stubs import LISTED

_DATES = {"date": t.DATE_DOCUMENT, "effective_from": t.FIRST_IN_FORCE, "expires_on": t.EXPIRES_ON}


def catalogue_graph(resolution: Resolution, *, tables: Tables, ids: Identifiers) -> str:
    """The graphs of the catalogues as N-Quads text, each with what file it was and when it was taken."""
    graphs: dict[str, Lines] = {}
    kinds = kinds_of(tables)
    for iri, entry in sorted(resolution.catalogue.items()):
        graph = catalogue_iri(entry, ids)
        out = graphs.setdefault(graph, Lines(graph))
        _catalogue(out, graph, entry)
        row = listing_iri(iri, entry, ids)
        out.link(row, t.TYPE, t.CATALOGUE_ENTRY)
        out.link(row, t.LISTS, iri)
        out.link(row, t.DERIVED_FROM, graph)
        _state(out, row, entry, ("type", "issuer", *_DATES, "title"))
        out.string(row, t.CATALOGUE_STATUS, entry.status)
        stub = resolution.stubs.get(iri)
        if stub and stub.kind == LISTED:
            describe(out, iri, ids, Facts.of_stub(stub, kinds))
            out.link(iri, t.STATUS, t.CITED_ONLY)
            out.link(iri, t.SAID_BY, row)
            _state(out, iri, entry, ("effective_from", "expires_on"))
        else:
            _state(out, iri, entry, sorted(resolution.lacking.get(iri, ())))
        out.string(iri, t.CATALOGUE_STATUS, entry.status)
        if state := in_force(entry.status):
            out.link(iri, t.IN_FORCE, state)
        _impact(out, iri, row, entry, ids)
        for named in resolution.issued.get(iri, ()):
            out.link(row, t.LISTS_INSTRUMENT, named)
            for link in (t.RELATIONS["promulgates"][0], *t.RELATIONS["promulgates"][1]):
                out.link(iri, link, named)
    return "".join(out.text() for _, out in sorted(graphs.items()))


def _state(out: Lines, node: str, entry: CatalogueEntry, fields: Iterable[str]) -> None:
    """The values of a row, on the row itself or on its document."""
    for name in fields:
        value = getattr(entry, name)
        if value is None:
            continue
        if name in _DATES:
            out.typed(node, _DATES[name], value, "date")
        elif name == "title":
            out.string(node, t.TITLE, value, "vi")
        else:
            out.string(node, t.TYPE_NAME if name == "type" else t.ISSUER_NAME, value)


def _impact(out: Lines, iri: str, row: str, entry: CatalogueEntry, ids: Identifiers) -> None:
    """The end, or the time without force, that the status of a row records; who brought it about is not known.

    Without a day the impact has none: on which days the document was in force is then open.
    """
    state = force_state(entry.status)
    ends = (state.effect == "ends") if state and state.effect else entry.expires_on is not None
    if not ends and not (state and state.effect):
        return
    node, partial = ids.impact(row), bool(state and state.partial)
    out.link(node, t.TYPE, t.LEGAL_IMPACT)
    if not partial:
        out.link(node, t.TYPE, t.TERMINATION if ends else t.INTERRUPTION)
    else:
        out.boolean(node, t.PARTIAL_EFFECT, value=True)
    out.link(node, t.IMPACT_TYPE, t.LISTED)
    out.link(node, t.IMPACT_FROM, iri)
    out.link(node, t.IMPACT_TO, iri)
    out.link(node, t.DERIVED_FROM, row)
    if ends and entry.expires_on and not partial:
        for term in (t.EFFECTIVE_FROM, t.EARLIEST_EFFECT):
            out.typed(node, term, entry.expires_on, "date")


def _catalogue(out: Lines, graph: str, entry: CatalogueEntry) -> None:
    """What is known of the catalogue itself."""
    out.link(graph, t.TYPE, t.CATALOGUE)
    out.string(graph, t.LABEL, entry.file or GIVEN)
    out.string(graph, t.SHA256, entry.sha256)
    if entry.retrieved:
        out.typed(graph, t.RETRIEVED_ON, entry.retrieved, "date")
