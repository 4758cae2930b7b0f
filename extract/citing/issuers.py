"""Who issued a cited document: the phrase after "của", where it ends, and how it is spelt out."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ...ontology.tables import Abbreviation, Tables
from ..letters import CAPITALS, SMALL
from ..records import Span
from .issuing import body_name
from .type_names import unaccented
from .units import end_of_place

# What a phrase that names an issuer begins with.
_HEAD = (
    r"(?:Quốc hội|Chủ tịch|Phó Chủ tịch|Thủ tướng|Phó Thủ tướng|Chính phủ|Bộ trưởng|Bộ|Thứ trưởng|"
    r"Thống đốc|Tổng|Chánh|Viện|Ngân hàng|Kiểm toán|Tòa án|Toà án|"
    r"Ủy ban|Uỷ ban|Ủy viên|UBND|UB\s+MTTQ|UBMTTQ|UBTVQH|UBTV|HĐND|HĐBT|Hội đồng|Hội nghị|Hội|Thường trực|"
    r"Thường vụ|TT\.?|TTg|Ban|BCH|BTV|BCĐ|Bí thư|Bộ Chính trị|Trung ương|TW|Đại hội|Đảng|Tỉnh|"
    r"Thành|Quận|"
    r"Huyện|Thị|Sở|Phòng|Văn phòng|VPCP|Cục|Chi cục|Tổng cục|Vụ|Trung tâm|Giám đốc|Trưởng|"
    r"Thủ trưởng|Tổ trưởng|Tổ công tác|Hiệu trưởng|Phó Giám đốc|"
    r"Liên|Đoàn|Cơ quan|Công an|Bảo hiểm|Kho bạc|Thanh tra|Mặt trận|"
    r"Nhà nước|Trường|Đại học|Học viện|Công ty|Tập đoàn|Công đoàn|Quân|Tư lệnh|Bộ Tư lệnh|Xã|"
    r"Phường|Thị trấn|BTC|BNV|[A-ZĐ]{3,8})(?!\w)"
)
# Words that end a name; in capitals too, and the first words of a title also with one capital.
_STOP_WORDS = (
    "về|v/v|v / v|ban hành|phê duyệt|quy định|qui định|hướng dẫn|sửa đổi|bổ sung|bãi bỏ|hủy bỏ|huỷ bỏ|công bố|"
    "thành lập|"
    "triển khai|thực hiện|tổ chức thực|tổ chức triển|chi tiết|giao|tăng cường|đẩy mạnh|điều chỉnh|thi hành|cụ thể|"
    "thông qua|kiện toàn|phân công|phân cấp|đính chính|và|hoặc|ngày|đã|thì|là|để|trong|tại|theo|có|được|do|như|khi|"
    "nhằm|này|nêu|trên|đối với|cho|số|thay thế|hết|với|từ|kể|đến|tới|gồm|còn|không|yêu cầu|đề nghị|phải|cần|bằng|mà|"
    "nếu|vào|ở|sau|trước|năm|đề ra|xây dựng|bảo đảm|nâng cao|báo cáo|thông báo|trình|ký|đồng thời|kèm|phát động|"
    "tiếp tục|bị|sẽ|quản lý|thành các|thành những|thành nhiệm vụ|thành chương trình|thành kế hoạch"
)
_TITLE_WORDS = "Về việc|Về|V/v|V / v|Ban hành|Phê duyệt|Quy định|Hướng dẫn|Sửa đổi|Bãi bỏ|Công bố|Thành lập"
_WORD_STOPS = r"\s(?=(?:" + f"{_STOP_WORDS}|{_STOP_WORDS.upper()}|{_TITLE_WORDS}".replace(" ", r"\s+") + r")(?!\w))"
_STOP_WORD = re.compile(_WORD_STOPS)
_STOPS = re.compile(rf"[,;.:()“”\"\t/|]|\s-\s|{_WORD_STOPS}|\n")
_WORDS = 18
_LONGEST = 170
# Names with a comma or "và" in them, after the word that heads them.
_AND_IN_NAME = re.compile(
    r"(?:Thường\s+trực\s+)?(?:Liên|Bộ|Sở|Phòng|Ban|Ủy\s+ban|Uỷ\s+ban|Cục|Vụ|Hội|Trưởng\s+phòng|"
    rf"Viện)\s+(?:trưởng\s+(?:Bộ\s+)?|đốc\s+Sở\s+)?[{CAPITALS}]",
    re.IGNORECASE,
)
_COMMA_NAME = re.compile(rf",\s+[\wÀ-ỹ]+(?:\s+[\wÀ-ỹ]+){{0,3}}\s+và\s+[{CAPITALS}]")
# "Ban Chỉ huy Phòng, chống thiên tai và Tìm kiếm cứu nạn"
_AGAINST = re.compile(
    r",\s+chống\s+\w+(?:\s+(?:tai|tham\s+nhũng|phí|cực))?(?:(?:,|\s+và)\s+(?:bão|lụt|úng|lũ|tiêu\s+cực|lãng\s+phí))*"
)
_NEXT_HEAD = re.compile(r"\s*(?:và|,|-)\s+(?:các\s|" + _HEAD + ")")
_OF_COUNCIL = re.compile(r"\s+và\s+(?:ngân\s+sách|xã\s+hội)(?!\w)")  # "Ban kinh tế và ngân sách Hội đồng nhân dân"
_CAPITAL_NEXT = re.compile(
    rf"\s+và\s+(?!Nghị|Quyết|Quy |Chỉ|Thông|Chương trình|Kế hoạch|Đề án|Dự án|Chiến|Luật|Bộ luật|"
    rf"Pháp|Kết|Công văn|Hướng|Điều|Văn bản|Tờ trình|Báo cáo|Biên bản)[{CAPITALS}]"
)
_MOST_JOINED = 4
_NARROW = 40  # characters of a line
_JOINT = re.compile(rf"\s*(?:\s-|\s+và)\s+(?={_HEAD})")
_LISTED = re.compile(rf"\s*(?:\s-|\s+và|,)\s+(?={_HEAD})")
# "liên Bộ: Công an, Lao động - Thương binh và Xã hội, Tài chính hướng dẫn …"
_WITH_COLON = re.compile(
    r"liên\s+(?:bộ|sở|tịch|ngành)\s*:\s*[^;:\n.()]{3,160}?"
    r"(?=\s*(?:[;.\n)]|\Z|,?\s+(?:hướng\s+dẫn|quy\s+định|về|v/v|ban\s+hành|sửa\s+đổi|bổ\s+sung)(?!\w)))",
    re.IGNORECASE,
)
_AFTER_JOINT = re.compile(
    r"\s*(?:\Z|[;.,)\n]|-|(?i:và|về|v/v|hướng|quy|ban|sửa|bổ|phê|ngày|bãi|công|thực|triển|số)(?!\w))"
)
# "của tỉnh" says whose it is, not who issued it.
_BARE_LEVEL = re.compile(
    r"(?i:tỉnh|thành\s+phố|quận|huyện|thị\s+xã|xã|phường|trung\s+ương|đảng|nhà\s+nước|ngành)"
    rf"(?:\s+(?:[{CAPITALS}]\w*|\d+|-))*"
)
_LINE_OF_ITS_OWN = re.compile(
    r"\s*(?:\n|[-+•*]|\d+[.)]|[a-zđ]\)|Căn|Theo|Xét|Điều|Thực|Số|Ngày|Quyết|Để|I|V|X|Sau|Nay|Về|"
    r"Kính|Nơi|TM|KT|TL|Tại|Qua|Trên|"
    rf"[{CAPITALS}]{{2,}}\s+[{CAPITALS}]{{2,}})"
)
# A body of the centre has its whole name; what follows in small letters is the sentence again.
_SMALL_NEXT = re.compile(rf"\s+(?!khóa|khoá|và\s|nước\s|lần\s)[{SMALL}]")
_OTHER_BODY = re.compile(
    r"\s*(?:Ủy ban|Uỷ ban|UBND|HĐND|Hội đồng|Bộ trưởng|Chủ tịch|Sở|Văn phòng|Cục|Chánh|"
    r"Giám đốc)(?!\w)"
)
# "chuyển đổi số", "dân số", "chữ số": the word ends a name, it does not announce a number.
_DIGITAL = re.compile(r"(?:chuyển\s+đổi|dân|kỹ\s+thuật|công\s+nghệ|kinh\s+tế)\s+(?=số(?!\s*:?\s*\d))", re.IGNORECASE)
# "Bộ trưởng, Chủ nhiệm Ủy ban Dân tộc": a minister who heads a body that is no ministry.
_MINISTER_TOO = re.compile(r",\s+(?:Chủ\s+nhiệm|Trưởng\s+[Bb]an|Tổng\s+Thanh\s+tra|Thống\s+đốc)(?!\w)")
# An office without its body is no name: the line was cut.
_OFFICE = re.compile(r"(?:Phó\s+)?(?:Chủ\s+tịch|Bộ\s+trưởng|Giám\s+đốc|Thường\s+trực)\Z", re.IGNORECASE)
_DASH_NAME = re.compile(rf"\s-\s+[{CAPITALS}]")


@dataclass(frozen=True, eq=False)
class IssuerNames:
    """The names of issuers, compiled: known names are matched longest first, others by their head and their end."""

    whole: re.Pattern[str]
    known: re.Pattern[str]
    canonical: dict[str, str]
    plain: dict[str, str]
    short: tuple[tuple[re.Pattern[str], str], ...]
    tables: Tables

    def phrase(self, text: str, at: int, *, joint: bool = False) -> Span | None:
        """The range of the issuer's name that starts at `at`, or None when no issuer is named there.

        The issuers of a joint document are one phrase: "Bộ Y tế - Bộ Nội vụ", "Sở Tài chính và Sở Y tế"; those
        of a text that is known to be `joint` may be listed with commas.
        """
        colon = _WITH_COLON.match(text, at) if joint else None
        if colon:
            return colon.span()
        end = self._one(text, at)
        for _ in range(_MOST_JOINED if end else 0):
            sign = (_LISTED if joint else _JOINT).match(text, end or at)
            more = self._one(text, sign.end()) if sign else None
            if not more or not _AFTER_JOINT.match(text, more):
                break
            end = more
        return (at, end) if end else None

    def _one(self, text: str, at: int) -> int | None:
        """The end of one issuer's name that starts at `at`."""
        whole = self.whole.match(text, at)
        if whole and _SMALL_NEXT.match(text, whole.end()):
            return whole.end()
        known = self.known.match(text, at) or whole
        if not known and not _STARTS.match(text, at):
            return None
        end = _end_of_phrase(text, at, known.end() if known else at)
        term = _TERM.search(text, at, end) if _COUNCIL.match(text, at) else None
        end = term.start() if term else end
        while end > at and text[end - 1] in " \n,-–":
            end -= 1
        if end <= at or _BARE_LEVEL.fullmatch(text, at, end):
            return None
        return end_of_place(text, at, end, self.tables)

    def spelt_out(self, phrase: str) -> str:
        """The name `phrase` with abbreviations spelt out and known names in their usual capitals."""
        return _spelt_out(self, " ".join(phrase.split()))


_STARTS = re.compile(_HEAD, re.IGNORECASE)


@functools.lru_cache(maxsize=4096)
def _spelt_out(names: IssuerNames, name: str) -> str:
    for pattern, full in names.short:
        name = pattern.sub(full, name)
    name = name.replace("Uỷ", "Ủy").replace("uỷ", "ủy")
    name = names.canonical.get(name.casefold(), name)
    head = " ".join(name.split()[:4])
    if (known := names.plain.get(unaccented(head))) and not head.isupper():  # "Ủy ban nhàn dân": a scan
        name = known + name[len(head) :]
    name = body_name(name, names.tables) if name.isupper() and " " in name else name
    return name[:1].upper() + name[1:]


_TERM = re.compile(r",?\s+(?:khóa|khoá)\s+(?:[IVX]{1,6}|\d{1,2})(?!\w)", re.IGNORECASE)
_COUNCIL = re.compile(r"(?:Hội\s+đồng\s+nhân\s+dân|HĐND|Quốc\s+hội|(?:Ủy|Uỷ)\s+ban\s+Thường\s+vụ)(?!\w)", re.IGNORECASE)


def _end_of_phrase(text: str, at: int, known_end: int) -> int:
    limit = min(len(text), at + _LONGEST)
    position = known_end
    while True:
        stop = _STOPS.search(text, position, limit)
        if not stop:
            return _within(text, at, limit)
        after = _through(text, at, stop)
        if after is None:
            if len(text[at : stop.start()].split()) <= _WORDS:
                return max(known_end, stop.start())
            return max(known_end, min(stop.start(), _within(text, at, limit)))
        position = after


def _through(text: str, at: int, stop: re.Match[str]) -> int | None:
    """Where to read on when the sign or word at `stop` belongs to the name."""
    where = stop.start()
    sign = stop[0]
    if sign.isspace() and _DIGITAL.search(text, max(at, where - 12), stop.end() + 4):
        return stop.end() + 2
    if sign == "." and text[max(0, where - 2) : where].upper() in ("TP", "TX", "TT"):
        return stop.end()
    if sign == "/":
        return None
    if "\n" in sign:
        return None if _STOP_WORD.match(text, where) or _new_line(text, at, stop) else stop.end()
    if sign == "," and _MINISTER_TOO.match(text, where) and text[max(0, where - 10) : where].endswith("ộ trưởng"):
        return stop.end()
    if _NEXT_HEAD.match(text, where):
        return None
    headed = bool(_AND_IN_NAME.match(text, at))
    against = _AGAINST.match(text, where) if sign == "," else None
    if against and text[max(0, where - 4) : where].casefold() == "hòng":
        return against.end()
    if sign == "," and headed and _COMMA_NAME.match(text, where):
        return _COMMA_NAME.match(text, where).end()  # type: ignore[union-attr]
    if sign.strip() == "-" and headed and _DASH_NAME.match(text, where):
        return stop.end()
    joined = (_CAPITAL_NEXT.match(text, where) or _OF_COUNCIL.match(text, where)) if headed else None
    return joined.end() if joined else None


def _new_line(text: str, at: int, stop: re.Match[str]) -> bool:
    """Does the line break end the name? Not where a name of two words or a place is cut by the width of the page."""
    if text[stop.start() : stop.end() + 4].count("\n") > 1 or _LINE_OF_ITS_OWN.match(text, stop.end()):
        return True
    if _OFFICE.match(text, at, stop.start()) and _OTHER_BODY.match(text, stop.end()):
        return False
    words = len(text[at : stop.start()].split())
    if words > 1 and text[stop.end() : stop.end() + 1].isupper() and _short_line(text, stop.start()):
        return True
    return words > 2 and bool(_OTHER_BODY.match(text, stop.end()))


def _short_line(text: str, where: int) -> bool:
    """Is the line that ends at `where` shorter than what a page's width cuts: a cell, a heading?"""
    return "\n" in text[max(0, where - _NARROW) : where]


def _within(text: str, at: int, limit: int) -> int:
    """The end of the longest run of words that a name may have."""
    end = at
    for count, word in enumerate(re.finditer(r"\S+", text[at:limit])):
        if count >= _WORDS:
            break
        end = at + word.end()
    return end


def _spelling(row: Abbreviation) -> tuple[re.Pattern[str], str]:
    """The pattern of a short form, and its full form. Long ones count in small letters too; "TP." swallows its dot."""
    any_case = re.IGNORECASE if len(row.short) > 3 else 0
    if row.short in ("TP", "TX", "TT"):
        return re.compile(rf"(?<!\w){row.short}(?!\w)\.?\s?"), f"{row.full} "
    return re.compile(rf"(?<!\w){re.escape(row.short)}(?!\w)", any_case), row.full


def _spaced(name: str) -> str:
    return r"\s+".join(map(re.escape, name.split()))


@functools.lru_cache(maxsize=8)
def issuer_names(tables: Tables) -> IssuerNames:
    """The issuers of `tables`, compiled."""
    canonical: dict[str, str] = {}
    names: set[str] = set()
    for row in tables.issuers:
        canonical[row.name.casefold()] = row.name
        names.update((row.name, *row.variants))
    names.update(name for row in tables.agencies if row.kind == "specific" for name in (row.name, *row.variants))
    names = {name for name in names if ("," in name or " và " in name or " - " in name)}
    pattern = "|".join(r"\s+".join(map(re.escape, name.split())) for name in sorted(names, key=len, reverse=True))
    known = re.compile(
        rf"(?:(?:Bộ trưởng|Giám đốc|Trưởng|Thứ trưởng|Chủ tịch)\s+)?(?:{pattern or '(?!)'})(?!\w)", re.IGNORECASE
    )
    short = tuple(_spelling(row) for row in sorted(tables.abbreviations, key=lambda row: -len(row.short)))
    central = sorted((row.name for row in tables.issuers if row.unique and " " in row.name), key=len, reverse=True)
    whole = re.compile(
        rf"(?:(?:Bộ\s+trưởng|Thứ\s+trưởng|Chánh\s+án|Viện\s+trưởng|Thống\s+đốc)\s+)?"
        rf"(?:{'|'.join(_spaced(name) for name in central) or '(?!)'})(?!\w)"
    )
    plain = {unaccented(name): name for name in canonical.values() if name.count(" ") == 3}
    return IssuerNames(whole, known, canonical, plain, short, tables)
