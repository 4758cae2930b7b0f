"""The cell magic: what its line may say, where the answer goes, and what does not happen."""

import subprocess
import sys

import pytest

from cancu.extract.records import Record
from cancu.graph.engine import Graph
from cancu.graph.rows import Rows
from cancu.viz.magic import Line, load_ipython_extension, magic, read_line, unload_ipython_extension

ROWS = Rows(("n",), ((1,), (2,)))


class Shell:
    """As much of IPython's shell as the magic uses."""

    def __init__(self):
        self.user_ns, self.magics, self.types = {}, {"cell": {}}, {}
        self.display_formatter = self.magics_manager = self
        self.formatters = {"text/html": self}

    def for_type(self, kind, function):
        self.types[kind] = function

    def register_magic_function(self, function, magic_kind, magic_name):
        self.magics[magic_kind][magic_name] = function


class Answering:
    def __init__(self, answer):
        self.answer, self.asked = answer, []

    def query(self, sparql):
        self.asked.append(sparql)
        return self.answer


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("", Line()),
        ("other", Line("other")),
        ("kg df", Line("kg", "df")),
        ("df --to plans", Line("kg", "df", "plans")),
        ("--to=plans kg polars", Line("kg", "polars", "plans")),
        ("kg --into plans", Line("kg", "table", "plans")),
        ("kg table", Line("kg", "table")),
    ],
)
def test_line(line, read):
    assert read_line(line) == read


@pytest.mark.parametrize(
    "line",
    [
        "kg other",
        "kg df table",
        "--to",
        "--to 1a",
        "--to a.b",
        "--to class",
        "kg --limit 5",
        "'kg",
        "--to a --to b",
        "k()",
    ],
)
def test_wrong_line_tells_the_usage(line):
    with pytest.raises(ValueError, match=r"%%sparql \[GRAPH\]"):
        read_line(line)


def test_cell_is_sent_as_it_stands():
    graph = Answering(ROWS)
    names = {"kg": graph, "x": "secret"}
    assert magic(names)("", "SELECT ?n { ?n ?p '{x} $x' }") is ROWS
    assert graph.asked == ["SELECT ?n { ?n ?p '{x} $x' }"]


def test_answer_as_data_frame_and_under_a_name():
    names = {"kg": Answering(ROWS)}
    assert list(magic(names)("kg df", "")["n"]) == [1, 2]
    assert magic(names)("kg --to found", "") is None
    assert names["found"] is ROWS
    polars = pytest.importorskip("polars")
    assert magic(names)("polars", "").equals(polars.DataFrame({"n": [1, 2]}))


def test_a_truth_value_and_triples_have_no_data_frame():
    assert magic({"kg": Answering(True)})("kg", "ASK {}") is True
    for answer in (True, Graph(())):
        with pytest.raises(ValueError, match="df is for SELECT"):
            magic({"kg": Answering(answer)})("kg df", "ASK {}")


@pytest.mark.parametrize("value", [None, 3, "text", type("Odd", (), {"query": 1})()])
def test_what_is_no_graph_is_named_with_the_remedy(value):
    with pytest.raises(ValueError, match=r"'kg' is no knowledge graph of this notebook; make one: kg = cancu\.open"):
        magic({"kg": value})("kg", "ASK {}")


def test_extension_loads_into_one_shell_and_goes():
    shell, other = Shell(), Shell()
    load_ipython_extension(shell)
    assert set(shell.types) == {Rows, Graph, Record}
    shell.user_ns["kg"] = Answering(ROWS)
    assert shell.magics["cell"]["sparql"]("kg", "") is ROWS
    assert other.magics == {"cell": {}}
    unload_ipython_extension(shell)
    assert shell.magics == {"cell": {}}


def test_ipython_loads_the_extension_by_the_name_of_the_package():
    code = (
        "import cancu.viz.magic, sys; assert 'IPython' not in sys.modules and 'pandas' not in sys.modules\n"
        "from IPython.core.interactiveshell import InteractiveShell as Shell\n"
        "shell = Shell.instance(); assert 'sparql' not in shell.magics_manager.magics['cell']\n"
        "shell.run_line_magic('load_ext', 'cancu')\n"
        "import cancu; shell.user_ns['kg'] = cancu.build(sys.argv[1])\n"
        "shell.run_cell_magic('sparql', 'kg df --to found', 'SELECT ?n { ?d cancu:status cancu:InCorpus ; eli:id_local ?n }')\n"
        "print(list(shell.user_ns['found']['n']))\n"
        "shell.run_line_magic('unload_ext', 'cancu'); assert 'sparql' not in shell.magics_manager.magics['cell']\n"
    )
    from pathlib import Path

    sample = Path(__file__).parent.parent / "samples" / "003_079443f45d6a336e.txt"
    done = subprocess.run(
        [sys.executable, "-c", code, str(sample)], capture_output=True, text=True, encoding="utf-8", cwd="/"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("['09/KH-UBND']")
