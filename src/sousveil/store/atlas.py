"""Findings by place: what the map asks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from msgspec import Struct

from sousveil.record import Finding
from sousveil.record.claim import Place
from sousveil.store import briefs
from sousveil.store.briefs import Brief, conditions
from sousveil.store.database import Database, Row

__all__ = ["Atlas", "Box", "Cell", "Spot"]

Box = tuple[float, float, float, float]
"""x and y of the upper left corner, of the lower right one: map units (migration 14)."""
_POINTS = "s.precision <> 'country' AND s.country IS NOT NULL AND s.x IS NOT NULL"
"""A continent or a border river has no country, and its middle is nowhere in particular."""


class Spot(Struct, frozen=True, kw_only=True):
    """A place where findings are. `x` and `y` are map units, null where nobody knows."""

    key: str
    place: Place
    x: float | None
    y: float | None
    findings: int = 0


class Cell(Struct, frozen=True, kw_only=True):
    """The findings of one square of the map: one place, or several that stand too near each other to be told apart."""

    spots: int
    findings: int
    x: float
    y: float
    """Where most of them are: the middle of the places, weighed by findings."""
    box: Box
    """The corners of the places."""
    first: Spot
    """The place with most findings."""


class Atlas:
    """What the map asks, for `Reader`."""

    _db: Database

    def cells(self, wanted: Brief, box: Box, size: float) -> list[Cell]:
        """Findings that have a point within the box, by squares of this size (map units), those with most first.
        Squares lie where they lie whatever the box is, so that moving the map moves no number."""
        said, values = conditions(wanted)
        rows = self._db.rows(
            "SELECT count(*), sum(t.n), sum(s.x * t.n) / sum(t.n), sum(s.y * t.n) / sum(t.n), min(s.x), min(s.y),"
            " max(s.x), max(s.y), max(t.n * 4294967296 + 4294967295 - s.id)"
            f" FROM (SELECT b.spot, count(*) AS n FROM brief b WHERE {said} AND b.spot IS NOT NULL GROUP BY b.spot) t"
            f" CROSS JOIN spot s ON s.id = t.spot WHERE {_POINTS} AND s.x BETWEEN ? AND ? AND s.y BETWEEN ? AND ?"
            " GROUP BY CAST(s.x / ? AS INTEGER), CAST(s.y / ? AS INTEGER) ORDER BY 2 DESC, 5, 6",
            (*values, box[0], box[2], box[1], box[3], size, size),
        )
        found = [(*row[:8], 4294967295 - int(row[8]) % 4294967296) for row in rows]
        firsts = self._by_id([row[8] for row in found])
        return [
            Cell(spots=spots, findings=count, x=x, y=y, box=(x0, y0, x1, y1), first=firsts[first])
            for spots, count, x, y, x0, y0, x1, y1, first in found
        ]

    def country_counts(self, wanted: Brief) -> dict[str, int]:
        """How many findings are known for each country as a whole, most first."""
        return {spot.place.country: spot.findings for spot in self._areas(wanted, "s.precision = 'country'", -1)
                if spot.place.country}  # fmt: skip

    def areas(self, wanted: Brief, *, limit: int) -> list[Spot]:
        """Places that are no point: countries, what has no position, what no country holds; most findings first."""
        return self._areas(wanted, f"NOT ({_POINTS})", limit)

    def _areas(self, wanted: Brief, chosen: str, limit: int) -> list[Spot]:
        said, values = conditions(wanted)
        rows = self._db.rows(
            f"SELECT {_SPOT}, t.n FROM (SELECT b.spot, count(*) AS n FROM brief b WHERE {said} AND b.spot IN"
            f" (SELECT s.id FROM spot s WHERE {chosen}) GROUP BY b.spot) t CROSS JOIN spot s ON s.id = t.spot"
            " ORDER BY t.n DESC, s.key LIMIT ?",
            (*values, limit),
        )
        return [_spot(row) for row in rows]

    def spots(self, wanted: Brief, *, limit: int = -1, skip: int = 0, box: Box | None = None) -> list[Spot]:
        """Places where wanted findings are, those with most first; with a box, those that have a point in it."""
        said, values = conditions(wanted)
        inside = f"{_POINTS} AND s.x BETWEEN ? AND ? AND s.y BETWEEN ? AND ?" if box else "1"
        corners = (box[0], box[2], box[1], box[3]) if box else ()
        rows = self._db.rows(
            f"SELECT {_SPOT}, t.n FROM (SELECT b.spot, count(*) AS n FROM brief b WHERE {said} AND b.spot IS NOT NULL"
            f" GROUP BY b.spot) t CROSS JOIN spot s ON s.id = t.spot WHERE {inside}"
            " ORDER BY t.n DESC, s.key LIMIT ? OFFSET ?",
            (*values, *corners, limit, skip),
        )
        return [_spot(row) for row in rows]

    def spots_by_key(self, keys: Iterable[str]) -> dict[str, Spot]:
        """These places, by their keys."""
        chosen = json.dumps(sorted(set(keys)))
        rows = self._db.rows(
            f"SELECT {_SPOT}, 0 FROM spot s WHERE s.key IN (SELECT value FROM json_each(?))", (chosen,)
        )
        return {spot.key: spot for spot in map(_spot, rows)}

    def _by_id(self, numbers: Iterable[int]) -> dict[int, Spot]:
        rows = self._db.rows(
            f"SELECT s.id, {_SPOT}, 0 FROM spot s WHERE s.id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(numbers)),),
        )
        return {row[0]: _spot(row[1:]) for row in rows}

    def brief_total(self, wanted: Brief) -> int:
        """How many findings that is."""
        return briefs.total(self._db, wanted)

    def placeless(self, wanted: Brief) -> int:
        """How many of them name no place at all."""
        said, values = conditions(wanted)
        return self._db.number(f"SELECT count(*) FROM brief b WHERE {said} AND b.spot IS NULL", values)

    def year_counts(self, wanted: Brief) -> dict[int | None, tuple[int, int]]:
        """By the first year of findings: how many, and of how many claims tell the year; None for the undated."""
        return briefs.year_counts(self._db, wanted)

    def findings_in(self, wanted: Brief, *, limit: int = -1, skip: int = 0) -> Iterator[Finding]:
        """The findings themselves, those that rest on most origins first."""
        return briefs.findings_in(self._db, wanted, limit=limit, skip=skip)


_SPOT = "s.key, s.name, s.country, s.precision, s.geonameid, s.lat, s.lon, s.radius_km, s.x, s.y"


def _spot(row: Row) -> Spot:
    key, name, country, precision, geonameid, lat, lon, radius_km, x, y, findings = row
    place = Place(
        name=name, geonameid=geonameid, country=country, lat=lat, lon=lon,
        precision=None if precision == "unknown" else precision, radius_km=radius_km,
    )  # fmt: skip
    return Spot(key=key, place=place, x=x, y=y, findings=findings)
