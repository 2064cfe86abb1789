"""The mapping of an indicator: a TOML file in which a researcher says what the columns of a CSV file are.

shape = "wide"                      # one column a year; "long": a column for the year and one for the value
skip = 4                            # lines before the one with the names of the columns

[series]
id = "electrification"
title = "Access to electricity"
unit = "% of people"

[columns]
country = "Country Code"
country_as = "alpha-3"
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final, Literal, NamedTuple

import msgspec
from msgspec import Meta, Struct

from sousveil.errors import ReferenceDataError
from sousveil.reference.tabular import listed, plain

__all__ = ["Columns", "Constants", "Mapping", "Places", "Series", "places_of", "read_mapping"]

_YEAR: Final = re.compile(r"((?:1[5-9]|20|21)\d\d)(?: \[YR\1\])?")
"""The name of a column that holds a year; the World Bank writes `2010 [YR2010]` in some files."""
_KEYS: Final = ("country", "region", "year", "value")
_LARGEST: Final = 1 << 20
"""Bytes of a mapping."""


class Series(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[series]`: what the values are."""

    id: Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
    title: Annotated[str, Meta(min_length=1, max_length=300)]
    unit: Annotated[str, Meta(min_length=1, max_length=80)]
    source: str | None = None
    """Who publishes them."""
    licence: str | None = None
    url: str | None = None


class Columns(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[columns]`: names of columns, as the file has them."""

    country: str | None = None
    country_as: Literal["name", "alpha-2", "alpha-3", "m49"] = "name"
    region: str | None = None
    region_as: Literal["name", "iso-3166-2"] = "name"
    year: str | None = None
    value: str | None = None


class Constants(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[constants]`: what holds for all rows."""

    country: Annotated[str, Meta(pattern=r"^[A-Z]{2}$")] | None = None
    """ISO 3166-1 alpha-2."""


class Mapping(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mapping."""

    shape: Literal["long", "wide"] = "long"
    skip: Annotated[int, Meta(ge=0, le=1000)] = 0
    delimiter: Annotated[str, Meta(min_length=1, max_length=1)] | None = None
    """Between cells; found by itself where it is `,`, `;`, `|` or the tabulator."""
    encoding: str | None = None
    """Found by itself for UTF-8, UTF-16 and windows-1252."""
    decimal: Literal[".", ","] = "."
    thousands: Annotated[str, Meta(max_length=1)] = ""
    """The sign between thousands; none by default."""
    missing: tuple[str, ...] = ("", "..")
    """What stands where no value is known."""
    series: Series
    columns: Columns = Columns()
    constants: Constants = Constants()
    only: dict[str, str | tuple[str, ...]] = {}
    """Rows to take, for files with several series: the name of a column, and the value or values in it."""


class Places(NamedTuple):
    """Where in a row the cells stand; -1 for a column that there is not."""

    country: int
    region: int
    year: int
    value: int
    years: tuple[tuple[int, str], ...]
    """Columns of years in a wide file, with the year."""
    only: tuple[tuple[int, frozenset[str]], ...]


def read_mapping(path: Path) -> tuple[Mapping, str]:
    """A mapping, and its text.

    Raises `ReferenceDataError`, which names the key and what may stand there, where it cannot be used.
    """
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST).decode("utf-8-sig")
        mapping = msgspec.convert(tomllib.loads(text), Mapping)
    except OSError as error:
        raise ReferenceDataError(f"The mapping {path.name} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ReferenceDataError(f"The mapping {path.name} is no TOML in UTF-8: {error}.") from error
    except msgspec.ValidationError as error:
        raise ReferenceDataError(f"The mapping {path.name} cannot be used: {_said(error)}") from error
    fault = _fault(mapping)
    if fault:
        raise ReferenceDataError(f"The mapping {path.name} cannot be used: {fault}")
    return mapping, text


def _said(error: msgspec.ValidationError) -> str:
    """What msgspec found, with the path to the key as TOML writes it."""
    fact, _, where = str(error).partition(" - at `$")
    key = where.rstrip("`").strip(".")
    return f"{fact}, at the top." if not key else f"{fact}, in `{key}`."


def _fault(mapping: Mapping) -> str | None:
    columns, constant = mapping.columns, mapping.constants.country
    faults = (
        (
            columns.country is None and constant is None,
            "no country is told. Name its column as `country` in [columns], or a country for all in [constants].",
        ),
        (
            columns.country is not None and constant is not None,
            "the country is told twice. Keep `country` in [columns] or in [constants].",
        ),
        (
            mapping.shape == "long" and None in {columns.year, columns.value},
            "a long file needs `year` and `value` in [columns]. Or is it wide, with one column a year?",
        ),
        (
            mapping.shape == "wide" and {columns.year, columns.value} != {None},
            'a wide file has one column a year. Remove `year` and `value` from [columns], or write shape = "long".',
        ),
        (mapping.decimal == mapping.thousands, "`decimal` and `thousands` are the same sign."),
        (
            not _is_codec(mapping.encoding or "utf-8"),
            f"`encoding` {mapping.encoding!r} is not known. Use utf-8, utf-16, windows-1252 or the like.",
        ),
    )
    return next((message for wrong, message in faults if wrong), None)


def _is_codec(name: str) -> bool:
    try:
        return isinstance("".encode(codecs.lookup(name).name), bytes)
    except (LookupError, ValueError):
        return False


def places_of(mapping: Mapping, names: Sequence[str], mapping_name: str, file_name: str) -> Places:
    """Where the columns of a mapping stand in a file with these names of columns.

    Raises `ReferenceDataError`, which lists the file's columns, where one is missing or stands there twice.
    """
    seen = [plain(name) for name in names]

    def place(key: str, name: str | None) -> int:
        if name is None:
            return -1
        count = seen.count(plain(name))
        if count == 1:
            return seen.index(plain(name))
        fact = "no column" if not count else f"{count} columns"
        raise ReferenceDataError(
            f"The mapping {mapping_name} says that {key} = {name!r}, but {file_name} has {fact} of that name. Its "
            f"columns are {listed(names)}. Correct `{key}`, or `skip` if these are not the names of columns."
        )

    held = {key: place(f"columns.{key}", getattr(mapping.columns, key)) for key in _KEYS}
    years = tuple((index, year[1]) for index, name in enumerate(names) if (year := _YEAR.fullmatch(name.strip())))
    if mapping.shape == "wide" and not years:
        raise ReferenceDataError(
            f"{file_name} has no column named by a year; its columns are {listed(names)}. Correct `skip` in the "
            f'mapping {mapping_name}, or write shape = "long" with `year` and `value` in [columns].'
        )
    only = tuple(
        (place(f"only.{name}", name), frozenset([value] if isinstance(value, str) else value))
        for name, value in mapping.only.items()
    )
    return Places(**held, years=years if mapping.shape == "wide" else (), only=only)
