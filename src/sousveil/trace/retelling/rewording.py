"""Rewording: texts that tell a thing in the same content words, near each other and in the same order.

Near pairs of content words (`wording.py`) are each weighted by how rare their words are in the case; the measure is
the share of the echo's pairs that the origin has too.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sousveil.record.echo import Aligned, Echo, Passage
from sousveil.trace.direction import Ordered
from sousveil.trace.document import Document
from sousveil.trace.families import Families
from sousveil.trace.retelling.wording import Wording, content_words, near_pairs

__all__ = ["LEAST_WORDS", "Reworded", "reworded", "word_weight", "word_weights"]

LEAST_SHARE = 0.08
"""Share of near pairs below which no number of them is evidence: independent texts on one question reach .06."""
EVIDENCE = 0.7
"""Least value of share times the root of the shared pairs: a small share counts only where many pairs carry it.
Independent texts on one question reach .25, most news items on one event .6."""
OVERLAP = 0.25
"""Weighted share of words without which near pairs are not even compared: rewrites have a third, at the least."""
LEAST_PAIRS = 8
"""Near pairs below which a share means nothing."""
LEAST_WORDS = 25
"""Content words below which a text is too short to compare."""
FREQUENT = 0.5
"""A word in more than this share of a large case's texts says nothing."""
LARGE = 50
SHOWN = 24
"""Pairs that are kept side by side."""
NAMED = 6
"""Pairs that the reason names."""
BESIDE = 2
"""Tokens within which two pairs are of one phrase, and one of them is named."""


class Reworded:
    """A text with its content words and near pairs."""

    def __init__(self, document: Document, wording: Wording) -> None:
        self.document = document
        self.words = content_words(document, wording)
        self.vocabulary = {word for word, _ in self.words}
        self.distinct = sorted(self.vocabulary)
        self.total = 0.0
        """Sum of the weights of its different words, once they are known."""
        self.pairs: dict[tuple[str, str], int] = {}


def word_weights(texts: Sequence[Reworded], families: Families) -> dict[str, float]:
    """How rare each word is among the case's texts, copies of one text counted once; zero for the most frequent."""
    holders: dict[str, set[str]] = defaultdict(set)
    for item in texts:
        root = families.same(item.document.id)
        for word in item.distinct:
            holders[word].add(root)
    total = len({families.same(item.document.id) for item in texts})
    return {word: word_weight(len(roots), total) for word, roots in holders.items()}


def word_weight(holders: int, total: int) -> float:
    """What a word is worth that so many of all texts have."""
    limit = max(8.0, total * FREQUENT) if total >= LARGE else math.inf
    return math.log((total + 4) / (holders + 0.5)) if holders <= limit else 0.0


def reworded(
    echo: Reworded,
    origin: Reworded,
    weight: Mapping[str, float],
    pasted: Sequence[tuple[int, int]],
    ordered: Ordered,
) -> Echo | None:
    """The echo of one text in another, where their near pairs show one; `pasted` are token ranges of `echo` that both
    have word for word, and that nobody told again."""
    if len(echo.words) < LEAST_WORDS or len(origin.words) < LEAST_WORDS or _overlap(origin, echo, weight) < OVERLAP:
        return None  # pairs cannot agree where words do not
    for item in (origin, echo):
        if not item.pairs:
            item.pairs = near_pairs([(word, at) for word, at in item.words if weight[word] > 0])
    if len(echo.pairs.keys() & origin.pairs.keys()) < LEAST_PAIRS:
        return None
    pairs = echo.pairs
    if pasted:
        pairs = {pair: at for pair, at in pairs.items() if not any(first <= at < last for first, last in pasted)}
    shared = [pair for pair in pairs if pair in origin.pairs]
    if len(shared) < LEAST_PAIRS:
        return None
    total = sum(min(weight[first], weight[second]) for first, second in pairs)
    common = sum(min(weight[first], weight[second]) for first, second in shared)
    share = common / total if total else 0.0
    if share < LEAST_SHARE or share * math.sqrt(len(shared)) < EVIDENCE:
        return None
    return _echo(origin, echo, shared, share, weight, ordered)


def _overlap(origin: Reworded, echo: Reworded, weight: Mapping[str, float]) -> float:
    """Weighted share of the echo's different words that the origin has, too."""
    if not echo.total:
        echo.total = sum(weight[word] for word in echo.distinct)
    shared = origin.vocabulary.intersection(echo.distinct)
    return math.fsum(weight[word] for word in shared) / echo.total if echo.total else 0.0


def _echo(
    origin: Reworded,
    echo: Reworded,
    shared: list[tuple[str, str]],
    share: float,
    weight: Mapping[str, float],
    ordered: Ordered,
) -> Echo:
    here = _extent(echo, [echo.pairs[pair] for pair in shared])
    there = _extent(origin, [origin.pairs[pair] for pair in shared])
    telling = sorted(shared, key=lambda pair: (-min(weight[pair[0]], weight[pair[1]]), pair))[:SHOWN]
    named = _apart(telling, echo)
    words = ", ".join(f"“{_first(echo, pair)} … {pair[1]}”" for pair in named)
    return Echo(
        origin_from=Passage(source=echo.document.id, start=here[0], end=here[1]),
        origin_to=Passage(source=origin.document.id, start=there[0], end=there[1]),
        type="rewrite",
        score=round(min(1.0, share), 3),
        reason=(
            f"{len(shared)} pairs of telling words follow each other in the same order in both texts"
            f" ({round(share * 100)} % of this text's), such as {words}; {ordered.why}"
        ),
        direction=ordered.direction,
        aligned=_aligned(origin, echo, telling),
    )


def _apart(telling: Sequence[tuple[str, str]], echo: Reworded) -> list[tuple[str, str]]:
    """Of the most telling pairs some that stand apart, in the order of the text."""
    kept: list[tuple[str, str]] = []
    for pair in telling:
        if len(kept) < NAMED and all(abs(echo.pairs[pair] - echo.pairs[other]) > BESIDE for other in kept):
            kept.append(pair)
    return sorted(kept, key=lambda pair: echo.pairs[pair])


def _first(text: Reworded, pair: tuple[str, str]) -> str:
    """The first word of a pair as the text writes it."""
    start, end = _span(text, pair)
    return text.document.text.content[start:end].lower()


def _span(text: Reworded, pair: tuple[str, str]) -> tuple[int, int]:
    """Where the first word of a pair stands; where words are written together it has several tokens."""
    tokens, at = text.document.tokens, text.pairs[pair]
    length = len(pair[0]) if len(tokens.words[at]) == 1 else 1
    return tokens.span(at, min(len(tokens), at + length))


def _aligned(origin: Reworded, echo: Reworded, telling: list[tuple[str, str]]) -> tuple[Aligned, ...]:
    """The first word of each pair, on both sides, no place of the echo twice."""
    found: list[Aligned] = []
    for pair in sorted(telling, key=lambda pair: (echo.pairs[pair], pair)):
        (start, end), (to_start, to_end) = _span(echo, pair), _span(origin, pair)
        if not found or start >= found[-1].end:
            found.append(Aligned(start=start, end=end, to_start=to_start, to_end=to_end))
    return tuple(found)


def _extent(text: Reworded, tokens: list[int]) -> tuple[int, int]:
    """From the first to the last shared pair, single strays at either end left out."""
    ordered = sorted(tokens)
    trim = len(ordered) // 20
    kept = ordered[trim : len(ordered) - trim] if trim else ordered
    last = min(len(text.document.tokens), kept[-1] + 2)
    return text.document.tokens.span(kept[0], last)
