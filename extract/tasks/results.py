"""Sections that tell what was done ("I. ĐÁNH GIÁ KẾT QUẢ NĂM 2020"): what bodies do in them is no task."""

from __future__ import annotations

import re

from ..outline import Part

_TOLD = re.compile(
    r"(?:phần\s+\S+\s*[:.]?\s*)?(?:(?:khái\s+quát|sơ\s+bộ|một\s+số|những|về)\s+)*(?:đánh\s+giá\s+(?:chung|tình\s+hình|kết\s+quả|thực\s+trạng"
    r"|việc|công\s+tác)|kết\s+quả\s+(?:đạt\s+được|đã\s+đạt|thực\s+hiện|triển\s+khai|công\s+tác|lãnh\s+đạo|chỉ\s+đạo|nổi\s+bật|năm"
    r"|chủ\s+yếu)|tình\s+hình\s+(?:thực\s+hiện|triển\s+khai|chung|kinh\s+tế|công\s+tác)|thực\s+trạng|tồn\s+tại|hạn\s+chế|ưu\s+điểm"
    r"|khuyết\s+điểm)(?!\w)",
    re.IGNORECASE,
)
# Words by which a sentence orders what is to come, in such a section too.
_DUTY = re.compile(
    r"(?:có|chịu)\s+trách\s+nhiệm|có\s+nhiệm\s+vụ|chủ\s+trì|phải\s|cần\s|[Gg]iao\s|[Yy]êu\s+cầu|[Đđ]ề\s+nghị"
)
_TITLED = ("part", "chapter", "section", "roman", "capital")


class Results:
    """Which parts of an outline stand in a section on results; each section is looked at once."""

    def __init__(self, text: str, parts: tuple[Part, ...]) -> None:
        self.text = text
        self.parts = parts
        self.told: dict[int, bool] = {}

    def tells(self, index: int) -> bool:
        """Does part `index` say what was done: in a section on results, without a word of duty?"""
        part = self.parts[index]
        return self.holds(index) and _DUTY.search(self.text, part.start, part.end) is None

    def holds(self, index: int) -> bool:
        """Does part `index` stand in a section that tells what was done?"""
        at = self.parts[index].parent
        if at is None:
            return False
        if at not in self.told:
            above = self.parts[at]
            titled = above.style in _TITLED and above.heading and _TOLD.match(self.text, above.start, above.end)
            self.told[at] = bool(titled) or self.holds(at)
        return self.told[at]
