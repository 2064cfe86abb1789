"""When it happened: words of dates to EDTF, resolved against the publication date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from sousveil.find.calendars import solar_span
from sousveil.find.tables import Tables
from sousveil.vocabulary.orthography import Orthography

__all__ = ["time_of"]

_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class _Dates:
    """The date words of a language, compiled."""

    def __init__(self, tables: Tables) -> None:
        times = tables.language.times
        listed = tables.orthography.letters.term
        self.patterns = [re.compile(listed(text).strip("/"), re.IGNORECASE) for text in times.patterns]
        self.months = {listed(name).lower(): number for name, number in times.months.items()}
        self.eras = {listed(name): year for name, year in times.eras.items()}
        self.years = {
            listed(phrase): int(offset.split()[0])
            for phrase, offset in times.relative.items()
            if offset.endswith("year")
        }
        self.solar_months = {listed(name): number for name, number in times.solar_months.items()}
        spelled = tables.orthography
        self.relative = [
            (re.compile(_phrase(listed(phrase), spelled), re.IGNORECASE), offset)
            for phrase, offset in sorted(times.relative.items(), key=lambda item: -len(item[0]))
        ]
        spaced = tables.language.writing == "spaced"
        self.since_before = spaced
        self.since = _alternation(map(listed, times.since))
        self.until = _alternation(map(listed, times.until))
        self.fillers = {"", *map(listed, times.fillers)}


def _phrase(phrase: str, spelled: Orthography) -> str:
    """A phrase as an expression; small words that are written together with it may stand before."""
    if phrase[:1].isascii():
        return r"(?<![^\W_])" + re.escape(phrase)
    if spelled.writing != "spaced":
        return re.escape(phrase)
    return r"(?<![^\W_])" + spelled.inflection.before(phrase) + re.escape(phrase).replace(r"\ ", r"\s+") + r"(?![^\W_])"


def _alternation(words: Iterable[str]) -> re.Pattern[str] | None:
    expression = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
    return re.compile(expression, re.IGNORECASE) if expression else None


@lru_cache(maxsize=64)
def _dates(tables: Tables) -> _Dates:
    return _Dates(tables)


def time_of(
    tables: Tables, content: str, start: int, end: int, near: int, published: str | None,
    *, future: bool = False, telling: Sequence[tuple[int, int]] = (),
) -> tuple[str, tuple[int, int]] | None:  # fmt: skip
    """The time of the clause `content[start:end]` that stands nearest to `near`, as EDTF, with its span.

    "Since" opens an interval (`2019/..`), "until" closes one (`../2019`). Relative words need `published`
    (EDTF); without it they give nothing. A month without a year is the last one before the publication, or for a plan
    (`future`) the next. What begins within a span of `telling` is when it was told, not when it happened.
    """
    dates, content = _dates(tables), tables.view(content)
    found: list[tuple[int, int, str]] = []
    for pattern in dates.patterns:
        for match in pattern.finditer(content, start, end):
            value = _absolute(dates, match, published, future=future)
            if value and not any(match.start() < other[1] and other[0] < match.end() for other in found):
                found.append((match.start(), match.end(), value))
    if published:
        for expression, offset in dates.relative:
            for match in expression.finditer(content, start, end):
                value = _relative(offset, published)
                if value and not any(match.start() < other[1] and other[0] < match.end() for other in found):
                    found.append((match.start(), match.end(), value))
    found = [item for item in found if not any(low <= item[0] < high for low, high in telling)]
    if not found:
        return None
    begin, stop, value = min(found, key=lambda item: (abs(item[0] - near), item[0]))
    value, begin, stop = _interval(dates, content, start, end, begin, stop, value)
    return value, (begin, stop)


def _absolute(dates: _Dates, match: re.Match[str], published: str | None, *, future: bool) -> str | None:
    groups = match.groupdict()
    year, month, day = groups.get("y"), groups.get("m"), groups.get("d")
    if groups.get("sy"):
        return _solar(dates, groups["sy"] or "", groups.get("sm"), groups.get("sd"))
    if groups.get("era") or groups.get("ry"):
        year = _reckoned(dates, groups, published)
    elif year is None and published and len(published) >= 4:
        year = published[:4]
    if year is None or month is None:
        # "Between 2017 and 2020" names the last year, too.
        last = groups.get("last")
        return f"{year}/{last}" if year and last and year < last else year
    number = dates.months.get(month.lower().rstrip(".")) or (int(month) if month.isdigit() else None)
    # "Summer 2023": the name of a season stands where that of a month may.
    season = number in _SEASONS.values() and groups.get("y") is not None
    if number is None or not (season or 1 <= number <= 12):
        return None
    if groups.get("y") is None and groups.get("ry") is None and published and len(published) >= 7:
        # A month without a year: the one nearest to the page, before it or, in a plan, behind it.
        later = number - int(published[5:7])
        year = str(int(year) + (later < 0 if future else -(later > 0)))
    if day is None or season:
        return f"{year}-{number:02d}"
    try:
        return dt.date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None


def _reckoned(dates: _Dates, groups: dict[str, str | None], published: str | None) -> str | None:
    """The year of an era (令和6年) or one told from the page's (去年十一月)."""
    if groups.get("era"):
        since, number = dates.eras.get(groups["era"] or ""), groups.get("y") or ""
        return None if since is None else str(since + (int(number) if number.isdigit() else 1))
    offset = dates.years.get(groups["ry"] or "")
    return None if offset is None or not published else str(int(published[:4]) + offset)


def _solar(dates: _Dates, year: str, month: str | None, day: str | None) -> str | None:
    number = dates.solar_months.get(month) or (int(month) if month.isdigit() else None) if month else None
    return None if month and number is None else solar_span(int(year), number, int(day) if day else None)


def _relative(offset: str, published: str) -> str | None:
    amount, _, unit = offset.partition(" ")
    steps, year = int(amount), int(published[:4])
    value: str | None = None
    if unit == "year":
        value = str(year + steps)
    elif unit in _SEASONS:
        value = f"{year + steps}-{_SEASONS[unit]}"
    elif unit == "month" and len(published) >= 7:
        months = year * 12 + int(published[5:7]) - 1 + steps
        value = f"{months // 12}-{months % 12 + 1:02d}"
    elif len(published) >= 10:
        day = dt.date.fromisoformat(published[:10])
        if unit == "week":
            monday = day - dt.timedelta(days=day.weekday()) + dt.timedelta(weeks=steps)
            value = f"{monday.isoformat()}/{(monday + dt.timedelta(days=6)).isoformat()}"
        elif unit == "day":
            value = (day + dt.timedelta(days=steps)).isoformat()
        elif unit in _WEEKDAYS:
            value = _weekday(day, _WEEKDAYS.index(unit), steps).isoformat()
    return value


def _weekday(day: dt.date, number: int, steps: int) -> dt.date:
    """The last such day of the week, the publication's own counted in (0), the one before (-1) or the next (1)."""
    back = (day.weekday() - number) % 7
    return day - dt.timedelta(days=back - 7 * steps)


_REACH = 26
_BEHIND = 8
"""Characters behind a date in which "since" stands where it follows: 작년 가을부터."""


def _interval(
    dates: _Dates, content: str, start: int, end: int, begin: int, stop: int, value: str
) -> tuple[str, int, int]:
    """The value as an open interval where "since" or "until" stands beside it."""
    if "/" in value:
        return value, begin, stop
    for expression, form in ((dates.since, "{}/.."), (dates.until, "../{}")):
        if expression is None:
            continue
        if dates.since_before:
            low = max(start, begin - _REACH)
            window = content[low:begin]
            found = list(expression.finditer(window))
            word = found[-1] if found else None
            bounded = word is not None and (word.start() == 0 or not window[word.start() - 1].isalnum())
            if word and bounded and window[word.end() :].strip().lower() in dates.fillers:
                return form.format(value), low + word.start(), stop
        else:
            window = content[stop : min(end, stop + _BEHIND)]
            first = expression.search(window)
            if first and (first.start() <= 1 or window[: first.start()].strip() in dates.fillers):
                return form.format(value), begin, stop + first.end()
    return value, begin, stop
