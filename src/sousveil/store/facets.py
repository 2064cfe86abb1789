"""How many claims, findings and sources have each value: counted after a change, not for every page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sousveil.record import Finding
from sousveil.store import naming
from sousveil.store.database import Database

__all__ = ["change_findings", "change_state", "clear_findings", "count_claims", "count_roles", "facets"]

_CLAIM = ("kind", "act", "polarity", "certainty", "country", "lang", "state")
_READING = ("outlet", "lang", "media_type")
_ROLES = ("supplier", "operator", "speaker")
_FINDINGS = "field >= 'finding.' AND field < 'finding/'"


def count_claims(db: Database) -> None:
    """Count claims and sources anew, after claims came or went. Fields of sources have a prefix."""
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


def change_state(db: Database, before: str, after: str) -> None:
    """Let the counts follow a claim whose state changed."""
    if before != after:
        _change(db, {("state", after): 1, ("state", before): -1})


def clear_findings(db: Database) -> None:
    """All findings went."""
    db.run(f"DELETE FROM facet WHERE {_FINDINGS}")


def change_findings(db: Database, gone: Iterable[Finding], come: Iterable[Finding]) -> None:
    """Let the counts follow from findings that went and that came; their fields have a prefix."""
    counts: Counter[tuple[str, str]] = Counter(value for finding in come for value in _values(finding))
    counts.subtract(value for finding in gone for value in _values(finding))
    _change(db, counts)


def _values(finding: Finding) -> Iterator[tuple[str, str]]:
    yield "finding.kind", finding.kind
    yield "finding.status", finding.status
    if finding.place is not None and finding.place.country is not None:
        yield "finding.country", finding.place.country
    for side in ("supplier", "operator"):
        if (key := naming.entity_key(getattr(finding, side))) is not None:
            yield f"finding.{side}", key
    for technology in finding.technology:
        yield "finding.technology", technology
    yield "finding.standing", "one-origin" if finding.origins.max <= 1 else "several"
    if finding.disputed:
        yield "finding.standing", "disputed"


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

    `prefix` is empty for claims, `finding.` for findings, `source.` for sources; it is not part of the fields.
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
