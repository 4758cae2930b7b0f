"""What stands around a number: its comparator, and whether it is a fee, a result or the base of a change."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..records import Comparator

WINDOW = 240  # characters before a number that may say what it is
_BEFORE: tuple[tuple[Comparator, str], ...] = (
    (">=", r"(?:tối\s+thiểu|ít\s+nhất|không\s+(?:dưới|thấp\s+hơn|ít\s+hơn)|(?<!\w)từ|trở\s+lên\s+là)"),
    ("<=", r"(?:không\s+(?:quá|vượt\s+quá|cao\s+hơn|nhiều\s+hơn)|tối\s+đa|nhiều\s+nhất|không\s+lớn\s+hơn)"),
    (">", r"(?:(?<!\w)trên|(?<!thấp )(?<!nhỏ )(?<!ít )(?<!kém )hơn|vượt|cao\s+hơn|lớn\s+hơn)"),
    ("<", r"(?:(?<!\w)dưới|(?:thấp|nhỏ|ít|kém)\s+hơn)"),
)
_SIGNS: dict[str, Comparator] = {">": ">", "<": "<", "≥": ">=", "≤": "<=", ">=": ">=", "<=": "<="}
_SIGN = re.compile(r"(?P<sign>[<>]=?|[≥≤])\s*\Z")
_EXCEEDS = re.compile(r"không[^.;%]{0,40}\bquá\s*\Z", re.IGNORECASE)  # "không để … vượt quá 2%"
_CUE_TAIL = r"(?:\s+(?:tương\s+ứng|đạt|là|từ|có|khoảng|ở|tại|cho|mức|lần\s+lượt))*\s*\Z"
_CUES: tuple[tuple[Comparator, re.Pattern[str]], ...] = tuple(
    (comparator, re.compile(cue + _CUE_TAIL, re.IGNORECASE)) for comparator, cue in _BEFORE
)
_UPWARD = re.compile(r"[^.;,%\d]{0,40}?trở\s+lên", re.IGNORECASE)
_DOWNWARD = re.compile(r"[^.;,%\d]{0,40}?trở\s+xuống", re.IGNORECASE)
_SPREADING = ("tối", "ít", "không", "trên", "dưới")
_NO_GOAL = re.compile(
    r"(?:hỗ\s+trợ|mức\s+(?:thu|chi|phí|phạt|đóng|hưởng|lương|giảm\s+trừ|khoán)|trích|lãi\s+suất|thuế\s+suất"
    r"|phạt|được\s+hưởng|phụ\s+cấp|bồi\s+thường|chiết\s+khấu"
    r"|tạm\s+ứng|để\s+lại|điều\s+tiết|tỷ\s+lệ\s+(?:trích|phần\s+trăm|hao)|độ\s+ẩm|nồng\s+độ|hàm\s+lượng"
    r"|quy\s+mô(?!\s+(?:kinh\s+tế|GRDP|nền))|vốn\s+đối\s+ứng)\b[^.;%]{0,40}\Z",
    re.IGNORECASE,
)
_FUNDED = re.compile(
    r"(?:ngân\s+sách|vốn|nguồn|kinh\s+phí)\s[^.;,]{0,40}?(?:hỗ\s+trợ|đối\s+ứng)(?:\s+(?:là|khoảng))?\s*:?\s*\Z",
    re.IGNORECASE,
)
_EACH_ONE = re.compile(
    r"\s*/\s*(?!(?:năm|tháng|quý|giai)\b)[^\W\d_]|\s+(?:cho\s+)?(?:một|mỗi)\s+(?:hộ|người|xã|nhà|căn|ha|lao)",
    re.IGNORECASE,
)
_CASE = re.compile(r"(?:Trường\s+hợp|Nếu|Khi|Đối\s+với\s+(?:trường\s+hợp|hồ\s+sơ|dự\s+án|hộ))\s", re.IGNORECASE)
_THOSE = re.compile(
    r"(?<!\w)(?:của|đối\s+với|cho|gồm|là|những)\s+(?:(?:các|những)\s+)?(?:dự\s+án|hồ\s+sơ|hộ|trường\s+hợp|doanh\s+nghiệp|cơ\s+sở|đơn\s+vị"
    r"|địa\s+phương|công\s+trình)\s+(?:(?!đạt\s)[^\W\d]+\s+){0,4}(?:dưới|trên|chưa\s+đạt)\s*\Z",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?:\bđã\b|xảy\s+ra|đạt\s+được|mới\s+(?:chỉ\s+)?đạt|chỉ\s+(?:mới\s+)?đạt|Tuy\s+nhiên|chiếm(?!\s+(?:trên|từ|tối|ít|không))|đo\s+được|mới\s+có|hiện\s+(?:nay|có|đạt)|so\s+với\s+cùng\s+kỳ"
    r"|cùng\s+kỳ|năm\s+qua\b)[^.;%]{0,80}\Z",
    re.IGNORECASE,
)
# "giảm từ 5% năm 2020 xuống còn 3%": the first number is where the change begins.
_FROM = re.compile(r"(?<!\w)từ(?:\s+(?:mức|trên|dưới|khoảng))?\s*\Z", re.IGNORECASE)
_TO = re.compile(
    r"[^.;,%\d]{0,40}?(?:\(?(?:năm\s+)?\d{4}\)?\s*)?,?\s*(?<!trở\s)(?:xuống|lên|còn)(?!\w)(?=[^.;,\d]{0,30}\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Goal:
    """One number that states a goal: where it stands and what it says; `group` joins the ends of a range."""

    at: int
    end: int
    value: float
    unit: str
    comparator: Comparator
    group: int | None = None


def is_rate(text: str, start: int, at: int) -> bool:
    """Is the number at `at` a fee, a rate of support or the like, which is no goal?"""
    return _NO_GOAL.search(text, max(start, at - WINDOW), at) is not None


def is_rate_of_money(text: str, start: int, match: re.Match[str], *, reached: bool = False) -> bool:
    """Is this amount what each one pays or gets ("50 triệu đồng/hộ")? What a fund gives in all is none.

    `reached` says that it is a measure of what is produced, of which so much for each is no rate ("thu nhập 60 triệu
    đồng/người").
    """
    if not reached and _EACH_ONE.match(text, match.end()):
        return True
    return is_rate(text, start, match.start()) and not _FUNDED.search(
        text, max(start, match.start() - 80), match.start()
    )


def is_condition(text: str, start: int, at: int) -> bool:
    """Does the number at `at` say which cases are meant: "các dự án giải ngân dưới 30%", "trường hợp trên 10 hồ sơ"?"""
    return _CASE.match(text, start) is not None or _THOSE.search(text, max(start, at - 90), at) is not None


def is_result(text: str, start: int, at: int) -> bool:
    """Is the number at `at` what has been reached?"""
    return _PAST.search(text, max(start, at - WINDOW), at) is not None


def is_base(text: str, start: int, at: int, after: int, end: int) -> bool:
    """Is the number at `at` the one that a change begins with: the 5 of "từ 5% xuống còn 3%"?"""
    return _FROM.search(text, max(start, at - 20), at) is not None and _TO.match(text, after, end) is not None


def comparator_of(text: str, start: int, number: int, after: int, end: int) -> tuple[Comparator | None, bool]:
    """The comparator said before or behind a number, and whether it governs the numbers that follow in its clause."""
    head = text[max(start, number - 60) : number]
    sign = _SIGN.search(head)
    if sign:
        return _SIGNS[sign["sign"]], False
    for comparator, cue in _CUES:
        match = cue.search(head)
        if match:
            if comparator == ">=" and match[0].casefold().startswith("từ") and _DOWNWARD.match(text, after, end):
                return "<=", False
            return comparator, match[0].casefold().split()[0] in _SPREADING
    if _EXCEEDS.search(head):
        return "<=", False
    if _UPWARD.match(text, after, end):
        return ">=", False
    if _DOWNWARD.match(text, after, end):
        return "<=", False
    return None, False
