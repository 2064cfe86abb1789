"""Series: a second number with its own place or year is a second claim ("300 in Varna and 120 in Ruse")."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from sousveil.find.composing import with_slot
from sousveil.find.dates import time_of
from sousveil.find.places import named_place
from sousveil.find.quantities import numbers_in
from sousveil.find.tables import Tables
from sousveil.record.claim import Claim, Place, Quantity
from sousveil.vocabulary.gazetteer_types import Toponym

__all__ = ["series_of"]

_TAIL = 48
"""Characters behind a number in which its own place or year stands."""
_WORDS_BETWEEN = 14
"""Characters between a bare number and its place or year: "120 in Ruse"."""
Span = tuple[int, int]


class _Item(Struct):
    """A number with what belongs to it alone."""

    value: float
    span: Span
    place: Place | None
    place_span: Span
    time: str | None
    time_span: Span


def series_of(
    claim: Claim, content: str, toponyms: list[Toponym], tables: Tables, published: str | None
) -> list[Claim]:
    """The claim, and one more for each further number of its quote that has a place or a year of its own."""
    if claim.quantity is None or "quantity" not in claim.slots or tables.language.writing != "spaced":
        return [claim]
    items = _items(claim, content, toponyms, tables, published)
    if len(items) < 2 or items[0].span[0] != claim.slots["quantity"][0]:
        return [claim]
    return [_with(claim, item, claim.quantity) for item in items]


def _items(claim: Claim, content: str, toponyms: list[Toponym], tables: Tables, published: str | None) -> list[_Item]:
    start, end = claim.evidence.start, claim.evidence.end
    numbers = [n for n in numbers_in(tables, content, start, end) if n[1][0] >= claim.slots["quantity"][0]]
    items: list[_Item] = []
    for position, (value, span) in enumerate(numbers):
        following = numbers[position + 1][1][0] if position + 1 < len(numbers) else end
        stop = min(following, span[1] + _TAIL, end)
        near = [t for t in toponyms if span[1] <= t.start and t.end <= stop and t.candidates and not t.demonym]
        time = time_of(tables, content, span[1], stop, span[1], published)
        marks = [t.start for t in near] + ([time[1][0]] if time else [])
        bare = bool(items)
        if not marks or (bare and min(marks) - span[1] > _WORDS_BETWEEN):
            if not bare:
                return []
            continue
        place = near[0] if near else None
        items.append(
            _Item(
                value=value,
                span=span,
                place=named_place(place) if place else None,
                place_span=(place.start, place.end) if place else span,
                time=time[0] if time else None,
                time_span=time[1] if time else span,
            )
        )
    return items


def _with(claim: Claim, item: _Item, quantity: Quantity) -> Claim:
    whole = claim.slots["quantity"]
    span = whole if whole[0] == item.span[0] else item.span
    claim = with_slot(claim, "quantity", msgspec.structs.replace(quantity, value=item.value), span)
    if item.place is not None:
        claim = with_slot(claim, "place", item.place, item.place_span)
    return claim if item.time is None else with_slot(claim, "time", item.time, item.time_span)
