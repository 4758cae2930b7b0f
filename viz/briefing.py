"""The briefing of one document: a page of A4 sheets for officials, made from its record and its place in the graph.

What it is, what it is based on and in which state that is, what it implements up to the resolution, who does what by
when, which targets it sets, what does not fit, and where every line comes from. It loads nothing, prints without its
controls, and reads without scripts; they only sort and filter the table of tasks.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from .chain import implementation_chain
from .facts import edge_facts, heading, place_of, safe, short_issuer
from .figure import figure_css, figure_svg
from .look import LANGUAGES, asset, colours_css, look, words
from .page import content_policy, environment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import networkx

    from ..extract.records import Assignment, Record, Target

CHANGES = frozenset({"amends", "replaces", "repeals"})
# Columns of the table of tasks that are left out where they would be empty.
COLUMNS = ((2, "lead"), (3, "cooperate"), (4, "responsible"), (5, "deadline"), (6, "output"))
MOST_ON_TIMELINE = 40
FIGURE_NODES = 40
NEAR = 200


def briefing_page(record: Record, document: str, network: networkx.MultiDiGraph, iri: str, *, lang: str = "vi") -> str:
    """The briefing as one HTML page.

    `record` is the record of the file and `document` the id of the logical document in it ("D1"); `network` is the view
    "implementation" of the graph and `iri` the document's node there. Equal input gives equal bytes.
    Raises KeyError when the record or the network has no such document, ValueError for an unknown `lang`.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"lang {lang!r} is unknown; choose one of: {', '.join(LANGUAGES)}")
    described = next((part for part in record.documents if part.id == document), None)
    if described is None:
        raise KeyError(
            f"{record.source!r} has no document {document!r}; it has: {', '.join(d.id for d in record.documents)}"
        )
    if iri not in network:
        raise KeyError(f"the network has no document {iri!r}")
    told = words()[lang]
    inside = {*enclosed(record, document), None}
    mine = [part for part in record.assignments if part.in_document in inside]
    chain = implementation_chain(network, iri)
    bases = _related(network, iri, "based_on", lang)
    carried = _related(network, iri, "implements", lang)
    tasks = [_task(part, number, told) for number, part in enumerate(mine, 1)]
    targets = [shown_target(part, lang) for part in record.targets if part.in_document in inside]
    findings = _findings(record, network, iri, mine, bases, told)
    style, script = colours_css() + figure_css() + asset("briefing.css"), asset("briefing.js")
    figures = [
        (len(bases), told["legal_bases"]),
        (len(carried), told["implemented"]),
        (len(tasks), told["tasks"]),
        (sum(bool(task["deadline"]) for task in tasks), told["with_deadline"]),
        (len(targets), told["targets"]),
        (len(findings), told["findings"]),
    ]
    return (
        environment()
        .get_template("briefing.html")
        .render(
            w=told,
            lang=lang,
            title=heading({"type": described.type, "number": described.number, "title": described.title}),
            document=described,
            subject=described.title if described.number else None,
            date=shown_day(described.date, lang),
            period="–".join(dict.fromkeys(map(str, described.period or ()))),
            figures=figures,
            figure=Markup(figure_svg(chain, lang=lang, label=told["chain"])) if 1 < len(chain) <= FIGURE_NODES else "",  # noqa: S704 - escaped there
            bases=bases,
            carried=carried,
            tasks=tasks,
            bare_columns=[at for at, name in COLUMNS if tasks and not any(task[name] for task in tasks)],
            timeline=_timeline(mine),
            targets=targets,
            findings=findings,
            record=record,
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            policy=content_policy(style, [script]),
        )
    )


def enclosed(record: Record, document: str) -> tuple[str, ...]:
    """The ids of a document and of those enclosed in it: the tasks of a decision stand in the plan that it issues."""
    ids = [document]
    for part in record.documents:
        if part.in_document in ids and part.id not in ids:
            ids.append(part.id)
    return tuple(ids)


def _related(network: networkx.MultiDiGraph, iri: str, relation: str, lang: str) -> list[dict[str, Any]]:
    """The documents that this one is related to, each with its first sentence, and what other documents do to it."""
    found: dict[str, dict[str, Any]] = {}
    edges = sorted(network.out_edges(iri, data=True), key=lambda edge: (place_of(edge[2]), str(edge[1])))
    for _, target, data in edges:
        if data.get("relation") != relation or target in found:
            continue
        attributes = network.nodes[target]
        found[target] = {
            "heading": heading(attributes),
            "title": attributes.get("title") if attributes.get("number") else "",
            "issuer": short_issuer(str(attributes.get("issuer") or "")),
            "date": shown_day(str(attributes.get("date") or ""), lang),
            "quote": around(data),
            "unresolved": attributes.get("status") == "unresolved",
            "changed": changes_to(network, target, lang),
        }
    return list(found.values())


def changes_to(network: networkx.MultiDiGraph, iri: str, lang: str) -> list[str]:
    """What other documents do to this one: "được sửa đổi bởi Nghị định 117/2013/NĐ-CP"."""
    passive = {row["key"]: row[f"passive_{lang}"] for row in look()["relation"]}
    changes = {
        f"{passive[data['relation']]} {heading(network.nodes[other])}"
        for other, _, data in network.in_edges(iri, data=True)
        if data.get("relation") in CHANGES
    }
    return sorted(changes)


def _task(part: Assignment, number: int, told: Mapping[str, str]) -> dict[str, Any]:
    recurring = told.get(f"every_{part.recurring}", "") if part.recurring else ""
    last = (part.deadline_range or (None, None))[1]
    return {
        "number": number,
        "section": part.section or "",
        "task": part.task,
        "lead": part.lead,
        "cooperate": part.cooperate,
        "responsible": part.responsible,
        "deadline": part.deadline or recurring,
        "due": last or ("9999" if not part.deadline else "9998"),
        "output": part.output or "",
    }


def shown_target(part: Target, lang: str) -> dict[str, Any]:
    """A target as both pages show it: its words, its value with sign and unit, the length of its bar, its year."""
    signs = {">=": "≥", "<=": "≤", "=": "", ">": ">", "<": "<"}
    value = f"{part.value:,.10g}"
    if lang == "vi":
        value = value.translate(str.maketrans(",.", ".,"))
    return {
        "text": " ".join(part.text.split()),
        "value": f"{signs[part.comparator]} {value} {part.unit}".strip(),
        "share": min(max(part.value, 0), 100) if part.unit == "%" else None,
        "by": part.by or "",
    }


def _timeline(parts: Sequence[Assignment]) -> dict[str, Any] | None:
    """Tasks with a dated end as bars between the first and the last month, earliest end first; None without any."""
    ends = [
        (part.deadline_range[1], part.deadline_range[0] or part.deadline_range[1], part.start, part)
        for part in parts
        if part.deadline_range and part.deadline_range[1]
    ]
    dated = sorted(ends, key=lambda row: row[:3])
    if not dated:
        return None
    shown = dated[:MOST_ON_TIMELINE]
    first = min(start for _, start, _, _ in shown)[:4]
    last = max(end for end, _, _, _ in shown)[:4]
    begin, span = date(int(first), 1, 1), (date(int(last) + 1, 1, 1) - date(int(first), 1, 1)).days
    place = lambda day: round((date.fromisoformat(day) - begin).days / span * 1000)  # noqa: E731
    rows = [
        {
            "label": f"{', '.join([*part.lead, *part.responsible]) or '–'}: {part.task}",
            "left": place(start),
            "width": max(place(end) - place(start), 8),
            "deadline": part.deadline or end,
        }
        for end, start, _, part in shown
    ]
    years = [{"year": year, "at": place(f"{year}-01-01")} for year in range(int(first), int(last) + 1)]
    return {"rows": rows, "years": years, "left_out": len(dated) - len(shown)}


def _findings(
    record: Record,
    network: networkx.MultiDiGraph,
    iri: str,
    tasks: Iterable[Assignment],
    bases: Iterable[dict[str, Any]],
    told: Mapping[str, str],
) -> list[dict[str, Any]]:
    """What an official should look at before relying on the document, each point with the words that it rests on."""
    found = [
        {
            "what": f"{told['changed_basis']}: {base['heading']}",
            "words": "; ".join(base["changed"]),
            "quote": base["quote"],
        }
        for base in bases
        if base["changed"]
    ]
    open_ends = {
        target: data for _, target, data in network.out_edges(iri, data=True) if network.nodes[target].get("status")
    }
    for target in sorted(open_ends, key=lambda target: (place_of(open_ends[target]), str(target))):
        attributes = network.nodes[target]
        candidates = str(attributes.get("candidates") or "").replace(" | ", "; ")
        doubts = str(attributes.get("warnings") or "").replace(" | ", "; ")
        said = f"{told['candidates']}: {candidates}" if candidates else doubts
        state = str(attributes["status"])
        found.append(
            {
                "what": f"{told.get(state, state)}: {heading(attributes)}",
                "words": said,
                "quote": around(open_ends[target]),
            }
        )
    found += [
        {"what": told["no_bearer"], "words": part.task, "quote": []}
        for part in tasks
        if not (part.lead or part.responsible)
    ]
    told_by_graph = any(network.nodes[target]["status"] == "contradictory" for target in open_ends)
    for warning in record.warnings:
        if warning.code == "contradiction" and told_by_graph:
            continue
        known = told.get(f"finding_{warning.code.replace('-', '_')}")
        found.append({"what": known or warning.message, "words": warning.message if known else "", "quote": []})
    return found


def around(data: Mapping[str, Any]) -> list[str]:
    """The quoted words with at most 200 characters on either side."""
    parts = edge_facts(data).get("quote", [])
    if not parts:
        return []
    before, marked, after = parts
    return [
        "…" + before[-NEAR:] if len(before) > NEAR else before,
        marked,
        after[:NEAR] + "…" if len(after) > NEAR else after,
    ]


def shown_day(iso: str | None, lang: str) -> str:
    """A day as readers of the language write it; what is no ISO day is left as it stands."""
    if not iso or len(iso) != 10:
        return safe(iso)
    return "/".join(reversed(iso.split("-"))) if lang == "vi" else iso
