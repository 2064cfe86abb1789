"""Findings that are gaps, as lists of identifiers: what they are is read when they are shown."""

from __future__ import annotations

from collections.abc import Iterator

from sousveil.store.database import Database

__all__ = ["alone", "reported_until"]


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
