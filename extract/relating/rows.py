"""Rows of lists of texts: a cell says something of the text that its row is about ("Quyết định số A | Bãi bỏ bởi B").

Lists of texts that are out of force have the text, its title and what ended it in cells of one row (NĐ 154/2020/NĐ-CP,
mẫu số 03 and 04 of the Phụ lục).
"""

from __future__ import annotations

import operator
import re
from bisect import bisect_left
from collections.abc import Sequence

from ..records import Citation
from . import governors as g
from .governors import EFFECTS, Cue

_BEGIN = operator.attrgetter("start")
_WIDEST = 1500  # characters of a row before the cell
_TITLE = re.compile(r"\W*(?:về|v/v|ban\s+hành|quy\s+định|qui\s+định|phê\s+duyệt|công\s+bố|thông\s+qua)\s")
_CELL_ENDS = ("\t", "|")


def row_document(text: str, cell: int, citations: Sequence[Citation]) -> Citation | None:
    """The text that the row is about which holds the cell that begins at `cell`: a number that begins a cell before it.

    `citations` are those of the text, sorted by their start.
    """
    if not text[max(0, cell - 3) : cell].rstrip(" ").endswith(_CELL_ENDS):
        return None
    low = max(0, cell - _WIDEST)
    row = text.rfind("\n", low, cell) + 1 or low
    index = bisect_left(citations, row, key=_BEGIN)
    if index == len(citations):
        return None
    first = citations[index]
    before = text[max(row, first.start - 3) : first.start].rstrip(" ")
    begins = not before or before.endswith(_CELL_ENDS)
    return first if first.number and first.end <= cell and begins else None


def said_of_it(stretch: str, cues: Sequence[Cue]) -> tuple[list[Cue], bool] | None:
    """The cues of a cell that speak of the text of the row, and whether the citation behind them did it; else None.

    `stretch` are the words of the cell before its citation: "bãi bỏ bởi", "về việc ban hành".
    """
    if g.by_agent(stretch) and cues and cues[-1].passive and cues[-1].predicate in EFFECTS:
        denied = g.denied(stretch[: stretch.rfind(cues[-1].phrase.split()[0])])
        return None if denied else ([cues[-1]], True)
    if _TITLE.match(stretch):
        return [c for c in cues if not c.passive and c.predicate not in ("proposes_amendment", "based_on")], False
    return None
