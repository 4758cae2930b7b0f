"""Vietnamese dates: "ngày 14 tháng 02 năm 2008", "15/7/2021", "06-9-2011", "8.6.2010".

Source of the written form: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.4.
"""

from __future__ import annotations

import datetime
import re

# A day or a month, with one digit that OCR may have read as a letter ("O2").
_TWO = r"(?:0\s\d(?=\s*/)|\d[\dOIl]?|[OIl]\d)"
_SEPARATED = rf"(?P<d2>{_TWO})\s*(?P<sep>[/.-])\s*(?P<m2>{_TWO})\s*(?P=sep)\s*(?P<y2>[12][\dOoIl]{{3}})(?!\d)"
_WRITTEN = rf"(?P<d1>{_TWO})\s+th[áàaả]ng\s+(?P<m1>{_TWO})\s+n[ăàáaâ]m\s+(?P<y1>\d{{4}})(?!\d)"
# Dates that the norm does not know but that are typed ("26 tháng 3 năm 11 năm 2003"): kept as text, never as a date.
_BROKEN = r"\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{1,4})+(?!\d)"

_OCR = str.maketrans("OoIiLl", "001111")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MONTH = rf"(?:{'|'.join(_MONTHS)})"
# Official translations: "Decree No. 16/2001/ND-CP of July 6, 1995", "dated 2 May 2001".
ENGLISH_DATE = re.compile(
    rf"\s*,?\s*(?:of|dated|on)\s+(?P<text>(?:(?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}})\s*,|(?P<d2>\d{{1,2}})\s+(?P<m2>{_MONTH}),?)"
    r"\s+(?P<y>\d{4}))(?!\d)"
)
DATE = re.compile(rf"(?:ngày\s*)?(?P<text>(?:{_WRITTEN}|{_SEPARATED}|{_BROKEN}))", re.IGNORECASE)


def iso_date(match: re.Match[str]) -> str | None:
    """The ISO form of a match of `DATE`, or None when there is no such day."""
    day, month, year = (match["d1"] or match["d2"], match["m1"] or match["m2"], match["y1"] or match["y2"])
    if not (day and month and year):
        return None
    try:
        parts = (year, month, day)
        if not "".join(parts).isdigit():  # misread, or a day that a scan split
            parts = ("".join(part.split()).translate(_OCR) for part in parts)
        return datetime.date(*map(int, parts)).isoformat()
    except ValueError:
        return None


def english_iso_date(match: re.Match[str]) -> str | None:
    """The ISO form of a match of `ENGLISH_DATE`, or None when there is no such day."""
    month = _MONTHS.index(match["m1"] or match["m2"]) + 1
    try:
        return datetime.date(int(match["y"]), month, int(match["d1"] or match["d2"])).isoformat()
    except ValueError:
        return None
