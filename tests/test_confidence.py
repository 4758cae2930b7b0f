"""Confidence: the interval by Wilson's formula, counts that stand in the data, figures that statements of a graph carry."""

import csv
import importlib.util
import json
from pathlib import Path

import pytest

from cancu.graph.rules import in_vietnamese, rule_iri, rules_graph, rules_of
from cancu.ontology.confidence import FEWEST, Measured, measured, rule_names, wilson
from cancu.ontology.identifiers import Identifiers

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "ontology" / "data" / "confidence.csv"


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [  # Newcombe, Statistics in Medicine 17 (1998), table I, method 3; and the ends, where Wald's interval has no width
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (10, 10, 0.7225, 1.0),
    ],
)
def test_wilson_interval(right, n, low, high):
    assert wilson(right, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("right", "n"), [(0, 0), (3, 2), (-1, 5)])
def test_no_interval_of_no_proportion(right, n):
    with pytest.raises(ValueError, match="no proportion"):
        wilson(right, n)


def test_below_twenty_none_is_given():
    assert Measured("x", 19, 19).confidence is None
    assert Measured("x", 19, 19).interval is None
    assert Measured("x", 18, 20).confidence == 0.9
    assert Measured("x", 18, 20).interval == (0.699, 0.9721)
    assert FEWEST == 20


def test_the_table_is_what_the_documents_give():
    """Counted anew, no rule falls below the interval that is given for it; benchmarks/confidence.py writes the table again."""
    spec = importlib.util.spec_from_file_location("confidence", ROOT / "benchmarks" / "confidence.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    parts = module.development_parts()
    assert "test" not in parts
    assert len(parts) >= 2
    anew = {r["rule"]: r for r in csv.DictReader(module.counted(parts).splitlines())}
    given = {rule: known for rule, known in measured().items() if known.interval}
    assert len(given.keys() & anew.keys()) > 0.8 * len(given), "rules have other names: write the table again"
    for rule in given.keys() & anew.keys():
        assert float(anew[rule]["precision"]) >= given[rule].interval[0], rule


def test_rows_follow_from_their_counts():
    rows = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
    assert len(rows) > 50
    for row in rows:
        right, n = int(row["right"]), int(row["n"])
        figures = (right / n, *wilson(right, n))
        assert [row["precision"], row["low"], row["high"]] == [f"{value:.4f}" for value in figures]
    assert sum(found.confidence is not None for found in measured().values()) >= 20


def test_rules_have_names_of_their_own():
    ids = Identifiers()
    assert len({rule_iri(ids, rule) for rule in measured()}) == len(measured())


def test_each_statement_of_the_samples_points_to_its_rule(samples_kg):
    rows = samples_kg.query(
        "SELECT ?kind (COUNT(*) AS ?all) (COUNT(?name) AS ?named) WHERE {"
        " VALUES ?kind { cancu:Claim cancu:Citation cancu:Task cancu:Participation cancu:Target cancu:Budget }"
        " ?s a ?kind"
        " OPTIONAL { ?s cancu:rule/skos:notation ?name } } GROUP BY ?kind"
    )
    assert len(rows) == 6
    assert all(row["all"] == row["named"] > 0 for row in rows)
    used = {rule for record in samples_kg.records() for rule in rules_of(record)}
    counted = samples_kg.query("SELECT (COUNT(*) AS ?n) WHERE { ?rule a cancu:Rule }")
    assert [row["n"] for row in counted] == [len(used)]


def test_the_account_of_an_amount_names_its_rule(samples_kg):
    """No annotator marked amounts: the account says so, and gives no figure."""
    (row, *_) = samples_kg.query(
        "SELECT ?path ?id WHERE { ?b a cancu:Budget ; cancu:localId ?id ; cancu:fromSource/cancu:path ?path }"
        " ORDER BY ?path ?id"
    )
    said = samples_kg.explain(f"{row['path']}#{row['id']}")
    assert "rule budget: amount with its unit, confidence: not given, only 0 statements" in said


def test_few_judged_statements_give_no_confidence():
    text = rules_graph(["based_on: recital", "repeals: lapses", "no such rule"], Identifiers())
    lines = [line for line in text.splitlines() if "#confidence>" in line]
    assert len(lines) == 1
    assert "/rule/based-on-recital>" in lines[0]
    assert text.count("#sampleSize>") == 3


def test_edges_and_tables_and_accounts_carry_it(samples_kg, tmp_path):
    net = samples_kg.network("implementation")
    found = {data["confidence"] for *_, data in net.edges(data=True) if "confidence" in data}
    assert found
    assert all(isinstance(value, float) and 0.0 <= value <= 1.0 for value in found)
    assert any("confidence" not in data for *_, data in net.edges(data=True))
    assert any("confidence" in data for *_, data in samples_kg.network("agencies").edges(data=True))
    known = measured()["based_on: recital"]
    data = json.loads(samples_kg.export("annotations"))
    recital = [i["body"] for i in data["first"]["items"] if "based-on-recital" in str(i["body"])]
    assert recital
    assert all(body["https://w3id.org/cancu/ns#confidence"] == known.confidence for body in recital)
    told = samples_kg.explain("434/KH-UBND")
    low, high = known.interval
    assert f"n = {known.n}, 95 % interval {low:.2f} to {high:.2f}" in told
    samples_kg.export_tables(tmp_path)
    relations = list(csv.DictReader((tmp_path / "relations.csv").open(encoding="utf-8", newline="")))
    told = {float(r["confidence"]) for r in relations if r["relation"] == "based_on" and r["found_by"] == "recital"}
    assert told == {known.confidence}
    rules = {r["rule"]: r for r in csv.DictReader((tmp_path / "rules.csv").open(encoding="utf-8", newline=""))}
    assert rules["based_on: recital"]["n"] == str(known.n)


def test_rules_are_named_in_both_languages(samples_kg):
    unnamed = {rule.partition(": ")[2] for rule in measured()} - set(rule_names())
    assert not unnamed, "say in ontology/data/rule_names.csv what these rules look at"
    assert all(vi and en for vi, en in rule_names().values())
    assert in_vietnamese("based_on: recital") == "căn cứ: phần căn cứ ban hành"
    assert in_vietnamese("lead: one of your own") == "chủ trì: one of your own"
    rows = samples_kg.query(
        "SELECT ?r (COUNT(?l) AS ?n) { ?r a cancu:Rule ; rdfs:label ?l FILTER(LANG(?l) = 'vi') } GROUP BY ?r"
    )
    assert len(rows) > 20
    assert set(rows.column("n")) == {1}
