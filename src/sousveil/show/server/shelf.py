"""Open cases for the threads that answer requests: each is used by one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from threading import Lock

from sousveil.store.case import Case

__all__ = ["Shelf"]


class Shelf:
    """Lends `Case` objects that are open for reading, or one that is open for writing, and takes them back.

    Opening one costs more than most pages do, so they are kept; there are never more than requests at one time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: LifoQueue[Case] = LifoQueue()
        self._writer: Case | None = None
        self._writing = Lock()

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

    @contextmanager
    def borrow_to_write(self, who: str) -> Iterator[Case]:
        """The case open for writing; threads wait for each other. `who` is named in the log.

        Raises CaseError where the folder is no case or may not be written.
        """
        with self._writing:
            if self._writer is None:
                self._writer = Case.open(self._path, write=True)
            self._writer.who = who
            yield self._writer

    def close(self) -> None:
        """Close all that are not lent."""
        with self._writing:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return
