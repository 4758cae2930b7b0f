"""The parts of a Word package and how they refer to each other (ECMA-376 Part 2)."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from .docx_numbering import W
from .limits import Limits
from .package import part, xml

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_STRICT_R = b"http://purl.oclc.org/ooxml/officeDocument/relationships"


class Parts:
    """The parts of one package: `main` is the path of the document, `relations` are the document's own."""

    def __init__(self, archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
        self.archive, self.name, self.limits = archive, name, limits
        self.main = self._main_part()
        self.relations = self._relations(self.main)

    def names(self) -> list[str]:
        """The paths of all parts."""
        return self.archive.namelist()

    def root(self, path: str | None) -> etree._Element | None:
        """The root element of a part, or None where there is no such part."""
        data = part(self.archive, path, name=self.name) if path else None
        if data is None:
            return None
        if _STRICT in data[:20_000]:  # "Strict" documents have names of their own for the same things
            data = data.replace(_STRICT, W[1:-1].encode()).replace(_STRICT_R, R[1:-1].encode())
        return xml(data, name=self.name, limits=self.limits)

    def _main_part(self) -> str:
        relations = self.root("_rels/.rels")
        for relation in relations.iterfind(f"{_RELATIONS}Relationship") if relations is not None else ():
            if relation.get("Type", "").endswith("/officeDocument"):
                return relation.get("Target", "").lstrip("/")
        return "word/document.xml"

    def _relations(self, path: str) -> dict[str, tuple[str, str, bool]]:
        """Relation id to (type, path inside the package, external)."""
        folder, file = posixpath.split(path)
        found: dict[str, tuple[str, str, bool]] = {}
        for key, kind, target, external in self._listed(posixpath.join(folder, "_rels", f"{file}.rels")):
            inside = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            found[key] = (kind, inside, external)
        return found

    def _listed(self, path: str) -> Iterator[tuple[str, str, str, bool]]:
        """The relations in one list: id, type, target as written, external."""
        root = self.root(path)
        for relation in root.iterfind(f"{_RELATIONS}Relationship") if root is not None else ():
            kind = relation.get("Type", "").rsplit("/", 1)[-1]
            yield relation.get("Id", ""), kind, relation.get("Target", ""), relation.get("TargetMode") == "External"

    def outside(self) -> Iterator[tuple[str, str, str]]:
        """Every relation of any part to something outside of the package: (path of the list, type, target)."""
        for path in self.names():
            if path.lower().endswith(".rels"):
                for _, kind, target, external in self._listed(path):
                    if external:
                        yield path, kind, target

    def macro_parts(self) -> Iterator[str]:
        """The paths of parts that are VBA projects by their content type."""
        root = self.root("[Content_Types].xml")
        for element in root if root is not None else ():
            if element.get("ContentType", "").lower().endswith("vbaproject"):
                ending = f".{element.get('Extension', '')}".lower()
                named = element.get("PartName", "").lstrip("/")
                yield from [named] if named else (path for path in self.names() if path.lower().endswith(ending))

    def related(self, kind: str, default: str) -> str | None:
        """The path of the document's part of a kind ("styles"), or where it stands by custom."""
        for found, target, external in self.relations.values():
            if found == kind and not external:
                return target
        return posixpath.join(posixpath.dirname(self.main), default)
