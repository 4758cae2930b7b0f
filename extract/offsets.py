"""A record whose offsets index the folded view, turned into one whose offsets index the source's text."""

from __future__ import annotations

import dataclasses
import functools
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


@functools.cache
def _names(cls: type) -> tuple[str, ...] | None:
    """The fields of a dataclass that can hold offsets or texts; None for any other type."""
    return tuple(f.name for f in dataclasses.fields(cls)) if dataclasses.is_dataclass(cls) else None


def _mapped(value: Any, view: TextView) -> Any:
    if isinstance(value, tuple):
        return tuple(_mapped(v, view) for v in value) if value else value
    names = _names(type(value))
    if names is None:
        return value
    values = ((name, getattr(value, name)) for name in names)
    fields: dict[str, Any] = {
        name: v if v is None or isinstance(v, (str, int)) else _field(name, v, view) for name, v in values
    }
    start, end = fields.get("start"), fields.get("end")
    if start is not None and end is not None:
        fields["start"], fields["end"] = view.span(start, end)
        for name in _VERBATIM:
            old = fields.get(name)
            if isinstance(old, str) and old == view.text[start:end]:
                fields[name] = view.raw[fields["start"] : fields["end"]]
    return type(value)(**fields)


def _field(name: str, value: Any, view: TextView) -> Any:
    if name == "spans" and isinstance(value, Mapping):
        return {key: view.span(*span) for key, span in value.items()}
    if name == "mentions":
        return tuple(view.span(*span) for span in value)
    return _mapped(value, view)
