"""What kind of body a name is of, by its first words: "Sở Nội vụ tỉnh X" is a department, "Bộ Nội vụ" a ministry."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

from . import data


@dataclass(frozen=True, slots=True)
class AgencyKind:
    """A kind of bodies; `words` are those that names of its bodies begin with, `source` the act that the kind is of."""

    key: str
    name: str
    english: str
    words: tuple[str, ...]
    source: str


@functools.cache
def agency_kinds() -> tuple[AgencyKind, ...]:
    """All kinds, in the order of the table."""
    rows = csv.DictReader(files(data).joinpath("agency_kinds.csv").read_text(encoding="utf-8").splitlines())
    return tuple(AgencyKind(r["key"], r["name"], r["english"], tuple(r["words"].split("|")), r["source"]) for r in rows)


def kind_of(name: str) -> str | None:
    """The key of the kind of a body, by the longest words that its name begins with; None where no kind is known."""
    known, words = _by_words(), name.casefold().replace(",", "").split()
    found = (known.get(" ".join(words[:n])) for n in range(min(len(words), _longest()), 0, -1))
    return next((key for key in found if key), None)


@functools.cache
def _by_words() -> Mapping[str, str]:
    return MappingProxyType({words.casefold(): kind.key for kind in agency_kinds() for words in kind.words})


@functools.cache
def _longest() -> int:
    return max(len(words.split()) for words in _by_words())
