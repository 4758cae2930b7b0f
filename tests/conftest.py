"""What several suites share: the samples as a graph, built once a run, on both engines."""

import contextlib
import warnings
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


@pytest.fixture(scope="session")
def samples():
    """The folder of the five sample documents."""
    return SAMPLES


@pytest.fixture(scope="session")
def samples_kg():
    """The samples as a knowledge graph in memory."""
    import cancu

    return cancu.build(SAMPLES)


@pytest.fixture(scope="session")
def samples_folder(tmp_path_factory):
    """The samples as a knowledge-graph folder on disk."""
    import cancu

    folder = tmp_path_factory.mktemp("graph") / "kg"
    cancu.build(SAMPLES, store=folder)
    return folder


@contextlib.contextmanager
def quiet():
    """rdflib 7 warns of its own use of `default_context`, some 100,000 times a run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


class OnRdflib:
    """rdflib's own store and SPARQL engine behind the face of an engine: the second opinion on every question."""

    def __init__(self, nquads):
        import rdflib

        with quiet():
            self.dataset = rdflib.Dataset(default_union=True)
            self.dataset.parse(data=nquads, format="nquads")

    def query(self, sparql):
        from cancu.graph.rows import Rows

        with quiet():
            answer = self.dataset.query(sparql)
            if answer.type == "ASK":
                return bool(answer.askAnswer)
            return Rows(tuple(map(str, answer.vars)), tuple(tuple(map(self.value, row)) for row in answer))

    @staticmethod
    def value(term):
        import rdflib

        from cancu.graph.engine import to_value

        if isinstance(term, rdflib.Literal):
            return to_value(str(term), str(term.datatype or rdflib.XSD.string))
        return None if term is None else str(term)


@pytest.fixture(scope="session")
def on_rdflib():
    """Makes an rdflib engine of N-Quads text."""
    return OnRdflib


@pytest.fixture(scope="session")
def samples_rdflib(samples_kg):
    """The samples on rdflib."""
    return OnRdflib(samples_kg.export("nq", runs=True))
