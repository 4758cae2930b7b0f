"""The closed vocabulary: equal to the ontology, made of terms that exist, and the only terms that are used."""

import ast
import re
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, Graph, URIRef

from cancu.ontology import vocabulary
from cancu.ontology.vocabulary import CANCU, ELI, FURTHER_SUPERS, NAMESPACES, PREDICATES, TERMS

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = Graph().parse(ROOT / "ontology" / "cancu.ttl")
ALIGNMENT = Graph().parse(ROOT / "ontology" / "alignment.ttl")
SHAPES = Graph().parse(ROOT / "ontology" / "shapes.ttl")
QUERIES = sorted((ROOT / "graph" / "queries").glob("*.rq"))
DEPRECATED = {ELI._NS + "implements", ELI._NS + "implemented_by"}


def own_terms():
    return {s for s in ONTOLOGY.subjects(RDF.type, None) if isinstance(s, URIRef) and s.startswith(str(CANCU))}


def test_the_class_is_the_ontology():
    assert {URIRef(f"{CANCU}{name}") for name in CANCU.__annotations__} == own_terms()
    assert len(own_terms()) > 150


@pytest.mark.parametrize("wrong", ["implments", "Documents", "title"])
def test_a_misspelt_term_fails(wrong):
    with pytest.raises(AttributeError):
        getattr(CANCU, wrong)
    with pytest.raises(AttributeError):
        getattr(ELI, "implements" if wrong == "title" else wrong)


@pytest.mark.parametrize("term", sorted(own_terms()))
def test_each_term_is_explained(term):
    for predicate in (RDFS.label, SKOS.definition):
        assert {o.language for o in ONTOLOGY.objects(term, predicate)} >= {"vi", "en"}, predicate
    assert len(set(ONTOLOGY.objects(term, SKOS.definition))) == 2
    assert list(ONTOLOGY.objects(term, DCTERMS.source)), "a term has a source"
    assert list(ONTOLOGY.objects(term, SKOS.example)), "a term has an example"
    kinds = set(ONTOLOGY.objects(term, RDF.type))
    assert kinds & {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.NamedIndividual}


def test_domains_and_ranges_are_defined():
    for _, _, cls in [*ONTOLOGY.triples((None, RDFS.domain, None)), *ONTOLOGY.triples((None, RDFS.range, None))]:
        if cls.startswith(str(CANCU)):
            assert (cls, RDF.type, OWL.Class) in ONTOLOGY, cls


def test_super_properties_are_the_alignment():
    """What is written out beside a relation is what the alignment says it implies, and nothing else."""
    outside = {
        ELI.ensures_implementation_of: [ELI.applies],
        ELI.amends: [ELI.changes],
        ELI.repeals: [ELI.changes],
        ELI.cites: [ELI.refers_to],
    }

    def above(term):
        found = [*ALIGNMENT.objects(term, RDFS.subPropertyOf), *outside.get(term, [])]
        return {*found, *(top for one in found for top in above(one))}

    for name, relation in PREDICATES.items():
        assert set(relation.supers) == above(relation.iri), name
        if relation.partial:
            assert set(FURTHER_SUPERS[relation.partial]) == above(relation.partial), name
    agencies = {t for t in FURTHER_SUPERS if str(t).endswith("Agency")}
    assert len(agencies) == 4
    for term in agencies:
        assert set(ALIGNMENT.objects(term, RDFS.subPropertyOf)) <= set(FURTHER_SUPERS[term])


def test_the_relations_of_the_record():
    from typing import get_args

    from cancu.extract.records import Effect, Predicate

    assert set(PREDICATES) == {*get_args(Predicate), *get_args(Effect)}


def _in_shapes():
    used = {o for p in (SH.path, SH["class"], SH.targetClass, SH.hasValue) for o in SHAPES.objects(None, p)}
    return {str(t) for t in used if isinstance(t, URIRef)}


def test_shapes_use_known_terms():
    used = _in_shapes()
    assert len(used) > 50
    assert used - TERMS == set()


PREFIXED = re.compile(r"(?<![\w<?:/#-])([a-z][a-z-]*):([A-Za-z_][\w-]*)")


def prefixed_terms(text):
    """The terms of our namespaces in a SPARQL text, strings, comments and full IRIs left out."""
    text = re.sub(r'"(?:[^"\\]|\\.)*"|#[^\n]*|<[^>]*>', " ", text)
    return {NAMESPACES[p] + name for p, name in PREFIXED.findall(text) if p in NAMESPACES and p != "xsd"}


@pytest.mark.parametrize("path", QUERIES, ids=lambda p: p.stem)
def test_queries_use_known_terms(path):
    used = prefixed_terms(path.read_text(encoding="utf-8"))
    assert used, "a question names terms"
    assert used - TERMS == set()


def test_every_own_term_is_written_or_asked():
    """No term without use: in code, queries, shapes or the tables of knowledge."""
    code = [
        *(ROOT / "graph").glob("*.py"),
        *(ROOT / "ontology").glob("*.py"),
        *QUERIES,
        ROOT / "ontology" / "shapes.ttl",
    ]
    code += (ROOT / "ontology" / "data").glob("*.csv")
    text = "\n".join(p.read_text(encoding="utf-8") for p in code if p.name != "vocabulary.py")
    text += (ROOT / "ontology" / "vocabulary.py").read_text(encoding="utf-8").replace(": URIRef", "")
    used = {f"{CANCU}{name}" for name in re.findall(r"(?:CANCU\.|cancu:)(\w+)", text)}
    assert {str(t).rpartition("#")[2] for t in own_terms() if str(t) not in used} == set()


def test_queries_in_the_code_use_known_terms():
    """SPARQL that stands in Python: networks, tables, accounts, pages."""
    used = set()
    for path in sorted([*ROOT.glob("*.py"), *(ROOT / "graph").glob("*.py"), *(ROOT / "viz").glob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"[?{]", node.value):
                terms = prefixed_terms(node.value)
                assert terms - TERMS == set(), path.name
                used |= terms
    assert len(used) > 80


def test_there_are_questions():
    assert len(QUERIES) >= 8


def test_constraints_of_shapes_use_known_terms():
    texts = [str(o) for o in SHAPES.objects(None, SH.select)]
    assert len(texts) > 15
    for text in texts:
        assert prefixed_terms(re.sub(r"\$this", "?this", text)) - TERMS == set()


def test_no_term_is_deprecated():
    assert not DEPRECATED & TERMS
    assert not DEPRECATED & {str(o) for g in (ONTOLOGY, ALIGNMENT, SHAPES) for t in g for o in t}


def test_the_graph_of_the_samples_uses_known_terms(samples_kg):
    rows = samples_kg.query("SELECT DISTINCT ?p WHERE { ?s ?p ?o }").rows
    used = {str(getattr(row[0], "value", row[0])) for row in rows}
    assert len(used) > 40
    assert {term for term in used if term not in TERMS} == set()


def test_reused_terms_are_of_the_ontologies():
    """The reused terms are few; each stands in the file of its ontology, as read when it was added."""
    counts = {name: len(getattr(vocabulary, name).__annotations__) for name in ("OA", "CITO", "CV", "PPLAN", "ELIDL")}
    assert counts == {"OA": 18, "CITO": 4, "CV": 6, "PPLAN": 7, "ELIDL": 4}


def test_the_page_is_made_from_the_turtle():
    """docs/ontology.html is what `ontology_page` makes today; write it again when a term changes."""
    from cancu.ontology.page import ontology_page

    page = ontology_page()
    assert (ROOT / "docs" / "ontology.html").read_text(encoding="utf-8") == page
    assert page.count("<article") == len(own_terms())
    assert not re.search(r"(?:src|href)\s*=\s*['\"]https?:", page)
    for term in own_terms():
        assert f"id='{term.rpartition('#')[2]}'" in page
