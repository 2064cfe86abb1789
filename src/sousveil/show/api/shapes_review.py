"""What the review queue's answers look like, and what is sent to decide."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

from sousveil.show.api.shapes import Claim
from sousveil.show.review.lookup import NamedOrganisation, NamedPlace

__all__ = [
    "Card", "Decision", "Decisions", "Note", "OrganisationPage", "PlacePage", "QueuePage", "SourceOfCard", "Stake",
    "Undo", "Words",
]  # fmt: skip


class Stake(Struct, frozen=True, kw_only=True):
    """The finding that a claim belongs to, and in words what rejecting the claim would do."""

    id: str
    says: str
    origins: str
    claims: int
    rejected: str


class SourceOfCard(Struct, frozen=True, kw_only=True):
    """Where the claim stands."""

    id: str
    title: str | None
    outlet: str | None
    published: str | None
    published_evidence: str | None
    lang: str
    url: str | None


class Words(Struct, frozen=True, kw_only=True):
    """A paragraph, or the part of a long one that is shown; `start` counts the code points of the frozen text."""

    start: int
    lang: str
    words: str


class Note(Struct, frozen=True, kw_only=True):
    """What somebody noted about a claim."""

    who: str
    at: str
    says: str


class Card(Struct, frozen=True, kw_only=True):
    """A claim as it is put before a coder."""

    claim: Claim
    estimate: float | None
    """How likely it is to be accepted, judging by the decisions so far; null where these are too few."""
    use: str
    """Why it stands here, in words."""
    waits_for: Literal["", "second", "third"]
    """Whom it waits for, where two people decide about each claim."""
    finding: Stake | None
    source: SourceOfCard
    paragraphs: tuple[Words, ...]
    """The claim's paragraph, and some before and behind it."""
    similar: tuple[str, ...]
    """Proposed claims that say the same in nearly the same words."""
    notes: tuple[Note, ...]
    html: str | UnsetType = UNSET


class QueuePage(Struct, frozen=True, kw_only=True):
    """The claims that are put before whoever asks next, and how many wait."""

    items: tuple[Card, ...]
    waiting: int


class PlacePage(Struct, frozen=True, kw_only=True):
    """Places that a name may mean."""

    items: tuple[NamedPlace, ...]


class OrganisationPage(Struct, frozen=True, kw_only=True):
    """Organisations that a name may mean."""

    items: tuple[NamedOrganisation, ...]


class Decision(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be recorded about one subject. `accept` and `reject` are for claims and matches, `confirm` and `cut`
    for echoes, `note` for both, `undo` for each; `edit`, `split` and `merge` are for claims and take a `value`; `write`
    is for a source."""

    subject: str
    verdict: Literal["accept", "reject", "edit", "write", "note", "split", "merge", "confirm", "cut", "undo"]
    reason: str = ""
    value: dict[str, Any] | None = None
    """`edit`: the slots that change. `split`: `parts`, each what an edit would change. `merge`: the other `claims`,
    and what an edit would change in the one that stays. `write`: the slots of the claim and its `passage`."""


class Decisions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One decision (`subject`, `verdict`, `reason`, `value`), or a step of several (`action`, `judgements`)."""

    subject: str = ""
    verdict: Literal["", "accept", "reject", "edit", "write", "note", "split", "merge", "confirm", "cut", "undo"] = ""
    reason: str = ""
    value: dict[str, Any] | None = None
    action: str = ""
    """A name that you make for the step: sent again under it, nothing is recorded twice."""
    by: str = ""
    """Whose decisions these are: refused where somebody else has signed in."""
    judgements: tuple[Decision, ...] = ()


class Undo(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The step that is taken back, as a whole."""

    action: str
    by: str = ""
