"""Bundles of claims that are weighed together (`weigh.bundles`), and those of them that must be weighed again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from sousveil.store import claims as claim_table
from sousveil.store import marks
from sousveil.store.claims import StoredClaim
from sousveil.store.database import Database

__all__ = ["Loose", "Touched", "batches", "in_bundles", "loose", "names", "set_bundles", "touched"]


class Touched(Struct, frozen=True):
    """What must be weighed again."""

    bundles: tuple[str, ...]
    claims: frozenset[str]
    """Identifiers: findings of these bundles without one of them, and with the same claims as before, stay."""


class Loose(Struct, frozen=True):
    """A claim whose bundle is to be worked out. `row` tells the place in the table, to go on behind it."""

    row: int
    stored: StoredClaim
    bundle: str | None
    """The one that it was in."""


def loose(db: Database, *, after: int, limit: int, whole: bool) -> list[Loose]:
    """Claims without a bundle, or all of them (`whole`), from a row of the table on."""
    chosen = "rowid > ?1" if whole else "rowid > ?1 AND bundle IS NULL"
    return [
        Loose(row, claim_table.stored(rest), bundle)
        for row, bundle, *rest in db.rows(
            f"SELECT rowid, bundle, record, state FROM claim WHERE {chosen} ORDER BY rowid LIMIT ?2", (after, limit)
        )
    ]


def set_bundles(db: Database, bundles: Sequence[tuple[int, str]]) -> None:
    """Say in which bundle the claims in these rows of the table are."""
    db.run_many("UPDATE claim SET bundle = ?2 WHERE rowid = ?1", bundles)


def touched(db: Database) -> Touched:
    """What the marks touch: a source that changed touches the claims of all sources whose walk may lead through it."""
    claims = marks.marked(db, "claim")
    bundles = set(marks.marked(db, "bundle"))
    held: dict[str, str] = dict(
        db.rows(
            "WITH RECURSIVE behind (id) AS (SELECT key FROM unweighed WHERE what = 'source' UNION"
            " SELECT e.from_source FROM behind b CROSS JOIN echo e ON e.to_source = b.id WHERE e.state <> 'cut')"
            " SELECT c.id, c.bundle FROM behind b CROSS JOIN claim c ON c.source_id = b.id WHERE c.bundle IS NOT NULL"
            " UNION ALL SELECT id, bundle FROM claim WHERE id IN (SELECT value FROM json_each(?)) AND bundle NOT NULL",
            (json.dumps(claims),),
        )
    )
    bundles.update(held.values())
    return Touched(tuple(sorted(bundles)), frozenset(held))


def names(db: Database) -> list[str]:
    """All bundles that claims are in."""
    return [bundle for (bundle,) in db.rows("SELECT DISTINCT bundle FROM claim WHERE bundle NOT NULL ORDER BY bundle")]


def batches(db: Database, bundles: Iterable[str], most: int) -> Iterator[list[str]]:
    """These bundles in batches that hold about so many claims; a larger one is a batch by itself."""
    batch: list[str] = []
    held = 0
    for bundle in bundles:
        count = db.number("SELECT count(*) FROM claim WHERE bundle = ?", (bundle,))
        if batch and held + count > most:
            yield batch
            batch, held = [], 0
        batch.append(bundle)
        held += count
    if batch:
        yield batch


def in_bundles(db: Database, bundles: Sequence[str]) -> Iterator[tuple[str, StoredClaim]]:
    """Each claim of these bundles, with its bundle."""
    for bundle, *rest in db.rows(
        "SELECT c.bundle, c.record, c.state FROM json_each(?) wanted CROSS JOIN claim c ON c.bundle = wanted.value"
        " ORDER BY wanted.key, c.id",
        (json.dumps(bundles),),
    ):
        yield bundle, claim_table.stored(rest)
