"""One source to one record: the order of the stages, and the way back from the view to the text."""

from __future__ import annotations

import dataclasses
import os
import warnings
from pathlib import Path
from typing import IO

from ..ontology.tables import Tables
from .citing.citations import Cited, find_citations
from .goals.sums import with_wholes
from .goals.targets import find_targets
from .head.header import find_documents
from .offsets import in_source
from .readers import read, read_text
from .reading import Reading, reading_of
from .records import Assignment, Budget, Finding, Record
from .relating.relations import find_relations
from .source import Source
from .tasks.assignments import find_assignments


def parse(
    source: str | Path | bytes | IO[bytes] | Source,
    *,
    name: str | None = None,
    tables: Tables | str | Path | None = None,
    allow_active: bool = False,
) -> Record:
    """The record of one document.

    A `str` is the text itself; a `Path`, bytes or a binary file object is read first (`read`); a `Source` is taken as
    it is. `name` names the source in the record; `tables` are the rows of knowledge to use (default: the shipped ones)
    or the path of a TOML file with rows of one's own (`Tables.load`); `allow_active` reads the text of a file with
    macros or linked parts, too (`read`).
    Raises what `read` raises. Never raises for what a text says: an empty text gives an empty record with a finding.
    """
    if isinstance(source, str):
        _warn_of_path(source)
        source = read_text(source, name=name or "text")
    elif not isinstance(source, Source):
        source = read(source, name=name, allow_active=allow_active)
    return parse_source(source, Tables.load(tables))


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
        assignments=_funded(assigned.assignments, goals.budgets),
        agencies=assigned.agencies,
        targets=goals.targets,
        budgets=with_wholes(reading, goals.budgets),
        references=cited.references,
        aliases=cited.aliases,
        warnings=(*source.warnings, *cited.warnings, *_silence(reading, cited)),
        sha256=source.sha256,
        text_sha256=source.text_sha256,
        media_type=source.media_type,
        reader=source.reader,
    )
    return in_source(record, reading.view)


def _silence(reading: Reading, cited: Cited) -> tuple[Finding, ...]:
    """A text that cites nothing is said, with what was looked at: silence could mean that it was not understood."""
    if cited.citations or not reading.text.strip():
        return ()
    message = f"no citation found in {len(reading.text)} characters, {len(reading.blocks)} blocks"
    return (Finding("no_citations", message),)


def _warn_of_path(text: str) -> None:
    """A `str` is text; one that names a file was probably meant as a path."""
    if 0 < len(text) < 1000 and os.path.isfile(text):  # noqa: PTH113 -- never raises, whatever the text
        remedy = f"a file has that name; pass Path({text!r}) to read it"
        warnings.warn(f"{text!r} is read as text, and {remedy}", stacklevel=3)


def _funded(assignments: tuple[Assignment, ...], budgets: tuple[Budget, ...]) -> tuple[Assignment, ...]:
    """`assignments` with the ids of the budgets that name them; a budget is found after the task that it pays for."""
    paid: dict[str, list[str]] = {}
    for budget in budgets:
        if budget.assignment:
            paid.setdefault(budget.assignment, []).append(budget.id)
    return tuple(dataclasses.replace(a, budgets=tuple(paid[a.id])) if a.id in paid else a for a in assignments)
