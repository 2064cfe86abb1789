"""Shared quotations: the same words of one speaker in two texts, whole, cut, edited, in part or as indirect speech.

Three steps that stand apart: `candidate_pairs` finds pairs of texts by units of their quotations, `shared_by` lays the
quotations of one pair beside each other, `chosen` keeps one origin for each passage.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from sousveil.record.echo import Echo
from sousveil.trace.document import Document
from sousveil.trace.quoting.quotation_match import Match, shared_by
from sousveil.trace.quoting.quotation_words import QuotationUnits, QuotedWords
from sousveil.trace.retelling.wording import Wording
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["candidate_pairs", "chosen", "shared_quotations"]

COMMON = 40
"""A unit in more texts than this proposes no pairs but those with the first few texts that have it."""
ANCHORS = 6
PROPOSED = 2
"""Units in common that make a candidate: one is a phrase that many use."""
MANY = 3
"""Common units that are worth as much as one that few have."""
COMPARED = 24
"""Candidates of one text that are compared."""
NEARLY = 0.85
"""An origin that has this part of what the best one has of a passage may be preferred for coming first."""
OVERLAP = 0.5
"""Share of a passage from which two passages are about the same words."""
WHOLE = 0.9
"""Share of a text from which a copy leaves no quotation to look for."""
_MADE_FROM = frozenset({"copy", "syndication", "rewrite", "translation"})
_COVERS = frozenset({"copy", "syndication", "quote"})


def shared_quotations(documents: Sequence[Document], vocabulary: Vocabulary, found: Sequence[Echo]) -> list[Echo]:
    """Echoes of type `quote`, the best origin of each passage; `found` are the echoes that are known already.

    What a copy, or an echo of type `quote`, explains already is left out. The order of `documents` changes nothing.
    """
    wording = Wording(vocabulary)
    words = [QuotedWords(item, vocabulary, wording) for item in documents if not item.coded]
    words.sort(key=lambda item: item.document.order)
    pairs, common = candidate_pairs([item.units for item in words])
    copied = {_ends(echo) for echo in found if echo.type in {"copy", "syndication"} and echo.score >= WHOLE}
    matches = [
        match
        for one, other in pairs
        if frozenset((words[one].document.id, words[other].document.id)) not in copied
        for match in shared_by(words[one], words[other], vocabulary, common)
    ]
    return chosen(matches, found)


def _ends(echo: Echo) -> frozenset[str]:
    """The sources that an echo ties."""
    return frozenset((echo.origin_from.source, echo.origin_to.source if echo.origin_to else ""))


def candidate_pairs(units: Sequence[QuotationUnits]) -> tuple[list[tuple[int, int]], frozenset[int]]:
    """Pairs of texts, by number, that are worth comparing, and the units that are common.

    What one text of a pair quotes, the other has, in marks or without. The texts are numbered in the order in which
    they are taken to have been written. Linear in them: of the many holders of a common unit only the first few are
    paired with each, and such units are worth less.
    """
    quoting: dict[int, list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        for value in unit.quoted.tolist():
            quoting[value].append(number)
    telling: dict[int, list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        # What stands in two parts of one statement is next to each other only within it.
        for value in {*unit.quoted.tolist(), *unit.told.tolist()} & quoting.keys():
            telling[value].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    common = frozenset(value for value, others in telling.items() if len(others) > COMMON)
    for value, holders in quoting.items():
        others, worth = telling[value], MANY
        if value in common:
            others, worth = others[:ANCHORS], 1
        for pair in {(min(one, other), max(one, other)) for one in holders for other in others if one != other}:
            shared[pair] += worth
    return _best(shared), common


def _best(shared: Counter[tuple[int, int]]) -> list[tuple[int, int]]:
    """For each text its best candidates; a pair stays where either side wants it."""
    by_text: dict[int, list[tuple[int, tuple[int, int]]]] = defaultdict(list)
    for pair, count in shared.items():
        if count >= PROPOSED * MANY:
            for number in pair:
                by_text[number].append((-count, pair))
    return sorted({pair for proposed in by_text.values() for _, pair in sorted(proposed)[:COMPARED]})


def chosen(matches: Sequence[Match], found: Sequence[Echo]) -> list[Echo]:
    """One echo for each passage that repeats: from the first of the texts that have nearly all of it."""
    known: dict[str, list[Echo]] = defaultdict(list)
    for echo in found:
        if echo.origin_to is not None:
            known[echo.origin_from.source].append(echo)
    by_echo: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        by_echo[match.echo.document.id].append(match)
    echoes: list[Echo] = []
    for ident in sorted(by_echo):
        ranked = sorted(by_echo[ident], key=lambda match: (-match.weight, match.start, match.origin.document.order))
        while ranked:
            best = ranked[0]
            group = [match for match in ranked if _overlap(match, best.start, best.end)]
            ranked = [match for match in ranked if not _overlap(match, best.start, best.end)]
            if any(_is_explained(match, known[ident]) for match in group):
                continue
            near = [match for match in group if match.weight >= best.weight * NEARLY]
            echoes.append(min(near, key=lambda match: (match.origin.document.order, -match.weight)).as_echo())
    return echoes


def _overlap(match: Match, start: int, end: int) -> bool:
    both = min(match.end, end) - max(match.start, start)
    return both >= OVERLAP * min(match.end - match.start, end - start)


def _is_explained(match: Match, known: Sequence[Echo]) -> bool:
    """Whether an echo says already where the words of a passage come from."""
    for echo in known:
        there = echo.origin_to
        both = min(echo.origin_from.end, match.end) - max(echo.origin_from.start, match.start)
        if there is None or both < OVERLAP * (match.end - match.start):
            continue
        if echo.type in _COVERS or (echo.type in _MADE_FROM and there.source == match.origin.document.id):
            return True
    return False
