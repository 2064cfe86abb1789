"""Numbers as texts write them: digits with each language's marks, words, ideographs, and any mixture of them.

A number is read part by part: a part that is less than the one before is added (two hundred, fifty), a scale
multiplies the parts before it that are less (3억 5천만: five, thousand, ten thousand).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from sousveil.find.spellings import NEVER, alternation, key
from sousveil.find.tables import Tables

__all__ = ["IDEOGRAPHS", "Number", "Numerals", "digit_by_digit", "ideographic", "numerals"]

_DIGITS = dict(zip("〇零一二两兩三四五六七八九", (0, 0, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_PLACES = {"十": 10, "百": 100, "千": 1000}
_ONES = "".join(_DIGITS)
IDEOGRAPHS = "".join((*_DIGITS, *_PLACES))
_SPACES = "\u00a0\u202f\u2009"
_LONG = "-" * 9
"""Stands for a word, which is taken to be long."""
_SMALL = 6
"""Characters of the small words before a number."""
_ONE = "一"
_TEN, _HUNDRED = 10, 100
_GROUP = 3
"""Digits of a group."""
_MOST = 1e15
"""Above this a run of digits is a number of an account or of nothing, and no amount."""
_MARK = re.compile(r"\D")
_RUN_ON = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters that are no part of a number which stands right behind them: 设1,200个."""


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


def digit_by_digit(text: str) -> int | None:
    """A number that is written with an ideograph for each digit, as years are: 一〇八; null where it is none."""
    text = text.replace("○", "〇")
    if not text or any(char not in _DIGITS for char in text):
        return None
    return int("".join(str(_DIGITS[char]) for char in text))


class Number(Struct, frozen=True):
    """A number that stands at `[start, end)` of a view."""

    start: int
    end: int
    value: float
    vague: bool
    """Whether its words only say roughly how many: "dozens"."""
    plain: bool
    """Whether it is written in digits alone, with no word and no scale."""


class _Part(Struct, frozen=True):
    """One word, one ideograph or one run of digits: what it is worth by itself, and what it multiplies by."""

    start: int
    end: int
    value: float | None
    scale: float | None = None
    digits: bool = False
    vague: bool = False
    bound: bool = False


class Numerals:
    """How one language writes numbers."""

    def __init__(self, tables: Tables) -> None:
        numbers, shared = tables.language.numbers, tables.vocabulary.numbers
        listed = tables.orthography.letters.term
        self._spaced = tables.language.writing == "spaced"
        self._words = {_key(listed(word)): value for word, value in numbers.words.items()}
        self._scales = {_key(listed(word)): value for word, value in {**shared.scales, **numbers.scales}.items()}
        self._vague = {_key(listed(word)) for word in numbers.vague}
        self._compound = numbers.compound
        self._joined = tables.language.writing == "joined"
        digits = _digits(numbers.thousands, numbers.decimal)
        self._decimal, self._thousands = numbers.decimal, numbers.thousands
        spelled = [listed(word) for word in (*numbers.words, *shared.scales, *numbers.scales)]
        self._bound = {_key(listed(word)) for word in numbers.bound}
        ideographs = rf"|(?P<i>[{IDEOGRAPHS}]+(?:[点點][{_ONES}]+)?)" if self._joined else ""
        self._atom = re.compile(
            rf"(?P<d>{digits})|{self._spelled(tables, spelled, list(map(listed, numbers.scales)))}{ideographs}",
            re.IGNORECASE,
        )
        joining = _either(listed(word) for word in numbers.joining)
        self._gap = re.compile(rf"[ {_SPACES}-]?|\s*(?P<and>{joining})\s*", re.IGNORECASE)
        """What may stand between the parts of one number."""
        glued = tables.orthography.inflection.before(_LONG) if self._spaced else ""
        self._glued = re.compile(rf"(?<![^\W_]){glued}$" if glued else NEVER)
        self._inner = re.compile(_either(spelled), re.IGNORECASE)
        self._halves = re.compile(rf"\s+(?:{_either(listed(word) for word in numbers.halves)})", re.IGNORECASE)

    def _spelled(self, tables: Tables, spelled: list[str], scaling: list[str]) -> str:
        """An expression for one word of a number, or for several that are written together."""
        either = _either(spelled)
        if self._compound:
            joints = "|".join(re.escape(word) for word in tables.language.numbers.joining)
            start = r"(?<![^\W_])" if self._spaced else r"(?<![가-힣])"
            ends = r"(?![^\W_])" if self._spaced else ""
            scales = _either(scaling)
            more = f"{either}|{joints}" if joints else either
            return rf"{start}(?P<w>(?:{either})(?:{more})*+){ends}|(?<=\d)(?P<s>(?:{scales})++)"
        if not self._spaced:
            return rf"(?P<w>{either})"
        glued = tables.orthography.inflection.before(_LONG)
        return rf"(?<![^\W_\d]){glued}(?P<w>{either})(?![^\W_])"

    def numbers(self, view: str, start: int, end: int) -> Iterator[Number]:
        """All numbers of `view[start:end]`, in order."""
        held: list[_Part] = []
        stack: list[float] = []
        for part in self._parts(view, start, end):
            if held and self._follows(view, held, part, stack):
                held.append(part)
                continue
            yield from self._finished(view, end, held, stack)
            # A scale with nothing before it counts only where it is a number by itself, too: "hundred", "mil".
            held, stack = ([], []) if part.value is None else ([part], [part.value])
        yield from self._finished(view, end, held, stack)

    def _parts(self, view: str, start: int, end: int) -> Iterator[_Part]:
        for match in self._atom.finditer(view, start, end):
            groups = match.groupdict()
            if groups["d"]:
                value = self._in_digits(groups["d"])
                if value <= _MOST and not self._goes_on(view, match.start()):
                    yield _Part(match.start(), match.end(), value, digits=True)
            elif groups.get("i"):
                alone = groups["i"] == _ONE
                whole, _, rest = groups["i"].replace("點", "点").partition("点")
                written = 1.0 if alone else ideographic(whole)
                if written is not None and written <= _MOST:
                    part = float("0." + "".join(str(_DIGITS[char]) for char in rest)) if rest else 0.0
                    yield _Part(match.start(), match.end(), written + part, bound=alone)
            else:
                low, high = match.span("w" if groups.get("w") else "s")
                inner = [m.span() for m in self._inner.finditer(view, low, high)] if self._compound else [(low, high)]
                for span in inner:
                    yield self._part(view, *span)

    def _part(self, view: str, low: int, high: int) -> _Part:
        word = _key(view[low:high])
        value, scale = self._words.get(word), self._scales.get(word)
        return _Part(low, high, value, scale, vague=word in self._vague, bound=word in self._bound)

    def _follows(self, view: str, held: list[_Part], part: _Part, stack: list[float]) -> bool:
        """Takes the part into the number that is being read, where it can be a part of it."""
        before, number_first = held[-1], held[0].digits
        gap = self._gap.fullmatch(view, before.end, part.start)
        if gap is None:
            return False
        if part.scale is not None and gap["and"] is None and (stack[-1] < part.scale or part.value is None):
            less = 0.0
            while stack and stack[-1] < part.scale:
                less += stack.pop()
            stack.append((less or 1.0) * part.scale)
            return True
        if part.value is None or (part.digits and (before.digits or before.scale is None)):
            return False
        if number_first and not part.digits and gap["and"] is None:
            # "8천 세대": eight thousand households, not eight thousand and three.
            return False
        if part.vague or not _adds(stack[-1], part.value, joined=gap["and"] is not None, digits=part.digits):
            return False
        if stack[-1] < _TEN and part.value >= _TEN:
            # "Fünf-und-zwanzig": the ones stand before the tens.
            stack[-1] += part.value
        else:
            stack.append(part.value)
        return True

    def _finished(self, view: str, end: int, held: list[_Part], stack: list[float]) -> Iterator[Number]:
        if not held or (len(held) == 1 and held[0].bound):
            return
        value, stop = sum(stack), held[-1].end
        half = self._halves.match(view, stop, end)
        if half is not None:
            value, stop = value + (held[-1].scale or 1.0) / 2, half.end()
        plain = len(held) == 1 and held[0].digits
        yield Number(held[0].start, stop, value, held[0].vague, plain)

    def _goes_on(self, view: str, at: int) -> bool:
        """Whether a number that seems to start at `at` is the rest of a longer word or number."""
        before = view[at - 1] if at else " "
        if before.isalpha():
            # Small words may be written together with it: "بـ500".
            return not _RUN_ON.match(before) and self._glued.search(view, max(0, at - _SMALL), at) is None
        return before.isalnum() or before in ".,-/:"

    def _in_digits(self, text: str) -> float:
        whole, mark, rest = text, "", ""
        place = next((at for at in range(len(text) - 1, 0, -1) if not text[at].isdigit()), None)
        if place is not None and text[place] in self._decimal:
            # A mark that may also stand between groups is one where three digits follow.
            three = len(text) - place - 1 == _GROUP
            if not (three and text[place] in self._thousands):
                whole, mark, rest = text[:place], ".", text[place + 1 :]
        return float(_MARK.sub("", whole) + mark + rest)


def _digits(thousands: str, decimal: str) -> str:
    """An expression for a number in digits, with marks between groups of three and before decimals."""
    groups, marks = re.escape(thousands) + _SPACES, re.escape(decimal)
    indian = r"\d{1,2}(?:,\d\d)+,\d{3}(?!\d)|" if "," in thousands else ""
    return (
        rf"{indian}\d{{1,3}}(?:[{groups}]\d{{3}})+(?!\d)(?:[{marks}]\d{{1,2}}(?!\d))?|"
        rf"\d+(?:[{marks}]\d+(?![{marks}]?\d))?"
    )


def _adds(last: float, value: float, *, joined: bool, digits: bool) -> bool:
    """Whether a part adds to the one before: it is less than its lowest place, or the tens behind the ones."""
    if last != int(last):
        return False
    place = 1
    while last % (place * _TEN) == 0 and place < last:
        place *= _TEN
    if value < place:
        return True
    return joined and not digits and 1 <= last < _TEN and 2 * _TEN <= value < _HUNDRED and value % _TEN == 0


def _either(words: Iterable[str]) -> str:
    """An expression for one of some words; a hyphen may stand for a space."""
    return alternation(words).replace(r"\s+", r"[\s-]+").replace(r"\-", r"[\s-]?")


def _key(text: str) -> str:
    return key(text).replace("-", "")


@lru_cache(maxsize=64)
def numerals(tables: Tables) -> Numerals:
    """How a language writes numbers, held in memory."""
    return Numerals(tables)
