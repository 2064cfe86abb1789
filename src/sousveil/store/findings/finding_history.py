"""What findings were: each change of one is kept as it was and as it is, with the weighing that made it.

Findings are made again whenever what they rest on changes, so their past stands nowhere else. These rows are only ever
added to. A case of before version 12 begins with a weighing of which nothing is known.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec
from msgspec import Struct

from sousveil.record import Finding
from sousveil.store.database import Database, Row
from sousveil.store.findings.finding_summary import Summary, steps_of, summary_of
from sousveil.store.log import ledger
from sousveil.store.log.ledger import LogEntry
from sousveil.store.log.running_seal import encoded

__all__ = [
    "Past",
    "Weighed",
    "changes_between",
    "decisions_about",
    "entries_between",
    "finish",
    "keep_cleared",
    "net",
    "past_of",
    "record_changes",
    "settle",
    "summed",
    "unsealed",
    "weighed_at",
    "weighing",
    "weighings",
    "within",
]

_JUDGED: Final = "judge"
_READ: Final = "read"


class Past(Struct, frozen=True):
    """A finding before and after: in one weighing, or between two days. Null where there was or is none."""

    seq: int
    log: int
    """The number in the log of the weighing that made the last change."""
    finding: str
    before: Summary | None
    after: Summary | None


class Weighed(Struct, frozen=True):
    """A weighing that changed findings. `since` is the one before in the log; what was done between is why."""

    log: int
    since: int
    at: str
    steps: Mapping[str, int]
    """How many findings made each of `STEPS`."""
    sources: int
    """Texts that were read since the weighing before."""
    decisions: int
    unknown: bool
    """What was before it was not recorded."""


def record_changes(db: Database, gone: Sequence[Finding], come: Sequence[Finding]) -> dict[str, int]:
    """Note what changes from `gone` to `come`; for each that came the number in the log with which it last changed."""
    log = db.number("SELECT max(seq) FROM log") + 1
    before = {finding.id: summary_of(finding) for finding in gone}
    cleared = _cleared(db, [finding.id for finding in come])
    changed: dict[str, int] = {}
    held = json.dumps([finding.id for finding in gone])
    numbers: dict[str, int] = dict(
        db.rows("SELECT finding_id, changed FROM finding_listed WHERE finding_id IN (SELECT value FROM json_each(?))",
                (held,))
    )  # fmt: skip
    rows: list[tuple[int, str, str | None, str | None]] = []
    for finding in come:
        after = summary_of(finding)
        was = before.pop(finding.id, None)
        if was is None and finding.id in cleared:
            was, numbers[finding.id] = cleared[finding.id]
        changed[finding.id] = numbers.get(finding.id, log) if was == after else log
        if was != after:
            rows.append((log, finding.id, _text(was), _text(after)))
    rows += [(log, finding, _text(was), None) for finding, was in before.items()]
    _note(db, rows)
    return changed


def _note(db: Database, rows: Iterable[tuple[int, str, str | None, str | None]]) -> None:
    db.run_many("INSERT INTO finding_change (log, finding_id, before, after) VALUES (?, ?, ?, ?)", rows)


def _text(summary: Summary | None) -> str | None:
    return msgspec.json.encode(summary).decode() if summary else None


def _read(text: str | None) -> Summary | None:
    return msgspec.json.decode(text, type=Summary) if text else None


def _cleared(db: Database, findings: Sequence[str]) -> dict[str, tuple[Summary, int]]:
    """Those of these findings that were taken away to be made again, with the number of their last change; they wait no
    longer."""
    wanted = (json.dumps(findings),)
    chosen = "finding_id IN (SELECT value FROM json_each(?))"
    found = {
        finding: (msgspec.json.decode(summary, type=Summary), changed)
        for finding, summary, changed in db.rows(
            f"SELECT finding_id, summary, changed FROM finding_cleared WHERE {chosen}", wanted
        )
    }
    if found:
        db.run(f"DELETE FROM finding_cleared WHERE {chosen}", wanted)
    return found


def keep_cleared(db: Database) -> None:
    """All findings are about to be taken away, to be made again: keep what they were until they are."""
    rows = (
        (finding, changed, _text(summary_of(msgspec.json.decode(record, type=Finding))))
        for finding, changed, record in list(
            db.rows("SELECT f.id, coalesce(l.changed, 0), f.record FROM finding f LEFT JOIN finding_listed l"
                    " ON l.finding_id = f.id")
        )
    )  # fmt: skip
    db.run_many("INSERT OR IGNORE INTO finding_cleared VALUES (?, ?, ?)", rows)


def finish(db: Database) -> str | None:
    """A weighing is about to be logged: what was not made again is gone. The seal of all that it changes, for the log;
    null where it changes nothing."""
    log = db.number("SELECT max(seq) FROM log") + 1
    left = db.rows("SELECT finding_id, summary FROM finding_cleared ORDER BY finding_id")
    _note(db, [(log, finding, summary, None) for finding, summary in list(left)])
    db.run("DELETE FROM finding_cleared")
    return _seal(db, log)


def _seal(db: Database, log: int) -> str | None:
    """SHA-256 over what one weighing changed."""
    digest, empty = hashlib.sha256(), True
    for row in db.rows("SELECT finding_id, before, after FROM finding_change WHERE log = ? ORDER BY seq", (log,)):
        empty = False
        digest.update(encoded(row))
    return None if empty else digest.hexdigest()


def unsealed(db: Database) -> Iterator[int]:
    """Weighings whose changes are not those that the log has the seal of, by number."""
    sealed: dict[int, str | None] = dict(
        db.rows("SELECT seq, detail ->> '$.changes' FROM log WHERE action = 'weigh' AND subject = ''")
    )
    held = {log for (log,) in db.rows("SELECT DISTINCT log FROM finding_change")}
    yield from (log for log in sorted(held | sealed.keys()) if sealed.get(log) != _seal(db, log))


def settle(db: Database) -> None:
    """The last entry of the log is that of a weighing: what it changed is summed."""
    log = db.number("SELECT max(seq) FROM log")
    steps: Counter[str] = Counter()
    for before, after in db.rows("SELECT before, after FROM finding_change WHERE log = ?", (log,)):
        steps.update(steps_of(_read(before), _read(after)) if before and after else ("gone" if before else "added",))
    if not steps:
        return
    since = db.number("SELECT max(seq) FROM log WHERE action = 'weigh' AND subject = '' AND seq < ?", (log,))
    done: dict[str, int] = dict(
        db.rows(
            "SELECT action, count(*) FROM log WHERE seq > ? AND seq < ? AND action IN (?, ?) GROUP BY action",
            (since, log, _READ, _JUDGED),
        )
    )
    detail = {"steps": dict(sorted(steps.items())), "sources": done.get(_READ, 0), "decisions": done.get(_JUDGED, 0)}
    at = db.row("SELECT at FROM log WHERE seq = ?", (log,))
    db.run(
        "INSERT OR REPLACE INTO finding_weighing VALUES (?, ?, ?, ?)",
        (log, since, at[0] if at else ledger.now(), json.dumps(detail)),
    )


def weighings(db: Database, after: int = 0, until: int | None = None, *, limit: int = -1) -> Iterator[Weighed]:
    """Weighings that changed findings, the latest first: those with a number in the log over `after`, up to `until`."""
    for log, since, at, detail in db.rows(
        "SELECT log, since, at, detail FROM finding_weighing WHERE log > ?1 AND (?2 IS NULL OR log <= ?2)"
        " ORDER BY log DESC LIMIT ?3",
        (after, until, limit),
    ):
        yield _weighed(log, since, at, detail)


def _weighed(log: int, since: int, at: str, detail: str) -> Weighed:
    said = json.loads(detail)
    return Weighed(
        log, since, at, said.get("steps", {}), said.get("sources", 0), said.get("decisions", 0),
        bool(said.get("unknown")),
    )  # fmt: skip


def weighing(db: Database, log: int) -> Weighed | None:
    """The weighing with this number in the log."""
    row = db.row("SELECT log, since, at, detail FROM finding_weighing WHERE log = ?", (log,))
    return _weighed(*row) if row else None


def weighed_at(db: Database, moment: str) -> int:
    """The number in the log of the last weighing that changed a finding up to a moment (UTC, as the log writes it); 0
    where there was none."""
    return db.number("SELECT max(log) FROM finding_weighing WHERE at <= ?", (moment,))


def summed(db: Database, after: int, until: int | None = None) -> Counter[str]:
    """How many findings made each of `STEPS`, weighing by weighing: what changed back counts twice."""
    found: Counter[str] = Counter()
    for each in weighings(db, after, until):
        found.update(each.steps)
    return found


_WITHIN: Final = "log > ?1 AND (?2 IS NULL OR log <= ?2)"


def within(db: Database, after: int, until: int | None, most: int) -> int:
    """How many changes there are between two numbers of the log, counted up to `most`."""
    return db.number(
        f"SELECT count(*) FROM (SELECT 1 FROM finding_change WHERE {_WITHIN} LIMIT ?3)", (after, until, most)
    )


def net(db: Database, after: int, until: int | None = None) -> Counter[str]:
    """How many findings differ between two numbers of the log, and by what: what changed back does not count. Reads
    all changes between them."""
    first: dict[str, str | None] = {}
    last: dict[str, str | None] = {}
    for finding, before, now in db.rows(
        f"SELECT finding_id, before, after FROM finding_change WHERE {_WITHIN} ORDER BY log, seq", (after, until)
    ):
        first.setdefault(finding, before)
        last[finding] = now
    found: Counter[str] = Counter()
    for finding, was in first.items():
        if was != last[finding]:
            found.update(steps_of(_read(was), _read(last[finding])))
    return found


def changes_between(db: Database, after: int, until: int | None = None, *, before_seq: int | None = None
                    ) -> Iterator[Past]:  # fmt: skip
    """Each finding that changed between two numbers of the log, as it was at the first and is at the second, the last
    that changed first; `before_seq` is the number of the last one before. What changed back is in it, the same on
    both sides."""
    for seq, log, finding, now in db.rows(
        f"SELECT c.seq, c.log, c.finding_id, c.after FROM finding_change c WHERE {_WITHIN}"
        " AND (?3 IS NULL OR c.seq < ?3) AND NOT EXISTS (SELECT 1 FROM finding_change l WHERE"
        " l.finding_id = c.finding_id AND l.seq > c.seq AND (?2 IS NULL OR l.log <= ?2))"
        " ORDER BY c.log DESC, c.seq DESC",
        (after, until, before_seq),
    ):
        was = db.row(
            "SELECT before FROM finding_change WHERE finding_id = ? AND log > ? ORDER BY seq LIMIT 1", (finding, after)
        )
        yield Past(seq, log, finding, _read(was[0] if was else None), _read(now))


def past_of(db: Database, finding: str, limit: int = -1) -> list[Past]:
    """The changes of one finding, the latest first."""
    return [
        Past(seq, log, finding, _read(before), _read(after))
        for seq, log, before, after in db.rows(
            "SELECT seq, log, before, after FROM finding_change WHERE finding_id = ? ORDER BY seq DESC LIMIT ?",
            (finding, limit),
        )
    ]


_ENTRY: Final = "seq, at, who, action, subject, detail, prev, hash"


def entries_between(db: Database, after: int, before: int, action: str, limit: int) -> list[LogEntry]:
    """Entries of one action between two numbers of the log, both left out, oldest first."""
    return list(
        map(_entry, db.rows(
            f"SELECT {_ENTRY} FROM log WHERE seq > ? AND seq < ? AND action = ? ORDER BY seq LIMIT ?",
            (after, before, action, limit),
        ))
    )  # fmt: skip


def decisions_about(db: Database, finding: str, limit: int) -> list[LogEntry]:
    """Entries of decisions about the claims of a finding, the latest first."""
    return list(
        map(_entry, db.rows(
            f"SELECT {_ENTRY} FROM finding_claim f CROSS JOIN log ON action = '{_JUDGED}' AND subject = f.claim_id"
            " WHERE f.finding_id = ? ORDER BY seq DESC LIMIT ?",
            (finding, limit),
        ))
    )  # fmt: skip


def _entry(row: Row) -> LogEntry:
    seq, at, who, action, subject, detail, prev, digest = row
    return LogEntry(
        seq=seq, at=at, who=who, action=action, subject=subject, detail=json.loads(detail), prev=prev, hash=digest
    )
