"""What the tables know, as linked data: concept schemes, areas and bodies in time, and the events that changed them.

Document types, levels, roles, frequencies, kinds of bodies and of provisions and the 31 relation labels of the national
database are SKOS schemes. Areas are rows of one epoch each; a merger or a split is an `org:ChangeEvent` between them,
with its day and its act.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

from .agency_kinds import agency_kinds, kind_of
from .areas import Area, areas_of
from .identifiers import Identifiers
from .issuers import issuers_of
from .tables import Place, Tables
from .vocabulary import CANCU, DCTERMS, ELI, NAMESPACES, ORG, RDF, RDFS, SKOS, XSD

LEVELS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "central": ("trung ương", "central"),
        "province": ("tỉnh, thành phố trực thuộc trung ương", "province"),
        "district": ("huyện, quận, thị xã, thành phố thuộc tỉnh", "district"),
        "commune": ("xã, phường, thị trấn, đặc khu", "commune"),
        "party": ("cơ quan Đảng", "Party"),
        "mass": ("Mặt trận và đoàn thể", "mass organisation"),
        "international": ("tổ chức quốc tế", "international"),
        "unknown": ("chưa xác định", "unknown"),
    }
)
ROLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "Lead": ("chủ trì", "lead"),
        "Cooperate": ("phối hợp", "cooperate"),
        "Responsible": ("thực hiện", "responsible"),
        "Monitor": ("theo dõi", "monitor"),
    }
)
# What comes back, with the concept of the European frequency table where it has one.
FREQUENCIES: Mapping[str, tuple[str, str, str | None]] = MappingProxyType(
    {
        "annual": ("hằng năm", "annual", "ANNUAL"),
        "quarterly": ("hằng quý", "quarterly", "QUARTERLY"),
        "monthly": ("hằng tháng", "monthly", "MONTHLY"),
        "continuous": ("thường xuyên", "continuous", "CONT"),
        "periodic": ("định kỳ", "periodic", None),
    }
)
_FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
SUBDIVISIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"Điều": ("điều", "article"), "khoản": ("khoản", "clause"), "điểm": ("điểm", "point")}
)
KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"specific": ("cơ quan cụ thể", "one body"), "collective": ("nhóm cơ quan", "group of bodies")}
)


@dataclass(frozen=True, slots=True)
class RelationLabel:
    """A heading under which the national database lists other documents; `direction` is from the document in hand."""

    portal: str
    label: str
    english: str
    direction: str  # outbound: this document does it to the other; inbound: the other to this one; none
    property: str | None
    inverse: str | None


@dataclass(frozen=True, slots=True)
class ForceState:
    """A status of the national database: the ELI term for it where it has one, and whether the document, or a part of
    it, has ended ("ends") or is without force for a time ("stops").
    """

    status: str
    english: str
    in_force: str | None
    effect: str | None
    partial: bool


@functools.cache
def _force_states() -> Mapping[str, ForceState]:
    text = files(__name__.rpartition(".")[0]).joinpath("data/force_states.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {
        r["status"].casefold(): ForceState(
            r["status"], r["english"], r["in_force"] or None, r["effect"] or None, r["partial"] == "true"
        )
        for r in rows
    }


def force_state(status: str | None) -> ForceState | None:
    """What a catalogue says of the force of a document ("Hết hiệu lực một phần"); None where it is not known."""
    return _force_states().get(" ".join((status or "").split()).casefold())


def in_force(status: str | None) -> str | None:
    """The ELI term for a status of the national database; None where it has none: a document whose force is suspended
    ("ngưng hiệu lực") is in a third state.
    """
    state = force_state(status)
    return str(ELI[state.in_force]) if state and state.in_force else None


def relation_labels() -> tuple[RelationLabel, ...]:
    """The 31 labels of both generations of the portal."""
    text = files(__name__.rpartition(".")[0]).joinpath("data/relation_labels.csv").read_text(encoding="utf-8")
    return tuple(
        RelationLabel(
            r["portal"], r["label"], r["english"], r["direction"], r["property"] or None, r["inverse"] or None
        )
        for r in csv.DictReader(text.splitlines())
    )


def reference(*, tables: Tables | None = None, ids: Identifiers | None = None) -> str:
    """All of it as N-Triples, sorted: equal tables give equal text."""
    tables, ids = tables or Tables.load(), ids or Identifiers()
    lines = {*_schemes(tables, ids), *_areas(tables, ids), *_bodies(tables, ids), *_departments(tables, ids)}
    return "".join(sorted(lines))


def _schemes(tables: Tables, ids: Identifiers) -> Iterator[str]:
    kinds = ("type", "Loại văn bản", "Types of documents")
    yield from _scheme(ids, *kinds)
    for row in tables.document_types:
        concept = ids.type(row.name)
        yield from _concept(ids, "type", concept, row.name, row.english)
        yield from (_text(concept, SKOS.notation, letters) for letters in row.abbreviations)
        yield from (_text(concept, SKOS.altLabel, name, "vi") for name in row.variants)
        if row.source:
            yield _text(concept, DCTERMS.source, row.source)
    for scheme, vi, en, names in (
        ("level", "Cấp của cơ quan", "Levels of bodies", LEVELS),
        ("agency-kind", "Loại cơ quan", "Kinds of bodies", KINDS),
        ("subdivision", "Loại đơn vị cấu thành của văn bản", "Kinds of provisions", SUBDIVISIONS),
        ("role", "Vai trò trong nhiệm vụ", "Roles in a task", ROLES),
    ):
        yield from _scheme(ids, scheme, vi, en)
        for name, (vietnamese, english) in names.items():
            concept = str(CANCU[name]) if scheme == "role" else ids.concept(scheme, name)
            yield from _concept(ids, scheme, concept, vietnamese, english)
    for kind in agency_kinds():
        concept = ids.concept("agency-kind", kind.key)
        yield from _concept(ids, "agency-kind", concept, kind.name, kind.english)
        yield _text(concept, DCTERMS.source, kind.source)
    yield from _scheme(ids, "frequency", "Định kỳ của nhiệm vụ", "Recurrence of tasks")
    for name, (vietnamese, english, known) in FREQUENCIES.items():
        concept = ids.concept("frequency", name)
        yield from _concept(ids, "frequency", concept, vietnamese, english)
        if known:
            yield _link(concept, SKOS.exactMatch, _FREQUENCY + known)
    yield from _scheme(ids, "relation", "Nhãn quan hệ của Cơ sở dữ liệu quốc gia về pháp luật", "Relation labels")
    for label in relation_labels():
        concept = ids.concept("relation", f"{label.portal} {label.label}")
        yield from _concept(ids, "relation", concept, label.label, label.english)
        yield _text(concept, CANCU.direction, label.direction)
        yield _text(concept, CANCU.recordedLabel, label.label, "vi")
        if label.property:
            prefix, _, name = label.property.partition(":")
            yield _link(concept, CANCU.mapsTo, NAMESPACES[prefix] + name)


def _scheme(ids: Identifiers, name: str, vi: str, en: str) -> Iterator[str]:
    scheme = f"{ids.base}{name}/"
    yield _link(scheme, RDF.type, SKOS.ConceptScheme)
    yield _text(scheme, SKOS.prefLabel, vi, "vi")
    yield _text(scheme, SKOS.prefLabel, en, "en")


def _concept(ids: Identifiers, scheme: str, concept: str, vi: str, en: str) -> Iterator[str]:
    yield _link(concept, RDF.type, SKOS.Concept)
    yield _link(concept, SKOS.inScheme, f"{ids.base}{scheme}/")
    yield _text(concept, SKOS.prefLabel, vi, "vi")
    yield _text(concept, SKOS.prefLabel, en, "en")


def _areas(tables: Tables, ids: Identifiers) -> Iterator[str]:
    areas = areas_of(tables)
    for area, place in areas.all():
        node = ids.place(area.key)
        yield _link(node, RDF.type, CANCU.Area)
        yield _text(node, RDFS.label, f"{area.label[0].upper()}{area.label[1:]}", "vi")
        yield _text(node, CANCU.areaCode, place.code)
        yield _text(node, CANCU.areaKind, place.kind, "vi")
        yield _text(node, DCTERMS.source, place.source)
        yield from (_text(node, SKOS.altLabel, name, "vi") for name in place.variants)
        yield from _epoch(node, place)
        if area.province != area.key:
            yield _link(node, DCTERMS.isPartOf, ids.place(area.province))
    yield from _changes(list(areas.all()), ids)


def _epoch(node: str, row: Place) -> Iterator[str]:
    if row.valid_from:
        yield _date(node, CANCU.validFrom, row.valid_from)
    if row.valid_to:
        yield _date(node, CANCU.validTo, row.valid_to)


def _changes(rows: Sequence[tuple[Area, Place]], ids: Identifiers) -> Iterator[str]:
    """One event for each area that ends, from it to what took its place, if one area did; a merger of three is three
    such events.
    """
    by_ref = {f"{place.code}@{place.valid_from or ''}": area for area, place in rows}
    for area, place in rows:
        heirs = [by_ref[ref] for ref in (place.successor or "").split("|") if ref]
        if place.valid_to:
            event = ids.change(area.key, place.valid_to)
            yield _link(event, RDF.type, CANCU.ChangeEvent)
            yield _link(event, RDF.type, ORG.ChangeEvent)
            yield _date(event, DCTERMS.date, place.valid_to)
            yield _text(event, DCTERMS.source, place.source)
            yield _link(event, ORG.originalOrganization, ids.place(area.key))
            for heir in heirs:
                yield _link(event, ORG.resultingOrganization, ids.place(heir.key))
                yield _link(ids.place(area.key), CANCU.successor, ids.place(heir.key))


def _bodies(tables: Tables, ids: Identifiers) -> Iterator[str]:
    """Bodies of which there is one; those that every place has stand in the graph of a corpus, with their place."""
    issuers = issuers_of(tables)
    rows = {row.key: row for row in tables.issuers}
    for row in tables.issuers:
        if not row.unique:
            continue
        node = ids.agency(row.key)
        yield _link(node, RDF.type, CANCU.Agency)
        yield _text(node, RDFS.label, row.name, "vi")
        yield from (_text(node, SKOS.altLabel, name, "vi") for name in row.variants)
        yield from (_text(node, SKOS.notation, letters) for letters in row.symbols)
        yield _text(node, CANCU.level, row.level)
        yield _text(node, CANCU.agencyKey, row.key)
        if kind := kind_of(row.name):
            yield _link(node, ORG.classification, ids.concept("agency-kind", kind))
        yield _text(node, DCTERMS.source, row.source)
        if row.valid_from:
            yield _date(node, CANCU.validFrom, row.valid_from)
        gone = row.valid_to
        if gone:
            yield _date(node, CANCU.validTo, gone)
        heirs = [key for key in row.successors if key in rows and issuers.body(key)]
        if gone and heirs:
            event = ids.change(row.key, gone)
            yield _link(event, RDF.type, CANCU.ChangeEvent)
            yield _link(event, RDF.type, ORG.ChangeEvent)
            yield _date(event, DCTERMS.date, gone)
            if row.ended_by:
                yield _text(event, DCTERMS.source, row.ended_by)
            yield _link(event, ORG.originalOrganization, node)
            for heir in heirs:
                yield _link(event, ORG.resultingOrganization, ids.agency(heir))
                yield _link(node, CANCU.successor, ids.agency(heir))


def _departments(tables: Tables, ids: Identifiers) -> Iterator[str]:
    """The events that ended a body in every province at once. The bodies themselves stand in the graph of a corpus."""
    unique = {row.key for row in tables.issuers if row.unique}
    rows = {row.key: row for row in (*tables.issuers, *tables.agencies) if row.key not in unique}
    names = {row.key: row.name for row in (*tables.issuers, *tables.agencies)}
    for row in rows.values():
        if row.valid_to and row.ended_by and row.successors:
            event = ids.change(row.key, row.valid_to)
            heirs = ", ".join(names[key] for key in row.successors if key in names)
            yield _link(event, RDF.type, CANCU.ChangeEvent)
            yield _link(event, RDF.type, ORG.ChangeEvent)
            yield _text(event, RDFS.label, f"{row.name} → {heirs}", "vi")
            yield _date(event, DCTERMS.date, row.valid_to)
            yield _text(event, DCTERMS.source, row.ended_by)


def _link(subject: str, predicate: str, object_: str) -> str:
    return f"<{subject}> <{predicate}> <{object_}> .\n"


def _text(subject: str, predicate: str, value: str, language: str = "") -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'<{subject}> <{predicate}> "{escaped}"{f"@{language}" if language else ""} .\n'


def _date(subject: str, predicate: str, day: str) -> str:
    return f'<{subject}> <{predicate}> "{day}"^^<{XSD.date}> .\n'
