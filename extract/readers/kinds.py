"""What a file is, by its first bytes and the parts inside: names lie, content does not."""

from __future__ import annotations

import io
import re
import struct
import zipfile

from .cfb import BrokenFileError, Compound
from .package import DAMAGED, damage

# The formats that are read. Keys of `READERS` in __init__.py.
DOCX, DOC, PDF, HTML, RTF, ODT, ZIP, IMAGE, TEXT = "docx", "doc", "pdf", "html", "rtf", "odt", "zip", "image", "text"
MHTML = "mhtml"

_OTHER = (
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"BZh", "a bzip2 archive", "unpack it first"),
    (b"\xfd7zXZ\x00", "an xz archive", "unpack it first"),
    (b"GIF8", "a GIF picture", "scan documents to PDF, PNG, JPEG or TIFF"),
    (b"\x7fELF", "a program", "give a document"),
    (b"MZ", "a program", "give a document"),
    (b"SQLite format 3\0", "a database", "give a document"),
    (b"ID3", "a sound file", "give a document"),
    (b"%!PS", "a PostScript file", "convert it to PDF"),
    (b"AT&TFORM", "a DjVu file", "convert it to PDF"),
    (b"\xffWPC", "a WordPerfect file", "save it as .docx"),
)
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p|title|center|font|h[1-6]|span)\b[^<]{0,2000}>", re.IGNORECASE
)
_MAIL = re.compile(
    rb"(?:From|To|Date|Subject|Received|Return-Path|Delivered-To|Message-ID|MIME-Version):", re.IGNORECASE
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class UnsupportedError(ValueError):
    """A kind of file that is known and not read: what it is, and what to do."""

    def __init__(self, what: str, remedy: str, code: str = "unsupported") -> None:
        self.what, self.remedy, self.code = what, remedy, code
        super().__init__(what)


def kind_of(data: bytes) -> str:
    """The format of a file. Raises UnsupportedError for a known format that is not read."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    if data.startswith(_OLE):
        return _ole(data)
    if b"%PDF-" in data[:1024]:
        return PDF
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{\\rtf"):
        return RTF
    if data.startswith(_IMAGES):
        return IMAGE
    for magic, what, remedy in _OTHER:
        if data.startswith(magic) and (len(magic) > 2 or b"\0" in data[:64]):
            raise UnsupportedError(what, remedy)
    return _markup(head, data)


def _markup(head: bytes, data: bytes) -> str:
    if b"\0" in head:
        head = _narrowed(data)
    if (
        re.match(rb"(?:From:|MIME-Version:|Content-Type: multipart/related)", head, re.IGNORECASE)
        and b"multipart/related" in head
    ):
        return MHTML
    if _MAIL.match(head) and b"mime-version:" in head.lower():
        raise UnsupportedError("an e-mail", "save the document that is attached to it")
    if not head.startswith(b"<"):
        return TEXT
    if head.startswith(b"<?xml") and b"<html" not in head.lower():
        if b'progid="Word.Document"' in head or b"schemas.microsoft.com/office/word/2003" in head:
            raise UnsupportedError("a Word 2003 XML file", "save it as .docx")
        raise UnsupportedError("an XML file", "give the document itself")
    return HTML if _HTML.search(head) else TEXT


def kind_of_wide(data: bytes) -> str:
    """HTML or TEXT, for bytes that are said to be UTF-16 or UTF-32."""
    head = _narrowed(data)
    return HTML if head.startswith(b"<") and _HTML.search(head) else TEXT


def _narrowed(data: bytes) -> bytes:
    """The start of a text in UTF-16 or UTF-32 with its markup as ASCII."""
    return data[:4096].replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n")


def _zip(data: bytes) -> str:
    """The format of a zip package, by the names and the media type inside."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            member = archive.getinfo("mimetype") if "mimetype" in names else None
            small = member is not None and member.file_size < 200
            media = archive.read(member) if member is not None and small else b""
    except DAMAGED as error:
        raise UnsupportedError(damage(error), "save or fetch it again", "broken") from error
    if media.startswith(b"application/vnd.oasis.opendocument.text"):
        return ODT
    if media:
        raise UnsupportedError("an OpenDocument file other than text, or an e-book", "save it as .docx or .odt")
    for folder, what in (("xl/", "an Excel workbook"), ("ppt/", "a PowerPoint presentation")):
        if any(name.startswith(folder) for name in names):
            raise UnsupportedError(what, "give the document as .docx or .pdf")
    return DOCX if "[Content_Types].xml" in names else ZIP


def _ole(data: bytes) -> str:
    """The format of an OLE compound file, by the names of its streams (UTF-16 in its directory)."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise UnsupportedError("encrypted", "save it without a password", "encrypted")
    if holds("WordDocument"):
        return DOC
    if holds("Workbook") or holds("Book"):
        raise UnsupportedError("an Excel workbook", "give the document as .docx or .pdf")
    if holds("PowerPoint Document"):
        raise UnsupportedError("a PowerPoint presentation", "give the document as .docx or .pdf")
    try:
        Compound(data)
    except (BrokenFileError, struct.error) as error:
        raise UnsupportedError(f"a damaged OLE file: {error}", "save or fetch it again", "broken") from error
    raise UnsupportedError("an OLE file without a Word document in it", "save it as .docx")
