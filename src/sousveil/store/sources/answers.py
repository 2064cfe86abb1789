"""What models answered: kept as said, and believed no more than when it came."""

from __future__ import annotations

import zlib

from sousveil.store.database import Database

__all__ = ["KeptAnswers"]

_LONGEST = 1 << 22
"""Bytes of an answer; a row that unpacks to more was not written by us."""


class KeptAnswers:
    """The answers of one case, by the digest of the question."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, key: str) -> str | None:
        """The answer to a question that was asked before; null where it was not, or what is kept cannot be read."""
        row = self._db.row("SELECT body FROM answer WHERE key = ?", (key,))
        if row is None:
            return None
        unpacking = zlib.decompressobj()
        try:
            body = unpacking.decompress(row[0], _LONGEST)
            return body.decode("utf-8") if unpacking.eof else None
        except (zlib.error, UnicodeDecodeError):
            return None

    def put(self, key: str, answer: str) -> None:
        """Keep an answer; on the disk when this returns."""
        with self._db.transaction():
            body = zlib.compress(answer.encode("utf-8"))
            self._db.run("INSERT OR REPLACE INTO answer VALUES (?, ?)", (key, body))
