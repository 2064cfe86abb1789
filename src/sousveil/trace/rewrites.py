"""Rewrites: texts of one language with no long run in common that tell a thing in the same words and order.

Candidates share rare words. They are compared by near pairs of content words (`wording.py`), each weighted by how
rare its words are in the case; the measure is the share of the echo's pairs that the origin has too.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from sousveil.record.echo import Echo, Passage
from sousveil.trace.copies import aligned_runs
from sousveil.trace.direction import Ordered, origin_first
from sousveil.trace.document import Document
from sousveil.trace.families import Families, best_origin
from sousveil.trace.wording import Wording, content_words, near_pairs
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["rewrites"]

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
RARE = 28
"""Rare words of a text that candidates are sought by in a large case; a small one can afford more."""
POSTINGS = 60_000
"""Words of all texts together up to which a case is small."""
HOLDERS = 40
"""A word in more texts than this proposes no candidates."""
PROPOSED = 2
"""Rare words in common that make a candidate."""
COMPARED = 14
"""Candidates of one text that are compared."""
NOTICE = 14
"""Words of the least run that is taken for a notice."""
BLOCK = 25
"""The same wherever it stands: a block that was pasted whole and yet makes no copy of the text."""
EDGE = 0.15
"""Share of a text, at either end, where a run that two texts have in common is taken for a notice."""
FREQUENT = 0.5
"""A word in more than this share of a large case's texts says nothing."""
LARGE = 50


class _Told:
    """A document with its content words and near pairs."""

    def __init__(self, document: Document, wording: Wording) -> None:
        self.document = document
        self.words = content_words(document, wording)
        self.vocabulary = {word for word, _ in self.words}
        self.distinct = sorted(self.vocabulary)
        self.total = 0.0
        """Sum of the weights of its different words, once they are known."""
        self.pairs: dict[tuple[str, str], int] = {}


def rewrites(documents: Sequence[Document], vocabulary: Vocabulary, families: Families) -> list[Echo]:
    """Echoes of type `rewrite`, the best origin of each text; pairs that are copies already are left out."""
    wording = Wording(vocabulary)
    by_lang: dict[str, list[_Told]] = defaultdict(list)
    for document in documents:
        if not document.coded:
            told = _Told(document, wording)
            if len(told.words) >= LEAST_WORDS:
                by_lang[document.text.lang.split("-")[0]].append(told)
    echoes: list[Echo] = []
    for lang in sorted(by_lang):
        echoes.extend(_within(by_lang[lang], families))
    return echoes


def _within(told: list[_Told], families: Families) -> list[Echo]:
    frequency = Counter(word for item in told for word in item.distinct)
    weight = _weights(told, families)
    found: dict[str, list[Echo]] = defaultdict(list)
    for one, other in _candidates(told, frequency):
        first, second = told[one], told[other]
        if families.linked(first.document.id, second.document.id):
            continue
        echo = _compare(first, second, weight)
        if echo is not None and not families.is_explained(echo.origin_from.source):
            found[echo.origin_from.source].append(echo)
    return [best_origin(found[ident], families, found) for ident in sorted(found)]


def _weights(told: list[_Told], families: Families) -> dict[str, float]:
    """How rare each word is among the case's texts, copies of one text counted once; zero for the most frequent."""
    holders: dict[str, set[str]] = defaultdict(set)
    for item in told:
        root = families.same(item.document.id)
        for word in item.distinct:
            holders[word].add(root)
    total = len({families.same(item.document.id) for item in told})
    limit = max(8.0, total * FREQUENT) if total >= LARGE else math.inf
    return {
        word: math.log((total + 4) / (len(roots) + 0.5)) if len(roots) <= limit else 0.0
        for word, roots in holders.items()
    }


def _candidates(told: list[_Told], frequency: Counter[str]) -> list[tuple[int, int]]:
    holders: dict[str, list[int]] = defaultdict(list)
    sought = max(RARE, POSTINGS // len(told))
    for index, item in enumerate(told):
        rare = sorted((frequency[word], word) for word in item.distinct if 2 <= frequency[word] <= HOLDERS)
        for _, word in rare[:sought]:
            holders[word].append(index)
    shared: Counter[tuple[int, int]] = Counter()
    for group in holders.values():
        for at, second in enumerate(group):
            for first in group[:at]:
                shared[first, second] += 1
    best: dict[int, list[tuple[int, tuple[int, int]]]] = defaultdict(list)
    for pair, count in shared.items():
        if count >= PROPOSED:
            best[pair[0]].append((-count, pair))
            best[pair[1]].append((-count, pair))
    wanted: set[tuple[int, int]] = set()
    for proposals in best.values():
        proposals.sort()
        wanted.update(pair for _, pair in proposals[:COMPARED])
    return sorted(wanted)


def _compare(one: _Told, other: _Told, weight: dict[str, float]) -> Echo | None:
    ordered = origin_first(one.document, other.document)
    origin, echo = (one, other) if ordered.origin is one.document else (other, one)
    if _overlap(origin, echo, weight) < OVERLAP:
        return None  # pairs cannot agree where words do not
    for item in (origin, echo):
        if not item.pairs:
            item.pairs = near_pairs([(word, at) for word, at in item.words if weight[word] > 0])
    if len(echo.pairs.keys() & origin.pairs.keys()) < LEAST_PAIRS:
        return None
    pairs = echo.pairs
    footers = _footers(echo.document, origin.document)
    if footers:
        pairs = {pair: at for pair, at in pairs.items() if not any(first <= at < last for first, last in footers)}
    shared = [pair for pair in pairs if pair in origin.pairs]
    if len(shared) < LEAST_PAIRS:
        return None
    total = sum(min(weight[first], weight[second]) for first, second in pairs)
    common = sum(min(weight[first], weight[second]) for first, second in shared)
    share = common / total if total else 0.0
    if share < LEAST_SHARE or share * math.sqrt(len(shared)) < EVIDENCE:
        return None
    return _echo(origin, echo, shared, share, weight, ordered)


def _overlap(origin: _Told, echo: _Told, weight: dict[str, float]) -> float:
    """Weighted share of the echo's different words that the origin has, too."""
    if not echo.total:
        echo.total = sum(weight[word] for word in echo.distinct)
    shared = origin.vocabulary.intersection(echo.distinct)
    return math.fsum(weight[word] for word in shared) / echo.total if echo.total else 0.0


def _footers(echo: Document, origin: Document) -> list[tuple[int, int]]:
    """Token ranges that both texts have word for word, at their start or end or in one long block: not retold."""
    mine, theirs = len(echo.tokens), len(origin.tokens)
    found = []
    for run in aligned_runs(echo, origin):
        length = run.last - run.first
        closes = run.last > mine * (1 - EDGE) and run.other + length > theirs * (1 - EDGE)
        opens = run.first < mine * EDGE and run.other < theirs * EDGE
        if length >= BLOCK or (length >= NOTICE and (closes or opens)):
            found.append((run.first, run.last))
    return found


def _echo(
    origin: _Told, echo: _Told, shared: list[tuple[str, str]], share: float, weight: dict[str, float], ordered: Ordered
) -> Echo:
    here = _extent(echo, [echo.pairs[pair] for pair in shared])
    there = _extent(origin, [origin.pairs[pair] for pair in shared])
    telling = sorted(shared, key=lambda pair: (-min(weight[pair[0]], weight[pair[1]]), pair))[:6]
    tokens = echo.document.tokens
    words = ", ".join(
        f"“{tokens.words[echo.pairs[pair]]} … {pair[1]}”" for pair in sorted(telling, key=lambda p: echo.pairs[p])
    )
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
    )


def _extent(told: _Told, tokens: list[int]) -> tuple[int, int]:
    """From the first to the last shared pair, single strays at either end left out."""
    ordered = sorted(tokens)
    trim = len(ordered) // 20
    kept = ordered[trim : len(ordered) - trim] if trim else ordered
    last = min(len(told.document.tokens), kept[-1] + 2)
    return told.document.span(kept[0], last)
