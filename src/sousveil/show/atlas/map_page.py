"""The map, with the tables that say the same, and its downloads."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct, structs
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sousveil.errors import UsageError
from sousveil.record.finding import Finding
from sousveil.record.rows import finding_row
from sousveil.show.addresses import changed
from sousveil.show.atlas.brief_asked import FIELDS, brief_asked, number_asked, selects
from sousveil.show.atlas.geography import (
    HIGHEST,
    Mark,
    Picture,
    View,
    fitted,
    labelled,
    picture,
    radius_units,
    unproject,
)
from sousveil.show.atlas.network import shortened
from sousveil.show.drawing.years import Years, years_of
from sousveil.show.page.choosing import asked
from sousveil.show.page.remembered import Remembered
from sousveil.show.page.rendering import render
from sousveil.show.page.table import csv_answer
from sousveil.show.server.shelf import Shelf
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import ngettext
from sousveil.show.words.names import country_name, place_name
from sousveil.show.words.present import finding_sentence
from sousveil.store.case import Case
from sousveil.store.findings.atlas import Counted, Spot
from sousveil.store.findings.briefs import Brief

__all__ = ["map_csv", "map_geojson", "world"]

_ROWS: Final = 50
"""Places, or findings of one place, on one page of the table."""
_AREAS: Final = 12
"""Places that are no point, beside the map."""
_ROOM: Final = 26
"""Letters of a name on the map."""
_BEYOND: Final = 1_000_000


class Pin(Struct, frozen=True):
    """A mark of the picture as the template draws it."""

    mark: Mark
    name: str
    said: str
    address: str
    exact: bool
    """A site or a city. Else a district or a region, somewhere in which it is."""
    radius: float | None
    """Of a district or region, in map units."""
    label: str
    """`right`, `left`, or empty where there is no room."""


class Area(Struct, frozen=True):
    """A place that is no point, or a row of the table."""

    spot: Spot
    name: str
    findings: int
    address: str


class Around(Struct, frozen=True):
    """Addresses of other views: nearer, farther, one side of the picture, everything."""

    nearer: str | None
    farther: str | None
    north: str
    east: str
    south: str
    west: str
    home: str
    world: str


def world(case: Case, request: Request) -> Response:
    """Findings where they are, as exactly as the sources say and no more."""
    wanted, view = brief_asked(request), _view_asked(request)
    held: Remembered = request.app.state.remembered
    counted = held.get(case, ("counted", wanted), lambda: case.counted(wanted))
    drawn = held.get(case, ("picture", wanted, view), lambda: picture(counted, view))
    skip = number_asked(request, "skip", range(_BEYOND)) or 0
    found = held.get(
        case, ("most first", wanted), lambda: sorted(counted, key=lambda each: (-each[1], each[0]))
    )  # fmt: skip
    key = request.query_params.get("place", "")
    spot = case.spots_by_key([key]).get(key) if key else None
    rows = [] if spot else [(number, n) for number, n, *_ in _inside(found, _box_asked(request))]
    listed = rows[skip : skip + _ROWS]
    numbers = {mark.first for mark in drawn.marks}
    numbers |= {number for number, _ in (*drawn.areas[:_AREAS], *listed)}
    spots = case.spots(numbers)
    of_place = list(case.findings_in(structs.replace(wanted, spot=key), limit=_ROWS, skip=skip)) if spot else []
    count = case.brief_total(structs.replace(wanted, spot=key)) if spot else len(rows)
    total = sum(each[1] for each in counted)
    placeless = held.get(case, ("placeless", wanted), lambda: case.placeless(wanted))
    return render(
        request, "map.html",
        map=drawn, pins=_pins(request, drawn, spots), around=_around(request, drawn.view),
        areas=[_row(request, spots[number], n) for number, n in drawn.areas[:_AREAS]],
        more_areas=len(drawn.areas) - _AREAS, country=lambda code: changed(request, place=f"country:{code}", skip=None),
        rows=[_row(request, spots[number], n) for number, n in listed], spot=spot,
        spot_name=_name(spot) if spot else "", findings=of_place, count=count, skip=skip,
        following=changed(request, skip=skip + _ROWS) if skip + _ROWS < count else None,
        before=changed(request, skip=max(0, skip - _ROWS) or None) if skip else None,
        boxed=bool(request.query_params.get("box")), total=total, placeless=placeless,
        in_case=total or placeless or case.brief_total(Brief()),
        selects=selects(case, request), wanted=wanted, set_=asked(request, *FIELDS),
        kept=asked(request, "at", "zoom"), years=_years(case, request, wanted),
    )  # fmt: skip


def _view_asked(request: Request) -> View | None:
    """The view that the address names; None for the one that shows what there is. Raises UsageError."""
    at, zoom = request.query_params.get("at", "").strip(), request.query_params.get("zoom", "").strip()
    if not at and not zoom:
        return None
    lat, lon = _numbers(at or "20,0", 2, "at")
    (near,) = _numbers(zoom or "0", 1, "zoom")
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise UsageError(_("“at” is a latitude and a longitude in degrees, such as 39.03,125.75."))
    return View(lat, lon, min(max(near, 0.0), HIGHEST))


def _box_asked(request: Request) -> tuple[float, float, float, float] | None:
    given = request.query_params.get("box", "").strip()
    if not given:
        return None
    x0, y0, x1, y1 = _numbers(given, 4, "box")
    return x0, y0, x1, y1


def _numbers(given: str, count: int, name: str) -> list[float]:
    try:
        found = [float(part) for part in given[:100].split(",")]
    except ValueError:
        found = []
    if len(found) != count or not all(math.isfinite(number) for number in found):
        raise UsageError(_("“{name}” cannot be read. Go back to the whole map and choose again.", name=name))
    return found


def _inside(counted: Iterable[Counted], box: tuple[float, float, float, float] | None) -> list[Counted]:
    if box is None:
        return list(counted)
    x0, y0, x1, y1 = box
    return [
        each for each in counted
        if each[2] is not None and each[3] is not None and x0 <= each[2] <= x1 and y0 <= each[3] <= y1
    ]  # fmt: skip


def _name(spot: Spot) -> str:
    place = spot.place
    return country_name(place.country) if place.precision == "country" and place.country else place_name(place)


def _row(request: Request, spot: Spot, findings: int) -> Area:
    return Area(spot, _name(spot), findings, f"{changed(request, place=spot.key, skip=None, box=None)}#as-table")


def _pins(request: Request, drawn: Picture, spots: dict[int, Spot]) -> list[Pin]:
    names = {mark.first: shortened(_name(spots[mark.first]), _ROOM) for mark in drawn.marks}
    shown = {
        mark.first: names[mark.first] if mark.spots == 1 else f"{names[mark.first]} +{mark.spots - 1:,}"
        for mark in drawn.marks
    }
    sides = labelled(drawn, shown)
    pins = []
    for mark in drawn.marks:
        spot = spots[mark.first]
        side = {True: "left", False: "right", None: ""}[sides.get(mark.first)]
        place = spot.place
        exact = mark.spots > 1 or place.precision in ("site", "city")
        radius = radius_units(place.lat, place.radius_km) if place.lat is not None and place.radius_km else None
        where, said = _opens(request, mark, spot, shown[mark.first])
        pins.append(Pin(mark, shown[mark.first], said, where, exact, None if exact else radius, side))
    return pins


def _opens(request: Request, mark: Mark, spot: Spot, name: str) -> tuple[str, str]:
    """Where a mark leads, and what it says: one place to its findings, several to a view that tells them apart, or to
    their list where none can."""
    findings = ngettext("{count} finding", "{count} findings", mark.findings)
    if mark.spots == 1:
        return (
            f"{changed(request, place=spot.key, skip=None, box=None)}#as-table",
            _("{place}: {findings}", place=name, findings=findings),
        )
    near = fitted(mark.box)
    said = _("{place}: {findings} in {places} places", place=name, findings=findings, places=mark.spots)
    if near.zoom < HIGHEST and mark.box[:2] != mark.box[2:]:
        return changed(request, at=f"{near.lat},{near.lon}", zoom=f"{near.zoom:g}", skip=None), said
    box = ",".join(f"{edge:.1f}" for edge in (mark.box[0] - 1, mark.box[1] - 1, mark.box[2] + 1, mark.box[3] + 1))
    return f"{changed(request, box=box, place=None, skip=None)}#as-table", said


def _around(request: Request, view: View) -> Around:
    x, y, width, height = view.frame

    def seen(across: float = 0.0, down: float = 0.0, zoom: float = 0.0) -> str:
        lat, lon = unproject(x + width * (0.5 + across), y + height * (0.5 + down))
        near = min(max(view.zoom + zoom, 0.0), HIGHEST)
        return changed(request, at=f"{lat:.4f},{max(-180.0, min(180.0, lon)):.4f}", zoom=f"{near:g}")

    return Around(
        seen(zoom=1) if view.zoom < HIGHEST else None, seen(zoom=-1) if view.zoom > 0 else None,
        seen(down=-0.3), seen(across=0.3), seen(down=0.3), seen(across=-0.3),
        changed(request, at=None, zoom=None), changed(request, at="20,0", zoom="0"),
    )  # fmt: skip


def _years(case: Case, request: Request, wanted: Brief) -> Years | None:
    held: Remembered = request.app.state.remembered
    of_all = structs.replace(wanted, first=None, last=None)
    return years_of(
        held.get(case, ("years", of_all), lambda: case.year_counts(of_all)), wanted.first, wanted.last,
        lambda first, last: changed(request, None, **{"from": first, "to": last, "skip": None}),
    )  # fmt: skip


def _shown(case: Case, request: Request) -> Iterator[tuple[Finding, Spot | None]]:
    """Every finding that the map shows or counts, with its place; with `place`, of that place alone."""
    wanted = brief_asked(request)
    if key := request.query_params.get("place", ""):
        wanted = structs.replace(wanted, spot=key)
    yield from case.findings_placed(wanted)


def map_csv(_case: Case, request: Request) -> Response:
    """What the map shows, a row a finding, as CSV."""
    brief_asked(request)

    def rows(case: Case) -> Iterator[Sequence[object]]:
        for finding, spot in _shown(case, request):
            place = spot.place if spot else None
            yield (
                finding.id, finding_sentence(finding), finding.kind, " ".join(finding.technology), finding.status,
                _name(spot) if spot else None, place.country if place else None, place.precision if place else None,
                place.lat if place else None, place.lon if place else None, place.radius_km if place else None,
                finding.time, finding.first_reported, finding.last_reported, finding.origins.min, finding.origins.max,
            )  # fmt: skip

    header = (
        "id", "sentence", "kind", "technology", "status", "place", "country", "precision", "lat", "lon", "radius_km",
        "time", "first_reported", "last_reported", "origins_min", "origins_max",
    )  # fmt: skip
    return csv_answer(request, "map", header, rows)


def map_geojson(_case: Case, request: Request) -> Response:
    """What the map shows as GeoJSON (RFC 7946), a feature a finding. What is known for a country or less has no
    geometry: a point in the middle of a country would say what no source says."""
    brief_asked(request)
    shelf: Shelf = request.app.state.shelf

    def parts() -> Iterator[str]:
        yield '{"type": "FeatureCollection", "features": ['
        with shelf.borrow() as case:
            for number, (finding, spot) in enumerate(_shown(case, request)):
                yield (",\n" if number else "\n") + json.dumps(_feature(finding, spot), ensure_ascii=False)
        yield "\n]}\n"

    return StreamingResponse(
        parts(), media_type="application/geo+json",
        headers={"content-disposition": 'attachment; filename="map.geojson"'},
    )  # fmt: skip


def _feature(finding: Finding, spot: Spot | None) -> dict[str, object]:
    place = spot.place if spot else None
    pointed = place is not None and place.precision not in (None, "country") and place.country and place.lat is not None
    row = finding_row(finding, [])
    kept = ("kind", "technology", "acts", "status", "disputed", "site_types", "first_reported", "last_reported")
    return {
        "type": "Feature",
        "id": finding.id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]} if place and pointed else None,
        "properties": {
            "sentence": finding_sentence(finding),
            **{name: row[name] for name in kept if name in row},
            "time": finding.time,
            "supplier": finding.supplier.name if finding.supplier else None,
            "operator": finding.operator.name if finding.operator else None,
            "origins_min": finding.origins.min,
            "origins_max": finding.origins.max,
            "claims": len(finding.claims),
            "place": _name(spot) if spot else None,
            "country": place.country if place else None,
            "precision": place.precision if place else None,
            "radius_km": place.radius_km if place else None,
        },
    }
