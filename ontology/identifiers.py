"""Identifiers: every IRI of the graph is minted here, and read back here.

They are deterministic, ASCII, and shaped like ELI: `{base}eli/vn/{issuer}/[{type}/]{year}/{number}-{symbol}`. The
number of a document is unique for one issuer in one year (NĐ 30/2020/NĐ-CP, Điều 15), so without issuer or year none is
minted.
"""

from __future__ import annotations

import datetime
import functools
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, unquote

from .symbols import Symbol, series_type, symbol, symbol_of, symbol_slug
from .tables import Tables

DEFAULT_BASE = "https://w3id.org/cancu/"
_KEY = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*(?:/[a-z0-9]+(?:[-.][a-z0-9]+)*)*")
_EXPRESSION = re.compile(r"(.+)/vie@(\d{4}-\d{2}-\d{2})?")
_UNKNOWN_TYPE = "loai-"  # a type that the shipped table does not have
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What an IRI says. `kind` is the name of the method that minted it; fields that it does not carry are None."""

    kind: str
    issuer: str | None = None
    year: int | None = None
    number: str | None = None
    type: str | None = None
    path: str | None = None
    id: str | None = None
    start: int | None = None
    end: int | None = None
    name: str | None = None
    parent: str | None = None
    annex: int | None = None


def slug(text: str) -> str:
    """ASCII words joined by "-", without marks: for names whose uniqueness something else secures."""
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).lower().replace("đ", "d"))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _NOT_WORD.sub("-", plain).strip("-")


def _digest(*parts: object, length: int) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:length]


@functools.cache
def _type_slugs() -> dict[str, str]:
    """Slug -> name of every shipped type of document, "Văn bản" left out because it says no type."""
    return {slug(row.name): row.name for row in Tables.load().document_types}


def _type_slug(name: str) -> str:
    word = slug(name)
    return word if word in _type_slugs() else _UNKNOWN_TYPE + word


def _escaped(path: str) -> str:
    return quote(path.replace("\\", "/"), safe="/-._~", errors="surrogatepass")


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Mints and parses under one base IRI. All methods are pure; equal input gives equal text."""

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9+.-]*:[!-~]*", self.base) or any(c in self.base for c in '<>"{}|\\^`#?'):
            raise ValueError(f"base {self.base!r} is no absolute IRI; give one like {DEFAULT_BASE}")
        if not self.base.endswith("/"):
            object.__setattr__(self, "base", self.base + "/")

    # documents

    def document(self, issuer: str, year: int | None, number: str, *, type: str | None = None) -> str:  # noqa: A002
        """The IRI of a document by its issuer key ("chinh-phu", "lao-cai.1991/ubnd"), year of issue and number.

        `type` is the type as named beside the number; it stands in the IRI only where the symbol does not say it.
        Raises ValueError when the number has no symbol and no type, states another year, or the key is bad.
        """
        parts = symbol(number, type=type)
        if parts is None:
            raise ValueError(f"{number!r} is no document number: it does not begin with digits")
        year = year if year is not None else parts.year
        if year is None:
            raise ValueError(f"{number}: the year is unknown, and numbers begin again each year")
        if parts.year is not None and parts.year != year:
            raise ValueError(f"{number} states the year {parts.year}, not {year}")
        if not _KEY.fullmatch(issuer) or issuer.rpartition("/")[2] in _type_slugs():
            raise ValueError(f"{issuer!r} is no issuer key; keys look like chinh-phu or lao-cai.1991/ubnd")
        word = series_type(parts, type)
        middle = f"{_type_slug(word)}/" if word else ""
        return f"{self.base}eli/vn/{issuer}/{middle}{year}/{symbol_slug(parts)}"

    def annex(self, parent: str, n: int = 1) -> str:
        """What a document promulgates with itself: annex `n` of it."""
        return f"{parent}/annex-{n}"

    def expression(self, work: str, date: str | None = None) -> str:
        """The Vietnamese text of a work as signed, or as in force on `date`."""
        return f"{work}/vie@{date or ''}"

    def provision(
        self, work: str, article: str | None = None, clause: str | None = None, point: str | None = None
    ) -> str:
        """A Điều, khoản, điểm of a work; "đ" is written "dd", because điểm đ is not điểm d."""
        pairs = (("dieu", article), ("khoan", clause), ("diem", point))
        return work + "".join(f"/{word}-{_provision_code(value)}" for word, value in pairs if value)

    def named(self, type: str, title: str, *, scope: str | None = None) -> str:  # noqa: A002
        """An instrument known by its name, in the form that is compared; `scope` is the area that it is local to."""
        middle = f"{scope}/" if scope else ""
        words = slug(title)[:80].rstrip("-") or "x"
        return f"{self.base}named/{_type_slug(type)}/{middle}{words}-{_digest(type, scope, title, length=8)}"

    # what a file holds

    def source(self, path: str) -> str:
        """The file that was read, by its path relative to what the user gave."""
        return f"{self.base}file/{_escaped(path)}"

    def in_source(self, path: str, id: str) -> str:  # noqa: A002
        """A part of a record by its id: "D2", "C7", "A1"."""
        return f"{self.source(path)}#{quote(id, safe='-._~')}"

    def mention(self, path: str, n: int) -> str:
        """The `n`-th mention of a body that is gone."""
        return f"{self.in_source(path, 'M')}{n}"

    def participation(self, path: str, task: str, n: int) -> str:
        """The `n`-th bearer of a task."""
        return f"{self.in_source(path, task)}-b{n}"

    def deliverable(self, path: str, task: str) -> str:
        """The output of a task."""
        return f"{self.in_source(path, task)}-output"

    def graph(self, path: str) -> str:
        """The named graph of what a source says."""
        return f"{self.base}graph/{_escaped(path)}"

    def claims(self, path: str) -> str:
        """The named graph of the evidence for what a source says."""
        return f"{self.base}claims/{_escaped(path)}"

    def run(self, name: str) -> str:
        """A run of the software, and the graph that describes it."""
        return f"{self.base}run/{_escaped(name)}"

    def time(self, first: str | None, last: str | None) -> str:
        """A day, or the time from the day `first` to the day `last`; either may be open."""
        return f"{self.base}time/" + (first if first and first == last else f"{first or ''}--{last or ''}")

    def recurrence(self, name: str) -> str:
        """The times of what comes back: "annual", "quarterly"."""
        return f"{self.base}time/{name}"

    def catalogue(self, name: str) -> str:
        """The graph of what a catalogue says."""
        return f"{self.base}catalogue/{_escaped(name)}"

    def text(self, sha256: str) -> str:
        """A text layer by the hash of its text."""
        return f"{self.base}text/{sha256}"

    def span(self, sha256: str, start: int, end: int) -> str:
        """Characters of a text layer (RFC 5147)."""
        return f"{self.text(sha256)}#char={start},{end}"

    def position(self, span: str) -> str:
        """The position selector of a span."""
        return f"{span}&selector=position"

    def quote(self, span: str) -> str:
        """The quote selector of a span."""
        return f"{span}&selector=quote"

    def claim(self, source: str, subject: str, predicate: str, object: str, start: int, end: int) -> str:  # noqa: A002
        """One statement with its evidence."""
        return f"{self.base}claim/{_digest(source, subject, predicate, object, start, end, length=32)}"

    def impact(self, stated: str) -> str:
        """What one document does to another, by the claim that states it, or the document that ends by itself."""
        return f"{self.base}impact/{_digest(stated, length=32)}"

    # bodies, places, concepts

    def agency(self, key: str) -> str:
        """A body by its key ("chinh-phu", "lao-cai.1991/ubnd")."""
        return f"{self.base}agency/{key}"

    def group(self, name: str, *, scope: str | None = None) -> str:
        """A collective ("các sở, ban, ngành"), in the area `scope`."""
        return f"{self.base}group/{f'{scope}/' if scope else ''}{name}"

    def place(self, area: str) -> str:
        """An area in one epoch, by its key ("lao-cai.1991")."""
        return f"{self.base}place/{area}"

    def change(self, key: str, day: str) -> str:
        """The event that ended, on `day`, the area or the body `key`."""
        return f"{self.base}change/{key}-{day}"

    def type(self, name: str) -> str:
        """The concept of a type of document."""
        return f"{self.base}type/{_type_slug(name)}"

    def concept(self, scheme: str, name: str) -> str:
        """A concept of another scheme: role, level, relation, predicate."""
        return f"{self.base}{scheme}/{slug(name)}"

    # reading back

    def parse(self, iri: str) -> Parsed | None:
        """What `iri` says, or None when it was not minted here."""
        if not iri.startswith(self.base):
            return None
        head, _, rest = iri[len(self.base) :].partition("/")
        if not rest:
            return None
        if said := _EXPRESSION.fullmatch(iri):
            return Parsed("expression", parent=said[1], name=said[2])
        if head == "eli":
            return self._parse_document(iri, rest.removeprefix("vn/"))
        if head == "file":
            return _parse_file(rest)
        if head == "text":
            return _parse_text(rest)
        if head in ("graph", "claims", "run", "catalogue"):
            return Parsed(head, path=unquote(rest, errors="surrogatepass"))
        if head == "named":
            word, _, name = rest.partition("/")
            return Parsed("named", type=_type_name(word), name=name)
        if head in ("agency", "group", "place", "change", "claim", "impact", "time"):
            return Parsed(head, name=rest)
        if head == "type":
            return Parsed("type", type=_type_name(rest))
        return Parsed("concept", type=head, name=rest)

    def _parse_document(self, iri: str, rest: str) -> Parsed | None:
        annex = re.fullmatch(r"(.+)/annex-(\d+)", rest)
        if annex:
            parent = iri[: iri.rindex("/annex-")]
            found = self._parse_document(parent, annex[1])
            return found and Parsed("annex", parent=parent, annex=int(annex[2]), issuer=found.issuer, year=found.year)
        if rest.count("/") < 2:
            return None
        *key, year, written = rest.split("/")
        parts = symbol_of(written)
        if parts is None or not re.fullmatch(r"\d{4}", year) or not key:
            return None
        word = _type_name(key[-1])
        if word is not None:
            key.pop()
        types = parts.types
        issuer = "/".join(key)
        found = Parsed("document", issuer, int(year), str(parts), word or (types[0] if types else None))
        return found if _KEY.fullmatch(issuer) else None


def _provision_code(value: str) -> str:
    return "".join("dd" if c == "đ" else c for c in unicodedata.normalize("NFC", value).lower() if c.isalnum())


def _type_name(word: str) -> str | None:
    if word.startswith(_UNKNOWN_TYPE):
        return word.removeprefix(_UNKNOWN_TYPE)
    return _type_slugs().get(word)


def _parse_file(rest: str) -> Parsed:
    path, mark, fragment = rest.partition("#")
    name = unquote(path, errors="surrogatepass")
    return Parsed("in_source", path=name, id=unquote(fragment)) if mark else Parsed("source", path=name)


def _parse_text(rest: str) -> Parsed | None:
    match = re.fullmatch(r"([0-9a-f]*)(?:#char=(\d+),(\d+))?(?:&selector=(position|quote))?", rest)
    if not match:
        return None
    if match[2] is None:
        return Parsed("text", name=match[1])
    return Parsed(match[4] or "span", name=match[1], start=int(match[2]), end=int(match[3]))


def aliases(issuer: str, date: str | None, year: int, parts: Symbol, type_name: str) -> tuple[str, ...]:
    """The same document in Akoma Ntoso's naming convention and as urn:lex (RFC 9676).

    An AKN actor or subtype must not begin with a digit; ours begin with a letter. The date may be a year.
    """
    area, _, body = issuer.rpartition("/")
    when = date or str(year)
    if date:
        datetime.date.fromisoformat(date)
    word = slug(type_name)
    place = f"-{area.replace('/', '.')}" if area else ""
    akn = f"/akn/vn{place}/act/{word}/{body}/{when}/{symbol_slug(parts)}"
    jurisdiction = "vn" + "".join(f";{unit.replace('-', '.')}" for unit in area.split("/") if unit)
    lex = f"urn:lex:{jurisdiction}:{body.replace('-', '.')}:{word.replace('-', '.')}:{when};{symbol_slug(parts)}"
    return akn, lex
