"""The names of document types, compiled: for looking back from a number, and for scanning a text for type words."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...ontology.tables import Tables
from ...ontology.titles import shortened
from ..letters import CAPITALS
from .laws import LAWS

_NUMBER_WORD = r"(?i:(?:số|sô|sổ|so)(?:\s*,?\s*(?:và\s+)?ký\s+hiệu)?)"
_AFTER_TYPE = rf"(?:(?:\s+(?:của|do)\s[^;.:()\n]{{2,60}}?)?:)?\s*\(?\s*(?P<so>{_NUMBER_WORD})?\s*[:.]?\s*\Z"
_CHOICE = re.compile(r"\(\?:([\w ]+(?:\|[\w ]+)*)\)(?![?*{])")
_ANNOUNCED = r"(?=\s+(?:số|của|ngày|này|trên|đó|nói|nêu|SỐ|CỦA|NGÀY)(?!\w))"
_SHORT_TYPES = {"NĐ", "QĐ", "NQ", "TT", "CT", "TTLT"}  # what is put before a number in running text


@dataclass(frozen=True, eq=False)
class TypeNames:
    """The names of document types, compiled for looking back from a number and for scanning a text."""

    before: re.Pattern[str]
    capital: re.Pattern[str]
    small: tuple[re.Pattern[str], ...]
    small_any: re.Pattern[str]
    short: frozenset[str]
    canonical: dict[str, str]
    plain: dict[str, str]
    by_symbol: dict[tuple[str, str], str]
    negatives: re.Pattern[str]

    def name(self, words: str) -> str | None:
        """The canonical type that `words` say."""
        joined = " ".join(words.split())
        return self.canonical.get(joined) or self.canonical.get(joined.casefold())

    def misread(self, words: str) -> str | None:
        """The type that `words` say when accents are left out of the comparison: "Quyêt đinh"."""
        return self.plain.get(unaccented(" ".join(words.split())))


@functools.lru_cache(maxsize=8)
def type_names(tables: Tables) -> TypeNames:
    """The document types of `tables`, compiled."""
    canonical: dict[str, str] = {}
    by_symbol: dict[tuple[str, str], str] = {}
    symbols: set[str] = set()
    for row in tables.document_types:
        for name in (row.name, *row.variants):
            canonical.setdefault(name.casefold(), row.name)
        for short in row.abbreviations:
            if len(short) > 1:
                symbols.add(short)
                canonical.setdefault(short, row.name)
            for family in row.families:
                by_symbol.setdefault((family, short.upper()), row.name)
    announced = frozenset(row.name for row in tables.document_types if " " not in row.name and not row.cited_by_name)
    names = sorted((n for n in canonical if n not in symbols), key=len, reverse=True)
    words = f"(?i:{'|'.join(map(_spaced, names))})|{'|'.join(sorted(symbols, key=len, reverse=True))}"
    whole = dict(canonical)
    for row in tables.document_types:  # official translations: "Decree No. 63/2010/ND-CP"
        for english in (row.english, row.english.title(), row.english.partition(" of ")[0]):
            whole.setdefault(english, row.name)
    negatives = "|".join(f"(?:{_guarded(row.pattern)})" for row in tables.negatives)
    return TypeNames(
        before=re.compile(rf"(?<![\w/-])(?P<type>{words}){_AFTER_TYPE}", re.IGNORECASE if not symbols else 0),
        capital=re.compile(_scan_pattern(names, sorted(_SHORT_TYPES & symbols, reverse=True), announced)),
        small=tuple(_small_patterns(tables)),
        small_any=re.compile(rf"(?<!\w)(?P<type>{'|'.join(map(_spaced, _by_name(tables))) or '(?!)'})(?!\w)"),
        short=frozenset(symbols),
        canonical=whole,
        plain={unaccented(name): canonical[name] for name in reversed(names) if " " in name},
        by_symbol=by_symbol,
        negatives=re.compile(negatives or "(?!)", re.IGNORECASE),
    )


def _guarded(pattern: str) -> str:
    """`pattern` with its first letters looked at before its words are tried, when it begins with a choice of words."""
    words = _CHOICE.match(pattern)
    firsts = dict.fromkeys(word[0] for word in words[1].split("|")) if words else ()
    return f"(?=[{''.join(firsts)}]){pattern}" if firsts else pattern


def _capitalised(name: str) -> str:
    first, *rest = name.split()
    forms = (
        [first.capitalize(), *rest],
        [first.upper(), *map(str.upper, rest)],
        [first.capitalize(), *map(str.capitalize, rest)],
    )
    return "|".join(dict.fromkeys(r"\s+".join(map(re.escape, form)) for form in forms))


def _scan_pattern(names: Sequence[str], short: Sequence[str], announced: frozenset[str]) -> str:
    """All names in their usual capitals, joined on the first syllable so that few branches are tried.

    Names that are `announced` count only before words that a number or a reference follows: "Điện Biên" is a place.
    """
    heads: dict[str, list[str]] = {}
    for name in names:
        forms = [form.replace(r"\s+", " ").replace("\\", "") for form in _capitalised(name).split("|")]
        for form in dict.fromkeys(forms):
            first, _, rest = form.partition(" ")
            heads.setdefault(first, []).append(r"\s+".join(map(re.escape, rest.split())) if rest else "")
    branches = []
    for first, rests in heads.items():
        longer = sorted((r for r in rests if r), key=len, reverse=True)
        tail = rf"\s+(?:{'|'.join(longer)})" if longer else ""
        alone = rf"(?:{tail}|{_ANNOUNCED})" if tail else _ANNOUNCED
        whole = alone if first.capitalize() in announced else f"(?:{tail})?" if tail else ""
        branches.append(re.escape(first) + (whole if "" in rests else tail))
    branches += [rf"{symbol}(?=\s\d)" for symbol in short]
    return f"(?:{'|'.join(by_first_letter(branches))})"


def by_first_letter(branches: Sequence[str]) -> Iterator[str]:
    """Branches that begin with the same letter as one, in their order: a capital is refused after few comparisons."""
    groups: dict[str, list[str]] = {}
    for branch in branches:
        groups.setdefault(branch[0], []).append(branch[1:])
    for letter, rests in groups.items():
        yield f"{letter}(?:{'|'.join(rests)})" if letter.isalpha() else "|".join(letter + rest for rest in rests)


@functools.lru_cache(maxsize=8192)
def unaccented(text: str) -> str:
    """`text` in small letters without accents, đ as d. Texts repeat the words that are asked."""
    plain = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _by_name(tables: Tables) -> list[str]:
    """The types in small letters that are cited by name, longest first; without laws, which have a table of names."""
    rows = [row for row in tables.document_types if row.cited_by_name and row.name not in LAWS]
    names = [name.casefold() for row in rows for name in (row.name, *row.variants)]
    return sorted(dict.fromkeys(names), key=len, reverse=True)


def _spaced(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split()))


def _small_patterns(tables: Tables) -> Iterator[re.Pattern[str]]:
    """Patterns of the type words in small letters; the group that took part tells where the word starts.

    A search runs on the last letter of a word that has a mark, which is rarer than the first. One pattern a letter.
    """
    by_letter: dict[str, list[str]] = {}
    for head, rest in sorted(_small_words(tables), key=lambda word: -len(word[0])):
        at = max((i for i, letter in enumerate(head) if not letter.isascii()), default=0)
        branch = rf"(?<=({re.escape(head[:at])}){head[at]}){re.escape(head[at + 1 :])}{rest}"
        by_letter.setdefault(head[at], []).append(branch)
    for letter, branches in by_letter.items():
        yield re.compile(f"{letter}(?:{'|'.join(branches)})")


def _in_small(law: str) -> Iterator[str]:
    """The name of a law in small letters, and with its words abbreviated ("luật BHXH")."""
    yield law.casefold()
    yield from (short[:1].lower() + short[1:] for short in shortened(law))


def _small_words(tables: Tables) -> Iterator[tuple[str, str]]:
    """Type words in small letters that may begin a mention by name, and what must follow each."""
    names = _by_name(tables)
    for name in names:
        if any(name.startswith(f"{shorter} ") for shorter in names):
            continue  # found with the shorter name
        longer = "|".join(_spaced(other.removeprefix(name)) for other in names if other.startswith(f"{name} "))
        goes_on = rf"(?:\s+(?:{longer}))?" if longer else ""
        yield name, rf"{goes_on}(?=\s+(?:[“\"{CAPITALS}]|\d{{2,4}}(?!\d)))"
    laws = [name for law in tables.laws for name in _in_small(law.name) if " " in name]
    for head in ("luật", "bộ luật", "pháp lệnh"):
        first = sorted({law.removeprefix(head).split()[0] for law in laws if law.startswith(f"{head} ")})
        if first:
            known = "|".join(re.escape(form) for word in first for form in (word, word.capitalize()))
            whole = "(?<![Bb]ộ luật)" if head == "luật" else ""
            yield head, rf"{whole}(?<!pháp luật)(?<!kỷ luật)(?<!quy luật)(?=\s+(?:{known}))"
