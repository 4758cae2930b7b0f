"""Exports: other tools read them, and equal graphs give equal bytes."""

import json
import os
import subprocess
import sys

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import to_isomorphic

import cancu

FORMATS = {
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
}


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_quads_come_back(samples_kg, form):
    text = samples_kg.export(form)
    kept = {q for q in samples_kg.engine.quads() if "/run/" not in str(q.graph_name)}
    assert set(ox.parse(text.encode("utf-8"), format=FORMATS[form])) == kept
    assert len(kept) > 10_000


def test_turtle_keeps_the_triples(samples_kg):
    found = {q.triple for q in ox.parse(samples_kg.export("ttl").encode("utf-8"), format=ox.RdfFormat.TURTLE)}
    assert found == {q.triple for q in samples_kg.engine.quads() if "/run/" not in str(q.graph_name)}


def test_rdflib_reads_turtle_and_jsonld(samples_kg):
    kg = cancu.build(cancu_small(samples_kg))
    turtle = rdflib.Graph().parse(data=kg.export("ttl"), format="turtle")
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=kg.export("jsonld"), format="json-ld")
    union = rdflib.Graph()
    for s, p, o, _ in dataset.quads():
        union.add((s, p, o))
    assert to_isomorphic(turtle) == to_isomorphic(union)


def cancu_small(_):
    from pathlib import Path

    return Path(__file__).resolve().parent / "golden" / "implements" / "input.txt"


@pytest.mark.parametrize(
    "form", ["nq", "trig", "ttl", "jsonld", "graphml", "gexf", "json", "annotations", "akn", "void", "reference"]
)
def test_two_builds_give_equal_bytes(samples_kg, samples_folder, form):
    assert samples_kg.export(form) == cancu.open(samples_folder).export(form)


def test_two_processes_give_equal_bytes():
    """Each process orders its sets by a seed of its own."""
    from pathlib import Path

    cases = Path(__file__).resolve().parent / "data" / "cases"
    code = f"""import cancu, hashlib
kg = cancu.build({str(cases)!r})
for form in ("nq", "trig", "jsonld", "annotations", "akn", "void", "graphml", "gexf", "json"):
    print(form, hashlib.sha256(kg.export(form).encode()).hexdigest())"""
    command = [sys.executable, "-c", code]
    one, two = (
        subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, cwd="/", capture_output=True, text=True, check=True
        )
        for seed in ("1", "2")
    )
    assert one.stdout == two.stdout
    assert len(one.stdout.splitlines()) == 9


def test_the_run_is_left_out_unless_asked(samples_kg):
    assert "prov#startedAtTime" not in samples_kg.export("nq")
    runs = samples_kg.export("nq", runs=True)
    assert "prov#startedAtTime" in runs
    assert "softwareVersion" in runs


def test_an_unknown_form_is_named(samples_kg):
    with pytest.raises(ValueError, match="jsonld"):
        samples_kg.export("docx")


def test_rdf_12_annotates_each_relation(samples_kg):
    text = samples_kg.export("rdf12")
    triples = list(ox.parse(text.encode("utf-8"), format=ox.RdfFormat.N_QUADS))
    reified = [q for q in triples if q.predicate.value.endswith("#reifies")]
    claims = samples_kg.query("SELECT DISTINCT ?c WHERE { ?c a cancu:Claim }")
    assert len(reified) == len(claims) > 90
    assert all(isinstance(q.object, ox.Triple) for q in reified)


def test_web_annotations_quote_the_text(samples_kg):
    data = json.loads(samples_kg.export("annotations"))
    assert data["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert data["type"] == "AnnotationCollection"
    assert data["total"] == len(data["first"]["items"]) > 90
    item = data["first"]["items"][0]
    position, quote = item["target"]["selector"]
    assert {position["type"], quote["type"]} == {"TextPositionSelector", "TextQuoteSelector"}
    assert position["end"] - position["start"] == len(quote["exact"])


def test_tables_with_their_dictionary(samples_kg, tmp_path):
    written = samples_kg.export_tables(tmp_path / "tables")
    names = {p.name for p in written}
    expected = {
        "documents",
        "citations",
        "relations",
        "tasks",
        "bearers",
        "targets",
        "budgets",
        "agencies",
        "rules",
        "reviews",
        "impacts",
    }
    assert names == {f"{n}.csv" for n in expected} | {"datapackage.json"}
    package = json.loads((tmp_path / "tables" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        head = (tmp_path / "tables" / resource["path"]).read_text(encoding="utf-8").splitlines()[0]
        assert head.split(",") == [f["name"] for f in resource["schema"]["fields"]]
        assert all(f["description"] for f in resource["schema"]["fields"])
    import pandas as pd

    citations = pd.read_csv(tmp_path / "tables" / "citations.csv")
    assert len(citations) == 110
    row = citations[citations["number"] == "76/NQ-CP"].iloc[0]
    assert samples_kg.text(row["source"])[row["start"] : row["end"]] == "Nghị quyết số 76/NQ-CP"


def test_the_dictionary_has_types_and_both_languages(samples_kg):
    from datetime import date

    from cancu.graph.tables import dictionary

    kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "date": date}
    seen = set()
    for resource in json.loads(dictionary())["resources"]:
        assert resource["description"] != resource["description_vi"] != ""
        rows = samples_kg.table(resource["name"])
        for field in resource["schema"]["fields"]:
            assert field["description"] != field["description_vi"] != "", field
            values = [v for v in rows.column(field["name"]) if v is not None]
            assert all(isinstance(v, kinds[field["type"]]) for v in values), field
            seen |= {field["type"] for _ in values[:1]}
    assert seen == set(kinds)


def test_parquet_reads_back_as_it_was_and_twice_the_same(samples_kg, tmp_path):
    from pyarrow import parquet

    from cancu.graph.tables import TABLES

    one = samples_kg.export_tables(tmp_path / "one", form="parquet")
    two = samples_kg.export_tables(tmp_path / "two", form="parquet")
    assert [p.name for p in one] == [*(f"{name}.parquet" for name in TABLES), "datapackage.json"]
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]
    for name, kept in TABLES.items():
        back, rows = parquet.read_table(tmp_path / "one" / f"{name}.parquet"), samples_kg.table(name)
        assert back.column_names == list(kept.columns)
        assert back.to_pylist() == list(rows)
    tasks = parquet.read_table(tmp_path / "one" / "tasks.parquet")
    kinds = {field.name: str(field.type) for field in tasks.schema}
    assert (kinds["deadline"], kinds["start"], kinds["quote"]) == ("date32[day]", "int64", "string")
    assert tasks.num_rows > 50
    reviews = parquet.read_table(tmp_path / "one" / "reviews.parquet")  # empty, and typed all the same
    assert (reviews.num_rows, str(reviews.schema.field("reviewed_on").type)) == (0, "date32[day]")


def test_an_arrow_table_holds_any_rows():
    from decimal import Decimal

    from cancu.graph.rows import Rows

    rows = Rows(("mixed", "nothing", "number"), (("a", None, 1), (2, None, Decimal("2.5")), (None, None, None)))
    assert rows.to_arrow().to_pydict() == {"mixed": ["a", "2", None], "nothing": [None] * 3, "number": [1.0, 2.5, None]}
    assert [str(t) for t in rows.to_arrow().schema.types] == ["string", "string", "double"]


def test_parquet_without_pyarrow_says_what_to_install(samples_kg, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(ValueError, match=r"pip install 'cancu\[parquet\]'"):
        samples_kg.export_tables(tmp_path / "t", form="parquet")
    assert not (tmp_path / "t").exists()
    with pytest.raises(ValueError, match="csv, parquet"):
        samples_kg.export_tables(tmp_path, form="xlsx")


def test_akoma_ntoso_references(samples_kg):
    from xml.etree import ElementTree as ET

    root = ET.fromstring(samples_kg.export("akn"))
    akn = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
    acting = """SELECT DISTINCT ?a { { ?c cito:hasCitingEntity ?a ; cito:hasCitedEntity ?b }
        UNION { ?c a cancu:Claim ; rdf:subject ?a } }"""
    assert len(list(root)) == len(samples_kg.query(acting)) > 15
    for document in root:
        (block,) = document
        # What akomantoso30.xsd allows: a source, then at least one reference, each with these attributes.
        assert (block.tag, block.attrib) == (f"{akn}references", {"source": "#cancu"})
        assert [e.get("eId") for e in block] == [f"ref_{n}" for n in range(1, len(block) + 1)] != []
        for reference in block:
            named = {"name"} if reference.tag == f"{akn}TLCReference" else set()
            assert reference.tag in (f"{akn}TLCReference", f"{akn}activeRef")
            assert set(reference.attrib) == {"eId", "href", "showAs"} | named
    (plan,) = [d for d in root if d.get("label") == "Kế hoạch 434/KH-UBND"]
    said = {(e.get("name"), e.get("showAs")) for e in plan.iter(f"{akn}TLCReference")}
    assert {("implements", "Kế hoạch 329/KH-UBND"), ("refers_to", "Quyết định 468/QĐ-TTg")} <= said
    changed = {(d.get("label"), e.get("href")) for d in root for e in d.iter(f"{akn}activeRef")}
    assert ("Nghị định 117/2013/NĐ-CP", "/akn/vn/act/nghi-dinh/chinh-phu/2005-10-17/130-2005-nd-cp") in changed


def test_a_description_counts_what_is_there(samples_kg):
    graph = rdflib.Graph().parse(data=samples_kg.export("void"), format="turtle")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    (triples,) = graph.objects(rdflib.URIRef("https://w3id.org/cancu/dataset"), void.triples)
    kept = {q.triple for q in samples_kg.engine.quads() if "/run/" not in str(q.graph_name)}
    assert int(triples) == len(kept)
    (run,) = graph.objects(None, rdflib.PROV.wasGeneratedBy)
    (program,) = graph.objects(run, rdflib.PROV.wasAssociatedWith)  # nothing that it names is left without a word
    assert (program, rdflib.RDF.type, rdflib.PROV.SoftwareAgent) in graph
    assert str(graph.value(program, rdflib.RDFS.label)) == f"cancu {cancu.__version__}"
    dcat, dct = rdflib.Namespace("http://www.w3.org/ns/dcat#"), rdflib.DCTERMS
    forms = {str(graph.value(d, dct.identifier)) for d in graph.objects(None, dcat.distribution)}
    assert forms | {"void"} == set(export_forms())  # the description is none of what it describes
    for distribution in graph.objects(None, dcat.distribution):
        assert {t.language for t in graph.objects(distribution, dct.title)} == {"vi", "en"}


def export_forms():
    from cancu.cli import main

    (form,) = [p for p in main.commands["export"].params if p.name == "form"]
    return form.type.choices
