"""What cancu knows of document types, issuers, agencies, places, laws and cues: rows of data, read once.

The rows live in `ontology/data/`, one file a table, TOML (`[[row]]` tables whose keys are the fields of the row type)
or CSV (a header row of field names, "|" between the items of a list). `Tables.load()` gives the shipped rows.
`Tables.load(path)` adds the rows of a user's own TOML file, which may hold every table at once:

    [[document_types]]
    name = "Kết luận thanh tra"
    english = "Inspection conclusion"
    abbreviations = ["KLTT"]
    families = ["state"]
    level = "X"

    [[issuers]]
    key = "daihocvinh"
    name = "Trường Đại học Vinh"
    symbols = ["ĐHV"]

A row of the user's takes the place of the shipped row with the same identity (a type's or a law's `name`, an issuer's
or an agency's `key`, a place's `code` and `valid_from`); other rows are added. Nothing here is global state that a
caller could change: the shipped rows stay as they are.

Longer than 400 lines, because the row types stand beside the loader that checks every row against them.
"""

from __future__ import annotations

import bisect
import csv
import dataclasses
import functools
import re
import tomllib
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from .table_checks import fault_of, type_fault


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of document: "Quyết định", abbreviated QĐ. `families` name the number grammars that its symbol stands in.

    `variants` are other spellings of the name ("Nghi định"). `cited_by_name` is true when a document of the type is
    cited by a proper title alone ("Chương trình …", "Luật …"); `plan` when it is a plan in the graph; `annexed` when it
    is issued with the document that promulgates or approves it ("Quy chế ban hành kèm theo Quyết định này");
    `directs` when it gives tasks as every plan does, so that "sửa đổi X" in it is a task; `proposes` when it tells or
    asks, and changes no text by itself;
    `normative` when it sets norms, so that an agency as the subject of a sentence there is no order by itself.
    """

    name: str
    english: str
    abbreviations: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    level: str = "X"  # C central State, L local, P Party, X any
    cited_by_name: bool = False
    plan: bool = False
    annexed: bool = False
    directs: bool = False
    proposes: bool = False
    normative: bool = False
    source: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body that issues documents, with the symbols that stand for it in numbers ("TTg", "BNV").

    `valid_from` is its first day, `valid_to` the first day without it; so it is in every table. `ended_by` is the act
    that ended it, `source` what the rest of the row is known from.
    """

    key: str
    name: str
    symbols: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    level: str = "central"  # central, province, district, commune, party, mass
    unique: bool = True  # does the symbol name one body (CP), or one in every place (UBND)?
    valid_from: str | None = None
    valid_to: str | None = None
    successors: tuple[str, ...] = ()
    ended_by: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class AgencyName:
    """A body that tasks are given to, or a fixed collective of bodies."""

    key: str
    name: str
    variants: tuple[str, ...] = ()
    kind: str = "specific"  # or "collective"
    level: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    successors: tuple[str, ...] = ()
    ended_by: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A province, or a district in `districts`, in one epoch: the key is (code, valid_from), because codes were used
    again. `valid_from` is empty where the table does not know the beginning.
    """

    code: str
    name: str
    kind: str
    slug: str
    variants: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    successor: str | None = None  # code@valid_from
    parent: str | None = None  # code@valid_from of the province that a smaller unit lies in
    source: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    """A law, code, ordinance or the Constitution by name; `acts` are its numbers with their years."""

    name: str
    type: str
    acts: tuple[tuple[str, int], ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that state a relation, with the predicate that they state."""

    predicate: str
    phrase: str
    source: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class RoleCue:
    """Words that give an agency a role in a task: "chủ trì" makes it the lead."""

    role: str
    phrase: str
    source: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column heading or a section heading and what stands under it: "Cơ quan chủ trì" is the lead of a task."""

    field: str
    phrase: str
    source: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form that names of bodies are written with, and what it stands for: UBND is "Ủy ban nhân dân"."""

    short: str
    full: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class GenericName:
    """Words that behind "Kế hoạch", "Quy chế" … name no one instrument: every body has its "Quy chế làm việc".

    `prefix`: also when more words follow (the name of an organisation that begins with "Chương trình").
    """

    phrase: str
    prefix: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A noun that goals are counted in ("hộ", "hợp tác xã"); with `counted` false one that is none: a time, a label.

    `goal` says that its count is a goal where an act of a plan brings it about ("hỗ trợ 1.240 hộ nghèo").
    """

    name: str
    counted: bool = True
    goal: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class NumberFamily:
    """One grammar of document numbers; `pattern` is a template over the names of document types and issuers.

    In a pattern `{n}` stands for the running number, `{y}` for the year, `{t}` for the type abbreviations,
    `{i}` for the issuer symbols, `{b}` for any other body.
    """

    name: str
    pattern: str
    examples: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Negative:
    """Something that looks like the number of a document and is none; `pattern` is a regular expression."""

    name: str
    pattern: str
    examples: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, eq=False)
class Tables:
    """All tables. Two loads of the same content are the same object, so that what is compiled from it can be cached."""

    document_types: tuple[DocumentType, ...] = ()
    issuers: tuple[Issuer, ...] = ()
    agencies: tuple[AgencyName, ...] = ()
    places: tuple[Place, ...] = ()
    districts: tuple[Place, ...] = ()
    laws: tuple[Law, ...] = ()
    cues: tuple[Cue, ...] = ()
    roles: tuple[RoleCue, ...] = ()
    headings: tuple[Heading, ...] = ()
    number_families: tuple[NumberFamily, ...] = ()
    negatives: tuple[Negative, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    generic_names: tuple[GenericName, ...] = ()
    units: tuple[Unit, ...] = ()
    _origin: tuple[str, bytes] | None = dataclasses.field(default=None, repr=False)

    @classmethod
    def load(cls, path: str | Path | Tables | None = None) -> Tables:
        """The shipped rows, with the rows of the user's TOML file at `path` added; `Tables` come back as they are.

        Raises OSError (FileNotFoundError …) with the remedy when the file cannot be read, ValueError with file, line
        and remedy when a row is wrong or two rows are the same, TypeError for what is neither a path nor `Tables`.
        """
        if path is None:
            return _shipped()
        if isinstance(path, Tables):
            return path
        if not isinstance(path, (str, Path)):
            raise TypeError(f"tables are to be Tables or the path of a TOML file, not {type(path).__name__}")
        path = Path(path)
        try:
            content = path.read_bytes()
        except OSError as error:
            reason = (error.strerror or "not readable").lower()
            raise type(error)(f"{path}: {reason}; tables are to be the path of a TOML file that can be read") from error
        return _merged(str(path), content)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as where the rows came from: a process that gets the same tables twice holds them once."""
        return (_shipped, ()) if self._origin is None else (_merged, self._origin)


_ROWS: dict[str, type] = {
    "document_types": DocumentType,
    "issuers": Issuer,
    "agencies": AgencyName,
    "places": Place,
    "districts": Place,
    "laws": Law,
    "cues": Cue,
    "roles": RoleCue,
    "headings": Heading,
    "number_families": NumberFamily,
    "negatives": Negative,
    "abbreviations": Abbreviation,
    "generic_names": GenericName,
    "units": Unit,
}
_IDENTITY = {
    DocumentType: ("name",),
    Issuer: ("key",),
    AgencyName: ("key",),
    Place: ("code", "valid_from"),
    Law: ("name",),
    Cue: ("predicate", "phrase"),
    RoleCue: ("role", "phrase"),
    Heading: ("field", "phrase"),
    NumberFamily: ("name",),
    Negative: ("name",),
    Abbreviation: ("short",),
    GenericName: ("phrase",),
    Unit: ("name",),
}
_TABLE_LINE = re.compile(r"\s*\[\[\s*(\w+)\s*\]\]")


@functools.cache
def _shipped() -> Tables:
    return Tables(**{name: _table(name, row_type) for name, row_type in _ROWS.items()})


@functools.lru_cache(maxsize=8)
def _merged(name: str, content: bytes) -> Tables:
    added = _user_rows(name, content)
    base = _shipped()
    merged = {table: _joined(getattr(base, table), added.get(table, ())) for table in _ROWS}
    return Tables(**merged, _origin=(name, content))


def _table(name: str, row_type: type) -> tuple[Any, ...]:
    """The shipped rows of one table; a table without a file is empty."""
    folder = files(__name__.rpartition(".")[0]).joinpath("data")
    toml, comma = folder.joinpath(f"{name}.toml"), folder.joinpath(f"{name}.csv")
    if toml.is_file():
        rows = _toml_rows(toml.name, toml.read_bytes(), {"row": row_type})["row"]
    elif comma.is_file():
        rows = tuple(_csv_rows(comma.name, comma.read_text(encoding="utf-8"), row_type))
    else:
        return ()
    return _joined((), rows)


def _joined(base: Sequence[Any], added: Sequence[Any]) -> tuple[Any, ...]:
    """`base` with the rows of `added` put in: in the place of the row with the same identity, or at the end."""
    rows = {_identity(row): row for row in base}
    rows.update((_identity(row), row) for row in added)
    return tuple(rows.values())


def _identity(row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in _IDENTITY[type(row)])


def _user_rows(name: str, content: bytes) -> dict[str, tuple[Any, ...]]:
    return _toml_rows(name, content, _ROWS)


def _toml_rows(name: str, content: bytes, row_types: Mapping[str, type]) -> dict[str, tuple[Any, ...]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ValueError(f"{name}, line {line}: not UTF-8; save the file as UTF-8") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{name}, line {_line_of_fault(text, str(error))}: not TOML: {error}") from error
    lines = text.splitlines()
    heads = [(match[1], number) for number, line in enumerate(lines, 1) if (match := _TABLE_LINE.match(line))]
    result: dict[str, tuple[Any, ...]] = dict.fromkeys(row_types, ())
    for table, rows in data.items():
        places = [number for head, number in heads if head == table]
        if table not in row_types or not isinstance(rows, list):
            line = places[0] if places else _line_of(lines, table, 1)
            known = ", ".join(f"[[{key}]]" for key in row_types)
            raise ValueError(f"{name}, line {line}: no table of rows called {table!r}; the tables are {known}")
        places += [1] * (len(rows) - len(places))
        result[table] = tuple(
            _row(
                row_types[table],
                row,
                lambda key, at=at: f"{name}, line {_line_of(lines, key, at)}",
                checked=row_types is _ROWS,
            )
            for row, at in zip(rows, places, strict=True)
        )
        if row_types is _ROWS:
            _check_distinct(name, result[table], places)
    return result


def _check_distinct(name: str, rows: Sequence[Any], lines: Sequence[int]) -> None:
    """Of two rows with one identity the first would be lost without a word: that raises ValueError with both lines."""
    seen: dict[tuple[Any, ...], int] = {}
    for row, line in zip(rows, lines, strict=True):
        identity = _identity(row)
        if identity in seen:
            said = " and ".join(f"{key} {value!r}" for key, value in zip(_IDENTITY[type(row)], identity, strict=True))
            raise ValueError(
                f"{name}, line {line}: {said} is that of the row at line {seen[identity]}; keep one of them"
            )
        seen[identity] = line


def _line_of_fault(text: str, said: str) -> str | int:
    """The line that `tomllib` names; for what the end of the text finds open, the line that opens it.

    That is the last line before which everything is TOML, looked for in the one row before which everything is.
    """
    if match := re.search(r"\(at line (\d+)", said):
        return match[1]
    lines = text.splitlines()
    heads = [1, *(number for number, line in enumerate(lines, 1) if _TABLE_LINE.match(line)), len(lines) + 1]
    row = bisect.bisect(heads, False, key=lambda head: not _is_toml(lines[: head - 1]))
    return next(number for number in range(heads[row] - 1, 0, -1) if _is_toml(lines[: number - 1]))


def _is_toml(lines: Sequence[str]) -> bool:
    try:
        tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return False
    return True


def _line_of(lines: Sequence[str], key: str | None, start: int) -> int:
    """The line (from 1) that sets `key` in the row whose head is on line `start`, else `start`."""
    if key is not None:
        wanted = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        for number, line in enumerate(lines[start - 1 :], start):
            if number > start and _TABLE_LINE.match(line):
                break
            if wanted.match(line):
                return number
    return start


def _csv_rows(name: str, text: str, row_type: type) -> Iterator[Any]:
    reader = csv.DictReader(text.splitlines())
    hints = _field_types(row_type)
    for cells in reader:
        at = f"{name}, line {reader.line_num}"
        if None in cells or None in cells.values():
            raise ValueError(f"{at}: the number of cells is not that of the header row")
        row = {key: _of_cell(cell, hints.get(key)) for key, cell in cells.items() if cell != ""}
        yield _row(row_type, row, lambda _key, at=at: at)


def _of_cell(cell: str, hint: Any) -> Any:
    if typing.get_origin(hint) is tuple:
        items = cell.split("|")
        if typing.get_origin(typing.get_args(hint)[0]) is tuple:  # number@year
            return [
                [number, int(year)] for number, _, year in (item.partition("@") for item in items) if year.isdigit()
            ]
        return items
    if hint is bool:
        return {"true": True, "false": False}.get(cell, cell)
    return cell


def _row(row_type: type, values: Any, where: Any, *, checked: bool = False) -> Any:
    """A row of `row_type`; errors name the line that `where(key)` gives and what would be right.

    An empty string is no value. `checked` looks into the values, too: tests do that for the shipped rows.
    """
    hints = _field_types(row_type)
    if not isinstance(values, dict):
        raise ValueError(f"{where(None)}: a row of {row_type.__name__} is a table of keys and values")  # noqa: TRY004
    for key, value in values.items():
        if key not in hints:
            raise ValueError(f"{where(key)}: unknown key {key!r}; the keys are {', '.join(hints)}")
        fault = type_fault(key, value, hints[key])
        if checked and not fault and value != "":
            fault = fault_of(row_type.__name__, key, value)
        if fault:
            raise ValueError(f"{where(key)}: {fault}")
    missing = [
        f.name for f in dataclasses.fields(row_type) if f.default is dataclasses.MISSING and not values.get(f.name)
    ]
    if missing:
        raise ValueError(f"{where(None)}: a row of {row_type.__name__} needs {' and '.join(missing)}")
    return row_type(**{key: _frozen(value) for key, value in values.items() if value != ""})


@functools.cache
def _field_types(row_type: type) -> dict[str, Any]:
    return typing.get_type_hints(row_type)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
