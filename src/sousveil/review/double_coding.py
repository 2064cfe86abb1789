"""What two people decided about one claim before either could know the other's decision.

Such a pair is what agreement is measured on. It is taken when the second of the two has decided, in that very step:
what either changes afterwards, with the other's decision before their eyes, says nothing about how far they agree, and
neither does what a third says. Where everything about the claim was taken back it begins anew.

Left out are claims that somebody wrote by hand (who judges one knows that somebody holds it to be right), and those
that one of the two decided while the case asked for one person alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from msgspec import Struct

from sousveil.record import Claim
from sousveil.record.editing import edited
from sousveil.record.judgement import Judgement, Stance, settled, stance_of, standing

__all__ = ["Coding", "DoubleCoded", "double_coded"]

_SIMPLE: Final = frozenset({"accept", "reject", "edit"})


class Coding(Struct, frozen=True, kw_only=True):
    """What one person made of a claim."""

    who: str
    at: str
    stance: Stance

    def coded(self, proposed: Claim) -> Claim | None:
        """The claim as this person left it: slots that they did not touch are those proposed. Null where they rejected
        it: a claim that is none has no slots.

        Raises ValueError where the changes do not fit the claim as it is proposed now.
        """
        if not self.stance.kept:
            return None
        return edited(proposed, self.stance.value) if self.stance.value else proposed


class DoubleCoded(Struct, frozen=True, kw_only=True):
    """A claim that two people judged blind, in the order in which they did."""

    subject: str
    first: Coding
    second: Coding
    waits_for: Literal["", "second", "third"] = ""
    """Whom it waits for; empty where something stands. The second, where one of the two took theirs back."""
    settled_by: str = ""
    """Who settled a disagreement; empty where nobody had to, or where one of the two came round to the other."""
    state: str = "proposed"
    """The state that stands."""

    @property
    def agreed(self) -> bool:
        """Whether both said the same of the claim and of every slot."""
        return self.first.stance == self.second.stance


def double_coded(subject: str, judgements: Sequence[Judgement]) -> DoubleCoded | None:
    """What two people said blind about one claim, from its judgements in the order in which they were made; null where
    there are no two, or where they were not blind."""
    if len(judgements) < 2:
        return None
    pair = _blind_pair(judgements)
    if pair is None:
        return None
    first, second = pair
    stands = settled(judgements)
    by = ""
    if not stands.waits_for and first.stance != second.stance:
        last = [each for each in standing(judgements) if each.verdict != "note"][-1]
        by = last.who if last.needs < 2 or last.who not in {first.who, second.who} else ""
    return DoubleCoded(
        subject=subject, first=first, second=second, waits_for=stands.waits_for, settled_by=by, state=stands.state
    )


def _blind_pair(judgements: Sequence[Judgement]) -> tuple[Coding, Coding] | None:
    if len(judgements) == 2 and all(each.needs > 1 and each.verdict in _SIMPLE for each in judgements):
        # Nearly all of them; the walk below comes to the same.
        one, other = judgements
        first, second = _coding(one.who, [one]), _coding(other.who, [other])
        return (first, second) if first and second and one.who != other.who else None
    pair: tuple[Coding, Coding] | None = None
    begun = False
    for end in _steps(judgements):
        stands = [each for each in standing(judgements[:end]) if each.verdict != "note"]
        people: dict[str, list[Judgement]] = {}
        for judgement in stands:
            people.setdefault(judgement.who, []).append(judgement)
        if not people:
            pair, begun = None, False
        elif len(people) > 1 and not begun:
            begun = True
            if all(each.needs > 1 and each.verdict != "write" for each in stands):
                codings = [coding for who, made in people.items() if (coding := _coding(who, made)) is not None]
                pair = (codings[0], codings[1]) if len(codings) == 2 else None
    return pair


def _coding(who: str, made: Sequence[Judgement]) -> Coding | None:
    stance = stance_of(made)
    return Coding(who=who, at=made[-1].at, stance=stance) if stance else None


def _steps(judgements: Sequence[Judgement]) -> Iterator[int]:
    """Where each step of a person ends: what they decided in one action counts as a whole."""
    for end, judgement in enumerate(judgements, 1):
        following = judgements[end] if end < len(judgements) else None
        if following is None or not judgement.action or following.action != judgement.action:
            yield end
