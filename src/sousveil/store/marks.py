"""Marks of what changed since findings were last made.

Whoever changes what a finding rests on marks it in the same transaction, and making the findings takes the marks away
in its own. So a build that was killed between the two leaves them for the next.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Literal

from sousveil.store.database import Database

__all__ = ["What", "any_marked", "clear", "mark", "marked"]

What = Literal["claim", "source", "bundle", "entity", "facets"]
"""`source`: its echoes or its dates. `bundle`: a claim left it. `entity`: claims that name it came or went. `facets`
(no key): claims came or went."""


def mark(db: Database, what: What, keys: Iterable[str]) -> None:
    """Note that these changed."""
    db.run_many("INSERT OR IGNORE INTO unweighed VALUES (?, ?)", [(what, key) for key in keys])


def marked(db: Database, what: What) -> list[str]:
    """What changed, in order of its identifiers."""
    return [key for (key,) in db.rows("SELECT key FROM unweighed WHERE what = ? ORDER BY key", (what,))]


def any_marked(db: Database, *what: What) -> bool:
    """Whether anything is marked as one of these."""
    return (
        db.row("SELECT 1 FROM unweighed WHERE what IN (SELECT value FROM json_each(?))", (json.dumps(what),))
        is not None
    )


def clear(db: Database, *what: What) -> None:
    """Take these marks away: what rests on them was made again."""
    db.run("DELETE FROM unweighed WHERE what IN (SELECT value FROM json_each(?))", (json.dumps(what),))
