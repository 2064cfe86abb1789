"""Translations: texts of different languages that give the same facts in the same order.

Numbers, names, places, technologies and bodies have no language once they are resolved. Sentences are aligned in
order (weighted longest common subsequence), so that two reports that share a few facts in another order stay apart.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from sousveil.record.echo import Echo, Passage
from sousveil.trace.direction import origin_first
from sousveil.trace.document import Document
from sousveil.trace.facts import Fact, facts_by_sentence, shown

__all__ = ["translations"]

SHARE = 0.45
"""Weighted share of a text's facts that must stand in the other, in order."""
LEAST_FACTS = 6
"""Different facts in common."""
LEAST_RARE = 3
"""Of those, facts that few texts of the case have."""
HOLDERS = 40
PROPOSED = 3
COMPARED = 12
KIND_WEIGHT = {"act": 0.3, "site": 0.6, "country": 0.2, "technology": 0.7}
"""Facts with few possible values agree by chance; numbers, names and places hardly do."""


class _Told:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.lang = document.text.lang.split("-")[0]
        self.sentences = facts_by_sentence(document)
        self.facts = sorted({fact for sentence in self.sentences for fact in sentence})


def translations(documents: Sequence[Document], linked: set[tuple[str, str]]) -> list[Echo]:
    """Echoes of type `translation`, the best origin of each text; `linked` pairs are explained already."""
    told = [_Told(document) for document in documents if not document.coded and document.text.lang != "und"]
    told = [item for item in told if len(item.facts) >= LEAST_FACTS]
    if len({item.lang for item in told}) < 2:
        return []
    frequency: Counter[Fact] = Counter()
    for item in told:
        frequency.update(item.facts)
    weight = {
        fact: math.log((len(told) + 4) / (count + 0.5)) * KIND_WEIGHT.get(fact[0], 1.0)
        for fact, count in frequency.items()
    }
    rare = {
        fact for fact, count in frequency.items() if count <= max(4, len(told) // 10) and fact[0] not in KIND_WEIGHT
    }
    best: dict[str, Echo] = {}
    for one, other in _candidates(told, frequency):
        if (told[one].document.id, told[other].document.id) in linked:
            continue
        echo = _compare(told[one], told[other], weight, rare)
        if echo is None:
            continue
        known = best.get(echo.origin_from.source)
        if known is None or (-echo.score, echo.id) < (-known.score, known.id):
            best[echo.origin_from.source] = echo
    return [best[ident] for ident in sorted(best)]


def _candidates(told: list[_Told], frequency: Counter[Fact]) -> list[tuple[int, int]]:
    holders: dict[Fact, list[int]] = defaultdict(list)
    for index, item in enumerate(told):
        for fact in item.facts:
            if 2 <= frequency[fact] <= HOLDERS:
                holders[fact].append(index)
    shared: Counter[tuple[int, int]] = Counter()
    for group in holders.values():
        for at, second in enumerate(group):
            for first in group[:at]:
                if told[first].lang != told[second].lang:
                    shared[first, second] += 1
    best: dict[int, list[tuple[int, tuple[int, int]]]] = defaultdict(list)
    for pair, count in shared.items():
        if count >= PROPOSED:
            best[pair[0]].append((-count, pair))
            best[pair[1]].append((-count, pair))
    return sorted({pair for proposals in best.values() for _, pair in sorted(proposals)[:COMPARED]})


def _compare(one: _Told, other: _Told, weight: dict[Fact, float], rare: set[Fact]) -> Echo | None:
    origin_document, _, why = origin_first(one.document, other.document)
    origin, echo = (one, other) if origin_document is one.document else (other, one)
    common = _in_order(echo.sentences, origin.sentences, weight)
    if len(common) < LEAST_FACTS or sum(fact in rare for fact in common) < LEAST_RARE:
        return None
    total = sum(weight[fact] for fact in echo.facts)
    share = sum(weight[fact] for fact in common) / total if total else 0.0
    if share < SHARE:
        return None
    telling = sorted(common, key=lambda fact: (-weight[fact], fact))[:8]
    return Echo(
        origin_from=Passage(source=echo.document.id, start=0, end=len(echo.document.text.content)),
        origin_to=Passage(source=origin.document.id, start=0, end=len(origin.document.text.content)),
        type="translation",
        score=round(min(1.0, share), 3),
        reason=(
            f"{len(common)} facts stand in the same order in both languages ({round(share * 100)} % of this text's): "
            f"{', '.join(shown(fact) for fact in telling)}; {why}"
        ),
    )


def _in_order(one: list[frozenset[Fact]], other: list[frozenset[Fact]], weight: dict[Fact, float]) -> set[Fact]:
    """The facts of the heaviest alignment of sentences that keeps their order on both sides."""
    rows, columns = len(one), len(other)
    gain = [[sum(weight[fact] for fact in mine & theirs) for theirs in other] for mine in one]
    table = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            value = gain[row - 1][column - 1]
            # A sentence may be split or joined by a translator: it stays open for the next one.
            matched = max(table[row - 1][column - 1], table[row - 1][column], table[row][column - 1]) + value
            table[row][column] = (
                matched if value > 0 and _fresh(matched, value) else max(table[row - 1][column], table[row][column - 1])
            )
    facts: set[Fact] = set()
    row, column = rows, columns
    while row and column:
        if gain[row - 1][column - 1] > 0:
            facts |= one[row - 1] & other[column - 1]
            best = max((table[row - 1][column - 1], 2), (table[row - 1][column], 1), (table[row][column - 1], 0))[1]
            row, column = (
                (row - 1, column - 1) if best == 2 else ((row - 1, column) if best == 1 else (row, column - 1))
            )
        elif table[row - 1][column] >= table[row][column - 1]:
            row -= 1
        else:
            column -= 1
    return facts


def _fresh(matched: float, value: float) -> bool:
    return matched >= value
