"""Runs: the longest stretches of equal tokens around the fingerprints that two texts share."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from sousveil.trace.document import Document
from sousveil.trace.hashing import Hashes

__all__ = ["Run", "aligned_runs"]

_STEP = 64
"""Tokens that are compared at once when a run is made longer; twice as many each time."""


class Run(Struct, frozen=True):
    """Tokens `first` up to `last` of one text are the tokens from `other` on in the other text."""

    first: int
    last: int
    other: int


def aligned_runs(one: Document, other: Document) -> list[Run]:
    """Maximal runs of equal tokens around the fingerprints that both texts have, in the order of `one`."""
    mine, theirs = one.prints, other.prints
    if not len(mine) or not len(theirs):
        return []
    place = np.minimum(np.searchsorted(theirs.values, mine.values), len(theirs) - 1)
    both = theirs.values[place] == mine.values
    here, there = mine.positions[both], theirs.positions[place[both]]
    left, right = one.tokens.hashes, other.tokens.hashes
    order = np.argsort(here)
    runs: list[Run] = []
    covered = 0
    for first, second in zip(here[order].tolist(), there[order].tolist(), strict=True):
        if first < covered:
            continue
        length = _alike(left[first:], right[second:])
        if length:
            back = _alike(left[covered:first][::-1], right[:second][::-1])
            runs.append(Run(first - back, first + length, second - back))
            covered = first + length
    return runs


def _alike(left: Hashes, right: Hashes) -> int:
    """How many tokens at the start are the same."""
    most = min(len(left), len(right))
    done, step = 0, _STEP
    while done < most:
        end = min(most, done + step)
        differ = left[done:end] != right[done:end]
        at = int(differ.argmax())
        if differ[at]:
            return done + at
        done, step = end, step * 2
    return most
