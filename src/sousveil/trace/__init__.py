"""Who repeats whom: copies, rewrites, translations, quotations and citations, over a whole case.

Invariant: an echo points from the words that repeat to where they came from, and says what both sides have in
common; the same texts give the same echoes, in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sousveil.record.claim import Claim
    from sousveil.record.echo import Echo
    from sousveil.record.text import Text
    from sousveil.trace.retelling.embeddings import Embed
    from sousveil.vocabulary.loader import Vocabulary

__all__ = ["trace"]


def trace(
    texts: Iterable[Text],
    claims: Mapping[str, list[Claim]],
    vocabulary: Vocabulary | None = None,
    embed: Embed | None = None,
) -> list[Echo]:
    """Every echo among `texts`, and from them to origins that they only cite; `claims` are by source identifier.

    `embed` is a model that may propose pairs in two languages (`embeddings.py`). Sorted by the source that repeats,
    then by place in its text.
    """
    from sousveil.trace.citing.citations import citations
    from sousveil.trace.citing.held import Held
    from sousveil.trace.citing.links import links
    from sousveil.trace.copying.copies import copies
    from sousveil.trace.document import prepare
    from sousveil.trace.families import Families
    from sousveil.trace.mentions import Mentions
    from sousveil.trace.quoting.quotations import shared_quotations
    from sousveil.trace.retelling.retellings import retellings
    from sousveil.trace.retelling.rewrites import rewrites
    from sousveil.vocabulary.loader import load

    vocabulary = vocabulary or load()
    documents = prepare(list(texts), claims, vocabulary)
    held = Held(documents, vocabulary)
    echoes = copies(documents)
    echoes += rewrites(documents, vocabulary, Families(echoes))
    echoes += retellings(documents, vocabulary, Families(echoes), embed)
    echoes += links(documents, held, Mentions(vocabulary))
    echoes += citations(documents, held, vocabulary, _pairs(echoes))
    echoes += shared_quotations(documents, vocabulary, echoes)
    unique = {echo.id: echo for echo in reversed(echoes)}
    return sorted(
        unique.values(), key=lambda echo: (echo.origin_from.source, echo.origin_from.start, echo.type, echo.id)
    )


def _pairs(echoes: list[Echo]) -> set[tuple[str, str]]:
    """Both ends of the echoes between held sources, in both orders."""
    pairs: set[tuple[str, str]] = set()
    for echo in echoes:
        if echo.origin_to is not None:
            pairs.add((echo.origin_from.source, echo.origin_to.source))
            pairs.add((echo.origin_to.source, echo.origin_from.source))
    return pairs
