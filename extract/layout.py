"""Plain text to blocks: paragraphs, headings and list items, hard-wrapped lines joined.

Texts from web pages and PDF files break their lines at some width. A line break is kept as a paragraph break when a
blank line, a mark ("1.", "a)", "-", "Điều 5."), the end of a sentence or a short line says so; else the lines are
one paragraph.
"""

from __future__ import annotations

import re

from .source import Block

# What opens a new paragraph (NĐ 30/2020/NĐ-CP, Phụ lục I, II.5: phần, chương, mục, điều, khoản, điểm) and common
# bullets.
# Emphasis of Markdown may stand before it.
MARK = re.compile(
    r"""(?:\*\*|__|\#{1,6}\ +)?(?:
      (?P<heading>(?:Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC|Tiểu\ mục|TIỂU\ MỤC)\s+(?:thứ\s+)?[\wÀ-ỹ]+\b
        | (?:Phụ\ lục|PHỤ\ LỤC)\b
        | (?:Điều|ĐIỀU)\s+\d+[a-zđ]?\s*[.:]
        | (?:[IVX]{1,6}|[A-HĐ])\s*[./)](?!\d)\s*(?=\S) )
      | (?P<number>(?:[IVX]{1,5}\.)?\d{1,2}(?:\.\d{1,2}){0,3}\s*[.)](?!\d) \s*(?=\D)
        | \d{1,2}(?:\.\d{1,2}){1,3}\s+(?=[^\W\d]))
      | (?P<letter>(?:[-*+•]\s*)?[a-zđ]\d?\s*[.)]\s+)
      | (?P<bullet>(?:[-+•●▪◦○♦❖◆✓‣\uf0b7\uf02d\uf0a7]+|\*(?!\*))\s*(?=[^\W_]))
    )""",
    re.VERBOSE,
)
_OPENS = re.compile(
    r"(?:Căn cứ|Xét |Theo đề nghị|Thực hiện |Nơi nhận|QUYẾT ĐỊNH|NGHỊ QUYẾT|TM\.|KT\.|TL\.|TUQ\.|Q\.|T/M|K/T"
    r"|Số\s*:|\*\*"
    r"|\((?:Ban hành|Kèm|Đính kèm|Theo|Áp dụng|Phê duyệt|Mẫu|ban hành|kèm|đính kèm|theo ))"
)
_ENDS_SENTENCE = (".", ";", ":", "?", "!", "…", "/-", "./", "|")
_RULE = re.compile(r"[\s\-_=*.|~]+")
_SPLIT_BULLET = re.compile(r"-\s+[^\W\d_]")
_SPLIT_NUMBER = re.compile(r"\d[a-zđ]?(?:/[\w-]+)*[/-]$")  # "63/2010/NĐ-" whose "CP" fell on the next line
_BLANKS_INSIDE = 2  # blank lines that a page break may leave inside a sentence

_Line = tuple[int, int, str]  # start, end without trailing white space, stripped text


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    at = 0
    for line in text.splitlines(keepends=True):
        body = line.strip()
        start = at + line.find(body) if body else at
        lines.append((start, start + len(body), body))
        at += len(line)
    return lines


def _width(lines: list[_Line]) -> int | None:
    """The width at which the text was wrapped, or None when it was not.

    Wrapped text has many lines of nearly the same length, and none much longer.
    """
    lengths = sorted(len(line[2]) for line in lines if len(line[2]) > 20)
    if len(lengths) < 3:
        return max(lengths, default=0) if lengths and lengths[-1] <= 120 else None
    width = lengths[int(len(lengths) * 0.98)]
    if width > 130:
        return None
    near = sum(1 for length in lengths if length > width * 0.75)
    return width if near >= len(lengths) * 0.3 else None


def _continues(line: str, following: str, width: int | None, *, blank: bool = False, marked: bool = False) -> bool:
    """Does `following` go on with the paragraph of `line`?

    `blank` says that empty lines stand between them, `marked` that the paragraph began with a mark.
    """
    if not following or "\t" in line or "\t" in following or _RULE.fullmatch(line) or _RULE.fullmatch(following):
        return False
    first = following[0]
    ended = line.endswith(_ENDS_SENTENCE)
    if first.isalnum() and not blank and _SPLIT_NUMBER.search(line):
        return True
    full = width is not None and len(line) + 1 + len(following.split(None, 1)[0]) > width
    if MARK.match(following):
        # "lĩnh vực tài chính" / "- ngân sách": a dash between two words that fell on the break of a full line
        return (
            full
            and not ended
            and not blank
            and bool(_SPLIT_BULLET.match(following))
            and following[2:].lstrip()[0].islower()
        )
    if _OPENS.match(following):
        return False
    if first.islower() or first in ",;.)":
        return line[-1] in ";," or not ended or (full and line[-1] not in ":|")
    if blank:
        return False
    if ended:
        if line[-1] == ";" and marked:
            return width is not None  # in wrapped text the next item of a marked list would have its mark
        return full and not line.endswith((":", "./.", "|"))
    if line.isupper():
        return width is not None and following.isupper() and bool(MARK.match(line))
    if width is None:
        return False
    return (
        full or first.isdigit() or first == "(" or line[-1] == "," or bool(MARK.match(line)) or len(line) > width * 0.6
    )


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text in order, without overlap; white space and drawn rules belong to none."""
    lines = _lines(text)
    width = _width(lines)
    found: list[Block] = []
    at, count = 0, len(lines)
    while at < count:
        start, end, body = lines[at]
        at += 1
        if not body or (len(body) < 200 and _RULE.fullmatch(body)):
            continue
        marked = MARK.match(body) is not None
        while at < count:
            after, blank = at, False
            while after < count and after - at < _BLANKS_INSIDE and not lines[after][2]:
                after, blank = after + 1, True
            if after == count or not _continues(body, lines[after][2], width, blank=blank, marked=marked):
                break
            _, end, body = lines[after]
            at = after + 1
        found.append(_block(text, start, end))
    return tuple(found)


def _block(text: str, start: int, end: int) -> Block:
    mark = MARK.match(text, start, end)
    if mark and mark["heading"]:
        return Block("heading", start, end)
    if mark:
        return Block("list_item", start, end)
    if end - start < 300 and text[start:end].isupper():
        return Block("heading", start, end)
    return Block("paragraph", start, end)
