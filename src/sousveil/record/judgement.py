"""Judgements: what a person decided. Appended, never overwritten; undo is one more judgement."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

__all__ = ["VERDICTS", "Judgement", "state_of"]

Verdict = Literal["accept", "reject", "edit", "confirm", "cut", "undo"]
VERDICTS: Final[dict[str, tuple[Verdict, ...]]] = {
    "c": ("accept", "reject", "undo"), "e": ("confirm", "cut", "undo"), "m": ("accept", "reject", "undo"),
}  # fmt: skip
"""What commands and pages can decide about a claim, an echo and a match, by the first letter of their identifiers."""
CLAIM_STATES: Final = ("proposed", "accepted", "rejected", "edited")

_STATE: dict[str, str] = {
    "accept": "accepted", "reject": "rejected", "edit": "edited", "confirm": "confirmed", "cut": "cut",
}  # fmt: skip


class Judgement(Struct, frozen=True, kw_only=True):
    """`subject` is the identifier of a claim (`c…`), an echo (`e…`) or a match of names (`m…`).

    `accept` on a match says that both are one entity, `reject` that they are not.
    """

    at: str
    """UTC, `2024-04-16T09:30:00Z`."""
    who: str
    subject: str
    verdict: Verdict
    reason: str = ""
    value: dict[str, object] | None = None
    """For `edit`: the slots that were changed and their new values."""


def state_of(judgements: list[Judgement]) -> str:
    """The state of one subject, from its judgements in the order in which they were made.

    `undo` takes back the last judgement that still stands.
    """
    standing: list[Judgement] = []
    for judgement in judgements:
        if judgement.verdict == "undo":
            if standing:
                standing.pop()
        else:
            standing.append(judgement)
    return _STATE[standing[-1].verdict] if standing else "proposed"
