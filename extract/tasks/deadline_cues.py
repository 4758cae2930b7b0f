"""Where a sentence states by when: "… hoàn thành trước ngày 15/12/2026", "Định kỳ hằng quý, …".

What says that a time is a deadline, and where its words begin and end; what they mean is read in `deadlines`.
"""

from __future__ import annotations

import re

from .deadlines import QUARTERS, YEAR

_SHARE = r"(?:(?:0?[369]|ba|sáu|chín)\s+tháng|nửa)"
# Deadlines inside a sentence: what says that a time is one, and the words of the time.
_TIME = (
    rf"(?:(?:hết\s+|cuối\s+|đầu\s+|giữa\s+)?(?:các\s+)?[Qq]uý\s+{QUARTERS}\b(?:\s*(?:,|và"
    rf"|-)\s*(?:[Qq]uý\s+)?{QUARTERS}\b)*(?:\s*(?:năm|/|-)?\s*{YEAR})?"
    rf"|(?:[Nn]gày\s+)?\d{{1,2}}[/.-]\d{{1,2}}[/.-]{YEAR}|\d{{1,2}}\s+tháng\s+\d{{1,2}}\s+năm\s+{YEAR}|[Nn]gày\s+\d{{1,2}}\s+tháng\s+\d{{1,2}}(?:\s+năm\s+{YEAR}"
    rf"|\s+h[àằ]ng\s+năm)?|[Nn]gày\s+\d{{1,2}}/\d{{1,2}}(?![/\d])(?:\s+h[àằ]ng\s+năm)?"
    rf"|(?:hết\s+|cuối\s+|đầu\s+|giữa\s+)?[Tt]háng\s+\d{{1,2}}(?:(?:\s*,\s*(?:tháng\s+)?|\s*(?:và|-)\s*tháng\s+)\d{{1,2}}(?!\d)){{0,3}}(?:\s*(?:năm|/|-)\s*{YEAR})?"
    rf"|{_SHARE}\s+(?:đầu|cuối)\s+năm(?:\s+{YEAR})?|[Gg]iai\s+đoạn\s+{YEAR}\s*-\s*{YEAR}"
    rf"|(?:hết\s+|cuối\s+|đầu\s+)?[Nn]ăm\s+{YEAR}(?:\s*-\s*{YEAR})?)"
)
_DAY = r"[Nn]gày\s+\d{1,2}\s+(?:(?:h[àằ]ng|mỗi)\s+(?:tháng|quý)|(?:của\s+)?tháng\s+(?:đầu|cuối)\s+(?:của\s+)?quý)"
_HOUR = r"(?:\d{1,2}\s*(?:giờ|h)\s*(?:\d{1,2})?\s*(?:phút)?\s*,?\s+)?"
_AND_ON = r"(?:\s+và\s+(?:các|những)\s+năm\s+(?:tiếp\s+theo|sau))?"
_DUE = re.compile(
    # Each branch begins with one of these; most places are refused on them.
    r"(?=[Tt](?:rước|hời|ừ|rong)|[Đđ](?:ịnh|ến\s+hết)|[Cc]hậm|[Mm]uộn|[Kk]hông|[Hh]oàn|[Xx]ong|[Nn]gày|vào|,)(?:"
    rf"(?P<f>(?:[Đđ]ịnh\s+kỳ\s+)?(?:[Tt]rước\s+|[Cc]hậm\s+nhất\s+(?:là\s+)?)?{_DAY})|"
    rf"(?P<label>[Tt]hời\s+(?:gian|hạn|điểm)(?:\s+(?:thực\s+hiện|hoàn\s+thành|triển\s+khai|trình|gửi"
    rf"|báo\s+cáo))*\s*(?::|là|trong|vào|xong)?\s*)(?P<a>(?:trước|trong|xong|chậm\s+nhất|từ|đến)?\s*(?:vào\s+"
    rf"|là\s+)?{_TIME}(?:\s*(?:đến|-)\s*{_TIME})?{_AND_ON})"
    rf"|(?P<b>(?:[Tt]rước|[Cc]hậm\s+nhất|[Mm]uộn\s+nhất|[Kk]hông\s+(?:muộn|chậm)\s+hơn|[Kk]hông\s+quá)\s+(?:là\s+|vào\s+|đến\s+|trong\s+)?"
    rf"(?:trước\s+|hết\s+)?{_HOUR}{_TIME})"
    rf"|(?P<l>[Đđ]ến\s+hết\s+(?!năm|cuối|đầu){_TIME})"
    r"|(?P<k>[Tt]rước\s+\d{1,2}/(?:0?[1-9]|1[0-2]))(?=\s*(?:[.;,]|\Z))"
    rf"|[Hh]oàn\s+thành(?:\s+(?!chậm|muộn|không)[^\s.;]+){{0,6}}?\s+(?:xong\s+)?(?P<c>từ\s+{_TIME}\s+đến\s+{_TIME}"
    rf"|(?:trong|vào|trước|đến)\s+(?:hết\s+|cuối\s+)?{_HOUR}{_TIME})"
    rf"|(?:[Hh]oàn\s+thành(?:\s*:)?|,\s*xong)\s+(?P<g>{_TIME})(?=\s*(?:[.;,)]|\Z))"
    rf"|(?P<p>[Tt]rước\s+(?:kỳ|phiên)\s+họp\s+(?:thường\s+(?:lệ|kỳ)\s+)?(?:giữa|cuối|đầu)\s+năm(?:\s+{YEAR})?)"
    rf"|(?P<h>[Tt]rước\s+ngày\s+(?:[^\W\d]+\s+){{1,4}}\d{{1,2}}/\d{{1,2}}/{YEAR})"
    rf"|(?P<i>[Tt]ừ\s+(?!năm|(?:đầu|cuối|hết)\s+năm)(?:(?:ngày\s+\d{{1,2}}|\d{{1,2}}(?=/))(?:/\d{{1,2}}(?:/{YEAR})?)?\s+đến\s+)?{_TIME}(?:\s+đến\s+{_TIME})?)(?=\s*(?:[.;,/]|\Z))"
    rf"|(?:[Tt]rong|vào)\s+(?P<e>(?:năm\s+{YEAR}{_AND_ON}|giai\s+đoạn\s+{YEAR}\s*-\s*{YEAR}))(?=\s*(?:[.;,]|\Z))"
    rf"|(?<!đoạn\s)(?P<m>[Tt]ừ\s+năm\s+{YEAR}\s+đến\s+(?:hết\s+|cuối\s+)?(?:năm\s+)?{YEAR})(?=\s*(?:[.;,]|\Z))"
    rf"|vào\s+(?P<o>(?:tháng\s+\d{{1,2}}|quý\s+{QUARTERS})\s*(?:năm|/)\s*{YEAR})(?=\s*(?:[.;,]|\Z))"
    rf"|vào\s+(?P<n>ngày\s+\d{{1,2}}(?:/\d{{1,2}}/|\s+tháng\s+\d{{1,2}}\s+năm\s+){YEAR})(?=\s*(?:[.;,]|\Z))"
    rf"|(?P<d>(?:[Xx]ong\s+)?[Tt]rong\s+(?:(?:các\s+)?[Qq]uý\s+{QUARTERS}\b(?:\s*(?:,|và|-)\s*(?:[Qq]uý\s+)?{QUARTERS}\b)*"
    rf"(?:\s*(?:năm|/|-)?\s*{YEAR})?|{_SHARE}\s+(?:đầu|cuối)\s+năm(?:\s+{YEAR})?(?=\s*(?:[.;]|\Z))"
    rf"|tháng\s+\d{{1,2}}(?:\s*(?:năm|/|-)\s*{YEAR})?)))"
)
# Deadlines that hang on an event: "trong thời hạn 15 ngày kể từ ngày ký", "ngay sau khi Kế hoạch được phê duyệt".
_EVENT = re.compile(
    r"(?:[Tt]rong\s+(?:vòng|thời\s+hạn)\s+(?:không\s+quá\s+|tối\s+đa\s+)?|[Cc]hậm\s+nhất\s+(?:là\s+|sau\s+)?)"
    r"\d{1,3}\s+(?:ngày|tuần|tháng|giờ|năm)(?:\s+làm\s+việc)?(?:\s*,)?(?:\s+(?:kể\s+từ|tính\s+từ|từ|sau|trước)\s+[^.;,:]{1,80})?"
    r"|(?:[Nn]gay\s+sau\s+khi|Sau\s+khi)\s+[^.;,:]{3,80}(?=[.;,]|\Z)"
)
_EVENTS = re.compile(r"ò(?<=vò)ng|ờ(?<=hờ)i\s+hạn|ậ(?<=hậ)m\s+nhất|kh(?<=u\skh)i")  # one of them stands in each
_CLAUSE = re.compile(r"[^.;]*(?:[.;](?=\S)[^.;]*)*")
_TIMED = re.compile(r"[\dý]")  # each time holds a digit or the word "quý"
_OF_GOALS = frozenset("eim")  # branches whose years may be those of a goal
_GOAL = re.compile(
    r"(?:phấn\s+đấu|đạt|đưa\s+vào)[^;]{0,60}\Z|(?:tỷ|triệu|nghìn)\s+đồng\s*\Z", re.IGNORECASE
)  # the year of a goal is no deadline
_ACTS = (
    r"tổng hợp|báo cáo|tổ chức|xây dựng|rà soát|sơ kết|tổng kết|kiểm tra|đánh giá|gửi|lập|tiến hành|trình|công bố|đưa"
    r"|cập nhật|thực hiện|theo dõi|phối hợp|chủ động|thống kê|tham mưu|đôn đốc|chỉ đạo|thông tin|hướng dẫn|khảo sát"
    r"|giám sát|thanh tra|bố trí|xét|họp|có|duy trì|tuyên truyền|nắm|trao đổi|vận động|quán triệt|kịp thời|phản ánh"
    r"|triển khai|thông báo|hoàn thiện|đào tạo|bồi dưỡng|phổ biến|nâng cao"
).replace(" ", r"\s+")
_TIMES = r"(?:h[àằ]ng\s+)?(?:tháng|quý|năm|tuần)|\d{1,2}\s+(?:tháng|năm)|sáu\s+tháng"
_ONCE = r"(?:\s+(?:(?:ít\s+nhất|tối\s+thiểu)\s+)?(?:một|hai|ba|\d{1,2})\s+lần|\s*/\s*lần)"
_EACH = r"(?:năm(?:\s+học)?|quý|tháng|tuần|học\s+kỳ|kỳ\s+họp)"
_REGULAR = re.compile(
    rf"(?<!\w)(?P<cue>[Đđ]ịnh\s+kỳ\s+h[àằ]ng\s+(?:tháng|quý|năm|tuần)|(?:[Đđ]ịnh\s+kỳ\s+)?(?:[Mm]ỗi\s+{_EACH}"
    rf"|\d{{1,2}}\s+(?:tháng|tuần|ngày)|(?:sáu|ba|hai)\s+(?:tháng|tuần)|(?:mười|bảy|năm|ba)\s+ngày){_ONCE}|mỗi\s+(?:năm|quý|tháng|tuần)\s+(?:một|hai|ba|\d{{1,2}})\s+\w+|(?:\d{{1,2}}|một|hai)\s+lần\s*/\s*(?:năm|quý|tháng|tuần))(?!\w)"
)
_OFTEN = re.compile(
    rf"(?<!\w)(?P<cue>[Đđ]ịnh\s+kỳ\s+(?:{_TIMES})(?:\s*(?:,|và)\s*(?:{_TIMES}|đột\s+xuất))*"
    rf"|(?:[Hh]àng|[Hh]ằng|[Mm]ỗi)\s+(?:năm|quý|tháng|tuần|ngày)(?:\s*(?:,|và)\s*(?:{_TIMES}))*"
    rf"|[Tt]hường\s+xuyên|[Đđ]ịnh\s+kỳ)(?!\w)(?P<act>\s+(?:{_ACTS}))?"
)
# Nouns that "hàng năm" qualifies: "dự toán ngân sách hàng năm".
_ATTRIBUTE = re.compile(
    r"(?:ngân\s+sách|kế\s+hoạch|dự\s+toán|kinh\s+phí|báo\s+cáo|chi|kỳ|5\s+năm|công\s+tác|chương\s+trình"
    r"|chỉ\s+tiêu|nhiệm\s+vụ)\s*,?\s*\Z",
    re.IGNORECASE,
)
# At the end of a clause, also behind what names the noun: "kế hoạch cải cách hành chính hàng năm".
_QUALIFIES = re.compile(
    r"(?:ngân\s+sách|kế\s+hoạch|dự\s+toán|kinh\s+phí|chương\s+trình|chỉ\s+tiêu|nhiệm\s+vụ|công\s+tác|mục\s+tiêu|5\s+năm)"
    r"(?:\s+[^\W\d]+){0,7}\s*,?\s*\Z",
    re.IGNORECASE,
)
_OF_EACH = re.compile(
    r"(?<!\w)(?P<time>(?:trước\s+)?(?:(?:ngày\s+)?\d{1,2}[/-]\d{1,2}|(?:ngày\s+\d{1,2}\s+)?tháng\s+\d{1,2}|(?:(?:sáng|chiều)\s+)?thứ\s+(?:hai|ba|tư|năm|sáu|bảy|\d)|quý\s+(?:IV|III|II|I|[1-4])))\s+\Z",
    re.IGNORECASE,
)
_EACH_YEAR = re.compile(r"\s+(?:h[àằ]ng|mỗi)\s+năm(?!\w)")
_DAILY = re.compile(r"(?:công\s+việc|hoạt\s+động|sinh\s+hoạt|đời\s+sống|nhiệm\s+vụ|làm\s+việc)\s*\Z", re.IGNORECASE)
_CLOSES = re.compile(r"\s*(?:[.;]|\Z)")
_DONE = re.compile(
    r"(?:(?:sơ|tổng)\s+kết|báo\s+cáo(?:\s+kết\s+quả)?|phát\s+sóng|đưa\s+tin|kiểm\s+tra|đánh\s+giá|cập\s+nhật|rà\s+soát"
    r"|tuyên\s+truyền|giám\s+sát|thực\s+hiện|đôn\s+đốc|họp|giao\s+ban|công\s+khai|đối\s+thoại)\s+\Z",
    re.IGNORECASE,
)
_BOUNDS = ".;:"
_REPORTS = re.compile(
    r"(?:xây dựng|tổng hợp|lập|gửi|thực hiện|chế độ|[Bb]áo cáo)\s+(?:báo cáo\s+)?(?P<cue>(?:định kỳ\s+)?(?:quý"
    r"|(?:h[àằ]ng\s+)?(?:tháng|quý)|\d{1,2}\s+tháng)(?:\s*,\s*(?:h[àằ]ng\s+)?(?:quý|\d{1,2}\s+tháng|sáu tháng"
    r"|năm))*(?:\s*(?:và|,)\s*(?:h[àằ]ng\s+năm|năm|quý|đột xuất))+)"
)
_DINHKY = re.compile(
    r"(?:[Đđ]ịnh\s+kỳ"
    r"|[Bb]áo\s+cáo[^.;]{0,60}?\s+theo)\s+(?P<cue>(?:h[àằ]ng\s+)?quý(?:\s+[IVX]+)?(?:\s*,\s*(?:quý\s+[IVX]+"
    r"|6\s+tháng|sáu\s+tháng|9\s+tháng|năm))+)\b"
)
_PERIODS = ("năm", "tháng", "quý", "kỳ", "xuyên", "tuần", "ngày")  # one of them stands in whatever recurs


def find_deadline(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a sentence of a task states by when: the range of the words; None when it does not."""
    timed = _TIMED.search(text, start, end)
    due = _DUE.finditer(text, start, end) if timed else ()
    match = next((m for m in due if m.lastgroup not in _OF_GOALS or not _GOAL.search(text, start, m.start())), None)
    recurring = _recurring_span(text, start, end)
    if recurring and (day := _OF_EACH.search(text, max(start, recurring[0] - 30), recurring[0])):
        recurring = day.start("time"), recurring[1]  # "tháng 12 hằng năm"
    if match is None:
        if recurring is not None or _EVENTS.search(text, start, end) is None:
            return recurring
        clause = _CLAUSE.match(text, start, end)
        event = _EVENT.search(text, start, clause.end() if clause else end)
        return event.span() if event else None
    first, last = next(match.span(name) for name in "fabcdeghiklmnop" if match[name])
    if recurring and recurring[0] < first and text[recurring[1] : first] in (", ", " ") and match["b"]:
        return recurring[0], last  # "hằng năm, trước ngày 20/11"
    if recurring and recurring[0] < first and not re.search(YEAR, text[first:last]):
        return recurring  # "Định kỳ 6 tháng, hằng năm … trước ngày 10/6 và 10/12": the days are those of every year
    each = _EACH_YEAR.match(text, last, end)  # "thời gian: tháng 6 hằng năm"
    return _without_preposition(text, first), each.end() if each else last


def _recurring_span(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a clause says how often: "Định kỳ hằng quý, …", "báo cáo quý, 6 tháng và hàng năm", "thường xuyên …"."""
    if all(text.find(word, start, end) < 0 for word in _PERIODS):
        return None
    for pattern in (_DINHKY, _REPORTS, _REGULAR):
        match = pattern.search(text, start, end)
        if match:
            return match.span("cue")
    for match in _OFTEN.finditer(text, start, end):
        before = text[max(start, match.start() - 4) : match.start()].rstrip()[-1:]
        if not before or before in _BOUNDS or (before == "," and (match["act"] or match["cue"][0] in "mM")):
            return match.span("cue")
        if match["cue"].endswith("ngày") and not _DAILY.search(text, start, match.start()):
            return match.span("cue")  # "đo mặn hằng ngày tại …", not "hoạt động hằng ngày"
        if text[match.end() : match.end() + 1] == "," and _DONE.search(text, start, match.start()):
            return match.span("cue")  # "phát sóng hằng tuần, nêu gương …"
        if _CLOSES.match(text, match.end(), end) and (
            (match["cue"][0] in "Đđ" and match["cue"][-1] != "ỳ")  # "định kỳ 6 tháng", not "định kỳ" alone
            or _DONE.search(text, start, match.start())
            or (match["cue"][0] in "hm" and not _QUALIFIES.search(text, max(start, match.start() - 70), match.start()))
        ):
            return match.span("cue")  # "… sơ kết hằng năm.", "… báo cáo UBND tỉnh hằng quý."
        if match["act"] and match["cue"][0] == "h" and not _ATTRIBUTE.search(text, start, match.start()):
            return match.span("cue")  # "phối hợp với phòng Y tế hàng năm tổ chức …"
    return None


def _without_preposition(text: str, start: int) -> int:
    match = re.compile(r"(?:[Xx]ong\s+)?(?:trong|vào|là)\s+").match(text, start)
    return match.end() if match else start
