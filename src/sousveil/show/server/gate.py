"""Who may come in. Everything but our own style sheets and the pages for signing in needs a session or the token.

The token is printed with the address when the server starts. Opened once, it is exchanged for a session and taken out
of the address, so that it stays in no history and no screenshot. A team signs in with accounts instead.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sousveil.show.addresses import address
from sousveil.show.page.rendering import render_outside
from sousveil.show.server.access import ASKING_KEY, SENT_KEY, Asking, Sent, Visitor, wants_json
from sousveil.show.server.refusing import refusal
from sousveil.show.server.security import READING
from sousveil.show.server.serving import Serving
from sousveil.show.server.sessions import Session, Sessions
from sousveil.show.server.shelf import Shelf
from sousveil.show.server.speaking import switched
from sousveil.show.words.catalogue import gettext as _
from sousveil.store.people.accounts import Account

__all__ = ["JSON_HEADER", "SIGN_IN", "SIGN_OUT", "Doors", "Gate"]

SIGN_IN: Final = "/sign-in"
SIGN_OUT: Final = "/sign-out"
JSON_HEADER: Final = "x-sousveil"
"""A request with JSON must have it, with any value: no page of another site can set it without being asked first."""
_FORM: Final = "application/x-www-form-urlencoded"
_LIMITS: Final = {_FORM: 512 << 10, "application/json": 1 << 20}
"""Bytes of a body, by what it is: guidelines of 40,000 characters in any script come as a form. No other is."""
_DIGITS: Final = 12
_MIB: Final = 1 << 20


class Doors:
    """How people come in and go out again: the token of this start, the sessions, the cookie that carries them."""

    def __init__(self, serving: Serving, shelf: Shelf, port: int | None) -> None:
        self.serving = serving
        self.sessions = Sessions(serving.idle_s)
        self.token = secrets.token_urlsafe(32)
        # Cookies know no ports: two cases served at one time would sign each other out.
        self.cookie = f"{'__Host-' if serving.secure else ''}sousveil-{port or 'app'}"
        self._shelf = shelf

    def let_in(self, answer: Response, identifier: str) -> Response:
        """Hand the session to the browser."""
        answer.set_cookie(
            self.cookie, identifier, path="/", secure=self.serving.secure, httponly=True, samesite="strict"
        )
        return answer

    def end(self, request: Request) -> None:
        """End the session of a request."""
        self.sessions.end(request.cookies.get(self.cookie))

    def let_out(self, request: Request, answer: Response) -> Response:
        """End the session of a request, and take the cookie back."""
        self.end(request)
        answer.delete_cookie(self.cookie, path="/", secure=self.serving.secure, httponly=True, samesite="strict")
        return answer

    def is_token(self, given: str) -> bool:
        """Whether this is the token that was printed. It opens nothing where people sign in."""
        return not self.serving.team and hmac.compare_digest(given.encode(), self.token.encode())

    async def asking(self, request: Request) -> Asking | None:
        """Who asks, by session, by token or by a key; None where none is good."""
        session = self.sessions.get(request.cookies.get(self.cookie))
        if session is not None:
            visitor = await self._visitor(session)
            if visitor is not None:
                return Asking(visitor=visitor, session=session)
            self.end(request)
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        if not self.serving.team:
            return Asking(visitor=self._owner()) if self.is_token(given.strip()) else None
        account = await run_in_threadpool(self._with_key, given.strip())
        return Asking(visitor=self._visiting(account)) if account else None

    async def holds(self, mark: str) -> bool:
        """Whether the session with this mark lives, and whoever began it may still read."""
        session = self.sessions.marked(mark)
        return session is not None and await self._visitor(session) is not None

    def _owner(self) -> Visitor:
        return Visitor(name=self.serving.who, role="read" if self.serving.read_only else "lead", signed_in=False)

    async def _visitor(self, session: Session) -> Visitor | None:
        """Asked anew for each request: a role that was changed and an account that was removed count at once."""
        if session.account is None:
            return self._owner()
        account = await run_in_threadpool(self._account, session.account)
        if account is None or account.secret != session.secret:
            return None
        return self._visiting(account)

    def _visiting(self, account: Account) -> Visitor:
        return Visitor(name=account.name, role="read" if self.serving.read_only else account.role, signed_in=True)

    def _with_key(self, given: str) -> Account | None:
        with self._shelf.borrow() as case:
            return case.accounts().with_key(given)

    def _account(self, name: str) -> Account | None:
        with self._shelf.borrow() as case:
            return case.accounts().get(name)


class Gate:
    """ASGI middleware: says who asks, reads what they send, and refuses the rest."""

    def __init__(self, app: ASGIApp, *, doors: Doors) -> None:
        self.app = app
        self.doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] != "http" or (scope["path"].startswith("/static/") and scope["method"] in READING):
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        chosen = switched(request, secure=self.doors.serving.secure)
        if chosen is not None:
            await chosen(scope, receive, send)
            return
        asking = await self.doors.asking(request)
        if asking is not None:
            scope[ASKING_KEY] = asking
        refused = self._exchanged(request) or (None if asking or _is_outside(request) else self._closed(request))
        if refused is None and scope["method"] not in READING:
            refused = await self._refused_writing(request, asking)
            receive = _nothing
        await (refused or self.app)(scope, receive, send)

    def _exchanged(self, request: Request) -> Response | None:
        """The token of an address becomes a session; the browser is sent to the address without it."""
        given = request.query_params.get("token")
        if given is None or self.doors.serving.team:
            return None
        if not self.doors.is_token(given):
            return self._closed(request, wrong=True)
        rest = urlencode([(name, value) for name, value in request.query_params.multi_items() if name != "token"])
        answer = RedirectResponse(_own_path(request) + (f"?{rest}" if rest else ""), status_code=303)
        return self.doors.let_in(answer, self.doors.sessions.begin())

    def _closed(self, request: Request, *, wrong: bool = False) -> Response:
        team = self.doors.serving.team
        if wants_json(request):
            # Programs are answered in English always.
            how = (
                "Send a key of an account: `Authorization: Bearer KEY`. `sousveil account key add` makes one."
                if team
                else "Send the token that the server printed: `Authorization: Bearer TOKEN`."
            )
            return refusal(request, 401, "Nobody has signed in", how, www_authenticate="Bearer")
        # A link on another site: the browser leaves the cookie out, and only a click here brings it along.
        followed = request.headers.get("sec-fetch-site") in {"cross-site", "same-site"}
        here = _own_path(request) + (f"?{request.url.query}" if request.url.query else "")
        if team:
            return RedirectResponse(address(SIGN_IN, back=here if here != "/" else None), status_code=303)
        heading = _("This token opens nothing") if wrong else _("Open the address that the terminal shows")
        again = here if followed and not wrong else None
        return render_outside("closed.html", status=403 if wrong else 401, heading=heading, wrong=wrong, again=again)

    async def _refused_writing(self, request: Request, asking: Asking | None) -> Response | None:
        """What is wrong with a request that would change something, or None; its body is read here, whole."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        limit = _LIMITS.get(kind)
        if limit is None:
            said = _("Nothing was changed. The server takes {kinds}.", kinds=" / ".join(_LIMITS))
            return refusal(request, 415, _("This is no form"), said)
        body = await _body(request, limit)
        if body is None:
            size = f"{limit // _MIB} MiB" if limit >= _MIB else f"{limit >> 10} KiB"
            said = _("Nothing was changed. The server takes {size} at most.", size=size)
            return refusal(request, 413, _("That is too much at once"), said, connection="close")
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)) if kind == _FORM else {}
        request.scope[SENT_KEY] = Sent(form=form, body=body)
        if asking is None or request.scope["path"] == SIGN_IN:
            return None
        return self._unmeant(request, asking, form if kind == _FORM else None) or self._unallowed(request, asking)

    @staticmethod
    def _unmeant(request: Request, asking: Asking, form: Mapping[str, str] | None) -> Response | None:
        """Whether another page may have sent it. A program with the token brings no cookie that could be abused."""
        if asking.session is None:
            return None
        if form is None:
            if JSON_HEADER in request.headers:
                return None
            said = _("Nothing was changed. JSON needs the header {name}.", name=JSON_HEADER)
            return refusal(request, 403, _("A header is missing"), said)
        if asking.session.is_ours(form.get("csrf", "")):
            return None
        said = _(
            "Nothing was changed. You signed in again since the page was made: go back, load it anew and decide again."
        )
        return refusal(request, 403, _("This form is out of date"), said)

    def _unallowed(self, request: Request, asking: Asking) -> Response | None:
        if asking.visitor.role != "read" or _is_outside(request):
            return None
        if self.doors.serving.read_only:
            said = _("Nothing was changed. The server was started with {option}.", option="--read-only")
            return refusal(request, 403, _("This case is open for reading only"), said)
        said = _("Nothing was changed. Whoever leads the case can give you the role “review”.")
        return refusal(request, 403, _("You may read, and not decide"), said)


def _is_outside(request: Request) -> bool:
    """Whether it is for a page that needs no session. By the path that the router takes: in `request.url` an encoded
    question mark would end it."""
    return request.scope["path"] in {SIGN_IN, SIGN_OUT}


def _own_path(request: Request) -> str:
    """The path as it was asked for. Two slashes at its start would lead to another server."""
    path = request.scope.get("raw_path", b"").decode("ascii", "replace").partition("?")[0] or "/"
    return "/" + path.lstrip("/\\")


async def _body(request: Request, limit: int) -> bytes | None:
    """What was sent, or None where it is longer than the limit, whatever its header says."""
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or len(length) > _DIGITS or int(length) > limit:
        return None
    held = bytearray()
    try:
        async for chunk in request.stream():
            held += chunk
            if len(held) > limit:
                return None
    except ClientDisconnect:  # nobody is left to answer
        return None
    return bytes(held)


async def _nothing() -> Message:
    """The body was read already."""
    return {"type": "http.request", "body": b"", "more_body": False}
