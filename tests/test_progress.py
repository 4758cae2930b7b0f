"""The progress bar: what it shows where, how often, and that a file name stays text."""

import io
import sys

import pytest

import cancu
from cancu.viz.progress import Bar, bar_html, bar_text


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_a_terminal_sees_one_line_that_ends_when_all_is_done():
    clock, stream = Clock(), Terminal()
    bar = Bar(stream=stream, clock=clock)
    for done in range(1, 101):
        clock.now += 0.02
        bar(done, 100, f"{done}.txt")
    written = stream.getvalue()
    assert written.count("\n") == 1
    assert written.endswith("100/100  100.txt\x1b[K\n")
    assert 15 <= written.count("\r") <= 25  # not once a file


def test_time_left():
    clock, stream = Clock(), Terminal()
    bar = Bar(stream=stream, clock=clock)
    clock.now = 60
    bar(1, 3, "a.txt")
    assert "1/3 2:00 a.txt" in stream.getvalue()


def test_a_file_sees_nothing():
    stream = io.StringIO()
    Bar(stream=stream)(1, 1, "a.txt")
    assert stream.getvalue() == ""


@pytest.mark.parametrize("name", ["\x1b[2J\r\n.txt", "a\u202etxt.b", '"><script>alert(1)</script>', "x" * 10_000])
def test_hostile_names_stay_text(name):
    text = bar_text(1, 2, name, 0)
    assert not set(text) & set("\x1b\r\n\u202e")
    assert len(text) < 110
    shown = bar_html(1, 2, name, 0)
    assert "<script" not in shown
    assert shown.count('"') == 6
    assert "\x1b" not in shown


def test_nothing_to_do_divides_by_nothing():
    assert bar_text(0, 0, "", 0).startswith("░")
    assert 'max="1"' in bar_html(0, 0, "", 0)


def test_a_notebook_updates_one_output(monkeypatch):
    display = pytest.importorskip("IPython.display")
    shown, updated = [], []
    handle = type("Handle", (), {"update": lambda _, html: updated.append(html.data)})()
    monkeypatch.setattr(display, "display", lambda html, display_id: shown.append(html.data) or handle)
    monkeypatch.setattr(sys.modules["IPython"], "get_ipython", lambda: type("Shell", (), {"kernel": 1})())
    bar = Bar(clock=lambda: 0.0)
    bar(1, 2, "a.txt")
    bar(2, 2, "b.txt")
    assert len(shown) == len(updated) == 1
    assert "2 / 2" in updated[0]


def test_build_takes_it(tmp_path):
    (tmp_path / "a.txt").write_text("Căn cứ Nghị định số 63/2010/NĐ-CP;", encoding="utf-8")
    stream = Terminal()
    cancu.build(tmp_path, jobs=1, progress=Bar(stream=stream))
    assert "1/1" in stream.getvalue()
    assert "a.txt" in stream.getvalue()
