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
_BARE = re.compile(rf"(?:^|\s)({_YEAR})$")


def period_of(title: str, year: int | None) -> tuple[int, int] | None:
    """The first and last year that a plan with this title plans for; `year` is the year of its date.

    A year of its own ("năm 2022") goes before the range of the programme that it carries out; a plan "đến năm 2030"
    begins in the year of its date. Years of dates, numbers and laws are no years planned for.
    """
    text = _NUMBERED.sub(" ", _DATED.sub(" ", " ".join(title.split())))
    text = _NAMED_LAW.sub(" ", text)
    spans = [(int(m[1]), int(m[2])) for m in _RANGE.finditer(text) if int(m[1]) < int(m[2])]
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


def _narrower(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


_OWN = re.compile(
    r"(?:(?:quyết|nghị|thông|chỉ|quy|luật|pháp|kế|hướng|văn|điều|chương|đề)[^\n.;]{0,25}\bnày\b[^.;\n]{0,80}?"
    r"|(?:quyết\s+định|nghị\s+quyết|thông\s+tư(?:\s+liên\s+tịch)?|chỉ\s+thị|nghị\s+định|quy\s+định|quy\s+chế))\s+(?:\w+\s+){0,3}?có\s+$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"sau\s+(?P<days>\d{1,3})\s*(?:\([^)]{1,40}\)\s*)?ngày", re.IGNORECASE)
_SIGNING = re.compile(r"(?:kể\s+)?(?:từ|sau)\s+ngày\s+(?:được\s+)?(?:ký|ban\s+hành|thông\s+qua)", re.IGNORECASE)
_FROM = re.compile(r"(?:kể\s+)?từ(?:\s+(?:0\s*giờ(?:\s*00\s*phút)?))?\s+" + DATE.pattern, re.IGNORECASE)
_UNTIL = re.compile(r"đến\s+(?P<whole>hết\s+)?" + DATE.pattern, re.IGNORECASE)


def force_of(
    text: str, start: int, end: int, date: str | None
) -> tuple[str | None, str | None, tuple[int, int] | None]:
    """From when the document is in force, the first day when it no longer is, and where the text says so.

    "kể từ ngày ký" is the day of signing; "sau 10 ngày kể từ ngày ký" counts from it (Luật 80/2015/QH13, Điều 151).
    """
    at = text.find("hiệu lực", start, end)
    while at != -1:
        if _OWN.search(text, max(start, at - 140), at):
            since, until = _dates(text[at : min(end, at + 260)].split("\n\n", maxsplit=1)[0], date)
            if since or until:
                return since, until, (at, at + len("hiệu lực"))
        at = text.find("hiệu lực", at + 1, end)
    return None, None, None


def _dates(rest: str, date: str | None) -> tuple[str | None, str | None]:
    sentence = re.split(r"(?<=\w)\.\s+(?=[A-ZĐ])", rest)[0]
    since = until = None
    after, signing, dated = _AFTER.search(sentence), _SIGNING.search(sentence), _FROM.search(sentence)
    if dated and dated.start() < 60 and not (signing and signing.start() < dated.start()):
        since = iso_date(dated)
    elif signing and signing.start() < 60 and date:
        days = int(after["days"]) if after and after.start() < signing.start() else 0
        since = _plus(date, days)
    last = _UNTIL.search(sentence)
    if last and iso_date(last) and (since or last.start() < 40):
        until = iso_date(last)
        until = _plus(until, 1) if until and last["whole"] else until
    return since, until


def _plus(date: str, days: int) -> str | None:
    try:
        return (datetime.date.fromisoformat(date) + datetime.timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return None
