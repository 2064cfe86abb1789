"""Bundles of claims that are weighed together (`weigh.bundles`), and those of them that must be weighed again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from sousveil.store import marks
from sousveil.store.claims import claims as claim_table
from sousveil.store.claims.claims import StoredClaim
from sousveil.store.database import Database

__all__ = ["Loose", "Touched", "batches", "loose", "names", "said_in", "set_bundles", "touched"]


class Touched(Struct, frozen=True):
    """What must be weighed again."""

    bundles: tuple[str, ...] = ()
    """Claims came to them, left them or were judged: their claims may form other groups."""
    claims: frozenset[str] = frozenset()
    """Identifiers of claims that are not what they were, or have an echo behind them that is not."""
    stale: frozenset[str] = frozenset()
    """Those and the claims whose walk may pass one of them: their lineages may be others."""


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


def set_bundles(db: Database, bundles: Sequence[tuple[int, str, str]]) -> None:
    """Say in which bundle the claims in these rows of the table are, and what they say."""
    db.run_many("UPDATE claim SET bundle = ?2, said = ?3 WHERE rowid = ?1", bundles)


def touched(db: Database) -> Touched:
    """What the marks touch: a source that changed touches the claims of all sources whose walk may lead through it."""
    claims = marks.marked(db, "claim")
    bundles = set(marks.marked(db, "bundle"))
    bundles |= {
        bundle
        for (bundle,) in db.rows(
            "SELECT bundle FROM claim WHERE id IN (SELECT value FROM json_each(?)) AND bundle IS NOT NULL",
            (_json(claims),),
        )
    }
    changed = marks.marked(db, "source")
    behind = set(_behind(db, changed))
    chosen = "SELECT DISTINCT source_id FROM claim WHERE id IN (SELECT value FROM json_each(?))"
    own = [source for (source,) in db.rows(chosen, (_json(claims),))]
    stale = behind.union(_behind(db, own))
    return Touched(tuple(sorted(bundles)), frozenset((*claims, *behind)), frozenset((*claims, *stale)))


def _behind(db: Database, sources: Sequence[str]) -> Iterator[str]:
    """The claims whose walk may lead through one of these sources: their own, those of what repeats them, and so on."""
    for (claim,) in db.rows(
        "WITH RECURSIVE behind (id) AS (SELECT value FROM json_each(?) UNION SELECT e.from_source FROM behind b"
        " CROSS JOIN echo e ON e.to_source = b.id WHERE e.state <> 'cut')"
        " SELECT c.id FROM behind b CROSS JOIN claim c ON c.source_id = b.id",
        (_json(sources),),
    ):
        yield claim


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


def said_in(db: Database, bundles: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Bundle, identifier and statements of each claim of these bundles that nobody rejected."""
    yield from db.rows(
        "SELECT c.bundle, c.id, c.said FROM json_each(?) wanted CROSS JOIN claim c ON c.bundle = wanted.value"
        " WHERE c.state <> 'rejected'",
        (_json(bundles),),
    )


def _json(values: Sequence[str]) -> str:
    return json.dumps(values)
