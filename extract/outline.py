"""Which heading governs which block: the tree that marks ("II.", "1.", "a)", "-") draw over a text.

A mark seen before in the open branch closes everything below it; a new kind of mark opens a level. Chapters,
sections and articles keep their rank (NĐ 30/2020/NĐ-CP, Phụ lục I, II.5: phần, chương, mục, điều, khoản, điểm).
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Container, Sequence
from typing import NamedTuple

from .layout import MARK, Mark
from .source import Block

_LETTER = re.compile(r"[a-zđ]\d?\s*[.)]")
_RANK = re.compile(
    r"(?P<part>Phần|PHẦN)|(?P<chapter>Chương|CHƯƠNG|Phụ lục|PHỤ LỤC)|(?P<section>Tiểu|TIỂU|Mục|MỤC)"
    r"|(?P<article>Điều|ĐIỀU)"
)
_HEADING_LENGTH = 220  # a governing line that is longer is a sentence
_TITLE_LENGTH = 60  # one that ends in a full stop
_TITLE = re.compile(
    r"(?:Tổ chức thực hiện|(?:Các |Những )?(?:[Gg]iải pháp|[Nn]hiệm vụ|[Mm]ục tiêu|[Yy]êu cầu|[Nn]ội dung|[Cc]hỉ tiêu)"
    r"|Biện pháp|Về|Công tác|Trách nhiệm|Kinh phí|Nguồn|Quan điểm|Phương hướng|Chính sách|Cơ chế|Đối tượng|Phạm vi"
    r"|Tình hình|Kết quả|Phân công)(?!\w)"
)
_SUBORDINATE = re.compile(
    r"(?:Ngoài|Trên cơ sở|Để |Nhằm|Căn cứ|Trong quá trình|Nếu|Khi |Trường hợp|Theo đề nghị|Xét |Trên đây)"
)
_ORDERS = re.compile(r"(?:yêu cầu|đề nghị|giao|chỉ đạo)\s*:\Z")  # "2. Để tạo chuyển biến trong thời gian tới, yêu cầu:"
# A new logical document, the list of recipients and the signature close every open branch.
_CLOSES = re.compile(
    r"(?:Nơi nhận|Nơi gửi|Kính gửi|KẾ HOẠCH|QUYẾT ĐỊNH|CHỈ THỊ|CHƯƠNG TRÌNH|ĐỀ ÁN|QUY CHẾ|QUY ĐỊNH|THÔNG TƯ"
    r"|NGHỊ QUYẾT)\s*:?\s*\Z"
    r"|(?:T/?M|KT|TL|TUQ|Q)\s*\.|Nơi nhận"
)
# Its first two letters: most parts are refused on theirs.
_CLOSERS = frozenset(("Nơ", "Kí", "KẾ", "QU", "CH", "ĐỀ", "NG", "TH", "T/", "TM", "KT", "TL", "TU", "Q.", "Q "))
_HEAD, _TAIL = "*_#> |\t\r\n", "*_ \t\r\n|"  # emphasis and white space at the ends of a block
_MORE = re.compile(r">(?:=|\s*\d)")  # "1. >= 95% …" is no quotation
_PARTS = re.compile(r"\w+")
_RANKS = {"part": 0, "chapter": 1, "section": 2, "article": 3, "roman": 4, "capital": 5}
_TITLED = frozenset(("part", "chapter", "section"))  # always headings


_new = tuple.__new__  # what a named tuple calls, without the cost of its own constructor


class Part(NamedTuple):
    """A block in the outline: where its words begin (after the mark), its kind of mark, and the part that governs it.

    `parent` is an index into the outline; None at the top. `end` leaves final white space and emphasis marks out.
    """

    block: Block
    start: int
    end: int
    style: str | None
    parent: int | None
    heading: bool


def outline(text: str, blocks: Sequence[Block], marks: Sequence[Mark | None] = ()) -> tuple[Part, ...]:
    """The parts of a text in order, one per block; `marks` are those that `marked_blocks` found with the blocks."""
    parts: list[Part] = []
    open_: list[int] = []  # indices of the open branch, outermost first
    styles: list[str] = []  # their kinds of mark
    sections: list[int | None] = []  # the section that each stands in or is
    above: int | None = None  # the part before when it is marked, else what governs it
    for block, found in zip(blocks, marks or itertools.repeat(None), strict=False):
        kind, start, end = block[:3]
        mark = found if found or (marks and kind == "paragraph") else MARK.match(text, start, end)
        end = _trimmed(text, block) if text[end - 1] in _TAIL else end
        if mark is None:
            start = _unstarred(text, start, end) if text[start] in _HEAD else start
            if open_ and text[start : start + 2] in _CLOSERS and _CLOSES.match(text, start, end):
                open_, styles, sections = [], [], []
            if not open_:
                above = None
            elif above is None or above != open_[-1] or not parts[above].heading:  # no line before announces it
                above = sections[-1]
            parts.append(_new(Part, (block, start, end, None, above, kind == "heading")))
            continue
        group = mark.lastgroup or ""
        style = _style(group, mark[group])
        depth = styles.index(style) if style in styles else _depth(style, styles)
        del open_[depth:], styles[depth:], sections[depth:]
        start = mark.end()
        start = _unstarred(text, start, end) if start < end and text[start] in _HEAD else start
        above = len(parts)
        parent = open_[-1] if open_ else None
        if parent is not None and parent == above - 1 and _is_title(text, parts[parent], style):
            parts[parent] = parts[parent]._replace(heading=True)
        sections.append(above if style in _RANKS else _section(style, parts, open_, sections))
        open_.append(above)
        styles.append(style)
        parts.append(_new(Part, (block, start, end, style, parent, _is_heading(text, start, end, style))))
    return tuple(parts)


def _section(style: str, parts: list[Part], open_: list[int], sections: list[int | None]) -> int | None:
    """What governs the unmarked paragraphs under a part of `style` that opens below `open_`, announced ones aside."""
    if not open_ or sections[-1] is not None:
        return sections[-1] if open_ else None
    first_numbered = len(open_) == 1 and style.startswith("number")  # a first level of numbered sections
    return open_[0] if first_numbered and parts[open_[0]].heading else None


@functools.lru_cache(maxsize=1024)
def _style(kind: str, words: str) -> str:
    """The kind of a mark: two marks of one kind in one branch are siblings. Texts repeat their marks."""
    if kind == "letter":
        return kind
    if kind == "number":
        depth = len(_PARTS.findall(words))
        return f"number{depth})" if depth == 1 and words.rstrip()[-1] == ")" else f"number{depth}"
    if kind == "bullet":
        return "bullet" + (words.strip()[:1] or "-")
    if kind == "bracket":  # "(1)", "(i)", "(a)" may stand under each other
        return "bracket" + ("1" if words[1].isdigit() else "i" if words[1] in "ivx" else "a")
    rank = _RANK.match(words)
    if rank:
        return str(rank.lastgroup)
    return "roman" if words[0] in "IVX" else "capital"


def _depth(style: str, branch: list[str]) -> int:
    """How much of the open branch stays open above a first part of `style`."""
    depth = len(branch)
    while depth and not _below(style, branch[depth - 1]):
        depth -= 1
    return depth


def _below(style: str, top: str) -> bool:
    """May a part of `style` hang under one of the style `top`?"""
    if style in _RANKS:
        if top not in _RANKS:
            return False
        return top == "capital" or style == "capital" or _RANKS[top] < _RANKS[style]
    if style.startswith("number") and top.startswith("number"):
        return style.rstrip(")") > top.rstrip(")") or (style.endswith(")") and not top.endswith(")"))
    if style.startswith("number"):
        return top in _RANKS
    if style == "letter":
        return not top.startswith("bullet")
    return True


def _is_heading(text: str, start: int, end: int, style: str) -> bool:
    """Is this marked line a heading, and not a sentence of its own?"""
    if end - start > _HEADING_LENGTH:
        return False
    body = text[start:end].rstrip("* _")
    if not body:
        return False
    if style in _TITLED or (body.isupper() and not style.startswith("bullet")):
        return True
    if body[-1] in ".;,!?" or (body[-1] != ":" and style.startswith("bullet")):
        return False
    return not _SUBORDINATE.match(body) or _ORDERS.search(body) is not None


def _is_title(text: str, part: Part, below: str) -> bool:
    """Is a short numbered line with a full stop the heading of the bullets right below: "8. Tổ chức thực hiện."?"""
    if part.heading or part.end - part.start > _TITLE_LENGTH or not str(part.style).startswith("number"):
        return False
    if not below.startswith("bullet") or text[part.end - 1] != "." or not _TITLE.match(text, part.start):
        return False
    return not any(sign in text[part.start : part.end - 1] for sign in ".,;:")


def _trimmed(text: str, block: Block) -> int:
    end = block.end
    while end > block.start and text[end - 1] in _TAIL:
        end -= 1
    return end


def _unstarred(text: str, start: int, end: int) -> int:
    while start < end and text[start] in _HEAD:
        if text[start] == ">" and _MORE.match(text, start):
            break
        start += 1
    return start


def section_of(text: str, parts: tuple[Part, ...], index: int, named: Container[int] = ()) -> str | None:
    """The nearest heading above part `index` as written, white space collapsed; None when there is none.

    A bullet that leads in other bullets is none, unless it is among the parts `named` that name who bears them.
    """
    at = parts[index].parent
    bullet = str(parts[index].style).startswith("bullet")
    while at is not None:
        above = parts[at].parent
        lead_in = bullet and at not in named and above is not None and str(parts[at].style).startswith("bullet")
        if parts[at].heading and not lead_in:
            block = parts[at].block
            return " ".join(text[block.start : block.end].split()).strip("*# ")
        at = parts[at].parent
    return None
