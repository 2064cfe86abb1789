"""What every reader of claims offers, and the one that needs nothing but the vocabulary."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from sousveil.errors import FindLoss
from sousveil.find.reader import EXTRACTOR, find
from sousveil.record.claim import Claim
from sousveil.record.text import Text
from sousveil.vocabulary.loader import Vocabulary, load

__all__ = ["Found", "Reader", "RuleReader"]


class Found(Struct, frozen=True, kw_only=True):
    """What a reader found in one text, and what it had in hand and did not keep."""

    claims: tuple[Claim, ...]
    losses: tuple[FindLoss, ...] = ()
    complete: bool = True
    """Whether all of the text was read; where it was not, reading it again may find more."""


class Reader(Protocol):
    """Reads claims. Every claim's quote stands in the text at its place, and carries `extractor`."""

    extractor: str
    """Name and version: `rules/1`, `model/NAME`."""

    def read(self, text: Text) -> Found:
        """The claims of a text."""


class RuleReader:
    """The default: a pure function of the text and the vocabulary."""

    extractor = EXTRACTOR

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        self._vocabulary = vocabulary or load()

    def read(self, text: Text) -> Found:
        """See `sousveil.find.find`; rules lose nothing that they had."""
        return Found(claims=tuple(find(text, self._vocabulary)))
