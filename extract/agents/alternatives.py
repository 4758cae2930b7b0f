"""Many words or phrases as one pattern that refuses most places on a letter or two."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LETTERS = 4  # by so many first letters alternatives are grouped; more brings nothing


def grouped(phrases: Iterable[str], letters: int = _LETTERS) -> str:
    """The alternatives of a pattern for any of the phrases, the longest first, `(?!)` for none.

    A pattern tries alternatives one by one, so those that begin with the same letters stand under these. A space in a
    phrase is any white space.
    """
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    if not letters:
        return "|".join(map(_spaced, ordered))
    rest: dict[str, list[str]] = {}
    for phrase in ordered:
        rest.setdefault(phrase[:1], []).append(phrase[1:])
    return "|".join(f"{_spaced(first)}(?:{grouped(more, letters - 1)})" for first, more in rest.items()) or "(?!)"


def _spaced(phrase: str) -> str:
    return re.escape(phrase).replace(r"\ ", r"\s+")
