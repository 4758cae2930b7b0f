"""Claims in two forms of others: triples about triples (RDF 1.2), and Web Annotations as JSON-LD."""

from __future__ import annotations

import json
from typing import Any

from ..ontology.vocabulary import NAMESPACES, PREDICATES
from . import terms as t
from .engine import Engine, QueryError
from .rows import Rows

_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in NAMESPACES.items())
_REIFIES = "http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies"
_CLAIMS = """
SELECT DISTINCT ?claim ?subject ?predicate ?object ?name ?rule ?confidence ?status ?path ?layer ?start ?end
  ?exact ?prefix ?suffix WHERE {
  ?claim a cancu:Claim ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;
    cancu:predicateName ?name ; cancu:reviewStatus ?status ; cancu:fromSource ?file ; cancu:sentence ?span .
  ?file cancu:path ?path . ?span oa:hasSource ?layer ; oa:hasSelector ?position, ?quote .
  ?position oa:start ?start ; oa:end ?end . ?quote oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix .
  OPTIONAL { ?claim cancu:rule ?rule . OPTIONAL { ?rule cancu:confidence ?confidence } }
} ORDER BY ?claim ?start ?end"""


def rdf12(lines: list[str]) -> list[str]:
    """N-Quads lines with a reified triple for each claim among them: `<claim> rdf:reifies <<( s p o )>>`.

    RDF 1.2 Concepts, section 1.5. Oxigraph reads them; rdflib 7 does not.
    """
    parts: dict[str, dict[str, str]] = {}
    graphs: dict[str, str] = {}
    wanted = {f"<{t.SUBJECT}>": "s", f"<{t.PREDICATE}>": "p", f"<{t.OBJECT}>": "o"}
    for line in lines:
        claim, predicate, rest = line.split(" ", 2)
        if predicate in wanted:
            target, graph, _ = rest.rsplit(" ", 2)
            parts.setdefault(claim, {})[wanted[predicate]] = target
            graphs[claim] = graph
    reified = [
        f"{claim} <{_REIFIES}> <<( {said['s']} {said['p']} {said['o']} )>> {graphs[claim]} ."
        for claim, said in parts.items()
        if len(said) == 3
    ]
    return sorted([*lines, *reified])


def web_annotations(engine: Engine) -> str:
    """Each claim as a Web Annotation (W3C Recommendation, 2017): the relation is the body, the sentence the target."""
    answer = engine.query(_HEAD + _CLAIMS)
    if not isinstance(answer, Rows):
        raise QueryError("expected rows")
    items = list({row["claim"]: _annotation(row) for row in answer}.values())
    collection = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationCollection",
        "label": "cancu",
        "total": len(items),
        "first": {"type": "AnnotationPage", "startIndex": 0, "items": items},
    }
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def _annotation(row: dict[str, Any]) -> dict[str, Any]:
    predicate = PREDICATES[row["name"]]
    return {
        "id": row["claim"],
        "type": "Annotation",
        "motivation": "linking",
        "body": {
            "type": "http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement",
            "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject": {"id": row["subject"]},
            "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate": {"id": row["predicate"]},
            "http://www.w3.org/1999/02/22-rdf-syntax-ns#object": {"id": row["object"]},
            "label": {"vi": predicate.vi, "en": predicate.en},
            t.RULE: {"id": row["rule"]} if row["rule"] else None,
            t.CONFIDENCE: row["confidence"] if row["confidence"] is None else float(row["confidence"]),
            t.REVIEW_STATUS: {"id": row["status"]},
        },
        "target": {
            "source": row["layer"],
            "scope": row["path"],
            "selector": [
                {"type": "TextPositionSelector", "start": row["start"], "end": row["end"]},
                {
                    "type": "TextQuoteSelector",
                    "exact": row["exact"],
                    "prefix": row["prefix"],
                    "suffix": row["suffix"],
                },
            ],
        },
    }
