"""When it cannot be told which place is meant, a claim says so: no point, and a country only where all agree.

Below half a point between the best two, fewer than half of the best were right on the articles that the
weights were set on (`eval/score_geo.py` counts them as `ties` and `ties_right`).
"""

from __future__ import annotations

from sousveil.resolve.distances import distance_km
from sousveil.resolve.places import Ranked
from sousveil.vocabulary.gazetteer_types import Candidate

__all__ = ["rivals", "settled"]

_CLOSE = 0.5
"""Points between two candidates that are as good as equal."""
_APART_KM = 161.0
"""Kilometres (100 miles) from which two readings are two places on a map."""
_LARGE, _TWICE = 500_000, 2
"""People of a town whose bare name means it, whatever its namesakes are, and how many times more than theirs."""


def rivals(ranked: Ranked) -> tuple[Candidate, ...]:
    """The candidates that nearly equal the best and lie far from it; none where the best stands alone."""
    if not ranked.candidates:
        return ()
    best, top, _ = ranked.candidates[0]
    return tuple(
        c for c, score, _ in ranked.candidates[1:]
        if top - score < _CLOSE and _are_apart(best, c) and not _dwarfs(best, c)
    )  # fmt: skip


def settled(ranked: Ranked) -> Candidate | None:
    """The candidate that is meant: the best where it has no rival, the one that holds it and its rivals where one
    does (the province for a town and its province), null where it cannot be told."""
    if not ranked.candidates:
        return None
    readings = (ranked.candidates[0][0], *rivals(ranked))
    return next((c for c in readings if all(other is c or c.index in other.holders for other in readings)), None)


def _dwarfs(best: Candidate, other: Candidate) -> bool:
    return best.precision == "city" and best.population >= max(_LARGE, _TWICE * other.population)


def _are_apart(one: Candidate, other: Candidate) -> bool:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return one.country != other.country
    return distance_km(one.lat, one.lon, other.lat, other.lon) > _APART_KM
