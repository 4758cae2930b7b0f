"""What belongs to no single source: document types, agencies, documents that are only cited, and the run that built
a graph.

The entities stand in one graph of their own, because a triple that two named graphs state counts twice in their union.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ..extract.records import Document
from ..ontology.agency_kinds import kind_of
from ..ontology.areas import DISTRICTS_END, areas_of
from ..ontology.identifiers import Identifiers
from ..ontology.issuers import names_districts
from ..ontology.tables import Tables
from . import terms as t
from .catalogue import listing_iri
from .nquads import Lines
from .resolution import AgencyIdentity, DocumentIdentity, Ref, Resolution, ResolutionFinding, Stub
from .stubs import LISTED
from .succession import endings_of, write_end_of_districts, write_succession

# "63/2010/NĐ-CP" is number 63 and notation NĐ-CP, "16-CTr/QU" number 16 and notation CTr/QU (Decree 30/2020/NĐ-CP,
# Annex
# VI: CodeNumber and CodeNotation).
_NUMBER = re.compile(r"(?P<number>\d+[^\W\d_]*)(?:/\d{4})?[/-](?P<notation>.+)", re.DOTALL)
_LAWS = frozenset({"Luật", "Bộ luật", "Pháp lệnh"})
_BASIC = _LAWS | {"Hiến pháp"}
_EITHER = frozenset({"Quyết định", "Nghị quyết", "Chỉ thị"})  # types of normative and of administrative documents
_YEAR_IN_NUMBER = re.compile(r"/(?:19|20)\d{2}/")
_NO_OUTPUT = frozenset({"Văn bản", "Điện"})  # a word for any document; electricity
_NUMBERED_BY_YEAR = 1998  # Decree 101/CP of 1997-09-23 put the year into the numbers of normative documents
_STATUS = {"stub": t.CITED_ONLY, "programme": t.KNOWN_BY_NAME, "law": t.KNOWN_BY_NAME}


@dataclass(frozen=True, slots=True)
class Kinds:
    """The types of documents that lay down steps (`plans`: Kế hoạch, Chương trình, Đề án, Dự án, Chiến lược, Phương án)
    and those that set norms.
    """

    plans: frozenset[str]
    norms: frozenset[str]
    first_words: re.Pattern[str]
    names: Mapping[str, str]

    def of_output(self, output: str) -> str | None:
        """The type of document that a task is to produce, where its output begins with the name of one."""
        found = self.first_words.match(output)
        return self.names[" ".join(found[1].split()).casefold()] if found else None

    def normative(self, type: str | None, number: str | None, year: int | None) -> bool | None:  # noqa: A002
        """Is this a normative legal document? Its number then carries the year of issue, which that of an
        administrative one does not (Luật 80/2015/QH13, Điều 4; Nghị định 30/2020/NĐ-CP, Phụ lục I). None where type,
        number and year do not say it.
        """
        dated = bool(number and _YEAR_IN_NUMBER.search(number))
        if type in _EITHER:
            return True if dated else False if number and (year or 0) >= _NUMBERED_BY_YEAR else None
        if type in self.norms:
            return True if dated or type in _BASIC else None
        return False if type else None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document, be it read or only cited; "" and None stand for unknown."""

    type: str | None
    number: str | None
    issuer: str | None
    agency: str | None
    date: str | None
    year: int | None
    title: str | None
    level: str
    province: str
    area: str | None
    aliases: tuple[str, ...]
    plan: bool
    normative: bool | None

    @classmethod
    def of_document(cls, document: Document, known: DocumentIdentity, kinds: Kinds) -> Facts:
        """The facts of a document of the corpus: what its header says, under the identity that was resolved."""
        number = document.number or known.number
        year = known.year or (int(document.date[:4]) if document.date else None)
        return cls(
            type=document.type,
            number=number,
            issuer=document.issuer,
            agency=known.agency,
            date=document.date,
            year=year,
            title=document.title,
            level=known.level,
            province=known.province,
            area=known.area,
            aliases=known.aliases,
            plan=document.type in kinds.plans,
            normative=kinds.normative(document.type, number, year),
        )

    @classmethod
    def of_stub(cls, stub: Stub, kinds: Kinds) -> Facts:
        """The facts of a document that is only cited: what the citations say, completed by each other."""
        return cls(
            type=stub.type,
            number=stub.number,
            issuer=stub.issuer,
            agency=stub.agency,
            date=stub.date,
            year=stub.year,
            title=stub.title,
            level=stub.level,
            province=stub.province,
            area=None,
            aliases=stub.aliases,
            plan=stub.type in kinds.plans,
            normative=kinds.normative(stub.type, stub.number, stub.year),
        )


@functools.lru_cache(maxsize=4)
def kinds_of(tables: Tables) -> Kinds:
    """What the rows of the types of documents say of each."""
    rows = tables.document_types
    names = {row.name.casefold(): row.name for row in rows if row.name not in _NO_OUTPUT}
    longest = sorted(names, key=len, reverse=True)
    words = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest)
    return Kinds(
        frozenset(r.name for r in rows if r.plan),
        frozenset(r.name for r in rows if r.normative),
        re.compile(rf"(?:dự\s+thảo\s+)?({words})(?!\w)", re.IGNORECASE),
        names,
    )


def entities_iri(ids: Identifiers) -> str:
    """The named graph of the entities."""
    return f"{ids.base}entities"


def entities(resolution: Resolution, types: Iterable[str], *, tables: Tables, ids: Identifiers) -> str:
    """The entities graph as N-Quads text; `types` are the document types that the sources name."""
    out, kinds = Lines(entities_iri(ids)), kinds_of(tables)
    english = {row.name: row.english for row in tables.document_types}
    named = {stub.type for stub in resolution.stubs.values()} | set(types)
    for name in sorted(n for n in named if n):
        concept = ids.type(name)
        out.link(concept, t.TYPE, t.CONCEPT)
        out.string(concept, t.PREF_LABEL, name, "vi")
        out.string(concept, t.PREF_LABEL, english.get(name), "en")
    for agency in sorted({a.iri: a for a in resolution.agencies.values()}.values(), key=lambda a: a.iri):
        _agency(out, agency.iri, agency.name, ids, group=agency.group, level=agency.level, province=agency.province)
    keyed = {a.key: a.name for a in resolution.agencies.values() if a.key and not a.group}
    write_succession(out, sorted(keyed.items()), tables=tables, ids=ids)
    unkeyed = {a.iri for a in resolution.agencies.values() if not a.key and _is_of_districts(a)}
    write_end_of_districts(out, sorted(unkeyed), ids=ids)
    for iri in sorted(resolution.stubs):
        stub = resolution.stubs[iri]
        if stub.kind == LISTED:
            continue  # it stands in the graph of the catalogue
        describe(out, iri, ids, Facts.of_stub(stub, kinds))
        out.link(iri, t.STATUS, _STATUS[stub.kind])
        if stub.number and stub.title and stub.type in _LAWS:
            # People call a law by its name; the citations that say it stand beside it.
            out.string(iri, t.ALT_LABEL, f"{stub.type} {stub.title}", "vi")
        for source, citation in sorted({(s.source, s.citation) for s in stub.said}):
            # A fact without a citation comes from the catalogue that the user gave.
            said_by = ids.in_source(source, citation) if citation else listing_iri(iri, resolution.catalogue[iri], ids)
            out.link(iri, t.SAID_BY, said_by)
    for iri, (source, citation) in sorted(_first_citations(resolution).items()):
        out.link(iri, t.FIRST_CITATION, ids.in_source(source, citation))
    for finding in resolution.findings:
        _finding(out, finding, ids)
    return out.text()


def _first_citations(resolution: Resolution) -> dict[str, Ref]:
    """Of each document that was not read the first citation that means it, or may."""
    first: dict[str, Ref] = {}
    for ref, found in resolution.citations.items():
        for iri in (found.iri, *found.candidates):
            if iri and iri in resolution.stubs:
                first[iri] = min(ref, first.get(iri, ref), key=lambda r: (r[0], len(r[1]), r[1]))
    return first


def end_of(body: AgencyIdentity, tables: Tables) -> str | None:
    """The first day without a body or collective, by the tables; None while it lasts."""
    if body.key:
        return endings_of(tables).day(body.key)
    return DISTRICTS_END if _is_of_districts(body) else None


def _is_of_districts(agency: AgencyIdentity) -> bool:
    """Is it a collective with bodies of districts, or the body of a district that is not known?"""
    return names_districts(agency.name) if agency.group else agency.level == "district"


def _finding(out: Lines, finding: ResolutionFinding, ids: Identifiers) -> None:
    """A contradiction between sources, with the citations that state it."""
    said = "\0".join((finding.message, *finding.about, *(f"{source}#{name}" for source, name in finding.sources)))
    node = ids.concept("finding", f"{finding.code} {hashlib.sha256(said.encode('utf-8')).hexdigest()[:12]}")
    out.link(node, t.TYPE, t.FINDING)
    out.string(node, t.FINDING_CODE, finding.code)
    out.string(node, t.MESSAGE, finding.message, "en")
    out.string(node, t.MESSAGE, finding.message_vi, "vi")
    out.links(node, t.ABOUT, finding.about)
    out.links(node, t.OF_CITATION, (ids.in_source(source, name) for source, name in finding.sources))
    out.links(node, t.SAID_BY, map(ids.catalogue, finding.catalogues))


def issuers(out_of: Resolution, documents: Iterable[tuple[str, Document]], *, tables: Tables, ids: Identifiers) -> str:
    """The bodies that issued documents, where no source names them among its agencies; who took over from those of the
    documents that were read.
    """
    out = Lines(entities_iri(ids))
    named = {a.iri for a in out_of.agencies.values()}
    keyed: dict[str, str] = {}
    found: dict[str, tuple[str, str, str]] = {}
    for source, document in documents:
        known = out_of.documents[source, document.id]
        if known.agency and document.issuer:
            found.setdefault(known.agency, (document.issuer, known.level, known.province))
        if known.issuer_key and document.issuer:
            keyed.setdefault(known.issuer_key, document.issuer)
    for stub in sorted(out_of.stubs.values(), key=lambda s: s.iri):
        if stub.agency and stub.issuer:
            found.setdefault(stub.agency, (stub.issuer, stub.level, stub.province))
    for iri in sorted(set(found) - named):
        name, level, province = found[iri]
        _agency(out, iri, name, ids, group=False, level=level, province=province)
    for iri in sorted({*found, *(ids.agency(key) for key in keyed)}):
        if first := _beginning(iri, tables, ids):
            out.typed(iri, t.VALID_FROM, first, "date")
    write_succession(out, sorted(keyed.items()), tables=tables, ids=ids)
    return out.text()


def _beginning(iri: str, tables: Tables, ids: Identifiers) -> str | None:
    """The first day of a body as the tables know it: its own, or that of the epoch of its area."""
    known = ids.parse(iri)
    if known is None or known.kind != "agency" or not known.name:
        return None
    place, _, body = known.name.rpartition("/")
    area = areas_of(tables).place_of.get(place)
    days = [row.valid_from for row in tables.issuers if row.key == body] + [area.valid_from if area else None]
    return max((day for day in days if day), default=None)


def describe(out: Lines, node: str, ids: Identifiers, facts: Facts) -> None:
    """Write what is known of a document."""
    out.links(node, t.TYPE, (t.DOCUMENT, t.LEGAL_RESOURCE))
    if facts.plan:
        out.links(node, t.TYPE, (t.PLAN, t.P_PLAN, t.PROV_PLAN))
    if facts.normative is not None:
        out.boolean(node, t.NORMATIVE, value=facts.normative)
    if facts.type:
        out.link(node, t.TYPE_DOCUMENT, ids.type(facts.type))
        out.string(node, t.TYPE_NAME, facts.type)
    if facts.number:
        parts = _NUMBER.fullmatch(facts.number)
        out.string(node, t.ID_LOCAL, facts.number)
        out.string(node, t.IDENTIFIER, facts.number)
        out.string(node, t.NUMBER, parts["number"] if parts else None)
        out.string(node, t.NOTATION, parts["notation"] if parts else None)
    for alias in facts.aliases:
        out.string(node, t.IDENTIFIER, alias)
    out.string(node, t.LABEL, label(facts), "vi")
    out.string(node, t.TITLE, facts.title, "vi")
    out.string(node, t.ISSUER_NAME, facts.issuer)
    if facts.agency:
        out.links(node, t.PASSED_BY, (facts.agency,))
        out.link(node, t.CREATOR, facts.agency)
    if facts.date:
        out.typed(node, t.DATE_DOCUMENT, facts.date, "date")
    if facts.year:
        out.integer(node, t.YEAR, facts.year)
    out.string(node, t.LEVEL, facts.level)
    out.string(node, t.PROVINCE_NAME, facts.province or None)
    if facts.area:
        out.link(node, t.JURISDICTION, ids.place(facts.area))


def label(facts: Facts) -> str:
    """How a person would name the document in few words: type and number, else type and title."""
    words = (facts.type or "Văn bản", facts.number or facts.title or "không số")
    return " ".join(words)


def run(
    ids: Identifiers,
    graphs: Iterable[str],
    *,
    started: datetime,
    ended: datetime,
    version: str,
    rules: str,
    catalogues: Mapping[str, datetime],
) -> str:
    """The run graph: when and by which version and rules the others were made, when the `catalogues` were read."""
    node = ids.run("build")
    out, agent = Lines(node), ids.run(f"cancu-{version}-{rules[:12]}")
    out.link(node, t.TYPE, t.ACTIVITY)
    out.typed(node, t.STARTED, started.isoformat(timespec="seconds"), "dateTime")
    out.typed(node, t.ENDED, ended.isoformat(timespec="seconds"), "dateTime")
    out.link(node, t.ASSOCIATED, agent)
    out.link(agent, t.TYPE, t.SOFTWARE_AGENT)
    out.string(agent, t.LABEL, f"cancu {version}")
    out.string(agent, t.VERSION, version)
    out.string(agent, t.RULES_HASH, rules)
    for graph in graphs:
        out.link(graph, t.GENERATED_BY, node)
    for graph, read in sorted(catalogues.items()):
        out.link(graph, t.GENERATED_BY, node)
        out.typed(graph, t.GENERATED_AT, read.isoformat(timespec="seconds"), "dateTime")
    return out.text()


def _agency(out: Lines, iri: str, name: str, ids: Identifiers, *, group: bool, level: str, province: str) -> None:
    out.link(iri, t.TYPE, t.AGENCY_GROUP if group else t.AGENCY)
    out.link(iri, t.CLASSIFICATION, ids.concept("agency-kind", "collective" if group else "specific"))
    if not group and (kind := kind_of(name)):
        out.link(iri, t.CLASSIFICATION, ids.concept("agency-kind", kind))
    out.string(iri, t.LABEL, name, "vi")
    out.string(iri, t.LEVEL, level)
    out.string(iri, t.PROVINCE_NAME, province or None)
