"""Dates as people and machines write them, to EDTF days. Gregorian, read in the order of the language."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

__all__ = ["Found", "find_dates", "parse_date"]

EARLIEST: Final = 1994
"""No page of the web is older."""

_MONTHS: Final = (
    (
        "january jan يناير jänner januar januari enero ene janvier janv gennaio janeiro stycznia styczeń январь "
        "января янв ocak januára ledna leden sty gen"
    ),
    (
        "february feb فبراير februar feber februari febrero février févr fevrier febbraio fevereiro lutego luty "
        "февраль февраля фев şubat února lut fév fev"
    ),
    "march mar مارس märz maerz mär mrz maart marzo mars março marca marzec март марта мар mart března",
    "april apr أبريل avril abril abr aprile kwietnia kwiecień апрель апреля апр nisan dubna avr kwi",
    "may mai مايو mei mayo maggio maio maja maj май мая mayıs května mag",
    "june jun يونيو juni junio juin giugno junho czerwca czerwiec июнь июня июн haziran června giu cze jun",
    "july jul يوليو juli julio juillet juil luglio julho lipca lipiec июль июля июл temmuz července lug lip",
    "august aug أغسطس augustus agosto août aout sierpnia sierpień август августа авг ağustos srpna ago sie",
    (
        "september sep سبتمبر sept septiembre setiembre septembre settembre setembro września wrzesień сентябрь "
        "сентября сен сент eylül září set wrz"
    ),
    (
        "october oct أكتوبر oktober okt octubre octobre ottobre outubro października październik октябрь октября "
        "окт ekim října out ott paź"
    ),
    ("november nov نوفمبر noviembre novembre novembro listopada listopad ноябрь ноября ноя нояб kasım listopadu lis"),
    (
        "december dec ديسمبر dezember dez diciembre dic décembre déc decembre dicembre dezembro grudnia grudzień "
        "декабрь декабря дек aralık prosince gru"
    ),
)
_MONTH: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAMES: Final = "|".join(sorted(map(re.escape, _MONTH), key=len, reverse=True))
_OF: Final = r"[\s\-]*(?:de |del |of |d['’])?"
_PATTERNS: Final = re.compile(
    "|".join(
        (
            # 2024-04-16, 2024/4/16, 2024.04.16, 2024. 4. 16., with a time behind it or not
            r"(?<![\d.])(?P<ya>(?:19|20)\d\d)(?P<sa>[-/.])\s?(?P<ma>\d{1,2})(?P=sa)\s?(?P<da>\d{1,2})(?!\d|[-/]\d)",
            # 16 April 2024, 16. April 2024, 16 de abril de 2024, 16th of April, 2024
            rf"(?<!\d)(?P<db>\d{{1,2}})(?:\.|st|nd|rd|th|º|er|ого)?{_OF}\s?(?P<mb>{_NAMES})\b\.?,?{_OF}(?P<yb>(?:19|20)\d\d)(?!\d)",
            # April 16, 2024; Apr. 16th 2024
            rf"\b(?P<mc>{_NAMES})\.?\s+(?P<dc>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?:de |del )?(?P<yc>(?:19|20)\d\d)(?!\d)",
            # 2024年4月16日, 2024년 4월 16일
            r"(?P<yd>(?:19|20)\d\d)\s?[年년]\s?(?P<md>\d{1,2})\s?[月월]\s?(?P<dd>\d{1,2})\s?[日일號号]",
            # 16.04.2024, 16/4/2024, 16-04-2024
            r"(?<![\d.])(?P<de>\d{1,2})(?P<se>[./\-])\s?(?P<me>\d{1,2})(?P=se)\s?(?P<ye>(?:19|20)\d\d)(?!\d)",
            # 16.04.24
            r"(?<![\d.])(?P<df>\d{1,2})\.(?P<mf>\d{1,2})\.(?P<yf>\d\d)(?![\d.])",
            # 20240416, 20240416T093000
            r"(?<!\d)(?P<yg>(?:19|20)\d\d)(?P<mg>[01]\d)(?P<dg>[0-3]\d)(?!\d)",
        )
    ),
    re.IGNORECASE,
)
_EPOCH: Final = re.compile(r"1\d{9}(?:\d{3})?\Z")
_MONTH_FIRST: Final = ("en-us", "en_us", "us")


class Found(NamedTuple):
    """A date, the words that say it and where they start."""

    value: date
    words: str
    start: int


def find_dates(text: str, lang: str = "") -> list[Found]:
    """Every day that `text` names in full, in order. `lang` decides whether 4/5/2024 is in May (en-US: in April)."""
    found = []
    for match in _PATTERNS.finditer(text):
        value = _value(match, lang)
        if value is not None:
            found.append(Found(value, match.group(), match.start()))
    return found


def parse_date(text: str, lang: str = "") -> date | None:
    """The first date of a machine-written value; seconds and milliseconds since 1970 too."""
    text = text.strip()[:100]
    if _EPOCH.match(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).date()
    found = find_dates(text, lang)
    return found[0].value if found else None


def latest(retrieved: str) -> date | None:
    """The day after a capture was fetched: nothing in it can have been published later, wherever it was."""
    try:
        return datetime.fromisoformat(retrieved).date() + timedelta(days=1)
    except ValueError:
        return None


def _value(match: re.Match[str], lang: str) -> date | None:
    kind = next(kind for kind in "abcdefg" if match.group(f"y{kind}"))
    year, month, day = match.group(f"y{kind}"), match.group(f"m{kind}"), match.group(f"d{kind}")
    number = _MONTH.get(month.lower()) if kind in "bc" else int(month)
    if number is None:
        return None
    numbers = [int(year) + (2000 if len(year) == 2 else 0), number, int(day)]
    swapped = kind == "e" and match.group("se") == "/" and (lang.lower().startswith(_MONTH_FIRST) or numbers[1] > 12)
    if swapped or (kind == "e" and lang.lower() == "en" and match.group("se") == "/" and numbers[2] <= 12):
        numbers[1], numbers[2] = numbers[2], numbers[1]
    try:
        value = date(*numbers)
    except ValueError:
        return None
    return value if value.year >= EARLIEST else None
