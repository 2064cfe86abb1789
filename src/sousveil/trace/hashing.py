"""Hashes over arrays: runs of a sequence hashed all at once, the same on every machine and in every process.

A run's hash is a polynomial of its items with an odd base, modulo 2^64. It is the difference of two running sums, made
independent of where the run stands by the inverse power of the base.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["Hashes", "Indexes", "hash_runs", "mix"]

Hashes = NDArray[np.uint64]
Indexes = NDArray[np.intp]

_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_LEAST_TABLE = 1 << 12


@lru_cache(maxsize=8)
def _powers(base: int, count: int) -> Hashes:
    factors = np.full(count, base, np.uint64)
    factors[0] = 1
    return np.multiply.accumulate(factors, dtype=np.uint64)


def _table(base: int, count: int) -> Hashes:
    """At least `count` powers; tables double, so that few are made."""
    return _powers(base, max(_LEAST_TABLE, 1 << (count - 1).bit_length()))


def mix(values: Hashes) -> Hashes:
    """Spread every bit over all of them: multiply and fold, as in splitmix64 (Steele, Lea and Flood 2014)."""
    mixed = values >> np.uint64(32)
    mixed ^= values
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(32)
    return mixed


def hash_runs(items: NDArray[np.unsignedinteger], starts: Indexes | slice, ends: Indexes | slice) -> Hashes:
    """One hash for the items from each of `starts` up to but without the same one of `ends`."""
    sums = np.empty(len(items) + 1, np.uint64)
    sums[0] = 0
    np.cumsum(items * _table(_BASE, max(1, len(items)))[: len(items)], dtype=np.uint64, out=sums[1:])
    runs = sums[ends] - sums[starts]
    runs *= _table(_INVERSE, len(items) + 1)[starts]
    return mix(runs)
