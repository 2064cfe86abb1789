"""Echoes: a passage or source that repeats another."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from msgspec import Struct

from sousveil.record.identity import identifier

__all__ = ["ECHO_TYPES", "Aligned", "CitedOrigin", "Direction", "Echo", "Passage"]

EchoType = Literal["copy", "rewrite", "translation", "quote", "citation", "syndication"]
ECHO_TYPES: tuple[EchoType, ...] = ("copy", "rewrite", "translation", "quote", "citation", "syndication")
EchoState = Literal["proposed", "confirmed", "cut"]
Direction = Literal["date", "citation", "credit", "own", "undated", "length", "unknown"]
"""How it is known which side came first. `date` to `credit` say so; `own` (one says that it saw or heard it itself),
`undated` (the other has no date), `length` (one is longer) and `unknown` are guesses."""
_SURE: frozenset[Direction] = frozenset({"date", "citation", "credit"})


class Passage(Struct, frozen=True, kw_only=True):
    """A passage of a source's frozen text; `source` is the source's identifier."""

    source: str
    start: int
    end: int


class CitedOrigin(Struct, frozen=True, kw_only=True):
    """An origin that a source names; it may not be held. `ref` is stable across the sources that cite it.

    `ref` is the house (`org:` and an entry, `name:` and a name nobody lists) or an address (`url:`); `#` and a word or
    day behind it tell one document of a house from the others that are cited.
    """

    ref: str
    name: str
    title: str | None = None
    date: str | None = None
    url: str | None = None

    @property
    def house(self) -> str:
        """Whose document it is: `ref` without what tells it from others of the house."""
        return self.ref if self.ref.startswith("url:") else self.ref.partition("#")[0]


class Aligned(Struct, frozen=True, kw_only=True):
    """Words of one side and those of the other that say the same; offsets in code points of the two frozen texts."""

    start: int
    end: int
    to_start: int
    to_end: int
    what: str = ""
    """What both say, where the words differ: `number 300`, `place Pyongyang`."""


class Echo(Struct, frozen=True, kw_only=True, dict=True):
    """`origin_from` repeats `origin_to`: the arrow points to where the words or facts came from."""

    origin_from: Passage
    origin_to: Passage | None = None
    cited: CitedOrigin | None = None
    """Set instead of `origin_to` where the origin is only cited."""
    type: EchoType
    score: float
    """0 to 1: how sure the link is; for a copy, the share of the passage that stands in the other."""
    reason: str
    """For people: which words, names, numbers or credit line the link rests on."""
    direction: Direction = "unknown"
    aligned: tuple[Aligned, ...] = ()
    """The words that the link rests on, side by side, in the order of `origin_from`: the most telling, not all."""

    @property
    def is_directed(self) -> bool:
        """Whether it is known, not guessed, that the words went this way."""
        return self.direction in _SURE

    @cached_property
    def id(self) -> str:
        """Follows from both ends and the type, so that a judgement about a link survives a new trace."""
        end = self.origin_to.source if self.origin_to else (self.cited.ref if self.cited else "")
        return identifier("e", self.origin_from.source, end, self.type, self.origin_from.start)
