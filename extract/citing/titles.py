"""What stands behind a citation: its date, its issuer, its title up to the end of the clause.

The order is that of NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.6 (number, date, issuer, title); texts also leave parts out,
put commas between them, or the issuer before the date.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from ..dates import DATE, ENGLISH_DATE, english_iso_date, iso_date
from ..letters import CAPITALS, SMALL
from ..records import Span
from .issuers import IssuerNames
from .numbers import Number

_LONGEST = 700
_GAP = re.compile(
    r"\s*[,–-]?\s*\(?\s*(?:(?:được |đã )?(?:ký|ban hành)\s+)?(?:ng[aáảãạ]y\s+)?(?=ngày|\d)", re.IGNORECASE
)
_YEAR = re.compile(r"\s*,?\s*năm\s+((?:19|20)\d\d)(?!\d)")
_OF = re.compile(r"\s*,?\s*(?:c[ủuúùũụ]a|giữa)\s+", re.IGNORECASE)
# "… do Thủ tướng Chính phủ ban hành ngày …", "… được Quốc hội thông qua ngày …"
_BY = re.compile(r"\s*,?\s*(?:do|(?:đã\s+)?được)\s+", re.IGNORECASE)
_BY_BEGINS = ("d", "đ", "D", "Đ")
_ENACTED = re.compile(r"\s+(?:đã\s+)?(?:ký\s+)?(?:ban\s+hành|thông\s+qua)(?=\s+ngày\s+\d|\s*[,;.)])", re.IGNORECASE)
# The words that begin a title, after the number, the date or the issuer.
_LEAD = re.compile(
    r"[^\S\t]*,?[^\S\t]*(?:[-–:][^\S\t]*)?(?P<lead>(?:về|v\s*/\s*v|ban\s+hành|phê\s+duyệt|quy\s+định|"
    r"qui\s+định|hướng\s+dẫn|sửa\s+đổi(?!\s*(?:[.;:)]|bằng|như|thì|theo|\Z))|bổ\s+sung|"
    r"bãi\s+bỏ|hủy\s+bỏ|huỷ\s+bỏ|công\s+bố|thành\s+lập|thí\s+điểm|triển\s+khai|thực\s+hiện|"
    r"tổ\s+chức\s+(?:triển\s+khai|thực\s+hiện)|"
    r"chi\s+tiết|giao|tăng\s+cường|đẩy\s+mạnh|phát\s+triển|điều\s+chỉnh|thi\s+hành|cụ\s+thể\s+hóa|"
    r"thông\s+qua|kiện\s+toàn|hợp\s+nhất|"
    r"phân\s+công|phân\s+cấp|đính\s+chính|xử\s+phạt|kiểm\s+tra|rà\s+soát|đề\s+nghị|báo\s+cáo|thông\s+báo|"
    r"cải\s+cách|nâng\s+cao|đổi\s+mới|bảo\s+đảm|quản\s+lý|xây\s+dựng))(?!\w)",
    re.IGNORECASE,
)
# Leads that read as a title only right behind a date or an issuer; elsewhere they are the verb of the sentence.
_WEAK = re.compile(
    r"(?:triển|thực|tổ|giao|tăng|đẩy|phát|điều|thi|cụ|thông|kiện|phân|kiểm|rà|đề|báo|cải|nâng|đổi|"
    r"bảo|quản|xây|công|thành|thí)\b",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"\s*\(\s*(?:khóa|khoá|nhiệm\s+kỳ)\s[^()]{1,16}\)|\s*,?\s*(?:khóa|khoá)\s+(?:[IVX]{1,6}|\d{1,2})(?!\w)",
    re.IGNORECASE,
)
_SESSION = re.compile(
    r"\s*,?\s*(?:tại\s+)?kỳ\s+họp\s+(?:lần\s+)?thứ\s+\w+(?:\s+[mnhbtsc]\w+)?(?=\s*(?:,|về|quy|ban|phê|thông|[;.]))",
    re.IGNORECASE,
)
_NOW = re.compile(r"\s*\((?:nay|trước\s+đây)\s+là\s[^()]{3,90}\)")
_QUOTED_LEAD = re.compile(r"\s*,?\s*(?P<lead>[“\"]\s*(?:về|v/v)(?!\w))", re.IGNORECASE)
_QUOTED = re.compile(r"\s*[“\"]")
# The title of a norm names a matter; an appeal behind a comma is the sentence again.
_NOUN = re.compile(r"\s+(?:của|tại|số|khác|hiện|liên|tạm)(?!\w)")
_NORM = re.compile(r"(?:quy|qui)\s+định|hướng\s+dẫn|sửa\s+đổi", re.IGNORECASE)
_TASK = re.compile(r",\s+(?:đẩy\s+mạnh|phấn\s+đấu|tiếp\s+tục|tăng\s+cường|chú\s+trọng|tập\s+trung)\s")
_STOP = re.compile(
    r"[;\t|:()\n“”\"]|\.(?=\s|\Z)|,(?=\s)|\s(?=(?:và|cùng|đã|được|nhằm|(?<!biện\spháp\s)để|(?<!kèm\s)theo|như|đến|tới|(?<!ban\shành\s)kèm|"
    r"có\s+hiệu|hết\s+hiệu|thay|thì|có\s+thể|tại|trên\s+cơ|là)\s)"
)
_NEW_LINE_OF_ITS_OWN = re.compile(
    r"\s*(?:\n|\d{1,3}\s*(?:\n|\Z)|[-+•*–]\s|\d{1,2}(?:\.\d+)*[.)/]\s|[a-zđ][.)]\s|[IVX]+[.)]\s|Căn cứ|CĂN CỨ|"
    r"Điều\s+\d|Chương\s|Theo đề nghị|Xét|Để |Thực hiện |"
    r"QUYẾT|NGHỊ|CHỈ|THÔNG|KẾ HOẠCH|TM\.|KT\.|TL\.|Nơi nhận|ngày\s+\d+\s+tháng|\(|Số:|Về việc\s|"
    r"[A-ZĐ][\w ]{2,60}\s(?:ban hành|xây dựng|yêu cầu|quyết định|thông báo|hướng dẫn|đề nghị|"
    r"báo cáo)\s)"
)
_AFTER_COMMA = re.compile(
    r"\s*(?:nhằm|để|trong đó|theo đó|đồng thời|góp phần|có hiệu lực|có nội dung|được|đã|cụ thể|"
    r"như sau|kèm theo|gửi kèm|với nội dung|trên cơ sở|nay|"
    r"hiện|thì|mà|nếu|khi|hoàn thành|trình (?:Bộ|UBND|Ủy|HĐND|Chính|Thủ|Chủ|cấp|Quốc)|dưới sự|"
    r"sau khi|trước khi|đặc biệt|trong thời gian|từ ngày|kể từ|ngày\s+\d|"
    r"đề nghị|yêu cầu|gồm|bao gồm|phấn đấu|tôi|chúng tôi|căn cứ|số\s+\d|thay thế)(?!\w)"
)
_AGENT = re.compile(
    r"\s*(?:(?:Ủy|Uỷ|ủy|uỷ)\s+ban|UBND|HĐND|Hội đồng|Bộ|Sở|Chủ tịch|Phó Chủ tịch|Thủ tướng|"
    r"Chính phủ|Ban|Tỉnh (?:ủy|uỷ)|Thành (?:ủy|uỷ)|Huyện (?:ủy|uỷ)|Quận (?:ủy|uỷ)|"
    r"Đảng (?:ủy|uỷ)|Văn phòng|Phòng|Cục|Chi cục|Tổng cục|Giám đốc|Thanh tra|Ngân hàng|Đảng đoàn|"
    r"Thường trực|Trưởng|Cơ quan|Các|Quốc hội|ỦY BAN|UỶ BAN)(?!\w)"
)
_AGENT_VERB = re.compile(
    r"(?<!\w)(?:ban hành|xây dựng|đề ra|yêu cầu|đề nghị|giao|chỉ đạo|chỉ thị|báo cáo|đã|"
    r"triển khai|hướng dẫn|thông báo|tổ chức|quyết định|đề xuất|"
    r"trình|có ý kiến|kính|tiếp tục|thống nhất|phối hợp|chủ trì|chịu|phải|cần|có trách nhiệm|"
    r"thực hiện|công bố|lập)(?!\w)"
)
_AFTER_AND = re.compile(
    r"\s*(?:và|cùng)\s+(?:với\s+)?(?:các\s+(?:văn bản|quy định|nghị định|thông tư|hướng dẫn)|"
    r"văn bản|các\s+nội dung|những\s+(?:văn bản|quy định)|hướng dẫn\s+(?:của|tại|số)|"
    r"công văn|ý kiến|căn cứ|cụ thể hóa|do|theo|tình hình|trên cơ sở|quy định\s+(?:của|tại)|"
    r"quy định\s+khác|kết quả|kết luận\s+của|thay\s+thế\s+(?:Nghị|Quyết|Thông|Chỉ|Công|Văn)\w*|đề nghị|chỉ đạo)(?!\w)",
    re.IGNORECASE,
)
_AFTER_SPACE = re.compile(
    r"\s*(?:đã|được(?=\s+(?:sửa|bổ|thay|ban|phê|Quốc|Chính|Thủ|HĐND|UBND|Hội|Ủy))|nhằm|"
    r"để(?=\s+(?:triển|thực|tổ|bảo|đảm|áp))|theo(?=\s+(?:đề nghị|đó|quy định|hướng dẫn|"
    r"tinh thần))|"
    r"thì|có(?=\s+thể)|như(?=\s+sau)|đến(?=\s+(?:các|toàn|từng|tất)\s)|tới(?=\s+(?:các|toàn|từng|tất)\s)|"
    r"kèm(?=\s+theo)|có\s+hiệu\s+lực|hết\s+hiệu\s+lực|thay\s+thế(?=\s+(?:Nghị|Quyết|Thông|Chỉ|"
    r"cho))|"
    r"trên\s+cơ\s+sở|là(?=\s+(?:căn|cơ|văn|một)))(?!\w)"
)
# "… ban hành Chế độ A và Điều 11 Thông tư số B": a provision is no matter, unless the title is about provisions.
_AND_PART = re.compile(
    r"\s+và\s+(?:(?:điểm|khoản|Điều)\s+[\w,]+\s+){1,3}(?:của\s+)?(?:Luật|Nghị|Quyết|Thông|Pháp|Bộ\s+luật)\s"
)
# "… chặt phá rừng và Luật Bảo vệ rừng": beside a matter a law goes on with the sentence, beside a law with the title.
_AND_LAW = re.compile(rf"\s+và\s+(?:Luật|Bộ\s+luật|Pháp\s+lệnh)\s+[{CAPITALS}]")
_LAW = re.compile(r"luật|pháp\s+lệnh", re.IGNORECASE)
_PART = re.compile(r"\b(?:điểm|khoản|Điều)\s+\w")
_MEASURES = re.compile(r"(?:giải|biện)\s+pháp(?:\s+\w+){0,3}\Z", re.IGNORECASE)
_BRACKET_ENDS = re.compile(
    r"(?:sau đây|dưới đây|viết tắt|gọi tắt|gọi chung|gọi là|ban hành|được|có hiệu lực|(?<!ban\shành\s)kèm|gửi|"
    r"có\s+\w+(?:\s+\w+){0,3}\s+kèm|phụ lục|đính kèm|lần|bản|theo|từ|khóa|thay thế|sửa đổi|nay là|thông qua)\b",
    re.IGNORECASE,
)
_NARROW, _WIDEST = 50, 130  # characters of a line that a page's width cuts
_CUT_LINES = 5
_CUT_LINE = re.compile(rf"[^\n]{{50,130}}[^\n.;:!?]\n(?=[{SMALL}])")
_RECITAL = re.compile(r"\s*(?:Căn cứ|CĂN CỨ|Xét)(?!\w)")
_NEXT_MATTER = re.compile(rf"[ ]+(?!theo|căn cứ|xét|được|các văn|và|đã|có )[{SMALL}][^;\n]{{8,300}}")
_OTHER_TEXT = re.compile(r"\d|(?:Nghị|Quyết|Thông|Chỉ|Luật|Pháp|Kế|Chương|Công văn|Kết luận)\s|văn bản")
# A number without date, issuer and title of its own ends the title ("sửa đổi … của Nghị định số …, công tác …").
_NUMBER_ENDS = re.compile(r"\d/[A-ZĐ][\w&-]*-[\w&-]+\Z|/\d{4}/[A-ZĐ][\w&-]*\Z")
_YEARS = re.compile(r"\s*(?:giai\s+đoạn\s+)?\d{4}\s*-\s*\d{4}\s*")
# "…, giai đoạn I: từ năm 2021 đến năm 2025", "Chương trình X: giai đoạn 2021 - 2025".
_PHASE = re.compile(
    r"(?::\s*giai\s+đoạn\s+|(?:(?<=đoạn)|(?<=đoạn.I)|(?<=đoạn.\d)|(?<=đoạn.II)|(?<=đoạn.III)):\s*)"
    r"(?:từ\s+)?(?:năm\s+)?\d{4}\s*(?:-|đến|tới)\s*(?:hết\s+)?(?:năm\s+)?\d{4}(?!\d)",
    re.IGNORECASE,
)
_ABBREVIATION_DOT = re.compile(r"(?:^|\W)(?:TP|Tp|tp|T\.P|TX|Tx|TS|ThS|PGS|GS|Q|P|H|St|Nxb|TT|TW)\Z")
_JOIN = re.compile(
    r"(?:[,;]|(?<!\w)(?:và|hoặc|cùng với|cùng|(?<!kèm\s)theo|tại|căn cứ|,\s*và))\s*(?:các\s+)?\Z", re.IGNORECASE
)


class Tail(NamedTuple):
    """Date, issuer and title behind a citation, with their ranges; `end` is where the last of them ends."""

    end: int
    date: str | None = None
    date_text: str | None = None
    issuer: str | None = None
    title: str | None = None
    year: int | None = None
    spans: tuple[tuple[str, Span], ...] = ()


def tail_of(
    text: str, at: int, names: IssuerNames, starts: Sequence[int], *, titled: bool = True, joint: bool = False
) -> Tail:
    """The tail of a citation that ends at `at`. `starts` are the starts of all citations with a number, sorted.

    A `joint` text may list its issuers.
    """
    date = date_text = issuer = title = year = None
    spans: dict[str, Span] = {}
    end = at
    for _ in range(4):
        gap = _GAP.match(text, end)
        if gap and "\n" in gap[0] and text[gap.end() : gap.end() + 2] == "Ng":  # a new sentence: "Ngày 28 …"
            gap = None
        match = DATE.match(text, gap.end()) if gap and not date_text else None
        if match:
            date, date_text, spans["date"] = iso_date(match), match["text"], match.span("text")
            end = match.end()
            continue
        match = ENGLISH_DATE.match(text, end) if not date_text else None
        if match:
            date, date_text, spans["date"] = english_iso_date(match), match["text"], match.span("text")
            end = match.end()
            continue
        match = _YEAR.match(text, end) if not (year or date_text) else None
        if match:
            year, end = int(match[1]), match.end()
            continue
        of = _OF.match(text, end) if not issuer else None
        span = names.phrase(text, of.end(), joint=joint) if of else None
        told = text[end + 1 : end + 2] in _BY_BEGINS and not (issuer or of)
        done = _enacted(text, end, names) if told else None
        if done:
            spans["issuer"], end = done
            issuer = names.spelt_out(text[slice(*spans["issuer"])])
            continue
        if span:
            issuer, spans["issuer"] = names.spelt_out(text[span[0] : span[1]]), span
            end = span[1]
            for behind in (_TERM, _NOW, _SESSION):
                more = behind.match(text, end)
                end = more.end() if more else end
            continue
        break
    found = title_span(text, end, starts, behind=end > at) if titled else None
    if found and found[0] < found[1]:
        spans["title"] = found
        title = " ".join(text[found[0] : found[1]].split())
        end = found[1]
    return Tail(end, date, date_text, issuer, title, year, tuple(spans.items()))


def without_next_cell(text: str, start: int, number: Number, tail: Tail) -> Tail:
    """`tail` without a day that the next cell holds, unless it can be that of issue.

    The cell begins with the number that starts at `start` or with its type alone, and the year is the number's:
    behind "Bãi bỏ bởi Quyết định số …" stands the day when another text lost its force.
    """
    alone = text[max(0, start - 3) : start].rstrip(" ")[-1:] in ("", "\t", "|", "\n")
    if alone and (number.year is None or (tail.date or "").startswith(str(number.year))):
        return tail
    spans = tuple(span for span in tail.spans if span[0] != "date")
    return tail._replace(date=None, date_text=None, spans=spans)


def _enacted(text: str, at: int, names: IssuerNames) -> tuple[Span, int] | None:
    """The issuer that "do" or "được" names before the word of issuing, and where that word ends."""
    by = _BY.match(text, at)
    body = names.phrase(text, by.end()) if by else None
    done = _ENACTED.match(text, body[1]) if body else None
    return (body, done.end()) if body and done else None


def title_span(text: str, at: int, starts: Sequence[int], *, behind: bool) -> Span | None:
    """The title that starts at `at`, from its lead-in to the end of the clause; `behind` a date or an issuer."""
    quoted = _QUOTED_LEAD.match(text, at)
    if quoted:
        return quoted.start("lead"), clause_end(text, quoted.start("lead"), starts)
    lead = _LEAD.match(text, at)
    if not lead:
        return None
    start = lead.start("lead")
    comma = "," in text[at:start]
    if _WEAK.match(lead["lead"]) and (comma or not behind):
        return None
    if comma and not re.match(r"về|v/v", lead["lead"], re.IGNORECASE) and not _said_in_recital(text, start, lead):
        return None
    if "\n\n" in text[at:start].replace(" ", ""):
        return None
    end = clause_end(text, lead.end(), starts)
    if _NORM.match(lead["lead"]) and (task := _TASK.search(text, lead.end(), end)):
        end = task.start()
    return (start, end) if end - lead.end() > 2 else None


def _said_in_recital(text: str, start: int, lead: re.Match[str]) -> bool:
    """Does a title follow the comma ("Căn cứ Nghị định số A của Chính phủ, hướng dẫn thi hành Luật B;")?"""
    if not _NORM.match(lead["lead"]) or _NOUN.match(text, lead.end()):
        return False
    return bool(_RECITAL.match(text, text.rfind("\n", max(0, start - _LONGEST), start) + 1))


def clause_end(text: str, at: int, starts: Sequence[int]) -> int:
    """Where the clause that `at` is in ends, at most 700 characters on; trailing space and commas left out."""
    limit = min(len(text), at + _LONGEST)
    quoted = _QUOTED.match(text, at)
    if quoted:
        close = re.compile('[”"]').search(text, quoted.end(), limit)
        if close:
            return close.end()
    end = _end_of(text, at, limit, starts)
    while end > at and text[end - 1] in " ,;:./\n\t-–'’‘":
        end -= 1
    return end


def _end_of(text: str, at: int, limit: int, starts: Sequence[int]) -> int:
    here = bisect_left(starts, at)
    nested = False
    position = at
    while True:
        stop = _STOP.search(text, position, limit)
        where = stop.start() if stop else limit
        while here < len(starts) and starts[here] <= where + 1:  # a numbered citation before the next stop
            if starts[here] >= at:
                if _JOIN.search(text, max(at, starts[here] - 14), starts[here]) and not nested:
                    return _JOIN.search(text, max(at, starts[here] - 14), starts[here]).start()  # type: ignore[union-attr]
                nested = True
            here += 1
        if not stop:
            return limit
        if _AND_PART.match(text, where) and not _PART.search(text, at, where):
            return where
        if _AND_LAW.match(text, where) and not _LAW.search(text, at, where):
            return where
        after = _past(text, stop, starts, here, nested)
        if after is None:
            return where
        position = after


def _past(text: str, stop: re.Match[str], starts: Sequence[int], here: int, nested: bool) -> int | None:
    """Where to read on after a possible end of the clause; None when it is the end."""
    sign, where, end = stop[0], stop.start(), stop.end()
    if sign == ":" and text[where - 2 : where].casefold() == "số":
        return end
    if sign == ":" and (phase := _PHASE.match(text, where)):
        return phase.end()
    if sign == ";" and _list_goes_on(text, where):
        return end
    if sign in ";\t|:)”":
        return None
    if sign == ".":
        return end if _ABBREVIATION_DOT.search(text, max(0, where - 5), where) else None
    if sign == "(":
        return _past_bracket(text, where)
    if sign in '“"':
        close = re.compile('[”"]').search(text, end, end + 300)
        return close.end() if close else None
    if sign == "\n":
        return end if goes_on(text, where) else None
    if sign == ",":
        return None if _comma_ends(text, end, starts, here) else end
    if _AFTER_AND.match(text, where) or (_AFTER_SPACE.match(text, where) and not _says_what_for(text, where)):
        return None
    next_start = starts[here] if here < len(starts) else -1
    if not nested and 0 <= next_start - end <= 12 and _JOIN.match(text, end, next_start):
        return None
    return end


def _says_what_for(text: str, where: int) -> bool:
    """Do the words at `where` say what measures are for: "những giải pháp cấp bách nhằm duy trì tăng trưởng"?"""
    return text[where + 1 : where + 6] == "nhằm " and _MEASURES.search(text, max(0, where - 24), where) is not None


def goes_on(text: str, where: int) -> bool:
    """Does the sentence go on behind the line break at `where`? A page's width cuts it; a cell or a heading ends it."""
    if _NEW_LINE_OF_ITS_OWN.match(text, where + 1):
        return False
    line = where - (text.rfind("\n", max(0, where - _WIDEST - 1), where) + 1)
    first = text[where + 1 : where + 40].lstrip()[:1]
    if not first.isupper():
        return line >= _NARROW or first.islower()
    if not _NARROW < line <= _WIDEST:
        return False
    stop = text.find("\n", where + 1, where + _WIDEST + 2)
    following = text[where + 1 : stop if stop > 0 else where + _WIDEST].strip()
    return following.endswith((";", ".", ",", ":")) or (len(following) > _NARROW and cut_by_width(text))


@functools.lru_cache(maxsize=4)
def cut_by_width(text: str) -> bool:
    """Are the lines of this text cut by the width of a page, in the middle of sentences?"""
    return sum(1 for _ in _CUT_LINE.finditer(text)) >= _CUT_LINES


def _list_goes_on(text: str, where: int) -> bool:
    """Does the title go on behind the semicolon at `where`? In a recital it may list matters, in small letters."""
    if not _RECITAL.match(text, text.rfind("\n", max(0, where - _LONGEST), where) + 1):
        return False
    rest = _NEXT_MATTER.match(text, where + 1)
    return bool(rest) and not _OTHER_TEXT.search(rest[0])


def _past_bracket(text: str, where: int) -> int | None:
    close = text.find(")", where, where + 80)
    if close > 0 and _YEARS.fullmatch(text, where + 1, close):
        return close + 1
    if close < 0 or _BRACKET_ENDS.match(text, where + 1) or any(map(str.isdigit, text[where:close])):
        return None
    return close + 1


def _comma_ends(text: str, end: int, starts: Sequence[int], here: int) -> bool:
    if _AFTER_COMMA.match(text, end) or _NUMBER_ENDS.search(text, max(0, end - 24), end - 1):
        return True
    if here < len(starts) and 0 <= starts[here] - end <= 8:
        return True
    agent = _AGENT.match(text, end)
    return bool(agent and _AGENT_VERB.search(text, agent.end(), agent.end() + 90))
