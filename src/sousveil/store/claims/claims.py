"""Claims as proposed by the machine, with the state that people gave them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from sousveil.record import Claim, Drop
from sousveil.resolve.deciding import Identities
from sousveil.store import marks
from sousveil.store.claims import met, queue, settling
from sousveil.store.database import Database, Value
from sousveil.store.names import naming

__all__ = [
    "ClaimFilter",
    "StoredClaim",
    "by_id",
    "claim",
    "claims",
    "per_source",
    "put_claims",
    "sources_of_finding",
    "stored",
]


class StoredClaim(Struct, frozen=True, kw_only=True):
    """A claim and what people decided about it: `proposed`, `accepted`, `rejected`, `edited`."""

    claim: Claim
    state: str


class ClaimFilter(Struct, frozen=True, kw_only=True):
    """Which claims are wanted; what is None does not restrict. `supplier`, `operator` and
    `speaker` are keys of entities."""

    source: str | None = None
    kind: str | None = None
    technology: str | None = None
    act: str | None = None
    polarity: str | None = None
    certainty: str | None = None
    country: str | None = None
    site_type: str | None = None
    supplier: str | None = None
    operator: str | None = None
    speaker: str | None = None
    entity: str | None = None
    """In whatever role."""
    lang: str | None = None
    state: str | None = None
    finding: str | None = None
    reader: str | None = None
    """`rules`, `model`, or `hand` for people."""


_COLUMNS = {"source": "source_id"}
_DEARER = 5
"""How much longer it takes to look a claim up and put it in order than to see in passing that it lacks a value."""
_VALUES = ("technology", "site_type")
_ROLES = ("supplier", "operator", "speaker")
_OF_MODEL = "json_extract(record, '$.extractor') GLOB 'model/*'"
_READERS = {
    "rules": f"NOT c.by_hand AND NOT {_OF_MODEL}",
    "model": f"NOT c.by_hand AND {_OF_MODEL}",
    "hand": "c.by_hand",
}


def put_claims(
    db: Database, source_id: str, claims: Sequence[Claim], identities: Identities, *, of_model: bool = False
) -> list[Drop]:
    """Set the claims of one source: those that a model gave, or those of the rules. The others stay; what people wrote
    moves to where its words stand now. A drop for each of these whose words do not stand there exactly once.

    A claim that both make stands as the rules' own. Judgements are kept apart, so a claim that is found again keeps
    its state and what people corrected in it.
    """
    seq = db.number("SELECT seq FROM capture WHERE source_id = ?", (source_id,))
    settling.take_written(db, source_id, identities)
    _delete(db, f"source_id = ? AND {'' if of_model else 'NOT '}{_OF_MODEL}", source_id)
    if not of_model:
        again = json.dumps([claim.id for claim in claims])
        _delete(db, "id IN (SELECT value FROM json_each(?))", again)
        met.follow(db, source_id, claims)
    marks.mark(db, "facets", [""])
    # A walk that comes to this source goes on from the claim there that says the same.
    marks.mark(db, "source", [source_id])
    settling.insert(db, seq, settling.decided(db, claims), identities)
    drops = settling.put_written(db, source_id, identities)
    queue.follow_source(db, source_id)
    return drops


def _delete(db: Database, chosen: str, value: str) -> None:
    """Delete claims with what stands beside them, and mark what was weighed with them."""
    if db.row(f"SELECT 1 FROM claim WHERE {chosen} LIMIT 1", (value,)) is None:
        return
    db.run(
        f"INSERT OR IGNORE INTO unweighed SELECT DISTINCT 'bundle', bundle FROM claim WHERE {chosen}"
        " AND bundle IS NOT NULL",
        (value,),
    )
    for table in ("claim_value", "queue"):
        db.run(f"DELETE FROM {table} WHERE claim_id IN (SELECT id FROM claim WHERE {chosen})", (value,))
    naming.delete_names(db, chosen, (value,))
    db.run(f"DELETE FROM claim WHERE {chosen}", (value,))


def claims(
    db: Database, filters: ClaimFilter | None = None, *, limit: int | None = None, after: str | None = None
) -> Iterator[StoredClaim]:
    """Claims by source (in the order added) and place in the text; `after` is the last claim of the page before."""
    conditions, values = _conditions(db, filters or ClaimFilter(), limit)
    if after is not None:
        row = db.row("SELECT source_seq, start, id FROM claim WHERE id = ?", (after,))
        if row:
            conditions.append("(c.source_seq, c.start, c.id) > (?, ?, ?)")
            values += row
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    values.append(-1 if limit is None else limit)
    for row in db.rows(
        f"SELECT c.record, c.state FROM claim c {where} ORDER BY c.source_seq, c.start, c.id LIMIT ?", values
    ):
        yield stored(row)


def _conditions(db: Database, filters: ClaimFilter, limit: int | None) -> tuple[list[str], list[Value]]:
    conditions: list[str] = []
    values: list[Value] = []
    for field, value in msgspec.structs.asdict(filters).items():
        if value is None:
            continue
        if field == "reader":
            conditions.append(_READERS[str(value)])
            continue
        if field == "finding":
            conditions.append("c.id IN (SELECT claim_id FROM finding_claim WHERE finding_id = ?)")
        elif field in _VALUES or field in _ROLES or field == "entity":
            conditions.append(_beside(db, field, str(value), limit))
        else:
            conditions.append(f"c.{_COLUMNS.get(field, field)} = ?")
            if field == "state" and value != "proposed":
                conditions.append("c.state <> 'proposed'")  # says that the index of those will do
        values.append(value)
    return conditions, values


def _beside(db: Database, field: str, value: str, limit: int | None) -> str:
    """A condition on what stands in a table beside the claims. Where a value is rare, its claims are looked up and put
    in order; else claims are gone through in order until enough have it."""
    if field in _VALUES:
        rows = f"SELECT claim_id FROM claim_value v WHERE v.field = '{field}' AND v.value = ?"
    else:
        role = f" AND v.role = '{field}'" if field in _ROLES else ""
        rows = f"SELECT claim_id FROM claim_name v WHERE v.entity = ?{role}"
    if limit is not None:
        counted = "SELECT max(count) FROM facet WHERE field IN ('supplier', 'operator', 'speaker') AND value = ?"
        having = db.number(counted if field == "entity" else "SELECT count FROM facet WHERE field = ? AND value = ?",
                           (value,) if field == "entity" else (field, value))  # fmt: skip
        if _DEARER * having * having > limit * db.number("SELECT count FROM total WHERE name = 'claim'"):
            return f"EXISTS ({rows} AND v.claim_id = c.id)"
    return f"c.id IN ({rows})"


def claim(db: Database, identifier: str) -> StoredClaim | None:
    """One claim by its identifier."""
    row = db.row("SELECT record, state FROM claim WHERE id = ?", (identifier,))
    return stored(row) if row else None


def by_id(db: Database, identifiers: Sequence[str]) -> Iterator[StoredClaim]:
    """Those of these claims that the case holds, in the order asked for."""
    rows = db.rows(
        "SELECT c.record, c.state FROM json_each(?) wanted JOIN claim c ON c.id = wanted.value ORDER BY wanted.key",
        (json.dumps(list(identifiers)),),
    )
    yield from map(stored, rows)


def stored(row: Sequence[Any]) -> StoredClaim:
    """A claim from its record and its state."""
    return StoredClaim(claim=msgspec.json.decode(row[0], type=Claim), state=row[1])


def sources_of_finding(db: Database, finding: str, most: int) -> list[str]:
    """The sources of the first `most` claims of a finding, by source and place in the text; each once."""
    rows = db.rows(
        "SELECT c.source_id FROM finding_claim f JOIN claim c ON c.id = f.claim_id WHERE f.finding_id = ?"
        " ORDER BY c.source_seq, c.start, c.id LIMIT ?",
        (finding, most),
    )
    return list(dict.fromkeys(source for (source,) in rows))


def per_source(db: Database, source_ids: Sequence[str]) -> dict[str, int]:
    """How many claims each of these sources has; sources without any are left out."""
    rows = db.rows(
        "SELECT source_id, count(*) FROM claim WHERE source_id IN (SELECT value FROM json_each(?)) GROUP BY source_id",
        (json.dumps(list(source_ids)),),
    )
    return dict(rows)
