"""A record whose offsets index the folded view, turned into one whose offsets index the source's text."""

from __future__ import annotations

import dataclasses
import functools
import operator
import typing
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .records import Record, Span
from .view import TextView

_VERBATIM = ("text", "evidence")  # fields that equal text[start:end] of their object


def in_source(record: Record, view: TextView) -> Record:
    """`record` with every offset mapped to `view.raw`, and every verbatim text quoted from there again."""
    if view.text is view.raw or view.text == view.raw:
        return record
    return _mapped(record, view)


class _Shape(NamedTuple):
    """A record's dataclass: what gets the values of its fields, and the places of those that an offset may change."""

    values: Callable[[Any], tuple[Any, ...]]
    parted: tuple[tuple[int, str], ...]  # place and name of the fields with parts of their own
    placed: tuple[int, int] | None  # the places of `start` and `end`
    verbatim: tuple[int, ...]


@functools.cache
def _shape(cls: type) -> _Shape | None:
    """The shape of a record's dataclass; None for any other type."""
    if not dataclasses.is_dataclass(cls):
        return None
    hints = typing.get_type_hints(cls)
    names = [f.name for f in dataclasses.fields(cls)]
    return _Shape(
        operator.attrgetter(*names),
        tuple((at, name) for at, name in enumerate(names) if _has_parts(hints[name])),
        (names.index("start"), names.index("end")) if "start" in names else None,
        tuple(names.index(name) for name in _VERBATIM if name in names),
    )


def _has_parts(hint: Any) -> bool:
    """Can a value of the type `hint` hold offsets?"""
    return hint == Span or dataclasses.is_dataclass(hint) or any(map(_has_parts, typing.get_args(hint)))


def _mapped(value: Any, view: TextView) -> Any:
    if isinstance(value, tuple):
        return tuple([_mapped(v, view) for v in value]) if value else value
    shape = _shape(type(value))
    if shape is None:
        return value
    fields = list(shape.values(value))
    for at, name in shape.parted:
        if fields[at]:
            fields[at] = _field(name, fields[at], view)
    if shape.placed and fields[shape.placed[0]] is not None:
        start, end = (fields[at] for at in shape.placed)
        first, stop = fields[shape.placed[0]], fields[shape.placed[1]] = view.span(start, end)
        for at in shape.verbatim:
            if fields[at] == view.text[start:end]:
                fields[at] = view.raw[first:stop]
    return type(value)(*fields)  # by place: by name costs as much again


def _field(name: str, value: Any, view: TextView) -> Any:
    if name == "spans" and isinstance(value, Mapping):
        return {key: view.span(*span) for key, span in value.items()}
    if name == "mentions":
        return tuple([view.span(*span) for span in value])
    return _mapped(value, view)
