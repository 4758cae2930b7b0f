"""What goals are counted in: nouns of one to three syllables ("hộ", "nhà máy", "hợp tác xã"), rows of `units`."""

from __future__ import annotations

import functools

from ...ontology.tables import Tables

_SCALES = ("nghìn", "ngàn", "triệu", "tỷ", "tỉ")
_LONGEST = 3  # syllables


class Units:
    """The table of units, ready to be asked."""

    def __init__(self, tables: Tables) -> None:
        self.counted = frozenset(row.name.casefold() for row in tables.units if row.counted)
        self.uncounted = frozenset(row.name.casefold() for row in tables.units if not row.counted)
        self.rows = self.counted | self.uncounted
        self.goals = frozenset(row.name.casefold() for row in tables.units if row.goal)

    def of(self, noun: str, *, known: bool = False) -> str | None:
        """The unit that the words behind a number begin with; None for times and labels, and where none is named.

        A noun in no row has two syllables; `known` says that nothing but the noun tells that a count is meant, so
        that a single syllable must be in a row.
        """
        words = noun.split()
        first = words[0].casefold()
        if first in _SCALES and len(words) > 1:  # "5 triệu cây"; "7 triệu năm 2005" counts no years
            return None if words[1].casefold() in self.uncounted else " ".join(words[:2])
        named = self._row(words, self.rows)  # the longest: "ngày công", though "ngày" is none
        if (named or "").casefold() in self.uncounted or (known and len(words) == 1 and named is None):
            return None
        return named or " ".join(words[:2])

    def are_goals(self, noun: str) -> bool:
        """Do the words behind a number begin with what an act brings about: people, households, land, buildings?"""
        words = noun.split()
        return self._row(words[1:] if words[0].casefold() in _SCALES else words, self.goals) is not None

    def _row(self, words: list[str], rows: frozenset[str]) -> str | None:
        for length in range(min(_LONGEST, len(words)), 0, -1):
            name = " ".join(words[:length])
            if name.casefold() in rows:
                return name
        return None


@functools.lru_cache(maxsize=4)
def units_of(tables: Tables) -> Units:
    """The units of a set of tables, made once."""
    return Units(tables)
