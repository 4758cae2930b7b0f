"""Plain text to blocks: paragraphs, headings and list items, hard-wrapped lines joined.

Texts from web pages and PDF files break their lines at some width. A line break is kept as a paragraph break when a blank
line, a mark ("1.", "a)", "-", "Điều 5."), the end of a sentence or a short line says so; else the lines are one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .source import Block

# What opens a new paragraph (NĐ 30/2020/NĐ-CP, Phụ lục I, II.5: phần, chương, mục, điều, khoản, điểm) and common bullets.
MARK = re.compile(
    r"""(?:
      (?P<heading>(?:Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC|Tiểu\ mục|TIỂU\ MỤC)\s+(?:thứ\s+)?[\wÀ-ỹ]+\b
        | Điều\s+\d+[a-zđ]?\s*[.:]
        | (?:[IVX]{1,6}|[A-HĐ])\s*[./)]\s*(?=\S) )
      | (?P<number>\d{1,2}(?:\.\d{1,2}){0,3}\s*[.)](?!\d) \s*(?=\D) | \d{1,2}(?:\.\d{1,2}){1,3}\s+(?=[^\W\d]))
      | (?P<letter>(?:[-*+•]\s*)?[a-zđ]\d?\s*[.)]\s+)
      | (?P<bullet>[-*+•●▪◦–—]+\s*(?=[^\W\d_]|\d))
    )""",
    re.VERBOSE,
)
_OPENS = re.compile(r"(?:Căn cứ|Xét |Theo đề nghị|Thực hiện |Nơi nhận|QUYẾT ĐỊNH|NGHỊ QUYẾT|TM\.|KT\.|TL\.|TUQ\.|Q\.|T/M|K/T|Số\s*:|\*\*|\()")
_ENDS_SENTENCE = (".", ";", ":", "?", "!", "…", "/-", "./", "|")
_RULE = re.compile(r"[\s\-_=*.|~—–]+")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int  # without trailing white space
    text: str  # stripped


def _lines(text: str) -> Iterator[_Line]:
    for match in re.finditer(r"[^\r\n\f\v\u2028\u2029]*(?:\r\n|[\r\n\f\v\u2028\u2029])|[^\r\n\f\v\u2028\u2029]+\Z", text):
        line = match[0]
        stripped = line.strip()
        start = match.start() + len(line) - len(line.lstrip()) if stripped else match.start()
        yield _Line(start, start + len(stripped), stripped)


def _width(lines: list[_Line]) -> int | None:
    """The width at which the text was wrapped, or None when it was not.

    Wrapped text has many lines of nearly the same length, and none much longer.
    """
    lengths = sorted(len(line.text) for line in lines if len(line.text) > 20)
    if len(lengths) < 3:
        return max(lengths, default=0) if lengths and lengths[-1] <= 120 else None
    width = lengths[int(len(lengths) * 0.98)]
    if width > 130:
        return None
    near = sum(1 for length in lengths if length > width * 0.75)
    return width if near >= len(lengths) * 0.3 else None


def _continues(line: _Line, following: _Line, width: int | None) -> bool:
    """Does `following` go on with the paragraph of `line`?"""
    if not following.text or _RULE.fullmatch(line.text) or _RULE.fullmatch(following.text):
        return False
    if MARK.match(following.text) or _OPENS.match(following.text) or "\t" in line.text or "\t" in following.text:
        return False
    word = following.text.split(None, 1)[0]
    full = width is not None and len(line.text) + 1 + len(word) > width
    if line.text.endswith(_ENDS_SENTENCE):
        return full and not line.text.endswith((":", "./.", "|"))
    if following.text[0].islower() or following.text[0] in ",;.)":
        return True
    if width is None:
        return False
    return full or following.text[0].isdigit() or line.text.endswith(",")


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text in order, without overlap; white space and drawn rules belong to none."""
    lines = list(_lines(text))
    width = _width(lines)
    found: list[Block] = []
    at = 0
    while at < len(lines):
        first = lines[at]
        if not first.text or _RULE.fullmatch(first.text):
            at += 1
            continue
        last = at
        while last + 1 < len(lines) and _continues(lines[last], lines[last + 1], width):
            last += 1
        found.append(_block(text, first.start, lines[last].end))
        at = last + 1
    return tuple(found)


def _block(text: str, start: int, end: int) -> Block:
    body = text[start:end]
    mark = MARK.match(body)
    if mark and mark["heading"]:
        return Block("heading", start, end)
    if mark:
        return Block("list_item", start, end)
    letters = [c for c in body if c.isalpha()]
    if letters and len(body) < 300 and all(c.isupper() for c in letters):
        return Block("heading", start, end)
    return Block("paragraph", start, end)
