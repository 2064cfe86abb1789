"""The command line, and the place to begin reading: which command lives where.

`commands/` holds a function for each command; with this file it is the only reader of the environment and of
settings. Exit codes: 0 done; 1 done, with losses that are listed; 2 not done, with one sentence that says what to
do; 130 stopped by Ctrl-C before anything was done.
"""

from __future__ import annotations

import os
import signal
import sys
from functools import cache

TYPE_CHECKING = False  # of `typing`: until `main` runs, Ctrl-C prints a traceback
if TYPE_CHECKING:
    import typer

__all__ = ["app", "main"]

app: typer.Typer
"""All commands. Composed when it is first asked for: nothing heavy is loaded before `main` can be stopped quietly."""


def main() -> None:
    """Entry point of the `sousveil` command."""
    heeded = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # and not told to ignore it, as by nohup
    if heeded:
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))  # nothing is open yet that would need an orderly end
    from sousveil.errors import SousveilError
    from sousveil.terminal import open_streams

    run = _composed()
    open_streams()
    try:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # as orderly an end as Ctrl-C gives
        if heeded:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        run()
    except KeyboardInterrupt:
        sys.exit(130)
    except SousveilError as error:
        sys.stderr.write(f"sousveil: {error}\n")
        sys.exit(2)
    except OSError as error:  # the disk is full, a folder may not be written, the output is closed
        where = error.filename or "A file or the output"
        sys.stderr.write(f"sousveil: {where} cannot be used ({error.strerror}). Mend that and run the command again.\n")
        sys.exit(2)


@cache
def _composed() -> typer.Typer:
    import typer

    from sousveil.commands import (
        accounts,
        agreeing,
        building,
        cases,
        deciding,
        entities,
        gaps,
        importing,
        listing,
        serving,
        words,
    )
    from sousveil.commands.options import common

    composed = typer.Typer(
        name="sousveil",
        help="Reports about state surveillance, turned into evidence: who put which technology where, said by whom.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    composed.callback()(common)
    for command in (
        building.build, cases.init, building.add, building.find, building.trace, cases.verify, serving.serve,
        listing.claims, listing.why, listing.sources, listing.echoes, listing.findings, listing.drops, listing.log,
        entities.entities, entities.matches, deciding.judge, deciding.merge, deciding.split,
        agreeing.coders, agreeing.guidelines,
        entities.listings, entities.flows, entities.indicators, importing.imports,
        gaps.gaps, accounts.accounts,
    ):  # fmt: skip
        composed.command()(command)
    vocabulary = typer.Typer(help="What sousveil looks for: files that you can read and correct.", no_args_is_help=True)
    for command in (words.check, words.show, entities.patch):
        vocabulary.command()(command)
    composed.add_typer(vocabulary, name="vocabulary")
    imported = typer.Typer(help="Take in what stands beside findings: lists, trade, indicators.", no_args_is_help=True)
    for command in (importing.lists, importing.trade, importing.indicators, importing.forget):
        imported.command()(command)
    composed.add_typer(imported, name="import")
    account = typer.Typer(help="Say who may sign in where a case is served to a team.", no_args_is_help=True)
    for command in (accounts.add, accounts.role, accounts.password, accounts.remove):
        account.command()(command)
    key = typer.Typer(help="Keys with which programs ask in the name of an account.", no_args_is_help=True)
    for name, command in (("add", accounts.add_key), ("list", accounts.list_keys), ("remove", accounts.remove_key)):
        key.command(name)(command)
    account.add_typer(key, name="key")
    composed.add_typer(account, name="account")
    return composed


def __getattr__(name: str) -> object:
    if name == "app":
        return _composed()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
