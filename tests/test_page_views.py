"""Views of one document: what belongs to them, what does not, and that they stay small."""

import networkx
import pytest

from cancu.viz.views import delivery, implementation_chain, neighbourhood, tasks_of


@pytest.fixture
def documents():
    """A resolution promulgates a programme; plan A implements the programme, plan B implements plan A; C stands apart."""
    graph = networkx.MultiDiGraph(view="implementation", title="T")
    for name in ("resolution", "programme", "other programme", "A", "B", "C", "law"):
        graph.add_node(name, kind="document", label=name)
    for subject, relation, target in (
        ("resolution", "promulgates", "programme"),
        ("resolution", "promulgates", "other programme"),
        ("A", "implements", "programme"),
        ("B", "implements", "A"),
        ("C", "implements", "other programme"),
        ("A", "based_on", "law"),
    ):
        graph.add_edge(subject, target, f"{subject}{target}", relation=relation)
    return graph


@pytest.fixture
def tasks():
    graph = networkx.MultiDiGraph(view="agencies")
    graph.add_node("B", kind="document")
    graph.add_node("C", kind="document")
    for number, (document, agency) in enumerate([("B", "home"), ("B", "finance"), ("C", "home")]):
        graph.add_node(f"t{number}", kind="task")
        graph.add_node(agency, kind="agency")
        graph.add_edge(document, f"t{number}", relation="has_task")
        graph.add_edge(f"t{number}", agency, relation="lead")
    return graph


def test_chain_goes_up_to_the_resolution_and_down_to_the_last_plan(documents):
    assert set(implementation_chain(documents, "A")) == {"resolution", "programme", "A", "B"}
    assert set(implementation_chain(documents, "B")) == {"resolution", "programme", "A", "B"}


def test_chain_of_the_resolution_holds_all_of_its_programmes(documents):
    assert set(implementation_chain(documents, "resolution")) == set(documents) - {"law"}


def test_one_decision_with_two_programmes_does_not_join_their_chains(documents):
    chain = implementation_chain(documents, "A")
    assert "other programme" not in chain
    assert {data["relation"] for *_, data in chain.edges(data=True)} == {"implements", "promulgates"}


def test_neighbourhood_is_bounded_and_keeps_the_arrows_between(documents):
    near = neighbourhood(documents, "A")
    assert set(near) == {"A", "programme", "B", "law"}
    assert near.number_of_edges() == 3
    assert set(neighbourhood(documents, "A", steps=2)) == {"A", "programme", "B", "law", "resolution"}
    assert len(neighbourhood(documents, "A", steps=9, most=3)) == 3


def test_delivery_joins_decree_plan_task_and_agency(documents, tasks):
    joined = delivery(documents, tasks, "programme")
    assert set(joined) == {"resolution", "programme", "A", "B", "t0", "t1", "home", "finance"}
    assert "t2" not in joined
    assert joined.graph["left_out"] == 0
    small = delivery(documents, tasks, "programme", most=6)
    assert small.graph["left_out"] == 1
    assert len(small) <= 6


def test_tasks_of_one_plan(tasks):
    assert set(tasks_of(tasks, "C")) == {"C", "t2", "home"}


@pytest.mark.parametrize("view", [neighbourhood, implementation_chain, tasks_of])
def test_unknown_document_is_named(documents, view):
    with pytest.raises(KeyError, match="no document 'nowhere'"):
        view(documents, "nowhere")


def test_networks_that_were_given_are_left_as_they_were(documents, tasks):
    before = (documents.number_of_edges(), tasks.number_of_edges(), dict(documents.graph))
    delivery(documents, tasks, "programme")
    neighbourhood(documents, "A")
    assert (documents.number_of_edges(), tasks.number_of_edges(), dict(documents.graph)) == before
