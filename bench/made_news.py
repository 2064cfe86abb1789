"""Made-up news for timing: unrelated texts with stock phrases and footers, and planted families of five kinds.

The words are syllables drawn with the frequencies of a natural language, from a fixed seed, so that every run times the
same texts. They are drawn one after the other and can be written to a file without being held.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from msgspec import Struct

__all__ = ["KINDS", "Item", "News", "news", "write"]

KINDS = ("reprint", "light-edit", "abridged", "rewritten", "quote")
"""The whole text under another head; a word in twenty changed and a sentence lost; four sentences in ten kept; 28 % of
the words changed, three to nine in a row; a quotation of 50 to 90 words in a text that is otherwise another."""

_WORDS, _PHRASES, _FOOTERS = 40_000, 3_000, 300
_DERIVED = 0.08
"""Share of the texts that others derive from."""
_LATER = 20_000
"""Within how many texts after its origin a derived one comes."""
_FIRST_DAY = date(2015, 1, 1)


class Item(Struct, frozen=True):
    """One made text; `family` is the number of its origin, its own where it derives from none."""

    content: str
    day: str
    family: int
    kind: int
    """Index in `KINDS`; -1 for a text that derives from none."""


class News:
    """The stock that texts are made of."""

    def __init__(self, seed: int) -> None:
        self.draw = np.random.default_rng(seed)
        consonants, vowels = list("bcdfghklmnprstvz"), list("aeiou")
        self.words = [
            "".join(
                consonants[self.draw.integers(len(consonants))] + vowels[self.draw.integers(len(vowels))]
                for _ in range(self.draw.integers(1, 5))
            )
            for _ in range(_WORDS)
        ]
        weight = 1 / (np.arange(_WORDS) + 3.0)
        self._sums = np.cumsum(weight / weight.sum())
        self._phrases = [self.some(int(self.draw.integers(6, 13))) for _ in range(_PHRASES)]
        self._footers = [" ".join(self.some(int(self.draw.integers(12, 40)))) for _ in range(_FOOTERS)]

    def some(self, count: int) -> list[str]:
        """Words by their frequency."""
        words = self.words
        return [words[at] for at in np.searchsorted(self._sums, self.draw.random(count)).clip(0, _WORDS - 1).tolist()]

    def sentences(self) -> list[list[str]]:
        """200 to 400 words in sentences, a stock phrase in some."""
        drawn = self.some(int(self.draw.integers(190, 380)))
        sentences = [drawn[at : at + 20] for at in range(0, len(drawn), 20)]
        for at in self.draw.integers(0, len(sentences), int(self.draw.integers(0, 3))).tolist():
            sentences[at] = sentences[at] + self._phrases[int(self.draw.integers(_PHRASES))]
        return sentences

    def printed(self, sentences: list[list[str]]) -> str:
        """A text under a head of its own, some with the footer of their outlet."""
        body = " ".join(f"{' '.join(sentence).capitalize()}." for sentence in sentences if sentence)
        head = " ".join(self.some(7)).capitalize()
        footer = self._footers[int(self.draw.integers(_FOOTERS))] if self.draw.random() < 0.5 else ""
        return f"{head} — {body} {footer}"

    def derived(self, sentences: list[list[str]], kind: int) -> str:
        """A text of one of `KINDS`."""
        match KINDS[kind]:
            case "reprint":
                told = sentences
            case "light-edit":
                lost = int(self.draw.integers(len(sentences)))
                told = [self._changed(each, 0.05, 1, 1) for at, each in enumerate(sentences) if at != lost]
            case "abridged":
                told = [each for each in sentences if self.draw.random() < 0.4] or sentences[:4]
            case "rewritten":
                told = [self._changed(each, 0.28, 3, 9) for each in sentences]
            case _:
                return self._quoting(sentences)
        return self.printed(told)

    def _changed(self, sentence: list[str], share: float, least: int, most: int) -> list[str]:
        """The sentence with about that share of its words changed, `least` to `most` in a row."""
        changed = list(sentence)
        middle = (least + most) / 2
        begins = share / (middle * (1 - share) + share)  # of a change, at a word that is kept
        at = 0
        while at < len(changed):
            if self.draw.random() < begins:
                length = int(self.draw.integers(least, most + 1))
                changed[at : at + length] = self.some(len(changed[at : at + length]))
                at += length
            else:
                at += 1
        return changed

    def _quoting(self, sentences: list[list[str]]) -> str:
        words = [word for sentence in sentences for word in sentence]
        length = int(self.draw.integers(50, 91))
        first = int(self.draw.integers(0, len(words) - length))
        told = self.sentences()
        quoted = ["“" + words[first], *words[first + 1 : first + length - 1], words[first + length - 1] + "”"]
        told.insert(int(self.draw.integers(1, len(told))), quoted)
        return self.printed(told)


def news(count: int, seed: int = 20_260) -> Iterator[Item]:
    """`count` texts in the order in which they were published."""
    stock = News(seed)
    waiting: list[tuple[int, int, int, list[list[str]]]] = []
    for number in range(count):
        day = (_FIRST_DAY + timedelta(days=number * 3_000 // count)).isoformat()
        if waiting and waiting[0][0] <= number:
            _, family, kind, sentences = heapq.heappop(waiting)
            yield Item(stock.derived(sentences, kind), day, family, kind)
            continue
        sentences = stock.sentences()
        yield Item(stock.printed(sentences), day, number, -1)
        if stock.draw.random() < _DERIVED:
            for kind in stock.draw.integers(0, len(KINDS), int(stock.draw.integers(1, 5))).tolist():
                later = number + 1 + int(stock.draw.integers(min(count, _LATER)))
                heapq.heappush(waiting, (later, number, kind, sentences))


class Written(Struct, frozen=True):
    """Texts in a file, and what is true of each, by number."""

    path: Path
    offsets: np.ndarray
    """Where each begins in the file, in bytes, with the end of the last."""
    days: list[str]
    families: np.ndarray
    kinds: np.ndarray


def write(path: Path, count: int, seed: int = 20_260) -> Written:
    """Put texts into a file, one after the other in UTF-8."""
    offsets = np.zeros(count + 1, np.int64)
    families, kinds = np.zeros(count, np.int32), np.zeros(count, np.int8)
    days: list[str] = []
    with path.open("wb") as file:
        for number, item in enumerate(news(count, seed)):
            offsets[number + 1] = offsets[number] + file.write(item.content.encode())
            families[number], kinds[number] = item.family, item.kind
            days.append(item.day)
    return Written(path, offsets, days, families, kinds)
