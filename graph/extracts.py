"""What `cancu extract` prints: records as JSON lines, citations as a table, quads, and an account of the rules that
fired.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox

from ..extract.parse import parse_source
from ..extract.readers import ReadError, read
from ..extract.records import Citation, Record
from ..ontology.identifiers import Identifiers
from ..ontology.tables import Tables
from ..ontology.vocabulary import NAMESPACES
from .assemble import Settings, assemble
from .corpus import Progress, extract_all
from .quotes import sentence_of
from .rows import Rows
from .store import Holding, Memory

Found = tuple[Record, str]
COLUMNS = (
    "source",
    "id",
    "in_document",
    "relation",
    "type",
    "number",
    "date",
    "issuer",
    "title",
    "provision",
    "start",
    "end",
)


def extracts(
    paths: Iterable[str | Path],
    given: bytes | None = None,
    *,
    tables: Tables | None = None,
    encoding: str | None = None,
    allow_active: bool = False,
    jobs: int | None = None,
    left_out: Callable[[ReadError], None],
    progress: Progress | None = None,
) -> Iterator[Found]:
    """Record and text of each document in `paths`, or of the bytes `given`; what cannot be read goes to `left_out`."""
    if given is not None:
        try:
            source = read(given, name="stdin", encoding=encoding, allow_active=allow_active)
        except ReadError as error:
            return left_out(error)
        yield parse_source(source, tables or Tables.load()), source.text
        return None
    options = {"tables": tables, "encoding": encoding, "allow_active": allow_active, "jobs": jobs, "progress": progress}
    for found in extract_all(paths, **options):
        if isinstance(found, ReadError):
            left_out(found)
        elif found.record is not None and found.text is not None:
            yield found.record, found.text
    return None


def printed(found: Iterable[Found], form: str, *, tables: Tables | None = None) -> Iterator[str]:
    """`found` as text: "jsonl" and "explain" one document after the other, "table", "nq" and "trig" all together.

    Yields nothing when nothing was found. Raises ValueError for another form.
    """
    if form == "jsonl":
        return (record.to_json() + "\n" for record, _ in found)
    if form == "explain":
        return (explanation(record, text) for record, text in found)
    if form == "table":
        return _together(found, lambda all_: citations(r for r, _ in all_).to_table(width=40))
    if form in ("nq", "trig"):
        return _together(found, lambda all_: quads_text(all_, form, tables=tables or Tables.load()))
    raise ValueError(f"there is no form {form!r}; there are: jsonl, table, nq, trig")


def citations(records: Iterable[Record]) -> Rows:
    """The citations of records, one a row, with the relation that has each as its object."""
    rows = []
    for record in records:
        relations = {relation.object: relation.name for relation in reversed(record.relations)}
        for c in record.citations:
            stated = (c.type, c.number, c.date, c.issuer, c.title, c.provision)
            rows.append((record.source, c.id, c.in_document, relations.get(c.id), *stated, c.start, c.end))
    return Rows(COLUMNS, tuple(rows))


def quads_text(found: Iterable[Found], form: str, *, tables: Tables) -> str:
    """The quads of records that were resolved together, as N-Quads or TriG; no run graph, so that equal input gives
    equal text.
    """
    library, ids = Memory(), Identifiers()
    for record, text in found:
        library.put(Holding(record.source, record.source, record.sha256, record.text_sha256), record, text)
    _, _, chunks = assemble(library, Settings(tables, ids), datetime.now(UTC))
    run = f" <{ids.run('build')}> ."
    lines = [line for chunk in chunks for line in chunk.splitlines(keepends=True) if not line.endswith(run + "\n")]
    if form == "nq":
        return "".join(lines)
    quads = ox.parse("".join(lines), format=ox.RdfFormat.N_QUADS)
    return (ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=dict(NAMESPACES)) or b"").decode("utf-8")


def explanation(record: Record, text: str) -> str:
    """Each citation in its sentence, marked «so», with what was concluded and the rules that fired; then the
    findings.
    """
    codes = Counter(finding.code for finding in record.warnings)
    said = f" ({', '.join(f'{code} {count}' for code, count in sorted(codes.items()))})" if codes else ""
    lines = [f"{record.source}: {len(record.citations)} citations, {len(record.warnings)} findings{said}"]
    for document in record.documents:
        title = f", {document.title}" if document.title else ""
        lines.append(f"  {document.id} {document.type or 'document'} {document.number or 'without number'}{title}")
    for citation in record.citations:
        lines += _citation_lines(record, citation, text)
    for finding in record.warnings:
        at = f" at {finding.start}" if finding.start is not None else ""
        lines.append(f"  finding {finding.code}{at}: {finding.message}")
    return "\n".join(lines) + "\n"


def _citation_lines(record: Record, citation: Citation, text: str) -> Iterator[str]:
    start, end = sentence_of(text, citation.start, citation.end)
    marked = f"{text[start : citation.start]}«{text[citation.start : citation.end]}»{text[citation.end : end]}"
    yield f"  {citation.id} [{citation.start}:{citation.end}] {' '.join(marked.split())}"
    stated = {f: getattr(citation, f) for f in ("type", "number", "date", "issuer", "provision")}
    yield "      stated    " + _pairs(stated)
    if citation.inferred:
        yield "      concluded " + _pairs(citation.inferred)
    if citation.rules:
        yield "      rules     " + _pairs(citation.rules)
    for relation in record.relations:
        if citation.id in (relation.subject, relation.object):
            cue, rule = " ".join(relation.evidence.split()), relation.rule or "no rule named"
            yield f"      relation  {relation.subject} {relation.name} {relation.object}: “{cue}” ({rule})"


def _pairs(values: Mapping[str, str | None]) -> str:
    return ", ".join(f"{k} {v}" for k, v in values.items() if v) or "nothing"


def _together(found: Iterable[Found], make: Callable[[list[Found]], str]) -> Iterator[str]:
    everything = list(found)
    if everything:
        yield make(everything)
