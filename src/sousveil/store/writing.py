"""What the halves of a case that write have in common: the database, who is named in the log, all or nothing."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager

from sousveil.store.database import Database

__all__ = ["Writing"]


class Writing(ABC):
    """A part of `Case` that writes."""

    _db: Database
    who: str

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """Everything written inside is kept together, or not at all. An inner one joins the outer."""
