"""The citations of a text: numbered ones and those by name, with date, issuer, title and provision, in text order."""

from __future__ import annotations

import dataclasses
import functools
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..ontology.tables import Issuer, Tables
from .aliases import back_word, definitions, references, resolved
from .dates import DATE, iso_date
from .findings import findings
from .issuers import IssuerNames, issuer_names
from .laws import LAWS, Named
from .mentions import Mention, TypeNames, concluded_type, find_mentions, short_number, type_names
from .named import Finder, is_small
from .numbers import Number, grammar_of
from .provisions import provisions_before
from .reading import Reading
from .records import Alias, Citation, Document, Finding, Reference, Span
from .titles import Tail, tail_of

# "Ngày 28 tháng 12 năm 2011, Chủ tịch Ủy ban nhân dân tỉnh có Quyết định số …": date and issuer before the citation.
_BEFORE = re.compile(r"(?P<by>[^.;:\n]{3,120}?)\s+(?:đã\s+)?(?:có|ban\s+hành|ký(?:\s+ban\s+hành)?)\s+\Z", re.IGNORECASE)
# The programmes that go by a number alone: "chương trình 135", "đề án 1816".
_SMALL_NUMBERED = re.compile(r"(?<!\w)(?P<type>chương trình|đề án) (?P<number>(?!19\d\d|20\d\d)\d{2,4})(?![\d%/])")
_ISSUED_SMALL = re.compile(r"(?:ban\s+hành|phê\s+duyệt|thông\s+qua|thực\s+hiện|triển\s+khai)\s+\Z")
_PROPOSED = re.compile(
    r"(?:(?:đề\s+nghị|đề\s+xuất|kiến\s+nghị|ý\s+kiến(?:\s+(?:thẩm|góp|thống|tham)\s+\w+)?)\s+của|và(?:\s+của)?)\s+"
    r"(?P<by>(?:(?!\s(?:tại|theo|số|của)\s)[^.;:\n\d]|(?<=\s)\d\d?(?=\s)){3,150}?)\s*,?\s+(?:tại|theo)\s+(?:các\s+)?\Z",
    re.IGNORECASE,
)
_PROPOSAL = re.compile(
    r"(?:đề\s+nghị|đề\s+xuất|kiến\s+nghị|ý\s+kiến(?:\s+(?:thẩm|góp|thống|tham)\s+\w+)?)\s+của\s", re.IGNORECASE
)
_PROPOSED_REACH = 260
_PERIOD_WORD = re.compile(r"giai\s+đoạn\s+(?:từ\s+)?(?:năm\s+)?(?=\d{4})")
_CLAUSE_BREAK = re.compile(r";|\.\s|\n\n")
_PERIOD_REACH = 280
# NĐ and QĐ typed without the stroke: the number stays as written, what it means is a conclusion.
_WITHOUT_STROKE = frozenset(("ND", "QD"))
_STROKE = re.compile(r"(?<=[/-])([NQ])D(?=[-./])", re.IGNORECASE)
_DAY = re.compile(r"ngày\s+\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cited:
    """What one text cites: citations with ids C1 …, back references X1 …, the short names it defines, and findings."""

    citations: tuple[Citation, ...] = ()
    references: tuple[Reference, ...] = ()
    aliases: tuple[Alias, ...] = ()
    warnings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Found:
    """What has been found of one text, while it is put together."""

    text: str
    documents: Sequence[Document]
    names: IssuerNames
    types: TypeNames
    citations: list[Citation] = field(default_factory=list)
    numbers: dict[int, Number] = field(default_factory=dict)
    tails: dict[int, int] = field(default_factory=dict)
    subjects: dict[int, str] = field(default_factory=dict)
    number_ends: list[int] = field(default_factory=list)
    back: list[tuple[Span, str]] = field(default_factory=list)


def find_citations(reading: Reading, documents: Sequence[Document]) -> Cited:
    """Every mention of another document in `reading`, in text order (start, then longer first).

    `documents` are the logical documents of the file: their own numbers are no citations, except of one in another.
    """
    text, tables = reading.text, reading.tables
    types = type_names(tables)
    found = _Found(text, documents, issuer_names(tables), types)
    own = [d.spans["number"] for d in documents if "number" in d.spans]
    mentions = find_mentions(text, tables, own)
    words = _type_words(text, types, documents)
    mentions += _short_forms(text, words, mentions, reading)
    mentions.sort(key=lambda m: m.start)
    _add_numbered(found, mentions)
    _add_named(found, words, mentions, reading)
    citations = sorted(found.citations, key=lambda c: (c.start, -c.end))
    citations = _with_conclusions(_inner_issuers(citations), found, reading)
    aliases = definitions(text, citations, found.tails)
    citations = resolved(citations, found.numbers, aliases)
    at = {start: document_at(documents, start) for (start, _), _ in found.back}
    return Cited(
        tuple(citations),
        tuple(references(text, found.back, citations, documents, at)),
        tuple(aliases),
        findings(text, citations, found.numbers),
    )


def _inner_issuers(citations: Sequence[Citation]) -> list[Citation]:
    """Of names that end together, the innermost has the issuer: "Kế hoạch thực hiện Chương trình … của Chính phủ"."""
    amending = {c.end for c in citations if c.rules["type"] == "amending law"}
    inner: dict[int, int] = {}
    for c in citations:
        if not c.number and not (c.end in inner and c.end in amending):
            inner[c.end] = c.start
    return [
        dataclasses.replace(c, issuer=None, date=None, date_text=None, spans={}, rules={"type": c.rules["type"]})
        if not c.number and inner[c.end] != c.start and c.rules["type"] != "resolution of a congress"
        else c
        for c in citations
    ]


def _inside(documents: Sequence[Document], at: int) -> bool:
    """Does `at` stand before the end of the last document? What a web page puts behind the signature is none."""
    return not documents or at < max(d.end for d in documents)


def document_at(documents: Sequence[Document], at: int) -> str | None:
    """The id of the innermost logical document that `at` lies in; the first one when it lies in none."""
    inside = [d for d in documents if d.start <= at < d.end]
    if inside:
        return min(inside, key=lambda d: d.end - d.start).id
    return documents[0].id if documents else None


def _type_words(text: str, types: TypeNames, documents: Sequence[Document]) -> list[tuple[int, int, str]]:
    """Every type word that may begin a mention by name, as (start, end, type), in text order.

    In capitals all of them; in small letters those before a quote, a capital, a known law, in a clause with a period,
    or in the title of a document that is written in small letters.
    """
    found = {match.span() for match in types.capital.finditer(text)}
    for pattern in types.small:
        found.update(match.span("type") for match in pattern.finditer(text))
    for period in _PERIOD_WORD.finditer(text):
        at = period.start()
        found.update(
            word.span("type")
            for word in types.small_any.finditer(text, max(0, at - _PERIOD_REACH), at)
            if not _CLAUSE_BREAK.search(text, word.end(), at)
        )
    for document in documents:
        title = document.spans.get("title")
        if title and is_small(text[slice(*title)]):
            found.update(
                word.span("type")
                for word in types.small_any.finditer(text, *title)
                if _ISSUED_SMALL.search(text, max(0, word.start() - 24), word.start())
            )
    words = []
    for start, end in sorted(found):
        if (start and (text[start - 1].isalnum() or text[start - 1] == "_")) or text[end : end + 1].isalnum():
            continue
        type_ = types.name(text[start:end])
        if type_:
            words.append((start, end, type_))
    return words


def _short_forms(
    text: str, words: Sequence[tuple[int, int, str]], mentions: Sequence[Mention], reading: Reading
) -> list[Mention]:
    """Mentions by a number without symbol and without the word "số": "Nghị định 63", "Đề án 06"."""
    grammar, types = grammar_of(reading.tables), type_names(reading.tables)
    taken = {m.number.start for m in mentions}
    found = []
    for start, end, type_ in words:
        at = end + 1
        if text[at : at + 1].isdigit() and text[start].isupper() and text[end].isspace() and at not in taken:
            number = short_number(text, at, grammar)
            bare = number is not None and number.year is None
            if number and not (bare and (type_ in LAWS or text[start:end] in ("TT", "CT", "TTLT"))):
                found.append(Mention(start, number.end, number, type_, "type word"))
    for word in _SMALL_NUMBERED.finditer(text):
        number = short_number(text, word.start("number"), grammar)
        if number and number.year is None and number.end == word.end():
            found.append(Mention(word.start(), number.end, number, types.name(word["type"]), "type word"))
    return found


def _add_numbered(found: _Found, mentions: Sequence[Mention]) -> None:
    starts = [m.start for m in mentions]
    for mention in mentions:
        tail = tail_of(found.text, mention.end, found.names, starts)
        if tail.issuer is None:
            tail = _said_within(found, mention, tail) or _proposed(found, mention, tail)
        citation = _numbered(found, mention, tail)
        if not _own(citation, found.documents) and _inside(found.documents, mention.start):
            found.citations.append(citation)
            found.numbers[mention.start] = mention.number
            found.tails[mention.start] = tail.end
            if mention.type in LAWS and mention.subject:
                found.subjects[mention.start] = mention.subject


def _said_within(found: _Found, mention: Mention, tail: Tail) -> Tail | None:
    """The issuer between type word and number: "Nghị định của Chính phủ số …"."""
    if not (mention.subject and mention.subject.casefold().startswith("của ")):
        return None
    at = found.text.casefold().find("của ", mention.start, mention.end)
    span = found.names.phrase(found.text, at + 4) if at >= 0 else None
    if not span or span[1] > mention.number.start:
        return None
    issuer = found.names.spelt_out(found.text[slice(*span)])
    return dataclasses.replace(tail, issuer=issuer, spans=(*tail.spans, ("issuer", span)))


def _proposed(found: _Found, mention: Mention, tail: Tail) -> Tail:
    """The issuer of a proposal, who stands before it: "Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số …"."""
    text = found.text
    if not text[max(0, mention.start - 8) : mention.start].rstrip().endswith(("tại", "theo")):
        return _said_before(found, mention, tail)
    low = max(0, mention.start - _PROPOSED_REACH)
    proposal = _PROPOSAL.search(text, low, mention.start)
    by = _PROPOSED.search(text, proposal.start(), mention.start) if proposal else None
    if not by or not found.names.phrase(text, by.start("by")):
        return tail
    issuer = found.names.spelt_out(by["by"])
    return dataclasses.replace(tail, issuer=issuer, spans=(*tail.spans, ("issuer", by.span("by"))))


def _said_before(found: _Found, mention: Mention, tail: Tail) -> Tail:
    """Date and issuer from the sentence that the citation closes: "Ngày …, Chính phủ ban hành Nghị định số …"."""
    text = found.text
    if tail.date_text:
        return tail
    low = max(0, mention.start - 190)
    before = text[low : mention.start]
    if not before.rstrip().endswith(("có", "hành", "ký")):
        return tail
    days = list(_DAY.finditer(before))
    day = DATE.match(text, low + days[-1].start()) if days else None
    by = _BEFORE.match(text, day.end(), mention.start) if day else None
    if not (day and by):
        return tail
    at = by.start("by") + len(by["by"]) - len(by["by"].lstrip(" ,"))
    span = found.names.phrase(text, at)
    if not span or span[1] < by.end("by"):
        return tail
    return dataclasses.replace(
        tail,
        date=iso_date(day),
        date_text=day["text"],
        issuer=found.names.spelt_out(text[slice(*span)]),
        spans=(*tail.spans, ("date", day.span("text")), ("issuer", span)),
    )


def _numbered(found: _Found, mention: Mention, tail: Tail) -> Citation:
    number = mention.number
    rules = {"type": mention.rule, "number": number.family or "bare number"}
    return _citation(found, mention.start, mention.end, "numbered", mention.type, number.text, tail, tail.title, rules)


def _add_named(
    found: _Found, words: Sequence[tuple[int, int, str]], mentions: Sequence[Mention], reading: Reading
) -> None:
    taken = [(m.start, m.end) for m in mentions]
    starts = [m.start for m in mentions]
    titles = sorted(c.spans["title"] for c in found.citations if "title" in c.spans)
    found.number_ends = [end for _, end in taken]
    finder = Finder(found.text, reading.tables, found.types, taken, titles, found.documents)
    for start, end, type_ in words:
        i = bisect_right(starts, start) - 1
        if (i >= 0 and start < taken[i][1]) or not _inside(found.documents, start):
            continue
        back = back_word(found.text, end)
        if back:
            found.back.append(((start, back), type_))
            continue
        named = finder.at(start, end, type_)
        if named:
            found.citations.append(_by_name(found, named, starts))


def _by_name(found: _Found, named: Named, starts: Sequence[int]) -> Citation:
    text = found.text
    inner = bisect_right(starts, named.end) - 1
    if inner >= 0 and found.number_ends[inner] == named.end:  # what follows is said of the number that ends the name
        tail = Tail(named.end)
    else:
        tail = tail_of(text, named.end, found.names, starts, titled=False)
    found.tails[named.start] = tail.end
    if named.issuer:
        issuer = found.names.spelt_out(text[slice(*named.issuer)])
        tail = dataclasses.replace(tail, issuer=issuer, spans=(*tail.spans, ("issuer", named.issuer)))
    if named.year:
        tail = dataclasses.replace(tail, year=named.year)
    name = " ".join(text[named.type_end : named.end].split()).strip('“”" :')
    kind = "law_by_name" if named.type in LAWS else "programme_by_name"
    return _citation(found, named.start, named.end, kind, named.type, None, tail, name or None, {"type": named.rule})


def _citation(
    found: _Found,
    start: int,
    end: int,
    kind: str,
    type_: str | None,
    number: str | None,
    tail: Tail,
    title: str | None,
    rules: dict[str, str],
) -> Citation:
    if tail.issuer:
        rules["issuer"] = "phrase"
    span, provisions = provisions_before(found.text, start)
    return Citation(
        id="",
        start=start,
        end=end,
        text=found.text[start:end],
        kind=kind,  # type: ignore[arg-type]
        type=type_,
        number=number,
        date=tail.date,
        date_text=tail.date_text,
        issuer=tail.issuer,
        title=title,
        provision=" ".join(found.text[slice(*span)].split()) if span else None,
        in_document=document_at(found.documents, start),
        year=tail.year,
        provisions=provisions,
        rules=rules,
        spans=dict(tail.spans),
    )


def _own(citation: Citation, documents: Sequence[Document]) -> bool:
    """Is this the number of the document that the mention stands in?"""
    for document in documents:
        if document.id == citation.in_document and document.number and citation.number:
            same = document.number.upper() == citation.number.upper()
            return same and (citation.date is None or document.date is None or citation.date == document.date)
    return False


@functools.lru_cache(maxsize=8)
def _symbols(tables: Tables) -> dict[str, Issuer]:
    """The issuers that a symbol names alone: CP is the Government, UBND is a body in every place."""
    return {symbol.upper(): row for row in tables.issuers if row.unique for symbol in row.symbols}


def _with_conclusions(citations: Sequence[Citation], found: _Found, reading: Reading) -> list[Citation]:
    """The citations with what is concluded, not stated: from the symbol or a fuller mention of the number."""
    symbols = _symbols(reading.tables)
    full: dict[tuple[str, str | None], tuple[str, Citation]] = {}
    for i, citation in enumerate(citations, 1):
        if citation.number and citation.issuer:
            full.setdefault((citation.number.upper(), citation.type), (f"C{i}", citation))
    result = []
    for i, citation in enumerate(citations, 1):
        number = found.numbers.get(citation.start) if citation.number else None
        inferred, rules = dict[str, str](), dict(citation.rules)
        if number:
            if citation.type is None and (type_ := concluded_type(number, found.types)):
                inferred["type"], rules["type"] = type_, f"symbol {number.type_symbol or number.family}"
            if citation.start in found.subjects and not citation.title:
                inferred["title"] = found.subjects[citation.start]
            if number.type_symbol in _WITHOUT_STROKE:
                inferred["number"] = _STROKE.sub(r"\1Đ", number.text)
            id_, other = full.get((number.text.upper(), citation.type), (None, None))
            row = symbols.get((number.issuer_symbol or "").upper().rstrip("0123456789"))
            if citation.issuer is None and other and other.issuer:
                inferred["issuer"], rules["issuer"] = other.issuer, f"mention {id_}"
            elif citation.issuer is None and row:
                inferred["issuer"], rules["issuer"] = row.name, f"symbol {row.symbols[0]}"
            if citation.date is None and other and other.date:
                inferred["date"], rules["date"] = other.date, f"mention {id_}"
        result.append(dataclasses.replace(citation, id=f"C{i}", inferred=inferred, rules=rules))
    return result
