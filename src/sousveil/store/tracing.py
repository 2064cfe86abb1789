"""The part of a case that tracing works with: sketches, and what each text was traced with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sousveil.store.sources import sketches
from sousveil.store.writing import Writing

if TYPE_CHECKING:
    from sousveil.trace.large.growing import Traced
    from sousveil.trace.large.sketches import Sketch

__all__ = ["Tracing"]


class Tracing(Writing):
    """The tracing half of a case; everything here may be deleted and comes back with the next build."""

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

    def traced(self) -> dict[str, Traced]:
        """What each source was last traced with."""
        return sketches.traced(self._db)

    def set_traced(self, kept: Mapping[str, Traced]) -> None:
        """Note what sources were traced with."""
        with self.transaction():
            sketches.set_traced(self._db, kept)

    def forget_signatures(self, sources: Iterable[str]) -> None:
        """Have these traced again; what they were compared with stays known."""
        with self.transaction():
            sketches.forget_signatures(self._db, sources)

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
