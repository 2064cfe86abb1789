"""The commands that take reference data into a case. They stand beside findings and are no evidence of any."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from sousveil.build.importing import ImportOptions, ImportSummary, count_import, import_files
from sousveil.commands.options import CasePath, FormatOption, VocabularyDir, Work, grouped
from sousveil.commands.working import working
from sousveil.store import Case
from sousveil.terminal import Format, print_rows

__all__ = ["forget", "imports", "indicators", "lists", "trade"]

Files = Annotated[
    list[Path],
    typer.Argument(metavar="FILE...", exists=True, dir_okay=False, help="Files as their publisher gives them."),
]


@grouped
def lists(
    case: CasePath,
    files: Files,
    work: Work,
    form: Annotated[
        str | None, typer.Option("--as", metavar="FORMAT", help="The format, where the bytes do not tell it.")
    ] = None,
    vocabulary: VocabularyDir = None,
) -> None:
    """Lists of sanctioned or controlled organisations: OpenSanctions, US Consolidated Screening List, EU, UK."""
    _run(case, files, work, ImportOptions(kind="lists", form=form, vocabulary=vocabulary))


@grouped
def trade(case: CasePath, files: Files, work: Work, vocabulary: VocabularyDir = None) -> None:
    """Trade statistics of UN Comtrade, as its download or its programming interface gives them."""
    _run(case, files, work, ImportOptions(kind="trade", vocabulary=vocabulary))


@grouped
def indicators(
    case: CasePath,
    files: Files,
    work: Work,
    mapping: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, help="TOML file: what the columns are; docs/IMPORTING.md.")
    ],
    vocabulary: VocabularyDir = None,
) -> None:
    """Yearly values by country or region (electrification, internet use, night lights) from CSV."""
    _run(case, files, work, ImportOptions(kind="indicators", mapping=mapping, vocabulary=vocabulary))


def _run(case: Path, files: list[Path], work: Work, options: ImportOptions) -> None:
    if work.dry_run:
        summaries = [count_import(path, options) for path in files]
    else:
        with working(case, work) as (opened, bar):
            summaries = import_files(opened, files, options, bar)
    for summary in summaries:
        _print(summary, planned=work.dry_run)
    if options.kind == "lists" and not work.dry_run:
        sys.stdout.write(f"Whose they may be is proposed and waits for you:  sousveil matches {case}\n")
    if any(summary.dropped for summary in summaries):
        if not work.dry_run:
            sys.stdout.write(f"What was left out, row by row:  sousveil drops {case} --stage import\n")
        raise typer.Exit(1)


def _print(summary: ImportSummary, *, planned: bool) -> None:
    if summary.rows is None:
        sys.stdout.write(f"{summary.file}: the case holds it already.\n")
        return
    records = "1 record" if summary.rows == 1 else f"{summary.rows:,} records"
    verb = "would be taken in" if planned else "taken in"
    sys.stdout.write(f"{summary.file}: {summary.title} ({summary.format}), {records} {verb}")
    left = ", ".join(f"{count:,} {reason}" for reason, count in sorted(summary.dropped.items()))
    sys.stdout.write(f"; left out: {left}.\n" if left else ".\n")


@grouped
def forget(
    case: CasePath,
    identifier: Annotated[str, typer.Argument(metavar="IMPORT", help="Identifier, as `sousveil imports` lists it.")],
    work: Work,
) -> None:
    """Delete what was imported from one file, and what nobody decided about it. The log keeps that it was there."""
    if work.dry_run:
        with Case.open(case) as opened:
            file = opened.imported(identifier).file
        sys.stdout.write(f"What was imported as {identifier} ({file}) would be deleted.\n")
        return
    with working(case, work) as (opened, _), opened.building():
        opened.forget_import(identifier)
    sys.stdout.write(f"{identifier} is no longer in the case.\n")


def imports(case: CasePath, form: FormatOption = Format.TABLE) -> None:
    """List the files that were imported."""
    with Case.open(case) as opened:
        rows = (
            {"id": stored.imported.id, **msgspec.to_builtins(stored.imported), "rows": stored.rows}
            for stored in opened.imports()
        )
        print_rows(rows, form, ("id", "kind", "title", "format", "file", "retrieved", "rows"))
