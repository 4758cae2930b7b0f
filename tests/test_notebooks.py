"""The notebooks run from top to bottom in a fresh kernel, show what they promise, and are kept without outputs."""

import re
import sys
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
PICTURE = "iVBORw0KGgo"  # how a PNG begins in base64
PROMISED = {
    "01-first-look": [
        "434/KH-UBND",
        "cancu-citation",
        "srcdoc=",
        "Which documents implement document X?",
        "graph.html: 0",
    ],
    "02-citations-to-sparql": [
        "63/2010/NĐ-CP",
        "quotes stand where the offsets say",
        'href="https://w3id.org/cancu/',
        "datetime64[s]",
        "documents that were read, asked through rdflib: 6",
    ],
    "03-who-does-what-by-when": ["Quý I năm 2012", "2012-03-31", PICTURE, "betweenness", "srcdoc="],
    "04-comparing-provinces-and-years": ["may be 2 documents", "329/KH-UBND", PICTURE, "hài lòng", "recall 0.9"],
}


class ThisPython(AsyncKernelManager):
    """A kernel of the interpreter that runs the tests, whatever kernels are installed for the user."""

    @property
    def kernel_spec(self):
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"], language="python"
        )


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def executed(request, tmp_path_factory):
    notebook = nbformat.read(request.param, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=90,
        kernel_manager_class=ThisPython,
        resources={"metadata": {"path": str(request.param.parent)}},
    )
    client.execute()
    return request.param.stem, notebook


def test_the_notebooks_were_found():
    assert {path.stem for path in NOTEBOOKS} == set(PROMISED)


def test_notebook_shows_what_it_promises(executed):
    name, notebook = executed
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error"]
    shown = " ".join(
        str(output.get("text", "")) + " ".join(map(str, output.get("data", {}).values())) for output in outputs
    )
    for promise in PROMISED[name]:
        assert promise in shown, promise
    assert not re.search(r"Warning|Traceback", shown)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_links_between_notebooks_lead_somewhere(path):
    text = "".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown")
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert link.startswith("https://") or (path.parent / link).exists(), link


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_kept_without_outputs(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) >= 8
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert sum(cell.cell_type == "markdown" for cell in notebook.cells) * 2 > len(code)
