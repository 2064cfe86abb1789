"""Who did what and when: the log by person, action and day, and what two people decided about the same claims."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec
from msgspec import Struct

from sousveil.record import Claim, Judgement
from sousveil.store.database import Database, Value
from sousveil.store.log.ledger import LogEntry

__all__ = ["History", "LogFilter"]

_READING = ("read", "read-model", "resolve")
_FIELDS = "seq, at, who, action, subject, detail, prev, hash"


class LogFilter(Struct, frozen=True, kw_only=True):
    """Which entries of the log are wanted; empty values restrict nothing."""

    who: str = ""
    action: str = ""
    day: str = ""
    """`2024-04-16`, UTC."""


class History:
    """What has happened, for `Case`."""

    _db: Database

    def history(
        self, wanted: LogFilter | None = None, *, after: int | None = None, limit: int | None = None
    ) -> Iterator[LogEntry]:
        """Entries of the log, newest first; `after` is the number of the last one that was shown.

        Raises ValueError where the day is none.
        """
        wanted = wanted or LogFilter()
        conditions, values = ["1"], list[Value]()
        for column, value in (("who", wanted.who), ("action", wanted.action)):
            if value:
                conditions.append(f"{column} = ?")
                values.append(value)
        if wanted.day:
            day = date.fromisoformat(wanted.day)
            conditions.append("at >= ? AND at < ?")
            values += [day.isoformat(), (day + timedelta(days=1)).isoformat()]
        # By time where an index by time serves the filter: the clock may have been set back between two entries.
        order = "at DESC, seq DESC" if len(conditions) > 1 else "seq DESC"
        if after is not None:
            conditions.append("(at, seq) < (SELECT at, seq FROM log WHERE seq = ?)" if values else "seq < ?")
            values.append(after)
        for *fields, detail, prev, digest in self._db.rows(
            f"SELECT {_FIELDS} FROM log WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT ?",
            (*values, -1 if limit is None else limit),
        ):
            seq, at, who, action, subject = fields
            yield LogEntry(
                seq=seq, at=at, who=who, action=action, subject=subject, detail=json.loads(detail), prev=prev,
                hash=digest,
            )  # fmt: skip

    def log_people(self) -> list[str]:
        """Everybody whom the log names."""
        return self._distinct("who")

    def log_actions(self) -> list[str]:
        """Everything that was done, by name."""
        return self._distinct("action")

    def _distinct(self, column: str) -> list[str]:
        """The values of an indexed column, each sought behind the one before: a long log is not read through."""
        rows = self._db.rows(
            f"WITH RECURSIVE known (value) AS (SELECT min({column}) FROM log UNION ALL"
            f" SELECT (SELECT min({column}) FROM log WHERE {column} > value) FROM known WHERE value IS NOT NULL)"
            " SELECT value FROM known WHERE value IS NOT NULL"
        )
        return [row[0] for row in rows]

    def last_read(self) -> int:
        """The number of the last entry of the log by which texts or claims were read anew; 0 where there is none."""
        found = (next(self.history(LogFilter(action=action), limit=1), None) for action in _READING)
        return max((entry.seq for entry in found if entry is not None), default=0)

    def sources_read_since(self, seq: int) -> frozenset[str]:
        """The sources of which texts or claims were read anew after this entry of the log."""
        marks = ", ".join("?" * len(_READING))
        rows = self._db.rows(
            f"SELECT DISTINCT subject FROM log WHERE seq > ? AND action IN ({marks})", (seq, *_READING)
        )
        return frozenset(row[0] for row in rows)

    def doubly_judged(self, most: int) -> list[str]:
        """The claims about which somebody decided while the case asked for two people: the `most` that were decided on
        last, the oldest of them first."""
        rows = self._db.rows(
            "SELECT subject FROM judgement WHERE record ->> '$.needs' = 2 GROUP BY subject"
            " ORDER BY max(seq) DESC LIMIT ?",
            (most,),
        )
        return [row[0] for row in rows][::-1]

    def judged_since(self, seq: int) -> Iterator[tuple[int, str]]:
        """The number and the subject of each decision that was made after this one."""
        yield from self._db.rows("SELECT seq, subject FROM judgement WHERE seq > ? ORDER BY seq", (seq,))

    def last_judged(self) -> int:
        """The number of the last decision; 0 where there is none."""
        return self._db.number("SELECT max(seq) FROM judgement")

    def judgements_of(self, subjects: Sequence[str]) -> dict[str, list[Judgement]]:
        """The decisions about each of these, oldest first; those about which nobody decided are left out."""
        made: dict[str, list[Judgement]] = {}
        rows = self._db.rows(
            "SELECT subject, record FROM judgement WHERE subject IN (SELECT value FROM json_each(?))"
            " ORDER BY subject, seq",
            (json.dumps(list(subjects)),),
        )
        for subject, record in rows:
            made.setdefault(subject, []).append(msgspec.json.decode(record, type=Judgement))
        return made

    def proposed_claims(self, identifiers: Sequence[str]) -> Iterator[Claim]:
        """These claims as the machine proposed them, whatever people corrected since; in no order."""
        rows = self._db.rows(
            "SELECT coalesce(proposed, record) FROM claim WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(identifiers)),),
        )
        for (record,) in rows:
            yield msgspec.json.decode(record, type=Claim)
