"""Which names may mean one organisation. (The interface that `build/naming.py` uses; the engineer of names fills it.)"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from sousveil.record import Listing, Match, Text
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Matcher", "Naming"]


class Naming(Struct, frozen=True, kw_only=True):
    """A spelling of a case: its key, language, roles (`supplier`, `operator`, `speaker`), the register's entry that
    lists it, that entry's country, and identifiers of claims that have it."""

    key: str
    name: str
    lang: str
    ref: str | None = None
    roles: tuple[str, ...] = ()
    country: str | None = None
    claims: tuple[str, ...] = ()


class Matcher:
    """Proposes matches with the registers of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def for_names(self, namings: Sequence[Naming], texts: Iterable[Text]) -> list[Match]:
        """Matches of names that no register lists, with entries and with each other."""
        return []

    def for_listings(self, listings: Iterable[Listing], namings: Sequence[Naming]) -> list[Match]:
        """Matches of listings with entries and with names."""
        return []
