"""Files with macros, or with parts that the program which opens them would load: refused by default, read when allowed."""

from __future__ import annotations

import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

import cancu
from cancu.cli import main
from cancu.extract.readers import ReadError, office, read, vba
from cancu.extract.readers.active import is_remote
from cancu.extract.readers.cfb import Compound

sys.path.insert(0, str(Path(__file__).parent / "generate"))
import documents
from compound import compound, project
from documents import zipped

DATA = Path(__file__).parent / "data" / "readers"
PLAN = documents.plan()
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ATTRIBUTES = 'Attribute VB_Name = "ThisDocument"\r\nAttribute VB_Base = "1Normal.ThisDocument"\r\n'
MACRO = ATTRIBUTES + 'Sub AutoOpen()\r\n  Shell "calc"\r\nEnd Sub\r\n'


# Word ----------------------------------------------------------------------------------------------------------------


def docx(more: dict[str, str | bytes] | None = None, *, field: str = "", types: str = "") -> bytes:
    """The plan as .docx with more parts in the package, a field in its text, more content types."""
    with zipfile.ZipFile(BytesIO(documents.docx(PLAN))) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    files |= more or {}
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(b"</Types>", types.encode() + b"</Types>")
    files["word/document.xml"] = files["word/document.xml"].replace(b"</w:p>", field.encode() + b"</w:p>", 1)
    return zipped(files)


def relation(kind: str, target: str, path: str = "word/_rels/settings.xml.rels") -> dict[str, str | bytes]:
    return {path: f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{KIND}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'}  # fmt: skip


def coded(*pieces: str) -> str:
    """A field whose code is spread over runs."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


# Old Word ------------------------------------------------------------------------------------------------------------


def doc(more: dict[str, bytes] | None = None, change=None) -> bytes:
    """The plan as .doc with more streams, or with a stream changed."""
    found = Compound((DATA / "plan.doc").read_bytes())
    streams = {name: found.stream(name) or b"" for name in found.streams}
    if change:
        change(streams)
    return compound(streams | (more or {}))


def in_text(old: str, new: str):
    """Replace text of a Word file by as much other text."""

    def change(streams):
        for form in ("utf-16-le", "latin-1"):
            if old.encode(form) in streams["WordDocument"]:
                streams["WordDocument"] = streams["WordDocument"].replace(old.encode(form), new.ljust(len(old)).encode(form), 1)  # fmt: skip
                return
        raise AssertionError(old)

    return change


def attached(template: str):
    """Attach a Word file to a template (SttbfAssoc)."""

    def change(streams):
        texts = ["", template, *[""] * 16]
        data = b"\xff\xff" + len(texts).to_bytes(2, "little") + b"\0\0"
        data += b"".join(len(t).to_bytes(2, "little") + t.encode("utf-16-le") for t in texts)
        word, table = bytearray(streams["WordDocument"]), streams["1Table"]
        word[0x19A:0x1A2] = len(table).to_bytes(4, "little") + len(data).to_bytes(4, "little")
        streams.update(WordDocument=bytes(word), **{"1Table": table + data})

    return change


# Others --------------------------------------------------------------------------------------------------------------


def rtf(more: str) -> bytes:
    return documents.rtf(PLAN)[:-1] + more.encode() + b"}"


def odt(more: dict[str, str | bytes] | None = None, *, inside: str = "", meta: str = "") -> bytes:
    with zipfile.ZipFile(DATA / "plan.odt") as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    files |= more or {}
    for name, text, mark in (("content.xml", inside, b"</office:text>"), ("meta.xml", meta, b"</office:meta>")):
        assert mark in files[name]
        files[name] = files[name].replace(mark, text.encode() + mark, 1)
    return zipped(files)


def pdf(script: bytes) -> bytes:
    """The plan as PDF with a document that runs `script` when it opens (added as the next generation of the file)."""
    data = (DATA / "plan.pdf").read_bytes()
    root = data[data.rindex(b"/Root") :].split(b" ", 2)[1]
    at = data.index(b"\n" + root + b" 0 obj")
    catalogue = data[at : data.index(b">>\nendobj", at)] + b"/Names<</JavaScript<</Names[(a)99990 0 R]>>>>>>\nendobj\n"
    start = len(data)
    added = catalogue[1:] + b"99990 0 obj<</S/JavaScript/JS(" + script + b")>>endobj\n"
    table = b"xref\n%s 1\n%010d 00000 n \n99990 1\n%010d 00000 n \n" % (
        root,
        start,
        start + added.index(b"99990 0 obj"),
    )
    last = data[data.rindex(b"startxref") :].split()[1]
    trailer = b"trailer<</Root %s 0 R/Size 99991/Prev %s>>\nstartxref\n%d\n%%%%EOF" % (root, last, start + len(added))
    return data + added + table + trailer


def mht(part: str, payload: str) -> bytes:
    head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    more = f"\n--b\nContent-Location: file:///C:/{part}\nContent-Type: application/x-mso\n\n{payload}\n--b--\n"
    return head.encode() + documents.html(PLAN) + more.encode()


HTTP, UNC = "http://host.example/t.dotm", "file:///\\\\server\\share\\t.dotm"
SCRIPT = 'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
WEB = "word/_rels/webSettings.xml.rels"
BODY = "word/_rels/footnotes.xml.rels"

# Each: the file with it, what the error must name, and the same file without it.
REFUSED = {
    "docx: macros": (docx({"word/vbaProject.bin": compound(project(MACRO))}), "macros (VBA)", docx()),
    "docx: macros under another name": (
        docx({"word/x.dat": compound(project(MACRO))}, types='<Override PartName="/word/x.dat" ContentType="application/vnd.ms-office.vbaProject"/>'),
        "macros (VBA)", docx(),
    ),
    "docx: macros that cannot be unpacked": (docx({"word/vbaProject.bin": b"?"}), "macros (VBA)", docx()),
    "docx: a remote template": (docx(relation("attachedTemplate", HTTP)), "a template at http://host.example/t.dotm", docx()),
    "docx: a template on a server": (docx(relation("attachedTemplate", UNC)), "a template at", docx()),
    "docx: a linked object": (docx(relation("oleObject", "http://host.example/x.html!", BODY)), "a linked object at", docx()),
    "docx: a linked local object": (docx(relation("oleObject", "file:///D:\\so lieu.xlsx", BODY)), "a linked object at", docx()),
    "docx: a subdocument": (docx(relation("subDocument", "b.docx", BODY)), "a subdocument at b.docx", docx()),
    "docx: a frame": (docx(relation("frame", HTTP, WEB)), "a frame at", docx()),
    "docx: a remote data source": (docx(relation("mailMergeSource", HTTP)), "a part (mailMergeSource) at", docx()),
    "docx: DDE in pieces": (docx(field=coded(" DDE", "AUTO c:\\\\x.exe", ' "a"')), "a field DDEAUTO at c:", docx()),
    "docx: DDE in one piece": (docx(field='<w:fldSimple w:instr=\' DDE "excel" "a.xls"\'/>'), "a field DDE at excel", docx()),
    "docx: a remote file put in": (docx(field=coded(' INCLUDETEXT "', HTTP, '"')), "a field INCLUDETEXT at http", docx()),
    "docx: a linked table": (docx(field=coded(" LINK Excel.Sheet.12 a.xlsx")), "a field LINK at Excel", docx()),
    "doc: macros": (doc(project(MACRO)), "macros (VBA)", doc()),
    "doc: a remote template": (doc(change=attached(HTTP)), "a template at http", doc()),
    "doc: DDE": (
        doc(change=in_text("MỤC TIÊU", "\x13DDE a\x15")), "a field DDE at a", doc(change=in_text("MỤC TIÊU", "\x13REF a\x15")),
    ),
    "rtf: a remote template": (rtf(r"{\*\template http://host.example/t.dotm}"), "a template at http", rtf("")),
    "rtf: a linked object": (rtf(r"{\object\objautlink{\*\objdata 0105}}"), "a linked object", rtf("")),
    "rtf: an object that updates itself": (rtf(r"{\object\objemb\objupdate{\*\objdata 0105}}"), "updates itself", rtf("")),
    "rtf: DDE": (rtf(r"{\field{\*\fldinst {\b DDE}AUTO c:\\\\x.exe}{\fldrslt }}"), "a field DDEAUTO at c:", rtf("")),
    "odt: macros": (odt({"Basic/Standard/M.xml": "<a/>"}), "macros (Basic", odt()),
    "odt: scripts": (odt({"Scripts/python/m.py": "1"}), "macros (Basic or scripts)", odt()),
    "odt: macros by events": (odt(inside=f'<script:event-listener {SCRIPT} script:event-name="dom:load"/>'), "started by events", odt()),
    "odt: a linked section": (odt(inside=f'<text:section-source {XLINK} xlink:href="{HTTP}"/>'), "a linked section at", odt()),
    "odt: a linked object": (odt(inside=f'<draw:object {XLINK} xlink:href="../b.odt"/>'), "a linked object at", odt()),
    "odt: DDE": (odt(inside='<text:dde-connection-decl office:dde-topic="a"/>'), "a DDE link at a", odt()),
    "odt: a remote template": (odt(meta=f'<meta:template {XLINK} xlink:href="{HTTP}"/>'), "a template at", odt()),
    "pdf: a script": (pdf(b"app.alert\\(1\\)"), "macros (JavaScript)", (DATA / "plan.pdf").read_bytes()),
    "mht: macros": (mht("editdata.mso", "ActiveMime"), "macros (VBA)", mht("oledata.mso", "ActiveMime")),
}  # fmt: skip


def test_cases_are_there():
    assert len(REFUSED) == 30
    assert {case.split(":")[0] for case in REFUSED} == {"docx", "doc", "rtf", "odt", "pdf", "mht"}


@pytest.mark.parametrize("case", REFUSED)
def test_active_content_is_refused_and_read_when_allowed(case):
    data, named, clean = REFUSED[case]
    with pytest.raises(ReadError) as caught:
        read(data, name="kế hoạch")
    assert caught.value.code == "active"
    assert named in caught.value.reason
    assert str(caught.value).startswith("kế hoạch: active content: ")
    assert "--allow-active" in caught.value.remedy
    allowed = read(data, allow_active=True)
    assert allowed.text == read(clean).text
    assert {w.code for w in allowed.warnings} & {"macros", "linked"}


PICTURE = 'INCLUDEPICTURE "http://host.example/a.gif" \\* MERGEFORMATINET'
HARMLESS = {
    "a link and a picture": docx(relation("hyperlink", HTTP, BODY) | relation("image", HTTP, WEB)),
    "a picture by a field": docx(field=coded(PICTURE)),
    "a link by a field": docx(field=coded(f'HYPERLINK "{HTTP}"')),
    "the author's template": docx(relation("attachedTemplate", "file:///C:\\Users\\a\\Normal.dotm")),
    "a chart with its workbook elsewhere": docx(
        relation("oleObject", "file:///D:\\a.xlsx", "word/charts/_rels/chart1.xml.rels")
    ),
    "a project without code": docx({"word/vbaProject.bin": compound(project(ATTRIBUTES))}),
    "an old project without code": doc(project(ATTRIBUTES + "Option Explicit\r\n")),
    "the author's old template": doc(change=attached("C:\\Program Files\\Normal.dot")),
    "an RTF template and a link": rtf(r"{\*\template C:\\a\\Normal.dotm}{\field{\*\fldinst HYPERLINK http://h}{\fldrslt}}"),
    "an embedded RTF object": rtf(r"{\object\objemb{\*\objclass Equation.3}{\*\objdata 0105}}"),
    "lists of no macros": odt({"Basic/script-lc.xml": "<a/>", "Basic/Standard/script-lb.xml": "<a/>"}),
    "an embedded object": odt(inside=f'<draw:object {XLINK} xlink:href="./Object 1"/>'),
    "a page with scripts": b"<html><body onload='x()'><p>a</p><script src='http://h'></script><iframe src='http://h'></iframe></body>",
}  # fmt: skip


def test_another_reader_opens_no_refused_file(monkeypatch):
    monkeypatch.setattr(office, "converted", lambda *_, **__: pytest.fail("LibreOffice got the file"))
    with pytest.raises(ReadError) as caught:
        read(docx(relation("attachedTemplate", HTTP)), reader="libreoffice")
    assert caught.value.code == "active"


@pytest.mark.parametrize("case", HARMLESS)
def test_what_half_of_all_files_have_is_read(case):
    source = read(HARMLESS[case])
    assert source.text
    assert not {w.code for w in source.warnings} & {"macros", "linked"}


@pytest.mark.parametrize(
    ("address", "remote"),
    [
        ("http://h/a", True), ("HTTPS://h", True), ("ftp://h/a", True), ("\\\\h\\a", True), ("//h/a", True),
        ("file://h/a", True), ("file:///\\\\h\\a", True), ("file://///h/a", True), ("mhtml:http://h/a!x", True),
        ("%5C%5Ch%5Ca", True), ("\\\\?\\UNC\\h\\a", True), ("smb://h", True), ('"http://h"', True),
        ("C:\\a\\b.dotm", False), ("file:///C:\\a", False), ("file:///C:/a%20b", False), ("file://C:/a", False),
        ("file:///home/a", False), ("Normal.dotm", False), ("../a.docx", False), ("", False), ("\\\\?\\C:\\a", False),
        ("file://localhost/C:/a", False), ("/templates/a", False),
    ],
)  # fmt: skip
def test_addresses_of_other_machines(address, remote):
    assert is_remote(address) is remote


def test_a_packed_module_is_unpacked():
    """The example of [MS-OVBA], section 3.2.2."""
    packed = "012FB000236161616263646582660070616768696A013808616B6C00306D6E6F700671027004107273747576107778797A003C"
    found = vba._unpacked(bytes.fromhex(packed), 1)
    assert found == b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.docx").write_bytes(REFUSED["docx: macros"][0])
    (tmp_path / "in" / "b.docx").write_bytes(docx())
    return tmp_path / "in"


def test_one_refused_file_does_not_stop_the_rest(folder):
    kg = cancu.build(folder)
    assert list(kg.sources()) == ["b.docx"]
    (error,) = kg.outcome.left_out
    assert (error.file, error.code) == ("a.docx", "active")
    assert cancu.build(folder, allow_active=True).sources() == ("a.docx", "b.docx")
    with pytest.raises(ReadError):
        cancu.parse(folder / "a.docx")
    assert len(cancu.parse(folder / "a.docx", allow_active=True).assignments) == 62


def test_what_was_allowed_once_is_asked_for_again(folder, tmp_path):
    store = tmp_path / "kg"
    assert len(cancu.build(folder, store=store, allow_active=True).sources()) == 2
    kg = cancu.build(folder, store=store)
    assert list(kg.sources()) == ["b.docx"]
    assert [error.code for error in kg.outcome.left_out] == ["active"]


@pytest.mark.parametrize("command", ["text", "extract", "build"])
def test_commands_say_it_and_can_allow_it(command, folder, tmp_path):
    given = [command, str(folder / "a.docx"), *(["-o", str(tmp_path / "kg")] if command == "build" else [])]
    refused = CliRunner().invoke(main, given)
    assert refused.exit_code == 2
    assert "a.docx: active content: macros (VBA)" in refused.stderr
    assert "--allow-active" in refused.stderr
    assert CliRunner().invoke(main, [*given, "--allow-active"]).exit_code == 0
    if command == "extract":
        both = CliRunner().invoke(main, ["extract", str(folder)])
        assert (both.exit_code, both.stdout.count("\n")) == (1, 1)


def test_libreoffice_gets_a_profile_that_runs_and_follows_nothing(tmp_path):
    office._profile(tmp_path / "p")
    settings = (tmp_path / "p" / "user" / "registrymodifications.xcu").read_text()
    for name in ("DisableMacrosExecution", "BlockUntrustedRefererLinks", "DisableActiveContent"):
        assert f'{name}" oor:op="fuse"><value>true' in settings
