"""The commands that concern a case as a whole: make it, check it."""

from __future__ import annotations

import shlex
import sys

import typer

from sousveil.commands.options import CasePath, DryRun, Quiet, Title, Who, who_works
from sousveil.store import Case
from sousveil.terminal import Bar, print_plan

__all__ = ["init", "verify"]


def init(case: CasePath, title: Title = None, who: Who = "", dry_run: DryRun = False) -> None:
    """Make an empty case."""
    if dry_run:
        print_plan([], case)
        return
    Case.create(case, title, who_works(who)).close()
    sys.stdout.write(f"{case} is ready. Add sources:  sousveil build SOURCE... -o {shlex.quote(str(case))}\n")


def verify(case: CasePath, quiet: Quiet = False) -> None:
    """Hash every capture again, find every quote again, walk the log; name the first thing that is wrong."""
    with Case.open(case) as opened:
        counts = opened.counts()
        with Bar(quiet=quiet) as bar:
            bar.stage("verify", counts["captures"] + counts["sources"] + counts["claims"] + counts["log"])
            fault = next(opened.verify(lambda _: bar.advance()), None)
    if fault:
        sys.stdout.write(f"WRONG ({fault.part}): {fault.message}\n")
        raise typer.Exit(1)
    sys.stdout.write(
        f"{counts['captures']} captures hash to what was recorded, {counts['claims']} quotes stand in their texts,"
        f" {counts['log']} log entries follow each other.\n"
    )
