"""Who repeats a source, or cites an origin that the case does not hold: the steps of a lineage, oldest first."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from sousveil.record import Echo
from sousveil.store.database import Database, Value
from sousveil.store.sources.links import StoredEcho

__all__ = ["repeat_count", "repeats"]


def repeats(
    db: Database, source: str | None = None, *, cited: str | None = None, after: str | None = None, limit: int = -1
) -> Iterator[StoredEcho]:
    """The surest link that nobody cut from each source that repeats `source`, or that cites the origin `cited`.

    By the day of publication, those without one last; `after` is the identifier of the last source before.
    """
    column, key = ("cited_ref", cited) if source is None else ("to_source", source)
    values: list[Value] = [key, source or ""]
    behind = ""
    if after is not None:
        row = db.row("SELECT coalesce(published, '~') FROM reading WHERE source_id = ?", (after,))
        behind = "WHERE (published, from_source) > (?, ?)"
        values += [row[0] if row else "", after if row else ""]
    # Beside max(), SQLite takes the other columns from the row that has it. Records are read for those wanted alone.
    for record, state in db.rows(
        "WITH surest AS (SELECT rowid AS place, from_source, max(score) FROM echo"
        f" WHERE {column} = ? AND state IN ('proposed', 'confirmed') AND from_source <> ? GROUP BY from_source),"
        " dated AS (SELECT s.place, s.from_source, coalesce(r.published, '~') AS published"
        " FROM surest s LEFT JOIN reading r ON r.source_id = s.from_source),"
        f" wanted AS (SELECT * FROM dated {behind} ORDER BY published, from_source LIMIT ?)"
        " SELECT e.record, e.state FROM wanted w JOIN echo e ON e.rowid = w.place ORDER BY w.published, w.from_source",
        (*values, limit),
    ):
        yield StoredEcho(echo=msgspec.json.decode(record, type=Echo), state=state)


def repeat_count(db: Database, source: str | None = None, *, cited: str | None = None) -> int:
    """How many sources repeat `source`, or cite the origin `cited`, by a link that nobody cut."""
    column, key = ("cited_ref", cited) if source is None else ("to_source", source)
    return db.number(
        f"SELECT count(DISTINCT from_source) FROM echo WHERE {column} = ? AND state IN ('proposed', 'confirmed')"
        " AND from_source <> ?",
        (key, source or ""),
    )
