"""Targets and budgets (first, empty version)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .reading import Reading
from .records import Assignment, Budget, Document, Target


@dataclass(frozen=True, slots=True)
class Goals:
    """What `find_targets` finds."""

    targets: tuple[Target, ...]
    budgets: tuple[Budget, ...]


def find_targets(reading: Reading, documents: Sequence[Document], assignments: Sequence[Assignment]) -> Goals:  # noqa: ARG001
    """The quantified goals and the amounts of money of a source."""
    return Goals((), ())
