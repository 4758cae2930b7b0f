"""How much a file may ask for before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on hostile or damaged files. All are far above real administrative documents.

    `file` and `unpacked` are bytes (a file as it lies; everything that one package unpacks to), `xml` the bytes of one
    XML part, `stream` those of one stream of a PDF, `ratio` the largest honest compression, `members` the files in one
    archive, `depth` the archives in archives, `text` the characters of a text layer, `elements` the elements of one XML
    or HTML part, `cells` the places of one table, `pages` the pages of a PDF, `seconds` the time that a program of its
    own (LibreOffice, OCR) may take for one file.
    """

    file: int = 256 * 2**20
    unpacked: int = 512 * 2**20
    xml: int = 96 * 2**20
    stream: int = 128 * 2**20
    ratio: int = 200
    members: int = 50_000
    depth: int = 2
    text: int = 50_000_000
    elements: int = 4_000_000
    cells: int = 250_000
    pages: int = 5_000
    seconds: float = 120.0


LIMITS = Limits()
