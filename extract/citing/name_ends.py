"""Where the name of a programme, scheme or plan ends: with its period, its issuer, the next verb or its clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from ..letters import CAPITALS
from ..records import Span
from .titles import clause_end

_DAY = re.compile(r"\s+ngày\s+\d")
_ISSUED = re.compile(r"\s+(?:được\s+|đã\s+)?ban\s+hành(?:\s+kèm(?:\s+theo)?)?\s*\Z")
_BEYOND = 24  # a clause may end inside the words that end the name ("ban hành | kèm theo")
PERIOD = re.compile(
    r"(?:giai\s+đoạn|thời\s+kỳ)\s*(?:từ\s+)?(?:năm\s+)?\d{4}\s*(?:-|đến|tới)\s*(?:năm\s+)?\d{4}"
    r"|\d{4}\s*-\s*\d{4}"
    r"|(?:đến|tới)\s+năm\s+\d{4}",
    re.IGNORECASE,
)
_PERIOD_TAIL = re.compile(
    r"\s+và\s+đến\s+năm\s+\d{4}|"
    r"(?:\s*,\s*|\s+và\s+|\s+)(?:có\s+)?(?:định\s+hướng|tầm\s+nhìn|tính)(?:\s+đến)?\s+(?:năm\s+|đến\s+năm\s+)?\d{4}(?!\d)"
    r"|\s*,?\s+giai\s+đoạn\s+(?:I{1,3}|\d)(?:\s*:?\s*(?:từ\s+)?(?:năm\s+)?\d{4}\s*(?:-|đến|tới)\s*(?:năm\s+)?\d{4})?(?!\d)"
    r"|\s*,\s*giai\s+đoạn\s*(?:từ\s+)?(?:năm\s+)?\d{4}\s*(?:-|đến)\s*(?:năm\s+)?\d{4}",
    re.IGNORECASE,
)
# Where a name stops before the clause does.
_ENDS = re.compile(
    r"\s+(?:(?:khi|nếu|mà|nhưng|vì|nên)\s|(?:được|đã)\s+(?:ban|phê|thông|sửa|Chính|Thủ|Quốc|UBND|"
    r"HĐND|Hội|Ủy|Uỷ|Bộ|cấp|duyệt|"
    r"giao|triển|thực|xác|quy|nêu|công|đề|Tỉnh)"
    r"|ban\s+hành\s+(?:kèm|theo|tại|ngày|năm)|kèm\s+theo|phê\s+duyệt\s+(?:tại|theo)|"
    r"do\s+\w+(?:\s+\w+){0,8}?\s+(?:tài|hỗ|chủ|ban|thực|phát|tổ|làm|triển|quản)"
    r"|vay\s+(?:vốn\s|Ngân\s|ODA|WB|ADB)"
    r"|là\s|thì\s|với\s+(?:Kế|nội|các\s+(?:nội|nhiệm|mục))|theo\s+(?:quy|Quyết|Nghị|tinh|hướng|"
    r"chỉ|đúng|Thông|Kế|kế|chương|đề\s+án|chức|các\s|từng|phân|lộ|yêu|kế)"
    r"|tại\s+(?:Quyết|Nghị|Kế|Chỉ|Thông|các\s+cơ|các\s+đơn|địa)|như\s+sau|cụ\s+thể\s+như|nhằm\s|"
    r"để\s|trong\s+(?:năm\s+\d|thời|quý|tháng|giai)"
    r"|(?:đạt|có)\s+(?:hiệu|kết|chất)|(?:do|phải|cần|sẽ|gồm|này|nêu\s+trên|nói\s+trên|"
    r"trên\s+địa\s+bàn\s+(?:quản|mình))(?:\s|\Z)|từ\s+nguồn|trước\s+ngày|từ\s+ngày|cho\s+(?:cán|"
    r"các\s+(?:cơ|đơn|sở)|toàn|người|từng)"
    r"|đến\s+(?:các|toàn|từng|tất|cán|mọi)\s|đối\s+với\s+các\s+(?:cơ|đơn|sở)|lồng\s+ghép|"
    r"bảo\s+đảm\s|đảm\s+bảo\s|về\s+(?:UBND|Ủy|Sở|Bộ|Văn)\s|gửi\s)",
)
_ISSUER = re.compile(
    r"\s+của\s+(?:Chính\s+[Pp]hủ|Thủ\s+tướng|Bộ\s|Quốc\s+hội|Ủy\s+ban|Uỷ\s+ban|UBND|HĐND|"
    r"Hội\s+đồng|Tỉnh\s+[ủu]|Tỉnh\s+uỷ|Thành\s+[ủu]|Huyện\s+[ủu]|Quận\s+[ủu]|Trung\s+ương|Ban\s|"
    r"Đảng|Sở\s|BCH|"
    r"Ngân\s+hàng|Chủ\s+tịch|Bộ\s+trưởng|Thường\s+trực|Tổng\s|Cục\s|Viện\s|Liên\s+hợp|Đoàn|"
    r"Nhà\s+nước|Thanh\s+tra|Văn\s+phòng|Phòng\s|Trung\s+tâm|Công\s+an|Hội\s|Trường|Chính\s|"
    r"Đại\s+hội"
    r"|CHÍNH\s+PHỦ|THỦ\s+TƯỚNG|ỦY\s+BAN|TỈNH\s+ỦY)"
)
_LOCAL_ISSUER = re.compile(
    r"\s+của\s+(?:tỉnh|thành\s+phố|quận|huyện|thị\s+xã|trung\s+ương|xã|phường|ngành|cơ\s+quan|"
    r"đơn\s+vị|các|từng|địa\s+phương|cấp|mình)(?!\w)"
)
_AND_VERB = re.compile(
    r"\s*,\s+(?:phản\s+hồi|báo\s+cáo|theo\s+dõi|đồng\s+thời|phấn|các\s+(?:chương|kế|đề|dự|văn\s+bản|quy\s+định))(?!\w)"
    r"|\s+và\s+(?:bãi\s+bỏ|phản\s+hồi|thực\s+hiện|tổ\s+chức|triển\s+khai|báo\s+cáo|xây\s+dựng|"
    r"hướng\s+dẫn|theo\s+dõi|kiểm\s+tra|ban\s+hành|chỉ\s+đạo|đề\s+xuất|tham\s+mưu|"
    r"phụ\s+lục|các\s+(?:phụ|văn\s+bản|quy\s+định|chương|kế|đề|nghị|nhiệm|cơ|đơn|mục)|"
    r"cụ\s+thể\s+hóa|tình\s+hình|những|nhiệm\s+vụ|yêu\s+cầu|đồng\s+thời|phấn|phối\s+hợp|"
    r"dự\s+án|đề\s+án|chương\s+trình|công\s+tác|hằng|hàng|kế\s+hoạch|đẩy|nâng|tiếp\s+tục)(?!\w)"
)
_PROMULGATED = re.compile(r"\s+(?:được\s+|đã\s+)?ban\s+hành\s+kèm\s")
_AND_TYPE = re.compile(
    r"\s*(?:\s(?:và|cùng|hoặc|với)|[,;])\s+(?:các\s+)?(?:Nghị|Quyết|Chỉ|Thông\s+tư|Luật|Bộ\s+luật|"
    r"Pháp\s+lệnh|Chương\s+trình|"
    r"Kế\s+hoạch|Đề\s+án|Dự\s+án|Chiến\s+lược|Qu[iy]\s+chế|Qu[iy]\s+hoạch|Kết\s+luận|Công\s+văn)(?!\w)"
)
_NEW_VERB = re.compile(
    r",\s+(?:xây\s+dựng|nâng\s+cao|đẩy\s+mạnh|thực\s+hiện|tăng\s+cường|góp\s+phần|bảo\s+đảm|"
    r"đảm\s+bảo|tạo|phát\s+huy|từng\s+bước|tiếp\s+tục|triển\s+khai|tổ\s+chức|phấn\s+đấu|"
    r"đồng\s+thời|chú\s+trọng|"
    r"gắn|kịp\s+thời|khuyến\s+khích|tập\s+trung|rà\s+soát|nhất\s+là|hướng\s+dẫn|kiểm\s+tra|báo\s+cáo|theo\s+dõi)(?!\w)"
)
_THERE = re.compile(
    rf"\s+trên\s+địa\s+bàn\s+(?:tỉnh|thành\s+phố|quận|huyện|xã|phường|thị\s+xã)(?!\s+[{CAPITALS}])(?!\w)"
)


def name_end(
    text: str, at: int, starts: Sequence[int], host: Span | None, *, house: bool, whole: bool = False
) -> tuple[int, bool]:
    """Where the name whose type word ends at `at` ends, and whether its period is what ends it.

    `starts` are the starts of the citations with a number, `host` the title that the name stands in; `house` tells that
    "của <body>" belongs to the name, `whole` that the clause names this instrument and no more.
    """
    limit = clause_end(text, at, starts)
    if host:
        limit = min(limit, host[1])
    ends = (_PROMULGATED, _AND_TYPE, _ISSUER) if host or whole else (_ENDS, _AND_VERB, _AND_TYPE, _ISSUER)
    for pattern in ends[:-1] if house else ends:
        match = pattern.search(text, at, min(len(text), limit + _BEYOND))
        if match and at < match.start() < limit:
            limit = match.start()
    limit = _before_day(text, at, limit, starts)
    period = PERIOD.search(text, at, limit)
    if period:
        end = period.end()
        while more := _PERIOD_TAIL.match(text, end, min(len(text), end + 80)):
            end = more.end()
        if text[end : end + 1] == ")" and "(" in text[at:end].rpartition(")")[2]:
            end += 1
        return end, True
    year = re.compile(r"\s+năm\s+\d{4}(?!\s*-)").search(text, at, limit)
    if year:
        return year.end(), False
    for pattern in () if host or whole else (_NEW_VERB, _THERE):
        match = pattern.search(text, at, limit)
        if match and len(text[at : match.start()].split()) >= 3:
            limit = match.start()
    local = _LOCAL_ISSUER.search(text, at, limit)
    if local and not re.match(r"\s+của\s+(?:tỉnh|thành\s+phố|quận|huyện|thị\s+xã)", local[0]):
        limit = local.start()
    limit = at + len(_ISSUED.sub("", text[at:limit]))
    while limit > at and text[limit - 1] in " ,;:.\n\t-'’‘":
        limit -= 1
    return limit, False


def _before_day(text: str, at: int, limit: int, starts: Sequence[int]) -> int:
    """A name that ends with a number goes without what stands behind it: "… thực hiện Nghị quyết số 57-NQ/TW"."""
    within = bisect_left(starts, at)
    if within == len(starts) or starts[within] >= limit:
        return limit
    day = _DAY.search(text, starts[within], limit)
    return day.start() if day else limit
