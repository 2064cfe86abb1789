"""Answers to requests that are refused before a page of the case is made. They hold nothing of the case, not even its
title."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sousveil.show.page.rendering import render_outside
from sousveil.show.server.access import wants_json

__all__ = ["refusal"]


def refusal(request: Request, status: int, heading: str, detail: str, **headers: str) -> Response:
    """A page that says what is wrong and what to do, or the same as a problem (RFC 9457) for a program."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if wants_json(request):
        problem = {"title": heading, "status": status, "detail": detail}
        return JSONResponse(problem, status, sent, media_type="application/problem+json")
    answer = render_outside("refused.html", status=status, heading=heading, detail=detail)
    answer.headers.update(sent)
    return answer
