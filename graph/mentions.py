"""Citations with a number on their way to an identity, and what is known of canonical documents."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..extract.records import Citation
from ..ontology.symbols import Symbol, symbol, symbol_slug
from ..ontology.titles import compared
from .numbered import Home, Whose
from .resolution import Ref, Resolved


@dataclass(slots=True)
class Known:
    """Canonical documents that the corpus and the catalogue know: by number the IRIs, by IRI dates and titles."""

    by_number: dict[str, list[str]] = field(default_factory=dict)
    dates: dict[str, set[str]] = field(default_factory=dict)
    titles: dict[str, set[str]] = field(default_factory=dict)

    def add(self, parts: Symbol, iri: str, date: str | None, title: str | None) -> None:
        """Note one complete mention."""
        iris = self.by_number.setdefault(symbol_slug(parts), [])
        if iri not in self.dates:
            iris.append(iri)
        self.dates.setdefault(iri, set()).update([date] if date else ())
        self.titles.setdefault(iri, set()).update([compared(title)] if title else ())


@dataclass(slots=True)
class Mention:
    """A numbered citation on its way to an identity."""

    ref: Ref
    citation: Citation
    parts: Symbol
    whose: Whose
    home: Home
    found: Resolved | None = None

    @property
    def year(self) -> int | None:
        """The year of issue that the mention states: in the number, else in the date."""
        return self.parts.year or (int(self.citation.date[:4]) if self.citation.date else None)

    @property
    def number(self) -> str:
        """The number by which it is counted: as written, or with the year that it leaves out."""
        return counted_as(self.citation.number or "", self.citation.type, self.parts)

    @property
    def when(self) -> str | None:
        """The day, or the year, of issue."""
        return when_of(self.parts, self.citation.date)


def counted_as(written: str, type_: str | None, parts: Symbol) -> str:
    """A number as it is counted: as written, unless `parts` have the year that it leaves out."""
    return written if symbol(written, type=type_) == parts else str(parts)


def when_of(parts: Symbol, date: str | None) -> str | None:
    """The day of issue, or its year, from a number and the date beside it; the year in the number wins."""
    if date and (parts.year is None or date.startswith(str(parts.year))):
        return date
    return str(parts.year) if parts.year else None
