"""Retellings: texts that give the same facts in the same order, in another language or all in other words.

Numbers, names, places, technologies and bodies have no language once they are resolved. Sentences are aligned in
order (heaviest common subsequence), so that two reports that share a few facts in another order stay apart. Reports
of one event share facts, too: news items on the same match reach two thirds. Within one language a retelling must
therefore share nearly all of its facts, and claims among them.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from sousveil.record.echo import Echo, Passage
from sousveil.trace.direction import origin_first
from sousveil.trace.document import Document
from sousveil.trace.facts import Fact, Scales, cheap_facts, facts_by_sentence, shown
from sousveil.trace.families import Families, best_origin
from sousveil.vocabulary.gazetteer import load_gazetteer
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["retellings"]

SHARE = 0.6
"""Weighted share of a translation's facts that must stand in the other text, in order."""
SHARE_WITHIN = 0.8
"""The same for a retelling in one language."""
LEAST_FACTS = 7
"""Different facts in common."""
LEAST_TELLING = 5
"""Of those, numbers, names, places and cited sources, which hardly agree by chance."""
LEAST_CLAIMED = 3
"""For a retelling in one language: of those, facts that claims resolve to."""
HOLDERS = 60
"""A fact that more texts than this hold proposes no candidates."""
PROPOSED = 3
COMPARED = 16
KIND_WEIGHT = {"act": 0.3, "site": 0.6, "country": 0.3, "technology": 0.6}
"""Facts with few possible values agree by chance."""
CLAIMED = {"act", "site", "technology", "supplier", "operator"}


class _Told:
    def __init__(self, document: Document, sentences: list[frozenset[Fact]]) -> None:
        self.document = document
        self.lang = document.text.lang.split("-", maxsplit=1)[0]
        self.sentences = sentences
        self.facts = sorted({fact for sentence in sentences for fact in sentence})

    def keep(self, facts: set[Fact]) -> None:
        """Forget the other facts."""
        self.sentences = [sentence & facts for sentence in self.sentences if sentence & facts]
        self.facts = [fact for fact in self.facts if fact in facts]


def retellings(documents: Sequence[Document], vocabulary: Vocabulary, families: Families) -> list[Echo]:
    """Echoes of type `translation` and `rewrite`, the best origin of each text that no copy or rewrite explains."""
    kept = [document for document in documents if not document.coded and document.text.lang != "und"]
    several = len({document.text.lang.split("-", maxsplit=1)[0] for document in kept}) > 1
    if not several:
        kept = [document for document in kept if document.claims]
    if not kept:
        return []
    scales = Scales(vocabulary)
    cheap = [cheap_facts(document, scales) for document in kept]
    langs = [document.text.lang.split("-", maxsplit=1)[0] for document in kept]
    # Two texts without a claim cannot change a finding, and looking up places is what costs time here.
    proposed = [pair for pair in _candidates(cheap) if kept[pair[0]].claims or kept[pair[1]].claims]
    if not proposed:
        return []
    gazetteer = load_gazetteer(vocabulary.folder)
    # Places are looked up only in texts that some candidate needs.
    told = {
        index: _Told(kept[index], facts_by_sentence(kept[index], scales, gazetteer))
        for index in sorted({index for pair in proposed for index in pair})
    }
    capital_nouns = {lang for lang, words in vocabulary.wording.items() if words.capital_nouns}
    _forget_lone_names(list(told.values()), capital_nouns)
    weight = _weights(list(told.values()), list(zip(kept, langs, cheap, strict=True)), families)
    found: dict[str, list[Echo]] = defaultdict(list)
    for one, other in proposed:
        first, second = told[one], told[other]
        if families.linked(first.document.id, second.document.id):
            continue
        echo = _compare(first, second, weight)
        if echo is not None and not families.is_explained(echo.origin_from.source):
            found[echo.origin_from.source].append(echo)
    return [best_origin(found[ident], families, found) for ident in sorted(found)]


def _forget_lone_names(told: list[_Told], capital_nouns: set[str]) -> None:
    """Capitalised words count where a second text has them; German capitalises every noun (`capital_nouns`)."""
    holders = Counter(fact for item in told for fact in item.facts if fact[0] == "name")
    langs: dict[Fact, set[str]] = defaultdict(set)
    for item in told:
        for fact in item.facts:
            langs[fact].add(item.lang)
    for item in told:
        item.keep(
            {
                fact
                for fact in item.facts
                if fact[0] != "name" or (holders[fact] > 1 and (len(langs[fact]) > 1 or item.lang not in capital_nouns))
            }
        )


def _weights(told: list[_Told], every: list[tuple[Document, str, set[Fact]]], families: Families) -> dict[Fact, float]:
    """How telling each fact is: rare among the texts of the language that has it most, copies counted once.

    Counted by language, since the translations of one text would make all its facts look common.
    """
    holders: dict[Fact, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    size: dict[str, set[str]] = defaultdict(set)
    for document, lang, facts in every:
        root = families.same(document.id)
        size[lang].add(root)
        for fact in facts:
            holders[fact][lang].add(root)
    for item in told:
        for fact in item.facts:
            holders[fact][item.lang].add(families.same(item.document.id))
    most = max(len(roots) for roots in size.values())
    return {
        fact: math.log((most + 4) / (max(len(roots) for roots in by_lang.values()) + 0.5))
        * KIND_WEIGHT.get(fact[0], 1.0)
        for fact, by_lang in holders.items()
    }


def _candidates(cheap: list[set[Fact]]) -> list[tuple[int, int]]:
    holders: dict[Fact, list[int]] = defaultdict(list)
    for index, facts in enumerate(cheap):
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


def _compare(one: _Told, other: _Told, weight: dict[Fact, float]) -> Echo | None:
    ordered = origin_first(one.document, other.document)
    origin, echo = (one, other) if ordered.origin is one.document else (other, one)
    within = origin.lang == echo.lang
    least = SHARE_WITHIN if within else SHARE
    total = math.fsum(weight[fact] for fact in echo.facts)
    shared = set(echo.facts).intersection(origin.facts)
    if not _enough(shared, within=within) or math.fsum(weight[fact] for fact in shared) < least * total:
        return None  # whatever the order
    common = _in_order(echo.sentences, origin.sentences, weight)
    share = math.fsum(weight[fact] for fact in common) / total if total else 0.0
    if not _enough(common, within=within) or share < least:
        return None
    telling = sorted(common, key=lambda fact: (-weight[fact], fact))[:8]
    names = _names(echo.document)
    return Echo(
        origin_from=Passage(source=echo.document.id, start=0, end=len(echo.document.text.content)),
        origin_to=Passage(source=origin.document.id, start=0, end=len(origin.document.text.content)),
        type="rewrite" if within else "translation",
        score=round(min(1.0, share), 3),
        reason=(
            f"{len(common)} facts stand in the same order in both {'texts' if within else 'languages'}"
            f" ({round(share * 100)} % of this text's): "
            f"{', '.join(shown(fact, names) for fact in telling)}; {ordered.why}"
        ),
        direction=ordered.direction,
    )


def _enough(common: set[Fact], *, within: bool) -> bool:
    if len(common) < LEAST_FACTS or sum(fact[0] not in KIND_WEIGHT for fact in common) < LEAST_TELLING:
        return False
    return not within or sum(fact[0] in CLAIMED for fact in common) >= LEAST_CLAIMED


def _names(document: Document) -> dict[Fact, str]:
    content = document.text.content
    return {("source", mention.ref): content[mention.start : mention.end] for mention in reversed(document.mentions)}


def _in_order(one: list[frozenset[Fact]], other: list[frozenset[Fact]], weight: dict[Fact, float]) -> set[Fact]:
    """The facts of the heaviest alignment of sentences that keeps their order on both sides.

    A sentence may meet several of the other side in a row: translators split and join sentences.
    """
    rows, columns = len(one), len(other)
    gain = [[math.fsum(weight[fact] for fact in mine & theirs) for theirs in other] for mine in one]
    table = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            table[row][column] = gain[row - 1][column - 1] + max(
                table[row - 1][column - 1], table[row - 1][column], table[row][column - 1]
            )
    facts: set[Fact] = set()
    row, column = rows, columns
    while row and column:
        facts |= one[row - 1] & other[column - 1]
        _, row, column = max(
            (table[row - 1][column - 1], row - 1, column - 1),
            (table[row - 1][column], row - 1, column),
            (table[row][column - 1], row, column - 1),
        )
    return facts
