"""Does a VBA project hold any code? Word adds an empty one to many files; a reader should not speak of macros there.

[MS-OVBA]: a module is a stream with its source packed at the end; an empty one has only "Attribute" lines.
"""

from __future__ import annotations

import re
import struct

from .cfb import BrokenFileError, Compound

_SOURCE = re.compile(rb"\x01..\x00Attribut[\x00e]", re.DOTALL)  # a packed source begins so: "Attribute VB_Name"
_ONLY_ATTRIBUTES = re.compile(rb"(?:Attribute VB_[^\r\n]*|[ \t]*|Option Explicit)")
_MOST = 1 << 20


def has_code(project: bytes | Compound) -> bool:
    """Is there a VBA project with code in an old Word file, or in the bytes of a "vbaProject.bin"?

    A project that cannot be understood counts as one with code.
    """
    try:
        compound = project if isinstance(project, Compound) else Compound(project)
        if "_VBA_PROJECT" not in compound.streams:
            return compound is not project
        sources = [found for name in compound.streams if (found := _source(compound.stream(name) or b"")) is not None]
    except (BrokenFileError, struct.error, IndexError):
        return True
    lines = [line for source in sources for line in source.replace(b"\r", b"\n").split(b"\n")]
    return not sources or not all(_ONLY_ATTRIBUTES.fullmatch(line) for line in lines)


def _source(stream: bytes) -> bytes | None:
    """The source in a module's stream, or None where the stream is no module."""
    match = _SOURCE.search(stream)
    return _unpacked(stream, match.start() + 1) if match is not None else None


def _unpacked(data: bytes, at: int) -> bytes:
    """Chunks of up to 4,096 bytes, each with a header ([MS-OVBA] 2.4.1)."""
    found = bytearray()
    while at + 2 <= len(data) and len(found) < _MOST:
        (header,) = struct.unpack_from("<H", data, at)
        if header >> 12 & 7 != 3:
            break
        end = min(len(data), at + (header & 0xFFF) + 3)
        found += _chunk(data[at + 2 : end]) if header & 0x8000 else data[at + 2 : end]
        at = end
    return bytes(found)


def _chunk(data: bytes) -> bytes:
    """One packed chunk: letters as they are, and copies of what came before (2.4.1.3.19)."""
    found, at = bytearray(), 0
    while at < len(data):
        flags, at = data[at], at + 1
        for bit in range(8):
            if at >= len(data) or len(found) > 4096:
                break
            if not flags >> bit & 1:
                found.append(data[at])
                at += 1
                continue
            token = int.from_bytes(data[at : at + 2], "little")
            at += 2
            bits = max(4, (len(found) - 1).bit_length())
            length, back = (token & (0xFFFF >> bits)) + 3, (token >> (16 - bits)) + 1
            if back > len(found):
                raise BrokenFileError("a packed macro that does not unpack")
            for _ in range(length):
                found.append(found[-back])
    return bytes(found)
