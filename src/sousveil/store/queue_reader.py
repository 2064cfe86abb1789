"""What can be asked of the queue: its claims in their order, narrowed by a filter, and what a ranker learns from.

What claims say stands once for each combination, so that a filter first chooses combinations, and then has the claims
that say them from an index. Where many claims meet it the queue is gone through in its order, and has the first ones
soon.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

import msgspec
from msgspec import Struct

from sousveil.record import Claim
from sousveil.store.claims import queue
from sousveil.store.claims.claims import ClaimFilter, StoredClaim, stored
from sousveil.store.claims.queue import LEVELS, Level
from sousveil.store.database import Database, Value

__all__ = ["QueueReader", "Waiting"]

_FEW: Final = 10_000
"""Claims that are gone through one by one sooner than the queue is searched for them."""
_FEW_SAY: Final = 4_000
"""The same of claims by what they say: these are put in order when they are found."""
_NEAR: Final = 2_000
"""Characters before a quote within which quotes begin that may reach into it."""
_SAID: Final = ("kind", "act", "polarity", "certainty", "lang", "technology", "site_type")
_LISTS: Final = ("technology", "site_type")
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
            "SELECT DISTINCT q.claim_id, q.deciders FROM json_each(?) w CROSS JOIN queue q INDEXED BY queue_claim"
            " ON q.claim_id = w.value",
            (json.dumps(list(claims)),),
        )
        return {claim: tuple(json.loads(by)) if by else () for claim, by in rows}

    def like_it_in_queue(self, claim: Claim, finding: str) -> dict[str, tuple[str, ...]]:
        """The same for those claims of a finding that are of the same kind as this one, with the same act, polarity,
        certainty and country."""
        country = claim.place.country if claim.place else None
        rows = self._db.rows(
            "SELECT claim_id, deciders FROM queue INDEXED BY queue_finding WHERE finding_id = ? AND country IS ?"
            " AND said IN (SELECT number FROM queue_said WHERE kind = ? AND act = ? AND polarity = ?"
            " AND certainty = ?)",
            (finding, country, claim.kind, claim.act, claim.polarity, claim.certainty),
        )
        return {each: tuple(json.loads(by)) if by else () for each, by in rows}

    def claims_around(self, claims: Sequence[str]) -> Iterator[Claim]:
        """These claims and those whose quotes share words with them, as they were read; each once, in the order of the
        case."""
        rows = self._db.rows(
            "SELECT record FROM claim WHERE rowid IN (SELECT near.rowid FROM json_each(?) w CROSS JOIN claim c"
            " ON c.id = w.value CROSS JOIN claim near INDEXED BY claim_span ON near.source_seq = c.source_seq"
            f" AND near.start BETWEEN c.start - {_NEAR} AND json_extract(c.record, '$.evidence.end')"
            " AND json_extract(near.record, '$.evidence.end') > c.start) ORDER BY source_seq, start, id",
            (json.dumps(list(claims)),),
        )
        for (record,) in rows:
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


class _Narrowed(Struct, frozen=True):
    """How the queue is narrowed by a filter."""

    of: str
    """The tables, with the index that is read."""
    driven: list[Value]
    conditions: list[str]
    values: list[Value]


def _page(
    db: Database, deciders: str, wanted: ClaimFilter | None, after: Waiting | None, limit: int
) -> Iterator[Waiting]:
    narrowed = _narrowed(db, wanted)
    if narrowed is None:
        return
    conditions, values = ["q.deciders = ?", *narrowed.conditions], [deciders, *narrowed.values]
    if after is not None:
        conditions.append(f"({_KEY}) > (?, ?, ?, ?, ?, ?)")
        values += after.key
    names = tuple(json.loads(deciders)) if deciders else ()
    for finding, claim, level, turn, seq, start in db.rows(
        f"SELECT q.finding_id, q.claim_id, q.level, q.turn, q.source_seq, q.start FROM {narrowed.of} WHERE"
        f" {' AND '.join(conditions)} ORDER BY {_KEY} LIMIT ?",
        [*narrowed.driven, *values, limit],
    ):
        yield Waiting(claim=claim, finding=finding, level=LEVELS[level], turn=turn, place=(seq, start), deciders=names)


def _narrowed(db: Database, wanted: ClaimFilter | None, *, in_order: bool = True) -> _Narrowed | None:
    """How the queue is narrowed; null where no claim says what is wanted. Where many claims meet each part of the
    filter and they are wanted in their order the queue is gone through."""
    if wanted is None:
        return _Narrowed("queue q", [], [], [])
    asked = {field: value for field, value in msgspec.structs.asdict(wanted).items() if value is not None}
    conditions, values = list[str](), list[Value]()
    says = _says(db, {field: asked[field] for field in _SAID if field in asked})
    if says is not None:
        if not says:
            return None
        conditions.append("q.said IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(says))
    for field, value in asked.items():
        if field not in _SAID:
            conditions.append(_condition(field))
            values.append(value)
    of, driven = _driver(db, asked, says, in_order=in_order)
    return _Narrowed(of, driven, conditions, values)


def _says(db: Database, asked: Mapping[str, str]) -> list[int] | None:
    """The combinations that say what is asked for; null where nothing is."""
    if not asked:
        return None
    chosen = [f"instr({field}, ?) > 0" if field in _LISTS else f"{field} = ?" for field in asked]
    values = [json.dumps(value, ensure_ascii=False) if field in _LISTS else value for field, value in asked.items()]
    rows = db.rows(f"SELECT number FROM queue_said WHERE {' AND '.join(chosen)} ORDER BY number", values)
    return [number for (number,) in rows]


def _condition(field: str) -> str:
    """What a claim of the queue meets where it has a value that does not stand among what it says."""
    if field == "country":
        return "q.country = ?"
    if field in _ROLES or field == "entity":
        role = "" if field == "entity" else f" AND n.role = '{field}'"
        return f"EXISTS (SELECT 1 FROM claim_name n WHERE n.claim_id = q.claim_id AND n.entity = ?{role})"
    if field == "finding":
        return "q.finding_id = ?"
    if field == "state":
        return "'proposed' = ?"
    if field == "source":
        return "q.source_seq = (SELECT seq FROM capture WHERE source_id = ?)"
    return (
        "q.claim_id IN (SELECT c.id FROM claim c WHERE c.id = q.claim_id AND (CASE WHEN c.by_hand"
        " THEN 'hand' WHEN json_extract(c.record, '$.extractor') GLOB 'model/*' THEN 'model'"
        " ELSE 'rules' END) = ?)"
    )


_LISTED: Final = "({}) few CROSS JOIN queue q INDEXED BY queue_claim ON q.claim_id = few.id"


def _driver(
    db: Database, asked: Mapping[str, str], says: Sequence[int] | None, *, in_order: bool
) -> tuple[str, list[Value]]:
    """The tables that list fewest claims for one part of a filter, with their values."""
    if "source" in asked:
        return _LISTED.format("SELECT id FROM claim WHERE source_id = ?"), [asked["source"]]
    if "finding" in asked:
        return "queue q INDEXED BY queue_finding", []
    if asked.get("reader") == "hand":
        return _LISTED.format("SELECT DISTINCT subject AS id FROM judgement WHERE written_in NOT NULL"), []
    known: list[tuple[int, int, str, list[Value]]] = []
    for field in (*_ROLES, "entity"):
        if (value := asked.get(field)) is not None:
            role = "" if field == "entity" else f" AND role = '{field}'"
            of = _LISTED.format(f"SELECT DISTINCT claim_id AS id FROM claim_name WHERE entity = ?{role}")
            held = sum(_known(db, each, value) for each in (_ROLES if field == "entity" else (field,)))
            known.append((held, _FEW, of, [value]))
    if "country" in asked:
        # These stand in the order of the queue, each country's together.
        known.append((_known(db, "country", asked["country"]) // 4, _FEW, "queue q INDEXED BY queue_by_country", []))
    if says is not None:
        known.append((_saying(db, asked, says), _FEW_SAY, "queue q INDEXED BY queue_by_said", []))
    known = [each for each in known if each[0] < each[1] or not in_order]
    return min(known, key=lambda each: each[0])[2:] if known else ("queue q", [])


def _saying(db: Database, asked: Mapping[str, str], says: Sequence[int]) -> int:
    """How many claims say what is asked for, or a number above `_FEW_SAY` that they may be as many as."""
    fields = [field for field in _SAID if field in asked]
    most = min(_known(db, field, asked[field]) for field in fields)
    if most < _FEW_SAY or len(fields) == 1:
        return most
    found = db.number(
        "SELECT count(*) FROM (SELECT 1 FROM queue q INDEXED BY queue_by_said WHERE q.said IN"
        " (SELECT value FROM json_each(?)) LIMIT ?)",
        (json.dumps(says), _FEW_SAY),
    )
    return found if found < _FEW_SAY else most


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
    narrowed = _narrowed(db, wanted, in_order=False)
    if narrowed is None:
        return 0
    chosen = " AND ".join(["q.deciders IN (SELECT value FROM json_each(?))", *narrowed.conditions])
    return db.number(
        f"SELECT count(*) FROM (SELECT DISTINCT q.claim_id FROM {narrowed.of} WHERE {chosen} LIMIT ?)",
        [*narrowed.driven, json.dumps(list(deciders)), *narrowed.values, most],
    )
