"""Rewrites: texts of one language with no long run in common that tell the same.

Two things show one: the same words near each other (`rewording.py`), or the same details in sentences in the same
order (`details.py`). Candidates share what is rare in the case, be it a word, a name or a number.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from msgspec import structs

from sousveil.find.tables import tables_for
from sousveil.record.echo import Echo
from sousveil.trace.copying.runs import aligned_runs
from sousveil.trace.direction import origin_first
from sousveil.trace.document import Document
from sousveil.trace.families import Families, best_origin
from sousveil.trace.retelling.agreement import Rarity, Told
from sousveil.trace.retelling.details import details_retold
from sousveil.trace.retelling.rewording import LEAST_WORDS, Reworded, reworded, word_weights
from sousveil.trace.retelling.telling import Teller
from sousveil.trace.retelling.wording import Wording
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Comparable", "apart_origins", "compare", "part_kept", "rewrites", "wording_units"]

RARE = 28
"""Rare units of a text that candidates are sought by in a large case; a small one can afford more."""
POSTINGS = 60_000
"""Units of all texts together up to which a case is small."""
HOLDERS = 40
"""A unit in more texts than this proposes no candidates."""
PROPOSED = 2
"""Rare units in common that make a candidate."""
COMPARED = 14
"""Candidates of one text that are compared."""
NOTICE = 12
"""Words of the least run that is taken for a notice."""
BLOCK = 25
"""The same wherever it stands: a block that was pasted whole and yet makes no copy of the text."""
EDGE = 0.2
"""Share of a text, at either end, where a run that two texts have in common is taken for a notice."""
ANOTHER = 0.5
"""Share of a passage that may lie in passages with a better origin, where it has an origin of its own."""
LEAST_SENTENCES = 3
_SUBJECT = frozenset({"technology", "technology_weak", "surveillance"})
"""Sections of the vocabulary whose words say what a text is about."""
_SURE = 2.0
"""Prior from which a number or name may propose candidates."""


class Comparable:
    """What is compared of one text: its words with their near pairs, and its details sentence by sentence."""

    def __init__(self, document: Document, wording: Wording, teller: Teller) -> None:
        self.document = document
        self._vocabulary = teller.vocabulary
        self.words = Reworded(document, wording)
        self.told = Told(document, teller.sentences(document))

    @property
    def is_long_enough(self) -> bool:
        """Whether there is enough of it to compare."""
        return len(self.words.words) >= LEAST_WORDS or len(self.told.sentences) >= LEAST_SENTENCES

    @cached_property
    def may_claim(self) -> bool:
        """Whether it names what a claim might be about; true where no list of words can tell."""
        lang = self.document.text.lang
        tables = tables_for(lang, self._vocabulary) or tables_for(lang.split("-")[0], self._vocabulary)
        if tables is None:
            return True
        return any(term.section in _SUBJECT for _, term in tables.triggers(tables.view(self.document.text.content)))


def wording_units(text: Comparable) -> frozenset[str]:
    """What of a text proposes candidates: its content words, and the numbers and names that tell something."""
    details = (key for key, (kind, prior) in text.told.units.items() if kind != "word" and prior >= _SURE)
    return frozenset(text.words.vocabulary).union(details)


def rewrites(documents: Sequence[Document], vocabulary: Vocabulary, families: Families) -> list[Echo]:
    """Echoes of type `rewrite`, for each passage its best origin; pairs that are copies already are left out."""
    wording, teller = Wording(vocabulary), Teller(vocabulary)
    by_lang: dict[str, list[Comparable]] = defaultdict(list)
    for document in documents:
        if not document.coded:
            text = Comparable(document, wording, teller)
            if text.is_long_enough:
                by_lang[document.text.lang.split("-")[0]].append(text)
    echoes: list[Echo] = []
    for lang in sorted(by_lang):
        echoes.extend(_within(by_lang[lang], families))
    return echoes


def _within(texts: list[Comparable], families: Families) -> list[Echo]:
    weight = word_weights([text.words for text in texts], families)
    rarity = rarity_of(texts, families)
    found: dict[str, list[Echo]] = defaultdict(list)
    for one, other in candidates([wording_units(text) for text in texts]):
        first, second = texts[one], texts[other]
        if families.linked(first.document.id, second.document.id):
            continue
        echo = compare(first, second, weight, rarity)
        if echo is not None and not families.is_explained(echo.origin_from.source):
            found[echo.origin_from.source].append(echo)
    return [echo for ident in sorted(found) for echo in apart_origins(found[ident], families, found)]


def rarity_of(texts: Sequence[Comparable], families: Families) -> Rarity:
    """How much of its prior a telling unit keeps: all where two texts have it, copies of one text counted once."""
    holders: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        root = families.same(text.document.id)
        for key in text.told.units:
            holders[key].add(root)
    total = len({families.same(text.document.id) for text in texts})
    kept = {key: part_kept(len(roots), total) for key, roots in holders.items()}
    return kept.__getitem__


def part_kept(holders: int, total: int) -> float:
    """How much of its prior a unit keeps that so many of all texts have."""
    return max(0.0, math.log((total + 4) / (max(2, holders) + 0.5)) / math.log((total + 4) / 2.5))


def candidates(units: Sequence[frozenset[str]]) -> list[tuple[int, int]]:
    """Pairs of texts, by number, that share units which are rare in the case; a text's best ones only."""
    frequency = Counter(unit for held in units for unit in held)
    holders: dict[str, list[int]] = defaultdict(list)
    sought = max(RARE, POSTINGS // max(1, len(units)))
    for index, held in enumerate(units):
        rare = sorted((frequency[unit], unit) for unit in held if 2 <= frequency[unit] <= HOLDERS)
        for _, unit in rare[:sought]:
            holders[unit].append(index)
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


def compare(one: Comparable, other: Comparable, weight: Mapping[str, float], rarity: Rarity) -> Echo | None:
    """The echo of the later of two texts in the earlier, or none.

    Details count where a claim is at stake: a link between other texts changes no finding, and news of one event
    share details enough to be taken for rewrites.
    """
    ordered = origin_first(one.document, other.document)
    origin, echo = (one, other) if ordered.origin is one.document else (other, one)
    pasted = _pasted(echo.document, origin.document)
    by_words = reworded(echo.words, origin.words, weight, pasted, ordered)
    spans = [echo.document.tokens.span(first, last) for first, last in pasted]
    by_details = details_retold(echo.told, origin.told, rarity, _apart(echo.told, spans), ordered)
    if by_details is None or not _may_matter(origin, echo):
        return by_words
    if by_words is None:
        return by_details
    return structs.replace(by_words, score=max(by_words.score, by_details.score))


def _may_matter(one: Comparable, other: Comparable) -> bool:
    """Whether one of two texts makes a claim, or both may."""
    return bool(one.document.claims or other.document.claims) or (one.may_claim and other.may_claim)


def _pasted(echo: Document, origin: Document) -> list[tuple[int, int]]:
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


def _apart(told: Told, spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    """The sentences, by number, most of which lies in one of the spans."""
    return frozenset(
        number
        for number, sentence in enumerate(told.sentences)
        if any(
            min(sentence.end, end) - max(sentence.start, start) > (sentence.end - sentence.start) / 2
            for start, end in spans
        )
    )


def apart_origins(echoes: Sequence[Echo], families: Families, retold: Mapping[str, Sequence[Echo]]) -> list[Echo]:
    """Of the echoes of one text the best, then the best of those whose passages it leaves unexplained, and so on."""
    kept: list[Echo] = []
    left = list(echoes)
    while left:
        kept.append(best_origin(left, families, retold))
        left = [echo for echo in left if _covered(echo, kept) < ANOTHER]
    return sorted(kept, key=lambda echo: (echo.origin_from.start, echo.id))


def _covered(echo: Echo, kept: Sequence[Echo]) -> float:
    """Share of an echo's passage that lies in those of others."""
    start, end = echo.origin_from.start, echo.origin_from.end
    within = sum(max(0, min(end, other.origin_from.end) - max(start, other.origin_from.start)) for other in kept)
    return within / max(1, end - start)
