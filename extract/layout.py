"""Plain text to blocks: paragraphs, headings and list items, hard-wrapped lines joined.

Texts from web pages and PDF files break their lines at some width. A line break is kept as a paragraph break when a
blank line, a mark ("1.", "a)", "-", "Điều 5."), the end of a sentence or a short line says so; else the lines are
one paragraph.
"""

from __future__ import annotations

import itertools
import re

from .letters import CAPITALS
from .source import Block

# What opens a new paragraph (NĐ 30/2020/NĐ-CP, Phụ lục I, II.5: phần, chương, mục, điều, khoản, điểm) and common
# bullets.
# Emphasis of Markdown may stand before it. The first two characters refuse most lines.
_BULLETS = "-+•●▪◦○♦❖◆✓‣\uf0b7\uf02d\uf0a7"
MARK = re.compile(
    rf"""(?=\d\d?[\s.)/-]|[a-zđ][\d\s.)]|[A-HĐIVX][IVX\s./)-]|[IVX][ivx]|P[hH][ầụẦỤ]|C[hH][ưƯ]|M[ụỤ]|[TĐ][iI][ểềỂỀ]|[{_BULLETS}*_\#]|\([\da-zđ])
    (?:\*\*|__|\#{{1,6}}\ +)?(?:
      (?=[A-ZĐ])(?P<heading>(?:Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC|Tiểu\ mục|TIỂU\ MỤC)\s+(?:thứ\s+)?[\wÀ-ỹ]+\b
        | (?:Phụ\ lục|PHỤ\ LỤC)\b
        | (?:Điều|ĐIỀU)\s+\d+[a-zđ]?\s*[.:]
        | (?:[IVX]{{1,6}}|[A-HĐ])\s*[./)](?!\d)\s*(?=\S)
        | (?:[IVX]{{1,6}}[ ]?-[ ]?|[A-HĐ][ ]?-[ ])(?=[{CAPITALS}])
        | [IVX][ivxIVX]{{0,5}}[ ]-[ ](?=[^\W\d]) )
      | (?=[\dIVX])(?P<number>(?:[IVX]{{1,5}}\.)?\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}\s*[.)](?!\d) \s*(?=\D)
        | \d{{1,2}}\s*/\s+(?=[{CAPITALS}])(?![A-ZĐ]{{2,}}[/-])
        | \d{{1,2}}(?:\.\d{{1,2}}){{1,3}}\s+(?=[^\W\d])
        | \d{{1,2}}(?:\.\d{{1,2}}){{0,3}}[ ]?-[ ](?=[{CAPITALS}]))
      | (?P<letter>(?:[-*+•]\s*)?[a-zđ]\d?\s*[.)]\s+)
      | (?=\()(?P<bracket>\((?:\d{{1,2}}|[ivx]{{1,5}}|[a-zđ])\)[ \t]*(?=[^\W\d_]))
      | (?P<bullet>(?:[{_BULLETS}]+|\*(?!\*))\s*(?=(?:\*\*)?[^\W_]))
    )""",
    re.VERBOSE,
)
_OPENS = re.compile(
    r"(?:Căn cứ|Xét |Theo đề nghị|Thực hiện |Nơi nhận|QUYẾT ĐỊNH|NGHỊ QUYẾT|TM\.|KT\.|TL\.|TUQ\.|Q\.|T/M|K/T"
    r"|Số\s*:|\*\*"
    r"|\((?:Ban hành|Kèm|Đính kèm|Theo|Áp dụng|Phê duyệt|Mẫu|ban hành|kèm|đính kèm|theo ))"
)
_BODY = re.compile(
    r"\s*(?:Sở|Phòng|Ban|UBND|Ủy ban|Uỷ ban|Bộ|Cục|Văn phòng|Công an|Thanh tra|Đài|Báo|Chi cục|Trung tâm)\b"
)
_ENDS_SENTENCE = (".", ";", ":", "?", "!", "…", "/-", "./", "|")
_RULED = frozenset("-_=*.|~")
_RULE = re.compile(r"[\s\-_=*.|~]+")
_SPLIT_BULLET = re.compile(r"-\s+[^\W\d_]")
_SPLIT_NUMBER = re.compile(r"\d[a-zđ]?(?:[/-][\w-]+)*[/-]$")  # "63/2010/NĐ-" whose "CP" fell on the next line
_BEFORE_DATE = (" ngày", " tháng", " năm", " quý")
_SPLITS = "/-"  # a number may be cut behind them
_LONGEST_HEADING = 300  # characters of a heading in capitals
_BLANKS_INSIDE = 2  # blank lines that a page break may leave inside a sentence

Mark = re.Match[str]


def _width(lines: list[str]) -> int | None:
    """The width at which the text was wrapped, or None when it was not.

    Wrapped text has many lines of nearly the same length, and none much longer.
    """
    lengths = sorted([length for length in map(len, lines) if length > 20])
    if len(lengths) < 3:
        return max(lengths, default=0) if lengths and lengths[-1] <= 120 else None
    width = lengths[int(len(lengths) * 0.98)]
    if width > 130:
        return None
    near = sum(1 for length in lengths if length > width * 0.75)
    return width if near >= len(lengths) * 0.3 else None


def _is_date(line: str, following: str) -> bool:
    """Does a line end before a date: "… trước ngày" and on the next line "15/11/2019."?"""
    return following[0].isdigit() and line.endswith(_BEFORE_DATE)


def _continues(
    line: str,
    following: str,
    width: int | None,
    mark: Mark | None,
    *,
    blank: bool = False,
    marked: bool = False,
) -> bool:
    """Does `following`, which begins with `mark`, go on with the paragraph of `line`?

    `blank` says that empty lines stand between them, `marked` that the paragraph began with a mark.
    """
    first = following[0]
    if line[-1] in _SPLITS and not blank and first.isalnum() and _SPLIT_NUMBER.search(line):
        return True  # tests/test_noise.py: a line break after the slash of a number
    if first == "(" and marked and mark is None and not blank and _goes_on_in_brackets(line, following):
        return True
    small = first.islower() or first in ",;.)"
    if not small and (blank or width is None) and (first != "-" or not _SPLIT_BULLET.match(following)):
        return (
            not blank and mark is None and _is_date(line, following)
        )  # else only small letters go on after a break that no width explains
    if "\t" in line or "\t" in following or _is_rule(line) or _is_rule(following):
        return False
    ended = line.endswith(_ENDS_SENTENCE)
    full = width is not None and len(line) + 1 + len(following.split(None, 1)[0]) > width
    if mark is not None:
        return not (ended or blank) and _is_split(line, following, width)
    if _OPENS.match(following):
        return False
    if small:
        return line[-1] in ";," or not ended or (full and line[-1] not in ":|")
    if blank or width is None:
        return False
    if ended:
        return (line[-1] == ";" and marked) or (full and not line.endswith((":", "./.", "|")))
    return full or _is_begun(line, following, width) or _is_date(line, following)


def _goes_on_in_brackets(line: str, following: str) -> bool:
    """Does a bracket go on with a marked line that ended in no sign ("1. Rà soát …" / "(Sở Y tế chủ trì; …")?"""
    return not (line.endswith(_ENDS_SENTENCE) or line.isupper() or _OPENS.match(following))


def _is_begun(line: str, following: str, width: int) -> bool:
    """Does a line of wrapped text that ends in no sign leave its sentence open?"""
    if line.isupper():
        return following.isupper() and bool(MARK.match(line))
    if following[0].isdigit() or following[0] == "(" or line[-1] == "," or len(line) > width * 0.6:
        return True
    mark = MARK.match(line)  # a marked short line is the start of a sentence, unless it is the name of a body alone
    return mark is not None and (not _BODY.match(line, mark.end()) or _BODY.match(following) is not None)


def _is_split(line: str, following: str, width: int | None) -> bool:
    """Did a dash between two words fall on the break of a full line ("lĩnh vực tài chính" / "- ngân sách")?"""
    if width is None or not _SPLIT_BULLET.match(following):
        return False
    word = following.split(None, 2)[1]
    return len(line) + len(word) + 3 > width and word[0].islower()


def _is_rule(line: str) -> bool:
    """Is this a drawn line?"""
    return line[0] in _RULED and _RULE.fullmatch(line) is not None


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text in order, without overlap; white space and drawn rules belong to none."""
    return marked_blocks(text)[0]


def marked_blocks(text: str) -> tuple[tuple[Block, ...], tuple[Mark | None, ...]]:
    """The blocks of a plain text, and the mark of each that a mark opens; None for a block of several lines, too."""
    lines = text.splitlines(keepends=True)
    bodies = list(map(str.strip, lines))
    width = _width(bodies)
    found: list[Block] = []
    marks: list[Mark | None] = []
    opening: Mark | None = None  # the mark of the open block
    last = ""  # its last line
    blanks = 0  # blank lines behind it
    for at, line, body in zip(itertools.accumulate(map(len, lines), initial=0), lines, bodies, strict=False):
        if not body:
            blanks += 1
            continue
        first, start = line[0], at
        if first.isspace():
            first, start = body[0], at + line.find(body)
        end = start + len(body)
        mark = MARK.match(text, start, end)
        may = last and blanks <= _BLANKS_INSIDE and (width or last[-1] in _SPLITS or not (mark or first.isupper()))
        if may and _continues(last, body, width, mark, blank=blanks > 0, marked=opening is not None):
            start = found[-1].start
            found[-1] = _block(text[start : min(end, start + _LONGEST_HEADING)], start, end, opening)
            marks[-1] = None
        elif first in _RULED and _is_rule(body):
            last = ""  # nothing goes on behind a drawn line
            continue
        else:
            found.append(_block(body, start, end, mark))
            marks.append(mark)
            opening = mark
        last, blanks = body, 0
    return tuple(found), tuple(marks)


def _block(words: str, start: int, end: int, mark: Mark | None) -> Block:
    """A block of the kind that its mark says; without one it is a heading when it stands in capitals."""
    if mark is not None:
        kind = "heading" if mark.lastgroup == "heading" else "list_item"
    else:
        kind = "heading" if len(words) < _LONGEST_HEADING and words.isupper() else "paragraph"
    return tuple.__new__(Block, (kind, start, end, None, None, None, None))  # a fraction of the cost of Block()
