"""Speed of extraction: MB/s of `cancu.parse` on plain text, the share of each stage, growth, and a bare regex beside it.

    python benchmarks/extract.py TEXT_DIR [--repeat 3]

MB are bytes of UTF-8. The limit line scans the same text with one regular expression that finds symbols of numbers: what a
rule set in pure Python cannot beat. Growth is the time of ten copies of each text in one, over ten times the time of one.
Figures compare only between interpreters that were built alike: one built with profile-guided optimisation is faster,
and the first line shows it.
"""

from __future__ import annotations

import argparse
import platform
import re
import time
from pathlib import Path

from cancu.extract import parse as parse_module
from cancu.extract.readers import read_text
from cancu.ontology.tables import Tables

STEPS = 3_000_000
BARE = re.compile(r"[/\-–] ?(?:NQ|NĐ|QĐ|CT|KH|TT|QH|UBND|TU)\b")
STAGES = [
    "reading_of",
    "find_documents",
    "find_citations",
    "find_relations",
    "find_assignments",
    "find_targets",
    "in_source",
]


class Clock:
    """Wraps the stages of `parse_source` and adds up the CPU time spent in each."""

    def __init__(self):
        self.seconds = dict.fromkeys(STAGES, 0.0)
        for name in STAGES:
            setattr(parse_module, name, self.timed(name, getattr(parse_module, name)))

    def timed(self, name, stage):
        def run(*args):
            start = time.process_time()
            try:
                return stage(*args)
            finally:
                self.seconds[name] += time.process_time() - start

        return run


def interpreter():
    """The Python that runs this, and how fast it runs a bare loop: builds of one version differ by a quarter."""
    start = time.process_time()
    count = 0
    for _ in range(STEPS):
        count += 1
    speed = count / (time.process_time() - start) / 1e6
    build, date = platform.python_build()
    return (
        f"{platform.python_implementation()} {platform.python_version()} ({build}, {date}, {platform.python_compiler()}), "
        f"{speed:.0f} million steps of a bare loop a second"
    )


def seconds_of(sources, tables):
    start = time.process_time()
    for source in sources:
        parse_module.parse_source(source, tables)
    return time.process_time() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    texts = [p.read_text(encoding="utf-8") for p in sorted(options.texts.rglob("*.txt"))]
    sources = [read_text(t, name="text") for t in texts]
    size = sum(len(t.encode()) for t in texts) / 1e6
    tables = Tables.load()
    seconds_of(sources[:3], tables)
    start = time.process_time()
    for text in texts:
        BARE.findall(text)
    bare = time.process_time() - start
    whole = min(seconds_of(sources, tables) for _ in range(options.repeat))
    tenfold = seconds_of([read_text("\n".join([t] * 10), name="text") for t in texts], tables)
    print(interpreter())
    print(f"{len(texts)} texts, {size:.2f} MB")
    print(f"cancu.parse   {size / whole:8.2f} MB/s")
    print(f"bare regex    {size / bare:8.2f} MB/s ({whole / bare:.0f}x the time)")
    print(f"growth        {tenfold / (10 * whole):8.2f} (1.00 is linear)")
    clock = Clock()
    timed = seconds_of(sources, tables)
    for name, seconds in clock.seconds.items():
        print(f"  {name:18} {100 * seconds / timed:5.1f} %  {size / max(seconds, 1e-9):8.1f} MB/s")


if __name__ == "__main__":
    main()
