"""When somebody last looked at a case, so that the overview can say what changed since.

A cookie of the browser has the numbers in the log up to which it was seen: at the visit before, and now. A visit ends
with half an hour without a look at the overview. Nothing about who it is stands in it, and the server keeps nothing.
"""

from __future__ import annotations

import hashlib
import time
from typing import Final

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from sousveil.store.case import Case

__all__ = ["Visit", "remember", "visit_of"]

_COOKIE: Final = "sousveil-seen"
_PAUSE_S: Final = 30 * 60
_YEAR_S: Final = 365 * 24 * 3600


class Visit(Struct, frozen=True):
    """`before` is the number in the log up to which the visit before saw the case; null at the first one."""

    before: int | None
    seen: int
    at: int
    """Seconds since 1970 of the last look."""


def _name(case: Case) -> str:
    """Another case at the same address is another one."""
    mark = hashlib.sha256(f"{case.created}\n{case.title}\n{case.path}".encode()).hexdigest()[:10]
    return f"{_COOKIE}-{mark}"


def visit_of(case: Case, request: Request, now: float | None = None) -> Visit:
    """This visit; what somebody wrote into the cookie that is no number of this log counts as nothing."""
    moment = int(time.time() if now is None else now)
    last, _ = case.last_entry()
    parts = request.cookies.get(_name(case), "").split(".")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 16 for part in parts):
        return Visit(None, last, moment)
    before, seen, at = (int(part) for part in parts)
    if not before <= seen <= last or at > moment + _PAUSE_S:
        return Visit(None, last, moment)
    return Visit(seen if moment - at > _PAUSE_S else before or None, last, moment)


def remember(answer: Response, case: Case, request: Request, visit: Visit) -> None:
    """Let the browser keep what was seen."""
    answer.set_cookie(
        _name(case), f"{visit.before or 0}.{visit.seen}.{visit.at}", max_age=_YEAR_S, path="/",
        secure=request.app.state.doors.serving.secure, httponly=True, samesite="strict",
    )  # fmt: skip
