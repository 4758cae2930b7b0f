"""The pages of `cancu serve`: the query editor with the named questions, marked documents, resources."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from markupsafe import Markup

from ..graph.engine import QueryError
from ..graph.query import Question, bind, iri, questions, resolved
from ..graph.rows import Rows
from ..ontology.vocabulary import NAMESPACES
from .facts import safe
from .first import FIRST_NODES
from .look import LANGUAGES, look, words
from .page import PYVIS_NODES, bounded, english_title, environment, graph_page, in_order
from .records import legend_html, mark_spans, marks_of
from .result_network import describe_nodes, rows_network, shortened, triples_network
from .serve_protocol import GRAPH_FORMS, ROW_FORMS, Job, RefusedError
from .serve_worker import Pool, Reply

# The forms in which an answer comes that is drawn.
DRAWN = "text/tab-separated-values, application/n-triples"
# Nodes of a drawn answer: more is a hairball; the page says how many are left out.
MOST_DRAWN = 1000
_SHOWN = 300
_KEPT_VIEWS = 16
_LONGEST = 2000
# What a document of a source has to do with others, both ways; the relations of the record only.
_RELATED = """
SELECT DISTINCT ?document ?outgoing ?relation ?other ?label ?source {
  ?document cancu:inSource/cancu:path $path .
  { ?claim rdf:subject ?document ; rdf:object ?other . BIND(true AS ?outgoing) }
  UNION { ?claim rdf:subject ?other ; rdf:object ?document . BIND(false AS ?outgoing) }
  ?claim a cancu:Claim ; cancu:predicateName ?relation ; cancu:reviewStatus ?status .
  FILTER(?status != cancu:Rejected && ?status != cancu:Corrected)
  OPTIONAL { ?other rdfs:label ?label } OPTIONAL { ?other cancu:inSource/cancu:path ?source }
} ORDER BY DESC(?outgoing) ?relation ?label ?other LIMIT 500
"""


class Pages:
    """Makes pages of a graph; `kg` is the face that `cancu.open` gives, queries of visitors go to `pool`."""

    def __init__(self, kg: Any, pool: Pool) -> None:
        self._kg, self._pool = kg, pool
        self._templates = environment()
        self._templates.globals.update(views=[row for row in look()["view"] if row["key"] in _WHOLE])
        self.view = functools.lru_cache(_KEPT_VIEWS)(self._view)
        self.editor = functools.cache(self._editor)

    def _editor(self, lang: str) -> str:
        data = {"examples": list(self._examples()), "prefixes": dict(NAMESPACES), "first": _FIRST, "lang": lang}
        return self._filled("serve_query.html", lang, title="SPARQL", data=data)

    def documents(self, lang: str) -> str:
        """The list of the documents that were read."""
        rows = [
            {**row, "at": document_path(str(row["source"])), "iri": resource_path(str(row["document"]))}
            for row in self._select(_DOCUMENTS)
        ]
        return self._filled("serve_documents.html", lang, title=words()[lang]["documents"], rows=rows)

    def document(self, source: str, lang: str) -> str:
        """One source: its text with what was found marked, and its documents' relations. KeyError for another name."""
        record, text = self._kg.record(source), self._kg.text(source)
        names = {row["key"]: row for row in look()["relation"]}
        related = [
            {
                "outgoing": row["outgoing"],
                "relation": names.get(str(row["relation"]), {lang: row["relation"]})[lang],
                "label": row["label"] or row["other"],
                "at": document_path(str(row["source"])) if row["source"] else resource_path(str(row["other"])),
            }
            for row in self._select(_RELATED.replace("$path", _literal(source)))
        ]
        marks = sorted(marks_of(record, lang=lang), key=lambda mark: (mark.start, -mark.end))
        parts = [
            {"name": " ".join(filter(None, (d.type, d.number or d.title))), "at": f"{source}#{d.id}"}
            for d in record.documents
        ]
        return self._filled(
            "serve_document.html",
            lang,
            title=source,
            parts=parts,
            related=related,
            legend=Markup(legend_html(marks, lang=lang)),  # noqa: S704 - our own words
            marked=Markup(mark_spans(text, marks)),  # noqa: S704 - it escapes the text and the notes
        )

    async def resource(self, given: str, lang: str) -> str:
        """What the graph says of an IRI, as subject and as object. Raises RefusedError."""
        try:
            name = iri(given)
        except ValueError as error:
            raise RefusedError(400, str(error)) from error
        reply = await self._pool.run(Job(_ABOUT.replace("$iri", name), rows_as="tsv"))
        found = ox.parse_query_results(reply.body, format=ox.QueryResultsFormat.TSV)
        rows = [
            {
                "inverse": solution["s"] is not None,
                "predicate": _cell(solution["p"]),
                "value": _cell(solution["o"] if solution["s"] is None else solution["s"]),
            }
            for solution in found  # type: ignore[union-attr]
        ]
        own = {"iri": given}
        return self._filled("serve_resource.html", lang, title=given, own=own, rows=rows, most=str(_SHOWN), iri=given)

    def problem(self, message: str, lang: str = "vi", *, refused: int = 0) -> str:
        """A page that says what went wrong; `refused` is the status of a refusal, whose message is in English."""
        said = words()[lang].get(f"refused_{refused}", "")
        return self._filled("serve_problem.html", lang, title="cancu", message=message, refused=said)

    def description(self, url: str) -> str:
        """The service description that SPARQL 1.1 asks for, in Turtle."""
        forms = [names[0] for names in [*ROW_FORMS.values(), *GRAPH_FORMS.values()]]
        named = "".join(
            f' ;\n  sd:resultFormat [ <http://www.w3.org/ns/formats/media_type> "{form}" ]' for form in forms
        )
        return (
            "@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .\n"
            f"[] a sd:Service ;\n  sd:endpoint {iri(url)} ;\n  sd:supportedLanguage sd:SPARQL11Query ;\n"
            f"  sd:feature sd:UnionDefaultGraph{named} .\n"
        )

    def _view(self, view: str, document: str | None, lang: str) -> str:
        net = self._kg.network(view, document=document)
        for node, attributes in net.nodes(data=True):
            read = attributes["kind"] == "document"
            attributes["href"] = page_of(str(node), str(attributes.get("source") or "") if read else "")
        title, other = in_order(str(net.graph["title"]), english_title(net, view), lang)
        return graph_page(net, title=title, other_title=other, view=view, lang=lang, first=FIRST_NODES)

    def graph(self, reply: Reply, query: str, lang: str) -> str:
        """The answer to a query as a graph page, its nodes linked to pages. ValueError where it joins nothing."""
        if reply.media.startswith("application/n-triples"):
            triples = (quad.triple for quad in ox.parse(reply.body, format=ox.RdfFormat.N_TRIPLES))
            net = triples_network(triples, lang=lang)
        else:
            net = rows_network(*_table(reply), lang=lang)
        drawn = bounded(net, MOST_DRAWN)
        drawn.graph["left_out"] = len(net) - len(drawn)
        describe_nodes(drawn, self._select, page_of)
        title, other = in_order("Kết quả truy vấn", english_title(drawn, "result"), lang)
        asked = " ".join(re.sub(r"(?im)^\s*(?:prefix|base)\b.*$|^\s*#.*$", "", query).split())
        banded = len(drawn) <= PYVIS_NODES and all(kind != "thing" for _, kind in drawn.nodes(data="kind"))
        layout = "layered" if banded else "spread"
        return graph_page(
            drawn,
            title=title,
            other_title=other,
            subtitle=asked,
            view="result",
            lang=lang,
            layout=layout,
            renderer="canvas",
        )

    def _examples(self) -> Iterator[Mapping[str, str]]:
        """Each named question as SPARQL that runs on this graph: where its example is not in it, with what is."""
        for asked in questions().values():
            with_values = self._bound(asked)
            if with_values:
                yield {"name": asked.name, **{lang: asked.title[lang] for lang in LANGUAGES}, "sparql": with_values}

    def _bound(self, asked: Question) -> str:
        for values in (asked.example, self._stand_ins(asked)):
            try:
                return _body(bind(asked, resolved(self._kg.engine, asked, values)))
            except QueryError:
                continue
        return ""

    def _stand_ins(self, asked: Question) -> dict[str, Any]:
        """The example with a document and an agency of this graph in the places of those that it names."""
        values = dict(asked.example)
        for parameter in asked.parameters:
            if parameter.name in values and parameter.kind in _SOME:
                found = [row["it"] for row in self._select(_SOME[parameter.kind])]
                values[parameter.name] = str(found[0]) if found else ""
        return values

    def _select(self, sparql: str) -> Rows:
        found = self._kg.query(sparql)
        return found if isinstance(found, Rows) else Rows((), ())

    def _filled(
        self, template: str, lang: str, *, title: str, own: Mapping[str, str] | None = None, **values: Any
    ) -> str:
        """A page in a language; `own` are the parameters of its address, which the switch of language keeps."""
        other = next(name for name in LANGUAGES if name != lang)
        said = {"lang": lang, "other_lang": other, "w": words()[lang], "title": safe(title, longest=300)}
        switch = "?" + urlencode({**(own or {}), "lang": other})
        at = functools.partial(_address, lang)
        return self._templates.get_template(template).render(**values, **said, switch=switch, at=at)


def _table(reply: Reply) -> tuple[list[str], list[list[Any]]]:
    """Columns and rows of an answer, none for a truth value. Oxigraph's own object must end in the thread it began in,
    so that it is left here and not in the frames of an error.
    """
    found: Any = ox.parse_query_results(reply.body, format=ox.QueryResultsFormat.TSV)
    if isinstance(found, ox.QueryBoolean):
        return [], []
    columns = [variable.value for variable in found.variables]
    return columns, [[row[name] for name in columns] for row in found]


def _address(lang: str, path: str, **fields: str) -> str:
    """The address of a page of ours, in the language of the page that links to it."""
    given = fields | ({} if lang == LANGUAGES[0] else {"lang": lang})
    return path + ("&" if "?" in path else "?") * bool(given) + urlencode(given)


def page_of(name: str, source: str) -> str:
    """The address of the page on a node: that of its source, else that of its IRI."""
    return document_path(source) if source else resource_path(name)


def document_path(source: str) -> str:
    """The address of a source's page; the name is one path, dots and all, and is looked up, never opened."""
    return "/document/" + quote(source)


def resource_path(name: str) -> str:
    """The address of the page on an IRI."""
    return "/resource?" + urlencode({"iri": name})


def _cell(term: Any) -> Mapping[str, str]:
    """A term as text, with a link where it is an IRI: links lead to pages of ours, never away."""
    if isinstance(term, ox.NamedNode):
        return {"text": shortened(term.value), "at": resource_path(term.value)}
    return {"text": (term.value if isinstance(term, ox.Literal) else str(term))[:_LONGEST], "at": ""}


def _body(sparql: str) -> str:
    """A question's text without its head, which is for the command line."""
    lines = sparql.splitlines()
    while lines and (lines[0].startswith("#") or not lines[0].strip()):
        lines.pop(0)
    return "\n".join(lines) + "\n"


def _literal(text: str) -> str:
    return str(ox.Literal(text))


_WHOLE = ("implementation", "programmes", "bases", "amendments", "agencies", "cooperation")
_SOME = {
    "document": "SELECT ?it { ?it cancu:inSource ?file } ORDER BY ?it LIMIT 1",
    "agency": "SELECT ?it { ?task cancu:leadAgency ?it } ORDER BY ?it LIMIT 1",
}
_ABOUT = f"""SELECT ?s ?p ?o {{
  {{ SELECT DISTINCT ?p ?o {{ $iri ?p ?o }} ORDER BY ?p ?o LIMIT {_SHOWN} }}
  UNION {{ SELECT DISTINCT ?s ?p {{ ?s ?p $iri }} ORDER BY ?p ?s LIMIT {_SHOWN} }}
}}"""
_DOCUMENTS = """SELECT ?document ?source (SAMPLE(?l) AS ?label) (SAMPLE(?t) AS ?title) (SAMPLE(?i) AS ?issuer)
  (SAMPLE(?d) AS ?date) {
  ?document cancu:inSource/cancu:path ?source .
  OPTIONAL { ?document rdfs:label ?l } OPTIONAL { ?document dct:title ?t }
  OPTIONAL { ?document cancu:issuerName ?i } OPTIONAL { ?document eli:date_document ?d }
} GROUP BY ?document ?source ORDER BY ?source ?document"""
_FIRST = """SELECT ?document ?name ?relation ?other ?other_name {
  ?claim a cancu:Claim ; rdf:subject ?document ; rdf:object ?other ; cancu:predicateName ?relation .
  ?document rdfs:label ?name . ?other rdfs:label ?other_name .
} ORDER BY ?name ?relation ?other_name LIMIT 100
"""
