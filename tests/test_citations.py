"""Numbered citations: marked sentences of all families, named negatives, titles, lists, the document's own number."""

import dataclasses
import runpy
import sys
from pathlib import Path

import pytest

from cancu.extract.records import Document

MARKED = runpy.run_path(str(Path(__file__).with_name("marked.py")))
cited, lines, shown, unmarked = (MARKED["cited"], MARKED["lines"], MARKED["shown"], MARKED["unmarked"])

NUMBERED = lines("numbered.txt")
NEGATIVES = lines("negatives.txt")


def document(start=0, end=10_000, **fields):
    empty = dict.fromkeys((f.name for f in dataclasses.fields(Document)), None)
    return Document(
        **{**empty, "id": "D1", "recipients": (), "start": start, "end": end, "spans": {}, "inferred": {}, **fields}
    )


def test_how_many_cases_there_are():
    assert len(NUMBERED) >= 255
    assert len(NEGATIVES) >= 53


@pytest.mark.parametrize("line", NUMBERED)
def test_numbered(line):
    text, spans, rows = unmarked(line)
    found = cited(text).citations
    assert [(c.start, c.end) for c in found] == spans
    assert len(rows) == len(spans)
    for citation, row in zip(found, rows, strict=True):
        said = (citation.type, citation.number, citation.date, citation.issuer)
        assert [shown(value) for value in said[: len(row)]] == row
        assert citation.kind == "numbered"


@pytest.mark.parametrize("line", NEGATIVES)
def test_no_citation(line):
    _, _, text = line.partition(" | ")
    assert [c.text for c in cited(text.replace("⏎", "\n")).citations] == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Nghị định số 1/2010/NĐ-CP của Chính phủ về việc kiểm soát thủ tục và các văn bản hướng dẫn",
            "về việc kiểm soát thủ tục",
        ),
        ("Nghị định số 1/2010/NĐ-CP quy định cơ chế tự chủ; Nghị định khác", "quy định cơ chế tự chủ"),
        (
            "Quyết định số 1/QĐ-TTg ngày 1/2/2020 phê duyệt Chương trình\nChuyển đổi số quốc gia;",
            "phê duyệt Chương trình Chuyển đổi số quốc gia",
        ),
        ("Nghị quyết số 18-NQ/TW về “Một số vấn đề; tinh gọn bộ máy”. Các sở", "về “Một số vấn đề; tinh gọn bộ máy”"),
        ("Nghị định số 1/2010/NĐ-CP về biên chế và Nghị định số 2/2010/NĐ-CP về lương", "về biên chế"),
        (
            "Kế hoạch số 1/KH-UBND triển khai thực hiện Nghị quyết số 2/NQ-CP và Đề án số 3-ĐA/TU.",
            None,
        ),
        (
            "Kế hoạch số 1/KH-UBND ngày 1/2/2021 triển khai thực hiện Nghị quyết số 2/NQ-CP và Đề án số 3-ĐA/TU.",
            "triển khai thực hiện Nghị quyết số 2/NQ-CP và Đề án số 3-ĐA/TU",
        ),
        ("Chỉ thị số 1/CT-TTg của Thủ tướng Chính phủ, Ủy ban nhân dân tỉnh yêu cầu các sở", None),
        ("Chỉ thị số 1/CT-TTg về tiết kiệm, Ủy ban nhân dân tỉnh yêu cầu các sở", "về tiết kiệm"),
        ("Quyết định số 1/QĐ-UBND về giá đất\nĐiều 1. Phạm vi", "về giá đất"),
        ("Nghị định số 1/2010/NĐ-CP thay thế Nghị định số 2/2005/NĐ-CP", None),
        ("Nghị định số 1/2010/NĐ-CP về lễ hội được sửa đổi, bổ sung năm 2015", "về lễ hội"),
        ("Chỉ thị số 1/CT-TTg về tiết kiệm | Các sở | Quý I", "về tiết kiệm"),
        ("Nghị định số 1/2020/NĐ-CP quy định cơ chế giá, phấn đấu đến năm 2025 giảm chi phí.", "quy định cơ chế giá"),
        ("Nghị định số 1/2016/NĐ-CP của Chính phủ\tBáo cáo kết quả\tQuý I", None),
        ("Thông tư số 1/2024/TT-BXD sửa đổi bằng Mẫu số 01", None),
        ("Luật Xây dựng số 50/2014/QH13 được sửa đổi", None),
        (
            "Nghị quyết số 30/NQ-CP về những giải pháp cấp bách nhằm duy trì tăng trưởng;",
            "về những giải pháp cấp bách nhằm duy trì tăng trưởng",
        ),
        (
            "Thông tư số 7/2015/TT-BXD quy định kỹ thuật của trạm đo, trình Bộ trưởng trong tháng 9.",
            "quy định kỹ thuật của trạm đo",
        ),
        (
            "Thông tư số 7/2015/TT-BXD quy định thẩm quyền, trình tự, thủ tục cấp phép;",
            "quy định thẩm quyền, trình tự, thủ tục cấp phép",
        ),
        ("Chỉ thị số 8/CT-TTg về việc ngăn chặn phá rừng và Luật Lâm nghiệp", "về việc ngăn chặn phá rừng"),
        ("Thông tư số 7/2015/TT-BXD hướng dẫn Luật Nhà ở và Luật Xây dựng;", "hướng dẫn Luật Nhà ở và Luật Xây dựng"),
        (
            "Quyết định số 1/QĐ-TTg ngày 1/2/2008 về sửa đổi Quy chế ban hành kèm theo Quyết định số 2/QĐ-TTg;",
            "về sửa đổi Quy chế ban hành kèm theo Quyết định số 2/QĐ-TTg",
        ),
        (
            "Nghị định số 1/2021/NĐ-CP sửa đổi, bổ sung một số điều của Nghị định số 2/2018/NĐ-CP, công tác này tốt",
            "sửa đổi, bổ sung một số điều của Nghị định số 2/2018/NĐ-CP",
        ),
        (
            "Căn cứ Nghị định số 1/2025/NĐ-CP quy định về kho số; việc bồi thường khi thu hồi mã;\nCăn cứ khác",
            "quy định về kho số; việc bồi thường khi thu hồi mã",
        ),
        (
            "Nghị định số 1/2025/NĐ-CP quy định một số điều và biện pháp để tổ chức, hướng dẫn thi hành Luật Giá;",
            "quy định một số điều và biện pháp để tổ chức, hướng dẫn thi hành Luật Giá",
        ),
    ],
)
def test_the_title_ends_with_its_clause(text, title):
    assert cited(text).citations[0].title == title


def test_what_is_concluded_is_not_what_is_stated():
    first, second = cited(
        "Quyết định số 12/QĐ-UBND ngày 1/2/2020 của UBND tỉnh; theo Quyết định số 12/QĐ-UBND."
    ).citations
    assert (second.issuer, second.date) == (None, None)
    assert dict(second.inferred) == {"issuer": "Ủy ban nhân dân tỉnh", "date": "2020-02-01"}
    assert second.rules["issuer"] == f"mention {first.id}"
    (alone,) = cited("tại 63/2010/NĐ-CP").citations
    assert alone.type is None
    assert dict(alone.inferred) == {"type": "Nghị định", "issuer": "Chính phủ"}
    assert set(alone.rules) == {"type", "number", "issuer"}


def test_a_lost_stroke_is_put_back_and_said():
    (citation,) = cited("theo Nghị định số 63/2010/ND-CP").citations
    assert citation.text == "Nghị định số 63/2010/ND-CP"
    assert citation.number == "63/2010/NĐ-CP"
    assert citation.rules["number"].endswith("stroke put back")


GROWING = [
    "Nghị định số 1/2010/NĐ-CP, ",
    "Nghị định số 1/2010/NĐ-CP về đất đai nhà ở ",
    "Luật sửa đổi, bổ sung một số điều của ",
    "chương trình giai đoạn 2011 - 2015 ",
    "Chương trình Phát triển cây ăn quả ",
    "điểm a, b khoản 1, 2 Điều 5 Nghị định số 1/2010/NĐ-CP ",
    "1/A/B/C-D/E-F/",
    "số 12 ",
    "(gọi là (viết tắt là ",
    "Nghị định này ",
    "xây dựng và , các , Kế hoạch X ",
    "Quyết định ngày 02/3/2019 của UBND tỉnh số 47/QĐ-UBND, ",
    "Quyết định số 47, 48 và 49, ",
    "545/VPCP - KSTT - ",
]


def calls(text):
    """How many functions run, those in C too, to find the citations of `text`."""
    count = 0

    def seen(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        cited(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("unit", GROWING)
def test_work_grows_with_the_length(unit):
    cited(unit)  # patterns are compiled once
    short, long = calls(unit * 120), calls(unit * 480)
    assert long <= 4.6 * short


def test_every_citation_says_which_rules_fired():
    text = "\n".join(unmarked(line)[0] for line in NUMBERED)
    found = cited(text).citations
    assert len(found) >= 60
    assert all({"type", "number"} <= set(c.rules) for c in found if c.number)


def test_the_documents_own_number_is_no_citation():
    text = "Số: 9/KH-UBND\nKẾ HOẠCH\n(Kèm theo Kế hoạch số 9/KH-UBND ngày 1/2/2012 của UBND tỉnh)\nKế hoạch số 9/KH-UBND ngày 3/4/2011"
    own = document(number="9/KH-UBND", type="Kế hoạch", date="2012-02-01", spans={"number": (4, 13)})
    assert [c.date for c in cited(text, (own,)).citations] == ["2011-04-03"]


def test_the_number_of_another_document_of_the_file_is_a_citation():
    text = "Số: 9/QĐ-UBND\nQUYẾT ĐỊNH\nKẾ HOẠCH\n(Ban hành kèm theo Quyết định số 9/QĐ-UBND)"
    one = document(number="9/QĐ-UBND", type="Quyết định", end=24, spans={"number": (4, 13)})
    two = document(id="D2", type="Kế hoạch", start=25)
    (citation,) = cited(text, (one, two)).citations
    assert (citation.number, citation.in_document) == ("9/QĐ-UBND", "D2")


def test_findings():
    text = (
        "Nghị định số 5/2010/NĐ-CP ngày 30/2/2010; Chương trình số 16-CT/QU ngày 6/9/2011, Chương trình số 16-CTr/QU "
        "ngày 6/9/2011; Nghị định số 7/2010/NĐ-CP ngày 1/2/2010, Nghị định số 7/2010/NĐ-CP ngày 2/2/2010; "
        "Quyết định số ……/QĐ-UBND; Quyết định số 23/2011/QĐ-UBND của UBND quận, Quyết định số 23/2011/QĐ-UBND của UBND tỉnh"
    )
    codes = [finding.code for finding in cited(text).warnings]
    assert sorted(codes) == ["contradiction"] * 4 + ["draft_number", "impossible_date"]


@pytest.mark.parametrize(
    ("issuers", "count"),
    [
        (("UBND tỉnh Lào Cai", "UBND tỉnh"), 0),  # of the merged province, and of one of its predecessors
        (("UBND tỉnh Lào Cai", "UBND tỉnh Lào Cai"), 1),
        (("UBND thành phố Hoà Bình", "UBND thành phố Hòa Bình"), 1),
    ],
)
def test_two_days_are_a_contradiction_of_one_issuer_only(issuers, count):
    days = ("12/8/2025", "02/4/2025")
    text = "; ".join(
        f"Quyết định số 883/QĐ-UBND ngày {day} của {issuer} về việc giao chỉ tiêu"
        for day, issuer in zip(days, issuers, strict=True)
    )
    assert [finding.code for finding in cited(text).warnings] == ["contradiction"] * count


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Nghị định số 12/2020/TT-BTC",
            [("contradiction", "Nghị định 12/2020/TT-BTC: the symbol stands for Thông tư or Thông tri or")],
        ),
        ("Kế hoạch số 12//QQ-UB", [("unparsed_number", "12//QQ-UB follows no known form of a number")]),
        ("Kế hoạch số 12/QQ-UB", [("unparsed_number", "12/QQ-UB follows no known form of the number of Kế hoạch")]),
        (
            "Công văn số 247/TT.HĐND, Công văn số 12/QQ-UB, Quy định số 37-QĐ/TW, Văn bản số 5/QĐ-UBND, Quyết định số 84/TC/QĐ",
            [],
        ),
        ("Thông tư số 04/TCCP-VC, Quyết định 217-CP, Nghị định số 126/2004 / / NĐ-CP", []),
        ("Quyết định số 12/TT-BTC và Quyết định số 12/TT-BTC", [("contradiction", "Quyết định 12/TT-BTC: the symbol")]),
    ],
)
def test_findings_about_symbols(text, said):
    found = cited(text)
    assert len(found.warnings) == len(said)
    for finding, (code, message) in zip(found.warnings, said, strict=True):
        assert finding.code == code
        assert finding.message.startswith(message)
        assert finding.about == ("C1",)


def test_order_and_ids():
    found = cited("Kế hoạch số 2/KH-UBND, “Đề án phát triển cây ăn quả giai đoạn 2021 - 2025”, Luật Đất đai").citations
    assert [c.id for c in found] == ["C1", "C2", "C3"]
    assert [c.start for c in found] == sorted(c.start for c in found)


def test_no_text_no_citation():
    assert cited("").citations == ()


def test_the_name_of_a_law_before_its_number_is_kept_as_a_conclusion():
    (law,) = cited("Căn cứ Luật Xây dựng số 50/2014/QH13;").citations
    assert (law.title, law.inferred["title"]) == (None, "Xây dựng")


def test_what_stands_behind_the_end_of_the_last_document_is_no_citation():
    end = Document("D1", "Thông tư", None, None, None, None, None, None, None, (), 0, 40)
    text = "Căn cứ Nghị định số 1/2010/NĐ-CP;" + " " * 20 + "Mục lục: Nghị định số 1/2010/NĐ-CP"
    assert len(cited(text, [end]).citations) == 1
