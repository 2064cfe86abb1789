"""The commands that fill a case: the whole job, and each of its stages alone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from sousveil.build import BuildOptions, ModelReading, Summary, count_unread, find_all, trace_all
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
)  # fmt: skip
from sousveil.commands.working import working
from sousveil.store import Case
from sousveil.terminal import print_plan, print_summary
from sousveil.trace.retelling.embeddings import load_embeddings

__all__ = ["add", "build", "find", "trace"]

Embeddings = Annotated[
    bool,
    typer.Option("--embeddings", help="Let a small model propose translations, too. Needs sousveil[embeddings]."),
]


def _end(summary: Summary, case: Path) -> None:
    print_summary(summary, str(case))
    raise typer.Exit(1 if summary.drops else 0)


def _embedding(options: BuildOptions, embeddings: bool) -> BuildOptions:
    """The options with a model that proposes pairs; one that is not there is told before anything is done."""
    if embeddings:
        load_embeddings()
    return msgspec.structs.replace(options, embeddings=embeddings)


@grouped
def build(
    sources: Sources,
    case: Annotated[Path, typer.Option("--output", "-o", metavar="CASE", help="The case's folder; made if needed.")],
    reading: Reading,
    collecting: Collecting,
    work: Work,
    title: Title = None,
    embeddings: Embeddings = False,
) -> None:
    """The main job: add, read, find, resolve, trace and weigh. Run it again to go on or to add more."""
    options = _embedding(build_options(case, reading=reading, collecting=collecting), embeddings)
    if work.dry_run:
        print_plan(sources, case, options.collect)
        return
    with working(case, work, create=True, title=title) as (opened, bar):
        summary = build_all(opened, sources, options, bar)
    _end(summary, case)


@grouped
def add(case: CasePath, sources: Sources, collecting: Collecting, work: Work) -> None:
    """Collect sources into a case, and leave reading them to `find`."""
    options = build_options(case, collecting=collecting)
    if work.dry_run:
        print_plan(sources, case, options.collect)
        return
    with working(case, work) as (opened, bar):
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
    with working(case, work) as (opened, bar):
        summary = find_all(opened, options, bar)
    _end(summary, case)


@grouped
def trace(
    case: CasePath,
    work: Work,
    vocabulary: VocabularyDir = None,
    whole: Annotated[
        bool, typer.Option("--whole", help="Compare all texts of a large case anew, not only those that changed.")
    ] = False,
    embeddings: Embeddings = False,
) -> None:
    """Find who repeats whom, and count the origins of each finding."""
    options = _embedding(build_options(case, vocabulary=vocabulary), embeddings)
    if work.dry_run:
        with Case.open(case) as opened:
            sys.stdout.write(f"{opened.counts()['sources']} sources would be compared.\n")
        return
    with working(case, work) as (opened, bar):
        summary = trace_all(opened, options, bar, whole=whole)
    _end(summary, case)
