"""Time in a document's own words: the years it plans for, and from when to when it is in force."""

from __future__ import annotations

import datetime
import re

from ..dates import DATE, iso_date

_YEAR = r"(?:19|20)\d{2}"
_RANGE = re.compile(
    rf"(?:từ\s+)?(?:năm\s+)?({_YEAR})\s*(?:-|đến(?:\s+hết)?(?:\s+năm)?|–|và)\s*(?:năm\s+)?({_YEAR})(?!\s*/)",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    rf"giai\s+đoạn\s+(?:từ\s+)?(?:năm\s+)?({_YEAR})\s*(?:-|đến)\s*(?:năm\s+)?({_YEAR})\s+và\s+(?:kế\s+hoạch\s+)?năm\s+({_YEAR})",
    re.IGNORECASE,
)
_DATED = re.compile(
    rf"ngày\s+\d{{1,2}}(?:\s+tháng\s+\d{{1,2}}\s+năm\s+{_YEAR}|[/.-]\d{{1,2}}[/.-]{_YEAR})", re.IGNORECASE
)
_NUMBERED = re.compile(rf"\b\d+\s*/\s*{_YEAR}\s*/\S+|\bsố\s+\d+\S*", re.IGNORECASE)
_NAMED_LAW = re.compile(
    rf"(?<!pháp )(?<!kỷ )\b(?:bộ\s+luật|luật|pháp\s+lệnh|hiến\s+pháp)\b[^,;()]{{0,80}}?\bnăm\s+{_YEAR}",
    re.IGNORECASE,
)
_ALONE = re.compile(
    rf"(?<!đến )(?<!hết )(?<!trước )\bnăm(?:\s+học)?\s+({_YEAR})(?:\s*(?:,|và|;)\s*(?:năm\s+)?({_YEAR}))?",
    re.IGNORECASE,
)
_BY = re.compile(rf"đến\s+(?:hết\s+)?(?:cuối\s+)?(?:năm\s+)?({_YEAR})", re.IGNORECASE)
_PHASE = re.compile(rf"giai\s+đoạn\s+(?:từ\s+)?(?:năm\s+)?({_YEAR})\s*(?:-|đến)\s*(?:năm\s+)?({_YEAR})", re.IGNORECASE)
_TIME = re.compile(
    r"\n[ \t|*+-]*(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s*|[a-zđ][.)]\s*)?"
    r"(?:Thời\s+gian|Tiến\s+độ|Thời\s+hạn)\s+(?:tổ\s+chức\s+)?(?:thực\s+hiện|triển\s+khai|áp\s+dụng|thi\s+công|đầu\s+tư)(?:\s+(?:dự|đề)\s+án)?\s*[:.|]"
    r"(?P<years>[^\n.;]{4,90})",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:từ|ngày|trước|sau|đến)\b", re.IGNORECASE)
_BARE = re.compile(rf"(?:^|\s)({_YEAR})$")


def period_of(title: str, year: int | None) -> tuple[int, int] | None:
    """The first and last year that a plan with this title plans for; `year` is the year of its date.

    A year of its own ("năm 2022") goes before the range of the programme that it carries out; a plan "đến năm 2030"
    begins in the year of its date. Years of dates, numbers and laws are no years planned for.
    """
    text = _NUMBERED.sub(" ", _DATED.sub(" ", " ".join(title.split())))
    text = _NAMED_LAW.sub(" ", text)
    spans = [(int(m[1]), int(m[2])) for m in _RANGE.finditer(text) if int(m[1]) < int(m[2])]
    if spans and (beside := _BESIDE.search(text)):  # "giai đoạn 2022 - 2025 và năm 2022": both are planned for
        years = [int(year) for year in beside.groups()]
        return min(years), max(years)
    rest = _RANGE.sub(" ", text)
    alone = [int(y) for m in _ALONE.finditer(rest) for y in m.groups() if y]
    if alone:
        return min(alone), max(alone)
    if spans:
        return spans[-1] if len(spans) > 1 and _narrower(spans[-1], spans[0]) else spans[0]
    by = _BY.search(rest)
    if by:
        last = int(by[1])
        return (year, last) if year and year <= last else None
    bare = _BARE.search(rest)
    return (int(bare[1]), int(bare[1])) if bare else None


def phases_of(title: str, text: str) -> tuple[int, int] | None:
    """The years of a plan "đến năm 2010" without a date: from its first phase in the text ("Giai đoạn 2003 - 2005")."""
    by = _BY.search(title)
    if not by:
        return None
    last = int(by[1])
    first = [int(m[1]) for m in _PHASE.finditer(text) if int(m[1]) < int(m[2]) <= last]
    return (min(first), last) if first else None


def carried_out(text: str) -> tuple[int, int] | None:
    """The years of a line "Thời gian thực hiện: từ năm 2011 đến năm 2013", as a decision on a project has it."""
    line = _TIME.search(text)
    years = [int(year) for year in re.findall(rf"(?<!\d){_YEAR}(?![\d/]\w)", line["years"])] if line else []
    if not line or not years or years != sorted(years) or (len(years) == 1 and _SINCE.search(line["years"])):
        return None
    return years[0], years[-1]


def _narrower(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


_OWN = re.compile(
    r"(?:(?:quyết|nghị|thông|chỉ|quy|luật|pháp|kế|hướng|văn|điều|chương|đề)[^\n.;]{0,25}\bnày\b[^.;\n]{0,80}?"
    r"|(?:quyết\s+định|nghị\s+quyết|thông\s+tư(?:\s+liên\s+tịch)?|chỉ\s+thị|nghị\s+định|quy\s+định|quy\s+chế))\s+(?:\w+\s+){0,3}?có\s+$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"sau\s+(?P<days>\d{1,3})\s*(?:\([^)]{1,40}\)\s*)?ngày", re.IGNORECASE)
_SIGNING = re.compile(r"(?:kể\s+)?(?:từ|sau)\s+ngày\s+(?:được\s+)?(?:ký|ban\s+hành|thông\s+qua)", re.IGNORECASE)
_ZERO_HOUR = r"(?:\s+(?:0\s*giờ(?:\s*00\s*phút)?))?\s+"
_FROM = re.compile(rf"(?:kể\s+)?từ{_ZERO_HOUR}{DATE.pattern}", re.IGNORECASE)
_UNTIL = re.compile(rf"đến\s+(?:(?:hết\s+)?{DATE.pattern}|hết\s+năm\s+(?P<year>{_YEAR}))", re.IGNORECASE)
_ENDS = re.compile(
    rf"hết\s+hiệu\s+lực(?:\s+thi\s+hành)?\s+(?:kể\s+)?(?:từ|(?P<after>sau)){_ZERO_HOUR}{DATE.pattern}", re.IGNORECASE
)
# "Điều 2. Nghị định này", at the head of its sentence: "khoản 2 Điều 5 Nghị định này" is a part of it.
_ITSELF = re.compile(
    r"(?:^|[\n.;:]\s*)(?:\d{1,2}[.)]\s*|[a-zđ]\)\s*)?"
    r"(?:quyết|nghị|thông|chỉ|quy|luật|pháp|kế|hướng|văn|chương|đề)[^\n.;,\d]{0,25}\bnày\s+(?:sẽ\s+)?\Z",
    re.IGNORECASE,
)
# The end of a line that goes on in the next: "Quy định tại Điều 5\nNghị định này". A line "Điều 5" alone is a heading.
_GOES_ON = re.compile(r"(?:\b(?:của|tại|theo|trong|ngày)|[^\s.][ ](?:điều|khoản|mục)[ ]\d+\w?)\s*\Z", re.IGNORECASE)
# What may stand between a first day, or "hiệu lực" itself, and "đến ngày": nothing that has an end of its own.
_UP_TO = re.compile(
    r"[\s,]*(?:(?:hiệu\s+lực|thi\s+hành|ký|ban\s+hành|thông\s+qua|và|được|áp\s+dụng|thực\s+hiện|kéo\s+dài|cho)[\s,]*)*\Z",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\bsố\s*:?\s*\d", re.IGNORECASE)
_NEAR = 1200  # two sentences that are shown as one: from when, until when
_QUOTED = 4000  # as far back as the opening sign of a quoted article is looked for
_JOINED = re.compile(r"[\s,;]*(?:và\s+)?(?:sẽ\s+)?\Z", re.IGNORECASE)


def force_of(
    text: str, start: int, end: int, date: str | None
) -> tuple[str | None, str | None, tuple[int, int] | None]:
    """From when the document is in force, the first day when it no longer is, and where the text says so.

    "kể từ ngày ký" is the day of signing; "sau 10 ngày kể từ ngày ký" counts from it (Luật 80/2015/QH13, Điều 151). A
    last day counts to its end: "đến ngày 31/12/2026" is over on the next day (Bộ luật Dân sự 91/2015/QH13, Điều 148).
    """
    since = until = where = None
    at = text.find("hiệu lực", start, end)
    while at != -1 and not (since and until):
        found: tuple[str | None, str | None] = (None, None)
        rest = text[at : min(end, at + 260)].split("\n\n", maxsplit=1)[0]
        if where is None and _is_own(text, start, at):
            found = _dates(rest, date)
        elif until is None and _ends_itself(text, start, at):
            found = (None, _end(_ENDS.match(f"hết {rest}")))
        since, until = since or found[0], until or found[1]
        if any(found):
            here = at + len("hiệu lực")
            where = (where[0], here) if where and here - where[0] < _NEAR else (at, here)
        at = text.find("hiệu lực", at + 1, end)
    return since, until, where


def _is_own(text: str, start: int, at: int) -> bool:
    """Whether the document that has force at `at` is the one that speaks: a numbered one before it has its own force,
    unless "và" or a comma takes the sentence back ("thay thế Quyết định số 5/QĐ-UBND và có hiệu lực").
    """
    if text[max(start, at - 20) : at].lower().split()[-1:] != ["có"]:
        return False
    own = _OWN.search(text, max(start, at - 140), at)
    return own is not None and (not _NUMBER.search(own[0]) or re.search(r"(?:\bvà|,)\s+có\s+\Z", own[0]) is not None)


def _ends_itself(text: str, start: int, at: int) -> bool:
    """Whether "hết hiệu lực" is said of the document itself: not of a part, nor in words for another document."""
    if not text.startswith("hết ", max(start, at - 4)):
        return False
    own = _ITSELF.search(text, max(start, at - 90), at - 4)
    if own is None or (own[0][0] == "\n" and _GOES_ON.search(text, max(start, own.start() - 30), own.start())):
        return False
    near = max(start, at - _QUOTED)
    return text.rfind("“", near, at) <= text.rfind("”", near, at)


def _dates(rest: str, date: str | None) -> tuple[str | None, str | None]:
    sentence = re.split(r"(?<=\w)\.\s+(?=[A-ZĐ])", rest)[0]
    since, behind = None, 0
    after, signing, dated = _AFTER.search(sentence), _SIGNING.search(sentence), _FROM.search(sentence)
    if dated and dated.start() < 60 and not (signing and signing.start() < dated.start()):
        since, behind = iso_date(dated), dated.end()
    elif signing and signing.start() < 60:
        days = int(after["days"]) if after and after.start() < signing.start() else 0
        since, behind = _plus(date, days) if date else None, signing.end()
    last, over = _UNTIL.search(sentence, behind), _ENDS.search(sentence, behind)
    if over and _JOINED.match(sentence[behind : over.start()]):
        return since, _end(over)
    if last and _UP_TO.match(sentence[behind : last.start()]):
        return since, f"{int(last['year']) + 1}-01-01" if last["year"] else _next(iso_date(last))
    return since, None


def _end(over: re.Match[str] | None) -> str | None:
    """The first day without force of "hết hiệu lực từ ngày …", "hết hiệu lực sau ngày …"."""
    day = iso_date(over) if over else None
    return _next(day) if over and over["after"] else day


def _next(day: str | None) -> str | None:
    return _plus(day, 1) if day else None


def _plus(date: str, days: int) -> str | None:
    try:
        return (datetime.date.fromisoformat(date) + datetime.timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return None
