"""The append-only log, and the judgements of people: two tables that are only ever added to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import msgspec
from msgspec import Struct

from sousveil.record import Judgement, sha256_text, state_of
from sousveil.store.database import Database

__all__ = [
    "FIRST_HASH",
    "LogEntry",
    "append",
    "details",
    "entries",
    "entry_hash",
    "judge",
    "judged",
    "judged_in",
    "judgements",
    "last",
    "now",
    "state",
    "states",
    "writable",
]

FIRST_HASH = "0" * 64
"""What the first entry of a log is hashed with."""


class LogEntry(Struct, frozen=True, kw_only=True):
    """One thing done. `hash` covers every other field, so no entry can be changed, dropped or moved unnoticed."""

    seq: int
    at: str
    who: str
    action: str
    subject: str
    detail: dict[str, object]
    prev: str
    hash: str


def now() -> str:
    """The present moment as the log writes it: UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def entry_hash(seq: int, at: str, who: str, action: str, subject: str, detail: str, prev: str) -> str:
    """SHA-256 over an entry as canonical JSON; `detail` is the stored JSON text."""
    canonical = json.dumps([seq, at, who, action, subject, detail, prev], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def writable(who: str) -> str:
    """A name as it can be kept: bytes of it that are no text are written out."""
    return who.encode("utf-8", "backslashreplace").decode("utf-8")


def append(
    db: Database,
    who: str,
    action: str,
    subject: str = "",
    detail: dict[str, object] | None = None,
    at: str | None = None,
) -> None:
    """Add an entry at the end. Call inside the transaction that does what the entry says."""
    last = db.row("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1")
    seq, prev = (last[0] + 1, str(last[1])) if last else (1, FIRST_HASH)
    at, who = at or now(), writable(who)
    text = json.dumps(detail or {}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = entry_hash(seq, at, who, action, subject, text, prev)
    db.run("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (seq, at, who, action, subject, text, prev, digest))


def entries(
    db: Database, *, newest_first: bool = False, after: int | None = None, limit: int | None = None
) -> Iterator[LogEntry]:
    """The log, oldest entry first unless `newest_first`; `after` is the number of the last entry before."""
    beyond, order = ("<", "DESC") if newest_first else (">", "ASC")
    for seq, at, who, action, subject, detail, prev, digest in db.rows(
        "SELECT seq, at, who, action, subject, detail, prev, hash FROM log"
        f" {'' if after is None else f'WHERE seq {beyond} ?'} ORDER BY seq {order} LIMIT ?",
        (*(() if after is None else (after,)), -1 if limit is None else limit),
    ):
        yield LogEntry(
            seq=seq, at=at, who=who, action=action, subject=subject, detail=json.loads(detail), prev=prev, hash=digest
        )


def last(db: Database, action: str) -> int:
    """The number of the last entry of an action; 0 where there is none."""
    return db.number("SELECT max(seq) FROM log WHERE action = ?", (action,))


def details(db: Database, action: str) -> dict[str, dict[str, object]]:
    """What the last entry of an action says of each subject."""
    rows = db.rows("SELECT subject, detail FROM log WHERE action = ? ORDER BY seq", (action,))
    return {subject: json.loads(detail) for subject, detail in rows}


def judge(db: Database, judgement: Judgement) -> str:
    """Record a decision and return the subject's state after it; a claim's row follows in `settling`."""
    with db.transaction():
        record = msgspec.json.encode(judgement).decode("utf-8")
        db.run("INSERT INTO judgement (subject, record) VALUES (?, ?)", (judgement.subject, record))
        state = state_of(judgements(db, judgement.subject))
        db.run("UPDATE echo SET state = ? WHERE id = ?", (state, judgement.subject))
        db.run("UPDATE match SET state = ? WHERE id = ?", (state, judgement.subject))
        detail: dict[str, object] = {"verdict": judgement.verdict, "reason": judgement.reason, "state": state}
        told = {"action": judgement.action, "undoes": judgement.undoes, "value": judgement.value}
        detail |= {name: value for name, value in told.items() if value}
        detail["record"] = sha256_text(record)
        append(db, judgement.who, "judge", judgement.subject, detail, judgement.at)
    return state


def judgements(db: Database, subject: str) -> list[Judgement]:
    """The decisions about one claim, echo or match, oldest first."""
    rows = db.rows("SELECT record FROM judgement WHERE subject = ? ORDER BY seq", (subject,))
    return [msgspec.json.decode(row[0], type=Judgement) for row in rows]


def judged_in(db: Database, action: str) -> list[Judgement]:
    """What was recorded under the name of one step, in its order; empty where nothing was."""
    rows = db.rows("SELECT record FROM judgement WHERE action = ? ORDER BY seq", (action,))
    return [msgspec.json.decode(row[0], type=Judgement) for row in rows]


def state(db: Database, subject: str) -> str:
    """The state of one subject; `proposed` where nobody judged it."""
    return state_of(judgements(db, subject))


def states(db: Database, subjects: Sequence[str] | None = None) -> dict[str, str]:
    """The state of every subject that somebody judged, or of those of them that are among some subjects."""
    return {subject: state_of(made) for subject, made in judged(db, subjects).items()}


def judged(db: Database, subjects: Sequence[str] | None = None) -> dict[str, list[Judgement]]:
    """The decisions about each subject that somebody judged, or about those of them that are among some subjects."""
    chosen = "1" if subjects is None else "subject IN (SELECT value FROM json_each(?))"
    values = () if subjects is None else (json.dumps(list(subjects)),)
    made: dict[str, list[Judgement]] = {}
    for subject, record in db.rows(
        f"SELECT subject, record FROM judgement WHERE {chosen} ORDER BY subject, seq", values
    ):
        made.setdefault(subject, []).append(msgspec.json.decode(record, type=Judgement))
    return made
