"""Files made to do harm, and files that are damaged: refused with a reason, or read without harm."""

from __future__ import annotations

import os
import random
import struct
import sys
import time
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest

from cancu.extract.readers import Limits, ReadError, read
from cancu.extract.readers.walk import sources

sys.path.insert(0, str(Path(__file__).parent / "generate"))
import documents
from documents import zipped

DATA = Path(__file__).parent / "data" / "readers"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
ENTITY = f'<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document {W}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{("&" + a + ";") * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + f"]><w:document {W}><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>"
)


def word(document: str | bytes) -> bytes:
    return zipped({"[Content_Types].xml": TYPES, "word/document.xml": document})


def pdf(stream: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(stream, 9)
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj "
        b"4 0 obj<</Filter/FlateDecode/Length " + str(len(packed)).encode() + b">>stream\n" + packed + b"\nendstream endobj "
        + more + b"\ntrailer<</Root 1 0 R" + (b"/Encrypt 9 0 R/ID[<00><00>]" if more else b"") + b">>"
    )  # fmt: skip


ENCRYPT = b"9 0 obj<</Filter/Standard/V 1/R 2/O<" + b"00" * 32 + b">/U<" + b"11" * 32 + b">/P -4>>endobj "


def encrypted_zip() -> bytes:
    data = bytearray(word(f"<w:document {W}/>"))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def old_word(change) -> bytes:
    data = bytearray((DATA / "plan.doc").read_bytes())
    change(data)
    return bytes(data)


def encrypt_old(data: bytearray) -> None:
    at = data.find(b"\xec\xa5")
    data[at + 11] |= 0x01


def loop_fat(data: bytearray) -> None:
    start = 512 * (1 + int.from_bytes(data[76:80], "little"))
    for at in range(start, start + 512, 4):
        data[at : at + 4] = (0).to_bytes(4, "little")


NESTED = (
    f"<w:document {W}><w:body>"
    + "<w:tbl><w:tr><w:tc>" * 3000
    + "</w:tc></w:tr></w:tbl>" * 3000
    + "</w:body></w:document>"
)
WIDE = (
    f"<w:document {W}><w:body><w:tbl>"
    + ("<w:tr>" + '<w:tc><w:tcPr><w:gridSpan w:val="9999"/></w:tcPr></w:tc>' * 99 + "</w:tr>") * 9
    + "</w:tbl></w:body></w:document>"
)
CASES = {
    "an entity from outside": (word(ENTITY), "unsafe"),
    "entities in entities": (word(LAUGHS), "unsafe"),
    "entities in UTF-16": (word(ENTITY.replace("?>", ' encoding="utf-16"?>', 1).encode("utf-16")), "unsafe"),
    "an entity in OpenDocument": (
        zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ENTITY}),
        "unsafe",
    ),
    "a bomb of spaces": (word(b" " * 90_000_000), "unsafe"),
    "tables in tables without end": (word(NESTED), "unsafe"),
    "cells of absurd width": (word(WIDE), "unsafe"),
    "broken XML": (word("<w:document"), "broken"),
    "no document": (zipped({"[Content_Types].xml": TYPES, "word/other.xml": "<a/>"}), "broken"),
    "a package cut short": (documents.docx(documents.plan())[:3000], "broken"),
    "an encrypted package": (encrypted_zip(), "encrypted"),
    "an encrypted Word file": (old_word(encrypt_old), "encrypted"),
    "an encrypted new Word file": (
        old_word(lambda d: d.__setitem__(slice(None), d.replace("WordDocument".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")[:24]))) + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
    ),
    "sectors in a circle": (old_word(loop_fat), "broken"),
    "an old Word file cut short": ((DATA / "plan.doc").read_bytes()[:9000], "broken"),
    "a workbook": (zipped({"[Content_Types].xml": TYPES, "xl/workbook.xml": "<a/>"}), "unsupported"),
    "an archive": (zipped({"a.txt": "a"}), "archive"),
    "a PDF cut short": ((DATA / "plan.pdf").read_bytes()[:400], "broken"),
    "an encrypted PDF": (pdf(b"BT ET", ENCRYPT), "encrypted"),
    "a PDF bomb": (pdf(b"0" * 2_000_000), "unsafe"),
    "groups in groups without end": (b"{\\rtf1 " + b"{" * 100_000, "unsafe"),
    "elements in elements without end": (b"<html><body>" + b"<div>" * 100_000 + b"x", "unsafe"),
    "cells over cells": (b"<html><table>" + b"<tr><td rowspan=65000 colspan=1000>x" * 999, "unsafe"),
    "a program": (b"MZ\x90\x00" + os.urandom(10) + b"\0" * 100, "unsupported"),
    "a RAR archive": (b"Rar!\x1a\x07\x00....", "unsupported"),
    "an e-mail": (b"From: a@b.vn\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b", "unsupported"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_hostile_files_are_refused(case):
    data, code = CASES[case]
    limits = Limits(stream=1_000_000) if "bomb" in case and "PDF" in case else Limits()
    begin = time.process_time()
    with pytest.raises(ReadError) as caught:
        read(data, name="x", limits=limits)
    assert caught.value.code == code, str(caught.value)
    assert caught.value.remedy
    assert time.process_time() - begin < 5


def test_cases_are_there():
    assert len(CASES) == 26


def damaged_member(method: int, at: int, change: bytes) -> bytes:
    """An OpenDocument package whose only member was changed at `at` of its entry in the directory or of its data."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    data = bytearray(buffer.getvalue())
    start = (data.index(b"PK\x01\x02") if at < 100 else data.index(b"mimetype") - 100) + at
    data[start : start + len(change)] = change
    return bytes(data)


# What zipfile and its methods raise beside BadZipFile: each must leave a reader as a ReadError.
DAMAGES = {
    "it ends within a member": damaged_member(zipfile.ZIP_STORED, 20, struct.pack("<II", 10**6, 199)),
    "its LZMA is none": damaged_member(zipfile.ZIP_LZMA, 108 + 9, b"\x5a" * 12),
    "its deflate is none": damaged_member(zipfile.ZIP_DEFLATED, 108, b"\xff" * 9),
    "its bzip2 is none": damaged_member(zipfile.ZIP_BZIP2, 108 + 4, b"\xff" * 9),
    "its method is unknown": damaged_member(zipfile.ZIP_STORED, 10, struct.pack("<H", 99)),
    "it asks for a version that is none": damaged_member(zipfile.ZIP_STORED, 6, struct.pack("<H", 99)),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_package_is_refused_with_a_reason(damage, tmp_path):
    with pytest.raises(ReadError) as caught:
        read(DAMAGES[damage], name="x.odt")
    assert caught.value.code == "broken" and not caught.value.reason.endswith(": ")
    (tmp_path / "x.odt").write_bytes(DAMAGES[damage])
    assert [name for name, _ in sources(tmp_path)] == ["x.odt"], "a walk goes on, and reading says what is wrong"


def test_a_member_larger_than_it_says():
    data = bytearray(
        word("<w:document " + W + "><w:body><w:p><w:r><w:t>" + "a" * 5000 + "</w:t></w:r></w:p></w:body></w:document>")
    )
    with zipfile.ZipFile(BytesIO(bytes(data))) as archive:
        assert archive.infolist()[1].file_size > 5000
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    with pytest.raises(ReadError):
        read(bytes(data))


RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = " ".join(f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{p}:1.0"' for p in ("office", "text", "style"))
LONG = "x" * 20_000
ITEM = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'
HEAD = f'<w:headerReference xmlns:r="{RELATION}" r:id="r1"/>'
SMALL_FOR_LARGE = {
    "docx: one running head, many times": zipped({
        "[Content_Types].xml": TYPES,
        "word/document.xml": f"<w:document {W}><w:body><w:sectPr>{HEAD * 10_000}</w:sectPr></w:body></w:document>",
        "word/h.xml": f"<w:hdr {W}>{'<w:p><w:r><w:t>a</w:t></w:r></w:p>' * 500}</w:hdr>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{RELATION}/header" Target="h.xml"/></Relationships>',
    }),
    "docx: long numbers of a list": zipped({
        "[Content_Types].xml": TYPES,
        "word/document.xml": f"<w:document {W}><w:body>{ITEM * 2_000}</w:body></w:document>",
        "word/numbering.xml": f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="{LONG}%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
    }),
    "odt: long numbers of a list": zipped({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f'<office:document-content {ODF}><office:automatic-styles><text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-prefix="{LONG}"/></text:list-style></office:automatic-styles><office:body><office:text><text:list text:style-name="L">{"<text:list-item><text:p>a</text:p></text:list-item>" * 2_000}</text:list></office:text></office:body></office:document-content>',
    }),
}  # fmt: skip


@pytest.mark.parametrize("case", SMALL_FOR_LARGE)
def test_what_a_file_says_once_is_not_read_a_thousand_times(case):
    begin = time.process_time()
    assert len(read(SMALL_FOR_LARGE[case]).text) < 200_000
    assert time.process_time() - begin < 5


def test_letters_far_out_of_a_page_take_no_time():
    """Found by the fuzz run: a strip between columns was looked for over the whole width."""
    rows = "".join(f"1 0 0 1 {80 if at else 900000000} {700 - 12 * at} Tm (Can cu Nghi dinh) Tj " for at in range(30))
    begin = time.process_time()
    source = read(pdf(f"BT /F1 12 Tf {rows} ET".encode()))
    assert "Can cu Nghi dinh" in source.text
    assert time.process_time() - begin < 5


def test_limits_hold_in_every_format():
    for form in ("docx", "html", "rtf"):
        data = getattr(documents, form)(documents.plan())
        with pytest.raises(ReadError) as caught:
            read(data, limits=Limits(text=500))
        assert caught.value.code == "too-big"
    for limits in (Limits(pages=2), Limits(text=500)):
        with pytest.raises(ReadError) as caught:
            read((DATA / "plan.pdf").read_bytes(), limits=limits)
        assert caught.value.code == "too-big"


def test_nothing_is_fetched_and_nothing_is_run(monkeypatch):
    import socket
    import subprocess

    def forbidden(*_, **__):
        raise AssertionError("a reader went outside")

    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr(subprocess, "Popen", forbidden)
    page = b"<html><head><link rel=stylesheet href='http://x/y'><base href='http://x'></head><body><img src='http://x/z'><p>a</p><script src='http://x'></script></body></html>"
    assert read(page).text == "a\n"
    for form in ("docx", "html", "rtf"):
        assert read(getattr(documents, form)(documents.plan())).text
    for form in ("doc", "pdf", "odt"):
        assert read((DATA / f"plan.{form}").read_bytes()).text


# Fuzz ----------------------------------------------------------------------------------------------------------------

ROUNDS = int(os.environ.get("CANCU_FUZZ", "24"))


def mutated(data: bytes, dice: random.Random) -> bytes:
    """A few bytes changed, a piece cut out, doubled or moved, or the end gone."""
    found = bytearray(data)
    for _ in range(dice.choice((1, 3, 20))):
        at, size = dice.randrange(len(found) or 1), dice.choice((1, 2, 4, 100, 2000))
        kind = dice.randrange(6)
        if kind == 0:
            found[at : at + 1] = bytes([dice.randrange(256)])
        elif kind == 1:
            del found[at : at + size]
        elif kind == 2:
            found[at:at] = found[at : at + size]
        elif kind == 3:
            found[at : at + 4] = dice.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"9999"))
        elif kind == 4:
            found = found[: max(1, at)] if dice.random() < 0.1 else found
        else:
            other = dice.randrange(len(found) or 1)
            found[at:at] = found[other : other + size]
    return bytes(found)


def inside(data: bytes, dice: random.Random) -> bytes:
    """A zip package with one part mutated, so that the change gets past the checksum."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    name = dice.choice([n for n in files if n.endswith(".xml")])
    files[name] = mutated(files[name], dice)
    return zipped(files)


REAL = sorted(Path(os.environ["CANCU_FUZZ_FILES"]).iterdir()) if "CANCU_FUZZ_FILES" in os.environ else []


@pytest.mark.parametrize("form", ["docx", "odt", "doc", "pdf", "html", "rtf", "txt", *map(str, REAL)])
def test_mutated_files_are_read_or_refused(form):
    if "/" in form:
        data = Path(form).read_bytes()
    elif form == "txt":
        data = documents.flat(documents.plan()).encode()
    elif form in ("docx", "html", "rtf"):
        data = getattr(documents, form)(documents.plan())
    else:
        data = (DATA / f"plan.{form}").read_bytes()
    dice = random.Random(20_200_305)
    read_files = 0
    for turn in range(ROUNDS):
        packed = data.startswith(b"PK") and turn % 4
        sample = inside(data, dice) if packed else mutated(data, dice)
        begin = time.process_time()
        try:
            source = read(sample, name=str(turn), allow_active=True)
            read_files += 1
        except ReadError:
            continue
        finally:
            assert time.process_time() - begin < 20, turn
        assert all(0 <= b.start <= b.end <= len(source.text) for b in source.blocks)
        for table in source.tables:
            assert all(
                c.row + c.row_span <= table.rows and c.column + c.column_span <= table.columns for c in table.cells
            )
            assert all(table.start <= a <= b <= table.end for c in table.cells for a, b in c.fragments)
    assert read_files or "/" in form  # a few of the real ones may all be damaged
