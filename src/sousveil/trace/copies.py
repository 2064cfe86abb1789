"""Copies: runs of words that two texts share, found through rare fingerprints and aligned exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from sousveil.record.echo import Aligned, Direction, Echo, Passage
from sousveil.trace.direction import origin_first
from sousveil.trace.document import Document

__all__ = ["Run", "aligned_runs", "copies"]

COMMON = 40
"""A fingerprint in more texts than this is boilerplate until the rest of the text says otherwise."""
ANCHORS = 6
"""Texts, first by identifier, that stand for all holders of a common fingerprint: keeps the search linear."""
ALIGNED = 16
"""Candidates that are aligned for one text, those with most fingerprints in common first."""
GAP = 12
"""Tokens that may differ between two runs of one block."""
RUN = 14.0
"""Words of the least run that stands for itself; common idiom hardly reaches ten."""
SHARE = 0.3
"""Share of a text that shared runs must make together, or else:"""
PASSAGE = 45.0
"""Words that a copied passage must have in a text that is mostly other; shorter ones are notices and addresses."""
LEAST = 12.0
"""Words below which nothing is a copy."""
NEARLY = 0.9
"""An origin that explains this part of what the best one explains may be preferred for coming first."""
SHOWN = 24
"""Runs of one block that are kept side by side."""
_NONE: frozenset[str] = frozenset()
FOOTER = 0.5
"""Common fingerprints make a copy only where they are this share of the text."""


class Run(Struct, frozen=True):
    """Tokens `first` up to `last` of one text are the tokens from `other` on in the other text."""

    first: int
    last: int
    other: int


class _Pair(Struct, frozen=True):
    echo: Document
    origin: Document
    runs: tuple[Run, ...]
    words: float
    share: float
    why: str
    direction: Direction


def copies(documents: Sequence[Document]) -> list[Echo]:
    """Echoes of type `copy`, `syndication` and `quote` between texts that share runs of words."""
    shared = _candidates(documents)
    frequency = _frequency(documents)
    by_echo: dict[str, list[_Pair]] = defaultdict(list)
    wanted = _most_shared(shared)
    for one, other in wanted:
        pair = _judge(documents[one], documents[other], frequency)
        if pair is not None:
            by_echo[pair.echo.id].append(pair)
    origins = {ident: {pair.origin.id for pair in pairs} for ident, pairs in by_echo.items()}
    echoes: list[Echo] = []
    for ident in sorted(by_echo):
        echoes.extend(_explain(by_echo[ident], origins))
    return echoes


def _frequency(documents: Sequence[Document]) -> dict[int, int]:
    frequency: dict[int, int] = defaultdict(int)
    for document in documents:
        for value in document.prints:
            frequency[value] += 1
    return frequency


def _candidates(documents: Sequence[Document]) -> dict[tuple[int, int], int]:
    """Pairs of texts with the number of fingerprints that they share. Common ones count only for pairs that have
    little else: a text that is all boilerplate."""
    holders: dict[int, list[int]] = defaultdict(list)
    for index, document in enumerate(documents):
        for value in document.prints:
            holders[value].append(index)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    common: dict[tuple[int, int], int] = defaultdict(int)
    for group in holders.values():
        for at, second in enumerate(group):
            if len(group) <= COMMON:
                for first in group[:at]:
                    shared[first, second] += 1
            else:
                for first in group[: min(at, ANCHORS)]:
                    common[first, second] += 1
    for pair, count in common.items():
        if pair in shared or count >= FOOTER * min(len(documents[index].prints) for index in pair):
            shared[pair] += count
    return shared


def _most_shared(pairs: dict[tuple[int, int], int]) -> list[tuple[int, int]]:
    """For each text its best candidates; a pair stays where either side wants it."""
    best: dict[int, list[tuple[int, int, tuple[int, int]]]] = defaultdict(list)
    for (one, other), count in pairs.items():
        best[one].append((-count, other, (one, other)))
        best[other].append((-count, one, (one, other)))
    wanted: set[tuple[int, int]] = set()
    for candidates in best.values():
        candidates.sort()
        wanted.update(pair for _, _, pair in candidates[:ALIGNED])
    return sorted(wanted)


def aligned_runs(one: Document, other: Document) -> list[Run]:
    """Maximal runs of equal tokens around the fingerprints that both texts have, in the order of `one`."""
    seeds = sorted((at, other.prints[value]) for value, at in one.prints.items() if value in other.prints)
    left, right = one.tokens.hashes, other.tokens.hashes
    runs: list[Run] = []
    covered = 0
    for at, there in seeds:
        if at < covered:
            continue
        first, second = at, there
        while first > covered and second > 0 and left[first - 1] == right[second - 1]:
            first, second = first - 1, second - 1
        last, end = at, there
        while last < len(left) and end < len(right) and left[last] == right[end]:
            last, end = last + 1, end + 1
        if last > first:
            runs.append(Run(first, last, second))
            covered = last
    return runs


def _judge(one: Document, other: Document, frequency: dict[int, int]) -> _Pair | None:
    ordered = origin_first(one, other)
    origin, echo = ordered.origin, ordered.echo
    runs = aligned_runs(echo, origin)
    words = sum(echo.tokens.weight(run.first, run.last) for run in runs)
    total = echo.tokens.weight(0, len(echo.tokens))
    share = words / total if total else 0.0
    longest = max((echo.tokens.weight(run.first, run.last) for run in runs), default=0.0)
    if words < LEAST or longest < LEAST:
        return None
    if share < FOOTER:
        runs = [run for run in runs if not _is_boilerplate(echo, run, frequency)]
        words = sum(echo.tokens.weight(run.first, run.last) for run in runs)
        if words < RUN:
            return None
        told = sum(echo.tokens.weight(run.first, run.last) for run in runs if not _is_quoted(echo, run))
        if share < SHARE and told < PASSAGE:
            runs = [run for run in runs if _is_quoted(echo, run)]
        if not runs:
            return None
    return _Pair(echo, origin, tuple(runs), words, min(1.0, words / total), ordered.why, ordered.direction)


def _is_quoted(document: Document, run: Run) -> bool:
    """Whether nearly all of a run stands in quotation marks."""
    start, end = document.span(run.first, run.last)
    inside = sum(max(0, min(end, stop) - max(start, begin)) for begin, stop in document.quotes)
    return inside >= (end - start) * 0.8


def _is_boilerplate(document: Document, run: Run, frequency: dict[int, int]) -> bool:
    values = [value for value, at in document.prints.items() if run.first <= at < run.last]
    common = sum(frequency[value] > COMMON for value in values)
    return common * 2 > len(values)


def _explain(pairs: list[_Pair], origins: dict[str, set[str]]) -> list[Echo]:
    """The origins that explain a text's words, the largest first; one that adds little is left out.

    Of origins that explain nearly the same, the first is taken: the others are its copies. `origins` holds the
    possible origins of every text.
    """
    covered: list[tuple[int, int]] = []
    echoes: list[Echo] = []
    waiting = list(pairs)
    while waiting:
        fresh = {pair.origin.id: _fresh(pair, covered) for pair in waiting}
        most = max(fresh.values())
        if most < LEAST:
            break
        near = [pair for pair in waiting if fresh[pair.origin.id] >= most * NEARLY]
        ids = {pair.origin.id for pair in near}
        # Of a family of copies, one that comes from none of the others; then the earliest.
        chosen = min(near, key=lambda pair: (bool(origins.get(pair.origin.id, _NONE) & ids), pair.origin.order))
        echoes.extend(_echoes(chosen))
        covered = sorted([*covered, *((run.first, run.last) for run in chosen.runs)])
        waiting.remove(chosen)
    return echoes


def _fresh(pair: _Pair, covered: list[tuple[int, int]]) -> float:
    """Words of the text that this origin explains and no origin before it did."""
    return sum(
        pair.echo.tokens.weight(first, last)
        for run in pair.runs
        for first, last in _outside(run.first, run.last, covered)
    )


def _outside(first: int, last: int, covered: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What of a range no covered range holds."""
    pieces = []
    for start, end in covered:
        if end <= first or start >= last:
            continue
        if start > first:
            pieces.append((first, start))
        first = max(first, end)
    if first < last:
        pieces.append((first, last))
    return pieces


def _echoes(pair: _Pair) -> list[Echo]:
    echo, origin = pair.echo, pair.origin
    found = []
    for block in _blocks(pair.runs):
        start, end = echo.span(block[0].first, block[-1].last)
        lowest = min(run.other for run in block)
        highest = max(run.other + run.last - run.first for run in block)
        there = origin.span(lowest, highest)
        shared = sum(echo.tokens.weight(run.first, run.last) for run in block)
        if shared < LEAST and len(pair.runs) > 1 and pair.share < FOOTER:
            continue
        length = echo.tokens.weight(block[0].first, block[-1].last)
        longest = max(block, key=lambda run: (run.last - run.first, -run.first))
        kind = _type(pair, block)
        score = pair.share if pair.share >= FOOTER else min(1.0, shared / length)
        reason = (
            f"{round(shared)} of {round(length)} words of the passage stand in the other text"
            f" ({round(pair.share * 100)} % of this text), such as"
            f" “{echo.words(longest.first, longest.last)}”; {pair.why}"
        )
        found.append(
            Echo(
                origin_from=Passage(source=echo.id, start=start, end=end),
                origin_to=Passage(source=origin.id, start=there[0], end=there[1]),
                type=kind,  # type: ignore[arg-type]
                score=round(score, 3),
                reason=reason,
                direction=pair.direction,
                aligned=_side_by_side(pair, block),
            )
        )
    return found


def _side_by_side(pair: _Pair, block: list[Run]) -> tuple[Aligned, ...]:
    """The longest runs of a block, in the order of the text that repeats."""
    longest = sorted(block, key=lambda run: (run.first - run.last, run.first))[:SHOWN]
    found = []
    for run in sorted(longest, key=lambda run: run.first):
        start, end = pair.echo.span(run.first, run.last)
        there = pair.origin.span(run.other, run.other + run.last - run.first)
        found.append(Aligned(start=start, end=end, to_start=there[0], to_end=there[1]))
    return tuple(found)


def _blocks(runs: tuple[Run, ...]) -> list[list[Run]]:
    blocks: list[list[Run]] = []
    for run in runs:
        if blocks and run.first - blocks[-1][-1].last <= GAP * 3:
            blocks[-1].append(run)
        else:
            blocks.append([run])
    return blocks


def _type(pair: _Pair, block: list[Run]) -> str:
    echo = pair.echo
    if all(_is_quoted(echo, run) for run in block):
        return "quote"
    origin = pair.origin
    if pair.share >= FOOTER and echo.agency and echo.agency in {origin.agency, origin.house}:
        return "syndication"
    if pair.share >= FOOTER and echo.text.canonical_url and echo.urls and echo.urls[0] in origin.urls:
        return "syndication"
    return "copy"
