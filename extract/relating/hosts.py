"""Citations in the titles of others: where a title ends, and what a list behind "và" goes on with.

"Nghị định số 117/2013/NĐ-CP … sửa đổi Nghị định 130/2005/NĐ-CP" holds the second citation in the title of the first,
its host. "Nghị định A …, Ủy ban nhân dân tỉnh thực hiện Nghị định B" does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..citing.issuing import OPENING
from ..records import Citation, Document
from . import governors as g
from .clauses import Small
from .governors import EFFECTS, Cue, Governor

# Hierarchy of legal documents (Luật 64/2025/QH15, Điều 4): a lower text changes and details no higher one.
_RANK = {
    "Hiến pháp": 0,
    "Bộ luật": 1,
    "Luật": 1,
    "Pháp lệnh": 2,
    "Nghị định": 3,
    "Quyết định": 4,
    "Thông tư": 5,
    "Thông tư liên tịch": 5,
}
_LOWEST = 6
_BARE_LAW = re.compile(r"(?:(?:Bộ )?[Ll]uật\s+)?(?:số\s*:?\s*)?\d[\w./-]*")
_NEW_SUBJECT = re.compile(
    rf",\s*(?:đồng\s+thời\s+)?(?:{OPENING}|các\s+(?:sở|bộ|cơ\s+quan|đơn\s+vị|ban)|đề\s+nghị|đề\s+xuất|kiến\s+nghị|tham\s+mưu|rà\s+soát|nghiên\s+cứu|giao|yêu\s+cầu|trong\s+đó|"
    r"tiếp\s+tục|đồng\s+thời|để\s|nhằm\s|nay\s|trừ\s|hướng\s+dẫn\s+việc)",
    re.IGNORECASE,
)
_NEW_VERB = re.compile(
    r"(?:,|;|\bvà|\bđồng\s+thời|\.)\s*(?:đồng\s+thời\s+)?"
    r"(?:tiếp\s+tục\s+|tổ\s+chức\s+|bảo\s+đảm\s+|đảm\s+bảo\s+|đẩy\s+mạnh\s+|nghiêm\s+túc\s+|kịp\s+thời\s+|chủ\s+động\s+)*$"
)
_TITLE_OPENS = re.compile(r"\b(?:về|quy\s+định|ban\s+hành|phê\s+duyệt)\b")


_YEAR = re.compile(r"/((?:19|20)\d{2})(?:/|$)")


def year_of(citation: Citation) -> int | None:
    """The year of a citation, as its number or its date says."""
    match = _YEAR.search(citation.number or "")
    return int(match[1]) if match else int(citation.date[:4]) if citation.date else None


def younger(citation: Citation, other: Citation) -> bool:
    """Was a text made in a later year than another one, so that the other can neither change nor guide it?"""
    year, before = year_of(citation), year_of(other)
    return year is not None and before is not None and year > before


def type_of(citation: Citation) -> str | None:
    """The type of a citation, stated or concluded."""
    return citation.type or citation.inferred.get("type")


def _rank_of(citation: Citation) -> int | None:
    """The rank of a citation; decisions of ministries and committees stand below those of the Prime Minister."""
    type_ = type_of(citation) or ""
    if type_ == "Quyết định" and citation.number and "TTG" not in citation.number.upper():
        return _LOWEST
    return _RANK.get(type_)


def is_bare(citation: Citation, last: Citation) -> bool:
    """Is a citation a law without its name, or do neither it nor the last one have issuer, title and date?"""
    bare = type_of(citation) in ("Luật", "Bộ luật") and _BARE_LAW.fullmatch(citation.text) is not None
    return bare or not any(one.issuer or one.title or one.date for one in (citation, last))


def outranked(document: Document, citation: Citation) -> bool:
    """Does a document rank below a text that it therefore cannot end (Luật 64/2025/QH15, Điều 8)?

    What a local body issues ranks below every text of the central State.
    """
    rank = _RANK.get(document.type or "")
    if "nhân dân" in (document.issuer or "").lower() or "ND" in (document.number or "").rpartition("-")[2]:
        rank = _LOWEST
    other = _RANK.get(type_of(citation) or "")
    return rank is not None and other is not None and other <= _RANK["Nghị định"] and rank > other


def _find_words(text: str, words: list[str]) -> int:
    """Where `words` stand in `text` with white space between them, -1 when nowhere."""
    if not words:
        return 0
    at = text.find(words[0])
    while at >= 0:
        *first, last = text[at:].split(None, len(words) - 1)
        if first == words[:-1] and last.startswith(words[-1]):
            break
        at = text.find(words[0], at + 1)
    return at


class Hosts:
    """Asks of a text with citations; `lower` is the text in small letters."""

    def __init__(self, text: str, lower: Small) -> None:
        self._text, self._lower = text, lower

    def title_end(self, citation: Citation) -> int:
        """Where the title of a citation ends; its own end when it has none."""
        span = citation.spans.get("title")
        if span:
            return max(span[1], citation.end)
        if citation.title and citation.number:
            at = _find_words(self._lower[citation.end : citation.end + 300], citation.title.lower().split()[:6])
            if at >= 0:
                return citation.end + at + len(citation.title) + 10
        return citation.end

    def left(self, last: Citation, cue: int, top: Governor | None) -> bool:
        """Has the sentence gone on to a new clause between the last citation and a cue?"""
        between = self._lower[last.end : cue]
        issuer = last.spans.get("issuer", (0, 0))[1]  # "của Bộ Nội vụ, Bộ Tài chính hướng dẫn …": both are the issuer
        behind = issuer if last.end < issuer <= cue else last.end
        if "," in between and _NEW_SUBJECT.search(self._text[behind:cue]):
            return True
        if re.search(r"[.:]\s", self._lower[behind:cue]):
            return True
        span = last.spans.get("title")
        if not (span and cue < span[1]) and g.says_of(between):
            return True
        if span and cue >= span[1] and last.kind == "numbered":
            gap = self._lower[span[1] : cue]
            return bool(re.search(r",|\bvà\b|\bđể\b|\bcó\b", gap)) or len(gap.split()) > 6
        return self._new_verb(between, cue, top)

    def _new_verb(self, between: str, cue: int, top: Governor | None) -> bool:
        verb = _NEW_VERB.search(between)
        if not verb:
            return False
        if not _TITLE_OPENS.search(between[: verb.start()]):
            return True
        ends = ("bãi bỏ", "thay thế", "hủy bỏ", "huỷ bỏ")
        return top is not None and top.predicate in EFFECTS and self._lower[cue : cue + 8].startswith(ends)

    def within(self, citation: Citation, last: Citation, stretch: str) -> bool:
        """Does a citation stand in the title of the last one, as far as its place says so?"""
        end = self.title_end(last)
        if citation.start < end:
            return True
        return end <= last.end and re.match(r"[^,;]{0,60}\bvề\b", stretch) is not None

    @staticmethod
    def reaches(cue: Cue, stretch: str, begin: int) -> bool:
        """Does a word of changing in a title still govern the citation at its end?"""
        if cue.predicate not in EFFECTS:
            return True
        rest = stretch[cue.end - begin :]
        if cue.phrase in ("điều chỉnh", "bổ sung") and len(rest) > 60 and not g.says_part(rest):
            return False
        return g.may_change(stretch, rest)

    def goes_on_with_hosts(self, host: Citation, governor: Governor, citation: Citation, last: Citation) -> bool:
        """Does a citation behind "và" go on with the list of the hosts, and not with the list in the title?

        No decree amends or details a circular; and "A sửa đổi B và C" of one type names B alone, "các" names both.
        """
        if citation.start < host.end:
            return False  # in the name of the host itself
        if younger(citation, host):
            return True
        if governor.predicate in EFFECTS and citation.provision:
            return False  # "sửa đổi một số điều của A và Điều 3 B"
        if type_of(citation) == type_of(host) != type_of(last):
            return True
        if governor.predicate not in (*EFFECTS, "guides"):
            return False
        rank, other = _rank_of(host), _rank_of(citation)
        if rank is not None and other is not None and other > rank:
            return True
        alike = type_of(host) == type_of(citation) == type_of(last) and host.kind == citation.kind == "numbered"
        several = re.search(r"\bcác\b", self._lower[governor.end : last.start])
        return alike and governor.predicate in EFFECTS and several is None

    @staticmethod
    def changed(citation: Citation, last: Citation, hosts: Mapping[str, Citation]) -> Citation:
        """What "được sửa đổi bởi" a citation changed: the last one, or its host when only that can be changed by it."""
        candidate: Citation | None = last
        for _ in range(4):
            if candidate is None:
                break
            if type_of(candidate) == type_of(citation):
                return candidate
            candidate = hosts.get(candidate.id)
        rank, other = _rank_of(citation), _rank_of(last)
        if rank is not None and other is not None and rank > other:
            return hosts.get(last.id, last)
        return last
