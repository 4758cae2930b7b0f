"""RTF and PDF in the small; scans; what has no reader of its own."""

from __future__ import annotations

import ctypes
import io
import os
import sys
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium_c
import pytest

from cancu.extract.readers import ReadError, ocr, office, read
from cancu.extract.readers.pdf_glyphs import Glyph, PageGlyphs, Rule
from cancu.extract.readers.pdf_lines import joined_lines, lines_of
from cancu.extract.readers.pdf_tables import tables_on

sys.path.insert(0, str(Path(__file__).parent / "generate"))
import documents

DATA = Path(__file__).parent / "data" / "readers"
# As without Chromium: skipped, but on the integration run, which installs it, they fail.
needs_tesseract = pytest.mark.skipif(
    bool(ocr.missing()) and not os.environ.get("CI"), reason="tesseract with Vietnamese is not installed"
)
OLD = "Céng hßa x· héi chñ nghÜa ViÖt Nam"


FONTS = r"{\f0\fcharset163 Times New Roman;}{\f1\fcharset0 .VnTime;}{\f2\fcharset2 Wingdings 2;}{\f3\fcharset2 Symbol;}"


def rtf(body: str, fonts: str = FONTS) -> str:
    return read(rf"{{\rtf1\ansi\ansicpg1252\deff0{{\fonttbl{fonts}}}{body}}}".encode("latin-1")).text


def hexed(text: str, encoding: str) -> str:
    return "".join(rf"\'{byte:02x}" for byte in text.encode(encoding))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"a\par b\par", "a\nb\n"),
        (r"63/2010/N\u272 D\_CP\par", "63/2010/NĐ\u2011CP\n"),
        (r"\uc1\u7879?\u-4051?\par", "ệ-\n"),
        (hexed("C\u0103n c\u01b0\u0301", "cp1258") + r"\par", "Căn cứ\n"),
        (r"\f1 " + hexed(OLD, "latin-1") + r"\par", "Cộng hòa xã hội chủ nghĩa Việt Nam\n"),
        (r"{\*\unknown ẩn}{\v ẩn}{\deleted ẩn}hiện\par", "hiện\n"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt liên kết}}\par", "liên kết\n"),
        (r"{\upr{a}{\*\ud{b}}}\par", "b\n"),
        (r"{\info{\upr{\title a}{\*\ud{\title b}}}}c\par", "c\n"),
        (r"\f2\u-3933?\par", "□\n"),
        (r"\f3\u-3933?\par", "≤\n"),
        (r"{\pict\bin4 \}}}x}y\par", "y\n"),
        (r"\caps hoa\plain thường\par", "HOAthường\n"),
        (r"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt trong hộp\par}}}sau\par", "trong hộp\nsau\n"),
    ],
)
def test_rtf(body, text):
    found = body.encode("latin-1", "ignore").decode("latin-1")
    lost = str.maketrans({c: None for c in body if ord(c) > 255})
    assert rtf(found.replace(r"N\u272 D", r"N\u272 ?")).rstrip() == text.translate(lost).rstrip()


def test_rtf_tables_in_tables_and_merged_cells():
    body = (
        r"\trowd\clbrdrt\brdrs\clvmgf\cellx1000\clbrdrt\brdrs\cellx2000\cellx3000 a\intbl\cell b\cell c\cell\row"
        r"\trowd\clbrdrt\brdrs\clvmrg\cellx1000\clbrdrt\brdrs\clmgf\cellx2000\clmrg\cellx3000\intbl\cell d\cell\cell\row"
        r"\pard sau\par"
    )
    source = read(rf"{{\rtf1{body}}}".encode())
    (table,) = source.tables
    assert [(c.row, c.column, c.row_span, c.column_span, c.text(source.text)) for c in table.cells] == [
        (0, 0, 2, 1, "a"),
        (0, 1, 1, 1, "b"),
        (0, 2, 1, 1, "c"),
        (1, 1, 1, 2, "d"),
    ]
    assert source.text.endswith("sau\n")


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["Nghị định số 63/2010/NĐ-", "CP ngày"], "Nghị định số 63/2010/NĐ-CP ngày"),
        (["số 63/", "2010/NĐ-CP"], "số 63/2010/NĐ-CP"),
        (["61/2018/NĐ", "-CP của"], "61/2018/NĐ-CP của"),
        (["kinh tế -", "xã hội"], "kinh tế - xã hội"),
        (["kinh tế", "- xã hội"], "kinh tế - xã hội"),
        (["2011-", "2015"], "2011-2015"),
        (["một", "hai"], "một hai"),
    ],
)
def test_lines_of_a_pdf_are_joined_without_breaking_numbers(lines, text):
    assert joined_lines(lines) == text


@pytest.mark.parametrize(("gap", "text"), [(0.06, "sửdụng"), (0.12, "sử dụng"), (0.25, "sử dụng")])
def test_words_of_a_pdf_without_spaces_are_set_apart_by_gaps(gap, text):
    """Letters stand up to 0.06 of the height apart, words from 0.12 on: measured on files of LibreOffice and Word."""
    glyphs, x = [], 50.0
    for word in ("sử", "dụng"):
        for char in word:
            glyphs.append(glyph(x, 100, char))
            x += 6
        x += gap * 12
    ((line,),) = lines_of(glyphs, [""], {}, 1)
    assert line.text == text


def glyph(x: float, y: float, char: str) -> Glyph:
    return Glyph(x, y - 9, x + 6, y + 3, y, char, 0)


def test_drawn_lines_give_merged_cells():
    # Two columns, three rows; the line between the cells of the second row is missing, and that under the first cell.
    page = PageGlyphs(600, 800)
    page.horizontal = [Rule(100, 50, 250), Rule(130, 150, 250), Rule(160, 50, 250), Rule(190, 50, 250)]
    page.vertical = [Rule(50, 100, 190), Rule(150, 100, 160), Rule(250, 100, 190)]
    page.glyphs = [
        glyph(60, 120, "a"),
        glyph(160, 120, "b"),
        glyph(160, 150, "c"),
        glyph(60, 180, "d"),
        glyph(60, 300, "e"),
    ]
    (table,), outside = tables_on(page)
    found = [(b.row, b.column, b.row_span, b.column_span, "".join(g.char for g in b.glyphs)) for b in table.boxes]
    assert found == [(0, 0, 2, 1, "a"), (0, 1, 1, 1, "b"), (1, 1, 1, 1, "c"), (2, 0, 1, 2, "d")]
    assert [g.char for g in outside] == ["e"]


def test_a_row_that_a_page_cuts_without_a_line_is_a_row():
    # One line across; the outer lines go on together to the top and to the end of the page, as browsers print it.
    page = PageGlyphs(600, 800)
    page.horizontal = [Rule(130, 50, 250)]
    page.vertical = [Rule(x, 100, 190) for x in (50, 150, 250)]
    page.glyphs = [glyph(60, 120, "a"), glyph(160, 120, "b"), glyph(60, 150, "c"), glyph(160, 150, "d")]
    (table,), outside = tables_on(page)
    assert [(b.row, b.column, "".join(g.char for g in b.glyphs)) for b in table.boxes] == [
        (0, 0, "a"), (0, 1, "b"), (1, 0, "c"), (1, 1, "d"),
    ]  # fmt: skip
    assert outside == []
    page.vertical = [Rule(50, 100, 190), Rule(150, 126, 134), Rule(250, 126, 134)]  # a long left line closes nothing
    assert tables_on(page)[0] == []


def test_letters_that_a_page_cuts_off_are_not_read():
    """A browser paints the tops of the next page's letters, and clips them."""

    def shown(text: str, y: int, clip: str) -> bytes:
        return f"q {clip} BT /F1 13 Tf 1 0 0 1 80 {y} Tm ({text}) Tj ET Q ".encode()

    clip = "40 40 500 760 re W n"
    stream = shown("Trong trang.", 700, clip) + shown("Khong cat.", 300, "") + shown("Ngoai.", 31, clip)
    assert read(small_pdf(stream, b"Times")).text.split() == ["Trong", "trang.", "Khong", "cat."]


@pytest.mark.skipif("CANCU_SKIP_BROWSER_TESTS" in os.environ, reason="CANCU_SKIP_BROWSER_TESTS is set")
def test_a_page_in_two_columns_is_read_column_by_column():
    title = "CHỈ THỊ VỀ VIỆC ĐẨY MẠNH CÔNG TÁC CẢI CÁCH HÀNH CHÍNH TRÊN ĐỊA BÀN TỈNH"
    said = " ".join(["Thủ trưởng các sở, ban, ngành tổ chức thực hiện Nghị định số 61/2018/NĐ-CP của Chính phủ"] * 4)
    lines = [f"{at}. {said}." for at in range(1, 25)]
    body = "".join(f"<p>{line}</p>" for line in lines)
    page = f"<meta charset=utf-8><p style='text-align:center'>{title}</p><div style='column-count:2;font-size:13px'>{body}</div>"
    source = read(documents.printed(page.encode()))
    assert source.text.splitlines() == [title, *lines]


def test_two_columns_of_short_cells_are_no_columns_of_prose():
    rows = "".join(
        f"1 0 0 1 80 {700 - 20 * at} Tm (Viec thu {at} cua ke hoach nay) Tj 1 0 0 1 380 {700 - 20 * at} Tm (So {at}) Tj " for at in range(14)
    )  # fmt: skip
    found = read(small_pdf(f"BT /F1 12 Tf {rows} 1 0 0 1 80 80 Tm (Mot dong dai hon cac dong khac cua trang nay, de no di qua ca hai cot cua trang) Tj ET".encode(), b"Times")).text  # fmt: skip
    assert found.splitlines()[:2] == ["Viec thu 0 cua ke hoach nay\tSo 0", "Viec thu 1 cua ke hoach nay\tSo 1"]


def test_a_frame_around_one_text_is_no_table():
    page = PageGlyphs(600, 800)
    page.horizontal, page.vertical = [Rule(100, 50, 250), Rule(130, 50, 250)], [Rule(50, 100, 130), Rule(250, 100, 130)]
    page.glyphs = [glyph(60, 120, "a")]
    assert tables_on(page) == ([], page.glyphs)


def small_pdf(stream: bytes, font: bytes) -> bytes:
    one = b"<</Type/Font/Subtype/TrueType/Encoding/WinAnsiEncoding/BaseFont/"
    fonts = b"/Resources<</Font<</F1" + one + font + b">>/F2" + one + b"VNI-Times>>>>>>"
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R" + fonts + b">>endobj 4 0 obj<</Length "
        + str(len(stream)).encode() + b">>stream\n" + stream + b"\nendstream endobj\ntrailer<</Root 1 0 R>>"
    )  # fmt: skip


@pytest.mark.parametrize("font", [b".VnTime", b"ABCDEF+.VnTime", b"Times"])
def test_old_fonts_of_a_pdf_are_converted(font):
    text = b"BT /F1 13 Tf 1 0 0 1 80 700 Tm (" + OLD.encode("cp1252") + b") Tj ET"
    source = read(small_pdf(text, font))
    assert source.text == "Cộng hòa xã hội chủ nghĩa Việt Nam\n"
    assert [w.code for w in source.warnings] == ["encoding"]


def test_two_old_encodings_in_one_pdf():
    vni = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam".encode("cp1252")
    text = (
        b"BT /F1 13 Tf 1 0 0 1 80 700 Tm ("
        + OLD.encode("cp1252")
        + b") Tj 1 0 0 1 80 600 Tm /F2 13 Tf ("
        + vni
        + b") Tj ET"
    )
    assert read(small_pdf(text, b".VnTime")).text == "Cộng hòa xã hội chủ nghĩa Việt Nam\n" * 2


def scan() -> bytes:
    pypdfium2 = pytest.importorskip("pypdfium2")
    pytest.importorskip("PIL")
    document = pypdfium2.PdfDocument((DATA / "plan.pdf").read_bytes())
    buffer = io.BytesIO()
    document[3].render(scale=3, grayscale=True).to_pil().save(buffer, "PDF", resolution=216)
    return buffer.getvalue()


def test_a_scan_without_ocr_is_said(monkeypatch):
    monkeypatch.setattr(ocr, "missing", lambda: ocr.REMEDY)
    for data, code in ((scan(), "no-text"), (b"\x89PNG\r\n\x1a\n....", "no-tool")):
        with pytest.raises(ReadError) as caught:
            read(data, name="quét.pdf")
        assert caught.value.code == code
        assert "tesseract" in caught.value.remedy


@needs_tesseract
def test_a_scan_is_read_and_marked():
    source = read(scan())
    assert "Sở Nội vụ chủ trì, phối hợp với Văn phòng" in source.text
    assert [w.code for w in source.warnings] == ["ocr"]
    assert "tesseract" in source.reader
    assert all(b.page == 1 and b.confidence and 0.5 < b.confidence <= 1 for b in source.blocks)


@needs_tesseract
def test_a_signed_scan_is_a_scan():
    """A digital signature writes who signed and when on the picture of the page."""
    source = read(stamped(scan()))
    assert "Sở Nội vụ chủ trì, phối hợp với Văn phòng" in source.text
    assert [w.code for w in source.warnings] == ["ocr"]


def stamped(data: bytes) -> bytes:
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    font = pdfium_c.FPDFText_LoadStandardFont(document.raw, b"Helvetica")
    text = pdfium_c.FPDFPageObj_CreateTextObj(document.raw, font, 8.0)
    words = "Ky boi: UBND tinh; Thoi gian ky: 05.03.2021 14:00:00 +07:00\0".encode("utf-16-le")
    pdfium_c.FPDFText_SetText(text, (ctypes.c_ushort * (len(words) // 2)).from_buffer_copy(words))
    pdfium_c.FPDFPageObj_Transform(text, 1, 0, 0, 1, 50, page.get_height() - 20)
    pdfium_c.FPDFPage_InsertObject(page.raw, text)
    pdfium_c.FPDFPage_GenerateContent(page.raw)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def older() -> bytes:
    """A Word file that says it is of Word 6."""
    data = bytearray((DATA / "plan.doc").read_bytes())
    at = data.find(b"\xec\xa5")
    data[at : at + 4] = b"\xdc\xa5\x65\x00"
    return bytes(data)


def test_a_word_file_older_than_ours_without_libreoffice_is_said(monkeypatch):
    monkeypatch.setattr(office, "program", lambda: None)
    with pytest.raises(ReadError) as caught:
        read(older(), name="cũ.doc")
    assert (caught.value.code, "LibreOffice" in caught.value.remedy) == ("no-tool", True)


@pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
def test_libreoffice_converts_what_is_older():
    source = office.converted((DATA / "plan.doc").read_bytes(), name="a.doc", limits=__import__("cancu.extract.readers", fromlist=["LIMITS"]).LIMITS, what="a test")  # fmt: skip
    assert "Căn cứ Nghị định" in source.text
    assert source.reader.startswith("office 1, LibreOffice")


@pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
def test_another_reader_on_request_is_named():
    data = documents.docx(documents.plan())
    pinned, asked = read(data), read(data, reader="libreoffice")
    assert asked.reader.startswith("office 1, LibreOffice ") and asked.reader.endswith("docx 1")
    assert (asked.media_type, asked.sha256) == (pinned.media_type, pinned.sha256)
    assert [(t.rows, t.columns) for t in asked.tables] == [(t.rows, t.columns) for t in pinned.tables]


@needs_tesseract
def test_a_text_layer_can_be_passed_over():
    wrong = small_pdf(b"BT /F1 24 Tf 1 0 0 1 80 700 Tm (Nghi dinh 63/2010/ND-CP) Tj ET", b"Helvetica")
    assert read(wrong).warnings == ()
    source = read(wrong, reader="tesseract")
    assert "63/2010" in source.text and "tesseract" in source.reader
    assert [w.code for w in source.warnings] == ["ocr"]
    assert all(b.page == 1 and b.confidence for b in source.blocks)


@pytest.mark.parametrize(
    ("reader", "data"), [("tesseract", b"text"), ("word", b"{\\rtf1 x}"), ("libreoffice", b"text")]
)
def test_a_reader_that_there_is_not_is_said(reader, data):
    with pytest.raises(ReadError) as caught:
        read(data, reader=reader)
    assert (caught.value.code, "libreoffice (" in caught.value.remedy) == ("no-tool", True)
