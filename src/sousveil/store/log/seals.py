"""Digests of what the case holds, which the log keeps: a row that is changed behind the case's back no longer fits.

Each is a SHA-256 over rows in one order; echoes, findings and constraints have a running seal, since one of them may
change without the others. What can be made again (claims, echoes, findings) is sealed too: a reader should not have to
rebuild a case to know that a finding is the one that was weighed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Literal

from sousveil.store.database import Database, Row, Value
from sousveil.store.log.running_seal import RunningSeal, encoded

__all__ = [
    "Running",
    "capture",
    "claims",
    "constraints_of",
    "echoes",
    "echoes_by_id",
    "findings",
    "findings_by_id",
    "matches",
    "running",
    "running_now",
    "text",
]

Running = Literal["echoes", "findings", "constraints"]

# The columns beside the records decide what a filter lists, so they are sealed too; not `state`, which people change.
# A claim that nobody corrected or wrote has the seal that it had before version 11.
_BY_PEOPLE = "CASE WHEN by_hand OR proposed NOT NULL THEN char(10) || by_hand || coalesce(proposed, '') ELSE '' END"
_CLAIM = f"id, start, kind, act, polarity, certainty, country, supplier, operator, lang, record || {_BY_PEOPLE}"
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


_ALL: dict[Running, str] = {
    "echoes": f"SELECT {_ECHO} FROM echo",
    "findings": f"SELECT {_FINDING}, bundle FROM finding",
    "constraints": "SELECT finding_id, by_id, rank, reason FROM constrained",
}


def running(db: Database, name: Running, *, anew: bool = False) -> RunningSeal:
    """The seal of a whole table, to go on with. A case of before has none: then, or where it is asked for (`anew`), it
    begins with all rows."""
    seal = RunningSeal(db, name)
    if seal.is_new or anew:
        seal.clear()
        seal.add(db.rows(_ALL[name]))
    return seal


def running_now(db: Database, name: Running) -> str:
    """The digest that the log should have of a table, from its rows."""
    return RunningSeal.of(db.rows(_ALL[name]))


def echoes_by_id(db: Database, identifiers: Sequence[str]) -> Iterator[Row]:
    """Echoes as the running seal takes them."""
    return _chosen(db, "echoes", identifiers)


def findings_by_id(db: Database, identifiers: Sequence[str]) -> Iterator[Row]:
    """Findings as the running seal takes them."""
    return _chosen(db, "findings", identifiers)


def constraints_of(db: Database, findings_: Sequence[str]) -> Iterator[Row]:
    """What limits these findings, as the running seal takes it."""
    chosen = "WHERE finding_id IN (SELECT value FROM json_each(?))"
    return db.rows(f"{_ALL['constraints']} {chosen}", (json.dumps(findings_),))


def _chosen(db: Database, name: Running, identifiers: Sequence[str]) -> Iterator[Row]:
    return db.rows(f"{_ALL[name]} WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(identifiers),))


def echoes(db: Database) -> str | None:
    """Seal of all echoes in cases of before version 5. None where there are none."""
    return _seal(db, f"SELECT {_ECHO} FROM echo ORDER BY id")


def findings(db: Database) -> str | None:
    """Seal of all findings, in their order, in cases of before version 5. None where there are none."""
    return _seal(db, f"SELECT {_FINDING} FROM finding ORDER BY kind, rank, id")


def matches(db: Database) -> str | None:
    """Seal of all matches of names. None where there are none."""
    return _seal(db, "SELECT id, one, other, method, score, record FROM match ORDER BY id")


def _seal(db: Database, query: str, *values: Value) -> str | None:
    digest, empty = hashlib.sha256(), True
    for row in db.rows(query, values):
        empty = False
        digest.update(encoded(row))
    return None if empty else digest.hexdigest()
