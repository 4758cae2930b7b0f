"""Laws, codes, ordinances and the Constitution by name, and resolutions of a Party congress.

The table of law names is a hint, not a limit: a law that it lacks is the type word and a subject that begins with a
capital. From 1 April 2025 laws are cited by name and year (NĐ 78/2025/NĐ-CP, Điều 68), before by name alone.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from ...ontology.tables import Law, Tables
from ...ontology.titles import shortened
from ..letters import CAPITALS, SMALL
from ..records import Span

LAWS = frozenset(("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"))

_YEAR = re.compile(r"\s+(?:\((?=(?:năm\s+)?\d{4}\)))?(?:năm\s+)?((?:19|20)\d\d)(?![\d/.-])(?!\s*-\s*\d)", re.IGNORECASE)
_CAPITAL = re.compile(rf"\s+[“\"]?(?P<word>[{CAPITALS}][{SMALL}]*|[{CAPITALS}]{{2,}})(?!\w)")
_LAW_WORDS = (
    r"ngày|năm|số|và|hoặc|được|quy\s+định|của|về|có|thì|là|khi|trong|để|này|theo|đã|do|tại|cho|nhằm|bao|cũng|phải|với|"
    r"không|mà|như|hướng|ban\s+hành|đến|từ|hiện|còn|-"
)
_LAW_COMMA_STOP = re.compile(rf"[;.:()“”\"\n,/]|(?<!đối)\s(?=(?:{_LAW_WORDS}|(?:19|20)\d\d)(?!\w))")
# "Phòng, chống …", "Trình tự, thủ tục …": a comma behind one or two words, small letters after it.
_SHORT_HEAD = re.compile(
    rf",\s+(?!các|những|và|được|có|nghị|thông|quy\s|phải|thì|theo|người|cơ\s|tổ\s|cá\s|đơn\s|"
    rf"trường|doanh|đồng\s|nhằm|để|căn\s)[{SMALL}]"
)
_LAW_STOP = re.compile(
    r"[;.:()“”\"\n]|,\s+(?:Điều|[Kk]hoản|[Đđ]iểm|Nghị|Luật|Bộ\s)|\s(?=(?:ngày|năm|số|được|đã|"
    r"và\s+(?:Nghị|Thông|Quyết|Luật))(?!\w))"
)
_AMENDING = re.compile(
    r"\s+(?:sửa\s+đổi|bổ\s+sung|sửa\s+đổi\s*,?\s*bổ\s+sung)\b[^;.\n()]{0,60}?của\s+"
    r"(?:(?:các|một\s+số|\d{1,2})\s+)?(?=(?:Bộ\s+)?luật|Pháp\s+lệnh)",
    re.IGNORECASE,
)
_JOINT = re.compile(r"(?:\s*,\s*|\s*;\s*|\s+và\s+)(?=(?:Bộ\s+)?luật\s|Pháp\s+lệnh\s)", re.IGNORECASE)
_TYPE = re.compile(r"(?:Bộ\s+)?luật|Pháp\s+lệnh", re.IGNORECASE)
# A law in small letters is one only behind words that cite ("theo luật đất đai").
_CITING = re.compile(r"(?:\A|theo|căn cứ|của|tại|và|[,;(]|hành|định|ban|hiện|Điều\s\d+)\s*\Z", re.IGNORECASE)
_OTHER_WORD = re.compile(r"(?:PHÁP|KỶ|QUY|ĐỊNH)\s+\Z")  # "pháp luật", "kỷ luật"
_CONCERNED = re.compile(
    r"(?:\w+\s+){1,2}(?:có\s+)?liên\s+quan\s+đến\s+\w+\s+\w+\s+\w+"
)  # "các Luật liên quan đến đầu tư xây dựng"
_DATED = re.compile(r"\s+(?:ngày|năm|số)\s+\d")
# A faculty, a school or a degree is no law: "Trường Đại học Luật Hà Nội", "cử nhân Luật Kinh tế".
_SCHOOL = re.compile(
    r"(?:khoa|đại\s+học|cử\s+nhân|thạc\s+sĩ|tiến\s+sĩ|ngành|chuyên\s+ngành|bộ\s+môn)\s+\Z", re.IGNORECASE
)
_BILL = re.compile(r"(?:dự\s+án|dự\s+thảo)\s*\Z", re.IGNORECASE)
_NATION = re.compile(
    r"\s+(?:nước\s+)?(?:Cộng\s+h(?:òa|oà)\s+xã\s+hội\s+chủ\s+nghĩa\s+Việt\s+Nam|CHXHCN\s+Việt\s+Nam|Việt\s+Nam)",
    re.IGNORECASE,
)
_ENACTED = re.compile(r"(?:\A|\n)\s*(?:[ỦU][ỷy]\s+ban\s+[Tt]hường\s+vụ\s+)?Quốc\s+hội\s+ban\s+hành\s+\Z")
_NO_LAW = frozenset(
    ("số", "này", "sở", "bộ", "ubnd", "hđnd", "của", "về", "và", "luật", "điều", "khoản", "các", "có", "là")
)
_TERM = re.compile(r"\s*,?\s*(?:\(?\s*nhiệm\s+kỳ\s+(?:\d{4}\s*-\s*\d{4})\)?)")
_CONGRESS = re.compile(
    r"\s+(?:của\s+)?(?P<body>[ĐđĐ]ại\s+hội\s+(?:(?:đại\s+biểu|Đại\s+biểu|toàn\s+quốc|Đảng|đảng|bộ|"
    r"Bộ|Thành|Tỉnh|tỉnh|thành|phố|quận|huyện|lần|thứ|XI{0,3}|[IVX]+|\d+|của|Đoàn|đoàn|thị|xã|"
    r"phường|cấp|[A-ZĐ]\w*)\s*,?\s*){1,22})"
)
# "Nghị quyết Trung ương 5 khóa X", "Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương Đảng khóa XII".
_PLENUM = re.compile(
    r"\s+(?P<body>(?:Hội\s+nghị\s+)?(?:(?:lần\s+)?thứ\s+\w+(?:\s+một|\s+hai)?\s+)?(?:(?:BCH|Ban\s+Chấp\s+hành)\s+)?"
    r"(?:Trung\s+ương|TW)(?:\s+Đảng)?(?:\s+(?:lần\s+thứ\s+)?(?:\d{1,2}|[IVX]{1,4})(?![\w/]))?"
    r"(?:\s*,?\s*\(?\s*(?:khóa|khoá|Khóa|Khoá)\s+[IVX]{1,5}(?:,\s*[IVX]{1,5})*\)?)?)"
)
_PLENUM_SAYS = re.compile(r"\d|thứ|khóa|khoá|[IVX]{2}", re.IGNORECASE)
_PARTY = re.compile(r"\s+của\s+Đảng(?:\s+Cộng\s+sản\s+Việt\s+Nam)?(?!\s+(?:bộ|ủy|uỷ|viên|đoàn)|\w)")
_CONGRESS_END = re.compile(r"lần\s+thứ\s+[IVX\d]+(?:\s*,?\s*nhiệm\s+kỳ\s+\d{4}\s*-\s*\d{4})?|[IVX]{1,6}(?!\w)")


class Named(NamedTuple):
    """A mention by name; `type_end` is where the type word ends, `year` the year that is part of the name."""

    start: int
    end: int
    type: str
    type_end: int
    year: int | None
    rule: str
    issuer: Span | None = None


def being_made(text: str, start: int) -> bool:
    """Is the law at `start` the one that is being made: "Quốc hội ban hành Luật sửa đổi, bổ sung …" on its line?"""
    return bool(_ENACTED.search(text, max(0, start - 60), start))


class LawFinder:
    """Finds the laws cited by name in one text."""

    def __init__(self, text: str, tables: Tables) -> None:
        """Nothing is searched yet: `at` looks at one type word."""
        self.text = text
        self.known = _known_laws(tables)

    def at(self, start: int, end: int, type_: str) -> Named | None:
        """The law whose type word is `text[start:end]`, or None when no one law is named."""
        text = self.text
        if type_ == "Nghị quyết":
            return self._congress(start, end)
        capital = text[start].isupper()
        before = text[max(0, start - 12) : start]
        if (
            _BILL.search(before)
            or _SCHOOL.search(before)
            or not (capital or _CITING.search(before) or text[end + 1 : end + 2].isupper())
        ):
            return None
        if type_ == "Hiến pháp":
            return self._constitution(start, end, capital)
        in_capitals = text[start:end].isupper()  # a heading, or a text in capitals: only the table knows the names
        if in_capitals and _OTHER_WORD.search(before):
            return None
        stop, rule = self._name(end, capital and not in_capitals)
        if not stop or (rule == "amending law" and being_made(text, start)):
            return None
        year = _YEAR.match(text, stop)
        return Named(start, stop, type_, end, int(year[1]) if year else None, rule)

    def _name(self, at: int, capital: bool) -> tuple[int | None, str]:
        amending = _AMENDING.match(self.text, at)
        stop = self._amended(amending.end()) if amending else None
        if stop:
            return stop, "amending law"
        known = self.known.match(self.text, at)
        if known:
            return known.end(), "law of the table"
        return (self._law_subject(at) if capital else None), "capitalised law"

    def _constitution(self, start: int, end: int, capital: bool) -> Named | None:
        if not capital:
            return None
        nation = _NATION.match(self.text, end)
        stop = nation.end() if nation else end
        year = _YEAR.match(self.text, stop)
        if not nation and not year and self.text[start:end].isupper():
            return None
        return Named(start, stop, "Hiến pháp", end, int(year[1]) if year else None, "constitution")

    def _amended(self, at: int) -> int | None:
        """The end of "Luật sửa đổi … của Luật A, Luật B và Luật C"."""
        end = None
        for _ in range(12):
            word = _TYPE.match(self.text, at)
            if not word:
                break
            known = self.known.match(self.text, word.end())
            stop = known.end() if known else self._law_subject(word.end())
            if not stop:
                break
            end = stop
            more = _JOINT.match(self.text, end)
            if not more:
                break
            at = more.end()
        return end or self._law_tail(at)

    def _law_tail(self, at: int) -> int | None:
        """The end of the subject of an amending law that names no law ("… của các luật liên quan đến thuế")."""
        stop = _LAW_STOP.search(self.text, at, at + 160)
        if not stop or stop.start() - at <= 5:
            return None
        if not _DATED.match(self.text, stop.start()) and not _CONCERNED.match(self.text, at):
            return None  # without its date or number no one law is meant
        return at + len(self.text[at : stop.start()].rstrip())

    def _law_subject(self, at: int) -> int | None:
        """The end of a law's name that the table lacks: it begins with a capital and goes on in small letters."""
        text = self.text
        first = _CAPITAL.match(text, at)
        if not first or "\n" in text[at : first.start("word")] or first["word"].casefold() in _NO_LAW:
            return None
        end = first.end()
        stop = _LAW_COMMA_STOP.search(text, end, end + 120)
        if stop and len(text[at : stop.start()].split()) <= 2 and _SHORT_HEAD.match(text, stop.start()):
            stop = _LAW_COMMA_STOP.search(text, stop.end() + 1, end + 120)
        close = stop.start() if stop else min(len(text), end + 120)
        return at + len(text[at:close].rstrip())

    def _congress(self, start: int, end: int) -> Named | None:
        if not self.text[start].isupper():
            return None
        plenum = _PLENUM.match(self.text, end)
        if plenum and _PLENUM_SAYS.search(plenum["body"]):
            return Named(start, plenum.end(), "Nghị quyết", end, None, "resolution of a congress", plenum.span("body"))
        match = _CONGRESS.match(self.text, end)
        if not match:
            return None
        close = _CONGRESS_END.search(self.text, match.start("body"), match.end("body") + 30)
        if not close:
            return None
        term = _TERM.match(self.text, close.end())
        stop = term.end() if term else close.end()
        party = _PARTY.match(self.text, stop)
        stop = party.end() if party else stop
        return Named(start, stop, "Nghị quyết", end, None, "resolution of a congress", (match.start("body"), stop))


def spellings(law: Law) -> tuple[str, ...]:
    """The name of a law in full and with its words abbreviated ("Luật BHXH")."""
    return (law.name, *shortened(law.name))


@functools.lru_cache(maxsize=8)
def _known_laws(tables: Tables) -> re.Pattern[str]:
    """The names of the laws of `tables`, longest first, behind the type word."""
    names = sorted(
        {name.removeprefix(row.type).strip() for row in tables.laws for name in spellings(row)}, key=len, reverse=True
    )
    return re.compile(rf"\s+(?:{'|'.join(_loose(name) for name in names if name) or '(?!)'})(?!\w)", re.IGNORECASE)


def _loose(name: str) -> str:
    """A law's name with any white space, commas and "và" as they are also typed, either place of the tone mark."""
    pattern = r"\s+".join(re.escape(word) for word in name.split())
    pattern = pattern.replace(r",\s+", r"(?:\s*,\s*|\s+-\s+|\s+)").replace(r"\s+và\s+", r"(?:\s+(?:và|-)\s+|\s*&\s*)")
    for a, b in (("Ủy", "Uỷ"), ("òa", "oà"), ("óa", "oá"), ("ủy", "uỷ"), ("hóa", "hoá"), ("ý", "ý")):
        if a != b:
            pattern = pattern.replace(a, f"(?:{a}|{b})")
    return pattern
