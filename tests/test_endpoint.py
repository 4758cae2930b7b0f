"""A SPARQL 1.1 endpoint behind the same face: Oxigraph's own server on loopback, with the samples in it."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

import cancu
from cancu.graph import query as q
from cancu.graph.engine import Endpoint, EngineError, QueryError
from cancu.graph.rows import Rows

PROGRAM = shutil.which("oxigraph") or shutil.which("oxigraph", path=str(Path(sys.executable).parent))
needs_server = pytest.mark.skipif(PROGRAM is None, reason="needs the oxigraph server: pip install oxigraph")


@pytest.fixture(scope="module")
def server(samples_kg, tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "kg.nq").write_text(samples_kg.export("nq", runs=True), encoding="utf-8")
    store = ["--location", str(folder / "store")]
    subprocess.run([PROGRAM, "load", *store, "--file", str(folder / "kg.nq")], check=True, capture_output=True)
    command = [PROGRAM, "serve", *store, "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        url = f"http://127.0.0.1:{port}/query"
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{url}?query=ASK%7B%7D", timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield url
        running.terminate()


@needs_server
def test_every_question_gives_the_same_rows(server, samples_kg):
    kg = cancu.open(server)
    for name, asked in q.questions().items():
        assert q.ask(kg.engine, name, asked.example).rows == samples_kg.ask(name, **asked.example).rows, name


@needs_server
def test_networks_exports_and_graphs_come_from_the_endpoint(server, samples_kg):
    kg = cancu.open(server)
    assert kg.export("graphml") == samples_kg.export("graphml")
    assert kg.export("nq") == samples_kg.export("nq")
    assert kg.query("ASK { ?s cancu:implements ?o }") is True
    assert len(kg.query("CONSTRUCT { ?s cancu:implements ?o } WHERE { ?s cancu:implements ?o }")) > 20
    assert kg.sources() == ()
    with pytest.raises(ValueError, match="keeps no records"):
        kg.text("a.txt")


@needs_server
def test_a_named_graph_is_replaced(server):
    engine = Endpoint(server)
    graph = "https://example.org/graph/1"
    engine.replace_graphs({graph: f'<x:s> <x:p> "một \\" \\n" <{graph}> .\n'})
    engine.replace_graphs({graph: f'<x:s> <x:p> "hai" <{graph}> .\n'})
    assert engine.query(f"SELECT ?o WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}").rows == (("hai",),)
    engine.replace_graphs({graph: ""})
    assert engine.query(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}") is False


@needs_server
def test_a_source_is_replaced_behind_the_same_face(server, samples_kg, samples_folder):
    kg, name = cancu.open(server), "001_ff5519967c1bd81a.txt"
    graph = f"https://w3id.org/cancu/graph/{name}"
    lines = [line for line in samples_kg.export("nq").splitlines(keepends=True) if line.endswith(f"<{graph}> .\n")]
    count = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    kg.update(f"DELETE WHERE {{ GRAPH <{graph}> {{ ?s <https://w3id.org/cancu/ns#implements> ?o }} }}")
    assert kg.query(count)[0]["n"] < len(lines)
    kg.replace_graphs({graph: "".join(lines)})
    assert kg.query(count)[0]["n"] == len(lines) > 100
    with pytest.raises(PermissionError, match="never written"):
        cancu.open(samples_folder).update("CLEAR ALL")


def test_other_stores_are_not_told_of_parameters_that_are_left_out(monkeypatch):
    """Jena and QLever lose rows behind VALUES ?x { UNDEF }; without it the rows are the same."""
    left_out = 0
    for name, question in q.questions().items():
        values = {p.name: "" for p in question.parameters if p.default == ""}
        if any(p.default is None for p in question.parameters):
            continue
        texts = []
        monkeypatch.setattr(Endpoint, "query", lambda self, sparql, texts=texts: texts.append(sparql) or Rows((), ()))
        q.ask(Endpoint("http://127.0.0.1:1/query"), name, values, check=False)
        assert not any("UNDEF" in text for text in texts), name
        left_out += "UNDEF" in q.bind(question, values)
    assert left_out >= 10


@needs_server
def test_a_wrong_query_is_a_query_error(server):
    with pytest.raises(QueryError, match="refuses the query"):
        Endpoint(server).query("SELEKT")
    with pytest.raises(QueryError):
        Endpoint(server).update("INSERT NOTHING")


def test_an_endpoint_that_is_not_there_is_named():
    with pytest.raises(EngineError, match="check that the server runs"):
        cancu.open("http://127.0.0.1:9/query").ask("documents")
    with pytest.raises(ValueError, match="http"):
        Endpoint("ftp://example.org/")


def test_the_address_of_updates_is_told_from_that_of_queries():
    assert Endpoint("http://localhost:7878/query").update_url == "http://localhost:7878/update"
    assert Endpoint("http://localhost:3030/kg/sparql").update_url == "http://localhost:3030/kg/update"
    assert Endpoint("http://localhost:8890/x", update_url="http://localhost/u").update_url == "http://localhost/u"
