"""Codes of countries and areas in statistics (`data/areas.toml`): ISO 3166-1, UN M49, and what the UN's trade data use.

An area that is no country of today keeps a code of its own, `M49:490`; it is never counted as a country.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from sousveil.vocabulary.files import converted, overlaid

__all__ = ["WORLD", "Area", "AreaFile", "Areas", "check_areas", "load_areas"]

WORLD = "W00"
"""All partners together, as UN Comtrade writes it."""
_NUMBER = re.compile(r"\d{3}")
_CODES = re.compile(r"[A-Z]{3}(?: \d{3})?")


class Area(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An `[area.NNN]`: an area that statistics know and ISO 3166-1 does not."""

    name: str
    note: str | None = None
    """Shown beside the name: what it holds, until when it was used."""
    group: bool = False
    """A union whose members report as well: adding it to them would count goods twice."""


class AreaFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """areas.toml."""

    countries: dict[str, str] = {}
    """ISO 3166-1 alpha-2 to alpha-3 and number: `FR = "FRA 250"`."""
    numbers: dict[str, str] = {}
    """Numbers of trade statistics that differ from ISO's, to alpha-2."""
    aliases: dict[str, str] = {}
    """Further codes of publishers, to alpha-2."""
    area: dict[str, Area] = {}


class Areas:
    """Looks codes up. Immutable after loading."""

    def __init__(self, file: AreaFile) -> None:
        self.areas = {f"M49:{number}": area for number, area in file.area.items()}
        """By the code that flows and indicators carry."""
        self.groups = frozenset(code for code, area in self.areas.items() if area.group)
        self._alpha2 = frozenset(file.countries)
        self._alpha3 = {codes[:3]: country for country, codes in file.countries.items()} | file.aliases
        self._m49 = {codes[4:]: country for country, codes in file.countries.items() if len(codes) > 3}
        self._numbers = self._m49 | file.numbers

    def by_alpha2(self, code: str) -> str | None:
        """The code itself where ISO 3166-1 (or this file) has it, in capitals."""
        code = code.strip().upper()
        return code if code in self._alpha2 else None

    def by_alpha3(self, code: str) -> str | None:
        """ISO 3166-1 alpha-2 for an alpha-3 code or an alias."""
        return self._alpha3.get(code.strip().upper())

    def by_m49(self, number: str) -> str | None:
        """ISO 3166-1 alpha-2 for a number of ISO 3166-1, which is that of the UN's M49."""
        return self._m49.get(_three_digits(number))

    def by_number(self, number: str) -> str | None:
        """The same for a number of trade statistics: alpha-2, `M49:NNN` for an area of the file, `W00` for 0, null for
        any other number."""
        number = _three_digits(number)
        if number == "000":
            return WORLD
        code = f"M49:{number}"
        return code if code in self.areas else self._numbers.get(number)

    def name(self, code: str) -> str | None:
        """What an area is called that is no country; null for a country, whose name the gazetteer has."""
        if code == WORLD:
            return "World"
        return self.areas[code].name if code in self.areas else None


def _three_digits(number: str) -> str:
    """`36`, `036` and, from spreadsheets, `36.0` as `036`; empty for anything else."""
    number = number.strip().removesuffix(".0")
    return number.zfill(3) if number.isascii() and number.isdecimal() and len(number) <= 3 else ""


@cache
def load_areas(folder: str | None = None) -> Areas:
    """The codes that ship, with those of a researcher's own folder (`Vocabulary.folder`) over them.

    Raises `VocabularyError` where a file cannot be read.
    """
    return Areas(_file(folder))


def _file(folder: str | None) -> AreaFile:
    return converted(overlaid("areas.toml", folder), AreaFile, "areas.toml")


def check_areas(folder: str | None = None) -> Iterator[str]:
    """Each fault in one sentence. Raises `VocabularyError` where the file cannot be read."""
    file = _file(folder)
    held: dict[str, str] = {}
    for country, codes in file.countries.items():
        if not re.fullmatch(r"[A-Z]{2}", country):
            yield f"areas.toml [countries]: '{country}' must be two capital letters (ISO 3166-1)"
        if not _CODES.fullmatch(codes):
            yield f"areas.toml [countries] {country}: '{codes}' must look like \"FRA 250\""
        for code in codes.split():
            other = held.setdefault(code, country)
            if other != country:
                yield f"areas.toml [countries] {country}: '{code}' also stands under {other}; keep one"
    for section in ("numbers", "aliases"):
        for code, country in getattr(file, section).items():
            if country not in file.countries:
                yield f"areas.toml [{section}] {code}: '{country}' stands under no country"
            if section == "numbers" and not _NUMBER.fullmatch(code):
                yield f"areas.toml [numbers]: '{code}' must be three digits"
    for number in file.area:
        if not _NUMBER.fullmatch(number):
            yield f"areas.toml [area.{number}]: the number must be three digits"
        if (number in held and file.area[number].note is None) or number in file.numbers:
            yield f"areas.toml [area.{number}]: the number is also {held.get(number, 'in [numbers]')}; say so in `note`"
