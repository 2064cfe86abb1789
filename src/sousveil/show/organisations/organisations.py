"""Organisations as pages show them: who is meant, on which lists it may stand, what nobody has decided yet."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from sousveil.record.claim import Claim, Organisation
from sousveil.record.entity import Entity
from sousveil.record.finding import Finding
from sousveil.record.reference import Import, Listing
from sousveil.show.words.names import entity_name
from sousveil.store.case import Case
from sousveil.store.names.entities import Registered, StoredMatch
from sousveil.store.names.naming import entity_key
from sousveil.vocabulary.lists import PublishedList, load_lists
from sousveil.vocabulary.loader import load

__all__ = [
    "Listed",
    "Relative",
    "known_in_claims",
    "known_in_findings",
    "listings_of",
    "owners_of",
    "siblings_of",
]


class Listed(Struct, frozen=True):
    """A listing that is or may be of an entity."""

    listing: Listing
    stored: StoredMatch
    published: PublishedList | None
    """What the vocabulary says of the list; null for a list that it does not know."""
    imported: Import | None
    dropped: bool
    """The newest imported file of the list has it no longer."""


def listings_of(case: Case, key: str) -> list[Listed]:
    """The listings of an entity, those decided first."""
    found = case.listings_of(key)
    if not found:
        return []
    files = {stored.imported.id: stored.imported for stored in case.imports()}
    current = {listing.id for listing in case.listings([listing.id for listing, _ in found])}
    lists = load_lists().lists
    listed = [
        Listed(listing, stored, lists.get(listing.list), files.get(listing.import_id), listing.id not in current)
        for listing, stored in found
    ]
    return sorted(listed, key=lambda one: (one.stored.state != "accepted", one.listing.list, one.listing.entry))


class Relative(Struct, frozen=True):
    """A firm above or beside another; `named` where the case names it."""

    key: str
    name: str
    named: bool


def owners_of(case: Case, entity: Entity, registered: dict[str, Registered]) -> list[Relative]:
    """Who owns it, then who owns that, as far as the registers say."""
    chain: list[str] = []
    parent = entity.parent
    while parent and parent not in chain and parent != entity.key:
        chain.append(parent)
        parent = _parent(parent, registered)
    return _relatives(case, chain, registered)


def siblings_of(case: Case, entity: Entity, registered: dict[str, Registered]) -> list[Relative]:
    """Firms of the case that the same firm owns, or that it owns itself."""
    family = {entity.key} | ({entity.parent} if entity.parent else set())
    found = [
        ref for ref, entry in registered.items() if entry.parent in family and ref not in (entity.key, entity.parent)
    ]
    return [one for one in _relatives(case, sorted(found), registered) if one.named]


def _parent(ref: str, registered: dict[str, Registered]) -> str | None:
    if ref in registered:
        return registered[ref].parent
    entry = load().suppliers.get(ref) or load().operators.get(ref)
    return entry.parent if entry else None


def _relatives(case: Case, keys: Iterable[str], registered: dict[str, Registered]) -> list[Relative]:
    keys = list(keys)
    named = case.entity_names(keys)
    return [
        Relative(key, registered[key].name if key in registered else entity_name(key), key in named) for key in keys
    ]


def known_in_claims(case: Case, claims: Iterable[Claim]) -> dict[str, str]:
    """Names of the entities that these claims speak of: those have a page."""
    return _known(case, (who for claim in claims for who in (claim.supplier, claim.operator, *claim.attributed_to)))


def known_in_findings(case: Case, findings: Iterable[Finding]) -> dict[str, str]:
    """Names of the entities that these findings speak of."""
    return _known(case, (who for finding in findings for who in (finding.supplier, finding.operator)))


def _known(case: Case, named: Iterable[Organisation | None]) -> dict[str, str]:
    return case.entity_names({key for who in named if (key := entity_key(who))})
