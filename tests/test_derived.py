"""What no single source says: times, states of force, where a target comes from, which documents are normative."""

import pytest
from rdflib import Dataset

import cancu
from cancu.graph.derived import Derived
from cancu.graph.entities import kinds_of
from cancu.ontology.agency_kinds import agency_kinds
from cancu.ontology.identifiers import Identifiers
from cancu.ontology.schemes import in_force
from cancu.ontology.tables import Tables

HEAD = """ỦY BAN NHÂN DÂN
TỈNH LÀO CAI
-------
Số: {number}
Lào Cai, ngày {day}

"""
PLAN = (
    HEAD
    + """KẾ HOẠCH
Cải cách hành chính giai đoạn 2021 - 2025

Thực hiện Nghị quyết số 50/NQ-CP ngày 10/5/2018 của Chính phủ;
Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:

II. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ chủ trì rà soát thủ tục hành chính. Hoàn thành trong quý II/2022.
2. Sở Tài chính chủ trì bố trí kinh phí. Hoàn thành trước ngày 31/12/2021.
3. Sở Tư pháp báo cáo Ủy ban nhân dân tỉnh định kỳ hằng năm.
"""
)


@pytest.fixture
def kg(tmp_path):
    return lambda **texts: cancu.build(folder(tmp_path, texts))


def folder(path, texts):
    for name, text in texts.items():
        (path / f"{name}.txt").write_text(text, encoding="utf-8")
    return path


def found(kg, columns, pattern):
    return {tuple(str(v) for v in row) for row in kg.query(f"SELECT DISTINCT {columns} WHERE {{ {pattern} }}").rows}


def test_deadlines_and_periods_are_times(kg):
    graph = kg(a=PLAN.format(number="120/KH-UBND", day="18 tháng 8 năm 2021"))
    ends = found(graph, "?task ?day", "?task a cancu:Task ; time:hasTime/time:hasEnd/time:inXSDDate ?day")
    assert ends == found(graph, "?task ?day", "?task cancu:deadline ?day")
    assert len(ends) == 2
    spans = """[] time:hasTime ?time . ?time a time:ProperInterval ; time:hasEnd/time:inXSDDate ?last
        OPTIONAL { ?time time:hasBeginning/time:inXSDDate ?first } BIND(COALESCE(STR(?first), "open") AS ?from)"""
    assert found(graph, "?from ?last", spans) == {("2022-04-01", "2022-06-30"), ("open", "2021-12-31")}
    often = found(graph, "?x ?often", "[] cancu:recurrence ?x ; time:hasTime/cv:frequency ?often")
    assert often == {("annual", "https://w3id.org/cancu/frequency/annual")}
    period = found(graph, "?t ?day", "[] a cancu:Plan ; dct:temporal ?t . ?t time:hasBeginning/time:inXSDDate ?day")
    assert period == {("https://w3id.org/cancu/time/2021-01-01--2025-12-31", "2021-01-01")}


def test_a_work_its_expression_and_the_text_layer(kg):
    graph = kg(a=PLAN.format(number="120/KH-UBND", day="18 tháng 8 năm 2021"))
    pattern = """?layer a eli:Format, cancu:TextLayer ; eli:is_exemplified_by/cancu:path ?path ; eli:embodies ?text .
        ?text a eli:LegalExpression ; eli:realizes/eli:id_local ?number ; eli:language ?language ; eli:title ?title"""
    ((path, number, language, title, text),) = found(graph, "?path ?number ?language ?title ?text", pattern)
    assert (path, number, title) == ("a.txt", "120/KH-UBND", "Cải cách hành chính giai đoạn 2021 - 2025")
    assert text.endswith("/120-kh-ubnd/vie@")
    assert language.endswith("/VIE")


def test_the_state_of_force_is_that_of_the_last_day_of_signature(kg):
    decree = """CHÍNH PHỦ
Số: 90/2019/NĐ-CP
Hà Nội, ngày 01 tháng 10 năm 2019
NGHỊ ĐỊNH
Nghị định này thay thế Nghị định số 63/2010/NĐ-CP ngày 08/6/2010."""
    graph = kg(a=decree, b=PLAN.format(number="120/KH-UBND", day="18 tháng 8 năm 2021"))
    assert found(graph, "?day", "[] cancu:asOf ?day") == {("2021-08-18",)}
    states = found(graph, "?number ?state", "?d eli:in_force ?state ; eli:id_local ?number")
    assert states == {("63/2010/NĐ-CP", "http://data.europa.eu/eli/ontology#InForce-notInForce")}
    (row,) = graph.ask("state-at", document="63/2010/NĐ-CP", as_of="2021-08-18")
    assert row["effect"] == "replaces"
    assert graph.validate().violations == ()


def test_an_issuer_says_since_when_it_is_there(tmp_path):
    later = "Căn cứ Thông tư số 12/2025/TT-BNNMT ngày 19/6/2025 của Bộ Nông nghiệp và Môi trường;"
    folder(tmp_path, {"a": PLAN.format(number="120/KH-UBND", day="18 tháng 8 năm 2021") + later})
    graph = cancu.build(tmp_path)
    since = found(graph, "?name ?day", "[] eli:passed_by ?body . ?body cancu:validFrom ?day ; rdfs:label ?name")
    assert ("Bộ Nông nghiệp và Môi trường", "2025-03-01") in since
    assert ("Ủy ban nhân dân tỉnh Lào Cai", "1991-10-01") in since
    assert not [r for r in graph.validate().results if r.shape.endswith("#IssuerAlive")]
    (tmp_path / "a.txt").write_text(later.replace("2025/TT", "2020/TT").replace("6/2025", "6/2020"), encoding="utf-8")
    assert [r for r in cancu.build(tmp_path).validate().warnings if r.shape.endswith("#IssuerAlive")]


def test_an_end_after_that_day_is_none_yet():
    derived = Derived(Identifiers(), "2021-08-18")
    derived.end("https://x/ended", "2021-08-18", partial=False)
    derived.end("https://x/later", "2021-08-19", partial=False)
    derived.end("https://x/part", "2020-01-01", partial=True)
    derived.end("https://x/both", "2020-01-01", partial=True)
    derived.end("https://x/both", "2020-01-01", partial=False)
    derived.end("https://x/twice", "2030-01-01", partial=False)
    derived.end("https://x/twice", "2020-01-01", partial=False)
    derived.end("https://x/unknown", None, partial=False)
    graph = Dataset(default_union=True).parse(data=derived.quads(), format="nquads")
    rows = graph.query("SELECT ?d ?state { ?d <http://data.europa.eu/eli/ontology#in_force> ?state }")
    assert {(d[10:], str(state).rpartition("-")[2]) for d, state in rows} == {
        ("ended", "notInForce"),
        ("both", "notInForce"),
        ("twice", "notInForce"),
        ("part", "partiallyInForce"),
    }
    undated = Derived(Identifiers())
    undated.end("https://x/ended", "2021-08-18", partial=False)
    assert undated.quads() == ""


class Goal:
    def __init__(self, indicator="tỷ lệ hồ sơ", unit="%", comparator=">=", by=None):
        self.indicator, self.unit, self.comparator, self.by = indicator, unit, comparator, by


def derivations(derived):
    graph = Dataset(default_union=True).parse(data=derived.quads(), format="nquads")
    for line in graph.query("SELECT ?a ?b { ?a <https://w3id.org/cancu/ns#derivedFromTarget> ?b }"):
        yield tuple(str(node)[10:] for node in line)


def test_a_target_comes_from_the_nearest_document_above():
    derived = Derived(Identifiers())
    for document in ("plan", "province", "programme"):
        derived.target(f"https://x/{document}", Goal(), f"https://x/{document}-t")
    derived.step("https://x/plan", "https://x/decision")  # without targets: the way leads through it
    derived.step("https://x/decision", "https://x/province")
    derived.step("https://x/province", "https://x/programme")
    derived.step("https://x/programme", "https://x/plan")  # a circle ends
    assert set(derivations(derived)) == {
        ("plan-t", "province-t"),
        ("province-t", "programme-t"),
        ("programme-t", "plan-t"),
    }


def test_of_several_targets_the_year_decides_or_none_is_meant():
    derived = Derived(Identifiers())
    derived.step("https://x/plan", "https://x/programme")
    for year in ("2025", "2030"):
        derived.target("https://x/programme", Goal(by=year), f"https://x/of-{year}")
    for name, year in (("a", "2025"), ("b", None), ("c", "2027")):
        derived.target("https://x/plan", Goal(by=year), f"https://x/{name}")
    derived.target("https://x/plan", Goal(unit="hồ sơ"), "https://x/other-unit")
    derived.target("https://x/plan", Goal(indicator=None), "https://x/nameless")
    assert set(derivations(derived)) == {("a", "of-2025")}


def test_derivations_are_those_that_weaker_targets_compare():
    from pathlib import Path

    graph = cancu.build(Path(__file__).resolve().parent / "data" / "cases")
    (row,) = graph.ask("weaker-targets")
    pattern = """?target cancu:derivedFromTarget ?above ; prov:wasDerivedFrom ?above ; cancu:value ?value ;
        cancu:targetOf ?document . ?above cancu:targetOf ?parent ; cancu:value ?parent_value"""
    columns = ("document", "value", "parent", "parent_value")
    assert found(graph, " ".join(f"?{c}" for c in columns), pattern) == {tuple(str(row[c]) for c in columns)}


@pytest.mark.parametrize(
    ("kind", "number", "year", "normative"),
    [
        ("Nghị định", "63/2010/NĐ-CP", 2010, True),
        ("Luật", None, None, True),
        ("Quyết định", "03/2007/QĐ-BNV", 2007, True),
        ("Quyết định", "749/QĐ-TTg", 2020, False),
        ("Quyết định", "181-TTg", 1996, None),  # numbers carried no year yet
        ("Quyết định", "749/QĐ-TTg", None, None),
        ("Nghị quyết", "18-NQ/TW", 2017, False),
        ("Nghị quyết", None, 2010, None),
        ("Nghị định", "36-CP", 1996, None),
        ("Quy chế", None, 2010, None),  # what the decision is that promulgates it
        ("Kế hoạch", "434/KH-UBND", 2021, False),
        (None, "12/ABC", 2020, None),
    ],
)
def test_normative_documents_carry_the_year_in_their_number(kind, number, year, normative):
    assert kinds_of(Tables.load()).normative(kind, number, year) is normative


@pytest.mark.parametrize(
    ("output", "kind"),
    [
        ("Quyết định của UBND tỉnh", "Quyết định"),
        ("Dự thảo kế hoạch  liên ngành của hai sở", "Kế hoạch liên ngành"),
        ("Báo cáo", "Báo cáo"),
        ("Báo cáo thẩm định; tờ trình", "Báo cáo thẩm định"),
        ("100% cơ sở dữ liệu", None),
        ("Văn bản của Sở Nội vụ", None),  # of any type
        ("Điện chiếu sáng", None),
        ("Kế hoạchh", None),
    ],
)
def test_the_type_of_what_a_task_is_to_produce(output, kind):
    assert kinds_of(Tables.load()).of_output(output) == kind


def test_outputs_and_citations_say_what_they_are(samples_kg):
    kinds = found(
        samples_kg,
        "?name ?said",
        "[] p-plan:hasOutputVar ?o . ?o dct:type ?k ; dct:description ?said . ?k skos:prefLabel ?name FILTER(LANG(?name) = 'vi')",
    )
    assert len(kinds) > 5
    assert all(said.casefold().removeprefix("dự thảo ").startswith(name.casefold()) for name, said in kinds)
    pattern = "?claim rdf:predicate ?p ; cancu:citation ?c . ?c cito:hasCitationCharacterization ?q FILTER(?p = ?q)"
    assert (
        len(found(samples_kg, "?claim", pattern))
        == len(found(samples_kg, "?claim", "?claim cancu:citation ?c . ?claim a cancu:Claim"))
        > 90
    )


def test_bodies_and_provisions_are_of_a_kind(samples_kg, tmp_path):
    kinds = found(samples_kg, "?class ?kind", "?a a ?class ; org:classification ?kind")
    said = {(c.rpartition("#")[2], k.rpartition("/")[2]) for c, k in kinds}
    assert {("Agency", "specific"), ("AgencyGroup", "collective"), ("Agency", "department")} <= said
    known = {("Agency", kind.key) for kind in agency_kinds()}
    assert said - known == {("Agency", "specific"), ("AgencyGroup", "collective")}  # a group has no other kind
    text = "Căn cứ điểm a khoản 2 Điều 5, khoản 1 Điều 6 và Điều 7 Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ;"
    folder(tmp_path, {"a": text})
    kinds = found(cancu.build(tmp_path), "?name ?kind", "[] eli:type_subdivision ?kind ; rdfs:label ?name")
    assert {(name, kind.rpartition("/")[2]) for name, kind in kinds} == {
        ("điểm a khoản 2 Điều 5", "diem"),
        ("khoản 1 Điều 6", "khoan"),
        ("Điều 7", "dieu"),
    }


@pytest.mark.parametrize(
    ("status", "term"),
    [
        ("Còn hiệu lực", "InForce-inForce"),
        ("Hết hiệu lực  toàn bộ", "InForce-notInForce"),
        ("hết hiệu lực một phần", "InForce-partiallyInForce"),
        ("Ngưng hiệu lực", None),
        (None, None),
    ],
)
def test_what_a_catalogue_says_of_force(status, term):
    assert in_force(status) == (term and f"http://data.europa.eu/eli/ontology#{term}")


def test_the_catalogue_says_it_in_its_own_graph(tmp_path):
    folder(tmp_path, {"a": "Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ;"})
    rows = [{"number": "63/2010/NĐ-CP", "issuer": "Chính phủ", "date": "2010-06-08", "status": "Hết hiệu lực một phần"}]
    graph = cancu.build(tmp_path, catalogue=rows)
    (said,) = found(graph, "?g ?d ?state", "GRAPH ?g { ?d eli:in_force ?state }")
    assert said == (
        "https://w3id.org/cancu/catalogue/given",
        "https://w3id.org/cancu/eli/vn/chinh-phu/2010/63-2010-nd-cp",
        "http://data.europa.eu/eli/ontology#InForce-partiallyInForce",
    )
    assert graph.validate().violations == ()


def test_an_event_says_what_it_ended_and_what_came_of_it(tmp_path):
    text = "KẾ HOẠCH\nI. NHIỆM VỤ\n1. Giao Bộ Thông tin và Truyền thông chủ trì rà soát cổng dữ liệu quốc gia.\n"
    folder(tmp_path, {"a": text})
    pattern = "?e a cancu:ChangeEvent ; dct:source ?act ; org:originalOrganization ?a ; org:resultingOrganization ?b"
    told = found(cancu.build(tmp_path), "?a ?b ?act", pattern)
    assert {tuple(x.rpartition("/agency/")[2] for x in row[:2]) + row[2:] for row in told} == {
        ("bo-thong-tin-va-truyen-thong", "bo-khoa-hoc-va-cong-nghe", "Nghị quyết 176/2025/QH15")
    }
