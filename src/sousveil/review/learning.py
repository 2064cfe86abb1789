"""The ranker of a case, made again as its decisions grow, and kept by whoever asks again and again.

It learns at certain numbers of judgements only (`_step`), so that most decisions cost nothing and the same decisions
give the same order, however often somebody asked in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sousveil.record import Claim
from sousveil.review.ranker import FEWEST_DECISIONS, Decision, Ranker, train
from sousveil.review.traits import Traits, traits_of
from sousveil.store.reader import Reader

__all__ = ["KEPT", "Memory", "estimates"]

KEPT: Final = frozenset({"accepted", "edited"})
_NEWEST: Final = 400
"""Decisions that are learned from: enough for the order to follow a researcher, few enough to read at once."""


class Memory:
    """What was learned from the decisions of one case. Keep one for each case that is served; it holds nothing that
    the case does not."""

    def __init__(self) -> None:
        self._learned: tuple[tuple[str, int], Ranker | None] | None = None

    def ranker(self, case: Reader) -> Ranker | None:
        """A ranker that knows the decisions of the case; null where these are too few."""
        known = (str(case.path), _step(case.decisions_made()))
        if self._learned is None or self._learned[0] != known:
            self._learned = (known, _learned(case, known[1]))
        return self._learned[1]


def _step(judgements: int) -> int:
    """How many of the judgements are learned from: every 25th changes what is learned, later every 100th."""
    if judgements < FEWEST_DECISIONS:
        return 0
    by = 25 if judgements < 1_000 else 100
    return max(FEWEST_DECISIONS, judgements // by * by)


def _learned(case: Reader, judgements: int) -> Ranker | None:
    if not judgements:
        return None
    decided = {stored.claim.id: stored.state in KEPT for stored in case.settled_claims(judgements, _NEWEST)}
    seen = _traits(case, list(decided))
    return train(Decision(traits=of, accepted=decided[of.claim]) for of in seen)


def estimates(case: Reader, ranker: Ranker, claims: Sequence[str]) -> dict[str, float]:
    """How likely each of these claims is to be accepted, judging by the decisions."""
    return {of.claim: ranker.estimate(of) for of in _traits(case, claims)}


def _traits(case: Reader, claims: Sequence[str]) -> Iterable[Traits]:
    """The traits of these claims, each seen beside those that share words with it."""
    wanted = frozenset(claims)
    around: list[Claim] = list(case.claims_around(claims))
    return traits_of(around, wanted)
