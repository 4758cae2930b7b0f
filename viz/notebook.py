"""What Jupyter shows of cancu's types: rows and triples as tables with links, records without their text.

`register` is called when IPython runs (by the face) or by `%load_ext cancu`; nothing here imports IPython.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from ..extract.records import Record
from ..graph.engine import Graph
from ..graph.frames import shortened
from ..graph.rows import Rows
from .facts import safe
from .look import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas
    from pandas.io.formats.style import Styler

MOST_ROWS = 100
LONGEST_CELL = 300
_STYLE = (
    ".cancu-rows{border-collapse:collapse;font:13.5px/1.45 'Segoe UI','Noto Sans',Roboto,Arial,sans-serif}"
    ".cancu-rows th,.cancu-rows td{text-align:left!important;vertical-align:top;padding:4px 12px 4px 0;"
    "border-bottom:1px solid #8884;max-width:420px;overflow-wrap:anywhere}"
    ".cancu-rows th{overflow-wrap:normal;white-space:nowrap}"
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


def graph_html(graph: Graph, *, most: int = MOST_ROWS) -> str:
    """The triples of a CONSTRUCT or DESCRIBE as an HTML table, at most `most` of them and a line that says so."""
    rows = Rows(("subject", "predicate", "object"), tuple(_parts(line) for line in graph.lines[:most]))
    note = (
        f"{most} of {len(graph)} triples; to_turtle() holds them all" if len(graph) > most else f"{len(graph)} triples"
    )
    return _table("", rows.columns, [[_cell(value) for value in row] for row in rows.rows]) + f"<p>{note}</p>"


def styled(frame: pandas.DataFrame, *, most: int = MOST_ROWS) -> Styler:
    """A data frame as a table whose web addresses are links; everything else is shown as text, whatever it holds.

    A column of addresses with a column `..._label` behind it becomes one column of links that read as the labels. At
    most `most` rows are shown.
    """
    shown = frame.head(most).astype(object)
    shown = shown.where(shown.notna(), None)
    hidden = []
    for name in map(str, frame.columns):
        if f"{name}_label" in frame.columns:
            pairs = zip(shown[name], shown[f"{name}_label"], strict=True)
            shown[name] = [_Link(str(address), str(label or address)) for address, label in pairs]
            hidden.append(f"{name}_label")
    style = shown.style
    style.set_table_styles([{"selector": "th, td", "props": "text-align: left; vertical-align: top"}])
    style.format(_shown)
    style.format_index(_shown, axis=1)
    style.format_index(_shown, axis=0)
    if hidden:
        style.hide(hidden, axis="columns")
    if len(shown) < len(frame):
        style.set_caption(f"{len(shown)} of {len(frame)} rows")
    return style


def register(shell: Any) -> None:
    """Make `shell` (an IPython shell) show `Rows`, `Graph` and `Record` as HTML."""
    shown = shell.display_formatter.formatters["text/html"]
    shown.for_type(Rows, rows_html)
    shown.for_type(Graph, graph_html)
    shown.for_type(Record, record_summary_html)


def _parts(line: str) -> tuple[str, ...]:
    """Subject, predicate and object of one line of N-Triples; IRIs without their brackets, data types in short."""
    subject, predicate, rest = line.split(" ", 2)
    rest = rest.removesuffix(".").rstrip()
    literal, _, datatype = rest.rpartition('"^^<')
    if literal and datatype.endswith(">"):
        datatype = datatype.removesuffix(">")
        rest = f'{literal}"^^{shortened(datatype) or datatype}'
    return tuple(
        part[1:-1] if part.startswith("<") and part.endswith(">") else part for part in (subject, predicate, rest)
    )


def _table(caption: str, columns: Iterable[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{html.escape(safe(name, longest=80))}</th>' for name in columns)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    title = f"<caption>{html.escape(safe(caption))}</caption>" if caption else ""
    body = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<style>{_STYLE}</style><table class="cancu-rows">{title}{body}</table>'


@dataclass(frozen=True, slots=True)
class _Link:
    address: str
    label: str


def _shown(value: Any) -> str:
    """A value of a data frame: missing ones empty, dates without a time of day that nobody stated."""
    if isinstance(value, _Link):
        return _link(value.address, value.label)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return _cell("" if value is None or value != value else value)  # only NaN differs from itself


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return _link(value, shortened(value) or value.partition("://")[2], otherwise=value)
    return html.escape(safe(value, longest=LONGEST_CELL))


def _link(address: str, label: str, *, otherwise: str | None = None) -> str:
    """A link where `address` is one of the web, text where it is not: `javascript:` is none."""
    if address.startswith(("http://", "https://")) and not any(letter.isspace() for letter in address):
        shown = html.escape(safe(label, longest=80))
        return f'<a href="{html.escape(address)}" rel="noreferrer noopener" target="_blank">{shown}</a>'
    return html.escape(safe(label if otherwise is None else otherwise, longest=LONGEST_CELL))
