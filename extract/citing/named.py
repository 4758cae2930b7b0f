"""Instruments cited by name: laws by their names, programmes and plans by their proper titles, nested ones too.

A law is the type word and a name of the table, or the type word and a subject in capitals. A programme is the type word
and a title that shows itself to be one: quoted, in capitals, or with its period ("giai đoạn 2011 - 2015"). What is
still to be drawn up ("xây dựng kế hoạch …"), what every body has ("Quy chế làm việc") and the document's own title are
none.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ...ontology.tables import Tables
from ..letters import CAPITALS, SMALL
from ..records import Document, Span
from .aliases import defined_names
from .laws import LAWS, LawFinder, Named
from .name_ends import PERIOD, name_end
from .titles import goes_on
from .type_names import TypeNames

_LONGEST = 400
_NEXT_WORD = re.compile(r"\s*\S+")
_TELLING = 5  # so many words of a name tell it from others
_HOUSE_RULES = frozenset(("Quy chế", "Điều lệ"))  # "Quy chế … của <body>": whose rules they are is part of the name
_BODY_BEFORE = re.compile(
    r"(?:(?:Sở|Phòng|Bộ|Ban|Vụ|Cục|Viện|Tổ|Khoa|Trưởng phòng|Giám đốc)\s+|(?:Sở|Phòng|Bộ|"
    r"Ban)(?:\s+|:\s*)[^;.()]{0,50}[,:]\s*|(?:Sở|[Pp]hòng|Ban|Vụ)\s+\w+(?:\s\w+)?\s*-\s*"
    r"|(?:Ban\s+(?:[Qq]uản\s+lý|[Cc]hỉ\s+đạo|[Đđ]iều\s+hành)|[Vv]ăn\s+phòng\s+[Đđ]iều\s+phối|BQL|BCĐ|Tổ\s+(?:công\s+tác|giúp\s+việc)|Chủ\s+nhiệm)\s+"
    r"(?:các\s+)?)\Z"
)
_ISSUERS = frozenset(("Quyết định", "Nghị quyết"))  # their titles issue and approve: "Phê duyệt Chương trình …"
_NORMATIVE = frozenset(("Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Thông tư", "Thông tư liên tịch", "Hiến pháp"))
_IN_FORCE = re.compile(
    r"\s+(?:(?:được\s+)?ban\s+hành\s+(?:kèm|theo|tại)|được\s+(?:ban\s+hành|phê\s+duyệt)|"
    r"của\s+(?:Chính|Thủ|Quốc))"
)
_STATUTE = re.compile(
    r"\s+(?:Đảng(?:\s+Cộng\s+sản\s+Việt\s+Nam)?|(?:Đoàn|Công\s+đoàn|"
    r"Hội)\s[\w\s]{2,50}?(?:Việt\s+Nam|Hồ\s+Chí\s+Minh))(?!\w)"
)
# What stands before an instrument in a heading in capitals: "THỰC HIỆN CHƯƠNG TRÌNH …"; else the heading is its own.
_CARRIED_OUT = re.compile(r"(?:THỰC\s+HIỆN|TRIỂN\s+KHAI|VỀ|DUYỆT|BAN\s+HÀNH|CỦA|THEO|KẾT|ĐỔI|BỔ\s+SUNG|HOẠCH)\s+\Z")
_EMPTY = ("without a subject", "the class")  # what the table says of words that name nothing, period or not
_BLANK = re.compile(r"\.\.\.|…")
_OF_THE_NATION = re.compile(r"(?:(?:mục\s+tiêu\s+)?quốc\s+gia|tổng\s+thể)\s")
_EVERY_YEAR = re.compile(  # not "phụ cấp hàng tháng"
    r"(?<!\w)(?<!cấp )(?<!lương )(?<!thưởng )(?:hằng|hàng)\s+(?:năm|quý|tháng|tuần)(?!\w)", re.IGNORECASE
)

# "Chương trình hành động của Chính phủ thực hiện Nghị quyết số …": whose it is stands inside the name.
_WHOSE = re.compile(
    r"\s+của\s+(?:Chính\s+phủ|Bộ\s+Chính\s+trị|[^\W\d_]+\s+[ủu][ỷy]|UBND\s+\w+|[ỦU][ỷy]\s+ban\s+nhân\s+dân\s+\w+)\s+"
    r"(?:thực\s+hiện|triển\s+khai)\s",
    re.IGNORECASE,
)
_WITH_THIS = re.compile(r"ban\s+hành\s+kèm\s+theo\s+\w+\s+\w+\s+này\s*:?\s*\Z", re.IGNORECASE)
_OF_ONE_BODY = re.compile(rf"\sc(?:ủa|ho)\s+(?!Nhà\s+nước|Trung\s+ương\Z)[{CAPITALS}]")
_MATTER = re.compile(r"\s(?:trong|về)\s+\w+\s+\w+")
_OF_BODY = re.compile(r"\s(?:của|tại)\s")
_MAKING = re.compile(
    r"(?:xây\s+dựng|đề\s+ra|lập|soạn\s+thảo|dự\s+thảo|tham\s+mưu|trình|ban\s+hành|phê\s+duyệt|"
    r"hoàn\s+thành|hoàn\s+thiện|nghiên\s+cứu|đề\s+xuất|thẩm\s+định|góp\s+ý|"
    r"phê\s+chuẩn|thông\s+qua|chuẩn\s+bị|đăng\s+ký|hình\s+thành)"
    r"(?:\s*,?\s+(?:và\s+)?(?:ban\s+hành|trình|phê\s+duyệt|thực\s+hiện|lập|các|những|một\s+số|"
    r"được|mới|và|,|UBND\s+\w+|Ủy\s+ban\s+nhân\s+dân\s+\w+|cấp\s+có\s+thẩm\s+quyền|"
    r"tổ\s+chức))*\s*[“\"]?\s*\Z",
    re.IGNORECASE,
)
# The act itself issues or approves: "về việc phê duyệt …", "Điều 1. Ban hành …".
_ISSUING = re.compile(
    r"(?:về(?:\s+việc)?|Điều\s+\d+\s*[.:]|nay|đã|nhất\s+trí|QUYẾT\s+ĐỊNH:?)\s+(?:ban\s+hành|phê\s+duyệt|"
    r"thông\s+qua)(?:\s+kèm\s+theo\s+\w+\s+\w+\s+này)?"
    r"\s*[“\"]?\s*\Z",
    re.IGNORECASE,
)
# "Điều 1. Hội đồng nhân dân tỉnh khóa XVII thông qua Đề án …"
_ENACTED = re.compile(
    r"Điều\s+\d+\s*[.:]\s+(?:HĐND|Hội\s+đồng\s+nhân\s+dân|UBND|(?:Ủy|Uỷ)\s+ban\s+nhân\s+dân|Chủ\s+tịch)\s(?:[^.;:\n](?!trình\s)){0,160}?"
    r"(?:ban\s+hành|phê\s+duyệt|thông\s+qua)\s*[“\"]?\s*\Z"
)
_BY_AN_ACT = re.compile(r"\s+(?:tại|theo|bằng)\s+(?:Quyết\s+định|Nghị\s+quyết)\s+(?:số\s+)?\d")  # it stands already
_NEW_SENTENCE = re.compile(r"\.\s|\n|(?<!\w)(?:thực\s+hiện|triển\s+khai|theo|tại|căn\s+cứ|tổ\s+chức|đã)(?!\w)")
_DRAWING_UP = re.compile(r"(?:xây\s+dựng|soạn\s+thảo|lập)\s+\Z", re.IGNORECASE)
_MADE = re.compile(r"(?:tổ\s+chức|triển\s+khai|thực\s+hiện)\s*\Z", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:\A|[.:!?\n\t|•*+]|;\s*\n|(?:^|\n)\s*[-–]|\d[.)]|(?:^|\s)[a-zđ][.)])\s*[“\"]?\Z")
_SUBJECT_STOP = re.compile(
    r"\s*(?:[^\w\s“\"(]|\d(?!\s+năm\s+\d{4})|(?:chịu|đặt(?!\s+tên)|tiến|ban|này|trên|đó|ấy|nêu|nói|của|và|hoặc|"
    r"để|theo|được|đã|phải|có|là|trình|số(?!\s+h[oó][aá])|"
    r"gửi|với|cho|do|tại|khác|riêng|kèm|như|thì|bao|gồm|cần|sẽ|đến|từ|trong|ngoài|sau|trước|"
    r"giai|thời|hoàn|đạt|đi|mới|cũ|lập\s+báo|đang|không|bị|vào|bằng|khi|nhằm|thuộc|ở|hay|mà|nếu|năm|hàng|"
    r"hằng|tháng|quý|tuần|dài|ngắn|trung|nhiệm|cá|nhóm|đề|lần|nào|tương|liên|trọng|phù|hợp\s+(?:lý|pháp|lệ)|đúng|"
    r"còn|chưa|ra|lên|dưới|cùng|sát|cụ|chi\s+tiết)(?!\w))",
    re.IGNORECASE,
)
_CAPITAL = re.compile(rf"\s+[“\"]?(?P<word>[{CAPITALS}][{SMALL}]*|[{CAPITALS}]{{2,}})(?!\w)")
_NO_SUBJECT = re.compile(
    r"\s+(?:UBND|HĐND|Ủy|Uỷ|Hội|Sở|Bộ|Phòng|Ban|Chính|Thủ|Quốc|Tỉnh|Thành|Huyện|Quận|Chủ|Trung|"
    r"Nhà\s+nước|Đảng|CCHC|TTHC|ODA|FDI|BOT|PPP|BT|IT|Việt|Hà|"
    r"Luật|Bộ\s+luật|Pháp|Nghị|Quyết|Thông|Chỉ|Quy|Kế|Chương|Đề|Dự|Công|Văn|Điều)(?!\w)"
)
_BROADCAST = re.compile(
    r"(?<!\w)(?:[ĐđP]ài\s+(?:Phát|Truyền|phát|truyền)|phát\s+sóng|truyền\s+hình|truyền\s+thanh|"
    r"chuyên\s+mục|chuyên\s+đề|VTV\d?)"
)
_EMPTY_WORDS = frozenset(
    "về việc triển khai thực hiện tổ chức công tác năm giai đoạn ban hành kế hoạch".split()  # noqa: SIM905
)
_PERIOD_WORDS = frozenset(("đến", "từ", "định", "hướng", "tầm", "nhìn", *map(str, range(1990, 2061))))
_WORD = re.compile(r"[\wÀ-ỹ]+")


@dataclass(frozen=True, eq=False)
class Names:
    """What the rules of this module need of the tables, compiled."""

    generic: frozenset[str]
    bodies: tuple[str, ...]
    empty: frozenset[str]
    cited: frozenset[str]


@functools.lru_cache(maxsize=8)
def names_of(tables: Tables) -> Names:
    """The law names and generic names of `tables`, compiled."""
    return Names(
        generic=frozenset(row.phrase.casefold() for row in tables.generic_names),
        empty=frozenset(row.phrase.casefold() for row in tables.generic_names if row.source.startswith(_EMPTY)),
        bodies=tuple(row.phrase.casefold() for row in tables.generic_names if row.prefix),
        cited=frozenset(row.name for row in tables.document_types if row.cited_by_name),
    )


class Finder:
    """Finds the instruments cited by name in one text."""

    def __init__(
        self,
        text: str,
        tables: Tables,
        types: TypeNames,
        taken: Sequence[Span],
        titles: Sequence[Span],
        documents: Sequence[Document],
    ) -> None:
        """`taken` are the ranges of citations with a number, `titles` those of their titles, both sorted."""
        self.text = text
        self.types = types
        self.names = names_of(tables)
        self.laws = LawFinder(text, tables)
        self.small = types.small_any.pattern.partition("(?P<type>")[2].rpartition(")(?!")[0]
        self.taken = taken
        self.starts = [start for start, _ in taken]
        self.titles = titles
        self.title_starts = [start for start, _ in titles]
        self.making: int | None = None
        self.issued = -1
        self.small_titles = [span for d in documents if (span := d.spans.get("title")) and is_small(text[slice(*span)])]
        self.issuing = [span for d in documents if d.type in _ISSUERS and (span := d.spans.get("title"))]
        self.normative = [(d.start, d.end) for d in documents if d.type in _NORMATIVE]
        self.seen: dict[tuple[str, str], set[str]] = {}
        self.defined = {types.name(name): at for name, at in reversed(defined_names(text))}
        self.own = [(d.type, _words(d.title)) for d in documents if d.title]

    def at(self, start: int, end: int, type_: str) -> Named | None:
        """The instrument whose type word is `text[start:end]`, or None when no one instrument is named."""
        found = self._found(start, end, type_)
        if found is None or self._is_own(found):
            return None
        return found

    def _found(self, start: int, end: int, type_: str) -> Named | None:
        if type_ in LAWS or type_ == "Nghị quyết":
            return self.laws.at(start, end, type_)
        if type_ in self.names.cited:
            return self._programme(start, end, type_)
        return None

    def _programme(self, start: int, end: int, type_: str) -> Named | None:
        text = self.text
        capital = text[start].isupper() or self._in_small_title(start)
        upper = text[start:end].isupper()
        quoted = re.compile(r"\s*:?\s*[“\"]").match(text, end)
        host = self._title(start) is not None
        if quoted:
            close = re.compile(r"[”\"]").search(text, quoted.end(), quoted.end() + _LONGEST)
            if close and close.start() - quoted.end() > 5 and not _BLANK.search(text, quoted.end(), close.start()):
                return (
                    None
                    if self._to_be_made(start, host)
                    else Named(start, close.end(), type_, end, None, "quoted title")
                )
            return None
        statute = _STATUTE.match(text, end) if type_ == "Điều lệ" and capital else None
        if statute:
            return Named(start, statute.end(), type_, end, None, "statute of the Party or a union")
        if (
            (_SUBJECT_STOP.match(text, end) and not _WHOSE.match(text, end))
            or not text[end : end + 1].isspace()
            or self._breaks_off(end, upper=upper)
        ):
            return None
        if self._in_body_name(start):
            return None
        stop, period = self._end(start, end, type_)
        subject = " ".join(text[end:stop].split())
        rule = self._rule(start, end, subject, type_, capital=capital, upper=upper, period=period, host=host)
        if not rule or (self._to_be_made(start, host) and not _BY_AN_ACT.match(text, stop)):
            return None
        if type_ == "Chương trình" and rule == "title in capitals" and self._on_air(start):
            return None
        if rule == "capitalised type word":
            known = self._told_before(type_, subject)
            if known:
                stop = _after_words(text, end, known)
            elif self.defined.get(type_, start) < start:
                return None  # "Chương trình" alone is a short name here, and a sentence goes on
        name = _bare(subject)
        if len(name.split()) >= _TELLING:
            self.seen.setdefault((type_, _first_words(name)), set()).add(name)
        return Named(start, stop, type_, end, None, rule)

    def _end(self, start: int, end: int, type_: str) -> tuple[int, bool]:
        """Where the name ends whose type word is `text[start:end]`, and whether its period is what ends it."""
        issued = self._issued_here(start)
        host = self._title(start)
        stop, period = name_end(self.text, end, self.starts, host, house=type_ in _HOUSE_RULES, whole=issued)
        if issued:
            self.issued = max(self.issued, stop)
        return stop, period

    def _breaks_off(self, end: int, *, upper: bool) -> bool:
        """Does the line end behind the type word, and with it the sentence or the heading?"""
        gap = re.compile(r"\s+").match(self.text, end)
        if not gap or "\n" not in gap[0]:
            return False
        return upper or gap[0].count("\n") > 1 or not goes_on(self.text, self.text.index("\n", end))

    def _in_body_name(self, start: int) -> bool:
        """Is the type word part of a body's name ("Phòng Kế hoạch", "các Sở: Xây dựng, Quy hoạch …")?"""
        return bool(_BODY_BEFORE.search(self.text, max(0, start - 60), start))

    def _told_before(self, type_: str, subject: str) -> str | None:
        """The name, told before in this text, that `subject` begins with."""
        folded = subject.casefold()
        names = self.seen.get((type_, _first_words(folded)), ())
        fits = [name for name in names if folded.startswith(name) and not folded[len(name) : len(name) + 1].isalnum()]
        return max(fits, key=len, default=None)

    def _rule(
        self, start: int, end: int, subject: str, type_: str, *, capital: bool, upper: bool, period: bool, host: bool
    ) -> str | None:
        words = subject.split()
        if (
            len(words) < 2
            or _EVERY_YEAR.search(subject)
            or self._says_nothing(
                subject, type_, period=period, host=host, issued=host and capital and self._just_issued(start)
            )
        ):
            return None
        if upper and not host and not (period and _CARRIED_OUT.search(self.text, max(0, start - 24), start)):
            return None
        if not capital and _bare(subject) in self.names.generic:
            return None
        if period and not capital and re.search(rf"(?<!\w)(?:{self.small})(?!\w)", subject, re.IGNORECASE):
            return None  # the period is that of the instrument named inside
        if period and len(words) >= 4 and (capital or not _NO_SUBJECT.match(self.text, end)):
            return "title with its period"
        proper = bool(_CAPITAL.match(self.text, end)) and not _NO_SUBJECT.match(self.text, end)
        if proper and (capital or len(words) >= 4):
            return "title in capitals"
        if not capital or (not host and _SENTENCE_START.search(self.text[max(0, start - 12) : start])):
            return None
        if _OF_THE_NATION.match(subject) or len(words) >= 3:
            return "capitalised type word" if host or self._stands(start, end, subject) else None
        return None

    def _just_issued(self, start: int) -> bool:
        """Does the title of a numbered act issue the instrument: "Thông tư số … ban hành Chương trình …"?"""
        return self.text[max(0, start - 12) : start].split()[-2:] == ["ban", "hành"]

    def _issued_here(self, start: int) -> bool:
        """Does the document itself issue the instrument, in this very clause? Its name runs to the clause's end."""
        here = start < self.issued or self._in_small_title(start)
        return here or bool(_WITH_THIS.search(self.text, max(0, start - 60), start))

    def _in_small_title(self, start: int) -> bool:
        """Is this in the title of a document that is written in small letters throughout?"""
        return any(low <= start < high for low, high in self.small_titles)

    def _says_nothing(self, subject: str, type_: str, *, period: bool, host: bool, issued: bool) -> bool:
        """Does the subject leave open which instrument is meant? What a numbered act issues is one, by its matter.

        Rules that every body has are one instrument when the name says whose: "Quy chế làm việc của UBND tỉnh".
        """
        if type_ in _HOUSE_RULES and _OF_ONE_BODY.search(subject):
            return False
        if host and not period and _MATTER.search(subject) and not _OF_BODY.search(subject):
            return False
        if not period:  # a circular issues "Chương trình giáo dục phổ thông", which is a class elsewhere
            return self._generic(subject) and not issued
        return _bare(subject) in self.names.empty or not _words(subject) - _PERIOD_WORDS

    def _stands(self, start: int, end: int, subject: str) -> bool:
        """Is this an instrument in force, not a class that a circular regulates ("Đề án thăm dò khoáng sản")?"""
        if not any(low <= start < high for low, high in self.normative):
            return True
        stop = _after_words(self.text, end, subject)
        return (
            bool(_IN_FORCE.match(self.text, stop)) or re.match(r"(?:mục tiêu )?quốc gia|tổng thể", subject) is not None
        )

    def _generic(self, subject: str) -> bool:
        folded = PERIOD.sub("", subject).casefold().strip(" ,")
        if any(folded.startswith(phrase) for phrase in self.names.bodies):
            return True
        trimmed = re.sub(
            r"\s+(?:năm\s+\d{4}|hàng năm|hằng năm|\d{4}|của .*|trong .*|tại .*|cho .*|trên địa bàn .*)$", "", folded
        )
        return trimmed in self.names.generic

    def _on_air(self, start: int) -> bool:
        """Is "chương trình" a broadcast here?"""
        return bool(_BROADCAST.search(self.text, max(0, start - 150), start + 60))

    def _to_be_made(self, start: int, host: bool) -> bool:
        """Is the instrument still to be drawn up? Inside the title of a numbered act it stands already."""
        if host:
            return bool(_DRAWING_UP.search(self.text, max(0, start - 24), start))
        before = self.text[max(0, start - 60) : start]
        issued = _ISSUING.search(before) or any(low <= start < high for low, high in self.issuing)
        made = bool(_MAKING.search(before)) and not _MADE.search(before) and not issued
        made = made and not _ENACTED.search(self.text, max(0, start - 220), start)
        if not made and self.making is not None:  # "xây dựng Đề án …; Quy chế …": the verb governs the list
            since = self.text[self.making : start]
            made = (
                len(since) < _LONGEST and since.rstrip().endswith((",", ";", "và")) and not _NEW_SENTENCE.search(since)
            )
        self.making = start if made else None
        return made

    def _title(self, start: int) -> Span | None:
        """The title of a citation with a number that `start` lies in."""
        i = bisect_right(self.title_starts, start) - 1
        return self.titles[i] if i >= 0 and start < self.titles[i][1] else None

    def _is_own(self, found: Named) -> bool:
        """Is this the title of a logical document of this file?"""
        mine = _words(self.text[found.type_end : found.end])
        for type_, own in self.own:
            if type_ == found.type and own and mine:
                common = len(mine & own)
                if (
                    mine <= own
                    or common >= 0.85 * len(mine | own)
                    or (common >= 4 and common == min(len(mine), len(own)) >= 0.7 * len(mine | own))
                ):
                    return True
        return False


def is_small(title: str) -> bool:
    """Is a title in small letters throughout, as some collections give it?"""
    return not any(map(str.isupper, title[1:]))


def _bare(subject: str) -> str:
    """A name without its period, in small letters."""
    return PERIOD.sub("", subject).strip(" ,").casefold()


def _first_words(name: str) -> str:
    return " ".join(name.split()[:_TELLING])


def _after_words(text: str, at: int, words: str) -> int:
    """The index behind `words` (white space collapsed, any case), which `text` has from `at` on."""
    for _ in words.split():
        at = _NEXT_WORD.match(text, at).end()  # type: ignore[union-attr]
    while text[at - 1] in ",;.:":
        at -= 1
    return at


def _words(text: str | None) -> frozenset[str]:
    """The words of a title that tell it from others, abbreviations spelt out."""
    spelt = (text or "").casefold().replace("cchc", "cải cách hành chính").replace("tthc", "thủ tục hành chính")
    return frozenset(_WORD.findall(spelt)) - _EMPTY_WORDS
