"""The glyphs and drawn lines of a PDF page, as PDFium gives them, turned so that the text runs from left to right."""

from __future__ import annotations

import ctypes
import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_HYPHEN_AT_LINE_END = 0x02  # PDFium's own mark; Vietnamese does not hyphenate, so it is a hyphen of the text
_MOST_PATHS = 60_000
_MOST_GLYPHS = 100_000  # a full page of a gazette has 6,000
_THIN = 3.0


class Glyph(NamedTuple):
    """One character: its box (y grows downwards), its base line, and the index of its font."""

    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    char: str
    font: int

    @property
    def height(self) -> float:
        """The height of the font's box."""
        return self.bottom - self.top


class Rule(NamedTuple):
    """A drawn line: at `at` across, from `start` to `end` along."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class PageGlyphs:
    """What stands on one page."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)
    pictures: float = 0.0  # share of the page that pictures cover
    cut: bool = False  # were there more glyphs than any real page has?


def glyphs_of(page: pdfium.PdfPage) -> PageGlyphs:
    """The glyphs and rules of a page; distances are in points from its upper left corner."""
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    found = PageGlyphs(width, height)
    text_page = page.get_textpage()
    try:
        prints = list(itertools.islice(_prints(text_page, found.fonts, left, top), _MOST_GLYPHS))
    finally:
        text_page.close()
    turn = _turn(prints)
    _rules(page, found, (1.0, 0.0, 0.0, 1.0, -left, -top))
    if turn:
        _turn_rules(found, turn, width, height)
        if turn != 2:
            found.width, found.height = height, width
    found.cut = len(prints) >= _MOST_GLYPHS
    found.glyphs = _once([_glyph(one, turn, width, height) for one in prints])
    return found


class _Print(NamedTuple):
    """A character as it stands on the unturned page: its box, its origin, its size."""

    left: float
    top: float
    right: float
    bottom: float
    x: float
    y: float
    size: float
    char: str
    font: int


def _prints(text_page: pdfium.PdfTextPage, fonts: list[str], left: float, top: float) -> Iterator[_Print]:
    handle = text_page.raw
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    box_ref, x_ref, y_ref = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    seen: dict[int, tuple[int, float]] = {}  # size 0: not to be seen
    unicode_of, loose_box, origin = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharOrigin
    for index in range(raw.FPDFText_CountChars(handle)):
        code = unicode_of(handle, index)
        if code == _HYPHEN_AT_LINE_END:
            code = 0x2D
        elif code in (0x20, 0xA0) and not raw.FPDFText_IsGenerated(handle, index):
            code = 0x20
        elif code <= 0x20 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            continue
        if not loose_box(handle, index, box_ref) or not origin(handle, index, x_ref, y_ref):
            continue
        font, size = _font(handle, index, seen, fonts)
        if not size:
            continue
        ends = box.left - left, top - box.top, box.right - left, top - box.bottom
        yield _Print(*ends, x.value - left, top - y.value, size, chr(code), font)


def _font(handle: Any, index: int, seen: dict[int, tuple[int, float]], fonts: list[str]) -> tuple[int, float]:
    """The index in `fonts` of a character's font, and its size; PDFium is asked once for each text object.

    The size of what is clipped away is 0.
    """
    item = raw.FPDFText_GetTextObject(handle, index)
    address = ctypes.cast(item, ctypes.c_void_p).value or 0
    if address not in seen and address and _clipped(item):
        seen[address] = 0, 0.0
    if address not in seen:
        flags, matrix = ctypes.c_int(), raw.FS_MATRIX()
        length = raw.FPDFText_GetFontInfo(handle, index, None, 0, ctypes.byref(flags))
        buffer = ctypes.create_string_buffer(max(1, min(length, 1000)))
        raw.FPDFText_GetFontInfo(handle, index, buffer, len(buffer), ctypes.byref(flags))
        name = buffer.value.decode("utf-8", "replace").rsplit("+", 1)[-1]
        if name not in fonts:
            fonts.append(name)
        scale = math.hypot(matrix.c, matrix.d) if raw.FPDFText_GetMatrix(handle, index, ctypes.byref(matrix)) else 1.0
        seen[address] = fonts.index(name), max(1.0, raw.FPDFText_GetFontSize(handle, index) * scale)
    return seen[address]


def _clipped(item: Any) -> bool:
    """Is most of a text object outside of its clip? Browsers leave tops of letters of the next page so."""
    clip = raw.FPDFPageObj_GetClipPath(item)
    if not clip or raw.FPDFClipPath_CountPaths(clip) != 1:
        return False
    x, y = ctypes.c_float(), ctypes.c_float()
    parts = (raw.FPDFClipPath_GetPathSegment(clip, 0, at) for at in range(raw.FPDFClipPath_CountPathSegments(clip, 0)))
    found = itertools.islice(parts, 20)
    points = [
        (x.value, y.value) for part in found if raw.FPDFPathSegment_GetPoint(part, ctypes.byref(x), ctypes.byref(y))
    ]
    ends = [ctypes.c_float() for _ in range(4)]
    if len(points) < 4 or not raw.FPDFPageObj_GetBounds(item, *map(ctypes.byref, ends)):
        return False
    left, bottom, right, top = (end.value for end in ends)
    xs, ys = [px for px, _ in points], [py for _, py in points]
    seen = max(0.0, min(right, max(xs)) - max(left, min(xs))) * max(0.0, min(top, max(ys)) - max(bottom, min(ys)))
    return seen < 0.3 * (right - left) * (top - bottom)


def _turn(prints: list[_Print]) -> int:
    """How often the page has to be turned by 90 degrees so that most of its text runs from left to right."""
    votes = [0, 0, 0, 0]
    for before, after in itertools.pairwise(prints[:4000]):
        across, down = after.x - before.x, after.y - before.y
        if 0 < max(abs(across), abs(down)) < 3 * before.size:
            votes[(0 if across > 0 else 2) if abs(across) > abs(down) else (1 if down < 0 else 3)] += 1
    best = max(range(4), key=lambda turn: votes[turn])
    return best if votes[best] > 2 * votes[0] else 0


def _glyph(one: _Print, turn: int, width: float, height: float) -> Glyph:
    if turn == 0:
        x0, x1, base = one.left, one.right, one.y
    elif turn == 1:  # the text ran upwards
        x0, x1, base = height - one.bottom, height - one.top, one.x
    elif turn == 3:  # downwards
        x0, x1, base = one.top, one.bottom, width - one.x
    else:
        x0, x1, base = width - one.right, width - one.left, height - one.y
    # Ascent and descent of text fonts; what PDFium gives is sometimes the font's box and sometimes the glyph's.
    return Glyph(x0, base - 0.92 * one.size, x1, base + 0.23 * one.size, base, one.char, one.font)


def _turn_rules(found: PageGlyphs, turn: int, width: float, height: float) -> None:
    across, down = found.horizontal, found.vertical
    if turn == 2:
        found.horizontal = [Rule(height - r.at, width - r.end, width - r.start) for r in across]
        found.vertical = [Rule(width - r.at, height - r.end, height - r.start) for r in down]
    elif turn == 1:  # (x, y) -> (height - y, x)
        found.vertical = [Rule(height - r.at, r.start, r.end) for r in across]
        found.horizontal = [Rule(r.at, height - r.end, height - r.start) for r in down]
    else:  # (x, y) -> (y, width - x)
        found.vertical = [Rule(r.at, width - r.end, width - r.start) for r in across]
        found.horizontal = [Rule(width - r.at, r.start, r.end) for r in down]


def _once(glyphs: list[Glyph]) -> list[Glyph]:
    """Without the copies that some programs print beside a glyph to make it bold."""
    seen: dict[tuple[str, int], list[Glyph]] = {}
    kept: list[Glyph] = []
    for glyph in glyphs:
        near = seen.setdefault((glyph.char, round(glyph.base)), [])
        limit = 0.3 * max(glyph.x1 - glyph.x0, 1.0)
        if any(abs(other.x0 - glyph.x0) < limit and abs(other.base - glyph.base) < 1 for other in near[-3:]):
            continue
        near.append(glyph)
        kept.append(glyph)
    return kept


_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _rules(page: pdfium.PdfPage, found: PageGlyphs, shift: _Matrix) -> None:
    left = _MOST_PATHS
    area = max(1.0, found.width * found.height)
    for item, outer in _objects(page, shift):
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            matrix = _times(_matrix(item), outer)
            found.pictures += abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) / area
        elif kind == raw.FPDF_PAGEOBJ_PATH and left > 0:
            left -= 1
            _path(item, _times(_matrix(item), outer), found)


def _objects(page: pdfium.PdfPage, shift: _Matrix) -> Iterator[tuple[Any, _Matrix]]:
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        item = raw.FPDFPage_GetObject(page.raw, index)
        yield from _inside(item, shift, 0)


def _inside(item: Any, outer: _Matrix, depth: int) -> Iterator[tuple[Any, _Matrix]]:
    if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_FORM:
        yield item, outer
    elif depth < 8:
        matrix = _times(_matrix(item), outer)
        for index in range(raw.FPDFFormObj_CountObjects(item)):
            yield from _inside(raw.FPDFFormObj_GetObject(item, index), matrix, depth + 1)


def _matrix(item: Any) -> _Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _path(item: Any, matrix: _Matrix, found: PageGlyphs) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke)):
        return
    for points in _subpaths(item, matrix):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if x1 - x0 <= _THIN or y1 - y0 <= _THIN:  # a line, or a bar so thin that it is seen as one
            _rule(x0, y0, x1, y1, found)
        elif stroke.value:
            for (ax, ay), (bx, by) in itertools.pairwise(points):
                if abs(ax - bx) < 1 or abs(ay - by) < 1:
                    _rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), found)


def _rule(x0: float, y0: float, x1: float, y1: float, found: PageGlyphs) -> None:
    if x1 - x0 >= y1 - y0:
        if x1 - x0 > 1:
            found.horizontal.append(Rule((y0 + y1) / 2, x0, x1))
    elif y1 - y0 > 1:
        found.vertical.append(Rule((x0 + x1) / 2, y0, y1))


def _subpaths(item: Any, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(min(raw.FPDFPath_CountSegments(item), _MOST_PATHS)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        if raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            points.append((a * x.value + c * y.value + e, -(b * x.value + d * y.value + f)))
        if raw.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    if points:
        yield points
