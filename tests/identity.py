"""Records for the tests of identity, made of the fields that matter: no text is read."""

import json

from cancu.extract.records import Citation, Document, Record, Relation


def document(issuer=None, date=None, *, number=None, type_="Quyết định", title=None, id_="D1", place=None, **more):
    """A logical document with the given header."""
    return Document(id_, type_, number, issuer, date, place, title, None, None, (), 0, 1, **more)


def citation(number=None, *, type_=None, issuer=None, date=None, title=None, id_="C1", kind=None, start=0, **more):
    """A citation as its own words state it."""
    kind = kind or ("numbered" if number else "programme_by_name")
    return Citation(
        id_,
        start,
        start + 1,
        "x",
        kind,
        type_,
        number,
        date,
        None,
        issuer,
        title,
        None,
        more.pop("in_document", "D1"),
        **more,
    )


def record(documents, citations, relations=(), source="a.txt"):
    """A record of one file; citations are numbered in their order."""
    import dataclasses

    numbered = [dataclasses.replace(c, id=f"C{n}", start=n * 10) for n, c in enumerate(citations, 1)]
    links = [Relation(f"R{n}", s, p, o, "x", 0, 1) for n, (s, p, o) in enumerate(relations, 1)]
    return Record(source, tuple(documents), tuple(numbered), tuple(links), text_sha256=source)


def path(iri, base="https://w3id.org/cancu/"):
    """An IRI without its base; "-" for none."""
    return iri.removeprefix(base).removeprefix("eli/vn/") if iri else "-"


def cases(text):
    """The cases of a JSON lines file, comments left out."""
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]
