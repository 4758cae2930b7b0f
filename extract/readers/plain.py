"""Plain text: UTF-8 as it is, byte order mark and carriage returns kept."""

from __future__ import annotations

import hashlib

from ..records import Finding
from ..source import Source, text_hash
from .errors import ReadError
from .limits import Limits

READER = "text 1"


def read_plain(data: bytes, *, name: str, encoding: str | None, limits: Limits) -> Source:
    """Plain text as a `Source` whose text is the decoded file; blocks are found by layout in extraction."""
    try:
        text = data.decode(encoding or "utf-8")
    except (UnicodeDecodeError, LookupError) as error:
        raise ReadError(name, f"not readable as {encoding or 'UTF-8'}", "say the encoding", code="encoding") from error
    if "\0" in text:
        raise ReadError(name, "a binary file, not a document", "give a text document", code="binary")
    empty = () if text.strip("\ufeff \t\r\n\f") else (Finding("empty", "the file holds no text"),)
    return Source(name, text, hashlib.sha256(data).hexdigest(), text_hash(text), reader=READER, warnings=empty)
