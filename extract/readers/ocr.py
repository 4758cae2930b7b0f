"""Scans read by Tesseract with its Vietnamese model: text with page and confidence, marked as recognised.

Tesseract is a program of its own (Debian: tesseract-ocr, tesseract-ocr-vie); it is called with a bound on its time.
"""

from __future__ import annotations

import functools
import io
import shutil
import subprocess
from typing import TYPE_CHECKING

from ..records import Finding
from ..source import Source
from .errors import ReadError
from .layer import source_of
from .limits import Limits
from .page import Page, Para

if TYPE_CHECKING:
    from PIL.Image import Image

REMEDY = "install tesseract-ocr and tesseract-ocr-vie, and cancu[ocr], or give the text"
_MOST_PIXELS = 120_000_000  # an A3 page at 600 dots per inch is 70 million


@functools.cache
def missing() -> str:
    """What has to be installed before scans can be read; empty when all is there."""
    program = shutil.which("tesseract")
    if program is None:
        return REMEDY
    try:
        import PIL.Image  # noqa: F401
    except ImportError:
        return REMEDY
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    return "" if "vie" in listed.stdout.split() else REMEDY


@functools.cache
def version() -> str:
    """Tesseract's own version: another one may read other text."""
    said = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, timeout=20, check=False)
    return said.stdout.split("\n", 1)[0].strip()


def read_image(data: bytes, *, name: str, limits: Limits) -> Source:
    """A scanned page (PNG, JPEG, TIFF with one or more pages) as a `Source`. Raises ReadError where OCR is missing."""
    if missing():
        raise ReadError(name, "a picture of text", missing(), code="no-tool")
    from PIL import Image, ImageSequence

    page = Page(warnings=[Finding("ocr", "read by OCR, to be checked")])
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise ReadError(name, "a picture of absurd size", "scan it at 300 dots per inch", code="too-big")
            media_type = Image.MIME.get(picture.format or "", "image/png")
            for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
                page.body += paragraphs_of(frame.convert("L"), page=number, name=name, limits=limits)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError(name, f"a damaged picture: {error}", "scan it again") from error
    reader = f"ocr 1, {version()}"
    return source_of(page, name=name, data=data, media_type=media_type, reader=reader, limits=limits)


def paragraphs_of(picture: Image, *, page: int, name: str, limits: Limits) -> list[Para]:
    """The text that Tesseract sees, one paragraph for each that it finds, with the mean confidence of its words."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    command = ["tesseract", "stdin", "stdout", "-l", "vie", "--psm", "3", "tsv"]
    try:
        run = subprocess.run(
            command,
            input=buffer.getvalue(),
            capture_output=True,
            timeout=limits.seconds,
            check=True,
            env=_environment(),
        )
    except subprocess.TimeoutExpired as error:
        reason = f"OCR of page {page} took longer than {limits.seconds:.0f} s"
        raise ReadError(name, reason, "scan it at 300 dots per inch", code="too-big") from error
    except (subprocess.CalledProcessError, OSError) as error:
        raise ReadError(name, f"OCR of page {page} failed: {error}", "check tesseract", code="no-tool") from error
    return _paragraphs(run.stdout.decode("utf-8", "replace"), page)


def _environment() -> dict[str, str]:
    """One thread, so that a pool of processes does not fight over the cores and the result does not depend on them."""
    import os

    return {**os.environ, "OMP_THREAD_LIMIT": "1"}


def _paragraphs(table: str, page: int) -> list[Para]:
    """Tesseract's table (TSV: level, page, block, paragraph, line, word, box, confidence, text) as paragraphs."""
    found: dict[tuple[str, str], tuple[list[list[str]], list[float]]] = {}
    line_of: dict[tuple[str, str], str] = {}
    for row in table.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) != 12 or fields[0] != "5" or not fields[11].strip():
            continue
        key = (fields[2], fields[3])
        lines, confidences = found.setdefault(key, ([], []))
        if line_of.get(key) != fields[4]:
            line_of[key] = fields[4]
            lines.append([])
        lines[-1].append(fields[11])
        confidences.append(float(fields[10]))
    return [
        Para("\n".join(map(" ".join, lines)), page=page, confidence=round(sum(seen) / len(seen) / 100, 3))
        for lines, seen in found.values()
    ]
