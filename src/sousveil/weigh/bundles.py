"""Bundles: parts of a case that can be weighed without the rest.

No group of claims, and so no finding, has claims of two bundles. A claim that comes, goes or is judged changes the
findings of its bundle alone. An echo changes the lineages of the claims whose walk may pass the source that it starts
in: those of that source, of what repeats it, of what repeats that (`store.bundles.touched`).
"""

from __future__ import annotations

from sousveil.record.claim import Claim
from sousveil.vocabulary.loader import Vocabulary
from sousveil.weigh.grouping import bundle_key

__all__ = ["bundle_of"]


def bundle_of(claim: Claim, vocabulary: Vocabulary) -> str:
    """The bundle of a claim: its kind, its place and, of a supply, its supplier, as they part groups.

    It follows from what the claim's names refer to, so it changes where a decision about names changes that.
    """
    return "\t".join(bundle_key(claim, vocabulary))
