"""Why the graph says so of what is no document: a task, an agency in it, a goal, an amount, a mention, a body."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from ..ontology.schemes import ROLES
from ..ontology.vocabulary import NAMESPACES
from .engine import Engine, QueryError
from .query import iri
from .quotes import line_of
from .rows import Rows

HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in NAMESPACES.items())
Texts = Callable[[str], str | None]  # the text layer of a source, where it is kept
_RULE = """OPTIONAL { %s cancu:rule ?by . ?by rdfs:label ?rule ; cancu:sampleSize ?n . FILTER(LANG(?rule) = "en")
    OPTIONAL { ?by cancu:confidence ?confidence ; cancu:confidenceLow ?low ; cancu:confidenceHigh ?high } }"""
_SPAN = """%s cancu:fromSource/cancu:path ?path ; cancu:evidence ?span . ?span oa:hasSelector ?position, ?words .
  ?position oa:start ?start ; oa:end ?end . ?words oa:exact ?quote ."""


def _of(node: str) -> str:
    return f"{_SPAN % node} {_RULE % node}"


_FACTS = (
    """
SELECT DISTINCT ?kind ?id ?document ?path ?start ?end ?quote ?rule ?n ?confidence ?low ?high WHERE {
  VALUES ?node { %s } ?node a ?kind . """
    + _of("?node")
    + """
  OPTIONAL { ?node cancu:localId ?id }
  OPTIONAL { ?node p-plan:isStepOfPlan|cancu:targetOf|cancu:budgetOf|cito:hasCitingEntity ?plan .
    ?plan rdfs:label ?document }
} ORDER BY ?kind ?document"""
)
_VALUES = """
SELECT DISTINCT ?term ?value WHERE {
  VALUES ?node { %s }
  VALUES ?term { dct:description cancu:section cancu:deadlineText cancu:deadlineStart cancu:deadline cancu:recurrence
    cancu:comparator cancu:value cancu:unit cancu:indicator cancu:scope cancu:byYear schema:value schema:currency
    cancu:fundingSource cancu:budgetYear cancu:citedType cancu:citedNumber cancu:citedDate cancu:citedIssuer
    cancu:citedTitle cancu:provisionText cancu:message }
  ?node ?term ?value } ORDER BY ?term ?value"""
_OUTPUT = "SELECT DISTINCT ?output WHERE { %s p-plan:hasOutputVar/dct:description ?output } ORDER BY ?output"
_BEARERS = (
    """
SELECT DISTINCT ?node ?task ?role ?name ?agency ?path ?start ?end ?quote ?rule ?n ?confidence ?low ?high WHERE {
  %s ?node cancu:task ?task ; cv:hasParticipant ?agency ; cancu:role ?part . """
    + _of("?node")
    + """
  BIND(STRAFTER(STR(?part), "#") AS ?role) OPTIONAL { ?agency rdfs:label ?name }
} ORDER BY ?path ?start ?end ?node"""
)
_CITED = """
SELECT DISTINCT ?cited ?label ?resolution ?reason WHERE {
  VALUES ?node { %s } ?node cancu:resolutionRule ?resolution
  OPTIONAL { ?node cancu:resolutionReason ?reason }
  OPTIONAL { ?node cito:hasCitedEntity ?cited . OPTIONAL { ?cited rdfs:label ?label } }
}"""
_CANDIDATES = """
SELECT DISTINCT ?candidate ?label WHERE {
  %s cancu:candidate ?candidate . OPTIONAL { ?candidate rdfs:label ?label } } ORDER BY ?candidate"""
_BODY = """
SELECT DISTINCT ?name ?level ?province ?until ?heir WHERE {
  VALUES ?node { %s } ?node rdfs:label ?name
  OPTIONAL { ?node cancu:level ?level } OPTIONAL { ?node cancu:provinceName ?province }
  OPTIONAL { ?node cancu:validTo ?until } OPTIONAL { ?node cancu:successor/rdfs:label ?heir }
} ORDER BY ?name ?heir"""
_DECIDED = """
SELECT DISTINCT ?claim ?subject ?predicate ?object ?label ?status WHERE {
  { VALUES ?subject { %s } ?claim rdf:subject ?subject }
  UNION { VALUES ?node { %s } ?node p-plan:hasOutputVar ?subject . ?claim rdf:subject ?subject }
  ?claim rdf:predicate ?predicate ; rdf:object ?object ; cancu:reviewStatus ?state .
  FILTER NOT EXISTS { ?claim cancu:predicateName ?name }
  OPTIONAL { ?object rdfs:label ?label } BIND(STRAFTER(STR(?state), "#") AS ?status)
} ORDER BY ?predicate ?claim"""
_REVIEWS = """
SELECT DISTINCT ?decision ?reviewer ?day ?comment WHERE {
  ?review cancu:reviews %s ; cancu:decision ?decision ; cancu:reviewer ?reviewer ; cancu:reviewedOn ?day .
  OPTIONAL { ?review cancu:comment ?comment }
} ORDER BY ?day"""
_KINDS = {
    "Task": ("nhiệm vụ", "task"),
    "Target": ("chỉ tiêu", "target"),
    "Budget": ("kinh phí", "amount of money"),
    "Citation": ("viện dẫn", "citation"),
    "Finding": ("điều cần lưu ý", "finding"),
    "Participation": ("cơ quan trong nhiệm vụ", "agency in a task"),
    "LegalImpact": ("tác động pháp lý", "legal impact"),
}
_TERMS = {
    "description": "nội dung (content)",
    "section": "mục (section)",
    "deadlineText": "thời hạn như trong văn bản (deadline as written)",
    "deadlineStart": "từ ngày (from)",
    "deadline": "đến ngày (until)",
    "recurrence": "lặp lại (recurs)",
    "comparator": "so sánh (comparator)",
    "value": "giá trị (value)",
    "unit": "đơn vị (unit)",
    "indicator": "chỉ tiêu đo (indicator)",
    "scope": "phạm vi (scope)",
    "byYear": "đến năm (by)",
    "currency": "tiền tệ (currency)",
    "fundingSource": "nguồn (from)",
    "budgetYear": "năm (year)",
    "citedType": "loại như nêu (type as stated)",
    "citedNumber": "số như nêu (number as stated)",
    "citedDate": "ngày như nêu (date as stated)",
    "citedIssuer": "cơ quan như nêu (issuer as stated)",
    "citedTitle": "trích yếu như nêu (title as stated)",
    "provisionText": "điều, khoản (provision)",
    "message": "nội dung (message)",
}
_MENTIONS = 20  # tasks of a body that are shown


def account(engine: Engine, node: str, texts: Texts) -> list[str]:
    """The account of a node that is no document and no claim, line by line; empty where nothing is known of it."""
    facts = select(engine, _FACTS % iri(node))
    found = {str(row["kind"]).rpartition("#")[2]: row for row in facts}
    kind = next((kind for kind in _KINDS if kind in found), None)
    if kind is None:
        lines = list(_body(engine, node, texts))
    elif kind == "Participation":
        bearer = select(engine, _BEARERS % f"VALUES ?node {{ {iri(node)} }}")
        task = str(bearer[0]["task"]) if len(bearer) else ""
        lines = account(engine, task, texts) if task else []
    else:
        row = found[kind]
        of = f" — {row['document']}" if row["document"] else ""
        lines = [f"{_KINDS[kind][0]} ({_KINDS[kind][1]}) {row['id'] or ''}{of}", f"  {node}"]
        lines += _values(engine, node)
        bearers = list(select(engine, _BEARERS % f"VALUES ?task {{ {iri(node)} }}")) if kind == "Task" else []
        lines += _shown(row, bearers, texts)
        if kind == "Citation":
            lines += _meaning(engine, node)
    return [*lines, *_decisions(engine, node)]


def _values(engine: Engine, node: str) -> Iterator[str]:
    """What is stated, a term a line."""
    stated = [
        (str(row["term"]).rpartition("#")[2].rpartition("/")[2], row["value"])
        for row in select(engine, _VALUES % iri(node))
    ]
    for name, value in sorted(stated, key=lambda said: list(_TERMS).index(said[0])):
        yield f"  {_TERMS[name]}: {value}"
    for row in select(engine, _OUTPUT % iri(node)):
        yield f"  sản phẩm (output): {row['output']}"


def _shown(row: dict[str, Any], bearers: Sequence[dict[str, Any]], texts: Texts) -> Iterator[str]:
    """The sentence with what is claimed between « and »; below it each agency, with its own sentence where it stands
    in another one.
    """
    spans = [(b["start"], b["end"]) for b in bearers if b["path"] == row["path"]]
    where, words = sentence(row, texts)
    inside = [span for span in spans if where[0] <= span[0] and span[1] <= where[1]]
    marks = inside or [(row["start"], row["end"])]
    yield f"  {row['path']} [{where[0]}:{where[1]}] “{marked(words, where[0], marks)}”"
    yield from ruled(row)
    for bearer in bearers:
        vi = ROLES[str(bearer["role"])][0]
        called = f" ← “{' '.join(str(bearer['quote']).split())}”" if bearer["quote"] != bearer["name"] else ""
        yield f"  {vi} ({str(bearer['role']).lower()}): {bearer['name']}{called}"
        if (bearer["start"], bearer["end"]) not in inside and (bearer["start"], bearer["end"]) != where:
            at, said = sentence(bearer, texts)
            yield f"    {bearer['path']} [{at[0]}:{at[1]}] “{marked(said, at[0], [(bearer['start'], bearer['end'])])}”"
        yield from (f"  {line}" for line in ruled(bearer))


def sentence(row: dict[str, Any], texts: Texts) -> tuple[tuple[int, int], str]:
    """The sentence, or the row of a table, around a span; the span itself where the text layer is not at hand."""
    span, text = (row["start"], row["end"]), texts(str(row["path"]))
    if text is None:
        return span, str(row["quote"])
    whole = line_of(text, *span)
    return whole, text[slice(*whole)]


def marked(quote: str, start: int, spans: Iterable[tuple[int, int]]) -> str:
    """A quote that begins at `start`, with the spans inside it between « and »."""
    out, at = [], 0
    for low, high in sorted({(low - start, high - start) for low, high in spans}):
        if at <= low < high <= len(quote):
            out += [quote[at:low], "«", quote[low:high], "»"]
            at = high
    return " ".join("".join([*out, quote[at:]]).split())


def ruled(row: dict[str, Any]) -> Iterator[str]:
    """The rule that fired, and how often it was right where people judged what it says."""
    if row["rule"]:
        yield f"  rule {row['rule']}, {confidence(row)}"


def confidence(row: dict[str, Any]) -> str:
    """How often the rule was right where people judged what it says."""
    if row["confidence"] is None:
        return f"confidence: not given, only {row['n']} statements by this rule were judged"
    low, high = float(row["low"]), float(row["high"])
    interval = f"n = {row['n']}, 95 % interval {low:.2f} to {high:.2f}"
    return f"confidence {float(row['confidence']):.2f}: the rule on annotated documents, {interval}"


def _meaning(engine: Engine, node: str) -> Iterator[str]:
    """Which document a citation means, or which it may mean, and why."""
    for row in select(engine, _CITED % iri(node)):
        meant = f"means {row['label'] or ''} <{row['cited']}>" if row["cited"] else "means no one document"
        yield f"  {meant}, by rule {row['resolution']}: {row['reason'] or ''}"
    for row in select(engine, _CANDIDATES % iri(node)):
        yield f"  may be {row['label'] or ''} <{row['candidate']}>"


def _body(engine: Engine, node: str, texts: Texts) -> Iterator[str]:
    """A body: what is known of it, and where it has a role in a task."""
    known = list(select(engine, _BODY % iri(node)))
    if not known:
        return
    first = known[0]
    about = ", ".join(str(first[name]) for name in ("level", "province") if first[name])
    yield f"{first['name']} ({about})"
    yield f"  {node}"
    if first["until"]:
        heirs = dict.fromkeys(str(row["heir"]) for row in known if row["heir"])
        yield f"  không còn từ (gone since) {first['until']}" + (f" → {', '.join(heirs)}" if heirs else "")
    mentions: list[Any] = list(
        {row["node"]: row for row in select(engine, _BEARERS % f"VALUES ?agency {{ {iri(node)} }}")}.values()
    )
    for row in mentions[:_MENTIONS]:
        (where, words), span = sentence(row, texts), (row["start"], row["end"])
        yield f"\n  {ROLES[str(row['role'])][0]} ({str(row['role']).lower()}) {row['task']}"
        yield f"    {row['path']} [{where[0]}:{where[1]}] “{marked(words, where[0], [span])}”"
        yield from (f"  {line}" for line in ruled(row))
    if len(mentions) > _MENTIONS:
        yield f"\n  … {len(mentions) - _MENTIONS} more; all of them: cancu ask KG led-by --agency {node}"


def _decisions(engine: Engine, node: str) -> Iterator[str]:
    """What people decided about the parts of a node."""
    for row in {row["claim"]: row for row in select(engine, _DECIDED.replace("%s", iri(node)))}.values():
        name = str(row["predicate"]).rpartition("#")[2].rpartition("/")[2]
        yield f"  {row['status']}: {name} “{row['label'] or row['object']}”  {row['claim']}"
        yield from (f"  {line}" for line in reviews(engine, str(row["claim"])))


def reviews(engine: Engine, claim: str) -> Iterator[str]:
    """Who decided what about a claim."""
    for review in select(engine, _REVIEWS % iri(claim)):
        comment = f": {review['comment']}" if review["comment"] else ""
        yield f"  {review['decision']} by {review['reviewer']} on {review['day']}{comment}"


def select(engine: Engine, body: str) -> Rows:
    """The rows of a SELECT over the prefixes of the vocabulary."""
    answer = engine.query(HEAD + body)
    if not isinstance(answer, Rows):
        raise QueryError("expected rows")
    return answer
