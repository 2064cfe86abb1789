"""Where the words of a claim come from: a walk along the echoes to the source, held or only cited, where they start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from sousveil.record.claim import Claim, Organisation
from sousveil.record.echo import Echo
from sousveil.record.source import Source
from sousveil.trace.houses import house_key
from sousveil.vocabulary.citing import bears_name, points_back
from sousveil.vocabulary.hearsay import is_hearsay, means_state_media, means_the_press
from sousveil.vocabulary.houses import house_words
from sousveil.vocabulary.loader import Vocabulary
from sousveil.weigh.passages import REPEATS, EchoesOf, Spot, Told, by_source, is_address, is_beside, is_credit, spot_of
from sousveil.weigh.publishers import Publishers

__all__ = ["EchoesOf", "KeptLineages", "Lineage", "Lineages", "by_source"]

_NO_SIGN = "no sign that it repeats another"
_HEARSAY = "its words are somebody else's, and it does not say whose"
_REST = "most of the text repeats others, and nothing says whose this passage is"
_OWN_SIGN = "the text says beside it that its own people saw or heard it"


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
    """Each step was given by a passage or by a person; else the lineage of an article was taken for a passage's."""
    unknown: bool = False
    """The words are somebody else's, and nobody says whose."""
    state_media: bool = False
    """It is "state media", without a name."""
    witness: str = ""
    """Who saw or said it, as far as a name or an entity tells: `org:` and an entity, `name:` and a name."""


class _Step(Struct, frozen=True):
    """An echo that a walk follows."""

    echo: Echo
    by_passage: bool
    """The passage gives it, or a person; else the article as a whole does."""


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
        publishers: Publishers | None = None,
    ) -> None:
        self._echoes_of = echoes_of
        self._sources = sources
        self._judgements = judgements
        self._vocabulary = vocabulary
        self._publishers = publishers or Publishers(vocabulary)
        self._told: dict[str, Told] = {}
        self._peers: tuple[Sequence[Claim], dict[str, list[Claim]]] = ((), {})

    def of(self, claim: Claim, peers: Sequence[Claim]) -> Lineage:
        """The lineage of one claim; `peers` are the claims that say the same thing."""
        spot = Spot(claim.evidence.source, claim.evidence.start, claim.evidence.end, claim)
        if self._peers[0] is not peers:
            # The claims of a finding are asked for one after the other: sorted once, each looks at a few.
            by_source: dict[str, list[Claim]] = defaultdict(list)
            for peer in peers:
                by_source[peer.evidence.source].append(peer)
            self._peers = (peers, by_source)
        return self._walk(spot)

    def _of_source(self, source: str) -> Told:
        if source not in self._told:
            self._told[source] = Told(self._sources.get(source), self._echoes_of(source), self._judgements)
        return self._told[source]

    def _walk(self, spot: Spot) -> Lineage:
        steps: list[_Step] = []
        path: list[str] = []
        while True:
            if spot.source in path:
                end = self._circle(path[path.index(spot.source) :])
                break
            path.append(spot.source)
            told = self._of_source(spot.source)
            found = self._by_passage(spot, told) or self._by_article(told) or self._end(spot, told)
            if isinstance(found, Lineage):
                end = found
                break
            if found.echo.origin_to is None:
                end = self._cited(found.echo, spot)
                end = replace(end, passages=found.by_passage)
                break
            steps.append(found)
            spot = spot_of(found.echo, spot, self._peers[1].get(found.echo.origin_to.source, ()))
        return self._told_of(steps, end)

    def _told_of(self, steps: Sequence[_Step], end: Lineage) -> Lineage:
        """The end of a walk, with the words for its first and its last step."""
        if not steps:
            return end
        first, last = (f"{each.echo.type} of {self._title(_target(each.echo))}" for each in (steps[0], steps[-1]))
        reason = f"{first}: {steps[0].echo.reason}"
        if len(steps) > 1:
            reason += f"; {len(steps)} steps in all, the last is a {last}: {steps[-1].echo.reason}"
        if end.source != _target(steps[-1].echo) or end.reason != _NO_SIGN:
            reason += f"; there: {end.reason}"
        return replace(end, reason=reason, passages=end.passages and all(step.by_passage for step in steps))

    def _by_passage(self, spot: Spot, told: Told) -> _Step | Lineage | None:
        """What the passage itself tells: what a person confirmed, its own outlet as the one that heard it, whom it
        names, what it repeats, words of own reporting beside it."""
        holding = told.holding(spot)
        sure = next((echo for echo in holding if echo.id in told.confirmed), None)
        if sure is not None:
            return _Step(sure, True)
        if self._speaks_itself(spot):
            return self._own(spot, "")
        own = told.says_own(spot) and told.credit() is None
        cited = next((echo for echo in holding if echo.type == "citation"), None)
        if cited is not None and own and self._is_witness(cited) and not self._is_house(_name(cited), spot):
            return self._own(spot, _OWN_SIGN, heard=cited)
        repeats = (echo for echo in holding if echo.type in REPEATS and not is_credit(echo))
        echo = cited or next((echo for echo in repeats if not (own and _leaves_own(echo, spot))), None)
        if echo is not None:
            return _Step(echo, True)
        return self._own(spot, _OWN_SIGN) if own and not self._is_hearsay(spot) else None

    def _own(self, spot: Spot, sign: str, heard: Echo | None = None) -> Lineage:
        """The source's own reporting, with the witness that it names, as a citation (`heard`) or the claim has them."""
        said = heard.cited.name if heard is not None and heard.cited is not None else _chain(spot.claim)
        reason = "; ".join(part for part in (f"own reporting: {said}" if said else "own reporting", sign) if part)
        witness = heard.cited.ref if heard is not None and heard.cited is not None else self._witness_key(spot.claim)
        return Lineage(spot.source, None, "", reason, own=True, passages=True, witness=witness)

    def _by_article(self, told: Told) -> _Step | None:
        """What the article as a whole tells: what it was made from, whom it cites, whose credit line it carries."""
        model = told.model()
        if model is not None:
            return _Step(model, model.id in told.confirmed)
        cited = told.citation()
        if cited is not None and not told.own:
            return _Step(cited, cited.id in told.confirmed)
        credit = told.credit() if not told.is_mostly_repeated() else None
        return _Step(credit, False) if credit is not None else None

    def _end(self, spot: Spot, told: Told) -> Lineage:
        """The walk ends here: at a witness whom the passage gives, or at nothing."""
        if self._is_hearsay(spot):
            return Lineage(spot.source, None, "", _HEARSAY, passages=True, unknown=True)
        witness = self._witness(spot.claim)
        if witness is not None and spot.claim is not None:
            named = bool(witness.ref) or bears_name(witness.name, self._vocabulary)
            reason = f"{'own reporting' if named else 'a witness without a name'}: {_chain(spot.claim)}"
            own = named and not told.is_mostly_repeated()
            return Lineage(spot.source, None, "", reason, own, passages=True, witness=self._witness_key(spot.claim))
        if told.is_mostly_repeated():
            return Lineage(spot.source, None, "", _REST, unknown=True)
        return Lineage(spot.source, None, "", _NO_SIGN, passages=True)

    def _cited(self, echo: Echo, spot: Spot) -> Lineage:
        assert echo.cited is not None
        witness = echo.cited.ref if self._is_witness(echo) else ""
        known = self._sources.get(spot.source)
        state = bool(witness and known) and means_state_media(
            echo.cited.name, known.lang if known else "", self._vocabulary
        )
        return Lineage(
            None, echo.cited.ref, echo.cited.name, echo.reason, own=self._is_witnessed(echo, spot), witness=witness,
            state_media=state,
        )  # fmt: skip

    def _is_witness(self, echo: Echo) -> bool:
        """Whether a cited origin is no outlet that we know, and so may be somebody who spoke."""
        if echo.cited is None or is_address(echo):
            return False
        return self._publishers.of_cited(echo.cited.ref) is None

    def _is_witnessed(self, echo: Echo, spot: Spot) -> bool:
        """Whether a cited origin is given with its own witness: "a resident told RFA" in another outlet's text. A house
        that cites another ("Reuters, citing RFA") has no witness there."""
        if spot.claim is None or len(spot.claim.attributed_to) < 2 or is_address(echo):
            return False
        witness = self._witness(spot.claim)
        if witness is None or self._publishers.of_speaker(witness) or self._is_house(witness.name, spot):
            return False
        start, end = max(echo.origin_from.start, spot.start), min(echo.origin_from.end, spot.end)
        return end - start >= (spot.end - spot.start) / 2

    def _is_house(self, name: str, spot: Spot) -> bool:
        """Whether a name is that of a house that publishes, though we do not know it: a lab, a paper."""
        known = self._sources.get(spot.source)
        lang = known.lang if known else ""
        words = house_words(lang, self._vocabulary)
        return words is not None and words.houses.search(self._vocabulary.orthography(lang).view(name)) is not None

    def _is_hearsay(self, spot: Spot) -> bool:
        claim = spot.claim
        if claim is None:
            return False
        return is_hearsay(claim.evidence.quote, claim.attributed_to, claim.evidence.lang, self._vocabulary)

    def _speaks_itself(self, spot: Spot) -> bool:
        """Whether the source names itself as the one that heard or saw it: "a resident told Daily NK"."""
        return spot.claim is not None and any(
            self._is_outlet(speaker, spot.source) for speaker in spot.claim.attributed_to
        )

    def _is_outlet(self, speaker: Organisation, source: str) -> bool:
        known = self._sources.get(source)
        if known is None or not known.outlet:
            return False
        entry = self._publishers.of_source(known)
        same_name = speaker.name.casefold().strip() == known.outlet.casefold().strip()
        return same_name or (entry is not None and speaker.ref == entry.id)

    def _witness(self, claim: Claim | None) -> Organisation | None:
        """Who saw or said it, as the claim gives them; "the report said" only points back."""
        if claim is None:
            return None
        lang = claim.evidence.lang
        for speaker in reversed(claim.attributed_to):
            if not (
                points_back(speaker.name, lang, self._vocabulary)
                or means_the_press(speaker.name, lang, self._vocabulary)
                or self._is_outlet(speaker, claim.evidence.source)
            ):
                return speaker
        return None

    def _witness_key(self, claim: Claim | None) -> str:
        witness = self._witness(claim)
        if witness is None:
            return ""
        if witness.ref:
            return f"org:{witness.ref}"
        return house_key(witness.name, self._vocabulary) if bears_name(witness.name, self._vocabulary) else ""

    def _circle(self, members: list[str]) -> Lineage:
        """Sources that cite each other in a circle have one origin; the earliest stands for it."""
        first = min(members, key=lambda source: (self._published(source) or "9999", source))
        return Lineage(
            first, None, "", "the citations run in a circle; the earliest source stands for it", unknown=True
        )

    def _published(self, source: str) -> str | None:
        known = self._sources.get(source)
        return known.published if known else None

    def _title(self, source: str) -> str:
        known = self._sources.get(source)
        if known is None:
            return source
        return " — ".join(part for part in (known.outlet, known.title) if part) or known.url or source


class KeptLineages:
    """Lineages of one finding's claims: those that are known, and those that are walked for when they are asked for.

    A lineage may be kept as long as no echo, text or claim that its walk passes has changed.
    """

    def __init__(self, lineages: Lineages, kept: Mapping[str, Lineage]) -> None:
        self.found: dict[str, Lineage] = {}
        """Those that were asked for, by the claim's identifier."""
        self._lineages = lineages
        self._kept = kept

    def of(self, claim: Claim, peers: Sequence[Claim]) -> Lineage:
        """The lineage of one claim; `peers` are the claims that say the same thing."""
        kept = self._kept.get(claim.id)
        self.found[claim.id] = found = kept if kept is not None else self._lineages.of(claim, peers)
        return found


def _leaves_own(echo: Echo, spot: Spot) -> bool:
    """Whether a passage of own reporting is its own beside an echo: a statement that two newsrooms heard is quoted by
    both, and in a text that was told anew a passage with none of the other's words is new."""
    return echo.type == "quote" or is_beside(echo, spot)


def _name(echo: Echo) -> str:
    return echo.cited.name if echo.cited else ""


def _target(echo: Echo) -> str:
    return echo.origin_to.source if echo.origin_to else ""


def _chain(claim: Claim | None) -> str:
    return ", citing ".join(speaker.name for speaker in claim.attributed_to) if claim else ""
