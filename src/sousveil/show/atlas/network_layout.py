"""Where the boxes and ribbons of the network stand: columns from left to right, ribbons as wide as their weight.

A pure function: the same network gives the same picture. Lengths are pixels of a picture that is `WIDTH` wide. A ribbon
that passes a column without stopping there gets a lane of its own in it, so that it runs between boxes and under none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct

__all__ = ["BAR", "WIDTH", "Bar", "Drawn", "Link", "Ribbon", "laid_out"]

WIDTH: Final = 1080
BAR: Final = 12
"""How wide a box is."""
_TOP: Final = 34
"""Room for the names of the columns."""
_ROW: Final = 26
"""The least height of a row: a line of type, and air."""
_GAP: Final = 8
_LANE: Final = 4
_TALLEST: Final = 560
"""How high the boxes of the fullest column are together, about."""
_THINNEST: Final = 1.5
_SWEEPS: Final = 12

Key = tuple[int, str]
"""A box: its column, counted from 0, and its name there."""


class Link(Struct, frozen=True):
    """A ribbon that is wanted, from a box to one in a column further right."""

    one: Key
    other: Key
    weight: float
    core: float
    """The part of the weight that is sure: 0 to `weight`."""


class Bar(Struct, frozen=True):
    """A box where it stands."""

    key: Key
    x: float
    y: float
    height: float
    middle: float


class Ribbon(Struct, frozen=True):
    """A ribbon: the path of its middle line, and its widths."""

    link: Link
    path: str
    width: float
    core: float


class Drawn(Struct, frozen=True):
    """The picture."""

    width: float
    height: float
    bars: tuple[Bar, ...]
    ribbons: tuple[Ribbon, ...]
    columns: tuple[float, ...]
    """Where each column's boxes begin."""


class _Slot(Struct):
    """A place in a column: of a box, or (`link` is set) of a ribbon that passes."""

    key: Key
    link: int | None
    size: float
    y: float = 0.0

    @property
    def row(self) -> float:
        return self.size + _LANE if self.link is not None else max(self.size + _GAP, _ROW)


def laid_out(columns: int, links: Sequence[Link]) -> Drawn:
    """The picture of these links; every box of it has one at least."""
    scale = _scale(columns, links)
    widths = [max(link.weight * scale, _THINNEST) for link in links]
    slots = _slots(columns, links, widths)
    _order(slots, links)
    height = _stack(slots)
    at = {(slot.key, slot.link): slot for column in slots for slot in column}
    step = (WIDTH - BAR) / max(1, columns - 1)
    xs = tuple(round(column * step, 1) for column in range(columns))
    ports = _ports(links, widths, at)
    ribbons = []
    for number, link in enumerate(links):
        start, end = ports[number]
        points = [(xs[link.one[0]] + BAR, start)]
        for column in range(link.one[0] + 1, link.other[0]):
            lane = at[(column, ""), number]
            points += [(xs[column], lane.y + lane.row / 2), (xs[column] + BAR, lane.y + lane.row / 2)]
        points.append((xs[link.other[0]], end))
        core = widths[number] * link.core / link.weight if link.weight else 0.0
        ribbons.append(Ribbon(link, _path(points), round(widths[number], 1), round(core, 1)))
    bars = [
        Bar(slot.key, xs[slot.key[0]], round(slot.y + (slot.row - slot.size) / 2, 1), round(slot.size, 1),
            round(slot.y + slot.row / 2, 1))
        for column in slots for slot in column if slot.link is None
    ]  # fmt: skip
    return Drawn(WIDTH, round(height, 1), tuple(bars), tuple(ribbons), xs)


def _weights(links: Iterable[Link]) -> Mapping[Key, float]:
    """What goes in or out of each box, whichever is more."""
    out: dict[Key, float] = defaultdict(float)
    into: dict[Key, float] = defaultdict(float)
    for link in links:
        out[link.one] += link.weight
        into[link.other] += link.weight
    return {key: max(out.get(key, 0.0), into.get(key, 0.0)) for key in {*out, *into}}


def _scale(columns: int, links: Sequence[Link]) -> float:
    """Pixels for a weight of 1: the fullest column is as high as it may be, and one link alone is no wall."""
    through = [0.0] * columns
    for key, weight in _weights(links).items():
        through[key[0]] += weight
    for link in links:
        for column in range(link.one[0] + 1, link.other[0]):
            through[column] += link.weight
    tallest = min(_TALLEST, 110 + 36 * len(links))
    return min(tallest / max([1e-9, *through]), 14.0)


def _slots(columns: int, links: Sequence[Link], widths: Sequence[float]) -> list[list[_Slot]]:
    sizes: dict[Key, list[float]] = defaultdict(lambda: [0.0, 0.0])
    slots: list[list[_Slot]] = [[] for _ in range(columns)]
    for number, (link, width) in enumerate(zip(links, widths, strict=True)):
        sizes[link.one][0] += width
        sizes[link.other][1] += width
        for column in range(link.one[0] + 1, link.other[0]):
            slots[column].append(_Slot((column, ""), number, width))
    for key in sorted(sizes, key=lambda key: (-max(sizes[key]), key)):
        slots[key[0]].append(_Slot(key, None, max(sizes[key])))
    for held in slots:
        # Boxes first, the heaviest on top; what passes begins below them.
        held.sort(key=lambda slot: slot.link is not None)
    return slots


def _order(slots: list[list[_Slot]], links: Sequence[Link]) -> None:
    """Put each box beside what it is joined to (the barycentre rule, sweeping both ways)."""
    beside: dict[tuple[Key, int | None], list[tuple[tuple[Key, int | None], float]]] = defaultdict(list)
    for number, link in enumerate(links):
        stops: list[tuple[Key, int | None]] = [
            (link.one, None),
            *(((column, ""), number) for column in range(link.one[0] + 1, link.other[0])),
            (link.other, None),
        ]
        for one, other in pairwise(stops):
            beside[one].append((other, link.weight))
            beside[other].append((one, link.weight))
    for sweep in range(_SWEEPS):
        order = range(1, len(slots)) if sweep % 2 == 0 else range(len(slots) - 2, -1, -1)
        for column in order:
            towards = column - 1 if sweep % 2 == 0 else column + 1
            _stack(slots)
            middles = {(slot.key, slot.link): slot.y + slot.row / 2 for slot in slots[towards]}

            def barycentre(slot: _Slot, middles: Mapping[tuple[Key, int | None], float] = middles) -> float:
                met = [(middles[end], weight) for end, weight in beside[slot.key, slot.link] if end in middles]
                total = sum(weight for _, weight in met)
                return sum(y * weight for y, weight in met) / total if total else slot.y + slot.row / 2

            slots[column].sort(key=lambda slot: round(barycentre(slot), 3))


def _stack(slots: list[list[_Slot]]) -> float:
    """Give every slot its height, columns in the middle of the picture; how high that is."""
    heights = [sum(slot.row for slot in column) for column in slots]
    tallest = max(heights, default=0.0)
    for column, height in zip(slots, heights, strict=True):
        y = _TOP + (tallest - height) / 2
        for slot in column:
            slot.y = y
            y += slot.row
    return _TOP + tallest + 4


def _ports(
    links: Sequence[Link], widths: Sequence[float], at: Mapping[tuple[Key, int | None], _Slot]
) -> list[tuple[float, float]]:
    """Where each ribbon leaves its box and reaches the other: in the order of what is at its far end, so that ribbons
    of one box do not cross beside it."""

    def next_y(number: int, *, right: bool) -> float:
        link = links[number]
        column = link.one[0] + 1 if right else link.other[0] - 1
        end = link.other if right else link.one
        slot = at[end, None] if end[0] == column else at[(column, ""), number]
        return slot.y + slot.row / 2

    starts, ends = [0.0] * len(links), [0.0] * len(links)
    for right, found in ((True, starts), (False, ends)):
        of_box: dict[Key, list[int]] = defaultdict(list)
        for number, link in enumerate(links):
            of_box[link.one if right else link.other].append(number)
        for key, numbers in of_box.items():
            slot = at[key, None]
            y = slot.y + (slot.row - sum(widths[number] for number in numbers)) / 2
            for number in sorted(numbers, key=lambda number: (next_y(number, right=right), number)):
                found[number] = y + widths[number] / 2
                y += widths[number]
    return list(zip(starts, ends, strict=True))


def _path(points: Sequence[tuple[float, float]]) -> str:
    """A smooth line: level where it leaves and arrives, straight through a lane."""
    (x, y), *rest = points
    path = f"M{x:g} {y:.1f}"
    for number, (nx, ny) in enumerate(rest):
        if number % 2 == 0:
            half = (x + nx) / 2
            path += f"C{half:.1f} {y:.1f} {half:.1f} {ny:.1f} {nx:g} {ny:.1f}"
        else:
            path += f"H{nx:g}"
        x, y = nx, ny
    return path
