"""Heads that are named without their body, and congresses: "Các Thứ trưởng", "Đại hội Đảng bộ tỉnh lần thứ XVII"."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Heads of a ministry or a department; `_NAMELESS` tells that no name of a body follows.
_HEADS = (("Bộ ", ("Bộ trưởng", "Thứ trưởng", "Lãnh đạo Bộ")), ("Sở ", ("Giám đốc", "Lãnh đạo Sở")))
_NAMELESS = re.compile(r"(?:\s+Sở)?\s*(?:[;.)\n(,]|\Z|(?:và|để)\s)")
_DEPUTY = "Phó "
RECIPIENTS_LENGTH = 1500
_TOP = 3000  # characters at the top of a text among which addressees stand
_LEVEL = r"(?:(?P<level>[Tt]ỉnh|[Tt]hành phố|[Hh]uyện|[Qq]uận|[Tt]hị xã|xã|phường)\s+"
_PLACE = r"(?P<place>(?!lần)[^\W\d]+(?:\s+(?!lần)[^\W\d]+){0,3}\s+)?)?"
_OFFICES = ("Bộ trưởng", "Giám đốc", "Vụ trưởng", "Cục trưởng")
_LIST = re.compile(rf"(?<!\w)(?:(?P<office>{'|'.join(_OFFICES)}) )?[Cc]ác (?P<kind>Sở|Bộ|sở|bộ|Vụ|Cục):\s+")
_LISTING = re.compile(r"ác (?:Sở|sở|Bộ|bộ|Vụ|Cục): ")  # a search for letters in a row is fast
_JOINT = re.compile(r"\s*(?:,|và)\s+")
_CONGRESS = re.compile(
    rf"Đại hội\s+(?:đại biểu\s+)?(?:Đảng bộ\s+{_LEVEL}{_PLACE}|toàn quốc\s+)"
    r"lần\s+thứ\s+(?:[IVX]{1,6}|\d{1,2})(?:\s+của\s+Đảng)?(?!\w)"
)


def heads_of(body: str, text: str, end: int) -> Iterator[tuple[int, int, str]]:
    """The heads of the ministry or department `body` among the recipients: start, end, office with its body."""
    offices = next((offices for first, offices in _HEADS if body.startswith(first)), ())
    windows = recipients(text, end) if offices else ()
    for office in offices:
        for at in (at for start, stop in windows for at in _places_of(office, text, stop, start)):
            after = at + len(office)
            if not _NAMELESS.match(text, after) or text[at - 1 : at].isalnum() or text.startswith("Ban ", at - 4):
                continue
            deputy = at >= len(_DEPUTY) and text.startswith(_DEPUTY, at - len(_DEPUTY))
            name = office.removesuffix(" Bộ").removesuffix(" Sở").casefold()
            yield at - len(_DEPUTY) * deputy, after, f"{titled(f'phó {name}' if deputy else name)} {body}"


def congresses(text: str, end: int) -> Iterator[re.Match[str]]:
    """The congresses of the Party before `end`, with the groups `level` and `place` of its committee."""
    return _CONGRESS.finditer(text, 0, end)


def listed(text: str, end: int) -> Iterator[re.Match[str]]:
    """Departments or ministries listed behind their type word, as addressees or recipients: `office` and `kind`."""
    for start, stop in ((0, min(_TOP, end)), *recipients(text, end)):
        for words in _LISTING.finditer(text, start, stop):
            starts = (words.start() - len(office) - 1 for office in (*(f"{o} " for o in _OFFICES), ""))
            match = next((m for first in starts if first >= 0 and (m := _LIST.match(text, first))), None)
            if match is not None:
                yield match


def recipients(text: str, end: int) -> list[tuple[int, int]]:
    """Where lists of recipients stand."""
    return [(at, min(at + RECIPIENTS_LENGTH, end)) for at in _places_of("Nơi nhận", text, end)]


def next_item(text: str, end: int) -> int | None:
    """Where the item behind the one that ends at `end` begins; None behind the last."""
    joint = _JOINT.match(text, end)
    return joint.end() if joint else None


def titled(title: str) -> str:
    """An office in the letters of a sentence: "phó chủ tịch" is "Phó Chủ tịch"."""
    first, _, rest = title.partition(" ")
    rest = rest.replace(" thường trực", " Thường trực")
    return f"Phó {rest[:1].upper()}{rest[1:]}" if first == "phó" else title.capitalize()


def _places_of(words: str, text: str, end: int, start: int = 0) -> Iterator[int]:
    """Where `words` stand before `end`: a plain search is faster than a pattern that may begin anywhere."""
    at = text.find(words, start, end)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words), end)
