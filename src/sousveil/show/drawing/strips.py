"""Counts over time as rows of columns that stand in a page as they are: each column is a link to what it counts.

Positions are shares of the width, so that a strip is as wide as its place and its words keep their size: on a phone and
on a wide screen, on paper too. It takes its colours from the style sheet; what it tells is told by a table as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup
from msgspec import Struct

__all__ = ["Cell", "axis", "strip"]

_LABELS: Final = 7
"""Years below a strip at most, so that they have room on a phone."""


class Cell(Struct, frozen=True):
    """One period: how many, where they are listed, and what to call the column for those who do not see it."""

    period: str
    count: int
    address: str
    said: str
    apart: bool = False
    """It stands apart from the others: what has a year and no month."""


def strip(cells: Sequence[Cell], most: int, *, height: int = 40) -> Markup:
    """Columns from left to right; `most` is the count of a column that is `height` pixels high. Periods without any
    have no column."""
    width = 100 / max(len(cells), 1)
    drawn = Markup("").join(
        _column(cell, number * width, width, max(2.0, (height - 2) * cell.count / max(most, 1)), height)
        for number, cell in enumerate(cells)
        if cell.count
    )
    return Markup('<svg class="strip" width="100%" height="{0}">{1}</svg>').format(height, drawn)


def _column(cell: Cell, left: float, width: float, tall: float, height: int) -> Markup:
    return Markup(
        '<a href="{0}" aria-label="{1}"><title>{1}</title>'
        '<rect class="hit" x="{2}%" y="0" width="{3}%" height="{4}"/>'
        '<rect class="column{9}" x="{5}%" y="{6}" width="{7}%" height="{8}" rx="1"/></a>'
    ).format(
        cell.address, cell.said, _n(left), _n(width), height, _n(left + width * 0.11), _n(height - tall),
        _n(width * 0.78), _n(tall), " apart" if cell.apart else "",
    )  # fmt: skip


def axis(cells: Sequence[Cell]) -> Markup:
    """The periods below a strip, as many as have room."""
    width = 100 / max(len(cells), 1)
    step = -(-len(cells) // _LABELS)
    drawn = Markup("").join(
        Markup('<text x="{}%" y="13" text-anchor="middle">{}</text>').format(_n((number + 0.5) * width), cell.period)
        for number, cell in enumerate(cells)
        if number % step == 0
    )
    return Markup('<svg class="strip-axis" width="100%" height="18" aria-hidden="true">{}</svg>').format(drawn)


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
