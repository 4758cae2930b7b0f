"""How much a file may ask for before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on hostile or damaged files. All are far above real administrative documents.

    `file` and `unpacked` are bytes (a file as it lies; everything that one compressed file unpacks to), `ratio` is the
    largest honest compression, `members` the files in one archive, `depth` the archives in archives, `text` the
    characters of a text layer, `elements` the XML or HTML elements of one part, `nesting` their depth, `pages` the pages
    of a PDF, `seconds` the time that reading one file may take where it can be watched.
    """

    file: int = 256 * 2**20
    unpacked: int = 512 * 2**20
    ratio: int = 200
    members: int = 50_000
    depth: int = 2
    text: int = 50_000_000
    elements: int = 5_000_000
    nesting: int = 256
    pages: int = 5_000
    cells: int = 2_000_000
    seconds: float = 120.0


LIMITS = Limits()
