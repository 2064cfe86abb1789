"""What a migration has to work out, beyond its SQL."""

from __future__ import annotations

from sousveil.store.database import Database
from sousveil.store.findings.finding_index import fill_index
from sousveil.store.sources.evidence import note_addresses

__all__ = ["upgraded"]

_LISTS = 12
"""The version from which on findings are listed by what they have."""
_ADDRESSES = 17
"""The version from which on addresses of captures are kept in the form in which they are compared."""


def upgraded(db: Database, version: int) -> None:
    """A case was brought to this version: fill what is new from what it holds, within the same transaction."""
    if version == _LISTS:
        fill_index(db)
    if version == _ADDRESSES:
        note_addresses(db)
