"""Wording: the words that say how a thing is told, and the pairs of them that stand near each other in order.

Names and numbers are left out on purpose. Two independent reports of one event share those; a rewrite also shares
the verbs, nouns and adjectives of its model, in much the same order.
"""

from __future__ import annotations

import re
from collections import Counter

from msgspec import Struct

from sousveil.trace.document import Document
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["NEAR", "Wording", "content_words", "near_pairs"]

NEAR = 4
"""A word is paired with this many of the words that follow it."""
_LEAST_STEM = 4
_STEMS = 500_000
"""Words that are kept with their stems."""
_HAN = re.compile(r"[\u4e00-\u9fff\u30a0-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")


class _Words(Struct, frozen=True):
    function: frozenset[str]
    endings: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()
    capital_nouns: bool = False


class Wording:
    """The lists of a vocabulary, each language's made ready once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = {
            lang: _Words(
                frozenset(entry.function.split()),
                tuple(entry.endings.split()),
                tuple(entry.openings.split()),
                entry.capital_nouns,
            )
            for lang, entry in vocabulary.wording.items()
        }
        self._others = _Words(frozenset().union(*(words.function for words in self._words.values())))
        self._stems: dict[tuple[str, str], str] = {}

    def of(self, lang: str) -> _Words:
        """The words of a language; those of all languages for one that has no list, or whose name is mistaken."""
        return self._words.get(lang, self._others)

    def stem(self, word: str, lang: str) -> str:
        """The word without its ending, and without what is written onto its head."""
        key = (lang, word)
        if key not in self._stems:
            if len(self._stems) > _STEMS:
                self._stems.clear()
            lists = self.of(lang)
            least = _LEAST_STEM - 1 if lists.openings else _LEAST_STEM
            head = next((o for o in lists.openings if word.startswith(o) and len(word) - len(o) >= least), "")
            stem = word[len(head) :]
            cut = next((e for e in lists.endings if stem.endswith(e) and len(stem) - len(e) >= least), "")
            self._stems[key] = stem[: len(stem) - len(cut)]
        return self._stems[key]


def content_words(document: Document, wording: Wording) -> list[tuple[str, int]]:
    """Stems of the words that are neither names, numbers nor function words, each with its token.

    Words within quotation marks are left out: the same words of a speaker are a shared quotation, not a rewrite.
    Chinese and Japanese give pairs of characters, Korean the first two syllables of a word.
    """
    content, tokens = document.text.content, document.tokens
    lang = document.text.lang.split("-")[0]
    lists = wording.of(lang)
    stop = lists.function
    quoted = iter([*document.quotes, (len(content) + 1, len(content) + 1)])
    begin, stop_at = next(quoted)
    lower = Counter(word for word, start in zip(tokens.words, tokens.starts, strict=True) if content[start] == word[0])
    words: list[tuple[str, int]] = []
    previous_end = -1
    for at, (word, start) in enumerate(zip(tokens.words, tokens.starts, strict=True)):
        while start >= stop_at:
            begin, stop_at = next(quoted)
        adjacent, previous_end = start == previous_end, tokens.ends[at]
        if start >= begin or word[0].isdigit():
            continue
        if len(word) == 1:
            joined = _joined(tokens.words, at, adjacent=adjacent)
            if joined:
                words.append((joined, at))
            continue
        if word in stop or (content[start] != word[0] and not lists.capital_nouns and not lower[word]):
            continue
        words.append((wording.stem(word, lang), at))
    return words


def _joined(words: list[str], at: int, *, adjacent: bool) -> str | None:
    """The unit that a character of a joined script begins: two characters, or the head of a Korean word."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) and len(words[at + 1]) == 1 else ""
    if _HANGUL.match(word):
        return word + following if not adjacent and following else None
    if _HAN.match(word) and following and _HAN.match(following):
        return word + following
    return None


def near_pairs(words: list[tuple[str, int]]) -> dict[tuple[str, str], int]:
    """Ordered pairs of different words at most `NEAR` apart, with the token of the first."""
    pairs: dict[tuple[str, str], int] = {}
    for at, (first, token) in enumerate(words):
        for second, _ in words[at + 1 : at + 1 + NEAR]:
            if first != second:
                pairs.setdefault((first, second), token)
    return pairs
