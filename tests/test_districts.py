"""Districts: one body has one identity whichever way it comes in, and every one of them has ended.

Source of the dates: Nghị quyết 203/2025/QH15 and Luật 72/2025/QH15 (no districts since 2025-07-01), Nghị quyết
1111/NQ-UBTVQH14 (thành phố Thủ Đức), Nghị quyết 15/2008/QH12 (Hà Tây).
"""

import runpy
from pathlib import Path

import pytest
from rdflib import DCTERMS, ORG, RDFS, Dataset, URIRef

import cancu
from cancu.extract.citing.units import with_units_above
from cancu.graph import query as q
from cancu.graph.nquads import Lines
from cancu.graph.resolution import CatalogueEntry
from cancu.graph.resolve import resolve
from cancu.graph.succession import write_succession
from cancu.ontology.identifiers import Identifiers
from cancu.ontology.issuers import issuers_of, names_districts
from cancu.ontology.tables import Tables
from cancu.ontology.vocabulary import CANCU

MAKE = runpy.run_path(str(Path(__file__).with_name("identity.py")))
path = MAKE["path"]
BODY = "soc-trang.1992/huyen-my-xuyen/ubnd"
CITED = "Quyết định số 12/QĐ-UBND ngày 05/3/2019 của {} về việc phân công;"


def paper(issuer="TỈNH SÓC TRĂNG", date="15/01/2020", place="Sóc Trăng", basis="", tasks=()):
    """A plan with its head, one basis and tasks."""
    day, month, year = date.split("/")
    head = f"ỦY BAN NHÂN DÂN\n{issuer}\nSố: 12/KH-UBND\n\n{place}, ngày {day} tháng {month} năm {year}\n\n"
    title = f"KẾ HOẠCH\nCải cách hành chính năm {year}\n\nCăn cứ {basis or 'Nghị quyết số 76/NQ-CP của Chính phủ;'}\n\n"
    listed = "".join(f"{n}. {task}\n" for n, task in enumerate(tasks, 1))
    return f"{head}{title}I. NHIỆM VỤ\n{listed}\nNơi nhận:\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn A\n"


def resolved(text, catalogue=()):
    record = cancu.parse(text)
    return record, resolve([record], catalogue=catalogue)


def bodies(text):
    """The key, or the IRI, of each body that a text names, with its level and rule."""
    record, found = resolved(text)
    known = ((agency.name, found.agencies[record.source, agency.id]) for agency in record.agencies)
    return {name: (body.key or path(body.iri), body.level, body.rule) for name, body in known}


def basis(text):
    record, found = resolved(text)
    return path(found.citations[record.source, record.citations[0].id].iri)


@pytest.mark.parametrize(
    ("issuer", "named"),
    [
        ("TỈNH SÓC TRĂNG", "UBND huyện Mỹ Xuyên"),
        ("TỈNH LÀO CAI", "UBND huyện Mỹ Xuyên, tỉnh Sóc Trăng"),
        ("TỈNH LÀO CAI", "UBND huyện Mỹ Xuyên (tỉnh Sóc Trăng)"),
        ("TỈNH LÀO CAI", "UBND huyện Mỹ Xuyên - tỉnh Sóc Trăng"),
        ("HUYỆN MỸ XUYÊN\nTỈNH SÓC TRĂNG", "UBND huyện"),
        ("HUYỆN KẾ SÁCH\nTỈNH SÓC TRĂNG", "UBND huyện Mỹ Xuyên"),
    ],
)
def test_one_body_whichever_way_it_comes_in(issuer, named):
    text = paper(issuer, basis=CITED.format(named), tasks=[f"{named} chủ trì xây dựng báo cáo."])
    assert basis(text) == f"{BODY}/2019/12-qd-ubnd"
    leads = {key for key, _, _ in bodies(text).values()}
    assert BODY in leads
    assert not any("x-uy-ban" in key for key in leads)
    record = cancu.parse(text)
    row = CatalogueEntry("12/QĐ-UBND", "UBND huyện Mỹ Xuyên, tỉnh Sóc Trăng", "2019-03-05", "Quyết định")
    found = resolve([record], catalogue=[row])
    assert f"{BODY}/2019/12-qd-ubnd" in {path(iri) for iri in found.catalogue}


@pytest.mark.parametrize(
    ("issuer", "date", "named"),
    [
        ("TỈNH LÀO CAI", "15/01/2020", "UBND huyện Mỹ Xuyên"),  # it is in another province
        ("TỈNH SÓC TRĂNG", "15/01/2020", "UBND huyện Bát Xát"),
        ("TỈNH SÓC TRĂNG", "15/01/2020", "UBND huyện Không Có"),  # no table has it
        ("HUYỆN MỸ XUYÊN", "15/01/2020", "UBND huyện Mỹ Xuyên"),  # nothing says the province
        ("TỈNH TÂY NINH", "15/01/2026", "UBND huyện Châu Thành"),  # one in Long An, one in the old Tây Ninh
        ("TỈNH SÓC TRĂNG", "15/01/2020", "UBND xã Đại Tâm"),  # the district is not said
    ],
)
def test_a_wrong_province_is_worse_than_none(issuer, date, named):
    text = paper(issuer, date, basis=CITED.format(named), tasks=[f"{named} chủ trì xây dựng báo cáo."])
    assert basis(text) == "-"
    key, _, rule = bodies(text)[cancu.parse(text).citations[0].issuer]
    assert (key.partition("#")[0], rule) == ("file/text", "A5")


@pytest.mark.parametrize(
    ("name", "key", "level"),
    [
        ("Phòng Nội vụ huyện Mỹ Xuyên", "soc-trang.1992/huyen-my-xuyen/phong-noi-vu", "district"),
        ("Công an huyện Mỹ Xuyên", "soc-trang.1992/huyen-my-xuyen/cong-an", "district"),
        ("Chủ tịch UBND huyện Mỹ Xuyên", "soc-trang.1992/huyen-my-xuyen/ct-ubnd", "district"),
        ("Huyện ủy Mỹ Xuyên", "soc-trang.1992/huyen-my-xuyen/huyen-uy", "party"),
        ("UBND thành phố Sóc Trăng", "soc-trang.1992/thanh-pho-soc-trang/ubnd", "district"),
        # a city since 2007: the table has the name with the kind of its last years
        ("UBND thị xã Sóc Trăng", "soc-trang.1992/thi-xa-soc-trang/ubnd", "district"),
        ("UBND xã Đại Tâm, huyện Mỹ Xuyên", "soc-trang.1992/huyen-my-xuyen/xa-dai-tam/ubnd", "commune"),
    ],
)
def test_bodies_of_districts_and_communes(name, key, level):
    found = bodies(paper(tasks=[f"{name} chủ trì xây dựng báo cáo."])).values()
    assert (key, level, "A3") in found


def test_a_body_whose_name_ends_in_its_level():
    match = issuers_of(Tables.load()).match_body("Thanh tra huyện Mỹ Xuyên, tỉnh Sóc Trăng", when="2020-01-15")
    assert match.key == "soc-trang.1992/huyen-my-xuyen/thanh-tra-huyen"


def test_a_body_that_no_table_has_is_of_its_district():
    for issuer, named in (("TỈNH SÓC TRĂNG", ""), ("TỈNH LÀO CAI", ", tỉnh Sóc Trăng")):
        text = paper(issuer, tasks=[f"Trung tâm Văn hóa huyện Mỹ Xuyên{named} chủ trì xây dựng báo cáo."])
        keys = [key for key, _, _ in bodies(text).values() if "trung-tam" in key]
        assert [key.rpartition("-")[0] for key in keys] == ["soc-trang.1992/huyen-my-xuyen/x-trung-tam-van-hoa"]


def test_a_text_of_the_merged_province_means_the_district_that_was():
    text = paper(
        "THÀNH PHỐ CẦN THƠ",
        "15/01/2026",
        "Cần Thơ",
        basis=CITED.format("UBND huyện Mỹ Xuyên"),
        tasks=["UBND huyện Mỹ Xuyên chủ trì xây dựng báo cáo."],
    )
    assert basis(text) == f"{BODY}/2019/12-qd-ubnd"
    assert bodies(text)["Ủy ban nhân dân huyện Mỹ Xuyên"] == (BODY, "district", "A3")


@pytest.mark.parametrize(
    ("key", "name", "day", "heirs"),
    [
        ("soc-trang.1992/huyen-my-xuyen/ubnd", "UBND huyện Mỹ Xuyên", "2025-07-01", {}),
        ("ho-chi-minh.1976/quan-1/ubnd", "UBND Quận 1", "2025-07-01", {}),
        ("soc-trang.1992/huyen-khong-co/ubnd", "UBND huyện Không Có", "2025-07-01", {}),
        (
            "ho-chi-minh.1976/quan-2.1997/ubnd",
            "Ủy ban nhân dân Quận 2",
            "2021-01-01",
            {"ho-chi-minh.1976/thanh-pho-thu-duc.2021/ubnd": "Ủy ban nhân dân thành phố Thủ Đức"},
        ),
        (
            "ho-chi-minh.1976/quan-9.1997/quan-uy",
            "Quận ủy Quận 9",
            "2021-01-01",
            {"ho-chi-minh.1976/thanh-pho-thu-duc.2021/tinh-uy": "Thành ủy Thủ Đức"},
        ),
        (
            "quang-ninh/huyen-hoanh-bo/phong-noi-vu",
            "Phòng Nội vụ huyện Hoành Bồ",
            "2020-01-01",
            {"quang-ninh/thanh-pho-ha-long/phong-noi-vu": "Phòng Nội vụ thành phố Hạ Long"},
        ),
        (  # the districts of Hà Tây went on under Hà Nội
            "ha-tay.1991/huyen-ba-vi/ubnd",
            "UBND huyện Ba Vì, tỉnh Hà Tây",
            "2008-08-01",
            {"ha-noi.2008/huyen-ba-vi.2008/ubnd": "UBND huyện Ba Vì"},
        ),
        (  # a province divided in two: the table says in which part the district is
            "can-tho.1992/huyen-phung-hiep/ubnd",
            "UBND huyện Phụng Hiệp",
            "2004-01-01",
            {"hau-giang.2004/huyen-phung-hiep/ubnd": "UBND huyện Phụng Hiệp"},
        ),
        (
            "yen-bai.1991/so-noi-vu",
            "Sở Nội vụ tỉnh Yên Bái",
            "2025-07-01",
            {"lao-cai.2025/so-noi-vu": "Sở Nội vụ tỉnh Lào Cai"},
        ),
        ("lao-cai.2025/xa-bat-xat/ubnd", "UBND xã Bát Xát", None, {}),
        ("thanh-hoa/ubnd", "Ủy ban nhân dân tỉnh Thanh Hóa", None, {}),
    ],
)
def test_when_bodies_end_and_who_takes_over(key, name, day, heirs):
    ids = Identifiers()
    out = Lines("https://example.org/g")
    write_succession(out, [(key, name)], tables=Tables.load(), ids=ids)
    graph = Dataset(default_union=True)
    graph.parse(data=out.text(), format="nquads")
    body = URIRef(ids.agency(key))
    found = {URIRef(ids.agency(heir)): label for heir, label in heirs.items()}
    assert {heir: str(graph.value(heir, RDFS.label)) for heir in graph.objects(body, CANCU.successor)} == found
    assert str(graph.value(body, CANCU.validTo, default="None")) == str(day)
    if day:
        event = graph.value(body, ORG.changedBy)
        assert str(graph.value(event, DCTERMS.date)) == day
        why = {said.language for said in graph.objects(event, DCTERMS.description)}
        assert why == (set() if heirs else {"vi", "en"})
        act = str(graph.value(event, DCTERMS.source, default=""))
        assert not act.startswith("Quyết định 124/2004/QĐ-TTg"), "that is where the district is listed"
        assert ("1111/NQ-UBTVQH14" in act) == (day == "2021-01-01")


@pytest.mark.parametrize(
    ("collective", "ended"),
    [
        ("Ủy ban nhân dân các huyện, thị xã, thành phố", True),
        ("Ủy ban nhân dân cấp huyện", True),
        ("Phòng Nội vụ các quận - huyện", True),
        ("Ủy ban nhân dân cấp huyện, cấp xã", True),
        ("Các huyện ủy, thành ủy", True),
        ("Ủy ban nhân dân các xã, phường, thị trấn", False),
        ("Chủ tịch Ủy ban nhân dân các phường quận 5", False),
        ("Các cơ quan đóng trên địa bàn huyện", False),
        ("Các sở, ban, ngành", False),
        ("Bộ Chỉ huy Quân sự", False),
    ],
)
def test_collectives_of_districts(collective, ended):
    assert names_districts(collective) is ended


TASKS = (
    "Sở Nội vụ chủ trì, phối hợp với UBND huyện Mỹ Xuyên kiểm tra công vụ.",
    "UBND các huyện, thị xã, thành phố chịu trách nhiệm niêm yết thủ tục hành chính.",
    "UBND cấp huyện chủ trì, phối hợp với Phòng Nội vụ các huyện rà soát vị trí việc làm.",
    "UBND huyện Bát Xát chủ trì xây dựng báo cáo.",
    "UBND các xã, phường chủ trì triển khai bộ phận một cửa.",
)
NAMED = {
    "UBND huyện Mỹ Xuyên",
    "UBND các huyện, thị xã, thành phố",
    "UBND cấp huyện",
    "Phòng Nội vụ các huyện",
    "UBND huyện Bát Xát",  # of which province nothing says, but it is a district
}


@pytest.fixture(scope="module")
def kg(tmp_path_factory):
    folder = tmp_path_factory.mktemp("districts")
    late = paper("THÀNH PHỐ CẦN THƠ", "15/01/2026", "Cần Thơ", tasks=TASKS)
    (folder / "late.txt").write_text(late, encoding="utf-8")
    (folder / "early.txt").write_text(paper(tasks=TASKS), encoding="utf-8")
    return cancu.build(folder)


def test_abolished_agencies_finds_districts_and_their_collectives(kg, on_rdflib):
    rows = kg.ask("abolished-agencies")
    assert {row["agency"] for row in rows} == NAMED
    for row in rows:
        assert (row["source"], row["abolished_on"].isoformat(), row["successor"]) == ("late.txt", "2025-07-01", None)
        assert "không có một cơ quan kế thừa" in str(row["reason"])
        assert kg.text("late.txt")[row["start"] : row["end"]] == row["quote"]
    assert q.ask(on_rdflib(kg.export("nq", runs=True)), "abolished-agencies", {}).rows == rows.rows
    by_then = kg.ask("abolished-agencies", as_of="2025-07-01")
    assert {row["agency"] for row in by_then if row["source"] == "early.txt"} == {*NAMED, "Sở Nội vụ"}


def test_nobody_answers_for_a_district_on_a_day_without_one(kg, on_rdflib):
    parameters = {"document": "early.txt", "as_of": "2026-01-01"}
    rows = kg.ask("responsible-at", **parameters)
    gone = {row["agency"] for row in rows if row["now"] is None}
    assert gone == NAMED
    assert {row["abolished_on"] is not None for row in rows if row["agency"] in NAMED} == {True}
    assert {row["now"] for row in rows if row["agency"] == "Sở Nội vụ"} == {"Sở Nội vụ"}
    assert q.ask(on_rdflib(kg.export("nq", runs=True)), "responsible-at", parameters).rows == rows.rows
    before = kg.ask("responsible-at", document="early.txt", as_of="2025-06-30")
    assert all(row["now"] and row["abolished_on"] is None for row in before)


def test_no_body_of_that_day_stands_for_a_district_that_is_gone(tmp_path, on_rdflib):
    tasks = [task[:-1] + ". Hoàn thành trước ngày 31/12/2025." for task in TASKS[:1]]
    basis = "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ;"
    text = paper(date="15/01/2022", basis=basis, tasks=tasks).replace("Căn cứ Nghị quyết", "Thực hiện Nghị quyết")
    (tmp_path / "early.txt").write_text(text, encoding="utf-8")
    kg = cancu.build(tmp_path)
    elsewhere = on_rdflib(kg.export("nq", runs=True))
    for name, given in (("tasks-due", {"since": "2025-12-01"}), ("carried-by", {"document": "76/NQ-CP"})):
        for day, now in (("2025-06-30", "UBND huyện Mỹ Xuyên"), ("2025-07-01", None)):
            rows = kg.ask(name, **given, as_of=day)
            found = {row["agency"]: row["now"] for row in rows}
            assert found == {"Sở Nội vụ": "Sở Nội vụ", "UBND huyện Mỹ Xuyên": now}, (name, day)
            assert q.ask(elsewhere, name, given | {"as_of": day}).rows == rows.rows
    assert {row["now"] for row in kg.ask("tasks-due")} == {"Sở Nội vụ", "UBND huyện Mỹ Xuyên"}


def test_validation_names_each_task_of_a_body_that_is_gone(kg):
    found = [result for result in kg.validate().warnings if result.shape.endswith("#BodyAlive")]
    assert len(found) == len(NAMED)
    assert {result.source for result in found} == {"late.txt"}
    assert all(result.quote and result.start for result in found)


def test_a_plan_that_a_decision_promulgates_is_of_the_day_of_the_decision(tmp_path):
    plan = "\nKẾ HOẠCH\nCải cách hành chính năm 2026\n(Ban hành kèm theo Quyết định số 12/QĐ-UBND)\n\nI. NHIỆM VỤ\n"
    head, _, foot = paper("TỈNH THANH HÓA", "15/01/2026", "Thanh Hóa").partition("KẾ HOẠCH")
    head = head.replace("12/KH-UBND", "12/QĐ-UBND")
    decision = (
        "QUYẾT ĐỊNH\nVề việc ban hành Kế hoạch cải cách hành chính năm 2026\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Ban hành kèm "
    )
    decision += (
        "theo Quyết định này Kế hoạch cải cách hành chính năm 2026.\nĐiều 2. Quyết định này có hiệu lực từ ngày ký.\n"
    )
    text = (
        head + decision + foot[foot.index("\nNơi nhận") :] + plan + "1. UBND huyện Đông Sơn chủ trì xây dựng báo cáo.\n"
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    kg = cancu.build(tmp_path)
    rows = kg.ask("abolished-agencies")
    found = [
        (row["agency"], row["abolished_on"].isoformat(), row["date"].isoformat(), row["successor"]) for row in rows
    ]
    heir = "Ủy ban nhân dân thành phố Thanh Hóa"
    assert found == [("UBND huyện Đông Sơn", "2025-01-01", "2026-01-15", heir)]
    assert "#BodyAlive" in {result.shape[result.shape.index("#") :] for result in kg.validate().warnings}


@pytest.mark.parametrize(
    ("name", "lines", "text", "whole"),
    [
        ("Huyện ủy Mỹ Xuyên", ["TỈNH ỦY SÓC TRĂNG", "HUYỆN ỦY MỸ XUYÊN"], "", "Huyện ủy Mỹ Xuyên, tỉnh Sóc Trăng"),
        ("Thành ủy Vinh", ["ĐẢNG BỘ TỈNH NGHỆ AN"], "", "Thành ủy Vinh, tỉnh Nghệ An"),
        ("UBND xã Đại Tâm", ["UBND HUYỆN MỸ XUYÊN"], "", "UBND xã Đại Tâm, huyện Mỹ Xuyên"),
        ("UBND quận 3", [], "trên địa bàn Quận 3, Thành phố Hồ Chí Minh", "UBND quận 3, Thành phố Hồ Chí Minh"),
        ("UBND huyện Mỹ Xuyên", [], "phối hợp với huyện Kế Sách, tỉnh Sóc Trăng", None),
        ("UBND tỉnh Sóc Trăng", ["UBND TỈNH SÓC TRĂNG"], "", None),
        ("UBND thị xã Bảo Lộc", [], "thị xã Bảo Lộc, thành phố Đà Lạt", None),  # a list, and no province
    ],
)
def test_the_head_says_in_which_province_a_district_lies(name, lines, text, whole):
    assert with_units_above(name, Tables.load(), lines, text) == whole


def test_a_name_with_thuoc_is_the_same_unit():
    keys = {
        issuers_of(Tables.load()).match(f"UBND huyện Mỹ Xuyên{sign}tỉnh Sóc Trăng", when="2015").key
        for sign in (", ", " ", " thuộc ", " - ", ", thuộc ")
    }
    assert keys == {BODY}


def test_a_district_of_the_users_own_table(tmp_path):
    own = tmp_path / "own.toml"
    row = '[[districts]]\ncode = "{}"\nname = "Kế An"\nkind = "huyện"\nslug = "huyen-ke-an"\nparent = "{}"\n'
    own.write_text(row.format("9999", "94@1992-04-01"), encoding="utf-8")
    home = MAKE["document"]("UBND tỉnh Sóc Trăng", "2015-01-01")
    cited = MAKE["citation"]("5/QĐ-UBND", issuer="UBND huyện Kế An", date="2014-05-05")
    tables = Tables.load(own)
    found = resolve([MAKE["record"]([home], [cited])], tables=tables).citations["a.txt", "C1"]
    assert path(found.iri) == "soc-trang.1992/huyen-ke-an/ubnd/2014/5-qd-ubnd"
    assert resolve([MAKE["record"]([home], [cited])]).citations["a.txt", "C1"].iri is None
    own.write_text(row.format("9999", "94"), encoding="utf-8")
    with pytest.raises(ValueError, match="huyện Kế An: no place is '94'; give code@valid_from"):
        issuers_of(Tables.load(own))
