"""What every stage of extraction works on: the folded text of one source, with its blocks and tables.

Inside extraction all offsets index `Reading.text`, the folded view; `parse` maps the record back to the source.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..ontology.tables import Tables
from .layout import Mark, marked_blocks
from .outline import Part, outline
from .source import Block, Source, Table
from .tables.grids import tables_of
from .view import TextView, fold


@dataclass(frozen=True, slots=True)
class Reading:
    """A source under extraction. `grids` are its tables, those laid out in plain text included."""

    source: Source
    view: TextView
    blocks: tuple[Block, ...]
    grids: tuple[Table, ...]
    tables: Tables
    marks: tuple[Mark | None, ...] = ()
    _outlines: list[tuple[Part, ...]] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The outline of the text, made when a stage first asks for it."""
        if not self._outlines:
            self._outlines.append(outline(self.text, self.blocks, self.marks))
        return self._outlines[0]

    @property
    def text(self) -> str:
        """The folded text that all offsets inside extraction index."""
        return self.view.text


def reading_of(source: Source, tables: Tables) -> Reading:
    """The reading of `source`: its text folded, its blocks and tables found where the reader gave none."""
    view = fold(source.text)
    found = tuple(b._replace(start=view.index(b.start), end=view.index(b.end)) for b in source.blocks)
    marks: tuple[Mark | None, ...] = ()
    if not found:
        found, marks = marked_blocks(view.text)
    return Reading(source, view, found, tables_of(source, view, found), tables, marks)
