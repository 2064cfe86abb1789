"""Winnowing: a few hashes stand for a text so that any long enough shared run shares one of them.

After Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for Document Fingerprinting" (SIGMOD 2003), over
arrays: many texts are cut, hashed and winnowed together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from sousveil.trace.copying.print_table import QUOTED, PrintBatch
from sousveil.trace.hashing import Hashes, Indexes, hash_runs
from sousveil.trace.quoting.quoted import quotations
from sousveil.trace.tokens import scan

__all__ = ["EDGE", "SHINGLE", "WINDOW", "Prints", "each_once", "fingerprints", "print_batch", "prints_of"]

SHINGLE = 8
"""Tokens that are hashed together."""
WINDOW = 4
"""Neighbouring shingles of which one is kept."""
EDGE = WINDOW - 1
"""Shingles by which a window may reach over the end of a text."""
_LAST = np.uint64(0xFFFFFFFFFFFFFFFF)
_CHARACTERS = 1 << 15
"""Text that is worked on at once: its arrays stay in the processor's cache."""


class Prints(Struct, frozen=True):
    """The fingerprints of one text, each once, sorted, and the token that each first starts at."""

    values: Hashes
    positions: Indexes

    def __len__(self) -> int:
        return len(self.values)


def fingerprints(hashes: Hashes) -> Prints:
    """The chosen shingles of a text, from the hashes of its tokens.

    Every run of `SHINGLE + WINDOW - 1` tokens that two texts share gives them at least one value in common.
    """
    return each_once(*_chosen(hashes, np.array([0, len(hashes)])))


def each_once(values: Hashes, positions: Indexes) -> Prints:
    """Values in the order of a text, as `Prints`."""
    # The sort keeps the order of equal values: the first stays.
    order = np.argsort(values, kind="stable")
    values, positions = values[order], positions[order]
    first = np.ones(len(values), np.bool_)
    first[1:] = values[1:] != values[:-1]
    return Prints(values[first], positions[first])


def prints_of(contents: Sequence[str]) -> Iterator[PrintBatch]:
    """The fingerprints of many texts, some texts at a time. A value that a text has twice may stand twice."""
    start = 0
    while start < len(contents):
        end, size = start, 0
        while end < len(contents) and (end == start or size + len(contents[end]) < _CHARACTERS):
            size += len(contents[end]) + 1
            end += 1
        yield print_batch(contents[start:end])
        start = end


def print_batch(contents: Sequence[str]) -> PrintBatch:
    """The fingerprints of a few texts at once."""
    scanned = scan("\n".join(contents))
    bounds = np.zeros(len(contents) + 1, np.intp)
    np.cumsum(np.fromiter((len(content) + 1 for content in contents), np.intp, len(contents)), out=bounds[1:])
    tokens = np.searchsorted(scanned.starts, bounds)
    values, positions = _chosen(scanned.hashes, tokens)
    texts = np.searchsorted(positions, tokens)
    places = (positions - np.repeat(tokens[:-1], np.diff(texts))).astype(np.uint32)
    at = scanned.starts[positions]
    for begin, content in zip(bounds.tolist(), contents, strict=False):
        for start, end in quotations(content):
            first, last = np.searchsorted(at, (begin + start, begin + end))
            places[first:last] |= QUOTED
    return PrintBatch(values, places, texts, np.diff(tokens))


def _chosen(hashes: Hashes, bounds: Indexes) -> tuple[Hashes, Indexes]:
    """The shingles chosen in several texts, whose tokens lie between neighbouring `bounds`, and where they start."""
    count = len(hashes) - SHINGLE + 1
    if count < 1:
        return np.zeros(0, np.uint64), np.zeros(0, np.intp)
    # A shingle that runs over the end of a text is none, and is never the least of a window. Windows reach over the
    # ends, so that a text gives the same values alone and among others.
    padded = np.full(count + 2 * EDGE, _LAST)
    padded[EDGE:-EDGE] = hash_runs(hashes, slice(0, count), slice(SHINGLE, SHINGLE + count))
    for bound in (bounds[1:-1] + EDGE).tolist():
        padded[max(0, bound - SHINGLE + 1) : bound] = _LAST
    # A shingle is chosen where some window has it as its rightmost least one, so that neighbours choose the same: those
    # before it in the window are no less, those behind it are greater.
    no_less = [padded[:-step] >= padded[step:] for step in range(1, WINDOW)]
    chosen_at = np.zeros(count, np.bool_)
    for before in range(WINDOW):
        fits = np.ones(count, np.bool_)
        for step in range(1, before + 1):
            fits &= no_less[step - 1][EDGE - step : EDGE - step + count]
        for step in range(1, WINDOW - before):
            fits &= ~no_less[step - 1][EDGE : EDGE + count]
        chosen_at |= fits
    chosen = np.flatnonzero(chosen_at) + EDGE
    chosen = chosen[padded[chosen] != _LAST]
    return padded[chosen], chosen - EDGE
