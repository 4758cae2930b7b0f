"""The project's own annotated documents are sound, and extraction keeps to what it reached on them."""

import importlib.util
import json
from pathlib import Path

import pytest

import cancu

ROOT = Path(__file__).resolve().parent.parent
ANNOTATED = ROOT / "benchmarks" / "annotated"
FILES = sorted(ANNOTATED.glob("*/gold/*.json"))


def load_scorer():
    spec = importlib.util.spec_from_file_location("score", ROOT / "benchmarks" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pair_of(path):
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = path.parent.parent / "texts" / gold["source"]
    return gold, text, text.open(encoding="utf-8", newline="").read()


def test_the_files_are_there():
    assert len(FILES) == 38


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_annotations_are_sound(path):
    gold, _, raw = pair_of(path)
    for section in ("citations", "targets"):
        for item in gold[section]:
            assert raw[item["start"] : item["end"]] == item["text"]
    ids = [x["id"] for section in ("documents", "citations", "assignments") for x in gold[section]]
    assert len(ids) == len(set(ids))
    ends = {r[side] for r in gold["relations"] for side in ("subject", "object")}
    assert {c["id"] for c in gold["citations"]} <= ends
    assert ends <= set(ids)


FLOORS = {
    "citations numbered": 0.95, "citations by name": 0.85, "relations": 0.80, "assignments": 0.75, "lead agencies": 0.65,
}  # fmt: skip


@pytest.mark.parametrize("part", ["dev", "test"])
def test_accuracy_holds(part):
    scorer = load_scorer()
    triples = []
    for path in sorted((ANNOTATED / part / "gold").glob("*.json")):
        gold, text, raw = pair_of(path)
        triples.append((gold, cancu.parse(text).to_dict(), raw))
    result = scorer.score(triples)
    figures = {name: round(result[name]["F"], 3) for name in FLOORS}
    assert all(figures[name] >= floor for name, floor in FLOORS.items()), figures
    assert result["offsets exact"]["share"] == 1.0
