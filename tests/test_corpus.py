"""Many files to records: in order, by several processes, a few at a time, and no file takes the others with it."""

import os
import time
from datetime import UTC, datetime

import pytest

import cancu
from cancu.extract.readers import ReadError
from cancu.graph import corpus
from cancu.graph.assemble import Settings, assemble, build_memory
from cancu.graph.corpus import extract_all
from cancu.ontology.identifiers import Identifiers
from cancu.ontology.tables import Tables

NAMES = [f"{n:03d}.txt" for n in range(60)]
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="patches workers that are forked")


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "texts"
    made.mkdir()
    for n, name in enumerate(NAMES):
        (made / name).write_text(f"Căn cứ Nghị định số {n + 1}/2010/NĐ-CP của Chính phủ;", encoding="utf-8")
    return made


def test_a_pool_gives_what_a_loop_gives_in_the_same_order(folder):
    alone, pooled = list(extract_all(folder, jobs=1)), list(extract_all(folder, jobs=2))
    assert alone == pooled
    assert [found.holding.name for found in pooled] == NAMES


@needs_fork
def test_only_so_many_files_are_read_ahead(folder, tmp_path, monkeypatch):
    parse, marks = corpus.parse_source, tmp_path / "marks"
    marks.mkdir()

    def marked(source, tables):
        (marks / source.name).touch()
        return parse(source, tables)

    monkeypatch.setattr(corpus, "parse_source", marked)
    results = extract_all(folder, jobs=2)
    next(results)
    time.sleep(0.5)
    assert 0 < len(list(marks.iterdir())) <= 8 * 2 + 1 < len(NAMES)
    results.close()


@needs_fork
def test_a_file_that_kills_its_process_is_left_out_alone(folder, monkeypatch):
    parse = corpus.parse_source

    def deadly(source, tables):
        if source.name == NAMES[7]:
            os._exit(1)
        return parse(source, tables)

    monkeypatch.setattr(corpus, "parse_source", deadly)
    results = list(extract_all(folder, jobs=2))
    left_out = [found for found in results if isinstance(found, ReadError)]
    assert [error.file for error in left_out] == [NAMES[7]]
    assert len(results) == len(NAMES)


def test_known_sources_are_not_read_again_and_others_are(folder):
    known = {found.holding.name: found.holding for found in extract_all(folder, jobs=1)}
    (folder / NAMES[3]).write_text("Căn cứ Luật Đất đai;", encoding="utf-8")
    again = list(extract_all(folder, known=known, jobs=2))
    assert [found.holding.name for found in again if found.record] == [NAMES[3]]
    assert [found.holding for found in again if not found.record] == [known[n] for n in NAMES if n != NAMES[3]]


def test_resolution_holds_no_tasks_and_the_quads_do(samples, monkeypatch):
    settings = Settings(Tables.load(), Identifiers())
    _, library, outcome = build_memory(samples, settings)
    seen = []
    resolve = assemble.__globals__["resolve"]

    def watched(records, **options):
        seen.extend(kept := list(records))
        return resolve(kept, **options)

    monkeypatch.setitem(assemble.__globals__, "resolve", watched)
    census, _, chunks = assemble(library, settings, datetime(2026, 1, 1, tzinfo=UTC))
    assert len(seen) == 5
    assert not any(record.assignments or record.targets or record.budgets for record in seen)
    assert census.counts["tasks"] == outcome.counts["tasks"] > 100
    assert sum(chunk.count("cancu/ns#Task>") for chunk in chunks) == census.counts["tasks"]


def test_files_of_the_same_text_state_each_span_once(samples, tmp_path):
    text = (samples / "003_079443f45d6a336e.txt").read_bytes()
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_bytes(text)
    kg = cancu.build(tmp_path)
    selectors = kg.query("SELECT ?span WHERE { ?span oa:hasSelector ?words . ?words a oa:TextQuoteSelector }")
    assert len(selectors) == len(set(selectors.column("span"))) > 100
    shown = kg.query(
        "SELECT DISTINCT ?task WHERE { ?task a cancu:Task ; cancu:evidence/oa:hasSelector/oa:exact ?words }"
    )
    assert len(shown) == kg.outcome.counts["tasks"] > 100
