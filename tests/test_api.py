"""The face for Python: build, open, ask, query, rdflib, pages."""

import pytest

import cancu
from cancu.graph.engine import QueryError

PLAN = "001_ff5519967c1bd81a.txt"


def test_a_graph_in_memory_and_one_on_disk_answer_alike(samples_kg, samples_folder):
    kg = cancu.open(samples_folder)
    assert kg.ask("implements", document="76/NQ-CP").rows == samples_kg.ask("implements", document="76/NQ-CP").rows
    assert kg.sources() == samples_kg.sources()
    assert repr(kg) == "KnowledgeGraph(5 sources)"


def test_records_and_texts_are_kept(samples_folder, samples):
    kg = cancu.open(samples_folder)
    record = kg.record(PLAN)
    assert record == cancu.parse(samples / PLAN)
    assert kg.text(PLAN).encode("utf-8") == (samples / PLAN).read_bytes()
    assert [r.source for r in kg.records()] == list(kg.sources())
    with pytest.raises(KeyError, match="no source"):
        kg.text("nowhere.txt")


def test_prefixes_need_no_declaration(samples_kg):
    assert samples_kg.query("ASK { ?s cancu:implements ?o }") is True
    assert samples_kg.query("PREFIX cancu: <https://w3id.org/cancu/ns#> ASK { ?s cancu:implements ?o }") is True
    assert len(samples_kg.query("prefix x: <http://www.w3.org/2000/01/rdf-schema#> SELECT * { ?s x:label ?l }")) > 50
    with pytest.raises(QueryError):
        samples_kg.query("SELECT")


def test_rdflib_reads_the_same_store(samples_kg):
    dataset = samples_kg.rdflib()
    rows = list(dataset.query("SELECT ?d WHERE { ?d <http://data.europa.eu/eli/ontology#id_local> '434/KH-UBND' }"))
    assert len(rows) == 1
    assert dataset.default_union


def test_a_page_draws_itself_and_is_written_whole(samples_kg, tmp_path):
    page = samples_kg.show("implementation", title="Lào Cai & <bạn>")
    path = page.write(tmp_path / "graph.html")
    assert path.read_text(encoding="utf-8") == page.html
    assert "<bạn>" not in page.html
    assert "<iframe" in page._repr_html_()
    assert [p.name for p in tmp_path.iterdir()] == ["graph.html"]


def test_the_outcome_says_what_was_done(samples_kg):
    outcome = samples_kg.outcome
    assert len(outcome.read) == 5
    assert outcome.left_out == ()
    assert outcome.breaches == ()
    assert outcome.counts["documents"] == 6
    assert outcome.counts["quads"] > 15_000


def test_questions_and_documents_are_listed(samples_kg):
    assert "implements" in samples_kg.questions().column("name")
    assert len(samples_kg.documents()) == 6


def test_a_catalogue_resolves_what_the_text_leaves_open(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Thực hiện Nghị quyết số 39-NQ/TW của Bộ Chính trị về tinh giản biên chế;", encoding="utf-8")
    bare = cancu.build(path)
    assert len(bare.ask("unresolved")) == 1
    known = {
        "number": "39-NQ/TW",
        "issuer": "Bộ Chính trị",
        "date": "2015-04-17",
        "type": "Nghị quyết",
        "title": "về tinh giản biên chế",
    }
    with_catalogue = cancu.build(path, catalogue=[known | {"status": "Còn hiệu lực"}])
    assert len(with_catalogue.ask("unresolved")) == 0
    rows = with_catalogue.query("""SELECT DISTINCT ?graph ?said ?value WHERE { GRAPH ?graph { ?d ?said ?value }
        VALUES ?said { eli:date_document cancu:catalogueStatus } } ORDER BY ?said""")
    assert [(str(row["graph"]).rpartition("/catalogue/")[2], str(row["value"])) for row in rows] == [
        ("given", "2015-04-17"), ("given", "Còn hiệu lực")
    ]  # fmt: skip
    assert with_catalogue.validate().violations == ()
    with pytest.raises(ValueError, match="no issuer"):
        cancu.build(path, catalogue=[{"number": "1"}])


def test_another_base_is_kept_with_the_folder(tmp_path, samples):
    cancu.build(samples / PLAN, store=tmp_path / "kg", base="https://example.org/vn")
    kg = cancu.open(tmp_path / "kg")
    assert kg.ask("documents", status="read")[0]["document"].startswith("https://example.org/vn/eli/vn/")
    assert "/run/" not in kg.export("nq")


def test_an_agency_and_its_name_in_two_provinces(samples_kg):
    rows = samples_kg.ask("led-by", agency="Sở Nội vụ")
    assert {row["source"][:3] for row in rows} == {"001", "003", "004"}


def test_progress_is_told(samples):
    told = []
    cancu.build(samples, progress=lambda done, total, name: told.append((done, total, name)))
    assert [(d, t) for d, t, _ in told] == [(i, 5) for i in range(1, 6)]


def test_a_pool_of_processes_gives_the_same_graph(samples, samples_kg):
    assert cancu.build(samples, jobs=2).export("nq") == samples_kg.export("nq")


def test_nothing_to_build_says_why(tmp_path):
    with pytest.raises(ValueError, match="nothing to build"):
        cancu.build(tmp_path)
