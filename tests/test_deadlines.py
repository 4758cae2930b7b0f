"""Deadlines: what their words mean, and where sentences state them."""

from pathlib import Path

import pytest

from cancu.extract.tasks.deadline_cues import find_deadline
from cancu.extract.tasks.deadlines import read_deadline

DATA = Path(__file__).parent / "data" / "assignments"


def rows(name):
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


CASES = rows("deadlines.tsv")
SENTENCES = rows("deadline-sentences.tsv")


def test_counts():
    assert len(CASES) == 120
    assert len(SENTENCES) == 95


@pytest.mark.parametrize(("words", "years", "start", "end", "recurring"), CASES, ids=[c[0] for c in CASES])
def test_meaning(words, years, start, end, recurring):
    planned = tuple(int(y) for y in years.split()) if years != "-" else None
    due = read_deadline(words, years=planned)
    wanted = None if (start, end) == ("-", "-") else tuple(None if d == "-" else d for d in (start, end))
    assert (due.range, due.recurring) == (wanted, None if recurring == "-" else recurring)


@pytest.mark.parametrize(("sentence", "words"), SENTENCES, ids=[s[0][:50] for s in SENTENCES])
def test_sentence(sentence, words):
    span = find_deadline(sentence, 0, len(sentence))
    assert (sentence[slice(*span)] if span else "-") == words
