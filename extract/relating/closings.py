"""What the end of a sentence says of the citations in it: "… hết hiệu lực", "A bị bãi bỏ", "A được B thay thế"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..records import Citation, Effect, Predicate
from . import force
from . import governors as g
from .clauses import Sentences, Small
from .governing import Governing
from .governors import EFFECTS, Governor
from .hosts import outranked
from .statements import Statements

Pending = Sequence[tuple[Citation, Governor]]  # the citations of a sentence, as governed at the level of the document

_LAPSES = re.compile(r"(?:\bsẽ\s+|\bđều\s+)?\b(?:hết|không\s+còn)\s+hiệu\s+lực|chấm\s+dứt\s+hiệu\s+lực", re.IGNORECASE)
_DONE_BY = re.compile(
    r"\s*(?:\(?[^();]{0,80}\)?\s)?(?P<verb>sửa\s+đổi|bổ\s+sung|thay\s+thế|bãi\s+bỏ|hủy\s+bỏ|huỷ\s+bỏ"
    r"|(?:tạm\s+)?(?:đình\s+chỉ|ngưng)|kéo\s+dài|gia\s+hạn)",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:được|bị|đều(?:\s+(?:được|bị))?)\s+(?P<verb>sửa\s+đổi|bổ\s+sung|thay\s+thế|bãi\s+bỏ|hủy\s+bỏ|huỷ\s+bỏ)"
    r"(?:(?:\s*,\s*|\s+và\s+|\s+)(?:sửa\s+đổi|bổ\s+sung))*"
    r"(?:\s+như\s+sau|\s+(?:bởi|bằng|theo|tại)\s[^.;]{0,80}\bnày\b|(?<=bãi\sbỏ)\s*(?=[.;:,]|kể\s+từ|từ\s+ngày|\Z|\n))",
    re.IGNORECASE,
)
_HAPPENS: dict[str, Predicate | Effect] = {
    "sửa": "amends",
    "bổ": "amends",
    "thay": "replaces",
    "bãi": "repeals",
    "hủy": "repeals",
    "huỷ": "repeals",
    "đình": "suspends",
    "ngưng": "defers",
    "kéo": "extends",
    "gia": "extends",
}


_IN_PART = re.compile(r"(?:\s+thi\s+hành)?\s+một\s+phần(?!\w)", re.IGNORECASE)
# A text that another one ends: "kể từ ngày [Luật A] có hiệu lực". What stands in brackets is said in passing.
_SINCE = re.compile(r"(?:từ\s+(?:ngày|khi)|\bkhi|thời\s+điểm)\s+(?:các\s+)?$")
_BEGINS = re.compile(r"(?:[^;.()\n]|\.(?=\w)|\([^()]{0,200}\)){0,300}?\bcó\s+hiệu\s+lực")
_BEHIND, _NEAR = 320, 120
_CLAUSE = re.compile(r"[.;:\n]\s")  # "Điều 3. Thông tư A bị bãi bỏ" is not said of an article
_STANDS = re.compile(r"\b(?:tiếp tục|vẫn|còn hiệu lực|có hiệu lực|áp dụng|giữ nguyên|thực hiện)\b")


class Closings:
    """Reads the words behind the last citation of a sentence and corrects what was stated before."""

    def __init__(self, text: str, lower: Small, sentences: Sentences, says: Governing, said: Statements) -> None:
        self._text, self._lower, self._sentences, self._says, self._said = text, lower, sentences, says, said

    def close(self, last: Citation | None, pending: Pending, following: Citation | None = None) -> None:
        """Words behind the citations, up to the `following` one: "… hết hiệu lực", "A được B thay thế"."""
        if last is None:
            return
        limit = following.start if following else None
        done = _DONE_BY.match(self._text, last.end) if len(pending) >= 2 else None
        if done and self._done_by(last, done, pending):
            return
        furthest = self._sentences.limit(last.end) if limit is None else limit
        behind = self._lower[last.end : furthest]
        lapses = "hiệu lực" in behind
        if lapses or "đình chỉ" in behind or " đến " in behind:
            self._force(last, pending, behind, limit)
        if not lapses and "được" not in behind and "bị" not in behind and "đều" not in behind:
            return
        end = self._sentences.end(last.end) if limit is None else limit
        changed = _CHANGED.search(self._text, last.end, end + 1)
        if changed:
            self._changed_here(last, changed, pending)
        if not lapses:
            return
        tail = self._text[last.end : end]
        lapse = _LAPSES.search(tail)
        if lapse and not re.search(r";|\bnếu\b|\btrường hợp\b|(?:này|đã)\s+$|, không\b", tail[: lapse.start()]):
            self._lapse(last, lapse, tail, pending, following)

    def _force(self, last: Citation, pending: Pending, behind: str, limit: int | None) -> None:
        """Of "Thông tư A ngưng hiệu lực đến hết ngày …", "A tiếp tục có hiệu lực", the document itself says so."""
        found = force.said_behind(behind)
        if found is None:
            return
        effect, start, stop = found
        end = self._sentences.end(last.end) if limit is None else limit
        if last.end + stop > end or re.search(r";|\bnếu\b|\bthì\b|\btrường hợp\b|\bkhi\b|\bkhông\s*$", behind[:start]):
            return
        subject, begun = self._says.document(last), False
        for citation, governor in self._of_clause(pending):
            lead, named = g.without_provisions(self._lower[max(0, citation.start - 200) : citation.start])
            begun = begun or (governor.rule == "mention" and force.is_subject(lead))
            if not begun or governor.predicate != "refers_to":
                continue
            part = (
                named
                or bool(citation.provision)
                or g.says_part(_CLAUSE.split(lead)[-1])
                or "một phần" in behind[start : stop + 16]
            )
            self._said.withdraw(subject, "refers_to", citation.id)
            self._said.add(subject, citation.id, Governor(effect, last.end + start, last.end + stop, "lapses", part))

    def _of_clause(self, pending: Pending) -> Pending:
        """The citations of the last clause: "A tiếp tục có hiệu lực; B hết hiệu lực" says nothing of A."""
        for at in range(len(pending) - 1, 0, -1):
            between = self._lower[pending[at - 1][0].end : pending[at][0].start]
            if ";" in between and _STANDS.search(between[: between.rindex(";")]):
                return pending[at:]
        return pending

    def _lapse(
        self, last: Citation, lapse: re.Match[str], tail: str, pending: Pending, following: Citation | None
    ) -> None:
        start, end = last.end + lapse.start(), last.end + lapse.end()
        subject = self._says.document(last)
        since = self._said.since(tail[lapse.end() :], subject)
        begun, pending = self._in_force(self._of_clause(pending))
        if following and _SINCE.search(tail) and _BEGINS.match(self._lower[following.end : following.end + _BEHIND]):
            begun = following.id
        own = "này có hiệu lực" in self._lower[max(0, pending[0][0].start - _NEAR) : last.end + len(tail)]
        for citation, governor in pending:
            if governor.predicate in EFFECTS or (governor.predicate != "refers_to" and citation is not last):
                continue
            if g.conditional(self._lower[max(0, citation.start - 24) : citation.start]):
                continue
            part = bool(citation.provision) or bool(_IN_PART.match(self._text, end))
            repealed = Governor("repeals", start, end, "lapses", part)
            if begun is None and not own and outranked(self._says.by_id[subject], citation):
                continue
            self._said.withdraw(subject, governor.predicate, citation.id)
            self._said.add(begun or subject, citation.id, repealed, since)

    def _in_force(self, pending: Pending) -> tuple[str | None, Pending]:
        """Of "Kể từ ngày A có hiệu lực, B và C hết hiệu lực": A, which ends the others, and these."""
        for at in range(len(pending) - 1, 0, -1):
            if _BEGINS.match(self._lower[pending[at - 1][0].end : pending[at][0].start]):
                return pending[at - 1][0].id, pending[at:]
        return None, pending

    def _changed_here(self, last: Citation, changed: re.Match[str], pending: Pending) -> None:
        """Of "Điều 5 Thông tư A được sửa đổi như sau" and "A bị bãi bỏ", the document itself changes A."""
        if re.search(r";|\bnếu\b|\bthì\b|\btrường hợp\b|\bkhi\b", self._lower[last.end : changed.start()]):
            return
        predicate = _HAPPENS[changed["verb"].lower().split()[0]]
        subject = self._says.document(last)
        for citation, governor in self._of_clause(pending):
            lead = self._lower[max(0, citation.start - 160) : citation.start]
            if governor.predicate != "refers_to" or g.conditional(lead):
                continue
            lead = _CLAUSE.split(lead)[-1]
            part = bool(citation.provision) or g.says_part(lead) or re.search(r"\bquy\s+định\b", lead) is not None
            self._said.withdraw(subject, governor.predicate, citation.id)
            self._said.add(subject, citation.id, Governor(predicate, *changed.span("verb"), "changed here", part))

    def _done_by(self, last: Citation, done: re.Match[str], pending: Pending) -> bool:
        """Of "A được B sửa đổi", the agent B stands between the passive and the verb."""
        before = pending[-2][0]
        if not re.search(r"(?:được|bị)\s*$", self._lower[before.end : last.start]):
            return False
        predicate = _HAPPENS[done["verb"].lower().removeprefix("tạm").split()[0]]
        self._said.withdraw(self._says.document(last), pending[-1][1].predicate, last.id)
        self._said.add(last.id, before.id, Governor(predicate, *done.span("verb"), "passive"))
        return True
