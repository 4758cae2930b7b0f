"""The documentation tells the truth: its examples run, its links lead somewhere, every command is in it."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def load_refresh():
    spec = importlib.util.spec_from_file_location("refresh_docs", ROOT / "benchmarks" / "refresh_docs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFRESH = load_refresh()
DOCUMENTS = REFRESH.documents()
WITH_EXAMPLES = [
    p for p in DOCUMENTS if re.search(r"^```(console|python)$", p.read_text(encoding="utf-8"), re.MULTILINE)
]


def test_there_are_documents_with_examples():
    assert ROOT / "README.md" in WITH_EXAMPLES
    assert len(DOCUMENTS) >= 4


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=lambda p: p.name)
def test_examples_print_what_is_written(path):
    difference, count = REFRESH.check(path)
    assert count > 0
    assert not difference, f"run python benchmarks/refresh_docs.py {path.name}\n{difference}"


@pytest.mark.parametrize(
    "path",
    [*DOCUMENTS, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs" / "decisions").glob("*.md"))],
    ids=lambda p: p.name,
)
def test_links_lead_to_files(path):
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_every_command_is_documented():
    from cancu.cli import main

    pages = "\n".join(p.read_text(encoding="utf-8") for p in DOCUMENTS)
    for name, command in main.commands.items():
        assert f"cancu {name}" in pages, f"no page shows cancu {name}"
        assert command.help, f"cancu {name} has no help"


def test_packages_are_listed():
    import tomllib

    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"])
    there = {"cancu"} | {
        ".".join(["cancu", *p.parent.relative_to(ROOT).parts])
        for room in ("ontology", "extract", "graph", "viz")
        for p in (ROOT / room).rglob("__init__.py")
    }
    assert listed == there
