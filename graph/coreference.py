"""Mentions of one file that mean the same document: its own numbers (R0), and later, shorter mentions (R3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..extract.records import Record
from ..ontology.symbols import Symbol, symbol, symbol_slug, with_year
from .mentions import Mention
from .numbered import Numbers, one
from .resolution import DocumentIdentity, Ref, Resolved


class OwnNumbers:
    """The documents of one file, as what its citations may mean (R0)."""

    def __init__(self, record: Record, documents: dict[Ref, DocumentIdentity]) -> None:
        self.entries = [
            (document, with_year(parts, document.date), documents[record.source, document.id])
            for document in record.documents
            if document.number and (parts := symbol(document.number, type=document.type))
        ]

    def of(self, mention: Mention) -> Resolved | None:
        """The document of the file whose own number the mention is."""
        for document, parts, identity in self.entries:
            if not mention.parts.tokens or not (
                symbol_slug(parts) == symbol_slug(mention.parts) or _year_left_out(mention, parts, document.date)
            ):
                continue
            if not _agree(document.date, mention.citation.date):
                continue
            stated = mention.whose.key
            if stated and identity.issuer_key and stated != identity.issuer_key:
                continue
            return Resolved(identity.iri, "R0", (), f"the number of {document.id} of the same file")
        return None

    def alike(self, mention: Mention) -> list[str]:
        """Documents of the file that a bare number ("Kế hoạch số 126") may mean."""
        if mention.parts.tokens:
            return []
        return [
            identity.iri
            for document, parts, identity in self.entries
            if parts.number == mention.parts.number and mention.citation.type in (None, document.type)
        ]


def antecedent(mention: Mention, complete: list[Mention], numbers: Numbers) -> Resolved | None:
    """R3: the one document that complete citations of the same number in the same file mean."""
    whose, citation = mention.whose, mention.citation
    if whose.conflict:
        return None
    fits = []
    for other in complete:
        meant = other.found.iri if other.found else None
        parsed = numbers.ids.parse(meant) if meant else None
        if meant is None or parsed is None or not _agree(other.citation.date, citation.date):
            continue
        if citation.type and other.citation.type and citation.type != other.citation.type:
            continue
        issuer = parsed.issuer or ""
        if whose.keys and issuer not in whose.keys:
            continue
        if mention.year and parsed.year and parsed.year != mention.year:
            continue
        if parsed.kind != "in_source" and not numbers.fits_scope(issuer, whose.scope):
            continue
        fits.append(meant)
    iri = one(fits)
    return Resolved(iri, "R3", (), "a complete citation of the same number in the same file") if iri else None


def defined(mention: Mention, by_id: Mapping[str, Mention]) -> Resolved | None:
    """R3 for a short form without its symbol ("Nghị quyết số 11") that the text itself ties to the full one."""
    full = by_id.get(mention.citation.same_as or "")
    if full is None or full.found is None or full.found.iri is None or mention.parts.tokens:
        return None
    if full.parts.number != mention.parts.number or mention.parts.year not in (None, full.year):
        return None
    return Resolved(full.found.iri, "R3", (), "a short form of a complete citation in the same file")


def by_bare_number(mentions: Iterable[Mention]) -> dict[str, list[Mention]]:
    """The mentions that have a year in the number, by the number without it."""
    found: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.parts.year is not None:
            found.setdefault(symbol_slug(replace(mention.parts, year=None)), []).append(mention)
    return found


def twin(mention: Mention, found: Resolved, full: Mapping[str, list[Mention]], numbers: Numbers) -> Resolved | None:
    """R3: a number that the file cites with and without its year, of one body and day: one act, or one of each series.

    Normative and other decisions of a body are numbered apart (NĐ 30/2020/NĐ-CP, Điều 15), so it stays open.
    """
    if found.iri is None or found.rule == "R0" or mention.parts.year is not None:
        return None
    for other in full.get(symbol_slug(mention.parts), ()):
        meant = other.found.iri if other.found else None
        if (
            meant
            and _year_left_out(mention, other.parts, other.citation.date)
            and _one_issuer(numbers, meant, found.iri)
        ):
            reason = "the file cites this number of this day with its year too: one document, or two"
            return Resolved(None, "R3", (meant, found.iri), reason)
    return None


def _one_issuer(numbers: Numbers, a: str, b: str) -> bool:
    issuers = [parsed.issuer if (parsed := numbers.ids.parse(iri)) else None for iri in (a, b)]
    return issuers[0] == issuers[1]


def _year_left_out(mention: Mention, full: Symbol, date: str | None) -> bool:
    """Is the mention the number `full` of the day `date` without its year?"""
    cited = mention.citation.date
    return (
        mention.parts.year is None
        and full.year is not None
        and cited is not None
        and cited == date
        and cited.startswith(str(full.year))
        and replace(full, year=None) == mention.parts
    )


def _agree(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a == b
