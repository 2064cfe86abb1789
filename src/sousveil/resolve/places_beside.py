"""What is written right beside a name: what holds the place ("Woodstock, Virginia", "함경북도 회령시"), and what it is
("Kashgar prefecture")."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from sousveil.resolve.reasons import Reason, Weights
from sousveil.resolve.senses import Sense
from sousveil.vocabulary.gazetteer_keys import key_of
from sousveil.vocabulary.gazetteer_ranks import Ranks
from sousveil.vocabulary.gazetteer_types import Toponym

__all__ = ["STANDS_BESIDE", "Local", "add_beside", "add_ranks", "between_of"]

STANDS_BESIDE = "and stands right here"
"""In the words of the reason of a place whose holder is written right behind it."""
_AFTER = re.compile(r"\s*(?:,|\(|，|、)\s*$")
"""Between a place and what holds it, the smaller one first: "Woodstock, Virginia"."""
_LARGER_FIRST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


Local = dict[int, list[tuple[frozenset[int], Reason]]]
"""What counts for one mention alone, by its start: positions of candidates and the reason for them."""


@cache
def between_of(ranks: tuple[str, ...]) -> re.Pattern[str]:
    """Between two places where the larger one comes first: "함경북도 회령시", "新疆喀什"."""
    return re.compile(rf"(?:{'|'.join(map(re.escape, ranks)) or '(?!)'})?[\s,·]{{0,2}}")


def add_beside(
    text: str, toponyms: Sequence[Toponym], senses: dict[str, Sense], weights: Weights, between: re.Pattern[str]
) -> Local:
    """Points for "Woodstock, Virginia" and "함경북도 회령시": both the part and the whole gain. Returns what counts
    for one mention alone, by its start: the positions of candidates and the reason."""
    gained: set[tuple[str, int]] = set()
    local: Local = defaultdict(list)
    for first, second in pairwise(toponyms):
        gap = text[first.end : second.start]
        pairs = []
        if _AFTER.fullmatch(gap):
            pairs.append((first, second))
        if _LARGER_FIRST.match(second.name) and between.fullmatch(gap):
            pairs.append((second, first))
        for part, whole in pairs:
            joined = _join(senses, part, whole, weights, gained)
            if joined is not None:
                beside = weights.beside * 2
                local[part.start].append((joined[0], Reason(beside, f"“{whole.name}” holds it {STANDS_BESIDE}")))
                local[whole.start].append((joined[1], Reason(beside, f"“{part.name}” right here lies there")))
    return local


def add_ranks(
    text: str, toponyms: Sequence[Toponym], senses: dict[str, Sense], weights: Weights, ranks: Ranks, local: Local
) -> None:
    """Points for the candidates that are what a word beside the name says, for this mention alone."""
    for toponym in toponyms:
        told = ranks.beside(text, toponym.start, toponym.end) if len(toponym.candidates) > 1 else None
        if told is None:
            continue
        word, grades = told
        sense = senses[key_of(toponym.name) or toponym.name]
        meant = frozenset(i for i, candidate in enumerate(sense.candidates) if candidate.precision in grades)
        if meant:
            local[toponym.start].append((meant, Reason(weights.told_rank, f"“{word}” beside it says what it is")))


def _join(
    senses: dict[str, Sense], part: Toponym, whole: Toponym, weights: Weights, gained: set[tuple[str, int]]
) -> tuple[frozenset[int], frozenset[int]] | None:
    """Gives points to a part and what holds it. Returns the position of the holder in which the most people's part
    lies, and before it those of the parts that lie there."""
    inner, outer = key_of(part.name) or part.name, key_of(whole.name) or whole.name
    held_by = {c.index: j for j, c in enumerate(senses[outer].candidates)}
    found: list[tuple[int, int, int]] = []
    for i, candidate in enumerate(senses[inner].candidates):
        for holder in candidate.holders:
            j = held_by.get(holder)
            if j is None:
                continue
            found.append((-candidate.population, i, j))
            for key, position, points, words in (
                (inner, i, weights.beside, f"“{whole.name}” is written beside it"),
                (outer, j, weights.beside / 2, f"“{part.name}” beside it lies there"),
            ):
                if (key, position) not in gained:
                    gained.add((key, position))
                    senses[key].fixed[position].append(Reason(points, words))
    if not found:
        return None
    holder = min(found)[2]
    return frozenset(i for _, i, j in found if j == holder), frozenset((holder,))
