"""Retellings: texts that give the same facts in the same order, in another language or all in other words.

Three steps, each of which looks at no more than it must: cheap facts of a text propose candidates (`facts.Facts.keys`),
two texts are compared sentence by sentence (`facts_in_order.agreement`), and of several origins of one passage the best
is kept. Reports of one event share place, date and the numbers of the headline; a translation shares nearly
everything that a passage tells, spread over its sentences, and its sentences are as long as those of the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sousveil.record.echo import Aligned, Echo, Passage
from sousveil.trace.citing.reprints import is_translation
from sousveil.trace.direction import Ordered, origin_first
from sousveil.trace.document import Document
from sousveil.trace.families import Families, best_origin
from sousveil.trace.retelling.embeddings import Embed, proposed_pairs
from sousveil.trace.retelling.facts import Fact, Facts, Told
from sousveil.trace.retelling.facts_in_order import Agreement, Met, agreement, weight_of
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Retold", "candidates", "is_explained", "kept_of", "retellings", "retellings_among"]

LEAST = 12.5
"""Least sum of evidence (weight times share), spread and fit of a translation. Translations of the labelled sets reach
13, independent reports of one event in two languages 10, and of those in one language two in a hundred reach this."""
LEAST_STATED = 9.0
"""The same where a text says that it is a translation."""
LEAST_WITHIN = 14.0
"""The same for a retelling in one language, whose reports of one event share their names letter by letter."""
LEAST_SHARE = 0.7
"""Weight of the facts in common, of all that the passage tells."""
LEAST_EVIDENCE = 4.5
LEAST_STEPS = 3
"""Pairs of sentences that bring something new."""
LEAST_FIT = 0.0
"""Sentences whose lengths have nothing to do with each other are no translation, whatever they share."""
MOST = 0.8
"""A passage that is this part of a text stands for all of it where its facts do, too."""
MOST_FACTS = 0.7
HOLDERS = 60
"""A key that more texts than this hold proposes no candidates."""
PROPOSED = 3
COMPARED = 16
SHOWN = 8
"""Facts that the reason names."""
SIDE_BY_SIDE, SENTENCES = 24, 8
"""Facts and sentences whose words are put side by side, and how many of them may be sentences."""
OVERLAP = 0.5
"""Passages of one text that lie over each other by this part of the shorter are one passage with several origins."""


_STATED = "says that it is a translation"


class Retold:
    """Compares texts by their facts; what a text tells is read once."""

    def __init__(self, facts: Facts, vocabulary: Vocabulary) -> None:
        self._facts = facts
        self._vocabulary = vocabulary
        self._told: dict[str, Told] = {}

    def compare(self, one: Document, other: Document) -> Echo | None:
        """An echo of type `translation`, or within a language `rewrite`; null where neither retells the other."""
        ordered = self._ordered(one, other)
        echo, origin = self.told(ordered.echo), self.told(ordered.origin)
        within = echo.lang == origin.lang
        if within and not (one.claims and other.claims):
            return None
        found = agreement(echo, origin)
        least = LEAST_WITHIN if within else LEAST_STATED if ordered.why == _STATED else LEAST
        if found is None or not _is_retold(found, least):
            return None
        here, there = len(echo.document.text.content), len(origin.document.text.content)
        start, end = (0, here) if _is_whole(found) else found.here
        low, high = found.there if found.there[1] - found.there[0] < MOST * there else (0, there)
        telling = sorted(found.met, key=lambda met: (-weight_of(met.fact), met.here))
        return Echo(
            origin_from=Passage(source=echo.document.id, start=start, end=end),
            origin_to=Passage(source=origin.document.id, start=low, end=high),
            type="rewrite" if within else "translation",
            score=round(min(1.0, found.share), 3),
            reason=(
                f"{len(found.met)} facts stand in the same order in both {'texts' if within else 'languages'},"
                f" in {found.steps} sentences ({round(found.share * 100)} % of what the passage tells): "
                f"{', '.join(_shown(met, echo) for met in telling[:SHOWN])}; {ordered.why}"
            ),
            direction=ordered.direction,
            aligned=_side_by_side(found, telling),
        )

    def _ordered(self, one: Document, other: Document) -> Ordered:
        """The two, origin first: what says that it is a translation is none, unless it is known to be the earlier."""
        ordered = origin_first(one, other)
        if _language(one) == _language(other):
            return ordered
        says, origin_says = (is_translation(each, self._vocabulary) for each in (ordered.echo, ordered.origin))
        if says and not origin_says:
            return Ordered(ordered.origin, ordered.echo, _STATED, "citation")
        if origin_says and not says and ordered.direction != "date":
            return Ordered(ordered.echo, ordered.origin, _STATED, "citation")
        return ordered

    def told(self, document: Document) -> Told:
        """What a text tells."""
        told = self._told.get(document.id)
        if told is None:
            told = self._told[document.id] = self._facts.told(document)
        return told


def retellings(
    documents: Sequence[Document], vocabulary: Vocabulary, families: Families, embed: Embed | None = None
) -> list[Echo]:
    """Echoes of type `translation` and `rewrite`, the best origin of each passage that nothing else explains.

    A model (`embed`) may propose further pairs; what it proposes passes the same test.
    """
    kept = [document for document in documents if not document.coded and document.text.lang != "und"]
    if len({_language(document) for document in kept}) < 2:
        kept = [document for document in kept if document.claims]
    facts = Facts(vocabulary)
    pairs = candidates([facts.keys(document) for document in kept])
    if embed is not None:
        pairs = sorted({*pairs, *proposed_pairs(kept, embed)})
    return retellings_among([(kept[first], kept[second]) for first, second in pairs], vocabulary, families)


def retellings_among(
    pairs: Iterable[tuple[Document, Document]], vocabulary: Vocabulary, families: Families
) -> list[Echo]:
    """The same for pairs of texts that something proposed; what a pair has in common follows from the two alone."""
    retold = Retold(Facts(vocabulary), vocabulary)
    found: dict[str, list[Echo]] = defaultdict(list)
    for one, other in pairs:
        if not families.linked(one.id, other.id):
            echo = retold.compare(one, other)
            if echo is not None and not is_explained(echo, families):
                found[echo.origin_from.source].append(echo)
    return [echo for ident in sorted(found) for echo in kept_of(ident, found, families)]


def kept_of(source: str, found: Mapping[str, Sequence[Echo]], families: Families) -> list[Echo]:
    """Of what was `found`, by source, the echoes of one source that stay: the best origin of each passage."""
    direct = [echo for echo in found.get(source, ()) if not _is_roundabout(echo, found, families)]
    return _chosen(direct, families, found)


def candidates(keys: Sequence[Iterable[Fact]]) -> list[tuple[int, int]]:
    """Pairs of texts, by number, that have several rare keys in common; linear in the texts."""
    holders: dict[Fact, list[int]] = defaultdict(list)
    for index, facts in enumerate(keys):
        for fact in facts:
            holders[fact].append(index)
    shared: Counter[tuple[int, int]] = Counter()
    for group in holders.values():
        if len(group) <= HOLDERS:
            for at, second in enumerate(group):
                for first in group[:at]:
                    shared[first, second] += 1
    best: dict[int, list[tuple[int, tuple[int, int]]]] = defaultdict(list)
    for pair, count in shared.items():
        if count >= PROPOSED:
            best[pair[0]].append((-count, pair))
            best[pair[1]].append((-count, pair))
    return sorted({pair for proposals in best.values() for _, pair in sorted(proposals)[:COMPARED]})


def is_explained(echo: Echo, families: Families) -> bool:
    """Whether the text is a copy, or for a retelling in its own language a rewrite. What was translated back is both a
    rewrite of the first text and a translation of the second."""
    source = echo.origin_from.source
    return families.is_explained(source) if echo.type == "rewrite" else families.root(source) != source


def _is_roundabout(echo: Echo, found: Mapping[str, Sequence[Echo]], families: Families) -> bool:
    """Whether the text is known to repeat what the other is itself a translation of."""
    return echo.origin_to is not None and any(
        further.origin_to is not None and families.linked(echo.origin_from.source, further.origin_to.source)
        for further in found.get(echo.origin_to.source, ())
    )


def _language(document: Document) -> str:
    return document.text.lang.partition("-")[0]


def _is_retold(found: Agreement, least: float) -> bool:
    if found.share < LEAST_SHARE or found.evidence < LEAST_EVIDENCE or found.steps < LEAST_STEPS:
        return False
    return found.fit >= LEAST_FIT and found.evidence * found.share + found.spread + found.fit >= least


def _is_whole(found: Agreement) -> bool:
    return found.sentences >= MOST and found.share_of_text >= MOST_FACTS


def _chosen(echoes: list[Echo], families: Families, retold: Mapping[str, Sequence[Echo]]) -> list[Echo]:
    """The best origin of each passage, the passages in order."""
    chosen = []
    while echoes:
        surest = max(echoes, key=lambda echo: (len(echo.aligned), echo.score, echo.id))
        over = [echo for echo in echoes if _overlap(echo.origin_from, surest.origin_from) >= OVERLAP]
        chosen.append(best_origin(over, families, retold))
        echoes = [echo for echo in echoes if echo not in over]
    return sorted(chosen, key=lambda echo: echo.origin_from.start)


def _overlap(one: Passage, other: Passage) -> float:
    common = min(one.end, other.end) - max(one.start, other.start)
    return common / min(one.end - one.start, other.end - other.start)


def _shown(met: Met, echo: Told) -> str:
    """A fact for a reason that people read: by the words of the text where its value is an identifier."""
    kind, value = met.fact
    words = echo.document.text.content[met.here[0] : met.here[1]]
    return f"{kind} {' '.join(words.split())}" if kind in {"source", "body", "name", "place"} else f"{kind} {value}"


def _side_by_side(found: Agreement, telling: Sequence[Met]) -> tuple[Aligned, ...]:
    """The words of the most telling facts, and the sentences that stand between them without a fact of their own."""
    sentences = [(here, there, "the sentence between") for here, there in found.between][:SENTENCES]
    facts = [(met.here, met.there, " ".join(met.fact)) for met in telling[: SIDE_BY_SIDE - len(sentences)]]
    return tuple(
        Aligned(start=here[0], end=here[1], to_start=there[0], to_end=there[1], what=what)
        for here, there, what in sorted(sentences + facts)
    )
