"""EDTF dates and intervals as days: the first and the last day that they may mean."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

__all__ = ["days_of", "span_of", "time_of", "years_before"]

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


def span_of(value: str | None) -> tuple[date, date] | None:
    """The same for an interval, too; an end that is open or unknown is the first or last day that there is."""
    start, slash, end = (value or "").partition("/")
    if not slash:
        return days_of(value)
    first = (date.min, date.min) if start in {"", ".."} else days_of(start)
    last = (date.max, date.max) if end in {"", ".."} else days_of(end)
    return (first[0], last[1]) if first is not None and last is not None and first[0] <= last[1] else None


def time_of(values: Iterable[str | None]) -> str | None:
    """From the first to the last of several EDTF dates and intervals, as one; null where none tells a day."""
    spans = sorted((span, value) for value in values if value is not None and (span := span_of(value)) is not None)
    if not spans:
        return None
    first = spans[0][1].partition("/")[0] or ".."
    last = max(spans, key=lambda each: (each[0][1], each[0][0], each[1]))[1].rpartition("/")[2] or ".."
    return first if first == last else f"{first}/{last}"


def years_before(day: date, years: int) -> date:
    """The same day some years before; the 29th of February becomes the 28th, and no day is before the year 1."""
    if day.year <= years:
        return date.min
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
