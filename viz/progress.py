"""A progress bar for `cancu.build`, in notebooks and in terminals.

    cancu.build("plans/", progress=Bar())

In a notebook one output is updated in place; in a terminal one line of standard error is. Where standard error is a
file and no notebook runs, nothing is written. Nothing here imports IPython unless it runs already.
"""

from __future__ import annotations

import html
import sys
import time
from collections.abc import Callable
from typing import Any, TextIO

from .facts import safe

EVERY = 0.1  # seconds between two pictures: a kernel that is flooded with updates grows slow
_WIDTH = 30
_NAME = 60


class Bar:
    """Called as `bar(done, total, name)`; shows the share, the file, and the time that is probably left."""

    def __init__(self, *, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._clock = stream or sys.stderr, clock
        self._began, self._shown, self._handle = clock(), float("-inf"), None

    def __call__(self, done: int, total: int, name: str) -> None:
        """Show that `done` of `total` files are read, the last of them `name`."""
        now = self._clock()
        if done < total and now - self._shown < EVERY:
            return
        self._shown = now
        if _in_notebook():
            self._update(bar_html(done, total, name, self._left(done, total, now)))
        elif self._stream.isatty():
            end = "\n" if done >= total else ""
            self._stream.write(f"\r{bar_text(done, total, name, self._left(done, total, now))}\x1b[K{end}")
            self._stream.flush()

    def _left(self, done: int, total: int, now: float) -> float:
        return (now - self._began) / done * (total - done) if done else 0.0

    def _update(self, picture: str) -> None:
        from IPython.display import HTML, display

        if self._handle is None:
            self._handle = display(HTML(picture), display_id=True)
        else:
            self._handle.update(HTML(picture))


def bar_html(done: int, total: int, name: str, left: float) -> str:
    """The bar for a notebook; `name` is a stranger's file name and stays text."""
    label = html.escape(f"{done} / {total} {_seconds(left)} {safe(name, longest=_NAME)}")
    return f'<div><progress value="{done:d}" max="{max(total, 1):d}" aria-label="{label}"></progress> {label}</div>'


def bar_text(done: int, total: int, name: str, left: float) -> str:
    """The bar for a terminal, without control characters whatever the file is called."""
    full = _WIDTH * done // max(total, 1)
    return f"{'█' * full}{'░' * (_WIDTH - full)} {done}/{total} {_seconds(left)} {_one_line(name)}".rstrip()


def _one_line(name: str) -> str:
    return " ".join(safe(name, longest=_NAME).split())


def _seconds(left: float) -> str:
    return f"{int(left) // 60}:{int(left) % 60:02}" if left >= 1 else ""


def _in_notebook() -> bool:
    """Whether a Jupyter kernel runs this: a shell in a terminal has no `kernel`."""
    python: Any = sys.modules.get("IPython")
    shell = python.get_ipython() if python else None
    return shell is not None and hasattr(shell, "kernel")
