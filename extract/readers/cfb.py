"""OLE compound files ([MS-CFB]): the streams inside an old Word file, read with bounds."""

from __future__ import annotations

import struct

_END = 0xFFFFFFFA  # from here on sector numbers are marks, not sectors
_MOST_ENTRIES = 10_000


class BrokenFileError(ValueError):
    """The structure of the file does not hold together."""


class Compound:
    """The named streams of a compound file. Raises BrokenFileError where chains run in circles or out of the file."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or data[:8] != b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise BrokenFileError("no compound file")
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise BrokenFileError("sectors of an unknown size")
        self.data, self.size = data, 1 << shift
        first_directory, self.cutoff, first_mini, _, first_difat, difat_count = struct.unpack_from(
            "<I4xIIIII", data, 48
        )
        self.fat = self._fat(first_difat, difat_count)
        self.mini_fat = self._numbers(self._chain(first_mini, self.fat)) if first_mini < _END else []
        self.streams: dict[str, tuple[int, int]] = {}
        self.mini = b""
        self._directory(self._chain(first_directory, self.fat))

    def _sector(self, at: int) -> bytes:
        start = (at + 1) * self.size
        if start >= len(self.data):
            raise BrokenFileError("a sector outside of the file")
        return self.data[start : start + self.size].ljust(self.size, b"\0")

    @staticmethod
    def _numbers(data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    def _fat(self, at: int, count: int) -> list[int]:
        sectors = list(struct.unpack_from("<109I", self.data, 76))
        for _ in range(min(count, len(self.data) // self.size + 1)):
            if at >= _END:
                break
            numbers = self._numbers(self._sector(at))
            sectors += numbers[:-1]
            at = numbers[-1]
        fat: list[int] = []
        for sector in sectors:
            if sector < _END:
                if len(fat) > len(self.data) // self.size + 2 * self.size:
                    raise BrokenFileError("a table of sectors larger than the file")
                fat += self._numbers(self._sector(sector))
        return fat

    def _chain(self, at: int, fat: list[int]) -> bytes:
        parts: list[bytes] = []
        while at < _END:
            if at >= len(fat) or len(parts) > len(self.data) // self.size + 1:
                raise BrokenFileError("a chain of sectors that does not end")
            parts.append(self._sector(at))
            at = fat[at]
        return b"".join(parts)

    def _directory(self, data: bytes) -> None:
        for at in range(0, min(len(data), _MOST_ENTRIES * 128) - 127, 128):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            start, size = struct.unpack_from("<II", data, at + 116)
            name = data[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            if kind == 5:
                self.mini = self._chain(start, self.fat)[:size] if start < _END else b""
            elif kind == 2 and name not in self.streams:
                self.streams[name] = start, size

    def stream(self, name: str) -> bytes | None:
        """The bytes of a stream, or None where there is no such stream."""
        if name not in self.streams:
            return None
        start, size = self.streams[name]
        if size >= self.cutoff:
            return self._chain(start, self.fat)[:size] if start < _END else b""
        parts: list[bytes] = []
        at = start
        while at < _END and len(parts) * 64 < size:
            if at >= len(self.mini_fat) or len(parts) > len(self.mini) // 64 + 1:
                raise BrokenFileError("a chain of sectors that does not end")
            parts.append(self.mini[at * 64 : at * 64 + 64])
            at = self.mini_fat[at]
        return b"".join(parts)[:size]
