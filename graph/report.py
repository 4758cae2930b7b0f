"""What validation found, for a person and as a SHACL report graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..ontology.vocabulary import NAMESPACES, PREDICATES
from .shacl import Result

if TYPE_CHECKING:
    import rdflib

_SEVERITIES: Mapping[str, tuple[str, str]] = {
    "Violation": ("LỖI PHẦN MỀM", "FAULT OF THE SOFTWARE"),
    "Warning": ("CẢNH BÁO", "WARNING"),
    "Info": ("THÔNG TIN", "INFO"),
}
_RELATIONS = {str(predicate.iri): predicate for predicate in PREDICATES.values()}
SHOWN = 220  # letters of a sentence in the report for a person
_NAMED = 80  # letters of the name of a document there


@dataclass(frozen=True, slots=True)
class Report:
    """All results, violations first, in a fixed order."""

    results: tuple[Result, ...]

    @property
    def conforms(self) -> bool:
        """True when the software made no fault; findings about documents do not count."""
        return not self.violations

    @property
    def violations(self) -> tuple[Result, ...]:
        """Faults of the software."""
        return tuple(r for r in self.results if r.severity == "Violation")

    @property
    def warnings(self) -> tuple[Result, ...]:
        """Findings about the documents."""
        return tuple(r for r in self.results if r.severity == "Warning")

    @property
    def infos(self) -> tuple[Result, ...]:
        """Remarks about the documents."""
        return tuple(r for r in self.results if r.severity == "Info")

    def text(self, lang: str = "vi", *, infos: bool = False) -> str:
        """The report for a person, in Vietnamese ("vi") or English ("en"): each finding with its sentence.

        `infos` adds the remarks, which are otherwise only counted.
        """
        english = lang == "en"
        lines = [_headline(self, english=english)]
        for message, group in _by_message([r for r in self.results if infos or r.severity != "Info"], english=english):
            lines.append(f"\n{_SEVERITIES[group[0].severity][english]}: {message} ({len(group)})")
            lines += _lines(group, english=english)
        return "\n".join(lines) + "\n"

    @property
    def graph(self) -> rdflib.Graph:
        """The report as a SHACL report graph."""
        from rdflib import RDF, SH, BNode, Graph, Literal, URIRef

        graph = Graph()
        graph.bind("sh", SH)
        report = BNode("report")
        graph.add((report, RDF.type, SH.ValidationReport))
        graph.add((report, SH.conforms, Literal(not self.results)))
        for number, result in enumerate(self.results):
            node = BNode(f"result{number}")
            graph.add((report, SH.result, node))
            graph.add((node, RDF.type, SH.ValidationResult))
            graph.add((node, SH.focusNode, URIRef(result.focus)))
            graph.add((node, SH.resultSeverity, SH[result.severity]))
            graph.add((node, SH.sourceShape, URIRef(result.shape)))
            graph.add((node, SH.sourceConstraintComponent, SH[result.component]))
            graph.add((node, SH.resultMessage, Literal(result.message_vi, lang="vi")))
            graph.add((node, SH.resultMessage, Literal(result.message_en, lang="en")))
            if result.path:
                graph.add((node, SH.resultPath, URIRef(result.path)))
            if result.value is not None:
                value = URIRef(result.value) if ":/" in result.value else Literal(result.value)
                graph.add((node, SH.value, value))
        return graph


def _headline(report: Report, *, english: bool) -> str:
    counts = len(report.violations), len(report.warnings), len(report.infos)
    if english:
        return "{} faults of the software, {} warnings and {} remarks about the documents".format(*counts)
    return "{} lỗi phần mềm, {} cảnh báo và {} ghi nhận về tài liệu".format(*counts)


def _by_message(results: Sequence[Result], *, english: bool) -> list[tuple[str, list[Result]]]:
    groups: dict[tuple[str, str], list[Result]] = {}
    for result in results:
        message = result.message_en if english else result.message_vi
        groups.setdefault((result.severity, message), []).append(result)
    return [(message, group) for (_, message), group in groups.items()]


def _lines(group: Sequence[Result], *, english: bool) -> Iterator[str]:
    """The results of one message, a line for each place, with all that is told of it there."""
    told: dict[str, dict[str, None]] = {}
    for result in group:
        told.setdefault(_where(result), {}).update(dict.fromkeys(_value(result, english=english)))
    for where, values in told.items():
        yield f"  - {where}" + (f" {'; '.join(values)}" if values else "")


def _where(result: Result) -> str:
    """One result in a line: document, file and place, the sentence."""
    place = result.source + (f":{result.start}" if result.source and result.start is not None else "")
    name = cut(result.document, _NAMED) or _short(result.focus)
    words = result.sentence or cut(result.quote, SHOWN)
    return " ".join(filter(None, (name, f"({place})" if place else "", f"“{words}”" if words else "")))


def _value(result: Result, *, english: bool) -> Iterator[str]:
    """What a result says of its place: a relation with the document that it points to, a body, a value."""
    if not result.value or result.value in (result.focus, "true", "false"):
        return
    value = result.called or _short(result.value)
    if result.until and result.shape.endswith("Alive"):
        value += f" ({'gone since' if english else 'không còn từ'} {result.until})"
    if result.path and result.component == "SPARQLConstraintComponent":
        known = _RELATIONS.get(result.path)
        yield f"{(known.en if english else known.vi) if known else _short(result.path)} → {value}"
    else:
        yield f"→ {value}" if result.called else ("value " if english else "giá trị ") + value


def _short(iri: str) -> str:
    for prefix, namespace in NAMESPACES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def cut(words: str, most: int) -> str:
    """Words cut at a blank where there are more letters than `most`."""
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"
