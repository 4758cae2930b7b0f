"""Old Word files with more in them: a compound file ([MS-CFB]) written from its streams, and VBA modules ([MS-OVBA])."""

from __future__ import annotations

import struct

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR = 512


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file whose streams are all long enough to need no small sectors; short ones are padded."""
    sectors: list[bytes] = []
    chains: list[int] = []

    def put(data: bytes) -> int:
        start = len(sectors)
        parts = [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR)]
        sectors.extend(parts)
        chains.extend([*range(start + 1, start + len(parts)), END])
        return start

    entries = [entry("Root Entry", 5, END, 0, child=1)]
    for at, (name, data) in enumerate(streams.items(), 1):
        padded = data.ljust(4096, b"\0")
        entries.append(entry(name, 2, put(padded), len(padded), right=at + 1 if at < len(streams) else FREE))
    directory = put(b"".join(entries))
    count = 1
    while (len(sectors) + count) * 4 > count * SECTOR:
        count += 1
    first = len(sectors)
    table = [*chains, *[FAT] * count]
    packed = struct.pack(f"<{len(table)}I", *table).ljust(count * SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, count, directory, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", *range(first, first + count), *[FREE] * (109 - count))
    return head + b"".join(sectors) + packed


def entry(name: str, kind: int, start: int, size: int, *, right: int = FREE, child: int = FREE) -> bytes:
    """One entry of the directory."""
    coded = (name + "\0").encode("utf-16-le")
    data = coded.ljust(64, b"\0") + struct.pack("<HBB3I", len(coded), kind, 1, FREE, right, child)
    return data + bytes(36) + struct.pack("<IQ", start, size)


def module(source: str) -> bytes:
    """A VBA module: what the editor keeps for itself, then the source, packed without one copy."""
    data = source.encode("cp1252")
    packed = b"".join(b"\0" + data[at : at + 8] for at in range(0, len(data), 8))
    return b"\x01\x16\x03" + bytes(40) + b"\x01" + struct.pack("<H", 0xB000 | len(packed) - 1) + packed


def project(source: str) -> dict[str, bytes]:
    """The streams of a VBA project with one module."""
    return {"_VBA_PROJECT": b"\xcc\x61\xff\xff", "dir": bytes(10), "ThisDocument": module(source)}
