"""Plain text to blocks and outline: wrapped lines joined, marks kept apart, bullets under their headings."""

import itertools
from pathlib import Path

import pytest

from cancu.extract.layout import blocks, marked_blocks
from cancu.extract.outline import outline, section_of
from cancu.extract.view import fold

WRAPPED = """I. MỤC TIÊU
1. Nâng cao chất lượng phục vụ người dân và doanh nghiệp trên địa
bàn tỉnh, bảo đảm công khai, minh bạch.
2. Đẩy mạnh việc phân cấp cho cơ sở ở trong các lĩnh vực tài chính
- ngân sách cho các cấp chính quyền địa phương trong giai đoạn này.
3. Các sở, ban, ngành;
Chủ tịch UBND các huyện, thị xã, thành phố trực tiếp chỉ đạo việc này.
a) Xây dựng kế hoạch chi tiết của từng cơ quan, đơn vị theo nhiệm vụ
được giao;
b) Báo cáo kết quả (theo mẫu của Sở Nội vụ và hướng dẫn của cấp trên
(nếu có)) trước ngày 15 tháng 12 hằng năm.
"""


def words(text):
    return [(b.kind, " ".join(text[b.start : b.end].split())) for b in blocks(text)]


def test_wrapped_lines_are_one_paragraph():
    found = words(WRAPPED)
    assert [w[:25] for _, w in found] == [
        "I. MỤC TIÊU",
        "1. Nâng cao chất lượng ph",
        "2. Đẩy mạnh việc phân cấp",
        "3. Các sở, ban, ngành; Ch",
        "a) Xây dựng kế hoạch chi ",
        "b) Báo cáo kết quả (theo ",
    ]
    assert found[0][0] == "heading"
    assert {kind for kind, _ in found[1:]} == {"list_item"}
    assert found[2][1].endswith("tài chính - ngân sách cho các cấp chính quyền địa phương trong giai đoạn này.")


def test_lines_that_are_not_wrapped_stay_apart():
    text = (
        "Sở Nội vụ\nXây dựng kế hoạch đào tạo cán bộ, công chức.\n" + "Một đoạn dài hơn hẳn. " * 12 + "\nSở Tài chính\n"
    )
    assert len(blocks(text)) == 4


def test_a_page_break_inside_a_sentence():
    text = "1. Tăng cường công tác chỉ đạo, thực hiện\n\nnghiêm các quy định.\n\n2. Việc khác.\n"
    assert [w for _, w in words(text)] == [
        "1. Tăng cường công tác chỉ đạo, thực hiện nghiêm các quy định.",
        "2. Việc khác.",
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Chương I", "heading"),
        ("Điều 5. Tổ chức thực hiện", "heading"),
        ("IV. KINH PHÍ", "heading"),
        ("A. Phần chung", "heading"),
        ("PHỤ LỤC II", "heading"),
        ("TỔ CHỨC THỰC HIỆN", "heading"),
        ("1. Sở Nội vụ", "list_item"),
        ("1.2. Chủ trì", "list_item"),
        ("I.1. Mục tiêu", "list_item"),
        ("a) Xây dựng", "list_item"),
        ("đ) Xây dựng", "list_item"),
        ("- Xây dựng", "list_item"),
        ("+ Xây dựng", "list_item"),
        ("• Xây dựng", "list_item"),
        ("**1. Sở Nội vụ:**", "list_item"),
        ("**Về việc ban hành Kế hoạch**", "paragraph"),
        ("Căn cứ Luật Đất đai;", "paragraph"),
        ("100% văn bản được ký số", "paragraph"),
        ("15/7/2021 là ngày ban hành", "paragraph"),
        ("Điều này được thực hiện", "paragraph"),
    ],
)
def test_kind(text, kind):
    (block,) = blocks(text)
    assert block.kind == kind
    assert (block.start, block.end) == (0, len(text))


@pytest.mark.parametrize("text", ["", "\n\n \n", "-----\n=====\n|\n", "\r\n\r\n"])
def test_nothing(text):
    assert blocks(text) == ()


def test_blocks_are_in_order_without_overlap():
    found = blocks(WRAPPED.replace("\n", "\r\n"))
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(b.start < b.end for b in found)


OUTLINE = """II. NHIỆM VỤ
1. Cải cách thể chế:
a) Rà soát văn bản.
- Văn bản của tỉnh.
- Văn bản của huyện.
b) Kiểm tra văn bản.
2. Sở Tư pháp
Tham mưu ban hành quyết định.
III. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ:
1.1. Theo dõi việc thực hiện.
1.2. Tổng hợp báo cáo.
Trên đây là Kế hoạch của tỉnh.
Nơi nhận:
- Như trên;
"""


def test_sections():
    parts = outline(OUTLINE, blocks(OUTLINE))
    told = {OUTLINE[p.start : p.end].strip(): section_of(OUTLINE, parts, i) for i, p in enumerate(parts)}
    assert told == {
        "NHIỆM VỤ": None,
        "Cải cách thể chế:": "II. NHIỆM VỤ",
        "Rà soát văn bản.": "1. Cải cách thể chế:",
        "Văn bản của tỉnh.": "1. Cải cách thể chế:",
        "Văn bản của huyện.": "1. Cải cách thể chế:",
        "Kiểm tra văn bản.": "1. Cải cách thể chế:",
        "Sở Tư pháp": "II. NHIỆM VỤ",
        "Tham mưu ban hành quyết định.": "2. Sở Tư pháp",
        "TỔ CHỨC THỰC HIỆN": None,
        "Sở Nội vụ:": "III. TỔ CHỨC THỰC HIỆN",
        "Theo dõi việc thực hiện.": "1. Sở Nội vụ:",
        "Tổng hợp báo cáo.": "1. Sở Nội vụ:",
        "Trên đây là Kế hoạch của tỉnh.": "III. TỔ CHỨC THỰC HIỆN",
        "Nơi nhận:": None,
        "Như trên;": None,
    }


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        ("1/ Sở Nội vụ:", True),
        ("2- Đảng đoàn Hội đồng nhân dân tỉnh lãnh đạo", True),
        ("II- ĐẨY MẠNH CẢI CÁCH", True),
        ("12/ QĐ-UBND ngày 01/02/2020", False),
        ("24/7 Báo điện tử", False),
    ],
)
def test_marks_with_a_slash_or_a_dash(line, marked):
    ((kind, _),) = words(line + "\n")
    assert (kind != "paragraph") == marked


SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.txt"))


def test_the_marks_that_lay_out_the_blocks_are_those_of_the_outline():
    texts = [WRAPPED, *(fold(path.read_text(encoding="utf-8")).text for path in SAMPLES)]
    assert len(texts) == 6
    for text in texts:
        found, marks = marked_blocks(text)
        assert len(marks) == len(found)
        assert outline(text, found, marks) == outline(text, found)
