"""Tables: their cells, heading rows, rows cut by a page, and texts that only look like tables."""

import pytest

from cancu.extract.layout import blocks
from cancu.extract.source import Block, Cell, Source, Table
from cancu.extract.tables.columns import heading_field
from cancu.extract.tables.grids import tables_of
from cancu.extract.view import fold


def grids(text, tables=()):
    view = fold(text)
    return tables_of(Source("case", text, "", "", tables=tables), view, blocks(view.text))


def cells(text, table):
    return [[c.text(text) if c else "" for c in row] for row in table.grid()]


HEADINGS = [
    ("STT", "number"),
    ("Số TT", "number"),
    ("Nội dung công việc", "task"),
    ("NHIỆM VỤ", "task"),
    ("Cơ quan chủ trì", "lead"),
    ("Đơn vị chủ trì thực hiện", "lead"),
    ("Chủ trì tham mưu", "lead"),
    ("Cơ quan, đơn vị chủ trì", "lead"),
    ("Cơ quan phối hợp", "cooperate"),
    ("Phối hợp thực hiện", "cooperate"),
    ("Đơn vị thực hiện", "responsible"),
    ("Phân công thực hiện", "assigned"),
    ("Theo dõi, đôn đốc", "monitor"),
    ("Sản phẩm đầu ra", "output"),
    ("Kết quả công việc", "output"),
    ("Kết quả/Sản phẩm", "output"),
    ("Thời gian hoàn thành", "deadline"),
    ("Tiến độ", "deadline"),
    ("Thời hạn hoàn thành (trước ngày)", "deadline"),
    ("Kinh phí (triệu đồng)", "budget"),
    ("Ghi chú", "note"),
    ("Sở Nội vụ", None),
    ("Sở Nội vụ chủ trì, phối hợp với Sở Tài chính", None),
    ("Xây dựng kế hoạch thực hiện", None),
    ("Quý II năm 2026", None),
    ("", None),
    ("CQ chủ trì", "lead"),
    ("Cơ quan, tổ chức chủ trì", "lead"),
    ("Đơn vị chịu trách nhiệm chính", "lead"),
    ("Cơ quan thực hiện (chủ trì)", "lead"),
    ("Đ.vị chủ trì", "lead"),
    ("CƠ QUAN, ĐỊA PHƯƠNG CHỦ TRÌ", "lead"),
    ("Cơ quan, tổ chức, cá nhân phối hợp", "cooperate"),
    ("Thành phần phối hợp", "cooperate"),
    ("Cơ quan, đơn vị, địa phương phối hợp", "cooperate"),
    ("Cơ quan chủ trì, phối hợp", "assigned"),
    ("Người phụ trách", "responsible"),
    ("Phòng/Bộ phận thực hiện", "responsible"),
    ("Lãnh đạo UBND tỉnh chỉ đạo", "monitor"),
    ("Đơn vị kiểm tra, đôn đốc", "monitor"),
    ("Yêu cầu về sản phẩm", "output"),
    ("Năm hoàn thành", "deadline"),
    ("Dự kiến hoàn thành", "deadline"),
    ("Các công việc cần thực hiện", "task"),
    ("Danh mục chương trình, đề án, dự án", "task"),
    ("Ý kiến chỉ đạo", "task"),
    ("Các cơ quan, đơn vị", None),
    ("Phối hợp với các đơn vị", None),
    ("Chủ trì họp", None),
    ("Theo dõi, đôn đốc việc thực hiện", None),
    ("Kế hoạch", None),
    ("Báo cáo kết quả thực hiện", None),
    ("Triển khai thực hiện", None),
    ("Sở Nội vụ chủ trì", None),
]


@pytest.mark.parametrize(("words", "field"), HEADINGS)
def test_column_headings(words, field):
    assert heading_field(words) == field


def test_tabs_with_two_heading_rows_and_column_numbers():
    text = (
        "TT\tNhiệm vụ\tCơ quan thực hiện\t\tThời gian\n\t\tChủ trì\tPhối hợp\t\n(1)\t(2)\t(3)\t(4)\t(5)\n"
        "1\tTập huấn\tSở Nội vụ\tSở Tài chính\tQuý I\n"
    )
    (table,) = grids(text)
    assert (table.rows, table.columns, table.header_rows) == (4, 5, 3)
    assert cells(text, table)[3] == ["1", "Tập huấn", "Sở Nội vụ", "Sở Tài chính", "Quý I"]


def test_a_row_cut_by_a_page_is_one_row():
    text = (
        "TT\tNhiệm vụ\tChủ trì\n1\tXây dựng cơ sở\tSở Nội vụ\n\nTT\tNhiệm vụ\tChủ trì\n\tdữ liệu chung\t\n"
        "2\tTập huấn\tSở Y tế\n"
    )
    (table,) = grids(text)
    assert cells(text, table)[1:] == [["1", "Xây dựng cơ sở dữ liệu chung", "Sở Nội vụ"], ["2", "Tập huấn", "Sở Y tế"]]
    assert len(next(c for c in table.cells if (c.row, c.column) == (1, 1)).fragments) == 2


def test_two_tables_in_one_text():
    text = "TT\tNhiệm vụ\tChủ trì\n1\tViệc A\tSở Y tế\n\nTT\tNội dung\tĐơn vị thực hiện\n1\tViệc B\tSở Xây dựng\n"
    assert [cells(text, t)[1][1] for t in grids(text)] == ["Việc A", "Việc B"]


def test_markdown_rules_are_no_rows():
    text = "| TT | Nhiệm vụ | Chủ trì |\n|:--|---|--:|\n| 1 | Việc A | Sở Y tế |\n"
    (table,) = grids(text)
    assert cells(text, table) == [["TT", "Nhiệm vụ", "Chủ trì"], ["1", "Việc A", "Sở Y tế"]]


def test_empty_cells_of_stacked_tables_are_lines_of_spaces():
    text = "STT\n\nNhiệm vụ\n\nCơ quan chủ trì\n\nThời gian\n\nI\n\nThể chế\n\n\xa0\n\n\xa0\n\n1\n\nViệc A\n\nSở Y tế\n\n\xa0\n\n2\n\nViệc B\n\nSở Xây dựng\n\nQuý I\n"
    (table,) = grids(text)
    assert cells(fold(text).text, table)[1:] == [
        ["I", "Thể chế", "", ""],
        ["1", "Việc A", "Sở Y tế", ""],
        ["2", "Việc B", "Sở Xây dựng", "Quý I"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Nội dung\nKế hoạch này gồm ba phần.\nCơ quan chủ trì báo cáo.\n",
        "STT\n\nMột đoạn văn.\n\nMột đoạn khác.\n",
        "TM. ỦY BAN\n|\nCHỦ TỊCH\n|\n",
        "Một câu có | dấu gạch đứng.\n",
        "",
    ],
)
def test_no_table(text):
    assert grids(text) == ()


def test_a_readers_table_is_mapped_into_the_view():
    text = "TT\nNhi\u1ec7\u0302m vụ\nChủ\u00ad trì\n1\nViệc A\nSở Y tế\n"
    starts, at = [], 0
    for line in text.split("\n")[:-1]:
        starts.append((at, at + len(line)))
        at += len(line) + 1
    table = Table(0, len(text), 2, 3, tuple(Cell(i // 3, i % 3, (span,)) for i, span in enumerate(starts)))
    view = fold(text)
    (found,) = tables_of(Source("case.docx", text, "", "", tables=(table,)), view, (Block("table", 0, len(text)),))
    assert cells(view.text, found)[1] == ["1", "Việc A", "Sở Y tế"]


def test_repeated_headings_of_a_reader_are_dropped():
    rows = [
        ["TT", "Nhiệm vụ", "Chủ trì"],
        ["1", "Việc A", "Sở Y tế"],
        ["TT", "Nhiệm vụ", "Chủ trì"],
        ["2", "Việc B", "Sở X"],
    ]
    text, made = "", []
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            made.append(Cell(r, c, ((len(text), len(text) + len(words)),)))
            text += words + "\n"
    (found,) = grids(text, (Table(0, len(text), 4, 3, tuple(made)),))
    assert (found.rows, found.header_rows) == (3, 1)
    assert [row[1] for row in cells(text, found)] == ["Nhiệm vụ", "Việc A", "Việc B"]


def test_a_title_behind_the_last_row_is_no_part_of_the_table():
    text = (
        "TT    Nội dung              Chủ trì        Thời gian\n"
        "1     Rà soát văn bản       Sở Tư pháp     Quý I\n"
        "2     Tập huấn              Sở Nội vụ      Quý II\n"
        "\nIII. Các phòng, ban báo cáo kết quả trước ngày 20 hàng tháng.\n"
    )
    (table,) = grids(text)
    assert (table.rows, text[: table.end].rstrip()[-6:]) == (3, "Quý II")
