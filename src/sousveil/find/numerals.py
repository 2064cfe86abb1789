"""Numbers written in Chinese characters, as texts in Chinese and Japanese have them: 十五, 三千六百, 二〇二四."""

from __future__ import annotations

import re

__all__ = ["IDEOGRAPHS", "MYRIADS", "THOUSANDS", "ideographic", "of_myriads"]

_DIGITS = dict(zip("〇零一二两両兩三四五六七八九", (0, 0, 1, 2, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_PLACES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"만": 1e4, "万": 1e4, "억": 1e8, "亿": 1e8, "億": 1e8}
MYRIADS = "".join(_MYRIADS)
THOUSANDS = "천千"
IDEOGRAPHS = "".join((*_DIGITS, *_PLACES))


def ideographic(text: str) -> float | None:
    """The number below ten thousand that a run of ideographs writes; null where they write none, or only "one"."""
    if not text or any(char not in _DIGITS and char not in _PLACES for char in text) or text == "一":
        return None
    if not any(char in _PLACES for char in text):
        # Digit by digit, as in a year; 三四 is "three or four".
        return None if 1 < len(text) < 4 else float("".join(str(_DIGITS[char]) for char in text))
    total = held = 0
    for char in text:
        if char in _DIGITS:
            held = _DIGITS[char]
        else:
            total += max(held, 1) * _PLACES[char]
            held = 0
    return float(total + held)


def of_myriads(text: str, scale: float = 1) -> float | None:
    """The number that counts ten thousands and more before the rest: 1만 2천, 3億4500 (with 万 as `scale`)."""
    match = _PARTS.fullmatch(text)
    if match is None:
        return None
    rest = _digits(match[3]) * (1000 if match[4] else 1) * scale
    return _digits(match[1]) * _MYRIADS[match[2]] + rest


_PARTS = re.compile(rf"([\d,.]+|[{IDEOGRAPHS}]+) ?([{MYRIADS}]) ?([\d,.]+|[{IDEOGRAPHS}]+)(?: ?([{THOUSANDS}]))?")


def _digits(text: str) -> float:
    if text[0] in IDEOGRAPHS:
        return ideographic(text) or 1.0
    return float(text.replace(",", ""))
