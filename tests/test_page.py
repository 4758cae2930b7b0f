"""The graph page as text: self-contained, escaped, strict, the same bytes for the same network.

Longer than 400 lines, because every view is made by one page and held to the same rules.
"""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from itertools import pairwise

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cancu.viz.facts import brief_lines, edge_facts, label_lines, node_facts, quoted, safe
from cancu.viz.figure import figure_svg
from cancu.viz.first import best_linked, layered_around, spread_around
from cancu.viz.layout import CELL_WIDTH, by_year, lane_of, layered, level_of, spread
from cancu.viz.look import code_of, english_of, family_of, look, words
from cancu.viz.page import english_title, frame, graph_page

HOSTILE = [
    "</script><script>window.hacked=1</script>",
    '"><img src=x onerror="window.hacked=1">',
    "javascript:window.hacked=1",
    "<!--<script>",
    "{{ 7*7 }}{% raw %}",
    "\u202egnp.exe\u2066",
    "\ud800 lone",
    "A" * 10_000,
    "\x00\x07\u2028 line",
    "' onfocus=alert(1) x='",
]


def small_network():
    graph = networkx.MultiDiGraph()
    graph.add_node(
        "r", number="10/NQ-CP", type="Nghị quyết", issuer="Chính phủ", date="2030-05-01", level="central", kind="stub"
    )
    graph.add_node(
        "p", number="5/KH-UBND", type="Kế hoạch", issuer="Ủy ban nhân dân tỉnh X", level="province", kind="document"
    )
    graph.add_node(
        "d", number="7/KH-UBND", type="Kế hoạch", issuer="Ủy ban nhân dân huyện Y", level="district", kind="document"
    )
    graph.add_edge(
        "p",
        "r",
        "c1",
        relation="implements",
        quote="Thực hiện Nghị quyết 10",
        quote_start=10,
        quote_end=23,
        source="x.txt",
        start=3,
        end=9,
    )
    graph.add_edge("d", "p", "c2", relation="implements", quote="Triển khai Kế hoạch 5", source="y.txt", start=1, end=2)
    return graph


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.found, self.blocks, self.open = [], [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        self.open = tag if tag in ("script", "style") else None
        if self.open:
            self.blocks.append([tag, dict(attrs), ""])

    def handle_data(self, data):
        if self.open:
            self.blocks[-1][2] += data

    def handle_endtag(self, tag):
        self.open = None


def test_page_asks_nothing_of_the_network():
    for tag, attributes in Tags(graph_page(small_network(), title="T")).found:
        for name in ("src", "href", "srcset", "data", "action", "poster"):
            assert not re.match(r"\s*(https?:)?//", attributes.get(name) or ""), (tag, attributes)
        assert tag not in ("iframe", "object", "embed", "base", "form", "img")
        assert not [name for name in attributes if name.startswith("on") or name == "style"], (tag, attributes)


@pytest.mark.parametrize("renderer", ["pyvis", "canvas"])
def test_policy_names_every_script_and_nothing_else(renderer):
    tags = Tags(graph_page(small_network(), title="T", renderer=renderer))
    policy = next(a["content"] for t, a in tags.found if a.get("http-equiv") == "Content-Security-Policy")
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    scripts = [text for tag, attributes, text in tags.blocks if tag == "script" and "type" not in attributes]
    styles = [text for tag, _, text in tags.blocks if tag == "style"]
    assert len(scripts) == 8
    for text in scripts + styles:
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy
    assert [a["type"] for t, a, _ in tags.blocks if t == "script" and "type" in a] == ["application/json"] * 4


def hostile_network():
    graph = networkx.MultiDiGraph()
    for index, text in enumerate(HOSTILE):
        values = dict.fromkeys(
            ["label", "number", "type", "issuer", "date", "title", "level", "kind", "source", "province", "status"],
            text,
        )
        graph.add_node(f"{text}{index}", **values, iri=text, candidates=[text])
        graph.add_edge(
            f"{text}{index}",
            f"{HOSTILE[0]}0",
            text,
            relation=text,
            quote=text,
            quote_start=0,
            quote_end=4,
            source=text,
            rule=text,
            evidence=text,
        )
    return graph


def test_hostile_text_stays_text():
    page = graph_page(hostile_network(), title=HOSTILE[0], subtitle=HOSTILE[1])
    page.encode("utf-8")
    tags = Tags(page)
    assert sum(tag == "script" for tag, _ in tags.found) == 12
    assert not [tag for tag, _ in tags.found if tag == "img"]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u2028\x00\x07]", page)
    assert len(page) < 900_000
    nodes = json.loads(next(text for _, attributes, text in tags.blocks if attributes.get("id") == "nodes"))
    assert len(nodes) == len(HOSTILE)
    assert max(len(node["name"]) for node in nodes) == 700
    assert {node["level"] for node in nodes} == {"unknown"}
    # ids are counted, never taken from the text
    assert [node["id"] for node in nodes] == list(range(len(HOSTILE)))


ANYTHING = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.lists(st.text(max_size=5), max_size=3)
)
NODE_KEYS = [
    "label",
    "number",
    "type",
    "issuer",
    "date",
    "title",
    "level",
    "kind",
    "source",
    "year",
    "status",
    "candidates",
    "task",
    "province",
]
EDGE_KEYS = [
    "relation",
    "quote",
    "quote_start",
    "quote_end",
    "source",
    "start",
    "end",
    "rule",
    "status",
    "partial",
    "confidence",
]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from(NODE_KEYS), ANYTHING), min_size=1, max_size=6),
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.dictionaries(st.sampled_from(EDGE_KEYS), ANYTHING)),
        max_size=8,
    ),
    st.sampled_from(["layered", "spread"]),
)
def test_whatever_a_network_carries_a_page_comes_out(nodes, edges, layout):
    graph = networkx.MultiDiGraph()
    graph.add_nodes_from(enumerate(nodes))
    graph.add_edges_from((a % len(nodes), b % len(nodes), data) for a, b, data in edges)
    page = graph_page(graph, title="T", layout=layout)
    page.encode("utf-8")
    blocks = {a.get("id"): text for _, a, text in Tags(page).blocks}
    assert len(json.loads(blocks["nodes"])) == len(nodes)
    figure_svg(graph).encode("utf-8")
    json.loads(blocks["edges"], parse_constant=pytest.fail)  # NaN is no JSON


def test_same_network_gives_same_bytes_whatever_the_order_and_the_hash_seed(tmp_path):
    turned = networkx.MultiDiGraph()
    source = small_network()
    turned.add_nodes_from(reversed(list(source.nodes(data=True))))
    turned.add_edges_from(reversed(list(source.edges(keys=True, data=True))))
    page = graph_page(source, title="T")
    assert graph_page(turned, title="T") == page
    code = (
        "import hashlib, importlib.util as u, sys; s = u.spec_from_file_location('t', sys.argv[1]); m = u.module_from_spec(s);"
        "s.loader.exec_module(m); print(hashlib.sha256(m.graph_page(m.small_network(), title='T').encode()).hexdigest())"
    )
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", code, __file__],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert run.stdout.strip() == hashlib.sha256(page.encode()).hexdigest(), run.stderr


def test_nothing_is_written_into_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    graph_page(small_network(), title="T")
    assert list(tmp_path.iterdir()) == []


def test_page_of_a_thousand_documents_stays_under_two_megabytes():
    graph = networkx.MultiDiGraph()
    for index in range(1000):
        graph.add_node(
            index,
            number=f"{index}/KH-UBND",
            type="Kế hoạch",
            issuer="Ủy ban nhân dân tỉnh X",
            title="về việc " * 8,
            level="province",
            kind="stub",
        )
        graph.add_edge(
            index,
            index // 3,
            relation="implements",
            quote="Thực hiện nghiêm Kế hoạch số này của tỉnh. " * 4,
            quote_start=5,
            quote_end=20,
        )
    page = graph_page(graph, title="T", layout="layered")
    assert '"renderer":"canvas"' in page
    assert len(page.encode()) < 2_000_000


def test_page_is_bounded_unless_everything_is_asked_for():
    graph = networkx.MultiDiGraph()
    for index in range(30):
        graph.add_node(index, kind="stub", number=f"{index}/QĐ")
        graph.add_edge(index, index // 4, relation="implements")
    graph.add_node("read", kind="document", number="mine")

    def numbers(**options):
        blocks = {a.get("id"): text for _, a, text in Tags(graph_page(graph, title="T", **options)).blocks}
        return {node["number"] for node in json.loads(blocks["nodes"])}, json.loads(blocks["settings"])["left_out"]

    some, left_out = numbers(most=5)
    assert len(some) == 5
    assert {"mine", "0/QĐ", "1/QĐ"} <= some
    assert left_out == 26
    assert numbers(most=None) == numbers() and len(numbers()[0]) == 31


def tangled_network():
    graph = networkx.MultiDiGraph()
    for index in range(105):
        level = ("central", "province", "district")[min(index // 5, 2)]
        graph.add_node(index, kind="stub", number=f"{index}/QĐ", level=level)
        graph.add_edge(index, index // 5, relation="implements")
    graph.add_node("alone", kind="document", number="1/KH", level="province")
    return graph


def test_first_picture_is_of_the_best_linked_and_the_page_holds_the_others():
    graph = tangled_network()
    html = graph_page(graph, title="T", layout="layered", first=20)
    blocks = {a.get("id"): json.loads(text) for _, a, text in Tags(html).blocks if a.get("id")}
    first = {blocks["nodes"][at]["number"] for at in blocks["settings"]["first"]}
    assert first == {f"{index}/QĐ" for index in range(1, 21)}
    assert len(blocks["nodes"]) == 106
    backwards = networkx.MultiDiGraph()
    backwards.add_nodes_from(reversed(list(graph.nodes(data=True))))
    backwards.add_edges_from(graph.edges(data=True))
    assert graph_page(backwards, title="T", layout="layered", first=20) == html
    assert '"first":null' in graph_page(graph, title="T", first=106)


@pytest.mark.parametrize(("around", "alone"), [(layered_around, layered), (spread_around, spread)])
def test_what_is_opened_later_moves_nothing_and_covers_nothing(around, alone):
    graph = tangled_network()
    first = best_linked(graph, 20)
    places = around(graph, first)
    assert {node: places.positions[node] for node in first} == dict(alone(graph.subgraph(first)).positions)
    assert len(set(places.positions.values())) == len(graph)
    lanes = {lane.key: lane for lane in places.lanes}
    for node, (_, y) in places.positions.items():
        lane = lanes.get(lane_of(graph.nodes[node]))
        assert lane is None or lane.top <= y <= lane.bottom


def test_empty_network_gives_a_page():
    assert "Chưa có văn bản nào" in graph_page(networkx.MultiDiGraph(), title="T")


@pytest.mark.parametrize("name", ["lang", "view", "layout", "renderer"])
def test_unknown_options_are_refused_with_the_known_ones(name):
    with pytest.raises(ValueError, match=rf"{name} 'nope' is unknown; choose one of: \w+"):
        graph_page(networkx.MultiDiGraph(), title="T", **{name: "nope"})


def test_quote_is_cut_at_its_mark_by_characters_not_by_utf16_units():
    assert quoted("𝔸𝔹 Nghị định 1", 3, 12) == ["𝔸𝔹 ", "Nghị định", " 1"]
    assert quoted("text", 3, 99) == ["text", "", ""]
    assert quoted("text", None, None) == ["text", "", ""]
    assert quoted("", 0, 1) == []
    before, marked, after = quoted("x" * 5000 + "MARK" + "y" * 5000, 5000, 5004)
    assert (before[0], marked, after[-1]) == ("…", "MARK", "…")
    assert len(before) + len(after) < 1700


def test_place_of_a_verbatim_sentence_is_that_of_its_marked_words():
    said = {"quote": "Căn cứ Luật X;", "quote_start": 7, "quote_end": 13, "source": "a.txt"}
    assert [edge_facts({**said, "start": 100, "end": 114})[key] for key in ("start", "end")] == [107, 113]
    assert [edge_facts({**said, "start": 107, "end": 113})[key] for key in ("start", "end")] == [107, 113]


def test_safe_text_cannot_turn_the_text_around_it():
    assert safe("a\u200bb\r\x0cc\ud800") == "ab  c\ufffd"
    assert safe("a\u202eb\x00c") == "a\ufffdb\ufffdc"
    assert safe(None) == ""
    assert safe("abcdef", longest=4) == "abc…"


def test_labels_are_short_and_say_who_and_when():
    assert label_lines({"number": "5/KH-UBND", "issuer": "Ủy ban nhân dân tỉnh X", "date": "2030-02-01"}) == [
        "5/KH-UBND",
        "UBND tỉnh X, 2030",
    ]
    named = {
        "type": "Chương trình",
        "title": "Phát triển nông thôn mới và rất nhiều điều khác nữa của toàn vùng phía bắc",
    }
    assert all(len(line) <= 21 for line in label_lines(named))
    assert len(label_lines(named)) == 3
    assert brief_lines(named)[0].startswith("Phát triển")
    assert label_lines({}) == ["?"]


def test_tasks_say_by_when():
    graph = networkx.MultiDiGraph()
    graph.add_node("a", kind="task", task="Rà soát toàn bộ thủ tục hành chính thuộc phạm vi quản lý", deadline="2031-06-30", deadline_text="trước ngày 30/6/2031")  # fmt: skip
    graph.add_node("b", kind="task", task="Báo cáo")
    assert node_facts(graph, "a")["lines"][-1] == "trước ngày 30/6/2031"
    assert len(node_facts(graph, "a")["brief"]) == 3
    assert node_facts(graph, "b")["lines"] == ["Báo cáo"]


def test_programmes_that_differ_in_their_period_only_have_different_labels():
    name = "Chương trình tổng thể cải cách hành chính nhà nước giai đoạn "
    first, second = ({"type": "Chương trình", "title": name + years} for years in ("2011-2020", "2021 - 2030"))
    assert brief_lines(first) == ["Tổng thể cải…", "2011–2020"]
    assert brief_lines(second)[-1] == label_lines(second)[-1] == "2021–2030"
    assert len(label_lines(second)) == 3
    assert brief_lines({"title": "Đề án 2021-2030"}) == ["Đề án", "2021-2030"]  # all of it fits


def test_layers_stand_in_order_and_nothing_overlaps():
    graph = small_network()
    graph.add_node("t", kind="task", task="Rà soát")
    graph.add_edge("t", "d", relation="step_of")
    places = layered(graph)
    heights = [places.positions[node][1] for node in ("r", "p", "d", "t")]
    assert heights == sorted(heights)
    assert len(set(heights)) == 4
    assert [lane.key for lane in places.lanes] == ["central", "province", "district", "task"]
    for number in range(90):
        graph.add_node(f"n{number}", level="central", kind="stub", type="Nghị định", number=str(number))
        graph.add_edge("p", f"n{number}", relation="implements")
    spots = sorted(layered(graph).positions.values(), key=lambda spot: (spot[1], spot[0]))
    assert len(set(spots)) == len(spots)
    assert all(b[0] - a[0] >= CELL_WIDTH - 1 for a, b in pairwise(spots) if a[1] == b[1])


def test_plan_stands_below_the_decision_that_promulgates_it_and_circles_are_survived():
    graph = networkx.MultiDiGraph()
    for name in "abc":
        graph.add_node(name, level="province", kind="document")
    graph.add_edge("a", "b", relation="promulgates")
    graph.add_edge("c", "b", relation="implements")
    places = layered(graph).positions
    assert places["a"][1] < places["b"][1] < places["c"][1]
    graph.add_edge("b", "c", relation="implements")
    assert len(layered(graph).positions) == 3


def test_force_layout_is_the_same_every_time():
    graph = networkx.gnm_random_graph(40, 60, seed=3)
    graph = networkx.MultiDiGraph(graph)
    assert spread(graph) == spread(graph)


def test_labels_of_a_force_layout_keep_off_each_other():
    graph = networkx.complete_graph(40, create_using=networkx.MultiDiGraph)
    spots = list(spread(graph).positions.values())
    near = [
        (one, other)
        for at, one in enumerate(spots)
        for other in spots[:at]
        if abs(one[0] - other[0]) < CELL_WIDTH * 0.8 and abs(one[1] - other[1]) < 70
    ]
    assert len(near) <= 4, "of 780 pairs"


def test_years_that_do_not_meet_share_a_row():
    graph = networkx.MultiDiGraph()
    for year in (1990, 1991, 2000, 2001):
        graph.add_node(year, year=year, kind="stub", number=str(year))
    graph.add_edge(1991, 1990, relation="amends")
    graph.add_edge(2001, 2000, relation="amends")
    places = by_year(graph).positions
    assert places[1990][1] == places[2000][1], "a long history is no tall strip"
    graph.add_edge(2001, 1990, relation="amends")
    assert len(set(by_year(graph).positions.values())) == 4


def test_levels_and_lanes():
    assert level_of({"kind": "law", "level": "unknown"}) == "central"
    assert level_of({"kind": "stub", "level": "nonsense"}) == "unknown"
    assert lane_of({"level": "party"}) == "central"
    assert lane_of({"kind": "agency", "level": "province"}) == "agency"


def test_look_is_complete():
    tables = look()
    for name in ("family", "level", "relation", "lane", "view"):
        keys = [row["key"] for row in tables[name]]
        assert len(keys) == len(set(keys)) >= 5, name
    for name in ("level", "relation", "lane", "view"):
        assert all(row["vi"] and row["en"] for row in tables[name])
    assert len({(row["colour"], tuple(row["dashes"]), row["width"]) for row in tables["relation"][:10]}) == 10
    assert {level for row in tables["lane"] for level in row["levels"]} == {row["key"] for row in tables["level"]}
    types = [name for row in tables["family"] for name in row["types"]]
    assert len(types) == len(set(types))


def test_words_are_the_same_in_both_languages():
    vietnamese, english = words()["vi"], words()["en"]
    assert list(vietnamese) == list(english)
    for key in vietnamese:
        assert set(re.findall(r"\{\w+\}", vietnamese[key])) == set(re.findall(r"\{\w+\}", english[key])), key


def test_letters_of_types_are_the_official_ones():
    assert [code_of(name) for name in ("Nghị định", "Kế hoạch", "Chương trình", "Luật", "Quyết định")] == [
        "NĐ",
        "KH",
        "CTr",
        "L",
        "QĐ",
    ]
    assert code_of("Thứ không có") == "TKC"
    assert english_of("Nghị định") == "Decree"
    assert family_of("Kế hoạch") == "plan"
    assert family_of("Thứ không có") == "other"


def test_frame_holds_the_page_as_one_attribute():
    page = graph_page(small_network(), title='"><script>alert(1)</script>')
    tags = Tags(frame(page, height=300))
    assert [tag for tag, _ in tags.found] == ["iframe"]
    assert tags.found[0][1]["srcdoc"] == page
    assert "allow-same-origin" not in tags.found[0][1]["sandbox"]


def changes():
    """Decrees of four years that change each other, two that stand apart, one without a year."""
    graph = networkx.MultiDiGraph(title="T")
    for name, year in (("a", 2001), ("b", 2005), ("c", 2010), ("d", 2010), ("e", 2020), ("x", 2005), ("y", None)):
        graph.add_node(name, kind="stub", number=f"{name}/NĐ-CP", level="central", **({"year": year} if year else {}))
    for subject, target in (("b", "a"), ("c", "a"), ("d", "a"), ("e", "d"), ("y", "x")):
        graph.add_edge(subject, target, relation="amends")
    return graph


def test_changes_over_time_run_from_left_to_right():
    places = by_year(changes())
    assert [column.year for column in places.columns] == [2001, 2005, 2010, 2020, None]
    across = {node: x for node, (x, _) in places.positions.items()}
    assert across["a"] < across["b"] == across["x"] < across["c"] == across["d"] < across["e"] < across["y"]
    for node, year in changes().nodes(data="year"):
        column = next(column for column in places.columns if column.year == year)
        assert column.left < across[node] < column.right
    assert len(set(places.positions.values())) == 7, "no two in one place"
    apart = {node: y for node, (_, y) in places.positions.items()}
    assert {apart["x"], apart["y"]}.isdisjoint({apart[node] for node in "abcde"}), "what nothing joins shares no row"
    assert by_year(changes()) == places
    assert '"columns":[{"left"' in graph_page(changes(), title="T", view="amendments")
    assert by_year(networkx.MultiDiGraph()).columns == ()


@pytest.mark.parametrize(
    ("attributes", "level"),
    [
        ({"number": "07-CT/TU"}, "party"),
        ({"number": "07-CT/TU", "issuer": "Ban Thường vụ Tỉnh ủy"}, "party"),
        ({"number": "39-NQ/TW", "issuer": "Bộ Chính trị"}, "party"),
        ({"issuer": "Đại hội Đảng bộ thành phố lần thứ IX"}, "party"),
        ({"number": "2009/QĐ-UBND", "issuer": "Chủ tịch Ủy ban nhân dân tỉnh"}, "province"),
        ({"number": "15/QĐ-UBND", "issuer": "UBND huyện"}, "district"),
        ({"number": "15/NQ-HĐND", "issuer": "Hội đồng nhân dân xã"}, "commune"),
        ({"number": "15/QĐ-UBND"}, "province"),
        ({"number": "30/NQ-CP"}, "central"),
        ({"number": "126"}, "unknown"),
        ({"number": "12-CT"}, "unknown"),
        ({"issuer": "Hội đồng thi đua của trường"}, "unknown"),
        ({}, "unknown"),
    ],
)  # fmt: skip
def test_level_of_an_unknown_issuer_is_guessed_for_the_picture(attributes, level):
    node = {"kind": "stub", "level": "unknown", "status": "unresolved", **attributes}
    assert level_of(node) == level
    graph = networkx.MultiDiGraph()
    graph.add_node("n", **node)
    assert node_facts(graph, "n").get("guessed", False) == (level != "unknown"), "a guess is marked as one"
    assert graph.nodes["n"]["level"] == "unknown"


def test_known_level_is_no_guess():
    graph = networkx.MultiDiGraph()
    graph.add_node("n", kind="document", level="district", number="1/NQ-CP")
    graph.add_node("law", kind="law", level="unknown", title="Luật")
    assert level_of(graph.nodes["n"]) == "district"
    assert "guessed" not in node_facts(graph, "n")
    assert "guessed" not in node_facts(graph, "law")


def test_english_pages_have_english_headings():
    graph = changes()
    assert english_title(graph, "amendments") == "Amendments over time"
    graph.add_node("76", label="76/NQ-CP")
    graph.graph["title"] = "76/NQ-CP và văn bản liên quan"
    assert english_title(graph, "document") == "76/NQ-CP: one document and its relations"
