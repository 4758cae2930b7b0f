"""What every stage of extraction works on: the folded text of one source, with its blocks and tables.

Inside extraction all offsets index `Reading.text`, the folded view; `parse` maps the record back to the source.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from ..ontology.tables import Tables
from .grids import tables_of
from .layout import blocks
from .source import Block, Source, Table
from .view import TextView, fold


@dataclass(frozen=True, slots=True)
class Reading:
    """A source under extraction. `grids` are its tables, those laid out in plain text included."""

    source: Source
    view: TextView
    blocks: tuple[Block, ...]
    grids: tuple[Table, ...]
    tables: Tables

    @property
    def text(self) -> str:
        """The folded text that all offsets inside extraction index."""
        return self.view.text


def reading_of(source: Source, tables: Tables) -> Reading:
    """The reading of `source`: its text folded, its blocks and tables found where the reader gave none."""
    view = fold(source.text)
    found = tuple(dataclasses.replace(b, start=view.index(b.start), end=view.index(b.end)) for b in source.blocks)
    found = found or blocks(view.text)
    return Reading(source, view, found, tables_of(source, view, found), tables)
