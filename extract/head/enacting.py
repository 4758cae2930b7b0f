"""The title of a document, and the line or sentence by which a body enacts it.

Between head and text stand the title ("Về việc …"), in decisions and resolutions the enacting body on a line of its
own, then the recitals (NĐ 30/2020/NĐ-CP, Phụ lục I, II.5 and II.6). Other texts enact in a sentence: "Chủ tịch Ủy ban
nhân dân tỉnh chỉ thị:", "Bộ trưởng Bộ Y tế ban hành Thông tư …".
"""

from __future__ import annotations

import functools
import re

from ...ontology.tables import Tables
from ..citing.issuing import OPENING, collapse, key, opens
from ..records import Span
from .heads import Head, Piece, type_names

# What a paragraph behind the title begins with, and no line of a title.
_STOPS = re.compile(
    r"(?:[-+*]\s*)?(?:Căn\s+cứ|Xét\s|Theo\s+đề\s+nghị|Thực\s+hiện\s+(?:Quyết|Nghị|Chỉ|Thông|Kế|Chương|Luật|ý\s+kiến|chỉ\s+đạo|"
    r"Công|Văn|Kết|Đề)|Để\s|Nhằm\s|Trong\s|Trên\s+cơ\s+sở|Sau\s+khi|Qua\s|Ngày\s+\d|Thời\s+gian\s+qua|Kính\s+gửi|Điều\s+1\b|"
    r"Chương\s+I\b|CHƯƠNG\s+I\b|Phần\s+|PHẦN\s+|(?!V/v)[IVX]{1,4}\s*[./-]|[A-H]\s*[.)]\s|1\s*[.)/]|\(|"
    r"Tiếp\s+tục\s+thực\s+hiện\s+(?:Quyết|Nghị|Chỉ)|Năm\s+\d{4}\s*,)"
)
_OPEN_END = re.compile(
    r"(?:\b(?:của|và|thuộc|tại|do|với|cho|trong|về|theo|các|một|số|từ|đến|giai|trên|sửa|thực|là|để)|[,-])$",
    re.IGNORECASE,
)
_ENACTS = re.compile(
    r"(?P<body>(?:(?:Phó\s+)?(?:Chủ\s+tịch|Bộ\s+trưởng|Thứ\s+trưởng|Giám\s+đốc|Thống\s+đốc|Tổng\s+(?:Giám\s+đốc|cục\s+trưởng)|"
    r"Thường\s+trực|Ban\s+Thường\s+vụ|Ban\s+Chấp\s+hành|Liên\s+tịch)\s+)?"
    r"(?:Ủy\s+ban|Uỷ\s+ban|ỦY\s+BAN|UBND|Hội\s+đồng|HĐND|Chính\s+phủ|Thủ\s+tướng|Quốc\s+hội|Bộ|Sở|Ban|Văn\s+phòng|Tổng\s+cục|"
    r"Cục|Thành\s+ủy|Tỉnh\s+ủy|Huyện\s+ủy|Quận\s+ủy|Đảng\s+ủy|Thanh\s+tra|Ngân\s+hàng|Phòng|Tòa\s+án|Viện|Bảo\s+hiểm)"
    r"(?:\s[^\n.;:]{0,110}?)?)\s+(?:đã\s+|cùng\s+|thống\s+nhất\s+)?"
    r"(?P<verb>ban\s+hành|xây\s+dựng|đề\s+ra|quyết\s+định|quyết\s+nghị|chỉ\s+thị|yêu\s+cầu|thông\s+báo|báo\s+cáo|kính\s+trình|"
    r"triển\s+khai|lập|hướng\s+dẫn|đề\s+nghị|trình|(?:quy|qui)\s+định)\b"
)
# A sign of each verb above: texts in other languages have none of them.
_VERBS = ("à", "ự", "ề", "ị", "ầ", "á", "ì", "ậ", "ẫ", "khai")
_OF_BODY = re.compile(rf"CỦA\s+(?i:{OPENING})[^\n]{{0,80}}$")  # under the type, in Party documents
_NO_AGENT = re.compile(r"(?:\bcủa|\bdo|\bvà|-|được|\bbởi|\btrình|\bcho|đề nghị)\s*$")
_NO_BODY = re.compile(r"\b(?:đề nghị|của|về|ngày|số|có|tại|theo|được|với)\b")
_FOLLOWED = re.compile(
    r"(?:\s|[-_*|=]|KH[ÓO]A\s+\w+[^\n]*\n|K[ỲY]\s+H[ỌO]P[^\n]*\n|\([^\n)]{0,80}\)|"
    r"(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN)\s[^\n]*\n|"
    r"(?:Khóa|Khoá|Kỳ họp|Nhiệm kỳ)[^\n]*\n|NHIỆM KỲ[^\n]*\n){0,40}(?:[-+]\s*)?"
    r"(?:Căn\s*cứ|Xét|Theo|Thực\s+hiện|Để|Nhằm|Quyết\s+định|QUYẾT\s+ĐỊNH|Sau\s+khi)"
)
_PLACE_LINE = re.compile(r"\s*(?P<more>(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ)\s[^\n]{2,40})\n")
_ENACTING_LINE = re.compile(rf"\n[ \t*_|]*(?P<body>{OPENING}[^\n;:]{{0,120}}?)[ \t*_|,\r]*(?=\n)", re.IGNORECASE)
_TITLE_SIZE = 1500


def title_of(text: str, head: Head, end: int) -> tuple[str | None, Span | None]:
    """The title behind the type of `head`, without the type word, white space collapsed; and its range."""
    lines = _title_lines(text, head.title_start, end)
    if len(lines) > 1 and _OF_BODY.match(lines[0].text):
        lines = lines[1:]
    if not lines or not head.type:
        return None, None
    words = collapse(" ".join(line.text for line in lines)).strip(" *_.:;-")
    if re.fullmatch(r"[“\"][^“”\"]*[”\"]", words):
        words = words[1:-1].strip()
    same = re.compile(re.escape(head.type) + r"\s+(?=\S)", re.IGNORECASE).match(words)
    if same and not re.match(r"\s*(?:này|của)", words[same.end() :]):
        words = words[same.end() :]
    words = re.sub(r"^(?:V\s*/\s*v|v\s*/\s*v)\s*:?\s*", "về việc ", words)
    return (words, (lines[0].start, lines[-1].end)) if words else (None, None)


def _title_lines(text: str, at: int, end: int) -> list[Piece]:
    """The lines of the title: from the type to the first recital, enacting body, paragraph or drawn line."""
    lines: list[Piece] = []
    limit = min(end, at + _TITLE_SIZE)
    line_end = text.find("\n", limit, min(end, limit + _TITLE_SIZE))
    limit = line_end if line_end != -1 else limit
    blank = 0
    while at < limit:
        stop = text.find("\n", at, limit)
        stop = limit if stop == -1 else stop
        raw = text[at:stop]
        plain = raw.strip(" \t\r|*_#-=~" if lines else " \t\r|*_#:-=~")
        here, at = at, stop + 1
        if not plain:
            if lines and re.search(r"[-_=*]{3,}", raw) and not raw.strip().startswith("**"):
                break
            blank += 1
            continue
        begin = here + raw.index(plain[0])
        piece = Piece(re.sub(r"\*\*|__", "", plain), begin, begin + len(plain))
        if not _belongs(lines, piece, blank, text, stop):
            break
        lines.append(piece)
        blank = 0
        if raw.rstrip().endswith("**") or re.search(r"[_=-]{5,}\s*$", raw):
            break
    return lines


def _belongs(lines: list[Piece], piece: Piece, blank: int, text: str, after: int) -> bool:
    """Does the next line go on with the title?"""
    words = piece.text
    if not lines and _OF_BODY.match(words):
        return True  # "NGHỊ QUYẾT / CỦA BAN CHẤP HÀNH ĐẢNG BỘ TỈNH": taken out of the title again
    if not lines:
        begins = re.match(r"(?:Căn\s+cứ|Điều\s+1\b|Kính\s+gửi|\()", words)
        return not begins and not (_is_body_line(words) and _recital_follows(text, after))
    previous = lines[-1].text
    if len(lines) == 1 and _OF_BODY.match(previous) and not _STOPS.match(words):
        return blank < 2
    if _OPEN_END.search(previous) and not blank:
        return True
    if _is_body_line(words) and (blank or _recital_follows(text, after)):
        return False
    capitals, were = _capitals(words), _capitals(previous)
    if capitals and were:
        return not _STOPS.match(words) and blank < 3
    if _STOPS.match(words) or (opens(words) and _ENACTS.match(words)):
        return False
    if words[0].islower():
        return not previous.endswith(".") and len(previous) < 300 and not (were and blank)
    if blank or capitals or were or previous.endswith((".", ":", ";")):
        goes_on = re.match(r"(?:giai\s+đoạn|năm\s+\d|tỉnh\s|thành\s+phố\s)", words, re.IGNORECASE)
        return goes_on is not None and len(words) < 80 and not blank
    return len(previous) > 30 and not opens(words) and len(words) < 160 and not words.endswith((".", ";", ":"))


def _capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 1 and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _is_body_line(words: str) -> bool:
    return len(words) < 130 and words[:1].isupper() and opens(words) and not words.endswith((";", "."))


def _recital_follows(text: str, at: int) -> bool:
    return _FOLLOWED.match(text, at, at + 400) is not None


def enacting_line(text: str, start: int, end: int) -> str | None:
    """The body on a line of its own between the title and the recitals ("ỦY BAN NHÂN DÂN QUẬN 2")."""
    start -= text[start - 1 : start] == "\n"
    for match in _ENACTING_LINE.finditer(text, start, min(end, start + 500)):
        body = match["body"]
        if body.endswith(".") or re.search(r"\b(?:ban\s+hành|căn\s+cứ|về\s+việc)\b", body, re.IGNORECASE):
            continue
        if _recital_follows(text, match.end()):
            place = _PLACE_LINE.match(text, match.end(), match.end() + 80)
            return f"{body} {place['more']}" if place else body
    return None


def enacting_body(text: str, start: int, end: int, type_: str | None, tables: Tables) -> str | None:
    """The body that the first enacting sentence behind the title names, as written."""
    end = min(end, start + 9000)
    window = text[start:end]
    if not any(sign in window for sign in _VERBS):
        return None
    window = re.sub(r"\((?:UBND|HĐND)\)", lambda m: " " * len(m[0]), window)
    for match in _ENACTS.finditer(window):
        before = window[max(0, match.start() - 30) : match.start()]
        words = match["body"].split(" ", 3)
        if _NO_AGENT.search(before) or (len(words) == 4 and _NO_BODY.search(words[3])):
            continue
        if before.strip() and not re.search(r"[\n,.;:]\s*$", before):
            continue
        after = window[match.end() : match.end() + 900].partition("\n")[0]
        if _is_enacted(collapse(match["verb"]).lower(), after, type_, tables):
            return match["body"]
    return None


def _is_enacted(verb: str, after: str, type_: str | None, tables: Tables) -> bool:
    if verb in ("chỉ thị", "yêu cầu", "quyết định", "quyết nghị", "thông báo"):
        listed = re.match(r"\s*(?::|như\s+sau|các|một|về|\()", after)
        return listed is not None or (type_ is not None and key(type_) == verb)
    if _names(tables, type_).match(after):
        return True
    return type_ is not None and re.search(r"như\s+sau|với\s+(?:các\s+)?nội\s+dung|sau\s+đây", after) is not None


@functools.lru_cache(maxsize=128)
def _names(tables: Tables, type_: str | None) -> re.Pattern[str]:
    names = "|".join(
        r"\s+".join(map(re.escape, name.lower().split())) for name in ([type_] if type_ else type_names(tables))
    )
    return re.compile(rf"\s*(?:và\s+\w+\s+\w+\s+)?(?:{names})\b", re.IGNORECASE)
