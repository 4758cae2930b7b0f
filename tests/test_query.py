"""Questions as files, parameters that never become syntax, names that are looked up, rows in their forms."""

import csv
import io
import json
import time
from datetime import date

import pyoxigraph as ox
import pytest

import cancu
from cancu.graph.engine import Graph, Oxigraph, QueryError, to_value
from cancu.graph.lookup import (
    AmbiguousNameError,
    UnknownNameError,
    agencies_named,
    document_named,
    name_key,
    number_key,
)
from cancu.graph.query import (
    ParameterError,
    UnknownQuestionError,
    bind,
    listing,
    question,
    questions,
    read_question,
)
from cancu.graph.rows import Rows

QUESTION = """# [title]
# vi = "Ai?"
# en = "Who?"
# [description]
# vi = "Ai làm."
# en = "Who does it."
# [parameters.document]
# kind = "document"
# vi = "số"
# en = "number"
# [parameters.name]
# kind = "text"
# vi = "tên"
# en = "name"
# default = ""
# [parameters.since]
# kind = "date"
# vi = "từ ngày"
# en = "from day"
# default = "2000-01-01"
# [parameters.most]
# kind = "integer"
# vi = "nhiều nhất"
# en = "at most"
# default = 5
# [columns]
# s = { vi = "s", en = "s" }
# [example]
# document = "76/NQ-CP"

SELECT ?s WHERE { ?s <x:#$name> $document . # not $here
  FILTER(?s != "$name" && ?s != '$name' && STR(?s) != $name && ?d > $since) } LIMIT $most
"""
ASKED = read_question("who", QUESTION)


def test_binding_replaces_only_parameters():
    text = bind(ASKED, {"document": "https://example.org/x#1", "name": "Sở", "since": "2012-06-30", "most": 7})
    body = text[text.index("SELECT") :]
    assert "?s <x:#$name> <https://example.org/x#1> . # not $here" in body
    assert '''"$name" && ?s != '$name' && STR(?s) != "Sở"''' in body
    assert '"2012-06-30"^^<http://www.w3.org/2001/XMLSchema#date>' in body
    assert "LIMIT 7" in body


@pytest.mark.parametrize(
    "nasty",
    ['" } ; DROP ALL #', "\\", '\\"', 'a\nb\r"', "'''", "\\u0022", '"""', "$document", "?s", "{{}}", "\t", "…“”ế"],
)
def test_a_text_never_becomes_syntax(nasty):
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal(nasty), ox.NamedNode("x:g")))
    asked = read_question("q", QUESTION[: QUESTION.index("SELECT")] + "SELECT ?s WHERE { ?s ?p ?o FILTER(?o = $name) }")
    rows = Oxigraph(store).query(bind(asked, {"document": "x:d", "name": nasty}))
    assert rows.rows == (("x:s",),)


@pytest.mark.parametrize("nasty", ["x:a> ?p ?o } #", "x:a b", "no iri", 'x:"', "x:{", "<x:a>", "x:a\\"])
def test_an_iri_is_checked(nasty):
    with pytest.raises(ParameterError, match="no IRI"):
        bind(ASKED, {"document": nasty})


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, "needs document"),
        ({"document": "x:d", "dokument": "x"}, "no parameter 'dokument'"),
        ({"document": "x:d", "since": "30/6/2012"}, "date like"),
        ({"document": "x:d", "most": "five"}, "whole number"),
    ],
)
def test_wrong_parameters_are_explained(values, reason):
    with pytest.raises(ParameterError, match=reason):
        bind(ASKED, values)


def test_an_undeclared_parameter_in_a_file_is_an_error():
    with pytest.raises(QueryError, match="does not declare"):
        bind(read_question("q", QUESTION.replace("LIMIT $most", "LIMIT $other")), {"document": "x:d"})


@pytest.mark.parametrize("broken", ["# [title", "# [title]\n# vi = 'x'", "SELECT ?s {}"])
def test_a_head_that_is_wrong_is_an_error(broken):
    with pytest.raises(QueryError, match="head"):
        read_question("q", broken)


def test_an_unknown_question_names_the_nearest():
    with pytest.raises(UnknownQuestionError, match="did you mean 'implements'"):
        question("implement")


def test_every_shipped_question_is_complete():
    known = questions()
    assert len(known) >= 20
    for name, asked in known.items():
        assert set(asked.title) == set(asked.description) == {"vi", "en"}, name
        assert all(asked.title.values())
        assert {p.name for p in asked.parameters if p.required} <= set(asked.example), name
        assert set(asked.example) <= {p.name for p in asked.parameters}, name
        sample = {"document": "x:d", "agency": "x:a", "date": "2012-01-01", "text": "x", "integer": 3}
        text = bind(asked, {p.name: sample[p.kind] for p in asked.parameters})
        assert tuple(asked.columns) == Oxigraph(ox.Store()).query(text).columns, name
        for parameter in asked.parameters:
            assert f"${parameter.name}" in asked.sparql, f"{name} never uses {parameter.name}"
        assert {"source", "quote", "start", "end"} <= set(asked.columns) or name in WITHOUT_QUOTE, name
    assert listing(known.values()).column("name") == sorted(known)


# Lists and counts, which rest on many sentences.
WITHOUT_QUOTE = {"documents", "coverage-gaps", "little-implemented", "cooperation", "lag"}


# Names


def graph(*documents):
    lines = []
    for iri, number, label, issuer, path in documents:
        facts = {
            "<http://data.europa.eu/eli/ontology#id_local>": number,
            "<http://www.w3.org/2000/01/rdf-schema#label>": label,
            "<https://w3id.org/cancu/ns#issuerName>": issuer,
        }
        lines.append(
            f"<{iri}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/cancu/ns#Document> <x:g> ."
        )
        lines += [f'<{iri}> {term} "{value}" <x:g> .' for term, value in facts.items() if value]
        if path:
            lines.append(f"<{iri}> <https://w3id.org/cancu/ns#inSource> <x:file/{path}> <x:g> .")
            lines.append(f'<x:file/{path}> <https://w3id.org/cancu/ns#path> "{path}" <x:g> .')
            lines.append(f'<{iri}> <https://w3id.org/cancu/ns#localId> "D1" <x:g> .')
    for iri, name in (
        ("x:so-noi-vu", "Sở Nội vụ"),
        ("x:ubnd", "Ủy ban nhân dân tỉnh Lào Cai"),
        ("x:snv2", "Sở Nội vụ"),
    ):
        kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/cancu/ns#Agency>"
        lines += [
            f"<{iri}> {kind} <x:g> .",
            f'<{iri}> <http://www.w3.org/2000/01/rdf-schema#label> "{name}"@vi <x:g> .',
        ]
    store = ox.Store()
    bulk = "\n".join(lines).encode("utf-8")
    store.load(bulk, format=ox.RdfFormat.N_QUADS)
    return Oxigraph(store)


ENGINE = graph(
    ("x:76", "76/NQ-CP", "Nghị quyết 76/NQ-CP", "Chính phủ", None),
    ("x:9", "9/CT-TTg", "Chỉ thị 9/CT-TTg", "Thủ tướng Chính phủ", None),
    ("x:434", "434/KH-UBND", "Kế hoạch 434/KH-UBND", "Ủy ban nhân dân tỉnh Lào Cai", "lao-cai/434.txt"),
    ("x:883-ct", "883/QĐ-UBND", "Quyết định 883/QĐ-UBND", "Ủy ban nhân dân thành phố Cần Thơ", None),
    ("x:883-lc", "883/QĐ-UBND", "Quyết định 883/QĐ-UBND", "Ủy ban nhân dân tỉnh Lào Cai", None),
    ("x:ct", None, "Chương trình cải cách hành chính", None, None),
)


@pytest.mark.parametrize(
    ("given", "iri"),
    [
        ("76/NQ-CP", "x:76"),
        ("  76/nq-cp ", "x:76"),
        ("76/NQ–CP", "x:76"),
        ("số 76/NQ-CP", "x:76"),
        ("09/CT-TTg", "x:9"),
        ("434/KH-UBND", "x:434"),
        ("lao-cai/434.txt", "x:434"),
        ("lao-cai/434.txt#D1", "x:434"),
        ("chương trình Cải cách hành chính", "x:ct"),
        ("Nghị quyết 76/NQ-CP", "x:76"),
        (b"434/KH-UBND".decode("utf-8"), "x:434"),
    ],
)
def test_a_document_goes_by_its_names(given, iri):
    assert document_named(ENGINE, given) == iri


def test_an_ambiguous_number_lists_the_candidates():
    with pytest.raises(AmbiguousNameError, match="may be 2 documents") as caught:
        document_named(ENGINE, "883/QĐ-UBND")
    assert caught.value.candidates.column("document") == ["x:883-ct", "x:883-lc"]
    assert "Ủy ban nhân dân tỉnh Lào Cai" in caught.value.candidates.to_table()


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("77/NQ-CP", "76/NQ-CP"),
        ("lao-cai/434.txt#D2", "no document"),
        ("https://example.org/nothing", "knows nothing"),
        ('https://example.org/"x', "no IRI"),
        ('" } DROP ALL', "no document"),
    ],
)
def test_an_unknown_document_is_explained(given, hint):
    with pytest.raises(UnknownNameError, match=hint):
        document_named(ENGINE, given)


def test_agencies_go_by_name_in_every_province():
    assert agencies_named(ENGINE, "sở nội vụ") == ("x:snv2", "x:so-noi-vu")
    assert agencies_named(ENGINE, "UBND tỉnh Lào Cai") == ("x:ubnd",)
    assert agencies_named(ENGINE, "https://example.org/a") == ("https://example.org/a",)
    with pytest.raises(UnknownNameError, match="near to it: Sở Nội vụ"):
        agencies_named(ENGINE, "Sở Nội vu")


def test_keys_of_numbers_and_names():
    assert number_key("Số 07‑CT/TU") == "7-CT/TU"
    assert number_key("126/2002/QĐ.UBNDT") == "126/2002/QĐ.UBNDT"
    assert name_key("UBND  tỉnh") == name_key("Uỷ ban nhân dân tỉnh")


# The time of a question about one document


PROGRAMME = """
@prefix : <x:> .
@prefix cancu: <https://w3id.org/cancu/ns#> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:old cancu:validTo "2025-06-30"^^xsd:date ; cancu:successor :new .
:new cancu:provinceName "Phú Thọ" .
:programme eli:date_document "2021-01-01"^^xsd:date .
:plan cancu:implements :programme .
:claim rdf:subject :plan ; cancu:predicateName "implements" ; rdf:object :programme ; cancu:fromSource :file ; cancu:sentence :span .
:file cancu:path "plan.txt" . :span oa:hasSelector :position, :words .
:position oa:start 3 ; oa:end 9 . :words oa:exact "Thực hiện" .
"""
SIGNED = ' eli:passed_by :old ; eli:date_document "2021-02-01"^^xsd:date ; cancu:provinceName "Hòa Bình" .\n'


def beside(others):
    """A plan of a programme, among so many documents of the same body, which has been merged."""
    store = ox.Store()
    text = PROGRAMME + "".join(f":{name}{SIGNED}" for name in ("plan", *(f"other{i}" for i in range(others))))
    store.load(text, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("x:graph"))
    return Oxigraph(store)


def least_time(engine, query):
    times = []
    for _ in range(5):
        start = time.process_time()
        engine.query(query)
        times.append(time.process_time() - start)
    return min(times)


def test_lag_takes_no_longer_beside_documents_that_it_does_not_ask_for():
    query = bind(question("lag"), {"document": "x:programme"})
    alone, among = beside(0), beside(5000)
    rows = (
        ("x:plan", None, "Hòa Bình", "Phú Thọ", None, date(2021, 2, 1), 31, "stands", "plan.txt", "Thực hiện", 3, 9),
    )
    assert alone.query(query).rows == among.query(query).rows == rows
    assert least_time(among, query) < 5 * least_time(
        alone, query
    )  # 40 times, where the bodies of all documents are followed


# Rows


ROWS = Rows(("a", "b"), (("=1+1", 2), ("x\ny, “z”", None), ("-", True), ("ế", date(2021, 7, 15))))


def test_csv_is_read_back_and_starts_no_formula():
    rows = list(csv.reader(io.StringIO(ROWS.to_csv())))
    assert rows == [["a", "b"], ["'=1+1", "2"], ["x\ny, “z”", ""], ["'-", "true"], ["ế", "2021-07-15"]]


def test_json_keeps_types():
    assert json.loads(ROWS.to_json()) == [
        {"a": "=1+1", "b": 2},
        {"a": "x\ny, “z”", "b": None},
        {"a": "-", "b": True},
        {"a": "ế", "b": "2021-07-15"},
    ]


def test_a_table_counts_its_rows():
    table = ROWS.to_table(width=6)
    assert table.splitlines()[0].split() == ["a", "b"]
    assert table.endswith("(4 rows)\n")
    assert "x y, …" in table
    assert Rows(("a",), ()).to_table() == "a\n-\n(0 rows)\n"


def test_rows_are_a_sequence_of_dicts():
    assert ROWS[1] == {"a": "x\ny, “z”", "b": None}
    assert len(ROWS[:2]) == 2
    assert next(iter(ROWS)) == {"a": "=1+1", "b": 2}
    assert ROWS.column("b")[0] == 2
    with pytest.raises(KeyError, match="there are: a, b"):
        ROWS.column("c")


def test_pandas():
    frame = ROWS.to_pandas()
    assert list(frame.columns) == ["a", "b"]
    assert frame["a"][3] == "ế"
    assert Rows(("n",), ((1,), (None,))).to_pandas()["n"].dtype.name == "Int64"
    assert list(Rows(("n",), ()).to_pandas().columns) == ["n"]


@pytest.mark.parametrize(
    ("text", "datatype", "value"),
    [
        ("5", "integer", 5),
        ("2.50", "decimal", 2.5),
        ("60", "decimal", 60),
        ("true", "boolean", True),
        ("2021-07-15", "date", date(2021, 7, 15)),
        ("2021", "gYear", 2021),
        ("2021-13-45", "date", "2021-13-45"),
        ("x", "string", "x"),
    ],
)
def test_literals_become_python_values(text, datatype, value):
    assert to_value(text, f"http://www.w3.org/2001/XMLSchema#{datatype}") == value


def test_wrong_sparql_is_a_query_error():
    with pytest.raises(QueryError, match="not SPARQL"):
        ENGINE.query("SELEKT ?s")


def test_construct_and_ask():
    graph = ENGINE.query("CONSTRUCT { ?s a <x:Y> } WHERE { ?s a <https://w3id.org/cancu/ns#Document> }")
    assert isinstance(graph, Graph)
    assert len(graph) == 6
    assert "x:76" in graph.to_turtle()
    assert ENGINE.query("ASK { <x:76> ?p ?o }") is True


def test_a_read_only_store_is_not_updated():
    with pytest.raises(PermissionError, match="never written"):
        Oxigraph(ox.Store(), read_only=True).update("INSERT DATA { <x:a> <x:b> <x:c> }")


def test_a_numbered_law_goes_by_its_name_and_the_graph_says_who_named_it(tmp_path):
    """ "Luật … số 72/2025/QH15": the name before the number is concluded, and the citation that holds it says so."""
    (tmp_path / "a.txt").write_text(
        "Căn cứ Luật số 72/2025/QH15 ngày 16/6/2025;\nCăn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;\n",
        encoding="utf-8",
    )
    kg = cancu.build(tmp_path)
    rows = kg.query("""SELECT DISTINCT ?law ?named ?words WHERE { ?law eli:id_local "72/2025/QH15" ; skos:altLabel ?named ;
        cancu:saidBy ?citation . ?citation cancu:inferredTitle ?title ; cancu:citedText ?words }""")
    assert [row[1:] for row in rows.rows] == [
        ("Luật Tổ chức chính quyền địa phương", "Luật Tổ chức chính quyền địa phương số 72/2025/QH15")
    ]
    by_name, by_number = (kg.ask("about", document=n) for n in ("Luật Tổ chức chính quyền địa phương", "72/2025/QH15"))
    assert by_name.rows == by_number.rows
    assert ("title", "Tổ chức chính quyền địa phương") in [(r["aspect"], r["value"]) for r in by_name]
