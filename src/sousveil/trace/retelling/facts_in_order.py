"""Two texts side by side: which sentences tell the same facts, in the same order.

A local alignment of sentences (Smith and Waterman 1981) in which one sentence may stand for two, and lengths that agree
speak for a pair, too (Gale and Church 1993). A passage goes on for as long as more of what it tells stands in the other
text, in order, than does not. What a fact weighs follows from the fact alone and not from the case: a link between two
texts stays what it is when a third is added.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from msgspec import Struct

from sousveil.trace.retelling.facts import Fact, Told
from sousveil.trace.retelling.spoken_names import alike
from sousveil.vocabulary.gazetteer_types import Candidate

__all__ = ["Agreement", "Met", "agreement", "weight_of"]

_WEIGHTS = {
    "date": 1.4, "name": 1.0, "place": 1.0, "body": 0.9, "source": 0.6, "time": 0.6, "month": 0.5, "year": 0.4,
    "technology": 0.35, "site": 0.35, "country": 0.3,
}  # fmt: skip
_SMALL, _TENS, _EVEN_TENS = 0.5, (0.9, 1.3), (0.8, 1.0)
"""Weights of numbers below ten, and of those below a hundred: those that may be days, and others."""
_FIGURES = {1: 1.1, 2: 1.6, 3: 2.2}
"""Weight of a larger number by its figures without the noughts at its end: 300, 320, 321."""
_EXACT, _FRACTION = 2.8, 2.0
_TEN, _DAYS, _HUNDRED = 10, 32, 100
_UNMATCHED = 0.8
"""What a fact of the passage costs that the other text lacks, as a part of its weight."""
_SKIPPED, _LEFT_OUT = 0.15, 0.05
"""What a sentence costs that only the passage has, or only the other text."""
_UNEVEN = 0.1
"""What it costs that one sentence stands for two."""
_FIT, _STRAY, _LEAST_FIT = 0.95, 4.5, -1.5
"""Lengths of translated sentences agree within .3 (standard deviation of the logarithm of their ratio), of others
within .8: the logarithm of the odds, and its least value."""
_LENGTHS = 0.5
"""How much lengths count beside facts where sentences are paired."""
_MOST_OF_ONE = 1.5
"""Weight of new facts of one sentence that count for how far the agreement is spread."""
_NEAR = (0.25, 0.35)
"""Degrees of latitude and longitude within which two names are taken for one place: a town and its district."""
_UNKNOWN = 0.3

Span = tuple[int, int]
_Placed = list[dict[Fact, Span]]
"""By sentence, its facts and where each stands first."""
_Bead = tuple[int, int, int, int]
"""First and last sentence of the passage, and of the other text."""
_Step = tuple[int, int]
"""How many sentences of each text are gone through."""
_SKIP, _LEAVE = (1, 0), (0, 1)


class Met(Struct, frozen=True):
    """One fact in both texts, with its words in each."""

    fact: Fact
    here: Span
    there: Span


class Agreement(Struct, frozen=True, kw_only=True):
    """What the passage of one text that agrees best has in common with the other."""

    here: Span
    there: Span
    """Offsets of both passages."""
    sentences: float
    """Share of the text, by length, that the passage is."""
    met: tuple[Met, ...]
    """Each fact once, in order."""
    between: tuple[tuple[Span, Span], ...]
    """Pairs of sentences that have their place among the others and their length in common, and no new fact."""
    evidence: float
    """Weight of these facts."""
    share: float
    """Their part of the weight of all facts of the passage."""
    share_of_text: float
    """The same for the whole text."""
    steps: int
    """Pairs of sentences that bring facts not met before."""
    spread: float
    """Weight of new facts, no sentence counted for more than a few."""
    fit: float
    """How well the lengths of the sentences agree: the logarithm of the odds."""


def weight_of(fact: Fact) -> float:
    """How little a fact is met by chance; a round number of two figures weighs one."""
    kind, value = fact
    if kind != "number":
        return _WEIGHTS.get(kind, _UNKNOWN)
    number = float(value)
    if number != int(number):
        return _FRACTION
    if number < _TEN:
        return _SMALL
    figures = len(value.rstrip("0"))
    if number < _HUNDRED:
        return (_EVEN_TENS if figures == 1 else _TENS)[number >= _DAYS]
    return _FIGURES.get(figures, _EXACT)


def agreement(one: Told, other: Told) -> Agreement | None:
    """The passage of `one` that agrees best with `other`; null where nothing does."""
    mine, theirs = _placed(one), _placed(other)
    _join_places(one, other, theirs)
    _join_names(one, other, mine, theirs)
    beads = _best_path(_Grid(one, other, mine, theirs))
    if not beads:
        return None
    met: dict[Fact, Met] = {}
    between = []
    steps, spread, fit = 0, 0.0, 0.0
    for first, last, low, high in beads:
        here, there = _together(mine, first, last), _together(theirs, low, high)
        common = sorted(here.keys() & there.keys(), key=lambda fact: (here[fact], fact))
        new = [fact for fact in common if fact not in met]
        met.update((fact, Met(fact, here[fact], there[fact])) for fact in new)
        if not new:
            between.append((_span(one, first, last), _span(other, low, high)))
        steps += bool(new)
        spread += min(_MOST_OF_ONE, _total(new))
        fit += _fit(_size(one, first, last), _size(other, low, high), bare=not common)
    start, end = beads[0][0], beads[-1][1]
    evidence = _total(met)
    told = _total({fact for facts in mine[start : end + 1] for fact in facts})
    every = _total({fact for facts in mine for fact in facts})
    whole = _size(one, 0, len(mine) - 1)
    return Agreement(
        here=_span(one, start, end), there=_span(other, beads[0][2], beads[-1][3]), between=tuple(between),
        sentences=_size(one, start, end) / whole, met=tuple(met.values()), evidence=evidence,
        share=evidence / told if told else 0.0, share_of_text=evidence / every if every else 0.0, steps=steps,
        spread=spread, fit=fit,
    )  # fmt: skip


def _placed(told: Told) -> _Placed:
    return [
        {sighting.fact: (sighting.start, sighting.end) for sighting in reversed(sentence.sightings)}
        for sentence in told.sentences
    ]


def _total(facts: Iterable[Fact]) -> float:
    return math.fsum(map(weight_of, facts))


def _together(placed: _Placed, first: int, last: int) -> dict[Fact, Span]:
    return placed[first] if first == last else placed[last] | placed[first]


def _span(told: Told, first: int, last: int) -> Span:
    return told.sentences[first].start, told.sentences[last].end


def _size(told: Told, first: int, last: int) -> float:
    return math.fsum(sentence.size for sentence in told.sentences[first : last + 1])


def _fit(one: float, other: float, *, bare: bool) -> float:
    """How much the lengths of two passages speak for them; half as much where they have no fact in common."""
    stray = math.log(one / other)
    odds = max(_LEAST_FIT, _FIT - _STRAY * stray * stray)
    return odds / 2 if bare and odds > 0 else odds


def _join_places(one: Told, other: Told, theirs: _Placed) -> None:
    """Gives one place one name: a town and its district, a town that is called otherwise in another script."""
    here = {sighting.fact: sighting for sentence in one.sentences for sighting in sentence.sightings if sighting.places}
    there = {s.fact: s for sentence in other.sentences for s in sentence.sightings if s.places}
    names = {
        two.fact: first.fact
        for two in there.values()
        if two.fact not in here
        for first in here.values()
        if first.fact not in there and _is_same(first.places, two.places)
    }
    for facts in theirs if names else ():
        for fact in names.keys() & facts.keys():
            facts[names[fact]] = facts.pop(fact)


def _is_same(one: tuple[Candidate, ...], other: tuple[Candidate, ...]) -> bool:
    if {place.index for place in one} & {place.index for place in other}:
        return True
    first, second = one[0], other[0]
    if first.lat is None or first.lon is None or second.lat is None or second.lon is None:
        return False
    near = abs(first.lat - second.lat) < _NEAR[0] and abs(first.lon - second.lon) < _NEAR[1]
    return near and first.country == second.country


def _join_names(one: Told, other: Told, mine: _Placed, theirs: _Placed) -> None:
    """Adds the names that both texts have, each under one spelling."""
    called: dict[str, str] = {}
    for name, word in alike(one.names, other.names):
        here, there = one.sentence_at(name.start), other.sentence_at(word.start)
        if here is not None and there is not None:
            known = called.get(name.key) or called.get(word.key) or name.word
            called[name.key] = called[word.key] = known
            mine[here].setdefault(("name", known), (name.start, name.end))
            theirs[there].setdefault(("name", known), (word.start, word.end))


class _Grid:
    """What pairs of sentences are worth."""

    def __init__(self, one: Told, other: Told, mine: _Placed, theirs: _Placed) -> None:
        self.rows, self.columns = len(mine), len(theirs)
        self._mine = mine
        self._here, self._there = [s.size for s in one.sentences], [s.size for s in other.sentences]
        self._own = [_total(facts) for facts in mine]
        self.skipped = [_UNMATCHED * own + _SKIPPED for own in self._own]
        """What it costs that the other text has nothing for a sentence."""
        holders: dict[Fact, list[int]] = {}
        for column, facts in enumerate(theirs):
            for fact in facts:
                holders.setdefault(fact, []).append(column)
        self._shared: dict[tuple[int, int], set[Fact]] = {}
        for row, facts in enumerate(mine):
            for fact in facts:
                for column in holders.get(fact, ()):
                    self._shared.setdefault((row, column), set()).add(fact)

    def paired(self, row: int, column: int) -> Iterator[tuple[float, int, int]]:
        """The ways in which sentences up to `row` may stand for sentences up to `column`: what it is worth, and how
        many of each. Two stand for one only where both have something in common with it."""
        common = self._shared.get((row, column))
        if common is None:
            fit = _fit(self._here[row], self._there[column], bare=True)
            yield _LENGTHS * fit - _UNMATCHED * self._own[row], 1, 1
            return
        yield self._worth(common, self._own[row], self._here[row], self._there[column]), 1, 1
        more = self._shared.get((row, column - 1))
        if more is not None:
            lengths = self._here[row], self._there[column] + self._there[column - 1]
            yield self._worth(common | more, self._own[row], *lengths) - _UNEVEN, 1, 2
        more = self._shared.get((row - 1, column))
        if more is not None:
            own = _total(self._mine[row].keys() | self._mine[row - 1].keys())
            lengths = self._here[row] + self._here[row - 1], self._there[column]
            yield self._worth(common | more, own, *lengths) - _UNEVEN, 2, 1

    def _worth(self, common: set[Fact], own: float, here: float, there: float) -> float:
        gain = _total(common)
        return gain - _UNMATCHED * (own - gain) + _LENGTHS * _fit(here, there, bare=False)


def _best_path(grid: _Grid) -> list[_Bead]:
    """The pairs of sentences of the passage whose alignment is worth most."""
    worth = [[0.0] * (grid.columns + 1) for _ in range(grid.rows + 1)]
    step: list[list[_Step | None]] = [[None] * (grid.columns + 1) for _ in range(grid.rows + 1)]
    best, end = 0.0, (0, 0)
    for row in range(1, grid.rows + 1):
        above, skipped = worth[row - 1], grid.skipped[row - 1]
        for column in range(1, grid.columns + 1):
            top, taken = 0.0, None
            if above[column] - skipped > top:
                top, taken = above[column] - skipped, _SKIP
            if worth[row][column - 1] - _LEFT_OUT > top:
                top, taken = worth[row][column - 1] - _LEFT_OUT, _LEAVE
            for gain, down, right in grid.paired(row - 1, column - 1):
                if worth[row - down][column - right] + gain > top:
                    top, taken = worth[row - down][column - right] + gain, (down, right)
            worth[row][column], step[row][column] = top, taken
            if top > best:
                best, end = top, (row, column)
    return _walked(step, *end)


def _walked(step: list[list[_Step | None]], row: int, column: int) -> list[_Bead]:
    beads = []
    while (taken := step[row][column]) is not None:
        down, right = taken
        if down and right:
            beads.append((row - down, row - 1, column - right, column - 1))
        row, column = row - down, column - right
    return beads[::-1]
