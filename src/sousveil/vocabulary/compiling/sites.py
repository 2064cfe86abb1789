"""Airports and ports: where each stands, its own names, and which town's it is.

A name becomes a key only where a word in it says what it is ("Wonsan Kalma Airport"): "Santa Barbara" alone is a town,
and codes are words. "Airport of such a town" needs no key; `gazetteer_sites` makes it from the town's.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from sousveil.vocabulary.compiling.builder import Builder
from sousveil.vocabulary.compiling.extents import distance_km
from sousveil.vocabulary.compiling.packages import find, read_json
from sousveil.vocabulary.files import DATA, parsed
from sousveil.vocabulary.gazetteer_keys import key_of

__all__ = ["add_sites"]

_AIRPORT_KM, _PORT_KM = 2.0, 3.0
"""Radius of an airfield and of a harbour."""
_TOWN_KM = 60.0
"""How far from its town an airport stands at most."""
_NAMED_KM = 15.0
"""How near a town is that an airport's name names beside its city: Maiquetía for Caracas."""
_QUAY_KM = 25.0
_SAYS_SO = re.compile(
    r"\b(?:airport|airfield|airbase|air base|aerodrome|airstrip|aeropuerto|aeroporto)$", re.IGNORECASE
)
_OF_A_TOWN = re.compile(r"(.+?)(?: International)? (?:Airport|Airfield|Air Base|Airbase)", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\(([^)]*)\)\s*")
_SIZES = ("large_airport", "medium_airport")
_CELL = 1.0


class _Towns:
    """The towns of the gazetteer by where they stand."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._cells: dict[tuple[str, int, int], list[int]] = defaultdict(list)
        for index, place in enumerate(builder.places):
            if place.grade == "city":
                self._cells[builder.country_of(index), int(place.lat // _CELL), int(place.lon // _CELL)].append(index)

    def near(self, country: str, point: tuple[float, float], km: float) -> list[int]:
        """Towns of a country at most so far from a point, the nearest first."""
        row, column = int(point[0] // _CELL), int(point[1] // _CELL)
        around = ((country, row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
        found = []
        for index in (town for cell in around for town in self._cells.get(cell, ())):
            place = self._builder.places[index]
            away = distance_km(point, (place.lat, place.lon))
            if away <= km:
                found.append((away, index))
        return [index for _, index in sorted(found)]

    def named(self, name: str, towns: Iterable[int]) -> list[int]:
        """Those of some towns that a name may mean."""
        meant = self._builder.spellings.get(key_of(name), {})
        return [town for town in towns if town in meant]

    def is_theirs(self, name: str, around: list[int]) -> bool:
        """Whether an airport named by a town alone is that of the town which everybody knows by the name: "London
        Airport" is not the one in Ontario."""
        match = _OF_A_TOWN.fullmatch(name)
        meant = self._builder.spellings.get(key_of(match.group(1)), {}) if match else {}
        known = max((self._builder.places[i].population for i in meant), default=0)
        own = max((self._builder.places[i].population for i in around if i in meant), default=0)
        return not meant or 2 * own >= known


def add_sites(builder: Builder, packages: Path) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Adds airports and ports; returns both by the town whose they are."""
    towns = _Towns(builder)
    return _add_airports(builder, packages, towns), _add_ports(builder, packages, towns)


def _add_airports(builder: Builder, packages: Path, towns: _Towns) -> dict[int, list[int]]:
    further: dict[str, list[str]] = parsed(DATA / "places" / "airports.toml")["names"]
    served: dict[int, list[int]] = defaultdict(list)
    for airport in _airports(packages):
        if airport.country not in builder.nations or not (airport.iata or airport.icao in further):
            continue
        around = towns.near(airport.country, airport.point, _TOWN_KM)
        title = airport.names[0] if airport.names else f"{airport.city or 'Unnamed'} Airport"
        index = _add(builder, title, airport.country, airport.point, around, _AIRPORT_KM)
        for name in airport.names:
            if towns.is_theirs(name, around):
                builder.spell(index, name, alternate=name != title)
        for name in further.get(airport.icao, ()):
            builder.spell(index, name, alternate=True)
        if airport.large or airport.icao in further:
            near = [t for t in around if distance_km(airport.point, _point(builder, t)) <= _NAMED_KM]
            words = {word for name in airport.names for word in re.split(r"[\s/–-]+", name) if len(word) > 3}
            of = towns.named(airport.city, around)[:1] if airport.city else []
            of += [town for word in sorted(words) for town in towns.named(word, near)[:1]]
            for town in dict.fromkeys(of):
                served[town].append(index)
    return dict(served)


class _Airport(Struct, frozen=True):
    """An airport as the two packages have it together."""

    icao: str
    iata: str
    country: str
    city: str
    point: tuple[float, float]
    names: tuple[str, ...]
    large: bool
    """Airlines fly there, or it is more than an airfield."""


def _airports(packages: Path) -> Iterator[_Airport]:
    """The airports of airportsdata, with what airports-py knows of each, then those of airports-py alone."""
    listed = json.loads(gzip.decompress(find(packages, "airports", "airports.gz").read_bytes()))
    more = {str(entry["icao"]): entry for entry in listed if entry["icao"]}
    with find(packages, "airportsdata", "airports.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        entry = more.pop(row["icao"], {})
        names = _airport_names([row["name"], entry.get("airport", "")])
        point = (float(row["lat"]), float(row["lon"]))
        yield _Airport(row["icao"], row["iata"], row["country"], row["city"], point, names, _is_large(entry))
    for icao, entry in sorted(more.items()):
        point = (float(entry["latitude"]), float(entry["longitude"]))
        names = _airport_names([entry["airport"]])
        yield _Airport(icao, entry["iata"], entry["country_code"], "", point, names, _is_large(entry))


def _is_large(entry: dict[str, Any]) -> bool:
    return entry.get("scheduled_service") == "TRUE" or entry.get("type") in _SIZES


def _airport_names(names: list[str]) -> tuple[str, ...]:
    """Names that say that they are an airport's; "Maiquetia (Simon Bolivar) Airport" is two of them."""
    found: list[str] = []
    for name in names:
        aside = _ASIDE.search(name)
        if aside:
            kind = name[aside.end() :] or "Airport"
            found += [_ASIDE.sub(" ", name), f"{aside.group(1)} {kind}"]
        else:
            found.append(name)
    said = [" ".join(name.split()) for name in found if _SAYS_SO.search(name.strip()) and len(name.split()) > 1]
    said += [name.replace(" International Airport", " Airport") for name in said]
    return tuple(dict.fromkeys(name for name in said if len(name.split()) > 1))


def _add_ports(builder: Builder, packages: Path, towns: _Towns) -> dict[int, list[int]]:
    served: dict[int, list[int]] = defaultdict(list)
    for feature in read_json(packages, "searoute", "ports.geojson")["features"]:
        facts = feature["properties"]
        country, name = (facts["port"] or "")[:2], (facts["name"] or "").strip()
        if country not in builder.nations or not name:
            continue
        lon, lat = feature["geometry"]["coordinates"][:2]
        around = towns.near(country, (lat, lon), _QUAY_KM)
        of = towns.named(name, around)[:1]
        if not of:
            # A harbour far from any town of its name is a terminal, an oil field or an error of the list.
            continue
        index = _add(builder, f"Port of {builder.places[of[0]].name}", country, (lat, lon), of, _PORT_KM)
        served[of[0]].append(index)
    return dict(served)


def _add(
    builder: Builder, name: str, country: str, point: tuple[float, float], around: list[int], radius_km: float
) -> int:
    """Adds a site in the district or region of the nearest town."""
    parent = builder.places[around[0]].parent if around else builder.nations[country]
    index = builder.add("site", country, name, point=point, parent=parent)
    builder.places[index].radius_km = radius_km
    return index


def _point(builder: Builder, index: int) -> tuple[float, float]:
    return builder.places[index].lat, builder.places[index].lon
