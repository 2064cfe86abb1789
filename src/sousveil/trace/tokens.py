"""Words with their offsets, the same for every script: a word where spaces part them, a character where they don't.

A whole text is cut and hashed as arrays; `scan` takes many texts at once, joined by line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sousveil.trace.hashing import Hashes, Indexes, hash_runs

__all__ = ["Scan", "Tokens", "is_joined", "scan", "scan_each", "tokenise"]

_JOINED_RANGES = ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7AF))
_IS_JOINED = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _JOINED_RANGES) + "]")
JOINED_WEIGHT = 0.45
"""How much of a word one Chinese, Japanese or Korean character is worth when lengths are compared."""
FIGURE_WEIGHT = 0.2
"""The same for a number: calendars and tables share long runs of them."""

_BREAK, _WORD, _JOINED, _DIGIT = 0, 1, 2, 3
_BMP = 1 << 16

Codes = NDArray[np.unsignedinteger]
"""Characters by number."""


def is_joined(token: str) -> bool:
    """Whether the token is a single character of a script that is compared by characters."""
    return len(token) == 1 and _IS_JOINED.match(token) is not None


class Scan(Struct, frozen=True):
    """The tokens of a text as arrays: offsets in code points, and a hash of each in lower case."""

    starts: Indexes
    ends: Indexes
    hashes: Hashes
    less: NDArray[np.float64] | None
    """What each token falls short of a word in weight; null where none does."""


def _kind(code: int) -> int:
    """What a character is to us. What breaks a word is no letter or digit in any script."""
    character = chr(code)
    if any(first <= code <= last for first, last in _JOINED_RANGES):
        return _JOINED
    if not character.isalnum():
        return _BREAK
    return _DIGIT if character.isdigit() else _WORD


@lru_cache(maxsize=1)
def _tables() -> tuple[NDArray[np.uint8], Codes]:
    """Of the first 65,536 code points: what they are, and their lower case (0 for what breaks a word)."""
    kinds = np.array([_kind(code) for code in range(_BMP)], np.uint8)
    lower = np.array([ord(chr(code).lower()[0]) if kinds[code] else 0 for code in range(_BMP)], np.uint32)
    return kinds, lower


def _characters(content: str) -> tuple[NDArray[np.uint8], Codes]:
    """What each character is, and its lower case."""
    kinds, lower = _tables()
    encoded = content.encode("latin-1") if content.isascii() else content.encode("utf-16-le", "surrogatepass")
    if len(encoded) == len(content):
        return _narrow(encoded)
    if len(encoded) == 2 * len(content):
        codes = np.frombuffer(encoded, np.uint16)
        beyond = np.flatnonzero(codes > 0xFF)
        if kinds.take(codes[beyond]).any():
            return kinds.take(codes), lower.take(codes)
        # Dashes and quotation marks that break words wherever they stand: the rest goes by bytes.
        small = codes.astype(np.uint8)
        small[beyond] = ord(" ")
        return _narrow(small.tobytes())
    wide = np.frombuffer(content.encode("utf-32-le", "surrogatepass"), np.uint32)
    narrow = np.minimum(wide, _BMP - 1)
    found, small_letters = kinds.take(narrow), lower.take(narrow).astype(np.uint64)
    for code in np.unique(wide[wide >= _BMP]).tolist():
        at = wide == code
        found[at] = _kind(code)
        small_letters[at] = ord(chr(code).lower()[0]) if _kind(code) else 0
    return found, small_letters


def _narrow(content: bytes) -> tuple[NDArray[np.uint8], Codes]:
    kinds, lower = _byte_tables()
    return np.frombuffer(content.translate(kinds), np.uint8), np.frombuffer(content.translate(lower), np.uint8)


@lru_cache(maxsize=1)
def _byte_tables() -> tuple[bytes, bytes]:
    """The same for the first 256 code points, all of which have their lower case among them."""
    kinds, lower = _tables()
    return kinds[:256].tobytes(), lower[:256].astype(np.uint8).tobytes()


def scan(content: str) -> Scan:
    """The tokens of a text."""
    none = np.zeros(0, np.intp)
    if not content:
        return Scan(none, none, np.zeros(0, np.uint64), None)
    kinds, lower = _characters(content)
    inside = kinds != _BREAK
    joined = kinds == _JOINED
    some_joined = bool(joined.any())
    # A token begins where a letter follows none, and at every joined character and what follows one.
    begins = inside.copy()
    begins[1:] &= ~inside[:-1] | joined[1:] | joined[:-1] if some_joined else ~inside[:-1]
    starts = np.flatnonzero(begins)
    closes = inside
    closes[:-1] &= ~inside[1:] | begins[1:]
    ends = np.flatnonzero(closes) + 1
    hashes = hash_runs(lower, starts, ends)
    return Scan(starts, ends, hashes, _shortfalls(kinds, joined if some_joined else None, starts, ends))


def scan_each(contents: Sequence[str]) -> Iterator[Scan]:
    """The tokens of several texts, which are cut and hashed together."""
    whole = scan("\n".join(contents))
    start = first = 0
    for content in contents:
        last = int(np.searchsorted(whole.starts, start + len(content) + 1))
        piece = slice(first, last)
        less = whole.less[piece] if whole.less is not None else None
        yield Scan(whole.starts[piece] - start, whole.ends[piece] - start, whole.hashes[piece], less)
        start, first = start + len(content) + 1, last


def _shortfalls(
    kinds: NDArray[np.uint8], joined: NDArray[np.bool_] | None, starts: Indexes, ends: Indexes
) -> NDArray[np.float64] | None:
    figures = np.zeros(len(starts), np.bool_)
    at = np.flatnonzero(kinds[starts] == _DIGIT)
    if len(at):
        digits = np.zeros(len(kinds) + 1, np.intp)
        np.cumsum(kinds == _DIGIT, out=digits[1:])
        figures[at] = digits[ends[at]] - digits[starts[at]] == ends[at] - starts[at]
    if joined is None and not figures.any():
        return None
    less = np.where(figures, 1 - FIGURE_WEIGHT, 0.0)
    if joined is not None:
        less[joined[starts]] = 1 - JOINED_WEIGHT
    return less


class Tokens:
    """The tokens of a text in lower case, with their offsets in code points and a hash that never changes."""

    def __init__(self, content: str, scanned: Scan | None = None) -> None:
        self._content = content
        scanned = scanned or scan(content)
        self.hashes = scanned.hashes
        self._starts, self._ends = scanned.starts, scanned.ends
        # Sums of what the tokens fall short of a word; empty where all are words.
        self._less: NDArray[np.float64] | None = None
        if scanned.less is not None:
            self._less = np.zeros(len(scanned.starts) + 1)
            np.cumsum(scanned.less, out=self._less[1:])

    @cached_property
    def starts(self) -> list[int]:
        """Where each token begins."""
        found: list[int] = self._starts.tolist()
        return found

    @cached_property
    def ends(self) -> list[int]:
        """Where each token ends."""
        found: list[int] = self._ends.tolist()
        return found

    @cached_property
    def words(self) -> list[str]:
        """The tokens themselves."""
        content = self._content
        return [content[start:end].lower() for start, end in zip(self.starts, self.ends, strict=True)]

    def __len__(self) -> int:
        return len(self.hashes)

    def weight(self, first: int, last: int) -> float:
        """Length in words of the tokens from `first` up to but without `last`."""
        less = float(self._less[last] - self._less[first]) if self._less is not None else 0.0
        return last - first - less

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of the tokens from `first` up to but without `last`."""
        return int(self._starts[first]), int(self._ends[last - 1])


def tokenise(content: str) -> Tokens:
    """The tokens of a text."""
    return Tokens(content)
