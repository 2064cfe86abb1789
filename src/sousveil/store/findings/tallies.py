"""How many findings of one country or organisation have each value: counted when findings change, not for a page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

from sousveil.record import Finding
from sousveil.store.database import Database
from sousveil.store.names import naming

__all__ = ["TALLIED", "Axis", "change_tallies", "finding_counts", "tallies", "tallies_by_key", "value_counts"]

Axis = Literal["country", "organisation"]
TALLIED: Final = ("kind", "technology", "year", "technology-year", "country", "supplier", "operator")
"""Fields that are counted: `year` is that of the first report, `technology-year` joins both by a space. `supplier` and
`operator` hold keys of entities; of an organisation its own only."""


def change_tallies(db: Database, gone: Iterable[Finding], come: Iterable[Finding]) -> None:
    """Let the counts follow from findings that went and that came."""
    counts: Counter[tuple[str, str, str, str]] = Counter(cell for finding in come for cell in _cells(finding))
    counts.subtract(cell for finding in gone for cell in _cells(finding))
    changed = sorted((cell, number) for cell, number in counts.items() if number)
    db.run_many(
        "INSERT INTO finding_tally VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
        [(*cell, number) for cell, number in changed],
    )
    fewer = [cell for cell, number in changed if number < 0]
    db.run_many("DELETE FROM finding_tally WHERE (axis, key, field, value) = (?, ?, ?, ?) AND count <= 0", fewer)


def _cells(finding: Finding) -> Iterator[tuple[str, str, str, str]]:
    """What a finding counts for: once under a country, and once under an organisation that is both sides of it."""
    sides = {role: naming.entity_key(getattr(finding, role)) for role in ("supplier", "operator")}
    values = list(_values(finding))
    country = finding.place.country if finding.place else None
    if country:
        yield from (("country", country, field, value) for field, value in values)
        yield from (("country", country, role, key) for role, key in sides.items() if key)
    for key in filter(None, set(sides.values())):
        yield from (("organisation", key, field, value) for field, value in values)
        # Of an organisation: how many it stands in on which side.
        yield from (("organisation", key, role, key) for role, own in sides.items() if own == key)


def _values(finding: Finding) -> Iterator[tuple[str, str]]:
    yield "kind", finding.kind
    year = (finding.first_reported or "")[:4]
    year = year if year.isdecimal() else ""
    if year:
        yield "year", year
    for technology in dict.fromkeys(finding.technology):
        yield "technology", technology
        if year:
            yield "technology-year", f"{technology} {year}"
    if finding.place is not None and finding.place.country:
        yield "country", finding.place.country


def tallies(db: Database, axis: Axis, key: str) -> dict[str, dict[str, int]]:
    """Of the findings of one country or organisation: how many have each value, by field, most frequent first."""
    found: dict[str, dict[str, int]] = {}
    for field, value, count in db.rows(
        "SELECT field, value, count FROM finding_tally WHERE axis = ? AND key = ? ORDER BY field, count DESC, value",
        (axis, key),
    ):
        found.setdefault(field, {})[value] = count
    return found


def tallies_by_key(db: Database, axis: Axis, field: str) -> dict[str, dict[str, int]]:
    """One field for every country or organisation, most frequent first."""
    found: dict[str, dict[str, int]] = {}
    for key, value, count in db.rows(
        "SELECT key, value, count FROM finding_tally WHERE axis = ? AND field = ? ORDER BY key, count DESC, value",
        (axis, field),
    ):
        found.setdefault(key, {})[value] = count
    return found


def value_counts(db: Database, axis: Axis, field: str) -> dict[str, int]:
    """How many different values of a field every country or organisation has."""
    rows = db.rows(
        "SELECT key, count(*) FROM finding_tally WHERE axis = ? AND field = ? GROUP BY key ORDER BY key", (axis, field)
    )
    return dict(rows)


def finding_counts(db: Database, axis: Axis, keys: Sequence[str]) -> dict[str, int]:
    """How many findings each of these countries or organisations has; those without any are left out."""
    rows = db.rows(
        "SELECT key, sum(count) FROM finding_tally WHERE axis = ? AND key IN (SELECT value FROM json_each(?))"
        " AND field = 'kind' GROUP BY key",
        (axis, json.dumps(list(keys))),
    )
    return dict(rows)
