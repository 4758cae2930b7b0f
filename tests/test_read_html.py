"""Web pages: the document, not the menus; tables with their spans; what the page says as hints."""

from __future__ import annotations

import pytest

from cancu.extract.readers import read

MENU = "<nav><ul>" + "".join(f'<li><a href="/{n}">Danh mục văn bản số {n}</a></li>' for n in range(20)) + "</ul></nav>"
BODY = (
    "<p>Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ về thực hiện cơ chế một cửa;</p>"
    "<p>Xét đề nghị của Giám đốc Sở Nội vụ về việc ban hành kế hoạch cải cách hành chính của tỉnh năm 2019,</p>"
)


def lines(page: str, **options: str) -> list[str]:
    return read(page.encode(), **options).text.splitlines()


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("wrapped", "what"),
    [
        ('<div data-vbpl-content-root="true">{}</div>', "the national database"),
        ('<div class="fulltext"><div id="toanvancontent">{}</div></div>', "the national database of old"),
        ('<div id="main"><div class="content1">{}</div></div>', "a law portal"),
        (
            '<table><tr><td><a href="/">Trang chủ</a></td><td><div class="x">{}</div></td></tr></table>',
            "a table layout",
        ),
        ("<main><article>{}</article></main>", "a plain article"),
    ],
)
def test_menus_and_feet_stay_outside(wrapped, what):
    foot = (
        '<footer>Bản quyền thuộc về Cổng thông tin điện tử</footer><div class="sidebar"><a href="/x">Tin khác</a></div>'
    )
    found = lines(page(MENU + wrapped.format(BODY * 3) + foot))
    assert [line[:7] for line in found if line != "Trang chủ"] == ["Căn cứ ", "Xét đề "] * 3, what


def test_a_saved_document_keeps_everything():
    body = f"<div class=Section1>{BODY}</div><div class=Section2><p>Phụ lục</p><p>Danh sách kèm theo</p></div>"
    assert lines(page(body))[-2:] == ["Phụ lục", "Danh sách kèm theo"]


def test_what_the_page_says_is_a_hint_and_no_text():
    info = (
        "<h1>Quyết định 12/QĐ-UBND</h1><div><span>Số ký hiệu:</span><b>12/QĐ-UBND</b></div><div>Ngày ban hành: 02/01/2019</div>"
        "<div><span>Cơ quan ban hành</span><span>UBND tỉnh A</span></div><div>Còn hiệu lực</div>"
    )
    source = read(page(f'{MENU}{info}<div id="toanvancontent">{BODY * 2}</div>').encode())
    assert source.text.startswith("Căn cứ")
    assert "12/QĐ-UBND" not in source.text
    assert source.hints == {
        "title": "Quyết định 12/QĐ-UBND",
        "number": "12/QĐ-UBND",
        "issued": "02/01/2019",
        "issuer": "UBND tỉnh A",
        "status": "Còn hiệu lực",
    }


def test_a_row_span_of_zero_goes_to_the_end_of_the_table():
    html = "<table border=1><tr><td rowspan=0>1<td>a<tr><td>b<tr><td>c</table>"
    (table,) = read(page(html).encode()).tables
    assert [(c.row, c.column, c.row_span) for c in table.cells] == [(0, 0, 3), (0, 1, 1), (1, 1, 1), (2, 1, 1)]


def test_titles_begin_with_kind_and_number():
    title = "Thông tư số 52/2025/TT-NHNN Sửa đổi, bổ sung Thông tư số 39/2016/TT-NHNN"
    found = {"title": title, "type": "Thông tư", "number": "52/2025/TT-NHNN"}
    assert read(page(f"<h1>{title}</h1><p>Căn cứ</p>").encode()).hints == found
    assert read(page("<h1>Sửa đổi Thông tư</h1><p>Căn cứ</p>").encode()).hints == {"title": "Sửa đổi Thông tư"}


def test_a_table_of_what_the_page_says_is_no_text():
    table = (
        "<table border=1><tr><td>Số ký hiệu</td><td>12/QĐ-UBND</td><td>Ngày ban hành</td><td>02/01/2019</td></tr>"
        "<tr><td>Cơ quan ban hành</td><td>UBND tỉnh A</td><td>Trích yếu</td><td>Về việc phân công nhiệm vụ cho các sở, ban, "
        "ngành và Ủy ban nhân dân các huyện, thành phố thuộc tỉnh trong năm 2019</td></tr></table>"
    )
    source = read(page(f"{MENU}{table}<div>{BODY * 2}</div>").encode())
    assert source.text.startswith("Căn cứ") and not source.tables
    assert (source.hints["number"], source.hints["issuer"]) == ("12/QĐ-UBND", "UBND tỉnh A")
    listed = (
        "<table border=1><tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu nội dung</th></tr><tr><td>7/QĐ-UBND</td>"
        "<td>02/01/2009</td><td>Về việc quy định chức năng, nhiệm vụ của các sở, ban, ngành và địa phương thuộc tỉnh</td></tr>"
        "</table>"
    )
    assert "7/QĐ-UBND" in read(page(f"{MENU}<div>{BODY * 2}{listed}</div>").encode()).text  # of documents named by it


def test_hidden_parts_of_a_portal_are_no_text():
    body = f'<div id="toanvancontent">{BODY * 2}<p style="display:none">Xem thêm</p><button>In</button></div>'
    assert lines(page(body)) == lines(page(f"<div>{BODY * 2}</div>"))


def test_tables_keep_their_spans():
    html = (
        "<table border=1><thead><tr><th>TT<th>Việc<th colspan=2>Cơ quan</tr></thead>"
        "<tr><td rowspan=2>1<td>một<td>A<td>B</tr><tr><td>hai<td colspan=2>C</tr><tr><td colspan=4>II. Nhóm</tr></table>"
    )
    source = read(page(html).encode())
    (table,) = source.tables
    assert (table.rows, table.columns, table.header_rows) == (4, 4, 1)
    assert [[c.text(source.text) if c else None for c in row] for row in table.grid()] == [
        ["TT", "Việc", "Cơ quan", "Cơ quan"],
        ["1", "một", "A", "B"],
        ["1", "hai", "C", "C"],
        ["II. Nhóm"] * 4,
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>a&nbsp;b &amp; c&#273;</p>", ["a\xa0b & cđ"]),
        ("<p>dòng một<br>dòng hai</p>", ["dòng một", "dòng hai"]),
        ("<ol type=a start=2><li>một<li>hai</ol><ul><li>ba</ul>", ["b. một", "c. hai", "• ba"]),
        ("<ol><li>một<ol type=i><li>con</ol><li>hai</ol>", ["1. một", "i. con", "2. hai"]),
        ("<p>N<b>Đ</b>-<span>CP</span></p>", ["NĐ-CP"]),
        ("<p>nhìn<span style='display:none'>ẩn</span> thấy</p>", ["nhìn thấy"]),
        ("<p>Số 1<!-- ghi chú -->/NĐ-CP<script>x</script></p>", ["Số 1/NĐ-CP"]),
        ("<p>Luật<a href='https://h/a.html#_ftn1'>[1]</a> này</p><div id=ftn1><p><a href='a.html#_ftnref1'>[1]</a> Ghi chú</p></div>", ["Luật này", "Ghi chú"]),
        ("<p>Luật<a href='#_ftn1'>[1]</a> này</p><div id=ftn1><p><a href='#_ftnref1'>[1]</a> Ghi chú</p></div>", ["Luật này", "Ghi chú"]),
        ("<pre>một\nhai</pre>", ["một", "hai"]),
        ("<p>Giao <del>Sở Cũ</del><ins>Sở Mới</ins> chủ trì</p><del><p>xóa</p></del>", ["Giao Sở Mới chủ trì"]),
    ],
)  # fmt: skip
def test_what_a_browser_shows(body, expected):
    assert lines(page(body)) == expected


def test_encodings_declared_and_not():
    text = "<html><head><meta charset=windows-1258></head><body><p>C\u0103n c\u01b0\u0301 Nghi\u0323 \u0111i\u0323nh</p></body></html>"
    assert read(text.encode("cp1258")).text == "Căn cứ Nghị định\n"
    assert read(page("<p>Căn cứ</p>").replace("utf-8", "utf-16").encode("utf-16")).text == "Căn cứ\n"
    wide = page("<p>Căn cứ</p>").replace("utf-8", "utf-16")
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        assert read(wide.encode(encoding), encoding=encoding).text == "Căn cứ\n", encoding
    assert read(wide.encode("utf-16-le")).text == read(wide.encode("utf-16-be")).text == "Căn cứ\n"
    css = "<html><head><meta charset=utf-8><style>p {font-family:.VnTime}</style></head><body><p>QuyÕt ®Þnh vÒ viÖc ph©n c«ng nhiÖm vô cña Chñ tÞch</body></html>"
    converted = read(css.encode())
    assert converted.text == "Quyết định về việc phân công nhiệm vụ của Chủ tịch\n"
    assert [w.code for w in converted.warnings] == ["encoding"]  # and no advice to read it again
    old = "<html><head><meta charset=iso-8859-1></head><body><font face='.VnTime'>Céng hßa x· héi chñ nghÜa</font></body></html>"
    assert read(old.encode("latin-1")).text == "Cộng hòa xã hội chủ nghĩa\n"
    bare = "<html><body>Céng hßa x· héi chñ nghÜa ViÖt Nam, NghÞ ®Þnh cña ChÝnh phñ</body></html>"
    assert read(bare.encode("latin-1")).text.startswith("Cộng hòa xã hội chủ nghĩa Việt Nam, Nghị định của")


def test_web_archives():
    message = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n<html><body><p>Căn cứ</p></body></html>\r\n--x--\r\n"
    )
    assert read(message.encode()).text == "Căn cứ\n"
