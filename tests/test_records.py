"""The record's JSON form: the keys of the annotation format, and the way back."""

import json

import pytest

from cancu.extract.records import (
    Agency,
    Alias,
    Assignment,
    Bearer,
    Budget,
    Citation,
    Document,
    Finding,
    Provision,
    Record,
    Reference,
    Relation,
    Signer,
    Target,
)

RECORD = Record(
    source="thu/a.txt",
    documents=(
        Document(
            "D1", "Kế hoạch", "5/KH-UBND", "Ủy ban nhân dân tỉnh X", "2020-01-02", "X", "a", (2020, 2025),
            Signer("Trần A", "Chủ tịch", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), ("Như trên",), 0, 90,
            spans={"number": (3, 9)}, inferred={"type": "Kế hoạch"},
        ),
    ),
    citations=(
        Citation(
            "C1", 4, 9, "Luật A", "law_by_name", "Luật", None, None, None, None, "A", "khoản 2 Điều 5", "D1", year=2013,
            provisions=(Provision("khoản 2 Điều 5", 1, 3, "5", "2"),), spans={"title": (5, 9)}, rules={"type": "stated"},
        ),
    ),
    relations=(Relation("R1", "D1", "based_on", "C1", "Căn cứ", 0, 6, "competence"),),
    assignments=(
        Assignment("A1", "table", None, "việc", 10, 14, ("Sở A",), bearers=(Bearer("lead", "Sở A", 20, 24, "G1"),),
                   deadline_range=(None, "2024-06-30")),
    ),
    agencies=(Agency("G1", "Sở A", "specific", ("Sở A",), mentions=((20, 24),)),),
    targets=(Target("T1", 1, 2, "đạt 60,5%", 60.5, "%", ">="), Target("T2", 1, 2, "3 việc", 3.0, "việc", "=")),
    budgets=(Budget("B1", "D1", "A1", 3, 4, "2 tỷ đồng", 2_000_000_000),),
    references=(Reference("X1", "D1", 3, 5, "Luật này", "Luật", ("C1",)),),
    aliases=(Alias("QĐ 1", 3, 5, "C1"),),
    warnings=(Finding("empty", "Không có chữ", about=("D1",)),),
)  # fmt: skip


def test_round_trip_through_json():
    assert Record.from_dict(json.loads(RECORD.to_json())) == RECORD


def test_keys_are_those_of_the_annotation_format():
    data = RECORD.to_dict()
    assert set(data["documents"][0]) == {
        "id", "type", "number", "issuer", "date", "place", "title", "period", "signer", "recipients", "start", "end",
        "in_document", "draft", "effective_from", "expires_on", "spans", "inferred",
    }  # fmt: skip
    assert set(data["documents"][0]["signer"]) == {"name", "position", "on_behalf", "for"}
    assert set(data["aliases"][0]) == {"text", "start", "end", "for"}
    assert data["assignments"][0]["deadline_range"] == [None, "2024-06-30"]
    assert [t["value"] for t in data["targets"]] == [60.5, 3]


def test_vietnamese_is_written_as_it_is():
    assert "Ủy ban nhân dân" in RECORD.to_json()


def test_unknown_keys_of_other_versions_are_left_out():
    data = RECORD.to_dict() | {"later": 1}
    assert Record.from_dict(data) == RECORD


@pytest.mark.parametrize("data", [{}, {"source": "a", "citations": [{"id": "C1"}]}, {"source": "a", "documents": 3}])
def test_what_is_no_record_says_so(data):
    with pytest.raises(ValueError, match="no record"):
        Record.from_dict(data)
