"""What people said about a claim, as far as whoever asks may know it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from sousveil.record.judgement import Judgement, stance_of, standing
from sousveil.review.blind import visible
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.identifiers import in_words
from sousveil.store.case import Case

__all__ = ["Noted", "Side", "notes_of", "sides_of"]


class Noted(Struct, frozen=True, kw_only=True):
    """A note."""

    who: str
    at: str
    says: str


class Side(Struct, frozen=True, kw_only=True):
    """What one person decided about a claim."""

    who: str
    at: str
    state: str
    said: str
    """The state in words."""
    reason: str
    value: dict[str, object]
    """The slots that they changed."""


def _visible(case: Case, identifier: str, coder: str) -> list[Judgement]:
    # Whoever codes is a coder here, and blind, whatever their role.
    return standing(visible(case.judgements(identifier), coder, lead=False))


def notes_of(case: Case, identifier: str, coder: str) -> list[Noted]:
    """The notes about a claim that whoever asks may read."""
    return [
        Noted(who=each.who, at=each.at, says=each.reason)
        for each in _visible(case, identifier, coder)
        if each.verdict == "note"
    ]


def sides_of(case: Case, identifier: str, coder: str) -> tuple[list[Side], Side | None]:
    """What each person decided that whoever asks may know of, and what they decided themselves."""
    people: dict[str, list[Judgement]] = {}
    for each in _visible(case, identifier, coder):
        if each.verdict != "note":
            people.setdefault(each.who, []).append(each)
    sides = [side for who, decisions in people.items() if (side := _side(who, decisions))]
    return sides, next((side for side in sides if side.who == coder), None)


def _side(who: str, decisions: Sequence[Judgement]) -> Side | None:
    stance = stance_of(decisions)
    if stance is None:
        return None
    said = _("Accepted as corrected") if stance.state == "edited" else in_words(stance.state, "state")
    reason = next((each.reason for each in reversed(decisions) if each.reason), "")
    return Side(who=who, at=decisions[-1].at, state=stance.state, said=said, reason=reason, value=dict(stance.value))
