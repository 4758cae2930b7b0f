"""Readers against the tools that a user would pick, in one run: python benchmarks/readers.py [FOLDER of more files]

For every format the same plan (a table of 64 rows over four pages, cells merged both ways) is read again and again by
each tool that is installed; printed are files and megabytes a second of processor time, and how many rows of the table
come out with every cell in its column. Peers: markitdown, docling-rs, python-docx, pdfplumber, trafilatura, striprtf,
odfpy, antiword.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "generate"))
import documents

from cancu.extract.readers import ReadError, read, sources

DATA = Path(__file__).parent.parent / "tests" / "data" / "readers"
SECONDS = 2.0
Rows = list[list[str]]


def main() -> None:
    """Print the comparison, then the speed on the files of a folder where one is given."""
    plan = documents.plan()
    files = {form: (DATA / f"plan.{form}").read_bytes() for form in ("doc", "pdf", "odt")}
    files |= {form: getattr(documents, form)(plan) for form in ("docx", "html", "rtf")}
    print(f"{'format':7}{'tool':16}{'files/s':>10}{'MB/s':>9}{'x ours':>8}   rows of the table right, of 64")
    for form, data in sorted(files.items()):
        ours = measured(read, data)
        show(form, "cancu", ours, ours, len(data), right(ours_rows(data)))
        for name, tool in peers(form):
            try:
                rows = tool(data)
                speed = measured(tool, data)
            except Exception as error:
                print(f"{form:7}{name:16}  not run: {type(error).__name__}: {str(error)[:70]}")
                continue
            show(form, name, speed, ours, len(data), right(rows))
    for folder in sys.argv[1:]:
        real_files(folder)


def measured(tool: Callable[[bytes], object], data: bytes) -> float:
    """Files a second of processor time, that of programs called included, after one run to warm up."""
    tool(data)
    count, begin = 0, cpu_seconds()
    while cpu_seconds() - begin < SECONDS:
        tool(data)
        count += 1
    return count / (cpu_seconds() - begin)


def cpu_seconds() -> float:
    """Processor seconds of this process and of those that it waited for: neighbours on the machine do not count."""
    return time.process_time() + sum(os.times()[2:4])


def show(form: str, name: str, speed: float, ours: float, size: int, rows: int) -> None:
    """One line of the comparison."""
    print(f"{form:7}{name:16}{speed:10.1f}{speed * size / 1e6:9.2f}{speed / ours:8.2f}   {rows}")


def ours_rows(data: bytes) -> Rows:
    """The table as our reader gives it, merged cells repeated."""
    source = read(data)
    return [[c.text(source.text) if c else "" for c in row] for t in source.tables for row in t.grid()]


def right(rows: Rows) -> int:
    """How many rows of the plan's table stand in `rows` with the text of every cell in its column.

    A place that a merged cell covers may be empty or repeat the cell's text.
    """
    found = [[words(cell) for cell in row] for row in rows]
    table = documents.table()
    good = 0
    for places in documents.placed(table):
        wanted = {column: words(item.text) for column, item in places}
        good += any(
            all(column < len(row) and row[column] == text for column, text in wanted.items()) and len(row) >= 5
            for row in found
        )
    return good


def words(text: str) -> str:
    """Text as compared: one kind of hyphen and space."""
    return " ".join(text.replace("\u2011", "-").replace("\u2010", "-").replace("\xa0", " ").replace("*", "").split())


def from_markdown(text: str) -> Rows:
    """The rows of all pipe tables."""
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


# Peers: bytes to the rows of the tables ------------------------------------------------------------------------------


def peers(form: str) -> Iterable[tuple[str, Callable[[bytes], Rows]]]:
    """The tools that read a format."""
    if form in ("docx", "pdf", "html"):
        yield "markitdown", with_markitdown(form)
    if form in ("docx", "html", "rtf", "doc", "odt"):
        yield "docling-rs", with_docling(form)
    known = {
        "docx": ("python-docx", python_docx),
        "pdf": ("pdfplumber", pdfplumber),
        "html": ("trafilatura", trafilatura),
        "rtf": ("striprtf", striprtf),
        "odt": ("odfpy", odfpy),
        "doc": ("antiword", antiword),
    }
    if form in known:
        yield known[form]


def with_markitdown(form: str) -> Callable[[bytes], Rows]:
    made: list[object] = []

    def tool(data: bytes) -> Rows:
        from markitdown import MarkItDown, StreamInfo

        if not made:
            made.append(MarkItDown())
        return from_markdown(made[0].convert_stream(io.BytesIO(data), stream_info=StreamInfo(extension=f".{form}")).text_content)  # fmt: skip

    return tool


def with_docling(form: str) -> Callable[[bytes], Rows]:
    def tool(data: bytes) -> Rows:
        import docling_rs

        with tempfile.NamedTemporaryFile(suffix=f".{form}") as file:
            file.write(data)
            file.flush()
            return from_markdown(docling_rs.DocumentConverter().convert(file.name).document.export_to_markdown())

    return tool


def python_docx(data: bytes) -> Rows:
    import docx

    document = docx.Document(io.BytesIO(data))
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def pdfplumber(data: bytes) -> Rows:
    import pdfplumber as tool

    rows: Rows = []
    with tool.open(io.BytesIO(data)) as file:
        for page in file.pages:
            page.extract_text()
            for table in page.extract_tables():
                rows += [[cell or "" for cell in row] for row in table]
    return rows


def trafilatura(data: bytes) -> Rows:
    import trafilatura as tool

    return from_markdown(tool.extract(data, output_format="markdown", include_tables=True) or "")


def striprtf(data: bytes) -> Rows:
    from striprtf.striprtf import rtf_to_text

    return [line.split("|") for line in rtf_to_text(data.decode("latin-1")).splitlines() if "|" in line]


def odfpy(data: bytes) -> Rows:
    from odf import table, teletype
    from odf.opendocument import load

    rows = load(io.BytesIO(data)).getElementsByType(table.TableRow)
    return [[teletype.extractText(cell) for cell in row.getElementsByType(table.TableCell)] for row in rows]


def antiword(data: bytes) -> Rows:
    if shutil.which("antiword") is None:
        raise RuntimeError("not installed")
    with tempfile.NamedTemporaryFile(suffix=".doc") as file:
        file.write(data)
        file.flush()
        run = subprocess.run(["antiword", "-m", "UTF-8.txt", "-w", "0", file.name], capture_output=True, check=True)
    return from_markdown(run.stdout.decode())


# Real files ----------------------------------------------------------------------------------------------------------


def real_files(folder: str) -> None:
    """Speed on the files of a folder, by media type; what cannot be read is named."""
    totals: dict[str, list[float]] = {}
    for name, given in sources(folder, left_out=print):
        size = len(given) if isinstance(given, bytes) else given.stat().st_size
        begin = cpu_seconds()
        try:
            source = read(given, name=name)
        except ReadError as error:
            print(error)
            continue
        row = totals.setdefault(source.media_type, [0, 0, 0, 0])
        for at, value in enumerate((1, size, len(source.text), cpu_seconds() - begin)):
            row[at] += value
    print(f"\n{folder}\n{'media type':75}{'files':>6}{'files/s':>9}{'MB/s':>8}{'text MB/s':>10}")
    for media, (count, size, text, spent) in sorted(totals.items()):
        print(f"{media:75}{count:6.0f}{count / spent:9.1f}{size / spent / 1e6:8.2f}{text / spent / 1e6:10.2f}")


if __name__ == "__main__":
    main()
