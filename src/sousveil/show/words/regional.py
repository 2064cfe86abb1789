"""Numbers, dates, lists and names of countries and languages as the reader's language writes them (Unicode CLDR, by
Babel)."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from babel import Locale

__all__ = [
    "SPOKEN", "country", "day", "in_short", "joined", "known_cities", "language", "language_name", "month", "number",
    "own_name", "writing_direction", "year",
]  # fmt: skip

SPOKEN: Final[ContextVar[str]] = ContextVar("language", default="en")
"""The language of this request, BCP 47; `catalogue.use` sets it."""
_WRITTEN_AS: Final = {"en": "en_GB"}
"""Where a language alone does not say how its dates are written: ours is the English of 16 April 2024."""


def language() -> str:
    """The language of this request, BCP 47."""
    return SPOKEN.get()


@cache
def _locale(code: str) -> Locale:
    from babel import Locale

    return Locale.parse(_WRITTEN_AS.get(code, code.replace("-", "_")))


def number(value: float, digits: int | None = None) -> str:
    """`1,204`, `12.5`; `digits` behind the point, as many as there are if nothing is given."""
    return _number(value, digits, language())


@lru_cache(maxsize=8192)
def _number(value: float, digits: int | None, code: str) -> str:
    from babel.numbers import format_decimal

    behind = "" if digits == 0 else f".{'0' * digits}" if digits else ".##########"
    return format_decimal(value, format=f"#,##0{behind}", locale=_locale(code))


def in_short(value: float) -> str:
    """A number with three or four digits that count, large ones in words: `120만`."""
    from babel.numbers import format_compact_decimal, format_decimal

    locale = _locale(language())
    size = abs(value)
    if size >= 10_000:
        return format_compact_decimal(value, format_type="short", locale=locale, fraction_digits=1)
    pattern = "#,##0" if size >= 100 or size == 0 else "0.##" if size >= 1 else "@#"
    return format_decimal(value, format=pattern, locale=locale)


def joined(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    from babel.lists import format_list

    return format_list(parts, locale=_locale(language()))


def day(value: date) -> str:
    """`16 April 2024`."""
    return _dated(value, "", language())


def month(value: date) -> str:
    """`April 2024`."""
    return _dated(value, "yMMMM", language())


def year(value: date) -> str:
    """`2024`; `2024년` in Korean."""
    return _dated(value, "y", language())


@lru_cache(maxsize=8192)
def _dated(value: date, skeleton: str, code: str) -> str:
    from babel.dates import format_date, format_skeleton

    if skeleton:
        return format_skeleton(skeleton, value, locale=_locale(code))
    return format_date(value, "long", locale=_locale(code))


def country(code: str) -> str | None:
    """The name of a country by its ISO 3166-1 code; None where there is none."""
    return _locale(language()).territories.get(code)


def language_name(code: str) -> str | None:
    """The name of a language by its BCP 47 code; None where there is none."""
    return _locale(language()).languages.get(code)


def known_cities(code: str) -> frozenset[str]:
    """Names of the large cities that CLDR knows, those after which time zones are called."""
    zones = _locale(code).time_zones
    return frozenset(zone["city"] for zone in zones.values() if "city" in zone)


def own_name(code: str) -> str:
    """What a language calls itself: `한국어`. Raises UnknownLocaleError (a ValueError's kin) where nobody knows it."""
    locale = _locale(code) if code not in _WRITTEN_AS else None
    return (locale.get_display_name() if locale else None) or {"en": "English"}.get(code, code)


def writing_direction(code: str) -> str:
    """`rtl` for a language that is written from right to left, else `ltr`."""
    return _locale(code).text_direction
