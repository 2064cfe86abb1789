"""Copies: runs of words that two texts share, found through rare fingerprints and aligned exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

import numpy as np
from msgspec import Struct

from sousveil.record.echo import Aligned, Direction, Echo, Passage
from sousveil.trace.copying.candidates import FOOTER, Candidates, search
from sousveil.trace.copying.fingerprints import each_once, prints_of
from sousveil.trace.copying.narrowing import LEAST, PASSAGE, RUN, SHARE
from sousveil.trace.copying.print_table import QUOTED, PrintTable
from sousveil.trace.copying.runs import Run, aligned_runs
from sousveil.trace.direction import origin_first
from sousveil.trace.document import Document
from sousveil.trace.tokens import Tokens, scan_each

__all__ = ["Run", "aligned_runs", "copies", "copies_among"]

GAP = 12
"""Tokens that may differ between two runs of one block."""
NEARLY = 0.9
"""An origin that explains this part of what the best one explains may be preferred for coming first."""
SPEAKER = 60
"""Characters beside a quotation that may say whose it is."""
EDGE = 0.1
"""Share of a text, at either end, where an outlet's notices stand."""
SHOWN = 24
"""Runs of one block that are kept side by side."""
_TOGETHER = 12
"""Texts that are read at once."""
_JUDGED = 200_000
"""Pairs whose comparison is kept while others of their family are looked at."""


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
    ordered = sorted(documents, key=lambda document: document.order)
    table = PrintTable()
    for batch in prints_of([document.compared for document in ordered]):
        table.add(batch)
    candidates = search(table.close())
    wanted = candidates.by_family()
    for start in range(0, len(wanted), _TOGETHER):
        _read(ordered, wanted[start : start + _TOGETHER], table)
    found = copies_among(wanted, candidates, ordered.__getitem__)
    return [echo for _, echo in sorted(((echo.origin_from.source, echo) for echo in found), key=lambda item: item[0])]


def _read(documents: Sequence[Document], numbers: Sequence[int], table: PrintTable) -> None:
    """Tokens and fingerprints of some texts at once, which is faster than each by itself."""
    chosen = [documents[number] for number in numbers]
    for number, document, scanned in zip(
        numbers, chosen, scan_each([document.compared for document in chosen]), strict=True
    ):
        inside = slice(table.bounds[number], table.bounds[number + 1])
        places = (table.places[inside] & ~QUOTED).astype(np.intp)
        document.know(Tokens(document.compared, scanned), each_once(table.values[inside], places))


def copies_among(wanted: Iterable[int], candidates: Candidates, document: Callable[[int], Document]) -> Iterator[Echo]:
    """The echoes that start in each of the `wanted` texts; `document` gives a text by its number.

    Fastest where texts of one family follow each other.
    """
    judged: dict[tuple[int, int], _Pair | None] = {}

    def judge(one: int, other: int) -> _Pair | None:
        key = (one, other) if one < other else (other, one)
        if key not in judged:
            if len(judged) >= _JUDGED:
                judged.clear()
            judged[key] = _judge(document(key[0]), document(key[1]), candidates)
        return judged[key]

    def comes_from(origin: int, others: Sequence[int], source: str) -> bool:
        """Whether one of the others may be an origin of a text, too."""
        known = set(candidates.partners(origin).tolist())
        for other in others:
            pair = judge(origin, other) if other in known else None
            if pair is not None and pair.echo.id == source:
                return True
        return False

    for text in wanted:
        pairs: dict[int, _Pair] = {}
        source = document(text).id
        for partner in candidates.partners(text).tolist():
            pair = judge(text, partner)
            if pair is not None and pair.echo.id == source:
                pairs[partner] = pair
        yield from _explain(pairs, comes_from)


def _judge(one: Document, other: Document, candidates: Candidates) -> _Pair | None:
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
        runs = [run for run in runs if not (_is_boilerplate(echo, run, candidates) or _is_notice(echo, origin, run))]
        words = sum(echo.tokens.weight(run.first, run.last) for run in runs)
        if words < RUN:
            return None
        if share < SHARE:
            quoted = [run for run in runs if _is_quoted(echo, run)]
            told = words - sum(echo.tokens.weight(run.first, run.last) for run in quoted)
            if told < PASSAGE:
                runs = quoted
        if not runs:
            return None
    return _Pair(echo, origin, tuple(runs), words, min(1.0, words / total), ordered.why, ordered.direction)


def _is_quoted(document: Document, run: Run) -> bool:
    """Whether nearly all of a run stands in quotation marks, or all of it but who says so."""
    start, end = document.span(run.first, run.last)
    inside = sum(max(0, min(end, stop) - max(start, begin)) for begin, stop in document.quotes)
    return inside >= (end - start) * 0.8 or (inside >= (end - start) * 0.6 and end - start - inside <= SPEAKER)


def _is_boilerplate(document: Document, run: Run, candidates: Candidates) -> bool:
    prints = document.prints
    inside = prints.values[(prints.positions >= run.first) & (prints.positions < run.last)]
    return int(candidates.is_common(inside).sum()) * 2 > len(inside)


def _is_notice(echo: Document, origin: Document, run: Run) -> bool:
    """Whether one outlet opens or closes both texts with these words, as it asks for support or says who it is."""
    if not echo.house or echo.house != origin.house:
        return False
    mine, theirs, length = len(echo.tokens), len(origin.tokens), run.last - run.first
    closes = run.last > mine * (1 - EDGE) and run.other + length > theirs * (1 - EDGE)
    opens = run.first < mine * EDGE and run.other < theirs * EDGE
    return closes or opens


def _explain(pairs: dict[int, _Pair], comes_from: Callable[[int, Sequence[int], str], bool]) -> list[Echo]:
    """The origins that explain a text's words, the largest first; one that adds little is left out.

    Of origins that explain nearly the same, the first is taken: the others are its copies. `pairs` are by the number
    of the origin; `comes_from` says whether one has any of the others for its own origin.
    """
    covered: list[tuple[int, int]] = []
    echoes: list[Echo] = []
    waiting = dict(pairs)
    while waiting:
        fresh = {number: _fresh(pair, covered) for number, pair in waiting.items()}
        most = max(fresh.values())
        if most < LEAST:
            break
        near = [number for number in waiting if fresh[number] >= most * NEARLY]
        # Of a family of copies, one that comes from none of the others; then the earliest.
        chosen = min(near, key=partial(_standing, near=near, pairs=pairs, comes_from=comes_from))
        pair = waiting.pop(chosen)
        echoes.extend(_echoes(pair))
        covered = sorted([*covered, *((run.first, run.last) for run in pair.runs)])
    return echoes


def _standing(
    number: int, near: list[int], pairs: dict[int, _Pair], comes_from: Callable[[int, Sequence[int], str], bool]
) -> tuple[bool, tuple[str, str, str]]:
    origin = pairs[number].origin
    others = [other for other in near if other != number]
    return bool(others) and comes_from(number, others, origin.id), origin.order


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
