"""Sentences of all genres, read end to end: every citation with its fields, and every relation."""

import runpy
from pathlib import Path

import pytest

from cancu.extract.citing.citations import find_citations
from cancu.extract.relating.relations import find_relations

HERE = Path(__file__).parent
MARKS = runpy.run_path(str(HERE / "test_relations.py"))
FILES = {"numbered": 67, "named": 57, "relations": 135, "corpus": 89}


def cases():
    for name in FILES:
        for line in (HERE / "data" / "sentences" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                kind, sentence, *said = (part.strip() for part in line.replace("⏎", "\n").split("|"))
                yield name, kind, sentence, *said, *[""] * (2 - len(said))


def test_how_many_sentences_there_are():
    names = [case[0] for case in cases()]
    assert {name: names.count(name) >= least for name, least in FILES.items()} == dict.fromkeys(FILES, True)


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case[2][:60])
def test_sentence(case):
    _, kind, sentence, relations, fields = case
    text, marked = MARKS["read_marks"](sentence)
    reading, document = MARKS["reading"](text), MARKS["document"](kind, text)
    found = find_citations(reading, (document,)).citations
    assert [c.text for c in found] == [c.text for c in marked]
    assert [(c.start, c.end) for c in found] == [(c.start, c.end) for c in marked]
    by_mark = {mark.id: citation for mark, citation in zip(marked, found, strict=True)}
    check_fields(by_mark, fields)
    if relations:
        check_relations(find_relations(reading, (document,), found), by_mark, relations)


def check_fields(by_mark, fields):
    for row in filter(None, (row.strip() for row in fields.split(";;"))):
        mark, _, said = row.partition(" ")
        for pair in said.split(";"):
            name, _, value = pair.strip().partition("=")
            stated = getattr(by_mark[mark], name)
            assert ("-" if stated is None else str(stated)) == value, (mark, name)


def check_relations(found, by_mark, relations):
    marks = {citation.id: mark for mark, citation in by_mark.items()}
    stated = {(marks.get(r.subject, "D"), r.predicate, marks[r.object]): r for r in found}
    wanted = [row.split() for row in relations.split(";")]
    assert set(stated) == {tuple(row[:3]) for row in wanted}
    for subject, predicate, object_, *more in wanted:
        relation = stated[subject, predicate, object_]
        if subject == "D" and predicate in ("amends", "replaces", "repeals"):
            assert relation.partial == ("partial" in more), (predicate, object_)
        assert {"competence", "content"}.isdisjoint(more) or relation.basis in more
