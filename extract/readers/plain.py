"""Plain text: UTF-8 as it is, byte order mark and carriage returns kept; older encodings found out or given."""

from __future__ import annotations

import codecs
import hashlib
import re

from ..records import Finding
from ..source import Source, text_hash
from . import encodings
from .errors import ReadError
from .limits import Limits

READER = "text 1"
GIVE = "give the encoding (tcvn3, vni, vps, viscii, cp1258, utf-16, ...)"
# VISCII, VPS and TCVN 5712 set capital letters on these control characters; other controls stand in no text.
_CONTROLS = re.compile(rb"[\x00\x07\x08\x0e\x0f\x16-\x18\x1a\x1b\x1f\x7f]")


def read_plain(data: bytes, *, name: str, encoding: str | None = None, limits: Limits) -> Source:
    """Plain text as a `Source` whose text is the decoded file; blocks are found by layout in extraction.

    Raises ReadError where the bytes are no text, or in an encoding that cannot be found out.
    """
    text, used, warnings = decoded(data, name=name, encoding=encoding)
    if len(text) > limits.text:
        raise ReadError(name, f"more than {limits.text:,} characters", "split the file", code="too-big")
    if not text.strip("\ufeff \t\r\n\f"):
        warnings = (*warnings, EMPTY)
    digest = hashlib.sha256(data).hexdigest()
    return Source(
        name,
        text,
        digest,
        text_hash(text),
        reader=READER,
        warnings=warnings,
        hints={} if used == "utf-8" else {"encoding": used},
    )


EMPTY = Finding("empty", "the file holds no text")


def decoded(data: bytes, *, name: str, encoding: str | None = None) -> tuple[str, str, tuple[Finding, ...]]:
    """The text of `data`, the encoding that it was read by, and what is doubtful about that."""
    if encoding is not None:
        return _given(data, encoding, name)
    wide = _wide(data)
    if wide:
        try:
            return data.decode(wide).removeprefix("\ufeff"), wide, ()
        except UnicodeDecodeError as error:
            raise ReadError(name, f"damaged {wide.upper()} text", GIVE, code="encoding") from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data, name)
    if "\0" in text:
        raise ReadError(name, "a binary file, no text", "give a document", code="binary")
    old = encodings.misread(text)
    if old is None:
        return text, "utf-8", ()
    message = f"the letters are those of {old.upper()} fonts: read it again with the encoding {old}"
    return text, "utf-8", (Finding("legacy-letters", message),)


def _given(data: bytes, encoding: str, name: str) -> tuple[str, str, tuple[Finding, ...]]:
    used = encodings.known(encoding)
    if used is None:
        raise ReadError(name, f"the encoding {encoding!r} is not known", GIVE, code="encoding")
    try:
        text = encodings.decode(data, used)
    except (UnicodeError, AssertionError) as error:
        raise ReadError(name, f"not readable as {encoding}", GIVE, code="encoding") from error
    if not isinstance(text, str) or "\0" in text:
        raise ReadError(name, f"not readable as {encoding}: a binary file", GIVE, code="binary")
    return (text.removeprefix("\ufeff") if used.startswith("utf-16") else text), used, ()


def _wide(data: bytes) -> str | None:
    """The form of UTF-16 or UTF-32 that a byte order mark or every other byte being zero tells."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = data[:4096]
    if len(sample) >= 4 and b"\0" in sample:
        # Spaces, digits and unmarked letters of Vietnamese are ASCII: their high bytes are zero.
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if min(even, odd) == 0 and max(even, odd) > 0.3 * len(sample) / 2:
            encoding = "utf-16-le" if odd else "utf-16-be"
            text = sample.decode(encoding, "replace")
            return encoding if sum(1 for char in text if char < "\t") < 0.02 * len(text) else None
    return None


def _legacy(data: bytes, name: str) -> tuple[str, str, tuple[Finding, ...]]:
    if len(_CONTROLS.findall(data[:65536])) > 0:
        raise ReadError(name, "a binary file of a kind that cannot be read", "give a document", code="binary")
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    letters = len(data) - len(text)  # continuation bytes: grows with the number of letters that did decode
    if bad * 20 <= letters:
        where = text.index("\ufffd")
        message = f"{bad} places are damaged UTF-8 and stand as U+FFFD, the first at {where}"
        return text, "utf-8", (Finding("bad-bytes", message, where, where + 1),)
    found = encodings.detect(data)
    if found is None:
        raise ReadError(name, "the encoding could not be found out", GIVE, code="encoding")
    text, used = found
    return text, used, (Finding("encoding", f"read as {encodings.title(used)}"),)
