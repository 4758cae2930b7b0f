"""What documents say against each other about identity: reported, never settled by a guess."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..extract.records import Record
from ..ontology.symbols import other_types, symbol_slug
from ..ontology.titles import compared, period, without_period
from .catalogue import GIVEN
from .numbered import later
from .resolution import CatalogueEntry, DocumentIdentity, Ref, ResolutionFinding

if TYPE_CHECKING:
    from .mentions import Mention


def contradictions(
    records: Sequence[Record],
    documents: Mapping[Ref, DocumentIdentity],
    by_iri: Mapping[str, Sequence[Ref]],
    mentions: Sequence[Mention],
    catalogue: Sequence[tuple[str, CatalogueEntry]] = (),
) -> tuple[ResolutionFinding, ...]:
    """All findings about identity, in a fixed order; what the catalogue says of a day counts too."""
    found = [
        *_issuers(mentions),
        *_symbols(mentions),
        *_words_against_letters(mentions),
        *_dates(records, documents, mentions, catalogue),
        *_force(records, documents, catalogue),
        *_periods(mentions),
        *_later(mentions),
        *_twice(records, by_iri),
    ]
    return tuple(sorted(set(found), key=lambda f: (f.code, f.about, f.sources)))


def _groups(mentions: Sequence[Mention], key: Callable[[Mention], tuple | None]) -> Iterator[list[Mention]]:
    groups: dict[tuple, list[Mention]] = {}
    for mention in mentions:
        where = key(mention)
        if where is not None:
            groups.setdefault(where, []).append(mention)
    return (group for group in groups.values() if len(group) > 1)


def _iris(group: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(sorted({m.found.iri for m in group if m.found and m.found.iri}))


def _issuers(mentions: Sequence[Mention]) -> Iterator[ResolutionFinding]:
    """One number, date and type in one file, and two issuers."""

    def key(m: Mention) -> tuple | None:
        return (m.ref[0], symbol_slug(m.parts), m.citation.date, m.citation.type) if m.citation.date else None

    for group in _groups(mentions, key):
        iris = _iris(group)
        if len(iris) > 1:
            said = " / ".join(dict.fromkeys(m.citation.issuer or "?" for m in group))
            yield ResolutionFinding(
                "issuer-conflict",
                f"{group[0].citation.number} of {group[0].citation.date} is given two issuers: {said}",
                f"{group[0].citation.number} ngày {group[0].citation.date} được ghi hai cơ quan ban hành: {said}",
                iris,
                tuple(m.ref for m in group),
            )


def _symbols(mentions: Sequence[Mention]) -> Iterator[ResolutionFinding]:
    """One issuer, date, type word and running number, and two symbols (16-CT/QU, 16-CTr/QU)."""

    def key(m: Mention) -> tuple | None:
        parsed_issuer = m.whose.key or (m.whose.scope or "", m.whose.body)
        return (m.ref[0], m.parts.number, m.citation.date, m.citation.type, parsed_issuer) if m.citation.date else None

    def loose(m: Mention) -> tuple | None:
        full = key(m)
        return full[:4] if full else None

    for group in _groups(mentions, loose):
        slugs = {symbol_slug(m.parts): m for m in group}
        bodies = {m.whose.body.key for m in group if m.whose.body}
        if len(slugs) > 1 and len(bodies) == 1:
            said = " / ".join(sorted(m.citation.number or "" for m in slugs.values()))
            yield ResolutionFinding(
                "symbol-conflict",
                f"one issuer, date and running number, two symbols: {said}",
                f"cùng cơ quan, ngày và số thứ tự nhưng hai ký hiệu: {said}",
                _iris(group),
                tuple(m.ref for m in group),
            )


def _words_against_letters(mentions: Sequence[Mention]) -> Iterator[ResolutionFinding]:
    """The type word, or the issuer, that the symbol contradicts."""
    for m in mentions:
        types = other_types(m.parts, m.citation.type)
        if types:
            yield ResolutionFinding(
                "type-symbol",
                f"{m.citation.type} {m.citation.number}: the symbol stands for {' or '.join(types)}",
                f"{m.citation.type} {m.citation.number}: ký hiệu là của {' hoặc '.join(types)}",
                _iris([m]),
                (m.ref,),
            )
        if m.whose.conflict:
            yield ResolutionFinding(
                "issuer-symbol",
                f"{m.citation.number}: {m.whose.reason}",
                f"{m.citation.number}: cơ quan ban hành được nêu ({m.citation.issuer}) không khớp với ký hiệu",
                (),
                (m.ref,),
            )


def _dates(
    records: Sequence[Record],
    documents: Mapping[Ref, DocumentIdentity],
    mentions: Sequence[Mention],
    catalogue: Sequence[tuple[str, CatalogueEntry]],
) -> Iterator[ResolutionFinding]:
    """One document, two dates."""
    dates: _Days = {}
    for record in records:
        for document in record.documents:
            if document.date:
                ref = (record.source, document.id)
                dates.setdefault(documents[ref].iri, {}).setdefault(document.date, []).append(ref)
    for m in mentions:
        if m.found and m.found.iri and m.citation.date:
            dates.setdefault(m.found.iri, {}).setdefault(m.citation.date, []).append(m.ref)
    listed = _listed(catalogue, "date", dates)
    yield from _two_days(dates, listed, "date-conflict", "dates", "hai ngày")


def _force(
    records: Sequence[Record],
    documents: Mapping[Ref, DocumentIdentity],
    catalogue: Sequence[tuple[str, CatalogueEntry]],
) -> Iterator[ResolutionFinding]:
    """A text and a catalogue that give one document two days of effect, or two days of its end."""
    for name, en, vi in (
        ("effective_from", "days of effect", "hai ngày có hiệu lực"),
        ("expires_on", "days of its end", "hai ngày hết hiệu lực"),
    ):
        days: _Days = {}
        for record in records:
            for document in record.documents:
                if day := getattr(document, name):
                    ref = (record.source, document.id)
                    days.setdefault(documents[ref].iri, {}).setdefault(day, []).append(ref)
        listed = _listed(catalogue, name, days)
        yield from _two_days({iri: days[iri] for iri in listed if iri in days}, listed, "force-conflict", en, vi)


_Days = dict[str, dict[str, list[Ref]]]  # document -> day -> who says it
_Listed = dict[str, dict[str, list[str]]]  # document -> day -> catalogues that say it


def _listed(catalogue: Sequence[tuple[str, CatalogueEntry]], name: str, known: _Days) -> _Listed:
    """The days that catalogues give the documents of which texts give one."""
    found: _Listed = {}
    for iri, entry in catalogue:
        day = getattr(entry, name)
        if day and iri in known:
            found.setdefault(iri, {}).setdefault(day, []).append(entry.file or GIVEN)
    return found


def _two_days(days: _Days, listed: _Listed, code: str, en: str, vi: str) -> Iterator[ResolutionFinding]:
    """The documents that are given two days, each with who says it."""
    for iri, by_day in days.items():
        by_list = listed.get(iri, {})
        every = sorted({*by_day, *by_list})
        if len(every) < 2:
            continue
        refs = tuple(ref for day in every for ref in by_day.get(day, ()))
        said, said_vi = (
            " / ".join(f"{day} ({_who(by_day.get(day, ()), by_list.get(day, ()), word)})" for day in every)
            for word in ("catalogue", "danh mục")
        )
        yield ResolutionFinding(
            code,
            f"one document, two {en}: {said}",
            f"một văn bản được ghi {vi}: {said_vi}",
            (iri,),
            refs,
            tuple(sorted({name for names in by_list.values() for name in names})),
        )


def _who(refs: Sequence[Ref], names: Sequence[str], word: str) -> str:
    """Who says a day: the first mention and how many more, and the catalogues."""
    texts = [f"{refs[0][0]}#{refs[0][1]}{f' +{len(refs) - 1}' if len(refs) > 1 else ''}"] if refs else []
    return ", ".join([*texts, *(f"{word} {name}" for name in names)])


def _periods(mentions: Sequence[Mention]) -> Iterator[ResolutionFinding]:
    """One document, one title, two periods."""
    titles: dict[tuple[str, str], dict[tuple[int, int], list[Ref]]] = {}
    for m in mentions:
        form = compared(m.citation.title) if m.citation.title else ""
        years = period(form)
        if years and m.found and m.found.iri:
            titles.setdefault((m.found.iri, without_period(form)), {}).setdefault(years, []).append(m.ref)
    for (iri, _), by_years in titles.items():
        if len(by_years) > 1:
            said = " / ".join(f"{a}-{b}" for a, b in sorted(by_years))
            yield ResolutionFinding(
                "period-conflict",
                f"one title, two periods: {said}",
                f"một tên văn bản, hai giai đoạn: {said}",
                (iri,),
                tuple(ref for years in sorted(by_years) for ref in by_years[years]),
            )


def _later(mentions: Sequence[Mention]) -> Iterator[ResolutionFinding]:
    """A document that cites one of a later date."""
    for m in mentions:
        citing = m.home.when if m.home.when and len(m.home.when) == 10 else None
        if later(m.citation.date, citing):
            yield ResolutionFinding(
                "cites-later",
                f"a text of {citing} cites {m.citation.number} of {m.citation.date}",
                f"văn bản ngày {citing} viện dẫn {m.citation.number} ngày {m.citation.date}",
                _iris([m]),
                (m.ref,),
            )


def _twice(records: Sequence[Record], by_iri: Mapping[str, Sequence[Ref]]) -> Iterator[ResolutionFinding]:
    """Two files that are the same document, and not the same text."""
    texts = {record.source: record.text_sha256 for record in records}
    for iri, refs in by_iri.items():
        if len({texts[source] for source, _ in refs}) > 1:
            names = ", ".join(source for source, _ in refs)
            yield ResolutionFinding(
                "same-document",
                f"several files hold this document, with different texts: {names}",
                f"nhiều tệp chứa cùng văn bản này với nội dung khác nhau: {names}",
                (iri,),
                tuple(refs),
            )
