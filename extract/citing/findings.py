"""What to know of the citations of one text: contradictions, impossible dates, numbers that no grammar knows."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence

from ...ontology.symbols import other_types, symbol
from ...ontology.tables import Tables
from ..records import Citation, Finding
from .numbers import Number, grammar_of

_SYMBOL = re.compile(r"[A-Za-zĐđ]{2}")
_LOOSE = ("letter", "old_body_type")
_DRAFT = re.compile(
    r"ố\s{0,2}:?(?=[ .…_]{2})[ .…_]{2,40}/\s{0,2}(?:(?:19|"
    r"20)\d\d\s{0,2}/\s{0,2})?[A-ZĐ]{2}[\w.-]{0,20}"
)


def findings(
    text: str, citations: Sequence[Citation], numbers: dict[int, Number], tables: Tables
) -> tuple[Finding, ...]:
    """All findings of one text, in text order."""
    found = [
        *_dates(citations),
        *_unparsed(citations, numbers, tables),
        *_against_type(citations, numbers, tables),
        *_drafts(text),
        *_contradictions(citations),
        *_two_symbols(citations, numbers),
    ]
    return tuple(sorted(found, key=lambda f: (f.start or 0, f.code)))


def _dates(citations: Sequence[Citation]) -> Iterator[Finding]:
    for c in citations:
        if c.date_text and not c.date:
            start, end = c.spans["date"]
            message = f"{c.text}: there is no such day as {' '.join(c.date_text.split())}"
            yield Finding("impossible_date", message, start, end, (c.id,))


@functools.lru_cache(maxsize=8)
def _loose_forms(tables: Tables) -> tuple[frozenset[str], frozenset[str]]:
    """The symbols of known bodies, Đ as D as typists leave the stroke off, and the types that are letters."""
    bodies = frozenset(body.replace("Đ", "D") for body in grammar_of(tables).issuers)
    return bodies, frozenset(row.name for row in tables.document_types if "letter" in row.families)


def _unparsed(citations: Sequence[Citation], numbers: dict[int, Number], tables: Tables) -> Iterator[Finding]:
    """Numbers that no grammar knows, and those that only the loose form of a letter fits, of a body nobody knows."""
    known, letters = _loose_forms(tables)
    for c in citations:
        number = numbers.get(c.start)
        if not (c.number and number):
            continue
        if number.family is None and _SYMBOL.search(number.text):
            yield Finding("unparsed_number", f"{c.number} follows no known form of a number", c.start, c.end, (c.id,))
        elif number.family in _LOOSE and c.type and c.type not in letters and number.type_symbol is None:
            body = (number.issuer_symbol or "").rstrip("0123456789").replace("Đ", "D")
            if body not in known:
                message = f"{c.number} follows no known form of the number of {c.type}"
                yield Finding("unparsed_number", message, c.start, c.end, (c.id,))


def _against_type(citations: Sequence[Citation], numbers: dict[int, Number], tables: Tables) -> Iterator[Finding]:
    """A type word that the letters of the number contradict: "Nghị định số 12/2020/TT-BTC"."""
    bodies = grammar_of(tables).issuers
    told: set[tuple[str, str]] = set()
    for c in citations:
        number = numbers.get(c.start)
        if not (c.number and c.type and number and number.type_symbol) or (c.type, c.number) in told:
            continue
        types = _other_types(c.number, c.type)
        standing = "." in c.number and c.number.rpartition("/")[2].upper() in bodies  # "TT.HĐND" is a body, no Thông tư
        if types and not standing:
            told.add((c.type, c.number))
            message = f"{c.type} {c.number}: the symbol stands for {' or '.join(types)}"
            yield Finding("contradiction", message, c.start, c.end, (c.id,))


@functools.lru_cache(maxsize=8192)
def _other_types(number: str, type_: str) -> tuple[str, ...]:
    """The types that the letters of a number stand for, where `type_` is none of them. Texts repeat their numbers."""
    parts = symbol(number, type=type_)
    return other_types(parts, type_) if parts else ()


def _drafts(text: str) -> Iterator[Finding]:
    for match in _DRAFT.finditer(text):
        written = " ".join(match[0][1:].split())
        yield Finding("draft_number", f"a number left blank: {written}", match.start() + 1, match.end())


def _contradictions(citations: Sequence[Citation]) -> Iterator[Finding]:
    """One number with two issuers or two dates. Running numbers begin anew every year: two years are two documents."""
    by_number: dict[tuple[str, str | None], list[Citation]] = {}
    for c in citations:
        if c.number and "/" in c.number:
            by_number.setdefault((c.number.upper(), c.type or c.inferred.get("type")), []).append(c)
    for (number, _), mentions in by_number.items():
        for name in ("issuer", "date"):
            said = [c for c in mentions if getattr(c, name)]
            first = said[0] if said else None
            for c in said[1:]:
                if first and _contradict(first, c, name):
                    message = f"{number}: {name} {getattr(first, name)} in {first.id}, {getattr(c, name)} in {c.id}"
                    yield Finding("contradiction", message, c.start, c.end, (first.id, c.id))
                    break


def _contradict(a: Citation, b: Citation, name: str) -> bool:
    mine, yours = getattr(a, name), getattr(b, name)
    if name == "date":
        if a.issuer and b.issuer and a.issuer != b.issuer and _bare(a.issuer) != _bare(b.issuer):
            return False  # two bodies, or maybe two ("tỉnh", "tỉnh Lào Cai" after a merger): each has its own numbers
        normative = (a.number or "").count("/") > 1
        return mine != yours and (normative or mine[:4] == yours[:4])
    if a.date and b.date and a.date != b.date:
        return False
    if mine == yours:
        return False
    x, y = _bare(mine), _bare(yours)
    return x not in y and y not in x


@functools.lru_cache(maxsize=1024)
def _bare(name: str) -> str:
    """A name without case and tone marks, which are put on either vowel ("hòa", "hoà")."""
    return "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))


def _two_symbols(citations: Sequence[Citation], numbers: dict[int, Number]) -> Iterator[Finding]:
    """One act under two symbols: same type, running number and day ("16-CT/QU", "16-CTr/QU")."""
    by_act: dict[tuple[str | None, str, str], Citation] = {}
    told: set[tuple[str | None, str | None]] = set()
    for c in citations:
        number = numbers.get(c.start)
        if not (c.number and c.date and number and number.family):
            continue
        first = by_act.setdefault((c.type, number.running, c.date), c)
        pair = (first.number, c.number)
        if (
            (first.number or "").upper() != c.number.upper()
            and pair not in told
            and first.type
            and not _other_body(first, c)
        ):
            told.add(pair)
            message = f"one act of {c.date} under two symbols: {first.number} and {c.number}"
            yield Finding("contradiction", message, c.start, c.end, (first.id, c.id))


def _other_body(a: Citation, b: Citation) -> bool:
    x, y = (a.issuer or "").casefold(), (b.issuer or "").casefold()
    tail_a, tail_b = (a.number or "").rpartition("/")[2].upper(), (b.number or "").rpartition("/")[2].upper()
    last_a, last_b = re.split(r"[-.]", tail_a)[-1], re.split(r"[-.]", tail_b)[-1]
    return last_a != last_b or not (x in y or y in x)
