"""Which texts of different documents say the same or nearly the same, so that they can be set side by side.

Words and pairs of neighbouring words, weighted by how rare they are among the texts given (Salton and Buckley 1988),
compared by the angle between them. It needs no model and no network, and equal input gives equal groups.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

LEAST = 0.4  # below, texts share stock phrases of offices rather than a task (tried on plans of five provinces)
LOOSEST = 0.3  # the least that any two texts of one group have in common
MOST_HOLDERS = 400  # a term that more texts hold tells none of them apart
_WORD = re.compile(
    r"[^\W\d_]+"
)  # no numbers: two tasks that name one decree need not be one task, years differ by plan


def alike(texts: Sequence[str], owners: Sequence[Hashable], *, least: float = LEAST) -> list[list[int]]:
    """Groups of at least two texts that are alike, as positions in `texts`; at most one of each owner in a group.

    `owners` says which document each text stands in. The most alike pairs are joined first; the groups come in the
    order of their first text.
    """
    scores = _scores(_vectors(texts), owners)
    group_of = {index: [index] for index in range(len(texts))}
    for (one, other), score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        left, right = group_of[one], group_of[other]
        if score < least or left is right or {owners[i] for i in left} & {owners[i] for i in right}:
            continue
        if all(scores.get((min(a, b), max(a, b)), 0) >= LOOSEST for a in left for b in right):
            joined = sorted(left + right)
            group_of.update(dict.fromkeys(joined, joined))
    firsts = {group[0]: group for group in group_of.values() if len(group) > 1}
    return [firsts[first] for first in sorted(firsts)]


def _vectors(texts: Sequence[str]) -> list[dict[str, float]]:
    counted = [_terms(text) for text in texts]
    holders = Counter(term for terms in counted for term in terms)
    vectors = []
    for terms in counted:
        weights = {term: (1 + math.log(n)) * math.log(1 + len(texts) / holders[term]) for term, n in terms.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1
        vectors.append({term: weight / length for term, weight in weights.items()})
    return vectors


def _terms(text: str) -> Counter[str]:
    words = _WORD.findall(unicodedata.normalize("NFC", text).casefold())
    return Counter([*words, *(f"{a} {b}" for a, b in pairwise(words))])


def _scores(vectors: Sequence[dict[str, float]], owners: Sequence[Hashable]) -> dict[tuple[int, int], float]:
    """Cosines of texts of different owners that share a term."""
    held: dict[str, list[int]] = defaultdict(list)
    for index, vector in enumerate(vectors):
        for term in vector:
            held[term].append(index)
    scores: dict[tuple[int, int], float] = defaultdict(float)
    for term, indexes in held.items():
        if len(indexes) > MOST_HOLDERS:
            continue
        for place, one in enumerate(indexes):
            for other in indexes[place + 1 :]:
                if owners[one] != owners[other]:
                    scores[one, other] += vectors[one][term] * vectors[other][term]
    return scores
