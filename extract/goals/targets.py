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
from ..tasks.drafts import document_at
from ..tasks.duties import NORMATIVE
from ..tasks.rows import BEARING, fields_of
from .budgets import sentence_budgets, table_budgets
from .goals import Goal, goals_in
from .indicators import indicated
from .years import governing_year

# What a part must hold to be looked at: a percentage, money, a count with a word of measure.
# It begins with one set of characters, which a search skips to; each word then stands behind its first letter.
_NUMBERS = re.compile(
    r"[\dÍíTtKkGgPpđCcĐHhLlSsXxBbNnMm](?:(?<=\d)(?:\s*(?:%|phần\s+trăm|(?:(?:nghìn|triệu|tỷ|tỉ)\s*)*(?:đồng|đ\b|USD|VN))"
    r"|\s+(?:triệu|tỷ|tỉ)\b|\s*(?:-|đến)\s*\d+\s+(?:bậc|hạng|điểm))"
    r"|(?:t(?<=[Íí]t)\s+nhất|ối(?<=[Tt]ối)\s+(?:thiểu|đa)|hông(?<=[Kk]hông)\s+(?:quá|dưới|vượt|thấp)"
    r"|ăng(?<=[Tt]ăng)|iảm(?<=[Gg]iảm)|hấn(?<=[Pp]hấn)\s+đấu|ạt(?<=đạt)|rên(?<=[Tt]rên)|ấp(?<=gấp)"
    r"|âng(?:(?<=nâng)|(?<=[Nn]âng)\s+(?:cấp|hạng))|ó(?<=[Cc]ó)|rồng(?<=[Tt]rồng)|hành(?<=[Tt]hành)\s+lập|ào(?<=[Đđ]ào)\s+tạo"
    r"|oàn(?<=[Hh]oàn)\s+thành|hát(?<=[Pp]hát)\s+triển|hu(?<=[Tt]hu)\s+hút|ải(?<=[Cc]ải)\s+tạo|ồi(?<=[Bb]ồi)\s+dưỡng"
    r"|ập(?<=[Tt]ập)\s+huấn|ắp(?<=[Ll]ắp)\s+đặt|ạo(?<=[Tt]ạo)\s+việc\s+làm|ổng(?<=[Tt]ổng)\s+số|ố(?<=[Ss]ố)\s+lượng"
    r"|ửa(?<=[Ss]ửa)\s+chữa|ây(?<=[Xx]ây)\s+dựng|ưa(?<=[Đđ]ưa)\s+vào|ủng(?<=[Cc]ủng)\s+cố|ết(?<=[Kk]ết)\s+nạp"
    r"|iải(?<=[Gg]iải)\s+quyết\s+việc)\s[^.;\d]{0,60}\d|ỗi(?<=[Mm]ỗi)\s[^.;\d]{0,50}?\s(?:một|hai|ba|bốn)\s)"
)
_COUNTED = re.compile(r"\d|ỗi\s")  # a figure, or "mỗi … một"
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
    r"kết\s+quả\s+(?:đạt|thực\s+hiện|triển)|thực\s+trạng|tình\s+hình|đánh\s+giá|tồn\s+tại|hạn\s+chế|đặc\s+điểm"
    r"|khái\s+quát|nguyên\s+nhân",
    re.IGNORECASE,
)
# Phấn đấu, mục tiêu, chỉ tiêu without their first letters: a search for rare letters is faster.
_STRIVES = re.compile(r"ấn\s+đấu|ục\s+tiêu|ỉ\s+tiêu|ỤC\s+TIÊU|Ỉ\s+TIÊU")
_STRIVING_WORDS = ("đấu", "tiêu", "TIÊU")  # one of them stands in each match; most texts hold none
# An article that approves a plan holds it: what stands under it is planned.
_APPROVES = re.compile(
    r"[Pp]hê\s+duyệt\s+[“\"]?\s*(?:Chương\s+trình|Kế\s+hoạch|Đề\s+án|Dự\s+án|Chiến\s+lược|Quy\s+hoạch)"
)
_LAID_OUT = re.compile(r"quy\s+hoạch|định\s+hướng|phân\s+kỳ|quy\s+mô", re.IGNORECASE)  # sections of an approved plan
_TASKS = re.compile(r"nhiệm\s+vụ|giải\s+pháp", re.IGNORECASE)
_STRIVING = re.compile(r"[Pp]hấn\s+đấu|\A(?:[Mm]ục\s+tiêu|[Cc]hỉ\s+tiêu)")
_LEVEL = re.compile(r"cấp\s+(?:tỉnh|huyện|xã|thành\s+phố)")
_CUE_BEHIND = re.compile(
    r"\s*(?:đạt|là|trên|dưới|từ|còn|tối thiểu|ít nhất|không quá|không thấp hơn|mức|khoảng|có|chiếm|lên|xuống)"
    r"(?:\s+(?:đạt|là|trên|dưới|từ|còn|tối thiểu|ít nhất|mức|khoảng|có))*\s*\Z",
    re.IGNORECASE,
)
_HEAD = 300  # characters of a heading that are read
_CLAUSE = 900  # characters of a clause on either side of its number
_LIST = 40  # numbers of one clause that may answer a list of levels
_PLAN_TYPES = """
    Kế hoạch,Chương trình,Đề án,Chiến lược,Phương án,Dự án,Chỉ thị,Công điện,
    Quy hoạch
"""
_PLAN_WORDS = tuple(name.strip() for name in _PLAN_TYPES.split(","))


_NORMS = NORMATIVE - {"Quyết định", "Nghị quyết"}  # "chỉ tiêu" in their headings is an item of accounts


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
    planning = not documents or any(_is_plan(d) or (assigned and d.type not in NORMATIVE) for d in documents)
    if not planning and not reading.grids and not _strives(reading.text):
        return Goals((), ())
    return _Finder(reading, documents, assignments).goals()


def _strives(text: str) -> bool:
    """Does the text say that something is to be reached?"""
    return any(word in text for word in _STRIVING_WORDS) and _STRIVES.search(text) is not None


@dataclass(frozen=True, slots=True)
class _Section:
    """What the headings and lead-ins above a part say: their words, and of what kind they are."""

    words: str
    goals: bool
    approved: bool
    laid_out: bool  # in the plan that an article approves
    counted: bool  # every count under it is a goal: it is a heading of goals, or laid out
    past: bool
    tasks: bool


class _Finder:
    def __init__(self, reading: Reading, documents: Sequence[Document], assignments: Sequence[Assignment]) -> None:
        self.text = reading.text
        self.reading = reading
        self.documents = documents
        self.assignments = assignments
        self.parts = reading.parts
        self.sections: dict[int | None, _Section] = {}
        self.goal_section = _goal_sections(reading.tables)
        self.tables = [(g.start, g.end) for g in reading.grids]
        self.holders = [a for a in assignments if a.source == "prose"]
        self.assigned = sorted(a.start for a in self.holders)

    def goals(self) -> Goals:
        targets: list[Target] = []
        budgets: list[Budget] = []
        for index, part in enumerate(self.parts):
            if not _COUNTED.search(self.text, part.start, part.end):
                continue
            document = document_at(self.documents, part.start)
            if self._plans(part, document) and self._measures(part):
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

    def _measures(self, part: Part) -> bool:
        """Does it hold a percentage, money or a count with a word of measure, or any count under a heading of goals?"""
        return self._section(part).counted or bool(_NUMBERS.search(self.text, part.start, part.end))

    def _plans(self, part: Part, document: Document | None) -> bool:
        """Does this part say what is to be reached?"""
        if any(a <= part.block.start < b for a, b in self.tables):
            return False
        section = self._section(part)
        if section.goals:
            return True
        if document is None or _is_plan(document):
            return not section.past
        if document.type not in NORMATIVE and self._assigns(part):
            return True  # a letter or a notice: what it orders is planned
        if document.type == "Nghị quyết" and section.tasks:
            return True  # of a people's council or the Government, on the tasks of a year
        return section.approved or bool(_STRIVING.search(self.text, part.start, part.end))

    def _assigns(self, part: Part) -> bool:
        """Does a task begin in this part?"""
        at = bisect_left(self.assigned, part.start)
        return at < len(self.assigned) and self.assigned[at] < part.end

    def _section(self, part: Part) -> _Section:
        """What the parts above this one say; read once for all that stand under the same one."""
        section = self.sections.get(part.parent)
        if section is None:
            heads = self._heads(part)
            goals = {h for h in heads if self.goal_section.search(h.casefold())}
            approved = any(_APPROVES.search(h) for h in heads)
            laid_out = approved and any(_LAID_OUT.match(h) for h in heads)
            section = self.sections[part.parent] = _Section(
                " ".join(heads),
                goals=bool(goals),
                approved=approved,
                laid_out=laid_out,
                counted=laid_out or any(heading for head, heading in heads.items() if head in goals),
                past=any(_PAST_SECTION.search(h) for h in heads),
                tasks=any(_TASKS.search(h) for h in heads),
            )
        return section

    def _heads(self, part: Part) -> dict[str, bool]:
        """The opening words of the parts above one, the nearest first; whether each is a heading."""
        heads: dict[str, bool] = {}
        at = part.parent
        while at is not None:
            above = self.parts[at]
            heads[self.text[above.start : min(above.end, above.start + _HEAD)]] = above.heading
            at = above.parent
        return heads

    def _targets(self, index: int, part: Part, document: Document | None) -> Iterator[Target]:
        text = self.text
        above = self._section(part)
        norm = document is not None and document.type in _NORMS
        section = (above.goals and not norm) or above.laid_out
        for start, end in _segments(text, part.start, part.end):
            found = goals_in(text, start, end, section=section)
            for goal in found:
                first = _clause_start(text, start, goal.at)
                last = _clause_end(text, goal.end, min(end, goal.end + _CLAUSE))
                year = governing_year(text, self.parts, index, start, end, goal.at)
                yield dataclasses.replace(
                    self._target(goal, first, last, year, document),
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
                if len(cell.fragments) > 1 or not (borne or document is None or _is_plan(document)):
                    continue
                for first, last in _segments(text, start, end):
                    for goal in goals_in(text, first, last, section=False):
                        yield self._target(goal, first, last, None, document)

    def _indicator_targets(self, grid: Table) -> Iterator[Target]:
        """The numbers of a table of indicators, in a document that is no norm or that has such a table as its annex."""
        document = document_at(self.documents, grid.start)
        if document is not None and document.type in _NORMS:
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
            indicator=_indicator(self.text, first, goal, last),
        )

    def _budgets(self, index: int, part: Part, document: Document | None) -> Iterator[Budget]:
        heads = self._section(part).words
        for start, end in _segments(self.text, part.start, part.end):
            for budget in sentence_budgets(self.text, start, end, heads, document, self.holders):
                year = governing_year(self.text, self.parts, index, start, end, budget.start)
                yield dataclasses.replace(budget, year=year)


def _is_plan(document: Document) -> bool:
    """Is this a document that plans? So are "Chương trình hành động", "Kế hoạch liên tịch"."""
    return document.type is not None and document.type.startswith(_PLAN_WORDS)


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


def _indicator(text: str, start: int, goal: Goal, end: int) -> str | None:
    """What is measured: the words behind the number, or before it where nothing follows."""
    words = " ".join(text[goal.end : end].split()).strip(" ,.;:()")
    if len(words) < 4:
        words = _CUE_BEHIND.sub("", " ".join(text[start : goal.at].split())).strip(" ,.;:()")
    return words[:200] or None


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
