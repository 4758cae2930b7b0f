"""The command line: what goes to which stream, exit codes, and errors that name file, reason and remedy."""

import csv
import io
import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from cancu.cli import main


def run(*args, given=None):
    result = CliRunner().invoke(main, [str(a) for a in args], input=given)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


PLAN = (
    "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\n\nSố: 5/KH-UBND\n\nLào Cai, ngày 05 tháng 01 năm 2019\n\nKẾ HOẠCH\nCải cách hành chính năm "
    "2019\n\nCăn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ;\nThực hiện Quyết định số 749/QĐ-TTg ngày "
    "03/6/2018 của Thủ tướng Chính phủ;\nỦy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n"
)


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


# build


def test_build_prints_what_it_did_and_publishes(tmp_path, samples):
    kg = tmp_path / "kg"
    result = run("build", samples, "-o", kg)
    assert result.exit_code == 0
    assert "5 files (5 read, 0 unchanged, 0 left out)" in result.stdout
    for word, count in (("documents", 6), ("citations", 110), ("tasks", 130)):
        line = next(line for line in result.stdout.splitlines() if line.split()[0] == word)
        assert int(line.split()[1]) == count
    assert "could not be resolved" in result.stdout
    assert (kg / "current").read_text(encoding="utf-8") == "store-1\n"


def test_build_reads_only_what_changed(tmp_path, plan):
    kg, other = tmp_path / "kg", tmp_path / "other.txt"
    other.write_text("Căn cứ Luật Viên chức;", encoding="utf-8")
    assert "2 files (2 read, 0 unchanged" in run("build", plan, other, "-o", kg).stdout
    other.write_text("Căn cứ Luật Đất đai;", encoding="utf-8")
    assert "2 files (1 read, 1 unchanged" in run("build", plan, other, "-o", kg).stdout
    assert "1 files (0 read, 1 unchanged" in run("build", plan, "-o", kg).stdout
    published = (kg / "current").read_text(encoding="utf-8")
    again = run("build", plan, "-o", kg).stdout
    assert again.splitlines()[1:] == run("build", plan, "-o", tmp_path / "fresh").stdout.splitlines()[1:]
    assert (kg / "current").read_text(encoding="utf-8") == published, "nothing changed, so nothing is built"
    run("build", plan, "-o", kg, "--base", "https://example.org/")
    assert (kg / "current").read_text(encoding="utf-8") != published
    assert "2 files (1 read, 0 unchanged" in run("build", other, "-o", kg, "--add").stdout


def test_a_bad_file_is_left_out_and_the_others_are_read(tmp_path, plan):
    (tmp_path / "photo.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "empty.txt").write_bytes(b"")
    kg = tmp_path / "kg"
    result = run("build", plan, tmp_path / "photo.txt", tmp_path / "empty.txt", tmp_path / "nowhere.txt", "-o", kg)
    assert result.exit_code == 1
    assert "2 files (2 read, 0 unchanged, 2 left out)" in result.stdout
    assert "photo.txt" in result.stderr
    assert "nowhere.txt" in result.stderr
    assert "there is no such file" in result.stderr
    assert "empty.txt" not in result.stderr
    assert "empty 1" in result.stdout


@pytest.mark.parametrize("make", [lambda p: p / "nowhere", lambda p: (p / "none").mkdir() or p / "none"])
def test_nothing_usable_is_exit_code_2_and_makes_no_graph(tmp_path, make):
    result = run("build", make(tmp_path), "-o", tmp_path / "kg")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "nothing to build" in result.stderr
    assert not (tmp_path / "kg").exists()


def test_nothing_usable_leaves_the_graph_that_was_there(tmp_path, plan):
    kg = tmp_path / "kg"
    run("build", plan, "-o", kg)
    assert run("build", tmp_path / "nowhere", "-o", kg).exit_code == 2
    assert (kg / "current").read_text(encoding="utf-8") == "store-1\n"
    assert run("ask", kg, "documents", "--status", "read", "-f", "json").exit_code == 0


def test_a_folder_with_other_files_is_refused(tmp_path, plan):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "a.docx").write_bytes(b"x")
    result = run("build", plan, "-o", tmp_path / "thesis")
    assert result.exit_code == 2
    assert "other files" in result.stderr


def test_wrong_encoding_is_named(tmp_path, plan):
    (tmp_path / "old.txt").write_bytes(PLAN.encode("utf-16"))
    result = run("build", tmp_path / "old.txt", "-o", tmp_path / "kg", "--encoding", "klingon")
    assert result.exit_code == 2
    assert "klingon" in result.stderr


def test_a_catalogue_is_read_and_a_bad_one_named(tmp_path, plan):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("number,issuer,date,type\n749/QĐ-TTg,Thủ tướng Chính phủ,2018-06-03,Quyết định\n", encoding="utf-8")
    bad.write_text("number,issuer\n749/QĐ-TTg,\n", encoding="utf-8")
    assert run("build", plan, "-o", tmp_path / "kg", "--catalogue", good).exit_code == 0
    result = run("build", plan, "-o", tmp_path / "kg2", "--catalogue", bad)
    assert result.exit_code == 2
    assert "bad.csv, line 2: no issuer" in result.stderr


# extract


def test_extract_gives_one_record_a_line(samples):
    result = run("extract", samples)
    assert result.exit_code == 0
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [r["source"][:3] for r in records] == ["000", "001", "002", "003", "004"]
    assert records[1]["documents"][0]["number"] == "434/KH-UBND"


def test_extract_reads_standard_input():
    result = run("extract", "-", given="Căn cứ Nghị định số 63/2010/NĐ-CP;")
    record = json.loads(result.stdout)
    assert record["source"] == "stdin"
    assert record["citations"][0]["number"] == "63/2010/NĐ-CP"


def test_extract_as_table_quads_and_account(plan):
    assert "63/2010/NĐ-CP" in run("extract", plan, "-f", "table").stdout
    nquads = run("extract", plan, "-f", "nq").stdout
    assert nquads == run("extract", plan, "-f", "nq").stdout
    assert all(line.endswith(" .") for line in nquads.splitlines())
    assert "@prefix cancu:" in run("extract", plan, "-f", "trig").stdout
    account = run("extract", plan, "--explain").stdout
    assert "Căn cứ «Nghị định số 63/2010/NĐ-CP» ngày 08/6/2010" in account
    assert "based_on" in account


def test_extract_says_what_is_left_out(tmp_path, plan):
    result = run("extract", plan, tmp_path / "nowhere")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert "left out" in result.stderr
    assert run("extract", tmp_path / "nowhere").exit_code == 2
    (tmp_path / "none").mkdir()
    empty = run("extract", tmp_path / "none")
    assert empty.exit_code == 2
    assert "no documents" in empty.stderr


def test_an_empty_file_is_an_empty_record(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    result = run("extract", tmp_path / "empty.txt")
    assert result.exit_code == 0
    record = json.loads(result.stdout)
    assert record["citations"] == []
    assert record["warnings"][0]["code"] == "empty"


def test_tables_that_are_wrong_name_the_line(tmp_path, plan):
    tables = tmp_path / "mine.toml"
    tables.write_text('[[document_types]]\nname = "X"\nnonsense = 3\n', encoding="utf-8")
    result = run("extract", plan, "--tables", tables)
    assert result.exit_code == 2
    assert "mine.toml" in result.stderr
    missing = run("extract", plan, "--tables", tmp_path / "none.toml")
    assert missing.exit_code == 2
    assert "none.toml" in missing.stderr


# ask


def test_ask_lists_the_questions(samples_folder):
    listed = run("ask", samples_folder)
    assert listed.exit_code == 0
    assert "implements" in listed.stdout
    alone = run("ask")  # the list needs no graph
    assert alone.exit_code == 0
    assert (
        "implements\n  Văn bản nào triển khai thực hiện văn bản X?\n  Which documents implement document X?\n"
        in alone.stdout
    )
    assert alone.stdout.count("\n  cancu ask KG ") == len(json.loads(run("ask", "-f", "json").stdout))
    described = json.loads(run("ask", samples_folder, "-f", "json").stdout)
    implements = next(q for q in described if q["name"] == "implements")
    assert set(implements["title"]) == {"vi", "en"}
    assert implements["parameters"][0]["name"] == "document"
    assert "document" in run("ask", samples_folder, "-f", "csv").stdout


def test_a_table_wider_than_the_terminal_is_a_list(samples_folder):
    """As a person at a narrow terminal sees it: the command line runs in a pseudo-terminal of 80 columns."""
    pty = pytest.importorskip("pty", reason="pseudo-terminals are of POSIX systems")
    seen = []

    def shown(descriptor):
        data = os.read(descriptor, 1 << 16)
        seen.append(data)
        return data

    code = f"from cancu.cli import main; main(['ask', {str(samples_folder)!r}, 'lag', '--document', '76/NQ-CP'])"
    before, os.environ["COLUMNS"] = os.environ.get("COLUMNS"), "80"
    try:
        assert pty.spawn([sys.executable, "-c", code], shown) == 0
    finally:
        os.environ.pop("COLUMNS") if before is None else os.environ.update(COLUMNS=before)
    text = b"".join(seen).decode("utf-8").replace("\r\n", "\n")
    assert text.startswith("1\n  document  https://")
    assert "\n  days      34\n" in text
    assert text.endswith("(2 rows)\n")
    assert run("ask", samples_folder, "lag", "--document", "76/NQ-CP", "-f", "list").stdout == text
    assert run("ask", samples_folder, "lag", "--document", "76/NQ-CP").stdout.startswith("document  ")


def test_ask_answers_in_each_form(samples_folder):
    rows = list(
        csv.DictReader(
            io.StringIO(run("ask", samples_folder, "implements", "--document", "76/NQ-CP", "-f", "csv").stdout)
        )
    )
    columns = ["document", "number", "type", "issuer", "date", "via", "source", "quote", "start", "end", "state"]
    assert list(rows[0]) == columns
    vias = {row["via"] for row in rows if row["number"] == "434/KH-UBND"}
    assert vias == {
        "Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021-2030",
        "Kế hoạch 329/KH-UBND",
    }
    assert json.loads(run("ask", samples_folder, "implements", "--document=76/NQ-CP", "-f", "json").stdout)[0]["start"]
    assert "(3 rows)" in run("ask", samples_folder, "implements", "--document", "76/NQ-CP").stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["implement", "--document", "76/NQ-CP"], "did you mean 'implements'"),
        (["implements"], "needs document"),
        (["implements", "--document"], "needs a value"),
        (["implements", "--dokument", "76/NQ-CP"], "no parameter 'dokument'"),
        (["implements", "76/NQ-CP"], "takes --document"),
        (["implements", "--document", "77/NQ-CP"], "76/NQ-CP"),
        (["led-by", "--agency", "Sở Nội vu"], "Sở Nội vụ"),
        (["tasks-due", "--since", "tháng 6"], "date like 2026-06-30"),
    ],
)
def test_ask_explains_what_is_wrong(samples_folder, args, said):
    result = run("ask", samples_folder, *args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr


def test_an_ambiguous_number_lists_the_candidates(tmp_path):
    for place in ("Lào Cai", "Hà Giang"):
        (tmp_path / f"{place}.txt").write_text(
            PLAN.replace("TỈNH LÀO CAI", f"TỈNH {place.upper()}").replace("Lào Cai,", f"{place},"), encoding="utf-8"
        )
    run("build", tmp_path, "-o", tmp_path.parent / f"{tmp_path.name}-kg")
    result = run("ask", tmp_path.parent / f"{tmp_path.name}-kg", "based-on", "--document", "5/KH-UBND")
    assert result.exit_code == 2
    assert "may be 2 documents" in result.stderr
    assert "Ủy ban nhân dân tỉnh Lào Cai" in result.stderr
    assert "Ủy ban nhân dân tỉnh Hà Giang" in result.stderr


# query, show, export, validate, text


def test_query_prints_rows_graphs_and_truth(samples_folder, tmp_path):
    sparql = "SELECT ?n WHERE { ?d eli:id_local ?n . FILTER(?n = '434/KH-UBND') }"
    assert run("query", samples_folder, sparql, "-f", "csv").stdout == "n\n434/KH-UBND\n"
    (tmp_path / "q.rq").write_text(sparql, encoding="utf-8")
    assert "434/KH-UBND" in run("query", samples_folder, tmp_path / "q.rq").stdout
    assert "434/KH-UBND" in run("query", samples_folder, "-", given=sparql).stdout
    assert run("query", samples_folder, "ASK { ?s cancu:implements ?o }").stdout == "true\n"
    made = run("query", samples_folder, "CONSTRUCT { ?s cancu:implements ?o } WHERE { ?s cancu:implements ?o }").stdout
    assert "cancu:implements" in made


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["SELEKT ?s"], "not SPARQL"),
        (["SELECT ?s { ?s unknown:x ?o }"], "not SPARQL"),
        (["nowhere.rq"], "check the path"),
        (["SELECT ?s { ?s ?p ?o } LIMIT 1", "-f", "ttl"], "for CONSTRUCT"),
        (["CONSTRUCT WHERE { ?s ?p ?o }", "-f", "csv"], "for SELECT"),
        (["DROP ALL"], "not SPARQL"),
    ],
)
def test_query_explains_what_is_wrong(samples_folder, args, said):
    result = run("query", samples_folder, *args)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize(
    "args", [["ask", "KG", "documents"], ["query", "KG", "ASK {}"], ["export", "KG", "-f", "nq"], ["validate", "KG"]]
)
def test_a_folder_that_is_no_graph_is_named(tmp_path, args):
    result = run(*[tmp_path if a == "KG" else a for a in args])
    assert result.exit_code == 2
    assert str(tmp_path) in result.stderr
    assert "cancu build" in result.stderr


def test_show_writes_a_page_that_asks_no_host(samples_folder, tmp_path):
    page = tmp_path / "graph.html"
    assert run("show", samples_folder, "-o", page).exit_code == 0
    html = page.read_text(encoding="utf-8")
    assert "434/KH-UBND" in html
    assert [p.name for p in tmp_path.iterdir()] == ["graph.html"]
    assert run("show", samples_folder, "-o", tmp_path / "none" / "graph.html").exit_code == 2
    unknown = run("show", samples_folder, "-o", page, "--view", "galaxy")
    assert unknown.exit_code == 2
    assert "implementation" in unknown.stderr


def test_export_writes_to_a_file_or_to_standard_output(samples_folder, tmp_path):
    to_file = run("export", samples_folder, "-f", "nq", "-o", tmp_path / "kg.nq")
    assert to_file.exit_code == 0
    assert to_file.stdout == ""
    text = (tmp_path / "kg.nq").read_text(encoding="utf-8")
    assert run("export", samples_folder, "-f", "nq").stdout == text
    assert run("export", samples_folder, "-f", "nq", "-o", tmp_path).exit_code == 2


def test_validate_finds_no_violation_in_the_samples(samples_folder):
    result = run("validate", samples_folder)
    assert result.exit_code == 0, result.stdout
    assert run("validate", samples_folder, "--engine", "pyshacl").stdout == result.stdout
    assert run("validate", samples_folder, "--engine", "jena").exit_code == 2


def test_text_prints_the_text_layer(samples, tmp_path):
    sample = samples / "003_079443f45d6a336e.txt"
    assert run("text", sample).stdout_bytes == sample.read_bytes()
    assert run("text", "-", given="một\r\nhai").stdout_bytes == "một\r\nhai".encode()
    missing = run("text", tmp_path / "nowhere.txt")
    assert missing.exit_code == 2
    assert "no such file" in missing.stderr


# Everything


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_helps_with_an_example(name):
    result = run(name, "-h")
    assert result.exit_code == 0
    assert f"cancu {name}" in result.stdout or "cancu extract" in result.stdout


def test_bad_usage_is_exit_code_2():
    assert run("buid").exit_code == 2
    assert run("build", "x").exit_code == 2
    assert run("export", "kg", "-f", "docx").exit_code == 2


def test_a_fault_of_ours_is_exit_code_3(monkeypatch, plan):
    monkeypatch.setattr("cancu.graph.extracts.explanation", lambda *_: 1 / 0)
    result = run("extract", plan, "--explain")
    assert result.exit_code == 3
    assert "please report" in result.stderr


def test_a_closed_pipe_is_no_fault(samples):
    command = f"{sys.executable} -m cancu extract {samples} | head -c 10"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout == '{"source":'
    assert "Traceback" not in done.stderr
