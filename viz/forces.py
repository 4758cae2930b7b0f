"""The numbers behind force layouts: springs along arrows, repulsion between all nodes, and room for labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy

if TYPE_CHECKING:
    from collections.abc import Sequence

DENSE = 600
APART, APART_ROUNDS = 300, 150


def forces(count: int, pairs: Sequence[tuple[int, int]]) -> numpy.ndarray:
    """Positions (count x 2) at which an arrow is about 1 long: springs along `pairs`, repulsion between all."""
    index = numpy.arange(count)
    turn = index * 2.399963  # the golden angle: a sunflower, no two nodes in one place
    spots = numpy.sqrt(index + 0.5)[:, None] * numpy.column_stack([numpy.cos(turn), numpy.sin(turn)])
    ends = numpy.array(pairs, dtype=int).reshape(-1, 2)
    degree = numpy.maximum(numpy.bincount(ends.ravel(), minlength=count), 1)[:, None]
    rounds = 240 if count <= DENSE else 90
    for turn_number in range(rounds):
        centres, weights = (spots, numpy.ones(count)) if count <= DENSE else _squares(spots)
        apart = spots[:, None, :] - centres[None, :, :]
        squared = numpy.maximum((apart**2).sum(axis=2), 0.02)
        move = (apart * (weights / squared)[:, :, None]).sum(axis=1)
        along = spots[ends[:, 0]] - spots[ends[:, 1]]
        pull = along * numpy.linalg.norm(along, axis=1, keepdims=True)
        for axis in (0, 1):
            move[:, axis] -= numpy.bincount(ends[:, 0], pull[:, axis], count) - numpy.bincount(
                ends[:, 1], pull[:, axis], count
            )
        move -= spots * 0.06 * numpy.sqrt(degree)  # what hangs on nothing must not drift away
        length = numpy.maximum(numpy.linalg.norm(move, axis=1, keepdims=True), 1e-9)
        heat = 0.9 * (1 - turn_number / rounds) * max(1.0, count**0.5 / 12)
        spots = spots + move / length * numpy.minimum(length, heat)
    return spots - spots.mean(axis=0)


def _squares(spots: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Centre and number of the nodes in each filled square of a grid of about 900 squares."""
    low, high = spots.min(axis=0), spots.max(axis=0)
    cells = ((spots - low) / numpy.maximum(high - low, 1e-9) * 29.999).astype(int)
    flat = cells[:, 0] * 30 + cells[:, 1]
    weights = numpy.bincount(flat, minlength=900)
    filled = weights > 0
    sums = numpy.column_stack([numpy.bincount(flat, spots[:, axis], 900) for axis in (0, 1)])
    return sums[filled] / weights[filled, None], weights[filled].astype(float)


def apart(spots: numpy.ndarray, *, room: tuple[float, float]) -> numpy.ndarray:
    """Positions at which no node stands in another's label, which takes `room` (width, height): each pair that does is
    pushed apart along the axis on which less is missing. Up to 300 nodes: beyond, labels are too small to read.
    """
    before = numpy.sign(numpy.arange(len(spots))[:, None] - numpy.arange(len(spots))[None, :])
    for _ in range(APART_ROUNDS if len(spots) <= APART else 0):
        between = spots[:, None, :] - spots[None, :, :]
        missing = room - numpy.abs(between)
        close = (missing > 0.5).all(axis=2) & (before != 0)
        if not close.any():
            break
        towards = numpy.where(between == 0, before[:, :, None], numpy.sign(between))
        sideways = missing[:, :, 0] / room[0] < missing[:, :, 1] / room[1]
        chosen = numpy.stack([close & sideways, close & ~sideways], axis=2)
        pushes = chosen.sum(axis=1)
        spots = spots + (towards * missing * chosen).sum(axis=1) / numpy.maximum(pushes, 1) * 0.55
    return spots
