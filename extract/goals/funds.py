"""Where money comes from: "ngân sách tỉnh", "vốn vay", "nguồn xã hội hóa"."""

from __future__ import annotations

import re

_WORD = r"[^\W\d]+"
_HEAD = (
    r"(?:ngân\s+sách|NSNN|NSTW|NSĐP|ODA|vốn|nguồn|quỹ|xã\s+hội\s+h(?:óa|oá)|huy\s+động|tài\s+trợ|viện\s+trợ|đóng\s+góp|đối\s+ứng"
    r"|(?:nhân\s+dân|người\s+dân|doanh\s+nghiệp|cộng\s+đồng)\s+(?:đóng\s+góp|tài\s+trợ|đối\s+ứng))"
)
_YEARS = r"(?:\s+(?:năm|giai\s+đoạn)\s+[\d\s-]{4,12})?"
_BEFORE = re.compile(
    rf"(?<!\w)(?P<fund>{_HEAD}(?:\s+{_WORD}){{0,5}}){_YEARS}\s*(?:là|:|khoảng|\()?\s*(?:từ\s*)?\Z", re.IGNORECASE
)
_KIND = (
    r"(?:ngân\s+sách|vốn|nguồn|quỹ|chương\s+trình\s+mục\s+tiêu|sự\s+nghiệp|xã\s+hội\s+h(?:óa|oá)|dự\s+toán\s+chi|kinh"
    r"\s+phí\s+(?:sự\s+nghiệp|thường\s+xuyên|chi))"
)
_BEHIND = re.compile(
    r"\s*(?:/\s*năm\s*)?(?:\((?!\s*(?:từ|nguồn|ngân|vốn))[^()]*\)\s*)?,?\s*"
    r"(?:(?:\(\s*)?(?:được\s+)?(?:từ|bằng|do|lấy\s+từ|sử\s+dụng|thuộc|trích(?:\s+từ)?)\s+(?:nguồn\s*:?\s+)?|\(\s*(?:nguồn\s*:\s*)?"
    rf"|(?=nguồn\s))(?P<fund>{_KIND}[^.;,()\n]{{3,60}}?)(?=\s+(?:để|cho|nhằm|năm|theo|được|bảo\s+đảm|đảm\s+bảo|cấp\s+\d|thực\s+hiện)(?!\w)"
    r"|\s*(?:[.;()\n]|,(?!\s+(?:công\s+nghệ|đào\s+tạo|thể\s+thao)))|\s*\Z)",
    re.IGNORECASE,
)
# Words behind a fund that say nothing of it, and what is left where no fund is named.
_FILLER = re.compile(
    r"\s+(?:dự\s+kiến|thực\s+hiện|là|khoảng|bố\s+trí|cần|cần\s+có|hằng\s+năm|hàng\s+năm|bình\s+quân|trên|dưới|không\s+quá|tối\s+đa"
    r"|tối\s+thiểu|ít\s+nhất|đạt|ước|chi|cấp|phân\s+bổ|bảo\s+đảm|đảm\s+bảo|đầu\s+tư|hơn|gần|thêm|với|từ|được|cho|số\s+tiền|tổng\s+số"
    r"|(?:đã\s+)?giao|ước\s+tính|tương\s+đương|năm|hỗ\s+trợ|chiếm)\Z",
    re.IGNORECASE,
)
_NO_FUND = re.compile(
    r"(?:(?:tổng\s+)?(?:nguồn\s+)?(?:vốn|nguồn|kinh\s+phí|quỹ|lực)|ngân\s+sách|huy\s+động|tài\s+trợ|đóng\s+góp|vốn\s+đầu\s+tư"
    r"|nguồn\s+lực(?:\s+tài\s+chính)?|quỹ\s+(?:đất|lương|tiền\s+lương|khen\s+thưởng))",
    re.IGNORECASE,
)
_FROM = re.compile(rf".*\s(?:từ(?:\s+nguồn)?|là|bằng|gồm|trong\s+đó)\s+(?=(?:{_HEAD})(?:\s|\Z))", re.IGNORECASE)
_HEADING = re.compile(
    rf"(?:nguồn\s+)?(?:vốn\s+)?(?:ngân\s+sách|NS|NSNN|NSTW|NSĐP|ODA|vốn|xã\s+hội\s+h(?:óa|oá)|nguồn|tài\s+trợ|viện\s+trợ)(?:\s+{_WORD}){{0,5}}",
    re.IGNORECASE,
)


def source_of(text: str, previous: int, start: int, end: int, stop: int) -> str | None:
    """The fund named just before the amount [start, end) ("ngân sách tỉnh 50 tỷ đồng"), else behind it; or None.

    `previous` is where the amount before ends, `stop` where the clause does.
    """
    before = _BEFORE.search(text, max(previous, start - 120), start)
    named = _trimmed(before["fund"]) if before else None
    if named is None and (behind := _BEHIND.match(text, end, stop)):
        named = _trimmed(behind["fund"])
    return named


def fund_of(heading: str) -> str | None:
    """The fund that a column heading names ("Ngân sách tỉnh"); None for "Kinh phí"."""
    words = re.sub(r"\s*\([^)]*\)", "", heading).strip()
    return _trimmed(words) if _HEADING.fullmatch(words) else None


def _trimmed(words: str) -> str | None:
    words = " ".join(words.split())
    words = _FROM.sub("", words)
    while (shorter := _FILLER.sub("", words)) != words:
        words = shorter
    return None if _NO_FUND.fullmatch(words) else words
