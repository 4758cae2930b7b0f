"""Records to a published graph: read what changed, resolve across the corpus, write the quads, check, publish.

Every source's quads are written anew on each build, because what one document says may tell which document another one
means; only files that changed are read again.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox

from .. import __version__
from ..extract.readers import ReadError
from ..extract.records import Document, Provision, Record, Span
from ..ontology.identifiers import Identifiers
from ..ontology.tables import Tables
from .build import quads
from .catalogue import catalogue_iri
from .corpus import Progress, extract_all, rules_hash, shipped_hash
from .decisions import applied, decided
from .derived import Derived, last_signed
from .engine import Oxigraph
from .entities import entities, issuers, run
from .impacts import cited_provisions, provisions_graph
from .listings import catalogue_graph
from .resolution import CatalogueEntry, Ref, Resolution
from .resolve import resolve
from .resolve_decided import as_decided, meanings
from .review import Review, Verdicts, from_json, review_quads, to_json
from .rows import Rows
from .rules import rules_graph, rules_of
from .store import (
    Draft,
    Holding,
    Library,
    Memory,
    Published,
    StoreError,
    bulk_load,
    keep_reviews,
    kept_reviews,
    published,
)
from .validate import Breach, invariants


class NothingToBuildError(ValueError):
    """No document could be read; `left_out` says why of each."""

    def __init__(self, left_out: tuple[ReadError, ...]) -> None:
        why = "".join(f"\n  {error}" for error in left_out) or " the paths hold no documents"
        super().__init__(f"nothing to build:{why}")
        self.left_out = left_out


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build did: sources `read` anew, `kept` because unchanged, `left_out` with the reason.

    `counts` are of the whole graph (documents, citations, unresolved, relations, tasks, agencies, targets, budgets,
    findings, quads), `findings` counts the findings about documents by code, `breaches` are broken invariants of the
    graph,
    which would be faults of cancu.
    """

    read: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    left_out: tuple[ReadError, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    findings: Mapping[str, int] = field(default_factory=dict)
    breaches: tuple[Breach, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """How to build: rows of knowledge, documents known beforehand, base of the identifiers, how to read, processes.

    `catalogue_read` is when the catalogue was read, where that was before: a review builds again from rows kept.
    """

    tables: Tables
    ids: Identifiers
    catalogue: tuple[CatalogueEntry, ...] = ()
    encoding: str | None = None
    jobs: int | None = None
    reviews: tuple[Review, ...] = ()
    allow_active: bool = False
    catalogue_read: datetime | None = None

    def to_keep(self) -> dict[str, Any]:
        """What must be known to build again from kept records: the catalogue and the file of the user's rows."""
        origin = getattr(self.tables, "_origin", None)
        return {
            "catalogue": [dataclasses.asdict(c) for c in self.catalogue],
            "tables": origin[0] if origin else None,
            "rules": rules_hash(self.tables) + shipped_hash("graph"),
        }


def build_memory(
    paths: str | Path | Iterable[str | Path], settings: Settings, progress: Progress | None = None
) -> tuple[ox.Store, Memory, Outcome]:
    """Read and build in memory. Raises NothingToBuildError when no document could be read."""
    started, library = datetime.now(UTC), Memory()
    reading = _read_into(library, paths, settings, {}, progress)
    store = ox.Store()
    census, resolution, chunks = assemble(library, settings, started)
    bulk_load(store, chunks)
    return store, library, _outcome(store, census, resolution, reading)


def build_folder(
    folder: str | Path,
    paths: str | Path | Iterable[str | Path],
    settings: Settings,
    *,
    add: bool = False,
    progress: Progress | None = None,
) -> tuple[Published, Outcome]:
    """Read and build into a knowledge-graph folder, published when it is complete.

    The graph holds the sources of `paths`; with `add` also those that the folder held before. Raises
    NothingToBuildError when
    no document could be read, StoreError when the folder cannot be used. Either leaves the published graph as it was.
    """
    started = datetime.now(UTC)
    with Draft(folder) as draft:
        old = _published_before(folder)
        before = old.sources if old else {}
        reading = _read_into(draft, paths, settings, before, progress)
        if add:
            taken = {h.name for h in draft.holdings()}
            for holding in before.values():
                if holding.name not in taken and draft.has(holding):
                    draft.keep(holding)
        if old and draft.holdings() == old.holdings() and _as_before(old, settings) and "outcome" in old.settings:
            return old, Outcome((), reading.kept, reading.left_out, **old.settings["outcome"])
        return _published(draft, settings, started, reading)


def _published_before(folder: str | Path) -> Published | None:
    try:
        return published(folder)
    except StoreError:
        return None


def _as_before(old: Published, settings: Settings) -> bool:
    """Whether a graph was made with the same settings, rules and code, so that it would come out the same."""
    kept = {key: value for key, value in old.settings.items() if key not in ("outcome", "catalogue_read")}
    return old.base == settings.ids.base and kept == settings.to_keep()


def rebuild_folder(folder: str | Path, reviews: Iterable[Review]) -> tuple[Published, Outcome]:
    """Publish a graph of the same records with more decisions of people, which are kept. Nothing is read again."""
    started, before = datetime.now(UTC), published(folder)
    known = before.settings
    tables = Tables.load(known.get("tables"))
    catalogue = tuple(CatalogueEntry(**row) for row in known.get("catalogue", ()))
    with Draft(folder) as draft:
        for holding in before.holdings():
            draft.keep(holding)
        keep_reviews(folder, kept_reviews(folder) + to_json(reviews))
        read = known.get("catalogue_read")
        settings = Settings(
            tables,
            Identifiers(base=before.base),
            catalogue,
            catalogue_read=datetime.fromisoformat(read) if read else None,
        )
        return _published(draft, settings, started, _Reading((), tuple(before.sources), ()))


def _published(draft: Draft, settings: Settings, started: datetime, reading: _Reading) -> tuple[Published, Outcome]:
    settings = dataclasses.replace(settings, reviews=tuple(from_json(kept_reviews(draft.folder))))
    census, resolution, chunks = assemble(draft, settings, started)
    store = draft.load(chunks)
    outcome = _outcome(store, census, resolution, reading)
    del store
    told = {"counts": outcome.counts, "findings": outcome.findings}
    kept = settings.to_keep() | ({} if outcome.breaches else {"outcome": told})
    if settings.catalogue:
        kept["catalogue_read"] = (settings.catalogue_read or started).isoformat()
    return draft.publish(base=settings.ids.base, settings=kept), outcome


@dataclass(slots=True)
class Census:
    """What a pass over the records keeps of them for the whole graph: documents, rules, and how much there is."""

    documents: list[tuple[str, Document]] = field(default_factory=list)
    rules: set[str] = field(default_factory=set)
    provisions: list[tuple[Ref, tuple[Provision, ...]]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)

    def add(self, record: Record) -> None:
        """Count a record in."""
        self.documents += [(record.source, document) for document in record.documents]
        self.rules.update(rules_of(record))
        self.provisions += cited_provisions(record)
        for part in ("documents", "citations", "relations", "targets", "budgets"):
            self.counts[part] += len(getattr(record, part))
        self.counts["tasks"] += len(record.assignments)
        self.counts["sources"] += 1
        self.findings.update(w.code for w in record.warnings)


def assemble(library: Library, settings: Settings, started: datetime) -> tuple[Census, Resolution, Iterator[str]]:
    """What the records of a library hold and mean together, and their quads as chunks of N-Quads text in a fixed order.

    The records are gone through twice, one at a time: what each says of documents and agencies is held until all are
    resolved, the rest (tasks, targets, budgets) only while its own quads are written.
    """
    ids, tables, census, verdicts = settings.ids, settings.tables, Census(), Verdicts(settings.reviews)
    told: dict[Ref, Review] = {}

    def resolvable() -> Iterator[Record]:
        for holding in library.holdings():
            record = library.record(holding)
            census.add(record)
            if verdicts.on_parts_of(record.source):
                decisions = decided(record, library.text(holding), verdicts, ids)
                told.update(meanings(record.source, decisions))
                record = applied(record, decisions, tables)
            yield dataclasses.replace(record, assignments=(), targets=(), budgets=(), warnings=())

    records = list(resolvable())
    resolution = resolve(records, tables=tables, ids=ids, catalogue=settings.catalogue)
    if told:
        resolution = as_decided(records, resolution, told, tables=tables, ids=ids, catalogue=settings.catalogue)
    del records

    # Files of the same text share their spans. Each is written once: a triple that k named graphs state counts k
    # times in their union, and a question that follows six of them to its sentence would find it k^6 times.
    copies = Counter(holding.text_sha256 for holding in library.holdings())
    shared: dict[str, set[Span]] = {text: set() for text, count in copies.items() if count > 1}
    derived = Derived(ids, last_signed(document for _, document in census.documents))

    def chunks() -> Iterator[str]:
        for holding in library.holdings():
            record, text, spans = library.record(holding), library.text(holding), shared.get(holding.text_sha256)
            yield quads(
                record,
                text,
                resolution=resolution,
                tables=tables,
                ids=ids,
                verdicts=verdicts,
                derived=derived,
                spans=spans,
            )
        yield derived.quads()
        if verdicts:
            yield review_quads(settings.reviews, verdicts, ids)
        types = {d.type or "" for _, d in census.documents} | derived.types
        yield entities(resolution, types, tables=tables, ids=ids)
        yield issuers(resolution, census.documents, tables=tables, ids=ids)
        yield catalogue_graph(resolution, tables=tables, ids=ids)
        yield rules_graph(census.rules, ids)
        yield provisions_graph(census.provisions, resolution, ids)
        graphs = [iri for h in library.holdings() for iri in (ids.graph(h.name), ids.claims(h.name))]
        read = settings.catalogue_read or started
        catalogues = {catalogue_iri(entry, ids): read for entry in resolution.catalogue.values()}
        rules, ended = rules_hash(tables), datetime.now(UTC)
        yield run(ids, graphs, started=started, ended=ended, version=__version__, rules=rules, catalogues=catalogues)

    return census, resolution, chunks()


@dataclass(frozen=True, slots=True)
class _Reading:
    read: tuple[str, ...]
    kept: tuple[str, ...]
    left_out: tuple[ReadError, ...]


def _read_into(
    library: Memory | Draft,
    paths: str | Path | Iterable[str | Path],
    settings: Settings,
    before: Mapping[str, Holding],
    progress: Progress | None,
) -> _Reading:
    read, kept, left_out = [], [], []
    options = {"tables": settings.tables, "encoding": settings.encoding, "jobs": settings.jobs, "progress": progress}
    options["allow_active"] = settings.allow_active
    if isinstance(library, Draft):
        before = {name: holding for name, holding in before.items() if library.has(holding)}
    for found in extract_all(paths, known=before, **options):
        if isinstance(found, ReadError):
            left_out.append(found)
        elif found.record is not None and found.text is not None:
            library.put(found.holding, found.record, found.text)
            read.append(found.holding.name)
        elif isinstance(library, Draft):
            library.keep(found.holding)
            kept.append(found.holding.name)
    if not read and not kept:
        raise NothingToBuildError(tuple(left_out))
    return _Reading(tuple(read), tuple(kept), tuple(left_out))


def _outcome(store: ox.Store, census: Census, resolution: Resolution, reading: _Reading) -> Outcome:
    findings = census.findings + Counter(f.code for f in resolution.findings)
    counts = {
        **census.counts,
        "unresolved": sum(r.iri is None for r in resolution.citations.values()),
        "cited": len(resolution.stubs),
        "agencies": len({a.iri for a in resolution.agencies.values()}),
        "quads": len(store),
    }
    engine = Oxigraph(store)
    breaches = invariants(lambda sparql: cast(Rows, engine.query(sparql)).rows)
    return Outcome(
        reading.read, reading.kept, reading.left_out, counts, dict(sorted(findings.items())), tuple(breaches)
    )
