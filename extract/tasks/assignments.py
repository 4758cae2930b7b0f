"""Assignments of one source, from tables and from prose, and the agencies that the source names."""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..agents.agencies import Register
from ..reading import Reading
from ..records import Agency, Assignment, Bearer, Document
from ..source import Table
from .drafts import Draft, assignment_of
from .duties import prose_drafts
from .rows import drafts_of

_POINTER = re.compile(r"(?:Khoản|Điểm|Điều|Mục|Tiết)\s+\w{1,4}(?:\s+(?:Điều|khoản)\s+\w{1,4})*")  # a table of contents


@dataclass(frozen=True, slots=True)
class Assigned:
    """What `find_assignments` finds."""

    assignments: tuple[Assignment, ...]
    agencies: tuple[Agency, ...]


def find_assignments(reading: Reading, documents: Sequence[Document]) -> Assigned:
    """The tasks that the text makes agencies answerable for, and the agencies that it names.

    `documents` are the logical documents of the source: their issuer and place complete the names of agencies, their
    period gives the year of deadlines that name none.
    """
    drafts = [d for grid in reading.grids for d in _tabled(reading, grid)]
    drafts += prose_drafts(reading, reading.parts, documents)
    drafts = [d for d in drafts if not _POINTER.fullmatch(reading.text, d.start, d.end)]
    drafts.sort(key=lambda d: (d.start, d.end))
    register = Register(reading, documents)
    for draft in drafts:
        for _, item in draft.roles():
            register.bearer(item)
    agencies, ids = register.entries()
    assignments = [
        assignment_of(reading.view, draft, number, documents, _bearers(reading.text, draft, ids))
        for number, draft in enumerate(drafts, 1)
    ]
    return Assigned(tuple(assignments), agencies)


def _tabled(reading: Reading, grid: Table) -> Iterator[Draft]:
    """The tasks of one table; without sections of its own they stand under the numbered heading right above it."""
    drafts = [*drafts_of(reading.text, grid, reading.tables)]
    if drafts and not any(d.section for d in drafts):
        starts = [p.block.start for p in reading.parts]
        above = bisect_right(starts, grid.start - 1) - 1
        part = reading.parts[above] if above >= 0 else None
        if part is not None and part.heading and part.style is not None and part.block.end <= grid.start:
            title = " ".join(reading.text[part.block.start : part.block.end].split()).strip("*# ")
            drafts = [dataclasses.replace(d, section=title) for d in drafts]
    yield from drafts


def _bearers(text: str, draft: Draft, ids: dict[tuple[int, int], str]) -> tuple[Bearer, ...]:
    return tuple(
        Bearer(role, item.words or text[item.start : item.end], item.start, item.end, ids.get((item.start, item.end)))
        for role, item in draft.roles()
    )
