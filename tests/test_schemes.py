"""The tables as linked data: schemes, areas and bodies in time, and the events between them."""

import pytest
from rdflib import DCTERMS, ORG, RDF, RDFS, SKOS, Graph, URIRef

from cancu.ontology.schemes import FREQUENCIES, reference, relation_labels
from cancu.ontology.tables import Tables
from cancu.ontology.vocabulary import CANCU, TERMS

TEXT = reference()
GRAPH = Graph().parse(data=TEXT, format="nt")
BASE = "https://w3id.org/cancu/"


def test_equal_tables_give_equal_text():
    assert reference() == TEXT
    assert len(GRAPH) > 2000


def test_only_known_terms():
    assert {str(p) for p in GRAPH.predicates()} <= TERMS
    assert {str(o) for o in GRAPH.objects(None, RDF.type)} <= TERMS


@pytest.mark.parametrize(
    ("scheme", "size"),
    [
        ("type", 48),
        ("level", 8),
        ("agency-kind", 29),
        ("role", 4),
        ("frequency", 5),
        ("subdivision", 3),
        ("relation", 31),
    ],
)
def test_schemes(scheme, size):
    node = URIRef(f"{BASE}{scheme}/")
    assert (node, RDF.type, SKOS.ConceptScheme) in GRAPH
    concepts = set(GRAPH.subjects(SKOS.inScheme, node))
    assert len(concepts) >= size
    for concept in concepts:
        labels = [label.language for label in GRAPH.objects(concept, SKOS.prefLabel)]
        assert len(labels) == len(set(labels)), concept
        assert "vi" in labels


def test_the_types_are_those_of_the_table():
    concepts = set(GRAPH.subjects(SKOS.inScheme, URIRef(f"{BASE}type/")))
    assert len(concepts) == len(Tables.load().document_types)


def test_the_labels_of_the_national_database():
    labels = relation_labels()
    assert len(labels) == 31
    assert sum(1 for label in labels if label.direction == "inbound") == 7
    assert {label.direction for label in labels} == {"outbound", "inbound", "none"}
    for label in labels:
        assert (label.property is None) == (label.direction == "none")
    mapped = {str(o) for o in GRAPH.objects(None, CANCU.mapsTo)}
    assert mapped <= TERMS
    old = {label.label: label for label in labels if label.portal == "old"}
    for label in old.values():
        if label.inverse:
            assert old[label.inverse].inverse == label.label
            assert old[label.inverse].direction != label.direction
            assert old[label.inverse].property == label.property


def test_mergers():
    new = URIRef(f"{BASE}place/lao-cai.2025")
    before = {str(o).rpartition("/")[2] for o in GRAPH.subjects(CANCU.successor, new)}
    assert before == {"lao-cai.1991", "yen-bai.1991"}
    events = set(GRAPH.subjects(ORG.resultingOrganization, new))
    assert {str(GRAPH.value(event, DCTERMS.date)) for event in events} == {"2025-07-01"}
    assert all("202/2025/QH15" in str(GRAPH.value(event, DCTERMS.source)) for event in events)
    ministry = URIRef(f"{BASE}agency/bo-ke-hoach-va-dau-tu")
    assert URIRef(f"{BASE}agency/bo-tai-chinh") in set(GRAPH.objects(ministry, CANCU.successor))
    assert str(GRAPH.value(ministry, CANCU.validTo)) == "2025-03-01"


def test_districts_end_without_one_successor():
    district = URIRef(f"{BASE}place/soc-trang.1992/huyen-my-xuyen")
    event = GRAPH.value(None, ORG.originalOrganization, district)
    assert str(GRAPH.value(event, DCTERMS.date)) == str(GRAPH.value(district, CANCU.validTo)) == "2025-07-01"
    assert "203/2025/QH15" in str(GRAPH.value(event, DCTERMS.source))
    assert not list(GRAPH.objects(event, ORG.resultingOrganization))
    city = URIRef(f"{BASE}place/ho-chi-minh.1976/thanh-pho-thu-duc.2021")
    before = {str(o).rpartition("/")[2] for o in GRAPH.subjects(CANCU.successor, city)}
    assert before == {"quan-2.1997", "quan-9.1997", "quan-thu-duc.1997"}
    events = list(GRAPH.subjects(RDF.type, ORG.ChangeEvent))
    assert all(len(list(GRAPH.objects(event, ORG.originalOrganization))) <= 1 for event in events)  # no IRI of two


@pytest.mark.parametrize(
    ("event", "act"),
    [
        ("bo-ke-hoach-va-dau-tu-2025-03-01", "176/2025/QH15"),
        ("bo-thuong-mai-2007-08-01", "01/2007/QH12"),
        ("bo-khoa-hoc-cong-nghe-va-moi-truong-2002-08-05", "02/2002/QH11"),
        ("hoi-dong-bo-truong-1992-09-30", "Hiến pháp năm 1992"),
        ("so-ke-hoach-va-dau-tu-2025-03-01", "45/2025/NĐ-CP"),
        ("so-cong-nghiep-2008-04-01", "13/2008/NĐ-CP"),
    ],
)
def test_the_act_that_ended_a_body(event, act):
    assert act in str(GRAPH.value(URIRef(f"{BASE}change/{event}"), DCTERMS.source))


def test_every_event_has_its_day_and_its_act():
    events = set(GRAPH.subjects(RDF.type, CANCU.ChangeEvent))
    assert len(events) > 700
    for event in events:
        assert GRAPH.value(event, DCTERMS.date), event
        assert GRAPH.value(event, DCTERMS.source), event


def test_a_body_is_not_known_from_an_act_of_other_bodies():
    """Resolution 176/2025/QH15 is the source of the ministries and the bodies of their rank that it lists: seventeen."""
    named = [row for row in Tables.load().issuers if "176/2025/QH15" in row.source]
    assert len(named) == 17
    assert all(row.valid_to is None for row in named)


def test_areas():
    areas = set(GRAPH.subjects(RDF.type, CANCU.Area))
    assert len(areas) == len(Tables.load().places) + len(Tables.load().districts)
    for area in areas:
        assert GRAPH.value(area, RDFS.label)
        assert GRAPH.value(area, CANCU.areaCode)
        assert GRAPH.value(area, DCTERMS.source)
    assert str(GRAPH.value(URIRef(f"{BASE}place/ho-chi-minh.1976/quan-2.1997"), RDFS.label)) == "Quận 2"


def test_valid_to_is_the_first_day_without_it_in_every_table():
    """A body in two tables ends on one day, and what takes its place is there on that day."""
    from cancu.ontology.tables import Tables

    tables = Tables.load()
    issuers, agencies = ({row.key: row for row in rows} for rows in (tables.issuers, tables.agencies))
    both = [key for key in issuers.keys() & agencies.keys() if issuers[key].valid_to]
    assert len(both) >= 15
    for key in both:
        assert agencies[key].valid_to in (None, issuers[key].valid_to), key
    pairs = [
        (row, issuers[heir]) for row in tables.issuers if row.valid_to for heir in row.successors if heir in issuers
    ]
    founded = [(row.valid_to, heir.valid_from) for row, heir in pairs if heir.valid_from]
    assert len(founded) >= 5
    assert all(begun <= gone for gone, begun in founded)
    assert (issuers["bo-ke-hoach-va-dau-tu"].valid_to, issuers["so-noi-vu"].valid_to) == ("2025-03-01", None)


def test_every_concept_has_a_label_in_both_languages():
    concepts = set(GRAPH.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) > 90
    for concept in concepts:
        assert {o.language for o in GRAPH.objects(concept, SKOS.prefLabel)} == {"vi", "en"}, concept


def test_every_recurrence_of_the_record_is_a_concept():
    from typing import get_args

    from cancu.extract.records import Recurrence

    assert set(get_args(Recurrence)) == set(FREQUENCIES)
    matched = {str(o).rpartition("/")[2] for o in GRAPH.objects(None, SKOS.exactMatch)}
    assert matched == {code for *_, code in FREQUENCIES.values() if code}
