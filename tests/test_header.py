"""Heads of documents of many kinds: the fields that are read from them."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest

import cancu
from cancu.extract.head.header import find_documents
from cancu.extract.head.periods import force_of, period_of
from cancu.extract.layout import blocks
from cancu.extract.reading import Reading
from cancu.extract.records import Document
from cancu.extract.source import Source, text_hash
from cancu.extract.view import fold
from cancu.ontology.tables import Tables

CASES = tomllib.loads((Path(__file__).parent / "data" / "headers" / "headers.toml").read_text(encoding="utf-8"))["case"]
FIELDS = ("type", "number", "issuer", "date", "place", "title", "effective_from", "expires_on", "in_document", "draft")


def documents(text: str) -> tuple[Document, ...]:
    view = fold(text)
    reading = Reading(Source("t", text, "", text_hash(text)), view, blocks(view.text), (), Tables.load())
    return find_documents(reading)


def check(document: Document, expected: dict[str, Any]) -> None:
    for name in FIELDS:
        if name in expected:
            assert getattr(document, name) == (expected[name] or (False if name == "draft" else None)), name
    if "inferred" in expected:
        assert expected["inferred"].items() <= document.inferred.items()
    if "period" in expected:
        assert document.period == (tuple(expected["period"]) or None)
    if "recipients" in expected:
        assert document.recipients == tuple(expected["recipients"])
    if "signer" in expected:
        assert document.signer is not None
        signer = document.signer
        found = {"name": signer.name, "position": signer.position, "on_behalf": signer.on_behalf, "for": signer.for_}
        assert found == {key: value or None for key, value in expected["signer"].items()}


def test_enough_heads():
    assert len(CASES) >= 45
    assert len({case["name"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_head(case: dict[str, Any]):
    text = case["text"]
    found = documents(text)
    assert len(found) == case.get("count", len(found))
    check(found[0], case)
    if "starts_with" in case:
        assert text[found[0].start :].startswith(case["starts_with"])
    if "second" in case:
        check(found[1], case["second"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_ranges(case: dict[str, Any]):
    """Documents stand in order, do not overlap, and begin and end at a sign; spans lie in their document."""
    text = fold(case["text"]).text
    found = documents(case["text"])
    assert [d.id for d in found] == [f"D{n}" for n in range(1, len(found) + 1)]
    last = 0
    for document in found:
        assert last <= document.start < document.end <= len(text)
        assert text[document.start].strip()
        assert text[document.end - 1].strip()
        last = document.end
        for start, end in document.spans.values():
            assert document.start <= start < end <= len(text)
        if document.number and "number" in document.spans:
            start, end = document.spans["number"]
            assert "".join(text[start:end].split()).replace("l", "1") == document.number  # a scan has l for 1


def test_an_empty_text_has_no_document():
    assert documents("") == ()
    assert documents(" \n\t ") == ()


FORCE = [
    tuple(part.strip() for part in line.split("|"))
    for line in (Path(__file__).parent / "data" / "headers" / "force.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_enough_sentences_of_force():
    assert len(FORCE) >= 28
    assert len({sentence for sentence, *_ in FORCE}) == len(FORCE)


@pytest.mark.parametrize(("sentence", "since", "until"), FORCE)
@pytest.mark.parametrize("before", ["", "Ủy ban nhân dân tỉnh quyết định:\n\nĐiều 2. ", "Điều 9. Hiệu lực thi hành\n"])
def test_force(before: str, sentence: str, since: str, until: str):
    text = before + sentence.replace("⏎", "\n") + "\nĐiều 3. Chánh Văn phòng chịu trách nhiệm thi hành."
    found_since, found_until, where = force_of(text, 0, len(text), "2025-06-20")
    assert (found_since or "-", found_until or "-") == (since, until)
    shown = text[slice(*where)] if where else ""
    assert not shown or (shown.startswith("hiệu lực") and shown.endswith("hiệu lực"))
    assert (where is None) is (since == until == "-")


NOISE = {
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "zero-width spaces": lambda text: text.replace(" ", " \u200b"),
    "eth": lambda text: text.replace("Đ", "\u00d0"),
    "no-break hyphens": lambda text: text.replace("-", "\u2011"),
    "double spaces": lambda text: text.replace(" ", "  "),
    "blank lines": lambda text: text.replace("\n", "\n\n"),
    "spaces at the ends of lines": lambda text: text.replace("\n", " \n"),
    "a byte order mark": lambda text: "\ufeff" + text,
}


@pytest.mark.parametrize("noise", NOISE)
def test_noise_changes_no_field(noise: str):
    for case in CASES:
        plain, noisy = documents(case["text"]), documents(NOISE[noise](case["text"]))
        for one, other in zip(plain, noisy, strict=True):
            for name in ("type", "number", "issuer", "date", "title", "period"):
                assert getattr(other, name) == getattr(one, name), (case["name"], name)
            assert (other.signer and other.signer.name) == (one.signer and one.signer.name), case["name"]


@pytest.mark.parametrize(
    ("head", "issuer"),
    [
        ("UBND HUYỆN MỸ XUYÊN\nTỈNH SÓC TRĂNG", "Ủy ban nhân dân huyện Mỹ Xuyên"),
        ("ỦY BAN NHÂN DÂN QUẬN 5\nTHÀNH PHỐ HỒ CHÍ MINH", "Ủy ban nhân dân quận 5"),
        ("UBND XÃ TÂN LIÊN\nHUYỆN VĨNH BẢO", "Ủy ban nhân dân xã Tân Liên"),
        ("UBND QUẬN 1\nPHƯỜNG BẾN NGHÉ", "Ủy ban nhân dân phường Bến Nghé"),
    ],
)
def test_a_place_under_a_committee_is_its_own_or_the_one_above(head, issuer):
    text = f"{head}\n-------\nSố: 41/KH-UBND\n\nKẾ HOẠCH\nKiểm tra năm 2019\n\nCăn cứ Nghị định số 61/2018/NĐ-CP;\n"
    assert cancu.parse(text).documents[0].issuer.casefold() == issuer.casefold()


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Phát triển chăn nuôi giai đoạn 2022-2025 và năm 2022", (2022, 2025)),
        ("Kế hoạch giai đoạn 2016 - 2020 và kế hoạch năm 2021", (2016, 2021)),
        ("Thực hiện Chương trình giảm nghèo giai đoạn 2021 - 2025 năm 2022", (2022, 2022)),
        ("Thực hiện Chương trình giảm nghèo giai đoạn 2021 - 2025, năm 2022", (2022, 2022)),
    ],
)
def test_a_year_beside_a_range_is_planned_for_with_it(title, period):
    assert period_of(title, 2022) == period


@pytest.mark.parametrize("word", ["nhận", "nhân", "nhặn"])
def test_recipients_behind_a_misread_word(word):
    text = f"KẾ HOẠCH\nCải cách hành chính năm 2022\n\nI. MỤC TIÊU\nTăng cường.\n\nNơi {word}:\n- Như Điều 3;\n- Lưu: VT.\n"
    assert cancu.parse(text).documents[0].recipients == ("Như Điều 3", "Lưu: VT.")
