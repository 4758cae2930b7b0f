"""The rules that statements of a graph were drawn by, each a resource with its measured precision.

A statement points to its rule, and the rule carries the confidence, so that a graph of a million statements holds each
figure once (PROV-O: a rule is the plan that the run followed).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from ..extract.records import Assignment, Citation, Record, Relation, Role
from ..ontology.confidence import measured, rule_names
from ..ontology.identifiers import Identifiers
from ..ontology.schemes import ROLES
from ..ontology.vocabulary import PREDICATES
from . import terms as t
from .nquads import Lines


def of_citation(citation: Citation) -> str | None:
    """What found the mention: the grammar of its number, or what its name was known by."""
    how = citation.rules.get("number") or citation.rules.get("type")
    return f"{citation.kind}: {how}" if how else None


def of_relation(relation: Relation) -> str | None:
    """What drew the relation: the predicate and the place of its cue."""
    return f"{relation.name}: {relation.rule}" if relation.rule else None


def of_task(assignment: Assignment) -> str | None:
    """What found the task: a row of a table, a heading, an order."""
    return f"task: {assignment.rule}" if assignment.rule else None


def of_bearer(role: Role, assignment: Assignment) -> str | None:
    """What gave an agency its role in a task."""
    return f"{role}: {assignment.rule}" if assignment.rule else None


OF_TARGET = "target: number in a goal"
OF_BUDGET = "budget: amount with its unit"


def _roles(assignment: Assignment) -> Iterator[Role]:
    roles: tuple[Role, ...] = ("lead", "cooperate", "responsible", "monitor")
    held = {bearer.role for bearer in assignment.bearers}
    return (role for role in roles if role in held or getattr(assignment, role))


def rules_of(record: Record) -> Iterator[str]:
    """The rules behind the statements of a record, with repetitions."""
    named = [
        *map(of_citation, record.citations),
        *map(of_relation, record.relations),
        *map(of_task, record.assignments),
        *(of_bearer(role, a) for a in record.assignments for role in _roles(a)),
    ]
    yield from filter(None, named)
    if record.targets:
        yield OF_TARGET
    if record.budgets:
        yield OF_BUDGET


@cache
def rule_iri(ids: Identifiers, rule: str) -> str:
    """The resource of a rule."""
    return ids.concept("rule", rule)


_KINDS = {
    "numbered": "viện dẫn theo số",
    "law_by_name": "luật gọi bằng tên",
    "programme_by_name": "chương trình gọi bằng tên",
    "task": "nhiệm vụ",
    "target": "chỉ tiêu",
    "budget": "kinh phí",
    **{name: predicate.vi for name, predicate in PREDICATES.items()},
    **{name.lower(): vi for name, (vi, _) in ROLES.items()},
}


def in_vietnamese(rule: str) -> str:
    """What a rule states, and what it looks at, in Vietnamese: "căn cứ: phần căn cứ ban hành"."""
    kind, _, name = rule.partition(": ")
    return f"{_KINDS.get(kind, kind)}: {rule_names().get(name, (name, name))[0]}"


def rules_graph(rules: Iterable[str], ids: Identifiers) -> str:
    """The named graph of the rules as N-Quads text: the name of each, how often it was judged, how often right."""
    out, known = Lines(f"{ids.base}rules"), measured()
    for rule in sorted(set(rules)):
        node, found = rule_iri(ids, rule), known.get(rule)
        out.link(node, t.TYPE, t.EXTRACTION_RULE)
        name = rule.partition(": ")[2]
        out.string(node, t.RULE_NAME, name)
        out.string(node, t.LABEL, rule, "en")
        out.string(node, t.LABEL, in_vietnamese(rule), "vi")
        out.string(node, t.DESCRIPTION, rule_names().get(name, (name, name))[1], "en")
        out.integer(node, t.SAMPLE_SIZE, found.n if found else 0)
        if found and found.confidence is not None and found.interval:
            low, high = found.interval
            out.decimal(node, t.CONFIDENCE, found.confidence)
            out.decimal(node, t.CONFIDENCE_LOW, low)
            out.decimal(node, t.CONFIDENCE_HIGH, high)
    return out.text()
