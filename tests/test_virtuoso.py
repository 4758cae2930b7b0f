"""Virtuoso as another store (Debian's virtuoso-opensource-7-bin, 7.2.5.1 of 2018), started on loopback with the samples."""

import contextlib
import runpy
import shutil
import socket
import subprocess
import time
from pathlib import Path

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


@contextlib.contextmanager
def served(kg, folder):
    """The address of a Virtuoso that holds a graph."""
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(INI.format(sql=sql, http=http), encoding="utf-8")
    (folder / "kg.nq").write_text(kg.export("nq"), encoding="utf-8")

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


@pytest.fixture(scope="module")
def virtuoso(samples_kg, tmp_path_factory):
    with served(samples_kg, tmp_path_factory.mktemp("virtuoso")) as address:
        yield address


def test_questions_give_the_same_rows(virtuoso, samples_kg):
    kg = cancu.open(virtuoso)
    asked = [(name, asked.example) for name, asked in q.questions().items()]
    asked += [
        ("carried-by", {"document": "76/NQ-CP", "as_of": "2025-03-01"}),
        ("implements", {"document": "76/NQ-CP", "as_of": "2021-12-27"}),
        ("abolished-agencies", {"as_of": "2026-01-01"}),
        ("responsible-at", {"document": "002_bd88a2c9c63c7ccc.txt#D2", "as_of": "2026-01-01"}),
    ]
    for name, values in asked:
        assert kg.ask(name, **values).rows == samples_kg.ask(name, **values).rows, name
    assert len(samples_kg.ask("carried-by", document="76/NQ-CP")) == 46


PLACES = ("Lào Cai", "Hà Giang", "Cao Bằng", "Yên Bái", "Bắc Kạn", "Lạng Sơn", "Tuyên Quang", "Sơn La")
BODIES = ("Sở Nội vụ", "Sở Tài chính", "Sở Thông tin và Truyền thông")
TASKS = (
    "xây dựng cổng dịch vụ công của tỉnh",
    "rà soát, đơn giản hóa thủ tục hành chính trên các lĩnh vực quản lý nhà nước",
)
PROGRAMME = "Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021-2030"


def plan(i):
    """One of many plans of a programme: the same steps and the same tasks, other leads and days."""
    place = PLACES[i % len(PLACES)]
    leads = [BODIES[(i + n) % len(BODIES)] for n in range(len(TASKS))]
    tasks = f"2. {leads[0]} chủ trì {TASKS[0]}. Hoàn thành trước ngày {1 + i % 28}/6/2025.\n3. {leads[1]} chủ trì {TASKS[1]}.\n"
    return (
        f"ỦY BAN NHÂN DÂN\nTỈNH {place.upper()}\n-------\n\nSố: {100 + i}/KH-UBND\n\n"
        f"{place}, ngày {1 + i % 28:02} tháng {1 + i % 12:02} năm {2021 + i % 3}\n\nKẾ HOẠCH\nCải cách hành chính\n\n"
        "Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ về kiểm soát thủ tục hành chính;\n"
        f"Thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ ban hành {PROGRAMME}, Ủy ban nhân dân tỉnh ban "
        "hành Kế hoạch như sau:\n\nI. MỤC TIÊU\n"
        f"1. Đến năm 2025, tối thiểu {50 + i}% hồ sơ thủ tục hành chính được giải quyết trực tuyến.\n\n"
        f"II. TỔ CHỨC THỰC HIỆN\n1. Triển khai {PROGRAMME}.\n{tasks}"
        + (f"4. Thay thế Kế hoạch số {92 + i}/KH-UBND của Ủy ban nhân dân tỉnh {place}.\n" if i >= len(PLACES) else "")
    )


# Virtuoso 7.2 gives some rows of carried-by another document there: see docs/graph.md.
DIFFERING = {"carried-by"}


def asked_of_plans():
    for name, question in q.questions().items():
        parameters = {p.name for p in question.parameters}
        documents = ({"document": "105/KH-UBND"}, {"document": "76/NQ-CP"}) if "document" in parameters else ({},)
        for values in documents:
            values = values | {
                p.name: question.example[p.name] for p in question.parameters if p.required and p.name != "document"
            }
            yield from ((name, values | day) for day in ({}, {"as_of": "2022-03-01"})[: 1 + ("as_of" in parameters)])


def test_questions_give_the_same_rows_where_many_plans_say_the_same(tmp_path):
    (tmp_path / "texts").mkdir()
    for i in range(24):
        (tmp_path / "texts" / f"{i:02}.txt").write_text(plan(i), encoding="utf-8")
    here = cancu.build(tmp_path / "texts")
    counts = {}
    with served(here, tmp_path) as address:
        there = cancu.open(address)
        for name, values in asked_of_plans():
            if name not in DIFFERING:
                rows = here.ask(name, **values).rows
                assert there.ask(name, **values).rows == rows, (name, values)
                counts[name] = counts.get(name, 0) + len(rows)
    assert {name for name, count in counts.items() if count} >= {
        "chain",
        "implements",
        "lag",
        "same-task",
        "task-gaps",
        "tasks-due",
    }


def test_networks_are_the_same(virtuoso, samples_kg):
    there, here = cancu.open(virtuoso).network("agencies"), samples_kg.network("agencies")
    assert set(there.nodes) == set(here.nodes)
    assert there.number_of_edges() == here.number_of_edges()


FORCE = {
    "a.txt": ("46/2026/NĐ-CP", "26 tháng 01 năm 2026", "NGHỊ ĐỊNH\nVề phí", "Điều 1. Mức phí."),
    "b.txt": (
        "09/2026/NQ-CP",
        "04 tháng 02 năm 2026",
        "NGHỊ QUYẾT\nVề hiệu lực",
        (
            "Điều 1. Tạm ngưng hiệu lực thi hành Nghị định số 46/2026/NĐ-CP ngày 26 tháng 01 năm 2026 của Chính phủ từ ngày 05 "
            "tháng 02 năm 2026 đến hết ngày 15 tháng 4 năm 2026."
        ),
    ),
    "c.txt": (
        "12/2026/NQ-CP",
        "04 tháng 3 năm 2026",
        "NGHỊ QUYẾT\nVề giá",
        (
            "Căn cứ Nghị định số 46/2026/NĐ-CP ngày 26 tháng 01 năm 2026 của Chính phủ;\n"
            "Căn cứ Nghị định số 24/2014/NĐ-CP ngày 04/4/2014 của Chính phủ;\n"
            "Căn cứ Nghị định số 43/2006/NĐ-CP ngày 25/4/2006 của Chính phủ;"
        ),
    ),
}
LISTED = [
    {"number": "46/2026/NĐ-CP", "date": "2026-01-26", "status": "Còn hiệu lực"},
    {"number": "24/2014/NĐ-CP", "date": "2014-04-04", "status": "Hết hiệu lực toàn bộ"},
    {"number": "43/2006/NĐ-CP", "date": "2006-04-25", "status": "Hết hiệu lực toàn bộ", "expires_on": "2015-04-06"},
]


def test_states_of_force_are_the_same(tmp_path):
    """What is suspended for a time, and what a catalogue says of ends with and without a day."""
    (tmp_path / "texts").mkdir()
    for name, (number, day, title, body) in FORCE.items():
        text = f"CHÍNH PHỦ\n-------\nSố: {number}\nHà Nội, ngày {day}\n\n{title}\n\n{body}\n"
        (tmp_path / "texts" / name).write_text(text, encoding="utf-8")
    here = cancu.build(tmp_path / "texts", catalogue=[row | {"issuer": "Chính phủ"} for row in LISTED])
    asked = [
        ("documents", {}),
        ("based-on", {"document": "12/2026/NQ-CP"}),
        ("state-at", {"document": "46/2026/NĐ-CP"}),
        ("state-at", {"document": "24/2014/NĐ-CP"}),
        ("impacts", {}),
        ("dead-bases", {}),
        ("outdated-bases", {}),
    ]
    states = set()
    with served(here, tmp_path) as address:
        there = cancu.open(address)
        assert there.ask("about", document="24/2014/NĐ-CP").rows == here.ask("about", document="24/2014/NĐ-CP").rows
        for name, given in asked:
            for day in ("9999-12-31", "2026-03-04"):
                rows = here.ask(name, **given, as_of=day)
                assert there.ask(name, **given, as_of=day).rows == rows.rows, (name, day)
                states |= set(rows.column("state")) if "state" in rows.columns else set()
    assert states >= {"stands", "suspended", "unclear", "ended"}


def test_who_answers_on_a_day_is_the_same(tmp_path):
    """An act that gets another lead, is suspended, prolonged and runs out."""
    of = runpy.run_path(str(Path(__file__).with_name("test_as_of.py")))
    number, texts = of["DUTIES"], of["OF_DUTIES"]

    (tmp_path / "texts").mkdir()
    for name, text in texts.items():
        (tmp_path / "texts" / name).write_text(text, encoding="utf-8")
    here = cancu.build(tmp_path / "texts")
    states = set()
    with served(here, tmp_path) as address:
        there = cancu.open(address)
        for day in ("2020-05-19", "2020-05-20", "2021-07-15", "2022-04-15", "2025-07-01"):
            rows = here.ask("responsible-at", document=number, as_of=day)
            assert there.ask("responsible-at", document=number, as_of=day).rows == rows.rows, day
            states |= set(rows.column("document_state"))
            stated = here.ask("state-at", document=number, as_of=day).rows
            assert there.ask("state-at", document=number, as_of=day).rows == stated, day
    assert states == {"not_yet", "stands", "amended", "suspended", "expired"}
