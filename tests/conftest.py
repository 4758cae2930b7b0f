"""What several suites share: the samples as a graph, built once a run, on both engines; a browser."""

import contextlib
import os
import shutil
import warnings
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SAMPLES = Path(__file__).resolve().parent.parent / "samples"


@pytest.fixture(scope="session")
def samples():
    """The folder of the five sample documents."""
    return SAMPLES


@pytest.fixture(scope="session")
def samples_kg():
    """The samples as a knowledge graph in memory."""
    import cancu

    return cancu.build(SAMPLES)


@pytest.fixture(scope="session")
def samples_folder(tmp_path_factory):
    """The samples as a knowledge-graph folder on disk."""
    import cancu

    folder = tmp_path_factory.mktemp("graph") / "kg"
    cancu.build(SAMPLES, store=folder)
    return folder


@contextlib.contextmanager
def quiet():
    """rdflib 7 warns of its own use of `default_context`, some 100,000 times a run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


class OnRdflib:
    """rdflib's own store and SPARQL engine behind the face of an engine: the second opinion on every question."""

    def __init__(self, nquads):
        import rdflib

        with quiet():
            self.dataset = rdflib.Dataset(default_union=True)
            self.dataset.parse(data=nquads, format="nquads")

    def query(self, sparql):
        from cancu.graph.rows import Rows

        with quiet():
            answer = self.dataset.query(sparql)
            if answer.type == "ASK":
                return bool(answer.askAnswer)
            return Rows(tuple(map(str, answer.vars)), tuple(tuple(map(self.value, row)) for row in answer))

    @staticmethod
    def value(term):
        import rdflib

        from cancu.graph.engine import to_value

        if isinstance(term, rdflib.Literal):
            return to_value(str(term), str(term.datatype or rdflib.XSD.string))
        return None if term is None else str(term)


@pytest.fixture(scope="session")
def on_rdflib():
    """Makes an rdflib engine of N-Quads text."""
    return OnRdflib


@pytest.fixture(scope="session")
def samples_rdflib(samples_kg):
    """The samples on rdflib."""
    return OnRdflib(samples_kg.export("nq", runs=True))


@pytest.fixture(scope="module")
def browser():
    """An installed Chromium. The one rule for its absence: tests are skipped, on the integration run they fail."""
    if os.environ.get("CANCU_SKIP_BROWSER_TESTS"):
        pytest.skip("CANCU_SKIP_BROWSER_TESTS is set")
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing(f"no browser found ({', '.join(BROWSERS)}); install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def show(browser, tmp_path):
    """Opens HTML as a file with every request refused; afterwards none may have been asked for, no error said."""
    opened, asked, said = [], [], []

    def show(html, *, width=1366, height=768, **options):
        context = browser.new_context(
            viewport={"width": width, "height": height}, offline=True, accept_downloads=True, **options
        )
        opened.append(context)
        file = tmp_path / f"page{len(opened)}.html"
        file.write_text(html, encoding="utf-8", newline="\n")

        def refuse(route):
            if route.request.url == file.as_uri():
                route.continue_()
            else:
                asked.append(route.request.url)
                route.abort()

        context.route("**/*", refuse)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready]", timeout=15000)
        page.wait_for_timeout(150)
        return page

    yield show
    for context in opened:
        context.close()
    assert asked == []
    assert said == []


@pytest.fixture
def barriers():
    """Finds what axe-core 4.14 (MPL-2.0, tests/data/axe) calls serious or critical on a page of the browser."""
    axe = (Path(__file__).parent / "data" / "axe" / "axe.min.js").read_text(encoding="utf-8")

    def barriers(page):
        page.evaluate(axe)
        result = page.evaluate(
            "axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] })"
        )
        assert len(result["passes"]) > 10, "axe ran"
        return [
            (v["id"], v["nodes"][0]["target"]) for v in result["violations"] if v["impact"] in ("serious", "critical")
        ]

    return barriers
