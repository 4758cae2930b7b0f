"""What cancu knows of document types, issuers, agencies, places, laws and cues: rows of data, read once.

The rows live in `ontology/data/`. `Tables.load()` gives the shipped ones; `Tables.load(path)` adds the rows of a user's own
TOML file. Nothing here is global state that a caller could change.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of document: "Quyết định", abbreviated QĐ. `families` name the number grammars that its symbol stands in."""

    name: str
    english: str
    abbreviations: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    level: str = "X"  # C central State, L local, P Party, X any
    cited_by_name: bool = False
    plan: bool = False
    source: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body that issues documents, with the symbols that stand for it in numbers ("TTg", "BNV")."""

    key: str
    name: str
    symbols: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    level: str = "central"  # central, province, district, commune, party, mass
    unique: bool = True  # does the symbol name one body (CP), or one in every place (UBND)?
    valid_from: str | None = None
    valid_to: str | None = None
    successors: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class AgencyName:
    """A body that tasks are given to, or a fixed collective of bodies."""

    key: str
    name: str
    variants: tuple[str, ...] = ()
    kind: str = "specific"  # or "collective"
    level: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    successors: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A province or a dissolved unit in one epoch: the key is (code, valid_from), because codes were used again."""

    code: str
    name: str
    kind: str
    slug: str
    variants: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    successor: str | None = None  # code@valid_from
    source: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    """A law, code, ordinance or the Constitution by name; `acts` are its numbers with their years."""

    name: str
    type: str
    acts: tuple[tuple[str, int], ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that state a relation, with the predicate that they state."""

    predicate: str
    phrase: str
    source: str = ""
    example: str = ""
