"""Catalogues of known documents: what they say stands apart, with the file it came from and when it was taken."""

import hashlib

import pytest
from click.testing import CliRunner

import cancu
from cancu.cli import main

TEXT = "Thực hiện Nghị quyết số 39-NQ/TW của Bộ Chính trị về tinh giản biên chế;"
ROWS = """number,issuer,date,type,title,status
39-NQ/TW,Bộ Chính trị,2015-04-17,Nghị quyết,về tinh giản biên chế,Còn hiệu lực
99-NQ/TW,Bộ Chính trị,2015-04-18,Nghị quyết,về việc khác,Còn hiệu lực
"""
HASH = hashlib.sha256(ROWS.encode("utf-8")).hexdigest()
ABOUT = """SELECT ?graph ?name ?hash ?day ?read WHERE {
  GRAPH ?graph { ?graph a cancu:Catalogue ; rdfs:label ?name .
    OPTIONAL { ?graph cancu:sha256 ?hash } OPTIONAL { ?graph cancu:retrievedOn ?day } }
  OPTIONAL { ?graph prov:generatedAtTime ?read } }"""


@pytest.fixture
def given(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "danh-mục.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path / "a.txt", tmp_path / "danh-mục.csv"


def test_facts_carry_the_file_and_the_day(given):
    text, file = given
    kg = cancu.build(text, catalogue=cancu.read_catalogue(file, retrieved="2026-06-30"))
    (row,) = kg.query(ABOUT)
    assert row["graph"] == "https://w3id.org/cancu/catalogue/danh-m%E1%BB%A5c.csv"
    assert (row["name"], row["hash"], row["day"].isoformat()) == ("danh-mục.csv", HASH, "2026-06-30")
    inside = kg.query("SELECT ?date { GRAPH ?g { ?g a cancu:Catalogue . ?d eli:date_document ?date } }")
    assert [str(row["date"]) for row in inside] == ["2015-04-17"]  # of the documents that the graph knows
    said = kg.query("SELECT ?by { ?d cancu:saidBy ?by . ?by a cancu:Catalogue }")
    assert said.column("by") == [row["graph"]]
    assert kg.validate().violations == ()


def test_equal_input_gives_equal_bytes_and_the_clock_is_in_the_run_graph(given):
    text, file = given
    one, two = (cancu.build(text, catalogue=file) for _ in range(2))
    assert one.export("nq") == two.export("nq")
    assert HASH in one.export("nq")
    assert "generatedAtTime" not in one.export("nq")
    assert "generatedAtTime" in one.export("nq", runs=True)
    assert one.query(ABOUT)[0]["day"] is None


def test_a_review_keeps_when_the_catalogue_was_read(given, tmp_path):
    text, file = given
    kg = cancu.build(text, store=tmp_path / "kg", catalogue=file)
    read = kg.query(ABOUT)[0]["read"]
    row = kg.review_table().to_dicts()[0]
    after = kg.review([row | {"decision": "accept"}], reviewer="A")
    assert after.query(ABOUT)[0]["read"] == read
    again = cancu.build(text, store=tmp_path / "kg", catalogue=file)
    assert again.outcome.kept == ("a.txt",)
    assert again.query(ABOUT)[0]["read"] == read  # nothing changed, nothing was built


def test_rows_without_a_file(given):
    text, _ = given
    kg = cancu.build(text, catalogue=[{"number": "39-NQ/TW", "issuer": "Bộ Chính trị", "date": "2015-04-17"}])
    (row,) = kg.query(ABOUT)
    assert (row["graph"].rpartition("/")[2], row["name"], row["hash"], row["day"]) == ("given", "given", None, None)
    assert row["read"] is not None


def test_it_is_explained(given):
    text, file = given
    told = cancu.build(text, catalogue=cancu.read_catalogue(file, retrieved="2026-06-30")).explain("39-NQ/TW")
    assert f"catalogue danh-mục.csv (sha256 {HASH[:12]}…, taken on 2026-06-30): Nghị quyết, Bộ Chính trị" in told


def test_on_the_command_line(given, tmp_path):
    text, file = map(str, given)
    build = ["build", text, "-o", str(tmp_path / "kg")]
    done = CliRunner().invoke(main, [*build, "--catalogue", file, "--catalogue-date", "2026-06-30"])
    assert done.exit_code == 0
    assert str(cancu.open(tmp_path / "kg").query(ABOUT)[0]["day"]) == "2026-06-30"
    for wrong in (["--catalogue", file, "--catalogue-date", "30/6/2026"], ["--catalogue-date", "2026-06-30"]):
        result = CliRunner().invoke(main, [*build, *wrong])
        assert result.exit_code == 2
        assert "catalogue" in result.output or "danh-mục.csv" in result.output
