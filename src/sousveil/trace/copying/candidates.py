"""Candidates: the pairs of texts that are worth aligning, because they share rare fingerprints.

The search is linear in the texts: a fingerprint that more than `COMMON` texts have proposes no pair of them but those
with the earliest few, and of its candidates each text keeps the best.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sousveil.trace.copying.narrowing import SharedValues, narrowed
from sousveil.trace.copying.print_table import PrintTable
from sousveil.trace.hashing import Hashes, Indexes
from sousveil.trace.large.postings import Groups, PairTally, Postings

__all__ = ["ALIGNED", "COMMON", "FOOTER", "Candidates", "best_of", "pairs_within", "search", "with_first"]

COMMON = 40
"""A fingerprint in more texts than this is boilerplate until the rest of the text says otherwise."""
ANCHORS = 6
"""Texts, the first of them, that stand for all holders of a common fingerprint: keeps the search linear."""
ALIGNED = 16
"""Candidates that are aligned for one text, those with most fingerprints in common first."""
FOOTER = 0.5
"""Common fingerprints make a copy only where they are this share of the text."""

_TEXTS = 20_000
"""Texts whose fingerprints are sorted into parts at once."""
_MOST = 0xFFFF
_TEXT_BITS, _HIGH, _TEXT = np.uint64(24), np.uint64(40), np.uint64(0xFFFFFF)


class Candidates:
    """Pairs of texts, by number, and the fingerprints that are common."""

    def __init__(self, texts: int, firsts: Indexes, seconds: Indexes, common: Hashes, postings: Postings) -> None:
        self.firsts = firsts
        self.seconds = seconds
        self.common = common
        """Sorted, as `Postings.short` gives them."""
        self._postings = postings
        ends = np.concatenate((firsts, seconds))
        partners = np.concatenate((seconds, firsts))
        order = np.lexsort((partners, ends))
        self._partners = partners[order]
        self._starts = np.searchsorted(ends[order], np.arange(texts + 1))

    def __len__(self) -> int:
        return len(self.firsts)

    def partners(self, text: int) -> Indexes:
        """The candidates of a text, in ascending order."""
        return self._partners[self._starts[text] : self._starts[text + 1]]

    def with_any(self) -> Indexes:
        """The texts that have candidates."""
        return np.flatnonzero(np.diff(self._starts))

    def is_common(self, values: Hashes) -> NDArray[np.bool_]:
        """Which fingerprints are common."""
        if not len(self.common):
            return np.zeros(len(values), np.bool_)
        short = self._postings.short(values)
        at = np.minimum(np.searchsorted(self.common, short), len(self.common) - 1)
        found: NDArray[np.bool_] = self.common[at] == short
        return found

    def by_family(self) -> list[int]:
        """The texts that have candidates, those that belong together one after the other."""
        texts = self.with_any()
        found: list[int] = texts[np.lexsort((texts, self.families()[texts]))].tolist()
        return found

    def families(self) -> Indexes:
        """For each text the least number among all texts that candidates tie it to, over others, too."""
        label = np.arange(len(self._starts) - 1)
        while True:
            least = np.minimum(label[self.firsts], label[self.seconds])
            before = label.copy()
            np.minimum.at(label, self.firsts, least)
            np.minimum.at(label, self.seconds, least)
            np.minimum.at(label, before[self.firsts], least)
            np.minimum.at(label, before[self.seconds], least)
            label = label[label]
            if np.array_equal(label, before):
                return label


def search(table: PrintTable, folder: Path | None = None) -> Candidates:
    """The candidates among texts that are numbered in the order in which they are taken to have been written.

    `folder` is where postings wait that are not being sorted, null for memory.
    """
    sizes = table.sizes
    postings = Postings(len(table), folder)
    for start in range(0, len(table), _TEXTS):
        bounds = table.bounds[start : start + _TEXTS + 1]
        postings.add(start, np.asarray(table.values[bounds[0] : bounds[-1]]), bounds - bounds[0])
    shared, common = PairTally(postings.bits), PairTally(postings.bits)
    several = SharedValues(int(table.bounds[-1]))
    frequent: list[Hashes] = []
    for groups in postings.parts():
        several.add(groups.values, postings.lost_bits)
        for firsts, seconds in pairs_within(groups, COMMON):
            shared.add(firsts, seconds)
        many = groups.sizes > COMMON
        frequent.append(groups.values[many])
        for firsts, seconds in with_first(groups, many, ANCHORS):
            common.add(firsts, seconds)
    keys, counts = shared.pairs()
    more, times = common.pairs()
    if len(more):
        keys, counts = _with_common(shared, keys, counts, more, times, sizes)
    firsts, seconds = best_of(shared, keys, counts, len(sizes), ALIGNED)
    kept = narrowed(table, several, firsts, seconds)
    every = np.sort(np.concatenate([np.zeros(0, np.uint64), *frequent]))
    return Candidates(len(sizes), firsts[kept], seconds[kept], every, postings)


def pairs_within(groups: Groups, most: int) -> list[tuple[Indexes, Indexes]]:
    """All pairs of holders of each value that no more than `most` texts hold."""
    few = groups.sizes <= most
    starts, sizes = groups.starts[few], groups.sizes[few]
    found = []
    for first in range(most - 1):
        # The holder with this number in its group, with each that comes after it.
        left = sizes - 1 - first
        starts, sizes, left = starts[left > 0], sizes[left > 0], left[left > 0]
        if not len(starts):
            break
        found.append(_fan(groups.texts, starts + first, left))
    return found


def _fan(texts: Indexes, at: Indexes, following: Indexes) -> tuple[Indexes, Indexes]:
    """The texts at places, each with as many that follow it there."""
    offsets = np.arange(following.sum()) - np.repeat(np.cumsum(following) - following, following)
    return np.repeat(texts[at], following), texts[np.repeat(at + 1, following) + offsets]


def with_first(groups: Groups, many: NDArray[np.bool_], most: int) -> list[tuple[Indexes, Indexes]]:
    """The first holders of some values, each with all holders that come after it."""
    starts, sizes = groups.starts[many], groups.sizes[many]
    return [_fan(groups.texts, starts + first, sizes - 1 - first) for first in range(most)]


def _with_common(
    tally: PairTally, keys: Hashes, counts: Indexes, more: Hashes, times: Indexes, sizes: Indexes
) -> tuple[Hashes, Indexes]:
    """Pairs with the common fingerprints added that they have beside rare ones, and those that have little else: a text
    that is all boilerplate."""
    at = np.minimum(np.searchsorted(keys, more), max(0, len(keys) - 1))
    known = keys[at] == more if len(keys) else np.zeros(len(more), np.bool_)
    counts = counts.copy()
    counts[at[known]] += times[known]
    firsts, seconds = tally.split(more)
    kept = ~known & (times >= FOOTER * np.minimum(sizes[firsts], sizes[seconds]))
    keys, counts = np.concatenate((keys, more[kept])), np.concatenate((counts, times[kept]))
    order = np.argsort(keys, kind="stable")
    return keys[order], counts[order]


def best_of(tally: PairTally, keys: Hashes, counts: Indexes, texts: int, most: int) -> tuple[Indexes, Indexes]:
    """For each text its best candidates, and the earliest of those that share half as much as the best; a pair stays
    where either side wants it. Pairs in ascending order."""
    if not len(keys):
        none = np.zeros(0, np.intp)
        return none, none
    firsts, seconds = tally.split(keys)
    # Sorted by text, then most shared, then earliest, as one number each.
    lacking = (_MOST - np.minimum(counts, _MOST)).astype(np.uint64) << _TEXT_BITS
    left, right = firsts.astype(np.uint64), seconds.astype(np.uint64)
    ranked = np.concatenate(((left << _HIGH) | lacking | right, (right << _HIGH) | lacking | left))
    ranked.sort()
    ends, others = (ranked >> _HIGH).astype(np.intp), (ranked & _TEXT).astype(np.intp)
    both = _MOST - ((ranked >> _TEXT_BITS) & np.uint64(_MOST)).astype(np.intp)
    starts = np.searchsorted(ends, np.arange(texts))
    wanted = np.arange(len(ends)) - starts[ends] < most
    first = np.flatnonzero(np.diff(ends, prepend=-1))
    groups = np.cumsum(np.diff(ends, prepend=-1) != 0) - 1
    near = both * 2 >= both[first][groups]
    earliest = np.minimum.reduceat(np.where(near, others, texts), first)
    wanted |= others == earliest[groups]
    low, high = np.minimum(ends, others)[wanted], np.maximum(ends, others)[wanted]
    pairs = np.unique((low.astype(np.uint64) << np.uint64(32)) | high.astype(np.uint64))
    return (pairs >> np.uint64(32)).astype(np.intp), (pairs & np.uint64(0xFFFFFFFF)).astype(np.intp)
