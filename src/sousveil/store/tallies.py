"""How many findings of one country or organisation have each value: counted when findings are set, not for a page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from sousveil.record import Finding
from sousveil.store import naming
from sousveil.store.database import Database

__all__ = ["TALLIED", "Axis", "finding_counts", "put_tallies", "tallies", "tallies_by_key", "value_counts"]

Axis = Literal["country", "organisation"]
TALLIED: Final = ("kind", "technology", "year", "technology-year", "country", "supplier", "operator")
"""Fields that are counted: `year` is that of the first report, `technology-year` joins both by a space. `supplier` and
`operator` hold keys of entities; of an organisation its own only."""


def put_tallies(db: Database, findings: Sequence[Finding]) -> None:
    """Count anew. A finding counts once under a country, and once under an organisation that is both sides of it."""
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for finding in findings:
        sides = {role: naming.entity_key(getattr(finding, role)) for role in ("supplier", "operator")}
        values = list(_values(finding))
        country = finding.place.country if finding.place else None
        if country:
            counts.update(("country", country, field, value) for field, value in values)
            counts.update(("country", country, role, key) for role, key in sides.items() if key)
        for key in filter(None, set(sides.values())):
            counts.update(("organisation", key, field, value) for field, value in values)
            # Of an organisation: how many it stands in on which side.
            counts.update(("organisation", key, role, key) for role, own in sides.items() if own == key)
    db.run("DELETE FROM finding_tally")
    db.run_many("INSERT INTO finding_tally VALUES (?, ?, ?, ?, ?)", [[*cell, n] for cell, n in sorted(counts.items())])


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
