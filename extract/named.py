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

from ..ontology.tables import Tables
from .letters import CAPITALS, SMALL
from .mentions import TypeNames
from .records import Document, Span
from .titles import clause_end

LAWS = frozenset(("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"))
_LONGEST = 400

_YEAR = re.compile(r"\s+(?:năm\s+)?((?:19|20)\d\d)(?![\d/.-])(?!\s*-\s*\d)", re.IGNORECASE)
_PERIOD = re.compile(
    r"(?:giai\s+đoạn|thời\s+kỳ)\s*(?:từ\s+)?(?:năm\s+)?\d{4}\s*(?:-|đến|tới)\s*(?:năm\s+)?\d{4}"
    r"|\d{4}\s*-\s*\d{4}"
    r"|(?:đến|tới)\s+năm\s+\d{4}",
    re.IGNORECASE,
)
_PERIOD_TAIL = re.compile(
    r"(?:\s*,\s*|\s+và\s+|\s+)(?:có\s+)?(?:định\s+hướng|tầm\s+nhìn|tính)(?:\s+đến)?\s+(?:năm\s+|đến\s+năm\s+)\d{4}"
    r"|\s*,?\s+giai\s+đoạn\s+(?:I{1,3}|\d)(?:\s*:?\s*(?:từ\s+(?:năm\s+)?)?\d{4}\s*-\s*\d{4})?(?!\d)"
    r"|\s*,\s*giai\s+đoạn\s*(?:từ\s+)?(?:năm\s+)?\d{4}\s*(?:-|đến)\s*(?:năm\s+)?\d{4}",
    re.IGNORECASE,
)
# Where a name stops before the clause does.
_ENDS = re.compile(
    r"\s+(?:(?:được|đã)\s+(?:ban|phê|thông|sửa|Chính|Thủ|Quốc|UBND|HĐND|Hội|Ủy|Uỷ|Bộ|cấp|duyệt|"
    r"giao|triển|thực|xác|quy|nêu|công|đề|Tỉnh)"
    r"|ban\s+hành\s+(?:kèm|theo|tại|ngày|năm)|kèm\s+theo|phê\s+duyệt\s+(?:tại|theo)|"
    r"do\s+\w+(?:\s+\w+){0,8}?\s+(?:tài|hỗ|chủ|ban|thực|phát|tổ|làm|triển|quản)"
    r"|là\s|thì\s|với\s+(?:Kế|nội|các\s+(?:nội|nhiệm|mục))|theo\s+(?:quy|Quyết|Nghị|tinh|hướng|"
    r"chỉ|đúng|Thông|Kế|kế|chương|đề\s+án|chức|các\s|từng|phân|lộ|yêu|kế)"
    r"|tại\s+(?:Quyết|Nghị|Kế|Chỉ|Thông|các\s+cơ|các\s+đơn|địa)|như\s+sau|cụ\s+thể\s+như|nhằm\s|"
    r"để\s|trong\s+(?:năm\s+\d|thời|quý|tháng)"
    r"|(?:đạt|có)\s+(?:hiệu|kết|chất)|(?:do|phải|cần|sẽ|gồm|này|nêu\s+trên|nói\s+trên|"
    r"trên\s+địa\s+bàn\s+(?:quản|mình))(?:\s|\Z)|từ\s+nguồn|trước\s+ngày|từ\s+ngày|cho\s+(?:cán|"
    r"các\s+(?:cơ|đơn|sở)|toàn|người|từng)"
    r"|đến\s+(?:các|toàn|từng|tất|cán|mọi)\s|đối\s+với\s+các\s+(?:cơ|đơn|sở)|lồng\s+ghép|"
    r"bảo\s+đảm\s|đảm\s+bảo\s|về\s+(?:UBND|Ủy|Sở|Bộ|Văn)\s|gửi\s)",
)
_ISSUER = re.compile(
    r"\s+của\s+(?:Chính\s+[Pp]hủ|Thủ\s+tướng|Bộ\s|Quốc\s+hội|Ủy\s+ban|Uỷ\s+ban|UBND|HĐND|"
    r"Hội\s+đồng|Tỉnh\s+[ủu]|Tỉnh\s+uỷ|Thành\s+[ủu]|Huyện\s+[ủu]|Quận\s+[ủu]|Trung\s+ương|Ban\s|"
    r"Đảng|Sở\s|BCH|"
    r"Ngân\s+hàng|Chủ\s+tịch|Bộ\s+trưởng|Thường\s+trực|Tổng\s|Cục\s|Viện\s|Liên\s+hợp|Đoàn|"
    r"Nhà\s+nước|Thanh\s+tra|Văn\s+phòng|Phòng\s|Trung\s+tâm|Công\s+an|Hội\s|Trường|Chính\s|"
    r"Đại\s+hội"
    r"|CHÍNH\s+PHỦ|THỦ\s+TƯỚNG|ỦY\s+BAN|TỈNH\s+ỦY)"
)
_LOCAL_ISSUER = re.compile(
    r"\s+của\s+(?:tỉnh|thành\s+phố|quận|huyện|thị\s+xã|trung\s+ương|xã|phường|ngành|cơ\s+quan|"
    r"đơn\s+vị|các|từng|địa\s+phương|cấp|mình)(?!\w)"
)
_AND_VERB = re.compile(
    r"\s+(?:và|,)\s+(?:phản\s+hồi|thực\s+hiện|tổ\s+chức|triển\s+khai|báo\s+cáo|xây\s+dựng|"
    r"hướng\s+dẫn|theo\s+dõi|kiểm\s+tra|ban\s+hành|chỉ\s+đạo|đề\s+xuất|tham\s+mưu|"
    r"phụ\s+lục|các\s+(?:phụ|văn\s+bản|quy\s+định|chương|kế|đề|nghị|nhiệm|cơ|đơn|mục)|"
    r"cụ\s+thể\s+hóa|tình\s+hình|những|nhiệm\s+vụ|yêu\s+cầu|đồng\s+thời|phấn|phối\s+hợp|"
    r"công\s+tác|hằng|hàng|kế\s+hoạch|đẩy|nâng|tiếp\s+tục|"
    r"(?:Nghị|Quyết|Chỉ|Thông\s+tư|Luật|Bộ\s+luật|Pháp\s+lệnh|Chương\s+trình|Kế\s+hoạch|Đề\s+án|"
    r"Dự\s+án|Chiến\s+lược|Quy\s+chế|Quy\s+hoạch|Kết\s+luận|Công\s+văn))(?!\w)"
)
_MAKING = re.compile(
    r"(?:xây\s+dựng|đề\s+ra|lập|soạn\s+thảo|dự\s+thảo|tham\s+mưu|trình|ban\s+hành|phê\s+duyệt|"
    r"hoàn\s+thành|hoàn\s+thiện|nghiên\s+cứu|rà\s+soát|cập\s+nhật|đề\s+xuất|thẩm\s+định|góp\s+ý|"
    r"phê\s+chuẩn|thông\s+qua|làm|có|chuẩn\s+bị|đăng\s+ký|hình\s+thành)"
    r"(?:\s*,?\s+(?:và\s+)?(?:ban\s+hành|trình|phê\s+duyệt|thực\s+hiện|lập|các|những|một\s+số|"
    r"được|mới|và|,|UBND\s+\w+|Ủy\s+ban\s+nhân\s+dân\s+\w+|cấp\s+có\s+thẩm\s+quyền|"
    r"tổ\s+chức))*\s*[“\"]?\s*\Z",
    re.IGNORECASE,
)
_MADE = re.compile(r"(?:tổ\s+chức|triển\s+khai|thực\s+hiện)\s*\Z", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:\A|[.;:!?\n\t|•*+]|(?:^|\n)\s*[-–]|\d[.)]|(?:^|\s)[a-zđ][.)])\s*[“\"]?\Z")
_SUBJECT_STOP = re.compile(
    r"\s*(?:[^\w\s“\"(]|(?:này|trên|đó|ấy|nêu|nói|của|và|hoặc|để|theo|được|đã|phải|có|là|trình|số|"
    r"gửi|với|cho|do|tại|khác|riêng|kèm|như|thì|bao|gồm|cần|sẽ|đến|từ|trong|ngoài|sau|trước|"
    r"giai|thời|hoàn|đạt|đi|mới|cũ|đang|không|bị|vào|bằng|khi|nhằm|thuộc|ở|hay|mà|nếu|năm|hàng|"
    r"hằng|tháng|quý|tuần|dài|ngắn|trung|nhiệm|cá|nhóm|đề|lần|nào|tương|liên|trọng|phù|hợp|đúng|"
    r"còn|chưa|ra|lên|dưới|cùng)(?!\w))",
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
_NEW_VERB = re.compile(
    r",\s+(?:xây\s+dựng|nâng\s+cao|đẩy\s+mạnh|thực\s+hiện|tăng\s+cường|góp\s+phần|bảo\s+đảm|"
    r"đảm\s+bảo|tạo|phát\s+huy|từng\s+bước|tiếp\s+tục|triển\s+khai|tổ\s+chức|phấn\s+đấu|"
    r"đồng\s+thời|chú\s+trọng|"
    r"gắn|kịp\s+thời|khuyến\s+khích|tập\s+trung|rà\s+soát|nhất\s+là|hướng\s+dẫn|kiểm\s+tra|báo\s+cáo|theo\s+dõi)(?!\w)"
)
_THERE = re.compile(r"\s+trên\s+địa\s+bàn\s+(?:tỉnh|thành\s+phố|quận|huyện|xã|phường|thị\s+xã)(?!\s+[A-ZĐ])(?!\w)")
_EMPTY_WORDS = frozenset(
    [
        "về",
        "việc",
        "triển",
        "khai",
        "thực",
        "hiện",
        "tổ",
        "chức",
        "công",
        "tác",
        "năm",
        "giai",
        "đoạn",
        "ban",
        "hành",
        "kế",
        "hoạch",
    ]
)
_PERIOD_WORDS = frozenset(("đến", "từ", "định", "hướng", "tầm", "nhìn", *map(str, range(1990, 2061))))
_WORD = re.compile(r"[\wÀ-ỹ]+")
_CONGRESS = re.compile(
    r"\s+(?:của\s+)?(?P<body>[ĐđĐ]ại\s+hội\s+(?:(?:đại\s+biểu|Đại\s+biểu|toàn\s+quốc|Đảng|đảng|bộ|"
    r"Bộ|Thành|Tỉnh|tỉnh|thành|phố|quận|huyện|lần|thứ|XI{0,3}|[IVX]+|\d+|của|Đoàn|đoàn|thị|xã|"
    r"phường|cấp|[A-ZĐ]\w*)\s*,?\s*){1,22})"
)
_CONGRESS_END = re.compile(r"lần\s+thứ\s+[IVX\d]+(?:\s*,?\s*nhiệm\s+kỳ\s+\d{4}\s*-\s*\d{4})?|[IVX]{1,6}(?!\w)")


@dataclass(frozen=True, slots=True)
class Named:
    """A mention by name; `type_end` is where the type word ends, `year` the year that is part of the name."""

    start: int
    end: int
    type: str
    type_end: int
    year: int | None
    rule: str
    issuer: Span | None = None


@dataclass(frozen=True, eq=False)
class Names:
    """What the rules of this module need of the tables, compiled."""

    laws: re.Pattern[str]
    generic: frozenset[str]
    bodies: tuple[str, ...]
    cited: frozenset[str]


@functools.lru_cache(maxsize=8)
def names_of(tables: Tables) -> Names:
    """The law names and generic names of `tables`, compiled."""
    names = sorted((law.name.partition(" ")[2] for law in tables.laws if law.type == "Luật"), key=len, reverse=True)
    others = sorted(
        (law.name.removeprefix(law.type).strip() for law in tables.laws if law.type != "Luật"), key=len, reverse=True
    )
    spaced = [_loose(name) for name in (*names, *others) if name]
    return Names(
        laws=re.compile(rf"\s+(?:{'|'.join(spaced) or '(?!)'})(?!\w)", re.IGNORECASE),
        generic=frozenset(row.phrase.casefold() for row in tables.generic_names),
        bodies=tuple(row.phrase.casefold() for row in tables.generic_names if row.prefix),
        cited=frozenset(row.name for row in tables.document_types if row.cited_by_name),
    )


def _loose(name: str) -> str:
    """A law's name with any white space, with or without its commas' spaces, with either place of the tone mark."""
    pattern = r"\s+".join(re.escape(word) for word in name.split())
    pattern = pattern.replace(r",\s+", r"\s*,\s*")
    for a, b in (("Ủy", "Uỷ"), ("òa", "oà"), ("óa", "oá"), ("ủy", "uỷ"), ("hóa", "hoá"), ("ý", "ý")):
        if a != b:
            pattern = pattern.replace(a, f"(?:{a}|{b})")
    return pattern


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
        self.taken = taken
        self.starts = [start for start, _ in taken]
        self.titles = titles
        self.title_starts = [start for start, _ in titles]
        self.own = [(d.type, _words(d.title)) for d in documents if d.title]

    def at(self, start: int, end: int, type_: str) -> Named | None:
        """The instrument whose type word is `text[start:end]`, or None when no one instrument is named."""
        found = self._found(start, end, type_)
        if found is None or self._is_own(found):
            return None
        return found

    def _found(self, start: int, end: int, type_: str) -> Named | None:
        if type_ in LAWS:
            return self._law(start, end, type_)
        if type_ == "Nghị quyết":
            return self._congress(start, end)
        if type_ in self.names.cited:
            return self._programme(start, end, type_)
        return None

    def _law(self, start: int, end: int, type_: str) -> Named | None:
        text = self.text
        capital = text[start].isupper()
        if not capital and not re.search(
            r"(?:\A|theo|căn cứ|của|tại|và|[,;(]|hành|định|ban|hiện|Điều\s\d+)\s*\Z",
            text[max(0, start - 10) : start],
            re.IGNORECASE,
        ):
            return None
        if type_ == "Hiến pháp":
            return self._constitution(start, end, capital)
        known = self.names.laws.match(text, end)
        amending = re.compile(
            r"\s+(?:sửa\s+đổi|bổ\s+sung|sửa\s+đổi\s*,?\s*bổ\s+sung)\b[^;.\n()]{0,60}?của\s+(?:các\s+|"
            r"một\s+số\s+)?(?=(?:Bộ\s+)?[Ll]uật|Pháp\s+lệnh)",
            re.IGNORECASE,
        ).match(text, end)
        stop, rule = None, "law of the table"
        if amending:
            stop, rule = self._amended(amending.end()), "amending law"
        if not stop and known:
            stop = known.end()
        if not stop and capital:
            stop, rule = self._law_subject(end), "capitalised law"
        if not stop:
            return None
        year = _YEAR.match(text, stop)
        return Named(start, year.end() if year else stop, type_, end, int(year[1]) if year else None, rule)

    def _constitution(self, start: int, end: int, capital: bool) -> Named | None:
        if not capital:
            return None
        nation = re.compile(
            r"\s+(?:nước\s+)?(?:Cộng\s+h(?:òa|oà)\s+xã\s+hội\s+chủ\s+nghĩa\s+Việt\s+Nam|"
            r"CHXHCN\s+Việt\s+Nam|Việt\s+Nam)",
            re.IGNORECASE,
        ).match(self.text, end)
        stop = nation.end() if nation else end
        year = _YEAR.match(self.text, stop)
        if not nation and not year and self.text[start:end].isupper():
            return None
        return Named(
            start, year.end() if year else stop, "Hiến pháp", end, int(year[1]) if year else None, "constitution"
        )

    def _amended(self, at: int) -> int | None:
        """The end of "Luật sửa đổi … của Luật A, Luật B và Luật C"."""
        end = None
        joint = re.compile(r"(?:\s*,\s*|\s*;\s*|\s+và\s+)(?=(?:Bộ\s+l|L)uật\s|Pháp\s+lệnh\s)")
        for _ in range(12):
            word = re.compile(r"(?:Bộ\s+)?[Ll]uật|Pháp\s+lệnh").match(self.text, at)
            if not word:
                break
            known = self.names.laws.match(self.text, word.end())
            stop = known.end() if known else self._law_subject(word.end())
            if not stop:
                break
            end = stop
            more = joint.match(self.text, end)
            if not more:
                break
            at = more.end()
        return end

    def _law_subject(self, at: int) -> int | None:
        """The end of a law's name that the table lacks: it begins with a capital and goes on in small letters."""
        text = self.text
        first = _CAPITAL.match(text, at)
        if not first or text[at : first.start("word")].count("\n") > 1 or first["word"] in ("Số", "Này", "SỐ", "NÀY"):
            return None
        if _NO_SUBJECT.match(text, at) and first["word"] in ("Sở", "Bộ", "UBND", "HĐND"):
            return None
        end = first.end()
        stop = re.compile(
            r"[;.:()“”\"\n,/]|\s(?=(?:ngày|năm|số|và|hoặc|được|quy\s+định|của|về|có|thì|là|khi|trong|để|"
            r"này|theo|đã|do|tại|cho|nhằm|bao|cũng|phải|với|không|mà|như|hướng|ban\s+hành|đến|từ|hiện|còn|"
            r"-)(?!\w))"
        ).search(text, end, end + 120)
        return stop.start() if stop else min(len(text), end + 120)

    def _congress(self, start: int, end: int) -> Named | None:
        match = _CONGRESS.match(self.text, end) if self.text[start].isupper() else None
        if not match:
            return None
        close = _CONGRESS_END.search(self.text, match.start("body"), match.end("body") + 30)
        if not close:
            return None
        term = re.compile(r"\s*,?\s*(?:\(?\s*nhiệm\s+kỳ\s+(?:\d{4}\s*-\s*\d{4})\)?)").match(self.text, close.end())
        stop = term.end() if term else close.end()
        return Named(start, stop, "Nghị quyết", end, None, "resolution of a congress", (match.start("body"), stop))

    def _programme(self, start: int, end: int, type_: str) -> Named | None:
        text = self.text
        capital = text[start].isupper()
        upper = text[start:end].isupper()
        quoted = re.compile(r"\s*:?\s*[“\"]").match(text, end)
        host = self._host(start)
        if quoted:
            close = re.compile(r"[”\"]").search(text, quoted.end(), quoted.end() + _LONGEST)
            if close and close.start() - quoted.end() > 5:
                return (
                    None
                    if self._to_be_made(start, host)
                    else Named(start, close.end(), type_, end, None, "quoted title")
                )
            return None
        if _SUBJECT_STOP.match(text, end) or text[end : end + 1] not in " \n":
            return None
        if text[end : end + 2] == "\n\n" or (upper and text[end : end + 1] == "\n"):
            return None
        stop, period = self._name_end(end, host)
        subject = " ".join(text[end:stop].split())
        rule = self._rule(start, end, subject, capital=capital, upper=upper, period=period, host=host)
        if not rule or self._to_be_made(start, host):
            return None
        if type_ == "Chương trình" and rule == "title in capitals" and self._on_air(start):
            return None
        return Named(start, stop, type_, end, None, rule)

    def _rule(
        self, start: int, end: int, subject: str, *, capital: bool, upper: bool, period: bool, host: bool
    ) -> str | None:
        words = subject.split()
        if len(words) < 2 or (not _words(subject) - _PERIOD_WORDS if period else self._generic(subject)):
            return None
        if upper and (not period or self._heads_line(start)):
            return None
        if period and len(words) >= 4 and (capital or not _NO_SUBJECT.match(self.text, end)):
            return "title with its period"
        proper = bool(_CAPITAL.match(self.text, end)) and not _NO_SUBJECT.match(self.text, end)
        if proper and (capital or len(words) >= 4):
            return "title in capitals"
        if not capital or (not host and _SENTENCE_START.search(self.text[max(0, start - 12) : start])):
            return None
        if re.match(r"(?:mục\s+tiêu\s+)?(?:quốc\s+gia|tổng\s+thể)\s", subject) or len(words) >= 3:
            return "capitalised type word"
        return None

    def _generic(self, subject: str) -> bool:
        folded = _PERIOD.sub("", subject).casefold().strip(" ,")
        if any(folded.startswith(phrase) for phrase in self.names.bodies):
            return True
        trimmed = re.sub(r"\s+(?:năm\s+\d{4}|hàng năm|hằng năm|\d{4}|của .*|trong .*|tại .*|cho .*)$", "", folded)
        return trimmed in self.names.generic

    def _heads_line(self, start: int) -> bool:
        """Is there nothing before `start` on its line, so that a type word in capitals heads a document or an annex?"""
        line = self.text.rfind("\n", 0, start) + 1
        return not self.text[line:start].strip(" *_#|-\t")

    def _on_air(self, start: int) -> bool:
        """Is "chương trình" a broadcast here?"""
        return bool(_BROADCAST.search(self.text, max(0, start - 150), start + 60))

    def _to_be_made(self, start: int, host: bool) -> bool:
        """Is the instrument still to be drawn up? Inside the title of a numbered act it stands already."""
        if host:
            return False
        before = self.text[max(0, start - 60) : start]
        return bool(_MAKING.search(before)) and not _MADE.search(before)

    def _host(self, start: int) -> bool:
        """Does `start` lie in the title of a citation with a number?"""
        i = bisect_right(self.title_starts, start) - 1
        return i >= 0 and start < self.titles[i][1]

    def _name_end(self, at: int, host: bool) -> tuple[int, bool]:
        """Where the name ends, and whether its period is what ends it."""
        text = self.text
        limit = clause_end(text, at, self.starts)
        if host:
            i = bisect_right(self.title_starts, at) - 1
            limit = min(limit, self.titles[i][1])
        for pattern in (_ENDS, _ISSUER, _AND_VERB):
            match = pattern.search(text, at, limit)
            if match and match.start() > at:
                limit = match.start()
        period = _PERIOD.search(text, at, limit)
        if period:
            end = period.end()
            while more := _PERIOD_TAIL.match(text, end, min(len(text), end + 80)):
                end = more.end()
            return end, True
        year = re.compile(r"\s+năm\s+\d{4}(?!\s*-)").search(text, at, limit)
        if year:
            return year.end(), False
        for pattern in () if host else (_NEW_VERB, _THERE):
            match = pattern.search(text, at, limit)
            if match and len(text[at : match.start()].split()) >= 3:
                limit = match.start()
        local = _LOCAL_ISSUER.search(text, at, limit)
        if local and not re.match(r"\s+của\s+(?:tỉnh|thành\s+phố|quận|huyện|thị\s+xã)", local[0]):
            limit = local.start()
        while limit > at and text[limit - 1] in " ,;:.\n\t-":
            limit -= 1
        return limit, False

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


def _words(text: str | None) -> frozenset[str]:
    """The words of a title that tell it from others, abbreviations spelt out."""
    spelt = (text or "").casefold().replace("cchc", "cải cách hành chính").replace("tthc", "thủ tục hành chính")
    return frozenset(_WORD.findall(spelt)) - _EMPTY_WORDS
