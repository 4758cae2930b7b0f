"""Marked sentences: «…» around what is to be found, ⏎ for a line break, behind => what is to be said of it."""

from pathlib import Path

DATA = Path(__file__).resolve().parent / "data" / "citations"


def lines(name):
    """The cases of a data file, comments and blank lines left out."""
    text = (DATA / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def unmarked(line):
    """A marked line as (text, spans in text order with outer ones first, rows of expected fields)."""
    marked, _, said = line.partition(" => ")
    text, spans, open_ = "", [], []
    for letter in marked.replace("⏎", "\n"):
        if letter == "«":
            open_.append(len(text))
        elif letter == "»":
            spans.append((open_.pop(), len(text)))
        else:
            text += letter
    assert not open_, line
    spans.sort(key=lambda span: (span[0], -span[1]))
    rows = [[field.strip() for field in row.split("|")] for row in said.split(";;")]
    return text, spans, rows


def cited(text, documents=(), tables=None):
    """What `find_citations` finds in a text."""
    from cancu.extract.citing.citations import find_citations
    from cancu.extract.readers import read_text
    from cancu.extract.reading import reading_of
    from cancu.ontology.tables import Tables

    return find_citations(reading_of(read_text(text, name="case"), tables or Tables.load()), documents)


def shown(value):
    """A field as the data files write it."""
    return "-" if value is None else str(value)
