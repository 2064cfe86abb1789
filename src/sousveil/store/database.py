"""The case's one SQLite file: opening it, and bringing an older one up to date.

One engine serves plain and encrypted cases (SQLite3 Multiple Ciphers, through apsw), so that encryption is a
setting of the connection and not a second path.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import apsw

from sousveil.errors import CaseBusyError, CaseDamagedError, CaseError, CaseFullError, UsageError

__all__ = ["SCHEMA_VERSION", "Database", "Row", "Value"]

Value = str | int | float | bytes | None
Row = tuple[Any, ...]
"""The STRICT tables say what type each column has; mypy cannot see it."""

_LOG = logging.getLogger(__name__)
_BUSY_MS = 30_000
_CACHE_KIB = {True: 65_536, False: 16_384}
"""Of the file, what a connection that writes keeps in memory, and one that only reads: a server has many of these, and
the system keeps what they read for all of them together."""
_GO_ON = "Make room or mend the disk and run the same command again; what was done is kept."


def _migrations() -> list[tuple[int, str]]:
    folder = resources.files("sousveil.store") / "migrations"
    scripts = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return [(int(script.name[:4]), script.read_text("utf-8")) for script in scripts]


SCHEMA_VERSION = _migrations()[-1][0]


class Database:
    """A connection to a case's SQLite file. Rows are tuples; writes happen inside `transaction()`."""

    def __init__(self, path: Path, *, write: bool, create: bool = False) -> None:
        self.path = path
        if not create and not path.is_file():
            raise CaseError(f"{path} does not exist: is {path.parent} a case? `sousveil init` makes one.")
        self._in_transaction = False
        with self._named():
            self._connection = self._open(write=write, create=create)
            self._prepare(write=write, create=create)

    def _open(self, *, write: bool, create: bool) -> apsw.Connection:
        flags = apsw.SQLITE_OPEN_READWRITE | (apsw.SQLITE_OPEN_CREATE if create else 0)
        try:
            connection = apsw.Connection(str(self.path), flags=flags)
            connection.set_busy_timeout(_BUSY_MS)
            # The first read shows whether the file beside it that readers share can be had.
            connection.execute("PRAGMA schema_version").fetchall()
        except (apsw.CantOpenError, apsw.ReadOnlyError):
            if write or create:
                raise
            return self._unlocked()
        return connection

    def _unlocked(self) -> apsw.Connection:
        """A case that we may not write to, as on a disc or a colleague's share: it is read without locks."""
        left = self.path.with_name(self.path.name + "-wal")
        if left.exists() and left.stat().st_size:
            raise CaseError(
                f"{left} holds changes that cannot be read where nothing may be written, or a build is at work. Copy"
                " the case to a folder of your own, or wait for the build to end."
            )
        uri = self.path.resolve().as_uri() + "?immutable=1"
        return apsw.Connection(uri, flags=apsw.SQLITE_OPEN_URI | apsw.SQLITE_OPEN_READONLY)

    def _prepare(self, *, write: bool, create: bool) -> None:
        connection = self._connection
        connection.execute("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB[write or create]}")
        if create:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        version = self.schema_version
        if version > SCHEMA_VERSION:
            raise CaseError(
                f"{self.path} has schema {version}; this sousveil knows {SCHEMA_VERSION}. Install a newer sousveil."
            )
        if version < SCHEMA_VERSION:
            self._migrate(version)
        if not write:
            connection.execute("PRAGMA query_only = ON")

    def _migrate(self, version: int) -> None:
        from sousveil.store.upgrading import upgraded  # it asks the tables, which stand on this module

        if version:
            # Unless a program sets logging up otherwise, a warning is printed as it stands on the error stream.
            _LOG.warning(
                "%s was made by an older sousveil and is brought up to date (%d to %d). A large case takes some"
                " minutes; stopped, it goes on from the last step.", self.path.parent, version, SCHEMA_VERSION,
            )  # fmt: skip
        for number, script in _migrations():
            if number > version:
                with self.transaction():
                    # Another process may have migrated while this one waited for the lock.
                    if self.schema_version < number:
                        self._connection.execute(script)
                        upgraded(self, number)
                        self._connection.execute(f"PRAGMA user_version = {number}")

    @contextmanager
    def _named(self) -> Iterator[None]:
        """What the disk refuses is said with the file and the next step; a fault of our own SQL stays as it is.

        Raises CaseError, and UsageError where somebody gives bytes that are no text (Python has them as surrogates).
        """
        try:
            yield
        except UnicodeEncodeError as error:
            raise UsageError(
                f"{error.object!r} cannot be looked up or kept: it has bytes that are no UTF-8."
            ) from error
        except (apsw.NotADBError, apsw.CorruptError) as error:
            raise CaseDamagedError(
                f"{self.path} is no case database ({error}). Restore it from a copy; the archive beside it is unharmed."
            ) from error
        except apsw.FullError as error:
            raise CaseFullError(f"{self.path} cannot grow, the disk is full. {_GO_ON}") from error
        except (apsw.BusyError, apsw.LockedError, apsw.ProtocolError) as error:
            raise CaseBusyError(f"{self.path} is being written by another process. Wait for it to end.") from error
        except apsw.NoMemError as error:
            raise CaseError(f"{self.path} cannot be read: this machine has no memory left. Close something.") from error
        except (apsw.ReadOnlyError, apsw.CantOpenError, apsw.PermissionsError) as error:
            raise CaseError(f"{self.path} cannot be opened or written ({error}). Check its permissions.") from error
        except apsw.IOError as error:
            raise CaseDamagedError(f"{self.path} cannot be read or written ({error}). {_GO_ON}") from error

    @property
    def schema_version(self) -> int:
        """The number of the last migration that this file has seen."""
        return int(str(self._connection.execute("PRAGMA user_version").get))

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open that inner ones join."""
        return self._in_transaction

    def close(self) -> None:
        """Close the connection; a second call does nothing."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: writes inside are committed together and synced to the disk. An inner one joins the outer."""
        if self._in_transaction:
            yield
            return
        with self._named():
            self._connection.execute("BEGIN IMMEDIATE")
            self._in_transaction = True
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # SQLite has rolled back by itself where the disk was full.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self._in_transaction = False

    def run(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Execute one statement; the number of rows that it changed."""
        with self._named():
            self._connection.execute(sql, tuple(values))
            return self._connection.changes()

    def run_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Execute one statement for each row."""
        with self._named():
            self._connection.executemany(sql, [tuple(row) for row in rows])

    def rows(self, sql: str, values: Sequence[Value] = ()) -> Iterator[Row]:
        """The rows of a query, read as they are used."""
        with self._named():
            yield from self._connection.execute(sql, tuple(values))

    def row(self, sql: str, values: Sequence[Value] = ()) -> Row | None:
        """The first row of a query, or None."""
        with self._named():
            return next(iter(self._connection.execute(sql, tuple(values))), None)

    def number(self, sql: str, values: Sequence[Value] = ()) -> int:
        """The integer in the first column of the first row; 0 where there is none."""
        row = self.row(sql, values)
        return int(row[0]) if row and row[0] is not None else 0
