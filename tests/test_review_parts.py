"""People decide about tasks, their agencies and deadlines, goals, amounts, and which document a citation means."""

from datetime import date
from pathlib import Path

import pytest

import cancu
from cancu.graph import query as q
from cancu.graph.network import ONE_DOCUMENT, VIEWS
from cancu.graph.review import ReviewError

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PLAN = """ỦY BAN NHÂN DÂN
TỈNH LÀO CAI

Số: 5/KH-UBND

Lào Cai, ngày 05 tháng 01 năm 2019

KẾ HOẠCH
Cải cách hành chính năm 2019

Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ;
Thực hiện Quyết định số 749/QĐ-TTg ngày 03/6/2018 của Thủ tướng Chính phủ;
Theo Kế hoạch số 126 của tỉnh;

I. MỤC TIÊU
- Tỷ lệ hồ sơ trực tuyến đạt 80% vào năm 2019.

II. NHIỆM VỤ
1. Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát thủ tục hành chính, hoàn thành trước ngày 30/6/2019.
2. Giao Sở Y tế chủ trì kiểm tra các trạm y tế xã, hoàn thành trước ngày 31/12/2019.

III. KINH PHÍ
Tổng kinh phí thực hiện: 500 triệu đồng.
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    cancu.build(tmp_path / "plan.txt", store=tmp_path / "kg")
    return tmp_path / "kg"


def row_of(kg, relation, words=""):
    """The one row of the review table with this relation whose mention contains the words."""
    rows = [r for r in kg.review_table() if r["relation"] == relation and words in str(r["mention"])]
    assert len(rows) == 1, rows
    return rows[0]


def decide(folder, relation, words, **filled):
    kg = cancu.open(folder)
    return kg.review([{**row_of(kg, relation, words), **filled}], reviewer="Trần B", on=date(2024, 5, 6))


def claims(kg, status):
    """What the claims with a status say: the name of the property and the value."""
    rows = kg.query(
        "SELECT ?p ?o { ?c a cancu:Claim ; rdf:predicate ?p ; rdf:object ?o ; "
        f"cancu:reviewStatus cancu:{status} FILTER NOT EXISTS {{ ?c cancu:predicateName ?n }} }} ORDER BY ?p ?o"
    )
    return [(str(r["p"]).rpartition("#")[2].rpartition("/")[2], r["o"]) for r in rows]


def again(folder):
    """The folder built again from a text that moved: two lines before it, one more task before its tasks."""
    plan = folder.parent / "plan.txt"
    text = PLAN.replace(
        "1. Giao Sở Nội vụ", "1. Giao Sở Xây dựng chủ trì lập quy hoạch trong năm 2019.\n1. Giao Sở Nội vụ"
    )
    plan.write_text("\n\n" + text, encoding="utf-8")
    kg = cancu.build(plan, store=folder)
    assert kg.outcome.read == ("plan.txt",)
    return kg


def led(kg, agency="Sở Nội vụ", role="lead"):
    return kg.ask("led-by", agency=agency, role=role).column("description")


def goals(kg):
    return [row for row in kg.ask("targets", document="5/KH-UBND") if row["unit"] == "%"]


def sound(kg):
    assert kg.outcome.breaches == ()
    assert kg.validate().violations == ()
    return kg


def test_the_table_lists_every_kind(folder):
    kg = cancu.open(folder)
    rows = kg.review_table()
    kinds = {r["relation"] for r in rows}
    assert kinds >= {"task", "lead", "cooperate", "deadline", "target", "indicator", "by_year", "budget", "resolution"}
    assert len({r["claim"] for r in rows}) == len(rows)
    text = kg.text("plan.txt")
    assert all(text[r["start"] : r["end"]] == r["quote"] for r in rows)
    assert row_of(kg, "resolution", "63/2010/NĐ-CP")["object_label"] == "Nghị định 63/2010/NĐ-CP"
    assert row_of(kg, "target", "80%")["object"] == "= 80 %"


def test_an_agency_that_was_rejected_leads_nothing(folder):
    kg = sound(decide(folder, "lead", "Sở Nội vụ", decision="reject", comment="chỉ được nhắc"))
    assert led(kg) == []
    assert led(kg, "Sở Tài chính", "cooperate") != []
    assert [p for p, _ in claims(kg, "Rejected")] == ["leadAgency"]
    assert "lead" in {r["missing"] for r in kg.ask("task-gaps", document="5/KH-UBND")}
    names = {d["label"] for _, d in kg.network("agencies").nodes(data=True)}
    assert "Sở Tài chính" in names
    assert "Sở Nội vụ" not in names
    assert kg.record("plan.txt").assignments[0].lead == ("Sở Nội vụ",)  # what was extracted stays
    kg = sound(again(folder))
    assert led(kg) == []
    assert led(kg, "Sở Xây dựng") != []
    assert row_of(kg, "lead", "Sở Nội vụ")["status"] == "Rejected"


def test_the_briefing_says_what_people_decided(folder):
    assert "Sở Nội vụ" in cancu.open(folder).brief("5/KH-UBND").html
    kg = decide(folder, "lead", "Sở Nội vụ", decision="correct", new_object="Sở Tư pháp")
    html = kg.brief("5/KH-UBND").html
    assert "Sở Tư pháp" in html
    kg = decide(folder, "task", "rà soát", decision="reject")
    assert "Sở Tư pháp" not in kg.brief("5/KH-UBND").html


def test_an_agency_is_corrected_by_name_and_by_role(folder):
    kg = sound(decide(folder, "lead", "Sở Nội vụ", decision="correct", new_object="Sở Tư pháp"))
    assert led(kg) == []
    assert len(led(kg, "Sở Tư pháp")) == 1
    (agency,) = {o for p, o in claims(kg, "Accepted") if p == "leadAgency"}
    (review,) = kg.table("reviews")
    assert (review["decision"], review["reviewer"], str(review["reviewed_on"])) == ("correct", "Trần B", "2024-05-06")
    assert (review["new_object"], review["source"]) == ("Sở Tư pháp", "plan.txt")
    assert review["object"].endswith("so-noi-vu")
    assert kg.text("plan.txt")[review["start"] : review["end"]] == review["quote"]
    assert agency.endswith("lao-cai.1991/so-tu-phap")  # resolved as one of the province, by the ordinary rules
    kg = sound(decide(folder, "cooperate", "Sở Tài chính", decision="correct", new_relation="responsible"))
    assert led(kg, "Sở Tài chính", "cooperate") == []
    assert len(led(kg, "Sở Tài chính", "responsible")) == 1
    kg = sound(again(folder))
    assert len(led(kg, "Sở Tư pháp")) == 1
    assert len(led(kg, "Sở Tài chính", "responsible")) == 1


def test_a_collective_stays_one(folder):
    kg = sound(decide(folder, "lead", "Sở Y tế", decision="correct", new_object="các sở, ban, ngành"))
    rows = kg.query("SELECT ?k { ?p cancu:agencyText 'các sở, ban, ngành' ; cv:hasParticipant/a ?k }")
    assert {str(k).rpartition("#")[2] for k in rows.column("k")} == {"AgencyGroup"}


def test_a_deadline_is_corrected_as_a_text_or_a_day_or_rejected(folder):
    kg = sound(decide(folder, "deadline", "30/6/2019", decision="correct", new_object="Quý IV năm 2019"))
    assert {
        r["deadline_text"] for r in kg.ask("tasks-due", since="2019-12-31", until="2019-12-31", agency="Nội vụ")
    } == {"Quý IV năm 2019"}
    kg = sound(decide(folder, "deadline", "30/6/2019", decision="correct", new_object="2019-11-15"))
    assert len(kg.ask("tasks-due", since="2019-11-15", until="2019-11-15")) > 0
    kg = sound(decide(folder, "deadline", "30/6/2019", decision="reject"))
    assert len(kg.ask("tasks-due", since="2019-01-01", until="2019-12-30")) == 0
    assert row_of(kg, "deadline", "30/6/2019")["status"] == "Rejected"
    kg = sound(decide(folder, "deadline", "30/6/2019", decision="accept"))  # the last decision holds
    assert len(kg.ask("tasks-due", since="2019-06-30", until="2019-06-30")) > 0


def test_a_task_that_was_rejected_is_gone_with_all_that_hangs_on_it(folder):
    kg = cancu.open(folder)
    count = len(kg.table("tasks"))
    kg = sound(decide(folder, "task", "rà soát", decision="reject"))
    assert len(kg.table("tasks")) == count - 1
    assert led(kg) == []
    assert {p for p, _ in claims(kg, "Rejected")} >= {"description"}
    kg = sound(again(folder))
    assert led(kg) == []
    assert led(kg, "Sở Y tế") != []


def test_a_task_is_put_into_other_words(folder):
    kg = sound(decide(folder, "task", "rà soát", decision="correct", new_object="Rà soát mọi thủ tục"))
    assert led(kg) == ["Rà soát mọi thủ tục"]
    assert ("description", "Rà soát mọi thủ tục") in claims(kg, "Accepted")
    assert any("thủ tục hành chính" in str(o) for p, o in claims(kg, "Corrected") if p == "description")


def test_a_goal_is_corrected_or_rejected(folder):
    kg = sound(decide(folder, "target", "80%", decision="correct", new_object=">= 85,5 %"))
    (row,) = goals(kg)
    assert (row["comparator"], row["value"], row["unit"]) == (">=", 85.5, "%")
    kg = sound(decide(folder, "by_year", "2019", decision="correct", new_object="2020"))
    assert [row["by_year"] for row in goals(kg)] == [2020]
    kg = sound(decide(folder, "indicator", "hồ sơ trực tuyến", decision="correct", new_object="hồ sơ nộp qua mạng"))
    assert [row["indicator"] for row in goals(kg)] == ["hồ sơ nộp qua mạng"]
    kg = sound(decide(folder, "target", "80%", decision="reject"))
    assert goals(kg) == []


def test_an_amount_is_corrected_or_rejected(folder):
    kg = sound(decide(folder, "budget", "500", decision="correct", new_object="600000000"))
    assert kg.ask("budgets", document="5/KH-UBND").column("amount") == [600000000]
    kg = sound(decide(folder, "budget", "500", decision="reject"))
    assert len(kg.ask("budgets", document="5/KH-UBND")) == 0


def test_a_meaning_that_was_rejected_leaves_the_citation_open_and_takes_the_edges(folder):
    kg = sound(decide(folder, "resolution", "749/QĐ-TTg", decision="reject", comment="quyết định khác"))
    assert len(kg.ask("implements", document="63/2010/NĐ-CP")) == 0
    assert "749/QĐ-TTg" not in kg.ask("documents").column("number")  # nothing else speaks of it
    (row,) = [r for r in kg.ask("unresolved") if r["number"] == "749/QĐ-TTg"]
    assert row["reason"] == "rejected by Trần B on 2024-05-06"
    assert [p for p, _ in claims(kg, "Rejected")] == ["hasCitedEntity"]
    assert all(d["number"] != "749/QĐ-TTg" or d["status"] == "unresolved" for _, d in kg.network().nodes(data=True))
    kg = sound(again(folder))
    assert "749/QĐ-TTg" not in kg.ask("documents").column("number")
    kg = sound(decide(folder, "resolution", "749/QĐ-TTg", decision="accept"))
    assert len(kg.ask("implements", document="749/QĐ-TTg")) == 1


def test_an_open_citation_is_told_what_it_means_in_full_words(folder):
    words = "Kế hoạch số 126/KH-UBND ngày 05/8/2018 của Ủy ban nhân dân tỉnh Lào Cai"
    kg = sound(decide(folder, "resolution", "126", decision="correct", new_object=words))
    (row,) = [r for r in kg.ask("documents") if r["number"] == "126/KH-UBND"]
    assert (row["issuer"], str(row["date"]), row["status"]) == ("Ủy ban nhân dân tỉnh Lào Cai", "2018-08-05", "stub")
    assert len(kg.ask("cited-by", document="126/KH-UBND")) > 0
    assert "126" not in " ".join(kg.ask("unresolved").column("cited_text"))
    said = kg.query(
        "SELECT ?n { ?c a cancu:Citation ; cito:hasCitedEntity/eli:id_local '126/KH-UBND' ; cancu:citedNumber ?n }"
    )
    assert "126/KH-UBND" not in said.column("n")  # as stated stays as stated
    kg = sound(again(folder))
    assert len(kg.ask("cited-by", document="126/KH-UBND")) > 0


def test_a_citation_is_told_that_it_means_a_document_of_the_graph(folder):
    kg = sound(decide(folder, "resolution", "749/QĐ-TTg", decision="correct", new_object="63/2010/NĐ-CP"))
    assert len(kg.ask("implements", document="63/2010/NĐ-CP")) == 1
    assert "749/QĐ-TTg" not in kg.ask("documents").column("number")
    account = kg.explain(row_of(kg, "resolution", "749/QĐ-TTg")["subject"])
    assert "by rule review: corrected by Trần B on 2024-05-06" in account
    assert "«Quyết định số 749/QĐ-TTg»" in account
    assert "correct by Trần B on 2024-05-06" in account


def test_one_of_two_equal_rows_is_meant(tmp_path):
    line = "- Giao Sở Nội vụ chủ trì kiểm tra công vụ.\n"
    (tmp_path / "p.txt").write_text(PLAN.replace("III. KINH PHÍ", f"{line}\n{line}\nIII. KINH PHÍ"), encoding="utf-8")
    kg = cancu.build(tmp_path / "p.txt", store=tmp_path / "kg")
    rows = [r for r in kg.review_table() if r["relation"] == "task" and "kiểm tra công vụ" in r["mention"]]
    assert len(rows) == 2
    kg = kg.review([{**rows[1], "decision": "reject"}], reviewer="X")
    left = [r for r in kg.table("tasks") if "kiểm tra công vụ" in r["description"]]
    assert [r["start"] for r in left] == [rows[0]["start"]]


@pytest.mark.parametrize(
    ("relation", "words", "filled", "said"),
    [
        ("lead", "Sở Nội vụ", {"new_relation": "implements"}, "new_relation 'implements' is none of: lead"),
        ("deadline", "30/6/2019", {"new_relation": "lead"}, "a deadline has no other relation"),
        ("target", "80%", {"new_object": "nhiều"}, "no target; write it like >= 85 %"),
        ("by_year", "2019", {"new_object": "19"}, "no by_year; write it like 2025"),
        ("budget", "500", {"new_object": "1 tỷ"}, "no budget; write it like 500000000"),
        ("resolution", "126", {"new_object": "126/KH"}, "is named in full"),
        ("resolution", "126", {"decision": "reject"}, "nothing to reject; correct it"),
    ],
)
def test_a_wrong_correction_says_what_is_right(folder, relation, words, filled, said):
    with pytest.raises(ReviewError, match=said):
        decide(folder, relation, words, **{"decision": "correct", **filled})


# What still answers when every statement but the meaning of citations was rejected: mentions and documents.
_NOT_STATED = {"documents", "unresolved", "cited-by", "about", "state-at", "coverage-gaps", "findings"}


def test_when_all_is_rejected_no_question_and_no_network_says_anything(samples_kg, tmp_path):
    kg = cancu.build(SAMPLES, store=tmp_path / "kg")
    questions = q.questions()
    assert sum(len(kg.ask(name, **question.example)) > 0 for name, question in questions.items()) > 20
    rows = [{**row, "decision": "reject"} for row in kg.review_table() if row["relation"] != "resolution"]
    assert len(rows) > 800
    kg = sound(kg.review(rows, reviewer="X"))
    for name, question in questions.items():
        try:
            answer = kg.ask(name, **question.example)
        except q.QueryError as error:  # the agency of the example is in no task any more
            assert "agency" in question.example, error
            continue
        assert len(answer) == 0 or name in _NOT_STATED, name
    assert set(kg.ask("cited-by", document="76/NQ-CP").column("relation")) == {None}
    assert {*kg.ask("about", document="76/NQ-CP").column("direction")} == {None}
    for view in VIEWS:
        document = "434/KH-UBND" if view in ONE_DOCUMENT else None
        try:
            net = kg.network(view, document=document)
        except ValueError as error:  # a document without a task is not in the network of tasks
            assert "has nothing on" in str(error)
            continue
        assert [status for *_, status in net.edges(data="status") if status != "unresolved"] == [], view
    assert len(VIEWS) >= 8
    assert [len(kg.table(name)) for name in ("tasks", "bearers", "targets", "budgets")] == [0, 0, 0, 0]
    assert [len(r.assignments) for r in kg.records()] == [len(r.assignments) for r in samples_kg.records()]
