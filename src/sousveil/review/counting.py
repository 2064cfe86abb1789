"""The agreement of a case's coders, kept in memory and brought up to date by what was decided since.

The first time, every claim that two people judged is read; from then on only those that somebody judged since. Where
texts were read anew, claims may be others, and all is read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Final

from sousveil.review.agreement import Agreement, People, Tally, Unit, unit_of
from sousveil.review.double_coding import DoubleCoded, double_coded
from sousveil.store.reader import Reader

__all__ = ["MOST", "Counting"]

MOST: Final = 20_000
"""Claims that are counted; of more, those that were decided on last. More would not make the figures any surer."""
_BATCH: Final = 1_000
_FIGURES: Final = 32
"""Answers that are kept until somebody decides something."""


class Counting:
    """What is counted of one case. Several threads may ask."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._judged = self._read = -1
        self._begin()

    def _begin(self) -> None:
        self._tally = Tally()
        self._units: dict[str, Unit] = {}
        self._coded: dict[str, DoubleCoded] = {}
        self._figures: dict[tuple[int, People | None], Agreement] = {}
        self.unfit = 0
        """Claims that are left out since what somebody changed does not fit the claim as it is proposed now."""
        self.beyond = False
        """Whether there are claims that are not counted, since others were decided on later."""

    def figures(self, case: Reader, tolerance: int = 0, people: People | None = None) -> Agreement:
        """The figures as the case stands, over everybody or over two people (in the order of their names)."""
        with self._lock:
            self._follow(case)
            found = self._figures.get((tolerance, people))
            if found is None:
                if len(self._figures) >= _FIGURES:
                    self._figures.clear()
                found = self._figures[tolerance, people] = self._tally.figures(tolerance, people)
            return found

    def disagreements(self, case: Reader) -> list[tuple[DoubleCoded, Unit]]:
        """The claims of which two people said different things, the last decided first."""
        with self._lock:
            self._follow(case)
            return [(coded, self._units[name]) for name, coded in reversed(self._coded.items()) if not coded.agreed]

    def _follow(self, case: Reader) -> None:
        judged, read = case.last_judged(), case.last_read()
        if (judged, read) == (self._judged, self._read):
            return
        if self._judged < 0 or read != self._read:
            self._begin()
            subjects = case.doubly_judged(MOST + 1)
            self.beyond = len(subjects) > MOST
            subjects = subjects[-MOST:]
        else:
            # Each once, in the order of the last decision about it.
            latest = dict(sorted((subject, seq) for seq, subject in case.judged_since(self._judged)))
            subjects = sorted(latest, key=lambda subject: latest[subject])
        for at in range(0, len(subjects), _BATCH):
            self._count(case, subjects[at : at + _BATCH])
        self._judged, self._read = judged, read
        self._figures.clear()

    def _count(self, case: Reader, subjects: Sequence[str]) -> None:
        for subject in subjects:
            self._coded.pop(subject, None)
            if (unit := self._units.pop(subject, None)) is not None:
                self._tally.take(unit)
        for coded, unit in self._read_units(case, subjects):
            self._coded[coded.subject] = coded
            self._units[coded.subject] = unit
            self._tally.add(unit)
        while len(self._coded) > MOST:
            oldest = next(iter(self._coded))
            del self._coded[oldest]
            self._tally.take(self._units.pop(oldest))
            self.beyond = True

    def _read_units(self, case: Reader, subjects: Sequence[str]) -> Iterator[tuple[DoubleCoded, Unit]]:
        made = case.judgements_of(subjects)
        pairs = [coded for subject in subjects if (coded := double_coded(subject, made.get(subject, ()))) is not None]
        claims = {claim.id: claim for claim in case.proposed_claims([coded.subject for coded in pairs])}
        for coded in pairs:
            proposed = claims.get(coded.subject)
            try:
                if proposed is not None:
                    yield coded, unit_of(coded, proposed)
            except ValueError:
                self.unfit += 1
