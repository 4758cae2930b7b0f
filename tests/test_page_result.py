"""The answer to any query as a picture: what becomes a node, an arrow, a fact; and what is refused."""

import pyoxigraph as ox
import pytest

from cancu.viz.page import bounded, graph_page
from cancu.viz.result_network import describe_nodes, rows_network, triples_network

HOSTILE = "</script><img src=x onerror='window.hacked=1'><script>window.hacked=1</script>"
CANCU = "https://w3id.org/cancu/ns#"
A, B, C = (ox.NamedNode(f"https://example.org/{name}") for name in "abc")


def arrows(net):
    return [(one[-1], relation, other[-1]) for one, other, relation in net.edges(data="relation")]


ROWS = [
    # columns, rows, arrows
    (["plan", "decree"], [(A, B), (A, C)], [("a", "?plan → ?decree", "b"), ("a", "?plan → ?decree", "c")]),
    (["s", "p", "o"], [(A, ox.NamedNode(CANCU + "implements"), B)], [("a", "implements", "b")]),
    (["one", "relation", "other"], [(A, ox.Literal("based_on"), B)], [("a", "based_on", "b")]),
    (["task", "who", "plan"], [(A, B, C)], [("a", "?task → ?who", "b"), ("a", "?task → ?plan", "c")]),
    (["x", "n", "y"], [(None, ox.Literal("1"), B), (A, None, B), (ox.Literal("t"), A, C)],
     [("a", "?x → ?y", "b"), ("a", "?n → ?y", "c")]),
    (["s", "p", "o"], [(A, ox.NamedNode("http://purl.org/dc/terms/isPartOf"), B)], [("a", "dct:isPartOf", "b")]),
    (["s", "p", "o"], [(A, ox.NamedNode(CANCU + "leadAgency"), B)], [("a", "lead", "b")]),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "rows", "expected"), ROWS)
def test_rows_become_arrows(columns, rows, expected):
    assert sorted(arrows(rows_network(columns, rows))) == sorted(expected)


def test_rows_were_tried():
    assert len(ROWS) == 7


@pytest.mark.parametrize("rows", [[], [(A, None)], [(ox.Literal("x"), A)]])
def test_rows_that_join_nothing_are_refused_with_the_remedy(rows):
    with pytest.raises(ValueError, match="CONSTRUCT or DESCRIBE"):
        rows_network(["x", "y"], rows)


def test_a_column_that_names_arrows_is_told_with_the_remedy():
    with pytest.raises(ValueError, match=r"^No row holds .*\?p names the arrows .* rename it"):
        rows_network(["p", "d"], [(A, B)])
    with pytest.raises(ValueError, match=r"^Kết quả .*\?p đặt tên cho mũi tên .* đổi tên"):
        rows_network(["p", "d"], [(A, B)], lang="vi")
    with pytest.raises(ValueError, match=r"DESCRIBE\.$"):
        rows_network(["x", "y"], [(A, None)])
    with pytest.raises(ValueError, match="không có bộ ba"):
        triples_network([], lang="vi")


def test_quotes_of_the_rows_are_the_evidence():
    row = (A, B, ox.Literal("Thực hiện Nghị định 63"), ox.Literal("a.txt"), ox.Literal(3), ox.Literal(25))
    net = rows_network(["a", "b", "quote", "source", "start", "end"], [row])
    html = graph_page(net, title="T", view="result")
    assert '"quote":["","Thực hiện Nghị định 63",""]' in html
    assert '"source":"a.txt","start":3' in html


def test_triples_join_iris_and_their_literals_are_facts():
    net = triples_network(
        [
            ox.Triple(A, ox.NamedNode(CANCU + "implements"), B),
            ox.Triple(A, ox.NamedNode("http://purl.org/dc/terms/title"), ox.Literal(HOSTILE)),
            ox.Triple(A, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), ox.NamedNode(CANCU + "Plan")),
            ox.Triple(B, ox.NamedNode("https://example.org/knows"), ox.BlankNode("x")),
        ]
    )
    assert ("a", "implements", "b") in arrows(net)
    assert net.nodes[A.value]["facts"] == [f"dct:title: {HOSTILE}", "rdf:type: cancu:Plan"]
    html = graph_page(net, title="T", view="result")
    assert HOSTILE not in html
    assert '"key":"https://example.org/knows"' in html, "a relation of its own has its place in the legend"
    with pytest.raises(ValueError, match="no triple"):
        triples_network([])


def test_nodes_are_described_and_linked_to_pages_of_ours(samples_kg):
    query = "SELECT ?task ?agency ?plan { ?task cancu:leadAgency ?agency ; p-plan:isStepOfPlan ?plan } LIMIT 20"
    net = rows_network(
        ["task", "agency", "plan"], ([ox.NamedNode(v) for v in row.values()] for row in samples_kg.query(query))
    )
    describe_nodes(net, samples_kg.query, lambda name, source: f"/document/{source}" if source else f"/resource?{name}")
    kinds = [data["kind"] for _, data in net.nodes(data=True)]
    assert {"task", "agency", "document"} == set(kinds)
    for _, data in net.nodes(data=True):
        assert data["href"].startswith("/document/" if data["kind"] == "document" else "/resource?")
        assert data["label"]
        assert not data["label"].startswith("http")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example/x", "https://evil.example", "/\\evil", ""])
def test_links_lead_nowhere_else(address):
    net = rows_network(["a", "b"], [(A, B)])
    net.nodes[A.value]["href"] = address
    assert '"href"' not in graph_page(net, title="T", view="result")


def test_large_answers_are_bounded_and_say_so():
    many = [ox.NamedNode(f"https://example.org/{n}") for n in range(60)]
    net = rows_network(["a", "b"], [(A, node) for node in many])
    drawn = bounded(net, 20)
    drawn.graph["left_out"] = len(net) - len(drawn)
    assert '"left_out":41' in graph_page(drawn, title="T", view="result")


def test_an_answer_is_drawn_and_names_its_relations(show):
    net = rows_network(["s", "p", "o"], [(A, ox.NamedNode("https://example.org/knows"), B), (B, ox.NamedNode(CANCU + "guides"), C)])  # fmt: skip
    net.nodes[A.value].update(kind="thing", label="Mục A", title="Mục A", href="/resource?iri=a", facts=["n: 1"])
    page = show(graph_page(net, title="Kết quả", view="result", renderer="canvas"))
    assert page.locator("[data-key='https://example.org/knows']").is_visible()
    page.locator("[data-key='https://example.org/knows']").click()
    assert page.evaluate("cancu.model.shownEdges().map(edge => edge.relation)") == ["guides"]
    page.click("#reset")
    page.fill("#search", "muc a")
    page.keyboard.press("Enter")
    assert page.locator("#panel a").get_attribute("href") == "/resource?iri=a"
    assert "n: 1" in page.inner_text("#panel")
