"""What the words before a citation say of it: the cue that governs it, and how the citation hangs on the cue.

Cues are rows of `ontology/data/cues.toml`. A cue governs a citation directly ("thực hiện X"), through the parts of the
cited text ("sửa đổi một số điều của X"), or through a preposition that makes the citation a mere reference ("theo quy
định tại X"). "được" or "bị" before the words turns the relation round.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple, cast, get_args

from ...ontology.tables import Tables
from ..citing.type_names import by_first_letter
from ..records import Effect, Predicate
from . import force

EFFECTS = ("amends", "replaces", "repeals", *force.FORCE)
_PART = (
    r"(?:điểm|khoản|điều|mục|chương|phần|tiết|đoạn|tiểu\s+mục|phụ\s+lục|mẫu\s+số|mẫu)\s+(?:số\s+)?"
    r"(?:\d+[a-zđ]?(?:\.\d+)*|[ivx]+|[a-zđ])(?!\w)"
)
# "điểm a khoản 2 và khoản 3 Điều 5 " at the end of a stretch (NQ 351/2017/UBTVQH14, Điều 24: from small to large).
_CLAUSES = re.compile(r"[,;.:()]|\b(?:để|nhằm)\b")
_PROVISIONS = re.compile(
    rf"(?=[cntvhđkmp,;])(?:(?:các|những|toàn\s+bộ|và|hoặc|,|;|của|tại|thuộc)\s*)?{_PART}"
    rf"(?:\s*(?:,|và|đến|hoặc|-|;|của|tại|thuộc|trong)?\s*(?:các\s+)?(?:{_PART}|(?:\d{{1,3}}[a-zđ]?|[a-zđ])(?!\w)))*\s*(?:của\s+|tại\s+|trong\s+)?$"
)
_CONNECTIVE = re.compile(r"và|hoặc|,|;|tại")
_LAST_OF_PART = re.compile(r"\d+[a-zđ]?(?:\.\d+)*|[ivx]+|[a-zđ]")
_SOME = re.compile(
    r"\b(?:một\s+số\s+(?!(?:văn\s+bản|luật|nghị|thông|quyết|pháp|chỉ\s+thị))|mẫu\s+biểu|chỉ\s+tiêu|một\s+phần|cụm\s+từ|tên\s+(?:điều|khoản|của|gọi)|các\s+(?:điều|khoản|phụ\s+lục|điểm)|điểm\s+[a-zđ]\b|khoản\s+\d|điều\s+\d|mục\s+[\divx]|"
    r"chương\s+[\divx]|phụ\s+lục|biểu\s+mẫu|mẫu\s+(?:số\s+)?\d|(?:các|những)\s+(?:quy|qui)\s+định\b[^;.:“]{0,80}\b(?:tại|trong)\s*$)"
)
# "thay thế A và các quy định về lương tại B": of B, rules alone.
_RULES_TOO = re.compile(r"\s*(?:,|và|;)\s+(?:các\s+|những\s+)?(?:quy|qui)\s+định\b[^;.:“]{0,80}\b(?:tại|trong)\s*")
_REFERENCE = re.compile(
    r"(?=[tqngpcsdvđ])(?:theo(?:\s+đúng)?\s+(?:các\s+)?(?:quy|qui)\s+định(?:\s+(?:của|tại|trong|ở))?"
    r"|theo(?:\s+đúng)?\s+(?:các\s+)?(?:hướng\s+dẫn|yêu\s+cầu|nội\s+dung)(?:\s+(?:của|tại|trong))?"
    r"|(?:quy|qui)\s+định\s+(?:tại|trong|ở|của)|nêu\s+(?:tại|trong|ở)|giao\s+tại|\btại|\bnhư|\btrong|trái\s+với|phù\s+hợp\s+với"
    r"|(?:trên\s+)?cơ\s+sở|so\s+với|dẫn\s+chiếu(?:\s+đến)?|viện\s+dẫn|ngoài|đối\s+với|thuộc)\s*:?\s*[“\"(]?$"
)
_LAST_OF_REFERENCE = (
    "định", "của", "tại", "trong", "ở", "dẫn", "cầu", "dung", "như", "với", "sở", "đến", "ngoài", "thuộc",
)  # fmt: skip
_ACCORDING = re.compile(r"\b(?P<words>theo(?:\s+đúng)?)\s*:?\s*$")
_AGENT = re.compile(r"(?:\bbởi|\bbằng|\btheo|\btại|\bở|\bkèm\s+theo|\btrong|\bdo)\s*:?\s*(?:các\s+)?$")
_LONGEST_BEFORE_NAME = 24  # "nội dung", "và ban hành", "bản"
_NO_DOING = ("theo dõi ", "thời gian ", "thời hạn ", "dừng ", "dừng việc ", "ngừng ", "ngừng việc ")  # thực hiện
_JOINING = frozenset(("và", "hoặc", "cùng", "như"))
_DETERMINERS = frozenset(("các", "những", "của", "tại", "với", "số", "số:"))
_OF_ALL = re.compile(
    r"\s*(?:một\s+số|các)\s+(?!văn\s+bản|nghị|thông|quyết|luật|chỉ\s+thị|pháp|quy\s+định\s+sau)", re.IGNORECASE
)
_EXTENT = re.compile(r"(?:toàn\s+bộ|một\s+phần)\Z")
_GUIDING = re.compile(
    r"\b(?:các|những)\s+(nghị\s+định|thông\s+tư(?:\s+liên\s+tịch)?|nghị\s+quyết|quyết\s+định|văn\s+bản)(?:\s+(?:của\s+[^,;]{3,30}|quy\s+định|,|và))*\s*$"
)
_ADVERBS = re.compile(
    r"\b(?:nghiêm(?:\s+túc|\s+chỉnh|\s+ngặt)?|đúng|tốt|đầy\s+đủ|có\s+hiệu\s+quả|hiệu\s+quả|kịp\s+thời|đồng\s+bộ|thống\s+nhất|triệt\s+để|"
    r"các|những|và|theo\s+đúng|chặt\s+chẽ|thường\s+xuyên|quyết\s+liệt)\b"
)
_ALIAS = re.compile(
    r"(?P<words>(?:sau\s+đây\s+|dưới\s+đây\s+)?(?:được\s+)?(?:viết\s+tắt|gọi\s+tắt|gọi\s+chung|sau\s+đây\s+gọi|gọi)\s+(?:tắt\s+|chung\s+)?là)\s*:?\s*[“\"]?$"
)
# "Thực hiện chỉ đạo của X tại Y", "thực hiện nhiệm vụ được giao tại Y": what Y demands is carried out.
_ORDER = re.compile(
    r"^\W*(?:(?:tiếp\s+tục|nghiêm\s+túc|khẩn\s+trương|tập\s+trung|chủ\s+động|quyết\s+liệt|đẩy\s+mạnh|tích\s+cực)(?:,\s*|\s+))*"
    r"(?:tổ\s+chức\s+)?(?:thực\s+hiện|triển\s+khai)(?:\s+thực\s+hiện)?"
    r"(?:(?:,\s*|\s+|\s+và\s+)(?:nghiêm\s+túc|nghiêm|đồng\s+bộ|toàn\s+diện|đầy\s+đủ|kịp\s+thời|quyết\s+liệt|thống\s+nhất|có\s+hiệu\s+quả|hiệu\s+quả|"
    r"có\s+chất\s+lượng|tốt|đúng|hoàn\s+thành))*\s+(?:các\s+|những\s+|sự\s+)?"
    r"(?:ý\s+kiến|chỉ\s+đạo|nhiệm\s+vụ|yêu\s+cầu|kết\s+luận|nội\s+dung|chủ\s+trương|đề\s+nghị|mục\s+tiêu|giải\s+pháp)"
)
_ORDERED = re.compile(r"(?:chỉ\s+đạo|nhiệm\s+vụ|yêu\s+cầu|kết\s+luận|giải\s+pháp|nội\s+dung|mục\s+tiêu)")
# "… và kết luận của Chủ tịch tại Thông báo số 115/TB-UBND" goes on with what is carried out.
_ORDER_TOO = re.compile(
    r"(?:của[^,;.]{0,60})?(?:,|\s+và|\s+cùng)\s+(?:các\s+|những\s+)?(?:ý\s+kiến\s+)?(?:kết\s+luận|chỉ\s+đạo|yêu\s+cầu|nhiệm\s+vụ)(?:\s[^,;.]{0,80})?\s+tại\s*$"
)
_ISSUING_LEAD = re.compile(
    r"(?:^|\s)(?:nay|nhất\s+trí|về\s+việc|việc|về|quyết\s+định:?|phê\s+duyệt(?:,|\s+và)|thông\s+qua(?:,|\s+và))\s*$"
)
_TO_BE_DONE = re.compile(
    r"\b(?:đề\s+xuất|kiến\s+nghị|đề\s+nghị|tham\s+mưu|nghiên\s+cứu|rà\s+soát|"
    r"(?<!quá )(?<!công )(?<!lộ )(?<!quy )(?<!chương )(?<!hành )(?<!chu )(?<!tiến )(?<!tờ )trình(?!\s+tự)|"
    r"xây\s+dựng\s+(?:dự\s+thảo|quyết|nghị|thông|chỉ|văn|quy|kế|chính|và\s)|dự\s+thảo|soạn\s+thảo|giao|hoàn\s+thiện|xem\s+xét)\b"
)
_SELF = re.compile(
    r"\b(?:quyết\s+định|nghị\s+quyết|nghị\s+định|thông\s+tư(?:\s+liên\s+tịch)?|chỉ\s+thị|luật|bộ\s+luật|pháp\s+lệnh|quy\s+chế|quy\s+định|kế\s+hoạch|chương\s+trình(?:\s+hành\s+động)?|đề\s+án|hướng\s+dẫn|thông\s+báo|công\s+văn|văn\s+bản|điều\s+lệ|phương\s+án)\s+này\b"
)


class Cue(NamedTuple):
    """A cue in a text: `predicate` of its row, the range of its words."""

    predicate: Predicate | Effect
    start: int
    end: int
    phrase: str
    passive: bool = False


class Governor(NamedTuple):
    """What governs a citation: the predicate, the range of the words that say so, and the rule that read them."""

    predicate: Predicate | Effect
    start: int
    end: int
    rule: str
    partial: bool = False


class CueFinder:
    """Finds cues in stretches of small letters."""

    def __init__(self, tables: Tables) -> None:
        self._predicates: dict[str, Predicate | Effect] = {}
        for cue in tables.cues:
            if cue.predicate not in (*get_args(Predicate), *force.FORCE):
                known = ", ".join((*get_args(Predicate), *force.FORCE))
                raise ValueError(f"cue {cue.phrase!r}: no relation is called {cue.predicate!r}; use one of {known}")
            self._predicates.setdefault(_plain(cue.phrase.lower()), cast("Predicate | Effect", cue.predicate))
        phrases = sorted(self._predicates, key=len, reverse=True)
        self._pattern = re.compile(rf"(?:{_tree(phrases)})(?!\w)") if phrases else re.compile(r"(?!)")

    def find(self, lower: str, offset: int) -> list[Cue]:
        """The cues in `lower`, a stretch that begins at `offset` of the text."""
        cues: list[Cue] = []
        for match in self._pattern.finditer(lower):
            phrase = _plain(match[0])
            start = match.start()
            if cues and offset + start < cues[-1].end:  # "tạm dừng thực hiện" carries nothing out
                continue
            known, end = self._predicates[phrase], match.end()
            passive = _is_passive(lower, start) or (known in EFFECTS and lower.startswith((" bởi ", " bằng "), end))
            if known in force.FORCE:
                said = force.cue(known, phrase, lower, start, end, passive=passive)
            else:
                said = None if _excluded(phrase, lower, start, end) else (known, start, end)
            if said:
                cues.append(Cue(said[0], offset + said[1], offset + said[2], phrase, passive))
        return cues


def _is_passive(lower: str, start: int) -> bool:
    """Do "được" or "bị" and at most four words stand right before `start`?"""
    before = lower[max(0, start - 40) : start]
    if "được" not in before and "bị" not in before:
        return False
    words = _CLAUSES.split(before)[-1].split()[-5:]
    return "được" in words or "bị" in words


def _plain(phrase: str) -> str:
    return " ".join(phrase.replace(",", " ").split())


def _tree(phrases: list[str]) -> str:
    """An alternation that shares first words, so that most words of a text are refused at once."""
    groups: dict[str, list[str]] = {}
    for phrase in phrases:
        first, _, rest = phrase.partition(" ")
        groups.setdefault(first, []).append(rest)
    parts = []
    for first, rests in groups.items():
        longer = [r"[\s,]+".join(map(re.escape, rest.split())) for rest in rests if rest]
        tail = r"[\s,]+(?:" + "|".join(longer) + ")" if longer else ""
        parts.append(re.escape(first) + (f"(?:{tail})?" if tail and "" in rests else tail))
    branches = by_first_letter(parts)  # no boundary before the first letter: a search then skips to one of them
    return "|".join(rf"{branch[0]}(?<=\b{branch[0]}){branch[1:]}" for branch in branches)


def _excluded(phrase: str, lower: str, start: int, end: int) -> bool:
    """Words that look like a cue and state something else."""
    before = lower[max(0, start - 14) : start]
    if phrase == "thi hành":
        ends = ("hiệu lực ", "trách nhiệm ", "cưỡng chế ", "đình chỉ ", "theo dõi ", "theo dõi việc ", "tình hình ")
        ends += ("đình chỉ việc ", "ngưng việc ")
        return before.endswith(ends)
    if phrase in ("thực hiện", "triển khai") and before.endswith(_NO_DOING):
        return True
    if phrase == "thực hiện" and before.endswith("kinh phí "):  # "kinh phí thực hiện từ ngân sách và Chương trình X"
        return lower[end : end + 5].strip().startswith(("từ", "do ", "được", "lấy"))
    if phrase == "sửa":  # a text or its parts, not "sửa chữa"; a stretch ends at the citation
        return not re.match(r"\s*\Z|\s(?:một số|điều|khoản|thông tư|nghị|quyết|luật) ", lower[end : end + 12])
    if phrase == "điều chỉnh":
        return before.endswith(("phạm vi ", "đối tượng ")) or before.rstrip().endswith(("luật", "không"))
    if phrase in ("ban hành", "thông qua"):
        return lower[end : end + 6].startswith((" ngày", ","))
    if phrase == "xét":
        return bool(before.strip(" \n-+;,.")) or lower[end : end + 4] in (" xử ", " duy")
    return phrase == "nghiên cứu" and before.endswith("viện ")


@functools.lru_cache(maxsize=8)
def cue_finder(tables: Tables) -> CueFinder:
    """The finder over the cues of `tables`."""
    return CueFinder(tables)


@functools.lru_cache(maxsize=4)  # several rules ask for the words before one citation
def without_provisions(lower: str) -> tuple[str, bool]:
    """A stretch without the parts of the citation that it ends in, and whether there were any."""
    words = lower[-24:].split()
    while words and words[-1] in _DETERMINERS:
        words.pop()
    if not words or not _LAST_OF_PART.fullmatch(words[-1]):
        return lower, False
    tail = lower[-160:]
    match = _PROVISIONS.search(tail)
    if not match:
        return lower, False
    return lower[: len(lower) - len(tail) + match.start()] + _lead_of(match[0]), True


def _lead_of(provisions: str) -> str:
    """The connective that stood before the provisions, which is kept."""
    match = _CONNECTIVE.match(provisions)
    return f"{match[0]} " if match else ""


def is_coordinated(lower: str) -> bool:
    """Does the stretch between two citations only join them?"""
    end = lower[-60:].rstrip(' \n\t\r(“"')
    words = (_EXTENT.sub("", end) if end.endswith(("bộ", "phần")) else end).split()
    while words and words[-1] in _DETERMINERS:
        words.pop()
    if not words:
        return True
    return words[-1][-1] in ",;+" or (words[-1] in _JOINING and (words[-1] != "như" or words[-2:-1] == ["cũng"]))


def rules_too(lower: str) -> bool:
    """Do the words between two citations go on with rules of the second one ("và các quy định về lương tại")?"""
    return lower.rstrip().endswith(("tại", "trong")) and _RULES_TOO.fullmatch(lower) is not None


def alias_in(lower: str) -> tuple[int, int] | None:
    """Where in a stretch the words stand that define a short name; None when it does not end in them."""
    match = _ALIAS.search(lower, max(0, len(lower) - 48)) if lower.rstrip(' :“"').endswith("là") else None
    return match.span("words") if match else None


def says_part(lower: str) -> bool:
    """Does the stretch between a cue and its citation name only a part of it?"""
    return _SOME.search(lower) is not None


def is_reference(lower: str) -> bool:
    """Does the stretch end in words that make the citation a mere reference?"""
    return _reference(lower) is not None


@functools.lru_cache(maxsize=4)
def _reference(stretch: str) -> re.Match[str] | None:
    """The reference at the end of a stretch; its last word is looked at first, because most stretches have none."""
    end = stretch[-24:].rstrip(' \n\t\r:“"(')
    return _REFERENCE.search(stretch, max(0, len(stretch) - 80)) if end.endswith(_LAST_OF_REFERENCE) else None


def may_change(stretch: str, rest: str) -> bool:
    """Can words of amending before `rest` reach over the preposition that the stretch ends in?

    "sửa đổi một số nội dung tại X" changes X, "rà soát, sửa đổi các quy định … theo quy định tại X" does not.
    """
    if re.search(r"\bkèm\s+theo\s*$", stretch[-20:]):
        return True
    match = _reference(stretch)
    if re.search(r"\bcó\s+trong\s*$", stretch[-20:]):
        return False  # "bãi bỏ các loại phí không có trong X"
    if not match and not _ACCORDING.search(stretch[-20:]):
        return True
    if not match or match[0].lstrip().startswith(("theo", "như", "phù", "so", "trên", "cơ", "ngoài", "đối")):
        return False
    return len(rest) < 60 or says_part(rest) or "“" in rest or '"' in rest


def reference_in(stretch: str) -> tuple[str, int]:
    """The words at the end of a stretch that make a mere reference, and where in it they begin."""
    match = _reference(stretch)
    return (match[0].strip(), match.start()) if match else ("", len(stretch))


def is_done_by(words: str, between: str) -> bool:
    """Does "thực hiện", with `between` and the words of a reference after it, still carry out what is cited?

    "thực hiện [đúng] quy định của X", "thực hiện nhiệm vụ được giao tại X"; not "thực hiện việc … theo quy định tại X".
    """
    if len(between) > 40 or "," in between or " về " in f" {between} ":
        return False
    if re.match(r"(?:quy|qui)\s+định\s+(?:của|tại|trong)", words) and not _ADVERBS.sub("", between).strip(" ,"):
        return True
    return words.startswith(("đối với", "thuộc")) or _ORDERED.search(between) is not None


def governs_change(phrase: str, before: str, rest: str) -> bool:
    """Can a word of changing, with `rest` between it and a citation, govern the citation?"""
    if len(rest) > 500 or denied(before):
        return False
    if re.search(r"[.;]\s", rest) and "“" not in rest and '"' not in rest:
        return False
    if phrase in ("điều chỉnh", "bổ sung") and len(rest) > 60 and not says_part(rest):
        return False
    return phrase not in ("hết hiệu lực", "không còn hiệu lực") or ":" in rest


def denied(before: str) -> bool:
    """Do the words before a word of changing deny or only suppose the change ("không thay thế", "khi sửa đổi")?"""
    return re.search(r"\b(?:không|chưa|khi)(?:\s+(?:bị|được|phải|hề|làm)){0,2}\s*$", before) is not None


def issues(lead: str, rest: str) -> bool:
    """Does a word of issuing with `rest` after it name the very text that follows, and does it issue, not only ask to?

    "ban hành quy định hỗ trợ doanh nghiệp tham gia Chương trình X" issues another text; "đề nghị thông qua X" asks.
    """
    if re.search(r"\b(?:đề\s+nghị|trình|xin)\s*$", lead):
        return False
    named = re.sub(r"\bkèm\s+theo\s+[^,;]{0,40}?\bnày\b", " ", rest)
    return len(named.strip(' \n\t“":*(')) <= _LONGEST_BEFORE_NAME


def opens_clause(lead: str) -> bool:
    """Does a clause begin with the word of issuing behind `lead` ("Nay ban hành", "Về việc phê duyệt")?"""
    return not lead.strip(' \n\t*“"-:') or _ISSUING_LEAD.search(lead) is not None


def is_according(lower: str) -> bool:
    """Does the stretch end in a bare "theo"?"""
    return _ACCORDING.search(lower[-20:]) is not None


def according_in(stretch: str) -> tuple[int, int]:
    """Where "theo" stands at the end of a stretch that `is_according`."""
    match = _ACCORDING.search(stretch, max(0, len(stretch) - 20))
    return match.span("words") if match else (len(stretch), len(stretch))


def by_agent(lower: str) -> bool:
    """Does the stretch end in words that name what did it ("bởi", "bằng", "tại", "kèm theo")?"""
    return _AGENT.search(lower[-24:]) is not None


def is_order(lower: str) -> bool:
    """Is a clause of the kind "Thực hiện ý kiến chỉ đạo của … tại"?"""
    return _ORDER.match(lower) is not None


def is_order_too(lower: str) -> bool:
    """Do the words between two citations go on with an order of a body ("và kết luận của Chủ tịch tại")?"""
    return lower.rstrip().endswith("tại") and _ORDER_TOO.search(lower[-200:]) is not None


def to_be_done(lower: str) -> bool:
    """Does the stretch say that somebody is to propose or prepare what follows?"""
    return _TO_BE_DONE.search(lower) is not None


def in_chain(phrase: str, between: str) -> bool:
    """Does a word of carrying out only go on with a word of guiding ("quy định chi tiết … và biện pháp thi hành X")?"""
    if phrase.endswith("chi tiết"):
        return not re.search(r"[;.]", between)
    return re.fullmatch(r"(?:\s|,|\bvà\b|\btổ chức\b|\bviệc\b|\btriển khai\b|\bmột số điều\b)*", between) is not None


def by_others(lead: str) -> bool:
    """Do the words before "hướng dẫn" or "quy định chi tiết" name texts other than the document itself?"""
    last = re.search(r"(?:văn\s+bản|tài\s+liệu|theo|thông\s+tư|quy\s+định)\s*$", lead)
    named = r"\b(?:văn\s+bản|nghị\s+định|thông\s+tư|quy\s+định)\b(?!\s+(?:liên\s+tịch\s+)?này)"
    return last is not None or re.search(named, lead) is not None


def guiding_type(lead: str) -> str | None:
    """The type of the texts that "hướng dẫn" behind `lead` is said of ("các nghị định hướng dẫn X")."""
    match = _GUIDING.search(lead[-60:])
    return " ".join(match[1].split()) if match else None


def says_of(between: str) -> bool:
    """Do the words behind a citation say something of it, so that they are no title?"""
    head = re.split(r"\b(?:về|quy\s+định|ban\s+hành|phê\s+duyệt)\b", between, maxsplit=1)[0]
    return re.search(r"\b(?:phải|là|đã|sẽ|cần|nhằm|để|được\s+xây|trên\s+cơ\s+sở|thì|nếu)\b", head) is not None


def of_all(text: str, at: int) -> bool:
    """Does "một số điều của" after a cue speak of all the texts of the list that follows?"""
    return _OF_ALL.match(text, at) is not None


def conditional(before: str) -> bool:
    """Do the words before a citation only suppose what is said of it?"""
    return re.search(r"\b(?:khi|nếu|trường\s+hợp|(?:trước|sau|đến|từ)\s+(?:ngày|thời\s+điểm))\s*$", before) is not None


def speaks_of_itself(lower: str) -> bool:
    """Is "Quyết định này", "Thông tư này" in the stretch?"""
    return _SELF.search(lower) is not None
