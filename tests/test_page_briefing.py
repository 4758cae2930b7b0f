"""The chain of a document, its figure and its briefing: what belongs there, escaped, the same bytes every time."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser

import networkx
import pytest

from cancu.extract.records import Assignment, Document, Finding, Record, Signer, Target
from cancu.viz.briefing import briefing_page
from cancu.viz.chain import implementation_chain
from cancu.viz.figure import figure_svg

HOSTILE = "</script><img src=x onerror=alert(1)>\u202e"


def network():
    """A resolution promulgates a programme; plan A implements the programme, plan B implements plan A; C stands apart."""
    graph = networkx.MultiDiGraph(view="implementation", title="T")
    for name, document_type, level in (
        ("resolution", "Nghị quyết", "central"),
        ("programme", "Chương trình", "central"),
        ("other programme", "Chương trình", "central"),
        ("A", "Kế hoạch", "province"),
        ("B", "Kế hoạch", "district"),
        ("C", "Kế hoạch", "district"),
        ("law", "Luật", "central"),
        ("new law", "Luật", "central"),
    ):
        graph.add_node(
            name, kind="document", number=f"{name}-no", type=document_type, level=level, title=f"title of {name}"
        )
    graph.add_node(
        "open", kind="stub", type="Kế hoạch", number="126", status="unresolved", candidates="126 (X) | 126 (Y)"
    )
    for subject, relation, target in (
        ("resolution", "promulgates", "programme"),
        ("resolution", "promulgates", "other programme"),
        ("A", "implements", "programme"),
        ("B", "implements", "A"),
        ("C", "implements", "other programme"),
        ("A", "based_on", "law"),
        ("new law", "replaces", "law"),
        ("A", "refers_to", "open"),
    ):
        quote = f"Căn cứ {target} này"
        place = {"quote": quote, "quote_start": 7, "quote_end": 7 + len(target)}
        graph.add_edge(subject, target, f"{subject}{target}", relation=relation, source="a.txt", **place)
    return graph


def record(text="rà soát thủ tục"):
    return Record(
        "a.txt",
        documents=(
            Document("D1", "Kế hoạch", "A-no", "UBND tỉnh X", "2030-02-28", "X", text, (2030, 2031), Signer("N", None, None), (), 0, 9),
        ),
        assignments=(
            Assignment("A1", "table", "II", text, 0, 5, lead=("Sở Nội vụ",), deadline="quý I", deadline_range=("2030-01-01", "2030-03-31"), in_document="D1"),
            Assignment("A2", "prose", None, "không ai làm", 5, 9, in_document="D1"),
            Assignment("A3", "prose", None, "của văn bản khác", 5, 9, in_document="D2"),
        ),
        targets=(Target("T1", 0, 3, "đạt 80,5%", 80.5, "%", ">=", "2031", in_document="D1"),),
        warnings=(Finding("impossible_date", "31/02"), Finding("something-new", "said plainly")),
        sha256="ab12",
    )  # fmt: skip


class Text(HTMLParser):
    """Tags and visible text of a page."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.tags, self.words, self.inside = [], [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.inside = tag

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside not in ("script", "style"):
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def test_chain_goes_up_to_the_resolution_and_down_to_the_last_plan():
    assert set(implementation_chain(network(), "A")) == {"resolution", "programme", "A", "B"}
    assert set(implementation_chain(network(), "B")) == {"resolution", "programme", "A", "B"}
    assert {data["relation"] for *_, data in implementation_chain(network(), "A").edges(data=True)} == {
        "implements",
        "promulgates",
    }


def test_chain_of_the_resolution_holds_all_of_its_programmes_but_does_not_join_them():
    assert set(implementation_chain(network(), "resolution")) == {
        "resolution",
        "programme",
        "other programme",
        "A",
        "B",
        "C",
    }
    assert "other programme" not in implementation_chain(network(), "A")


def test_chain_of_an_unknown_document_is_refused_and_the_network_is_left_alone():
    graph = network()
    before = (graph.number_of_nodes(), graph.number_of_edges())
    with pytest.raises(KeyError, match="no document 'nowhere'"):
        implementation_chain(graph, "nowhere")
    implementation_chain(graph, "A")
    assert (graph.number_of_nodes(), graph.number_of_edges()) == before


def test_figure_is_an_svg_that_parsers_read():
    svg = ET.fromstring(figure_svg(network(), label=HOSTILE))
    space = "{http://www.w3.org/2000/svg}"
    texts = [text.text for text in svg.iter(f"{space}text")]
    assert "resolution-no" in texts
    assert "Đảng và Trung ương" in texts
    assert len(list(svg.iter(f"{space}g"))) == 9
    assert figure_svg(networkx.MultiDiGraph()) == ""
    assert figure_svg(network()) == figure_svg(network())


def test_briefing_says_what_an_official_needs():
    page = Text(briefing_page(record(), "D1", network(), "A"))
    for said in (
        "Kế hoạch A-no", "UBND tỉnh X", "28/02/2030", "2030–2031", "Căn cứ pháp lý (1)", "Văn bản được triển khai (1)",
        "Nhiệm vụ (2)", "Sở Nội vụ", "quý I", "≥ 80,5 %", "a.txt", "ab12",
    ):  # fmt: skip
        assert said in page.text, said
    assert "của văn bản khác" not in page.text


def test_columns_of_tasks_that_nobody_fills_are_hidden():
    html = briefing_page(record(), "D1", network(), "A")
    heads = re.findall(r'<th scope="col"( hidden)?><button type="button" data-column="(\d)"', html)
    assert [int(at) for hidden, at in heads if hidden] == [3, 4, 6], "cooperates, is responsible, output"
    assert len(heads) == 7
    assert html.count("<td hidden>") == 3 * 2, "of two tasks"


def test_briefing_names_what_does_not_fit():
    page = Text(briefing_page(record(), "D1", network(), "A"))
    for said in (
        "Điểm cần xem lại (5)",
        "Căn cứ đã có thay đổi: Luật law-no",
        "được thay thế bởi Luật new law-no",
        "Chưa xác định được văn bản: Kế hoạch 126",
        "126 (X); 126 (Y) Căn cứ open này",
        "Nhiệm vụ chưa rõ cơ quan chủ trì hay chịu trách nhiệm : không ai làm",
        "Ngày không có thật : 31/02",
        "said plainly",
    ):
        assert said in page.text, said


def test_contradiction_is_told_once_in_the_words_of_the_graph():
    graph = network()
    graph.nodes["law"].update(status="contradictory", warnings="một số, hai cơ quan | hai ngày")
    doubted = replace(record(), warnings=(Finding("contradiction", "one number, two issuers"),))
    text = Text(briefing_page(doubted, "D1", graph, "A")).text
    assert "Thông tin mâu thuẫn: Luật law-no : một số, hai cơ quan; hai ngày" in text
    assert "two issuers" not in text
    assert "two issuers" in Text(briefing_page(doubted, "D1", network(), "A")).text


def test_briefing_is_strict_escaped_and_the_same_every_time():
    html = briefing_page(record(HOSTILE), "D1", network(), "A", lang="en")
    assert html == briefing_page(record(HOSTILE), "D1", network(), "A", lang="en")
    page = Text(html)
    assert not [tag for tag, _ in page.tags if tag in ("img", "iframe", "a", "form")]
    assert sum(tag == "script" for tag, _ in page.tags) == 1
    assert "\u202e" not in html
    assert "Legal bases (1)" in page.text
    assert "2030-02-28" in page.text
    policy = next(a["content"] for t, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for _, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]


def test_briefing_of_what_is_not_there_is_refused():
    with pytest.raises(KeyError, match="has no document 'D9'; it has: D1"):
        briefing_page(record(), "D9", network(), "A")
    with pytest.raises(KeyError, match="no document 'Z'"):
        briefing_page(record(), "D1", network(), "Z")
    with pytest.raises(ValueError, match="choose one of: vi, en"):
        briefing_page(record(), "D1", network(), "A", lang="fr")


def test_bare_document_has_a_briefing_too():
    graph = networkx.MultiDiGraph()
    graph.add_node("A", kind="document")
    bare = Record("a.txt", documents=(Document("D1", None, None, None, None, None, None, None, None, (), 0, 0),))
    page = briefing_page(bare, "D1", graph, "A")
    assert not re.search(r"<h2[^>]*>(Căn cứ|Nhiệm vụ|Thời hạn)", page)
