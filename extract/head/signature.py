"""The foot of a document: who signed it, for whom, and to whom it goes.

NĐ 30/2020/NĐ-CP, Phụ lục I, II.7 (TM., KT., TL., TUQ., Q. before an office in capitals, the name below) and II.9 ("Nơi
nhận"); Party documents write T/M, K/T, T/L (HD 36-HD/VPTW).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from ..citing.issuing import collapse
from ..letters import CAPITALS
from ..records import Signer, Span

_PREFIX = re.compile(r"(?P<mark>(?:TM|KT|TL|TUQ|TUT|Q)(?=\s*[./])|T/M|K/T|T/L|T/U/Q)\s*[./]?\s*(?P<rest>.*)", re.DOTALL)
_MARKED_LINE = re.compile(rf"\n[ \t|*_]*(?:T/?M|K/?T|T/?L|TUQ|T/U/Q)(?:\s*\.|\s+[{CAPITALS}])")
_PLACE_OF_RECEIPT = re.compile(r"n[ơo]i\s+nh[ậaâặáàạ]n\s*[:.]?|nơi\s+gửi\s*:", re.IGNORECASE)
_RECEIPTS_IN_CAPITALS = ("NƠI NHẬN",)
_RECEIPTS = ("Nơi nhận", *_RECEIPTS_IN_CAPITALS, "Nơi Nhận", "Nơi  nhận", "Nơi\nnhận")
_RECEIPTS += ("Nơi nhân", "Nơi nhặn", "Nơi nhạn")  # as a scan misreads it
_OFFICES = (
    "CHỦ TỊCH", "BỘ TRƯỞNG", "THỨ TRƯỞNG", "THỦ TƯỚNG", "PHÓ THỦ TƯỚNG", "TỔNG GIÁM ĐỐC", "GIÁM ĐỐC", "THỐNG ĐỐC",
    "CHÁNH VĂN PHÒNG", "CHÁNH THANH TRA", "CHÁNH ÁN", "VIỆN TRƯỞNG", "TỔNG CỤC TRƯỞNG", "CỤC TRƯỞNG",
    "CHI CỤC TRƯỞNG", "VỤ TRƯỞNG", "TRƯỞNG BAN", "TRƯỞNG PHÒNG", "TRƯỞNG ĐOÀN", "TRƯỞNG CÔNG AN", "BÍ THƯ",
    "TỔNG BÍ THƯ", "HIỆU TRƯỞNG", "CHỦ NHIỆM", "TỔNG THANH TRA", "TỔNG KIỂM TOÁN", "THƯỜNG TRỰC", "TỔNG THƯ KÝ",
    "ĐỘI TRƯỞNG", "TRẠM TRƯỞNG", "CHỈ HUY TRƯỞNG", "TƯ LỆNH",
)  # fmt: skip
_ANY_OFFICE = "|".join(_OFFICES).replace(" ", r"\s+")
_OFFICE = re.compile(
    rf"(?:(?:Q\.|QUYỀN|PHÓ|ỦY\s+VIÊN|PHÓ\s+CHỦ\s+NHIỆM)\s+)*(?:{_ANY_OFFICE})"
    rf"(?:\s+[{CAPITALS}][{CAPITALS},\s-]{{0,60}})?"
)
_FOOT_SIZE = 4000
_MOST_CLOSINGS = 8
_NAME_WITHIN = 10  # pieces between an office and the name under it
# Begins with one set, which a search skips to; a space between two emphasized lines of a Markdown cell parts them too.
_CELLS = re.compile(r"([|\t\s](?:(?<=[|\t])|\s{2,}|(?<=\*\s)\s*(?=\*)))")
_RULE = "-_=.~ "
_STAMP = re.compile(
    r"(?=[(\[\sđdkcs])[(\[]?\s*(?:đã\s+ký|đã\s+ki|da\s+ky|daky|ký\s+tên|ký,\s*đóng\s+dấu|signed|chữ\s+ký(?:\s+số)?)"
    r"[^\n)\]]{0,40}[)\]]?\s*:?",
    re.IGNORECASE,
)
_STAMPED = ("ký", "ki", "ky", "signed")  # no stamp without one of them
_TITLES = re.compile(
    r"^(?:(?:GS|PGS|TS|ThS|BS|KS|CN|LS|DS|GS\.TS|PGS\.TS|BSCKI{1,2}|CKI{1,2}|NGƯT|NGND|TTƯT|TTND)\b\.?\s*|"
    r"(?:Đại|Thượng|Trung|Thiếu)\s+(?:tướng|tá|úy)\s+|Đồng\s+chí\s+)+",
    re.IGNORECASE,
)
_NAME_WORD = rf"[{CAPITALS}](?:[^\W\d_{CAPITALS}]|['’][^\W\d_])*"
_NAME = re.compile(rf"(?:{_NAME_WORD}\.?(?:\s+|\s*-\s*)){{1,5}}{_NAME_WORD}")
_NO_NAME = re.compile(
    r"\b(?:nơi|nhận|lưu|như|điều|văn|phòng|sở|bộ|ubnd|hđnd|tỉnh|thành|chủ|tịch|giám|đốc|phụ|lục|độc|lập|cộng|hòa|kế|hoạch|"
    r"quyết|định|quy|chế|trưởng|ban|ủy|mẫu|biểu|danh|mục|chương|điểm|khoản|mẫu|bảng|công|báo|cổng)\b",
    re.IGNORECASE,
)
_NEXT_ITEM = re.compile(r"\s*;\s*[-+]\s+|(?<=;)\s+-\s*")
_EMPHASIS = re.compile(r"[*_|]+")
_ABBREVIATED = re.compile(r"UBND|HĐND|TT\b|VP")
_BULLET = re.compile(r"^\s*(?:[-+*•●▪–]+|\d{1,2}[.)])\s*")


_OFFICE_WORDS = re.compile(
    r"\b(?:chủ tịch|bộ trưởng|thứ trưởng|thủ tướng|tổng cục trưởng|giám đốc|thống đốc|chánh|viện trưởng|cục trưởng|"
    r"chi cục trưởng|vụ trưởng|trưởng|bí thư|hiệu trưởng|chủ nhiệm|tổng|"
    r"thường trực|văn phòng|ủy ban|hội đồng|quốc hội)\b"
)
_BODY_WORDS = re.compile(
    r"\b((?:tổng cục|chi cục|cục|vụ|sở|bộ|ban|thanh tra|phòng|viện) )"
    r"(?!trưởng\b|thường\b|nhân\b|dân\b|chấp\b|ban\b)(\w)"
)


@dataclass(frozen=True, slots=True)
class Foot:
    """What the foot says; `start` is where it begins, None when the document has no foot."""

    signer: Signer | None = None
    recipients: tuple[str, ...] = ()
    start: int | None = None
    signer_span: Span | None = None


class _Piece(NamedTuple):
    text: str
    start: int
    end: int
    line: int


def find_foot(text: str, start: int, end: int) -> Foot:
    """The foot of the document in `text[start:end]`: the signature and the list of recipients by it.

    The foot stands behind the mark "./." that closes a text (NĐ 30/2020/NĐ-CP, Phụ lục I, II.6); without the mark the
    first list of recipients or the first marked line of a signature is taken.
    """
    at = text.find("./.", start, end)
    for _ in range(_MOST_CLOSINGS):
        if at == -1:
            break
        foot = _foot_from(text, at, min(end, at + _FOOT_SIZE))
        if foot.signer and foot.signer.name:
            return foot
        at = text.find("./.", at + 3, end)
    return _foot_from(text, start, end)


def _foot_from(text: str, start: int, end: int) -> Foot:
    receipt = _receipt(text, start, end)
    marked = _MARKED_LINE.search(text, start, end)
    signed = marked.start() if marked else None
    if receipt is None and signed is None:
        return _bare_foot(text, start, end)
    # A signature may stand before its list of recipients: columns read one after the other.
    begin = min(at for at in (receipt, signed) if at is not None)
    if receipt is not None and receipt - begin > _FOOT_SIZE // 3:
        begin = receipt
    pieces = _pieces(text, begin, min(end, begin + _FOOT_SIZE))
    signer, span = _signer(pieces)
    recipients = _recipients([p for p in pieces if p.start >= receipt - 1], signer) if receipt is not None else ()
    if signer is None and receipt is not None:
        signer, span = _signer(_pieces(text, max(start, receipt - 500), receipt))
    return Foot(signer, recipients, begin, span)


def _receipt(text: str, start: int, end: int) -> int | None:
    """Where "Nơi nhận" opens a line, a cell or a column."""
    for word in _RECEIPTS if text.find("Nơi", start, end) >= 0 else _RECEIPTS_IN_CAPITALS:
        at = text.find(word, start, end)
        while at != -1:
            after = text[at + len(word) : at + len(word) + 30].lstrip(" *_")
            if after.startswith((":", "./")) or re.match(r"\s*(?:\n\s*[-+*]|\|?\s*$)", after):
                lead = re.split(r"[\n\t|]|\s{3,}", text[max(0, at - 12) : at])[-1]
                if not lead.strip(' *_-"'):
                    return at
            at = text.find(word, at + 1, end)
    return None


def _bare_foot(text: str, start: int, end: int) -> Foot:
    """A foot without marks and recipients: an office in capitals and a name, behind the closing mark or at the end."""
    begin = start if text.startswith("./.", start) else max(start, end - 400)
    pieces = _pieces(text, begin, min(end, begin + 400))
    signer, span = _signer(pieces if begin == start else pieces[-6:])
    if signer is None or signer.position is None or signer.name is None:
        return Foot()
    return Foot(signer, (), span[0] if span else None, span)


def _pieces(text: str, start: int, end: int) -> list[_Piece]:
    """The cells of the lines of `text[start:end]`, trimmed, with the bold marks of Markdown left out."""
    pieces: list[_Piece] = []
    at = start
    for number, line in enumerate(text[start:end].split("\n")):
        offset = at
        for part in _CELLS.split(line):
            stripped = part.strip(" \r\t|*_")
            if stripped.strip(_RULE):
                begin = offset + part.index(stripped[0])
                pieces.append(_Piece(stripped, begin, begin + len(stripped), number))
            elif stripped:
                pieces.append(_Piece(stripped, offset, offset + len(part), number))
            offset += len(part)
        at += len(line) + 1
    return pieces


@dataclass(slots=True)
class _Block:
    """A signature that is being read."""

    on_behalf: str | None = None
    for_: str | None = None
    position: str | None = None
    name: str | None = None
    start: int | None = None
    end: int = 0

    def take_mark(self, joined: str) -> None:
        """Lines with TM., KT., TL., TUQ. or Q.; several of them may stand on one line."""
        for part in re.split(r"\s+(?=(?:KT|K/T|TL|TUQ)\s*\.)", joined):
            whole, office = _split_office(part)
            if re.match(r"K/?T", part):
                self.for_ = whole
            elif part.startswith("Q"):
                self.position = part
            else:
                self.on_behalf = whole
            self.position = office or self.position


def _signer(pieces: list[_Piece]) -> tuple[Signer | None, Span | None]:
    """The first signature in the pieces: marked lines or an office in capitals, then a name."""
    block = _Block()
    skip = -1
    for index, piece in enumerate(pieces):
        stamped = any(map(piece.text.casefold().__contains__, _STAMPED))
        text = (_STAMP.sub("", piece.text) if stamped else piece.text).strip()
        if index <= skip or not text or text in "|-":
            continue
        if block.start is not None and index - skip > _NAME_WITHIN:
            block, skip = _Block(), index  # words in capitals in the text, no signature
        capital = text[:2].isupper()  # as every mark and every office begins
        marked = capital and _is_marked(text)
        if marked or (capital and _OFFICE.fullmatch(text) and _upper(text)):
            joined, skip = _with_rest(pieces, index, text)
            if marked:
                block.take_mark(joined)
            elif block.position is None:
                block.position = (
                    joined  # a second office below ("TRƯỞNG BAN / CHỦ TỊCH UBND TỈNH") is that of the person
                )
            block.start = piece.start if block.start is None else block.start
            block.end = pieces[skip].end
        elif block.start is not None and (name := _person(text)):
            block.name, block.end = name, piece.end
            break
    if block.start is None or (block.name is None and block.position is None):
        return None, None
    signer = Signer(block.name, sentence_case(block.position), block.on_behalf, block.for_)
    return signer, (block.start, block.end)


def _is_marked(text: str) -> bool:
    """Is this a line of the kind "KT. CHỦ TỊCH"? "Q." marks an acting officer only before an office."""
    mark = _PREFIX.fullmatch(text)
    if not mark or len(text) >= 120 or not _upper(mark["rest"][:12]):
        return False
    return mark["mark"] != "Q" or _OFFICE.match(mark["rest"]) is not None


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
    """A line with mark and office ("KT. CHỦ TỊCH PHÓ CHỦ TỊCH") as the two; else the line and None."""
    match = re.match(
        r"(?P<whole>(?:KT|K/T|TL|T/L|TM|T/M|TUQ)\s*[./]?\s*.+?)\s+"
        r"(?P<office>(?:PHÓ|THỨ|CHÁNH|CHỦ TỊCH|BÍ THƯ|CỤC TRƯỞNG|VỤ TRƯỞNG|GIÁM ĐỐC|TRƯỞNG PHÒNG)\b.*)$",
        marked,
    )
    if match and _OFFICE.fullmatch(match["office"]) and (match["whole"].split(None, 1)[-1:] != [""]):
        head = match["whole"]
        if re.search(rf"[{CAPITALS}]{{2}}", head.split(".", 1)[-1] if "." in head else head[3:]):
            return head, match["office"]
    return marked, None


def _person(text: str) -> str | None:
    """The name of a person, as it is spelt, else None."""
    plain = _TITLES.sub("", collapse(text)).strip(" .,*:")
    shouted = plain.isupper() and len(plain) > 4
    spelt = " ".join(word.capitalize() for word in plain.split()) if shouted else plain
    if re.search(r"\s[A-D]$", spelt):  # "Nguyễn Văn A" in a form
        return None
    if not _NAME.fullmatch(spelt) or (_NO_NAME.search(spelt) and not _likely(spelt)):
        return None
    return spelt


def _likely(name: str) -> bool:
    """Does `name` begin with one of the usual family names, so that a common word in it is a given name?"""
    return name.split(maxsplit=1)[0] in _FAMILIES and len(name.split()) >= 3 and not name.isupper()


_FAMILIES = frozenset(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đinh Trịnh Mai Lương Tô Cao Trương Hà "  # noqa: SIM905
    "Tạ Lâm Đoàn Thái Chu Kiều Vương Giàng Hầu Lò Quàng Tống Triệu Phùng Quách Doãn Nghiêm Thân Lưu Tăng La Lại Khổng "
    "Phí Ông Từ Mạc Bạch Vi Ma Nông Hứa Lục Bế Đàm Giáp Thạch Châu Đậu Cù Diệp Hàn Lã Lữ Mã Ninh Nhâm Ngụy Ôn Sầm Sùng "
    "Thào Tòng Lường Cầm Điêu Vàng Cư Thò Lầu Vừ Đổng Đới Chử Chung Âu Tôn Thiều Ksor Rmah Khuất Kha Khúc Nhữ".split()
)


def _upper(text: str) -> bool:
    letters = list(filter(str.isalpha, text))
    return bool(letters) and sum(map(str.isupper, letters)) >= 0.9 * len(letters)


def sentence_case(position: str | None) -> str | None:
    """An office in its own spelling: "PHÓ CHỦ TỊCH" is "Phó Chủ tịch" (NĐ 30/2020/NĐ-CP, Phụ lục II, V.2)."""
    if position is None or not _upper(position):
        return position
    lower = collapse(position).lower()
    lower = _OFFICE_WORDS.sub(lambda match: match[0][0].upper() + match[0][1:], lower)
    lower = _BODY_WORDS.sub(lambda match: match[1][0].upper() + match[1][1:] + match[2].upper(), lower)
    lower = lower.replace("việt nam", "Việt Nam")
    lower = re.sub(r"\b(?:ubnd|hđnd|mttq|bchqs|ban cđ)\b", lambda match: match[0].upper(), lower)
    return lower[:1].upper() + lower[1:]


def _recipients(pieces: list[_Piece], signer: Signer | None) -> tuple[str, ...]:
    """The items of "Nơi nhận": as written, without the dash before and the semicolon after."""
    opened = next((n for n, piece in enumerate(pieces) if _PLACE_OF_RECEIPT.match(piece.text)), None)
    if opened is None:
        return ()
    items: list[str] = []
    dashed = any(_BULLET.match(p.text) for p in pieces[opened + 1 : opened + 8])
    pending = False
    for index in range(opened, len(pieces)):
        text = pieces[index].text
        if index == opened:
            text = text[_PLACE_OF_RECEIPT.match(text).end() :].strip(" *_")  # type: ignore[union-attr]
            if not text:
                continue
        if text in ("-", "+"):
            pending = True
        elif _ends_list(text, signer):
            if _is_last(items) or not any(_BULLET.match(p.text) for p in pieces[index + 1 : index + 8]):
                break
        else:
            if not _add_item(items, text, own=pending or not dashed):
                break
            pending = False
            if _is_last(items) and items[-1].endswith(".") and len(items) > 1 and not _more(pieces, index):
                break
    cleaned = (collapse(_EMPHASIS.sub(" ", item)).rstrip(" ;,") for item in items)
    return tuple(item for item in cleaned if item)


def _is_last(items: list[str]) -> bool:
    """The copy for the file ("Lưu: VT") closes the list (NĐ 30/2020/NĐ-CP, Phụ lục I, II.9)."""
    return bool(items) and items[-1].lower().startswith("lưu")


def _add_item(items: list[str], text: str, *, own: bool) -> bool:
    """Add a line: an item of its own, or the rest of the last one; False when it is behind the list."""
    if _BULLET.match(text) or not items or (own and not text[:1].islower()):
        item = _BULLET.sub("", text)
        items += _NEXT_ITEM.split(item) if ";" in item else [item]
        return True
    if _is_last(items) and items[-1].rstrip().endswith(".") and not text[:1].islower():
        return False
    items[-1] = f"{items[-1]} {text}"
    return True


def _more(pieces: list[_Piece], index: int) -> bool:
    """Is the next piece one more item?"""
    if index + 1 >= len(pieces):
        return False
    following = pieces[index + 1]
    return _BULLET.match(following.text) is not None and following.line <= pieces[index].line + 2


def _ends_list(text: str, signer: Signer | None) -> bool:
    if _BULLET.match(text):
        return False
    if (_PREFIX.fullmatch(text) and _upper(text)) or _OFFICE.fullmatch(text):
        return True
    if signer and signer.name and collapse(_TITLES.sub("", text)).casefold() == signer.name.casefold():
        return True
    if _STAMP.fullmatch(text) or _person(text):
        return True
    return _upper(text) and len(text) > 6 and not _ABBREVIATED.match(text)
