"""How many or how much: numbers in digits and words, and what they count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

from sousveil.find.dates import moments_in
from sousveil.find.numerals import Number, numerals
from sousveil.find.tables import Mention, Tables, one_of
from sousveil.record.claim import Quantity
from sousveil.vocabulary.language import Numbers
from sousveil.vocabulary.terms import Writing

__all__ = ["counted_in", "number_in", "numbers_in", "quantity_of"]

_PIECES = {"device": {"camera", "drone", "sensor"}}
_LONG = "-" * 9
"""Stands for a word, which is taken to be long."""
_REACH = 48
"""Characters behind a number in which what it counts stands."""
_SIGN = 18
"""Characters before a number in which the sign of its currency stands."""
_NOUN = 12
"""Characters before a number with a counter in which its noun stands: 카메라 350대."""
_NEAR = 24
"""Characters before a number in which it is said to be about so many."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_CLOSED = re.compile(r"[,.;:!?()，。；：、！？（）]")
_SYMBOL = re.compile(r"[a-zA-Z]{1,3}[²2.]?|\W+|[㎞㎢㎡㌔㎏]")
_ANY_DAY = "2000-06-15"
"""For words of dates whatever they mean."""
_COUNTED = {"device", "post", "site", "building"}
"""Units of plain counters, for which the noun beside them stands."""
Span = tuple[int, int]


class _Unit(Struct, frozen=True):
    name: str
    end: int
    start: int


class _Counting:
    """What a language counts, and the words around numbers, compiled."""

    def __init__(self, tables: Tables) -> None:
        own, shared = tables.language.numbers, tables.vocabulary.numbers
        self._tables = tables
        self.spaced = tables.language.writing == "spaced"
        listed = tables.orthography.letters.term
        self.money = frozenset((*own.currencies, *shared.currencies))
        self.tight = frozenset((*own.measures, *shared.measures)) | self.money
        self.last = frozenset((*own.beside, *shared.beside)) | self.money
        self.units = self._by_unit(own, shared)
        self.things = [(unit, self._either(terms)) for unit, terms in own.things.items()]
        self.pairs = [(unit, self._either(terms)) for unit, terms in own.pairs.items()]
        self.signs = [
            (unit, re.compile(rf"(?:{'|'.join(map(self._sign, terms))})[ \u00a0]?$", re.IGNORECASE))
            for unit, terms in _joined(own.before, shared.before).items()
        ]
        self.factors = {listed(word).lower(): factor for word, factor in own.factors.items()}
        self.money_scales = {listed(word): scale for word, scale in {**shared.money_scales, **own.money_scales}.items()}
        self.money_scale = re.compile(rf" ?(?P<scale>{one_of(self.money_scales)})(?![^\W_])")
        glued = tables.orthography.inflection.before(_LONG) if self.spaced else ""
        near = one_of(map(listed, own.approximate))
        self.near = re.compile(rf"(?<![^\W_]){glued}(?:{near})(?![^\W_])" if self.spaced else near, re.IGNORECASE)
        step = r"(?:\s+[^\W\d_]{1,3})?" if self.spaced else ""
        self.near_before = re.compile(rf"(?:{self.near.pattern}){step}\s*$", re.IGNORECASE)
        linking = one_of(map(listed, own.linking))
        more = one_of(map(listed, own.more))
        self.gap = re.compile(
            r"(?:[ \u00a0-]+[^\s\d,;:.()،؛]+){0,3}?[ \u00a0-]+" if self.spaced else rf"\W?(?:{more})?\W?"
        )
        self.link = re.compile(
            rf"(?:[ \u00a0-]*|[ \u00a0]+(?:{linking})[ \u00a0'’]*)" if self.spaced else rf"(?:{more})?\W?",
            re.IGNORECASE,
        )
        self.behind = re.compile(rf"\W?(?:{linking})?\W?", re.IGNORECASE)
        self.counters = tuple(map(listed, own.counters))
        labels = one_of(map(listed, (*own.labels, *shared.labels)))
        start = rf"(?<![^\W_]){glued}" if self.spaced else ""
        self.label = re.compile(rf"{start}(?:{labels})[ \u00a0.:#№-]*$", re.IGNORECASE)
        self.names = re.compile(one_of(map(listed, (*own.names, *shared.names))))
        stops = {
            *tables.language.grammar.auxiliaries,
            *tables.language.grammar.relatives,
            *tables.language.grammar.conjunctions,
        }
        self.stops = {word.lower() for word in stops}
        self.within = {word.lower() for word in tables.language.grammar.prepositions} - {w.lower() for w in own.linking}
        """Words that lead away from a number: "17 in front of the building"."""

    def _sign(self, term: str) -> str:
        edge = r"(?<![^\W_])" if term[:1].isalpha() and self.spaced else ""
        return edge + re.escape(self._tables.orthography.letters.term(term))

    def _either(self, terms: Iterable[str]) -> re.Pattern[str]:
        expression = self._tables.orthography.expression
        writing: Writing = "spaced" if self.spaced else "joined"
        return re.compile("|".join(f"(?:{expression(term, writing)})" for term in terms), re.IGNORECASE)

    def _by_unit(self, own: Numbers, shared: Numbers) -> list[tuple[str, re.Pattern[str]]]:
        found = []
        for unit, terms in _joined(own.units, shared.units).items():
            symbols = [_symbol(term) for term in terms if _SYMBOL.fullmatch(term)]
            words = [self._either((term,)).pattern for term in terms if not _SYMBOL.fullmatch(term)]
            words.sort(key=len, reverse=True)
            found.append((unit, re.compile("|".join((*words, *symbols)), re.IGNORECASE)))
        return found

    def unit_behind(self, view: str, number: Number, end: int) -> _Unit | None:
        """What stands behind a number that it counts; the nearest, of several there the longest."""
        best: _Unit | None = None
        for unit, expression in self.units:
            found = expression.search(view, number.end, min(end, number.end + _REACH))
            if found is None or not self._reaches(view, number.end, found.start(), tight=unit in self.tight):
                continue
            if best is None or (found.start(), -found.end()) < (best.start, -best.end):
                best = _Unit(unit, found.end(), found.start())
        return best

    def _reaches(self, view: str, low: int, high: int, *, tight: bool) -> bool:
        between = view[low:high]
        if tight or not self.spaced:
            return self.link.fullmatch(between) is not None or (not between.strip() and len(between) <= 2)
        if between.strip() and not self.gap.fullmatch(between):
            return False
        words = between.lower().split()
        return not self.stops.intersection(words) and not self.within.intersection(words[1:])


def _symbol(term: str) -> str:
    """An expression for the symbol of a unit, which may stand right at its number."""
    if not term[0].isalnum():
        return re.escape(term)
    return rf"(?<![^\W\d_]){re.escape(term)}" + (r"(?![A-Za-z0-9])" if term[-1].isascii() else "")


def _joined(own: Mapping[str, tuple[str, ...]], shared: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {unit: (*own.get(unit, ()), *shared.get(unit, ())) for unit in dict.fromkeys((*own, *shared))}


@lru_cache(maxsize=64)
def _counting(tables: Tables) -> _Counting:
    return _Counting(tables)


def quantity_of(
    tables: Tables, content: str, start: int, end: int, technologies: list[Mention]
) -> tuple[Quantity, Span] | None:
    """What is counted in the clause `content[start:end]`: devices before money.

    A plain counter of devices takes the name of the technology that stands beside it ("CCTV 300대": camera).
    """
    counting = _counting(tables)
    found = list(_counted(tables, content, start, end, technologies))
    best = min(found, key=lambda item: item[0].unit in counting.last, default=None)
    if best is None or best[0].unit in counting.last:
        pair = next(_pairs(counting, tables.view(content), start, end, technologies), None)
        best = pair or best
    return best


def counted_in(
    tables: Tables, content: str, start: int, end: int, technologies: list[Mention]
) -> list[tuple[Quantity, Span]]:
    """Everything that is counted in `content[start:end]`, in order, with the words behind it."""
    found = [
        *_counted(tables, content, start, end, technologies),
        *_pairs(_counting(tables), tables.view(content), start, end, technologies),
    ]
    return sorted(found, key=lambda item: item[1])


def _counted(
    tables: Tables, content: str, start: int, end: int, technologies: list[Mention]
) -> Iterator[tuple[Quantity, Span]]:
    counting, view = _counting(tables), tables.view(content)
    numbers = list(numerals(tables).numbers(view, start, end))
    if not numbers:
        return
    named = [match.span() for match in counting.names.finditer(view, start, end)]
    dates = [(m.start, m.end) for m in moments_in(tables, content, start, end, _ANY_DAY)]
    for number in numbers:
        if _within(number, named) or counting.label.search(view, max(start, number.start - _NEAR), number.start):
            continue
        read = _read(counting, view, start, end, number, technologies)
        if read is None:
            continue
        unit, span, value, _ = read
        if _within(number, dates) and not counting.unit_behind(view, number, min(end, number.end + 4)):
            continue
        at = min(number.start, max(span[0], number.start - _SIGN)) if read[3] else number.start
        approximate = (
            number.vague
            or counting.near_before.search(view, max(start, at - _NEAR), at) is not None
            or counting.near.search(view, number.end, min(end, span[1] + 2)) is not None
        )
        quantity = Quantity(value=value, unit=unit, approximate=approximate)
        yield quantity, tables.orthography.letters.original(content, *span)


def _within(number: Number, spans: list[Span]) -> bool:
    return any(low <= number.start < high for low, high in spans)


def _read(
    counting: _Counting, view: str, start: int, end: int, number: Number, technologies: list[Mention]
) -> tuple[str, Span, float, bool] | None:
    """The unit of a number, the span of both, the value, and whether a sign before it tells the unit."""
    low = max(start, number.start - _SIGN)
    signs = [(m.start(), unit) for unit, e in counting.signs if (m := e.search(view, low, number.start))]
    sign = min(signs, default=None)
    if sign is not None:
        scale = counting.money_scale.match(view, number.end, end) if number.plain else None
        factor = counting.money_scales[scale["scale"]] if scale else 1.0
        return sign[1], (sign[0], scale.end() if scale else number.end), number.value * factor, True
    if number.plain and _YEAR.fullmatch(view, number.start, number.end) and not view.startswith(
        counting.counters, number.end
    ):  # fmt: skip
        # A year, unless a counter stands right behind it.
        return None
    unit = counting.unit_behind(view, number, end)
    if unit is None:
        return None
    factor = counting.factors.get(view[unit.start : unit.end].lower(), 1.0)
    name, begin, stop = unit.name, number.start, unit.end
    if unit.name in _COUNTED and view.startswith(counting.counters, unit.start):
        thing = _thing(counting, view, start, end, number.start, unit.end)
        if thing is not None:
            name, begin, stop = thing[0], min(begin, thing[1]), max(stop, thing[2])
    return _piece(name, number.start, technologies), (begin, stop), number.value * factor, False


def _thing(counting: _Counting, view: str, start: int, end: int, begin: int, stop: int) -> tuple[str, int, int] | None:
    """The noun that a number with a counter belongs to: behind it, else right before it."""
    best: tuple[str, int, int] | None = None
    for unit, expression in counting.things:
        match = expression.match(view, counting.behind.match(view, stop, end).end(), end)  # type: ignore[union-attr]
        if match is not None and (best is None or match.end() > best[2]):
            best = unit, match.start(), match.end()
    if best is not None:
        return best
    low = max(start, begin - _NOUN - 8)
    for unit, expression in counting.things:
        for match in expression.finditer(view, low, begin):
            if begin - match.end() > _NOUN or _CLOSED.search(view, match.end(), begin):
                continue
            if best is None or (match.end(), match.start() - match.end()) > (best[2], best[1] - best[2]):
                best = unit, match.start(), match.end()
    return best


def _pairs(
    counting: _Counting, view: str, start: int, end: int, technologies: list[Mention]
) -> Iterator[tuple[Quantity, Span]]:
    """Two of something, said by the form of its word: "كاميرتان"."""
    found = [(m, unit) for unit, expression in counting.pairs for m in expression.finditer(view, start, end)]
    for match, unit in sorted(found, key=lambda pair: pair[0].start()):
        yield Quantity(value=2, unit=_piece(unit, match.start(), technologies), approximate=False), match.span()


def numbers_in(tables: Tables, content: str, start: int, end: int) -> list[tuple[float, Span]]:
    """The numbers of `content[start:end]` that are neither years nor money, in order, with their spans."""
    counting, view = _counting(tables), tables.view(content)
    found: list[tuple[float, Span]] = []
    for number in numerals(tables).numbers(view, start, end):
        year = number.plain and _YEAR.fullmatch(view, number.start, number.end) is not None
        low = max(0, number.start - _SIGN)
        signed = any(e.search(view, low, number.start) for unit, e in counting.signs if unit in counting.money)
        if number.value >= 2 and not (year or signed):
            found.append((number.value, tables.orthography.letters.original(content, number.start, number.end)))
    return found


def number_in(tables: Tables, content: str, start: int, end: int) -> tuple[float, Span] | None:
    """The number that `content[start:end]`, a cell of a table, is; null where it is none, or nothing at all."""
    view = tables.view(content)
    number = next(numerals(tables).numbers(view, start, end), None)
    if number is None or not number.value:
        return None
    around = view[start : number.start] + view[number.end : end]
    signed = any(char.isalnum() or char in "$€£¥₩₽" for char in around)
    return None if signed else (number.value, (number.start, number.end))


def _piece(unit: str, at: int, technologies: list[Mention]) -> str:
    """A unit, by the technology that stands nearest where the unit is only a counter."""
    near = min(technologies, key=lambda mention: abs(mention.start - at), default=None)
    if unit not in _PIECES or near is None:
        return unit
    if near.ident in _PIECES[unit]:
        return near.ident
    return "camera" if near.ident == "body-camera" else unit
