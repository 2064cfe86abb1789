"""A case held open for a command that writes to it."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from sousveil.commands.options import Work, who_works
from sousveil.store import Case
from sousveil.terminal import Bar

__all__ = ["working"]


@contextlib.contextmanager
def working(path: Path, work: Work, *, create: bool = False, title: str | None = None) -> Iterator[tuple[Case, Bar]]:
    """A case open for writing; Ctrl-C and SIGTERM end with what to do next."""
    fresh = create and not (path / "case.toml").exists()
    who = who_works(work.who)
    try:
        with (
            Case.create(path, title, who) if fresh else Case.open(path, write=True) as case,
            Bar(quiet=work.quiet) as bar,
        ):
            case.who = who
            yield case, bar
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. What was done is kept; run the same command again to go on.\n")
        raise typer.Exit(2) from None
