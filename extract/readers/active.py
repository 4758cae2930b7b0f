"""Content that the program which opens a file would run, or load from elsewhere: macros, remote parts, DDE fields.

Here nothing is run and nothing is fetched, whatever a file holds. Readers still say what is there, as findings, and
`read` refuses such a file unless its caller allows it: it is not what an office sends for its words alone, and whoever
opens the file that a statement points to should know beforehand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from ..records import Finding
from ..source import Source
from .errors import ReadError

MACROS, LINKED = "macros", "linked"
OF_THE_FILE = frozenset({MACROS, LINKED, "external", "embedded"})  # findings that no other program takes away
REMEDY = (
    "save it without them, or allow it (allow_active=True, --allow-active): its text is read, nothing is run or fetched"
)
# Fields that start a program or put another file in (ECMA-376 Part 1, 17.16.5; DDE: [MS-OI29500] 2.1.500). Pictures by
# INCLUDEPICTURE are not among them: Word writes that field for every picture that is pasted from a page.
_FIELD = re.compile(r'[\s"]*(DDEAUTO|DDE|LINK|INCLUDETEXT|INCLUDE|RD)\b[\s"]*([^\s"][^"]{0,200})?', re.IGNORECASE)
_COMMANDING = frozenset({"DDE", "DDEAUTO", "LINK"})
_SCHEME = re.compile(r"\b(?:https?|ftps?|smb|davs?|ldap|mhtml|ws):|\b[a-z][a-z0-9+.-]{1,30}://")
_DRIVE = re.compile(r"[a-z][:|]$")


def refuse(source: Source) -> None:
    """Raise ReadError where a source has findings of macros or of parts that would be loaded."""
    found = [w.message for w in source.warnings if w.code in (MACROS, LINKED)]
    if found:
        raise ReadError(source.name, f"active content: {'; '.join(found)}", REMEDY, code="active")


def macros(what: str = "VBA") -> Finding:
    """The finding that a file holds programs; `what` says in which language."""
    return Finding(MACROS, f"macros ({what})")


def linked(what: str, address: str) -> Finding:
    """The finding that a file would have a part loaded from `address`."""
    shown = address.strip().strip('"')
    return Finding(LINKED, f"{what} at {shown[:100]}" if shown else what)


def fields(codes: Iterable[str]) -> list[Finding]:
    """What the codes of fields would run or load: DDE and LINK always, files put in where another machine has them."""
    found: list[Finding] = []
    for code in codes:
        match = _FIELD.match(code)
        if match is None:
            continue
        name, address = match[1].upper(), (match[2] or "").strip()
        if name in _COMMANDING or is_remote(address):
            found.append(linked(f"a field {name}", address))
    return list(dict.fromkeys(found))


def is_remote(address: str) -> bool:
    """Does an address lead to another machine: a URL, or a path that begins with the name of a server?"""
    path = unquote(address).strip().strip('"').replace("\\", "/").lower()
    if path.startswith("file:"):
        path = path[5:]
        if path.startswith("//") and not path.startswith("///"):
            host = path[2:].split("/", 1)[0]
            return host not in ("", "localhost") and _DRIVE.match(host) is None
        path = path[2:] if path.startswith("///") else path  # "file:///" is this machine, "file://///server" is not
    if path.startswith(("//?/", "//./")):  # a path of this machine, written for its kernel
        return path.startswith("//?/unc/")
    return path.startswith("//") or _SCHEME.search(path) is not None
