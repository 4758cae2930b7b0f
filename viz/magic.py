"""The cell magic `%%sparql`: SPARQL in a cell of a notebook, its answer as a table, a data frame, or under a name.

    %load_ext cancu

    %%sparql kg df --to plans
    SELECT ?plan ?decree WHERE { ?plan cancu:implements ?decree }

The line names the knowledge graph (default: `kg`), the form (`table`, the default, shows links; `df` is a pandas,
`polars` a polars data frame) and the variable that takes the answer. The cell is sent as it stands: nothing of the
notebook is put into it, so that a value can never become syntax. Where `cancu` was imported first, no `%load_ext` is
needed. Nothing here imports IPython, and importing this module does nothing.
"""

from __future__ import annotations

import keyword
import shlex
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from ..graph.rows import Rows
from .notebook import register as register_displays

FORMS = ("table", "df", "polars")
USAGE = "%%sparql [GRAPH] [table|df|polars] [--to NAME]"


@dataclass(frozen=True, slots=True)
class Line:
    """What the line of the magic asks for: the variable that holds the graph, the form, where the answer goes."""

    graph: str = "kg"
    form: str = "table"
    to: str | None = None


def load_ipython_extension(shell: Any) -> None:
    """What `%load_ext cancu` calls: displays and the magic, for this shell alone."""
    register(shell)


def unload_ipython_extension(shell: Any) -> None:
    """What `%unload_ext cancu` calls: the magic goes, what is shown stays readable."""
    shell.magics_manager.magics["cell"].pop("sparql", None)


def register(shell: Any) -> None:
    """Make `shell` (an IPython shell) show rows and records as HTML, and know the magic `%%sparql`."""
    register_displays(shell)
    shell.register_magic_function(magic(shell.user_ns), magic_kind="cell", magic_name="sparql")


def magic(names: MutableMapping[str, Any]) -> Callable[[str, str], Any]:
    """The function behind `%%sparql`; `names` are the variables of the notebook, read and written by name."""

    def sparql(line: str, cell: str) -> Any:
        """%%sparql [GRAPH] [table|df|polars] [--to NAME]: run the cell as SPARQL on a knowledge graph."""
        asked = read_line(line)
        query = getattr(names.get(asked.graph), "query", None)
        if not callable(query):
            raise ValueError(  # noqa: TRY004 - a wrong name, not a wrong type
                f"{asked.graph!r} is no knowledge graph of this notebook; make one: {asked.graph} = cancu.open(...)"
            )
        answer = _formed(query(cell), asked.form)
        if asked.to is None:
            return answer
        names[asked.to] = answer
        return None

    return sparql


def read_line(line: str) -> Line:
    """The words of the magic's line. Raises ValueError with the usage where a word has no place."""
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise ValueError(f"{USAGE}: {error}") from error
    found: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        option, equals, value = word.partition("=")
        if option in ("--to", "--into"):
            name, value = "to", value if equals else next(rest, "")
        else:
            name, value = ("form", word) if word in FORMS else ("graph", word)
        if name in found:
            raise ValueError(f"{USAGE}: {word!r} is one word too many")
        if name != "form" and (not value.isidentifier() or keyword.iskeyword(value)):
            raise ValueError(f"{USAGE}: {value!r} is no name of a variable")
        found[name] = value
    return Line(**found)


def _formed(answer: Any, form: str) -> Any:
    if form == "table":
        return answer
    if not isinstance(answer, Rows):
        raise ValueError(f"{form} is for SELECT; this query gives a {type(answer).__name__}: leave {form} out")  # noqa: TRY004 - a wrong line, not a wrong type
    return answer.to_pandas() if form == "df" else answer.to_polars()
