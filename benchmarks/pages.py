"""What a page costs, beside plain pyvis on the same graph in the same run: size, time to make, first and steady picture, frames.

    python benchmarks/pages.py [--nodes 100 1000 5000 20000] [--plain 100 1000]

Graphs are Barabási–Albert (m = 2) with labels, titles and quotes of usual length. "first" is from navigation to the first
picture, "steady" to the last change of the picture (plain pyvis lays out in the browser; it is given up after a minute). Frames
are counted while the picture is panned every frame; without a graphics card they are the processor's. Plain pyvis gets its
vis-network inline and its links to a CDN cut, or offline it would draw nothing.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import tempfile
import time
from pathlib import Path

import networkx
from playwright.sync_api import sync_playwright
from pyvis.network import Network

from cancu.viz.page import graph_page

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUOTE = "Căn cứ Quyết định số 1/QĐ-TTg ngày 1 tháng 1 năm 2030 của Thủ tướng Chính phủ về việc phê duyệt Chương trình;"
PATIENCE = 60.0
PICTURE = """() => { const c = document.querySelector('canvas'); if (!c) return 0;
  const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let h = 0;
  for (let i = 3; i < d.length; i += 404) h = (h * 31 + d[i] * 7 + d[i - 1]) | 0; return h; }"""
FRAMES = """(seconds) => new Promise(done => { let n = 0, x = 500; const c = document.querySelector('canvas');
  const send = (type, buttons) => c.dispatchEvent(new PointerEvent(type, { bubbles: true, clientX: x, clientY: 400, buttons, pointerId: 1, pointerType: 'mouse', isPrimary: true }))
    && c.dispatchEvent(new MouseEvent(type.replace('pointer', 'mouse'), { bubbles: true, clientX: x, clientY: 400, buttons, view: window }));
  send('pointerdown', 1); const start = performance.now();
  const frame = () => { n++; x += n % 40 < 20 ? 6 : -6; send('pointermove', 1);
    const past = performance.now() - start; if (past < seconds * 1000) requestAnimationFrame(frame); else { send('pointerup', 0); done(n / past * 1000); } };
  requestAnimationFrame(frame); })"""


def graph(count):
    """A graph with the attributes of a real one."""
    pick = random.Random(count)
    plain = networkx.barabasi_albert_graph(count, 2, seed=count)
    net = networkx.MultiDiGraph()
    for node in plain:
        central = node < count * 0.15
        net.add_node(
            node, number=f"{node}/QĐ-TTg" if central else f"{node}/KH-UBND", type="Quyết định" if central else "Kế hoạch",
            issuer="Thủ tướng Chính phủ" if central else f"Ủy ban nhân dân tỉnh {node % 34}", kind="stub" if central else "document",
            level="central" if central else "province", date="2030-01-01", title="về việc triển khai chương trình cải cách hành chính",
        )  # fmt: skip
    for a, b in plain.edges():
        net.add_edge(max(a, b), min(a, b), relation=pick.choice(["implements", "based_on", "refers_to"]), quote=QUOTE,
                     quote_start=7, quote_end=29, source=f"{a}.txt", start=7, end=29)  # fmt: skip
    return net


def plain_pyvis(net):
    """The page of pyvis as its README makes it, inline and with the links to the CDN cut so that it draws offline."""
    page = Network(directed=True, cdn_resources="in_line")
    for node, data in net.nodes(data=True):
        page.add_node(node, label=data["number"], title=data["title"])
    for a, b, data in net.edges(data=True):
        page.add_edge(a, b, title=data["quote"])
    return re.sub(r"<(?:link|script)[^>]+https://[^>]+>(?:</script>)?", "", page.generate_html())


def measured(browser, html, folder):
    """(first picture, steady picture, frames a second); None where patience ran out."""
    file = Path(folder) / "page.html"
    file.write_text(html, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    start = time.perf_counter()
    page.goto(file.as_uri(), wait_until="commit")
    first = steady = None
    last, since = 0, start
    while time.perf_counter() - start < PATIENCE:
        try:
            now = page.evaluate(PICTURE)
        except Exception:
            now = 0
        if now != last:
            last, since = now, time.perf_counter()
            first = first or since - start
        elif first and time.perf_counter() - since > 1.5:
            steady = since - start
            break
        time.sleep(0.02)
    frames = page.evaluate(FRAMES, 2) if first else None
    page.close()
    return first, steady, frames


def shown(value, unit):
    return f"> {PATIENCE:.0f} s" if value is None else f"{value:.2f} {unit}" if unit == "s" else f"{value:.0f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--nodes", type=int, nargs="*", default=[100, 1000, 5000, 20000])
    parser.add_argument(
        "--plain", type=int, nargs="*", default=[100, 1000], help="sizes at which plain pyvis is measured too"
    )
    given = parser.parse_args()
    print(f"{'page':<22}{'nodes':>7}{'make':>9}{'size':>10}{'first':>10}{'steady':>10}{'frames/s':>10}")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        path = next(filter(None, map(shutil.which, BROWSERS)))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for count in given.nodes:
            net = graph(count)
            pages = {"cancu": lambda net=net: graph_page(net, title="T", most=None)}
            if count in given.plain:
                pages["plain pyvis"] = lambda net=net: plain_pyvis(net)
            for name, make in pages.items():
                start = time.perf_counter()
                html = make()
                took = time.perf_counter() - start
                first, steady, frames = measured(browser, html, folder)
                size = f"{len(html.encode()) / 1e6:.2f} MB"
                print(
                    f"{name:<22}{count:>7}{took:>7.2f} s{size:>10}{shown(first, 's'):>10}{shown(steady, 's'):>10}{shown(frames, ''):>10}",
                    flush=True,
                )
        browser.close()


if __name__ == "__main__":
    main()
