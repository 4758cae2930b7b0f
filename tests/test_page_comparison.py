"""Several documents side by side: what is common, what is missing, which tasks are alike, escaped and readable."""

import re
from dataclasses import replace

import networkx
import pytest

from cancu.extract.records import Assignment, Document, Record, Target
from cancu.viz.alike import alike
from cancu.viz.comparison import comparison_page

HOSTILE = "</td><script>alert(1)</script><img src=x onerror=alert(1)>\u202e"
NAMES = ("Hà Nam", "Cao Bằng", "Phú Yên")
ALONE = ("Mua sắm máy tính cho bộ phận một cửa", "Tổ chức hội thi tuyên truyền", "Khảo sát mức độ hài lòng")
TASK = "Rà soát, đơn giản hóa thủ tục hành chính thuộc thẩm quyền giải quyết của {place}"


def network(places=NAMES):
    """Each plan is based on the law; the first two implement the decree; only the last cites the law that was replaced."""
    graph = networkx.MultiDiGraph(view="implementation", title="T")
    for number, place in enumerate(places):
        graph.add_node(
            f"plan{number}",
            kind="document",
            number=f"{number}/KH-UBND",
            type="Kế hoạch",
            level="province",
            province=place,
        )
    for name, document_type in (("decree", "Nghị định"), ("law", "Luật"), ("old law", "Luật"), ("mention", "Thông tư")):
        graph.add_node(name, kind="stub", number=f"{name}-no", type=document_type, level="central", title=f"về {name}")
    edges = [("plan0", "based_on", "decree"), ("plan1", "implements", "decree"), ("plan0", "refers_to", "mention")]
    edges += [(f"plan{number}", "based_on", "law") for number in range(len(places) - 1)]
    edges += [(f"plan{len(places) - 1}", "based_on", "old law"), ("law", "replaces", "old law")]
    for subject, relation, target in edges:
        quote = f"Căn cứ {target} của nhà nước"
        place = {"quote": quote, "quote_start": 7, "quote_end": 7 + len(target), "start": 3}
        graph.add_edge(subject, target, f"{subject}{relation}{target}", relation=relation, source="s.txt", **place)
    return graph


def record(number, *, place=None, lead="Sở Nội vụ", last="2030-03-31", text=None):
    place = place or NAMES[number]
    title = text or f"Cải cách hành chính {place}"
    part = Document(
        "D1", "Kế hoạch", f"{number}/KH-UBND", f"UBND tỉnh {place}", "2030-01-31", None, title, None, None, (), 0, 9
    )
    return Record(
        f"{number}.txt",
        documents=(part,),
        assignments=(
            Assignment("A1", "table", None, text or TASK.format(place=place), 10, 50, lead=(lead,), deadline=f"trước {last}",
                       deadline_range=(None, last), in_document="D1"),
            Assignment("A2", "prose", None, ALONE[number % 3], 60, 90, in_document="D1"),
        ),
        targets=(
            Target("T1", 100, 140, f"{80 + number}% hồ sơ được giải quyết đúng hạn", 80.0 + number, "%", ">=", "2030", in_document="D1"),
        ),
        sha256=f"sha{number}",
    )  # fmt: skip


def parts(*records):
    return [(one, "D1", f"plan{number}") for number, one in enumerate(records)]


def words(page):
    body = re.sub(r"<(style|script).*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_alike_texts_of_different_owners_are_joined_and_others_left():
    texts = ["rà soát thủ tục hành chính", "Rà soát các thủ tục hành chính", "xây dựng chính quyền điện tử", "rà soát thủ tục hành chính"]  # fmt: skip
    assert alike(texts, ["a", "b", "b", "a"]) in ([[0, 1]], [[1, 3]])
    assert alike(texts, ["a"] * 4) == []
    assert alike([], []) == []
    assert alike(["", "", "…"], ["a", "b", "c"]) == []


def test_a_group_holds_one_text_of_each_owner():
    texts = ["kiểm tra kỷ luật công vụ"] * 6
    groups = alike(texts, ["a", "b", "c", "a", "b", "c"])
    assert sorted(map(len, groups)) == [3, 3]
    assert sorted(index for group in groups for index in group) == list(range(6))


def test_comparison_tells_common_from_missing():
    page = comparison_page(parts(record(0), record(1), record(2)), network())
    said = words(page)
    assert "So sánh các văn bản" in said
    assert "Căn cứ có ở một số văn bản (1)" in said, "the law: two of three"
    assert "Căn cứ chỉ có ở một văn bản (2)" in said, "the decree as a basis, the old law"
    assert "mà dẫn Luật old law-no" in said
    assert "được thay thế bởi Luật law-no" in said
    assert "<mark>law</mark>" in page


def test_common_basis_of_all():
    graph = network()
    graph.add_edge("plan2", "law", "x", relation="based_on", source="s.txt", quote="Căn cứ law")
    assert "Căn cứ chung (1)" in words(comparison_page(parts(record(0), record(1), record(2)), graph))


def test_matrix_says_in_words_and_numbers_what_its_shades_say():
    page = comparison_page(parts(record(0), record(1), record(2)), network())
    row = re.search(r'<tr><th scope="row"><b>Nghị định decree-no</b>.*?</tr>', page).group()
    assert re.findall(r'<td class="heat(\d)">(.*?)<b>(.*?)</b>', row) == [
        ("2", "căn cứ", "1"),
        ("3", "triển khai", "1"),
        ("0", "", "–"),
    ]
    assert "2/3" in row
    assert "mention-no" not in page, "a mere mention makes no row"


def test_many_documents_are_counted_by_province():
    places = ["Hà Nam", "Cao Bằng"] * 4
    records = [record(number, place=place) for number, place in enumerate(places)]
    page = comparison_page(parts(*records), network(places))
    row = re.search(r'<tr><th scope="row"><b>Luật law-no</b>.*?</tr>', page).group()
    assert re.findall(r"<b>(\d/\d)</b>", row) == ["4/4", "3/4"]
    assert "7/8" in row


def test_alike_tasks_show_who_differs():
    page = comparison_page(parts(record(0), record(1, lead="Sở Tư pháp"), record(2, last="2031-06-30")), network())
    said = words(page)
    assert "Nhiệm vụ giống nhau (1)" in said
    assert "1. Khác cơ quan chủ trì · Khác thời hạn" in said
    assert all(TASK.format(place=place) in said for place in NAMES)
    assert "0.txt, ký tự 10 đến 50" in said
    same = words(comparison_page(parts(record(0), record(1, lead="Sở Nội vụ tỉnh Cao Bằng")), network(NAMES)))
    assert "Nhiệm vụ giống nhau (1)" in same
    assert "1. Như nhau" in same, "the province's name in an office makes no other lead"


def test_alike_targets_stand_side_by_side():
    said = words(comparison_page(parts(record(0), record(2)), networkx.relabel_nodes(network(), {"plan1": "plan9", "plan2": "plan1"}), lang="en"))  # fmt: skip
    assert "Targets of the same content (1)" in said
    assert "1. Different value" in said
    assert "≥ 80 %" in said
    assert "≥ 82 %" in said


def test_tasks_of_an_enclosed_plan_are_those_of_its_decision():
    outer = record(0)
    plan = replace(outer.documents[0], id="D2", number=None, in_document="D1")
    tasks = tuple(replace(part, in_document="D2") for part in outer.assignments)
    decided = replace(outer, documents=(*outer.documents, plan), assignments=tasks)
    assert "Nhiệm vụ giống nhau (1)" in words(comparison_page(parts(decided, record(1)), network()))


def test_comparison_is_strict_escaped_and_the_same_every_time():
    given = parts(record(0, text=HOSTILE * 3), record(1, text=HOSTILE * 3, lead=HOSTILE))
    graph = network()
    graph.nodes["law"]["title"] = HOSTILE
    page = comparison_page(given, graph)
    assert page == comparison_page(given, graph)
    assert "<script" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert not re.search(r"<[^>]+\s(on\w+|style)=", page)
    assert "default-src &#39;none&#39;" in page
    assert "unsafe" not in page


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(ValueError, match="two or more different documents"):
        comparison_page(parts(record(0)), network())
    with pytest.raises(ValueError, match="two or more different documents"):
        comparison_page(parts(record(0)) * 2, network())
    with pytest.raises(KeyError, match="no document 'D1'"):
        comparison_page(parts(record(0), Record("empty.txt")), network())
    graph = network()
    graph.remove_node("plan1")
    with pytest.raises(KeyError, match="no document 'plan1'"):
        comparison_page(parts(record(0), record(1)), graph)
    with pytest.raises(ValueError, match="choose one of: vi, en"):
        comparison_page(parts(record(0), record(1)), network(), lang="fr")


@pytest.mark.parametrize("width", [1366, 390])
def test_comparison_in_a_browser(tmp_path, browser, width):
    file = tmp_path / "compare.html"
    given = parts(record(0), record(1, text=HOSTILE), record(2, lead=HOSTILE))
    file.write_text(comparison_page(given, network()), encoding="utf-8")
    said, asked = [], []
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert page.locator("table.matrix tbody tr").count() == 3
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
        "the page itself does not scroll sideways"
    )
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1
    dark = page.locator(".heat3").first.evaluate("one => getComputedStyle(one).backgroundColor")
    assert dark == "rgb(10, 85, 140)"
    sheets = page.pdf(prefer_css_page_size=True)
    page.close()
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert sheets.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594.95996 841.91998]" in sheets or b"/MediaBox [0 0 595" in sheets


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_comparison_has_no_serious_barriers(browser, barriers, scheme):
    """Contrast of every shade of the heat map included."""
    html = comparison_page(parts(record(0), record(1, lead="Sở Tư pháp"), record(2)), network())
    assert all(f'class="heat{shade}"' in html for shade in (0, 2, 3))
    for width in (1366, 390):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        page.set_content(html)
        assert barriers(page) == []
        context.close()
