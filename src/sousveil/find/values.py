"""All times and quantities of a text, with the words behind them: what the reader of claims chooses from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from sousveil.find.date_words import date_words
from sousveil.find.dates import moments_in
from sousveil.find.quantities import counted_in
from sousveil.find.segment import clause_starts, sentences
from sousveil.find.tables import Mention, Tables
from sousveil.find.telling import report_times
from sousveil.record.claim import Quantity

__all__ = ["Counted", "Role", "Time", "quantities_in", "times_in"]

Role = Literal["event", "report"]
_PLANS = {"act", "modifier", "leading"}


class Time(Struct, frozen=True):
    """A time that a text tells, as EDTF, and the words behind it: when something happened, or when it was told."""

    value: str
    start: int
    end: int
    role: Role


class Counted(Struct, frozen=True):
    """How many or how much of something, and the words behind it."""

    quantity: Quantity
    start: int
    end: int


def times_in(tables: Tables, content: str, published: str | None) -> Iterator[Time]:
    """All times that a text tells, in order; `published` (EDTF) is what relative words are reckoned from."""
    for start, end in sentences(content, 0, len(content), tables.language):
        mentions = tables.mentions(content, start, end)
        moments = moments_in(tables, content, start, end, published)
        later = {m.start: m for m in moments_in(tables, content, start, end, published, future=True)}
        ahead = _plans(tables, content, start, end, mentions)
        told = {m.start: m for m in report_times(tables, content, start, end, mentions, moments, published)}
        for moment in moments:
            report = told.get(moment.start)
            if report is not None:
                yield Time(report.value, moment.start, moment.end, "report")
                continue
            of_plan = any(low <= moment.start < high for low, high in ahead)
            chosen = later.get(moment.start, moment) if of_plan else moment
            yield Time(chosen.value, moment.start, moment.end, "event")


def _plans(tables: Tables, content: str, start: int, end: int, mentions: list[Mention]) -> list[tuple[int, int]]:
    """The clauses of a sentence that tell of a time to come."""
    view = tables.view(content)
    starts = clause_starts(view, start, end, tables.clauses)
    clauses = list(zip(starts, [*starts[1:], end], strict=True))
    words = date_words(tables).future
    marks = [m.start for m in mentions if (m.section in _PLANS and m.ident == "plan") or m.section == "announced"]
    if words:
        marks.extend(m.start() for m in words.finditer(view, start, end))
    return [clause for clause in clauses if any(clause[0] <= mark < clause[1] for mark in marks)]


def quantities_in(tables: Tables, content: str) -> Iterator[Counted]:
    """All quantities that a text tells, in order."""
    for start, end in sentences(content, 0, len(content), tables.language):
        mentions = tables.mentions(content, start, end)
        technologies = [m for m in mentions if m.section in {"technology", "technology_weak"}]
        for quantity, (begin, stop) in counted_in(tables, content, start, end, technologies):
            yield Counted(quantity, begin, stop)
