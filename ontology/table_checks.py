"""What a value in a row of the tables has to be besides its type: a word of a closed list, a date, a pattern.

The lists are those that the library asks for by name; a word outside them would be a row that nothing reads.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

_CLOSED = MappingProxyType(
    {
        ("DocumentType", "families"): "na, state, party, joint, letter, old",
        ("DocumentType", "level"): "C, L, P, X",
        ("Issuer", "level"): "central, province, district, commune, party, mass",
        ("AgencyName", "kind"): "specific, collective, office, type, abbreviation, no_place",
        ("AgencyName", "level"): ("central, province, district, commune, vertical, party, mass, press, international"),
        ("Place", "kind"): "tỉnh, thành phố, quận, huyện, thị xã, xã, phường, thị trấn, đặc khu",
        ("Cue", "predicate"): (
            "based_on, implements, amends, replaces, repeals, guides, promulgates, approves, "
            "proposes_amendment, refers_to, suspends, defers, extends, resumes"
        ),
        ("RoleCue", "role"): (
            "lead, cooperate, monitor, noun, duty, assign, lead_in, bearer, group, head, predicate, no_predicate"
        ),
        ("Heading", "field"): (
            "number, task, lead, cooperate, responsible, assigned, monitor, output, deadline, budget, source, "
            "approver, note, goal_section, duty_section, body_word, lead_word, cooperate_word, monitor_word, "
            "responsible_word, tail_word, task_word, output_word, deadline_word, any_word"
        ),
    }
)
# What stands in a number for a type or a body: "QĐ", "TT-LT", "BNN&PTNT"; a space or a slash would end it there.
_SYMBOL = re.compile(r"[^\W_]+(?:[-&.][^\W_]+)*")
_SYMBOLS = (("DocumentType", "abbreviations"), ("Issuer", "symbols"))
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_PLACEHOLDER = re.compile(r"\{([A-Za-z]\w*)\}")
_PARTS, _GROUPS = "nytib", "nyti"  # placeholders, and what a group says: {b} is any body, which no group names


def type_fault(key: str, value: Any, hint: Any) -> str | None:
    """What is wrong when the TOML `value` under `key` is not of the type `hint`."""
    return None if _fits(value, hint) else f"{key} is to be {_said(hint)}, not {value!r}"


def fault_of(row: str, key: str, value: Any) -> str | None:
    """What is wrong with `value` under `key` in a row of the type named `row`, in words that say what is right."""
    allowed = _CLOSED.get((row, key))
    if allowed:
        return _outside(key, [value] if isinstance(value, str) else value, allowed)
    if key in ("valid_from", "valid_to"):
        return None if _is_date(value) else f'{key} is to be a date such as "2025-03-01", not {value!r}'
    if (row, key) in _SYMBOLS:
        return _no_symbol(key, value)
    check = _PATTERNS.get(row) if key == "pattern" else None
    return check(value) if check else None


def _fits(value: Any, hint: Any) -> bool:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType:
        return any(_fits(value, arg) for arg in args if arg is not type(None))
    if origin is tuple:
        if not isinstance(value, list):
            return False
        if args[-1] is Ellipsis:
            return all(_fits(item, args[0]) for item in value)
        return len(value) == len(args) and all(map(_fits, value, args))
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, hint)


def _said(hint: Any) -> str:
    """A type in the words of a TOML file."""
    if typing.get_origin(hint) is tuple:
        inner = typing.get_args(hint)[0]
        return "a list of [number, year]" if typing.get_origin(inner) is tuple else "a list of strings"
    return {bool: "true or false", int: "a whole number"}.get(hint, "a string")


def _outside(key: str, values: Iterable[str], allowed: str) -> str | None:
    wrong = next((value for value in values if value not in allowed.split(", ")), None)
    return None if wrong is None else f"{key} is to be one of {allowed}, not {wrong!r}"


def _no_symbol(key: str, values: Iterable[str]) -> str | None:
    wrong = next((value for value in values if not _SYMBOL.fullmatch(value)), None)
    return (
        None
        if wrong is None
        else (f'{key} are to be letters and digits as in a number, joined by -, & or . ("QĐ", "TT-LT"), not {wrong!r}')
    )


def _is_date(value: str) -> bool:
    try:
        return bool(_DATE.fullmatch(value) and date.fromisoformat(value))
    except ValueError:
        return False


def _number_fault(pattern: str) -> str | None:
    """Of the grammar of a number: its placeholders, its syntax, the names of its groups."""
    unknown = next((name for name in _PLACEHOLDER.findall(pattern) if name not in tuple(_PARTS)), None)
    if unknown:
        return f"pattern holds {{{unknown}}}; the placeholders are {', '.join(f'{{{part}}}' for part in _PARTS)}"
    compiled = _compiled(_PLACEHOLDER.sub("(?:x+)", pattern))
    if isinstance(compiled, str):
        return compiled
    group = next((name for name in compiled.groupindex if name[0] not in _GROUPS), None)
    return group and (
        f"pattern has a group {group!r}; groups are called n, y, t or i, with a digit where one is not enough"
    )


def _negative_fault(pattern: str) -> str | None:
    compiled = _compiled(f"|(?:{pattern})")  # it is one branch of many: no flag may stand at its beginning
    return compiled if isinstance(compiled, str) else None


def _compiled(pattern: str) -> re.Pattern[str] | str:
    try:
        return re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        said = error.msg if isinstance(error, re.error) else str(error)
        return f"pattern is no regular expression: {said}"


_PATTERNS: Mapping[str, Callable[[str], str | None]] = MappingProxyType(
    {"NumberFamily": _number_fault, "Negative": _negative_fault}
)
