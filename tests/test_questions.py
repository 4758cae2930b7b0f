"""Each question on the samples: the rows that a lawyer finds by reading them, on Oxigraph and on rdflib.

The expected rows were written by hand from the five texts in samples/.
"""

import re

import pytest

from cancu.graph import query as q

CAN_THO, LAO_CAI, QUAN_2, SOC_TRANG, CA_MAU = (
    "000_b783136992f1937f.txt",
    "001_ff5519967c1bd81a.txt",
    "002_bd88a2c9c63c7ccc.txt",
    "003_079443f45d6a336e.txt",
    "004_09837692850df685.txt",
)
PROGRAMME_2030 = "Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021-2030"
ISO = (
    "Hoàn chỉnh thực hiện áp dụng hệ thống quản lý chất lượng ISO 9001-2008 tại các Sở, ban ngành tỉnh, UBND cấp huyện."
)
SOCIALISATION = (
    "Đẩy mạnh việc thực hiện toàn diện công tác xã hội hóa trên các lĩnh vực giáo dục - đào tạo, y tế, văn hóa, thông tin, "
    "thể dục thể thao và khoa học công nghệ, dạy nghề theo chương trình, kế hoạch đã được cơ quan có thẩm quyền phê duyệt."
)
TITLE_329 = (
    "triển khai thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính Phủ và Đề án số 14-ĐA/TU ngày 11/12/2020 của "
    "Tỉnh ủy Lào Cai về cải cách hành chính trên địa bàn tỉnh Lào Cai, giai đoạn 2021-2025"
)

# question, parameters, columns that are compared, the rows
EXPECTED = [
    (
        "implements",
        {"document": "76/NQ-CP"},
        ("number", "type", "issuer", "date", "via", "source"),
        {
            ("329/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Lào Cai", "2021-08-18", None, LAO_CAI),
            ("434/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Lào Cai", "2021-12-28", PROGRAMME_2030, LAO_CAI),
            ("434/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Lào Cai", "2021-12-28", "Kế hoạch 329/KH-UBND", LAO_CAI),
        },
    ),
    (
        # Nobody names the resolution itself: the directive carries out the programme that it promulgates.
        "implements",
        {"document": "30c/NQ-CP"},
        ("type", "source"),
        {("Chỉ thị", CA_MAU), ("Kế hoạch", CA_MAU)},
    ),
    (
        "implements",
        {"document": "883/QĐ-UBND"},
        ("type", "via", "source"),
        {("Kế hoạch", None, CAN_THO)},
    ),
    ("implements", {"document": "468/QĐ-TTg"}, ("number",), set()),
    (
        "based-on",
        {"document": "434/KH-UBND"},
        ("number", "type", "issuer", "date"),
        {
            ("76/NQ-CP", "Nghị quyết", "Chính phủ", "2021-07-15"),
            ("749/QĐ-TTg", "Quyết định", "Thủ tướng Chính phủ", "2020-06-03"),
            ("14-ĐA/TU", "Đề án", "Tỉnh ủy Lào Cai", "2020-12-11"),
        },
    ),
    (
        "based-on",
        {"document": "13633/QĐ-UBND"},
        ("number", "type", "ground"),
        {
            (None, "Luật", "competence"),
            ("23/2011/QĐ-UBND", "Quyết định", "content"),
            ("16-CT/QU", "Chương trình hành động", "content"),
        },
    ),
    (
        "based-on",
        {"document": f"{QUAN_2}#D2"},
        ("number", "type"),
        {(None, "Kế hoạch"), ("23/2011/QĐ-UBND", "Quyết định"), ("16-CTr/QU", "Chương trình hành động")},
    ),
    ("based-on", {"document": "09/KH-UBND"}, ("number", "date"), {("30c/NQ-CP", "2011-11-08")}),
    (
        "cited-by",
        {"document": "30c/NQ-CP"},
        ("number", "type", "relation", "cited_text", "source"),
        {("09/KH-UBND", "Kế hoạch", "based_on", "Nghị quyết số 30c/NQ-CP", SOC_TRANG)},
    ),
    (
        "cited-by",
        {"document": "63/2010/NĐ-CP"},
        ("relation", "cited_text", "source"),
        {
            ("implements", "Nghị định số 63/2010/NĐ-CP", CAN_THO),
            ("refers_to", "Nghị định 63/2010/NĐ-CP", SOC_TRANG),
        },
    ),
    (
        "cited-by",
        {"document": "130/2005/NĐ-CP"},
        ("relation", "source"),
        {("implements", CAN_THO), ("amends", CAN_THO), ("implements", QUAN_2)},
    ),
    (
        "led-by",
        {"agency": "Sở Khoa học và Công nghệ"},
        ("agency", "description", "number", "deadline", "deadline_text", "source"),
        {
            (
                "Sở Khoa học và Công nghệ",
                ISO,
                "09/KH-UBND",
                "2013-12-31",
                "Năm 2013",
                SOC_TRANG,
            ),
            (
                "Sở Khoa học và Công nghệ",
                SOCIALISATION,
                "09/KH-UBND",
                None,
                "Thường xuyên",
                SOC_TRANG,
            ),
        },
    ),
    (
        "unresolved",
        {},
        ("cited_text", "source"),
        {
            ("Kế hoạch CCHC số 126", CAN_THO),
            ("Kế hoạch tuyên truyền CCHC số 127", CAN_THO),
            ("Kế hoạch kiểm tra CCHC số 128", CAN_THO),
            ("Nghị quyết số 39-NQ/TW", LAO_CAI),
            ("Chương trình cải cách hành chính nhà nước", SOC_TRANG),
            # The directive of 2013 never says which province it is of.
            ("Quyết định số 2009/QĐ-UBND", CA_MAU),
            ("Quyết định số 590/QĐ-UBND", CA_MAU),
            ("Chỉ thị số 07-CT/TU", CA_MAU),
        },
    ),
    (
        "findings",
        {"code": "symbol-conflict"},
        ("message", "label", "source"),
        {
            (
                "one issuer, date and running number, two symbols: 16-CT/QU / 16-CTr/QU",
                f"Chương trình hành động {number}",
                QUAN_2,
            )
            for number in ("16-CT/QU", "16-CTr/QU")
        },
    ),
    ("findings", {"code": "impossible_date"}, ("quote", "source"), {("26 tháng 3 năm 11 năm 2003", QUAN_2)}),
    ("unresolved", {"document": "434/KH-UBND"}, ("number",), {("39-NQ/TW",)}),
    (
        "about",
        {"document": "329/KH-UBND"},
        ("aspect", "direction", "value"),
        {
            ("type", None, "Kế hoạch"),
            ("number", None, "329/KH-UBND"),
            ("issuer", None, "Ủy ban nhân dân tỉnh Lào Cai"),
            ("date", None, "2021-08-18"),
            (
                "title",
                None,
                TITLE_329,
            ),
            ("implements", "from", "Nghị quyết 76/NQ-CP"),
            ("implements", "from", "Đề án 14-ĐA/TU"),
            ("implements", "to", "Kế hoạch 434/KH-UBND"),
        },
    ),
    (
        # The table row on moving staff names the decree; the plan has other tasks, which do not carry it out.
        "carried-by",
        {"document": "158/2007/NĐ-CP"},
        ("names_it", "agency", "role", "deadline_text", "source"),
        {
            (True, "Phòng Nội vụ", "lead", "Định kỳ hàng năm", QUAN_2),
            (True, "Các cơ quan chuyên môn", "cooperate", "Định kỳ hàng năm", QUAN_2),
            (True, "đơn vị sự nghiệp", "cooperate", "Định kỳ hàng năm", QUAN_2),
            (True, "UBND các phường", "cooperate", "Định kỳ hàng năm", QUAN_2),
        },
    ),
    (
        "carried-by",
        {"document": "76/NQ-CP", "agency": "Sở Tài chính"},
        ("number", "agency", "role", "names_it"),
        {("434/KH-UBND", "Sở Tài chính", "responsible", False)},
    ),
    (
        "tasks-due",
        {"since": "2012-01-01", "until": "2012-06-30"},
        ("deadline", "agency", "role", "number"),
        {
            ("2012-03-31", "Sở Nội vụ", "lead", "09/KH-UBND"),
            ("2012-03-31", "Sở, ban ngành tỉnh", "cooperate", "09/KH-UBND"),
            ("2012-03-31", "UBND cấp huyện", "cooperate", "09/KH-UBND"),
            ("2012-06-30", "Sở Nội vụ", "lead", "09/KH-UBND"),
            ("2012-06-30", "Sở, ban ngành tỉnh", "lead", "09/KH-UBND"),
            ("2012-06-30", "UBND cấp huyện", "lead", "09/KH-UBND"),
            ("2012-06-30", "Sở, ban ngành tỉnh", "cooperate", "09/KH-UBND"),
            ("2012-06-30", "UBND cấp huyện", "cooperate", "09/KH-UBND"),
            ("2012-06-30", "Văn phòng UBND tỉnh", "cooperate", "09/KH-UBND"),
            ("2012-06-30", "Sở Tư pháp", "cooperate", "09/KH-UBND"),
        },
    ),
    (
        "tasks-due",
        {"since": "2013-10-01", "until": "2013-12-30", "agency": "Nội vụ"},
        ("agency",),
        set(),
    ),
    (
        "tasks-due",
        {"since": "2013-10-01", "until": "2013-12-31", "agency": "Sở Nội vụ", "role": "responsible"},
        ("agency", "deadline_text", "source"),
        {("Sở Nội vụ", "Quý IV năm 2013", CA_MAU)},
    ),
    (
        "documents",
        {"status": "read"},
        ("number", "type", "issuer", "date", "level", "province", "source"),
        {
            (None, "Kế hoạch", "Ủy ban nhân dân thành phố Cần Thơ", None, "province", "Cần Thơ", CAN_THO),
            ("434/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Lào Cai", "2021-12-28", "province", "Lào Cai", LAO_CAI),
            (
                "13633/QĐ-UBND",
                "Quyết định",
                "Ủy ban nhân dân Quận 2",
                "2011-10-21",
                "district",
                "Hồ Chí Minh",
                QUAN_2,
            ),
            (None, "Kế hoạch", "Ủy ban nhân dân Quận 2", None, "district", "Hồ Chí Minh", QUAN_2),
            (
                "09/KH-UBND",
                "Kế hoạch",
                "Ủy ban nhân dân tỉnh Sóc Trăng",
                "2012-02-20",
                "province",
                "Sóc Trăng",
                SOC_TRANG,
            ),
            (None, "Chỉ thị", "Chủ tịch Ủy ban nhân dân tỉnh", None, "province", None, CA_MAU),
        },
    ),
]


def plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


@pytest.mark.parametrize(
    ("name", "parameters", "columns", "expected"),
    EXPECTED,
    ids=[f"{name} {' '.join(map(str, parameters.values()))}".strip() for name, parameters, *_ in EXPECTED],
)
def test_the_rows_are_those_a_lawyer_finds(samples_kg, name, parameters, columns, expected):
    rows = samples_kg.ask(name, **parameters)
    found = {tuple(plain(row[column]) for column in columns) for row in rows}
    assert found == expected


@pytest.mark.parametrize("name", sorted(q.questions()))
def test_oxigraph_and_rdflib_give_the_same_rows_in_the_same_order(samples_kg, samples_rdflib, name):
    cases = [parameters for asked, parameters, *_ in EXPECTED if asked == name]
    for parameters in [q.question(name).example, *cases]:
        one, other = q.ask(samples_kg.engine, name, parameters), q.ask(samples_rdflib, name, parameters)
        assert one.columns == other.columns == tuple(q.question(name).columns)
        assert one.rows == other.rows


# Facts of a document that its head states, in rows beside those of relations.
WITHOUT_QUOTE = {"about"}


@pytest.mark.parametrize("name", sorted(q.questions()))
def test_every_row_carries_a_quote_that_is_in_its_source_at_its_place(samples_kg, name):
    asked = q.question(name)
    assert {"source", "quote", "start", "end"} <= set(asked.columns)
    for row in samples_kg.ask(name, **asked.example):
        assert row["quote"] is not None or name in WITHOUT_QUOTE, row
        if row["quote"] is not None:
            assert samples_kg.text(row["source"])[row["start"] : row["end"]] == row["quote"]


def test_a_document_that_was_not_read_is_shown_by_the_first_sentence_that_cites_it(samples_kg):
    rows = samples_kg.ask("documents")
    assert len(rows) > 70
    assert all(samples_kg.text(r["source"])[r["start"] : r["end"]] == r["quote"] for r in rows)
    (decree,) = [r for r in rows if r["number"] == "158/2007/NĐ-CP"]
    assert "158/2007/NĐ-CP" in decree["quote"]
    (plan,) = [r for r in rows if r["number"] == "09/KH-UBND"]
    assert plan["quote"].startswith("Số: 09/KH-UBND")


def test_days_are_counted_once_for_a_document_that_says_twice_what_it_implements(samples_kg):
    rows = samples_kg.ask("lag", document="76/NQ-CP")
    assert len({r["document"] for r in rows}) == len(rows) == 2


def test_an_expectation_was_written_for_each_question():
    written = {name for name, *_ in EXPECTED}
    assert written >= set(FIRST_EIGHT)
    assert len(EXPECTED) >= 20


def test_the_page_of_questions_is_current():
    import importlib.util
    from pathlib import Path

    root = Path(__file__).resolve().parent.parent
    spec = importlib.util.spec_from_file_location("questions_page", root / "benchmarks" / "questions_page.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written, made = (
        re.sub(r"(?s)```text\n(\$.*?\n).*?```", r"\1", text)
        for text in (module.PAGE.read_text(encoding="utf-8"), module.page())
    )
    assert written == made, "run python benchmarks/questions_page.py"
    assert made.count("$ cancu ask KG ") == len(q.questions())


FIRST_EIGHT = ["implements", "based-on", "cited-by", "led-by", "unresolved", "about", "carried-by", "tasks-due"]
