"""The logical documents of a text: type, number, issuer, place, date, title, period, signer, recipients.

Only what the text says is a field; what is concluded (the body above the issuer, who has the power that the text uses)
goes into `inferred`. Norms: NĐ 30/2020/NĐ-CP, Phụ lục I (parts of a State document), HD 36-HD/VPTW (of a Party one).
heads.py finds where documents begin, head_fields.py and enacting.py read them, signature.py reads their feet.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..citing.issuing import (
    OPENING,
    bare_level,
    body_name,
    collapse,
    completed,
    issuer_of,
    joined,
    key,
    opens,
    with_place,
)
from ..citing.units import with_units_above
from ..letters import CAPITALS
from ..reading import Reading
from ..records import Document, Span
from .enacting import enacting_body, enacting_line, title_of
from .head_fields import HeadFields
from .heads import Head, find_heads
from .periods import carried_out, force_of, period_of, phases_of
from .signature import Foot, find_foot

_PLANS = ("Kế hoạch", "Chương trình", "Đề án", "Dự án", "Chiến lược", "Quy hoạch", "Phương án")
_JOINT_SYMBOL = re.compile(r"/(?:[A-ZĐ][A-ZĐa-z]{0,4})(?:LT|PH|LN|LB|LS)[-/]")
# "CÔNG AN TỈNH QUẢNG NINH - / SỞ GIÁO DỤC VÀ ĐÀO TẠO"
_JOINT_LINE = re.compile(rf"[{CAPITALS}]{{2,}}[ \t]*[-–][ \t\r]*\n[ \t|*]*(?:{OPENING})", re.IGNORECASE)
_PLAN_TITLE = re.compile(
    r"(?:về\s+(?:việc\s+)?)?(?:(?:ban\s+hành|phê\s+duyệt|thông\s+qua|giao|điều\s+chỉnh|bổ\s+sung)(?:\s*(?:,|và)\s*(?:ban\s+hành|phê\s+duyệt|bổ\s+sung))*\s+)*(?:chỉ\s+tiêu\s+|danh\s+mục\s+|một\s+số\s+|các\s+)?"
    r"(?:kế\s+hoạch|chương\s+trình|đề\s+án|dự\s+án|chiến\s+lược|quy\s+hoạch|phương\s+án|nhiệm\s+vụ(?!\s*,\s*quyền)|giải\s+pháp)\b",
    re.IGNORECASE,
)

_NO_YEARS = re.compile(
    r"(?:(?:về\s+(?:việc\s+)?)?(?:sửa|bãi|hủy|huỷ|thay\s+thế|đính|công\s+(?:bố|nhận|khai)|điều\s+chỉnh|bổ\s+sung|gia\s+hạn|kéo|hết|thành\s+lập|kiện\s+toàn|phê\s+chuẩn|"
    r"quyết\s+toán|khen|tặng|thi\s+hành|kết\s+quả|bổ\s+nhiệm|miễn\s+nhiệm|bầu|xác\s+nhận)(?!\w)|.*\bquyết\s+toán\b)",
    re.IGNORECASE,
)
_OTHERS_YEARS = re.compile(
    r"\b(?:chương\s+trình|đề\s+án|dự\s+án|kế\s+hoạch|chiến\s+lược|nghị\s+quyết)\b.*", re.IGNORECASE
)
_PLANNED = re.compile(
    r"(?:ban\s+hành|phê\s+duyệt|xây\s+dựng|đề\s+ra|lập)\s+(?:kèm\s+theo\s+[^\n,;.]{3,30}?\s+này\s+|(?:bản\s+)?)?[“\"]?"
    r"(?:kế\s+hoạch|chương\s+trình|đề\s+án|dự\s+án|chiến\s+lược|quy\s+hoạch|phương\s+án)(?P<of>\s+(?:[^\n]|\n(?=[^\n])){5,250})",
    re.IGNORECASE,
)


def find_documents(reading: Reading) -> tuple[Document, ...]:
    """The logical documents of the text in order: usually one; a decision with the plan that it issues is two.

    A text without a head gives one document whose type is None, so that its relations have a subject; an empty text
    gives none.
    """
    text = reading.text
    if not text.strip():
        return ()
    heads, limit = find_heads(text, reading.tables)
    ends = [*(head.start for head in heads[1:]), limit]
    documents: list[Document] = []
    for number, (head, stop) in enumerate(zip(heads, ends, strict=True), 1):
        end = _stripped(text, head.start, stop, " \t\r\n\f\v" if stop == limit else " \t\r\n\f\v|*_#")
        above = (d for d in reversed(documents) if d.in_document is None)
        parent = next(above, None) if head.style == "annexed" else None
        documents.append(_document(reading, head, f"D{number}", end, parent))
    return tuple(documents)


def _stripped(text: str, start: int, end: int, signs: str) -> int:
    while end > start and text[end - 1] in signs:
        end -= 1
    return end


def _document(reading: Reading, head: Head, name: str, end: int, parent: Document | None) -> Document:
    text = reading.text
    top = HeadFields(text, head, end)
    title, span = _title(text, top, end)
    foot = find_foot(text, head.start, end) if parent is None or _has_own_foot(text, head, end) else Foot()
    since, until, where = force_of(text, head.title_start, end, top.date) if parent is None else (None, None, None)
    inferred: dict[str, str] = {}
    issuer = _issuer(reading, top, title, span[1] if span else top.head.title_start, inferred)
    stated = {"title": span, "signer": foot.signer_span, "effective_from": where}
    document = Document(
        id=name,
        type=head.type,
        number=top.number,
        issuer=issuer,
        date=top.date,
        place=top.place,
        title=title,
        period=_period(head.type, title, top.date, text[head.title_start : min(end, head.title_start + 6000)]),
        signer=foot.signer,
        recipients=foot.recipients,
        start=head.start,
        end=end,
        draft=top.draft,
        effective_from=since,
        expires_on=until,
        spans={**top.spans, **{key_: value for key_, value in stated.items() if value}},
        inferred=inferred,
    )
    if parent is None:
        return document
    # A text promulgated with another one has its issuer and its signature (NĐ 30/2020/NĐ-CP, Phụ lục I, III).
    return replace(
        document,
        in_document=parent.id,
        issuer=issuer or parent.issuer,
        signer=foot.signer or parent.signer,
        draft=parent.draft,
    )


def _has_own_foot(text: str, head: Head, end: int) -> bool:
    """A text promulgated with a decision is signed apart only when a signature stands in its last part."""
    return re.search(r"\n[ \t|*_]*(?:TM|KT|TL|TUQ)\s*\.", text[max(head.start, end - 1500) : end]) is not None


def _title(text: str, top: HeadFields, end: int) -> tuple[str | None, Span | None]:
    if top.subject:
        return collapse(re.sub(r"[*_|]+", " ", text[slice(*top.subject)])), top.subject
    if top.head.style in ("none", "letter") or not top.head.type:
        return None, None
    return title_of(text, top.head, end)


def _issuer(
    reading: Reading, top: HeadFields, title: str | None, body_start: int, inferred: dict[str, str]
) -> str | None:
    """The issuing body: of the line of competence above the recitals, else of the head, else of the enacting sentence.

    "BỘ TRƯỞNG BỘ NỘI VỤ" on a line of its own is who issues (NĐ 30/2020/NĐ-CP, Phụ lục I, II.6); then the body of the
    head goes into `inferred["body"]`, the body above it into `inferred["parent"]`. A place is completed from the text.
    """
    text, tables, head = reading.text, reading.tables, top.head
    joint = _is_joint(text, top)
    name, above = issuer_of(joined(top.bodies), tables, text, joint=joint)
    if above:
        inferred["parent"] = above
        if name and (local := with_place(name, above)):
            inferred["issuer"] = local
    line = None if joint else enacting_line(text, body_start, top.end)
    if line:
        enacted = completed(body_name(line, tables, text), tables, name or "", title or "")
        if name and key(enacted) != key(name):
            inferred["body"] = inferred.pop("issuer", name)
            if above and (local := with_place(enacted, above)):
                inferred["issuer"] = local
        name = enacted
    if name is None and head.style != "annexed":
        body = enacting_body(text, body_start, top.end, head.type, tables) or _newspaper_body(text, head)
        name = body_name(body, tables, text) if body else None
    opening = text[head.start : head.start + 1500]
    if name and bare_level(name):
        name = completed(name, tables, title or "", opening)
    whole = with_units_above(name, tables, top.bodies, title or "", opening) if name else None
    if whole:
        inferred.setdefault("issuer", whole)
    return name


def _is_joint(text: str, top: HeadFields) -> bool:
    """Do several bodies issue the document: by its type, by its symbol, by the dash between them in the head?"""
    type_ = (top.head.type or "").lower()
    symbol = _JOINT_SYMBOL.search(top.number or "")
    start, stop = top.head.start, top.head.type_span[0]
    return "liên" in type_ or "phối hợp" in type_ or bool(symbol or _JOINT_LINE.search(text, start, stop))


def _newspaper_body(text: str, head: Head) -> str | None:
    """The subject of a first line of the kind "Tỉnh ủy Lào Cai ban hành Kế hoạch …"."""
    if head.style != "title":
        return None
    issued = text[head.start : head.type_span[0]].strip()
    subject = re.sub(r"\s+(?:vừa\s+|mới\s+|đã\s+)*(?:ban\s+hành|ra|công\s+bố|phê\s+duyệt|thông\s+qua)$", "", issued)
    return subject if subject and opens(subject) else None


def _period(type_: str | None, title: str | None, date: str | None, opening: str) -> tuple[int, int] | None:
    """The years that a plan, or the decision that issues one, plans for."""
    if not type_:
        return None
    planning = type_.startswith(_PLANS)
    if not planning and type_ not in ("Quyết định", "Nghị quyết"):
        return None
    if not planning and not (title and _PLAN_TITLE.match(title)):
        return _of_rules(title, date, opening) if title else None
    year = int(date[:4]) if date else None
    found = (period_of(title, year) or phases_of(title, opening)) if title else None
    if found:
        return found
    for enacted in _PLANNED.finditer(opening):  # "ban hành kèm theo Quyết định này Kế hoạch … năm 2010"
        if found := period_of(re.split(r"[,;:]|như\s+sau|\.\s|\n\s*(?:Căn cứ|Điều|[-+*IVX1])", enacted["of"])[0], year):
            return found
    return None if planning else carried_out(opening)


def _of_rules(title: str, date: str | None, opening: str) -> tuple[int, int] | None:
    """The years of a decision or resolution that issues no plan: of its title, else of its line "Thời gian thực hiện".

    What changes or ends another text, sets up a body or tells of the past plans for no years.
    """
    if _NO_YEARS.match(title):
        return None
    found = period_of(_OTHERS_YEARS.sub("", title), None) or carried_out(opening)
    return found if found and found[1] >= int(date[:4] if date else 0) else None
