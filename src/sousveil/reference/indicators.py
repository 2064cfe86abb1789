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
from sousveil.reference.tabular import Tally, read_table
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
        """The values, and after them what is none, counted by reason and, for places, by name.

        Raises `ReferenceDataError` where the file turns out to be damaged on the way.
        """
        tally = Tally(self.path.name, "cell" if self.mapping.shape == "wide" else "row")
        resolve = _resolver(self.mapping, self.folder)
        series = self.mapping.series
        seen: set[tuple[str, int | None, str]] = set()
        with open_text(self.path, self.mapping.encoding) as stream:
            columns, rows = read_table(self.path, stream, skip=self.mapping.skip, delimiter=self.mapping.delimiter)
            places = places_of(self.mapping, columns, self.mapping_name, self.path.name)
            for number, cells in rows:
                if cells is None:
                    tally.add("columns", number, "Another number of cells than in the first row, or broken quotation")
                    continue
                if any(cells[index].strip() not in values for index, values in places.only):
                    tally.add("other-series", number, "Left out by [only] of the mapping")
                    continue
                where = resolve(_cell(cells, places.country), _cell(cells, places.region))
                for year_cell, value_cell in _values(cells, places):
                    value = _value(value_cell, self.mapping)
                    year = _YEAR.fullmatch(year_cell)
                    if value is None:
                        tally.add("missing", number, "No value is given")
                    elif isinstance(where, str):
                        tally.add("place", number, where)
                    elif year is None:
                        tally.add("year", number, f"{year_cell[:40]!r} is no year")
                    elif not math.isfinite(value):
                        tally.add("number", number, f"{value_cell[:40]!r} is no number; see `decimal` of the mapping")
                    elif (where.country, where.region, year[1]) in seen:
                        tally.add("twice", number, "The place and year stood there before; the first value was kept")
                    else:
                        seen.add((where.country, where.region, year[1]))
                        yield Indicator(
                            import_id=import_id, series=series.id, title=series.title, unit=series.unit,
                            country=where.country, region=where.region, place=where.name, year=year[1], value=value,
                            row=number,
                        )  # fmt: skip
        yield from tally.drops()


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


def _value(text: str, mapping: Mapping) -> float | None:
    """A number; NaN for what is none, null for a mark of a missing value."""
    if text in mapping.missing:
        return None
    if mapping.thousands:
        text = text.replace(mapping.thousands, "")
    if mapping.decimal == ",":
        # A full stop beside a decimal comma is a sign between thousands that the mapping does not tell of.
        text = "" if "." in text else text.replace(",", ".")
    try:
        return float(text) if "_" not in text else math.nan
    except ValueError:
        return math.nan
