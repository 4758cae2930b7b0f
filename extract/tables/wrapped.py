"""Rows of a table whose cells are wrapped over lines of their own: "Sở Công" above, "Thương" below.

A text that keeps its columns apart by tabs or bars breaks a cell by a further line, with nothing in the columns that
are not wrapped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Span = tuple[int, int]

# How a cell begins that goes on with nothing: a body, a group of bodies, a time.
_BEGINS = re.compile(
    r"(?:các|những|nt|như|sở|bộ|ban|phòng|ubnd|ủy|uỷ|hđnd|văn|vp|cục|chi|công|thanh|đài|báo|trung|cơ|đơn|đội|hội|tỉnh|thành|quận"
    r"|huyện|kho|bảo|trường|cổng|tổ|chủ|thủ|giám|vụ|viện|liên|mặt|đoàn|ngân|bưu|thuế|tòa|toàn|tất|lãnh|doanh|ngành|học|đại|bệnh"
    r"|hiệp|tổng|tập|kiểm|đảng|thường|bí|hiệu|phó|chánh|xã|phường|thôn|hạt|quý|tháng|năm|ngày|hàng|hằng|định|trước|từ|đến|sau"
    r"|khi|cuối|đầu|trong|giai|quyết|kế|nghị|chương|tờ|thông|hệ|danh|văn|đề|dự)(?!\w)",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"(?:[,\-–/]|(?<!\w)(?:và|của|các|sở|ban|phòng|cục|ubnd|ủy|uỷ|quý|tháng|năm|ngày|trước|từ|đến))\Z", re.IGNORECASE
)
_ENDS = (".", ";", ":", "!", "?")
_TAIL = 20  # characters of a cell in which its last word stands


def is_rest(
    text: str, above: Sequence[Sequence[Span]], row: Sequence[Sequence[Span]], fields: Sequence[str | None]
) -> bool:
    """Is `row` the rest of the row `above`? `fields` tells what the columns hold.

    It has no number and no task of its own, fills only cells that are filled above, and one of them shows that it goes
    on: its task begins with a small letter, a cell above ends openly ("Các sở,"), or a cell begins as no name and no
    time does ("Thương").
    """
    if row[0] or not above[0] or "task" not in fields:
        return False
    filled = [(c, cell[0]) for c, cell in enumerate(row) if cell]
    if not filled or any(not above[c] for c, _ in filled):
        return False
    task = row[fields.index("task")]
    if task:
        return text[task[0][0]].islower()
    return any(_goes_on(text, above[c][-1], cell) for c, cell in filled)


def _goes_on(text: str, above: Span, cell: Span) -> bool:
    """Does a cell go on with the one above it?"""
    if text[max(above[0], above[1] - 1) : above[1]] in _ENDS:
        return False
    return bool(_OPEN.search(text, max(above[0], above[1] - _TAIL), above[1]) or not _BEGINS.match(text, *cell))
