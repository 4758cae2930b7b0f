"""Words on the force of a text that do not end it: suspended, put off, prolonged, back in force; from when, until when.

A text may lose its force, in whole or in part, for a time: its carrying out is suspended, or its issuer puts its force
off; it then goes on in force, or ends (Luật 80/2015/QH13, Điều 153; Luật 64/2025/QH15, Chương VI). Cues of such an
effect are common words ("đình chỉ công tác", "gia hạn giấy phép"): they count right before the text that they touch.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import cast, get_args

from ..dates import DATE, iso_date
from ..records import Effect, Predicate

FORCE: tuple[Effect, ...] = get_args(Effect)

_EXTENT = r"(?:toàn\s+bộ|một\s+phần)"
_DOING = r"(?:(?:tổ\s+chức\s+)?(?:thi\s+hành|thực\s+hiện|áp\s+dụng))"
_IN_FORCE = r"(?:hiệu\s+lực(?:\s+thi\s+hành)?)"
_TIME = r"(?:thời\s+(?:gian|hạn|kỳ))"
_STOPPED = re.compile(rf"\s+(?:{_EXTENT}\s+)?(?:việc\s+)?(?:{_IN_FORCE}|{_DOING})(?!\w)")
_PROLONGED = re.compile(
    rf"\s+(?:thêm\s+)?(?:(?:{_TIME}|việc)(?:\s+(?:{_DOING}|(?:có\s+)?hiệu\s+lực|thí\s+điểm))+|{_IN_FORCE})(?!\w)"
)
_PUT_OFF = re.compile(rf"\s+(?:{_IN_FORCE}|thời\s+(?:điểm|gian|hạn)\s+(?:có\s+)?(?:{_IN_FORCE}|{_DOING}))(?!\w)")
# What is done, in the words that must follow the cue. "Đình chỉ Quyết định số 12" needs none.
_OBJECT = {"suspends": _STOPPED, "defers": _STOPPED, "extends": _PROLONGED}
# What may stand between them and the text: its parts, prepositions, the head of a list. Else another thing is meant.
_UP_TO = re.compile(
    rf"(?:,?\s+(?:{_EXTENT}|một\s+số|thí\s+điểm|nội\s+dung|hiệu\s+lực|thi\s+hành|các|những|quy\s+định|chính\s+sách|cơ\s+chế"
    r"|điều|khoản|điểm|văn\s+bản|nghị\s+(?:định|quyết)|thông\s+tư|quyết\s+định|chỉ\s+thị|luật|quy\s+phạm|pháp\s+luật"
    rf"|đi[ềể]u\s+chỉnh\s+{_TIME}\s+{_DOING}|sau|đây|của|tại|trong|đối\s+với|và))*,?\s*[:“\"(]*\s*"
)
_ANNEXED = re.compile(
    r"\s+(?:quy\s+(?:định|chế)|nội\s+dung|bảng\s+giá|đơn\s+giá|danh\s+mục)\b[^;.:]{0,300}\bkèm\s+theo\s*"
)
_BY_AGENT = re.compile(r"[^,;:]{0,80}\b(?:bởi|bằng|theo|tại|do)\s*(?:các\s+)?:?\s*")
_LIFTED = re.compile(
    r"(?:(?:bãi|hủy|huỷ)\s+bỏ|chấm\s+dứt|kết\s+thúc|dừng)\s+(?:việc|quyết\s+định|nghị\s+quyết|văn\s+bản|lệnh)\s+$"
)
_NO_ACT = re.compile(r"(?:\b(?:không|chưa|khi|nếu|có\s+quyền|thẩm\s+quyền|trường\s+hợp|bị|được)|(?<!về )\bviệc)\s*$")

# Said of the texts that stand before the words.
_LAPSE = re.compile(
    r"\b(?:(?:bị|được|sẽ|đều|tạm|đang)\s+)*(?:"
    r"(?P<suspends>đình\s+chỉ(?:\s+việc)?\s+(?:thi\s+hành|hiệu\s+lực))"
    r"|(?P<defers>(?:ngưng|ngừng)\s+(?:việc\s+)?(?:hiệu\s+lực|thi\s+hành|có\s+hiệu\s+lực))"
    rf"|(?P<extends>(?<=được )(?:tiếp\s+tục\s+)?(?:kéo\s+dài|gia\s+hạn)(?:\s+(?:{_TIME}|{_DOING}|hiệu\s+lực))*"
    rf"|tiếp\s+tục\s+(?:có\s+hiệu\s+lực|(?:được\s+)?{_DOING})(?:\s+thi\s+hành)?(?=\s+(?:cho\s+)?đến\s+(?:hết|ngày|\d)))"
    r"|(?P<resumes>tiếp\s+tục\s+có\s+hiệu\s+lực|có\s+hiệu\s+lực\s+(?:thi\s+hành\s+)?trở\s+lại)"
    r")(?:\s+thi\s+hành)?(?!\w)",
    re.IGNORECASE,
)
# What may stand between the beginning of a clause and the text that is its subject.
_SUBJECT = re.compile(
    rf"(?:\A|[.;:,\n“\"]\s*)(?:[-+*•]\s*|\w{{1,2}}[.)]\s*)?(?:(?:{_EXTENT}|{_TIME}|{_DOING}|các|những|việc|hiệu\s+lực|có|"
    r"quy\s+định|nội\s+dung|của|tại|trong|đối\s+với|và)\s*)*\Z"
)

_MONTH = r"tháng\s+(?P<month>\d{1,2})\s*(?:/|năm\s+)\s*(?P<of>\d{4})"
_UNTIL = re.compile(
    rf"đến\s+(?:(?P<before>trước\s+)?(?:hết\s+)?{DATE.pattern}|(?:hết\s+)?{_MONTH}|(?:hết\s+)?năm\s+(?P<year>\d{{4}}))",
    re.IGNORECASE,
)


def cue(
    effect: Effect, phrase: str, lower: str, start: int, end: int, *, passive: bool
) -> tuple[Effect, int, int] | None:
    """The effect and the range of its words, if they touch the text that follows; None when another thing is meant.

    `lower` is a stretch that ends where a citation begins or a list opens, `start` and `end` delimit the cue in it.
    "Bãi bỏ việc ngưng hiệu lực" brings back into force.
    """
    what = _PUT_OFF if phrase == "lùi" else _OBJECT.get(effect)
    words = what.match(lower, end) if what else None
    if words is None and not phrase.endswith(("đình chỉ", "hiệu lực")):
        return None
    at = words.end() if words else end
    if passive:
        return (effect, start, at) if _BY_AGENT.fullmatch(lower, at) else None
    if not (_UP_TO.fullmatch(lower, at) or _ANNEXED.fullmatch(lower, at)):
        return None
    lifted = _LIFTED.search(lower, max(0, start - 32), start)
    return ("resumes", lifted.start(), at) if lifted else (effect, start, at)


def no_act(before: str) -> bool:
    """Do the words before a cue deny or suppose the effect, or only speak of the power to bring it about?"""
    return _NO_ACT.search(before) is not None


def said_behind(words: str) -> tuple[Effect, int, int] | None:
    """The effect that the words behind a citation state of it, and where in them; None when there is none."""
    match = _LAPSE.search(words)
    if match is None:
        return None
    effect: Effect = next(name for name in FORCE if match[name] is not None)
    return effect, match.start(), match.end()


def is_subject(before: str) -> bool:
    """Is a citation behind these words, its provisions left out, the subject of its clause?"""
    return _SUBJECT.search(before[-160:]) is not None


def last_day(words: str, cue_: str = "") -> str | None:
    """The last day that "đến hết ngày …", "đến hết tháng …", "đến hết năm …" names; None for an open end.

    A text whose force is put off to a day ("lùi hiệu lực … đến ngày") is without force until the day before.
    """
    match = _UNTIL.search(words)
    if match is None:
        return None
    if match["year"]:
        return f"{match['year']}-12-31"
    if match["month"]:
        month, year = int(match["month"]), int(match["of"])
        return f"{year:04d}-{month:02d}-{calendar.monthrange(year, month)[1]}" if 1 <= month <= 12 else None
    day = iso_date(match)
    before = match["before"] or (cue_.lower().startswith("lùi") and "hết" not in match[0].lower())
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat() if day and before else day


def recorded(name: str) -> tuple[Predicate, Effect | None]:
    """What the record calls a relation: an effect on force is a mention of the text with that effect."""
    if name in FORCE:
        return "refers_to", cast("Effect", name)
    return cast("Predicate", name), None
