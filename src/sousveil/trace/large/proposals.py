"""Proposals: pairs of texts that share several units which few others have, for comparisons that need no common run.

A unit is whatever a comparison looks at, as a hash: a telling word, a number, a name. Linear in the texts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sousveil.trace.copying.candidates import best_of, pairs_within, with_first
from sousveil.trace.copying.narrowing import SharedValues
from sousveil.trace.hashing import Hashes, Indexes
from sousveil.trace.large.postings import Groups, PairTally, Postings

__all__ = ["Proposals", "Rule", "propose", "propose_quoting"]

_MANY = 3
"""Common units that are worth as much as one that few have."""
_FIRST = 6
"""Texts that stand for all that have a common unit."""


class Rule(Struct, frozen=True):
    """Which pairs are worth comparing."""

    holders: int
    """A unit in more texts than this proposes nothing."""
    shared: int
    """Units in common that make a proposal."""
    compared: int
    """Proposals of one text that are kept, those with most units in common."""
    rarest: int = 0
    """Units of a text that it is sought by, the rarest; 0 for all."""


class Proposals(Struct, frozen=True):
    """Pairs of texts, by number, in ascending order."""

    firsts: Indexes
    seconds: Indexes


def propose(units: Sequence[Hashes], rule: Rule) -> Proposals:
    """The proposals among texts, from the units of each."""
    bounds = np.cumsum([0, *map(len, units)])
    values = np.concatenate([np.zeros(0, np.uint64), *units])
    if rule.rarest:
        values, bounds = _rarest(values, bounds, rule)
    postings = Postings(len(units))
    postings.add(0, values, bounds)
    tally = PairTally(postings.bits)
    for groups in postings.parts():
        for firsts, seconds in pairs_within(groups, rule.holders):
            tally.add(firsts, seconds)
    keys, counts = tally.pairs()
    enough = counts >= rule.shared
    return Proposals(*best_of(tally, keys[enough], counts[enough], len(units), rule.compared))


def propose_quoting(quoted: Sequence[Hashes], told: Sequence[Hashes], rule: Rule) -> tuple[Proposals, Hashes]:
    """The same for units that one text of a pair must quote: `quoted` are those that a text has in quotation marks,
    `told` its others. Also gives the units that are common, which propose pairs with the first texts only.
    """
    count = len(told)
    # What nobody quotes proposes nothing.
    asked = SharedValues(sum(map(len, quoted)))
    for piece in quoted:
        asked.add(piece, 0)
    # Each text has two numbers, the odd one for what it quotes.
    pieces = [piece for mine, other in zip(quoted, told, strict=True) for piece in (other[asked.among(other)], mine)]
    postings = Postings(2 * count)
    postings.add(0, np.concatenate([np.zeros(0, np.uint64), *pieces]), np.cumsum([0, *map(len, pieces)]))
    tally = PairTally(max(1, (count - 1).bit_length()))
    frequent = [np.zeros(0, np.uint64)]
    for groups in postings.parts():
        quoting = np.add.reduceat(groups.texts & 1, groups.starts) > 0 if len(groups.starts) else groups.starts > 0
        many = quoting & (groups.sizes > rule.holders)
        frequent.append(groups.values[many] << np.uint64(postings.lost_bits))
        kept = Groups(groups.texts, groups.starts[quoting], groups.sizes[quoting], groups.values[quoting])
        for firsts, seconds in pairs_within(kept, rule.holders):
            for _ in range(_MANY):
                _add_quoting(tally, firsts, seconds, (firsts | seconds) & 1 == 1)
        for firsts, seconds in with_first(groups, many, _FIRST):
            _add_quoting(tally, firsts, seconds, seconds & 1 == 1)
    keys, counts = tally.pairs()
    enough = counts >= rule.shared
    best = best_of(tally, keys[enough], counts[enough], count, rule.compared)
    return Proposals(*best), np.sort(np.concatenate(frequent))


def _add_quoting(tally: PairTally, firsts: Indexes, seconds: Indexes, kept: NDArray[np.bool_]) -> None:
    tally.add(firsts[kept] >> 1, seconds[kept] >> 1)


def _rarest(values: Hashes, bounds: Indexes, rule: Rule) -> tuple[Hashes, Indexes]:
    """Of each text's units that another text has, too, and few enough have, those that the fewest have."""
    postings = Postings(len(bounds) - 1)
    postings.add(0, values, bounds)
    texts, sizes, units = [np.zeros(0, np.intp)], [np.zeros(0, np.intp)], [np.zeros(0, np.uint64)]
    for groups in postings.parts():
        few = groups.sizes <= rule.holders
        size = groups.sizes[few]
        texts.append(_members(groups, few))
        sizes.append(np.repeat(size, size))
        units.append(np.repeat(groups.values[few] << np.uint64(postings.lost_bits), size))
    text, held, value = np.concatenate(texts), np.concatenate(sizes), np.concatenate(units)
    order = np.lexsort((value, held, text))
    text, value = text[order], value[order]
    starts = np.searchsorted(text, np.arange(len(bounds)))
    kept = np.arange(len(text)) - starts[text] < rule.rarest
    return value[kept], np.searchsorted(text[kept], np.arange(len(bounds)))


def _members(groups: Groups, chosen: np.ndarray) -> Indexes:
    starts, sizes = groups.starts[chosen], groups.sizes[chosen]
    offsets = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    members: Indexes = groups.texts[np.repeat(starts, sizes) + offsets]
    return members
