"""A record shown in its own text: every citation, task, agency and target marked where it stands, with what was read.

The result is a fragment of HTML without scripts, made for notebooks: marks tell more when the pointer rests on them.
"""

from __future__ import annotations

import html
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .facts import safe
from .look import asset, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..extract.records import Assignment, Citation, Record

# Where marks lie on each other the later kind gives the colour.
KINDS = ("header", "task", "target", "citation", "agency", "cue", "warning")
LONGEST_NOTE = 600


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of a text with its kind (one of `KINDS`) and the note that is shown with it."""

    start: int
    end: int
    kind: str
    note: str = ""


def record_html(record: Record, text: str, *, lang: str = "vi", height: int = 460) -> str:
    """The text of a record with everything that was found marked in it, as an HTML fragment.

    `text` is the text layer that the record's offsets index (`Source.text`). `height` is that of the scrolled box, in
    pixels. Raises ValueError when an offset lies outside the text, which means that it is another text.
    """
    marks = sorted(marks_of(record, lang=lang), key=lambda mark: (mark.start, -mark.end))
    if any(not 0 <= mark.start <= mark.end <= len(text) for mark in marks):
        raise ValueError(
            f"the text has {len(text)} characters, but the record of {record.source!r} points outside of it; "
            "give the text layer that the record was made from"
        )
    return (
        f'<div class="cancu-record" lang="{lang}"><style>{asset("record.css")}</style>'
        f'<p class="cancu-source"><b>{_escaped(record.source)}</b> {_documents(record)}</p>'
        f'<p class="cancu-legend">{legend_html(marks, lang=lang)}</p>'
        f'<div class="cancu-text" lang="vi" tabindex="0" style="max-height:{int(height)}px">'
        f"{mark_spans(text, marks)}</div></div>"
    )


def legend_html(marks: Iterable[Mark], *, lang: str = "vi") -> str:
    """The kinds of marks in their looks, each with its name and how many there are."""
    counts, told = Counter(mark.kind for mark in marks), words()[lang]
    return " ".join(
        f'<span class="cancu-key"><mark class="cancu-{kind}">{html.escape(told["mark_" + kind])}</mark> '
        f"{counts[kind]}</span>"
        for kind in KINDS
        if counts[kind]
    )


def mark_spans(text: str, marks: Iterable[Mark]) -> str:
    """`text` escaped, with each mark as `<mark>` elements; marks may nest and overlap.

    The text is cut at every start and end; a piece under several marks takes the colour of the kind that stands last in
    `KINDS` and the notes of all of them.
    """
    starts: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    for mark in marks:
        if mark.start < mark.end:
            starts.setdefault(mark.start, []).append(mark)
            ends.setdefault(mark.end, []).append(mark)
    cuts = sorted({0, len(text), *starts, *ends})
    pieces = []
    open_marks: list[Mark] = []
    for here, there in zip(cuts, [*cuts[1:], len(text)], strict=True):
        for mark in ends.get(here, ()):
            open_marks.remove(mark)
        open_marks += starts.get(here, ())
        if here < there:
            pieces.append(_piece(text[here:there], open_marks))
    return "".join(pieces)


def marks_of(record: Record, *, lang: str = "vi") -> Iterator[Mark]:
    """What a record found, as marks: heads of documents, citations, cues, tasks, agencies, targets, warnings."""
    told = words()[lang]
    for document in record.documents:
        for name, (start, end) in document.spans.items():
            yield Mark(start, end, "header", f"{document.id}: {told.get(name, name)}")
    for citation in record.citations:
        yield Mark(citation.start, citation.end, "citation", _citation_note(citation, record))
    for relation in record.relations:
        yield Mark(relation.start, relation.end, "cue", f"{relation.subject} {relation.predicate} {relation.object}")
    for assignment in record.assignments:
        yield Mark(assignment.start, assignment.end, "task", _task_note(assignment, lang))
        for bearer in assignment.bearers:
            yield Mark(bearer.start, bearer.end, "agency", f"{assignment.id}: {told['role_' + bearer.role]}")
    for target in record.targets:
        due = f", {told['deadline'].lower()} {target.by}" if target.by else ""
        yield Mark(
            target.start, target.end, "target", f"{target.id}: {target.comparator} {target.value:g} {target.unit}{due}"
        )
    for warning in record.warnings:
        if warning.start is not None and warning.end is not None:
            yield Mark(warning.start, warning.end, "warning", f"{warning.code}: {warning.message}")


def _citation_note(citation: Citation, record: Record) -> str:
    """What the words say of a cited document, what was concluded (in brackets), and how it is related."""
    parts = [citation.id, citation.type or _concluded(citation, "type"), citation.number or citation.title]
    parts += [citation.issuer or _concluded(citation, "issuer"), citation.date or _concluded(citation, "date")]
    parts += [citation.provision]
    related = [
        f"{r.subject} {r.predicate} {r.object}" for r in record.relations if citation.id in (r.subject, r.object)
    ]
    return " · ".join(part for part in [*parts, *related] if part)


def _concluded(citation: Citation, name: str) -> str:
    return f"({citation.inferred[name]})" if name in citation.inferred else ""


def _task_note(assignment: Assignment, lang: str) -> str:
    told = words()[lang]
    parts = [assignment.id]
    roles = {
        "lead": assignment.lead,
        "cooperate": assignment.cooperate,
        "responsible": assignment.responsible,
        "monitor": assignment.monitor,
    }
    parts += [f"{told['role_' + role]}: {', '.join(agencies)}" for role, agencies in roles.items() if agencies]
    if assignment.deadline:
        parts.append(f"{told['deadline']}: {assignment.deadline}")
    if assignment.output:
        parts.append(f"{told['output']}: {assignment.output}")
    return " · ".join(parts)


def _documents(record: Record) -> str:
    said = (" ".join(filter(None, (document.type, document.number or document.title))) for document in record.documents)
    return _escaped("; ".join(said))


def _piece(text: str, marks: Sequence[Mark]) -> str:
    if not marks:
        return _escaped(text)
    kind = max((mark.kind for mark in marks), key=KINDS.index)
    notes = "\n".join(dict.fromkeys(safe(mark.note, longest=LONGEST_NOTE) for mark in marks if mark.note))
    title = f' title="{html.escape(notes)}"' if notes else ""
    return f'<mark class="cancu-{kind}"{title}>{_escaped(text)}</mark>'


def _escaped(text: str) -> str:
    """Text of a document for HTML; lines stay lines, whatever they end with."""
    return html.escape(safe(text.replace("\r\n", "\n").replace("\r", "\n"), longest=max(len(text), 1)))
