"""Narrowing: of the candidate pairs those whose shared fingerprints may make a copy, before any text is looked at.

Where fingerprints follow each other at the same distance in both texts, a run of words joins them. How long it may be
at most follows from their places, and with it whether the pair can pass what `copies.py` asks for.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sousveil.trace.copying.fingerprints import EDGE, SHINGLE
from sousveil.trace.copying.print_table import QUOTED, Places, PrintTable
from sousveil.trace.hashing import Hashes, Indexes

__all__ = ["LEAST", "PASSAGE", "RUN", "SHARE", "SharedValues", "narrowed"]

RUN = 14.0
"""Words of the least run that stands for itself; common idiom hardly reaches ten."""
SHARE = 0.3
"""Share of a text that shared runs must make together, or else:"""
PASSAGE = 45.0
"""Words that a copied passage must have in a text that is mostly other; shorter ones are notices and addresses."""
LEAST = 12.0
"""Words below which nothing is a copy."""
_STEP = 8
"""Tokens within which the next fingerprint of a run begins: twice the window, since a value may stand twice."""
_AROUND = SHINGLE + 2 * EDGE
"""Tokens of a run beyond those from its first fingerprint to its last, at most."""
_TEXT_BITS = 24
_HIGH = np.uint64(64 - _TEXT_BITS)
_LEAST_BITS, _MOST_BITS = 16, 28
_TEXTS, _PAIRS = 20_000, 100_000
"""Texts and pairs that are worked on at once."""


class SharedValues:
    """Which values several texts have, nearly: a table by their leading bits, so that hardly any other passes."""

    def __init__(self, prints: int) -> None:
        """`prints` is how many fingerprints all texts have together."""
        bits = min(_MOST_BITS, max(_LEAST_BITS, prints.bit_length() + 2))
        self._seen = np.zeros(1 << bits, np.bool_)
        self._shift = 64 - bits

    def add(self, values: Hashes, lost: int) -> None:
        """Mark values that are given without their last `lost` bits."""
        self._seen[values >> np.uint64(self._shift - lost)] = True

    def among(self, values: Hashes) -> Indexes:
        """The places of those that several texts may have."""
        return np.flatnonzero(self._seen[values >> np.uint64(self._shift)])


class _Held:
    """The shared fingerprints of all texts, as they stand in them and sorted for looking up."""

    def __init__(self, table: PrintTable, shared: SharedValues) -> None:
        values, places, sizes = [], [], []
        for start in range(0, len(table), _TEXTS):
            bounds = table.bounds[start : start + _TEXTS + 1]
            piece = np.asarray(table.values[bounds[0] : bounds[-1]])
            at = shared.among(piece)
            values.append(piece[at] >> np.uint64(_TEXT_BITS))
            places.append(np.asarray(table.places[bounds[0] : bounds[-1]])[at])
            sizes.append(np.diff(np.searchsorted(at, bounds - bounds[0])))
        self.values = np.concatenate([np.zeros(0, np.uint64), *values])
        self.places = np.concatenate([np.zeros(0, np.uint32), *places])
        counts = np.concatenate([np.zeros(1, np.intp), *sizes])
        self.bounds = np.cumsum(counts)
        keys = np.repeat(np.arange(len(table), dtype=np.uint64) << _HIGH, counts[1:]) | self.values
        self._order = np.argsort(keys, kind="stable")
        self._keys = keys[self._order]

    def find(self, texts: Indexes, values: Hashes) -> tuple[Indexes, Places]:
        """Which of these values the text beside each has, and the place where it has it first."""
        sought = (texts.astype(np.uint64) << _HIGH) | values
        at = np.searchsorted(self._keys, sought)
        np.minimum(at, len(self._keys) - 1, out=at)
        hits = np.flatnonzero(self._keys[at] == sought)
        return hits, self.places[self._order[at[hits]]]


def narrowed(table: PrintTable, shared: SharedValues, firsts: Indexes, seconds: Indexes) -> NDArray[np.bool_]:
    """Which of these pairs of texts may share a copied passage or quotation."""
    if not len(firsts):
        return np.zeros(0, np.bool_)
    held = _Held(table, shared)
    return np.concatenate(
        [
            _passing(table, held, firsts[start : start + _PAIRS], seconds[start : start + _PAIRS])
            for start in range(0, len(firsts), _PAIRS)
        ]
    )


def _passing(table: PrintTable, held: _Held, firsts: Indexes, seconds: Indexes) -> NDArray[np.bool_]:
    count = len(firsts)
    starts = held.bounds[seconds]
    sizes = held.bounds[seconds + 1] - starts
    which = np.repeat(np.arange(count), sizes)
    at = np.arange(len(which)) + np.repeat(starts - (np.cumsum(sizes) - sizes), sizes)
    hits, here = held.find(firsts[which], held.values[at])
    which, there = which[hits], held.places[at[hits]]
    quoted = ((here | there) & QUOTED) != 0
    here, there = (here & ~QUOTED).astype(np.intp), (there & ~QUOTED).astype(np.intp)
    # A run goes on where both texts go on together.
    fresh = np.ones(len(hits), np.bool_)
    step = np.diff(there)
    fresh[1:] = (np.diff(which) != 0) | (np.diff(here) != step) | (step > _STEP)
    begins = np.flatnonzero(fresh)
    closes = np.append(begins[1:], len(hits)) - 1
    length = there[closes] - there[begins] + _AROUND
    words = np.bincount(which[begins], length, count)
    some_quoted = np.bincount(which, quoted, count) > 0
    shorter = np.minimum(table.lengths[firsts], table.lengths[seconds])
    enough = (words >= PASSAGE) | (words >= SHARE * shorter) | some_quoted
    kept: NDArray[np.bool_] = enough & (words >= LEAST)
    return kept
