"""How often each rule of extraction was right on documents that people had annotated, with n and a Wilson interval.

The counts are data (`data/confidence.csv`), written by `benchmarks/confidence.py`; precision and interval follow from
them. A precision of fewer than `FEWEST` statements says too little: none is given then.
"""

from __future__ import annotations

import csv
import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

from . import data

FEWEST = 20
DECIMALS = 4
_Z = 1.959963984540054  # the 97.5th percentile of the normal distribution: a two-sided interval of 95 %


def wilson(right: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a proportion of `right` in `n` (Wilson, JASA 22, 1927). Raises ValueError unless
    0 <= right <= n and n > 0.
    """
    if not 0 <= right <= n or n == 0:
        raise ValueError(f"{right} of {n} is no proportion")
    share, square = right / n, _Z * _Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = _Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Measured:
    """A rule ("implements: cue before") was right on `right` of `n` statements that people had judged."""

    rule: str
    right: int
    n: int

    @property
    def confidence(self) -> float | None:
        """The precision; None where fewer than `FEWEST` statements were judged."""
        return round(self.right / self.n, DECIMALS) if self.n >= FEWEST else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % Wilson interval of the precision; None where there is none."""
        if self.n < FEWEST:
            return None
        low, high = wilson(self.right, self.n)
        return round(low, DECIMALS), round(high, DECIMALS)


@functools.cache
def rule_names() -> Mapping[str, tuple[str, str]]:
    """What a rule looks at, in Vietnamese and English, by its name."""
    text = files(data).joinpath("rule_names.csv").read_text(encoding="utf-8")
    return MappingProxyType({row["name"]: (row["vi"], row["en"]) for row in csv.DictReader(text.splitlines())})


@functools.cache
def measured() -> Mapping[str, Measured]:
    """The rules that were measured, by name, as the shipped table counts them."""
    text = files(data).joinpath("confidence.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    found = (Measured(row["rule"], int(row["right"]), int(row["n"])) for row in rows)
    return MappingProxyType({row.rule: row for row in found})
