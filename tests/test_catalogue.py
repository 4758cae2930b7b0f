"""Catalogues of known documents: what they say stands apart, with the file it came from and when it was taken."""

import hashlib

import pytest
from click.testing import CliRunner

import cancu
from cancu.cli import main
from cancu.graph import query as q

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
    inside = kg.query(
        "SELECT ?date { GRAPH ?g { ?g a cancu:Catalogue . ?row cancu:lists ?d ; eli:date_document ?date } }"
    )
    assert [str(row["date"]) for row in inside] == ["2015-04-17"]  # of the documents that the graph knows
    said = kg.query("SELECT ?by { ?d cancu:saidBy/prov:wasDerivedFrom ?by . ?by a cancu:Catalogue }")
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


# What a catalogue knows beyond the texts: states, days, names of programmes

PROGRAMME = "tổng thể cải cách hành chính nhà nước giai đoạn 2011 - 2020"
PLAN = f"""ỦY BAN NHÂN DÂN
TỈNH LÀO CAI
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 41/KH-UBND
Lào Cai, ngày 10 tháng 02 năm 2016

KẾ HOẠCH
Cải cách hành chính năm 2016

Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ về kiểm soát thủ tục hành chính;
Căn cứ Nghị định số 43/2006/NĐ-CP ngày 25/4/2006 của Chính phủ quy định quyền tự chủ;
Căn cứ Nghị định số 24/2014/NĐ-CP ngày 04/4/2014 của Chính phủ;
Căn cứ Nghị định số 37/2014/NĐ-CP ngày 05/5/2014 của Chính phủ;
Thực hiện Chương trình {PROGRAMME};
Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:
"""
FIELDS = ("number", "issuer", "date", "type", "title", "status", "effective_from", "expires_on")
KNOWN = [
    (
        "63/2010/NĐ-CP",
        "Chính phủ",
        "2010-06-09",
        "Nghị định",
        "về kiểm soát thủ tục hành chính",
        "Hết hiệu lực một phần",
    ),
    (
        "43/2006/NĐ-CP",
        "Chính phủ",
        "2006-04-25",
        "Nghị định",
        "Quyền tự chủ",
        "Hết hiệu lực toàn bộ",
        None,
        "2015-04-06",
    ),
    ("24/2014/NĐ-CP", "Chính phủ", "2014-04-04", "Nghị định", "Cơ quan chuyên môn", "Hết hiệu lực"),
    ("37/2014/NĐ-CP", "Chính phủ", "2014-05-05", "Nghị định", "Cơ quan chuyên môn cấp huyện", "Ngưng hiệu lực"),
    (
        "30c/NQ-CP",
        "Chính phủ",
        "2011-11-08",
        "Nghị quyết",
        f"Nghị quyết ban hành Chương trình {PROGRAMME}",
        "Còn hiệu lực",
    ),
    ("41/KH-UBND", "Ủy ban nhân dân tỉnh Lào Cai", "2016-02-11", "Kế hoạch", "CCHC", "Còn hiệu lực", "2016-02-11"),
]


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    folder = tmp_path_factory.mktemp("catalogue")
    (folder / "a.txt").write_text(PLAN, encoding="utf-8")
    rows = [",".join(FIELDS), *(",".join(value or "" for value in (*row, *[None] * (8 - len(row)))) for row in KNOWN)]
    (folder / "dm.csv").write_text("\n".join(rows), encoding="utf-8")
    return cancu.build(folder / "a.txt", catalogue=cancu.read_catalogue(folder / "dm.csv", retrieved="2026-06-30"))


@pytest.fixture(scope="module")
def on_both(known, on_rdflib):
    engine = on_rdflib(known.export("nq", runs=True))

    def ask(name, **given):
        found = known.ask(name, **given)
        assert q.ask(engine, name, given).rows == found.rows
        return [dict(zip(found.columns, row, strict=True)) for row in found.rows]

    return ask


@pytest.mark.parametrize(
    ("day", "states"),
    [
        (None, {"63/2010/NĐ-CP": "partly_ended", "43/2006/NĐ-CP": "ended", "24/2014/NĐ-CP": "ended", "37/2014/NĐ-CP": "suspended"}),
        # What the catalogue says without a day is open on days before it was taken.
        ("2015-04-05", {"63/2010/NĐ-CP": "stands", "43/2006/NĐ-CP": "stands", "24/2014/NĐ-CP": "unclear", "37/2014/NĐ-CP": "unclear"}),
        ("2015-04-06", {"63/2010/NĐ-CP": "stands", "43/2006/NĐ-CP": "ended", "24/2014/NĐ-CP": "unclear", "37/2014/NĐ-CP": "unclear"}),
        ("2026-06-30", {"63/2010/NĐ-CP": "partly_ended", "43/2006/NĐ-CP": "ended", "24/2014/NĐ-CP": "ended", "37/2014/NĐ-CP": "suspended"}),
    ],
)  # fmt: skip
def test_its_status_reaches_the_questions(on_both, day, states):
    given = {"as_of": day} if day else {}
    rows = on_both("based-on", document="41/KH-UBND", **given)
    assert {row["number"]: row["state"] for row in rows} == states
    assert {row["listed_by"] for row in rows} == {"dm.csv"}
    assert {row["number"]: row["listed"] for row in rows}["43/2006/NĐ-CP"] == "Hết hiệu lực toàn bộ"
    stubs = on_both("documents", status="stub", **given)
    assert {row["number"]: row["state"] for row in stubs if row["number"] in states} == states
    assert {row["listed_by"] for row in stubs} == {"dm.csv"}


def test_its_word_is_a_row_of_the_state(on_both):
    (row,) = on_both("state-at", document="43/2006/NĐ-CP")
    said = (row["effect"], row["holds"], row["since"].isoformat(), row["source"], row["quote"])
    assert said == ("listed", True, "2015-04-06", "dm.csv", "Hết hiệu lực toàn bộ")
    (row,) = on_both("state-at", document="43/2006/NĐ-CP", as_of="2015-04-05")
    assert (row["effect"], row["since"].isoformat(), row["quote"]) == ("stands", "2006-04-25", None)
    (row,) = on_both("state-at", document="24/2014/NĐ-CP", as_of="2015-01-01")
    assert (row["effect"], row["holds"], row["since"]) == ("listed", None, None)
    assert [r["impact"] for r in on_both("impacts", document="43/2006/NĐ-CP")] == ["listed"]
    (row,) = on_both("dead-bases")
    assert (row["basis_number"], row["how"], row["replaced_by"], row["listed_by"]) == (
        "43/2006/NĐ-CP",
        "listed",
        None,
        "dm.csv",
    )


def test_a_document_has_one_row_and_the_finding_both_values(on_both, known):
    for name, given in (("documents", {}), ("based-on", {"document": "41/KH-UBND"})):
        column = "document" if name == "documents" else "basis"
        found = [row[column] for row in on_both(name, **given)]
        assert len(found) == len(set(found)), name
    dates = {row["number"]: str(row["date"]) for row in on_both("documents")}
    assert (dates["41/KH-UBND"], dates["63/2010/NĐ-CP"]) == ("2016-02-10", "2010-06-08")  # as the texts say
    said = known.query("""SELECT ?code ?message ?by WHERE {
        ?f a cancu:Finding ; cancu:findingCode ?code ; cancu:message ?message ; cancu:saidBy/rdfs:label ?by .
        FILTER(LANG(?message) = "en") } ORDER BY ?message""")
    assert [tuple(row) for row in said.rows] == [
        ("date-conflict", "one document, two dates: 2010-06-08 (a.txt#C1) / 2010-06-09 (catalogue dm.csv)", "dm.csv"),
        ("date-conflict", "one document, two dates: 2016-02-10 (a.txt#D1) / 2016-02-11 (catalogue dm.csv)", "dm.csv"),
    ]
    assert known.outcome.findings["date-conflict"] == 2
    rows = on_both("findings", code="date-conflict")
    assert [(row["label"], row["listed_by"], row["source"]) for row in rows] == [
        ("Nghị định 63/2010/NĐ-CP", "dm.csv", "a.txt"),
        ("Kế hoạch 41/KH-UBND", "dm.csv", None),
    ]
    assert rows[0]["quote"].startswith("Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010")
    assert rows[0]["message_vi"].endswith("2010-06-08 (a.txt#C1) / 2010-06-09 (danh mục dm.csv)")
    assert known.validate().violations == ()


def test_two_files_of_one_document_are_one_row(tmp_path):
    (tmp_path / "a.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "b.txt").write_text(PLAN.replace("ngày 10 tháng 02", "ngày 12 tháng 02"), encoding="utf-8")
    kg = cancu.build(tmp_path)
    rows = [row for row in kg.ask("documents", status="read") if row["number"] == "41/KH-UBND"]
    assert [(str(row["date"]), row["source"], row["files"]) for row in rows] == [("2016-02-10", "a.txt", 2)]
    (message,) = (f.message for f in _findings(kg) if f.code == "date-conflict")
    assert message == "one document, two dates: 2016-02-10 (a.txt#D1) / 2016-02-12 (b.txt#D1)"


def _findings(kg):
    from types import SimpleNamespace

    rows = kg.query("""SELECT ?code ?message { ?f a cancu:Finding ; cancu:findingCode ?code ; cancu:message ?message .
        FILTER(LANG(?message) = "en") }""")
    return [SimpleNamespace(code=code, message=message) for code, message in rows.rows]


def test_a_title_joins_the_programme_that_is_cited_by_name(on_both, known):
    (row,) = on_both("implements", document="30c/NQ-CP")
    assert (row["number"], row["via"]) == ("41/KH-UBND", f"Chương trình {PROGRAMME}")
    about = {
        r["aspect"]: (r["value"], r["source"]) for r in on_both("about", document="30c/NQ-CP") if not r["direction"]
    }
    assert about["date"] == ("2011-11-08", "dm.csv")  # nobody cites the resolution itself
    assert about["status"] == ("Còn hiệu lực", "dm.csv")
    extracted = known.query("SELECT ?g { GRAPH ?g { ?d cancu:promulgates ?p } }")
    assert {str(g).rpartition("/")[2] for g in extracted.column("g")} == {"dm.csv"}


@pytest.mark.parametrize(
    ("rows", "joined"),
    [
        ([("30c/NQ-CP", "2011-11-08", f"Nghị quyết ban hành Chương trình {PROGRAMME}")], ["30c/NQ-CP"]),
        ([("30c/NQ-CP", "2011-11-08", f"Ban hành Chương trình {PROGRAMME}.")], ["30c/NQ-CP"]),
        ([("30c/NQ-CP", "2011-11-08", f"Về việc ban hành “Chương trình {PROGRAMME.replace(' - ', '-')}”")], ["30c/NQ-CP"]),
        ([("30c/NQ-CP", "2011-11-08", f"Chương trình {PROGRAMME}")], ["30c/NQ-CP"]),
        # another period, another subject, a part of the title: no guess
        ([("30c/NQ-CP", "2011-11-08", f"Ban hành Chương trình {PROGRAMME.replace('2020', '2015')}")], []),
        ([("30c/NQ-CP", "2011-11-08", "Ban hành Chương trình tổng thể cải cách hành chính nhà nước")], []),
        ([("30c/NQ-CP", "2011-11-08", f"Sửa đổi Chương trình {PROGRAMME}")], []),
        # two candidates stay open
        ([("30c/NQ-CP", "2011-11-08", f"Ban hành Chương trình {PROGRAMME}"), ("76/NQ-CP", "2013-06-13", f"Ban hành Chương trình {PROGRAMME}")], []),
    ],
)  # fmt: skip
def test_only_the_same_title_joins(tmp_path, rows, joined):
    (tmp_path / "a.txt").write_text(PLAN, encoding="utf-8")
    catalogue = [{"number": n, "issuer": "Chính phủ", "date": d, "type": "Nghị quyết", "title": t} for n, d, t in rows]
    kg = cancu.build(tmp_path / "a.txt", catalogue=catalogue)
    issuing = kg.query("SELECT ?n { ?d cancu:promulgates ?p ; eli:id_local ?n }")
    assert issuing.column("n") == joined
    assert kg.outcome.findings.get("catalogue-title", 0) == (1 if len(rows) > 1 else 0)
    assert kg.validate().violations == ()


def test_a_local_document_counts_in_its_province_alone(tmp_path):
    text = PLAN.replace(f"Chương trình {PROGRAMME}", "Đề án Phát triển du lịch giai đoạn 2016 - 2020")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    for place, joined in (("Lào Cai", 1), ("Hà Giang", 0)):
        row = {
            "number": "12/QĐ-UBND",
            "issuer": f"Ủy ban nhân dân tỉnh {place}",
            "date": "2015-12-01",
            "type": "Quyết định",
        }
        row["title"] = "Phê duyệt Đề án phát triển du lịch giai đoạn 2016-2020"
        kg = cancu.build(tmp_path / "a.txt", catalogue=[row])
        assert len(kg.query("SELECT ?d { ?d cancu:promulgates ?p }")) == joined


def test_wrong_days_are_refused(tmp_path):
    for field, value in (("expires_on", "6/4/2015"), ("effective_from", "2015-13-01")):
        (tmp_path / "dm.csv").write_text(f"number,issuer,{field}\n1/NQ-CP,Chính phủ,{value}\n", encoding="utf-8")
        with pytest.raises(ValueError, match=f"line 2: {field} '{value}' is not written like"):
            cancu.read_catalogue(tmp_path / "dm.csv")


def test_every_status_of_the_national_database_is_known():
    from cancu.ontology.schemes import force_state

    assert force_state("Ngưng hiệu lực  một phần").partial
    assert force_state("hết hiệu lực").effect == "ends"
    assert force_state("Còn hiệu lực").effect is None
    assert force_state("Không rõ") is None


def test_each_fact_of_a_stub_names_the_citation_that_says_it(tmp_path, on_rdflib):
    """The first citation gives the day, another one the issuer and the title; both are said of one decree."""
    (tmp_path / "a.txt").write_text("Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010;\n", encoding="utf-8")
    text = "Thực hiện Nghị định số 63/2010/NĐ-CP của Chính phủ về kiểm soát thủ tục hành chính;\n"
    (tmp_path / "b.txt").write_text(text, encoding="utf-8")
    kg = cancu.build(tmp_path)
    found = kg.ask("about", document="63/2010/NĐ-CP")
    assert q.ask(on_rdflib(kg.export("nq", runs=True)), "about", {"document": "63/2010/NĐ-CP"}).rows == found.rows
    facts = {row["aspect"]: row for row in found if not row["direction"]}
    assert {name: (str(row["value"]), row["source"], row["times"]) for name, row in facts.items()} == {
        "type": ("Nghị định", "a.txt", 2),
        "number": ("63/2010/NĐ-CP", "a.txt", 2),
        "date": ("2010-06-08", "a.txt", 1),
        "issuer": ("Chính phủ", "b.txt", 1),
        "title": ("về kiểm soát thủ tục hành chính", "b.txt", 1),
    }
    for row in facts.values():
        assert kg.text(row["source"])[row["start"] : row["end"]] == row["quote"]
        assert row["value"] in row["quote"] or row["aspect"] == "date"
