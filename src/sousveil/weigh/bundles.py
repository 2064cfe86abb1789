"""Bundles: parts of a case that can be weighed without the rest.

No group of claims, and so no finding, has claims of two bundles. A claim that comes, goes or is judged changes the
findings of its bundle alone. An echo changes the lineages of the claims whose walk may pass the source that it starts
in: those of `sources_behind` that source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sousveil.record.claim import Claim
from sousveil.vocabulary.loader import Vocabulary
from sousveil.weigh.grouping import bundle_key

__all__ = ["bundle_of", "sources_behind"]


def bundle_of(claim: Claim, vocabulary: Vocabulary) -> str:
    """The bundle of a claim: its kind, its place and, of a supply, its supplier, as they part groups.

    It follows from what the claim's names refer to, so it changes where a decision about names changes that.
    """
    return "\t".join(bundle_key(claim, vocabulary))


def sources_behind(sources: Iterable[str], repeated_by: Callable[[str], Iterable[str]]) -> set[str]:
    """The sources whose lineages may lead through one of these: themselves, what repeats them, what repeats that.

    `repeated_by` gives the sources of which an echo ends in a source, whether or not somebody has cut it.
    """
    found = set(sources)
    waiting = sorted(found)
    while waiting:
        for source in repeated_by(waiting.pop()):
            if source not in found:
                found.add(source)
                waiting.append(source)
    return found
