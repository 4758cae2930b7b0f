"""Mentions without the symbol of a number: short forms ("Nghị định 63"), lists ("Quyết định số 47 và 49/QĐ-UBND")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...ontology.tables import Tables
from .aliases import defined_names
from .laws import LAWS
from .mentions import SHORT_END, Mention, concluded_type, short_number
from .numbers import Grammar, Number, grammar_of, number_at
from .type_names import TypeNames, type_names

# The programmes that go by a number alone in small letters too: "chương trình 135", "đề án 1816".
_BY_NUMBER = frozenset(("Chương trình", "Đề án"))
_IN_PARTS = frozenset(("Chương trình", "Đề án", "Dự án", "Kế hoạch", "Phương án"))
_YEARS = ("19", "20")
_SEPARATOR = r"(?:\s*,\s*(?:và\s+)?|\s+và\s+)"
_SEPARATED = re.compile(rf"{_SEPARATOR}(?:số\s+)?")
_LISTED = re.compile(rf"(?:{_SEPARATOR}\d{{1,5}}(?![\w/%]|[.,-]\d))+")
_ITEM = re.compile(r"\d+")
_SHARED = "shared type word"
_ANNOUNCED = re.compile(r"s[ốổ]\s*:?\s*\Z", re.IGNORECASE)


def short_forms(
    text: str, words: Sequence[tuple[int, int, str]], mentions: Sequence[Mention], tables: Tables
) -> list[Mention]:
    """Mentions by a number without symbol and without the word "số": "Nghị định 63", "Đề án 06"."""
    grammar = grammar_of(tables)
    taken = {m.number.start for m in mentions}
    found = []
    known: frozenset[str] | None = None
    for start, end, type_ in words:
        at = end + 1
        if text[at : at + 1].isdigit() and text[end] in " \n" and at not in taken:
            number = short_number(text, at, grammar)
            bare = number is not None and number.year is None
            if text[start].islower():
                plausible = bare and type_ in _BY_NUMBER and not _is_year(number)
            else:
                part = (
                    type_ in _IN_PARTS and number is not None and len(number.text) == 1
                )  # "Dự án 1: …" is a part of one
                plausible = not (bare and (part or type_ in LAWS or text[start:end] in ("TT", "CT", "TTLT")))
            years = _YEARS[1:] if type_ in _BY_NUMBER else _YEARS  # but "Đề án 1956"
            if plausible and bare and number and len(number.text) == 4 and number.text.startswith(years):
                known = _known_names(text, mentions) if known is None else known  # "so với Kế hoạch 2020" is of a year
                plausible = f"{type_} {number.text}".casefold() in known
            if number and plausible:
                found.append(Mention(start, number.end, number, type_, "type word"))
    return found


def _known_names(text: str, mentions: Sequence[Mention]) -> frozenset[str]:
    """The short forms in small letters that the text defines, or that a number with its symbol has."""
    full = (f"{m.type} {m.number.running}" for m in mentions if m.number.family)
    return frozenset(" ".join(name.split()).casefold() for name in (*full, *(name for name, _ in defined_names(text))))


def _is_year(number: Number | None) -> bool:
    """May a bare number be a year, or is it too short to name a programme?"""
    text = number.text if number else ""
    return len(text) < 2 or not text.isdigit() or (len(text) == 4 and text.startswith(_YEARS))


def with_listed(text: str, mentions: Sequence[Mention], tables: Tables) -> list[Mention]:
    """The sorted mentions with the bare numbers of a list put in, and its type given to the number that ends it."""
    result = list(mentions)
    grammar, types = grammar_of(tables), type_names(tables)
    for at in [i for i, mention in enumerate(mentions) if mention.number.family is None]:
        mention = result[at]
        if not mention.number.text.isdigit():
            continue
        run = _LISTED.match(text, mention.end)
        following = result[at + 1] if at + 1 < len(mentions) else None
        joined = following is not None and _joined(text, mention, run.end() if run else mention.end, following, types)
        if joined and following and following.type is None:
            result[at + 1] = following._replace(type=mention.type, rule=_SHARED)
        if run and (joined or _list_ends(text, mention, run.end())):
            result += _items(text, mention, run, grammar)
    return sorted(result, key=lambda m: m.start) if len(result) > len(mentions) else result


def _items(text: str, mention: Mention, run: re.Match[str], grammar: Grammar) -> list[Mention]:
    items = (number_at(text, item.start(), grammar) for item in _ITEM.finditer(text, *run.span()))
    return [Mention(n.start, n.end, n, mention.type, _SHARED) for n in items if n]


def _joined(text: str, mention: Mention, end: int, following: Mention, types: TypeNames) -> bool:
    """Does a list of bare numbers that ends at `end` go on with a whole one of its type?"""
    if not _SEPARATED.fullmatch(text, end, following.start):
        return False
    return (following.type or concluded_type(following.number, types)) == mention.type


def _list_ends(text: str, mention: Mention, end: int) -> bool:
    """Does the list stop at `end`? Its type word is in the plural, or "số" announces its numbers."""
    plural = text[max(0, mention.start - 4) : mention.start].casefold() == "các "
    said = plural or _ANNOUNCED.search(text, max(mention.start, mention.number.start - 8), mention.number.start)
    return bool(said) and bool(SHORT_END.match(text, end))
