"""The foot of a document: who signed it, for whom, and to whom it goes.

NĐ 30/2020/NĐ-CP, Phụ lục I, II.7 (TM., KT., TL., TUQ., Q. before an office in capitals, the name below) and II.9 ("Nơi
nhận"); Party documents write T/M, K/T, T/L (HD 36-HD/VPTW).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .issuing import UPPER, collapse
from .records import Signer, Span

_PREFIX = re.compile(r"(?P<mark>(?:TM|KT|TL|TUQ|TUT|Q)(?=\s*[./])|T/M|K/T|T/L|T/U/Q)\s*[./]?\s*(?P<rest>.*)", re.DOTALL)
_MARKED_LINE = re.compile(rf"\n[ \t|*_]*(?:T/?M|K/?T|T/?L|TUQ|T/U/Q)(?:\s*\.|\s+[{UPPER}])")
_PLACE_OF_RECEIPT = re.compile(r"n[ơo]i\s+nh[ậa]n\s*[:.]?|kính\s+gửi\s*:|nơi\s+gửi\s*:", re.IGNORECASE)
_OFFICE = re.compile(
    r"(?:(?:Q\.|QUYỀN|PHÓ|ỦY\s+VIÊN|PHÓ\s+CHỦ\s+NHIỆM)\s+)*(?:CHỦ\s+TỊCH|BỘ\s+TRƯỞNG|THỨ\s+TRƯỞNG|THỦ\s+TƯỚNG|TỔNG\s+GIÁM\s+ĐỐC|GIÁM\s+ĐỐC|"
    r"THỐNG\s+ĐỐC|CHÁNH\s+VĂN\s+PHÒNG|CHÁNH\s+THANH\s+TRA|CHÁNH\s+ÁN|VIỆN\s+TRƯỞNG|TỔNG\s+CỤC\s+TRƯỞNG|CỤC\s+TRƯỞNG|CHI\s+CỤC\s+TRƯỞNG|"
    r"VỤ\s+TRƯỞNG|TRƯỞNG\s+BAN|TRƯỞNG\s+PHÒNG|BÍ\s+THƯ|TỔNG\s+BÍ\s+THƯ|HIỆU\s+TRƯỞNG|CHỦ\s+NHIỆM|TỔNG\s+THANH\s+TRA|TỔNG\s+KIỂM\s+TOÁN|"
    r"THƯỜNG\s+TRỰC|TỔNG\s+THƯ\s+KÝ|ĐỘI\s+TRƯỞNG|TRẠM\s+TRƯỞNG|TRƯỞNG\s+ĐOÀN|TỔNG\s+THỐNG|PHÓ\s+THỦ\s+TƯỚNG|CHỈ\s+HUY\s+TRƯỞNG|TƯ\s+LỆNH|TRƯỞNG\s+CÔNG\s+AN)"
    rf"(?:\s+[{UPPER}][{UPPER},\s-]{{0,60}})?"
)
_STAMP = re.compile(
    r"[(\[]?\s*(?:đã\s+ký|đã\s+ki|da\s+ky|daky|ký\s+tên|ký,\s*đóng\s+dấu|signed|chữ\s+ký(?:\s+số)?)[^\n)\]]{0,40}[)\]]?\s*:?",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"^(?:(?:GS|PGS|TS|ThS|BS|KS|CN|LS|DS|GS\.TS|PGS\.TS|BSCKI{1,2}|CKI{1,2}|NGƯT|NGND|TTƯT|TTND)\b\.?\s*|"
    r"(?:Đại|Thượng|Trung|Thiếu)\s+(?:tướng|tá|úy)\s+|Đồng\s+chí\s+)+",
    re.IGNORECASE,
)
_NAME_WORD = rf"[{UPPER}][^\W\d_{UPPER}]*"
_NAME = re.compile(rf"(?:{_NAME_WORD}\.?(?:\s+|\s*-\s*)){{1,5}}{_NAME_WORD}")
_NO_NAME = re.compile(
    r"\b(?:nơi|nhận|lưu|như|điều|văn|phòng|sở|bộ|ubnd|hđnd|tỉnh|thành|chủ|tịch|giám|đốc|phụ|lục|độc|lập|cộng|hòa|kế|hoạch|"
    r"quyết|định|quy|chế|trưởng|ban|ủy|mẫu|biểu|danh|mục|chương|điểm|khoản|mẫu|bảng|công|báo|cổng)\b",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-+*•●▪–]+|\d{1,2}[.)])\s*")


_OFFICE_WORDS = re.compile(
    r"\b(?:chủ tịch|bộ trưởng|thứ trưởng|thủ tướng|tổng giám đốc|giám đốc|thống đốc|chánh|viện trưởng|cục trưởng|chi cục trưởng|"
    r"vụ trưởng|trưởng|bí thư|hiệu trưởng|chủ nhiệm|tổng|thường trực|văn phòng|ủy ban|hội đồng|quốc hội)\b"
)
_BODY_WORDS = re.compile(
    r"\b((?:tổng cục|chi cục|cục|vụ|sở|bộ|ban|thanh tra|phòng|viện) )(?!trưởng\b|thường\b|nhân\b|dân\b|chấp\b|ban\b)(\w)"
)


@dataclass(frozen=True, slots=True)
class Foot:
    """What the foot says; `start` is where it begins, None when the document has no foot."""

    signer: Signer | None = None
    recipients: tuple[str, ...] = ()
    start: int | None = None
    signer_span: Span | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    start: int
    end: int
    line: int


def find_foot(text: str, start: int, end: int) -> Foot:
    """The foot of the document in `text[start:end]`: its first list of recipients and the signature by it."""
    receipt = _receipt(text, start, end)
    marked = _MARKED_LINE.search(text, start, end)
    if receipt is not None and marked is not None and marked.start() < receipt:
        # A signature that stands before its list of recipients (columns read right to left) is near to it.
        begin = marked.start() if receipt - marked.start() < 600 else min(receipt, marked.start())
    elif receipt is not None:
        begin = receipt
    elif marked is not None:
        begin = marked.start()
    else:
        return _bare_foot(text, start, end)
    pieces = _pieces(text, begin, min(end, begin + 5000))
    signer, span = _signer(pieces)
    recipients: tuple[str, ...] = ()
    if receipt is not None and begin <= receipt <= begin + 5000:
        recipients = _recipients([p for p in pieces if p.start >= receipt - 1], signer)
    if signer is None and receipt is not None:
        before = _pieces(text, max(start, receipt - 500), receipt)
        signer, span = _signer(before)
    return Foot(signer, recipients, begin, span)


def _receipt(text: str, start: int, end: int) -> int | None:
    """Where "Nơi nhận" opens a line, a cell or a column."""
    for word in ("Nơi nhận", "NƠI NHẬN", "Nơi Nhận", "Nơi  nhận", "Nơi\nnhận"):
        at = text.find(word, start, end)
        while at != -1:
            before = text[max(0, at - 12) : at]
            lead = re.split(r"[\n\t|]|\s{3,}", before)[-1]
            after = text[at + len(word) : at + len(word) + 30].lstrip(" *_")
            named = after.startswith((":", "./")) or re.match(r"\s*(?:\n\s*[-+*]|\|?\s*$)", after)
            if not lead.strip(' *_-"') and named:
                return at
            at = text.find(word, at + 1, end)
    return None


def _bare_foot(text: str, start: int, end: int) -> Foot:
    """A foot without marks and recipients: an office in capitals and a name as the last lines."""
    pieces = _pieces(text, max(start, end - 400), end)
    signer, span = _signer(pieces[-6:])
    if signer is None or signer.position is None:
        return Foot()
    return Foot(signer, (), span[0] if span else None, span)


def _pieces(text: str, start: int, end: int) -> list[_Piece]:
    """The cells of the lines of `text[start:end]`, trimmed, with the bold marks of Markdown left out."""
    pieces: list[_Piece] = []
    at = start
    for number, line in enumerate(text[start:end].split("\n")):
        offset = at
        for part in re.split(r"(\||\t|\s{3,})", line):
            stripped = part.strip(" \r\t|*_")
            if stripped and not re.fullmatch(r"[-_=.~ ]*", stripped):
                begin = offset + part.index(stripped[0])
                pieces.append(_Piece(stripped, begin, begin + len(stripped), number))
            elif stripped:
                pieces.append(_Piece(stripped, offset, offset + len(part), number))
            offset += len(part)
        at += len(line) + 1
    return pieces


def _signer(pieces: list[_Piece]) -> tuple[Signer | None, Span | None]:
    on_behalf = for_ = position = name = None
    first = last = None
    skip = -1
    for index, piece in enumerate(pieces):
        if index <= skip:
            continue
        text = _STAMP.sub("", piece.text).strip()
        if not text or text in "|-":
            continue
        mark = _PREFIX.fullmatch(text)
        office = _OFFICE.fullmatch(text) if not mark else None
        if (
            mark
            and len(text) < 120
            and _upper(mark["rest"][:12])
            and not (mark["mark"] == "Q" and not _OFFICE.match(mark["rest"]))
        ):
            if name is not None:
                break
            joined, skip = _with_rest(pieces, index, text)
            kind = mark["mark"].replace("/", "")
            split = re.split(r"\s+(?=(?:KT|K/T|TL|TUQ)\s*\.)", joined)
            for part in split:
                kind = part[:2].replace("/", "") if part is not split[0] else kind
                whole, position_part = _split_office(part)
                if kind in ("KT", "K"):
                    for_ = whole
                elif kind == "Q":
                    position = part
                else:
                    on_behalf = whole
                position = position_part or position
            first = piece.start if first is None else first
            last = pieces[max(skip, index)].end
        elif office and _upper(text):
            if name is not None:
                break
            joined, skip = _with_rest(pieces, index, text)
            position = joined
            first = piece.start if first is None else first
            last = pieces[max(skip, index)].end
        elif first is not None and name is None and (found := _person(text)):
            name, last = found, piece.end
            if position is not None or on_behalf is not None or for_ is not None:
                break
    if first is None or last is None:
        return None, None
    if position is None and for_ is None and on_behalf and re.match(r"T/?U?Q|T/?L", on_behalf):
        position = None
    if name is None and position is None:
        return None, None
    return Signer(name, sentence_case(position), on_behalf, for_), (first, last)


def _with_rest(pieces: list[_Piece], index: int, text: str) -> tuple[str, int]:
    """A line in capitals with the lines that its wrap cut off ("TM. ỦY BAN" + "NHÂN DÂN")."""
    skip = index
    for following in range(index + 1, min(index + 4, len(pieces))):
        part = pieces[following].text
        if (
            not _upper(part)
            or _PREFIX.fullmatch(part)
            or _OFFICE.fullmatch(part)
            or part in "|-"
            or _BULLET.match(part)
        ):
            break
        if not _cut_off(text, part):
            break
        text, skip = f"{text} {part}", following
    return collapse(text), skip


def _cut_off(text: str, part: str) -> bool:
    return bool(
        re.search(
            r"(?:\bỦY BAN|\bỦY|\bBAN|\bHỘI ĐỒNG|\bNHÂN|\bVÀ|\bVĂN|\bTHƯỜNG|\bCHỦ|\bPHÓ|\bBỘ|\bTHỨ|\bGIÁM|\bCHÁNH|,|-)$",
            text,
        )
    ) or bool(
        re.match(r"(?:NHÂN DÂN|DÂN|TỊCH|TRƯỞNG|VÀ|ĐỐC|TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THƯỜNG TRỰC|PHÒNG|QUỐC HỘI)\b", part)
    )


def _split_office(marked: str) -> tuple[str, str | None]:
    """ "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" on one line is the mark and the office; else the line and None."""
    match = re.match(
        r"(?P<whole>(?:KT|K/T|TL|T/L|TM|T/M|TUQ)\s*[./]?\s*.+?)\s+(?P<office>(?:PHÓ|THỨ|CHÁNH|CHỦ TỊCH|BÍ THƯ|CỤC TRƯỞNG|VỤ TRƯỞNG|GIÁM ĐỐC|TRƯỞNG PHÒNG)\b.*)$",
        marked,
    )
    if match and _OFFICE.fullmatch(match["office"]) and (match["whole"].split(None, 1)[-1:] != [""]):
        head = match["whole"]
        if re.search(rf"[{UPPER}]{{2}}", head.split(".", 1)[-1] if "." in head else head[3:]):
            return head, match["office"]
    return marked, None


def _person(text: str) -> str | None:
    """The name of a person, as it is spelt, else None."""
    plain = _TITLES.sub("", collapse(text)).strip(" .,*:")
    if plain.isupper() and len(plain) > 4:
        spelt = " ".join(word.capitalize() for word in plain.split())
    else:
        spelt = plain
    if not _NAME.fullmatch(spelt) or _NO_NAME.search(spelt) and not _likely(spelt):
        return None
    return spelt


def _likely(name: str) -> bool:
    """Does `name` begin with one of the usual family names, so that a common word in it is a given name?"""
    return name.split()[0] in _FAMILIES and len(name.split()) >= 3 and not name.isupper()


_FAMILIES = frozenset(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đinh Trịnh Mai Lương Tô Cao Trương Hà Tạ Lâm Đoàn Thái Chu Kiều Vương Giàng Hầu Lò Quàng Tống Triệu".split()
)


def _upper(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


def sentence_case(position: str | None) -> str | None:
    """ "PHÓ CHỦ TỊCH" as "Phó Chủ tịch" (NĐ 30/2020/NĐ-CP, Phụ lục II, V.2)."""
    if position is None or not _upper(position):
        return position
    lower = collapse(position).lower()
    lower = _OFFICE_WORDS.sub(lambda match: match[0][0].upper() + match[0][1:], lower)
    lower = _BODY_WORDS.sub(lambda match: match[1][0].upper() + match[1][1:] + match[2].upper(), lower)
    lower = lower.replace("việt nam", "Việt Nam")
    return lower[:1].upper() + lower[1:]


def _recipients(pieces: list[_Piece], signer: Signer | None) -> tuple[str, ...]:
    """The items of "Nơi nhận": as written, without the dash before and the semicolon after."""
    items: list[str] = []
    opened = False
    dashed = any(_BULLET.match(p.text) for p in pieces[1:8])
    pending = False
    for index, piece in enumerate(pieces):
        text = piece.text
        if not opened:
            mark = _PLACE_OF_RECEIPT.match(text)
            if not mark:
                continue
            opened = True
            text = text[mark.end() :].strip(" *_")
            if not text:
                continue
        if text in ("-", "+", "–"):
            pending = True
            continue
        if _ends_list(text, signer):
            if items and items[-1].lower().startswith("lưu"):
                break
            if index > 0 and any(p.line == piece.line for p in pieces[:index] if p.start < piece.start):
                continue
            if any(_BULLET.match(p.text) for p in pieces[index + 1 : index + 8]):
                continue
            break
        bullet = _BULLET.match(text)
        if bullet or pending or not items:
            for part in re.split(r"\s*;\s*[-+–]\s+|(?<=;)\s+-\s*", _BULLET.sub("", text)):
                items.append(part)
        elif dashed or text[:1].islower():
            if (
                items[-1].lower().startswith("lưu")
                and items[-1].rstrip().endswith((".", "./."))
                and not text[:1].islower()
            ):
                break
            items[-1] = f"{items[-1]} {text}"
        else:
            items.append(text)
        pending = False
        if (
            items[-1].lower().startswith("lưu")
            and items[-1].endswith((".", "./."))
            and len(items) > 1
            and not _more(pieces, index)
        ):
            break
    cleaned = (collapse(re.sub(r"[*_|]+", " ", item)).rstrip(" ;") for item in items)
    return tuple(item for item in cleaned if item)


def _more(pieces: list[_Piece], index: int) -> bool:
    """Is the next piece one more item?"""
    return (
        index + 1 < len(pieces)
        and bool(_BULLET.match(pieces[index + 1].text))
        and pieces[index + 1].line <= pieces[index].line + 2
    )


def _ends_list(text: str, signer: Signer | None) -> bool:
    if _PREFIX.fullmatch(text) and _upper(text) or _OFFICE.fullmatch(text):
        return True
    if signer and signer.name and collapse(_TITLES.sub("", text)).casefold() == signer.name.casefold():
        return True
    if _STAMP.fullmatch(text) or _person(text):
        return True
    return _upper(text) and len(text) > 6 and not _BULLET.match(text) and not re.match(r"UBND|HĐND|TT\b|VP", text)
