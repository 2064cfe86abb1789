"""Names that may mean one organisation: what waits for a decision, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from starlette.requests import Request
from starlette.responses import Response

from sousveil.show.addresses import changed
from sousveil.show.organisations.proposals import proposals_of
from sousveil.show.page.choosing import asked, chosen, facet, page_of
from sousveil.show.page.rendering import render
from sousveil.show.page.table import csv_answer
from sousveil.show.review.commands import decided
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import later
from sousveil.store.case import Case
from sousveil.store.names.entities import MatchFilter

__all__ = ["names", "names_csv"]

_PAGE = 20
_WAITING = "proposed"
_EVERY = "all"


def _filters(request: Request) -> MatchFilter:
    """What waits is shown where the address names no state; one key's history is shown whole."""
    values = asked(request, "state", "method", "key")
    state = values.get("state", _EVERY if "key" in values else _WAITING)
    return MatchFilter(
        state=None if state == _EVERY else state, method=values.get("method"), key=values.get("key")
    )  # fmt: skip


def names(case: Case, request: Request) -> Response:
    """The queue, the surest first: both names with their words, the reason, and the commands."""
    filters = _filters(request)
    after = request.query_params.get("after") or None
    found, more = page_of(case.matches(filters, limit=_PAGE + 1, after=after), _PAGE)
    counts = case.match_counts()
    states = counts["state"]
    total = sum(states.values())
    facets = [
        facet(
            request,
            "state",
            later("State"),
            {**states, **({_EVERY: total} if total else {})},
            names=_state_names,
            default=_EVERY if filters.key else _WAITING,
        ),
        facet(request, "method", later("How it was seen"), counts["method"]),
    ]
    return render(
        request, "names.html",
        rows=proposals_of(case, found, quotes=1), facets=facets, chosen=chosen(request, facets), after=after,
        within=[(_("one organisation"), changed(request, key=None))] if filters.key else [], total=total,
        nothing_waits=filters.state == _WAITING and not states.get(_WAITING),
        following=changed(request, after=found[-1].match.id) if more else None,
    )  # fmt: skip


def _state_names(_values: object) -> dict[str, str]:
    return {
        "proposed": _("Waiting"), "accepted": _("One organisation"), "rejected": _("Not the same"), _EVERY: _("All"),
    }  # fmt: skip


def names_csv(_: Case, request: Request) -> Response:
    """What the queue shows, all of it, as CSV."""
    filters = _filters(request)

    def rows(case: Case) -> Iterator[Sequence[object]]:
        for stored in case.matches(filters):
            match = stored.match
            decision = decided(case, match.id) if stored.state != _WAITING else None
            yield (
                match.id, match.left, match.right, match.method, match.score, match.reason, stored.state,
                decision.who if decision else None, decision.at if decision else None,
                decision.reason if decision else None,
            )  # fmt: skip

    header = ("id", "left", "right", "method", "score", "reason", "state", "decided_by", "decided_at", "why")
    return csv_answer(request, "names", header, rows)
