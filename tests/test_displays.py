"""Records shown in their own text: marks where the offsets say, nested and overlapping ones too, hostile text as text."""

import html
import re

import pytest

from cancu.extract.records import Agency, Assignment, Bearer, Citation, Document, Finding, Record, Relation, Target
from cancu.graph.engine import Graph
from cancu.graph.rows import Rows
from cancu.viz.notebook import graph_html, record_summary_html, rows_html
from cancu.viz.records import Mark, mark_spans, marks_of, record_html

TEXT = "Căn cứ Nghị định số 63/2030/NĐ-CP;\r\nSở Nội vụ chủ trì rà soát 80% thủ tục <b> trước 30/6."


def a_record():
    at = TEXT.index
    return Record(
        source='a"<b>.txt',
        documents=(Document("D1", "Kế hoạch", "1/KH-UBND", None, None, None, None, None, None, (), 0, len(TEXT), spans={"number": (0, 3)}),),
        citations=(
            Citation(
                "C1", 7, 33, TEXT[7:33], "numbered", "Nghị định", "63/2030/NĐ-CP", None, None, None, None, None, "D1",
                inferred={"issuer": "Chính phủ"},
            ),
        ),
        relations=(Relation("R1", "D1", "based_on", "C1", "Căn cứ", 0, 6),),
        assignments=(
            Assignment(
                "A1", "prose", None, "rà soát 80% thủ tục <b>", at("rà soát"), at(" trước"), lead=("Sở Nội vụ",), deadline="trước 30/6",
                bearers=(Bearer("lead", "Sở Nội vụ", at("Sở"), at("Sở") + 9, "G1"),),
            ),
        ),
        agencies=(Agency("G1", "Sở Nội vụ", "specific", ("Sở Nội vụ",)),),
        targets=(Target("T1", at("80%"), at("80%") + 3, "80%", 80.0, "%", ">=", "2030"),),
        warnings=(Finding("odd-markup", "<script>", at("<b>"), at("<b>") + 3),),
    )  # fmt: skip


def marked(fragment, kind):
    return [html.unescape(text) for text in re.findall(rf'<mark class="cancu-{kind}"[^>]*>([^<]*)</mark>', fragment)]


def text_of(fragment):
    return html.unescape(re.sub(r"<[^>]+>", "", fragment))


def test_marks_stand_where_the_offsets_say():
    fragment = record_html(a_record(), TEXT)
    assert marked(fragment, "citation")[-1] == "Nghị định số 63/2030/NĐ-CP"
    assert marked(fragment, "agency")[-1] == "Sở Nội vụ"
    assert marked(fragment, "target")[-1] == "80%"
    assert "(Chính phủ)" in fragment  # concluded, not said
    assert "D1 based_on C1" in fragment
    assert "chủ trì: Sở Nội vụ · Thời hạn: trước 30/6" in fragment


def test_text_comes_back_whole_and_escaped():
    body = mark_spans(TEXT, marks_of(a_record()))
    assert text_of(body) == TEXT.replace("\r\n", "\n")
    assert "<b>" not in body
    assert "<script>" not in record_html(a_record(), TEXT)
    assert "a&quot;&lt;b&gt;.txt" in record_html(a_record(), TEXT)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([(0, 2, "task"), (1, 3, "citation")], [("task", "a"), ("citation", "b"), ("citation", "c")]),
        ([(0, 4, "task"), (1, 2, "agency")], [("task", "a"), ("agency", "b"), ("task", "cd")]),
        ([(2, 2, "task")], []),
        ([(0, 4, "cue"), (0, 4, "header")], [("cue", "abcd")]),
        ([], []),
    ],
)
def test_overlapping_marks_are_cut_into_pieces(marks, expected):
    body = mark_spans("abcd", [Mark(*mark) for mark in marks])
    assert re.findall(r'<mark class="cancu-(\w+)">(\w+)</mark>', body) == expected
    assert text_of(body) == "abcd"


def test_another_text_is_refused_with_the_remedy():
    with pytest.raises(ValueError, match="give the text layer that the record was made from"):
        record_html(a_record(), TEXT[:20])


def test_empty_record_and_english_words():
    assert "cancu-text" in record_html(Record("empty.txt"), "")
    assert "cited document" in record_html(a_record(), TEXT, lang="en")


def test_time_grows_with_the_number_of_marks_not_its_square():
    text = "x" * 40_000
    body = mark_spans(text, [Mark(at, at + 3, "citation") for at in range(0, 40_000, 4)])
    assert body.count("<mark") == 10_000


def test_rows_show_as_a_table_with_links_and_nothing_runs():
    rows = Rows(
        ("iri", "x<y"), (("https://example.org/a", 'javascript:alert(1)"<b>'), ('https://e.org/" onclick="x', None))
    )
    shown = rows_html(rows)
    assert '<a href="https://example.org/a"' in shown
    assert "&lt;b&gt;" in shown
    assert 'href="javascript' not in shown
    assert 'onclick="' not in shown
    assert "x&lt;y" in shown
    assert "2 rows" in shown
    assert "3 of 9 rows" in rows_html(Rows(("n",), tuple((n,) for n in range(9))), most=3)


def test_record_shows_its_citations_with_their_relations():
    shown = record_summary_html(a_record())
    assert "63/2030/NĐ-CP" in shown
    assert "D1 based_on" in shown
    assert "Sở Nội vụ" in shown
    assert "<b>.txt" not in shown


def test_triples_show_as_a_table_with_links():
    lines = (
        '<https://e.org/a> <https://e.org/p> "<b>x</b> . y"@vi .',
        "<https://e.org/a> <https://e.org/p> <https://e.org/o> .",
    )
    shown = graph_html(Graph(lines))
    assert shown.count('<a href="https://e.org/') == 5
    assert "&lt;b&gt;x&lt;/b&gt; . y&quot;@vi" in shown
    assert "2 triples" in shown
    assert "1 of 2 triples" in graph_html(Graph(lines), most=1)


def test_terms_of_the_vocabularies_are_shown_in_short():
    line = '<https://e.org/a> <https://w3id.org/cancu/ns#implements> "2021-12-28"^^<http://www.w3.org/2001/XMLSchema#date> .'
    shown = graph_html(Graph((line,)))
    assert (
        '<a href="https://w3id.org/cancu/ns#implements" rel="noreferrer noopener" target="_blank">cancu:implements</a>'
        in shown
    )
    assert "&quot;2021-12-28&quot;^^xsd:date<" in shown
    quoted = '<https://e.org/a> <https://e.org/p> "x\\"^^<y"@vi .'
    assert "&quot;x\\&quot;^^&lt;y&quot;@vi<" in graph_html(Graph((quoted,)))
    assert ">w3id.org/cancu/ns#a/b&lt;<" in rows_html(Rows(("x",), (("https://w3id.org/cancu/ns#a/b<",),)))
