"""What every answer carries and what every request must be, before any page runs.

The case holds other people's bytes. Nothing in them may run, fetch or frame: the policy allows this server's own
files only, no inline script or style, no frames, no forms that leave. A page of another site that the researcher
has open must not read the case either: the Host header must name this machine (against DNS rebinding), and what
another site asks for other than a link being followed is refused.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["HEADERS", "Guard", "is_loopback", "safe_link"]

HEADERS: Final = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "x-robots-tag": "noindex, nofollow",
}
_METHODS: Final = ("GET", "HEAD")


def is_loopback(host: str) -> bool:
    """True for `localhost`, names below it, and loopback addresses of IPv4 and IPv6 (without brackets)."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def safe_link(url: str | None) -> str | None:
    """The address if a link may point to it (http and https with a host), else null.

    Everything else (`javascript:`, `data:`, `file:`, addresses with control characters that a browser would
    strip before it reads the scheme) is shown as text only.
    """
    if not url or any(ord(character) <= 0x20 or ord(character) == 0x7F for character in url):
        return None
    try:
        parts = urlsplit(url)
        leads_somewhere = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    return url if leads_somewhere else None


def _host_and_port(value: str) -> tuple[str, int | None]:
    """Host (lower case, brackets removed) and port of a Host header; an empty host where it cannot be read."""
    try:
        parts = urlsplit(f"//{value}")
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return "", None
    return ("", None) if parts.path or parts.query or parts.fragment or "@" in value else (host, port)


class Guard:
    """ASGI middleware: refuses what is not for this server and puts `HEADERS` on every answer.

    `port` is the port that the server listens on; null where a test drives the application directly.
    """

    def __init__(self, app: ASGIApp, *, port: int | None = None) -> None:
        self.app = app
        self.port = port

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
                # Pages show evidence and are not kept in the browser's cache; our own files are, and asked after.
                kept = scope["path"].startswith("/static/")
                headers.setdefault("cache-control", "no-cache" if kept else "no-store")
            await send(message)

        refusal = self._refusal(scope)
        await (refusal or self.app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host, port = _host_and_port(headers.get("host", ""))
        if not is_loopback(host) or (self.port is not None and (port or 80) != self.port):
            return PlainTextResponse(
                "This server answers only to the address that `sousveil serve` printed.\n", status_code=421
            )
        if scope["method"] not in _METHODS:
            return PlainTextResponse(
                "These pages are for reading.\n", status_code=405, headers={"allow": ", ".join(_METHODS)}
            )
        elsewhere = headers.get("sec-fetch-site") in {"cross-site", "same-site"}
        if elsewhere and headers.get("sec-fetch-mode") != "navigate":
            return PlainTextResponse("Another site asked for this.\n", status_code=403)
        return None
