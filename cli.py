"""The command line: `cancu build`, `extract`, `ask`, `query`, `show`, `brief`, `validate`, `export`, `text`. No logic
of its own.

Results go to standard output, messages and progress to standard error. Exit codes: 0 done; 1 done but inputs were left
out, or `validate` found violations; 2 bad usage or nothing usable; 3 a fault of cancu. Longer than 400 lines,
because each
command stands here with its options and its help.
"""

from __future__ import annotations

import json
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from .api import KnowledgeGraph
    from .graph.assemble import Outcome
    from .graph.engine import Answer
    from .graph.query import Question
    from .graph.resolution import CatalogueEntry
    from .graph.rows import Rows
    from .ontology.tables import Tables

LEFT_OUT, USAGE, INTERNAL = 1, 2, 3
FORMS = [
    "nq",
    "trig",
    "ttl",
    "jsonld",
    "rdf12",
    "annotations",
    "void",
    "akn",
    "reference",
    "graphml",
    "gexf",
    "json",
    "csv",
    "parquet",
]
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 110}

format_of_rows = click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", "list", "csv", "json"]),
    help="Form of the rows.  [default: table; list where a table is wider than the terminal]",
)
tables_option = click.option("--tables", "tables_file", metavar="FILE", help="Your own rows of knowledge (TOML).")
encoding_option = click.option(
    "--encoding", metavar="NAME", help="How plain text is encoded: utf-8, cp1258, tcvn3, vni ..."
)
active_option = click.option(
    "--allow-active", is_flag=True, help="Read files with macros or linked parts, too; nothing is run or fetched."
)


class _Group(click.Group):
    """Turns errors that a user can mend into a message and exit code 2, and our own faults into exit code 3."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            raise
        except (ValueError, KeyError, OSError, PermissionError) as error:
            if _is_fault(error):
                _fault(error)
            _candidates(error)
            message = error.args[0] if isinstance(error, KeyError) and error.args else error
            click.echo(f"cancu: {message}", err=True)
            ctx.exit(USAGE)
        except Exception as error:
            _fault(error)


@click.group(cls=_Group, context_settings=_SETTINGS)
@click.version_option(package_name="cancu")
def main() -> None:
    """Vietnamese administrative documents as a knowledge graph.

    \b
    cancu build plans/ -o kg                        read documents, build the graph
    cancu ask kg implements --document 76/NQ-CP     who implements this resolution?
    cancu show kg -o graph.html                     one page to look at, works offline
    """


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-o", "--output", "folder", required=True, metavar="KG", help="Folder of the knowledge graph.")
@click.option("--add", is_flag=True, help="Keep the sources that the folder holds already.")
@click.option("--catalogue", metavar="FILE", help="Known documents (CSV or JSON lines) to resolve against.")
@click.option("--catalogue-date", metavar="DATE", help="When the catalogue was taken from its publisher (2026-06-30).")
@click.option("--base", metavar="IRI", help="Base of the identifiers.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Number of processes.")
@tables_option
@encoding_option
@active_option
@click.pass_context
def build(
    ctx: click.Context,
    paths: tuple[str, ...],
    folder: str,
    add: bool,
    catalogue: str | None,
    catalogue_date: str | None,
    base: str | None,
    jobs: int | None,
    tables_file: str | None,
    encoding: str | None,
    allow_active: bool,
) -> None:
    """Read documents and build the knowledge graph KG from them.

    PATH is a file, a folder or a zip archive. Only files that changed are read again; the graph in KG is replaced
    when the
    new one is complete.

    \b
    Example:
      cancu build samples/ -o kg
    """
    from . import api
    from .graph.assemble import NothingToBuildError

    options: dict[str, Any] = {"base": base} if base else {}
    with _progress() as progress:
        try:
            kg = api.build(
                paths,
                store=folder,
                tables=_tables(tables_file),
                catalogue=_catalogue(catalogue, catalogue_date),
                encoding=encoding,
                allow_active=allow_active,
                jobs=jobs,
                add=add,
                progress=progress,
                **options,
            )
        except NothingToBuildError as error:
            _say(f"cancu: {error}")
            ctx.exit(USAGE)
    outcome = kg.outcome
    if outcome is None:
        raise RuntimeError("a build says what it did")
    click.echo(_summary(outcome, folder))
    ctx.exit(_told(outcome))


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["jsonl", "table", "nq", "trig"]),
    default="jsonl",
    help="Form of the output.",
)
@click.option("--explain", is_flag=True, help="Show each citation in its sentence, with the rules that fired.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Number of processes.")
@tables_option
@encoding_option
@active_option
@click.pass_context
def extract(
    ctx: click.Context,
    paths: tuple[str, ...],
    form: str,
    explain: bool,
    jobs: int | None,
    tables_file: str | None,
    encoding: str | None,
    allow_active: bool,
) -> None:
    """Print what the documents say, one record a document; `-` reads one document from standard input.

    \b
    Examples:
      cancu extract samples/ -f table
      cat plan.txt | cancu extract - --explain
    """
    from .graph import extracts

    tables = _tables(tables_file)
    left_out: list[object] = []
    with _progress() as progress:
        given = sys.stdin.buffer.read() if paths == ("-",) else None
        found = extracts.extracts(
            paths,
            given,
            tables=tables,
            encoding=encoding,
            allow_active=allow_active,
            jobs=jobs,
            left_out=left_out.append,
            progress=progress,
        )
        some = False
        for text in extracts.printed(found, "explain" if explain else form, tables=tables):
            some = True
            click.echo(text, nl=False)
    for error in left_out:
        _say(f"left out: {error}")
    if not some and not left_out:
        _say("cancu: the paths hold no documents; give files, folders or archives with documents")
    ctx.exit(0 if some and not left_out else LEFT_OUT if some else USAGE)


@main.command(context_settings={**_SETTINGS, "ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("folder", required=False, metavar="[KG]")
@click.argument("name", required=False, metavar="[NAME [--PARAMETER VALUE]...]")
@format_of_rows
@click.pass_context
def ask(ctx: click.Context, folder: str | None, name: str | None, form: str | None) -> None:
    """Answer a named question; without NAME, list the questions.

    \b
    Each question takes parameters of its own, given as --NAME VALUE:
      --document X    a number (76/NQ-CP), an IRI, or a source name (with #D1)
      --agency X      a name (Sở Nội vụ) or an IRI
      --as-of DATE    as things stood on that day (2025-07-01), where the
                      question depends on time; without it, every known change
                      counts
    A wrong one is answered with those that the question takes and an example.

    \b
    Examples:
      cancu ask
      cancu ask kg implements --document 76/NQ-CP -f csv
      cancu ask kg state-at --document 63/2010/NĐ-CP --as-of 2019-12-01
      cancu ask kg led-by --agency "Sở Nội vụ"
      cancu ask kg tasks-due --since 2012-01-01 --until 2012-06-30
    """
    from .graph.query import listing, question, questions

    if folder is None or name is None:
        if folder is not None:
            _open(folder)
        known = questions()
        if form == "json":
            click.echo(json.dumps([q.to_dict() for q in known.values()], ensure_ascii=False, indent=2))
        elif form == "csv":
            _print(listing(known.values()), form)
        else:
            for asked in known.values():
                click.echo(
                    f"{asked.name}\n  {asked.title['vi']}\n  {asked.title['en']}\n  {asked.command(folder or 'KG')}\n"
                )
        return
    kg = _open(folder)
    _print(kg.ask(name, **_parameters(ctx.args, question(name))), form)


@main.command()
@click.argument("folder", metavar="KG")
@click.argument("sparql", metavar="SPARQL|FILE.rq|-")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", "list", "csv", "json", "ttl", "nt"]),
    default=None,
    help="Form of the answer.",
)
def query(folder: str, sparql: str, form: str | None) -> None:
    """Answer a SPARQL query; the prefixes of the vocabulary need no declaration.

    \b
    Examples:
      cancu query kg 'SELECT ?plan ?decree { ?plan cancu:implements ?decree } LIMIT 5'
      cancu query kg question.rq -f csv
    """
    _print(_open(folder).query(_sparql(sparql)), form)


@main.command()
@click.argument("folder", metavar="KG")
@click.option("-o", "--output", required=True, metavar="FILE.html", help="The page to write.")
@click.option(
    "--view", default="implementation", show_default=True, help="implementation, bases, amendments, agencies ..."
)
@click.option("--document", metavar="X", help="The document of the views document, tasks and delivery.")
@click.option("--title", help="Heading of the page.")
@click.option("--limit", type=click.IntRange(1), default=300, show_default=True, help="Nodes of the first picture.")
@click.option("--everything", is_flag=True, help="All nodes at once, however many; large pictures cannot be read.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Language of the page.")
def show(
    folder: str,
    output: str,
    view: str,
    document: str | None,
    title: str | None,
    limit: int,
    everything: bool,
    lang: str,
) -> None:
    """Write one HTML page that shows a view of the graph and works offline. It begins with the best-linked nodes; a
    click opens what is near.

    \b
    Examples:
      cancu show kg -o graph.html
      cancu show kg -o delivery.html --view delivery --document 76/NQ-CP
    """
    from .viz.first import FIRST_NODES

    language = "en" if lang == "en" else "vi"
    page = _open(folder).show(view, document=document, title=title, lang=language, limit=limit, everything=everything)
    _writable(output)
    page.write(output)
    if page.nodes > FIRST_NODES:
        _say(f"warning: {page.nodes:,} nodes are drawn at once, more than can be read; --limit 300 begins with fewer")
    _say(f"wrote {output}")


@main.command()
@click.argument("folder", metavar="KG")
@click.argument("documents", metavar="DOCUMENT...", nargs=-1, required=True)
@click.option("-o", "--output", required=True, metavar="FILE.html", help="The page to write.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Language of the page.")
def brief(folder: str, documents: tuple[str, ...], output: str, lang: str) -> None:
    """Write a printable page on one document: legal bases, tasks, deadlines, targets, what does not fit. Several
    documents are compared: common and missing legal bases, similar tasks and targets side by side.

    \b
    Examples:
      cancu brief kg 434/KH-UBND -o brief.html
      cancu brief kg 434/KH-UBND 09/KH-UBND -o compare.html
    """
    about = documents[0] if len(documents) == 1 else documents
    page = _open(folder).brief(about, lang="en" if lang == "en" else "vi")
    _writable(output)
    page.write(output)
    _say(f"wrote {output}")


@main.command()
@click.argument("folder", metavar="KG")
@click.option("--strict", is_flag=True, help="Warnings count as violations.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Language of the report.")
@click.option("-f", "--format", "form", type=click.Choice(["text", "ttl"]), default="text", help="Form of the report.")
@click.option(
    "--engine",
    type=click.Choice(["compiled", "pyshacl"]),
    default="compiled",
    show_default=True,
    help="Run the shapes as SPARQL on the store, or unchanged through pySHACL: slower, the same results.",
)
@click.pass_context
def validate(ctx: click.Context, folder: str, strict: bool, lang: str, form: str, engine: str) -> None:
    """Check the graph against the SHACL shapes: violations are faults of cancu, warnings findings about documents.

    \b
    Examples:
      cancu validate kg --lang en
      cancu validate kg --engine pyshacl
    """
    report = _open(folder).validate(engine="pyshacl" if engine == "pyshacl" else "compiled")
    click.echo(report.graph.serialize(format="turtle") if form == "ttl" else report.text(lang=lang))
    ctx.exit(LEFT_OUT if report.violations or (strict and report.warnings) else 0)


@main.command()
@click.argument("folder", metavar="KG")
@click.option(
    "-f",
    "--format",
    "form",
    required=True,
    type=click.Choice(FORMS),
    help="RDF: the first nine. Network: graphml, gexf, json. Tables: csv, parquet.",
)
@click.option("-o", "--output", metavar="FILE", help="File to write (default: standard output).")
@click.option("--view", default="implementation", show_default=True, help="View of a network.")
@click.option("--runs", is_flag=True, help="With the run graphs, which hold clock times.")
def export(folder: str, form: str, output: str | None, view: str, runs: bool) -> None:
    """Write the graph in a form that other tools read; equal graphs give equal bytes.

    \b
    Examples:
      cancu export kg -f trig -o kg.trig
      cancu export kg -f graphml --view agencies -o agencies.graphml
      cancu export kg -f csv -o tables/
    """
    kg = _open(folder)
    if form not in ("csv", "parquet"):
        _write(kg.export(form, view=view, runs=runs), output)
    elif output is None:
        raise click.UsageError(f"-f {form} writes one file a table: name a folder with -o")
    else:
        for path in kg.export_tables(output, form=form):
            _say(f"wrote {path}")


@main.command(name="explain")
@click.argument("folder", metavar="KG")
@click.argument("what", metavar="DOCUMENT|IRI|FILE#ID")
@click.argument("other", metavar="[DOCUMENT]", required=False)
def explain_(folder: str, what: str, other: str | None) -> None:
    """Show why the graph says so: each sentence with the mention marked, and the rules that fired. Of a document, of
    the relations between two, of a claim, a task, an agency in a task, a goal, an amount, a citation, a body.

    \b
    Examples:
      cancu explain kg 329/KH-UBND
      cancu explain kg 434/KH-UBND 76/NQ-CP
      cancu explain kg plan.txt#A2               the task A2 of that file; C1 is a citation, T1 a goal
      cancu explain kg https://w3id.org/cancu/file/plan.txt#A2
    """
    click.echo(_open(folder).explain(what, other), nl=False)


@main.group()
def review() -> None:
    """Let a person accept, reject or correct what was extracted; nothing extracted is overwritten.

    A row of the table is a relation, a task, an agency in its role, a deadline, an output, a goal, an amount, or the
    document that a citation means. What is rejected is gone from every question and network.

    \b
    cancu review export kg -o review.csv        fill in the columns decision, new_relation, new_object, comment
    cancu review import kg review.csv --reviewer "Nguyễn Văn A"
    """


@review.command(name="export")
@click.argument("folder", metavar="KG")
@click.option("-o", "--output", metavar="FILE", help="CSV or JSON file to write (default: CSV on standard output).")
def review_export(folder: str, output: str | None) -> None:
    """Write what was extracted as a table to decide on.

    \b
    Example:
      cancu review export kg -o review.csv
    """
    rows = _open(folder).review_table()
    _write(rows.to_json() + "\n" if output and output.endswith(".json") else rows.to_csv(), output)


@review.command(name="import")
@click.argument("folder", metavar="KG")
@click.argument("file", metavar="FILE")
@click.option("--reviewer", required=True, help="Who decided.")
def review_import(folder: str, file: str, reviewer: str) -> None:
    """Apply the decisions of a filled-in table: decision is accept, reject or correct; a correction says in new_object
    (or new_relation) what is right.

    \b
    Example:
      cancu review import kg review.csv --reviewer "Nguyễn Văn A"
    """
    from .graph.review import read_decisions

    rows = read_decisions(file)
    _open(folder).review(rows, reviewer=reviewer)
    _say(f"{sum(bool(row.get('decision')) for row in rows)} decisions applied")


@main.command()
@click.argument("file", metavar="FILE|-")
@click.option("-o", "--output", metavar="FILE", help="File to write (default: standard output).")
@encoding_option
@click.option("--reader", metavar="NAME", help="Another reader than the pinned one: libreoffice, tesseract.")
@active_option
def text(file: str, output: str | None, encoding: str | None, reader: str | None, allow_active: bool) -> None:
    """Print the text layer of a document: the characters that all offsets count.

    \b
    Example:
      cancu text plan.docx > plan.txt
    """
    from .extract.readers import read

    given = sys.stdin.buffer.read() if file == "-" else Path(file)
    source = read(given, encoding=encoding, reader=reader, allow_active=allow_active)
    for finding in source.warnings:
        _say(f"{source.name}: {finding.message}")
    _write(source.text, output)


@main.command()
@click.argument("folder", metavar="KG")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; the default is this machine."
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8899, show_default=True, help="Port; 0 takes a free one."
)
@click.option("--writable", is_flag=True, help="Take SPARQL updates, into a working copy of the graph.")
@click.option(
    "--timeout", type=click.FloatRange(min=0.1), default=20, show_default=True, help="Seconds a query may take."
)
@click.option("--limit", type=click.IntRange(1), default=100_000, show_default=True, help="Rows an answer may have.")
@click.option("--cors", metavar="ORIGIN", default="", help="The web origin whose pages may ask, or *.  [default: none]")
def serve(folder: str, host: str, port: int, writable: bool, timeout: float, limit: int, cors: str) -> None:
    """Serve a SPARQL endpoint and pages: /sparql, a query editor at /, documents, views.

    \b
    Example:
      cancu serve kg --port 8899
    """
    from .graph.store import published
    from .viz.serve import Settings
    from .viz.serve import serve as run
    from .viz.serve_worker import Limits

    settings = Settings(host, port, writable, Limits(seconds=timeout, rows=limit), cors)
    run(_open(folder), published(folder), settings, ready=lambda address: _say(f"serving {folder} at {address}"))


def _open(folder: str) -> KnowledgeGraph:
    from . import api

    return api.open(folder)


def _parameters(args: list[str], asked: Question) -> dict[str, str]:
    """`--document 76/NQ-CP --role=lead` as a dict."""
    values: dict[str, str] = {}
    rest = iter(args)
    for arg in rest:
        key, given, value = arg.removeprefix("--").partition("=")
        if not arg.startswith("--") or not key:
            takes = ", ".join(f"--{p.name}" for p in asked.parameters) or "no parameters"
            raise click.UsageError(f"what is {arg!r}? {asked.name} takes {takes}. Example: {asked.command()}")
        if not given:
            found = next(rest, None)
            if found is None:
                raise click.UsageError(f"{arg} needs a value. Example: {asked.command()}")
            value = found
        values[key.replace("-", "_")] = value
    return values


def _sparql(given: str) -> str:
    if given == "-":
        return sys.stdin.read()
    if given.endswith((".rq", ".sparql")):
        try:
            return Path(given).read_text(encoding="utf-8")
        except OSError as error:
            raise click.UsageError(f"{given}: {error.strerror or error}; check the path of the query file") from error
    return given


def _print(answer: Answer, form: str | None) -> None:
    """Rows as table, CSV or JSON; a graph as Turtle or N-Triples; a truth value as a word."""
    from .graph.rows import Rows
    from .ontology.vocabulary import NAMESPACES

    if isinstance(answer, bool):
        click.echo("true" if answer else "false")
    elif isinstance(answer, Rows):
        if form in ("ttl", "nt"):
            raise click.UsageError(f"-f {form} is for CONSTRUCT and DESCRIBE; a SELECT gives table, list, csv or json")
        out = answer.to_csv() if form == "csv" else answer.to_json() + "\n" if form == "json" else _text(answer, form)
        click.echo(out, nl=False)
    elif form in ("csv", "json", "table", "list"):
        raise click.UsageError(f"-f {form} is for SELECT; a CONSTRUCT or DESCRIBE gives ttl or nt")
    else:
        click.echo(answer.to_ntriples() if form == "nt" else answer.to_turtle(NAMESPACES), nl=False)


def _text(rows: Rows, form: str | None) -> str:
    """Rows for a person: a table, or a list where nobody asked for a table and the terminal is too narrow for it."""
    table = rows.to_table()
    narrow = sys.stdout.isatty() and len(table.partition("\n")[0]) > shutil.get_terminal_size().columns
    return rows.to_list() if form == "list" or (form is None and narrow) else table


def _write(text: str, output: str | None) -> None:
    if output is None:
        sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
        return
    _writable(output)
    path = Path(output)
    partial = path.with_name(path.name + ".partial")
    try:
        partial.write_bytes(text.encode("utf-8", "surrogatepass"))
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    _say(f"wrote {output}")


def _writable(output: str) -> None:
    path = Path(output)
    if path.is_dir():
        raise click.UsageError(f"{output}: this is a folder; give the name of a file")
    if not path.parent.is_dir():
        raise click.UsageError(f"{output}: there is no folder {path.parent}; make it first")


def _tables(file: str | None) -> Tables | None:
    if file is None:
        return None
    from .ontology.tables import Tables

    return Tables.load(file)


def _catalogue(file: str | None, retrieved: str | None) -> tuple[CatalogueEntry, ...]:
    if file is None:
        if retrieved:
            raise click.UsageError("--catalogue-date goes with --catalogue")
        return ()
    from .graph.catalogue import read_catalogue

    return read_catalogue(file, retrieved=retrieved)


def _summary(outcome: Outcome, folder: str) -> str:
    n = outcome.counts
    found = ", ".join(f"{code} {count}" for code, count in outcome.findings.items())
    read, kept, left_out = len(outcome.read), len(outcome.kept), len(outcome.left_out)
    lines = [
        f"{folder}: {n['sources']} files ({read} read, {kept} unchanged, {left_out} left out)",
        f"  documents   {n['documents']:>7}   and {n['cited']} that are only cited",
        f"  citations   {n['citations']:>7}   {n['unresolved']} could not be resolved",
        f"  relations   {n['relations']:>7}",
        f"  tasks       {n['tasks']:>7}   of {n['agencies']} agencies",
        f"  targets     {n['targets']:>7}   budgets {n['budgets']}",
        f"  findings    {sum(outcome.findings.values()):>7}   {found}",
        f"  quads       {n['quads']:>7}",
    ]
    return "\n".join(line.rstrip() for line in lines)


def _told(outcome: Outcome) -> int:
    """Say what was left out and which invariants are broken; the exit code."""
    for error in outcome.left_out:
        _say(f"left out: {error}")
    for breach in outcome.breaches:
        _say(f"a fault of cancu, please report it: {breach.message}")
    return LEFT_OUT if outcome.left_out or outcome.breaches else 0


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None]]:
    """A counter on standard error, only where a person watches."""
    watched = sys.stderr.isatty()
    shown = False

    def progress(done: int, total: int, name: str) -> None:
        nonlocal shown
        if watched:
            shown = True
            click.echo(f"\r\x1b[K{done}/{total} {name[-60:]}", err=True, nl=False)

    try:
        yield progress
    finally:
        if shown:
            click.echo("\r\x1b[K", err=True, nl=False)


def _candidates(error: Exception) -> None:
    """The documents that an ambiguous name may mean."""
    from .graph.lookup import AmbiguousNameError

    if isinstance(error, AmbiguousNameError):
        click.echo(error.candidates.to_table(width=100), err=True)


def _is_fault(error: Exception) -> bool:
    """Whether an error is a fault of ours: those that we raise on purpose are our own classes or plain ValueErrors."""
    meant = type(error).__module__.split(".")[0] == __package__ or type(error) is ValueError
    return not (meant or isinstance(error, OSError))


def _fault(error: BaseException) -> NoReturn:
    traceback.print_exception(error)
    _say("cancu: this is a fault of cancu; please report it with the lines above")
    sys.exit(INTERNAL)


def _say(message: str) -> None:
    click.echo(message, err=True)
