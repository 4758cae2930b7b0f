"""The words that a mere mention hangs on: its preposition or verb, where no cue governs the citation."""

from __future__ import annotations

from collections.abc import Sequence

_WORDS = """
của; về; về việc; việc; tại; trong; ở; trên; theo; theo đúng; với; cho; bởi; bằng; do; từ; đến; thuộc; ngoài; giữa;
như; là; có; gồm; bao gồm; gồm có; kèm theo; đối với; so với; cùng với; nêu tại; nêu; căn cứ; trên cơ sở; dựa trên;
liên quan đến; khi; sau khi; trước khi; nếu; trường hợp; ngày; từ ngày; kể từ ngày; đến ngày; từ khi; nhằm; để; trái;
trái với; phù hợp với; ký; ra; ký ban hành; ban hành; phê duyệt; thông qua; công bố; quy định; qui định; áp dụng; vận
dụng; thực hiện; triển khai; thi hành; tổ chức; hướng dẫn; sửa đổi; bổ sung; sửa đổi, bổ sung; thay thế; bãi bỏ; hủy
bỏ; trình; gửi; nhận; nhận được; xét; đề nghị; tham mưu; xem xét; nghiên cứu; học tập; quán triệt; tuyên truyền; phổ
biến; tập huấn; rà soát; đánh giá; sơ kết; tổng kết; xây dựng; hoàn thiện; lồng ghép; sử dụng; tham gia; quản lý; bảo
đảm; đảm bảo; chấp hành; tuân thủ; vi phạm; cụ thể hóa; tiếp tục; kinh phí; nguồn vốn; vốn; nội dung; mục tiêu; kết
quả; tinh thần; văn bản; các văn bản; được; bị; và; hoặc;
of; in; under; to; with; by; on; pursuant to; according to; is based on; based on; prescribed in; stipulated in;
provided for in; specified in; replaces; amends; and
"""
_REACH, _FURTHEST = 80, 7  # characters and words before the citation
_OPENING = '“"(*_:-–'
_ENDS = (".", ";", ",", ":", ")", "|", "?", "!", "”")


def _by_last_word() -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in _WORDS.replace("\n", " ").split(";"):
        words = tuple(phrase.split())
        found.setdefault(words[-1], []).append(words)
    return {last: tuple(sorted(phrases, key=len, reverse=True)) for last, phrases in found.items()}


_CARRIERS = _by_last_word()


def carrier(text: str, begin: int, at: int) -> tuple[int, int] | None:
    """The range of the nearest words before `at` that a mention there hangs on; None when its clause has none."""
    base = max(begin, at - _REACH)
    stretch = text[base:at]
    words = stretch.split()
    if base > begin:
        words = words[1:]  # perhaps the end of a word
    position = len(stretch)
    for count in range(1, min(_FURTHEST, len(words)) + 1):
        word = words[-count]
        position = stretch.rindex(word, 0, position)
        if count == 1:
            word = word.rstrip(_OPENING)
        if word.endswith(_ENDS):
            return None
        bare = word.lstrip(_OPENING)
        phrases = _CARRIERS.get(bare.lower())
        if phrases and (earlier := _earlier(words[: len(words) - count], phrases)) is not None:
            start = position + len(word) - len(bare)
            for one in reversed(earlier):
                start = stretch.rindex(one, 0, start)
            return base + start, base + position + len(word)
    return None


def _earlier(before: list[str], phrases: Sequence[tuple[str, ...]]) -> list[str] | None:
    """The words of a phrase before its last one, as they end the words `before`; None when none of the phrases fits."""
    for phrase in phrases:
        last = before[len(before) - len(phrase) + 1 :] if len(phrase) > 1 else []
        if [word.lower() for word in last] == list(phrase[:-1]):
            return last
    return None
