"""Data frames: kinds of columns, tables of records whose offsets hold, labels beside IRIs, links that run nothing."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

import cancu
from cancu.graph.frames import labelled, labels, tabulate
from cancu.graph.rows import Rows
from cancu.viz.notebook import styled

TEXT = (
    "KẾ HOẠCH\nCăn cứ Nghị định số 63/2030/NĐ-CP ngày 8 tháng 6 năm 2030 của Chính phủ;\n"
    "Thực hiện Nghị quyết số 12/NQ-CP ngày 5/4/2030 của Chính phủ.\n"
    "- Phấn đấu đến năm 2032, 90% hồ sơ được giải quyết đúng hạn.\n"
    "Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát vị trí việc làm, hoàn thành trước ngày 30/6/2031.\n"
)
NAMES = ("documents", "citations", "relations", "tasks", "bearers", "targets", "budgets", "findings")


@pytest.fixture(scope="module")
def record():
    return cancu.parse(TEXT)


@pytest.fixture(scope="module")
def kg(tmp_path_factory):
    folder = tmp_path_factory.mktemp("frames")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    return cancu.build(folder, jobs=1)


def test_dates_are_dates_in_pandas_beyond_nanoseconds_too():
    frame = Rows(("d", "e"), ((date(1010, 1, 2), None), (None, None), (date(2999, 12, 31), None))).to_pandas()
    assert frame["d"].dtype == "datetime64[s]"
    assert list(frame["d"].dt.year.dropna()) == [1010, 2999]
    assert frame["d"].isna().tolist() == [False, True, False]
    assert frame["e"].isna().all()


def test_mixed_columns_and_twice_the_same_values_stay_as_they_are():
    frame = Rows(("m",), ((date(2020, 1, 1),), ("năm 2021",))).to_pandas()
    assert frame["m"].tolist() == [date(2020, 1, 1), "năm 2021"]


def test_polars_kinds():
    polars = pytest.importorskip("polars")
    rows = Rows(
        ("day", "whole", "number", "mixed", "none", "text", "truth"),
        (
            (date(2020, 1, 1), 1, 1, "a", None, "ế", True),
            (None, None, Decimal("2.5"), date(2021, 5, 6), None, None, False),
        ),
    )
    frame = rows.to_polars()
    assert frame.schema["day"] == polars.Date
    assert frame.schema["whole"] == polars.Int64
    assert frame["number"].to_list() == [1.0, 2.5]
    assert frame["mixed"].to_list() == ["a", "2021-05-06"]
    assert frame.schema["truth"] == polars.Boolean
    assert frame["text"][0] == "ế"
    assert Rows(("n",), ()).to_polars().columns == ["n"]


@pytest.mark.parametrize("name", NAMES)
def test_tables_of_a_record(record, name):
    rows = tabulate(record, name)
    assert rows.columns[0] == "source"
    assert len(set(rows.columns)) == len(rows.columns)
    assert len(tabulate([record, record], name)) == 2 * len(rows)
    for row in rows:
        words = row.get("text", row.get("cue"))
        if words is not None:
            assert TEXT[row["start"] : row["end"]] == words
    assert list(rows.to_pandas().columns) == list(rows.columns)


def test_what_the_tables_say(record):
    citations = tabulate(record, "citations")
    assert [(c["number"], c["relations"], c["date"]) for c in citations] == [
        ("63/2030/NĐ-CP", "based_on", date(2030, 6, 8)),
        ("12/NQ-CP", "implements", date(2030, 4, 5)),
    ]
    [task] = tabulate(record, "tasks")
    assert (task["lead"], task["cooperate"], task["deadline"]) == ("Sở Nội vụ", "Sở Tài chính", date(2031, 6, 30))
    assert {(b["role"], b["agency"]) for b in tabulate(record, "bearers")} == {
        ("lead", "Sở Nội vụ"),
        ("cooperate", "Sở Tài chính"),
    }
    [target] = tabulate(record, "targets")
    assert (target["value"], target["unit"], target["by"]) == (90, "%", "2032")
    relations = tabulate(record, "relations")
    assert {r["object_name"] for r in relations} == {"Nghị định 63/2030/NĐ-CP", "Nghị quyết 12/NQ-CP"}


def test_unknown_table_names_those_there_are(record):
    with pytest.raises(ValueError, match="there are: documents, citations"):
        tabulate(record, "agencys")


def test_labels_stand_behind_the_iris(kg):
    rows = kg.query(
        "SELECT ?plan ?relation ?n { ?plan ?relation ?decree . ?decree eli:id_local ?n VALUES ?relation { cancu:implements } }"
    )
    told = kg.labelled(rows)
    assert told.columns == ("plan", "plan_label", "relation", "relation_label", "n")
    assert len(told) == len(rows) >= 1
    assert told[0]["relation_label"] == "cancu:implements"
    assert told[0]["plan"] == rows[0]["plan"]
    assert told[0]["plan_label"]


def test_labels_of_hostile_values_are_not_asked_for(kg):
    hostile = "https://e.org/> ?p ?o } } #"
    assert labels(kg.engine, [hostile, "javascript:alert(1)", "https://e.org/unknown"]) == {}
    rows = Rows(("a", "a_label"), ((hostile, "x"), ("https://e.org/unknown", None)))
    assert labelled(kg.engine, rows).columns == ("a", "a_label_", "a_label")
    assert labelled(kg.engine, Rows(("a",), ())).columns == ("a",)


def test_styled_frame_has_links_and_runs_nothing():
    frame = pd.DataFrame(
        {
            "plan": ["https://e.org/a", "javascript:alert(1)", 'https://e.org/" onclick="x'],
            "plan_label": ["<script>alert(1)</script>", "<img src=x>", None],
            "day": pd.Series([date(2021, 12, 28), None, date(2999, 1, 1)], dtype="datetime64[s]"),
            "<b>n": [1, None, 3],
            "turned": ["\u202egnp.exe", None, "{{ 7*7 }}"],
        }
    )
    shown = styled(frame).to_html()
    assert '<a href="https://e.org/a"' in shown
    assert "&lt;script&gt;alert(1)" in shown
    for bad in ("<script", "<img", 'href="javascript', 'onclick="', "<b>", "\u202e", ">49<", "NaT", "nan"):
        assert bad not in shown, bad
    assert "2021-12-28<" in shown
    assert "plan_label" not in shown
    assert "1 of 3 rows" in styled(frame, most=1).to_html()
