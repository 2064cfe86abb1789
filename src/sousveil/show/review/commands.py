"""The commands by which a person decides what a page shows: the pages themselves change nothing in a case."""

from __future__ import annotations

import shlex

from msgspec import Struct

from sousveil.record.judgement import Judgement
from sousveil.store.case import Case
from sousveil.store.names.entities import StoredMatch

__all__ = ["Commands", "Decided", "decided", "of_match", "split_command"]


class Commands(Struct, frozen=True):
    """What can be typed about a match. Those that do not apply are null."""

    accept: str | None
    reject: str | None
    undo: str | None


class Decided(Struct, frozen=True):
    """The decision that stands about a match."""

    who: str
    at: str
    reason: str


def of_match(case: Case, stored: StoredMatch) -> Commands:
    """The commands for a match as it stands."""
    start = f"sousveil judge {_path(case)} {stored.match.id}"
    if stored.state == "proposed":
        return Commands(f'{start} accept --why "…"', f'{start} reject --why "…"', None)
    return Commands(None, None, f"{start} undo")


def split_command(case: Case, name: str, entity: str) -> str:
    """Says that a name does not mean an entity; both are keys."""
    return f'sousveil split {_path(case)} {shlex.quote(name)} {shlex.quote(entity)} --why "…"'


def decided(case: Case, identifier: str) -> Decided | None:
    """The decision that stands about a match; null where none does."""
    standing: list[Judgement] = []
    for judgement in case.judgements(identifier):
        if judgement.verdict != "undo":
            standing.append(judgement)
        elif standing:
            standing.pop()
    return Decided(standing[-1].who, standing[-1].at, standing[-1].reason) if standing else None


def _path(case: Case) -> str:
    """The case's folder as a shell takes it for one word. One that begins with a hyphen would be read as an option."""
    name = case.path.name
    return shlex.quote(f"./{name}" if name.startswith("-") else name)
