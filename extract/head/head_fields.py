"""The fields of a head: number, place, date, bodies, and where the title begins.

Norm: NĐ 30/2020/NĐ-CP, Phụ lục I, II.1 to II.4; older heads set body, number and date under the type.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

from ..citing.issuing import collapse, opens
from ..citing.numbers import with_stroke
from ..records import Span
from .heads import DATED, MOTTO, NUMBERED, Head, Piece, is_draft, pieces_of

_NO_BODY = re.compile(r"\(?(?:DỰ\s+THẢO|Dự\s+thảo|HỎA\s+TỐC|KHẨN|MẬT|TUYỆT\s+MẬT|TỐI\s+MẬT|Mẫu|Số\b)")
_OCR = str.maketrans("OIl", "011")  # letters that a scan has in the place of digits
_RUNNING = re.compile(r"[\dOIl]+(?=[/-])")
_TAG = re.compile(r"</?[A-Za-z]{1,10}\s*/?>")  # line breaks in the cells of Markdown
_SUBJECT = re.compile(r"(?:V/v|Về\s+việc|v/v)\b")
# "QUYẾT ĐỊNH / CỦA BỘ TRƯỞNG BỘ NỘI VỤ SỐ 12/2004/QĐ-BNV NGÀY 03 THÁNG 02 NĂM 2004" in texts of before 2005.
_UNDER_TYPE = re.compile(
    r"\s*(?:CỦA\s+(?P<body>[^\n]*?(?:\n[^\n]*?)??)\s+)?SỐ\s*:?\s*(?P<number>\d[\w./ĐƯ-]*(?:\s?[-/]\s?[A-ZĐƯ][\w-]*)*)"
    r"(?:,?\s+NGÀY\s+(?P<d>\d{1,2})\s+THÁNG\s+(?P<m>\d{1,2})\s+NĂM\s+(?P<y>\d{4}))?\s*",
    re.IGNORECASE,
)
_IN_TITLE = re.compile(
    r"\s*số\s*:?\s*(?P<number>\d[\w./-]*)"
    r"(?:,?\s+ngày\s+(?P<d>\d{1,2})(?:\s+tháng\s+|[/.-])(?P<m>\d{1,2})(?:\s+năm\s+|[/.-])(?P<y>\d{4}))?"
    r"(?:\s+của\s+(?P<body>[^\n]{4,90}?)"
    r"(?=\s+(?:về|v/v|ban\s+hành|quy\s+định|phê\s+duyệt|hướng\s+dẫn|sửa\s+đổi)\b|\s*\n))?\s*",
    re.IGNORECASE,
)
_PLACE_LENGTH = 5  # words
_PLACE_WORDS = frozenset(
    ("-", "tỉnh", "huyện", "quận", "xã", "phường", "phố", "thành", "thị", "trấn", "đảo", "tp.", "đặc", "khu")
)


class HeadFields:
    """Reads the head of the document of `text` that begins with `head` and goes to `end`."""

    def __init__(self, text: str, head: Head, end: int) -> None:
        self.text, self.head, self.end = text, head, end
        self.spans: dict[str, Span] = {}
        self.number: str | None = None
        self.date: str | None = None
        self.place: str | None = None
        self.draft = False
        self.bodies: list[str] = []
        self.subject: Span | None = None  # the "V/v" of a letter
        if head.style in ("full", "letter"):
            self._read(head.start, max(self._stop(), head.start))
            self._read_under_type()
        elif head.style == "title":
            self._take_named(_IN_TITLE.match(text, head.title_start, min(end, head.title_start + 400)))

    def _stop(self) -> int:
        """Where the head ends: at the type, at the addressee of a letter, at the first recital."""
        head = self.head
        if head.style == "letter":
            addressed = re.compile(r"[Kk]ính\s+gửi").search(self.text, head.start, head.start + 3000)
            return addressed.start() if addressed else head.title_start
        if head.type:
            return head.type_span[0]
        recital = re.compile(r"\n\s*(?:-\s*)?(?:Căn\s+cứ|Xét\s|Kính\s+gửi)").search(
            self.text, head.start, head.start + 3000
        )
        return recital.start() if recital else min(self.end, head.start + 800)

    def _read(self, start: int, stop: int) -> None:
        """Number, place, date and bodies from the lines before the type; what is read is blanked."""
        area = self.text[start:stop]
        self.draft = is_draft(area)
        area = _TAG.sub(lambda match: "\n" * len(match[0]), area)
        area = MOTTO.sub(lambda match: "\n" * len(match[0]), area)
        area = self._take_number(area, start)
        area = self._take_date(area, start)
        pieces = [p for p in pieces_of(area, 0, len(area)) if not _NO_BODY.match(p.text)]
        self._take_subject(pieces, start)
        limit = self.subject[0] - start if self.subject else stop
        self.bodies = [p.text for p in self._bodies(pieces) if p.start < limit]

    @staticmethod
    def _bodies(pieces: list[Piece]) -> list[Piece]:
        kept: list[Piece] = []
        for piece in pieces:
            letters = [c for c in piece.text if c.isalpha()]
            upper = sum(c.isupper() for c in letters) >= 0.7 * len(letters)
            if letters and len(piece.text) < 120 and (upper or kept or opens(piece.text)):
                kept.append(piece)
        return kept

    def _take_number(self, area: str, start: int) -> str:
        match = NUMBERED.search(area)
        if not match:
            return area
        if match["number"]:
            written = match["number"].rstrip(".,( ")
            self._set_number(written, start + match.start("number"))
        else:
            self.draft = True
        return area[: match.start()] + "\n" * (match.end() - match.start()) + area[match.end() :]

    def _set_number(self, written: str, at: int) -> None:
        number = with_stroke(re.sub(r"\s+", "", written))
        running = _RUNNING.match(number)
        self.number = f"{running[0].translate(_OCR)}{number[running.end() :]}" if running else number
        self.spans["number"] = (at, at + len(written))

    def _set_date(self, day: str, month: str | None, year: str | None, span: Span) -> None:
        try:
            said = (part.translate(_OCR) for part in (year or "", month or "", day))
            self.date = datetime.date(*map(int, said)).isoformat()
        except ValueError:
            return
        self.spans["date"] = span

    def _take_date(self, area: str, start: int) -> str:
        match = DATED.search(area)
        if not match:
            return area
        day = (match["day"] or "").strip().translate(_OCR)
        word = match.start() + match[0].lower().index("ngày")
        self._set_date(
            day, match["month"] or match["month2"], match["year"] or match["year2"], (start + word, start + match.end())
        )
        self.draft = self.draft or not day.isdigit()
        place, begin = _place_before(area[: match.start()], comma=match[0].startswith(","))
        self.place = place or self.place
        return area[:begin] + "\n" * (match.end() - begin) + area[match.end() :]

    def _take_subject(self, pieces: list[Piece], start: int) -> None:
        """The "V/v" of a letter: from there to the next piece in capitals, or to the addressee."""
        for index, piece in enumerate(pieces):
            if not _SUBJECT.match(piece.text):
                continue
            last = piece
            for following in pieces[index + 1 : index + 8]:
                if following.text.isupper() or re.match(r"[Kk]ính\s+gửi", following.text):
                    break
                last = following
            self.subject = (start + piece.start, start + last.end)
            return

    def _take_named(self, match: re.Match[str] | None) -> None:
        """Number, date and body that are named in one line; the title begins behind them."""
        if not match:
            return
        if not self.number:
            self._set_number(match["number"].rstrip(".,"), match.start("number"))
        if match["d"] and not self.date:
            self._set_date(match["d"], match["m"], match["y"], (match.start("d"), match.end("y")))
        if match["body"] and not self.bodies:
            self.bodies = [collapse(match["body"])]
        self.head = replace(self.head, title_start=match.end())

    def _read_under_type(self) -> None:
        """Body, number and date in the lines under the type."""
        begin = self.head.title_start
        match = _UNDER_TYPE.match(self.text, begin, min(self.end, begin + 500))
        if match and (match["body"] or not self.number):
            self._take_named(match)
            return
        for _ in range(2):
            line = re.compile(r"\s*([^\n]{4,90})\n").match(self.text, begin, min(self.end, begin + 300))
            if not line or not self._is_number_or_date(line):
                return
            begin = line.end()
            self.head = replace(self.head, title_start=begin)

    def _is_number_or_date(self, line: re.Match[str]) -> bool:
        """Take the number or the date that is all of a line between the type and the title."""
        plain = line[1].strip(" *_|\r()")
        number, dated = NUMBERED.match(plain), DATED.search(plain)
        if number and number["number"] and not self.number and number.end() >= len(plain) - 2:
            self._set_number(number["number"].rstrip(".,( "), line.start() + line[0].index(number["number"]))
        elif dated and not self.date and dated.end() >= len(plain) - 1 and not re.match(r"Ngày\s+\d", plain):
            self._take_date(line[0], line.start())
        else:
            return False
        return True


def _place_before(before: str, *, comma: bool) -> tuple[str | None, int]:
    """The place right before a date ("Lào Cai, ngày …"), and where it begins in `before`.

    `comma`: the date follows a comma, so that a place on the line before belongs to it.
    """
    line_start = max(before.rstrip(" \n\r").rfind(sign) for sign in "\n|\t") + 1
    line = before[line_start:]
    raw = re.split(r"\s{3,}", line.strip().lstrip("*_( "))[-1]
    if not raw or (not comma and not raw.endswith(",") and line.rstrip(" ").endswith("\n")):
        return None, len(before)
    kept: list[str] = []
    words = raw.rstrip(" ,").split()
    loud = comma and raw.isupper() and len(words) <= _PLACE_LENGTH and not opens(raw)  # "LÀO CAI, ngày …", no body
    for word in reversed(words):
        shouted = not loud and word.isupper() and len(word) > 2 and not re.match(r"TP|TX|[IVX]+$", word)
        if shouted or not (word[0].isupper() or word[0].isdigit() or word in _PLACE_WORDS):
            break
        kept.insert(0, word)
    while kept and not kept[0][0].isalpha():
        kept.pop(0)
    place = " ".join(kept).strip(" ,.*_-(")
    if not place or len(place) > 45 or len(kept) > 7 or re.search(r"\d{3}|[/:;]", place):
        return None, len(before)
    written = " ".join(map(str.capitalize, place.split())) if loud else place
    return written, line_start + line.rfind(kept[0])
