"""What converters and typists do to a text costs next to nothing: the same citations come out, at exact offsets."""

import importlib.util
from collections import Counter
from pathlib import Path

import pytest

import cancu

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))


def load_noise():
    spec = importlib.util.spec_from_file_location("accuracy", ROOT / "benchmarks" / "accuracy.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.NOISE


NOISE = load_noise()
LETTERS_CHANGED = ("0 as O in numbers", "1 as l in numbers", "all capitals")
HARMLESS = [kind for kind in NOISE if kind not in LETTERS_CHANGED]


def found(text):
    """What a text cites and asks for, without offsets."""
    record = cancu.parse(text)
    for citation in record.citations:
        assert text[citation.start : citation.end] == citation.text
    for target in record.targets:
        assert text[target.start : target.end] == target.text
    return Counter(
        [("citation", c.kind, c.type, c.number, c.date) for c in record.citations]
        + [("relation", r.predicate) for r in record.relations]
        + [("assignment", "".join(a.task.split())[:40].replace("Đ", "D")) for a in record.assignments]
        + [("target", t.value, t.unit, t.comparator, t.by) for t in record.targets]
    )


CLEAN = {path.name: found(path.open(encoding="utf-8", newline="").read()) for path in SAMPLES}


def test_the_samples_and_the_noises_are_there():
    assert len(SAMPLES) == 5
    assert len(HARMLESS) >= 8


@pytest.mark.parametrize("kind", HARMLESS)
def test_noise_that_folding_undoes(kind):
    same = total = 0
    for path in SAMPLES:
        noisy = found(NOISE[kind](path.open(encoding="utf-8", newline="").read()))
        clean = CLEAN[path.name]
        same += (noisy & clean).total()
        total += max(noisy.total(), clean.total())
    assert same >= 0.99 * total, f"{same} of {total}"


@pytest.mark.parametrize(
    ("kind", "share"),
    [("0 as O in numbers", 0.5), ("1 as l in numbers", 0.5), ("all capitals", 0.5)],
)
def test_noise_that_changes_letters_leaves_most_numbered_citations(kind, share):
    kept = total = 0
    for path in SAMPLES:
        text = path.open(encoding="utf-8", newline="").read()
        clean = [c for c in cancu.parse(text).citations if c.number]
        noisy = [c for c in cancu.parse(NOISE[kind](text)).citations if c.number]
        kept += min(len(noisy), len(clean))
        total += len(clean)
    assert kept >= share * total, f"{kept} of {total}"
