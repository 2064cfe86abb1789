"""The origin of copies: a second port (and another name, where there is one) on which nothing but copies is served.

A copy shares no origin with the case's pages: were there a hole in what is taken out of it, in the sandbox of the
frame and in the policy below all at once, a script would still find no session, no page and no case.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from sousveil.show.copies.copy import Copy
from sousveil.show.copies.keeping import Copier, Wanted
from sousveil.show.copies.passes import Passes
from sousveil.show.server.access import asking
from sousveil.show.server.gate import Doors
from sousveil.show.server.security import READING, host_and_port, is_loopback
from sousveil.show.server.serving import Serving

__all__ = ["Copies", "by_port"]

_PATH: Final = "/copy/"
_STYLE: Final = (Path(__file__).parent / "copy.css").read_text("utf-8")
_STYLE_DIGEST: Final = b64encode(sha256(_STYLE.encode()).digest()).decode()
_POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_DIGEST}'; img-src data:; base-uri 'none'; form-action 'none';"
    " frame-ancestors {origin}; sandbox"
)
_HEADERS: Final = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-dns-prefetch-control": "off",
    "cross-origin-embedder-policy": "require-corp",
    # The pages of the case may frame it, which the policy says; they ask for this word as well.
    "cross-origin-resource-policy": "cross-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "x-robots-tag": "noindex, nofollow",
    "cache-control": "no-store",
}
_SORRY: Final = "This copy is no longer here. Load the page around it again.\n"
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


class Copies:
    """Where copies are served, to whom, and the copies."""

    def __init__(self, serving: Serving, doors: Doors, port: int | None) -> None:
        self._serving = serving
        self._doors = doors
        self._port = port
        self._passes = Passes()
        self.copier = Copier()

    @property
    def served(self) -> bool:
        """Whether there is an origin for copies at all."""
        return self._port is not None

    def origin(self, request: Request) -> str:
        """The origin of copies for whoever sees the case's pages at the address of `request`."""
        assert self._port is not None, "asked for where copies are served"
        scheme = "https" if self._serving.secure else "http"
        if self._serving.proxy is not None:
            return f"{scheme}://{self._serving.copies_host}"
        port = "" if self._port == _DEFAULT_PORTS[scheme] else f":{self._port}"
        return f"{scheme}://{self._serving.copies_host or self._name(request)}{port}"

    def address(self, request: Request, wanted: Wanted) -> str | None:
        """Where a browser with a session finds a copy for some minutes; None where no browser asks."""
        found = asking(request)
        if found is None or found.session is None:
            return None
        own = self._serving.proxy or f"{'https' if self._serving.secure else 'http'}://{request.headers['host']}"
        return f"{self.origin(request)}{_PATH}{self._passes.issue(wanted, found.session.mark, own.rstrip('/'))}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. There are no cookies here, and none is read."""
        await (await self._answer(Request(scope)))(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if not self._is_ours(request.headers.get("host", "")):
            return _refused("This is not the address of a copy.\n", 421)
        if request.method not in READING:
            return _refused("Copies are for looking at.\n", 405)
        # A browser says what it asks for: a copy is seen in the frame and nowhere else.
        if request.headers.get("sec-fetch-dest", "iframe") != "iframe":
            return _refused("A copy is shown on its source's page and nowhere else.\n", 403)
        path: str = request.scope["path"]
        held = self._passes.read(path.removeprefix(_PATH)) if path.startswith(_PATH) else None
        if held is None or not await self._doors.holds(held.session):
            return _refused(_SORRY, 404)
        copy = self.copier.held(held.wanted)
        if copy is None:
            return _refused(_SORRY, 404)
        return Response(_document(copy), 200, _headers(held.origin), "text/html; charset=utf-8")

    def _name(self, request: Request) -> str:
        """The name under which copies are found where none was set. Cookies know no ports, but names: on this machine
        there are two."""
        host = host_and_port(request.headers.get("host", ""))[0]
        if self._serving.secure or not is_loopback(host):
            return f"[{host}]" if ":" in host else host
        if host != "localhost":
            return "localhost"
        return "[::1]" if ":" in self._serving.host else "127.0.0.1"

    def _is_ours(self, host_header: str) -> bool:
        host, port = host_and_port(host_header)
        serving = self._serving
        if serving.proxy is not None:
            return host == serving.copies_host
        if not host or (port or _DEFAULT_PORTS["https" if serving.secure else "http"]) != self._port:
            return False
        if serving.copies_host is not None:
            return host == serving.copies_host
        return is_loopback(host) or (serving.tls is not None and serving.name in {None, host})


def by_port(pages: ASGIApp, copies: ASGIApp, port: int) -> ASGIApp:
    """One application for two ports: `copies` answers on `port`, told by the socket and not by what is asked."""

    async def chosen(scope: Scope, receive: Receive, send: Send) -> None:
        is_copies = scope["type"] == "http" and (scope.get("server") or ("", 0))[1] == port
        await (copies if is_copies else pages)(scope, receive, send)

    return chosen


def _document(copy: Copy) -> str:
    end = '<p class="gone">The capture goes on. It is too large to be shown whole.</p>' if copy.cut else ""
    return (
        f'<!doctype html>\n<html lang="{escape(copy.lang)}"><head><meta charset="utf-8">'
        f"<title>Copy of an archived page</title><style>{_STYLE}</style></head><body>{copy.body}{end}</body></html>\n"
    )


def _headers(origin: str) -> dict[str, str]:
    return {**_HEADERS, "content-security-policy": _POLICY.format(origin=origin)}


def _refused(said: str, status: int) -> Response:
    policy = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return PlainTextResponse(said, status, {**_HEADERS, "content-security-policy": policy})
