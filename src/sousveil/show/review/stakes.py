"""What a decision about a claim would change in its finding, in words: said before it is taken."""

from __future__ import annotations

from msgspec import Struct

from sousveil.record.claim import Claim
from sousveil.record.finding import Finding
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import ngettext
from sousveil.show.words.present import finding_sentence, origins_phrase

__all__ = ["Stake", "stake_of"]


class Stake(Struct, frozen=True, kw_only=True):
    """The finding that a claim belongs to, and what rests on the claim."""

    finding: str
    """Identifier."""
    sentence: str
    origins: str
    """In words: `1–3 origins`."""
    claims: int
    rejected: str
    """What rejecting the claim would do, a sentence."""


def stake_of(claim: Claim, finding: Finding) -> Stake:
    """What rests on a claim of a finding."""
    return Stake(
        finding=finding.id, sentence=finding_sentence(finding), origins=origins_phrase(finding.origins),
        claims=len(finding.claims), rejected=_rejected(claim, finding),
    )  # fmt: skip


def _rejected(claim: Claim, finding: Finding) -> str:
    if len(finding.claims) == 1:
        return _("It is the only claim that says so: rejected, the finding goes.")
    own = next((origin for origin in finding.origins.named if claim.id in origin.claims), None)
    if own is None:
        return _("No origin of the finding rests on it.")
    if len(own.claims) == 1:
        left = finding.origins.max - 1
        if left < 1:
            return _("The only origin rests on it.")
        return ngettext(
            "One origin rests on it alone: rejected, {count} would be left.",
            "One origin rests on it alone: rejected, at most {count} would be left.",
            left,
        )
    return ngettext(
        "{count} more claim goes back to the same origin: rejected, the count stays.",
        "{count} more claims go back to the same origin: rejected, the count stays.",
        len(own.claims) - 1,
    )
