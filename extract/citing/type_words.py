"""Where a mention by name may begin: the type words of a text, in capitals and in small letters."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from ..records import Document
from .named import is_small
from .type_names import TypeNames

_ISSUED_SMALL = re.compile(
    r"(?:(?:ban\s+hành|phê\s+duyệt|thông\s+qua|thực\s+hiện|triển\s+khai|điều\s+chỉnh|bổ\s+sung)|(?<!\w)(?:về|theo|duyệt))\s+\Z",
    re.IGNORECASE,
)
_PERIOD_WORD = re.compile(r"giai\s+đoạn\s+(?:từ\s+)?(?:năm\s+)?(?=\d{4})")
_TIMES = re.compile(r"thời\s+kỳ\s+(?:từ\s+)?(?:năm\s+)?(?=\d{4})")
_UNTIL = "đến năm "
_OF_YEARS = re.compile(r"năm\s+\(?(?=(?:19|20)\d\d\s*-\s*(?:19|20)\d\d)")  # "5 năm (2006 - 2010)"
_PERIOD_REACH = 280
_CLAUSE_BREAK = re.compile(r";|\.\s|\n\n")


def type_words(text: str, types: TypeNames, documents: Sequence[Document]) -> list[tuple[int, int, str]]:
    """Every type word that may begin a mention by name, as (start, end, type), in text order.

    In capitals all of them; in small letters those before a quote, a capital, a known law, in a clause with a period,
    or in the title of a document that is written in small letters.
    """
    found = {match.span() for match in types.capital.finditer(text)}
    for pattern in types.small:
        if pattern.pattern[0] not in text:  # its first letter is a rare one
            continue
        found.update((match.start(match.lastindex or 0), match.end()) for match in pattern.finditer(text))
    years = _OF_YEARS.finditer(text) if "5 năm" in text or "10 năm" in text else ()
    times = _TIMES.finditer(text) if "thời kỳ" in text else ()
    for period in itertools.chain(_PERIOD_WORD.finditer(text), years, times):
        at = period.start()
        found.update(
            word.span("type")
            for word in types.small_any.finditer(text, max(0, at - _PERIOD_REACH), at)
            if not _CLAUSE_BREAK.search(text, word.end(), at)
        )
    at = text.find(_UNTIL)
    while at >= 0:  # "thông qua đề án … đến năm 2030": a name, where the words before it issue it or carry it out
        found.update(
            word.span("type")
            for word in types.small_any.finditer(text, max(0, at - _PERIOD_REACH), at)
            if not _CLAUSE_BREAK.search(text, word.end(), at)
            and _ISSUED_SMALL.search(text, max(0, word.start() - 24), word.start())
        )
        at = text.find(_UNTIL, at + 1)
    for document in documents:
        title = document.spans.get("title")
        if title and is_small(text[slice(*title)]):
            found.update(
                word.span("type")
                for word in types.small_any.finditer(text, *title)
                if _ISSUED_SMALL.search(text, max(0, word.start() - 24), word.start())
            )
    words = []
    names: dict[str, str | None] = {}  # texts repeat their type words
    for start, end in sorted(found):
        if (start and (text[start - 1].isalnum() or text[start - 1] == "_")) or text[end : end + 1].isalnum():
            continue
        written = text[start:end]
        if written not in names:
            names[written] = types.name(written)
        if type_ := names[written]:
            words.append((start, end, type_))
    return words
