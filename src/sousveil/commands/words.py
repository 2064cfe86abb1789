"""The commands that concern the vocabulary."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sousveil.commands.options import FormatOption, VocabularyDir
from sousveil.errors import UsageError
from sousveil.read.words import faults
from sousveil.terminal import Format, print_rows
from sousveil.vocabulary import check as check_vocabulary
from sousveil.vocabulary import load

__all__ = ["check", "show"]


def check(
    folder: Annotated[Path | None, typer.Argument(help="A folder of your own; ours is checked with it.")] = None,
) -> None:
    """Check the vocabulary; name each file and entry that is wrong."""
    problems = [*(check_vocabulary(folder) if folder else check_vocabulary()), *faults()]
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    if problems:
        raise UsageError(f"{len(problems)} things in the vocabulary are wrong; they are listed above. Mend the files.")
    sys.stdout.write("The vocabulary is sound.\n")


def show(
    form: FormatOption = Format.TABLE,
    lang: Annotated[str | None, typer.Option(help="Only terms of this language.")] = None,
    section: Annotated[str | None, typer.Option(help="Only this section, such as `suppliers`.")] = None,
    vocabulary: VocabularyDir = None,
) -> None:
    """List every word that is looked for."""
    rows = (
        row
        for row in load(vocabulary).rows()
        if (lang is None or row["lang"] == lang) and (section is None or row["section"].startswith(section))
    )
    print_rows(rows, form, ("section", "id", "lang", "term"))
