"""Which place a name means: every candidate with its score and the reasons for it, so that a person can check.

A score is a sum of weighted reasons, after the cues that Leidner ("Toponym Resolution in Text", 2007) lists: what is
written right beside the name, what else the document names, what the source is about, how many people live there.
All mentions of one name in one document mean the same place. Weights are the table below and nothing else.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from msgspec import Struct

from sousveil.vocabulary.gazetteer import load_gazetteer
from sousveil.vocabulary.gazetteer_keys import key_of
from sousveil.vocabulary.gazetteer_types import Candidate, Toponym

__all__ = ["Hints", "Ranked", "Reason", "Weights", "distance_km", "rank_places"]

_EARTH_RADIUS_KM = 6371.0088
_AFTER = re.compile(r"\s*(?:,|\(|，|、)\s*$")
"""Between a place and what holds it, the smaller one first: "Woodstock, Virginia"."""
_LARGER_FIRST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_CELL_DEGREES = 1.0
_LEAST_SHARE = 0.001
"""Shares below this change nothing."""
_ROUNDS = 3
_NATION = 200_000
"""People from which a territory's name is read as that of a country: "Norfolk" is rarely the island."""
_HEAD = 300
"""Code points at the beginning of a text, where the dateline stands."""


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
    same_district: float = 15.0
    """The document's other places are, or lie in, the same county or district; times their share."""
    same_region: float = 9.36
    """The document's other places lie in the same first-level region; times their share."""
    same_country: float = 2.618
    near: float = 6.12
    """The document's other places lie within about 150 km; times their share."""
    hint_region: float = 3.06
    hint_country: float = 2.0
    home: float = 0.8
    plain_city: float = 0.756
    seat: float = 1.5
    """A bare name means the town, and not the region or district around it that is named after the town."""


class Hints(Struct, frozen=True, kw_only=True):
    """What is known about a source before its places are read."""

    country: str | None = None
    """ISO 3166-1 alpha-2 of the country that the source is about, such as that of a coded table."""
    region: int | None = None
    """Index of a first-level region in the gazetteer."""
    home: str | None = None
    """ISO 3166-1 alpha-2 of the outlet's seat: it names small places there without saying where they are."""


class Reason(Struct, frozen=True):
    """Why a candidate gained points."""

    points: float
    words: str


class Ranked(Struct, frozen=True, kw_only=True):
    """A toponym with its candidates, the best first; no candidates where the name is in no gazetteer."""

    toponym: Toponym
    candidates: tuple[tuple[Candidate, float, tuple[Reason, ...]], ...]

    @property
    def best(self) -> Candidate | None:
        """The candidate with the highest score."""
        return self.candidates[0][0] if self.candidates else None


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


class _Sense:
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
            if share > _LEAST_SHARE:
                votes.add(spot, share * self.weight)


def _weigh_context(senses: Sequence[_Sense], weights: Weights) -> None:
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
            sense.moving[position] = _context_reasons(sense.candidates[position], shares, weights)


def rank_places(
    text: str,
    toponyms: Sequence[Toponym],
    hints: Hints | None = None,
    weights: Weights | None = None,
    ranks: tuple[str, ...] | None = None,
) -> list[Ranked]:
    """Candidates of every toponym, ranked. `toponyms` are all of one document, in the order of their start; `ranks` are
    those of the gazetteer (`Gazetteer.ranks`), of the one that ships where none are given."""
    hints, weights = hints or Hints(), weights or Weights()
    senses: dict[str, _Sense] = {}
    for toponym in toponyms:
        sense = senses.setdefault(key_of(toponym.name) or toponym.name, _Sense(toponym.candidates))
        sense.mentions.append(toponym)
    for sense in senses.values():
        sense.weight = math.sqrt(len(sense.mentions)) + (0.5 if sense.mentions[0].start < _HEAD else 0.0)
        for position, candidate in enumerate(sense.candidates):
            sense.fixed[position] = _fixed_reasons(candidate, hints, weights)
        _add_seats(sense, weights)
    between = _between(load_gazetteer().ranks if ranks is None else ranks)
    local = _add_beside(text, toponyms, senses, weights, between)
    for _ in range(_ROUNDS):
        _weigh_context(list(senses.values()), weights)
    order = {key: _ordered(sense) for key, sense in senses.items()}
    ranked = []
    for toponym in toponyms:
        key = key_of(toponym.name) or toponym.name
        beside = local.get(toponym.start)
        candidates = _ordered(senses[key], beside) if beside is not None else order[key]
        ranked.append(Ranked(toponym=toponym, candidates=candidates))
    return ranked


def _ordered(
    sense: _Sense, beside: tuple[frozenset[int], Reason] | None = None
) -> tuple[tuple[Candidate, float, tuple[Reason, ...]], ...]:
    """Candidates with scores and reasons, the best first. `beside` is a reason that counts for one mention alone: in
    "Utica, New York" it is the state, whatever the name means elsewhere in the document."""
    scored = []
    for i, candidate in enumerate(sense.candidates):
        reasons = [*sense.fixed[i], *sense.moving[i]]
        if beside is not None and i in beside[0]:
            reasons.append(beside[1])
        scored.append((candidate, round(sum(r.points for r in reasons), 4), tuple(reasons)))
    # Ties are broken by people and by index, so that the same text always gives the same place.
    scored.sort(key=lambda entry: (-entry[1], -entry[0].population, entry[0].index))
    return tuple(scored)


def _fixed_reasons(candidate: Candidate, hints: Hints, weights: Weights) -> list[Reason]:
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
    return reasons


def _add_seats(sense: _Sense, weights: Weights) -> None:
    named_after = {c.index for c in sense.candidates if c.precision in ("region", "district")}
    seated = {holder for c in sense.candidates if c.precision == "city" for holder in c.holders}
    for position, candidate in enumerate(sense.candidates):
        if candidate.alternate and candidate.precision == "city" and named_after.intersection(candidate.holders):
            # "Wien" is the main name of the region alone, because the town's is the English one.
            sense.fixed[position].append(Reason(weights.main_name, "the region around it has the same name"))
        if candidate.precision in ("region", "district") and candidate.index in seated:
            sense.fixed[position].append(Reason(-weights.seat, "a town in it has the same name"))


@cache
def _between(ranks: tuple[str, ...]) -> re.Pattern[str]:
    """Between two places where the larger one comes first: "함경북도 회령시", "新疆喀什"."""
    return re.compile(rf"(?:{'|'.join(map(re.escape, ranks)) or '(?!)'})?[\s,·]{{0,2}}")


def _add_beside(
    text: str, toponyms: Sequence[Toponym], senses: dict[str, _Sense], weights: Weights, between: re.Pattern[str]
) -> dict[int, tuple[frozenset[int], Reason]]:
    """Points for "Woodstock, Virginia" and "함경북도 회령시": both the part and the whole gain. Returns what counts
    for one mention alone, by its start: the positions of candidates and the reason."""
    gained: set[tuple[str, int]] = set()
    local: dict[int, tuple[frozenset[int], Reason]] = {}
    for first, second in pairwise(toponyms):
        gap = text[first.end : second.start]
        pairs = []
        if _AFTER.fullmatch(gap):
            pairs.append((first, second))
        if _LARGER_FIRST.match(second.name) and between.fullmatch(gap):
            pairs.append((second, first))
        for part, whole in pairs:
            joined = _join(senses, part, whole, weights, gained)
            if joined is not None:
                beside = weights.beside * 2
                local[part.start] = (joined[0], Reason(beside, f"“{whole.name}” holds it and stands right here"))
                local[whole.start] = (joined[1], Reason(beside, f"“{part.name}” right here lies there"))
    return local


def _join(
    senses: dict[str, _Sense], part: Toponym, whole: Toponym, weights: Weights, gained: set[tuple[str, int]]
) -> tuple[frozenset[int], frozenset[int]] | None:
    """Gives points to a part and what holds it. Returns the position of the holder in which the most people's part
    lies, and before it those of the parts that lie there."""
    inner, outer = key_of(part.name) or part.name, key_of(whole.name) or whole.name
    held_by = {c.index: j for j, c in enumerate(senses[outer].candidates)}
    found: list[tuple[int, int, int]] = []
    for i, candidate in enumerate(senses[inner].candidates):
        for holder in candidate.holders:
            j = held_by.get(holder)
            if j is None:
                continue
            found.append((-candidate.population, i, j))
            for key, position, points, words in (
                (inner, i, weights.beside, f"“{whole.name}” is written beside it"),
                (outer, j, weights.beside / 2, f"“{part.name}” beside it lies there"),
            ):
                if (key, position) not in gained:
                    gained.add((key, position))
                    senses[key].fixed[position].append(Reason(points, words))
    if not found:
        return None
    holder = min(found)[2]
    return frozenset(i for _, i, j in found if j == holder), frozenset((holder,))


def _context_reasons(candidate: Candidate, shares: Sequence[float], weights: Weights) -> list[Reason]:
    in_district, in_region, in_country, near = shares
    reasons = []
    if in_district > _LEAST_SHARE:
        words = f"other places of the document are or lie in {candidate.admin2 or candidate.name}"
        reasons.append(Reason(weights.same_district * in_district, words))
    if in_region > _LEAST_SHARE:
        words = f"other places of the document lie in {candidate.admin1 or candidate.name}"
        reasons.append(Reason(weights.same_region * in_region, words))
    if in_country > _LEAST_SHARE:
        words = f"other places of the document lie in {candidate.country}"
        reasons.append(Reason(weights.same_country * in_country, words))
    if near > _LEAST_SHARE:
        reasons.append(Reason(weights.near * near, "other places of the document are near"))
    return reasons


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


def distance_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Great-circle distance in kilometres between two points in degrees (haversine, mean Earth radius)."""
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    half_phi, half_lambda = (phi_b - phi_a) / 2, math.radians(lon_b - lon_a) / 2
    a = math.sin(half_phi) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(half_lambda) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(a)))
