"""`cancu serve` on loopback: the protocol as real clients use it, its limits, what it refuses, its pages.

Longer than 400 lines, because one server answers all of them.
"""

import concurrent.futures
import contextlib
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason='needs the extra: pip install "cancu[serve]"')
pytest.importorskip("uvicorn", reason='needs the extra: pip install "cancu[serve]"')

CARTESIAN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?h) }"
HOSTILE = "</script><img src=x onerror=window.hacked=1><script>window.hacked=1</script>"


@contextlib.contextmanager
def serving(folder, *options):
    """A server in a process of its own; gives its address."""
    command = [sys.executable, "-m", "cancu", "serve", str(folder), "--port", "0", *options]
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, stderr=said, cwd=Path(folder).parent)
        try:
            line = ""
            for _ in range(300):
                said.seek(0)
                line = said.readline()
                if line.endswith("\n") or process.poll() is not None:
                    break
                time.sleep(0.1)
            assert "http://" in line, line
            yield line.split()[-1].rstrip("/")
        finally:
            process.terminate()
            process.wait(15)
            said.seek(0)
            assert "Traceback" not in said.read()


@pytest.fixture(scope="module")
def server(samples_folder):
    with serving(samples_folder, "--timeout", "2", "--limit", "30000") as address:
        yield address


def ask(address, path="/sparql", *, method="GET", fields=None, body=None, headers=None, timeout=30):
    """(status, headers, body) of one request."""
    url = address + path + ("?" + urllib.parse.urlencode(fields, doseq=True) if fields else "")
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def select(address, query, **fields):
    status, _, body = ask(address, fields={"query": query, **fields})
    assert status == 200, body
    return [{k: v["value"] for k, v in row.items()} for row in json.loads(body)["results"]["bindings"]]


# Real clients


def test_rdflib_asks_it(server, samples_kg):
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    store = SPARQLStore(server + "/sparql")
    query = "PREFIX cancu: <https://w3id.org/cancu/ns#> SELECT DISTINCT ?p ?d { ?p cancu:implements ?d }"
    rows = {tuple(map(str, row)) for row in store.query(query)}
    assert rows == {(row["p"], row["d"]) for row in samples_kg.query(query)}
    assert len(rows) > 20


def test_sparqlwrapper_asks_it(server, samples_kg):
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(server + "/sparql")
    query = "SELECT DISTINCT ?d ?n { ?d a cancu:Document ; eli:id_local ?n } ORDER BY ?d ?n"
    expected = [(row["d"], row["n"]) for row in samples_kg.query(query)]
    for method in (wrapper.GET, wrapper.POST):
        client.setMethod(method)
        client.setQuery(query)
        client.setReturnFormat(wrapper.JSON)
        found = client.query().convert()["results"]["bindings"]
        assert [(b["d"]["value"], b["n"]["value"]) for b in found] == expected
        client.setReturnFormat(wrapper.XML)
        assert len(client.query().convert().getElementsByTagName("result")) == len(expected)
        client.setReturnFormat(wrapper.CSV)
        assert len(client.query().convert().splitlines()) == len(expected) + 1
    client.setQuery("CONSTRUCT { ?p cancu:implements ?d } WHERE { ?p cancu:implements ?d }")
    client.setReturnFormat(wrapper.RDFXML)
    assert (
        len(client.query().convert()) == samples_kg.query("SELECT DISTINCT ?p ?d { ?p cancu:implements ?d }").__len__()
    )
    client.setRequestMethod(wrapper.POSTDIRECTLY)
    client.setMethod(wrapper.POST)
    client.setQuery("ASK { ?p cancu:implements ?d }")
    client.setReturnFormat(wrapper.JSON)
    assert client.query().convert()["boolean"] is True


def test_cancu_asks_it(server, samples_kg):
    import cancu

    kg = cancu.open(server + "/sparql")
    assert kg.ask("implements", document="76/NQ-CP") == samples_kg.ask("implements", document="76/NQ-CP")


# The protocol

ROWS = "SELECT ?x ?y { VALUES (?x ?y) { (1 UNDEF) ('a\\n\"b' <http://x/y>) ('ệ'@vi 1.5) (true 2.0e0) } }"
MEDIA = [
    ("application/sparql-results+json", "application/sparql-results+json"),
    ("application/sparql-results+xml", "application/sparql-results+xml"),
    ("text/csv", "text/csv; charset=utf-8"),
    ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
    ("*/*", "application/sparql-results+json"),
    ("text/csv;q=0.3, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
    ("text/csv;q=0, */*;q=0.1", "application/sparql-results+json"),
    ("image/png, text/*", "text/csv; charset=utf-8"),
]


@pytest.mark.parametrize(("accept", "media"), MEDIA)
def test_rows_come_in_the_form_asked_for(server, accept, media):
    import pyoxigraph as ox

    status, headers, body = ask(server, fields={"query": ROWS}, headers={"Accept": accept})
    assert (status, headers["Content-Type"]) == (200, media)
    form = ox.QueryResultsFormat.from_media_type(media.split(";")[0])
    assert body == ox.Store().query(ROWS).serialize(format=form)


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        ("*/*", "text/turtle; charset=utf-8"),
    ],
)
def test_graphs_come_in_the_form_asked_for(server, samples_kg, accept, media):
    import rdflib

    query = "CONSTRUCT WHERE { ?p cancu:implements ?d }"
    status, headers, body = ask(server, fields={"query": query}, headers={"Accept": accept})
    assert (status, headers["Content-Type"]) == (200, media)
    graph = rdflib.Graph().parse(data=body, format=media.split(";")[0])
    expected = rdflib.Graph().parse(data=samples_kg.query(query).to_ntriples(), format="nt")
    assert set(graph) == set(expected)


FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
REQUESTS = [
    # method, content type, fields of the address, body, Accept, status
    ("GET", None, {"query": "ASK {}"}, None, "*/*", 200),
    ("HEAD", None, {"query": "ASK {}"}, None, "*/*", 200),
    ("POST", FORM, None, b"query=ASK%20%7B%7D", "*/*", 200),
    ("POST", FORM + "; charset=UTF-8", None, b"query=ASK+%7B%7D", "*/*", 200),
    ("POST", DIRECT, None, b"ASK {}", "*/*", 200),
    ("POST", DIRECT, None, "ASK { FILTER('ệ' = 'ệ') }".encode(), "*/*", 200),
    ("GET", None, {"query": ["ASK {}", "ASK {}"]}, None, "*/*", 400),
    ("GET", None, {"query": ""}, None, "*/*", 400),
    ("GET", None, {"query": "ASK {"}, None, "*/*", 400),
    ("GET", None, {"query": "ASK { ?s nope:x ?o }"}, None, "*/*", 400),
    ("GET", None, {"query": "ASK {}"}, None, "image/png", 406),
    ("GET", None, {"query": "ASK {}"}, None, "text/turtle", 406),
    ("GET", None, {"query": "CONSTRUCT WHERE {?s a cancu:Plan}"}, None, "text/csv", 406),
    ("GET", None, {"query": "ASK {}", "default-graph-uri": "no iri> "}, None, "*/*", 400),
    ("GET", None, {"update": "CLEAR ALL"}, None, "*/*", 400),
    ("POST", FORM, None, b"update=CLEAR%20ALL", "*/*", 403),
    ("POST", "application/sparql-update", None, b"CLEAR ALL", "*/*", 403),
    ("POST", DIRECT, None, b"CLEAR ALL", "*/*", 400),
    ("POST", FORM, {"query": "ASK {}"}, b"update=CLEAR%20ALL", "*/*", 400),
    ("POST", "text/plain", None, b"ASK {}", "*/*", 415),
    ("POST", DIRECT, None, b"ASK {} # \xff", "*/*", 400),
    ("POST", FORM, None, b"query=%FF", "*/*", 400),
    ("POST", DIRECT, None, b"", "*/*", 400),
    ("POST", DIRECT, None, b"ASK {} #" + b"x" * (2 << 20), "*/*", 413),
    ("PUT", DIRECT, None, b"ASK {}", "*/*", 405),
    ("DELETE", None, None, None, "*/*", 405),
]


@pytest.mark.parametrize(("method", "kind", "fields", "body", "accept", "expected"), REQUESTS)
def test_protocol(server, method, kind, fields, body, accept, expected):
    headers = {"Accept": accept, **({"Content-Type": kind} if kind else {})}
    status, _, said = ask(server, method=method, fields=fields, body=body, headers=headers)
    assert status == expected, said
    assert b"Traceback" not in said


def test_datasets(server):
    graphs = [row["g"] for row in select(server, "SELECT DISTINCT ?g { GRAPH ?g { ?s a cancu:Document } } ORDER BY ?g")]
    assert len(graphs) > 2
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    union = int(select(server, count)[0]["n"])
    one = int(select(server, count, **{"default-graph-uri": graphs[0]})[0]["n"])
    assert 0 < one < union
    assert int(select(server, f"SELECT (COUNT(*) AS ?n) FROM <{graphs[0]}> {{ ?s ?p ?o }}")[0]["n"]) == one
    named = select(server, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", **{"named-graph-uri": graphs[:2]})
    assert sorted(row["g"] for row in named) == graphs[:2]


def test_it_describes_itself(server):
    import rdflib

    status, headers, body = ask(server)
    assert (status, headers["Content-Type"]) == (200, "text/turtle; charset=utf-8")
    assert rdflib.URIRef(server + "/sparql") in set(rdflib.Graph().parse(data=body, format="turtle").objects())


def test_errors_name_place_and_reason(server):
    _, _, said = ask(server, fields={"query": "SELECT *\n{ ?s ?p }"})
    assert b"error at 2:" in said


# Limits


def test_what_runs_over_is_ended_and_the_rest_is_served(server):
    began = time.monotonic()
    status, _, said = ask(server, fields={"query": CARTESIAN})
    assert (status, b"2 seconds" in said) == (504, True)
    assert time.monotonic() - began < 10
    status, _, said = ask(server, fields={"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }"})
    assert (status, b"30,000 rows" in said) == (413, True)
    status, _, said = ask(server, fields={"query": "CONSTRUCT { ?a ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f }"})
    assert (status, b"30,000 rows" in said) == (413, True)
    deep = b"SELECT * {" + b"{" * 200_000 + b"}" * 200_000 + b"}"
    status, _, said = ask(server, method="POST", body=deep, headers={"Content-Type": DIRECT})
    assert status in (400, 500)
    assert select(server, "SELECT * { VALUES ?x { 1 } }") == [{"x": "1"}]


def test_answers_up_to_the_limit_are_whole(server):
    assert len(select(server, "SELECT * { ?a ?b ?c } LIMIT 15000")) == 15_000


def test_two_hundred_at_once_beside_long_queries_and_slow_clients(server):
    host, port = server.removeprefix("http://").split(":")
    slow = [socket.create_connection((host, int(port))) for _ in range(40)]
    for connection in slow:  # half a request each, and then nothing
        connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nquery=")
    try:
        with concurrent.futures.ThreadPoolExecutor(201) as threads:
            long = threads.submit(ask, server, fields={"query": CARTESIAN})
            query = {"query": "SELECT ?p { ?p cancu:implements ?d } LIMIT 5"}
            began = time.monotonic()
            found = list(threads.map(lambda _: ask(server, fields=query)[0], range(200)))
            took = time.monotonic() - began
            assert long.result()[0] == 504
    finally:
        for connection in slow:
            connection.close()
    assert found == [200] * 200
    assert took < 20


# What is refused


@pytest.fixture(scope="module")
def other_server():
    """A port that counts who connects."""
    listener = socket.create_server(("127.0.0.1", 0))
    came = []

    def listen():
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                came.append(connection.getpeername())
                connection.close()

    threading.Thread(target=listen, daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/x", came
    listener.close()


B = "{ ?s ?p ?o }"
FEDERATED = [
    "SERVICE <URL> " + B,
    "sErViCe SILENT <URL> " + B,
    "SERVICE:foo" + B,
    "?s ?p trueSERVICE<URL>" + B,
    "?s ?p 1SERVICE<URL>" + B,
    "?s (cancu:x)? trueSERVICE<URL>" + B,
    "BIND(<URL> AS ?x) SERVICE ?x " + B,
    "{ SELECT * { SERVICE <URL> " + B + " } }",
    "FILTER EXISTS { SERVICE <URL> " + B + " }",
    "# a comment ends here\rSERVICE<URL>" + B,
    "?s ?p '\\'' SERVICE<URL>" + B,
    '?s ?p ?a, ?b FILTER(?a<?b#>"""\n)SERVICE<URL>' + B + '#"""\n',
    "?s ?p ?a FILTER(?a<'x>')SERVICE<URL>{ ?s ?p 'y' }",
    "\\u0053ERVICE <URL> " + B,
]
HARMLESS = [
    "SELECT ?service { ?service a cv:PublicService ; rdfs:label 'SERVICE <http://x> {' } # SERVICE <http://x> {}",
    "SELECT * { ?s a <http://x/service#load> FILTER(?s < ?o) BIND(1 AS ?o) }",
    "SELECT (COUNT(?load) AS ?n) { ?load ?p \"service\"@en, '''LOAD''' FILTER(?n<3 && ?n>1) }",
]


@pytest.mark.parametrize("pattern", FEDERATED)
def test_no_query_reaches_another_server(server, other_server, pattern):
    url, came = other_server
    query = f"PREFIX : <{url}> SELECT * {{ {pattern.replace('URL', url)} }}"
    status, _, said = ask(server, fields={"query": query})
    assert status in (400, 403), said
    time.sleep(0.02)
    assert not came


def test_the_trap_would_notice(other_server):
    """Without the refusal these queries do connect."""
    import pyoxigraph as ox

    url, came = other_server
    with contextlib.suppress(OSError):
        list(ox.Store().query(f"SELECT * {{ SERVICE <{url}> {B} }}"))
    time.sleep(0.05)
    assert came
    came.clear()


@pytest.mark.parametrize("query", HARMLESS)
def test_words_in_strings_names_and_comments_are_no_federation(server, query):
    assert ask(server, fields={"query": query})[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/document/../../../etc/passwd",
        "/document/%2e%2e/%2e%2e/etc/passwd",
        "/document//etc/passwd",
        "/document/%00",
        "/assets/../serve.py",
        "/assets/%2e%2e%2fserve.py",
        "/assets/look.toml",
        "/document/..%5c..%5cwindows",
    ],
)
def test_paths_lead_nowhere_else(server, path):
    connection = http.client.HTTPConnection(server.removeprefix("http://"), timeout=10)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    assert response.status == 404
    assert b"root:" not in body


def test_other_names_for_this_machine_are_refused(server):
    """DNS rebinding: a page of another site that resolves its own name to 127.0.0.1."""
    assert ask(server, fields={"query": "ASK {}"}, headers={"Host": "evil.example"})[0] == 421
    assert ask(server, fields={"query": "ASK {}"}, headers={"Host": "localhost:1"})[0] == 200


def test_no_cors_unless_asked_for(server, samples_folder):
    headers = {"Origin": "https://a.example"}
    _, said, _ = ask(server, fields={"query": "ASK {}"}, headers=headers)
    assert "Access-Control-Allow-Origin" not in said
    with serving(samples_folder, "--cors", "https://a.example") as address:
        _, said, _ = ask(address, fields={"query": "ASK {}"}, headers=headers)
        assert said["Access-Control-Allow-Origin"] == "https://a.example"
        _, said, _ = ask(address, fields={"query": "ASK {}"}, headers={"Origin": "https://b.example"})
        assert "Access-Control-Allow-Origin" not in said
        status, said, _ = ask(address, method="OPTIONS", headers=headers)
        assert (status, said["Access-Control-Allow-Methods"]) == (204, "GET, POST, OPTIONS")


def test_updates_go_into_a_working_copy(samples_folder, tmp_path, other_server):
    import cancu

    folder = tmp_path / "kg"
    shutil.copytree(samples_folder, folder)
    before = len(cancu.open(folder).query("SELECT ?s ?p ?o { ?s ?p ?o }"))
    update = {"Content-Type": "application/sparql-update"}

    def send(address, text, **headers):
        return ask(address, method="POST", body=text.encode(), headers={**update, **headers})[0]

    with serving(folder, "--writable") as address:
        insert = "INSERT DATA { GRAPH <http://x/g> { <http://x/s> <http://x/p> 'ệ' } }"
        assert send(address, insert, Origin="https://evil.example") == 403
        assert select(address, "SELECT ?o { <http://x/s> ?p ?o }") == []
        assert send(address, insert, Origin=address) == 200
        assert select(address, "SELECT ?o { <http://x/s> ?p ?o }") == [{"o": "ệ"}]
        assert send(address, f"LOAD <{other_server[0]}>") == 403
        assert send(address, "INSERT nothing") == 400
    assert not other_server[1]
    assert len(cancu.open(folder).query("SELECT ?s ?p ?o { ?s ?p ?o }")) == before
    with serving(folder, "--writable") as address:
        assert select(address, "SELECT ?o { <http://x/s> ?p ?o }") == [{"o": "ệ"}]


# Pages


def test_every_document_has_a_page(server, samples_kg):
    status, _, listed = ask(server, "/documents")
    assert status == 200
    for source in samples_kg.sources():
        path = "/document/" + urllib.parse.quote(source)
        assert path in listed.decode()
        status, headers, body = ask(server, path)
        assert status == 200
        assert "script" not in headers["Content-Security-Policy"]
        assert body.decode().count("<mark ") > 5


def test_views_and_resources(server):
    status, headers, body = ask(server, "/view/implementation")
    assert status == 200
    assert "Content-Security-Policy" in body.decode()
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert ask(server, "/view/document", fields={"document": "76/NQ-CP"})[0] == 200
    assert ask(server, "/view/document", fields={"document": "99999/XX"})[0] == 404
    assert ask(server, "/view/nothing")[0] == 400
    iri = select(server, "SELECT ?d { ?d eli:id_local '76/NQ-CP' }")[0]["d"]
    status, _, body = ask(server, "/resource", fields={"iri": iri})
    assert (status, b"cancu:implements" in body) == (200, True)
    assert ask(server, "/resource", fields={"iri": "javascript:alert(1)> <x"})[0] == 400


DRAWN = [
    # query, status, what the page holds
    ("SELECT ?plan ?decree { ?plan cancu:implements ?decree }", 200, '"?plan → ?decree"'),
    ("SELECT ?s ?p ?o { ?s ?p ?o FILTER(?p = cancu:implements) }", 200, '"relation":"implements"'),
    ("CONSTRUCT WHERE { ?plan cancu:implements ?decree }", 200, '"relation":"implements"'),
    ("DESCRIBE ?d { ?d eli:id_local '76/NQ-CP' }", 200, '"facts":['),
    (f"CONSTRUCT {{ ?s <http://x/y> ?o . ?s rdfs:label '{HOSTILE}' }} WHERE {{ ?s cancu:implements ?o }}", 200, "http://x/y"),
    ("SELECT ?d { ?d a cancu:Document }", 400, "CONSTRUCT"),
    ("ASK {}", 400, ""),
    ("SELECT nonsense", 400, ""),
    ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", 403, "SERVICE"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected", "holds"), DRAWN)
def test_answers_are_drawn(server, query, expected, holds):
    status, headers, body = ask(server, "/graph", fields={"query": query, "lang": "en"})
    said = body.decode()
    assert (status, holds in said) == (expected, True), said[-800:]
    assert HOSTILE not in said
    assert "Content-Security-Policy" in headers
    if expected == 200:
        assert '"href":"/document/' in said or '"href":"/resource' in said
        assert "Query result" in said


def test_what_is_not_drawn_is_told_in_the_language_of_the_page(server):
    asked = "SELECT ?p ?d { ?p cancu:implements ?d }"
    for query, vietnamese, english in (
        (asked, "đặt tên cho mũi tên", "names the arrows"),
        ("SELECT nonsense", "không đọc được câu truy vấn", "could not be read"),
    ):
        said = {lang: ask(server, "/graph", fields={"query": query, "lang": lang})[2].decode() for lang in ("vi", "en")}
        assert [vietnamese in said[lang] for lang in said] == [True, False]
        assert [english in said[lang] for lang in said] == [False, True]


def test_a_long_query_is_drawn_by_post(server):
    query = "CONSTRUCT WHERE { ?plan cancu:implements ?decree } #" + "x" * 200_000
    body = urllib.parse.urlencode({"query": query}).encode()
    status, _, said = ask(server, "/graph", method="POST", body=body, headers={"Content-Type": FORM})
    assert (status, '"relation":"implements"' in said.decode()) == (200, True)


def test_a_large_answer_says_what_it_leaves_out(server):
    query = "SELECT ?s ?o { ?s ?p ?o FILTER(isIRI(?o)) } LIMIT 6000"
    said = ask(server, "/graph", fields={"query": query})[2].decode()
    assert int(re.search(r'"left_out":(\d+)', said)[1]) > 100


def test_pages_come_in_two_languages(server, samples_kg):
    source = urllib.parse.quote(samples_kg.sources()[0])
    for path, vietnamese, english in (
        ("/", "Câu hỏi mẫu", "Named questions"),
        ("/documents", "Trích yếu", "Issuer"),
        (f"/document/{source}", "Văn bản liên quan", "Related documents"),
        ("/nowhere", "Không mở được", "cannot be shown"),
        ("/view/implementation", "Kế hoạch nào triển khai", "Which plan implements"),
    ):
        said = {lang: ask(server, path, fields={"lang": lang})[2].decode() for lang in ("vi", "en")}
        assert vietnamese in said["vi"], path
        assert english in said["en"], path
        assert '<html lang="en">' in said["en"]
    assert 'href="/documents?lang=en"' in ask(server, "/?lang=en")[2].decode(), "links keep the language"
    assert ask(server, "/documents?lang=%3Cscript%3E")[0] == 200


def test_hostile_documents_stay_text(tmp_path):
    import cancu

    texts = tmp_path / "in"
    texts.mkdir()
    name = "a'\"<b>&#x41;.txt" if os.name != "nt" else "a&'.txt"
    (texts / name).write_text(
        f"ỦY BAN NHÂN DÂN TỈNH X\nSố: 12/KH-UBND\nKẾ HOẠCH\nVề việc {HOSTILE}\n"
        f"Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ {HOSTILE};\n",
        encoding="utf-8",
    )
    cancu.build(texts, store=tmp_path / "kg")
    with serving(tmp_path / "kg") as address:
        for path in ("/", "/documents", "/document/" + urllib.parse.quote(name)):
            status, _, body = ask(address, path)
            assert status == 200
            assert HOSTILE not in body.decode()
            assert "<b>&#x41;" not in body.decode()


def test_the_query_page_works_alone(server, browser):
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(server + "/")
    page.wait_for_selector(".yasqe .CodeMirror")
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr table tbody tr td")
    options = page.eval_on_selector_all("#example option", "them => them.map(o => o.textContent)")
    assert any("(implements)" in option for option in options)
    assert len(options) > 20
    page.select_option("#example", index=next(i for i, o in enumerate(options) if "(implements)" in o))
    page.locator(".yasr table", has_text="434/KH-UBND").wait_for()
    with page.expect_download() as download:
        page.click("[data-form=csv]")
    assert Path(download.value.path()).read_bytes().count(b"\n") > 1
    assert not said
    # DataTables, inside YASGUI, parses cells as HTML to sort and search them; the policy is what keeps that harmless.
    hostile = f'SELECT ("""{HOSTILE}""" AS ?x) (IRI(\'javascript:window.hacked=1\') AS ?y) {{}}'
    page.evaluate("query => document.querySelector('.CodeMirror').CodeMirror.setValue(query)", hostile)
    page.click(".yasqe_queryButton")
    page.locator(".yasr table", has_text="onerror").wait_for()
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
    assert page.locator(".yasr table img").count() == 0
    assert all("Content Security Policy" in message for message in said)
    said.clear()
    page.goto(server + "/documents")
    page.click("tbody tr td:last-child a")
    page.wait_for_selector("mark")
    page.goto(server + "/view/implementation")
    page.wait_for_selector("canvas")
    page.goto(server + "/?lang=en")
    page.wait_for_selector(".yasqe .CodeMirror")
    with page.context.expect_page() as opened:
        page.click("#draw")
    drawn = opened.value
    drawn.wait_for_selector("html[data-ready]")
    assert drawn.locator("h1").inner_text() == "Query result"
    assert drawn.locator("[data-key=implements]").is_visible()
    drawn.fill("#search", "434/KH-UBND")
    drawn.keyboard.press("Enter")
    drawn.click("#panel .act a")
    drawn.wait_for_selector("mark")
    drawn.close()
    page.close()
    assert {urllib.parse.urlsplit(url).netloc for url in asked} - {""} == {server.removeprefix("http://")}
    assert not said


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_served_pages_have_no_serious_barriers(server, samples_kg, browser, barriers, scheme):
    source = urllib.parse.quote(samples_kg.sources()[0])
    iri = urllib.parse.quote("https://w3id.org/cancu/ns#Claim", safe="")
    drawn = urllib.parse.quote("CONSTRUCT WHERE { ?plan cancu:implements ?decree }")
    for width in (1366, 390):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        for path in (
            "/",
            "/documents",
            f"/document/{source}",
            f"/resource?iri={iri}",
            "/nowhere",
            f"/graph?query={drawn}",
        ):
            page.goto(server + path)
            if path == "/":
                page.wait_for_selector(".yasqe .CodeMirror")
                page.click(".yasqe_queryButton")
                page.wait_for_selector(".yasr table tbody tr td")
                page.wait_for_timeout(200)
            assert barriers(page) == [], (path, width)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
            ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert ground == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(20, 24, 29)")
            page.emulate_media(media="print")
            assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)", "paper"
            page.emulate_media(media="screen")
        context.close()


def test_each_example_runs(samples_kg):
    from cancu.viz.serve_pages import Pages

    examples = list(Pages(samples_kg, None)._examples())
    assert len(examples) >= len(samples_kg.questions()) - 1
    for example in examples:
        samples_kg.query(example["sparql"])


# The command


def test_without_the_extra_the_remedy_is_named(samples_folder, monkeypatch):
    from click.testing import CliRunner

    from cancu.cli import main

    monkeypatch.setitem(sys.modules, "uvicorn", None)
    result = CliRunner().invoke(main, ["serve", str(samples_folder)])
    assert result.exit_code == 2
    assert 'pip install "cancu[serve]"' in result.output


def test_a_taken_port_is_named(server, samples_folder):
    from click.testing import CliRunner

    from cancu.cli import main

    port = server.rsplit(":", 1)[1]
    result = CliRunner().invoke(main, ["serve", str(samples_folder), "--port", port])
    assert (result.exit_code, "another --port" in result.output) == (2, True)
