"""The numbers of one clause that state goals, with comparator and unit.

Numbers of one clause share a word of measure that stands before the first ("tối thiểu 60%, 50%, 40%"); "trong đó"
ends its reach. A range ("từ 85% đến 90%", "1 đến 2 bậc") is two goals of one group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..records import Comparator
from .amounts import MONEY, NUMBER, money_of, number_of
from .units import Units

_WINDOW = 240  # characters before a number that may say what it is
_SCANNED = r"\d[Oo]|1[Oo][Oo]"  # "6O%": a zero that a scan took for a letter
_PERCENT = rf"(?P<percent>(?:{_SCANNED})(?=\s*%)|{NUMBER})\s*(?:%|phần\s+trăm)"
_LOW = rf"(?P<low>{NUMBER})\s*%?\s*(?:-|đến|tới)\s*(?={NUMBER}\s*%)"
_UNIT_STOP = (
    r"(?:trở|và|hoặc|có|được|thực|trong|vào|của|mỗi|tại|theo|để|cho|về|ở|là|với|/|đến|từ|không|nhất|đã|bị|do|này|trên"
    r"|dưới)"
)
_NOUN = rf"(?P<noun>nhà\s+ở\b|(?!{_UNIT_STOP}\b)[^\W\d_]+(?:\s+(?!{_UNIT_STOP}\b)[^\W\d_]+){{0,2}})"
_MEASURE = (
    r"ít\s+nhất|tối\s+thiểu|không\s+(?:dưới|thấp\s+hơn|ít\s+hơn)|không\s+(?:quá|vượt\s+quá|cao\s+hơn)|tối\s+đa"
    r"|tăng(?:\s+thêm|\s+hạng|\s+từ)?|giảm|nâng\s+lên"
    r"|phấn\s+đấu(?:\s+(?:có|đạt|xây\s+dựng|thành\s+lập|tăng|mỗi\s+năm\s+có))?|đạt(?:\s+từ|\s+trên|\s+mức)?|trên|gấp"
)
_RANGE = rf"(?P<count>{NUMBER})(?:\s*(?:-|đến)\s*(?P<top>{NUMBER}))?\s+{_NOUN}"
_COUNT = re.compile(rf"(?<!\w)(?:{_MEASURE})\s+(?:là\s+|từ\s+|có\s+|đạt\s+|tại\s+|ở\s+|cho\s+)?{_RANGE}", re.IGNORECASE)
# Under a heading of goals each count is one, but for numbers that are labels ("mức độ 4", "Đề án 06") or the base of
# a rate ("trên 1 ha", "trên 10.000 dân").
_ANY = re.compile(rf"(?<![\w.,/-])(?!4\.0\b){_RANGE}", re.IGNORECASE)
_LABEL = re.compile(
    r"(?<!\w)(?:năm|tháng|ngày|quý|điều|khoản|điểm|mục|chương|phụ\s+lục|biểu|mẫu|(?<!tổng )số|mức|độ|cấp|loại|hạng|nhóm"
    r"|khu\s+vực|vùng|giai\s+đoạn|đợt|kỳ|khóa|thứ|tuyến|quốc\s+lộ|tỉnh\s+lộ|đề\s+án|dự\s+án|chương\s+trình"
    r"|nghị\s+quyết|quyết\s+định|nghị\s+định|thông\s+tư|chỉ\s+thị|kế\s+hoạch|kết\s+luận|luật|tiêu\s+chí|tiêu\s+chuẩn"
    r"|khu\s+phố|tổ|ấp|thôn|xóm|khóm|phường|quận|đội|bước|phiên\s+bản|thế\s+hệ|quy\s+chuẩn|lớp|khối|top|trong\s+(?:tổng\s+)?số|trên\s+tổng\s+số|trong|sau|trước)"
    r"\s*\Z",
    re.IGNORECASE,
)
_ACTS_TOO, _MOST_LABEL = ("cấp", "đội", "tổ"), 30  # "cấp 2" is a label, "cấp 250 thẻ" is not
_BASE = re.compile(r"trên\s+(?:(?:0?1|một)\s|[\d.,]+\s+(?:vạn\s+)?(?:dân|người|trẻ|hộ|lao\s+động)\b)", re.IGNORECASE)
_WORDS = {"một": 1.0, "hai": 2.0, "ba": 3.0, "bốn": 4.0}
# "Mỗi phường chọn một khu phố": a number in words is a goal where each of many is to do it.
_EACH = re.compile(
    r"(?<!\w)mỗi\s+[^\W\d]+(?:\s+[^\W\d]+){0,3}?\s+(?:chọn|lựa\s+chọn|có|xây\s+dựng|thành\s+lập|duy\s+trì|đăng\s+ký)"
    rf"\s+(?:(?:ít\s+nhất|tối\s+thiểu)\s+)?(?P<word>{'|'.join(_WORDS)})\s+{_NOUN}",
    re.IGNORECASE,
)
# Acts whose counts are goals in any part of a plan: what is set up, renewed, brought to an end or trained, not what is
# held or printed.
_SET_UP = (
    r"thành\s+lập(?:\s+mới)?|nâng\s+cấp|cải\s+tạo|trồng\s+mới|tạo\s+việc\s+làm\s+(?:mới\s+)?cho"
    r"|giải\s+quyết\s+việc\s+làm(?:\s+mới)?\s+cho|củng\s+cố|nâng\s+hạng|kết\s+nạp|đưa\s+vào\s+(?:sử\s+dụng|vận\s+hành"
    r"|hoạt\s+động|khai\s+thác)|hoàn\s+thành(?:\s+(?!trong\b|trước\b|sau\b|cho\b)[^\W\d]+){0,6}?|xây\s+dựng(?:\s+[^\W\d]+){1,8}?\s+cho"
    r"|(?:đào\s+tạo|bồi\s+dưỡng|tập\s+huấn)(?:\s+(?!cho)[^\W\d]+){0,5}\s+cho|lắp\s+đặt(?:\s+[^\W\d]+){1,6}?\s+(?:tại|cho)"
    r"|phấn\s+đấu\s+(?:(?!đạt|có|tăng)[^\W\d]+\s*,?\s+){1,12}?(?:sửa\s+chữa|xây\s+dựng|hoàn\s+thành|hỗ\s+trợ|thành\s+lập|trồng)"
)
_STARTED = re.compile(rf"(?<!\w)(?:{_SET_UP})\s+(?:ít\s+nhất\s+|trên\s+)?{_RANGE}", re.IGNORECASE)
# A count behind a colon: "Tổng số trường xây mới: 12 trường"; its parts in brackets.
_SUM = re.compile(rf"(?<!\w)(?:tổng\s+số|số\s+lượng)\s[^.;:\d]{{3,80}}:\s*{_RANGE}", re.IGNORECASE)
_FURTHER = re.compile(rf"\s*(?:,|và)\s+(?:và\s+)?{_RANGE}", re.IGNORECASE)
_RANKS = re.compile(
    rf"(?<!\w)(?P<a>{NUMBER})\s*(?:-|đến)\s*(?P<b>{NUMBER})\s+(?P<noun>bậc|hạng"
    rf"|điểm)\b",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"(?P<cue>không\s+quá|tối\s+thiểu|ít\s+nhất|trên|tối\s+đa"
    r"|đạt)\s+(?P<top>[1-9])/(?P<bottom>[2-9])\s+(?P<noun>(?:tổng\s+)?số\s+[^.;,]{3,80})",
    re.IGNORECASE,
)
_PERCENTS = re.compile(rf"(?<![\w.,/])(?:{_LOW})?{_PERCENT}")
_BEFORE: tuple[tuple[Comparator, str], ...] = (
    (">=", r"(?:tối\s+thiểu|ít\s+nhất|không\s+(?:dưới|thấp\s+hơn|ít\s+hơn)|(?<!\w)từ|trở\s+lên\s+là)"),
    ("<=", r"(?:không\s+(?:quá|vượt\s+quá|cao\s+hơn|nhiều\s+hơn)|tối\s+đa|nhiều\s+nhất|không\s+lớn\s+hơn)"),
    (">", r"(?:(?<!\w)trên|hơn|vượt|cao\s+hơn|lớn\s+hơn)"),
    ("<", r"(?:(?<!\w)dưới|thấp\s+hơn|nhỏ\s+hơn)"),
)
_EXCEEDS = re.compile(r"không[^.;%]{0,40}\bquá\s*\Z", re.IGNORECASE)  # "không để … vượt quá 2%"
_ENDS: tuple[tuple[str, Comparator], ...] = (("a", ">="), ("b", "<="))  # of a range
_CUE_TAIL = r"(?:\s+(?:tương\s+ứng|đạt|là|từ|có|khoảng|ở|tại|cho|mức|lần\s+lượt))*\s*\Z"
_CUES: tuple[tuple[Comparator, re.Pattern[str]], ...] = tuple(
    (comparator, re.compile(cue + _CUE_TAIL, re.IGNORECASE)) for comparator, cue in _BEFORE
)
_UPWARD = re.compile(r"[^.;,%\d]{0,40}?trở\s+lên", re.IGNORECASE)
_DOWNWARD = re.compile(r"[^.;,%\d]{0,40}?trở\s+xuống", re.IGNORECASE)
_NO_GOAL = re.compile(
    r"(?:hỗ\s+trợ|mức\s+(?:thu|chi|phí|phạt|đóng|hưởng|lương|giảm\s+trừ|khoán)|trích|lãi\s+suất|thuế\s+suất"
    r"|phạt|được\s+hưởng|phụ\s+cấp|bồi\s+thường|chiết\s+khấu"
    r"|tạm\s+ứng|để\s+lại|điều\s+tiết|tỷ\s+lệ\s+(?:trích|phần\s+trăm|hao)|độ\s+ẩm|nồng\s+độ|hàm\s+lượng"
    r"|quy\s+mô(?!\s+(?:kinh\s+tế|GRDP|nền))|vốn\s+đối\s+ứng)\b[^.;%]{0,40}\Z",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\s*[,;]\s*[^.,;%]{0,30}")
_PAST = re.compile(
    r"(?:\bđã\b|xảy\s+ra|đạt\s+được|mới\s+(?:chỉ\s+)?đạt|chỉ\s+(?:mới\s+)?đạt|Tuy\s+nhiên|chiếm|hiện\s+(?:nay|có|đạt)|so\s+với\s+cùng\s+kỳ"
    r"|cùng\s+kỳ)[^.;%]{0,80}\Z",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"(?:tổng\s+(?:kinh\s+phí|mức|số\s+kinh\s+phí|vốn|dự\s+toán|nhu\s+cầu|cộng)|kinh\s+phí\s+(?:thực\s+hiện"
    r"|dự\s+kiến)|dự\s+(?:kiến|toán)\s+kinh\s+phí|nhu\s+cầu\s+kinh\s+phí|khái\s+toán"
    r"|kinh\s+phí|bố\s+trí)[^.;]{0,120}\Z",
    re.IGNORECASE,
)
# Units that are fixed pairs of words: "10 cơ quan, đơn vị".
_PAIR = re.compile(
    r"cơ\s+quan,\s*đơn\s+vị|xã,\s*phường(?:,\s*(?:thị\s+trấn|đặc\s+khu))?|tin,\s*bài|sở,\s*(?:ban,\s*)?ngành"
    r"|huyện,\s*(?:thị\s+xã,\s*)?thành\s+phố",
    re.IGNORECASE,
)
_PART = re.compile(r"trong\s+(?:số\s+)?đó|riêng|,[^,]*\b(?:đạt|tỷ\s+lệ|tỉ\s+lệ)\b", re.IGNORECASE)
_MOVES = re.compile(r"tăng|nâng|giảm|cải\s+thiện", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Goal:
    """One number that states a goal: where it stands and what it says; `group` joins the ends of a range."""

    at: int
    end: int
    value: float
    unit: str
    comparator: Comparator
    group: int | None = None


def goals_in(text: str, start: int, end: int, units: Units, *, section: bool) -> list[Goal]:
    """The goals of a clause in the order of the text; `section` says that it stands under a heading of goals."""
    money = list(_money(text, start, end))
    counts = [
        g for g in _counts(text, start, end, units, section=section) if not any(m.at <= g.at < m.end for m in money)
    ]
    return sorted([*_percents(text, start, end), *counts, *money], key=lambda goal: goal.at)


def is_rate(text: str, start: int, at: int) -> bool:
    """Is the number at `at` a fee, a rate of support or the like, which is no goal?"""
    return _NO_GOAL.search(text, max(start, at - _WINDOW), at) is not None


def _percents(text: str, start: int, end: int) -> Iterator[Goal]:
    inherited: Comparator | None = None
    previous = start
    rated = -1  # the end of the last rate: "hỗ trợ 70%, khu vực 2: 50%" lists further ones
    for match in _PERCENTS.finditer(text, start, end):
        if is_rate(text, start, match.start()) or (rated > 0 and _LISTED.fullmatch(text, rated, match.start())):
            rated = match.end()
            continue
        if _PAST.search(text, max(start, match.start() - _WINDOW), match.start()):
            continue
        if _PART.search(text, previous, match.start()):
            inherited = None  # so does a clause with an act of its own: "đạt tối thiểu 65%, tỷ lệ số hóa đạt 80%"
        value = float(number_of(match["percent"].upper().replace("O", "0")))
        if match["low"]:
            yield Goal(match.start("low"), match.end(), float(number_of(match["low"])), "%", ">=", match.start())
            yield Goal(match.start("percent"), match.end(), value, "%", "<=", match.start())
        else:
            said, spread = _comparator(text, start, match.start("percent"), match.end(), end)
            shared = inherited if inherited != ">" or value < 100 else None
            yield Goal(match.start("percent"), match.end(), value, "%", said or shared or "=")
            inherited = said if said and spread else inherited
        previous = match.end()


def _money(text: str, start: int, end: int) -> Iterator[Goal]:
    """Totals of a budget, and amounts that are to be reached ("thu nhập bình quân đạt 80 triệu đồng")."""
    for match in MONEY.finditer(text, start, end):
        money = money_of(match)
        total = _TOTAL.search(text, max(start, match.start() - _WINDOW), match.start())
        reached = _REACHED.search(text, max(start, match.start() - _WINDOW), match.start())
        if (total or reached) and not is_rate(text, start, match.start()):
            said, _ = _comparator(text, start, match.start(), match.end(), end)
            yield Goal(match.start(), match.end(), money.value, money.unit, said or "=")


_REACHED = re.compile(
    r"(?:đạt|tăng\s+lên|phấn\s+đấu)(?:\s+(?:từ|trên|khoảng|tối\s+thiểu|ít\s+nhất|mức"
    r"|bình\s+quân))*\s*\Z",
    re.IGNORECASE,
)


def _counts(text: str, start: int, end: int, units: Units, *, section: bool) -> Iterator[Goal]:
    for match in _FRACTION.finditer(text, start, end):
        value = round(int(match["top"]) / int(match["bottom"]), 4)
        said, _ = _comparator(text, start, match.start("top"), match.end("bottom"), end)
        yield Goal(match.start("top"), match.end(), value, " ".join(match["noun"].split()), said or "=")
    ranks = [
        m for m in _RANKS.finditer(text, start, end) if _MOVES.search(text, max(start, m.start() - _WINDOW), m.start())
    ]
    for match in ranks:
        for name, comparator in _ENDS:
            value = float(number_of(match[name]))
            yield Goal(match.start(name), match.end(), value, match["noun"], comparator, match.start())
    done = {number for m in ranks for number in (m.start("a"), m.start("b"))}
    for match in _EACH.finditer(text, start, end):
        unit = units.of(match["noun"])
        if unit:
            said, _ = _comparator(text, start, match.start("word"), match.end("word"), end)
            yield Goal(match.start("word"), match.end(), _WORDS[match["word"].casefold()], unit, said or "=")
    for pattern in (_COUNT, _STARTED, _SUM, _ANY) if section else (_COUNT, _STARTED):
        for match in pattern.finditer(text, start, end):
            if match.start("count") in done or _is_label(text, start, match):
                continue
            for goal in _counted(text, start, end, match, units, known=pattern is not _COUNT):
                if goal.at not in done:
                    done.add(goal.at)
                    yield goal


def _is_label(text: str, start: int, match: re.Match[str]) -> bool:
    """Is the number a label ("Đề án 06") or the base of a rate ("trên 1 ha")?"""
    at = match.start("count")
    label = _LABEL.search(text, max(start, at - 30), at) if match.re is _ANY else None
    if label and not (label[0].strip().casefold() in _ACTS_TOO and number_of(match["count"], whole=True) > _MOST_LABEL):
        return True
    above = max(start, at - 6)
    base = _BASE.search(text, above, match.end())
    return base is not None and base.start() < at <= base.end()


def _counted(text: str, start: int, end: int, match: re.Match[str], units: Units, *, known: bool) -> Iterator[Goal]:
    """A count, its range, and the counts listed behind it ("500 doanh nghiệp, 20 hợp tác xã")."""
    if is_rate(text, start, match.start()) or _PAST.search(text, max(start, match.start() - _WINDOW), match.start()):
        return
    inherited: Comparator | None = None
    following: re.Match[str] | None = match
    while following is not None:
        unit = units.of(following["noun"], known=known or following is not match)
        if unit is None:
            return
        at = following.start("count")
        pair = _PAIR.match(text, following.start("noun"), end)
        unit = " ".join(pair[0].split()) if pair else unit
        said, _ = _comparator(text, start, at, following.end(), end)
        value = float(number_of(following["count"], whole=True))
        if following["top"]:
            yield Goal(at, following.end(), value, unit, ">=", at)
            top = float(number_of(following["top"], whole=True))
            yield Goal(following.start("top"), following.end(), top, unit, "<=", at)
        else:
            yield Goal(at, following.end(), value, unit, said or inherited or "=")
        inherited = said or inherited
        stop = text.find(unit.split()[-1], following.start("noun")) + len(unit.split()[-1])
        stop = pair.end() if pair else stop
        following = _FURTHER.match(text, stop, end)


def _comparator(text: str, start: int, number: int, after: int, end: int) -> tuple[Comparator | None, bool]:
    """The comparator said before or behind a number, and whether it governs the numbers that follow in its clause."""
    head = text[max(start, number - 60) : number]
    for comparator, cue in _CUES:
        match = cue.search(head)
        if match:
            if comparator == ">=" and match[0].casefold().startswith("từ") and _DOWNWARD.match(text, after, end):
                return "<=", False
            return comparator, match[0].casefold().split()[0] in ("tối", "ít", "không", "trên", "dưới")
    if _EXCEEDS.search(head):
        return "<=", False
    if _UPWARD.match(text, after, end):
        return ">=", False
    if _DOWNWARD.match(text, after, end):
        return "<=", False
    return None, False
