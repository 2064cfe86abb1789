"""Units of a text that stay with its sketch: by these it is compared with others that share no run of words with it.

Each is the first 32 bits of a hash, so that a text of some hundred words takes two kilobytes. They propose pairs and
count how frequent a word is; what two texts have in common is always seen from the texts themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sousveil.trace.document import Document
from sousveil.trace.hashing import Hashes
from sousveil.trace.quoting.quotation_words import QuotedWords
from sousveil.trace.retelling.facts import Facts
from sousveil.trace.retelling.rewrites import Comparable, wording_units
from sousveil.trace.retelling.telling import Teller
from sousveil.trace.retelling.wording import Wording
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Units", "UnitsOf", "hashes_of", "language", "numbers_of", "unit"]


class Units(Struct, frozen=True, omit_defaults=True):
    """Sorted 32-bit numbers as bytes, each once."""

    words: bytes = b""
    """Content words; empty where a text is too short to be compared by them."""
    details: bytes = b""
    """What its sentences tell: numbers, names, days."""
    sought: bytes = b""
    """What proposes rewrites, beside the words."""
    keys: bytes = b""
    """Facts that propose translations."""
    quoted: bytes = b""
    """Of what it quotes."""
    told: bytes = b""
    """Of what it tells and does not quote."""


@lru_cache(maxsize=1 << 19)
def unit(words: str) -> int:
    """The number of a unit, the same in every process."""
    return int.from_bytes(blake2b(words.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "little")


def numbers_of(units: bytes) -> NDArray[np.uint32]:
    """The numbers of units."""
    return np.frombuffer(units, np.uint32)


def hashes_of(units: bytes) -> Hashes:
    """Units as hashes whose leading bits tell."""
    return numbers_of(units).astype(np.uint64) << np.uint64(32)


def language(lang: str) -> str:
    """The language without its region or script."""
    return lang.split("-", maxsplit=1)[0]


class UnitsOf:
    """Works out the units of texts."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._wording = Wording(vocabulary)
        self._teller = Teller(vocabulary)
        self._facts = Facts(vocabulary)

    def __call__(self, document: Document) -> Units:
        """All units of a text; none of a row of a coded table."""
        if document.coded:
            return Units()
        text = Comparable(document, self._wording, self._teller)
        long_enough = text.is_long_enough
        quoted = QuotedWords(document, self._vocabulary, self._wording).units
        return Units(
            words=_packed(text.words.distinct) if long_enough else b"",
            details=_packed(text.told.units) if long_enough else b"",
            sought=_packed(wording_units(text).difference(text.words.vocabulary)) if long_enough else b"",
            keys=_packed(" ".join(fact) for fact in self._facts.keys(document)) if document.text.lang != "und" else b"",
            quoted=_leading(quoted.quoted).tobytes(),
            told=np.setdiff1d(_leading(quoted.told), _leading(quoted.quoted)).tobytes(),
        )


def _packed(units: Iterable[str]) -> bytes:
    return np.unique(np.fromiter((unit(each) for each in units), np.uint32)).tobytes()


def _leading(hashes: Hashes) -> NDArray[np.uint32]:
    return np.unique((hashes >> np.uint64(32)).astype(np.uint32))
