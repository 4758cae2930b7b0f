"""Light, dark and paper: contrast of the colours as data, and what a browser makes of them."""

import re

import networkx
import pypdfium2
import pytest

from cancu.extract.records import Assignment, Document, Record
from cancu.viz.briefing import briefing_page
from cancu.viz.look import look
from cancu.viz.page import graph_page

SCHEMES = ("light", "dark")
# Letters on what they stand on (WCAG 2.1, 1.4.3 AA: 4.5), and lines and shapes on the ground (1.4.11: 3).
TEXTS = [
    *[(ink, ground) for ink in ("ink", "muted", "accent", "warn") for ground in ("ground", "raised", "band")],
    ("mark-ink", "mark"), ("warn", "warn-ground"), ("ink", "warn-ground"), ("accent", "accent-ground"),
    *[(f"heat-{shade}-ink", f"heat-{shade}") for shade in (1, 2, 3)],
]  # fmt: skip


def network():
    graph = networkx.MultiDiGraph()
    for number, document_type, level, kind in (
        ("63/2030/NĐ-CP", "Nghị định", "central", "stub"),
        ("76/NQ-CP", "Nghị quyết", "central", "stub"),
        ("8-CT/TW", "Chỉ thị", "party", "stub"),
        ("15/KH-UBND", "Kế hoạch", "province", "document"),
        ("163/KH-UBND", "Kế hoạch", "district", "document"),
    ):
        graph.add_node(number, number=number, type=document_type, level=level, kind=kind, year=2031, title=number)
    for subject, target, relation in (
        ("15/KH-UBND", "63/2030/NĐ-CP", "implements"),
        ("15/KH-UBND", "76/NQ-CP", "based_on"),
        ("15/KH-UBND", "8-CT/TW", "refers_to"),
        ("163/KH-UBND", "15/KH-UBND", "implements"),
        ("163/KH-UBND", "76/NQ-CP", "implements"),
    ):
        proof = {"quote": f"Thực hiện {target}", "quote_start": 0, "quote_end": 9, "source": "x.txt", "start": 1}
        graph.add_edge(subject, target, relation, relation=relation, status="extracted", **proof)
    return graph


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


# How the three kinds of colour blindness see a colour (Viénot, Brettel and Mollon 1999; Machado et al. 2009, severity 1).
BLIND = {
    "protan": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deutan": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritan": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


def seen(colour, blindness):
    linear = [(int(colour[at : at + 2], 16) / 255) ** 2.2 for at in (1, 3, 5)]
    return [sum(k * v for k, v in zip(row, linear, strict=True)) for row in BLIND[blindness]]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_letters_and_lines_stand_out(scheme):
    colours = {row["key"]: row[scheme] for row in look()["colour"]}
    assert len(TEXTS) == 19
    for ink, ground in TEXTS:
        assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    for row in look()["relation"]:
        assert contrast(row["colour" if scheme == "light" else "dark"], colours["ground"]) >= 3, row["key"]
    for key in ("bar", "rim"):
        assert contrast(colours[key], colours["ground"]) >= 3, key


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("blindness", BLIND)
def test_relations_of_one_colour_to_the_colour_blind_differ_in_dashes_or_width(scheme, blindness):
    rows = list(look()["relation"][:10])
    name = "colour" if scheme == "light" else "dark"
    compared = 0
    for at, one in enumerate(rows):
        for other in rows[at + 1 :]:
            compared += 1
            apart = sum(
                (a - b) ** 2 for a, b in zip(seen(one[name], blindness), seen(other[name], blindness), strict=True)
            )
            same_line = (one["dashes"], one["width"]) == (other["dashes"], other["width"])
            assert apart > 0.002 or not same_line, (one["key"], other["key"])
    assert compared == 45


def briefing(tasks=3):
    agencies = ("Sở Nội vụ", "Sở Tư pháp")
    record = Record(
        "a.txt",
        documents=(Document("D1", "Kế hoạch", "15/KH-UBND", None, None, None, None, None, None, (), 0, 0),),
        assignments=tuple(
            Assignment(f"A{n}", "table", None, f"Rà soát thủ tục số {n}", 0, 1, lead=agencies, cooperate=agencies[:1], responsible=agencies[1:], output="báo cáo", in_document="D1",
                       deadline="năm 2031", deadline_range=("2031-01-01", "2031-12-31"))
            for n in range(tasks)
        ),
    )  # fmt: skip
    return briefing_page(record, "D1", network(), "15/KH-UBND")


def test_briefing_is_dark_where_the_reader_wants_it_and_light_on_paper(show):
    page = show(briefing(), color_scheme="dark")

    def colours():
        return page.evaluate(
            "['main', 'figure .band', 'figure .ink', '.timeline .bar'].map(one => document.querySelector(one))"
            ".map((one, at) => getComputedStyle(one)[at ? 'fill' : 'backgroundColor'])"
        )

    assert colours() == ["rgb(20, 24, 29)", "rgb(25, 30, 36)", "rgb(232, 235, 238)", "rgb(92, 179, 240)"]
    page.emulate_media(media="print")
    assert colours() == ["rgba(0, 0, 0, 0)", "rgb(247, 246, 242)", "rgb(29, 37, 48)", "rgb(0, 96, 160)"] or colours()[
        0
    ] == ("rgb(255, 255, 255)")


def sheets(page):
    """The text of each printed page."""
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    texts = [" ".join(sheet.get_textpage().get_text_range().split()) for sheet in document]
    document.close()
    return texts


def test_heads_of_long_tables_stand_on_every_sheet(show):
    texts = sheets(show(briefing(90)))
    table = [text for text in texts if "Rà soát thủ tục" in text and "Thời hạn 2031" not in text]
    assert len(table) >= 3
    for text in table:
        assert re.search(r"Chủ trì Phối hợp", text), text[:200]
    numbers = [int(n) for text in texts for n in re.findall(r"Rà soát thủ tục số (\d+)", text)]
    assert set(numbers) == set(range(90)), "no row was cut away"


def test_printed_graph_is_bounded_and_repeats_its_heads(show):
    graph = network()
    for n in range(400):
        at = f"Thực hiện Nghị định số 63/2030/NĐ-CP, lần {n}"
        graph.add_edge("15/KH-UBND", "63/2030/NĐ-CP", f"x{n}", relation="implements", quote=at, quote_start=0, quote_end=9, source="x.txt", start=n)  # fmt: skip
    for n in range(400):
        graph.add_node(f"n{n}", number=f"{n}/QĐ-TTg", type="Quyết định", kind="stub", level="central", year=2030)
        graph.add_edge("15/KH-UBND", f"n{n}", f"y{n}", relation="based_on", quote=f"Căn cứ {n}", quote_start=0, quote_end=4, source="x.txt", start=n)  # fmt: skip
    page = show(graph_page(graph, title="Thử"))
    page.emulate_media(media="print")
    page.wait_for_timeout(300)
    texts = sheets(page)
    assert "300 dòng đầu" in " ".join(texts)
    relations = [text for text in texts if "Căn cứ 1" in text or "lần 1" in text]
    assert len(relations) > 2
    assert all("Câu trích dẫn" in text for text in relations)
    assert "ít nhất" not in texts[0], "controls stay off the paper"
    page.emulate_media(media="screen")
    page.click("#show-table")
    assert page.locator("#tables tbody tr").count() > 900, "the screen has them all again"


def certain():
    graph = network()
    sure = {"implements": ("cue before", 0.9877), "based_on": ("recital", 0.7)}
    for *_, data in graph.edges(keys=True, data=True):
        rule, confidence = sure.get(data["relation"], ("x", None))
        data.update(rule=rule, **({"confidence": confidence} if confidence else {}))
    return graph


@pytest.mark.parametrize("renderer", ["pyvis", "canvas"])
def test_relations_are_filtered_by_confidence(show, renderer):
    page = show(graph_page(certain(), title="Thử", renderer=renderer))

    def relations():
        return sorted(page.evaluate("cancu.model.shownEdges().map(edge => edge.relation)"))

    assert relations() == ["based_on", "implements", "implements", "implements", "refers_to"]
    page.select_option("#confidence", "0.9")
    assert relations() == ["implements", "implements", "implements", "refers_to"]
    unmeasured = page.locator("#unmeasured")
    assert unmeasured.inner_text().split("\n") == ["?", "chưa đo được", "1"]
    unmeasured.click()
    assert relations() == ["implements"] * 3
    page.click("#lang-en")
    assert page.locator("#unmeasured .name").inner_text() == "not measured"
    assert page.locator("#confidence").input_value() == "0.9"
    page.click("#reset")
    assert len(relations()) == 5
    page.evaluate("cancu.pick({ node: cancu.model.nodes.find(n => n.number === '15/KH-UBND') })")
    said = page.inner_text("#panel")
    assert re.search(r"Confidence: 98\.8 % \(of \d+ statements judged; 95 % interval: [\d.]+ to [\d.]+\)", said)
    assert "Confidence: 70 %" in said
    assert "Confidence: not measured" in said


def test_without_measures_there_is_no_filter_by_confidence(show):
    page = show(graph_page(network(), title="Thử"))
    assert page.locator("#confidence").count() == page.locator("#unmeasured").count() == 0


def test_a_crowded_picture_says_what_helps(show):
    graph = network()
    for n in range(600):
        graph.add_node(f"n{n}", number=f"{n}/QĐ-TTg", type="Quyết định", kind="stub", level="central", year=2030)
        graph.add_edge("15/KH-UBND", f"n{n}", "k", relation="based_on")
    page = show(graph_page(graph, title="Thử"))
    assert "Chỉ xem quanh đây" in page.inner_text("#shown")
    hubs = page.evaluate("cancu.model.nodes.filter(node => node.hub).map(node => node.number)")
    assert "15/KH-UBND" in hubs, "the best-linked keep their labels"
    page.locator("[data-key=based_on]").click()
    assert "Chỉ xem quanh đây" not in page.inner_text("#shown")


@pytest.mark.parametrize("renderer", ["pyvis", "canvas"])
def test_labels_at_both_ends_of_a_long_history_are_within_the_window(show, renderer):
    graph = networkx.MultiDiGraph()
    for year in range(2030, 2046):
        graph.add_node(f"a{year}", number=f"{year - 2029}/2030/QĐ-UBND", kind="document", level="province", year=year)
        if year > 2030:
            graph.add_edge(f"a{year}", f"a{year - 1}", "k", relation="amends")
    graph.add_node("x", number="1/QĐ-UBND", kind="document", level="province")
    graph.add_edge("x", "a2030", "k", relation="amends")
    page = show(graph_page(graph, title="Thử", view="amendments", renderer=renderer))
    across = [spot["x"] for spot in page.evaluate("cancu.model.nodes.map(node => cancu.renderer.onScreen(node))")]
    width = page.locator("#graph").bounding_box()["width"]
    assert min(across) > 42
    assert max(across) < width - 42
    wide, column = page.evaluate(
        """() => { const c = document.createElement('canvas').getContext('2d'), last = cancu.settings.columns.at(-1);
        const room = last.right - last.left, head = cancu.word('year_unknown');
        c.font = `600 ${cancu.headSize(head, room, 0.2)}px ${cancu.FACE}`;
        return [c.measureText(head).width, room] }"""
    )
    assert wide < column, "the last head keeps off the year before it"


@pytest.mark.parametrize("renderer", ["pyvis", "canvas"])
def test_a_long_history_is_as_wide_as_the_window_and_begins_at_its_top(show, renderer):
    graph = networkx.MultiDiGraph()
    for n in range(60):
        for year in (2030, 2031 + n % 5):
            graph.add_node(f"{n}/{year}", number=f"{n}/QĐ-UBND", kind="stub", level="province", year=year)
        graph.add_edge(f"{n}/{2031 + n % 5}", f"{n}/2030", "k", relation="amends")
    page = show(graph_page(graph, title="Thử", view="amendments", renderer=renderer))
    spots = page.evaluate("cancu.model.nodes.map(node => cancu.renderer.onScreen(node))")
    stage = page.locator("#graph").bounding_box()
    assert max(spot["x"] for spot in spots) - min(spot["x"] for spot in spots) > stage["width"] * 0.6
    assert 0 < min(spot["y"] for spot in spots) < stage["height"] * 0.4
    assert max(spot["y"] for spot in spots) > stage["height"], "the rest is below: one scrolls down to it"
