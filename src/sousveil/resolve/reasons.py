"""Why a name means one place rather than another: the points, the words for them, and what is known of the source.

A score is a sum of weighted reasons, after the cues that Leidner ("Toponym Resolution in Text", 2007) lists: what is
written right beside the name, what else the document names, what the source is about, how many people live there.
Weights are the table below and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct

from sousveil.resolve.homes import Home
from sousveil.vocabulary.gazetteer_types import Candidate

__all__ = ["LEAST_SHARE", "Hints", "Reason", "Weights", "reasons_of_context", "reasons_of_its_own"]

LEAST_SHARE = 0.001
"""Shares below this change nothing."""
_NATION = 200_000
"""People from which a territory's name is read as that of a country: "Norfolk" is rarely the island."""


class Weights(Struct, frozen=True, kw_only=True):
    """Points for each kind of reason. Set on half of the LGL corpus; see `eval/score_geo.py`."""

    people: float = 0.84
    """For every factor of ten in population."""
    main_name: float = 1.5
    country: float = 4.59
    """The name is that of a country."""
    region: float = 0.944
    usual: float = 6.0
    """The vocabulary says that the bare name most often means this place."""
    beside: float = 4.8
    """What holds the place is written beside its name."""
    told_rank: float = 8.0
    """A word beside the name says that it is such a place: "Kashgar **prefecture**"."""
    same_district: float = 15.0
    """The document's other places are, or lie in, the same county or district; times their share."""
    same_region: float = 9.36
    """The document's other places lie in the same first-level region; times their share."""
    same_country: float = 2.618
    near: float = 6.12
    """The document's other places lie within about 150 km; times their share."""
    hint_district: float = 3.0
    hint_region: float = 6.0
    hint_country: float = 2.0
    home: float = 0.8
    """The outlet has its seat in the country, as the vocabulary knows."""
    home_region: float = 12.0
    """The outlet's texts name places of this region again and again; times the region's share of them."""
    home_country: float = 2.5
    plain_city: float = 0.756
    seat: float = 1.5
    """A bare name means the town, and not the region or district around it that is named after the town."""


class Hints(Struct, frozen=True, kw_only=True):
    """What is known about a source before its places are read."""

    country: str | None = None
    """ISO 3166-1 alpha-2 of the country that the source is about, such as that of a coded table."""
    region: int | None = None
    """Index of a first-level region in the gazetteer."""
    district: int | None = None
    """Index of a county or district."""
    home: str | None = None
    """ISO 3166-1 alpha-2 of the outlet's seat: it names small places there without saying where they are."""
    learned: Home | None = None
    """Where the outlet's other texts are at home."""


class Reason(Struct, frozen=True):
    """Why a candidate gained points."""

    points: float
    words: str


def reasons_of_its_own(candidate: Candidate, hints: Hints, weights: Weights) -> list[Reason]:
    """Reasons that do not depend on how other names are read."""
    reasons = []
    if candidate.population:
        points = weights.people * math.log10(candidate.population)
        reasons.append(Reason(points, f"{candidate.population:,} people live there"))
    if not candidate.alternate:
        reasons.append(Reason(weights.main_name, "the text writes its main name"))
    if candidate.usual:
        reasons.append(Reason(weights.usual, "the name alone most often means this place"))
    if candidate.precision == "country":
        if candidate.population >= _NATION:
            reasons.append(Reason(weights.country, "it is a country"))
    elif candidate.precision == "region":
        reasons.append(Reason(weights.region, "it is a first-level region"))
    elif candidate.precision == "city":
        reasons.append(Reason(weights.plain_city, "it is a town"))
    if hints.country and candidate.country == hints.country:
        reasons.append(Reason(weights.hint_country, f"the source is about {hints.country}"))
    if hints.home and candidate.country == hints.home:
        reasons.append(Reason(weights.home, f"the outlet is from {hints.home}"))
    if hints.region is not None and hints.region in (candidate.index, *candidate.holders):
        reasons.append(Reason(weights.hint_region, "the source is about this region"))
    if hints.district is not None and hints.district in (candidate.index, *candidate.holders):
        reasons.append(Reason(weights.hint_district, "the source is about this district"))
    return [*reasons, *_of_home(candidate, hints.learned, weights)]


def _of_home(candidate: Candidate, home: Home | None, weights: Weights) -> list[Reason]:
    if home is None or candidate.country is None:
        return []
    reasons = []
    share = home.share_of(candidate.country)
    if share > LEAST_SHARE:
        words = f"{share:.0%} of the places in {home.texts} texts of {home.outlet} lie in {candidate.country}"
        reasons.append(Reason(weights.home_country * share, words))
    region = candidate.name if candidate.precision == "region" else candidate.admin1
    share = home.share_of(candidate.country, region) if region else 0.0
    if share > LEAST_SHARE:
        words = f"{share:.0%} of the places in {home.texts} texts of {home.outlet} lie in {region}"
        reasons.append(Reason(weights.home_region * share, words))
    return reasons


def reasons_of_context(candidate: Candidate, shares: Sequence[float], weights: Weights) -> list[Reason]:
    """Reasons from the shares of the document's other places that lie in its district, region, country and near."""
    in_district, in_region, in_country, near = shares
    reasons = []
    if in_district > LEAST_SHARE:
        words = f"other places of the document are or lie in {candidate.admin2 or candidate.name}"
        reasons.append(Reason(weights.same_district * in_district, words))
    if in_region > LEAST_SHARE:
        words = f"other places of the document lie in {candidate.admin1 or candidate.name}"
        reasons.append(Reason(weights.same_region * in_region, words))
    if in_country > LEAST_SHARE:
        words = f"other places of the document lie in {candidate.country}"
        reasons.append(Reason(weights.same_country * in_country, words))
    if near > LEAST_SHARE:
        reasons.append(Reason(weights.near * near, "other places of the document are near"))
    return reasons
