"""Plain words of the vocabulary as expressions, and as keys to look them up by."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sousveil.find.tables import Tables
from sousveil.vocabulary.letters import JOINER

__all__ = ["NEVER", "alternation", "key", "listed"]

NEVER = "(?!)"
"""An expression that finds nothing."""


def listed(tables: Tables, word: str) -> str:
    """A word of the vocabulary in the letters of a view."""
    return tables.orthography.letters.term(word)


def key(text: str) -> str:
    """A word as it is looked up: in lower case, without the spaces and joiners that it may be written with."""
    return "".join(text.lower().replace(JOINER, "").split())


def alternation(words: Iterable[str]) -> str:
    """An expression for one of some words, the longest first; white space may be any, a joiner may be left out."""
    ordered = sorted({" ".join(word.split()) for word in words}, key=lambda word: (-len(word), word))
    escaped = (re.escape(word).replace(r"\ ", r"\s+").replace(JOINER, r"\s?") for word in ordered)
    return "|".join(escaped) or NEVER
