"""Fills the claims of one text: places by rank, organisations by their listed names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlsplit

from msgspec import structs

from sousveil.record.claim import Claim, Place
from sousveil.record.text import Text
from sousveil.resolve.organisations import Registry, registry_of
from sousveil.resolve.places import Hints, Ranked, rank_places
from sousveil.vocabulary.gazetteer import Gazetteer, load_gazetteer
from sousveil.vocabulary.gazetteer_index import DEMONYM
from sousveil.vocabulary.gazetteer_types import Candidate, Toponym
from sousveil.vocabulary.loader import Vocabulary, load

__all__ = ["hints_of", "rank_places_of", "resolve_claims"]

_FINENESS = {"site": 0, "city": 1, "district": 2, "region": 3, "country": 4}
_DEMONYM_WEIGHT = 0.3
"""A people or an adjective says less about where something is than the country's name: "Chinese cameras"."""
_HEAD = 500
"""Code points at the beginning, where a document says which country it is about."""
_MAIN_SHARE = 0.5
_BEFORE_GOODS = 30
"""Code points between a demonym and the goods that it tells the origin of: "Chinese-made surveillance cameras"."""


def resolve_claims(claims: list[Claim], text: Text, vocabulary: Vocabulary | None = None) -> list[Claim]:
    """See `sousveil.resolve.resolve`."""
    if not claims:
        return []
    vocabulary = vocabulary or load()
    gazetteer = load_gazetteer(vocabulary.folder)
    registry = registry_of(vocabulary)
    ranked = rank_places_of(claims, text, vocabulary)
    main = _main_country(gazetteer, ranked, text)
    return [_filled(claim, gazetteer, registry, ranked, main) for claim in claims]


def rank_places_of(claims: list[Claim], text: Text, vocabulary: Vocabulary) -> list[Ranked]:
    """Every toponym of a text, and every place that its claims name, with ranked candidates and reasons."""
    gazetteer = load_gazetteer(vocabulary.folder)
    toponyms = {(t.start, t.end): t for t in gazetteer.spot(text.content, lang=text.lang)}
    for claim in claims:
        named = _named_by(claim, gazetteer)
        if named is not None and (named.start, named.end) not in toponyms:
            for span in [s for s in toponyms if s[0] < named.end and named.start < s[1]]:
                del toponyms[span]
            toponyms[named.start, named.end] = named
    ordered = [toponyms[span] for span in sorted(toponyms)]
    return rank_places(text.content, ordered, hints_of(text, vocabulary, gazetteer), ranks=gazetteer.ranks)


def hints_of(text: Text, vocabulary: Vocabulary, gazetteer: Gazetteer) -> Hints:
    """What is known of the source: what its coders wrote for country and region, and the outlet's country."""
    coded = text.coded or {}
    country = next(iter(coded.get("country", ())), None)
    region = next(iter(coded.get("region", ())), None)
    found = gazetteer.country(country) if country else None
    alpha2 = found.country if found else None
    index = None
    if region and alpha2:
        place = gazetteer.region(f"{alpha2}-{region.strip()}")
        _, others = gazetteer.find(region)
        place = place or next((c for c in others if c.precision == "region" and c.country == alpha2), None)
        index = place.index if place else None
    return Hints(country=alpha2, region=index, home=_home_of(text, vocabulary))


def _home_of(text: Text, vocabulary: Vocabulary) -> str | None:
    """The country of the outlet, where the vocabulary knows it by its host or name. An agency or a research centre
    reports on the whole world, so its seat says nothing."""
    host = (urlsplit(text.url or text.canonical_url or "").hostname or "").removeprefix("www.")
    local = [entry for entry in vocabulary.outlets.values() if entry.role in ("outlet", "state-media")]
    by_host = next((entry for entry in local if host and host in entry.hosts), None)
    if by_host is None and text.outlet:
        named = registry_of(vocabulary).find(text.outlet, "speaker")
        return named.country if named in local else None
    return by_host.country if by_host else None


def _named_by(claim: Claim, gazetteer: Gazetteer) -> Toponym | None:
    """The place that a claim names, as a toponym, where the gazetteer has its whole name."""
    span = claim.slots.get("place")
    if claim.place is None or span is None:
        return None
    flags, candidates = gazetteer.find(claim.place.name)
    if not candidates:
        return None
    return Toponym(
        start=span[0], end=span[1], name=claim.place.name, candidates=candidates, demonym=bool(flags & DEMONYM)
    )


def _filled(
    claim: Claim, gazetteer: Gazetteer, registry: Registry, ranked: Sequence[Ranked], main: Place | None
) -> Claim:
    place = _place_of(claim, gazetteer, ranked, main) if claim.place else main
    speakers = tuple(registry.resolved(s, "speaker") or s for s in claim.attributed_to)
    operator = registry.resolved(claim.operator, "operator")
    supplier = registry.resolved(claim.supplier, "supplier")
    return structs.replace(claim, place=place, operator=operator, supplier=supplier, attributed_to=speakers)


def _place_of(claim: Claim, gazetteer: Gazetteer, ranked: Sequence[Ranked], main: Place | None) -> Place | None:
    place = claim.place
    if place is None or place.geonameid is not None or place.lat is not None:
        return place
    span = claim.slots.get("place")
    if span is None:
        _, candidates = gazetteer.find(place.name)
        same = [r for r in ranked if r.toponym.name == place.name]
        best = same[0].best if same else max(candidates, key=lambda c: c.population, default=None)
        return _as_place(place.name, best, main) if best else place
    inside = [r for r in ranked if r.best and r.toponym.start < span[1] and span[0] < r.toponym.end]
    if main is not None and place.country is None and inside and all(_is_origin(r, claim) for r in inside):
        return main
    found = [r.best for r in inside if r.best]
    if place.country is not None and not any(c.country == place.country or place.country in c.borders for c in found):
        # The reader has the country from the words around the name: "Ashgrove Borough Council" is no place in the US.
        found = [c for r in inside for c, *_ in r.candidates if c.country == place.country][:1]
    if not found:
        return place
    return _as_place(place.name, min(found, key=lambda c: _FINENESS[c.precision]), main, place.country)


def _is_origin(entry: Ranked, claim: Claim) -> bool:
    """Whether a demonym says where the goods come from: it stands right before them or their maker."""
    if not entry.toponym.demonym:
        return False
    end = entry.toponym.end
    return any(
        name.partition(".")[0] in ("technology", "supplier") and 0 <= start - end <= _BEFORE_GOODS
        for name, (start, _) in claim.slots.items()
    )


def _as_place(name: str, candidate: Candidate, main: Place | None = None, told: str | None = None) -> Place:
    known = candidate.precision != "country"
    country = candidate.country
    if country is None:
        # A border river belongs to both sides; the sentence or the document says which side it is about.
        sides = (told, main.country if main is not None else None)
        country = next((side for side in sides if side in candidate.borders), None)
    return Place(
        name=name,
        geonameid=candidate.geonameid,
        country=country,
        lat=candidate.lat if known else None,
        lon=candidate.lon if known else None,
        precision=candidate.precision,
    )


def _main_country(gazetteer: Gazetteer, ranked: Sequence[Ranked], text: Text) -> Place | None:
    """The country that a document is about, for claims that name no place of their own: one that it names near its
    beginning and that more than half of its places are or lie in."""
    weights: dict[str, float] = defaultdict(float)
    names: dict[str, str] = {}
    total = 0.0
    for entry in ranked:
        best = entry.best
        if best is None or best.country is None:
            continue
        weight = _DEMONYM_WEIGHT if entry.toponym.demonym else 1.0
        weights[best.country] += weight
        total += weight
        if best.precision == "country" and entry.toponym.start < _HEAD and not entry.toponym.demonym:
            names.setdefault(best.country, entry.toponym.name)
    for alpha2, weight in sorted(weights.items(), key=lambda item: (-item[1], item[0])):
        if weight < _MAIN_SHARE * total:
            break
        country = gazetteer.country(alpha2)
        if country is not None:
            return _as_place(names.get(alpha2, country.name), country)
    if text.coded and (coded := next(iter(text.coded.get("country", ())), None)):
        country = gazetteer.country(coded)
        return _as_place(coded, country) if country else None
    return None
