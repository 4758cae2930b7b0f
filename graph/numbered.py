"""Whose number is it? Rules R1 to R7 for documents and citations that carry a number.

A number is unique for one issuer in one year (NĐ 30/2020/NĐ-CP, Điều 15), so a citation is resolved when its issuer and
its year are known, and only then. What is open stays open, with candidates: a wrong province is worse than none.

    R0  the number of another document of the same file
    R1  the issuer stands in the citation
    R2  the symbol names one body (CP, TTg, QH14, BNV, TW)
    R3  a complete citation of the same number in the same file (Phụ lục I, mục II.6b: later mentions are short)
    R4  "Ủy ban nhân dân tỉnh" in a text of that province: the level word means the place of the text; so does a
        district that is named without its province, when the tables have it there
    R5  one of several epochs of a place, by the date
    R6  the corpus or the catalogue has one document of that number, date or title, and place
    R7  no document cites a later one: candidates that are later than the text are left out
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..ontology.areas import PROVINCE_KINDS, Area, Areas, units_of
from ..ontology.identifiers import Identifiers, slug
from ..ontology.issuers import Body, Issuers, Match, issuers_of
from ..ontology.symbols import LETTER, Symbol
from ..ontology.tables import Tables

# Letters that branches all over the country sign with too, so that they name no one body by themselves.
_SHARED_LETTERS = {"BHXH", "NHNN", "TC", "QP", "TCT", "CT", "VP", "BCH"}
# Bodies that decide and write no letters: "CV-CTN" is of a company whose name has these letters.
_WRITES_NO_LETTERS = {"CTN", "QH"}
# Bodies of each level: by themselves they do not say of which.
EVERYWHERE = ("ubnd", "hdnd", "ct-ubnd", "thuong-truc-hoi-dong-nhan-dan", "van-phong-uy-ban-nhan-dan")
_PAIRS = ({"uy-ban-nhan-dan", "chu-tich-uy-ban-nhan-dan"}, {"hoi-dong-nhan-dan", "thuong-truc-hoi-dong-nhan-dan"})


@dataclass(frozen=True, slots=True)
class Home:
    """The place of a text that cites: its own area, and when it was written (a day, a year, or not known)."""

    area: Area | None = None
    when: str | None = None
    level: str = "unknown"
    areas: tuple[Area, ...] = ()  # every epoch of the place that the text may be of, when its date is not known

    @property
    def possible(self) -> tuple[Area, ...]:
        """The area, or the epochs of it that are possible."""
        return (self.area,) if self.area else self.areas


@dataclass(frozen=True, slots=True)
class Whose:
    """Issuer keys that a number may belong to; one key is an answer. `scope` is what was left open: a level
    word, or a unit without its province.
    """

    keys: tuple[str, ...]
    rule: str
    reason: str
    scope: str | None = None
    body: Body | None = None
    conflict: bool = False

    @property
    def key(self) -> str | None:
        """The one key, or None."""
        return self.keys[0] if len(self.keys) == 1 else None


class Numbers:
    """Issuers of numbers under one set of tables."""

    def __init__(self, tables: Tables, ids: Identifiers) -> None:
        self.ids = ids
        self.issuers: Issuers = issuers_of(tables)
        self.areas: Areas = self.issuers.areas

    def mint(self, key: str, year: int | None, number: str, type_: str | None) -> str | None:
        """The canonical IRI, or None when year or type leave it open."""
        try:
            return self.ids.document(key, year, number, type=type_)
        except ValueError:
            return None

    def whose(self, parts: Symbol, stated: str | None, when: str | None) -> Whose:
        """The issuer of a number by R1, R2 and R5: what the mention itself says."""
        signing = self.issuers.by_symbol(parts, when=when)
        if not stated:
            return self._by_symbol(parts, signing)
        match = self.issuers.match(stated, when=when)
        if match.body is None:
            found = self._by_symbol(parts, signing)
            if found.key:
                return found
            return Whose((), "R1", match.reason)
        body = self._one_body(match.body, parts, signing)
        if body is None:
            names = ", ".join(b.name for b in signing)
            return Whose((), "R1", f"stated issuer {match.body.name}, but the symbol is of {names}", conflict=True)
        return _placed(body, match)

    def _by_symbol(self, parts: Symbol, signing: tuple[Body, ...]) -> Whose:
        if not signing:
            return Whose((), "R2", "no issuer is stated, and the symbol names none that is known")
        letters = parts.bodies[0].rstrip("0123456789")
        shared = letters in _SHARED_LETTERS and parts.year is None
        shared = shared or (LETTER in parts.types and letters in _WRITES_NO_LETTERS)
        if len(signing) == 1 and signing[0].unique and not shared:
            return Whose((signing[0].segment,), "R2", f"the symbol names {signing[0].name}", body=signing[0])
        local = next((b for b in signing if not b.unique), signing[0])
        return Whose((), "R2", f"no issuer is stated, and many sign {parts.bodies[0]}", scope="", body=local)

    def _one_body(self, stated: Body, parts: Symbol, signing: tuple[Body, ...]) -> Body | None:
        """The body by which the number is counted, when the words and the letters agree; None when they contradict."""
        if not signing:
            return stated
        keys = {body.key: body for body in signing}
        if stated.key in keys:
            own = stated.segment.startswith("x-") and keys[stated.key].segment not in EVERYWHERE
            return stated if own else keys[stated.key]
        if stated.key.startswith("so-") and f"bo-{stated.key[3:]}" in keys:
            return stated  # "63/TTr-LĐTBXH" of a department: its letters without the S are those of its ministry
        for pair in _PAIRS:
            if stated.key in pair and pair & set(keys):
                return next(body for body in signing if body.key in pair)
        others = {b.key for token in parts.bodies[1:] for b in self._of_letters(token)}
        if stated.key in others and parts.year is not None:  # a joint text is numbered by the body that leads
            return signing[0]
        if len(signing) > 1 or parts.bodies[0] in _SHARED_LETTERS:
            return stated
        return None

    def _of_letters(self, letters: str) -> tuple[Body, ...]:
        return self.issuers.by_symbol(Symbol("1", 2000, (letters,)))

    def at_home(self, scope: str, home: Home, when: str | None, *, gone: bool = False) -> tuple[str, ...]:
        """Keys of the areas that a bare level word, or a unit without its province, means in a text of `home` (R4, R5).

        `gone` takes the last that bore the name where none does at that time.
        """
        units = units_of(scope)
        found: dict[str, None] = {}
        for area in home.possible:
            if any(name for _, name in units):
                meant, _ = self.areas.locate(units, when or home.when, home=area, gone=gone)
                found.update(dict.fromkeys(unit.key for unit in meant))
                continue
            key = self._own(scope, area)
            if key is not None:
                kind = scope if scope in PROVINCE_KINDS and key == area.province else None
                found.update(dict.fromkeys(self._on(key, area, when or home.when, kind)))
        return tuple(found)

    def of_province(self, home: Home, when: str | None) -> tuple[str, ...]:
        """Keys of the provinces whose departments a text of `home` means by "Sở Nội vụ"."""
        found: dict[str, None] = {}
        for area in home.possible:
            found.update(dict.fromkeys(self._on(area.province, area, when or home.when, None)))
        return tuple(found)

    def _own(self, scope: str, area: Area) -> str | None:
        """The key of the area of kind `scope` that `area` is or lies in; None when two would fit, or none."""
        if scope == "":
            return area.key
        fits = [area.key] if area.kind == scope else []
        if area.level != "province" and area.province_kind == scope:
            fits.append(area.province)
        if area.level == "commune" and area.key.count("/") > 1:
            parent = area.key.rpartition("/")[0]
            known = self.areas.get(parent)
            if (known.kind if known else None) == scope or parent.rpartition("/")[2].startswith(f"{slug(scope)}-"):
                fits.append(parent)
        return fits[0] if len(fits) == 1 else None

    def _on(self, key: str, area: Area, when: str | None, kind: str | None) -> tuple[str, ...]:
        """What the area `key` was on `when`: itself, or what it was made of."""
        row = self.areas.get(key)
        if row is not None:
            return tuple(found.key for found in self.areas.on(row, when, kind=kind))
        province = self.areas.get(area.province)
        if province is None:
            return (key,)
        return tuple(p.key + key[len(province.key) :] for p in self.areas.on(province, when))

    def fits_scope(self, key: str, scope: str | None) -> bool:
        """Is the issuer `key` of an area that is called by the level word, or the unit, `scope`?"""
        if not scope:
            return True
        area = key.rpartition("/")[0]
        units = units_of(scope)
        if any(name for _, name in units):
            path = [segment.partition(".")[0] for segment in reversed(area.split("/"))]
            return path[: len(units)] == [slug(" ".join(unit)) for unit in units]
        known = self.areas.get(area)
        return known.kind == scope if known else area.rpartition("/")[2].startswith(f"{slug(scope)}-")

    def area_of(self, key: str | None) -> Area | None:
        """The area of an issuer key, as far as the table knows it: of a smaller unit, its province."""
        if not key or "/" not in key:
            return None
        area = key.rpartition("/")[0]
        return self.areas.get(area) or self.areas.get(area.partition("/")[0])

    def level_of(self, key: str | None) -> str:
        """The level of the issuer `key`."""
        if not key:
            return "unknown"
        area, _, segment = key.rpartition("/")
        row = self.issuers.rows.get(_ROW_OF.get(segment, segment))
        level = (row.level if row else None) or "unknown"
        if level in ("party", "mass") or (not area and level in ("central", "province", "district", "commune")):
            return level
        known = self.areas.get(area) if area else None
        if known:
            return known.level
        if not area:
            return "unknown"
        if area.rpartition("/")[2] in self.issuers.rows:  # an office of a body
            return self.level_of(area)
        last = area.rpartition("/")[2]
        return "commune" if last.startswith(("xa-", "phuong-", "thi-tran-", "dac-khu-")) else "district"

    def issuer_name(self, key: str) -> str:
        """The name of the issuer `key`: "Ủy ban nhân dân tỉnh Lào Cai"."""
        area, _, segment = key.rpartition("/")
        row = self.issuers.rows.get(_ROW_OF.get(segment, segment))
        name = row.name if row else segment
        known = self.areas.get(area) if area else None
        if known is None:
            return name
        # "Tỉnh ủy Lào Cai": the name of a Party committee says the kind of the place itself.
        return f"{name} {known.name if name in ('Tỉnh ủy', 'Huyện ủy') else known.label}"


_ROW_OF = {"ubnd": "uy-ban-nhan-dan", "hdnd": "hoi-dong-nhan-dan", "ct-ubnd": "chu-tich-uy-ban-nhan-dan"}


def _placed(body: Body, match: Match) -> Whose:
    if body.unique:
        return Whose((body.segment,), "R1", f"issued by {body.name}", body=body)
    if match.area:
        return Whose((f"{match.area.key}/{body.segment}",), "R1", f"issued in {match.area.label}", body=body)
    if match.areas:
        keys = tuple(f"{area.key}/{body.segment}" for area in match.areas)
        return Whose(keys, "R5", match.reason, body=body)
    # A place that is named and not known is no reason to look at home.
    return Whose((), "R1" if match.scope is None else "R4", match.reason, scope=match.scope, body=body)


def later(date: str | None, citing: str | None) -> bool:
    """Is `date` after the day, or the year, in which the citing text was written?"""
    return bool(date and citing and date[: len(citing)] > citing[: len(date)])


def one(values: Iterable[str]) -> str | None:
    """The only distinct value, or None."""
    distinct = list(dict.fromkeys(values))
    return distinct[0] if len(distinct) == 1 else None
