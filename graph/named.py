"""Where a document names a body that was gone when it was signed, without giving it a task."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from ..extract.records import Record, Span
from ..extract.tasks.drafts import document_at
from ..ontology.tables import Tables
from .decisions import bearers_of
from .derived import last_signed
from .entities import end_of
from .resolution import Resolution

_OF = re.compile(r"(?:\s+ngày\s[^,;.]*?)?\s+(?:của|do)\s+")
_DAY = 60  # "ngày 02 tháng 3 năm 2020 của"


def named_when_gone(
    record: Record, text: str, resolution: Resolution, tables: Tables
) -> Iterator[tuple[str, str, Span]]:
    """The document (its id), the body (its IRI) and the first words that name it, for each body that ended by the day
    of signature. Who bears a task there is shown with the task; who issued a cited text is no body that is to act.
    """
    last = last_signed(record.documents)
    if last is None:
        return
    first = record.documents[0].id
    borne = {(a.in_document or first, b.agency) for a in record.assignments for b in bearers_of(a, record.agencies)}
    cited = sorted((c.start, c.end) for c in record.citations)
    for agency in record.agencies:
        known = resolution.agencies.get((record.source, agency.id))
        end = end_of(known, tables) if known and agency.mentions else None
        if known is None or end is None or end > last:
            continue
        seen: set[str] = set()
        for start, stop in sorted(agency.mentions):
            document = document_at(record.documents, start)
            if document is None or document.id in seen or (document.id, agency.id) in borne:
                continue
            if _issues(text, cited, start):
                continue
            if end <= (document.date or last) and resolution.documents[record.source, document.id].agency != known.iri:
                seen.add(document.id)
                yield document.id, known.iri, (start, stop)


def _issues(text: str, cited: list[Span], offset: int) -> bool:
    """Is a body named in a citation, or behind one as its issuer ("… ngày 02/3/2020 của Bộ …")?"""
    at = bisect_right(cited, (offset, len(text))) - 1
    if at < 0:
        return False
    end = cited[at][1]
    return offset < end or (offset - end < _DAY and _OF.fullmatch(text, end, offset) is not None)
