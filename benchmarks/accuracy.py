"""Accuracy of `cancu.parse` against annotated texts: P, R, F per section, every error with its text, and what noise costs.

    python benchmarks/accuracy.py --gold benchmarks/annotated/test/gold --texts benchmarks/annotated/test/texts
        [--scorer benchmarks/score.py] [--noise] [--totals] [--write docs/accuracy.md]

GOLD_DIR holds one JSON file a text in the project's annotation format, TEXT_DIR the texts, score.py the scorer of that format.
The public API is what is measured. `--noise` repeats the scoring on texts that were damaged in one way each; `--totals` lists
no errors, for a set that who writes rules must not read.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
import unicodedata
from pathlib import Path

import cancu

FIGURES = ["citations numbered", "citations by name", "relations", "assignments", "lead agencies", "cooperating agencies",
           "responsible agencies", "agencies", "targets"]  # fmt: skip
SHARES = ["citation span", "citation type", "citation date", "citation issuer", "citation title", "document type",
          "document number", "document date", "document issuer", "document title", "document period", "document signer",
          "document count", "recipients", "deadline", "deadline range", "recurring", "output", "section",
          "target comparator", "target by", "offsets exact"]  # fmt: skip


def in_symbols(text, change):
    """`change` applied to what looks like a document number, where damage hurts."""
    return re.sub(r"\d+[a-z]?(?:/\d{4})?[/-][A-ZĐ][\w./-]*", lambda m: change(m[0]), text)


def outside_rows(text, change):
    """`change` applied to lines without tabs: a line break in a tabbed row would be the end of the row."""
    return "".join(line if "\t" in line else change(line) for line in text.splitlines(keepends=True))


NOISE = {
    "Đ as U+00D0": lambda t: t.replace("Đ", "Ð"),
    "decomposed (NFD)": lambda t: unicodedata.normalize("NFD", t),
    "non-breaking hyphens": lambda t: t.replace("-", "\u2011"),
    "en dashes": lambda t: t.replace("-", "\u2013"),
    "spaces around the hyphen": lambda t: in_symbols(t, lambda n: n.replace("-", " - ")),
    "line break after the slash": lambda t: outside_rows(
        t, lambda line: in_symbols(line, lambda n: n.replace("/", "/\n", 1))
    ),
    "non-breaking spaces": lambda t: t.replace(" ", "\u00a0"),
    "soft hyphens": lambda t: re.sub(r"(?<=[a-zà-ỹ]{2})(?=[a-zà-ỹ]{2})", "\u00ad", t),
    "NĐ, QĐ without stroke": lambda t: in_symbols(t, lambda n: re.sub("([NQ])Đ", r"\1D", n)),
    "Cyrillic look-alikes": lambda t: t.translate(str.maketrans("CTBHKMOPAEX", "СТВНКМОРАЕХ")),
    "0 as O in numbers": lambda t: in_symbols(t, lambda n: n.replace("0", "O")),
    "1 as l in numbers": lambda t: in_symbols(t, lambda n: n.replace("1", "l")),
    "all capitals": lambda t: t.upper(),
}


def load_scorer(path):
    spec = importlib.util.spec_from_file_location("scorer", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_text(path):
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def realigned(gold, raw, noisy):
    """Gold offsets carried over to a damaged text, by the share of letters and digits passed."""

    def positions(text):
        return [i for i, c in enumerate(text) if c.isalnum()]

    old, new = positions(raw), positions(noisy)
    if len(old) != len(new):  # decomposed letters are single letters with marks: isalnum counts only the letters
        return None
    forward = dict(zip(old, new, strict=True))
    starts = [forward.get(i) for i in range(len(raw))]

    def start(offset):
        while offset < len(raw) and starts[offset] is None:
            offset += 1
        return starts[offset] if offset < len(raw) else len(noisy)

    def end(offset):
        offset -= 1
        while offset >= 0 and starts[offset] is None:
            offset -= 1
        return starts[offset] + 1 if offset >= 0 else 0

    def walk(value):
        if isinstance(value, dict):
            value = {k: walk(v) for k, v in value.items()}
            if "start" in value and "end" in value:
                value = value | {"start": start(value["start"]), "end": end(value["end"])}
            return value
        return [walk(v) for v in value] if isinstance(value, list) else value

    return walk(gold)


def errors(scorer, gold, pred, raw):
    """Lines that name each disagreement, section by section."""

    def short(item):
        return " ".join(raw[item["start"] : item["end"]].split())[:150]

    docs, cites = scorer.align(gold, pred)
    for g, p in docs:
        for key in ("type", "number", "issuer", "date", "title", "period", "signer", "recipients"):
            a, b = g.get(key), p.get(key)
            same = (
                scorer.close(a, b)
                if key == "title"
                else json.dumps(a, ensure_ascii=False) == json.dumps(b, ensure_ascii=False)
            )
            if key in ("issuer", "number", "type"):
                same = scorer.fold(a) == scorer.fold(b)
            if not same:
                yield f"document {key}: expected {a!r}, found {b!r}"
    for g in gold["citations"]:
        if g["id"] not in {x["id"] for x, _ in cites}:
            yield f"citation missed at {g['start']}: {short(g)}"
    for p in pred["citations"]:
        if p["id"] not in {x["id"] for _, x in cites}:
            yield f"citation too many at {p['start']}: {short(p)}"
    for g, p in cites:
        for key in ("type", "date", "issuer"):
            if scorer.fold(g.get(key)) != scorer.fold(p.get(key)):
                yield f"citation {key} of {short(g)} at {g['start']}: expected {g.get(key)!r}, found {p.get(key)!r}"
    expected, found = scorer.relation_sets(gold, pred)
    for triple in sorted(map(str, expected - found)):
        yield f"relation missed: {triple}"
    for triple in sorted(map(str, found - expected)):
        yield f"relation too many: {triple}"
    pairs = scorer.pair(
        gold["assignments"],
        pred["assignments"],
        lambda g, p: scorer.overlap(g, p) if scorer.overlap(g, p) >= 0.5 else 0,
    )
    for g in gold["assignments"]:
        if g["id"] not in {x["id"] for x, _ in pairs}:
            yield f"assignment missed at {g['start']}: {short(g)}"
    for p in pred["assignments"]:
        if p["id"] not in {x["id"] for _, x in pairs}:
            yield f"assignment too many at {p['start']}: {short(p)}"
    for g, p in pairs:
        for key in ("lead", "cooperate", "responsible", "deadline", "deadline_range", "recurring", "section"):
            if (g.get(key) or None) != (p.get(key) or None):
                yield f"assignment {key} at {g['start']}: expected {g.get(key)!r}, found {p.get(key)!r}"
    names = [{scorer.fold(a["name"]): a["name"] for a in r["agencies"]} for r in (gold, pred)]
    yield from (f"agency missed: {names[0][k]}" for k in names[0] if k not in names[1])
    yield from (f"agency too many: {names[1][k]}" for k in names[1] if k not in names[0])
    pairs = scorer.pair(
        gold["targets"],
        pred["targets"],
        lambda g, p: 1 + scorer.overlap(g, p) if scorer.touch(g, p) and g["value"] == p["value"] else 0,
    )
    for g in gold["targets"]:
        if g not in [x for x, _ in pairs]:
            yield f"target missed at {g['start']}: {g['value']} {g['unit']} in {short(g)}"
    for p in pred["targets"]:
        if p not in [x for _, x in pairs]:
            yield f"target too many at {p['start']}: {p['value']} {p['unit']} in {short(p)}"


def figure(value):
    return "–" if value is None else f"{value:.3f}"


def table(result):
    yield "| section | precision | recall | F1 | expected | found |"
    yield "|---|---|---|---|---|---|"
    for name in FIGURES:
        v = result[name]
        yield f"| {name} | {figure(v['P'])} | {figure(v['R'])} | {figure(v['F'])} | {v['gold']} | {v['pred']} |"
    yield ""
    yield "| field | share right | of |"
    yield "|---|---|---|"
    for name in SHARES:
        yield f"| {name} | {figure(result[name]['share'])} | {result[name]['n']} |"


def noise_table(scorer, files):
    yield "| noise | numbered | by name | relations | assignments | targets |"
    yield "|---|---|---|---|---|---|"
    names = ("citations numbered", "citations by name", "relations", "assignments", "targets")
    for kind, change in {"none": lambda t: t, **NOISE}.items():
        triples = []
        for gold, raw in files:
            noisy = change(raw)
            moved = gold if noisy == raw else realigned(gold, raw, noisy)
            if moved is None:
                continue
            triples.append((moved, cancu.parse(noisy, name=gold["source"]).to_dict(), noisy))
        if len(triples) < len(files):
            yield f"| {kind} | offsets of {len(files) - len(triples)} texts cannot be carried over ||||"
            continue
        result = scorer.score(triples)
        yield f"| {kind} | " + " | ".join(figure(result[n]["F"]) for n in names) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, nargs="+", required=True, help="folders of annotations")
    parser.add_argument(
        "--texts", type=Path, nargs="+", required=True, help="the folder of texts of each, in the same order"
    )
    parser.add_argument("--scorer", type=Path, default=Path(__file__).with_name("score.py"))
    parser.add_argument("--noise", action="store_true")
    parser.add_argument("--totals", action="store_true")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    scorer = load_scorer(options.scorer)
    triples, listed = [], []
    pairs = zip(options.gold, options.texts, strict=True)
    for path, texts in [(path, texts) for folder, texts in pairs for path in sorted(folder.glob("*.json"))]:
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = texts / Path(gold["source"]).name
        raw = read_text(text)
        pred = cancu.parse(text).to_dict()
        triples.append((gold, pred, raw))
        listed += ["", f"### {text.name}", "", *(f"- {line}" for line in errors(scorer, gold, pred, raw))]
    lines = ["# Accuracy", "", "Printed by `python benchmarks/accuracy.py`; do not edit by hand.",
             f"{len(triples)} annotated texts, cancu {cancu.__version__}.", "", *table(scorer.score(triples))]  # fmt: skip
    if options.noise:
        lines += ["", "## What noise costs (F1 on the same texts, damaged in one way)", ""]
        lines += noise_table(scorer, [(g, raw) for g, _, raw in triples])
    lines += [""] if options.totals else ["", "## Errors", *listed, ""]
    text = "\n".join(lines)
    if options.write:
        options.write.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
