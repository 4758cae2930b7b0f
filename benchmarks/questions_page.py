"""Writes docs/questions.md: every named question with its parameters, its columns, an example and real rows.

    python benchmarks/questions_page.py [--check]

The rows come from samples/, those of the hard questions from tests/data/cases/. A test holds all but the rows to the code,
so that better extraction makes no test fail; `--check` compares the rows too.
"""

import sys
from pathlib import Path

import cancu
from cancu.graph import query as q

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "questions.md"
# Questions whose case the samples do not show are answered on the corpus of cases.
ON_CASES = {
    "abolished-agencies": {},
    "chain": {"document": "120/KH-UBND"},
    "coverage-gaps": {"document": "50/NQ-CP"},
    "dead-bases": {},
    "deadline-conflicts": {},
    "lag": {"document": "50/NQ-CP"},
    "missing-targets": {},
    "outdated-bases": {},
    "overlapping-leads": {},
    "responsible-at": {"document": "120/KH-UBND", "as_of": "2025-08-01"},
    "same-task": {},
    "shared-leads": {},
    "state-at": {"document": "63/2010/NĐ-CP", "as_of": "2019-12-01"},
    "task-gaps": {"document": "78/KH-UBND"},
    "weaker-targets": {},
}
HEAD = """# The questions

`cancu ask KG` lists them, `cancu ask KG NAME --PARAMETER VALUE` answers one, `kg.ask("name", parameter=value)` does in
Python. A document is given as a number (`76/NQ-CP`), an IRI, or a source name with `#D1`; a number that several documents
bear lists them. Each question is a SPARQL file in `graph/queries/`, whose head says what this page says; it gives the same
rows on rdflib, on the embedded Oxigraph store and on any SPARQL 1.1 endpoint. Rows carry the source file, the sentence
verbatim, and where it stands: `text[start:end] == quote`.

This page is written by `python benchmarks/questions_page.py`; a test holds all but the rows to the code. Rows of questions marked * come
from the small corpus in `tests/data/cases/`, the others from `samples/`. Long cells are cut, at most five rows are shown.
"""


def page():
    """The text of the page."""
    samples, cases = cancu.build(ROOT / "samples"), cancu.build(ROOT / "tests" / "data" / "cases")
    known = q.questions()
    rows = [f"| [{n}](#{n}) | {a.title['vi']} | {a.title['en']} |" for n, a in known.items()]
    pieces = [HEAD, "| question | | |\n|---|---|---|\n" + "\n".join(rows) + "\n"]
    for name, asked in known.items():
        kg, values = (cases, ON_CASES[name]) if name in ON_CASES else (samples, asked.example)
        pieces.append(section(asked, kg.ask(name, **values), values, "*" if name in ON_CASES else ""))
    return "\n".join(pieces)


def section(asked, rows, values, mark):
    parameters = [
        f"- `{p.name}` ({p.kind}{'' if p.required else ', optional'}): {p.vi}; {p.en}" for p in asked.parameters
    ] or ["- no parameters"]
    columns = ", ".join(f"`{c}` {about['en']}" for c, about in asked.columns.items())
    options = " ".join(f"--{k.replace('_', '-')} {q.shell_word(str(v))}" for k, v in values.items())
    return "\n".join(
        [
            f"## {asked.name}{mark and ' *'}",
            "",
            f"**{asked.title['vi']}** {asked.title['en']}",
            "",
            f"{asked.description['vi']}",
            "",
            f"{asked.description['en']}",
            "",
            *parameters,
            "",
            f"Columns: {columns}.",
            "",
            "```text",
            f"$ cancu ask KG {asked.name} {options}".rstrip(),
            *(rows[:5].to_table(width=28).rstrip("\n").splitlines()[:-1]),
            f"({len(rows)} {'row' if len(rows) == 1 else 'rows'})",
            "```",
            "",
        ]
    )


def main():
    text = page()
    if "--check" in sys.argv:
        current = PAGE.read_text(encoding="utf-8") == text
        print("current" if current else "STALE: run python benchmarks/questions_page.py")
        return 0 if current else 1
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    print(f"wrote {PAGE}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
