"""Relations between a document and what it cites, and between two cited documents.

The nearest cue that governs a citation says the relation; its subject is the document, or the citation in whose title
the cue stands ("Nghị quyết số 76/NQ-CP … ban hành Chương trình …"). Coordinated citations share their governor. Without
a cue the document refers to the citation. No rule makes the repeal of a provision the repeal of a text: `partial` says
so. governing.py weighs the cues at the top of a sentence, hosts.py the titles, lists.py what lists hand down, rows.py
cells. Longer than 400 lines, because the levels of a sentence share its state.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..head.heads import annexed_types
from ..reading import Reading
from ..records import Citation, Document, Relation
from . import force
from . import governors as g
from .clauses import Sentence, Sentences, Small, after_mark
from .closings import Closings
from .governing import RULED, Governing
from .governors import EFFECTS, Cue, Governor
from .hosts import Hosts, is_bare, type_of, younger
from .lists import LISTED, Lists
from .rows import row_document, said_of_it
from .statements import Statements

_QUOTED = re.compile(r"“[^“”]*”")  # words that another text shall have or lose: no cues
_ENDED = re.compile(r"hết hiệu lực|(?:được|bị) (?:bãi bỏ|thay thế|h[ủu][ỷy] bỏ)\s*(?:[;,]|kể từ|từ ngày)")
_RECITAL = "căn cứ "  # most recitals begin with it and go on with the citation
_NOT_HANDED_ON = (*EFFECTS, "approves", "promulgates", "proposes_amendment")  # of a text to what it was issued with


def find_relations(
    reading: Reading, documents: Sequence[Document], citations: Sequence[Citation]
) -> tuple[Relation, ...]:
    """The relations of the record, in the order of their citations; every citation stands in one at least.

    `documents` and `citations` carry offsets into `reading.text`. Relations of two documents of the file come first.
    """
    if not documents:
        return ()
    return _Finder(reading, documents, citations).run()


@dataclass(slots=True)
class _State:
    """What the sentence said so far.

    `top` governs its citations at the level of the document; `level` is that of the last citation (top, nested,
    passive); `nested` and `host` are of the title that the last citation stood in, `target` is what passives change;
    `hosts` gives the host of each citation in a title, `subject` begins the sentence, `listed` says that a colon opened
    the list of what changed the target, `others` are texts of a type that a title changes ("sửa đổi các nghị định hướng
    dẫn Luật A và Nghị định B").
    """

    top: Governor | None = None
    nested: Governor | None = None
    host: Citation | None = None
    level: str = "top"
    target: Citation | None = None
    hosts: dict[str, Citation] = field(default_factory=dict)
    subject: Citation | None = None
    listed: bool = False
    others: tuple[str, Governor] | None = None


class _Finder:
    def __init__(self, reading: Reading, documents: Sequence[Document], citations: Sequence[Citation]) -> None:
        self.text, self.lower = reading.text, Small(reading.text)
        self.citations = sorted(citations, key=lambda c: (c.start, -c.end))
        self.cues = g.cue_finder(reading.tables)
        self.annexed = annexed_types(reading.tables)
        titles = [at for d in documents if (span := d.spans.get("title")) for at in span]
        self.sentences = Sentences(self.text, reading.blocks, titles)
        self.says = Governing(reading, self.lower, documents)
        self.hosts = Hosts(self.text, self.lower)
        self.lists = Lists(self.text, self.lower, reading.blocks, self.sentences, self.cues)
        self.said = Statements(self.text, self.lower, documents, self.citations, self.sentences)
        self.ends = Closings(self.text, self.lower, self.sentences, self.says, self.said)
        self.state = _State()
        self.pending: list[tuple[Citation, Governor]] = []  # citations of the sentence, as governed at the top

    def run(self) -> tuple[Relation, ...]:
        self.said.documents_of_the_file()
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
                self.ends.close(last, self.pending)
                self._first(citation, sentence, before, last)
            elif last is not None:
                self._following(citation, last, sentence.start)
            last = citation
            if outer is None and number + 1 < len(self.citations) and self.citations[number + 1].start < citation.end:
                outer = (citation, replace(self.state))
        self.ends.close(last, self.pending)
        return self.said.relations()

    # One citation: the first of its sentence, a following one, one inside the name of another.

    def _first(self, citation: Citation, sentence: Sentence, before: Sentence | None, last: Citation | None) -> None:
        begin = after_mark(self.text, sentence.start, citation.start)
        if begin + len(_RECITAL) == citation.start and self.lower[begin : citation.start] == _RECITAL:
            recital = Governor("based_on", begin, citation.start - 1, "recital")
            self.state, self.pending = _State(top=recital), []
            self._top(citation, recital)
            return
        self.state = _State(top=self.lists.inherited(sentence, begin, citation, before, last, self.state.top))
        self.pending = []
        stretch, partial = self._stretch(begin, citation)
        if (host := row_document(self.text, sentence.start, self.citations)) and self._of_row(
            host, citation, begin, stretch, partial
        ):
            return
        clause = stretch.rfind(";") + 1
        if clause and self.cues.find(stretch[clause:], begin + clause):
            stretch, begin = stretch[clause:], begin + clause
        self._govern_top(citation, begin, begin, stretch, partial)
        top = self.state.top
        if top and top.rule == "mention" and citation.number and not stretch.strip(' \n\t*“"'):
            self.state.subject = citation

    def _of_row(self, host: Citation, citation: Citation, begin: int, stretch: str, partial: bool) -> bool:
        """A citation in a cell that speaks of the text of its row: its title, or what ended it."""
        said = said_of_it(stretch, self.cues.find(stretch, begin))
        if said is None:
            return False
        cues, done_by = said
        if done_by:
            governor = Governor(cues[0].predicate, cues[0].start, cues[0].end, "passive", g.says_part(stretch))
            self.said.add(citation.id, host.id, governor)
            self.state.level, self.state.nested, self.state.target = "passive", governor, host
        else:
            cue = self.says.head(cues) if cues else self.says.plain(citation, begin, "in the title of")
            self._nest(host, citation, cue, partial)
        return True

    def _following(self, citation: Citation, last: Citation, start: int) -> None:
        if citation.start < last.end:
            self._inside(citation, last)
            return
        stretch, partial = self._stretch(last.end, citation)
        if alias := g.alias_in(stretch):
            short = Governor("refers_to", last.end + alias[0], last.end + alias[1], "short name defined")
            self.said.add(self.says.document(citation), citation.id, short)
            if self.state.host and self.state.host.number == citation.number:
                self.state.level, self.state.nested, self.state.host = "top", None, None  # its title is over
            return
        if self._passive(citation, last, stretch):
            return
        if self.pending and _ENDED.search(stretch):
            self.ends.close(last, self.pending, citation)
            self.pending = []
        if self.pending and self.pending[-1][1].predicate in EFFECTS and g.rules_too(stretch):
            self._top(citation, self.pending[-1][1]._replace(partial=True))
            return
        clause = stretch.rfind(";")
        segment = stretch[clause + 1 :]
        cues = self.cues.find(segment, last.end + clause + 1)
        if g.is_coordinated(stretch) and (clause < 0 or not cues):
            partial = partial or stretch.rstrip().endswith("một phần")
            self._coordinate(citation, last, partial, semicolon=clause >= 0 and not self._law_of_list(citation, last))
        elif clause >= 0:
            self.state.subject = None
            self._govern_top(citation, last.end + clause + 1, start, segment, partial)
        elif cue := self._in_title(citation, last, stretch, cues):
            self._nest(last, citation, cue, partial)
        elif (g.is_according(stretch) or g.is_reference(stretch)) and (host := self._host_of(last, citation)):
            self._nest(host, citation, self.says.plain(citation, last.end, "in the title of"), partial)
        elif cues and self.says.guides_too(self.state.top, cues):
            self._nest(self.state.host or last, citation, self.says.head(cues), partial)
        else:
            self._govern_top(citation, last.end, start, stretch, partial)

    def _inside(self, citation: Citation, last: Citation) -> None:
        """A citation within the name of another: the words between the starts say how the two hang together."""
        begin = last.start + (len(last.type) if last.type else 0)
        stretch, partial = self._stretch(begin, citation)
        cues = [
            cue
            for cue in self.cues.find(stretch, begin)
            if cue.predicate not in ("proposes_amendment", "based_on", "refers_to")
            and (last.kind != "law_by_name" or cue.predicate in EFFECTS)
        ]
        if cues and not g.is_reference(stretch):
            self._nest(last, citation, self.says.head(cues), partial)
        else:
            self._nest(last, citation, self.says.plain(citation, begin, "inside a name"), partial)

    def _stretch(self, begin: int, citation: Citation) -> tuple[str, bool]:
        """The words before a citation, its provisions left out, in small letters; are provisions named?"""
        stretch, named = g.without_provisions(self.lower[begin : citation.start])
        stretch = _QUOTED.sub(lambda match: " " * len(match[0]), stretch) if "”" in stretch else stretch
        if citation.provisions and begin <= citation.provisions[0].start < begin + len(stretch):
            end = citation.provisions[0].start
            if self.lower[max(0, end - 4) : end] == "chi ":  # "quy định chi tiết Điều 5": no "tiết" of a point
                end += 5
            stretch, named = g.without_provisions(self.lower[begin:end])[0], True
            stretch = _QUOTED.sub(lambda match: " " * len(match[0]), stretch) if "”" in stretch else stretch
        return stretch, named or bool(citation.provision)

    # The level of the document.

    def _govern_top(self, citation: Citation, begin: int, start: int, stretch: str, partial: bool) -> None:
        top = self.state.top
        if top and top.predicate == "implements" and g.is_order_too(stretch):
            self._top(citation, top)
            return
        governor = self.says.governor(citation, begin, start, stretch, partial)
        if governor is None and self.state.top and stretch.strip(' \n\t,;-*“"(') in ("", "các", "và", "của"):
            governor = self._with_part(self.state.top, partial)
        governor = governor or self.says.plain(citation, begin, "mention")
        subject = self.state.subject
        if subject and governor.rule == "change proposed" and not g.to_be_done(stretch):
            for cue in self.cues.find(stretch, begin):  # the subject made the change, whatever paper tells of it
                if cue.predicate in EFFECTS:
                    governor = Governor(cue.predicate, cue.start, cue.end, "effect on a text", governor.partial)
        if subject and governor.predicate in EFFECTS and not g.speaks_of_itself(stretch):
            self._by_subject(subject, citation, governor)
            return
        if governor.rule != "texts that guide it" or self.state.top is None:
            self.state.top = governor
        self._top(citation, governor)

    def _by_subject(self, subject: Citation, citation: Citation, governor: Governor) -> None:
        """Of "Thông tư A sửa đổi B và thay thế C", A is the subject of both."""
        if (
            not self.lower[max(0, governor.start - 4) : governor.start].rstrip().endswith("đã")
        ):  # what it did is told of it
            self.said.withdraw(self.says.document(subject), "refers_to", subject.id)
        self.said.add(subject.id, citation.id, governor)
        self.state.top, self.state.level, self.state.nested, self.state.host = governor, "nested", governor, subject
        self.state.hosts[citation.id] = subject

    def _top(self, citation: Citation, governor: Governor) -> None:
        self.state.level, self.state.nested, self.state.host = "top", None, None
        self.pending.append((citation, governor))
        self.said.add(self.says.document(citation), citation.id, governor)

    # Titles: a citation and its host.

    def _in_title(self, citation: Citation, last: Citation, stretch: str, cues: list[Cue]) -> Cue | Governor | None:
        """What governs a citation in the title of the last one; None when it does not stand there."""
        skipped = ("proposes_amendment", "based_on")
        usable = [c for c in cues if c.predicate not in skipped and not c.phrase.endswith("hiệu lực")]
        at = usable[0].start if usable else citation.start
        if usable and usable[0].predicate in ("approves", "promulgates") and last is self.state.subject:
            at -= 3 if self.lower[at - 3 : at] == "đã " else 0  # "Quyết định số 5/QĐ-TTg đã phê duyệt Chương trình …"
        if self.hosts.left(last, at, self.state.top):
            return None
        mentioned = self.says.plain(citation, last.end, "in the title of")
        top = self.state.top
        recital = top is not None and (  # no other verb stands in it
            top.predicate == "based_on"
            or (top.predicate in EFFECTS and any(c.predicate != "refers_to" for c in usable))
        )
        inside = recital or citation.start < self.hosts.title_end(last)
        if not usable or usable[-1].predicate == "refers_to":
            named = re.search(r"\b(?:về|của|cho|trong)\b", stretch) and not g.is_reference(stretch)
            return mentioned if inside or (named and self.hosts.within(citation, last, stretch)) else None
        if stretch.rstrip().endswith("kèm theo"):  # "A về sửa đổi Quy định ban hành kèm theo B"
            changing = next((c for c in reversed(usable) if c.predicate in EFFECTS and not c.passive), None)
            if changing:
                return changing
        if last.kind == "law_by_name" and not inside and usable[-1].predicate in EFFECTS:
            return None  # a law's name is its whole title
        if not self.hosts.reaches(usable[-1], stretch, last.end):
            return None
        said = usable[-1]
        if said.predicate in EFFECTS and g.denied(self.lower[max(last.end, said.start - 20) : said.start]):
            return Governor("refers_to", said.start, said.end, "change denied or supposed")
        if g.is_reference(stretch) and usable[-1].predicate not in EFFECTS:
            return mentioned if inside else None
        if g.is_according(stretch) and not inside:
            return None
        return self._of_cues(last, stretch, usable, mentioned, inside=inside)

    def _of_cues(
        self, last: Citation, stretch: str, usable: list[Cue], mentioned: Governor, *, inside: bool
    ) -> Cue | Governor | None:
        """What the last of the cues in a title says; None when it is said of something else."""
        active = [c for c in usable if not c.passive and c.predicate != "refers_to"] or usable
        cue = self.says.head(active)
        if cue.predicate == "guides" and (kind := g.guiding_type(stretch[: cue.start - last.end])):
            changing = next((c for c in reversed(active) if c.predicate in EFFECTS and c.start < cue.start), None)
            if changing:
                part = g.says_part(stretch[changing.end - last.end :])
                effect = Governor(changing.predicate, changing.start, changing.end, "in the title of", part)
                self.state.others = (kind, effect)
                return mentioned
            if re.match(r"\s*(?:,|và|cùng)\s", stretch):
                return None  # "Căn cứ Luật A và các nghị định hướng dẫn Luật A"
            if inside:
                return mentioned
        if cue.predicate in ("promulgates", "approves"):
            if stretch.rstrip().endswith("kèm theo"):
                return mentioned  # of a text that was issued with it
            lead, rest = self.lower[max(last.end, cue.start - 20) : cue.start], stretch[cue.end - last.end :]
            return cue if g.issues(lead, rest) else mentioned
        if cue.predicate == "implements" and RULED.search(stretch[cue.end - last.end :]):
            return mentioned  # "biểu mẫu thực hiện thủ tục quy định tại một số điều của X"
        return cue

    def _host_of(self, last: Citation, citation: Citation) -> Citation | None:
        """The host of the last citation, when its title goes on to this one."""
        host = self.state.hosts.get(last.id)
        return host if host and citation.start < self.hosts.title_end(host) else None

    def _nest(self, host: Citation, citation: Citation, cue: Cue | Governor, partial: bool) -> None:
        if isinstance(cue, Cue):
            part = partial or self.says.partial(cue, citation)
            cue = self._of_title(host, citation, cue, part)
            if host is self.state.subject and cue.predicate in EFFECTS:
                self.said.withdraw(self.says.document(host), "refers_to", host.id)
        self.state.level, self.state.nested, self.state.host = "nested", cue, host
        self.state.hosts[citation.id] = host
        if host.number and (host.number, type_of(host)) == (citation.number, type_of(citation)):
            self.said.add(self.says.document(citation), citation.id, self.says.plain(citation, host.end, "named again"))
            return
        self.said.add(host.id, citation.id, cue)

    def _of_others(self, citation: Citation) -> bool:
        """Of "A sửa đổi các nghị định hướng dẫn Luật B và Nghị định C", A changes C too, if C is no younger one."""
        state = self.state
        if not state.others or not state.host or (type_of(citation) or "").lower() != state.others[0]:
            return False
        if younger(citation, state.host) or not re.search(r"\bvà\b", self.lower[citation.start - 8 : citation.start]):
            return False
        self._nest(state.host, citation, state.others[1], partial=state.others[1].partial)
        return True

    def _law_of_list(self, citation: Citation, last: Citation) -> bool:
        """Does "được sửa đổi, bổ sung bởi: Luật số A; Luật số B" go on? A law without its name is one that amends.

        So is a decree without issuer and title, which a basis is cited with (NĐ 78/2025/NĐ-CP, Điều 68).
        """
        if self.state.level != "passive" or type_of(citation) != type_of(last):
            return False
        return is_bare(citation, last) or (self.state.nested is not None and self.state.listed)

    def _of_title(self, host: Citation, citation: Citation, cue: Cue, part: bool) -> Governor:
        """What a title does by a cue: a proposal only asks for it, and no text changes a younger one."""
        predicate = cue.predicate
        if type_of(host) in self.says.papers and predicate in ("promulgates", "approves"):
            predicate = "refers_to"  # a paper that tells or asks approves nothing
        elif (type_of(host) or "").startswith("Tờ trình") and predicate in EFFECTS:
            predicate = "proposes_amendment" if predicate not in force.FORCE else "refers_to"
        elif predicate in (*EFFECTS, "guides") and younger(citation, host):
            predicate = "refers_to"
        return Governor(predicate, cue.start, cue.end, "in the title of", part)

    def _coordinate(self, citation: Citation, last: Citation, partial: bool, *, semicolon: bool) -> None:
        """A citation that "và", a comma or a semicolon joins to the last one has its governor."""
        state = self.state
        item = state.top is not None and state.top.rule == LISTED  # one text an item: what follows is in its title
        nested = None if semicolon and not item else state.nested
        if self._of_others(citation):
            return
        if nested and state.level == "nested" and state.host:
            whole = state.top and state.top.partial and state.top.predicate in EFFECTS and not citation.provision
            if item or whole or not self.hosts.goes_on_with_hosts(state.host, nested, citation, last):
                state.hosts[citation.id] = state.host
                self.said.add(state.host.id, citation.id, self._with_part(nested, partial))
                return
        elif nested and state.level == "passive" and state.target and type_of(citation) == type_of(last):
            self.said.add(citation.id, state.target.id, nested)
            return
        state.top = state.top or self.says.plain(citation, last.end, "mention")
        state.top = self._with_part(state.top, partial)
        self._top(citation, state.top)

    def _with_part(self, governor: Governor, partial: bool) -> Governor:
        """A coordinated citation is changed in part when its own provisions are named, or "một số điều" of all."""
        if governor.predicate not in EFFECTS or partial == governor.partial:
            return governor
        if not partial and g.of_all(self.text, governor.end):
            return governor
        return Governor(governor.predicate, governor.start, governor.end, governor.rule, partial)

    # Turned round: the later citation is the subject.

    def _passive(self, citation: Citation, last: Citation, stretch: str) -> bool:
        """Of "A được sửa đổi bởi B" and "A ban hành kèm theo B", B is the subject, A the object."""
        if not g.by_agent(stretch) or ";" in stretch:
            return False
        cues = self.cues.find(stretch, last.end)
        if not cues:
            return False
        cue, rest = cues[-1], stretch[cues[-1].end - last.end :]
        if cue.predicate in ("promulgates", "approves"):
            attached = cue.passive or re.match(r"\s*(?:kèm\s+)?theo|\s*tại", rest)
            return bool(attached) and self._issued(citation, last, cue, stretch)
        if not cue.passive or cue.predicate not in (*EFFECTS, "guides") or len(rest) > 90:
            return False
        if g.denied(stretch[: cue.start - last.end]):
            return False
        target = self.hosts.changed(citation, last, self.state.hosts)
        governor = Governor(cue.predicate, cue.start, cue.end, "passive", g.says_part(rest))
        self.said.add(citation.id, target.id, governor)
        self.state.level, self.state.nested, self.state.target = "passive", governor, target
        self.state.listed = rest.rstrip().endswith(":")
        return True

    def _issued(self, citation: Citation, last: Citation, cue: Cue, stretch: str) -> bool:
        """Of "A ban hành kèm theo B", B promulgates A, and what governs A governs B too (recitals, tasks)."""
        between = stretch[: cue.start - last.end]
        changed = re.search(r"[,;:]|\b(?:sửa\s+đổi|bãi\s+bỏ|thay\s+thế)\b", between)
        if type_of(last) not in self.annexed or changed or (last.kind == "numbered" and len(between) > 120):
            return False
        self.said.add(citation.id, last.id, Governor(cue.predicate, cue.start, cue.end, "issued with"))
        state = self.state
        if state.level == "top" and state.top and state.top.predicate not in _NOT_HANDED_ON:
            self.said.add(self.says.document(citation), citation.id, state.top)
            self.pending.append((citation, state.top))
        state.level = "top"
        return True
