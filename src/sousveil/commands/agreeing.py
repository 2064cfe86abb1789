"""The commands for what the people of a case agree on: how many decide about a claim, and by which guidelines."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sousveil.commands.options import CasePath, DryRun, Who, who_works
from sousveil.errors import UsageError
from sousveil.store import Case

__all__ = ["coders", "guidelines"]

_SAID = {
    1: "One person decides about each claim.\n",
    2: "Two people decide about each claim without seeing each other's decision; a third where they disagree.\n",
}


def coders(
    case: CasePath,
    number: Annotated[int | None, typer.Argument(metavar="[1|2]", help="From now on; what holds now if none.")] = None,
    who: Who = "",
    dry_run: DryRun = False,
) -> None:
    """Say how many people decide about each claim. What was decided before stands."""
    if number is not None and number not in _SAID:
        raise UsageError(f"{number} people cannot be asked for: one decides about each claim, or two.")
    with Case.open(case, write=number is not None and not dry_run) as opened:
        if number is not None and not dry_run:
            opened.who = who_works(who)
            opened.set_coders(number)
        sys.stdout.write(_SAID[number or opened.coders()])


def guidelines(
    case: CasePath,
    file: Annotated[
        Path | None,
        typer.Option("--set", metavar="FILE", help="The guidelines from now on (Markdown). An empty file takes away."),
    ] = None,
    who: Who = "",
    dry_run: DryRun = False,
) -> None:
    """Print how the people of this case code, or write it down. Earlier versions are kept."""
    if file is None:
        with Case.open(case) as opened:
            held = opened.guidelines()
        if held is None:
            raise UsageError(f"{case} has no guidelines. `sousveil guidelines {case} --set FILE` writes them down.")
        sys.stdout.write(held.content if held.content.endswith("\n") else held.content + "\n")
        return
    try:
        content = file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is no text in UTF-8. Save it as UTF-8 and run the command again.") from error
    said = f"{len(content.splitlines())} lines of guidelines"
    if dry_run:
        sys.stdout.write(f"{said} would be written down.\n")
        return
    with Case.open(case, write=True) as opened:
        opened.who = who_works(who)
        opened.set_guidelines(content)
    sys.stdout.write(f"{said} hold from now on.\n")
