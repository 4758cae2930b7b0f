"""Issuers: from the words that name a body, or the letters that stand for it, to one key.

A key is `{area}/{body}` for a body that every place has ("lao-cai.1991/ubnd") and `{body}` for a central one
("chinh-phu"). Words that leave the place open ("Ủy ban nhân dân tỉnh") give no key: the caller knows, or does not know,
whose text it is.
"""

from __future__ import annotations

import functools
import hashlib
import re
from dataclasses import dataclass, replace

from .areas import COMMUNE_KINDS, Area, Areas, areas_of, units_of, words
from .identifiers import slug
from .symbols import Symbol
from .tables import AgencyName, Issuer, Tables

# Bodies that sign the papers of every place, by the short form that stands in their numbers.
_SHORT = {"uy-ban-nhan-dan": "ubnd", "hoi-dong-nhan-dan": "hdnd", "chu-tich-uy-ban-nhan-dan": "ct-ubnd"}
_SPELT = [
    (re.compile(r"\bubnd\b"), "ủy ban nhân dân"),
    (re.compile(r"\bhđnd\b"), "hội đồng nhân dân"),
    (re.compile(r"\btp\b"), "thành phố"),
    (re.compile(r"\btphcm\b"), "thành phố hồ chí minh"),
    (re.compile(r"\btx\b"), "thị xã"),
    (re.compile(r"\bbch\b"), "ban chấp hành"),
    (re.compile(r"\bbtv\b"), "ban thường vụ"),
]
# An office signs for its body: the paper is the body's, and so is the number (NĐ 30/2020/NĐ-CP, Điều 13 and 15).
_OFFICES = re.compile(
    r"(?:(?:phó )?(?:bộ trưởng|chủ nhiệm|thống đốc|tổng thanh tra|chánh án|viện trưởng|tổng kiểm toán|giám đốc|"
    r"cục trưởng|tổng cục trưởng|chánh văn phòng|bí thư|trưởng(?= phòng ))|ban thường vụ|thường vụ|"
    r"thường trực(?= (?:tỉnh|thành|quận|huyện|thị|đảng) ủy))(?: |$)"
)
_PARTY_AREA = {
    "tỉnh ủy": "tỉnh",
    "thành ủy": "thành phố",
    "quận ủy": "quận",
    "huyện ủy": "huyện",
    "thị ủy": "thị xã",
    "đảng bộ": None,
}
_ENDS = ("quận", "huyện", "thị xã")
# The committee of the Party in an area, by the kind of the area.
PARTY_BODY = {"tỉnh": "tinh-uy", "thành phố": "tinh-uy", "quận": "quan-uy", "huyện": "huyen-uy", "thị xã": "thi-uy"}
_TERMS = re.compile(r"\b(?:khóa|nhiệm kỳ|lần thứ|kỳ họp|trước đây)\b.*|\bcũ$")
# "Ủy ban nhân dân một tỉnh": a place that is not named, and not the place of the text either.
_INDEFINITE = re.compile(r"^(?:một|mỗi|từng)\b")
_DISTRICT = re.compile(r"\b(?:quận|huyện|thị xã|thành phố|TP\.?) (\w)", re.IGNORECASE)
_FILLERS = re.compile(r"^(?:của|thuộc|cấp)\b ?")


@dataclass(frozen=True, slots=True)
class Body:
    """A body without its place: the key of its row, the segment that stands in keys, and whether there is only one."""

    key: str
    segment: str
    name: str
    level: str
    unique: bool
    group: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """What the words that name an issuer say.

    `key` is set when they determine one body. Otherwise `scope` is what they leave open: the bare level word ("tỉnh";
    "" when no place is named at all) or the unit whose province is not said ("huyện mỹ xuyên"). Or `areas` are the
    areas that the name may mean.
    """

    body: Body | None
    area: Area | None = None
    scope: str | None = None
    areas: tuple[Area, ...] = ()
    reason: str = ""

    @property
    def key(self) -> str | None:
        """The key of the issuer, when it is one."""
        if self.body is None:
            return None
        if self.body.unique:
            return self.body.segment
        return f"{self.area.key}/{self.body.segment}" if self.area else None

    @property
    def level(self) -> str:
        """central, province, district, commune, party, mass or unknown."""
        if self.body is None:
            return "unknown"
        if self.body.unique or self.body.level in ("party", "mass"):
            return self.body.level
        if self.area:
            return self.area.level
        return level_of_scope(self.scope)


class Issuers:
    """The bodies of one set of tables, by name and by symbol."""

    def __init__(self, tables: Tables) -> None:
        self.areas: Areas = areas_of(tables)
        self._names: dict[str, Body] = {}
        self._symbols: dict[str, list[Issuer]] = {}
        self._longest = 1
        self.rows: dict[str, Issuer | AgencyName] = {}
        for row in tables.issuers:
            body = Body(row.key, _SHORT.get(row.key, row.key), row.name, row.level, row.unique)
            self._add(row, body, (row.name, *row.variants))
            for letters in sorted({letters.upper().replace("&", "") for letters in row.symbols}):
                self._symbols.setdefault(letters, []).append(row)
        self._named = dict(self._names)
        for row in tables.agencies:
            if row.kind in ("specific", "collective"):  # the others are words that names are made of
                self._add_agency(row)

    def _add(self, row: Issuer, body: Body, names: tuple[str, ...]) -> None:
        self.rows[body.segment] = self.rows[body.key] = row
        for name in names:
            form = _spelt(name)
            self._names.setdefault(form, body)
            self._longest = max(self._longest, form.count(" ") + 1)

    def _add_agency(self, row: AgencyName) -> None:
        """A body that is given tasks; under its own name it is not the body whose series numbers its papers."""
        form = _spelt(row.name)
        issuer = self._names.get(form)
        unique = row.level in ("central", "international", "party_central") or _is_central_party(form)
        segment = slug(row.name)
        if issuer and _spelt(issuer.name) == form:
            body = issuer
        else:
            body = Body(segment, segment, row.name, row.level or "unknown", unique, row.kind == "collective")
            self.rows.setdefault(segment, row)
        for name in (row.name, *row.variants):
            form = _spelt(name)
            self._names.setdefault(form, issuer or body)
            self._named[form] = body
            self._longest = max(self._longest, form.count(" ") + 1)

    def match(self, text: str, *, when: str | None = None) -> Match:
        """The issuer that `text` names, on the day or in the year `when`: an office stands for its body."""
        body, head, tail = self._body(_spelt(text))
        if body is None:
            return Match(None, reason=f"no body of the tables is called {text!r}")
        if body.unique:
            return Match(body, reason=f"{body.name} is one body")
        return self._placed(body, head, tail, when)

    def match_body(self, text: str, *, when: str | None = None) -> Match:
        """The body that `text` names for itself: Ban Bí thư is not the Central Committee, a minister is no ministry."""
        form = _spelt(text)
        office = _OFFICES.match(form)
        body, head, tail = self._prefix(form, self._named)
        if office and len(head) <= office.end():
            of = self.match_body(form[office.end() :], when=when)
            if of.body and not office[0].startswith("ban "):
                return replace(of, body=replace(of.body, segment=f"{of.body.segment}/{slug(office[0])}"))
            return Match(None, reason="an office of a body that no table has")
        if body is None:
            return Match(None, reason=f"no body of the tables is called {text!r}")
        if not body.unique:
            return self._placed(body, head, tail, when)
        return Match(body, reason=f"{body.name} is one body") if not tail else Match(None, reason="a part of a body")

    def _body(self, text: str) -> tuple[Body | None, str, str]:
        """The body that a text begins with, the words that name it, and the words after them."""
        found = self._prefix(text, self._names)
        office = _OFFICES.match(text)
        if office and len(found[1]) <= office.end():
            of_body = self._body(text[office.end() :])
            return of_body if of_body[0] else found
        return found

    def _prefix(self, text: str, names: dict[str, Body]) -> tuple[Body | None, str, str]:
        parts = text.split(" ")
        for n in range(min(len(parts), self._longest), 0, -1):
            head = " ".join(parts[:n])
            if head in names:
                return names[head], head, " ".join(parts[n:])
        return None, "", text

    def _placed(self, body: Body, head: str, tail: str, when: str | None) -> Match:
        """A body that every place has, with the place that the words after it name."""
        kind = next((kind for name, kind in _PARTY_AREA.items() if head.endswith(name)), None)
        kind = kind or next((word for word in _ENDS if tail and head.endswith(f" {word}")), None)  # "Thanh tra huyện"
        tail = _TERMS.sub("", _FILLERS.sub("", tail)).strip()
        if tail.startswith("và "):
            return Match(body, reason=f"{body.name}: with another body, and whose place is not said")
        if _INDEFINITE.match(tail):
            return Match(body, reason=f"{body.name}: {tail} names no place")
        units = units_of(tail, kind)
        if units and units[0][0] == "" and not self.areas.is_province(units[0][1]):
            # "Ban Chỉ đạo cải cách hành chính": the words go on with what the body is for, which no table has.
            name = f"{head} {units[0][1]}"
            body = replace(body, segment=unlisted(name), name=name)
            units = units[1:]
        if not units:
            return Match(body, scope=kind or "", reason=f"{body.name}: the place is not said")
        if units[0][1] == "":
            named = [u for u in units if u[1]]
            if not named:
                return Match(body, scope=units[0][0], reason=f"{body.name}: which {units[0][0]} is not said")
            units = named
        found, reason = self.areas.locate(units, when)
        area = found[0] if len(found) == 1 else None
        scope = None if found or self.areas.says_where(units) else " ".join(map(" ".join, units))
        return Match(body, area, scope, () if area else found, reason)

    def of_district(self, text: str) -> tuple[str, str] | None:
        """A body that no table has and whose name ends in its district: its segment, and the units that the name says
        ("Trung tâm Y tế huyện Mỹ Xuyên"). None when the name has no such end.
        """
        mark = next((m for m in _DISTRICT.finditer(text) if m.start() and (m[1].isdigit() or m[1].isupper())), None)
        units = units_of(_spelt(text[mark.start() :])) if mark else []
        if mark is None or not units or not all(name for _, name in units):
            return None
        return unlisted(text[: mark.start()]), " ".join(map(" ".join, units))

    def area_path(self, key: str) -> str:
        """The area of an issuer key: "soc-trang.1992/huyen-my-xuyen" of what ends in "/phong-noi-vu/truong"."""
        parts = key.split("/")
        body = (n for n, part in enumerate(parts) if part in self.rows or part.startswith("x-"))
        return "/".join(parts[: next(body, len(parts) - 1)])

    def by_symbol(self, parts: Symbol, *, when: str | None = None) -> tuple[Body, ...]:
        """The bodies that the letters of who signs first may stand for; several when bodies share them."""
        for token in _signing(parts):
            rows = self._symbols.get(token) or self._symbols.get(token.rstrip("0123456789"), [])
            rows = [
                row for row in rows if row.valid_from is None or when is None or row.valid_from[: len(when)] <= when
            ]
            if rows:
                return tuple(Body(r.key, _SHORT.get(r.key, r.key), r.name, r.level, r.unique) for r in rows)
        return ()

    def body(self, key: str) -> Body | None:
        """The body of a row of the issuer table."""
        row = self.rows.get(key)
        if not isinstance(row, Issuer):
            return None
        return Body(row.key, _SHORT.get(row.key, row.key), row.name, row.level, row.unique)


def _signing(parts: Symbol) -> list[str]:
    """The token of a symbol that names who signs first: the one beside the type letters."""
    return [token.upper().replace("&", "") for token in parts.bodies[:1]]


def _spelt(text: str) -> str:
    """The words of a name in the form that is compared, the usual abbreviations spelt out."""
    form = words(text)
    for pattern, full in _SPELT:
        form = pattern.sub(full, form)
    return form


# Members of a collective: communes of a district are none of its bodies.
_OF_COMMUNES = re.compile(
    r"(?<!thị )(?:xã|phường|thị trấn)\s+(?:thuộc\s+|của\s+)?(?:quận|huyện|thị xã)(?!\w)|trên\s+địa\s+bàn", re.IGNORECASE
)
_OF_DISTRICTS = re.compile(r"(?<!\w)(?:quận|huyện|thị\s+xã)(?!\w)", re.IGNORECASE)


def names_districts(collective: str) -> bool:
    """Are bodies of districts among the members that a collective names ("UBND các huyện, thị xã, thành phố")?"""
    return bool(_OF_DISTRICTS.search(collective)) and not _OF_COMMUNES.search(collective)


def level_of_scope(scope: str | None) -> str:
    """The level of a bare level word, or of a unit whose province is not said; unknown where the word says none."""
    kind, name = next(iter(units_of(scope or "")), ("", ""))
    if kind in COMMUNE_KINDS:
        return "commune"
    if kind == "thành phố":
        return "district" if name else "unknown"
    return {"tỉnh": "province", "quận": "district", "huyện": "district", "thị xã": "district"}.get(kind, "unknown")


def unlisted(name: str) -> str:
    """The segment for a body that no table has; the digest keeps apart what plain letters would join."""
    form = _spelt(name)
    return f"x-{slug(form)[:60].strip('-')}-{hashlib.sha256(form.encode()).hexdigest()[:6]}"


def _is_central_party(form: str) -> bool:
    return form in ("bộ chính trị", "ban bí thư", "tổng bí thư") or form.endswith(("trung ương", "trung ương đảng"))


@functools.lru_cache(maxsize=8)
def issuers_of(tables: Tables) -> Issuers:
    """The issuers of one set of tables, compiled once."""
    return Issuers(tables)


def issuer_key(text: str, date: str | None = None, *, tables: Tables | None = None) -> str | None:
    """The key of the body that `text` names on `date`; None when the words leave it open."""
    return issuers_of(tables or Tables.load()).match(text, when=date).key
