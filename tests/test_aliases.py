"""Short names and back references: what they stand for, and that a reference binds nothing by itself."""

import runpy
from pathlib import Path

MARKED = runpy.run_path(str(Path(__file__).with_name("marked.py")))
cited = MARKED["cited"]


def test_a_defined_short_name_stands_for_its_citation():
    found = cited(
        "Nghị định số 63/2010/NĐ-CP của Chính phủ (sau đây gọi là Nghị định 63). Theo Nghị định 63, các sở báo cáo."
    )
    assert [(a.text, a.for_) for a in found.aliases] == [("Nghị định 63", "C1")]
    assert [(c.number, c.same_as) for c in found.citations] == [("63/2010/NĐ-CP", None), ("63", "C1"), ("63", "C1")]


def test_an_abbreviated_definition_is_a_mention():
    found = cited("Quyết định số 1200/QĐ-UBND ngày 5/6/2020 của UBND tỉnh (viết tắt là Quyết định số 1200/QĐ-UBND).")
    assert len(found.citations) == 2
    assert found.aliases[0].for_ == "C1"


def test_a_short_form_is_resolved_only_when_it_can_mean_one():
    one = cited("Nghị định số 63/2010/NĐ-CP; theo NĐ 63/2010 và Nghị định 63.").citations
    assert [c.same_as for c in one] == [None, "C1", "C1"]
    two = cited("Nghị định số 63/2010/NĐ-CP; Nghị định số 63/2015/NĐ-CP; theo Nghị định 63.").citations
    assert two[2].same_as is None


def test_a_definition_for_a_body_is_none_for_a_citation():
    found = cited("Nghị định số 1/2010/NĐ-CP áp dụng với bộ, cơ quan ngang bộ (sau đây gọi chung là cơ quan).")
    assert found.aliases == ()


def test_back_references_keep_their_candidates():
    found = cited(
        "Nghị định số 1/2010/NĐ-CP; Nghị định số 2/2010/NĐ-CP. Theo Nghị định trên, Luật này và Quyết định nói trên."
    )
    assert [(r.id, r.text, r.candidates) for r in found.references] == [
        ("X1", "Nghị định trên", ("C2", "C1")),
        ("X2", "Luật này", ()),
        ("X3", "Quyết định nói trên", ()),
    ]
    assert len(found.citations) == 2


def test_where_trên_is_a_place():
    assert cited("thực hiện Kế hoạch trên địa bàn tỉnh, Chương trình trên toàn quốc").references == ()


def test_a_defined_short_name_of_a_law_stands_for_it():
    found = cited(
        "Luật Cán bộ, công chức số 22/2008/QH12 (gọi tắt là Luật CBCC). Theo Luật CBCC và Luật Viên chức thì."
    )
    assert [(c.text, c.same_as) for c in found.citations[1:]] == [
        ("Luật CBCC", "C1"),
        ("Luật CBCC", "C1"),
        ("Luật Viên chức", None),
    ]
