"""A record whose offsets index the folded view, turned into one whose offsets index the source's text."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from .records import Record
from .view import TextView

_VERBATIM = ("text", "evidence")  # fields that equal text[start:end] of their object


def in_source(record: Record, view: TextView) -> Record:
    """`record` with every offset mapped to `view.raw`, and every verbatim text quoted from there again."""
    if view.text is view.raw or view.text == view.raw:
        return record
    return _mapped(record, view)


def _mapped(value: Any, view: TextView) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {f.name: _field(f.name, getattr(value, f.name), view) for f in dataclasses.fields(value)}
        start, end = getattr(value, "start", None), getattr(value, "end", None)
        if start is not None and end is not None:
            changes["start"], changes["end"] = view.span(start, end)
            for name in _VERBATIM:
                old = changes.get(name)
                if isinstance(old, str) and old == view.text[start:end]:
                    changes[name] = view.quote(start, end)
        return dataclasses.replace(value, **changes)
    if isinstance(value, tuple):
        return tuple(_mapped(v, view) for v in value)
    return value


def _field(name: str, value: Any, view: TextView) -> Any:
    if name == "spans" and isinstance(value, Mapping):
        return {key: view.span(*span) for key, span in value.items()}
    if name == "mentions":
        return tuple(view.span(*span) for span in value)
    return _mapped(value, view)
