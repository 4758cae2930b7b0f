"""The house: which way imports run, how long files are, what importing costs, what the library never does."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["ontology", "extract", "graph", "viz"]
FILES = [*sorted(p for room in ROOMS for p in (ROOT / room).rglob("*.py")), ROOT / "api.py", ROOT / "cli.py"]
ORDER = {**{room: i for i, room in enumerate(ROOMS)}, "api": 4, "cli": 5}


def room_of(path):
    relative = path.relative_to(ROOT)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def imported_rooms(path):
    """Rooms that a file imports, with the line; relative imports are read against the file's own package."""
    package = list(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            target = base + (node.module.split(".") if node.module else [])
            names = [target[0]] if target else [alias.name for alias in node.names]
            for name in names:
                if name in ORDER:
                    yield name, node.lineno


def test_the_files_were_found():
    assert len(FILES) > 30


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_one_way(path):
    room = ORDER[room_of(path)]
    wrong = [(name, line) for name, line in imported_rooms(path) if ORDER[name] > room]
    assert not wrong, f"{path.name} imports from a later room: {wrong}"


def module_imports():
    """Top-level imports between modules of the package, type-checking blocks left out."""
    graph = {}
    for path in FILES:
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        package = list(path.relative_to(ROOT).parent.parts)
        found = set()
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ImportFrom) and node.level:
                base = package[: len(package) - node.level + 1] + (node.module.split(".") if node.module else [])
                found.add(".".join(base))
                found |= {".".join([*base, alias.name]) for alias in node.names}
        graph[module] = found
    return {m: {t for t in targets if t in graph and t != m} for m, targets in graph.items()}


# Within extract/: the modules on top of the others, then its rooms; each room imports from those before it alone.
FLOORS = {room: i for i, room in enumerate(["tables", "citing", "head", "relating", "agents", "tasks", "goals"])}


def test_rooms_of_extraction_import_from_those_before_them():
    rooms = {path.parent.name for path in (ROOT / "extract").rglob("*.py")} - {"extract", "readers"}
    assert rooms == set(FLOORS)
    wrong = []
    for module, targets in module_imports().items():
        package, *inside = module.split(".")
        if package == "extract" and inside and inside[0] in FLOORS:
            for target in targets:
                room = [*target.split("."), "", ""][1]
                if FLOORS.get(room, -1) > FLOORS[inside[0]]:
                    wrong.append(f"{module} imports {target}")
    assert not wrong


def test_only_parsing_and_reading_call_the_rooms():
    callers = {
        module.split(".")[1]
        for module, targets in module_imports().items()
        if module.startswith("extract.") and module.count(".") == 1
        for target in targets
        if target.startswith("extract.") and target.split(".")[1] in FLOORS
    }
    assert callers == {"parse", "reading"}


def test_no_circle_of_imports():
    graph, done, path = module_imports(), set(), []

    def visit(module):
        assert module not in path, " -> ".join([*path[path.index(module) :], module])
        if module not in done:
            path.append(module)
            for target in sorted(graph[module]):
                visit(target)
            path.pop()
            done.add(module)

    for module in sorted(graph):
        visit(module)
    assert len(done) == len(graph)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_fit_in_the_head(path):
    text = path.read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(text)) or ""
    assert text.count("\n") <= 400 or "longer than 400 lines" in docstring.lower(), "give the reason at the top"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_are_read_and_written_as_utf8(path):
    for call in re.findall(
        r"\.(?:read_text|write_text)\([^()]*(?:\([^()]*\)[^()]*)*\)", path.read_text(encoding="utf-8")
    ):
        assert "encoding=" in call, call


def test_importing_is_light():
    code = (
        "import sys, time; t = time.perf_counter(); import cancu; t = time.perf_counter() - t; "
        "heavy = [m for m in ('spacy', 'rdflib', 'pyoxigraph', 'networkx', 'pyvis', 'click', 'pandas') if m in sys.modules]; "
        "print(t, heavy)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True, cwd="/"
    )
    seconds, heavy = done.stdout.split(" ", 1)
    assert heavy.strip() == "[]"
    assert float(seconds) < 0.2


def test_public_names_are_there():
    import cancu

    assert sorted(cancu.__all__) == sorted(
        ["KnowledgeGraph", "Record", "Source", "Tables", "build", "open", "parse", "read", "read_catalogue"]
    )
    for name in cancu.__all__:
        assert getattr(cancu, name)
    with pytest.raises(AttributeError, match="no attribute 'prase'"):
        cancu.prase  # noqa: B018
