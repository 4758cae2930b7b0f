"""Which amount of money is a part of which: "tổng kinh phí 100 tỷ đồng, trong đó …", and the row "Tổng cộng".

Only what the text itself calls the whole is one. Parts are the amounts that it lists behind "trong đó" or "gồm", one
an item, or the rows of a table with a total where they are numbered 1, 2, 3 without rows between: rows under other rows
would count twice.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from ..outline import Part
from ..reading import Reading
from ..records import Budget
from ..source import Table

_OF_WHICH = re.compile(
    r"[^\d;.()\n]{0,80}?[,;.]?\s{0,20}(?P<inside>\()?\s{0,20}(?:trong\s+đó|bao\s+gồm|gồm(?:\s+có)?)(?!\w)[:,]?",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"trong\s+đó|bao\s+gồm", re.IGNORECASE)
_FULL_STOP = re.compile(r"\.(?=\s|\Z)")
_ITEM = re.compile(r";|\.(?=\s|\Z)")
_OF_A_YEAR = re.compile(r"năm\s+\d{4}", re.IGNORECASE)
_TOTAL = re.compile(r"tổng(?:\s+(?:cộng|số|kinh\s+phí|mức|dự\s+toán|chi))?(?!\w)|cộng\s*:?\s*\Z", re.IGNORECASE)
_NUMBERED = re.compile(r"\d{1,3}[.)]?")


def with_wholes(reading: Reading, budgets: tuple[Budget, ...]) -> tuple[Budget, ...]:
    """The budgets, in the order of their places, each that is a part with the id of its whole in `part_of`."""
    if len(budgets) < 2:
        return budgets
    whole_of = dict(_in_tables(reading.text, reading.grids, budgets))
    whole_of |= _in_prose(reading.text, reading.parts, budgets)
    return tuple(dataclasses.replace(b, part_of=whole_of[b.id]) if b.id in whole_of else b for b in budgets)


def _in_prose(text: str, parts: Sequence[Part], budgets: Sequence[Budget]) -> dict[str, str]:
    """Id of a part -> id of its whole; the nearest whole that claims a part has it."""
    starts, places = [p.block.start for p in parts], [b.start for b in budgets]
    found: dict[str, str] = {}
    for whole in budgets:
        at = bisect_right(starts, whole.start) - 1
        if at < 0 or whole.end > parts[at].end or not (said := _OF_WHICH.match(text, whole.end, parts[at].end)):
            continue
        if text[said.end() : parts[at].end].strip(" \n\t*_"):
            region = _sentence(text, said, parts[at].end, inner=whole.id in found)
            listed = _amounts(text, region, budgets, places)
        else:
            listed = [
                b for a, z in _items(parts, at) for b in budgets[bisect_left(places, a) : bisect_left(places, z)][:1]
            ]
        for part in listed:
            if part.currency == whole.currency:
                found[part.id] = whole.id
    return found


def _sentence(text: str, said: re.Match[str], end: int, *, inner: bool) -> tuple[int, int]:
    """From "trong đó" to the end of what it governs: its bracket or its sentence, or, `inner` to another, its item."""
    start = said.end()
    if said["inside"]:
        depth = 1
        for at in range(start, end):
            depth += {"(": 1, ")": -1}.get(text[at], 0)
            if depth == 0:
                end = at
                break
    stop = (_ITEM if inner else _FULL_STOP).search(text, start, end)
    return start, stop.start() if stop else end


def _amounts(text: str, region: tuple[int, int], budgets: Sequence[Budget], places: Sequence[int]) -> list[Budget]:
    """The amounts of a region outside brackets and inner wholes, all by year or none: the same money is often split
    twice.
    """
    start, end = region
    found: list[Budget] = []
    previous, depth, dated, inner = start, 0, None, False
    for budget in budgets[bisect_left(places, start) : bisect_left(places, end)]:
        before = text[previous : budget.start]
        depth += before.count("(") - before.count(")")
        of_year = _OF_A_YEAR.search(before) is not None
        dated = of_year if dated is None else dated
        inner = _AGAIN.search(before) is not None or (inner and ";" not in before)
        if depth <= 0 and of_year is dated and not inner:
            found.append(budget)
        previous = budget.end
    return found


def _items(parts: Sequence[Part], lead: int) -> list[tuple[int, int]]:
    """The items of the list that part `lead` opens, without what hangs under them."""
    first = lead + 1
    if first >= len(parts) or parts[first].style is None:
        return []
    style, above = parts[first].style, parts[first].parent
    items = []
    for at in range(first, len(parts)):
        part = parts[at]
        if part.style == style and part.parent == above:
            items.append((part.start, part.end))
        elif part.parent is None or part.parent < first:
            break
    return items


def _in_tables(text: str, tables: Sequence[Table], budgets: Sequence[Budget]) -> Iterator[tuple[str, str]]:
    """The amounts of a column that the total below or above them sums up, where all rows stand side by side."""
    by_place = {b.start: b for b in budgets}
    for table in tables:
        columns: dict[int, list[tuple[str, Budget]]] = {}
        totals: dict[int, list[Budget]] = {}
        for row in table.grid()[table.header_rows :]:
            words = [" ".join(c.text(text).split()) for c in row[:2] if c is not None]
            total = any(_TOTAL.match(w) for w in words)
            for column, cell in enumerate(row):
                budget = by_place.get(cell.fragments[0][0]) if cell is not None and cell.fragments else None
                if budget is None:
                    continue
                if total:
                    totals.setdefault(column, []).append(budget)
                else:
                    columns.setdefault(column, []).append((words[0] if words else "", budget))
        for column, (whole, *others) in totals.items():
            numbered = columns.get(column, [])
            side_by_side = [int(n.rstrip(".)")) for n, _ in numbered if _NUMBERED.fullmatch(n)]
            if not others and side_by_side == list(range(1, len(numbered) + 1)):
                yield from ((b.id, whole.id) for _, b in numbered if b.currency == whole.currency)
