"""A seal of many rows that follows when some of them come or go, at the cost of these alone.

Each row is hashed to a number modulo a prime, and the seal is the product of all: a new row multiplies it, a row that
is gone divides it, and the order of rows does not matter. This is MuHash: Bellare and Micciancio, A New Paradigm for
Collision-Free Hashing: Incrementality at Reduced Cost (EUROCRYPT 1997), with the prime of 3072 bits that Bitcoin Core
takes. To change a row unseen one would have to find other rows with the same product, which is as hard as discrete
logarithms are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sousveil.store.database import Database, Row

__all__ = ["RunningSeal", "encoded"]

_BYTES = 384
_SHORT = 1_103_717
_PRIME = (1 << 8 * _BYTES) - _SHORT
_MASK = (1 << 8 * _BYTES) - 1


def encoded(row: Row) -> bytes:
    """The cells of a row, each with its length before it, so that no two rows are written alike."""
    parts = []
    for cell in row:
        data = cell if isinstance(cell, bytes) else str(cell).encode("utf-8", "surrogatepass")
        parts.append(b"%d:" % len(data))
        parts.append(data)
    return b"".join(parts)


class RunningSeal:
    """The seal of one table as the rows that came and went leave it; `save` keeps it in the case."""

    def __init__(self, db: Database, name: str) -> None:
        self._db = db
        self._name = name
        held = db.row("SELECT state FROM seal WHERE name = ?", (name,))
        self.is_new = held is None
        """Whether nothing was ever sealed under this name."""
        self._product = int.from_bytes(held[0]) if held else 1
        self._gone = 1

    def add(self, rows: Iterable[Row]) -> None:
        """Rows that came."""
        for row in rows:
            self._product = _times(self._product, _number(row))

    def take(self, rows: Iterable[Row]) -> None:
        """Rows that are about to go."""
        for row in rows:
            self._gone = _times(self._gone, _number(row))

    def clear(self) -> None:
        """All rows went."""
        self._product = self._gone = 1

    def save(self) -> str:
        """Keep the seal; its digest, for the log."""
        if self._gone != 1:
            self._product, self._gone = _times(self._product, pow(self._gone, -1, _PRIME)), 1
        state = (self._product % _PRIME).to_bytes(_BYTES)
        self._db.run("INSERT OR REPLACE INTO seal VALUES (?, ?)", (self._name, state))
        return _digest(state)

    @staticmethod
    def of(rows: Iterable[Row]) -> str:
        """The digest that the log has of a table with these rows."""
        product = 1
        for row in rows:
            product = _times(product, _number(row))
        return _digest((product % _PRIME).to_bytes(_BYTES))


def _number(row: Row) -> int:
    """A number from 1 up to the prime: its 3072 bits follow from the row's."""
    return int.from_bytes(hashlib.shake_256(encoded(row)).digest(_BYTES)) % _PRIME or 1


def _times(one: int, other: int) -> int:
    """The product modulo the prime, up to one prime too large. As the prime is just short of a power of two, what
    stands above that power is folded down: three times faster than a division."""
    product = one * other
    product = (product & _MASK) + (product >> 8 * _BYTES) * _SHORT
    return (product & _MASK) + (product >> 8 * _BYTES) * _SHORT


def _digest(state: bytes) -> str:
    return hashlib.sha256(state).hexdigest()
