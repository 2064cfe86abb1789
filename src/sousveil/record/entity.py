"""Entities: who is meant. A match is the machine's proposal that two keys mean one entity; people decide on it.

A *key* is one of:
- the identifier of a register's entry, such as `hikvision`;
- `name:` and a folded name (`resolve.names.name_key`) for a name that no register has;
- a listing's identifier (`l…`), for an entry of an imported list.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from sousveil.record.identity import identifier

__all__ = ["MATCH_METHODS", "NAME_KEY", "Entity", "Match", "Method", "NameUse", "is_name_key"]

Method = Literal["listed", "normalised", "arm", "transliteration", "context", "identifier", "person"]
MATCH_METHODS: Final[tuple[Method, ...]] = (
    "listed", "normalised", "arm", "transliteration", "context", "identifier", "person",
)  # fmt: skip
NAME_KEY: Final = "name:"
"""What the key of a name begins with that no register has."""


def is_name_key(key: str) -> bool:
    """Whether a key stands for a bare name."""
    return key.startswith(NAME_KEY)


class Match(Struct, frozen=True, kw_only=True):
    """Two keys that may mean one entity: `left` is a name or a listing, `right` what it may be.

    `method` is how it was seen:
    listed          a register has this very spelling
    normalised      the same but for legal form, punctuation, order of words or look-alike letters
    arm             the same brand with the name of a country or region: its arm there
    transliteration the same sounds in another script
    context         a text puts both side by side as two names of one: "하이크비전(Hikvision)"
    identifier      both have the same public identifier (Wikidata, LEI, a registration number)
    person          somebody says so
    """

    left: str
    right: str
    method: Method
    score: float
    """0 to 1: the share of such matches that are right, as measured; see docs/RESOLVING.md."""
    reason: str
    """For people: what speaks for it, and what against."""
    evidence: tuple[str, ...] = ()
    """Identifiers of the claims or sources whose words the match rests on."""

    @property
    def id(self) -> str:
        """Follows from the two keys alone, so that a decision survives another way of seeing the same."""
        return identifier("m", *sorted((self.left, self.right)))


class NameUse(Struct, frozen=True, kw_only=True):
    """One spelling of an entity in a case."""

    name: str
    lang: str
    claims: int
    key: str
    """The key of the name alone, before any decision."""


class Entity(Struct, frozen=True, kw_only=True):
    """An organisation of a case: a register's entry, or a name that stands for itself."""

    key: str
    name: str
    """The register's name; for a bare name its most frequent spelling."""
    roles: tuple[str, ...]
    """What it is in claims: `supplier`, `operator`, `speaker`."""
    names: tuple[NameUse, ...]
    """Every spelling, the most used first."""
    claims: int
    country: str | None = None
    parent: str | None = None
    wikidata: str | None = None
