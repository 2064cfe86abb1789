"""Counts as bars, each with an address that lists what it counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice

from msgspec import Struct

__all__ = ["Bar", "bars"]


class Bar(Struct, frozen=True):
    """A value with its count, as a length in percent of the longest. `name` stands for the label, where it is given."""

    value: str
    count: int
    length: float
    address: str
    name: str | None = None


def bars(
    counts: Mapping[str, int],
    address_of: Callable[[str], str],
    most: int = 10,
    names: Mapping[str, str] | None = None,
) -> list[Bar]:
    """The most frequent values, longest bar first."""
    ordered = sorted(((v, n) for v, n in counts.items() if n), key=lambda item: (-item[1], item[0]))
    longest = ordered[0][1] if ordered else 1
    return [
        Bar(value, count, round(100 * count / longest, 1), address_of(value), (names or {}).get(value))
        for value, count in islice(ordered, most)
    ]
