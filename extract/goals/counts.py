"""Goals that are counted: people, places, things, times, ranks.

A count is a goal with a word of measure beside it ("ít nhất 05 dịch vụ", "không quá 02 lần"), with an act that brings
about what is counted ("hỗ trợ 1.240 hộ nghèo"), or anywhere under a heading of goals. Labels ("mức độ 4"), bases of
rates ("trên 1 ha") and terms of procedure ("trong thời hạn 05 ngày kể từ ngày …") are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..records import Comparator
from .amounts import NUMBER, number_of
from .measures import WINDOW, Goal, comparator_of, is_base, is_condition, is_rate, is_result
from .units import Units

_UNIT_STOP = (
    r"(?:trở|và|hoặc|có|được|thực|trong|vào|của|mỗi|tại|theo|để|cho|về|ở|là|với|/|đến|từ|không|nhất|đã|bị|do|này|trên"
    r"|dưới)"
)
_NOUN = rf"(?P<noun>(?:k?m[23]|nhà\s+ở)\b|(?!{_UNIT_STOP}\b)[^\W\d_]+(?:\s+(?!{_UNIT_STOP}\b)[^\W\d_]+){{0,2}})"
_MEASURE = (
    r"ít\s+nhất|tối\s+thiểu|không\s+(?:dưới|thấp\s+hơn|ít\s+hơn)|không\s+(?:quá|vượt\s+quá|cao\s+hơn)|tối\s+đa"
    r"|tăng(?:\s+thêm|\s+hạng|\s+từ)?|giảm|nâng\s+lên"
    r"|phấn\s+đấu(?:\s+(?:có|đạt|xây\s+dựng|thành\s+lập|tăng|mỗi\s+năm\s+có))?|đạt(?:\s+từ|\s+trên|\s+mức)?|trên|gấp"
)
_OF = r"(?:/\d{1,3})?"  # "85/100 điểm", "19/19 tiêu chí"
_RANGE = rf"(?P<count>{NUMBER}){_OF}(?:\s*(?:-|đến)\s*(?P<top>{NUMBER}))?\s+{_NOUN}"
_COUNT = re.compile(
    rf"(?<!\w)(?:{_MEASURE})\s+(?:là\s+|từ\s+|có\s+|đạt\s+|tại\s+|ở\s+|cho\s+|khoảng\s+)?{_RANGE}", re.IGNORECASE
)
# Under a heading of goals each count is one, but for numbers that are labels ("mức độ 4", "Đề án 06") or the base of
# a rate ("trên 1 ha", "trên 10.000 dân").
_ANY = re.compile(rf"(?<![\w.,/-])(?!4\.0\b){_RANGE}", re.IGNORECASE)
_OPENING = re.compile(_RANGE, re.IGNORECASE)
_EXTENT = re.compile(r"(?:k?m[23]?|ha)(?!\w)", re.IGNORECASE)
_LABEL = re.compile(
    r"(?<!\w)(?:năm|tháng|ngày|quý|điều|khoản|điểm|mục|chương|phụ\s+lục|biểu|mẫu|(?<!tổng )số|mức|độ|cấp|loại|hạng|nhóm"
    r"|khu\s+vực|vùng|giai\s+đoạn|đợt|kỳ|khóa|thứ|tuyến|quốc\s+lộ|tỉnh\s+lộ|đề\s+án|dự\s+án|chương\s+trình"
    r"|nghị\s+quyết|quyết\s+định|nghị\s+định|thông\s+tư|chỉ\s+thị|kế\s+hoạch|kết\s+luận|luật|tiêu\s+chí|tiêu\s+chuẩn"
    r"|khu\s+phố|tổ|ấp|thôn|xóm|khóm|phường|quận|đội|bước|phiên\s+bản|thế\s+hệ|quy\s+chuẩn|lớp|khối|top|tốp|trong\s+(?:tổng\s+)?số"
    r"|trên\s+tổng\s+số|trong|sau|trước|bao\s+gồm)"
    r"\s*\Z",
    re.IGNORECASE,
)
_ACTS_TOO, _MOST_LABEL = ("cấp", "đội", "tổ"), 30  # "cấp 2" is a label, "cấp 250 thẻ" is not
_BASE = re.compile(
    r"(?<!cho\s)(?<!có\s)(?<!đạt\s)trên\s+(?:(?:0?1|một)\s|(?:0?1|10{1,5}|10{0,2}\.000|một)\s+(?:(?:vạn|nghìn|triệu)\s+)?(?:dân|người|trẻ|hộ|lao\s+động)\b)",
    re.IGNORECASE,
)
_FOLDS = {"đôi": 2.0, "ba": 3.0}
_WORDS = {"một": 1.0, "hai": 2.0, "ba": 3.0, "bốn": 4.0}
# "Mỗi phường chọn một khu phố": a number in words is a goal where each of many is to do it.
_EACH = re.compile(
    r"(?<!\w)mỗi\s+[^\W\d]+(?:\s+[^\W\d]+){0,3}?\s+(?:chọn|lựa\s+chọn|có|xây\s+dựng|thành\s+lập|duy\s+trì|đăng\s+ký)"
    rf"\s+(?:(?:ít\s+nhất|tối\s+thiểu)\s+)?(?P<word>{'|'.join(_WORDS)})\s+{_NOUN}",
    re.IGNORECASE,
)
_LEAST = re.compile(
    rf"(?<!\w)(?:ít\s+nhất|tối\s+thiểu)\s+(?:có\s+)?(?P<word>{'|'.join(_WORDS)})\s+{_NOUN}", re.IGNORECASE
)
_FOLD = re.compile(r"(?<!\w)gấp\s+(?P<word>đôi|ba)(?!\w)", re.IGNORECASE)
# Acts whose counts are goals in any part of a plan: what is set up, renewed, brought to an end or trained, not what is
# held or printed.
_SET_UP = (
    r"thành\s+lập(?:\s+mới)?|nâng\s+cấp|cải\s+tạo|trồng\s+mới|tạo\s+việc\s+làm[^.;\d]{0,30}?\s+cho"
    r"|giải\s+quyết\s+việc\s+làm(?:\s+mới)?\s+cho|củng\s+cố|nâng\s+hạng|kết\s+nạp|đưa\s+vào\s+(?:sử\s+dụng|vận\s+hành"
    r"|hoạt\s+động|khai\s+thác)|hoàn\s+thành(?:\s+(?!trong\b|trước\b|sau\b|cho\b)[^\W\d]+){0,6}?|xây\s+dựng(?:\s+[^\W\d]+){1,8}?\s+cho"
    r"|(?:đào\s+tạo|bồi\s+dưỡng|tập\s+huấn)(?:\s+(?!cho)[^\W\d]+){0,5}\s+cho|lắp\s+đặt(?:\s+[^\W\d]+){1,6}?\s+(?:tại|cho)"
    r"|phấn\s+đấu\s+(?:(?!đạt|có|tăng)[^\W\d]+\s*,?\s+){1,12}?(?:sửa\s+chữa|xây\s+dựng|hoàn\s+thành|hỗ\s+trợ|thành\s+lập|trồng)"
    r"|phấn\s+đấu\s+[^.;]{3,60}?\s(?:có|đạt|tăng)|đưa\s+(?=[\d.]+\s)"
    r"|(?:nâng|tăng|đưa)\s+[^.;,\d]{3,70}?\slên|(?:giảm|hạ)\s+[^.;,\d]{3,70}?\sxuống(?:\s+còn)?"
)
_UP_TO = r"(?:(?:ít\s+nhất|tối\s+thiểu|tối\s+đa|không\s+quá|trên|dưới|thành|đạt|khoảng|thêm)\s+){0,2}"
_STARTED = re.compile(rf"(?<!\w)(?:{_SET_UP})\s*(?<=\s){_UP_TO}{_RANGE}", re.IGNORECASE)
# Acts whose counts are goals where people, households, firms, places, land or buildings are counted (`goal` of the
# units): "hỗ trợ 1.240 hộ nghèo", not "hỗ trợ 02 máy".
_ACTS = (
    r"hỗ\s+trợ|giúp(?:\s+đỡ)?|xây(?:\s+dựng)?|làm\s+(?:mới|điểm)|lắp\s+đặt|sửa\s+chữa|trồng|bảo\s+vệ|chăm\s+sóc|khoanh\s+nuôi|bồi\s+dưỡng|đào\s+tạo|tập\s+huấn"
    r"|cấp(?!\s+\d\s)|cung\s+cấp|thu\s+hút|tuyển(?:\s+(?:dụng|chọn|sinh|mới))?|tiếp\s+nhận|xóa|xoá|phát\s+triển|chuyển\s+đổi"
    r"|tạo(?:\s+thêm)?|đón|khám|điều\s+trị|cai\s+nghiện|tinh\s+giản|giảm|sắp\s+xếp|ngầm\s+hóa|(?:bê\s+tông|cứng|kiên\s+cố|nhựa)"
    r"\s+hóa|công\s+nhận|nạo\s+vét|mở\s+rộng|di\s+dời|tái\s+định\s+cư|xuất\s+khẩu|vận\s+động|huy\s+động|số\s+hóa|phủ\s+sóng|tiêm|toàn\s+bộ|dự\s+kiến(?:\s+có)?"
)
_OBJECT = (
    r"(?:mới|thêm|cho|được|khoảng|hơn|trên|ít\s+nhất|tối\s+thiểu|tối\s+đa|không\s+dưới|nghề|việc\s+làm|bền\s+vững)"
)
_RATED = re.compile(r"(?<!\w)mức\s[^.;]{0,40}\Z", re.IGNORECASE)
_WHOM = (  # "hỗ trợ sửa chữa, xây mới nhà ở cho 12 hộ"
    r"(?:hỗ\s+trợ|sửa\s+chữa|xây|cấp|tặng|trao|tạo|cho\s+vay|khám|tổ\s+chức\s+dạy\s+nghề)[^.;\d]{0,80}?\scho"
)
_ACTED = re.compile(
    rf"(?<!\w)(?:(?:(?:hỗ\s+trợ|đầu\s+tư)\s+)?(?:{_ACTS})|{_WHOM})\s+(?:{_OBJECT}\s+){{0,3}}{_RANGE}", re.IGNORECASE
)
_PARTS = re.compile(rf"[^.;,\d]{{0,60}},\s+trong\s+đó\s+(?:có\s+)?[^.;,\d]{{0,50}}?{_RANGE}", re.IGNORECASE)
# A count behind a colon: "Tổng số trường xây mới: 12 trường"; its parts in brackets.
_SUM = re.compile(rf"(?<!\w)(?:tổng\s+số|số\s+lượng)\s[^.;:\d]{{3,80}}:\s*{_RANGE}", re.IGNORECASE)
_CROP, _WEIGHTS = re.compile(r"\s*/\s*ha(?!\w)"), ("tấn", "tạ", "kg")  # "2,8 tấn/ha": how much a field bears
_PER = r"(?:/[^\W\d_]+(?:\s+(?:dân|người|năm|tháng|xã))?)?"  # "35 giường bệnh/vạn dân"
_FURTHER = re.compile(rf"{_PER}\s*(?:,|và)\s+(?:và\s+)?{_RANGE}", re.IGNORECASE)
_OTHER = re.compile(rf"(?:\s+[^\W\d]+){{1,4}}?\s*(?:,|và)\s+{_RANGE}", re.IGNORECASE)
_RANKS = re.compile(
    rf"(?<!\w)(?P<a>{NUMBER})\s*(?:-|đến)\s*(?P<b>{NUMBER})\s+(?P<noun>bậc|hạng"
    rf"|điểm)\b",
    re.IGNORECASE,
)
_MOVES = re.compile(r"tăng|nâng|giảm|cải\s+thiện", re.IGNORECASE)
_FRACTION = re.compile(
    r"(?P<cue>không\s+quá|tối\s+thiểu|ít\s+nhất|trên|tối\s+đa"
    r"|đạt|rút\s+ngắn|giảm)\s+(?P<top>[1-9])/(?P<bottom>[2-9])\s+(?P<noun>(?:tổng\s+)?số\s+[^.;,]{3,80}|thời\s+(?:gian|hạn)(?!\w))",
    re.IGNORECASE,
)
_ENDS: tuple[tuple[str, Comparator], ...] = (("a", ">="), ("b", "<="))  # of a range
# Units that are fixed pairs of words: "10 cơ quan, đơn vị".
_PAIR = re.compile(
    r"cơ\s+quan,\s*đơn\s+vị|xã,\s*phường(?:,\s*(?:thị\s+trấn|đặc\s+khu))?|tin,\s*bài|sở,\s*(?:ban,\s*)?ngành"
    r"|huyện,\s*(?:thị\s+xã,\s*)?thành\s+phố|tỉnh,\s*thành\s+phố|cán\s+bộ,\s*công\s+chức(?:,\s*viên\s+chức)?",
    re.IGNORECASE,
)
# How often, and by how much: "không quá 02 lần", "tăng 1,5 lần", "gấp đôi".
_TIMES = re.compile(
    r"(?<!\w)(?:(?P<bound>không\s+(?:quá|vượt\s+quá|dưới)|tối\s+đa|ít\s+nhất|tối\s+thiểu)|tăng|giảm|gấp)"
    rf"\s+(?:từ\s+|khoảng\s+|hơn\s+|trên\s+|ít\s+nhất\s+|tối\s+thiểu\s+)?(?P<count>{NUMBER})"
    rf"(?:\s*(?:-|đến)\s*(?P<top>{NUMBER}))?\s+lần\b",
    re.IGNORECASE,
)
# How long something may take: "thời gian giải quyết tối đa 5 ngày làm việc", "rút ngắn ít nhất 02 ngày".
_TIME = r"(?P<noun>(?:ngày|giờ)\s+làm\s+việc|ngày|giờ|phút|giây|tháng|tuần)\b"
_LASTING = re.compile(
    r"(?<!\w)(?P<cue>(?:xuống|còn)(?:\s+còn)?(?:\s+(?:tối\s+đa|không\s+quá|dưới))?|tối\s+đa|không\s+(?:quá|vượt\s+quá)|dưới"
    r"|(?:rút\s+ngắn|giảm|tiết\s+kiệm)(?:\s+[^.;,\d]{2,80}?)?(?:\s+(?:ít\s+nhất|tối\s+thiểu|từ|thêm|trên))?)"
    rf"\s+(?P<count>{NUMBER})(?:\s*(?:-|đến)\s*(?P<top>{NUMBER}))?\s+{_TIME}",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"thời\s+(?:gian|hạn)\s+(?:giải|xử|thực|chờ|trả|cấp|thẩm|khám|thông|hoàn|phản|làm|tiếp|đi|đáp|khắc|luân|kiểm|đào|nộp|quyết"
    r"|trung)|thời\s+gian\s+[^.;,\d]{0,60}\Z|rút\s+ngắn|cắt\s+giảm|giảm|giải\s+quyết|xử\s+lý|trả\s+kết\s+quả",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"trong\s+(?:thời\s+(?:hạn|gian)|vòng)\s*\Z|(?:báo\s+cáo|gửi|trình|(?<!gian\s)nộp)[^.;,]{0,60}\Z", re.IGNORECASE
)
_COUNTED_FROM = re.compile(r"[^.;]{0,40}?(?:kể|tính)\s+từ|[^.;,]{0,10}\s(?:trước|sau)\s+(?:khi|ngày)", re.IGNORECASE)
_AGE = re.compile(
    rf"(?:tuổi\s+thọ|số\s+năm\s+sống)[^.;\d]{{0,70}}?(?P<count>{NUMBER})(?:\s*(?:-|đến)\s*(?P<top>{NUMBER}))?\s+(?P<noun>tuổi|năm)",
    re.IGNORECASE,
)
# A place among others: "trong 10 tỉnh dẫn đầu", "tốp 20", "xếp thứ 15/63".
_AMONG = re.compile(
    r"(?<!\w)(?:(?P<group>nhóm|tốp|top)\s+(?:đầu\s+)?|trong\s+(?:số\s+)?)(?P<count>\d{1,3})"
    r"(?:\s+(?P<noun>(?:tỉnh|thành\s+phố|địa\s+phương|quốc\s+gia|nước|đơn\s+vị|bộ|cơ\s+quan|xã|phường|huyện|quận|sở)"
    r"(?:,\s*(?:thành\s+phố|ngành|phường|thị\s+xã))*))?",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"[^.;,\d]{0,40}?(?:dẫn\s+đầu|đứng\s+đầu|hàng\s+đầu|cao(?:\s+nhất)?|tốt(?:\s+nhất)?|đầu|khá)\b", re.IGNORECASE
)
_RANKED = re.compile(r"xếp|hạng|đứng|thứ\s+bậc|nằm|thuộc|lọt|vào|chỉ\s+số|vị\s+trí", re.IGNORECASE)
_PLACE = re.compile(
    r"(?<!\w)(?:(?:xếp|đứng|giữ|đạt|lên|duy\s+trì)\s+(?:ở\s+)?(?:vị\s+trí\s+)?(?:thứ(?:\s+hạng)?|hạng)|vị\s+trí\s+thứ|thứ\s+hạng)"
    r"\s+(?:(?:từ|thứ|trên)\s+)?(?P<count>\d{1,3})(?:/\d{1,3})?(?![\d.,]*\d)(?!\s*(?:sao|đặc|I))",
    re.IGNORECASE,
)
_STRIVES = re.compile(
    r"phấn\s+đấu|mục\s+tiêu|duy\s+trì|giữ\s+vững|nâng|cải\s+thiện|đưa|tiếp\s+tục|(?:đứng|nằm|vào|lọt|thuộc|xếp)\s[^.;,\d]*\Z",
    re.IGNORECASE,
)
# Rates of people: "dưới 40/100.000 trẻ đẻ sống".
_PER_MANY = re.compile(
    rf"(?<![\w.,/])(?P<count>{NUMBER})(?P<top>(?!))?\s*/\s*(?P<noun>(?:10{{3,5}}|10{{1,2}}\.000|1\.000)\s+[^\W\d_]+(?:\s+(?!{_UNIT_STOP}\b)[^\W\d_]+){{0,2}})",
    re.IGNORECASE,
)


def counts(text: str, start: int, end: int, units: Units, *, section: bool) -> Iterator[Goal]:
    """The counts of a clause that are goals; `section` says that it stands under a heading of goals."""
    done: set[int] = set()
    for goal in _special(text, start, end, units, section=section):
        if goal.at not in done:
            yield goal
        done.add(goal.at if goal.group is None else goal.group)
    patterns = (_COUNT, _STARTED, _ACTED, _SUM, _ANY) if section else (_COUNT, _STARTED, _ACTED)
    for pattern in patterns:
        for match in pattern.finditer(text, start, end):
            if match.start("count") in done or _is_label(text, start, match):
                continue
            if pattern is _ACTED and not units.are_goals(match["noun"]):
                continue
            for goal in _counted(text, start, end, match, units, known=pattern is not _COUNT):
                if goal.at not in done:
                    done.add(goal.at)
                    yield goal


def opening_count(text: str, start: int, end: int, units: Units) -> list[Goal]:
    """The length or the area that a clause begins with; what is merely counted is a product."""
    match = _OPENING.match(text, start, end)
    if match is None or not _EXTENT.match(match["noun"]):
        return []
    return [*_counted(text, start, end, match, units, known=True)]


def _special(text: str, start: int, end: int, units: Units, *, section: bool) -> Iterator[Goal]:
    """What has a form of its own: fractions, ranks, numbers in words, how often, how long, rates of people."""
    for match in _FRACTION.finditer(text, start, end):
        value = round(int(match["top"]) / int(match["bottom"]), 4)
        yield _goal(text, start, end, match, "top", "bottom", value, " ".join(match["noun"].split()))
    for match in _RANKS.finditer(text, start, end):
        if _MOVES.search(text, max(start, match.start() - WINDOW), match.start()):
            for name, comparator in _ENDS:
                value = float(number_of(match[name]))
                yield Goal(match.start(name), match.end(), value, match["noun"], comparator, match.start())
    yield from _in_words(text, start, end, units)
    yield from _times(text, start, end)
    yield from _lasting(text, start, end, section=section)
    yield from _places(text, start, end, section=section)
    for match in (*_PER_MANY.finditer(text, start, end), *_AGE.finditer(text, start, end)):
        if not is_result(text, start, match.start("count")):
            noun = " ".join(match["noun"].split())
            yield from _ranged(text, start, end, match, f"/{noun}" if match.re is _PER_MANY else noun)


def _in_words(text: str, start: int, end: int, units: Units) -> Iterator[Goal]:
    """Numbers in words: "mỗi phường chọn một khu phố", "ít nhất hai mô hình", "gấp đôi"."""
    for match in (*_EACH.finditer(text, start, end), *_LEAST.finditer(text, start, end)):
        unit = units.of(match["noun"])
        if unit:
            yield _goal(text, start, end, match, "word", "word", _WORDS[match["word"].casefold()], unit)
    for match in _FOLD.finditer(text, start, end):
        if not is_result(text, start, match.start()):
            yield _goal(text, start, end, match, "word", "word", _FOLDS[match["word"].casefold()], "lần")


def _goal(
    text: str, start: int, end: int, match: re.Match[str], first: str, last: str, value: float, unit: str
) -> Goal:
    """The goal of one number, from the group `first` to the end of the match; `last` ends its number."""
    said, _ = comparator_of(text, start, match.start(first), match.end(last), end)
    return Goal(match.start(first), match.end(), value, unit, said or "=")


def _ranged(text: str, start: int, end: int, match: re.Match[str], unit: str) -> Iterator[Goal]:
    """One goal, or the two ends of a range that stands in the groups `count` and `top`."""
    if match["top"]:
        group = match.start("count")
        yield Goal(group, match.end(), float(number_of(match["count"])), unit, ">=", group)
        yield Goal(match.start("top"), match.end(), float(number_of(match["top"])), unit, "<=", group)
    else:
        yield _goal(text, start, end, match, "count", "count", float(number_of(match["count"])), unit)


def _times(text: str, start: int, end: int) -> Iterator[Goal]:
    for match in _TIMES.finditer(text, start, end):
        if not is_result(text, start, match.start()) and not is_rate(text, start, match.start()):
            yield from _ranged(text, start, end, match, "lần")


def _lasting(text: str, start: int, end: int, *, section: bool) -> Iterator[Goal]:
    """How long something may take, and by how much less; a term of a duty or of a procedure is no goal."""
    for match in _LASTING.finditer(text, start, end):
        cue = match["cue"].casefold()
        less = cue.startswith(("rút", "giảm", "tiết"))
        if is_result(text, start, match.start()) or is_base(text, start, match.start("count"), match.end(), end):
            continue
        if not less and (_TERM.search(text, start, match.start()) or not _TAKES.search(text, start, match.start())):
            continue
        if not section and _COUNTED_FROM.match(text, match.end(), end):
            continue
        yield from _ranged(text, start, end, match, " ".join(match["noun"].split()))


def _places(text: str, start: int, end: int, *, section: bool) -> Iterator[Goal]:
    """A place among others that is striven for: "trong 10 tỉnh dẫn đầu" is "<= 10 tỉnh"."""
    for match in _AMONG.finditer(text, start, end):
        if not match["noun"] and (match["group"] or "nhóm").casefold() == "nhóm":
            continue  # "nhóm 1" is a label
        ranked = _RANKED.search(text, max(start, match.start() - WINDOW), match.start())
        leading = _LEADING.match(text, match.end(), end)
        strives = section or _STRIVES.search(text, start, match.start())
        if strives and ranked and (leading or match["group"]) and not is_result(text, start, match.start()):
            unit = " ".join((match["noun"] or "hạng").split())
            yield Goal(match.start("count"), match.end(), float(match["count"]), unit, "<=")
    for match in _PLACE.finditer(text, start, end):
        if (section or _STRIVES.search(text, start, match.end())) and not is_result(text, start, match.start()):
            said, _ = comparator_of(text, start, match.start("count"), match.end(), end)
            better = "<=" if said in (">=", "<=") else "="  # "hạng 20 trở lên" is 20 or a smaller number
            yield Goal(match.start("count"), match.end(), float(match["count"]), "hạng", better)


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
    at = match.start("count")
    rate = _RATED.search(text, start, match.start()) if match.re is _ACTED else is_rate(text, start, match.start())
    if rate or is_result(text, start, match.start()) or is_condition(text, start, at):
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
        stop = text.find(unit.split()[-1], following.start("noun")) + len(unit.split()[-1])
        stop = pair.end() if pair else stop
        crop = _CROP.match(text, stop, end) if unit in _WEIGHTS else None
        if crop:
            unit, stop = f"{unit}/ha", crop.end()
        if match.re is _ACTED and text[stop : stop + 1] == "/":
            return  # so many for each: "hỗ trợ 02 người/xã"
        said, _ = comparator_of(text, start, at, following.end(), end)
        value = float(number_of(following["count"], whole=True))
        if following["top"]:
            yield Goal(at, stop, value, unit, ">=", at)
            top = float(number_of(following["top"], whole=True))
            yield Goal(following.start("top"), stop, top, unit, "<=", at)
        elif not is_base(text, start, at, stop, end):
            yield Goal(at, stop, value, unit, said or inherited or "=")
        inherited = said or inherited
        following = _FURTHER.match(text, stop, end) or _part(text, stop, end, unit) or _other(text, stop, end, units)


def _part(text: str, at: int, end: int, unit: str) -> re.Match[str] | None:
    """The part of a count, in the same unit: "250.000 tấn, trong đó nuôi trồng 80.000 tấn"."""
    match = _PARTS.match(text, at, end)
    return match if match and match["noun"].casefold().startswith(unit.casefold()) else None


def _other(text: str, at: int, end: int, units: Units) -> re.Match[str] | None:
    """A further count behind what is said of the first: "06 tổ chức đảng cấp dưới và 18 đảng viên"."""
    match = _OTHER.match(text, at, end)
    return match if match and units.are_goals(match["noun"]) else None
