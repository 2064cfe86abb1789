"""Judgements: what a person decided. Appended, never overwritten; undo is one more judgement.

What stands about a subject is a pure function of its judgements (`settled`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct

__all__ = [
    "CLAIM_STATES", "VERDICTS", "Judgement", "Settled", "Stance", "deciders", "settled", "stance_of", "standing",
    "state_of", "written_claim",
]  # fmt: skip

Verdict = Literal["accept", "reject", "edit", "write", "note", "confirm", "cut", "undo"]
VERDICTS: Final[dict[str, tuple[Verdict, ...]]] = {
    "c": ("accept", "reject", "edit", "write", "note", "undo"), "e": ("confirm", "cut", "note", "undo"),
    "m": ("accept", "reject", "undo"),
}  # fmt: skip
"""What can be decided about a claim, an echo and a match, by the first letter of their identifiers."""
CLAIM_STATES: Final = ("proposed", "accepted", "rejected", "edited")

_STATE: Final[dict[str, str]] = {
    "accept": "accepted", "write": "accepted", "reject": "rejected", "confirm": "confirmed", "cut": "cut",
}  # fmt: skip
_KEPT: Final = frozenset({"accepted", "edited", "confirmed"})


class Judgement(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`subject` is the identifier of a claim (`c…`), an echo (`e…`) or a match of names (`m…`).

    `accept` on a match says that both are one entity, `reject` that they are not. A `note` decides nothing.
    """

    at: str
    """UTC, `2024-04-16T09:30:00Z`."""
    who: str
    subject: str
    verdict: Verdict
    reason: str = ""
    """Why; for a `note`, what it says."""
    value: dict[str, object] | None = None
    """For `edit`: the slots that were changed and their new values (`record.editing`). For `write`: the claim."""
    action: str = ""
    """What a person did in one step has one action, named by whoever sends it: a claim split is one rejected and two
    written. Sent again it is not recorded again, and it is taken back as a whole."""
    undoes: str = ""
    """For `undo`: the action that is taken back; empty for the last one."""
    needs: int = 1
    """How many people's decisions the case asked for when this one was made: 1, or 2 who do not see each other's."""


class Stance(Struct, frozen=True, kw_only=True):
    """What one side says about a subject: a person, or all of them where one decision settles it."""

    state: str
    """`accepted`, `edited`, `rejected`, `confirmed` or `cut`."""
    value: dict[str, object] = {}
    """The slots that were changed, for `edited`."""

    @property
    def kept(self) -> bool:
        """Whether the subject stands after it."""
        return self.state in _KEPT


class Settled(Struct, frozen=True, kw_only=True):
    """What stands about a subject."""

    stance: Stance | None = None
    """Null where nothing is settled yet."""
    waits_for: Literal["", "second", "third"] = ""
    """Whom it waits for, where two people have to decide: the second of them, or a third since they disagree."""

    @property
    def state(self) -> str:
        """The state of the subject: `proposed` where nothing is settled."""
        return self.stance.state if self.stance else "proposed"


def standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Those judgements of one subject that nobody took back, notes among them, in the order in which they were made.

    `undo` takes back the action that it names; else the last one of the same person that stands; where that person
    has none, the last one that stands.
    """
    stands: list[Judgement] = []
    for judgement in judgements:
        if judgement.verdict != "undo":
            stands.append(judgement)
            continue
        if judgement.undoes:
            stands = [each for each in stands if each.action != judgement.undoes]
            continue
        own = [place for place, each in enumerate(stands) if each.who == judgement.who]
        if stands:
            del stands[own[-1] if own else -1]
    return stands


def stance_of(decisions: Sequence[Judgement]) -> Stance | None:
    """What decisions that stand come to, the later ones on top of the earlier: who accepts a claim that was edited
    accepts it as edited. Null where there are none but notes."""
    state, value = "", dict[str, object]()
    for judgement in decisions:
        if judgement.verdict == "edit":
            value = _merged(value, judgement.value or {})
            state = "edited"
        elif judgement.verdict in _STATE:
            state = _STATE[judgement.verdict]
    if not state:
        return None
    if state == "accepted" and value:
        state = "edited"
    return Stance(state=state, value=value if state == "edited" else {})


def settled(judgements: Iterable[Judgement]) -> Settled:
    """What stands about one subject, from its judgements in the order in which they were made.

    Where two people have to decide, it is settled when they agree, by state and by every slot; otherwise what a third
    says stands. Whether two have to is told by the last decision that stands.
    """
    stands = [each for each in standing(judgements) if each.verdict != "note"]
    if not stands:
        return Settled()
    if stands[-1].needs < 2:
        return Settled(stance=stance_of(stands))
    people: dict[str, list[Judgement]] = {}
    for judgement in stands:
        people.setdefault(judgement.who, []).append(judgement)
    stances = [stance_of(decisions) for decisions in people.values()]
    if len(stances) < 2:
        return Settled(waits_for="second")
    if stances[0] == stances[1]:
        return Settled(stance=stances[0])
    return Settled(stance=stances[2]) if len(stances) > 2 else Settled(waits_for="third")


def deciders(judgements: Iterable[Judgement]) -> list[str]:
    """Who decided about one subject, without what was taken back, in the order in which they did; notes decide
    nothing."""
    return list(dict.fromkeys(each.who for each in standing(judgements) if each.verdict != "note"))


def state_of(judgements: Iterable[Judgement]) -> str:
    """The state of one subject, from its judgements in the order in which they were made."""
    return settled(judgements).state


def written_claim(judgements: Iterable[Judgement]) -> Mapping[str, object] | None:
    """The claim that a person wrote, as a record, while that stands; null where nobody wrote this one."""
    written = [each for each in standing(judgements) if each.verdict == "write"]
    return written[0].value if written else None


def _merged(value: Mapping[str, object], more: Mapping[str, object]) -> dict[str, object]:
    """Changes on top of changes. Of the spans behind the slots, those that the later do not name stay."""
    merged = {**value, **more}
    one, other = value.get("slots"), more.get("slots")
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        merged["slots"] = {**one, **other}
    return merged
