"""Several documents side by side, as a page of A4 sheets for officials: the plans of several provinces, say.

Which documents each is based on and implements (common, missing, replaced meanwhile), which tasks are the same or
nearly so and who leads them by when, which targets are set how high; every line with the words that it rests on. The
page loads nothing and runs no script.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from .alike import alike
from .briefing import CHANGES, around, changes_to, enclosed, shown_day, shown_target
from .chain import ISSUES
from .facts import heading, place_of, short_issuer
from .look import LANGUAGES, asset, colours_css, words
from .page import content_policy, environment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import networkx

    from ..extract.records import Assignment, Document, Record, Target

MOST_COLUMNS = 7  # of the matrix on a sheet of A4; more documents are counted by province
MOST_ROWS = 60
MOST_ALONE = 40
# The strongest word of a cell counts; a mere mention does not make a row.
STRENGTH = {"implements": 3, "based_on": 2}
_PLACE = re.compile(r"\s+(?:tỉnh|thành phố|tp\.?)(?:\s.*)?$")
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*\s*%?")

Row = dict[str, Any]


def comparison_page(
    parts: Sequence[tuple[Record, str, str]], network: networkx.MultiDiGraph, *, lang: str = "vi"
) -> str:
    """The comparison of two or more documents as one HTML page.

    Each of `parts` is a record, the id of the document in it ("D1") and the document's IRI in `network`, the view
    "implementation". Columns and rows keep the order given. Equal input gives equal bytes.
    Raises ValueError for fewer than two documents or an unknown `lang`, KeyError when a record or the network lacks
    one.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"lang {lang!r} is unknown; choose one of: {', '.join(LANGUAGES)}")
    named = {(record.source, local) for record, local, _ in parts}
    documents = [_document(*part, index, named, network, lang) for index, part in enumerate(parts)]
    if len({row["iri"] for row in documents}) < max(2, len(documents)):
        raise ValueError("a comparison needs two or more different documents")
    told = words()[lang]
    related = _related(documents, network, lang)
    bases = [row for row in related if any(entry["basis"] for entry in row["entries"])]
    tasks, alone = _tasks(documents, told)
    targets, single = _targets(documents, lang)
    style = colours_css() + asset("briefing.css") + asset("comparison.css")
    figures = [
        (len(documents), told["documents"]),
        (sum(not row["lacking"] for row in bases), told["common_bases"]),
        (sum(bool(row["lacking"]) for row in bases), told["partial_bases"]),
        (len(tasks), told["alike_tasks"]),
        (sum(bool(row["differs"]) for row in tasks), told["alike_but_different"]),
        (len(targets), told["alike_targets"]),
    ]
    return (
        environment()
        .get_template("comparison.html")
        .render(
            w=told,
            lang=lang,
            title=" – ".join(row["name"] for row in documents) if len(documents) <= 4 else told["comparison"],
            documents=documents,
            figures=figures,
            matrix=_matrix(documents, related, told),
            common=[row for row in bases if not row["lacking"]],
            shared=[row for row in bases if row["lacking"] and len(row["entries"]) > 1],
            sole=[row for row in bases if row["lacking"] and len(row["entries"]) == 1],
            tasks=tasks,
            alone=alone,
            targets=targets,
            single=single,
            most_alone=MOST_ALONE,
            style=Markup(style),  # noqa: S704 - our own files
            policy=content_policy(style, []),
        )
    )


def _document(
    record: Record,
    local: str,
    iri: str,
    index: int,
    named: set[tuple[str, str]],
    network: networkx.MultiDiGraph,
    lang: str,
) -> dict[str, Any]:
    """One of the documents with its tasks and targets, those of an enclosed plan too unless that is named itself."""
    described = next((part for part in record.documents if part.id == local), None)
    if described is None:
        known = ", ".join(part.id for part in record.documents)
        raise KeyError(f"{record.source!r} has no document {local!r}; it has: {known}")
    if iri not in network:
        raise KeyError(f"the network has no document {iri!r}")
    attributes = network.nodes[iri]
    inside = {part for part in enclosed(record, local) if part == local or (record.source, part) not in named}
    mine = {iri, *(_enclosed_nodes(network, iri) if len(inside) > 1 else ())}
    return {
        "iri": iri,
        "nodes": mine,
        "letter": _letter(index),
        "name": _name(described, attributes),
        "title": described.title or "",
        "issuer": described.issuer or "",
        "date": shown_day(described.date, lang),
        "period": "–".join(dict.fromkeys(map(str, described.period or ()))),
        "province": str(attributes.get("province") or ""),
        "record": record,
        "assignments": [part for part in record.assignments if part.in_document in {*inside, None}],
        "goals": [part for part in record.targets if part.in_document in {*inside, None}],
    }


def _enclosed_nodes(network: networkx.MultiDiGraph, iri: str) -> set[str]:
    """Documents of the same file that this one issues: the plan behind its decision."""
    source = network.nodes[iri].get("source")
    issued = {other for _, other, relation in network.out_edges(iri, data="relation") if relation in ISSUES}
    return {other for other in issued if source and network.nodes[other].get("source") == source}


def _letter(index: int) -> str:
    return chr(ord("A") + index % 26) + (str(index // 26 + 1) if index >= 26 else "")


def _name(described: Document, attributes: Mapping[str, Any]) -> str:
    """The number, or type and issuer of a document without one: half a title would be longer and say less."""
    if described.number:
        return heading({"type": described.type, "number": described.number})
    issuer = short_issuer(described.issuer or str(attributes.get("province") or ""))
    return " ".join(filter(None, (described.type, issuer))) or heading({"title": described.title})


def _related(documents: Sequence[Row], network: networkx.MultiDiGraph, lang: str) -> list[Row]:
    """What the documents are based on or implement: who says so in which words, and who does not; most shared first."""
    rows: dict[str, dict[int, list[Any]]] = {}
    for place, document in enumerate(documents):
        edges = sorted(network.out_edges(document["nodes"], data=True), key=lambda e: (place_of(e[2]), str(e[1])))
        for _, target, data in edges:
            if target in document["nodes"]:
                continue
            rows.setdefault(target, {}).setdefault(place, []).append(data)
    result = []
    for target, said in rows.items():
        entries = [_entry(documents[place], edges) for place, edges in sorted(said.items())]
        if not any(entry["strength"] for entry in entries):
            continue
        based = {place for place, entry in zip(sorted(said), entries, strict=True) if entry["basis"]}
        attributes = network.nodes[target]
        result.append(
            {
                "iri": target,
                "heading": heading(attributes),
                "title": attributes.get("title") if attributes.get("number") else "",
                "date": str(attributes.get("date") or ""),
                "unresolved": attributes.get("status") == "unresolved",
                "changed": changes_to(network, target, lang),
                "cited": dict(zip(sorted(said), entries, strict=True)),
                "entries": [entry for entry in entries if entry["basis"]] or entries,
                "lacking": [
                    {"letter": other["letter"], "name": other["name"], "instead": _instead(network, other, target)}
                    for place, other in enumerate(documents)
                    if place not in based and target not in other["nodes"]
                ],
            }
        )
    return sorted(result, key=lambda row: (-len(row["cited"]), row["date"], row["heading"], row["iri"]))


def _entry(document: Row, edges: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    strongest = max(edges, key=lambda data: STRENGTH.get(str(data.get("relation")), 0))
    basis = next((data for data in edges if data.get("relation") == "based_on"), None)
    return {
        "letter": document["letter"],
        "name": document["name"],
        "relation": str(strongest.get("relation") or ""),
        "strength": STRENGTH.get(str(strongest.get("relation")), 0),
        "basis": basis is not None,
        "sentences": len({(data.get("source"), data.get("start")) for data in edges}),
        "quote": around(basis or strongest),
    }


def _instead(network: networkx.MultiDiGraph, document: Row, target: str) -> str:
    """What the document cites in place of `target`: what `target` replaces or amends, or what does that to it."""
    cited = {target for _, target in network.out_edges(document["nodes"])}
    both = [*network.out_edges(target, data="relation"), *network.in_edges(target, data="relation")]
    others = {a if b == target else b for a, b, relation in both if relation in CHANGES}
    return "; ".join(sorted(heading(network.nodes[other]) for other in others & cited))


def _matrix(documents: Sequence[Row], related: Sequence[Row], told: Mapping[str, str]) -> dict[str, Any]:
    """Rows of cited documents, a column a document, or a column a province where there are too many documents."""
    columns: dict[str, list[int]] = {}
    many = len(documents) > MOST_COLUMNS
    for place, document in enumerate(documents):
        columns.setdefault(document["province"] or "?" if many else document["letter"], []).append(place)
    heads = [
        {"name": name if many else documents[members[0]]["letter"], "note": str(len(members)) if many else ""}
        | (
            {}
            if many
            else {"name": name, "note": documents[members[0]]["name"], "place": documents[members[0]]["province"]}
        )
        for name, members in columns.items()
    ]
    rows = [
        {
            "heading": row["heading"],
            "title": row["title"],
            "cells": [_cell(row["cited"], members, told) for members in columns.values()],
            "count": len(row["cited"]),
        }
        for row in related[:MOST_ROWS]
    ]
    return {"heads": heads, "rows": rows, "left_out": len(related) - len(rows), "of": len(documents)}


def _cell(cited: Mapping[int, Row], members: Sequence[int], told: Mapping[str, str]) -> dict[str, Any]:
    """The word, the number and the shade of one field; the shade only repeats what word and number say."""
    entries = [cited[place] for place in members if place in cited]
    if not entries:
        return {"word": "", "number": f"0/{len(members)}" if len(members) > 1 else "–", "heat": 0}
    strength = max(entry["strength"] for entry in entries)
    word = told[{3: "cell_implements", 2: "cell_based_on"}.get(strength, "cell_mentions")]
    if len(members) > 1:
        share = len(entries) / len(members)
        return {"word": word, "number": f"{len(entries)}/{len(members)}", "heat": 1 + (share > 0.34) + (share > 0.67)}
    return {"word": word, "number": str(entries[0]["sentences"]), "heat": max(strength, 1)}


def _tasks(documents: Sequence[Row], told: Mapping[str, str]) -> tuple[list[Row], list[Row]]:
    """Groups of tasks that are alike, and for each document the tasks that no other has."""
    every = [(document, part) for document in documents for part in document["assignments"]]
    groups = alike([part.task for _, part in every], [document["iri"] for document, _ in every])
    rows = []
    for group in groups:
        members = [every[index] for index in group]
        rows.append({"members": [_task(*member, told) for member in members], "differs": _differs(members, told)})
    grouped = {index for group in groups for index in group}
    alone = [(document, part) for index, (document, part) in enumerate(every) if index not in grouped]
    return sorted(rows, key=lambda row: -len(row["members"])), _by_document(documents, alone, lambda part: part.task)


def _task(document: Row, part: Assignment, told: Mapping[str, str]) -> dict[str, Any]:
    return {
        "letter": document["letter"],
        "name": document["name"],
        "quote": part.task,
        "place": (document["record"].source, part.start, part.end),
        "lead": [*part.lead, *part.responsible],
        "cooperate": part.cooperate,
        "deadline": part.deadline or (told.get(f"every_{part.recurring}", "") if part.recurring else ""),
    }


def _differs(members: Sequence[tuple[Row, Assignment]], told: Mapping[str, str]) -> list[str]:
    leads = {frozenset(map(_office, (*part.lead, *part.responsible))) for _, part in members}
    ends = {(part.deadline_range or (None, None))[1] or part.recurring or part.deadline for _, part in members}
    return [
        *([told["different_lead"]] if len(leads - {frozenset()}) > 1 else []),
        *([told["lead_missing"]] if frozenset() in leads and len(leads) > 1 else []),
        *([told["different_deadline"]] if len(ends - {None}) > 1 else []),
        *([told["deadline_missing"]] if None in ends and len(ends) > 1 else []),
    ]


def _office(name: str) -> str:
    """An office without its province: "Sở Nội vụ tỉnh Lào Cai" and "Sở Nội vụ" hold the same post in two provinces."""
    return _PLACE.sub("", " ".join(name.casefold().split()))


def _targets(documents: Sequence[Row], lang: str) -> tuple[list[Row], list[Row]]:
    """Groups of targets that measure the same thing in one unit, and for each document those that no other sets."""
    told = words()[lang]
    every = [(document, part) for document in documents for part in document["goals"]]
    named = [f"{part.unit} {_NUMBERS.sub(' ', part.indicator or part.text)}" for _, part in every]
    groups = []
    for unit in dict.fromkeys(part.unit for _, part in every):
        same = [index for index, (_, part) in enumerate(every) if part.unit == unit]
        found = alike([named[i] for i in same], [every[i][0]["iri"] for i in same])
        groups += [[same[place] for place in group] for group in found]
    rows = []
    for group in sorted(groups, key=lambda group: (-len(group), group)):
        members = [
            {
                "letter": document["letter"],
                "name": document["name"],
                "quote": part.text,
                "place": (document["record"].source, part.start, part.end),
                **{key: value for key, value in shown_target(part, lang).items() if key != "text"},
            }
            for document, part in (every[index] for index in group)
        ]
        values = {(every[index][1].value, every[index][1].comparator) for index in group}
        years = {every[index][1].by for index in group}
        differs = [*([told["different_value"]] if len(values) > 1 else [])]
        differs += [told["different_year"]] if len(years - {None}) > 1 else []
        rows.append({"members": members, "differs": differs})
    grouped = {index for group in groups for index in group}
    alone = [(document, part) for index, (document, part) in enumerate(every) if index not in grouped]
    return rows, _by_document(documents, alone, lambda part: part.text)


def _by_document(
    documents: Sequence[Row], alone: Iterable[tuple[Row, Assignment | Target]], said: Any
) -> list[dict[str, Any]]:
    parts: dict[str, list[dict[str, Any]]] = {document["letter"]: [] for document in documents}
    for document, part in alone:
        bearers = [*getattr(part, "lead", ()), *getattr(part, "responsible", ())]
        parts[document["letter"]].append({"quote": said(part), "who": ", ".join(bearers)})
    return [
        {"letter": document["letter"], "name": document["name"], "parts": parts[document["letter"]]}
        for document in documents
        if parts[document["letter"]]
    ]
