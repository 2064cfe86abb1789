"""What is wrong in places.toml and in the files beside it, entry by entry, for `sousveil vocabulary check`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sousveil.errors import VocabularyError
from sousveil.vocabulary.files import DATA, converted, parsed
from sousveil.vocabulary.gazetteer import FURTHER, Gazetteer
from sousveil.vocabulary.gazetteer_index import read_index
from sousveil.vocabulary.gazetteer_keys import key_of
from sousveil.vocabulary.gazetteer_types import PlaceFile, Site, Spelling

__all__ = ["check_places"]


def check_places(path: Path | None = None, over: Path | None = None) -> list[str]:
    """Everything that is wrong in a file, one sentence each; empty where all is well. Without a file, in those that
    ship.

    `over` is the file that this one is laid over: its entries may build on those.
    """
    if path is None:
        main = DATA / "places.toml"
        return [*check_places(main), *(fault for further in FURTHER for fault in check_places(further, over=main))]
    try:
        places = converted(parsed(path), PlaceFile, path.name)
        base = converted(parsed(over), PlaceFile, over.name) if over is not None else PlaceFile()
    except VocabularyError as error:
        return [str(error)]
    # A gazetteer without this file: what its entries build on must be there before them.
    gazetteer = Gazetteer(read_index(DATA / "gazetteer.bin"), base, "")
    return [f"{path.name}: {problem}" for problem in _problems(places, gazetteer)]


def _problems(places: PlaceFile, gazetteer: Gazetteer) -> Iterator[str]:
    for code in places.countries:
        if gazetteer.country(code) is None:
            yield f"[countries.{code}] is no ISO 3166-1 alpha-2 code"
    for short, code in places.abbreviations.items():
        if gazetteer.country(code) is None and gazetteer.region(code) is None:
            yield f"[abbreviations] {short!r}: {code!r} is no ISO 3166 code"
    for spelling in places.spelling:
        yield from _spelling_problems(spelling, gazetteer)
    added = {(name, spelling.country) for spelling in places.spelling for name in spelling.names}
    for site in places.place:
        yield from _site_problems(site, gazetteer, added)
    seen: set[str] = set()
    for phrase in places.never:
        key = key_of(phrase)
        if key in seen:
            yield f"never: {phrase!r} stands there twice"
        seen.add(key)


def _spelling_problems(spelling: Spelling, gazetteer: Gazetteer) -> Iterator[str]:
    held = gazetteer.find(spelling.of)[1]
    if not any(c.country == spelling.country and c.precision == spelling.grade for c in held):
        yield f"[[spelling]] {spelling.of!r}: the gazetteer has no {spelling.grade} of that name in {spelling.country}"
    if not spelling.names and spelling.main is None and spelling.lat is None:
        yield f"[[spelling]] {spelling.of!r} adds nothing"
    yield from _point_problems(f"[[spelling]] {spelling.of!r}", spelling.lat, spelling.lon)


def _site_problems(site: Site, gazetteer: Gazetteer, added: set[tuple[str, str]]) -> Iterator[str]:
    where = f"[[place]] {site.name!r}"
    for code in (site.country, *site.borders):
        if code is not None and gazetteer.country(code) is None:
            yield f"{where}: {code!r} is no ISO 3166-1 alpha-2 code"
    if site.within and gazetteer.region(site.within) is None and (site.within, site.country) not in added:
        held = gazetteer.find(site.within)[1]
        if not any(c.country == site.country for c in held):
            yield f"{where}: the gazetteer has no {site.within!r} in {site.country}"
    yield from _point_problems(where, site.lat, site.lon)


def _point_problems(where: str, lat: float | None, lon: float | None) -> Iterator[str]:
    if (lat is None) != (lon is None):
        yield f"{where} has one of lat and lon; give both or none"
    elif lat is not None and lon is not None and not (-90 <= lat <= 90 and -180 <= lon <= 180):
        yield f"{where}: lat {lat}, lon {lon} are no degrees"
