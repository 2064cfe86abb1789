"""Where the words of a claim come from: a walk along the echoes to the source, held or only cited, where they start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from sousveil.record.claim import Claim, Organisation
from sousveil.record.echo import Echo
from sousveil.record.source import Source
from sousveil.vocabulary.citing import bears_name, points_back
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["EchoesOf", "Lineage", "Lineages", "by_source"]

EchoesOf = Callable[[str], Sequence[Echo]]
"""The echoes that start in a source, in any order; none for a source that repeats nothing."""

_NO_SIGN = "no sign that it repeats another"
_REPEATS = {"copy", "rewrite", "translation", "quote", "syndication"}
_WHOLE = _REPEATS - {"quote"}
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
    """Each step was given by a passage; otherwise the lineage of an article was taken for a passage's."""


def by_source(echoes: Iterable[Echo]) -> EchoesOf:
    """What `Lineages` asks, answered from a list of all echoes."""
    held: dict[str, list[Echo]] = defaultdict(list)
    for echo in echoes:
        held[echo.origin_from.source].append(echo)
    return lambda source: held.get(source, ())


class Lineages:
    """Answers `of(claim)` from the echoes that no person has cut.

    Only what a walk passes is asked for, once: the echoes of a source (`echoes_of`), the source itself, the states of
    its echoes. So all three may be read from a database when they are needed.
    """

    def __init__(
        self,
        echoes_of: EchoesOf,
        sources: Mapping[str, Source],
        judgements: Mapping[str, str],
        vocabulary: Vocabulary,
    ) -> None:
        self._echoes_of = echoes_of
        self._sources = sources
        self._judgements = judgements
        self._vocabulary = vocabulary
        self._kept: dict[str, list[Echo]] = {}

    def of(self, claim: Claim, peers: Sequence[Claim]) -> Lineage:
        """The lineage of one claim; `peers` are the claims that say the same thing."""
        return self._walk(claim.evidence.source, claim, peers, [])

    def _from(self, source: str) -> list[Echo]:
        """The echoes of a source that nobody has cut: what a person confirmed first, then the surest."""
        if source not in self._kept:
            states = self._judgements
            kept = [echo for echo in self._echoes_of(source) if states.get(echo.id) != "cut"]
            kept.sort(key=lambda echo: (states.get(echo.id) != "confirmed", -echo.score, echo.id))
            self._kept[source] = kept
        return self._kept[source]

    def _walk(self, source: str, claim: Claim | None, peers: Sequence[Claim], path: list[str]) -> Lineage:
        if source in path:
            return self._circle(path[path.index(source) :])
        if claim is not None and self._speaks_itself(source, claim):
            return Lineage(source, None, "", f"own reporting: {_chain(claim)}", own=True, passages=True)
        step = self._step(source, claim)
        if step is None:
            witness = self._witness(claim) if claim is not None else None
            if claim is not None and witness is not None:
                named = bool(witness.ref) or bears_name(witness.name, self._vocabulary)
                reason = f"own reporting: {_chain(claim)}" if named else f"a witness without a name: {_chain(claim)}"
                return Lineage(source, None, "", reason, own=named, passages=True)
            return Lineage(source, None, "", _NO_SIGN, passages=True)
        echo, by_passage = step
        target = echo.origin_to
        if target is None:
            assert echo.cited is not None
            return Lineage(None, echo.cited.ref, echo.cited.name, echo.reason, _is_witnessed(echo, claim), by_passage)
        next_claim = _claim_at(target.source, target.start, target.end, peers)
        found = self._walk(target.source, next_claim, peers, [*path, source])
        reason = f"{echo.type} of {self._title(target.source)}: {echo.reason}"
        if found.source != target.source or found.reason != _NO_SIGN:
            reason = f"{reason}; there: {found.reason}"
        return Lineage(found.source, found.cited, found.name, reason, found.own, by_passage and found.passages)

    def _step(self, source: str, claim: Claim | None) -> tuple[Echo, bool] | None:
        """The echo to follow, and whether the passage itself gives it: whom the passage is attributed to, what it
        repeats, what its article repeats, what its article cites, whose credit line it carries."""
        echoes = self._from(source)
        if claim is not None:
            inside = [echo for echo in echoes if _covers(echo, claim)]
            for wanted in ({"citation"}, _REPEATS):
                for echo in inside:
                    if echo.type in wanted and not _is_credit(echo):
                        return echo, True
        repeats = [echo for echo in echoes if echo.type in _WHOLE and echo.origin_to is not None]
        if repeats:
            return max(repeats, key=_extent), False
        cited = _dominant(echo for echo in echoes if echo.type == "citation")
        if cited is not None:
            return cited, False
        credited = [echo for echo in echoes if _is_credit(echo)]
        return (credited[0], False) if credited else None

    def _speaks_itself(self, source: str, claim: Claim) -> bool:
        """Whether the source names itself as the one that heard or saw it: "a resident told Daily NK"."""
        known = self._sources.get(source)
        outlet = known.outlet.casefold().strip() if known and known.outlet else ""
        names = {speaker.name.casefold().strip() for speaker in claim.attributed_to}
        return bool(outlet) and outlet in names

    def _witness(self, claim: Claim) -> Organisation | None:
        """Who saw or said it, as the claim gives them; "the report said" only points back."""
        for speaker in reversed(claim.attributed_to):
            if not points_back(speaker.name, claim.evidence.lang, self._vocabulary):
                return speaker
        return None

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


def _is_credit(echo: Echo) -> bool:
    """A credit line of an agency whose own text the case does not hold."""
    return echo.type == "syndication" and echo.origin_to is None


def _is_witnessed(echo: Echo, claim: Claim | None) -> bool:
    """Whether a cited origin is given with its own witness: "a resident told RFA" in another outlet's text."""
    return claim is not None and len(claim.attributed_to) > 1 and _covers(echo, claim) and not _is_address(echo)


def _is_address(echo: Echo) -> bool:
    return echo.cited is not None and echo.cited.ref.startswith("url:")


def _extent(echo: Echo) -> tuple[int, float, str]:
    return echo.origin_from.end - echo.origin_from.start, echo.score, echo.id


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


def _chain(claim: Claim) -> str:
    return ", citing ".join(speaker.name for speaker in claim.attributed_to)
