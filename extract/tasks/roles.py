"""Who has which role in a sentence: lead, cooperating, responsible, watching.

The lead is who has "chủ trì" as a verb; "phối hợp với Y" makes Y cooperate; without either word who is named is
responsible. "cơ quan chủ trì" and "quy chế phối hợp" are nouns and give no role.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from ...ontology.tables import Tables
from ..agents.bearers import Item, Lists, any_of, lists_of

_LEAD = re.compile(r"\b[Cc]hủ\s+trì\b")
_LEAD_NOUN = re.compile(
    r"(?:cơ\s+quan|đơn\s+vị|tổ\s+chức|tập\s+thể|cá\s+nhân|được\s+(?:giao|phân\s+công)|người|bộ|ngành|sở"
    r"|vai\s+trò|\bdo\b[^,;.]{0,60}|là)\s*\Z",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"\b[Pp]hối\s+(?:kết\s+)?hợp(?:\s+(?:chặt\s+chẽ|thống\s+nhất|kịp\s+thời|tốt|thường\s+xuyên|đồng\s+bộ"
    r"|hiệu\s+quả|và|thực\s+hiện)){0,3}\s*(?P<with>với\s+|cùng\s+(?:với\s+)?)?"
)
_TOGETHER = re.compile(r"Cùng\s+(?:với\s+)?")
_ALONGSIDE = re.compile(r"\b[Cc]hủ\s+trì\s*,?\s+(?:và\s+)?cùng\s+(?:với\s+)?")  # "chủ trì, cùng Sở Tài chính"
_INVOLVING = re.compile(r"[Vv]ới\s+sự\s+(?:tham\s+gia|phối\s+hợp|hỗ\s+trợ)\s+của\s+")
_WITH_NOUN = re.compile(
    r"(?:quy\s+chế|công\s+tác|sự|cơ\s+chế|cơ\s+quan|đơn\s+vị|việc|chương\s+trình|kế\s+hoạch|tăng\s+cường"
    r"|nội\s+dung|mối\s+quan\s+hệ|liên\s+thông,)\s*\Z",
    re.IGNORECASE,
)
_MONITOR = re.compile(
    r"(?:theo\s+dõi|đôn\s+đốc|giám\s+sát|kiểm\s+tra)(?:\s*,\s*|\s+và\s+)(?:theo\s+dõi|đôn\s+đốc|giám\s+sát"
    r"|kiểm\s+tra)|đôn\s+đốc\b|theo\s+dõi\b(?!\s+(?:(?:chặt\s+chẽ|sát|thường\s+xuyên)\s+)?(?:diễn\s+biến|thời\s+tiết))"
    r"|(?:giám\s+sát|kiểm\s+tra)(?:[\s.;,]*\Z|\s+(?:việc|quá\s+trình|tiến\s+độ|tình\s+hình|kết\s+quả)\s+(?:tổ\s+chức\s+)?(?:thực\s+hiện|triển\s+khai))",
    re.IGNORECASE,
)
_LEAD_STOP = re.compile(r"\b[Cc]hủ\s+trì\s*[,;]\s*(?:và\s+)?(?=\S)")
_SENTENCE = re.compile(r"[.;]\s")


@dataclass(slots=True)
class Roles:
    """Items in each role; `after` is where the words that give the roles end."""

    lead: list[Item] = field(default_factory=list)
    cooperate: list[Item] = field(default_factory=list)
    responsible: list[Item] = field(default_factory=list)
    monitor: list[Item] = field(default_factory=list)
    after: int = 0


def leads(text: str, start: int, end: int) -> bool:
    """Is "chủ trì" a verb somewhere in the range?"""
    return any(
        not _LEAD_NOUN.search(text, max(start, m.start() - 70), m.start()) for m in _LEAD.finditer(text, start, end)
    )


def chairs(text: str, start: int, end: int, lists: Lists) -> bool:
    """Is "chủ trì" a verb in the range, and not that of another body named right before it ("…, Sở Y tế chủ trì")?"""
    if "trì" not in text[start:end]:
        return False  # as in most tasks
    for match in _LEAD.finditer(text, start, end):
        if _LEAD_NOUN.search(text, max(start, match.start() - 70), match.start()):
            continue
        at = match.start()
        while at > start and text[at - 1] in " \n\r":
            at -= 1
        if not any(body.end == at for body in lists.bodies.scan(text, max(start, at - 100), at)):
            return True
    return False


def partners(text: str, start: int, end: int, lists: Lists) -> list[Item]:
    """Who a range says to cooperate with."""
    found: list[Item] = []
    said = text[start:end]
    for match in _WITH.finditer(text, start, end) if "hợp" in said else ():
        if _WITH_NOUN.search(text, max(start, match.start() - 30), match.start()):
            continue
        items, _ = lists.leading(text, match.end(), end)
        if items and (match["with"] or _named(text, items[0], lists)):
            found += items
    involving = _INVOLVING.search(text, start, end) if "với sự" in said.casefold() else None
    if involving:
        found += lists.leading(text, involving.end(), end)[0]
    chaired = "trì" in said
    for together in (_TOGETHER.match(text, start, end), _ALONGSIDE.search(text, start, end) if chaired else None):
        if together:
            found += lists.leading(text, together.end(), end)[0]
    return found + _after_lead(text, start, end, lists) if chaired else found


def _after_lead(text: str, start: int, end: int, lists: Lists) -> list[Item]:
    """Partners named before their verb: "Văn phòng chủ trì; Sở Nội vụ, Sở Tư pháp phối hợp"."""
    match = _LEAD_STOP.search(text, start, end)
    if match is None:
        return []
    items, stop = lists.leading(text, match.end(), end)
    return items if items and _WITH.match(text, spaces(text, stop), end) else []


def partners_end(text: str, start: int, end: int, lists: Lists) -> int:
    """Where the words "chủ trì; Y, Z phối hợp thực hiện" at `start` end; `start` when they are not there."""
    match = _LEAD_STOP.match(text, spaces(text, start), end)
    if match is None:
        return start
    items, stop = lists.leading(text, match.end(), end)
    with_ = _WITH.match(text, spaces(text, stop), end) if items else None
    return with_.end() if with_ else start


def spaces(text: str, at: int) -> int:
    """The first offset from `at` on that holds no white space."""
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _named(text: str, item: Item, lists: Lists) -> bool:
    """Without "với" only a name or a group of bodies is a partner, not "các cơ sở dữ liệu"."""
    return item.body is not None or lists.kinds(text, item)


def after_partners(text: str, start: int, end: int, lists: Lists) -> int:
    """The end of "chủ trì, phối hợp với Y, Z" at `start`; `start` itself when it is not there."""
    match = _LEADING_ROLE.match(text, start, end)
    if match is None:
        return start
    at = match.end()
    with_ = _WITH.match(text, at, end) or _ALONGSIDE.match(text, spaces(text, start), end)
    if with_:
        items, stop = lists.leading(text, with_.end(), end)
        return stop if items else at
    return at


_LEADING_ROLE = re.compile(
    r"\s*(?:(?:có|chịu)\s+trách\s+nhiệm\s+)?(?:là\s+(?:cơ\s+quan|đơn\s+vị)\s+)?[Cc]hủ\s+trì\s*(?:,\s*và\s+|,\s*"
    r"|và\s+|(?=phối))?|\s*(?=[Pp]hối\s+hợp)"
)


def watches(text: str, start: int, end: int) -> bool:
    """Does the task itself consist in watching over others ("theo dõi, đôn đốc, kiểm tra việc …")?"""
    first = _SENTENCE.search(text, start, end)
    return bool(_MONITOR.match(text, start, first.start() if first else end))


@functools.lru_cache(maxsize=4)
def words_of(tables: Tables, role: str) -> re.Pattern[str]:
    """The cues of one role as one pattern, to be matched at a place."""
    return re.compile(rf"(?:{any_of(c.phrase for c in tables.roles if c.role == role)})(?!\w)", re.IGNORECASE)


def roles_in(text: str, start: int, end: int, bearers: list[Item], lists: Lists, *, lead: bool = False) -> Roles:
    """The roles that the words [start, end) give to `bearers` and to those named as partners; `lead` says they lead."""
    result = Roles(after=start)
    if lead or leads(text, start, end):
        result.lead = list(bearers)
    else:
        result.responsible = list(bearers)
    own = {text[i.start : i.end].casefold() for i in bearers}
    seen: set[str] = set()
    for item in partners(text, start, end, lists):
        name = " ".join(text[item.start : item.end].split()).casefold()
        if name not in own and name not in seen:
            seen.add(name)
            result.cooperate.append(item)
    return result


def reader(tables: Tables) -> Lists:
    """The reader of lists that belongs to `tables`."""
    return lists_of(tables)
