"""How many claims, findings and sources have each value: counted after a change, not for every page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sousveil.store.claims import met
from sousveil.store.database import Database

__all__ = ["WAITING", "change_values", "clear_findings", "count_claims", "count_roles", "facets"]

_CLAIM = ("kind", "act", "polarity", "certainty", "country", "lang", "state")
WAITING = ("kind", "country", "lang")
"""Columns that are also counted among the claims that wait for a decision (`waiting.`); so are technologies."""
_READING = ("outlet", "lang", "media_type")
_ROLES = ("supplier", "operator", "speaker")
_FINDINGS = "field >= 'finding.' AND field < 'finding/'"


def count_claims(db: Database) -> None:
    """Count claims and sources anew, after claims came or went. Fields of sources have a prefix."""
    if met.is_missing(db):
        met.count_anew(db)
    db.run(f"DELETE FROM facet WHERE NOT ({_FINDINGS})")
    for table, prefix, fields in (("claim", "", _CLAIM), ("reading", "source.", _READING)):
        for field in fields:
            db.run(
                f"INSERT INTO facet SELECT ?, {field}, count(*) FROM {table} WHERE {field} IS NOT NULL GROUP BY 2",
                (prefix + field,),
            )
    for role in _ROLES:
        db.run(
            "INSERT INTO facet SELECT role, entity, count(DISTINCT claim_id) FROM claim_name"
            " WHERE role = ? AND entity IS NOT NULL GROUP BY entity",
            (role,),
        )
    db.run("INSERT INTO facet SELECT field, value, count(*) FROM claim_value GROUP BY field, value")
    for field in WAITING:
        db.run(
            f"INSERT INTO facet SELECT 'waiting.{field}', {field}, count(*) FROM claim WHERE state = 'proposed' AND"
            f" {field} IS NOT NULL GROUP BY 2"
        )
    db.run(
        "INSERT INTO facet SELECT 'waiting.technology', v.value, count(*) FROM claim c CROSS JOIN claim_value v ON"
        " v.claim_id = c.id AND v.field = 'technology' WHERE c.state = 'proposed' GROUP BY 2"
    )


def count_roles(db: Database, entities: Sequence[str]) -> None:
    """Count anew in how many claims these entities stand, after a decision about names."""
    keys = json.dumps(list(entities))
    db.run(
        "DELETE FROM facet WHERE field IN ('supplier', 'operator', 'speaker') AND value IN"
        " (SELECT value FROM json_each(?))",
        (keys,),
    )
    db.run(
        "INSERT INTO facet SELECT role, entity, count(DISTINCT claim_id) FROM claim_name WHERE entity IN"
        " (SELECT value FROM json_each(?)) GROUP BY entity, role",
        (keys,),
    )


def clear_findings(db: Database) -> None:
    """All findings went."""
    db.run(f"DELETE FROM facet WHERE {_FINDINGS}")


def change_values(db: Database, by: Mapping[tuple[str, str], int]) -> None:
    """Let the counts follow: how many more have a value of a field, whose name has the prefix."""
    _change(db, by)


def _change(db: Database, counts: Mapping[tuple[str, str], int]) -> None:
    changed = sorted((cell, number) for cell, number in counts.items() if number)
    db.run_many(
        "INSERT INTO facet VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
        [(*cell, number) for cell, number in changed],
    )
    fewer = [cell for cell, number in changed if number < 0]
    db.run_many("DELETE FROM facet WHERE field = ? AND value = ? AND count <= 0", fewer)


def facets(db: Database, prefix: str = "", *, most: int | None = None) -> dict[str, dict[str, int]]:
    """How many have each value, by field, most frequent first; of each field the `most` frequent values, or all.

    `prefix` is empty for claims, `waiting.` for those that nobody decided, `finding.` for findings, `source.` for
    sources; it is not part of the fields.
    """
    found: dict[str, dict[str, int]] = {}
    # Fields are few and values many: each field's first values stand together in the index.
    for (field,) in list(
        db.rows(
            "WITH RECURSIVE met(field) AS (SELECT min(field) FROM facet UNION ALL"
            " SELECT (SELECT min(f.field) FROM facet f WHERE f.field > met.field) FROM met WHERE met.field IS NOT NULL)"
            " SELECT field FROM met WHERE field IS NOT NULL"
        )
    ):
        table, _, name = field.rpartition(".")
        if (f"{table}." if table else "") == prefix:
            found[name] = dict(
                db.rows(
                    "SELECT value, count FROM facet WHERE field = ? ORDER BY count DESC, value LIMIT ?",
                    (field, -1 if most is None else most),
                )
            )
    return found
