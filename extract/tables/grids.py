"""Tables as grids of cells, wherever they come from: a reader's own tables, and tables laid out in plain text.

Plain text holds tables in five layouts: cells between tabs, cells between pipes, columns kept apart by spaces,
one cell per line or paragraph, and one cell between lines that hold a pipe. A row that a page break cuts (its
heading row repeated after the break) is one row, its cells with two fragments. Where nothing else shows a
table, its headings must be known.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence

from ..source import Block, Cell, Source, Table
from ..view import TextView
from .aligned import aligned_tables
from .columns import heading_fields, is_heading, is_phrase, is_time
from .stacked import stacked_tables
from .wrapped import is_rest

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_PIPE_RULE = re.compile(r"[\s|:+=\-]+")
_NUMBERING = re.compile(r"\(?\s*(?:\d{1,2}|[a-hA-H])\s*\)?(?:\s*=.*)?")
_ROW_MARK = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXLivx]{1,6}|[A-HĐ]|[a-zđ])\s*[.)/]?")
_LONE = re.compile(r"(?:[IVX]{1,6}|[A-HĐ]|\d{1,2})\s*[.)/]\s*\S")
_MOST_LINES = 15  # lines of one row
_TOP = 3  # rows at the top of a table among which its headings stand
_FOOT = re.compile(r"(?:Nơi nhận|Nơi gửi|T/?M\.|KT\.|TL\.)")  # the two columns of the end of a document
_GAP = 400  # characters of unmarked lines (section headings, page numbers) that may stand between the rows of one table

Span = tuple[int, int]
Row = list[Span | None]


def tables_of(source: Source, view: TextView, blocks: tuple[Block, ...]) -> tuple[Table, ...]:
    """The tables of a source in the order of the text, with offsets into the view."""
    if source.tables:
        return tuple(_known(_in_view(table, view), view.text) for table in source.tables)
    text = view.text
    found: list[Table] = []
    if "\t" in text:
        found += _tables(text, _rows(text, "\t"))
    if text.count("|") > 3:
        found += _tables(text, _rows(text, "|"))
    found += aligned_tables(text, [(t.start, t.end) for t in found])
    found += stacked_tables(text, blocks, [(t.start, t.end) for t in found])
    return tuple(sorted(found, key=lambda t: t.start))


def _in_view(table: Table, view: TextView) -> Table:
    cells = tuple(
        dataclasses.replace(c, fragments=tuple((view.index(a), view.index(b)) for a, b in c.fragments))
        for c in table.cells
    )
    return dataclasses.replace(table, start=view.index(table.start), end=view.index(table.end), cells=cells)


def _known(table: Table, text: str) -> Table:
    """`table` with its heading rows counted, and those that a page break repeated taken out."""
    grid = table.grid()
    count = header_rows(text, grid)
    if not count:
        return table
    head = [_row_text(text, row) for row in grid[:count]]
    again = {r for r in range(count, table.rows) if head[0] and _row_text(text, grid[r]) in head}
    if not again:
        return dataclasses.replace(table, header_rows=count)
    kept = [r for r in range(table.rows) if r not in again]
    place = {r: i for i, r in enumerate(kept)}
    cells = tuple(dataclasses.replace(c, row=place[c.row]) for c in table.cells if c.row in place)
    return dataclasses.replace(table, rows=len(kept), cells=cells, header_rows=count)


def _row_text(text: str, row: Sequence[Cell | None]) -> str:
    return "|".join(cell.text(text).casefold() if cell else "" for cell in row).strip("|")


def header_rows(text: str, grid: Sequence[Sequence[Cell | None]]) -> int:
    """How many rows at the top are headings: one that names columns, those above it, its second line, its numbering."""
    for r, row in enumerate(grid[:4]):
        words = [cell.text(text) for cell in row if cell]
        fields = heading_fields(words)
        if len({f for f in fields if f}) < 2:
            continue
        count = r + 1
        while count < len(grid) and _is_second_line(text, grid[count], grid[r]):
            count += 1
        return count
    return 0


def _is_second_line(text: str, row: Sequence[Cell | None], above: Sequence[Cell | None]) -> bool:
    """Is `row` the second line of the headings above: all cells headings, column numbers or merged?"""
    pairs = [(cell, top) for cell, top in zip(row, above, strict=False) if cell and cell is not top]
    words = [w for w in (cell.text(text) for cell, _ in pairs) if w]
    if not words:
        return any(cell is not None and cell is top for cell, top in zip(row, above, strict=False))
    if all(_NUMBERING.fullmatch(w) for w in words) and len(words) > 2:
        return True
    return all(
        is_heading(w := cell.text(text)) or is_time(w) or (top is not None and is_phrase(f"{top.text(text)} {w}"))
        for cell, top in pairs
        if cell.text(text)
    )


def _rows(text: str, separator: str) -> list[tuple[int, int, Row]]:
    """Lines with cells between separators, as (start, end, cells); lines that may be sections as one."""
    rows: list[tuple[int, int, Row]] = []
    last = -_GAP
    lines = _spans(text)
    index = 0
    width = 0  # tabs in a row, told by the heading row
    bare = 0  # cells of a row of a table whose rows have no bars at their ends
    while index < len(lines):
        start, end = lines[index]
        if separator == "\t":
            index = _broken(text, lines, index, width) if width else _heading_end(text, lines, index)
            end = lines[index][1]
        index += 1
        body = text[start:end].strip(" \r\n\f\v") if separator == "\t" else text[start:end].strip()
        if separator in body:
            first = start + text[start:end].find(body)
            signs = body.count(separator) + 1
            cells = _cells(text, first, first + len(body), separator, ends=signs != bare)
            bare = signs if body[0] != "|" and separator == "|" else bare
            if len(cells) > 1:
                if not _PIPE_RULE.fullmatch(body):
                    rows.append((start, start + len(text[start:end].rstrip()), cells))
                if separator == "\t" and len(cells) > 2 and _line_fields(text, cells) > 1:
                    width = len(cells) - 1
                last = end
                continue
        body = body.strip()
        if body and start - last < _GAP:
            first = start + text[start:end].find(body)
            rows.append((first, first + len(body), [(first, first + len(body))]))
        elif body:
            width = 0
    return rows


def _spans(text: str) -> list[Span]:
    """The lines of a text, their breaks included."""
    spans: list[Span] = []
    at = 0
    for line in text.splitlines(keepends=True):
        spans.append((at, at + len(line)))
        at += len(line)
    return spans


def _heading_end(text: str, lines: list[Span], index: int) -> int:
    """The last line of a heading row whose cells hold line breaks: a numbered row with as many tabs follows it."""
    own = tabs = text.count("\t", *lines[index])
    if not own or not is_heading(_first(text, lines[index])):
        return index
    for last in range(index + 1, min(index + _TOP + 1, len(lines) - 1)):
        if _ROW_MARK.fullmatch(_first(text, lines[last]) or "-"):
            return index
        tabs += text.count("\t", *lines[last])
        following = lines[last + 1]
        if own < tabs == text.count("\t", *following) and _ROW_MARK.fullmatch(_first(text, following) or "-"):
            return last
    return index


def _first(text: str, line: Span) -> str:
    """The first cell of a line with tabs."""
    return text[slice(*line)].split("\t", 1)[0].strip()


def _broken(text: str, lines: list[Span], index: int, width: int) -> int:
    """The last line of a row whose cells hold line breaks: its tabs, counted over lines, are those of the headings."""
    tabs = text.count("\t", *lines[index])
    if tabs >= width or not text[slice(*lines[index])].strip() or _LONE.match(text, *lines[index]):
        return index
    for last in range(index + 1, min(index + _MOST_LINES, len(lines))):
        words = text[slice(*lines[last])]
        if not words.strip() or _ROW_MARK.fullmatch(words.split("\t", 1)[0].strip() or "-"):
            return index
        tabs += words.count("\t")
        if tabs >= width:
            return last if tabs == width else index
    return index


def _cells(text: str, start: int, end: int, separator: str, *, ends: bool) -> Row:
    """The cells of a row; `ends` says that bars at its ends part no cells."""
    cells: Row = []
    if separator == "|" and ends:
        if text[start] == "|":
            start += 1
        if end > start and text[end - 1] == "|":
            end -= 1
    at = start
    while True:
        stop = text.find(separator, at, end)
        cells.append(_trim(text, at, end if stop < 0 else stop))
        if stop < 0:
            return cells
        at = stop + 1


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in " \t\r\n*":
        start += 1
    while end > start and text[end - 1] in " \t\r\n*":
        end -= 1
    return (start, end) if start < end else None


def _tables(text: str, lines: list[tuple[int, int, Row]]) -> Iterable[Table]:
    """Runs of rows, a new table at each heading row that is not the one before."""
    run: list[tuple[int, int, Row]] = []
    for line in lines:
        start, _, cells = line
        foot = len(cells) > 1 and cells[0] is not None and _FOOT.match(text, *cells[0])
        if run and (foot or start - run[-1][1] > _GAP):
            yield from _table(text, run)
            run = []
        fields = _line_fields(text, cells) if len(cells) > 2 else 0
        if (
            fields > 1
            and run
            and len(run[0][2]) > 1
            and all(_words(text, cells) != _words(text, above[2]) for above in run[:_TOP])
            and _has_body(text, run)
        ):
            yield from _table(text, run)
            run = []
        if run or len(cells) > 1:
            run.append(line)
    if run:
        yield from _table(text, run)


def _has_body(text: str, run: list[tuple[int, int, Row]]) -> bool:
    return any(len(cells) > 1 and _line_fields(text, cells) < 2 for _, _, cells in run)


def _line_fields(text: str, cells: Row) -> int:
    return len({f for f in heading_fields([text[c[0] : c[1]] for c in cells if c]) if f})


def _words(text: str, cells: Row) -> list[str]:
    return [" ".join(text[c[0] : c[1]].split()).casefold() if c else "" for c in cells]


def _table(text: str, run: list[tuple[int, int, Row]]) -> Iterable[Table]:
    """One run of lines as a table: repeated headings dropped, rows cut by a page break joined."""
    while run and len(run[-1][2]) < 2:
        run.pop()
    width = max((len(cells) for _, _, cells in run), default=0)
    if len(run) < 2 or width < 2:
        return
    head = next((cells for _, _, cells in run[:3] if _line_fields(text, cells) > 1), None)
    titles = _titles(text, run, head)
    fields = heading_fields([text[slice(*c)] if c else "" for c in head]) if head else []
    rows: list[list[list[Span]]] = []
    cut = False
    for index, (_, _, cells) in enumerate(run):
        if index > 0 and len(cells) > 1 and all(cells is not own for own, _ in titles):
            words = _words(text, cells)
            if any(words == title for _, title in titles):
                cut = True
                continue
        if len(cells) == 1:
            if not (cells[0] and _LONE.match(text, *cells[0])):
                continue
            rows.append([[cells[0]], *([] for _ in range(width - 1))])
            cut = False
            continue
        full = [_fragments(text, c) for c in cells] + [[] for _ in range(width - len(cells))]
        body = len(rows) > 1
        if rows and (
            _goes_on(text, rows[-1], full, cut=cut, body=body) or (body and is_rest(text, rows[-1], full, fields))
        ):
            for mine, more in zip(rows[-1], full, strict=True):
                mine.extend(more)
        else:
            rows.append(full)
        cut = False
    yield _made(text, run[0][0], run[-1][1], width, rows)


def _titles(text: str, run: list[tuple[int, int, Row]], head: Row | None) -> list[tuple[Row, list[str]]]:
    """The heading row of a run and its second line, with their words."""
    if head is None:
        return []
    titles = [(head, _words(text, head))]
    index = next(i for i, line in enumerate(run) if line[2] is head)
    second = run[index + 1][2] if index + 1 < len(run) else []
    if len(second) == len(head) and second[0] is None and any(second):
        joined = zip(_words(text, second), titles[0][1], strict=True)
        if all(is_heading(w) or is_phrase(f"{top} {w}") for w, top in joined if w):
            titles.append((second, _words(text, second)))
    return titles


def _fragments(text: str, cell: Span | None) -> list[Span]:
    """The pieces of a cell between breaks written as tags."""
    if cell is None:
        return []
    pieces: list[Span] = []
    at = cell[0]
    for match in _BREAK.finditer(text, *cell):
        pieces.append((at, match.start()))
        at = match.end()
    return [p for a, b in (*pieces, (at, cell[1])) if (p := _trim(text, a, b))]


def _goes_on(text: str, above: list[list[Span]], row: list[list[Span]], *, cut: bool, body: bool) -> bool:
    """Is `row` the rest of the row above: no number, and words that go on, or a page break just before?"""
    if row[0] and (not cut or _ROW_MARK.fullmatch(text[row[0][0][0] : row[0][0][1]]) or text[row[0][0][0]].isupper()):
        return False
    if not body or not sum(1 for cell in above if cell) > 1:
        return False
    filled = [cell[0][0] for cell in row if cell]
    if not filled:
        return False
    return cut or all(not text[at].isupper() for at in filled)


def _made(text: str, start: int, end: int, width: int, rows: list[list[list[Span]]]) -> Table:
    cells = tuple(
        Cell(r, c, tuple(fragments)) for r, row in enumerate(rows) for c, fragments in enumerate(row) if fragments
    )
    table = Table(start, end, len(rows), width, cells)
    return dataclasses.replace(table, header_rows=header_rows(text, table.grid()))
