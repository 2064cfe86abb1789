"""Names as a reader of the interface knows them. What a document wrote stays beside its claim, in its own script."""

from __future__ import annotations

import json
import unicodedata
from functools import cache, lru_cache

from sousveil.record.claim import Organisation, Place
from sousveil.resolve.organisations import registry_of
from sousveil.show.built import built_file
from sousveil.show.catalogue import ENGLISH
from sousveil.show.regional import country, language
from sousveil.vocabulary.gazetteer import load_gazetteer
from sousveil.vocabulary.loader import load

__all__ = ["country_name", "country_names", "entity_name", "known_as", "organisation_name", "place_name"]


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
    """The main name of an entity of the vocabulary by its identifier; what is no identifier there, as it is."""
    vocabulary = load()
    for register in (vocabulary.suppliers, vocabulary.operators, vocabulary.outlets):
        if ref in register:
            # The sign says how the name is looked for (in its own case only); it is no part of it.
            return register[ref].name.removeprefix("=")
    return ref


def organisation_name(organisation: Organisation) -> str:
    """The vocabulary's name for an organisation that it knows, else the name as the document has it."""
    known = entity_name(organisation.ref) if organisation.ref else ""
    return known if known and known != organisation.ref else organisation.name


def known_as(name: str) -> list[str]:
    """Entries of the registers that list this very name, in whatever script: a case may spell them otherwise."""
    registry = registry_of(load())
    found = [registry.find(name, role) for role in ("supplier", "operator", "speaker")]
    return list(dict.fromkeys(entry.id for entry in found if entry))


def place_name(place: Place) -> str:
    """The name that an English reader knows: the gazetteer's, where the document writes it in another script.

    A name in Latin letters stays as the document has it.
    """
    return place.name if _is_latin(place.name) else _main_name(place.name, place.geonameid, place.country)


def _is_latin(name: str) -> bool:
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in name if letter.isalpha())


@lru_cache(maxsize=4096)
def _main_name(name: str, geonameid: int | None, country: str | None) -> str:
    _, candidates = load_gazetteer().find(name)
    for candidate in candidates:
        if candidate.geonameid == geonameid and (candidate.country == country or geonameid is not None):
            return candidate.name
    return name
