"""What matches say of each entity, in numbers: counted after a change, not for every page."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final, Literal

from msgspec import Struct

from sousveil.resolve.deciding import Identities, is_listing_key
from sousveil.store.database import Database, Value

__all__ = ["HAVING", "Having", "Standing", "count_standings", "standing_counts", "standings"]

Having = Literal["listed", "maybe", "waiting"]
HAVING: Final[tuple[Having, ...]] = ("listed", "maybe", "waiting")


class Standing(Struct, frozen=True):
    """What matches say of one entity."""

    listed: int = 0
    """Listings that somebody decided are of it."""
    maybe: int = 0
    """Listings that may be of it."""
    waiting: int = 0
    """Names that may mean it, and that it may mean."""


def count_standings(db: Database, identities: Identities, entities: Collection[str] | None = None) -> None:
    """Count anew, after entities, matches or decisions changed: all, or those of some entities. A listing that two
    names of an entity may be counts once."""
    chosen, values = "1", list[Value]()
    if entities is not None:
        members = {member for entity in entities for member in identities.members(entity)}
        chosen = "one IN (SELECT value FROM json_each(?1)) OR other IN (SELECT value FROM json_each(?1))"
        values = [json.dumps(sorted(members))]
    listed: dict[str, set[str]] = defaultdict(set)
    maybe: dict[str, set[str]] = defaultdict(set)
    waiting: dict[str, set[str]] = defaultdict(set)
    for one, other, state in db.rows(
        f"SELECT one, other, state FROM match WHERE state <> 'rejected' AND ({chosen}) ORDER BY id", values
    ):
        for own, across in ((one, other), (other, one)):
            if is_listing_key(own):
                continue
            entity = identities.of(own)
            if is_listing_key(across):
                (listed if state == "accepted" else maybe)[entity].add(across)
            elif state == "proposed" and identities.of(across) != entity:
                waiting[entity].add(across)
    counted = {*listed, *maybe, *waiting}
    if entities is None:
        db.run("UPDATE entity SET listed = 0, maybe = 0, waiting = 0 WHERE listed OR maybe OR waiting")
    else:
        counted = set(entities)
    rows: list[list[Value]] = [
        [len(listed[key]), len(maybe[key] - listed[key]), len(waiting[key]), key] for key in sorted(counted)
    ]
    db.run_many("UPDATE entity SET listed = ?, maybe = ?, waiting = ? WHERE key = ?", rows)


def standings(db: Database, keys: Sequence[str]) -> dict[str, Standing]:
    """What matches say of these entities."""
    rows = db.rows(
        "SELECT key, listed, maybe, waiting FROM entity WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(keys)),),
    )
    return {key: Standing(*found) for key, *found in rows}


def standing_counts(db: Database) -> dict[str, int]:
    """How many entities have each of `HAVING`."""
    return {name: db.number(f"SELECT count(*) FROM entity WHERE {name}") for name in HAVING}
