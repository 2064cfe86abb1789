"""Counting origins: `max` is every lineage that could be independent, `min` those known to be. See docs/COUNTING.md."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct, structs

from sousveil.record.claim import Claim
from sousveil.record.finding import Origin, Origins
from sousveil.record.source import Source
from sousveil.vocabulary.loader import Entry
from sousveil.weigh.apart import Apart, Party, first_observed, is_after, last_published
from sousveil.weigh.lineage import KeptLineages, Lineage
from sousveil.weigh.publishers import Publishers

__all__ = ["count_origins"]


class _Strand(Struct):
    """The claims of a finding that go back to one origin."""

    lineage: Lineage
    """Of the claim whose end is best known, the first of these."""
    claims: list[Claim]
    lineages: dict[str, Lineage]
    """Of its own claims by identifier; those that may be of it as well have none here."""
    earning: set[str]
    """Identifiers of the claims by which it is known to be an origin with work of its own."""
    interested: str | None
    house: str | None
    """Newsroom, owner or state; null where nothing is known of it."""
    witnesses: set[str]

    @property
    def own(self) -> bool:
        """Whether it is known to rest on work of its own."""
        return bool(self.earning)

    @property
    def order(self) -> tuple[int, bool, str, str]:
        """The one with most claims first; then held ones before cited ones."""
        lineage = self.lineage
        return -len(self.claims), lineage.source is None, lineage.source or "", f"{lineage.cited} {lineage.unknown}"


def count_origins(
    claims: Sequence[Claim],
    lineages: KeptLineages,
    sources: Mapping[str, Source],
    publishers: Publishers,
    country: str | None,
) -> Origins:
    """The origins of claims that say the same thing, named, the one with most claims first."""
    strands: dict[str, _Strand] = {}
    for claim in sorted(claims, key=lambda claim: (claim.evidence.source, claim.evidence.start, claim.id)):
        lineage = lineages.of(claim, claims)
        entry = _publisher(lineage, sources, publishers)
        interested = publishers.interest(entry, country) or (country if lineage.state_media else None)
        key = _key(lineage, interested)
        if key in strands:
            _add(strands[key], claim, lineage, _is_own(lineage, entry, publishers))
        else:
            strands[key] = _strand(claim, lineage, interested, sources, publishers)
    joined = _joined(_settled(strands))
    ordered = sorted(_parted(joined, sources), key=lambda strand: strand.order)
    apart = Apart()
    known = {
        number
        # Of whose house nothing is known, it may be each of the others': it comes last, so that it hides none of them.
        for number, strand in sorted(enumerate(ordered), key=lambda each: each[1].house is None)
        if strand.own and apart.add(_party(strand, sources))
    }
    named = tuple(_origin(strand, number in known) for number, strand in enumerate(ordered))
    most = len(named)
    return Origins(min=min(most, max(1, len(apart))) if most else 0, max=most, named=named)


def _origin(strand: _Strand, independent: bool) -> Origin:
    lineage = strand.lineage
    reason = lineage.reason
    if strand.interested:
        reason = f"media of the state on itself count as one interested party; {reason}"
    return Origin(
        claims=tuple(sorted({claim.id for claim in strand.claims})),
        source=lineage.source,
        cited=lineage.name if lineage.cited else None,
        independent=independent,
        reason=reason,
        unknown=lineage.unknown,
        interested=strand.interested,
    )


def _publisher(lineage: Lineage, sources: Mapping[str, Source], publishers: Publishers) -> Entry | None:
    if lineage.cited is not None:
        return publishers.of_cited(lineage.cited)
    return publishers.of_source(sources.get(lineage.source or ""))


def _key(lineage: Lineage, interested: str | None) -> str:
    """What lineages are one by: the state, the cited origin, the source; what it has from who knows where apart."""
    if interested is not None:
        return f"state {interested}"
    if lineage.cited is not None:
        return f"cited {lineage.cited}"
    return f"{'unknown' if lineage.unknown else 'held'} {lineage.source}"


def _is_own(lineage: Lineage, entry: Entry | None, publishers: Publishers) -> bool:
    """Whether the origin is known to rest on work of its own, and the claim is known to come from it."""
    if lineage.unknown:
        return False
    # A body of a register that speaks is known by its entity; a name alone may be the author of a report that others
    # cite by its house.
    speaks = lineage.cited is not None and lineage.witness.startswith("org:")
    return lineage.own or (lineage.passages and (speaks or publishers.works_itself(entry)))


def _strand(
    claim: Claim, lineage: Lineage, interested: str | None, sources: Mapping[str, Source], publishers: Publishers
) -> _Strand:
    entry = _publisher(lineage, sources, publishers)
    if interested is not None:
        house: str | None = f"state {interested}"
    elif lineage.cited is not None:
        house = publishers.house_of_cited(lineage.cited)
    else:
        house = publishers.house_of_source(sources.get(lineage.source or ""))
    return _Strand(
        lineage=lineage, claims=[claim], lineages={claim.id: lineage},
        earning={claim.id} if _is_own(lineage, entry, publishers) else set(), interested=interested, house=house,
        witnesses={lineage.witness} - {""},
    )  # fmt: skip


def _add(strand: _Strand, claim: Claim, lineage: Lineage, own: bool) -> None:
    if (own and not strand.own) or (lineage.unknown and not strand.lineage.unknown and not strand.own):
        strand.lineage = lineage
    if own:
        strand.earning.add(claim.id)
    strand.claims.append(claim)
    strand.lineages[claim.id] = lineage
    strand.witnesses |= {lineage.witness} - {""}


def _settled(strands: dict[str, _Strand]) -> list[_Strand]:
    """Of a source that does not say what it reports itself, nothing shows that it has two origins."""
    for key in [key for key in strands if key.startswith("unknown ")]:
        held = strands.get(f"held {strands[key].lineage.source}")
        if held is not None and not held.own:
            strands[key].claims += strands.pop(f"held {held.lineage.source}").claims
    return list(strands.values())


def _joined(strands: list[_Strand]) -> list[_Strand]:
    """Cited origins of which the case holds a text in the same finding may be that text: they earn nothing.

    So may a witness be the one whom a text heard itself.
    """
    held: dict[str, list[_Strand]] = defaultdict(list)
    for strand in strands:
        if strand.lineage.cited is None:
            for name in {strand.house or "", *strand.witnesses} - {""}:
                held[name].append(strand)
    kept = []
    for strand in strands:
        names = [strand.house or "", *sorted(strand.witnesses)] if strand.lineage.cited is not None else []
        same = [target for name in names for target in held.get(name, ())]
        if same:
            min(same, key=lambda target: target.order).claims.extend(strand.claims)
        else:
            kept.append(strand)
    return kept


def _parted(strands: list[_Strand], sources: Mapping[str, Source]) -> list[_Strand]:
    """Cited origins of one house in parts, where what was observed later cannot be what was cited before."""
    parts: list[_Strand] = []
    for strand in strands:
        if strand.lineage.cited is None or strand.interested is not None:
            parts.append(strand)
            continue
        by_source: dict[str, list[Claim]] = defaultdict(list)
        for claim in strand.claims:
            by_source[claim.evidence.source].append(claim)
        split: list[list[Claim]] = []
        # The last day on which the sources before were published; null once that of one is not known.
        last: date | None = date.min
        for source in sorted(by_source, key=lambda ident: (_published(ident, sources), ident)):
            own = by_source[source]
            if not split or is_after(first_observed(own, sources), last):
                split.append(list(own))
            else:
                split[-1].extend(own)
            day = last_published(own, sources)
            last = max(last, day) if last is not None and day is not None else None
        parts += [_part(strand, claims) for claims in split] if len(split) > 1 else [strand]
    return parts


def _part(strand: _Strand, claims: list[Claim]) -> _Strand:
    """Some claims of a strand: what others of it earned is not theirs."""
    earning = strand.earning & {claim.id for claim in claims}
    known = [claim.id for claim in claims if claim.id in strand.lineages]
    best = next((claim for claim in known if claim in earning), known[0] if known else None)
    lineage = strand.lineages[best] if best is not None else strand.lineage
    return structs.replace(strand, claims=claims, earning=earning, lineage=lineage)


def _published(ident: str, sources: Mapping[str, Source]) -> str:
    source = sources.get(ident)
    return (source.published if source else None) or "9999"


def _party(strand: _Strand, sources: Mapping[str, Source]) -> Party:
    return Party(
        house=strand.house, source=strand.lineage.source, witnesses=frozenset(strand.witnesses),
        first_observed=first_observed(strand.claims, sources), last_published=last_published(strand.claims, sources),
    )  # fmt: skip
