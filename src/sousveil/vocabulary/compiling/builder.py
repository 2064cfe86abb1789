"""Collects the places of the gazetteer and their spellings."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

from sousveil.vocabulary.gazetteer_index import GRADES, Grade
from sousveil.vocabulary.gazetteer_keys import key_of

__all__ = ["NOWHERE", "Builder", "Place"]

NOWHERE = (math.nan, math.nan)


@dataclass(slots=True)
class Place:
    """One place while it is being put together. Degrees are WGS 84, NaN where unknown."""

    geonameid: int
    lat: float
    lon: float
    population: int
    country: int
    """Index into `Builder.countries`."""
    grade: Grade
    parent: int
    """Index of what holds it; -1 for a country."""
    name: str
    radius_km: float = 0.0
    """Half its extent where it was measured; 0 where it follows from grade and people."""

    @property
    def placed(self) -> bool:
        """Whether its coordinates are known."""
        return not math.isnan(self.lat)

    @property
    def order(self) -> int:
        """Position of its grade, the largest first."""
        return GRADES.index(self.grade)


class Builder:
    """Places by their index, and which of them each key means."""

    def __init__(self) -> None:
        self.countries: list[str] = [""]
        self.places: list[Place] = []
        self.spellings: dict[str, dict[int, bool]] = defaultdict(dict)
        """Key to places, and whether the spelling is an alternate one for each."""
        self.demonyms: set[str] = set()
        self.towns: dict[int, int] = {}
        """GeoNames identifier of a town to its index."""
        self.nations: dict[str, int] = {}
        """ISO 3166-1 alpha-2 code of a country to its index."""
        self._codes: dict[str, int] = {"": 0}

    def add(
        self, grade: Grade, country: str, name: str, *, geonameid: int = 0, point: tuple[float, float] = NOWHERE,
        population: int = 0, parent: int = -1,
    ) -> int:  # fmt: skip
        """Adds a place in a country (ISO 3166-1 alpha-2) and returns its index."""
        if country not in self._codes:
            self._codes[country] = len(self.countries)
            self.countries.append(country)
        place = Place(geonameid, point[0], point[1], population, self._codes[country], grade, parent, name)
        self.places.append(place)
        if grade == "country":
            self.nations[country] = len(self.places) - 1
        return len(self.places) - 1

    def country_of(self, index: int) -> str:
        """ISO 3166-1 alpha-2 code of a place's country."""
        return self.countries[self.places[index].country]

    def holders(self, index: int) -> list[int]:
        """Indexes of the places that hold one, the nearest first."""
        found = []
        parent = self.places[index].parent
        while parent >= 0:
            found.append(parent)
            parent = self.places[parent].parent
        return found

    def spell(self, index: int, name: str, *, alternate: bool) -> None:
        """Adds a spelling of a place."""
        key = key_of(name)
        if key and not key.isdigit():
            self.spellings[key][index] = self.spellings[key].get(index, True) and alternate

    def named(self, name: str) -> list[int]:
        """Indexes of the places that a spelling means so far."""
        return list(self.spellings.get(key_of(name), ()))
