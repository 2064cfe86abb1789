"""Details told again: whether a passage that agrees with another text in its details was written from it.

The agreement of two texts is judged by five measures. What is claimed is shown: the reason counts the details, and
`aligned` puts them side by side.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping

import numpy as np
from msgspec import Struct

from sousveil.record.echo import Aligned, Echo, Passage
from sousveil.trace.direction import Ordered
from sousveil.trace.document import Document
from sousveil.trace.retelling.agreement import Agreement, Common, Rarity, Told, agreement, in_common
from sousveil.trace.retelling.telling import Unit

__all__ = ["WEIGHTS", "details_retold", "likelihood", "measures"]

WEIGHTS: Mapping[str, float] = {
    "always": -7.11,
    "deep": 3.08,
    "lead": 1.93,
    "other_names": -2.13,
    "sentences": 1.78,
    "own_quotes": -1.58,
}
"""Weights of the measures in a logistic regression (ridge, strength 1), each measure as log(1 + value):

- `deep`: what the shared numbers and names tell that the origin gives behind its first part. Reports of one event share
  what any of them begins with; who rewrites goes on with the origin's lesser details;
- `lead`: the same for its first part;
- `other_names`: what the names of the passage tell that the origin lacks;
- `sentences`: how many sentences agree in two units or more;
- `own_quotes`: quotations of the passage that the origin has not.

Fitted by `eval/fit_details.py`, which says on what. With each lineage left out in turn 35 of 38 rewrites are found
that share neither runs nor near pairs of words; of 713 other pairs of the labelled texts two are taken for rewrites
(reports of one published paper; a report of an event, and an article that was written from another report of it); of
154 pairs of news items on one event 7 (none, where a claim must be at stake), of 1,131 on different events none. Shares
of what is told, words in common and dates did not help beside these.
"""
LIKELY = 0.5
"""Least likelihood of a link."""
NAMES = 0.5
"""Names count for half: reports of one event share more of them than numbers."""
_COUNTED: Mapping[str, float] = {"number": 1.0, "name": NAMES}
LEAST_NUMBERS = 2
"""Different numbers in common; two names do for one."""
NAMES_FOR_NUMBER = 2
LEAST_SENTENCES = 2
"""Sentences that agree in two units or more: numbers that stand beside nothing else in common agree by chance."""
KNOWN, KNOWN_PAIRS = 0.5, 0.25
"""Share of a quotation's words, and of its pairs of characters, from which it is one of the other text's."""
_WRITTEN_TOGETHER = 0.7
"""Words for each token below which tokens are characters."""
_ONE = np.uint64(1)
LEAST_SUBJECT = 1.5
"""Least weight of the names and words in common."""
SHOWN = 24
"""Details that are kept side by side."""
TOLD = 8
"""Details that the reason names."""


class _Met(Struct, frozen=True):
    """A unit of the echo beside the same one of the origin."""

    here: Unit
    there: Unit
    weight: float


def measures(echo: Told, origin: Told, found: Agreement) -> dict[str, float]:
    """What the agreement is judged by, as log(1 + value); the names are those of `WEIGHTS`."""
    values = {
        "deep": _details(found, lead=False),
        "lead": _details(found, lead=True),
        "other_names": max(0.0, found.out_of("name") - found.of("name")),
        "sentences": float(found.dense),
        "own_quotes": float(_own_quotes(echo, origin, found)),
    }
    return {name: math.log1p(value) for name, value in values.items()}


def likelihood(measured: Mapping[str, float]) -> float:
    """How likely it is, from 0 to 1, that a passage with these measures was written from the other text."""
    total = math.fsum(WEIGHTS[name] * value for name, value in measured.items())
    return 1 / (1 + math.exp(-total - WEIGHTS["always"]))


def _own_quotes(echo: Told, origin: Told, found: Agreement) -> int:
    """Quotations of the passage whose words the other text has not: who rewrites invents none."""
    start, end = echo.sentences[found.cells[0][0]].start, echo.sentences[found.cells[-1][0]].end
    return sum(
        start <= first and last <= end + 1 and _known(echo.document, origin.document, first, last) < KNOWN
        for first, last in echo.quoted
    )


def _known(echo: Document, origin: Document, first: int, last: int) -> float:
    """Share of the words in a span of the echo that the origin has; of pairs, where a word is a character."""
    tokens = echo.tokens
    low, high = bisect_left(tokens.starts, first), bisect_left(tokens.starts, last)
    if high - low < 2:
        return 1.0
    mine, theirs = tokens.hashes[low:high], origin.tokens.hashes
    if tokens.weight(low, high) < (high - low) * _WRITTEN_TOGETHER:
        mine, theirs = mine[1:] ^ (mine[:-1] << _ONE), theirs[1:] ^ (theirs[:-1] << _ONE)
        return float(np.isin(mine, theirs).mean()) + (KNOWN - KNOWN_PAIRS)
    return float(np.isin(mine, theirs).mean())


def _may_do(common: Common) -> bool:
    """Whether a link is possible at all: whether all that two texts have in common would do, were it in one passage."""
    details = [key for key, kind in common.kinds.items() if kind in _COUNTED]
    most = math.fsum(common.weights[key] * _COUNTED[common.kinds[key]] for key in sorted(details))
    # The two logarithms add up to most where the details stand before and behind as the weights do.
    part = WEIGHTS["deep"] / (WEIGHTS["deep"] + WEIGHTS["lead"])
    deep, lead = (math.log(max(1.0, (most + 2) * share)) for share in (part, 1 - part))
    sentences = math.log1p(len(common.kinds) // LEAST_SENTENCES)
    return likelihood({"deep": deep, "lead": lead, "sentences": sentences}) >= LIKELY


def _details(found: Agreement, *, lead: bool) -> float:
    return found.shared_of("number", lead=lead) + NAMES * found.shared_of("name", lead=lead)


def details_retold(echo: Told, origin: Told, rarity: Rarity, apart: frozenset[int], ordered: Ordered) -> Echo | None:
    """The echo of a passage of one text in another, where its details show one.

    Sentences of `echo` in `apart` (by number) are explained otherwise, and take no part.
    """
    common = in_common(echo, origin, rarity)
    if not _may_do(common):
        return None
    found = agreement(echo, origin, common, rarity, apart)
    if found is None or not _enough(found):
        return None
    likely = likelihood(measures(echo, origin, found))
    if likely < LIKELY:
        return None
    met = _met(echo, origin, found)
    first, last = found.cells[0], found.cells[-1]
    columns = [column for _, column in found.cells]
    here = _trimmed(echo, first[0], last[0])
    there = _trimmed(origin, min(columns), max(columns))
    return Echo(
        origin_from=Passage(source=echo.document.id, start=here[0], end=here[1]),
        origin_to=Passage(source=origin.document.id, start=there[0], end=there[1]),
        type="rewrite",
        score=round(likely, 3),
        reason=_reason(echo, found, met, ordered),
        direction=ordered.direction,
        aligned=tuple(_aligned(echo, origin, pair) for pair in _telling(met)),
    )


def _enough(found: Agreement) -> bool:
    numbers = sum(key.startswith("=") and found.kinds[key] == "number" for key in found.shared)
    names = sum(found.kinds[key] == "name" for key in found.shared)
    if found.dense < LEAST_SENTENCES or found.of("name", "word") < LEAST_SUBJECT:
        return False
    return numbers + names // NAMES_FOR_NUMBER >= LEAST_NUMBERS


def _met(echo: Told, origin: Told, found: Agreement) -> list[_Met]:
    """The shared units, each where it first meets, in the order of the echo."""
    met: dict[str, _Met] = {}
    for row, column in found.cells:
        there = {unit.key: unit for unit in origin.sentences[column].units}
        for unit in echo.sentences[row].units:
            if unit.key in there and unit.key in found.shared and unit.key not in met:
                met[unit.key] = _Met(unit, there[unit.key], found.shared[unit.key])
    return sorted(met.values(), key=lambda pair: (pair.here.start, pair.here.end, pair.here.key))


def _telling(met: list[_Met], most: int = SHOWN) -> list[_Met]:
    """The most telling, in the order of the echo; of several at one place one."""
    chosen: dict[int, _Met] = {}
    for pair in sorted(met, key=lambda pair: (-pair.weight, pair.here.start, pair.here.key)):
        if len(chosen) < most:
            chosen.setdefault(pair.here.start, pair)
    return [chosen[start] for start in sorted(chosen)]


def _aligned(echo: Told, origin: Told, pair: _Met) -> Aligned:
    here, there = _words(echo, pair.here), _words(origin, pair.there)
    what = "" if here.casefold() == there.casefold() or pair.here.kind != "number" else _number(pair.here)
    return Aligned(
        start=pair.here.start, end=pair.here.end, to_start=pair.there.start, to_end=pair.there.end, what=what
    )


def _reason(echo: Told, found: Agreement, met: list[_Met], ordered: Ordered) -> str:
    details = [pair for pair in met if found.kinds[pair.here.key] != "word"]
    numbers = sum(found.kinds[pair.here.key] == "number" for pair in _telling(details, len(details)))
    names = sum(found.kinds[pair.here.key] == "name" for pair in details)
    rows = len({row for row, _ in found.cells})
    words = ", ".join(f"“{_words(echo, pair.here)}”" for pair in _telling(details, TOLD))
    return (
        f"{rows} sentences give the same details in the same order as the other text: {numbers} numbers,"
        f" {names} words of names and {sum(found.kinds[pair.here.key] == 'word' for pair in met)} other words,"
        f" such as {words}; {ordered.why}"
    )


def _words(told: Told, unit: Unit) -> str:
    return " ".join(told.document.text.content[unit.start : unit.end].split())


def _number(unit: Unit) -> str:
    value = float(unit.key[1:])
    written = f"{value:.0f}" if value == int(value) else f"{value:g}"
    return f"number {'about ' if unit.key.startswith('~') else ''}{written}"


def _trimmed(told: Told, first: int, last: int) -> tuple[int, int]:
    """From the first sentence to the end of the last, without the white space behind it."""
    start, end = told.sentences[first].start, told.sentences[last].end
    content = told.document.text.content
    return start, start + len(content[start:end].rstrip())
