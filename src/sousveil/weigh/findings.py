"""Findings: groups of claims with what they add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sousveil.record.claim import ACTS, Claim, Organisation, Place
from sousveil.record.finding import Finding, Status
from sousveil.record.source import Source
from sousveil.resolve.nameless import names_nobody
from sousveil.vocabulary.loader import Vocabulary
from sousveil.weigh.counting import count_origins
from sousveil.weigh.days import time_of
from sousveil.weigh.disputes import disputes_of
from sousveil.weigh.grouping import Group, group_claims
from sousveil.weigh.lineage import EchoesOf, KeptLineages, Lineage, Lineages
from sousveil.weigh.publishers import Publishers

__all__ = ["Weigher", "order_of", "weigh_claims"]

_STATUS: dict[str, Status] = {
    "plan": "planned", "research": "researched", "procure": "procured", "supply": "procured", "install": "installed",
    "operate": "operating", "expand": "operating", "suspend": "suspended", "end": "ended", "ban": "banned",
}  # fmt: skip
_STOPS = ("suspend", "end", "ban")
_STEPS = ("plan", "research", "procure", "supply", "install", "operate", "expand")


def weigh_claims(
    claims: Iterable[Claim],
    echoes_of: EchoesOf,
    sources: Mapping[str, Source],
    judgements: Mapping[str, str],
    vocabulary: Vocabulary,
) -> list[Finding]:
    """One finding a group of claims, in the order of `order_of`.

    The claims are those of a case, or all those of some of its bundles (`weigh.bundles`): these give the findings that
    the whole case gives for them.
    """
    kept = [claim for claim in claims if judgements.get(claim.id) != "rejected"]
    weigher = Weigher(echoes_of, sources, judgements, vocabulary)
    return sorted((weigher.finding(group) for group in group_claims(kept, vocabulary)), key=order_of)


class Weigher:
    """Makes findings one by one; what it asks for is what `Lineages` asks for."""

    def __init__(
        self,
        echoes_of: EchoesOf,
        sources: Mapping[str, Source],
        judgements: Mapping[str, str],
        vocabulary: Vocabulary,
    ) -> None:
        self._sources = sources
        self._vocabulary = vocabulary
        self._publishers = Publishers(vocabulary)
        self._lineages = Lineages(echoes_of, sources, judgements, vocabulary, self._publishers)

    def finding(self, group: Group) -> Finding:
        """What the claims of a group add up to."""
        return self.weighed(group, {})[0]

    def weighed(self, group: Group, kept: Mapping[str, Lineage]) -> tuple[Finding, dict[str, Lineage]]:
        """The same, with the lineage of each claim; those `kept` from before are not walked for again."""
        lineages = KeptLineages(self._lineages, kept)
        return _finding(group, lineages, self._sources, self._publishers, self._vocabulary), lineages.found


def order_of(finding: Finding) -> tuple[str, int, str]:
    """Where a finding stands among others: by kind, then by how many origins it could have, then by identifier."""
    return finding.kind, -finding.origins.max, finding.id


def _finding(
    group: Group,
    lineages: KeptLineages,
    sources: Mapping[str, Source],
    publishers: Publishers,
    vocabulary: Vocabulary,
) -> Finding:
    claims = group.claims
    place = _usual_place(claims)
    dates = sorted(date for claim in claims if (date := _reported(claim, sources)))
    origins = count_origins(claims, lineages, sources, publishers, place.country if place else None)
    disputes = disputes_of(claims, origins, sources, vocabulary)
    return Finding(
        id=group.id,
        kind=group.kind,
        technology=group.technology,
        acts=tuple(act for act in ACTS if any(claim.act == act for claim in claims)),
        place=place,
        site_types=group.site_types,
        operator=_usual_organisation(((claim.operator, claim.evidence.lang) for claim in claims), vocabulary),
        supplier=_usual_organisation(((claim.supplier, claim.evidence.lang) for claim in claims), vocabulary),
        first_reported=dates[0] if dates else None,
        last_reported=dates[-1] if dates else None,
        status=_status(claims, sources),
        disputed=bool(disputes),
        disputes=disputes,
        claims=tuple(claim.id for claim in claims),
        time=time_of(claim.time for claim in claims if claim.polarity == "affirmed"),
        about=group.about,
        origins=origins,
    )


def _reported(claim: Claim, sources: Mapping[str, Source]) -> str | None:
    source = sources.get(claim.evidence.source)
    return source.published if source else None


def _usual_place(claims: Sequence[Claim]) -> Place | None:
    """The place that most claims give; a resolved one before a bare name."""
    counts = Counter(claim.place for claim in claims if claim.place)
    return min(counts, key=lambda place: (place.geonameid is None, -counts[place], place.name), default=None)


def _usual_organisation(
    named: Iterable[tuple[Organisation | None, str]], vocabulary: Vocabulary
) -> Organisation | None:
    """The organisation that most claims name, each with its language: a known one before a bare name.

    Words that name nobody ("the authorities", "Chinese vendors") are left to the claims that have them.
    """
    counts = Counter(
        organisation
        for organisation, lang in named
        if organisation and (organisation.ref or not names_nobody(organisation.name, lang, vocabulary))
    )

    def order(organisation: Organisation) -> tuple[bool, int, bool, str]:
        name = organisation.name
        return organisation.ref is None, -counts[organisation], not name.isascii(), name

    return min(counts, key=order, default=None)


def _status(claims: Sequence[Claim], sources: Mapping[str, Source]) -> Status:
    """The furthest step that is affirmed, unless something later says that it was stopped."""
    affirmed = [claim for claim in claims if claim.polarity == "affirmed"]
    if not affirmed:
        return "denied"
    steps = [claim for claim in affirmed if claim.act in _STEPS]
    stops = [claim for claim in affirmed if claim.act in _STOPS]
    latest_step = max((_when(claim, sources) for claim in steps), default="")
    later = [claim for claim in stops if _when(claim, sources) >= latest_step]
    if later:
        last = max(later, key=lambda claim: (_when(claim, sources), _STOPS.index(claim.act), claim.id))
        return _STATUS[last.act]
    furthest = max(steps or stops, key=lambda claim: (*_STEPS, *_STOPS).index(claim.act))
    return _STATUS[furthest.act]


def _when(claim: Claim, sources: Mapping[str, Source]) -> str:
    """The day that a claim speaks for, as far as known: when it was published."""
    return _reported(claim, sources) or ""
