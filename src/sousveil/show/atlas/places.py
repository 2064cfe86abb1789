"""Why a claim's place is read as the place that it is, worked out anew from the text."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sousveil.record.claim import Place
from sousveil.resolve.why import Option, why
from sousveil.show.page.rendering import render
from sousveil.show.words.catalogue import gettext as _
from sousveil.store.case import Case

__all__ = ["why_place"]


def why_place(case: Case, request: Request) -> Response:
    """What the name of one claim's place may mean, with the points and reasons for each."""
    stored = case.claim(request.path_params["id"])
    if stored is None or stored.claim.place is None:
        raise HTTPException(404, _("This case has no such claim, or the claim has no place."))
    claim, place = stored.claim, stored.claim.place
    text = case.text(claim.evidence.source)
    explained = why(claim, text, homes=case.homes()) if text else None
    options = explained.options if explained else ()
    chosen = [_is_meant(option, place) for option in options]
    return render(
        request, "place.html",
        claim=claim, place=place, explained=explained, options=list(zip(options, chosen, strict=True)),
        differs=bool(chosen) and not chosen[0] and place.lat is not None, source=case.source(claim.evidence.source),
    )  # fmt: skip


def _is_meant(option: Option, place: Place) -> bool:
    if place.geonameid is not None:
        return option.geonameid == place.geonameid
    return place.precision == option.precision == "country" and option.country == place.country
