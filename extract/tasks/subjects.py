"""The agencies that a clause makes answerable, and where their task begins.

An agency is the subject of a duty ("Các sở, ngành có trách nhiệm …", "Trên cơ sở …, Thủ trưởng … tổ chức …"), the
object of an order ("Giao Sở Nội vụ chủ trì, phối hợp với …"), or a name with a colon ("Phòng Tư pháp: …"). The file is
longer than 400 lines because these forms are tried in one order, each on what the one before left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...ontology.tables import Tables
from ..agents.bearers import ADDRESS, POST, Item, Lists, lists_of
from ..agents.bodies import Body
from ..letters import CAPITALS, SMALL
from ..records import Span
from .bare import is_bare
from .drafts import trimmed
from .roles import after_partners, chairs, leads, partners, partners_end, spaces, watches, words_of

_MODAL = re.compile(
    r"\s*(?:,\s*)?(?:(?:còn|cũng|sẽ)\s+)?(?:phải|cần|(?:có|chịu)\s+trách\s+nhiệm|có\s+nhiệm\s+vụ|chủ\s+trì|chủ\s+động|kịp\s+thời"
    r"|tăng\s+cường|tiếp\s+tục|nghiêm\s+túc|khẩn\s+trương|thường\s+xuyên|phối\s+hợp\s+(?:với|cùng)|định\s+kỳ"
    r"|tham\s+mưu|căn\s+cứ)(?!\w)"
)
_DUTY = re.compile(
    r"\s*(?:,\s*)?(?:(?:còn|cũng|sẽ)\s+)?(?:(?:cần\s+)?(?:có|chịu)\s+trách\s+nhiệm(?:\s+(?:chính|phải|trong\s+việc|về\s+việc))?"
    r"|có\s+nhiệm\s+vụ|được\s+(?:giao|phân\s+công)|phải|cần(?:\s+phải)?)(?!\w)\s*(?::\s*)?"
)
# "Trách nhiệm của Sở Y tế", "Nhiệm vụ cụ thể của Sở Tư pháp": whose duties follow.
RESPONSIBILITY = re.compile(
    r"(?:Trách nhiệm|TRÁCH NHIỆM|Nhiệm vụ|NHIỆM VỤ|Phân công|Đối với|Về phía|Giao)(?:\s+(?:thực hiện|cụ thể"
    r"|thi hành))?(?:\s+(?:của|cho|CỦA))?\s+"
)
STRONG = re.compile(
    r"\s*(?:,\s*)?(?:[^,;.]{0,40}?)?(?:chủ\s+trì|(?:có|chịu)\s+trách\s+nhiệm|có\s+nhiệm\s+vụ"
    r"|phối\s+hợp\s+(?:với|cùng))"
)
# Words between an agency and what it does: "trong phạm vi quản lý của mình", "theo chức năng, nhiệm vụ được giao".
_SCOPE = re.compile(
    r"\s*,?\s*(?:trong\s+phạm\s+vi|theo\s+(?:chức\s+năng|thẩm\s+quyền|lĩnh\s+vực|nhiệm\s+vụ))[^.;:]{0,70}?(?:của\s+mình"
    r"|được\s+giao|được\s+phân\s+công|phụ\s+trách|quyền\s+hạn)\s*,?|\s*,?\s*theo\s+chức\s+năng(?:\s*,\s*nhiệm\s+vụ)?(?=\s*:)"
)
_UNDER = re.compile(r"\s*,\s*(?:trực\s+)?thuộc\s+")
# What an order is about: "Về giải phóng mặt bằng: …", or a title before its sentence ("Chế độ báo cáo: Các đơn vị …").
_ABOUT = re.compile(
    rf"(?:Về|Đối\s+với|Liên\s+quan(?:\s+đến)?)\s[^:;.\n]{{3,300}}:\s*"
    r"|(?!(?:Kết quả|Ví dụ|Thành phần|Đối tượng|Địa điểm|Ghi chú|Trong đó|Bao gồm|Gồm|Nơi nhận|Kính gửi|Nguồn|Hiện nay"
    r"|Thời gian|Tồn tại|Hạn chế|Nguyên nhân|Thẩm quyền|Quyền hạn)(?!\w))"
    rf"(?P<title>[{CAPITALS}])[^:;.,\n]{{2,60}}:[ ]+(?=[{CAPITALS}])"
)
_ENTRUSTED = re.compile(r"\s*được\s+(?:giao|phân\s+công)(?:\s+nhiệm\s+vụ)?\s+(?=chủ\s+trì|làm\s+đầu\s+mối)")
_MAINLY = re.compile(r"\s*(?:có|chịu)\s+trách\s+nhiệm\s+chính\s*[,;]\s+")
_JOINS = re.compile(r"\s*(?:cùng\s+)?phối\s+hợp\s+(?!(?:với|cùng|chặt|tốt|liên|công|hoạt)(?!\w))")
_WHOSE = ("T", "N", "P", "Đ", "V", "G")  # how they begin
_DUTIES_FOLLOW = re.compile(rf"\s*(?::|\s[-–]\s|\.\s+(?=[{CAPITALS}]))\s*(?=\w)")
_GROUP_END = re.compile(r"(?<!\w)(?:các|những)\s+[^,;.]{2,50}\Z|liên\s+quan\s*\Z", re.IGNORECASE)
# Who is acted upon, not one of those who act: "cấp thuốc cho các huyện"; but "đôn đốc các sở; UBND các xã báo cáo".
_GOVERNED = re.compile(
    r"(?<!\w)(?:cho|tại|ở|đối\s+với|tới|đến|về|từ|giúp|hỗ\s+trợ|tham\s+mưu|trình|báo\s+cáo|gửi)\s+\Z",
    re.IGNORECASE,
)
_HEAD_OF = re.compile(r"(?:người\s+đứng\s+đầu|thủ\s+trưởng|lãnh\s+đạo)\s+(?:cấp|cơ\s+quan|đơn\s+vị|mỗi|từng)(?!\w)")
_CLAUSE_START = re.compile(r"(?:\A|[.;:])?(?P<words>[^.;:]*)\Z")
_WITH_LIST = re.compile(r"phối\s+(?:kết\s+)?hợp|cùng\s|\bgiữa\s", re.IGNORECASE)
_ALONG = re.compile(r"\s*,?\s*cùng\s+(?:với\s+)?")
_DIRECTS = re.compile(r"chỉ\s+đạo", re.IGNORECASE)
_OFFICES = re.compile(
    r"(?:(?:Phó\s+)?(?:Chủ tịch|Giám đốc|Bí thư|Bộ trưởng|Cục trưởng|Hiệu trưởng|Trưởng ban)(?:\s+Thường trực)?"
    r"|Thường trực|Ban Thường vụ|Ban Chấp hành|Lãnh đạo)\s+"
)
_HIGHEST = re.compile(
    r"Chính phủ|Thủ tướng|Quốc hội|Ban Bí thư|Bộ Chính trị|(?:Tỉnh|Thành|Quận|Huyện|Thị)\s+(?:ủy|uỷ)|Đảng ủy"
)
_CLAUSE_END = re.compile(r"[.;:]\s|,\s+giao\s")
# A group told by what it leads: "Các đơn vị chủ trì nhiệm vụ có trách nhiệm báo cáo …".
_CHAIRING = re.compile(r"\s+(?:được\s+giao\s+)?chủ\s+trì\s[^.;:]{3,120}?\s(?P<duty>(?:có|chịu)\s+trách\s+nhiệm)")
_PASSIVE = re.compile(r"\s(?:bị|được)\Z")  # "các cá nhân vi phạm bị xử lý"
_TELLS = re.compile(r"\s*(?:xin\s+)?thông\s+báo\s+(?:để|đến|tới|ý\s+kiến|kết\s+luận)(?!\w)")  # the end of a notice
_JOINT = re.compile(r"\s*,?\s*phối\s+hợp\s+(?:với|cùng)\s")
# The closing article: "… chịu trách nhiệm thi hành Quyết định này", "… căn cứ Quyết định thi hành".
_PAPER = (
    r"(?:[Qq]uyết\s+định|Thông\s+tư(?:\s+liên\s+tịch)?|Nghị\s+định|Nghị\s+quyết|Chỉ\s+thị|Quy\s+chế|Quy\s+định|Kế\s+hoạch"
    r"|Chương\s+trình|Đề\s+án|Luật|Pháp\s+lệnh|Văn\s+bản|Hướng\s+dẫn|Công\s+điện)"
)
_CLOSING = re.compile(
    rf"[\s,](?<=[\w)][\s,])(?:\s*(?<=\s)|(?<=\s)\s*,\s+)(?:(?:(?:có|chịu)\s+trách\s+nhiệm\s+)(?P<task>(?:(?:tổ\s+chức|triển\s+khai|hướng\s+dẫn|phối\s+hợp)\s*,?\s+)*"
    rf"(?:thi\s+hành|thực\s+hiện)\s+(?:nghiêm\s+túc\s+|nghiêm\s+)?(?:các\s+nội\s+dung\s+(?:của\s+|tại\s+)?)?{_PAPER}\s+này)"
    rf"|(?P<by>(?:căn\s+cứ|chiếu)\s+(?:nội\s+dung\s+)?{_PAPER}(?:\s+này)?\s*,?\s*(?:chịu\s+trách\s+nhiệm\s+)?(?:tổ\s+chức\s+)?"
    r"(?:thi\s+hành|thực\s+hiện)))"
)
_CLOSING_WORDS = ("trách", "căn", "chiếu")  # one of them stands in each match
_SENTENCE_END = re.compile(r"[^\W\d]{3,}\.\s+[A-ZĐÀ-Ỵ]")
_CLOSING_LIST = 1500  # characters of the list before the words of a closing article
# In norms, who carries the document itself out: "Ủy ban nhân dân tỉnh tổ chức triển khai thực hiện Nghị quyết này".
_CARRIES = re.compile(
    rf"\s*(?:tổ\s+chức|triển\s+khai|chỉ\s+đạo|kiểm\s+tra|giám\s+sát|đôn\s+đốc)[^.;]{{0,60}}?(?:thực\s+hiện|thi\s+hành)\s+(?:{_PAPER}(?:\s+này|\s*[.;]|\s*\Z)"
    r"|quy\s+định\s+tại\s+Điều\s+\d+)"
)
# "Nhận được Công điện này yêu cầu Thủ trưởng các đơn vị …"
_RECEIVED = re.compile(
    rf"(?:[Kk]hi\s+|[Ss]au\s+khi\s+)?[Nn]hận\s+được\s+{_PAPER}\s+này\s*,?\s+(?=(?:yêu\s+cầu|đề\s+nghị)\s)"
)
_TIMES = ("hàng năm", "hằng năm", "hàng quý", "hằng quý", "hàng tháng", "hằng tháng")
_STOP = re.compile(r"[.;]\s")
_LEAD_IN = 900  # characters of a clause that stands before its subject
_POST = re.compile(r"\s*là\s+(?:cơ\s+quan|đơn\s+vị|đầu\s+mối)")
# What was done gives no duty: "Sở Nội vụ đã phối hợp với …"; but "các đơn vị đã có kế hoạch có trách nhiệm …" does.
_PAST = re.compile(r"\s*đã\s+(?![^.;:]{0,80}(?:(?:có|chịu)\s+trách\s+nhiệm|có\s+nhiệm\s+vụ|phải\s|cần\s|tiếp\s+tục))")
_STATE = re.compile(
    r"\s*(?:là|của|được|bị|đã|đang|về|tại|trong|ở|ban\s+hành(?!\s+(?:kế\s+hoạch|chương\s+trình|văn\s+bản|quy\s+chế|phương\s+án|danh\s+mục|hướng\s+dẫn"
    r"|các\s+văn\s+bản|nghị\s+quyết|quyết\s+định|chỉ\s+thị|bộ\s+tiêu\s+chí))|quy\s+định\s+tại|do|gồm|bao\s+gồm|thuộc|khi"
    r"|có\s+(?:\d|quyền|thể|TTHC|thẩm\s+quyền|đủ|từ|ít)|chưa|vẫn|(?:còn|sẽ)(?!\s+(?:phải|(?:có|chịu)\s+trách|có\s+nhiệm))|không|đạt|và|hoặc|nhận"
    r"|cấp\s+(?:phép|giấy))(?!\w)"
)
# Words in small letters that begin no act behind the name of a body: function words, levels, what qualifies it.
_NO_ACT = (
    "của|và|hoặc|hay|là|được|bị|đã|đang|sẽ|vừa|mới|về|tại|trong|ngoài|ở|trên|dưới|do|gồm|bao|thuộc|trực|khi|có|chưa|vẫn|không|chẳng|đạt|với"
    "|cùng|để|theo|nào|này|đó|ấy|kia|khác|cũ|như|nêu|nói|vì|nếu|từ|đến|tới|cho|mà|thì|rằng|liên|cấp|nơi|khóa|khoá|lần|thứ"
    "|kỳ|sau|trước|ngày|tháng|năm|khu|số|bên|giữa|qua|bằng|những|các|mỗi|từng|mọi|cả|hiện|còn|tỉnh|huyện|quận|xã|phường|thành|thị"
    "|thôn|ban|nhằm|đối|gắn|hằng|hàng|quý|tuần|tức|trở|vào|ra|lên|nhận|quy|qui|nhiệm|đóng|thống|bầu|nhất|nhưng|song|cũng|đều|chỉ|rất"
    "|quốc|kết|chấm|nằm|hưởng|nhà|người|phó|trưởng|chủ|viên|đủ|việt|trung|nước|nhiều|một|hai|ba|đoàn|hội|công|đơn|tổ|bộ|sở|vụ|đội"
)
_GIVEN = re.compile(r"\s+được\s+(?:giao|phân\s+công)\s+(?!nhiệm\s+vụ)")
_OPEN_ACT = re.compile(rf"(?!(?:{_NO_ACT})(?!\w))[{SMALL}]{{2,}}[ ]+(?=[^\W\d_])(?:[^\s.;:]+[ ]+){{2}}")
_SMALL = re.compile(rf"[ ](?=[{SMALL}])")
_NAMED = re.compile(rf"[ ][{CAPITALS}]")  # "Cục Thú", not "Ban"
_OF_WHOM = re.compile(r"[ ]của[ ](?:cộng[ ]đồng|nhân[ ]dân)(?=[ ])")


@dataclass(frozen=True, slots=True)
class Subject:
    """Agencies made answerable by a clause; their task begins at `start`."""

    items: list[Item]
    start: int
    lead: bool
    partners: list[Item]
    watched: bool
    rule: str


class Subjects:
    """Reads the subjects of clauses in one text."""

    def __init__(self, text: str, tables: Tables, issuers: Sequence[str] = ()) -> None:
        self.text = text
        self.issuers = issuers
        self.lists: Lists = lists_of(tables)
        self.order = words_of(tables, "assign")
        self.lead_in = words_of(tables, "lead_in")
        self.read: dict[Span, tuple[list[Item], int]] = {}
        self.reached = 0  # the end of the last list that was read

    def leading(self, start: int, end: int) -> tuple[list[Item], int]:
        """The list that begins at `start`, and its end: the first of a part is asked for by several rules."""
        found = self.read.get((start, end))
        if found is None:
            found = self.read[start, end] = self.lists.leading(self.text, start, end)
        return found

    def at(self, start: int, end: int, *, strict: bool, minor: str = "", later: bool = False) -> Subject | None:
        """The agencies that the clause at `start` makes answerable, and where their task begins.

        `strict` asks for words of duty; `minor` is the comma or semicolon before the clause, which may stand in a list,
        so that less makes a new subject; `later` says that it stands behind a clause that made somebody answerable.
        """
        text = self.text
        order = self.order.match(text, start, end)
        if order:
            ordered = self._ordered(order, end)
            if ordered is not None and _DIRECTS.match(order[0]):
                # whom a body directs bears nothing for that: "…; chỉ đạo UBND các xã thực hiện"
                named = any(i.body and i.body.kind == "specific" for i in ordered.items)
                return ordered if named and (ordered.lead or not later) else None
            if ordered is not None:
                return ordered
        whose = self._whose(start, end, strict=strict) if text[start : start + 1] in _WHOSE else None
        if whose is not None:
            return whose
        items, stop = self.leading(start, end)
        self.reached = stop
        closing = self._closing(start, stop, end, named=bool(items[-1].body)) if items else None
        if closing is not None:
            return closing
        ordered = self._told(items, stop, end)
        if ordered is not None:
            return ordered
        if not items or not self.lists.names(text, items):
            return self._late(start, end, strict=strict, minor=minor)
        if minor and not self._takes_over(items, start, stop, end, minor):
            return None
        return self._predicated(items, stop, end, strict=strict)

    def _whose(self, start: int, end: int, *, strict: bool) -> Subject | None:
        """Read "Trách nhiệm của Sở Y tế: tham mưu …": the duties of the named stand behind a sign."""
        text = self.text
        whose = RESPONSIBILITY.match(text, start, end)
        if whose is None or (strict and whose[0][0] != "T"):
            return None
        items, stop = self.leading(whose.end(), end)
        follow = _DUTIES_FOLLOW.match(text, stop, end) if items and self.lists.names(text, items) else None
        if follow is None:
            return None
        self.reached = first = follow.end()
        return Subject(items, first, False, [], watches(text, first, end), "name-colon")

    def _told(self, items: list[Item], stop: int, end: int) -> Subject | None:
        """Read "Chủ tịch UBND tỉnh giao Sở Y tế …": who orders bears nothing."""
        if len(items) != 1:
            return None
        order = self.order.match(self.text, spaces(self.text, stop), end)
        if order is None or (_DIRECTS.match(order[0]) and not self._commands(items[0])):
            return None  # "Sở Y tế chỉ đạo các bệnh viện …" is a duty of the department
        return self._ordered(order, end)

    def _late(self, start: int, end: int, *, strict: bool, minor: str) -> Subject | None:
        """The agencies of a clause that begins with what it is about, or with a condition or a time."""
        text = self.text
        about = None if strict else _ABOUT.match(text, start, end)
        told = self.at(about.end(), end, strict=strict) if about else None
        if told is not None and (about["title"] is None or not is_bare(text, told.start, end, self.lists)):  # type: ignore[index]
            return told  # "Về Dự án đường ven biển: yêu cầu Sở Xây dựng …"
        late = self._after_lead_in(start, end)
        if late is None:
            return None
        order = self.order.match(text, late, end)
        if order:
            return self._ordered(order, end)
        items, stop = self.leading(late, end)
        if not items or not self.lists.names(text, items):
            return None
        named = next((n for n, i in enumerate(items) if i.body and i.body.kind == "specific"), 0)
        if named and text[stop : stop + 1] != ":" and not any(i.body for i in items[:named]):
            items = items[named:]  # "Đối với các xã khó khăn, UBND huyện có trách nhiệm …"
        if minor and not self._takes_over(items, late, stop, end, minor):
            return None
        return self._predicated(items, stop, end, strict=strict)

    def _commands(self, item: Item) -> bool:
        """Does this body give orders in the text: its issuer, that body's head or standing members, or the Party?"""
        if item.body is None or item.body.kind != "specific":
            return False
        core = _OFFICES.sub("", item.body.name)
        issued = any(core and (issuer.startswith(core) or core.startswith(issuer)) for issuer in self.issuers)
        return issued or _HIGHEST.match(core) is not None

    def _takes_over(self, items: list[Item], start: int, stop: int, end: int, sign: str) -> bool:
        """Is this a new subject behind a comma or semicolon, and no further item of a list before it?"""
        text = self.text
        group = text[start : start + 3].casefold() == "các" or POST.match(text, start) or _HEAD_OF.match(text, start)
        if not group and not any(i.body for i in items):
            return False  # "người đứng đầu chịu trách nhiệm …" is one of those before
        if sign == ";" and _MODAL.match(text, stop, end):
            return True
        if sign == "," and _WITH_LIST.search(text, max(text.rfind(";", 0, start), start - 200, 0), start):
            return False
        if self._listed(text.rfind(sign, max(0, start - 8), start)):
            return False
        at = stop + 1 if text[stop : stop + 1] == ":" else stop
        return bool(self.lists.predicate.match(text, spaces(text, at), end))

    def _listed(self, sign: int) -> bool:
        """Does the semicolon at `sign` stand in a list of bodies ("phối hợp với UBND các huyện; Sở Y tế")?

        Not behind a body that is acted upon ("cấp thuốc cho các huyện;").
        """
        text = self.text
        if sign < 0:
            return True
        first = max(0, sign - 120)
        last = _GROUP_END.search(text, max(0, sign - 60), sign)
        if last and "liên" not in last[0] and not self.lists.group.match(text, last.start()):
            last = None  # "phòng ngừa các điểm nóng phát sinh;"
        at = (
            last.start()
            if last
            else next((b.start for b in self.lists.bodies.scan(text, first, sign) if b.end == sign), -1)
        )
        if at < 0:
            return False
        governed = _GOVERNED.search(text, max(0, at - 20), at)
        clause = _CLAUSE_START.search(text, max(0, at - 200), at)
        return governed is None or (clause is not None and _WITH_LIST.search(clause["words"]) is not None)

    def _closing(self, start: int, stop: int, end: int, *, named: bool) -> Subject | None:
        """The sentence that says who carries the document out: all that stands before its last words is the list."""
        text = self.text
        limit = min(end, start + _CLOSING_LIST)
        if all(text.find(word, stop, limit) < 0 for word in _CLOSING_WORDS):
            return None
        match = _CLOSING.search(text, stop, limit)
        if (
            match is None
            or (match.start() <= stop + 1 and not match["by"])
            or _SENTENCE_END.search(text, stop, match.start())
        ):
            return None
        after = spaces(text, stop)
        if named and text[after].islower() and self.lists.predicate.match(text, after):
            return None  # but "các tổ chức vận hành nhà máy và …" goes on
        address = ADDRESS.match(text, start, end)
        items = self.lists.bounded(text, address.end() if address else start, match.start())
        if sum(1 for i in items if i.body or self.lists.group.match(text, i.start, i.end)) * 2 < len(items):
            return None
        first = match.start("task" if match["task"] else "by")
        self.reached = match.end()
        return Subject(items, first, False, [], False, "closing")

    def _ordered(self, order: re.Match[str], end: int) -> Subject | None:
        """Read "Giao Sở Nội vụ chủ trì, phối hợp với …": the task begins after the words that give the roles."""
        text = self.text
        items, stop = self.leading(spaces(text, order.end()), end)
        if not items or not self.lists.names(text, items):
            return None
        if text[stop : stop + 1] == ":":  # "Đề nghị các hội: Hội Nông dân, Hội Phụ nữ vận động …"
            more, after = self.leading(spaces(text, stop + 1), end)
            if more and more[0].body and self.lists.predicate.match(text, spaces(text, after), end):
                group = items[-1].body is None or items[-1].body.kind == "collective"  # its members are named
                items, stop = [*items[: len(items) - group], *more], after
        along = _ALONG.match(text, stop, end)
        beside: list[Item] = []
        if along:  # "Giao Văn phòng cùng với Sở Nội vụ xây dựng …"
            beside, after = self.leading(along.end(), end)
            stop = after if beside else stop
        comma = stop + 1 if text[stop : stop + 1] == "," else stop
        clause = _CLAUSE_END.search(text, comma, min(end, comma + 60))
        lead = chairs(text, comma, clause.start() if clause else min(end, comma + 60), self.lists)
        joint = "giao" in order[0].casefold() and _JOINT.match(
            text, stop, end
        )  # "Giao Sở A phối hợp với Sở B tổ chức …"
        directs = _DIRECTS.match(order[0])  # "chỉ đạo Sở Y tế chủ trì …": what is directed is the task
        skips = (lead and not directs and not _STATE.match(text, stop, end)) or joint
        after = after_partners(text, comma, end, self.lists) if skips else stop
        after = max(after, partners_end(text, stop, end, self.lists)) if lead else after
        with_ = [*beside, *partners(text, comma, after, self.lists)]
        duty = _DUTY.match(text, after, end)
        after = duty.end() if duty else after
        first, _ = trimmed(text, after, end)  # with nothing behind: the task is what stands before the order
        return Subject(items, first, lead, with_, watches(text, first, end), "order")

    def _predicated(self, items: list[Item], stop: int, end: int, *, strict: bool) -> Subject | None:
        text = self.text
        if _PASSIVE.search(text, items[-1].start, items[-1].end) or _TELLS.match(text, stop, end):
            return None
        scope = _SCOPE.match(text, stop, end)
        begun = stop
        stop = scope.end() if scope else stop
        under = _UNDER.match(text, stop, end)
        if under:  # "Trung tâm Lưu trữ, thuộc Cục Công nghệ thông tin, tiếp nhận …"
            above, after = self.leading(under.end(), end)
            stop = after + 1 if above and text[after : after + 1] == "," else stop
        if text[stop : stop + 1] == ":" or text[stop : stop + 3] in (" - ", " – "):
            first, _ = trimmed(text, stop, end)
            if strict or first >= end or not self._all_named(items, first, end):
                return None
            return Subject(items, first, False, [], watches(text, first, end), "name-colon")
        if text[stop : stop + 1] == "," and not self.lists.predicate.match(text, spaces(text, stop + 1)):
            return None
        if self._is_state(stop, end):
            cut = self._with_own_act(items, stop, end)
            if strict or cut is None:
                return None
            items, stop = cut
        strong = (
            self._charged(stop, end)
            or STRONG.match(text, stop, min(end, stop + 90))
            or (strict and _CARRIES.match(text, stop, end))
        )
        noun = (
            _CHAIRING.match(text, stop, end) if not any(i.body and i.body.kind == "specific" for i in items) else None
        )
        stop = noun.start("duty") if noun else stop
        with_first = (
            self._with_colon(items, stop, end) or self._beside(items, stop, end) or self._in_charge(items, stop, end)
        )
        if with_first is not None:
            return with_first
        acting = (items, stop) if strong else None if strict else self._acting(items, stop, end)
        if acting is None:
            return None
        items, stop = acting
        after = spaces(text, stop)
        if not any(i.body for i in items) and strict:
            return None
        duty = _DUTY.match(text, stop, end)
        first = duty.end() if duty else trimmed(text, begun, end)[0] if scope else after
        behind = partners_end(text, stop, end, self.lists)
        if behind > stop:
            with_ = partners(text, stop, behind, self.lists)
            return Subject(items, trimmed(text, behind, end)[0], True, with_, False, "subject")
        return Subject(items, first, False, [], watches(text, first, end), "subject")

    def _is_state(self, stop: int, end: int) -> bool:
        """Do the words behind the items tell what is, and give no duty?"""
        if _STATE.match(self.text, stop, end) is None or self._charged(stop, end) or _POST.match(self.text, stop, end):
            return False
        if _PAST.match(self.text, stop, end):
            return True
        return STRONG.match(self.text, stop, min(end, stop + 80)) is None

    def _charged(self, stop: int, end: int) -> bool:
        """Is an act given in the passive: "UBND huyện Ea Kar được giao làm điểm …"?"""
        given = _GIVEN.match(self.text, stop, end)
        return given is not None and self.lists.predicate.match(self.text, given.end(), end) is not None

    def _acting(self, items: list[Item], stop: int, end: int) -> tuple[list[Item], int] | None:
        """The items with an act behind them, and where it begins; the end of the last is chosen by what follows.

        A name in no table may have taken an act for its own ("Cục Thú y kiểm soát dịch bệnh tại …"), or left what it
        goes on with behind ("Ban Giám sát đầu tư của cộng đồng giám sát …").
        """
        text, last = self.text, items[-1]
        acts = self.lists.predicate.match
        at = spaces(text, stop)
        if acts(text, at):
            return items, stop
        body = last.body
        if body is None or last.end != stop or at == stop:
            return None
        if self._is_listed(last, body):
            return (items, stop) if _OPEN_ACT.match(text, at, end) else None
        of = _OF_WHOM.match(text, stop, end)
        if of and acts(text, of.end() + 1, end):
            return [*items[:-1], last._replace(end=of.end())], of.end()
        return self._with_own_act(items, stop, end)

    def _is_listed(self, item: Item, body: Body) -> bool:
        """Is the end of the name known: by a table, a level or place, or the office that it is?"""
        known = body.row is not None or body.kind != "specific" or body.level or body.place
        return bool(known or self.lists.bodies.office.match(self.text, item.start))

    def _with_own_act(self, items: list[Item], stop: int, end: int) -> tuple[list[Item], int] | None:
        """The items where the name of the last, in no table, holds an act in small letters: the name ends before it."""
        last = items[-1]
        if last.end != stop or last.body is None or self._is_listed(last, last.body):
            return None
        for word in _SMALL.finditer(self.text, last.start, stop):
            kept = self.text[last.start : word.start()]
            if _NAMED.search(kept) and self.lists.predicate.match(self.text, word.start() + 1, end):
                return [*items[:-1], last._replace(end=word.start())], word.start()
        return None

    def _all_named(self, items: list[Item], first: int, end: int) -> bool:
        """Do the items before a colon name bearers: all known, or what follows the colon is an act?"""
        acts = self.lists.predicate.match(self.text, first, end) or self.order.match(self.text, first, end)
        return all(i.body for i in items) or bool(acts)

    def _with_colon(self, items: list[Item], stop: int, end: int) -> Subject | None:
        """Read "Văn phòng UBND quận phối hợp Phòng Nội vụ: cải cách …": the roles stand before the colon."""
        text = self.text
        after = after_partners(text, stop, end, self.lists)
        if after > stop and text[after : after + 1] == ":":
            first, _ = trimmed(text, after, end)
            return Subject(
                items, first, leads(text, stop, after), partners(text, stop, after, self.lists), False, "name-colon"
            )
        return None

    def _in_charge(self, items: list[Item], stop: int, end: int) -> Subject | None:
        """Read "X được giao chủ trì …", and "X chịu trách nhiệm chính, Y phối hợp …": the partners stand behind."""
        text = self.text
        entrusted = _ENTRUSTED.match(text, stop, end)
        if entrusted:
            first = entrusted.end()
            return Subject(items, first, True, partners(text, first, end, self.lists), False, "subject")
        mainly = _MAINLY.match(text, stop, end)
        beside, reached = self.leading(mainly.end(), end) if mainly else ([], stop)
        joint = _JOINS.match(text, reached, end) if beside else None
        if joint is None:
            return None
        return Subject(items, trimmed(text, joint.end(), end)[0], False, beside, False, "subject")

    def _beside(self, items: list[Item], stop: int, end: int) -> Subject | None:
        """Read "Phòng Tài chính cùng Tổ Công nghệ hoàn thiện …": the partners stand before the act."""
        text = self.text
        along = _ALONG.match(text, stop, end)
        beside, behind = self.leading(along.end(), end) if along else ([], stop)
        first = spaces(text, behind)
        if not beside or not self.lists.names(text, beside) or not self.lists.predicate.match(text, first, end):
            return None
        return Subject(items, first, False, beside, False, "subject")

    def _after_lead_in(self, start: int, end: int) -> int | None:
        """Where the clause goes on after "Trên cơ sở …,", "Nếu …,", "Đối với …"; None without such words."""
        text = self.text
        match = self.lead_in.match(text, start, end)
        if match is None:
            return None
        if match[0].casefold() in ("đối với", "đồng thời", "trong đó", "riêng"):
            at = spaces(text, match.end())
            return at + 1 if text[at : at + 1] == "," else at
        if match[0].casefold() in _TIMES and self.lists.starts(text, at := spaces(text, match.end()), end):
            return at  # "Hàng năm Sở Công Thương chủ động …"
        limit = _STOP.search(text, start, end)
        stop = min(limit.start() if limit else end, start + _LEAD_IN)
        at = start
        while (comma := text.find(",", at, stop)) >= 0:
            at = spaces(text, comma + 1)
            order = self.order.match(text, at, stop)
            items, after = self.leading(spaces(text, order.end()) if order else at, stop)
            if items and self.lists.names(text, items) and (order or self._acts(after, stop)):
                return at
        received = _RECEIVED.match(text, start, stop)
        return received.end() if received else None

    def _acts(self, stop: int, end: int) -> bool:
        acts = self.lists.predicate.match(self.text, spaces(self.text, stop), end) or _DUTY.match(self.text, stop, end)
        return bool(acts) and not _STATE.match(self.text, stop, end)
