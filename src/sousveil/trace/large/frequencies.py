"""How frequent words and details are in a case: taken when it is traced whole, and kept until it has grown.

How much a rare word tells depends on the case. If every new text changed that, every text would have to be compared
again; so a large case weighs with what was counted last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sousveil.trace.large.sketches import Sketch
from sousveil.trace.large.units import language, numbers_of, unit
from sousveil.trace.retelling.rewording import word_weight
from sousveil.trace.retelling.rewrites import part_kept

__all__ = ["Counted", "Frequencies", "counted"]


class Counted(Struct, frozen=True):
    """Counts of one language; units that a single text has are left out."""

    texts: int
    """Texts that were counted; of those that are the same but for a few words one."""
    words: bytes
    """Sorted units, 32 bits each."""
    word_holders: bytes
    """In how many texts each stands, 32 bits."""
    details: bytes
    detail_holders: bytes


class _Known:
    """The weights of one language."""

    def __init__(self, kept: Counted | None) -> None:
        kept = kept or Counted(1, b"", b"", b"", b"")
        self._texts = kept.texts
        self.weights: Mapping[str, float] = _Weights(self._weigher(kept.words, kept.word_holders, word_weight))
        self.rarity: Callable[[str], float] = _Weights(
            self._weigher(kept.details, kept.detail_holders, part_kept)
        ).__getitem__

    def _weigher(self, units: bytes, holders: bytes, weigh: Callable[[int, int], float]) -> Callable[[str], float]:
        sorted_units, counts = numbers_of(units), numbers_of(holders)

        def weight(word: str) -> float:
            sought = unit(word)
            at = int(np.searchsorted(sorted_units, sought))
            held = at < len(sorted_units) and int(sorted_units[at]) == sought
            return weigh(int(counts[at]) if held else 1, self._texts)

        return weight


class _Weights(dict[str, float]):
    """Weights that are looked up when they are first asked for."""

    def __init__(self, weight: Callable[[str], float]) -> None:
        super().__init__()
        self._weight = weight

    def __missing__(self, word: str) -> float:
        self[word] = found = self._weight(word)
        return found


class Frequencies:
    """What is known of a case's words, by language."""

    def __init__(self, by_lang: Mapping[str, Counted], texts: int) -> None:
        self._by_lang = dict(by_lang)
        self.texts = texts
        """How many texts the case had."""
        self._known: dict[str, _Known] = {}

    def of(self, lang: str) -> _Known:
        """The weights of a language."""
        if lang not in self._known:
            self._known[lang] = _Known(self._by_lang.get(lang))
        return self._known[lang]

    def encoded(self) -> bytes:
        """For keeping."""
        return msgspec.msgpack.encode((self.texts, self._by_lang))

    @classmethod
    def decoded(cls, kept: bytes) -> Frequencies:
        """As it was kept."""
        texts, by_lang = msgspec.msgpack.decode(kept, type=tuple[int, dict[str, Counted]])
        return cls(by_lang, texts)


def counted(sketches: Iterable[Sketch], same: Callable[[str], str]) -> Frequencies:
    """Count the units of all texts; `same` gives the first of the texts that are the same as one."""
    by_lang: dict[str, dict[str, list[Sketch]]] = {}
    texts = 0
    for sketch in sketches:
        texts += 1
        if sketch.units.words or sketch.units.details:
            by_lang.setdefault(language(sketch.lang), {}).setdefault(same(sketch.source), []).append(sketch)
    return Frequencies({lang: _count(roots) for lang, roots in sorted(by_lang.items())}, texts)


def _count(roots: Mapping[str, list[Sketch]]) -> Counted:
    words, word_holders = _holders([[sketch.units.words for sketch in held] for held in roots.values()])
    details, detail_holders = _holders([[sketch.units.details for sketch in held] for held in roots.values()])
    return Counted(len(roots), words, word_holders, details, detail_holders)


def _holders(units: list[list[bytes]]) -> tuple[bytes, bytes]:
    """The units that two roots or more have, and how many do."""
    every: list[NDArray[np.uint32]] = [
        np.unique(np.concatenate([numbers_of(each) for each in held])) if len(held) > 1 else numbers_of(held[0])
        for held in units
    ]
    values, counts = np.unique(np.concatenate([np.zeros(0, np.uint32), *every]), return_counts=True)
    several = counts > 1
    return values[several].tobytes(), counts[several].astype(np.uint32).tobytes()
