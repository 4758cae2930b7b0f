"""Words that give roles or a time and say nothing of a task: "Rà soát hồ sơ. Giao Sở Tư pháp chủ trì thực hiện."

Their task is what stands before them.
"""

from __future__ import annotations

import re

from ..agents.bearers import Lists
from .roles import after_partners, partners_end

_ROLE = re.compile(
    r"[\s,;]*(?:(?:có|chịu)\s+trách\s+nhiệm(?:\s+chính)?|có\s+nhiệm\s+vụ|phải|cần|(?:là|làm)\s+(?:cơ\s+quan|đơn\s+vị)(?=\s+(?:chủ\s+trì|phối\s+hợp)))(?!\w)"
)
_VERBS = re.compile(
    r"(?:[\s,;]|và\s)*(?:chủ\s+trì|tổ\s+chức|triển\s+khai|chịu\s+trách\s+nhiệm|tham\s+mưu|đề\s+xuất|thực\s+hiện|thi\s+hành"
    r"|hoàn\s+thành|đảm\s+nhận|phụ\s+trách|làm\s+đầu\s+mối|phối\s+hợp|tham\s+gia|xong)(?!\w)"
)
_TIME_LABEL = re.compile(
    r"[\s,;.]*(?:(?:thời\s+(?:gian|hạn)|tiến\s+độ)(?:\s+(?:thực\s+hiện|hoàn\s+thành))?\s*:?\s*)?(?:hoàn\s+thành\s+)?",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:xong\s+)?(?:trước|trong|chậm\s+nhất|muộn\s+nhất|vào|từ|đến|quý|tháng|năm|ngày|hết|cuối|\d)(?=[^.;,]*[\dý])[^.;,]{0,60}\Z"
    r"|(?:thường\s+xuyên|(?:h[àằ]ng|định\s+kỳ)\s+[^.;,]{1,20})\Z",
    re.IGNORECASE,
)
_ONLY_WITH = re.compile(
    r"[\s,;]*(?:cùng\s+|tham\s+gia\s+|(?:là|làm)\s+(?:cơ\s+quan|đơn\s+vị)\s+)?phối\s+hợp(?:\s+(?:thực\s+hiện|tổ\s+chức|triển\s+khai))*[\s.;,]*"
)
_MOST_VERBS = 6


def is_bare(text: str, start: int, end: int, lists: Lists) -> bool:
    """Do the words [start, end) behind the name of a body give roles or a time and nothing else?"""
    role = _ROLE.match(text, start, end)
    at = role.end() if role else start
    behind = partners_end(text, at, end, lists)
    at = behind if behind > at else after_partners(text, at, end, lists)
    for _ in range(_MOST_VERBS):
        verb = _VERBS.match(text, at, end)
        if verb is None:
            break
        at = verb.end()
    label = _TIME_LABEL.match(text, at, end)
    at = label.end() if label else at
    return not text[at:end].strip(" \t\r\n.,;:/") or _TIME.match(text, at, end) is not None


def joins(text: str, start: int, end: int) -> bool:
    """Do the words say only that a body cooperates ("phối hợp thực hiện")?"""
    return _ONLY_WITH.fullmatch(text, start, end) is not None
