"""What two texts without a common run are compared for in a large case: rewrites, translations, shared quotations.

The comparisons are those of `rewrites`, `retellings` and `quotations`; here is only which pairs are proposed, and the
parts of a text that several comparisons of it need.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Literal

import numpy as np

from sousveil.record.echo import Echo
from sousveil.trace.document import Document
from sousveil.trace.hashing import Hashes, mix
from sousveil.trace.large.frequencies import Frequencies
from sousveil.trace.large.proposals import Proposals, Rule, propose, propose_quoting
from sousveil.trace.large.sketches import Sketch
from sousveil.trace.large.units import hashes_of, language
from sousveil.trace.quoting import quotations
from sousveil.trace.quoting.quotation_match import Match, shared_by
from sousveil.trace.quoting.quotation_words import QuotedWords
from sousveil.trace.retelling import retellings, rewrites
from sousveil.trace.retelling.facts import Facts
from sousveil.trace.retelling.retellings import Retold
from sousveil.trace.retelling.rewrites import Comparable, compare
from sousveil.trace.retelling.telling import Teller
from sousveil.trace.retelling.wording import Wording
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["KINDS", "Comparisons", "Kind", "common_quoted", "proposed"]

Kind = Literal["rewrite", "retelling", "quotation"]
KINDS: tuple[Kind, ...] = ("rewrite", "retelling", "quotation")
_KEPT = 1_500
"""Texts whose parts are kept between comparisons."""


def proposed(sketches: Sequence[Sketch]) -> tuple[dict[Kind, Proposals], Hashes]:
    """The pairs to compare, by number of the sketch, and the units of quotations that are common."""
    told, common = propose_quoting(
        [hashes_of(sketch.units.quoted) for sketch in sketches],
        [hashes_of(sketch.units.told) for sketch in sketches],
        Rule(quotations.COMMON, quotations.PROPOSED * quotations.MANY, quotations.COMPARED),
    )
    return {"rewrite": _rewrites(sketches), "retelling": _retellings(sketches), "quotation": told}, common


def _rewrites(sketches: Sequence[Sketch]) -> Proposals:
    """Within each language."""
    by_lang: dict[str, list[int]] = {}
    for number, sketch in enumerate(sketches):
        if sketch.units.words or sketch.units.details:
            by_lang.setdefault(language(sketch.lang), []).append(number)
    found = []
    for lang in sorted(by_lang):
        texts = by_lang[lang]
        rarest = max(rewrites.RARE, rewrites.POSTINGS // len(texts))
        rule = Rule(rewrites.HOLDERS, rewrites.PROPOSED, rewrites.COMPARED, rarest)
        found.append((np.array(texts), propose([_sought(sketches[text]) for text in texts], rule)))
    return _numbered(found)


def _sought(sketch: Sketch) -> Hashes:
    return hashes_of(sketch.units.words + sketch.units.sought)


def _retellings(sketches: Sequence[Sketch]) -> Proposals:
    """Of texts of one language only those that claim something, as long as the case has no other language."""
    texts = [number for number, sketch in enumerate(sketches) if sketch.units.keys]
    if len({language(sketches[text].lang) for text in texts}) < 2:
        texts = [text for text in texts if sketches[text].claims]
    rule = Rule(retellings.HOLDERS, retellings.PROPOSED, retellings.COMPARED)
    return _numbered(
        [(np.array(texts, np.intp), propose([hashes_of(sketches[each].units.keys) for each in texts], rule))]
    )


def _numbered(found: Iterable[tuple[np.ndarray, Proposals]]) -> Proposals:
    none = np.zeros(0, np.intp)
    pairs = [(texts[part.firsts], texts[part.seconds]) for texts, part in found]
    return Proposals(
        np.concatenate([none, *(first for first, _ in pairs)]), np.concatenate([none, *(second for _, second in pairs)])
    )


class Comparisons:
    """Compares pairs of texts; the parts of a text are worked out once while it is near."""

    def __init__(self, vocabulary: Vocabulary, frequencies: Frequencies, common: Hashes) -> None:
        self._vocabulary = vocabulary
        self._frequencies = frequencies
        self._common = common
        self._comparable: dict[str, Comparable] = {}
        self._quoted: dict[str, QuotedWords] = {}
        self._retold = Retold(Facts(vocabulary), vocabulary)
        self._retold_texts: set[str] = set()

    @cached_property
    def _wording(self) -> Wording:
        return Wording(self._vocabulary)

    @cached_property
    def _teller(self) -> Teller:
        return Teller(self._vocabulary)

    def rewrite(self, one: Document, other: Document) -> Echo | None:
        """The echo of the later of two texts of one language, where it rewrites the other."""
        known = self._frequencies.of(language(one.text.lang))
        return compare(self._compared(one), self._compared(other), known.weights, known.rarity)

    def retelling(self, one: Document, other: Document) -> Echo | None:
        """The echo of the later of two texts, where it tells the other's facts in their order."""
        self._retold_texts |= {one.id, other.id}
        if len(self._retold_texts) > _KEPT:
            self._retold, self._retold_texts = Retold(Facts(self._vocabulary), self._vocabulary), set()
        return self._retold.compare(one, other)

    def quotation(self, one: Document, other: Document) -> list[Match]:
        """The quotations that two texts share."""
        first, second = self._words(one), self._words(other)
        units = np.concatenate((first.units.quoted, second.units.quoted))
        common = frozenset(units[np.isin(units >> np.uint64(32) << np.uint64(32), self._common)].tolist())
        return shared_by(first, second, self._vocabulary, common)

    def _compared(self, document: Document) -> Comparable:
        if document.id not in self._comparable:
            if len(self._comparable) >= _KEPT:
                self._comparable.clear()
            self._comparable[document.id] = Comparable(document, self._wording, self._teller)
        return self._comparable[document.id]

    def _words(self, document: Document) -> QuotedWords:
        if document.id not in self._quoted:
            if len(self._quoted) >= _KEPT:
                self._quoted.clear()
            self._quoted[document.id] = QuotedWords(document, self._vocabulary, self._wording)
        return self._quoted[document.id]


def common_quoted(sketches: Sequence[Sketch], common: Hashes) -> Hashes:
    """Of each text, which of the units that it quotes are common, as one number."""
    found = np.zeros(len(sketches), np.uint64)
    if not len(common):
        return found
    owner = np.repeat(np.arange(len(sketches)), [len(sketch.units.quoted) // 4 for sketch in sketches])
    quoted = hashes_of(b"".join(sketch.units.quoted for sketch in sketches))
    at = np.minimum(np.searchsorted(common, quoted), len(common) - 1)
    hits = common[at] == quoted
    np.add.at(found, owner[hits], mix(quoted[hits]))
    return found
