"""Where findings are, drawn as far as the sources know and no further.

Points are projected as web/basemap.mjs projects the basemap: Mercator, in hundredths of a degree of longitude, x from
180° W eastward, y from 84° N southward. A pin is set only for a site or a city; a district or region is a soft ring as
wide as it is; a country is shaded; whatever has no position is listed. Places that stand too near each other to be told
apart are one number, which opens as one zooms in.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from msgspec import Struct

from sousveil.show.built import built_file
from sousveil.store.findings.atlas import Counted

__all__ = [
    "HIGHEST", "Box", "Mark", "Picture", "Shape", "View", "fitted", "labelled", "picture", "project", "radius_units",
    "unproject", "view_of",
]  # fmt: skip

Box = tuple[float, float, float, float]
"""x and y of the upper left corner, then of the lower right one, in map units."""
HIGHEST: Final = 10.0
"""The nearest zoom: a picture 35 units wide, some 30 km."""
_LIMIT: Final = 84.0
_WORLD: Final = 36_000.0
_TOP: Final = math.degrees(math.log(math.tan(math.pi / 4 + math.radians(_LIMIT) / 2)))
_RATIO: Final = 0.56
_KM_A_DEGREE: Final = 111.32
"""Kilometres in a degree of longitude at the equator (WGS 84)."""
_WIDE: Final = 960
"""Pixels across which the picture is laid out."""
_CELL: Final = 64
_NEAR: Final = 44
"""Pixels: the squares in which places are counted together, and how near to each other two numbers may stand."""
_MARGIN: Final = 0.4
"""How far beyond the picture outlines and numbers reach, as a part of it, so that it can be moved at once."""
_LABELS: Final = 40
_BUTTONS: Final = (62, 160)
"""Pixels across and down that the buttons take."""
# Wider than this many units (80 degrees) the coarse basemap is enough.
_COARSE: Final = 8_000.0
_MOST_OF_THEM: Final = 0.6
_FIRST_VIEW: Final = (18_000.0, 11_600.0)
_POINT: Final = frozenset({"site", "city", "district", "region"})


class View(Struct, frozen=True):
    """What part of the world is seen. `zoom` is 0 for all of it, and each step halves the width."""

    lat: float
    lon: float
    zoom: float

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """x, y, width and height of the picture, moved where it would reach beyond the basemap."""
        width = _WORLD / 2**self.zoom
        height = width * _RATIO
        x, y = project(self.lat, self.lon)
        bottom = 2 * _TOP * 100
        top = (bottom - height) / 2 if height > bottom else min(max(y - height / 2, 0.0), bottom - height)
        return min(max(x - width / 2, 0.0), _WORLD - width), top, width, height


class Shape(Struct, frozen=True):
    """A country's outline that meets the picture, and how many findings are known for the country as a whole."""

    country: str
    path: str
    findings: int
    shade: float
    """0 to 1: the share of the country that has the most."""


class Mark(Struct, frozen=True):
    """One place of the picture, or several that stand near each other."""

    x: float
    y: float
    findings: int
    spots: int
    first: int
    """The number of the place that has most of them."""
    precision: str
    """Of the one place; empty for several."""
    box: Box
    """The corners of the places."""


class Picture(Struct, frozen=True):
    """What the template draws. Lengths are in map units; `unit` is one pixel at a width of 960."""

    view: View
    frame: tuple[float, float, float, float]
    unit: float
    shapes: tuple[Shape, ...]
    marks: tuple[Mark, ...]
    areas: tuple[tuple[int, int], ...]
    """Places that are no point, by number, with their findings, most first."""
    elsewhere: int
    """Findings that lie outside the picture."""
    placed: int
    """Findings that have a point."""


@cache
def _basemap(scale: str) -> dict[str, list[tuple[Box, str]]]:
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


def unproject(x: float, y: float) -> tuple[float, float]:
    """Map units to degrees: latitude, longitude."""
    lat = math.degrees(2 * math.atan(math.exp(math.radians(_TOP - y / 100))) - math.pi / 2)
    return lat, x / 100 - 180


def radius_units(lat: float, kilometres: float) -> float:
    """A distance in map units at a latitude: Mercator stretches both ways by the same."""
    return round(kilometres / (_KM_A_DEGREE * math.cos(math.radians(max(-_LIMIT, min(_LIMIT, lat))))) * 100, 1)


def fitted(box: Box) -> View:
    """The view that shows a box with room around it."""
    x0, y0, x1, y1 = box
    width = max((x1 - x0) * 1.3, (y1 - y0) * 1.25 / _RATIO, _WORLD / 2**HIGHEST)
    zoom = max(0.0, math.floor(math.log2(_WORLD / min(width, _WORLD)) * 10) / 10)
    lat, lon = unproject((x0 + x1) / 2, (y0 + y1) / 2)
    return View(round(lat, 4), round(lon, 4), zoom)


def _country_box(code: str) -> Box | None:
    shapes = _basemap("world").get(code) or _basemap("region").get(code)
    if not shapes:
        return None
    # The largest piece stands for the country: France is not drawn from Guiana to Réunion.
    return max((box for box, _ in shapes), key=lambda b: (b[2] - b[0]) * (b[3] - b[1]))


def view_of(counted: Sequence[Counted]) -> View:
    """Everything that is known, with room around it; where that is half the world and most of it is in one country,
    that country: one stray place must not make the others too small to see."""
    weight, inside = _by_country(counted)
    if not inside:
        lat, lon = unproject(*_FIRST_VIEW)
        return View(round(lat, 4), round(lon, 4), 0.0)
    everything = _around(inside.values())
    country, most = weight.most_common(1)[0]
    if everything[2] - everything[0] > _COARSE / 1.3 and most >= _MOST_OF_THEM * weight.total() and country in inside:
        own = _country_box(country)
        everything = _around([inside[country], *([own] if own else [])])
    x0, y0, x1, y1 = everything
    # Never nearer than five degrees by itself: one place alone would be a pin in an empty plain.
    wide = max(0.0, 380.0 - (x1 - x0)) / 2
    return fitted((x0 - wide, y0, x1 + wide, y1))


def _by_country(counted: Iterable[Counted]) -> tuple[Counter[str], dict[str, Box]]:
    """How many findings each country has, and where in it: around its points, and all of it where something is known
    of the country as a whole."""
    weight: dict[str, int] = {}
    edges: dict[str, list[float]] = {}
    whole = set[str]()
    for _, findings, x, y, country, precision in counted:
        if country is None:
            continue
        if precision == "country":
            whole.add(country)
        elif x is None or y is None or precision not in _POINT:
            continue
        elif (edge := edges.get(country)) is None:
            edges[country] = [x, y, x, y]
        else:
            edge[0], edge[1] = min(edge[0], x), min(edge[1], y)
            edge[2], edge[3] = max(edge[2], x), max(edge[3], y)
        weight[country] = weight.get(country, 0) + findings
    inside: dict[str, Box] = {country: (e[0], e[1], e[2], e[3]) for country, e in edges.items()}
    for country in sorted(whole):
        if (box := _country_box(country)) is not None:
            inside[country] = _around([box, *([inside[country]] if country in inside else [])])
    return Counter(weight), inside


def _around(boxes: Iterable[Box]) -> Box:
    held = list(boxes)
    return min(b[0] for b in held), min(b[1] for b in held), max(b[2] for b in held), max(b[3] for b in held)


def _meet(a: Box, b: Box) -> bool:
    return a[2] >= b[0] and a[0] <= b[2] and a[3] >= b[1] and a[1] <= b[3]


def picture(counted: Sequence[Counted], view: View | None = None) -> Picture:
    """Everything that the map draws of these places.

    Raises `UsageError` where the basemap was not built.
    """
    view = view or view_of(counted)
    x, y, width, height = view.frame
    shown = (x, y, x + width, y + height)
    drawn = (x - width * _MARGIN, y - height * _MARGIN, x + width * (1 + _MARGIN), y + height * (1 + _MARGIN))
    unit = width / _WIDE
    points, areas = list[Counted](), list[tuple[int, int]]()
    in_country: dict[str, int] = {}
    placed = inside = 0
    for each in counted:
        number, findings, px, py, country, precision = each
        # A continent or a border river has no country, and its middle is nowhere in particular.
        if px is not None and py is not None and country is not None and precision in _POINT:
            points.append(each)
            placed += findings
            if shown[0] <= px <= shown[2] and shown[1] <= py <= shown[3]:
                inside += findings
        else:
            areas.append((number, findings))
            if precision == "country" and country is not None:
                in_country[country] = in_country.get(country, 0) + findings
    away = sum(n for code, n in in_country.items() if (box := _country_box(code)) is None or not _meet(box, shown))
    return Picture(
        view=view,
        frame=(round(x, 1), round(y, 1), round(width, 1), round(height, 1)),
        unit=unit,
        shapes=_shapes(in_country, drawn, coarse=width > _COARSE),
        marks=tuple(_marks(points, drawn, unit)),
        areas=tuple(sorted(areas, key=lambda area: (-area[1], area[0]))),
        elsewhere=placed - inside + away,
        placed=placed,
    )


def _shapes(in_country: Mapping[str, int], drawn: Box, *, coarse: bool) -> tuple[Shape, ...]:
    shapes = []
    most = max(in_country.values(), default=1)
    for code, parts in sorted(_basemap("world" if coarse else "region").items()):
        if path := "".join(part for box, part in parts if _meet(box, drawn)):
            shapes.append(Shape(code, path, known := in_country.get(code, 0), round(known / most, 2)))
    return tuple(shapes)


class _Heap:
    """Places that are counted together while the marks are made. A plain class with slots: a large case makes tens of
    thousands of steps here for each picture."""

    __slots__ = ("findings", "first", "most", "precision", "spots", "sum_x", "sum_y", "x0", "x1", "y0", "y1")

    def __init__(self, number: int, findings: int, x: float, y: float, precision: str) -> None:
        self.findings, self.spots, self.precision = findings, 1, precision
        self.sum_x, self.sum_y = x * findings, y * findings
        self.first, self.most = number, findings
        self.x0 = self.x1 = x
        self.y0 = self.y1 = y

    def add(self, number: int, findings: int, x: float, y: float) -> None:
        """One more place."""
        self.findings += findings
        self.spots += 1
        self.sum_x += x * findings
        self.sum_y += y * findings
        if findings > self.most:
            self.first, self.most = number, findings
        if x < self.x0:
            self.x0 = x
        elif x > self.x1:
            self.x1 = x
        if y < self.y0:
            self.y0 = y
        elif y > self.y1:
            self.y1 = y

    def join(self, other: _Heap) -> None:
        """The places of another one."""
        self.findings += other.findings
        self.spots += other.spots
        self.sum_x += other.sum_x
        self.sum_y += other.sum_y
        if (other.most, -other.first) > (self.most, -self.first):
            self.first, self.most = other.first, other.most
        self.x0, self.y0 = min(self.x0, other.x0), min(self.y0, other.y0)
        self.x1, self.y1 = max(self.x1, other.x1), max(self.y1, other.y1)

    def distance(self, other: _Heap) -> float:
        """How far their middles are from each other."""
        return math.hypot(
            self.sum_x / self.findings - other.sum_x / other.findings,
            self.sum_y / self.findings - other.sum_y / other.findings,
        )

    def mark(self) -> Mark:
        """What is drawn of it."""
        x, y = self.sum_x / self.findings, self.sum_y / self.findings
        precision = self.precision if self.spots == 1 else ""
        box = (self.x0, self.y0, self.x1, self.y1)
        return Mark(round(x, 1), round(y, 1), self.findings, self.spots, self.first, precision, box)


def _marks(points: Iterable[Counted], drawn: Box, unit: float) -> list[Mark]:
    """Places by squares of the world (so that moving the picture moves no number), then squares whose numbers would
    touch. Small ones first: the template draws them in this order."""
    size = _CELL * unit
    x0, y0, x1, y1 = drawn
    cells: dict[tuple[int, int], _Heap] = {}
    for number, findings, x, y, _, precision in points:
        if x is None or y is None or not (x0 <= x <= x1 and y0 <= y <= y1):
            continue
        cell = (int(x // size), int(y // size))
        if (heap := cells.get(cell)) is not None:
            heap.add(number, findings, x, y)
        else:
            cells[cell] = _Heap(number, findings, x, y, precision)
    heaps = list[_Heap]()
    for heap in sorted(cells.values(), key=lambda heap: (-heap.findings, heap.first)):
        near = next((held for held in heaps if held.distance(heap) < _NEAR * unit), None)
        if near is None:
            heaps.append(heap)
        else:
            near.join(heap)
    return sorted((heap.mark() for heap in heaps), key=lambda mark: (mark.spots > 1, mark.findings, mark.first))


def labelled(picture_: Picture, names: Mapping[int, str]) -> dict[int, bool]:
    """The marks, by their place's number, whose names have room, the largest first; whether a name stands to the left
    of its mark, where the right has none."""
    unit, (x0, _, width, _) = picture_.unit, picture_.frame
    y0 = picture_.frame[1]
    # The buttons stand in the upper right corner.
    buttons = (x0 + width - _BUTTONS[0] * unit, y0, x0 + width, y0 + _BUTTONS[1] * unit)
    taken = [buttons, *(_disc(mark, unit) for mark in picture_.marks)]
    found: dict[int, bool] = {}
    for mark in reversed(picture_.marks):
        length = (len(names[mark.first]) * 8.2 + 10) * unit
        reach = _reach(mark) * unit
        for left in (False, True):
            start = mark.x - reach - length if left else mark.x + reach
            box = (start, mark.y - 9 * unit, start + length, mark.y + 9 * unit)
            beyond = start < x0 or start + length > x0 + width
            if not beyond and not any(_meet(box, other) for other in taken) and len(found) < _LABELS:
                taken.append(box)
                found[mark.first] = left
                break
    return found


def _reach(mark: Mark) -> float:
    """Pixels from the middle of a mark to its rim, about."""
    return 20.0 if mark.findings > 9 else 14.0


def _disc(mark: Mark, unit: float) -> Box:
    reach = (_reach(mark) - 4) * unit
    return mark.x - reach, mark.y - reach, mark.x + reach, mark.y + reach
