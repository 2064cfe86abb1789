"""Echoes: who repeats whom."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from sousveil.record.echo import ECHO_TYPES
from sousveil.record.source import Source
from sousveil.show.choosing import PAGE, asked, page_of
from sousveil.show.rendering import changed, render
from sousveil.store.case import Case

__all__ = ["echoes"]


def echoes(case: Case, request: Request) -> Response:
    """The list: what repeats, how, what it goes back to, and the reason."""
    after = request.query_params.get("after") or None
    wanted = asked(request, "type")
    rows, more = page_of(case.echoes(kind=wanted.get("type"), limit=PAGE + 1, after=after))
    ends = {row.echo.origin_from.source for row in rows} | {
        row.echo.origin_to.source for row in rows if row.echo.origin_to
    }
    sources: dict[str, Source | None] = {end: case.source(end) for end in ends}
    return render(
        request, "echoes.html",
        rows=rows, sources=sources, types=ECHO_TYPES, type=wanted.get("type", ""), after=after,
        total=case.counts().get("echoes", 0),
        following=changed(request, after=rows[-1].echo.id) if more else None,
    )  # fmt: skip
