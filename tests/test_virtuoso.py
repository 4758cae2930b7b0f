"""Virtuoso as another store (Debian's virtuoso-opensource-7-bin, 7.2.5.1 of 2018), started on loopback with the samples."""

import shutil
import socket
import subprocess
import time

import pytest

import cancu
from cancu.graph import query as q

pytestmark = pytest.mark.skipif(
    not (shutil.which("virtuoso-t") and shutil.which("isql-vt")),
    reason="needs Virtuoso: apt-get install virtuoso-opensource-7-bin",
)
INI = """[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
[SPARQL]
ResultSetMaxRows = 100000
"""


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture(scope="module")
def virtuoso(samples_kg, tmp_path_factory):
    folder, sql, http = tmp_path_factory.mktemp("virtuoso"), free_port(), free_port()
    (folder / "virtuoso.ini").write_text(INI.format(sql=sql, http=http), encoding="utf-8")
    (folder / "kg.nq").write_text(samples_kg.export("nq"), encoding="utf-8")

    def run(statement):
        command = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={statement}"]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)

    command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            for _ in range(100):
                if run("select 1;").returncode == 0:
                    break
                time.sleep(0.2)
            run("ld_dir('.', 'kg.nq', 'https://w3id.org/cancu/'); rdf_loader_run(); checkpoint;")
            yield f"http://127.0.0.1:{http}/sparql"
        finally:
            running.terminate()


def test_questions_give_the_same_rows(virtuoso, samples_kg):
    kg = cancu.open(virtuoso)
    asked = [(name, asked.example) for name, asked in q.questions().items()]
    asked += [
        ("carried-by", {"document": "76/NQ-CP", "as_of": "2025-03-01"}),
        ("implements", {"document": "76/NQ-CP", "as_of": "2021-12-27"}),
    ]
    for name, values in asked:
        assert kg.ask(name, **values).rows == samples_kg.ask(name, **values).rows, name
    assert len(samples_kg.ask("carried-by", document="76/NQ-CP")) == 46


def test_networks_are_the_same(virtuoso, samples_kg):
    there, here = cancu.open(virtuoso).network("agencies"), samples_kg.network("agencies")
    assert set(there.nodes) == set(here.nodes)
    assert there.number_of_edges() == here.number_of_edges()
