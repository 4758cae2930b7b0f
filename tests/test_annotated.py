"""The project's own annotated documents are sound, and extraction keeps to what it reached on them."""

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import cancu

ROOT = Path(__file__).resolve().parent.parent
ANNOTATED = ROOT / "benchmarks" / "annotated"
FILES = sorted(ANNOTATED.glob("*/gold/*.json"))


def load_benchmark(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pair_of(path):
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = path.parent.parent / "texts" / gold["source"]
    return gold, text, text.open(encoding="utf-8", newline="").read()


def test_the_files_are_there():
    assert len(FILES) == 133


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


def test_what_is_only_measured_feeds_no_table():
    parts = load_benchmark("confidence").development_parts()
    assert parts == [
        p.name for p in sorted(ANNOTATED.iterdir()) if p.is_dir() and p.name not in {"test", "test2", "test4"}
    ]
    assert len(parts) >= 3


FLOORS = {
    "citations numbered": 0.97, "citations by name": 0.90, "relations": 0.87, "assignments": 0.85, "lead agencies": 0.75,
    "targets": 0.78,
}  # fmt: skip


@pytest.mark.parametrize("part", ["dev", "dev2", "dev3", "test"])
def test_accuracy_holds(part):
    scorer = load_benchmark("score")
    triples = []
    for path in sorted((ANNOTATED / part / "gold").glob("*.json")):
        gold, text, raw = pair_of(path)
        triples.append((gold, cancu.parse(text).to_dict(), raw))
    result = scorer.score(triples)
    figures = {name: round(result[name]["F"], 3) for name in FLOORS}
    assert all(figures[name] >= floor for name, floor in FLOORS.items()), figures
    assert result["offsets exact"]["share"] == 1.0


def accuracy_of(*parts, options=()):
    gold, texts = ([ANNOTATED / part / kind for part in parts] for kind in ("gold", "texts"))
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "accuracy.py", "--gold", *gold, "--texts", *texts, *options],
        capture_output=True, text=True, encoding="utf-8", check=True, cwd="/", env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    return done.stdout


def test_the_accuracy_page_is_true():
    page = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    figures = accuracy_of("test").split("## ")[0]
    assert page.split("## ")[0] == figures, "run benchmarks/accuracy.py with --write docs/accuracy.md"


def test_the_readme_gives_the_figures_of_the_unread_set():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    figures = accuracy_of("test2", "test4", options=["--totals"])
    assert "## Errors" not in figures
    shown = re.findall(r"^\| (?:citations|relations|assignments|lead|targets).*\|$", readme, re.MULTILINE)
    assert len(shown) >= 5
    assert all(row in figures for row in shown)
