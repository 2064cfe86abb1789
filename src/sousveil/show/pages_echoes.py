"""Echoes: who repeats whom."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from sousveil.record.echo import ECHO_TYPES
from sousveil.record.source import Source
from sousveil.show.choosing import PAGE, asked, page_of
from sousveil.show.rendering import changed, render
from sousveil.store.case import Case
from sousveil.store.links import StoredEcho

__all__ = ["echoes"]


class Bond(Struct, frozen=True):
    """All echoes of one type from one source to one other: a source may cite the same report in five places."""

    echoes: tuple[StoredEcho, ...]


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
        rows=[Bond(tuple(same)) for _, same in groupby(rows, _ends)], sources=sources,
        types=ECHO_TYPES, type=wanted.get("type", ""), after=after,
        total=case.counts().get("echoes", 0),
        following=changed(request, after=rows[-1].echo.id) if more else None,
    )  # fmt: skip


def _ends(row: StoredEcho) -> tuple[str, str, str]:
    echo = row.echo
    other = echo.origin_to.source if echo.origin_to else (echo.cited.ref if echo.cited else "")
    return echo.origin_from.source, echo.type, other
