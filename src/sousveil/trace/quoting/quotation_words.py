"""The words of a text as quotations are compared: how much each tells, which are quoted, and what candidates are
sought by.

Words are compared in the view of their language, without endings, so that two spellings and two tenses of a word
are one.
"""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from sousveil.trace.document import Document
from sousveil.trace.hashing import Hashes, mix
from sousveil.trace.quoting.quoted import Statement, statements
from sousveil.trace.retelling.wording import Wording
from sousveil.trace.tokens import Tokens, is_joined, tokenise
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["QuotationUnits", "QuotedWords"]

_HAN = re.compile(r"[\u3400-\u9fff\u30a1-\u30fa]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
CONTENT, NAME, SMALL, HAN, HANGUL, KANA = 1.0, 0.6, 0.3, 0.5, 0.4, 0.2
"""What a word is worth, one that is written as a name, a small word, and a character of the scripts that are compared
by characters. Two speakers on one matter share its names."""
_SHORT = 3
"""Letters up to which a word is small in a language that has no list of small words."""
LONGEST = 300
"""Tokens of a quotation that are aligned at once."""
_SPACES = frozenset(" \u00a0\n")
GRAM = 4
"""Characters of a unit where no spaces part words."""


class QuotationUnits:
    """Hashes by which candidates are sought: two content words that stand next to each other or have one between them,
    or four characters of a script without spaces."""

    def __init__(self, quoted: Hashes, told: Hashes) -> None:
        self.quoted = quoted
        """Of what stands in quotation marks."""
        self.told = told
        """Of the whole text, quotations with it."""


class QuotedWords:
    """A document's tokens with what each is worth; `parts` are the statements that it quotes."""

    def __init__(self, document: Document, vocabulary: Vocabulary, wording: Wording) -> None:
        self.document = document
        lang = document.text.lang
        self._code = lang.split("-")[0]
        self._orthography = vocabulary.orthography(lang)
        self.content = document.compared
        self.view = self._orthography.view(self.content)
        self.statements: list[Statement] = statements(self.content)
        self._wording = wording
        self._listed = self._code in vocabulary.wording

    @cached_property
    def tokens(self) -> Tokens:
        """The tokens of the view; a view is as long as its text."""
        return self.document.tokens if self.view == self.content else tokenise(self.view)

    @cached_property
    def stems(self) -> list[str]:
        """Each token without its ending."""
        return [self._wording.stem(word, self._code) for word in self.tokens.words]

    @cached_property
    def weights(self) -> list[float]:
        """What each token is worth."""
        small = self._wording.of(self._code).function
        found = [_weight(word, small, listed=self._listed) for word in self.tokens.words]
        if self._wording.of(self._code).capital_nouns:
            return found
        return [
            NAME if worth == CONTENT and self._is_name(start) else worth
            for worth, start in zip(found, self.tokens.starts, strict=True)
        ]

    def _is_name(self, start: int) -> bool:
        """Whether a word has a capital that no sentence gives it."""
        content = self.content
        if start < 2 or not content[start].isupper() or content[start - 1] not in _SPACES:
            return False
        return content[start - 2].isalnum() or content[start - 2] == ","

    @cached_property
    def sums(self) -> list[float]:
        """Running sums of the weights: of tokens `a` up to `b` it is `sums[b] - sums[a]`."""
        return [0.0, *np.cumsum(self.weights).tolist()]

    @cached_property
    def marked(self) -> list[tuple[int, int, int]]:
        """Token ranges between marks: first, last, number of the statement."""
        starts, ends = self.tokens.starts, self.tokens.ends
        found = []
        for number, statement in enumerate(self.statements):
            for start, end in statement.parts:
                first, last = bisect.bisect_left(starts, start), bisect.bisect_right(ends, end)
                if last > first:
                    found.append((first, last, number))
        return found

    @cached_property
    def voices(self) -> list[int]:
        """For each token the statement that quotes it; -1 for the text's own words."""
        found = [-1] * len(self.tokens)
        for first, last, number in self.marked:
            found[first:last] = [number] * (last - first)
        return found

    @cached_property
    def places(self) -> list[int]:
        """Running numbers of the tokens, where what stands between the parts of one statement has no length."""
        extents: dict[int, tuple[int, int]] = {}
        for first, last, number in self.marked:
            extents[number] = (extents.get(number, (first, last))[0], last)
        aside = [False] * len(self.tokens)
        for first, last in extents.values():
            aside[first:last] = [voice < 0 for voice in self.voices[first:last]]
        found, at = [], 0
        for is_aside in aside:
            found.append(at)
            at += not is_aside
        return found

    @cached_property
    def seeds(self) -> dict[str, list[int]]:
        """Where each telling word stands, or pair of characters."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, seed in enumerate(self.seed_of):
            if seed:
                found[seed].append(at)
        return found

    @cached_property
    def seed_of(self) -> list[str]:
        """What an alignment may begin with at each token; empty for small words."""
        return [self._seed(at) for at in range(len(self.tokens))]

    @cached_property
    def units(self) -> QuotationUnits:
        """What candidates are sought by."""
        hashes, weights, joined = self._arrays
        if not len(hashes):
            none = np.zeros(0, np.uint64)
            return QuotationUnits(none, none)
        quoted = np.array(self.voices) >= 0
        return QuotationUnits(_units(hashes[quoted], weights[quoted], joined[quoted]), _units(hashes, weights, joined))

    @cached_property
    def told(self) -> frozenset[int]:
        """The units of the whole text."""
        return frozenset(self.units.told.tolist()).union(*(units for _, units in self.quotations))

    @cached_property
    def quotations(self) -> list[tuple[list[int], frozenset[int]]]:
        """The tokens of each statement, and its units; of a very long one some tokens at a time."""
        tokens: dict[int, list[int]] = {}
        for first, last, number in self.marked:
            tokens.setdefault(number, []).extend(range(first, last))
        hashes, weights, joined = self._arrays
        return [
            (held, frozenset(_units(hashes[held], weights[held], joined[held]).tolist()))
            for _, said in sorted(tokens.items())
            for held in (said[at : at + LONGEST] for at in range(0, len(said), LONGEST))
        ]

    @cached_property
    def _arrays(self) -> tuple[Hashes, NDArray[np.float64], NDArray[np.bool_]]:
        joined = np.fromiter((is_joined(word) for word in self.tokens.words), np.bool_, len(self.tokens))
        return self.tokens.hashes, np.array(self.weights), joined

    def _seed(self, at: int) -> str:
        word = self.tokens.words[at]
        if is_joined(word):
            following = self.tokens.words[at + 1] if at + 1 < len(self.tokens) else ""
            return word + following if is_joined(following) else ""
        return self.stems[at] if self.weights[at] >= NAME else ""

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets in the frozen text of tokens `first` up to `last`."""
        start, end = self.tokens.span(first, last)
        return (
            self._orthography.letters.original(self.content, start, end) if self.view != self.content else (start, end)
        )


@lru_cache(maxsize=1 << 16)
def _character(word: str) -> float:
    if _HAN.match(word):
        return HAN
    return HANGUL if _HANGUL.match(word) else KANA


def _weight(word: str, small: frozenset[str], *, listed: bool) -> float:
    if is_joined(word):
        return KANA if word in small else _character(word)
    if word in small or len(word) == 1 or (not listed and len(word) <= _SHORT and not word.isdigit()):
        return SMALL
    return CONTENT


def _units(hashes: Hashes, weights: NDArray[np.float64], joined: NDArray[np.bool_]) -> Hashes:
    content = hashes[~joined & (weights >= NAME)]
    found = [_after(content, 1), _after(content, 2)]
    if joined.any():
        characters, telling = hashes[joined], (weights[joined] > KANA).astype(np.intp)
        count = len(characters) - GRAM + 1
        if count > 0:
            grams = sum(
                (characters[step : step + count] * np.uint64(2 * step + 0x9E3779B1) for step in range(GRAM)),
                start=np.zeros(count, np.uint64),
            )
            tells = sum((telling[step : step + count] for step in range(GRAM)), start=np.zeros(count, np.intp))
            found.append(mix(grams)[tells >= 2])
    return np.unique(np.concatenate(found))


def _after(content: Hashes, distance: int) -> Hashes:
    """Each word with the one that follows it at a distance. The distance is no part of the hash, so that a word that
    was put in or left out between the two changes nothing."""
    if len(content) <= distance:
        return np.zeros(0, np.uint64)
    return mix(content[:-distance] * np.uint64(0x9E3779B97F4A7C15) + content[distance:])
