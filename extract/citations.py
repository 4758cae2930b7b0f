"""The citations of a text: numbered ones and those by name, with date, issuer, title and provision, in text order."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ..ontology.tables import Tables
from .issuers import issuer_names
from .mentions import Mention, concluded_type, find_mentions, type_names
from .reading import Reading
from .records import Alias, Citation, Document, Finding, Reference
from .titles import Tail, tail_of

_LAWS = frozenset(("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"))


@dataclass(frozen=True, slots=True)
class Cited:
    """What one text cites: citations with ids C1 …, back references X1 …, the short names it defines, and findings."""

    citations: tuple[Citation, ...] = ()
    references: tuple[Reference, ...] = ()
    aliases: tuple[Alias, ...] = ()
    warnings: tuple[Finding, ...] = ()


def find_citations(reading: Reading, documents: Sequence[Document]) -> Cited:
    """Every mention of another document in `reading`, in text order (start, then longer first).

    `documents` are the logical documents of the file: their own numbers are no citations, except of one in another.
    """
    text, tables = reading.text, reading.tables
    own = [d.spans["number"] for d in documents if "number" in d.spans]
    mentions = find_mentions(text, tables, own)
    starts = [m.start for m in mentions]
    names = issuer_names(tables)
    found: list[Citation] = []
    for mention in mentions:
        tail = tail_of(text, mention.end, names, starts)
        found.append(_citation(text, mention, tail, documents, tables))
    found = [c for c in found if not _own(c, documents)]
    found.sort(key=lambda c: (c.start, -c.end))
    return Cited(tuple(dataclasses.replace(c, id=f"C{i}") for i, c in enumerate(found, 1)))


def _citation(text: str, mention: Mention, tail: Tail, documents: Sequence[Document], tables: Tables) -> Citation:
    number = mention.number
    rules = {"type": mention.rule, "number": number.family or "bare number"}
    if tail.issuer:
        rules["issuer"] = "phrase after của"
    inferred = {}
    if mention.type is None:
        concluded = concluded_type(number, type_names(tables))
        if concluded:
            inferred["type"] = concluded
            rules["type"] = "symbol"
    return Citation(
        id="",
        start=mention.start,
        end=mention.end,
        text=text[mention.start : mention.end],
        kind="numbered",
        type=mention.type,
        number=number.text,
        date=tail.date,
        date_text=tail.date_text,
        issuer=tail.issuer,
        title=tail.title,
        provision=None,
        in_document=document_at(documents, mention.start),
        year=tail.year,
        inferred=inferred,
        rules=rules,
        spans=dict(tail.spans),
    )


def document_at(documents: Sequence[Document], at: int) -> str | None:
    """The id of the innermost logical document that `at` lies in; the first one when it lies in none."""
    inside = [d for d in documents if d.start <= at < d.end]
    if inside:
        return min(inside, key=lambda d: d.end - d.start).id
    return documents[0].id if documents else None


def _own(citation: Citation, documents: Sequence[Document]) -> bool:
    """Is this the number of the document that the mention stands in?"""
    for document in documents:
        if document.id == citation.in_document and document.number and citation.number:
            same = document.number.upper() == citation.number.upper()
            return same and (citation.date is None or document.date is None or citation.date == document.date)
    return False
