"""The processes that answer queries, so that one that takes too long or too much can be ended (decisions/0006)."""

from __future__ import annotations

import asyncio
import contextlib
import io
import multiprocessing
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import IO, Any, cast

import pyoxigraph as ox

from ..ontology.vocabulary import NAMESPACES
from .serve_protocol import GRAPH_FORMS, ROW_FORMS, Job, RefusedError

_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_START = 30.0
_WAITING = 1000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may take: seconds, rows (or triples) and bytes of its answer, bytes of memory of its process."""

    seconds: float = 20
    rows: int = 100_000
    size: int = 64 << 20
    memory: int = 4 << 30


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a job as it goes over HTTP."""

    media: str
    body: bytes


def answer(store: ox.Store, job: Job, limits: Limits) -> Reply:
    """Run a job. Raises RefusedError: 400 for what is no SPARQL, 406, 413 for an answer over the limits."""
    try:
        if job.update:
            store.update(job.text, prefixes=dict(NAMESPACES))
            return Reply("text/plain; charset=utf-8", b"done\n")
        return _reply(_found(store, job), job, limits)
    except SyntaxError as error:
        raise RefusedError(400, f"this is not SPARQL: {error}") from error
    except (ValueError, RuntimeError, OSError) as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError(400, f"this cannot be run: {error}") from error


def _found(store: ox.Store, job: Job) -> Any:
    """The default graph is the union, unless the request or the query names another dataset."""
    options: dict[str, Any] = {"prefixes": dict(NAMESPACES)}
    if job.default_graphs or job.named_graphs:
        options["default_graph"] = [ox.NamedNode(g) for g in job.default_graphs]
        options["named_graphs"] = [ox.NamedNode(g) for g in job.named_graphs]
    else:
        options["use_default_graph_as_union"] = job.union
    return store.query(job.text, **options)


def _reply(found: Any, job: Job, limits: Limits) -> Reply:
    graph = isinstance(found, ox.QueryTriples)
    form, known = (job.graph_as, GRAPH_FORMS) if graph else (job.rows_as, ROW_FORMS)
    if not form:
        kind = "a graph" if graph else "rows or a truth value"
        raise RefusedError(406, f"this query gives {kind}: ask for one of {', '.join(n[0] for n in known.values())}")
    media = known[form][0]
    media += "; charset=utf-8" if media.startswith("text/") else ""
    return Reply(media, _graph(found, form, limits) if graph else _rows(found, form, limits))


def _rows(found: Any, form: str, limits: Limits) -> bytes:
    """Rows are counted as the lines of TSV, which has one line a row, and then turned into the form asked for."""
    if isinstance(found, ox.QueryBoolean):
        return found.serialize(format=_RESULTS[form]) or b""
    counted = _Counted(limits)
    found.serialize(counted, format=ox.QueryResultsFormat.TSV)
    lines = b"".join(counted.pieces)
    if form == "tsv":
        return lines
    again = ox.parse_query_results(lines, format=ox.QueryResultsFormat.TSV)
    return again.serialize(format=_RESULTS[form]) or b""  # type: ignore[union-attr]


def _graph(found: Any, form: str, limits: Limits) -> bytes:
    """Each triple once: two named graphs may state the same, and the union keeps both."""
    kept: dict[ox.Triple, None] = {}
    for triple in found:
        kept[triple] = None
        if len(kept) > limits.rows:
            raise _too_many(limits)
    prefixes = dict(NAMESPACES) if form in ("ttl", "rdf", "jsonld") else None
    counted = _Counted(limits, lines=False)
    ox.serialize(kept, cast(IO[bytes], counted), format=_GRAPHS[form], prefixes=prefixes)
    return b"".join(counted.pieces)


class _Counted(io.RawIOBase):
    """A file that takes no more than the limits."""

    def __init__(self, limits: Limits, *, lines: bool = True) -> None:
        super().__init__()
        self.pieces: list[bytes] = []
        self._limits, self._lines = limits, lines
        self._rows, self._size = -1, 0  # the first line names the columns

    def write(self, piece: Any) -> int:
        self.pieces.append(bytes(piece))
        self._size += len(piece)
        self._rows += piece.count(b"\n") if self._lines else 0
        if self._rows > self._limits.rows:
            raise _too_many(self._limits)
        if self._size > self._limits.size:
            raise RefusedError(413, f"the answer is larger than {self._limits.size:,} bytes; add LIMIT to the query")
        return len(piece)


def _too_many(limits: Limits) -> RefusedError:
    return RefusedError(
        413,
        f"the answer has more than {limits.rows:,} rows; add LIMIT (with ORDER BY and OFFSET to page through), "
        "or start with a higher --limit",
    )


def work(connection: Connection, location: str, limits: Limits, *, writable: bool) -> None:
    """The loop of a worker process: jobs in, replies or refusals out, until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends its workers
    _bound_memory(limits.memory)
    store = ox.Store(location) if writable else ox.Store.read_only(location)
    connection.send("ready")
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            job = connection.recv()
            try:
                reply: Any = answer(store, job, limits)
            except RefusedError as error:
                reply = (error.status, str(error))
            except MemoryError:
                reply = (413, "the query took more memory than a query may take; ask for less")
            connection.send(reply)


def _bound_memory(most: int) -> None:
    try:
        import resource
    except ModuleNotFoundError:  # Windows: time and size limits hold, memory has none
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


class _Worker:
    """One worker process, started when it is needed."""

    def __init__(self, location: str, limits: Limits, *, writable: bool) -> None:
        self._location, self._limits, self._writable = location, limits, writable
        self._process: Any = None
        self._connection: Any = None

    def ask(self, job: Job) -> Reply:
        """The reply to a job. Raises RefusedError, 504 after the time limit; the process is then ended."""
        try:
            self.start()
            self._connection.send(job)
            if not self._connection.poll(self._limits.seconds):
                self.stop()
                raise RefusedError(
                    504,
                    f"the query was ended after {self._limits.seconds:g} seconds; ask for less, "
                    "or start with a longer --timeout",
                )
            reply = self._connection.recv()
        except (EOFError, OSError) as error:
            self.stop()
            raise RefusedError(
                500,
                "the query ended its process: it took too much memory or is nested too deeply; "
                "other queries are not affected",
            ) from error
        if isinstance(reply, Reply):
            return reply
        raise RefusedError(*reply)

    def start(self) -> None:
        """Start the process unless it runs. Raises RefusedError (503) when it cannot open the store."""
        if self._process is not None and self._process.is_alive():
            return
        context = multiprocessing.get_context("spawn")
        self._connection, other = context.Pipe()
        self._process = context.Process(
            target=work, args=(other, self._location, self._limits), kwargs={"writable": self._writable}, daemon=True
        )
        self._process.start()
        other.close()
        try:
            ready = self._connection.poll(_START) and self._connection.recv() == "ready"
        except EOFError:
            ready = False
        if not ready:
            self.stop()
            raise RefusedError(503, f"the store {self._location} cannot be opened; was it built again? Start again")

    def stop(self) -> None:
        """End the process, whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.join(5)
            self._connection.close()
            self._process = None


class Pool:
    """A few worker processes over one store; a store that is written has one."""

    def __init__(self, location: str, limits: Limits, *, size: int = 2, writable: bool = False) -> None:
        self._limits, self._waiting = limits, 0
        self._workers = [_Worker(location, limits, writable=writable) for _ in range(1 if writable else size)]
        self._threads = ThreadPoolExecutor(len(self._workers), "cancu-serve")
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()

    def open(self) -> None:
        """Start the processes. Raises RefusedError when the store cannot be opened."""
        for worker in self._workers:
            worker.start()
            self._idle.put_nowait(worker)

    def close(self) -> None:
        """End the processes; what runs is ended."""
        for worker in self._workers:
            worker.stop()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def run(self, job: Job) -> Reply:
        """The reply to a job, once a worker is free. Raises RefusedError, 503 when none is within the time limit."""
        if self._waiting >= _WAITING:
            raise RefusedError(503, "too many queries wait; try again later")
        self._waiting += 1
        try:
            worker = await asyncio.wait_for(self._idle.get(), self._limits.seconds)
        except TimeoutError as error:
            raise RefusedError(503, "all workers are busy with long queries; try again later") from error
        finally:
            self._waiting -= 1
        return await asyncio.shield(asyncio.ensure_future(self._run(worker, job)))

    async def _run(self, worker: _Worker, job: Job) -> Reply:
        """Runs to its end even when the client has gone: the worker is busy until then."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, worker.ask, job)
        finally:
            self._idle.put_nowait(worker)
