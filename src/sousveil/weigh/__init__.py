"""Claims that say the same thing, with the origins that they rest on.

Invariant: claims are seen through echoes only, so that repetition cannot pass as corroboration; the findings are a
pure function of claims, echoes, sources and judgements, so that taking a judgement back restores what was before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sousveil.record.claim import Claim
    from sousveil.record.echo import Echo
    from sousveil.record.finding import Finding
    from sousveil.record.source import Source
    from sousveil.vocabulary.loader import Vocabulary

__all__ = ["weigh"]

_NONE: Mapping[str, str] = {}


def weigh(
    claims: Iterable[Claim],
    echoes: Sequence[Echo],
    sources: Mapping[str, Source],
    judgements: Mapping[str, str] = _NONE,
    vocabulary: Vocabulary | None = None,
) -> list[Finding]:
    """Findings of a case; `judgements` maps the identifier of a claim or echo to its state.

    Rejected claims and cut echoes count for nothing. docs/COUNTING.md gives the rules of the count.
    """
    from sousveil.vocabulary.loader import load
    from sousveil.weigh.findings import weigh_claims
    from sousveil.weigh.lineage import by_source

    return weigh_claims(claims, by_source(echoes), sources, judgements, vocabulary or load())
