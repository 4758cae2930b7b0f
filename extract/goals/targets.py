"""Quantified goals and budgets.

A number is a goal where a plan says what is to be reached: a percentage in a document that plans, or under a
heading of goals ("Mục tiêu", "Chỉ tiêu") or behind a word of striving in any other; a count only with a word of
measure beside it ("ít nhất 05 dịch vụ", "tăng 1 đến 2 bậc"). Fees, rates of support and figures of what has been
reached are none.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...ontology.tables import Tables
from ..outline import Part
from ..reading import Reading
from ..records import Assignment, Budget, Document, Target
from ..source import Table
from ..tasks.drafts import document_at, normative_types
from ..tasks.rows import BEARING, fields_of
from .budgets import sentence_budgets, table_budgets
from .counts import opening_count
from .goals import HAS_NUMBER, goals_in
from .indicators import indicated
from .measured import indicator_of
from .measures import Goal
from .units import units_of
from .years import governing_year

_CUE_ALONE = re.compile(
    r"(?:(?:có|đạt|trên|dưới|tối\s+thiểu|ít\s+nhất|không\s+quá|phấn\s+đấu"
    r"|từ)\s+){0,3}",
    re.IGNORECASE,
)
_END = re.compile(r"[.;!?](?=\s|\Z)|\Z")
_SUBCLAUSE = re.compile(
    r"[,:]\s+(?=(?:(?:và\s+)?(?:đảm\s+bảo|bảo\s+đảm|phấn\s+đấu|trong\s+(?:số\s+)?đó|tiến\s+tới)\b|(?:đến|cuối"
    r"|hết|năm)\s+(?:hết\s+|cuối\s+)?(?:năm\s+)?\d{4}))",
    re.IGNORECASE,
)
_PAST_SECTION = re.compile(
    r"kết\s+quả\s+(?:đạt|thực\s+hiện|triển)|thực\s+trạng|tình\s+hình(?!\s+mới)|đánh\s+giá|tồn\s+tại|hạn\s+chế|đặc\s+điểm"
    r"|khái\s+quát|nguyên\s+nhân",
    re.IGNORECASE,
)
# Phấn đấu, mục tiêu, chỉ tiêu from a rare letter on: a search for one letter is faster than one for several.
_STRIVES = tuple(
    re.compile(word) for word in (r"ấ(?<=ấ)n\s+đấu", r"ụ(?<=ụ)c\s+tiêu", r"ỉ\s+tiêu", r"Ụ(?<=Ụ)C\s+TIÊU", r"Ỉ\s+TIÊU")
)
# An article that approves a plan holds it: what stands under it is planned.
_APPROVES = re.compile(
    r"(?:[Pp]hê\s+(?:duyệt|chuẩn)|[Tt]hông\s+qua)\s+[“\"]?\s*(?:Chương\s+trình|Kế\s+hoạch|Đề\s+án|Dự\s+án|Chiến\s+lược|Qu[yi]\s+hoạch)"
)
_LAID_OUT = re.compile(r"qu[yi]\s+hoạch|định\s+hướng|phân\s+kỳ|quy\s+mô", re.IGNORECASE)  # sections of an approved plan
_TASKS = re.compile(r"nhiệm\s+vụ|giải\s+pháp", re.IGNORECASE)
_STRIVING = re.compile(r"ấ(?<=[Pp]hấ)n\s+đấu")
_LEVEL = re.compile(r"cấp\s+(?:tỉnh|huyện|xã|thành\s+phố)")
_HEAD = 300  # characters of a heading that are read
_OPENING = 80  # those among which a heading of results says so
_CLAUSE = 900  # characters of a clause on either side of its number
_LIST = 40  # numbers of one clause that may answer a list of levels
# No plans in the graph, but they say what is to be reached, as plans do.
_DIRECTING = ("Chỉ thị", "Công điện", "Quy hoạch")
_MAY_SET_GOALS = frozenset(("Quyết định", "Nghị quyết"))  # in other norms "chỉ tiêu" in a heading is of accounts


@dataclass(frozen=True, slots=True)
class Goals:
    """What `find_targets` finds."""

    targets: tuple[Target, ...]
    budgets: tuple[Budget, ...]


def find_targets(reading: Reading, documents: Sequence[Document], assignments: Sequence[Assignment]) -> Goals:
    """The quantified goals and the amounts of money of a source.

    `documents` say which parts plan and which set norms; budgets are tied to the assignment whose text holds them.
    """
    assigned = any(a.source == "prose" for a in assignments)
    plans, norms = _plan_types(reading.tables), normative_types(reading.tables)
    planning = not documents or any(d.type in plans or (assigned and d.type not in norms) for d in documents)
    if not planning and not reading.grids and not _strives(reading.text):
        return Goals((), ())
    return _Finder(reading, documents, assignments).goals()


def _strives(text: str) -> bool:
    """Does the text say that something is to be reached?"""
    return any(word.pattern[0] in text and word.search(text) for word in _STRIVES)


@dataclass(frozen=True, slots=True)
class _Section:
    """What the headings and lead-ins above a part say: their words, the nearest first, and of what kind they are."""

    words: str = ""
    goals: bool = False
    headed: bool = False  # is a heading, and no lead-in, one of goals?
    approved: bool = False
    planned: bool = False  # as plans are laid out
    past: bool = False
    tasks: bool = False

    @property
    def laid_out(self) -> bool:
        """Is this in the plan that an article approves?"""
        return self.approved and self.planned

    @property
    def counted(self) -> bool:
        """Is every count a goal here?"""
        return self.headed or self.laid_out


_TOP = _Section()


class _Finder:
    def __init__(self, reading: Reading, documents: Sequence[Document], assignments: Sequence[Assignment]) -> None:
        self.text = reading.text
        self.reading = reading
        self.documents = documents
        self.assignments = assignments
        self.parts = reading.parts
        self.sections: dict[int, _Section] = {}
        self.approving: dict[str, bool] = {}  # by the id of a document
        self.goal_section = _goal_sections(reading.tables)
        self.units = units_of(reading.tables)
        self.plan_types = _plan_types(reading.tables)
        self.norms = normative_types(reading.tables)
        self.tables = [(g.start, g.end) for g in reading.grids]
        self.holders = [a for a in assignments if a.source == "prose"]
        self.assigned = sorted(a.start for a in self.holders)
        self.striving = [m.start() for m in _STRIVING.finditer(self.text)]

    def goals(self) -> Goals:
        targets: list[Target] = []
        budgets: list[Budget] = []
        for index, part in enumerate(self.parts):
            if not HAS_NUMBER.search(self.text, part.start, part.end):
                continue
            document = document_at(self.documents, part.start)
            if self._plans(part, document):
                targets += self._targets(index, part, document)
                budgets += self._budgets(index, part, document)
        for grid in self.reading.grids:
            targets += self._cell_targets(grid)
            targets += self._indicator_targets(grid)
            budgets += table_budgets(self.text, grid, self.documents, self.assignments, self.reading.tables)
        targets.sort(key=lambda t: (t.start, t.end))
        budgets.sort(key=lambda b: (b.start, b.end))
        return Goals(
            tuple(dataclasses.replace(t, id=f"T{i}") for i, t in enumerate(targets, 1)),
            tuple(dataclasses.replace(b, id=f"B{i}") for i, b in enumerate(budgets, 1)),
        )

    def _plans(self, part: Part, document: Document | None) -> bool:
        """Does this part say what is to be reached?"""
        if any(a <= part.block.start < b for a, b in self.tables):
            return False
        section = self._section(part.parent)
        if section.goals:
            return True
        if document is None or document.type in self.plan_types:
            return not section.past
        if document.type not in self.norms and _holds(part, self.assigned):
            return True  # a letter or a notice: what it orders is planned
        if self._approves(document):
            return not section.past
        if document.type == "Nghị quyết" and section.tasks:
            return True  # of a people's council or the Government, on the tasks of a year
        return section.approved or _holds(part, self.striving)

    def _approves(self, document: Document) -> bool:
        """Does a decision or a resolution approve a plan, as its title says?"""
        if document.type not in _MAY_SET_GOALS or not document.title:
            return False
        if document.id not in self.approving:
            self.approving[document.id] = _APPROVES.search(document.title) is not None
        return self.approving[document.id]

    def _section(self, parent: int | None) -> _Section:
        """What `parent` and the parts above it say by their opening words; each is read once."""
        if parent is None:
            return _TOP
        section = self.sections.get(parent)
        if section is None:
            part = self.parts[parent]
            above = self._section(part.parent)
            head = self.text[part.start : min(part.end, part.start + _HEAD)]
            goals = self.goal_section.search(head.casefold()) is not None
            section = self.sections[parent] = _Section(
                f"{head} {above.words}" if above.words else head,
                above.goals or goals,
                above.headed or (goals and part.heading),
                above.approved or _APPROVES.search(head) is not None,
                above.planned or _LAID_OUT.match(head) is not None,
                above.past or _PAST_SECTION.search(head[:_OPENING]) is not None,
                above.tasks or _TASKS.search(head) is not None,
            )
        return section

    def _targets(self, index: int, part: Part, document: Document | None) -> Iterator[Target]:
        text = self.text
        above = self._section(part.parent)
        norm = document is not None and document.type in self.norms - _MAY_SET_GOALS
        section = (above.goals and not norm) or above.laid_out
        for start, end in _segments(text, part.start, part.end):
            found = goals_in(text, start, end, self.units, section=section)
            previous = start
            for goal in found:
                first = _clause_start(text, start, goal.at)
                last = _clause_end(text, goal.end, min(end, goal.end + _CLAUSE))
                year = governing_year(text, self.parts, index, start, end, goal.at)
                named = indicator_of(text, first, goal, last, previous)
                previous = goal.end if goal.group is None else previous
                yield dataclasses.replace(
                    self._target(goal, first, last, year, document),
                    indicator=named,
                    scope=_scope(text, first, last, goal, found) if len(found) <= _LIST else None,
                    group=f"{start}-{goal.group}" if goal.group is not None else None,
                )

    def _cell_targets(self, grid: Table) -> Iterator[Target]:
        """Goals inside the cells of tasks and outputs: percentages and counts with a word of measure."""
        if not grid.header_rows:
            return
        text = self.text
        rows = grid.grid()
        fields = fields_of(text, rows, grid.header_rows, self.reading.tables)
        borne = "task" in fields and any(f in BEARING for f in fields)
        for row in rows[grid.header_rows :]:
            for cell, field in zip(row, fields, strict=False):
                if cell is None or field not in ("task", "output") or not cell.fragments:
                    continue
                start, end = cell.fragments[0][0], cell.fragments[-1][1]
                document = document_at(self.documents, start)
                if len(cell.fragments) > 1 or not (borne or document is None or document.type in self.plan_types):
                    continue
                for first, last in _segments(text, start, end):
                    for goal in self._of_cell(first, last, field):
                        yield self._target(goal, first, last, None, document)

    def _of_cell(self, start: int, end: int, field: str) -> list[Goal]:
        """The goals of a clause in a cell; an output that begins with what counts as a goal is one ("4,2 km đường")."""
        goals = goals_in(self.text, start, end, self.units, section=False)
        return goals or (opening_count(self.text, start, end, self.units) if field == "output" else [])

    def _indicator_targets(self, grid: Table) -> Iterator[Target]:
        """The numbers of a table of indicators, in a document that is no norm or that has such a table as its annex."""
        document = document_at(self.documents, grid.start)
        if document is not None and document.type in self.norms - _MAY_SET_GOALS:
            return
        for found in indicated(self.text, grid):
            target = self._target(found.goal, found.start, found.end, found.year, document)
            group = f"{found.start}-{found.start}" if found.goal.group is not None else None
            yield dataclasses.replace(target, indicator=found.indicator, group=group)

    def _target(self, goal: Goal, first: int, last: int, year: str | None, document: Document | None) -> Target:
        return Target(
            id="",
            start=first,
            end=last,
            text=self.text[first:last],
            value=goal.value,
            unit=goal.unit,
            comparator=goal.comparator,
            by=year,
            in_document=document.id if document else None,
            indicator=indicator_of(self.text, first, goal, last, first),
        )

    def _budgets(self, index: int, part: Part, document: Document | None) -> Iterator[Budget]:
        heads = self._section(part.parent).words
        for start, end in _segments(self.text, part.start, part.end):
            for budget in sentence_budgets(self.text, start, end, heads, document, self.holders):
                year = governing_year(self.text, self.parts, index, start, end, budget.start)
                yield dataclasses.replace(budget, year=year)


def _holds(part: Part, places: list[int]) -> bool:
    """Is one of `places`, in order, inside this part?"""
    at = bisect_left(places, part.start)
    return at < len(places) and places[at] < part.end


@functools.lru_cache(maxsize=4)
def _plan_types(tables: Tables) -> frozenset[str]:
    """The types of documents that plan, those named after them too: "Chương trình hành động", "Kế hoạch liên tịch"."""
    words = (*(row.name for row in tables.document_types if row.plan), *_DIRECTING)
    return frozenset(row.name for row in tables.document_types if row.name.startswith(words))


@functools.lru_cache(maxsize=4)
def _goal_sections(tables: Tables) -> re.Pattern[str]:
    phrases = [re.escape(h.phrase.casefold()) for h in tables.headings if h.field == "goal_section"]
    return re.compile("|".join(phrases) or r"(?!)")


def _segments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The clauses of a range between points, semicolons and their like."""
    at = start
    while at < end:
        match = _END.search(text, at, end)
        stop = match.start() if match else end
        while at < stop and text[at] in " \t\r\n-":
            at += 1
        if stop > at:
            yield at, stop
        at = max(stop + 1, at + 1)


def _clause_start(text: str, start: int, at: int) -> int:
    first = start
    for match in _SUBCLAUSE.finditer(text, max(start, at - _CLAUSE), at + 1):
        first = match.end()
    comma = text.rfind(", ", first, at)
    if comma >= 0 and _CUE_ALONE.fullmatch(text, comma + 2, at) and not re.search(r"\d\s*%", text[first:comma]):
        first = comma + 2
    while first < at and text[first] in " \t\r\n(+-":
        first += 1
    return first


def _clause_end(text: str, at: int, end: int) -> int:
    match = _SUBCLAUSE.search(text, at, end)
    stop = match.start() if match else end
    while stop > at and text[stop - 1] in " \t\r\n,:":
        stop -= 1
    return stop


def _scope(text: str, start: int, end: int, goal: Goal, goals: Sequence[Goal]) -> str | None:
    """The level of government that a number is for: named behind it, or in a list answered one to one."""
    same = [g for g in goals if g.group is None and start <= g.at < end and g.unit == goal.unit]
    following = min((g.at for g in goals if g.at > goal.at), default=end)
    for lists in ((start, same[0].at), (same[-1].end, end)) if len(same) > 1 else ():
        levels = [" ".join(m[0].split()) for m in _LEVEL.finditer(text, *lists)]
        if len(levels) == len(same) and goal in same:
            return levels[same.index(goal)]
    own = _LEVEL.search(text, goal.end, min(following, end))
    return " ".join(own[0].split()) if own else None
