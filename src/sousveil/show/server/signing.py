"""Signing in and out, where a case is served to a team. These pages hold nothing of the case."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Final

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sousveil.show.page.rendering import render_outside
from sousveil.show.server.access import asking, form_of
from sousveil.show.server.gate import SIGN_IN, Doors
from sousveil.show.server.security import own_address
from sousveil.show.server.shelf import Shelf
from sousveil.show.server.throttle import Throttle
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import ngettext
from sousveil.store.people.accounts import Account
from sousveil.store.people.passwords import pretend

__all__ = ["Signing"]

_AT_ONCE: Final = 2
"""Passwords compared at one time: each takes 64 MiB, and strangers may send as many as they like."""


class Signing:
    """The pages for signing in and out of one server."""

    def __init__(self, doors: Doors, shelf: Shelf) -> None:
        self._doors = doors
        self._shelf = shelf
        self._throttle = Throttle()
        self._limiter = CapacityLimiter(_AT_ONCE)
        if doors.serving.team:
            pretend("")  # the first time takes longer, and would tell that a name is nobody's

    async def form(self, request: Request) -> Response:
        """The empty form; who is in already is sent on."""
        back = own_address(request.query_params.get("back"))
        if asking(request) is not None or not self._doors.serving.team:
            return RedirectResponse(back, status_code=303)
        # A link on another site led here: the browser leaves the cookie out, and only a click here brings it along.
        followed = request.headers.get("sec-fetch-site") in {"cross-site", "same-site"}
        return _form(back, again=back if followed else None)

    async def sign_in(self, request: Request) -> Response:
        """Begin a session, or say that name and password do not fit: not which of the two."""
        form = form_of(request)
        if not self._doors.serving.team:
            return RedirectResponse("/", status_code=303)
        name, where = form.get("name", ""), request.client.host if request.client else ""
        if wait := self._throttle.wait(name, where):
            said = ngettext(
                "Too many tries failed. Wait {count} minute and try again.",
                "Too many tries failed. Wait {count} minutes and try again.",
                ceil(wait / 60),
            )
            return _form(form.get("back"), name, said, status=429, headers={"retry-after": str(ceil(wait))})
        # Counted before it is known, so that many tries at one time are many.
        self._throttle.failed(name, where)
        account = await to_thread.run_sync(self._account, form, limiter=self._limiter)
        if account is None:
            return _form(form.get("back"), name, _("This name and this password do not belong together."), status=403)
        self._throttle.succeeded(name, where)
        answer = RedirectResponse(own_address(form.get("back")), status_code=303)
        self._doors.end(request)
        return self._doors.let_in(answer, self._doors.sessions.begin(account.name, account.secret))

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        to = SIGN_IN if self._doors.serving.team else "/"
        return self._doors.let_out(request, RedirectResponse(to, status_code=303))

    def _account(self, form: Mapping[str, str]) -> Account | None:
        with self._shelf.borrow() as case:
            return case.accounts().signing_in(form.get("name", ""), form.get("password", ""))


def _form(
    back: str | None,
    name: str = "",
    fault: str | None = None,
    *,
    again: str | None = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    answer = render_outside(
        "sign_in.html", status=status, back=own_address(back), name=name, fault=fault, again=again
    )  # fmt: skip
    answer.headers.update(headers or {})
    return answer
