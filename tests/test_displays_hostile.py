"""What notebooks show of a document that was written to break out: nothing runs, nothing leaves, nothing breaks."""

import dataclasses
import warnings

import pytest
from lxml import html

import cancu
from cancu.graph.engine import Graph
from cancu.graph.frames import tabulate
from cancu.viz.notebook import graph_html, record_summary_html, rows_html, styled
from cancu.viz.records import record_html

EVIL = '<script>alert(1)</script><img src=x onerror=alert(1)>"\' onmouseover="alert(1)" javascript:alert(1) \u202e$\\frac{1}{0}$ {{7*7}} </style></table>'
TEXT = (
    f"ỦY BAN NHÂN DÂN TỈNH LÀO CAI\nSố: 434/KH-UBND\nLào Cai, ngày 28 tháng 12 năm 2021\nKẾ HOẠCH\nTriển khai {EVIL} cải cách\n"
    f"Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ về {EVIL};\n"
    f"Thực hiện Chương trình “{EVIL}” giai đoạn 2021-2030;\nThực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ.\n"
    f"Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát {EVIL} đạt 90% hồ sơ {EVIL}, hoàn thành trước ngày 30/6/2022.\n"
    f"Giao Sở Y tế chủ trì {'rất dài ' * 1300}, hoàn thành năm 2022.\n"
)
SOURCE = "a<script>alert(1)<b>&quot;.txt"  # a name that Windows would not take is a name all the same
# Markup of the displays themselves; a document can add none.
ALLOWED = frozenset(
    [
        "div",
        "p",
        "b",
        "span",
        "mark",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
        "style",
        "html",
        "body",
    ]
)
ATTRIBUTES = frozenset(
    ["class", "style", "href", "rel", "target", "title", "lang", "tabindex", "scope", "id", "colspan", "type"]
)
TABLES = ("documents", "citations", "relations", "tasks", "bearers", "targets", "budgets", "agencies")


@pytest.fixture(scope="module")
def kg(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    return cancu.build(folder, jobs=1)


def assert_harmless(fragment):
    page = html.fromstring(f"<html><body>{fragment}</body></html>")
    for element in page.iter():
        assert element.tag in ALLOWED, element.tag
        for name, value in element.attrib.items():
            assert not name.startswith("on"), name
            assert name in ATTRIBUTES, name
            if name == "href":
                assert value.startswith(("http://", "https://"))
                assert element.get("rel") == "noreferrer noopener"
            if name == "style":
                assert value == "max-height:460px"
    text = page.text_content()
    assert not set(text) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\x1b\x00")
    assert ">49<" not in fragment
    return text


@pytest.mark.parametrize("name", TABLES)
def test_tables_and_data_frames(kg, name):
    rows = kg.table(name)
    assert_harmless(rows_html(rows))
    assert_harmless(rows_html(kg.labelled(rows)))
    assert_harmless(styled(kg.labelled(rows).to_pandas()).to_html())


def test_what_is_hostile_is_in_the_tables(kg):
    """Or the tests above test nothing."""
    shown = " ".join(assert_harmless(rows_html(kg.table(name))) for name in TABLES)
    for word in ("<script>alert(1)</script>", "onmouseover", "javascript:alert(1)", "{{7*7}}"):
        assert word in shown


def test_questions(kg):
    for name in ("documents", "tasks-due", "task-gaps", "unresolved", "targets"):
        parameters = {"document": "434/KH-UBND"} if name == "targets" else {}
        assert_harmless(rows_html(kg.ask(name, **parameters)))


def test_triples(kg):
    graph = kg.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(ISLITERAL(?o) && CONTAINS(STR(?o), 'alert')) }")
    assert isinstance(graph, Graph)
    assert len(graph) > 3
    assert "onerror" in assert_harmless(graph_html(graph))


def test_records(kg):
    record, text = kg.record("a.txt"), kg.text("a.txt")
    assert_harmless(record_html(record, text))
    assert_harmless(record_summary_html(record))
    named = cancu.parse(TEXT)
    assert_harmless(record_summary_html(dataclasses.replace(named, source=SOURCE)))
    for name in ("citations", "relations", "tasks", "targets"):
        assert_harmless(styled(tabulate(dataclasses.replace(named, source=SOURCE), name).to_pandas()).to_html())


def test_plots(kg, tmp_path):
    """As the notebooks plot: formulas off, names through `safe`."""
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    from cancu.viz.facts import safe

    with plt.rc_context({"text.parse_math": False}), warnings.catch_warnings():
        warnings.simplefilter("error")
        tasks = kg.table("tasks").to_pandas()
        figure, axes = plt.subplots()
        axes.barh([safe(" ".join(words.split()), longest=60) for words in tasks["description"]], range(len(tasks)))
        axes.set_title(safe(EVIL, longest=60))
        figure.savefig(tmp_path / "plot.svg")
        plt.close(figure)
    drawn = (tmp_path / "plot.svg").read_text(encoding="utf-8")
    assert "<script" not in drawn
    assert "\u202e" not in drawn
