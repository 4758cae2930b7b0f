"""Bytes to `Source`: one pinned reader per format, chosen by what the bytes are and not by the file's name."""

from __future__ import annotations

import dataclasses
from importlib import import_module
from pathlib import Path
from typing import IO

from ..records import Finding
from ..source import Source, text_hash
from . import active, encodings, kinds
from .errors import ReadError
from .limits import LIMITS, Limits
from .walk import sources

__all__ = ["LIMITS", "Limits", "ReadError", "read", "read_text", "sources"]


# One pinned reader per format: its module and function. Modules are imported when a file of their format comes.
_READERS = {
    kinds.TEXT: ("plain", "read_plain"),
    kinds.DOCX: ("docx", "read_docx"),
    kinds.DOC: ("doc", "read_doc"),
    kinds.PDF: ("pdf", "read_pdf"),
    kinds.HTML: ("html", "read_html"),
    kinds.MHTML: ("html", "read_mhtml"),
    kinds.RTF: ("rtf", "read_rtf"),
    kinds.ODT: ("odt", "read_odt"),
    kinds.IMAGE: ("ocr", "read_image"),
}
# Programs that read a format instead of its pinned reader, where a caller asks for them by name.
_OTHERS = {
    "libreoffice": dict.fromkeys((kinds.DOC, kinds.DOCX, kinds.RTF, kinds.ODT), ("office", "read_office")),
    "tesseract": {kinds.PDF: ("pdf", "read_pictures")},
}
_ENCODED = frozenset({kinds.TEXT, kinds.HTML})


def read(
    source: str | Path | bytes | IO[bytes],
    *,
    name: str | None = None,
    encoding: str | None = None,
    reader: str | None = None,
    allow_active: bool = False,
    limits: Limits = LIMITS,
) -> Source:
    """The document in `source`: a path, the bytes themselves, or a binary file object.

    `name` names the source (default: the file's name); `encoding` is how plain text or HTML is encoded, where the
    reader should not find out by itself ("utf-8", "utf-16", "cp1258", "tcvn3", "vni", "vps", "viscii" or a Python
    codec); other formats know theirs. `reader` asks for another program than the pinned reader, which is named with its
    version in `Source.reader`: "libreoffice" (.doc, .docx, .rtf, .odt) or "tesseract" (pages of a .pdf as pictures,
    where its text layer is none to go by); what the pinned reader refuses stays refused.
    Same bytes, same text, same offsets. Nothing is fetched and nothing is run.
    A file that would have the program which opens it run macros or load parts from elsewhere is refused unless
    `allow_active` is set; then its text is read, with a finding, and still nothing is fetched or run.

    Raises ReadError for a missing, binary, damaged, encrypted, hostile or unsupported file, with the reason and the
    remedy; its code is "active" for what `allow_active` would let pass. An empty file is no error: it gives an empty
    source with the finding "empty".
    """
    data, name = _bytes_of(source, name, limits)
    try:
        wide = encoding is not None and encodings.is_wide(encoding)
        kind = kinds.kind_of_wide(data) if wide else kinds.kind_of(data)
    except kinds.UnsupportedError as error:
        raise ReadError(name, error.what, error.remedy, code=error.code) from error
    if kind == kinds.ZIP:
        raise ReadError(
            name, "an archive of many files", "give it to build or extract, or walk it with sources()", code="archive"
        )
    more = {"encoding": encoding} if kind in _ENCODED else {}
    other = _other(reader, kind, name)
    found = _run(_READERS[kind], data, name=name, limits=limits, **more)
    if not allow_active:
        active.refuse(found)
    return _by_other(_run(other, data, name=name, limits=limits), found) if other is not None else found


def _run(reader: tuple[str, str], data: bytes, *, name: str, limits: Limits, **more: str | None) -> Source:
    module, function = reader
    try:
        return getattr(import_module(f".{module}", __name__), function)(data, name=name, limits=limits, **more)
    except RecursionError as error:
        raise ReadError(name, "nested absurdly deep", "do not trust this file", code="unsafe") from error


def _other(reader: str | None, kind: str, name: str) -> tuple[str, str] | None:
    """The module and function of the program that was asked for."""
    if reader is None:
        return None
    found = _OTHERS.get(reader, {}).get(kind)
    if found is None:
        known = ", ".join(f"{key} ({', '.join(formats)})" for key, formats in _OTHERS.items())
        raise ReadError(name, f"no reader {reader!r} for {kind}", f"leave it out, or ask for: {known}", code="no-tool")
    return found


def _by_other(source: Source, pinned: Source) -> Source:
    """What another program read, with what the pinned reader says of the file itself."""
    kept = (finding for finding in pinned.warnings if finding.code in active.OF_THE_FILE)
    warnings = tuple(dict.fromkeys((*source.warnings, *kept)))
    return dataclasses.replace(source, media_type=pinned.media_type, warnings=warnings)


def read_text(text: str, *, name: str = "text") -> Source:
    """A source made of `text` itself; its blocks are left to extraction, which finds them by layout."""
    digest = text_hash(text)
    return Source(name, text, digest, digest, warnings=_empty(text))


def _empty(text: str) -> tuple[Finding, ...]:
    return () if text.strip("\ufeff \t\r\n\f") else (Finding("empty", "the file holds no text"),)


def _bytes_of(source: str | Path | bytes | IO[bytes], name: str | None, limits: Limits) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        data, name = source, name or "document"
    elif isinstance(source, (str, Path)):
        path = Path(source)
        name = name or path.name
        data = _file(path, name, limits)
    else:
        name = name or Path(str(getattr(source, "name", "document"))).name
        data = source.read(limits.file + 1)
        if not isinstance(data, bytes):
            raise TypeError(f"{name}: a file object must be opened in binary mode ('rb')")
    if len(data) > limits.file:
        raise ReadError(
            name, f"larger than {limits.file // 2**20} MiB", "split it, or raise Limits.file", code="too-big"
        )
    return data, name


def _file(path: Path, name: str, limits: Limits) -> bytes:
    """The bytes of a regular file; a device or a pipe could be read for ever."""
    try:
        if path.is_dir():
            raise ReadError(
                name, "this is a folder", "give it to build or extract, or walk it with sources()", code="unsupported"
            )
        if not path.is_file():
            reason = "this is no regular file" if path.exists() else "there is no such file"
            raise ReadError(name, reason, f"check the path {path}", code="missing")
        with path.open("rb") as file:
            return file.read(limits.file + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReadError(name, reason, "check the path and its permissions", code="missing") from error
