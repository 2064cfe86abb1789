"""The part of a case that tracing works with: sketches, what was traced, and echoes between sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager

from sousveil.store import sketches
from sousveil.store.database import Database
from sousveil.trace.families import Link
from sousveil.trace.sketches import Sketch

__all__ = ["Tracing"]


class Tracing:
    """The tracing half of a case; everything here may be deleted and comes back with the next build."""

    _db: Database

    def transaction(self) -> AbstractContextManager[None]:
        """See `Case`."""
        raise NotImplementedError

    def unsketched(self, version: str) -> list[str]:
        """Sources whose text has no sketch of this version, in the order in which they came. Others are forgotten."""
        with self.transaction():
            return sketches.unsketched(self._db, version)

    def put_sketches(self, made: Iterable[Sketch], version: str) -> None:
        """Keep sketches."""
        with self.transaction():
            sketches.put_sketches(self._db, made, version)

    def forget_sketches(self, sources: Iterable[str]) -> None:
        """Have these made again."""
        with self.transaction():
            sketches.forget_sketches(self._db, sources)

    def sketches(self) -> Iterator[Sketch]:
        """All sketches, by source."""
        return sketches.sketches(self._db)

    def sources_holding(self, names: Sequence[str]) -> list[str]:
        """The sources in whose text one of these stands, letter for letter."""
        return sketches.sources_holding(self._db, names)

    def traced(self) -> dict[str, int]:
        """What each source was last traced with: 64 bits."""
        return sketches.traced(self._db)

    def set_traced(self, signatures: Mapping[str, int]) -> None:
        """Note what sources were traced with."""
        with self.transaction():
            sketches.set_traced(self._db, signatures)

    def forget_traced(self, sources: Iterable[str] | None = None) -> None:
        """Have these traced again, or all."""
        with self.transaction():
            sketches.forget_traced(self._db, sources)

    def known_of_tracing(self, name: str) -> bytes | None:
        """Something that belongs to the whole trace; null where it is not kept."""
        return sketches.known_of_tracing(self._db, name)

    def set_known_of_tracing(self, name: str, value: bytes | None) -> None:
        """Keep it, or forget it."""
        with self.transaction():
            sketches.set_known_of_tracing(self._db, name, value)

    def links(self) -> Iterator[Link]:
        """The echoes between sources of the case, bare."""
        for row in self._db.rows(
            "SELECT from_source, to_source, type, score, id FROM echo WHERE to_source IS NOT NULL ORDER BY id"
        ):
            yield Link(*row)
