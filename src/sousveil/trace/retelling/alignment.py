"""Alignment of sentences in order: the heaviest local path through a table of what each two sentences share.

Smith and Waterman, "Identification of common molecular subsequences" (1981), with sentences for letters: several
sentences of one side may meet one of the other, since who rewrites splits and joins; a sentence that is passed over
costs a part of what it says, so that a passage ends where the agreement does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["align"]


def align(
    gains: NDArray[np.float64], row_costs: Sequence[float], column_costs: Sequence[float]
) -> tuple[float, list[tuple[int, int]]]:
    """The heaviest path and the cells of `gains` on it that are above zero, from the first to the last.

    A row that the path goes on to or passes over costs its `row_costs`, once; a column that it passes over its
    `column_costs`. Nothing, where no path is worth more than it costs.
    """
    rows, columns = gains.shape
    if not rows or not columns or not gains.any():
        return 0.0, []
    passed = np.asarray(column_costs, np.float64)
    table = np.zeros((rows + 1, columns + 1))
    for row in range(1, rows + 1):
        gain, cost, above = gains[row - 1], row_costs[row - 1], table[row - 1]
        met = gain > 0
        if not met.any():
            # What was worth going on with still is, less what the row costs.
            np.maximum(above - cost, 0.0, out=table[row])
            continue
        entered = np.where(met, gain + np.maximum(above[:-1], above[1:]), above[1:]) - cost
        # Along the row a cell adds what it shares or costs what it passes over: a running maximum does it.
        steps = np.cumsum(np.where(met, gain, -passed))
        table[row, 1:] = np.maximum(np.maximum.accumulate(np.maximum(entered, 0.0) - steps) + steps, 0.0)
    row, column = (int(part) for part in np.unravel_index(int(table.argmax()), table.shape))
    score = float(table[row, column])
    return score, _back(table, gains, row_costs, row, column)


def _back(
    table: NDArray[np.float64], gains: NDArray[np.float64], row_costs: Sequence[float], row: int, column: int
) -> list[tuple[int, int]]:
    """The path that ends in a cell of the table."""
    cells: list[tuple[int, int]] = []
    while row and column and table[row, column] > 0:
        gain, value = float(gains[row - 1, column - 1]), float(table[row, column])
        if gain > 0:
            cells.append((row - 1, column - 1))
        entered = gain - row_costs[row - 1]
        if gain > 0 and _is(value, entered + table[row - 1, column - 1]):
            row, column = row - 1, column - 1
        elif _is(value, entered + table[row - 1, column]):
            row -= 1
        elif gain > 0 and _is(value, entered):
            break
        else:
            column -= 1
    # Where two ways are worth the same the path may begin with cells that it does not need.
    return cells[::-1]


def _is(value: float, other: float) -> bool:
    return abs(value - other) < 1e-9 * max(1.0, abs(value))
