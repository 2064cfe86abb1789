"""When it cannot be told which place is meant, a claim says so: no point, and a country only where all agree."""

from __future__ import annotations

from sousveil.resolve.distances import distance_km
from sousveil.resolve.places import Ranked
from sousveil.vocabulary.gazetteer_types import Candidate

__all__ = ["is_doubtful", "rivals"]

_CLOSE = 0.5
"""Points between two candidates that are as good as equal."""
_APART_KM = 161.0
"""Kilometres (100 miles) from which two readings are two places on a map."""


def rivals(ranked: Ranked) -> tuple[Candidate, ...]:
    """The candidates that nearly equal the best and lie far from it; none where the best stands alone."""
    if not ranked.candidates:
        return ()
    best, top, _ = ranked.candidates[0]
    return tuple(c for c, score, _ in ranked.candidates[1:] if top - score < _CLOSE and _are_apart(best, c))


def is_doubtful(ranked: Ranked) -> bool:
    """Whether the best candidate has a rival."""
    return bool(rivals(ranked))


def _are_apart(one: Candidate, other: Candidate) -> bool:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return one.country != other.country
    return distance_km(one.lat, one.lon, other.lat, other.lon) > _APART_KM
