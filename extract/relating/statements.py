"""The relations found so far, each once: with basis, date and range of the words that say so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from ..dates import DATE, iso_date
from ..records import Citation, Document, Effect, Predicate, Relation
from . import force
from .clauses import Sentences, Small
from .governors import EFFECTS, Governor

# In small letters, and no look-behind first: a search then skips to the few letters that a branch begins with.
_COMPETENCE = re.compile(
    r"t(?<=\bt)ổ\s+chức\s+(?:chính\s+phủ|quốc\s+hội|chính\s+quyền|hội\s+đồng|hđnd|tòa|toà|viện|bộ|ủy\s+ban|uỷ\s+ban)|"
    r"chức\s+năng,?\s*nhiệm\s+vụ|cơ\s+cấu\s+tổ\s+chức|ban\s+hành\s+văn\s+bản\s+(?:quy|qui)\s+phạm|quy\s+chế\s+làm\s+việc|"
    r"(?:về\s+việc\s+)?(?:thành\s+lập|tổ\s+chức\s+bộ\s+máy)|điều\s+lệ\s+đảng"
)
_ATTACHED = re.compile(r"(?:ban\s+hành\s+|đính\s+)?kèm\s+theo", re.IGNORECASE)
_FROM = re.compile(r"(?:kể\s+)?từ\s+(?:0\s*giờ\s+)?" + DATE.pattern, re.IGNORECASE)


_Basis = Literal["competence", "content"] | None
# The fields of a relation behind its ends.
_Said = tuple[str, int, int, _Basis, bool, str | None, str, Effect | None, str | None]


class Statements:
    """Relations in the order of their finding, without doubles."""

    def __init__(
        self,
        text: str,
        lower: Small,
        documents: Sequence[Document],
        citations: Sequence[Citation],
        sentences: Sentences,
    ) -> None:
        self._text, self._lower, self._documents, self._sentences = text, lower, documents, sentences
        self._by_id = {d.id: d for d in documents}
        self._cited = {c.id: c for c in citations}
        self._spans = {(c.start, c.end) for c in citations}
        self._found: dict[tuple[str, Predicate, str], _Said] = {}

    def documents_of_the_file(self) -> None:
        """A decision promulgates (or approves) the text that stands behind it in the same file."""
        for document in self._documents:
            parent = self._by_id.get(document.in_document or "")
            if not parent:
                continue
            kind = (document.type or "").lower().replace(" ", r"\s+")
            verb, with_it = r"(?P<verb>ban\s+hành|phê\s+duyệt)", r"\s+kèm\s+theo\s+[^\n]{3,30}?\s+này"
            issued = re.compile(rf"(?P<cue>{verb}{with_it})\s*:?\s*[^\n]{{0,30}}?{kind}", re.IGNORECASE)
            said = re.compile(rf"(?P<cue>{verb}(?:{with_it})?)\s*:?\s*[^\n]{{0,30}}?{kind}", re.IGNORECASE)
            body = parent.spans.get("title", (0, parent.start))[1]
            match = (
                issued.search(self._text, body, min(parent.end, body + 20000))
                or said.search(self._text, body, min(parent.end, body + 20000))
                or said.search(self._text, parent.start, min(parent.end, body))
            )
            predicate: Predicate = "promulgates"
            if match:
                start, end = match.span("cue")
                predicate = "approves" if match["verb"].lower().startswith("phê") else "promulgates"
            else:
                start, end = self._heading(document)
            self.add(parent.id, document.id, Governor(predicate, start, end, "own annex"))

    def _heading(self, document: Document) -> tuple[int, int]:
        """The words in the heading of an annex that say with what it was issued, else its first word."""
        said = _ATTACHED.search(self._text, document.start, min(document.end, document.start + 900))
        return said.span() if said else (document.start, max(document.start + 1, min(document.end, document.start + 8)))

    def relations(self) -> tuple[Relation, ...]:
        """The relations with their ids."""
        return tuple(Relation(f"R{n}", *ends, *said) for n, (ends, said) in enumerate(self._found.items(), 1))

    def withdraw(self, subject: str, predicate: Predicate | Effect, object_: str) -> None:
        """Take a relation back that later words of its sentence correct."""
        self._found.pop((subject, force.recorded(predicate)[0], object_), None)

    def add(self, subject: str, object_: str, governor: Governor, since: str | None = None) -> None:
        """State a relation once; `since` is the day from which a change holds, where its words name one."""
        if subject == object_:
            return
        predicate, effect = force.recorded(governor.predicate)
        if predicate == "replaces" and governor.partial:
            predicate = "amends"  # only a whole text is replaced by another one (Luật 64/2025/QH15, Điều 8)
        known = (subject, predicate, object_)
        if known in self._found:
            return
        basis = self._basis(object_) if predicate == "based_on" else None
        if predicate in ("replaces", "repeals", "amends") and since is None and subject in self._by_id:
            since = self._stated_date(governor, subject)
        until = None
        if effect:
            since, until = self._time(governor, subject, object_)
        start, end = governor.start, governor.end
        if (start, end) in self._spans and object_ in self._cited:  # of the first of several, which had no words
            start, end = self._cited[object_].start, self._cited[object_].end
        evidence = self._text[start:end]
        part = governor.partial and governor.predicate in (*EFFECTS, "guides", "proposes_amendment")
        said = (evidence, start, end, basis, part, since, governor.rule, effect, until)
        self._found[known] = said

    def _time(self, governor: Governor, subject: str, object_: str) -> tuple[str | None, str | None]:
        """First and last day of an effect on force, from the words behind the text and the cue, else from those before.

        A semicolon ends what is said of a text: "kéo dài A đến hết ngày …; kéo dài B đến hết năm …".
        """
        cited = self._cited.get(object_)
        behind = max(governor.end, cited.end if cited else 0)
        words = self._text[behind : self._sentences.end(behind)].partition(";")[0]
        before = re.split(r"[;\n]|\.\s", self._text[max(0, governor.start - 160) : governor.start])[-1]
        since = until = None
        for said in (words, before):
            since = since or (self.since(said, subject) if subject in self._by_id else _first_day(said))
            until = until or force.last_day(said, self._text[governor.start : governor.end])
        return since, until

    def since(self, words: str, subject: str) -> str | None:
        """From when a change by the document `subject` holds, as the words behind it say."""
        day = _first_day(words)
        if day:
            return day
        return self._by_id[subject].effective_from if re.search(r"này\s+có\s+hiệu\s+lực", words) else None

    def _stated_date(self, governor: Governor, subject: str) -> str | None:
        """From when the change holds, where its sentence says that the document is in force from a day."""
        lead = self._lower[max(0, governor.start - 160) : governor.start]
        if "hiệu lực" not in lead or not re.search(r"(?:và|,|;)\s*$", lead):
            return None
        return self._by_id[subject].effective_from

    def _basis(self, object_: str) -> _Basis:
        """Does a recital name the power to issue, or the content (NĐ 30/2020/NĐ-CP, Phụ lục I, II.6)?"""
        for_ = self._cited.get(object_)
        if for_ is None:
            return None
        words = f"{for_.text} {for_.title or ''}".lower()
        return "competence" if _COMPETENCE.search(words) else "content"


def _first_day(words: str) -> str | None:
    """The day that "kể từ ngày …" names."""
    match = _FROM.search(words)
    return iso_date(match) if match else None
