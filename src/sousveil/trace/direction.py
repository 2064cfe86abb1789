"""Which of two texts came first, and how we know."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from sousveil.record.echo import Direction
from sousveil.trace.document import Document

__all__ = ["Ordered", "earlier", "known_before", "origin_first"]


class Ordered(Struct, frozen=True):
    """Two texts in the order in which they are taken to have been written."""

    origin: Document
    echo: Document
    why: str
    """For people."""
    direction: Direction


def known_before(first: str | None, second: str | None) -> bool:
    """Whether one date (EDTF) is surely before another: `2024-04` is not before `2024-04-16`."""
    if not first or not second:
        return False
    shorter = min(len(first), len(second))
    return first[:shorter] < second[:shorter]


def earlier(one: Document, other: Document) -> bool:
    """Whether `one` was surely published before `other`, by date or, on one day, by the time of day."""
    if known_before(one.published, other.published):
        return True
    return bool(one.published == other.published and one.moment and other.moment and one.moment < other.moment)


def origin_first(one: Document, other: Document) -> Ordered:
    """The two texts, origin first: by date, citation, credit, own reporting, then length.

    The last resort is the identifier, so that the answer is always the same; the reason then says that the
    direction is not known.
    """
    if earlier(one, other):
        return Ordered(one, other, _dates(one, other), "date")
    if earlier(other, one):
        return Ordered(other, one, _dates(other, one), "date")
    for points, words, direction in _POINTERS:
        forth, back = points(one, other), points(other, one)
        if forth != back:
            first, second = (other, one) if forth else (one, other)
            return Ordered(first, second, words, direction)
    return _guessed(one, other)


def _guessed(one: Document, other: Document) -> Ordered:
    """What is most likely where nothing says which came first."""
    if bool(one.text.own) != bool(other.text.own):
        first, second = (one, other) if one.text.own else (other, one)
        return Ordered(first, second, "says that it saw or heard it itself; no date decides", "own")
    if bool(one.published) != bool(other.published):
        first, second = (one, other) if one.published else (other, one)
        return Ordered(first, second, "the other has no date, so the direction is not sure", "undated")
    long, short = (one, other) if len(one.tokens) >= len(other.tokens) else (other, one)
    if len(long.tokens) > len(short.tokens) * 1.15:
        return Ordered(long, short, "the longer text; no date decides", "length")
    first, second = (one, other) if one.id < other.id else (other, one)
    return Ordered(first, second, "direction not known", "unknown")


def _dates(first: Document, second: Document) -> str:
    if first.published == second.published:
        return f"published earlier on {first.published} ({first.moment} before {second.moment})"
    return f"published earlier ({first.published} before {second.published})"


def _cites(one: Document, other: Document) -> bool:
    if any(url in other.urls for url in one.outbound):
        return True
    if other.agency and other.agency != one.agency and other.agency in one.named:
        return True  # it cites the agency whose text the other prints
    return bool(other.house) and other.house != one.house and other.house in one.named


def _credits(one: Document, other: Document) -> bool:
    return bool(one.agency) and one.agency == other.house != one.house


def _follows(one: Document, other: Document) -> bool:
    """The other signs its text with its own name, as agencies do and those who print them do not."""
    return bool(other.agency) and other.agency == other.house != one.house


_POINTERS: tuple[tuple[Callable[[Document, Document], bool], str, Direction], ...] = (
    (_cites, "cited by the other", "citation"),
    (_credits, "credited by the other", "credit"),
    (_follows, "signed with its publisher's own credit line", "credit"),
)
