"""The year by which a goal is to be reached.

A year that stands before the number in its sentence frames it and the clauses after it; a year behind the number
belongs to its own clause; else the lead-in or a heading above gives the year. Years of comparison ("so với năm
2021"), of documents and of dates give none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..outline import Part

_YEAR = re.compile(
    r"(?:(?:đến|tới|hết|cuối|vào|trong|từ|giai\s+đoạn|năm)\s+(?:hết\s+|cuối\s+"
    r"|đầu\s+)?(?:năm\s+)?|\((?=20\d{2}\s*-\s*20\d{2}\)))(?:20\d{2}\s*-\s*)?(?P<year>20\d{2})(?!\s*[/.]\s*[A-ZĐ\d])",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?:đến|trước)\s+(?:hết\s+)?ngày\s+\d{1,2}[/.-]\d{1,2}[/.-](?P<year>20\d{2})", re.IGNORECASE)
_MONTH = re.compile(
    r"(?:trong|hết|đến|trước|vào|cuối)\s+(?:hết\s+|cuối\s+)?(?:tháng\s+\d{1,2}|quý\s+[IVX\d]+)\s*(?:[/.-]|năm)\s*(?P<year>20\d{2})",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"(?:so\s+với|(?:tổng|sơ)\s+kết|lần|đôi|tháng\s+\d{1,2}|quý\s+[IVX\d]+|cùng\s+kỳ|số\s+liệu|của|như|từ|sau|trước|kể\s+từ"
    r"|Luật[^,;.]{0,60}|\d)\s*\Z",
    re.IGNORECASE,
)
# A year of what was: "từ 85% năm 2023 lên 92%", "(năm 2015 mới có 08 bản)".
_CHANGE = re.compile(r"\s*\)?\s*,?\s*(?:(?:tăng\s+)?(?:lên|xuống)|mới|đã|chỉ)\b")
_OWN_TITLE = re.compile(
    r"(?:(?:nhất\s+trí|thống\s+nhất)\s+)?(?:phê\s+(?:duyệt|chuẩn)|ban\s+hành|thông\s+qua)\s", re.IGNORECASE
)  # an article that holds the title of what it approves
# Behind these a clause speaks of a part: "100% trường đạt chuẩn, riêng năm 2012 đạt 70%", "1.040 tỷ đồng (năm 2022
# bố trí 260 tỷ đồng)".
_OF_A_PART = re.compile(
    r"[,;]\s+(?:riêng|trong\s+(?:số\s+)?đó|trước\s+mắt|phấn\s+đấu)\b|[,;(]\s*(?:(?:bao\s+)?gồm(?:\s+có)?|cụ\s+thể|chia\s+ra)\s*:|\((?:riêng\s+)?năm\s+20\d{2}[^)]*?\s\d",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d\s*(?:%|(?:tỷ|tỉ|triệu|ha|km|tấn)\b)")
_TERM = re.compile(r"(?:hoàn\s+thành|xong)(?:\s+[^\W\d]+){0,4}\s*\Z")  # the year of another clause's deadline
_WINDOW = 1200  # characters of a sentence that are looked at on either side
_POINT = re.compile(r"[.!?]\s+(?=[A-ZÀ-Ỹ\d])")


def governing_year(text: str, parts: tuple[Part, ...], index: int, start: int, end: int, at: int) -> str | None:
    """The year for the number at `at`, in the clause [start, end) of part `index`; None when none is stated."""
    part = parts[index]
    sentence = max(part.start, start - _WINDOW)
    end = min(end, at + _WINDOW)
    for match in _POINT.finditer(text, sentence, start + 1):
        sentence = match.end()
    before = _last(text, max(sentence, at - _WINDOW), at, clause=start)
    own = _last(text, max(start, at - _WINDOW), at, clause=start)
    return own or _first(text, at, end) or before or _above(text, parts, index)


def _last(text: str, start: int, end: int, *, clause: int) -> str | None:
    """The nearest year before the number that frames it: in its own clause, or before the number of an earlier one."""
    found = None
    for match in _years(text, start, end):
        own = match.start() >= clause
        opened = max(text.rfind(";", start, match.start()), start)
        bracketed = text.rfind("(", opened, match.start()) > text.rfind(")", opened, match.start())
        aside = bracketed or _TERM.search(text, opened, match.start()) or _NUMBERED.search(text, opened, match.start())
        if own or not aside:
            found = match["year"]
    return found


def _first(text: str, start: int, end: int) -> str | None:
    part = _OF_A_PART.search(text, start, end)
    match = next(_years(text, start, part.start() if part else end), None)
    return match["year"] if match else None


def _years(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    for match in sorted(
        [m for form in (_YEAR, _DAY, _MONTH) for m in form.finditer(text, start, end)], key=re.Match.start
    ):
        if match[0][0] != "(" and _NOT.search(text, max(start, match.start() - 80), match.start()):
            continue
        if not _CHANGE.match(text, match.end()) and not _is_quoted(text, start, match.start()):
            yield match


def _is_quoted(text: str, start: int, at: int) -> bool:
    """Does this place lie inside a quoted name: "Đề án “… giai đoạn 2016 - 2018”"?"""
    return text.rfind("“", start, at) > text.rfind("”", start, at)


def _above(text: str, parts: tuple[Part, ...], index: int) -> str | None:
    """The year of the lead-in just above the list, else of the headings that govern the part."""
    at: int | None = index
    while at is not None:
        parent = parts[at].parent
        lead = _lead_in(text, parts, at, parent)
        for candidate in (lead, parent):
            if candidate is not None and not _OWN_TITLE.match(text, parts[candidate].start):
                match = next(
                    _years(text, parts[candidate].start, min(parts[candidate].end, parts[candidate].start + 400)), None
                )
                if match:
                    return match["year"]
        at = parent
    return None


def _lead_in(text: str, parts: tuple[Part, ...], index: int, parent: int | None) -> int | None:
    """The unmarked paragraph that announces the list of part `index`: it ends in a colon."""
    first = index
    while first > 0 and parts[first - 1].parent == parts[index].parent and parts[first - 1].style == parts[index].style:
        first -= 1
    above = first - 1
    if (
        above >= 0
        and parts[above].style is None
        and parts[above].parent == parent
        and text[parts[above].end - 1] == ":"
    ):
        return above if parent is not None else None
    return None
