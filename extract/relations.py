"""Relations between a document and what it cites, and between two cited documents.

The nearest cue that governs a citation says the relation; its subject is the document, or the citation in whose title the
cue stands ("Nghị quyết số 76/NQ-CP … ban hành Chương trình …"). Coordinated citations share their governor. Without a cue
the document refers to the citation. No rule makes the repeal of a provision the repeal of a text: `partial` says so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from . import governors as g
from .clauses import Sentence, Sentences, after_mark
from .dates import DATE, iso_date
from .governors import EFFECTS, Cue, Governor
from .issuing import OPENING, collapse
from .reading import Reading
from .records import Citation, Document, Predicate, Relation

_PLANNING = (
    "Kế hoạch",
    "Chương trình",
    "Đề án",
    "Dự án",
    "Chiến lược",
    "Phương án",
    "Chỉ thị",
    "Báo cáo",
    "Tờ trình",
    "Công văn",
    "Thông báo",
    "Kết luận",
)
_TASKS = ("Kế hoạch", "Chương trình", "Đề án", "Dự án", "Chiến lược", "Phương án", "Chỉ thị")
_ISSUED_WITH = (
    "Kế hoạch",
    "Chương trình",
    "Đề án",
    "Dự án",
    "Chiến lược",
    "Quy chế",
    "Quy định",
    "Quy hoạch",
    "Điều lệ",
    "Phương án",
    "Hướng dẫn",
    "Quy trình",
)
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
_NEW_SUBJECT = re.compile(
    rf",\s*(?:đồng\s+thời\s+)?(?:{OPENING}|các\s+(?:sở|bộ|cơ\s+quan|đơn\s+vị|ban)|đề\s+nghị|giao|yêu\s+cầu|trong\s+đó|tiếp\s+tục|đồng\s+thời|để\s|nhằm\s|nay\s|hướng\s+dẫn\s+việc)",
    re.IGNORECASE,
)
_NEW_VERB = re.compile(
    r"(?:,|;|\bvà|\bđồng\s+thời|\.)\s*(?:đồng\s+thời\s+)?(?:tiếp\s+tục\s+|tổ\s+chức\s+|đẩy\s+mạnh\s+|nghiêm\s+túc\s+|kịp\s+thời\s+|chủ\s+động\s+)*$"
)
_COMPETENCE = re.compile(
    r"\btổ\s+chức\s+(?:chính\s+phủ|quốc\s+hội|chính\s+quyền|hội\s+đồng|hđnd|tòa|toà|viện|bộ|ủy\s+ban|uỷ\s+ban)|chức\s+năng,?\s*nhiệm\s+vụ|cơ\s+cấu\s+tổ\s+chức|"
    r"ban\s+hành\s+văn\s+bản\s+(?:quy|qui)\s+phạm|quy\s+chế\s+làm\s+việc|(?:về\s+việc\s+)?(?:thành\s+lập|tổ\s+chức\s+bộ\s+máy)|điều\s+lệ\s+đảng",
    re.IGNORECASE,
)
_LAPSES = re.compile(r"(?:\bsẽ\s+|\bđều\s+)?\b(?:hết|không\s+còn)\s+hiệu\s+lực|chấm\s+dứt\s+hiệu\s+lực", re.IGNORECASE)
_DONE_BY = re.compile(
    r"\s*(?:\(?[^();]{0,80}\)?\s)?(?P<verb>sửa\s+đổi|bổ\s+sung|thay\s+thế|bãi\s+bỏ|hủy\s+bỏ|huỷ\s+bỏ)", re.IGNORECASE
)
_HAPPENS = {"sửa": "amends", "bổ": "amends", "thay": "replaces", "bãi": "repeals", "hủy": "repeals", "huỷ": "repeals"}
_FROM = re.compile(r"(?:kể\s+)?từ\s+(?:0\s*giờ\s+)?" + DATE.pattern, re.IGNORECASE)
_OWN_DATE = re.compile(
    r"(?:kể\s+)?từ\s+ngày\s+[^.;]{0,60}?này\s+có\s+hiệu\s+lực|có\s+hiệu\s+lực[^.;]{0,40}và\s+(?:thay|bãi)",
    re.IGNORECASE,
)
_FURTHEST = 130
_FARTHEST_RULE = 300


def find_relations(
    reading: Reading, documents: Sequence[Document], citations: Sequence[Citation]
) -> tuple[Relation, ...]:
    """The relations of the record, in the order of their citations; every citation stands in one at least.

    `documents` and `citations` carry offsets into `reading.text`. Relations of two documents of the file come first.
    """
    if not documents:
        return ()
    finder = _Finder(reading, documents, citations)
    return finder.run()


@dataclass(slots=True)
class _State:
    """What the sentence said so far: its governor, the host in whose title the last citation stood, the last citation."""

    top: Governor | None = None
    nested: Governor | None = None
    host: Citation | None = None
    level: str = "top"  # of the last citation: top, nested, passive
    target: Citation | None = None
    hosts: dict[str, Citation] = field(default_factory=dict)


class _Finder:
    def __init__(self, reading: Reading, documents: Sequence[Document], citations: Sequence[Citation]) -> None:
        self.text = reading.text
        self.lower = reading.text.lower()
        if len(self.lower) != len(self.text):
            self.lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)
        self.documents = documents
        self.by_id = {d.id: d for d in documents}
        self.starts = [d.start for d in documents]
        self.citations = sorted(citations, key=lambda c: (c.start, -c.end))
        self.cues = g.cue_finder(reading.tables)
        breaks = [span[0] for d in documents if (span := d.spans.get("title"))]
        cells = [cell for table in reading.grids for cell in table.cells]
        self.cut_cells = [cell.fragments for cell in cells if len(cell.fragments) > 1]
        self.blocks = reading.blocks
        self.sentences = Sentences(self.text, reading.blocks, breaks)
        self.found: dict[tuple[str, str, str], Relation] = {}
        self.state = _State()
        self.pending: list[tuple[Citation, Governor]] = []  # citations of the sentence, as governed at the top

    # -- the run ---------------------------------------------------------------------------------------------------

    def run(self) -> tuple[Relation, ...]:
        self._documents_of_the_file()
        last: Citation | None = None
        outer: tuple[Citation, _State] | None = None
        sentence: Sentence | None = None
        for number, citation in enumerate(self.citations):
            before, sentence = sentence, self.sentences.of(citation)
            if outer and citation.start >= outer[0].end:
                # A name that held other names is over: what follows hangs on the name, not on what stood in it.
                if last is not outer[0]:
                    last, self.state = outer
                outer = None
            if sentence.first:
                self._close(last)
                self._open(sentence, before, citation, last)
                self._first(citation, sentence.start)
            elif last is not None:
                self._following(citation, last, sentence.start)
            last = citation
            if outer is None and number + 1 < len(self.citations) and self.citations[number + 1].start < citation.end:
                outer = (citation, replace(self.state))
        self._close(last)
        relations = self.found.values()
        return tuple(
            Relation(
                f"R{n}",
                r.subject,
                r.predicate,
                r.object,
                r.evidence,
                r.start,
                r.end,
                r.basis,
                r.partial,
                r.effective_from,
                r.rule,
            )
            for n, r in enumerate(relations, 1)
        )

    def _documents_of_the_file(self) -> None:
        """A decision promulgates (or approves) the text that stands behind it in the same file."""
        for document in self.documents:
            parent = self.by_id.get(document.in_document or "")
            if not parent:
                continue
            kind = (document.type or "").lower().replace(" ", r"\s+")
            said = re.compile(
                rf"(?P<cue>(?P<verb>ban\s+hành|phê\s+duyệt)(?:\s+kèm\s+theo\s+[^\n]{{3,30}}?\s+này)?)\s*:?\s*[^\n]{{0,30}}?{kind}",
                re.IGNORECASE,
            )
            body = parent.spans.get("title", (0, parent.start))[1]
            match = said.search(self.text, body, min(parent.end, body + 20000)) or said.search(
                self.text, parent.start, min(parent.end, body)
            )
            predicate: Predicate = "promulgates"
            if match:
                start, end = match.span("cue")
                predicate = "approves" if match["verb"].lower().startswith("phê") else "promulgates"
            else:
                start, end = parent.start, parent.start
            self._add(parent.id, document.id, Governor(predicate, start, end, "own annex"))

    def _open(self, sentence: Sentence, before: Sentence | None, citation: Citation, last: Citation | None) -> None:
        self.state = _State(top=self._inherited(sentence, before, citation, last))
        self.pending = []

    def _inherited(
        self, sentence: Sentence, before: Sentence | None, citation: Citation, last: Citation | None
    ) -> Governor | None:
        """The governor that a list hands down to an item which begins with its citation."""
        start = after_mark(self.text, sentence.start, citation.start)
        lead, _ = g.without_provisions(self.lower[start : citation.start])
        if lead.strip(' \n\t*“"(') not in ("", "các", "và", "-"):
            return None
        if last is not None and before is not None and self.state.top and sentence.block - before.block <= 1:
            between = self.text[last.end : sentence.start].rstrip(" \n\r\t*_|")
            if between.endswith((";", ",")) or (sentence.block == before.block and between.endswith(";")):
                return self.state.top
            if re.search(r"[;,]\s*(?:và)?\s*(?:[-+*•]|\w{1,2}[.)])?\s*$", between):
                return self.state.top
        return self._of_list(sentence)

    def _of_list(self, sentence: Sentence) -> Governor | None:
        """The cue of the sentence with a colon that opens the list of this item."""
        index = sentence.block - 1
        for _ in range(40):
            if index < 0:
                return None
            words = self.sentences.block_text(index)
            block = self.blocks[index]
            if words.endswith(":"):
                begin = max(block.start, block.end - 400)
                return self._lead_in(begin, block.end)
            if block.kind not in ("list_item", "heading") and not words.endswith((";", ",")):
                return None
            index -= 1
        return None

    def _lead_in(self, start: int, end: int) -> Governor | None:
        cues = [c for c in self.cues.find(self.lower[start:end], start) if c.predicate != "proposes_amendment"]
        if not cues:
            return None
        effects = [c for c in cues if c.predicate in EFFECTS]
        cue = effects[-1] if effects else cues[-1]
        if cue.passive and cue.predicate in EFFECTS and not effects:
            return None
        if cue.predicate in ("promulgates", "approves", "guides"):
            return None
        return Governor(cue.predicate, cue.start, cue.end, "list under a heading")  # type: ignore[arg-type]

    # -- one citation ----------------------------------------------------------------------------------------------

    def _first(self, citation: Citation, start: int) -> None:
        begin = after_mark(self.text, start, citation.start)
        stretch, partial = self._stretch(begin, citation)
        self.state.hosts.clear()
        clause = stretch.rfind(";") + 1
        if clause and self.cues.find(stretch[clause:], begin + clause):
            stretch, begin = stretch[clause:], begin + clause
        self._govern_top(citation, begin, begin, stretch, partial)

    def _following(self, citation: Citation, last: Citation, start: int) -> None:
        if citation.start < last.end:
            self._inside(citation, last)
            return
        stretch, partial = self._stretch(last.end, citation)
        if g.is_alias(stretch):
            self._add(self._document(citation), citation.id, self._plain(citation, last.end, "short name defined"))
            return
        if self._passive(citation, last, stretch, partial):
            return
        clause = stretch.rfind(";")
        segment = stretch[clause + 1 :]
        cues = self.cues.find(segment, last.end + clause + 1)
        if g.is_coordinated(stretch) and (clause < 0 or not cues):
            self._coordinate(citation, last, stretch, partial, semicolon=";" in stretch)
            return
        if clause >= 0:
            begin = last.end + clause + 1
            self._govern_top(citation, begin, start, segment, partial)
            return
        self._host_or_top(citation, last, start, stretch, cues, partial)

    def _inside(self, citation: Citation, last: Citation) -> None:
        """A citation within the name of another: the words between the starts say how the two hang together."""
        begin = last.start + (len(last.type) if last.type else 0)
        stretch, partial = self._stretch(begin, citation)
        cues = [
            c
            for c in self.cues.find(stretch, begin)
            if c.predicate not in ("proposes_amendment", "based_on", "refers_to")
            and (last.kind != "law_by_name" or c.predicate in EFFECTS)
        ]
        if cues and not g.is_reference(stretch):
            cue = self._head(cues)
            governor = Governor(
                cue.predicate, cue.start, cue.end, "inside a name", partial or self._partial(cue, citation)
            )  # type: ignore[arg-type]
        else:
            governor = self._plain(citation, begin, "inside a name")
        self._nest(last, citation, governor)

    def _stretch(self, begin: int, citation: Citation) -> tuple[str, bool]:
        """The words before a citation, its provisions left out, in small letters; are provisions named?"""
        end = citation.start
        partial = False
        if citation.provisions and citation.provisions[0].start >= begin:
            end, partial = min(end, citation.provisions[0].start), True
            if self.lower.startswith("chi ", end - 4):  # "quy định chi tiết Điều 5": no "tiết" of a point
                end += 5
        stretch, named = g.without_provisions(self.lower[begin:end])
        return stretch, partial or named or bool(citation.provision)

    # -- top of the sentence ---------------------------------------------------------------------------------------

    def _govern_top(self, citation: Citation, begin: int, start: int, stretch: str, partial: bool) -> None:
        governor = self._governor(citation, begin, start, stretch, partial)
        if governor is None:
            governor = self._with_part(self.state.top, partial) if self.state.top else None
            governor = governor or self._plain(citation, begin, "mention")
            if self.state.top and not stretch.strip(' \n\t,;-*“"(') in ("", "các", "và", "của"):
                governor = self._plain(citation, begin, "mention")
        self.state.top = governor
        self._top(citation, governor)

    def _top(self, citation: Citation, governor: Governor) -> None:
        self.state.level, self.state.nested, self.state.host = "top", None, None
        self.pending.append((citation, governor))
        self._add(self._document(citation), citation.id, governor)

    def _governor(self, citation: Citation, begin: int, start: int, stretch: str, partial: bool) -> Governor | None:
        """What governs a citation at the top of its sentence; None when no cue stands in the stretch."""
        cues = self.cues.find(stretch, begin)
        recital = next((c for c in cues if c.predicate == "based_on"), None)
        if recital and (found := self._recital(recital, begin, stretch, cues)):
            return found
        if cues and cues[0].phrase in ("theo đề nghị", "xét"):
            return Governor("refers_to", cues[0].start, cues[0].end, "proposal in the recital")
        active = [c for c in cues if not c.passive and c is not recital]
        effect = [c for c in active if c.predicate in EFFECTS]
        if (
            effect
            and not self._later_verb(effect[-1], cues)
            and g.may_change(stretch, stretch[effect[-1].end - begin :])
        ):
            if found := self._effect(effect[-1], citation, begin, start, stretch, partial):
                return found
        if g.is_reference(stretch):
            return self._reference(begin, start, stretch, active)
        if g.is_according(stretch):
            return self._according(begin, start, stretch, citation)
        active = [c for c in active if c.predicate != "proposes_amendment"]
        if not active:
            return None
        return self._direct(self._head(active), active, citation, begin, stretch, partial)

    def _recital(self, cue: Cue, begin: int, stretch: str, cues: list[Cue]) -> Governor | None:
        lead = stretch[: cue.start - begin].strip(' \n\t-+*“"(')
        if lead and not lead.endswith((",", ";", ".", ":")):
            if any(c.predicate == "implements" for c in cues):
                return None
            return Governor("refers_to", cue.start, cue.end, "basis named in a sentence")
        return Governor("based_on", cue.start, cue.end, "recital")

    def _later_verb(self, effect: Cue, cues: list[Cue]) -> bool:
        return any(
            c.start > effect.start and c.predicate in ("implements", "guides", "based_on") and not c.passive
            for c in cues
        )

    def _effect(
        self, cue: Cue, citation: Citation, begin: int, start: int, stretch: str, partial: bool
    ) -> Governor | None:
        """sửa đổi, thay thế, bãi bỏ: by the document itself, or only proposed."""
        rest = self.lower[cue.end : citation.start]
        if len(rest) > 500 or re.search(
            r"\b(?:không|chưa|khi)\s*$", self.lower[max(begin, cue.start - 12) : cue.start]
        ):
            return None
        if re.search(r"[.;]\s", rest) and "“" not in rest and '"' not in rest:
            return None
        if cue.phrase in ("điều chỉnh", "bổ sung") and len(rest) > 60 and not g.says_part(rest):
            return None
        if cue.phrase in ("hết hiệu lực", "không còn hiệu lực") and ":" not in rest:
            return None
        part = partial or g.says_part(rest)
        lead = self.lower[max(start, cue.start - 300) : cue.start]
        document = self.by_id[self._document(citation)]
        planning = (document.type or "").startswith(_PLANNING)
        own = g.speaks_of_itself(lead) or self._in_title(document, cue.start)
        if not own and (g.to_be_done(lead) or planning):
            first = self._first_cue(lead, cue)
            return Governor("proposes_amendment", first, cue.end, "change proposed", part)
        return Governor(cue.predicate, cue.start, cue.end, "effect on a text", part)  # type: ignore[arg-type]

    def _first_cue(self, lead: str, cue: Cue) -> int:
        proposals = [c for c in self.cues.find(lead, cue.start - len(lead)) if c.predicate == "proposes_amendment"]
        return proposals[-1].start if proposals else cue.start

    def _in_title(self, document: Document, at: int) -> bool:
        span = document.spans.get("title")
        return bool(span and span[0] <= at < span[1]) and not (document.type or "").startswith(
            ("Tờ trình", "Công văn", "Báo cáo")
        )

    def _reference(self, begin: int, start: int, stretch: str, active: list[Cue]) -> Governor:
        """ "theo quy định tại X" refers; "Thực hiện [quy định của] X" and "Thực hiện chỉ đạo … tại X" carry out."""
        doing = [c for c in active if c.predicate == "implements"]
        match = g._REFERENCE.search(stretch)  # noqa: SLF001
        words = match[0].strip() if match else ""
        at = begin + (match.start() if match else len(stretch))
        if doing:
            between = self.lower[doing[-1].end : at].strip()
            near = len(between) <= 40 and "," not in between and " về " not in f" {between} "
            if (
                re.match(r"(?:quy|qui)\s+định\s+(?:của|tại|trong)", words)
                and near
                and not re.search(r"\btheo\b", between)
            ):
                return Governor("implements", doing[-1].start, doing[-1].end, "carries out the rules of")
            clause = self.lower[max(begin, start) : at]
            if g.is_order(clause) or (
                near
                and re.search(
                    r"(?:chỉ\s+đạo|nhiệm\s+vụ|yêu\s+cầu|kết\s+luận|giải\s+pháp|nội\s+dung|mục\s+tiêu)", between
                )
            ):
                return Governor("implements", doing[-1].start, doing[-1].end, "carries out an order")
            if words.startswith(("đối với", "thuộc")) and near:
                return Governor("implements", doing[-1].start, doing[-1].end, "cue before")
        end = at + len(words)
        return Governor("refers_to", at, max(at, end), "reference")

    def _according(self, begin: int, start: int, stretch: str, citation: Citation) -> Governor:
        """ "thực hiện … theo X" carries X out; another verb with "theo X" refers to it."""
        at = begin + len(stretch.rstrip())
        clause_start = max(start, self.lower.rfind(";", start, at) + 1)
        if earlier := self._cut_off(citation):
            return earlier
        doing = [
            c
            for c in self.cues.find(self.lower[clause_start:at], clause_start)
            if c.predicate == "implements" and not c.passive
        ]
        if doing:
            between = self.lower[doing[-1].end : at]
            if len(between) < _FARTHEST_RULE and not _OTHER_VERB.search(between):
                return Governor("implements", doing[-1].start, doing[-1].end, "carried out according to")
        return Governor("refers_to", at - 4, at, "according to")

    def _cut_off(self, citation: Citation) -> Governor | None:
        """The implementing cue in the first part of a cell that a page break cut in two before the citation."""
        for fragments in self.cut_cells:
            if any(start <= citation.start < end for start, end in fragments[1:]):
                start, end = fragments[0]
                doing = [c for c in self.cues.find(self.lower[start:end], start) if c.predicate == "implements"]
                return (
                    Governor("implements", doing[-1].start, doing[-1].end, "carried out according to")
                    if doing
                    else None
                )
        return None

    def _direct(
        self, cue: Cue, active: list[Cue], citation: Citation, begin: int, stretch: str, partial: bool
    ) -> Governor | None:
        rest = stretch[cue.end - begin :]
        if cue.predicate in ("promulgates", "approves"):
            return self._issues(cue, citation, begin, stretch, rest)
        if cue.predicate == "guides":
            return self._guides(cue, citation, begin, stretch, rest)
        if cue.predicate == "refers_to":
            return self._mentions(cue, active)
        if len(rest) > _FURTHEST or re.search(r"[:.]\s+\S", rest):
            return None
        return Governor(cue.predicate, cue.start, cue.end, "cue before", False)  # type: ignore[arg-type]

    def _mentions(self, cue: Cue, active: list[Cue]) -> Governor:
        """ "tuyên truyền X" refers; "triển khai, tuyên truyền X" carries out."""
        for other in active:
            between = self.lower[other.end : cue.start]
            if other.predicate == "implements" and re.fullmatch(
                r"(?:\s|,|và|\b(?:tuyên truyền|phổ biến|tập huấn|quán triệt)\b)*", between
            ):
                return Governor("implements", other.start, other.end, "cue before")
        return Governor("refers_to", cue.start, cue.end, "cue before")

    def _issues(self, cue: Cue, citation: Citation, begin: int, stretch: str, rest: str) -> Governor | None:
        """The document issues or approves a named text; that a body issued a numbered one is told only."""
        document = self.by_id[self._document(citation)]
        lead = stretch[: cue.start - begin]
        named = citation.kind == "programme_by_name" and citation.number is None
        own = (
            self._in_title(document, cue.start)
            or "này" in rest.split()
            or not lead.strip(' \n\t*“"-:')
            or re.search(
                r"(?:^|\s)(?:nay|về việc|việc|về|quyết định:?|phê duyệt(?:,| và)|thông qua(?:,| và))\s*$", lead
            )
        )
        if (
            named
            and own
            and len(rest) < _FURTHEST
            and (document.type is None or not document.type.startswith(_PLANNING))
        ):
            return Governor(cue.predicate, cue.start, cue.end, "issued by the document")  # type: ignore[arg-type]
        return Governor("refers_to", cue.start, cue.end, "issued by a body")

    def _guides(self, cue: Cue, citation: Citation, begin: int, stretch: str, rest: str) -> Governor | None:
        lead = stretch[max(0, cue.start - begin - 40) : cue.start - begin]
        document = self.by_id[self._document(citation)]
        if g.by_others(lead):
            return Governor("refers_to", cue.start, cue.end, "texts that guide it")
        if cue.phrase == "hướng dẫn" and len(rest) > 60 and not g.says_part(rest):
            return None
        if (
            (document.type or "").startswith(_TASKS)
            and not g.speaks_of_itself(lead)
            and cue.phrase != "hướng dẫn thi hành"
        ):
            if "thực hiện" in cue.phrase or "triển khai" in cue.phrase:
                return Governor("implements", cue.start, cue.end, "cue before")
        return Governor("guides", cue.start, cue.end, "cue before", g.says_part(rest))

    def _head(self, cues: list[Cue]) -> Cue:
        """The cue that rules a chain: "quy định chi tiết … thi hành" guides, else the last one."""
        last = cues[-1]
        if last.predicate == "implements":
            for cue in reversed(cues[:-1]):
                between = self.lower[cue.end : last.start]
                if cue.predicate == "guides" and g.in_chain(cue.phrase, between):
                    return cue
        if last.predicate == "guides" and len(cues) > 1 and cues[-2].predicate == "guides":
            return cues[-2]
        return last

    # -- within titles ---------------------------------------------------------------------------------------------

    def _host_or_top(
        self, citation: Citation, last: Citation, start: int, stretch: str, cues: list[Cue], partial: bool
    ) -> None:
        usable = [c for c in cues if c.predicate not in ("proposes_amendment", "based_on")]
        first = usable[0].start if usable else citation.start
        if self._left_title(last, first, citation):
            self._govern_top(citation, last.end, start, stretch, partial)
            return
        host = last
        title_end = self._title_end(last)
        within = citation.start < title_end or (
            title_end <= last.end and re.match(r"[^,;]{0,60}\bvề\b", stretch) is not None
        )
        if not usable or (usable[-1].predicate == "refers_to"):
            if within and re.search(r"\b(?:về|của|cho|trong)\b", stretch) and not g.is_reference(stretch):
                self._nest(host, citation, self._plain(citation, last.end, "in the title of"))
            elif within and title_end > citation.start:
                self._nest(host, citation, self._plain(citation, last.end, "in the title of"))
            else:
                self._govern_top(citation, last.end, start, stretch, partial)
            return
        if not self._reaches(usable[-1], stretch, last.end):
            self._govern_top(citation, last.end, start, stretch, partial)
            return
        if g.is_reference(stretch) and usable[-1].predicate not in EFFECTS:
            if citation.start < title_end:
                self._nest(host, citation, self._plain(citation, last.end, "in the title of"))
            else:
                self._govern_top(citation, last.end, start, stretch, partial)
            return
        if g.is_according(stretch) and citation.start >= title_end:
            self._govern_top(citation, last.end, start, stretch, partial)
            return
        active = [c for c in usable if not c.passive and c.predicate != "refers_to"] or usable
        cue = self._head(active)
        self._nest(
            host,
            citation,
            Governor(cue.predicate, cue.start, cue.end, "in the title of", partial or self._partial(cue, citation)),
        )  # type: ignore[arg-type]

    def _reaches(self, cue: Cue, stretch: str, begin: int) -> bool:
        """Does a word of changing in a title still govern the citation at its end?"""
        if cue.predicate not in EFFECTS:
            return True
        rest = stretch[cue.end - begin :]
        if cue.phrase in ("điều chỉnh", "bổ sung") and len(rest) > 60 and not g.says_part(rest):
            return False
        return g.may_change(stretch, rest)

    def _partial(self, cue: Cue, citation: Citation) -> bool:
        return cue.predicate in EFFECTS and g.says_part(self.lower[cue.end : citation.start])

    def _left_title(self, last: Citation, cue: int, citation: Citation) -> bool:
        """Has the sentence gone on to a new clause between the last citation and the cue?"""
        between = self.lower[last.end : cue]
        if "," in between and _NEW_SUBJECT.search(self.text[last.end : cue]):
            return True
        if re.search(r"[.:]\s", between):
            return True
        span = last.spans.get("title")
        if not (span and cue < span[1]) and g.says_of(between):
            return True
        if span and cue >= span[1] and last.kind == "numbered":
            gap = self.lower[span[1] : cue]
            return bool(re.search(r",|\bvà\b|\bđể\b|\bcó\b", gap)) or len(gap.split()) > 6
        verb = _NEW_VERB.search(between)
        if verb and not re.search(r"\b(?:về|quy\s+định|ban\s+hành|phê\s+duyệt)\b", between[: verb.start()]):
            return True
        top = self.state.top
        return bool(
            verb
            and top
            and top.predicate in EFFECTS
            and self.lower[cue : cue + 8].startswith(("bãi bỏ", "thay thế", "hủy bỏ", "huỷ bỏ"))
        )

    def _title_end(self, citation: Citation) -> int:
        span = citation.spans.get("title")
        if span:
            return max(span[1], citation.end)
        if citation.title and citation.number:
            words = [re.escape(w) for w in citation.title.lower().split()[:6]]
            match = re.compile(r"\s+".join(words)).search(self.lower, citation.end, citation.end + 300)
            if match:
                return match.start() + len(citation.title) + 10
        return citation.end

    def _nest(self, host: Citation, citation: Citation, governor: Governor) -> None:
        self.state.level, self.state.nested, self.state.host = "nested", governor, host
        self.state.hosts[citation.id] = host
        self._add(host.id, citation.id, governor)

    def _coordinate(self, citation: Citation, last: Citation, stretch: str, partial: bool, *, semicolon: bool) -> None:
        state = self.state
        if state.level == "nested" and not semicolon and state.host and state.nested:
            same_as_host = self._type(citation) == self._type(state.host) != self._type(last)
            if not same_as_host and not self._of_hosts(state.host, state.nested, citation, last):
                self.state.hosts[citation.id] = state.host
                self._add(state.host.id, citation.id, self._with_part(state.nested, partial))
                return
        if (
            state.level == "passive"
            and state.nested
            and state.target
            and not semicolon
            and self._type(citation) == self._type(last)
        ):
            self._add(citation.id, state.target.id, state.nested)
            return
        governor = state.top or self._plain(citation, last.end, "mention")
        self._top(citation, self._with_part(governor, partial))
        self.state.top = governor

    def _of_hosts(self, host: Citation, governor: Governor, citation: Citation, last: Citation) -> bool:
        """Does a citation behind "và" go on with the list of the hosts, and not with the list in the title?

        No decree amends or details a circular; and "A sửa đổi B và C" of one type names B alone, "các" names both.
        """
        if governor.predicate not in (*EFFECTS, "guides"):
            return False
        rank, other = _RANK.get(self._type(host) or ""), _RANK.get(self._type(citation) or "")
        if rank is not None and other is not None and other > rank:
            return True
        alike = self._type(host) == self._type(citation) == self._type(last) and host.kind == "numbered"
        return (
            alike and governor.predicate in EFFECTS and not re.search(r"\bcác\b", self.lower[governor.end : last.start])
        )

    def _with_part(self, governor: Governor, partial: bool) -> Governor:
        """A coordinated citation is changed in part when its own provisions are named, or "một số điều" of all."""
        if governor.predicate not in EFFECTS or partial == governor.partial or g.of_all(self.lower, governor.end):
            return governor
        return Governor(governor.predicate, governor.start, governor.end, governor.rule, partial)

    def _type(self, citation: Citation) -> str | None:
        return citation.type or citation.inferred.get("type")

    # -- turned round ----------------------------------------------------------------------------------------------

    def _passive(self, citation: Citation, last: Citation, stretch: str, partial: bool) -> bool:
        """ "A được sửa đổi bởi B", "A ban hành kèm theo B": B is the subject, A the object."""
        if not g.by_agent(stretch) or ";" in stretch:
            return False
        cues = self.cues.find(stretch, last.end)
        if not cues:
            return False
        cue = cues[-1]
        rest = stretch[cue.end - last.end :]
        issued = cue.predicate in ("promulgates", "approves") and (
            cue.passive or re.match(r"\s*(?:kèm\s+)?theo|\s*tại", rest)
        )
        if issued:
            return self._issued(citation, last, cue, stretch)
        if not cue.passive or cue.predicate not in (*EFFECTS, "guides") or len(rest) > 90:
            return False
        target = self._target(citation, last)
        governor = Governor(cue.predicate, cue.start, cue.end, "passive", partial=g.says_part(rest))  # type: ignore[arg-type]
        self._add(citation.id, target.id, governor)
        self.state.level, self.state.nested, self.state.target = "passive", governor, target
        return True

    def _target(self, citation: Citation, last: Citation) -> Citation:
        """What was changed: the last citation, or its host when the later text cannot change the last one."""
        candidate: Citation | None = last
        for _ in range(4):
            if candidate is None:
                break
            if self._type(candidate) == self._type(citation):
                return candidate
            candidate = self.state.hosts.get(candidate.id)
        rank, other = _RANK.get(self._type(citation) or ""), _RANK.get(self._type(last) or "")
        host = self.state.hosts.get(last.id)
        if rank is not None and other is not None and rank > other and host is not None:
            return host
        return last

    def _issued(self, citation: Citation, last: Citation, cue: Cue, stretch: str) -> bool:
        """ "A ban hành kèm theo B": B promulgates A, and what governs A governs B too (recitals, tasks)."""
        between = stretch[: cue.start - last.end]
        direct = self._type(last) in _ISSUED_WITH and not re.search(
            r"[,;:]|\b(?:sửa\s+đổi|bãi\s+bỏ|thay\s+thế)\b", between
        )
        if direct and last.kind == "numbered" and len(between) > 120:
            direct = False
        if not direct:
            return False
        governor = Governor(cue.predicate, cue.start, cue.end, "issued with")  # type: ignore[arg-type]
        self._add(citation.id, last.id, governor)
        state = self.state
        if (
            state.level == "top"
            and state.top
            and state.top.predicate in ("based_on", "implements", "refers_to", "proposes_amendment")
        ):
            self._add(self._document(citation), citation.id, state.top)
            self.pending.append((citation, state.top))
        state.level = "top"
        return True

    # -- the end of a sentence -------------------------------------------------------------------------------------

    def _close(self, last: Citation | None) -> None:
        """Words behind the citations: "… hết hiệu lực", "A được B thay thế"."""
        if last is None:
            return
        done = _DONE_BY.match(self.text, last.end) if len(self.pending) >= 2 else None
        if done:
            self._done_by(last, done)
        if self.lower.find("hiệu lực", last.end, last.end + 700) < 0:
            return
        tail = self.text[last.end : self.sentences.end(last.end)]
        lapse = _LAPSES.search(tail)
        if lapse and not re.search(r";|\bnếu\b|\btrường hợp\b|này\s+$", tail[: lapse.start()]):
            self._lapse(last, lapse, tail)

    def _lapse(self, last: Citation, lapse: re.Match[str], tail: str) -> None:
        start, end = last.end + lapse.start(), last.end + lapse.end()
        since = self._since(tail[lapse.end() :], last)
        for citation, governor in self.pending:
            if governor.predicate not in ("refers_to",) and citation is not last:
                continue
            if governor.predicate in EFFECTS or g.conditional(self.lower[max(0, citation.start - 24) : citation.start]):
                continue
            subject = self._document(citation)
            self.found.pop((subject, governor.predicate, citation.id), None)
            self._add(
                subject, citation.id, Governor("repeals", start, end, "lapses", partial=bool(citation.provision)), since
            )

    def _done_by(self, last: Citation, done: re.Match[str]) -> None:
        """ "A được B sửa đổi": the agent stands between the passive and the verb."""
        before, governor = self.pending[-2]
        between = self.lower[before.end : last.start]
        if not re.search(r"(?:được|bị)\s*$", between):
            return
        predicate = _HAPPENS[done["verb"].lower().split()[0]]
        self.found.pop((self._document(last), self.pending[-1][1].predicate, last.id), None)
        self._add(last.id, before.id, Governor(predicate, *done.span("verb"), "passive"))  # type: ignore[arg-type]

    # -- results ---------------------------------------------------------------------------------------------------

    def _document(self, citation: Citation) -> str:
        if citation.in_document in self.by_id:
            return citation.in_document or ""
        return self.documents[max(0, bisect_right(self.starts, citation.start) - 1)].id

    def _plain(self, citation: Citation, begin: int, rule: str) -> Governor:
        start, end = g.words_before(self.text, begin, citation.start)
        if end <= start:
            start, end = citation.start, citation.end
        return Governor("refers_to", start, end, rule)

    def _since(self, words: str, last: Citation) -> str | None:
        match = _FROM.search(words)
        if match:
            return iso_date(match)
        document = self.by_id[self._document(last)]
        return document.effective_from if re.search(r"này\s+có\s+hiệu\s+lực", words) else None

    def _add(self, subject: str, object_: str, governor: Governor, since: str | None = None) -> None:
        if subject == object_:
            return
        predicate = governor.predicate
        known = (subject, predicate, object_)
        if known in self.found:
            return
        basis = self._basis(object_) if predicate == "based_on" else None
        if predicate in ("replaces", "repeals", "amends") and since is None and subject in self.by_id:
            since = self._stated_date(governor, subject)
        self.found[known] = Relation(
            "",
            subject,
            predicate,
            object_,
            self.text[governor.start : governor.end],
            governor.start,
            governor.end,
            basis,
            governor.partial and predicate in (*EFFECTS, "guides", "proposes_amendment"),
            since,
            governor.rule,
        )

    def _stated_date(self, governor: Governor, subject: str) -> str | None:
        """From when the change holds, where its sentence says that the document is in force from a day."""
        lead = self.lower[max(0, governor.start - 160) : governor.start]
        if "hiệu lực" not in lead or not re.search(r"(?:và|,|;)\s*$", lead):
            return None
        return self.by_id[subject].effective_from

    def _basis(self, object_: str) -> str | None:
        for_ = self._cited().get(object_)
        if for_ is None:
            return None
        words = collapse(f"{for_.text} {for_.title or ''}")
        return "competence" if _COMPETENCE.search(words) else "content"

    def _cited(self) -> dict[str, Citation]:
        if not hasattr(self, "_by_id"):
            self._by_id = {c.id: c for c in self.citations}
        return self._by_id


_OTHER_VERB = re.compile(
    r"(?:,|;|\bvà)\s*(?:tiếp\s+tục\s+)?(?:kiểm\s+tra|kiểm\s+soát|đánh\s+giá|báo\s+cáo|xây\s+dựng|ban\s+hành|xử\s+lý|"
    r"công\s+bố|công\s+khai|tổng\s+hợp|lập|rà\s+soát|giải\s+quyết|chi\s+trả|bố\s+trí|quản\s+lý)\b|\báp\s+dụng\b"
)
