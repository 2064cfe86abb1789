"""Why a claim's place is read as the place that it is: every candidate with its reasons, ranked anew from the text."""

from __future__ import annotations

from msgspec import Struct, structs
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sousveil.record.claim import Claim, Place
from sousveil.record.text import Text
from sousveil.resolve.claim_places import readings_of
from sousveil.resolve.filling import rank_places_of
from sousveil.resolve.places import Ranked
from sousveil.resolve.reasons import Reason
from sousveil.show.names import country_name
from sousveil.show.present import precision_phrase
from sousveil.show.rendering import render
from sousveil.store.case import Case
from sousveil.vocabulary.gazetteer_types import Candidate
from sousveil.vocabulary.loader import load

__all__ = ["why_place"]

_MOST = 12
_LEAST_POINTS = 0.01


class Reading(Struct, frozen=True):
    """A place that the name may mean."""

    candidate: Candidate
    within: str
    """What holds it: `North Hamgyong, North Korea`."""
    extent: str
    points: float
    reasons: tuple[Reason, ...]
    """Those that count most first."""
    chosen: bool
    """It is the claim's place."""


def why_place(case: Case, request: Request) -> Response:
    """The candidates for the place of one claim."""
    stored = case.claim(request.path_params["id"])
    if stored is None or stored.claim.place is None:
        raise HTTPException(404, "This case has no such claim, or the claim has no place.")
    claim, place = stored.claim, stored.claim.place
    text = case.text(claim.evidence.source)
    ranked = _ranked(claim, place, text) if text else None
    readings = [_reading(*entry, place) for entry in ranked.candidates] if ranked else []
    return render(
        request, "place.html",
        claim=claim, place=place, name=ranked.toponym.name if ranked else place.name, readings=readings[:_MOST],
        more=max(0, len(readings) - _MOST), source=case.source(claim.evidence.source),
        first_chosen=bool(readings) and readings[0].chosen,
    )  # fmt: skip


def _ranked(claim: Claim, place: Place, text: Text) -> Ranked | None:
    # Only the words are given: what they were resolved to must not speak for itself.
    bare = structs.replace(claim, place=Place(name=place.name))
    return readings_of(bare, rank_places_of([bare], text, load()))


def _reading(candidate: Candidate, points: float, reasons: tuple[Reason, ...], place: Place) -> Reading:
    holders = dict.fromkeys(part for part in (candidate.admin2, candidate.admin1) if part and part != candidate.name)
    country = candidate.country if candidate.precision != "country" else None
    within = [*holders, *([country_name(country)] if country else map(country_name, candidate.borders))]
    drawn = Place(name=candidate.name, precision=candidate.precision, radius_km=candidate.radius_km)
    chosen = candidate.geonameid == place.geonameid if place.geonameid else _same_country(candidate, place)
    counted = sorted((r for r in reasons if abs(r.points) >= _LEAST_POINTS), key=lambda r: -abs(r.points))
    return Reading(candidate, ", ".join(within), precision_phrase(drawn), points, tuple(counted), chosen)


def _same_country(candidate: Candidate, place: Place) -> bool:
    return place.precision == candidate.precision == "country" and candidate.country == place.country
