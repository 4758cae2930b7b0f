"""Lines that announce tasks and give none: "… yêu cầu Thủ trưởng các sở, ngành thực hiện nghiêm các nội dung sau:".

Directives, telegrams and orders open a list so; whom the line names bears each point of the list.
"""

from __future__ import annotations

import re

from ..agents.bearers import Item
from .roles import spaces
from .subjects import Subjects

# How the list below is to be carried out, the words for its points, and "sau đây:".
_CARRY_OUT = (
    r"(?:(?:có|chịu)\s+trách\s+nhiệm|có\s+nhiệm\s+vụ|phải|cần|tập\s+trung|khẩn\s+trương|chủ\s+động|tích\s+cực|kịp\s+thời"
    r"|nghiêm\s+túc|nghiêm|quyết\s+liệt|đồng\s+bộ|(?:có\s+)?hiệu\s+quả|đầy\s+đủ|tốt|ngay|tiếp\s+tục|tăng\s+cường|đẩy\s+mạnh"
    r"|tổ\s+chức|triển\s+khai|lãnh\s+đạo|chỉ\s+đạo|quán\s+triệt|thực\s+hiện|làm\s+tốt)(?!\w)"
)
_POINTS = (
    r"(?:(?:các|một\s+số|những)\s+)?(?:nội\s+dung|nhiệm\s+vụ|giải\s+pháp|biện\s+pháp|công\s+việc|công\s+tác|việc|vấn\s+đề)"
    r"(?:,?\s+[^\W\d]+){0,6}?"
)
_ANNOUNCING = re.compile(
    rf"(?:\s*(?:,\s*)?(?:và\s+)?{_CARRY_OUT})*(?:\s*(?:,\s*)?{_POINTS})?(?:\s+(?:như\s+)?(?:sau|dưới)(?:\s+đây)?)?\s*:\Z"
)
# An order inside its line: "Để khắc phục tình trạng trên, Chủ tịch UBND tỉnh yêu cầu các sở …:".
_ORDERS = re.compile(r"[\s,](?:yêu\s+cầu|đề\s+nghị|giao(?:\s+cho)?)\s+")
_FURTHEST = 1500  # characters before the colon in which the order is looked for


def announces(text: str, stop: int, end: int) -> bool:
    """Do the words behind the names that end at `stop` announce what stands below, and nothing else?"""
    return text[end - 1] == ":" and _ANNOUNCING.match(text, stop, end) is not None


def announced(text: str, start: int, end: int, subjects: Subjects) -> list[Item]:
    """Whom a line that ends in a colon orders to do what stands below it; none for any other line."""
    if text[end - 1] != ":":
        return []
    first = subjects.order.match(text, start, end)
    places = [spaces(text, first.end())] if first else []
    said = text[start:end]
    if "yêu cầu" in said or "đề nghị" in said or "giao" in said:
        places += [match.end() for match in _ORDERS.finditer(text, max(start, end - _FURTHEST), end)]
    for at in places:
        items, stop = subjects.leading(at, end)
        if items and subjects.lists.names(text, items) and announces(text, stop, end):
            return items
    return []
