"""Networks: who implements whom, who leads what, with attributes that survive every format."""

import io
import json
from pathlib import Path

import networkx as nx
import pytest

import cancu
from cancu.graph import network as n
from cancu.graph.measures import MEASURES, measure, simple


@pytest.fixture(scope="module")
def implementation(samples_kg):
    return samples_kg.network("implementation")


def by_label(net):
    return {data["label"]: node for node, data in net.nodes(data=True)}


def test_the_plan_implements_the_resolution_by_two_ways(implementation):
    nodes = by_label(implementation)
    plan, other, resolution = nodes["434/KH-UBND"], nodes["329/KH-UBND"], nodes["76/NQ-CP"]
    steps = {(a, b) for a, b, data in implementation.edges(data=True) if data["relation"] == "implements"}
    assert {(plan, other), (other, resolution)} <= steps
    promulgated = [
        b for a, b, d in implementation.edges(data=True) if a == resolution and d["relation"] == "promulgates"
    ]
    assert [(plan, programme) in steps for programme in promulgated] == [True]


def test_nodes_say_what_they_are(implementation):
    nodes = by_label(implementation)
    plan = implementation.nodes[nodes["434/KH-UBND"]]
    assert {k: plan[k] for k in ("kind", "type", "level", "province", "date", "year", "source")} == {
        "kind": "document",
        "type": "Kế hoạch",
        "level": "province",
        "province": "Lào Cai",
        "date": "2021-12-28",
        "year": 2021,
        "source": "001_ff5519967c1bd81a.txt",
    }
    assert implementation.nodes[nodes["76/NQ-CP"]]["kind"] == "stub"
    assert implementation.nodes[nodes["76/NQ-CP"]]["citations"] == 3
    assert implementation.nodes[nodes["14-ĐA/TU"]]["level"] == "party"
    assert {d["kind"] for _, d in implementation.nodes(data=True)} == {"document", "stub", "programme", "law"}


def test_unresolved_citations_are_nodes_of_their_own(implementation):
    unresolved = {d["label"] for _, d in implementation.nodes(data=True) if d["status"] == "unresolved"}
    assert {"126", "39-NQ/TW", "2009/QĐ-UBND"} <= unresolved


def test_edges_quote_the_sentence_and_mark_the_mention(implementation, samples_kg):
    marked = 0
    for _, _, data in implementation.edges(data=True):
        text = samples_kg.text(data["source"])
        assert text[data["start"] : data["end"]] == data["quote"]
        assert 0 <= data["quote_start"] <= data["quote_end"] <= len(data["quote"])
        marked += data["quote_end"] - data["quote_start"] < len(data["quote"])
    assert marked > implementation.number_of_edges() / 2


def of_edge(edge):
    one, other, data = edge
    return one, other, str(sorted({**data, "weight": float(data.get("weight", 1))}.items()))  # a float in GEXF


@pytest.mark.parametrize("view", sorted(set(n.VIEWS) - n.ONE_DOCUMENT))
def test_attributes_survive_the_formats(samples_kg, view):
    net = samples_kg.network(view)
    assert net.number_of_nodes()
    for _, data in [*net.nodes(data=True), *((0, d) for *_, d in net.edges(data=True))]:
        assert all(isinstance(v, (str, int, float, bool)) for v in data.values()), data
    again = nx.read_graphml(io.BytesIO(samples_kg.export("graphml", view=view).encode()), force_multigraph=True)
    assert dict(again.nodes(data=True)) == dict(net.nodes(data=True))
    assert sorted(map(str, again.edges(data=True))) == sorted(map(str, net.edges(data=True)))
    gexf = nx.read_gexf(io.BytesIO(samples_kg.export("gexf", view=view).encode()))
    assert dict(gexf.nodes(data=True)) == dict(net.nodes(data=True))
    for _, _, data in gexf.edges(data=True):
        del data["id"]  # the key of the edge, which GEXF calls its id
    assert sorted(map(of_edge, gexf.edges(data=True))) == sorted(map(of_edge, net.edges(data=True)))
    data = json.loads(samples_kg.export("json", view=view))
    assert nx.utils.graphs_equal(nx.node_link_graph(data, source="subject", target="object", edges="edges"), net)


def test_control_characters_do_not_break_xml():
    net = nx.MultiDiGraph(title="a\x00b")
    net.add_node("x:a", label="a\x0bb\ufffe", quote="\ud7ff\t\n")
    from cancu.graph.export import network_text

    read = nx.read_graphml(io.BytesIO(network_text(net, "graphml").encode()))
    assert read.nodes["x:a"]["label"] == "ab"


def test_agencies_have_tasks(samples_kg):
    net = samples_kg.network("agencies")
    kinds = {d["kind"] for _, d in net.nodes(data=True)}
    assert kinds == {"agency", "task", "document"}
    led = [
        net.nodes[a]["task"]
        for a, b, d in net.edges(data=True)
        if d["relation"] == "lead" and net.nodes[b]["label"].startswith("Sở Khoa học và Công nghệ")
    ]
    assert len(led) == 2
    assert all(net.out_degree(t) and net.in_degree(t) for t, d in net.nodes(data=True) if d["kind"] == "task")


def test_programmes_lead_from_the_plan_to_the_act(samples_kg):
    net = samples_kg.network("programmes")
    nodes = by_label(net)
    steps = {(a, b): d["relation"] for a, b, d in net.edges(data=True)}
    assert set(steps.values()) == {"implements", "promulgates", "approves"}
    plan, resolution = nodes["434/KH-UBND"], nodes["76/NQ-CP"]
    (programme,) = [b for (a, b), relation in steps.items() if a == resolution and relation == "promulgates"]
    assert (steps[plan, programme], net.nodes[programme]["kind"]) == ("implements", "programme")


def test_documents_and_bases_are_two_sides(samples_kg):
    net, bases = samples_kg.network("plan-bases"), samples_kg.network("bases")
    resting = {node for node, side in net.nodes(data="bipartite") if side == 0}
    assert nx.bipartite.is_bipartite_node_set(nx.Graph(net), resting)
    assert resting == {one for one, _ in bases.edges()}
    assert sorted(net.edges(keys=True)) == sorted(bases.edges(keys=True))
    assert {data["relation"] for *_, data in net.edges(data=True)} == {"based_on"}


def test_a_document_that_rests_and_is_rested_on_stands_on_both_sides(tmp_path):
    for name, number, basis in (("a", "1", "5/QĐ-UBND ngày 01/02/2020"), ("b", "5", "63/2010/NĐ-CP ngày 08/6/2010")):
        issuer = "Ủy ban nhân dân tỉnh Lào Cai" if name == "a" else "Chính phủ"
        date = "ngày 01 tháng 02 năm 2020" if name == "b" else "ngày 05 tháng 03 năm 2020"
        kind = "Quyết định" if name == "a" else "Nghị định"
        text = f"ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nSố: {number}/QĐ-UBND\nLào Cai, {date}\n\nQUYẾT ĐỊNH\n\n"
        (tmp_path / f"{name}.txt").write_text(f"{text}Căn cứ {kind} số {basis} của {issuer};\n", encoding="utf-8")
    net = cancu.build(tmp_path).network("plan-bases")
    middle = by_label(net)["5/QĐ-UBND"].removesuffix("#basis")
    assert (net.nodes[middle]["bipartite"], net.nodes[f"{middle}#basis"]["bipartite"]) == (0, 1)
    assert net.nodes[middle]["iri"] == net.nodes[f"{middle}#basis"]["iri"] == middle
    assert (net.in_degree(middle), net.out_degree(f"{middle}#basis"), len(net)) == (0, 0, 4)


def test_documents_by_the_relations_that_are_asked_for(samples_kg):
    net = samples_kg.network(relations=["refers_to", "approves"])
    assert {data["relation"] for *_, data in net.edges(data=True)} == {"refers_to", "approves"}
    with pytest.raises(ValueError, match="'obeys'; there are: based_on"):
        samples_kg.network(relations=["obeys"])
    with pytest.raises(ValueError, match="'bases' has relations of its own"):
        samples_kg.network("bases", relations=["guides"])


def test_cooperation_counts_shared_tasks(samples_kg):
    net = samples_kg.network("cooperation")
    weights = {d["weight"] for *_, d in net.edges(data=True)}
    assert max(weights) > 3
    assert all(len(d["tasks"].split()) == d["weight"] for *_, d in net.edges(data=True))


def test_parallel_edges_are_joined():
    net = nx.MultiDiGraph()
    net.add_edge("a", "b", relation="implements")
    net.add_edge("a", "b", relation="based_on")
    net.add_edge("a", "b", relation="implements")
    assert dict(simple(net).edges["a", "b"]) == {"weight": 3, "relations": "based_on implements"}


def test_an_unknown_view_names_the_known_ones(samples_kg):
    with pytest.raises(ValueError, match="implementation"):
        samples_kg.network("galaxy")


def test_delivery_shows_who_carries_a_decree_out(samples_kg):
    net = samples_kg.network("delivery", document="158/2007/NĐ-CP")
    labels = {d["label"] for _, d in net.nodes(data=True) if d["kind"] == "agency"}
    assert {label.split(" quận")[0].split(" Quận")[0] for label in labels} >= {"Phòng Nội vụ"}
    assert len([d for _, d in net.nodes(data=True) if d["kind"] == "task"]) == 1
    assert {d["relation"] for *_, d in net.edges(data=True)} == {"implements", "has_task", "lead", "cooperate"}


def test_views_of_one_document(samples_kg):
    near = samples_kg.network("document", document="30c/NQ-CP")
    assert {"09/KH-UBND", "30c/NQ-CP"} <= set(by_label(near))
    assert "434/KH-UBND" not in by_label(near)
    tasks = samples_kg.network("tasks", document="434/KH-UBND")
    assert len([d for _, d in tasks.nodes(data=True) if d["kind"] == "task"]) == 13
    with pytest.raises(ValueError, match="name it"):
        samples_kg.network("document")
    with pytest.raises(ValueError, match="nothing on"):
        samples_kg.network("tasks", document="76/NQ-CP")


# Measures


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_every_measure_gives_rows(samples_kg, name):
    rows = measure(samples_kg.engine, name)
    assert len(rows), name
    assert len(rows.to_pandas()) == len(rows)


def test_the_most_cited_documents(samples_kg):
    rows = measure(samples_kg.engine, "most-cited")
    first = {row["number"]: (row["citations"], row["documents"]) for row in rows}
    # 130/2005/NĐ-CP: twice in the plan of Cần Thơ, twice in that of district 2; 117/2013/NĐ-CP amends it.
    assert first["130/2005/NĐ-CP"] == (4, 3)
    assert [r["citations"] for r in rows] == sorted((r["citations"] for r in rows), reverse=True)


def test_depth_of_implementation(samples_kg):
    depths = {row["number"]: row["depth"] for row in measure(samples_kg.engine, "chain-depth")}
    assert depths["434/KH-UBND"] == 2  # 434 -> 329 -> 76/NQ-CP
    assert depths["329/KH-UBND"] == 1


# On the corpus of cases: two plans rest on the decree of 2010, which another replaces; two carry out the resolution that
# promulgates the programme and rests on one of the Party.
OF_THE_CASES = [
    ("brokers", ("number", "betweenness"), [("50/NQ-CP", 0.036364)], 1),
    ("communities", ("community", "size", "number"), [
        (1, 4, "77/KH-UBND"), (1, 4, "63/2010/NĐ-CP"), (1, 4, "90/2019/NĐ-CP"), (1, 4, "120/KH-UBND"),
        (2, 4, "50/NQ-CP"), (2, 4, "95/KH-UBND"), (2, 4, "18-NQ/TW"), (2, 4, None),
    ], 8),
    ("longest-chain", ("step", "relation"), [(1, "implements"), (2, None)], 2),
    ("coverage", ("province", "documents", "implements", "tasks"), [
        ("(trung ương)", 2, 0, 0), ("Cao Bằng", 2, 1, 4), ("Hà Giang", 1, 1, 1), ("Lào Cai", 2, 2, 3),
    ], 4),
    ("cooperation", ("name", "province", "partners", "shared_tasks"), [
        ("Sở Nội vụ", "Cao Bằng", 2, 3), ("Sở Tài chính", "Cao Bằng", 2, 3), ("Sở Tư pháp", "Cao Bằng", 2, 2),
    ], 3),
]  # fmt: skip


@pytest.mark.parametrize(("name", "columns", "first", "count"), OF_THE_CASES, ids=[case[0] for case in OF_THE_CASES])
def test_the_values_of_measures(cases_kg, name, columns, first, count):
    rows = [tuple(row[column] for column in columns) for row in measure(cases_kg.engine, name)]
    assert sorted(rows[:count], key=str) == sorted(first, key=str)


def test_every_measure_is_documented_and_has_values():
    written = (Path(__file__).resolve().parent.parent / "docs" / "graph.md").read_text(encoding="utf-8")
    for name in MEASURES:
        assert f"| `{name}` |" in written
    assert {case[0] for case in OF_THE_CASES} | {"most-cited", "chain-depth"} == set(MEASURES)


@pytest.fixture(scope="module")
def cases_kg():
    return cancu.build(Path(__file__).resolve().parent / "data" / "cases")


def test_an_unknown_measure_names_the_known_ones(samples_kg):
    with pytest.raises(ValueError, match="most-cited"):
        measure(samples_kg.engine, "beauty")
