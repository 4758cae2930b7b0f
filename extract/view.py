"""A folded view of a text with a map back to the text.

Rules of extraction match against the view: composed letters (NFC), one kind of hyphen, one kind of space, Đ as U+0110,
Latin letters in place of their Cyrillic and Greek doubles, no soft hyphens, no zero-width characters, and what a scan
misread where its words leave no doubt. What they find is mapped back, so that every offset that leaves extraction
indexes the caller's text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

from .letters import CAPITALS

# Capital and small letters that look like a Latin letter and are typed in its place (attested: "TT-BTС" with U+0421).
_LOOK_ALIKES = dict(
    zip(
        "АВЕКМНОРСТУХІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧον",
        "ABEKMHOPCTYXIJSaeopcyxijsABEZHIKMNOPTYXov",
        strict=True,
    )
)
_ONE_TO_ONE = {
    **{ord(other): latin for other, latin in _LOOK_ALIKES.items()},
    ord("Ð"): "Đ",  # U+00D0, Icelandic eth, in old Windows fonts
    ord("Ɖ"): "Đ",  # U+0189, African D
    **dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D], "-"),
    0x1E: "-",
    **dict.fromkeys([0xA0, 0x2007, 0x202F, 0x3000, 0x1680, *range(0x2000, 0x200B)], " "),
    0xFF0F: "/",
    0x2044: "/",
    0x2215: "/",
}
_DELETED = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_CHANGED = "".join(map(chr, _ONE_TO_ONE))
# A number that a line's end cuts behind its slash ("12/⏎QĐ-UBND", "63/⏎2010/NĐ-CP", "39-NQ/⏎TW") is one word: a row of
# a table that holds it goes on behind it.
_LETTER, _DASH = "[A-Z\u0110\u00d0]", "[-\u2010-\u2015]"
_CUT = re.compile(
    rf"/(?<=\d/)(?P<year>\r?\n)(?=(?:19|20)\d\d/{_LETTER}|{_LETTER}[A-Za-z\u0110\u00d0]{{1,7}}{_DASH}{_LETTER})"
    rf"|/(?:(?<=\d{_DASH}{_LETTER}{{2}}/)|(?<=\d{_DASH}{_LETTER}{{3}}/)|(?<=\d{_DASH}[CT]Tr/))(?P<body>\r?\n)(?={_LETTER}{{2,8}}(?!\w))"
)
# A running number or a day that a scan split by a space: "số 1 5/KH-UBND", "ngày 3 0/5/2008", "ngày 0 4 tháng 8".
# "số" or "ngày", composed or not, or a sign stands before it; a fraction ("3 1/2") has other words before it.
_MARK, _GAP = "[y:.\u00f4\u1ed1\u1ed0\u0300-\u036f]", "[ \u00a0]"
_SPLIT_NUMBER = re.compile(
    rf"/(?:(?<={_MARK}{_GAP}\d{_GAP}\d/)|(?<={_MARK}{_GAP}\d{_GAP}\d\d/)|(?<={_MARK}{_GAP}\d\d{_GAP}\d/))(?=\d{{1,4}}[/.-]|{_LETTER})"
)
_SPLIT_DAY = re.compile(r"y [0-3] (?=\d th)")
_NEEDS_FOLD = re.compile(f"[{re.escape(_CHANGED + _DELETED)}\u0300-\u036f]")
_CHANGES = re.compile(f"[{re.escape(_CHANGED)}]")
# Begins with one set of characters, which a search skips to; the letter stands before its marks.
_NEEDS_MAP = re.compile(
    f"[{_DELETED}\u0300-\u036f](?:(?<=[{_DELETED}])[{_DELETED}]*|(?<=[^\\W\\d_].)(?P<marks>[\u0300-\u036f]*))"
)

# What a scan gives another accent, or a letter for a digit, where the words around it leave no doubt: "Sờ Tài chính",
# "các sờ, ngành", "CHÙ NGHĨA", "ngày 3O/6/2017". Each pattern begins with one letter, which a search skips to.
_MISREAD_LETTERS = tuple(
    (wrong, right, re.compile(wrong + around))
    for wrong, right, around in (
        ("ờ", "ở", rf"(?<=[Ss].)(?:(?<=\bS.)(?= [{CAPITALS}]|:)|(?<=\b[Cc]ác [Ss].)(?=,| (?:ban|ngành)\b))"),
        ("Ờ", "Ở", rf"(?<=\bS.)(?= [{CAPITALS}]|:)"),
        ("ù", "ủ", r"(?<=\b[Cc]h.)(?= (?:tịch|nghĩa|trì)\b)"),
        ("Ù", "Ủ", r"(?<=\bCH.)(?= (?:TỊCH|NGHĨA)\b)"),
    )
)
_DIGITS_AS_LETTERS = re.compile(r"/(?:(?<=\d[Ol]/)|(?<=[Ol]\d/)|[Ol]\d|\d{1,3}[Ol])")
_MISREAD_DAY = re.compile(r"(?<=ngày )[\dOl]{1,2}/[\dOl]{1,2}/[12][\dOl]{3}(?!\w)")
_DIGITS = str.maketrans("Ol", "01")


@dataclass(frozen=True, slots=True)
class TextView:
    """`text` is the folded text; `span` and `offset` map its indices back to `raw`."""

    raw: str
    text: str
    _view_starts: tuple[int, ...] = ()
    _shifts: tuple[int, ...] = ()

    def offset(self, index: int) -> int:
        """The raw offset of the character at `index` of the view; `len(text)` gives `len(raw)`."""
        if not self._view_starts:
            return index
        if index >= len(self.text):
            return len(self.raw)
        return index + self._shifts[bisect_right(self._view_starts, index) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The raw range of the view's `[start, end)`: from its first character to the end of its last one."""
        if not self._view_starts:
            return start, end
        if end <= start:
            at = self.offset(start)
            return at, at
        last = self.offset(end - 1)
        stop = last + 1
        while stop < len(self.raw) and "\u0300" <= self.raw[stop] <= "\u036f":
            stop += 1
        return self.offset(start), stop

    def quote(self, start: int, end: int) -> str:
        """The raw text of the view's `[start, end)`."""
        a, b = self.span(start, end)
        return self.raw[a:b]

    def index(self, offset: int) -> int:
        """The view index of a raw offset (the inverse of `offset`; a deleted character maps to what follows it)."""
        if not self._view_starts:
            return offset
        low, high = 0, len(self.text)
        while low < high:
            middle = (low + high) // 2
            if self.offset(middle) < offset:
                low = middle + 1
            else:
                high = middle
        return low


def _cuts(raw: str) -> list[tuple[int, int]]:
    """The line ends and spaces that stand within a number, in order."""
    cuts = [(match.start() + 1, match.end()) for match in _CUT.finditer(raw)]
    for match in _SPLIT_NUMBER.finditer(raw):
        space = max(raw.rfind(gap, match.start() - 3, match.start()) for gap in " \u00a0")
        cuts.append((space, space + 1))
    cuts += ((match.end() - 1, match.end()) for match in _SPLIT_DAY.finditer(raw))
    return sorted(cuts)


def fold(raw: str) -> TextView:
    """The folded view of `raw`; costs one scan when nothing has to change."""
    cuts = _cuts(raw)
    if not cuts and not _NEEDS_FOLD.search(raw):
        return TextView(raw, _reread(raw))
    changes = [(start, end, "") for start, end in cuts]
    for match in _NEEDS_MAP.finditer(raw):
        start = match.start() if match["marks"] is None else match.start() - 1
        words = raw[start : match.end()]
        composed = "" if match["marks"] is None else unicodedata.normalize("NFC", words)
        if len(composed) < len(words):
            changes.append((start, match.end(), composed))
    if cuts:
        changes.sort()
    pieces: list[str] = []
    starts, shifts = [0], [0]
    at = length = 0
    for start, end, composed in changes:
        head = raw[at:start]
        pieces += head, composed
        length += len(head) + len(composed)
        at = end
        starts.append(length)
        shifts.append(at - length)
    pieces.append(raw[at:])
    text = "".join(pieces)
    for character in set(_CHANGES.findall(text)):  # faster than `translate`; no replacement is itself replaced
        text = text.replace(character, _ONE_TO_ONE[ord(character)])
    text = _reread(text)
    if len(starts) == 1:
        return TextView(raw, text)
    return TextView(raw, text, tuple(starts), tuple(shifts))


def _reread(text: str) -> str:
    """`text` as it was before a scan misread it, of the same length."""
    for wrong, right, misread in _MISREAD_LETTERS:
        if wrong in text:
            text = misread.sub(right, text)
    if _DIGITS_AS_LETTERS.search(text):
        text = _MISREAD_DAY.sub(lambda match: match[0].translate(_DIGITS), text)
    return text


def fold_words(text: str) -> str:
    """`text` folded with white space collapsed: what is compared, never what is shown."""
    return " ".join(fold(text).text.split())
