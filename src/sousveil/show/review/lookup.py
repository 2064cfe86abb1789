"""What a name may mean, for a coder who corrects a slot: places of the gazetteer, organisations of the registers and of
the case."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final

from msgspec import Struct

from sousveil.record.entity import is_name_key
from sousveil.resolve.organisations import registry_of
from sousveil.show.words.names import country_name
from sousveil.store.case import Case
from sousveil.vocabulary import load
from sousveil.vocabulary.gazetteer import load_gazetteer
from sousveil.vocabulary.loader import ORGANISATIONS

__all__ = ["NamedOrganisation", "NamedPlace", "organisations_named", "places_named"]

_MOST: Final = 12
_LONGEST: Final = 120


class NamedPlace(Struct, frozen=True, kw_only=True):
    """A place that a name may mean, with what a claim's slot needs, and words to tell it from others."""

    name: str
    geonameid: int | None
    country: str | None
    lat: float | None
    lon: float | None
    precision: str
    radius_km: float | None
    says: str
    """What to show: `Springfield, Illinois, United States`."""


class NamedOrganisation(Struct, frozen=True, kw_only=True):
    """An organisation that a name may mean."""

    name: str
    ref: str
    country: str | None
    says: str


def places_named(name: str, folder: Path | None) -> list[NamedPlace]:
    """Places of the gazetteer with this name, in any script, the more populous first."""
    wanted = name.strip()[:_LONGEST]
    if not wanted:
        return []
    gazetteer = load_gazetteer(str(folder)) if folder else load_gazetteer()
    _, candidates = gazetteer.find(wanted)
    found = []
    for each in islice(candidates, _MOST):
        is_country = each.precision == "country"
        country = country_name(each.country) if each.country else ""
        held_by = () if is_country else (each.admin2, each.admin1, country)
        says = ", ".join(dict.fromkeys(part for part in (each.name, *held_by) if part))
        found.append(
            NamedPlace(
                name=each.name, geonameid=each.geonameid, country=each.country,
                lat=None if is_country else each.lat, lon=None if is_country else each.lon, precision=each.precision,
                radius_km=None if is_country else each.radius_km, says=says,
            )
        )  # fmt: skip
    return found


def organisations_named(case: Case, name: str, folder: Path | None) -> list[NamedOrganisation]:
    """Organisations whose name has this in it, those whose name begins with it first: the registers' and the case's."""
    wanted = name.strip()[:_LONGEST]
    if not wanted:
        return []
    found: dict[str, NamedOrganisation] = {}
    for ref, main, country in _registered(wanted, folder):
        found.setdefault(ref, _organisation(main, ref, country))
    for entity in case.entities(name=wanted, limit=_MOST):
        if not is_name_key(entity.key):
            found.setdefault(entity.key, _organisation(entity.name, entity.key, entity.country))
    return list(found.values())[:_MOST]


def _organisation(name: str, ref: str, country: str | None) -> NamedOrganisation:
    says = f"{name} ({country_name(country)})" if country else name
    return NamedOrganisation(name=name, ref=ref, country=country, says=says)


def _registered(wanted: str, folder: Path | None) -> Iterator[tuple[str, str, str | None]]:
    vocabulary, key = load(folder), wanted.casefold()
    for role in ("supplier", "operator", "speaker"):
        entry = registry_of(vocabulary).find(wanted, role)
        if entry is not None:
            yield entry.id, entry.name.removeprefix("="), entry.country
    spellings = _spellings(str(folder) if folder else None)
    yield from islice((who for spelled, who in spellings if spelled.startswith(key)), _MOST)
    if len(key) > 2:
        yield from islice((who for spelled, who in spellings if key in spelled), _MOST)


@cache
def _spellings(folder: str | None) -> tuple[tuple[str, tuple[str, str, str | None]], ...]:
    """Every spelling in the registers in small letters, with whom it means."""
    vocabulary = load(Path(folder) if folder else None)
    return tuple(
        (spelling.removeprefix("=").casefold(), (entry.id, entry.name.removeprefix("="), entry.country))
        for section in ORGANISATIONS
        for entry in getattr(vocabulary, section).values()
        for spelling in entry.spellings
    )
