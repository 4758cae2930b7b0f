"""An assignment as it is being read: ranges and items, before ids and names are given."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ...ontology.tables import Tables
from ..agents.bearers import Item
from ..records import Assignment, Bearer, Document, Recurrence, Role, Span
from ..view import TextView
from .deadline_cues import find_deadline
from .deadlines import read_deadline

# "…. Sản phẩm: Cổng dữ liệu mở." behind a task of prose; what is measured ("Kết quả: 95%") is no output.
_OUTPUT = re.compile(
    r"[.;]\s*(?:[Ss]ản phẩm|[Kk]ết quả)(?:\s+(?:đầu ra|hoàn thành|thực hiện|dự kiến|cần đạt|đạt được))?\s*:\s*"
    r"(?P<output>[^\W\d][^.;\n]*)"
)
ROLES: tuple[Role, ...] = ("lead", "cooperate", "responsible", "monitor")


@dataclass(slots=True)
class Draft:
    """One task: its range, its bearers by role, and what the text says of it."""

    source: Literal["table", "prose"]
    start: int
    end: int
    section: str | None
    rule: str
    task: str | None = None
    bearers: dict[Role, dict[int, Item]] = field(default_factory=dict)  # by role, by where they begin
    output: Span | None = None
    output_text: str | None = None
    deadline: Span | None = None
    deadline_text: str | None = None
    clause: int | None = None  # where the clause of the task begins, its lead-in ("Định kỳ hằng quý, …") included

    def give(self, role: Role, items: Iterable[Item]) -> None:
        """Add bearers in a role, or in the one that a mark behind a name says ("Sở Y tế (chủ trì)"); none twice."""
        for item in items:
            self.bearers.setdefault(item.role or role, {}).setdefault(item.start, item)

    def borne(self, *roles: Role) -> list[Item]:
        """The bearers in these roles, role by role, as they were given."""
        return [item for role in roles for item in self.bearers.get(role, {}).values()]

    def roles(self) -> list[tuple[Role, Item]]:
        """The bearers with their roles, role by role."""
        said = self.bearers
        return [(role, item) for role in ROLES if role in said for item in said[role].values()]

    @property
    def answerable(self) -> bool:
        """Is anybody made answerable?"""
        return any(self.bearers.values())


def trimmed(text: str, start: int, end: int) -> Span:
    """The range without white space, marks of emphasis and final punctuation ("./." too)."""
    while start < end and text[start] in " \t\r\n,:;-*":
        start += 1
    while end > start and text[end - 1] in " \t\r\n.,;:/*_|-":
        end -= 1
    return start, end


def collapsed(text: str, span: Span | None) -> str | None:
    """The words of a range, white space collapsed."""
    return " ".join(text[span[0] : span[1]].split()) if span else None


def document_at(documents: Sequence[Document], offset: int) -> Document | None:
    """The innermost logical document that holds `offset`."""
    if len(documents) == 1:
        return documents[0] if documents[0].start <= offset < documents[0].end else None
    inside = [d for d in documents if d.start <= offset < d.end]
    return min(inside, key=lambda d: d.end - d.start) if inside else None


def quoted(view: TextView, span: Span | None) -> str | None:
    """The words of a range, white space collapsed, with the spaces of the source ("3 0/5/2008" of a scan)."""
    words = collapsed(view.text, span)
    if span is None or words is None or view.text is view.raw:
        return words
    said = " ".join(view.quote(*span).split())
    return said if said.replace(" ", "") == words.replace(" ", "") else words


def due_of(
    view: TextView, draft: Draft, document: Document | None
) -> tuple[str | None, tuple | None, Recurrence | None, Span | None]:
    """The deadline of a draft: its words, its range, its recurrence and where it stands."""
    text = view.text
    span = draft.deadline
    if span is None and draft.deadline_text is None and draft.source == "prose":
        span = find_deadline(text, draft.start, draft.end)
        if span is None and draft.clause is not None and draft.clause < draft.start:
            span = find_deadline(text, draft.clause, draft.start)  # "Định kỳ hằng quý, Sở Nội vụ …"
    words = draft.deadline_text or collapsed(text, span)
    if not words:
        return None, None, None, None
    due = read_deadline(words, years=years_of(document))
    return draft.deadline_text or quoted(view, span), due.range, due.recurring, span


def output_of(text: str, draft: Draft) -> Span | None:
    """Where the output of a draft stands: as it was read, or behind its label in the words of the task."""
    if draft.output or draft.source == "table" or text.find(":", draft.start, draft.end) < 0:
        return draft.output
    found = _OUTPUT.search(text, draft.start, draft.end)
    return trimmed(text, *found.span("output")) if found else None


def years_of(document: Document | None) -> tuple[int, int] | None:
    """The years that a document plans for; without a period, the year of its date."""
    if document is None:
        return None
    if document.period:
        return document.period[0], document.period[1]
    if document.date:
        year = int(document.date[:4])
        return year, year
    return None


def assignment_of(
    view: TextView, draft: Draft, number: int, documents: Sequence[Document], bearers: tuple[Bearer, ...] = ()
) -> Assignment:
    """The record of a draft; `bearers` links it to the agencies."""
    text = view.text
    document = document_at(documents, draft.start)
    words, range_, recurring, span = due_of(view, draft, document)
    names: dict[Role, list[str]] = {role: [] for role in ROLES}
    for role, item in draft.roles():
        names[role].append(item.text(text))
    output = output_of(text, draft)
    spans = {key: value for key, value in (("output", output), ("deadline", span)) if value}
    return Assignment(
        id=f"A{number}",
        source=draft.source,
        section=draft.section,
        task=draft.task or str(quoted(view, (draft.start, draft.end))),
        start=draft.start,
        end=draft.end,
        lead=tuple(names["lead"]),
        cooperate=tuple(names["cooperate"]),
        responsible=tuple(names["responsible"]),
        monitor=tuple(names["monitor"]),
        output=draft.output_text or quoted(view, output),
        deadline=words,
        deadline_range=range_,
        recurring=recurring,
        in_document=document.id if document else None,
        spans=spans,
        bearers=bearers,
        rule=draft.rule,
    )


@functools.lru_cache(maxsize=4)
def normative_types(tables: Tables) -> frozenset[str]:
    """The types of documents that set norms: an agency as the subject of a sentence is no order there by itself."""
    return frozenset(row.name for row in tables.document_types if row.normative)
