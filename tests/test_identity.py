"""Hard citations: what is resolved is right, and what must stay open stays open.

Two sets of five hundred: of fields, made with the rules (hard), and of words, labelled before a rule was run (read). A
third one reads two hundred in the whole texts that they stand in (whole).
"""

import gzip
import json
import runpy
from collections import Counter
from pathlib import Path

import pytest

import cancu
from cancu.graph.resolve import resolve

HERE = Path(__file__).parent
MAKE = runpy.run_path(str(HERE / "identity.py"))
CASES = MAKE["cases"]((HERE / "data" / "identity" / "hard.jsonl").read_text(encoding="utf-8"))
CATEGORIES = ("same-number", "missing-issuer", "missing-year", "merged-province", "party", "old-form")


def meant(case):
    """What the citation of a case is resolved to."""
    home = MAKE["document"](case["home"].get("issuer"), case["home"].get("date"), type_="Văn bản")
    citations = [MAKE["citation"](**fields) for fields in (*case.get("before", ()), case["cited"])]
    found = resolve([MAKE["record"]([home], citations)]).citations
    return MAKE["path"](found["a.txt", f"C{len(citations)}"].iri)


@pytest.fixture(scope="module")
def results():
    return [(case, meant(case)) for case in CASES]


def test_the_set_is_what_it_says():
    assert len(CASES) >= 500
    counts = Counter(case["category"] for case in CASES)
    assert set(counts) == set(CATEGORIES)
    assert min(counts.values()) >= 50
    assert sum(1 for case in CASES if "file" in case and case["quote"] and case["offset"] >= 0) >= 200
    assert sum(1 for case in CASES if case["means"] == "-") >= len(CASES) / 2


@pytest.mark.parametrize("category", CATEGORIES)
def test_nothing_is_resolved_wrongly(results, category):
    wrong = [
        (case["cited"], case["home"], case["means"], found)
        for case, found in results
        if case["category"] == category and found not in ("-", case["means"])
    ]
    assert wrong == []


@pytest.mark.parametrize("category", CATEGORIES)
def test_what_can_be_resolved_is(results, category):
    """Coverage: every case of the set that its own words and its text determine."""
    missed = [
        (c["cited"], c["home"], c["means"])
        for c, found in results
        if c["category"] == category and found == "-" != c["means"]
    ]
    assert missed == []


READ = MAKE["cases"]((HERE / "data" / "identity" / "read.jsonl").read_text(encoding="utf-8"))
COVERAGE = 224 / 243  # of what a reader can decide; docs/decisions/0005 says what is missed


def given(case):
    """The text of a case of the read set, and where its quote stands in it."""
    if case["given"] == "written":
        return case["text"], case["start"], case["end"]
    text, shift = "", None
    for offset, words in case["passages"]:
        if offset <= case["start"] < offset + len(words):
            shift = len(text) - offset
        text += words + "\n"
    return text, case["start"] + shift, case["end"] + shift


def read(case):
    """What the citation at the quote is resolved to; an instrument that is known by its name alone is no document."""
    text, start, end = given(case)
    assert text[start:end] == case["quote"]
    record = cancu.parse(text)
    return at(start, end, record, resolve([record]))


def at(start, end, record, resolution):
    """What the citation at [start, end) is resolved to."""
    near = [c for c in record.citations if c.start < end and start < c.end]
    if not near:
        return "-"
    citation = max(near, key=lambda c: min(c.end, end) - max(c.start, start))
    found = MAKE["path"](resolution.citations[record.source, citation.id].iri)
    return "-" if found.startswith("named/") else found


@pytest.fixture(scope="module")
def readings():
    return [(case, read(case)) for case in READ]


def test_the_read_set_is_what_it_says():
    assert len(READ) >= 500
    counts = Counter(case["category"] for case in READ)
    assert set(counts) == set(CATEGORIES)
    assert min(counts.values()) >= 50
    verbatim = [case for case in READ if case["given"] != "written"]
    assert len({(case["file"], case["start"]) for case in verbatim}) == len(verbatim) >= 200
    assert sum(1 for case in verbatim if case["means"] == "-") >= len(verbatim) / 2
    assert sum(1 for case in READ if case["means"] == "-") >= len(READ) / 2


@pytest.mark.parametrize("category", CATEGORIES)
def test_nothing_read_is_resolved_wrongly(readings, category):
    wrong = [
        (c["quote"], c["means"], f) for c, f in readings if c["category"] == category and f not in ("-", c["means"])
    ]
    assert wrong == []


def test_what_a_reader_can_decide_is_mostly_resolved(readings):
    decided = [found == case["means"] for case, found in readings if case["means"] != "-"]
    assert sum(decided) / len(decided) >= COVERAGE


WHOLE = MAKE["cases"]((HERE / "data" / "identity" / "whole.jsonl").read_text(encoding="utf-8"))
WHOLE_COVERAGE = 88 / 101


@pytest.fixture(scope="module")
def in_whole_texts():
    """What each case is resolved to where its file is read from the first letter to the last."""
    texts = json.loads(gzip.decompress((HERE / "data" / "identity" / "whole-texts.json.gz").read_bytes()))
    records = {file: cancu.parse(texts[file]) for file in {case["file"] for case in WHOLE}}
    resolutions = {file: resolve([record]) for file, record in records.items()}
    found = []
    for case in WHOLE:
        file, start, end = case["file"], case["start"], case["end"]
        assert texts[file][start:end] == case["quote"]
        found.append((case, at(start, end, records[file], resolutions[file])))
    return found


def test_half_of_the_citations_stay_open_in_their_whole_text():
    assert len({(case["file"], case["start"]) for case in WHOLE}) == len(WHOLE) >= 200
    assert sum(1 for case in WHOLE if case["means"] == "-") >= len(WHOLE) / 2
    assert len({case["file"] for case in WHOLE}) >= 100
    assert {case["category"] for case in WHOLE} == set(CATEGORIES)
    assert all(case["why"] for case in WHOLE)


def test_nothing_is_resolved_wrongly_in_whole_texts(in_whole_texts):
    wrong = [
        (c["file"], c["quote"], c["means"], found) for c, found in in_whole_texts if found not in ("-", c["means"])
    ]
    assert wrong == []


def test_what_a_reader_of_the_whole_text_can_decide_is_mostly_resolved(in_whole_texts):
    decided = [found == case["means"] for case, found in in_whole_texts if case["means"] != "-"]
    assert sum(decided) / len(decided) >= WHOLE_COVERAGE
