"""One source to one record: the order of the stages, and the way back from the view to the text."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from ..ontology.tables import Tables
from .assignments import find_assignments
from .citations import find_citations
from .header import find_documents
from .offsets import in_source
from .readers import read, read_text
from .reading import reading_of
from .records import Record
from .relations import find_relations
from .source import Source
from .targets import find_targets


def parse(
    source: str | Path | bytes | IO[bytes] | Source, *, name: str | None = None, tables: Tables | None = None
) -> Record:
    """The record of one document.

    A `str` is the text itself; a `Path`, bytes or a binary file object is read first (`read`); a `Source` is taken as
    it is. `name` names the source in the record; `tables` are the rows of knowledge to use (default: the shipped ones).
    Raises what `read` raises. Never raises for what a text says: an empty text gives an empty record with a finding.
    """
    if isinstance(source, str):
        source = read_text(source, name=name or "text")
    elif not isinstance(source, Source):
        source = read(source, name=name)
    return parse_source(source, tables or Tables.load())


def parse_source(source: Source, tables: Tables) -> Record:
    """The record of a source that has been read."""
    reading = reading_of(source, tables)
    documents = find_documents(reading)
    cited = find_citations(reading, documents)
    relations = find_relations(reading, documents, cited.citations)
    assigned = find_assignments(reading, documents)
    goals = find_targets(reading, documents, assigned.assignments)
    record = Record(
        source=source.name,
        documents=documents,
        citations=cited.citations,
        relations=relations,
        assignments=assigned.assignments,
        agencies=assigned.agencies,
        targets=goals.targets,
        budgets=goals.budgets,
        references=cited.references,
        aliases=cited.aliases,
        warnings=(*source.warnings, *cited.warnings),
        sha256=source.sha256,
        text_sha256=source.text_sha256,
        media_type=source.media_type,
        reader=source.reader,
    )
    return in_source(record, reading.view)
