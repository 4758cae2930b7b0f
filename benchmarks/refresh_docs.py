"""Runs the examples of README.md and docs/*.md, and writes their real output back.

    python benchmarks/refresh_docs.py [--check] [FILE.md ...]

In a ```console block each line that starts with "$ " is a command, and what follows is its standard output. A ```python block
that a ```text block follows prints that text. Blocks of one file run in order, in one scratch folder that holds `samples/`.
The test suite does the same with `--check`, so the documentation cannot rot.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```(?P<kind>console|python|text)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
VARIES = [(re.compile(r"\b\d+([.,]\d+)? (s|ms|MB/s)\b"), r"0 \2")]


def documents():
    """The Markdown files whose examples are run."""
    return [p for p in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))] if p.exists()]


def steady(text):
    """`text` without trailing blanks and with the figures that vary from run to run set to 0."""
    text = "\n".join(line.rstrip() for line in text.strip("\n").splitlines())
    for pattern, value in VARIES:
        text = pattern.sub(value, text)
    return text


class Runner:
    """Runs blocks in a scratch folder; Python blocks of one file share one interpreter's worth of earlier code."""

    def __init__(self, folder):
        self.folder = folder
        self.earlier = ""
        tools = Path(sys.executable).parent
        self.environment = {
            **os.environ,
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "PYTHONUTF8": "1",
            "COLUMNS": "120",
            "NO_COLOR": "1",
        }
        shutil.copytree(ROOT / "samples", folder / "samples")

    def run(self, command, **options):
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=110,
            check=False,
            **options,
        )

    def console(self, body):
        """The block again, each command followed by what it printed."""
        commands = re.findall(r"^\$ (.*(?:\\\n.*)*)$", body, re.MULTILINE)
        lines = []
        for command in commands:
            done = self.run(["bash", "-c", command])
            if done.returncode not in (0, 1):
                raise RuntimeError(f"$ {command}\nexit code {done.returncode}\n{done.stderr}")
            lines += [f"$ {command}", *([done.stdout.rstrip("\n")] if done.stdout.strip() else [])]
        return "\n".join(lines) + "\n"

    def python(self, body):
        """What the block prints after all earlier Python blocks of the file."""
        mark = "---- the block that counts ----"
        done = self.run([sys.executable, "-c", f"{self.earlier}\nprint({mark!r})\n{body}"])
        if done.returncode:
            raise RuntimeError(f"{body}\n{done.stderr}")
        self.earlier += "\n" + body
        return done.stdout.split(mark + "\n", 1)[1]


def refreshed(text, runner):
    """The Markdown text with every output replaced by the real one, and how many examples were run."""
    pieces, at, count, printed = [], 0, 0, None
    for match in FENCE.finditer(text):
        body = match["body"]
        if match["kind"] == "console":
            new, count, printed = runner.console(body), count + 1, None
        elif match["kind"] == "python":
            new, printed, count = body, runner.python(body), count + 1
        else:
            new, printed = (printed if printed is not None else body), None
        if steady(new) == steady(body):
            new = body
        pieces += [text[at : match.start()], f"```{match['kind']}\n{new}```"]
        at = match.end()
    return "".join([*pieces, text[at:]]), count


def check(path):
    """(difference, number of examples) of one file; the difference is empty when the file tells the truth."""
    text = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        new, count = refreshed(text, Runner(Path(folder)))
    return "\n".join(difflib.unified_diff(text.splitlines(), new.splitlines(), "written", "real", lineterm="")), count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    stale = 0
    for path in options.files or documents():
        if options.check:
            difference, count = check(path)
            stale += bool(difference)
            print(f"{path.name}: {count} examples{', STALE' if difference else ''}\n{difference}".rstrip())
        else:
            with tempfile.TemporaryDirectory() as folder:
                new, count = refreshed(path.read_text(encoding="utf-8"), Runner(Path(folder)))
            path.write_text(new, encoding="utf-8")
            print(f"{path.name}: {count} examples")
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
