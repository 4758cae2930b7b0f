"""What the spaCy component costs over the core: time of the pipeline over time of `cancu.parse` plus the tokenizer.

python benchmarks/spacy_overhead.py TEXT_DIR
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import spacy

import cancu


def seconds(work, texts):
    start = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    options = parser.parse_args()
    texts = [p.read_text(encoding="utf-8") for p in sorted(options.texts.rglob("*.txt"))]
    nlp = spacy.blank("xx", config={"nlp": {"tokenizer": {"@tokenizers": "cancu.Tokenizer.v1"}}})
    nlp.max_length = max(map(len, texts)) + 1
    nlp.add_pipe("cancu")
    for work in (cancu.parse, nlp.make_doc, nlp):
        work(texts[0])
    rounds = [(seconds(cancu.parse, texts), seconds(nlp.make_doc, texts), seconds(nlp, texts)) for _ in range(3)]
    core, tokens, pipeline = (min(r[i] for r in rounds) for i in range(3))
    print(
        f"core {core:.2f} s, tokenizer {tokens:.2f} s, pipeline {pipeline:.2f} s: {pipeline / (core + tokens):.2f} times core plus tokenizer"
    )


if __name__ == "__main__":
    main()
