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
from importlib import import_module

TYPE_CHECKING = False  # of `typing`: until `main` runs, Ctrl-C prints a traceback
if TYPE_CHECKING:
    from collections.abc import Callable

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

    run = _composed(_asked())
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


_COMMANDS = (
    "building.build", "cases.init", "building.add", "building.find", "building.trace", "cases.verify", "serving.serve",
    "listing.claims", "listing.why", "listing.sources", "listing.echoes", "listing.findings", "listing.drops",
    "listing.log", "entities.entities", "entities.matches", "deciding.judge", "deciding.merge", "deciding.split",
    "agreeing.coders", "agreeing.guidelines", "entities.listings", "entities.flows", "entities.indicators",
    "importing.imports", "gaps.gaps", "accounts.accounts",
)  # fmt: skip
"""Module and function of each command, in the order of the help."""
_GROUPS = (
    ("vocabulary", "What sousveil looks for: files that you can read and correct.",
     ("words.check", "words.show", "entities.patch")),
    ("import", "Take in what stands beside findings: lists, trade, indicators.",
     ("importing.lists", "importing.trade", "importing.indicators", "importing.forget")),
    ("account", "Say who may sign in where a case is served to a team.",
     ("accounts.add", "accounts.role", "accounts.password", "accounts.remove")),
)  # fmt: skip
_KEYS = (("add", "accounts.add_key"), ("list", "accounts.list_keys"), ("remove", "accounts.remove_key"))


def _function(place: str) -> Callable[..., None]:
    module, name = place.split(".")
    found: Callable[..., None] = getattr(import_module(f"sousveil.commands.{module}"), name)
    return found


@cache
def _composed(only: str | None = None) -> typer.Typer:
    """All commands, or the one that is run: it starts without loading what the others need."""
    import typer

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
    for place in _COMMANDS:
        if only in (None, place.split(".")[1]):
            composed.command()(_function(place))
    for group, about, places in _GROUPS:
        if only not in (None, group):
            continue
        grouped = typer.Typer(help=about, no_args_is_help=True)
        for place in places:
            grouped.command()(_function(place))
        if group == "account":
            key = typer.Typer(help="Keys with which programs ask in the name of an account.", no_args_is_help=True)
            for name, place in _KEYS:
                key.command(name)(_function(place))
            grouped.add_typer(key, name="key")
        composed.add_typer(grouped, name=group)
    return composed


def _asked() -> str | None:
    """The command or group that the words name; null where they ask for help, or for what there is not."""
    known = {*(place.split(".")[1] for place in _COMMANDS), *(group for group, *_ in _GROUPS)}
    first = sys.argv[1] if len(sys.argv) > 1 else ""
    return first if first in known else None


def __getattr__(name: str) -> object:
    if name == "app":
        return _composed()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
