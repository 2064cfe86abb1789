"""Gaps: what the case lacks, and where an original may be had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, cast

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from sousveil.record import Finding, Gap, Source
from sousveil.record.gap import GAP_KINDS, GapKind
from sousveil.review.gaps import Listed, list_gaps, newest_day, with_suggestions
from sousveil.show.addresses import changed
from sousveil.show.page.rendering import render
from sousveil.show.page.standing_lists import StandingLists
from sousveil.show.page.table import csv_answer
from sousveil.show.words.catalogue import later
from sousveil.store.case import Case
from sousveil.vocabulary import load
from sousveil.weigh.days import days_of

__all__ = ["gaps", "gaps_csv", "listed_gaps"]

_PAGE: Final = 10
"""Gaps on a page; for originals, the texts that cite each are read."""
_CITING: Final = 5
"""Sources that are named under an original."""
KINDS: Final = {
    "original-not-held": later("Originals not held"),
    "one-origin": later("On one origin"),
    "not-re-reported": later("Not reported for two years"),
    "one-language": later("In one language only"),
}


class Shown(Struct, frozen=True):
    """A gap with what it is about."""

    gap: Gap
    finding: Finding | None
    """What the gap is about, where that is a finding."""
    resting: Finding | None
    """One of the findings that rest on an original."""
    citing: tuple[Source, ...]


def _kind(request: Request) -> GapKind:
    wanted = request.query_params.get("kind", "")
    return next((kind for kind in GAP_KINDS if kind == wanted), GAP_KINDS[0])


def _as_of(request: Request) -> date | None:
    days = days_of(request.query_params.get("as-of"))
    return days[0] if days else None


def _listed(case: Case, asked: object) -> Listed:
    kind, as_of = cast("tuple[GapKind, date | None]", asked)
    return list_gaps(case, kind, as_of)


_LISTS: Final = StandingLists(_listed)


def listed_gaps(case: Case, kind: GapKind, as_of: date | None) -> Listed:
    """The gaps of a kind, counted once as long as nothing is done to the case."""
    return _LISTS.whole(case, (kind, as_of))


def gaps(case: Case, request: Request) -> Response:
    """The gaps of one kind, what most depends on first."""
    kind, as_of = _kind(request), _as_of(request)
    after = request.query_params.get("after", "")
    skip = int(after) if after.isdecimal() and len(after) < 12 else 0
    if kind == "not-re-reported" and as_of is None:
        as_of = newest_day(case)
    standing = _LISTS.standing(case, (kind, as_of))
    listed = standing.found or Listed(kind=kind)
    total = listed.count
    rows = [_shown(case, gap) for gap in with_suggestions(case, load(), listed, skip=skip, limit=_PAGE)]
    answer = render(
        request, "gaps.html",
        rows=rows, kind=kind, kinds=KINDS, as_of=as_of, total=total, counting=standing.found is None,
        is_current=standing.is_current,
        after=skip or None, following=changed(request, after=skip + _PAGE) if total > skip + _PAGE else None,
    )  # fmt: skip
    if standing.found is None:
        answer.headers["refresh"] = "3"
    return answer


def _shown(case: Case, gap: Gap) -> Shown:
    about_finding = gap.kind in {"one-origin", "not-re-reported"}
    sources = [case.source(source) for source in gap.cited_by[:_CITING]]
    return Shown(
        gap=gap,
        finding=case.finding(gap.subject) if about_finding else None,
        resting=case.finding(gap.findings[0]) if gap.findings and not about_finding else None,
        citing=tuple(source for source in sources if source is not None),
    )


def gaps_csv(_: Case, request: Request) -> Response:
    """What the list shows, all of it, as CSV; the first three places to look."""
    kind, as_of = _kind(request), _as_of(request)

    def rows(case: Case) -> Iterator[Sequence[object]]:
        for gap in with_suggestions(case, load(), listed_gaps(case, kind, as_of)):
            leads = [lead.url or lead.words for lead in gap.leads[:3]]
            yield (
                gap.id, gap.kind, gap.subject, gap.sentence, gap.sources, gap.claims, " ".join(gap.findings),
                " ".join(gap.cited_by), gap.last_reported, gap.lang, *leads, *[None] * (3 - len(leads)),
            )  # fmt: skip

    header = (
        "id", "kind", "subject", "sentence", "sources", "claims", "findings", "cited_by", "last_reported", "lang",
        "look_1", "look_2", "look_3",
    )  # fmt: skip
    return csv_answer(request, "gaps", header, rows)
