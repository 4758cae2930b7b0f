"""What a column holds, told by its heading: "Cơ quan chủ trì" is the lead, "Sản phẩm" the output."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from ..ontology.tables import Tables

_WORD = re.compile(r"[^\W_]+")
_BEFORE = frozenset(
    ["tên", "dự", "kiến", "các", "danh", "mục", "loại", "nhóm", "số"]
)  # words that open a heading and change nothing
_LONGEST = 90  # characters of a column heading


@functools.lru_cache(maxsize=4)
def _phrases(tables: Tables) -> dict[tuple[str, ...], str]:
    """Words of each heading phrase and the field that it names; fields of sections are left out."""
    return {
        tuple(_WORD.findall(h.phrase.casefold())): h.field for h in tables.headings if not h.field.endswith("_section")
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
    tokens = tuple(_WORD.findall(outside)) or tuple(_WORD.findall(words))
    phrases = _phrases(tables)
    if tokens in phrases:
        return phrases[tokens]
    for length in range(len(tokens) - 1, 0, -1):  # the heading goes on: "Thời gian hoàn thành trong năm"
        if tokens[:length] in phrases and len(tokens) - length <= (2 if length == 1 else 5):
            return phrases[tokens[:length]] if length > 1 or len(tokens) == 2 else None
    for start in range(1, len(tokens)):  # or began before: "Tên cơ quan chủ trì"
        if len(tokens) - start > 1 and set(tokens[:start]) <= _BEFORE and tokens[start:] in phrases:
            return phrases[tokens[start:]]
    return None


def heading_fields(cells: Sequence[str], tables: Tables | None = None) -> list[str | None]:
    """The field of each cell of a heading row."""
    return [heading_field(cell, tables) if cell.strip() else None for cell in cells]


def is_heading(words: str, tables: Tables | None = None) -> bool:
    """Is this a column heading?"""
    return heading_field(words, tables) is not None


def is_phrase(words: str, tables: Tables | None = None) -> bool:
    """Are these words a column heading and nothing else?"""
    return tuple(_WORD.findall(words.casefold())) in _phrases(tables or Tables.load())
