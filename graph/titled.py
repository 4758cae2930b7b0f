"""Which documents of a catalogue bear the name of an instrument that a text cites, or issue it.

A row whose title is "Nghị quyết ban hành Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2011 - 2020"
issues the programme that plans cite by that name. Only the same title, with its period, joins the two; a local
document's counts in texts of its province alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..ontology.areas import Area, words
from ..ontology.symbols import symbol
from ..ontology.titles import compared, plain_title
from .numbered import Numbers
from .resolution import CatalogueEntry

_LEADS = re.compile(r"\A(?:(?:về việc|về|v v|ban hành|phê duyệt|thông qua)\s+)+")
_Province = str | None  # None: the whole country


class Titled:
    """The titles of a catalogue, each row with the IRI of its document."""

    def __init__(self, catalogue: Sequence[tuple[str, CatalogueEntry]], numbers: Numbers) -> None:
        self._bearing: dict[tuple[str, _Province], dict[str, None]] = {}
        self._issuing: dict[tuple[str, _Province], dict[str, None]] = {}
        for iri, entry in catalogue:
            if not entry.title:
                continue
            parsed = numbers.ids.parse(iri)
            area = numbers.area_of(parsed.issuer) if parsed else None
            province = area.province if area else None
            parts = symbol(entry.number, type=entry.type)
            form = compared(entry.title, home=area)
            for type_ in dict.fromkeys((entry.type, *(parts.types if parts else ()))):
                if type_:
                    self._bearing.setdefault((_called(type_, form), province), {})[iri] = None
                    form = form.removeprefix(f"{words(type_)} ")
            self._issuing.setdefault((plain_title(_LEADS.sub("", form)), province), {})[iri] = None

    def bearing(self, type_: str | None, form: str, area: Area | None) -> tuple[str, ...]:
        """The documents that have this type and title themselves."""
        return self._of(self._bearing, type_, form, area)

    def issuing(self, type_: str | None, form: str, area: Area | None) -> tuple[str, ...]:
        """The documents whose title issues or approves an instrument of this type and title."""
        return self._of(self._issuing, type_, form, area)

    def national(self, type_: str | None, form: str) -> bool:
        """Does a central document issue an instrument of this type and title?"""
        return (_called(type_, form), None) in self._issuing

    @staticmethod
    def _of(
        rows: dict[tuple[str, _Province], dict[str, None]], type_: str | None, form: str, area: Area | None
    ) -> tuple[str, ...]:
        name = _called(type_, form)
        return tuple(rows.get((name, None)) or (rows.get((name, area.province)) if area else None) or ())


def _called(type_: str | None, form: str) -> str:
    of_type = words(type_ or "")
    return plain_title(form if form.startswith(f"{of_type} ") else f"{of_type} {form}")
