"""The agreement of a case's coders, kept in memory and brought up to date by what was decided since.

The first time, every claim that two people judged is read; from then on those that somebody judged since, and those of
texts that were read anew, since their claims may be others.
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
        self._tally = Tally()
        self._units: dict[str, Unit] = {}
        self._coded: dict[str, DoubleCoded] = {}
        self._sources: dict[str, str] = {}
        self._figures: dict[tuple[int, People | None], Agreement] = {}
        self._unfit: set[str] = set()
        self._gone: set[str] = set()
        self.beyond = False
        """Whether there are claims that are not counted, since others were decided on later."""

    @property
    def unfit(self) -> int:
        """Claims that are left out since what somebody changed does not fit the claim as it is proposed now."""
        return len(self._unfit)

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
        if self._judged < 0:
            subjects = case.doubly_judged(MOST + 1)
            self.beyond = len(subjects) > MOST
            subjects = subjects[-MOST:]
        else:
            # Each once: those of texts that were read anew where they stand, then in the order of the last decision.
            latest = {subject: seq for seq, subject in case.judged_since(self._judged)}
            anew = case.sources_read_since(self._read) if read != self._read else frozenset[str]()
            other = [subject for subject, source in self._sources.items() if source in anew]
            self._count(case, [*other, *sorted(self._gone | self._unfit)] if anew else [], in_place=True)
            subjects = sorted(latest, key=lambda subject: latest[subject])
        for at in range(0, len(subjects), _BATCH):
            self._count(case, subjects[at : at + _BATCH])
        self._judged, self._read = judged, read
        self._figures.clear()

    def _count(self, case: Reader, subjects: Sequence[str], *, in_place: bool = False) -> None:
        """Count these anew: at the end, as those that were decided on last, or `in_place`."""
        order = list(self._coded) if in_place and subjects else []
        for subject in subjects:
            self._take(subject)
        for coded, unit, source in self._read_units(case, subjects):
            self._coded[coded.subject] = coded
            self._units[coded.subject] = unit
            self._sources[coded.subject] = source
            self._tally.add(unit)
        if order:
            place = {subject: number for number, subject in enumerate(order)}
            self._coded = dict(sorted(self._coded.items(), key=lambda item: place.get(item[0], len(place))))
        while len(self._coded) > MOST:
            self._take(next(iter(self._coded)))
            self.beyond = True

    def _take(self, subject: str) -> None:
        self._unfit.discard(subject)
        self._gone.discard(subject)
        self._coded.pop(subject, None)
        self._sources.pop(subject, None)
        if (unit := self._units.pop(subject, None)) is not None:
            self._tally.take(unit)

    def _read_units(self, case: Reader, subjects: Sequence[str]) -> Iterator[tuple[DoubleCoded, Unit, str]]:
        made = case.judgements_of(subjects)
        pairs = [coded for subject in subjects if (coded := double_coded(subject, made.get(subject, ()))) is not None]
        claims = {claim.id: claim for claim in case.proposed_claims([coded.subject for coded in pairs])}
        for coded in pairs:
            proposed = claims.get(coded.subject)
            if proposed is None:
                self._gone.add(coded.subject)
                continue
            try:
                yield coded, unit_of(coded, proposed), proposed.evidence.source
            except ValueError:
                self._unfit.add(coded.subject)
