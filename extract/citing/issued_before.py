"""Who issued a numbered text, and when, where the sentence says it before the number."""

from __future__ import annotations

import re

from ..dates import DATE, iso_date
from .issuers import IssuerNames
from .mentions import APART, Mention
from .titles import Tail

# "Ngày 28 tháng 12 năm 2011, Chủ tịch Ủy ban nhân dân tỉnh có Quyết định số …": date and issuer before the citation.
_BEFORE = re.compile(r"(?P<by>[^.;:\n]{3,120}?)\s+(?:đã\s+)?(?:có|ban\s+hành|ký(?:\s+ban\s+hành)?)\s+\Z", re.IGNORECASE)
# Whose words a paper holds: "đề nghị của X tại Tờ trình số …", "chỉ đạo của X tại Công văn số …".
_WORDS_OF = (
    r"(?:đề\s+nghị|đề\s+xuất|kiến\s+nghị|chỉ\s+đạo|kết\s+luận|yêu\s+cầu|hướng\s+dẫn|thông\s+báo|"
    r"ý\s+kiến(?:\s+(?:thẩm|góp|thống|tham)\s+\w+)?)(?:\s+(?!của\s)[^\W\d_]+){0,6}"
)
_PROPOSED = re.compile(
    rf"(?:{_WORDS_OF}\s+của|(?<!\w)và(?:\s+của)?|;)\s+"
    r"(?P<by>(?:(?!\s(?:tại|theo|số|của)\s)[^.;:\n\d]|(?<=\s)\d\d?(?=\s)){3,150}?)\s*,?\s+(?:tại|theo)\s+(?:các\s+)?\Z",
    re.IGNORECASE,
)
_PROPOSAL = re.compile(rf"{_WORDS_OF}\s+của\s", re.IGNORECASE)
_PROPOSED_REACH = 260
_AGENT = re.compile(
    r"(?:\A|[.;,\n])[\s+-]*(?:(?:tiếp|sau|theo)\s+đó,?\s+|đồng\s+thời,?\s+)?"
    r"(?P<by>[^.;:,\n]{3,90}?)\s+(?:(?:đã\s+)?(?:ký\s+)?ban\s+hành|đã\s+có)\s+\Z"
)
_OF = re.compile(r"(?<!\w)(?:của|do)\s+", re.IGNORECASE)
_AGENT_REACH = 120
_ANNOUNCED_FROM = 20  # "Nghị định của X: số " is longer than "Nghị định số "
_DAY = re.compile(r"ngày\s+\d", re.IGNORECASE)


def said_before(text: str, names: IssuerNames, mention: Mention, tail: Tail) -> Tail:
    """The tail of a mention with the issuer, and the date, that stand before its number; `tail` when none does."""
    return (
        _within(text, names, mention, tail)
        or _announced(text, names, mention, tail)
        or _proposed(text, names, mention, tail)
    )


def _announced(text: str, names: IssuerNames, mention: Mention, tail: Tail) -> Tail | None:
    """The issuer of a list, before its colon: "các Nghị định của Chính phủ: số 84/2007/NĐ-CP …; số 69/2009/NĐ-CP …"."""
    if mention.number.start - mention.start < _ANNOUNCED_FROM or tail.issuer:
        return None
    colon = text.find(":", mention.start, mention.number.start)
    of = _OF.search(text, mention.start, colon) if colon > 0 else None
    span = names.phrase(text, of.end(), joint=mention.number.family == "joint") if of else None
    if not span or text[span[1] : colon].strip():
        return None
    return tail._replace(issuer=names.spelt_out(text[slice(*span)]), spans=(*tail.spans, ("issuer", span)))


def _within(text: str, names: IssuerNames, mention: Mention, tail: Tail) -> Tail | None:
    """The issuer and the date between type word and number: "Nghị định ngày 8/6/2010 của Chính phủ số …"."""
    if not mention.subject or not (mention.rule == APART or mention.subject.casefold().startswith("của ")):
        return None
    of = _OF.search(text, mention.start, mention.number.start)
    span = names.phrase(text, of.end(), joint=mention.number.family == "joint") if of else None
    if span and span[1] <= mention.number.start:
        issuer = names.spelt_out(text[slice(*span)])
        tail = tail._replace(issuer=issuer, spans=(*tail.spans, ("issuer", span)))
    day = DATE.search(text, mention.start, mention.number.start) if mention.rule == APART else None
    if day and not tail.date_text:
        tail = tail._replace(date=iso_date(day), date_text=day["text"], spans=(*tail.spans, ("date", day.span("text"))))
    return tail if tail.issuer or day else None


def _proposed(text: str, names: IssuerNames, mention: Mention, tail: Tail) -> Tail:
    """The issuer of a proposal, who stands before it: "Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số …"."""
    if not text[max(0, mention.start - 8) : mention.start].rstrip().endswith(("tại", "theo")):
        return _of_sentence(text, names, mention, tail)
    if mention.type == "Thông báo":
        return tail  # an office makes known what its head said
    low = max(0, mention.start - _PROPOSED_REACH)
    proposal = _PROPOSAL.search(text, low, mention.start)
    by = _PROPOSED.search(text, proposal.start(), mention.start) if proposal else None
    if not by or not names.phrase(text, by.start("by")):
        return tail
    issuer = names.spelt_out(by["by"])
    return tail._replace(issuer=issuer, spans=(*tail.spans, ("issuer", by.span("by"))))


def _of_sentence(text: str, names: IssuerNames, mention: Mention, tail: Tail) -> Tail:
    """Date and issuer from the sentence that the citation closes: "Ngày …, Chính phủ ban hành Nghị định số …"."""
    low = max(0, mention.start - 190)
    before = text[low : mention.start]
    if not before.rstrip().endswith(("có", "hành", "ký")):
        return tail
    if tail.date_text:
        return _agent(text, names, mention, tail)
    days = list(_DAY.finditer(before))
    day = DATE.match(text, low + days[-1].start()) if days else None
    if not day:
        return _agent(text, names, mention, tail)
    by = _BEFORE.match(text, day.end(), mention.start) if day else None
    if not (day and by):
        return tail
    at = by.start("by") + len(by["by"]) - len(by["by"].lstrip(" ,"))
    span = names.phrase(text, at)
    if not span or span[1] < by.end("by"):
        return tail
    return tail._replace(
        date=iso_date(day),
        date_text=day["text"],
        issuer=names.spelt_out(text[slice(*span)]),
        spans=(*tail.spans, ("date", day.span("text")), ("issuer", span)),
    )


def _agent(text: str, names: IssuerNames, mention: Mention, tail: Tail) -> Tail:
    """The issuer as the subject of the sentence: "Chính phủ đã ban hành Nghị quyết số …"."""
    by = _AGENT.search(text, max(0, mention.start - _AGENT_REACH), mention.start)
    span = names.phrase(text, by.start("by")) if by else None
    if not by or not span or span[1] < by.end("by"):
        return tail
    issuer = names.spelt_out(text[slice(*span)])
    return tail._replace(issuer=issuer, spans=(*tail.spans, ("issuer", span)))
