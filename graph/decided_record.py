"""A kept record as people see it: with the decisions that its folder holds."""

from __future__ import annotations

from ..extract.records import Record
from ..ontology.identifiers import Identifiers
from ..ontology.tables import Tables
from .decisions import applied, decided
from .review import Verdicts, from_json
from .store import Holding, Library, Published, kept_reviews


def verdicts_of(library: Library | None) -> Verdicts:
    """What people decided; nothing outside of a folder."""
    return Verdicts(from_json(kept_reviews(library.folder)) if isinstance(library, Published) else ())


def decided_record(library: Library, holding: Holding, ids: Identifiers) -> Record:
    """The record of a source with what people decided about its tasks, goals and amounts."""
    record, verdicts = library.record(holding), verdicts_of(library)
    if not isinstance(library, Published) or not verdicts:
        return record
    decisions = decided(record, library.text(holding), verdicts, ids)
    return applied(record, decisions, Tables.load(library.settings.get("tables")))
