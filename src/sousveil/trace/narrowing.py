"""Narrowing: of the candidate pairs those whose shared fingerprints may make a copy, before any text is looked at.

Where fingerprints follow each other at the same distance in both texts, a run of words joins them. How long it may be
at most follows from their places, and with it whether the pair can pass what `copies.py` asks for.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sousveil.trace.fingerprints import EDGE, SHINGLE
from sousveil.trace.hashing import Hashes, Indexes
from sousveil.trace.print_table import QUOTED, PrintTable

__all__ = ["LEAST", "PASSAGE", "RUN", "SHARE", "narrowed"]

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


def narrowed(table: PrintTable, firsts: Indexes, seconds: Indexes) -> NDArray[np.bool_]:
    """Which of these pairs of texts may share a copied passage or quotation; pairs in ascending order."""
    kept = np.zeros(len(firsts), np.bool_)
    starts = np.flatnonzero(np.diff(firsts, prepend=-1))
    for at, start in enumerate(starts.tolist()):
        end = int(starts[at + 1]) if at + 1 < len(starts) else len(firsts)
        kept[start:end] = _of_one(table, int(firsts[start]), seconds[start:end])
    return kept


def _of_one(table: PrintTable, text: int, partners: Indexes) -> NDArray[np.bool_]:
    bounds = table.bounds
    mine = slice(int(bounds[text]), int(bounds[text + 1]))
    values = np.asarray(table.values[mine])
    order = np.argsort(values)
    values, places = values[order], np.asarray(table.places[mine])[order]
    theirs = [(int(bounds[partner]), int(bounds[partner + 1])) for partner in partners.tolist()]
    sought, there = _gathered(table, theirs)
    at = np.searchsorted(values, sought)
    np.minimum(at, len(values) - 1, out=at)
    hits = np.flatnonzero(values[at] == sought)
    which = np.repeat(np.arange(len(partners)), [end - start for start, end in theirs])[hits]
    here, there = places[at[hits]], there[hits]
    quoted = ((here | there) & QUOTED) != 0
    here, there = (here & ~QUOTED).astype(np.intp), (there & ~QUOTED).astype(np.intp)
    # A run goes on where both texts go on together.
    fresh = np.ones(len(hits), np.bool_)
    step = np.diff(there)
    fresh[1:] = (np.diff(which) != 0) | (np.diff(here) != step) | (step > _STEP)
    begins = np.flatnonzero(fresh)
    closes = np.append(begins[1:], len(hits)) - 1
    length = there[closes] - there[begins] + _AROUND
    owner = which[begins]
    words = np.bincount(owner, length, len(partners))
    longest = np.zeros(len(partners), np.intp)
    np.maximum.at(longest, owner, length)
    some_quoted = np.bincount(which, quoted, len(partners)) > 0
    shorter = np.minimum(table.lengths[partners], table.lengths[text])
    enough = (words >= PASSAGE) | (words >= SHARE * shorter) | some_quoted
    kept: NDArray[np.bool_] = enough & (longest >= LEAST) & (words >= LEAST)
    return kept


def _gathered(table: PrintTable, ranges: Sequence[tuple[int, int]]) -> tuple[Hashes, NDArray[np.uint32]]:
    return (
        np.concatenate([table.values[start:end] for start, end in ranges]),
        np.concatenate([table.places[start:end] for start, end in ranges]),
    )
