"""The face for Python: build or open a knowledge graph, ask it, draw it.

kg = cancu.build("plans/")                              # in memory; cancu.build("plans/", store="kg/") on disk
kg = cancu.open("kg/")                                  # or a SPARQL 1.1 endpoint: cancu.open("http://localhost:7878/query")
kg.ask("implements", document="76/NQ-CP").to_pandas()
kg.query("SELECT ?plan { ?plan cancu:implements ?decree }")
kg.show("implementation")                               # draws itself in Jupyter
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from .extract.records import Record
from .graph import export as exports
from .graph import frames, measures
from .graph import network as networks
from .graph import query as questions
from .graph import tables as flat
from .graph.assemble import Outcome, Settings, build_folder, build_memory, rebuild_folder
from .graph.catalogue import entry, read_catalogue
from .graph.decided_record import decided_record, verdicts_of
from .graph.engine import Answer, Endpoint, Engine, Graph, Oxigraph, QueryError
from .graph.explain import explain
from .graph.lookup import document_named
from .graph.resolution import CatalogueEntry
from .graph.review_table import review_table, reviews_of
from .graph.rows import Rows
from .graph.store import Holding, Library, Memory, Published, published, texts_of
from .ontology.identifiers import DEFAULT_BASE, Identifiers
from .ontology.tables import Tables
from .ontology.vocabulary import NAMESPACES

if TYPE_CHECKING:
    import networkx
    import rdflib

    from .graph.report import Report

Progress = Callable[[int, int, str], None]
_PLACE = re.compile(r"\b(\d+):(?=\d+)")
_PROLOGUE = re.compile(r"\bPREFIX\s+([\w-]*):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML page that works offline. It draws itself in Jupyter; `write` makes the file."""

    html: str
    title: str
    nodes: int = 0  # drawn at once, of a graph

    def write(self, path: str | Path) -> Path:
        """Write the page, whole or not at all; returns the path."""
        path = Path(path)
        partial = path.with_name(path.name + ".partial")
        try:
            partial.write_text(self.html, encoding="utf-8", newline="\n")
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        return path

    def _repr_html_(self) -> str:
        from .viz.page import frame

        return frame(self.html, title=self.title)


class KnowledgeGraph:
    """Documents as a graph: questions, SPARQL, networks, pages, and the records and texts that it was made from.

    Made by `cancu.build` and `cancu.open`. `outcome` says what the build did; None for a graph that was opened.
    """

    def __init__(
        self, engine: Engine, library: Library | None, *, ids: Identifiers, outcome: Outcome | None = None
    ) -> None:
        self.engine, self.outcome = engine, outcome
        self._library, self._ids = library, ids

    def query(self, sparql: str) -> Answer:
        """Answer SPARQL over the union of all named graphs: rows, a graph (CONSTRUCT, DESCRIBE) or a truth value (ASK).

        The prefixes of the vocabulary (cancu:, eli:, rdfs: ...) need no declaration. Raises QueryError.
        """
        declared = set(_PROLOGUE.findall(sparql))
        head = " ".join(f"PREFIX {p}: <{iri}>" for p, iri in NAMESPACES.items() if p not in declared)
        try:
            return self.engine.query(f"{head}\n{sparql}")
        except QueryError as error:  # places are told in the caller's lines: the declarations are line 1
            raise QueryError(_PLACE.sub(lambda m: f"{max(1, int(m[1]) - 1)}:", str(error))) from error

    def update(self, sparql: str) -> None:
        """Run a SPARQL update on an endpoint or on a graph in memory.

        Raises QueryError, and PermissionError for a folder: a published store is never written.
        """
        self.engine.update(sparql)

    def replace_graphs(self, graphs: Mapping[str, str]) -> None:
        """Replace each named graph by the N-Quads text given for its IRI, on an endpoint or in memory: those of one
        source after it was read again. Raises PermissionError for a folder.
        """
        self.engine.replace_graphs(graphs)

    def ask(self, name: str, **parameters: Any) -> Rows:
        """The rows that answer a named question; `questions()` lists them.

        A document is a number ("76/NQ-CP"), an IRI, or a source name with #D1; an agency is a name or an IRI. Raises
        QueryError: UnknownQuestionError, ParameterError, UnknownNameError, or AmbiguousNameError with the candidates.
        """
        return questions.ask(self.engine, name, parameters)

    def questions(self) -> Rows:
        """The named questions: name, title, parameters, example."""
        return questions.listing(questions.questions().values())

    def documents(self) -> Rows:
        """The documents that were read, one a row."""
        return questions.ask(self.engine, "documents", {"status": "read"})

    def sources(self) -> tuple[str, ...]:
        """The names of the source files."""
        return tuple(h.name for h in self._library.holdings()) if self._library else ()

    def records(self) -> Iterator[Record]:
        """The record of each source, in the order of the names. Raises ValueError for an endpoint, which has none."""
        library = self._kept()
        return (library.record(holding) for holding in library.holdings())

    def record(self, source: str) -> Record:
        """The record of one source. Raises KeyError when there is no such source."""
        return self._kept().record(self._holding(source))

    def text(self, source: str) -> str:
        """The text layer of one source, which the offsets index. Raises KeyError when there is no such source."""
        return self._kept().text(self._holding(source))

    def network(
        self,
        view: str = "implementation",
        *,
        document: str | None = None,
        relations: Collection[str] | None = None,
    ) -> networkx.MultiDiGraph:
        """The network of a view: implementation, programmes, bases, plan-bases, amendments, agencies, cooperation;
        document, tasks, delivery.

        The last three show one `document`: a number, an IRI or a source name; `relations` limits the first to those
        named ("guides"). See `graph/network.py`.
        """
        iri = document_named(self.engine, document) if document else None
        return networks.network(self.engine, view, document=iri, relations=relations)

    def rdflib(self) -> rdflib.Dataset:
        """The graph as an rdflib Dataset whose default graph is the union; over the store itself where it is
        embedded.
        """
        import rdflib

        if isinstance(self.engine, Oxigraph):
            from oxrdflib import OxigraphStore

            dataset = rdflib.Dataset(store=OxigraphStore(store=self.engine.store), default_union=True)
        else:
            dataset = rdflib.Dataset(default_union=True)
            dataset.parse(data=self.export("nq", runs=True), format="nquads")
        for prefix, iri in NAMESPACES.items():
            dataset.bind(prefix, iri, replace=True)
        return dataset

    def show(
        self,
        view: str = "implementation",
        *,
        document: str | None = None,
        title: str | None = None,
        lang: Literal["vi", "en"] = "vi",
        limit: int = 300,
        everything: bool = False,
    ) -> Page:
        """A page that shows a view, offline, with search, filters and the quoted sentence behind each edge.

        It begins with `limit` nodes, those with most neighbours; a click opens what is near. The page holds at most
        2,000 (or `limit`) nodes. `everything` draws all at once: a page of 20,000 has 20 MB and cannot be read.
        """
        from .viz.page import MOST_NODES, english_title, graph_page, in_order

        net = self.network(view, document=document)
        heading, other = (title, "") if title else in_order(str(net.graph["title"]), english_title(net, view), lang)
        most, first = (None, None) if everything else (max(MOST_NODES, limit), limit)
        html = graph_page(net, title=heading, other_title=other, view=view, lang=lang, most=most, first=first)
        return Page(html, heading, len(net) if everything else min(len(net), limit))

    def brief(self, document: str | Iterable[str], *, lang: Literal["vi", "en"] = "vi") -> Page:
        """A page of A4 sheets on one document: legal bases and their state, tasks, targets, what does not fit; of
        several documents a comparison: common and missing bases, tasks and targets that are alike, side by side.

        `document` is a number, an IRI or a source name, or several of them; each must be one of those that were read.
        Raises QueryError when it is unknown or ambiguous, ValueError when it is only cited.
        """
        from .viz.briefing import briefing_page
        from .viz.comparison import comparison_page

        several = [document] if isinstance(document, str) else list(document)
        places = {place[2]: place for place in map(self._place, several)}  # one document may be given by two names
        network = self.network("implementation")
        parts = [
            (decided_record(self._kept(), self._holding(source), self._ids), local, iri)
            for source, local, iri in places.values()
        ]
        if len(several) > 1 or not isinstance(document, str):
            return Page(comparison_page(parts, network, lang=lang), ", ".join(several))
        return Page(briefing_page(*parts[0][:2], network, parts[0][2], lang=lang), document)

    def _place(self, document: str) -> tuple[str, str, str]:
        """Source, id in its record and IRI of a document that was read."""
        iri = document_named(self.engine, document)
        places = self.query(f"SELECT ?source ?id {{ <{iri}> cancu:inSource/cancu:path ?source ; cancu:localId ?id }}")
        read = sorted((str(row["source"]), str(row["id"])) for row in places) if isinstance(places, Rows) else []
        if not read:
            raise ValueError(f"{document} is only cited: there is no text of it to brief on")
        return (*read[0], iri)

    def validate(self, *, engine: Literal["compiled", "pyshacl"] = "compiled") -> Report:
        """Check the graph against the shapes: violations are defects of the software, warnings findings about
        documents.

        `engine` "compiled" runs the shapes as queries on the store, "pyshacl" through pySHACL: slower, the same
        results.
        """
        from .graph.validate import validate

        kept = texts_of(self._library) if self._library else ()
        texts = ((holding.text_sha256, text) for holding, _, text in kept)
        graph = self.engine.store if isinstance(self.engine, Oxigraph) else self.rdflib()
        return validate(graph, engine=engine, texts=texts)

    def export(self, form: str, *, view: str = "implementation", runs: bool = False) -> str:
        """The graph as text: nq, trig, ttl, jsonld, rdf12, annotations (Web Annotation), akn (Akoma Ntoso
        references), void.

        Or the network of a view: graphml, gexf, json (node-link).
        Run graphs, which hold clock times, are left out unless `runs`. Raises ValueError for another form.
        """
        if form in exports.NETWORK_FORMS:
            return exports.network_text(self.network(view), form)
        return exports.rdf(self.engine, form, base=self._ids.base, runs=runs)

    def export_tables(self, folder: str | Path, *, form: str = "csv") -> list[Path]:
        """Write the graph as flat tables ("csv" or "parquet") with a data dictionary; returns the paths."""
        return flat.write_tables(self.engine, folder, form=form)

    def table(self, name: str) -> Rows:
        """One of the flat tables: documents, citations, relations, impacts, tasks, bearers, targets, budgets, agencies,
        reviews, rules.
        """
        return flat.table(self.engine, name)

    def labelled(self, rows: Rows) -> Rows:
        """The rows with a column of labels, `NAME_label`, behind each column that holds IRIs."""
        return frames.labelled(self.engine, rows)

    def measure(self, name: str) -> Rows:
        """A measure of the network: most-cited, brokers, communities, chain-depth, longest-chain, coverage,
        cooperation.
        """
        return measures.measure(self.engine, name)

    def explain(self, what: str, other: str | None = None) -> str:
        """Why the graph says what it says of a document, of the edges between two, of a claim, a task, an agency in a
        task, a goal, a citation or a body, as text: the sentence with the span marked, and the rules that fired.

        `what` is a number, an IRI, a source name, or a source name with an id of its record (plan.txt#A2).
        """
        return explain(self.engine, what, other, texts=self._text)

    def _text(self, source: str) -> str | None:
        """The text layer of a source, where it is kept."""
        held = (h for h in self._library.holdings() if h.name == source) if self._library else ()
        return next((self.text(h.name) for h in held), None)

    def review_table(self) -> Rows:
        """What was extracted as rows for a person to decide on: relations, tasks with their agencies, deadlines and
        outputs, goals, amounts, and which document each citation means. Fill in `decision` (accept, reject, correct)
        and give the rows to `review`. Of an endpoint only the relations.
        """
        texts = ((record, text) for _, record, text in texts_of(self._library)) if self._library else ()
        return review_table(self.engine, texts, ids=self._ids, verdicts=verdicts_of(self._library))

    def review(self, rows: Iterable[Mapping[str, Any]], *, reviewer: str, on: date | None = None) -> KnowledgeGraph:
        """The graph with decisions applied: what was rejected is gone from every question and network, what was
        corrected says what the reviewer said; the extracted claim stays with that status.

        Decisions are kept in the folder and applied on every build. Raises ReviewError with the row, ValueError for
        a graph that is not in a folder.
        """
        if not isinstance(self._library, Published):
            raise ValueError("decisions are kept in a folder: build with store=, then review")  # noqa: TRY004
        tables = Tables.load(self._library.settings.get("tables"))
        table = self.review_table()
        taken = reviews_of(rows, table, self.engine, reviewer=reviewer, on=on, tables=tables, ids=self._ids)
        kept, outcome = rebuild_folder(self._library.folder, taken)
        return KnowledgeGraph(Oxigraph(kept.open(), read_only=True), kept, ids=self._ids, outcome=outcome)

    def _kept(self) -> Library:
        if self._library is None:
            raise ValueError("an endpoint keeps no records and texts; open the folder that was built")
        return self._library

    def _holding(self, source: str) -> Holding:
        for holding in self._kept().holdings():
            if holding.name == source:
                return holding
        raise KeyError(f"no source {source!r}; there are: {', '.join(self.sources()[:10])}")

    def __repr__(self) -> str:
        where = getattr(self.engine, "url", "") or f"{len(self.sources())} sources"
        return f"KnowledgeGraph({where})"


def build(
    paths: str | Path | Iterable[str | Path],
    *,
    store: str | Path | None = None,
    tables: Tables | str | Path | None = None,
    catalogue: str | Path | Iterable[CatalogueEntry | Mapping[str, Any]] = (),
    encoding: str | None = None,
    allow_active: bool = False,
    jobs: int | None = None,
    base: str = DEFAULT_BASE,
    add: bool = False,
    progress: Progress | None = None,
) -> KnowledgeGraph:
    """Read files, folders and archives into a knowledge graph.

    `store` is the folder to keep it in (default: memory only); only files that changed are read again, and the folder's
    graph is replaced when the new one is complete. With `add` the sources that the folder held stay. `tables` are
    the rows of knowledge or the path of a TOML file with one's own (`Tables.load`),
    `catalogue` documents known beforehand (number, issuer, date, type, title, status) or
    the CSV or JSON lines file that lists them (`read_catalogue` also takes the day on which it was retrieved),
    `encoding` that of plain text where the reader
    should not find out, `allow_active` also reads files with macros or linked parts (nothing is run or fetched even
    then), `jobs` the number of processes, `base` that of the identifiers. `progress(done, total,
    name)` is
    called after each file.

    A file that cannot be read is left out and named in `outcome.left_out`. Raises NothingToBuildError (ValueError)
    when no
    document could be read, StoreError (ValueError) when the folder cannot be used.
    """
    ids = Identifiers(base=base)
    rows = read_catalogue(catalogue) if isinstance(catalogue, (str, Path)) else catalogue
    known = tuple(c if isinstance(c, CatalogueEntry) else entry(c) for c in rows)
    settings = Settings(Tables.load(tables), ids, known, encoding, jobs, allow_active=allow_active)
    if store is None:
        made, library, outcome = build_memory(paths, settings, progress)
        return KnowledgeGraph(Oxigraph(made), library, ids=ids, outcome=outcome)
    kept, outcome = build_folder(store, paths, settings, add=add, progress=progress)
    return KnowledgeGraph(Oxigraph(kept.open(), read_only=True), kept, ids=ids, outcome=outcome)


def open(  # noqa: A001 - cancu.open is the name users type
    where: str | Path, *, base: str = DEFAULT_BASE, user: str | None = None, password: str | None = None
) -> KnowledgeGraph:
    """Open a knowledge-graph folder for reading, or a SPARQL 1.1 endpoint by its address.

    `base` is that of the identifiers of an endpoint; a folder knows its own.
    Raises StoreError (ValueError) when the folder is no knowledge graph, EngineError when an endpoint does not answer.
    """
    if isinstance(where, str) and where.startswith(("http://", "https://")):
        return KnowledgeGraph(Endpoint(where, user=user, password=password), None, ids=Identifiers(base=base))
    found = published(where)
    return KnowledgeGraph(Oxigraph(found.open(), read_only=True), found, ids=Identifiers(base=found.base))


def _register() -> None:
    """Where IPython runs, let records and rows show themselves, and offer `%%sparql`."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None:
        from .viz.magic import register

        register(shell)


_register()
__all__ = ["Graph", "KnowledgeGraph", "Memory", "Page", "QueryError", "Rows", "build", "open"]
