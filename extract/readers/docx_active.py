"""What a Word package would have run or loaded: macros, parts outside of it, fields (ECMA-376, [MS-OFFMACRO])."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from ..records import Finding
from . import active
from .docx_numbering import W
from .docx_parts import Parts
from .package import part
from .vba import has_code

# Relations by the end of their type. Links and pictures are in half of all files, and the words are the same without.
_HARMLESS = frozenset({"hyperlink", "image", "video", "audio", "media"})
_LOADED = {
    "oleObject": "a linked object",
    "package": "a linked object",
    "subDocument": "a subdocument",
    "frame": "a frame",
    "aFChunk": "a part of the text",
}
_STORIES = frozenset({"header", "footer", "footnotes", "endnotes", "comments", "glossaryDocument"})


def findings(parts: Parts, root: etree._Element) -> list[Finding]:
    """The findings of a package whose document is `root`: "macros", "linked", "external", "embedded"."""
    found = [active.macros()] if _has_macros(parts) else []
    outside: set[str] = set()
    for path, kind, target in parts.outside():
        what = _LOADED.get(kind) if "/charts/" not in path else None  # a chart keeps its numbers beside the workbook
        if what is None and kind not in _HARMLESS and active.is_remote(target):
            what = "a template" if kind == "attachedTemplate" else f"a part ({kind})"
        if what is not None:
            found.append(active.linked(what, target))
        elif kind not in ("hyperlink", "attachedTemplate"):
            outside.add(kind)
    found += active.fields(_field_codes([root, *_stories(parts)]))
    if outside:
        message = f"the file refers to things outside itself ({', '.join(sorted(outside))}); nothing was fetched"
        found.append(Finding("external", message))
    if any(kind == "aFChunk" and not external for kind, _, external in parts.relations.values()):
        found.append(Finding("embedded", "an embedded document inside the file was not read"))
    return list(dict.fromkeys(found))


def _has_macros(parts: Parts) -> bool:
    """Is there a VBA project with code, under whatever name its content type or its relations give it?"""
    paths = {path for path in parts.names() if path.lower().endswith("vbaproject.bin")} | set(parts.macro_parts())
    return any(has_code(part(parts.archive, path, name=parts.name) or b"") for path in sorted(paths))


def _stories(parts: Parts) -> Iterator[etree._Element]:
    for kind, target, external in parts.relations.values():
        root = parts.root(target) if kind in _STORIES and not external else None
        if root is not None:
            yield root


def _field_codes(roots: Iterable[etree._Element]) -> Iterator[str]:
    """The codes of all fields; a code may be spread over runs, and fields stand in fields."""
    for root in roots:
        under_way: list[list[str]] = []
        for element in root.iter(f"{W}fldSimple", f"{W}fldChar", f"{W}instrText"):
            if element.tag == f"{W}fldSimple":
                yield element.get(f"{W}instr", "")
            elif element.tag == f"{W}instrText":
                if under_way:
                    under_way[-1].append(element.text or "")
            elif element.get(f"{W}fldCharType") == "begin":
                under_way.append([])
            elif under_way and element.get(f"{W}fldCharType") == "end":
                yield "".join(under_way.pop())
        yield from ("".join(code) for code in under_way)
