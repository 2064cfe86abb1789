"""Findings by year, as bars over the two ends of a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct

__all__ = ["Year", "Years", "years_of"]

_MOST: Final = 60
"""Years that are drawn; what is earlier is drawn together in the first."""
_HIGH: Final = 40


class Year(Struct, frozen=True):
    """One bar: `height` in pixels of a picture `40` high."""

    year: int
    findings: int
    height: float
    within: bool
    """Whether the chosen time has it."""
    address: str
    """This year alone, or every year where it alone is chosen."""


class Years(Struct, frozen=True):
    """The bars from the first year to the last. `earlier` findings lie before the first bar."""

    bars: tuple[Year, ...]
    first: int
    last: int
    chosen: tuple[int, int]
    """The two ends, or those of all years."""
    undated: int
    by_report: int
    """How many findings stand at the year of their report, since no claim tells theirs."""
    earlier: int
    earlier_last: str
    """The address of what lies before the first bar."""


def years_of(
    counts: Mapping[int | None, tuple[int, int]],
    first: int | None,
    last: int | None,
    address: Callable[[int | None, int | None], str],
) -> Years | None:
    """The bars of the findings by their first year (`Case.year_counts`); None where nothing is dated."""
    dated = {year: count for year, (count, _) in counts.items() if year is not None}
    if not dated:
        return None
    newest = max(dated)
    oldest = max(min(dated), newest - _MOST + 1)
    most = max(count for year, count in dated.items() if year >= oldest)
    low, high = first if first is not None else oldest, last if last is not None else newest
    bars = []
    for year in range(oldest, newest + 1):
        found = dated.get(year, 0)
        alone = first == last == year
        bars.append(
            Year(
                year, found, round(max(2.0, found / most * _HIGH), 1) if found else 0.0, low <= year <= high,
                address(None, None) if alone else address(year, year),
            )
        )  # fmt: skip
    return Years(
        tuple(bars), oldest, newest, (low, high), counts.get(None, (0, 0))[0],
        sum(count - told for year, (count, told) in counts.items() if year is not None),
        sum(count for year, count in dated.items() if year < oldest), address(None, oldest - 1),
    )  # fmt: skip
