"""Titles in the form that is compared, so that one programme written in two ways is one, and two programmes stay two.

Only what general usage makes equal is made equal: case, punctuation, quotation marks, the lead-in "về (việc)",
spelt-out abbreviations, and "của tỉnh" where it is known whose text says so. Another period is another programme.
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Mapping
from importlib.resources import files

from .areas import Area, words

_LEAD = re.compile(r"^(?:về việc|về|v v|ban hành|phê duyệt)\s+")
_REPEATED = re.compile(r"\(\s*[A-ZĐ]{2,8}\s*\)")
_PERIOD = re.compile(
    r"\b(?:giai đoạn|thời kỳ|nhiệm kỳ)?\s*(?:từ năm )?((?:19|20)\d\d)(?:\s+(?:đến năm )?((?:19|20)\d\d))?\b"
)
_CENTRAL = re.compile(r"\b(?:quốc gia|toàn quốc|cả nước)\b")
_LEVEL_WORD = re.compile(r"\b(?:của |ở |trên địa bàn )?(tỉnh|thành phố|quận|huyện|thị xã)\b(?= |$)")
# A title goes on after a bare level word with one of these; anything else is the name of a place.
_GOES_ON = re.compile(r"(?:$|giai đoạn|thời kỳ|đến|năm|lần thứ|và|về|trong|theo|định hướng|khóa|\d{4})")


@functools.cache
def _abbreviations() -> tuple[re.Pattern[str], Mapping[str, str]]:
    text = files(__name__.rpartition(".")[0]).joinpath("data/title_abbreviations.csv").read_text(encoding="utf-8")
    rows = {row["short"]: row["full"] for row in csv.DictReader(text.splitlines())}
    longest_first = sorted(rows, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"), rows


def shortened(name: str) -> tuple[str, ...]:
    """The forms of `name` with words abbreviated: "Luật BHXH" for "Luật Bảo hiểm xã hội"; none for most names."""
    _, rows = _abbreviations()
    folded = name.casefold()
    found = []
    for short, full in rows.items():
        at = folded.find(full.casefold())
        if at >= 0 and not folded[at + len(full) : at + len(full) + 1].isalnum():
            found.append(f"{name[:at]}{short}{name[at + len(full) :]}")
    return tuple(found)


def compared(title: str, *, home: Area | None = None) -> str:
    """The compared form of a title; `home` is the area of the document that writes it."""
    form = _LEAD.sub("", _spelt_out(title))
    return _LEVEL_WORD.sub(lambda match: _placed(match, home), form)


def law_name(name: str) -> str:
    """The compared form of the name of a law: "Luật Tổ chức HĐND, UBND các cấp" is the one of HĐND và UBND.

    "Ban hành" is no lead-in here: there is a law on the promulgation of legal documents.
    """
    return " ".join(word for word in _spelt_out(name).removesuffix(" các cấp").split() if word != "và")


def _spelt_out(title: str) -> str:
    pattern, full = _abbreviations()
    return words(pattern.sub(lambda match: full[match[0]], _REPEATED.sub(" ", title)))


def _placed(match: re.Match[str], home: Area | None) -> str:
    """A bare level word ("của tỉnh") with the name of the place whose document says it."""
    kind = match[1]
    rest = match.string[match.end() :].lstrip()
    if not _GOES_ON.match(rest):
        return kind
    name = _name_at(kind, home)
    return f"{kind} {words(name)}" if name else match[0]


def _name_at(kind: str, home: Area | None) -> str | None:
    if home is None:
        return None
    if home.kind == kind:
        return home.name.lower().removeprefix(kind).strip() or home.name
    return home.province_name if home.province_kind == kind else None


def period(form: str) -> tuple[int, int] | None:
    """The first and last year that a compared title names."""
    match = _PERIOD.search(form)
    return (int(match[1]), int(match[2] or match[1])) if match else None


def without_period(form: str) -> str:
    """A compared title without its years."""
    return " ".join(_PERIOD.sub(" ", form).split())


def says_central(form: str) -> bool:
    """Does the name itself say that the programme is national?"""
    return _CENTRAL.search(form) is not None


def is_local(form: str, home: Area | None) -> bool:
    """Does the name contain the place of the document that writes it, or a level word without a name?"""
    if home is not None and re.search(rf"\b{re.escape(words(home.province_name))}\b", form):
        return True
    return any(_GOES_ON.match(m.string[m.end() :].lstrip()) for m in _LEVEL_WORD.finditer(form))


def shortens(short: str, full: str) -> bool:
    """Is `short` a later, shorter mention of the instrument called `full`?

    It must name the subject from its first word on and leave off only an end, have at least three words, and no period
    of its own that differs (NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.6b: later mentions are short).
    """
    a, b = _content(short), _content(full)
    if len(a) < 3 or len(a) > len(b) or a != b[: len(a)]:
        return False
    mine = period(short)
    return mine is None or mine == period(full)


def _content(form: str) -> list[str]:
    """The words of a compared title without "của", which writers put in and leave out."""
    return [word for word in form.split() if word != "của"]


def plain_title(form: str) -> str:
    """A compared title without "của": two that are the `same` give the same string."""
    return " ".join(_content(form))


def contains(full: str, short: str) -> bool:
    """Does the compared title `full` hold the words of `short` in one run?"""
    a, b = _content(short), _content(full)
    return any(b[i : i + len(a)] == a for i in range(len(b) - len(a) + 1))


def same(a: str, b: str) -> bool:
    """Are two compared titles one, but for "của"?"""
    return _content(a) == _content(b)
