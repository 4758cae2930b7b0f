"""Tasks followed by labels: "a) Cơ quan chủ trì: …; b) Cơ quan phối hợp: …; c) Thời gian: …".

Labels say who bears the task above them, what comes of it and by when. They stand in bullets of their own under the
task, or in the same paragraph behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from ..agents.bearers import Lists
from ..outline import Part, section_of
from .bare import is_bare
from .deadlines import says_when
from .drafts import Draft, trimmed
from .roles import leads, partners, spaces

_BODY = r"(?:(?:[Cc]ơ quan|[Đđ]ơn vị|[Bb]ộ phận|CQ|ĐV)(?:\s*[,/]\s*(?:đơn vị|tổ chức|địa phương|cá nhân)){0,3}\s+)"
_LABEL = re.compile(
    rf"(?:(?P<lead>{_BODY}?(?:[Cc]hủ trì)(?:\s+(?:thực hiện|tham mưu|triển khai|soạn thảo))?|{_BODY}?[Đđ]ầu mối)"
    rf"|(?P<cooperate>{_BODY}?[Pp]hối hợp(?:\s+thực hiện)?)"
    rf"|(?P<responsible>{_BODY}(?:thực hiện|tham mưu|chịu trách nhiệm|được giao|phụ trách)"
    r"|[Pp]hân công(?:\s+thực hiện)?|[Tt]rách nhiệm thực hiện|[Tt]hực hiện|(?:Người\s+)?[Pp]hụ trách)"
    rf"|(?P<monitor>{_BODY}?[Tt]heo dõi\s*,?\s*(?:đôn đốc|giám sát|kiểm tra)?"
    r"|[Ll]ãnh đạo\s+(?:phụ trách|chỉ đạo|theo dõi))"
    r"|(?P<output>(?:[Ss]ản phẩm|[Kk]ết quả)(?:\s+(?:đầu ra|hoàn thành|thực hiện|dự kiến|cần đạt|đạt được))?)"
    r"|(?P<deadline>[Tt]hời (?:gian|hạn|điểm)(?:\s+(?:thực hiện|hoàn thành|triển khai|trình))?"
    r"|[Tt]iến độ(?:\s+(?:thực hiện|hoàn thành))?|[Hh]oàn thành(?:\s+trước)?|[Hh]ạn(?:\s+hoàn thành)?)"
    r"|(?P<task>[Nn]ội dung(?:\s+(?:thực hiện|công việc|nhiệm vụ))?|[Nn]hiệm vụ)"
    r"|(?P<budget>[Kk]inh phí(?:\s+thực hiện)?|[Nn]guồn kinh phí|[Dd]ự toán))\s*:\s*"
)
# What counts a label off: "a) Cơ quan chủ trì: …; b) …", "(1) …; (2) …". It belongs to no value.
_MARK = re.compile(r"\(?(?:\d{1,2}|[a-zđ])\)\s*|[*_]{0,2}\((?=[A-ZĐ])")
_MARK_BEHIND = re.compile(r"(?<=[;.,:\n])\s*(?P<mark>\(?(?:\d{1,2}|[a-zđ])\))\s*\Z")
# The title of a section on who carries a document out is no task.
_TITLE = re.compile(
    r"(?:phân\s+công|cơ\s+quan|đơn\s+vị|trách\s+nhiệm|tổ\s+chức)(?:(?:\s+|\s*,\s*)(?:và|tổ\s+chức|chủ\s+trì|phối\s+hợp"
    r"|triển\s+khai|thực\s+hiện|thi\s+hành|nhiệm\s+vụ|trách\s+nhiệm|chỉ\s+đạo))*\s*[.:]?",
    re.IGNORECASE,
)
_BEARING = ("lead", "cooperate", "responsible", "monitor")
# A colon behind what may name who bears a task: the last letters of "chủ trì", "phối hợp", "tham mưu", "thực hiện" …
_ANY_BEARER = re.compile(r":(?<=(?:ủ trì|i hợp|m mưu| hiện| giao| công|nhiệm|u mối|trách):)")
# A time behind the bearers, without a label of its own: "(thực hiện: Chi cục Thú y; hằng quý)".
_TIME_BEHIND = re.compile(
    r"[;,]\s*(?P<time>(?:(?:h[àằ]ng|định kỳ|trước|trong|hoàn thành|xong|năm|quý|tháng|từ|đến|chậm nhất)\s[^;:]{1,50}"
    r"|thường xuyên[^;:]{0,30}|\d[^;:]{2,20}))\Z",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Labelled:
    """Drafts made of labels, and the parts of the outline that they used."""

    drafts: list[Draft] = field(default_factory=list)
    used: set[int] = field(default_factory=set)


def label_drafts(text: str, parts: tuple[Part, ...], lists: Lists, tabled: set[int]) -> Labelled:
    """The tasks whose bearers labels name, outside the parts `tabled` that stand in tables."""
    result = Labelled()
    last = -1
    for colon in _ANY_BEARER.finditer(text):
        index = bisect_right(parts, colon.start(), key=lambda p: p.block.start) - 1
        if index <= last or index in tabled or not parts[index].start <= colon.start() < parts[index].end:
            continue
        part = parts[index]
        inline = next(_spans(text, part.start, part.end), None)
        if inline is None:
            last = index
            continue
        behind = text[part.start : inline[1]].strip("*_( ")
        last = index
        if not behind and _tells(text, part, inline, lists):
            continue
        first = _group_start(text, parts, index)
        while last + 1 < len(parts) and _opens(text, parts[last + 1]):
            if not (_beside(part, parts[last + 1]) or parts[last + 1].parent == index):
                break
            last += 1
        if behind:
            _inline(text, parts, index, last, inline[1], lists, result)
        else:
            _grouped(text, parts, first, last, lists, result)
    return result


def _spans(text: str, start: int, end: int):  # noqa: ANN202
    """Labels in a range at places where a label may stand, as (field, start of the label or its mark, value start)."""
    for match in _LABEL.finditer(text, start, end):
        mark = _MARK_BEHIND.search(text, max(start, match.start() - 8), match.start())
        before = text[max(start, match.start() - 6) : match.start()].rstrip()
        if mark or not before or before[-1] in ".;,(:-+*\n" or match[0][0].isupper():
            yield str(match.lastgroup), mark.start("mark") if mark else match.start(), match.end()


def _opens(text: str, part: Part) -> bool:
    """Does a part begin with a label?"""
    mark = _MARK.match(text, part.start, part.end)
    return _LABEL.match(text, mark.end() if mark else part.start, part.end) is not None


def _group_start(text: str, parts: tuple[Part, ...], index: int) -> int:
    """The first label of the group that part `index` belongs to: labels before the one that names the bearer."""
    while index > 0 and _opens(text, parts[index - 1]) and _beside(parts[index - 1], parts[index]):
        index -= 1
    return index


def _beside(part: Part, other: Part) -> bool:
    """May both be labels of one task? A number or letter of another kind opens an item of its own."""
    return other.style in (None, part.style) or str(other.style).startswith("bullet")


def _tells(text: str, part: Part, label: tuple[str, int, int], lists: Lists) -> bool:
    """Is what stands behind a label a sentence with a task of its own ("Phân công: Sở Y tế xây dựng kế hoạch …")?"""
    if label[0] != "responsible":
        return False
    rest = list(_spans(text, label[2], part.end))
    end = rest[0][1] if rest else part.end
    items, stop = lists.leading(text, label[2], end)
    acts = bool(items) and lists.predicate.match(text, spaces(text, stop), end) is not None
    return acts and not is_bare(text, stop, end, lists)


def _inline(
    text: str, parts: tuple[Part, ...], index: int, last: int, stop: int, lists: Lists, result: Labelled
) -> None:
    """A paragraph that says its task and then its labels."""
    part = parts[index]
    start, end = trimmed(text, part.start, stop)
    if end > start and text[end - 1] == "(":
        end = trimmed(text, start, end - 1)[1]  # "Rà soát quy hoạch (cơ quan chủ trì: …)"
    draft = Draft("prose", start, end, section_of(text, parts, index), "labels")
    for at in range(index, last + 1):
        _read(text, parts[at].start if at > index else stop, parts[at].end, draft, lists)
    if draft.answerable and end > start:
        result.drafts.append(draft)
        result.used.update(range(index, last + 1))


def _grouped(text: str, parts: tuple[Part, ...], first: int, last: int, lists: Lists, result: Labelled) -> None:
    """Labels in parts of their own: they belong to the tasks above them, up to the labels or the heading before."""
    probe = Draft("prose", 0, 0, None, "labels")
    for at in range(first, last + 1):
        _read(text, parts[at].start, parts[at].end, probe, lists)
    if not probe.answerable:
        return
    owners = _under(text, parts, last, lists)
    if owners is None:
        owners = _owners(text, parts, first, result.used)
        owners = [at for at in owners if not _TITLE.fullmatch(text, parts[at].start, parts[at].end)]
    said = next(
        (s for at in range(first, last + 1) for s in _spans(text, parts[at].start, parts[at].end) if s[0] == "task"),
        None,
    )
    for owner in owners:
        start, end = trimmed(text, parts[owner].start, parts[owner].end)
        if said is not None:
            start, end = trimmed(text, said[2], next(p.end for p in parts if p.start <= said[1] < p.end))
        draft = Draft("prose", start, end, section_of(text, parts, owner), "labels")
        for role in _BEARING:
            draft.give(role, probe.borne(role))
        draft.output, draft.deadline = probe.output, probe.deadline
        result.drafts.append(draft)
    result.used.update(range(first, last + 1))
    result.used.update(owners)


def _under(text: str, parts: tuple[Part, ...], last: int, lists: Lists) -> list[int] | None:
    """The tasks that stand under a label ("2. Cơ quan chủ trì: Sở Y tế" over bullets); None when there are none."""
    if parts[last].style is None:
        return None
    found: list[int] = []
    at = last + 1
    while at < len(parts) and parts[at].parent == last and parts[at].style is not None and not _opens(text, parts[at]):
        found.append(at)
        at += 1
    named = any(
        (items := lists.leading(text, parts[at].start, parts[at].end)[0]) and lists.names(text, items) for at in found
    )
    return found if found and not named else None


def _owners(text: str, parts: tuple[Part, ...], first: int, used: set[int]) -> list[int]:
    """The parts whose task the labels from `first` on describe: bullets of another kind just above, else the parent."""
    parent = parts[first].parent
    siblings: list[int] = []
    at = first - 1
    while at >= 0 and at != parent and at not in used and parts[at].parent == parent and not parts[at].heading:
        if parts[at].style == parts[first].style and siblings:
            break
        siblings.append(at)
        at -= 1
    counted = str(parts[first].style).startswith("bracket") or _MARK.match(text, parts[first].start)
    if siblings and counted:
        return siblings[:1]  # "(1) Cơ quan chủ trì: …" counts the labels of the one task above
    if siblings and (parent is None or parts[parent].heading):
        return siblings[::-1] if parts[siblings[0]].style != parts[first].style else siblings[:1]
    if parent is not None and parent not in used:
        return [parent] if counted else [*_before(parts, parent, used), parent]
    return [first - 1] if first > 0 and first - 1 not in used else []


def _before(parts: tuple[Part, ...], index: int, used: set[int]) -> list[int]:
    """Bullets in a row before part `index` that have no labels of their own: one group of labels follows them all."""
    if not str(parts[index].style).startswith(("bullet", "letter")):
        return []
    found: list[int] = []
    at = index - 1
    while (
        at >= 0 and parts[at].style == parts[index].style and parts[at].parent == parts[index].parent and at not in used
    ):
        found.append(at)
        at -= 1
    return found[::-1]


def _read(text: str, start: int, end: int, draft: Draft, lists: Lists) -> None:
    """Fill a draft with what the labels in a range say."""
    marks = list(_spans(text, start, end))
    for (name, _, value), stop in zip(marks, [*(m[1] for m in marks[1:]), end], strict=True):
        first, last = trimmed(text, value, stop)
        if last > first and text[last - 1] == ")" and text.rfind("(", first, last) < 0:
            last = trimmed(text, first, last - 1)[1]  # the bracket that holds the labels
        if first >= last:
            continue
        if name in _BEARING and draft.deadline is None and (time := _TIME_BEHIND.search(text[first:last])):
            draft.deadline = first + time.start("time"), last
            last = trimmed(text, first, first + time.start())[1]
        if name == "responsible" and says_when(text[first:last]):
            draft.deadline = first, last  # "Thực hiện: thường xuyên."
        elif name in _BEARING:
            if name == "responsible" and leads(text, first, last):
                items, after = lists.leading(text, first, last)
                draft.give("lead", items)
                draft.give("cooperate", partners(text, after, last, lists))
            else:
                draft.give(name, lists.bounded(text, first, last))  # type: ignore[arg-type]
        elif name == "output":
            draft.output = (first, last)
        elif name == "deadline":
            draft.deadline = (first, last)
