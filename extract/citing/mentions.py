"""From a number to the mention of a document: the type word before it, or the one that a list shares.

A mention runs from the type word to the end of the number. In "các Nghị định số A, B và C" the type word is shared:
the second mention starts at its own number.
"""

from __future__ import annotations

import functools
import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...ontology.tables import Tables
from .issuing import OPENING
from .laws import LAWS, being_made
from .numbers import Grammar, Number, grammar_of, hyphened_numbers, number_at, slashed_numbers
from .type_names import TypeNames, type_names, unaccented

_MOST_WORDS = 4  # of a type's name
_BARE = tuple(re.compile(rf"{letter}\s{{0,3}}:?\s{{0,3}}(?=\d)") for letter in "ốỐ")  # a search runs on the letter
_BARE_END = re.compile(
    r"(?![\w%/])(?![.,]\d)(?!\s*%)(?!-\d)(?!\s+(?:năm(?!\s+(?:19|20)\d\d(?!\s*-))|tháng|ngày\s+(?!\d)|"
    r"người|lần|đồng|triệu|tỷ|điểm|lượt)\b)"
)
SHORT_END = re.compile(
    r"(?![\w%/])(?![.,]\d)(?=\s*(?:\Z|[,;:)”\"\n\t|]|\.(?:\s|\Z)|(?:của|về|ngày\s+\d+|và|hoặc|năm\s+(?:19|"
    r"20)\d\d(?!\s*-)|ban\s+hành|quy\s+định|đã|được|thì|là|trên|tại|theo|để|có|trong|vào|đến|tỉnh|"
    r"thành\s+phố|giai\s+đoạn|do|như|với|cho)(?!\w)))",
    re.IGNORECASE,
)
_CELL_END = re.compile(r"\s*[|\t]")
_LIST_MARK = re.compile(r"\d{1,2}[.)]\s")
_NARROW = 40  # characters of a line that no page's width cuts
_TITLE_LEAD = re.compile(r"\s*(?:về|v/v|phê\s+duyệt|ban\s+hành)(?!\w)", re.IGNORECASE)
_SUBJECT = re.compile(
    r"(?P<subject>\s(?:[^;:.()\t“”\"\d]|(?<![\d/])\d{1,2}(?=\s)|\([A-Z/]{2,12}\)){2,430}?)"
    r"\s+(?:số|Số|SỐ|sổ)\s*:?\s*\Z"
)
# "Quyết định ngày 02 tháng 3 năm 2019 của UBND tỉnh số 47/QĐ-UBND": date and issuer may stand before the number.
APART = "type word, date and issuer"
_DAY = r"(?:ngày\s+)?\d{1,2}(?:\s+tháng\s+\d{1,2}\s+năm\s+|\s*[/.-]\s*\d{1,2}\s*[/.-]\s*)\d{4}"
_BODY = rf"(?:của|do)\s+(?:liên\s+)?{OPENING}(?:[^;:()“”\"\t\d.]|(?<=T[PX])\.|(?<=\s)\d{{1,2}}(?=\s)){{0,110}}?"
_APART = re.compile(
    rf"(?P<subject>\s*,?\s*(?:{_DAY}(?:\s*,?\s*{_BODY})?|{_BODY}(?:\s*,?\s*{_DAY})?))"
    r"\s*,?\s*\(?\s*(?:(?:mang|có)\s+)?s[ốổ](?:\s+hiệu)?\s*:?\s*\Z",
    re.IGNORECASE,
)
_OWN_HEAD = re.compile(r"(?:\A|\n)[\s*_|>]{0,12}(?:Số|SỐ|số)\s*(?P<colon>:?)\s*\Z")
# Official translations: "the Law on Enterprises No. 60/2005/QH11"; of an amending law the outer one.
_ENGLISH_LAW = re.compile(
    r"(?<!\w)(?P<type>Law|Code|Ordinance)(?P<subject>\s+(?:on|of)\s[^;.()\d]{3,200}?)\s+No\.\s*\Z"
)
_SAID = re.compile(r"(?:số|Số|SỐ|sổ)\s*:?\s*\Z")
_SHARED = re.compile(r"\s*(?:[,;]|và|hoặc|cùng|,\s*và|;\s*và|đến|,\s*và\s+các)\s*(?:(?:số|Số)\s*:?\s*)?\Z")
_VERBS = frozenset(
    ("quy định", "hướng dẫn", "báo cáo", "thông báo", "quyết định", "chỉ thị", "kết luận", "dự án", "luật")
)
_NO_SUBJECT = re.compile(
    r"(?<!\w)(?:và|theo|tại|kèm|biểu|mẫu|phụ lục|điều|khoản|bảng|đường|nhà|phòng|tài khoản|"
    r"điện thoại)(?!\w)",
    re.IGNORECASE,
)
# The last word of "văn bản quy phạm pháp luật số …" is no type word: the law is named before it.
_NO_LAW = re.compile(r"(?:pháp|kỷ|quy)\s+luật\Z", re.IGNORECASE)
# Types numbered by the body alone ("217-CP"); other type words in small letters are ordinary words before "3-CT".
_OF_OLD_BODIES = frozenset(("Nghị định", "Nghị quyết", "Quyết định", "Chỉ thị", "Thông tư", "Công văn"))
_OF_ASSEMBLY = LAWS | {"Nghị quyết", "Lệnh", "Nghị quyết liên tịch", "Văn bản hợp nhất"}
_REACH, _REACH_LAW = 260, 460  # "Luật sửa đổi … của Luật A, Luật B, … số 56/2024/QH15" names nine laws
_REACH_SMALL, _REACH_APART = 90, 200
_WINDOW = 70


class Mention(NamedTuple):
    """A number with the type word that goes with it. `rule` tells where the type comes from; None when nowhere."""

    start: int
    end: int
    number: Number
    type: str | None
    rule: str
    subject: str | None = None


def find_mentions(
    text: str, tables: Tables, own: Sequence[tuple[int, int]], words: Sequence[tuple[int, int, str]]
) -> list[Mention]:
    """All mentions with a number, in text order. `own` are the ranges of the file's own numbers: never mentions.

    `words` are the type words of the text, (start, end, type) each, sorted.
    """
    grammar, types = grammar_of(tables), type_names(tables)
    mentions: list[Mention] = []
    for number in _numbers(text, grammar):
        if any(start < number.end and number.start < end for start, end in own):
            continue
        previous = mentions[-1] if mentions else None
        mention = _mention(text, number, types, grammar, previous, words)
        if mention:
            mentions.append(mention)
    return mentions


def _numbers(text: str, grammar: Grammar) -> Iterator[Number]:
    """Numbers with a slash, and numbers without one that the word "số" or a type word announces, in text order."""
    slashed = list(slashed_numbers(text, grammar))
    taken = {n.start for n in slashed}
    found = slashed
    for word in itertools.chain.from_iterable(pattern.finditer(text) for pattern in _BARE):
        if word.end() in taken:
            continue
        number = number_at(text, word.end(), grammar)
        if number and (number.family or _BARE_END.match(text, number.end)):
            found.append(number)
            taken.add(number.start)
    found += (number for number in hyphened_numbers(text, grammar) if number.start not in taken)
    found.sort(key=lambda n: n.start)
    return _apart(found)


def _apart(numbers: Sequence[Number]) -> Iterator[Number]:
    end = -1
    for number in numbers:
        if number.start >= end:
            end = number.end
            yield number


def short_number(text: str, at: int, grammar: Grammar) -> Number | None:
    """A number without "số" and without slash behind a type word: "Nghị định 63", "Nghị định 63/2010"."""
    number = number_at(text, at, grammar)
    if number is None or number.family is not None or not SHORT_END.match(text, number.end):
        return None
    if text[at - 1] == "\n" and (
        "\n" in text[max(0, at - _NARROW) : at - 1] or _CELL_END.match(text, number.end) or _LIST_MARK.match(text, at)
    ):
        return None  # a cell or a heading ends with the type word, and the number is that of the next row or item
    return number


def _mention(
    text: str,
    number: Number,
    types: TypeNames,
    grammar: Grammar,
    previous: Mention | None,
    words: Sequence[tuple[int, int, str]],
) -> Mention | None:
    before = _type_before(text, number.start, types)
    if before and number.family is None and "\t" in text[before[0] : number.start]:
        return None  # two cells: "Kế hoạch", and how many
    if before and _goes_with(*before[1:], number, types):
        name = types.name(before[1])
        rule = "type word" if name else "type word, accents lost"
        return Mention(before[0], number.end, number, name or types.misread(before[1]), rule)
    said = _SAID.search(text, max(0, number.start - 8), number.start)
    subject = (_subject(text, number, types, words) or _issued(text, number, types, words)) if said else None
    if subject:
        return None if number.family is None and _numbers_another(text, subject, types) else subject
    if number.family == "national_assembly" and (
        law := _ENGLISH_LAW.search(text, max(0, number.start - _REACH), number.start)
    ):
        return Mention(law.start(), number.end, number, types.name(law["type"]), "type word, subject", law["subject"])
    if _draft(text, number) or _heads(text, number):
        return None
    if previous and number.start - previous.end < 400 and _may_share(previous, number, types):
        gap = text[max(previous.end, number.start - 30) : number.start]
        if _SHARED.search(gap) and "\n\n" not in gap:
            return Mention(number.start, number.end, number, previous.type, "shared type word")
    if number.family is None or not _stands_alone(text, number, grammar, bool(said), types):
        return None
    return Mention(number.start, number.end, number, None, "no type word")


def _type_before(text: str, at: int, types: TypeNames) -> tuple[int, str, bool] | None:
    """Start and words of the type word that stands before a number at `at`, and whether "số" stands between."""
    low = max(0, at - _WINDOW)
    head = text[low:at].rstrip()
    colon = head[-1:] == ":"
    if head[-1:] in (":", ".") and head:
        head = head[:-1].rstrip()
    said = unaccented(head[-2:]) in ("so", "no") and not head[-3:-2].isalnum()  # "Decree No. 63/2010/ND-CP"
    if said:
        head = head[:-2].rstrip()
    if head.endswith(("(", ":", "hiệu")):  # "Nghị định (số …", "các Nghị định của Chính phủ: số …", "số, ký hiệu …"
        found = types.before.search(text, low, at)
        if found is None:
            return None
        listed = text.startswith(":", found.end("type"))  # "các Quyết định: số 5/QĐ-UBND, số 6/QĐ-UBND": of the list
        return at if listed else found.start(), found["type"], bool(found["so"])
    start = _type_start(head, types)
    best = low + start if start is not None else None
    if best is None or (text[best - 1 : best] in ("/", "-") and text[best - 2 : best - 1].isalnum()):
        return None
    if _NO_LAW.search(text, max(0, best - 6), best + 4):
        return None
    listed = colon and not said  # "các Quyết định: 5/QĐ-UBND, 6/QĐ-UBND"
    return at if listed else best, head[best - low :], said


def _type_start(head: str, types: TypeNames) -> int | None:
    """Where the longest name of a type starts that ends with `head`; else one whose accents OCR misread."""
    parts = head.rsplit(None, _MOST_WORDS)
    low = head.index(parts[1], len(parts[0])) if len(parts) > _MOST_WORDS else 0
    start = _start_of_type(head[low:], types)
    return low + start if start is not None else None


@functools.lru_cache(maxsize=8192)
def _start_of_type(head: str, types: TypeNames) -> int | None:
    """The same for a few words, which texts repeat."""
    words = head.split()
    start = len(head)
    starts = []
    for count, word in enumerate(reversed(words), 1):
        start = head.rindex(word, 0, start)
        bare = word.rpartition("|")[2].lstrip("“\"'([*_-+•")  # "|1|Quyết định số …": the edge of a cell
        if not bare:  # a dash of its own: "Điều 1 - Quyết định số …"
            break
        starts.append(start + len(word) - len(bare))
        if count < len(words) and len(bare) != len(word):
            break
    starts.reverse()
    exact = (at for at in starts if types.name(head[at:]))
    return next(exact, None) or next((at for at in starts if types.name(head[at:]) or types.misread(head[at:])), None)


def _goes_with(words: str, said: bool, number: Number, types: TypeNames) -> bool:
    """Is this the type word of the number? A verb in small letters is one only if "số" or the symbol says so too."""
    words = " ".join(words.split())
    if number.family == "national_assembly" and types.name(words) not in _OF_ASSEMBLY:
        return False
    if words == "hợp đồng":  # of two parties, not of an authority
        return False
    if said:  # "lệnh số 12/2019/L-CTN", not "lưới điện số 12/XD"
        plain = " " in words or words[:1].isupper() or types.name(words) in LAWS
        return plain or concluded_type(number, types) == types.name(words)
    if number.family is None:
        return words[:1].isupper()
    if number.family == "old_body" and "/" not in number.text and words[:1].islower():  # not "báo cáo 3-CT"
        return types.name(words) in _OF_OLD_BODIES
    if words.casefold() not in _VERBS or not words[:1].islower():
        return True
    return concluded_type(number, types) == types.name(words)


def _issued(text: str, number: Number, types: TypeNames, type_words: Sequence[tuple[int, int, str]]) -> Mention | None:
    """The mention when only its date and its issuer stand between the type word and the number."""
    low = max(0, number.start - _REACH_APART)
    said = concluded_type(number, types)
    near = type_words[bisect_left(type_words, (low,)) : bisect_left(type_words, (number.start,))]
    found = [word for word in near if text[word[0]].isupper()]
    if said and (at := text[low : number.start].casefold().rfind(said.casefold())) >= 0:
        found.append((low + at, low + at + len(said), said))
    for start, end, type_ in reversed(found):
        between = _APART.match(text, end, number.start)
        if between and not text[start - 1 : start].isalnum():
            return Mention(start, number.end, number, type_, APART, " ".join(between["subject"].split()))
    return None


def _subject(text: str, number: Number, types: TypeNames, type_words: Sequence[tuple[int, int, str]]) -> Mention | None:
    """The mention when words stand between type and number: "Kế hoạch CCHC số", "Luật Đất đai số".

    The nearest type word wins, but the outer law of "Luật sửa đổi … của Luật A số …". In small letters the type word
    counts when the symbol says the same type.
    """
    found = None
    low = max(0, number.start - (_REACH_LAW if number.family == "national_assembly" else _REACH))
    low = max(low, text.rfind(".", low, number.start), text.rfind(";", low, number.start))  # no subject goes past them
    near = type_words[bisect_left(type_words, (low,)) : bisect_left(type_words, (number.start,))]
    for start, end, type_ in reversed(near):
        law = type_ in LAWS
        if (law and number.family is None and number.year is None) or text[start].islower():
            continue  # "Luật Nhà ở thực hiện theo Mẫu số 01"
        if number.family == "national_assembly" and type_ not in _OF_ASSEMBLY:
            continue  # "LUẬT BAN HÀNH VĂN BẢN QUY PHẠM PHÁP LUẬT SỐ 64/2025/QH15"
        between = _SUBJECT.match(text, end, number.start) if law or found is None else None
        if not between:
            continue
        words = " ".join(between["subject"].split())
        outer_law = found is not None and law and words[:3].casefold() == "sửa"
        if outer_law and being_made(text, start):
            continue  # the law that is being made has its number in its head
        if outer_law or (found is None and _close_by(between["subject"], words, type_)):
            found = Mention(start, number.end, number, type_, "type word, subject", words)
    if found or not (said := concluded_type(number, types)):
        return found
    low = max(0, number.start - _REACH_SMALL)
    at = low + text[low : number.start].casefold().rfind(said.casefold())
    if at < low or text[at : at + len(said)].casefold() != said.casefold():
        return None
    between = _SUBJECT.match(text, at + len(said), number.start)
    words = " ".join(between["subject"].split()) if between else ""
    if not between or text[at - 1 : at].isalnum() or not _close_by(between["subject"], words, said):
        return None
    return Mention(at, number.end, number, said, "type word, subject", words)


def _numbers_another(text: str, mention: Mention, types: TypeNames) -> bool:
    """Is a bare number that of a thing in the title ("CÔNG ĐIỆN về việc ứng phó bão số 3"), not of the document?"""
    return bool(_TITLE_LEAD.match(mention.subject or "")) or _is_negative(text, mention.number, types)


def _close_by(subject: str, words: str, type_: str) -> bool:
    """A subject between type and number: short, or the name of a law, in one breath."""
    if type_ in LAWS:
        return subject.count("\n") < 2 and "Căn cứ" not in words
    return "," not in words and "\n\n" not in subject and len(words) <= 60 and not _NO_SUBJECT.search(words)


def _heads(text: str, number: Number) -> bool:
    """Is this the number in the head of a document: a line of its own that begins with "Số"?"""
    head = _OWN_HEAD.search(text[max(0, number.start - 24) : number.start])
    return bool(head and (head["colon"] or not text[number.end : number.end + 40].partition("\n")[0].strip(" *_|.")))


def _draft(text: str, number: Number) -> bool:
    """Is the running number blank ("Số: …/2012/QĐ-UBND"), so that what was read is the year?"""
    before = text[max(0, number.start - 6) : number.start].rstrip()
    return before.endswith(("/", "…", "..", "_"))


def _may_share(previous: Mention, number: Number, types: TypeNames) -> bool:
    if previous.type is None or (number.family is None and previous.number.family is not None):
        return False
    mine = concluded_type(number, types)
    return mine is None or mine == previous.type or number.type_symbol == previous.number.type_symbol


def concluded_type(number: Number, types: TypeNames) -> str | None:
    """The type that the number's symbol says, by the family that it is written in."""
    if number.family is None:
        return None
    symbol = number.type_symbol or ""
    if number.family == "letter":
        return types.canonical.get("công văn") and "Công văn"
    if number.family == "old_body" and number.issuer_symbol == "CP":
        return "Nghị định"
    if number.family == "national_assembly" and not symbol:
        return None
    order = {"party": ("party", "state"), "national_assembly": ("na",), "joint": ("joint",)}.get(
        number.family, ("state", "old", "joint")
    )
    for family in order:
        if (family, symbol) in types.by_symbol:
            return types.by_symbol[family, symbol]
    return None


def _stands_alone(text: str, number: Number, grammar: Grammar, said: bool, types: TypeNames) -> bool:
    """Is a number without a type word a citation? Only with a known symbol, and where no named negative holds it."""
    if number.family == "old_body" and "/" not in number.text and not said:  # "trang 3-CP"
        return False
    known = (number.issuer_symbol or "").rstrip("0123456789") in grammar.issuers
    if number.family in ("letter", "old_body", "old_body_type") and not (
        known and (said or "-" in number.text or "CP" in number.text)
    ):
        return False
    if number.text.islower() and not said:
        return False
    if number.family not in ("national_assembly", "joint", "consolidated") and not known and not said:
        return False
    return not _is_negative(text, number, types)


def _is_negative(text: str, number: Number, types: TypeNames) -> bool:
    """Does a named negative of the tables hold the number?"""
    near = types.negatives.finditer(text, max(0, number.start - 40), min(len(text), number.end + 10))
    return any(
        match.start() <= number.start < match.end() or match.start() < number.end <= match.end() for match in near
    )
