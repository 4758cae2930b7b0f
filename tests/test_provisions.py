"""Provisions: lists and ranges of articles, clauses and points, attached to the citation that they stand before."""

import runpy
from pathlib import Path

import pytest

MARKED = runpy.run_path(str(Path(__file__).with_name("marked.py")))
cited, lines = (MARKED["cited"], MARKED["lines"])

CASES = lines("provisions.txt")


def test_how_many_cases_there_are():
    assert len(CASES) >= 18


@pytest.mark.parametrize("line", CASES)
def test_provision(line):
    text, _, said = line.replace("⏎", "\n").partition(" => ")
    written, _, parts = (part.strip() for part in said.partition("|"))
    (citation,) = cited(text).citations
    assert (citation.provision or "-") == written
    found = [".".join(v or "-" for v in (p.article, p.clause, p.point)) for p in citation.provisions]
    assert ", ".join(found) == parts
    for provision in citation.provisions:
        assert text[provision.start : provision.end] == provision.text
