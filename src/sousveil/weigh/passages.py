"""What a source says of one passage: which echoes hold it, where it leads in the other text, whether it is its own.

An echo holds a passage where it covers half of it. A text is an echo as a whole where echoes to one origin cover
nearly all of it; what little is outside them may be its own or somebody else's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from sousveil.record.claim import Claim
from sousveil.record.echo import Echo
from sousveil.record.source import Source

__all__ = [
    "REPEATS",
    "EchoesOf",
    "Spot",
    "Told",
    "by_source",
    "is_address",
    "is_beside",
    "is_credit",
    "spot_of",
]

EchoesOf = Callable[[str], Sequence[Echo]]
"""The echoes that start in a source, in any order; none for a source that repeats nothing."""

REPEATS = frozenset({"copy", "rewrite", "translation", "quote", "syndication"})
_MADE_FROM = REPEATS - {"quote"}
_KEEPS_WORDS = frozenset({"copy", "translation", "syndication"})
"""Ways to repeat that keep what the other text says of its own reporting."""
_NEARLY_ALL = 0.8
"""Share of a text that echoes to one origin cover where the rest is taken for a part of it; where a person confirmed
one of them, most of it will do."""
_MOST = 0.5
"""Share of a text that any echoes cover from which a passage outside them is not taken for its own."""
_TAKEN = 0.25
"""Share of a passage of own reporting within an echo from which it may be the other text's."""
_LEAD = 700
"""Code points from the start of a text within which a citation speaks for the whole article."""
_CITED_OFTEN = 2
"""Passages that cite the same origin from which it speaks for the whole article, wherever they stand."""


class Spot(Struct, frozen=True):
    """A passage of a source, and the claim that it makes where one is known."""

    source: str
    start: int
    end: int
    claim: Claim | None = None


def by_source(echoes: Iterable[Echo]) -> EchoesOf:
    """What `Lineages` asks, answered from a list of all echoes."""
    held: dict[str, list[Echo]] = defaultdict(list)
    for echo in echoes:
        held[echo.origin_from.source].append(echo)
    return lambda source: held.get(source, ())


class Told:
    """What one source says: its echoes, without those that a person has cut, and its words of own reporting."""

    def __init__(self, source: Source | None, echoes: Sequence[Echo], states: Mapping[str, str]) -> None:
        kept = [echo for echo in echoes if states.get(echo.id) != "cut"]
        # What a person confirmed comes first; then the surest.
        kept.sort(key=lambda echo: (states.get(echo.id) != "confirmed", -echo.score, echo.id))
        self.echoes = kept
        self.confirmed = frozenset(echo.id for echo in kept if states.get(echo.id) == "confirmed")
        self.characters = source.characters if source else 0
        own = source.own if source else ()
        kept_words = [echo.origin_from for echo in kept if echo.type in _KEEPS_WORDS and echo.origin_to is not None]
        self.own = [
            (start, end)
            for start, end in own
            if not any(min(end, each.end) - max(start, each.start) > (end - start) * _TAKEN for each in kept_words)
        ]
        """Passages of own reporting that it has not taken over from another text."""

    def holding(self, spot: Spot) -> list[Echo]:
        """The echoes that hold a passage, in the order in which they are believed."""
        return [echo for echo in self.echoes if _covers(echo, spot)]

    def says_own(self, spot: Spot) -> bool:
        """Whether the text says of a passage that its own people saw or heard it."""
        return any(start < spot.end and spot.start < end for start, end in self.own)

    def model(self) -> Echo | None:
        """The echo to the text that all of this one was made from; null where there is none."""
        by_origin: dict[str, list[Echo]] = defaultdict(list)
        for echo in self.echoes:
            if echo.type in _MADE_FROM and echo.origin_to is not None:
                by_origin[echo.origin_to.source].append(echo)
        whole = []
        for found in by_origin.values():
            said = [echo for echo in found if echo.id in self.confirmed]
            if self._share(found) >= (_MOST if said else _NEARLY_ALL):
                whole.append(max(said or found, key=_extent))
        return max(whole, key=lambda echo: (echo.id in self.confirmed, *_extent(echo)), default=None)

    def is_mostly_repeated(self) -> bool:
        """Whether most of the text stands in passages that repeat others."""
        return self._share([echo for echo in self.echoes if echo.type in _MADE_FROM and echo.origin_to]) >= _MOST

    def _share(self, echoes: list[Echo]) -> float:
        """Share of the text within the passages of these echoes; 1 where there are some and its length is not known."""
        if not self.characters or not echoes:
            return float(bool(echoes))
        covered, reached = 0, 0
        for start, end in sorted((echo.origin_from.start, echo.origin_from.end) for echo in echoes):
            covered += max(0, end - max(start, reached))
            reached = max(reached, end)
        return covered / self.characters

    def citation(self) -> Echo | None:
        """The citation that speaks for the article: the target cited most, where it is cited early or often."""
        by_target: dict[str, list[Echo]] = defaultdict(list)
        for echo in self.echoes:
            if echo.type == "citation":
                by_target[_target(echo)].append(echo)
        speaking = [
            found
            for found in by_target.values()
            if len({echo.origin_from.start for echo in found}) >= _CITED_OFTEN
            or min(echo.origin_from.start for echo in found) < _LEAD
        ]
        if not speaking:
            return None
        best = min(
            speaking,
            key=lambda held: (
                not any(echo.id in self.confirmed for echo in held),
                -len(held),
                min(echo.origin_from.start for echo in held),
                held[0].id,
            ),
        )
        return min(best, key=lambda echo: (echo.origin_from.start, echo.id))

    def credit(self) -> Echo | None:
        """The credit line that the text carries."""
        return next((echo for echo in self.echoes if is_credit(echo)), None)


def spot_of(echo: Echo, spot: Spot, peers: Sequence[Claim]) -> Spot:
    """Where a passage that an echo holds stands in the text that it repeats, with the claim made there.

    The words that both sides have are asked first; where none lie in the passage, its place between the ends of the
    echo is.
    """
    target = echo.origin_to
    assert target is not None
    pairs = [pair for pair in echo.aligned if pair.start < spot.end and spot.start < pair.end]
    if pairs:
        start, end = min(pair.to_start for pair in pairs), max(pair.to_end for pair in pairs)
    else:
        start, end = target.start, target.end
    found = [peer for peer in peers if peer.evidence.source == target.source and _meet(peer, target.start, target.end)]
    near = [peer for peer in found if _meet(peer, start, end)] or found
    if not near:
        return Spot(target.source, start, end)
    length = max(1, echo.origin_from.end - echo.origin_from.start)
    share = (spot.start - echo.origin_from.start) / length
    meant = start if pairs else target.start + share * (target.end - target.start)
    claim = min(near, key=lambda peer: (abs(peer.evidence.start - meant), peer.evidence.start, peer.id))
    return Spot(target.source, claim.evidence.start, claim.evidence.end, claim)


def is_beside(echo: Echo, spot: Spot) -> bool:
    """Whether a passage stands among words that were told anew, and none of those that both sides have lie in it."""
    told_anew = echo.type in {"rewrite", "translation"} and echo.aligned
    return bool(told_anew) and not any(pair.start < spot.end and spot.start < pair.end for pair in echo.aligned)


def _target(echo: Echo) -> str:
    """What an echo leads to: a source's identifier or the reference of a cited origin."""
    return echo.origin_to.source if echo.origin_to else (echo.cited.ref if echo.cited else "")


def is_credit(echo: Echo) -> bool:
    """Whether it is a credit line of an agency whose own text the case does not hold, or says whom it translates."""
    return echo.type in {"syndication", "translation"} and echo.origin_to is None


def is_address(echo: Echo) -> bool:
    """Whether it is a link to a page that the case does not hold."""
    return echo.cited is not None and echo.cited.ref.startswith("url:")


def _covers(echo: Echo, spot: Spot) -> bool:
    start, end = max(echo.origin_from.start, spot.start), min(echo.origin_from.end, spot.end)
    return end > start and end - start >= (spot.end - spot.start) / 2


def _meet(claim: Claim, start: int, end: int) -> bool:
    return claim.evidence.start < end and claim.evidence.end > start


def _extent(echo: Echo) -> tuple[int, float, str]:
    return echo.origin_from.end - echo.origin_from.start, echo.score, echo.id
