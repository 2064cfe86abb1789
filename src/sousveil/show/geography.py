"""Where findings are, drawn as far as the sources know and no further.

Points are projected as web/basemap.mjs projects the basemap: Mercator, in hundredths of a degree of longitude, x from
180° W eastward, y from 84° N southward. A pin is set only for a site or a city; a district or region is a ring
that says "somewhere here"; a country is shaded; whatever has no position is listed.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Final

from msgspec import Struct

from sousveil.record.claim import Place
from sousveil.record.finding import Finding
from sousveil.show.built import built_file
from sousveil.show.names import country_name, place_name

__all__ = ["Area", "Picture", "Pin", "Shape", "picture", "project"]

_LIMIT: Final = 84.0
_WORLD: Final = 36_000.0
_TOP: Final = math.degrees(math.log(math.tan(math.pi / 4 + math.radians(_LIMIT) / 2)))
_RATIO: Final = 0.56
_KM_A_DEGREE: Final = 111.32
"""Kilometres in a degree of longitude at the equator (WGS 84)."""
_LABELS: Final = 40
# Wider than this many units (80 degrees) the coarse basemap is enough.
_COARSE: Final = 8_000.0
_MOST_OF_THEM: Final = 0.6


class Shape(Struct, frozen=True):
    """A country's outline that meets the picture, and how many findings are known for the country as a whole."""

    country: str
    path: str
    findings: int
    shade: float
    """0 to 1: the share of the country that has the most."""


class Pin(Struct, frozen=True):
    """Findings at one position. `exact` is false for a district or region: a ring, not a pin."""

    key: str
    """Latitude and longitude as written: what the address of the place's own list carries."""
    x: float
    y: float
    name: str
    exact: bool
    findings: tuple[str, ...]
    labelled: bool
    left: bool
    """The name stands to the left of the pin, where the right has no room."""
    radius: float | None = None
    """Of the ring, in map units: how far from the point the thing may be. Null for a dot, or where nobody knows."""


class Area(Struct, frozen=True):
    """Findings that are known for an area only, for the list beside the map."""

    key: str
    name: str
    precision: str
    findings: tuple[str, ...]


class Picture(Struct, frozen=True):
    """What the template draws. Lengths are in map units; `unit` is one pixel at a width of 960."""

    x: float
    y: float
    width: float
    height: float
    limits: tuple[float, float, float, float]
    unit: float
    shapes: tuple[Shape, ...]
    pins: tuple[Pin, ...]
    areas: tuple[Area, ...]
    unplaced: tuple[str, ...]
    """Findings without any place."""
    elsewhere: int
    """Findings that lie outside the picture."""


@cache
def _basemap(scale: str) -> dict[str, list[tuple[tuple[float, float, float, float], str]]]:
    raw = json.loads(built_file("basemap.json"))[scale]
    return {
        code: [((b[0], b[1], b[2], b[3]), path) for b, path in ((shape["b"], shape["d"]) for shape in shapes)]
        for code, shapes in raw.items()
    }


def project(lat: float, lon: float) -> tuple[float, float]:
    """Degrees (WGS 84) to map units; latitudes beyond 84° stand at the edge."""
    clamped = max(-_LIMIT, min(_LIMIT, lat))
    y = math.degrees(math.log(math.tan(math.pi / 4 + math.radians(clamped) / 2)))
    return (lon + 180) * 100, (_TOP - y) * 100


def _radius(lat: float, kilometres: float | None) -> float | None:
    """A distance in map units at a latitude: Mercator stretches both ways by the same."""
    if kilometres is None:
        return None
    return round(kilometres / (_KM_A_DEGREE * math.cos(math.radians(max(-_LIMIT, min(_LIMIT, lat))))) * 100, 1)


def _country_box(code: str) -> tuple[float, float, float, float] | None:
    shapes = _basemap("world").get(code) or _basemap("region").get(code)
    if not shapes:
        return None
    # The largest piece stands for the country: France is not drawn from Guiana to Réunion.
    return max((box for box, _ in shapes), key=lambda b: (b[2] - b[0]) * (b[3] - b[1]))


def _frame(points: list[tuple[float, float]], countries: Iterable[str]) -> tuple[float, float, float, float]:
    """x, y, width, height of the picture: everything that is shown, with room around it."""
    boxes = [(x, y, x, y) for x, y in points]
    boxes += [box for code in countries if (box := _country_box(code))]
    if not boxes:
        return 0.0, 1_500.0, _WORLD, _WORLD * _RATIO
    x0, y0 = min(b[0] for b in boxes), min(b[1] for b in boxes)
    x1, y1 = max(b[2] for b in boxes), max(b[3] for b in boxes)
    width = max((x1 - x0) * 1.3, (y1 - y0) * 1.25 / _RATIO, 500.0)
    width = min(width, _WORLD)
    height = width * _RATIO
    x = min(max((x0 + x1 - width) / 2, 0.0), _WORLD - width)
    return x, (y0 + y1 - height) / 2, width, height


def _view(
    points: dict[tuple[float, float], list[Finding]], in_country: dict[str, int]
) -> tuple[float, float, float, float]:
    """The frame of all findings; where that is half the world and most of them are in one country, of that country:
    one stray place must not make the others too small to see."""
    frame = _frame([project(lat, lon) for lat, lon in points], in_country)
    weight = Counter(in_country)
    for members in points.values():
        weight.update(finding.place.country for finding in members if finding.place and finding.place.country)
    if frame[2] <= _COARSE or not weight:
        return frame
    country, most = weight.most_common(1)[0]
    if most < _MOST_OF_THEM * weight.total():
        return frame
    inside = [
        project(lat, lon) for (lat, lon), some in points.items() if some[0].place and some[0].place.country == country
    ]
    return _frame(inside, [country])


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[2] >= b[0] and a[0] <= b[2] and a[3] >= b[1] and a[1] <= b[3]


def _grouped(
    findings: Iterable[Finding],
) -> tuple[dict[tuple[float, float], list[Finding]], dict[tuple[str, str], list[Finding]], list[str]]:
    points: dict[tuple[float, float], list[Finding]] = {}
    areas: dict[tuple[str, str], list[Finding]] = {}
    unplaced: list[str] = []
    for finding in findings:
        place = finding.place
        if place is None:
            unplaced.append(finding.id)
            continue
        known_point = place.lat is not None and place.lon is not None
        # A continent or a border river has no country, and its middle is nowhere in particular.
        if known_point and place.precision != "country" and place.country:
            points.setdefault((place.lat or 0.0, place.lon or 0.0), []).append(finding)
        if place.precision in {"country", "region", "district"} or not known_point or not place.country:
            areas.setdefault((_area_name(place), place.precision or "unknown"), []).append(finding)
    return points, areas, unplaced


def _area_name(place: Place) -> str:
    if place.precision == "country" and place.country:
        return country_name(place.country)
    return place_name(place) + (f", {country_name(place.country)}" if place.country else "")


def _pins(
    points: dict[tuple[float, float], list[Finding]], unit: float, frame: tuple[float, float, float, float]
) -> list[Pin]:
    taken: list[tuple[float, float, float, float]] = []
    pins = []
    for (lat, lon), findings in sorted(points.items(), key=lambda item: (-len(item[1]), item[0])):
        x, y = project(lat, lon)
        place = findings[0].place
        assert place is not None
        name = place_name(place)
        length = (len(name) * 8.5 + 26) * unit
        left = x + length > frame[0] + frame[2]
        box = (x - length, y - 9 * unit, x, y + 9 * unit) if left else (x, y - 9 * unit, x + length, y + 9 * unit)
        free = all(box[2] < t[0] or box[0] > t[2] or box[3] < t[1] or box[1] > t[3] for t in taken)
        labelled = free and len(taken) < _LABELS
        if labelled:
            taken.append(box)
        pins.append(
            Pin(
                key=f"{lat},{lon}",
                x=round(x, 1),
                y=round(y, 1),
                name=name,
                exact=place.precision in {"site", "city"},
                findings=tuple(f.id for f in findings),
                labelled=labelled,
                left=left,
                radius=None if place.precision in {"site", "city"} else _radius(lat, place.radius_km),
            )
        )
    # Rings first, then small pins, then large ones on top.
    return sorted(pins, key=lambda pin: (pin.exact, len(pin.findings), pin.name))


def picture(findings: Iterable[Finding], *, whole_world: bool = False) -> Picture:
    """Everything that the map page draws for these findings.

    Raises `UsageError` where the basemap was not built.
    """
    points, areas, unplaced = _grouped(findings)
    in_country: dict[str, int] = {}
    for (_, precision), members in areas.items():
        code = members[0].place.country if members[0].place else None
        if precision == "country" and code:
            in_country[code] = in_country.get(code, 0) + len(members)
    frame = _frame([], []) if whole_world else _view(points, in_country)
    x, y, width, height = frame
    # One can move as far as the outlines reach: three times the picture.
    limits = (max(0.0, x - width), y - height, min(_WORLD, x + 2 * width), y + 2 * height)
    shapes = []
    darkest = max(in_country.values(), default=1)
    for code, parts in sorted(_basemap("world" if width > _COARSE else "region").items()):
        path = "".join(part for box, part in parts if _meet(box, limits))
        if path:
            shapes.append(Shape(code, path, known := in_country.get(code, 0), round(known / darkest, 2)))
    return Picture(
        x=round(x, 1), y=round(y, 1), width=round(width, 1), height=round(height, 1),
        limits=(round(limits[0], 1), round(limits[1], 1), round(limits[2], 1), round(limits[3], 1)),
        unit=width / 960,
        shapes=tuple(shapes),
        pins=tuple(pin for pin in _pins(points, width / 960, frame) if _meet((pin.x, pin.y, pin.x, pin.y), limits)),
        areas=tuple(
            Area(f"{precision}:{name}", name, precision, tuple(finding.id for finding in members))
            for (name, precision), members in sorted(areas.items(), key=lambda item: (-len(item[1]), item[0]))
        ),
        unplaced=tuple(unplaced),
        elsewhere=_elsewhere(points, in_country, (x, y, x + width, y + height)),
    )  # fmt: skip


def _elsewhere(
    points: dict[tuple[float, float], list[Finding]],
    in_country: dict[str, int],
    shown: tuple[float, float, float, float],
) -> int:
    count = 0
    for (lat, lon), members in points.items():
        x, y = project(lat, lon)
        count += 0 if _meet((x, y, x, y), shown) else len(members)
    for code, number in in_country.items():
        box = _country_box(code)
        count += 0 if box is None or _meet(box, shown) else number
    return count
