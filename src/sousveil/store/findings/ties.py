"""Who stands beside whom in findings: the edges of the network, counted in the database.

A column is one of the roles that a finding has: who supplied, what, to whom, where. A tie joins two values of two
columns and counts the findings that have both.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final, Literal, get_args

from msgspec import Struct, structs

from sousveil.record import Finding
from sousveil.store.database import Database, Value
from sousveil.store.findings.briefs import Brief, conditions, findings_in

__all__ = ["COLUMNS", "Column", "Tie", "Ties"]

Column = Literal["supplier", "technology", "operator", "country", "place"]
COLUMNS: Final[tuple[Column, ...]] = get_args(Column)
# What rows are grouped by; the key of a place is looked up for the groups alone.
_GROUPED: Final = {
    "supplier": "b.supplier",
    "technology": "b.technology",
    "operator": "b.operator",
    "country": "b.country",
    "place": "b.spot",
}
_NAMED: Final = {
    "supplier": "b.supplier IS NOT NULL",
    "technology": "b.technology <> ''",
    "operator": "b.operator IS NOT NULL",
    "country": "b.country IS NOT NULL",
    "place": "b.spot IS NOT NULL",
}


class Tie(Struct, frozen=True, kw_only=True):
    """Two values of two columns, and what the findings that have both come to."""

    one: str
    other: str
    findings: int
    origins_min: int
    """Of the finding among them that rests on most origins known to be independent: how many those are."""
    origins_max: int
    """Of the finding among them that could rest on most origins: how many those are."""
    disputed: int
    """How many of the findings are disputed."""


class Ties:
    """What the network asks, for `Reader`."""

    _db: Database

    def ties(
        self,
        one: Column,
        other: Column,
        wanted: Brief,
        *,
        without: Sequence[Column] = (),
        by: Literal["findings", "origins"] = "findings",
        limit: int,
    ) -> tuple[list[Tie], int]:
        """The ties between two columns, those with most findings (or origins) first, and how many there are in all.
        `without` are columns of which the findings must have nothing."""
        order = "n DESC, least DESC, most DESC" if by == "findings" else "least DESC, most DESC, n DESC"
        said, values = conditions(wanted, each_technology="technology" in (one, other))
        stands = [_NAMED[one], _NAMED[other], *(f"NOT ({_NAMED[column]})" for column in without)]
        rows = self._db.rows(
            f"SELECT {_key(one, 'one')}, {_key(other, 'other')}, n, least, most, disputed, ties FROM (SELECT"
            f" {_GROUPED[one]} AS one, {_GROUPED[other]} AS other, count(*) AS n, max(b.origins_min) AS least,"
            " max(b.origins_max) AS most, sum(b.disputed) AS disputed, count(*) OVER () AS ties FROM brief b"
            f" WHERE {said} AND {' AND '.join(stands)} GROUP BY 1, 2 ORDER BY {order}, 1, 2 LIMIT ?) t",
            (*values, limit),
        )
        found, in_all = list[Tie](), 0
        for from_, to, count, least, most, disputed, in_all in rows:  # noqa: B007 - each row has it
            found.append(
                Tie(one=from_, other=to, findings=count, origins_min=least, origins_max=most, disputed=disputed)
            )
        return found, in_all

    def end_counts(self, column: Column, values: Sequence[str], wanted: Brief) -> dict[str, int]:
        """How many findings have each of these values of a column."""
        said, given = conditions(wanted, each_technology=column == "technology")
        field = _GROUPED[column]
        keys = (
            "(SELECT id FROM spot WHERE key IN (SELECT value FROM json_each(?)))"
            if column == "place"
            else "(SELECT value FROM json_each(?))"
        )
        rows = self._db.rows(
            f"SELECT {_key(column, 'value')}, n FROM (SELECT {field} AS value, count(*) AS n FROM brief b"
            f" WHERE {said} AND {field} IN {keys} GROUP BY 1)",
            (*given, json.dumps(list(values))),
        )
        return dict(rows)

    def findings_tied(
        self, ends: Sequence[tuple[Column, str]], wanted: Brief, *, limit: int, skip: int = 0
    ) -> Iterator[Finding]:
        """The findings that have these values of these columns, those on most origins first."""
        restricted, more, values = _tied(ends, wanted)
        return findings_in(self._db, restricted, more=more, values=values, limit=limit, skip=skip)

    def tied_count(self, ends: Sequence[tuple[Column, str]], wanted: Brief) -> int:
        """How many findings have these values of these columns."""
        restricted, more, values = _tied(ends, wanted)
        said, given = conditions(restricted)
        return self._db.number(f"SELECT count(*) FROM brief b WHERE {said} AND {more}", (*given, *values))

    def named_count(self, wanted: Brief) -> int:
        """How many findings name a supplier or an operator."""
        said, values = conditions(wanted)
        return sum(
            self._db.number(f"SELECT count(*) FROM brief b WHERE {said} AND {named}", values)
            for named in ("b.supplier IS NOT NULL", "b.operator IS NOT NULL AND b.supplier IS NULL")
        )


def _key(column: Column, given: str) -> str:
    return f"(SELECT key FROM spot WHERE id = {given})" if column == "place" else given


def _tied(ends: Sequence[tuple[Column, str]], wanted: Brief) -> tuple[Brief, str, tuple[Value, ...]]:
    """What is wanted, restricted to the ends, and what of them must be asked beside it."""
    said, values = ["1"], list[Value]()
    for column, value in ends:
        field = "spot" if column == "place" else column
        held = getattr(wanted, field)
        if held is None:
            wanted = structs.replace(wanted, **{field: value})
        elif held != value:
            # Of two technologies a finding may have both; of all else it has one.
            both = "EXISTS (SELECT 1 FROM brief t WHERE t.finding = b.finding AND t.technology = ?)"
            said.append(both if column == "technology" else "? IS NULL")
            values.append(value)
    return wanted, " AND ".join(said), tuple(values)
