"""The record of one source file: what extraction returns, what the graph is built from.

The JSON form of `Record` is the project's annotation format: keys are the field names below, offsets are `[start, end)`
indices into `Source.text`, and every `text` equals that slice. Absent values are null, absent lists are empty.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

SCHEMA = "1"

CitationKind = Literal["numbered", "law_by_name", "programme_by_name"]
Predicate = Literal[
    "based_on",
    "implements",
    "amends",
    "replaces",
    "repeals",
    "guides",
    "promulgates",
    "approves",
    "proposes_amendment",
    "refers_to",
]
# What is done to the force of a text, beside ending it. The annotation format knows no relation of that name: such a
# relation is a `refers_to` with an `effect`.
Effect = Literal["suspends", "defers", "extends", "resumes"]
Role = Literal["lead", "cooperate", "responsible", "monitor"]
Recurrence = Literal["annual", "continuous", "quarterly", "monthly", "periodic"]
Comparator = Literal["=", ">=", "<=", ">", "<"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed: `on_behalf` is the TM./TL./TUQ. line, `for_` (JSON "for") the KT. line, both as written."""

    name: str | None
    position: str | None
    on_behalf: str | None
    for_: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A logical document of the file: what its own header, title and signature block say."""

    id: str
    type: str | None
    number: str | None
    issuer: str | None
    date: str | None
    place: str | None
    title: str | None
    period: tuple[int, int] | None
    signer: Signer | None
    recipients: tuple[str, ...]
    start: int
    end: int
    in_document: str | None = None
    draft: bool = False
    effective_from: str | None = None
    expires_on: str | None = None
    spans: Mapping[str, Span] = field(default_factory=dict)
    inferred: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Provision:
    """A pointed-to part of a cited document: "điểm a khoản 2 Điều 5" is article 5, clause 2, point a."""

    text: str
    start: int
    end: int
    article: str | None = None
    clause: str | None = None
    point: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of another identified document.

    `type`, `issuer`, `date` are as stated by the words of this mention; what is concluded stands in `inferred`, each
    value with the rule that concluded it in `rules` under the same key. `same_as` is the id of the full citation that a
    short form or an alias points to.
    """

    id: str
    start: int
    end: int
    text: str
    kind: CitationKind
    type: str | None
    number: str | None
    date: str | None
    date_text: str | None
    issuer: str | None
    title: str | None
    provision: str | None
    in_document: str | None
    year: int | None = None
    provisions: tuple[Provision, ...] = ()
    same_as: str | None = None
    inferred: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    spans: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Relation:
    """A statement between two documents or citations; `start` and `end` delimit the cue that is its evidence.

    `effect` says what the subject does to the force of the object for a time: it stops it from being carried out
    ("suspends"), puts its force off ("defers"), prolongs it ("extends") or brings it back ("resumes"); it holds from
    `effective_from` to `effective_until`, its last day, where the text states them.
    """

    id: str
    subject: str
    predicate: Predicate
    object: str
    evidence: str
    start: int
    end: int
    basis: Literal["competence", "content"] | None = None
    partial: bool = False
    effective_from: str | None = None
    rule: str | None = None
    effect: Effect | None = None
    effective_until: str | None = None

    @property
    def name(self) -> str:
        """What the graph calls the relation: its effect on the force of the object, else its predicate."""
        return self.effect or self.predicate


@dataclass(frozen=True, slots=True)
class Bearer:
    """One agency in one role of a task, with the characters that name it; `agency` is the id of its entry."""

    role: Role
    text: str
    start: int
    end: int
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A task that the text makes an agency answerable for."""

    id: str
    source: Literal["table", "prose"]
    section: str | None
    task: str
    start: int
    end: int
    lead: tuple[str, ...] = ()
    cooperate: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    output: str | None = None
    deadline: str | None = None
    deadline_range: tuple[str | None, str | None] | None = None
    recurring: Recurrence | None = None
    in_document: str | None = None
    monitor: tuple[str, ...] = ()
    bearers: tuple[Bearer, ...] = ()
    spans: Mapping[str, Span] = field(default_factory=dict)
    budgets: tuple[str, ...] = ()
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Agency:
    """A body or office that the file names, under one canonical name, with every range that names it."""

    id: str
    name: str
    kind: Literal["specific", "collective"]
    mentions_as: tuple[str, ...]
    level: str | None = None
    place: str | None = None
    key: str | None = None
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A quantified goal: one entry per number. `by` is the year it is due."""

    id: str
    start: int
    end: int
    text: str
    value: float
    unit: str
    comparator: Comparator
    by: str | None = None
    in_document: str | None = None
    indicator: str | None = None
    scope: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """An amount of money: `amount` is in whole units of `currency` (đồng for VND); `part_of` is the id of the amount
    that the text calls its whole ("trong đó", "Tổng cộng").
    """

    id: str
    in_document: str | None
    assignment: str | None
    start: int
    end: int
    text: str
    amount: int
    currency: str = "VND"
    source: str | None = None
    year: str | None = None
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A back reference ("Nghị định này") that is no citation; `candidates` are the ids of what it may mean."""

    id: str
    in_document: str | None
    start: int
    end: int
    text: str
    type: str | None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alias:
    """A short name that the text defines: `for_` (JSON "for") is the id of what it stands for."""

    text: str
    start: int
    end: int
    for_: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a reader of the record should know: a contradiction, an impossible date, an unreadable number."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """Everything extraction found in one source file."""

    source: str
    documents: tuple[Document, ...] = ()
    citations: tuple[Citation, ...] = ()
    relations: tuple[Relation, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    agencies: tuple[Agency, ...] = ()
    targets: tuple[Target, ...] = ()
    budgets: tuple[Budget, ...] = ()
    references: tuple[Reference, ...] = ()
    aliases: tuple[Alias, ...] = ()
    warnings: tuple[Finding, ...] = ()
    schema: str = SCHEMA
    sha256: str = ""
    text_sha256: str = ""
    media_type: str = "text/plain"
    reader: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The record as plain dicts, lists, strings and numbers, ready for `json.dumps`."""
        return _plain(self)

    def to_json(self, *, indent: int | None = None) -> str:
        """The record as one JSON text, Vietnamese letters as they are."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Record:
        """The record that `to_dict` gave; keys that the format does not know are left out.

        Raises ValueError when a required key is missing or a value has the wrong shape.
        """
        try:
            return _typed(data, cls)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"this is no record of schema {SCHEMA}: {error}") from error


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name.rstrip("_"): _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


@functools.cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _typed(value: Any, hint: Any) -> Any:
    """`value` (plain JSON) as the annotated type `hint`."""
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        hints = _hints(hint)
        return hint(**{n: _typed(value[n.rstrip("_")], hints[n]) for n in hints if n.rstrip("_") in value})
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        return _typed(value, next(a for a in args if a is not type(None)))
    if origin is tuple:
        if len(args) == 2 and args[1] is Ellipsis:
            return tuple(_typed(v, args[0]) for v in value)
        return tuple(_typed(v, a) for v, a in zip(value, args, strict=True))
    if origin is Mapping:
        return {k: _typed(v, args[1]) for k, v in value.items()}
    if hint is float:
        return float(value)
    return value
