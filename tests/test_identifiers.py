"""Identifiers: deterministic, reversible, and one for one document only."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cancu.ontology.identifiers import Identifiers, Parsed, aliases, slug
from cancu.ontology.symbols import letters, symbol, symbol_of, symbol_slug
from cancu.ontology.tables import Tables

IDS = Identifiers()
BASE = IDS.base

MINTED = [
    # issuer, year, number as written, type word, path under eli/vn/
    ("lao-cai.1991/ubnd", 2021, "434/KH-UBND", "Kế hoạch", "lao-cai.1991/ubnd/2021/434-kh-ubnd"),
    ("chinh-phu", None, "30/2020/NĐ-CP", "Nghị định", "chinh-phu/2020/30-2020-nd-cp"),
    ("chinh-phu", None, "63/2010/NĐ - CP", None, "chinh-phu/2010/63-2010-nd-cp"),
    ("chinh-phu", None, "63/2010/ND-CP", None, "chinh-phu/2010/63-2010-nd-cp"),
    ("thu-tuong-chinh-phu", 2013, "07/CT-TTg", "Chỉ thị", "thu-tuong-chinh-phu/2013/7-ct-ttg"),
    ("thu-tuong-chinh-phu", 2013, "7/CT-TTG", "Chỉ thị", "thu-tuong-chinh-phu/2013/7-ct-ttg"),
    ("chinh-phu", 2011, "30c/NQ-CP", "Nghị quyết", "chinh-phu/2011/30c-nq-cp"),
    ("chinh-phu", None, "66.13/2026/NQ-CP", "Nghị quyết", "chinh-phu/2026/66~2e~13-2026-nq-cp"),
    ("bo-tai-chinh", 2003, "84.TC/QĐ", "Quyết định", "bo-tai-chinh/2003/84-tc-qd"),
    ("trung-uong", 2019, "52-NQ/TW", "Nghị quyết", "trung-uong/2019/52-nq-tw"),
    ("quoc-hoi", None, "45/2019/QH14", "Bộ luật", "quoc-hoi/luat/2019/45-2019-qh14"),
    ("quoc-hoi", None, "45/2019/QH14", "Nghị quyết", "quoc-hoi/nghi-quyet/2019/45-2019-qh14"),
    ("a.2004/ubnd", 2013, "545/UBND-KT", None, "a.2004/ubnd/cong-van/2013/545-ubnd-kt"),
    ("a.2004/ubnd", 2013, "545/UBND-KT", "Văn bản", "a.2004/ubnd/cong-van/2013/545-ubnd-kt"),
    ("a.2004/ubnd", 2013, "09/ĐA-UBND", "Đề án", "a.2004/ubnd/2013/9-dean-ubnd"),
    ("a.2004/ubnd", 2013, "09/DA-UBND", "Đề án", "a.2004/ubnd/2013/9-dean-ubnd"),
    ("a.2004/ubnd", 2013, "09/DA-UBND", "Dự án", "a.2004/ubnd/2013/9-da-ubnd"),
    ("a.2004/hdnd", None, "05/2016/NQ-HĐND8", "Nghị quyết", "a.2004/hdnd/2016/5-2016-nq-hdnd8"),
    ("a.2004/hdnd", None, "12/2026/NQ-HDND", "Nghị quyết", "a.2004/hdnd/2026/12-2026-nq-hdnd"),
    ("a.2004/ubnd", 2009, "2009/QĐ-UBND", "Quyết định", "a.2004/ubnd/2009/2009-qd-ubnd"),
    ("trung-uong", 2021, "37-QĐ/TW", "Quy định", "trung-uong/quy-dinh/2021/37-qd-tw"),
    ("trung-uong", 2021, "37-QĐ/TW", "Quyết định", "trung-uong/2021/37-qd-tw"),
    ("bo-tai-chinh", 2003, "84 TC/QĐ/TCT", "Quyết định", "bo-tai-chinh/2003/84-tc-qd-tct"),
]


@pytest.mark.parametrize(("issuer", "year", "number", "kind", "path"), MINTED)
def test_documents(issuer, year, number, kind, path):
    iri = IDS.document(issuer, year, number, type=kind)
    assert iri == f"{BASE}eli/vn/{path}"
    parsed = IDS.parse(iri)
    assert (parsed.kind, parsed.issuer) == ("document", issuer)
    assert IDS.document(parsed.issuer, parsed.year, parsed.number, type=parsed.type) == iri


@pytest.mark.parametrize(
    ("issuer", "year", "number", "kind", "reason"),
    [
        ("chinh-phu", None, "76/NQ-CP", None, "the year is unknown"),
        ("quoc-hoi", None, "45/2019/QH14", None, "does not say of which type"),
        ("chinh-phu", 2011, "63/2010/NĐ-CP", None, "states the year 2010"),
        ("chinh-phu", 2011, "…/NĐ-CP", None, "is no document number"),
        ("Chính phủ", 2011, "30c/NQ-CP", None, "is no issuer key"),
        ("", 2011, "30c/NQ-CP", None, "is no issuer key"),
        ("x/luat", 2011, "30c/NQ-CP", None, "is no issuer key"),
        ("a/ubnd", 2011, "126", None, "does not say of which type"),
    ],
)
def test_no_identifier_without_what_identifies(issuer, year, number, kind, reason):
    with pytest.raises(ValueError, match=reason):
        IDS.document(issuer, year, number, type=kind)


def test_letters_stay_apart_that_plain_folding_joins():
    a = {IDS.document("x", 2020, number) for number in ("1/HĐ-UBND", "1/HD-UBND", "1/ĐA-UBND", "1/DA-UBND")}
    assert len(a) == 4
    assert IDS.document("x", 2020, "15đ/QĐ-UBND") != IDS.document("x", 2020, "15d/QĐ-UBND")
    assert IDS.provision("w", "5", "2", "đ") == "w/dieu-5/khoan-2/diem-dd" != IDS.provision("w", "5", "2", "d")


def test_the_table_of_letters_is_one_to_one():
    rows = letters().values()
    codes = [row.code for row in rows]
    assert len(rows) >= 80
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch("[a-z]+", code) for code in codes)
    for row in rows:
        for variant in row.variants:
            assert symbol(f"1/{variant}-X").tokens[0] == row.token
    # A table code with a term after it ("hdnd8") must not be a table code of its own.
    assert not any(
        code != other and code.startswith(other) and code[len(other) :].isdigit() for code in codes for other in codes
    )


def test_slugs_of_types_are_one_to_one():
    names = [row.name for row in Tables.load().document_types]
    assert len({slug(name) for name in names}) == len(names) > 40


TOKENS = st.one_of(
    st.sampled_from(sorted(letters())),
    st.sampled_from(["BNV", "UBNDT", "VPUBND", "KGVX", "HĐND8", "QH14", "DDX", "DĐ", "ĐD", "ĐĐ", "HD9", "ƯB"]),
    st.text(alphabet="ABCDĐEGHKLMNOPQRSTUVX", min_size=1, max_size=8).map(str),
)
ISSUERS = st.sampled_from(["chinh-phu", "lao-cai.1991/ubnd", "ho-chi-minh.1976/quan-2.1997/quan-uy", "trung-uong"])


@st.composite
def numbers(draw):
    number = str(draw(st.integers(1, 99999))) + draw(st.sampled_from(["", "", "a", "c", "đ", "d"]))
    year = draw(st.one_of(st.none(), st.integers(1945, 2045)))
    tokens = draw(st.lists(TOKENS, min_size=1, max_size=4))
    head = number if year is None else f"{number}/{year}"
    return symbol(head + "/" + "-".join(tokens))


@settings(max_examples=400, deadline=None)
@given(numbers())
def test_a_symbol_survives_the_way_there_and_back(parts):
    assert symbol_of(symbol_slug(parts)) == parts
    assert re.fullmatch(r"[a-z0-9~-]+", symbol_slug(parts))


@settings(max_examples=400, deadline=None)
@given(numbers(), numbers())
def test_two_symbols_never_share_a_slug(a, b):
    assert (symbol_slug(a) == symbol_slug(b)) == (a == b)


@settings(max_examples=300, deadline=None)
@given(ISSUERS, st.integers(1945, 2045), numbers(), st.sampled_from([r.name for r in Tables.load().document_types]))
def test_a_document_survives_the_way_there_and_back(issuer, year, parts, kind):
    year = parts.year or year
    try:
        iri = IDS.document(issuer, year, str(parts), type=kind)
    except ValueError:
        assert kind == "Văn bản"  # the one type word that says no type
        return
    parsed = IDS.parse(iri)
    assert parsed is not None
    assert (parsed.issuer, parsed.year) == (issuer, year)
    assert IDS.document(parsed.issuer, parsed.year, parsed.number, type=parsed.type) == iri
    assert symbol_slug(symbol(parsed.number, type=parsed.type)) == symbol_slug(symbol(str(parts), type=kind))


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1).filter(lambda t: "\\" not in t), st.sampled_from(["D1", "C27", "A3-b1"]))
def test_paths_survive_the_way_there_and_back(path, part):
    assert IDS.parse(IDS.source(path)).path == path
    assert (IDS.parse(IDS.in_source(path, part)).path, IDS.parse(IDS.in_source(path, part)).id) == (path, part)
    assert IDS.parse(IDS.graph(path)).path == IDS.parse(IDS.claims(path)).path == path
    assert IDS.graph(path).isascii()


def test_the_graph_of_claims_is_nobody_elses():
    assert IDS.claims("x") != IDS.graph("x/claims")
    assert IDS.graph("a b/c#d?.txt") == f"{BASE}graph/a%20b/c%23d%3F.txt"


def test_parts_of_files_and_texts():
    span = IDS.span("ab12", 412, 795)
    assert span == f"{BASE}text/ab12#char=412,795"
    assert (IDS.parse(span).kind, IDS.parse(span).start, IDS.parse(span).end) == ("span", 412, 795)
    assert IDS.parse(IDS.quote(span)).kind == "quote"
    assert len({span, IDS.quote(span), IDS.position(span), IDS.text("ab12")}) == 4
    assert IDS.parse(IDS.annex("https://w3id.org/cancu/eli/vn/chinh-phu/2011/30c-nq-cp")).kind == "annex"
    assert IDS.expression("w", "2024-07-01") == "w/vie@2024-07-01"
    work = IDS.in_source("a b.txt", "D2")
    for day in (None, "2024-07-01"):
        assert IDS.parse(IDS.expression(work, day)) == Parsed("expression", parent=work, name=day)


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("2022-04-01", "2022-06-30", "2022-04-01--2022-06-30"),
        ("2022-06-30", "2022-06-30", "2022-06-30"),
        (None, "2022-06-30", "--2022-06-30"),
        ("2022-04-01", None, "2022-04-01--"),
    ],
)
def test_days_and_the_times_between_them(first, last, name):
    assert IDS.time(first, last) == f"{BASE}time/{name}"
    assert IDS.parse(IDS.time(first, last)) == Parsed("time", name=name)
    assert IDS.parse(IDS.recurrence("annual")) == Parsed("time", name="annual")


def test_claims_differ_in_each_part():
    parts = ["s", "a", "p", "b", 1, 2]
    changed = [parts, ["t", *parts[1:]], ["sa", "", *parts[2:]], [*parts[:4], 12, 2], [*parts[:5], 3]]
    assert len({IDS.claim(*p) for p in changed}) == len(changed)


def test_names():
    a = IDS.named("Chương trình", "cải cách hành chính nhà nước giai đoạn 2011 2020")
    b = IDS.named("Chương trình", "cải cách hành chính nhà nước giai đoạn 2011 2015")
    c = IDS.named("Chương trình", "cải cách hành chính nhà nước giai đoạn 2011 2020", scope="lao-cai.1991")
    assert len({a, b, c}) == 3
    assert IDS.parse(a).type == "Chương trình"
    # Titles that differ in their marks only stay apart.
    assert IDS.named("Đề án", "bảo tồn") != IDS.named("Đề án", "bao ton")


@pytest.mark.parametrize("base", ["", "cancu", "https://x y/", "https://example.org/#"])
def test_a_base_must_be_an_iri(base):
    with pytest.raises(ValueError, match="no absolute IRI"):
        Identifiers(base)


def test_the_base_is_configurable():
    other = Identifiers("https://example.org/kg")
    iri = other.document("chinh-phu", 2011, "30c/NQ-CP")
    assert iri == "https://example.org/kg/eli/vn/chinh-phu/2011/30c-nq-cp"
    assert other.parse(iri).number == "30c/NQ-CP"
    assert IDS.parse(iri) is None


@pytest.mark.parametrize(
    "iri", [BASE, BASE + "eli/vn/x", BASE + "eli/vn/x/20x1/1-qd", BASE + "text/zz#char=1", "urn:x"]
)
def test_what_was_not_minted_here_is_not_parsed(iri):
    assert IDS.parse(iri) is None


def test_aliases():
    parts = symbol("883/QĐ-UBND")
    akn, lex = aliases("can-tho.2004/ubnd", "2013-04-03", 2013, parts, "Quyết định")
    assert akn == "/akn/vn-can-tho.2004/act/quyet-dinh/ubnd/2013-04-03/883-qd-ubnd"
    assert lex == "urn:lex:vn;can.tho.2004:ubnd:quyet.dinh:2013-04-03;883-qd-ubnd"
    assert aliases("chinh-phu", None, 2013, parts, "Nghị định")[0] == "/akn/vn/act/nghi-dinh/chinh-phu/2013/883-qd-ubnd"


def test_the_scheme_is_documented():
    page = (Path(__file__).parent.parent / "docs" / "ontology.md").read_text(encoding="utf-8")
    assert "eli/vn/{issuer}" in page
