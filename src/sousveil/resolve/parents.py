"""Who owns whom, as the registers have it."""

from __future__ import annotations

from sousveil.vocabulary.loader import ORGANISATIONS, Entry, Vocabulary

__all__ = ["entry_of", "top_of"]


def entry_of(ref: str, vocabulary: Vocabulary) -> Entry | None:
    """The organisation with an identifier, from any register; null where none has it."""
    for section in ORGANISATIONS:
        entries: dict[str, Entry] = getattr(vocabulary, section)
        if ref in entries:
            return entries[ref]
    return None


def top_of(ref: str, vocabulary: Vocabulary) -> str:
    """The identifier of the owner of the owner: the entry itself where nobody owns it or no register has it.

    Where entries own each other in a circle, the first in the order of the alphabet stands for all.
    """
    passed: list[str] = []
    at = ref
    while True:
        entry = entry_of(at, vocabulary)
        if entry is None or entry.parent is None or entry_of(entry.parent, vocabulary) is None:
            return at
        passed.append(at)
        at = entry.parent
        if at in passed:
            return min(passed[passed.index(at) :])
