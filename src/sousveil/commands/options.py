"""The options that several commands take, declared once and turned once into what the rooms take.

A group is a frozen dataclass; a command that is `grouped` takes it as one parameter, and typer sees its fields.
"""

from __future__ import annotations

import functools
import getpass
import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_type_hints

import typer

from sousveil.collect import CollectOptions
from sousveil.errors import UsageError
from sousveil.record import KINDS, TECHNOLOGIES
from sousveil.terminal import Format, check_term
from sousveil.version import __version__

if TYPE_CHECKING:
    from sousveil.build import BuildOptions

__all__ = [
    "CasePath", "Collecting", "DryRun", "FormatOption", "Quiet", "Reading", "Sources", "Subject", "Title",
    "VocabularyDir", "Who", "Work", "build_options", "common", "grouped", "own_words", "who_works",
]  # fmt: skip


def _upper(code: str | None) -> str | None:
    return code.upper() if code else None


def _named(sources: list[str]) -> list[str]:
    """An empty name (a variable that is not set) would mean the current folder. Raises UsageError."""
    if not all(sources):
        raise UsageError("A source has an empty name. Name a file, a folder (`.` for this one) or an address.")
    return sources


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"sousveil {__version__}\n")
        raise typer.Exit


CasePath = Annotated[Path, typer.Argument(metavar="CASE", help="The case's folder.")]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to print.")]
Sources = Annotated[
    list[str],
    typer.Argument(callback=_named, metavar="SOURCE...", help="Files, folders, addresses, web archives, CSV."),
]
Title = Annotated[str | None, typer.Option(help="Title of a new case; the folder's name if none.")]
Who = Annotated[str, typer.Option(envvar="SOUSVEIL_WHO", help="Who is named in the log.", show_default="your login")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress on standard error.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done and change nothing.")]
VocabularyDir = Annotated[
    Path | None,
    typer.Option(
        "--vocabulary",
        envvar="SOUSVEIL_VOCABULARY",
        exists=True,
        file_okay=False,
        help="Folder with vocabulary of your own, laid over ours; CASE/vocabulary if there is one.",
    ),
]


@dataclass(frozen=True, kw_only=True)
class Work:
    """How a command that changes a case goes about it."""

    who: Who = ""
    quiet: Quiet = False
    dry_run: DryRun = False


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How captures are read."""

    jobs: Annotated[
        int, typer.Option("--jobs", "-j", envvar="SOUSVEIL_JOBS", min=0, help="Workers; 0: one a core.")
    ] = 0
    timeout: Annotated[float, typer.Option("--timeout", min=1, help="Seconds that reading one file may take.")] = 60.0
    vocabulary: VocabularyDir = None


@dataclass(frozen=True, kw_only=True)
class Collecting:
    """What is taken in, and from where."""

    max_mib: Annotated[int, typer.Option("--max-mib", min=1, help="Largest file or page that is kept, in MiB.")] = 64
    columns: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="TOML file: what the columns of a CSV of records mean."),
    ] = None
    offline: Annotated[
        bool, typer.Option("--offline", envvar="SOUSVEIL_OFFLINE", help="Fetch nothing; addresses are drops.")
    ] = False
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from private and loopback addresses too.")
    ] = False
    ignore_robots: Annotated[
        bool, typer.Option("--ignore-robots", help="Fetch what robots.txt asks robots to leave.")
    ] = False
    refresh: Annotated[bool, typer.Option("--refresh", help="Fetch addresses again that the case holds.")] = False


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What the listed claims or findings are about."""

    kind: str | None = None
    technology: str | None = None
    country: Annotated[str | None, typer.Option(callback=_upper, help="ISO 3166-1 alpha-2.")] = None

    def check(self) -> None:
        """Raises UsageError where a term is misspelt."""
        check_term("kind", self.kind, KINDS)
        check_term("technology", self.technology, TECHNOLOGIES)


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """The command as typer takes it: each parameter that is a group is replaced by the group's fields."""
    hints = get_type_hints(command, include_extras=True)
    groups = {name: hint for name, hint in hints.items() if isinstance(hint, type) and is_dataclass(hint)}
    parameters: list[inspect.Parameter] = []
    for name, given in inspect.signature(command).parameters.items():
        if name in groups:
            own = get_type_hints(groups[name], include_extras=True)
            taken = inspect.signature(groups[name]).parameters.values()
            parameters += [field.replace(annotation=own[field.name]) for field in taken]
        else:
            parameters.append(given.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY))

    @functools.wraps(command)
    def flat(**values: object) -> None:
        for name, group in groups.items():
            values[name] = group(**{field.name: values.pop(field.name) for field in fields(group)})
        command(**values)

    flat.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return flat


def _collect_options(collecting: Collecting, case: Path) -> CollectOptions:
    """The case itself is never taken in."""
    return CollectOptions(
        max_bytes=collecting.max_mib << 20,
        exclude=(case,),
        columns=collecting.columns,
        network=not collecting.offline,
        allow_private=collecting.allow_private,
        robots=not collecting.ignore_robots,
    )


def own_words(case: Path, named: Path | None) -> Path | None:
    """The folder of vocabulary to lay over ours: the one that was named, else the case's own, where it has one."""
    held = case / "vocabulary"
    return named or (held if held.is_dir() else None)


def build_options(
    case: Path, *, reading: Reading | None = None, collecting: Collecting | None = None, vocabulary: Path | None = None
) -> BuildOptions:
    """What the stages of a build take; a command that has no such group leaves it at the defaults."""
    from sousveil.build import BuildOptions

    reading, collecting = reading or Reading(vocabulary=vocabulary), collecting or Collecting()
    return BuildOptions(
        jobs=reading.jobs,
        timeout_s=reading.timeout,
        vocabulary=own_words(case, reading.vocabulary),
        collect=_collect_options(collecting, case),
        refresh=collecting.refresh,
    )


def who_works(who: str) -> str:
    """The name for the log: as given, or the login."""
    if who:
        return who
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return "unknown"


def common(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False,
) -> None:
    """Reports about state surveillance, turned into evidence."""
