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
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..ontology.tables import Tables
from .amounts import MONEY, NUMBER, money_of, number_of
from .drafts import document_at
from .outline import Part, outline
from .reading import Reading
from .records import Assignment, Budget, Comparator, Document, Target
from .years import governing_year

_PERCENT = rf"(?P<percent>{NUMBER})\s*(?:%|phần\s+trăm)"
_LOW = rf"(?P<low>{NUMBER})\s*%?\s*(?:-|đến|tới)\s*(?={NUMBER}\s*%)"
_UNIT_STOP = r"(?:trở|và|hoặc|có|được|thực|trong|vào|của|mỗi|tại|theo|để|cho|về|ở|là|với|/|đến|từ)"
_COUNT_CUE = (
    r"(?P<cue>ít\s+nhất|tối\s+thiểu|không\s+(?:dưới|thấp\s+hơn|ít\s+hơn)|không\s+(?:quá|vượt\s+quá|cao\s+hơn)"
    r"|tối\s+đa"
    r"|tăng(?:\s+thêm|\s+hạng|\s+từ)?|giảm|nâng\s+lên|phấn\s+đấu(?:\s+(?:có|đạt|xây\s+dựng|thành\s+lập|tăng"
    r"|mỗi\s+năm\s+có))?"
    r"|đạt(?:\s+từ|\s+trên|\s+mức)?|trên|gấp)"
)
_COUNT = re.compile(
    rf"(?<!\w){_COUNT_CUE}\s+(?:là\s+|từ\s+|có\s+|đạt\s+)?(?P<count>{NUMBER})(?:\s*(?:-|đến)\s*(?P<top>{NUMBER}))?\s+"
    rf"(?P<noun>(?!{_UNIT_STOP}\b)[^\W\d_]+(?:\s+(?!{_UNIT_STOP}\b)[^\W\d_]+)?)",
    re.IGNORECASE,
)
_RANKS = re.compile(
    rf"(?<!\w)(?P<a>{NUMBER})\s*(?:-|đến)\s*(?P<b>{NUMBER})\s+(?P<noun>bậc|hạng"
    rf"|điểm)\b",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"(?P<cue>không\s+quá|tối\s+thiểu|ít\s+nhất|trên|tối\s+đa"
    r"|đạt)\s+(?P<top>[1-9])/(?P<bottom>[2-9])\s+(?P<noun>(?:tổng\s+)?số\s+[^.;,]{3,80})",
    re.IGNORECASE,
)
_PERCENTS = re.compile(rf"(?<![\w.,/])(?:{_LOW})?{_PERCENT}")
# What a part must hold to be looked at: a percentage, money, a count with a word of measure.
_NUMBERS = re.compile(
    r"\d\s*(?:%|phần\s+trăm|(?:(?:nghìn|triệu|tỷ|tỉ)\s*)*(?:đồng|đ\b|USD|VN))|\d\s+(?:triệu|tỷ|tỉ)\b"
    r"|\d\s*(?:-|đến)\s*\d+\s+(?:bậc|hạng|điểm)"
    r"|(?:ít\s+nhất|tối\s+thiểu|không\s+(?:quá|dưới|vượt)|tối\s+đa|tăng|giảm|[Pp]hấn\s+đấu|đạt|[Tt]rên|gấp"
    r"|nâng)\s[^.;\d]{0,24}\d"
)
_BEFORE: tuple[tuple[Comparator, str], ...] = (
    (">=", r"(?:tối\s+thiểu|ít\s+nhất|không\s+(?:dưới|thấp\s+hơn|ít\s+hơn)|(?<!\w)từ|trở\s+lên\s+là)"),
    ("<=", r"(?:không\s+(?:quá|vượt\s+quá|cao\s+hơn|nhiều\s+hơn)|tối\s+đa|nhiều\s+nhất|không\s+lớn\s+hơn)"),
    (">", r"(?:(?<!\w)trên|hơn|vượt|cao\s+hơn|lớn\s+hơn)"),
    ("<", r"(?:(?<!\w)dưới|thấp\s+hơn|nhỏ\s+hơn)"),
)
_ENDS: tuple[tuple[str, Comparator], ...] = (("a", ">="), ("b", "<="))  # of a range
_CUE_TAIL = r"(?:\s+(?:tương\s+ứng|đạt|là|từ|có|khoảng|ở|mức|lần\s+lượt))*\s*\Z"
_CUES: tuple[tuple[Comparator, re.Pattern[str]], ...] = tuple(
    (comparator, re.compile(cue + _CUE_TAIL, re.IGNORECASE)) for comparator, cue in _BEFORE
)
_CUE_ALONE = re.compile(
    r"(?:(?:có|đạt|trên|dưới|tối\s+thiểu|ít\s+nhất|không\s+quá|phấn\s+đấu"
    r"|từ)\s+){0,3}",
    re.IGNORECASE,
)
_UPWARD = re.compile(r"[^.;,%\d]{0,40}?trở\s+lên", re.IGNORECASE)
_DOWNWARD = re.compile(r"[^.;,%\d]{0,40}?trở\s+xuống", re.IGNORECASE)
_END = re.compile(r"[.;!?](?=\s|\Z)|\Z")
_SUBCLAUSE = re.compile(
    r"[,:]\s+(?=(?:(?:và\s+)?(?:đảm\s+bảo|bảo\s+đảm|phấn\s+đấu|trong\s+(?:số\s+)?đó|tiến\s+tới)\b|(?:đến|cuối"
    r"|hết|năm)\s+(?:hết\s+|cuối\s+)?(?:năm\s+)?\d{4}))",
    re.IGNORECASE,
)
_NO_GOAL = re.compile(
    r"(?:hỗ\s+trợ|mức\s+(?:thu|chi|phí|phạt|đóng|hưởng|lương|giảm\s+trừ|khoán)|trích|lãi\s+suất|thuế\s+suất"
    r"|phạt|được\s+hưởng|phụ\s+cấp|bồi\s+thường|chiết\s+khấu"
    r"|tạm\s+ứng|để\s+lại|điều\s+tiết|tỷ\s+lệ\s+(?:trích|phần\s+trăm|hao)|độ\s+ẩm|nồng\s+độ|hàm\s+lượng"
    r"|quy\s+mô|vốn\s+đối\s+ứng)\b[^.;%]{0,40}\Z",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?:\bđã\b|đạt\s+được|chiếm|hiện\s+(?:nay|có|đạt)|so\s+với\s+cùng\s+kỳ"
    r"|cùng\s+kỳ)[^.;%]{0,80}\Z",
    re.IGNORECASE,
)
_PAST_SECTION = re.compile(
    r"kết\s+quả\s+(?:đạt|thực\s+hiện|triển)|thực\s+trạng|tình\s+hình|đánh\s+giá|tồn\s+tại|hạn\s+chế|đặc\s+điểm"
    r"|khái\s+quát|nguyên\s+nhân",
    re.IGNORECASE,
)
_STRIVES = re.compile(r"(?:[Pp]hấn\s+đấu|[Mm]ục\s+tiêu|[Cc]hỉ\s+tiêu|MỤC\s+TIÊU|CHỈ\s+TIÊU)")
_STRIVING = re.compile(r"[Pp]hấn\s+đấu|\A(?:[Mm]ục\s+tiêu|[Cc]hỉ\s+tiêu)")
_TOTAL = re.compile(
    r"(?:tổng\s+(?:kinh\s+phí|mức|số\s+kinh\s+phí|vốn|dự\s+toán|nhu\s+cầu|cộng)|kinh\s+phí\s+(?:thực\s+hiện"
    r"|dự\s+kiến)|dự\s+(?:kiến|toán)\s+kinh\s+phí|nhu\s+cầu\s+kinh\s+phí|khái\s+toán"
    r"|kinh\s+phí)[^.;]{0,120}\Z",
    re.IGNORECASE,
)
_MONEY_CUE = re.compile(
    r"kinh\s+phí|ngân\s+sách|vốn|dự\s+toán|tổng\s+mức|chi\s+phí|đầu\s+tư|doanh\s+thu"
    r"|\bthu\b",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"(?:nguồn|từ)\s+((?:ngân\s+sách|vốn|nguồn)[^.;,()]{3,60})|(ngân\s+sách\s+(?:nhà\s+nước"
    r"|trung\s+ương|địa\s+phương|tỉnh|thành\s+phố|huyện|xã))",
    re.IGNORECASE,
)
_LEVELS = re.compile(r"(?:cấp\s+)?(tỉnh|huyện|xã|thành\s+phố)\b")
_NO_UNIT_WORDS = "ngày tháng năm giờ phút giây tuổi quý điều khoản lần mức cấp giai tiêu nhóm mục"
_NO_UNIT = frozenset(_NO_UNIT_WORDS.split())  # times and labels
_TWO_SYLLABLES = """
    dịch lĩnh thủ cơ đơn doanh mô hợp sản dự nhiệm văn hội giường bác bệnh cán công hộ sinh chuyên thành lao giáo chương
    nền khu cụm trung khách trang hệ danh phần tổ nhân nông di cửa phòng vùng
"""
_TWO_WORDS = frozenset(_TWO_SYLLABLES.split())  # first syllables of nouns of two: "dịch vụ", "thủ tục"
_ONE_SYLLABLE = "bậc hạng điểm hộ xã phường huyện lớp người ha km cuộc lượt trường máy cây con tấn kg m2"
_ONE_WORD = frozenset(_ONE_SYLLABLE.split())
_PLAN_TYPES = """
    Kế hoạch,Chương trình,Đề án,Chiến lược,Phương án,Dự án,Chỉ thị,Công điện,
    Quy hoạch
"""
_PLANS = frozenset(name.strip() for name in _PLAN_TYPES.split(","))


@dataclass(frozen=True, slots=True)
class Goals:
    """What `find_targets` finds."""

    targets: tuple[Target, ...]
    budgets: tuple[Budget, ...]


@dataclass(frozen=True, slots=True)
class _Goal:
    """One number that states a goal: where it stands, what it says."""

    at: int
    end: int
    value: float
    unit: str
    comparator: Comparator
    group: int | None = None


def find_targets(reading: Reading, documents: Sequence[Document], assignments: Sequence[Assignment]) -> Goals:
    """The quantified goals and the amounts of money of a source.

    `documents` say which parts plan and which set norms; budgets are tied to the assignment whose text holds them.
    """
    planning = not documents or any(d.type in _PLANS for d in documents)
    if not planning and not _STRIVES.search(reading.text):
        return Goals((), ())
    return _Finder(reading, documents, assignments).goals()


class _Finder:
    def __init__(self, reading: Reading, documents: Sequence[Document], assignments: Sequence[Assignment]) -> None:
        self.text = reading.text
        self.reading = reading
        self.documents = documents
        self.assignments = assignments
        self.parts = outline(reading.text, reading.blocks)
        self.starts = [p.block.start for p in self.parts]
        self.goal_section = _goal_sections(reading.tables)
        self.tables = [(g.start, g.end) for g in reading.grids]

    def goals(self) -> Goals:
        targets: list[Target] = []
        budgets: list[Budget] = []
        done: set[int] = set()
        for match in _NUMBERS.finditer(self.text):
            index = bisect_right(self.starts, match.start()) - 1
            if index < 0 or index in done:
                continue
            done.add(index)
            part = self.parts[index]
            document = document_at(self.documents, part.start)
            planning = self._plans(index, document)
            if planning:
                targets += self._targets(index, part, document)
            budgets += self._budgets(index, part, document, planning=planning)
        numbered = [_named(t, i) for i, t in enumerate(sorted(targets, key=lambda t: t.start), 1)]
        return Goals(tuple(numbered), tuple(_budget_named(b, i) for i, b in enumerate(budgets, 1)))

    def _plans(self, index: int, document: Document | None) -> bool:
        """Does this part say what is to be reached?"""
        part = self.parts[index]
        if any(a <= part.block.start < b for a, b in self.tables):
            return False
        heads = self._heads(index)
        if any(self.goal_section.search(h.casefold()) for h in heads):
            return True
        if document is None or document.type in _PLANS:
            return not any(_PAST_SECTION.search(h) for h in heads)
        return bool(_STRIVING.search(self.text, part.start, part.end))

    def _heads(self, index: int) -> list[str]:
        heads: list[str] = []
        at = self.parts[index].parent
        while at is not None:
            heads.append(self.text[self.parts[at].start : min(self.parts[at].end, self.parts[at].start + 300)])
            at = self.parts[at].parent
        return heads

    def _targets(self, index: int, part: Part, document: Document | None) -> Iterator[Target]:
        text = self.text
        for start, end in _segments(text, part.start, part.end):
            found = sorted(self._in_segment(start, end), key=lambda g: g.at)
            for goal in found:
                first = _clause_start(text, start, goal.at)
                last = _clause_end(text, goal.end, end, [g.at for g in found])
                year = governing_year(text, self.parts, index, start, end, goal.at)
                yield Target(
                    id="",
                    start=first,
                    end=last,
                    text=text[first:last],
                    value=goal.value,
                    unit=goal.unit,
                    comparator=goal.comparator,
                    by=year,
                    in_document=document.id if document else None,
                    indicator=_indicator(text, goal, last),
                    scope=_scope(text, first, last, goal, found),
                    group=f"{start}-{goal.group}" if goal.group is not None else None,
                )

    def _in_segment(self, start: int, end: int) -> Iterator[_Goal]:
        """The goals of one clause between points and semicolons."""
        text = self.text
        inherited: Comparator | None = None
        previous = start
        for match in _PERCENTS.finditer(text, start, end):
            if _NO_GOAL.search(text, start, match.start()) or _PAST.search(text, start, match.start()):
                continue
            if re.search(r"trong\s+(?:số\s+)?đó|riêng", text[previous : match.start()], re.IGNORECASE):
                inherited = None
            value = float(number_of(match["percent"]))
            if match["low"]:
                yield _Goal(match.start("low"), match.end(), float(number_of(match["low"])), "%", ">=", match.start())
                yield _Goal(match.start("percent"), match.end(), value, "%", "<=", match.start())
            else:
                said, spread = _comparator(text, start, match.start("percent"), match.end(), end)
                yield _Goal(match.start("percent"), match.end(), value, "%", said or inherited or "=")
                inherited = said if said and spread else inherited
            previous = match.end()
        yield from self._counts(start, end)
        for match in MONEY.finditer(text, start, end):
            money = money_of(match)
            if _TOTAL.search(text, start, match.start()) and not _NO_GOAL.search(text, start, match.start()):
                said, _ = _comparator(text, start, match.start(), match.end(), end)
                yield _Goal(match.start(), match.end(), money.value, money.unit, said or "=")

    def _counts(self, start: int, end: int) -> Iterator[_Goal]:
        text = self.text
        for match in _FRACTION.finditer(text, start, end):
            value = round(int(match["top"]) / int(match["bottom"]), 4)
            said, _ = _comparator(text, start, match.start("top"), match.end("bottom"), end)
            yield _Goal(match.start("top"), match.end(), value, " ".join(match["noun"].split()), said or "=")
        ranks = [
            m
            for m in _RANKS.finditer(text, start, end)
            if re.search(
                r"tăng|nâng|giảm"
                r"|cải thiện",
                text[start : m.start()],
                re.IGNORECASE,
            )
        ]
        for match in ranks:
            for name, comparator in _ENDS:
                yield _Goal(
                    match.start(name),
                    match.end(),
                    float(number_of(match[name])),
                    match["noun"],
                    comparator,
                    match.start(),
                )
        for match in _COUNT.finditer(text, start, end):
            unit = _unit(match["noun"])
            if unit is None or any(m.start() <= match.start("count") < m.end() for m in ranks):
                continue
            if _NO_GOAL.search(text, start, match.start()) or _PAST.search(text, start, match.start()):
                continue
            said, _ = _comparator(text, start, match.start("count"), match.end(), end)
            value = float(number_of(match["count"], whole=True))
            if match["top"]:
                yield _Goal(match.start("count"), match.end(), value, unit, ">=", match.start())
                yield _Goal(
                    match.start("top"),
                    match.end(),
                    float(number_of(match["top"], whole=True)),
                    unit,
                    "<=",
                    match.start(),
                )
            else:
                yield _Goal(match.start("count"), match.end(), value, unit, said or "=")

    def _budgets(self, index: int, part: Part, document: Document | None, *, planning: bool) -> Iterator[Budget]:
        if not planning:
            return
        text = self.text
        for match in MONEY.finditer(text, part.start, part.end):
            start, end = next(s for s in _segments(text, part.start, part.end) if s[0] <= match.start() <= s[1])
            heads = " ".join(self._heads(index))
            if not (_MONEY_CUE.search(text, start, end) or _MONEY_CUE.search(heads)) or _NO_GOAL.search(
                text, start, match.start()
            ):
                continue
            money = money_of(match)
            source = _SOURCE.search(text, start, end)
            yield Budget(
                id="",
                in_document=document.id if document else None,
                assignment=next((a.id for a in self.assignments if a.start <= match.start() < a.end), None),
                start=match.start(),
                end=match.end(),
                text=match[0],
                amount=money.amount,
                currency=money.currency,
                source=" ".join((source[1] or source[2]).split()) if source else None,
                year=governing_year(text, self.parts, index, start, end, match.start()),
            )


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


def _comparator(text: str, start: int, number: int, after: int, end: int) -> tuple[Comparator | None, bool]:
    """The comparator said before or behind a number, and whether it governs the numbers that follow in its clause."""
    head = text[max(start, number - 60) : number]
    for comparator, cue in _CUES:
        match = cue.search(head)
        if match:
            if comparator == ">=" and match[0].casefold().startswith("từ") and _DOWNWARD.match(text, after, end):
                return "<=", False
            return comparator, match[0].casefold().split()[0] in ("tối", "ít", "không")
    if _UPWARD.match(text, after, end):
        return ">=", False
    if _DOWNWARD.match(text, after, end):
        return "<=", False
    return None, False


def _clause_start(text: str, start: int, at: int) -> int:
    first = start
    for match in _SUBCLAUSE.finditer(text, start, at + 1):
        first = match.end()
    comma = text.rfind(", ", first, at)
    if comma >= 0 and _CUE_ALONE.fullmatch(text, comma + 2, at) and not re.search(r"\d\s*%", text[first:comma]):
        first = comma + 2
    while first < at and text[first] in " \t\r\n(+-":
        first += 1
    return first


def _clause_end(text: str, at: int, end: int, numbers: Sequence[int]) -> int:
    match = _SUBCLAUSE.search(text, at, end)
    stop = match.start() if match else end
    while stop > at and text[stop - 1] in " \t\r\n,:":
        stop -= 1
    return stop if numbers else end


def _unit(noun: str) -> str | None:
    """The unit of a count: one noun of one or two words; None for times and labels."""
    words = noun.split()
    first = words[0].casefold()
    if first in _NO_UNIT:
        return None
    return " ".join(words[:2]) if first in _TWO_WORDS and first not in _ONE_WORD else words[0]


def _indicator(text: str, goal: _Goal, end: int) -> str | None:
    """What is measured: the words behind the number, or before it where nothing follows."""
    words = " ".join(text[goal.end : end].split()).strip(" ,.;:()")
    return words[:200] or None


def _scope(text: str, start: int, end: int, goal: _Goal, goals: Sequence[_Goal]) -> str | None:
    """The level of government that a number is for: named behind it, or in a list answered one to one."""
    following = min((g.at for g in goals if g.at > goal.at), default=end)
    own = re.search(r"cấp\s+(?:tỉnh|huyện|xã|thành\s+phố)", text[goal.end : min(following, end)])
    if own:
        return " ".join(own[0].split())
    same = [g for g in goals if g.group is None and start <= g.at < end and g.unit == goal.unit]
    levels = (
        [" ".join(m[0].split()) for m in re.finditer(r"cấp\s+(?:tỉnh|huyện|xã)", text[start : same[0].at])]
        if same
        else []
    )
    if len(levels) == len(same) > 1 and goal in same:
        return levels[same.index(goal)]
    return None


def _named(target: Target, number: int) -> Target:
    return dataclasses.replace(target, id=f"T{number}")


def _budget_named(budget: Budget, number: int) -> Budget:
    return dataclasses.replace(budget, id=f"B{number}")
