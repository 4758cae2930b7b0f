"""Many words or phrases as one pattern that refuses most places on a letter or two."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LETTERS = 4  # by so many first letters alternatives are grouped; more brings nothing


def grouped(phrases: Iterable[str], letters: int = _LETTERS, *, any_case: bool = False) -> str:
    """The alternatives of a pattern for any of the phrases, the longest first, `(?!)` for none.

    A pattern tries alternatives one by one, so those that begin with the same letters stand under these. A space in a
    phrase is any white space. `any_case` is for patterns that ignore case: these test no letter before they try an
    alternative, unless it stands in both cases.
    """
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    if not letters:
        return "|".join(map(_spaced, ordered))
    rest: dict[str, list[str]] = {}
    for phrase in ordered:
        rest.setdefault(phrase[:1], []).append(phrase[1:])
    begins = cased if any_case else _spaced
    return (
        "|".join(f"{begins(first)}(?:{grouped(more, letters - 1, any_case=any_case)})" for first, more in rest.items())
        or "(?!)"
    )


def cased(letters: str) -> str:
    """One of the letters, in either case, in a pattern that ignores case."""
    both = "".join(dict.fromkeys(letters.lower() + letters.upper()))
    return f"(?-i:[{re.escape(both)}])" if letters.strip() else _spaced(letters)


def _spaced(phrase: str) -> str:
    return re.escape(phrase).replace(r"\ ", r"\s+")
