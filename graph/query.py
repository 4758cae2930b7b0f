"""Named questions: SPARQL files with a head that says what they ask, parameters bound safely, answers as rows.

A question is a file `queries/NAME.rq`. Its leading comment is TOML:

    # [title]
    # vi = "Kế hoạch nào thực hiện văn bản X?"
    # en = "Which documents implement document X?"
    # [description]
    # vi = "..."
    # en = "..."
    # [parameters.document]
    # kind = "document"            # document, agency, text, date, integer; optional ones have a `default`
    # vi = "số, ký hiệu hoặc IRI"
    # en = "number or IRI"
    # [columns]
    # via = { vi = "thông qua", en = "by way of" }
    # [example]
    # document = "76/NQ-CP"

In the query a parameter is written `$document`; every other variable is written `?name`. Binding replaces the token
by a
serialised RDF term, outside of strings, IRIs and comments, so that a value can never become syntax.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from importlib.resources import files
from typing import Any, Literal

from . import queries
from .engine import Endpoint, Engine, QueryError
from .lookup import agencies_named, document_named
from .rows import Rows

Kind = Literal["document", "agency", "text", "date", "integer"]

_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''  # strings
    r"|<[^<>\"{}|^`\\\s]*>"  # IRIs
    r"|#[^\n]*"  # comments
    r"|\$(?P<name>[a-z_]+)",
    re.DOTALL,
)
_NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*")
_XSD = "http://www.w3.org/2001/XMLSchema#"
# A parameter that is left out. It binds nothing, so that without it the rows are the same; but Jena 4.5 and QLever
# (issue 3429 of September 2026) then test a FILTER of the variable before the patterns that bind it, and lose rows.
# A pattern said twice, so that the embedded store begins with it, changes no row either; but Virtuoso 7.2.5 loses some.
_LEFT_OUT = re.compile(r"VALUES \?\w+ \{ UNDEF \}|[^\n]*# embedded store only\n")


class UnknownQuestionError(QueryError):
    """No question of this name; the message lists those that there are."""


class ParameterError(QueryError):
    """A parameter is missing, unknown, or its value has the wrong form."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a question. `default` is None when a value must be given."""

    name: str
    kind: Kind
    vi: str
    en: str
    default: str | int | None = None

    @property
    def required(self) -> bool:
        """Whether a value must be given."""
        return self.default is None


@dataclass(frozen=True, slots=True)
class Question:
    """A named question: what it asks in two languages, its parameters, its columns, an example, its SPARQL."""

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, Mapping[str, str]]
    example: Mapping[str, str | int]
    sparql: str = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The head as plain JSON values, without the SPARQL text."""
        return {
            "name": self.name,
            "title": dict(self.title),
            "description": dict(self.description),
            "parameters": [
                {
                    "name": p.name,
                    "kind": p.kind,
                    "required": p.required,
                    "default": p.default,
                    "vi": p.vi,
                    "en": p.en,
                }
                for p in self.parameters
            ],
            "columns": {name: dict(about) for name, about in self.columns.items()},
            "example": dict(self.example),
        }

    def command(self, folder: str = "KG") -> str:
        """The example as a command line."""
        options = [f"--{k.replace('_', '-')} {shell_word(str(v))}" for k, v in self.example.items()]
        return " ".join(["cancu ask", folder, self.name, *options])


def questions() -> dict[str, Question]:
    """The shipped questions by name, in the order of the names."""
    folder = files(queries)
    found = sorted((f.name, f) for f in folder.iterdir() if f.name.endswith(".rq"))
    return {
        name.removesuffix(".rq"): read_question(name.removesuffix(".rq"), f.read_text(encoding="utf-8"))
        for name, f in found
    }


def question(name: str) -> Question:
    """The question of that name. Raises UnknownQuestionError with the nearest name."""
    file = files(queries).joinpath(f"{name}.rq") if _NAME.fullmatch(name) else None
    if file is None or not file.is_file():
        known = questions()
        near = get_close_matches(name, known, n=1)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        raise UnknownQuestionError(f"there is no question {name!r}{hint}; the questions are: {', '.join(known)}")
    return read_question(name, file.read_text(encoding="utf-8"))


def read_question(name: str, text: str) -> Question:
    """A question from the text of its file. Raises QueryError when the head is not as this module's docstring says."""
    head = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        head.append(line[1:].removeprefix(" "))
    try:
        data = tomllib.loads("\n".join(head))
        parameters = tuple(
            Parameter(key, p["kind"], p["vi"], p["en"], p.get("default"))
            for key, p in data.get("parameters", {}).items()
        )
        return Question(
            name, data["title"], data["description"], parameters, data["columns"], data.get("example", {}), text
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise QueryError(f"{name}.rq: the head is not right: {error}") from error


def ask(engine: Engine, name: str, values: Mapping[str, Any] | None = None, *, check: bool = True) -> Rows:
    """The rows that answer a question.

    A document is given as a number, an IRI or a source name (with #D2); an agency as a name or an IRI. Raises
    UnknownQuestionError, ParameterError, `lookup.UnknownNameError` and `lookup.AmbiguousNameError`. With
    `check=False` names are not
    looked up, and documents and agencies must be IRIs.
    """
    asked = question(name)
    sparql = bind(asked, resolved(engine, asked, values or {}) if check else dict(values or {}))
    answer = engine.query(_LEFT_OUT.sub("", sparql) if isinstance(engine, Endpoint) else sparql)
    if not isinstance(answer, Rows):
        raise QueryError(f"{name}.rq is no SELECT")
    return answer


def resolved(engine: Engine, asked: Question, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` with documents and agencies as IRIs."""
    found: dict[str, Any] = {}
    kinds = {p.name: p.kind for p in asked.parameters}
    for key, value in values.items():
        kind = kinds.get(key)
        if value is None:
            continue
        if kind == "document":
            found[key] = document_named(engine, str(value))
        elif kind == "agency":
            found[key] = agencies_named(engine, str(value))
        else:
            found[key] = value
    return found


def bind(asked: Question, values: Mapping[str, Any]) -> str:
    """The SPARQL text of a question with its parameters in place.

    Raises ParameterError for a parameter that is missing, unknown or of the wrong form.
    """
    known = {p.name: p for p in asked.parameters}
    for key in values:
        if key not in known:
            takes = ", ".join(known) or "none"
            raise ParameterError(f"{asked.name} has no parameter {key!r}; it takes: {takes}")
    terms = {}
    for name, parameter in known.items():
        value = values.get(name, parameter.default)
        if value is None:
            raise ParameterError(f"{asked.name} needs {name}: {parameter.en}. Example: {asked.command()}")
        terms[name] = _term(parameter, value)

    def put(match: re.Match[str]) -> str:
        name = match["name"]
        if name is None:
            return match[0]
        if name not in terms:
            raise QueryError(f"{asked.name}.rq uses ${name}, which its head does not declare")
        return terms[name]

    return _TOKEN.sub(put, asked.sparql)


def _term(parameter: Parameter, value: Any) -> str:
    """A parameter's value as SPARQL terms."""
    if parameter.kind in ("document", "agency"):
        many = [value] if isinstance(value, str) else list(value)
        return " ".join(iri(v) for v in many if v != "") or "UNDEF"
    if parameter.kind == "integer":
        try:
            return str(int(value))
        except (TypeError, ValueError) as error:
            raise ParameterError(f"{parameter.name} is a whole number, not {value!r}") from error
    if parameter.kind == "date":
        if value == "":
            return '""'
        try:
            day = value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError as error:
            raise ParameterError(f"{parameter.name} is a date like 2026-06-30, not {value!r}") from error
        return f'"{day.isoformat()}"^^<{_XSD}date>'
    return literal(str(value))


def iri(text: str) -> str:
    """`text` as a SPARQL IRI. Raises ParameterError when it is none."""
    if not _IRI.fullmatch(text):
        raise ParameterError(f"{text!r} is no IRI")
    return f"<{text}>"


def literal(text: str) -> str:
    """`text` as a SPARQL string."""
    for char, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        text = text.replace(char, escape)
    return f'"{text}"'


def listing(asked: Iterable[Question]) -> Rows:
    """The questions as rows: name, title in both languages, parameters, example."""
    return Rows(
        ("name", "title_vi", "title_en", "parameters", "example"),
        tuple(
            (
                q.name,
                q.title["vi"],
                q.title["en"],
                ", ".join(p.name if p.required else f"[{p.name}]" for p in q.parameters),
                q.command(),
            )
            for q in asked
        ),
    )


def shell_word(value: str) -> str:
    """A value as one word of a command line."""
    return value if re.fullmatch(r"[\w./#:@-]+", value) else "'" + value.replace("'", "'\\''") + "'"
