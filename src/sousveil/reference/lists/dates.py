"""Dates of lists as EDTF."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from sousveil.vocabulary.lists import DateOrder

__all__ = ["edtf"]

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST: Final = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ]\d.*)?", re.DOTALL)
_PACKED: Final = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_YEAR_LAST: Final = re.compile(
    r"(\d{1,2}|dd|mm)[-/.](\d{1,2}|mm|dd)[-/.](\d{4})(?:[T ,]\d.*)?", re.IGNORECASE | re.DOTALL
)
_DAY_MONTH: Final = re.compile(r"(?:(\d{1,2})[-\s]+)?([A-Za-z]{3,9})\.?[-\s,]+(\d{4})")
_MONTH_DAY: Final = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})\s*,\s*(\d{4})")
_FIRST, _LAST = 1900, 2100


def edtf(text: str, order: DateOrder = "ymd") -> str | None:
    """`2019-10-07`, `2019-10` or `2019` for a date as lists print it; null where it cannot be told.

    `order` says what `01/02/2019` means; in `ymd` that is not told. `dd/mm/2019` and `00/00/2019` are the year alone.
    """
    text = text.strip()
    if match := _PACKED.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    elif match := _YEAR_LAST.fullmatch(text):
        first, second, year = match.groups()
        if order == "ymd":
            return None
        day, month = (first, second) if order == "dmy" else (second, first)
    elif match := _DAY_MONTH.fullmatch(text):
        day, month, year = match.groups()
        month = _number(month)
    elif match := _MONTH_DAY.fullmatch(text):
        month, day, year = match.groups()
        month = _number(month)
    else:
        return None
    return None if month == "" else _composed(int(year), _told(month), _told(day))


def _number(name: str) -> str:
    """A month's number by its English name; empty for any other word."""
    low = name.lower()
    return str(_MONTHS.index(low[:3]) + 1) if low[:3] in _MONTHS else ""


def _told(part: str | None) -> int | None:
    return int(part) if part is not None and part.isdigit() and int(part) else None


def _composed(year: int, month: int | None, day: int | None) -> str | None:
    if not _FIRST <= year <= _LAST:
        return None
    if month is None:
        return f"{year:04}"
    try:
        whole = date(year, month, day or 1).isoformat()
    except ValueError:
        return None
    return whole if day else whole[:7]
