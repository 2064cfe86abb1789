"""The command that lists what a case lacks."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from sousveil.commands.options import CasePath, FormatOption, VocabularyDir, own_words
from sousveil.errors import UsageError
from sousveil.record import GAP_KINDS, Gap
from sousveil.record.rows import gap_row
from sousveil.review.gaps import case_gaps
from sousveil.store import Case
from sousveil.terminal import Format, check_term, print_rows
from sousveil.vocabulary import load
from sousveil.weigh.days import days_of

__all__ = ["gaps"]


def gaps(
    case: CasePath,
    form: FormatOption = Format.TABLE,
    kind: Annotated[
        str | None, typer.Option(help="`original-not-held`, `one-origin`, `not-re-reported` or `one-language`.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Day from which two years are counted back, such as 2024-04-16.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many of each kind.")] = None,
    vocabulary: VocabularyDir = None,
) -> None:
    """List what the case lacks, what most depends on first, and where originals may be had. Nothing is fetched."""
    check_term("kind", kind, GAP_KINDS)
    kinds = tuple(known for known in GAP_KINDS if kind in (None, known))
    day = _day(as_of) if as_of else None
    with Case.open(case) as opened:
        found = case_gaps(opened, load(own_words(case, vocabulary)), kinds, as_of=day, limit=limit)
        if form is Format.TABLE:
            rows = ({**gap_row(gap), "get_it": _first(gap)} for gap in found)
            print_rows(rows, form, ("kind", "sources", "claims", "sentence", "get_it"))
        else:
            print_rows(map(gap_row, found), form, ("id", "kind", "subject", "sentence", "sources", "claims"))


def _day(value: str) -> date:
    """Raises UsageError for what is no day, or no month or year, which count as their first day."""
    days = days_of(value)
    if days is None:
        raise UsageError(f"--as-of {value} is no day. Write it as 2024-04-16.")
    return days[0]


def _first(gap: Gap) -> str:
    return next((lead.url or lead.words or "" for lead in gap.leads), "")
