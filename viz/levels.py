"""The level of a document whose issuer could not be identified, read off what is said of it: for pictures only.

"07-CT/TU" is the Party's whichever province's committee wrote it, "Chủ tịch Ủy ban nhân dân tỉnh" a province's
whichever is meant (symbols: NĐ 30/2020/NĐ-CP annex III, HD 36-HD/VPTW). The graph holds no such guess; pages mark it.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

from ..ontology.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Mapping

_PARTY = re.compile(r"\b(?:đảng|(?:tỉnh|thành|quận|huyện|thị|đảng)\s+ủy|bộ chính trị|ban bí thư)\b")
_LOCAL = re.compile(r"\b(?:ủy ban nhân dân|hội đồng nhân dân|ubnd|hđnd)\b")
_UNITS = (
    (re.compile(r"\b(?:xã|phường|thị trấn|đặc khu)\b"), "commune"),
    (re.compile(r"\b(?:quận|huyện|thị xã)\b"), "district"),
    (re.compile(r"\b(?:tỉnh|thành phố)\b"), "province"),
)
_SIGNS = re.compile(r"[-/.\s]+")


def guessed_level(attributes: Mapping[str, Any]) -> str:
    """The level that the stated issuer, else the last part of the symbol, points to; "unknown" when neither does."""
    issuer = " ".join(str(attributes.get("issuer") or "").casefold().split())
    if _PARTY.search(issuer):
        return "party"
    if _LOCAL.search(issuer):
        return next((level for unit, level in _UNITS if unit.search(issuer)), "province")
    names, symbols = _known()
    if issuer in names:
        return names[issuer]
    parts = [part for part in _SIGNS.split(str(attributes.get("number") or "")) if part]
    # a number and a type alone say nothing of the issuer: "12-CT" is a directive, not a chairman's
    return symbols.get(parts[-1].upper(), "unknown") if len(parts) > 2 else "unknown"


@functools.cache
def _known() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Levels by folded name and by symbol; a symbol that stands for bodies of several levels is left out."""
    names: dict[str, str] = {}
    symbols: dict[str, set[str]] = {}
    for issuer in Tables.load().issuers:
        names.update(dict.fromkeys((name.casefold() for name in (issuer.name, *issuer.variants)), issuer.level))
        for symbol in issuer.symbols:
            symbols.setdefault(symbol.upper(), set()).add(issuer.level)
    return names, {symbol: min(levels) for symbol, levels in symbols.items() if len(levels) == 1}
