"""What can be asked of the queue: its claims in their order, narrowed by a filter, and what a ranker learns from.

A filter that few claims meet is answered from those claims, every other by going through the queue: both cost what is
found, and neither what the case holds.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Final

import msgspec
from msgspec import Struct

from sousveil.record import Claim
from sousveil.store.claims import queue
from sousveil.store.claims.claims import ClaimFilter, StoredClaim, stored
from sousveil.store.claims.queue import LEVELS, Level
from sousveil.store.database import Database, Value

__all__ = ["QueueReader", "Waiting"]

_FEW: Final = 5_000
"""Claims that are gone through one by one sooner than the queue is searched for them."""
_MANY: Final = 60_000
"""The same where all of them are counted."""
_NEAR: Final = 2_000
"""Characters before a quote within which quotes begin that may reach into it."""
_IN_ROW: Final = ("kind", "act", "polarity", "certainty", "country", "lang")
_VALUES: Final = ("technology", "site_type")
_ROLES: Final = ("supplier", "operator", "speaker")
_KEY: Final = "q.level, q.turn, q.source_seq, q.start, q.claim_id, q.finding_id"


class Waiting(Struct, frozen=True, kw_only=True):
    """A claim in the queue, by one of its findings."""

    claim: str
    finding: str
    """Empty while it is in none."""
    level: Level
    turn: int
    """Its place in the finding."""
    place: tuple[int, int]
    """Where it stands in the case: the source's number, and where the quote begins."""
    deciders: tuple[str, ...] = ()
    """Whose decisions settle nothing yet."""

    @property
    def key(self) -> tuple[int, int, int, int, str, str]:
        """By which the queue is ordered."""
        return (LEVELS.index(self.level), self.turn, *self.place, self.claim, self.finding)


class QueueReader:
    """The queue, for `Reader`."""

    _db: Database

    def deciders_waiting(self) -> list[tuple[str, tuple[str, ...]]]:
        """Whose decisions claims of the queue have that settle nothing yet: as `waiting` takes it, and as names."""
        return queue.deciders_waiting(self._db)

    def waiting(
        self, deciders: Sequence[str], wanted: ClaimFilter | None = None, *, after: Waiting | None = None, limit: int
    ) -> list[Waiting]:
        """The first claims of the queue that these people decided, or that come behind one of them. One that is in
        several findings is there for each."""
        found: list[Waiting] = []
        for each in deciders:
            found += _page(self._db, each, wanted, after, limit)
        return sorted(found, key=lambda waiting: waiting.key)[:limit]

    def waiting_known(self, wanted: ClaimFilter | None = None) -> int | None:
        """How many claims wait in all; null where that is not counted beside them, as for two parts of a filter."""
        return _counted(self._db, wanted)

    def waiting_count(self, deciders: Sequence[str], wanted: ClaimFilter | None = None, *, most: int) -> int:
        """How many claims wait that these people decided; `most` where they are so many or more."""
        return _count(self._db, deciders, wanted, most)

    def in_queue(self, claims: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Those of these claims that wait for a decision, with who made one that settles nothing yet."""
        rows = self._db.rows(
            "SELECT c.id, c.deciders FROM json_each(?) w CROSS JOIN claim c ON c.id = w.value AND c.state = 'proposed'",
            (json.dumps(list(claims)),),
        )
        return {claim: tuple(json.loads(by)) if by else () for claim, by in rows}

    def claims_around(self, claims: Sequence[str]) -> Iterator[Claim]:
        """These claims and those whose quotes share words with them, as they were read; each once, in the order of the
        case."""
        rows = self._db.rows(
            "SELECT DISTINCT near.source_seq, near.start, near.id, near.record FROM json_each(?) w CROSS JOIN claim c"
            " ON c.id = w.value CROSS JOIN claim near ON near.source_id = c.source_id AND near.start BETWEEN"
            f" c.start - {_NEAR} AND json_extract(c.record, '$.evidence.end') AND"
            " json_extract(near.record, '$.evidence.end') > c.start ORDER BY 1, 2, 3",
            (json.dumps(list(claims)),),
        )
        for *_, record in rows:
            yield msgspec.json.decode(record, type=Claim)

    def decisions_made(self) -> int:
        """How many judgements the case holds, about whatever."""
        return self._db.number("SELECT max(seq) FROM judgement")

    def settled_claims(self, first: int, newest: int) -> list[StoredClaim]:
        """The claims on which the `first` judgements settled anything that stands now, at most so many of the newest;
        as they were read, by identifier."""
        rows = self._db.rows(
            "SELECT c.record, c.state FROM (SELECT subject FROM judgement WHERE seq <= ?1 AND subject >= 'c' AND"
            " subject < 'd' GROUP BY subject ORDER BY max(seq) DESC LIMIT ?2) j CROSS JOIN claim c ON c.id = j.subject"
            " WHERE c.state <> 'proposed' ORDER BY c.id",
            (first, newest),
        )
        return [stored(row) for row in rows]


def _page(
    db: Database, deciders: str, wanted: ClaimFilter | None, after: Waiting | None, limit: int
) -> Iterator[Waiting]:
    conditions, values = _conditions(wanted)
    if after is not None:
        conditions.append(f"({_KEY}) > (?, ?, ?, ?, ?, ?)")
        values += after.key
    driver, driven = _driver(db, wanted)
    # Where it is not driven by a few claims the queue is gone through in its own order.
    of = f"{driver} CROSS JOIN queue q INDEXED BY queue_claim ON q.claim_id = few.id AND" if driver else "queue q WHERE"
    names = tuple(json.loads(deciders)) if deciders else ()
    for finding, claim, level, turn, seq, start in db.rows(
        f"SELECT q.finding_id, q.claim_id, q.level, q.turn, q.source_seq, q.start FROM {of} q.deciders = ?"
        f"{''.join(f' AND {condition}' for condition in conditions)} ORDER BY {_KEY} LIMIT ?",
        [*driven, deciders, *values, limit],
    ):
        yield Waiting(claim=claim, finding=finding, level=LEVELS[level], turn=turn, place=(seq, start), deciders=names)


def _conditions(wanted: ClaimFilter | None) -> tuple[list[str], list[Value]]:
    conditions, values = list[str](), list[Value]()
    for field, value in msgspec.structs.asdict(wanted).items() if wanted else ():
        if value is None:
            continue
        if field in _IN_ROW:
            conditions.append(f"q.{field} = ?")
        elif field in _VALUES:
            conditions.append(
                f"EXISTS (SELECT 1 FROM claim_value v WHERE v.field = '{field}' AND v.value = ? AND v.claim_id ="
                " q.claim_id)"
            )
        elif field in _ROLES or field == "entity":
            role = "" if field == "entity" else f" AND n.role = '{field}'"
            conditions.append(
                f"EXISTS (SELECT 1 FROM claim_name n WHERE n.claim_id = q.claim_id AND n.entity = ?{role})"
            )
        elif field == "finding":
            conditions.append("q.finding_id = ?")
        elif field == "state":
            conditions.append("'proposed' = ?")
        elif field == "source":
            conditions.append("q.source_seq = (SELECT seq FROM capture WHERE source_id = ?)")
        else:
            conditions.append(
                "q.claim_id IN (SELECT c.id FROM claim c WHERE c.id = q.claim_id AND (CASE WHEN c.by_hand"
                " THEN 'hand' WHEN json_extract(c.record, '$.extractor') GLOB 'model/*' THEN 'model'"
                " ELSE 'rules' END) = ?)"
            )
        values.append(value)
    return conditions, values


def _driver(db: Database, wanted: ClaimFilter | None, most: int = _FEW) -> tuple[str, list[Value]]:
    """Where few claims meet one part of a filter: what lists them, and its values; nothing where there is no such."""
    if wanted is None:
        return "", []
    drivers: list[tuple[int, str, Value]] = []
    if wanted.source is not None:
        drivers.append((0, "(SELECT id FROM claim WHERE source_id = ?) few", wanted.source))
    if wanted.reader == "hand":
        drivers.append((1, "(SELECT DISTINCT subject AS id FROM judgement WHERE written_in NOT NULL AND ?) few", 1))
    if wanted.finding is not None:
        drivers.append((1, "(SELECT claim_id AS id FROM finding_claim WHERE finding_id = ?) few", wanted.finding))
    for field in _VALUES:
        if (value := getattr(wanted, field)) is not None:
            of = f"(SELECT claim_id AS id FROM claim_value WHERE field = '{field}' AND value = ?) few"
            drivers.append((_known(db, field, value), of, value))
    for field in _ROLES:
        if (value := getattr(wanted, field)) is not None:
            of = f"(SELECT DISTINCT claim_id AS id FROM claim_name WHERE entity = ? AND role = '{field}') few"
            drivers.append((_known(db, field, value), of, value))
    if wanted.entity is not None:
        of = "(SELECT DISTINCT claim_id AS id FROM claim_name WHERE entity = ?) few"
        held = sum(_known(db, role, wanted.entity) for role in _ROLES)
        drivers.append((held, of, wanted.entity))
    columns = [(field, getattr(wanted, field)) for field in ("country", "kind")]
    drivers += [
        (_known(db, field, value), f"(SELECT id FROM claim WHERE {field} = ?) few", value)
        for field, value in columns
        if value is not None
    ]
    fewest = min(drivers, default=None, key=lambda driver: driver[0])
    return (fewest[1], [fewest[2]]) if fewest is not None and fewest[0] <= most else ("", [])


def _known(db: Database, field: str, value: object) -> int:
    """How many claims have a value, as it is counted beside them."""
    return db.number("SELECT count FROM facet WHERE field = ? AND value = ?", (field, str(value)))


def _counted(db: Database, wanted: ClaimFilter | None) -> int | None:
    """How many claims wait, where that is counted beside them: all, or those with one value of a field."""
    asked = {field: value for field, value in msgspec.structs.asdict(wanted or ClaimFilter()).items() if value}
    if asked.get("state") == "proposed":
        del asked["state"]
    if not asked:
        return _known(db, "state", "proposed")
    (field, value), *more = asked.items()
    if more or field not in ("kind", "country", "lang", "technology"):
        return None
    return _known(db, f"waiting.{field}", value)


def _count(db: Database, deciders: Collection[str], wanted: ClaimFilter | None, most: int) -> int:
    conditions, values = _conditions(wanted)
    driver, driven = _driver(db, wanted, _MANY)
    of = f"{driver} CROSS JOIN queue q INDEXED BY queue_claim ON q.claim_id = few.id" if driver else "queue q"
    chosen = " AND ".join(["q.deciders IN (SELECT value FROM json_each(?))", *conditions])
    return db.number(
        f"SELECT count(*) FROM (SELECT DISTINCT q.claim_id FROM {of} WHERE {chosen} LIMIT ?)",
        [*driven, json.dumps(list(deciders)), *values, most],
    )
