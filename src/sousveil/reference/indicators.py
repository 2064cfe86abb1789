"""Yearly indicators by country or region from plain CSV, as a mapping says (`mapping.py`).

They are shown beside findings as context; nothing here is evidence of a deployment.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from sousveil.errors import ReferenceDataError
from sousveil.record import Drop
from sousveil.record.reference import Indicator
from sousveil.reference.mapping import Mapping, Places, places_of, read_mapping
from sousveil.reference.opening import open_text
from sousveil.reference.tabular import BROKEN, Refusal, Tally, dropped, read_table
from sousveil.vocabulary.areas import load_areas
from sousveil.vocabulary.gazetteer import load_gazetteer
from sousveil.vocabulary.gazetteer_index import DEMONYM

__all__ = ["IndicatorFile", "open_indicators"]

_YEAR: Final = re.compile(r"((?:1[5-9]|20|21)\d\d)(?:\.0+)?")
_REMEMBERED: Final = 1 << 14
"""Places that are looked up once."""


class IndicatorFile(NamedTuple):
    """A CSV file with a mapping that fits it."""

    path: Path
    mapping: Mapping
    mapping_text: str
    """The mapping as TOML."""
    mapping_name: str
    folder: str | None
    format: str
    """`csv-long` or `csv-wide`."""
    title: str
    licence: str | None
    url: str | None

    def records(self, import_id: str) -> Iterator[Indicator | Drop]:
        """The values, and why others are none; at the end the places that are not known, each once.

        Raises `ReferenceDataError` where the file turns out to be damaged on the way.
        """
        unknown = Tally(self.path.name, "place")
        resolve = _resolver(self.mapping, self.folder)
        seen: set[tuple[str, int | None, str]] = set()
        with open_text(self.path, self.mapping.encoding) as stream:
            columns, rows = read_table(self.path, stream, skip=self.mapping.skip, delimiter=self.mapping.delimiter)
            places = places_of(self.mapping, columns, self.mapping_name, self.path.name)
            for number, cells in rows:
                if cells is None:
                    yield dropped(self.path.name, number, "columns", BROKEN)
                    continue
                if any(cells[index].strip() not in values for index, values in places.only):
                    yield dropped(self.path.name, number, "other-series", "[only] of the mapping leaves it out")
                    continue
                where = resolve(_cell(cells, places.country), _cell(cells, places.region))
                for year_cell, value_cell in _values(cells, places):
                    read = _read(year_cell, value_cell, self.mapping)
                    if isinstance(read, Refusal):
                        yield dropped(self.path.name, number, read.reason, read.detail)
                    elif isinstance(where, str):
                        unknown.add(number, where)
                    elif (where.country, where.region, read[0]) in seen:
                        yield dropped(self.path.name, number, "twice", f"{where.name} had a value for {read[0]} before")
                    else:
                        seen.add((where.country, where.region, read[0]))
                        yield self._indicator(import_id, where, *read, row=number)
        yield from unknown.drops()

    def _indicator(self, import_id: str, where: _Place, year: str, value: float, *, row: int) -> Indicator:
        series = self.mapping.series
        return Indicator(
            import_id=import_id, series=series.id, title=series.title, unit=series.unit, country=where.country,
            region=where.region, place=where.name, year=year, value=value, row=row,
        )  # fmt: skip


def open_indicators(path: Path, mapping: Path, folder: str | None = None) -> IndicatorFile:
    """Read the mapping and see that it fits the file.

    Args:
        path: the CSV file; also gzip, or a zip archive that holds one.
        mapping: a TOML file, see `mapping.py`.
        folder: a researcher's own vocabulary (`Vocabulary.folder`), which may add codes and places.

    Raises:
        ReferenceDataError: one of the two cannot be used; the message names the key and the file's columns.
    """
    held, text = read_mapping(mapping)
    if held.constants.country is not None and load_areas(folder).by_alpha2(held.constants.country) is None:
        raise ReferenceDataError(
            f"The mapping {mapping.name} says that constants.country = {held.constants.country!r}, which is no "
            "country. Give two letters of ISO 3166-1, such as KP."
        )
    with open_text(path, held.encoding) as stream:
        columns, _ = read_table(path, stream, skip=held.skip, delimiter=held.delimiter)
        places_of(held, columns, mapping.name, path.name)
    series = held.series
    return IndicatorFile(
        path=path,
        mapping=held,
        mapping_text=text,
        mapping_name=mapping.name,
        folder=folder,
        format=f"csv-{held.shape}",
        title=f"{series.title} ({series.source})" if series.source else series.title,
        licence=series.licence,
        url=series.url,
    )


class _Place(NamedTuple):
    country: str
    region: int | None
    name: str


def _resolver(mapping: Mapping, folder: str | None) -> Callable[[str, str], _Place | str]:
    """What finds the country and region of a row; a sentence without its full stop where there is none."""
    areas, gazetteer = load_areas(folder), load_gazetteer(folder)
    columns, constant = mapping.columns, mapping.constants.country

    def country_of(name: str) -> str | None:
        if columns.country_as == "alpha-2":
            return areas.by_alpha2(name)
        if columns.country_as == "alpha-3":
            return areas.by_alpha3(name)
        if columns.country_as == "m49":
            return areas.by_m49(name)
        flags, found = gazetteer.find(name)
        countries = {place.country for place in found if place.precision == "country"}
        return countries.pop() if len(countries) == 1 and not flags & DEMONYM else None

    def region_of(name: str, country: str) -> int | None:
        if columns.region_as == "iso-3166-2":
            region = gazetteer.region(name.upper())
            return region.geonameid if region is not None and region.country == country else None
        _, found = gazetteer.find(name)
        regions = {place.geonameid for place in found if place.precision == "region" and place.country == country}
        return regions.pop() if len(regions) == 1 else None

    @lru_cache(_REMEMBERED)
    def resolve(country_name: str, region_name: str) -> _Place | str:
        country = constant or country_of(country_name)
        if not (country_name or country):
            return "No country is told, as for many groups of countries"
        if country is None:
            return f"{country_name[:80]!r} is no country that is known as {columns.country_as}; groups are none"
        if not region_name:
            return _Place(country, None, (country_name or country)[:200])
        region = region_of(region_name, country)
        if region is None:
            return f"{region_name[:80]!r} is no first-level region of {country}, as {columns.region_as}, or that of two"
        return _Place(country, region, region_name[:200])

    return resolve


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place >= 0 else ""


def _values(cells: Sequence[str], places: Places) -> Iterator[tuple[str, str]]:
    """Years and values of a row, as they stand there."""
    if places.years:
        yield from ((year, cells[index].strip()) for index, year in places.years)
    else:
        yield cells[places.year].strip(), cells[places.value].strip()


def _read(year_cell: str, value_cell: str, mapping: Mapping) -> tuple[str, float] | Refusal:
    """A year and its value, or why there is none."""
    if value_cell in mapping.missing:
        return Refusal("missing", f"There is no value for {year_cell[:40]}")
    year = _YEAR.fullmatch(year_cell)
    if year is None:
        return Refusal("year", f"{year_cell[:40]!r} is no year")
    value = _number(value_cell, mapping)
    if not math.isfinite(value):
        return Refusal("number", f"{value_cell[:40]!r} is no number; see `decimal` of the mapping")
    return year[1], value


def _number(text: str, mapping: Mapping) -> float:
    """A number; NaN for what is none."""
    if mapping.thousands:
        text = text.replace(mapping.thousands, "")
    if mapping.decimal == ",":
        # A full stop beside a decimal comma is a sign between thousands that the mapping does not tell of.
        text = "" if "." in text else text.replace(",", ".")
    try:
        return float(text) if "_" not in text else math.nan
    except ValueError:
        return math.nan
