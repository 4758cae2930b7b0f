"""Short names that a text defines, short forms of a full citation, and back references that are no citations."""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Sequence

from ..records import Alias, Citation, Document, Reference, Span
from .numbers import Number

_DEFINITION = re.compile(
    r"\(\s*(?:(?:sau|dưới)\s+đây\s*,?\s*)?(?:được\s+)?(?:(?:gọi|viết)\s+(?:tắt|chung|"
    r"là)(?:\s+(?:tắt|chung|là))*|viết\s+tắt)\s*(?:là|:)?\s*"
    r"[“\"']?(?P<name>[^()“”\"']{2,120}?)[”\"']?\s*\)",
    re.IGNORECASE,
)
_BACK = re.compile(r"\s+(?P<word>này|(?:nói|nêu|kể)\s+trên|trên|đó)(?!\w)")
_HERE = "này"
_REACH = 420
_CANDIDATES = 3


def back_word(text: str, at: int) -> int | None:
    """Where a back reference ends whose type word ends at `at`; None when no "này", "trên", "nói trên" follows."""
    match = _BACK.match(text, at)
    if not match or (
        match["word"] == "trên"
        and re.compile(r"\s+(?:địa|cơ\s+sở|toàn|các|mạng|đây|phạm|môi|tinh|giấy|trang|\d)").match(text, match.end())
    ):
        return None
    return match.end()


def defined_names(text: str) -> list[tuple[str, int]]:
    """All names that are defined in brackets, whatever they stand for, and where."""
    return [(match["name"], match.start()) for match in _DEFINITION.finditer(text)]


def definitions(text: str, citations: Sequence[Citation], tails: dict[int, int]) -> list[Alias]:
    """The short names defined in brackets behind a citation. `tails` gives where date, issuer and title of one end."""
    ordered = sorted(citations, key=lambda c: c.start)
    starts = [c.start for c in ordered]
    found = []
    for match in _DEFINITION.finditer(text):
        target = _target(text, match, ordered, starts, tails)
        if target:
            found.append(Alias(match["name"], *match.span("name"), target.id))
    return found


def _target(
    text: str, match: re.Match[str], ordered: Sequence[Citation], starts: Sequence[int], tails: dict[int, int]
) -> Citation | None:
    """The citation that a definition names anew: one of its own type, right before it or in the same clause."""
    at = match.start()
    name = " ".join(match["name"].split()).casefold()
    near = bisect_right(starts, at)
    best = None
    for citation in reversed(ordered[max(0, near - 6) : near]):
        if at - citation.end > _REACH or citation.end > at or not _names(name, citation):
            continue
        gap = text[min(max(citation.end, tails.get(citation.start, 0)), at) : at]
        if not gap.strip(' ,\n”"'):
            best = citation
        elif best is None and not re.search(r"[;.\n]", text[citation.end : at]):
            return citation
    return best


def _names(name: str, citation: Citation) -> bool:
    """May `name` stand for the citation: does it begin with its type, in full or in capitals, or give its number?"""
    type_ = (citation.type or citation.inferred.get("type") or "").casefold()
    initials = "".join(word[0] for word in type_.split())
    running = re.match(r"\d+", citation.number or "")
    return bool(type_) and (name.startswith((type_, f"{initials} ")) or bool(running and running[0] in name.split()))


def resolved(citations: Sequence[Citation], numbers: dict[int, Number], aliases: Sequence[Alias]) -> list[Citation]:
    """The citations with `same_as` set on short forms and on uses of a defined short name."""
    named = {" ".join(alias.text.split()).casefold(): alias.for_ for alias in aliases}
    seen: dict[tuple[str | None, str], list[tuple[Citation, int | None]]] = {}
    result = []
    for citation in citations:
        number = numbers.get(citation.start) if citation.number else None
        if number is None or number.family is None:
            same = named.get(" ".join(citation.text.split()).casefold()) if named or number else None
            same = same if same != citation.id else None
            same = same or (_full(number, citation, seen) if number else None)
            citation = dataclasses.replace(citation, same_as=same) if same else citation  # noqa: PLW2901
        elif number:
            seen.setdefault((citation.type or citation.inferred.get("type"), number.running), []).append(
                (citation, number.year)
            )
        result.append(citation)
    return result


def _full(
    number: Number, citation: Citation, seen: dict[tuple[str | None, str], list[tuple[Citation, int | None]]]
) -> str | None:
    fits = [
        full
        for full, year in seen.get((citation.type, number.running), ())
        if number.year is None
        or year == number.year
        or (year is None and (full.date or "").startswith(str(number.year)))
    ]
    different = {full.number for full in fits}
    return fits[0].id if len(different) == 1 else None


def references(
    text: str,
    spans: Sequence[tuple[Span, str]],
    citations: Sequence[Citation],
    documents: Sequence[Document],
    at: dict[int, str | None],
) -> list[Reference]:
    """The back references of `spans` (range, type word's type) with the citations or documents that they may mean."""
    by_type: dict[str | None, list[Citation]] = {}
    for citation in citations:
        by_type.setdefault(citation.type, []).append(citation)
    starts = {type_: [c.start for c in found] for type_, found in by_type.items()}
    result = []
    for i, ((start, end), type_) in enumerate(spans, 1):
        near = bisect_right(starts.get(type_, []), start)
        before = by_type.get(type_, [])[max(0, near - _CANDIDATES) : near]
        candidates = [c.id for c in reversed(before)]
        own = [d.id for d in documents if d.type == type_] if text[start:end].casefold().endswith(_HERE) else []
        own.sort(key=lambda id_: id_ != at[start])
        result.append(Reference(f"X{i}", at[start], start, end, text[start:end], type_, tuple(own or candidates)))
    return result
