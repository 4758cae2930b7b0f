"""The words of RTF that a reader of the page needs, and what is kept while a file is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .page import Edged, Grid, Para

TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
# Destinations whose text is no text of the document.
SKIPPED = frozenset(
    (
        *(
            "colortbl",
            "stylesheet",
            "info",
            "pict",
            "object",
            "themedata",
            "colorschememapping",
            "generator",
            "listtable",
        ),
        *(
            "listoverridetable",
            "xmlnstbl",
            "rsidtbl",
            "latentstyles",
            "datastore",
            "bkmkstart",
            "bkmkend",
            "fldinst",
            "sp",
        ),
        *("nonshppict", "shppict", "comment", "annotation", "atnid", "atnauthor", "atrfstart", "atrfend", "filetbl"),
        *(
            "revtbl",
            "pgptbl",
            "template",
            "background",
            "do",
            "ftnsep",
            "ftnsepc",
            "aftnsep",
            "aftnsepc",
            "pntxta",
            "pntxtb",
        ),
        *(
            "upr",
            "nonesttables",
            "falt",
            "panose",
            "xe",
            "tc",
            "factoidname",
            "objdata",
            "mmath",
            "userprops",
            "docvar",
            "passwordhash",
        ),
    )
)
# Objects that the program which opens the file loads, updates or starts; an embedded one lies still until it is asked.
LOADED = {"objautlink": "a linked object", "objlink": "a linked object", "objupdate": "an object that updates itself",
          "objocx": "a control", "objhtml": "a control"}  # fmt: skip
# Destinations whose words are no text: two say what would be loaded; "info" has a title that comes again in Unicode.
HEARD = frozenset(("fldinst", "template", "info"))
KEPT = frozenset(("listtext", "pntext", "fldrslt", "shptxt", "shpinst", "shp", "field", "ud", "nesttableprops"))
APART = {"footnote": "notes", "header": "heads", "headerl": "heads", "headerr": "heads", "headerf": "heads"}
APART |= {"footer": "feet", "footerl": "feet", "footerr": "feet", "footerf": "feet"}
SIGNS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "page": "\n", "column": "\n", "emdash": "—", "endash": "–", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
SYMBOLS = {b"~": "\u00a0", b"_": "\u2011", b"-": "", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
CHARSETS = {163: "cp1258", 0: "cp1252", 238: "cp1250", 204: "cp1251", 161: "cp1253", 162: "cp1254", 222: "cp874"}
SWITCHES = {"deleted": "deleted", "v": "hidden", "caps": "caps"}
ROW_SWITCHES = {"trhdr": "head", "clvmrg": "down", "clmrg": "along"}
ACTIONS = {
    "u": "_unicode", "uc": "_unicode_skip", "f": "_font", "fcharset": "_charset", "ansicpg": "_code_page",
    "plain": "_plain_letters", "par": "_end_paragraph", "sect": "_end_paragraph", "pard": "_new_paragraph",
    "intbl": "_in_table", "itap": "_depth", "outlinelevel": "_outline", "cell": "_end_cell",
    "nestcell": "_end_nested_cell", "row": "_end_row", "nestrow": "_end_nested_row",
}  # fmt: skip


@dataclass(slots=True)
class State:
    """What a group of the file inherits from the group around it."""

    skip: bool = False
    font: int = 0
    unicode_skip: int = 1
    deleted: bool = False
    hidden: bool = False
    caps: bool = False
    in_table: bool = False
    depth: int = 1
    outline: int | None = None
    nested_row: bool = False
    heard: str = ""


@dataclass(slots=True)
class Row:
    """A row as defined: the right edges of its cells, and how they are merged."""

    left: int = 0
    edges: list[int] = field(default_factory=list)
    merges: list[tuple[bool, bool]] = field(default_factory=list)  # goes on from above, goes on from the left
    down: bool = False
    along: bool = False
    head: bool = False
    bordered: bool = False


@dataclass(slots=True)
class Open:
    """A table under way at one depth."""

    rows: list[list[Edged]] = field(default_factory=list)
    cells: list[list[Para | Grid]] = field(default_factory=list)
    cell: list[Para | Grid] = field(default_factory=list)
    heads: int = 0
    counting: bool = True
    bordered: bool = False


@dataclass(slots=True)
class Flow:
    """One stream of paragraphs: the body, or a note or running head while its group is open."""

    body: list[Para | Grid] = field(default_factory=list)
    tables: list[Open] = field(default_factory=list)
    pieces: list[tuple[str, str | None]] = field(default_factory=list)
