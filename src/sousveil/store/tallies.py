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
TALLIED: Final = ("kind", "status", "technology", "year", "technology-year", "country", "supplier", "operator")
"""Fields that are counted: `year` is that of the first report, `technology-year` joins both by a space."""


def put_tallies(db: Database, findings: Sequence[Finding]) -> None:
    """Count anew. A finding counts once under a country, and once under an organisation that is both sides of it."""
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for finding in findings:
        values = list(_values(finding))
        for axis, key in _axes(finding):
            counts.update((axis, key, field, value) for field, value in values)
    db.run("DELETE FROM finding_tally")
    db.run_many("INSERT INTO finding_tally VALUES (?, ?, ?, ?, ?)", [[*cell, n] for cell, n in sorted(counts.items())])


def _axes(finding: Finding) -> Iterator[tuple[str, str]]:
    if finding.place is not None and finding.place.country:
        yield "country", finding.place.country
    for key in {naming.entity_key(finding.supplier), naming.entity_key(finding.operator)} - {None}:
        yield "organisation", str(key)


def _values(finding: Finding) -> Iterator[tuple[str, str]]:
    yield "kind", finding.kind
    yield "status", finding.status
    year = (finding.first_reported or "")[:4]
    year = year if year.isdigit() else ""
    if year:
        yield "year", year
    for technology in dict.fromkeys(finding.technology):
        yield "technology", technology
        if year:
            yield "technology-year", f"{technology} {year}"
    if finding.place is not None and finding.place.country:
        yield "country", finding.place.country
    for role in ("supplier", "operator"):
        key = naming.entity_key(getattr(finding, role))
        if key is not None:
            yield role, key


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
