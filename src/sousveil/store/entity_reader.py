"""What can be asked of a case about who is who, and of the reference data beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sousveil.record import Entity, Flow, Indicator, Listing
from sousveil.resolve.deciding import Identities
from sousveil.store import entities, imports, naming
from sousveil.store.claims import StoredClaim
from sousveil.store.database import Database
from sousveil.store.entities import MatchFilter, Registered, StoredMatch
from sousveil.store.imports import StoredImport
from sousveil.store.naming import Named

__all__ = ["EntityReader"]


class EntityReader:
    """Entities, matches, listings, trade and indicators, for `Reader`."""

    _db: Database

    def entities(
        self, role: str | None = None, *, limit: int | None = None, after: str | None = None
    ) -> Iterator[Entity]:
        """Who is in the claims, the most named first; `role` is `supplier`, `operator` or `speaker`."""
        return entities.entities(self._db, role, limit=limit, after=after)

    def entity(self, key: str) -> Entity | None:
        """One entity, or None where no claim names it."""
        return entities.entity(self._db, key)

    def registered(self) -> dict[str, Registered]:
        """What the registers say of the entries that the case speaks of."""
        return entities.registered(self._db)

    def named(self) -> Iterator[Named]:
        """Every spelling that claims have, before any decision."""
        return naming.named(self._db)

    def identities(self) -> Identities:
        """Who is who after people's decisions."""
        return entities.identities(self._db)

    def matches(
        self, filters: MatchFilter | None = None, *, limit: int | None = None, after: str | None = None
    ) -> Iterator[StoredMatch]:
        """Proposals that two names mean one entity, the surest first."""
        return entities.matches(self._db, filters, limit=limit, after=after)

    def match(self, identifier: str) -> StoredMatch | None:
        """One match, or None."""
        return entities.match(self._db, identifier)

    def imports(self) -> Iterator[StoredImport]:
        """Imported files."""
        return imports.imports(self._db)

    def listings(
        self, identifiers: Sequence[str] | None = None, *, former: bool = False, limit: int | None = None
    ) -> Iterator[Listing]:
        """Organisations on imported lists, as the newest file of each list has them; `former` gives older files', too.

        None asks for all.
        """
        return imports.listings(self._db, identifiers, former=former, limit=limit)

    def listing(self, identifier: str) -> Listing | None:
        """One listing in its newest form, also where its list has dropped it since."""
        return imports.listing(self._db, identifier)

    def listings_of(self, key: str) -> list[tuple[Listing, StoredMatch]]:
        """The listings that may be of an entity or are, each with the match that says so; not those rejected."""
        members = self.identities().members(key)
        found: dict[str, tuple[Listing, StoredMatch]] = {}
        for member in members:
            for stored in self.matches(MatchFilter(key=member)):
                other = stored.match.left if stored.match.right == member else stored.match.right
                held = self.listing(other) if stored.state != "rejected" else None
                if held is not None and (other not in found or stored.state == "accepted"):
                    found[other] = (held, stored)
        return [found[identifier] for identifier in sorted(found)]

    def flows(self, country: str | None = None, code: str | None = None, *, limit: int | None = None) -> Iterator[Flow]:
        """Trade flows that a country reported or others with it; `code` is a heading or the beginning of one."""
        return imports.flows(self._db, country, code, limit=limit)

    def indicators(self, country: str | None = None, *, limit: int | None = None) -> Iterator[Indicator]:
        """Yearly values by series, place and year."""
        return imports.indicators(self._db, country, limit=limit)

    def _decided(self, claims: Iterable[StoredClaim]) -> Iterator[StoredClaim]:
        """Claims with whom their names mean after people's decisions."""
        identities = self.identities()
        countries = entities.countries(self._db) if identities else {}
        for stored in claims:
            if identities:
                yield StoredClaim(claim=naming.decided(stored.claim, identities, countries), state=stored.state)
            else:
                yield stored
