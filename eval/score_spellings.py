"""Spellings of closed countries: does each way to write a place lead to it?

`cases/closed_places.jsonl` has places of North Korea, Xinjiang and Tibet, Turkmenistan, Eritrea, Belarus, Myanmar,
Iran, Syria and Crimea, each as it is written in several scripts and romanisations, old and new: name, language,
country, a point (degrees, WGS 84) and whether a town, a district or a region is meant.

- `closed.spellings_recall`: share of spellings with a candidate in the country, at most 25 km from the point. A
  region's must be a region itself, which the point lies in: at most 200 km off, or as far as the region reaches.
- `closed.within_25km`: share of the towns' and districts' spellings whose first candidate, without any context, lies
  at most 25 km from the point.
- `closed.XX.spellings_recall`: the first by country.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import msgspec
from msgspec import Struct

from sousveil.resolve.places import distance_km, rank_places
from sousveil.vocabulary.gazetteer import Gazetteer, load_gazetteer
from sousveil.vocabulary.gazetteer_keys import key_of
from sousveil.vocabulary.gazetteer_types import Candidate, Toponym

_OWN = Path(__file__).parent / "cases" / "closed_places.jsonl"
_TOWN_KM, _REGION_KM = 25.0, 200.0


class Case(Struct, frozen=True):
    """A spelling of a place."""

    name: str
    lang: str
    country: str
    lat: float
    lon: float
    grade: str


def read_cases(path: Path) -> list[Case]:
    """The labelled spellings of a file."""
    return [msgspec.json.decode(line, type=Case) for line in path.read_bytes().splitlines()]


def is_place(case: Case, candidate: Candidate) -> bool:
    """Whether a candidate is the place that was meant."""
    if candidate.country != case.country or candidate.lat is None or candidate.lon is None:
        return False
    away = distance_km(case.lat, case.lon, candidate.lat, candidate.lon)
    if case.grade == "region":
        return candidate.precision == "region" and away <= max(_REGION_KM, candidate.radius_km or 0.0)
    return candidate.precision in ("city", "district", "region", "site") and away <= _TOWN_KM


def first_of(case: Case, gazetteer: Gazetteer) -> tuple[tuple[Candidate, ...], Candidate | None]:
    """Every candidate of a spelling, and the one that is taken where nothing else is known."""
    candidates = gazetteer.find_in(case.lang, key_of(case.name))[1]
    toponym = Toponym(start=0, end=len(case.name), name=case.name, candidates=candidates)
    return candidates, rank_places(case.name, [toponym])[0].best


def score(data: Path | None, path: Path = _OWN) -> dict[str, float]:
    """The spellings' scores; no outside data are needed."""
    del data
    gazetteer = load_gazetteer()
    found: dict[str, list[bool]] = defaultdict(list)
    first: list[bool] = []
    for case in read_cases(path):
        candidates, best = first_of(case, gazetteer)
        found[case.country].append(any(is_place(case, c) for c in candidates))
        if case.grade != "region":
            first.append(best is not None and is_place(case, best))
    every = [hit for hits in found.values() for hit in hits]
    scores = {f"closed.{country}.spellings_recall": sum(hits) / len(hits) for country, hits in found.items()}
    scores["closed.spellings_recall"] = sum(every) / len(every)
    scores["closed.within_25km"] = sum(first) / len(first)
    return scores
