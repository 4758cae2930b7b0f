"""The questions that need several documents: dead bases, broken chains, weaker targets, abolished agencies, as of a day.

tests/data/cases/ shows each case in as few sentences as it takes; the expected rows were written with the texts.
"""

from pathlib import Path

import pytest

import cancu
from cancu.graph import query as q
from cancu.graph.compared import task_key

CASES = Path(__file__).resolve().parent / "data" / "cases"
BASE = "https://w3id.org/cancu/eli/vn/"
DECREE_2010 = "63/2010/NĐ-CP"
DIGITAL = "hồ sơ thủ tục hành chính được giải quyết trực tuyến"

# question, parameters, columns that are compared, the rows
EXPECTED = [
    # Lào Cai and Hà Giang implement the programme's resolution, Cao Bằng (two plans) does not.
    ("coverage-gaps", {"document": "50/NQ-CP"}, ("province", "documents"), {("Cao Bằng", 2)}),
    ("lag", {"document": "50/NQ-CP"}, ("number", "days"), {("120/KH-UBND", 100), ("95/KH-UBND", 200)}),
    (
        "little-implemented",
        {"fewer_than": 2},
        ("label", "provinces"),
        {("Quyết định 225/QĐ-TTg", 1), ("Nghị quyết 57-NQ/TW", 1)},
    ),
    ("little-implemented", {"fewer_than": 1}, ("label",), set()),
    # The decree of 2010 was replaced on 2019-07-01: before Cao Bằng signed, after Lào Cai did.
    (
        "dead-bases",
        {},
        ("number", "basis_number", "how", "dead_since", "replaced_by_number"),
        {("77/KH-UBND", DECREE_2010, "replaces", "2019-07-01", "90/2019/NĐ-CP")},
    ),
    ("dead-bases", {"document": "120/KH-UBND"}, ("number",), set()),
    (
        "outdated-bases",
        {},
        ("number", "basis_number", "dead_since"),
        {("120/KH-UBND", DECREE_2010, "2019-07-01")},
    ),
    ("state-at", {"document": DECREE_2010, "as_of": "2019-06-30"}, ("effect",), {("stands",)}),
    (
        "state-at",
        {"document": DECREE_2010, "as_of": "2019-07-01"},
        ("effect", "since", "by_number"),
        {("replaces", "2019-07-01", "90/2019/NĐ-CP")},
    ),
    # The plan asks for 60 % by 2021 where the programme asks for 80 % by 2020.
    (
        "weaker-targets",
        {},
        ("number", "indicator", "how", "value", "by_year", "parent_value", "parent_by_year"),
        {("120/KH-UBND", DIGITAL, "weaker", 60, 2021, 80, 2020)},
    ),
    # The programme asks for 95 % in time; the plan sets a target, but none on that.
    (
        "missing-targets",
        {"document": "50/NQ-CP"},
        ("number", "indicator", "value", "unit"),
        {("120/KH-UBND", "hồ sơ thủ tục hành chính được giải quyết đúng hạn", 95, "%")},
    ),
    # Every rule that was measured is above 0 %; what is left was judged on too few statements.
    ("doubtful", {"below": 0, "document": "50/NQ-CP"}, ("relation", "confidence"), {("promulgates", None)}),
    (
        "targets",
        {"document": "50/NQ-CP"},
        ("comparator", "value", "unit", "by_year"),
        {(">=", 80, "%", 2020), (">=", 95, "%", 2020)},
    ),
    (
        "same-task",
        {},
        ("difference", "one", "other", "later"),
        {("lead", "Sở Tư pháp", "Sở Nội vụ", f"{BASE}ha-giang.1991/ubnd/2018/95-kh-ubnd")},
    ),
    (
        "overlapping-leads",
        {},
        ("output", "agency", "other_agency"),
        {("Quyết định công bố", "Sở Nội vụ", "Sở Tư pháp")},
    ),
    ("shared-leads", {}, ("one", "other", "number"), {("Sở Nội vụ", "Sở Tư pháp", "77/KH-UBND")}),
    # The plan is for 2019, one task is due at the end of 2021.
    (
        "deadline-conflicts",
        {},
        ("conflict", "deadline", "number"),
        {("after_end", "2021-12-31", "120/KH-UBND")},
    ),
    # Departments of information and communications ended on 2025-03-01; the plan is of 2026.
    (
        "abolished-agencies",
        {},
        ("agency", "abolished_on", "successor", "reason", "number"),
        {
            (
                "Sở Thông tin và Truyền thông",
                "2025-03-01",
                "Sở Khoa học và Công nghệ",
                "Nghị định 45/2025/NĐ-CP",
                "8/KH-UBND",
            )
        },
    ),
    (
        "responsible-at",
        {"document": "120/KH-UBND", "as_of": "2025-02-28", "agency": "Thông tin"},
        ("agency", "now", "document_state"),
        {("Sở Thông tin và Truyền thông", "Sở Thông tin và Truyền thông", "stands")},
    ),
    (
        "responsible-at",
        {"document": "120/KH-UBND", "as_of": "2025-08-01", "agency": "Thông tin"},
        ("agency", "now", "document_state"),
        {("Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ", "stands")},
    ),
    (
        "responsible-at",
        {"document": "120/KH-UBND", "as_of": "2018-01-01", "agency": "Thông tin"},
        ("document_state",),
        {("not_yet",)},
    ),
    # Up to the Party resolution over the Government's; the decree is a dead end, because it was not read.
    (
        "chain",
        {"document": "120/KH-UBND"},
        ("label", "relation", "base_label", "broken"),
        {
            ("Kế hoạch 120/KH-UBND", "based_on", "Nghị định 63/2010/NĐ-CP", True),
            ("Kế hoạch 120/KH-UBND", "implements", "Nghị quyết 50/NQ-CP", False),
            ("Nghị quyết 50/NQ-CP", "based_on", "Nghị quyết 18-NQ/TW", False),
        },
    ),
    (
        "task-gaps",
        {"document": "78/KH-UBND"},
        ("missing", "description"),
        {("output", "Tập huấn nghiệp vụ")},
    ),
    ("cooperation", {"at_least": 2}, ("one", "other", "tasks"), {("Sở Nội vụ", "Sở Tài chính", 2)}),
    ("budgets", {}, ("amount",), set()),
]


@pytest.fixture(scope="module")
def kg():
    return cancu.build(CASES)


@pytest.fixture(scope="module")
def rdflib_engine(kg, on_rdflib):
    return on_rdflib(kg.export("nq", runs=True))


def plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


@pytest.mark.parametrize(
    ("name", "parameters", "columns", "expected"),
    EXPECTED,
    ids=[f"{name} {' '.join(map(str, parameters.values()))}".strip() for name, parameters, *_ in EXPECTED],
)
def test_rows_on_both_engines(kg, rdflib_engine, name, parameters, columns, expected):
    rows = kg.ask(name, **parameters)
    assert {tuple(plain(row[column]) for column in columns) for row in rows} == expected
    assert q.ask(rdflib_engine, name, parameters).rows == rows.rows


def test_every_hard_question_is_asked_here_or_of_the_samples():
    asked = {name for name, *_ in EXPECTED}
    of_the_samples = {
        "about", "based-on", "impacts", "carried-by", "cited-by", "documents", "implements", "led-by", "tasks-due", "unresolved",
        "findings",
    }  # fmt: skip
    assert asked | of_the_samples == set(q.questions())
    assert len(q.questions()) >= 20


def test_the_cases_are_clean(kg):
    assert kg.outcome.breaches == ()
    assert kg.outcome.counts["unresolved"] == 0


def test_a_basis_of_which_only_the_year_of_the_end_is_known(tmp_path, on_rdflib):
    """The decree of 2019 may have come after March: only the plan of 2020 surely rests on a dead basis."""
    plan = (CASES / "cao-bang.txt").read_text(encoding="utf-8")
    for year in ("2019", "2020"):
        text = plan.replace("ngày 01 tháng 09 năm 2019", f"ngày 01 tháng 03 năm {year}")
        (tmp_path / f"{year}.txt").write_text(text, encoding="utf-8")
    later = plan.replace("77/KH-UBND", "5/KH-UBND").replace("tháng 09 năm 2019", "tháng 09 năm 2022")
    said = "Nghị định số 90/2019/NĐ-CP của Chính phủ thay thế Nghị định số 63/2010/NĐ-CP của Chính phủ."
    (tmp_path / "later.txt").write_text(later.replace("1. Sở Nội vụ", f"1. {said}\n2. Sở Nội vụ"), encoding="utf-8")
    kg = cancu.build(tmp_path)
    found = kg.ask("dead-bases", document="2020.txt")
    assert [(row["dead_since"].isoformat(), row["replaced_by_number"]) for row in found] == [
        ("2019-01-01", "90/2019/NĐ-CP")
    ]
    assert {row["source"] for row in kg.ask("dead-bases")} == {"2020.txt", "later.txt"}
    assert q.ask(on_rdflib(kg.export("nq", runs=True)), "dead-bases", {}).rows == kg.ask("dead-bases").rows


def test_money_with_its_source_its_task_and_its_sentence(tmp_path, on_rdflib):
    page = (CASES / "cao-bang-phu-luc.html").read_text(encoding="utf-8")
    said = "Kinh phí thực hiện Kế hoạch năm 2020 là 620 triệu đồng, trong đó ngân sách tỉnh 500 triệu đồng."
    page = page.replace("<p>PHỤ LỤC", f"<p>III. KINH PHÍ</p><p>{said}</p><p>PHỤ LỤC")
    page = page.replace("<th>Sản phẩm</th>", "<th>Sản phẩm</th><th>Kinh phí (triệu đồng)</th>")
    for product, money in (("Quý II năm 2020</td><td>Quyết định công bố</td>", 500), ("<td></td>", 120)):
        page = page.replace(product, f"{product}<td>{money}</td>")
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    kg = cancu.build(tmp_path)
    rows = kg.ask("budgets", document="78/KH-UBND")
    found = [tuple(row[c] for c in ("amount", "currency", "fund", "year", "deliverable")) for row in rows]
    assert found == [
        (500_000_000, "VND", "ngân sách tỉnh", 2020, None),
        (620_000_000, "VND", None, 2020, None),
        (500_000_000, "VND", None, None, True),
        (120_000_000, "VND", None, None, False),
    ]
    assert [str(row["task"]).rpartition("#")[2] for row in rows] == ["None", "None", "A1", "A3"]
    quotes = rows.column("quote")
    assert quotes[:2] == [said, said]
    assert "Công bố thủ tục hành chính mới" in quotes[2]  # the row of the table
    assert quotes[3].startswith("3\tTập huấn nghiệp vụ")
    assert quotes[3].endswith("120")
    for row in rows:
        assert kg.text("a.html")[row["start"] : row["end"]] == row["quote"]
    assert q.ask(on_rdflib(kg.export("nq", runs=True)), "budgets", {}).rows == kg.ask("budgets").rows


@pytest.mark.parametrize("day", ["01/9/2019", "01/12/2019"])
def test_a_document_that_replaces_its_own_basis(tmp_path, day):
    """It rests on what it ends: no fault, whether the end comes with the signature or later."""
    plan = (CASES / "cao-bang.txt").read_text(encoding="utf-8")
    said = (
        f"Kế hoạch này có hiệu lực từ ngày {day} và thay thế Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ."
    )
    (tmp_path / "a.txt").write_text(plan.replace("1. Sở Nội vụ", f"1. {said}\n2. Sở Nội vụ"), encoding="utf-8")
    kg = cancu.build(tmp_path)
    assert [row["by_number"] for row in kg.ask("state-at", document=DECREE_2010)] == ["77/KH-UBND"]
    assert len(kg.ask("dead-bases")) == len(kg.ask("outdated-bases")) == 0
    assert "BasisAlive" not in {result.shape.rpartition("#")[2] for result in kg.validate().warnings}


def test_a_basis_whose_cited_provision_was_repealed(tmp_path, on_rdflib):
    plan = (CASES / "cao-bang.txt").read_text(encoding="utf-8")
    recitals = [
        f"Căn cứ {part} Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ về kiểm soát thủ tục hành chính;"
        for part in ("khoản 2 Điều 5", "Điều 7", "Điều 50")
    ]
    (tmp_path / "plan.txt").write_text(
        plan.replace("Căn cứ Nghị", "\n".join([*recitals, "Căn cứ Nghị"])), encoding="utf-8"
    )
    decree = (CASES / "nghi-dinh.txt").read_text(encoding="utf-8")
    (tmp_path / "decree.txt").write_text(decree.replace("Nghị định này thay thế", "Bãi bỏ Điều 5"), encoding="utf-8")
    kg = cancu.build(tmp_path)
    rows = kg.ask("dead-bases")
    found = [(r["number"], r["basis_number"], r["provision"], r["how"], r["replaced_by_number"]) for r in rows]
    assert found == [("77/KH-UBND", DECREE_2010, "khoản 2 Điều 5", "repeals", "90/2019/NĐ-CP")]
    assert rows[0]["quote"].startswith("Căn cứ khoản 2 Điều 5")
    assert q.ask(on_rdflib(kg.export("nq", runs=True)), "dead-bases", {}).rows == rows.rows


def test_a_step_of_a_chain_comes_with_the_sentence_of_each_plan_that_states_it(tmp_path, on_rdflib):
    """And with nothing beside the way up: the other programme of the resolution is no step of the first plan."""
    plan = (CASES / "cao-bang.txt").read_text(encoding="utf-8")
    ours = "Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021-2030"
    programmes = {5: ours, 6: ours, 7: "Chương trình chuyển đổi số quốc gia giai đoạn 2021-2025"}
    for number, name in programmes.items():
        said = f"Thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ ban hành {name};"
        text = plan.replace("77/KH-UBND", f"{number}/KH-UBND").replace("Căn cứ", f"{said}\nCăn cứ")
        text = text.replace("1. Sở Nội vụ", f"1. Triển khai {name}.\n2. Sở Nội vụ")
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    kg = cancu.build(tmp_path)
    for number, name, sources in ((5, ours, ["5.txt", "6.txt"]), (7, programmes[7], ["7.txt"])):
        rows = kg.ask("chain", document=f"{number}.txt")
        found = [r for r in rows if r["relation"] == "is_promulgates_by"]
        assert [(r["label"], r["base_label"], r["source"]) for r in found] == [
            (name, "Nghị quyết 76/NQ-CP", source) for source in sources
        ]
        assert all(str(r["quote"]).endswith(f"{programmes[int(str(r['source'])[0])]};") for r in found)
        engine = on_rdflib(kg.export("nq", runs=True))
        assert q.ask(engine, "chain", {"document": f"{number}.txt"}).rows == rows.rows


def test_tasks_of_a_rejected_claim_carry_nothing_out(tmp_path, samples, on_rdflib):
    kg = cancu.build(samples, store=tmp_path / "kg")
    decree = "158/2007/NĐ-CP"
    assert {row["names_it"] for row in kg.ask("carried-by", document=decree)} == {True}
    table = [
        r
        for r in kg.review_table().to_dicts()
        if r["relation"] == "implements" and "158-2007-nd-cp" in str(r["object"])
    ]
    assert table
    kg = kg.review([row | {"decision": "reject"} for row in table], reviewer="A")
    assert kg.ask("carried-by", document=decree).rows == ()
    assert q.ask(on_rdflib(kg.export("nq", runs=True)), "carried-by", {"document": decree}).rows == ()


PLAN = """ỦY BAN NHÂN DÂN
TỈNH {0}
-------

Số: {1}/KH-UBND

{2}, ngày {3} tháng {4} năm {5}

KẾ HOẠCH
Giảm nghèo năm {5}

Thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ;

{6}
"""


def plan(folder, name, place, number, day, body):
    """Write a plan of one province."""
    text = PLAN.format(place.upper(), number, place, *day.split("/"), body)
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def asked(kg, on_rdflib, name, parameters=None):
    """The rows of a question, which are those of rdflib, too."""
    rows = kg.ask(name, **(parameters or {}))
    assert q.ask(on_rdflib(kg.export("nq", runs=True)), name, parameters or {}).rows == rows.rows
    return rows


def test_targets_are_compared_without_capitals(tmp_path, on_rdflib):
    """And shown as they are written."""
    programme = (CASES / "chuong-trinh.txt").read_text(encoding="utf-8")
    programme = programme.replace("50/NQ-CP", "76/NQ-CP").replace("10 tháng 05 năm 2018", "15 tháng 07 năm 2021")
    goals = programme.index("1. Đến năm 2020")
    (tmp_path / "a.txt").write_text(programme[:goals] + "1. Giảm tỷ lệ hộ nghèo xuống dưới 10%.\n", encoding="utf-8")
    plan(tmp_path, "b", "Long An", 5, "20/08/2022", "I. MỤC TIÊU\n1. Tỷ lệ hộ nghèo xuống dưới 12%.")
    kg = cancu.build(tmp_path)
    rows = asked(kg, on_rdflib, "weaker-targets")
    assert [(row["indicator"], row["value"], row["parent_value"]) for row in rows] == [("Tỷ lệ hộ nghèo", 12, 10)]
    assert len(asked(kg, on_rdflib, "missing-targets")) == 0
    assert len(kg.query("SELECT ?a { ?a cancu:derivedFromTarget ?b }").rows) == 1
    found = {result.shape.rpartition("#")[2] for result in kg.validate().warnings}
    assert "WeakerThanParent" in found
    assert kg.validate().violations == ()


def test_tasks_are_compared_without_their_deadline(tmp_path, on_rdflib):
    said = "II. TỔ CHỨC THỰC HIỆN\n1. Sở Tư pháp rà soát quy trình nội bộ, hoàn thành trước ngày {}."
    plan(tmp_path, "a", "Long An", 5, "20/01/2023", said.format("30/6/2023"))
    plan(tmp_path, "b", "Tiền Giang", 6, "20/02/2023", said.format("30/9/2023"))
    rows = asked(cancu.build(tmp_path), on_rdflib, "same-task")
    assert [(row["difference"], row["one"], row["other"]) for row in rows] == [("deadline", "2023-06-30", "2023-09-30")]
    assert rows[0]["description"] == "rà soát quy trình nội bộ, hoàn thành trước ngày 30/6/2023"


@pytest.mark.parametrize(
    ("task", "deadline", "key"),
    [
        ("Rà soát quy trình (xong trước 30/6/2023)", "trước 30/6/2023", "rà soát quy trình"),
        ("trong quý II/2023 phải rà soát quy trình", "trong quý II/2023", "phải rà soát quy trình"),
        ("Rà soát  văn bản hết hạn", None, "rà soát văn bản hết hạn"),
        ("hoàn thành trước ngày 30/6", "trước ngày 30/6", "hoàn thành trước ngày 30/6"),
        ("rà soát quy trình", "Quý II", "rà soát quy trình"),
    ],
)
def test_words_by_which_tasks_are_compared(task, deadline, key):
    assert task_key(task, deadline) == key


def test_bodies_gone_that_a_plan_only_names(tmp_path, on_rdflib):
    """A body that issued a cited text, one that bears a task in the same plan, and plans before the end are no rows."""
    ministry = "Bộ Lao động - Thương binh và Xã hội"
    said = (
        f"Căn cứ Thông tư số 7/2020/TT-BNV của Bộ Nội vụ và Công văn số 9/LĐTBXH-VP của {ministry};\n"
        "II. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ tổng hợp, báo cáo {} trước ngày 30 tháng 6.\n"
        "2. Sở Thông tin và Truyền thông chủ trì xây dựng cổng dữ liệu."
    )
    plan(tmp_path, "a", "Long An", 5, "20/01/2023", said.format(ministry))
    plan(tmp_path, "b", "Lào Cai", 6, "20/02/2026", said.format(ministry))
    plan(tmp_path, "c", "Lào Cai", 7, "21/02/2026", said.format("Bộ Nội vụ"))
    kg = cancu.build(tmp_path)
    rows = [r for r in asked(kg, on_rdflib, "abolished-agencies") if r["agency"] == ministry]
    assert [(r["role"], r["source"], r["successor"], r["task"]) for r in rows] == [
        ("named", "b.txt", "Bộ Nội vụ", None)
    ]
    assert rows[0]["quote"] == f"Sở Nội vụ tổng hợp, báo cáo {ministry} trước ngày 30 tháng 6."
    assert kg.text("b.txt")[rows[0]["start"] : rows[0]["end"]] == rows[0]["quote"]
    others = {(r["agency"], r["role"], r["number"]) for r in kg.ask("abolished-agencies") if r["agency"] != ministry}
    assert others == {("Sở Thông tin và Truyền thông", "lead", f"{n}/KH-UBND") for n in (6, 7)}
    assert kg.validate().violations == ()


def test_outputs_behind_a_task_in_prose(tmp_path, on_rdflib):
    """“Sản phẩm: …” in the words of a task is its output; what is measured is none."""
    said = (
        "II. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ chủ trì xây dựng cổng dữ liệu. Sản phẩm: Cổng dữ liệu mở.\n"
        "2. Sở Y tế chủ trì xây dựng cổng dữ liệu của tỉnh; kết quả: Cổng dữ liệu mở.\n"
        "3. Sở Tài chính chủ trì giải ngân vốn đầu tư công. Kết quả: 95% kế hoạch."
    )
    plan(tmp_path, "a", "Long An", 5, "20/01/2023", said)
    kg = cancu.build(tmp_path)
    rows = asked(kg, on_rdflib, "overlapping-leads")
    assert [(r["output"], r["agency"], r["other_agency"]) for r in rows] == [
        ("Cổng dữ liệu mở", "Sở Nội vụ", "Sở Y tế")
    ]
    gaps = asked(kg, on_rdflib, "task-gaps", {"document": "a.txt", "missing": "output"})
    assert ["giải ngân" in r["description"] for r in gaps] == [True]
