"""Which texts hold which values, sorted a part at a time: finds pairs of texts that share values without comparing any.

A posting is one 64-bit number, the leading bits of a value and the number of a text behind them, so that one sort of
numbers groups all holders of a value. Values are parted by their first bits; only one part is in memory at once where a
folder is given for the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from msgspec import Struct

from sousveil.trace.hashing import Hashes, Indexes

__all__ = ["Groups", "PairTally", "Postings"]

_FEW_BITS, _MANY_BITS = 2, 6
_MANY = 100_000
"""Texts from which values are parted further: a part should fit into memory, and a small one costs time of its own."""
_COUNT_BITS = 16
_MOST = (1 << _COUNT_BITS) - 1
_WAITING = 1 << 24
"""Pairs that wait to be added up."""


class Groups(Struct, frozen=True):
    """The holders of the values of one part: `texts[start:start + size]` hold one value, in ascending order."""

    texts: Indexes
    starts: Indexes
    sizes: Indexes
    values: Hashes
    """The value of each group, as `Postings.short` gives it."""


class Postings:
    """Texts, by number from 0, with the values that each holds."""

    def __init__(self, texts: int, folder: Path | None = None) -> None:
        """`texts` is how many there will be, 16 million at most; `folder` is where parts wait, null for memory."""
        self.bits = max(1, (texts - 1).bit_length())
        if self.bits > 24:
            raise ValueError(f"{texts} texts are more than one search can number")
        self._part_bits = _MANY_BITS if texts > _MANY else _FEW_BITS
        self._parts = 1 << self._part_bits
        self.lost_bits = max(0, self.bits - self._part_bits)
        """How many bits of a value, the last, `short` leaves out."""
        self._shift = np.uint64(self.lost_bits)
        self._folder = folder
        self._held: list[list[Hashes]] = [[] for _ in range(self._parts)]
        self._files = [folder / f"part-{number:02d}" for number in range(self._parts)] if folder else []

    def short(self, values: Hashes) -> Hashes:
        """The leading bits of values, as postings tell them apart."""
        return values >> self._shift

    def add(self, first: int, values: Hashes, bounds: Indexes) -> None:
        """Values of neighbouring texts from number `first` on, each text's between two neighbouring `bounds`."""
        texts = np.repeat(np.arange(first, first + len(bounds) - 1, dtype=np.uint64), np.diff(bounds))
        short = self.short(values)
        part = (values >> np.uint64(64 - self._part_bits)).astype(np.uint8)
        # What the shift pushes out at the left is the same for the whole part.
        postings = (short << np.uint64(self.bits)) | texts
        order = np.argsort(part, kind="stable")
        postings = postings[order]
        cuts = np.searchsorted(part[order], np.arange(self._parts + 1))
        for number in range(self._parts):
            piece = postings[cuts[number] : cuts[number + 1]]
            if not len(piece):
                continue
            if self._files:
                with self._files[number].open("ab") as file:
                    piece.tofile(file)
            else:
                self._held[number].append(piece)

    def parts(self) -> Iterator[Groups]:
        """Values that two texts or more hold, part by part. Can be done once."""
        for number in range(self._parts):
            postings = self._take(number)
            if len(postings):
                yield self._groups(postings, number)

    def _take(self, number: int) -> Hashes:
        if self._files:
            path = self._files[number]
            if not path.exists():
                return np.zeros(0, np.uint64)
            postings = np.fromfile(path, np.uint64)
            path.unlink()
        else:
            held, self._held[number] = self._held[number], []
            postings = np.concatenate(held) if held else np.zeros(0, np.uint64)
        postings.sort()
        return postings

    def _groups(self, postings: Hashes, number: int) -> Groups:
        bits = np.uint64(self.bits)
        fresh = np.ones(len(postings), np.bool_)
        fresh[1:] = postings[1:] != postings[:-1]  # a text that has a value twice holds it once
        postings = postings[fresh]
        values = postings >> bits
        begins = np.ones(len(values), np.bool_)
        begins[1:] = values[1:] != values[:-1]
        starts = np.flatnonzero(begins)
        sizes = np.diff(starts, append=len(values))
        several = sizes > 1
        starts, sizes = starts[several], sizes[several]
        texts = (postings & np.uint64((1 << self.bits) - 1)).astype(np.intp)
        high = np.uint64(number) << np.uint64(64 - self._part_bits) >> self._shift
        low = values[starts] & np.uint64((1 << (64 - max(self.bits, self._part_bits))) - 1)
        return Groups(texts, starts, sizes, high | low)


class PairTally:
    """Counts how often pairs of texts are met."""

    def __init__(self, bits: int) -> None:
        """`bits` is how many the number of a text takes."""
        self._bits = np.uint64(bits)
        self._mask = np.uint64((1 << bits) - 1)
        self._waiting: list[Hashes] = []
        self._size = 0

    def add(self, firsts: Indexes, seconds: Indexes) -> None:
        """Pairs met once more, the lower number first."""
        if len(firsts):
            keys = (firsts.astype(np.uint64) << self._bits) | seconds.astype(np.uint64)
            self._waiting.append((keys << np.uint64(_COUNT_BITS)) | np.uint64(1))
            self._size += len(keys)
            if self._size > _WAITING:
                self._waiting = [self._added_up()]
                # Twice what is left, so that adding up stays linear.
                self._size = min(_WAITING // 2, len(self._waiting[0]))

    def pairs(self) -> tuple[Hashes, Indexes]:
        """The different pairs, as `key` gives them, sorted, with their counts (65,535 stands for more)."""
        summed = self._added_up()
        self._waiting = [summed]
        return summed >> np.uint64(_COUNT_BITS), (summed & np.uint64(_MOST)).astype(np.intp)

    def split(self, keys: Hashes) -> tuple[Indexes, Indexes]:
        """The two numbers of pairs."""
        return (keys >> self._bits).astype(np.intp), (keys & self._mask).astype(np.intp)

    def _added_up(self) -> Hashes:
        if not self._waiting:
            return np.zeros(0, np.uint64)
        every = np.concatenate(self._waiting)
        self._waiting = []
        every.sort()
        keys = every >> np.uint64(_COUNT_BITS)
        begins = np.ones(len(keys), np.bool_)
        begins[1:] = keys[1:] != keys[:-1]
        starts = np.flatnonzero(begins)
        counts = np.add.reduceat(every & np.uint64(_MOST), starts) if len(starts) else every
        return (keys[starts] << np.uint64(_COUNT_BITS)) | np.minimum(counts, np.uint64(_MOST))
