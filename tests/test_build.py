"""Records to RDF: golden graphs, evidence that can be checked against the text, equal input equal bytes."""

import dataclasses
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import graph_diff, to_isomorphic

import cancu
from cancu.extract.records import Record
from cancu.graph.build import quads_alone
from cancu.graph.nquads import Lines
from cancu.graph.quotes import evidence_of, sentence_of
from cancu.graph.terms import PARTIAL, RELATIONS
from cancu.ontology.tables import Tables

GOLDEN = Path(__file__).resolve().parent / "golden"
CASES = sorted(GOLDEN.glob("*/input.txt"))
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
CANCU = rdflib.Namespace("https://w3id.org/cancu/ns#")


def built(text, name="plan.txt"):
    source = cancu.read(text.encode("utf-8"), name=name)
    return quads_alone(cancu.parse(source), source.text, tables=Tables.load())


def graph(nquads):
    made = rdflib.Graph()
    for quad in ox.parse(nquads, format=ox.RdfFormat.N_QUADS):
        made.parse(data=f"{quad.triple} .", format="nt")
    return made


# Golden graphs: the core of each case, written by hand


@pytest.mark.parametrize("path", CASES, ids=[p.parent.name for p in CASES])
def test_golden_graph(path):
    """The triples of expected.ttl about its subjects and predicates, no more and no less."""
    expected = rdflib.Graph().parse(path.with_name("expected.ttl"), format="turtle")
    made, predicates = graph(built(path.read_text(encoding="utf-8"), name="input.txt")), set(expected.predicates())
    core = rdflib.Graph()
    for triple in made:
        if triple[1] in predicates and isinstance(triple[0], rdflib.URIRef):
            core.add(triple)
    _, missing, extra = graph_diff(to_isomorphic(expected), to_isomorphic(core))
    assert to_isomorphic(expected) == to_isomorphic(core), (
        f"missing:\n{missing.serialize(format='nt')}\nextra:\n{extra.serialize(format='nt')}"
    )


def test_the_golden_cases_were_found():
    assert len(CASES) >= 4


# Evidence


def test_every_span_quotes_its_text(samples_kg):
    texts = {h: samples_kg.text(h) for h in samples_kg.sources()}
    rows = samples_kg.query("""
        SELECT DISTINCT ?path ?start ?end ?exact ?prefix ?suffix WHERE {
          ?file cancu:textLayer ?layer ; cancu:path ?path . ?span oa:hasSource ?layer ; oa:hasSelector ?p, ?q .
          ?p oa:start ?start ; oa:end ?end . ?q oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix }""")
    assert len(rows) > 500
    for row in rows:
        text = texts[row["path"]]
        assert text[row["start"] : row["end"]] == row["exact"]
        assert text[: row["start"]].endswith(row["prefix"])
        assert text[row["end"] :].startswith(row["suffix"])


def test_every_relation_has_a_claim_and_every_claim_its_relation(samples_kg):
    without = samples_kg.query("""
        SELECT ?claim WHERE { ?claim a cancu:Claim ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o .
          FILTER NOT EXISTS { ?s ?p ?o } }""")
    assert len(without) == 0
    for predicate, _ in RELATIONS.values():
        bare = samples_kg.query(f"""
            SELECT ?s ?o WHERE {{ ?s <{predicate}> ?o . ?o a cancu:Document .
              FILTER NOT EXISTS {{ ?c rdf:subject ?s ; rdf:predicate <{predicate}> ; rdf:object ?o }} }}""")
        assert [r for r in bare if predicate == RELATIONS["implements"][0]] == []


def test_every_claim_shows_its_sentence_and_its_cue(samples_kg):
    rows = samples_kg.query("""
        SELECT ?claim WHERE { ?claim a cancu:Claim FILTER(NOT EXISTS { ?claim cancu:sentence ?s }
          || NOT EXISTS { ?claim cancu:evidence ?e } || NOT EXISTS { ?claim cancu:fromSource ?f }) }""")
    assert len(rows) == 0


def test_super_properties_are_written_out(samples_kg):
    for predicate, supers in RELATIONS.values():
        for wider in supers:
            rows = samples_kg.query(
                f"SELECT ?s WHERE {{ ?s <{predicate}> ?o . FILTER NOT EXISTS {{ ?s <{wider}> ?o }} }}"
            )
            assert len(rows) == 0, (predicate, wider)


def test_a_repealed_provision_is_no_repealed_document():
    text = (
        "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\n\nSố: 7/2019/QĐ-UBND\n\nLào Cai, ngày 05 tháng 01 năm 2019\n\nQUYẾT ĐỊNH\n\nĐiều 1. "
        "Bãi bỏ khoản 3 Điều 4 Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ.\n"
    )
    source = cancu.read_text(text) if hasattr(cancu, "read_text") else cancu.read(text.encode("utf-8"), name="p.txt")
    record = cancu.parse(source)
    whole = dataclasses.replace(
        record, relations=tuple(dataclasses.replace(r, partial=False) for r in record.relations)
    )
    part = dataclasses.replace(record, relations=tuple(dataclasses.replace(r, partial=True) for r in record.relations))
    repeals = RELATIONS["repeals"][0]
    assert any(r.predicate == "repeals" for r in record.relations)
    assert f"<{repeals}>" in quads_alone(whole, text, tables=Tables.load())
    partly = quads_alone(part, text, tables=Tables.load())
    assert f"> <{repeals}> <" not in partly
    assert f"<{PARTIAL['repeals'][0]}>" in partly


# Robustness


@pytest.mark.parametrize(
    "text", ["", " \n", "\ufeff", "Không có gì.", 'Căn cứ "Luật \\ Đất đai\r\n<x>;', "\x00\x0b" * 9]
)
def test_any_text_gives_quads_that_parse(text):
    assert list(ox.parse(built(text), format=ox.RdfFormat.N_QUADS))


@settings(max_examples=60, deadline=None)
@given(st.text(), st.text(min_size=1).filter(lambda n: "\x00" not in n))
def test_any_name_and_any_text_give_quads_that_parse(text, name):
    record = dataclasses.replace(cancu.parse("Căn cứ Nghị định số 63/2010/NĐ-CP;"), source=name)
    lines = quads_alone(record, "Căn cứ Nghị định số 63/2010/NĐ-CP;" + text, tables=Tables.load())
    assert len(list(ox.parse(lines, format=ox.RdfFormat.N_QUADS))) == lines.count("\n")


@given(st.text(alphabet=st.characters(codec=None)))
def test_literals_survive(text):
    out = Lines("x:g")
    out.string("x:s", "x:p", text)
    (quad,) = ox.parse(out.text().encode("utf-8"), format=ox.RdfFormat.N_QUADS)
    assert quad.object.value == "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


def test_numbers_are_canonical():
    out = Lines("x:g")
    for number in (60.0, 2.5, 0.0, 1234567.25, 100.0):
        out.decimal("x:s", "x:p", number)
    values = [q.object.value for q in ox.parse(out.text(), format=ox.RdfFormat.N_QUADS)]
    assert values == ["60", "2.5", "0", "1234567.25", "100"]


def test_equal_input_gives_equal_text(samples):
    sample = (samples / "003_079443f45d6a336e.txt").read_text(encoding="utf-8")
    assert built(sample) == built(sample)


def test_who_signed_for_whom_and_the_year_of_a_law():
    text = (
        "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\n-------\n\nSố: 5/KH-UBND\n\nLào Cai, ngày 05 tháng 01 năm 2023\n\nKẾ HOẠCH\n"
        "Cải cách hành chính năm 2023\n\nCăn cứ Luật Đất đai năm 2013;\n\n1. Sở Nội vụ chủ trì.\n\n"
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nNguyễn Văn A\n"
    )
    made = graph(built(text))
    assert [str(o) for o in made.objects(None, CANCU.signedOnBehalf)] == ["TM. ỦY BAN NHÂN DÂN"]
    assert [str(o) for o in made.objects(None, CANCU.signedFor)] == ["KT. CHỦ TỊCH"]
    assert [o.toPython() for o in made.objects(None, CANCU.citedYear)] == [2013]


def test_an_empty_record_names_its_source():
    lines = quads_alone(Record(source="trống.txt"), "", tables=Tables.load())
    assert 'cancu/ns#path> "trống.txt"' in lines


# The sentence that is shown


@pytest.mark.parametrize(
    ("text", "mention", "sentence"),
    [
        ("Căn cứ Luật A;\nCăn cứ Luật B năm 2013;\nXét đề nghị", "Luật B", "Căn cứ Luật B năm 2013;"),
        ("Một. Thực hiện Luật C", "Luật C", "Thực hiện Luật C"),
        ("Luật D", "Luật D", "Luật D"),
        ("a | b Luật E c | d", "Luật E", "b Luật E c"),
        ("1.2. Triển khai Luật F\nnăm nay.\n1.3. Khác", "Luật F", "Triển khai Luật F\nnăm nay."),
        ("tại TP. Hồ Chí Minh theo Luật Giá. Sau", "Luật Giá", "tại TP. Hồ Chí Minh theo Luật Giá."),
        ("VỀ VIỆC ĐẨY MẠNH\nNăm 2011 có Luật H.", "Luật H", "Năm 2011 có Luật H."),
        ("- Thực hiện Luật I;\n- Thực hiện Luật K;", "Luật K", "Thực hiện Luật K;"),
        ("theo Luật L (nay là Luật khác)", "Luật L", "theo Luật L (nay là Luật khác)"),
    ],
)
def test_the_sentence_of_a_mention(text, mention, sentence):
    at = text.index(mention)
    start, end = sentence_of(text, at, at + len(mention))
    assert text[start:end] == sentence


def test_the_sentence_of_a_relation_holds_cue_and_mention():
    text = "Mở đầu. Thực hiện Quyết định số 1; Kế hoạch số 2 của tỉnh. Hết."
    cue, mention = (text.index("Thực"), text.index("Thực") + 9), (text.index("Kế"), text.index(" của"))
    start, end = evidence_of(text, cue, mention)
    assert text[start:end] == "Thực hiện Quyết định số 1; Kế hoạch số 2 của tỉnh."


@given(st.text(alphabet="aA.;:\n |-1)Đế", max_size=300), st.data())
def test_a_sentence_always_holds_its_mention(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    low, high = sentence_of(text, start, end)
    assert low <= start <= end <= high
