"""EDTF dates as days: the first and the last day that a date may mean."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

__all__ = ["days_of", "years_before"]

_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?(?:T.*)?[~?%]?", re.ASCII)


def days_of(value: str | None) -> tuple[date, date] | None:
    """The first and the last day of an EDTF date of a year, a month or a day; null for anything else."""
    match = _DATE.fullmatch(value or "")
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        if day is not None and month is not None:
            return date(year, month, day), date(year, month, day)
        if month is not None:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError:  # the 31st of February, the year 0
        return None


def years_before(day: date, years: int) -> date:
    """The same day some years before; the 29th of February becomes the 28th, and no day is before the year 1."""
    if day.year <= years:
        return date.min
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
