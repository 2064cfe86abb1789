"""Names as a reader of the interface knows them. What a document wrote stays beside its claim, in its own script."""

from __future__ import annotations

import json
import unicodedata
from functools import cache, lru_cache
from typing import Final

from sousveil.record.claim import Organisation, Place
from sousveil.resolve.organisations import registry_of
from sousveil.show.built import built_file
from sousveil.show.words.catalogue import ENGLISH
from sousveil.show.words.regional import country, known_cities, language
from sousveil.vocabulary.gazetteer import load_gazetteer
from sousveil.vocabulary.loader import load

__all__ = ["called", "country_name", "country_names", "entity_name", "known_as", "organisation_name", "place_name"]

_ALONE: Final = {"ko": ("가", "힣")}
"""Scripts that one language alone writes, and without capitals, by that language: names in them are shown to its
readers where the registers and the gazetteer have them."""


@cache
def country_names() -> dict[str, str]:
    """English names by ISO 3166-1 alpha-2 code."""
    names: dict[str, str] = json.loads(built_file("countries.json"))
    return names


def country_name(code: str) -> str:
    """Name of a country in the language of the request; the code itself where we have none."""
    english = country_names().get(code)
    if english is None or language() == ENGLISH:
        return english or code
    return country(code) or english


def entity_name(ref: str) -> str:
    """The name of an entity of the vocabulary by its identifier: the first in the script of the interface's language,
    where that is not Latin and the register has one, else the main name. What is no identifier there, as it is."""
    vocabulary = load()
    for register in (vocabulary.suppliers, vocabulary.operators, vocabulary.outlets):
        if ref in register:
            # The sign says how the name is looked for (in its own case only); it is no part of it.
            entry = register[ref]
            own = next((name for name in entry.names if _is_ours(name)), entry.name)
            return own.removeprefix("=")
    return ref


def organisation_name(organisation: Organisation) -> str:
    """The vocabulary's name for an organisation that it knows, else the name as the document has it."""
    known = entity_name(organisation.ref) if organisation.ref else ""
    return known if known and known != organisation.ref else organisation.name


def called(key: str, name: str) -> str:
    """What to call an entity of the case: `name`, or in a language with a script of its own what the registers have in
    it."""
    if language() not in _ALONE:
        return name
    known = entity_name(key)
    return known if _is_ours(known) else name


def known_as(name: str) -> list[str]:
    """Entries of the registers that list this very name, in whatever script: a case may spell them otherwise."""
    registry = registry_of(load())
    found = [registry.find(name, role) for role in ("supplier", "operator", "speaker")]
    return list(dict.fromkeys(entry.id for entry in found if entry))


def place_name(place: Place) -> str:
    """The name that a reader of the interface knows: the gazetteer's, where the document writes it in another script.

    In English, a name in Latin letters stays as the document has it.
    """
    if _is_ours(place.name):
        return place.name
    known = _own_names(language()).get(place.geonameid or 0)
    if known is not None:
        return known
    return place.name if _is_latin(place.name) else _main_name(place.name, place.geonameid, place.country)


def _is_ours(name: str) -> bool:
    """Whether a name begins in the script that the interface's language has for itself."""
    first, last = _ALONE.get(language(), ("", ""))
    return first <= name[:1] <= last if first else False


@cache
def _own_names(code: str) -> dict[int, str]:
    """Names of the gazetteer's places, by the number of GeoNames, in the script that a language has for itself: of
    several the one that CLDR has for a city, else the shortest, which leaves out what kind of place it is."""
    if code not in _ALONE:
        return {}
    index, cities = load_gazetteer().index, known_cities(code)
    found: dict[int, tuple[bool, int, str]] = {}
    for key, places in index.between(*_ALONE[code]):
        for place in places:
            identifier = index.row(place // 2).geonameid
            if identifier is not None:
                rank = (key not in cities, len(key), key)
                found[identifier] = min(found.get(identifier, rank), rank)
    return {identifier: name for identifier, (_, _, name) in found.items()}


def _is_latin(name: str) -> bool:
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in name if letter.isalpha())


@lru_cache(maxsize=4096)
def _main_name(name: str, geonameid: int | None, country: str | None) -> str:
    _, candidates = load_gazetteer().find(name)
    for candidate in candidates:
        if candidate.geonameid == geonameid and (candidate.country == country or geonameid is not None):
            return candidate.name
    return name
