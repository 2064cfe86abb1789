"""How many claims, findings and sources have each value: counted once after a change, not for every page."""

from __future__ import annotations

from sousveil.store.database import Database

__all__ = ["count_facets", "facets"]

_CLAIM = ("kind", "act", "polarity", "certainty", "country", "lang", "state")
_FINDING = ("kind", "country", "supplier", "operator", "status")
_READING = ("outlet", "lang", "media_type")


def count_facets(db: Database) -> None:
    """Count anew, after claims, findings or states changed. Fields of findings and sources have a prefix."""
    db.run("DELETE FROM facet")
    for table, prefix, fields in (
        ("claim", "", _CLAIM),
        ("finding", "finding.", _FINDING),
        ("reading", "source.", _READING),
    ):
        for field in fields:
            db.run(
                f"INSERT INTO facet SELECT ?, {field}, count(*) FROM {table} WHERE {field} IS NOT NULL GROUP BY 2",
                (prefix + field,),
            )
    for role in ("supplier", "operator", "speaker"):
        db.run(
            "INSERT INTO facet SELECT role, entity, count(DISTINCT claim_id) FROM claim_name"
            " WHERE role = ? AND entity IS NOT NULL GROUP BY entity",
            (role,),
        )
    db.run("INSERT INTO facet SELECT field, value, count(*) FROM claim_value GROUP BY field, value")
    db.run(
        "INSERT INTO facet SELECT 'finding.technology', t.value, count(*)"
        " FROM finding, json_each(finding.record, '$.technology') t GROUP BY t.value"
    )
    for name, condition in (
        ("one-origin", "origins_max <= 1"),
        ("several", "origins_max > 1"),
        ("disputed", "disputed"),
    ):
        db.run(f"INSERT INTO facet SELECT 'finding.standing', ?, count(*) FROM finding WHERE {condition}", (name,))


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
