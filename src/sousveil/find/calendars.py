"""The Iranian calendar: its days in the calendar that the rest of the world counts by."""

from __future__ import annotations

import datetime as dt

__all__ = ["gregorian", "solar_span"]

_YEARS = (1206, 1498)
"""Years in which the rule below gives the days of the calendar that is in force."""
_LEAP = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
"""Leap years in a cycle of 33: the rule of Borkowski for the years since 1206 (Earth, Moon and Planets 74, 1996)."""
_EPOCH = dt.date(1997, 3, 21)
"""1 Farvardin 1376, the first year of a cycle less one."""
_EPOCH_YEAR = 1376
_MONTHS = 12


def _is_leap(year: int) -> bool:
    return year % 33 in _LEAP


def _new_year(year: int) -> dt.date:
    if year >= _EPOCH_YEAR:
        days = sum(366 if _is_leap(y) else 365 for y in range(_EPOCH_YEAR, year))
        return _EPOCH + dt.timedelta(days=days)
    days = sum(366 if _is_leap(y) else 365 for y in range(year, _EPOCH_YEAR))
    return _EPOCH - dt.timedelta(days=days)


def _month_length(year: int, month: int) -> int:
    return 31 if month <= 6 else 30 if month < _MONTHS or _is_leap(year) else 29


def gregorian(year: int, month: int, day: int) -> dt.date | None:
    """The day of a date of the Iranian calendar; null where there is no such day or the year is out of range."""
    if not _YEARS[0] <= year < _YEARS[1] or not 1 <= month <= _MONTHS or not 1 <= day <= _month_length(year, month):
        return None
    before = sum(_month_length(year, m) for m in range(1, month))
    return _new_year(year) + dt.timedelta(days=before + day - 1)


def solar_span(year: int, month: int | None, day: int | None) -> str | None:
    """A date of the Iranian calendar as EDTF: a day, or the days from the first to the last of its month or year."""
    if day is not None and month is not None:
        found = gregorian(year, month, day)
        return found.isoformat() if found else None
    last = month or _MONTHS
    first = gregorian(year, month or 1, 1)
    if first is None:
        return None
    final = gregorian(year, last, _month_length(year, last))
    return f"{first.isoformat()}/{final.isoformat()}" if final else None
