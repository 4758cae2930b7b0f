"""What people decide about claims: accept, reject or correct, with who and when. Nothing extracted is overwritten.

A decision is kept beside the graph and applied on every build. It finds its claim by identifier or, when the text has
moved, by the words of the sentence and of the mention. A rejected or corrected claim stays in the graph with that
status,
without its direct triples; a corrected one is followed by a claim that says what the reviewer said.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from ..ontology.identifiers import Identifiers
from ..ontology.vocabulary import NAMESPACES, PREDICATES
from . import terms as t
from .engine import Engine, QueryError
from .lookup import document_named
from .nquads import Lines
from .rows import Rows

Decision = Literal["accept", "reject", "correct"]
_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in NAMESPACES.items())
_TABLE = """
SELECT DISTINCT ?claim ?source ?subject ?subject_label ?relation ?object ?object_label ?mention ?quote ?start ?end
  ?status ?rule ?confidence WHERE {
  ?claim a cancu:Claim ; rdf:subject ?subject ; cancu:predicateName ?relation ; rdf:object ?object ;
    cancu:reviewStatus ?state ; cancu:fromSource/cancu:path ?source ; cancu:sentence ?span .
  ?span oa:hasSelector ?position, ?words . ?position oa:start ?start ; oa:end ?end . ?words oa:exact ?quote .
  BIND(STRAFTER(STR(?state), "#") AS ?status)
  OPTIONAL { ?subject rdfs:label ?s . BIND(STR(?s) AS ?subject_label) }
  OPTIONAL { ?object rdfs:label ?o . BIND(STR(?o) AS ?object_label) }
  OPTIONAL { ?claim cancu:citation/cancu:citedText ?mention }
  OPTIONAL { ?claim cancu:rule ?by . ?by skos:notation ?rule OPTIONAL { ?by cancu:confidence ?confidence } }
} ORDER BY ?source ?start ?end ?claim"""
TO_FILL = ("decision", "new_relation", "new_object", "comment")
STATUS = {"accept": t.ACCEPTED, "reject": t.REJECTED, "correct": t.CORRECTED}


class ReviewError(ValueError):
    """A decision that cannot be used; the message names the line and the remedy."""


@dataclass(frozen=True, slots=True)
class Review:
    """One decision about one claim. `new_object` is an IRI; `source`, `relation`, `mention`, `quote` find a moved
    claim.
    """

    claim: str
    decision: Decision
    reviewer: str
    reviewed_on: str
    source: str = ""
    relation: str = ""
    mention: str = ""
    quote: str = ""
    new_relation: str = ""
    new_object: str = ""
    comment: str = ""


def review_table(engine: Engine) -> Rows:
    """The claims as rows to be decided on: empty columns `decision` (accept, reject, correct), `new_relation`,
    `new_object` (number or IRI) and `comment` for a person to fill in.
    """
    answer = engine.query(_HEAD + _TABLE)
    if not isinstance(answer, Rows):
        raise QueryError("expected rows")
    first = {row[0]: row for row in reversed(answer.rows)}
    kept = [row for row in answer.rows if first[row[0]] is row]
    return Rows((*answer.columns, *TO_FILL), tuple((*row, *[None] * len(TO_FILL)) for row in kept))


def read_decisions(path: str | Path) -> list[dict[str, str]]:
    """The rows of a CSV or JSON file that `review_table` was written to and a person filled in. Raises ReviewError."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise ReviewError(f"{path}: {reason}; save it as CSV or JSON in UTF-8") from error
    try:
        if path.suffix == ".json":
            return [{k: "" if v is None else str(v) for k, v in row.items()} for row in json.loads(text)]
        dialect = csv.Sniffer().sniff(text.splitlines()[0], delimiters=",;\t") if text.strip() else csv.excel
        rows = csv.DictReader(io.StringIO(text, newline=""), dialect=dialect)
        return [{k: (v or "").removeprefix("'") for k, v in row.items() if k} for row in rows]
    except (ValueError, AttributeError, TypeError, csv.Error) as error:
        raise ReviewError(f"{path}: no table of decisions ({error}); begin with: cancu review export") from error


def reviews_of(
    rows: Iterable[Mapping[str, Any]], engine: Engine, *, reviewer: str, on: date | None = None
) -> list[Review]:
    """The decisions in `rows`; rows without a decision are passed over. Raises ReviewError with the row number."""
    day = (on or datetime.now(UTC).date()).isoformat()
    known = {str(row["claim"]): row for row in review_table(engine)}
    found = []
    for number, row in enumerate(rows, 1):
        decision = str(row.get("decision") or "").strip().lower()
        if not decision:
            continue
        try:
            found.append(_review(row, decision, engine, known, reviewer, day))
        except (ReviewError, QueryError) as error:
            raise ReviewError(f"row {number}: {error}") from error
    return found


def _review(
    row: Mapping[str, Any], decision: str, engine: Engine, known: Mapping[str, dict[str, Any]], reviewer: str, day: str
) -> Review:
    claim = str(row.get("claim") or "")
    if claim not in known:
        raise ReviewError(f"there is no claim {claim!r}; export the table again")
    if decision not in STATUS:
        raise ReviewError(f"decision {decision!r} is none of: {', '.join(STATUS)}")
    relation, target = str(row.get("new_relation") or "").strip(), str(row.get("new_object") or "").strip()
    if decision == "correct" and not (relation or target):
        raise ReviewError("a correction needs new_relation or new_object")
    if relation and relation not in PREDICATES:
        raise ReviewError(f"new_relation {relation!r} is none of: {', '.join(PREDICATES)}")
    said = known[claim]
    words = {name: str(said[name] or "") for name in ("source", "relation", "mention", "quote")}
    return Review(
        claim=claim,
        decision=decision,  # type: ignore[arg-type]
        reviewer=reviewer,
        reviewed_on=day,
        new_relation=relation,
        new_object=document_named(engine, target) if target else "",
        comment=str(row.get("comment") or "").strip(),
        **words,
    )


class Verdicts:
    """The decisions that hold, the last one on each claim, to be found by identifier or by words."""

    def __init__(self, reviews: Iterable[Review] = ()) -> None:
        self._by_claim: dict[str, Review] = {}
        self._by_words: dict[tuple[str, str, str, str], Review] = {}
        for review in reviews:
            self._by_claim[review.claim] = review
            self._by_words[review.source, review.relation, review.mention, _words(review.quote)] = review
        self.matched: dict[str, str] = {}

    def on(self, claim: str, *, source: str, relation: str, mention: str, quote: str) -> Review | None:
        """The decision about a claim; None when nobody decided. Remembers which claim each decision was matched to."""
        found = self._by_claim.get(claim) or self._by_words.get((source, relation, mention, _words(quote)))
        if found:
            self.matched[found.claim] = claim
        return found

    def __bool__(self) -> bool:
        return bool(self._by_claim)


def review_quads(reviews: Iterable[Review], verdicts: Verdicts, ids: Identifiers) -> str:
    """The graph of the decisions as N-Quads text, those whose claim is gone included."""
    out = Lines(f"{ids.base}reviews")
    for number, review in enumerate(reviews, 1):
        node = ids.concept("review", f"{number} {review.claim.rpartition('/')[2]}")
        out.link(node, t.TYPE, t.REVIEW)
        out.link(node, t.REVIEWS, verdicts.matched.get(review.claim, review.claim))
        out.string(node, t.DECISION, review.decision)
        out.string(node, t.REVIEWER, review.reviewer)
        out.typed(node, t.REVIEWED_ON, review.reviewed_on, "date")
        out.string(node, t.COMMENT, review.comment or None)
        if review.new_object:
            out.link(node, t.CORRECTED_OBJECT, review.new_object)
        if review.new_relation:
            out.link(node, t.CORRECTED_PREDICATE, t.RELATIONS[review.new_relation][0])
    return out.text()


def to_json(reviews: Iterable[Review]) -> str:
    """The decisions as JSON lines, to be kept."""
    return "".join(json.dumps(asdict(review), ensure_ascii=False) + "\n" for review in reviews)


def from_json(text: str) -> list[Review]:
    """What `to_json` wrote. Raises ReviewError when it is damaged."""
    names = {field.name for field in fields(Review)}
    try:
        rows = [json.loads(line) for line in text.splitlines() if line.strip()]
        return [Review(**{k: v for k, v in row.items() if k in names}) for row in rows]
    except (ValueError, TypeError, AttributeError) as error:
        raise ReviewError(f"the kept reviews are damaged: {error}") from error


def _words(quote: str) -> str:
    return " ".join(quote.split())
