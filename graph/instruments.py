"""What an instrument cited by its name is: laws, programmes, schemes, regulations.

    L1  a law with its year, when the table has one act of that name and year
    L2  a law by its name alone: the law, whichever act was in force
    N1  a document of the corpus, else of the catalogue, with that type and title
    N2  an instrument that a central body issues, or that calls itself national: one for the whole country
    N3  a shorter later mention of one instrument named in full in the same file
    N4  a name local to the place of the text
    N5  a name that nothing ties to a place: of this file only
    N0  a name that several instruments of the file may bear: left open, with candidates

A name is never merged with the decision that promulgates or approves it, which a relation says: the programme is
carried out, the decision puts it in force. Where no text says which decision that is, one row of the catalogue whose
title issues this very name does; several leave it open.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..extract.records import Citation, Record
from ..ontology.areas import words
from ..ontology.tables import Law, Tables
from ..ontology.titles import compared, contains, is_local, law_name, period, same, says_central, shortens
from .numbered import Home, Numbers
from .resolution import DocumentIdentity, Ref, ResolutionFinding, Resolved
from .titled import Titled

_ISSUE = ("promulgates", "approves")


@dataclass(frozen=True, slots=True)
class Name:
    """A citation by name, with its title in the form that is compared."""

    ref: Ref
    citation: Citation
    form: str
    home: Home

    @property
    def key(self) -> tuple[str, str]:
        """Type and title: what is equal for two mentions of one name."""
        return self.citation.type or "Văn bản", self.form


class Instruments:
    """Resolves citations by name, after those by number."""

    def __init__(
        self,
        numbers: Numbers,
        tables: Tables,
        homes: Mapping[Ref, Home],
        documents: Mapping[Ref, DocumentIdentity],
        citations: dict[Ref, Resolved],
        titled: Titled,
    ) -> None:
        self.titled = titled
        self.issued: dict[str, dict[str, None]] = {}  # document of the catalogue -> instruments that its title issues
        self.findings: list[ResolutionFinding] = []
        self.numbers = numbers
        self.ids = numbers.ids
        self.homes = homes
        self.documents = documents
        self.citations = citations
        self._laws: dict[str, Law] = {}
        for law in sorted(
            tables.laws, key=lambda law: not law.acts
        ):  # a spelling without acts is the law that has them
            self._laws.setdefault(law_name(law.name), law)
        self._titled: dict[tuple[str, str], list[DocumentIdentity]] = {}
        self._national: set[tuple[str, str]] = set()

    def resolve(self, records: Sequence[Record]) -> None:
        """Put the identity of every citation by name into the citations."""
        names = [self._names(record) for record in records]
        for record, found in zip(records, names, strict=True):
            self._note(record, found)
        for found in names:
            plain = [(name, self._plain(name)) for name in found]
            for name, resolved in plain:
                self.citations[name.ref] = _short(name, plain) or resolved
        self._join_catalogue([name for found in names for name in found], self._issued_by_texts(records))

    def _names(self, record: Record) -> list[Name]:
        first = record.documents[0].id if record.documents else ""
        found = []
        for citation in record.citations:
            if not citation.number:
                home = self.homes.get((record.source, citation.in_document or first), Home())
                form = compared(citation.title or citation.text, home=home.area)
                found.append(Name((record.source, citation.id), citation, form, home))
        return found

    def _note(self, record: Record, names: Sequence[Name]) -> None:
        """Note what the record says of names: its own titles, and which names a central body issues."""
        for document in record.documents:
            if document.title and document.type:
                ref = (record.source, document.id)
                form = compared(document.title, home=self.homes[ref].area)
                self._titled.setdefault((document.type, form), []).append(self.documents[ref])
        by_id = {name.citation.id: name for name in names}
        for name in names:
            stated = name.citation.issuer
            central = stated and self.numbers.issuers.match(stated).level == "central"
            if self.titled.national(name.citation.type, name.form):
                self._national.add(name.key)
            if central or (says_central(name.form) and not is_local(name.form, name.home.area)):
                self._national.add(name.key)
        for relation in record.relations:
            name = by_id.get(relation.object)
            if relation.predicate in _ISSUE and name and self._is_central(record.source, relation.subject):
                self._national.add(name.key)

    def _is_central(self, source: str, id_: str) -> bool:
        iri = self._iri(source, id_)
        parsed = self.ids.parse(iri) if iri else None
        return parsed is not None and parsed.issuer is not None and "/" not in parsed.issuer

    def _iri(self, source: str, id_: str) -> str | None:
        ref = (source, id_)
        if ref in self.documents:
            return self.documents[ref].iri
        found = self.citations.get(ref)
        return found.iri if found else None

    def _plain(self, name: Name) -> Resolved:
        """The identity of a name taken by itself."""
        if name.citation.kind == "law_by_name":
            return self._law(name)
        titled = self._of_corpus(name)
        if titled:
            return Resolved(titled, "N1", (), "a document of the corpus has this type and title")
        own = self.documents.get((name.ref[0], name.citation.in_document or ""))
        found = self.titled.bearing(name.citation.type, name.form, name.home.area)
        listed = tuple(iri for iri in found if own is None or iri != own.iri)
        if len(listed) > 1:
            return Resolved(None, "N1", listed, "several documents of the catalogue have this type and title")
        if listed:
            return Resolved(listed[0], "N1", (), "a document of the catalogue has this type and title")
        if name.key in self._national:
            return Resolved(self.ids.named(*name.key), "N2", (), "a central body issues the instrument of this name")
        area = name.home.area
        if area is None:
            scope = f"file-{hashlib.sha256(name.ref[0].encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
            return Resolved(self.ids.named(*name.key, scope=scope), "N5", (), "nothing says whose instrument this is")
        scope = area.province if words(area.province_name) in name.form else area.key
        return Resolved(self.ids.named(*name.key, scope=scope), "N4", (), f"a name in a text of {area.label}")

    def _of_corpus(self, name: Name) -> str | None:
        """The document of the corpus that bears the name, in the same province; never the text that cites."""
        own = self.documents.get((name.ref[0], name.citation.in_document or ""))
        province = name.home.area.province if name.home.area else None
        iris = {
            identity.iri
            for identity in self._titled.get(name.key, ())
            if identity is not own and (identity.area or "").partition("/")[0] == (province or "-")
        }
        return iris.pop() if len(iris) == 1 else None

    def _law(self, name: Name) -> Resolved:
        called = name.citation.title or name.citation.text
        law = self._laws.get(law_name(f"{name.citation.type or ''} {called}")) or self._laws.get(law_name(called))
        year = name.citation.year
        # Until 2025 a law was cited with the day on which it was passed (NĐ 30/2020/NĐ-CP, Phụ lục III).
        passed = year or (int(name.citation.date[:4]) if name.citation.date else None)
        acts = self._acts(law) if law else []
        fits = [iri for iri, of in acts if of == passed]
        if passed and len(fits) == 1:
            return Resolved(fits[0], "L1", (), f"the act of {passed} with this name")
        form = words(law.name.removeprefix(law.type)) if law else name.form
        title = f"{form} {year}" if year and str(year) not in form else form
        citing = name.home.when
        before = tuple(iri for iri, of in acts if citing is None or of <= int(citing[:4]))
        return Resolved(
            self.ids.named(name.key[0], title), "L2", before, "a law by its name: whichever act was in force"
        )

    def _acts(self, law: Law) -> list[tuple[str, int]]:
        found = []
        for number, year in law.acts:
            key = "uy-ban-thuong-vu-quoc-hoi" if "UBTVQH" in number else "quoc-hoi"
            iri = self.numbers.mint(key, year, number, law.type)
            if iri:
                found.append((iri, year))
        return found

    def _issued_by_texts(self, records: Sequence[Record]) -> set[str]:
        """The instruments of which a text says what promulgates or approves them."""
        said = (
            self._iri(record.source, relation.object)
            for record in records
            for relation in record.relations
            if relation.predicate in _ISSUE
        )
        return {iri for iri in said if iri}

    def _join_catalogue(self, names: Sequence[Name], said: set[str]) -> None:
        """Join the names that no text joins to a decision to the one row of the catalogue whose title issues them."""
        for name in names:
            found = self.citations[name.ref]
            if name.citation.kind == "law_by_name" or found.iri is None or found.iri in said:
                continue
            listed = [
                iri for iri in self.titled.issuing(name.citation.type, name.form, name.home.area) if iri != found.iri
            ]
            if len(listed) == 1:
                self.issued.setdefault(listed[0], {})[found.iri] = None
            elif listed:
                self.findings.append(_open(name, found.iri, listed))


def _open(name: Name, iri: str, listed: Sequence[str]) -> ResolutionFinding:
    """Several rows of a catalogue issue one name."""
    said = f"{name.citation.type or ''} {name.citation.title or name.citation.text}".strip()
    return ResolutionFinding(
        "catalogue-title",
        f"{len(listed)} documents of the catalogue issue {said}: which one is meant is open",
        f"{len(listed)} văn bản trong danh mục ban hành {said}: chưa rõ là văn bản nào",
        (iri, *listed),
        (name.ref,),
    )


def _short(name: Name, plain: Sequence[tuple[Name, Resolved]]) -> Resolved | None:
    """N3 and N0: the instruments of the same file and type that a name may be a shorter mention of."""
    if name.citation.kind == "law_by_name":
        return None
    full, near = dict[str, None](), dict[str, None]()
    for other, resolved in plain:
        if other is name or other.key == name.key or other.citation.type != name.citation.type or not resolved.iri:
            continue
        before = other.citation.start < name.citation.start
        if shortens(name.form, other.form) and (before or not same(name.form, other.form)):
            full[resolved.iri] = None
        elif period(name.form) is None and contains(other.form, name.form) and not same(name.form, other.form):
            near[resolved.iri] = None
    if len(full) == 1:
        return Resolved(next(iter(full)), "N3", (), "a shorter mention of an instrument named in full in the same file")
    if full or near:
        return Resolved(None, "N0", (*full, *near), "the name is too short to tell which instrument is meant")
    return None
