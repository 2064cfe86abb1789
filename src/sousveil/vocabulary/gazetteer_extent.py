"""How large a place is: half its extent in kilometres, the uncertainty of a point that stands for it.

A town's radius follows from its people: r = 0.035 P^0.44 km (after W. Tobler, "Satellite Confirmation of Settlement
Size Coefficients", Area 1:3, 1969; an area that grows with P^0.88 agrees with the P^0.85 of the world's urban clusters
in Fluschnik et al., "The Size Distribution, Scaling Properties and Spatial Organization of Urban Clusters", 2016).
What holds towns (district, region, country) reaches as far as its towns do, which the
compiled gazetteer knows; where it has none, a usual size of its grade is taken.
"""

from __future__ import annotations

import math
from typing import Final

from sousveil.vocabulary.gazetteer_index import Grade

__all__ = ["radius_km", "settlement_radius_km"]

_COEFFICIENT: Final = 0.035
_EXPONENT: Final = 0.44
_LEAST: Final = 1.0
"""Kilometres; no town's point is surer than that."""
_USUAL: Final[dict[Grade, float]] = {"site": 2.0, "city": 2.0, "district": 25.0, "region": 100.0, "country": 400.0}


def settlement_radius_km(population: int) -> float:
    """The radius of a town of so many people; at least one kilometre."""
    return max(_LEAST, round(_COEFFICIENT * math.pow(population, _EXPONENT), 1))


def radius_km(grade: Grade, population: int, measured: float | None = None) -> float:
    """Half the extent of a place: as `measured`, by its people where it is a town, else as is usual for its grade."""
    if measured is not None:
        return measured
    if grade == "city" and population > 0:
        return settlement_radius_km(population)
    return _USUAL[grade]
