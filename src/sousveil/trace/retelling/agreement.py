"""Agreement: how much of what one text tells stands in another, aligned sentence by sentence.

Two reports of one event share its place, its day and who spoke for the authorities. Who rewrites a report shares its
details: every number and name of the passage, in the order of the other text. So what is measured is the passage's
share of details that the other has, and how much they tell, apart from what the words share.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct

from sousveil.trace.document import Document
from sousveil.trace.retelling.alignment import align
from sousveil.trace.retelling.telling import Kind, Sentence, long_quotations

__all__ = ["Agreement", "Common", "Rarity", "Told", "agreement", "in_common"]

Rarity = Callable[[str], float]
"""How much of its prior a unit keeps in this case: 1 where only the two texts have it, less where many do."""

WORD = 0.5
"""Words count for half: two texts on one subject share some whoever wrote them."""
ECHO_COST = 0.12
"""Part of what a sentence of the echo says that it costs to take it into the passage."""
ORIGIN_COST = 0.02
"""The same for a sentence of the origin that is passed over: who rewrites leaves out."""
LEAD = 0.3
"""Part of a text that says what happened; what stands behind it is its own."""
USUAL = 20
"""Numbers, and names, of a text up to which one is hardly there by chance."""
_SEVERAL = 2
_DETAILS = frozenset({"number", "name", "date"})


class Told:
    """A text as it is compared: its sentences, and of each unit the kind and the prior that it has in this text."""

    def __init__(self, document: Document, sentences: Sequence[Sentence]) -> None:
        self.document = document
        self.sentences = tuple(sentences)
        self.units: dict[str, tuple[Kind, float]] = {}
        for sentence in self.sentences:
            for unit in sentence.units:
                if unit.key not in self.units or unit.prior > self.units[unit.key][1]:
                    self.units[unit.key] = (unit.kind, unit.prior)
        self._weighed: tuple[Rarity | None, list[float]] = (None, [])

    def weights(self, rarity: Rarity) -> list[float]:
        """What each sentence tells, whatever the other text; kept for the last `rarity`."""
        known, weights = self._weighed
        if known != rarity:  # two takings of one bound method are equal and not the same
            own = {key: _weight(kind, prior, key, rarity) for key, (kind, prior) in self.units.items()}
            weights = [math.fsum(own[unit.key] for unit in sentence.units) for sentence in self.sentences]
            self._weighed = (rarity, weights)
        return weights

    @cached_property
    def quoted(self) -> list[tuple[int, int]]:
        """Where the text gives somebody's words."""
        return long_quotations(self.document)

    @cached_property
    def crowd(self) -> dict[Kind, float]:
        """By kind, what a unit tells less because the text has so many that it may have this one by chance."""
        many: dict[Kind, int] = {}
        for kind, _ in self.units.values():
            many[kind] = many.get(kind, 0) + 1
        return {kind: math.log(max(1.0, many.get(kind, 0) / USUAL)) for kind in _DETAILS}

    @cached_property
    def lead(self) -> frozenset[str]:
        """The units of the sentences that begin in the first part of the text."""
        most = LEAD * len(self.document.text.content)
        return frozenset(unit.key for sentence in self.sentences if sentence.start < most for unit in sentence.units)


class Agreement(Struct, frozen=True):
    """A passage of the echo and one of the origin that tell the same; weights in nats."""

    cells: tuple[tuple[int, int], ...]
    """Sentences of the echo and of the origin that meet."""
    shared: dict[str, float]
    """Weight of each unit that stands in two sentences that meet."""
    kinds: dict[str, Kind]
    agreed: dict[Kind, float]
    """By kind, the weight of the passage's units that are shared."""
    told: dict[Kind, float]
    """By kind, the weight of all units of the passage."""
    dense: int
    """Sentences of the passage that share two units or more with those that they meet."""
    lead: frozenset[str]
    """The shared units that the origin's first part already has: what any report of the event begins with."""

    def of(self, *kinds: Kind) -> float:
        """Weight that is shared."""
        return math.fsum(self.agreed.get(kind, 0.0) for kind in kinds)

    def shared_of(self, kind: Kind, *, lead: bool) -> float:
        """Weight of the shared units of one kind that the origin's first part has, or has not."""
        return math.fsum(
            weight for key, weight in self.shared.items() if self.kinds[key] == kind and (key in self.lead) == lead
        )

    def out_of(self, *kinds: Kind) -> float:
        """Weight that the passage has."""
        return math.fsum(self.told.get(kind, 0.0) for kind in kinds)


class Common(Struct, frozen=True):
    """The units that two texts have in common, wherever these stand."""

    kinds: dict[str, Kind]
    weights: dict[str, float]


def in_common(echo: Told, origin: Told, rarity: Rarity) -> Common:
    """What two texts have in common, before their sentences are looked at."""
    both = echo.units.keys() & origin.units.keys()
    both -= {key for key in both if key.startswith("~") and not _is_about(key, echo, origin, both)}
    kinds = {key: _kind(echo.units[key], origin.units[key]) for key in both}
    priors = {key: _prior(kinds[key], echo.units[key], origin.units[key], origin.crowd) for key in both}
    return Common(kinds, {key: _weight(kinds[key], priors[key], key, rarity) for key in both})


def _is_about(key: str, echo: Told, origin: Told, both: set[str]) -> bool:
    """Whether a number that both have when rounded is round in one of them, or the same in both: 270 is not 318."""
    value = float(key[1:])
    if f"={value:.6g}" in echo.units or f"={value:.6g}" in origin.units:
        return True
    return any(other.startswith("=") and f"~{float(other[1:]):.0e}" == key for other in both)


def agreement(
    echo: Told, origin: Told, common: Common, rarity: Rarity, apart: frozenset[int] = frozenset()
) -> Agreement | None:
    """The heaviest passage of `echo` that tells what one of `origin` does; null where they share nothing.

    Sentences of the echo in `apart` (by number) take no part.
    """
    kinds, weight = common.kinds, common.weights
    gains = _gains(echo, origin, weight, apart)
    here = [ECHO_COST * value for value in echo.weights(rarity)]
    there = [ORIGIN_COST * value for value in origin.weights(rarity)]
    _, cells = align(gains, here, there)
    if not cells:
        return None
    mine = [frozenset(unit.key for unit in echo.sentences[row].units) for row in range(cells[0][0], cells[-1][0] + 1)]
    shared = {
        unit.key
        for row, column in cells
        for unit in origin.sentences[column].units
        if unit.key in weight and unit.key in mine[row - cells[0][0]]
    }
    agreed: dict[Kind, float] = {}
    told: dict[Kind, float] = {}
    for key in sorted(frozenset().union(*mine)):
        kind, value = kinds.get(key) or echo.units[key][0], weight.get(key)
        if value is None:
            value = _weight(*echo.units[key], key, rarity)
        told[kind] = told.get(kind, 0.0) + value
        if key in shared:
            agreed[kind] = agreed.get(kind, 0.0) + value
    return Agreement(
        cells=tuple(cells),
        shared={key: weight[key] for key in sorted(shared)},
        kinds=kinds,
        agreed=agreed,
        told=told,
        dense=_dense(echo, origin, cells),
        lead=origin.lead.intersection(shared),
    )


def _dense(echo: Told, origin: Told, cells: Sequence[tuple[int, int]]) -> int:
    """How many rows share two units or more; a number and the same one rounded are one."""
    met: dict[int, set[str]] = {}
    for row, column in cells:
        there = {unit.key for unit in origin.sentences[column].units}
        met.setdefault(row, set()).update(
            unit.key for unit in echo.sentences[row].units if unit.key in there and not unit.key.startswith("~")
        )
    return sum(len(keys) >= _SEVERAL for keys in met.values())


def _kind(one: tuple[Kind, float], other: tuple[Kind, float]) -> Kind:
    """A word that one of the texts has as a name is one; a number that one has as a day is that."""
    found = {one[0], other[0]}
    return next((kind for kind in ("date", "name") if kind in found), one[0])


def _prior(kind: Kind, one: tuple[Kind, float], other: tuple[Kind, float], crowd: dict[Kind, float]) -> float:
    prior = min(one[1], other[1]) if kind == "date" else max(one[1], other[1])
    return max(0.0, prior - crowd.get(kind, 0.0))


def _weight(kind: Kind, prior: float, key: str, rarity: Rarity) -> float:
    return prior * rarity(key) * (1.0 if kind in _DETAILS else WORD)


def _gains(echo: Told, origin: Told, weight: dict[str, float], apart: frozenset[int]) -> np.ndarray:
    holders: dict[str, list[int]] = {}
    for column, sentence in enumerate(origin.sentences):
        for unit in sentence.units:
            if unit.key in weight:
                holders.setdefault(unit.key, []).append(column)
    gains = np.zeros((len(echo.sentences), len(origin.sentences)))
    for row, sentence in enumerate(echo.sentences):
        if row not in apart:
            for unit in sentence.units:
                for column in holders.get(unit.key, ()):
                    gains[row, column] += weight[unit.key]
    return gains
