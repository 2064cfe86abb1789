"""Technologies told by two words that stand near each other, in either order: "phones" and "go through".

A list of phrases can never hold all the ways to say that somebody listens to calls; two short lists can.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sousveil.find.mention import Mention
from sousveil.vocabulary.terms import Writing

__all__ = ["near_pairs", "paired"]

_REACH: dict[Writing, int] = {"spaced": 42, "suffixed": 24, "joined": 14}
"""Characters between the two words."""
_ENDS = frozenset(".;:!?。；：！？؟؛\n")


def paired(mentions: Sequence[Mention], text: str, offset: int, writing: Writing) -> Iterator[Mention]:
    """The technologies that pairs among `mentions` tell: the words of what is watched, and the verb as an act.

    `text` begins at `offset`, which the mentions' places count from.
    """
    by_ident: dict[str, tuple[list[Mention], list[Mention]]] = defaultdict(lambda: ([], []))
    for mention in mentions:
        if mention.section == "pairs":
            ident, _, part = mention.ident.partition(".")
            by_ident[ident][part != "of"].append(mention)
    for ident, (things, verbs) in by_ident.items():
        for thing in things:
            verb = min(verbs, key=lambda v: (_gap(thing, v), v.start), default=None)
            if verb is None or not 0 <= _gap(thing, verb) <= _REACH[writing]:
                continue
            between = text[min(thing.end, verb.end) - offset : max(thing.start, verb.start) - offset]
            if not _ENDS.isdisjoint(between):
                continue
            term = f"{thing.term} + {verb.term}"
            if ident == "informant-network":
                # Who watches whom is a subject of its own and needs no technology.
                first, last = min(thing.start, verb.start), max(thing.end, verb.end)
                yield Mention(first, last, "topics", "human-surveillance.alone", term)
                yield Mention(first, last, "technology", ident, term)
                continue
            yield Mention(thing.start, thing.end, "technology", ident, term)
            if verb.ident.endswith(".does"):
                yield Mention(verb.start, verb.end, "act_weak", "operate", term)


def _gap(one: Mention, other: Mention) -> int:
    """Characters between two mentions; negative where they overlap."""
    return max(one.start, other.start) - min(one.end, other.end)


def near_pairs(hits: Sequence[tuple[int, str, bool]], writing: Writing) -> set[int]:
    """Which of some hits (place, identifier, whether it is a verb), sorted by place, have a partner in reach.

    A hit is where the certain piece of a term stands, so that words around it widen the reach.
    """
    reach = _REACH[writing] + 30
    kept: set[int] = set()
    last: dict[tuple[str, bool], int] = {}
    for number, (place, ident, verb) in enumerate(hits):
        partner = last.get((ident, not verb))
        if partner is not None and place - hits[partner][0] <= reach:
            kept.update((partner, number))
        last[ident, verb] = number
    return kept
