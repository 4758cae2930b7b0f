"""The citations of a text: numbered ones and those by name, with date, issuer, title and provision, in text order."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from ...ontology.tables import Issuer, Tables
from ..reading import Reading
from ..records import Alias, Citation, CitationKind, Document, Finding, Provision, Reference, Span
from .aliases import back_word, definitions, references, resolved
from .findings import findings
from .issued_before import said_before
from .issuers import IssuerNames, issuer_names
from .laws import LAWS, Named
from .mentions import APART, Mention, concluded_type, find_mentions
from .named import Finder
from .numbers import Number, with_stroke
from .provisions import provisions_before
from .short_forms import short_forms, with_listed
from .titles import Tail, tail_of, without_next_cell
from .type_names import TypeNames, type_names
from .type_words import type_words

_CLAUSE_BREAK = re.compile(r";|\.\s|\n\n")
_ANNEXED = ["kèm", "theo"]
_ANNEXED_REACH = 250
_ISSUED_WITH = re.compile(r"(?:(?:được\s+)?ban\s+hành\s+)?kèm\s+theo\s+\Z")


@dataclass(frozen=True, slots=True)
class Cited:
    """What one text cites: citations with ids C1 …, back references X1 …, the short names it defines, and findings."""

    citations: tuple[Citation, ...] = ()
    references: tuple[Reference, ...] = ()
    aliases: tuple[Alias, ...] = ()
    warnings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Draft:
    """A citation while it is put together; the fields are those of `Citation`."""

    start: int
    end: int
    kind: CitationKind
    type: str | None
    number: str | None
    date: str | None
    date_text: str | None
    issuer: str | None
    title: str | None
    provision: str | None
    in_document: str | None
    year: int | None
    provisions: tuple[Provision, ...]
    rules: dict[str, str]
    spans: dict[str, Span]
    inferred: dict[str, str] = field(default_factory=dict)

    def citation(self, id_: str, text: str) -> Citation:
        """The citation with its id, of the text that it stands in."""
        return Citation(
            id_, self.start, self.end, text[self.start : self.end], self.kind, self.type, self.number, self.date,
            self.date_text, self.issuer, self.title, self.provision, self.in_document, self.year, self.provisions,
            None, self.inferred, self.rules, self.spans,
        )  # fmt: skip


@dataclass(slots=True)
class _Found:
    """What has been found of one text, while it is put together."""

    text: str
    documents: Sequence[Document]
    names: IssuerNames
    types: TypeNames
    citations: list[_Draft] = field(default_factory=list)
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
    words = type_words(text, types, documents)
    mentions = find_mentions(text, tables, own, words)
    mentions += short_forms(text, words, mentions, tables)
    mentions = with_listed(text, sorted(mentions, key=lambda m: m.start), tables)
    _add_numbered(found, mentions)
    _add_named(found, words, mentions, reading)
    drafts = sorted(found.citations, key=lambda c: (c.start, -c.end))
    _keep_inner_issuers(drafts)
    _give_provisions_of_annexed(drafts, words, text)
    citations = _with_conclusions(drafts, found, reading)
    aliases = definitions(text, citations, found.tails)
    citations = resolved(citations, found.numbers, aliases)
    at = {start: document_at(documents, start) for (start, _), _ in found.back}
    return Cited(
        tuple(citations),
        tuple(references(text, found.back, citations, documents, at)),
        tuple(aliases),
        findings(text, citations, found.numbers, tables),
    )


def _keep_inner_issuers(drafts: Sequence[_Draft]) -> None:
    """Of names that end together, the innermost has the issuer: "Kế hoạch thực hiện Chương trình … của Chính phủ"."""
    amending = {c.end for c in drafts if c.rules["type"] == "amending law"}
    inner: dict[int, int] = {}
    for c in drafts:
        if not c.number and not (c.end in inner and c.end in amending):
            inner[c.end] = c.start
    for c in drafts:
        if not c.number and inner[c.end] != c.start and c.rules["type"] != "resolution of a congress":
            c.issuer = c.date = c.date_text = None
            c.spans, c.rules = {}, {"type": c.rules["type"]}


def _give_provisions_of_annexed(drafts: Sequence[_Draft], words: Sequence[tuple[int, int, str]], text: str) -> None:
    """A decision has the provisions of what it promulgates where that is not cited by a name of its own.

    "khoản 3 Điều 4 Quy định về lễ hội ban hành kèm theo Quyết định số 5/QĐ-UBND" is a provision of the annexed rules,
    which nothing but the decision's number identifies.
    """
    named = {c.start for c in drafts}
    for draft in drafts:
        if draft.provision or not draft.number or text[max(0, draft.start - 12) : draft.start].split()[-2:] != _ANNEXED:
            continue
        if annexed := _ISSUED_WITH.search(text, max(0, draft.start - 40), draft.start):  # "Điều 12 và Phụ lục II …"
            span, provisions = provisions_before(text, annexed.start())
            if span and any(provision.article for provision in provisions):  # a bare annex is a text of its own
                draft.provision, draft.provisions = " ".join(text[slice(*span)].split()), provisions
                continue
        index = bisect_left(words, draft.start, key=itemgetter(0)) - 1
        while index >= 0 and words[index][0] not in named:
            start, end, _ = words[index]
            if draft.start - end > _ANNEXED_REACH or _CLAUSE_BREAK.search(text, end, draft.start):
                break
            span, provisions = provisions_before(text, start)
            if span:
                draft.provision, draft.provisions = " ".join(text[slice(*span)].split()), provisions
                break
            index -= 1


def _end_of(documents: Sequence[Document], text: str) -> int:
    """Where the last document ends: what a web page puts behind the signature is no citation."""
    return max((d.end for d in documents), default=len(text))


def document_at(documents: Sequence[Document], at: int) -> str | None:
    """The id of the innermost logical document that `at` lies in; the first one when it lies in none."""
    if len(documents) == 1:
        return documents[0].id
    inside = [d for d in documents if d.start <= at < d.end]
    if inside:
        return min(inside, key=lambda d: d.end - d.start).id
    return documents[0].id if documents else None


def _add_numbered(found: _Found, mentions: Sequence[Mention]) -> None:
    starts = [m.start for m in mentions]
    listed: tuple[Mention, Tail] | None = None  # the first of "các Nghị định của Chính phủ: số …; số …"
    for mention in mentions[: bisect_left(starts, _end_of(found.documents, found.text))]:
        joint = mention.number.family == "joint" or " liên " in (mention.type or "")
        tail = tail_of(found.text, mention.end, found.names, starts, joint=joint)
        if tail.issuer is None or mention.rule == APART:
            tail = said_before(found.text, found.names, mention, tail)
            if tail.issuer and ":" in found.text[mention.start : mention.number.start]:
                listed = mention, tail
            elif not tail.issuer and listed and _of_list(found.text, mention, listed[0]):
                tail = tail._replace(issuer=listed[1].issuer)
        if tail.date and "\t" in found.text[mention.end : tail.end]:
            tail = without_next_cell(found.text, mention.start, mention.number, tail)
        citation = _numbered(found, mention, tail)
        if not _own(citation, found.documents):
            found.citations.append(citation)
            found.numbers[mention.start] = mention.number
            found.tails[mention.start] = tail.end
            if mention.type in LAWS and mention.subject and mention.rule != APART:
                found.subjects[mention.start] = mention.subject


def _of_list(text: str, mention: Mention, first: Mention) -> bool:
    """Is this a further number of the list whose issuer stands before the colon of the `first` one?"""
    return (
        mention.start == mention.number.start
        and mention.type == first.type
        and mention.number.issuer_symbol == first.number.issuer_symbol
        and "\n" not in text[first.end : mention.start]
    )


def _numbered(found: _Found, mention: Mention, tail: Tail) -> _Draft:
    number = mention.number
    rules = {"type": mention.rule, "number": number.family or _form(number)}
    return _draft(found, mention.start, mention.end, "numbered", mention.type, number.text, tail, tail.title, rules)


def _form(number: Number) -> str:
    """The rule that read a number of no family."""
    return "bare number" if number.text.isalnum() or number.year is not None else "no known form"


def _add_named(
    found: _Found, words: Sequence[tuple[int, int, str]], mentions: Sequence[Mention], reading: Reading
) -> None:
    taken = [(m.start, m.end) for m in mentions]
    starts = [m.start for m in mentions]
    titles = sorted(c.spans["title"] for c in found.citations if "title" in c.spans)
    found.number_ends = [end for _, end in taken]
    last = _end_of(found.documents, found.text)
    finder = Finder(found.text, reading.tables, found.types, taken, titles, found.documents)
    for start, end, type_ in words:
        i = bisect_right(starts, start) - 1
        if start >= last:
            break
        if i >= 0 and start < taken[i][1] and not (type_ in LAWS and _amends_laws(mentions[i]) and start > starts[i]):
            continue
        back = back_word(found.text, end)
        if back:
            found.back.append(((start, back), type_))
            continue
        named = finder.at(start, end, type_)
        if named:
            found.citations.append(_by_name(found, named, starts))


def _amends_laws(mention: Mention) -> bool:
    """Is this an amending law with its number ("Luật sửa đổi … của Luật A số …")? The laws it names are cited."""
    return mention.type in LAWS and (mention.subject or "")[:3].casefold() in ("sửa", "bổ ")


def _by_name(found: _Found, named: Named, starts: Sequence[int]) -> _Draft:
    text = found.text
    inner = bisect_right(starts, named.end) - 1
    if inner >= 0 and found.number_ends[inner] == named.end:  # what follows is said of the number that ends the name
        tail = Tail(named.end)
    else:
        tail = tail_of(text, named.end, found.names, starts, titled=False)
    found.tails[named.start] = tail.end
    if named.issuer:
        issuer = found.names.spelt_out(text[slice(*named.issuer)])
        tail = tail._replace(issuer=issuer, spans=(*tail.spans, ("issuer", named.issuer)))
    if named.year:
        tail = tail._replace(year=named.year)
    name = " ".join(text[named.type_end : named.end].split()).strip('“”" :')
    kind: CitationKind = "law_by_name" if named.type in LAWS else "programme_by_name"
    return _draft(found, named.start, named.end, kind, named.type, None, tail, name or None, {"type": named.rule})


def _draft(
    found: _Found,
    start: int,
    end: int,
    kind: CitationKind,
    type_: str | None,
    number: str | None,
    tail: Tail,
    title: str | None,
    rules: dict[str, str],
) -> _Draft:
    if tail.issuer:
        rules["issuer"] = "phrase"
    span, provisions = provisions_before(found.text, start)
    provision = " ".join(found.text[slice(*span)].split()) if span else None
    return _Draft(
        start, end, kind, type_, number, tail.date, tail.date_text, tail.issuer, title, provision,
        document_at(found.documents, start), tail.year, provisions, rules, dict(tail.spans),
    )  # fmt: skip


def _own(citation: _Draft, documents: Sequence[Document]) -> bool:
    """Is this the number of the document that the mention stands in?"""
    for document in documents:
        if document.id == citation.in_document and document.number and citation.number:
            mine, yours = document.number.upper(), citation.number.upper()
            same = mine == yours or (mine[:2] == yours[:2] and mine == with_stroke(yours))
            return same and (citation.date is None or document.date is None or citation.date == document.date)
    return False


@functools.lru_cache(maxsize=8)
def _symbols(tables: Tables) -> dict[str, Issuer]:
    """The issuers that a symbol names alone: CP is the Government, UBND is a body in every place."""
    return {symbol.upper(): row for row in tables.issuers if row.unique for symbol in row.symbols}


def _with_conclusions(drafts: Sequence[_Draft], found: _Found, reading: Reading) -> list[Citation]:
    """The citations with what is concluded, not stated: from the symbol or a fuller mention of the number."""
    symbols = _symbols(reading.tables)
    full: dict[tuple[str, str | None], tuple[str, _Draft]] = {}
    for i, citation in enumerate(drafts, 1):
        if citation.number and (restored := with_stroke(citation.number)) != citation.number:
            citation.number, citation.rules["number"] = restored, f"{citation.rules['number']}, stroke put back"
        if citation.number and citation.issuer:
            full.setdefault((citation.number.upper(), citation.type), (f"C{i}", citation))
    result = []
    for i, citation in enumerate(drafts, 1):
        number = found.numbers.get(citation.start) if citation.number else None
        inferred, rules = citation.inferred, citation.rules
        if number:
            if citation.type is None and (type_ := concluded_type(number, found.types)):
                inferred["type"], rules["type"] = type_, f"symbol {number.type_symbol or number.family}"
            if citation.start in found.subjects and not citation.title:
                inferred["title"] = found.subjects[citation.start]
            id_, other = full.get(((citation.number or "").upper(), citation.type), (None, None))
            row = symbols.get((number.issuer_symbol or "").upper().rstrip("0123456789"))
            if citation.issuer is None and other and other.issuer:
                inferred["issuer"], rules["issuer"] = other.issuer, f"mention {id_}"
            elif citation.issuer is None and row:
                inferred["issuer"], rules["issuer"] = row.name, f"symbol {row.symbols[0]}"
            if citation.date is None and other and other.date:
                inferred["date"], rules["date"] = other.date, f"mention {id_}"
        result.append(citation.citation(f"C{i}", found.text))
    return result
