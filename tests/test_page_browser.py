"""The graph page in a real browser: it draws without a network, and every control does what it says.

Longer than 400 lines, because one browser and one page serve all its tests.
"""

import csv
import io
import re
import xml.etree.ElementTree as ET

import networkx
import pytest

from cancu.extract.records import Assignment, Document, Record
from cancu.viz.briefing import briefing_page
from cancu.viz.page import frame, graph_page

HOSTILE = "</script><img src=x onerror='window.hacked=1'><script>window.hacked=1</script>"


def network():
    graph = networkx.MultiDiGraph()

    def document(number, document_type, issuer, level, kind, year, **more):
        graph.add_node(
            number, iri=f"https://example.org/{number}", number=number, type=document_type, issuer=issuer, level=level, kind=kind,
            year=year, date=f"{year}-03-15", title=f"về việc số {number}", **more,
        )  # fmt: skip

    document("63/2030/NĐ-CP", "Nghị định", "Chính phủ", "central", "stub", 2030)
    document("8-CT/TW", "Chỉ thị", "Ban Bí thư", "party", "stub", 2031)
    document("76/NQ-CP", "Nghị quyết", "Chính phủ", "central", "stub", 2031)
    document(
        "126",
        "Kế hoạch",
        "",
        "unknown",
        "stub",
        2029,
        status="unresolved",
        candidates="126/KH-UBND (X) | 126/KH-UBND (Y)",
    )
    document(
        "15/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh X", "province", "document", 2032, province="X", source="x.txt"
    )
    document(
        "163/KH-UBND", "Kế hoạch", "Ủy ban nhân dân huyện Y", "district", "document", 2033, province="Z", source="y.txt"
    )

    def statement(subject, target, relation, quote, mark):
        at = quote.index(mark)
        graph.add_edge(
            subject, target, f"{subject}{target}{relation}", relation=relation, quote=quote, quote_start=at, quote_end=at + len(mark),
            source="x.txt", start=100, end=120, status="extracted", rule="r1",
        )  # fmt: skip

    statement(
        "15/KH-UBND",
        "63/2030/NĐ-CP",
        "implements",
        "Thực hiện nghiêm Nghị định số 63/2030/NĐ-CP trong năm.",
        "Nghị định số 63/2030/NĐ-CP",
    )
    statement("15/KH-UBND", "76/NQ-CP", "based_on", "Căn cứ Nghị quyết số 76/NQ-CP;", "Nghị quyết số 76/NQ-CP")
    statement("15/KH-UBND", "8-CT/TW", "refers_to", "theo Chỉ thị 8-CT/TW", "Chỉ thị 8-CT/TW")
    statement("163/KH-UBND", "15/KH-UBND", "implements", "Triển khai Kế hoạch số 15/KH-UBND", "Kế hoạch số 15/KH-UBND")
    statement("163/KH-UBND", "126", "implements", "Tiếp tục thực hiện Kế hoạch số 126", "Kế hoạch số 126")
    return graph


def ink(page):
    """How many pixels of the graph differ from its ground."""
    return page.evaluate(
        """() => { const c = document.querySelector('#graph canvas');
        const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0;
        for (let i = 0; i < d.length; i += 4) if (d[i + 3] > 40 && Math.min(d[i], d[i + 1], d[i + 2]) < 200) n++; return n; }"""
    )


def shown(page):
    return [int(number) for number in re.findall(r"\d+", page.inner_text("#shown"))]


def click_node(page, number):
    spot = page.evaluate(
        "n => { const c = cancu, v = c.model.nodes.find(x => x.number === n); return c.renderer.onScreen(v) }", number
    )
    point_at(page, spot)


def point_at(page, spot):
    """Moves there and clicks, as a hand does: the canvas looks up what lies under the pointer while it moves."""
    box = page.locator("#graph").bounding_box()
    page.mouse.move(box["x"] + spot["x"] - 3, box["y"] + spot["y"])
    page.mouse.move(box["x"] + spot["x"], box["y"] + spot["y"])
    page.wait_for_timeout(120)
    page.mouse.down()
    page.mouse.up()
    page.wait_for_timeout(120)


@pytest.mark.parametrize("renderer", ["pyvis", "canvas"])
def test_page_draws_offline_and_panel_shows_the_sentence(show, renderer):
    page = show(graph_page(network(), title="Thử", renderer=renderer))
    assert page.evaluate("cancu.renderer.name") == renderer
    assert ink(page) > 3000
    assert shown(page) == [6, 5]
    page.wait_for_timeout(
        900 if renderer == "canvas" else 0
    )  # force-graph looks up what is under the pointer every 0.8 s
    click_node(page, "63/2030/NĐ-CP")
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == "Nghị định 63/2030/NĐ-CP"
    for said in ("15/03/2030", "Chính phủ", "về việc số 63/2030/NĐ-CP", "được triển khai bởi"):
        assert said in panel.inner_text()
    assert panel.locator("mark").all_inner_texts() == ["Nghị định số 63/2030/NĐ-CP"]
    spot = page.evaluate(
        "() => { const c = cancu, n = x => c.model.nodes.find(v => v.number === x).id;"
        "return c.renderer.edgeOnScreen(c.model.edges.find(e => e.from === n('163/KH-UBND') && e.to === n('15/KH-UBND'))) }"
    )
    point_at(page, spot)
    assert panel.locator("h2").inner_text() == "Kế hoạch 163/KH-UBND triển khai, thực hiện Kế hoạch 15/KH-UBND"
    assert panel.locator("mark").all_inner_texts() == ["Kế hoạch số 15/KH-UBND"]
    assert "x.txt" in panel.inner_text()
    assert "100" in panel.inner_text()
    panel.get_by_role("button", name="Đóng").click()
    assert panel.locator("h2").inner_text() == "Tóm tắt"


def test_search_without_diacritics_finds_whole_number_first(show):
    page = show(graph_page(network(), title="Thử"))
    page.keyboard.press("/")
    page.keyboard.type("nghi dinh 63")
    assert page.locator("#found li b").all_inner_texts() == ["Nghị định 63/2030/NĐ-CP"]
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "Nghị định 63/2030/NĐ-CP"
    page.fill("#search", "uy ban huyen y")
    assert page.locator("#found li b").all_inner_texts() == ["Kế hoạch 163/KH-UBND"]
    page.fill("#search", "khong co gi")
    assert page.inner_text("#search-count") == "Không tìm thấy"
    page.fill("#search", "ke hoach 63")  # 163 does not begin with 63
    assert page.inner_text("#search-count") == "Không tìm thấy"


def test_search_tells_what_the_filters_hide(show):
    page = show(graph_page(network(), title="Thử"))
    page.locator("[data-key='Nghị định']").click()
    page.fill("#search", "nghi dinh 63")
    assert page.inner_text("#search-count") == "1 kết quả bị bộ lọc ẩn"
    page.fill("#search", "chinh phu")
    assert page.inner_text("#search-count") == "1 kết quả, 1 kết quả bị bộ lọc ẩn"
    page.click("#reset")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY", "keys go on from where they were"
    page.fill("#search", "nghi dinh 63")
    assert page.inner_text("#search-count") == "1 kết quả"


def test_headings_follow_the_language(show):
    page = show(graph_page(network(), title="Thử", other_title="A <b>trial</b>"))
    page.click("#lang-en")
    assert page.inner_text("h1") == page.title() == "A <b>trial</b>"
    page.click("#lang-vi")
    assert page.inner_text("h1") == page.title() == "Thử"
    page = show(graph_page(network(), title="Của tôi"))
    page.click("#lang-en")
    assert page.inner_text("h1") == "Của tôi"
    page = show(graph_page(network(), title="Văn bản", other_title="Which plan implements which document"))
    assert page.locator("[data-view]").is_visible()
    page.click("#lang-en")
    assert page.inner_text("h1") == "Which plan implements which document"
    assert not page.locator("[data-view]").is_visible(), "a heading is not said twice"


def test_legend_filters_by_relation_type_level_state_and_comes_back(show):
    page = show(graph_page(network(), title="Thử"))
    page.locator("[data-key=implements]").click()
    assert shown(page) == [3, 2]
    page.locator("[data-key=implements]").click()
    assert shown(page) == [6, 5]
    page.locator("[data-key='Nghị định']").click()
    assert shown(page) == [5, 4]
    assert page.locator("#legend [data-key='Nghị định']").get_attribute("aria-pressed") == "false"
    page.locator("[data-key=party]").click()
    assert shown(page) == [4, 3]
    page.locator("[data-key=unresolved]").click()
    assert shown(page) == [3, 2]
    page.locator("#reset").click()
    assert shown(page) == [6, 5]
    page.select_option("#year-from", "2032")
    assert shown(page) == [2, 1]
    page.select_option("#year-from", "")
    page.select_option("#province", "X")
    assert shown(page) == [4, 3]
    for key in ("Kế hoạch", "Nghị định", "Nghị quyết", "Chỉ thị"):
        page.locator(f"[data-key='{key}']").click()
    assert "Bộ lọc đang ẩn mọi thứ" in page.inner_text("#stage")


def test_what_people_rejected_is_hidden_until_asked_for(show):
    graph = network()
    for (_, target, data), status in zip(graph.edges(data=True), ["rejected", "accepted"], strict=False):
        data["status"] = status
        assert target in ("63/2030/NĐ-CP", "76/NQ-CP")
    page = show(graph_page(graph, title="Thử"))
    assert shown(page) == [6, 4]
    assert not page.locator("#reset").is_visible()
    page.locator("[data-key=rejected]").click()
    assert shown(page) == [6, 5]
    page.locator("[data-key=extracted]").click()
    assert shown(page) == [3, 2]
    page.locator("#reset").click()
    assert shown(page) == [6, 4]
    click_node(page, "76/NQ-CP")
    assert "đã kiểm tra, đúng" in page.inner_text("#panel")


@pytest.mark.parametrize("renderer", ["pyvis", "canvas"])
def test_only_around_a_document_and_then_further_by_clicks(show, renderer):
    page = show(graph_page(network(), title="Thử", renderer=renderer))
    page.evaluate("cancu.pick({ node: cancu.model.nodes.find(v => v.number === '63/2030/NĐ-CP') })")
    page.click("#only-around")
    assert shown(page) == [2, 1]
    page.locator("#panel .link", has_text="15/KH-UBND").first.click()
    assert shown(page) == [5, 4]
    page.locator("#panel .link", has_text="163/KH-UBND").first.click()
    assert shown(page) == [6, 5]
    page.evaluate("cancu.pick({ node: cancu.model.nodes.find(v => v.number === '126') }, { only: true })")
    assert shown(page) == [2, 1]
    page.click("#reset")
    assert shown(page) == [6, 5]


@pytest.mark.parametrize("renderer", ["pyvis", "canvas"])
def test_first_picture_opens_by_clicks_and_search(show, renderer):
    page = show(graph_page(network(), title="Thử", renderer=renderer, first=2))
    assert shown(page) == [2, 1, 4]
    assert "chưa vẽ" in page.inner_text("#shown")
    assert not page.locator("#reset").is_visible()
    page.wait_for_timeout(900)  # force-graph looks no more often at what lies where
    click_node(page, "163/KH-UBND")
    assert shown(page) == [3, 2, 3]
    rows = page.evaluate("cancu.model.shownNodes().map(node => cancu.renderer.onScreen(node).y)")
    assert 0 < min(rows) < max(rows) < 714, "what was opened stands in the window"
    page.click("#lang-en")
    assert "3 less linked items are not drawn yet" in page.inner_text("#shown")
    page.fill("#search", "nghi quyet 76")
    page.keyboard.press("Enter")
    assert shown(page) == [4, 3, 2], "what is found is opened"
    assert "76/NQ-CP" in page.inner_text("#panel")
    page.locator("#panel .link", has_text="15/KH-UBND").first.click()
    assert shown(page) == [6, 5]
    assert "not drawn yet" not in page.inner_text("#shown")
    page.click("#reset")
    assert shown(page) == [2, 1, 4]


def test_language_theme_and_table(show):
    page = show(graph_page(network(), title="Thử", lang="vi"))
    page.click("#lang-en")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "implements" in page.inner_text("#legend")
    assert "Decree" in page.inner_text("#legend")
    assert shown(page) == [6, 5]
    page.click("#show-table")
    rows = page.locator("#tables table").first.locator("tbody tr")
    assert rows.count() == 5
    assert "15/KH-UBND" in rows.first.inner_text()
    assert page.locator("#tables table").nth(1).locator("tbody tr").count() == 6
    page.locator("#tables .link", has_text="163/KH-UBND").first.click()
    assert page.locator("#panel h2").inner_text() == "Kế hoạch 163/KH-UBND"
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_unresolved_citation_says_so_with_its_candidates(show):
    page = show(graph_page(network(), title="Thử"))
    assert "Chưa xác định được (1)" in page.inner_text("#panel")
    click_node(page, "126")
    alert = page.locator("#panel .alert").inner_text()
    assert "Chưa xác định được văn bản" in alert
    assert "126/KH-UBND (Y)" in alert


def test_keyboard_walks_opens_and_lets_go(show):
    page = show(graph_page(network(), title="Thử"))
    page.locator("#graph").focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("#panel h2").inner_text() == "Kế hoạch 15/KH-UBND"
    page.keyboard.press("ArrowDown")
    assert page.locator("#panel h2").inner_text() == "Kế hoạch 163/KH-UBND"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "panel"
    page.keyboard.press("Escape")
    assert page.locator("#panel h2").inner_text() == "Tóm tắt"
    reached = set()
    page.evaluate("document.activeElement.blur()")
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "document.activeElement.id || document.activeElement.dataset.key || document.activeElement.className"
            )
        )
    assert {
        "search",
        "graph",
        "lang-en",
        "show-table",
        "export-csv",
        "theme",
        "implements",
        "physics",
        "fit",
    } <= reached


def test_exports_hold_what_is_seen(show):
    graph = network()
    for *_, data in graph.edges(keys=True, data=True):
        data["confidence"] = 0.9
    page = show(graph_page(graph, title="Thử"))
    page.locator("[data-key=refers_to]").click()

    def download(button):
        with page.expect_download() as waiting:
            page.click(button)
        return waiting.value.path().read_bytes()

    rows = list(csv.DictReader(io.StringIO(download("#export-csv").decode("utf-8-sig"))))
    assert len(rows) == 4
    assert {row["relation"] for row in rows} == {"implements", "based_on"}
    based = next(row for row in rows if row["relation"] == "based_on")
    assert based["quote"] == "Căn cứ Nghị quyết số 76/NQ-CP;"
    assert [based[name] for name in ("start", "end", "rule", "confidence", "status")] == [
        "100",
        "120",
        "r1",
        "0.9",
        "extracted",
    ]
    svg = ET.fromstring(download("#export-svg"))
    texts = {text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")}
    assert {"63/2030/NĐ-CP", "15/KH-UBND", "Đảng và Trung ương"} <= texts
    assert "8-CT/TW" not in texts
    assert download("#export-png").startswith(b"\x89PNG")


def test_hostile_text_runs_nowhere(show):
    graph = networkx.MultiDiGraph()
    for index, text in enumerate(
        [HOSTILE, "javascript:window.hacked=1", "=cmd|' /C calc'!A0", "\u202eabc", "W" * 10_000]
    ):
        values = dict.fromkeys(["number", "type", "issuer", "date", "title", "source", "province", "label"], text)
        graph.add_node(
            text,
            **values,
            iri=text,
            level="central",
            kind="document",
            status="unresolved",
            candidates=[text],
            warnings=[text],
            href=text,
            facts=[text],
        )
        graph.add_edge(
            text,
            HOSTILE,
            str(index),
            relation="implements",
            quote=text,
            quote_start=0,
            quote_end=3,
            source=text,
            rule=text,
        )
    for renderer in ("pyvis", "canvas"):
        page = show(graph_page(graph, title=HOSTILE, subtitle=HOSTILE, renderer=renderer))
        for node in range(5):
            page.evaluate("n => cancu.pick({ node: cancu.model.nodes[n] })", node)
            page.evaluate("n => cancu.pick({ edge: cancu.model.edges[n] })", node)
        page.click("#show-table")
        page.click("#lang-en")
        page.click("#show-graph")
        page.fill("#search", "window")
        page.keyboard.press("Enter")
        assert page.locator("main img, main script, main a").count() == 0
        assert page.evaluate("window.hacked") is None
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
        csv_text = page.evaluate("cancu.toCsv()")
        assert not re.search(r"(^|,|\n)[=@]", csv_text)


def test_physics_is_a_button_and_positions_come_back(show):
    for renderer in ("pyvis", "canvas"):
        page = show(graph_page(network(), title="Thử", renderer=renderer))
        places = (
            "JSON.stringify(Object.values(cancu.renderer.positions()).map(p => [Math.round(p.x), Math.round(p.y)]))"
        )
        still = page.evaluate(places)
        page.wait_for_timeout(300)
        assert page.evaluate(places) == still
        page.click("#physics")
        page.wait_for_timeout(700)
        assert page.evaluate(places) != still
        page.click("#physics")
        page.wait_for_timeout(200)
        assert page.evaluate(places) == still


def test_narrow_screen_keeps_everything_within_its_width(show):
    page = show(graph_page(network(), title="Thử một tên dài cho màn hình hẹp của điện thoại"), width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("#graph").bounding_box()["width"] == 390
    assert ink(page) > 1000
    page.click("#filters summary")
    page.locator("[data-key=implements]").click()
    assert shown(page) == [3, 2]


def test_paper_has_figure_legend_and_tables(show):
    page = show(graph_page(network(), title="Thử"), color_scheme="dark")
    page.emulate_media(media="print")
    page.wait_for_timeout(200)
    assert page.locator("#figure svg").is_visible()
    assert page.locator("#tables").is_visible()
    assert page.locator("#legend").is_visible()
    assert not page.locator(".tools").is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ground').trim()") == "#ffffff"
    assert page.locator("#tables tbody tr").count() == 11


def test_frame_works_inside_another_page(show):
    html = graph_page(network(), title="Thử").replace("data-ready", "data-inner")
    outer = f'<!DOCTYPE html><html data-ready><meta charset="utf-8"><body>{frame(html)}</body></html>'
    page = show(outer)
    inner = page.frames[1]
    inner.wait_for_selector("html[data-ready]", timeout=15000)
    assert re.findall(r"\d+", inner.inner_text("#shown")) == ["6", "5"]


def test_briefing_sorts_filters_and_groups_its_tasks(show):
    agencies = ("Sở Nội vụ", "Sở Tư pháp")
    record = Record(
        "a.txt",
        documents=(Document("D1", "Kế hoạch", "15/KH-UBND", None, None, None, None, None, None, (), 0, 0),),
        assignments=tuple(
            Assignment(f"A{n}", "table", None, task, 0, 1, lead=lead, deadline=due, deadline_range=(None, due), in_document="D1")
            for n, task, lead, due in (
                (1, "Rà soát thủ tục", agencies[:1], "2031-05-01"),
                (2, "Ban hành quy chế", agencies, "2030-05-01"),
                (3, "Đào tạo công chức", agencies[1:], "2032-05-01"),
            )
        ),
    )  # fmt: skip
    page = show(briefing_page(record, "D1", network(), "15/KH-UBND"))
    numbers = page.locator("#task-table tbody td:first-child")
    assert numbers.all_inner_texts() == ["1", "2", "3"]
    page.get_by_role("button", name="Thời hạn").click()
    assert numbers.all_inner_texts() == ["2", "1", "3"]
    page.get_by_role("button", name="Thời hạn").click()
    assert numbers.all_inner_texts() == ["3", "1", "2"]
    page.fill("#filter", "dao tao")
    assert numbers.all_inner_texts() == ["3"]
    page.fill("#filter", "")
    page.click("#group")
    assert page.locator("tr.group").all_inner_texts() == ["Sở Nội vụ (2)", "Sở Tư pháp (2)"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.emulate_media(media="print")
    assert not page.locator(".controls").is_visible()


@pytest.mark.parametrize("renderer", ["pyvis", "canvas"])
def test_changes_over_time_stand_by_year(show, renderer):
    page = show(graph_page(network(), title="Thử", view="amendments", renderer=renderer))
    assert ink(page) > 2000
    places = {n["number"]: n["x"] for n in page.evaluate("cancu.model.nodes.map(n => ({ number: n.number, x: n.x }))")}
    assert min(places, key=places.get) == "126", "2029 is the first year"
    assert places["8-CT/TW"] == places["76/NQ-CP"] < places["15/KH-UBND"] < places["163/KH-UBND"]
    drawn = page.evaluate(
        "[...cancu.toSvg(Object.fromEntries(cancu.model.nodes.map(n => [n.id, n]))).querySelectorAll(':scope > text')]"
        ".map(text => text.textContent)"
    )
    assert drawn == ["2029", "2030", "2031", "2032", "2033"]


def test_guessed_level_is_told_as_a_guess(show):
    graph = network()
    graph.nodes["126"].update(number="07-CT/TU")
    page = show(graph_page(graph, title="Thử"))
    page.evaluate("cancu.pick({ node: cancu.model.nodes.find(n => n.number === '07-CT/TU') })")
    assert "Cơ quan Đảng (đoán theo ký hiệu" in page.inner_text("#panel")
    page.evaluate("cancu.pick({ node: cancu.model.nodes.find(n => n.number === '8-CT/TW') })")
    assert "đoán" not in page.inner_text("#panel")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_have_no_serious_barriers(browser, barriers, scheme):
    """Graph, panel, table, phone, briefing."""
    graph = graph_page(network(), title="Thử")
    briefing = briefing_page(
        Record("a.txt", documents=(Document("D1", "Kế hoạch", "15/KH-UBND", None, None, None, None, None, None, (), 0, 0),)),
        "D1", network(), "15/KH-UBND",
    )  # fmt: skip
    panel_then_table = "cancu.pick({ node: cancu.model.nodes[3] })", "document.getElementById('show-table').click()"
    states = [(graph, 1366, panel_then_table[:1]), (briefing, 390, ())]
    if scheme == "light":
        states += [(graph, 390, panel_then_table), (briefing, 1366, ())]
    for html, width, acts in states:
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        page.set_content(html)
        page.wait_for_selector("html[data-ready]" if html is graph else "main")
        for act in acts:
            page.evaluate(act)
        assert not barriers(page), (width, acts)
        context.close()
