"""Lists that take long to count in a large case: each is kept as long as nothing is done to the case. After that the
older one is shown, and said to be older, while the list is counted again beside the requests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread
from typing import Final, Generic, TypeVar

from msgspec import Struct

from sousveil.store.case import Case

__all__ = ["Standing", "StandingLists"]

_LARGE: Final = 50_000
"""Claims from which on a list is counted beside the requests."""
_KEPT: Final = 8

_List = TypeVar("_List")
_Key = tuple[Path, object]


class Standing(Struct, Generic[_List], frozen=True):
    """A list as it is known now."""

    found: _List | None
    """Null while it is counted for the first time."""
    is_current: bool


class _Held(Struct, Generic[_List], frozen=True):
    found: _List
    last: str


class StandingLists(Generic[_List]):
    """The lists that `count` makes of a case, by what is asked of it."""

    def __init__(self, count: Callable[[Case, object], _List]) -> None:
        self._count = count
        self._held: dict[_Key, _Held[_List]] = {}
        self._counting: set[_Key] = set()
        self._lock = Lock()

    def whole(self, case: Case, asked: object) -> _List:
        """The list as it is after the last thing that was done to the case."""
        last = _last(case)
        held = self._held.get((case.path, asked))
        return held.found if held is not None and held.last == last else self._keep(case, asked, last)

    def standing(self, case: Case, asked: object) -> Standing[_List]:
        """The list, at once: of a large case it may be an older one, or none yet."""
        key = (case.path, asked)
        held = self._held.get(key)
        if held is not None and held.last == _last(case):
            return Standing(held.found, True)
        if case.counts()["claims"] < _LARGE:
            return Standing(self.whole(case, asked), True)
        with self._lock:
            if key not in self._counting:
                self._counting.add(key)
                Thread(target=self._count_beside, args=key, daemon=True).start()
        return Standing(held.found if held is not None else None, False)

    def _count_beside(self, path: Path, asked: object) -> None:
        try:
            with Case.open(path) as case:
                self._keep(case, asked, _last(case))
        finally:
            with self._lock:
                self._counting.discard((path, asked))

    def _keep(self, case: Case, asked: object, last: str) -> _List:
        found = self._count(case, asked)
        with self._lock:
            key = (case.path, asked)
            while len(self._held) >= _KEPT and key not in self._held:
                del self._held[next(iter(self._held))]
            self._held[key] = _Held(found, last)
        return found


def _last(case: Case) -> str:
    """Everything that is done has an entry in the log."""
    last = next(case.log(newest_first=True, limit=1), None)
    return last.hash if last is not None else ""
