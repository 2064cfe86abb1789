"""What was not kept, and what was done."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from sousveil.show.choosing import PAGE, asked, page_of
from sousveil.show.rendering import changed, render
from sousveil.store.case import Case

__all__ = ["drops", "log"]


def _sequence(request: Request) -> int | None:
    after = request.query_params.get("after", "")
    return int(after) if after.isdecimal() and len(after) < 16 else None


def drops(case: Case, request: Request) -> Response:
    """Everything that was met and not kept, with the reason."""
    wanted = asked(request, "stage", "reason")
    after = _sequence(request)
    rows, more = page_of(case.drops(wanted.get("stage"), wanted.get("reason"), limit=PAGE + 1, skip=after or 0))
    counts = sorted(case.drop_counts().items(), key=lambda item: (-item[1], item[0]))
    return render(
        request, "drops.html",
        rows=rows, counts=counts, wanted=wanted, after=after, total=sum(count for _, count in counts),
        following=changed(request, after=(after or 0) + PAGE) if more else None,
    )  # fmt: skip


def log(case: Case, request: Request) -> Response:
    """Everything that was done to the case, newest first, each entry chained to the one before."""
    rows, more = page_of(case.log(newest_first=True, limit=PAGE + 1, after=_sequence(request)))
    return render(
        request, "log.html",
        rows=rows, after=request.query_params.get("after"),
        following=changed(request, after=rows[-1].seq) if more else None,
    )  # fmt: skip
