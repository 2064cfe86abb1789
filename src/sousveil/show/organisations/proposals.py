"""Matches as pages show them: both sides with their spellings, and the words of claims that have them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from sousveil.record.claim import Claim
from sousveil.record.entity import NAME_KEY, Entity, NameUse, is_name_key
from sousveil.record.reference import Listing
from sousveil.record.source import Source
from sousveil.resolve.deciding import Identities
from sousveil.show.review import commands as decisions
from sousveil.show.words.names import entity_name
from sousveil.store.case import Case
from sousveil.store.names.entities import Registered, StoredMatch
from sousveil.vocabulary.lists import PublishedList, load_lists

__all__ = ["Proposal", "Quoted", "Side", "proposals_of"]

_SPELLINGS = 6


class Quoted(Struct, frozen=True):
    """A claim that has one of the names."""

    claim: Claim
    source: Source | None


class Side(Struct, frozen=True):
    """One of two keys that may mean the same."""

    key: str
    name: str
    entity: Entity | None
    """Whom it means as things stand; null where no claim names it."""
    spellings: tuple[NameUse, ...]
    country: str | None
    registered: bool
    """It is an entry of a register."""
    listing: Listing | None
    published: PublishedList | None
    """The list that the listing is on."""
    quoted: tuple[Quoted, ...]


class Proposal(Struct, frozen=True):
    """A match with what a person needs to decide about it."""

    stored: StoredMatch
    left: Side
    right: Side
    commands: decisions.Commands
    decided: decisions.Decided | None


def proposals_of(case: Case, found: Sequence[StoredMatch], *, quotes: int) -> list[Proposal]:
    """These matches with both sides; `quotes` is how many claims are shown for each."""
    identities, registered = case.identities(), case.registered()
    keys = dict.fromkeys(key for stored in found for key in (stored.match.left, stored.match.right))
    wanted = {key: case.examples(key, limit=quotes) for key in keys}
    claims = {
        stored.claim.id: stored.claim
        for stored in case.claims_by_id(list(dict.fromkeys(c for ids in wanted.values() for c in ids)))
    }
    sources = {source: case.source(source) for source in {claim.evidence.source for claim in claims.values()}}

    def side(key: str) -> Side:
        shown = [claims[identifier] for identifier in wanted[key] if identifier in claims]
        quoted = tuple(Quoted(claim, sources[claim.evidence.source]) for claim in shown)
        return _side(case, key, quoted, identities, registered)

    sides = {key: side(key) for key in keys}
    return [
        Proposal(
            stored, sides[stored.match.left], sides[stored.match.right], decisions.of_match(case, stored),
            decisions.decided(case, stored.match.id) if stored.state != "proposed" else None,
        )
        for stored in found
    ]  # fmt: skip


def _side(
    case: Case, key: str, quoted: tuple[Quoted, ...], identities: Identities, registered: dict[str, Registered]
) -> Side:
    listing = case.listing(key)
    if listing is not None:
        return Side(
            key, listing.name, None, (), next(iter(listing.countries), None), False, listing,
            load_lists().lists.get(listing.list), quoted,
        )  # fmt: skip
    entity = case.entity(identities.of(key)) or case.entity(key)
    entry = registered.get(key)
    own = [use for use in entity.names if use.key == key or not is_name_key(key)] if entity else []
    name = own[0].name if own and is_name_key(key) else (entry.name if entry else entity_name(key))
    country = entry.country if entry else (entity.country if entity else None)
    spellings = {use.name: use for use in reversed(own) if use.name != name}
    return Side(
        key, name.removeprefix(NAME_KEY), entity, tuple(reversed(spellings.values()))[:_SPELLINGS], country,
        entry is not None, None, None, quoted,
    )  # fmt: skip
