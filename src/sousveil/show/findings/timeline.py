"""Findings over time: how many in each year or month, in rows of what they have in common, and one by one.

A finding stands in every year that its date may mean: one that is told "2017 to 2019" in three. What has a year and no
month stands apart from the months, and what has no date is counted beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, Literal

from markupsafe import Markup
from msgspec import Struct

from sousveil.record.finding import Finding
from sousveil.show.drawing.strips import Cell, axis, strip
from sousveil.show.findings.filters import Filters, value_names
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import ngettext
from sousveil.store.case import Case
from sousveil.store.findings.finding_index import NEVER
from sousveil.store.findings.finding_list import Selection
from sousveil.weigh.days import span_of

__all__ = ["GROUPS", "Basis", "Picture", "Row", "Span", "bar_of", "picture_of"]

Basis = Literal["reported", "told"]
GROUPS: Final = ("technology", "country", "supplier", "act", "kind")
_FIELDS: Final[dict[Basis, tuple[str, str]]] = {"reported": ("year", "month"), "told": ("when", "when-month")}
_YEARS: Final = 60
"""Years in one picture; what was before is counted."""
_ROWS: Final = 8
_VALUES: Final = 400


class Row(Struct, frozen=True):
    """One row: the findings that have a value in common, or all."""

    value: str
    name: str
    address: str
    total: int
    cells: tuple[Cell, ...]
    picture: Markup


class Picture(Struct, frozen=True):
    """The rows with what stands below and beside them."""

    periods: tuple[str, ...]
    rows: tuple[Row, ...]
    axis: Markup
    undated: int
    undated_address: str
    earlier: int
    first: str
    more: bool
    """There are values that have no row."""
    days: tuple[date, date] | None
    """The first and the last day of the picture."""


class Span(Struct, frozen=True):
    """Where a finding stands between the first and the last day of a picture, in percent of the width."""

    told: tuple[float, float] | None
    open_left: bool
    """It began before the picture, or nobody says when."""
    open_right: bool
    reported: tuple[float, float] | None


def picture_of(
    case: Case, filters: Filters, found: Selection, *, by: str, basis: Basis, zoom: str, most: int = _ROWS
) -> Picture:
    """The picture of a selection; `zoom` is a year whose months are shown, or empty."""
    years, months = _FIELDS[basis]
    field = months if zoom else years
    periods, earlier = _periods(found, years, zoom)
    shown = [*periods, zoom] if zoom else periods
    chosen = filters.fields.get(by)
    counted = found.counts_within(by, chosen) if chosen else found.counts(by, _VALUES).values
    values = [value for value, _count in sorted(counted.items(), key=lambda each: (-each[1], each[0]))]
    names = value_names(case, by, values[:most])
    everything = found.counts_within(field, shown)
    rows = [("", _("All"), found.count, everything)]
    for value in values[:most]:
        own = found.having(by, value)
        rows.append((value, names[value], counted[value], found.counts_within(field, shown, own)))
    drawn = list(_drawn([_row(filters, by, field, zoom, shown, *row) for row in rows]))
    return Picture(
        tuple(shown), tuple(drawn), axis(drawn[0].cells), found.counts_within(years, [NEVER]).get(NEVER, 0),
        filters.only("/findings", years, NEVER), earlier, shown[0] if shown else "", len(values) > most,
        _days(shown, zoom),
    )  # fmt: skip


def _periods(found: Selection, years: str, zoom: str) -> tuple[list[str], int]:
    """The periods of a picture from the first to the last that any finding has, and how many findings stand before."""
    if zoom:
        return [f"{zoom}-{month:02}" for month in range(1, 13)], 0
    known = [year for year in found.counts(years, _VALUES).values if year.isdecimal()]
    counts = found.counts_within(years, known)
    if not counts:
        return [], 0
    held = sorted(int(year) for year in counts)
    first = max(held[0], held[-1] - _YEARS + 1)
    earlier = sum(count for year, count in counts.items() if int(year) < first)
    return [f"{year:04}" for year in range(first, held[-1] + 1)], earlier


def _row(
    filters: Filters, by: str, field: str, zoom: str, shown: Sequence[str], value: str, name: str, total: int,
    counts: dict[str, int],
) -> tuple[str, str, str, int, list[Cell]]:  # fmt: skip
    own = Filters(
        path=filters.path, fields={**filters.fields, by: (value,)} if value else filters.fields, words=filters.words,
        sort=filters.sort,
    )  # fmt: skip
    cells = []
    for period in shown:
        count = counts.get(period, 0)
        into = not value and not zoom
        place = filters.address(zoom=period) if into else own.only("/findings", field, period)
        findings = ngettext("{count} finding", "{count} findings", count)
        words = _("{name}, {period}: {findings}", name=name, period=_period(period, zoom), findings=findings)
        label = period if not zoom else _("no month") if period == zoom else period[5:]
        cells.append(Cell(label, count, place, words, period == zoom))
    return value, name, own.address("/findings"), total, cells


def _drawn(rows: Sequence[tuple[str, str, str, int, list[Cell]]]) -> Iterator[Row]:
    """The first row, of all findings, has its own scale, and the others share one, so that they can be compared."""
    shared = max((cell.count for *_rest, cells in rows[1:] for cell in cells), default=0)
    for number, (value, name, place, total, cells) in enumerate(rows):
        most = shared if number else max((cell.count for cell in cells), default=0)
        yield Row(value, name, place, total, tuple(cells), strip(cells, most, height=44))


def _period(period: str, zoom: str) -> str:
    return _("{year}, month not told", year=period) if period == zoom else period


def _days(shown: Sequence[str], zoom: str) -> tuple[date, date] | None:
    if zoom:
        return date(int(zoom), 1, 1), date(int(zoom), 12, 31)
    return (date(int(shown[0]), 1, 1), date(int(shown[-1]), 12, 31)) if shown else None


def bar_of(finding: Finding, days: tuple[date, date] | None) -> Span | None:
    """Where a finding stands in a picture; null where it has no date in it."""
    if days is None:
        return None
    told = span_of(finding.time)
    ends = [span_of(day) for day in (finding.first_reported, finding.last_reported)]
    reported = (ends[0][0], ends[1][1]) if ends[0] and ends[1] else None
    found = Span(
        _share(told, days), told is not None and told[0] < days[0], told is not None and told[1] > days[1],
        _share(reported, days),
    )  # fmt: skip
    return found if found.told or found.reported else None


def _share(span: tuple[date, date] | None, days: tuple[date, date]) -> tuple[float, float] | None:
    if span is None or span[1] < days[0] or span[0] > days[1]:
        return None
    length = (days[1] - days[0]).days + 1
    first, last = max(span[0], days[0]), min(span[1], days[1])
    left = 100 * (first - days[0]).days / length
    width = 100 * ((last - first).days + 1) / length
    return round(left, 2), round(max(width, 0.4), 2)
