"""What every request must be, before anything is asked of the case.

A page of another site that somebody has open must not read the case: the Host header must name this server (against
DNS rebinding), and what another site asks for other than a link being followed is refused. Nothing is written on the
word of another site: who sends a form must be a page of this server, by what the browser says of it.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sousveil.show.server.access import wants_json
from sousveil.show.server.refusing import refusal
from sousveil.show.server.security import FRAMES_KEY, HEADERS, METHODS, READING, Names, framing
from sousveil.show.words.catalogue import gettext as _

__all__ = ["Guard"]


def _kept(scope: Scope) -> str:
    """Pages show evidence and are not kept in the browser's cache. Our own files are: for good where the address tells
    the content (`built.static_address`), else asked after."""
    if not scope["path"].startswith("/static/"):
        return "no-store"
    return "public, max-age=31536000, immutable" if scope["query_string"].startswith(b"v=") else "no-cache"


class Guard:
    """ASGI middleware: refuses what is not for this server and puts `HEADERS` on every answer."""

    def __init__(self, app: ASGIApp, *, names: Names) -> None:
        self.app = app
        self.names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if FRAMES_KEY in scope:
                    headers["content-security-policy"] = framing(headers["content-security-policy"], scope[FRAMES_KEY])
                headers.setdefault("cache-control", _kept(scope))
            await send(message)

        refused = self._refusal(scope)
        await (refused or self.app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if not self.names.takes(headers.get("host", "")):
            return PlainTextResponse(
                "This server answers only to the address that `sousveil serve` printed.\n", status_code=421
            )
        if scope["method"] not in METHODS:
            takes = ", ".join(METHODS)
            said = f"These pages take {takes} and nothing else."
            if wants_json(Request(scope)):
                return refusal(Request(scope), 405, "Not this way", said, allow=takes)
            return PlainTextResponse(f"{said}\n", status_code=405, headers={"allow": takes})
        if scope["method"] in READING:
            elsewhere = headers.get("sec-fetch-site") in {"cross-site", "same-site"}
            if elsewhere and headers.get("sec-fetch-mode") != "navigate":
                return PlainTextResponse("Another site asked for this.\n", status_code=403)
        elif not self._is_from_our_page(headers):
            return refusal(
                Request(scope), 403, _("This did not come from a page of this server"),
                _(
                    "Nothing was changed. Open the page here and decide again. If that does not help, the browser may"
                    " be too old or may hide where a form comes from."
                ),
            )  # fmt: skip
        return None

    def _is_from_our_page(self, headers: Headers) -> bool:
        """By what the browser says of who sends it. Our own pages tell nobody where a form comes from
        (`referrer-policy`), so that browsers write `null` for their origin and say `same-origin` beside it. Who is no
        browser says neither; the gate asks for the mark of the session, or the token, all the same."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None and site not in {"same-origin", "none"}:
            return False
        if origin is None:
            return True
        if origin == "null":
            return site is not None
        return self.names.is_own(origin, headers.get("host", ""))
