"""What citations mean when people have decided: the rules run again without what was rejected or named anew."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from ..extract.records import Citation, Record
from ..ontology.identifiers import Identifiers
from ..ontology.tables import Tables
from .decisions import RESOLUTION, Decided, citation_of, restated
from .resolution import REVIEWED, CatalogueEntry, Ref, Resolution, Resolved
from .resolve import resolve
from .review import Review


def meanings(source: str, decisions: Iterable[Decided]) -> dict[Ref, Review]:
    """The decisions about what citations of a source mean."""
    return {(source, d.part.owner): d.review for d in decisions if d.part.kind == RESOLUTION}


def as_decided(
    records: Sequence[Record],
    before: Resolution,
    told: Mapping[Ref, Review],
    *,
    tables: Tables,
    ids: Identifiers,
    catalogue: Iterable[CatalogueEntry] = (),
) -> Resolution:
    """The resolution of `records` with what people decided about citations; `before` is what the rules alone give.

    A citation that was rejected means no document, and nothing is learnt from it. One that was corrected means what the
    reviewer named: a document of the graph, or what the words of a full citation identify. A rejection holds for the
    document that was rejected; where the rules give another one by now, that stands.
    """
    held = {ref: review for ref, review in told.items() if _holds(review, before.citations[ref].iri)}
    if not held:
        return before
    said = {ref: citation_of(review.said, tables) if review.said else None for ref, review in held.items()}
    again = resolve((_without(record, said) for record in records), tables=tables, ids=ids, catalogue=catalogue)
    known = {*again.documents_by_iri, *again.stubs}
    citations = dict(again.citations)
    for ref, review in held.items():
        citations[ref] = _decided(review, before.citations[ref], citations.get(ref), known)
    return dataclasses.replace(again, citations=citations)


def _holds(review: Review, extracted: str | None) -> bool:
    """Whether a decision changes what the rules give."""
    if review.decision == "reject":
        return extracted is not None and review.object in ("", extracted)
    return review.decision == "correct"


def _without(record: Record, said: Mapping[Ref, Citation | None]) -> Record:
    """A record without the citations that were decided on, those that reviewers put into words restated."""
    if not any(source == record.source for source, _ in said):
        return record
    kept = []
    for citation in record.citations:
        ref = (record.source, citation.id)
        words = said.get(ref)
        if words:
            kept.append(restated(citation, words))
        elif ref not in said:
            kept.append(citation)
    left = {citation.id for citation in record.citations} - {citation.id for citation in kept}
    relations = tuple(r for r in record.relations if r.subject not in left and r.object not in left)
    return dataclasses.replace(record, citations=tuple(kept), relations=relations)


def _decided(review: Review, before: Resolved, restated: Resolved | None, known: set[str]) -> Resolved:
    """What a citation means by a decision; `restated` is what the words of the reviewer were resolved to."""
    who = f"{review.reviewer} on {review.reviewed_on}"
    if review.decision == "reject":
        return Resolved(None, REVIEWED, (), f"rejected by {who}", extracted=before.iri)
    iri = (restated.iri if restated else None) or review.new_object
    if iri not in known:
        reason = f"corrected by {who} to <{iri}>, which the graph does not have"
        return Resolved(None, REVIEWED, (), reason, extracted=before.iri)
    return Resolved(iri, REVIEWED, (), f"corrected by {who}", extracted=before.iri)
