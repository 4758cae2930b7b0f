"""Legal impacts: the amending, replacing, repealing, suspending or expiring of a document as a resource of its own.

As in JOLux (`jolux:LegalResourceImpact`), an impact names the document that acts, the one acted upon, the provisions as
far as they are stated, and the day. There is one for each claim that states it, so that no two graphs say the same
triple; provisions, which many texts cite, are described once, in the graph of the entities.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..extract.records import Citation, Provision, Record, Relation
from ..ontology.identifiers import Identifiers
from . import terms as t
from .entities import entities_iri
from .nquads import Lines
from .resolution import Ref, Resolution

# What an impact upon the whole of a document amounts to: its end, or a time without force. Whether an expiry is an end
# is not known before all documents are read, because one of them may prolong the text (`derived.py`).
WHOLE = {
    **dict.fromkeys(("replaces", "repeals"), t.TERMINATION),
    **dict.fromkeys(("suspends", "defers"), t.INTERRUPTION),
}


def provisions_of(citation: Citation | None, work: str, ids: Identifiers) -> dict[str, str]:
    """The cited articles, clauses and points of a work, each IRI with its label; those without an article are left
    out, because clauses are numbered anew in each article.
    """
    return _provisions(citation.provisions, work, ids) if citation else {}


def _provisions(cited: Iterable[Provision], work: str, ids: Identifiers) -> dict[str, str]:
    return {ids.provision(work, p.article, p.clause, p.point): _label(p) for p in cited if p.article}


def _label(part: Provision) -> str:
    words = (("điểm", part.point), ("khoản", part.clause), ("Điều", part.article))
    return " ".join(f"{word} {value}" for word, value in words if value)


def cited_provisions(record: Record) -> Iterator[tuple[Ref, tuple[Provision, ...]]]:
    """The citations of a record that name provisions."""
    return (((record.source, c.id), c.provisions) for c in record.citations if c.provisions)


def provisions_graph(
    cited: Iterable[tuple[Ref, tuple[Provision, ...]]], resolution: Resolution, ids: Identifiers
) -> str:
    """The cited provisions as parts of their works, as N-Quads text of the entities graph."""
    out = Lines(entities_iri(ids))
    for ref, provisions in cited:
        work = resolution.citations[ref].iri
        for node, label in _provisions(provisions, work, ids).items() if work else ():
            out.links(node, t.TYPE, (t.SUBDIVISION, t.ELI_SUBDIVISION))
            out.link(node, t.PART_OF, work or "")
            out.link(node, t.TYPE_SUBDIVISION, ids.concept("subdivision", label.split()[0]))
            out.string(node, t.LABEL, label, "vi")
    return out.text()


def earliest(relation: Relation, acting: str, resolution: Resolution) -> str | None:
    """The first day on which a relation can have worked: the stated one, else the day on which the acting document
    takes effect, else that of its signature, else the first of its year. None where not even the year is known.
    """
    if relation.effective_from:
        return relation.effective_from
    refs = resolution.documents_by_iri.get(acting, ())
    read = [resolution.documents[ref] for ref in refs]
    days = [day for d in read if (day := d.effective_from or d.date)]
    stub, known = resolution.stubs.get(acting), resolution.catalogue.get(acting)
    days += [day for day in (stub and stub.date, known and known.date) if day]
    year = next((d.year for d in (*read, stub) if d and d.year), None)
    return min(days, default=f"{year:04d}-01-01" if year else None)


def write_impact(
    out: Lines,
    node: str,
    *,
    kind: str,
    acting: str,
    target: str,
    scope: Sequence[str] = (),
    partial: bool = False,
    effective_from: str | None = None,
    earliest_effect: str | None = None,
    effective_until: str | None = None,
) -> None:
    """Describe one impact of `kind`: a key of `terms.IMPACTS`."""
    out.link(node, t.TYPE, t.LEGAL_IMPACT)
    if kind in WHOLE and not partial:
        out.link(node, t.TYPE, WHOLE[kind])
    out.link(node, t.IMPACT_TYPE, t.IMPACTS[kind])
    out.link(node, t.IMPACT_FROM, acting)
    out.link(node, t.IMPACT_TO, target)
    out.links(node, t.IMPACT_SCOPE, scope)
    if partial:
        out.boolean(node, t.PARTIAL_EFFECT, value=True)
    days = (
        (t.EFFECTIVE_FROM, effective_from),
        (t.EARLIEST_EFFECT, earliest_effect),
        (t.EFFECTIVE_UNTIL, effective_until),
    )
    for term, day in days:
        if day:
            out.typed(node, term, day, "date")


def scope_of(provisions: Iterable[str], *, partial: bool, kind: str) -> tuple[str, ...]:
    """The provisions that an impact touches: those cited, where the act is said of provisions and not of the whole."""
    return tuple(provisions) if partial or kind == "amends" else ()
