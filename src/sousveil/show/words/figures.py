"""How figures are written on the pages: `48 000`, `1.2 million`, `0.04`."""

from __future__ import annotations

import math
from typing import Final

from sousveil.show.words.catalogue import ENGLISH
from sousveil.show.words.regional import in_short, language

__all__ = ["NO_FIGURE", "figure"]

NO_FIGURE: Final = "–"
"""Stands where nothing is known, which is not 0."""
_THIN: Final = "\u202f"
"""Between thousands: a thin space at which no line is broken."""
_FIRM: Final = "\u00a0"
"""Before a word: a space at which no line is broken."""
_WORDS: Final = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_ROUNDS_UP: Final = 0.99995
"""Share of a million from which one decimal of the thousand below it would be written as a million."""


def figure(value: float | None) -> str:
    """A number as people read it: about four digits that count, thousands apart, large ones in words; in another
    language than English, as that one shortens numbers.

    Null, and what is no number, is `–`.
    """
    if value is None or not math.isfinite(value):
        return NO_FIGURE
    size = abs(value)
    sign = "−" if value < 0 else ""
    if language() != ENGLISH:
        return in_short(value)
    for scale, word in _WORDS:
        if size >= scale * _ROUNDS_UP:
            return f"{sign}{_plain(size / scale, 1)}{_FIRM}{word}"
    if size == 0 or size >= 100:
        return f"{sign}{_plain(size, 0)}"
    text = _plain(size, 2) if size >= 1 else _small(size)
    return f"{sign}{text}" if text != "0" else "0"


def _plain(size: float, decimals: int) -> str:
    text = f"{size:,.{decimals}f}"
    if decimals:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", _THIN)


def _small(size: float) -> str:
    """A number below 1 with two digits that count; below a millionth as `< 0.000001`."""
    if size < 1e-6:
        return f"<{_FIRM}0.000001"
    return f"{size:.{1 - math.floor(math.log10(size))}f}".rstrip("0").rstrip(".")
