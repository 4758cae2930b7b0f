"""By when: deadlines as written, read as a range of dates or as a recurrence.

"Quý II năm 2012" is a range, "trước ngày 15/12/2026" one that is open at its start, "từ quý II/2026" one that is
open at its end; "hàng năm" and "thường xuyên" recur and have no range. A text that names no year ("trong quý II")
takes the year that the document plans for, when that is one year.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

from ..records import Recurrence

Range = tuple[str | None, str | None]

YEAR = r"(?:19|20)\d{2}"
QUARTERS = r"(?:IV|III|II|I|[1-4])"
_DASH = r"\s*(?:-|đến|tới|và|,)\s*"
_MONTHS = {
    "mười một": 11, "mười hai": 12, "mười": 10, "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7,
    "tám": 8, "chín": 9,
}  # fmt: skip
_ITEM = re.compile(
    rf"""(?:
      (?:ngày\s*)?(?P<day>\d{{1,2}})\s*[/.-]\s*(?P<month>\d{{1,2}})\s*[/.-]\s*(?P<year>{YEAR})
      | (?P<rday>\d{{1,2}})/(?P<rmonth>\d{{1,2}})(?=\s*(?:-|đến)\s*(?:ngày\s+)?\d{{1,2}}/\d{{1,2}}/)
      | ngày\s+(?P<wday>\d{{1,2}})\s+tháng\s+(?P<wmonth>\d{{1,2}})
          (?:\s*(?:năm|/)\s*(?P<wyear>{YEAR})|\s+h[àằ]ng\s+năm)?
      | (?<!tuần\s)(?P<bday>\d{{1,2}})\s+tháng\s+(?P<bmonth>\d{{1,2}})\s*(?:năm|/)\s*(?P<byear>{YEAR})
      | (?:ngày\s*|(?<=trước\s)|\A(?=\d{{1,2}}/\d{{1,2}}\s*\Z))(?P<sday>\d{{1,2}})/(?P<smonth>\d{{1,2}})(?![\d/])
      | (?:các\s+)?(?<!\w)(?:qu[ýí]|qúy|q\.?)\s*(?P<q1>{QUARTERS})\b(?:(?:\s*/\s*(?P<qy1>{YEAR}))?
          {_DASH}(?:quý\s+)?(?P<q2>{QUARTERS})\b(?!\s*/\s*\d{{1,2}}/)){{0,3}}
          (?:\s*(?:năm|/|-|\.)?\s*(?P<qyear>{YEAR}))?
      | nửa\s+(?P<halfmonth>đầu|cuối)\s+tháng\s+(?P<hmonth>\d{{1,2}})(?:\s*(?:năm|/|-)\s*(?P<hmyear>{YEAR}))?
      | (?P<count>0?[1-9]|1[01]|ba|sáu|chín|nửa)(?:(?<=nửa)|\s+tháng)\s+(?P<half>đầu|cuối)
          (?:\s+của)?(?:\s+năm)?(?:\s+(?P<hyear>{YEAR}))?
      | (?:đầu\s+|giữa\s+|cuối\s+)?tháng\s+(?P<m1>\d{{1,2}})(?:\s*[-,]\s*(?:tháng\s+)?(?P<m2>\d{{1,2}}))?
          (?:\s*(?:năm|/|-)\s*(?P<myear>{YEAR}))?(?!\s*/)
      | tháng\s+(?P<mword>{"|".join(_MONTHS).replace(" ", "[ ]")})\s+năm\s+(?P<mwyear>{YEAR})
      | (?P<sm>\d{{1,2}})\s*/\s*(?P<smyear>{YEAR})
      | (?:giai\s+đoạn\s+|(?:(?:các|trong)\s+)?năm\s+)?
          (?P<y1>{YEAR})(?!\s*[/.]\s*[A-ZĐ])
      | (?:quý|Quý)\s+(?P<roman>IV|III|II|I)\b
      | (?P<bare>(?:IV|III|II|I))\s*/\s*(?P<bareyear>{YEAR})
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:trước|chậm\s+nhất|muộn\s+nhất|không\s+(?:quá|muộn\s+hơn)|hết|xong\s+trước|đến\s+hết|đến|tới"
    r"|trước\s+khi\s+hết|cuối)\s+(?:là\s+|vào\s+|đến\s+|trong\s+)?(?:hết\s+|cuối\s+|trước\s+)?(?:thời\s+điểm\s+)?"
    r"(?:\d{1,2}\s*(?:giờ|h|:)\s*(?:\d{1,2})?\s*(?:phút)?\s*,?\s*)?\Z",
    re.IGNORECASE,
)
# "trước ngày khai giảng 31/8/2026", "trước kỳ họp tháng 7/2026"
_BEFORE_EVENT = re.compile(r"trước\s+(?:ngày|kỳ|phiên|cuộc|khi|dịp|lễ|tết)\s+\D+\Z", re.IGNORECASE)
_DAYS_AFTER = re.compile(  # "trong thời hạn 15 ngày kể từ ngày 01/7/2026"; working days are in no calendar here
    rf"(?P<days>\d{{1,3}})\s+ngày,?\s+(?:kể\s+từ|tính\s+từ|từ|sau)\s+(?:ngày\s+)?(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})"
    rf"/(?P<year>{YEAR})",
    re.IGNORECASE,
)
_DAYS_OF_MONTH = re.compile(  # "từ ngày 01 đến ngày 15/7/2026"
    rf"ngày\s+(?P<from>\d{{1,2}})\s*(?:đến|-|,|và)\s*(?:ngày\s+)?(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})/(?P<year>{YEAR})",
    re.IGNORECASE,
)
_AFTER = re.compile(r"(?:từ|kể\s+từ|bắt\s+đầu\s+từ|sau|bắt\s+đầu)\s+(?:sau\s+)?\Z", re.IGNORECASE)
_ONWARD = re.compile(r"\s*(?:trở\s+đi|và\s+(?:các|những)\s+năm\s+(?:tiếp\s+theo|sau))", re.IGNORECASE)
_TO = re.compile(r"\s*(?:-|đến\s+hết|đến|tới|,|và|;|/)\s*(?:hết\s+)?\Z", re.IGNORECASE)
_RECURRENCES: tuple[tuple[Recurrence, str], ...] = (
    (
        "periodic",
        r"\b(?:0?[2-9]|[1-9]\d|hai|ba|bốn)\s+lần\s*/|mỗi\s+(?:năm|quý|tháng|tuần)\s+(?:(?:ít\s+nhất|tối\s+thiểu)\s+)?(?:0?[2-9]|hai|ba|bốn)\s+lần",
    ),
    ("periodic", r"\b0?[1-9]\s*(?:tuần|ngày)\s*/\s*lần|\b(?:6|06|sáu)\s+tháng\s+(?:một|1|01)\s+lần"),
    ("periodic", r"quý[^.;]{0,25},\s*(?:6|06|sáu)\s+tháng|6\s+tháng[^.;]{0,15}(?:,|và)[^.;]{0,12}năm"),
    ("periodic", r"(?:mỗi|hàng|hằng|từng)\s+(?:học\s+kỳ|kỳ\s+họp)"),
    ("periodic", r"h[àằ]ng\s+tháng\s*(?:,|và)\s*(?:h[àằ]ng\s+)?quý"),
    ("periodic", r"(?:hai|ba|bốn|năm|0?[2-9]|10)\s+năm\s+(?:một|1|01)\s+lần"),
    ("continuous", r"thường\s+xuyên|liên\s+tục|thường\s+kỳ"),
    (
        "quarterly",
        r"(?:hàng|hằng|mỗi|từng|theo)\s+quý|(?<!\d)0?3\s+tháng\s+(?:một|1)\s+lần|quý/lần|(?:1|01|một)\s+lần\s*/\s*quý",
    ),
    ("quarterly", r"tháng\s+(?:đầu|cuối)\s+(?:của\s+)?quý"),
    ("quarterly", r"định\s+kỳ\s+(?:3|03|ba)\s+tháng"),
    ("monthly", r"(?:hàng|hằng|mỗi|từng)\s+tháng|định\s+kỳ\s+(?:1|01|một)\s+tháng"),
    ("monthly", r"(?:1|01|một)\s+lần\s*/\s*tháng|tháng/lần"),
    ("annual", r"(?:hàng|hằng|mỗi|từng)\s+năm|năm/lần|(?:1|01|một)\s+lần/năm"),
    (
        "periodic",
        r"định\s+kỳ|(?:hàng|hằng|mỗi)\s+(?:tuần|ngày)|(?:mười|bảy|ba|\d{1,2})\s+ngày\s+(?:một|1)\s+lần|6\s+tháng(?:\s+(?:một|1)\s+lần)?\Z",
    ),
)
_TIME_ONLY = re.compile(
    r"(?:h[àằ]ng|mỗi|thường\s+xuyên|định\s+kỳ|trước|trong|từ|đến|tới|hết|cuối|đầu|xong|hoàn\s+thành|chậm\s+nhất|muộn\s+nhất|giai\s+đoạn"
    r"|năm|quý|tháng|ngày|tuần|cả\s+năm|sau|liên\s+tục|\d|[IVX]+\s*/)(?!\w)|\d",
    re.IGNORECASE,
)
_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for _, pattern in _RECURRENCES)


@dataclass(frozen=True, slots=True)
class Due:
    """What a deadline says: a range of ISO dates (None at an open end), or how the task recurs."""

    range: Range | None = None
    recurring: Recurrence | None = None


def read_deadline(words: str, *, years: tuple[int, int] | None = None) -> Due:
    """The meaning of a deadline text. `years` are the first and last year that the document plans for.

    Recurring deadlines give no range, even where they name a day ("trước ngày 15/12 hàng năm").
    """
    words = " ".join(words.split())
    recurring = _recurrence(words)
    if recurring:
        return Due(None, recurring)
    return Due(_range(words, years), None)


def says_when(words: str) -> bool:
    """Are the words a time and nothing else ("Quý II/2026", "thường xuyên"), and so no name of a body?"""
    due = read_deadline(words, years=(1, 1))
    return (due.range or due.recurring) is not None and _TIME_ONLY.match(words) is not None


def _recurrence(words: str) -> Recurrence | None:
    for (name, _), pattern in zip(_RECURRENCES, _PATTERNS, strict=True):
        if pattern.search(words):
            return name
    return None


def _range(words: str, years: tuple[int, int] | None) -> Range | None:
    fallback_year = years[0] if years and years[0] == years[1] else None
    if fallback_year and re.fullmatch(r"(?:cả|trong)\s+năm", words, re.IGNORECASE):
        return (f"{fallback_year}-01-01", f"{fallback_year}-12-31")
    after = _DAYS_AFTER.search(words)
    if after and (first := _date(after)) is not None:
        return (None, _iso(first + datetime.timedelta(days=int(after["days"]))))
    days = _DAYS_OF_MONTH.search(words)
    if days and (last := _date(days)) is not None:
        return (_iso(last.replace(day=min(int(days["from"]), last.day))), _iso(last))
    found: list[tuple[datetime.date | None, datetime.date | None, re.Match[str]]] = []
    year_after = _last_year(words)
    for match in _ITEM.finditer(words):
        span = _span(match, year_after or fallback_year)
        if span is not None:
            found.append((*span, match))
    if not found:
        return None
    start, end = found[0][0], found[-1][1]
    first, last = found[0][2], found[-1][2]
    head = words[: first.start()]
    if len(found) == 1:
        if _ONWARD.match(words, last.end()):
            return (_iso(start), None)
        if _AFTER.search(head) and not (last["q2"] or last["m2"]):  # "từ quý I đến quý III" has an end
            return (_iso(start), None)
        if _BEFORE.search(head) or _BEFORE_EVENT.match(head):
            return (None, _iso(end))
        return (_iso(start), _iso(end))
    if _BEFORE.search(head):
        return (None, _iso(end))
    return (_iso(min(f[0] for f in found if f[0])), _iso(max(f[1] for f in found if f[1])))


def _date(match: re.Match[str]) -> datetime.date | None:
    try:
        return datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _last_year(words: str) -> int | None:
    years = re.findall(YEAR, words)
    return int(years[-1]) if years else None


def _span(match: re.Match[str], year: int | None) -> tuple[datetime.date, datetime.date] | None:
    """The first and last day of one time expression; None when the year is not known or there is no such day."""
    g = match.groupdict()
    try:
        if g["day"]:
            return _days(int(g["year"]), int(g["month"]), int(g["month"]), int(g["day"]))
        if g["bday"]:
            return _days(int(g["byear"]), int(g["bmonth"]), int(g["bmonth"]), int(g["bday"]))
        if g["wday"]:
            return _days(_year(g["wyear"], year), int(g["wmonth"]), int(g["wmonth"]), int(g["wday"]))
        if g["sday"] or g["rday"]:
            month = int(g["smonth"] or g["rmonth"])
            return _days(_year(None, year), month, month, int(g["sday"] or g["rday"]))
        if g["q1"] or g["roman"] or g["bare"]:
            return _quarters(g, year)
        if g["half"]:
            count = {"ba": 3, "sáu": 6, "chín": 9, "nửa": 6}.get(g["count"].casefold()) or int(g["count"])
            first = 1 if g["half"].casefold() == "đầu" else 13 - count
            return _days(_year(g["hyear"], year), first, first + count - 1)
        if g["halfmonth"]:
            first, last = _days(_year(g["hmyear"], year), int(g["hmonth"]), int(g["hmonth"]))
            return (
                (first, first.replace(day=15)) if g["halfmonth"].casefold() == "đầu" else (first.replace(day=16), last)
            )
        if g["mword"]:
            month = _MONTHS[" ".join(g["mword"].casefold().split())]
            return _days(int(g["mwyear"]), month, month)
        if g["m1"]:
            return _days(_year(g["myear"], year), int(g["m1"]), int(g["m2"] or g["m1"]))
        if g["sm"]:
            return _days(int(g["smyear"]), int(g["sm"]), int(g["sm"]))
        return _days(int(g["y1"]), 1, 12)
    except (ValueError, KeyError):
        return None


def _quarters(g: dict[str, str | None], year: int | None) -> tuple[datetime.date, datetime.date]:
    first = _quarter(g["q1"] or g["roman"] or g["bare"])
    last = _quarter(g["q2"]) if g["q2"] else first
    end_year = _year(g["qyear"] or g["bareyear"], year)
    start_year = int(g["qy1"]) if g["qy1"] else end_year
    return (_days(start_year, first * 3 - 2, first * 3)[0], _days(end_year, last * 3 - 2, last * 3)[1])


def _quarter(said: str | None) -> int:
    said = str(said).upper()
    return {"I": 1, "II": 2, "III": 3, "IV": 4}.get(said) or int(said)


def _year(said: str | None, fallback: int | None) -> int:
    if said:
        return int(said)
    if fallback is None:
        raise ValueError("no year")
    return fallback


def _days(year: int, first: int, last: int, day: int | None = None) -> tuple[datetime.date, datetime.date]:
    if day:
        date = datetime.date(year, first, day)
        return date, date
    return datetime.date(year, first, 1), datetime.date(year, last, calendar.monthrange(year, last)[1])


def _iso(date: datetime.date | None) -> str | None:
    return date.isoformat() if date else None
