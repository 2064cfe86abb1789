"""What the people of a case agreed on: how many decide about a claim, and by which guidelines. Each change is one more
row, and the log has its digest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from sousveil.record import sha256_text
from sousveil.store.database import Database
from sousveil.store.log import ledger

__all__ = ["Guidelines", "Setting", "coders", "faults", "guidelines", "set_value", "versions"]

Setting = Literal["coders", "guidelines"]


class Guidelines(Struct, frozen=True, kw_only=True):
    """How the people of a case code, as one of them wrote it down."""

    content: str
    who: str
    at: str
    """UTC, `2024-04-16T09:30:00Z`."""


def set_value(db: Database, who: str, name: Setting, value: str) -> None:
    """Add what holds from now on, and an entry of the log."""
    at, who = ledger.now(), ledger.writable(who)
    db.run("INSERT INTO setting (at, who, name, value) VALUES (?, ?, ?, ?)", (at, who, name, value))
    detail: dict[str, object] = {"sha256": sha256_text(value)}
    if name == "coders":
        detail["value"] = value
    ledger.append(db, who, "set", name, detail, at)


def coders(db: Database) -> int:
    """How many people decide about each claim: 1, or 2 who do not see each other's decisions."""
    row = db.row("SELECT value FROM setting WHERE name = 'coders' ORDER BY seq DESC LIMIT 1")
    return int(row[0]) if row else 1


def guidelines(db: Database) -> Guidelines | None:
    """The guidelines that hold now; None where nobody wrote any, or they were emptied."""
    newest = next(versions(db), None)
    return newest if newest is not None and newest.content else None


def versions(db: Database) -> Iterator[Guidelines]:
    """Every version of the guidelines, the newest first."""
    for content, who, at in db.rows("SELECT value, who, at FROM setting WHERE name = 'guidelines' ORDER BY seq DESC"):
        yield Guidelines(content=content, who=who, at=at)


def faults(db: Database) -> Iterator[tuple[str, str]]:
    """Settings that are not what the log says was set: name, and what is wrong."""
    held = [
        (at, who, name, sha256_text(value))
        for at, who, name, value in db.rows("SELECT at, who, name, value FROM setting ORDER BY seq")
    ]
    logged = list(db.rows("SELECT at, who, subject, detail ->> '$.sha256' FROM log WHERE action = 'set' ORDER BY seq"))
    if held != logged:
        wrong = next((pair for pair in zip(held, logged, strict=False) if pair[0] != pair[1]), None)
        name = wrong[0][2] if wrong else (held or logged)[-1][2]
        yield name, f"What was agreed on ({name}) is not what the log says. Set it again."
