"""The number and symbol of a document as parts, and the letters in which an identifier writes them.

NĐ 30/2020/NĐ-CP, Điều 15 and Phụ lục I: number, then the symbol of type letters and issuer letters. Separators, case
and leading zeros carry no identity ("09/CT-TTg" = "9/CT-TTg"); the letters do, and Đ is not D: HĐ is a contract, HD a
guideline.
The closed table `data/type_letters.csv` writes each token in its own way; every other token writes Đ as "dd".
"""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files

# The Government numbers resolutions of one kind under one number: "66.13/2026/NQ-CP". The year after it tells such a
# point from one that parts number and letters ("84.TC/QĐ").
_HEAD = re.compile(r"(?P<number>\d{1,6}(?:\.\d{1,3}(?=\s*/\s*(?:19|20)\d\d\b))?)(?P<letter>[a-zđ]{0,2})(?![a-zđ])")
_NUMBER = re.compile(r"\d{1,6}(?P<point>\.\d{1,3})?[a-zđ]{0,2}")
_YEAR = re.compile(r"\s*[/.-]?\s*((?:19|20)\d\d)(?=\s*(?:[/\-._]|[A-ZĐ]|$))")
_SEPARATORS = re.compile(r"[\s/\-._]+")
# Party bodies sign with letters that end so (HD 36-HD/VPTW); the Fatherland Front (MTTW) is no Party body.
_PARTY = re.compile(r"(?!MT)(?:[A-ZĐ]*(?:TW|TU|QU|HU|ĐU|TXU)|ĐUK|ThU|CB|BCSĐ|ĐĐ)\d*")
_ASCII_TOKEN = re.compile(r"[a-z0-9~]+")
LETTER = "Công văn"
_YEARS_IN_NUMBERS = "1998"  # 47/CP is of May 1997, 115/1997/NĐ-CP of that December
# "Văn bản số 310/UBND-KGVX" says no type; a code is numbered in the series of laws (NQ 351/2017/UBTVQH14).
_SAME_SERIES = {"Văn bản": None, "Công văn": LETTER, "Bộ luật": "Luật", "Đạo luật": "Luật"}


@dataclass(frozen=True, slots=True)
class Letters:
    """One row of the closed table: a token of a symbol, its code in identifiers, and the types it stands for."""

    token: str
    code: str
    types: tuple[str, ...]
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Symbol:
    """A document number in parts: "05/2016/NQ-HĐND8" is number "5", year 2016, tokens ("NQ", "HĐND8")."""

    number: str
    year: int | None
    tokens: tuple[str, ...]

    @property
    def party(self) -> bool:
        """Does a Party body sign? Its symbol is the one token after the type letters."""
        return len(self.tokens) >= 2 and self.year is None and _PARTY.fullmatch(self.tokens[1]) is not None

    @property
    def types(self) -> tuple[str, ...]:
        """The types that the letters stand for; empty when the symbol names none (45/2019/QH14, 545/UBND-KT)."""
        token = self.type_token
        return letters()[token].types if token else ()

    @property
    def type_token(self) -> str | None:
        """The token that names the type: the first one, in old forms a later one (12/LĐTBXH-TT, 84 TC/QĐ/TCT)."""
        table = letters()
        found = [t for t in self.tokens if t in table and table[t].types]
        # TC is a communiqué, and in old numbers the Ministry of Finance: another type beside it says which.
        return next((t for t in found if t != "TC"), found[0] if found else None)

    @property
    def bodies(self) -> tuple[str, ...]:
        """The tokens beside the type letters: issuer, then drafting unit or further issuers."""
        token = self.type_token
        rest = list(self.tokens)
        if token:
            rest.remove(token)
        return tuple(rest)

    def __str__(self) -> str:
        """One spelling for all: no padding, "39-NQ/TW" for the Party, "5/2016/NQ-HĐND8" for the State."""
        head = self.number if self.year is None else f"{self.number}/{self.year}"
        if not self.tokens:
            return head
        if self.party:
            return f"{head}-{self.tokens[0]}/{'-'.join(self.tokens[1:])}"
        return f"{head}/{'-'.join(self.tokens)}"


@functools.cache
def letters() -> Mapping[str, Letters]:
    """The closed table, by token."""
    text = files(__name__.rpartition(".")[0]).joinpath("data/type_letters.csv").read_text(encoding="utf-8")
    rows = (
        Letters(r["token"], r["code"], _items(r["types"]), _items(r["variants"]))
        for r in csv.DictReader(text.splitlines())
    )
    return {row.token: row for row in rows}


def _items(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


@functools.cache
def _spellings() -> Mapping[str, str]:
    """Upper-case spelling -> token of the table, with the writings that drop the stroke of Đ."""
    found = {row.token.upper(): row.token for row in letters().values()}
    for row in letters().values():
        for variant in row.variants:
            found.setdefault(variant.upper(), row.token)
    return found


@functools.cache
def _tokens_by_code() -> Mapping[str, str]:
    return {row.code: row.token for row in letters().values()}


@functools.lru_cache(maxsize=65536)
def symbol(text: str, *, type: str | None = None) -> Symbol | None:  # noqa: A002
    """The parts of a number as written; None when it does not begin with a number.

    `type` is the type word beside it: it decides between Đề án and Dự án where the stroke of "ĐA" was left out.
    """
    text = unicodedata.normalize("NFC", text).replace("Ð", "Đ").replace("&", "").strip()
    head = _HEAD.match(text)
    if not head:
        return None
    rest = text[head.end() :]
    year = _YEAR.match(rest)
    tail = rest[year.end() :] if year else rest
    tokens = tuple(_token(t, type) for t in _SEPARATORS.split(tail) if t)
    number = (head["number"].lstrip("0") or "0") + head["letter"]
    return Symbol(number, int(year[1]) if year else None, tokens)


def _token(text: str, type: str | None) -> str:  # noqa: A002
    upper = text.upper()
    if upper == "DA" and type == "Đề án":
        return "ĐA"
    whole = _spellings().get(upper)
    if whole:
        return whole
    stem = upper.rstrip("0123456789")  # the term of a council: HĐND8
    if stem != upper and stem in _spellings():
        return _spellings()[stem] + upper[len(stem) :]
    return upper


def with_year(symbol: Symbol, date: str | None) -> Symbol:
    """`symbol` with the year of `date`, when it leaves out a year that every number of its series has.

    Decrees, and circulars of a ministry or of several, have the year in the number (Luật 80/2015/QH13, Điều 10, as the
    laws before it; the first decrees of 1997 had not): "308/NĐ-CP ngày 28/11/2025" is 308/2025/NĐ-CP.
    """
    series = symbol.tokens[:2] == ("NĐ", "CP") or symbol.tokens[:1] == ("TTLT",) or _ministerial(symbol)
    if symbol.year is not None or not series or not date or date < _YEARS_IN_NUMBERS:
        return symbol
    return replace(symbol, year=int(date[:4]))


def _ministerial(symbol: Symbol) -> bool:
    return symbol.tokens[:1] == ("TT",) and len(symbol.tokens) == 2 and symbol.tokens[1].startswith("B")


@functools.lru_cache(maxsize=65536)
def symbol_slug(symbol: Symbol) -> str:
    """The part of an identifier that holds number, year and symbol: "883-qd-ubnd", "30-2020-nd-cp"."""
    parts = [_letters_of(symbol.number.upper())]
    if symbol.year is not None:
        parts.append(str(symbol.year))
    parts += (_code(token) for token in symbol.tokens)
    return "-".join(parts)


def symbol_of(slug: str) -> Symbol | None:
    """The parts that `symbol_slug` wrote; None for a slug that it cannot have written."""
    head, *rest = slug.split("-")
    number = _token_of_letters(head)
    if number is None or not all(_ASCII_TOKEN.fullmatch(part) for part in rest):
        return None
    match = _NUMBER.fullmatch(number.lower())
    year = int(rest.pop(0)) if rest and re.fullmatch(r"(?:19|20)\d\d", rest[0]) else None
    if not match or (match["point"] and year is None):
        return None
    tokens = tuple(_token_of(part) for part in rest)
    if None in tokens:
        return None
    found = Symbol(number.lower(), year, tuple(t for t in tokens if t is not None))
    return found if symbol_slug(found) == slug else None


def _code(token: str) -> str:
    row = letters().get(token)
    if row:
        return row.code
    stem = token.rstrip("0123456789")
    if stem != token and stem in letters():
        return letters()[stem].code + token[len(stem) :]
    written = _letters_of(token.upper())
    # A token outside the table never takes a code of the table, nor such a code with a term number after it.
    return f"{written}~" if written.rstrip("0123456789") in _tokens_by_code() else written


def _token_of(code: str) -> str | None:
    if code.endswith("~"):
        return _token_of_letters(code[:-1])
    table = _tokens_by_code()
    if code in table:
        return table[code]
    stem = code.rstrip("0123456789")
    if stem != code and stem in table:
        return table[stem] + code[len(stem) :]
    return _token_of_letters(code)


def _letters_of(token: str) -> str:
    """ASCII letters for any token: Đ is "dd", a D before a D or Đ is "d~", other letters are their code point."""
    out = []
    for i, char in enumerate(token):
        if char == "Đ":
            out.append("dd")
        elif char == "D" and token[i + 1 : i + 2] in ("D", "Đ"):
            out.append("d~")
        elif char.isascii() and char.isalnum():
            out.append(char.lower())
        else:
            out.append(f"~{ord(char):x}~")
    return "".join(out)


_WRITTEN = re.compile(r"~([0-9a-f]{2,6})~|dd|d~|[a-z0-9]")


def _token_of_letters(code: str) -> str | None:
    out, at = [], 0
    while at < len(code):
        match = _WRITTEN.match(code, at)
        if not match:
            return None
        piece = match[0]
        out.append(chr(int(match[1], 16)) if match[1] else {"dd": "Đ", "d~": "D"}.get(piece, piece.upper()))
        at = match.end()
    return "".join(out)


# Letters that are usual for a type beside the one that the norms give them: the Party's rules go by QĐ.
_USUAL = frozenset((("QĐ", "Quy định"), ("TT", "Tờ trình")))


def other_types(symbol: Symbol, type: str | None) -> tuple[str, ...]:  # noqa: A002
    """The types that the letters of a number stand for where its type word says another: ("Thông tư",) for "Nghị định
    số 12/2020/TT-BTC"; empty where they agree or say nothing.

    "Văn bản" is any paper, and TC was the Ministry of Finance.
    """
    agree = type in (*symbol.types, "Văn bản") or (symbol.type_token, type) in _USUAL
    return () if not type or agree or "Thông cáo" in symbol.types else symbol.types


def series_type(symbol: Symbol, type: str | None) -> str | None:  # noqa: A002
    """The type that must stand in the key beside the symbol; None when the symbol's letters name it.

    Raises ValueError when neither the letters nor `type` say what it is: numbers run per type, so there is no key.
    """
    stated = _SAME_SERIES.get(type, type) if type else None
    types = symbol.types
    if stated is None and symbol.party and symbol.tokens[0] == "QĐ":
        raise ValueError(f"{symbol} may be a decision or a rule (Quy định) of the Party, which are numbered apart")
    if types and stated in (None, *types):
        return None
    if stated:
        return stated
    if symbol.year is None and len(symbol.tokens) >= 2:
        return LETTER  # số/CQ-ĐV is the form of an official letter (NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.3b)
    raise ValueError(f"{symbol} does not say of which type it is, and numbers run per type")
