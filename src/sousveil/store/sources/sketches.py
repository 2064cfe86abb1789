"""Sketches of texts and what they were last traced with: derived, so that deleting them costs time and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from sousveil.store.database import Database

if TYPE_CHECKING:  # tracing loads much that a reader of the case does not need
    from sousveil.trace.large.growing import Traced
    from sousveil.trace.large.sketches import Sketch

__all__ = [
    "forget_signatures",
    "forget_sketches",
    "forget_traced",
    "known_of_tracing",
    "put_sketches",
    "set_known_of_tracing",
    "set_traced",
    "sketches",
    "sources_holding",
    "traced",
    "unsketched",
]

_SIGNED = 1 << 64


def unsketched(db: Database, version: str) -> list[str]:
    """Sources whose text has no sketch of this version, in the order in which they came."""
    db.run("DELETE FROM sketch WHERE version <> ?", (version,))
    return [
        row[0]
        for row in db.rows(
            "SELECT source_id FROM reading r WHERE NOT EXISTS (SELECT 1 FROM sketch s WHERE s.source_id = r.source_id)"
            " ORDER BY seq"
        )
    ]


def put_sketches(db: Database, made: Iterable[Sketch], version: str) -> None:
    """Keep sketches."""
    rows = [(sketch.source, version, msgspec.msgpack.encode(sketch)) for sketch in made]
    db.run_many("INSERT OR REPLACE INTO sketch VALUES (?, ?, ?)", rows)


def forget_sketches(db: Database, sources: Iterable[str]) -> None:
    """Make these again."""
    db.run_many("DELETE FROM sketch WHERE source_id = ?", [(source,) for source in sources])


def sketches(db: Database) -> Iterator[Sketch]:
    """All sketches, by source."""
    from sousveil.trace.large.sketches import Sketch

    decoder = msgspec.msgpack.Decoder(Sketch)
    for (record,) in db.rows("SELECT record FROM sketch ORDER BY source_id"):
        yield decoder.decode(record)


def sources_holding(db: Database, names: Sequence[str]) -> list[str]:
    """The sources in whose text one of these stands, letter for letter, or that are signed with it."""
    found: set[str] = set()
    for name in names:
        found.update(row[0] for row in db.rows("SELECT source_id FROM reading WHERE instr(content, ?)", (name,)))
    return sorted(found)


def traced(db: Database) -> dict[str, Traced]:
    """What each source was last traced with."""
    from sousveil.trace.large.growing import Traced

    decoder = msgspec.msgpack.Decoder(Traced)
    return {
        source: msgspec.structs.replace(decoder.decode(record), signature=signature % _SIGNED)
        for source, signature, record in db.rows("SELECT source_id, signature, record FROM traced")
    }


def set_traced(db: Database, kept: Mapping[str, Traced]) -> None:
    """Note what sources were traced with."""
    rows = [
        (source, was.signature - _SIGNED * (was.signature >> 63), msgspec.msgpack.encode(was))
        for source, was in kept.items()
    ]
    db.run_many("INSERT OR REPLACE INTO traced VALUES (?, ?, ?)", rows)


def forget_signatures(db: Database, sources: Iterable[str]) -> None:
    """Have these traced again; what they were compared with stays known."""
    db.run_many("UPDATE traced SET signature = 0 WHERE source_id = ?", [(source,) for source in sources])


def forget_traced(db: Database, sources: Iterable[str] | None = None) -> None:
    """Trace these again, or all."""
    if sources is None:
        db.run("DELETE FROM traced")
    else:
        db.run_many("DELETE FROM traced WHERE source_id = ?", [(source,) for source in sources])


def known_of_tracing(db: Database, name: str) -> bytes | None:
    """Something that belongs to the whole trace."""
    row = db.row("SELECT value FROM tracing WHERE name = ?", (name,))
    return row[0] if row else None


def set_known_of_tracing(db: Database, name: str, value: bytes | None) -> None:
    """Keep it, or forget it."""
    if value is None:
        db.run("DELETE FROM tracing WHERE name = ?", (name,))
    else:
        db.run("INSERT OR REPLACE INTO tracing VALUES (?, ?)", (name, value))
