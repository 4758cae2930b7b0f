"""What Jupyter shows of cancu's types, and the cell magic `%%sparql`.

    %load_ext cancu

    %%sparql kg --into rows
    SELECT ?plan WHERE { ?plan cancu:implements ?decree }

`register` is called by the face when IPython runs, so that records and rows show themselves; nothing here imports
IPython.
"""

from __future__ import annotations

import html
import shlex
from typing import TYPE_CHECKING, Any

from ..extract.records import Record
from ..graph.rows import Rows
from .facts import safe
from .look import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

MOST_ROWS = 100
LONGEST_CELL = 300
_STYLE = (
    ".cancu-rows{border-collapse:collapse;font:13.5px/1.45 'Segoe UI','Noto Sans',Roboto,Arial,sans-serif}"
    ".cancu-rows th,.cancu-rows td{text-align:left!important;vertical-align:top;padding:4px 12px 4px 0;"
    "border-bottom:1px solid #8884;max-width:420px;overflow-wrap:anywhere}"
    ".cancu-rows caption{text-align:left;font-weight:600;padding:4px 0}"
)


def rows_html(rows: Rows, *, most: int = MOST_ROWS) -> str:
    """The rows of an answer as an HTML table: web addresses as links, at most `most` rows and a line that says so."""
    body = [[_cell(value) for value in row] for row in rows.rows[:most]]
    note = f"{len(rows)} rows" if len(rows) <= most else f"{most} of {len(rows)} rows; to_pandas() holds them all"
    return _table("", rows.columns, body) + f"<p>{note}</p>"


def record_summary_html(record: Record, *, lang: str = "vi") -> str:
    """A record without its text: documents, citations with relations, tasks. `record_html` shows it in its text."""
    told = words()[lang]
    related: dict[str, list[str]] = {}
    for relation in record.relations:
        related.setdefault(relation.object, []).append(f"{relation.subject} {relation.predicate}")
    heads = [told[key] for key in ("type", "number", "issuer", "date", "title")]
    documents = [[d.id, d.type, d.number, d.issuer, d.date, d.title] for d in record.documents]
    citations = [
        [c.id, c.type or c.inferred.get("type"), c.number, c.issuer, c.date, c.title, "; ".join(related.get(c.id, []))]
        for c in record.citations
    ]
    tasks = [
        [a.id, a.task, ", ".join(a.lead), ", ".join(a.cooperate), ", ".join(a.responsible), a.deadline]
        for a in record.assignments
    ]
    roles = [told["role_lead"], told["role_cooperate"], told["role_responsible"], told["deadline"]]
    parts = [
        (f"{record.source} ({len(documents)})", ["", *heads], documents),
        (f"{told['mark_citation']} ({len(citations)})", ["", *heads, told["relation"]], citations),
        (f"{told['mark_task']} ({len(tasks)})", ["", told["task"], *roles], tasks),
    ]
    return "".join(
        _table(caption, columns, [[_cell(value) for value in row] for row in rows[:MOST_ROWS]])
        for caption, columns, rows in parts
        if rows
    )


def register(shell: Any) -> None:
    """Make `shell` (an IPython shell) show `Rows` and `Record` as HTML, and know the magic `%%sparql`."""
    shown = shell.display_formatter.formatters["text/html"]
    shown.for_type(Rows, rows_html)
    shown.for_type(Record, record_summary_html)
    shell.register_magic_function(_magic(shell), magic_kind="cell", magic_name="sparql")


def load_ipython_extension(shell: Any) -> None:
    """What `%load_ext cancu` calls."""
    register(shell)


def _magic(shell: Any) -> Callable[[str, str], Any]:
    def sparql(line: str, cell: str) -> Any:
        """%%sparql GRAPH [--into NAME]: run the cell as SPARQL on a KnowledgeGraph of the notebook."""
        words = shlex.split(line)
        into = words[words.index("--into") + 1] if "--into" in words[:-1] else None
        if not words or words[0].startswith("--"):
            raise ValueError("%%sparql needs the name of a knowledge graph: %%sparql kg [--into NAME]")
        graph = shell.user_ns.get(words[0])
        if graph is None or not hasattr(graph, "query"):
            raise ValueError(
                f"{words[0]!r} is no knowledge graph of this notebook; make one: {words[0]} = cancu.open(...)"
            )
        answer = graph.query(cell)
        if into:
            shell.user_ns[into] = answer
            return None
        return answer

    return sparql


def _table(caption: str, columns: Iterable[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{html.escape(safe(name, longest=80))}</th>' for name in columns)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    title = f"<caption>{html.escape(safe(caption))}</caption>" if caption else ""
    body = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<style>{_STYLE}</style><table class="cancu-rows">{title}{body}</table>'


def _cell(value: Any) -> str:
    text = html.escape(safe(value, longest=LONGEST_CELL))
    address = str(value) if isinstance(value, str) else ""
    if address.startswith(("http://", "https://")) and not any(letter.isspace() for letter in address):
        shown = html.escape(safe(address.partition("://")[2], longest=80))
        return f'<a href="{html.escape(address)}" rel="noreferrer noopener" target="_blank">{shown}</a>'
    return text
