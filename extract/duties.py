"""Assignments from prose: headings that name an agency with bullets below, sentences whose subject is an agency,
orders.

Who bears a task is said in four ways: a heading governs the bullets ("2. Sở Nội vụ:", "Trách nhiệm của Sở Tài
chính", "X chủ trì, phối hợp thực hiện"), an agency is the subject ("Các sở, ngành có trách nhiệm …", "Điều 4. Chánh
Văn phòng … chịu trách nhiệm thi hành"), an order names it ("Giao Sở Nội vụ chủ trì, phối hợp với …"), or labels do
("Cơ quan chủ trì: …").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .bearers import Item, Lists, lists_of
from .drafts import Draft, document_at, trimmed
from .labels import label_drafts
from .outline import Part, section_of
from .reading import Reading
from .records import Document
from .roles import after_partners, leads, partners, watches, words_of

# Words without one of which no sentence gives a task; agencies at the start of a block are looked at besides.
_CUE = re.compile(
    r"chủ\s+trì|phối\s+hợp|trách\s+nhiệm|nhiệm\s+vụ|[Gg]iao|[Yy]êu\s+cầu|[Đđ]ề\s+nghị|phân\s+công|ủy\s+quyền"
    r"|[Cc]hủ\s+động|phải|cần|kịp thời|thực\s+hiện|thi\s+hành|tổ\s+chức"
)
_RESPONSIBILITY = re.compile(
    r"(?:Trách nhiệm|TRÁCH NHIỆM|Nhiệm vụ|Phân công|Đối với|Giao)(?:\s+(?:thực hiện|cụ thể"
    r"|thi hành))?(?:\s+(?:của|cho))?\s+"
)
_DUTY_TAIL = re.compile(
    r"(?:\s*,)?\s*(?:(?:có|chịu)\s+trách\s+nhiệm|có\s+nhiệm\s+vụ"
    r"|thực\s+hiện(?:\s+(?:các\s+)?nhiệm\s+vụ(?:\s+sau)?)?|căn\s+cứ[^:]{0,80}|theo\s+chức\s+năng[^:]{0,60}"
    r"|tập\s+trung|cần|phải|tổ\s+chức\s+thực\s+hiện|:|\.|\s|sau\s+đây|như\s+sau|các\s+nội\s+dung|thực\s+hiện"
    r"|(?:trong\s+việc|về)\s+[^:]{0,60}|\([^()]*\))*"
)
_CHAIR_TAIL = re.compile(
    r"\s*(?:có\s+trách\s+nhiệm\s+)?[Cc]hủ\s+trì(?:\s*,?\s*(?:và\s+)?phối\s+hợp(?:\s+(?:với|cùng)\s+)?)?"
)
_NEXT_CLAUSE = re.compile(r"[.;]\s+(?=\S)")
_MODAL = re.compile(
    r"\s*(?:,\s*)?(?:phải|cần|(?:có|chịu)\s+trách\s+nhiệm|có\s+nhiệm\s+vụ|chủ\s+trì|chủ\s+động|kịp\s+thời"
    r"|tăng\s+cường|tiếp\s+tục|nghiêm\s+túc|khẩn\s+trương|thường\s+xuyên|phối\s+hợp\s+(?:với|cùng)|định\s+kỳ"
    r"|tham\s+mưu|căn\s+cứ)(?!\w)"
)
_DUTY = re.compile(
    r"\s*(?:,\s*)?(?:(?:cần\s+)?(?:có|chịu)\s+trách\s+nhiệm(?:\s+(?:chính|phải|trong\s+việc|về\s+việc))?"
    r"|có\s+nhiệm\s+vụ|phải|cần(?:\s+phải)?)(?!\w)\s*(?::\s*)?"
)
_STRONG = re.compile(
    r"\s*(?:,\s*)?(?:[^,;.]{0,40}?)?(?:chủ\s+trì|(?:có|chịu)\s+trách\s+nhiệm|có\s+nhiệm\s+vụ"
    r"|phối\s+hợp\s+(?:với|cùng))"
)
_STATE = re.compile(
    r"\s*(?:là|của|được|bị|đã|đang|về|tại|trong|ở|ban\s+hành|quy\s+định\s+tại|do|gồm|bao\s+gồm|thuộc|khi"
    r"|có\s+(?:\d|quyền|thể|TTHC|thẩm\s+quyền|đủ|từ|ít)|chưa|vẫn|còn|không|đạt|và|hoặc|nhận|cấp\s+(?:phép|giấy)"
    r"|sẽ)(?!\w)"
)
_SKIP = re.compile(
    r"(?:Căn cứ\b(?!\s+(?:Kế hoạch|Chương trình|Chỉ thị|Quyết định|chức năng|tình hình|các nội dung|nội dung"
    r"|nhiệm vụ))|Xét\s|Theo đề nghị|Nơi nhận|Kính gửi|TM\.|KT\.|TL\.|TUQ\.|Số:|- Như|Lưu)"
)
_OPENING = re.compile(r"như\s+sau\s*[:.]?\Z")
# Documents that set norms: there an agency as the subject of a sentence is no order by itself.
NORMATIVE = frozenset(
    (
        "Thông tư",
        "Thông tư liên tịch",
        "Nghị định",
        "Luật",
        "Bộ luật",
        "Pháp lệnh",
        "Quy chế",
        "Quy định",
        "Điều lệ",
        "Quyết định",
        "Hiến pháp",
        "Nghị quyết",
        "Lệnh",
        "Văn bản hợp nhất",
    )
)


@dataclass(frozen=True, slots=True)
class Charge:
    """What a heading hands down to the bullets under it: who bears them, and whether as lead."""

    items: tuple[Item, ...]
    lead: bool
    partners: tuple[Item, ...] = ()
    rule: str = "heading"


def prose_drafts(reading: Reading, parts: tuple[Part, ...], documents: Sequence[Document]) -> list[Draft]:
    """The tasks that prose gives, in the order of the text."""
    return _Prose(reading, parts, documents).drafts()


class _Prose:
    def __init__(self, reading: Reading, parts: tuple[Part, ...], documents: Sequence[Document]) -> None:
        self.text = reading.text
        self.parts = parts
        self.documents = documents
        self.lists: Lists = lists_of(reading.tables)
        self.order = words_of(reading.tables, "assign")
        self.lead_in = words_of(reading.tables, "lead_in")
        self.duty_section = re.compile(
            "|".join(re.escape(h.phrase.casefold()) for h in reading.tables.headings if h.field == "duty_section")
        )
        self.tables = [(g.start, g.end) for g in reading.grids]
        self.charges: dict[int, Charge] = {}
        self.parents = {p.parent for p in parts if p.parent is not None}
        self.labelled = label_drafts(self.text, parts, self.lists)

    def drafts(self) -> list[Draft]:
        found: list[Draft] = list(self.labelled.drafts)
        table = 0
        for index, part in enumerate(self.parts):
            while table < len(self.tables) and self.tables[table][1] <= part.block.start:
                table += 1
            if table < len(self.tables) and part.block.end > self.tables[table][0]:
                continue
            if index in self.labelled.used or part.start >= part.end or _SKIP.match(self.text, part.start, part.end):
                continue
            found += self._part(index, part)
        return sorted(found, key=lambda d: (d.start, d.end))

    def _part(self, index: int, part: Part) -> list[Draft]:
        charge = self._inherited(index)
        own = self._own_charge(index, part)
        if own is not None:
            self.charges[index] = own
            if index in self.parents:
                return []
        if index in self.parents and self.text[part.end - 1] == ":":
            if charge is not None:
                self.charges[index] = charge
            return []
        if charge is not None and part.style is None and not self._first_under(index):
            charge = None
        if charge is not None:
            return self._charged(index, part, charge)
        return self._sentences(index, part)

    def _inherited(self, index: int) -> Charge | None:
        parent = self.parts[index].parent
        while parent is not None:
            if parent in self.charges:
                return self.charges[parent]
            if self.parts[parent].heading and self.parts[parent].style in ("roman", "chapter", "part", "section"):
                return None
            parent = self.parts[parent].parent
        return None

    def _first_under(self, index: int) -> bool:
        return self.parts[index].parent == index - 1 or (
            self.parts[index - 1].style is None and self.parts[index - 1].parent == self.parts[index].parent
        )

    def _own_charge(self, index: int, part: Part) -> Charge | None:
        """Whom a heading names, when it is one that names agencies and nothing else."""
        text, start, end = self.text, part.start, part.end
        if end - start > 420 or (not part.heading and text[end - 1] != ":"):
            return None
        at = start
        opening = _RESPONSIBILITY.match(text, at, end)
        ordered = None
        if opening:
            at = opening.end()
        else:
            ordered = self.order.match(text, at, end)
            if ordered:
                at = _spaces(text, ordered.end())
        items, stop = self.lists.leading(text, at, end)
        if not items or not self.lists.names(text, items):
            return None
        chair = _CHAIR_TAIL.match(text, stop, end)
        with_: list[Item] = []
        if chair:
            with_, after = self.lists.leading(text, chair.end(), end)
            stop = after if with_ else chair.end()
        tail = _DUTY_TAIL.match(text, stop, end)
        stop = tail.end() if tail else stop
        if stop < end - 1 and not (ordered and text[end - 1] == ":"):
            return None
        if stop >= end - 1 and not opening and not ordered and not part.heading and index not in self.parents:
            return None
        return Charge(tuple(items), chair is not None, tuple(with_), "heading-lead" if chair else "heading")

    def _charged(self, index: int, part: Part, charge: Charge) -> list[Draft]:
        """One bullet under a heading that names its bearers; another agency may take over inside it."""
        text = self.text
        section = section_of(text, self.parts, index)
        own, at = self.lists.leading(text, part.start, part.end)
        if own and self._names_bearer(part, own, at):
            return self._sentences(index, part)
        draft = self._draft(part.start, part.end, section, charge.items, charge.rule, lead=charge.lead)
        draft.give("cooperate", charge.partners)
        taken = self._takeover(part.start, part.end, charge.items)
        if taken is None:
            return [draft]
        draft.end = trimmed(text, draft.start, taken.start_of_clause)[1]
        self._assess(draft, charge.items, lead=charge.lead)
        other = self._draft(taken.start, part.end, section, taken.items, "subject")
        return [draft, other]

    def _names_bearer(self, part: Part, items: list[Item], stop: int) -> bool:
        """Does a bullet under a heading name its own bearer ("- Phòng Tư pháp: …", "- Sở Y tế chủ trì …")?"""
        rest = self.text[stop : stop + 40].lstrip()
        return (
            rest.startswith((":", "-"))
            or bool(_STRONG.match(self.text, stop, min(part.end, stop + 60)))
            or (bool(self.lists.predicate.match(self.text, _spaces(self.text, stop))) and any(i.body for i in items))
        )

    def _sentences(self, index: int, part: Part) -> list[Draft]:
        """Tasks of a block that nothing governs: clauses whose subject is an agency, orders, names with a colon."""
        text = self.text
        if not self._worth(part):
            return []
        strict = self._strict(index, part)
        found: list[Draft] = []
        at = part.start
        minor = False  # after a semicolon only words of duty make a new subject: the semicolon may stand in a list
        bearers: set[str] = set()
        while at < part.end:
            subject = self._subject(at, part.end, strict=strict, minor=minor)
            if subject is not None:
                names = {i.text(text).casefold() for i in subject.items}
                if not found or not (names & bearers or self._same_group(names, bearers)):
                    if found:
                        found[-1].end = trimmed(text, found[-1].start, at)[1]
                    found.append(self._of_subject(index, part, subject))
                    bearers = names
                at = max(subject.start, at + 1)
            clause = _NEXT_CLAUSE.search(text, at, part.end)
            if clause is None:
                break
            at, minor = clause.end(), clause[0][0] == ";"
        for draft in found:
            self._assess(draft, tuple(draft.bearers.get("responsible", []) + draft.bearers.get("lead", [])))
        return [d for d in found if d.end > d.start]

    def _same_group(self, names: set[str], others: set[str]) -> bool:
        return any(a.startswith(b) or b.startswith(a) for a in names for b in others)

    def _worth(self, part: Part) -> bool:
        """Can this block hold a task at all? Not a heading in capitals, not the sentence that opens the plan."""
        head = part.start
        if (part.style is None and self.text[part.end - 1] == ":") or _OPENING.search(
            self.text, max(head, part.end - 30), part.end
        ):
            return False
        if part.heading and self.text[head : part.end].isupper():
            return False
        if self.lists.starts(self.text, head, part.end):
            return True
        return bool(_CUE.search(self.text, head, part.end))

    def _strict(self, index: int, part: Part) -> bool:
        """Are only plain words of duty enough here? In norms, outside the section on who carries them out."""
        document = document_at(self.documents, part.start)
        if document is None or document.type not in NORMATIVE:
            return False
        if document.type == "Quyết định" and part.style == "article":
            return False  # the closing article of a decision names who carries it out
        section = section_of(self.text, self.parts, index)
        return not (section and self.duty_section.search(section.casefold()))

    def _of_subject(self, index: int, part: Part, subject: Subject) -> Draft:
        section = section_of(self.text, self.parts, index)
        draft = self._draft(subject.start, part.end, section, subject.items, subject.rule, lead=subject.lead)
        draft.give("cooperate", subject.partners)
        if subject.watched:
            draft.give("monitor", subject.items)
        return draft

    def _subject(self, start: int, end: int, *, strict: bool, minor: bool = False) -> Subject | None:
        """The agencies that the clause at `start` makes answerable, and where their task begins."""
        text = self.text
        order = self.order.match(text, start, end)
        if order:
            ordered = self._ordered(_spaces(text, order.end()), end)
            if ordered is not None:
                return ordered
        items, stop = self.lists.leading(text, start, end)
        if not items or not self.lists.names(text, items):
            late = self._after_lead_in(start, end)
            if late is None:
                return None
            order = self.order.match(text, late, end)
            if order:
                return self._ordered(_spaces(text, order.end()), end)
            items, stop = self.lists.leading(text, late, end)
            if not items or not self.lists.names(text, items):
                return None
        if minor and not _MODAL.match(text, stop, end):
            return None
        return self._predicated(items, stop, end, strict=strict)

    def _ordered(self, at: int, end: int) -> Subject | None:
        """Read "Giao Sở Nội vụ chủ trì, phối hợp với …": the task begins after the words that give the roles."""
        text = self.text
        items, stop = self.lists.leading(text, at, end)
        if not items or not self.lists.names(text, items):
            return None
        comma = stop + 1 if text[stop : stop + 1] == "," else stop
        lead = leads(text, comma, min(end, comma + 60))
        after = after_partners(text, comma, end, self.lists) if not _STATE.match(text, stop, end) else stop
        with_ = partners(text, comma, after, self.lists)
        duty = _DUTY.match(text, after, end)
        after = duty.end() if duty else after
        first, _ = trimmed(text, after, end)
        if first >= end:
            return None
        return Subject(items, first, lead, with_, watches(text, first, end), "order")

    def _predicated(self, items: list[Item], stop: int, end: int, *, strict: bool) -> Subject | None:
        text = self.text
        if text[stop : stop + 1] == ":" or text[stop : stop + 3] in (" - ", " – "):
            first, _ = trimmed(text, stop, end)
            if strict or first >= end or not all(i.body for i in items):
                return None
            return Subject(items, first, False, [], False, "name-colon")
        if text[stop : stop + 1] == "," and not self.lists.predicate.match(text, _spaces(text, stop + 1)):
            return None
        if _STATE.match(text, stop, end) and not _STRONG.match(text, stop, min(end, stop + 80)):
            return None
        strong = _STRONG.match(text, stop, min(end, stop + 90))
        if strict and not strong:
            return None
        with_first = self._with_colon(items, stop, end)
        if with_first is not None:
            return with_first
        after = _spaces(text, stop)
        if not strong and not self.lists.predicate.match(text, after):
            return None
        if not any(i.body for i in items) and strict:
            return None
        duty = _DUTY.match(text, stop, end)
        first = duty.end() if duty else after
        return Subject(items, first, False, [], watches(text, first, end), "subject")

    def _with_colon(self, items: list[Item], stop: int, end: int) -> Subject | None:
        """Read "Văn phòng UBND quận phối hợp Phòng Nội vụ: cải cách …": the roles stand before the colon."""
        text = self.text
        after = after_partners(text, stop, end, self.lists)
        if after > stop and text[after : after + 1] == ":":
            first, _ = trimmed(text, after, end)
            return Subject(
                items, first, leads(text, stop, after), partners(text, stop, after, self.lists), False, "name-colon"
            )
        return None

    def _after_lead_in(self, start: int, end: int) -> int | None:
        """Where the clause goes on after "Trên cơ sở …,", "Nếu …,", "Đối với …"; None without such words."""
        text = self.text
        match = self.lead_in.match(text, start, end)
        if match is None:
            return None
        if match[0].casefold() in ("đối với", "đồng thời", "trong đó", "riêng"):
            at = _spaces(text, match.end())
            return at + 1 if text[at : at + 1] == "," else at
        limit = re.compile(r"[.;]\s").search(text, start, end)
        stop = limit.start() if limit else end
        at = start
        while (comma := text.find(",", at, stop)) >= 0:
            at = _spaces(text, comma + 1)
            order = self.order.match(text, at, stop)
            items, after = self.lists.leading(text, _spaces(text, order.end()) if order else at, stop)
            if items and self.lists.names(text, items) and (order or self._acts(after, stop)):
                return at
        return None

    def _acts(self, stop: int, end: int) -> bool:
        return bool(self.lists.predicate.match(self.text, _spaces(self.text, stop), end)) and not _STATE.match(
            self.text, stop, end
        )

    def _takeover(self, start: int, end: int, items: Sequence[Item]) -> Takeover | None:
        """Another agency that takes over inside a bullet."""
        text = self.text
        own = {i.text(text).casefold() for i in items}
        for clause in re.finditer(r"[.;]\s+", text[start:end]):
            at = start + clause.end()
            if not (
                text[at : at + 1].isupper() or self.order.match(text, at, end) or self.lead_in.match(text, at, end)
            ):
                continue
            subject = self._subject(at, end, strict=False, minor=text[start + clause.start()] == ";")
            if (
                subject
                and all(i.body for i in subject.items)
                and not ({i.text(text).casefold() for i in subject.items} & own)
            ):
                return Takeover(subject.items, subject.start, at)
        return None

    def _draft(
        self, start: int, end: int, section: str | None, items: Sequence[Item], rule: str, *, lead: bool = False
    ) -> Draft:
        first, last = trimmed(self.text, start, end)
        draft = Draft("prose", first, last, section, rule)
        self._assess(draft, items, lead=lead)
        return draft

    def _assess(self, draft: Draft, items: Sequence[Item], *, lead: bool = False) -> None:
        """Give the roles that the words of the task say, anew when its range has changed."""
        text = self.text
        lead = lead or bool(draft.bearers.get("lead")) or leads(text, draft.start, draft.end)
        watched, with_ = draft.bearers.get("monitor", []), draft.bearers.get("cooperate", [])
        draft.bearers = {"monitor": watched} if watched else {}
        draft.give("lead" if lead else "responsible", items)
        own = {i.text(text).casefold() for i in items}
        inside = [i for i in with_ if not draft.start <= i.start < draft.end]
        found = partners(text, draft.start, draft.end, self.lists)
        draft.give("cooperate", [i for i in (*inside, *found) if i.text(text).casefold() not in own])


@dataclass(frozen=True, slots=True)
class Subject:
    """Agencies made answerable by a clause; their task begins at `start`."""

    items: list[Item]
    start: int
    lead: bool
    partners: list[Item]
    watched: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Takeover:
    """Agencies that take over inside a bullet."""

    items: list[Item]
    start: int
    start_of_clause: int


def _spaces(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at
