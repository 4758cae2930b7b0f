"""What a user types for a document or an agency, to the IRI that the graph knows it by."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches

from ..ontology.vocabulary import NAMESPACES
from .engine import Engine, QueryError
from .rows import Rows

_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in NAMESPACES.items())
_HYPHENS = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_LOCAL_ID = re.compile(r"D\d+")


class UnknownNameError(QueryError):
    """Nothing in the graph is called so; the message gives what comes near."""


class AmbiguousNameError(QueryError):
    """Several documents go by this number or name. `candidates` lists them: iri, label, issuer, date, source."""

    def __init__(self, given: str, candidates: Rows) -> None:
        super().__init__(
            f"{given!r} may be {len(candidates)} documents; give the IRI, or the source with #D1, of one of them"
        )
        self.given, self.candidates = given, candidates


def document_named(engine: Engine, given: str) -> str:
    """The IRI of a document given as an IRI, a number, a source name (with #D2) or the name of a programme or law.

    Raises UnknownNameError when nothing goes by it, AmbiguousNameError with the candidates when several documents do.
    """
    given = unicodedata.normalize("NFC", given).strip()
    if re.match(r"https?://|urn:", given):
        return _known_iri(engine, given)
    exact = f"?document eli:id_local {_literal(given)} . "  # found by an index; the forms after it scan the numbers
    names = (_by_title(given), _by_title(given, "skos:altLabel"))  # "Luật Giá" of 16/2023/QH15
    for condition in (_by_source(given), exact, _by_number(given), *names):
        found = _documents(engine, condition)
        if len({row["document"] for row in found}) == 1:
            return str(found[0]["document"])
        if len(found):
            raise AmbiguousNameError(given, found)
    raise UnknownNameError(_unknown_document(engine, given))


def agencies_named(engine: Engine, given: str) -> tuple[str, ...]:
    """The IRIs of the agencies that go by a name ("Sở Nội vụ" is one in every province), or the IRI given.

    Raises UnknownNameError with the nearest names.
    """
    given = unicodedata.normalize("NFC", given).strip()
    if not given:
        return ()
    if re.match(r"https?://|urn:", given):
        return (given,)
    names = _select(
        engine,
        "SELECT DISTINCT ?agency ?name WHERE { VALUES ?kind { cancu:Agency cancu:AgencyGroup } "
        "?agency a ?kind . { ?agency rdfs:label ?name } UNION { ?agency skos:altLabel ?name } }",
    )
    wanted = name_key(given)
    found = sorted({str(row["agency"]) for row in names if name_key(str(row["name"])) == wanted})
    if found:
        return tuple(found)
    keys = {name_key(str(row["name"])): str(row["name"]) for row in names}
    longer = [name for key, name in keys.items() if key.startswith(wanted + " ")]
    near = [keys[k] for k in get_close_matches(wanted, keys, n=3)] or sorted(longer)[:3]
    hint = f"; near to it: {', '.join(near)}" if near else ""
    raise UnknownNameError(f"no agency is called {given!r}{hint}")


def number_key(text: str) -> str:
    """A number as it is compared: hyphens of one kind, no blanks, Đ as U+0110, capitals, no leading zeros."""
    text = _HYPHENS.sub("-", unicodedata.normalize("NFC", text)).replace("Ð", "Đ")
    text = re.sub(r"^(?:số|so|no\.?)\s+", "", text.strip(), flags=re.IGNORECASE)
    return re.sub(r"^0+(?=\d)", "", re.sub(r"\s+", "", text).upper())


def name_key(text: str) -> str:
    """A name as it is compared: composed letters, one blank, no case, UBND and HĐND spelt out."""
    text = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    for short, long in (("ubnd", "ủy ban nhân dân"), ("hđnd", "hội đồng nhân dân"), ("uỷ", "ủy")):
        text = text.replace(short, long)
    return text


def _known_iri(engine: Engine, given: str) -> str:
    if re.search(r'[<>"{}|^`\\\s]', given):
        raise UnknownNameError(f"{given!r} is no IRI")
    if not engine.query(f"ASK {{ <{given}> ?p ?o }}"):
        raise UnknownNameError(f"the graph knows nothing of <{given}>; list the documents with: cancu ask KG documents")
    return given


def _by_source(given: str) -> str:
    path, _, local = given.rpartition("#")
    if not path or not _LOCAL_ID.fullmatch(local):
        path, local = given, ""
    condition = f"?document cancu:inSource/cancu:path {_literal(path)} . "
    return condition + (f"?document cancu:localId {_literal(local)} . " if local else "")


def _by_number(given: str) -> str:
    bare = number_key(given)
    # The graph writes numbers as the sources do; case and leading zeros are all that may differ.
    return f"?document eli:id_local ?number . FILTER(REPLACE(UCASE(STR(?number)), '^0+', '') = {_literal(bare)}) "


def _by_title(given: str, kind: str = "rdfs:label") -> str:
    wanted = _literal(" ".join(given.casefold().split()))
    return f"?document a cancu:Document ; {kind} ?l . FILTER(LCASE(STR(?l)) = {wanted}) "


def _documents(engine: Engine, condition: str) -> Rows:
    found = _select(
        engine,
        "SELECT DISTINCT ?document ?label ?issuer ?date ?source WHERE { "
        + condition
        + "?document a cancu:Document ; rdfs:label ?label . "
        "OPTIONAL { ?document cancu:issuerName ?issuer } OPTIONAL { ?document eli:date_document ?date } "
        "OPTIONAL { ?document cancu:inSource/cancu:path ?source } } ORDER BY ?document ?source ?issuer ?date",
    )
    first: dict[object, int] = {}
    for at, row in enumerate(found.rows):
        first.setdefault(row[0], at)
    return Rows(found.columns, tuple(found.rows[at] for at in first.values()))


def _unknown_document(engine: Engine, given: str) -> str:
    key = number_key(given)
    numbers = _select(engine, "SELECT DISTINCT ?n WHERE { ?d a cancu:Document ; eli:id_local ?n } ORDER BY ?n")
    cited = _select(
        engine,
        "SELECT DISTINCT ?c WHERE { ?c a cancu:Citation ; cancu:resolved false ; cancu:citedNumber ?n . "
        f"FILTER(REPLACE(UCASE(STR(?n)), '^0+', '') = {_literal(key)}) }}",
    )
    if len(cited):
        return (
            f"{given!r} is cited {len(cited)} times, but its issuer or year is not known, so that no document "
            "could be told; see: cancu ask KG unresolved"
        )
    keys = {number_key(str(n)): str(n) for n in numbers.column("n")}
    near = [keys[k] for k in get_close_matches(key, keys, n=3)]
    hint = f"; near to it: {', '.join(near)}" if near else ""
    return f"no document in the graph goes by {given!r}{hint}; list them with: cancu ask KG documents"


def _select(engine: Engine, body: str) -> Rows:
    answer = engine.query(_HEAD + body)
    if not isinstance(answer, Rows):
        raise QueryError("expected rows")
    return answer


def _literal(text: str) -> str:
    for char, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(char, escape)
    return f'"{text}"'
