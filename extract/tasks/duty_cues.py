"""Where a text holds words of duty: chủ trì, trách nhiệm, nhiệm vụ, phối hợp, giao.

Each is found by a rare letter of its own, which is faster than one pattern over the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Behind the letter stands a look-behind: a search for one letter is faster than one for letters in a row.
_DUTY = tuple(
    re.compile(word)
    for word in (
        r"ủ\s+trì",
        r"Á(?<=Á)CH\s+NHIỆM",
        r"á(?<=á)ch\s+nhiệm",
        r"ệ(?<=hiệ)m\s+vụ",
        r"ố(?<=ố)i\s+hợp",
        r"iao(?<=[gG]iao)(?!\S)",
    )
)
_CARRIED = tuple(
    re.compile(rf"{word}\s+(?:Nghị|quy\s+định\s+tại)") for word in (r"ự(?<=hự)c\s+hiện", r"à(?<=hi\shà)nh")
)


def duty_places(text: str, *, resolution: bool = False) -> Iterator[int]:
    """The offsets of words of duty, word by word.

    `resolution` adds the words by which a resolution is carried out: "thực hiện Nghị quyết này", "thi hành quy định
    tại Điều 1".
    """
    for word in (*_DUTY, *_CARRIED) if resolution else _DUTY:
        if word.pattern[0] in text:  # a translation holds none of these letters
            for match in word.finditer(text):
                yield match.start()
