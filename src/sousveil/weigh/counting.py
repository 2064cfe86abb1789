"""Counting origins: `max` is every lineage that could be independent, `min` those known to be. See docs/COUNTING.md."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from sousveil.record.claim import Claim
from sousveil.record.finding import Origin, Origins
from sousveil.record.source import Source
from sousveil.vocabulary.loader import Entry, Vocabulary
from sousveil.weigh.lineage import Lineage, Lineages

__all__ = ["Publishers", "count_origins"]

_WORKS_ITSELF = {"research", "ngo", "intergovernmental"}
"""Publishers whose own documents rest on work of their own: a survey, interviews, images."""


class Publishers:
    """Who publishes a source or stands behind a cited origin."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._entries = vocabulary.outlets
        self._hosts = {host: entry for entry in vocabulary.outlets.values() for host in entry.hosts}
        self._names = {
            spelling.removeprefix("=").casefold(): entry
            for entry in vocabulary.outlets.values()
            for spelling in entry.spellings
        }
        self._families = {entry.family: entry for entry in vocabulary.outlets.values() if entry.family}

    def of_source(self, source: Source | None) -> Entry | None:
        """By the host of the address, else by the name of the outlet."""
        if source is None:
            return None
        known = self._of_address(source.url) if source.url else None
        return known or (self._names.get(source.outlet.strip().casefold()) if source.outlet else None)

    def of_cited(self, ref: str) -> Entry | None:
        """By the reference of a cited origin: `org:` and an entry or a family, `url:` and an address."""
        if ref.startswith("url:"):
            return self._of_address(ref.removeprefix("url:"))
        ident = ref.removeprefix("org:")
        return self._entries.get(ident) or self._families.get(ident)

    def _of_address(self, url: str) -> Entry | None:
        host = url.split("//", 1)[-1].split("/", 1)[0].split("?", 1)[0].split(":", 1)[0].lower()
        while "." in host:
            if host in self._hosts:
                return self._hosts[host]
            host = host.split(".", 1)[1]
        return None


class _Strand(Struct):
    """The claims of a finding that go back to one origin."""

    source: str | None
    cited: str | None
    name: str
    claims: list[str]
    reason: str
    own: bool
    interested: str | None
    house: str
    """Newsroom, state or witness: strands of one house are never counted twice as known."""


def count_origins(
    claims: Sequence[Claim],
    lineages: Lineages,
    sources: Mapping[str, Source],
    publishers: Publishers,
    country: str | None,
) -> Origins:
    """The origins of claims that say the same thing, named, the one with most claims first."""
    strands: dict[str, _Strand] = {}
    for claim in claims:
        lineage = lineages.of(claim, claims)
        entry = _publisher(lineage, sources, publishers)
        key = _key(lineage, entry, country)
        known = strands.get(key)
        if known is None:
            strands[key] = _strand(claim, lineage, entry, country)
        else:
            known.claims.append(claim.id)
            known.own = known.own or _is_own(lineage, entry)
    _join_cited_with_held(strands, sources, publishers)
    ordered = sorted(strands.values(), key=lambda strand: (-len(strand.claims), strand.source or "~", strand.name))
    houses: dict[str, int] = defaultdict(int)
    independent = []
    for strand in ordered:
        known_apart = strand.own and not houses[strand.house]
        independent.append(known_apart)
        houses[strand.house] += known_apart
    named = tuple(
        Origin(
            claims=tuple(sorted(set(strand.claims))), source=strand.source, cited=strand.name if strand.cited else None,
            independent=apart, reason=strand.reason,
        )
        for strand, apart in zip(ordered, independent, strict=True)
    )  # fmt: skip
    most = len(named)
    return Origins(min=min(most, max(1, sum(independent))) if most else 0, max=most, named=named)


def _publisher(lineage: Lineage, sources: Mapping[str, Source], publishers: Publishers) -> Entry | None:
    if lineage.cited is not None:
        return publishers.of_cited(lineage.cited)
    return publishers.of_source(sources.get(lineage.source or ""))


def _interest(entry: Entry | None, country: str | None) -> str | None:
    """State media that report on their own state speak with one voice."""
    if entry is not None and entry.role == "state-media" and entry.country == country is not None:
        return f"state:{country}"
    return None


def _key(lineage: Lineage, entry: Entry | None, country: str | None) -> str:
    return _interest(entry, country) or (f"cited {lineage.cited}" if lineage.cited else f"held {lineage.source}")


def _is_own(lineage: Lineage, entry: Entry | None) -> bool:
    """Whether the origin is known to rest on work of its own, and the claim is known to come from it."""
    return lineage.own or (lineage.passages and entry is not None and entry.role in _WORKS_ITSELF)


def _strand(claim: Claim, lineage: Lineage, entry: Entry | None, country: str | None) -> _Strand:
    interest = _interest(entry, country)
    reason = lineage.reason
    if interest:
        reason = f"media of the state on itself count as one interested party; {reason}"
    witness = claim.attributed_to[-1] if claim.attributed_to else None
    house = interest or (f"house:{entry.family or entry.id}" if entry else None)
    if house is None and lineage.source is not None and lineage.own and witness is not None:
        # Two papers that quote the same witness have one origin for what is known.
        house = f"witness:{witness.ref or witness.name.casefold()}"
    return _Strand(
        lineage.source, lineage.cited, lineage.name, [claim.id], reason, _is_own(lineage, entry), interest,
        house or lineage.source or lineage.cited or "",
    )  # fmt: skip


def _join_cited_with_held(strands: dict[str, _Strand], sources: Mapping[str, Source], publishers: Publishers) -> None:
    """A cited report of a house of which the case holds one in the same finding may be that one: it earns nothing."""
    held: dict[str, list[_Strand]] = defaultdict(list)
    for strand in strands.values():
        entry = publishers.of_source(sources.get(strand.source or "")) if strand.source else None
        if entry is not None:
            held[entry.family or entry.id].append(strand)
    for key, strand in list(strands.items()):
        entry = publishers.of_cited(strand.cited) if strand.cited else None
        same = held.get(entry.family or entry.id, []) if entry is not None else []
        if same:
            target = min(same, key=lambda item: (-len(item.claims), item.source or ""))
            target.claims.extend(strand.claims)
            del strands[key]
