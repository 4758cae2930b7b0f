"""Laws, programmes and plans by name: where the name begins and ends, what it nests, what is no name."""

import runpy
from pathlib import Path

import pytest

from cancu.extract.records import Record

MARKED = runpy.run_path(str(Path(__file__).with_name("marked.py")))
cited, lines, shown, unmarked = (MARKED["cited"], MARKED["lines"], MARKED["shown"], MARKED["unmarked"])

NAMED = lines("named.txt")


def test_how_many_cases_there_are():
    assert len(NAMED) >= 80


@pytest.mark.parametrize("line", NAMED)
def test_named(line):
    text, spans, rows = unmarked(line)
    found = cited(text).citations
    assert [(c.start, c.end) for c in found] == spans
    for citation, row in zip(found, rows, strict=True):
        said = (citation.type, citation.year, citation.date, citation.issuer)
        assert [shown(value) for value in said[: len(row)]] == row


def test_kinds():
    found = cited(
        "Luật Đất đai; Hiến pháp năm 2013; Đề án “Phát triển cây ăn quả”; Nghị định số 1/2010/NĐ-CP"
    ).citations
    assert [c.kind for c in found] == ["law_by_name", "law_by_name", "programme_by_name", "numbered"]


def test_the_title_is_the_name_without_the_type_word():
    (law,) = cited("theo Luật Ngân\nsách nhà nước;").citations
    assert law.title == "Ngân sách nhà nước"


def test_a_defined_short_name_is_no_programme():
    text = (
        "Thực hiện Chương trình quốc gia ứng phó biến đổi khí hậu (sau đây gọi tắt là Chương trình). "
        "Kinh phí của Chương trình bố trí theo dự toán; cơ quan chủ quản Chương trình quyết định từng dự án."
    )
    assert len(cited(text).citations) == 1


def test_the_title_of_the_document_itself_is_no_citation():
    record = Record.from_dict(
        {
            "source": "x",
            "documents": [
                {
                    "id": "D1", "type": "Kế hoạch", "number": None, "issuer": None, "date": None, "place": None,
                    "title": "cải cách hành chính tỉnh X giai đoạn 2011 - 2015", "period": None, "signer": None,
                    "recipients": [], "start": 0, "end": 500,
                }
            ],
        }
    )  # fmt: skip
    text = "Thực hiện Kế hoạch cải cách hành chính tỉnh X giai đoạn 2011 - 2015 và Kế hoạch phát triển du lịch giai đoạn 2011 - 2015"
    assert [c.text for c in cited(text, record.documents).citations] == [
        "Kế hoạch phát triển du lịch giai đoạn 2011 - 2015"
    ]
