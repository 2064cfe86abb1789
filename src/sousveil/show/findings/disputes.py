"""What stands against what in a finding, with the claims of each side."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Final

from msgspec import Struct

from sousveil.record.claim import Claim
from sousveil.record.finding import Dispute, Finding
from sousveil.record.source import Source
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import later
from sousveil.show.words.present import capitalised, quantity_phrase
from sousveil.store.case import Case
from sousveil.store.claims.claims import StoredClaim
from sousveil.vocabulary import load
from sousveil.vocabulary.doubts import doubt_in

__all__ = ["Disputed", "Voices", "disputes_of"]

_SHOWN: Final = 6
"""Claims of one side that are shown; the others are counted."""
_READ: Final = 400
"""Claims of a dispute that are read."""
_TITLE: Final = {
    "denial": later("Somebody denies it"), "doubt": later("Somebody doubts it"),
    "quantity": later("The figures differ"),
}  # fmt: skip


class Voices(Struct, frozen=True):
    """One side of a dispute: those who deny, doubt or give one figure, or those whom they speak against."""

    title: str
    claims: tuple[tuple[StoredClaim, Source | None], ...]
    more: int


class Disputed(Struct, frozen=True):
    """A dispute with its sides."""

    title: str
    dispute: Dispute
    sides: tuple[Voices, ...]


def disputes_of(case: Case, finding: Finding, vocabulary: Path | None) -> list[Disputed]:
    """The disputes of a finding; `vocabulary` is the folder laid over ours, by which words of doubt are known again."""
    found = []
    for dispute in finding.disputes:
        stored = list(case.claims_by_id(dispute.claims[:_READ]))
        unread = max(0, len(dispute.claims) - _READ)
        parted = _parted(dispute, stored, vocabulary)
        sides = [
            _side(case, title, some, unread if number == len(parted) else 0)
            for number, (title, some) in enumerate(parted, 1)
        ]
        found.append(Disputed(_(_TITLE[dispute.kind]), dispute, tuple(sides)))
    return found


def _parted(
    dispute: Dispute, stored: list[StoredClaim], vocabulary: Path | None
) -> list[tuple[str, list[StoredClaim]]]:
    """The sides with what to call them, in the order of the record."""
    if dispute.kind == "quantity":
        figures = groupby(stored, key=lambda each: quantity_phrase(each.claim.quantity))
        return [(capitalised(figure), list(some)) for figure, some in figures]
    if dispute.kind == "denial":
        against = [each.claim.polarity == "denied" for each in stored]
        titles = (_("They deny it"), _("They say it"))
    else:
        against = [_is_doubt(each.claim, vocabulary) for each in stored]
        titles = (_("They doubt it or could not confirm it"), _("They say it"))
    sides = [
        (title, [each for each, is_against in zip(stored, against, strict=True) if is_against is wanted])
        for title, wanted in zip(titles, (True, False), strict=True)
    ]
    # Words of another vocabulary than the one at hand cannot be told apart: all are shown together.
    return sides if all(some for _, some in sides) else [(_("Both sides"), stored)]


def _is_doubt(claim: Claim, vocabulary: Path | None) -> bool:
    return doubt_in(claim.evidence.quote, claim.evidence.lang, load(vocabulary)) is not None


def _side(case: Case, title: str, stored: list[StoredClaim], unread: int) -> Voices:
    shown = tuple((each, case.source(each.claim.evidence.source)) for each in stored[:_SHOWN])
    return Voices(title, shown, len(stored) - len(shown) + unread)
