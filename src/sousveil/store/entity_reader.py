"""What can be asked of a case about who is who, and of the reference data beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from sousveil.record import Entity, Flow, Indicator, Listing
from sousveil.resolve.deciding import Identities
from sousveil.resolve.homes import Home, Sighting, learn_homes
from sousveil.store.claims.claims import StoredClaim
from sousveil.store.database import Database
from sousveil.store.findings import tallies
from sousveil.store.findings.tallies import Axis
from sousveil.store.log import ledger
from sousveil.store.names import entities, imports, naming, standings
from sousveil.store.names.entities import MatchFilter, Registered, StoredMatch
from sousveil.store.names.imports import ReferenceKind, StoredImport
from sousveil.store.names.naming import Named
from sousveil.store.names.standings import Having, Standing

__all__ = ["EntityReader"]


class EntityReader:
    """Entities, matches, listings, trade and indicators, for `Reader`."""

    _db: Database

    def entities(
        self,
        role: str | None = None,
        *,
        name: str | None = None,
        or_among: Sequence[str] = (),
        having: Having | None = None,
        limit: int | None = None,
        after: str | None = None,
    ) -> Iterator[Entity]:
        """Who is in the claims, the most named first; `role` is `supplier`, `operator` or `speaker`.

        `name` wants it as a part of a spelling in any script, whatever its capitals, or the key in `or_among`.
        """
        return entities.entities(self._db, role, name=name, or_among=or_among, having=having, limit=limit, after=after)

    def entity_names(self, keys: Iterable[str]) -> dict[str, str]:
        """The names of those of these keys that are entities of the case."""
        return entities.names(self._db, keys)

    def claims_by_role(self, key: str) -> dict[str, int]:
        """In how many claims an entity stands as `supplier`, `operator` or `speaker`."""
        return entities.claims_by_role(self._db, key)

    def role_counts(self) -> dict[str, int]:
        """How many entities have each role."""
        return entities.role_counts(self._db)

    def entity(self, key: str) -> Entity | None:
        """One entity, or None where no claim names it."""
        return entities.entity(self._db, key)

    def registered(self) -> dict[str, Registered]:
        """What the registers say of the entries that the case speaks of."""
        return entities.registered(self._db)

    def named(self) -> Iterator[Named]:
        """Every spelling that claims have, before any decision."""
        return naming.named(self._db)

    def means_somebody(self, key: str) -> bool | None:
        """Whether a name with this key is somebody's, and not words such as "the authorities"; None where no claim has
        it."""
        return naming.means_somebody(self._db, key)

    def homes(self) -> dict[str, Home]:
        """Where the outlets of the case are at home, as its texts tell (`resolve.homes`)."""
        told = self._db.rows("SELECT record FROM places_told ORDER BY source_id")
        sightings = (msgspec.json.decode(record, type=Sighting | None) for (record,) in told)
        return learn_homes(sighting for sighting in sightings if sighting is not None)

    def identities(self) -> Identities:
        """Who is who after people's decisions."""
        return entities.identities(self._db)

    def matches(
        self, filters: MatchFilter | None = None, *, limit: int | None = None, after: str | None = None
    ) -> Iterator[StoredMatch]:
        """Proposals that two names mean one entity, the surest first."""
        return entities.matches(self._db, filters, limit=limit, after=after)

    def match_counts(self) -> dict[str, dict[str, int]]:
        """How many matches have each `state` and each `method`, most frequent first."""
        return entities.match_counts(self._db)

    def standings(self, keys: Sequence[str]) -> dict[str, Standing]:
        """What matches say of these entities, in numbers."""
        return standings.standings(self._db, keys)

    def standing_counts(self) -> dict[str, int]:
        """How many entities are on a list, may be on one, or have names to decide about (`standings.HAVING`)."""
        return standings.standing_counts(self._db)

    def examples(self, key: str, *, role: str | None = None, limit: int) -> list[str]:
        """Identifiers of some claims that name an entity, or that have a name with this key; in one role or any."""
        return naming.examples(self._db, key, role, limit=limit)

    def tallies(self, axis: Axis, key: str) -> dict[str, dict[str, int]]:
        """Of the findings of one country or organisation: how many have each value, by field (`tallies.TALLIED`)."""
        return tallies.tallies(self._db, axis, key)

    def tallies_by_key(self, axis: Axis, field: str) -> dict[str, dict[str, int]]:
        """One field for every country or organisation, most frequent value first."""
        return tallies.tallies_by_key(self._db, axis, field)

    def value_counts(self, axis: Axis, field: str) -> dict[str, int]:
        """How many different values of a field the findings of every country or organisation have."""
        return tallies.value_counts(self._db, axis, field)

    def finding_counts(self, axis: Axis, keys: Sequence[str]) -> dict[str, int]:
        """How many findings each of these countries or organisations has."""
        return tallies.finding_counts(self._db, axis, keys)

    def match(self, identifier: str) -> StoredMatch | None:
        """One match, or None."""
        return entities.match(self._db, identifier)

    def imports(self) -> Iterator[StoredImport]:
        """Imported files."""
        return imports.imports(self._db)

    def import_log(self) -> dict[str, dict[str, object]]:
        """What the log says of each imported file, by the import's identifier; `dropped` is the number of rows."""
        return ledger.details(self._db, "import")

    def listings(
        self,
        identifiers: Sequence[str] | None = None,
        *,
        of: str | None = None,
        former: bool = False,
        limit: int | None = None,
        after: str | None = None,
    ) -> Iterator[Listing]:
        """Organisations on imported lists, as the newest file of each list has them: all, some, or those `of` one list;
        `former` gives older files', too."""
        return imports.listings(self._db, identifiers, of=of, former=former, limit=limit, after=after)

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

    def flows(
        self, country: str | None = None, code: str | None = None, *, limit: int | None = None, skip: int = 0
    ) -> Iterator[Flow]:
        """Trade flows that a country reported or others with it; `code` is a heading or the beginning of one."""
        return imports.flows(self._db, country, code, limit=limit, skip=skip)

    def purchases(
        self, country: str, code: str = "", *, partner: str | None = None, year: str | None = None
    ) -> Iterator[Flow]:
        """What a country reported to have bought and others to have sold there; with one partner, in one year, under
        headings that begin with `code`, or all."""
        return imports.purchases(self._db, country, code, partner=partner, year=year)

    def reference_countries(self, kind: ReferenceKind) -> set[str]:
        """Countries that imported trade flows or indicators tell of."""
        return imports.countries(self._db, kind)

    def indicators(self, country: str | None = None, *, limit: int | None = None, skip: int = 0) -> Iterator[Indicator]:
        """Yearly values by series, place and year."""
        return imports.indicators(self._db, country, limit=limit, skip=skip)

    def _decided(self, claims: Iterable[StoredClaim]) -> Iterator[StoredClaim]:
        """Claims with whom their names mean after people's decisions."""
        identities = self.identities()
        countries = entities.countries(self._db) if identities else {}
        for stored in claims:
            if identities:
                yield StoredClaim(claim=naming.decided(stored.claim, identities, countries), state=stored.state)
            else:
                yield stored
