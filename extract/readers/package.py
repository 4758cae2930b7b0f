"""Zip packages and XML parts opened with bounds: no bombs, no entities, nothing outside the package."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import Any

from .errors import ReadError
from .limits import Limits

try:
    from lzma import LZMAError
except ImportError:  # a Python without liblzma, on which zipfile refuses what is packed with it
    LZMAError = zlib.error

_ENCRYPTED = 0x1
# All that zipfile and the methods it unpacks with let through of a damaged or hostile package.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, LZMAError, struct.error, EOFError, OSError, OverflowError, RuntimeError, ValueError
)  # fmt: skip


def damage(error: Exception) -> str:
    """The reason for an error of `DAMAGED`, some of which say nothing themselves."""
    return f"a damaged zip package: {str(error) or type(error).__name__}"


def opened(data: bytes, *, name: str, limits: Limits) -> zipfile.ZipFile:
    """The zip archive in `data`. Raises ReadError when it is broken, or asks for more than the limits allow."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except DAMAGED as error:
        raise ReadError(name, damage(error), "save or fetch it again") from error
    if len(members) > limits.members:
        reason = f"{len(members):,} files in one package (at most {limits.members:,})"
        raise ReadError(name, reason, "unpack it by hand", code="too-big")
    total = sum(member.file_size for member in members)
    packed = max(1, len(data))
    if total > limits.unpacked or (total > 64 * 2**20 and total / packed > limits.ratio):
        reason = f"{packed:,} bytes unpack to {total:,}: a zip bomb"
        raise ReadError(name, reason, "do not trust this file", code="unsafe")
    return archive


def part(archive: zipfile.ZipFile, path: str, *, name: str) -> bytes | None:
    """One member's bytes, or None when the package has no such member."""
    try:
        member = archive.getinfo(path)
    except KeyError:
        return None
    return member_bytes(archive, member, name=name)


def member_bytes(archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, name: str) -> bytes:
    """The bytes of a member, never more than the archive declared. Raises ReadError when it cannot be unpacked."""
    if member.flag_bits & _ENCRYPTED:
        raise ReadError(name, "encrypted", "save it without a password", code="encrypted")
    try:
        with archive.open(member) as file:
            data = file.read(member.file_size + 1)
    except DAMAGED as error:
        raise ReadError(name, damage(error), "save or fetch it again") from error
    if len(data) > member.file_size:
        raise ReadError(name, "a package that lies about its sizes", "do not trust this file", code="unsafe")
    return data


def xml(data: bytes, *, name: str, limits: Limits) -> Any:
    """The root of an XML part. Raises ReadError for broken XML and for document types, which no office file has."""
    head = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise ReadError(name, "XML with a document type (entities)", "do not trust this file", code="unsafe")
    from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

    if len(data) > limits.xml or data.count(b"<") > 2 * limits.elements:
        raise ReadError(name, "XML of absurd size", "split the document", code="too-big")
    # Without `huge_tree` libxml2 itself refuses a depth above 256 and text nodes above 10 MB.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error):
            raise ReadError(name, "nested absurdly deep", "do not trust this file", code="unsafe") from error
        raise ReadError(name, f"broken XML: {error}", "save it again") from error
    if root is None:
        raise ReadError(name, "empty XML", "save it again")
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError(name, "XML with a document type (entities)", "do not trust this file", code="unsafe")
    return root


def safe_name(path: str) -> str | None:
    """A member's path with "/" between folders, or None when it leads out of the archive."""
    pure = PurePosixPath(path.replace("\\", "/"))
    if pure.is_absolute() or ".." in pure.parts or (pure.parts and ":" in pure.parts[0]):
        return None
    return pure.as_posix()
