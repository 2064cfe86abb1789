"""What pages count by the hundred thousand, kept until something is recorded in the case."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final, TypeVar, cast

from sousveil.store.case import Case

__all__ = ["Remembered"]

Answer = TypeVar("Answer")

_MOST: Final = 64
"""Answers that are kept: of a large case the largest take some megabytes."""


class Remembered:
    """Answers of one server, by what was asked and the number of the last entry of the log. What was asked longest ago
    is forgotten first. Threads share it; answers must not be changed by whoever gets them."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, object] = OrderedDict()
        self._last = 0
        self._lock = Lock()

    def get(self, case: Case, asked: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer to what is asked, made where it is not held. The log is read before: what is recorded meanwhile
        makes the answer newer than its number, never older."""
        last, _ = case.last_entry()
        key = (last, asked)
        with self._lock:
            if last != self._last:
                self._held.clear()
                self._last = last
            elif key in self._held:
                self._held.move_to_end(key)
                return cast("Answer", self._held[key])
        answer = make()
        with self._lock:
            if last == self._last:
                self._held[key] = answer
                while len(self._held) > self._most:
                    self._held.popitem(last=False)
        return answer
