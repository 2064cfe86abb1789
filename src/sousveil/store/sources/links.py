"""Echoes: what trace proposed, each with the state that people gave it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import Struct

from sousveil.record import Echo
from sousveil.store import marks
from sousveil.store.database import Database, Value
from sousveil.store.log import ledger, seals

__all__ = ["EchoFilter", "StoredEcho", "counted", "echo", "echoes", "echoes_from", "put_echoes", "strongest"]


class StoredEcho(Struct, frozen=True, kw_only=True):
    """An echo and what people decided about it: `proposed`, `confirmed`, `cut`."""

    echo: Echo
    state: str


class EchoFilter(Struct, frozen=True, kw_only=True):
    """Which echoes are wanted; null takes any."""

    type: str | None = None
    state: str | None = None
    cited: bool | None = None
    """Whether the origin is only cited."""


def put_echoes(db: Database, echoes: Iterable[Echo], sources: Sequence[str] | None = None) -> str:
    """Set the echoes of the case, or those that start in some sources; what has not changed stays untouched.

    States follow from the judgements, which are kept apart. The seal's digest, for the log.
    """
    chosen = "1" if sources is None else "from_source IN (SELECT value FROM json_each(?))"
    values = () if sources is None else (json.dumps(list(sources)),)
    held: dict[str, tuple[str, str]] = {
        identifier: (source, record)
        for identifier, source, record in db.rows(f"SELECT id, from_source, record FROM echo WHERE {chosen}", values)
    }
    gone = dict(held)
    come: dict[str, tuple[Echo, str]] = {}
    for found in echoes:
        identifier, record = found.id, msgspec.json.encode(found).decode()
        if identifier in come or (identifier in held and identifier not in gone):
            continue
        if identifier in held and held[identifier][1] == record:
            del gone[identifier]
        else:
            come[identifier] = (found, record)
    return _change_echoes(db, gone, come, whole=sources is None)


def _change_echoes(
    db: Database, gone: dict[str, tuple[str, str]], come: dict[str, tuple[Echo, str]], *, whole: bool
) -> str:
    seal = seals.running(db, "echoes")
    seal.take(seals.echoes_by_id(db, list(gone)))
    db.run_many("DELETE FROM echo WHERE id = ?", [(identifier,) for identifier in gone])
    states = ledger.states(db, list(come))
    rows: list[list[Value]] = [
        [
            identifier, echo.origin_from.source, echo.origin_to.source if echo.origin_to else None,
            echo.cited.ref if echo.cited else None, echo.type, echo.score,
            states.get(identifier, "proposed"), record,
        ]
        for identifier, (echo, record) in come.items()
    ]  # fmt: skip
    db.run_many("INSERT INTO echo VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    seal.add(seals.echoes_by_id(db, list(come)))
    changed = {source for source, _ in gone.values()} | {echo.origin_from.source for echo, _ in come.values()}
    marks.mark(db, "source", sorted(changed))
    # Where all are set, the seal is of these, whatever it was.
    return (seals.running(db, "echoes", anew=True) if whole else seal).save()


def echoes_from(db: Database, source: str) -> list[StoredEcho]:
    """The echoes that start in a source."""
    rows = db.rows("SELECT record, state FROM echo WHERE from_source = ? ORDER BY id", (source,))
    return [StoredEcho(echo=msgspec.json.decode(record, type=Echo), state=state) for record, state in rows]


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
    conditions, values = ["1"], list[Value]()
    if source is not None:
        conditions.append("(from_source = ? OR to_source = ?)")
        values += [source, source]
    if kind is not None:
        conditions.append("type = ?")
        values.append(kind)
    last = db.row(f"SELECT {order} FROM echo WHERE id = ?", (after,)) if after else None
    if last is not None:
        conditions.append(f"({order}) > (?, ?, ?, ?, ?)")
        values += last
    values.append(-1 if limit is None else limit)
    for record, state in db.rows(
        f"SELECT record, state FROM echo WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT ?", values
    ):
        yield StoredEcho(echo=msgspec.json.decode(record, type=Echo), state=state)


def strongest(
    db: Database, wanted: EchoFilter, *, limit: int | None = None, after: str | None = None
) -> Iterator[StoredEcho]:
    """Echoes with the surest first; `after` is the identifier of the last one before."""
    conditions, values = ["1"], list[Value]()
    for column, value in (("type", wanted.type), ("state", wanted.state)):
        if value is not None:
            conditions.append(f"{column} = ?")
            values.append(value)
    if wanted.cited is not None:
        conditions.append(f"cited_ref IS {'NOT ' if wanted.cited else ''}NULL")
    last = db.row("SELECT score, id FROM echo WHERE id = ?", (after,)) if after else None
    if last is not None:
        conditions.append("(score < ? OR (score = ? AND id > ?))")
        values += [last[0], last[0], last[1]]
    # What was decided is rare, so it comes first, and so are origins that are only cited, beside those that are held;
    # the words name the values that the index is for.
    if wanted.state in {"confirmed", "cut"}:
        index = "echo_decided"
        conditions.append("state IN ('confirmed', 'cut')")
    elif wanted.cited:
        index = "echo_cited_strength"
    else:
        index = "echo_type_strength" if wanted.type else "echo_strength"
    values.append(-1 if limit is None else limit)
    for record, state in db.rows(
        f"SELECT record, state FROM echo INDEXED BY {index} WHERE {' AND '.join(conditions)}"
        " ORDER BY score DESC, id LIMIT ?",
        values,
    ):
        yield StoredEcho(echo=msgspec.json.decode(record, type=Echo), state=state)


def counted(db: Database) -> dict[tuple[str, str, bool], int]:
    """How many echoes there are by type, state, and whether the origin is only cited."""
    rows = db.rows("SELECT type, state, cited, count FROM echo_count WHERE count > 0")
    return {(kind, state, bool(cited)): count for kind, state, cited, count in rows}


def citing(db: Database) -> Iterator[StoredEcho]:
    """Echoes whose origin is only cited, by it."""
    rows = db.rows("SELECT record, state FROM echo WHERE cited_ref IS NOT NULL ORDER BY cited_ref, id")
    for record, state in rows:
        yield StoredEcho(echo=msgspec.json.decode(record, type=Echo), state=state)


def echo(db: Database, identifier: str) -> StoredEcho | None:
    """One echo by its identifier."""
    row = db.row("SELECT record, state FROM echo WHERE id = ?", (identifier,))
    return StoredEcho(echo=msgspec.json.decode(row[0], type=Echo), state=row[1]) if row else None
