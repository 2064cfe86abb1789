"""Open cases for the threads that answer requests: each is used by one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue

from sousveil.store.case import Case

__all__ = ["Shelf"]


class Shelf:
    """Lends `Case` objects that are open for reading and takes them back.

    Opening one costs more than most pages do, so they are kept; there are never more than requests at one time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: LifoQueue[Case] = LifoQueue()

    @contextmanager
    def borrow(self) -> Iterator[Case]:
        """A case, for this thread until the block ends. Raises CaseError where the folder is no case."""
        try:
            case = self._idle.get_nowait()
        except Empty:
            case = Case.open(self._path)
        try:
            yield case
        finally:
            self._idle.put(case)

    def close(self) -> None:
        """Close all that are not lent."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return
