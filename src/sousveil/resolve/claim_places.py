"""The place of a claim, from the ranked names of its document: the finest that its words name, no point for what is a
country, is everywhere, or cannot be told from another place of the name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec import structs

from sousveil.record.claim import Claim, Place
from sousveil.record.text import Text
from sousveil.resolve.coded_places import Coded, coded_place
from sousveil.resolve.doubt import rivals, settled
from sousveil.resolve.places import Ranked, rank_places
from sousveil.resolve.places_beside import STANDS_BESIDE
from sousveil.vocabulary.gazetteer import Gazetteer
from sousveil.vocabulary.gazetteer_types import Candidate, Toponym

__all__ = ["main_country", "place_of_claim", "readings_of"]

_FINENESS = {"site": 0, "city": 1, "district": 2, "region": 3, "country": 4}
_DEMONYM_WEIGHT = 0.3
"""A people or an adjective says less about where something is than the country's name: "Chinese cameras"."""
_HEAD = 500
"""Code points at the beginning, where the name is taken by which a document calls its country."""
_MAIN_SHARE = 0.5
_BEFORE_GOODS = 30
"""Code points between a demonym and the goods that it tells the origin of: "Chinese-made surveillance cameras"."""


def place_of_claim(
    claim: Claim, gazetteer: Gazetteer, ranked: Sequence[Ranked], main: Place | None, codes: Coded | None = None
) -> Place | None:
    """The place of a claim, resolved; `main` is the country that its document is about, `codes` where the columns of a
    coded record put it. A name that nothing fits stays a name."""
    place = main if claim.place is None else _named(claim, claim.place, gazetteer, ranked, main)
    if codes is not None and codes.names:
        place = _by_codes(claim, place, gazetteer, ranked, codes)
    if place is not None and "nationwide" in claim.site_types:
        # What is everywhere in a country stands at no point of it, whatever town the sentence also names.
        return structs.replace(place, lat=None, lon=None, radius_km=None)
    return place


def _by_codes(
    claim: Claim, place: Place | None, gazetteer: Gazetteer, ranked: Sequence[Ranked], codes: Coded
) -> Place | None:
    reading = readings_of(claim, ranked)
    if place is not None and place.precision == "country":
        return coded_place(place, gazetteer.country(place.country) if place.country else None, False, codes)
    if reading is None:
        return coded_place(place, None, False, codes)
    found = settled(reading)
    beside = any(STANDS_BESIDE in reason.words for reason in reading.candidates[0][2])
    return coded_place(place, found, beside, codes)


def readings_of(claim: Claim, ranked: Sequence[Ranked]) -> Ranked | None:
    """The name behind a claim's place, with the candidates that the claim leaves open; null where no name of the
    gazetteer stands there."""
    place, span = claim.place, claim.slots.get("place")
    if place is None:
        return None
    if span is None:
        inside = [r for r in ranked if r.candidates and r.toponym.name == place.name][:1]
    else:
        inside = [r for r in ranked if r.candidates and r.toponym.start < span[1] and span[0] < r.toponym.end]
    if place.country is not None:
        # The reader has the country from the words around the name: "Ashgrove Borough Council" is no place in the US.
        inside = [narrowed for r in inside if (narrowed := _within(r, place.country)).candidates]
    return min(inside, key=lambda r: _FINENESS[r.candidates[0][0].precision], default=None)


def _within(ranked: Ranked, country: str) -> Ranked:
    held = tuple(entry for entry in ranked.candidates if entry[0].country == country or country in entry[0].borders)
    return structs.replace(ranked, candidates=held)


def _named(
    claim: Claim, place: Place, gazetteer: Gazetteer, ranked: Sequence[Ranked], main: Place | None
) -> Place | None:
    if place.geonameid is not None or place.lat is not None:
        return place
    reading = readings_of(claim, ranked)
    if reading is None and "place" not in claim.slots:
        reading = _by_name_alone(place, gazetteer)
    if reading is None:
        return place
    if main is not None and place.country is None and _is_origin(reading, claim):
        return main
    meant = settled(reading)
    if meant is None:
        return _doubtful(place, (reading.candidates[0][0], *rivals(reading)))
    return _as_place(place.name, meant, main, place.country)


def _by_name_alone(place: Place, gazetteer: Gazetteer) -> Ranked | None:
    """The readings of a name that stands nowhere in the text, within the country that is known of it."""
    found = gazetteer.find(place.name)[1]
    toponym = Toponym(start=0, end=len(place.name), name=place.name, candidates=found)
    [ranked] = rank_places(place.name, [toponym], ranks=gazetteer.ranks, told=gazetteer.told_ranks)
    held = _within(ranked, place.country) if place.country is not None else ranked
    return held if held.candidates else None


def _doubtful(place: Place, readings: Sequence[Candidate]) -> Place:
    """A name that may mean several places: what all of them have in common."""
    countries = {candidate.country for candidate in readings}
    grades = {candidate.precision for candidate in readings}
    return structs.replace(
        place,
        country=place.country or (countries.pop() if len(countries) == 1 else None),
        precision=grades.pop() if len(grades) == 1 else None,
    )


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
        radius_km=candidate.radius_km if known else None,
    )


def main_country(
    gazetteer: Gazetteer, ranked: Sequence[Ranked], text: Text, claims: Sequence[Claim] = ()
) -> Place | None:
    """The country that a document is about, for claims that name no place of their own: the one that more than half of
    its places are or lie in, else that of the record's columns. It is called as the document first calls it.

    Of two with half of the places each it is the one in which the places of the document's `claims` lie.
    """
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
    told = _countries_of(claims, ranked)
    for alpha2, weight in sorted(weights.items(), key=lambda item: (-item[1], item[0])):
        if weight < _MAIN_SHARE * total:
            break
        if weight == _MAIN_SHARE * total and told != {alpha2}:
            continue
        country = gazetteer.country(alpha2)
        if country is not None:
            return _as_place(names.get(alpha2, country.name), country)
    if text.coded and (coded := next(iter(text.coded.get("country", ())), None)):
        country = gazetteer.country(coded)
        return _as_place(coded, country) if country else None
    return None


def _countries_of(claims: Sequence[Claim], ranked: Sequence[Ranked]) -> set[str]:
    """The countries of the places that claims name themselves."""
    spans = [span for claim in claims if claim.place is not None and (span := claim.slots.get("place")) is not None]
    return {
        entry.best.country
        for entry in ranked
        if entry.best is not None
        and entry.best.country is not None
        and any(entry.toponym.start < end and start < entry.toponym.end for start, end in spans)
    }
