"""Which body a name means: the bodies and collectives that files name, in the place of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..extract.records import Agency, Record
from ..ontology.issuers import level_of_scope, names_districts, unlisted
from .numbered import Home, Numbers
from .resolution import AgencyIdentity, Ref

# Members of a collective that are of no district: "UBND cấp huyện, cấp xã", "các sở, ban, ngành và UBND các huyện".
_OTHERS = re.compile(r"(?<!thị )(?<!\w)(?:xã|phường|thị trấn|tỉnh|sở|bộ)(?!\w)", re.IGNORECASE)


class Bodies:
    """Identities of bodies, by the rules A1 to A5.

    A1 the name is of one body; A2 the name says the place; A3 the place of the file, and a district or commune that
    the name puts there; A4 a name that no table has, in the place of the file; A5 nothing says the place, or it is not
    where the file is: the body of this file only. Collectives are never expanded.
    """

    def __init__(self, numbers: Numbers, homes: Mapping[Ref, Home]) -> None:
        self.numbers = numbers
        self.homes = homes

    def of(self, records: Iterable[Record]) -> dict[Ref, AgencyIdentity]:
        """The identity of every body that `records` name."""
        found = {}
        for record in records:
            first = record.documents[0].id if record.documents else ""
            home = self.homes.get((record.source, first), Home())
            for agency in record.agencies:
                found[record.source, agency.id] = self._one(record.source, agency, home)
        return found

    def _one(self, source: str, agency: Agency, home: Home) -> AgencyIdentity:
        ids = self.numbers.ids
        area = home.area
        if agency.kind == "collective":
            scope = area.key if area else None
            iri = ids.group(unlisted(agency.name), scope=scope) if scope else ids.in_source(source, agency.id)
            return self._identity(iri, None, agency, "A3" if scope else "A5", group=True, home=home)
        match = self.numbers.issuers.match_body(agency.name, when=home.when)
        if match.key is None and match.body and match.scope is None:
            # A place of another time: a text of 2023 that speaks of UBND tỉnh Hà Tây.
            match = self.numbers.issuers.match_body(agency.name)
        if match.key:
            rule = "A1" if match.body and match.body.unique else "A2"
            return self._identity(ids.agency(match.key), match.key, agency, rule, home=home)
        split = None
        if match.body and match.scope is not None:
            key = self._at_home(match.body.segment, match.body.level, match.scope, home)
        else:
            split = self.numbers.issuers.of_district(agency.name)
            key = self._of_district(*split, home) if split else None
        if key:
            return self._identity(ids.agency(key), key, agency, "A3", home=home)
        if (match.body is None or match.scope is None) and split is None and area is not None:
            key = f"{area.key}/{unlisted(agency.name)}"
            return self._identity(ids.agency(key), key, agency, "A4", home=home)
        found = self._identity(ids.in_source(source, agency.id), None, agency, "A5", home=home)
        level = match.level if split is None else level_of_scope(split[1])
        return replace(found, level=level) if found.level == "unknown" else found

    def _of_district(self, segment: str, scope: str, home: Home) -> str | None:
        """The key of a body that no table has, whose name ends in a district that the tables have there."""
        areas = self.numbers.at_home(scope, home, home.when, gone=True)
        return f"{areas[0]}/{segment}" if len(areas) == 1 else None

    def _at_home(self, segment: str, level: str, scope: str | None, home: Home) -> str | None:
        """The key of a body whose name leaves the place open, in the place of the file."""
        area = home.area
        if scope:
            keys = self.numbers.at_home(scope, home, home.when, gone=True)
        elif area is None:
            return None
        elif level == "province" and segment not in ("ubnd", "hdnd", "ct-ubnd"):
            keys = (area.province,)
        elif level in ("district", "commune"):
            keys = (area.key,) if area.level == level else ()
        else:
            keys = (area.key,)
        return f"{keys[0]}/{segment}" if len(keys) == 1 else None

    def _identity(
        self, iri: str, key: str | None, agency: Agency, rule: str, *, home: Home, group: bool = False
    ) -> AgencyIdentity:
        area = self.numbers.area_of(key)
        level = self.numbers.level_of(key)
        if level == "unknown":
            level = agency.level or ("unknown" if key is None or area is None else area.level)
        if group and level == "unknown" and names_districts(agency.name) and not _OTHERS.search(agency.name):
            level = "district"
        province = area.province_name if area else (home.area.province_name if group and home.area else "")
        return AgencyIdentity(iri, key, agency.name, group, level, province, rule)
