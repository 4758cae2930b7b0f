"""The logical documents of a text: type, number, issuer, place, date, title, period, signer, recipients.

Only what the text says is a field; what is concluded (the body above the issuer, who has the power that the text uses)
goes into `inferred`. Norms: NĐ 30/2020/NĐ-CP, Phụ lục I (parts of a State document), HD 36-HD/VPTW (of a Party document).
"""

from __future__ import annotations

import datetime
import functools
import re
from dataclasses import replace

from ..ontology.tables import Tables
from .issuing import OPENING, bare_level, body_name, collapse, completed, issuer_of, joined, key, opens
from .heads import DATED, MOTTO, NUMBERED, Head, Piece, find_heads, is_draft, pieces_of, type_names
from .periods import force_of, period_of
from .reading import Reading
from .records import Document, Span
from .signature import Foot, find_foot

_RECITAL = r"(?:[-–+*]\s*)?(?:Căn\s+cứ|Xét\s|Theo\s+đề\s+nghị|Thực\s+hiện\s+(?:Quyết|Nghị|Chỉ|Thông|Kế|Chương|Luật|ý\s+kiến|chỉ\s+đạo|Công|Văn|Kết|Đề)|Để\s|Nhằm\s|Trong\s|Trên\s+cơ\s+sở|Sau\s+khi|Qua\s|Ngày\s+\d|Thời\s+gian\s+qua|Kính\s+gửi|Điều\s+1\b|Chương\s+I\b|CHƯƠNG\s+I\b|Phần\s+|PHẦN\s+|[IVX]{1,4}\s*[./-]|[A-H]\s*[.)]\s|1\s*[.)/]|\(|Tiếp\s+tục\s+thực\s+hiện\s+(?:Quyết|Nghị|Chỉ)|Năm\s+\d{4}\s*,)"
_STOPS = re.compile(_RECITAL)
_ENACTS = re.compile(
    rf"(?P<body>(?:(?:Phó\s+)?(?:Chủ\s+tịch|Bộ\s+trưởng|Thứ\s+trưởng|Giám\s+đốc|Thống\s+đốc|Tổng\s+(?:Giám\s+đốc|cục\s+trưởng)|Thường\s+trực|Ban\s+Thường\s+vụ|Ban\s+Chấp\s+hành|Liên\s+tịch)\s+)?"
    r"(?:Ủy\s+ban|Uỷ\s+ban|ỦY\s+BAN|UBND|Hội\s+đồng|HĐND|Chính\s+phủ|Thủ\s+tướng|Quốc\s+hội|Bộ|Sở|Ban|Văn\s+phòng|Tổng\s+cục|Cục|Thành\s+ủy|Tỉnh\s+ủy|Huyện\s+ủy|Quận\s+ủy|Đảng\s+ủy|Thanh\s+tra|Ngân\s+hàng|Phòng|Tòa\s+án|Viện|Bảo\s+hiểm)"
    r"(?:\s[^\n.;:]{0,110}?)?)\s+(?:đã\s+|cùng\s+|thống\s+nhất\s+)?(?P<verb>ban\s+hành|xây\s+dựng|đề\s+ra|quyết\s+định|quyết\s+nghị|chỉ\s+thị|yêu\s+cầu|thông\s+báo|báo\s+cáo|kính\s+trình|"
    r"triển\s+khai|lập|hướng\s+dẫn|đề\s+nghị|trình|(?:quy|qui)\s+định)\b"
)
_FULL_TITLE = 1500


def find_documents(reading: Reading) -> tuple[Document, ...]:
    """The logical documents of the text in order: usually one; a decision with the plan that it issues is two.

    A text without a head gives one document whose type is None, so that its relations have a subject; an empty one none.
    """
    text = reading.text
    if not text.strip():
        return ()
    heads, limit = find_heads(text, reading.tables)
    ends = [*(head.start for head in heads[1:]), limit]
    documents: list[Document] = []
    for number, (head, end) in enumerate(zip(heads, ends, strict=True), 1):
        end = max(head.start, len(text[:end].rstrip()) if end == limit else _stripped(text, head.start, end))
        parent = next((d for d in documents if d.in_document is None), None) if head.style == "annexed" else None
        documents.append(_document(reading, head, f"D{number}", end, parent))
    return tuple(documents)


def _stripped(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \t\r\n\f|*_#":
        end -= 1
    return end


def _document(reading: Reading, head: Head, name: str, end: int, parent: Document | None) -> Document:
    text, tables = reading.text, reading.tables
    spans: dict[str, Span] = {}
    inferred: dict[str, str] = {}
    top = _Top(reading, head, end)
    title, title_span = top.title()
    foot = find_foot(text, head.start, end) if parent is None or _has_own_foot(text, head, end) else Foot()
    if title_span:
        spans["title"] = title_span
    if foot.signer_span:
        spans["signer"] = foot.signer_span
    spans.update(top.spans)
    issuer = top.issuer(title, inferred)
    date = top.date
    period = _period(head.type, title, date, text[head.title_start : head.title_start + 3000])
    document = Document(
        id=name,
        type=head.type,
        number=top.number,
        issuer=issuer,
        date=date,
        place=top.place,
        title=title,
        period=period,
        signer=foot.signer,
        recipients=foot.recipients,
        start=head.start,
        end=end,
        draft=top.draft,
        spans=spans,
        inferred=inferred,
    )
    since, until, where = force_of(text, head.title_start, end, date) if parent is None else (None, None, None)
    if where:
        spans["effective_from"] = where
    document = replace(document, effective_from=since, expires_on=until)
    return _with_parent(document, parent) if parent else document


def _has_own_foot(text: str, head: Head, end: int) -> bool:
    """A text promulgated with a decision is signed apart only when a signature stands in its last part."""
    return re.search(r"\n[ \t|*_]*(?:TM|KT|TL|TUQ)\s*\.", text[max(head.start, end - 1500) : end]) is not None


def _with_parent(document: Document, parent: Document) -> Document:
    """A text promulgated with another one has its issuer and its signature (NĐ 30/2020/NĐ-CP, Phụ lục I, III)."""
    return replace(
        document,
        in_document=parent.id,
        issuer=document.issuer or parent.issuer,
        signer=document.signer or parent.signer,
        draft=parent.draft,
        effective_from=document.effective_from,
    )


class _Top:
    """The head of one document, read once: number, place, date and bodies, and where its title stands."""

    def __init__(self, reading: Reading, head: Head, end: int) -> None:
        self.text, self.tables, self.head, self.end = reading.text, reading.tables, head, end
        self.spans: dict[str, Span] = {}
        self.number: str | None = None
        self.date: str | None = None
        self.place: str | None = None
        self.draft = False
        self.bodies: list[str] = []
        self.subject: Span | None = None
        stop = head.type_span[0] if head.style == "full" and head.type else head.title_start
        if head.style == "full" and not head.type:
            recital = re.compile(r"\n\s*(?:-\s*)?(?:Căn\s+cứ|Xét\s|Kính\s+gửi)").search(
                self.text, head.start, head.start + 3000
            )
            stop = recital.start() if recital else min(end, head.start + 800)
        if head.style == "letter":
            addressed = re.compile(r"[Kk]ính\s+gửi").search(self.text, head.start, head.start + 3000)
            stop = addressed.start() if addressed else stop
        if head.style in ("full", "letter"):
            self._read(head.start, max(stop, head.start))
            self._read_line_of_type()
        elif head.style == "title":
            self._read_titled()

    def _read(self, start: int, stop: int) -> None:
        """Number, place, date and bodies from the lines before the type."""
        area = self.text[start:stop]
        if self.head.type is None or self.head.style == "full":
            # Old heads set place and date under the type or the number beside it; both are looked for there too.
            pass
        self.draft = is_draft(area)
        area = MOTTO.sub(lambda m: "\n" * len(m[0]), area)
        area = self._take_number(area, start)
        area = self._take_date(area, start)
        pieces = [
            p
            for p in pieces_of(area, 0, len(area))
            if not re.match(r"(?:DỰ\s+THẢO|Dự\s+thảo|HỎA\s+TỐC|KHẨN|MẬT|TUYỆT\s+MẬT|TỐI\s+MẬT|Mẫu|Số\b)", p.text)
        ]
        self._take_subject(pieces, start)
        self.bodies = joined([p.text for p in self._bodies(pieces)])

    def _bodies(self, pieces: list[Piece]) -> list[Piece]:
        kept: list[Piece] = []
        for piece in pieces:
            if self.subject and piece.start + self.head.start >= self.subject[0]:
                break
            letters = [c for c in piece.text if c.isalpha()]
            upper = sum(c.isupper() for c in letters)
            if letters and (upper >= 0.7 * len(letters) or opens(piece.text) or kept) and len(piece.text) < 120:
                kept.append(piece)
        return kept

    def _take_number(self, area: str, start: int) -> str:
        match = next(iter(NUMBERED.finditer(area)), None)
        if not match:
            return area
        if match["number"]:
            self.number = re.sub(r"\s+", "", match["number"]).rstrip(".,(")
            self.spans["number"] = (
                start + match.start("number"),
                start + match.start("number") + len(match["number"].rstrip(".,( ")),
            )
        else:
            self.draft = True
        return area[: match.start()] + "\n" * (match.end() - match.start()) + area[match.end() :]

    def _take_date(self, area: str, start: int) -> str:
        match = DATED.search(area)
        if not match:
            return area
        day, month, year = match["day"], match["month"] or match["month2"], match["year"] or match["year2"]
        try:
            self.date = datetime.date(int(year), int(month), int(day)).isoformat()
        except (ValueError, TypeError):
            self.date = None
            self.draft = self.draft or not (day or "").strip().isdigit()
        begin = match.start()
        place, at = _place_before(area[:begin], date_follows_comma=match[0].startswith(","))
        if self.date or place:
            inner = re.search(r"(?i:ngày)", match[0])
            if self.date and inner:
                self.spans["date"] = (start + begin + inner.start(), start + match.end())
        if place:
            self.place = place
            begin = at
        return area[:begin] + "\n" * (match.end() - begin) + area[match.end() :]

    def _take_subject(self, pieces: list[Piece], start: int) -> None:
        """The "V/v" of a letter: from there to the next piece in capitals, or to its date."""
        for index, piece in enumerate(pieces):
            if not re.match(r"(?:V/v|Về\s+việc|v/v)\b", piece.text):
                continue
            last = piece
            for following in pieces[index + 1 : index + 8]:
                if following.text.isupper() or re.match(r"[Kk]ính\s+gửi", following.text):
                    break
                last = following
            self.subject = (start + piece.start, start + last.end)
            return

    def _read_line_of_type(self) -> None:
        """Heads of older texts: the body, the number and the date stand in the lines under the type."""
        begin = self.head.title_start
        match = re.compile(
            r"\s*(?:CỦA\s+(?P<body>[^\n]*?(?:\n[^\n]*?)??)\s+)?S[ỐỐ]\s*:?\s*(?P<number>\d[\w./ĐƯ-]*(?:\s?[-/]\s?[A-ZĐƯ][\w-]*)*)(?:,?\s+NG[ÀA]Y\s+(?P<d>\d{1,2})\s+TH[ÁA]NG\s+(?P<m>\d{1,2})\s+N[ĂA]M\s+(?P<y>\d{4}))?\s*",
            re.IGNORECASE,
        ).match(self.text, begin, min(self.end, begin + 500))
        if not match or (self.number and not match["body"]):
            self._date_under_type()
            return
        if not self.number:
            self.number = re.sub(r"\s+", "", match["number"])
            self.spans["number"] = match.span("number")
        if match["body"] and not self.bodies:
            self.bodies = [collapse(match["body"])]
        if match["d"] and not self.date:
            try:
                self.date = datetime.date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
                self.spans["date"] = (match.start("d"), match.end("y"))
            except ValueError:
                pass
        self.head = replace(self.head, title_start=match.end())

    def _date_under_type(self) -> None:
        """A number or a date on lines of their own between the type and the title."""
        begin = self.head.title_start
        for _ in range(2):
            line = re.compile(r"\s*([^\n]{4,90})\n").match(self.text, begin, min(self.end, begin + 300))
            if not line:
                return
            plain = line[1].strip(" *_|\r()")
            number, dated = NUMBERED.match(plain), DATED.search(plain)
            if number and number["number"] and not self.number and number.end() >= len(plain) - 2:
                self.number = re.sub(r"\s+", "", number["number"])
            elif dated and not self.date and dated.end() >= len(plain) - 1 and not re.match(r"Ngày\s+\d", plain):
                self._take_date(line[0], line.start())
            else:
                return
            begin = line.end()
            self.head = replace(self.head, title_start=begin)

    def _read_titled(self) -> None:
        """ "Quyết định số 12/2005/QĐ-UB ngày 3/2/2005 của UBND tỉnh … về việc …" as the first line of a text."""
        begin = self.head.title_start
        match = re.compile(
            r"\s*số\s*:?\s*(?P<number>\d[\w./-]*)(?:,?\s+ngày\s+(?P<d>\d{1,2})(?:\s+tháng\s+|[/.-])(?P<m>\d{1,2})(?:\s+năm\s+|[/.-])(?P<y>\d{4}))?"
            r"(?:\s+của\s+(?P<body>[^\n]{4,90}?)(?=\s+(?:về|v/v|ban\s+hành|quy\s+định|phê\s+duyệt|hướng\s+dẫn|sửa\s+đổi)\b|\s*\n))?\s*",
            re.IGNORECASE,
        ).match(self.text, begin, min(self.end, begin + 400))
        if not match:
            return
        self.number = match["number"].rstrip(".,")
        self.spans["number"] = match.span("number")
        if match["d"]:
            try:
                self.date = datetime.date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
                self.spans["date"] = (match.start("d"), match.end("y"))
            except ValueError:
                pass
        if match["body"]:
            self.bodies = [match["body"]]
        self.head = replace(self.head, title_start=match.end())

    def title(self) -> tuple[str | None, Span | None]:
        """The title without the type word, and its range."""
        if self.subject:
            raw = self.text[slice(*self.subject)]
            return collapse(re.sub(r"[*_|]+", " ", raw)), self.subject
        if self.head.style in ("none", "letter") or not self.head.type:
            return None, None
        lines = _title_lines(self.text, self.head, self.end)
        if not lines:
            return None, None
        start, end = lines[0].start, lines[-1].end
        words = collapse(" ".join(line.text for line in lines)).strip(' *_.:;-"“”' if len(lines) == 1 else " *_.:;-")
        same = re.compile(re.escape(self.head.type) + r"\s+(?=\S)", re.IGNORECASE).match(words)
        if same and not re.match(r"\s*(?:này|của)", words[same.end() :]):
            words = words[same.end() :]
        words = re.sub(r"^(?:V\s*/\s*v|v\s*/\s*v)\s*:?\s*", "về việc ", words)
        return (words, (start, end)) if words else (None, None)

    def issuer(self, title: str | None, inferred: dict[str, str]) -> str | None:
        """The issuing body: of the head; else of the line or the sentence that enacts; places completed from the text."""
        body_start = self.spans.get("title", (0, self.head.title_start))[1]
        text = self.text
        joint = "liên" in (self.head.type or "").lower()
        name, above = issuer_of(self.bodies, self.tables, text, joint=joint)
        if above:
            inferred["parent"] = above
        line = _enacting_line(text, body_start, self.end)
        if name is None and line:
            name = body_name(line, self.tables, text)
        elif name and line and key(body_name(line, self.tables, text)) != key(name):
            inferred["authority"] = completed(body_name(line, self.tables, text), self.tables, name)
        if name is None and self.head.style != "annexed":
            name = self._enacting_body(body_start)
        if name is None and self.head.style == "title":
            issued = text[self.head.start : self.head.type_span[0]].strip()
            subject = re.sub(r"\s+(?:vừa\s+|mới\s+|đã\s+)*(?:ban\s+hành|ra|công\s+bố|phê\s+duyệt)$", "", issued)
            if subject and opens(subject):
                name = body_name(subject, self.tables, text)
        if name and bare_level(name):
            opening = text[self.head.start : self.head.start + 1500]
            name = completed(name, self.tables, title or "", opening)
        return name

    def _enacting_body(self, start: int) -> str | None:
        window = self.text[start : min(self.end, start + 9000)]
        window = re.sub(r"\((?:UBND|HĐND)\)", lambda m: " " * len(m[0]), window)
        for match in _ENACTS.finditer(window):
            body = match["body"]
            before = window[max(0, match.start() - 30) : match.start()]
            verb, after = match["verb"], window[match.end() : match.end() + 900].split("\n")[0]
            if re.search(r"(?:\bcủa|\bdo|\bvà|-|được|\bbởi|\btrình|\bcho|đề nghị)\s*$", before) or re.search(
                r"\b(?:đề nghị|của|về|ngày|số|có|tại|theo|được|với)\b",
                body.split(" ", 3)[-1] if body.count(" ") > 3 else "",
            ):
                continue
            if not _enacts(verb, after, self.head.type, self.tables):
                continue
            if (
                re.search(r"(?:^|[\n,.;:]|\S\s{2,})\s*$", before)
                or before.strip() == ""
                or before.rstrip().endswith((",", ";", ".", ":"))
            ):
                return body_name(body, self.tables, self.text)
        return None


def _enacts(verb: str, after: str, type_: str | None, tables: Tables) -> bool:
    verb = collapse(verb).lower()
    if verb in ("chỉ thị", "yêu cầu", "quyết định", "quyết nghị", "thông báo"):
        return bool(re.match(r"\s*(?::|như\s+sau|các|một|về|\()", after)) or type_ is not None and key(type_) == verb
    names = "|".join(r"\s+".join(map(re.escape, n.lower().split())) for n in ([type_] if type_ else type_names(tables)))
    return bool(re.match(rf"\s*(?:và\s+\w+\s+\w+\s+)?(?:{names})\b", after, re.IGNORECASE)) or bool(
        type_ and re.search(r"như\s+sau|với\s+(?:các\s+)?nội\s+dung|sau\s+đây", after)
    )


def _place_before(before: str, *, date_follows_comma: bool) -> tuple[str | None, int]:
    """The place right before a date ("Lào Cai, ngày …"), and where it begins in `before`."""
    piece = re.search(r"([^\n|\t]*?)[ \r]*\n?[ ]*$", before)
    line_start = max(before.rstrip(" \n\r").rfind(c) for c in "\n|\t") + 1
    raw = before[line_start:].strip().lstrip("*_(")
    raw = re.split(r"\s{3,}", raw)[-1]
    if not raw or not piece:
        return None, len(before)
    if not date_follows_comma and not raw.endswith(",") and before[line_start:].rstrip(" ").endswith("\n"):
        return None, len(before)
    words = raw.rstrip(" ,").split()
    kept: list[str] = []
    for word in reversed(words):
        if (
            word.isupper()
            and len(word) > 2
            and not re.match(r"TP|TX|[IVX]+$", word)
            or not (
                word[0].isupper()
                or word[0].isdigit()
                or word in ("-", "tỉnh", "huyện", "quận", "xã", "phường", "phố", "thành", "thị", "trấn", "đảo", "tp.")
            )
        ):
            if kept or not raw.isupper():
                break
        kept.insert(0, word)
    while kept and (kept[0] in ("-",) or kept[0][0].isdigit()):
        kept.pop(0)
    place = " ".join(kept).strip(" ,.*_-(")
    if (
        not place
        or len(place) > 45
        or len(kept) > 7
        or place.endswith(":")
        or re.search(r"\d{3}|[/:;]", place)
        or not place[0].isalpha()
    ):
        return None, len(before)
    return place, line_start + before[line_start:].rfind(kept[0])


def _title_lines(text: str, head: Head, end: int) -> list[Piece]:
    """The lines of the title: from the type to the first recital, enacting body, paragraph or drawn line."""
    lines: list[Piece] = []
    at = head.title_start
    limit = min(end, at + _FULL_TITLE)
    line_end = text.find("\n", limit, min(end, limit + _FULL_TITLE))
    limit = line_end if line_end != -1 else limit
    blank = 0
    while at < limit:
        stop = text.find("\n", at, limit)
        stop = limit if stop == -1 else stop
        raw = text[at:stop]
        plain = raw.strip(' \t\r|*_#:-=~“”"') if not lines else raw.strip(" \t\r|*_#-=~")
        here, at = at, stop + 1
        if not plain:
            drawn = re.search(r"[-_=*]{3,}", raw) is not None
            if drawn and lines and not raw.strip().startswith("**"):
                break
            blank += 1
            continue
        begin = here + raw.index(plain[0])
        piece = Piece(re.sub(r"\*\*|__", "", plain), begin, begin + len(plain))
        if not _belongs(lines, piece, blank, text, stop):
            break
        lines.append(piece)
        blank = 0
        if "**" in raw.rstrip()[-2:] and lines and raw.strip() != "**":
            break
        if re.search(r"[_=-]{5,}\s*$", raw):
            break
    return lines


_OPEN_END = re.compile(
    r"(?:\b(?:của|và|thuộc|tại|do|với|cho|trong|về|theo|các|một|số|từ|đến|giai|trên|sửa|thực|là|để)|[,-])$",
    re.IGNORECASE,
)


def _belongs(lines: list[Piece], piece: Piece, blank: int, text: str, after: int) -> bool:
    words = piece.text
    if not lines:
        if re.match(r"(?:Căn\s+cứ|Điều\s+1\b|Kính\s+gửi|\()", words) or (
            _is_body_line(words) and _recital_follows(text, after)
        ):
            return False
        return len(words) < _FULL_TITLE
    previous = lines[-1].text
    if _OPEN_END.search(previous) and not blank:
        return True
    if _is_body_line(words) and (_recital_follows(text, after) or blank):
        return False
    capitals, were = _capitals(words), _capitals(previous)
    if capitals and were:
        return not _STOPS.match(words) and blank < 3
    if _STOPS.match(words) or opens(words) and _ENACTS.match(words):
        return False
    if words[0].islower():
        return not previous.endswith(".") and len(previous) < 300 and not (were and blank)
    if blank or capitals or were or previous.endswith((".", ":", ";")):
        return (
            bool(re.match(r"(?:giai\s+đoạn|năm\s+\d|tỉnh\s|thành\s+phố\s)", words, re.IGNORECASE))
            and len(words) < 80
            and not blank
        )
    return len(previous) > 30 and not opens(words) and len(words) < 160 and not words.endswith((".", ";", ":"))


def _capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 1 and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _is_body_line(words: str) -> bool:
    return len(words) < 130 and words[:1].isupper() and opens(words) and not words.endswith((";", "."))


_FOLLOWS = re.compile(
    r"(?:\s|[-_*|=]|KH[ÓO]A\s+\w+[^\n]*\n|K[ỲY]\s+H[ỌO]P[^\n]*\n|\([^\n)]{0,80}\)|(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN)\s[^\n]*\n|(?:Khóa|Khoá|Kỳ họp|Nhiệm kỳ)[^\n]*\n|NHIỆM KỲ[^\n]*\n){0,40}(?:[-+]\s*)?(?:Căn\s*cứ|Xét|Theo|Thực\s+hiện|Để|Nhằm|Quyết\s+định|QUYẾT\s+ĐỊNH|Sau\s+khi)"
)


def _recital_follows(text: str, at: int) -> bool:
    return _FOLLOWS.match(text, at, at + 400) is not None


@functools.cache
def _enacting_pattern() -> re.Pattern[str]:
    return re.compile(rf"\n[ \t*_|]*(?P<body>{OPENING}[^\n;:]{{0,120}}?)[ \t*_|,\r]*(?=\n)", re.IGNORECASE)


def _enacting_line(text: str, start: int, end: int) -> str | None:
    """The body on a line of its own between the title and the recitals ("ỦY BAN NHÂN DÂN QUẬN 2")."""
    start = text.rfind("\n", 0, start) if start and text[start - 1 : start] == "\n" else start
    for match in _enacting_pattern().finditer(text, start, min(end, start + 500)):
        body = match["body"]
        if body.endswith(".") or re.search(r"\b(?:ban\s+hành|căn\s+cứ|về\s+việc)\b", body, re.IGNORECASE):
            continue
        if not _recital_follows(text, match.end()):
            continue
        following = re.compile(r"\s*(?P<more>(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ)\s[^\n]{2,40})\n").match(
            text, match.end(), match.end() + 80
        )
        return f"{body} {following['more']}" if following else body
    return None


_PLANS = ("Kế hoạch", "Chương trình", "Đề án", "Dự án", "Chiến lược", "Quy hoạch", "Phương án")
_PLAN_TITLE = re.compile(
    r"(?:về\s+(?:việc\s+)?)?(?:(?:ban\s+hành|phê\s+duyệt|thông\s+qua|giao|điều\s+chỉnh|bổ\s+sung)(?:\s*(?:,|và)\s*(?:ban\s+hành|phê\s+duyệt|bổ\s+sung))*\s+)*(?:chỉ\s+tiêu\s+|danh\s+mục\s+)?"
    r"(?:kế\s+hoạch|chương\s+trình|đề\s+án|dự\s+án|chiến\s+lược|quy\s+hoạch|phương\s+án)\b",
    re.IGNORECASE,
)


def _period(type_: str | None, title: str | None, date: str | None, opening: str) -> tuple[int, int] | None:
    """The years that a plan, or the decision that issues one, plans for."""
    if not type_:
        return None
    planning = type_.startswith(_PLANS)
    if not planning and not (type_ in ("Quyết định", "Nghị quyết") and title and _PLAN_TITLE.match(title)):
        return None
    year = int(date[:4]) if date else None
    found = period_of(title, year) if title else None
    if found or not planning:
        return found
    names = type_.lower().replace(" ", r"\s+")
    enacted = re.search(rf"(?:ban\s+hành|xây\s+dựng|đề\s+ra|lập)\s+{names}\s+([^\n]{{5,250}})", opening, re.IGNORECASE)
    return period_of(re.split(r"[,;:]|như sau", enacted[1])[0], year) if enacted else None
