"""The map, with the table that says the same."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from sousveil.show.choosing import OFFERED, asked
from sousveil.show.geography import Area, Pin, picture
from sousveil.show.rendering import render
from sousveil.store.case import Case
from sousveil.store.findings import FindingFilter

__all__ = ["world"]

_MOST = 2_000
_ROWS = 100


def world(case: Case, request: Request) -> Response:
    """Findings where they are, as exactly as the sources say and no more."""
    wanted = asked(request, "kind", "technology", "country")
    filters = FindingFilter(kind=wanted.get("kind"), technology=wanted.get("technology"), country=wanted.get("country"))
    rows = list(case.findings(filters, limit=_MOST + 1))
    shown = rows[:_MOST]
    drawn = picture(shown, whole_world=request.query_params.get("extent") == "world")
    here = request.query_params.get("place", "")
    spots: list[Pin | Area] = [*drawn.pins, *drawn.areas]
    spot = next((spot for spot in spots if spot.key == here), None)
    ids = set(spot.findings) if spot else set()
    listed = [row for row in shown if row.id in ids] if spot else shown
    counts = case.finding_facets(most=OFFERED)
    return render(
        request, "map.html",
        map=drawn, rows=listed[:_ROWS], spot=spot, by_id={row.id: row for row in shown},
        total=len(shown), cut=len(rows) > _MOST,
        more_rows=max(0, len(listed) - _ROWS), wanted=wanted,
        options={name: sorted(counts.get(name, {})) for name in ("kind", "technology", "country")},
        extent=request.query_params.get("extent", ""),
    )  # fmt: skip
