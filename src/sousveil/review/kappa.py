"""Cohen's kappa: how far two people agree beyond what chance alone would give.

Source: J. Cohen, "A Coefficient of Agreement for Nominal Scales", Educational and Psychological Measurement 20 (1960),
37-46. With p_o the share of units on which both agree, and p_c the share on which they would agree by chance if each
kept to their own frequencies, kappa = (p_o - p_c) / (1 - p_c).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import TypeVar

from msgspec import Struct

__all__ = ["Kappa", "cohen_kappa"]

V = TypeVar("V", bound=Hashable)


class Kappa(Struct, frozen=True, kw_only=True):
    """What came of it. Shares are from 0 to 1."""

    n: int
    """Units that both judged."""
    agreed: int
    """Units on which both said the same."""
    observed: float | None = None
    """The share on which they agree; null where there are no units."""
    expected: float | None = None
    """The share on which they would agree by chance."""
    kappa: float | None = None
    """Null where chance alone gives full agreement: both said one and the same of every unit."""


def cohen_kappa(pairs: Mapping[tuple[V, V], int]) -> Kappa:
    """Kappa of two people; `pairs` says how often the first gave one value and the second the other."""
    n = sum(pairs.values())
    agreed = sum(count for (one, other), count in pairs.items() if one == other)
    if not n:
        return Kappa(n=0, agreed=0)
    first, second = Counter[V](), Counter[V]()
    for (one, other), count in pairs.items():
        first[one] += count
        second[other] += count
    # In whole numbers until the end, so that full agreement is 1 and not nearly 1.
    chance = sum(count * second[value] for value, count in first.items())
    beyond = n * n - chance
    return Kappa(
        n=n,
        agreed=agreed,
        observed=agreed / n,
        expected=chance / (n * n),
        kappa=(n * agreed - chance) / beyond if beyond else None,
    )
