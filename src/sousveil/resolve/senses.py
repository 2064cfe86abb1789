"""One name in one document, and what the document's names say about each other: all mentions of a name mean the same
place, and places that are named together lie together."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from sousveil.resolve.reasons import LEAST_SHARE, Reason, Weights, reasons_of_context
from sousveil.vocabulary.gazetteer_types import Candidate, Toponym

__all__ = ["Sense", "weigh_context"]

_CELL_DEGREES = 1.0


class _Spot:
    """Where a candidate lies, worked out once."""

    __slots__ = ("around", "cell", "country", "district", "region")

    def __init__(self, candidate: Candidate) -> None:
        self.country = candidate.country
        self.region = _region_of(candidate)
        self.district = _district_of(candidate)
        self.cell: tuple[int, int] | None = None
        self.around: tuple[tuple[int, int], ...] = ()
        if candidate.lat is not None and candidate.lon is not None and candidate.precision != "country":
            row, column = math.floor(candidate.lat / _CELL_DEGREES), math.floor(candidate.lon / _CELL_DEGREES)
            self.cell = (row, column)
            self.around = tuple((row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1))


class _Votes:
    """How much of something speaks for each district, region, country and neighbourhood."""

    def __init__(self) -> None:
        self.holders: dict[int, float] = defaultdict(float)
        self.countries: dict[str, float] = defaultdict(float)
        self.cells: dict[tuple[int, int], float] = defaultdict(float)

    def add(self, spot: _Spot, weight: float) -> None:
        """Adds a vote."""
        if spot.country:
            self.countries[spot.country] += weight
        if spot.region is not None:
            self.holders[spot.region] += weight
        if spot.district is not None and spot.district != spot.region:
            self.holders[spot.district] += weight
        if spot.cell is not None:
            self.cells[spot.cell] += weight

    def of(self, spot: _Spot) -> tuple[float, float, float, float]:
        """Votes for a place's district, region, country and neighbourhood."""
        return (
            self.holders.get(spot.district, 0.0) if spot.district is not None else 0.0,
            self.holders.get(spot.region, 0.0) if spot.region is not None else 0.0,
            self.countries.get(spot.country, 0.0) if spot.country else 0.0,
            sum(self.cells.get(cell, 0.0) for cell in spot.around),
        )


class Sense:
    """One name in one document: its mentions, its candidates and how likely each is."""

    def __init__(self, candidates: tuple[Candidate, ...]) -> None:
        self.candidates = candidates
        self.spots = [_Spot(candidate) for candidate in candidates]
        self.mentions: list[Toponym] = []
        self.weight = 0.0
        self.fixed: list[list[Reason]] = [[] for _ in candidates]
        self.moving: list[list[Reason]] = [[] for _ in candidates]
        self.share = [1.0 / len(candidates)] * len(candidates) if candidates else []

    def score(self, position: int) -> float:
        """The sum of a candidate's reasons."""
        return sum(r.points for r in self.fixed[position]) + sum(r.points for r in self.moving[position])

    def settle(self) -> None:
        """Shares from scores."""
        scores = [self.score(i) for i in range(len(self.candidates))]
        top = max(scores, default=0.0)
        raised = [math.exp(s - top) for s in scores]
        total = sum(raised)
        self.share = [r / total for r in raised]

    def vote(self, votes: _Votes) -> None:
        """Adds its candidates, by their shares."""
        for spot, share in zip(self.spots, self.share, strict=True):
            if share > LEAST_SHARE:
                votes.add(spot, share * self.weight)


def weigh_context(senses: Sequence[Sense], weights: Weights) -> None:
    """Reasons from the document's other names. What a name's own candidates voted for is taken off, so that a name is
    no witness for itself."""
    everything = _Votes()
    for sense in senses:
        sense.settle()
        sense.vote(everything)
    total = sum(sense.weight for sense in senses)
    for sense in senses:
        own = _Votes()
        sense.vote(own)
        rest = max(total - sense.weight, 0.0) + 1.0
        for position, spot in enumerate(sense.spots):
            shares = [
                max(all_votes - own_votes, 0.0) / rest
                for all_votes, own_votes in zip(everything.of(spot), own.of(spot), strict=True)
            ]
            sense.moving[position] = reasons_of_context(sense.candidates[position], shares, weights)


def _district_of(candidate: Candidate) -> int | None:
    """Index of the district that a candidate is or lies in."""
    if candidate.precision == "district":
        return candidate.index
    return candidate.holders[0] if candidate.admin2 and candidate.holders else None


def _region_of(candidate: Candidate) -> int | None:
    """Index of the first-level region that a candidate is or lies in: the last holder but the country."""
    if candidate.precision == "country":
        return None
    if len(candidate.holders) >= 2:
        return candidate.holders[-2]
    return candidate.index if candidate.precision == "region" else None
