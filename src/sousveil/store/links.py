"""Echoes and findings: what trace and weigh proposed, whole, for the case as it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import msgspec
from msgspec import Struct

from sousveil.record import Echo, Finding
from sousveil.store import ledger, naming, tallies
from sousveil.store.database import Database, Value

__all__ = [
    "FindingFilter",
    "StoredEcho",
    "echo",
    "echoes",
    "finding",
    "finding_source_counts",
    "findings",
    "findings_of",
    "put_echoes",
    "put_findings",
]


class StoredEcho(Struct, frozen=True, kw_only=True):
    """An echo and what people decided about it: `proposed`, `confirmed`, `cut`."""

    echo: Echo
    state: str


class FindingFilter(Struct, frozen=True, kw_only=True):
    """Which findings are wanted; what is None does not restrict."""

    kind: str | None = None
    technology: str | None = None
    country: str | None = None
    supplier: str | None = None
    operator: str | None = None
    organisation: str | None = None
    """As supplier or operator. These three are keys of entities."""
    status: str | None = None
    disputed: bool | None = None
    one_origin: bool | None = None
    """Whether it stands on one origin at most."""
    claim: str | None = None


def put_echoes(db: Database, echoes: Sequence[Echo]) -> None:
    """Set the echoes of the case; states follow from the judgements, which are kept apart."""
    states = ledger.states(db)
    db.run("DELETE FROM echo")
    rows: list[list[Value]] = [
        [
            echo.id, echo.origin_from.source, echo.origin_to.source if echo.origin_to else None,
            echo.cited.ref if echo.cited else None, echo.type, echo.score, states.get(echo.id, "proposed"),
            msgspec.json.encode(echo).decode(),
        ]
        for echo in echoes
    ]  # fmt: skip
    db.run_many("INSERT OR IGNORE INTO echo VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def echoes(
    db: Database,
    source: str | None = None,
    kind: str | None = None,
    *,
    limit: int | None = None,
    after: str | None = None,
) -> Iterator[StoredEcho]:
    """Echoes, or those that start or end in one source; `after` is the identifier of the last one before."""
    order = "from_source, type, coalesce(to_source, ''), coalesce(cited_ref, ''), id"
    last = db.row(f"SELECT {order} FROM echo WHERE id = ?", (after,)) if after else None
    for record, state in db.rows(
        "SELECT record, state FROM echo WHERE (?1 IS NULL OR from_source = ?1 OR to_source = ?1)"
        f" AND (?2 IS NULL OR type = ?2) AND (?3 = 0 OR ({order}) > (?4, ?5, ?6, ?7, ?8)) ORDER BY {order} LIMIT ?9",
        (source, kind, int(last is not None), *(last or [""] * 5), -1 if limit is None else limit),
    ):
        yield StoredEcho(echo=msgspec.json.decode(record, type=Echo), state=state)


def echo(db: Database, identifier: str) -> StoredEcho | None:
    """One echo by its identifier."""
    row = db.row("SELECT record, state FROM echo WHERE id = ?", (identifier,))
    return StoredEcho(echo=msgspec.json.decode(row[0], type=Echo), state=row[1]) if row else None


def put_findings(db: Database, findings: Sequence[Finding]) -> None:
    """Set the findings of the case, in the order in which weigh gave them."""
    db.run("DELETE FROM finding_claim")
    db.run("DELETE FROM finding")
    rows: list[list[Value]] = [
        [
            finding.id, position, finding.kind, finding.place.country if finding.place else None,
            naming.entity_key(finding.supplier), finding.status,
            finding.origins.min, finding.origins.max, int(finding.disputed), msgspec.json.encode(finding).decode(),
            naming.entity_key(finding.operator),
        ]
        for position, finding in enumerate(findings)
    ]  # fmt: skip
    db.run_many(f"INSERT INTO finding VALUES ({', '.join('?' * 11)})", rows)
    db.run_many(
        "INSERT OR IGNORE INTO finding_claim VALUES (?, ?)",
        [(finding.id, claim) for finding in findings for claim in finding.claims],
    )
    tallies.put_tallies(db, findings)


def findings(
    db: Database, filters: FindingFilter | None = None, *, limit: int | None = None, after: str | None = None
) -> Iterator[Finding]:
    """Findings in the order in which weigh gave them; `after` is the identifier of the last one before."""
    conditions, values = _conditions(filters or FindingFilter())
    if after is not None:
        conditions.append("position > coalesce((SELECT position FROM finding WHERE id = ?), -1)")
        values.append(after)
    values.append(-1 if limit is None else limit)
    for row in db.rows(
        f"SELECT record FROM finding WHERE {' AND '.join(conditions)} ORDER BY position LIMIT ?", values
    ):
        yield msgspec.json.decode(row[0], type=Finding)


def _conditions(wanted: FindingFilter) -> tuple[list[str], list[Value]]:
    conditions: list[str] = ["1"]
    values: list[Value] = []
    for field in ("kind", "country", "supplier", "operator", "status", "disputed"):
        if (value := getattr(wanted, field)) is not None:
            conditions.append(f"{field} = ?")
            values.append(value)
    if wanted.organisation is not None:
        conditions.append("(supplier = ? OR operator = ?)")
        values += [wanted.organisation] * 2
    if wanted.one_origin is not None:
        conditions.append("origins_max <= 1" if wanted.one_origin else "origins_max > 1")
    if wanted.technology is not None:
        conditions.append("EXISTS (SELECT 1 FROM json_each(record, '$.technology') WHERE value = ?)")
        values.append(wanted.technology)
    if wanted.claim is not None:
        conditions.append("id IN (SELECT finding_id FROM finding_claim WHERE claim_id = ?)")
        values.append(wanted.claim)
    return conditions, values


def findings_of(db: Database, claim_ids: Sequence[str]) -> dict[str, str]:
    """The finding that each of these claims belongs to."""
    rows = db.rows(
        "SELECT claim_id, min(finding_id) FROM finding_claim WHERE claim_id IN (SELECT value FROM json_each(?))"
        " GROUP BY claim_id",
        (json.dumps(list(claim_ids)),),
    )
    return dict(rows)


def finding_source_counts(db: Database, finding_ids: Sequence[str]) -> dict[str, int]:
    """How many sources print a claim of each of these findings."""
    rows = db.rows(
        "SELECT f.finding_id, count(DISTINCT c.source_id) FROM finding_claim f JOIN claim c ON c.id = f.claim_id"
        " WHERE f.finding_id IN (SELECT value FROM json_each(?)) GROUP BY f.finding_id",
        (json.dumps(list(finding_ids)),),
    )
    return dict(rows)


def finding(db: Database, identifier: str) -> Finding | None:
    """One finding by its identifier."""
    row = db.row("SELECT record FROM finding WHERE id = ?", (identifier,))
    return msgspec.json.decode(row[0], type=Finding) if row else None
