"""Where a text holds words of duty: found by their rarest syllables, which is faster than one pattern over the text.

The words are chủ trì, trách nhiệm, nhiệm vụ, phối hợp, giao; in resolutions also "thực hiện Nghị quyết này", "thực hiện
quy định tại Điều 1".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SPACE = " \n\t\r\v\f"
# A syllable, and what must stand before it; "giao" needs white space behind it instead.
_BEFORE = (("trì", "ủ"), ("NHIỆM", "ÁCH"), ("hợp", "ối"))
_TASK = re.compile(r"\s+vụ")
_CARRIED = re.compile(r"\s+(?:Nghị|quy\s+định\s+tại)")


def duty_places(text: str, *, resolution: bool = False) -> Iterator[int]:
    """The offsets of words of duty, word by word; `resolution` adds the words by which a resolution is carried out."""
    for syllable, before in _BEFORE:
        for at in _all(text, syllable):
            if _preceded(text, at, before):
                yield at
    for at in _all(text, "hiệm"):
        if (text[at - 1] == "n" and _preceded(text, at - 1, "ách")) or _TASK.match(text, at + 4):
            yield at
    for at in _all(text, "iao"):
        if text[at - 1] in "gG" and text[at + 3 : at + 4] in _SPACE:
            yield at
    if resolution:
        for word in ("c hiện", "i hành"):
            for at in _all(text, word):
                if _CARRIED.match(text, at + len(word)):
                    yield at


def _all(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _preceded(text: str, at: int, word: str) -> bool:
    """Do `word` and white space stand before `at`?"""
    stop = at
    while stop > 0 and text[stop - 1] in _SPACE:
        stop -= 1
    return stop < at and text.endswith(word, 0, stop)
