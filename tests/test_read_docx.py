"""Word files: what Word shows is what is read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cancu.extract.readers import read

sys.path.insert(0, str(Path(__file__).parent / "generate"))
from documents import zipped

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NAMES = (
    f'{W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def word(body: str, **parts: str) -> bytes:
    files = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        **{f"word/{name}.xml": text for name, text in parts.items()},
    }
    return zipped(files)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def text_of(body: str, **parts: str) -> str:
    return read(word(body, **parts)).text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p(run("một"), run(" hai")), "một hai\n"),
        (p("<w:r><w:t>63/2010/NĐ</w:t><w:noBreakHyphen/><w:t>CP</w:t></w:r>"), "63/2010/NĐ\u2011CP\n"),
        (p("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t></w:r>"), "a\nbc\n"),
        (p(run("còn"), "<w:del><w:r><w:delText> mất</w:delText></w:r></w:del>", f"<w:ins>{run(' thêm')}</w:ins>"), "còn thêm\n"),
        (p("<w:moveFrom>" + run("cũ") + "</w:moveFrom>", "<w:moveTo>" + run("mới") + "</w:moveTo>"), "mới\n"),
        (p(run("a"), properties="<w:rPr><w:del/></w:rPr>") + p(run("b")), "ab\n"),
        (p(run("ẩn", "<w:vanish/>"), run("hiện")), "hiện\n"),
        (p(run("hoa", "<w:caps/>"), run("hoa", '<w:caps w:val="0"/>')), "HOAhoa\n"),
        (p("<w:hyperlink>" + run("liên kết") + "</w:hyperlink>", "<w:smartTag>" + run(" thẻ") + "</w:smartTag>"), "liên kết thẻ\n"),
        (
            p('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> PAGE </w:instrText><w:t>7</w:t></w:r>'),
            "7\n",
        ),
        (p('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t> 95%</w:t></w:r>'), "≥ 95%\n"),
        (p(run("1.") + "<w:r><w:tab/></w:r>" + run("Nội dung")), "1. Nội dung\n"),
        ("<w:sdt><w:sdtContent>" + p(run("trong khung")) + "</w:sdtContent></w:sdt>", "trong khung\n"),
        (p(run("a\u0323 e\u0302\u0301")), "ạ ế\n"),
    ],
)  # fmt: skip
def test_the_final_text_as_shown(body, text):
    assert text_of(body) == text


def test_text_boxes_are_read_once():
    box = f"<w:txbxContent>{p(run('trong hộp'))}</w:txbxContent>"
    body = p(
        run("trước"),
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>",
    ) + p(run("sau"))
    assert text_of(body) == "trước\ntrong hộp\nsau\n"


def level(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = (
    f"<w:numbering {W}><w:abstractNum w:abstractNumId='1'>{level(0, 'upperRoman', '%1.')}{level(1, 'decimal', '%2.')}"
    f"{level(2, 'lowerLetter', '%3)')}{level(3, 'decimal', '%2.%4')}{level(4, 'bullet', '-')}"
    f"{level(5, 'bullet', chr(0xF0B7))}</w:abstractNum>"
    f"<w:abstractNum w:abstractNumId='2'>{level(0, 'decimal', 'Điều %1.')}</w:abstractNum>"
    "<w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='2'/></w:num>"
    "<w:num w:numId='3'><w:abstractNumId w:val='1'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride>"
    "</w:num></w:numbering>"
)


def item(at: int, text: str, key: int = 1) -> str:
    return p(run(text), properties=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{key}"/></w:numPr>')


def test_generated_numbers_are_restored():
    body = (
        item(0, "mục")
        + item(1, "một")
        + item(1, "hai")
        + item(2, "điểm")
        + item(2, "điểm")
        + item(3, "con")
        + item(4, "gạch")
        + item(5, "chấm")
        + item(0, "mục")
        + item(1, "lại một")
        + item(0, "Phạm vi", 2)
        + item(0, "năm", 3)
        + p(run("không"), properties='<w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    source = read(word(body, numbering=NUMBERING))
    assert source.text.splitlines() == [
        *("I. mục", "1. một", "2. hai", "a) điểm", "b) điểm", "2.1 con", "- gạch", "• chấm", "II. mục", "1. lại một"),
        *("Điều 1. Phạm vi", "V. năm", "không"),
    ]
    assert [b.kind for b in source.blocks[:4]] == ["list_item"] * 4
    assert [b.level for b in source.blocks[:4]] == [1, 2, 2, 3]


def test_numbers_and_outline_levels_of_styles():
    styles = (
        f"<w:styles {W}><w:style w:type='paragraph' w:styleId='H'><w:pPr><w:outlineLvl w:val='1'/><w:numPr><w:numId"
        " w:val='2'/></w:numPr></w:pPr></w:style><w:style w:type='paragraph' w:styleId='K'><w:basedOn w:val='H'/></w:style>"
        "</w:styles>"
    )
    body = p(run("Một"), properties="<w:pStyle w:val='H'/>") + p(run("Hai"), properties="<w:pStyle w:val='K'/>")
    source = read(word(body, numbering=NUMBERING, styles=styles))
    assert source.text == "Điều 1. Một\nĐiều 2. Hai\n"
    assert [(b.kind, b.level) for b in source.blocks] == [("heading", 2)] * 2


def table(*rows: str, borders: str = "single") -> str:
    line = f'<w:tblBorders><w:top w:val="{borders}"/></w:tblBorders>'
    grid = "".join('<w:gridCol w:w="2000"/>' for _ in range(3))
    return f"<w:tbl><w:tblPr>{line}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(f'<w:tr>{r}</w:tr>' for r in rows)}</w:tbl>"


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def test_tables_in_tables_are_cells_and_tables_of_their_own():
    inner = table(cell(p(run("x"))) + cell(p(run("y"))) + cell(p(run("z"))), *[cell(p(run("1"))) * 3] * 2)
    outer = table(
        cell(p(run("A"))) + cell(p(run("B"))) + cell(p(run("C"))),
        cell(p(run("trước")) + inner + p(run("sau"))) + cell(p(run("b"))) + cell(p()),
    )
    source = read(word(outer))
    first, second = source.tables
    assert [b.kind for b in source.blocks] == ["table"]
    assert first.start < second.start < second.end < first.end
    assert first.cells[3].text(source.text) == "trước x y z 1 1 1 1 1 1 sau"
    assert [c.text(source.text) for c in second.cells][:3] == ["x", "y", "z"]
    assert first.cells[5].fragments == ()


def test_merged_cells_stand_once_with_their_spans():
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    source = read(
        word(
            table(
                cell(p(run("a")), down) + cell(p(run("b")), '<w:gridSpan w:val="2"/>'),
                cell(p(), on) + cell(p(run("c"))) + cell(p(run("d"))),
                cell(p(run("cả hàng")), '<w:gridSpan w:val="3"/>'),
            )
        )
    )
    assert [(c.row, c.column, c.row_span, c.column_span, c.text(source.text)) for c in source.tables[0].cells] == [
        (0, 0, 2, 1, "a"),
        (0, 1, 1, 2, "b"),
        (1, 1, 1, 1, "c"),
        (1, 2, 1, 1, "d"),
        (2, 0, 1, 3, "cả hàng"),
    ]
    assert source.text == "a\tb\t\n\tc\td\ncả hàng\n"


def test_rows_deleted_under_revision_are_gone():
    gone = "<w:trPr><w:del/></w:trPr>" + cell(p(run("xóa"))) * 3
    assert "xóa" not in text_of(table(cell(p(run("a"))) * 3, gone, cell(p(run("b"))) * 3))


def test_a_row_may_begin_after_the_first_column():
    late = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell(p(run("b")))
    (found,) = read(word(table(cell(p(run("a"))) * 2, late))).tables
    assert [(c.row, c.column) for c in found.cells if c.row == 1 and c.fragments] == [(1, 1)]


def test_legal_numbers_are_digits():
    levels = level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2.", "<w:isLgl/>")
    lists = f"<w:numbering {W}><w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>"  # fmt: skip
    assert text_of(item(0, "a") + item(1, "b"), numbering=lists) == "I. a\n1.1. b\n"


def test_cells_deleted_under_revision_are_gone():
    row = cell(p(run("a"))) + cell(p(run("xóa")), "<w:cellDel/>") + cell(p(run("b")))
    (found,) = read(word(table(row, row))).tables
    assert (found.rows, found.columns) == (2, 2)


def test_a_letterhead_is_no_table():
    head = table(
        cell(p(run("BỘ NỘI VỤ")) + p(run("Số: 1/QĐ-BNV")))
        + cell(p(run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")) + p(run("Độc lập - Tự do - Hạnh phúc"))),
        borders="nil",
    )
    source = read(word(head))
    assert source.tables == ()
    assert source.text.splitlines()[1:3] == ["Số: 1/QĐ-BNV", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]


@pytest.mark.parametrize(
    ("rows", "tables"),
    [
        ([["TT", "Nội dung", "Chủ trì"], ["1", "Rà soát", "Sở Nội vụ"]], 1),
        ([["Cơ quan", "Nhiệm vụ"], ["Sở Nội vụ", "Rà soát"]], 1),
        ([["a", "b", "c"], ["d", "e", "f"]], 1),
        ([["NGƯỜI LẬP", "THỦ TRƯỞNG"], ["Trần Văn A", "Lê Thị B"]], 0),
        ([["một", "hai", "ba"]], 0),
        ([["một khung"]], 0),
    ],
)
def test_tables_without_lines_place_text_unless_they_have_titles_or_size(rows, tables):
    body = table(*["".join(cell(p(run(text))) for text in row) for row in rows], borders="nil")
    assert len(read(word(body)).tables) == tables


def test_a_letterhead_and_a_signature_in_one_table_with_the_data_are_parted():
    head = (
        cell(p(run("UBND TỈNH A"))) + cell(p(run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")), '<w:gridSpan w:val="2"/>'),
        cell(p(run("Số: 1/KH-UBND"))) + cell(p(run("A, ngày 1 tháng 2 năm 2020")), '<w:gridSpan w:val="2"/>'),
    )
    rows = [cell(p(run(str(at)))) + cell(p(run(f"Việc {at}"))) + cell(p(run("Sở Nội vụ"))) for at in range(9)]
    foot = cell(p(run("Nơi nhận:"))) + cell(p(run("TM. ỦY BAN NHÂN DÂN")), '<w:gridSpan w:val="2"/>')
    source = read(word(table(*head, *rows, foot)))
    (found,) = source.tables
    assert (found.rows, found.columns) == (9, 3)
    lines = source.text.splitlines()
    assert lines[:2] == ["UBND TỈNH A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    assert lines[-2:] == ["Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"]


OLD = "Céng hßa x· héi chñ nghÜa ViÖt Nam, C¨n cø NghÞ ®Þnh cña ChÝnh phñ"
NEW = "Cộng hòa xã hội chủ nghĩa Việt Nam, Căn cứ Nghị định của Chính phủ"


def font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def test_old_fonts_are_converted_by_their_names():
    body = p(run(OLD, font(".VnTime"))) + p(run("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", font("VNI-Times")))
    source = read(word(body + p(run("bé néi vô", font(".VnTimeH")))))
    assert source.text == f"{NEW}\nCộng hòa xã hội chủ nghĩa Việt Nam\nBỘ NỘI VỤ\n"
    assert [w.code for w in source.warnings] == ["encoding", "encoding"]


def test_unicode_in_an_old_font_stays():
    source = read(word(p(run(NEW, font(".VnTime")))))
    assert source.text == NEW + "\n"
    assert source.warnings == ()


def test_letters_of_an_old_font_without_its_name_are_converted_and_said():
    source = read(word(p(run(OLD))))
    assert source.text == NEW + "\n"
    assert [w.code for w in source.warnings] == ["encoding"]


def test_outside_references_are_said_and_not_followed():
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
        '"http://x/image" Target="http://host.example/t.png" TargetMode="External"/></Relationships>'
    )
    data = zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {NAMES}><w:body>{p(run('a'))}</w:body></w:document>",
            "word/_rels/document.xml.rels": rels,
        }
    )
    assert [w.code for w in read(data).warnings] == ["external"]
