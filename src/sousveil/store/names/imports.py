"""Reference data that was imported: lists, trade, indicators. A newer file of the same publisher lies over an older."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Literal

import msgspec
from msgspec import Struct

from sousveil.record import Flow, Import, Indicator, Listing
from sousveil.store.database import Database, Value

__all__ = [
    "ReferenceKind",
    "StoredImport",
    "add_import",
    "countries",
    "flows",
    "forget",
    "held",
    "imported",
    "imports",
    "indicators",
    "last_list",
    "listing",
    "listings",
    "purchases",
    "seal",
]

Reference = Listing | Flow | Indicator
ReferenceKind = Literal["flow", "indicator"]
_TOGETHER = 5000
"""Rows that are written at once."""


class StoredImport(Struct, frozen=True, kw_only=True):
    """An imported file and how many records of it are held."""

    imported: Import
    rows: int


def held(db: Database, identifier: str) -> bool:
    """Whether a file was imported, in the same way."""
    return db.row("SELECT 1 FROM import_file WHERE id = ?", (identifier,)) is not None


def add_import(db: Database, imported: Import, records: Iterable[Reference]) -> int:
    """Keep a file's records, read as they come; how many there were. Call it inside a transaction."""
    db.run(
        "INSERT INTO import_file (id, kind, rows, record) VALUES (?, ?, 0, ?)",
        (imported.id, imported.kind, msgspec.json.encode(imported).decode()),
    )
    seq = db.number("SELECT seq FROM import_file WHERE id = ?", (imported.id,))
    stream = iter(records)
    count = 0
    while batch := list(islice(stream, _TOGETHER)):
        count += len(batch)
        _write(db, seq, batch)
    db.run("UPDATE import_file SET rows = ? WHERE seq = ?", (count, seq))
    return count


def _write(db: Database, seq: int, batch: Sequence[Reference]) -> None:
    listings: list[list[Value]] = []
    flows: list[list[Value]] = []
    indicators: list[list[Value]] = []
    for record in batch:
        encoded = msgspec.json.encode(record).decode()
        if isinstance(record, Listing):
            listings.append([seq, record.id, record.list, encoded])
        elif isinstance(record, Flow):
            flows.append([
                seq, record.reporter, record.partner, record.flow, record.period, record.code, record.edition, encoded,
            ])  # fmt: skip
        else:
            indicators.append([seq, record.country, record.series, record.region, record.year, encoded])
    db.run_many("INSERT OR REPLACE INTO listing VALUES (?, ?, ?, ?)", listings)
    db.run_many("INSERT INTO flow VALUES (?, ?, ?, ?, ?, ?, ?, ?)", flows)
    db.run_many("INSERT INTO indicator VALUES (?, ?, ?, ?, ?, ?)", indicators)


def imported(db: Database, identifier: str) -> Import | None:
    """One imported file, or None."""
    row = db.row("SELECT record FROM import_file WHERE id = ?", (identifier,))
    return msgspec.json.decode(row[0], type=Import) if row else None


def last_list(db: Database) -> int:
    """Number of the log entry by which the newest list that is held came in; 0 where there is none."""
    return db.number(
        "SELECT max(seq) FROM log WHERE action = 'import' AND subject IN (SELECT id FROM import_file WHERE kind ="
        " 'lists')"
    )


def forget(db: Database, identifier: str) -> None:
    """Delete a file's records."""
    db.run("DELETE FROM import_file WHERE id = ?", (identifier,))


def imports(db: Database) -> Iterator[StoredImport]:
    """The imported files, in the order in which they came."""
    for record, rows in db.rows("SELECT record, rows FROM import_file ORDER BY seq"):
        yield StoredImport(imported=msgspec.json.decode(record, type=Import), rows=rows)


def countries(db: Database, kind: ReferenceKind) -> set[str]:
    """Countries that flows (on either side) or indicators are about."""
    sides = [("flow", "reporter"), ("flow", "partner")] if kind == "flow" else [("indicator", "country")]
    found: set[str] = set()
    for table, side in sides:
        # Jumps from one country to the next in the index, however many rows each has.
        rows = db.rows(
            f"WITH RECURSIVE met(country) AS (SELECT min({side}) FROM {table} UNION ALL"
            f" SELECT (SELECT min(t.{side}) FROM {table} t WHERE t.{side} > met.country) FROM met"
            " WHERE met.country IS NOT NULL) SELECT country FROM met WHERE country IS NOT NULL"
        )
        found.update(code for (code,) in rows)
    return found


def seal(db: Database, identifier: str) -> str | None:
    """SHA-256 over the records of an imported file, as the log keeps it; None where it is not held."""
    seq = db.number("SELECT seq FROM import_file WHERE id = ?", (identifier,))
    if not seq:
        return None
    digest = hashlib.sha256()
    for table, order in (("listing", "id"), ("flow", "rowid"), ("indicator", "rowid")):
        for (record,) in db.rows(f"SELECT record FROM {table} WHERE import_seq = ? ORDER BY {order}", (seq,)):
            digest.update(record.encode() + b"\n")
    return digest.hexdigest()


_NEWEST = "import_seq = (SELECT max(import_seq) FROM listing l WHERE l.list = listing.list)"
"""A list counts as its newest imported file has it."""


def listings(
    db: Database,
    identifiers: Sequence[str] | None = None,
    *,
    of: str | None = None,
    former: bool = False,
    limit: int | None = None,
    after: str | None = None,
) -> Iterator[Listing]:
    """Listings as the newest file of each list has them: all, some, or those `of` a list; `former` gives those of older
    files, too. `after` is the identifier of the last one before."""
    conditions, values = ["1" if former else _NEWEST], list[Value]()
    if identifiers is not None:
        conditions.append("id IN (SELECT value FROM json_each(?))")
        values.append(msgspec.json.encode(list(identifiers)).decode())
    if of is not None:
        conditions.append("list = ?")
        values.append(of)
    if after is not None and (last := listing(db, after)) is not None:
        conditions.append("(list, id) > (?, ?)")
        values += [last.list, after]
    values.append(-1 if limit is None else limit)
    for (record,) in db.rows(
        f"SELECT record FROM listing WHERE {' AND '.join(conditions)} ORDER BY list, id, import_seq LIMIT ?", values
    ):
        yield msgspec.json.decode(record, type=Listing)


def listing(db: Database, identifier: str) -> Listing | None:
    """The newest form of one listing, also where the list has dropped it since."""
    row = db.row("SELECT record FROM listing WHERE id = ? ORDER BY import_seq DESC LIMIT 1", (identifier,))
    return msgspec.json.decode(row[0], type=Listing) if row else None


def flows(
    db: Database, country: str | None = None, code: str | None = None, *, limit: int | None = None, skip: int = 0
) -> Iterator[Flow]:
    """Flows that a country reported or that others reported with it, of the headings that begin with `code`.

    Where several files give the same flow, the newest one's counts.
    """
    side = "(reporter = ?1 OR partner = ?1)" if country is not None else "?1 IS NULL"
    # All are walked along in their order; those of one country are few, and sorted.
    index = "" if country is not None else "INDEXED BY flow_order"
    order = "code, period, reporter, partner, flow, edition"
    for (record,) in db.rows(
        f"SELECT f.record FROM (SELECT rowid AS place, max(import_seq), {order} FROM flow {index}"
        f" WHERE {side} AND (?2 IS NULL OR code GLOB ?2 || '*') GROUP BY {order} ORDER BY {order} LIMIT ?3 OFFSET ?4) t"
        " CROSS JOIN flow f ON f.rowid = t.place"
        " ORDER BY t.code, t.period, t.reporter, t.partner, t.flow, t.edition",
        (country, code, -1 if limit is None else limit, skip),
    ):
        yield msgspec.json.decode(record, type=Flow)


def purchases(
    db: Database, country: str, code: str = "", *, partner: str | None = None, year: str | None = None
) -> Iterator[Flow]:
    """What a country reported to have bought and others to have sold there; with one partner, in one year, under
    headings that begin with `code`, or all. Where several files give the same flow, the newest one's counts."""
    values: list[Value] = [country, code, code + ":", partner, year]
    chosen = (
        "code >= ?2 AND code < ?3 AND (?5 IS NULL OR period = ?5)"
        " GROUP BY reporter, partner, period, code, edition ORDER BY code, period, reporter, partner, edition"
    )
    for side in (
        "flow = 'import' AND reporter = ?1 AND (?4 IS NULL OR partner = ?4)",
        "flow = 'export' AND partner = ?1 AND (?4 IS NULL OR reporter = ?4)",
    ):
        for record, _ in db.rows(f"SELECT record, max(import_seq) FROM flow WHERE {side} AND {chosen}", values):
            yield msgspec.json.decode(record, type=Flow)


def indicators(
    db: Database, country: str | None = None, *, limit: int | None = None, skip: int = 0
) -> Iterator[Indicator]:
    """Values by series, place and year; where several files give the same, the newest one's."""
    chosen = "?1 IS NULL" if country is None else "country = ?1"
    for record, _ in db.rows(
        f"SELECT record, max(import_seq) FROM indicator WHERE {chosen}"
        " GROUP BY country, series, region, year ORDER BY series, country, region, year LIMIT ?2 OFFSET ?3",
        (country, -1 if limit is None else limit, skip),
    ):
        yield msgspec.json.decode(record, type=Indicator)
