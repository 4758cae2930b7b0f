"""Assignments from prose: headings that name an agency with bullets below, sentences whose subject is an agency,
orders.

Who bears a task is said in four ways: a heading governs the bullets ("2. Sở Nội vụ:", "Trách nhiệm của Sở Tài
chính", "X chủ trì, phối hợp thực hiện"), an agency is the subject ("Các sở, ngành có trách nhiệm …", "Điều 4. Chánh
Văn phòng … chịu trách nhiệm thi hành"), an order names it ("Giao Sở Nội vụ chủ trì, phối hợp với …"), or labels do
("Cơ quan chủ trì: …"). The file is longer than 400 lines because all four share what governs a part.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...ontology.tables import Tables
from ..agents.bearers import Item, Lists, lists_of
from ..letters import CAPITALS
from ..outline import Part, section_of
from ..reading import Reading
from ..records import Document
from .announcing import announced, announces
from .bare import is_bare, joins
from .deadline_cues import find_deadline
from .drafts import ROLES, Draft, document_at, normative_types, trimmed
from .duty_cues import duty_places
from .labels import label_drafts
from .results import Results
from .roles import chairs, partners, spaces, watches, words_of
from .subjects import RESPONSIBILITY, STRONG, Subject, Subjects

# In a document of norms only blocks that hold a word of duty, or stand in a section on duties, are looked at; in one
# that plans, those that hold these words too, and blocks that begin with an agency.
# Each begins with its rarest letter and looks back from there: a search skips to such letters.
_ORDER_CUE = re.compile(
    r"ê(?<=[Yy]ê)u\s+cầu|ề(?<=[Đđ]ề)\s+nghị|â(?<=[Pp]hâ)n\s+công|ủy\s+quyền|Ủy\s+quyền|ủ(?<=[Cc]hủ)\s+động|ả(?<=phả)i\s"
    r"|ầ(?<=cầ)n\s|ị(?<=[Kk]ị)p\s+thời|ế(?<=[Tt]iế)p\s+tục|ê(?<=[Nn]ghiê)m\s+túc|ẩ(?<=[Kk]hẩ)n\s+trương"
    r"|ự(?<=[Tt]hự)c\s+hiện|à(?<=[Tt]hi\shà)nh|ổ(?<=[Tt]ổ)\s+chức|ể(?<=[Tt]riể)n\s+khai"
)
_ORDER_LETTERS = "êềâủỦảầịếẩựàổể"  # with which they begin; a translation holds none of them
_DUTY_TAIL = re.compile(
    r"(?:\s*[-(]\s*(?:[Cc]ơ\s+quan\s+)?[Tt]hường\s+trực[^:,;]{0,60})?(?:\s*,)?\s*(?:(?:có|chịu)\s+trách\s+nhiệm|có\s+nhiệm\s+vụ"
    r"|thực\s+hiện(?:\s+(?:các\s+)?nhiệm\s+vụ(?:\s+sau)?)?|căn\s+cứ[^:]{0,80}|theo\s+chức\s+năng[^:]{0,60}"
    r"|là\s+(?:cơ\s+quan|đơn\s+vị)\s+(?:đầu\s+mối|thường\s+trực|chủ\s+trì)|khẩn\s+trương|nghiêm\s+túc|kịp\s+thời|tích\s+cực"
    r"|chủ\s+động|tập\s+trung|cần|phải|tổ\s+chức\s+thực\s+hiện|[:.,]|\s|sau\s+đây|như\s+sau|các\s+nội\s+dung|thực\s+hiện"
    r"|(?:trong\s+việc|về)\s+[^:]{0,60}|\([^()]*\))*"
)
_CHAIR_TAIL = re.compile(
    r"\s*(?:có\s+trách\s+nhiệm\s+)?[Cc]hủ\s+trì(?:\s*,?\s*(?:và\s+)?phối\s+hợp(?:\s+(?:với|cùng)\s+)?)?"
)
# Bodies that take over behind a comma, when an act stands right behind their names.
_OFFICIAL = r"(?:Sở|Bộ|Phòng|Cục|Chi cục|Ban|UBND|Ủy ban|Công an|Văn phòng|Trung tâm|Hội|Đài|Báo)\s"
# Another clause; behind a comma or a colon only an order to another body makes one.
_NEXT_CLAUSE = re.compile(
    rf"[.;,:](?:(?<![,:])\s+(?=\S)|\s+(?=[Gg]iao\s+(?:cho\s+)?[{CAPITALS}])|(?<=,)\s+(?={_OFFICIAL}))"
)
_SKIP = re.compile(
    r"(?:Căn cứ\b(?!\s+(?:Kế hoạch|Chương trình|Chỉ thị|Quyết định|chức năng|tình hình|các nội dung|nội dung"
    r"|nhiệm vụ|kết quả|đề xuất))"
    r"|Xét\s|Theo đề nghị|Nơi nhận|Kính gửi|TM\.|KT\.|TL\.|TUQ\.|Số:|- Như|Lưu)"
)
_BEHIND_DASH = re.compile(
    rf"(?:(?:[ \t]+[–-]|:)\s+(?:[Gg]iao\s+|do\s+)?|\(\s*(?:[Gg]iao\s+|[Dd]o\s+)?|\n)(?=[{CAPITALS}])"
)
# A bracket that ends a line and may hold nothing but the bearers of its task.
_BRACKETED = re.compile(rf"\((?=[{CAPITALS}][^()\n]{{4,200}}\)[ ]*[.;,]?[ ]*(?:\n|\Z))")
# It begins with one set of signs, which a search skips to.
_BEHIND = re.compile(
    r"[(,;.\s](?:(?<=\()\s*(?:Giao\s+|Do\s+|giao\s+|do\s+)?|(?<=[,;\s])\s*(?<=\s)do\s+"
    r"|(?<=[,;.])\s+[Gg]iao\s+(?:cho\s+)?)"
)
_ROLE_BEHIND = re.compile(
    r"\s*(?:chủ\s+trì|tham\s+mưu|thực\s+hiện|chịu\s+trách\s+nhiệm|đảm\s+nhận|phụ\s+trách"
    r"|làm\s+đầu\s+mối)"
)
_DONE = re.compile(r"\s(?:được|đã)\s")
_CARRIED_OUT = re.compile(r"thi\s+hành|(?:căn\s+cứ|chiếu)\s[^.;]*thực\s+hiện")
_LONGEST_NAMES = 300  # characters of a line that names who bears the tasks behind it
_CLOSING_WORDS = 50  # characters in which a closing article ends
_TITLES = ("roman", "part", "chapter", "section", "capital")
_WORK = re.compile(r"nhiệm\s+vụ|giải\s+pháp|phân\s+công", re.IGNORECASE)  # sections of a resolution on tasks
_OPENING = re.compile(r"như\s+sau\s*[:.]?\Z")


@dataclass(frozen=True, slots=True)
class Charge:
    """What a heading hands down to the bullets under it: who bears them, and whether as lead."""

    items: tuple[Item, ...]
    lead: bool
    partners: tuple[Item, ...] = ()
    rule: str = "heading"
    section: str | None = None  # of an unmarked line, which is no heading of the outline


def prose_drafts(reading: Reading, parts: tuple[Part, ...], documents: Sequence[Document]) -> list[Draft]:
    """The tasks that prose gives, in the order of the text."""
    return _Prose(reading, parts, documents).drafts()


class _Prose:
    def __init__(self, reading: Reading, parts: tuple[Part, ...], documents: Sequence[Document]) -> None:
        self.text = reading.text
        self.parts = parts
        self.documents = documents
        self.lists: Lists = lists_of(reading.tables)
        self.subjects = Subjects(self.text, reading.tables, [d.issuer for d in documents if d.issuer])
        self.results = Results(self.text, parts)
        self.opening, self.told = _openings(reading.tables), _told(reading.tables)
        self.duty_section = _duty_sections(reading.tables)
        self.charges: dict[int, Charge] = {}
        self.named: set[int] = set()  # the parts that name who bears what is under them
        self.covered: set[int] = set()  # the parts that a heading above charges
        # Whom an unmarked line charges, the part above it, and the mark of the tasks beside it.
        self.announced: tuple[Charge, int | None, str | None] | None = None
        self.running: tuple[int, Charge, int] | None = None  # the last governed part, its charge, the part to be like
        self.given: set[int] = set()  # the parts that gave a task
        self.owned: dict[int, Draft] = {}  # by the part that says it, a task whose bearers stand in parts behind it
        self.starts = [p.block.start for p in parts]
        self.tabled = self._in_tables(reading)
        self.labelled = label_drafts(self.text, parts, self.lists, self.tabled)
        norms = normative_types(reading.tables)
        # Resolutions of the Government give orders, most of them (Luật 80/2015/QH13, Điều 4, does not count them).
        orders = {id(d) for d in documents if d.type == "Nghị quyết" and d.issuer == "Chính phủ"}
        self.normative = {id(d): d.type in norms and id(d) not in orders for d in documents}
        self.norms = bool(documents) and all(self.normative.values())
        self.decision = any(d.type == "Quyết định" for d in documents)
        self.resolution = any(d.type == "Nghị quyết" for d in documents)
        self.cued = {bisect_right(self.starts, at) - 1 for at in self._cues()}
        self.duty_parts: dict[int | None, bool] = {}

    def _cues(self) -> Iterator[int]:
        """The places of words of duty; of orders too where an agency that is named may be a subject by itself."""
        yield from duty_places(self.text, resolution=self.resolution)
        if not self.norms or self.resolution:
            if any(letter in self.text for letter in _ORDER_LETTERS):
                yield from (m.start() for m in _ORDER_CUE.finditer(self.text))
            yield from (m.start() for m in _BRACKETED.finditer(self.text))
            yield from (m.start() for m in self.told.finditer(self.text))

    def _in_tables(self, reading: Reading) -> set[int]:
        """The parts that stand in tables."""
        found: set[int] = set()
        for grid in reading.grids:
            index = max(bisect_right(self.starts, grid.start) - 1, 0)
            while index < len(self.parts) and self.parts[index].block.start < grid.end:
                if self.parts[index].block.end > grid.start:
                    found.add(index)
                index += 1
        return found

    def _recipients(self) -> Iterator[int]:
        """The parts that list who gets the paper: "- VPCP: BTCN, các PCN, …"."""
        at, index = self.text.find("Nơi nhận"), 0
        while at >= 0:
            index = max(index, bisect_right(self.starts, at))
            while index < len(self.parts) and str(self.parts[index].style).startswith("bullet"):
                yield index
                index += 1
            at = self.text.find("Nơi nhận", at + 1)

    def drafts(self) -> list[Draft]:
        found: list[Draft] = list(self.labelled.drafts)
        taken = self.tabled | self.labelled.used | set(self._recipients())
        for index, part in self._promising():
            if index in taken or part.start >= part.end or _SKIP.match(self.text, part.start, part.end):
                continue
            if tasks := self._part(index, part):
                self.given.add(index)
                found += tasks
        return sorted(found, key=lambda d: (d.start, d.end))

    def _bars(self, index: int) -> bool:
        """Does this part keep the charge of what is above it from what is below?"""
        part = self.parts[index]
        return part.heading and part.style in ("roman", "chapter", "part", "section")

    def _promising(self) -> Iterator[tuple[int, Part]]:
        """The parts that may give or hand down a task: by what is above or before them, their cues, their first words.

        Read one by one: what a part hands down decides on those behind it.
        """
        text, cued, covered, charges, opens = self.text, self.cued, self.covered, self.charges, self.opening.match
        for index, part in enumerate(self.parts):
            _, start, end, style, parent, heading = part
            if charges and (parent in charges or (parent in covered and not self._bars(parent))):
                covered.add(index)
            if style is None:
                self.announced = None
                follows = self.running is not None and self.running[0] == index - 1
            else:
                follows = self.announced is not None and self.announced[1:] == (parent, style)
            if follows or index in cued or index in covered:
                yield index, part
            elif self.decision and _CARRIED_OUT.search(text, max(start, end - _CLOSING_WORDS), end):
                yield index, part  # "… có hiệu lực từ ngày ký. Chánh Văn phòng, … căn cứ Quyết định thi hành"
            elif (first := opens(text, start, end)) is not None and (
                (heading and first["name"] is not None) or not self._strict(index, part)
            ):
                yield index, part

    def _part(self, index: int, part: Part) -> list[Draft]:
        charge = self._inherited(index)
        if part.style is None:
            announced = self._announces(index, part)
            if announced is not None:
                below = self.parts[index + 1].style if index + 1 < len(self.parts) else None
                self.announced, self.running = (announced, part.parent, below), (index, announced, index)
                return []
        elif (
            self.announced
            and self.announced[1:] == (part.parent, part.style)
            and not (part.heading and part.parent is None)
        ):
            charge = self.charges[index] = self.announced[0]
        if self._leads(index):
            own = self._own_charge(index, part) or self._charge_behind(index, part)
            if own is not None:
                self.charges[index] = own
                self.named.add(index)
                return []
            if self.text[part.end - 1] == ":":
                if charge is not None:
                    self.charges[index] = charge
                return []
        if charge is not None and part.style is None and not self._first_under(index):
            charge = None
        running = self.running
        if charge is None and running is not None and part.style is None and self._goes_on(index, part):
            self.running = (index, running[1], running[2])
            return self._charged(running[2], part, running[1])
        if charge is not None:
            if part.style is None and self.text[part.end - 1] == ":":
                return []  # "Là cơ quan thường trực, có nhiệm vụ:" under the name of its body
            self.running = (index, charge, index)
            return self._charged(index, part, charge)
        return [] if self.results.tells(index) else self._sentences(index, part)

    def _leads(self, index: int) -> bool:
        """Do parts stand under this one? Then the next that has a mark does, or a paragraph before that one."""
        if self.parts[index].style is None:
            return False
        below = index + 1
        while below < len(self.parts) and self.parts[below].style is None and self.parts[below].parent != index:
            below += 1
        return below < len(self.parts) and self.parts[below].parent == index

    def _announces(self, index: int, part: Part) -> Charge | None:
        """Whom an unmarked line with nothing but a colon behind it charges: "Sở Y tế:", "Đề nghị UBND các tỉnh:"."""
        text = self.text
        if self.normative.get(id(document_at(self.documents, part.start))):
            return None
        named = self._named_alone(index, part)
        if named is not None:
            return named
        items = announced(text, part.start, part.end, self.subjects)
        return Charge(tuple(items), lead=False) if items else None

    def _named_alone(self, index: int, part: Part) -> Charge | None:
        """Whom an unmarked line that names bodies and nothing else charges with the bullets or lines behind it."""
        text, parts = self.text, self.parts
        colon = text[part.end - 1] == ":"
        following = parts[index + 1] if index + 1 < len(parts) else None
        if following is None or part.parent is None or part.end - part.start > _LONGEST_NAMES:
            return None
        listed = following.style is not None and following.parent == part.parent and not following.heading
        if not listed and not (colon and self.lists.predicate.match(text, following.start, following.end)):
            return None
        items, stop = self.subjects.leading(part.start, part.end)
        if not items or text[stop : part.end].strip(" .:*_") or not all(i.body for i in items):
            return None
        if text[part.start : part.end].isupper() or not (colon or self._in_duties(index)):
            return None
        return Charge(tuple(items), lead=False, section=" ".join(text[part.start : part.end].split()))

    def _goes_on(self, index: int, part: Part) -> bool:
        """Is this a bullet that lost its mark: right behind a governed bullet, and beginning with an act?"""
        if self.running is None or self.running[0] != index - 1:
            return False
        order = self.subjects.order.match(self.text, part.start, part.end)
        if (order and order[0] != "Chỉ đạo") or self._opens(part):
            return False
        return bool(self.text[part.start].isupper() and self.lists.predicate.match(self.text, part.start, part.end))

    def _inherited(self, index: int) -> Charge | None:
        """The charge that a heading above hands down to this part."""
        parent = self.parts[index].parent if index in self.covered else None
        while parent is not None and parent not in self.charges:
            parent = self.parts[parent].parent
        return None if parent is None else self.charges[parent]

    def _first_under(self, index: int) -> bool:
        return self.parts[index].parent == index - 1 or (
            self.parts[index - 1].style is None and self.parts[index - 1].parent == self.parts[index].parent
        )

    def _own_charge(self, index: int, part: Part) -> Charge | None:
        """Whom a heading with parts under it names, when it is one that names agencies and nothing else."""
        text, start, end = self.text, part.start, part.end
        if end - start > 420 or (not part.heading and text[end - 1] != ":"):
            return None
        at = start
        opening = RESPONSIBILITY.match(text, at, end)
        ordered = None
        if opening:
            at = opening.end()
        else:
            ordered = self.subjects.order.match(text, at, end)
            if ordered and ordered[0].casefold() == "chỉ đạo" and index in self.covered:
                return None  # "- Chỉ đạo các đơn vị nghiệp vụ:" is a task of the body above
            if told := announced(text, start, end, self.subjects):
                return Charge(tuple(told), lead=False)
            if ordered:
                at = spaces(text, ordered.end())
        items, stop = self.subjects.leading(at, end)
        if not items or not self.lists.names(text, items):
            return None
        if part.style in _TITLES and not any(i.body for i in items):
            return None  # "I. TRÁCH NHIỆM CÁC CƠ QUAN" is the title of a section
        chair = _CHAIR_TAIL.match(text, stop, end)
        with_: list[Item] = []
        if chair:
            with_, after = self.subjects.leading(spaces(text, chair.end()), end)
            stop = after if with_ else chair.end()
        tail = _DUTY_TAIL.match(text, stop, end)
        stop = end if announces(text, stop, end) else tail.end() if tail else stop
        if not chair and stop < end - 1 and part.heading and items[0].body and (more := self._listed(at, stop, end)):
            items, stop = more, end  # names in no table, in capitals or before a colon
        orders = ordered or (opening and opening[0].startswith(("Giao", "Phân công")))
        if stop < end - 1 and not (orders and text[end - 1] == ":"):
            return None
        bare = not opening and not ordered and not chair and (tail is None or not tail[0].strip(" .:"))
        if bare and not any(i.body and i.body.kind == "specific" for i in items) and self._strict(index, part):
            return None  # "Lãnh đạo Sở:" in a norm on its structure
        return Charge(tuple(items), chair is not None, tuple(with_), "heading-lead" if chair else "heading")

    def _charge_behind(self, index: int, part: Part) -> Charge | None:
        """Whom the bracket at the end of a heading charges: "2. Về nhân lực (Giao Văn phòng Sở chủ trì)"."""
        text = self.text
        at = text.rfind("(", part.start, part.end)
        opened = _BEHIND_DASH.match(text, at, part.end) if at > part.start and part.heading else None
        if opened is None or self._strict(index, part):
            return None
        items, stop = self.subjects.leading(opened.end(), part.end)
        close = text.find(")", stop, part.end)
        if close < 0 or text[close + 1 : part.end].strip(" .:") or not items or not self.lists.names(text, items):
            return None
        if not all(i.body for i in items) or not is_bare(text, stop, close, self.lists):
            return None
        with_ = tuple(partners(text, stop, close, self.lists))
        return Charge(tuple(items), chairs(text, stop, close, self.lists), with_)

    def _listed(self, at: int, stop: int, end: int) -> list[Item]:
        """The bodies of a heading that names more of them behind `stop`: in capitals, or before its colon."""
        text = self.text
        acts = any(m[0][0].islower() for m in self.lists.predicate.finditer(text, stop, end))
        if not text[at:end].isupper() and (text[end - 1] != ":" or acts):
            return []
        items = self.lists.bounded(text, at, end)
        return items if sum(1 for i in items if i.body) * 2 >= len(items) else []

    def _charged(self, index: int, part: Part, charge: Charge) -> list[Draft]:
        """One bullet under a heading that names its bearers; another agency may take over inside it."""
        text = self.text
        section = charge.section or section_of(text, self.parts, index, self.named)
        if "(" in text[part.start : part.end] and "trì" in text[part.start : part.end]:
            led = self._behind(index, part, _BEHIND_DASH)  # a bracket that names who leads wins over the heading
            if led is not None:
                return [led]
        own, at = self.subjects.leading(part.start, part.end)
        named = own and self.lists.names(text, own) and self._names_bearer(part, own, at)
        order = self.subjects.order.match(text, part.start, part.end)
        late = part.style is None and self.subjects.lead_in.match(text, part.start, part.end)
        generic = not any(i.body and i.body.kind == "specific" for i in charge.items)
        told = late or (order and (order[0] == "Giao" or (part.style is None and order[0] != "Chỉ đạo")))
        if named or told or (order and generic and order[0].casefold() != "chỉ đạo"):
            found = self._sentences(index, part)
            other = found and any(i.body for i in found[0].borne(*ROLES))
            if named or (told and found) or other:
                return found
        if own and at >= part.end - 1 and self.lists.names(text, own):
            return []  # a list of bodies, no tasks: "a) Văn phòng Sở;"
        draft = self._draft(part.start, part.end, section, charge.items, charge.rule, lead=charge.lead)
        draft.give("cooperate", charge.partners)
        if watches(text, draft.start, draft.end):
            draft.give("monitor", charge.items)
        taken = self._takeover(part.start, part.end, charge.items)
        if taken is None:
            return [draft]
        draft.end = trimmed(text, draft.start, taken.start_of_clause)[1]
        self._assess(draft, charge.items, lead=charge.lead)
        other = self._draft(taken.start, part.end, section, taken.items, "subject")
        return [draft, other] if other.start < other.end else [draft]

    def _names_bearer(self, part: Part, items: list[Item], stop: int) -> bool:
        """Does a bullet under a heading name its own bearer ("- Phòng Tư pháp: …", "- Sở Y tế chủ trì …")?"""
        rest = self.text[stop : stop + 40].lstrip()
        return (
            rest.startswith((":", "-"))
            or bool(STRONG.match(self.text, stop, min(part.end, stop + 60)))
            or (bool(self.lists.predicate.match(self.text, spaces(self.text, stop))) and any(i.body for i in items))
        )

    def _sentences(self, index: int, part: Part) -> list[Draft]:
        """Tasks of a block that nothing governs: clauses whose subject is an agency, orders, names with a colon."""
        text = self.text
        if part.heading and text[part.start : part.end].isupper():
            return []
        strict = index not in self.covered and self._strict(index, part)
        found: list[Draft] = []
        at = spaces(text, part.start + 1) if text[part.start] == "-" else part.start  # "Điều 5. - Chánh Văn phòng …"
        minor = ""  # after a semicolon only words of duty make a new subject: the semicolon may stand in a list
        bearers: set[str] = set()
        while at < part.end:
            taken = minor != "," or (found and not strict)  # behind a comma another body takes over
            subject = None
            if taken:
                subject = self.subjects.at(at, part.end, strict=strict and not found, minor=minor, later=bool(found))
            if subject is not None and subject.rule != "order" and self._opens(part):
                return []
            if (
                subject is None
                and at == part.start
                and not strict
                and "trì" in text[at : part.end]
                and (led := self._behind(index, part, _BEHIND_DASH))
            ):
                return [led]
            if subject is not None:
                names = {i.text(text).casefold() for i in subject.items}
                if not found or not (names & bearers or self._same_group(names, bearers)):
                    if found:
                        found[-1].end = trimmed(text, found[-1].start, at)[1]
                    found.append(self._of_subject(index, part, subject, at))
                    bearers = names
                at = max(subject.start, at + 1)
            clause = _NEXT_CLAUSE.search(text, max(at, min(self.subjects.reached, part.end) - 2), part.end)
            if clause is None:
                break
            at, sign = clause.end(), clause[0][0]
            minor = sign if sign == ";" or (sign == "," and text[at] not in "Gg") else ""
        if not found and not strict:
            behind = self._behind(index, part)
            return [behind] if behind is not None else []
        for draft in found:
            self._assess(draft, draft.borne("responsible", "lead"))
        return [d for d in self._completed(index, part, found) if d.end > d.start] if found else []

    def _completed(self, index: int, part: Part, found: list[Draft]) -> list[Draft]:
        """The tasks of a part, where words that only give roles or a time are about what stands before them."""
        text = self.text
        result: list[Draft] = []
        for draft in found:
            if text[part.end - 1] == ":" or not is_bare(text, draft.start, draft.end, self.lists):
                result.append(draft)
                continue
            with_ = joins(text, draft.start, draft.end)
            if result and (with_ or result[-1].end <= (result[-1].clause or 0)):
                self._share(result[-1], draft, with_=with_)
                continue
            owner = None if result else self._told_above(index, part, draft)
            if owner is not None and owner in self.owned:
                self._share(self.owned[owner], draft, with_=with_)
            elif owner is not None:
                self.owned[owner] = draft
                draft.section = section_of(text, self.parts, owner, self.named)
                self._widened(draft, self.parts[owner].start, self.parts[owner].end)
                result.append(draft)
            elif not (with_ and (part.heading or text.startswith("là", draft.start))):  # "Các cơ quan phối hợp"
                first = result[-1].end if result else part.start
                orders = draft.rule == "order" or draft.borne("lead")
                if orders or self.lists.predicate.match(text, part.start, part.end):
                    self._widened(draft, first, draft.clause or part.start)
                result.append(draft)
        return result

    def _share(self, task: Draft, draft: Draft, *, with_: bool) -> None:
        """Give the bearers of words that only give roles to the task that they are about."""
        for role in ROLES:
            task.give("cooperate" if with_ else role, draft.borne(role))

    def _told_above(self, index: int, part: Part, draft: Draft) -> int | None:
        """The part whose task a part that only gives roles is about: the line before it, or the one it stands under."""
        before = trimmed(self.text, part.start, draft.clause or part.start)
        if before[1] > before[0] or index == 0:
            return None
        owner = part.parent if part.style is not None else index - 1
        if owner is None or owner in self.given or owner in self.charges:
            return None
        above = self.parts[owner]
        words = self.text[above.start : above.end]
        title = above.style in _TITLES or above.style == "article" or self.duty_section.search(words.casefold())
        tells = above.heading or self.lists.predicate.match(words)
        return owner if tells and not title and owner not in self.tabled else None

    def _widened(self, draft: Draft, start: int, end: int) -> None:
        """Make what stands at [start, end) the task of words that only give roles or a time."""
        first, last = trimmed(self.text, start, end)
        if last > first:
            said = find_deadline(self.text, draft.start, draft.end) if draft.end > draft.start else None
            draft.deadline = find_deadline(self.text, first, last) or said
            draft.start, draft.end = first, last
            self._assess(draft, draft.borne("responsible", "lead"))

    def _behind(self, index: int, part: Part, pattern: re.Pattern[str] = _BEHIND) -> Draft | None:
        """A task whose bearers are named behind it: "… (Sở Nội vụ chủ trì)", "… do Sở Nội vụ chủ trì thực hiện"."""
        text = self.text
        for match in pattern.finditer(text, part.start, part.end):
            items, stop = self.subjects.leading(match.end(), part.end)
            named = bool(items) and self.lists.names(text, items)
            role = _ROLE_BEHIND.match(text, stop, part.end) if named else None
            if role is not None and match[0].strip() == "do" and _DONE.search(text, stop, part.end):
                continue  # "Kế hoạch do Sở Nội vụ chủ trì xây dựng được ban hành" tells what is
            led = "trì" in role[0] if role else any(i.role == "lead" for i in items)
            alone = role is None and named and self._closing_bracket(part, match.start(), items, stop)
            if (role is None and not led and not alone) or match.start() <= part.start:
                continue
            if pattern is _BEHIND_DASH and (not led or (match[0][0] == "\n" and not self._only_roles(part, stop))):
                continue
            section = section_of(text, self.parts, index, self.named)
            draft = self._draft(part.start, match.start(), section, (), "name-behind")
            draft.bearers = {}
            draft.give("lead" if role and led else "responsible", items)
            draft.give("cooperate", partners(text, stop, part.end, self.lists))
            draft.deadline = find_deadline(text, part.start, part.end)
            return draft
        return None

    def _only_roles(self, part: Part, stop: int) -> bool:
        return is_bare(self.text, stop, part.end, self.lists)

    def _closing_bracket(self, part: Part, start: int, items: Sequence[Item], stop: int) -> bool:
        """Does a bracket that ends a task hold bearers and nothing else ("Rà soát thủ tục hành chính (Sở Tư pháp).")?

        Behind a body it says by which of its offices ("gửi UBND tỉnh (Sở Tư pháp)"), and behind what is no act it
        tells where a thing belongs.
        """
        text = self.text
        close = text.find(")", stop, part.end)
        if text[start] != "(" or close < 0 or text[close + 1 : part.end].strip(" .;,:/\n"):
            return False
        if part.heading or not self.lists.predicate.match(text, part.start) or not all(i.body for i in items):
            return False
        before = trimmed(text, part.start, start)[1]
        via = any(body.end == before for body in self.lists.bodies.scan(text, max(part.start, before - 100), before))
        return not via and is_bare(text, stop, close, self.lists)

    def _same_group(self, names: set[str], others: set[str]) -> bool:
        return any(f"{a} ".startswith(f"{b} ") or f"{b} ".startswith(f"{a} ") for a in names for b in others)

    def _opens(self, part: Part) -> bool:
        """Is this the sentence that announces what follows? It gives no task but an order ("yêu cầu … như sau:")."""
        text, start, end = self.text, part.start, part.end
        return (part.style is None and text[end - 1] == ":") or bool(_OPENING.search(text, max(start, end - 30), end))

    def _strict(self, index: int, part: Part) -> bool:
        """Are only plain words of duty enough here? In norms, outside the section on who carries them out."""
        if not self.norms or (part.style == "article" and self.decision):
            document = document_at(self.documents, part.start)
            if document is None or not self.normative[id(document)]:
                return False
            if document.type == "Quyết định" and part.style == "article":
                return False  # the closing article of a decision names who carries it out
        return not self._in_duties(index)

    def _in_duties(self, index: int) -> bool:
        """Does this part stand in a section on who carries the document out?"""
        part = self.parts[index]
        if part.parent not in self.duty_parts:
            section = section_of(self.text, self.parts, index)
            duty = bool(section and self.duty_section.search(section.casefold()))
            self.duty_parts[part.parent] = duty or self._resolves(part)
        return self.duty_parts[part.parent]

    def _resolves(self, part: Part) -> bool:
        """Does this stand in a resolution under a heading on tasks ("II. NHIỆM VỤ CỦA CÁC BỘ, ĐỊA PHƯƠNG")?"""
        document = document_at(self.documents, part.start)
        if document is None or document.type != "Nghị quyết":
            return False
        at = part.parent
        while at is not None:
            above = self.parts[at]
            if _WORK.search(self.text, above.start, min(above.end, above.start + 200)):
                return True
            at = above.parent
        return False

    def _of_subject(self, index: int, part: Part, subject: Subject, clause: int) -> Draft:
        above = part.parent if part.style is None and part.parent in self.charges else None
        section = section_of(self.text, self.parts, index if above is None else above, self.named)
        first, last = trimmed(self.text, subject.start, part.end)
        draft = Draft("prose", first, last, section, subject.rule)  # its roles are read when its end is known
        draft.give("lead" if subject.lead else "responsible", subject.items)
        draft.give("cooperate", subject.partners)
        draft.clause = clause
        if subject.watched:
            draft.give("monitor", subject.items)
        return draft

    def _takeover(self, start: int, end: int, items: Sequence[Item]) -> Takeover | None:
        """Another agency that takes over inside a bullet."""
        text = self.text
        own = {i.text(text).casefold() for i in items}
        for clause in re.finditer(r"[.;]\s+", text[start:end]):
            at = start + clause.end()
            if not (
                text[at : at + 1].isupper()
                or self.subjects.order.match(text, at, end)
                or self.subjects.lead_in.match(text, at, end)
            ):
                continue
            subject = self.subjects.at(at, end, strict=False, minor=";" if text[start + clause.start()] == ";" else "")
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
        lead = (
            lead or any(i.role is None for i in draft.borne("lead")) or chairs(text, draft.start, draft.end, self.lists)
        )
        watched, with_ = draft.borne("monitor"), draft.borne("cooperate")
        draft.bearers = {}
        draft.give("monitor", watched)
        draft.give("lead" if lead else "responsible", items)
        own = {i.text(text).casefold() for i in items}
        inside = [i for i in with_ if not draft.start <= i.start < draft.end]
        found = partners(text, draft.start, draft.end, self.lists)
        draft.give("cooperate", [i for i in (*inside, *found) if i.text(text).casefold() not in own])


@functools.lru_cache(maxsize=4)
def _openings(tables: Tables) -> re.Pattern[str]:
    """The first words of a part that may give a task: the first of a list of bearers, an order or a lead-in."""
    bearer, lead_in = lists_of(tables).first.pattern, words_of(tables, "lead_in").pattern
    return re.compile(rf"(?P<name>{bearer})|(?i:{lead_in}|{words_of(tables, 'assign').pattern})")


@functools.lru_cache(maxsize=4)
def _told(tables: Tables) -> re.Pattern[str]:
    """A colon behind which a body may be named: "Về giải phóng mặt bằng: UBND phường …"."""
    return re.compile(rf":[ ]+(?=[A-ZĐỦ])(?=Các\s|{lists_of(tables).bodies.anchor.pattern})")


@functools.lru_cache(maxsize=4)
def _duty_sections(tables: Tables) -> re.Pattern[str]:
    """The headings of sections on who carries a document out, in small letters."""
    return re.compile("|".join(re.escape(h.phrase.casefold()) for h in tables.headings if h.field == "duty_section"))


@dataclass(frozen=True, slots=True)
class Takeover:
    """Agencies that take over inside a bullet."""

    items: list[Item]
    start: int
    start_of_clause: int
