"""N-Quads lines of one named graph."""

from __future__ import annotations

import re
from collections.abc import Iterable

XSD = "http://www.w3.org/2001/XMLSchema#"
_TO_ESCAPE = re.compile(r'[\\"\n\r\ud800-\udfff]')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}


def escaped(text: str) -> str:
    """`text` inside the quotes of an N-Quads literal; a lone surrogate, which UTF-8 cannot hold, becomes U+FFFD."""
    if _TO_ESCAPE.search(text) is None:
        return text
    return _TO_ESCAPE.sub(lambda m: _ESCAPES.get(m[0], "\ufffd"), text)


def decimal_of(number: float) -> str:
    """The canonical form of an xsd:decimal, to six places."""
    return f"{number:.6f}".rstrip("0").rstrip(".") if number % 1 else str(int(number))


class Lines:
    """Collects the quads of one named graph, in the order in which they are said, each once.

    Subjects, predicates and graph are IRIs as `Identifiers` mints them: percent-encoded, so that no check is needed
    here.
    """

    __slots__ = ("_end", "_lines")

    def __init__(self, graph: str) -> None:
        self._end = f" <{graph}> .\n"
        self._lines: dict[str, None] = {}

    def link(self, subject: str, predicate: str, target: str) -> None:
        """A quad whose object is an IRI."""
        self._lines[f"<{subject}> <{predicate}> <{target}>{self._end}"] = None

    def links(self, subject: str, predicate: str, targets: Iterable[str]) -> None:
        """One quad for each of `targets`."""
        for target in targets:
            self._lines[f"<{subject}> <{predicate}> <{target}>{self._end}"] = None

    def string(self, subject: str, predicate: str, text: str | None, lang: str = "") -> None:
        """A quad whose object is a string, in a language where one is given; nothing for None."""
        if text is not None:
            tag = f"@{lang}" if lang else ""
            self._lines[f'<{subject}> <{predicate}> "{escaped(text)}"{tag}{self._end}'] = None

    def typed(self, subject: str, predicate: str, text: str, datatype: str) -> None:
        """A quad whose object is a literal of an XML Schema type ("date")."""
        self._lines[f'<{subject}> <{predicate}> "{escaped(text)}"^^<{XSD}{datatype}>{self._end}'] = None

    def integer(self, subject: str, predicate: str, number: int) -> None:
        """A quad whose object is a whole number."""
        self.typed(subject, predicate, str(number), "integer")

    def decimal(self, subject: str, predicate: str, number: float) -> None:
        """A quad whose object is a decimal number in its canonical form."""
        self.typed(subject, predicate, decimal_of(number), "decimal")

    def boolean(self, subject: str, predicate: str, *, value: bool) -> None:
        """A quad whose object is true or false."""
        self.typed(subject, predicate, "true" if value else "false", "boolean")

    def text(self) -> str:
        """The lines, each ended by a line feed."""
        return "".join(self._lines)
