"""Words of a text that the vocabulary recognised."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["Mention"]


class Mention(Struct, frozen=True):
    """Words of the text that a term of the vocabulary recognised. `end` is exclusive."""

    start: int
    end: int
    section: str
    ident: str
    term: str
