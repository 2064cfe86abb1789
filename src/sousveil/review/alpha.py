"""Krippendorff's alpha: how far people who code the same units agree, for any number of them and with values missing.

Source: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), University of Pennsylvania, sections C and
D: alpha = 1 - D_o / D_e. D_o is the mean difference of the values within units, each unit weighed by how many values it
has; D_e is the mean difference of all values, whoever gave them to whatever. A unit with one value, or with none, says
nothing about agreement and is left out, as are missing values.

A `Metric` says how much two values differ, from 0 (the same) upwards. The source calls it the squared difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from itertools import combinations
from typing import Final, Protocol, TypeVar

import numpy as np
from msgspec import Struct

__all__ = ["AMOUNT", "NOMINAL", "SETS", "Alpha", "Amount", "Metric", "Plain", "Spans", "krippendorff_alpha"]

V = TypeVar("V", bound=Hashable)
_ROWS: Final = 256
"""Rows of a table of differences that are in memory at once."""

Amount = tuple[float, str]
"""How much of what: a number and its unit; the empty unit where the text gives no number."""
Span = tuple[str, int, int]
"""Where words stand: from which point they are counted, and how far their first and last code point lie from it."""


class Alpha(Struct, frozen=True, kw_only=True):
    """What came of it."""

    units: int
    """Units with two values or more."""
    agreed: int
    """Those of them whose values are all the same by the metric."""
    observed: float | None = None
    """D_o; null where no unit has two values."""
    expected: float | None = None
    """D_e."""
    alpha: float | None = None
    """Null where nothing differs anywhere: there is nothing by which agreement could be told from chance."""


class Metric(Protocol[V]):
    """How much values differ."""

    def difference(self, one: V, other: V) -> float:
        """Of two values; 0 for the same, symmetric."""

    def total(self, counts: Mapping[V, int]) -> float:
        """Of all ordered pairs of values, where a value occurs so often."""


class Plain(Metric[V]):
    """A metric that is one function of two values. The time grows with the square of the number of values that
    differ."""

    def __init__(self, difference: Callable[[V, V], float]) -> None:
        self._difference = difference

    def difference(self, one: V, other: V) -> float:
        """As the function says."""
        return self._difference(one, other)

    def total(self, counts: Mapping[V, int]) -> float:
        """Pair by pair."""
        return 2 * sum(
            counts[one] * counts[other] * self._difference(one, other) for one, other in combinations(counts, 2)
        )


class _Nominal(Metric[Hashable]):
    """Values are the same, or they are not."""

    def difference(self, one: Hashable, other: Hashable) -> float:
        return float(one != other)

    def total(self, counts: Mapping[Hashable, int]) -> float:
        return float(sum(counts.values()) ** 2 - sum(count * count for count in counts.values()))


class _Amounts(Metric[Amount]):
    """The ratio metric of the source, ((c - k) / (c + k))², within a unit; numbers in different units, and a number
    and none, differ by 1, the most that the metric gives for numbers that are not negative."""

    def difference(self, one: Amount, other: Amount) -> float:
        if one == other:
            return 0.0
        if one[1] != other[1]:
            return 1.0
        return ((one[0] - other[0]) / (abs(one[0]) + abs(other[0]))) ** 2

    def total(self, counts: Mapping[Amount, int]) -> float:
        within: dict[str, dict[float, int]] = {}
        for (number, unit), count in counts.items():
            within.setdefault(unit, {})[number] = count
        sums = [sum(numbers.values()) for numbers in within.values()]
        across = float(sum(sums) ** 2 - sum(each * each for each in sums))
        return across + sum(_ratio_total(numbers) for numbers in within.values())


class Spans(Metric[Span]):
    """Spans are the same where both ends lie within a tolerance, in code points; else they differ by 1."""

    def __init__(self, tolerance: int) -> None:
        self.tolerance = tolerance

    def difference(self, one: Span, other: Span) -> float:
        """0 or 1."""
        near = abs(one[1] - other[1]) <= self.tolerance and abs(one[2] - other[2]) <= self.tolerance
        return float(one[0] != other[0] or not near)

    def total(self, counts: Mapping[Span, int]) -> float:
        """As arrays: a large case has thousands of spans that differ."""
        of_kind: dict[str, list[tuple[int, int, int]]] = {}
        for (kind, start, end), count in counts.items():
            of_kind.setdefault(kind, []).append((start, end, count))
        same = 0.0
        for rows in of_kind.values():
            table = np.array(rows, dtype=np.int64)
            starts, ends, weights = table[:, 0], table[:, 1], table[:, 2]
            for at in range(0, len(table), _ROWS):
                part = slice(at, at + _ROWS)
                near = np.abs(starts[part, None] - starts) <= self.tolerance
                near &= np.abs(ends[part, None] - ends) <= self.tolerance
                same += float(weights[part] @ (near @ weights))
        return float(sum(counts.values()) ** 2) - same


def _masi(one: frozenset[str], other: frozenset[str]) -> float:
    """1 - Jaccard x monotonicity: R. Passonneau, "Measuring Agreement on Set-valued Items (MASI) for Semantic and
    Pragmatic Annotation", LREC 2006. Monotonicity is 1 for the same set, 2/3 where one holds the other, 1/3 where they
    only overlap. Two empty sets are the same."""
    if one == other:
        return 0.0
    common = len(one & other)
    if not common:
        return 1.0
    monotone = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - common / len(one | other) * monotone


NOMINAL: Final[Metric[Hashable]] = _Nominal()
SETS: Final[Metric[frozenset[str]]] = Plain(_masi)
AMOUNT: Final[Metric[Amount]] = _Amounts()


def _ratio_total(numbers: Mapping[float, int]) -> float:
    values = np.array(list(numbers), dtype=np.float64)
    weights = np.array(list(numbers.values()), dtype=np.float64)
    total = 0.0
    for at in range(0, len(values), _ROWS):
        part = values[at : at + _ROWS, None]
        apart = np.abs(part) + np.abs(values)
        share = np.divide(part - values, apart, out=np.zeros_like(apart), where=apart > 0)
        total += float(weights[at : at + _ROWS] @ (share**2 @ weights))
    return total


def krippendorff_alpha(patterns: Mapping[tuple[V, ...], int], metric: Metric[V]) -> Alpha:
    """Alpha of units, given as how many units have which values (in any order, missing ones left out)."""
    counts: Counter[V] = Counter()
    units = agreed = 0
    observed = 0.0
    for values, times in patterns.items():
        if len(values) < 2 or not times:
            continue
        units += times
        for value in values:
            counts[value] += times
        apart = sum(metric.difference(one, other) for one, other in combinations(values, 2))
        agreed += times * (apart == 0)
        observed += times * 2 * apart / (len(values) - 1)
    n = sum(counts.values())
    if not n:
        return Alpha(units=0, agreed=0)
    expected = metric.total(counts) / (n - 1)
    return Alpha(
        units=units,
        agreed=agreed,
        observed=observed / n,
        expected=expected / n,
        alpha=1 - observed / expected if expected > 0 else None,
    )
