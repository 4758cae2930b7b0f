"""Documents that are only cited: what is known of them, each fact with the citation that says it; and what a catalogue
alone says of documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..extract.records import Citation, Record
from ..ontology.identifiers import aliases
from ..ontology.symbols import symbol
from .numbered import Numbers
from .resolution import CatalogueEntry, Ref, Resolved, Said, Stub

CATALOGUE = "catalogue"
LISTED = "listed"
COMPLETED = ("type", "issuer", "date", "title", "effective_from", "expires_on")  # what a catalogue may add


@dataclass(slots=True)
class _Facts:
    kind: str = "stub"
    said: list[Said] = field(default_factory=list)

    def add(self, name: str, value: object, source: str, citation: str) -> None:
        if value:
            self.said.append(Said(name, str(value), source, citation))

    def most(self, name: str) -> str | None:
        """The value that citations say most often; of equals the longest, then the first in the alphabet: order is no
        matter. What a catalogue says is kept apart.
        """
        listed = self.kind == LISTED  # nobody else speaks of it
        counted = Counter(
            said.value for said in self.said if said.field == name and (listed or said.source != CATALOGUE)
        )
        return min(counted, key=lambda value: (-counted[value], -len(value), value)) if counted else None


def stubs_of(
    records: Sequence[Record],
    citations: Mapping[Ref, Resolved],
    documents: Mapping[str, object],
    numbers: Numbers,
    catalogue: Sequence[tuple[str, CatalogueEntry]] = (),
    issued: Iterable[str] = (),
) -> dict[str, Stub]:
    """The documents that citations or candidates name and that were not read, in order of IRI. `issued` are those of
    the catalogue that issue an instrument cited by its name.
    """
    facts: dict[str, _Facts] = {}
    for record in records:
        for citation in record.citations:
            found = citations[record.source, citation.id]
            if found.iri and found.iri not in documents:
                _say(facts.setdefault(found.iri, _Facts()), record.source, citation, found)
            for iri in found.candidates:
                if iri not in documents:
                    facts.setdefault(iri, _Facts())
    for iri in issued:
        if iri not in documents:
            facts.setdefault(iri, _Facts(LISTED))
    for iri, entry in catalogue:
        if iri in facts:
            for name in ("type", "number", "issuer", "date", "title", "status"):
                facts[iri].add(name, getattr(entry, name), CATALOGUE, "")
    return {iri: _stub(iri, facts[iri], numbers) for iri in sorted(facts)}


def lacking(
    catalogue: Mapping[str, CatalogueEntry],
    records: Sequence[Record],
    documents: Mapping[str, Sequence[Ref]],
    stubs: Mapping[str, Stub],
) -> dict[str, frozenset[str]]:
    """The fields of each document of the catalogue that no text states: what the catalogue may add without a second
    value beside the first.
    """
    by_ref = {(record.source, document.id): document for record in records for document in record.documents}
    found = {}
    for iri in catalogue:
        known = [by_ref[ref] for ref in documents.get(iri, ())]
        stub = stubs.get(iri)
        said = [*known, *([stub] if stub and stub.kind != LISTED else [])]
        found[iri] = frozenset(name for name in COMPLETED if not any(getattr(one, name, None) for one in said))
    return found


def _say(facts: _Facts, source: str, citation: Citation, found: Resolved) -> None:
    if citation.kind == "law_by_name" and not citation.number:
        facts.kind = "law" if found.rule != "L1" else "stub"
    elif not citation.number:
        facts.kind = "programme"
    short = found.rule in ("N3", "L1")
    for name in ("type", "number", "date", "year"):
        facts.add(name, getattr(citation, name), source, citation.id)
    if found.rule == "R1" or not citation.number:  # words that say the issuer completely; "UBND tỉnh" does not
        facts.add("issuer", citation.issuer, source, citation.id)
    if not short:
        # "Luật Tổ chức chính quyền địa phương số 72/2025/QH15": the name stands before the number.
        facts.add("title", citation.title or citation.inferred.get("title"), source, citation.id)


def _stub(iri: str, facts: _Facts, numbers: Numbers) -> Stub:
    parsed = numbers.ids.parse(iri)
    key = parsed.issuer if parsed else None
    area = numbers.area_of(key)
    number = facts.most("number") or (parsed.number if parsed else None)
    date = facts.most("date")
    type_ = facts.most("type") or (parsed.type if parsed else None)
    parts = symbol(number, type=type_) if number else None
    year = parsed.year if parsed and parsed.year else None
    return Stub(
        iri=iri,
        kind="programme" if parsed and parsed.kind == "named" and facts.kind == "stub" else facts.kind,
        type=type_,
        number=number,
        issuer=facts.most("issuer") or (numbers.issuer_name(key) if key else None),
        agency=numbers.ids.agency(key) if key else None,
        date=date,
        year=year,
        title=facts.most("title"),
        level=numbers.level_of(key),
        province=area.province_name if area else "",
        aliases=aliases(key, date, year, parts, type_ or "van-ban") if key and year and parts else (),
        said=tuple(facts.said),
    )
