"""cancu as spaCy components: citations, agencies and assignments as spans of a `Doc`.

`cancu_citations`, `cancu_agencies` and `cancu_assignments` each write their own span groups, `cancu` writes all of
them. They are found by entry point, so `nlp.add_pipe("cancu")` works without an import. A document is read once,
whichever of them are in the pipeline; what was found travels in `doc.user_data`, so it survives
`nlp.pipe(n_process=2)` and `DocBin`.

A span that does not start and end with a token is never widened to one: it is left out of the groups and listed in
`doc._.cancu_unaligned`. The tokenizer "cancu.Tokenizer.v1" keeps document numbers whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, cast

import spacy
from spacy import util
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Span

from ..ontology.tables import Tables
from .parse import parse
from .records import Record

RECORD = "cancu_record"
UNALIGNED = "cancu_unaligned"
GROUPS = {
    "citations": ("citations", "provisions"),
    "agencies": ("agencies",),
    "assignments": ("assignments", "bearers"),
}
# What a number looks like when nothing stands around it; a token that matches is not split at "/" and "-".
_BODY = r"[A-ZĐÐƯa-zđ&.\d]{0,19}[A-ZĐÐƯa-zđ\d]"
_NUMBER_TOKEN = re.compile(rf"\d{{1,5}}[a-zđ]?(?:/\d{{4}})?[/-](?=[A-ZĐÐ]){_BODY}(?:[/\-\u2010-\u2015]{_BODY}){{0,8}}")


def _record_of(doc: Doc) -> Record:
    data = doc.user_data.get(RECORD)
    if data is None:
        raise ValueError("this Doc holds no cancu record; add a cancu component to the pipeline that made it")
    return Record.from_dict(data)


def _unaligned_of(doc: Doc) -> list[list[Any]]:
    return doc.user_data.get(UNALIGNED, [])


def _register_extensions() -> None:
    if not Doc.has_extension("cancu"):
        Doc.set_extension("cancu", getter=_record_of)
    if not Doc.has_extension(UNALIGNED):
        Doc.set_extension(UNALIGNED, getter=_unaligned_of)
    if not Span.has_extension("cancu"):
        Span.set_extension("cancu", getter=_item_of)


def _item_of(span: Span) -> dict[str, Any] | None:
    """The entry of the record that a span stands for, as a dict; None for a span of another component."""
    for section in ("citations", "agencies", "assignments"):
        for item in span.doc.user_data.get(RECORD, {}).get(section, ()):
            if span.id_ == item["id"]:
                return item
    return None


_Range = tuple[int, int, str, str]  # start, end, label, id


def _agency_ranges(record: Record) -> Iterable[_Range]:
    for agency in record.agencies:
        label = "AGENCY" if agency.kind == "specific" else "AGENCY_GROUP"
        yield from ((start, end, label, agency.id) for start, end in agency.mentions)


# What belongs in each span group, made from the record.
_RANGES: dict[str, Callable[[Record], Iterable[_Range]]] = {
    "citations": lambda record: ((c.start, c.end, c.kind.upper(), c.id) for c in record.citations),
    "provisions": lambda record: ((p.start, p.end, "PROVISION", c.id) for c in record.citations for p in c.provisions),
    "agencies": _agency_ranges,
    "assignments": lambda record: ((a.start, a.end, "TASK", a.id) for a in record.assignments),
    "bearers": lambda record: ((b.start, b.end, b.role.upper(), a.id) for a in record.assignments for b in a.bearers),
}


class CancuComponent:
    """Writes the span groups of one or more sections of the record into a `Doc`.

    `sections` are keys of `GROUPS`; `set_ents` adds the citations and agencies to `doc.ents` (longest first, entities
    that are there stay); `tables` is the path of a TOML file with rows of one's own.
    """

    def __init__(self, sections: tuple[str, ...], *, set_ents: bool = False, tables: str | None = None) -> None:
        _register_extensions()
        self.sections = sections
        self.set_ents = set_ents
        self.tables = Tables.load(tables) if tables else Tables.load()

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with its span groups set."""
        if RECORD in doc.user_data:  # of a component before this one
            record = _record_of(doc)
        else:
            record = parse(doc.text, name="doc", tables=self.tables)
            doc.user_data[RECORD] = record.to_dict()
        unaligned = list(doc.user_data.get(UNALIGNED, []))
        for section in self.sections:
            for group in GROUPS[section]:
                doc.spans[group], missed = _aligned(doc, _RANGES[group](record))
                unaligned += missed
        doc.user_data[UNALIGNED] = unaligned
        if self.set_ents:
            groups = [g for section in self.sections for g in GROUPS[section] if g in ("citations", "agencies")]
            found = [span for group in groups for span in doc.spans[group]]
            taken = [*doc.ents]
            free = [s for s in found if not any(s.start < e.end and e.start < s.end for e in taken)]
            doc.ents = [*taken, *util.filter_spans(free)]
        return doc


def _aligned(doc: Doc, ranges: Iterable[_Range]) -> tuple[list[Span], list[list[Any]]]:
    spans: list[Span] = []
    missed: list[list[Any]] = []
    for start, end, label, key in ranges:
        span = doc.char_span(start, end, label=label, span_id=key, alignment_mode="strict")
        if span is None:
            missed.append([start, end, label, key])
        else:
            spans.append(span)
    return spans, missed


_CONFIG = {"set_ents": False, "tables": None}


@Language.factory("cancu_citations", assigns=["doc.spans"], default_config=_CONFIG)
def make_citations(nlp: Language, name: str, set_ents: bool, tables: str | None) -> CancuComponent:  # noqa: ARG001
    """`cancu_citations`: groups "citations" and "provisions"."""
    return CancuComponent(("citations",), set_ents=set_ents, tables=tables)


@Language.factory("cancu_agencies", assigns=["doc.spans"], default_config=_CONFIG)
def make_agencies(nlp: Language, name: str, set_ents: bool, tables: str | None) -> CancuComponent:  # noqa: ARG001
    """`cancu_agencies`: group "agencies"."""
    return CancuComponent(("agencies",), set_ents=set_ents, tables=tables)


@Language.factory("cancu_assignments", assigns=["doc.spans"], default_config=_CONFIG)
def make_assignments(nlp: Language, name: str, set_ents: bool, tables: str | None) -> CancuComponent:  # noqa: ARG001
    """`cancu_assignments`: groups "assignments" and "bearers"."""
    return CancuComponent(("assignments",), set_ents=set_ents, tables=tables)


@Language.factory("cancu", assigns=["doc.spans"], default_config=_CONFIG)
def make_all(nlp: Language, name: str, set_ents: bool, tables: str | None) -> CancuComponent:  # noqa: ARG001
    """`cancu`: every group."""
    return CancuComponent(tuple(GROUPS), set_ents=set_ents, tables=tables)


@util.registry.tokenizers("cancu.Tokenizer.v1")
def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """A tokenizer like the blank multi-language one that keeps document numbers whole (63/2010/NĐ-CP is one token)."""

    def tokenizer(nlp: Language) -> Tokenizer:
        base = cast("Tokenizer", spacy.blank("xx").tokenizer)
        return Tokenizer(
            nlp.vocab,
            rules=base.rules,
            prefix_search=base.prefix_search,
            suffix_search=base.suffix_search,
            infix_finditer=base.infix_finditer,
            token_match=_NUMBER_TOKEN.fullmatch,
        )

    return tokenizer
