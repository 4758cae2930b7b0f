"""How documents, relations and levels look and what they are called, as data that every page shares."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..ontology.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("vi", "en")
# Faces of the common systems that carry Vietnamese diacritics.
FACE = "'Segoe UI','Noto Sans',Roboto,'Helvetica Neue',Arial,'Liberation Sans',sans-serif"


def asset(name: str) -> str:
    """The text of a file in `viz/assets`, line ends as LF whatever the checkout made of them."""
    text = resources.files(f"{__package__}.assets").joinpath(name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


@functools.cache
def look() -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """The rows of look.toml by table: colour, family, level, relation, lane, view."""
    rows = tomllib.loads(asset("look.toml"))
    return MappingProxyType({name: tuple(MappingProxyType(row) for row in table) for name, table in rows.items()})


@functools.cache
def colours_css() -> str:
    """The colours and the face of every page as CSS variables: light, dark where the screen or `data-theme` asks for
    it, and always light on paper.
    """
    light, dark = (
        "".join(f"--{row['key']}:{row[scheme]};" for row in look()["colour"])
        + "".join(f"--r-{row['key']}:{row[name]};" for row in look()["relation"])
        + f"color-scheme:{scheme}"
        for scheme, name in (("light", "colour"), ("dark", "dark"))
    )
    return (
        f":root{{--face:{FACE};{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\n"
        f"@media screen{{:root[data-theme=dark]{{{dark}}}}}\n"
    )


@functools.cache
def words() -> Mapping[str, Mapping[str, str]]:
    """The words of the pages by language and key."""
    return MappingProxyType(
        {lang: MappingProxyType(table) for lang, table in tomllib.loads(asset("words.toml")).items()}
    )


@functools.cache
def keys(table: str) -> frozenset[str]:
    """The keys of one table of look.toml."""
    return frozenset(row["key"] for row in look()[table])


@functools.cache
def family_of(document_type: str) -> str:
    """The colour family of a type of document: "Kế hoạch" is "plan", a type in no family "other"."""
    for row in look()["family"]:
        if document_type in row["types"]:
            return row["key"]
    return "other"


@functools.cache
def fill_of(family: str) -> str:
    """The fill colour of a family."""
    return next(row["fill"] for row in look()["family"] if row["key"] == family)


@functools.cache
def _types() -> Mapping[str, tuple[str, str]]:
    """Name of a type -> (its abbreviation or initials, its English name)."""
    return {
        row.name: (row.abbreviations[0] if row.abbreviations else "", row.english)
        for row in Tables.load().document_types
    }


def code_of(document_type: str) -> str:
    """The letters that stand for a type inside its node: its official abbreviation, else its initials."""
    code = _types().get(document_type, ("", ""))[0]
    return code or "".join(word[0] for word in document_type.split() if word[0].isalpha())[:3].upper()


def english_of(document_type: str) -> str:
    """The English name of a type, or the type itself when the tables do not know it."""
    return _types().get(document_type, ("", document_type))[1]
