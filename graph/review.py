"""What people decide about claims: accept, reject or correct, with who and when. Nothing extracted is overwritten.

A decision is kept beside the graph and applied on every build. It finds its claim by identifier or, when the text has
moved, by the words of the sentence and of the mention. A rejected or corrected claim stays in the graph with that
status, without its direct triples; a corrected one is followed by a claim that says what the reviewer said. The claims
that a person is shown, and how the answers are read, stand in `review_table.py`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal

from ..ontology.identifiers import Identifiers
from ..ontology.vocabulary import PREDICATES
from . import terms as t
from .nquads import Lines

Decision = Literal["accept", "reject", "correct"]
STATUS = {"accept": t.ACCEPTED, "reject": t.REJECTED, "correct": t.CORRECTED}


class ReviewError(ValueError):
    """A decision that cannot be used; the message names the line and the remedy."""


@dataclass(frozen=True, slots=True)
class Review:
    """One decision about one claim.

    `source`, `relation`, `mention`, `quote` and `nth` (which one of equal words in equal sentences) find a moved claim;
    `object` is what it said then. `new_object` is the IRI of a document, or what a part should say; `said` are the
    words by which the reviewer named a document that the graph does not know.
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
    nth: int = 1
    object: str = ""
    said: str = ""


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


class Verdicts:
    """The decisions that hold, the last one on each claim, to be found by identifier or by words."""

    def __init__(self, reviews: Iterable[Review] = ()) -> None:
        self._by_claim: dict[str, Review] = {}
        self._by_words: dict[tuple[str, str, str, str, int], Review] = {}
        for review in reviews:
            self._by_claim[review.claim] = review
            self._by_words[review.source, review.relation, review.mention, _words(review.quote), review.nth] = review
        self._parts = {r.source for r in self._by_claim.values() if r.relation not in PREDICATES}
        self.matched: dict[str, str] = {}

    def on(self, claim: str, *, source: str, relation: str, mention: str, quote: str, nth: int = 1) -> Review | None:
        """The decision about a claim; None when nobody decided. Remembers which claim each decision was matched to."""
        found = self._by_claim.get(claim) or self._by_words.get((source, relation, mention, _words(quote), nth))
        if found:
            self.matched[found.claim] = claim
        return found

    def on_parts_of(self, source: str) -> bool:
        """Whether anybody decided on a task, a goal, an amount or the meaning of a citation of this source."""
        return source in self._parts

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
        if review.new_object and (review.relation in PREDICATES or review.relation == "resolution"):
            out.link(node, t.CORRECTED_OBJECT, review.new_object)
        elif review.new_object:
            out.string(node, t.CORRECTED_VALUE, review.new_object)
        if review.new_relation in t.RELATIONS:
            out.link(node, t.CORRECTED_PREDICATE, t.RELATIONS[review.new_relation][0])
        elif review.new_relation:
            out.link(node, t.CORRECTED_PREDICATE, t.ROLES[review.new_relation][1][0])
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
