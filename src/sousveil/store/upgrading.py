"""What a migration has to work out, beyond its SQL."""

from __future__ import annotations

from sousveil.store.database import Database
from sousveil.store.findings.finding_index import fill_index

__all__ = ["upgraded"]

_LISTS = 12
"""The version from which on findings are listed by what they have."""


def upgraded(db: Database, version: int) -> None:
    """A case was brought to this version: fill what is new from what it holds, within the same transaction."""
    if version == _LISTS:
        fill_index(db)
