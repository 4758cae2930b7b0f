"""Mutated plans and tables: no exception, ranges inside the text, quotes as written; the same text gives the same ids."""

import random
from pathlib import Path

import pytest

from cancu.extract.goals.targets import find_targets
from cancu.extract.reading import reading_of
from cancu.extract.records import Document
from cancu.extract.source import Source
from cancu.extract.tasks.assignments import find_assignments
from cancu.ontology.tables import Tables

DATA = Path(__file__).parent / "data"
FILES = ["assignments/prose.txt", "assignments/tables.txt", "targets/goals.txt"]
TEXTS = [case for name in FILES for case in (DATA / name).read_text(encoding="utf-8").split("== ")[1:]]
SIGNS = "\n\t|;:,.()-% 0123456789aăâđSởUBNDÀ\u00ad\u200b\u0301<br>\v\f\r"
ROUNDS = 400


def mutated(rng):
    letters = list(rng.choice(TEXTS))
    for _ in range(rng.randrange(1, 20)):
        place = rng.randrange(len(letters) + 1)
        kind = rng.random()
        if kind < 0.4:
            letters.insert(place, rng.choice(SIGNS))
        elif kind < 0.7:
            del letters[min(place, len(letters) - 1)]
        else:
            other = rng.randrange(len(letters) + 1)
            letters[place:place] = letters[min(place, other) : max(place, other)][:200]
    return "".join(letters)


def extracted(text, kind):
    reading = reading_of(Source("case", text, "", ""), Tables.load())
    issuer = "Ủy ban nhân dân tỉnh Lào Cai"
    document = Document("D1", kind, None, issuer, None, None, None, None, None, (), 0, len(reading.text))
    assigned = find_assignments(reading, (document,))
    return reading.text, assigned, find_targets(reading, (document,), assigned.assignments)


def test_mutations():
    rng = random.Random(2026)
    tasks = 0
    for _ in range(ROUNDS):
        text, assigned, goals = extracted(mutated(rng), rng.choice(["Kế hoạch", "Quyết định", "Thông tư", None]))
        tasks += len(assigned.assignments)
        for assignment in assigned.assignments:
            assert 0 <= assignment.start <= assignment.end <= len(text)
            assert all(0 <= b.start < b.end <= len(text) for b in assignment.bearers)
        assert all(0 <= a < b <= len(text) for agency in assigned.agencies for a, b in agency.mentions)
        assert all(text[g.start : g.end] == g.text for g in (*goals.targets, *goals.budgets))
    assert tasks > ROUNDS


@pytest.mark.parametrize(
    "unit", ["Sở Nội vụ; ", "Trên cơ sở Sở Y tế, ", "100% và ", "STT\nNội dung\nCơ quan chủ trì\n"]
)
def test_repetition_does_not_multiply_the_findings(unit):
    _, few, _ = extracted(unit * 40, "Kế hoạch")
    _, many, _ = extracted(unit * 400, "Kế hoạch")
    assert len(many.assignments) <= 10 * len(few.assignments) + 1


def test_the_same_text_gives_the_same_record():
    assert [extracted(t, "Kế hoạch")[1:] for t in TEXTS[:10]] == [extracted(t, "Kế hoạch")[1:] for t in TEXTS[:10]]


@pytest.mark.parametrize("office", ["Chủ tịch", "Giám đốc", "Thủ trưởng", "Trưởng", "Bộ trưởng", "Chánh Văn phòng"])
@pytest.mark.parametrize("space", ["", " ", "\n"])
def test_a_text_may_end_behind_an_office(office, space):
    extracted(f"1. Thực hiện Quyết định số 590/QĐ-UBND ngày 18/4/2013 của {office}{space}", "Kế hoạch")
