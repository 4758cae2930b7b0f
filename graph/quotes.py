"""The sentence around a mention, the head of a document: what a reader is shown as evidence."""

from __future__ import annotations

import re

from ..extract.records import Document

# A sentence or clause ends at a full stop before a capital, at a mark before a line break, at an empty line, before
# a list
# mark or a recital, and at the edge of a table cell. A full stop after "TP", "TT" and the like ends nothing.
_UPPER = "A-ZĐĂÂÊÔƠƯÀÁẢÃẠẰẮẲẴẶẦẤẨẪẬÈÉẺẼẸỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌỒỐỔỖỘỜỚỞỠỢÙÚỦŨỤỪỨỬỮỰỲÝỶỸỴ"
_LOWER = f"a-z{_UPPER[3:].lower()}"
_END = re.compile(
    rf"(?<![A-ZĐ][A-ZĐ])(?<!\s[A-ZĐ])[.!?][\"”’)]*\s+(?=[\"“(]?[{_UPPER}])"
    # A heading in capitals ends where a line in small letters begins.
    rf"|(?<![{_LOWER}].)(?<![{_LOWER}]..)(?<![{_LOWER}]...)(?<![{_LOWER}]....)[{_UPPER}\d]\s*\n(?=\s*[{_UPPER}][{_LOWER}])"
    r"|[.;:!?][\"”’)]*[ \t]*\r?\n"
    r"|\n[ \t]*\r?\n"
    r"|\n(?=\s*(?:[-–+•*]\s|\d{1,3}(?:\.\d{1,3}){0,4}[.)]\s|[a-zđ]\)\s|[IVX]{1,5}\.\s|Căn cứ\s|Điều\s\d|Phụ lục\s))"
    r"|\s*\|\s*"
)
_MARK = re.compile(r"(?:[-–+•*]|\d{1,3}(?:\.\d{1,3}){0,4}[.)]|[a-zđ]\)|[IVX]{1,5}\.)\s+")
_WINDOW = 700
_LONGEST = 1600
_HEAD = 200
_AHEAD = 16  # what a boundary looks at beyond itself


def sentence_of(text: str, start: int, end: int) -> tuple[int, int]:
    """The range of the sentence of `text` that holds `[start, end)`, white space at its ends left out.

    Looks at most 700 characters to either side; where there is no boundary, the range is cut at a space there.
    """
    low = max(0, start - _WINDOW)
    left = low
    for match in _END.finditer(text, low, min(len(text), start + _AHEAD)):
        if match.end() > start:
            break
        left = match.end()
    if left == low and low > 0:
        left = _after_space(text, low, start)
    high = min(len(text), end + _WINDOW)
    found = _END.search(text, end, high)
    right = _without_blank(text, found) if found else high
    if not found and high < len(text):
        right = max(text.rfind(" ", end, high), end)
    left = _after_mark(text, left, start)
    while right > end and text[right - 1].isspace():
        right -= 1
    return left, right


def line_of(text: str, start: int, end: int) -> tuple[int, int]:
    """The range of the sentence that holds `[start, end)`, or of the row where that is a table with tabs."""
    left, right = sentence_of(text, start, end)
    if "\t" in text[left:right]:
        left = max(left, text.rfind("\n", left, start) + 1)
        below = text.find("\n", end, right)
        right = right if below < 0 else below
        left = _after_mark(text, left, start)
    return left, right


def head_of(text: str, document: Document) -> tuple[int, int]:
    """The range of the head that names a document: the lines from its number to its title, or its first line."""
    named = sorted(document.spans[part] for part in ("number", "title") if part in document.spans)
    if not named:
        start, _ = _trimmed(text, document.start, document.end)
        below = text.find("\n", start, start + _HEAD)
        return _trimmed(text, start, below if below > 0 else min(start + _HEAD, document.end))
    (low, high), last = named[0], named[-1][1]
    above = text.rfind("\n", document.start, low)
    # The word of the type stands above a title that has no number.
    first = document.start if "number" not in document.spans and low - document.start < _HEAD else above + 1
    return _trimmed(text, max(first, document.start), last if last - low < _LONGEST else high)


def evidence_of(text: str, cue: tuple[int, int], mention: tuple[int, int] | None) -> tuple[int, int]:
    """The range that shows a relation: from the sentence of the cue to the sentence of the mention, where they are
    near.
    """
    if mention is None:
        return sentence_of(text, *cue)
    start, end = min(cue[0], mention[0]), max(cue[1], mention[1])
    return sentence_of(text, *(mention if end - start > _LONGEST else (start, end)))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A range without the white space at its ends."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def _after_mark(text: str, left: int, start: int) -> int:
    """Where the words begin: after white space and the mark of a list item ("1.2.", "a)", "-")."""
    while left < start and text[left].isspace():
        left += 1
    mark = _MARK.match(text, left, start)
    return mark.end() if mark else left


def _after_space(text: str, low: int, start: int) -> int:
    at = text.find(" ", low, start)
    return at + 1 if at >= 0 else start


def _without_blank(text: str, found: re.Match[str]) -> int:
    """Where the sentence ends: after its final mark, before white space and cell borders."""
    piece = text[found.start() : found.end()]
    return found.start() + len(piece.rstrip().rstrip("|").rstrip())
