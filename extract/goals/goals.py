"""The numbers of one clause that state goals, with comparator and unit: percentages, money, counts.

Numbers of one clause share a word of measure that stands before the first ("tối thiểu 60%, 50%, 40%"); "trong đó"
ends its reach. A range ("từ 85% đến 90%", "1 đến 2 bậc") is two goals of one group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..records import Comparator
from .amounts import MONEY, NUMBER, money_of, number_of, said_again
from .counts import counts
from .measures import WINDOW, Goal, comparator_of, is_base, is_condition, is_rate, is_rate_of_money, is_result
from .units import Units

# What a clause must hold to be looked at: a number with a sign or a noun behind it, a rank, a number in words. Numbers
# of days, of years and of provisions are passed over.
HAS_NUMBER = re.compile(
    r"[\dỗấ](?:(?<=\d)(?:[Oo]{0,2}\s*(?:[%‰đĐ]|/\s*1[0.]{3})|(?<=(?:thứ|ạng|tốp|top)\s\d)|\d*/\d{1,3}\s|\s*(?:-|đến)\s*\d+\s"
    r"|\s+(?!(?:ngày|tháng|năm)\s+\d|(?:của|và|đến|về|tại|theo|trong|được|thì|hoặc|khi|này|nêu|trên)\b|[A-ZĐÀ-Ỹ][a-zà-ỹ])"
    r"[^\W\d_])|(?<=ỗ)i\s|(?<=ấ)(?:t\s+(?:một|hai)\b|p\s+(?:đôi|ba)\b))"
)
_SCANNED = r"\d[Oo]|1[Oo][Oo]"  # "6O%": a zero that a scan took for a letter
_PERCENT = rf"(?P<percent>(?:{_SCANNED})(?=\s*%)|{NUMBER})\s*(?P<sign>%|‰|phần\s+(?:trăm|nghìn))(?:\s*\([%‰]\))?"
_LOW = rf"(?P<low>{NUMBER})\s*[%‰]?\s*(?:-|đến|tới)\s*(?={NUMBER}\s*[%‰])"
_PERCENTS = re.compile(rf"(?<![\w.,/])(?:{_LOW})?{_PERCENT}")
_CHANGED = re.compile(r"[^.;,%]{0,30}\b(?:xuống|lên|còn)(?:\s+(?:còn|đến|tới|dưới|trên|khoảng))*\s*")
_LISTED = re.compile(r"\s*[,;]\s*[^.,;%]{0,30}")
_PART = re.compile(r"trong\s+(?:số\s+)?đó|riêng|phấn\s+đấu|,[^,]*\b(?:đạt|tỷ\s+lệ|tỉ\s+lệ)\b", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?:tổng\s+(?:kinh\s+phí|mức|số\s+kinh\s+phí|vốn|dự\s+toán|nhu\s+cầu|cộng|nguồn)|kinh\s+phí\s+(?:thực\s+hiện"
    r"|dự\s+kiến)|dự\s+(?:kiến|toán)\s+kinh\s+phí|nhu\s+cầu\s+(?:kinh\s+phí|vốn)|khái\s+toán|dự\s+toán(?!\s+thu)"
    r"|kinh\s+phí|bố\s+trí|(?:bổ\s+sung|dự\s+kiến|(?:bảo\s+đảm|đảm\s+bảo|cân\s+đối|dành))(?=\s*(?:thêm\s+|khoảng\s+)?\Z))(?:[^.;]|\.(?=\d)){0,120}\Z",
    re.IGNORECASE,
)
_OF_WHICH = re.compile(r"(?:Trong\s+(?:số\s+)?đó|Bao\s+gồm|Gồm|Cụ\s+thể)\s*[:,]?\s", re.IGNORECASE)
_MONEY = re.compile(
    r"(?:kinh\s+phí|vốn|dự\s+toán|tổng\s+mức|nguồn\s+lực)[^;]*\d\s*(?:triệu|tỷ|tỉ|nghìn|đồng|đ)[^;]*\Z", re.IGNORECASE
)
# "Tổng kinh phí 125.340 triệu đồng, gồm: năm 2021: 25.000 triệu đồng; năm 2022: …": further parts of a total.
_FURTHER_PART = re.compile(r"(?:năm\s+20\d\d|ngân\s+sách|nguồn|vốn)\b[^.;:\d]{0,60}:?\s*\d", re.IGNORECASE)
_PARTED = re.compile(
    r"(?:kinh\s+phí|vốn|dự\s+toán|tổng\s+mức|nguồn\s+lực)\b(?:[^.;\n]|\.(?=\d)){0,60}?\d\s*(?:triệu|tỷ|tỉ|nghìn|đồng|đ)\b[^.;:\n]{0,20}"
    r"[,;(]\s*(?:trong\s+đó|(?:bao\s+)?gồm(?:\s+có)?|cụ\s+thể|chia\s+ra)\s*:(?:[^.\n]|\.(?=\d)){0,160}\Z",
    re.IGNORECASE,
)
# Money that is to be taken in, raised or produced.
_REACHED = re.compile(
    r"(?:đạt|tăng\s+lên|phấn\s+đấu)(?:\s+(?:từ|trên|khoảng|tối\s+thiểu|ít\s+nhất|mức|không\s+dưới"
    r"|bình\s+quân))*\s*\Z|(?:huy\s+động|vận\s+động|giải\s+ngân|thu\s+hút|xã\s+hội\s+hóa|xã\s+hội\s+hoá|tiết\s+kiệm"
    r"|thu\s+ngân\s+sách|số\s+thu|tổng\s+thu|doanh\s+thu|kim\s+ngạch|giá\s+trị\s+(?:sản|xuất|gia)|thu\s+nhập\s+bình)[^.;:\d%]{0,80}"
    r":?\s*\Z|(?:nâng|tăng|đưa)\s[^.;]{3,120}?\slên(?:\s+(?:trên|khoảng))?\s*\Z",
    re.IGNORECASE,
)


def goals_in(text: str, start: int, end: int, units: Units, *, section: bool) -> list[Goal]:
    """The goals of a clause in the order of the text; `section` says that it stands under a heading of goals."""
    if not HAS_NUMBER.search(text, start, end):
        return []
    money = list(_money(text, start, end, section=section))
    counted = [
        g for g in counts(text, start, end, units, section=section) if not any(m.at <= g.at < m.end for m in money)
    ]
    return sorted([*_percents(text, start, end), *counted, *money], key=lambda goal: goal.at)


def _percents(text: str, start: int, end: int) -> Iterator[Goal]:
    inherited: Comparator | None = None
    previous = start
    result = -1  # the end of the last number that was reached: "đã giảm từ 22% xuống còn 11,3%" goes on with it
    rated = -1  # the end of the last rate: "hỗ trợ 70%, khu vực 2: 50%" lists further ones
    for match in _PERCENTS.finditer(text, start, end):
        if is_rate(text, start, match.start()) or (rated > 0 and _LISTED.fullmatch(text, rated, match.start())):
            rated = match.end()
            continue
        if is_result(text, start, match.start()) or (result > 0 and _CHANGED.fullmatch(text, result, match.start())):
            result = match.end()
            continue
        if is_condition(text, start, match.start()):
            continue
        if _PART.search(text, previous, match.start()):
            inherited = None  # so does a clause with an act of its own: "đạt tối thiểu 65%, tỷ lệ số hóa đạt 80%"
        unit = "‰" if match["sign"][-1] in "‰n" else "%"
        inherited = inherited if unit == "%" else None
        value = float(number_of(match["percent"].upper().replace("O", "0")))
        if match["low"]:
            yield Goal(match.start("low"), match.end(), float(number_of(match["low"])), unit, ">=", match.start())
            yield Goal(match.start("percent"), match.end(), value, unit, "<=", match.start())
        elif not is_base(text, start, match.start(), match.end(), end):
            said, spread = comparator_of(text, start, match.start("percent"), match.end(), end)
            shared = inherited if inherited != ">" or value < 100 else None
            yield Goal(match.start("percent"), match.end(), value, unit, said or shared or "=")
            inherited = said if said and spread and unit == "%" else inherited
        previous = match.end()


def _money(text: str, start: int, end: int, *, section: bool) -> Iterator[Goal]:
    """Totals of a budget, amounts that are to be reached ("thu nhập bình quân đạt 80 triệu đồng")."""
    for match in MONEY.finditer(text, start, end):
        money = money_of(match)
        if said_again(text, start, match, money):
            continue
        before = (text, max(start, match.start() - WINDOW), match.start())
        reached = _REACHED.search(*before)
        if is_base(text, start, match.start(), match.end(), end):
            continue
        total = _TOTAL.search(*before) or _is_part(text, start)
        if not (section or reached or total) or is_rate_of_money(text, start, match, reached=bool(reached)):
            continue
        if money.low is not None:
            yield Goal(match.start("low"), match.end(), money.low, money.unit, ">=", match.start())
            yield Goal(match.start("number"), match.end(), money.value, money.unit, "<=", match.start())
        else:
            said, _ = comparator_of(text, start, match.start(), match.end(), end)
            yield Goal(match.start(), match.end(), money.value, money.unit, said or "=")


def _is_part(text: str, start: int) -> bool:
    """Does this clause say what the money of the sentence before it consists of: "Trong đó: ngân sách tỉnh …"?"""
    above = (text, max(0, start - WINDOW), start)
    if _FURTHER_PART.match(text, start):
        return _PARTED.search(*above) is not None
    return _OF_WHICH.match(text, start) is not None and _MONEY.search(*above) is not None
