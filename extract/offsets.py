"""A record whose offsets index the folded view, turned into one whose offsets index the source's text."""

from __future__ import annotations

import dataclasses
import functools
import operator
import typing
from collections.abc import Callable, Mapping
from typing import Any

from .records import Record, Span
from .view import TextView

_VERBATIM = ("text", "evidence")  # fields that equal text[start:end] of their object


def in_source(record: Record, view: TextView) -> Record:
    """`record` with every offset mapped to `view.raw`, and every verbatim text quoted from there again."""
    if view.text is view.raw or view.text == view.raw:
        return record
    return _mapped(record, view)


@functools.cache
def _fields(cls: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]], tuple[str, ...]] | None:
    """The names of the fields of a record's dataclass, what gets their values, and the names of those with parts of
    their own; None for any other type.
    """
    if not dataclasses.is_dataclass(cls):
        return None
    hints = typing.get_type_hints(cls)
    names = tuple(f.name for f in dataclasses.fields(cls))
    return names, operator.attrgetter(*names), tuple(name for name in names if _has_parts(hints[name]))


def _has_parts(hint: Any) -> bool:
    """Can a value of the type `hint` hold offsets?"""
    return hint == Span or dataclasses.is_dataclass(hint) or any(map(_has_parts, typing.get_args(hint)))


def _mapped(value: Any, view: TextView) -> Any:
    if isinstance(value, tuple):
        return tuple([_mapped(v, view) for v in value]) if value else value
    known = _fields(type(value))
    if known is None:
        return value
    names, values, parted = known
    fields: dict[str, Any] = dict(zip(names, values(value), strict=True))
    for name in parted:
        if fields[name]:
            fields[name] = _field(name, fields[name], view)
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
        return tuple([view.span(*span) for span in value])
    return _mapped(value, view)
