"""The command line: it composes the rooms, and is the only reader of the environment and of settings.

Exit codes: 0 done; 1 done, with losses that are listed; 2 not done, with one sentence that says what to do.
"""

from __future__ import annotations

import contextlib
import getpass
import shlex
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from sousveil.build import BuildOptions, Summary, add, build, count_unread, find_all, trace_all
from sousveil.collect import CollectOptions
from sousveil.errors import SousveilError, UsageError
from sousveil.record import CLAIM_STATES, KINDS, TECHNOLOGIES
from sousveil.record.rows import claim_row, drop_row, echo_row, finding_row, source_row
from sousveil.store import Case, ClaimFilter, FindingFilter
from sousveil.terminal import Bar, Format, check_term, open_streams, print_plan, print_rows, print_summary
from sousveil.version import __version__

__all__ = ["app", "main"]

app = typer.Typer(
    name="sousveil",
    help="Reports about state surveillance, turned into evidence: who put which technology where, according to whom.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
vocabulary_app = typer.Typer(help="What sousveil looks for: files that you can read and correct.", no_args_is_help=True)
app.add_typer(vocabulary_app, name="vocabulary")


def _upper(code: str | None) -> str | None:
    return code.upper() if code else None


def _named(sources: list[str]) -> list[str]:
    """An empty name (a variable that is not set) would mean the current folder. Raises UsageError."""
    if not all(sources):
        raise UsageError("A source has an empty name. Name a file, a folder (`.` for this one) or an address.")
    return sources


CasePath = Annotated[Path, typer.Argument(metavar="CASE", help="The case's folder.")]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to print.")]
Sources = Annotated[
    list[str],
    typer.Argument(callback=_named, metavar="SOURCE...", help="Files, folders, addresses, web archives, CSV."),
]
Who = Annotated[str, typer.Option(envvar="SOUSVEIL_WHO", help="Who is named in the log.", show_default="your login")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress on standard error.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done and change nothing.")]
Jobs = Annotated[int, typer.Option("--jobs", "-j", envvar="SOUSVEIL_JOBS", min=0, help="Workers; 0: one a core.")]
Seconds = Annotated[float, typer.Option("--timeout", min=1, help="Seconds that reading one file may take.")]
Mebibytes = Annotated[int, typer.Option("--max-mib", min=1, help="Largest file or page that is kept, in MiB.")]
VocabularyDir = Annotated[
    Path | None,
    typer.Option(
        "--vocabulary",
        envvar="SOUSVEIL_VOCABULARY",
        exists=True,
        file_okay=False,
        help="Folder with vocabulary of your own, laid over ours.",
    ),
]
ColumnsFile = Annotated[
    Path | None,
    typer.Option(
        "--columns",
        exists=True,
        dir_okay=False,
        help="TOML file that says what the columns of a CSV of records mean.",
    ),
]
Offline = Annotated[
    bool, typer.Option("--offline", envvar="SOUSVEIL_OFFLINE", help="Fetch nothing; addresses are drops.")
]
AllowPrivate = Annotated[bool, typer.Option("--allow-private", help="Fetch from private and loopback addresses too.")]
IgnoreRobots = Annotated[bool, typer.Option("--ignore-robots", help="Fetch what robots.txt asks robots to leave.")]
Country = Annotated[str | None, typer.Option(callback=_upper, help="ISO 3166-1 alpha-2.")]
Refresh = Annotated[bool, typer.Option("--refresh", help="Fetch addresses again that the case holds.")]


def main() -> None:
    """Entry point of the `sousveil` command."""
    open_streams()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as orderly an end as Ctrl-C gives
    try:
        app()
    except SousveilError as error:
        sys.stderr.write(f"sousveil: {error}\n")
        sys.exit(2)
    except OSError as error:  # the disk is full, a folder may not be written, the output is closed
        where = error.filename or "A file or the output"
        sys.stderr.write(f"sousveil: {where} cannot be used ({error.strerror}). Mend that and run the command again.\n")
        sys.exit(2)


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"sousveil {__version__}\n")
        raise typer.Exit


@app.callback()
def _common(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False) -> None:
    """Reports about state surveillance, turned into evidence."""


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return "unknown"


@contextlib.contextmanager
def _work(path: Path, who: str, *, create: bool = False, title: str | None = None) -> Iterator[Case]:
    """A case open for writing; Ctrl-C and SIGTERM end with what to do next."""
    fresh = create and not (path / "case.toml").exists()
    who = who or _login()
    try:
        with Case.create(path, title, who) if fresh else Case.open(path, write=True) as case:
            case.who = who
            yield case
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. What was done is kept; run the same command again to go on.\n")
        raise typer.Exit(2) from None


def _end(summary: Summary, case: Path) -> None:
    print_summary(summary, str(case))
    raise typer.Exit(1 if summary.drops else 0)


@app.command("build")
def build_command(
    sources: Sources,
    case: Annotated[Path, typer.Option("--output", "-o", metavar="CASE", help="The case's folder; made if needed.")],
    title: Annotated[str | None, typer.Option(help="Title of a new case.")] = None,
    jobs: Jobs = 0,
    timeout: Seconds = 60.0,
    max_mib: Mebibytes = 64,
    vocabulary: VocabularyDir = None,
    columns: ColumnsFile = None,
    offline: Offline = False,
    allow_private: AllowPrivate = False,
    ignore_robots: IgnoreRobots = False,
    refresh: Refresh = False,
    who: Who = "",
    quiet: Quiet = False,
    dry_run: DryRun = False,
) -> None:
    """The main job: add, read, find, resolve, trace and weigh. Run it again to go on or to add more."""
    collecting = _collecting(case, max_mib, columns, offline, allow_private, ignore_robots)
    if dry_run:
        print_plan(sources, case, collecting)
        return
    options = BuildOptions(jobs=jobs, timeout_s=timeout, vocabulary=vocabulary, collect=collecting, refresh=refresh)
    with _work(case, who, create=True, title=title) as opened, Bar(quiet=quiet) as bar:
        summary = build(opened, sources, options, bar)
    _end(summary, case)


def _collecting(
    case: Path, max_mib: int, columns: Path | None, offline: bool, allow_private: bool, ignore_robots: bool
) -> CollectOptions:
    return CollectOptions(
        max_bytes=max_mib << 20,
        exclude=(case,),
        columns=columns,
        network=not offline,
        allow_private=allow_private,
        robots=not ignore_robots,
    )


@app.command()
def init(
    case: CasePath,
    title: Annotated[str | None, typer.Option(help="Title; the folder's name if none.")] = None,
    who: Who = "",
    dry_run: DryRun = False,
) -> None:
    """Make an empty case."""
    if dry_run:
        print_plan([], case)
        return
    Case.create(case, title, who or _login()).close()
    sys.stdout.write(f"{case} is ready. Add sources:  sousveil build SOURCE... -o {shlex.quote(str(case))}\n")


@app.command("add")
def add_command(
    case: CasePath,
    sources: Sources,
    max_mib: Mebibytes = 64,
    columns: ColumnsFile = None,
    offline: Offline = False,
    allow_private: AllowPrivate = False,
    ignore_robots: IgnoreRobots = False,
    refresh: Refresh = False,
    who: Who = "",
    quiet: Quiet = False,
    dry_run: DryRun = False,
) -> None:
    """Collect sources into a case, and leave reading them to `find`."""
    collecting = _collecting(case, max_mib, columns, offline, allow_private, ignore_robots)
    if dry_run:
        print_plan(sources, case, collecting)
        return
    with _work(case, who) as opened, Bar(quiet=quiet) as bar:
        summary = add(opened, sources, BuildOptions(collect=collecting, refresh=refresh), bar)
    _end(summary, case)


@app.command("find")
def find_command(
    case: CasePath,
    jobs: Jobs = 0,
    timeout: Seconds = 60.0,
    vocabulary: VocabularyDir = None,
    who: Who = "",
    quiet: Quiet = False,
    dry_run: DryRun = False,
) -> None:
    """Read what was added, find the claims in it, and resolve their names and places."""
    options = BuildOptions(jobs=jobs, timeout_s=timeout, vocabulary=vocabulary)
    if dry_run:
        with Case.open(case) as opened:
            sys.stdout.write(f"{count_unread(opened, options)} captures would be read.\n")
        return
    with _work(case, who) as opened, Bar(quiet=quiet) as bar:
        summary = find_all(opened, options, bar)
    _end(summary, case)


@app.command("trace")
def trace_command(
    case: CasePath, vocabulary: VocabularyDir = None, who: Who = "", quiet: Quiet = False, dry_run: DryRun = False
) -> None:
    """Find who repeats whom, and count the origins of each finding."""
    if dry_run:
        with Case.open(case) as opened:
            sys.stdout.write(f"{opened.counts()['sources']} sources would be compared.\n")
        return
    with _work(case, who) as opened, Bar(quiet=quiet) as bar:
        summary = trace_all(opened, BuildOptions(vocabulary=vocabulary), bar)
    _end(summary, case)


@app.command()
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


@app.command()
def serve(
    case: CasePath,
    port: Annotated[int, typer.Option(min=0, max=65535, envvar="SOUSVEIL_PORT", help="0 takes a free one.")] = 8765,
    host: Annotated[str, typer.Option(help="A loopback address.")] = "127.0.0.1",
) -> None:
    """Read and review the case in the browser."""
    from sousveil.show import serve as run

    Case.open(case).close()
    run(case, host, port, lambda address: typer.echo(f"Reading {case} at {address}  (Ctrl-C ends it)"))


@app.command()
def claims(
    case: CasePath,
    form: FormatOption = Format.TABLE,
    kind: str | None = None,
    technology: str | None = None,
    country: Country = None,
    source: Annotated[str | None, typer.Option(help="Identifier of a source.")] = None,
    finding: Annotated[str | None, typer.Option(help="Identifier of a finding.")] = None,
    polarity: Annotated[str | None, typer.Option(help="`affirmed` or `denied`.")] = None,
    certainty: Annotated[str | None, typer.Option(help="`stated` or `hedged`.")] = None,
    state: str | None = None,
) -> None:
    """List claims, each with its exact words."""
    for name, value, terms in (
        ("kind", kind, KINDS), ("technology", technology, TECHNOLOGIES), ("polarity", polarity, ("affirmed", "denied")),
        ("certainty", certainty, ("stated", "hedged")), ("state", state, CLAIM_STATES),
    ):  # fmt: skip
        check_term(name, value, terms)
    wanted = ClaimFilter(
        kind=kind, technology=technology, country=country, source=source, finding=finding, polarity=polarity,
        certainty=certainty, state=state,
    )  # fmt: skip
    columns = ("id", "kind", "technology", "act", "place.name", "evidence.quote")
    with Case.open(case) as opened:
        print_rows((claim_row(stored.claim, stored.state) for stored in opened.claims(wanted)), form, columns)


@app.command()
def sources(case: CasePath, form: FormatOption = Format.TABLE) -> None:
    """List sources with their dates and what they repeat."""
    with Case.open(case) as opened:
        print_rows(map(source_row, opened.sources()), form, ("id", "published", "lang", "outlet", "title", "locator"))


@app.command()
def echoes(case: CasePath, form: FormatOption = Format.TABLE) -> None:
    """List who repeats whom, and why we think so."""
    columns = ("from.source", "type", "to.source", "to.cited", "score", "reason")
    with Case.open(case) as opened:
        print_rows((echo_row(stored.echo, stored.state) for stored in opened.echoes()), form, columns)


@app.command()
def findings(
    case: CasePath,
    form: FormatOption = Format.TABLE,
    kind: str | None = None,
    technology: str | None = None,
    country: Country = None,
) -> None:
    """List findings with the number of independent origins that each rests on."""
    check_term("kind", kind, KINDS)
    check_term("technology", technology, TECHNOLOGIES)
    wanted = FindingFilter(kind=kind, technology=technology, country=country)
    columns = ("id", "kind", "technology", "place.name", "status", "origins.min", "origins.max", "disputed")
    with Case.open(case) as opened:
        print_rows(map(finding_row, opened.findings(wanted)), form, columns)


@app.command()
def drops(
    case: CasePath, form: FormatOption = Format.TABLE, stage: str | None = None, reason: str | None = None
) -> None:
    """List what was not kept, and why."""
    with Case.open(case) as opened:
        print_rows(map(drop_row, opened.drops(stage, reason)), form, ("stage", "reason", "locator", "detail"))


@app.command()
def log(case: CasePath, form: FormatOption = Format.TABLE) -> None:
    """List everything that was done to the case; each entry is hashed with the one before it."""
    with Case.open(case) as opened:
        rows = map(msgspec.to_builtins, opened.log())
        print_rows(rows, form, ("seq", "at", "who", "action", "subject", "detail"))


@vocabulary_app.command("check")
def vocabulary_check(
    folder: Annotated[Path | None, typer.Argument(help="A folder of your own; ours is checked with it.")] = None,
) -> None:
    """Check the vocabulary; name each file and entry that is wrong."""
    from sousveil.read.words import faults
    from sousveil.vocabulary import check

    problems = [*(check(folder) if folder else check()), *faults()]
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    if problems:
        raise UsageError(f"{len(problems)} things in the vocabulary are wrong; they are listed above. Mend the files.")
    sys.stdout.write("The vocabulary is sound.\n")


@vocabulary_app.command("show")
def vocabulary_show(
    form: FormatOption = Format.TABLE,
    lang: Annotated[str | None, typer.Option(help="Only terms of this language.")] = None,
    section: Annotated[str | None, typer.Option(help="Only this section, such as `suppliers`.")] = None,
    vocabulary: VocabularyDir = None,
) -> None:
    """List every word that is looked for."""
    from sousveil.vocabulary import load

    rows = (
        row
        for row in load(vocabulary).rows()
        if (lang is None or row["lang"] == lang) and (section is None or row["section"].startswith(section))
    )
    print_rows(rows, form, ("section", "id", "lang", "term"))
