"""Dates as people and machines write them, to EDTF days. Gregorian, read in the order of the language."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from sousveil.read.words import date_words

__all__ = ["Found", "find_dates", "parse_date"]

EARLIEST: Final = 1994
"""No page of the web is older."""

_WORDS: Final = date_words()
_MONTH: Final = {name: int(number) for number, names in _WORDS.months.items() for name in names}
_NAMES: Final = "|".join(sorted(map(re.escape, _MONTH), key=len, reverse=True))
_ORDINALS: Final = "|".join(map(re.escape, _WORDS.ordinals))
_JOINTS: Final = "|".join((*(rf"{re.escape(word)} " for word in _WORDS.of), *map(re.escape, _WORDS.elided)))
_OF: Final = rf"[\s\-]*(?:{_JOINTS})?"
_YEAR, _MARK, _DAY = ("".join(map(re.escape, words)) for words in (_WORDS.year, _WORDS.month, _WORDS.day))
_PATTERNS: Final = re.compile(
    "|".join(
        (
            # 2024-04-16, 2024/4/16, 2024.04.16, 2024. 4. 16., with a time behind it or not
            r"(?<![\d.])(?P<ya>(?:19|20)\d\d)(?P<sa>[-/.])\s?(?P<ma>\d{1,2})(?P=sa)\s?(?P<da>\d{1,2})(?!\d|[-/]\d)",
            # 16 April 2024, 16. April 2024, 16 de abril de 2024, 16th of April, 2024
            rf"(?<!\d)(?P<db>\d{{1,2}})(?:\.|{_ORDINALS})?{_OF}\s?(?P<mb>{_NAMES})\b\.?,?{_OF}(?P<yb>(?:19|20)\d\d)(?!\d)",
            # April 16, 2024; Apr. 16th 2024
            rf"\b(?P<mc>{_NAMES})\.?\s+(?P<dc>\d{{1,2}})(?:{_ORDINALS})?,?\s+(?:{_JOINTS})?(?P<yc>(?:19|20)\d\d)(?!\d)",
            # 2024年4月16日, 2024년 4월 16일
            rf"(?P<yd>(?:19|20)\d\d)\s?[{_YEAR}]\s?(?P<md>\d{{1,2}})\s?[{_MARK}]\s?(?P<dd>\d{{1,2}})\s?[{_DAY}]",
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
