"""Feet of documents: signatures of many kinds and lists of recipients."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from cancu.extract.head.signature import find_foot, sentence_case

CASES = tomllib.loads((Path(__file__).parent / "data" / "headers" / "feet.toml").read_text(encoding="utf-8"))["case"]


def test_enough_feet():
    assert len(CASES) >= 20


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_foot(case: dict[str, Any]):
    text = case["text"]
    foot = find_foot(text, 0, len(text))
    if "recipients" in case:
        assert foot.recipients == tuple(case["recipients"])
    if "signer" in case:
        signer = foot.signer
        found = [] if signer is None else [signer.name, signer.position, signer.on_behalf, signer.for_]
        assert found == [value or None for value in case["signer"]]
    if foot.signer_span:
        start, end = foot.signer_span
        assert 0 <= start < end <= len(text)
        assert not text[start:end].startswith("\n")


@pytest.mark.parametrize(
    ("capitals", "spelt"),
    [
        ("PHÓ CHỦ TỊCH", "Phó Chủ tịch"),
        ("CHÁNH VĂN PHÒNG", "Chánh Văn phòng"),
        ("THỨ TRƯỞNG", "Thứ trưởng"),
        ("PHÓ BÍ THƯ THƯỜNG TRỰC", "Phó Bí thư Thường trực"),
        ("CỤC TRƯỞNG CỤC ĐĂNG KIỂM VIỆT NAM", "Cục trưởng Cục Đăng kiểm Việt Nam"),
        ("TỔNG GIÁM ĐỐC", "Tổng Giám đốc"),
        ("Phó Giám đốc Sở", "Phó Giám đốc Sở"),
    ],
)
def test_offices_are_spelt_as_the_norm_has_them(capitals: str, spelt: str):
    assert sentence_case(capitals) == spelt
