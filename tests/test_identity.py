"""Five hundred hard citations: what is resolved is right, and what must stay open stays open."""

import runpy
from collections import Counter
from pathlib import Path

import pytest

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
