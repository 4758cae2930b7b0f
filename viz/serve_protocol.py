"""SPARQL 1.1 Protocol, the part that needs no store: what a request asks, in which form, and what is refused.

Nothing here may let a query out of the machine. Oxigraph has no switch for federation, so that SERVICE and LOAD are
found in the text. Its parser has no lexer: it takes `trueSERVICE<x>{}` and `SERVICE:x{}` for federation (tried), so a
list of tokens would be fooled. What can hide the word (strings, comments, IRIs, variables, local names) is taken out;
what is left may not hold it anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from ..graph.query import iri

MOST_TEXT = 1 << 20
ROW_FORMS = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
GRAPH_FORMS = {
    "ttl": ("text/turtle", "application/x-turtle"),
    "nt": ("application/n-triples", "text/plain"),
    "rdf": ("application/rdf+xml", "application/xml"),
    "jsonld": ("application/ld+json", "application/json"),
}
_HIDDEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\''
    r"|<(?P<iri>[^<>\"{}|^`\\\x00-\x20]*)>"
    r"|#[^\n\r]*|\\."
    r"|(?:(?<=[\s{\[<|])|(?<=[^\\][(=!,]))[?$]\w+"  # elsewhere "?" may belong to a path: `:p?true`
    r"|@[A-Za-z][A-Za-z0-9-]*"
    r"|:(?:[\w%-]|\\.)+",  # the local part of a name
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# A comparison may look like an IRI: `?a<?b#>`. One with scheme:// is an IRI for certain ("//" is no operand);
# of the others those are refused that would change how what follows is read.
_CERTAIN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_UNCERTAIN = "\x00"
# `?a<?b)SERVICE ...>`: an operator "<" stands in parentheses, which close before the word.
_BEHIND = re.compile(r"\).*(?:service|load)", re.IGNORECASE)
_FEDERATED = re.compile("service|load", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\b", re.IGNORECASE)


class RefusedError(ValueError):
    """A request that gets no answer: the HTTP status, and what was wrong and what would help."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Job:
    """A query or update. `rows_as` and `graph_as` name the forms the client takes for rows and graphs, "" for none."""

    text: str
    update: bool = False
    rows_as: str = "json"
    graph_as: str = "ttl"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    union: bool = True


def job_of(
    method: str, media: str, fields: Sequence[tuple[str, str]], body: bytes, accept: str, *, writable: bool
) -> Job:
    """The job that a request describes. `fields` are those of the address, `body` the bytes that were posted.

    Raises RefusedError: 400 malformed, 403 federated or an update where none is allowed, 406, 415.
    """
    given = list(fields)
    if method == "POST":
        kind = media.split(";", 1)[0].strip().lower()
        if kind == "application/x-www-form-urlencoded":
            given += form_fields(body.decode("latin-1"))
        elif kind in ("application/sparql-query", "application/sparql-update"):
            given.append((kind.removeprefix("application/sparql-"), _utf8(body)))
        else:
            raise RefusedError(
                415,
                "POST takes application/x-www-form-urlencoded, application/sparql-query or application/sparql-update",
            )
    texts = [(name, value) for name, value in given if name in ("query", "update")]
    if len(texts) != 1 or not texts[0][1].strip():
        raise RefusedError(400, "give one parameter 'query' with the text of the query, and only one")
    name, text = texts[0]
    if name == "update" and method != "POST":
        raise RefusedError(400, "an update is sent with POST, never with GET")
    if name == "update" and not writable:
        raise RefusedError(403, "this endpoint is read-only; updates are taken after: cancu serve --writable")
    if any(key.startswith("using-") for key, _ in given):
        raise RefusedError(
            400, "using-graph-uri and using-named-graph-uri are not supported; write USING in the update"
        )
    code = code_of(text)
    refuse_federation(code)
    rows_as, graph_as = _forms(given, accept)
    return Job(
        text,
        name == "update",
        rows_as,
        graph_as,
        _graphs(given, "default-graph-uri"),
        _graphs(given, "named-graph-uri"),
        union=not _FROM.search(code),
    )


def code_of(text: str) -> str:
    """A query without what may hold any word: strings, comments, IRIs, variables, language tags and local names.

    Written characters (`\\u0053`) are put in first: the grammar does that, Oxigraph does not, so both are looked at.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MOST_TEXT:
        raise RefusedError(413, f"the query is longer than {MOST_TEXT:,} bytes")
    plain = _ESCAPE.sub(_character, text)
    return "\n".join(_HIDDEN.sub(_shown, version) for version in {text, plain})


def refuse_federation(code: str) -> None:
    """Raise RefusedError when code (see `code_of`) asks other servers: SERVICE, or LOAD in an update."""
    if _UNCERTAIN in code:
        raise RefusedError(
            400, "<...> may be an IRI or a comparison: write the IRI in full (scheme://...), or a blank after '<'"
        )
    found = _FEDERATED.search(code)
    if found:
        word = found[0].upper()
        raise RefusedError(
            403, f"{word} is refused: this endpoint asks no other server (a prefix may not be called so either)"
        )


def form_fields(text: str) -> list[tuple[str, str]]:
    """The fields of a form or an address. Raises RefusedError (400) when they are not UTF-8 or too many."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=200)
    except ValueError as error:
        raise RefusedError(400, f"the parameters cannot be read: {error}") from error


def preferred(accept: str, forms: Mapping[str, Sequence[str]]) -> str:
    """The form that an Accept header likes best, "" when it takes none of `forms`; the first form stands for */*."""
    best, found = 0.0, ""
    for part in accept.split(",") if accept.strip() else ["*/*"]:
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = _quality(parameters)
        form = next((form for form, names in forms.items() if _covers(name, names)), "")
        if form and quality > best:
            best, found = quality, form
    return found


def _forms(given: Sequence[tuple[str, str]], accept: str) -> tuple[str, str]:
    """The forms for rows and for a graph: the parameter `format` of a link, else the Accept header."""
    asked = next((value for name, value in given if name == "format"), "")
    rows_as = asked if asked in ROW_FORMS else preferred(accept, ROW_FORMS)
    graph_as = asked if asked in GRAPH_FORMS else preferred(accept, GRAPH_FORMS)
    if not rows_as and not graph_as:
        known = ", ".join(names[0] for names in [*ROW_FORMS.values(), *GRAPH_FORMS.values()])
        raise RefusedError(406, f"there is no answer in the forms asked for; there are: {known}")
    return rows_as, graph_as


def _covers(name: str, media: Sequence[str]) -> bool:
    return name in media or name == "*/*" or (name.endswith("/*") and media[0].startswith(name[:-1]))


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return float(parameter[2:])
            except ValueError:
                return 0.0
    return 1.0


def _graphs(given: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    found = tuple(value for key, value in given if key == name)
    for value in found:
        try:
            iri(value)
        except ValueError as error:
            raise RefusedError(400, f"{name}: {error}") from error
    return found


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"the query is not UTF-8: {error.reason} at byte {error.start}") from error


def _shown(match: re.Match[str]) -> str:
    inside = match["iri"]
    if inside is None or _CERTAIN.match(inside):
        return " "
    if "#" in inside or "'" in inside:
        return _UNCERTAIN
    return " service " if _BEHIND.search(inside) else " "


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else " "
