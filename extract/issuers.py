"""Who issued a cited document: the phrase after "của", where it ends, and how it is spelt out."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ..ontology.tables import Tables
from .letters import CAPITALS
from .records import Span

# What a phrase that names an issuer begins with.
_HEAD = (
    r"(?:Quốc hội|Chủ tịch|Phó Chủ tịch|Thủ tướng|Phó Thủ tướng|Chính phủ|Bộ trưởng|Bộ|Thứ trưởng|"
    r"Thống đốc|Tổng|Chánh|Viện|Ngân hàng|Kiểm toán|Tòa án|Toà án|"
    r"Ủy ban|Uỷ ban|Ủy viên|UBND|UBMTTQ|UBTVQH|UBTV|HĐND|HĐBT|Hội đồng|Hội nghị|Hội|Thường trực|"
    r"Thường vụ|TT\.?|TTg|Ban|BCH|BTV|BCĐ|Bí thư|Bộ Chính trị|Trung ương|TW|Đại hội|Đảng|Tỉnh|"
    r"Thành|Quận|"
    r"Huyện|Thị|Sở|Phòng|Văn phòng|VPCP|Cục|Chi cục|Tổng cục|Vụ|Trung tâm|Giám đốc|Trưởng|"
    r"Thủ trưởng|Liên|Đoàn|Cơ quan|Công an|Bảo hiểm|Kho bạc|Thanh tra|Mặt trận|"
    r"Nhà nước|Trường|Đại học|Học viện|Công ty|Tập đoàn|Công đoàn|Quân|Tư lệnh|Bộ Tư lệnh|Xã|"
    r"Phường|Thị trấn|BTC|BNV|[A-ZĐ]{3,8})(?!\w)"
)
_STOPS = re.compile(
    r"[,;.:()“”\"\t/]|\s-\s|\n\s*\n|\n\s*(?=[-+•*]|\d+[.)]|[a-zđ]\))|\s(?=(?:về|v/v|ban\s+hành|"
    r"phê\s+duyệt|quy\s+định|qui\s+định|hướng\s+dẫn|sửa\s+đổi|bổ\s+sung|bãi\s+bỏ|hủy\s+bỏ|"
    r"huỷ\s+bỏ|công\s+bố|"
    r"thành\s+lập|triển\s+khai|thực\s+hiện|tổ\s+chức\s+(?:thực|triển)|chi\s+tiết|giao|"
    r"tăng\s+cường|đẩy\s+mạnh|điều\s+chỉnh|thi\s+hành|cụ\s+thể|thông\s+qua|kiện\s+toàn|"
    r"phân\s+(?:công|cấp)|đính\s+chính|và|hoặc|ngày|đã|thì|là|để|trong|tại|theo|có|được|do|như|"
    r"khi|nhằm|này|nêu|trên|đối\s+với|cho|số|thay\s+thế|hết|với|từ|kể|đến|tới|gồm|còn|"
    r"không|yêu\s+cầu|đề\s+nghị|phải|cần|bằng|mà|nếu|vào|ở|sau|trước|năm|đề\s+ra|xây\s+dựng|"
    r"bảo\s+đảm|nâng\s+cao|báo\s+cáo|trình|ký|đến|đồng\s+thời|kèm|phát\s+động|tiếp\s+tục|"
    r"quản\s+lý)(?!\w))",
    re.IGNORECASE,
)
_WORDS = 18
_LONGEST = 170
# Names with a comma or "và" in them, after the word that heads them.
_AND_IN_NAME = re.compile(
    r"(?:Bộ|Sở|Phòng|Ban|Ủy\s+ban|Uỷ\s+ban|Cục|Vụ|Hội|Trưởng\s+phòng|"
    r"Viện)\s+(?:trưởng\s+(?:Bộ\s+)?|đốc\s+Sở\s+)?[{CAPITALS}]",
    re.IGNORECASE,
)
_COMMA_NAME = re.compile(rf",\s+[\wÀ-ỹ]+(?:\s+[\wÀ-ỹ]+){{0,3}}\s+và\s+[{CAPITALS}]")
_NEXT_HEAD = re.compile(r"\s*(?:và|,|-)\s+(?:các\s|" + _HEAD + ")")
_CAPITAL_NEXT = re.compile(
    rf"\s+và\s+(?!Nghị|Quyết|Quy |Chỉ|Thông|Chương trình|Kế hoạch|Đề án|Dự án|Chiến|Luật|Bộ luật|"
    rf"Pháp|Kết|Công văn|Hướng|Điều|Văn bản)[{CAPITALS}]"
)
# "của tỉnh" says whose it is, not who issued it.
_BARE_LEVEL = re.compile(
    r"(?:tỉnh|thành\s+phố|quận|huyện|thị\s+xã|xã|phường|trung\s+ương|đảng|nhà\s+nước|ngành)", re.IGNORECASE
)
_DASH_NAME = re.compile(rf"\s-\s+[{CAPITALS}]")


@dataclass(frozen=True, eq=False)
class IssuerNames:
    """The names of issuers, compiled: known names are matched longest first, others by their head and their end."""

    known: re.Pattern[str]
    canonical: dict[str, str]
    short: tuple[tuple[re.Pattern[str], str], ...]

    def phrase(self, text: str, at: int) -> Span | None:
        """The range of the issuer's name that starts at `at`, or None when no issuer is named there."""
        known = self.known.match(text, at)
        if not known and not _STARTS.match(text, at):
            return None
        end = known.end() if known else at
        end = _end_of_phrase(text, at, end)
        while end > at and text[end - 1] in " \n,-–":
            end -= 1
        return (at, end) if end > at and not _BARE_LEVEL.fullmatch(text, at, end) else None

    def spelt_out(self, phrase: str) -> str:
        """The name `phrase` with abbreviations spelt out and known names in their usual capitals."""
        name = " ".join(phrase.split())
        for pattern, full in self.short:
            name = pattern.sub(full, name)
        name = name.replace("Uỷ", "Ủy").replace("uỷ", "ủy")
        name = self.canonical.get(name.casefold(), name)
        return name[:1].upper() + name[1:]


_STARTS = re.compile(_HEAD, re.IGNORECASE)


def _end_of_phrase(text: str, at: int, known_end: int) -> int:
    limit = min(len(text), at + _LONGEST)
    position = known_end
    while True:
        stop = _STOPS.search(text, position, limit)
        if not stop:
            return _within(text, at, limit)
        after = _through(text, at, stop)
        if after is None:
            return max(known_end, min(stop.start(), _within(text, at, limit)))
        position = after


def _through(text: str, at: int, stop: re.Match[str]) -> int | None:
    """Where to read on when the sign or word at `stop` belongs to the name."""
    where = stop.start()
    sign = stop[0]
    if sign == "." and text[max(0, where - 2) : where].upper() in ("TP", "TX", "TT"):
        return stop.end()
    if sign == "/" or "\n" in sign:
        return None
    if _NEXT_HEAD.match(text, where):
        return None
    headed = bool(_AND_IN_NAME.match(text, at))
    if sign == "," and headed and _COMMA_NAME.match(text, where):
        return _COMMA_NAME.match(text, where).end()  # type: ignore[union-attr]
    if sign.strip() == "-" and headed and _DASH_NAME.match(text, where):
        return stop.end()
    joined = _CAPITAL_NEXT.match(text, where) if headed else None
    return joined.end() if joined else None


def _within(text: str, at: int, limit: int) -> int:
    """The end of the longest run of words that a name may have."""
    end = at
    for count, word in enumerate(re.finditer(r"\S+", text[at:limit])):
        if count >= _WORDS:
            break
        end = at + word.end()
    return end


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
    short = tuple(
        (
            re.compile(
                rf"(?<!\w){re.escape(row.short)}(?!\w)\.?\s?"
                if row.short.endswith("TP")
                else rf"(?<!\w){re.escape(row.short)}(?!\w)"
            ),
            row.full + (" " if row.short.endswith("TP") else ""),
        )
        for row in sorted(tables.abbreviations, key=lambda row: -len(row.short))
    )
    return IssuerNames(known, canonical, short)
