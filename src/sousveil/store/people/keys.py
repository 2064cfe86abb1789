"""Keys with which programs ask in the name of an account. A key is shown once; the case keeps its digest. The log tells
of every key that is made or taken away, without what opens anything."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from sousveil.store.database import Database
from sousveil.store.log import ledger

__all__ = ["Key", "add", "faults", "keys", "opens", "remove", "remove_all"]

_BEGINS: Final = "sousveil-"
"""So that a key is known for what it is where it was left lying."""
_ACTION: Final = "key"


class Key(Struct, frozen=True, kw_only=True):
    """One key of an account, by what names it and does not open anything. `made` is UTC."""

    id: str
    account: str
    """The account's folded name."""
    made: str


def add(db: Database, who: str, name: str, folded: str) -> tuple[Key, str]:
    """Make a key for an account; it, and the key itself, which cannot be had again. Call inside a transaction."""
    # 256 random bits: a plain digest is as good as a slow one, since nobody can try them all.
    opener = _BEGINS + secrets.token_urlsafe(32)
    made = Key(id="k" + secrets.token_hex(4), account=folded, made=ledger.now())
    db.run("INSERT INTO account_key VALUES (?, ?, ?, ?)", (made.id, folded, _digest(opener), made.made))
    ledger.append(db, who, _ACTION, made.id, {"account": name, "change": "add"})
    return made, opener


def keys(db: Database, folded: str) -> Iterator[Key]:
    """The keys of an account, the oldest first."""
    for identifier, made in db.rows("SELECT id, made FROM account_key WHERE folded = ? ORDER BY made, id", (folded,)):
        yield Key(id=identifier, account=folded, made=made)


def remove(db: Database, who: str, name: str, folded: str, identifier: str) -> bool:
    """Take a key away; False where the account has no such key. Call inside a transaction."""
    if not db.run("DELETE FROM account_key WHERE id = ? AND folded = ?", (identifier, folded)):
        return False
    ledger.append(db, who, _ACTION, identifier, {"account": name, "change": "remove"})
    return True


def remove_all(db: Database, who: str, name: str, folded: str) -> None:
    """Take away all keys of an account that goes. Call inside a transaction."""
    for key in list(keys(db, folded)):
        remove(db, who, name, folded, key.id)


def opens(db: Database, opener: str) -> str | None:
    """The folded name of the account that a key is of; None where it is none."""
    if not opener.startswith(_BEGINS):
        return None
    row = db.row("SELECT folded FROM account_key WHERE digest = ?", (_digest(opener),))
    return row[0] if row else None


def faults(db: Database) -> Iterator[tuple[str, str]]:
    """(identifier, what is wrong) for every key that was made behind the log's back, or given to another account."""
    logged = ledger.details(db, _ACTION)
    for identifier, name in db.rows(
        "SELECT k.id, a.name FROM account_key k LEFT JOIN account a USING (folded) ORDER BY k.id"
    ):
        said = logged.get(identifier, {})
        if said.get("change") != "add" or said.get("account") != name:
            message = f"The key {identifier} is one of {name}, and the log does not say so."
            yield identifier, f"{message} `sousveil account key remove` takes it away."


def _digest(opener: str) -> str:
    return hashlib.sha256(opener.encode("utf-8", "backslashreplace")).hexdigest()
