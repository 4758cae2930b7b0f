"""Which cue governs a citation at the top of its sentence, and what the document itself does by it.

A cue is weighed with what stands between it and the citation: "Thực hiện … theo quy định tại X" is a mere reference,
"Thực hiện chỉ đạo … tại X" carries X out, and in a plan "sửa đổi X" is a task that proposes to change X, no change.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Sequence

from ...ontology.tables import Tables
from ..reading import Reading
from ..records import Citation, Document
from . import force
from . import governors as g
from .carriers import carrier
from .clauses import Small
from .governors import EFFECTS, Cue, Governor

_FURTHEST = 130
_FARTHEST_RULE = 300
_OTHER_VERB = re.compile(
    r"(?:,|;|\bvà)\s*(?:tiếp\s+tục\s+)?(?:kiểm\s+tra|kiểm\s+soát|đánh\s+giá|báo\s+cáo|xây\s+dựng|ban\s+hành|xử\s+lý|"
    r"công\s+bố|công\s+khai|tổng\s+hợp|lập|rà\s+soát|xử\s+phạt|giải\s+quyết|chi\s+trả|bố\s+trí|quản\s+lý)\b|\báp\s+dụng\b"
)

_OTHER_BODY = re.compile(
    r"(?<![-/])(?:Chính phủ|Thủ tướng|Quốc hội|(?:Ủy|Uỷ) ban|UBND|Hội đồng|HĐND|Bộ)(?: [^,;.:\n]{1,40})?"
    r"\s(?:(?:đã|sẽ|có thẩm quyền|xem xét|quyết định)\s)*$"
)
_CARRIED_OUT = (" thực hiện", " triển khai", " thi hành")
_CHAIN = re.compile(r"(?:(?:điều chỉnh|sửa đổi|bổ sung|thay thế|bãi bỏ|hủy bỏ)(?:\s*,\s*|\s+và\s+|\s+hoặc\s+))+$")
# "kết quả thực hiện X", "kiểm tra việc thực hiện X": X is looked at, its carrying out is no task of this sentence.
# "kinh phí thực hiện X", "mức chi thực hiện X": of the money for it.
_LOOKED_AT = re.compile(
    r"(?:\bkết\s+quả|(?:\b(?:kiểm\s+tra|giám\s+sát|đánh\s+giá|sơ\s+kết|tổng\s+kết|theo\s+dõi|đôn\s+đốc)|\A\W*)\s*việc"
    r"|\b(?:kinh\s+phí|mức\s+chi|nguồn\s+vốn|ngân\s+sách)(?:\s+cho(?:\s+việc)?)?)\s+(?:triển\s+khai\s+|tổ\s+chức\s+)?\Z"
)
# "các Bộ đã triển khai X", "Qua 3 năm thực hiện X": told of what was done.
_DONE = re.compile(
    r"(?:\bđã\s+(?:[^\W\d_]+\s+){0,4}|\b(?:qua|sau)\s+(?:hơn\s+|gần\s+)?(?:\d{1,2}|một|hai|ba|bốn|năm|mười)\s+(?:năm|tháng)\s+"
    r"(?:triển\s+khai\s+|tổ\s+chức\s+)?)\Z"
)
# "Thực hiện X, … đã đạt kết quả quan trọng": a look back at the head of a text.
_LOOKS_BACK = re.compile(
    r"(?:(?:thời\s+gian|(?:những|các|\d{1,2})\s+năm|năm)\s+(?:vừa\s+)?qua\b|\bđã\s+(?:đạt|thu\s+được|có\s+(?:nhiều|những|bước|sự)|góp\s+phần|mang\s+lại))"
)
# "Điều 1. Hội đồng nhân dân tỉnh khóa XVII thông qua Đề án …"
_ARTICLE = re.compile(r"điều\s+\d+\s*[.:]\s*\Z")
_BODY_ENACTS = re.compile(
    r"\W*(?:hđnd|hội đồng nhân dân|ubnd|(?:ủy|uỷ) ban nhân dân|chủ tịch)\s"
    r"(?![^;]*\b(?:đã|trình|giao|đề nghị)\s)[^;.:]{0,160}\Z"
)
_GUIDE = re.compile(r"(?:văn\s+bản|nghị\s+định|thông\s+tư|quy\s+định)\s+\Z")  # "và văn bản hướng dẫn B"
_SENTENCE_ENDS = re.compile(r"[.:]\s|\n")
RULED = re.compile(
    r"(?:\btheo\s+(?:đúng\s+)?(?:các\s+)?|\bđược\s+|\bđã\s+)(?:quy|qui)\s+định\b|\b(?:quy|qui)\s+định\s+tại\b"
)
_ITSELF = re.compile(r"\s+(?:có hiệu quả\s+|tốt\s+)?(?:[^\W\d_]+\s+){1,3}này\s")  # "thực hiện Chỉ thị này theo X"
_MAKING_KNOWN = re.compile(r"(?:\s|,|\bvà\b|\btuyên truyền\b|\bphổ biến\b|\btập huấn\b|\bquán triệt\b)*")


@functools.lru_cache(maxsize=8)
def _task_types(tables: Tables) -> frozenset[str]:
    """The types that give tasks: in one of them "sửa đổi X" is a task, "hướng dẫn thực hiện X" carries X out."""
    return frozenset(row.name for row in tables.document_types if row.plan or row.directs)


@functools.lru_cache(maxsize=8)
def _proposing_types(tables: Tables) -> frozenset[str]:
    """The types that change no text by themselves: those that give tasks, and papers that tell or ask."""
    return _task_types(tables) | {row.name for row in tables.document_types if row.proposes}


@functools.lru_cache(maxsize=8)
def _asking_types(tables: Tables) -> frozenset[str]:
    """The types in which "đình chỉ X" suspends nothing: plans, and papers that tell or ask; a directive does."""
    return frozenset(row.name for row in tables.document_types if row.plan or row.proposes)


class Governing:
    """Reads what governs citations; `lower` is the text in small letters."""

    def __init__(self, reading: Reading, lower: Small, documents: Sequence[Document]) -> None:
        self.text = reading.text
        self.lower = lower
        self.cues = g.cue_finder(reading.tables)
        self._tasks, self._proposing = _task_types(reading.tables), _proposing_types(reading.tables)
        self.papers = self._proposing - self._tasks  # types that tell or ask, and issue and approve nothing
        self._asking = _asking_types(reading.tables)
        self.by_id = {d.id: d for d in documents}
        self._documents = documents
        self._starts = [d.start for d in documents]
        cells = (cell.fragments for table in reading.grids for cell in table.cells)
        self._cut = sorted((span, parts[0]) for parts in cells for span in parts[1:])  # cells that a page break cut

    def governor(self, citation: Citation, begin: int, start: int, stretch: str, partial: bool) -> Governor | None:
        """What governs a citation at the top of its sentence; None when no cue stands in the stretch.

        `stretch` are the words from `begin` to the citation in small letters, `start` is where the sentence begins.
        """
        cues = self.cues.find(stretch, begin)
        recital = next((c for c in cues if c.predicate == "based_on"), None)
        if recital and (found := self._recital(recital, begin, stretch, cues)):
            return found
        if cues and cues[0].phrase in ("theo đề nghị", "xét"):
            return Governor("refers_to", cues[0].start, cues[0].end, "proposal in the recital")
        active = [c for c in cues if not c.passive and c is not recital]
        effects = [c for c in active if c.predicate in EFFECTS]
        effect = self.head(effects) if effects else None
        if (
            effect
            and not self._later_verb(effect, cues)
            and (
                g.may_change(stretch, stretch[effect.end - begin :])
                or self._repeals_rule(effect, begin, stretch, partial)
            )
            and (found := self._effect(effect, citation, begin, start, partial))
        ):
            return found
        if g.is_reference(stretch):
            return self._reference(begin, start, stretch, active)
        if g.is_according(stretch):
            return self._according(begin, start, stretch, citation)
        active = [c for c in active if c.predicate != "proposes_amendment"]
        return self._direct(self.head(active), active, citation, begin, stretch) if active else None

    def _recital(self, cue: Cue, begin: int, stretch: str, cues: list[Cue]) -> Governor | None:
        """The recital "Căn cứ X"; "các cơ quan căn cứ X" in a sentence only names it."""
        lead = stretch[: cue.start - begin].strip(' \n\t-+*“"(')
        if not lead or lead.endswith((",", ";", ".", ":")):
            return Governor("based_on", cue.start, cue.end, "recital")
        if any(c.predicate == "implements" for c in cues):
            return None
        return Governor("refers_to", cue.start, cue.end, "basis named in a sentence")

    @staticmethod
    def _repeals_rule(effect: Cue, begin: int, stretch: str, partial: bool) -> bool:
        """Is a clause of the kind "Bãi bỏ khoản thu … quy định tại Điều 1 X", which takes a rule out of X?"""
        named = partial and effect.predicate == "repeals" and len(stretch) - (effect.end - begin) < _FARTHEST_RULE
        return named and g.opens_clause(stretch[: effect.start - begin])

    def _later_verb(self, effect: Cue, cues: list[Cue]) -> bool:
        verbs = ("implements", "guides", "based_on")
        return any(c.start > effect.start and c.predicate in verbs and not c.passive for c in cues)

    def _effect(self, cue: Cue, citation: Citation, begin: int, start: int, partial: bool) -> Governor | None:
        """A text changed, replaced or repealed: by the document itself, or only in a proposal or a task."""
        rest = self.lower[cue.end : citation.start]
        if not g.governs_change(cue.phrase, self.lower[max(begin, cue.start - 12) : cue.start], rest):
            return None
        part = partial or g.says_part(rest)
        lead = self.lower[max(start, cue.start - 300) : cue.start]
        document = self.by_id[self.document(citation)]
        own = g.speaks_of_itself(lead) or self._in_title(document, cue.start)
        if not own and not g.to_be_done(lead):
            told = _OTHER_BODY.search(_CHAIN.sub("", self.text[max(start, cue.start - 90) : cue.start]))
            if told and "ban hành" not in told[0]:
                return Governor("refers_to", cue.start, cue.end, "changed by another body")
        if cue.predicate in force.FORCE:
            return self._force(cue, lead, document, own=own, part=part or self.partial(cue, citation))
        if not own and (g.to_be_done(lead) or document.type in self._proposing):
            return Governor("proposes_amendment", self._first_cue(lead, cue), cue.end, "change proposed", part)
        return Governor(cue.predicate, cue.start, cue.end, "effect on a text", part)

    def _force(self, cue: Cue, lead: str, document: Document, *, own: bool, part: bool) -> Governor:
        """A text suspended, put off, prolonged or back in force: by this very text, or told, asked for or denied."""
        if force.no_act(lead[-24:]):
            return Governor("refers_to", cue.start, cue.end, "change denied or supposed")
        if not own and (g.to_be_done(lead) or document.type in self._asking):
            return Governor("refers_to", cue.start, cue.end, "change proposed")
        return Governor(cue.predicate, cue.start, cue.end, "effect on a text", part)

    def _first_cue(self, lead: str, cue: Cue) -> int:
        proposals = [c for c in self.cues.find(lead, cue.start - len(lead)) if c.predicate == "proposes_amendment"]
        return proposals[-1].start if proposals else cue.start

    def _in_title(self, document: Document, at: int) -> bool:
        span = document.spans.get("title")
        asks = (document.type or "").startswith(("Tờ trình", "Công văn", "Báo cáo"))
        return span is not None and span[0] <= at < span[1] and not asks

    def _reference(self, begin: int, start: int, stretch: str, active: list[Cue]) -> Governor:
        """A citation behind "theo quy định tại", "tại", "như": mostly a mere reference.

        "Thực hiện quy định của X" and "Thực hiện chỉ đạo … tại X" carry X out.
        """
        words, offset = g.reference_in(stretch)
        at = begin + offset
        doing = next((c for c in reversed(active) if c.predicate == "implements"), None)
        if doing:
            between = self.lower[doing.end : at].strip()
            guiding = self.head([c for c in active if c.predicate != "proposes_amendment"])
            if guiding.predicate == "guides" and g.says_part(f"{between} {words}"):
                return Governor("guides", guiding.start, guiding.end, "cue before", partial=True)
            order = g.is_order(self.lower[max(begin, start) : at])
            if order or g.is_done_by(words, between):
                return Governor("implements", doing.start, doing.end, "carries out what it orders")
        return Governor("refers_to", at, at + len(words), "reference")

    def _according(self, begin: int, start: int, stretch: str, citation: Citation) -> Governor:
        """A citation behind a bare "theo": "thực hiện … theo X" carries X out, another verb only refers to it."""
        at = begin + len(stretch.rstrip())
        clause = max(start, self.text.rfind(";", start, at) + 1, at - 2 * _FARTHEST_RULE)
        task = self.by_id[self.document(citation)].type in self._tasks
        found = self._doing(clause, at, task=task)
        if found and len(self.lower[found.end : at]) < _FARTHEST_RULE:
            between = self.lower[found.end : at]
            if not _OTHER_VERB.search(between) and not RULED.search(between) and not _ITSELF.match(between):
                return Governor("implements", found.start, found.end, "carried out according to")
        elif cut := self._cut_off(citation):
            return Governor("implements", cut.start, cut.end, "carried out according to")
        words = g.according_in(stretch)
        return Governor("refers_to", begin + words[0], begin + words[1], "according to")

    def _doing(self, start: int, end: int, *, task: bool = False) -> Cue | None:
        """The last active word of carrying out in a stretch; as a task "hướng dẫn thực hiện" is one too."""
        cues = self.cues.find(self.lower[start:end], start)
        does = (c for c in reversed(cues) if c.predicate == "implements" or (task and c.phrase.endswith(_CARRIED_OUT)))
        plain = ("theo", "theo các", "theo đúng")  # "các nội dung khác được thực hiện theo X"
        return next((c for c in does if not c.passive or self.lower[c.end : end].strip() in plain), None)

    def _cut_off(self, citation: Citation) -> Cue | None:
        """The word of carrying out in the first part of a cell that a page break cut in two before the citation."""
        at = bisect_right(self._cut, ((citation.start, len(self.text)), (0, 0))) - 1
        if at < 0 or not self._cut[at][0][0] <= citation.start < self._cut[at][0][1]:
            return None
        return self._doing(*self._cut[at][1])

    def _direct(self, cue: Cue, active: list[Cue], citation: Citation, begin: int, stretch: str) -> Governor | None:
        rest = stretch[cue.end - begin :]
        if cue.predicate in ("promulgates", "approves"):
            return self._issues(cue, citation, stretch[: cue.start - begin], rest)
        if cue.predicate == "guides":
            return self._guides(cue, citation, stretch[max(0, cue.start - begin - 40) : cue.start - begin], rest)
        if cue.predicate == "refers_to":
            return self._mentions(cue, active)
        if cue.phrase.endswith("hiệu lực") or cue.predicate in force.FORCE:
            return None  # said of what stands before it, or denied
        if len(rest) > _FURTHEST or re.search(r"[:.]\s+\S", rest):
            return None
        if cue.predicate in EFFECTS and g.denied(stretch[max(0, cue.start - begin - 12) : cue.start - begin]):
            return Governor("refers_to", cue.start, cue.end, "change denied or supposed")
        before = stretch[max(0, cue.start - begin - 60) : cue.start - begin]
        done = _LOOKED_AT.search(before) or _DONE.search(before) or self._looks_back(cue, citation, begin)
        done = done and cue.phrase != "chấp hành"  # to see to it that a law is kept is to carry it out
        if cue.predicate == "implements" and (done or RULED.search(rest)):
            return Governor("refers_to", cue.start, cue.end, "reference")
        return Governor(cue.predicate, cue.start, cue.end, "cue before")

    def _looks_back(self, cue: Cue, citation: Citation, begin: int) -> bool:
        """Does the sentence that begins with the word of carrying out tell what came of it?"""
        if self.lower[begin : cue.start].strip():
            return False
        end = min(len(self.text), citation.end + _FARTHEST_RULE + _FARTHEST_RULE)
        close = _SENTENCE_ENDS.search(self.text, citation.end, end)
        return _LOOKS_BACK.search(self.lower[citation.end : close.start() if close else end]) is not None

    def _mentions(self, cue: Cue, active: list[Cue]) -> Governor:
        """A text made known is only mentioned ("tuyên truyền X"); "triển khai, tuyên truyền X" carries it out."""
        for other in active:
            if other.predicate == "implements" and _MAKING_KNOWN.fullmatch(self.lower[other.end : cue.start]):
                return Governor("implements", other.start, other.end, "cue before")
        return Governor("refers_to", cue.start, cue.end, "cue before")

    def _issues(self, cue: Cue, citation: Citation, lead: str, rest: str) -> Governor:
        """The document issues or approves a named text; that a body issued a numbered one is told only."""
        document = self.by_id[self.document(citation)]
        named = citation.kind == "programme_by_name" and citation.number is None and len(rest) < _FURTHEST
        own = "này" in rest.split() or g.opens_clause(lead) or self._in_title(document, cue.start)
        own = own or (
            _BODY_ENACTS.match(lead)
            and _ARTICLE.search(self.lower[max(0, cue.start - len(lead) - 16) : cue.start - len(lead)])
        )
        own = bool(own) and g.issues(lead, rest)
        if named and own and document.type not in self._proposing:
            return Governor(cue.predicate, cue.start, cue.end, "issued by the document")
        return Governor("refers_to", cue.start, cue.end, "issued by a body")

    def _guides(self, cue: Cue, citation: Citation, lead: str, rest: str) -> Governor | None:
        """Texts that guide X are others; in a plan, to guide the carrying out of X is to carry it out."""
        if g.by_others(lead):
            return Governor("refers_to", cue.start, cue.end, "texts that guide it")
        if cue.phrase == "hướng dẫn" and len(rest) > 60 and not g.says_part(rest):
            return None
        task = self.by_id[self.document(citation)].type in self._tasks and not g.speaks_of_itself(lead)
        if task and cue.phrase.endswith(("thực hiện", "triển khai")):
            return Governor("implements", cue.start, cue.end, "cue before")
        return Governor("guides", cue.start, cue.end, "cue before", g.says_part(rest))

    def guides_too(self, top: Governor | None, cues: list[Cue]) -> bool:
        """Does a recital go on with a word of guiding: "Căn cứ A hướng dẫn B và hướng dẫn một số điều của C"?"""
        cue = self.head(cues)
        if top is None or top.predicate != "based_on" or cue.predicate != "guides":
            return False
        lead = self.lower[max(0, cue.start - 60) : cue.start]
        return not g.guiding_type(lead) and not _GUIDE.search(lead)

    def head(self, cues: list[Cue]) -> Cue:
        """The cue that rules a chain: "quy định chi tiết … thi hành" guides, "tạm ngưng hiệu lực và điều chỉnh thời hạn
        áp dụng" puts off, else the last one.
        """
        last = cues[-1]
        if last.predicate == "amends" and (stopped := next((c for c in cues if c.predicate in force.FORCE), None)):
            return stopped
        if last.predicate == "implements":
            for cue in reversed(cues[:-1]):
                between = self.lower[cue.end : last.start]
                if cue.predicate == "guides" and g.in_chain(cue.phrase, between):
                    return cue
        if last.predicate == "guides" and len(cues) > 1 and cues[-2].predicate == "guides":
            return cues[-2]
        return last

    def partial(self, cue: Cue, citation: Citation) -> bool:
        """Does a word of changing name only a part of the citation?"""
        begin = cue.start if cue.predicate in force.FORCE else cue.end  # "đình chỉ một phần việc thi hành"
        return cue.predicate in EFFECTS and g.says_part(self.lower[begin : citation.start])

    def document(self, citation: Citation) -> str:
        """The id of the logical document that a citation stands in."""
        if citation.in_document in self.by_id:
            return citation.in_document or ""
        return self._documents[max(0, bisect_right(self._starts, citation.start) - 1)].id

    def plain(self, citation: Citation, begin: int, rule: str) -> Governor:
        """The governor of a citation without a cue. The evidence is what it hangs on, else its provision or itself."""
        span = carrier(self.text, begin, citation.start)
        if span is None and citation.provisions and begin <= citation.provisions[0].start < citation.start:
            first, last = citation.provisions[0].start, min(citation.provisions[-1].end, citation.start)
            span = carrier(self.text, begin, first) or (first, last)
        return Governor("refers_to", *(span or (citation.start, citation.end)), rule)
