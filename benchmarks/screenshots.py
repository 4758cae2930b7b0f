"""The pictures of the documentation, taken from the real pages of the bundled samples in an installed Chromium.

python benchmarks/screenshots.py [--out docs/img] [NAME.png ...]
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

import cancu

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


def search(page):
    page.fill("#search", "nghi quyet 76")
    page.keyboard.press("Enter")


def english_and_dark(page):
    page.click("#lang-en")
    page.click("#theme")


def first_rows(page):
    page.wait_for_selector(".yasqe .CodeMirror")
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr table tbody tr td")


# File name: view, its document, window, what is done before the picture is taken.
PICTURES = {
    "implementation.png": ("implementation", None, DESK, None),
    "implementation-document.png": ("implementation", None, DESK, search),
    "implementation-dark.png": ("implementation", None, DESK, english_and_dark),
    "implementation-phone.png": ("implementation", None, PHONE, None),
    "table.png": ("implementation", None, DESK, lambda page: page.click("#show-table")),
    "delivery.png": ("delivery", "76/NQ-CP", DESK, None),
    "cooperation.png": ("cooperation", None, DESK, None),
    "amendments.png": ("amendments", None, DESK, None),
    "comparison.png": (
        "briefing",
        ["434/KH-UBND", "13633/QĐ-UBND", "09/KH-UBND"],
        {"width": 1100, "height": 1300},
        None,
    ),
    "briefing.png": ("briefing", "09/KH-UBND", {"width": 1100, "height": 1300}, None),
}

QUERY = """CONSTRUCT { ?plan cancu:implements ?decree . ?task p-plan:isStepOfPlan ?plan ; cancu:leadAgency ?agency } {
  ?plan cancu:implements ?decree . ?task p-plan:isStepOfPlan ?plan ; cancu:leadAgency ?agency }"""
# File name: address of `cancu serve`, colour scheme, what is done before the picture is taken.
SERVED = {
    "serve-query.png": ("/", "light", first_rows),
    "serve-graph.png": ("/graph?" + urlencode({"query": QUERY, "lang": "en"}), "light", None),
}


@contextlib.contextmanager
def serving(folder):
    """The address of `cancu serve` on a graph of the samples."""
    cancu.build(ROOT / "samples", store=folder / "kg")
    command = [sys.executable, "-m", "cancu", "serve", str(folder / "kg"), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=folder) as process:
        try:
            yield process.stderr.readline().split()[-1].rstrip("/")
        finally:
            process.terminate()


def html_of(kg, view, document, act):
    if view == "briefing":
        return kg.brief(document).html
    # A heading of one's own stands in one language only; the view's own follows the switch.
    own = view == "implementation" and act is not english_and_dark
    return kg.show(view, document=document, title="Kế hoạch nào triển khai văn bản nào" if own else None).html


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "img")
    parser.add_argument("names", nargs="*", help="the pictures to take; without names all")
    given = parser.parse_args()
    out, wanted = given.out, set(given.names) or {*PICTURES, *SERVED}
    out.mkdir(parents=True, exist_ok=True)
    kg = cancu.build(ROOT / "samples")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        path = next(filter(None, map(shutil.which, BROWSERS)))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, (view, document, window, act) in PICTURES.items():
            if name not in wanted:
                continue
            file = Path(folder) / "page.html"
            file.write_text(html_of(kg, view, document, act), encoding="utf-8")
            page = browser.new_page(viewport=window, color_scheme="light")
            page.goto(file.as_uri())
            if isinstance(document, str) or view != "briefing":  # a comparison runs no script that could say so
                page.wait_for_selector("html[data-ready]", timeout=15000)
            if act:
                act(page)
            page.wait_for_timeout(500)
            page.screenshot(path=out / name)
            page.close()
            print(out / name)
        with serving(Path(folder)) as address:
            for name, (path, scheme, act) in SERVED.items():
                if name not in wanted:
                    continue
                page = browser.new_page(viewport=DESK, color_scheme=scheme)
                page.goto(address + path)
                if act:
                    act(page)
                page.wait_for_timeout(800)
                page.screenshot(path=out / name)
                page.close()
                print(out / name)
        browser.close()


if __name__ == "__main__":
    main()
