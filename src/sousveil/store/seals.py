"""Digests of what the case holds, which the log keeps: a row that is changed behind the case's back no longer fits.

Each is a SHA-256 over rows in one order. What can be made again (claims, echoes, findings) is sealed too: a reader
should not have to rebuild a case to know that a finding is the one that was weighed.
"""

from __future__ import annotations

import hashlib

from sousveil.store.database import Database, Value

__all__ = ["capture", "claims", "echoes", "findings", "matches", "text"]

# The columns beside the records decide what a filter lists, so they are sealed too; not `state`, which people change.
_CLAIM = "id, start, kind, act, polarity, certainty, country, supplier, operator, lang, record"
_ECHO = "id, from_source, to_source, cited_ref, type, score, record"
# A case of before version 4 has no operators; its seal stays what it was.
_SIDES = "CASE WHEN operator IS NULL THEN supplier ELSE coalesce(supplier, '') || char(10) || operator END"
_FINDING = f"id, kind, country, {_SIDES}, status, origins_min, origins_max, disputed, record"


def capture(db: Database, sha256: str) -> str | None:
    """Seal of what is told of a capture: address, time, headers. None where the case does not hold it."""
    return _seal(db, "SELECT source_id, record FROM capture WHERE sha256 = ?", sha256)


def text(db: Database, source_id: str) -> str | None:
    """Seal of title, dates, links and the offset map of a text. None where the source has no text."""
    return _seal(
        db, "SELECT extractor, lang, published, outlet, media_type, record FROM reading WHERE source_id = ?", source_id
    )


def claims(db: Database, source_id: str) -> str | None:
    """Seal of the claims of one source. None where it has none."""
    return _seal(db, f"SELECT {_CLAIM} FROM claim WHERE source_id = ? ORDER BY id", source_id)


def echoes(db: Database) -> str | None:
    """Seal of all echoes. None where there are none."""
    return _seal(db, f"SELECT {_ECHO} FROM echo ORDER BY id")


def findings(db: Database) -> str | None:
    """Seal of all findings, in their order. None where there are none."""
    return _seal(db, f"SELECT {_FINDING} FROM finding ORDER BY position")


def matches(db: Database) -> str | None:
    """Seal of all matches of names. None where there are none."""
    return _seal(db, "SELECT id, one, other, method, score, record FROM match ORDER BY id")


def _seal(db: Database, query: str, *values: Value) -> str | None:
    digest, empty = hashlib.sha256(), True
    for row in db.rows(query, values):
        empty = False
        for cell in row:
            data = cell if isinstance(cell, bytes) else str(cell).encode("utf-8", "surrogatepass")
            digest.update(b"%d:" % len(data))
            digest.update(data)
    return None if empty else digest.hexdigest()
