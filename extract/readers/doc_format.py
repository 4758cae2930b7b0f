"""What a Word 97-2003 file holds ([MS-DOC]): text in pieces, properties of characters and paragraphs, lists.

Only what a reader of the page sees is taken out: which characters are deleted or hidden and in which font, which
paragraphs are cells and rows, what numbers Word writes before them.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .cfb import BrokenFileError
from .docx_numbering import Level, Numbering

# Places of (offset, length) pairs in the FIB (FibRgFcLcb97).
_STYLES, _HEADERS, _CHARS, _PARAS, _FONTS, _CLX, _LISTS, _LIST_USES = 1, 11, 12, 13, 15, 33, 73, 74
_FORMATS = {0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 22: "decimalZero"}
_FORMATS |= {23: "bullet", 255: "none"}
_OPERAND = (1, 1, 2, 4, 2, 2, -1, 3)  # bytes of a property's value, by the top three bits of its code


@dataclass(slots=True)
class Props:
    """Properties of a paragraph, or of the characters of a run."""

    in_table: bool = False
    row_end: bool = False
    depth: int = 0
    inner_cell: bool = False
    inner_row_end: bool = False
    list: int | None = None
    list_level: int | None = None
    outline: int | None = None
    header_row: bool = False
    cells: tuple[tuple[int, int, int], ...] = ()  # left edge, right edge, merge flags
    merges: dict[int, int] = field(default_factory=dict)
    bordered: bool | None = None
    style: int = 0
    font: int | None = None
    deleted: bool = False
    hidden: bool | None = None
    caps: bool | None = None
    symbol: int = 0
    symbol_font: int = 0


def properties(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The (code, value) pairs of a list of properties."""
    at = 0
    while at + 2 <= len(data):
        (code,) = struct.unpack_from("<H", data, at)
        at += 2
        size = _OPERAND[code >> 13]
        if size < 0:
            if code == 0xD608:  # a table's definition has a length of two bytes
                if at + 2 > len(data):
                    return
                size = max(1, struct.unpack_from("<H", data, at)[0] - 1)
                at += 2
            else:
                if at >= len(data):
                    return
                size = data[at]
                at += 1
                if code == 0xC615 and size == 255:
                    return
        yield code, data[at : at + size]
        at += size


def applied(props: Props, data: bytes) -> Props:
    """`props` with a list of properties on top; `props` itself is changed."""
    for code, value in properties(data):
        number = int.from_bytes(value[:4], "little")
        match code:
            case 0x2416:
                props.in_table = bool(number)
            case 0x2417:
                props.row_end = bool(number)
            case 0x6649:
                props.depth = min(number, 64)
            case 0x244B:
                props.inner_cell = bool(number)
            case 0x244C:
                props.inner_row_end = bool(number)
            case 0x460B:
                props.list = number
            case 0x260A:
                props.list_level = number
            case 0x2640:
                props.outline = number
            case _:
                _more(props, code, value, number)
    return props


def _more(props: Props, code: int, value: bytes, number: int) -> None:
    match code:
        case 0x3404:
            props.header_row = bool(number)
        case 0xD608:
            props.cells = _cells(value)
        case 0xD62B if len(value) >= 2:
            props.merges[value[0]] = value[1]
        case 0xD605 | 0xD613:
            props.bordered = any(value[1:])
        case 0x4A4F:
            props.font = number
        case 0x0800:
            props.deleted = bool(number)
        case 0x083C:
            props.hidden = bool(number & 1)
        case 0x083B:
            props.caps = bool(number & 1)
        case 0x6A09 if len(value) >= 4:
            props.symbol_font, props.symbol = struct.unpack_from("<HH", value)
        case 0x4A30:
            props.style = number
        case _:
            pass


def _cells(value: bytes) -> tuple[tuple[int, int, int], ...]:
    """Left edge, right edge and merge flags of every cell of a row (TDefTableOperand)."""
    if not value:
        return ()
    count = min(value[0], 63)
    if len(value) < 1 + 2 * (count + 1):
        return ()
    edges = struct.unpack_from(f"<{count + 1}h", value, 1)
    start = 1 + 2 * (count + 1)
    flags = []
    for at in range(count):
        place = start + 20 * at
        flags.append(struct.unpack_from("<H", value, place)[0] if place + 2 <= len(value) else 0)
    return tuple((edges[at], edges[at + 1], flags[at]) for at in range(count))


class WordFile:
    """The two streams of a Word file, opened up. Raises BrokenFileError where they do not fit together."""

    def __init__(self, word: bytes, table: bytes) -> None:
        self.word, self.table = word, table
        counts = struct.unpack_from("<7I", word, 0x4C)
        names = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes")
        self.parts: dict[str, tuple[int, int]] = {}
        at = 0
        for name, count in zip(names, counts, strict=True):
            self.parts[name] = at, at + count
            at += count
        self.pieces = self._pieces()
        self.fonts = self._fonts()
        self.chars = self._runs(_CHARS, 1)
        self.paras = self._runs(_PARAS, 13)
        self.char_starts = [run[0] for run in self.chars]
        self.para_starts = [run[0] for run in self.paras]
        self.styles = self._styles()
        self.numbering = self._numbering()

    def _pair(self, index: int) -> bytes:
        place = 0x9A + 8 * index
        if place + 8 > len(self.word):
            return b""
        start, length = struct.unpack_from("<II", self.word, place)
        return self.table[start : start + length] if length else b""

    # Text ------------------------------------------------------------------------------------------------------------

    def _pieces(self) -> list[tuple[int, int, int, bool]]:
        """(first character, end, byte offset, one byte a character) of every piece of the text."""
        clx = self._pair(_CLX)
        at = 0
        while at + 3 <= len(clx) and clx[at] == 1:
            at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
        if at + 5 > len(clx) or clx[at] != 2:
            raise BrokenFileError("no table of pieces")
        data = clx[at + 5 : at + 5 + struct.unpack_from("<I", clx, at + 1)[0]]
        count = (len(data) - 4) // 12
        if count < 1:
            raise BrokenFileError("an empty table of pieces")
        places = struct.unpack_from(f"<{count + 1}I", data)
        found: list[tuple[int, int, int, bool]] = []
        for index in range(count):
            (offset,) = struct.unpack_from("<I", data, 4 * (count + 1) + 8 * index + 2)
            narrow = bool(offset & 0x40000000)
            offset = (offset & 0x3FFFFFFF) // 2 if narrow else offset
            start, end = places[index], places[index + 1]
            if end < start or offset + (end - start) * (1 if narrow else 2) > len(self.word):
                raise BrokenFileError("a piece outside of the file")
            found.append((start, end, offset, narrow))
        return found

    def runs(self, part: str) -> Iterator[tuple[str, Props, int, int]]:
        """The text of a part in runs of equal character properties, with each run's place in the file and the number of
        bytes of its characters.
        """
        first, last = self.parts[part]
        for start, end, offset, narrow in self.pieces:
            low, high = max(start, first), min(end, last)
            if low >= high:
                continue
            width = 1 if narrow else 2
            at, stop = offset + (low - start) * width, offset + (high - start) * width
            while at < stop:
                index = bisect_right(self.char_starts, at) - 1
                run = self.chars[index] if index >= 0 and at < self.chars[index][1] else None
                following = self.char_starts[index + 1] if index + 1 < len(self.char_starts) else stop
                until = min(stop, run[1] if run else max(following, at + width))
                until = at + max(width, (until - at) // width * width)
                data = self.word[at:until]
                text = data.decode("cp1252", "replace") if narrow else data.decode("utf-16-le", "replace")
                yield text, applied(Props(), run[2]) if run else Props(), at, width
                at = until

    def paragraph(self, offset: int) -> Props:
        """The properties of the paragraph whose mark stands at a place in the file, those of its style under them."""
        index = bisect_right(self.para_starts, offset) - 1
        if index < 0 or offset >= self.paras[index][1]:
            return Props()
        data = self.paras[index][2]
        key = struct.unpack_from("<H", data)[0] if len(data) >= 2 else 0
        props = Props(style=key)
        style = self.styles.get(key)
        if style is not None:
            props.list, props.list_level, props.outline = style.list, style.list_level, style.outline
        applied(props, data[2:])
        props.style = key
        return props

    def _runs(self, index: int, width: int) -> list[tuple[int, int, bytes]]:
        """(start, end, properties) of every run of characters or paragraphs, from the pages that hold them."""
        data = self._pair(index)
        count = (len(data) - 4) // 8
        found: list[tuple[int, int, bytes]] = []
        for at in range(max(0, count)):
            (number,) = struct.unpack_from("<I", data, 4 * (count + 1) + 4 * at)
            page = self.word[(number & 0x3FFFFF) * 512 : (number & 0x3FFFFF) * 512 + 512]
            if len(page) == 512:
                found += _page_runs(page, width)
        found.sort(key=lambda run: run[0])
        return found

    def _fonts(self) -> list[str]:
        data = self._pair(_FONTS)
        found: list[str] = []
        at = 4
        while at < len(data) and len(found) < 10_000:
            size = data[at] + 1
            name = data[at + 40 : at + size].decode("utf-16-le", "replace")
            found.append(name.split("\0", 1)[0])
            at += size
        return found

    # Styles ----------------------------------------------------------------------------------------------------------

    def _styles(self) -> dict[int, Props]:
        data = self._pair(_STYLES)
        if len(data) < 20:
            return {}
        size, count, base = struct.unpack_from("<HHH", data)
        default = struct.unpack_from("<H", data, 14)[0] if size >= 14 else None
        raw: dict[int, tuple[int, int, list[bytes]]] = {}
        at = 2 + size
        for key in range(min(count, 4096)):
            if at + 2 > len(data):
                break
            (length,) = struct.unpack_from("<H", data, at)
            if length:
                raw[key] = _style(data[at + 2 : at + 2 + length], base)
            at += 2 + length
        found: dict[int, Props] = {}
        for key in raw:
            self._resolve(key, raw, found, default)
        return found

    def _resolve(
        self, key: int, raw: dict[int, tuple[int, int, list[bytes]]], found: dict[int, Props], default: int | None
    ) -> None:
        chain: list[int] = []
        while key in raw and key not in chain and key not in found:
            chain.append(key)
            key = raw[key][1]
        base = found.get(key, Props(font=default))
        for link in reversed(chain):
            kind, _, parts = raw[link]
            props = replace(base, style=link)
            for at, part in enumerate(parts[:2]):
                applied(props, part[2:] if kind == 1 and at == 0 else part)
            base = found[link] = props

    # Lists -----------------------------------------------------------------------------------------------------------

    def _numbering(self) -> Numbering:
        numbering = Numbering()
        place = 0x9A + 8 * _LISTS
        if place + 8 > len(self.word):
            return numbering
        start, length = struct.unpack_from("<II", self.word, place)
        if not length:
            return numbering
        data = self.table[start:]  # the levels follow the list of lists, outside of its length
        (count,) = struct.unpack_from("<H", data)
        at = 2 + 28 * min(count, 4096)
        for index in range(min(count, 4096)):
            key, simple = struct.unpack_from("<i22xB", data, 2 + 28 * index)
            levels: dict[int, Level] = {}
            for level in range(1 if simple & 1 else 9):
                levels[level], at = _level(data, at)
            numbering.abstract[str(key)] = levels
        self._list_uses(numbering)
        return numbering

    def _list_uses(self, numbering: Numbering) -> None:
        data = self._pair(_LIST_USES)
        if len(data) < 4:
            return
        count = min(struct.unpack_from("<I", data)[0], 65_535)
        at = 4 + 16 * count
        for index in range(count):
            if 4 + 16 * index + 16 > len(data):
                return
            key, overrides = struct.unpack_from("<i8xB", data, 4 + 16 * index)
            own = str(index + 1)
            numbering.lists[own] = str(key)
            at += 4
            for _ in range(overrides):
                if at + 8 > len(data):
                    return
                first, flags = struct.unpack_from("<iI", data, at)
                at += 8
                if flags & 0x10 and not flags & 0x20:
                    numbering.restarts.setdefault(own, {})[flags & 0xF] = first
                if flags & 0x20:
                    level, at = _level(data, at)
                    numbering.overrides.setdefault(own, {})[flags & 0xF] = level


def _page_runs(page: bytes, width: int) -> Iterator[tuple[int, int, bytes]]:
    """The runs of one page of formatting (FKP): `width` is 13 for paragraphs, 1 for characters."""
    count = page[511]
    if 4 * (count + 1) + width * count > 511:
        return
    places = struct.unpack_from(f"<{count + 1}I", page)
    for at in range(count):
        offset = 2 * page[4 * (count + 1) + width * at]
        data = b""
        if offset and width == 1:
            data = page[offset + 1 : offset + 1 + page[offset]]
        elif offset:
            size, start = 2 * page[offset] - 1, offset + 1
            if page[offset] == 0 and offset + 1 < 512:
                size, start = 2 * page[offset + 1], offset + 2
            data = page[start : start + size]
        if places[at] < places[at + 1]:
            yield places[at], places[at + 1], data


def _style(data: bytes, base: int) -> tuple[int, int, list[bytes]]:
    """Kind, parent and lists of properties of a style."""
    if len(data) < 10:
        return 0, 0xFFF, []
    kind, parts = struct.unpack_from("<2xHH", data)
    at = base
    if at + 2 > len(data):
        return kind & 0xF, kind >> 4, []
    at += 2 + 2 * struct.unpack_from("<H", data, at)[0] + 2
    found: list[bytes] = []
    for _ in range(parts & 0xF):
        at += at & 1
        if at + 2 > len(data):
            break
        (size,) = struct.unpack_from("<H", data, at)
        found.append(data[at + 2 : at + 2 + size])
        at += 2 + size
    return kind & 0xF, kind >> 4, found


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """A level of a list (LVL), and where the next one starts."""
    if at + 30 > len(data):
        raise BrokenFileError("a list that ends in the middle")
    start, form, flags = struct.unpack_from("<iBB", data, at)
    follow, chars, paras = data[at + 15], data[at + 24], data[at + 25]
    at += 28 + chars + paras
    if at + 2 > len(data):
        raise BrokenFileError("a list that ends in the middle")
    (length,) = struct.unpack_from("<H", data, at)
    text = data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    text = "".join(f"%{ord(char) + 1}" if ord(char) < 9 else char for char in text)
    suffix = ("tab", "space", "nothing")[min(follow, 2)]
    level = Level(start, _FORMATS.get(form, "decimal"), text, suffix, None, bool(flags & 4))
    return level, at + 2 + 2 * length
