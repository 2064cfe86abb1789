"""The commands that fill a case: the whole job, and each of its stages alone."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from sousveil.build import ModelReading, Summary, count_unread, find_all, trace_all
from sousveil.build import add as add_all
from sousveil.build import build as build_all
from sousveil.commands.asking import Asking, model_options
from sousveil.commands.options import (
    CasePath,
    Collecting,
    Reading,
    Sources,
    Title,
    VocabularyDir,
    Work,
    build_options,
    grouped,
    who_works,
)  # fmt: skip
from sousveil.store import Case
from sousveil.terminal import Bar, print_plan, print_summary

__all__ = ["add", "build", "find", "trace"]


@contextlib.contextmanager
def _working(path: Path, work: Work, *, create: bool = False, title: str | None = None) -> Iterator[tuple[Case, Bar]]:
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


def _end(summary: Summary, case: Path) -> None:
    print_summary(summary, str(case))
    raise typer.Exit(1 if summary.drops else 0)


@grouped
def build(
    sources: Sources,
    case: Annotated[Path, typer.Option("--output", "-o", metavar="CASE", help="The case's folder; made if needed.")],
    reading: Reading,
    collecting: Collecting,
    work: Work,
    title: Title = None,
) -> None:
    """The main job: add, read, find, resolve, trace and weigh. Run it again to go on or to add more."""
    options = build_options(case, reading=reading, collecting=collecting)
    if work.dry_run:
        print_plan(sources, case, options.collect)
        return
    with _working(case, work, create=True, title=title) as (opened, bar):
        summary = build_all(opened, sources, options, bar)
    _end(summary, case)


@grouped
def add(case: CasePath, sources: Sources, collecting: Collecting, work: Work) -> None:
    """Collect sources into a case, and leave reading them to `find`."""
    options = build_options(case, collecting=collecting)
    if work.dry_run:
        print_plan(sources, case, options.collect)
        return
    with _working(case, work) as (opened, bar):
        summary = add_all(opened, sources, options, bar)
    _end(summary, case)


@grouped
def find(case: CasePath, reading: Reading, asking: Asking, work: Work) -> None:
    """Read what was added, find the claims in it, and resolve their names and places."""
    model = model_options(asking)
    options = msgspec.structs.replace(build_options(case, reading=reading), model=model)
    if work.dry_run:
        with Case.open(case) as opened:
            sys.stdout.write(f"{count_unread(opened, options)} captures would be read.\n")
            if model:
                with ModelReading(opened, model, options.vocabulary) as asked:
                    passages, texts = asked.count()
                    sys.stdout.write(f"{passages} passages of {texts} texts would be sent to {asked.url}.\n")
        return
    with _working(case, work) as (opened, bar):
        summary = find_all(opened, options, bar)
    _end(summary, case)


@grouped
def trace(case: CasePath, work: Work, vocabulary: VocabularyDir = None) -> None:
    """Find who repeats whom, and count the origins of each finding."""
    if work.dry_run:
        with Case.open(case) as opened:
            sys.stdout.write(f"{opened.counts()['sources']} sources would be compared.\n")
        return
    with _working(case, work) as (opened, bar):
        summary = trace_all(opened, build_options(case, vocabulary=vocabulary), bar)
    _end(summary, case)
