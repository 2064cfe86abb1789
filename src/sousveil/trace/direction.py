"""Which of two texts came first, and how we know."""

from __future__ import annotations

from sousveil.trace.document import Document

__all__ = ["earlier", "known_before", "origin_first"]


def known_before(first: str | None, second: str | None) -> bool:
    """Whether one date (EDTF) is surely before another: `2024-04` is not before `2024-04-16`."""
    if not first or not second:
        return False
    shorter = min(len(first), len(second))
    return first[:shorter] < second[:shorter]


def earlier(one: Document, other: Document) -> bool:
    """Whether `one` was surely published before `other`."""
    return known_before(one.published, other.published)


def origin_first(one: Document, other: Document) -> tuple[Document, Document, str]:
    """The two texts, origin first, and the reason: date, then citation, then credit, then length.

    The last resort is the identifier, so that the answer is always the same; the reason then says that the
    direction is not known.
    """
    if earlier(one, other):
        return one, other, f"published earlier ({one.published} before {other.published})"
    if earlier(other, one):
        return other, one, f"published earlier ({other.published} before {one.published})"
    one_cites, other_cites = _cites(one, other), _cites(other, one)
    if one_cites != other_cites:
        return (other, one, "cited by the other") if one_cites else (one, other, "cited by the other")
    one_credited, other_credited = _credits(one, other), _credits(other, one)
    if one_credited != other_credited:
        return (other, one, "credited by the other") if one_credited else (one, other, "credited by the other")
    if bool(one.published) != bool(other.published):
        first, second = (one, other) if one.published else (other, one)
        return first, second, "the other has no date, so the direction is not sure"
    long, short = (one, other) if len(one.tokens) >= len(other.tokens) else (other, one)
    if len(long.tokens) > len(short.tokens) * 1.15:
        return long, short, "the longer text; no date decides"
    first, second = (one, other) if one.id < other.id else (other, one)
    return first, second, "direction not known"


def _cites(one: Document, other: Document) -> bool:
    if any(url in other.urls for url in one.outbound):
        return True
    return bool(other.house) and other.house != one.house and other.house in one.named


def _credits(one: Document, other: Document) -> bool:
    return bool(one.agency) and one.agency == other.house != one.house
