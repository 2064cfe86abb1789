"""One match of a date pattern: what its groups say, as a moment."""

from __future__ import annotations

import re

from sousveil.find.calendars import lunar_span, solar_span, solar_year, solar_years
from sousveil.find.date_words import DateWords
from sousveil.find.moments import YEARS, Moment, Published, dated, month_span, relative, weekday
from sousveil.find.spellings import key

__all__ = ["read_match"]

_FIRST = "元"
_HALF, _QUARTER, _SPRING = 6, 3, 21
_RECENT = 100
_DAY = len("2024-05-03")


def read_match(words: DateWords, match: re.Match[str], published: Published | None, *, future: bool) -> Moment | None:
    """The moment that a match of one of the language's patterns tells; null where there is no such date."""
    groups = {name: text for name, text in match.groupdict().items() if text is not None}
    start, end = match.span()
    otherwise = _otherwise(words, groups, published, future=future)
    if otherwise is not None:
        value, counted = otherwise
        is_day = counted == "page" and value is not None and len(value) == _DAY
        return None if value is None else Moment(start=start, end=end, value=value, counted=counted, is_day=is_day)
    if groups.keys() <= {"m", "prior", "next"} or groups.keys() == {"y"}:
        # What stands before a month or year alone says that it is one, and is looked at again: "since June".
        start = min(match.start(name) for name in groups)
    return _gregorian(words, groups, (start, end), published, future=future)


def _otherwise(
    words: DateWords, groups: dict[str, str], published: Published | None, *, future: bool
) -> tuple[str | None, str] | None:
    """What is told by another calendar, a decade or the page's own date, and by which; null where nothing is."""
    if groups.keys() & {"sy", "sm", "sdec"}:
        return _solar(words, groups, published), "span" if "last_sy" in groups else "solar"
    if "hy" in groups:
        month = words.lunar_months.get(key(groups["hm"])) if "hm" in groups else None
        number = int(groups["hm"]) if month is None and groups.get("hm", "").isdigit() else month
        return lunar_span(int(groups["hy"]), number, int(groups["hd"]) if "hd" in groups else None), "lunar"
    if "dec" in groups or "dn" in groups:
        return _decade(words, groups), "gregorian"
    if "u" in groups or "w" in groups:
        return _from_the_page(words, groups, published, future=future), "page"
    return None


def _gregorian(
    words: DateWords, groups: dict[str, str], span: tuple[int, int], published: Published | None, *, future: bool
) -> Moment | None:
    year, counted = _year(words, groups, published)
    if year is None and ("era" in groups or "ry" in groups):
        return None
    if groups.keys() & {"last", "last_ey"}:
        counted = "span"
    moment = Moment(start=span[0], end=span[1], value="", year=year, counted=counted)
    if groups.keys() & {"last", "last_ey", "h", "q", "s"}:
        value = _longer(words, groups, year, published, future=future)
        return None if value is None else moment.moved(value=value)
    month = words.month(groups["m"]) if "m" in groups else None
    day = _day(words, groups["d"]) if "d" in groups else None
    if ("m" in groups and month is None) or ("d" in groups and day is None):
        return None
    ahead = "next" in groups or (future and "prior" not in groups)
    value = dated(year, month, day, published, future=ahead, prior="prior" in groups)
    return None if value is None else moment.moved(value=value, month=month, day=day, is_day=day is not None)


def _longer(
    words: DateWords, groups: dict[str, str], year: int | None, published: Published | None, *, future: bool
) -> str | None:
    """Several years, a half-year, a quarter or a season."""
    if "last" in groups or "last_ey" in groups:
        last = _number(words, groups["last"]) if "last" in groups else _of_era(words, groups, groups["last_ey"])
        return None if year is None or last is None or last <= year else f"{year}/{last}"
    if "h" in groups:
        return _part_of_year(words, groups["h"], _HALF, year, published, future=future)
    if "q" in groups:
        return _part_of_year(words, groups["q"], _QUARTER, year, published, future=future)
    season = words.seasons.get(key(groups["s"]))
    return None if season is None or year is None else f"{year}-{season}"


def _number(words: DateWords, text: str) -> int | None:
    return words.number(text.replace("〇", "零").replace("○", "零")) if not text.isdigit() else int(text)


def _day(words: DateWords, text: str) -> int | None:
    named = words.ordinals.get(key(text))
    return named if named is not None else words.number(text)


def _year(words: DateWords, groups: dict[str, str], published: Published | None) -> tuple[int | None, str]:
    """The year as the Gregorian calendar counts it, and by what it was told."""
    era, number = groups.get("era"), groups.get("ey")
    if era is not None:
        if number is not None and groups.get("y"):
            # 주체113(2024): told in both.
            return _number(words, groups["y"]), "gregorian"
        return _of_era(words, groups, number or groups.get("y") or ""), "era"
    if groups.get("ry"):
        # An expression finds "laſt year" and "thİs year", which are in no list.
        offset = words.offsets.get(key(groups["ry"]))
        return (published.year + offset[0] if published and offset else None), "gregorian"
    return (_number(words, groups["y"]) if groups.get("y") else None), "gregorian"


def _of_era(words: DateWords, groups: dict[str, str], told: str) -> int | None:
    """A year of an era (令和6年) as the Gregorian calendar counts it."""
    since = words.eras.get(key(groups["era"])) if "era" in groups else None
    count = 1 if told == _FIRST else _number(words, told)
    return since + count if since is not None and count is not None and since + count in YEARS else None


def _part_of_year(
    words: DateWords, ordinal: str, size: int, year: int | None, published: Published | None, *, future: bool
) -> str | None:
    named = words.ordinals.get(key(ordinal))
    number = named if named is not None else int(ordinal) if ordinal.isdigit() else None
    if number is None or not 1 <= number <= 12 // size:
        return None
    first = (number - 1) * size + 1
    if year is None:
        if published is None or published.month is None:
            return None
        year = published.year - (first > published.month and not future)
    return month_span(year, first, first + size - 1)


def _decade(words: DateWords, groups: dict[str, str]) -> str | None:
    named = words.decades.get(key(groups["dn"])) if groups.get("dn") else None
    year = named if named is not None else int(groups["dec"]) if groups.get("dec") else None
    if year is None:
        return None
    if year < _RECENT:
        year += 1900 if year >= 30 else 2000
    return f"{year // 10}X"


def _from_the_page(
    words: DateWords, groups: dict[str, str], published: Published | None, *, future: bool
) -> str | None:
    """ "Two months ago", "last Friday", "Friday of last week"."""
    if published is None:
        return None
    if groups.get("w"):
        number = words.weekdays.get(key(groups["w"]))
        if published.day is None or number is None:
            return None
        offset = words.offsets.get(key(groups["rw"])) if groups.get("rw") else None
        if groups.get("rw") and offset is None:
            return None
        week = offset[0] if offset else None
        steps = -1 if groups.get("prior") else 1 if groups.get("next") or future else 0
        return weekday(published.day, number, steps, week=week)
    unit = words.units.get(key(groups["u"]))
    count = words.number(groups.get("n") or groups.get("nf") or "1")
    if count is None or unit is None:
        return None
    steps = count if groups.get("nf") else -count
    # "Two weeks ago" is a day, "last week" is a week.
    return relative(7 * steps, "day", published) if unit == "week" else relative(steps, unit, published)


def _solar(words: DateWords, groups: dict[str, str], published: Published | None) -> str | None:
    """A date of the solar calendar; without its year the last one not after the publication."""
    named = words.solar_months.get(key(groups["sm"])) if groups.get("sm") else None
    month = named if named is not None else int(groups["sm"]) if groups.get("sm", "").isdigit() else None
    if groups.get("sm") and month is None:
        return None
    day = int(groups["sd"]) if groups.get("sd") else None
    if groups.get("sy"):
        return _of_solar_year(words, groups, int(groups["sy"]), month, day)
    if groups.get("sdec"):
        return solar_years(int(groups["sdec"]), int(groups["sdec"]) + 9)
    if published is None or published.day is None or month is None:
        return None
    year, at, _ = solar_year(published.day)
    return solar_span(year - (month > at), month, day)


def _of_solar_year(
    words: DateWords, groups: dict[str, str], year: int, month: int | None, day: int | None
) -> str | None:
    if "last_sy" in groups:
        return solar_years(year, int(groups["last_sy"]))
    if "s" in groups:
        season = words.seasons.get(key(groups["s"]))
        return None if season is None else solar_span(year, (season - _SPRING) * _QUARTER + 1, None, months=_QUARTER)
    if "h" in groups:
        half = words.ordinals.get(key(groups["h"])) or 1
        return solar_span(year, (half - 1) * _HALF + 1, None, months=_HALF)
    return solar_span(year, month, day)
