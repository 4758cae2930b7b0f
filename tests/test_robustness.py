"""Whatever the text: no exception, exact offsets, whole ids; and work that grows with the text, not with its square."""

import importlib.util
import sys
from pathlib import Path

import pytest

import cancu

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def robustness():
    spec = importlib.util.spec_from_file_location("robustness", ROOT / "benchmarks" / "robustness.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_two_thousand_damaged_texts(robustness):
    pieces = robustness.paragraphs(ROOT / "samples")
    assert len(pieces) > 500
    failed = list(robustness.failures(2000, 1, pieces))
    assert not failed, f"{len(failed)} failed; first: {failed[0][:2]}\n{failed[0][2]}"


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\ufeff", "\x00", "." * 5000, "(" * 3000, "1" * 5000, "/-" * 3000, "số " * 2000]
)
def test_text_without_sense(robustness, text):
    robustness.check(text)


def test_empty_text_is_an_empty_record_with_a_finding():
    record = cancu.parse("")
    assert record.documents == record.citations == record.assignments == ()
    assert [w.code for w in record.warnings] == ["empty"]


HARD = {
    "plan": (ROOT / "samples").joinpath("001_ff5519967c1bd81a.txt").read_text(encoding="utf-8"),
    "table": (ROOT / "samples").joinpath("003_079443f45d6a336e.txt").read_text(encoding="utf-8"),
    "numbers in a row": "Nghị định số 63/2010/NĐ-CP, " * 200,
    "cues without end": "Căn cứ thực hiện ban hành theo " * 300,
    "agencies without end": "Sở Nội vụ, Sở Tài chính, UBND các huyện, " * 200,
    "open brackets": "(sau đây gọi là (viết tắt là “" * 200,
    "percentages": "đạt 60%, 50%, 40% " * 300,
    "bullets": "- Sở Nội vụ chủ trì\n" * 300,
    "tabs": "1\tviệc\tSở A\tNăm 2020\n" * 300,
    "digits and slashes": "12/34-56/78-" * 500,
}


def work(text):
    """Lines of Python that `cancu.parse` runs: a count of work that is the same on every machine."""
    counted = 0

    def tracer(frame, event, _):
        nonlocal counted
        if event == "line":
            counted += 1
        return tracer

    cancu.parse("Căn cứ Nghị định số 63/2010/NĐ-CP")  # so that the tables are read
    old = sys.gettrace()
    sys.settrace(tracer)
    try:
        cancu.parse(text)
    finally:
        sys.settrace(old)
    return counted


@pytest.mark.parametrize("kind", HARD)
def test_work_grows_with_the_text(kind):
    text = HARD[kind][:6000]
    once, four = work(text), work("\n".join([text] * 4))
    assert four <= 4 * 1.35 * once + 5000, f"{four / once:.1f} times the work for 4 times the text"
