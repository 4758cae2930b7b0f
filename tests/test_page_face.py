"""What the face shows: pages of a graph built from texts, briefings, and the registration where IPython runs."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

import cancu
from cancu.cli import main

PLAN = """ỦY BAN NHÂN DÂN
TỈNH LÀO CAI
Số: 15/KH-UBND

Lào Cai, ngày 12 tháng 3 năm 2030

KẾ HOẠCH
Triển khai công tác cải cách hành chính năm 2030

Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ;
Thực hiện Quyết định số 468/QĐ-TTg ngày 27 tháng 3 năm 2021 của Thủ tướng Chính phủ.
"""


@pytest.fixture(scope="module")
def kg(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plans")
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    return cancu.build(folder)


def test_briefing_of_a_document_that_was_read(kg):
    page = kg.brief("15/KH-UBND")
    assert "Kế hoạch 15/KH-UBND" in page.html
    assert "Căn cứ pháp lý (1)" in page.html
    assert "468/QĐ-TTg" in page.html
    assert "Legal bases (1)" in kg.brief("plan.txt", lang="en").html


def test_document_that_is_only_cited_has_no_briefing(kg):
    with pytest.raises(ValueError, match="76/NQ-CP is only cited"):
        kg.brief("76/NQ-CP")


def test_every_view_of_the_graph_has_its_words(kg):
    from cancu.graph.network import VIEWS
    from cancu.viz.look import keys

    assert set(VIEWS) <= keys("view")
    assert "76/NQ-CP" in kg.show("implementation").html
    assert "76/NQ-CP" in kg.show("document", document="76/NQ-CP", lang="en").html


def test_everything_at_once_is_asked_for_and_warned_about(tmp_path):
    cited = "".join(
        f"Căn cứ Quyết định số {n}/QĐ-TTg ngày 27 tháng 3 năm 2021 của Thủ tướng Chính phủ;\n" for n in range(1, 320)
    )
    (tmp_path / "plan.txt").write_text(PLAN.replace("Thực hiện Quyết", cited + "Thực hiện Quyết"), encoding="utf-8")
    cancu.build(tmp_path / "plan.txt", store=tmp_path / "kg")
    command = ["show", str(tmp_path / "kg"), "-o", str(tmp_path / "page.html")]
    for options, warned, whole in ([], False, False), (["--everything"], True, True), (["--limit", "9"], False, False):
        result = CliRunner().invoke(main, [*command, *options])
        assert result.exit_code == 0
        assert ("nodes are drawn at once, more than can be read" in result.stderr) is warned
        assert ('"first":null' in (tmp_path / "page.html").read_text(encoding="utf-8")) is whole


def test_shown_page_is_an_isolated_frame(kg):
    assert kg.show("bases")._repr_html_().startswith('<iframe title="')


def test_face_registers_displays_in_ipython_only():
    code = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
import cancu
cancu.KnowledgeGraph
from cancu.graph.rows import Rows
html, _ = shell.display_formatter.format(Rows(("n",), ((1,),)))
assert "<table" in html["text/html"], html
assert "sparql" in shell.magics_manager.magics["cell"]
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    plain = "import sys, cancu; cancu.KnowledgeGraph; assert 'IPython' not in sys.modules and 'cancu.viz.notebook' not in sys.modules"
    subprocess.run([sys.executable, "-c", plain], check=True, capture_output=True, text=True)


def test_several_documents_are_compared(tmp_path):
    for number, law in ((15, "Luật Viên chức"), (16, "Luật Ngân sách nhà nước")):
        text = PLAN.replace("15/KH-UBND", f"{number}/KH-UBND").replace(
            "Căn cứ Nghị quyết", f"Căn cứ {law} ngày 15 tháng 11 năm 2010;\nCăn cứ Nghị quyết"
        )
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    kg = cancu.build(tmp_path)
    html = kg.brief(["15/KH-UBND", "16/KH-UBND"]).html
    assert "Căn cứ chung (1)" in html
    assert "Căn cứ chỉ có ở một văn bản (2)" in html
    assert "Legal bases" in kg.brief(("15.txt", "16.txt"), lang="en").html
    assert kg.brief(["15/KH-UBND", "16/KH-UBND"]).html == html
    with pytest.raises(ValueError, match="two or more different documents"):
        kg.brief(["15/KH-UBND", "15.txt"])
    with pytest.raises(ValueError, match="only cited"):
        kg.brief(["15/KH-UBND", "76/NQ-CP"])
