"""The number and symbol of a document: where one stands in a text, and what its parts say.

A number is read in two steps. `number_at` takes what is written as one number: a running number, perhaps a year, and
groups of letters joined by signs, with the spaces and line breaks that typists and page breaks put between them. Then
the grammars of `number_families` say which family it belongs to; what belongs to none is not cut short but kept as
written, without family.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ...ontology.tables import Tables

# Digits and the letters that OCR puts in their place.
_OCR = str.maketrans("OoIlQ", "00110")
_RUN = (
    r"(?:(?<=\d)[\dOoIl]{0,4}|(?<=[OoIl])[OoIl]?\d[\dOoIl]{0,3}|(?<=l)l(?=[/-]))"  # behind its first character
    r"(?:\.\d{1,2}(?!\d))?(?:[a-zđA-ZĐ](?![\w])|\s[a-zđ](?=/))?"
)
_NO_STROKE = re.compile(r"([NQnq])(?<=[/-].)([Dd])(?=[-./])")
_YEAR = r"(?:19|20|[2l1][0Oo9])[\dOoIl]{2}"
_LETTERS = r"[A-Za-zĐđƯưÐ&]"
_GLUE = r"\s{0,3}(?:[/\-._]\s{0,3}){1,2}"
_LEFT = r"(?:(?<=[ốỐ].)|(?<![\w/…].))(?<!\d[.,/:-].)(?<!\w-.)"  # of the first character

# A slash that letters follow, or a year that letters follow without a slash: the one sign that nearly all numbers have.
# Written so that the search runs on the literal "/", and the one before it on the characters that a number begins with.
_SLASH = re.compile(r"/(?=\s{0,3}(?:(?:19|20)\d\d\s?)?[^\W\d_])")
_BEFORE_SLASH = re.compile(
    rf"[0-9OoIl]{_LEFT}{_RUN}"
    rf"(?:(?:\s{{0,3}}[/.]\s{{0,3}}|-){_YEAR})?(?:\s{{0,3}}[- ]?\s{{0,3}}[A-Za-zĐđ]{{1,6}})?\s{{0,3}}\Z"
)
# The old form without a slash ("332-HĐBT"): a hyphen between digits and capitals, searched on the literal "-" too.
_HYPHEN = re.compile(r"-(?<=\d-)(?=[A-ZĐ]{2})")
_BEFORE_HYPHEN = re.compile(r"(?<![\w.,/:–-])\d{1,4}\Z")
_AFTER_OLD = re.compile(r"(?!\w|[/.-]\w)")
_HEAD = re.compile(rf"(?P<n>[\dOoIl]{_RUN})(?:\s{{0,3}}(?:[/.]|-(?=\d{{4}}[/-]))\s{{0,3}}(?P<y>{_YEAR})(?!\d))?")
_GROUP = re.compile(
    rf"(?P<sign>{_GLUE})?(?P<letters>{_LETTERS}{{1,20}}(?:\d[\dlO]?)?)(?![^\W_])|(?P<tail>-\d{{1,2}})(?!\d)"
)
# The term of an assembly or council, a digit of which was misread: "QHl5", "HĐNDlO".
_TERM = re.compile(r"(?<=[A-ZĐ]{2})[lO\d][lO\d]?\Z")
# A group in capitals behind a hyphen with spaces, where no sentence or heading goes on: "545/VPCP - KSTT ngày …".
_SPACED_END = re.compile(r"\s*(?:[^\w\s]|\Z|\n)|\s+(?![A-ZĐ])")
# The usual form ("12/2015/TT-BTC", "57-NQ/TW"), where nothing behind it can belong to it: one match reads it whole.
_PLAIN = re.compile(r"\d{1,5}(?:/(?:19|20)\d\d/|/|-)[A-ZĐ]{2,20}(?:[/-][A-ZĐ]{2,20}){0,3}(?![\w&]|\s{0,3}[/\-_]|\.\S)")
_SPACED_BODY = re.compile(r"\s(?=[A-ZĐ]{2,6}\s{0,2}/|(?:UBTV)?QH\d)")

# Old bodies, whose letters end a number ("101/CP - HÀ NỘI").
_WHOLE = frozenset(("CP", "TTG", "HĐBT", "HĐCP", "PTG", "CTN", "SL"))
_WINDOW = 40
_RUN_REACH = 6
_GROUPS = 9
_LONGEST_UNIT = 14  # "ĐCTUBTWMTTQVN"


class Number(NamedTuple):
    """A document number as found: `text` without spaces, digits mended; `family` None when no grammar knows it."""

    start: int
    end: int
    text: str
    family: str | None = None
    running: str = ""
    year: int | None = None
    type_symbol: str | None = None
    issuer_symbol: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The grammars of all families, compiled from the rows of one `Tables`."""

    families: tuple[tuple[str, re.Pattern[str]], ...]
    symbols: frozenset[str]
    types: frozenset[str]
    issuers: frozenset[str]


@functools.lru_cache(maxsize=8)
def grammar_of(tables: Tables) -> Grammar:
    """The compiled grammars of `tables`."""
    types = {a.upper() for row in tables.document_types for a in row.abbreviations}
    issuers = {s.upper() for row in tables.issuers for s in row.symbols}
    parts = {
        "{n}": r"(?P<n>\d{1,5}(?:\.\d{1,2})?[A-ZĐ]?)",
        "{y}": r"(?P<y>(?:19|20)\d{2})",
        "{t}": "|".join(map(re.escape, sorted(types, key=len, reverse=True))),
        "{i}": "|".join(map(re.escape, sorted(issuers, key=len, reverse=True))),
        "{b}": r"[A-ZĐƯ&]{2,20}\d{0,2}",
    }
    families = tuple((row.name, _compiled(row.pattern, parts)) for row in tables.number_families)
    return Grammar(families, frozenset(types | issuers), frozenset(types), frozenset(issuers))


def _compiled(pattern: str, parts: dict[str, str]) -> re.Pattern[str]:
    for key, part in parts.items():
        pieces = pattern.split(key)
        pattern = pieces[0]
        for i, piece in enumerate(pieces[1:], 1):
            pattern += part.replace("(?P<n>", f"(?P<n_{i}>").replace("(?P<y>", f"(?P<y_{i}>") + piece
    return re.compile(pattern)


def with_stroke(number: str) -> str:
    """`number` with the stroke that a typist left off NĐ and QĐ; ND and QD abbreviate no type (NĐ 30/2020, PL III)."""
    return _NO_STROKE.sub(lambda m: m[1] + ("Đ" if m[2] == "D" else "đ"), number)


def parse_number(text: str, tables: Tables) -> Number:
    """What the number `text` says by its own form; `family` None when no grammar of the tables knows it."""
    number = number_at(text, 0, grammar_of(tables))
    if number is None or number.end < len(text.rstrip()):
        return Number(0, len(text), "".join(text.split()))
    return number


def slashed_numbers(text: str, grammar: Grammar) -> Iterator[Number]:
    """All numbers with a slash before letters, in text order. One scan for the slash, then a window around it."""
    done = 0
    for slash in _SLASH.finditer(text):
        if slash.start() < done:
            continue
        before = _BEFORE_SLASH.search(text, max(done, slash.start() - _WINDOW), slash.start())
        number = number_at(text, before.start(), grammar) if before else None
        if number and number.end > slash.start():
            done = number.end
            yield number


def hyphened_numbers(text: str, grammar: Grammar) -> Iterator[Number]:
    """All numbers of an old body behind a hyphen ("332-HĐBT"), in text order; without a type word they are none."""
    for hyphen in _HYPHEN.finditer(text):
        before = _BEFORE_HYPHEN.search(text, max(0, hyphen.start() - _RUN_REACH), hyphen.start())
        number = number_at(text, before.start(), grammar) if before else None
        if number and number.family == "old_body" and "/" not in number.text and _AFTER_OLD.match(text, number.end):
            yield number


def number_at(text: str, start: int, grammar: Grammar) -> Number | None:
    """The number that starts at `start`, as far as it reaches; a bare running number has no family."""
    plain = _PLAIN.match(text, start)
    if plain and (number := _sorted_out(start, plain.end(), plain[0], grammar)).family:
        return number
    head = _HEAD.match(text, start)
    if not head:
        return None
    groups, end = _groups(text, head.end(), grammar)
    run, year = head["n"], head["y"]
    sign = text[head.end("n") : head.start("y")].strip() if year else "/"  # "19-2018/NQ-CP"
    number = _sorted_out(start, end, _written(run, year, groups, sign), grammar)
    longer = end - start > len(number.text)  # spaces, or a sign typed twice
    if (
        longer
        and number.type_symbol is None
        and any(len(mark) > 1 and len("".join(mark.split())) > 1 for mark, _, _ in groups)
    ):
        return Number(start, end, "".join(text[start:end].split()))  # a sign typed twice in what no grammar vouches for
    while groups and number.family is None:  # a group that belongs to what follows, or a word in capitals
        groups = groups[:-1]
        end = groups[-1][2] if groups else head.end()
        shorter = _sorted_out(start, end, _written(run, year, groups, sign), grammar)
        if shorter.family:
            return shorter if _may_end(text, end) else number
    if number.family is None and not groups:
        return Number(start, head.end(), _written(run, year, []), running=run.translate(_OCR), year=_int(year))
    return number


def _groups(text: str, at: int, grammar: Grammar) -> tuple[list[tuple[str, str, int]], int]:
    """The groups of letters from `at` on: (sign, letters, end) each, and where the last one ends."""
    found: list[tuple[str, str, int]] = []
    spaced = _SPACED_BODY.match(text, at)  # "84 TC/QĐ/TCT"
    if spaced:
        at = spaced.end()
    while len(found) < _GROUPS:
        match = _GROUP.match(text, at)
        if not match or (match["sign"] is None and match["tail"] is None and at and text[at - 1].isalpha()):
            break
        if match["tail"]:
            if not found:
                break
            found.append(("", match["tail"], match.end()))
        elif not _is_symbol(text, match, found, grammar):
            break
        else:
            found.append((match["sign"] or "", match["letters"], match.end()))
        at = match.end()
    return found, found[-1][2] if found else at


def _is_symbol(text: str, group: re.Match[str], found: list[tuple[str, str, int]], grammar: Grammar) -> bool:
    """Is this group of letters a symbol? Capitals are; small letters only when the tables know them."""
    letters, sign = group["letters"], group["sign"]
    bare = letters.rstrip("0123456789")
    known = bare.upper() in grammar.symbols
    if sign is None:
        return known and not found
    if len(sign) == 1:
        capital = sum(map(str.isupper, bare)) * 2 >= len(bare)
        return known or capital or (bool(found) and found[-1][1].islower() and bare.islower() and len(bare) <= 8)
    # A sign with spaces joins only what can stand together; " - " also begins a list item or a remark.
    if sign.strip(" ") == "\n-" and sign[-1] == "-":  # "12/2019/QĐ\n-UBND": a type's letters need a body
        return len(found) == 1 and found[0][1].upper() in grammar.types and bare.upper() in grammar.issuers
    if "." in sign or "\n" in sign[: len(sign) - len(sign.lstrip())]:
        return False  # a dot ends the sentence, unless nothing parts it
    if sign[0] in "/-._" or sign[-1] in "/-._":
        return known or bare.isupper()
    if known or "/" in sign:
        return (known or bare.isupper()) and (len(found) < 2 or _spaced(found))
    # A type's letters, or an office's in a letter, need a body or a unit behind them; who spaces one hyphen spaces all.
    needed = len(found) == 1 and found[0][1].upper() not in _WHOLE
    capital = bare[0].isupper() and sum(map(str.isupper, bare)) > 1 and len(bare) <= _LONGEST_UNIT
    return (needed or _spaced(found)) and capital and bool(_SPACED_END.match(text, group.end()))


def _spaced(found: list[tuple[str, str, int]]) -> bool:
    """Does a hyphen with spaces stand between the groups so far?"""
    return any(len(sign) > 1 and "-" in sign for sign, _, _ in found[1:])


def _written(run: str, year: str | None, groups: list[tuple[str, str, int]], sign: str = "/") -> str:
    run = "".join(run.split())  # "30 c/NQ-CP"
    head = run if run[-1:].isalpha() and run[-1:] not in "OoIl" else run.translate(_OCR)
    if run[-1:].isalpha() and run[-1:] not in "OoIl":
        head = run[:-1].translate(_OCR) + run[-1]
    parts = [head]
    if year:
        parts += sign, year.translate(_OCR)
    for sign, letters, _ in groups:
        term = _TERM.search(letters) if letters[-1] in "0123456789lO" else None
        parts += "".join(sign.split())[:1], f"{letters[: term.start()]}{term[0].translate(_OCR)}" if term else letters
    return "".join(parts)


def _sorted_out(start: int, end: int, written: str, grammar: Grammar) -> Number:
    """The number `written` with its family and parts."""
    return Number(start, end, written, *_parts(written, grammar))


@functools.lru_cache(maxsize=8192)
def _parts(written: str, grammar: Grammar) -> tuple[str | None, str, int | None, str | None, str | None]:
    """Family, running number, year, symbol of the type and of the issuer. Texts repeat their numbers."""
    compared = written.upper().replace("_", "-")
    for family, pattern in grammar.families:
        match = pattern.fullmatch(compared)
        if match:
            said: dict[str, str | None] = dict.fromkeys("nyti")
            for name, value in match.groupdict().items():
                said[name[0]] = said[name[0]] or value
            return family, said["n"] or "", _int(said["y"]), said["t"], said["i"]
    return None, "", None, None, None


def _may_end(text: str, end: int) -> bool:
    """May a number end here, with what follows left out? Not before a sign that joins it to more."""
    return not (text[end : end + 1] in "/_" and text[end + 1 : end + 2].isalnum())


def _int(year: str | None) -> int | None:
    return int(year.translate(_OCR)) if year else None
