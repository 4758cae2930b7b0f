"""SPARQL engines behind one face: the embedded Oxigraph store and any SPARQL 1.1 endpoint.

The default graph of every query is the union of the named graphs, or property paths would stop at the edge of one
document.
"""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

import pyoxigraph as ox

from .rows import Rows, Value

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = frozenset(
    f"{_XSD}{t}" for t in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger", "unsignedInt")
)
_N_QUADS = "application/n-quads"


class QueryError(ValueError):
    """A query that cannot be answered as written; the message says where and why."""


class EngineError(RuntimeError):
    """An endpoint that does not answer as the SPARQL 1.1 protocol says; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Graph:
    """The answer to a CONSTRUCT or DESCRIBE: triples as N-Triples lines, sorted."""

    lines: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.lines)

    def to_ntriples(self) -> str:
        """The triples as N-Triples, one line each, in the order of the lines."""
        return "".join(line + "\n" for line in self.lines)

    def to_turtle(self, prefixes: Mapping[str, str] | None = None) -> str:
        """The triples as Turtle with `prefixes`."""
        triples = ox.parse(self.to_ntriples(), format=ox.RdfFormat.N_TRIPLES)
        out = ox.serialize((q.triple for q in triples), format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes or {}))
        return (out or b"").decode("utf-8")

    def __str__(self) -> str:
        return self.to_ntriples()


Answer = Rows | Graph | bool


class Engine(Protocol):
    """What the questions, the network and the exports need of a store."""

    def query(self, sparql: str) -> Answer:
        """The answer over the union of the named graphs. Raises QueryError for a query that is wrong."""
        ...

    def update(self, sparql: str) -> None:
        """Run a SPARQL update. Raises QueryError; PermissionError where the store is open for reading only."""
        ...

    def quads(self) -> Iterator[ox.Quad]:
        """Every quad of the store."""
        ...

    def replace_graphs(self, graphs: Mapping[str, str]) -> None:
        """Replace each named graph by the N-Quads text given for its IRI."""
        ...


class Oxigraph:
    """The embedded store, in memory or on disk."""

    def __init__(self, store: ox.Store, *, read_only: bool = False) -> None:
        self.store, self.read_only = store, read_only

    def query(self, sparql: str) -> Answer:
        """See `Engine.query`."""
        try:
            found = self.store.query(sparql, use_default_graph_as_union=True)
            return _answer(found)
        except SyntaxError as error:
            raise QueryError(f"the query is not SPARQL: {error}") from error
        except (ValueError, RuntimeError) as error:
            raise QueryError(f"the query cannot be run: {error}") from error

    def update(self, sparql: str) -> None:
        """See `Engine.update`."""
        if self.read_only:
            raise PermissionError("a published store is never written; build again, or load an export into a server")
        try:
            self.store.update(sparql)
        except SyntaxError as error:
            raise QueryError(f"the update is not SPARQL: {error}") from error

    def quads(self) -> Iterator[ox.Quad]:
        """See `Engine.quads`."""
        return iter(self.store)

    def replace_graphs(self, graphs: Mapping[str, str]) -> None:
        """See `Engine.replace_graphs`."""
        if self.read_only:
            raise PermissionError("a published store is never written; build again")
        for iri, text in graphs.items():
            self.store.remove_graph(ox.NamedNode(iri))
            self.store.load(text.encode("utf-8"), format=ox.RdfFormat.N_QUADS)


class Endpoint:
    """A SPARQL 1.1 endpoint whose default graph is the union of its named graphs.

    `url` answers queries, `update_url` (default: the same, with a last step "query" or "sparql" changed to "update")
    takes
    updates. `user` and `password` go into HTTP basic authentication.
    """

    def __init__(
        self,
        url: str,
        *,
        update_url: str | None = None,
        timeout: float = 60,
        user: str | None = None,
        password: str | None = None,
    ) -> None:
        if not url.startswith(("http://", "https://")):
            raise ValueError(f"{url}: an endpoint starts with http:// or https://")
        self.url, self.timeout = url, timeout
        base, _, last = url.rstrip("/").rpartition("/")
        self.update_url = update_url or (f"{base}/update" if last in ("query", "sparql") else url)
        self._opener = urllib.request.build_opener()
        if user is not None:
            passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            passwords.add_password(None, url, user, password or "")
            passwords.add_password(None, self.update_url, user, password or "")
            self._opener.add_handler(urllib.request.HTTPBasicAuthHandler(passwords))
            self._opener.add_handler(urllib.request.HTTPDigestAuthHandler(passwords))

    def query(self, sparql: str) -> Answer:
        """See `Engine.query`. Raises EngineError when the endpoint cannot be reached or answers with something else."""
        body, media = self._post(
            self.url,
            {"query": sparql},
            "application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.5",
        )
        if "json" in media:
            return _json_answer(json.loads(body))
        form = ox.RdfFormat.from_media_type(media.split(";")[0].strip())
        if form is None:
            raise EngineError(f"{self.url}: answered with {media}, expected SPARQL results in JSON; check the address")
        return _graph(q.triple for q in ox.parse(body, format=form))

    def update(self, sparql: str) -> None:
        """See `Engine.update`."""
        self._post(self.update_url, {"update": sparql}, "*/*")

    def quads(self) -> Iterator[ox.Quad]:
        """Every quad, one named graph after the other."""
        names = self.query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")
        for name in names.column("g") if isinstance(names, Rows) else ():
            graph = self.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")
            text = graph.to_ntriples() if isinstance(graph, Graph) else ""
            for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES):
                yield ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(str(name)))

    def replace_graphs(self, graphs: Mapping[str, str]) -> None:
        """See `Engine.replace_graphs`; one update a graph, which a server runs as one transaction."""
        for iri, text in graphs.items():
            triples = "\n".join(str(q.triple) + " ." for q in ox.parse(text, format=ox.RdfFormat.N_QUADS))
            data = f"INSERT DATA {{ GRAPH <{iri}> {{ {triples} }} }}" if triples else ""
            self.update(f"DROP SILENT GRAPH <{iri}> ;\n{data}")

    def _post(self, url: str, fields: Mapping[str, str], accept: str) -> tuple[bytes, str]:
        request = urllib.request.Request(  # noqa: S310 - the scheme is checked when the endpoint is made
            url,
            data=urllib.parse.urlencode(fields).encode("ascii"),
            headers={"Accept": accept, "Content-Type": "application/x-www-form-urlencoded; charset=utf-8"},
        )
        try:
            with self._opener.open(request, timeout=self.timeout) as response:
                return response.read(), response.headers.get("Content-Type", "")
        except urllib.error.HTTPError as error:
            said = error.read(2000).decode("utf-8", "replace").strip()
            if error.code == http.client.BAD_REQUEST:
                raise QueryError(f"{url} refuses the query: {said}") from error
            raise EngineError(f"{url}: HTTP {error.code} {error.reason}: {said}; check address and rights") from error
        except (urllib.error.URLError, TimeoutError, OSError) as error:
            raise EngineError(
                f"{url}: {getattr(error, 'reason', error)}; check that the server runs and its address"
            ) from error


def _answer(found: Any) -> Answer:
    if isinstance(found, ox.QuerySolutions):
        columns = tuple(v.value for v in found.variables)
        return Rows(columns, tuple(tuple(_value(term) for term in solution) for solution in found))
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    return _graph(found)


def _graph(triples: Any) -> Graph:
    return Graph(tuple(sorted({f"{t} ." for t in triples})))


def _value(term: Any) -> Value:
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        return to_value(term.value, term.datatype.value)
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _json_answer(data: Any) -> Answer:
    if "boolean" in data:
        return bool(data["boolean"])
    columns = tuple(data["head"]["vars"])
    rows = (tuple(_json_term(b.get(c)) for c in columns) for b in data["results"]["bindings"])
    return Rows(columns, tuple(rows))


def _json_term(term: Mapping[str, str] | None) -> Value:
    if term is None:
        return None
    if term["type"] in ("literal", "typed-literal"):
        return to_value(term["value"], term.get("datatype", f"{_XSD}string"))
    return term["value"] if term["type"] == "uri" else f"_:{term['value']}"


def to_value(text: str, datatype: str) -> Value:
    """The Python value of a literal; the text itself where it does not fit its datatype."""
    try:
        if datatype in _INTEGERS:
            return int(text)
        if datatype == f"{_XSD}boolean":
            return text in ("true", "1")
        if datatype == f"{_XSD}date":
            return date.fromisoformat(text[:10])
        if datatype == f"{_XSD}dateTime":
            return datetime.fromisoformat(text)
        if datatype == f"{_XSD}gYear":
            return int(text)
        if datatype == f"{_XSD}decimal":
            number = Decimal(text)
            return int(number) if number == number.to_integral_value() else float(number)
        if datatype in (f"{_XSD}double", f"{_XSD}float"):
            number = float(text)
            return int(number) if number.is_integer() else number
    except (ValueError, InvalidOperation, OverflowError):
        return text
    return text
