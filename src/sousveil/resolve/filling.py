"""Fills the claims of one text: places by rank, organisations by their listed names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import structs

from sousveil.record.claim import Claim, Place
from sousveil.record.text import Text
from sousveil.resolve.claim_places import main_country, place_of_claim
from sousveil.resolve.coded_places import Coded, coded_places
from sousveil.resolve.homes import Home, Sighting, host_of, outlet_of, sighting_of
from sousveil.resolve.organisations import Registry, registry_of
from sousveil.resolve.place_names import toponym_named
from sousveil.resolve.places import Hints, Ranked, rank_places
from sousveil.vocabulary.gazetteer import Gazetteer, load_gazetteer
from sousveil.vocabulary.gazetteer_types import Toponym
from sousveil.vocabulary.loader import Vocabulary, load

__all__ = ["hints_of", "rank_places_of", "resolve_claims", "sighting_of_text"]


def resolve_claims(
    claims: list[Claim], text: Text, vocabulary: Vocabulary | None = None, homes: Mapping[str, Home] | None = None
) -> list[Claim]:
    """See `sousveil.resolve.resolve`."""
    if not claims:
        return []
    vocabulary = vocabulary or load()
    gazetteer = load_gazetteer(vocabulary.folder)
    registry = registry_of(vocabulary)
    ranked = rank_places_of(claims, text, vocabulary, homes)
    main = main_country(gazetteer, ranked, text, claims)
    codes = coded_places(gazetteer, text.coded)
    return [_filled(claim, gazetteer, registry, ranked, main, codes) for claim in claims]


def sighting_of_text(text: Text, vocabulary: Vocabulary | None = None) -> Sighting | None:
    """What a text tells about the home of its outlet; null where it names no place, or nobody knows whose it is."""
    vocabulary = vocabulary or load()
    outlet = outlet_of(text)
    if outlet is None:
        return None
    sighting = sighting_of(outlet, text.sha256, rank_places_of([], text, vocabulary))
    return sighting if sighting.places else None


def rank_places_of(
    claims: Sequence[Claim], text: Text, vocabulary: Vocabulary, homes: Mapping[str, Home] | None = None
) -> list[Ranked]:
    """Every toponym of a text, and every place that its claims name, with ranked candidates and reasons."""
    gazetteer = load_gazetteer(vocabulary.folder)
    toponyms = {(t.start, t.end): t for t in gazetteer.spot(text.content, lang=text.lang)}
    for claim in claims:
        named = _named_by(claim, gazetteer, text.lang)
        if named is not None and (named.start, named.end) not in toponyms:
            for span in [s for s in toponyms if s[0] < named.end and named.start < s[1]]:
                del toponyms[span]
            toponyms[named.start, named.end] = named
    ordered = [toponyms[span] for span in sorted(toponyms)]
    hints = hints_of(text, vocabulary, gazetteer, homes)
    return rank_places(text.content, ordered, hints, ranks=gazetteer.ranks, told=gazetteer.told_ranks)


def hints_of(
    text: Text, vocabulary: Vocabulary, gazetteer: Gazetteer, homes: Mapping[str, Home] | None = None
) -> Hints:
    """What is known of the source: what its coders wrote for country and region, the outlet's country, and where the
    outlet's other texts are at home."""
    codes = coded_places(gazetteer, text.coded)
    learned = homes.get(outlet_of(text) or "") if homes else None
    return Hints(
        country=codes.country.country if codes.country else None,
        region=codes.region.index if codes.region else None,
        district=codes.district.index if codes.district else None,
        home=_home_of(text, vocabulary),
        learned=learned,
    )


def _home_of(text: Text, vocabulary: Vocabulary) -> str | None:
    """The country of the outlet, where the vocabulary knows it by its host or name. An agency or a research centre
    reports on the whole world, so its seat says nothing."""
    host = host_of(text.url or text.canonical_url)
    local = [entry for entry in vocabulary.outlets.values() if entry.role in ("outlet", "state-media")]
    by_host = next((entry for entry in local if host and host in entry.hosts), None)
    if by_host is None and text.outlet:
        named = registry_of(vocabulary).find(text.outlet, "speaker")
        return named.country if named in local else None
    return by_host.country if by_host else None


def _named_by(claim: Claim, gazetteer: Gazetteer, lang: str) -> Toponym | None:
    """The place that a claim names, as a toponym, where the gazetteer has its whole name or the place in it."""
    span = claim.slots.get("place")
    if claim.place is None or span is None:
        return None
    named = toponym_named(gazetteer, claim.place.name, span[0], lang)
    # The words behind a country that a body tells are the body's.
    return None if named is None else structs.replace(named, end=span[1])


def _filled(
    claim: Claim, gazetteer: Gazetteer, registry: Registry, ranked: Sequence[Ranked], main: Place | None,
    codes: Coded,
) -> Claim:  # fmt: skip
    speakers = tuple(registry.resolved(s, "speaker") or s for s in claim.attributed_to)
    return structs.replace(
        claim,
        place=place_of_claim(claim, gazetteer, ranked, main, codes),
        operator=registry.resolved(claim.operator, "operator"),
        supplier=registry.resolved(claim.supplier, "supplier"),
        attributed_to=speakers,
    )
