"""Findings as weigh made them, and which of them limit which: each can change without the others.

They are listed by kind, then by how many origins they could have, then by identifier (`weigh.findings.order_of`).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct

from sousveil.record import Finding
from sousveil.record.finding import Constraint
from sousveil.record.identity import identifier
from sousveil.store.claims import facets, queue
from sousveil.store.database import Database, Value
from sousveil.store.findings import finding_history, finding_index, tallies
from sousveil.store.log import seals
from sousveil.store.names import naming

__all__ = [
    "FindingFilter",
    "Made",
    "by_id",
    "change_findings",
    "clear_findings",
    "constraints",
    "finding",
    "finding_source_counts",
    "findings",
    "findings_of",
    "in_order",
    "members_in",
    "members_of",
    "put_constraints",
    "resting_on",
]


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


_COLUMNS = (
    "id", "kind", "country", "supplier", "status", "origins_min", "origins_max", "disputed", "record", "operator",
    "bundle", "members",
)  # fmt: skip


def clear_findings(db: Database) -> None:
    """Take all findings away, with what was counted and sealed of them. What they were is kept until they are made."""
    finding_history.keep_cleared(db)
    for table in ("finding_claim", "finding", "constrained", "finding_tally"):
        db.run(f"DELETE FROM {table}")
    facets.clear_findings(db)
    queue.clear(db)
    finding_index.clear_index(db)
    names: tuple[seals.Running, ...] = ("findings", "constraints")
    for name in names:
        seal = seals.running(db, name)
        seal.clear()
        seal.save()


class Made(Struct, frozen=True):
    """A finding with what is kept beside it: its bundle, and the lineage of each claim as JSON."""

    finding: Finding
    bundle: str | None = None
    lineages: Mapping[str, str | None] = {}


def change_findings(db: Database, gone: Sequence[str], come: Sequence[Made]) -> str:
    """Take the findings `gone` away and put `come` in; a finding that changes is in both.

    Tallies, facets, lists and the seal follow, and what changes is recorded. The seal's digest, for the log.
    """
    held = list(by_id(db, gone))
    before = [made.finding for made in held]
    seal = seals.running(db, "findings")
    seal.take(seals.findings_by_id(db, gone))
    db.run("DELETE FROM finding WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(gone),))
    db.run_many(
        f"INSERT INTO finding ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})", map(_row, come)
    )
    after = [made.finding for made in come]
    seal.add(seals.findings_by_id(db, [finding.id for finding in after]))
    _change_claims(db, held, come)
    queue.change_findings(db, before, after)
    tallies.change_tallies(db, before, after)
    changed = finding_history.record_changes(db, before, after)
    finding_index.change_index(db, before, after, changed)
    return seal.save()


def _row(made: Made) -> list[Value]:
    finding = made.finding
    return [
        finding.id, finding.kind, finding.place.country if finding.place else None,
        naming.entity_key(finding.supplier), finding.status, finding.origins.min, finding.origins.max,
        int(finding.disputed), msgspec.json.encode(finding).decode(), naming.entity_key(finding.operator), made.bundle,
        members_of(finding.claims),
    ]  # fmt: skip


def _change_claims(db: Database, gone: Sequence[Made], come: Sequence[Made]) -> None:
    """Of a finding with thousands of claims one judgement moves one or two."""
    were = {(made.finding.id, claim): lineage for made in gone for claim, lineage in made.lineages.items()}
    are = {(m.finding.id, claim): m.lineages.get(claim) for m in come for claim in m.finding.claims}
    db.run_many("DELETE FROM finding_claim WHERE finding_id = ? AND claim_id = ?", sorted(were.keys() - are.keys()))
    db.run_many(
        "INSERT INTO finding_claim VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET lineage = excluded.lineage",
        [(*pair, lineage) for pair, lineage in are.items() if pair not in were or were[pair] != lineage],
    )


def members_of(claims: Sequence[str]) -> str:
    """A digest of the claims of a finding, in their order, by which it is seen whether they are the same."""
    return identifier("", *claims)


def by_id(db: Database, identifiers: Sequence[str]) -> Iterator[Made]:
    """These findings, each with what is kept beside it."""
    wanted = (json.dumps(identifiers),)
    lineages: dict[str, dict[str, str | None]] = defaultdict(dict)
    for identifier_, claim, lineage in db.rows(
        "SELECT finding_id, claim_id, lineage FROM finding_claim WHERE finding_id IN (SELECT value FROM json_each(?))",
        wanted,
    ):
        lineages[identifier_][claim] = lineage
    for bundle, record in db.rows(
        "SELECT bundle, record FROM finding WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id", wanted
    ):
        finding = msgspec.json.decode(record, type=Finding)
        yield Made(finding, bundle, lineages[finding.id])


def members_in(db: Database, bundles: Sequence[str]) -> dict[str, str]:
    """The findings of these bundles as they were last made: identifiers, and digests of their claims."""
    wanted = (json.dumps(bundles),)
    return dict(db.rows("SELECT id, members FROM finding WHERE bundle IN (SELECT value FROM json_each(?))", wanted))


def resting_on(db: Database, claim_ids: Iterable[str]) -> list[str]:
    """The findings that have any of these claims."""
    rows = db.rows(
        "SELECT DISTINCT f.finding_id FROM json_each(?) wanted CROSS JOIN finding_claim f ON f.claim_id = wanted.value"
        " ORDER BY 1",
        (json.dumps(sorted(claim_ids)),),
    )
    return [identifier_ for (identifier_,) in rows]


def findings(
    db: Database, filters: FindingFilter | None = None, *, limit: int | None = None, after: str | None = None
) -> Iterator[Finding]:
    """Findings in their order; `after` is the identifier of the last one before. Where that is no finding any more
    they begin at the first."""
    conditions, values = _conditions(filters or FindingFilter())
    last = db.row("SELECT kind, rank, id FROM finding WHERE id = ?", (after,)) if after is not None else None
    if last is not None:
        conditions.append("(kind, rank, id) > (?, ?, ?)")
        values += last
    values.append(-1 if limit is None else limit)
    for row in db.rows(
        f"SELECT record FROM finding WHERE {' AND '.join(conditions)} ORDER BY kind, rank, id LIMIT ?", values
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
        "SELECT finding_id, sources FROM finding_listed WHERE finding_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(finding_ids)),),
    )
    return dict(rows)


def finding(db: Database, identifier: str) -> Finding | None:
    """One finding by its identifier."""
    row = db.row("SELECT record FROM finding WHERE id = ?", (identifier,))
    return msgspec.json.decode(row[0], type=Finding) if row else None


def in_order(db: Database, identifiers: Sequence[str]) -> Iterator[Finding]:
    """Those of these findings that are held, in the order asked for."""
    for (record,) in db.rows(
        "SELECT f.record FROM json_each(?) wanted CROSS JOIN finding f ON f.id = wanted.value ORDER BY wanted.key",
        (json.dumps(list(identifiers)),),
    ):
        yield msgspec.json.decode(record, type=Finding)


def put_constraints(db: Database, gone: Sequence[Constraint], come: Sequence[Constraint]) -> str:
    """Take constraints away and put others in: all those of a finding, the nearest first. The seal's digest, for the
    log."""
    seal = seals.running(db, "constraints")
    findings_ = list(dict.fromkeys(constraint.finding for constraint in gone))
    seal.take(seals.constraints_of(db, findings_))
    db.run("DELETE FROM constrained WHERE finding_id IN (SELECT value FROM json_each(?))", (json.dumps(findings_),))
    ranks: Counter[str] = Counter()
    rows: list[list[Value]] = []
    for constraint in come:
        rows.append([constraint.finding, constraint.by, ranks[constraint.finding], constraint.reason])
        ranks[constraint.finding] += 1
    db.run_many("INSERT INTO constrained VALUES (?, ?, ?, ?)", rows)
    seal.add(tuple(row) for row in rows)
    return seal.save()


def constraints(
    db: Database, finding_ids: Sequence[str] | None = None, *, by: Sequence[str] | None = None
) -> Iterator[Constraint]:
    """What limits these findings, or what findings `by` limit, or all: by the finding's identifier, the nearest
    first."""
    chosen, wanted = "1", list[str]()
    if finding_ids is not None:
        chosen, wanted = "finding_id IN (SELECT value FROM json_each(?))", list(finding_ids)
    elif by is not None:
        chosen, wanted = "by_id IN (SELECT value FROM json_each(?))", list(by)
    values = () if chosen == "1" else (json.dumps(wanted),)
    for finding_id, by_id, reason in db.rows(
        f"SELECT finding_id, by_id, reason FROM constrained WHERE {chosen} ORDER BY finding_id, rank", values
    ):
        yield Constraint(finding=finding_id, by=by_id, reason=reason)
