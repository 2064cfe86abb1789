"""Plain words of the vocabulary as expressions, and as keys to look them up by."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from sousveil.find.tables import Tables
from sousveil.vocabulary.letters import JOINER

__all__ = ["NEVER", "alternation", "key", "listed", "without_compounds"]

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


def without_compounds(words: Iterable[str]) -> tuple[str, ...]:
    """The words less those that others of them make when written together: 말경 is 말 and 경.

    An expression that repeats the words finds the same without them; with them it would try every way to read a long
    run of them, which takes a time that doubles with each word.
    """
    kept: dict[str, str] = {}
    for word in sorted(set(words), key=lambda word: (len(key(word)), word)):
        if not _is_made_of(key(word), kept.keys()):
            kept[key(word)] = word
    return tuple(kept.values())


def _is_made_of(word: str, parts: Collection[str]) -> bool:
    reached = {0}
    for end in range(1, len(word) + 1):
        if any(end - len(part) in reached and word.endswith(part, 0, end) for part in parts if part):
            reached.add(end)
    return len(word) in reached
