"""Assignments from prose and from tables, on plans, directives, decisions and circulars written for this test.

A case is a text, a line with "--", and one line per task: its words, who has which role, by when, what comes of it, under
which heading.
"""

import sys
from pathlib import Path

import pytest

import cancu
from cancu.extract.agents.bearers import Item
from cancu.extract.readers import read
from cancu.extract.reading import reading_of
from cancu.extract.records import Document
from cancu.extract.source import Cell, Source, Table
from cancu.extract.tasks.assignments import find_assignments
from cancu.extract.tasks.drafts import Draft
from cancu.ontology.tables import Tables

sys.path.insert(0, str(Path(__file__).parent / "generate"))
from documents import zipped

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DATA = Path(__file__).parent / "data" / "assignments"


def cases(name):
    for case in (DATA / name).read_text(encoding="utf-8").split("== ")[1:]:
        head, _, rest = case.partition("\n")
        title, _, kind = head.partition(" | ")
        text, _, expected = rest.partition("\n--\n")
        yield pytest.param(kind.strip(), text + "\n", expected.strip().splitlines(), id=title)


def reading_and_document(text, kind, tables=()):
    source = Source("case", text, "", "", tables=tables)
    reading = reading_of(source, Tables.load())
    issuer = "Ủy ban nhân dân tỉnh An Giang"
    return reading, (Document("D1", kind, None, issuer, None, None, None, (2026, 2026), None, (), 0, len(text)),)


def told(assignment):
    fields = [assignment.task]
    roles = (
        ("lead", assignment.lead),
        ("with", assignment.cooperate),
        ("resp", assignment.responsible),
        ("watch", assignment.monitor),
    )
    fields += [f"{word}: {' + '.join(names)}" for word, names in roles if names]
    rest = (("by", assignment.deadline), ("gives", assignment.output), ("under", assignment.section))
    fields += [f"{word}: {value}" for word, value in rest if value]
    return " | ".join(fields)


NAMES = ("prose.txt", "tables.txt", "directives.txt", "grids.txt")
PROSE, TABLES, DIRECTIVES, GRIDS = (list(cases(name)) for name in NAMES)


def test_counts():
    assert len(PROSE) == 78
    assert sum(len(c.values[2]) for c in PROSE) == 380
    assert len(TABLES) == 44
    assert sum(len(c.values[2]) for c in TABLES) == 97
    assert len(DIRECTIVES) == 14
    assert sum(len(c.values[2]) for c in DIRECTIVES) == 42
    assert len(GRIDS) == 5
    assert sum(len(c.values[2]) for c in GRIDS) == 11


@pytest.mark.parametrize(("kind", "text", "expected"), [*PROSE, *TABLES, *DIRECTIVES, *GRIDS])
def test_tasks(kind, text, expected):
    reading, documents = reading_and_document(text, kind)
    found = find_assignments(reading, documents).assignments
    assert [told(a) for a in found] == expected


@pytest.mark.parametrize(("kind", "text", "expected"), [*PROSE, *TABLES, *DIRECTIVES, *GRIDS])
def test_ranges(kind, text, expected):
    """Every bearer is quoted from its range and belongs to an agency of the record; tasks lie in the text."""
    reading, documents = reading_and_document(text, kind)
    assigned = find_assignments(reading, documents)
    ids = {agency.id for agency in assigned.agencies}
    for assignment in assigned.assignments:
        assert 0 <= assignment.start < assignment.end <= len(text)
        assert assignment.in_document == "D1"
        for bearer in assignment.bearers:
            assert bearer.agency in ids
            words = text[bearer.start : bearer.end]
            assert bearer.text == words or words in bearer.text or bearer.text.split()[0] in words


class Start(int):
    """A place that counts how often it is compared."""

    compared = 0

    def __eq__(self, other):
        Start.compared += 1
        return int(self) == other

    def __hash__(self):
        return hash(int(self))


def test_bearers_of_one_task_cost_one_comparison_each():
    """A task with thousands of labels: a bearer is looked up by its place, not compared with all before it."""
    Start.compared = 0
    draft = Draft("prose", 0, 1, None, "labels")
    for place in [*range(5000)] * 2:
        draft.give("lead", [Item(Start(place), place + 1, None)])
    assert len(draft.borne("lead")) == 5000
    assert Start.compared <= 3 * 5000


GOVERNMENT = """CHÍNH PHỦ
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 105/NQ-CP
Hà Nội, ngày 15 tháng 7 năm 2023
NGHỊ QUYẾT
Về các nhiệm vụ, giải pháp tháo gỡ khó khăn cho sản xuất kinh doanh
QUYẾT NGHỊ:
1. Các bộ, cơ quan ngang bộ đẩy mạnh giải ngân vốn đầu tư công.
2. Ngân hàng Nhà nước Việt Nam điều hành chính sách tiền tệ linh hoạt.
Nơi nhận:
- Ban Bí thư Trung ương Đảng;
- VPCP: BTCN, các PCN, Trợ lý TTg, các Vụ, Cục, đơn vị trực thuộc, Công báo;
- Lưu: VT.
"""


def test_a_resolution_of_the_government_gives_orders():
    """An agency as the subject of a sentence is an order there; in the resolution of a council it needs a word of duty."""
    assert [a.responsible for a in cancu.parse(GOVERNMENT).assignments] == [
        ("Các bộ", "cơ quan ngang bộ"),
        ("Ngân hàng Nhà nước Việt Nam",),
    ]
    council = GOVERNMENT.replace("CHÍNH PHỦ", "HỘI ĐỒNG NHÂN DÂN TỈNH LÀO CAI").replace("NQ-CP", "NQ-HĐND")
    assert cancu.parse(council).assignments == ()


def grid(rows, spans=()):
    """A reader's table of rows of words; `spans` are the row spans of cells by place."""
    text, cells = "", []
    width = max(map(len, rows))
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            if words is not None:
                start = len(text)
                text += words + "\n"
                across = width if len(row) == 1 else 1
                cells.append(Cell(r, c, ((start, start + len(words)),), dict(spans).get((r, c), 1), across))
    return text, Table(0, len(text), len(rows), width, tuple(cells))


def test_merged_cells_and_sections_of_a_reader():
    text, table = grid(
        [
            ["STT", "Nội dung", "Chủ trì", "Phối hợp", "Thời hạn"],
            ["1", "Xây dựng kế hoạch", "Sở Nội vụ", "Sở Tài chính", "Quý I/2026"],
            ["2", "Tổ chức thi tuyển", None, "Sở Tư pháp", "Quý II/2026"],
            ["II. Chuyển đổi số"],
            ["1", "Nâng cấp phần mềm", "Sở Khoa học và Công nghệ", None, "Quý III/2026"],
        ],
        [((1, 2), 2)],
    )
    reading, documents = reading_and_document(text, "Kế hoạch", (table,))
    found = find_assignments(reading, documents).assignments
    assert [told(a) for a in found] == [
        "Xây dựng kế hoạch | lead: Sở Nội vụ | with: Sở Tài chính | by: Quý I/2026",
        "Tổ chức thi tuyển | lead: Sở Nội vụ | with: Sở Tư pháp | by: Quý II/2026",
        "Nâng cấp phần mềm | lead: Sở Khoa học và Công nghệ | by: Quý III/2026 | under: II. Chuyển đổi số",
    ]


def test_the_same_table_in_every_layout():
    """Tabs, pipes, one cell per line and per paragraph, and a reader's table give the same tasks."""
    rows = [
        ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm", "Thời gian"],
        ["1", "Rà soát thủ tục hành chính", "Sở Tư pháp", "Các sở, ban, ngành", "Báo cáo", "Quý II/2026"],
        ["2", "Đào tạo cán bộ", "Sở Nội vụ", "Trường Chính trị tỉnh", "Lớp học", "Hằng năm"],
    ]
    text, table = grid(rows)
    layouts = {
        "reader": (text, (table,)),
        "tabs": ("\n".join("\t".join(r) for r in rows), ()),
        "pipes": ("\n".join("| " + " | ".join(r) + " |" for r in rows), ()),
        "lines": ("\n".join(w for r in rows for w in r), ()),
        "paragraphs": ("\n\n".join(w for r in rows for w in r), ()),
        "pipe lines": ("\n|\n".join(w for r in rows for w in r) + "\n|\n", ()),
    }
    results = {}
    for name, (words, tables) in layouts.items():
        reading, documents = reading_and_document(words, "Kế hoạch", tables)
        results[name] = [told(a) for a in find_assignments(reading, documents).assignments]
    assert len(results["reader"]) == 2
    assert all(result == results["reader"] for result in results.values()), results


# Rows of (words, columns, rows) of each cell; None where a merged cell of a row above stands.
MERGED = [
    [("STT", 1, 2), ("Nhiệm vụ", 1, 2), ("Phân công", 2, 1), ("Thời gian", 1, 2)],
    [None, None, ("Chủ trì", 1, 1), ("Phối hợp", 1, 1), None],
    [("I. Thể chế", 5, 1)],
    [("1", 1, 1), ("Rà soát văn bản", 1, 1), ("Sở Tư pháp", 1, 2), ("Các sở, ban, ngành", 1, 1), ("Quý I/2026", 1, 1)],
    [("2", 1, 1), ("Ban hành danh mục", 1, 1), None, ("Sở Nội vụ", 1, 1), ("Quý II/2026", 1, 1)],
    [("II. Chuyển đổi số", 5, 1)],
    [("3", 1, 1), ("Nâng cấp phần mềm", 1, 1), ("Sở Tài chính", 1, 1), ("", 1, 1), ("Thường xuyên", 1, 1)],
]


def as_docx(rows):
    def cell(said):
        words, across, down = said or ("", 1, 0)
        merged = '<w:vMerge w:val="restart"/>' if down > 1 else "" if down else "<w:vMerge/>"
        return f'<w:tc><w:tcPr><w:gridSpan w:val="{across}"/>{merged}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>'

    lines = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    borders = '<w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr>'
    grid_ = f"<w:tblGrid>{'<w:gridCol/>' * 5}</w:tblGrid>"
    body = f"<w:document {WORD}><w:body><w:tbl>{borders}{grid_}{lines}</w:tbl></w:body></w:document>"
    types = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
    return zipped({"[Content_Types].xml": types, "word/document.xml": body})


def as_html(rows):
    def cell(said):
        return f'<td colspan="{said[1]}" rowspan="{said[2]}">{said[0]}</td>' if said else ""

    lines = "".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in rows)
    return f"<html><body><table border=1>{lines}</table></body></html>".encode()


def flat(rows, sign):
    def words(row):
        return [w for said in row for w in ([said[0], *[""] * (said[1] - 1)] if said else [""])]

    return "\n".join(sign.join(words(row)) for row in rows)


def test_merged_cells_in_every_format():
    """Merged headings, leads and sections of a Word file, a web page, tabs and pipes give the same tasks."""
    found = {}
    for name, given in (("docx", as_docx(MERGED)), ("html", as_html(MERGED))):
        source = read(given)
        reading, documents = reading_and_document(source.text, "Kế hoạch", source.tables)
        found[name] = [told(a) for a in find_assignments(reading, documents).assignments]
    for name, sign in (("tabs", "\t"), ("pipes", " | ")):
        reading, documents = reading_and_document(flat(MERGED, sign), "Kế hoạch")
        found[name] = [told(a) for a in find_assignments(reading, documents).assignments]
    assert found["docx"] == [
        "Rà soát văn bản | lead: Sở Tư pháp | with: Các sở, ban, ngành | by: Quý I/2026 | under: I. Thể chế",
        "Ban hành danh mục | lead: Sở Tư pháp | with: Sở Nội vụ | by: Quý II/2026 | under: I. Thể chế",
        "Nâng cấp phần mềm | lead: Sở Tài chính | by: Thường xuyên | under: II. Chuyển đổi số",
    ]
    assert all(tasks == found["docx"] for tasks in found.values()), found


def test_empty_text_gives_nothing():
    reading, _ = reading_and_document("", "Kế hoạch")
    assert find_assignments(reading, ()).assignments == ()
    assert find_assignments(reading, ()).agencies == ()
