"""Findings in narrow rows, as the map and the network count them by the hundred thousand.

The rows follow from the findings: triggers of the database write them (migration 14). A query reads one of their
indexes and no record; the records of the few findings that a page lists are read by `findings_in`.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from sousveil.record import Finding
from sousveil.store.database import Database, Value

__all__ = ["Brief", "conditions", "findings_in", "total", "year_counts"]


class Brief(Struct, frozen=True, kw_only=True):
    """Which findings are wanted; what is None does not restrict."""

    kind: str | None = None
    technology: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    supplier: str | None = None
    operator: str | None = None
    """Keys of entities."""
    status: str | None = None
    spot: str | None = None
    """Key of a place (`Spot.key`)."""
    first: int | None = None
    last: int | None = None
    """Years: findings whose years meet them. A year is when it was, where claims tell it, else when it was reported."""
    undated: bool = True
    """Whether findings come, too, that nothing dates. It matters only beside `first` or `last`."""
    origins: int | None = None
    """At least so many origins known to be independent."""
    disputed: bool | None = None


def conditions(wanted: Brief, *, each_technology: bool = False) -> tuple[str, list[Value]]:
    """The condition of a query on `brief b`, with its values. A finding with several technologies is met once, or
    (`each_technology`) once for each of them that is wanted."""
    said: list[str] = []
    values: list[Value] = []
    for field in ("technology", "kind", "country", "supplier", "operator", "status"):
        if (value := getattr(wanted, field)) is not None:
            said.append(f"b.{field} = ?")
            values.append(value)
    if wanted.technology is None and not each_technology:
        said.append("b.lead")
    if wanted.spot is not None:
        said.append("b.spot = (SELECT id FROM spot WHERE key = ?)")
        values.append(wanted.spot)
    years = [
        (text, year)
        for text, year in (("b.last >= ?", wanted.first), ("b.first <= ?", wanted.last))
        if year is not None
    ]
    if years:
        met = " AND ".join(text for text, _ in years)
        said.append(f"({met} OR b.first IS NULL)" if wanted.undated else met)
        values += [year for _, year in years]
    if wanted.origins is not None:
        said.append("b.origins_min >= ?")
        values.append(wanted.origins)
    if wanted.disputed is not None:
        said.append("b.disputed = ?")
        values.append(int(wanted.disputed))
    return " AND ".join(said) or "1", values


def total(db: Database, wanted: Brief) -> int:
    """How many findings that is."""
    said, values = conditions(wanted)
    return db.number(f"SELECT count(*) FROM brief b WHERE {said}", values)


def year_counts(db: Database, wanted: Brief) -> dict[int | None, tuple[int, int]]:
    """By the first year of findings, in order: how many, and of how many of them claims tell the year. Those that
    nothing dates stand under None, first. Years that are wanted do not restrict."""
    said, values = conditions(msgspec.structs.replace(wanted, first=None, last=None))
    rows = db.rows(
        f"SELECT b.first, count(*), sum(b.told) FROM brief b WHERE {said} GROUP BY b.first ORDER BY b.first", values
    )
    return {year: (count, told) for year, count, told in rows}


def findings_in(
    db: Database, wanted: Brief, *, more: str = "1", values: tuple[Value, ...] = (), limit: int = -1, skip: int = 0
) -> Iterator[Finding]:
    """The findings themselves: those that rest on most origins first. `more` is one more condition on `brief b`."""
    said, given = conditions(wanted)
    for (record,) in db.rows(
        "SELECT f.record FROM (SELECT b.finding, b.origins_min, b.origins_max FROM brief b"
        f" WHERE {said} AND {more} ORDER BY b.origins_min DESC, b.origins_max DESC, b.finding LIMIT ? OFFSET ?) b"
        " CROSS JOIN finding f ON f.id = b.finding ORDER BY b.origins_min DESC, b.origins_max DESC, b.finding",
        (*given, *values, limit, skip),
    ):
        yield msgspec.json.decode(record, type=Finding)
