"""What a page says of each node and each arrow: plain values out of a network's attributes, made safe to show.

Everything here was written by strangers. Characters that turn the direction of writing, control characters and lone
surrogates are replaced, very long texts are cut with an ellipsis; escaping for HTML is left to the page,
which never builds markup from these values.
"""

from __future__ import annotations

import math
import re
import textwrap
from typing import TYPE_CHECKING, Any

from .layout import level_of, year_of
from .look import code_of, english_of, family_of, fill_of, keys

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping
    from collections.abc import Set as AbstractSet

    import networkx

LONGEST_TITLE = 700
LONGEST_QUOTE = 1600
LABEL_WIDTH = 21
BRIEF_WIDTH = 14
KINDS = frozenset({"document", "stub", "programme", "law", "task", "agency", "thing"})
STATES = frozenset({"unresolved", "contradictory"})
# Control characters, overrides of writing direction (Unicode Bidirectional Algorithm, UAX #9), lone surrogates.
_UNSAFE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_PERIOD = re.compile(r"(?:giai đoạn|thời kỳ|nhiệm kỳ)?\s*\b((?:19|20)\d\d)\s*[-–]\s*((?:19|20)?\d\d)\b", re.IGNORECASE)
_UNSEEN = re.compile("[\u200b\u200e\u200f\ufeff]")
_BREAKS = re.compile("[\x0b\x0c\r\u2028\u2029]")


def safe(value: Any, *, longest: int = LONGEST_TITLE) -> str:
    """`value` as text that cannot turn or break the text around it, at most `longest` characters."""
    text = _BREAKS.sub(" ", _UNSEEN.sub("", _UNSAFE.sub("\ufffd", "" if value is None else str(value))))
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def node_facts(network: networkx.MultiDiGraph, node: Hashable) -> dict[str, Any]:
    """The values of one node that the page shows; empty values are left out."""
    attributes = network.nodes[node]
    document_type = safe(attributes.get("type"), longest=80)
    kind = str(attributes.get("kind"))
    kind = kind if kind in KINDS else "document"
    level = level_of(attributes)
    family = kind if kind in ("task", "agency") else family_of(document_type)
    state = str(attributes.get("status") or "")
    facts = {
        "iri": safe(attributes.get("iri") or node, longest=400),
        "kind": kind,
        "type": document_type,
        "type_en": english_of(document_type) if document_type else "",
        "code": _code(kind, document_type),
        "family": family,
        "fill": fill_of(family),
        "level": level,
        "guessed": level not in ("unknown", str(attributes.get("level"))) and kind in ("stub", "programme", "document"),
        "state": state if state in STATES else "",
        "lines": label_lines(attributes),
        "brief": brief_lines(attributes),
        "heading": heading(attributes),
        "r": _radius(network, node, kind),
        "number": safe(attributes.get("number"), longest=120),
        "name": safe(attributes.get("title")),
        "task": safe(attributes.get("task")),
        "issuer": safe(attributes.get("issuer"), longest=200),
        "date": safe(attributes.get("date"), longest=20),
        "year": year_of(attributes),
        "province": safe(attributes.get("province"), longest=80),
        "source": safe(attributes.get("source"), longest=300),
        "deadline": safe(attributes.get("deadline_text") or attributes.get("deadline"), longest=200),
        "output": safe(attributes.get("output"), longest=400),
        "href": _own_address(attributes.get("href")),
        "facts": [safe(part, longest=400) for part in _listed(attributes.get("facts"))][:40],
        "candidates": [safe(part, longest=200) for part in _listed(attributes.get("candidates"))][:12],
        "warnings": [safe(part, longest=300) for part in _listed(attributes.get("warnings"))][:12],
    }
    return {key: value for key, value in facts.items() if value not in ("", [], None, False)}


def edge_facts(data: Mapping[str, Any]) -> dict[str, Any]:
    """One piece of evidence: the quoted sentence in three parts (before, marked, after) and where it stands."""
    places: list[Any] = [data.get(name) for name in ("start", "end", "quote_start", "quote_end")]
    start, end, low, high = places
    confidence = data.get("confidence")
    if all(isinstance(place, int) for place in places) and end - start == len(str(data.get("quote") or "")):
        start, end = start + low, start + high  # the sentence is verbatim: say where its marked words stand
    facts = {
        "quote": quoted(data.get("quote"), low, high),
        "cue": safe(data.get("evidence"), longest=80),
        "source": safe(data.get("source"), longest=300),
        "start": start if isinstance(start, int) else None,
        "end": end if isinstance(end, int) else None,
        "rule": safe(data.get("rule"), longest=80),
        "status": safe(data.get("status"), longest=20),
        "confidence": confidence if isinstance(confidence, (int, float)) and math.isfinite(confidence) else None,
        "partial": bool(data.get("partial")) or None,
        "effective_from": safe(data.get("effective_from"), longest=20),
    }
    return {key: value for key, value in facts.items() if value not in ("", [], None)}


def _own_address(address: Any) -> str:
    """The address of a page beside this one ("/document/x"); "" for whatever leads elsewhere."""
    text = safe(address, longest=4000)
    return text if re.match(r"/[^/\\]", text) else ""


def place_of(data: Mapping[str, Any]) -> tuple[str, int]:
    """Where a piece of evidence stands, to sort by: source and first character."""
    start = data.get("start")
    return str(data.get("source") or ""), start if isinstance(start, int) else 0


def relation_of(data: Mapping[str, Any], *, own: AbstractSet[str] = frozenset()) -> str:
    """The relation of an edge, or "other" for one that the pages have no word for; `own` ones are the network's."""
    relation = safe(data.get("relation"), longest=80)
    return relation if relation in own or relation in keys("relation") else "other"


def quoted(quote: Any, start: Any, end: Any) -> list[str]:
    """A sentence cut at its mark into three strings; cut in Python, because JavaScript counts characters otherwise."""
    text = "" if quote is None else str(quote)
    if not text:
        return []
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
        return [safe(text, longest=LONGEST_QUOTE), "", ""]
    room = LONGEST_QUOTE // 2
    before, marked, after = text[:start], text[start:end], text[end:]
    if len(before) > room:
        before = "…" + before[-room:]
    return [safe(before, longest=room + 1), safe(marked, longest=room), safe(after, longest=room)]


def heading(attributes: Mapping[str, Any]) -> str:
    """What a document is called in one line: "Kế hoạch 434/KH-UBND", or type and name where it has no number."""
    document_type = str(attributes.get("type") or "")
    name = str(
        attributes.get("number") or attributes.get("task") or attributes.get("title") or attributes.get("label") or ""
    )
    if document_type and not name.lower().startswith(document_type.lower()):
        name = f"{document_type} {name}".strip()
    return safe(name or "?", longest=160)


def label_lines(attributes: Mapping[str, Any]) -> list[str]:
    """The lines under a node: its number and "issuer, year", or its name in at most three lines, a task's with its
    deadline.
    """
    number = str(attributes.get("number") or "").strip()
    kind = attributes.get("kind")
    if not number:
        name = str(attributes.get("task") or attributes.get("title") or attributes.get("label") or "?")
        due = _due(attributes, LABEL_WIDTH + 3)
        named = safe(name if kind in ("task", "agency") else heading(attributes), longest=400)
        return [*named_lines(named, 2 if due else 3, LABEL_WIDTH), *due]
    lines = wrapped(safe(number, longest=120), 2)
    who = short_issuer(str(attributes.get("issuer") or ""))
    year = str(attributes.get("date") or attributes.get("year") or "")[:4]
    note = f"{_cut(who, LABEL_WIDTH - 6)}, {year}" if who and year else _cut(who, LABEL_WIDTH) or year
    return [*lines, safe(note)] if note else lines


def brief_lines(attributes: Mapping[str, Any]) -> list[str]:
    """Two short lines for a small picture of what has no number: its name, without the type that its letters say; a
    third for the deadline of a task.
    """
    if attributes.get("number"):
        return []
    name = str(attributes.get("task") or attributes.get("title") or attributes.get("label") or "?")
    document_type = str(attributes.get("type") or "")
    if document_type and name.lower().startswith(document_type.lower()):
        name = name[len(document_type) :].strip() or name
    name = name[:1].upper() + name[1:]
    return [*named_lines(safe(name, longest=400), 2, BRIEF_WIDTH), *_due(attributes, BRIEF_WIDTH + 5)]


def _due(attributes: Mapping[str, Any], width: int) -> list[str]:
    """The deadline of a task as a line, as the text states it; none where there is none."""
    due = safe(attributes.get("deadline_text") or attributes.get("deadline"), longest=80)
    return [_cut(due, width)] if due else []


def named_lines(name: str, lines: int, width: int) -> list[str]:
    """A name in `lines` lines; its period keeps the last one, because programmes often differ in nothing else."""
    whole = wrapped(name, lines, width=width)
    period = _PERIOD.search(name)
    if not period or not whole[-1].endswith("…"):
        return whole
    start, end = period.groups()
    return [*wrapped(name[: period.start()].rstrip(" ,("), lines - 1, width=width), f"{start}–{end}"]


def wrapped(text: str, lines: int, *, width: int = LABEL_WIDTH) -> list[str]:
    """`text` in at most `lines` lines of a label, the last cut with an ellipsis; capitals are wider, so fewer fit."""
    if sum(letter.isupper() for letter in text) * 2 > len(text):
        width = width * 3 // 4
    return textwrap.wrap(text, width, max_lines=lines, placeholder="…", break_on_hyphens=False) or ["?"]


def short_issuer(issuer: str) -> str:
    """The issuer as it fits under a node: "Ủy ban nhân dân tỉnh Lào Cai" is "UBND tỉnh Lào Cai"."""
    text = issuer.replace("Ủy ban nhân dân", "UBND").replace("Hội đồng nhân dân", "HĐND")
    return text.replace("Thủ tướng Chính phủ", "Thủ tướng").replace("thành phố", "TP").replace("Thành phố", "TP")


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def _code(kind: str, document_type: str) -> str:
    if kind in ("task", "agency"):
        return {"task": "NV", "agency": "CQ"}[kind]
    return safe(code_of(document_type), longest=5) if document_type else ""


def _radius(network: networkx.MultiDiGraph, node: Hashable, kind: str) -> int:
    if kind == "document":
        return 25
    if kind == "agency":
        return min(15 + round(network.degree(node) ** 0.5 * 2), 30)
    return 15 if kind == "task" else 19


def _listed(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        return [part for part in value.split(" | ") if part]
    return map(str, value) if isinstance(value, (list, tuple)) else ()
