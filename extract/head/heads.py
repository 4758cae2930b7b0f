"""Where logical documents begin in a text, and the pieces of their heads.

A head has the body and number on the left, the national motto, place and date on the right, then the type and the title
(NĐ 30/2020/NĐ-CP, Phụ lục I; HD 36-HD/VPTW for the Party). Readers flatten the two columns in every way: line by line,
column by column, with bars, tabs or runs of spaces between them.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ...ontology.tables import Tables
from ..citing.issuing import collapse, opens
from ..citing.type_names import by_first_letter, unaccented
from ..letters import CAPITALS
from ..records import Span

_HEAD_SIZE, _TITLES_SIZE = 6000, 1500

# Begins with one set of letters, which a search skips to.
MOTTO = re.compile(
    r"[CcXHNĐđDd](?:(?<=C)[ỘOỌÔ]NG\s+H[ÒO][AÀ]\s+X[ÃA](?:\s+H[ỘO]I)?(?:\s+CH[ỦU](?:\s+NGH[ĨÍI]A)?)?(?:\s+VI[ỆE]T\s+NAM)?"
    r"|(?:(?<=X)[ÃA]\s+H|(?<=H))[ỘO]I\s+CH[ỦU]\s+NGH[ĨÍI]A\s+VI[ỆE]T\s+NAM"
    r"|(?:(?<=C)H[ỦU]\s+N|(?<=N))GH[ĨÍI]A\s+VI[ỆE]T\s+NAM"
    r"|(?<=Đ)ẢNG\s+CỘNG\s+SẢN(?:\s+VIỆT\s+NAM)?"
    r"|(?<=[ĐđDd])(?i:[ộo]c\s+l[ậa]p\s*[-.]?\s*T[ựư]\s+do\s*[-.]?\s*H[ạa]nh\s+ph[úu]c)"
    r"|(?<=[Cc])(?i:ộng\s+h[òo][àa]\s+xã\s+hội\s+chủ\s+nghĩa\s+Việt\s+Nam)(?=\s|$))"
)
DATED = re.compile(
    r"(?:,\s*|\b)(?i:ngày)\s*(?P<day>\d{1,2}|\d[OIl]|[OIl]\d|[\s….,_]{0,12})\s*"
    r"(?:(?i:tháng)\s*(?P<month>\d{1,2}|\d[OIl]|[OIl]\d|[\s….,_]{0,12})\s*(?i:năm)\s*(?P<year>\d{4}|\d[\dOIl]{3}|\d{0,3}[….,_]{0,12})|[/.-]\s*(?P<month2>\d{1,2})\s*[/.-]\s*(?P<year2>\d{4}))"
)
NUMBERED = re.compile(
    r"(?=[BCKLNPQSTs])(?:(?P<type>Luật|Bộ\s+luật|Pháp\s+lệnh|Nghị\s+quyết|Lệnh|Nghị\s+định|Quyết\s+định|Thông\s+tư|Kế\s+hoạch|Chỉ\s+thị|"
    r"Chương\s+trình)\s+)?"
    r"\b[Ss][ốôoóỐ6]\s*(?P<colon>[:;.]?)\s*"
    r"(?:(?P<number>(?:\d|[OIl](?=\d))[\dOIl.]{0,6}[a-zđ]{0,2}(?:\s*[/-]\s*(?:[A-ZĐƯÔ&]|\d)[\w&.,()]*(?:\s{0,2}[-/_.]\s{0,2}[A-ZĐƯÔ&0-9][\w&()]*)*|[A-ZĐ]{2,}[-/][A-ZĐ][\w-]*)?)"
    r"|(?P<blank>[\s….,_*]*?/\s?[\w….]*(?:\s?[-/]\s?[\w&.….]+)+|[\s….,_*]*-\s?[A-ZĐ][\w-]*/[A-ZĐ]\w*))"
)
_UNDER = re.compile(r"(?P<type>.+?)[ \t\r]*\n\s*PHỐI\s+HỢP\Z", re.DOTALL)
_RULE = re.compile(r"[\s\-_=*.|~#+—–\\]*")
_DRAFT = re.compile(r"\bDỰ\s+THẢO\b|\bDự\s+thảo\b(?:\s+(?:lần|\d|ngày)|\s*$)", re.MULTILINE)
_NOISE = re.compile(
    r"(?i:đang\s+tải|hệ\s+thống\s+pháp\s+luật|thuộc\s+tính|tải\s+về|lược\s+đồ|thư\s+viện|trang\s+chủ|đăng\s+(?:nhập|ký)|văn\s+bản\s+gốc|"
    r"copyright|https?:|www\.|hotline|menu)"
)
_ATTACHED = re.compile(
    r"(?=[đbpk])(?:(?:được\s+)?(?:ban\s+hành|phê\s+duyệt)\s+(?:kèm\s+)?theo|(?:đính\s+)?kèm\s+theo|ban\s+hành\s+tại)\s+"
    r"(?P<type>Quyết\s+định|Nghị\s+quyết|Thông\s+tư|Nghị\s+định|Chỉ\s+thị|Công\s+văn|Kế\s+hoạch|Văn\s+bản|Tờ\s+trình|Thông\s+báo)",
    re.IGNORECASE,
)
_MOTTO_WORDS = ("CỘNG", "NGHĨA", "Độc lập")  # looked for first, because a plain word is found faster than a pattern
_ISSUERS = ("Quyết định", "Thông tư", "Nghị quyết", "Nghị định")
_FOOT_SIGN = re.compile(r"Nơi\s+nhận|\n[ \t|*]*(?:TM|KT|TL|TUQ|T/M|K/T)\s*\.?\s|CHỦ TỊCH|BỘ TRƯỞNG|GIÁM ĐỐC|\./\.")
_TRAILER_NAME = "CƠ SỞ DỮ LIỆU QUỐC GIA"
_TRAILER = re.compile(rf"\n[^\S\n]*{_TRAILER_NAME}\s+VỀ PHÁP LUẬT\s+Đơn vị chủ quản")
_BODY_BEGINS = re.compile(
    r"\n[ \t*_|-]*(?:Căn\s+cứ|Xét\s|Thực\s+hiện\s|Theo\s|Để\s|Điều\s+1\b|Chương\s+I\b|CHƯƠNG\s+I\b|I\s*[./]|1\.)"
)
_ENDS_SOON = re.compile(r"[^\n|\t]{0,60}(?<![.;])[ \t\r]*(?:[\n|\t]|\Z)")  # a line of a head, no sentence
_SHOUTED = re.compile(rf"\n[ \t|*_#]*([{CAPITALS}][{CAPITALS} ]{{4,28}})[ \t|*_:\r]*(?=\n)")
# Three spaces part cells; so does a space between two emphasized lines of a Markdown cell ("**UBND** **XÃ X**").
_CELL = re.compile(r"\S(?:\S|\s{1,2}(?=[^\s*])|(?<!\*)\s{1,2}(?=\*))*")
_PART = re.compile(r"(?:PHỤ\s+LỤC|Phụ\s+lục|BIỂU|MẪU|Mẫu|DANH\s+MỤC|BẢNG)\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell of a line of a head, without decoration."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Head:
    """Where a document begins and what stands in its head; `type_span` is empty when no line is the type's own.

    `style` is "full" (a type in capitals, or a head with a motto), "title" (the first line begins with the type, or
    says that a body issued it), "annexed" (promulgated with another document of the file), "letter" or "none".
    """

    start: int
    style: str
    type: str | None = None
    type_span: Span = (0, 0)
    title_start: int = 0


@functools.lru_cache(maxsize=8)
def type_names(tables: Tables) -> tuple[str, ...]:
    """Names of the types of documents, longest first."""
    names = {t.name for t in tables.document_types} - {"Văn bản", "Hợp đồng", "Điện"}  # "ĐIỆN BIÊN" is a place
    return tuple(sorted(names, key=len, reverse=True))


@functools.lru_cache(maxsize=8)
def annexed_types(tables: Tables) -> frozenset[str]:
    """Types that are issued with the document that promulgates or approves them."""
    return frozenset(t.name for t in tables.document_types if t.annexed)


def _any_of(names: Iterable[str]) -> str:
    """A pattern of any of the names, the words of which any white space may part."""
    return "|".join(by_first_letter([r"\s+".join(map(re.escape, name.split())) for name in names]))


@functools.lru_cache(maxsize=8)
def _capital_line(tables: Tables, *, first: bool = False) -> re.Pattern[str]:
    """A line that begins with the name of a type in capitals, as a head sets it; `first`: the first line of a text.

    Any other begins with the sign that ends the line or cell before, which a search skips to.
    """
    border = "" if first else r"[\n|]"
    names = _any_of(name.upper() for name in type_names(tables))
    return re.compile(
        rf"{border}[ \t\r|*_#\"“]*(?P<type>{names})(?![^\W\d_])(?P<after>[ \t*_:|\r\"”]*)(?=(?P<rest>[^\n]{{0,80}}))"
    )


@functools.lru_cache(maxsize=8)
def _titled_line(tables: Tables) -> re.Pattern[str]:
    """A first line that begins with the name of a type in small letters ("Quyết định ban hành quy chế …")."""
    names = _any_of(type_names(tables))
    return re.compile(rf"[\s*_#\"“]*(?P<type>{names})(?![^\W\d_])(?P<rest>[^\n]*)", re.IGNORECASE)


@functools.lru_cache(maxsize=8)
def _issued_line(tables: Tables) -> re.Pattern[str]:
    """A first line as a newspaper puts it: "Thành phố Cần Thơ ban hành Kế hoạch CCHC năm 2014"."""
    names = _any_of(type_names(tables))
    return re.compile(
        rf"[\s*_#]*(?P<body>[^\n.;:]{{3,90}}?)\s+(?:vừa\s+|mới\s+|đã\s+)*(?:ban\s+hành|ra|công\s+bố|phê\s+duyệt|thông\s+qua)\s+"
        rf"(?P<type>{names})(?![^\W\d_])(?P<rest>[^\n]*)"
    )


def find_heads(text: str, tables: Tables) -> tuple[list[Head], int]:
    """The heads of the documents in `text`, in order, and where the last document ends at the latest."""
    last = _TRAILER.search(text) if _TRAILER_NAME in text else None
    limit = last.start() if last else len(text)
    first = _first_head(text, tables)
    later = _later_heads(text, tables, first, limit) if first.style != "none" else []
    return [first, *later], limit


def _first_head(text: str, tables: Tables) -> Head:
    region = text[:_HEAD_SIZE]
    begin = len(region) - len(region.lstrip(" \t\r\n\f|*-_=."))
    recital = re.search(r"\n\s*(?:-\s*)?(?:Căn\s+cứ|Xét\s)", region)
    first_line = _capital_line(tables, first=True).match(region)
    for match in itertools.chain((first_line,) if first_line else (), _capital_line(tables).finditer(region)):
        if recital and match.start() > recital.start():
            break
        if not _sets_type(match):
            continue
        start = _walk_back(text, match.start("type"))
        return _head(start, "full", match)
    letter = re.search(r"\n\s*(?:\|\s*)?[Kk]ính\s+gửi\s*:", region) if "ính" in region else None
    number = NUMBERED.search(region) if letter or recital else None
    if letter and number and number.start() < letter.start():
        start = _walk_back(text, number.start())
        return Head(start, "letter", "Công văn", (number.start(), number.start()), number.end())
    titled = _titled_line(tables).match(region, begin)
    if titled and _is_title(titled, region):
        return _head(begin, "title", titled)
    own_line = _plain_line(tables).search(region[:_TITLES_SIZE])
    if own_line and (MOTTO.search(region[: own_line.start()]) or NUMBERED.search(region[: own_line.start()])):
        return _head(_walk_back(text, own_line.start("type")), "full", own_line)
    mottos = list(MOTTO.finditer(region))
    if mottos and (misread := _misread_head(text, region, mottos[0].end(), tables)):
        return misread
    issued = _issued_line(tables).match(region, begin)
    if issued and "\n" in region[issued.end() : issued.end() + 2] and not issued["rest"].rstrip().endswith("."):
        return _head(begin, "title", issued)
    if re.match(r"Căn\s+cứ|Xét\s", region[begin:]):
        return Head(begin, "none", None, (begin, begin), begin)
    motto = next((m for m in mottos if _own_cell(region, m.start())), None)
    number = number if number and _own_cell(region, number.start()) and _ENDS_SOON.match(region, number.end()) else None
    if motto or (number and recital and number.start() < recital.start()):
        at = motto.start() if motto else number.start() if number else 0
        return Head(_walk_back(text, at), "full", None, (0, 0), 0)
    return Head(begin, "none", None, (begin, begin), begin)


def _misread_head(text: str, region: str, under: int, tables: Tables) -> Head | None:
    """The head with a type alone on a line under the motto, the accents of which a scan misread ("KÉ HOẠCH").

    `under` is where the motto ends.
    """
    plain = {unaccented(name): name for name in type_names(tables)}
    for line in _SHOUTED.finditer(region, under):
        if name := plain.get(unaccented(collapse(line[1]))):
            return Head(_walk_back(text, line.start(1)), "full", name, line.span(1), line.end(1))
    return None


def _own_cell(region: str, at: int) -> bool:
    """Does a motto or number begin its line or cell, so that no sentence runs up to it?"""
    before = region[region.rfind("\n", 0, at) + 1 : at].rstrip(" *_#(")
    return not before or before[-1] in "|\t>" or not any(c.islower() for c in before)


def _head(start: int, style: str, match: re.Match[str]) -> Head:
    above = _UNDER.match(match["type"]) if match["rest"].strip(" *_|\r") else None
    name = above["type"] if above else match["type"]  # "KẾ HOẠCH / PHỐI HỢP TỔ CHỨC …" is a title
    end = match.start("type") + len(name)
    return Head(start, style, _sentence_case(name), (match.start("type"), end), end)


def _sets_type(match: re.Match[str]) -> bool:
    """Is the type on this line that of a head, and not a word of a heading or of a website's menu?"""
    rest = match["rest"].strip(" *_|\r")
    if not rest or "\n" in match["type"]:
        return True
    return not rest[0].islower() and not re.match(r"(?:KÈM|NÀY|THEO)\b", rest)


def _is_title(match: re.Match[str], region: str) -> bool:
    """Is this first line the title of a document, and not a sentence that cites one?"""
    rest = match["rest"].strip()
    after = region[match.end() : match.end() + 700].lstrip()
    if not after:
        return False
    if re.match(r"(?:liên\s+tịch\s+)?(?:số|này|trên|đó|nêu)\b", rest, re.IGNORECASE) and not re.search(
        r"^(?:Căn\s+cứ|Xét|Theo\s+đề\s+nghị|Thực\s+hiện|Để\s|Nhằm\s)|\n\s*(?:Căn\s+cứ|QUYẾT|Điều\s+1)", after
    ):
        return False
    if re.match(r"(?:liên\s+tịch\s+)?số\b", rest, re.IGNORECASE) and re.search(r"[.;]$", rest):
        return False  # a sentence that begins with a citation
    if re.search(r"[.;:]$", rest) and not re.search(r"^[^\n]*\n|^Căn", after):
        return False
    return bool(
        re.search(
            r"(?:^|\n)\s*(?:-\s*)?(?:Căn\s+cứ|Thực\s+hiện|Xét|Theo|Để|Nhằm|Điều\s+1|Phần|Chương|I\s*\.|1\s*\.|"
            r"Kính\s+gửi|[^\n]{0,120}(?:ủy ban|uỷ ban|bộ|chính phủ|hội đồng|thủ tướng))",
            after,
            re.IGNORECASE,
        )
    )


def _walk_back(text: str, at: int) -> int:
    """The start of the head whose type stands at `at`: back over the lines of body, number, motto, place and date."""
    start = text.rfind("\n", 0, at) + 1
    found = start + len(text[start:at]) - len(text[start:at].lstrip(" \t\r|*_#"))
    lines = 0
    while start > 0 and lines < 45:
        previous = text.rfind("\n", 0, start - 1) + 1
        line = text[previous : start - 1]
        plain = line.strip(" \t\r|*_#-=.")
        if plain and not _of_head(plain):
            break
        if plain:
            found = previous + line.index(plain[0])
        start = previous
        lines += 1
    return found


def _of_head(line: str) -> bool:
    if len(line) > 250 or _NOISE.search(line):
        return False
    letters = list(filter(str.isalpha, line))
    if not letters:
        return len(line) < 60 or _RULE.fullmatch(line) is not None
    if sum(map(str.isupper, letters)) >= 0.8 * len(letters):
        return True
    if MOTTO.search(line) or DATED.search(line) or NUMBERED.search(line) or _DRAFT.search(line):
        return True
    if line.endswith(",") and len(line) < 40 and line[0].isupper():
        return True  # the place, cut off from its date
    return (len(line) < 80 and opens(line) and not line.endswith((".", ";", ":"))) or bool(
        re.match(r"(?:V/v|Về việc|Dự thảo|Số|Mật|Hỏa tốc|Khẩn)\b", line)
    )


def _later_heads(text: str, tables: Tables, first: Head, limit: int) -> list[Head]:
    """Heads after the first: texts promulgated with it, and documents that were put into the same file."""
    heads: list[Head] = []
    announced: dict[str, int | None] = {}
    for opening in _opening_words(tables).finditer(text, _after_title(text, first), limit):
        match = _capital_line(tables).match(text, opening.start())
        capital = match is not None
        match = match or _plain_line(tables).match(text, opening.start())
        if not match or match.end("type") > limit:
            continue
        name = _sentence_case(match["type"])
        annexed = name in annexed_types(tables)
        head = _later_head(text, match, name, first, heads, announced) if annexed else None
        if head is None and capital and _head_is_new(text, match, heads[-1] if heads else first):
            head = _head(_walk_back(text, match.start("type")), "full", match)
        if head:
            heads.append(head)
    return heads


@functools.lru_cache(maxsize=8)
def _opening_words(tables: Tables) -> re.Pattern[str]:
    """A line that begins with the first word of a type: few lines do, and only those are looked at."""
    words = {word for name in type_names(tables) for word in (name.split()[0], name.upper().split()[0])}
    return re.compile(rf"\n[ \t\r|*_#\"“]*(?:{_any_of(sorted(words))})(?![^\W\d_])")


def _after_title(text: str, first: Head) -> int:
    """The first recital or article behind the head: no other document begins before it."""
    match = _BODY_BEGINS.search(text, first.title_start, first.title_start + 2500)
    return match.start() if match else first.title_start


@functools.lru_cache(maxsize=8)
def _plain_line(tables: Tables) -> re.Pattern[str]:
    names = _any_of(type_names(tables))
    return re.compile(rf"\n[ \t*_#\"“]*(?P<type>{names})[ \t\r*_:]*(?=\n)(?P<after>)(?P<rest>)")


def _head_is_new(text: str, match: re.Match[str], last: Head) -> bool:
    """Does a full head of its own (motto, number, date) stand before this type, and no mark of a form?"""
    begin = max(last.title_start, match.start() - 700)
    before = text[begin : match.start()]
    motto = MOTTO.search(before) if any(word in before for word in _MOTTO_WORDS) else None
    if not motto or _PART.search(before[: motto.start()][-250:]):
        return False
    number = NUMBERED.search(before, max(0, motto.start() - 150))
    date = DATED.search(before, max(0, motto.start() - 150))
    return bool(
        number
        and number["number"]
        and re.search(r"[A-ZĐ]", number["number"])
        and date
        and (date["day"] or "").strip().isdigit()
    )


def _sentence_case(written: str) -> str:
    """A type as its table spells it: "KẾ HOẠCH" is Kế hoạch."""
    name = " ".join(written.split())
    return name[:1].upper() + name[1:].lower()


def _later_head(
    text: str, match: re.Match[str], name: str, first: Head, heads: list[Head], announced: dict[str, int | None]
) -> Head | None:
    """The head of a text of type `name` promulgated with the first document; `announced` keeps what was looked up."""
    after = text[match.end("type") : match.end("type") + 900]
    attached = _ATTACHED.search(after)
    stop = re.search(r"\n\s*(?:Điều\s+1\b|I\s*[./]|Chương\s+I\b|Phần\s+(?:I|thứ)|Căn\s+cứ|1\.)", after)
    before = [line for line in text[max(0, match.start() - 160) : match.start()].split("\n") if line.strip(" |*_-\r")]
    if before and _PART.match(before[-1].strip(" |*_\r")):
        return None
    if any(h.type == name for h in heads) and not attached:
        return None
    start = match.start("type")
    above = text[max(heads[-1].title_start if heads else first.title_start, start - 300) : start]
    if any(word in above for word in _MOTTO_WORDS) and MOTTO.search(above):
        start = _walk_back(text, start)  # the head of the decision, set once more above its annex
    if attached and (not stop or attached.start() < stop.start()):
        return Head(start, "annexed", name, match.span("type"), match.end("type"))
    if first.type in _ISSUERS and _FOOT_SIGN.search(text, max(first.start, start - 900), start):
        if name not in announced:
            announced[name] = _announced(text, first, name)
        said = announced[name]
        if said is None or said >= start:
            return None
        return Head(start, "annexed", name, match.span("type"), match.end("type"))
    return None


def _announced(text: str, first: Head, name: str) -> int | None:
    """Where the first document says that it issues a text of this type, else None."""
    words = r"\s+".join(map(re.escape, name.split()))
    said = re.compile(
        rf"(?:ban\s+hành|phê\s+duyệt)\s+(?:kèm\s+theo\s+[^\n]{{3,30}}\s+này\s+)?(?:[^\n]{{0,20}}\s)?{words}\b",
        re.IGNORECASE,
    ).search(text, first.start, first.start + 12000)
    return said.start() if said else None


def pieces_of(text: str, start: int, end: int) -> list[Piece]:
    """The cells of the lines of `text[start:end]`, trimmed; the caller has blanked mottos, numbers and dates."""
    pieces: list[Piece] = []
    for match in re.finditer(r"[^\n\t|\r]+", text[start:end]):
        offset = start + match.start()
        for part in _CELL.finditer(match[0]):
            plain = part[0].strip(' *_#"“”-=~')
            if plain and not _RULE.fullmatch(plain):
                begin = offset + part.start() + part[0].index(plain[0])
                pieces.append(Piece(plain, begin, begin + len(plain)))
    return pieces


def is_draft(head: str) -> bool:
    """Does the head say that it is a draft?"""
    return bool(_DRAFT.search(head))
