"""The provisions that a citation points to: "điểm a khoản 2 Điều 5 Nghị định …", lists and ranges of them.

Pointers go from small to large (NQ 351/2017/UBTVQH14, Điều 24.4); some texts write them from large to small.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from ..records import Provision, Span

_KIND = r"(?:tiết|điểm|khoản|điều|mục|chương|phần|phụ\s+lục)"
_VALUE = r"(?:\d{1,3}(?:\.\d{1,2}){0,2}[a-zđ]?|[IVX]{1,6}|[a-zđA-Z])(?![\w])(?!\.\d)"
_JOIN = r"(?:\s*,\s*(?:và\s+|hoặc\s+)?|\s*;\s*|\s+(?:và|hoặc|đến|tới)\s+|\s*-\s*|\s+)(?:(?:của|thuộc|tại|các)\s+)?"
_CHAIN = re.compile(
    rf"(?=[ctđkmp])(?<!\w)(?:các\s+)?{_KIND}\s+{_VALUE}(?:{_JOIN}(?:{_KIND}\s+)?{_VALUE}){{0,14}}(?=\s*[,-]?\s*(?:(?:của|"
    rf"tại|thuộc|trong)\s+)?(?:các\s+)?\Z)",
    re.IGNORECASE,
)
_MAY_END = re.compile(rf"(?<!\w){_VALUE}\s*[,-]?\s*(?:(?:của|tại|thuộc|trong)\s+)?(?:các\s+)?\Z", re.IGNORECASE)
_TOKEN = re.compile(rf"(?<!\w)(?:(?P<kind>{_KIND})\s+)?(?P<value>{_VALUE})", re.IGNORECASE)
_KIND_BEFORE = re.compile(rf"(?:các\s+)?{_KIND}\s+\Z", re.IGNORECASE)
_RANGE = re.compile(r"\s*(?:-|đến|tới)\s*\Z")
_LINKS = frozenset(("của", "tại", "thuộc", "trong", "các", ",", "-"))
_WINDOW = 170
_LEVELS = {"tiết": -1, "điểm": 0, "khoản": 1, "điều": 2, "mục": 3, "chương": 4, "phần": 5, "phụ lục": 5}
_WIDEST_RANGE = 40


class _Pointer(NamedTuple):
    level: int
    value: str
    start: int
    end: int


def provisions_before(text: str, start: int) -> tuple[Span | None, tuple[Provision, ...]]:
    """The range of the pointers that stand right before `start`, and each provision that they name."""
    if not _pointer_ends(text[max(0, start - 24) : start]) or not _MAY_END.search(text, max(0, start - 24), start):
        return None, ()
    chain = _CHAIN.search(text, max(0, start - _WINDOW), start)
    if not chain:
        return None, ()
    pointers = _pointers(text, *chain.span())
    falling = _large_to_small(pointers)
    leaves = _leaves(pointers, falling=falling)
    return chain.span(), tuple(_provision(text, pointers, at, falling=falling) for at in leaves)


def _pointer_ends(before: str) -> bool:
    """A quick look: may the words before a citation end with a number or a letter that points to a provision?"""
    words = before.split()
    while words and words[-1] in _LINKS:
        words.pop()
    last = words[-1].rstrip(",") if words else ""
    return last[:1].isdigit() or len(last) == 1 or last.isupper()


def _pointers(text: str, start: int, end: int) -> list[_Pointer]:
    """Every value with its level; a value without a word of its own has the level of the one before."""
    found: list[_Pointer] = []
    level = 0
    for token in _TOKEN.finditer(text, start, end):
        if token["kind"]:
            level = _LEVELS[" ".join(token["kind"].casefold().split())]
        if found and found[-1].level == level and _RANGE.search(text, found[-1].end, token.start()):
            found += _between(found[-1], token)
        found.append(_Pointer(level, token["value"], token.start(), token.end()))
    return found


def _between(first: _Pointer, last: re.Match[str]) -> list[_Pointer]:
    if not (first.value.isdigit() and last["value"].isdigit()):
        return []
    span = range(int(first.value) + 1, int(last["value"]))
    if len(span) > _WIDEST_RANGE:
        return []
    return [_Pointer(first.level, str(n), first.start, last.end()) for n in span]


def _leaves(pointers: Sequence[_Pointer], *, falling: bool) -> list[int]:
    """The pointers that stand for themselves: those that no smaller one goes before."""
    return [
        i
        for i, pointer in enumerate(pointers)
        if not (i and pointers[i - 1].level < pointer.level)
        and not (falling and i + 1 < len(pointers) and pointers[i + 1].level < pointer.level)
    ]


def _large_to_small(pointers: Sequence[_Pointer]) -> bool:
    return (
        len(pointers) > 1
        and pointers[0].level > pointers[-1].level
        and all(a.level >= b.level for a, b in itertools.pairwise(pointers))
    )


def _provision(text: str, pointers: Sequence[_Pointer], at: int, *, falling: bool) -> Provision:
    leaf = pointers[at]
    said = {leaf.level: leaf}
    around = reversed(pointers[:at]) if falling else pointers[at + 1 :]
    for pointer in around:
        if pointer.level > max(said):
            said[pointer.level] = pointer
    start = min(p.start for p in said.values())
    end = max(p.end for p in said.values())
    kind = _KIND_BEFORE.search(text, max(0, start - 14), start)
    start = kind.start() if kind else start
    value = {level: pointer.value for level, pointer in said.items()}
    point = value.get(0, value.get(-1))  # "tiết a điểm 1": the point; points go by small letters
    return Provision(text[start:end], start, end, value.get(2), value.get(1), point and point.lower())
