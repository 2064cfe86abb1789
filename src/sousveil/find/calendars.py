"""Dates of the solar and the lunar Hijri calendar in the calendar that the rest of the world counts by.

Solar dates are converted by `persiantools`, lunar ones by `hijridate`, which holds the tables of the Umm al-Qura
calendar; where the moon is sighted by eye a month may begin a day earlier or later.
"""

from __future__ import annotations

import datetime as dt

from hijridate import Hijri
from persiantools.jdatetime import JalaliDate

__all__ = ["gregorian", "lunar_span", "solar_span", "solar_year", "solar_years"]

_SOLAR_YEARS = range(1206, 1498)
"""Years for which the calendar in force is known, or its rule is sure."""
_LUNAR_YEARS = range(1343, 1501)
"""Years that the tables of `hijridate` hold."""
_MONTHS = 12


def gregorian(year: int, month: int, day: int) -> dt.date | None:
    """The day of a date of the solar calendar; null where there is no such day or the year is out of range."""
    if year not in _SOLAR_YEARS:
        return None
    try:
        return _solar_date(year, month, day)
    except ValueError:
        return None


def _solar_date(year: int, month: int, day: int) -> dt.date:
    found: dt.date = JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]
    return found


def solar_year(day: dt.date) -> tuple[int, int, int]:
    """Year, month and day of the solar calendar on a day."""
    told = JalaliDate(day)  # type: ignore[no-untyped-call]
    return told.year, told.month, told.day


def solar_span(year: int, month: int | None, day: int | None, *, months: int = 1) -> str | None:
    """A date of the solar calendar as EDTF: a day, or the days from the first to the last of its month or year.

    `months` is how many months from the one given on are meant. Null where there is no such date.
    """
    if day is not None and month is not None:
        found = gregorian(year, month, day)
        return found.isoformat() if found else None
    first, last = (1, _MONTHS) if month is None else (month, month + months - 1)
    begin = gregorian(year, first, 1)
    behind = gregorian(year, last + 1, 1) if last < _MONTHS else gregorian(year + 1, 1, 1)
    return _days(begin, behind)


def solar_years(first: int, last: int) -> str | None:
    """The days of several years of the solar calendar; null where the last is not after the first."""
    return _days(gregorian(first, 1, 1), gregorian(last + 1, 1, 1)) if first < last else None


def lunar_span(year: int, month: int | None, day: int | None) -> str | None:
    """A date of the lunar calendar as EDTF: a day, or the days of its month or year; null where there is none such."""
    if year not in _LUNAR_YEARS:
        return None
    try:
        if day is not None and month is not None:
            return str(Hijri(year, month, day).to_gregorian().isoformat())
        begin = Hijri(year, month or 1, 1).to_gregorian()
        final = Hijri(year, month or _MONTHS, 1)
        last = final.to_gregorian() + dt.timedelta(days=final.month_length() - 1)
    except (ValueError, OverflowError):
        return None
    return f"{begin.isoformat()}/{last.isoformat()}"


def _days(begin: dt.date | None, behind: dt.date | None) -> str | None:
    if begin is None or behind is None:
        return None
    return f"{begin.isoformat()}/{(behind - dt.timedelta(days=1)).isoformat()}"
