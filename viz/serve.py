"""`cancu serve`: a SPARQL 1.1 endpoint, a query page and pages for documents and views over one knowledge graph.

Starlette and uvicorn (extra `serve`) carry HTTP, worker processes answer queries (decisions/0006). Everything that the
pages load comes from here.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import shutil
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..graph.engine import QueryError
from ..graph.store import StoreError
from .look import LANGUAGES, asset, colours_css
from .serve_pages import DRAWN, Pages
from .serve_protocol import MOST_TEXT, Job, RefusedError, form_fields, job_of
from .serve_worker import Limits, Pool

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

    from ..graph.store import Published

MISSING = 'cancu serve needs starlette and uvicorn: pip install "cancu[serve]"'
ASSETS = {
    "look.css": "text/css",
    "yasgui.min.js": "text/javascript",
    "yasgui.min.css": "text/css",
    "serve.js": "text/javascript",
    "serve.css": "text/css",
    "editor.css": "text/css",
    "record.css": "text/css",
}
# Open connections; more are answered with 503. Below the 1,024 files that a process may have open by default.
_CONNECTIONS = 600
_STRICT = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
# YASGUI draws itself with style attributes and data: pictures; scripts are our own files only, and it asks only us.
_EDITOR = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# A graph page carries its own, stricter policy, with the hashes of its scripts; both hold.
_VIEW = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server listens and what it allows.

    `cors` is the one origin whose pages may ask, "*" for all; `patience` the seconds that a client has to send its
    request.
    """

    host: str = "127.0.0.1"
    port: int = 8899
    writable: bool = False
    limits: Limits = field(default_factory=Limits)
    cors: str = ""
    workers: int = 2
    patience: float = 15


def serve(kg: Any, store: Published, settings: Settings, *, ready: Callable[[str], None] | None = None) -> None:
    """Serve a graph until the process is interrupted. `ready` is called with the address once the port is open.

    Raises ModuleNotFoundError with the remedy when the extra is missing, StoreError when the port or the store cannot
    be used.
    """
    try:
        import uvicorn
    except ModuleNotFoundError as error:
        raise StoreError(MISSING) from error
    app = application(kg, store, settings)
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=512)
    except OSError as error:
        raise StoreError(
            f"{settings.host}:{settings.port} cannot be listened on ({error.strerror}); give another --port"
        ) from error
    with listener:
        if ready is not None:
            shown = f"[{settings.host}]" if ":" in settings.host else settings.host
            ready(f"http://{shown}:{listener.getsockname()[1]}/")
        from .serve_connection import connections

        config = uvicorn.Config(
            app,
            http=connections(settings.patience + 2),  # bodies that are late are told so before
            ws="none",
            log_level="error",  # a warning for each malformed request would fill the terminal
            server_header=False,
            limit_concurrency=_CONNECTIONS,
            timeout_keep_alive=10,
            timeout_graceful_shutdown=3,
        )
        uvicorn.Server(config).run(sockets=[listener])


def application(kg: Any, store: Published, settings: Settings) -> Starlette:
    """The ASGI application over a graph (the face of `cancu.open`) and its store. Raises StoreError as `serve` does."""
    try:
        from starlette.applications import Starlette
        from starlette.routing import Route
    except ModuleNotFoundError as error:
        raise StoreError(MISSING) from error
    location = _working_copy(store) if settings.writable else store.folder / store.name / "quads"
    pool = Pool(str(location), settings.limits, size=settings.workers, writable=settings.writable)
    site = _Site(Pages(kg, pool), pool, settings)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            await asyncio.to_thread(pool.open)
            yield
        finally:
            await asyncio.to_thread(pool.close)

    routes = [
        Route("/", site.editor),
        Route("/sparql", site.sparql, methods=["GET", "POST", "OPTIONS"]),
        Route("/documents", site.documents),
        Route("/document/{source:path}", site.document),
        Route("/resource", site.resource),
        Route("/view/{view}", site.view),
        Route("/graph", site.graph, methods=["GET", "POST"]),
        Route("/assets/{name}", site.asset),
    ]
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers={404: site.nowhere})
    app.add_middleware(_Guard, settings=settings)
    return app


def _working_copy(store: Published) -> Path:
    """Where updates go: a copy beside the published store, which is never written. It is kept between runs."""
    copy = store.folder / "working" / store.name
    if not copy.exists():
        try:
            partial = store.folder / "working" / f"{store.name}.partial"
            shutil.rmtree(partial, ignore_errors=True)
            shutil.copytree(store.folder / store.name / "quads", partial)
            partial.rename(copy)
        except OSError as error:
            raise StoreError(
                f"{copy}: cannot be written ({error.strerror or error}); serve without --writable"
            ) from error
    return copy


class _Site:
    """The routes."""

    def __init__(self, pages: Pages, pool: Pool, settings: Settings) -> None:
        self._pages, self._pool, self._settings = pages, pool, settings
        self._drawing = asyncio.Semaphore(1)  # one page is drawn at a time: the others are served meanwhile

    async def sparql(self, request: Request) -> Response:
        """The protocol's endpoint."""
        from starlette.responses import PlainTextResponse, RedirectResponse, Response

        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
        try:
            fields = form_fields(request.url.query)
            if request.method != "POST" and not any(name in ("query", "update") for name, _ in fields):
                if "text/html" in request.headers.get("accept", ""):
                    return RedirectResponse("/")
                return Response(self._pages.description(str(request.url.replace(query=""))), media_type="text/turtle")
            job = await self._job(request, fields, request.headers.get("accept", ""), writable=self._settings.writable)
            if job.update:
                _same_origin(request, self._settings)
            reply = await self._pool.run(job)
        except RefusedError as error:
            headers = {"Retry-After": "5"} if error.status == 503 else None
            return PlainTextResponse(f"{error}\n", status_code=error.status, headers=headers)
        headers = {"Cache-Control": "no-store", "Vary": "Accept"}
        if any(name == "download" for name, _ in fields):
            suffix = (
                job.graph_as if reply.media.split(";")[0] in ("text/turtle", "application/n-triples") else job.rows_as
            )
            headers["Content-Disposition"] = f'attachment; filename="cancu.{suffix}"'
        return Response(reply.body, media_type=reply.media, headers=headers)

    async def graph(self, request: Request) -> Response:
        """The graph page of the answer to any query."""
        lang = _lang(request)
        try:
            job = await self._job(request, form_fields(request.url.query), DRAWN, writable=False)
            reply = await self._pool.run(job)
        except RefusedError as error:
            return _html(self._pages.problem(str(error), lang, refused=error.status), error.status)
        return await self._page(self._pages.graph, reply, job.text, lang=lang, policy=_VIEW)

    async def _job(self, request: Request, fields: list[tuple[str, str]], accept: str, *, writable: bool) -> Job:
        body = await _body(request, self._settings.patience)
        kind = request.headers.get("content-type", "")
        return job_of(request.method, kind, fields, body, accept, writable=writable)

    async def editor(self, request: Request) -> Response:
        """The query page."""
        return await self._page(self._pages.editor, lang=_lang(request), policy=_EDITOR)

    async def documents(self, request: Request) -> Response:
        """The list of the documents."""
        return await self._page(self._pages.documents, lang=_lang(request))

    async def document(self, request: Request) -> Response:
        """One source with its marked text."""
        return await self._page(self._pages.document, request.path_params["source"], lang=_lang(request))

    async def resource(self, request: Request) -> Response:
        """What the graph says of an IRI."""
        lang = _lang(request)
        try:
            html = await self._pages.resource(request.query_params.get("iri", ""), lang)
        except RefusedError as error:
            return _html(self._pages.problem(str(error), lang, refused=error.status), error.status)
        return _html(html)

    async def view(self, request: Request) -> Response:
        """A graph page."""
        given = request.query_params
        return await self._page(
            self._pages.view, request.path_params["view"], given.get("document"), lang=_lang(request), policy=_VIEW
        )

    async def nowhere(self, request: Request, _: Exception) -> Response:
        """The page for an address that is none of ours."""
        return _html(self._pages.problem(request.url.path, _lang(request)), 404)

    async def asset(self, request: Request) -> Response:
        """A file of ours, one of a closed list."""
        from starlette.responses import Response

        name = request.path_params["name"]
        if name not in ASSETS:
            return _html(self._pages.problem("there is no such file"), 404)
        text = colours_css() if name == "look.css" else await asyncio.to_thread(asset, name)
        return Response(text, media_type=f"{ASSETS[name]}; charset=utf-8", headers={"Cache-Control": "max-age=3600"})

    async def _page(self, make: Callable[..., str], *given: Any, lang: str, policy: str = _STRICT) -> Response:
        try:
            async with self._drawing:
                return _html(await asyncio.to_thread(make, *given, lang), policy=policy)
        except KeyError as error:
            return _html(self._pages.problem(str(error.args[0] if error.args else error), lang), 404)
        except QueryError as error:
            return _html(self._pages.problem(str(error), lang), 404)
        except ValueError as error:
            return _html(self._pages.problem(str(error), lang), 400)


def _lang(request: Request) -> str:
    given = request.query_params.get("lang", "")
    return given if given in LANGUAGES else LANGUAGES[0]


class _Guard:
    """Around every request: the Host header (against DNS rebinding), CORS, and headers that browsers heed."""

    def __init__(self, app: Any, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._loopback = _is_loopback(settings.host)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = {name: value.decode("latin-1") for name, value in scope["headers"]}
        own = list(self._headers(given.get(b"origin", ""), scope["path"]))

        async def send_with(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *own]}
            await send(message)

        if self._loopback and not _is_loopback(urlsplit(f"//{given.get(b'host', '')}").hostname or ""):
            from starlette.responses import PlainTextResponse

            refused = PlainTextResponse("this server answers to localhost only\n", status_code=421)
            await refused(scope, receive, send_with)
            return
        await self._app(scope, receive, send_with)

    def _headers(self, origin: str, path: str) -> Iterator[tuple[bytes, bytes]]:
        yield b"x-content-type-options", b"nosniff"
        yield b"referrer-policy", b"no-referrer"
        yield b"cross-origin-opener-policy", b"same-origin"
        cors = self._settings.cors
        if not cors:
            yield b"cross-origin-resource-policy", b"same-origin"
        elif path == "/sparql" and origin and cors in ("*", origin):
            yield b"access-control-allow-origin", cors.encode("latin-1")
            yield b"access-control-allow-methods", b"GET, POST, OPTIONS"
            yield b"access-control-allow-headers", b"Accept, Content-Type"
            yield b"vary", b"Origin"


def _html(text: str, status: int = 200, *, policy: str = _STRICT) -> Response:
    from starlette.responses import Response

    body = text.encode("utf-8", "replace")
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-cache"}
    return Response(body, status, headers, "text/html; charset=utf-8")


async def _body(request: Request, patience: float) -> bytes:
    """The posted bytes. Raises RefusedError: 413 when there are too many, 408 when they come too slowly."""
    from starlette.requests import ClientDisconnect

    pieces, size = [], 0
    try:
        async with asyncio.timeout(patience):
            async for piece in request.stream():
                size += len(piece)
                if size > 3 * MOST_TEXT:  # percent signs make a form up to three times as long
                    raise RefusedError(413, f"the request is longer than {3 * MOST_TEXT:,} bytes")
                pieces.append(piece)
    except ClientDisconnect as error:
        raise RefusedError(400, "the request broke off") from error
    except TimeoutError as error:
        raise RefusedError(408, f"the request did not arrive within {patience:g} seconds") from error
    return b"".join(pieces)


def _same_origin(request: Request, settings: Settings) -> None:
    """Refuse an update that a page of another site sends: a browser posts forms to anywhere, whatever CORS says."""
    origin = request.headers.get("origin", "")
    if origin and origin != settings.cors and urlsplit(origin).netloc != request.headers.get("host"):
        raise RefusedError(403, "updates from pages of other sites are refused")


def _is_loopback(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host.lower().rstrip(".") == "localhost"
