"""Where the words of a claim come from: a walk along the echoes to the source, held or only cited, where they start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from sousveil.record.claim import Claim
from sousveil.record.echo import Echo
from sousveil.record.source import Source

__all__ = ["Lineage", "Lineages"]

_REPEATS = {"copy", "rewrite", "translation", "quote", "syndication"}
_LEAD = 700
"""Code points from the start of a text within which a citation speaks for the whole article."""
_CITED_OFTEN = 2
"""Passages that cite the same origin from which it speaks for the whole article, wherever they stand."""


class Lineage(Struct, frozen=True):
    """Where a claim's words start. Exactly one of `source` and `cited` is set."""

    source: str | None
    cited: str | None
    name: str
    """Of a cited origin, for people."""
    reason: str
    own: bool = False
    """The walk ended at words for which the source itself claims to be the origin or names its witness."""
    passages: bool = False
    """The passage itself pointed here; otherwise the article's lineage was taken for it."""


class Lineages:
    """Answers `of(claim)` from the echoes that no person has cut."""

    def __init__(self, echoes: Iterable[Echo], sources: Mapping[str, Source], judgements: Mapping[str, str]) -> None:
        self._sources = sources
        self._from: dict[str, list[Echo]] = defaultdict(list)
        kept = [echo for echo in echoes if judgements.get(echo.id) != "cut"]
        # What a person confirmed comes first; then the surest.
        kept.sort(key=lambda echo: (judgements.get(echo.id) != "confirmed", -echo.score, echo.id))
        for echo in kept:
            self._from[echo.origin_from.source].append(echo)

    def of(self, claim: Claim, peers: Sequence[Claim]) -> Lineage:
        """The lineage of one claim; `peers` are the claims that say the same thing."""
        return self._walk(claim.evidence.source, claim, peers, [])

    def _walk(self, source: str, claim: Claim | None, peers: Sequence[Claim], path: list[str]) -> Lineage:
        if source in path:
            return self._circle(path[path.index(source) :])
        step = self._step(source, claim)
        if step is None:
            own = claim is not None and bool(claim.attributed_to)
            reason = "own reporting: " + _witness(claim) if own and claim else "no sign that it repeats another"
            return Lineage(source, None, "", reason, own)
        echo, by_passage = step
        if echo.cited is not None:
            witnessed = claim is not None and len(claim.attributed_to) > 1
            return Lineage(None, echo.cited.ref, echo.cited.name, echo.reason, witnessed, by_passage)
        target = echo.origin_to
        if target is None:
            return Lineage(source, None, "", "no sign that it repeats another")
        next_claim = _claim_at(target.source, target.start, target.end, peers)
        found = self._walk(target.source, next_claim, peers, [*path, source])
        reason = f"{echo.type} of {self._title(target.source)}: {echo.reason}"
        if found.source != target.source or not found.reason.startswith("no sign"):
            reason = f"{reason}; there: {found.reason}"
        return Lineage(found.source, found.cited, found.name, reason, found.own, by_passage)

    def _step(self, source: str, claim: Claim | None) -> tuple[Echo, bool] | None:
        """The echo to follow, and whether the passage itself gives it: whom the passage is attributed to, what it
        repeats, what its article repeats, what its article cites."""
        echoes = self._from.get(source, [])
        if claim is not None:
            inside = [echo for echo in echoes if _covers(echo, claim)]
            for wanted in ({"citation"}, _REPEATS):
                for echo in inside:
                    if echo.type in wanted and not _is_whole_syndication(echo):
                        return echo, True
            if claim.attributed_to:
                return None  # it names a witness that no other source stands for
        repeats = [echo for echo in echoes if echo.type in _REPEATS - {"quote"} and echo.origin_to is not None]
        if repeats:
            return max(
                repeats, key=lambda echo: (echo.origin_from.end - echo.origin_from.start, echo.score, echo.id)
            ), False
        cited = _dominant(echo for echo in echoes if echo.type == "citation")
        if cited is not None:
            return cited, False
        credited = [echo for echo in echoes if echo.type == "syndication"]
        return (credited[0], False) if credited else None

    def _circle(self, members: list[str]) -> Lineage:
        """Sources that cite each other in a circle have one origin; the earliest stands for it."""
        first = min(members, key=lambda source: (self._published(source) or "9999", source))
        return Lineage(first, None, "", "the citations run in a circle; the earliest source stands for it")

    def _published(self, source: str) -> str | None:
        known = self._sources.get(source)
        return known.published if known else None

    def _title(self, source: str) -> str:
        known = self._sources.get(source)
        if known is None:
            return source
        return " — ".join(part for part in (known.outlet, known.title) if part) or known.url or source


def _covers(echo: Echo, claim: Claim) -> bool:
    """Whether an echo's passage holds at least half of a claim's."""
    start, end = max(echo.origin_from.start, claim.evidence.start), min(echo.origin_from.end, claim.evidence.end)
    return end - start >= (claim.evidence.end - claim.evidence.start) / 2


def _is_whole_syndication(echo: Echo) -> bool:
    return echo.type == "syndication" and echo.origin_to is None


def _dominant(echoes: Iterable[Echo]) -> Echo | None:
    """The citation that speaks for the article: the target cited most, where it is cited early or often."""
    by_target: dict[str, list[Echo]] = defaultdict(list)
    for echo in echoes:
        by_target[echo.origin_to.source if echo.origin_to else (echo.cited.ref if echo.cited else "")].append(echo)
    speaking = [
        found
        for found in by_target.values()
        if len({echo.origin_from.start for echo in found}) >= _CITED_OFTEN
        or min(echo.origin_from.start for echo in found) < _LEAD
    ]
    if not speaking:
        return None
    best = min(speaking, key=lambda found: (-len(found), min(echo.origin_from.start for echo in found), found[0].id))
    return min(best, key=lambda echo: (echo.origin_from.start, echo.id))


def _claim_at(source: str, start: int, end: int, peers: Sequence[Claim]) -> Claim | None:
    """The first claim of a source that says the same thing within a passage."""
    found = [
        peer
        for peer in peers
        if peer.evidence.source == source and peer.evidence.start < end and peer.evidence.end > start
    ]
    return min(found, key=lambda peer: (peer.evidence.start, peer.id)) if found else None


def _witness(claim: Claim) -> str:
    return ", citing ".join(speaker.name for speaker in claim.attributed_to)
