"""What no package has: spellings of towns in closed countries, and towns that are missing there.

`data/places/closed.toml` has `[names]`, a country a table, with the GeoNames identifier of each town and its further
names, and `[[town]]`, a town of its own: name, names, country, region (ISO 3166-2 code or null), lat, lon, population.
"""

from __future__ import annotations

from typing import Any

from sousveil.vocabulary.compiling.builder import Builder
from sousveil.vocabulary.compiling.korea import han_forms
from sousveil.vocabulary.files import DATA, parsed
from sousveil.vocabulary.gazetteer_keys import script_of

__all__ = ["add_own"]


def add_own(builder: Builder, codes: dict[str, int]) -> None:
    """Adds the towns, and spellings to those that the packages have."""
    content: dict[str, Any] = parsed(DATA / "places" / "closed.toml")
    for town in content.get("town", ()):
        if town["country"] not in builder.nations:
            continue
        parent = codes.get(town.get("region", ""), builder.nations[town["country"]])
        index = builder.add(
            "city", town["country"], town["name"], geonameid=town.get("geonameid", 0),
            point=(town["lat"], town["lon"]), population=town.get("population", 0), parent=parent,
        )  # fmt: skip
        builder.spell(index, town["name"], alternate=False)
        _spell(builder, index, town.get("names", ()))
    for towns in content.get("names", {}).values():
        for geonameid, names in towns.items():
            place = builder.towns.get(int(geonameid))
            if place is not None:
                _spell(builder, place, names)


def _spell(builder: Builder, index: int, names: list[str]) -> None:
    for name in names:
        for form in han_forms(name) if script_of(name[0]) == "han" else (name,):
            builder.spell(index, form, alternate=True)
