"""When it happened, and when it was told: words of dates to EDTF, resolved against the publication date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sousveil.find.date_reading import read_match
from sousveil.find.date_words import DateWords, date_words
from sousveil.find.moments import Moment, Published, as_interval, dated, relative
from sousveil.find.spellings import key
from sousveil.find.tables import Tables

__all__ = ["moments_in", "time_of"]

_REACH = 40
"""Characters before a date in which the words stand that make an interval of it."""
_BEHIND = 10
"""Characters behind a date in which they stand where they follow: 작년 가을부터."""
_DAY, _YEAR = len("2024-05-03"), len("2024")
_OPENING, _CLOSING = '«“"„「『‘‹', '»”"“」』’›'
_TWIN = 28
"""Characters between one date in two calendars."""


def time_of(
    tables: Tables, content: str, start: int, end: int, near: int, published: str | None,
    *, future: bool = False, telling: Sequence[tuple[int, int]] = (),
) -> tuple[str, tuple[int, int]] | None:  # fmt: skip
    """The time of the clause `content[start:end]` that stands nearest to `near`, as EDTF, with its span.

    "Since" opens an interval (`2019/..`), "until" closes one (`../2019`). Relative words need `published`
    (EDTF); without it they give nothing. A month without a year is the last one before the publication, or for a plan
    (`future`) the next. What begins within a span of `telling` is when it was told, not when it happened.
    """
    found = moments_in(tables, content, start, end, published, future=future)
    found = [m for m in found if not any(low <= m.start < high for low, high in telling)]
    if not found:
        return None
    nearest = min(found, key=lambda m: (abs(m.start - near), m.start))
    return nearest.value, (nearest.start, nearest.end)


def moments_in(
    tables: Tables, content: str, start: int, end: int, published: str | None, *, future: bool = False
) -> list[Moment]:
    """All times of `content[start:end]`, in order; `published` and `future` as in `time_of`."""
    words, view = date_words(tables), tables.view(content)
    known = Published.of(published)
    found = _not_overlapping(_candidates(words, view, start, end, known, future=future))
    found = _twins(words, view, found)
    found = _spans(words, view, start, found, known, future=future)
    found = [_bounded(words, view, start, end, moment, future=future) for moment in found]
    original = tables.orthography.letters.original
    return [m.moved(**dict(zip(("start", "end"), original(content, m.start, m.end), strict=True))) for m in found]


def _candidates(
    words: DateWords, view: str, start: int, end: int, published: Published | None, *, future: bool
) -> list[Moment]:
    found: list[Moment] = []
    named = [match.span() for match in words.names.finditer(view, start, end)]
    for pattern in words.patterns:
        for match in pattern.finditer(view, start, end):
            moment = read_match(words, match, published, future=future)
            if moment is not None and not (_is_title(words, view, moment) or _within(moment, named)):
                found.append(moment)
    if published is not None:
        for match in words.relative.finditer(view, start, end):
            phrase = key(match.group())
            steps, unit = _offset(words, phrase)
            value = relative(steps, unit, published) if unit else None
            if value is not None:
                day = len(value) == _DAY
                found.append(Moment(start=match.start(), end=match.end(), value=value, counted="page", is_day=day))
    return found


def _within(moment: Moment, spans: list[tuple[int, int]]) -> bool:
    return any(low <= moment.start < high for low, high in spans)


def _is_title(words: DateWords, view: str, moment: Moment) -> bool:
    """ "The novel 1984", «1984»: a year alone between quotation marks, or behind a word for a work."""
    if len(moment.value) != _YEAR or moment.end - moment.start != _YEAR:
        return False
    before, behind = view[max(0, moment.start - 2) : moment.start].rstrip(), view[moment.end : moment.end + 2].lstrip()
    quoted = before[-1:] in set(_OPENING) and behind[:1] in set(_CLOSING)
    return (bool(before) and bool(behind) and quoted) or words.labels.search(
        view, max(0, moment.start - _REACH), moment.start
    ) is not None


def _offset(words: DateWords, phrase: str) -> tuple[int, str]:
    """The offset of a phrase; small words may be written together with it."""
    while phrase and phrase not in words.offsets:
        phrase = phrase[1:]
    return words.offsets.get(phrase, (0, ""))


def _not_overlapping(found: list[Moment]) -> list[Moment]:
    """The longest first; of equal ones the first, in the order of the patterns."""
    kept: list[Moment] = []
    for moment in sorted(found, key=lambda m: m.start - m.end):
        if not any(moment.start < other.end and other.start < moment.end for other in kept):
            kept.append(moment)
    return sorted(kept, key=lambda m: m.start)


def _twins(words: DateWords, view: str, found: list[Moment]) -> list[Moment]:
    """One date told in two calendars, side by side, is the Gregorian one: 15 رمضان 1445 هـ (25 مارس 2024)."""
    kept: list[Moment] = []
    for moment in found:
        before = kept[-1] if kept else None
        between = view[before.end : moment.start] if before is not None else ""
        if before is not None and moment.is_day and before.is_day and _names_its_day(words, before, moment, between):
            kept[-1] = moment.moved(start=before.start)
            continue
        twins = before is not None and between.strip() and _in_two_calendars(before, moment)
        if before is not None and twins and len(between) <= _TWIN and words.equivalent.fullmatch(between):
            told = before if before.counted == "gregorian" else moment
            close = moment.end + (view[moment.end : moment.end + 1] in {")", "）", "]"})
            kept[-1] = told.moved(start=before.start, end=close)
            continue
        kept.append(moment)
    return kept


def _names_its_day(words: DateWords, first: Moment, last: Moment, between: str) -> bool:
    """ "Wednesday, 11 May": a day of the week that stands with its date."""
    return (
        first.counted == "page" != last.counted
        and last.month is not None
        and len(between) <= _DAY
        and words.of_day.fullmatch(between) is not None
    )


def _in_two_calendars(first: Moment, last: Moment) -> bool:
    told = {first.counted, last.counted}
    return len(told) == 2 and "gregorian" in told and "page" not in told


def _spans(
    words: DateWords, view: str, start: int, found: list[Moment], published: Published | None, *, future: bool
) -> list[Moment]:
    """Joins the two ends of an interval: "from June to September 2020", "between 2016 and 2019", "3–7 May"."""
    kept: list[Moment] = []
    for moment in found:
        before = kept[-1] if kept else None
        joined = _joined(words, view, start, before, moment, published, future=future) if before else None
        if joined is not None:
            kept[-1] = joined
            continue
        kept.append(_with_bare_begin(words, view, start, moment, published, future=future) or moment)
    return kept


def _joined(
    words: DateWords, view: str, start: int, first: Moment, last: Moment, published: Published | None, *, future: bool
) -> Moment | None:
    if "/" in first.value or "/" in last.value or last.start - first.end > _REACH:
        return None
    between = view[first.end : last.start]
    if not words.joint.fullmatch(between) and not any(
        middle.fullmatch(between) and before.search(view, max(start, first.start - _REACH), first.start)
        for before, middle in words.pairs
    ):
        return None
    first, last = _completed(first, last, published, future=future)
    return _interval(first, last)


def _completed(first: Moment, last: Moment, published: Published | None, *, future: bool) -> tuple[Moment, Moment]:
    """Each end with the year and month that stand only at the other."""
    if first.month is not None and last.month is None and last.day is not None:
        last = _dated(last, first.year, first.month, published, future=future)
    begin, final = first.month, last.month
    if begin is None or final is None:
        return first, last
    if first.year is None and last.year is not None:
        first = _dated(first, last.year - (begin > final), begin, published, future=future)
    elif last.year is None and first.year is not None:
        last = _dated(last, first.year + (final < begin), final, published, future=future)
    return first, last


def _dated(moment: Moment, year: int | None, month: int, published: Published | None, *, future: bool) -> Moment:
    value = dated(year, month, moment.day, published, future=future, prior=False)
    return moment if value is None else moment.moved(value=value, year=year, month=month)


def _with_bare_begin(
    words: DateWords, view: str, start: int, last: Moment, published: Published | None, *, future: bool
) -> Moment | None:
    """An interval whose first end is only a number or the name of a month: "from 3 to 7 May", "2021–2023"."""
    if "/" in last.value or last.counted != "gregorian":
        return None
    low = max(start, last.start - _REACH)
    match = next(filter(None, (expression.search(view, low, last.start) for expression in words.bare)), None)
    if match is None:
        return None
    value = match["y"] if last.month is None and last.year is not None else None
    if last.month is not None and not match["y"]:
        day = int(match["d"]) if match["d"] else None
        month = words.month(match["m"]) if match["m"] else last.month
        if month is None or (day is None) != (last.day is None):
            return None
        year = int(last.value[:4]) - (month > last.month)
        value = dated(year, month, day, published, future=future, prior=False)
    return None if value is None else _interval(last.moved(start=match.start(), value=value), last)


def _interval(first: Moment, last: Moment) -> Moment | None:
    low, high = as_interval(first.value)[0], as_interval(last.value)[1]
    if not low < high:
        return None
    return Moment(start=first.start, end=last.end, value=f"{low}/{high}", counted="span")


def _bounded(words: DateWords, view: str, start: int, end: int, moment: Moment, *, future: bool) -> Moment:
    """The moment as an open interval where "since" or "until" stands beside it, or as one that is not exact.

    What is planned from a time on, or by then, happens at that time; "since Monday" is Monday.
    """
    if moment.counted == "span":
        return moment
    low, high = as_interval(moment.value)
    for before, behind, form in (
        (words.since, words.since_behind, f"{low}/.."),
        (words.until, words.until_behind, f"../{high}"),
    ):
        span = _beside(words, view, start, end, moment, before, behind)
        if span is not None:
            open_ended = not future and not (moment.counted == "page" and moment.is_day)
            return moment.moved(value=form if open_ended else moment.value, start=span[0], end=span[1])
    if "/" in moment.value or "X" in moment.value or moment.value[5:7] > "12":
        return moment
    span = _beside(words, view, start, end, moment, words.near, words.near_behind, both=True)
    return moment if span is None else moment.moved(value=f"{moment.value}~", start=span[0], end=span[1])


def _beside(
    words: DateWords, view: str, start: int, end: int, moment: Moment, before: re.Pattern[str],
    behind: re.Pattern[str], *, both: bool = False,
) -> tuple[int, int] | None:  # fmt: skip
    """The span of the moment with a word beside it, on the side where the language has it."""
    if both or not words.follows:
        word = before.search(view, max(start, moment.start - _REACH), moment.start)
        if word is not None:
            return word.start(), moment.end
    if words.follows:
        word = behind.match(view, moment.end, min(end, moment.end + _BEHIND))
        if word is not None:
            return moment.start, word.end()
    return None
