"""Records to identities: which document each number and each name of a whole corpus means.

Rules run in a fixed order (see `numbered` for R0 to R7, `instruments` for names), each result carries the rule, the
candidates and the reason, and nothing is merged by a guess. One pass over the documents, two over the citations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..extract.records import Citation, Document, Record
from ..ontology.areas import Area
from ..ontology.identifiers import Identifiers, aliases
from ..ontology.symbols import Symbol, symbol, symbol_slug, with_year
from ..ontology.tables import Tables
from ..ontology.titles import compared, same
from .bodies import Bodies
from .contradictions import contradictions
from .coreference import OwnNumbers, antecedent, by_bare_number, defined, twin
from .instruments import Instruments
from .mentions import Known, Mention, counted_as, when_of
from .numbered import EVERYWHERE, Home, Numbers, Whose, later
from .resolution import CatalogueEntry, DocumentIdentity, Ref, Resolution, Resolved
from .stubs import lacking, stubs_of
from .titled import Titled


def resolve(
    records: Iterable[Record],
    *,
    tables: Tables | None = None,
    ids: Identifiers | None = None,
    catalogue: Iterable[CatalogueEntry] = (),
) -> Resolution:
    """The identity of every document, citation and body of `records`, in their order.

    `catalogue` are known documents to resolve against. Pure: equal records give an equal result.
    """
    return _Corpus(list(records), tables or Tables.load(), ids or Identifiers(), list(catalogue)).resolution()


class _Corpus:
    def __init__(
        self, records: Sequence[Record], tables: Tables, ids: Identifiers, catalogue: Sequence[CatalogueEntry]
    ) -> None:
        self.records = records
        self.tables = tables
        self.ids = ids
        self.numbers = Numbers(tables, ids)
        self.catalogue = [(iri, entry) for entry in catalogue if (iri := catalogue_iri(entry, self.numbers))]
        self.known = Known()
        self.documents: dict[Ref, DocumentIdentity] = {}
        self.homes: dict[Ref, Home] = {}
        self.citations: dict[Ref, Resolved] = {}

    def resolution(self) -> Resolution:
        self._read_catalogue()
        for record in self.records:
            self._identify(record)
        mentions = {record.source: self._mentions(record) for record in self.records}
        for record in self.records:
            self._settle(record, mentions[record.source])
        titled = Titled(self.catalogue, self.numbers)
        names = Instruments(self.numbers, self.tables, self.homes, self.documents, self.citations, titled)
        names.resolve(self.records)
        bodies = Bodies(self.numbers, self.homes)
        by_iri: dict[str, list[Ref]] = {}
        for ref, identity in self.documents.items():
            by_iri.setdefault(identity.iri, []).append(ref)
        stubs = stubs_of(self.records, self.citations, by_iri, self.numbers, self.catalogue, names.issued)
        every = [mention for found in mentions.values() for mention in found]
        findings = contradictions(self.records, self.documents, by_iri, every, self.catalogue)
        catalogue = {iri: entry for iri, entry in self.catalogue if iri in by_iri or iri in stubs}
        return Resolution(
            documents=self.documents,
            citations=self.citations,
            agencies=bodies.of(self.records),
            stubs=stubs,
            findings=(*findings, *sorted(names.findings, key=lambda f: (f.about, f.sources))),
            documents_by_iri={iri: tuple(refs) for iri, refs in by_iri.items()},
            catalogue=catalogue,
            lacking=lacking(catalogue, self.records, by_iri, stubs),
            issued={iri: tuple(sorted(names.issued[iri])) for iri in sorted(names.issued)},
        )

    def _read_catalogue(self) -> None:
        for iri, entry in self.catalogue:
            parts = symbol(entry.number, type=entry.type)
            if parts:
                self.known.add(parts, iri, entry.date, entry.title)

    # documents

    def _identify(self, record: Record) -> None:
        parents = _parents(record)
        annexes: dict[str, int] = {}
        for document in record.documents:
            ref = (record.source, document.id)
            parent = next((d for d in record.documents if d.id == parents.get(document.id)), None)
            identity, home = self._document(record.source, document, parent)
            above = self.documents.get((record.source, parent.id)) if parent else None
            if parent and above and above.canonical and not document.number:
                annexes[parent.id] = annexes.get(parent.id, 0) + 1
                identity = _annex(self.ids, identity, above, annexes[parent.id])
            self.documents[ref] = identity
            self.homes[ref] = home

    def _document(self, source: str, document: Document, parent: Document | None) -> tuple[DocumentIdentity, Home]:
        # A department under the committee of a province bears its bare name; the concluded name has the place.
        issuer = document.inferred.get("issuer") or document.issuer or (parent.issuer if parent else None)
        date = document.date or (parent.date if parent else None)
        parts = symbol(document.number, type=document.type) if document.number else None
        parts = with_year(parts, document.date) if parts else None
        when = (when_of(parts, date) if parts else date) or (str(document.period[0]) if document.period else None)
        whose = self._whose_document(parts, issuer, when, document.place or (parent.place if parent else None))
        key = whose.key
        possible = self._home_areas(key, issuer, when)
        home = Home(possible[0] if len(possible) == 1 else None, when, self.numbers.level_of(key), possible)
        year = parts.year if parts and parts.year else (int(document.date[:4]) if document.date else None)
        iri = None
        if parts and key and year and document.number and not document.draft:
            number = counted_as(document.number, document.type, parts)
            iri = self.numbers.mint(key, year, number, document.type)
        if iri and parts:
            self.known.add(parts, iri, document.date, document.title)
        reason = whose.reason if iri else "a draft" if document.draft else _lacking(parts, key, year, whose)
        area = self.numbers.area_of(key)
        return DocumentIdentity(
            iri=iri or self.ids.in_source(source, document.id),
            canonical=iri is not None,
            issuer_key=key,
            agency=self.ids.agency(key) if key else None,
            area=area.key if area else None,
            level=home.level if key else self._stated_level(issuer),
            province=area.province_name if area else "",
            year=year,
            number=str(parts) if parts else None,
            rule="D1" if iri else "D0",
            reason=reason,
            aliases=aliases(key, document.date, year, parts, document.type or "van-ban")
            if iri and key and year and parts
            else (),
            date=date,
            effective_from=document.effective_from,
        ), home

    def _whose_document(self, parts: Symbol | None, issuer: str | None, when: str | None, place: str | None) -> Whose:
        whose = self.numbers.whose(parts, issuer, when) if parts else self._stated(issuer, when)
        if whose.key is None and whose.scope and place and whose.body:
            # The place of issue of a provincial paper names its province (NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.4).
            found = self.numbers.areas.province(place, kind=whose.scope, when=when)
            if found.area and found.area.kind == whose.scope:
                key = f"{found.area.key}/{whose.body.segment}"
                return Whose((key,), "R4", f"{found.area.label} is the place of issue", body=whose.body)
        return whose

    def _stated(self, issuer: str | None, when: str | None) -> Whose:
        if not issuer:
            return Whose((), "R1", "no issuer is stated")
        return self.numbers.whose(Symbol("0", None, ()), issuer, when)

    def _home_areas(self, key: str | None, issuer: str | None, when: str | None) -> tuple[Area, ...]:
        """The area of the issuer, or the epochs of it that are possible when the text has no date."""
        if key:
            area = key.rpartition("/")[0]
            known = self.numbers.areas.get(area)
            if known or not area:
                return (known,) if known else ()
        match = self.numbers.issuers.match(issuer, when=when) if issuer else None
        if match is None:
            return ()
        return (match.area,) if match.area else match.areas

    def _stated_level(self, issuer: str | None) -> str:
        return self.numbers.issuers.match(issuer).level if issuer else "unknown"

    # citations

    def _mentions(self, record: Record) -> list[Mention]:
        """The numbered citations of a record; the complete ones (R1, R2) are settled and noted."""
        found = []
        for citation in record.citations:
            if not citation.number:
                continue
            ref = (record.source, citation.id)
            parts = symbol(citation.number, type=citation.type)
            if parts is None:
                self.citations[ref] = Resolved(None, "R0", (), f"{citation.number} cannot be read as a number")
                continue
            parts = with_year(parts, citation.date)
            whose = self.numbers.whose(parts, citation.issuer, when_of(parts, citation.date))
            mention = Mention(ref, citation, parts, whose, self._home_of(record, citation))
            found.append(mention)
            if whose.key and mention.year:
                iri = self.numbers.mint(whose.key, mention.year, mention.number, citation.type)
                if iri:
                    mention.found = Resolved(iri, whose.rule, (), whose.reason)
                    self.known.add(parts, iri, citation.date, citation.title)
        return found

    def _home_of(self, record: Record, citation: Citation) -> Home:
        document = citation.in_document or (record.documents[0].id if record.documents else "")
        return self.homes.get((record.source, document), Home())

    def _settle(self, record: Record, mentions: list[Mention]) -> None:
        own = OwnNumbers(record, self.documents)
        complete: dict[str, list[Mention]] = {}
        for mention in mentions:
            if mention.found:
                complete.setdefault(symbol_slug(mention.parts), []).append(mention)
        open_ = [mention for mention in mentions if not mention.found]
        # Level words first: what they settle is an antecedent for mentions that state no issuer at all.
        for mention in sorted(open_, key=lambda m: not m.whose.scope):
            same_number = complete.setdefault(symbol_slug(mention.parts), [])
            mention.found = own.of(mention) or antecedent(mention, same_number, self.numbers) or self._at_home(mention)
            if mention.found and mention.found.iri:
                same_number.append(mention)
                if mention.found.rule != "R0":
                    self.known.add(mention.parts, mention.found.iri, mention.citation.date, mention.citation.title)
        by_id = {mention.citation.id: mention for mention in mentions}
        full = by_bare_number(mentions)
        for mention in mentions:
            found = own.of(mention) or mention.found or defined(mention, by_id)
            found = found if found and found.iri else self._by_corpus(mention, found, own)
            mention.found = twin(mention, found, full, self.numbers) or found
            self.citations[mention.ref] = mention.found

    def _at_home(self, mention: Mention) -> Resolved | None:
        """R4: the level word of the mention means the place of the text."""
        whose, citation = mention.whose, mention.citation
        if whose.body is None or whose.conflict or whose.rule != "R4":
            return None
        areas = self._areas_meant(mention)
        keys = [f"{area}/{whose.body.segment}" for area in areas]
        minted = [self.numbers.mint(key, mention.year, mention.number, citation.type) for key in keys]
        iris = tuple(iri for iri in minted if iri)
        if len(keys) == 1 and iris:
            return Resolved(iris[0], "R4", (), f'"{whose.scope or whose.body.name}" is of the place of the citing text')
        if len(keys) > 1:
            return Resolved(None, "R5", iris, "the place of the citing text was made of several, or its epoch is open")
        return None

    def _areas_meant(self, mention: Mention) -> tuple[str, ...]:
        whose, home = mention.whose, mention.home
        if whose.scope:
            return self.numbers.at_home(whose.scope, home, mention.when)
        if whose.body and whose.body.level == "province" and whose.body.segment not in EVERYWHERE:
            return self.numbers.of_province(home, mention.when)  # a department: there is one in each province
        return ()

    def _by_corpus(self, mention: Mention, found: Resolved | None, own: OwnNumbers) -> Resolved:
        """R6 and R7 for what is still open: one known document of that number and date, or that number and title."""
        whose = mention.whose
        candidates = dict.fromkeys((*(found.candidates if found else ()), *self._minted(mention)))
        known = [
            iri for iri in self.known.by_number.get(symbol_slug(mention.parts), []) if self._possible(mention, iri)
        ]
        fit = [iri for iri in known if self._proven(mention, iri)]
        candidates.update(dict.fromkeys((*known, *own.alike(mention))))
        if len(fit) == 1 and not whose.conflict:
            return Resolved(fit[0], "R6", (), "one known document has this number, place and date or title")
        left = tuple(iri for iri in candidates if iri)
        rule = found.rule if found else whose.rule
        return Resolved(None, rule, left, found.reason if found else _open_reason(mention))

    def _minted(self, mention: Mention) -> list[str]:
        """What the number would be if the epochs, or the place of the text, were meant."""
        whose, citation = mention.whose, mention.citation
        keys = list(whose.keys)
        if not keys and whose.scope == "" and whose.body and not whose.body.unique and not whose.conflict:
            areas = self.numbers.at_home("", mention.home, mention.when)
            keys = [f"{area}/{whose.body.segment}" for area in areas]
        minted = (self.numbers.mint(key, mention.year, mention.number, citation.type) for key in keys)
        return [iri for iri in minted if iri]

    def _possible(self, mention: Mention, iri: str) -> bool:
        """May a known document be meant: same issuer as far as stated, not later than the text (R7)?"""
        parsed = self.ids.parse(iri)
        if parsed is None or parsed.issuer is None:
            return False
        whose = mention.whose
        if whose.keys and parsed.issuer not in whose.keys:
            return False
        if not self.numbers.fits_scope(parsed.issuer, whose.scope):
            return False
        if mention.year and parsed.year != mention.year:
            return False
        dates = self.known.dates.get(iri, set())
        if mention.citation.date and dates and mention.citation.date not in dates:
            return False
        return not any(later(date, mention.home.when) for date in dates or {str(parsed.year)})

    def _proven(self, mention: Mention, iri: str) -> bool:
        """Is a possible document the one: by date and place, or by title and issuer?"""
        citation, whose = mention.citation, mention.whose
        parsed = self.ids.parse(iri)
        issuer = parsed.issuer if parsed and parsed.issuer else ""
        titles = self.known.titles.get(iri, set())
        same_title = bool(citation.title) and any(same(compared(citation.title or ""), title) for title in titles)
        if whose.key:
            return same_title or (citation.date is not None and citation.date in self.known.dates.get(iri, set()))
        home = mention.home.area
        at_home = home is not None and issuer.startswith(f"{home.key.partition('/')[0]}/")
        dated = citation.date is not None and citation.date in self.known.dates.get(iri, set())
        return dated and (same_title or (at_home and not whose.scope and self._level_fits(mention, issuer)))

    def _level_fits(self, mention: Mention, issuer: str) -> bool:
        return self.numbers.level_of(issuer) in (mention.home.level, "party")


def _parents(record: Record) -> dict[str, str]:
    """Logical document -> the document of the same file that promulgates it."""
    parents = {
        r.object: r.subject
        for r in record.relations
        if r.predicate in ("promulgates", "approves") and r.object.startswith("D") and r.subject.startswith("D")
    }
    parents.update({d.id: d.in_document for d in record.documents if d.in_document})
    return parents


def _annex(ids: Identifiers, own: DocumentIdentity, above: DocumentIdentity, n: int) -> DocumentIdentity:
    return DocumentIdentity(
        ids.annex(above.iri, n), True, above.issuer_key, above.agency, above.area, above.level, above.province,
        above.year, own.number, "D2", "promulgated with the document before it",
    )  # fmt: skip


def _lacking(parts: Symbol | None, key: str | None, year: int | None, whose: Whose) -> str:
    if parts is None:
        return "no number"
    if key is None:
        return f"the issuer is open: {whose.reason}"
    return "no date, and numbers begin again each year" if year is None else "the type is not known"


def _open_reason(mention: Mention) -> str:
    if mention.whose.key and mention.year is None:
        return "no year is stated, and numbers begin again each year"
    if mention.whose.key:
        return "the symbol does not say the type, and no type is stated"
    return mention.whose.reason


def catalogue_iri(entry: CatalogueEntry, numbers: Numbers) -> str | None:
    """The canonical IRI of a row of a catalogue, or None when the row is not complete."""
    parts = symbol(entry.number, type=entry.type)
    if parts is None:
        return None
    key = numbers.whose(parts, entry.issuer, when_of(parts, entry.date)).key
    year = parts.year or (int(entry.date[:4]) if entry.date else None)
    return numbers.mint(key, year, entry.number, entry.type) if key and year else None
