"""The graph as flat tables for spreadsheets, pandas and R, with a data dictionary (Frictionless Data Package)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..ontology.columns import column_of
from ..ontology.vocabulary import NAMESPACES
from .engine import Engine, QueryError
from .rows import Rows

_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in NAMESPACES.items())
_SPAN = """?span oa:hasSelector ?position, ?words . ?position oa:start ?start ; oa:end ?end . ?words oa:exact ?quote
."""
_BY = {
    "found_by": "rule of extraction",
    "confidence": "measured precision of that rule; empty below 20 judged statements",
}
_PLACE = {
    "source": "source file, relative path",
    "start": "first character in the text layer",
    "end": "character after the last one",
    "quote": "the characters [start, end) of the text layer",
}


def _rule(of: str) -> str:
    """The rule behind a statement and its measured precision."""
    return f"""OPTIONAL {{ {of} cancu:rule ?by . ?by skos:notation ?found_by
        OPTIONAL {{ ?by cancu:confidence ?confidence }} }}"""


@dataclass(frozen=True, slots=True)
class TableOf:
    """One table: what a row is, its columns with their meaning, the query that makes it."""

    about: str
    columns: Mapping[str, str]
    where: str


TABLES: Mapping[str, TableOf] = {
    "documents": TableOf(
        "One document that was read, is cited, or is known by name.",
        {
            "document": "IRI",
            "status": "InCorpus (read), CitedOnly, KnownByName",
            "type": "type of document",
            "number": "number and symbol",
            "issuer": "issuing body",
            "date": "date of signature",
            "year": "year of issue",
            "title": "title",
            "level": "level of the issuer",
            "province": "province of the issuer",
            "normative": "true for a normative legal document, false for an administrative one; empty where unknown",
            "source": "source file, relative path",
        },
        """?document a cancu:Document ; cancu:status ?state . BIND(STRAFTER(STR(?state), "#") AS ?status)
        OPTIONAL { ?document cancu:typeName ?type } OPTIONAL { ?document eli:id_local ?number }
        OPTIONAL { ?document cancu:issuerName ?issuer } OPTIONAL { ?document eli:date_document ?date }
        OPTIONAL { ?document cancu:year ?year } OPTIONAL { ?document dct:title ?t . BIND(STR(?t) AS ?title) }
        OPTIONAL { ?document cancu:level ?level } OPTIONAL { ?document cancu:provinceName ?province }
        OPTIONAL { ?document cancu:isNormative ?normative } OPTIONAL { ?document cancu:inSource/cancu:path ?source }""",
    ),
    "citations": TableOf(
        "One mention of another document.",
        {
            "citation": "IRI",
            "document": "IRI of the citing document",
            "cited": "IRI of the cited document; empty when it could not be resolved",
            "text": "the words",
            "kind": "numbered, law_by_name, programme_by_name",
            "type": "type as stated",
            "number": "number as stated",
            "date": "date as stated",
            "issuer": "issuer as stated",
            "provision": "article, clause, point as written",
            "rule": "rule of resolution",
            "reason": "why it is resolved or not",
            **_BY,
            **_PLACE,
        },
        f"""?citation a cancu:Citation ; cancu:citedText ?text ; cancu:citationKind ?kind ;
          cancu:fromSource/cancu:path ?source ; cancu:evidence ?span . {_SPAN}
        OPTIONAL {{ ?citation cito:hasCitingEntity ?document }} OPTIONAL {{ ?citation cito:hasCitedEntity ?cited }}
        OPTIONAL {{ ?citation cancu:citedType ?type }} OPTIONAL {{ ?citation cancu:citedNumber ?number }}
        OPTIONAL {{ ?citation cancu:citedDate ?date }} OPTIONAL {{ ?citation cancu:citedIssuer ?issuer }}
        OPTIONAL {{ ?citation cancu:provisionText ?provision }} OPTIONAL {{ ?citation cancu:resolutionRule ?rule }}
        OPTIONAL {{ ?citation cancu:resolutionReason ?reason }} {_rule("?citation")}""",
    ),
    "relations": TableOf(
        "One statement that a document relates to another.",
        {
            "claim": "IRI of the claim",
            "subject": "IRI of the document that acts",
            "relation": "based_on, implements, amends ...",
            "object": "IRI of the document acted upon",
            "cue": "the words that state it",
            **_BY,
            "status": "Extracted, Accepted, Rejected, Corrected",
            **_PLACE,
        },
        f"""?claim a cancu:Claim ; rdf:subject ?subject ; cancu:predicateName ?relation ; rdf:object ?object ;
          cancu:reviewStatus ?state ; cancu:fromSource/cancu:path ?source ; cancu:sentence ?span . {_SPAN}
        BIND(STRAFTER(STR(?state), "#") AS ?status)
        OPTIONAL {{ ?claim cancu:cueText ?cue }} {_rule("?claim")}""",
    ),
    "impacts": TableOf(
        "One legal impact: a document amends, replaces, repeals, suspends or prolongs another, or expires.",
        {
            "impact": "IRI",
            "by": "IRI of the document that acts",
            "document": "IRI of the document acted upon",
            "kind": "Amendment, Replacement, Repeal, Expiry, Suspension, Deferral, Extension, Resumption",
            "partial": "true where only a part is touched",
            "provision": "the article, clause or point acted upon, where it is stated",
            "effective_from": "the day that the text states",
            "earliest_effect": "the first day on which it can have worked",
            "claim": "IRI of the claim that states it; empty for an expiry",
        },
        """?impact a cancu:LegalImpact ; cancu:impactFrom ?by ; cancu:impactTo ?document ; cancu:impactType ?type .
        BIND(STRAFTER(STR(?type), "#") AS ?kind) OPTIONAL { ?impact cancu:partial ?partial }
        OPTIONAL { ?impact cancu:impactScope/rdfs:label ?part . BIND(STR(?part) AS ?provision) }
        OPTIONAL { ?impact cancu:effectiveFrom ?effective_from }
        OPTIONAL { ?impact cancu:earliestEffect ?earliest_effect } OPTIONAL { ?impact prov:wasDerivedFrom ?claim }""",
    ),
    "tasks": TableOf(
        "One task that a document sets.",
        {
            "task": "IRI",
            "document": "IRI of the document that sets it",
            "description": "what is to be done",
            "section": "heading that it stands under",
            "deadline_text": "deadline as written",
            "deadline_start": "first day",
            "deadline": "last day",
            "recurrence": "annual, continuous, quarterly, monthly, periodic",
            "output": "what it produces",
            **_BY,
            **_PLACE,
        },
        f"""?task a cancu:Task ; dct:description ?description ; cancu:fromSource/cancu:path ?source ;
          cancu:evidence ?span . {_SPAN}
        OPTIONAL {{ ?task p-plan:isStepOfPlan ?document }} OPTIONAL {{ ?task cancu:section ?section }}
        OPTIONAL {{ ?task cancu:deadlineText ?deadline_text }} OPTIONAL {{ ?task cancu:deadlineStart ?deadline_start }}
        OPTIONAL {{ ?task cancu:deadline ?deadline }} OPTIONAL {{ ?task cancu:recurrence ?recurrence }}
        OPTIONAL {{ ?task p-plan:hasOutputVar/dct:description ?output }} {_rule("?task")}""",
    ),
    "bearers": TableOf(
        "One agency in one role of a task.",
        {
            "task": "IRI of the task",
            "agency": "IRI of the agency",
            "name": "the agency as the text names it",
            "role": "Lead, Cooperate, Responsible, Monitor",
            **_BY,
            **_PLACE,
        },
        f"""?participation a cancu:Participation ; cancu:task ?task ; cv:hasParticipant ?agency ; cancu:role ?part ;
          cancu:agencyText ?name ; cancu:fromSource/cancu:path ?source ; cancu:evidence ?span . {_SPAN}
        BIND(STRAFTER(STR(?part), "#") AS ?role) {_rule("?participation")}""",
    ),
    "targets": TableOf(
        "One number that a document sets as a goal.",
        {
            "target": "IRI",
            "document": "IRI of the document",
            "value": "number",
            "unit": "unit",
            "comparator": "=, >=, <=, >, <",
            "by_year": "year in which it is due",
            "indicator": "what is measured",
            "scope": "what it applies to",
            "derived_from": "IRI of the target of the same name in the document that is carried out",
            **_BY,
            **_PLACE,
        },
        f"""?target a cancu:Target ; cancu:value ?value ; cancu:unit ?unit ; cancu:comparator ?comparator ;
          cancu:fromSource/cancu:path ?source ; cancu:evidence ?span . {_SPAN}
        OPTIONAL {{ ?target cancu:targetOf ?document }} OPTIONAL {{ ?target cancu:byYear ?by_year }}
        OPTIONAL {{ ?target cancu:indicator ?indicator }} OPTIONAL {{ ?target cancu:scope ?scope }}
        OPTIONAL {{ ?target cancu:derivedFromTarget ?derived_from }}
        {_rule("?target")}""",
    ),
    "budgets": TableOf(
        "One amount of money.",
        {
            "budget": "IRI",
            "document": "IRI of the document",
            "task": "IRI of the task that it is for",
            "amount": "whole units of the currency",
            "currency": "ISO 4217",
            "fund": "where the money comes from",
            "year": "year of the amount",
            "part_of": "IRI of the amount that the text calls its whole",
            **_PLACE,
        },
        f"""?budget a cancu:Budget ; schema:value ?amount ; schema:currency ?currency ;
          cancu:fromSource/cancu:path ?source ; cancu:evidence ?span . {_SPAN}
        OPTIONAL {{ ?budget cancu:budgetOf ?document }} OPTIONAL {{ ?budget cancu:task ?task }}
        OPTIONAL {{ ?budget cancu:fundingSource ?fund }} OPTIONAL {{ ?budget cancu:budgetYear ?year }}
        OPTIONAL {{ ?budget dct:isPartOf ?part_of }}""",
    ),
    "agencies": TableOf(
        "One agency or collective of agencies.",
        {
            "agency": "IRI",
            "name": "name",
            "kind": "Agency or AgencyGroup",
            "level": "level",
            "province": "province",
        },
        """VALUES ?class { cancu:Agency cancu:AgencyGroup } ?agency a ?class ; rdfs:label ?label .
        BIND(STR(?label) AS ?name) BIND(STRAFTER(STR(?class), "#") AS ?kind)
        OPTIONAL { ?agency cancu:level ?level } OPTIONAL { ?agency cancu:provinceName ?province }""",
    ),
    "reviews": TableOf(
        "One decision of a person about a claim.",
        {
            "review": "IRI",
            "decision": "accept, reject, correct",
            "reviewer": "who decided",
            "reviewed_on": "when",
            "claim": "IRI of the claim",
            "subject": "IRI of what the claim is about",
            "predicate": "IRI of the property that it states",
            "object": "what was extracted",
            "new_object": "what a correction says in its place",
            "comment": "what the reviewer wrote",
            **_PLACE,
        },
        f"""?review a cancu:Review ; cancu:reviews ?claim ; cancu:decision ?decision ; cancu:reviewer ?reviewer ;
          cancu:reviewedOn ?reviewed_on .
        OPTIONAL {{ ?claim rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;
          cancu:fromSource/cancu:path ?source ; cancu:sentence ?span . {_SPAN} }}
        OPTIONAL {{ ?review cancu:correctedObject|cancu:correctedValue ?new_object }}
        OPTIONAL {{ ?review cancu:comment ?comment }}""",
    ),
    "rules": TableOf(
        "One rule of extraction, with its precision on annotated documents that rules were mended on.",
        {
            "rule": "what is stated, and by which rule",
            "rule_vi": "the same in Vietnamese",
            "confidence": "precision; empty where fewer than 20 statements were judged",
            "n": "statements that were judged",
            "low": "lower bound of the 95 % Wilson interval",
            "high": "upper bound of the 95 % Wilson interval",
        },
        """?node a cancu:Rule ; rdfs:label ?name, ?ten ; cancu:sampleSize ?n .
        FILTER(LANG(?name) = "en" && LANG(?ten) = "vi") BIND(STR(?name) AS ?rule) BIND(STR(?ten) AS ?rule_vi)
        OPTIONAL { ?node cancu:confidence ?confidence ; cancu:confidenceLow ?low ; cancu:confidenceHigh ?high }""",
    ),
}


def table(engine: Engine, name: str) -> Rows:
    """The rows of one table, in the order of its columns. Raises ValueError for an unknown name."""
    if name not in TABLES:
        raise ValueError(f"there is no table {name!r}; there are: {', '.join(TABLES)}")
    columns = " ".join(f"?{c}" for c in TABLES[name].columns)
    answer = engine.query(f"{_HEAD}SELECT DISTINCT {columns} WHERE {{ {TABLES[name].where} }} ORDER BY {columns}")
    if not isinstance(answer, Rows):
        raise QueryError("expected rows")
    return answer


def write_tables(engine: Engine, folder: str | Path, *, form: str = "csv") -> list[Path]:
    """Write each table as a file and `datapackage.json`, the data dictionary, into `folder`; returns the paths.

    `form` is "csv" or "parquet", which needs pyarrow. Raises ValueError for another form, or where pyarrow is missing.
    """
    if form not in ("csv", "parquet"):
        raise ValueError(f"there is no form {form!r} of tables; there are: csv, parquet")
    folder, write = Path(folder), _csv if form == "csv" else _parquet_writer()
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in TABLES:
        path = folder / f"{name}.{form}"
        write(table(engine, name), name, path)
        written.append(path)
    package = folder / "datapackage.json"
    package.write_text(dictionary(form), encoding="utf-8", newline="\n")
    return [*written, package]


def _csv(rows: Rows, _: str, path: Path) -> None:
    path.write_text(rows.to_csv(), encoding="utf-8", newline="")


def _parquet_writer() -> Callable[[Rows, str, Path], None]:
    """What writes the rows of a table as Parquet, each column in the type of the dictionary, be it full or empty; asked
    for before anything is written, so that no folder is half full.
    """
    try:
        import pyarrow as pa
        from pyarrow.parquet import write_table
    except ModuleNotFoundError as error:
        raise ValueError("parquet needs pyarrow: pip install 'cancu[parquet]'") from error
    types = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "date": pa.date32()}
    types |= {"boolean": pa.bool_()}

    def write(rows: Rows, name: str, path: Path) -> None:
        fields = [(column, types[column_of(name, column).type]) for column in rows.columns]
        write_table(rows.to_arrow().cast(pa.schema(fields)), path)

    return write


def _field(table: str, column: str, about: str) -> dict[str, str]:
    known = column_of(table, column)
    return {"name": column, "type": known.type, "description": about, "description_vi": known.vi}


def dictionary(form: str = "csv") -> str:
    """The data dictionary: each table and each column with its type and its meaning in English and Vietnamese."""
    resources = [
        {
            "name": name,
            "path": f"{name}.{form}",
            "encoding": "utf-8",
            "description": kept.about,
            "description_vi": column_of(name, "").vi,
            "schema": {"fields": [_field(name, column, about) for column, about in kept.columns.items()]},
        }
        for name, kept in TABLES.items()
    ]
    package = {"profile": "data-package", "name": "cancu", "resources": resources}
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"
