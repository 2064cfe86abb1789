"""A moment that a text tells: its parts as told, and its value as EDTF, reckoned from the day of publication."""

from __future__ import annotations

import calendar
import datetime as dt

import msgspec
from msgspec import Struct

__all__ = ["SEASONS", "YEARS", "Moment", "Published", "as_interval", "dated", "month_span", "relative", "weekday"]

SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}
"""As EDTF counts them."""
YEARS = range(1000, 3000)
"""Years that texts tell; what is reckoned to another is a slip of the pen: 平成2024年."""
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = 12


class Moment(Struct, frozen=True, kw_only=True):
    """A time at `[start, end)`. `year`, `month` and `day` are as told; `value` is EDTF."""

    start: int
    end: int
    value: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    counted: str = "gregorian"
    """The calendar or era by which it was told."""
    is_day: bool = False
    """Whether it is one day and no longer."""

    def moved(self, **changes: object) -> Moment:
        """The same moment with some parts changed."""
        return msgspec.structs.replace(self, **changes)


class Published:
    """The publication date, as far as it is known: a year, a month or a day in EDTF."""

    def __init__(self, value: str) -> None:
        self.year = int(value[:4])
        if self.year not in YEARS:
            raise ValueError(value)
        month = int(value[5:7]) if len(value) >= 7 and value[5:7].isdigit() else 0
        self.month = month if 1 <= month <= _MONTHS else None
        self.day = dt.date.fromisoformat(value[:10]) if len(value) >= 10 and value[7] == "-" else None

    @classmethod
    def of(cls, value: str | None) -> Published | None:
        """Null where nothing is known, or nothing that begins with a year of `YEARS`."""
        if value is None or not value[:4].isdigit():
            return None
        try:
            return cls(value)
        except ValueError:
            return None


def dated(
    year: int | None, month: int | None, day: int | None, published: Published | None, *, future: bool, prior: bool
) -> str | None:
    """A day, a month or a year as EDTF.

    Without a year a month is the last one not after that of the publication, for a plan (`future`) the next; a day
    without a month is the last such day. `prior` ("last May") leaves the publication's own month out.
    """
    if year is None:
        if published is None:
            return None
        if month is None:
            return _day_alone(day, published, future=future) if day else None
        year = _year_of(month, published, future=future, prior=prior)
    return _edtf(year, month, day)


def _edtf(year: int, month: int | None, day: int | None) -> str | None:
    """A date as EDTF; null where there is no such day."""
    if month is None:
        return f"{year:04d}"
    if not 1 <= month <= _MONTHS:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _year_of(month: int, published: Published, *, future: bool, prior: bool) -> int:
    if published.month is None:
        return published.year
    if future:
        return published.year + (month < published.month)
    return published.year - (month > published.month or (prior and month == published.month))


def _day_alone(day: int, published: Published, *, future: bool) -> str | None:
    """ "On the 13th": of the month of the publication or, where that is still to come, of the one before."""
    if published.day is None or not 1 <= day <= 31:
        return None
    year, month = published.day.year, published.day.month
    if day > published.day.day and not future:
        year, month = (year, month - 1) if month > 1 else (year - 1, _MONTHS)
    elif day < published.day.day and future:
        year, month = (year, month + 1) if month < _MONTHS else (year + 1, 1)
    return _edtf(year, month, day)


def month_span(year: int, first: int, last: int) -> str:
    """The months from `first` to `last`: a quarter, a half-year."""
    return f"{year:04d}-{first:02d}/{year:04d}-{last:02d}"


def relative(steps: int, unit: str, published: Published) -> str | None:
    """So many days, weeks, months, years or seasons after the publication, or before it where negative."""
    value: str | None = None
    if unit == "year":
        value = f"{published.year + steps:04d}"
    elif unit == "decade":
        value = f"{(published.year + 10 * steps) // 10:03d}X"
    elif unit in SEASONS:
        value = f"{published.year + steps:04d}-{SEASONS[unit]}"
    elif unit in {"month", "quarter", "half"}:
        value = _months(steps, unit, published)
    elif published.day is not None:
        value = _days(steps, unit, published.day)
    return value


def _months(steps: int, unit: str, published: Published) -> str | None:
    if published.month is None:
        return None
    size = {"month": 1, "quarter": 3, "half": 6}[unit]
    place = (published.year * _MONTHS + published.month - 1) // size + steps
    first = place * size
    year, month = first // _MONTHS, first % _MONTHS + 1
    return f"{year:04d}-{month:02d}" if size == 1 else month_span(year, month, month + size - 1)


def _days(steps: int, unit: str, day: dt.date) -> str | None:
    if unit == "week":
        monday = day - dt.timedelta(days=day.weekday()) + dt.timedelta(weeks=steps)
        return f"{monday.isoformat()}/{(monday + dt.timedelta(days=6)).isoformat()}"
    if unit == "weekend":
        saturday = day - dt.timedelta(days=day.weekday() - 5) + dt.timedelta(weeks=steps)
        return f"{saturday.isoformat()}/{(saturday + dt.timedelta(days=1)).isoformat()}"
    if unit == "day":
        return (day + dt.timedelta(days=steps)).isoformat()
    if unit in _DAYS:
        return weekday(day, _DAYS.index(unit) + 1, steps)
    return None


def weekday(day: dt.date, number: int, steps: int, *, week: int | None = None) -> str:
    """A day of the week (1 is Monday) as EDTF: the last one, the publication's own counted in (0), the last before it
    (-1) or the next one behind it (1); or the one of a `week` that is told from the publication's."""
    if week is not None:
        monday = day - dt.timedelta(days=day.weekday()) + dt.timedelta(weeks=week)
        return (monday + dt.timedelta(days=number - 1)).isoformat()
    back = (day.weekday() + 1 - number) % 7
    if steps < 0:
        back = back or 7
    elif steps > 0:
        back -= 7
    return (day - dt.timedelta(days=back)).isoformat()


def as_interval(value: str) -> tuple[str, str]:
    """The first and the last of a time, where an open interval can begin or end: decades are no part of one."""
    first, _, last = value.partition("/")
    return _edge(first, "0"), _edge(last or first, "9")


def _edge(value: str, digit: str) -> str:
    return value.replace("X", digit)
