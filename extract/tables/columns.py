"""What a column holds, told by its heading: "Cơ quan chủ trì" is the lead, "Sản phẩm" the output."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from ...ontology.tables import Tables

_WORD = re.compile(r"[^\W_]+")
_TIME = re.compile(r"(?:năm\s+)?20\d\d|(?:quý|tháng)\s+(?:[IV]{1,3}|\d{1,2})(?:[/-]20\d\d)?", re.IGNORECASE)
_BEFORE = frozenset(
    ["tên", "dự", "kiến", "các", "danh", "mục", "loại", "nhóm", "số"]
)  # words that open a heading and change nothing
_LONGEST = 90  # characters of a column heading
_MOST_WORDS = 12  # syllables of a heading made of known words
_PART_WORDS = 4  # syllables of one such word
_SAID = ("lead", "cooperate", "assigned")
_BEARING = (*_SAID, "responsible", "monitor")


@functools.lru_cache(maxsize=4)
def _phrases(tables: Tables) -> dict[tuple[str, ...], str]:
    """Words of each heading phrase and the field that it names."""
    return {
        tuple(_WORD.findall(h.phrase.casefold())): h.field
        for h in tables.headings
        if not h.field.endswith(("_section", "_word"))
    }


@functools.lru_cache(maxsize=4)
def _parts(tables: Tables) -> dict[tuple[str, ...], str]:
    """The words that headings are made of, and what each says: "chủ trì" the lead, "cơ quan" a body."""
    return {
        tuple(_WORD.findall(h.phrase.casefold())): h.field.removesuffix("_word")
        for h in tables.headings
        if h.field.endswith("_word")
    }


def heading_field(words: str, tables: Tables | None = None) -> str | None:
    """The field that a column heading names: the longest known phrase that it begins with or holds, else None.

    Words behind the phrase ("Cơ quan chủ trì (1)", "Kinh phí (triệu đồng)") are allowed; words that belong to no
    heading are not, so that a cell of the table's body is no heading.
    """
    if len(words) > _LONGEST:
        return None
    return _field(" ".join(words.split()).casefold(), tables or Tables.load())


@functools.lru_cache(maxsize=4096)
def _field(words: str, tables: Tables) -> str | None:
    outside = re.sub(r"\([^)]*\)", " ", words)
    every = tuple(_WORD.findall(words))
    tokens = tuple(_WORD.findall(outside)) or every
    phrases = _phrases(tables)
    inside = _composed(every, tables) if tokens != every else None
    if inside in _SAID:
        return inside  # "Cơ quan thực hiện (chủ trì)"
    if tokens in phrases:
        return phrases[tokens]
    composed = _composed(tokens, tables)
    if composed is not None:
        return composed
    for length in range(len(tokens) - 1, 0, -1):  # the heading goes on: "Thời gian hoàn thành trong năm"
        if tokens[:length] in phrases and len(tokens) - length <= (2 if length == 1 else 5):
            field = phrases[tokens[:length]]
            if field in _BEARING and not _names_body(tokens, tables):
                return None  # "Phối hợp với các đơn vị" is what a cell says
            return field if length > 1 or len(tokens) == 2 else None
    for start in range(1, len(tokens)):  # or began before: "Tên cơ quan chủ trì"
        if len(tokens) - start > 1 and set(tokens[:start]) <= _BEFORE and tokens[start:] in phrases:
            field = phrases[tokens[start:]]
            return None if field == "responsible" and "các" in tokens[:start] else field
    return None


def _names_body(tokens: tuple[str, ...], tables: Tables) -> bool:
    """Does the heading begin with a word for bodies ("Cơ quan …")?"""
    parts = _parts(tables)
    return any(parts.get(tokens[:length]) == "body" for length in range(1, _PART_WORDS + 1))


def _composed(tokens: tuple[str, ...], tables: Tables) -> str | None:
    """The field of a heading made of known words only: what its first word says; for bodies, the role that is said."""
    if len(tokens) < 2 or len(tokens) > _MOST_WORDS:
        return None
    parts = _parts(tables)
    kinds: list[str] = []
    at = 0
    while at < len(tokens):
        length = next((n for n in range(_PART_WORDS, 0, -1) if tokens[at : at + n] in parts), 0)
        if not length:
            return None
        kinds.append(parts[tokens[at : at + length]])
        at += length
    first = next((k for k in kinds if k != "any"), None)
    if first in ("task", "output", "deadline"):
        return first if len(kinds) > 1 else None
    if first == "tail":
        return None
    if "monitor" in kinds and "tail" in kinds[: kinds.index("monitor")]:
        return None  # "Đơn vị được kiểm tra"
    said = [k for k in ("lead", "cooperate", "monitor", "responsible") if k in kinds]
    if said[:2] == ["lead", "cooperate"]:
        return "assigned"
    return said[0] if said and ("body" in kinds or (said[0] != "responsible" and len(kinds) > 1)) else None


def heading_fields(cells: Sequence[str], tables: Tables | None = None) -> list[str | None]:
    """The field of each cell of a heading row."""
    return [heading_field(cell, tables) if cell.strip() else None for cell in cells]


def is_heading(words: str, tables: Tables | None = None) -> bool:
    """Is this a column heading?"""
    return heading_field(words, tables) is not None


def is_time(words: str) -> bool:
    """Is this the heading of a column of a roadmap ("2021", "Năm 2022", "Quý I")?"""
    return _TIME.fullmatch(words) is not None


def is_phrase(words: str, tables: Tables | None = None) -> bool:
    """Are these words a column heading and nothing else?"""
    return tuple(_WORD.findall(words.casefold())) in _phrases(tables or Tables.load())
