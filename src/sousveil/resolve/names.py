"""Names of organisations as keys: what two spellings of one name have in common."""

from __future__ import annotations

import unicodedata

from sousveil.record.entity import NAME_KEY

__all__ = ["name_key"]


def name_key(name: str) -> str:
    """The key of a bare name: `name:` and its letters and digits in lower case (NFKC), words parted by one space."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    spaced = "".join(char if char.isalnum() or unicodedata.combining(char) else " " for char in folded)
    return NAME_KEY + " ".join(spaced.split())
