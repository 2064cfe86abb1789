"""Which proposed claims are put before people first: kept beside findings and claims, so that nobody waits for it.

`level` says what a decision about a claim may change (`LEVELS`), `turn` the claim's place in its finding, up to
`_LAST`. `queue_said` has what claims say, each combination once: of one that no claim says any more the row stays, and
says nothing. The queue follows from the claims and the findings as they stand, and from nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Final, Literal

import msgspec
from msgspec import Struct

from sousveil.record import Finding
from sousveil.store.database import Database, Value

__all__ = [
    "LEVELS", "Level", "change_findings", "clear", "deciders_waiting", "fill", "follow_claims", "follow_source",
]  # fmt: skip

Level = Literal["disputed", "only-origin", "only-claim", "again", "unweighed"]
LEVELS: Final[tuple[Level, ...]] = ("disputed", "only-origin", "only-claim", "again", "unweighed")
"""`disputed`: claims of its finding speak against each other, and it is one of them. `only-origin`: without it the
finding has an origin less. `only-claim`: without it there is no finding. `again`: others say the same and have the same
origin. `unweighed`: it is in no finding yet."""
_LAST: Final = 15
"""A claim that goes moves those behind it up; from here on they share a place."""

_NOWHERE = f"{LEVELS.index('unweighed')}, 0"
_Place = tuple[int, int]
"""Level and turn."""


class _Origin(Struct):
    claims: tuple[str, ...]


class _Origins(Struct):
    named: tuple[_Origin, ...]


class _Dispute(Struct):
    claims: tuple[str, ...]


class _Finding(Struct):
    """What of a finding tells the use of its claims."""

    id: str
    claims: tuple[str, ...]
    origins: _Origins
    disputes: tuple[_Dispute, ...] = ()


def _places(finding: Finding | _Finding) -> dict[str, _Place]:
    """Where each claim of a finding stands."""
    disputed = {claim for dispute in finding.disputes for claim in dispute.claims}
    sole = {origin.claims[0] for origin in finding.origins.named if len(origin.claims) == 1}
    only = len(finding.claims) == 1
    return {
        claim: (0 if claim in disputed else 2 if only else 1 if claim in sole else 3, min(turn, _LAST))
        for turn, claim in enumerate(finding.claims)
    }


def follow_claims(db: Database, claims: Collection[str]) -> None:
    """Let the queue follow claims that came, went, were decided about or say something else, with the findings as they
    are."""
    wanted = json.dumps(sorted(claims))
    db.run("DELETE FROM queue WHERE claim_id IN (SELECT value FROM json_each(?))", (wanted,))
    members: dict[str, list[str]] = {}
    for finding, claim in db.rows(
        "SELECT m.finding_id, c.id FROM json_each(?) w CROSS JOIN claim c ON c.id = w.value AND c.state = 'proposed'"
        " CROSS JOIN finding_claim m ON m.claim_id = c.id",
        (wanted,),
    ):
        members.setdefault(finding, []).append(claim)
    rows = []
    for (record,) in db.rows(
        "SELECT record FROM finding WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(members)),)
    ):
        finding = msgspec.json.decode(record, type=_Finding)
        places = _places(finding)
        rows += [(claim, finding.id, *places[claim]) for claim in members[finding.id] if claim in places]
    _add(db, rows)
    loose = set(claims).difference(claim for claim, *_ in rows)
    _add_loose(db, loose)


def follow_source(db: Database, source: str) -> None:
    """The same for all claims of a source."""
    follow_claims(db, [claim for (claim,) in db.rows("SELECT id FROM claim WHERE source_id = ?", (source,))])


def change_findings(db: Database, before: Iterable[Finding], after: Iterable[Finding]) -> None:
    """Let the queue follow findings that went and that came; one that changes is in both."""
    were = {finding.id: _places(finding) for finding in before}
    are = {finding.id: _places(finding) for finding in after}
    gone, come = list[tuple[str, str]](), list[tuple[str, str, int, int]]()
    for finding in {**were, **are}:
        was, now = were.get(finding, {}), are.get(finding, {})
        gone += [(claim, finding) for claim, place in was.items() if now.get(claim) != place]
        come += [(claim, finding, *place) for claim, place in now.items() if was.get(claim) != place]
    db.run_many("DELETE FROM queue WHERE claim_id = ? AND finding_id = ?", gone)
    _add(db, come)
    there = {claim for claim, *_ in come}
    db.run_many("DELETE FROM queue WHERE claim_id = ? AND finding_id = ''", [(claim,) for claim in sorted(there)])
    _add_loose(db, {claim for claim, _ in gone} - there)


def clear(db: Database) -> None:
    """All findings went; `fill` comes behind those that are made in their place."""
    db.run("DELETE FROM queue")


def fill(db: Database) -> None:
    """Add the proposed claims that are in no finding."""
    _insert(db, _NOWHERE, "''", "claim c", "NOT EXISTS (SELECT 1 FROM queue q WHERE q.claim_id = c.id)")


def _add_loose(db: Database, claims: Collection[str]) -> None:
    _insert(
        db, _NOWHERE, "''", "json_each(?) w CROSS JOIN claim c ON c.id = w.value",
        "NOT EXISTS (SELECT 1 FROM queue q WHERE q.claim_id = c.id)", json.dumps(sorted(claims)),
    )  # fmt: skip


def _add(db: Database, rows: Iterable[tuple[str, str, int, int]]) -> None:
    """Add claims by findings: claim, finding, level and turn of each. Those that are decided stay out."""
    found = list(rows)
    if found:
        _insert(
            db, "w.value ->> 2, w.value ->> 3", "w.value ->> 1",
            "json_each(?) w CROSS JOIN claim c ON c.id = w.value ->> 0", "1", json.dumps(found),
        )  # fmt: skip


def _insert(db: Database, place: str, finding: str, of: str, chosen: str, *values: Value) -> None:
    said = (
        "c.kind, c.act, c.polarity, c.certainty, c.lang, c.record -> '$.technology',"
        " coalesce(c.record -> '$.site_types', '[]')"
    )
    db.run(
        "INSERT OR IGNORE INTO queue_said (kind, act, polarity, certainty, lang, technology, site_type)"
        f" SELECT DISTINCT {said} FROM {of} WHERE c.state = 'proposed' AND {chosen}",
        values,
    )
    db.run(
        f"INSERT OR IGNORE INTO queue SELECT c.deciders, {place}, c.source_seq, c.start, c.id, {finding}, s.number,"
        f" c.country FROM {of} CROSS JOIN queue_said s"
        f" ON (s.kind, s.act, s.polarity, s.certainty, s.lang, s.technology, s.site_type) = ({said})"
        f" WHERE c.state = 'proposed' AND {chosen}",
        values,
    )


def deciders_waiting(db: Database) -> list[tuple[str, tuple[str, ...]]]:
    """Whose decisions claims of the queue have that settle nothing yet: as the column has it, and as names."""
    rows = db.rows(
        "WITH RECURSIVE met (deciders) AS (SELECT min(deciders) FROM queue UNION ALL SELECT (SELECT min(q.deciders)"
        " FROM queue q WHERE q.deciders > met.deciders) FROM met WHERE met.deciders IS NOT NULL)"
        " SELECT deciders FROM met WHERE deciders IS NOT NULL"
    )
    return [(each, tuple(json.loads(each)) if each else ()) for (each,) in rows]
