"""People decide about claims: what queries see changes, nothing extracted is overwritten, decisions survive a new reading."""

import csv
import io
from datetime import date

import pytest

import cancu
from cancu.graph.review import ReviewError, read_decisions

PLAN = (
    "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\n\nSố: 5/KH-UBND\n\nLào Cai, ngày 05 tháng 01 năm 2019\n\nKẾ HOẠCH\nCải cách hành chính năm "
    "2019\n\nCăn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ;\nThực hiện Quyết định số 749/QĐ-TTg ngày "
    "03/6/2018 của Thủ tướng Chính phủ;\nThực hiện Chỉ thị số 7/CT-TTg ngày 19/3/2018 của Thủ tướng Chính phủ;\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    cancu.build(tmp_path / "plan.txt", store=tmp_path / "kg")
    return tmp_path / "kg"


def decided(kg, **decisions):
    """The review table with a decision on each relation whose object has the number."""
    rows = kg.review_table().to_dicts()
    for row in rows:
        for number, values in decisions.items():
            if row["relation"] != "resolution" and number.replace("_", "/") in str(row["object_label"]):
                row.update(values)
    return rows


def implemented(kg):
    rows = kg.query("SELECT DISTINCT ?n WHERE { ?p cancu:implements ?d . ?d eli:id_local ?n } ORDER BY ?n")
    return rows.column("n")


def statuses(kg):
    rows = kg.query(
        "SELECT ?n ?s { ?c rdf:object/eli:id_local ?n ; cancu:predicateName ?r ; cancu:reviewStatus ?s } ORDER BY ?n ?s"
    )
    return [(r["n"], r["s"].rpartition("#")[2]) for r in rows]


def test_a_rejected_claim_loses_its_edge_and_stays_as_rejected(folder):
    kg = cancu.open(folder)
    assert implemented(kg) == ["7/CT-TTg", "749/QĐ-TTg"]
    rows = decided(kg, **{"749_QĐ-TTg": {"decision": "reject", "comment": "chỉ nhắc đến"}})
    kg = kg.review(rows, reviewer="Nguyễn Văn A", on=date(2024, 5, 6))
    assert implemented(kg) == ["7/CT-TTg"]
    assert ("749/QĐ-TTg", "Rejected") in statuses(kg)
    assert len(kg.ask("implements", document="749/QĐ-TTg")) == 0
    assert set(kg.ask("about", document="749/QĐ-TTg").column("direction")) == {None}  # facts only
    assert "749/QĐ-TTg" not in {d["label"] for _, d in kg.network().nodes(data=True)}
    assert "reject by Nguyễn Văn A on 2024-05-06: chỉ nhắc đến" in kg.explain("749/QĐ-TTg")


def test_a_corrected_claim_is_followed_by_what_the_reviewer_said(folder):
    kg = cancu.open(folder)
    wrong = {"decision": "correct", "new_relation": "based_on", "new_object": "63/2010/NĐ-CP"}
    kg = kg.review(decided(kg, **{"749_QĐ-TTg": wrong}), reviewer="B")
    assert implemented(kg) == ["7/CT-TTg"]
    assert ("749/QĐ-TTg", "Corrected") in statuses(kg)
    assert ("63/2010/NĐ-CP", "Accepted") in statuses(kg)
    assert kg.ask("based-on", document="5/KH-UBND").column("number") == ["63/2010/NĐ-CP", "63/2010/NĐ-CP"]
    assert kg.outcome.breaches == ()


def test_decisions_survive_a_new_reading_of_a_text_that_moved(folder):
    kg = cancu.open(folder)
    kg.review(decided(kg, **{"749_QĐ-TTg": {"decision": "reject"}, "7_CT-TTg": {"decision": "accept"}}), reviewer="C")
    plan = folder.parent / "plan.txt"
    plan.write_text(
        "\n\n" + PLAN.replace("Căn cứ Nghị định", "Căn cứ Luật Viên chức;\nCăn cứ Nghị định"), encoding="utf-8"
    )
    kg = cancu.build(plan, store=folder)
    assert kg.outcome.read == ("plan.txt",)
    assert implemented(kg) == ["7/CT-TTg"]
    assert ("7/CT-TTg", "Accepted") in statuses(kg)
    assert ("749/QĐ-TTg", "Rejected") in statuses(kg)


def test_a_person_fills_in_a_spreadsheet(folder, tmp_path):
    kg = cancu.open(folder)
    rows = list(csv.DictReader(io.StringIO(kg.review_table().to_csv())))
    for row in rows:
        row["decision"] = "Reject " if "749" in row["object_label"] and row["relation"] == "implements" else ""
    path = tmp_path / "review.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # as Excel in Vietnamese saves it
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    kg = kg.review(read_decisions(path), reviewer="D")
    assert implemented(kg) == ["7/CT-TTg"]


def test_the_last_decision_holds(folder):
    kg = cancu.open(folder)
    kg = kg.review(decided(kg, **{"749_QĐ-TTg": {"decision": "reject"}}), reviewer="E")
    kg = kg.review(decided(kg, **{"749_QĐ-TTg": {"decision": "accept"}}), reviewer="F")
    assert implemented(kg) == ["7/CT-TTg", "749/QĐ-TTg"]
    assert len(kg.query("SELECT ?r WHERE { ?r a cancu:Review }")) == 2


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"decision": "maybe"}, "row 1: decision 'maybe' is none of"),
        ({"decision": "correct"}, "row 1: a correction needs"),
        ({"decision": "correct", "new_relation": "loves"}, "row 1: new_relation 'loves'"),
        ({"decision": "correct", "new_object": "999/QĐ-TTg"}, "row 1: no document"),
        ({"decision": "reject", "claim": "https://example.org/x"}, "row 1: there is no claim"),
    ],
)
def test_a_wrong_decision_names_its_row(folder, values, said):
    kg = cancu.open(folder)
    rows = [{**kg.review_table()[0], **values}]
    with pytest.raises(ReviewError, match=said):
        kg.review(rows, reviewer="G")
    assert implemented(cancu.open(folder)) == ["7/CT-TTg", "749/QĐ-TTg"]


def test_reviews_need_a_folder(samples_kg):
    with pytest.raises(ValueError, match="store="):
        samples_kg.review([], reviewer="H")


def test_a_file_that_is_no_table_is_named(tmp_path):
    with pytest.raises(ReviewError, match=r"nowhere\.csv"):
        read_decisions(tmp_path / "nowhere.csv")
    (tmp_path / "x.json").write_text("{", encoding="utf-8")
    with pytest.raises(ReviewError, match="no table of decisions"):
        read_decisions(tmp_path / "x.json")


def test_the_command_line_exports_and_imports(folder, tmp_path):
    from click.testing import CliRunner

    from cancu.cli import main

    def run(*args):
        return CliRunner().invoke(main, [str(a) for a in args])

    out = tmp_path / "review.csv"
    assert run("review", "export", folder, "-o", out).exit_code == 0
    text = out.read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    for row in rows:
        row["decision"] = "reject"
    (tmp_path / "done.json").write_text(__import__("json").dumps(rows), encoding="utf-8")
    assert run("review", "import", folder, tmp_path / "done.json", "--reviewer", "I").exit_code == 0
    assert implemented(cancu.open(folder)) == []
    assert "reject by I" in run("explain", folder, "5/KH-UBND").stdout
    assert run("review", "import", folder, tmp_path / "none.csv", "--reviewer", "I").exit_code == 2
    assert run("explain", folder, "nothing").exit_code == 2


def test_explain_shows_the_sentence_and_the_rules(samples_kg):
    account = samples_kg.explain("434/KH-UBND", "329/KH-UBND")
    assert "«Kế hoạch số 329/KH-UBND»" in account
    assert "rule R1" in account
    assert account.count("/claim/") == 1
    claim = next(w for w in account.split() if "/claim/" in w)
    assert "«Kế hoạch số 329/KH-UBND»" in samples_kg.explain(claim)
    assert "no relation" in samples_kg.explain("434/KH-UBND", "63/2010/NĐ-CP")
    with pytest.raises(ValueError, match="no claim"):
        samples_kg.explain("https://w3id.org/cancu/claim/none")
