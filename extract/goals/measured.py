"""What a goal measures, in the words of its clause: "Tỷ lệ hộ nghèo", "hồ sơ được giải quyết đúng hạn"."""

from __future__ import annotations

import re

from .measures import Goal

_WINDOW = 250  # characters before a number among which the name of its measure stands
_LONGEST = 200
_SHORTEST = 4
# Names of measures; a clause that holds one names it before its number.
_MEASURE = re.compile(
    r"(?<!\w)(?:t[ỷỉ]\s+(?:lệ|trọng|suất|số)|chỉ\s+số|tốc\s+độ|số(?!\s+h(?:óa|oá))(?:\s+lượng)?|mức|thu\s+(?:nhập|ngân|nội)|doanh\s+thu"
    r"|kim\s+ngạch|sản\s+lượng|năng\s+suất|GRDP|GDP|điểm\s+(?:số|trung)|tuổi\s+thọ|quy\s+mô|giá\s+trị|thời\s+(?:gian|hạn)|kinh\s+phí"
    r"|nhu\s+cầu|dự\s+toán|khái\s+toán|diện\s+tích|mật\s+độ|độ\s+che|công\s+suất|tăng\s+trưởng|thứ\s+hạng|vốn|ngân\s+sách"
    r"|tổng\s+(?:số|thu|chi|vốn|mức|kinh|sản|giá|diện|đàn|nguồn|nhu|dự))(?!\w)",
    re.IGNORECASE,
)
_CUES = re.compile(
    r"[\s:(]*(?<!\w)(?:từ\s+[\d.,]+\s*%?(?:\s+\(?năm\s+\d{4}\)?)?|đạt|là|trên|dưới|từ|còn|tối\s+(?:thiểu|đa)|ít\s+nhất|không\s+(?:quá|dưới|vượt|thấp\s+hơn)|mức|khoảng|có|chiếm|lên|xuống"
    r"|phấn\s+đấu|duy\s+trì|ổn\s+định|tăng(?:\s+thêm)?|giảm|bình\s+quân|ở|hơn|xếp|đứng|nằm|thứ|trong|nhóm|tốp|được|dự\s+kiến|vượt"
    r"|vào|(?:đến|năm)\s+(?:năm\s+)?\d{4})?[\s:,(<>≥≤=-]*\Z",
    re.IGNORECASE,
)
# Words behind a number that say how, when or from what, not what.
_NO_NAME = re.compile(
    r"(?:so\s+với|vào|trong|trên|ở|tại|tương\s+ứng|trở\s+(?:lên|xuống)|từ|năm|mỗi|hằng|hàng|theo|nêu|trích|bằng|do|để|và|gồm|nguồn|của\s+năm)(?!\w)",
    re.IGNORECASE,
)
_PER = re.compile(  # "/vạn dân", "/người/năm"
    r"\s*/\s*[^\s,;.)]+(?:\s+[^\s,;.)\d]+){0,2}(?=\s*(?:[,;.)]|\Z))|\s*/\s*[^\s,;.)]+(?:\s*/\s*[^\s,;.)]+)*"
)
_OR_MORE = re.compile(r"\s*trở\s+(?:lên|xuống)")
# Units that measure; any other one names what is counted: "1.240 hộ nghèo" counts "hộ nghèo".
_SIZES = re.compile(
    r"%|‰|/|.*\d|(?:ha|km|m|kg|tấn|lít|lần|bậc|hạng|điểm|mw|gw|kwh|ngày|giờ|phút|giây|tháng|tuần|năm|tuổi)\b|.*(?:đ|đồng|vnđ|vnd|usd|tỷ|tỉ|triệu|eur|euro|mỹ|la)\Z",
    re.IGNORECASE,
)


def indicator_of(text: str, start: int, goal: Goal, end: int, previous: int) -> str | None:
    """What is measured by `goal` of the clause [start, end): a named measure before it, else the words behind it.

    `previous` is the end of the number before it. None where the clause says nothing else.
    """
    at = goal.at if goal.group is None else min(goal.at, goal.group)
    named = _MEASURE.search(text, max(start, previous, at - _WINDOW), at)
    if named:
        words = _without_cues(text[named.start() : at])
        if len(words.split()) > 1:
            return words[:_LONGEST]
    more = _OR_MORE.match(text, goal.end, end)
    rest = more.end() if more else goal.end
    per = _PER.match(text, rest, end)
    behind = _balanced(text[per.end() if per else rest : end])
    before = _without_cues(text[max(start, at - _WINDOW) : at])
    if not _SIZES.match(goal.unit):
        return f"{goal.unit} {behind}".strip()[:_LONGEST]
    if len(behind) >= _SHORTEST and not (_NO_NAME.match(behind) and len(before) >= _SHORTEST):
        return behind[:_LONGEST]
    return before[:_LONGEST] or behind[:_LONGEST] or None


def _without_cues(words: str) -> str:
    """`words` without the words of measure at their end: "Tỷ lệ hộ nghèo giảm còn dưới" is "Tỷ lệ hộ nghèo"."""
    words = " ".join(words.split())
    while (shorter := _CUES.sub("", words)) != words:
        words = shorter
    return _balanced(words)


def _balanced(words: str) -> str:
    """`words` on one line, without signs at their ends and without half a pair of brackets."""
    words = " ".join(words.split()).strip(" ,.;:")
    if words.count("(") != words.count(")"):
        words = words.replace("(", "").replace(")", "").strip(" ,.;:")
    return words
