"""cancu: Vietnamese administrative documents as a knowledge graph.

    record = cancu.parse(Path("plan.docx"))      # one document: citations, relations, assignments, targets
    kg = cancu.build("plans/")                   # many documents: a graph to query and to show
    kg.ask("implements", document="63/2010/NĐ-CP")

Names are imported on first use (PEP 562), so that `import cancu` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api import KnowledgeGraph, build, open
    from .extract.parse import parse
    from .extract.readers import read
    from .extract.records import Record
    from .extract.source import Source
    from .graph.catalogue import read_catalogue
    from .ontology.tables import Tables

__version__ = "0.1.0"
__all__ = ["KnowledgeGraph", "Record", "Source", "Tables", "build", "open", "parse", "read", "read_catalogue"]

_HOMES = {
    "KnowledgeGraph": ".api",
    "build": ".api",
    "open": ".api",
    "parse": ".extract.parse",
    "read": ".extract.readers",
    "read_catalogue": ".graph.catalogue",
    "Record": ".extract.records",
    "Source": ".extract.source",
    "Tables": ".ontology.tables",
    "load_ipython_extension": ".viz.magic",  # %load_ext cancu
    "unload_ipython_extension": ".viz.magic",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, imported or not."""
    return sorted({*globals(), *__all__})
