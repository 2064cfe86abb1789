"""Findings by place: what the map asks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct

from sousveil.record import Finding
from sousveil.record.claim import Place
from sousveil.store.database import Database, Row
from sousveil.store.findings import briefs
from sousveil.store.findings.briefs import Brief, conditions

__all__ = ["Atlas", "Counted", "Spot"]

Counted = tuple[int, int, float | None, float | None, str | None, str]
"""Of one place: its number, how many findings, x and y (map units), country, precision (`unknown` where nobody knows).
A plain tuple, since a large case has tens of thousands."""


class Spot(Struct, frozen=True, kw_only=True):
    """A place where findings are. `x` and `y` are map units, null where nobody knows."""

    key: str
    place: Place
    x: float | None
    y: float | None


class Atlas:
    """What the map asks, for `Reader`."""

    _db: Database

    def counted(self, wanted: Brief) -> list[Counted]:
        """How many findings each place has, in the order of the places' numbers."""
        said, values = conditions(wanted)
        return list(
            self._db.rows(
                "SELECT s.id, t.n, s.x, s.y, s.country, s.precision FROM (SELECT b.spot, count(*) AS n FROM brief b"
                f" WHERE {said} AND b.spot IS NOT NULL GROUP BY b.spot) t CROSS JOIN spot s ON s.id = t.spot",
                values,
            )
        )

    def spots(self, numbers: Iterable[int]) -> dict[int, Spot]:
        """These places, by their numbers."""
        rows = self._db.rows(
            f"SELECT s.id, {_SPOT} FROM spot s WHERE s.id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(set(numbers))),),
        )
        return {row[0]: _spot(row[1:]) for row in rows}

    def spots_by_key(self, keys: Iterable[str]) -> dict[str, Spot]:
        """These places, by their keys."""
        chosen = json.dumps(sorted(set(keys)))
        rows = self._db.rows(f"SELECT {_SPOT} FROM spot s WHERE s.key IN (SELECT value FROM json_each(?))", (chosen,))
        return {spot.key: spot for spot in map(_spot, rows)}

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

    def findings_placed(self, wanted: Brief) -> Iterator[tuple[Finding, Spot | None]]:
        """The findings with their places, by the places' numbers; those without any come first."""
        said, values = conditions(wanted)
        held: dict[int, Spot] = {}
        for number, record in self._db.rows(
            f"SELECT b.spot, f.record FROM brief b CROSS JOIN finding f ON f.id = b.finding WHERE {said}"
            " ORDER BY b.spot, b.finding",
            values,
        ):
            if number is not None and number not in held:
                held = self.spots([number])
            yield msgspec.json.decode(record, type=Finding), held.get(number)


_SPOT = "s.key, s.name, s.country, s.precision, s.geonameid, s.lat, s.lon, s.radius_km, s.x, s.y"


def _spot(row: Row) -> Spot:
    key, name, country, precision, geonameid, lat, lon, radius_km, x, y = row
    place = Place(
        name=name, geonameid=geonameid, country=country, lat=lat, lon=lon,
        precision=None if precision == "unknown" else precision, radius_km=radius_km,
    )  # fmt: skip
    return Spot(key=key, place=place, x=x, y=y)
