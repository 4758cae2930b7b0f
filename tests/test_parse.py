"""`cancu.parse` as users call it: text, paths, bytes, sources; what joins the stages."""

from pathlib import Path

import pytest

import cancu

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "001_ff5519967c1bd81a.txt"


def test_a_path_bytes_a_file_and_a_source_give_the_same():
    with SAMPLE.open("rb") as file:
        records = [
            cancu.parse(SAMPLE),
            cancu.parse(SAMPLE.read_bytes(), name=SAMPLE.name),
            cancu.parse(file, name=SAMPLE.name),
            cancu.parse(cancu.read(SAMPLE)),
        ]
    assert all(record == records[0] for record in records)
    assert records[0].source == SAMPLE.name


def test_a_str_is_text():
    record = cancu.parse("Căn cứ Nghị định số 63/2010/NĐ-CP của Chính phủ;")
    assert [c.number for c in record.citations] == ["63/2010/NĐ-CP"]


def test_a_str_that_names_a_file_is_text_with_a_warning():
    with pytest.warns(UserWarning, match="Path"):
        record = cancu.parse(str(SAMPLE))
    assert record.citations == ()


def test_a_text_without_a_citation_says_so():
    assert "no_citations" in {w.code for w in cancu.parse("Không có gì ở đây cả.").warnings}


def test_the_same_text_gives_the_same_record():
    assert cancu.parse(SAMPLE).to_json() == cancu.parse(SAMPLE).to_json()


def test_a_task_knows_the_budget_of_its_row():
    record = cancu.parse(
        "KẾ HOẠCH\nCải cách hành chính năm 2024\n"
        "STT\tNội dung\tCơ quan chủ trì\tThời gian\tKinh phí (triệu đồng)\n"
        "1\tRà soát thủ tục\tSở Tư pháp\tQuý I/2024\t120\n2\tTập huấn\tSở Nội vụ\tNăm 2024\t80\n"
    )
    amounts = {b.id: b.amount for b in record.budgets}
    assert [[amounts[i] for i in a.budgets] for a in record.assignments] == [[120_000_000], [80_000_000]]
