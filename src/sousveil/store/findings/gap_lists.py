"""What gaps are made of: findings as identifiers, which are read when they are shown, and what goes back to origins
that are only cited."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator

import msgspec

from sousveil.record import Echo
from sousveil.store.database import Database
from sousveil.store.sources.links import StoredEcho

__all__ = ["alone", "citing", "reported_until", "resting", "sources_resting"]


def alone(db: Database) -> Iterator[tuple[str, int]]:
    """The findings that stand on one origin at most, those first that most sources print, with how many these are."""
    yield from db.rows(
        "SELECT finding_id, sources FROM finding_listed WHERE alone ORDER BY sources DESC, finding_id DESC"
    )


def reported_until(db: Database, day: str) -> Iterator[tuple[str, int, str]]:
    """The findings whose last report begins on a day or before (EDTF, compared as text), in the same order, with when
    that was."""
    yield from db.rows(
        "SELECT finding_id, sources, reported FROM finding_listed WHERE reported <> '' AND reported <= ?"
        " ORDER BY sources DESC, finding_id DESC",
        (day,),
    )


def citing(db: Database, names: Collection[str]) -> Iterator[StoredEcho]:
    """Echoes to origins that are only cited, and that an echo calls by any of these names; by the origin."""
    for record, state in db.rows(
        "SELECT record, state FROM echo WHERE cited_ref IN (SELECT cited_ref FROM echo WHERE cited_ref IS NOT NULL"
        " AND json_extract(record, '$.cited.name') IN (SELECT value FROM json_each(?))) ORDER BY cited_ref, id",
        (json.dumps(sorted(names)),),
    ):
        yield StoredEcho(echo=msgspec.json.decode(record, type=Echo), state=state)


def resting(db: Database, names: Collection[str] | None = None) -> dict[str, list[tuple[str, str]]]:
    """By the name of an origin that is only cited, all or some: each finding that goes back to it, with one claim of
    it that does."""
    if names is None:
        rows = db.rows("SELECT name, finding, claim FROM resting ORDER BY name, finding, claim")
    else:
        rows = db.rows(
            "SELECT r.name, r.finding, r.claim FROM json_each(?) wanted CROSS JOIN resting r ON r.name = wanted.value",
            (json.dumps(sorted(names)),),
        )
    found: dict[str, list[tuple[str, str]]] = {}
    for name, finding, claim in rows:
        found.setdefault(name, []).append((finding, claim))
    return found


def sources_resting(db: Database, names: Collection[str]) -> dict[str, str]:
    """The source of each claim that goes back to an origin of one of these names."""
    rows = db.rows(
        "SELECT c.id, c.source_id FROM json_each(?) wanted CROSS JOIN resting r ON r.name = wanted.value"
        " CROSS JOIN claim c ON c.id = r.claim",
        (json.dumps(sorted(names)),),
    )
    return dict(rows)
