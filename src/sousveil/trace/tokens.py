"""Words with their offsets, the same for every script: a word where spaces part them, a character where they don't."""

from __future__ import annotations

import re
from itertools import accumulate
from zlib import crc32

__all__ = ["Tokens", "is_joined", "tokenise"]

_JOINED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(rf"[{_JOINED}]|[^\W_{_JOINED}]+")
_IS_JOINED = re.compile(rf"[{_JOINED}]")
JOINED_WEIGHT = 0.45
"""How much of a word one Chinese, Japanese or Korean character is worth when lengths are compared."""
FIGURE_WEIGHT = 0.2
"""The same for a number: calendars and tables share long runs of them."""

_hashes: dict[str, int] = {}
_HASHES_KEPT = 500_000


def is_joined(token: str) -> bool:
    """Whether the token is a single character of a script that is compared by characters."""
    return len(token) == 1 and _IS_JOINED.match(token) is not None


def _hash(token: str) -> int:
    known = _hashes.get(token)
    if known is None:
        if len(_hashes) >= _HASHES_KEPT:
            _hashes.clear()
        data = token.encode("utf-8")
        known = _hashes[token] = (crc32(data) << 29) ^ crc32(data[::-1], len(data))
    return known


class Tokens:
    """The tokens of a text in lower case, with their offsets in code points and a hash that never changes."""

    __slots__ = ("_less", "ends", "hashes", "starts", "words")

    def __init__(self, words: list[str], starts: list[int], ends: list[int]) -> None:
        self.words = words
        self.starts = starts
        self.ends = ends
        known = _hashes.get
        self.hashes = [known(word) or _hash(word) for word in words]
        # Sums of what the tokens fall short of a word; empty where all are words.
        self._less: list[float] = []
        less = [
            1 - JOINED_WEIGHT if is_joined(word) else 1 - FIGURE_WEIGHT if word.isdigit() else 0.0 for word in words
        ]
        if any(less):
            self._less = [0.0, *accumulate(less)]

    def __len__(self) -> int:
        return len(self.words)

    def weight(self, first: int, last: int) -> float:
        """Length in words of the tokens from `first` up to but without `last`."""
        less = self._less[last] - self._less[first] if self._less else 0.0
        return last - first - less


def tokenise(content: str) -> Tokens:
    """The tokens of a text."""
    matches = list(_TOKEN.finditer(content))
    return Tokens(
        [match.group().lower() for match in matches],
        [match.start() for match in matches],
        [match.end() for match in matches],
    )
