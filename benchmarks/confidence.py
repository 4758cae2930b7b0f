"""How often each rule of extraction was right: counts by rule against annotated documents, with the Wilson interval.

    python benchmarks/confidence.py [dev dev2 dev3 ...] [--write ontology/data/confidence.csv]

Counted are the parts of benchmarks/annotated that rules were mended on (all but `test`, `test2` and `test4`): what the table says is a precision
on the development set, and a rule may do worse on documents unlike them. The marked sentences of tests/data are not counted: the
test suite demands that each of them be right. `test` as the only argument shows how the same rules do on documents that no
rule was made from, and, on standard error, how far the shipped table keeps its promise there.

A statement is right when the annotators made it too, by the comparisons of score.py: a citation with its number, a relation
with both ends and its predicate, a task by the characters that it covers, an agency in its role by name, a target by number and unit.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import io
import json
import sys
from collections import Counter
from pathlib import Path

import cancu
from cancu.graph.rules import OF_TARGET, of_bearer, of_citation, of_relation, of_task
from cancu.ontology.confidence import DECIMALS, Measured, measured, wilson

HERE = Path(__file__).resolve().parent
COLUMNS = ("rule", "right", "n", "precision", "low", "high")
JUDGED_ROLES = ("lead", "cooperate", "responsible")  # the annotators marked no other


def load_scorer():
    spec = importlib.util.spec_from_file_location("score", HERE / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def development_parts():
    """The annotated parts that rules were mended on."""
    return [p.name for p in sorted((HERE / "annotated").iterdir()) if p.is_dir() and not p.name.startswith("test")]


def judged(part):
    """Gold and record of each text of a part."""
    for path in sorted((HERE / "annotated" / part / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        yield gold, cancu.parse(path.parent.parent / "texts" / gold["source"])


class Counts:
    """Right and wrong statements by rule."""

    def __init__(self, scorer):
        self.scorer, self.right, self.n = scorer, Counter(), Counter()

    def add(self, rule, right, n=1):
        if rule:
            self.right[rule] += int(right)
            self.n[rule] += n

    def document(self, gold, record):
        said = record.to_dict()
        self.citations(gold, record, said)
        self.relations(gold, record, said)
        self.tasks(gold, record, said)
        self.targets(gold, said)

    def citations(self, gold, record, said):
        found = {p["id"] for _, p in self.scorer.pair(gold["citations"], said["citations"], self.scorer.citation_match)}
        for citation in record.citations:
            self.add(of_citation(citation), citation.id in found)

    def relations(self, gold, record, said):
        by_rule = {}
        for relation, plain in zip(record.relations, said["relations"], strict=True):
            by_rule.setdefault(of_relation(relation), []).append(plain)
        for rule, relations in by_rule.items():
            expected, stated = self.scorer.relation_sets(gold, said | {"relations": relations})
            self.add(rule, len(expected & stated), len(stated))

    def tasks(self, gold, record, said):
        score = self.scorer

        def same(g, p):
            at = score.overlap(g, p)
            return at if at >= 0.5 or (score.close(g["task"], p["task"]) and score.touch(g, p)) else 0

        pairs = {p["id"]: g for g, p in score.pair(gold["assignments"], said["assignments"], same)}
        for assignment, plain in zip(record.assignments, said["assignments"], strict=True):
            meant = pairs.get(assignment.id, {})
            self.add(of_task(assignment), bool(meant))
            for role in JUDGED_ROLES:
                expected, names = ({score.fold(name) for name in kept.get(role) or ()} for kept in (meant, plain))
                self.add(of_bearer(role, assignment), len(expected & names), len(names))

    def targets(self, gold, said):
        score = self.scorer

        def same(g, p):
            alike = abs(float(g["value"]) - float(p["value"])) < 1e-9 and score.fold(g["unit"]) == score.fold(p["unit"])
            return 1 + score.overlap(g, p) if score.touch(g, p) and alike else 0

        self.add(OF_TARGET, len(score.pair(gold["targets"], said["targets"], same)), len(said["targets"]))

    def table(self):
        """The rows of the data file, by rule."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for rule in sorted(r for r in self.n if self.n[r]):
            row = Measured(rule, self.right[rule], self.n[rule])
            low, high = wilson(row.right, row.n)
            figures = [f"{value:.{DECIMALS}f}" for value in (row.right / row.n, low, high)]
            writer.writerow((row.rule, row.right, row.n, *figures))
        return out.getvalue()


def counted(parts):
    """The table of the data file, counted anew on `parts`."""
    counts = Counts(load_scorer())
    for part in parts:
        for gold, record in judged(part):
            counts.document(gold, record)
    return counts.table()


def kept(table):
    """What the shipped confidences promise of the statements counted in `table`, and how many of them are right."""
    rows = [(measured()[r["rule"]].confidence, int(r["right"]), int(r["n"]))
            for r in csv.DictReader(table.splitlines()) if r["rule"] in measured()]  # fmt: skip
    given = [row for row in rows if row[0] is not None]
    n = sum(n for *_, n in given)
    promised, right = sum(c * n for c, _, n in given) / n, sum(right for _, right, _ in given)
    return f"{n} statements by rules with a confidence: promised {promised:.3f}, right {right / n:.3f} ({right})"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    table = counted(options.parts or development_parts())
    if options.write:
        options.write.write_text(table, encoding="utf-8", newline="\n")
    sys.stdout.write(table)
    print(kept(table), file=sys.stderr)


if __name__ == "__main__":
    main()
