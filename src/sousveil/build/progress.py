"""How long work tells that it goes on. The command line draws it; a notebook may stay silent."""

from __future__ import annotations

from typing import Protocol

__all__ = ["Progress", "Silent"]


class Progress(Protocol):
    """Told of each stage and of each item in it."""

    def stage(self, name: str, total: int | None) -> None:
        """A stage begins; `total` is the number of items, or None where that cannot be known before."""

    def advance(self, done: int = 1, dropped: int = 0) -> None:
        """Items went by, some of them dropped."""


class Silent:
    """Says nothing."""

    def stage(self, name: str, total: int | None) -> None:
        """Nothing is shown."""

    def advance(self, done: int = 1, dropped: int = 0) -> None:
        """Nothing is shown."""
