"""The people who may sign in to a case that is served to a team. Every change of an account is in the log, no secret
ever is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final, Literal, get_args

from msgspec import Struct

from sousveil.errors import UsageError
from sousveil.store.database import Database
from sousveil.store.log import ledger
from sousveil.store.people import keys, passwords
from sousveil.store.people.keys import Key

__all__ = ["ROLES", "Account", "Accounts", "Role", "check_role", "faults", "folded"]

Role = Literal["read", "review", "lead"]
"""`read` sees everything; `review` also decides about claims, echoes and names; `lead` also what concerns the case as
a whole."""
ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""From the least to the most; who has one may do what those before it may."""
_LONGEST: Final = 64
_COLUMNS: Final = "name, role, made, changed, secret"


class Account(Struct, frozen=True, kw_only=True):
    """Somebody who may sign in. `made` and `changed` are UTC, `2024-04-16T09:30:00Z`."""

    name: str
    role: Role
    made: str
    changed: str
    secret: str
    """The Argon2 string. It is another one after each change of the password, even to the same."""


class Accounts:
    """The accounts of one case; `who` is named in the log for what is changed."""

    def __init__(self, db: Database, who: str) -> None:
        self._db = db
        self._who = who

    def __iter__(self) -> Iterator[Account]:
        for row in self._db.rows(f"SELECT {_COLUMNS} FROM account ORDER BY folded"):
            yield _account(row)

    def get(self, name: str) -> Account | None:
        """The account of this name, whatever its capitals; None where there is none."""
        row = self._db.row(f"SELECT {_COLUMNS} FROM account WHERE folded = ?", (folded(name),))
        return _account(row) if row else None

    def add(self, name: str, role: Role, password: str) -> Account:
        """Make an account. Raises UsageError where the name is taken or cannot be one, or the password is weak."""
        shown = _checked_name(name)
        passwords.check_new(password, shown)
        secret, at = passwords.keep(password), ledger.now()
        with self._db.transaction():
            if self.get(shown):
                raise UsageError(f"There is an account named {shown} already. `sousveil accounts CASE` lists them.")
            self._db.run(
                "INSERT INTO account (folded, name, role, secret, made, changed) VALUES (?, ?, ?, ?, ?, ?)",
                (folded(shown), shown, role, secret, at, at),
            )
            self._log(shown, "add", role)
        return Account(name=shown, role=role, made=at, changed=at, secret=secret)

    def set_role(self, name: str, role: Role) -> None:
        """Change what somebody may do; it holds from their next request on. Raises UsageError for an unknown name."""
        with self._db.transaction():
            held = self._held(name)
            at = ledger.now()
            self._db.run("UPDATE account SET role = ?, changed = ? WHERE folded = ?", (role, at, folded(name)))
            self._log(held.name, "role", role)

    def set_password(self, name: str, password: str) -> None:
        """Change a password; who is signed in with the old one is signed out. Raises UsageError for an unknown name
        or a weak password."""
        passwords.check_new(password, name)
        secret = passwords.keep(password)
        with self._db.transaction():
            held = self._held(name)
            at = ledger.now()
            self._db.run("UPDATE account SET secret = ?, changed = ? WHERE folded = ?", (secret, at, folded(name)))
            self._log(held.name, "password", held.role)

    def remove(self, name: str) -> None:
        """Take an account away, with its keys. What its person decided stays under the name. Raises UsageError for an
        unknown name."""
        with self._db.transaction():
            held = self._held(name)
            keys.remove_all(self._db, self._who, held.name, folded(name))
            self._db.run("DELETE FROM account WHERE folded = ?", (folded(name),))
            self._log(held.name, "remove", None)

    def add_key(self, name: str) -> tuple[Key, str]:
        """Make a key for a program that asks in the name of an account; the second is the key itself, which cannot be
        had again. Raises UsageError for an unknown name."""
        with self._db.transaction():
            return keys.add(self._db, self._who, self._held(name).name, folded(name))

    def keys(self, name: str) -> list[Key]:
        """The keys of an account, the oldest first. Raises UsageError for an unknown name."""
        self._held(name)
        return list(keys.keys(self._db, folded(name)))

    def remove_key(self, name: str, identifier: str) -> None:
        """Take a key away; it opens nothing any more. Raises UsageError where the account has no such key."""
        with self._db.transaction():
            held = self._held(name)
            if not keys.remove(self._db, self._who, held.name, folded(name), identifier):
                raise UsageError(f"{held.name} has no key {identifier}. `sousveil account key list` lists them.")

    def with_key(self, opener: str) -> Account | None:
        """The account whose key this is; None where it is none."""
        folded = keys.opens(self._db, opener)
        return self.get(folded) if folded is not None else None

    def signing_in(self, name: str, password: str) -> Account | None:
        """The account if the password is its own. Takes the same time where there is no such account."""
        held = self.get(name)
        if held is None:
            passwords.pretend(password)
            return None
        return held if passwords.fits(held.secret, password) else None

    def _held(self, name: str) -> Account:
        held = self.get(name)
        if held is None:
            raise UsageError(f"There is no account named {name}. `sousveil accounts CASE` lists them.")
        return held

    def _log(self, name: str, change: str, role: Role | None) -> None:
        ledger.append(self._db, self._who, "account", name, {"change": change, "role": role})


def check_role(role: str) -> Role:
    """Raises UsageError for a word that is no role."""
    if role not in ROLES:
        raise UsageError(f"{role} is no role. Choose one of: {', '.join(ROLES)}.")
    return role


def faults(db: Database) -> Iterator[tuple[str, str]]:
    """(name, what is wrong) for every account and key that is not what the log says: made, raised or lost behind its
    back."""
    logged = {name: said.get("role") for name, said in ledger.details(db, "account").items()}
    held: dict[str, str] = dict(db.rows("SELECT name, role FROM account ORDER BY folded"))
    for name in sorted(held.keys() | {name for name, role in logged.items() if role}):
        if held.get(name) != logged.get(name):
            yield (
                name,
                (
                    f"The account {name} has the role {held.get(name)}; the log says {logged.get(name)}."
                    " `sousveil account` changes accounts so that the log knows."
                ),
            )
    yield from keys.faults(db)


def _account(row: tuple[str, Role, str, str, str]) -> Account:
    name, role, made, changed, secret = row
    return Account(name=name, role=role, made=made, changed=changed, secret=secret)


def _checked_name(name: str) -> str:
    shown = unicodedata.normalize("NFC", name.strip())
    if not shown or len(shown) > _LONGEST or not shown.isprintable() or shown.startswith("-"):
        raise UsageError(
            f"{name!r} cannot be an account's name: it has up to {_LONGEST} letters, digits, spaces and signs, and no"
            " hyphen first."
        )
    return shown


def folded(name: str) -> str:
    """What two names have in common that are one account."""
    return unicodedata.normalize("NFKC", name.strip()).casefold()
