"""What resolution gives back: the identity of every document, citation and body, with the rule that gave it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Ref = tuple[str, str]  # (source, id in its record)
REVIEWED = "review"  # the rule of a citation whose meaning a person decided


@dataclass(frozen=True, slots=True)
class DocumentIdentity:
    """A document that was read. `canonical` is true of an IRI that other files arrive at too."""

    iri: str
    canonical: bool
    issuer_key: str | None
    agency: str | None
    area: str | None
    level: str
    province: str
    year: int | None
    number: str | None
    rule: str
    reason: str
    aliases: tuple[str, ...] = ()
    date: str | None = None
    effective_from: str | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a citation means: one IRI, or None with the candidates; `rule` and `reason` say why.

    `extracted` is what the rules gave before a person decided (rule `REVIEWED`).
    """

    iri: str | None
    rule: str
    candidates: tuple[str, ...]
    reason: str
    extracted: str | None = None


@dataclass(frozen=True, slots=True)
class AgencyIdentity:
    """A body or a collective that a file names."""

    iri: str
    key: str | None
    name: str
    group: bool
    level: str
    province: str
    rule: str


@dataclass(frozen=True, slots=True)
class Said:
    """One thing known of a document that was not read, with the citation that says it (id "" for a catalogue)."""

    field: str
    value: str
    source: str
    citation: str


@dataclass(frozen=True, slots=True)
class Stub:
    """A document that is only cited: what citations (or a catalogue) say of it, each fact with who said so.

    `kind` is "stub" for a number, "programme" or "law" for an instrument known by its name.
    """

    iri: str
    kind: str
    type: str | None
    number: str | None
    issuer: str | None
    agency: str | None
    date: str | None
    year: int | None
    title: str | None
    level: str
    province: str
    aliases: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class ResolutionFinding:
    """A contradiction or a gap that a reader should know; never settled by a guess."""

    code: str
    message: str
    message_vi: str
    about: tuple[str, ...]
    sources: tuple[Ref, ...]
    catalogues: tuple[str, ...] = ()  # names of those that say something else


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A row of a catalogue of known documents, to resolve against. `expires_on` is the first day without force.

    `file` and `sha256` (of its bytes) say which file it stood in, `retrieved` the day on which that was taken from its
    publisher, where the caller knows it.
    """

    number: str
    issuer: str
    date: str | None = None
    type: str | None = None
    title: str | None = None
    status: str | None = None
    effective_from: str | None = None
    expires_on: str | None = None
    file: str | None = None
    sha256: str | None = None
    retrieved: str | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """The identities of a corpus."""

    documents: Mapping[Ref, DocumentIdentity]
    citations: Mapping[Ref, Resolved]
    agencies: Mapping[Ref, AgencyIdentity]
    stubs: Mapping[str, Stub]
    findings: tuple[ResolutionFinding, ...]
    documents_by_iri: Mapping[str, tuple[Ref, ...]] = field(default_factory=dict)
    catalogue: Mapping[str, CatalogueEntry] = field(default_factory=dict)  # of documents that are read or cited
    lacking: Mapping[str, frozenset[str]] = field(default_factory=dict)  # fields of these that nothing read states
    issued: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # document of a catalogue -> what its title issues
