"""One plan in every format gives one text, the same tables, and the same record."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

import pytest

import cancu
from cancu.extract.readers import read

sys.path.insert(0, str(Path(__file__).parent / "generate"))
import documents

DATA = Path(__file__).parent / "data" / "readers"
PLAN = documents.plan()
FORMATS = ("docx", "html", "rtf", "doc", "odt", "pdf")
MEDIA = {"docx": "openxmlformats", "html": "text/html", "rtf": "rtf", "doc": "msword", "odt": "oasis", "pdf": "pdf"}


def given(form: str) -> bytes:
    if form in ("docx", "html", "rtf"):
        return getattr(documents, form)(PLAN)
    return (DATA / f"plan.{form}").read_bytes()


def plain(text: str) -> str:
    return text.replace("\u2011", "-").replace("\xa0", " ")


def compared(form: str, text: str) -> list[str]:
    """The lines of a text layer; a PDF has no rows in its letterhead, so its columns follow each other."""
    lines = plain(text).splitlines()
    return [*sorted(lines[:6]), *lines[6:]] if form in ("pdf", "flat") else lines


@pytest.mark.parametrize("form", FORMATS)
def test_the_text_layer_is_the_same(form):
    source = read(given(form), name=f"plan.{form}")
    kind = "pdf" if form == "pdf" else "other"
    assert compared(kind, source.text) == compared(kind, documents.flat(PLAN))
    assert MEDIA[form] in source.media_type
    assert source.reader.split(",")[0] == f"{form} 1"
    assert source.warnings == ()


@pytest.mark.parametrize("form", FORMATS)
def test_blocks_and_cells_are_where_they_say(form):
    source = read(given(form))
    text = source.text
    assert [b.start for b in source.blocks] == sorted(b.start for b in source.blocks)
    assert all(a.end <= b.start for a, b in zip(source.blocks, source.blocks[1:], strict=False))
    assert {b.kind for b in source.blocks} >= {"heading", "paragraph", "list_item", "table", "footnote"}
    (block,) = [b for b in source.blocks if b.kind == "table"]
    assert block.table == 0
    (table,) = source.tables
    assert (block.start, block.end) == (table.start, table.end)
    assert (table.rows, table.columns, table.header_rows) == (64, 5, 2)
    expected = [
        (row, column, item.down, item.across, plain(item.text))
        for row, places in enumerate(documents.placed(documents.table()))
        for column, item in places
    ]
    found = [(c.row, c.column, c.row_span, c.column_span, plain(c.text(text))) for c in table.cells]
    assert found == expected
    notes = [plain(text[b.start : b.end]) for b in source.blocks if b.kind == "footnote"]
    assert notes == [plain(note) for note in PLAN.notes]
    heads = [text[b.start : b.end] for b in source.blocks if b.kind == "header"]
    assert heads == [PLAN.head]
    if form == "pdf":
        assert {b.page for b in source.blocks} >= {1, 4}


def bare(value):
    """A record without what depends on offsets and on the file."""
    if isinstance(value, dict):
        gone = {"start", "end", "spans", "mentions", "source", "sha256", "text_sha256", "media_type", "reader"}
        return {key: bare(inner) for key, inner in value.items() if key not in gone}
    if isinstance(value, list):
        return [bare(inner) for inner in value]
    return " ".join(plain(value).split()) if isinstance(value, str) else value


@pytest.fixture(scope="module")
def reference():
    record = cancu.parse(documents.flat(PLAN, repeated=True))
    assert len(record.assignments) == 62
    assert len(record.citations) >= 18
    return bare(record.to_dict())


@pytest.mark.parametrize("form", FORMATS)
def test_records_are_the_same_but_for_offsets(form, reference):
    record = cancu.parse(read(given(form)))
    assert bare(record.to_dict()) == reference


@pytest.mark.parametrize("form", FORMATS)
def test_same_bytes_same_text_same_offsets(form):
    assert read(given(form), name="a") == read(given(form), name="a")


SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.txt"))


def statements(record):
    """Citations, relations and assignments as what they say."""
    names = {c.id: c.number or " ".join(plain(c.text).split()) for c in record.citations}
    names |= {d.id: d.number for d in record.documents}
    return (
        Counter((*plain(c.text).split(), c.type, c.number, c.date) for c in record.citations),
        Counter((names.get(r.subject), r.predicate, names.get(r.object)) for r in record.relations),
        Counter((*plain(a.task).split(), a.lead, a.cooperate, a.responsible) for a in record.assignments),
    )


def test_samples_are_there():
    assert len(SAMPLES) == 5


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem[:3])
def test_samples_made_into_other_formats_give_the_same_record(path, form):
    """The PDF is printed by a browser, which cuts rows of tables where a page ends."""
    if form == "pdf" and os.environ.get("CANCU_SKIP_BROWSER_TESTS"):
        pytest.skip("CANCU_SKIP_BROWSER_TESTS is set")
    text = path.read_text(encoding="utf-8")
    source = read(getattr(documents, form)(documents.from_text(text)))
    for old, new in zip(statements(cancu.parse(text)), statements(cancu.parse(source)), strict=True):
        assert old
        assert 2 * (old & new).total() >= 0.99 * (old.total() + new.total())
