"""The page that explains the API."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from sousveil.show.api.asking import MOST
from sousveil.show.api.routes import OPERATIONS, PREFIX
from sousveil.show.page.rendering import render
from sousveil.show.server.access import may
from sousveil.store.case import Case

__all__ = ["explained"]


def explained(_: Case, request: Request) -> Response:
    """How a program asks, with every address and what it takes."""
    serving = request.app.state.doors.serving
    return render(
        request, "api.html",
        server=(serving.proxy or str(request.base_url)).rstrip("/"), prefix=PREFIX, operations=OPERATIONS, most=MOST,
        team=serving.team, decides=may(request, "review"),
    )  # fmt: skip
